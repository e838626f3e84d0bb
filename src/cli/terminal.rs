//! Standard output and error: colour, width, progress.

use super::Failure;
use super::args::Global;
use super::items::Items;
use anstream::adapter::strip_str;
use anstream::{AutoStream, ColorChoice};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal, StdoutLock, Write};

/// Columns when the terminal's are not known.
const COLUMNS: usize = 100;

/// Standard output that takes coloured text and strips what the terminal or the user does not want.
pub(super) struct Output {
    out: StdoutLock<'static>,
    color: ColorChoice,
}

pub(super) fn output(global: &Global) -> Output {
    let out = io::stdout().lock();
    let color = match global.color.into() {
        ColorChoice::Auto => AutoStream::choice(&out),
        chosen => chosen,
    };
    Output { out, color }
}

impl Output {
    /// Prints a text and makes sure that it is out. It leaves whole: written by the pieces between its colours, a long
    /// run spends more on telling the system than on reading.
    pub(super) fn print(&mut self, text: &str) -> io::Result<()> {
        if self.color == ColorChoice::Never {
            self.out.write_all(strip_str(text).to_string().as_bytes())?;
        } else {
            AutoStream::new(&mut self.out, self.color).write_all(text.as_bytes())?;
        }
        self.out.flush()
    }
}

/// Prints a text and makes sure that it is out.
pub(super) fn print(text: &str, global: &Global) -> Result<(), Failure> {
    output(global).print(text)?;
    Ok(())
}

/// A message on standard error. Nobody is left to tell when that fails.
pub(super) fn complain(message: &str) {
    let _ = writeln!(io::stderr().lock(), "fuhe: {message}");
}

/// The columns to fill: those of the terminal within what reads well, or a fixed number for files and pipes.
pub(super) fn columns() -> usize {
    if !io::stdout().is_terminal() {
        return COLUMNS;
    }
    let (_, columns) = console::Term::stdout().size_checked().unwrap_or((0, 0));
    if columns == 0 { COLUMNS } else { usize::from(columns).clamp(60, 120) }
}

/// A progress bar on standard error; hidden unless that is a terminal and there is more than one document.
pub(super) fn progress(items: &Items) -> ProgressBar {
    if items.is_single() || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let files = items.inputs().len() as u64;
    let bar = ProgressBar::with_draw_target(Some(files), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {eta}") {
        bar.set_style(style);
    }
    bar
}
