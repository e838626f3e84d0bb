//! Scores without a printed rule that miss what a proportion gives by one slip of the pen: 9.04 where 94% of 10 is 9.40.
//!
//! Nobody is held to a formula that the form does not print. But a score that is no such proportion, and would be one with
//! two digits changed back or one digit corrected, was hardly meant.

use super::precision;
use super::sums::amount;
use crate::model::{
    Comparator, Dimension, Indicator, Interval, Measure, Reason, Reconciliation, Report, Stated, Subject, Verdict,
};
use rust_decimal::{Decimal, RoundingStrategy};

/// Scores with fewer decimals are chosen, not computed.
const FEWEST_DECIMALS: u32 = 2;

/// Recomputes the rows that state no rule.
pub(super) fn slipped(report: &Report) -> Vec<Reconciliation> {
    let rows = report.indicators.iter().enumerate();
    rows.filter(|(_, leaf)| report.rule(leaf).is_none() && leaf.coefficient.is_none())
        .filter_map(|(index, leaf)| row(index, leaf))
        .collect()
}

fn row(index: usize, leaf: &Indicator) -> Option<Reconciliation> {
    let (target, actual) = (leaf.target.as_ref()?, leaf.actual.as_ref()?);
    let forward = !matches!(target.value.as_ref()?.comparator, Some(Comparator::AtMost | Comparator::Below));
    let (t, a) = (target.quantity()?, actual.quantity()?);
    let share = a.amount.checked_div(Some(t.amount).filter(|t| *t > Decimal::ZERO)?)?;
    let one_unit = t.unit == a.unit && actual.value.as_ref()?.is_exact();
    let short = forward && one_unit && share < Decimal::ONE && share > Decimal::ZERO;
    let whole = t.unit.dimension == Dimension::Percent && t.amount == Decimal::ONE_HUNDRED;
    let text = if whole { actual.raw.trim().to_owned() } else { format!("{} ÷ {}", a.amount, t.amount) };
    let weight = amount(leaf.weight.as_ref()).filter(|_| short)?;
    let inputs = [leaf.actual.as_ref()?.figure, leaf.target.as_ref()?.figure, leaf.weight.as_ref()?.figure];
    let made = slip(Subject::ScoreSlip(index), leaf.score.as_ref()?, share, weight, &text)?;
    Some(Reconciliation { inputs: inputs.into_iter().flatten().collect(), ..made })
}

/// A score against a share of its weight: nothing, unless one slip parts them.
pub(super) fn slip(
    subject: Subject,
    of: &Stated<Measure>,
    share: Decimal,
    weight: Decimal,
    text: &str,
) -> Option<Reconciliation> {
    let (stated, decimals) = precision::plain(of)?;
    let points = share.checked_mul(weight)?;
    let by = |strategy| points.round_dp_with_strategy(decimals, strategy);
    let (rounded, cut) = (by(RoundingStrategy::MidpointAwayFromZero), by(RoundingStrategy::ToZero));
    let right = [rounded, cut].into_iter().find(|right| is_slip(stated, *right, decimals))?;
    let apart = decimals >= FEWEST_DECIMALS && stated != rounded && stated != cut && stated < weight;
    apart.then(|| Reconciliation {
        subject,
        figure: of.figure,
        stated: Some(Interval::exact(stated)),
        recomputed: Some(Interval::printed(right, decimals)),
        inputs: Vec::new(),
        arithmetic: format!("{text} × {weight} = {right}"),
        verdict: Verdict::Suspicious(Reason::BaseMayDiffer),
    })
}

/// Whether two numbers with so many decimals differ in one digit, or by two neighbors that changed places.
fn is_slip(a: Decimal, b: Decimal, decimals: u32) -> bool {
    let digits = |d: Decimal| format!("{d:.*}", decimals as usize).into_bytes();
    let (a, b) = (digits(a), digits(b));
    if a.len() != b.len() {
        return false;
    }
    let differ: Vec<usize> = a.iter().zip(&b).enumerate().filter(|(_, (x, y))| x != y).map(|(i, _)| i).collect();
    match differ.as_slice() {
        // The last digit is what rounding on the way changes.
        [one] => *one + 1 < a.len(),
        [i, j] => {
            (j - i == 1 || j - i == 2 && a.get(i + 1) == Some(&b'.'))
                && a.get(*i) == b.get(*j)
                && a.get(*j) == b.get(*i)
        }
        _ => false,
    }
}
