//! Budget lines that running text states again: lines of prose and of tables in, agreements and conflicts out.
//!
//! Planned is held against planned and spent against spent, of one item. An amount that any column of the item's line
//! prints is no conflict. Which sentence states which item is known from `normalize`.

use super::ledger::reading;
use super::same::{pair, same_time};
use crate::lexicon::{Lexicon, fold};
use crate::model::{BudgetLine, Figure, FigureId, Measure, Reason, Reconciliation, Report, Stated, TableKind, Verdict};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Shorter names say too little of whose money it is.
const SHORTEST_NAME: usize = 2;
/// With fewer digits, two amounts are alike by chance.
const MANY_DIGITS: usize = 4;

/// Holds every amount of running text against the table line of its item.
pub(super) fn restated(report: &Report, lexicon: &Lexicon) -> Vec<Reconciliation> {
    let mut tables: BTreeMap<String, Vec<&BudgetLine>> = BTreeMap::new();
    let mut prose: BTreeMap<String, Vec<&BudgetLine>> = BTreeMap::new();
    for line in &report.budget {
        let lines = if line.at.cell.is_some() { &mut tables } else { &mut prose };
        if line.at.cell.is_some() || line.table == TableKind::Other {
            lines.entry(name(&line.item, lexicon)).or_default().push(line);
        }
    }
    let mut results = Vec::new();
    for (key, lines) in prose {
        // A name that stands in two tables is of two different things, or of two years.
        let Some([table]) = tables.get(&key).map(Vec::as_slice) else { continue };
        if key.chars().count() < SHORTEST_NAME {
            continue;
        }
        results.extend(one_kind(
            report,
            lexicon,
            &lines,
            table,
            |l| l.planned.as_ref(),
            |t| [t.planned.as_ref(), t.initial.as_ref()],
        ));
        results.extend(one_kind(report, lexicon, &lines, table, |l| l.spent.as_ref(), |t| [t.spent.as_ref(), None]));
    }
    results
}

/// The item without what a sentence puts in front of it (全年, 本年度) and behind it (支出, 决算数).
fn name(item: &str, lexicon: &Lexicon) -> String {
    let whole: Vec<char> = fold(item).chars().collect();
    let key: Vec<char> =
        lexicon.labels.key(&without_columns(&whole, lexicon).iter().collect::<String>()).chars().collect();
    let mut rest = key.as_slice();
    while let Some(shorter) = rest.get(lexicon.labels.lead.prefix(rest)..).filter(|s| is_shorter(s, rest)) {
        rest = shorter;
    }
    without_columns(rest, lexicon).iter().collect()
}

/// A name without the words for a column of money at its end.
fn without_columns<'a>(name: &'a [char], lexicon: &Lexicon) -> &'a [char] {
    let mut rest = name;
    let end = |rest: &[char]| rest.len() - lexicon.labels.column.suffix(rest);
    while let Some(shorter) = rest.get(..end(rest)).filter(|s| is_shorter(s, rest)) {
        rest = shorter;
    }
    rest
}

fn is_shorter(new: &[char], old: &[char]) -> bool {
    new.len() >= SHORTEST_NAME && new.len() < old.len()
}

/// All amounts of one kind that the text states for an item.
fn one_kind<'a>(
    report: &'a Report,
    lexicon: &Lexicon,
    lines: &[&'a BudgetLine],
    table: &'a BudgetLine,
    of_prose: impl Fn(&'a BudgetLine) -> Option<&'a Stated<Measure>>,
    of_table: impl Fn(&'a BudgetLine) -> [Option<&'a Stated<Measure>>; 2],
) -> Vec<Reconciliation> {
    let figure = |stated: &Stated<Measure>| {
        let id = stated.figure?;
        report.figures.get(id.0 as usize).map(|figure| (id, figure))
    };
    let stated: Vec<(FigureId, &Figure)> = lines
        .iter()
        .filter_map(|line| of_prose(line))
        .filter_map(figure)
        .filter(|(_, f)| f.measure.is_exact())
        .collect();
    let columns: Vec<(FigureId, &Figure)> =
        of_table(table).into_iter().flatten().filter_map(figure).filter(|(_, f)| f.measure.is_exact()).collect();
    let any: Vec<(FigureId, &Figure)> =
        [&table.initial, &table.planned, &table.spent, &table.prior].into_iter().flatten().filter_map(figure).collect();
    let make = |a: (FigureId, &Figure), b: (FigureId, &Figure), verdict| {
        pair(a.0.0 as usize, b.0.0 as usize, a.1, b.1, true, verdict)
    };
    let agreeing = |a: &Figure| any.iter().find(|(_, b)| agree(a, b)).copied();
    let some_agree = stated.iter().any(|(_, a)| agreeing(a).is_some());
    let mut results = Vec::new();
    for &a in &stated {
        if let Some(b) = agreeing(a.1) {
            results.push(make(a, b, Verdict::Agrees));
            continue;
        }
        let of_one_time = |(_, b): &&(FigureId, &Figure)| same_time(report, a.1, b);
        let Some(&b) = columns.iter().filter(of_one_time).find(|(_, b)| same_unit(a.1, b)) else { continue };
        let (Some(x), Some(y)) = (a.1.measure.quantity.base_amount(), b.1.measure.quantity.base_amount()) else {
            continue;
        };
        let (slip, alike) = (is_slip(x, y), alike(x, y));
        let certain = slip && stated.len() == 1 && name(&a.1.label, lexicon) == name(&table.item, lexicon);
        let verdict = if certain {
            Verdict::Differs
            // What the text states elsewhere as the table has it is stated here of some part of it.
        } else if !slip && (some_agree || !alike) {
            Verdict::CannotTell(Reason::ScopeMayDiffer)
        } else {
            Verdict::Suspicious(Reason::ScopeMayDiffer)
        };
        results.push(make(a, b, verdict));
    }
    results
}

fn same_unit(a: &Figure, b: &Figure) -> bool {
    a.measure.quantity.unit.comparable(&b.measure.quantity.unit)
}

fn agree(a: &Figure, b: &Figure) -> bool {
    same_unit(a, b) && reading(&a.measure).zip(reading(&b.measure)).is_some_and(|(a, b)| a.meets(b))
}

/// Whether two amounts are of one size: what is twice as much counts more years, or more of the body.
pub(super) fn alike(x: Decimal, y: Decimal) -> bool {
    x <= y.saturating_mul(Decimal::TWO) && y <= x.saturating_mul(Decimal::TWO)
}

/// Whether two amounts differ as a slip of the pen does: in one digit, or by two neighboring digits that changed places.
pub(super) fn is_slip(a: Decimal, b: Decimal) -> bool {
    let digits = |d: Decimal| d.normalize().to_string().into_bytes();
    let (a, b) = (digits(a), digits(b));
    // 393.00 against 399.00 are three digits, whatever the unit.
    let told = |digits: &[u8]| {
        let last = digits.iter().rposition(|d| !matches!(d, b'0' | b'.')).map_or(0, |last| last + 1);
        digits.get(..last).unwrap_or_default().iter().filter(|d| d.is_ascii_digit()).count()
    };
    if a.len() != b.len() || told(&a).max(told(&b)) < MANY_DIGITS {
        return false;
    }
    let differ: Vec<usize> = a.iter().zip(&b).enumerate().filter(|(_, (x, y))| x != y).map(|(i, _)| i).collect();
    match differ.as_slice() {
        [_] => true,
        [i, j] => *j == i + 1 && a.get(*i) == b.get(*j) && a.get(*j) == b.get(*i),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::ledger::tests::{figure, line};
    use super::*;
    use crate::model::{FigureRole, offset};

    /// A report whose text states these amounts spent on 项目支出, whose table prints 2561.30 of a budget of 2695.40.
    fn verdicts(spent: &[&str]) -> Vec<Verdict> {
        let mut report = Report::default();
        line(&mut report, "项目支出", "2695.40", "2561.30", None);
        for (at, amount) in spent.iter().enumerate() {
            let stated = figure(&format!("项目支出决算数 {amount}"), FigureRole::Prose, offset(at), None, 1);
            let id = FigureId(offset(report.figures.len()));
            let mut said = report.budget[0].clone();
            said.table = TableKind::Other;
            said.at = stated.at.clone();
            (said.planned, said.spent) = (
                None,
                Some(Stated {
                    raw: stated.raw.clone(),
                    value: Some(stated.measure.clone()),
                    at: stated.at.clone(),
                    figure: Some(id),
                }),
            );
            report.figures.push(stated);
            report.budget.push(said);
        }
        restated(&report, Lexicon::builtin()).into_iter().map(|r| r.verdict).collect()
    }

    #[test]
    fn a_restated_amount_agrees_or_is_a_slip_or_is_doubted() {
        let doubted = || Verdict::Suspicious(Reason::ScopeMayDiffer);
        let unknown = || Verdict::CannotTell(Reason::ScopeMayDiffer);
        for (spent, expected) in [
            (vec!["2561.30 万元"], vec![Verdict::Agrees]),
            (vec!["2561.3 万元"], vec![Verdict::Agrees]),
            (vec!["25613000.00 元"], vec![Verdict::Agrees]),
            (vec!["2695.40 万元"], vec![Verdict::Agrees]),
            (vec!["2516.30 万元"], vec![Verdict::Differs]),
            (vec!["2961.30 万元"], vec![Verdict::Differs]),
            (vec!["2400.00 万元"], vec![doubted()]),
            (vec!["2561.80 万元"], vec![Verdict::Differs]),
            (vec!["120.00 万元"], vec![unknown()]),
            (vec!["2561.30 万元", "1900.00 万元"], vec![Verdict::Agrees, unknown()]),
            (vec!["2561.30 万元", "2516.30 万元"], vec![Verdict::Agrees, doubted()]),
        ] {
            assert_eq!(verdicts(&spent), expected, "{spent:?}");
        }
    }
}
