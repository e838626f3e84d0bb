//! The tables of files as JSON, for comparing with other readers: `cells OUT_DIR FILE…` writes `OUT_DIR/<name>.json`,
//! a list of tables, each a list of cells `{r0, r1, c0, c1, text}` (ends inclusive). See `benches/tables.py`.

use fuhe::model::{Block, Table};
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
    Some(document.blocks.iter().filter_map(Block::table).map(cells).collect())
}

fn cells(table: &Table) -> serde_json::Value {
    let cells = table.cells.iter().map(|c| {
        serde_json::json!({
            "r0": c.row, "r1": c.row + c.row_span - 1, "c0": c.col, "c1": c.col + c.col_span - 1,
            "text": c.text.content,
        })
    });
    cells.collect::<Vec<_>>().into()
}
