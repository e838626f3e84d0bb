//! Documents for the unit tests of this stage, made from plain lines as reading makes them.

use crate::lexicon::fold;
use crate::model::{Anchor, Block, Cell, Document, Grid, Spot, Table, Text, offset};

fn text(content: &str, line: usize, column: usize) -> Text {
    let spot = Spot { line: Some(offset(line)), column: Some(offset(column)), ..Spot::default() };
    let anchors = if content.is_empty() { Vec::new() } else { vec![Anchor { from: 0, spot }] };
    Text { content: content.to_owned(), anchors, ..Text::default() }
}

/// A document from lines: `#` opens a heading, tabs part the cells of a table row, a blank line ends a table.
pub(super) fn document(source: &str) -> Document {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for (i, raw) in source.lines().enumerate() {
        if raw.contains('\t') {
            if !open {
                let spot = Spot { line: Some(offset(i + 1)), ..Spot::default() };
                blocks.push(Block::Table(Table {
                    rows: 0,
                    cols: 0,
                    cells: Vec::new(),
                    certainty: Grid::Guessed,
                    spot,
                }));
            }
            if let Some(Block::Table(table)) = blocks.last_mut() {
                let mut column = 1;
                for (col, cell) in raw.split('\t').enumerate() {
                    let (row, col) = (table.rows, offset(col));
                    table.cells.push(Cell { row, col, row_span: 1, col_span: 1, text: text(cell, i + 1, column) });
                    column += cell.chars().count() + 1;
                    table.cols = table.cols.max(col + 1);
                }
                table.rows += 1;
            }
            open = true;
            continue;
        }
        open = false;
        if fold(raw).is_empty() {
            continue;
        }
        match raw.strip_prefix('#') {
            Some(heading) => blocks.push(Block::Heading(text(heading.trim_start_matches(['#', ' ']), i + 1, 1))),
            None => blocks.push(Block::Paragraph(text(raw, i + 1, 1))),
        }
    }
    Document { blocks, ..Document::default() }
}
