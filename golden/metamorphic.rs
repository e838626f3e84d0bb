//! Changes to the sample reports with a known answer.
//!
//! A change that leaves the meaning alone (encoding, widths, line ends, blank lines, spaces, page breaks) must leave the
//! findings alone. A single altered figure of a consistent report must be found, and nothing unrelated may be said.
#![allow(clippy::print_stdout, reason = "the counts are what a reader of the test wants to see")]

mod sample;

use fuhe::model::{Severity, Verdict};
use sample::{Budget, Printed, Report, Sample, lines_of, numbers, samples};
use std::collections::BTreeMap;

/// What a report's examination comes to, apart from places: findings with their figures, and how much agrees.
fn outcome(bytes: &[u8]) -> Vec<(Vec<String>, usize)> {
    let examined = sample::examine("report", bytes);
    let one = |e: &fuhe::model::Examination| {
        let mut findings: Vec<String> = e
            .findings
            .iter()
            .map(|f| format!("{} {} {:?}", f.check.0, f.severity.name(), numbers(&f.message.zh)))
            .collect();
        findings.sort();
        (findings, e.reconciliations.iter().filter(|r| r.verdict == Verdict::Agrees).count())
    };
    examined.iter().map(one).collect()
}

fn must_not_matter(name: &str, change: impl Fn(&Sample) -> Option<Vec<u8>>) {
    let mut wrong = Vec::new();
    for sample in samples() {
        let Some(changed) = change(&sample) else { continue };
        let (before, after) = (outcome(&sample.bytes), outcome(&changed));
        if before != after {
            wrong.push(format!("{}\n  before {before:?}\n  after  {after:?}", sample.entry.name));
        }
    }
    assert!(wrong.is_empty(), "{name} changes what is found\n{}", wrong.join("\n"));
}

fn text_must_not_matter(name: &str, change: impl Fn(&str) -> String) {
    must_not_matter(name, |sample| Some(change(&sample.text).into_bytes()));
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(bytes).collect()
}

#[test]
fn encoding_does_not_matter() {
    text_must_not_matter("UTF-8", str::to_owned);
    text_must_not_matter("UTF-8 with BOM", |text| format!("\u{feff}{text}"));
    must_not_matter("GB18030", |s| Some(encoding_rs::GB18030.encode(&s.text).0.into_owned()));
    must_not_matter("UTF-16LE", |s| Some(utf16(&s.text, u16::to_le_bytes)));
    must_not_matter("UTF-16BE", |s| Some(utf16(&s.text, u16::to_be_bytes)));
}

#[test]
fn width_of_digits_does_not_matter() {
    text_must_not_matter("full-width digits", full_width);
}

/// Digits, the points between them and percent signs in full width. List numbers (`1.`) keep their point.
fn full_width(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let digit = |i: usize| chars.get(i).is_some_and(char::is_ascii_digit);
    let wide = |c: char| char::from_u32(c as u32 + 0xfee0).unwrap_or(c);
    let change = |(i, &c): (usize, &char)| match c {
        '0'..='9' | '%' => wide(c),
        '.' if i > 0 && digit(i - 1) && digit(i + 1) => '．',
        _ => c,
    };
    chars.iter().enumerate().map(change).collect()
}

#[test]
fn line_ends_do_not_matter() {
    let plain = |text: &str| text.replace("\r\n", "\n");
    text_must_not_matter("LF", plain);
    text_must_not_matter("CRLF", |text| plain(text).replace('\n', "\r\n"));
    text_must_not_matter("CR", |text| plain(text).replace('\n', "\r"));
}

#[test]
fn more_blank_lines_and_spaces_do_not_matter() {
    text_must_not_matter("doubled blank lines", |text| {
        let doubled =
            |line: &str| if line.is_empty() || line == "\r" { format!("{line}\n{line}") } else { line.to_owned() };
        text.split('\n').map(doubled).collect::<Vec<_>>().join("\n")
    });
    text_must_not_matter("spaces around cells", |text| {
        let spaced = |cell: &str| if cell.is_empty() { String::new() } else { format!(" {cell} ") };
        let line = |line: &str| match line.strip_suffix('\r').unwrap_or(line) {
            line if line.contains('\t') => line.split('\t').map(spaced).collect::<Vec<_>>().join("\t"),
            line => line.to_owned(),
        };
        text.split('\n').map(line).collect::<Vec<_>>().join("\n")
    });
}

#[test]
fn page_breaks_do_not_matter() {
    // Only rows of several cells on one line can be parted by a page; with one cell per line a blank line ends the row.
    let on_one_line = |line: &str| line.trim().matches('\t').count() >= 2;
    let pages = |sample: &Sample, change: fn(&[&str], usize) -> bool| {
        let text = sample.text.replace("\r\n", "\n");
        let lines: Vec<&str> = text.split('\n').collect();
        let rows = lines.iter().filter(|l| on_one_line(l)).count();
        (sample.entry.consistent && rows > 5 && !text.contains('|')).then(|| {
            let kept =
                (0..lines.len()).map(|i| if change(&lines, i) { format!("{}\n", lines[i]) } else { String::new() });
            kept.collect::<String>().into_bytes()
        })
    };
    must_not_matter("a page without breaks", |sample| {
        pages(sample, |lines, i| {
            let row = |i: usize| lines.get(i).is_some_and(|l| l.contains('\t'));
            !(lines[i].is_empty() && i > 0 && row(i - 1) && row(i + 1))
        })
    });
    must_not_matter("breaks every few rows", |sample| {
        let text = sample.text.replace("\r\n", "\n");
        pages(sample, |_, _| true)?;
        let mut rows = 0;
        let mut after_row = false;
        let mut broken = String::new();
        for line in text.split('\n') {
            let scored = sample.truth.report.iter().flat_map(|r| &r.indicator).any(|i| line.contains(&i.level3));
            let is_row = on_one_line(line) && scored;
            rows += usize::from(is_row);
            // No page ends right after its header.
            if is_row && after_row && rows % 4 == 0 {
                broken.push('\n');
            }
            after_row = is_row;
            broken.push_str(line);
            broken.push('\n');
        }
        Some(broken.into_bytes())
    });
}

/// What an alteration is expected to give.
struct Alteration<'a> {
    class: &'static str,
    what: String,
    printed: &'a Printed,
    text: String,
    /// Lines an error may name: those of the row, and of the totals and sums it takes part in.
    lines: Vec<u32>,
    /// Whether the arithmetic that the report prints proves it wrong.
    provable: bool,
}

#[test]
fn every_altered_figure_is_found_and_nothing_else() {
    let mut counts: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for sample in samples().into_iter().filter(|s| s.entry.consistent) {
        for alteration in sample.truth.report.iter().flat_map(alterations) {
            let changed = alter(&sample.text, alteration.printed, &alteration.text);
            let examined = sample::examine(&sample.entry.name, changed.as_bytes());
            let errors: Vec<_> =
                examined.iter().flat_map(|e| &e.findings).filter(|f| f.severity == Severity::Error).collect();
            let related = |f: &&&fuhe::model::Finding| lines_of(f).iter().any(|l| alteration.lines.contains(l));
            let found = errors.iter().filter(related).count() > 0;
            let place = format!(
                "{}:{} {} {} {} → {}",
                sample.entry.name,
                alteration.printed.1,
                alteration.class,
                alteration.what,
                alteration.printed.0,
                alteration.text
            );
            let count = counts.entry(alteration.class).or_default();
            count.2 += usize::from(alteration.provable);
            count.1 += 1;
            count.0 += usize::from(found);
            if !alteration.provable && !found {
                println!("not provable {place}");
            }
            if alteration.provable && !found {
                wrong.push(format!("missed   {place}"));
            }
            for error in errors.iter().filter(|f| !related(f)) {
                wrong.push(format!("unrelated {place}: {} {}", error.check.0, error.message.zh));
            }
        }
    }
    for (class, (found, all, provable)) in &counts {
        println!("{class}: {found} of {all} altered figures found; {provable} of them provable");
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

/// The text with one printed figure replaced.
fn alter(text: &str, printed: &Printed, new: &str) -> String {
    let replace = |(n, line): (usize, &str)| {
        if n + 1 != printed.1 as usize {
            return line.to_owned();
        }
        let chars: Vec<char> = line.chars().collect();
        let start = printed.2 as usize - 1;
        let end = start + printed.0.chars().count();
        assert_eq!(chars[start..end].iter().collect::<String>(), printed.0, "truth stands where it says");
        chars[..start].iter().copied().chain(new.chars()).chain(chars[end..].iter().copied()).collect()
    };
    text.split('\n').enumerate().map(replace).collect::<Vec<String>>().join("\n")
}

/// Each single score, weight, total, amount and rate of a report, altered.
fn alterations(report: &Report) -> Vec<Alteration<'_>> {
    let mut all = Vec::new();
    let totals: Vec<u32> = report
        .group
        .iter()
        .filter(|g| g.level == 0)
        .map(|g| g.line)
        .chain(report.total_score.as_ref().map(|t| t.1))
        .collect();
    let groups: Vec<u32> =
        report.group.iter().flat_map(|g| [Some(g.line), g.weight.as_ref().map(|w| w.1)]).flatten().collect();
    let around = |printed: &Printed, line: u32| [vec![printed.1, line], totals.clone(), groups.clone()].concat();
    let mut add = |class, what: &str, printed, text, lines, provable| {
        all.push(Alteration { class, what: what.to_owned(), printed, text, lines, provable });
    };
    let budget_scores = report.budget.iter().map(|b| (&b.item, b.line, &b.weight, &b.score));
    let rows = report.indicator.iter().map(|i| (&i.level3, i.line, &i.weight, &i.score)).chain(budget_scores);
    for (name, line, weight, score) in rows {
        if let Some(score) = score {
            for by in [-1, 1] {
                add("score", name, score, shifted(&score.0, by), around(score, line), true);
            }
        }
        if let Some(weight) = weight {
            add("weight", name, weight, shifted(&weight.0, 1), around(weight, line), true);
        }
    }
    for group in &report.group {
        if let Some(weight) = &group.weight {
            let leaves = report.indicator.iter().map(|i| i.line);
            let lines = around(weight, group.line).into_iter().chain(leaves).collect();
            add("group weight", &group.name, weight, shifted(&weight.0, 1), lines, true);
        }
    }
    if let Some(total) = &report.total_score {
        let leaves = report.indicator.iter().map(|i| i.line);
        let points = |p: &Printed| p.0.parse::<rust_decimal::Decimal>().unwrap_or_default();
        let rows = report.indicator.iter().filter_map(|i| i.score.as_ref());
        let sum: rust_decimal::Decimal =
            rows.chain(report.budget.iter().filter_map(|b| b.score.as_ref())).map(points).sum();
        let scored = sum == points(total) || report.indicator.iter().any(|i| i.weight.is_some());
        for by in [-1, 1] {
            let lines = around(total, total.1).into_iter().chain(leaves.clone()).collect();
            // Without scores below it, or with those of one part only, a total is only said.
            add("total", "total", total, shifted(&total.0, by), lines, scored);
        }
    }
    for line in &report.budget {
        let kin = kin(report, line);
        let rated = line.rate.is_some();
        let initial_rated = rated && line.planned.is_none();
        // A rate may stand on the initial budget; where both budgets are equal, altering one proves nothing.
        let text = |p: &Option<Printed>| p.as_ref().map(|p| p.0.clone());
        let planned_rated = rated && text(&line.initial) != text(&line.planned);
        let amounts = [
            (&line.initial, initial_rated),
            (&line.planned, planned_rated),
            (&line.spent, rated),
            (&line.prior, false),
        ];
        for (amount, rated) in amounts {
            let Some(amount) = amount.as_ref().filter(|a| !is_zero(&a.0)) else { continue };
            add("amount", &line.item, amount, stretched(&amount.0), kin.clone(), rated || sums_up(report, line));
        }
        if let Some(rate) = line.rate.as_ref().filter(|r| r.0.chars().any(|c| c.is_ascii_digit())) {
            let zero = line.spent.as_ref().is_none_or(|s| is_zero(&s.0));
            add("rate", &line.item, rate, shifted(&rate.0, -7), kin, !zero);
        }
    }
    all
}

/// The lines of a budget row, of the rows it is summed with, and of every row that scores a rate.
fn kin(report: &Report, line: &Budget) -> Vec<u32> {
    let places = |b: &Budget| {
        [&b.initial, &b.planned, &b.spent, &b.prior, &b.rate]
            .into_iter()
            .flatten()
            .map(|p| p.1)
            .chain([b.line])
            .collect::<Vec<_>>()
    };
    let same = |b: &&Budget| {
        b.line == line.line || Some(&b.item) == line.parent.as_ref() || b.parent.as_ref() == Some(&line.item)
    };
    report.budget.iter().filter(same).flat_map(places).collect()
}

/// Whether a row is the total of parts that exhaust it by the form's own definition, or one of these parts.
fn sums_up(report: &Report, line: &Budget) -> bool {
    let forms: [&[&str]; 2] = [&["基本支出", "项目支出"], &["当年财政拨款", "上年结转资金", "其他资金"]];
    forms.iter().any(|parts| {
        let is_part = |b: &Budget| parts.contains(&b.item.as_str());
        let whole = line.parent.as_deref().filter(|_| is_part(line)).unwrap_or(&line.item);
        let near = |b: &&Budget| b.parent.as_deref() == Some(whole) && b.line.abs_diff(line.line) <= 3;
        report.budget.iter().filter(near).filter(|b| is_part(b)).count() == parts.len()
    })
}

fn is_zero(text: &str) -> bool {
    !text.chars().any(|c| ('1'..='9').contains(&c))
}

/// The figure with its whole part moved, decimals and percent sign as printed; never below zero.
fn shifted(text: &str, by: i64) -> String {
    let whole_end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let whole: i64 = text[..whole_end].parse().expect("a printed figure starts with digits");
    if whole + by >= 0 {
        return format!("{}{}", whole + by, &text[whole_end..]);
    }
    // 0 has no lower neighbor, 0.5 has 0.
    if is_zero(text) { format!("{}{}", whole - by, &text[whole_end..]) } else { "0".into() }
}

/// Half as much again, with the decimals as printed.
fn stretched(text: &str) -> String {
    let amount: rust_decimal::Decimal = text.replace(',', "").parse().expect("an amount");
    let mut more = amount * rust_decimal::Decimal::new(15, 1);
    more.rescale(amount.scale());
    more.to_string()
}
