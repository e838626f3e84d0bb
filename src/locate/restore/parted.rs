//! Tables that hold several forms, one below the other: each becomes a block of its own, so that it can be a report.

use crate::lexicon::{Lexicon, fold};
use crate::model::{Block, Cell, Table};

/// The title of the first form stands in one of the first rows.
const TITLE_ROWS: u32 = 3;

/// The tables that a table is made of; `None` when it is one.
pub(super) fn parted(table: &Table, lexicon: &Lexicon) -> Option<Vec<Block>> {
    if table.certainty.is_stated() || table.rows <= TITLE_ROWS {
        return None;
    }
    let rows = table.cells.chunk_by(|a, b| a.row == b.row);
    let titles = rows.filter(|cells| is_title(cells, lexicon)).filter_map(|cells| Some(cells.first()?.row));
    let cuts: Vec<u32> = titles.filter(|row| *row >= TITLE_ROWS).collect();
    let ends = cuts.iter().copied().chain([table.rows]);
    let starts = std::iter::once(0).chain(cuts.iter().copied());
    let parts = starts.zip(ends).map(|(start, end)| Block::Table(part(table, start, end)));
    (!cuts.is_empty()).then(|| parts.collect())
}

/// Whether a row holds the title of a form and nothing else.
fn is_title(cells: &[Cell], lexicon: &Lexicon) -> bool {
    let mut filled = cells.iter().filter(|cell| !cell.text.is_blank());
    let (Some(cell), None) = (filled.next(), filled.next()) else { return false };
    if !cell.text.content.contains('表') {
        return false;
    }
    let folded = fold(&cell.text.content);
    let bare = folded.split('(').next().unwrap_or_default();
    let chars: Vec<char> = bare.chars().collect();
    let sentence = bare.contains(['。', ',', ';', ':', '《']);
    bare.ends_with('表') && !sentence && lexicon.forms.title(&chars).is_some()
}

/// The rows of a table from one to before another.
pub(super) fn part(table: &Table, start: u32, end: u32) -> Table {
    let cells: Vec<Cell> = table
        .cells
        .iter()
        .filter(|cell| (start..end).contains(&cell.row))
        .map(|cell| Cell { row: cell.row - start, ..cell.clone() })
        .collect();
    let cols = cells.iter().map(|cell| cell.col + cell.col_span).max().unwrap_or(0);
    let spot = cells.first().map(|cell| cell.text.spot(0)).unwrap_or_default();
    Table { rows: end - start, cols, cells, certainty: table.certainty, spot }
}
