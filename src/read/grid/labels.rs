//! Labels: the texts of a column whose cells are merged over rows in, the rows that each covers out.
//!
//! Where lines part rows they part labels too. Elsewhere a label stands in the middle of its rows, or at their top, and
//! ends where a label of the column before ends.

use super::join::{Seam, seam};
use super::lines::Line;
use super::strips::{Level, Rows};
use std::ops::Range;

/// What speaks against rows for a label, in glyph sizes that it is off its place.
const ACROSS: f32 = 3.0;
const OUTSIDE: f32 = 4.0;
const NONE_ON_TOP: f32 = 0.4;
const NONE: f32 = 0.9;
const NONE_EACH: f32 = 0.1;
/// Text may stick out of its rows by so much, in glyph sizes.
const SLACK: f32 = 0.4;
/// A line that is level with a row is off its middle by no more than this, in glyph sizes.
const LEVEL: f32 = 0.3;
/// What is left of a word in the last line of a label has at most so many characters.
const REST: usize = 2;
/// Zones with more rows have no labels to be told.
const MOST_ROWS: usize = 150;

/// A label: its rows, its lines.
pub(super) struct Label {
    pub(super) rows: Range<usize>,
    pub(super) lines: Range<usize>,
}

/// The labels of a column; `rules` part its cells, and only they do when they are `complete`. `borders` are the rows
/// where labels of the column before begin.
pub(super) fn labels(
    lines: &[Line<'_>],
    rows: &Rows,
    rules: &[f32],
    complete: bool,
    borders: &[usize],
    em: f32,
) -> Vec<Label> {
    let count = rows.ys.len() - 1;
    if complete || count > MOST_ROWS {
        return between(lines, rows, rules, em);
    }
    let texts = texts(lines, rows, rules, em);
    // The cheapest way to cover the first rows with the first texts: cost, rows before, texts before.
    let mut best = vec![vec![(f32::MAX, 0, false); count + 1]; texts.len() + 1];
    best[0][0].0 = 0.0;
    for k in 0..=texts.len() {
        for end in 0..=count {
            for start in 0..end {
                let crossed = borders.iter().any(|b| start < *b && *b < end);
                let none = best[k][start].0 + if k == 0 { NONE_ON_TOP } else { NONE } + NONE_EACH * span(start, end);
                // Two stretches without a label in a row are one.
                if !best[k][start].2 && none < best[k][end].0 {
                    best[k][end] = (none, start, true);
                }
                let Some(before) = k.checked_sub(1) else { continue };
                let off = off(&lines[texts[before].clone()], rows, start..end, em);
                let cost = best[before][start].0 + off + if crossed { ACROSS } else { 0.0 };
                if cost < best[k][end].0 {
                    best[k][end] = (cost, start, false);
                }
            }
        }
    }
    let mut out = Vec::new();
    let (mut k, mut end) = (texts.len(), count);
    while end > 0 && best[k][end].0 < f32::MAX {
        let (_, start, none) = best[k][end];
        if !none {
            k -= 1;
            out.push(Label { rows: start..end, lines: texts[k].clone() });
        }
        end = start;
    }
    if k > 0 || end > 0 {
        return between(lines, rows, &rows.ys, em);
    }
    out.reverse();
    out
}

#[expect(clippy::cast_precision_loss, reason = "a count of rows")]
fn span(start: usize, end: usize) -> f32 {
    (end - start) as f32
}

/// How far a text is off the place that it has in rows of its own.
fn off(lines: &[Line<'_>], rows: &Rows, own: Range<usize>, em: f32) -> f32 {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return f32::MAX };
    let (top, bottom) = (first.area.y0, last.area.y1);
    let (y0, y1) = (rows.ys[own.start], rows.ys[own.end]);
    let outside = y0 - top > SLACK * em || bottom - y1 > SLACK * em;
    let moved = match rows.level {
        Level::Top => top - rows.tops[own.start],
        Level::Middle | Level::Mixed => f32::midpoint(top, bottom) - f32::midpoint(y0, y1),
    };
    moved.abs() / em + if outside { OUTSIDE } else { 0.0 }
}

/// Labels in the rows between rules.
fn between(lines: &[Line<'_>], rows: &Rows, rules: &[f32], em: f32) -> Vec<Label> {
    let count = rows.ys.len() - 1;
    let is_ruled = |row: usize| rules.iter().any(|y| (y - rows.ys[row]).abs() <= 0.5 * em);
    let mut out: Vec<Label> = Vec::new();
    let (mut start, mut from) = (0, 0);
    for end in 1..=count {
        if end < count && !is_ruled(end) {
            continue;
        }
        let inside = |l: &&Line<'_>| end == count || l.area.center().1 < rows.ys[end];
        let to = from + lines[from..].iter().take_while(inside).count();
        if to > from {
            out.push(Label { rows: start..end, lines: from..to });
        }
        (start, from) = (end, to);
    }
    out
}

/// The texts of a column: lines no farther apart than those of one text.
fn texts(lines: &[Line<'_>], rows: &Rows, rules: &[f32], em: f32) -> Vec<Range<usize>> {
    let widest = lines.iter().map(|l| l.area.width()).fold(0.0, f32::max);
    // The row that a line is level with.
    let row = |line: &Line<'_>| {
        let y = line.area.center().1;
        let at = rows.ys.partition_point(|v| *v <= y).checked_sub(1)?;
        let end = rows.ys.get(at + 1)?;
        ((f32::midpoint(rows.ys[at], *end) - y).abs() <= LEVEL * em).then_some(at)
    };
    let mut out: Vec<Range<usize>> = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let goes_on = i.checked_sub(1).and_then(|k| lines.get(k)).is_some_and(|above| {
            let gap = (line.area.y0 - above.area.y1) / em;
            let parted = rules.iter().any(|y| *y > above.area.center().1 && *y < line.area.center().1);
            let rest = line.marks.len() <= REST
                && above.marks.len() > line.marks.len()
                && seam(above, line, widest - above.area.width()) != Seam::Break;
            let apart = !rest && row(above).zip(row(line)).is_some_and(|(a, b)| a != b);
            gap <= rows.leading + SLACK / 2.0 && !parted && !apart
        });
        match out.last_mut() {
            Some(text) if goes_on => text.end = i + 1,
            _ => out.push(i..i + 1),
        }
    }
    out
}
