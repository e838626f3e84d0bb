//! Rows over a page break: two parts of one table in, one table out.
//!
//! The header printed again is dropped, a row that the page cut is one row again, and a merged label that goes on
//! covers the rows of both parts.

use super::join::{Seam, chars, in_number, is_item, seam};
use super::lines::Line;
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
    let open = table.open_below && (next.open_above || repeated > 0);
    let cut = is_cut(table, &slots, repeated, open);
    // The first row of the second part falls on the last row of the first when the page cut it.
    let shift = rows - usize::from(cut);
    let goes_on: Vec<bool> = if cut { vec![true; slots.len()] } else { labels_that_go_on(table, &slots, repeated) };
    for (mut slot, goes_on) in slots.into_iter().zip(goes_on) {
        let top = slot.row == repeated;
        slot.row = slot.row - repeated + shift;
        match table.slots.iter_mut().rev().find(|s| goes_on && top && is_above(s, &slot, rows)) {
            Some(above) => {
                above.row_span = slot.row + slot.row_span - above.row;
                above.closed.1 = slot.closed.1;
                // Some writers print a label again in what the page cut off of its cell.
                if above.bare_text() != slot.bare_text() {
                    above.lines.append(&mut slot.lines);
                }
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

/// What a text above the break and one below it in the same column say of their row.
enum Pair {
    /// The upper text is a figure that is not whole: `99.`, `1,250,`.
    Broken,
    /// The upper text was broken by the width only.
    GoesOn,
    /// The upper text is whole, and a cell may hold several: nothing is said.
    Whole,
    /// The upper text ends where there was room for more: two cells, or lines that their author broke.
    Parts,
    /// Figures, in a column that holds each of its figures in one line: two rows.
    Figures,
}

/// Whether a text is made of figures and no more: `12`, `3.50`, `96%`.
fn is_figure(lines: &[Line<'_>]) -> bool {
    lines.iter().flat_map(chars).all(in_number)
}

fn pair(table: &Sheet<'_>, above: &Slot<'_>, slot: &Slot<'_>, pad: f32) -> Option<Pair> {
    let (last, first) = (above.lines.last()?, slot.lines.first()?);
    if is_figure(&above.lines) && is_figure(&slot.lines) {
        let broken = |s: &Slot<'_>| s.col == slot.col && s.lines.len() > 1 && is_figure(&s.lines);
        if matches!(last.last(), '.' | ',') {
            return Some(Pair::Broken);
        } else if !table.slots.iter().any(broken) {
            return Some(Pair::Figures);
        }
    }
    if is_closed(last.last()) || is_item(chars(first)) {
        return Some(Pair::Whole);
    }
    let room = above.area.width() - 2.0 * pad - last.area.width();
    Some(if seam(last, first, room) == Seam::Nothing { Pair::GoesOn } else { Pair::Parts })
}

/// What the cells of two rows at a break say, counted.
#[derive(Default)]
struct Break {
    broken: usize,
    going_on: usize,
    whole: usize,
    parts: usize,
    figures: usize,
    /// Nothing stands below a text, or below a figure.
    left_empty: usize,
    without_figure: usize,
    /// Nothing stands above a text.
    begun: usize,
    /// What stands below is no figure.
    words: bool,
}

/// Whether the page cut a row: texts go on, and what else the row holds stands in the first part.
fn is_cut(table: &Sheet<'_>, slots: &[Slot<'_>], top: usize, open: bool) -> bool {
    let rows = table.rows();
    let pad = table.pad();
    let mut told = Break::default();
    for slot in slots.iter().filter(|s| s.row == top) {
        let Some(above) = table.slots.iter().rev().find(|s| is_above(s, slot, rows)) else { return false };
        told.words |= !is_figure(&slot.lines);
        match pair(table, above, slot, pad) {
            Some(Pair::Broken) => told.broken += 1,
            Some(Pair::GoesOn) => told.going_on += 1,
            Some(Pair::Whole) => told.whole += 1,
            Some(Pair::Parts) => told.parts += 1,
            Some(Pair::Figures) => told.figures += 1,
            None if above.lines.is_empty() => told.begun += usize::from(!slot.lines.is_empty()),
            None if above.row_span == 1 && slot.row_span == 1 => {
                told.left_empty += 1;
                told.without_figure += usize::from(is_figure(&above.lines));
            }
            None => {}
        }
    }
    told.is_cut(table.open_below, open)
}

impl Break {
    /// Whether it is one row. Without a line at the page's end, `open_below`, much speaks for it; without one at the
    /// next page's top either, `open`, all does but two figures, or two whole texts that have all their figures.
    fn is_cut(&self, open_below: bool, open: bool) -> bool {
        if open && self.figures == 0 && (self.parts == 0 || self.without_figure > self.begun) {
            return true;
        }
        let pairs = self.broken + self.going_on + self.whole + self.parts + self.figures;
        if pairs == 0 || self.left_empty == 0 {
            return false;
        }
        // A row has more to it than a figure or two: these are the ends of figures that did not fit.
        if self.broken > 0 || (!self.words && self.begun == 0) {
            return true;
        }
        // A row most of whose cells begin below the break is a row of its own, whatever stands above it: narrow cells
        // of a header are as full as cells that were cut.
        if self.figures > 0 || (self.begun > self.left_empty && !open_below) {
            return false;
        }
        // Two cells that seem to be whole make two rows, unless the lower one would lack its figures.
        if self.parts > if self.without_figure > 0 { self.going_on } else { 0 } {
            return false;
        }
        // Some text must be unfinished, or most cells be empty.
        open_below || self.going_on > 0 || self.left_empty > self.whole.max(2)
    }
}

/// Which slots of the second part's first row belong to a merged cell that ends at the break: those whose cells the page
/// leaves open, and the first ones, as long as they are empty (or the upper part is) and merged cells are what their
/// column holds.
fn labels_that_go_on(table: &Sheet<'_>, slots: &[Slot<'_>], top: usize) -> Vec<bool> {
    let rows = table.rows();
    let mut out = vec![false; slots.len()];
    let mut next_col = 0;
    for (slot, goes_on) in slots.iter().zip(&mut out).take_while(|(slot, _)| slot.row == top) {
        let Some(above) = table.slots.iter().rev().find(|s| is_above(s, slot, rows)) else { continue };
        let merged = |s: &&Slot<'_>| s.col == slot.col && s.row_span > 1;
        let spans = above.row_span > 1 || slot.row_span > 1 || table.slots.iter().filter(merged).count() > 1;
        // A header that is repeated closes what stands below it.
        let open = !above.closed.1 && (top > 0 || !slot.closed.0);
        let is_empty = slot.lines.is_empty() || (above.lines.is_empty() && above.row_span > 1);
        *goes_on = spans && (open || (is_empty && slot.col == next_col));
        if *goes_on {
            next_col = slot.col + slot.col_span;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::read::grid::sample::{Sketch, shown};

    /// Five ideographs, four, two digits and six fit in the columns.
    const XS: [f32; 5] = [60.0, 118.0, 166.0, 184.0, 252.0];

    /// The blocks of two pages: a header and a row that ends the first one, and rows that begin the second.
    fn over(above: [&str; 4], below: &[[&str; 4]]) -> Vec<String> {
        let below: Vec<&[&str]> = below.iter().map(<[&str; 4]>::as_slice).collect();
        let ys: Vec<f32> = [80.0, 120.0, 160.0, 200.0].into_iter().take(below.len() + 1).collect();
        let header = ["三级指标", "目标值", "分|值", "偏差原因"];
        let first = Sketch::new(1).grid(&XS, &[700.0, 735.0, 780.0]).cells(&XS, &[700.0, 735.0], &[&header, &above]);
        shown(vec![first, Sketch::new(2).grid(&XS, &ys).cells(&XS, &ys, &below)])
    }

    #[test]
    fn one_row_or_two() {
        let next = ["出勤率", "90%", "8", ""];
        let cases: &[([&str; 4], [&str; 4], &str, &str)] = &[
            (
                ["设备维保覆", "100%", "5", ""],
                ["盖率", "", "", ""],
                "设备维保覆盖率│100%│5│",
                "short texts that were full",
            ),
            (
                ["清淤管网长|度", "36公里", "10", ""],
                ["检查井数量", "8处", "8", ""],
                "清淤管网长度│36公里│10│\n检查井数量│8处│8│",
                "texts that had room, figures that are whole",
            ),
            (
                ["管护机制覆", "健全", "10", "合同延期至"],
                ["公开及时率", "及时", "8", ""],
                "管护机制覆│健全│10│合同延期至\n公开及时率│及时│8│",
                "full texts, but each with its figure",
            ),
            (
                ["固定", "按年初目", "3", "其一因雨停工"],
                ["资产利用率", "标核定", "", "两天。"],
                "固定⏎资产利用率│按年初目标核定│3│其一因雨停工两天。",
                "a name in two lines, but its figures above",
            ),
            (["合计", "", "10", ""], ["", "", "0", ""], "合计││100│", "a figure is left"),
            (["合计", "", "99.", ""], ["", "", "04", ""], "合计││99.04│", "a figure that is not whole"),
        ];
        for (above, below, wanted, why) in cases {
            let found = over(*above, &[*below, next]);
            assert_eq!(found, [format!("三级指标│目标值│分值│偏差原因\n{wanted}\n出勤率│90%│8│")], "{why}");
        }
    }

    #[test]
    fn a_header_is_not_the_first_row() {
        let header = ["一级|指标", "评分|标准", "分|值", "偏差原因"];
        let first = Sketch::new(1).grid(&XS, &[740.0, 780.0]).cells(&XS, &[740.0], &[&header]);
        let row: &[&str] = &["验收合格", "98%", "10", ""];
        let second = Sketch::new(2).grid(&XS, &[80.0, 120.0]).cells(&XS, &[80.0], &[row]);
        assert_eq!(shown(vec![first, second]), ["一级⏎指标│评分⏎标准│分值│偏差原因\n验收合格│98%│10│"]);
    }

    /// Draws the lines of a table that browsers leave open where the page cuts its cells.
    fn uprights(sketch: Sketch, from: f32, to: f32) -> Sketch {
        XS.iter().fold(sketch, |s, x| s.line((*x, from), (*x, to)))
    }

    #[test]
    fn cells_left_open_by_the_page() {
        let level = |s: Sketch, from: f32, y: f32| s.line((from, y), (XS[4], y));
        // The middle of a cell decides where its text stands: some of it above the break, some below.
        let first = level(level(uprights(Sketch::new(1), 700.0, 780.0), XS[0], 700.0), XS[0], 735.0).cells(
            &XS,
            &[700.0, 745.0],
            &[&["名称", "目标值", "分|值", "原因"], &["", "", "8", "因雨停工三"]],
        );
        let whole_page = uprights(Sketch::new(2), 60.0, 780.0).cells(&XS, &[60.0], &[&["", "", "", "天，已补作"]]);
        let last = level(level(uprights(Sketch::new(3), 60.0, 140.0), XS[1], 100.0), XS[0], 140.0).cells(
            &XS,
            &[60.0, 105.0],
            &[&["出勤率", "90%", "", "业。"], &["", "95%", "7", ""]],
        );
        let found = shown(vec![first, whole_page, last]);
        assert_eq!(found, ["名称│目标值│分值│原因\n出勤率(2x1)│90%│8│因雨停工三天，已补作业。\n95%│7│"]);
    }

    #[test]
    fn text_that_outgrew_what_the_page_left_of_its_cell() {
        let level = |s: Sketch, y: f32| s.line((XS[0], y), (XS[4], y));
        let row = ["管理|（七|分）", "90%", "8", ""];
        let first = level(level(uprights(Sketch::new(1), 700.0, 762.0), 700.0), 735.0).cells(
            &XS,
            &[700.0, 735.0],
            &[&["名称", "目标值", "分|值", "原因"], &row],
        );
        let second = level(uprights(Sketch::new(2), 60.0, 100.0), 100.0).cells(&XS, &[60.0], &[&["", "", "", "延期"]]);
        assert_eq!(shown(vec![first, second]), ["名称│目标值│分值│原因\n管理⏎（七⏎分）│90%│8│延期"]);
    }

    #[test]
    fn a_column_open_at_both_ends() {
        let rows = |s: Sketch| [60.0, 100.0, 140.0].iter().fold(s, |s, y| s.line((XS[1], *y), (XS[4], *y)));
        let open = uprights(Sketch::new(1), 60.0, 180.0).cells(
            &XS,
            &[60.0, 100.0, 140.0],
            &[&["过程", "90%", "8", ""], &["", "95%", "7", ""], &["", "97%", "6", ""]],
        );
        assert_eq!(shown(vec![rows(open)]), ["过程(3x1)│90%│8│\n95%│7│\n97%│6│"]);
    }
}
