//! A document as flattened text: rows of cells with tabs between them, a merged cell's text in its first place only.

use fuhe::model::{Block, Document, Table};

/// The document in UTF-8.
pub(crate) fn write(document: &Document) -> Vec<u8> {
    let mut out = String::new();
    for block in &document.blocks {
        match block {
            Block::Heading(text) => out.extend(["# ", &text.content, "\n\n"]),
            Block::Paragraph(text) => out.extend([&text.content, "\n\n"]),
            Block::Table(table) => out.push_str(&(rows(table) + "\n")),
        }
    }
    out.into_bytes()
}

fn rows(table: &Table) -> String {
    let mut rows = vec![vec![String::new(); table.cols as usize]; table.rows as usize];
    for cell in &table.cells {
        // A line break inside a cell would end the row.
        rows[cell.row as usize][cell.col as usize] = cell.text.content.replace('\n', "");
    }
    rows.iter().map(|row| row.join("\t") + "\n").collect()
}
