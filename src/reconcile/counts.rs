//! Percentages of a stated whole count: whether some whole number gives them.
//!
//! Only a rate that follows its count at once is looked at, and only doubted: the rate may have another base.

use crate::lexicon::{Lexicon, chars};
use crate::model::{
    Dimension, Figure, FigureId, FigureRole, Interval, Reason, Reconciliation, Report, Subject, Verdict, offset,
};
use rust_decimal::Decimal;

/// The most characters between the count and the percentage.
const NEAR: u32 = 14;
/// Smaller counts are more often the number of occasions than the base of a rate.
const SMALLEST: i64 = 20;

/// Figures before the count that may be the base or the part instead.
const BESIDE: usize = 3;
/// The same for figures that count the same kind of thing: kinds may be listed between a whole and its part.
const FAR: usize = 12;

/// Looks at every percentage that follows a whole count.
pub(super) fn counts(report: &Report, lexicon: &Lexicon) -> Vec<Reconciliation> {
    let figures = &report.figures;
    let pairs = figures.iter().zip(figures.iter().skip(1)).enumerate();
    let doubted = pairs.filter_map(|(index, (count, rate))| {
        let beside = index.saturating_sub(BESIDE);
        let (far, before) = (figures.get(index.saturating_sub(FAR)..beside), figures.get(beside..index));
        let part = |r: &Reconciliation| {
            let kindred =
                |f: &&Figure| lexicon.relations.kindred(&f.measure.quantity.unit, &count.measure.quantity.unit);
            let bases = far.unwrap_or_default().iter().filter(kindred);
            from_two(before.unwrap_or_default().iter(), count, r) || from_two(bases, count, r)
        };
        one(index, count, rate, lexicon).filter(|r| !part(r))
    });
    doubted.collect()
}

/// Whether the count over a figure before it, or the other way round, gives the rate: then the count is no base.
fn from_two<'a>(before: impl Iterator<Item = &'a Figure>, count: &Figure, result: &Reconciliation) -> bool {
    let n = count.measure.quantity.amount;
    before.filter(|f| f.at.same_text(&count.at)).any(|other| {
        let m = other.measure.quantity.amount;
        [(n, m), (m, n)].iter().any(|(a, b)| {
            let share = a.checked_mul(Decimal::ONE_HUNDRED).and_then(|x| x.checked_div(*b));
            share.zip(result.stated).is_some_and(|(share, stated)| stated.holds(share))
        })
    })
}

fn one(index: usize, count: &Figure, rate: &Figure, lexicon: &Lexicon) -> Option<Reconciliation> {
    let together = count.role == FigureRole::Prose
        && rate.role == FigureRole::Prose
        && count.at.same_text(&rate.at)
        && rate.at.chars.0.checked_sub(count.at.chars.1).is_some_and(|gap| gap <= NEAR);
    if !together {
        return None;
    }
    let (n, p) = (&count.measure.quantity, &rate.measure.quantity);
    let is_count = n.unit.dimension == Dimension::Count
        && n.unit.factor == Decimal::ONE
        && n.decimals == 0
        && count.measure.is_exact();
    let is_share = p.unit.dimension == Dimension::Percent
        && rate.measure.is_exact()
        && p.decimals > 0
        && p.amount > Decimal::ZERO
        && p.amount < Decimal::ONE_HUNDRED
        && lexicon.labels.share.suffix(&chars(&rate.label)) > 0;
    if !is_count || !is_share || n.amount < Decimal::from(SMALLEST) {
        return None;
    }
    // Rounding only: that a rate was cut is the innocent reading, and the finding no more than a doubt.
    let printed = Interval::rounded(p.amount, p.decimals);
    let nearest = p.amount.checked_mul(n.amount)?.checked_div(Decimal::ONE_HUNDRED)?.floor();
    let share = |k: Decimal| k.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(n.amount);
    let possible = [nearest - Decimal::ONE, nearest, nearest + Decimal::ONE]
        .iter()
        .any(|k| share(*k).is_some_and(|s| printed.holds(s)));
    // A rate from a count is confirmed by nothing: that some whole number fits says little.
    if possible {
        return None;
    }
    let (low, high) = (share(nearest)?, share(nearest + Decimal::ONE)?);
    let digits = p.decimals.max(2);
    Some(Reconciliation {
        subject: Subject::WholeCount,
        figure: Some(FigureId(offset(index + 1))),
        stated: Some(printed),
        recomputed: Some(Interval::closed(low, high)),
        inputs: vec![FigureId(offset(index))],
        arithmetic: format!(
            "{nearest} ÷ {n} = {}%；{} ÷ {n} = {}%",
            low.round_dp(digits),
            nearest + Decimal::ONE,
            high.round_dp(digits),
            n = n.amount
        ),
        verdict: Verdict::Suspicious(Reason::BaseMayDiffer),
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
            ("1237", "97.65", "办结率", 10, true),
            ("35", "98.5", "同比增长率", 10, false),
            ("35", "98.5", "满意率", 90, false),
            ("12", "98.5", "满意率", 10, false),
        ] {
            let figures = vec![
                figure("工单", count, "件", Dimension::Count, 0),
                figure(label, rate, "%", Dimension::Percent, at),
            ];
            let found = counts(&Report { figures, ..Report::default() }, Lexicon::builtin());
            assert_eq!(!found.is_empty(), doubted, "{count} {rate} {label}");
        }
    }

    #[test]
    fn a_count_that_is_the_part_is_no_base() {
        let figures = vec![
            figure("问卷", "430", "份", Dimension::Count, 0),
            figure("表示满意", "413", "份", Dimension::Count, 8),
            figure("满意率", "96.05", "%", Dimension::Percent, 16),
        ];
        assert!(counts(&Report { figures, ..Report::default() }, Lexicon::builtin()).is_empty());
    }
}
