//! Forms laid on their side: the names of the columns stand one below the other in the first cells of rows, and each
//! column is an indicator. Such rows become a table that stands upright.

use super::parted::part;
use crate::lexicon::Lexicon;
use crate::model::{Block, Cell, Field, Table, offset};
use std::ops::Range;

/// Fewer names below one another may be anything.
const FEWEST_NAMES: usize = 4;

/// The upright table and what stands above and below it; `None` when nothing lies on its side.
pub(super) fn turned(table: &Table, lexicon: &Lexicon) -> Option<Vec<Block>> {
    let rows = on_its_side(table, lexicon)?;
    let parts = [part(table, 0, rows.start), upright(table, &rows), part(table, rows.end, table.rows)];
    Some(parts.into_iter().filter(|part| part.rows > 0).map(Block::Table).collect())
}

/// The rows that open with the name of a column each, those of indicators and of their values among them.
fn on_its_side(table: &Table, lexicon: &Lexicon) -> Option<Range<u32>> {
    let mut rows = 0..0;
    let mut fields: Vec<Field> = Vec::new();
    for row in 0..table.rows {
        match titled(table, row, lexicon).filter(|field| !fields.contains(field)) {
            Some(field) => {
                if fields.is_empty() {
                    rows.start = row;
                }
                fields.push(field);
                rows.end = row + 1;
            }
            None if is_form(&fields) => break,
            None => fields.clear(),
        }
    }
    is_form(&fields).then_some(rows)
}

fn is_form(fields: &[Field]) -> bool {
    let of = |wanted: &[Field]| fields.iter().filter(|field| wanted.contains(field)).count();
    fields.len() >= FEWEST_NAMES
        && of(&[Field::Level1, Field::Level2, Field::Level3]) >= 1
        && of(&[Field::Weight, Field::Score, Field::Target, Field::Actual]) >= 2
}

/// The column name that opens a row whose other cells are none.
fn titled(table: &Table, row: u32, lexicon: &Lexicon) -> Option<Field> {
    let mut cells = table.row(row).filter(|cell| !cell.text.is_blank());
    let first = cells.next().filter(|cell| cell.col == 0)?;
    let field = lexicon.headers.exact(&first.text.content)?;
    cells.all(|cell| lexicon.headers.exact(&cell.text.content).is_none()).then_some(field)
}

fn upright(table: &Table, rows: &Range<u32>) -> Table {
    let turn = |cell: &Cell| Cell {
        row: cell.col,
        col: cell.row - rows.start,
        row_span: cell.col_span,
        col_span: cell.row_span,
        text: cell.text.clone(),
    };
    let mut cells: Vec<Cell> = table.cells.iter().filter(|cell| rows.contains(&cell.row)).map(turn).collect();
    cells.sort_by_key(|cell| (cell.row, cell.col));
    let spot = cells.first().map(|cell| cell.text.spot(0)).unwrap_or_default();
    Table { rows: table.cols, cols: offset(rows.len()), cells, certainty: table.certainty, spot }
}
