//! Scores against their own scoring rules: a [`Report`] in, recomputations out.
//!
//! A score agrees when some reading of the rule gives it. It differs only when none does, and then what else would give it
//! is looked for: another row's rule, or a convention. What a rule leaves to a person, or a figure that is not printed,
//! proves nothing.

mod awards;
mod coefficients;
mod conditions;
mod explain;
mod facts;
mod inputs;
mod reachable;
mod score;
mod steps;
mod value;

use super::ledger::Ledger;
use super::precision;
use crate::lexicon::Lexicon;
use crate::model::{
    Comparator, FigureId, FormRule, Full, Indicator, Interval, Reason, Reconciliation, Rubric, Stated, Subject, Verdict,
};
use inputs::{Inputs, Row};
use rust_decimal::Decimal;
use score::Outcome;

/// More readings than these are not listed behind the first.
const MOST_SHOWN: usize = 3;

/// Recomputes the score of every row that has a rule.
pub(super) fn rubrics(ledger: &Ledger<'_>, lexicon: &Lexicon) -> Vec<Reconciliation> {
    let inputs = Inputs::new(ledger, lexicon);
    let mut all = Vec::new();
    for (index, leaf) in ledger.report.indicators.iter().enumerate() {
        let Some(rubric) = ledger.report.rule(leaf) else { continue };
        let row = Row { index, leaf, rubric, borrowed: false };
        let Some(made) = one(&inputs, row) else { continue };
        let differs = matches!(made.verdict, Verdict::Differs | Verdict::Suspicious(_));
        all.push(made);
        if differs {
            all.extend(explain::explain(&inputs, row));
        }
    }
    all.extend(coefficients::coefficients(ledger.report));
    all
}

/// The stated score, its weight, and what the stated score can stand for.
fn stated(leaf: &Indicator) -> Option<(Decimal, Interval, Decimal)> {
    let weight = leaf.weight.as_ref().and_then(precision::plain)?.0;
    let score = precision::printed(leaf.score.as_ref()?)?;
    Some((score.printed, score.likely, weight))
}

fn one(inputs: &Inputs<'_>, row: Row<'_>) -> Option<Reconciliation> {
    let (printed, score, weight) = stated(row.leaf)?;
    // Points on top of the full score, or taken from it, follow other conventions.
    if row.leaf.on_top {
        return None;
    }
    let outcome = score::rubric(inputs, row, row.rubric, weight);
    let make = |outcome: Option<&Outcome>, verdict: Verdict| Reconciliation {
        subject: Subject::ScoreByRubric(row.index),
        figure: row.leaf.score.as_ref().and_then(|s| s.figure),
        stated: Some(score),
        recomputed: outcome.and_then(hull),
        inputs: outcome.map(|o| used(row, o)).unwrap_or_default(),
        arithmetic: outcome.map(arithmetic).unwrap_or_default(),
        verdict,
    };
    let Some(outcome) = outcome else {
        let reason = if row.rubric.damage.is_empty() { Reason::RuleUnclear } else { Reason::RuleDamaged };
        return Some(make(None, Verdict::CannotTell(reason)));
    };
    // A row that weighs nothing scores nothing, whatever its rule.
    if weight.is_zero() {
        let verdict = match outcome.missing.first() {
            Some(missing) => Verdict::CannotTell(missing.reason.clone()),
            None if score.holds(Decimal::ZERO) => Verdict::Agrees,
            None => Verdict::Differs,
        };
        return Some(make(Some(&outcome), verdict));
    }
    let verdict = match (verdict(row, &outcome, score), inputs.ledger.report.form_rule(row.leaf)) {
        (Verdict::Differs | Verdict::Suspicious(_), Some(rule)) => doubted(row, rule, &outcome, score),
        (verdict, _) => verdict,
    };
    let mut result = make(Some(&outcome), verdict);
    // What is left to a person can still not be given by the rule: 1.5 of points of 1 each.
    if matches!(result.verdict, Verdict::CannotTell(_))
        && row.leaf.rubric.is_some()
        && let Some(scores) = reachable::scores(row.rubric, weight)
        && !scores.iter().any(|s| score.holds(*s))
    {
        result.arithmetic = reachable::shown(&scores, printed);
        result.recomputed = scores.first().zip(scores.last()).map(|(low, high)| Interval::closed(*low, *high));
        result.verdict = Verdict::Suspicious(Reason::Unreachable);
    }
    Some(result)
}

fn verdict(row: Row<'_>, outcome: &Outcome, score: Interval) -> Verdict {
    let fits = |edge: bool| outcome.readings.iter().any(|r| r.at_edge == edge && r.score.meets(score));
    if fits(false) {
        return match outcome.missing.first() {
            // Events only take off: full marks say that there were none.
            None => Verdict::Agrees,
            Some(_) if outcome.readings.iter().any(|r| r.score.high == outcome.bounds.1 && r.score.meets(score)) => {
                Verdict::Agrees
            }
            Some(missing) => Verdict::CannotTell(missing.reason.clone()),
        };
    }
    let (low, high) = outcome.bounds;
    if let Some(missing) = outcome.missing.first() {
        let out = !Interval::closed(low.min(high), high).meets(score);
        let whole =
            outcome.missing.iter().all(|m| m.reason != Reason::RuleUnclear && m.reason != Reason::InputConflicting);
        if !(out && whole && outcome.computed && row.rubric.damage.is_empty()) {
            return Verdict::CannotTell(missing.reason.clone());
        }
    }
    if fits(true) {
        return Verdict::Suspicious(Reason::RoundingOfParts);
    }
    if outcome.inferred {
        return Verdict::Suspicious(Reason::Inferred);
    }
    if !row.rubric.damage.is_empty() && row.rubric.damage != [crate::model::Damage::BracketLost] {
        return Verdict::Suspicious(Reason::RuleDamaged);
    }
    if !adds_up(row) {
        return Verdict::Suspicious(Reason::RuleUnclear);
    }
    if over_completed(row) && outcome.readings.iter().all(|r| r.score.low >= score.high) {
        return Verdict::Suspicious(Reason::OverCompletion);
    }
    Verdict::Differs
}

/// A score that the form's rule for all rows does not give.
fn doubted(row: Row<'_>, rule: &FormRule, outcome: &Outcome, score: Interval) -> Verdict {
    let lower = outcome.readings.iter().all(|r| r.score.low >= score.high);
    // Points taken for over-completion, or beside the rule by somebody's judgement of quality, are told in the note.
    if lower && over_completed(row) && rule.adjusts {
        return Verdict::CannotTell(Reason::OverCompletion);
    }
    Verdict::Suspicious(Reason::FormRule)
}

/// Whether the points that a rule prints make up the weight. Where they do not, they may have been scaled to it, or the rule
/// may say more than was read.
fn adds_up(row: Row<'_>) -> bool {
    let Some((_, _, weight)) = stated(row.leaf) else { return true };
    let mut sum = Decimal::ZERO;
    for part in &row.rubric.parts {
        let Full::Points(points) = part.full else { return true };
        let Some(more) = sum.checked_add(points) else { return true };
        sum = more;
    }
    sum == weight
}

/// Whether a count went beyond a target that is no upper limit.
fn over_completed(row: Row<'_>) -> bool {
    let Some((actual, target)) = row.actual().zip(row.target()) else { return false };
    let comparator = row.leaf.target.as_ref().and_then(|t: &Stated<_>| t.value.as_ref()?.comparator);
    let limit = matches!(comparator, Some(Comparator::AtMost | Comparator::Below));
    !limit && actual.rate == target.rate && actual.printed > target.printed
}

fn used(row: Row<'_>, outcome: &Outcome) -> Vec<FigureId> {
    let mut ids: Vec<FigureId> =
        outcome.ids.iter().copied().chain(row.leaf.weight.as_ref().and_then(|w| w.figure)).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// All that is admitted: the readings when everything was computed, else what the unknown parts leave.
fn hull(outcome: &Outcome) -> Option<Interval> {
    if outcome.missing.is_empty() {
        let mut all = outcome.readings.iter().filter(|r| !r.at_edge).map(|r| r.score);
        let first = all.next()?;
        return Some(all.fold(first, Interval::hull));
    }
    let banded = !outcome.bounds.0.is_zero();
    ((outcome.computed || banded) && outcome.bounds.0 <= outcome.bounds.1)
        .then(|| Interval::closed(outcome.bounds.0, outcome.bounds.1))
}

/// The plainest reading's arithmetic, then what the other readings give: `1 − 2.55 × 2% × 1 = 0.949 (0.96, 0.94)`.
fn arithmetic(outcome: &Outcome) -> String {
    let Some(first) = outcome.readings.first().filter(|_| outcome.missing.is_empty()) else {
        if let Some(reading) = outcome.readings.first().filter(|r| !r.text.is_empty() && outcome.computed) {
            return reading.text.clone();
        }
        let names: Vec<&str> = outcome.missing.iter().map(|m| m.name.as_str()).filter(|n| !n.is_empty()).collect();
        return names.first().copied().unwrap_or_default().to_owned();
    };
    let result = |text: &str| text.rsplit(['=', '→']).next().unwrap_or_default().trim().to_owned();
    let mut others: Vec<String> = Vec::new();
    for reading in outcome.readings.iter().filter(|r| !r.at_edge && !r.minor) {
        let value = result(&reading.text);
        if value != result(&first.text) && !others.contains(&value) && outcome.readings.len() < 16 {
            others.push(value);
        }
    }
    others.truncate(MOST_SHOWN);
    if others.is_empty() { first.text.clone() } else { format!("{} ({})", first.text, others.join(", ")) }
}

/// A rule that could be tried on other rows.
fn is_transferable(rubric: &Rubric) -> bool {
    !rubric.parts.is_empty()
        && rubric.cases().any(|c| matches!(c.then, crate::model::Award::Formula(_) | crate::model::Award::Steps(_)))
}
