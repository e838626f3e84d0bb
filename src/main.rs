//! The `fuhe` command.
fn main() {}
