//! Budgets that change in the course of the year: `年初预算860万元，年中追加42.5万元，调整后预算902.5万元`.

use super::text::Prose;
use crate::lexicon::Trigger;
use crate::model::{FigureId, Relation, RelationKind, Wording};

/// The most amounts between the first budget and the adjusted one.
const MOST_STEPS: usize = 8;

/// The adjusted budgets of a text, each with the budget of the start of the year and what was added or taken away.
pub(super) fn budgets(prose: &Prose<'_>) -> Vec<Relation> {
    (0..prose.spots.len()).filter_map(|index| adjusted(prose, index)).collect()
}

fn adjusted(prose: &Prose<'_>, index: usize) -> Option<Relation> {
    let spot = prose.spots.get(index).filter(|s| s.is_addable())?;
    let says = |i: usize, trigger: Trigger| prose.has(prose.gap(i), trigger);
    if !says(index, Trigger::Adjusted) {
        return None;
    }
    let (mut added, mut cut): (Vec<FigureId>, Vec<FigureId>) = (Vec::new(), Vec::new());
    // `追加人员经费20万元、专项资金30万元`: amounts without a word go on with the word before them.
    let mut open: Vec<FigureId> = Vec::new();
    for (i, step) in prose.before(index).take(MOST_STEPS) {
        if !prose.alike(step, spot) {
            return None;
        }
        if says(i, Trigger::Initial) {
            let kind = match (added.as_slice(), cut.as_slice()) {
                _ if !open.is_empty() => return None,
                ([_, ..], []) => RelationKind::Sum,
                ([], [_]) => RelationKind::Difference,
                _ => return None,
            };
            let steps = added.iter().chain(&cut).rev();
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
