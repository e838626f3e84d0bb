//! Whether a scored form was read whole: the layout and its document in, the number of unread rows out.
//!
//! Looks at the tables that the form takes up: indicators, the money block and whatever stands between them. A row counts
//! when a cell without a field holds a bare number that may be points; what stands below the total row does not count.

use super::measures::read_measure;
use crate::lexicon::Lexicon;
use crate::model::{CellRef, Dimension, Document, Field, Layout, RowKind, RowRole, TableKind, TableRole, offset};
use rust_decimal::Decimal;

/// Counts the rows of the scored form that were given no role although they hold what may be points.
pub(super) fn unread_rows(document: &Document, layout: &Layout, lexicon: &Lexicon) -> u32 {
    let unread = |row: &RowRole| {
        let kept = matches!(row.kind, RowKind::Leaf | RowKind::Other | RowKind::Group | RowKind::Continuation);
        kept && row.cells.iter().any(|&(field, cell)| field == Field::Unknown && is_points(document, cell, lexicon))
    };
    let above_total = |table: &TableRole| {
        let total = |row: &RowRole| row.kind == RowKind::Total;
        let end = table.rows.iter().position(total).unwrap_or(table.rows.len());
        table.rows.iter().take(end).filter(|row| unread(row)).count()
    };
    offset(form(layout).map(above_total).sum())
}

/// The tables that hold indicators, those between them, and those of the same pages above them.
fn form(layout: &Layout) -> impl Iterator<Item = &TableRole> {
    let indicators = layout.tables.iter().filter(|t| t.kind == TableKind::Indicators);
    let blocks: Vec<u32> = indicators.flat_map(|t| t.parts.iter().copied()).collect();
    let last = blocks.iter().max().copied();
    let mut first = blocks.iter().min().copied();
    for table in layout.tables.iter().rev() {
        let reaches = |&part: &u32| first.is_some_and(|first| part < first && part + 1 >= first);
        if table.parts.iter().any(reaches) {
            first = table.parts.iter().min().copied();
        }
    }
    let range = first.zip(last).map(|(first, last)| first..=last);
    let inside = move |t: &&TableRole| range.as_ref().is_some_and(|r| t.parts.iter().any(|part| r.contains(part)));
    layout.tables.iter().filter(inside)
}

/// Whether a cell holds a plain number without a unit that may be the points of a row.
fn is_points(document: &Document, cell: CellRef, lexicon: &Lexicon) -> bool {
    let table = document.blocks.get(cell.block as usize).and_then(|b| b.table());
    let Some(text) = table.and_then(|t| t.cell(cell.row, cell.col)) else { return false };
    read_measure(&text.text.content, lexicon).is_some_and(|measure| {
        let quantity = &measure.quantity;
        matches!(quantity.unit.dimension, Dimension::Bare | Dimension::Point)
            && measure.is_exact()
            && quantity.amount > Decimal::ZERO
            && quantity.amount <= Decimal::ONE_HUNDRED
    })
}

#[cfg(test)]
mod tests {
    use crate::lexicon::Lexicon;
    use crate::read::{Limits, Source};

    fn unread(text: &str) -> u32 {
        let source = Source { path: "form".into(), part: None, bytes: text.as_bytes().to_vec() };
        let examined = crate::examine(&source, &Limits::DEFAULT, Lexicon::builtin()).expect("text is read");
        examined.first().map_or(0, |e| e.report.unread_rows)
    }

    #[test]
    fn rows_without_a_role_count_above_the_total_only() {
        let head = "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t得分\n";
        let rows = "产出指标\t数量指标\t清淤渠道长度\t3公里\t3公里\t40\n\t质量指标\t验收合格率\t100%\t100%\t30\n";
        for (text, expected) in [
            (format!("{head}{rows}总分\t\t\t\t\t70\n"), 0),
            (format!("{head}{rows}总分\t\t\t\t\t70\n其他说明\t5\n"), 0),
            (format!("{head}{rows}\t\t\t\t\t15\n总分\t\t\t\t\t85\n"), 1),
            ("没有表格。\n".to_owned(), 0),
        ] {
            assert_eq!(unread(&text), expected, "{text}");
        }
    }
}
