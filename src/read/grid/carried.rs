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
            slots.push(Slot {
                row,
                col,
                row_span: 1,
                col_span: 1,
                area,
                page,
                closed: (true, true),
                lines: Vec::new(),
            });
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

#[cfg(test)]
mod tests {
    use crate::read::grid::sample::{Sketch, shown};

    /// Rows of texts at columns that start at 60, 200, 300 and 400, the last row at the page's end when `low`.
    fn page(number: u32, low: bool, rows: &[&[&str]]) -> Sketch {
        let top = if low { 780.0 - 18.0 * f32::from(u8::try_from(rows.len()).expect("few")) } else { 60.0 };
        let mut sketch = Sketch::new(number);
        let mut y = top;
        for row in rows {
            for (x, text) in [60.0, 200.0, 300.0, 400.0].iter().zip(*row) {
                sketch = sketch.write(*x, y, text);
            }
            y += 18.0;
        }
        sketch
    }

    #[test]
    fn what_goes_on() {
        let header: &[&str] = &["地区", "户数", "金额", "备注"];
        let first: &[&[&str]] =
            &[header, &["东区", "12", "3.50", "延期"], &["西区", "8", "2.25", ""], &["南区", "9", "1.00", ""]];
        let cases: &[(&[&[&str]], &str, &str)] = &[
            (
                &[header, &["北区", "7", "1.75", ""], &["中区", "5", "2.00", ""]],
                "北区│7│1.75│\n中区│5│2.00│",
                "header repeated",
            ),
            (
                &[&["北区", "7", "1.75"], &["中区", "5", "2.00"], &["合计", "41", "10.50"]],
                "北区│7│1.75│\n中区│5│2.00│\n合计│41│10.50│",
                "a column without text",
            ),
            (&[&["合计", "29", "6.75"]], "合计│29│6.75│", "one row is left"),
        ];
        for (second, wanted, why) in cases {
            let found = shown(vec![page(1, true, first), page(2, false, second)]);
            let whole = format!("地区│户数│金额│备注\n东区│12│3.50│延期\n西区│8│2.25│\n南区│9│1.00│\n{wanted}");
            assert_eq!(found, [whole], "{why}");
        }
    }

    #[test]
    fn what_does_not_go_on() {
        let header: &[&str] = &["地区", "户数", "金额", "备注"];
        let first: &[&[&str]] =
            &[header, &["东区", "12", "3.50", "延期"], &["西区", "8", "2.25", ""], &["南区", "9", "1.00", ""]];
        let rows: &[&[&str]] = &[&["北区", "7", "1.75", ""], &["中区", "5", "2.00", ""], &["合计", "12", "3.75", ""]];
        let other: &[&[&str]] =
            &[&["项目", "数量", "单价", "备注"], &["水泵", "12", "3.50", ""], &["阀门", "8", "2.25", ""]];
        let tables = |pages: Vec<Sketch>| shown(pages).iter().filter(|b| b.contains('│')).count();
        assert_eq!(tables(vec![page(1, true, first), page(2, false, other)]), 2, "a header of its own");
        let titled = page(2, false, rows).write(250.0, 42.0, "二、另一张表");
        assert_eq!(tables(vec![page(1, true, first), titled]), 2, "a title of its own");
        let full = page(2, false, rows).write(60.0, 770.0, "本页将满。").write(60.0, 790.0, "本页已满。");
        assert_eq!(tables(vec![page(1, false, first), full]), 2, "the page had room");
        let fields = Sketch::new(2).write(60.0, 60.0, "联系人：某某").write(330.0, 60.0, "电话：零");
        assert_eq!(tables(vec![page(1, true, first), fields]), 1, "text between the columns");
    }
}
