//! The tables of files as JSON, for comparing with other readers: `cells OUT_DIR FILE…` writes `OUT_DIR/<name>.json`,
//! a list of tables, each a list of cells `{r0, r1, c0, c1, text}` (ends inclusive); in a workbook also `at`, the sheet and
//! the cell, and a line of text above or below a table counts as a table of one row. See `benches/tables.py`
//! and `benches/formats.py`.

use fuhe::model::{Block, Spot, Table, Text};
use fuhe::read::{Limits, Source, read};
use std::path::{Path, PathBuf};

fn main() {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let out = arguments.next().expect("a folder for the results");
    std::fs::create_dir_all(&out).expect("the folder can be made");
    for file in arguments {
        let tables = tables(&file).unwrap_or_default();
        let name = file.file_stem().expect("a file name").to_string_lossy();
        let json = serde_json::Value::from(tables).to_string();
        std::fs::write(out.join(format!("{name}.json")), json).expect("the result can be written");
    }
}

fn tables(file: &Path) -> Option<Vec<serde_json::Value>> {
    let source = Source::from_path(file, &Limits::DEFAULT).ok()?;
    let document = read(&source, &Limits::DEFAULT).ok()?.value;
    let tables = document.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(cells(table)),
        Block::Heading(text) | Block::Paragraph(text) => line(text),
    });
    Some(tables.collect())
}

/// A line of text of a workbook.
fn line(text: &Text) -> Option<serde_json::Value> {
    text.spot(0).sheet?;
    let starts = text.anchors.iter().map(|anchor| anchor.from);
    let ends = starts.clone().skip(1).chain([u32::MAX]);
    let cells = starts.zip(ends).zip(0..).map(|((start, end), col)| {
        let part: String = text.content.chars().skip(start as usize).take((end - start) as usize).collect();
        serde_json::json!({ "r0": 0, "r1": 0, "c0": col, "c1": col, "text": part, "at": place(&text.spot(start)) })
    });
    Some(cells.collect::<Vec<_>>().into())
}

/// The sheet and the cell of a place.
fn place(spot: &Spot) -> Option<(u16, String)> {
    spot.sheet.map(|cell| (cell.sheet, cell.name()))
}

fn cells(table: &Table) -> serde_json::Value {
    let cells = table.cells.iter().map(|c| {
        serde_json::json!({
            "r0": c.row, "r1": c.row + c.row_span - 1, "c0": c.col, "c1": c.col + c.col_span - 1,
            "text": c.text.content, "at": place(&c.text.spot(0)),
        })
    });
    cells.collect::<Vec<_>>().into()
}
