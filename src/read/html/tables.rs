//! Tables of a page: rows and cells with their spans. A table that only lays out the page is no table: what is in its
//! cells stands by itself. A table in a cell of another is a block of its own behind that one.

use super::flow::Flow;
use super::text::placed;
use crate::model::{Block, Spot, offset};
use crate::read::marked::Rows;

/// A cell before it is put into the grid.
struct Found {
    blocks: Vec<Block>,
    columns: u32,
    rows: u32,
}

/// A paragraph count from which on a cell that holds nearly all text of a table is a page, not a cell.
const MANY_BLOCKS: usize = 5;

impl Flow<'_> {
    /// Reads a table.
    pub(super) fn table(&mut self, index: usize) {
        let rows = self.rows(index);
        if is_layout(&rows) {
            for block in rows.into_iter().flatten().flat_map(|cell| cell.blocks) {
                self.blocks.push(self.outside(block));
            }
            return;
        }
        let mut grid = Rows::default();
        let mut nested = Vec::new();
        for row in rows {
            grid.row();
            for cell in row {
                let mut lines = Vec::new();
                for block in cell.blocks {
                    match block {
                        Block::Heading(text) | Block::Paragraph(text) => lines.push(text.content),
                        Block::Table(_) => nested.push(block),
                    }
                }
                grid.cell(placed(lines.join("\n")), cell.columns, cell.rows);
            }
        }
        self.blocks.extend(grid.finish(Spot::default()).map(Block::Table));
        self.blocks.extend(nested);
    }

    /// The rows of a table in the order in which they are shown; captions become paragraphs.
    fn rows(&mut self, index: usize) -> Vec<Vec<Found>> {
        let page = self.page;
        let children: Vec<usize> = page.children(index).filter(|child| !self.is_dropped(*child)).collect();
        let mut rows = Vec::new();
        for caption in children.iter().filter(|child| page.name(**child) == "caption") {
            let blocks = self.cell(*caption);
            self.blocks.extend(blocks);
        }
        let place = |name: &str| match name {
            "thead" => 0,
            "tfoot" => 2,
            _ => 1,
        };
        for wanted in 0..3 {
            for child in children.iter().filter(|child| place(page.name(**child)) == wanted) {
                match page.name(*child) {
                    "tr" => rows.push(self.cells(*child)),
                    "thead" | "tbody" | "tfoot" => {
                        for row in page.children(*child).filter(|row| page.name(*row) == "tr") {
                            if !self.is_dropped(row) {
                                rows.push(self.cells(row));
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
        rows
    }

    fn cells(&mut self, row: usize) -> Vec<Found> {
        let page = self.page;
        let mut cells = Vec::new();
        for cell in page.children(row).filter(|cell| matches!(page.name(*cell), "td" | "th")) {
            if self.is_dropped(cell) {
                continue;
            }
            self.count_cell();
            let span = |name: &str| page.attribute(cell, name).and_then(number);
            // As browsers read them: a width of 0 is 1, a height of 0 reaches down to the end.
            let columns = span("colspan").filter(|n| *n > 0).unwrap_or(1).min(1_000);
            let rows = span("rowspan").unwrap_or(1).min(65_534);
            cells.push(Found { blocks: self.cell(cell), columns, rows });
        }
        cells
    }
}

/// The digits that a value opens with.
fn number(value: &str) -> Option<u32> {
    let value = value.trim_start().trim_start_matches('+');
    let end = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
    (end > 0).then(|| value[..end].parse().unwrap_or(u32::MAX))
}

/// How many characters a block holds.
fn length_of(block: &Block) -> usize {
    match block {
        Block::Heading(text) | Block::Paragraph(text) => text.len_chars(),
        Block::Table(table) => table.cells.iter().map(|cell| cell.text.len_chars()).sum(),
    }
}

fn length(blocks: &[Block]) -> usize {
    blocks.iter().map(length_of).sum()
}

/// Whether a table lays out the page: a single column, or one cell with nearly all text and with blocks or tables of
/// its own.
fn is_layout(rows: &[Vec<Found>]) -> bool {
    let filled = |row: &[Found]| row.iter().filter(|cell| !cell.blocks.is_empty()).count();
    let cells = || rows.iter().flatten();
    if rows.iter().all(|row| row.len() <= 1) || rows.iter().map(|row| filled(row)).sum::<usize>() <= 1 {
        return true;
    }
    let all: usize = cells().map(|cell| length(&cell.blocks)).sum();
    let in_tables: usize = cells().flat_map(|cell| &cell.blocks).filter(|b| b.table().is_some()).map(length_of).sum();
    if in_tables * 2 > all {
        return true;
    }
    let largest = cells().max_by_key(|cell| length(&cell.blocks));
    offset(rows.len()) <= 3
        && largest.is_some_and(|cell| cell.blocks.len() >= MANY_BLOCKS && length(&cell.blocks) * 20 >= all * 19)
}
