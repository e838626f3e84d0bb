//! Budgets that change in the course of the year: `年初预算860万元，年中追加42.5万元，调整后预算902.5万元`.

use super::text::Prose;
use crate::lexicon::{Trigger, text_of};
use crate::model::{FigureId, Relation, RelationKind, Wording};

/// The most amounts between the first budget and the adjusted one.
const MOST_STEPS: usize = 8;

/// The adjusted budgets of a text, each with the budget of the start of the year and what was added or taken away.
pub(super) fn budgets(prose: &Prose<'_>) -> Vec<Relation> {
    (0..prose.spots.len())
        .filter_map(|index| adjusted(prose, index).or_else(|| adjustment(prose, index)).or_else(|| added(prose, index)))
        .collect()
}

/// `年初预算500万元，年中追加30万元，预算调整率6%`: the one amount that was added or cut over the first budget.
fn adjustment(prose: &Prose<'_>, index: usize) -> Option<Relation> {
    let rate = prose.spots.get(index).filter(|s| s.is_percent())?;
    let said = text_of(prose.chars(prose.gap(index)));
    if !said.contains("调整率") {
        return None;
    }
    let says = |i: usize, trigger: Trigger| prose.says(i, trigger);
    let steps = || prose.before(index).take(MOST_STEPS);
    if let Some((_, last)) = steps().find(|&(i, _)| says(i, Trigger::Adjusted))
        && let Some((_, first)) = steps().find(|&(i, s)| says(i, Trigger::Initial) && prose.alike(s, last))
    {
        let amount = |s: &super::text::Spot<'_>| s.figure.measure.quantity.base_amount();
        let mut rate = Relation::new(RelationKind::Change, rate.id, vec![last.id, first.id], Wording::Likely);
        rate.falls = amount(last) < amount(first) && !said.ends_with('-');
        return Some(rate);
    }
    let changed = |&(i, _): &(usize, &super::text::Spot<'_>)| says(i, Trigger::Added) || says(i, Trigger::Cut);
    // What a bracket holds is part of what stands before it.
    let mut changed = steps().filter(|(i, _)| !prose.in_bracket(*i)).filter(changed);
    let ((_, by), None) = (changed.next()?, changed.next()) else { return None };
    let (_, first) = steps().find(|&(i, s)| says(i, Trigger::Initial) && prose.alike(s, by))?;
    Some(Relation::new(RelationKind::Ratio, rate.id, vec![by.id, first.id], Wording::Likely))
}

/// `年初预算500万元，调整后预算530万元，追加30万元`: what was added is told last.
fn added(prose: &Prose<'_>, index: usize) -> Option<Relation> {
    let spot = prose.spots.get(index).filter(|s| s.is_addable())?;
    let says = |i: usize, trigger: Trigger| prose.says(i, trigger);
    let more = says(index, Trigger::Added);
    let mut before = prose.before(index).take_while(|(_, s)| prose.alike(s, spot));
    let ((last, now), (first, then)) = (before.next()?, before.next()?);
    let told = (more || says(index, Trigger::Cut)) && says(last, Trigger::Adjusted) && says(first, Trigger::Initial);
    let parts = if more { vec![now.id, then.id] } else { vec![then.id, now.id] };
    told.then(|| Relation::new(RelationKind::Difference, spot.id, parts, Wording::Likely))
}

fn adjusted(prose: &Prose<'_>, index: usize) -> Option<Relation> {
    let spot = prose.spots.get(index).filter(|s| s.is_addable())?;
    let says = |i: usize, trigger: Trigger| prose.says(i, trigger);
    if !says(index, Trigger::Adjusted) {
        return None;
    }
    let (mut added, mut cut): (Vec<FigureId>, Vec<FigureId>) = (Vec::new(), Vec::new());
    // `追加人员经费20万元、专项资金30万元`: amounts without a word go on with the word before them.
    let mut open: Vec<FigureId> = Vec::new();
    // The budget that the year began with may stand in the sentence before: `年初预算…。年中追加…，调整后预算…`.
    let start = prose.sentence_start(index);
    let begun =
        (0..prose.first_from(start)).rev().find(|&i| says(i, Trigger::Initial) && prose.alike(&prose.spots[i], spot));
    let begun = begun.map(|i| (i, &prose.spots[i]));
    for (i, step) in prose.before(index).take(MOST_STEPS).chain(begun) {
        if !prose.alike(step, spot) {
            return None;
        }
        if says(i, Trigger::Initial) {
            let kind = match (added.as_slice(), cut.as_slice()) {
                _ if !open.is_empty() => return None,
                ([_, ..], []) => RelationKind::Sum,
                ([], [_]) => RelationKind::Difference,
                ([_], [_]) => RelationKind::Balance,
                _ => return None,
            };
            // What was added before what was cut.
            let steps = added.iter().rev().chain(cut.iter().rev());
            let parts = std::iter::once(step.id).chain(steps.copied()).collect();
            return Some(Relation::new(kind, spot.id, parts, Wording::Likely));
        }
        open.push(step.id);
        if says(i, Trigger::Added) {
            added.append(&mut open);
        } else if says(i, Trigger::Cut) {
            cut.append(&mut open);
        }
    }
    None
}
