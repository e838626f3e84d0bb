//! The `fuhe` command: arguments in, output and an exit status out. All work is the library's.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
