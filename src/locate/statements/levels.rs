//! From a flat run of scored passages to groups and indicators.
//!
//! Which passage contains which is told by list numbers, by 其中 and by what follows; the wording alone cannot tell an
//! indicator from a group.

use crate::model::{Location, ScoreLine};

/// How a passage was worded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A group's total is named (总分值).
    Total,
    /// A name with a weight; group or indicator.
    Node,
    /// A name with a weight that introduces scored parts in the same passage.
    Opens,
    /// A scored part of the passage before.
    Part,
    /// A scored sentence without a weight.
    Loose,
    /// A part of the indicator system with its score, in a conclusion.
    Dimension,
    /// A heading or table without points.
    Break,
}

/// A scored passage.
#[derive(Clone, Debug)]
pub(super) struct Passage {
    pub shape: Shape,
    /// The depth of the list number before the name.
    pub rank: Option<u8>,
    /// Whether facts stand between the weight and the score.
    pub has_facts: bool,
    /// Whether the name is a sentence, taken for want of a noun.
    pub is_sentence: bool,
    pub name: Location,
    /// The characters of the name, when it stands in the same paragraph as the weight.
    pub spelled: Vec<char>,
    pub weight: Option<Location>,
    pub score: Option<Location>,
    pub target: Option<Location>,
    pub actual: Option<Location>,
    pub at: Location,
}

impl Passage {
    /// A heading (with the depth of its number) or a table.
    pub(super) fn stop(rank: Option<u8>) -> Self {
        let nowhere = Location::default();
        Self {
            shape: Shape::Break,
            rank,
            has_facts: false,
            is_sentence: false,
            name: nowhere.clone(),
            spelled: Vec::new(),
            weight: None,
            score: None,
            target: None,
            actual: None,
            at: nowhere,
        }
    }
}

/// An open group.
struct Open {
    rank: Option<u8>,
    shape: Shape,
    line: usize,
}

/// A line with the group it stands in.
struct Placed {
    line: ScoreLine,
    group: Option<usize>,
    is_sentence: bool,
}

/// Gives every passage its level. Passages that turn out to be no scoring are left out.
pub(super) fn arrange(passages: &[Passage]) -> Vec<ScoreLine> {
    let mut stack: Vec<Open> = Vec::new();
    let mut placed: Vec<Placed> = Vec::new();
    for i in 0..passages.len() {
        let passage = &passages[i];
        let next = passages.get(i + 1);
        close(&mut stack, passage, next);
        let Some(is_group) = group_or_leaf(passage, next, !stack.is_empty()) else { continue };
        let depth = u8::try_from(stack.len()).unwrap_or(u8::MAX);
        let level = if is_group { depth.saturating_add(1).min(2) } else { 3 };
        let line = ScoreLine {
            level,
            parent: None,
            name: passage.name.clone(),
            weight: passage.weight.clone(),
            score: passage.score.clone(),
            target: passage.target.clone(),
            actual: passage.actual.clone(),
            at: passage.at.clone(),
        };
        let group = stack.last().map(|open| open.line);
        if is_group && passage.shape != Shape::Dimension {
            stack.push(Open { rank: passage.rank, shape: passage.shape, line: placed.len() });
        }
        placed.push(Placed { line, group, is_sentence: passage.is_sentence });
    }
    name_lone_leaves(&mut placed);
    keep_scored(placed)
}

/// Closes the groups that a passage does not stand in.
fn close(stack: &mut Vec<Open>, passage: &Passage, next: Option<&Passage>) {
    // Parts given in one sentence end with it.
    if passage.shape != Shape::Part {
        while stack.last().is_some_and(|open| open.shape == Shape::Opens && open.rank.is_none()) {
            stack.pop();
        }
    }
    match (passage.shape, passage.rank) {
        (Shape::Break, None) => stack.clear(),
        (Shape::Break, Some(rank)) => stack.retain(|open| open.rank.is_some_and(|r| r < rank)),
        (Shape::Part | Shape::Loose | Shape::Dimension, _) => {}
        // A group named by its total takes indicators whose list numbers look shallower than its own.
        (Shape::Node, Some(rank)) if passage.has_facts => {
            stack.retain(|open| open.shape == Shape::Total || open.rank.is_none_or(|r| r < rank));
        }
        (_, Some(rank)) => {
            let keep = stack.iter().position(|open| open.rank.is_none_or(|r| r >= rank)).unwrap_or(stack.len());
            stack.truncate(keep);
        }
        (Shape::Total, None) => stack.clear(),
        (_, None) => {
            // An unnumbered group head after an unnumbered group starts the next one.
            let heads = passage.shape == Shape::Opens
                || passage.score.is_some()
                || next.is_some_and(|n| n.shape == Shape::Loose);
            if heads && !passage.has_facts && stack.last().is_some_and(|o| o.rank.is_none() && o.shape == Shape::Node) {
                stack.pop();
            }
        }
    }
}

/// Whether a passage is a group; `None` when it is nothing to report here.
fn group_or_leaf(passage: &Passage, next: Option<&Passage>, inside: bool) -> Option<bool> {
    match passage.shape {
        Shape::Break => None,
        Shape::Total | Shape::Opens => Some(true),
        Shape::Part => Some(false),
        Shape::Loose => inside.then_some(false),
        Shape::Dimension => Some(!inside),
        Shape::Node => {
            let holds_next = next.is_some_and(|n| match n.shape {
                Shape::Node | Shape::Opens | Shape::Total => {
                    passage.rank.zip(n.rank).is_some_and(|(own, its)| its > own) && !passage.has_facts
                }
                Shape::Loose => !(passage.has_facts || inside && passage.score.is_some()),
                _ => false,
            });
            Some(holds_next || (!inside && !passage.has_facts && passage.score.is_some()))
        }
    }
}

/// A group with one scored sentence and no indicator's name: the group is its own indicator.
fn name_lone_leaves(placed: &mut [Placed]) {
    let mut children = vec![0usize; placed.len()];
    for p in placed.iter() {
        if let Some(count) = p.group.and_then(|g| children.get_mut(g)) {
            *count += 1;
        }
    }
    for i in 0..placed.len() {
        let Some(group) = placed[i].group.filter(|_| placed[i].is_sentence) else { continue };
        if children[group] == 1 && placed[i].line.weight.is_none() {
            placed[i].line.name = placed[group].line.name.clone();
        }
    }
}

/// Keeps what a report scores: at least two scores in all, and a weight without a score only beside scored ones.
fn keep_scored(placed: Vec<Placed>) -> Vec<ScoreLine> {
    const FEWEST: usize = 2;
    if placed.iter().filter(|p| p.line.score.is_some()).count() < FEWEST {
        return Vec::new();
    }
    let mut scored = vec![false; placed.len()];
    for i in (0..placed.len()).rev() {
        if placed[i].line.score.is_some() || scored[i] {
            scored[i] = true;
            if let Some(group) = placed[i].group {
                scored[group] = true;
            }
        }
    }
    let mut kept: Vec<ScoreLine> = Vec::with_capacity(placed.len());
    let mut moved: Vec<Option<usize>> = Vec::with_capacity(placed.len());
    for (i, p) in placed.into_iter().enumerate() {
        let keep = scored[i] || p.group.is_some_and(|g| scored[g]);
        moved.push(keep.then_some(kept.len()));
        if keep {
            // A group stands before what it holds, so its new place is known.
            let parent = p.group.and_then(|g| moved.get(g).copied().flatten());
            kept.push(ScoreLine { parent, ..p.line });
        }
    }
    kept
}
