//! The command line: what the arguments ask for, the bulk run, and everything that prints.
//!
//! Exit status: 0 nothing at or above `--fail-on`, 1 findings, 2 some file could not be read or the call was wrong.

mod args;
mod bulk;
mod check;
mod dump;
mod explain;
mod extract;
mod fence;
mod files;
mod help;
mod items;
mod terminal;
mod usage;

use args::{Args, Command, Global};
use clap::FromArgMatches;
use fuhe::lexicon::Lexicon;
use fuhe::model::{Error, ErrorKind, Lang};
use fuhe::output::text::Tally;
use fuhe::read::Limits;
use std::io;
use std::process::ExitCode;

/// Reads the arguments and does what they ask for.
pub(crate) fn run() -> ExitCode {
    fence::quiet_panics();
    let command = help::command();
    let args = match command.try_get_matches().and_then(|matches| Args::from_arg_matches(&matches)) {
        Ok(args) => args,
        Err(error) => return not_understood(&error),
    };
    let global = args.global;
    let done = match args.command {
        Command::Check(check) => check::run(&check, &global),
        Command::Extract(extract) => extract::run(&extract, &global),
        Command::Explain(explain) => explain::page(&explain, &global),
        Command::Checks => explain::list(&global),
        Command::Schema => terminal::print(fuhe::output::schema::RECORD, &global).map(|()| Status::Clean),
        Command::Dump(dump) => dump::run(&dump, &global),
    };
    match done {
        Ok(status) => status.into(),
        // Whoever read our output has seen enough (`| head`).
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            terminal::complain(&failure.message(global.lang.into()));
            Status::Failed.into()
        }
    }
}

/// What clap has to say: help and version are no failure.
fn not_understood(error: &clap::Error) -> ExitCode {
    match usage::chinese(error).filter(|_| !help::asks_for_english()) {
        Some(message) => terminal::complain(&message),
        // Nobody is left to tell when the message cannot be printed.
        None => drop(error.print()),
    }
    if error.use_stderr() { Status::Failed.into() } else { Status::Clean.into() }
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    Clean,
    Findings,
    Failed,
}

impl Status {
    /// Files that could not be read win over findings.
    fn of(tally: &Tally, global: &Global) -> Self {
        if tally.unreadable > 0 {
            return Self::Failed;
        }
        match global.fail_on.severity() {
            Some(severity) if tally.at_least(severity) > 0 => Self::Findings,
            _ => Self::Clean,
        }
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        match status {
            Status::Clean => Self::SUCCESS,
            Status::Findings => Self::from(1),
            Status::Failed => Self::from(2),
        }
    }
}

/// Why a command could not be done at all.
#[derive(Debug)]
enum Failure {
    /// Writing to standard output.
    Output(io::Error),
    /// Writing a result file.
    File(String, io::Error),
    /// A path or pattern file.
    Input(Error),
    /// A call that makes no sense: Chinese, English.
    Call(String, String),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl Failure {
    fn message(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Output(error), Lang::Zh) => format!("写标准输出失败：{error}"),
            (Self::Output(error), Lang::En) => format!("writing to standard output failed: {error}"),
            (Self::File(path, error), Lang::Zh) => format!("{path}：写入失败（{error}）；请检查路径、权限和磁盘空间"),
            (Self::File(path, error), Lang::En) => {
                format!("{path}: writing failed ({error}); check the path, permissions and disk space")
            }
            (Self::Input(error), lang) => error.message(lang),
            (Self::Call(zh, _), Lang::Zh) => zh.clone(),
            (Self::Call(_, en), Lang::En) => en.clone(),
        }
    }
}

/// The words to use: the ones compiled in, unless a folder replaces some.
enum Words {
    Builtin,
    Own(Box<Lexicon>),
}

impl Words {
    fn load(global: &Global) -> Result<Self, Failure> {
        let Some(folder) = &global.patterns else { return Ok(Self::Builtin) };
        if !folder.is_dir() {
            let detail = "不是文件夹 / not a folder";
            return Err(Failure::Input(Error::new(ErrorKind::NotFound, files::shown(folder), detail)));
        }
        Lexicon::load(Some(folder)).map(|lexicon| Self::Own(Box::new(lexicon))).map_err(Failure::Input)
    }

    fn get(&self) -> &Lexicon {
        match self {
            Self::Builtin => Lexicon::builtin(),
            Self::Own(lexicon) => lexicon,
        }
    }
}

/// The limits of a call. Recognition that cannot work is said before the first file is read.
fn limits(global: &Global, ocr: bool) -> Result<Limits, Failure> {
    let mut limits = Limits { recognize: ocr, ..Limits::DEFAULT };
    limits.bytes = global.max_bytes.unwrap_or(limits.bytes);
    limits.seconds = global.max_seconds.unwrap_or(limits.seconds);
    if ocr {
        fuhe::read::recognition().map_err(Failure::Input)?;
    }
    Ok(limits)
}
