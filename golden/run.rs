//! The golden cases: `golden/checks/*.md` (does each check fire, and stay quiet) and `golden/documents/<case>/` (what
//! changed, at which stage). `FUHE_BLESS=1` rewrites the expectations; a person reviews the difference.
//!
//! A check case is a `## ` section with one ` ```text ` block (the report) and the findings expected of the file's check:
//! `- SC101 error L3,2 [12]`: code, severity, the finding's line and lines that take part (counted in the block), and the
//! stated figure or words of the message. No such line: the check must stay quiet. Where plain text cannot show the
//! defect, the block is ` ```file ` and names a file of `golden/`; a page then stands as `P1` where a line would.

mod sample;

use fuhe::model::Finding;
use sample::{files, lines_of, read_text, root};
use std::path::Path;
use std::process::Command;

/// A section of a check file.
struct Case {
    name: String,
    input: Vec<u8>,
    expected: Vec<Expected>,
    /// The lines of the file between the block's end and the next section.
    tail: std::ops::Range<usize>,
}

struct Expected {
    line: String,
    severity: String,
    lines: Vec<u32>,
    stated: Option<String>,
}

fn parse(file: &Path, code: &str) -> Vec<Case> {
    let text = read_text(file);
    let lines: Vec<&str> = text.lines().collect();
    let mut starts: Vec<usize> = (0..lines.len()).filter(|&i| lines[i].starts_with("## ")).collect();
    // A `## ` inside a block is part of the report.
    let fenced = |i: usize| lines[..i].iter().filter(|l| l.starts_with("```")).count() % 2 == 1;
    starts.retain(|&i| !fenced(i));
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    let section = |(start, end): (usize, usize)| {
        let place = format!("{}:{}", file.display(), start + 1);
        let open = (start..end)
            .find(|&i| matches!(lines[i], "```text" | "```file"))
            .unwrap_or_else(|| panic!("{place}: no block"));
        let close = (open + 1..end).find(|&i| lines[i] == "```").unwrap_or_else(|| panic!("{place}: open block"));
        let expected =
            lines[close + 1..end].iter().filter(|l| l.starts_with("- ")).map(|l| expectation(l, code, &place));
        let block = lines[open + 1..close].join("\n") + "\n";
        let input = if lines[open] == "```file" {
            let path = root().join("golden").join(block.trim());
            std::fs::read(&path).unwrap_or_else(|e| panic!("{place}: {}: {e}", path.display()))
        } else {
            block.into_bytes()
        };
        Case { name: lines[start][3..].to_owned(), input, expected: expected.collect(), tail: close + 1..end }
    };
    starts.iter().copied().zip(ends).map(section).collect()
}

fn expectation(line: &str, code: &str, place: &str) -> Expected {
    let words: Vec<&str> = line[2..].splitn(4, ' ').collect();
    let bad = || -> ! { panic!("{place}: not `- {code} severity L<line>|P<page>[,…] [stated]`: {line}") };
    let [found, severity, at, ..] = words[..] else { bad() };
    let lines = at.strip_prefix(['L', 'P']).map(|l| l.split(',').map(str::parse).collect::<Result<Vec<u32>, _>>());
    match lines {
        Some(Ok(lines)) if found == code => Expected {
            line: line.to_owned(),
            severity: severity.to_owned(),
            lines,
            stated: words.get(3).map(|s| s.trim_matches(['[', ']']).to_owned()),
        },
        _ => bad(),
    }
}

fn meets(expected: &Expected, found: &Finding) -> bool {
    let lines = lines_of(found);
    expected.severity == found.severity.name()
        && expected.lines.first() == lines.first()
        && expected.lines.iter().all(|l| lines.contains(l))
        && expected.stated.as_ref().is_none_or(|s| {
            found.stated.as_ref().is_some_and(|f| sample::same(&f.raw, s)) || found.message.zh.contains(s.as_str())
        })
}

fn describe(found: &Finding) -> String {
    let mut lines = lines_of(found);
    let first = lines.remove(0);
    lines.retain(|&l| l != first && l != 0);
    lines.sort_unstable();
    lines.dedup();
    let places: Vec<String> = std::iter::once(first).chain(lines).map(|l| l.to_string()).collect();
    let stated = found.stated.as_ref().map(|s| format!(" [{}]", s.raw)).unwrap_or_default();
    let unit = if found.at.spot.line.is_none() && found.at.spot.page.is_some() { 'P' } else { 'L' };
    format!("- {} {} {unit}{}{stated}", found.check.0, found.severity.name(), places.join(","))
}

#[test]
fn checks_fire_and_stay_quiet() {
    let mut wrong = Vec::new();
    for file in files(&root().join("golden/checks"), ".md") {
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        let code = name.split('-').next().expect("a code").to_owned();
        let mut blessed = Vec::new();
        for case in parse(&file, &code) {
            let examined = sample::examine("case.txt", &case.input);
            let mut found: Vec<&Finding> =
                examined.iter().flat_map(|e| &e.findings).filter(|f| f.check.0 == code).collect();
            found.sort_by(|a, b| a.at.cmp(&b.at));
            let right = found.len() == case.expected.len()
                && case.expected.iter().zip(&found).all(|(expected, found)| meets(expected, found));
            if !right {
                let want: Vec<&str> = case.expected.iter().map(|e| e.line.as_str()).collect();
                let got: Vec<String> = found.iter().map(|f| format!("{}  {}", describe(f), f.message.zh)).collect();
                let (want, got) = (list(&want), list(&got));
                wrong.push(format!("{name} ## {}\n  expected\n{want}  found\n{got}", case.name));
                blessed.push((case.tail, found.iter().map(|f| describe(f)).collect::<Vec<_>>()));
            }
        }
        if std::env::var_os("FUHE_BLESS").is_some() {
            bless(&file, blessed);
        }
    }
    assert!(wrong.is_empty() || std::env::var_os("FUHE_BLESS").is_some(), "\n{}", wrong.join("\n"));
}

fn list(lines: &[impl AsRef<str>]) -> String {
    let lines: Vec<&str> = lines.iter().map(AsRef::as_ref).collect();
    if lines.is_empty() { "    (nothing)\n".into() } else { format!("    {}\n", lines.join("\n    ")) }
}

/// Puts the found lines in the place of the expected ones, last section first so that line numbers hold.
fn bless(file: &Path, sections: Vec<(std::ops::Range<usize>, Vec<String>)>) {
    if sections.is_empty() {
        return;
    }
    let text = read_text(file);
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for (tail, found) in sections.into_iter().rev() {
        let mut kept: Vec<String> = lines[tail.clone()].iter().filter(|l| !l.starts_with("- ")).cloned().collect();
        let at = kept.iter().rposition(|l| !l.is_empty()).map_or(0, |i| i + 1);
        let gap = (!found.is_empty()).then(String::new);
        kept.splice(at.., gap.into_iter().chain(found).chain([String::new()]));
        lines.splice(tail, kept);
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    std::fs::write(file, lines.join("\n") + "\n").expect("a check file can be written");
}

#[test]
fn documents_read_as_before() {
    let mut wrong = Vec::new();
    for input in files(&root().join("golden/documents"), "") {
        let name = input.file_name().expect("a name").to_string_lossy().into_owned();
        if !name.starts_with("input.") {
            continue;
        }
        let folder = input.parent().expect("a case folder");
        compare(&mut wrong, folder, "document.txt", &["dump", "--stage", "document", &name]);
        compare(&mut wrong, folder, "record.json", &["extract", &name]);
    }
    assert!(wrong.is_empty(), "\n{}\nIf the change is right: FUHE_BLESS=1 cargo test", wrong.join("\n"));
}

fn compare(wrong: &mut Vec<String>, folder: &Path, file: &str, arguments: &[&str]) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_fuhe")).args(arguments).current_dir(folder).output().expect("fuhe runs");
    let found = String::from_utf8_lossy(&output.stdout).into_owned();
    let path = folder.join(file);
    if std::env::var_os("FUHE_BLESS").is_some() {
        std::fs::write(&path, &found).expect("a document case can be written");
        return;
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    if found != expected || found.is_empty() {
        let place = path.display();
        let line = expected.lines().zip(found.lines()).position(|(a, b)| a != b);
        let at = line.unwrap_or_else(|| expected.lines().count().min(found.lines().count()));
        let (old, new) = (expected.lines().nth(at).unwrap_or(""), found.lines().nth(at).unwrap_or(""));
        wrong.push(format!("{place}:{}\n  before {old}\n  now    {new}", at + 1));
    }
}
