//! Zones: the lines of a page in, stretches of them out through which white space runs down between columns.
//!
//! A form changes its columns from block to block. The cheapest cut is where most gaps of most lines are part of white
//! space that runs through their whole zone.

use super::edges::Edge;
use super::lines::{Line, Mark};
use std::ops::Range;

/// White space between columns is at least this wide, in glyph sizes.
const GUTTER: f32 = 0.4;
/// Another zone must explain so many gaps more.
const ZONE: f32 = 1.2;
/// Lines of one zone are no farther apart than so many times their size.
const STEP: f32 = 5.0;
/// Lines share height when they overlap by more than this, in glyph sizes.
const OVERLAP: f32 = 0.15;
/// A rule that parts zones is drawn along so much of the width.
const WIDE: f32 = 0.5;
/// Lines between two rules are one row unless they are more than this.
const IN_ROW: usize = 4;
/// How much better a zone is that begins with several texts beside each other.
const BEGINS: f32 = 0.01;
/// Lines of one zone have the same size up to this share.
const OTHER_SIZE: f32 = 0.25;
/// A zone has at most so many lines.
const MOST_LINES: usize = 120;
/// So many lines without white space between them end the search for a zone.
const HOPELESS: usize = 4;

/// From where to where.
pub(super) type Span = (f32, f32);

const EVERYWHERE: Span = (f32::MIN, f32::MAX);

/// Lines with the white space that runs through all of them; none where lines fill their width.
#[derive(Debug, PartialEq)]
pub(super) struct Zone {
    pub(super) lines: Range<usize>,
    pub(super) gutters: Vec<Span>,
}

/// Parts lines, which are sorted from top to bottom, into zones; few lines between two rules stay together.
pub(super) fn zones(lines: &[Line<'_>], rules: &[Edge], em: f32) -> Vec<Zone> {
    let units = between_rules(&units(lines, em), lines, rules);
    let free: Vec<Vec<Span>> = units.iter().map(|u| spaces(&lines[u.clone()], em)).collect();
    // The best cut of the lines before each, and where its last zone begins.
    let mut best: Vec<(f32, usize)> = vec![(0.0, 0)];
    best.resize(units.len() + 1, (f32::MIN, 0));
    for start in 0..units.len() {
        let so_far = best[start].0;
        let mut gutters: Vec<Span> = vec![EVERYWHERE];
        let mut explained = 0;
        for end in start + 1..=units.len().min(start + MOST_LINES) {
            if end > start + 1 && is_far(&lines[units[end - 2].end - 1], &lines[units[end - 1].start]) {
                break;
            }
            let (left, lost) = narrowed(&gutters, &free[end - 1], em);
            gutters = left;
            // What was explained before still is, unless white space ended.
            let again = if lost { start..end } else { end - 1..end };
            let gaps: usize = again.map(|i| parted(&free[i], &gutters) * units[i].len().div_ceil(2)).sum();
            explained = if lost { gaps } else { explained + gaps };
            #[expect(clippy::cast_precision_loss, reason = "a count of gaps")]
            let value = explained as f32 - ZONE;
            // A line alone is no zone, whatever its gaps; a text alone rather ends a zone than begins one.
            let value = if end == start + 1 { value.max(0.0) } else { value };
            let value = value + if free[start].len() > 2 { BEGINS } else { 0.0 };
            // Of equal cuts the one with the longer zones.
            if so_far + value > best[end].0 {
                best[end] = (so_far + value, start);
            }
            if !gutters.iter().any(|g| is_inner(*g)) && end - start >= HOPELESS {
                break;
            }
        }
    }
    let mut out = Vec::new();
    let mut end = units.len();
    while end > 0 {
        let start = best[end].1;
        out.push(zone(lines, &units[start..end], em));
        end = start;
    }
    out.reverse();
    out
}

/// The zone that units make.
fn zone(lines: &[Line<'_>], units: &[Range<usize>], em: f32) -> Zone {
    let gutters = units.iter().fold(vec![EVERYWHERE], |g, u| narrowed(&g, &spaces(&lines[u.clone()], em), em).0);
    let inner: Vec<Span> = gutters.into_iter().filter(|s| is_inner(*s)).collect();
    let own = units.first().map_or(0, |u| u.start)..units.last().map_or(0, |u| u.end);
    Zone { lines: own, gutters: parting(inner, units, lines) }
}

/// The zone that some lines make.
pub(super) fn of_lines(lines: &[Line<'_>], own: Range<usize>, em: f32) -> Zone {
    let units: Vec<Range<usize>> = units(&lines[own.clone()], em);
    let moved: Vec<Range<usize>> = units.into_iter().map(|u| u.start + own.start..u.end + own.start).collect();
    zone(lines, &moved, em)
}

fn is_far(above: &Line<'_>, line: &Line<'_>) -> bool {
    let size = line.size.max(above.size);
    line.baseline - above.baseline > STEP * size || (above.size - line.size).abs() > OTHER_SIZE * size
}

fn is_inner(span: Span) -> bool {
    span.0 > f32::MIN && span.1 < f32::MAX
}

/// Lines beside each other: cells that stand in the middle of their rows have lines between those of others.
fn units(lines: &[Line<'_>], em: f32) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut bottom = f32::MIN;
    for (i, line) in lines.iter().enumerate() {
        match out.last_mut().filter(|_| line.area.y0 < bottom - OVERLAP * em) {
            Some(unit) => unit.end = i + 1,
            None => out.push(i..i + 1),
        }
        bottom = bottom.max(line.area.y1);
    }
    out
}

/// Units with those between the same two rules joined.
fn between_rules(units: &[Range<usize>], lines: &[Line<'_>], rules: &[Edge]) -> Vec<Range<usize>> {
    let (mut left, mut right) = (f32::MAX, f32::MIN);
    for line in lines {
        (left, right) = (left.min(line.area.x0), right.max(line.area.x1));
    }
    let wide = |e: &&Edge| e.to - e.from >= WIDE * (right - left);
    let mut at: Vec<f32> = rules.iter().filter(wide).map(|e| e.at).collect();
    at.sort_by(f32::total_cmp);
    let band = |unit: &Range<usize>| at.partition_point(|y| *y <= lines[unit.start].area.center().1);
    let alike =
        |own: &[Range<usize>]| own.windows(2).all(|pair| !is_far(&lines[pair[0].end - 1], &lines[pair[1].start]));
    let mut out: Vec<Range<usize>> = Vec::with_capacity(units.len());
    for own in units.chunk_by(|a, b| band(a) == band(b)) {
        let inside = own.first().is_some_and(|unit| (1..at.len()).contains(&band(unit)));
        match (own.first(), own.last()) {
            (Some(first), Some(last)) if inside && own.len() <= IN_ROW && alike(own) => out.push(first.start..last.end),
            _ => out.extend(own.iter().cloned()),
        }
    }
    out
}

/// The white space of lines: before them, between their pieces, behind them.
pub(super) fn spaces(lines: &[Line<'_>], em: f32) -> Vec<Span> {
    let mut marks: Vec<&Mark<'_>> = lines.iter().flat_map(|l| &l.marks).collect();
    marks.sort_by(|a, b| a.area.x0.total_cmp(&b.area.x0));
    let mut out = Vec::new();
    let mut end = f32::MIN;
    for mark in marks {
        if mark.area.x0 - end >= GUTTER * em || end <= f32::MIN {
            out.push((end, mark.area.x0));
        }
        end = end.max(mark.area.x1);
    }
    out.push((end, f32::MAX));
    out
}

/// What is left of gutters in a further line, and whether one ended there.
fn narrowed(gutters: &[Span], free: &[Span], em: f32) -> (Vec<Span>, bool) {
    let mut out: Vec<Span> = Vec::with_capacity(gutters.len());
    let (mut i, mut k) = (0, 0);
    let (mut kept, mut lost) = (false, false);
    while let (Some(gutter), Some(space)) = (gutters.get(i), free.get(k)) {
        let span = (gutter.0.max(space.0), gutter.1.min(space.1));
        if span.1 - span.0 >= GUTTER * em {
            out.push(span);
            kept = true;
        }
        if gutter.1 < space.1 {
            lost |= !std::mem::take(&mut kept);
            i += 1;
        } else {
            k += 1;
        }
    }
    lost |= gutters.len() - i > 1 || (i < gutters.len() && !kept);
    (out, lost)
}

/// How many gaps of a line are part of gutters; both are sorted.
fn parted(free: &[Span], gutters: &[Span]) -> usize {
    let within = |space: &&Span| {
        let first = gutters.partition_point(|g| g.0 < space.0);
        is_inner(**space) && gutters.get(first).is_some_and(|g| g.1 <= space.1)
    };
    free.iter().filter(within).count()
}

/// The gutters that part columns: some unit has text in the columns on both sides. A column at the left may hold texts
/// that stand for several rows.
fn parting(mut gutters: Vec<Span>, units: &[Range<usize>], lines: &[Line<'_>]) -> Vec<Span> {
    let mut at = 0;
    while let Some(gutter) = gutters.get(at) {
        let from = at.checked_sub(1).map_or(f32::MIN, |i| gutters[i].1);
        let to = gutters.get(at + 1).map_or(f32::MAX, |g| g.0);
        let has = |unit: &Range<usize>, from: f32, to: f32| {
            let inside = |m: &&Mark<'_>| m.area.x0 >= from - 0.1 && m.area.x1 <= to + 0.1;
            lines[unit.clone()].iter().flat_map(|l| &l.marks).any(|m| inside(&m))
        };
        let beside = units.iter().any(|u| has(u, from, gutter.0) && has(u, gutter.1, to));
        if beside || at == 0 {
            at += 1;
        } else {
            gutters.remove(at);
        }
    }
    gutters
}
