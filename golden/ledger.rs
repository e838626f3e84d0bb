//! The ledger on sentences labelled by hand (`golden/ledger/sentences.toml`), and on the sample reports with every figure of
//! a stated relation altered in turn.
//!
//! The first prints precision and recall of figures, labels and relations and keeps floors; the second must report nearly
//! every alteration, and must not call a report wrong whose meaning is unchanged.
#![allow(clippy::print_stdout, reason = "the counts are what a reader of the test wants to see")]

mod sample;

use fuhe::lexicon::fold;
use fuhe::model::{
    Examination, Figure, FigureId, FigureRole, Interval, Reconciliation, RelationKind, Severity, Subject, Verdict,
};
use sample::{Arithmetic, Printed, Relation, Sample, root, samples};
use serde::Deserialize;

/// The labelled sentences.
#[derive(Deserialize)]
struct File {
    stated: Vec<[String; 3]>,
    traps: Vec<[String; 3]>,
}

/// Good ones among those found, and among those wanted.
#[derive(Clone, Copy, Default)]
struct Count {
    right: usize,
    found: usize,
    wanted: usize,
}

impl Count {
    fn precision(self) -> usize {
        (self.right * 100).checked_div(self.found).unwrap_or(100)
    }

    fn recall(self) -> usize {
        (self.right * 100).checked_div(self.wanted).unwrap_or(100)
    }
}

#[test]
fn sentences_are_read_as_a_person_reads_them() {
    let text = sample::read_text(&root().join("golden/ledger/sentences.toml"));
    let file: File = toml::from_str(&text).expect("sentences.toml");
    assert!(
        file.stated.len() + file.traps.len() >= 150 && file.traps.len() >= 75,
        "enough sentences, half of them traps"
    );
    let (mut figures, mut labels, mut relations) = (Count::default(), Count::default(), Count::default());
    let mut false_errors = Vec::new();
    for [text, expected, states] in file.stated.iter().chain(&file.traps) {
        let examined = sample::examine("sentence.txt", text.as_bytes());
        let [one] = examined.as_slice() else { panic!("one report: {text}") };
        compare_figures(text, expected, one, &mut figures, &mut labels);
        let found = said(one);
        let wanted: Vec<String> = states.split("; ").filter(|s| *s != "-").map(str::to_owned).collect();
        relations.found += found.len();
        relations.wanted += wanted.len();
        relations.right += wanted.iter().filter(|w| found.contains(w)).count();
        if wanted.iter().any(|w| !found.contains(w)) || found.iter().any(|f| !wanted.contains(f)) {
            println!("relations: {text}\n  wanted {}\n  found  {}", wanted.join("; "), found.join("; "));
        }
        let wrong = states.contains('!');
        let errors = one.findings.iter().filter(|f| f.severity == Severity::Error && !wrong);
        false_errors.extend(errors.map(|f| format!("{text}: {}", f.message.zh)));
    }
    for (name, count) in [("figures", figures), ("labels", labels), ("relations with verdict", relations)] {
        println!(
            "{name}: precision {}% ({} of {}), recall {}% ({} of {})",
            count.precision(),
            count.right,
            count.found,
            count.recall(),
            count.right,
            count.wanted
        );
    }
    assert!(false_errors.is_empty(), "{}", false_errors.join("\n"));
    assert!(figures.recall() >= 98 && figures.precision() >= 95, "figures");
    assert!(labels.recall() >= 90, "labels");
    assert!(relations.recall() >= 90 && relations.precision() >= 95, "relations");
}

/// Counts the figures of a sentence with value and unit, and those among them with a fitting label.
fn compare_figures(text: &str, expected: &str, one: &Examination, figures: &mut Count, labels: &mut Count) {
    let mut found: Vec<&Figure> = one.report.figures.iter().filter(|f| f.role == FigureRole::Prose).collect();
    figures.found += found.len();
    for wanted in expected.split("; ").filter(|w| !w.is_empty()) {
        let mut words = wanted.rsplitn(3, ' ');
        let (unit, amount, label) = (words.next(), words.next(), words.next());
        let (Some(unit), Some(amount), Some(label)) = (unit, amount, label) else { panic!("{text}: {wanted}") };
        figures.wanted += 1;
        let same = |f: &&Figure| {
            let quantity = &f.measure.quantity;
            quantity.amount == amount.parse().expect("an amount")
                && fold(&quantity.unit.text) == fold(unit.trim_matches('-'))
        };
        let fits = |f: &&Figure| label == "-" || is_label(&f.label, label);
        let at = found.iter().position(|f| same(f) && fits(f)).or_else(|| found.iter().position(same));
        let Some(at) = at else {
            println!("figure not found: {wanted} in {text}");
            continue;
        };
        let figure = found.remove(at);
        figures.right += 1;
        labels.wanted += 1;
        labels.found += 1;
        if fits(&figure) {
            labels.right += 1;
        } else {
            println!("label: {text}\n  wanted {label}, found {}", figure.label);
        }
    }
    for figure in found {
        println!("figure too many: {} {} in {text}", figure.label, figure.raw);
    }
}

/// Whether a label is one that a person could give: one holds the other, or most characters are the same.
fn is_label(found: &str, wanted: &str) -> bool {
    let (a, b) = (fold(found), fold(wanted));
    if a.is_empty() {
        return false;
    }
    let (x, y): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let common = y.iter().filter(|c| x.contains(c)).count();
    a.contains(&*b) || b.contains(&*a) || common * 200 / (x.len() + y.len()) >= 60
}

/// What an examination says about the arithmetic of its text, as `sentences.toml` writes it.
fn said(one: &Examination) -> Vec<String> {
    let mut all: Vec<String> = one.reconciliations.iter().filter_map(|r| show(one, r)).collect();
    all.sort();
    all.dedup();
    all
}

fn show(one: &Examination, r: &Reconciliation) -> Option<String> {
    let mark = match r.verdict {
        Verdict::Agrees => "",
        Verdict::Differs => " !",
        Verdict::Suspicious(_) => " ?",
        Verdict::CannotTell(_) => return None,
    };
    let amount = |id: &FigureId| one.report.figures.get(id.0 as usize).map(|f| f.measure.quantity.amount.to_string());
    let whole = amount(&r.figure?)?;
    let parts: Vec<String> = r.inputs.iter().filter_map(amount).collect();
    let kind = match r.subject {
        Subject::Relation(index) => one.report.relations.get(index)?.kind,
        Subject::PrintedSum => RelationKind::Sum,
        Subject::FixedRatio(_) | Subject::SentenceRatio | Subject::BudgetRate(_) => RelationKind::Ratio,
        Subject::SameFigure { .. } => RelationKind::Same,
        Subject::UnitSlip => return Some(format!("{whole} unit {}{mark}", parts.join(" "))),
        Subject::WholeCount => return Some(format!("{whole} of {}{mark}", parts.join(" "))),
        _ => return None,
    };
    let joint = match kind {
        RelationKind::Sum | RelationKind::Subset => " + ",
        RelationKind::Ratio => " / ",
        RelationKind::Difference => " - ",
        RelationKind::Change => " over ",
        RelationKind::Increase => " into ",
        RelationKind::Split => " of both ",
        RelationKind::Average => " per ",
        RelationKind::Same => return Some(format!("{whole} same {}{mark}", parts.join(" "))),
        RelationKind::Product => " x ",
        RelationKind::Balance => " +- ",
        RelationKind::Hundred => " of 100 with ",
        RelationKind::Formula => " of ",
        RelationKind::Count => return Some(format!("{whole} = {} items{mark}", r.arithmetic)),
    };
    Some(format!("{whole} = {}{mark}", parts.join(joint)))
}

#[test]
fn an_altered_figure_of_a_stated_relation_is_reported() {
    // Reports that the rules were made with, and reports written later, before fuhe had read them.
    let mut counts = [(0usize, 0usize); 2];
    for sample in samples().into_iter().filter(|s| s.entry.consistent) {
        let (mut found, mut all) = (0usize, 0usize);
        for relation in sample.truth.report.iter().flat_map(|r| &r.relation) {
            assert!(
                holds(relation, &relation.whole, ""),
                "{}: truth that does not hold: {relation:?}",
                sample.entry.name
            );
            for printed in relation.parts.iter().chain([&relation.whole]) {
                for new in slips(&printed.0) {
                    // Within what the printed precision allows, nothing is wrong.
                    if holds(relation, printed, &new) {
                        continue;
                    }
                    all += 1;
                    if is_reported(&sample, relation, printed, &new) {
                        found += 1;
                    } else {
                        println!("not reported: {} {printed:?} → {new} of {relation:?}", sample.entry.name);
                    }
                }
            }
        }
        println!("{}: {found} of {all} altered figures reported", sample.entry.name);
        let count = &mut counts[usize::from(sample.entry.later)];
        *count = (count.0 + found, count.1 + all);
    }
    for ((reported, altered), (which, floor)) in counts.into_iter().zip([("earlier", 95), ("later", 85)]) {
        println!("{reported} of {altered} altered figures of stated relations reported in the {which} reports");
        assert!(altered >= 300, "{altered} alterations");
        assert!(reported * 100 >= altered * floor, "{reported} of {altered}");
    }
}

/// Whether a finding names a line of the relation once the figure is altered.
fn is_reported(sample: &Sample, relation: &Relation, printed: &Printed, new: &str) -> bool {
    let changed = alter(&sample.text, printed, new);
    let lines: Vec<u32> = relation.parts.iter().chain([&relation.whole]).map(|p| p.1).collect();
    let examined = sample::examine(&sample.entry.name, changed.as_bytes());
    examined
        .iter()
        .flat_map(|e| &e.findings)
        .any(|f| f.severity >= Severity::Warning && sample::lines_of(f).iter().any(|line| lines.contains(line)))
}

/// Whether the arithmetic holds within the printed precision when one printed figure reads otherwise.
fn holds(relation: &Relation, altered: &Printed, new: &str) -> bool {
    let value = |p: &Printed, counts: bool| {
        let same = !new.is_empty() && (p.1, p.2) == (altered.1, altered.2);
        let amount: rust_decimal::Decimal = if same { new } else { &p.0 }.parse().expect("a printed number");
        // A count is what it says; rates and decimals are rounded or cut.
        let exact = counts && amount.scale() == 0;
        if exact { Interval::exact(amount) } else { Interval::printed(amount, amount.scale()) }
    };
    let parts: Vec<Interval> = relation.parts.iter().map(|p| value(p, true)).collect();
    let percent = |part: Interval, whole: Interval| part.ratio(whole)?.scaled(rust_decimal::Decimal::ONE_HUNDRED);
    let computed = match (relation.kind, parts.as_slice()) {
        (Arithmetic::Sum, [first, rest @ ..]) => rest.iter().try_fold(*first, |sum, p| sum.plus(*p)),
        (Arithmetic::Difference, [from, less]) => from.minus(*less),
        (Arithmetic::Percent, [part, whole]) => percent(*part, *whole),
        (Arithmetic::Change, [now, before]) => {
            let [more, less] = [now.minus(*before), before.minus(*now)].map(Option::unwrap);
            percent(if more.low >= rust_decimal::Decimal::ZERO { more } else { less }, *before)
        }
        (Arithmetic::Rise, [now, more]) => now.minus(*more).and_then(|before| percent(*more, before)),
        (Arithmetic::Fall, [now, less]) => now.plus(*less).and_then(|before| percent(*less, before)),
        (Arithmetic::Average, [sum, count]) => sum.ratio(*count),
        (Arithmetic::Product, [each, count]) => each.times(*count),
        (Arithmetic::Balance, [opening, more, less]) => opening.plus(*more).and_then(|sum| sum.minus(*less)),
        (Arithmetic::Hundred, shares) => shares
            .iter()
            .try_fold(Interval::exact(rust_decimal::Decimal::ONE_HUNDRED), |rest, share| rest.minus(*share)),
        (Arithmetic::Same, [other]) => Some(*other),
        _ => panic!("{relation:?}"),
    };
    let scale: rust_decimal::Decimal = relation.scale.as_deref().unwrap_or("1").parse().expect("a number");
    let rounded = matches!(
        relation.kind,
        Arithmetic::Percent
            | Arithmetic::Change
            | Arithmetic::Rise
            | Arithmetic::Fall
            | Arithmetic::Average
            | Arithmetic::Hundred
    );
    let computed = computed.and_then(|c| c.scaled(scale));
    computed.is_some_and(|c| c.meets(value(&relation.whole, !rounded)))
}

/// A figure with one wrong digit: the first, then the last; and with two neighbors that changed places.
fn slips(digits: &str) -> Vec<String> {
    let chars: Vec<char> = digits.chars().collect();
    let up = |c: char| char::from_digit((c.to_digit(10).unwrap_or(0) + 1) % 10, 10).unwrap_or('1');
    let at = |i: usize| {
        let mut changed = chars.clone();
        if let Some(c) = changed.get_mut(i) {
            *c = if i == 0 && *c == '9' { '1' } else { up(*c) };
        }
        changed.into_iter().collect::<String>()
    };
    let swapped =
        chars.windows(2).position(|w| w[0] != w[1] && w.iter().all(char::is_ascii_digit) && w[1] != '0').map(|i| {
            let mut changed = chars.clone();
            changed.swap(i, i + 1);
            changed.into_iter().collect::<String>()
        });
    let mut all: Vec<String> =
        [Some(at(0)), Some(at(chars.len().saturating_sub(1))), swapped].into_iter().flatten().collect();
    all.retain(|new| new != digits);
    all.dedup();
    all
}

/// The text with the digits at a place replaced.
fn alter(text: &str, Printed(digits, line, column): &Printed, new: &str) -> String {
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    let slot = &mut lines[*line as usize - 1];
    let at = slot.char_indices().nth(*column as usize - 1).expect("a column of the line").0;
    slot.replace_range(at..at + digits.len(), new);
    lines.join("\n")
}

#[test]
fn clean_variants_raise_no_error() {
    let (mut errors, mut variants) = (0usize, 0usize);
    for sample in samples().into_iter().filter(|s| s.entry.consistent) {
        let before = error_count(&sample.entry.name, &sample.text);
        for (what, changed) in variants_of(&sample.text) {
            variants += 1;
            if error_count(&sample.entry.name, &changed) > before {
                errors += 1;
                println!("{what}: {}", sample.entry.name);
            }
        }
    }
    println!("{errors} of {variants} clean variants raise an error");
    assert!(variants >= 100 && errors == 0, "{errors} of {variants}");
}

fn error_count(name: &str, text: &str) -> usize {
    let examined = sample::examine(name, text.as_bytes());
    examined.iter().flat_map(|e| &e.findings).filter(|f| f.severity == Severity::Error).count()
}

/// The text in other words that mean the same.
fn variants_of(text: &str) -> Vec<(&'static str, String)> {
    // Only running text is reworded; the words of columns are looked for as they are.
    let reword = |from: &str, to: &str| {
        let line = |l: &str| if l.contains('\t') || l.contains('|') { l.to_owned() } else { l.replace(from, to) };
        text.split('\n').map(line).collect::<Vec<_>>().join("\n")
    };
    [
        ("commas for list marks", reword("、", "，")),
        ("semicolons for commas before 其中", reword("，其中", "；其中")),
        ("a full stop before 其中", reword("，其中", "。其中")),
        ("包括 for 其中", reword("其中", "包括")),
        ("其中： with a colon", reword("其中", "其中：")),
        ("full-width percent", reword("%", "％")),
        ("a space behind numbers", reword("万元", " 万元")),
        ("a sentence with a smaller part", format!("{text}\n全年开展巡查128次，其中夜间巡查21次。\n")),
        ("a sentence of another year", format!("{text}\n2018年在职人员31人，执行率为71.5%。\n")),
        ("a plan", format!("{text}\n下一步力争预算执行率达到99.5%，满意度达到99.9%。\n")),
    ]
    .into_iter()
    .chain(OF_OTHERS.iter().map(|sentence| (*sentence, format!("{text}\n{sentence}\n"))))
    .collect()
}

/// True of another year, another body or a part: no report contradicts them.
const OF_OTHERS: [&str; 14] = [
    "上年部门支出合计1200万元，其中基本支出800万元，项目支出400万元。",
    "本项目总投资2000万元，其中2019年投资800万元，2020年投资1200万元。",
    "下属二级单位编制20名，在职18人，在职人员控制率为90%。",
    "去年执行率为81.3%，政府采购执行率为77%。",
    "2019年编制40名，年末在职38人，控制率为95%。",
    "上一年度三公经费决算8.20万元，比预算减少0.30万元。",
    "截至6月底，预算执行率为46.5%。",
    "上年度自评得分为91.5分，评价等级为良。",
    "上年同期满意度为88%。",
    "全市公用经费控制率平均为75%。",
    "全省同类单位平均得分为88.6分。",
    "其中一般公共预算资金执行率为97.35%，政府性基金执行率为88.1%。",
    "某项目年初预算50万元，调整后预算60万元，支出45万元，执行率为75%。",
    "群众满意度调查分两次进行，上半年为92%，下半年为95%。",
];
