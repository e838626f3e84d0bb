//! Grids of text with aligned columns: double-width characters counted, long cells cut.

use super::super::width::{clean, head, pad, width};
use crate::model::Table;
use std::fmt::Write;

/// Columns after which the text of a cell is cut.
const CELL: usize = 28;

/// A table of a document.
pub(super) fn table(table: &Table) -> String {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut current = None;
    for cell in &table.cells {
        if current != Some(cell.row) {
            rows.push(Vec::new());
            current = Some(cell.row);
        }
        let Some(row) = rows.last_mut() else { continue };
        // Places that a merged cell covers are drawn empty; a hostile column number is not believed.
        let col = (cell.col as usize).min(row.len() + 256);
        if row.len() < col {
            row.resize(col, String::new());
        }
        let mut text = cell.text.content.replace('\n', "⏎");
        if cell.row_span > 1 || cell.col_span > 1 {
            let _ = write!(text, " ⟨{}×{}⟩", cell.row_span, cell.col_span);
        }
        row.push(text);
    }
    draw(&rows)
}

/// Rows of texts as a grid, without a header line.
pub(super) fn draw(rows: &[Vec<String>]) -> String {
    let rows: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|text| head(clean(text).trim(), CELL)).collect()).collect();
    let mut widths: Vec<usize> = Vec::new();
    for row in &rows {
        widths.resize(widths.len().max(row.len()), 0);
        for (slot, text) in widths.iter_mut().zip(row) {
            *slot = (*slot).max(width(text));
        }
    }
    let mut out = String::new();
    for row in &rows {
        out.push_str("    │");
        for (text, columns) in row.iter().zip(&widths) {
            let _ = write!(out, " {} │", pad(text, *columns));
        }
        out.push('\n');
    }
    out
}
