//! Percentages of a stated whole count: whether some whole number gives them.
//!
//! Only a rate that follows its count at once is looked at, and only doubted: the rate may have another base. A rate that
//! another count nearby can be the base of, or that a formula confirms, is left alone.

use crate::model::{
    Dimension, Figure, FigureId, FigureRole, Interval, Reason, Reconciliation, Report, Subject, Verdict, offset,
};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// The most characters between the count and the percentage.
const NEAR: u32 = 14;
/// Smaller counts are more often the number of occasions than the base of a rate.
const SMALLEST: i64 = 20;

/// The most characters before the percentage within which another count may be its base.
const IN_SIGHT: u32 = 60;
/// So many figures before a percentage are looked through for its base.
const MOST_BASES: usize = 12;
/// Larger counts give every percentage of two decimals and prove nothing.
const LARGEST: i64 = 5_000;

/// Looks at every percentage that follows a whole count. `known` holds what was recomputed already.
pub(super) fn counts(report: &Report, known: &[Reconciliation]) -> Vec<Reconciliation> {
    let figures = &report.figures;
    let agrees = |r: &&Reconciliation| r.verdict == Verdict::Agrees;
    let confirmed: BTreeSet<FigureId> = known.iter().filter(agrees).filter_map(|r| r.figure).collect();
    let one_pair = |(index, (count, rate)): (usize, (&Figure, &Figure))| {
        if confirmed.contains(&FigureId(offset(index + 1))) {
            return None;
        }
        let before = figures.get(index.saturating_sub(MOST_BASES)..index).unwrap_or_default();
        one(index, count, rate, before)
    };
    figures.iter().zip(figures.iter().skip(1)).enumerate().filter_map(one_pair).collect()
}

/// Whether a figure is a whole count of things.
fn is_count(figure: &Figure) -> bool {
    let n = &figure.measure.quantity;
    n.unit.dimension == Dimension::Count
        && n.unit.factor == Decimal::ONE
        && n.decimals == 0
        && figure.measure.is_exact()
        && n.amount >= Decimal::ONE
}

/// Whether some whole number over the count lies where the share does.
fn gives(count: Decimal, share: Interval) -> bool {
    let bound = |edge: Decimal| edge.checked_mul(count)?.checked_div(Decimal::ONE_HUNDRED);
    let Some((low, high)) = bound(share.low).zip(bound(share.high)) else { return true };
    let percent = |k: Decimal| k.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(count);
    [low.floor(), low.floor() + Decimal::ONE, high.floor()].into_iter().filter_map(percent).any(|p| share.holds(p))
}

fn one(index: usize, count: &Figure, rate: &Figure, before: &[Figure]) -> Option<Reconciliation> {
    let together = count.role == FigureRole::Prose
        && rate.role == FigureRole::Prose
        && count.at.same_text(&rate.at)
        && rate.at.chars.0.checked_sub(count.at.chars.1).is_some_and(|gap| gap <= NEAR);
    let (n, p) = (&count.measure.quantity, &rate.measure.quantity);
    let is_share = p.unit.dimension == Dimension::Percent
        && rate.measure.is_exact()
        && p.decimals > 0
        && p.amount > Decimal::ZERO
        && p.amount < Decimal::ONE_HUNDRED
        && rate.label.ends_with('率')
        && !rate.label.contains(['增', '降', '超', '变', '升']);
    if !together || !is_count(count) || !is_share || n.amount < Decimal::from(SMALLEST) {
        return None;
    }
    // A rate from a count is confirmed by nothing: that some whole number fits says little.
    let rounded = Interval::rounded(p.amount, p.decimals);
    if gives(n.amount, rounded) {
        return None;
    }
    let in_sight = |f: &&Figure| {
        f.at.same_text(&rate.at) && rate.at.chars.0.checked_sub(f.at.chars.1).is_some_and(|gap| gap <= IN_SIGHT)
    };
    let printed = Interval::printed(p.amount, p.decimals);
    let another = |f: &Figure| {
        let base = f.measure.quantity.amount;
        is_count(f) && base <= Decimal::from(LARGEST) && gives(base, printed)
    };
    if before.iter().filter(in_sight).any(another) {
        return None;
    }
    let reason = if gives(n.amount, printed) { Reason::RoundingOfParts } else { Reason::BaseMayDiffer };
    let nearest = p.amount.checked_mul(n.amount)?.checked_div(Decimal::ONE_HUNDRED)?.floor();
    let share = |k: Decimal| k.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(n.amount);
    let (low, high) = (share(nearest)?, share(nearest + Decimal::ONE)?);
    let half_up = |share: Decimal| {
        share.round_dp_with_strategy(p.decimals.max(2), rust_decimal::RoundingStrategy::MidpointAwayFromZero)
    };
    Some(Reconciliation {
        subject: Subject::WholeCount,
        figure: Some(FigureId(offset(index + 1))),
        stated: Some(printed),
        recomputed: Some(Interval::closed(low, high)),
        inputs: vec![FigureId(offset(index))],
        arithmetic: format!(
            "{nearest} ÷ {n} = {}%；{} ÷ {n} = {}%",
            half_up(low),
            nearest + Decimal::ONE,
            half_up(high),
            n = n.amount
        ),
        verdict: Verdict::Suspicious(reason),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Location, Measure, Quantity, Unit};

    fn figure(label: &str, amount: &str, unit: &str, dimension: Dimension, at: u32) -> Figure {
        let amount: Decimal = amount.parse().expect("a number");
        let unit = Unit { text: unit.into(), dimension, base: unit.into(), factor: Decimal::ONE };
        Figure {
            label: label.into(),
            measure: Measure::plain(Quantity { amount, decimals: amount.scale(), unit }),
            raw: format!("{amount}"),
            role: FigureRole::Prose,
            at: Location { chars: (at, at + 4), ..Location::default() },
        }
    }

    #[test]
    fn only_impossible_shares_of_the_count_beside_are_doubted() {
        for (count, rate, label, at, doubted) in [
            ("35", "98.5", "满意率", 10, true),
            ("35", "97.1", "满意率", 10, false),
            ("35", "97.14", "满意率", 10, false),
            ("2210", "98.52", "办结率", 10, true),
            ("35", "98.5", "同比增长率", 10, false),
            ("35", "98.5", "满意率", 90, false),
            ("12", "98.5", "满意率", 10, false),
        ] {
            let figures = vec![
                figure("工单", count, "件", Dimension::Count, 0),
                figure(label, rate, "%", Dimension::Percent, at),
            ];
            let found = counts(&Report { figures, ..Report::default() }, &[]);
            assert_eq!(!found.is_empty(), doubted, "{count} {rate} {label}");
        }
    }

    #[test]
    fn another_count_in_sight_may_be_the_base() {
        for (first, count, rate, doubted) in [("125", "114", "91.20", false), ("126", "114", "91.20", true)] {
            let figures = vec![
                figure("预报", first, "站次", Dimension::Count, 0),
                figure("合格", count, "站次", Dimension::Count, 8),
                figure("合格率", rate, "%", Dimension::Percent, 18),
            ];
            let found = counts(&Report { figures, ..Report::default() }, &[]);
            assert_eq!(!found.is_empty(), doubted, "{first} {count} {rate}");
        }
    }
}
