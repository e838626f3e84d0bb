//! Rows over a page break: two parts of one table in, one table out.
//!
//! The header printed again is dropped, a row that the page cut is one row again, and a merged label that goes on
//! covers the rows of both parts.

use super::join::{Seam, seam};
use super::sheets::{Sheet, Slot, nearest};

/// How many rows at the top of the second part repeat the top of the first.
pub(super) fn repeated(table: &Sheet<'_>, next: &Sheet<'_>) -> usize {
    let mut count = 0;
    let (mut a, mut b) = (table.slots.iter().peekable(), next.slots.iter().peekable());
    let mut words = false;
    let mut until = 0;
    for row in 0..next.rows() {
        loop {
            match (a.next_if(|s| s.row == row), b.next_if(|s| s.row == row)) {
                (None, None) => break,
                (Some(x), Some(y)) if x.row_span == y.row_span => {
                    let text = x.bare_text();
                    if text != y.bare_text() {
                        return if words { count } else { 0 };
                    }
                    words |= text.chars().any(char::is_alphabetic);
                    until = until.max(x.row + x.row_span);
                }
                _ => return if words { count } else { 0 },
            }
        }
        if until <= row + 1 {
            count = row + 1;
        }
    }
    // A part that repeats as a whole is another table like it.
    if words && count < next.rows() { count } else { 0 }
}

/// Adds the second part below the first, without its repeated rows. Columns that differ by less than `reach` are one.
pub(super) fn append<'a>(table: &mut Sheet<'a>, next: Sheet<'a>, repeated: usize, reach: f32) {
    let xs = united(&table.xs, &next.xs, reach);
    move_columns(&mut table.slots, &table.xs, &xs);
    let mut slots: Vec<Slot<'a>> = next.slots.into_iter().filter(|s| s.row >= repeated).collect();
    move_columns(&mut slots, &next.xs, &xs);
    table.xs = xs;
    let rows = table.rows();
    let cut = is_cut(table, &slots, repeated);
    // The first row of the second part falls on the last row of the first when the page cut it.
    let shift = rows - usize::from(cut);
    let goes_on: Vec<bool> = if cut { vec![true; slots.len()] } else { labels_that_go_on(table, &slots, repeated) };
    for (mut slot, goes_on) in slots.into_iter().zip(goes_on) {
        let top = slot.row == repeated;
        slot.row = slot.row - repeated + shift;
        match table.slots.iter_mut().rev().find(|s| goes_on && top && is_above(s, &slot, rows)) {
            Some(above) => {
                above.row_span = slot.row + slot.row_span - above.row;
                above.lines.append(&mut slot.lines);
            }
            None => table.slots.push(slot),
        }
    }
    table.slots.sort_by_key(|s| (s.row, s.col));
    let end = table.ys.last().copied().unwrap_or_default();
    let first = next.ys.get(repeated).copied().unwrap_or_default();
    table.ys.extend(next.ys.iter().skip(repeated + 1 + usize::from(cut)).map(|y| end + y - first));
    table.page = next.page;
    table.end = next.end;
    table.open_below = next.open_below;
}

/// Whether a slot ends at the break and stands right above another.
fn is_above(above: &Slot<'_>, slot: &Slot<'_>, rows: usize) -> bool {
    above.row + above.row_span == rows && above.col == slot.col && above.col_span == slot.col_span
}

/// The columns of both parts.
fn united(a: &[f32], b: &[f32], reach: f32) -> Vec<f32> {
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut all = many.to_vec();
    let near = |x: &&f32| many.get(nearest(many, **x)).is_none_or(|m| (m - **x).abs() > reach);
    all.extend(few.iter().filter(near));
    all.sort_by(f32::total_cmp);
    all
}

fn move_columns(slots: &mut [Slot<'_>], from: &[f32], to: &[f32]) {
    let index = |col: usize| from.get(col).map_or(col, |x| nearest(to, *x));
    for slot in slots {
        let (first, last) = (index(slot.col), index(slot.col + slot.col_span));
        slot.col = first;
        slot.col_span = (last - first).max(1);
    }
}

/// How a text ends that is whole.
fn is_closed(c: char) -> bool {
    matches!(c, '。' | '；' | '！' | '？' | ';' | '!' | '?')
}

/// Whether the page cut a row: a text goes on, and what else the row holds stands in the first part.
fn is_cut(table: &Sheet<'_>, slots: &[Slot<'_>], top: usize) -> bool {
    let rows = table.rows();
    let pad = table.pad();
    let (mut going_on, mut left_empty, mut begun, mut unfinished) = (0, 0, 0, false);
    for slot in slots.iter().filter(|s| s.row == top) {
        let Some(above) = table.slots.iter().rev().find(|s| is_above(s, slot, rows)) else { return false };
        match (above.lines.last(), slot.lines.first()) {
            (Some(last), Some(first)) => {
                let measure = above.area.width() - 2.0 * pad;
                let goes_on = seam(last, first, measure - last.area.width()) == Seam::Nothing;
                // A short text above and another below are two cells, unless they are one number.
                let short = above.lines.len() == 1 && slot.lines.len() == 1;
                if short && !(goes_on && last.last().is_ascii_digit() && !first.first().is_alphabetic()) {
                    return false;
                }
                unfinished |= goes_on && !is_closed(last.last());
                going_on += 1;
            }
            (Some(_), None) => left_empty += usize::from(above.row_span == 1 && slot.row_span == 1),
            (None, Some(_)) => begun += 1,
            (None, None) => {}
        }
    }
    // A row most of whose cells begin below the break is a row of its own, whatever stands above it: narrow cells of a
    // header are as full as cells that were cut.
    if begun > left_empty && !table.open_below {
        return false;
    }
    // Without a line at the page's end the row is open. Else some text must be unfinished, or most cells be empty.
    going_on > 0 && left_empty > 0 && (table.open_below || unfinished || left_empty > going_on.max(2))
}

/// Which slots of the second part's first row belong to a merged cell that ends at the break: the first ones, as long
/// as they are empty (or the upper part is) and merged cells are what their column holds.
fn labels_that_go_on(table: &Sheet<'_>, slots: &[Slot<'_>], top: usize) -> Vec<bool> {
    let rows = table.rows();
    let mut out = vec![false; slots.len()];
    let mut next_col = 0;
    for (slot, goes_on) in slots.iter().zip(&mut out) {
        if slot.row != top || slot.col != next_col {
            break;
        }
        let Some(above) = table.slots.iter().rev().find(|s| is_above(s, slot, rows)) else { break };
        let merged = |s: &&Slot<'_>| s.col == slot.col && s.row_span > 1;
        let spans = above.row_span > 1 || slot.row_span > 1 || table.slots.iter().filter(merged).count() > 1;
        if !spans || !(slot.lines.is_empty() || (above.lines.is_empty() && above.row_span > 1)) {
            break;
        }
        *goes_on = true;
        next_col = slot.col + slot.col_span;
    }
    out
}
