//! Real published documents: nothing may be invented in them, and what adds up in print adds up in what was read.

use crate::cells::{Truth, differences, load};
use crate::sample::{bare, files, read_text, root};
use crate::{name_of, read};
use fuhe::lexicon::Lexicon;
use fuhe::model::{Block, Document, ErrorKind, Examination, Notice, Severity, Stated, Table};
use fuhe::read::{Limits, Source};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

/// KNOWN GAPS: real documents with truth that are not read exactly yet. Aim: empty.
const KNOWN_GAPS: &[(&str, &str)] = &[];

/// KNOWN GAPS: printed sums that are not whole in what is read yet, by file. Numbers here only ever fall. Aim: empty.
const SUMS_MISSED: &[(&str, usize)] = &[];

/// KNOWN GAPS: errors said of real documents that print no such error, by file and code: a false error is worse than a
/// miss. Aim: empty. These four add the amounts of both sides of a table that sets income beside expenditure.
const FALSE_ERRORS: &[(&str, &str)] = &[];

/// Errors that real documents do print, checked by hand.
const RIGHT_ERRORS: &[(&str, &str)] = &[];

fn shared(part: &str) -> Option<PathBuf> {
    let folder = root().join("../shared").join(part);
    if !folder.exists() {
        println!("skipped: {} is absent", folder.display());
        return None;
    }
    Some(folder)
}

#[test]
fn cells_of_two_real_documents() {
    let Some(folder) = shared("real") else { return };
    let mut wrong = Vec::new();
    for path in files(&root().join("golden/real"), ".toml") {
        let name = name_of(&path);
        if name == "sums" || name.starts_with("ofd-") {
            continue;
        }
        let truth: Truth = load(&path);
        let found = differences(&truth, read(&folder.join(format!("{name}.pdf"))));
        println!("{name}: {} cells, {} difference(s)", truth.cells(), found.len());
        let gap = KNOWN_GAPS.iter().find(|(n, _)| *n == name);
        match (found.is_empty(), gap) {
            (true, None) => {}
            (true, Some(_)) => wrong.push(format!("{name}: exact now, take it off the list of known gaps")),
            (false, Some((_, why))) => println!("known gap: {name}: {why}"),
            (false, None) => {
                wrong.push(format!("{name}: {}\n  {}", found.len(), found[..found.len().min(40)].join("\n  ")));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// A sum that holds in print: `column` (parts stand above or below the total) or `row`, the page of the total, its
/// name, its figure, the parts with their names.
#[derive(Debug, Deserialize)]
struct Sum(String, u32, String, String, Vec<(String, String)>);

#[derive(Debug, Deserialize)]
struct SumsOf {
    name: String,
    sums: Vec<Sum>,
}

#[derive(Debug, Deserialize)]
struct Sums {
    file: Vec<SumsOf>,
}

/// The rows of a table as texts by column.
type Rows = Vec<BTreeMap<u32, (String, Option<u32>)>>;

fn rows(table: &Table) -> Rows {
    let mut rows: Rows = vec![BTreeMap::new(); table.rows as usize];
    for cell in &table.cells {
        let text = bare(&cell.text.content);
        if let (false, Some(row)) = (text.is_empty(), rows.get_mut(cell.row as usize)) {
            row.insert(cell.col, (text, cell.text.spot(0).page));
        }
    }
    rows
}

/// Whether a sum stands whole in one table: the total on its page, every part under its name in the same column or row.
fn stands(sum: &Sum, tables: &[Rows]) -> bool {
    let Sum(kind, page, name, total, parts) = sum;
    let named = |row: &BTreeMap<u32, (String, Option<u32>)>, name: &str| row.values().any(|(t, _)| t == name);
    tables.iter().any(|rows| {
        let totals = rows.iter().filter(|r| named(r, name));
        let mut places = totals.flat_map(|r| r.iter().map(move |(col, cell)| (r, *col, cell)));
        places.any(|(row, col, (text, at))| {
            if text != total || *at != Some(*page) {
                return false;
            }
            if kind == "row" {
                let mut rest = row.range(col + 1..).map(|(_, (text, _))| text);
                return parts.iter().all(|(_, part)| rest.any(|text| text == part));
            }
            let part_stands = |name: &str, part: &str| {
                rows.iter().any(|r| named(r, name) && r.get(&col).is_some_and(|(text, _)| text == part))
            };
            parts.iter().all(|(name, part)| part_stands(name, part))
        })
    })
}

#[test]
fn printed_sums_hold_in_what_was_read() {
    let Some(folder) = shared("real") else { return };
    let sums: Sums = toml::from_str(&read_text(&root().join("golden/real/sums.toml"))).expect("sums.toml");
    let (mut good, mut all, mut wrong) = (0, 0, Vec::new());
    for file in &sums.file {
        let tables: Vec<Rows> = match read(&folder.join(format!("{}.pdf", file.name))) {
            Ok(outcome) => outcome.value.blocks.iter().filter_map(Block::table).map(rows).collect(),
            Err(error) => {
                wrong.push(format!("{}: {error}", file.name));
                Vec::new()
            }
        };
        let missed: Vec<&Sum> = file.sums.iter().filter(|s| !stands(s, &tables)).collect();
        let (held, of) = (file.sums.len() - missed.len(), file.sums.len());
        println!("{}: {held} of {of} printed sums hold in what was read", file.name);
        good += held;
        all += of;
        let allowed = SUMS_MISSED.iter().find(|(n, _)| *n == file.name).map_or(0, |(_, n)| *n);
        if missed.len() > allowed {
            let few: Vec<String> = missed.iter().take(5).map(|s| format!("{s:?}")).collect();
            wrong.push(format!("{}: {} missed, {allowed} known\n  {}", file.name, missed.len(), few.join("\n  ")));
        }
    }
    println!("{good} of {all} printed sums hold in what was read");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// All that a document prints, without white space.
fn printed(document: &Document) -> String {
    let mut out = String::new();
    for block in &document.blocks {
        match block {
            Block::Table(table) => table.cells.iter().for_each(|c| out.push_str(&bare(&c.text.content))),
            other => out.push_str(&other.text().map(|t| bare(&t.content)).unwrap_or_default()),
        }
    }
    out
}

/// What an examination of a file that is no performance report must not hold.
fn invented(examination: &Examination) -> Vec<String> {
    let report = &examination.report;
    let head = &report.head;
    let mut out = Vec::new();
    for row in &report.indicators {
        out.push(format!("indicator {}", row.name()));
    }
    for group in &report.groups {
        out.push(format!("group {}", group.name));
    }
    let scores = [("total score", &head.total_score), ("full score", &head.full_score)];
    for (what, score) in scores.into_iter().filter_map(|(w, s)| Some((w, s.as_ref()?))) {
        out.push(format!("{what} {}", score.raw));
    }
    out.extend(head.stated_scores.iter().map(|s| format!("stated score {}", s.raw)));
    out.extend(head.grade.as_ref().map(|g| format!("grade {}", g.raw)));
    // A head field may be found where it is printed; it may not be made up.
    let text = printed(&examination.document);
    let value = |s: &Stated<String>| bare(s.value.as_deref().unwrap_or(&s.raw));
    let names = [("title", &head.title), ("organization", &head.organization), ("project", &head.project)];
    for (what, name) in names.into_iter().filter_map(|(w, n)| Some((w, value(n.as_ref()?)))) {
        if !text.contains(&name) {
            out.push(format!("{what} {name}, which is not printed"));
        }
    }
    if let Some(year) = head.year.as_ref().and_then(|y| y.value) {
        let chinese: String = year.to_string().chars().map(chinese_digit).collect();
        if !text.contains(&year.to_string()) && !text.contains(&chinese) && !text.contains(&chinese.replace('〇', "○"))
        {
            out.push(format!("year {year}, which is not printed"));
        }
    }
    out
}

fn chinese_digit(digit: char) -> char {
    digit.to_digit(10).and_then(|d| "〇一二三四五六七八九".chars().nth(d as usize)).unwrap_or(digit)
}

#[test]
fn nothing_is_invented_in_real_documents() {
    let Some(folder) = shared("real") else { return };
    let mut wrong = Vec::new();
    let mut closed: Vec<(&str, &str)> = FALSE_ERRORS.to_vec();
    for path in files(&folder, ".pdf") {
        let name = name_of(&path);
        let source = Source::from_path(&path, &Limits::DEFAULT).expect("a file");
        let examinations = match fuhe::examine(&source, &Limits::DEFAULT, Lexicon::builtin()) {
            Ok(examinations) => examinations,
            Err(error) => {
                wrong.push(format!("{name}: {error}"));
                continue;
            }
        };
        for examination in &examinations {
            wrong.extend(invented(examination).iter().map(|what| format!("{name}: {what}")));
            for finding in examination.findings.iter().filter(|f| f.severity == Severity::Error) {
                let code = format!("{:?}", finding.check);
                let listed = |list: &[(&str, &str)]| list.iter().any(|(n, c)| *n == name && code.contains(c));
                let what = format!("{name}: {code} {}", finding.message.zh);
                if listed(FALSE_ERRORS) {
                    closed.retain(|(n, c)| *n != name || !code.contains(c));
                    println!("known gap: {what}");
                } else if !listed(RIGHT_ERRORS) {
                    wrong.push(format!("an error nobody has checked by hand: {what}"));
                }
            }
        }
        println!("{name}: {} record(s)", examinations.len());
    }
    wrong.extend(closed.iter().map(|(name, code)| format!("{name}: no false {code} now, take it off the list")));
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Each page of a scan is named as one without text, and no figure comes out of it.
fn is_scan(path: &std::path::Path, pages: u32, wrong: &mut Vec<String>) {
    let name = name_of(path);
    let source = Source::from_path(path, &Limits::DEFAULT).expect("a file");
    let examinations = match fuhe::examine(&source, &Limits::DEFAULT, Lexicon::builtin()) {
        Ok(examinations) => examinations,
        Err(error) => {
            wrong.push(format!("{name}: {error}"));
            return;
        }
    };
    if examinations.is_empty() {
        wrong.push(format!("{name}: no record"));
    }
    for examination in &examinations {
        let noticed =
            |page| examination.notices.iter().any(|n| matches!(n, Notice::NoTextLayer { page: p, .. } if *p == page));
        for page in (1..=pages).filter(|p| !noticed(*p)) {
            wrong.push(format!("{name}: page {page} has no text, and no notice says so"));
        }
        let said = examination.findings.iter().filter(|f| format!("{:?}", f.check).contains("RD101")).count();
        if said == 0 {
            wrong.push(format!("{name}: no RD101"));
        }
        if !examination.report.figures.is_empty() {
            wrong.push(format!("{name}: {} figures out of a scan", examination.report.figures.len()));
        }
        wrong.extend(invented(examination).iter().map(|what| format!("{name}: {what}")));
    }
}

#[test]
fn a_scan_is_said_to_be_one() {
    let (Some(files), Some(real)) = (shared("files/000/scan.pdf"), shared("real/scan-small-ocr.pdf")) else { return };
    let mut wrong = Vec::new();
    for path in [files, real] {
        let pages = read(&path).map(|o| o.value.origin.pages.unwrap_or_default());
        let pages = pages.unwrap_or_else(|e| {
            assert_ne!(e.kind, ErrorKind::NotFound, "{e}");
            wrong.push(format!("{}: {e}", name_of(&path)));
            0
        });
        if pages > 0 {
            is_scan(&path, pages, &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// With `--ocr`, at least 95 % of the scores of a scan are read, and every one of them is marked doubtful.
#[test]
fn a_scan_is_read_when_asked() {
    let Some(scan) = shared("files/000/scan.pdf") else { return };
    let fuhe =
        |arguments: &[&str]| Command::new(env!("CARGO_BIN_EXE_fuhe")).args(arguments).output().expect("fuhe runs");
    let languages = Command::new("tesseract").arg("--list-langs").output().map(|o| o.stdout).unwrap_or_default();
    let output = fuhe(&["extract", "--ocr", "--to", "json", &scan.to_string_lossy()]);
    if !String::from_utf8_lossy(&languages).contains("chi_sim") {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("tesseract") || said.contains("Tesseract"), "no word on how to install it: {said}");
        println!("skipped: Tesseract with chi_sim is absent");
        return;
    }
    let record: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a record");
    let truth: serde_json::Value =
        serde_json::from_str(&read_text(&root().join("../shared/truth/000.json"))).expect("truth");
    let score = |row: &serde_json::Value| -> Option<String> {
        let score = &row["score"];
        score.as_str().or_else(|| score["text"].as_str()).map(bare)
    };
    let rows = |value: &serde_json::Value| -> Vec<serde_json::Value> {
        value["indicators"].as_array().cloned().unwrap_or_default()
    };
    let wanted: Vec<String> = rows(&truth).iter().filter_map(score).collect();
    let read: Vec<String> = rows(&record).iter().filter_map(score).collect();
    let common = longest_common(&wanted, &read);
    println!("{common} of {} scores read, {} found", wanted.len(), read.len());
    assert!(common * 100 >= wanted.len() * 95, "{common} of {} scores", wanted.len());
    let figures = record["figures"].as_array().cloned().unwrap_or_default();
    assert!(!figures.is_empty() && figures.iter().all(|f| f["doubtful"] == true), "a figure that is not doubtful");
    let findings = record["findings"].as_array().cloned().unwrap_or_default();
    let pages = findings.iter().filter(|f| f["check"] == "RD102" && f["at"]["page"].is_number()).count();
    assert!(pages >= 8, "RD102 for {pages} pages");
    let errors: Vec<_> = findings.iter().filter(|f| f["severity"] == "error").collect();
    assert!(errors.is_empty(), "an error from recognized text: {errors:?}");
}

/// The length of the longest common subsequence: scores in the order of the rows.
fn longest_common(a: &[String], b: &[String]) -> usize {
    let mut row = vec![0; b.len() + 1];
    for wanted in a {
        let mut corner = 0;
        for (n, got) in b.iter().enumerate() {
            let above = row[n + 1];
            row[n + 1] = if wanted == got { corner + 1 } else { above.max(row[n]) };
            corner = above;
        }
    }
    row[b.len()]
}
