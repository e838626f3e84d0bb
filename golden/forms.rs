//! Forms of regions that the sample reports do not show, each in `golden/forms/*.md`: what must be read from it, by hand.
//!
//! A file holds one ` ```text ` block, the form flattened to tab-separated rows, or an ` ```html ` block, which is read as it
//! stands, and lines of truth:
//! - `head: body | year | project | total | grade`
//! - `row: level 1 | level 2 | level 3 | weight | target | unit | actual | score | deduction | note`, one per indicator
//! - `money: item | unit | initial | planned | spent | rate | weight | score`, one per money line
//!
//! - `group: name | weight | score`, one per group or total that prints points; when there are any, they are all there are
//! - `also: shapes`: flattened in these ways, which lose the marks of cells, it must give the same as well
//! - `find: CODE`: a warning that a careful reader of the form as it stands expects
//! - `slip: text → other text | CODE …`: this one change gives findings of these checks and nothing else; `\t` is a tab
//!
//! Each form is read in every shape that keeps the marks of its cells: as it stands, as a Markdown pipe table, with one
//! cell per line, and as converters write tables (see [`as_marked`]). All must give the same, and none may give an error.

mod sample;

use fuhe::model::{Examination, Measure, Severity, Stated};
use sample::{files, read_text, root};
use unicode_width::UnicodeWidthChar;

/// A file of `golden/forms`.
struct Case {
    form: String,
    is_html: bool,
    /// What must be read from it.
    truth: Vec<String>,
    /// The further shapes it is read in.
    also: Vec<String>,
    /// The warnings of the form as it stands.
    expected: Vec<String>,
    slips: Vec<Slip>,
}

/// One altered text of a form, and the checks that must notice.
struct Slip {
    text: String,
    other: String,
    checks: Vec<String>,
}

fn case(text: &str) -> Case {
    let is_html = text.contains("```html\n");
    let (head, rest) = text.split_once(if is_html { "```html\n" } else { "```text\n" }).expect("a block");
    let (form, tail) = rest.split_once("\n```").expect("the end of the block");
    let lines = || head.lines().chain(tail.lines());
    let of = |key: &'static str| lines().filter_map(move |l| l.strip_prefix(key)).map(str::to_owned);
    let truth = lines().filter(|l| ["head: ", "row: ", "money: ", "group: "].iter().any(|key| l.starts_with(key)));
    let slip = |line: String| {
        let (change, checks) = line.rsplit_once(" | ").expect("the checks of a slip");
        let (text, other) = change.split_once(" → ").expect("what a slip alters");
        let tabs = |text: &str| text.replace("\\t", "\t");
        Slip { text: tabs(text), other: tabs(other), checks: checks.split(' ').map(str::to_owned).collect() }
    };
    Case {
        form: form.to_owned(),
        is_html,
        truth: truth.map(|line| line.trim_end().to_owned()).collect(),
        also: of("also: ").flat_map(|l| l.split(", ").map(str::to_owned).collect::<Vec<_>>()).collect(),
        expected: of("find: ").collect(),
        slips: of("slip: ").map(slip).collect(),
    }
}

fn raw(stated: Option<&Stated<Measure>>) -> String {
    stated.map(|s| s.raw.trim().to_owned()).filter(|raw| !matches!(raw.as_str(), "-" | "—" | "/")).unwrap_or_default()
}

fn joined(key: &str, values: &[String]) -> String {
    format!("{key}: {}", values.join(" | ")).trim_end().to_owned()
}

/// What was read, as lines of truth.
fn read(examination: &Examination) -> Vec<String> {
    let report = &examination.report;
    let head = &report.head;
    let text = |stated: Option<&Stated<String>>| stated.and_then(|s| s.value.clone()).unwrap_or_default();
    let mut lines = vec![joined(
        "head",
        &[
            text(head.organization.as_ref()),
            head.year.as_ref().map(|y| y.raw.clone()).unwrap_or_default(),
            text(head.project.as_ref()),
            raw(head.total_score.as_ref()),
            head.grade.as_ref().map(|g| g.raw.clone()).unwrap_or_default(),
        ],
    )];
    for row in &report.indicators {
        let deduction = row.deductions.first().and_then(|id| report.figures.get(id.0 as usize));
        let unit = row.target.as_ref().and_then(Stated::<Measure>::quantity).map(|q| q.unit.text.clone());
        let [level1, level2, level3] = &row.path;
        let values = [
            text(level1.as_ref()),
            text(level2.as_ref()),
            text(level3.as_ref()),
            raw(row.weight.as_ref()),
            raw(row.target.as_ref()),
            unit.unwrap_or_default(),
            raw(row.actual.as_ref()),
            raw(row.score.as_ref()),
            deduction.map(|f| f.raw.clone()).unwrap_or_default(),
            text(row.note.as_ref()),
        ];
        lines.push(joined("row", &values));
    }
    for line in &report.budget {
        let amounts =
            [&line.initial, &line.planned, &line.spent, &line.rate, &line.weight, &line.score].map(|s| raw(s.as_ref()));
        lines.push(joined("money", &[vec![line.item.clone(), line.unit.clone()], amounts.to_vec()].concat()));
    }
    for group in report.groups.iter().filter(|g| g.weight.is_some() || g.score.is_some()) {
        lines.push(joined("group", &[group.name.clone(), raw(group.weight.as_ref()), raw(group.score.as_ref())]));
    }
    lines
}

/// The checks behind errors and warnings, in order.
fn claims(examinations: &[Examination]) -> Vec<String> {
    let findings = examinations.iter().flat_map(|e| &e.findings).filter(|f| f.severity != Severity::Notice);
    let mut claims: Vec<String> = findings.map(|f| f.check.0.to_owned()).collect();
    claims.sort();
    claims
}

/// The form as Markdown: every run of rows is a pipe table.
fn as_pipes(form: &str) -> String {
    let mut lines = Vec::new();
    let mut inside = false;
    for line in form.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        if cells.len() == 1 {
            lines.extend([line.to_owned(), String::new()]);
        } else {
            lines.push(format!("| {} |", cells.join(" | ")));
            if !inside {
                lines.push(format!("|{}", "---|".repeat(cells.len())));
            }
        }
        inside = cells.len() > 1;
    }
    lines.join("\n") + "\n"
}

/// The form with one cell per line: a tab opens a cell, a blank line ends a row.
fn as_lines(form: &str) -> String {
    let row = |line: &str| {
        let opening = if line.contains('\t') { "\t" } else { "" };
        format!("{opening}{}\n\n", line.replace('\t', "\n\t"))
    };
    form.lines().map(row).collect()
}

/// The form as converters write it: `markup`, tables in HTML on one line; `commas`, comma-separated values; `bars`, pipes
/// between cells; `dashes`, columns under groups of dashes; `boxes`, cells between drawn lines.
fn as_marked(form: &str, shape: &str) -> String {
    let wide = |text: &str| text.chars().map(|c| c.width().unwrap_or(0)).sum::<usize>();
    let rows: Vec<Vec<&str>> = form.lines().map(|line| line.split('\t').collect()).collect();
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut lines = Vec::new();
    for run in rows.chunk_by(|a, b| (a.len() > 1) == (b.len() > 1)) {
        if run[0].len() == 1 {
            let comma = if shape == "commas" { ",".repeat(width - 1) } else { "\n".to_owned() };
            lines.extend(run.iter().map(|row| format!("{}{comma}", row[0])));
            continue;
        }
        let columns = run.iter().map(Vec::len).max().unwrap_or(0);
        let cell = |row: &[&str], col: usize| row.get(col).map_or(String::new(), |cell| (*cell).to_owned());
        let padded = |row: &[&str], gap: &str| {
            let cells = (0..columns).map(|col| {
                let text = cell(row, col);
                let widest = run.iter().map(|row| wide(&cell(row, col))).max().unwrap_or(0).max(2);
                format!("{text}{}", " ".repeat(widest - wide(&text)))
            });
            cells.collect::<Vec<_>>().join(gap)
        };
        let drawn = |gap: &str| {
            let cells = (0..columns).map(|col| {
                let widest = run.iter().map(|row| wide(&cell(row, col))).max().unwrap_or(0).max(2);
                "-".repeat(widest)
            });
            cells.collect::<Vec<_>>().join(gap)
        };
        match shape {
            "markup" => {
                let row = |row: &Vec<&str>| format!("<tr><td>{}</td></tr>", row.join("</td><td>"));
                lines.push(format!("<table>{}</table>\n", run.iter().map(row).collect::<String>()));
            }
            "commas" => lines.extend(run.iter().map(|row| {
                let cells = (0..width).map(|col| format!("\"{}\"", cell(row, col)));
                cells.collect::<Vec<_>>().join(",")
            })),
            "bars" => lines.extend(run.iter().map(|row| row.join(" | "))),
            "dashes" => {
                let rows = run.iter().map(|row| padded(row, "  "));
                lines.extend([drawn("  ")].into_iter().chain(rows).chain([drawn("  "), String::new()]));
            }
            "boxes" => {
                let border = format!("+-{}-+", drawn("-+-"));
                lines.extend(run.iter().flat_map(|row| [border.clone(), format!("| {} |", padded(row, " | "))]));
                lines.extend([border, String::new()]);
            }
            other => panic!("no shape {other}"),
        }
    }
    lines.join("\n") + "\n"
}

/// The form in a shape that loses the marks of its cells: `web`, rows filled up with pipes and packed to the left;
/// `closed`, one cell per line with a pipe behind it; `blanks`, cells parted by single blanks; `cells`, one cell per line
/// and empty cells lost.
fn as_lossy(form: &str, shape: &str) -> String {
    let width = form.lines().map(|line| line.split('\t').count()).max().unwrap_or(0);
    let row = |line: &str| {
        if !line.contains('\t') {
            return format!("{line}\n");
        }
        let packed: Vec<&str> = line.split('\t').skip_while(|cell| cell.is_empty()).collect();
        let filled = || packed.iter().filter(|cell| !cell.is_empty());
        match shape {
            "web" => {
                let used = packed.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
                format!("{} | {}\n", packed[..used].join(" | "), "|".repeat(width - used))
            }
            "closed" => packed.join(" |\n") + " |\n",
            "blanks" => filled().map(|cell| cell.replace(' ', "")).collect::<Vec<_>>().join(" ") + "\n",
            "cells" => filled().copied().collect::<Vec<_>>().join("\n\n") + "\n\n",
            other => panic!("no shape {other}"),
        }
    };
    form.lines().map(row).collect()
}

#[test]
fn forms_are_read_in_every_flattened_shape() {
    let mut wrong = Vec::new();
    let all = files(&root().join("golden/forms"), "md");
    assert!(all.len() >= 10, "{} forms", all.len());
    for file in all {
        let Case { form, is_html, truth, also, .. } = case(&read_text(&file));
        let grouped = truth.iter().any(|line| line.starts_with("group: "));
        let mut shapes = vec![("rows", form.clone()), ("pipes", as_pipes(&form)), ("lines", as_lines(&form))];
        shapes.extend(["markup", "commas", "bars", "dashes", "boxes"].map(|shape| (shape, as_marked(&form, shape))));
        shapes.truncate(if is_html { 1 } else { shapes.len() });
        let lossy = also.iter().map(|shape| (shape.as_str(), as_lossy(&form, shape)));
        for (shape, text) in shapes.into_iter().chain(lossy) {
            let place = format!("{} as {shape}", file.file_name().unwrap_or_default().to_string_lossy());
            let examinations = sample::examine("form.txt", text.as_bytes());
            let found = examinations.iter().flat_map(read).filter(|line| grouped || !line.starts_with("group: "));
            let found: Vec<String> = found.collect();
            let differ = |a: &[String], b: &[String]| a.iter().filter(|l| !b.contains(l)).cloned().collect::<Vec<_>>();
            let (missing, invented) = (differ(&truth, &found), differ(&found, &truth));
            wrong.extend(missing.iter().map(|line| format!("{place}: - {line}")));
            wrong.extend(invented.iter().map(|line| format!("{place}: + {line}")));
            let sorted = |lines: &[String]| {
                let mut kinds = lines.to_vec();
                kinds.sort_by_key(|line| line.split(':').next().map(str::to_owned));
                kinds
            };
            if missing.is_empty() && invented.is_empty() && sorted(&truth) != sorted(&found) {
                wrong.push(format!("{place}: another order or number of lines"));
            }
            let errors = examinations.iter().flat_map(|e| &e.findings).filter(|f| f.severity == Severity::Error);
            wrong.extend(errors.map(|f| format!("{place}: {} {}", f.check.0, f.message.zh)));
        }
    }
    assert!(wrong.is_empty(), "{} difference(s)\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn forms_give_the_findings_of_their_slips_and_no_others() {
    let mut wrong = Vec::new();
    for file in files(&root().join("golden/forms"), "md") {
        let Case { form, mut expected, slips, .. } = case(&read_text(&file));
        if slips.is_empty() && expected.is_empty() {
            continue;
        }
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let made = |text: &str| claims(&sample::examine("form.txt", text.as_bytes()));
        let usual = made(&form);
        expected.sort();
        if usual != expected {
            wrong.push(format!("{name} gives {usual:?}, not {expected:?}"));
        }
        for slip in slips {
            if form.matches(&slip.text).count() != 1 {
                wrong.push(format!("{name}: {:?} does not stand there once", slip.text));
                continue;
            }
            let mut left = expected.clone();
            let mut found = made(&form.replace(&slip.text, &slip.other));
            found.retain(|code| left.iter().position(|c| c == code).map(|at| left.remove(at)).is_none());
            found.dedup();
            let mut checks = slip.checks;
            checks.sort();
            if found != checks {
                wrong.push(format!("{name}: {:?} gives {found:?}, not {checks:?}", slip.other));
            }
        }
    }
    assert!(wrong.is_empty(), "{} difference(s)\n{}", wrong.len(), wrong.join("\n"));
}
