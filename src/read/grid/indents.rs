//! Indents: the cells of a ruled table in, how far each line that begins a paragraph is set in, in half-width characters.
//!
//! Only a column set flush left shows by indents which item is part of which. What is centered or set flush right starts
//! anywhere, and shows nothing.

use super::lines::Line;
use super::sheets::{Sheet, Slot, nearest};
use crate::model::Grid;
use crate::read::indent;

/// Lines that start closer together than this start at one place, in glyph sizes.
const SAME_START: f32 = 0.4;
/// Indents that differ by less are one, in glyph sizes.
const SAME_STEP: f32 = 0.15;
/// The two gaps beside a centered line differ by no more than this, in glyph sizes.
const CENTERED: f32 = 0.5;

/// For each slot of a sheet where its column begins, measured from the left border; `None` where that shows nothing.
pub(super) fn starts(sheet: &Sheet<'_>) -> Vec<Option<f32>> {
    let mut starts = vec![None; sheet.slots.len()];
    if sheet.certainty != Grid::Ruled {
        return starts;
    }
    let mut columns: Vec<Vec<usize>> = vec![Vec::new(); sheet.cols()];
    for (index, slot) in sheet.slots.iter().enumerate() {
        if let Some(column) = columns.get_mut(slot.col).filter(|_| !slot.lines.is_empty()) {
            column.push(index);
        }
    }
    for column in columns {
        let slots: Vec<&Slot<'_>> = column.iter().filter_map(|&index| sheet.slots.get(index)).collect();
        let Some(start) = start(&slots) else { continue };
        let mut clear: Vec<f32> = slots.iter().filter_map(|slot| clear(slot, start)).collect();
        clear.sort_by(f32::total_cmp);
        for (slot, index) in slots.iter().zip(column) {
            starts[index] = slot.lines.first().is_some_and(|line| is_step(slot, line, start, &clear)).then_some(start);
        }
    }
    starts
}

/// How many half-width characters a line is set in.
pub(super) fn columns(slot: &Slot<'_>, line: &Line<'_>, start: Option<f32>) -> usize {
    let Some(start) = start.filter(|_| line.size > 0.0) else { return 0 };
    let set_in = offset(slot, line) - start;
    #[expect(clippy::cast_possible_truncation, reason = "saturates, and cells are far smaller")]
    let columns = (set_in / (line.size / 2.0)).round() as i32;
    if set_in > SAME_START * line.size { indent::first_line(columns, 0) } else { 0 }
}

/// Where a column begins: where its leftmost text does. `None` when no text is clearly set in, or when more seem to be
/// set in because they are centered or flush right.
fn start(slots: &[&Slot<'_>]) -> Option<f32> {
    let first = |slot: &&Slot<'_>| slot.lines.first().map(|line| offset(slot, line));
    let start = slots.iter().filter_map(first).fold(f32::MAX, f32::min).max(0.0);
    let in_all = slots.iter().filter(|slot| slot.lines.first().is_some_and(|l| is_set_in(slot, l, start))).count();
    let in_clearly = slots.iter().filter(|slot| clear(slot, start).is_some()).count();
    (in_clearly > 0 && in_clearly * 2 >= in_all).then_some(start)
}

/// Whether a line starts where one does that is clearly set in (`clear`, sorted), or as many of the least such steps in:
/// what happens to be set in to the middle of its cell is then no centered text.
fn is_step(slot: &Slot<'_>, line: &Line<'_>, start: f32, clear: &[f32]) -> bool {
    let (at, reach) = (offset(slot, line), SAME_STEP * line.size);
    let Some(least) = clear.first().map(|least| least - start) else { return false };
    let steps = (at - start) / least;
    clear.get(nearest(clear, at)).is_some_and(|other| (other - at).abs() <= reach)
        || (steps - steps.round()).abs() * least <= reach
}

/// How far the text of a slot is set in, when it is and its alignment cannot be the cause.
fn clear(slot: &Slot<'_>, start: f32) -> Option<f32> {
    let line = slot.lines.first()?;
    let (left, right) = (offset(slot, line), slot.area.x1 - line.area.x1);
    let centered = (left - right).abs() <= CENTERED * line.size;
    let flush_right = right - start <= SAME_START * line.size;
    (is_set_in(slot, line, start) && !centered && !flush_right).then_some(left)
}

fn is_set_in(slot: &Slot<'_>, line: &Line<'_>, start: f32) -> bool {
    offset(slot, line) - start > SAME_START * line.size
}

fn offset(slot: &Slot<'_>, line: &Line<'_>) -> f32 {
    line.area.x0 - slot.area.x0
}
