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
const ZONE: f32 = 0.6;
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

/// Lines with the white space that runs through all of them; none where lines fill their width.
#[derive(Debug, PartialEq)]
pub(super) struct Zone {
    pub(super) lines: Range<usize>,
    pub(super) gutters: Vec<Span>,
}

/// White space that lines share, and in how many of them text stands on both sides.
#[derive(Clone, Copy)]
struct Gutter {
    span: Span,
    lines: f32,
}

/// Parts lines, which are sorted from top to bottom, into zones; few lines between two rules stay together.
pub(super) fn zones(lines: &[Line<'_>], rules: &[Edge], em: f32) -> Vec<Zone> {
    let units = between_rules(units(lines, em), lines, rules);
    let free: Vec<Vec<Span>> = units.iter().map(|u| spaces(&lines[u.clone()], em)).collect();
    // The best cut of the lines before each, and where its last zone begins.
    let mut best: Vec<(f32, usize)> = vec![(0.0, 0)];
    best.resize(units.len() + 1, (f32::MIN, 0));
    for start in 0..units.len() {
        let so_far = best[start].0;
        let mut gutters: Vec<Gutter> = vec![Gutter { span: (f32::MIN, f32::MAX), lines: 0.0 }];
        for end in start + 1..=units.len().min(start + MOST_LINES) {
            if end > start + 1 && is_far(&lines[units[end - 2].end - 1], &lines[units[end - 1].start]) {
                break;
            }
            gutters = narrowed(&gutters, &free[end - 1], em);
            let inner = || gutters.iter().filter(|g| is_inner(g.span));
            let explained: f32 = inner().map(|g| g.lines).sum();
            // A line alone is no zone, whatever its gaps; all of nothing is better than a zone of nothing.
            let value = if end == start + 1 { (explained - ZONE).max(0.0) } else { explained - ZONE };
            // A text alone rather ends a zone than begins one.
            let value = value + if free[start].len() > 2 { BEGINS } else { 0.0 };
            // Of equal cuts the one with the longer zones.
            if so_far + value > best[end].0 {
                best[end] = (so_far + value, start);
            }
            if inner().next().is_none() && end - start >= HOPELESS {
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
    let whole = vec![Gutter { span: (f32::MIN, f32::MAX), lines: 0.0 }];
    let gutters = units.iter().fold(whole, |g, unit| narrowed(&g, &spaces(&lines[unit.clone()], em), em));
    let inner: Vec<Span> = gutters.into_iter().map(|g| g.span).filter(|s| is_inner(*s)).collect();
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
fn between_rules(units: Vec<Range<usize>>, lines: &[Line<'_>], rules: &[Edge]) -> Vec<Range<usize>> {
    let (mut left, mut right) = (f32::MAX, f32::MIN);
    for line in lines {
        (left, right) = (left.min(line.area.x0), right.max(line.area.x1));
    }
    let wide = |e: &&Edge| e.to - e.from >= WIDE * (right - left);
    let mut at: Vec<f32> = rules.iter().filter(wide).map(|e| e.at).collect();
    at.sort_by(f32::total_cmp);
    let band = |unit: &Range<usize>| at.partition_point(|y| *y <= lines[unit.start].area.center().1);
    let alike = |own: &[Range<usize>]| {
        own.windows(2).all(|pair| !is_far(&lines[pair[0].end - 1], &lines[pair[1].start]))
    };
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
        if mark.area.x0 - end >= GUTTER * em || end == f32::MIN {
            out.push((end, mark.area.x0));
        }
        end = end.max(mark.area.x1);
    }
    out.push((end, f32::MAX));
    out
}

/// What is left of gutters in a further line. A gap of the line counts for one of them.
fn narrowed(gutters: &[Gutter], free: &[Span], em: f32) -> Vec<Gutter> {
    let mut out: Vec<Gutter> = Vec::with_capacity(gutters.len());
    let (mut i, mut k) = (0, 0);
    let (mut kept, mut counted) = (usize::MAX, usize::MAX);
    while let (Some(gutter), Some(space)) = (gutters.get(i), free.get(k)) {
        let span = (gutter.span.0.max(space.0), gutter.span.1.min(space.1));
        if span.1 - span.0 >= GUTTER * em {
            let before = if kept == i { 0.0 } else { gutter.lines };
            let own = if is_inner(*space) && counted != k { 1.0 } else { 0.0 };
            (kept, counted) = (i, k);
            out.push(Gutter { span, lines: before + own });
        }
        if gutter.span.1 < space.1 { i += 1 } else { k += 1 }
    }
    out
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
