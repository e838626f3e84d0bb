//! Places of the model as places of the record.

use super::super::tables::Tables;
use super::record::{At, Exact};
use crate::model::{Location, Rect, Spot};
use rust_decimal::Decimal;

/// The place of a value: the source's own coordinates, and the table cell when it stands in one.
pub(super) fn at(tables: &Tables<'_>, location: &Location) -> At {
    let mut at = spot(&location.spot, location.block);
    if let Some((row, col)) = location.cell
        && let Some((table, row)) = tables.place(location.block, row)
    {
        (at.table, at.row, at.col) = (Some(table), Some(row), Some(col));
    }
    at
}

/// A spot of the source; the block stands in where the format has neither lines nor pages.
pub(super) fn spot(spot: &Spot, block: u32) -> At {
    let placed = spot.line.is_some() || spot.page.is_some();
    At {
        line: spot.line,
        column: spot.column,
        page: spot.page,
        bbox: spot.area.map(bbox),
        block: (!placed).then_some(block),
        ..At::default()
    }
}

fn bbox(area: Rect) -> [Exact; 4] {
    [area.x0, area.y0, area.x1, area.y1].map(|hundredths| Exact(Decimal::new(i64::from(hundredths), 2)))
}
