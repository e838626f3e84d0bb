//! Tables of formats that say where the edges of each row's cells lie (DOC, RTF): rows in, a table with spans out, or,
//! for a table that only lays out others, its content.
//!
//! The columns of the table are the edges of all its rows together, so that a cell as wide as two cells of another row
//! spans two columns. Edges closer than [`TOLERANCE`] are one: programs round them.

use super::contents::{flat, table_of, text_of};
use super::marked::Rows;
use crate::model::{Block, Spot};

/// How far apart the same edge may lie in two rows, in twips (1/20 point).
const TOLERANCE: i32 = 20;

/// The width of a cell whose row does not say where it ends.
const UNKNOWN_WIDTH: i32 = 1_440;

/// How a cell is merged with its neighbor in one direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Merge {
    /// Not at all.
    #[default]
    No,
    /// It is the first of the merged cells.
    First,
    /// It continues the cell before it.
    Continued,
}

/// The place of one cell in its row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Extent {
    /// The right edge in twips.
    pub right: i32,
    /// Merging with cells of the same row.
    pub across: Merge,
    /// Merging with cells of the rows above.
    pub down: Merge,
}

/// The places of a row's cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct RowShape {
    /// The left edge of the first cell in twips.
    pub left: i32,
    /// The cells, from left to right.
    pub cells: Vec<Extent>,
}

/// A row: where its cells lie, and what stands in them.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// The places.
    pub shape: RowShape,
    /// The contents, from left to right.
    pub cells: Vec<Vec<Block>>,
}

/// One cell after merging across.
struct Placed {
    left: i32,
    right: i32,
    continued: bool,
    blocks: Vec<Block>,
}

/// What some rows print. `most` bounds its columns: rows with more edges than that line up with nothing, and every
/// cell takes the next column instead.
pub(super) fn table(rows: Vec<Row>, most: usize) -> Vec<Block> {
    let rows: Vec<Vec<Placed>> = rows.into_iter().map(placed).collect();
    let mut edges: Vec<i32> = rows.iter().flatten().flat_map(|cell| [cell.left, cell.right]).collect();
    edges.sort_unstable();
    let mut first = None;
    edges.retain(|&edge| {
        let new = first.is_none_or(|first: i32| edge.saturating_sub(first) > TOLERANCE);
        if new {
            first = Some(edge);
        }
        new
    });
    let aligned = edges.len() <= most;
    let column = |edge: i32| u32::try_from(edges.partition_point(|&e| e <= edge).saturating_sub(1)).unwrap_or(0);
    let mut out = Rows::default();
    let mut contents = Vec::new();
    let mut above: Vec<(u32, u32)> = Vec::new();
    for row in rows {
        out.row();
        let mut next = 0;
        let mut here = Vec::with_capacity(row.len());
        for cell in row {
            let (start, end) = if aligned { (column(cell.left), column(cell.right)) } else { (next, next + 1) };
            if start == end && cell.blocks.is_empty() {
                // A cell without width and content is left over from editing.
                continue;
            }
            out.skip(start.saturating_sub(next));
            let (start, end) = (start.max(next), end.max(start.max(next) + 1));
            let continues = |&(s, e): &(u32, u32)| s == start && (e == end || (e < end && cell.blocks.is_empty()));
            if cell.continued && above.iter().any(continues) {
                // What stands in a continued cell is not shown.
                out.continued(end - start);
            } else {
                out.cell(text_of(&flat(&cell.blocks)).unwrap_or_default(), end - start, 1);
                contents.push(cell.blocks);
            }
            here.push((start, end));
            next = end;
        }
        above = here;
    }
    table_of(out.finish(Spot::default()), contents)
}

/// The cells of a row, those merged across as one. What stands in a continued cell is not shown.
fn placed(row: Row) -> Vec<Placed> {
    let mut cells: Vec<Placed> = Vec::with_capacity(row.cells.len());
    let mut left = row.shape.left;
    for (index, blocks) in row.cells.into_iter().enumerate() {
        let unknown = Extent { right: left.saturating_add(UNKNOWN_WIDTH), ..Extent::default() };
        let extent = row.shape.cells.get(index).copied().unwrap_or(unknown);
        let right = extent.right.max(left);
        match cells.last_mut().filter(|_| extent.across == Merge::Continued) {
            Some(before) => before.right = right,
            None => cells.push(Placed { left, right, continued: extent.down == Merge::Continued, blocks }),
        }
        left = right;
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(left: i32, cells: &[(i32, &str, &str)]) -> Row {
        let extent = |&(right, flags, _): &(i32, &str, &str)| Extent {
            right,
            across: merge(flags, "h"),
            down: merge(flags, "v"),
        };
        let shape = RowShape { left, cells: cells.iter().map(extent).collect() };
        Row { shape, cells: cells.iter().map(|c| paragraphs(c.2)).collect() }
    }

    fn paragraphs(content: &str) -> Vec<Block> {
        text_of(content).map(Block::Paragraph).into_iter().collect()
    }

    /// `H` and `V` begin a merge across and down, `h` and `v` continue it.
    fn merge(flags: &str, letter: &str) -> Merge {
        match (flags.contains(&letter.to_uppercase()), flags.contains(letter)) {
            (true, _) => Merge::First,
            (_, true) => Merge::Continued,
            _ => Merge::No,
        }
    }

    fn drawn(rows: Vec<Row>, most: usize) -> Vec<String> {
        let blocks = table(rows, most);
        let [Block::Table(table)] = blocks.as_slice() else { panic!("one table, not {blocks:?}") };
        let shown =
            |c: &crate::model::Cell| format!("{}@{},{} {}×{}", c.text.content, c.row, c.col, c.row_span, c.col_span);
        table.cells.iter().map(shown).collect()
    }

    #[test]
    fn columns_are_the_edges_of_all_rows() {
        let rows = vec![
            row(0, &[(3000, "", "whole")]),
            row(-15, &[(1000, "", "a"), (2000, "", "b"), (3010, "", "c")]),
            row(1005, &[(3000, "", "late")]),
        ];
        let expected = ["whole@0,0 1×3", "a@1,0 1×1", "b@1,1 1×1", "c@1,2 1×1", "late@2,1 1×2"];
        assert_eq!(drawn(rows, 99), expected);
    }

    #[test]
    fn merges_across_and_down() {
        let rows = vec![
            row(0, &[(1000, "V", "a"), (2000, "H", "b"), (3000, "h", ""), (4000, "", "c")]),
            row(0, &[(1000, "v", "unseen"), (2000, "", "d"), (3000, "", "e"), (4000, "v", "f")]),
            row(0, &[(2000, "v", "g"), (4000, "", "h")]),
        ];
        let expected = ["a@0,0 2×1", "b@0,1 1×2", "c@0,3 2×1", "d@1,1 1×1", "e@1,2 1×1", "g@2,0 1×2", "h@2,2 1×2"];
        // `g` is wider than what it would continue, and says something.
        assert_eq!(drawn(rows, 99), expected);
    }

    #[test]
    fn rows_that_say_little_or_too_much() {
        let mut short = row(0, &[(1000, "", "a")]);
        short.cells.push(paragraphs("b"));
        assert_eq!(drawn(vec![short], 99), ["a@0,0 1×1", "b@0,1 1×1"]);
        let many = row(0, &[(1000, "", "a"), (500, "", "b"), (500, "", "")]);
        assert_eq!(drawn(vec![many], 99), ["a@0,0 1×1", "b@0,1 1×1"]);
        let wide = row(0, &[(1000, "", "a"), (5000, "", "b")]);
        assert_eq!(drawn(vec![wide, row(0, &[(5000, "", "c")])], 2), ["a@0,0 1×1", "b@0,1 1×1", "c@1,0 1×1"]);
        assert_eq!(table(Vec::new(), 99), []);
    }
}
