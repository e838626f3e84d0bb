//! Scores against weight × coefficient, where the form has a column 得分系数. One row that does not follow it is wrong only
//! where the others do: a column of that name may also hold something else.

use super::{stated, value::points};
use crate::model::{Dimension, Indicator, Interval, Reason, Reconciliation, Report, Subject, Verdict};
use rust_decimal::Decimal;

/// So many rows must follow the column before one that does not is called wrong.
const ESTABLISHED: usize = 2;

/// Recomputes the score of every row with a coefficient.
pub(super) fn coefficients(report: &Report) -> Vec<Reconciliation> {
    if report.indicators.iter().all(|leaf| leaf.coefficient.is_none()) {
        return Vec::new();
    }
    let mut all: Vec<Reconciliation> =
        report.indicators.iter().enumerate().filter_map(|(index, leaf)| one(index, leaf)).collect();
    let agreeing = all.iter().filter(|r| r.verdict == Verdict::Agrees).count();
    if agreeing < ESTABLISHED || 2 * agreeing < all.len() {
        for made in all.iter_mut().filter(|r| r.verdict == Verdict::Differs) {
            made.verdict = Verdict::CannotTell(Reason::RuleUnclear);
        }
    }
    all
}

fn one(index: usize, leaf: &Indicator) -> Option<Reconciliation> {
    // A score above the weight is wrong whatever the coefficient, and reported as that.
    let (_, score, weight) = stated(leaf).filter(|(printed, _, weight)| !weight.is_zero() && printed <= weight)?;
    let given = leaf.coefficient.as_ref()?;
    let quantity = given.value.as_ref().filter(|m| m.is_exact())?.quantity.clone();
    let percent = matches!(quantity.unit.dimension, Dimension::Percent) || quantity.amount > Decimal::TWO;
    let scale = if percent { Decimal::new(1, 2) } else { Decimal::ONE };
    let share = Interval::printed(quantity.amount, quantity.decimals).scaled(scale)?;
    let recomputed = share.scaled(weight)?;
    let exact = quantity.amount.checked_mul(scale)?.checked_mul(weight)?;
    let sign = if percent { "%" } else { "" };
    Some(Reconciliation {
        subject: Subject::ScoreByCoefficient(index),
        figure: leaf.score.as_ref().and_then(|s| s.figure),
        stated: Some(score),
        recomputed: Some(recomputed),
        inputs: given.figure.into_iter().chain(leaf.weight.as_ref().and_then(|w| w.figure)).collect(),
        arithmetic: format!("{} × {}{sign} = {}", points(weight), quantity.amount.normalize(), points(exact)),
        verdict: if recomputed.meets(score) { Verdict::Agrees } else { Verdict::Differs },
    })
}
