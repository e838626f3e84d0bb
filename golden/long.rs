//! Longer reports of many kinds, each consistent, and slips that were planted in them before they were read.
//!
//! `golden/long/NAME.txt` gives no error and no warning. `NAME.toml` lists slips: text to find, what stands there instead, and
//! the checks of which one must find it at its place, alone and together with all the others. A slip that is marked
//! `missed` is not found yet; once it is, the mark must go, so that what is found only grows.
#![allow(clippy::print_stdout, reason = "the counts are worth seeing")]

use fuhe::lexicon::Lexicon;
use fuhe::model::{Finding, Location, Severity};
use fuhe::read::{Limits, Source};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Planted {
    /// How many slips are found at least when all are in the report.
    together: usize,
    slip: Vec<Slip>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Slip {
    find: String,
    replace: String,
    codes: Vec<String>,
    #[serde(default)]
    missed: bool,
}

struct Report {
    name: String,
    text: String,
    planted: Planted,
}

fn reports() -> Vec<Report> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/long");
    let entries = std::fs::read_dir(&folder).expect("the folder");
    let mut names: Vec<String> =
        entries.filter_map(|e| e.ok()?.file_name().to_str()?.strip_suffix(".txt").map(str::to_owned)).collect();
    names.sort();
    let read = |name: String| {
        let file = |end: &str| std::fs::read_to_string(folder.join(format!("{name}.{end}"))).expect("a file");
        let planted = toml::from_str(&file("toml")).unwrap_or_else(|e| panic!("{name}: {e}"));
        Report { text: file("txt"), planted, name }
    };
    names.into_iter().map(read).collect()
}

fn findings(text: &str) -> Vec<Finding> {
    let source = Source { path: "report.txt".to_owned(), part: None, bytes: text.as_bytes().to_vec() };
    let examined = fuhe::examine(&source, &Limits::DEFAULT, Lexicon::builtin()).expect("a report");
    examined.into_iter().flat_map(|e| e.findings).collect()
}

/// The lines of a report at which what stands in place of something begins and ends.
fn lines(text: &str, planted: &str) -> RangeInclusive<u32> {
    let count = |text: &str| u32::try_from(text.matches('\n').count()).expect("few lines");
    let at = text.find(planted).expect("what was planted");
    let first = count(&text[..at]) + 1;
    first..=first + count(planted)
}

/// Whether one of the checks says something new that takes in one of the lines.
fn is_found(slip: &Slip, text: &str, found: &[Finding], before: &BTreeSet<String>) -> bool {
    let lines = lines(text, &slip.replace);
    let within = |at: &Location| at.spot.line.is_some_and(|line| lines.contains(&line));
    found.iter().any(|f| {
        let of_check = slip.codes.iter().any(|code| code == f.check.0) && !before.contains(&f.message.zh);
        of_check && (within(&f.at) || f.related.iter().any(|r| within(&r.at)))
    })
}

fn check(report: &Report) -> (usize, Vec<String>) {
    let Report { name, text, planted } = report;
    let base = findings(text);
    let mut wrong: Vec<String> = base
        .iter()
        .filter(|f| f.severity != Severity::Notice)
        .map(|f| format!("{name}: false {} {}", f.check.0, f.message.zh))
        .collect();
    let before: BTreeSet<String> = base.into_iter().map(|f| f.message.zh).collect();
    let mut all = text.clone();
    let mut caught = 0;
    for slip in &planted.slip {
        assert_eq!(text.matches(&slip.find).count(), 1, "{name}: {}", slip.find);
        let changed = text.replace(&slip.find, &slip.replace);
        let found = is_found(slip, &changed, &findings(&changed), &before);
        caught += usize::from(found);
        if found == slip.missed {
            let what = if found { "found now, take the mark away" } else { "not found" };
            wrong.push(format!("{name}: {what}: {}", slip.replace));
        }
        all = all.replace(&slip.find, &slip.replace);
    }
    let found = findings(&all);
    let together = planted.slip.iter().filter(|slip| is_found(slip, &all, &found, &before)).count();
    if together < planted.together {
        wrong.push(format!("{name}: only {together} of {} found together", planted.slip.len()));
    }
    println!("{name}: {caught} of {} slips found, {together} of them together", planted.slip.len());
    (caught, wrong)
}

#[test]
fn consistent_reports_are_left_alone_and_planted_slips_are_found() {
    let reports = reports();
    let checked: Vec<(usize, Vec<String>)> = std::thread::scope(|scope| {
        let running: Vec<_> = reports.iter().map(|report| scope.spawn(|| check(report))).collect();
        running.into_iter().map(|one| one.join().expect("a checked report")).collect()
    });
    let all: usize = reports.iter().map(|r| r.planted.slip.len()).sum();
    let caught: usize = checked.iter().map(|(caught, _)| caught).sum();
    println!("{caught} of {all} slips found in {} reports", reports.len());
    let wrong: Vec<String> = checked.into_iter().flat_map(|(_, wrong)| wrong).collect();
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}
