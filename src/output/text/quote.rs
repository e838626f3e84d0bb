//! A line of the source around a place, cut to the width of the terminal, with marks under the place.

use super::super::width::{clean, head, tail, width};
use crate::model::{Block, Document, Location};

/// A quote: the words before the place, the place, the words after it, and the marks below.
pub(super) struct Quote {
    pub(super) text: [String; 3],
    /// Columns before the marks.
    pub(super) indent: usize,
    /// `^^^`, as wide as the place; empty when the place covers no characters.
    pub(super) marks: String,
}

/// Between the cells of a quoted row.
const RULE: &str = " │ ";
/// Characters looked at on either side beyond the width of the terminal, for those that take no column. A line of
/// megabytes costs nothing.
const MORE: usize = 60;

/// Quotes a place in at most `columns` columns, gutter included.
pub(super) fn quote(document: &Document, at: &Location, columns: usize) -> Option<Quote> {
    let text = document.text_at(at)?;
    let range = at.range();
    let reach = columns + MORE;
    let end = range.start + range.len().min(reach);
    let before = text.slice(range.start.saturating_sub(reach)..range.start);
    let target = text.slice(range.start..end);
    let after = text.slice(end..end + reach);
    // A cell is quoted whole; in a paragraph the source's own line is the context.
    let (before, after) = match at.cell {
        Some(_) => (before, after),
        None => (before.rsplit('\n').next().unwrap_or_default(), after.split('\n').next().unwrap_or_default()),
    };
    let (mut before, target, mut after) = (clean(before), clean(target), clean(after));
    if let (Some((row, col)), Some(Block::Table(table))) = (at.cell, document.blocks.get(at.block as usize)) {
        let mut others = [String::new(), String::new()];
        for cell in table.row(row).filter(|cell| cell.col != col) {
            let text = clean(&head(&cell.text.content, reach));
            let text = text.trim();
            if text.is_empty() {
                continue;
            }
            if cell.col < col {
                others[0].push_str(text);
                others[0].push_str(RULE);
            } else {
                others[1].push_str(RULE);
                others[1].push_str(text);
            }
        }
        before.insert_str(0, &others[0]);
        after.push_str(&others[1]);
    }
    if before.trim().is_empty() && target.trim().is_empty() && after.trim().is_empty() {
        return None;
    }
    let gutter = at.spot.line.map_or(0, |line| line.to_string().len()) + 3;
    Some(fit(before.trim_start(), &target, after.trim_end(), columns.saturating_sub(gutter).max(20)))
}

/// Shares the columns: the place first, then both sides alike, what one side does not need goes to the other.
fn fit(before: &str, target: &str, after: &str, columns: usize) -> Quote {
    let target = head(target, columns * 2 / 3);
    let room = columns - width(&target);
    let left = width(before).min((room / 2).max(room.saturating_sub(width(after))));
    let before = tail(before, left);
    let after = head(after, room.saturating_sub(width(&before)));
    let (indent, marks) = (width(&before), "^".repeat(width(&target)));
    Quote { text: [before, target, after], indent, marks }
}

#[cfg(test)]
mod tests {
    use super::super::super::sample;
    use super::*;

    fn quoted(block: u32, cell: Option<(u32, u32)>, chars: (u32, u32), columns: usize) -> Quote {
        let examination = sample::examination();
        let mut at = Location { block, cell, chars, ..Location::default() };
        at.spot.line = Some(12);
        quote(&examination.document, &at, columns).expect("a quote")
    }

    #[test]
    fn a_cell_is_quoted_with_its_row_and_marked() {
        let quote = quoted(3, Some((4, 5)), (0, 2), 80);
        assert_eq!(quote.text.concat(), "产出 │ 整理档案数量 │ 50 │ ≥100卷 │ 120卷 │ 45");
        assert_eq!(quote.marks, "^^");
        assert_eq!(quote.indent, width("产出 │ 整理档案数量 │ 50 │ ≥100卷 │ 120卷 │ "));
    }

    #[test]
    fn long_context_is_cut_on_both_sides_and_marks_stay_below_the_place() {
        let quote = quoted(2, None, (6, 12), 30);
        assert_eq!(quote.text[1], "586.00");
        assert!(width(&quote.text.concat()) <= 25, "{:?}", quote.text);
        assert_eq!(quote.indent, width(&quote.text[0]));
        let quote = quoted(2, None, (0, 9000), 40);
        assert!(width(&quote.text.concat()) <= 35, "{:?}", quote.text);
    }
}
