//! PDF: small files with known cells, real published files, and damaged ones.
//!
//! The small files and their truth stand in `golden/pdf` (made by `make.py` there), the truth of two real documents in
//! `golden/real`. What needs the folder beside the repository is skipped, with a line that says so, where it is absent.
#![allow(clippy::print_stdout, reason = "a skipped test says that it is skipped, and the scores are worth seeing")]

mod sample;

#[path = "pdf/cells.rs"]
mod cells;
#[path = "pdf/real.rs"]
mod real;

use cells::{Truth, differences, load};
use fuhe::lexicon::Lexicon;
use fuhe::model::{Document, Error, Outcome};
use fuhe::read::{Limits, Source};
use std::path::Path;

/// KNOWN GAPS: files of `golden/pdf` that are not read exactly yet, each with the reason. A file listed here that is
/// read exactly fails the test, so that the list can only shrink. Aim: empty.
const KNOWN_GAPS: &[(&str, &str)] = &[];

/// Reads a file as the reader gives it.
fn read(path: &Path) -> Result<Outcome<Document>, Error> {
    let source = Source::from_path(path, &Limits::DEFAULT).expect("a file");
    fuhe::read::read(&source, &Limits::DEFAULT)
}

fn name_of(path: &Path) -> String {
    path.file_stem().expect("a name").to_string_lossy().into_owned()
}

#[test]
fn every_cell_is_exact() {
    let mut wrong = Vec::new();
    let paths = sample::files(&sample::root().join("golden/pdf"), ".pdf");
    assert!(paths.len() >= 16, "{} files in golden/pdf", paths.len());
    let (mut exact, mut cells) = (0, 0);
    for path in &paths {
        let name = name_of(path);
        let truth: Truth = load(&path.with_extension("toml"));
        let found = differences(&truth, read(path));
        let gap = KNOWN_GAPS.iter().find(|(n, _)| *n == name);
        match (found.is_empty(), gap) {
            (true, None) => {
                exact += 1;
                cells += truth.cells();
            }
            (true, Some(_)) => wrong.push(format!("{name}: exact now, take it off the list of known gaps")),
            (false, Some((_, why))) => println!("known gap: {name}: {why}\n  {}", found.join("\n  ")),
            (false, None) => wrong.push(format!("{name}: {}\n  {}", found.len(), found.join("\n  "))),
        }
    }
    println!("{exact} of {} files exact, {cells} cells", paths.len());
    for (name, _) in KNOWN_GAPS {
        if !paths.iter().any(|p| name_of(p) == *name) {
            wrong.push(format!("{name}: a known gap without a file"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The records of a file.
fn examine(path: &Path) -> Vec<fuhe::model::Examination> {
    let source = Source::from_path(path, &Limits::DEFAULT).expect("a file");
    fuhe::examine(&source, &Limits::DEFAULT, Lexicon::builtin()).unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn several_forms_give_several_records() {
    for path in sample::files(&sample::root().join("golden/pdf"), ".toml") {
        let Some(wanted) = load(&path).records else { continue };
        let found: Vec<(String, String)> = examine(&path.with_extension("pdf"))
            .iter()
            .map(|e| {
                let project = e.report.head.project.as_ref().map(|p| p.value.clone().unwrap_or_else(|| p.raw.clone()));
                let total = e.report.head.total_score.as_ref().map(|s| s.raw.clone());
                (project.unwrap_or_default(), total.unwrap_or_default())
            })
            .collect();
        assert_eq!(found, wanted, "{}", name_of(&path));
    }
}

/// What cannot be read for certain gives no number, and a finding says so.
#[test]
fn doubtful_files_give_no_figures() {
    let mut wrong = Vec::new();
    for path in sample::files(&sample::root().join("golden/pdf"), ".toml") {
        let truth = load(&path);
        if !truth.doubtful && truth.no_text.is_empty() {
            continue;
        }
        let name = name_of(&path);
        let examinations = examine(&path.with_extension("pdf"));
        if examinations.is_empty() {
            wrong.push(format!("{name}: no record"));
        }
        for examination in &examinations {
            let codes: Vec<String> = examination.findings.iter().map(|f| format!("{:?}", f.check)).collect();
            if !codes.iter().any(|c| ["RD101", "RD102", "RD103"].iter().any(|code| c.contains(code))) {
                wrong.push(format!("{name}: neither RD101 nor RD102 nor RD103, only {codes:?}"));
            }
            wrong.extend(examination.report.figures.iter().map(|f| format!("{name}: a figure {f:?}")));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_file_has_truth_and_is_small() {
    let folder = sample::root().join("golden/pdf");
    let (mut total, mut wrong) = (0, Vec::new());
    for path in sample::files(&folder, ".pdf") {
        let size = std::fs::metadata(&path).expect("a file").len();
        total += size;
        if size > 60 * 1024 {
            wrong.push(format!("{}: {size} bytes", name_of(&path)));
        }
        if !path.with_extension("toml").exists() {
            wrong.push(format!("{}: no truth", name_of(&path)));
        }
    }
    for path in sample::files(&folder, ".toml") {
        if !path.with_extension("pdf").exists() {
            wrong.push(format!("{}: truth without a file", name_of(&path)));
        }
    }
    assert!(total < 2 << 20, "golden/pdf holds {total} bytes");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
