//! What gives a score that its own rule does not give: another row's rule on this row's result, or a convention.
//! Explains only; nothing is called wrong here.

use super::inputs::{Inputs, Row};
use super::score;
use super::value::{Value, points};
use super::{is_transferable, stated};
use crate::model::{Convention, Interval, Operator, Reconciliation, Rubric, Subject, Verdict};
use rust_decimal::Decimal;

/// The most rules of other rows that are tried.
const MOST_RULES: usize = 400;

/// The explanations of a row's score, the best first.
pub(super) fn explain(inputs: &Inputs<'_>, row: Row<'_>) -> Vec<Reconciliation> {
    let Some((printed, score, weight)) = stated(row.leaf) else { return Vec::new() };
    // Nothing and everything are given by many rules.
    if printed.is_zero() || printed == weight {
        return Vec::new();
    }
    let make = |subject, recomputed, arithmetic| Reconciliation {
        subject,
        figure: None,
        stated: Some(score),
        recomputed: Some(recomputed),
        inputs: Vec::new(),
        arithmetic,
        verdict: Verdict::Agrees,
    };
    let mut found = Vec::new();
    let rows = &inputs.ledger.report.indicators;
    let nearest = (1..rows.len()).flat_map(|far| [row.index.checked_sub(far), row.index.checked_add(far)]);
    let near = nearest.flatten().filter_map(|other| Some((other, rows.get(other)?)));
    let mut tried = Vec::new();
    for (other, leaf) in near.take(MOST_RULES) {
        let Some(rule) = leaf.rubric.as_ref().filter(|r| is_transferable(r) && !r.says_the_same(row.rubric)) else {
            continue;
        };
        // Forms repeat their rules; one that gave nothing gives nothing again.
        if tried.iter().any(|known: &&Rubric| known.says_the_same(rule) && known.definitions == rule.definitions) {
            continue;
        }
        tried.push(rule);
        let borrowed = Row { rubric: rule, borrowed: true, ..row };
        let Some(outcome) = score::rubric(inputs, borrowed, rule, weight) else { continue };
        let fit = outcome.readings.iter().find(|r| !r.at_edge && r.score.meets(score) && tells(r.score, score));
        if let Some(reading) = fit.filter(|_| outcome.missing.is_empty()) {
            // A mean of one rate with itself is that rate.
            let plain = row.actual().and_then(|a| {
                let score = a.printed.checked_mul(weight)?;
                let same = reading.text.ends_with(&format!("= {}", points(score)));
                (a.rate && same).then(|| format!("{} × {} = {}", a.text, points(weight), points(score)))
            });
            let text = plain.unwrap_or_else(|| reading.text.clone());
            found.push(make(Subject::ScoreByOtherRule(row.index, other), reading.score, text));
            break;
        }
    }
    found.extend(conventions(row, weight).into_iter().find_map(|(convention, value)| {
        // What the printed numbers themselves give must be the score: 5 ÷ 5 does not explain 0.9.
        let fits = score.holds(value.printed);
        let text = format!("{} = {}", value.text, points(value.printed));
        fits.then(|| make(Subject::ScoreByConvention(row.index, convention), value.interval, text))
    }));
    found
}

/// Whether a recomputed score is known as exactly as the stated one is printed: any score near it fits a wide range.
fn tells(recomputed: Interval, stated: Interval) -> bool {
    recomputed.high - recomputed.low <= stated.high - stated.low
}

/// What the known conventions give.
fn conventions(row: Row<'_>, weight: Decimal) -> Vec<(Convention, Value)> {
    let (Some(actual), Some(full)) = (row.actual(), Value::number(weight, false)) else { return Vec::new() };
    let mut all = Vec::new();
    let times = |rate: &Value| {
        let text = format!("{} × {}", rate.text, full.text);
        Value::combine(Operator::Times, rate, &full, text)
    };
    if actual.rate {
        all.extend(times(&actual).map(|v| (Convention::Rate, v)));
    }
    let Some(target) = row.target().filter(|t| t.rate == actual.rate) else { return all };
    let over = |one: &Value, two: &Value| {
        let text = format!("{} ÷ {}", one.text, two.text);
        Value::combine(Operator::Over, one, two, text)
    };
    all.extend(over(&actual, &target).and_then(|r| times(&r)).map(|v| (Convention::Forward, v)));
    all.extend(symmetric(&actual, &target, &full).map(|v| (Convention::Symmetric, v)));
    all.extend(over(&target, &actual).and_then(|r| times(&r)).map(|v| (Convention::Reverse, v)));
    all
}

/// (1 − |a − t|/t) × w
fn symmetric(actual: &Value, target: &Value, full: &Value) -> Option<Value> {
    let one = Value::number(Decimal::ONE, false)?;
    let (more, less) = if actual.printed >= target.printed { (actual, target) } else { (target, actual) };
    let gap = Value::combine(Operator::Minus, &more.at(more.printed), &less.at(less.printed), String::new())?;
    let share = Value::combine(Operator::Over, &gap, &target.at(target.printed), String::new())?;
    let left = Value::combine(Operator::Minus, &one, &share, String::new())?;
    let text = format!("{} × (1 − ({} − {}) ÷ {})", full.text, more.text, less.text, target.text);
    Value::combine(Operator::Times, full, &left, text)
}
