//! Changes and what is left: `比上年的100万元增加20万元，增长20%`, `由9个增加到12个`, `结余3.50万元`.

use super::text::{Prose, Spot};
use crate::lexicon::{Hit, Trigger};
use crate::model::{Dimension, FigureId, Relation, RelationKind, Wording};

/// How far into a sentence the words that compare it with another year reach, in characters.
const COMPARISON: usize = 16;
/// Figures before a change among which its two values are looked for.
const NEAR: usize = 4;

/// The changes and remainders that a text states.
pub(super) fn changes(prose: &Prose<'_>) -> Vec<Relation> {
    (0..prose.spots.len()).filter_map(|index| change(prose, index).or_else(|| rest(prose, index))).collect()
}

/// The word of change that ends the words before a figure, and whether it is a fall.
fn direction(prose: &Prose<'_>, index: usize) -> Option<(Hit, bool)> {
    let gap = prose.gap(index);
    let end = gap.end;
    let links =
        prose.chars(gap.clone()).iter().rev().take_while(|c| matches!(c, '了' | '为' | '达' | '约' | ':')).count();
    let ends = |h: &&Hit| h.end + links == end && matches!(h.trigger, Trigger::Rise | Trigger::Fall);
    let word = prose.words(gap).filter(ends).max_by_key(|h| h.end - h.start)?;
    Some((*word, word.trigger == Trigger::Fall))
}

/// Whether a figure is an amount or a rate of change.
pub(super) fn is_change(prose: &Prose<'_>, index: usize) -> bool {
    direction(prose, index).is_some()
}

/// The value that a sentence of changes is about, when the sentence before ends with it: `收入80万元。与上年相比，增加8万元`.
fn value_before(prose: &Prose<'_>, index: usize, amount: &Spot<'_>) -> Option<FigureId> {
    let start = prose.sentence_start(index);
    let opening = prose.chars(start..prose.chars.len().min(start + COMPARISON));
    // 与, 较 and 比 alone compare when they open the sentence.
    let opens = |h: &Hit| h.start == start || h.end - h.start > 1;
    let compares = prose.words(start..start + opening.len()).any(|h| h.trigger == Trigger::Compared && opens(h));
    let value = prose.last_of_sentence_before(index).filter(|_| compares)?;
    let spot = prose.spots.get(value).filter(|s| s.is_addable() && prose.alike(s, amount))?;
    (!is_change(prose, value)).then_some(spot.id)
}

/// Whether the words before a figure make it the earlier of two values.
fn is_prior(prose: &Prose<'_>, index: usize) -> bool {
    let gap = prose.gap(index);
    let from_end = |h: &Hit| gap.end - h.end;
    let from = prose.words(gap.clone()).any(|h| h.trigger == Trigger::From && from_end(h) <= 12);
    let prior = prose.words(gap.clone()).any(|h| h.trigger == Trigger::Prior && from_end(h) <= 6);
    prior || from && to_follows(prose, index)
}

fn to_follows(prose: &Prose<'_>, index: usize) -> bool {
    prose.has(prose.after(index), Trigger::To)
}

fn change(prose: &Prose<'_>, index: usize) -> Option<Relation> {
    let spot = prose.spots.get(index)?;
    let percent = spot.is_percent();
    let named = percent && ["变动率", "增长率", "下降率"].iter().any(|n| spot.figure.label.contains(n));
    let falls = match direction(prose, index) {
        Some((_, falls)) => falls,
        None if named => spot.figure.label.contains("下降率"),
        None => return None,
    };
    let clause = prose.sentence_start(index)..spot.end;
    if prose.has(clause, Trigger::OtherBase) || !(percent || spot.is_addable() || is_points(spot)) {
        return None;
    }
    let before: Vec<(usize, &Spot<'_>)> = prose.before(index).take(NEAR).collect();
    let changed = |i: usize| direction(prose, i).is_some();
    let value = |s: &Spot<'_>| if is_points(spot) { s.is_percent() } else { s.is_addable() };
    let prior = before.iter().find(|&&(i, s)| value(s) && is_prior(prose, i) && !changed(i)).copied();
    let current = before
        .iter()
        .find(|&&(i, s)| {
            let like = prior.is_none_or(|(p, q)| p != i && prose.alike(s, q));
            value(s) && !changed(i) && like && !is_prior(prose, i) && !prose.is_base(i)
        })
        .copied();
    let amount = before.iter().find(|&&(i, s)| s.is_addable() && changed(i)).copied();
    let explicit = prior.is_some_and(|(p, _)| to_follows(prose, p));
    let wording = if explicit { Wording::Closed } else { Wording::Likely };
    let (kind, parts) = match (percent, current, prior, amount) {
        (false, Some((_, c)), Some((_, p)), _) if is_points(spot) || prose.alike(c, spot) && prose.alike(p, spot) => {
            (RelationKind::Difference, if falls { vec![p.id, c.id] } else { vec![c.id, p.id] })
        }
        (true, Some((_, c)), Some((_, p)), _) => (RelationKind::Change, vec![c.id, p.id]),
        (true, Some((_, c)), None, Some((_, d))) if prose.alike(c, d) => (RelationKind::Increase, vec![c.id, d.id]),
        (true, None, None, Some((_, d))) => {
            let value = value_before(prose, index, d)?;
            (RelationKind::Increase, vec![value, d.id])
        }
        _ => return None,
    };
    let across = current.is_none();
    let wording = if across { Wording::Open } else { wording };
    let mut relation = Relation::new(kind, spot.id, parts, wording);
    relation.falls = falls && kind != RelationKind::Difference;
    Some(relation)
}

fn is_points(spot: &Spot<'_>) -> bool {
    spot.unit().dimension == Dimension::PercentagePoint
}

/// `下达80万元，支出76.5万元，结余3.5万元`: what is left of the first.
fn rest(prose: &Prose<'_>, index: usize) -> Option<Relation> {
    let spot = prose.spots.get(index).filter(|s| s.is_addable())?;
    let gap = prose.gap(index);
    if !prose.has(gap.clone(), Trigger::Rest) || prose.has(gap, Trigger::Prior) {
        return None;
    }
    let before: Vec<&Spot<'_>> = prose.before(index).map(|(_, s)| s).filter(|s| prose.alike(s, spot)).take(3).collect();
    let [second, first] = before.as_slice() else { return None };
    Some(Relation::new(RelationKind::Difference, spot.id, vec![first.id, second.id], Wording::Likely))
}
