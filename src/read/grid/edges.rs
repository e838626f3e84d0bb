//! Edges: the rules of a page in, straight lines out, snapped to common positions and joined from their pieces.
//!
//! A drawn table line may be one stroke, a thin box, a row of dashes, two lines side by side, or a piece per cell.

use crate::read::page::{Drawn, Rule};

/// Lines nearer than this are one line (double lines, borders of neighboring cells), in glyph sizes.
const SNAP: f32 = 0.28;
/// Pieces of a line nearer than this are joined, in glyph sizes.
const GAP: f32 = 0.35;
/// A piece no longer than this may be a dash, in glyph sizes.
const DASH: f32 = 1.0;
/// Dashes are joined over a gap of so many times their length.
const DASH_GAP: f32 = 3.0;
/// A line shorter than this rules nothing, in glyph sizes.
const SHORTEST: f32 = 0.6;
/// More lines than this in one direction are a drawing, not a table.
const MOST: usize = 2_000;

/// A straight line: its position across, and from where to where it runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Edge {
    /// y of a level edge, x of an upright one. Edges that were snapped together have equal positions.
    pub(super) at: f32,
    pub(super) from: f32,
    pub(super) to: f32,
}

/// The lines of a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Edges {
    pub(super) level: Vec<Edge>,
    pub(super) upright: Vec<Edge>,
}

/// Snaps and joins rules; `em` is the common glyph size.
pub(super) fn edges<'a>(rules: impl Iterator<Item = &'a Rule>, em: f32) -> Edges {
    let mut edges = Edges::default();
    for rule in rules {
        let (x, y) = rule.area.center();
        let (width, height) = (rule.area.width(), rule.area.height());
        // A dot may be a piece of either.
        if width >= height {
            edges.level.push(Edge { at: y, from: rule.area.x0, to: rule.area.x1 });
        }
        if height >= width {
            edges.upright.push(Edge { at: x, from: rule.area.y0, to: rule.area.y1 });
        }
    }
    edges.level = joined(edges.level, em);
    edges.upright = joined(edges.upright, em);
    if edges.level.len() > MOST || edges.upright.len() > MOST {
        return Edges::default();
    }
    edges
}

/// The rules that are seen as lines on paper.
pub(super) fn lines(rules: &[Rule]) -> impl Iterator<Item = &Rule> {
    rules.iter().filter(|r| matches!(r.drawn, Drawn::Stroke | Drawn::Bar))
}

/// Snaps lines of one direction to common positions and joins their pieces.
fn joined(mut pieces: Vec<Edge>, em: f32) -> Vec<Edge> {
    pieces.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut out = Vec::new();
    let mut rest = pieces.as_mut_slice();
    while let Some(first) = rest.first() {
        let (start, mut last) = (first.at, first.at);
        let near = rest.iter().take_while(|e| {
            // Not endlessly: a shading drawn as many thin lines must not pull a whole page together.
            let same = e.at - last <= SNAP * em && e.at - start <= 2.0 * SNAP * em;
            last = e.at;
            same
        });
        let count = near.count().max(1);
        let (group, others) = rest.split_at_mut(count);
        let length = |e: &Edge| (e.to - e.from).max(0.01);
        let whole: f32 = group.iter().map(length).sum();
        let at = group.iter().map(|e| e.at * (length(e) / whole)).sum();
        group.sort_by(|a, b| a.from.total_cmp(&b.from));
        let mut open: Option<(Edge, f32)> = None;
        for piece in group.iter() {
            let this = length(piece);
            match &mut open {
                Some((edge, before)) if piece.from - edge.to <= reach(*before, this, em) => {
                    edge.to = edge.to.max(piece.to);
                    *before = this;
                }
                _ => out.extend(open.replace((Edge { at, ..*piece }, this)).map(|(edge, _)| edge)),
            }
        }
        out.extend(open.map(|(edge, _)| edge));
        rest = others;
    }
    out.retain(|e| e.to - e.from >= SHORTEST * em);
    out
}

/// How far apart two pieces of so much length may be and still be one line.
fn reach(before: f32, this: f32, em: f32) -> f32 {
    if before <= DASH * em && this <= DASH * em { (DASH_GAP * before.max(this)).clamp(GAP * em, em) } else { GAP * em }
}
