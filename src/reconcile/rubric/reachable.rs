//! Which scores a rule can give at all, whatever the facts are: sums of points that are given whole or not at all, tiers, and
//! what whole deductions leave. Looks at no input.
//!
//! Anything that leaves room between two scores (a judgement, a formula, a step that may be taken pro rata, a point without
//! a word of what else it brings) makes every score possible.

use crate::model::{Award, Case, Condition, Full, Part, Rubric, Understanding};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// More scores than these are not told apart.
const MOST: usize = 400;

/// The scores that a rule can give a row that weighs so much; `None` when the wording leaves room between them.
pub(super) fn scores(rule: &Rubric, weight: Decimal) -> Option<BTreeSet<Decimal>> {
    let whole = rule.understanding() == Understanding::Fully && rule.damage.is_empty() && rule.equal_shares.is_none();
    if !whole || rule.parts.is_empty() {
        return None;
    }
    let mut sums = BTreeSet::from([Decimal::ZERO]);
    for part in &rule.parts {
        let own = of_part(part, weight)?;
        let pairs = sums.iter().flat_map(|a| own.iter().map(move |b| a.checked_add(*b)));
        let next: Option<BTreeSet<Decimal>> = pairs.collect();
        sums = next.filter(|all| all.len() <= MOST)?;
    }
    // Points that do not make up the weight may have been scaled to it.
    (sums.last() == Some(&weight)).then_some(sums)
}

fn of_part(part: &Part, weight: Decimal) -> Option<BTreeSet<Decimal>> {
    let full = match part.full {
        Full::Weight => weight,
        Full::Points(points) => points,
    };
    if part.cap.is_some() || full <= Decimal::ZERO {
        return None;
    }
    let mut all = BTreeSet::new();
    for case in &part.cases {
        match &case.then {
            Award::Full => drop(all.insert(full)),
            Award::Zero | Award::Void => drop(all.insert(Decimal::ZERO)),
            Award::Amount(amount) => drop(all.insert(amount.points(full)?)),
            Award::Events { take, each: true, .. } => all.extend(left(full, take.points(full)?)?),
            _ => return None,
        }
    }
    let zero = all.contains(&Decimal::ZERO);
    let told = |case: &Case| matches!(case.when, Condition::Within(..) | Condition::Not(..));
    // Tiers of a number say all; facts only where the rule also says what brings nothing.
    if !zero && !part.cases.iter().all(told) {
        return None;
    }
    all.insert(Decimal::ZERO);
    Some(all)
}

/// What is left of the points after so many whole deductions.
fn left(full: Decimal, take: Decimal) -> Option<Vec<Decimal>> {
    if take <= Decimal::ZERO {
        return None;
    }
    let mut all = vec![full];
    while let Some(&last) = all.last().filter(|last| !last.is_zero()) {
        all.push(last.checked_sub(take)?.max(Decimal::ZERO));
        if all.len() > MOST {
            return None;
        }
    }
    Some(all)
}

/// The scores next to a stated one, as a message shows them: `0, 1, 2`.
pub(super) fn shown(scores: &BTreeSet<Decimal>, stated: Decimal) -> String {
    /// Neighbors to either side.
    const AROUND: usize = 2;
    let below = scores.range(..stated).rev().take(AROUND).collect::<Vec<_>>().into_iter().rev();
    let all: Vec<String> =
        below.chain(scores.range(stated..).take(AROUND)).map(|s| s.normalize().to_string()).collect();
    all.join(", ")
}
