//! Unruled tables over a page break: a table that ends a page and what begins the next one in, the next part as a table
//! of the same columns out.
//!
//! Where no line is drawn, columns are where texts stand: flush left, flush right or centered at the same places, and in
//! nobody else's column. A last row or two is no table by itself; below the columns of the page before it is.

use super::aligned::{Column, Row, laid_out, touched};
use super::flow::Item;
use super::join::chars;
use super::sheets::{Sheet, Slot};
use crate::read::page::Box2;

/// Columns of two pages are flush with each other up to this, in glyph sizes.
const FLUSH: f32 = 0.6;
/// Rows of the last lines are no farther apart than those of the table, give or take this share.
const STEP: f32 = 1.3;

/// Where the texts of a column stand.
struct Place {
    col: usize,
    ends: Column,
    /// The left end, right end and middle of most of its texts.
    flush: [f32; 3],
}

/// The columns of a table that hold text.
fn places(sheet: &Sheet<'_>) -> Vec<Place> {
    let mut out = Vec::with_capacity(sheet.cols());
    for col in 0..sheet.cols() {
        let own = sheet.slots.iter().filter(|s| s.col == col && s.col_span == 1);
        let areas: Vec<Box2> = own.flat_map(|s| &s.lines).map(|l| l.area).collect();
        let Some(first) = areas.first() else { continue };
        let all = areas.iter().fold(*first, |a, b| a.around(b));
        let middle = |at: fn(&Box2) -> f32| {
            let mut values: Vec<f32> = areas.iter().map(at).collect();
            values.sort_by(f32::total_cmp);
            values.get(values.len() / 2).copied().unwrap_or_default()
        };
        let flush = [middle(|a| a.x0), middle(|a| a.x1), middle(|a| a.center().0)];
        out.push(Place { col, ends: (all.x0, all.x1), flush });
    }
    out
}

/// Gives two parts of an unruled table the same columns; `false` when they have others. A column that is empty on one
/// of the pages is not seen there.
pub(super) fn same_columns(table: &mut Sheet<'_>, next: &mut Sheet<'_>, em: f32) -> bool {
    let (above, below) = (places(table), places(next));
    let (few, many) = if above.len() <= below.len() { (&above, &below) } else { (&below, &above) };
    if few.len() < 2 || 2 * few.len() <= many.len() {
        return false;
    }
    let mut pairs: Vec<(usize, usize)> = Vec::with_capacity(few.len());
    for place in few {
        let meets = |p: &&Place| p.ends.0 < place.ends.1 && p.ends.1 > place.ends.0;
        let mut met = many.iter().filter(meets);
        let (Some(other), None) = (met.next(), met.next()) else { return false };
        let flush = place.flush.iter().zip(other.flush).any(|(a, b)| (a - b).abs() <= FLUSH * em);
        if !flush || pairs.last().is_some_and(|last| last.1 >= other.col) {
            return false;
        }
        pairs.push((place.col, other.col));
    }
    if above.len() <= below.len() {
        widen(table, &pairs, &next.xs);
    } else {
        widen(next, &pairs, &table.xs);
    }
    true
}

/// Moves the cells of a table to other columns, of which there may be more. What stands between moves with what stands
/// before it.
fn widen(sheet: &mut Sheet<'_>, pairs: &[(usize, usize)], xs: &[f32]) {
    let cols = xs.len().saturating_sub(1);
    let to = |col: usize| {
        let before = pairs.partition_point(|p| p.0 <= col);
        before.checked_sub(1).and_then(|i| pairs.get(i)).map_or(0, |p| p.1)
    };
    let mut slots: Vec<Slot<'_>> = Vec::with_capacity(sheet.rows() * cols);
    for mut slot in std::mem::take(&mut sheet.slots) {
        let (first, last) = (to(slot.col), to(slot.col + slot.col_span - 1));
        match slots.last_mut().filter(|s| s.row == slot.row && s.col + s.col_span > first) {
            // Two columns became one, because neither of them held text of its own.
            Some(kept) => kept.lines.append(&mut slot.lines),
            None => slots.push(Slot { col: first, col_span: last + 1 - first, ..slot }),
        }
    }
    let (rows, page) = (sheet.rows(), sheet.page);
    let mut free = vec![true; rows * cols];
    for slot in &slots {
        let end = (slot.col + slot.col_span).min(cols);
        (slot.row..slot.row + slot.row_span).for_each(|row| free[row * cols + slot.col..row * cols + end].fill(false));
    }
    for row in 0..rows {
        let own = slots.iter().find(|s| s.row == row);
        let (area, page) = own.map_or((sheet.area, page), |s| (s.area, s.page));
        for col in (0..cols).filter(|col| free[row * cols + col]) {
            slots.push(Slot { row, col, row_span: 1, col_span: 1, area, page, lines: Vec::new() });
        }
    }
    slots.sort_by_key(|s| (s.row, s.col));
    sheet.slots = slots;
    sheet.xs = xs.to_vec();
}

/// Whether a part begins with a header of its own: words only, where the part before ends in figures.
pub(super) fn begins_anew(table: &Sheet<'_>, next: &Sheet<'_>) -> bool {
    let has_digits = |sheet: &Sheet<'_>, row: usize| {
        let lines = sheet.slots.iter().filter(|s| s.row == row).flat_map(|s| &s.lines);
        lines.flat_map(chars).any(|c| c.is_ascii_digit())
    };
    has_digits(table, table.rows().saturating_sub(1)) && !has_digits(next, 0)
}

/// Makes the lines from `at` on that stand in the columns of a table one too.
pub(super) fn with_rest<'a>(table: &Sheet<'a>, mut items: Vec<Item<'a>>, at: usize, em: f32) -> Vec<Item<'a>> {
    let columns: Vec<Column> = places(table).iter().map(|p| p.ends).collect();
    let step = table.ys.windows(2).map(|y| y[1] - y[0]).fold(0.0, f32::max);
    let mut rows: Vec<Row<'a>> = Vec::new();
    for item in items.iter().skip(at) {
        let Item::Line(line) = item else { break };
        let row = Row::new(line.clone());
        let cols: Vec<_> = row.pieces.iter().map(|p| touched(&columns, p).filter(|t| t.0 == t.1)).collect();
        let apart = cols.windows(2).all(|c| c[0] < c[1]) && cols.iter().all(Option::is_some);
        let near = rows.last().is_none_or(|above| row.line.baseline - above.line.baseline <= STEP * step);
        if cols.len() < 2 || !apart || !near {
            break;
        }
        rows.push(row);
    }
    let page = rows.first().and_then(|r| r.line.marks.first()).map(|m| m.page);
    if let Some(sheet) = page.and_then(|page| laid_out(&rows, &columns, &[], em, page)) {
        items.splice(at..at + rows.len(), [Item::Sheet(sheet)]);
    }
    items
}
