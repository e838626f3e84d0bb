//! Places of the model as places of the record.

use super::super::tables::Tables;
use super::record::{At, Exact};
use crate::model::{Location, Rect, SheetCell, Spot};
use rust_decimal::Decimal;

/// The place of a value: the source's own coordinates, and the table cell when it stands in one.
pub(super) fn at(tables: &Tables<'_>, location: &Location, sheets: &[String]) -> At {
    let mut at = spot(&location.spot, location.block, sheets);
    if let Some((row, col)) = location.cell
        && let Some((table, row)) = tables.place(location.block, row)
    {
        (at.table, at.row, at.col) = (Some(table), Some(row), Some(col));
    }
    at
}

/// A spot of the source; the block stands in where the format has neither lines, pages nor sheets.
pub(super) fn spot(spot: &Spot, block: u32, sheets: &[String]) -> At {
    let placed = spot.line.is_some() || spot.page.is_some() || spot.sheet.is_some();
    At {
        line: spot.line,
        column: spot.column,
        page: spot.page,
        bbox: spot.area.map(bbox),
        sheet: spot.sheet.and_then(|cell| sheets.get(usize::from(cell.sheet)).cloned()),
        cell: spot.sheet.map(SheetCell::name),
        block: (!placed).then_some(block),
        ..At::default()
    }
}

fn bbox(area: Rect) -> [Exact; 4] {
    [area.x0, area.y0, area.x1, area.y1].map(|hundredths| Exact(Decimal::new(i64::from(hundredths), 2)))
}
