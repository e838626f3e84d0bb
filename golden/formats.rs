//! The real reports in every format: the same record as from their text, by the scorer that stands beside the
//! repository. Skipped, with a line that says so, where that is absent.
//!
//! The truth knows places as lines of the text, other formats have none: each place of a finding is given the line of
//! the text on which the same characters stand, in the surroundings that agree longest. A format is one line of
//! `FORMATS`.
#![allow(clippy::print_stdout, reason = "a skipped test says that it is skipped, and the scores are worth seeing")]

mod sample;

use fuhe::lexicon::Lexicon;
use fuhe::model::{Block, Document, Examination, Lang, Location};
use fuhe::output::json::{Form, record};
use fuhe::read::{Limits, Source};
use sample::{bare, files, root};
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The formats: the ending of `report.*`. Not every report exists in every format.
const FORMATS: &[&str] = &["docx", "html", "odt", "pdf", "doc", "rtf", "xlsx"];

/// Formats that LibreOffice makes from the DOCX file, for want of kept ones.
const CONVERTED: &[&str] = &["rtf"];

/// KNOWN GAPS: counts by which a format may stay below the text: format, report, the scorer's field name, how many.
/// Numbers here only ever fall. Aim: empty.
const KNOWN_GAPS: &[(&str, &str, &str, u64)] = &[
    // The text names a total whose parts stand in a table on another sheet, far from it.
    ("xlsx", "001", "arithmetic relations", 1),
];

/// Findings of the text that only describe damage which flattening did, so that other formats rightly have fewer:
/// report, how many. 003: the tail that the text prints twice.
const DAMAGE_OF_TEXT: &[(&str, u64)] = &[("003", 1)];

/// The folder where LibreOffice put the reports in a format, as `000.rtf`; `None` without LibreOffice.
fn converted(shared: &Path, seeds: &[Seed], format: &str) -> Option<PathBuf> {
    let folder = std::env::temp_dir().join(format!("fuhe-formats-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    let mut sources = Vec::new();
    for Seed { number, .. } in seeds {
        let copy = folder.join(number).with_extension("docx");
        if std::fs::copy(shared.join("files").join(number).join("report.docx"), &copy).is_ok() {
            sources.push(copy);
        }
    }
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let status = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", format, "--outdir"])
        .arg(&folder)
        .args(sources)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success()).then_some(folder)
}

fn examine(path: &Path, name: &str) -> Result<Examination, String> {
    let mut source = Source::from_path(path, &Limits::DEFAULT).map_err(|e| e.to_string())?;
    name.clone_into(&mut source.path);
    let mut all = fuhe::examine(&source, &Limits::DEFAULT, Lexicon::builtin()).map_err(|e| e.to_string())?;
    if all.len() != 1 {
        return Err(format!("{} records", all.len()));
    }
    all.pop().ok_or_else(|| "no record".to_owned())
}

/// A document as one run of characters, with where each text starts.
struct Run {
    chars: Vec<char>,
    /// Start of a block's or cell's characters in `chars`.
    starts: HashMap<(u32, Option<(u32, u32)>), usize>,
}

impl Run {
    fn of(document: &Document) -> Self {
        let mut run = Self { chars: Vec::new(), starts: HashMap::new() };
        for (block, number) in document.blocks.iter().zip(0u32..) {
            match block {
                Block::Table(table) => {
                    for cell in &table.cells {
                        run.add((number, Some((cell.row, cell.col))), &cell.text.content);
                    }
                }
                other => run.add((number, None), other.text().map(|t| t.content.as_str()).unwrap_or_default()),
            }
        }
        run
    }

    fn add(&mut self, key: (u32, Option<(u32, u32)>), text: &str) {
        self.starts.insert(key, self.chars.len());
        self.chars.extend(bare(text).chars());
    }

    /// The characters of a place in this run.
    fn place(&self, document: &Document, at: &Location) -> Option<(usize, usize)> {
        let start = *self.starts.get(&(at.block, at.cell))?;
        let before: String = document.text_at(at)?.content.chars().take(at.range().start).collect();
        let length = bare(&document.quote(at)).chars().count().max(1);
        Some((start + bare(&before).chars().count(), length))
    }
}

/// The text of a seed without white space, with the line of every character.
struct Lines {
    chars: Vec<char>,
    lines: Vec<u32>,
}

impl Lines {
    fn of(text: &str) -> Self {
        let mut out = Self { chars: Vec::new(), lines: Vec::new() };
        for (line, number) in text.split('\n').zip(1u32..) {
            let before = out.chars.len();
            out.chars.extend(bare(line).chars());
            out.lines.extend(std::iter::repeat_n(number, out.chars.len() - before));
        }
        out
    }

    /// The line on which the characters of a place stand, where their surroundings agree longest.
    fn line_of(&self, run: &Run, (start, length): (usize, usize)) -> Option<u32> {
        const REACH: usize = 60;
        let end = (start + length).min(run.chars.len());
        let wanted = run.chars.get(start..end)?;
        let mut best: Option<(usize, usize)> = None;
        for at in 0..self.chars.len().saturating_sub(wanted.len().saturating_sub(1)) {
            if self.chars[at..at + wanted.len()] != *wanted {
                continue;
            }
            let left = self.chars[..at].iter().rev().zip(run.chars[..start].iter().rev());
            let left = left.take(REACH).take_while(|(a, b)| a == b).count();
            let right = self.chars[at + wanted.len()..].iter().zip(&run.chars[end..]);
            let right = right.take(REACH).take_while(|(a, b)| a == b).count();
            if best.is_none_or(|(agreed, _)| left + right > agreed) {
                best = Some((left + right, at));
            }
        }
        self.lines.get(best?.1).copied()
    }
}

/// The record of a file with the seed's lines put to its findings.
fn bridged(examination: &Examination, seed: &Lines) -> Value {
    let line = record(examination, Lang::Zh, Form::Line);
    let mut value: Value = serde_json::from_str(&line).expect("a record is JSON");
    let run = Run::of(&examination.document);
    let put = |place: &mut Value, at: &Location| {
        let line = run.place(&examination.document, at).and_then(|p| seed.line_of(&run, p));
        if let Value::Object(place) = place {
            if let Some(line) = line {
                place.insert("line".to_owned(), line.into());
            }
        } else if let Some(line) = line {
            *place = Value::Object(Map::from_iter([("line".to_owned(), line.into())]));
        }
    };
    let findings = value["findings"].as_array_mut().expect("findings");
    assert_eq!(findings.len(), examination.findings.len());
    for (finding, known) in findings.iter_mut().zip(&examination.findings) {
        put(&mut finding["at"], &known.at);
        for (related, known) in finding["related"].as_array_mut().into_iter().flatten().zip(&known.related) {
            put(&mut related["at"], &known.at);
        }
    }
    value
}

/// The scorer's counts for some records.
fn score(score_py: &Path, records: &[Value]) -> Value {
    let mut python = Command::new("python3")
        .arg(score_py)
        .args(["--json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 runs");
    let lines = records.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n") + "\n";
    python.stdin.take().expect("a pipe").write_all(lines.as_bytes()).expect("the records can be piped");
    let printed = python.wait_with_output().expect("the scorer ends").stdout;
    let printed = String::from_utf8_lossy(&printed).into_owned();
    serde_json::from_str(printed.lines().last().unwrap_or_default()).unwrap_or(Value::Null)
}

/// A real report as text: its number, what its examination gives, and its lines.
struct Seed {
    number: String,
    text: Examination,
    lines: Lines,
}

fn seeds(folder: &Path) -> Vec<Seed> {
    let seed = |path: &PathBuf| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let text = examine(path, &name).unwrap_or_else(|e| panic!("{name}: {e}"));
        let lines = Lines::of(&std::fs::read_to_string(path).expect("a seed is UTF-8"));
        Seed { number: name[..3].to_owned(), text, lines }
    };
    files(folder, ".txt").iter().map(seed).collect()
}

#[test]
fn a_report_gives_the_same_record_from_every_format() {
    let shared = root().join("../shared");
    let score_py = shared.join("tools/score.py");
    if !score_py.exists() {
        println!("skipped: {} is absent", score_py.display());
        return;
    }
    let seeds = seeds(&shared.join("seeds"));
    let json = |seed: &Seed| serde_json::from_str(&record(&seed.text, Lang::Zh, Form::Line)).expect("a record is JSON");
    let of_text = score(&score_py, &seeds.iter().map(json).collect::<Vec<Value>>());
    let mut wrong = Vec::new();
    for format in FORMATS {
        let (mut records, mut read) = (Vec::new(), HashSet::new());
        let made = CONVERTED.contains(format).then(|| converted(&shared, &seeds, format));
        if let Some(None) = made {
            println!("skipped: no LibreOffice to make {format} files");
            continue;
        }
        for Seed { number, text, lines } in &seeds {
            let path = match made.as_ref().and_then(Option::as_ref) {
                Some(folder) => folder.join(format!("{number}.{format}")),
                None => shared.join("files").join(number).join(format!("report.{format}")),
            };
            if !path.exists() {
                println!("{number} does not exist as {format}");
                continue;
            }
            match examine(&path, &format!("{number}.{format}")) {
                Ok(examination) => {
                    records.push(bridged(&examination, lines));
                    read.insert(number.as_str());
                    println!("{}", differing(&format!("{number} {format}"), text, &examination).join("\n"));
                }
                Err(error) => wrong.push(format!("{number} {format}: {error}")),
            }
        }
        if let Some(folder) = made.flatten() {
            std::fs::remove_dir_all(folder).expect("cleaned up");
        }
        let scores = score(&score_py, &records);
        for (report, fields) in of_text.as_object().into_iter().flatten().filter(|(r, _)| read.contains(r.as_str())) {
            for (field, of_text) in fields.as_object().into_iter().flatten() {
                wrong.extend(fallen(format, report, field, of_text, &scores[report][field]));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What a format's count of a field is below the text's.
fn fallen(format: &str, report: &str, field: &str, of_text: &Value, of_format: &Value) -> Option<String> {
    let (want, got) = (of_text[0].as_u64().unwrap_or_default(), of_format[0].as_u64().unwrap_or_default());
    println!("{report} {field}: {format} {got} of {}, text {want} of {}", of_format[1], of_text[1]);
    if field == "errors that are right" {
        return (of_format[0] != of_format[1]).then(|| format!("{report} false errors from {format}: {of_format}"));
    }
    let damage = DAMAGE_OF_TEXT.iter().find(|(r, _)| *r == report && field == "listed findings");
    let gap = KNOWN_GAPS.iter().find(|(f, r, what, _)| *f == format && *r == report && *what == field);
    let known = damage.map_or(0, |(_, n)| *n) + gap.map_or(0, |(.., n)| *n);
    if known > 0 && got + known > want {
        return Some(format!("{report} {field}: {format} {got}, text {want}: lower the known gap {known}"));
    }
    (got + known < want).then(|| format!("{report} {field}: {format} {got}, text {want}"))
}

/// Findings, by code and message, that only the text or only the other format gives.
fn differing(place: &str, text: &Examination, other: &Examination) -> Vec<String> {
    let said = |e: &Examination| -> Vec<(String, String)> {
        e.findings.iter().map(|f| (f.check.0.to_owned(), bare(&f.message.zh))).collect()
    };
    let (of_text, of_other) = (said(text), said(other));
    let only = |a: &[(String, String)], b: &[(String, String)], which: &str| -> Vec<String> {
        a.iter().filter(|f| !b.contains(f)).map(|(c, m)| format!("{place} {which} only: {c} {m}")).collect()
    };
    let mut out = only(&of_text, &of_other, "text");
    out.extend(only(&of_other, &of_text, "file"));
    out
}

/// Real forms that nobody has filled in, and what the first remark on them must say; a file of no bytes is an error.
const BLANK: &[(&str, &str)] = &[
    ("template-budget-dept.xlsx", "没有读到可核对的数字"),
    ("template-budget-unit.xls", "没有读到可核对的数字"),
    ("sz-blank-outline.doc", "没有读到可核对的数字"),
    ("rapiddoc-empty.docx", "文件为空"),
];

#[test]
fn blank_forms_give_no_figures_and_say_why() {
    let folder = root().join("../shared/real");
    for (name, why) in BLANK {
        let path = folder.join(name);
        if !path.exists() {
            println!("skipped: {} is absent", path.display());
            continue;
        }
        match examine(&path, name) {
            Ok(examination) => {
                assert_eq!(examination.report.figures, [], "{name}");
                assert!(examination.findings.iter().any(|f| f.message.zh.contains(why)), "{name}");
            }
            Err(error) => assert!(error.contains(why), "{name}: {error}"),
        }
    }
}
