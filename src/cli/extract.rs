//! `fuhe extract`: the record of every report, to standard output, a file, or a folder of files.

use super::args::{Extract, Format, Global, Table};
use super::files::Input;
use super::items::{Item, Items};
use super::{Failure, Status, Words, bulk, check, fence, files, limits, terminal};
use fuhe::model::{Error, Examination, Lang};
use fuhe::output::json::{self, Form};
use fuhe::output::text::Tally;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// The longest name of a source, in bytes, that leaves room for what is put behind it.
const LONGEST_NAME: usize = 240;

/// What became of one file: its records, what they count, and the message when it could not be read.
struct Extracted {
    below: PathBuf,
    records: Vec<String>,
    tally: Tally,
    message: Option<String>,
}

pub(super) fn run(extract: &Extract, global: &Global) -> Result<Status, Failure> {
    let words = Words::load(global)?;
    let limits = limits(global, extract.ocr)?;
    let lang: Lang = global.lang.into();
    let items = Items::new(files::find(&extract.paths), &limits);
    if items.inputs().is_empty() {
        return Err(check::nothing_found());
    }
    let one = files::is_one_file(&extract.paths) && items.is_single();
    let mut target = Target::open(extract, items.inputs(), one)?;
    let lexicon = words.get();
    let layout = target.layout();
    let work = |item: Item| {
        let (path, below) = (item.path.clone(), item.below.clone());
        let mut tally = Tally { files: 1, ..Tally::default() };
        let examined = fence::fenced(&path, || {
            let examinations = fuhe::examine(&item.load(&limits)?, &limits, lexicon)?;
            let mut counts = Tally::default();
            for examination in &examinations {
                counts.count(examination);
            }
            let records = layout.records(&examinations, lang);
            Ok((records, counts))
        });
        match examined {
            Ok((records, counts)) => {
                tally.add(&counts);
                Extracted { below, records, tally, message: None }
            }
            Err(error) => {
                tally.unreadable = 1;
                let record = layout.failed(&path, &error, lang);
                Extracted { below, records: vec![record], tally, message: Some(error.message(lang)) }
            }
        }
    };
    let progress = terminal::progress(&items);
    let mut all = Tally::default();
    let threads = bulk::threads(global.threads, &items);
    let hand_out = |take: &mut dyn FnMut(Item) -> Result<(), Failure>| items.hand_out(&limits, &progress, take);
    let done = bulk::run(threads, hand_out, work, |extracted| {
        all.add(&extracted.tally);
        progress.inc(1);
        if let Some(message) = &extracted.message {
            progress.suspend(|| terminal::complain(message));
        }
        progress.suspend(|| target.write(&extracted.below, &extracted.records))
    });
    progress.finish_and_clear();
    done?;
    target.close()?;
    Ok(Status::of(&all, global))
}

/// How a record is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// JSON on one line.
    Line,
    /// Indented JSON.
    Pretty,
    /// Indented JSON for a file with one report, and lines for one with several, as for several files.
    PrettyIfSingle,
    /// Lines of a table.
    Table(json::Table),
}

impl Layout {
    /// The records of a file.
    fn records(self, examinations: &[Examination], lang: Lang) -> Vec<String> {
        let form = match self {
            Self::Table(table) => return examinations.iter().map(|e| table.lines(e, lang)).collect(),
            Self::Line => Form::Line,
            Self::PrettyIfSingle if examinations.len() > 1 => Form::Line,
            Self::Pretty | Self::PrettyIfSingle => Form::Pretty,
        };
        examinations.iter().map(|e| json::record(e, lang, form)).collect()
    }

    /// The record of a file that could not be read.
    fn failed(self, path: &str, error: &Error, lang: Lang) -> String {
        match self {
            Self::Table(table) => table.failed(path, error, lang),
            Self::Line => json::error_record(path, error, lang, Form::Line),
            Self::Pretty | Self::PrettyIfSingle => json::error_record(path, error, lang, Form::Pretty),
        }
    }
}

/// Where records go.
enum Target {
    /// One after the other.
    Stream { name: Option<String>, output: Box<dyn Write>, shape: Shape, written: usize },
    /// One file each.
    Folder { folder: PathBuf, format: Format, layout: Layout, used: BTreeSet<PathBuf> },
}

/// How a stream of records hangs together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// The one record of one file, indented; lines when the file turns out to hold several.
    Single,
    /// One record per line.
    Lines,
    /// A JSON array.
    Array,
    /// A table with the names of its columns on top.
    Table(json::Table),
}

impl Target {
    fn open(extract: &Extract, inputs: &[Input], one: bool) -> Result<Self, Failure> {
        let format = format(extract)?;
        let table = extract.table.unwrap_or(Table::Indicators).into();
        let shape = match (format, one) {
            (Some(Format::Csv), _) => Shape::Table(table),
            (Some(Format::Jsonl), _) | (None, false) => Shape::Lines,
            (Some(Format::Json), false) => Shape::Array,
            (_, true) => Shape::Single,
        };
        let Some(path) = &extract.output else {
            // Not through the colour filter: a record is written byte for byte.
            let output = Box::new(BufWriter::new(io::stdout().lock()));
            return Ok(Self::Stream { name: None, output, shape, written: 0 });
        };
        if path.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(b"/") || shown_ends_with_separator(path) {
            fs::create_dir_all(path).map_err(|error| Failure::File(files::shown(path), error))?;
            let format = format.unwrap_or(Format::Json);
            let layout = match format {
                Format::Json => Layout::Pretty,
                Format::Jsonl => Layout::Line,
                Format::Csv => Layout::Table(table),
            };
            return Ok(Self::Folder { folder: path.clone(), format, layout, used: BTreeSet::new() });
        }
        refuse_input(path, inputs)?;
        let name = files::shown(path);
        let file = File::create(path).map_err(|error| Failure::File(name.clone(), error))?;
        Ok(Self::Stream { name: Some(name), output: Box::new(BufWriter::new(file)), shape, written: 0 })
    }

    fn layout(&self) -> Layout {
        match self {
            Self::Stream { shape: Shape::Single, .. } => Layout::PrettyIfSingle,
            Self::Stream { shape: Shape::Lines, .. } => Layout::Line,
            Self::Stream { shape: Shape::Array, .. } => Layout::Pretty,
            Self::Stream { shape: Shape::Table(table), .. } => Layout::Table(*table),
            Self::Folder { layout, .. } => *layout,
        }
    }

    fn write(&mut self, below: &Path, records: &[String]) -> Result<(), Failure> {
        match self {
            Self::Stream { name, output, shape, written } => {
                for record in records {
                    let result = match (*shape, *written) {
                        (Shape::Array, 0) => output.write_all(b"[\n"),
                        (Shape::Array, _) => output.write_all(b",\n"),
                        (Shape::Table(table), 0) => output.write_all(top(table, name.is_some()).as_bytes()),
                        _ => Ok(()),
                    };
                    let record = if *shape == Shape::Array { record.trim_end() } else { record };
                    result.and_then(|()| output.write_all(record.as_bytes())).map_err(|e| blame(name.as_ref(), e))?;
                    *written += 1;
                }
                Ok(())
            }
            Self::Folder { folder, format, layout, used } => {
                for record in records {
                    let path = free_name(folder, below, *format, used);
                    let parent = path.parent().unwrap_or(folder);
                    let top = if let Layout::Table(table) = layout { top(*table, true) } else { String::new() };
                    let result = fs::create_dir_all(parent).and_then(|()| fs::write(&path, top + record));
                    result.map_err(|error| Failure::File(files::shown(&path), error))?;
                }
                Ok(())
            }
        }
    }

    fn close(self) -> Result<(), Failure> {
        let Self::Stream { name, mut output, shape, .. } = self else { return Ok(()) };
        let end: &[u8] = if shape == Shape::Array { b"\n]\n" } else { b"" };
        output.write_all(end).and_then(|()| output.flush()).map_err(|error| blame(name.as_ref(), error))
    }
}

/// What is asked for: `--table` alone asks for a table.
fn format(extract: &Extract) -> Result<Option<Format>, Failure> {
    match (extract.to, extract.table) {
        (None, Some(_)) => Ok(Some(Format::Csv)),
        (Some(Format::Json | Format::Jsonl), Some(_)) => Err(Failure::Call(
            "--table 只用于 --to csv；请去掉其中一个".to_owned(),
            "--table goes with --to csv; leave one of them out".to_owned(),
        )),
        (format, _) => Ok(format),
    }
}

/// The first line of a table. Spreadsheets take a file for UTF-8 only when it begins with the mark of that encoding.
fn top(table: json::Table, is_file: bool) -> String {
    let mark = if is_file { "\u{feff}" } else { "" };
    format!("{mark}{}", table.header())
}

fn shown_ends_with_separator(path: &Path) -> bool {
    files::shown(path).ends_with(std::path::MAIN_SEPARATOR)
}

fn blame(name: Option<&String>, error: io::Error) -> Failure {
    match name {
        Some(name) => Failure::File(name.clone(), error),
        None => Failure::Output(error),
    }
}

/// The name of a record's file: that of its source with the format behind it, numbered when taken in this run.
fn free_name(folder: &Path, below: &Path, format: Format, used: &mut BTreeSet<PathBuf>) -> PathBuf {
    let extension = match format {
        Format::Json => "json",
        Format::Jsonl => "jsonl",
        Format::Csv => "csv",
    };
    let mut named = folder.join(below);
    if let Some(long) = named.file_name().filter(|name| name.len() > LONGEST_NAME) {
        let long = long.to_string_lossy().into_owned();
        named.set_file_name(&long[..long.floor_char_boundary(LONGEST_NAME)]);
    }
    let mut number = 1u32;
    loop {
        let mut name = named.clone().into_os_string();
        name.push(if number == 1 { format!(".{extension}") } else { format!("-{number}.{extension}") });
        let path = PathBuf::from(name);
        if used.insert(path.clone()) {
            return path;
        }
        number += 1;
    }
}

/// Refuses to overwrite a file that is about to be read.
fn refuse_input(path: &Path, inputs: &[Input]) -> Result<(), Failure> {
    let Ok(wanted) = path.canonicalize() else { return Ok(()) };
    if inputs.iter().any(|input| input.path.canonicalize().is_ok_and(|input| input == wanted)) {
        let path = files::shown(path);
        return Err(Failure::Call(
            format!("{path} 是输入文件，不能写入；请换一个路径"),
            format!("{path} is an input file and cannot be written to; choose another path"),
        ));
    }
    Ok(())
}
