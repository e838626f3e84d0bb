//! Rates of execution stated for a part of the year, against the rate of the whole year that a budget line prints.
//!
//! Which quarter a rate is of, and whether it counts from January on, its wording does not say for sure: nothing ends in
//! an error here.

use super::ledger::Ledger;
use super::same::{agree, comparable, pair};
use crate::lexicon::Lexicon;
use crate::model::{BudgetLine, Dimension, Figure, FigureId, FigureRole, Reason, Reconciliation, Verdict};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// More lines that are the whole of their table make a collection, in which no rate is known to be of one of them.
const MOST_WHOLES: usize = 400;
/// The last quarter of the year, counted from 0.
const LAST: usize = 3;

/// The rates at the end of quarters and of the year against that of the whole year.
pub(super) fn progress(ledger: &Ledger<'_>, lexicon: &Lexicon) -> Vec<Reconciliation> {
    let quarters = quarters(ledger, lexicon);
    let of_quarters: BTreeSet<Option<FigureId>> = quarters.iter().map(|r| r.figure).collect();
    let mut results = year_end(ledger, lexicon);
    results.retain(|r| !of_quarters.contains(&r.figure));
    results.extend(quarters);
    results
}

/// The lines that are the whole of their table and print a rate of execution, each with that rate.
fn wholes<'a>(ledger: &Ledger<'a>, lexicon: &Lexicon) -> Vec<(&'a BudgetLine, FigureId, &'a Figure)> {
    let Some(ratio) = lexicon.ratios.execution.and_then(|index| lexicon.ratios.all.get(index)) else {
        return Vec::new();
    };
    let lines = ledger.report.budget.iter().filter(|line| line.parent.is_none());
    let whole = lines.filter(|line| ratio.items.contains(&*lexicon.labels.key(&line.item)));
    whole
        .filter_map(|line| {
            let rate = line.rate.as_ref()?.figure?;
            Some((line, rate, ledger.report.figures.get(rate.0 as usize)?))
        })
        .collect()
}

/// A rate of execution at the end of the year against that of the whole year. Only two rates that are nearly the same are
/// held against each other: others are of the quarter alone, or of other money.
fn year_end(ledger: &Ledger<'_>, lexicon: &Lexicon) -> Vec<Reconciliation> {
    let wholes = wholes(ledger, lexicon);
    if wholes.is_empty() || wholes.len() > MOST_WHOLES {
        return Vec::new();
    }
    let one = |(index, a): (usize, &Figure)| {
        if !is_stated(a) || lexicon.ratios.at_year_end(&a.label, &lexicon.labels) != lexicon.ratios.execution {
            return None;
        }
        if wholes.iter().any(|(.., b)| agree(a, b)) {
            return None;
        }
        let whole_part = |f: &Figure| f.measure.quantity.amount.trunc();
        let mut close = wholes.iter().filter(|(.., b)| comparable(a, b) && whole_part(a) == whole_part(b));
        let (Some((_, id, b)), None) = (close.next(), close.next()) else { return None };
        Some(pair(index, id.0 as usize, a, b, true, Verdict::Suspicious(Reason::ScopeMayDiffer)))
    };
    ledger.report.figures.iter().enumerate().filter_map(one).collect()
}

/// Rates of quarters that add up to more than the whole are cumulative, so that the last is the year's rate.
fn quarters(ledger: &Ledger<'_>, lexicon: &Lexicon) -> Vec<Reconciliation> {
    let Some((total, b)) = largest(ledger, lexicon) else { return Vec::new() };
    let mut by_place: BTreeMap<_, Vec<(usize, usize, &Figure)>> = BTreeMap::new();
    for (index, figure) in ledger.report.figures.iter().enumerate() {
        if is_stated(figure)
            && let Some(quarter) = lexicon.rubrics.quarter(&figure.label)
        {
            by_place.entry(super::ledger::place(figure)).or_default().push((index, quarter, figure));
        }
    }
    let mut results = Vec::new();
    for stated in by_place.values() {
        let amount = |(.., f): &(usize, usize, &Figure)| f.measure.quantity.amount;
        let sum: Decimal = stated.iter().map(amount).sum();
        let Some(&(last, _, a)) = stated.iter().find(|(_, quarter, _)| *quarter == LAST) else { continue };
        if sum <= Decimal::ONE_HUNDRED || stated.len() < 2 || !stated.is_sorted_by_key(amount) {
            continue;
        }
        let verdict = if agree(a, b) { Verdict::Agrees } else { Verdict::Suspicious(Reason::ScopeMayDiffer) };
        results.push(pair(last, total.0 as usize, a, b, true, verdict));
    }
    results
}

/// Whether a sentence states an exact rate.
fn is_stated(figure: &Figure) -> bool {
    figure.role == FigureRole::Prose
        && figure.measure.quantity.unit.dimension == Dimension::Percent
        && figure.measure.is_exact()
}

/// The execution rate of the largest whole; of equal ones the first.
fn largest<'a>(ledger: &Ledger<'a>, lexicon: &Lexicon) -> Option<(FigureId, &'a Figure)> {
    let budget = |line: &BudgetLine| line.planned.as_ref().or(line.initial.as_ref())?.quantity()?.base_amount();
    let with_budget = wholes(ledger, lexicon).into_iter().filter_map(|(line, id, f)| Some((budget(line)?, id, f)));
    with_budget.max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1))).map(|(_, id, figure)| (id, figure))
}

#[cfg(test)]
mod tests {
    use super::super::ledger::tests::{line, prose};
    use super::*;
    use crate::model::Report;

    fn verdicts(report: &Report) -> Vec<Verdict> {
        let lexicon = Lexicon::builtin();
        progress(&Ledger::new(report, lexicon), lexicon).into_iter().map(|r| r.verdict).collect()
    }

    #[test]
    fn cumulative_quarters_end_in_the_rate_of_the_year() {
        for (third, fourth, year, expected) in [
            ("47.20", "96.10", "96.10", vec![Verdict::Agrees]),
            ("47.20", "96.30", "96.10", vec![Verdict::Suspicious(Reason::ScopeMayDiffer)]),
            ("22.00", "31.00", "96.10", vec![]),
        ] {
            let mut report =
                prose(&[&[&format!("第三季度预算执行率 {third} %"), &format!("第四季度预算执行率 {fourth} %")]]);
            line(&mut report, "合计", "500.00", "480.50", Some(year));
            assert_eq!(verdicts(&report), expected, "{third} {fourth}");
        }
    }

    #[test]
    fn a_rate_at_the_end_of_the_year_is_held_against_the_nearly_equal_one() {
        let doubted = || vec![Verdict::Suspicious(Reason::ScopeMayDiffer)];
        for (label, stated, expected) in [
            ("第四季度预算执行率", "96.12", doubted()),
            ("年末执行率", "96.12", doubted()),
            ("第四季度预算执行率", "96.10", vec![]),
            ("第四季度预算执行率", "31.00", vec![]),
            ("第三季度预算执行率", "96.12", vec![]),
            ("第四季度满意率", "96.12", vec![]),
        ] {
            let mut report = prose(&[&[&format!("{label} {stated} %")]]);
            line(&mut report, "合计", "500.00", "480.50", Some("96.10"));
            line(&mut report, "合计", "10.00", "9.00", Some("90.00"));
            assert_eq!(verdicts(&report), expected, "{label} {stated}");
        }
    }
}
