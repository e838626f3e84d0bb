//! Cells: tables of a page and its marks in, the marks in their cells and the others out.
//!
//! A mark belongs to the cell its center lies in. Text written on in one go across a border has outgrown its cell and
//! stays whole, unless what stands beyond the border begins there as texts of cells do.

use super::lines::{Line, Mark, lines};
use super::sheets::{Sheet, Slot};
use super::turn;
use crate::read::page::{Box2, Direction};
use std::ops::Range;

/// Marks of one writing stand no farther apart than this, in glyph sizes; cells keep their text farther off the border.
const WRITTEN_ON: f32 = 0.1;
/// Marks of one writing share their baseline up to this, in glyph sizes.
const SAME_BASELINE: f32 = 0.05;
/// Texts of two cells start equally far from their borders up to this, in glyph sizes.
const SAME_INSET: f32 = 0.02;
/// Marks of one string stand nearer to each other than this, in glyph sizes.
const SEAM: f32 = 0.005;
/// Text that starts no farther than this from the left border is flush left, in glyph sizes.
const FLUSH: f32 = 1.2;

/// Marks of a vertical line follow each other at most so far apart, middle to middle, in glyph sizes.
const STACKED: f32 = 1.1;
/// Vertical lines stand at least so far apart, middle to middle, in glyph sizes.
const ABREAST: f32 = 1.3;
/// Middles of one vertical line differ by no more than this, in glyph sizes.
const PLUMB: f32 = 0.3;
/// A label set in vertical lines has at most so many marks.
const LONGEST_LABEL: usize = 64;

/// Where a mark belongs: a sheet and a slot of it.
type Place = Option<(usize, usize)>;

/// Puts marks into the cells of sheets; gives back those outside.
pub(super) fn fill<'a>(sheets: &mut [Sheet<'a>], marks: Vec<Mark<'a>>) -> Vec<Mark<'a>> {
    if sheets.is_empty() {
        return marks;
    }
    let finders: Vec<Finder> = sheets.iter().map(Finder::new).collect();
    let mut places: Vec<Place> = marks.iter().map(|m| place(&finders, m.area.center())).collect();
    keep_whole(sheets, &marks, &mut places);
    let mut inside: Vec<Vec<Vec<Mark<'a>>>> = sheets.iter().map(|s| vec![Vec::new(); s.slots.len()]).collect();
    let mut outside = Vec::new();
    for (mark, place) in marks.into_iter().zip(places) {
        match place {
            Some((sheet, slot)) => inside[sheet][slot].push(mark),
            None => outside.push(mark),
        }
    }
    for (sheet, texts) in sheets.iter_mut().zip(inside) {
        for (slot, marks) in sheet.slots.iter_mut().zip(texts) {
            slot.lines = cell_lines(marks, slot);
        }
    }
    outside
}

/// Finds the slot at a point of one sheet.
struct Finder {
    area: Box2,
    xs: Vec<f32>,
    ys: Vec<f32>,
    slot: Vec<Option<usize>>,
}

impl Finder {
    fn new(sheet: &Sheet<'_>) -> Self {
        let cols = sheet.cols();
        let mut slot = vec![None; sheet.rows() * cols];
        for (i, s) in sheet.slots.iter().enumerate() {
            for row in s.row..s.row + s.row_span {
                slot[row * cols + s.col..row * cols + s.col + s.col_span].fill(Some(i));
            }
        }
        Self { area: sheet.area, xs: sheet.xs.clone(), ys: sheet.ys.clone(), slot }
    }

    fn at(&self, (x, y): (f32, f32)) -> Option<usize> {
        if !self.area.contains((x, y), 0.0) {
            return None;
        }
        let cols = self.xs.len() - 1;
        let find = |lines: &[f32], v: f32| lines.partition_point(|p| *p <= v).clamp(1, lines.len() - 1) - 1;
        self.slot.get(find(&self.ys, y) * cols + find(&self.xs, x)).copied().flatten()
    }
}

/// The smallest sheet around a point wins: a table may stand in a box of another.
fn place(finders: &[Finder], point: (f32, f32)) -> Place {
    let found = finders.iter().enumerate().filter_map(|(i, f)| Some((i, f.at(point)?, f.area.size())));
    found.min_by(|a, b| a.2.total_cmp(&b.2)).map(|(i, slot, _)| (i, slot))
}

/// Gives text that was written on across a border to one cell.
fn keep_whole(sheets: &[Sheet<'_>], marks: &[Mark<'_>], places: &mut [Place]) {
    let mut start = 0;
    while start < marks.len() {
        let mut end = start + 1;
        while end < marks.len()
            && written_on(&marks[end - 1], &marks[end])
            && !begins_anew(sheets, marks, places, start..end)
        {
            end += 1;
        }
        let run = start..end;
        let first = places[start];
        if places[run.clone()].iter().any(|p| *p != first) {
            let (x0, x1) = (marks[start].area.x0, marks[end - 1].area.x1);
            let owner = owner(sheets, &places[run.clone()], x0, x1, marks[start].size);
            places[run].fill(owner);
        }
        start = end;
    }
}

/// Whether the mark behind a run begins the text of the next cell, which the run only touches: as far from the border of its
/// cell as the run from that of its own, and not just where the run ends.
fn begins_anew(sheets: &[Sheet<'_>], marks: &[Mark<'_>], places: &[Place], run: Range<usize>) -> bool {
    let inset = |at: usize| {
        let (sheet, slot) = (*places.get(at)?)?;
        Some(marks.get(at)?.area.x0 - sheets.get(sheet)?.slots.get(slot)?.area.x0)
    };
    let (last, next) = (run.end - 1, run.end);
    if places[last] == places[next] {
        return false;
    }
    let size = marks[next].size;
    let alike = inset(run.start).zip(inset(next)).is_some_and(|(a, b)| (a - b).abs() <= SAME_INSET * size);
    alike && (marks[next].area.x0 - marks[last].area.x1).abs() >= SEAM * size
}

/// The cell that a text from `x0` to `x1` outgrew: the first when it starts at that cell's left border, else the one
/// around its middle.
fn owner(sheets: &[Sheet<'_>], places: &[Place], x0: f32, x1: f32, size: f32) -> Place {
    let slot = |place: &Place| place.and_then(|(sheet, slot)| sheets.get(sheet)?.slots.get(slot));
    let first = places.iter().find(|p| p.is_some()).copied().flatten();
    let flush = |s: &Slot<'_>| x0 - s.area.x0 <= FLUSH * size;
    if slot(&first).is_some_and(flush) {
        return first;
    }
    let middle = f32::midpoint(x0, x1);
    let around = |place: &&Place| slot(place).is_some_and(|s| s.area.x0 <= middle && middle < s.area.x1);
    places.iter().find(around).copied().unwrap_or(first)
}

/// Whether one mark goes on where the other ends.
fn written_on(before: &Mark<'_>, mark: &Mark<'_>) -> bool {
    let size = before.size.min(mark.size);
    let gap = mark.area.x0 - before.area.x1;
    mark.direction == Direction::Right
        && before.direction == Direction::Right
        && (mark.baseline - before.baseline).abs() <= SAME_BASELINE * size
        && gap.abs() <= WRITTEN_ON * size
}

/// The lines of a cell; text set sideways is turned level first.
fn cell_lines<'a>(marks: Vec<Mark<'a>>, slot: &mut Slot<'a>) -> Vec<Line<'a>> {
    let count = |d: Direction| marks.iter().filter(|m| m.direction == d).count();
    let tall = slot.area.height() > slot.area.width() && (3..=LONGEST_LABEL).contains(&marks.len());
    let sideways = [Direction::Up, Direction::Down, Direction::Left].into_iter().find(|&d| count(d) * 2 > marks.len());
    let Some(direction) = sideways.or_else(|| (tall && in_vertical_lines(&marks)).then_some(Direction::Down)) else {
        return lines(marks);
    };
    let Box2 { x0, y0, x1, y1 } = slot.area;
    if direction != Direction::Left {
        slot.area = Box2 { x0, x1: x0 + (y1 - y0), y0, y1: y0 + (x1 - x0) };
    }
    lines(turn::level(&marks, direction))
}

/// Whether marks are set in vertical lines beside each other, from right to left: each mark close below the one before,
/// the lines farther apart. Western characters lie on their side there.
fn in_vertical_lines(marks: &[Mark<'_>]) -> bool {
    let mut order: Vec<&Mark<'_>> = marks.iter().collect();
    order.sort_by(|a, b| a.area.center().0.total_cmp(&b.area.center().0));
    let size = order.iter().map(|m| m.size).fold(0.0, f32::max);
    let x = |m: &Mark<'_>| m.area.center().0;
    let mut columns: Vec<Vec<&Mark<'_>>> = Vec::new();
    for mark in order {
        match columns.last_mut().filter(|column| column.first().is_some_and(|f| x(mark) - x(f) <= PLUMB * size)) {
            Some(column) => column.push(mark),
            None => columns.push(vec![mark]),
        }
    }
    let apart = columns.windows(2).all(|pair| x(pair[1][0]) - x(pair[0][0]) >= ABREAST * size);
    let stacked = |column: &mut Vec<&Mark<'_>>| {
        column.sort_by(|a, b| a.area.y0.total_cmp(&b.area.y0));
        let step = |pair: &[&Mark<'_>]| pair[1].area.center().1 - pair[0].area.center().1;
        column.len() > 1 && column.windows(2).all(|pair| step(pair) <= STACKED * size)
    };
    let lying = marks.iter().any(|m| m.direction == Direction::Down);
    apart && (columns.len() > 1 || lying) && columns.iter_mut().all(stacked)
}
