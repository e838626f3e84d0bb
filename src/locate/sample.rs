//! Documents for the tests of this folder: lines become paragraphs, `#` lines headings, lines with tabs table rows.

use crate::model::{Anchor, Block, Cell, Document, Grid, Spot, Table, Text, offset};

/// The document that a text stands for; a blank line ends a table.
pub(super) fn document(source: &str) -> Document {
    let mut blocks = Vec::new();
    let mut rows: Vec<(u32, &str)> = Vec::new();
    for (at, line) in source.split('\n').enumerate() {
        let number = offset(at + 1);
        if line.contains('\t') {
            rows.push((number, line));
            continue;
        }
        close(&mut rows, &mut blocks);
        let bare = line.trim();
        if bare.is_empty() {
            continue;
        }
        let title = bare.trim_start_matches('#');
        if title.len() < bare.len() {
            let start = line.find(title).map_or(0, |byte| line[..byte].chars().count());
            blocks.push(Block::Heading(text(title, number, start)));
        } else {
            blocks.push(Block::Paragraph(text(line, number, 0)));
        }
    }
    close(&mut rows, &mut blocks);
    Document { blocks, ..Document::default() }
}

fn text(content: &str, line: u32, column: usize) -> Text {
    let spot = Spot { line: Some(line), column: Some(offset(column + 1)), ..Spot::default() };
    Text { content: content.to_owned(), anchors: vec![Anchor { from: 0, spot }], ..Text::default() }
}

fn close(rows: &mut Vec<(u32, &str)>, blocks: &mut Vec<Block>) {
    let Some(&(first, _)) = rows.first() else { return };
    let mut cells = Vec::new();
    for (row, (line, content)) in rows.iter().enumerate() {
        let mut column = 0;
        for (col, cell) in content.split('\t').enumerate() {
            let text = text(&cell.replace("<p>", "").replace("</p>", ""), *line, column);
            column += text.len_chars() + 1;
            cells.push(Cell { row: offset(row), col: offset(col), row_span: 1, col_span: 1, text });
        }
    }
    let cols = cells.iter().map(|c| c.col + 1).max().unwrap_or(0);
    let spot = Spot { line: Some(first), column: Some(1), ..Spot::default() };
    blocks.push(Block::Table(Table { rows: offset(rows.len()), cols, cells, certainty: Grid::Guessed, spot }));
    rows.clear();
}
