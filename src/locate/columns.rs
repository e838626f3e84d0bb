//! Header rows of a table: which rows are header, and what each column holds.

use super::shape::{Shape, shape};
use crate::lexicon::{Lexicon, fold, leading_year};
use crate::model::{Field, Table, TableKind};

/// A column of a header: what it holds and where its title stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Column {
    /// What the column holds.
    pub(super) field: Field,
    /// The column in the table block of the header.
    pub(super) col: u32,
    /// The header row whose cell decided the field.
    pub(super) row: u32,
}

/// A header: its rows in one table block, and its columns from left to right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// First row.
    pub(super) first: u32,
    /// One past the last row.
    pub(super) end: u32,
    /// The columns that have a title.
    pub(super) columns: Vec<Column>,
    /// The kind of table that such columns make.
    pub(super) kind: TableKind,
}

/// What a row looks like to someone who searches a header.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Row {
    /// At least two column names, and little else.
    Names,
    /// Only 名称, 分值 and the like: the lower row of a two-row header.
    Below,
    /// Short words and years, one of them perhaps a column name: may be the upper row of a header.
    Upper,
    /// Anything else.
    Data,
}

/// The header that starts at a row of a table block, if one does.
pub(super) fn header_at(table: &Table, row: u32, lexicon: &Lexicon) -> Option<Header> {
    let mut end = row;
    let mut named = false;
    while end < table.rows {
        match look(table, end, lexicon) {
            Row::Names => named = true,
            Row::Below if end > row => {}
            // An upper row counts only when a row of names follows at once.
            Row::Upper if !named && end == row => {}
            _ => break,
        }
        end += 1;
    }
    if !named {
        return None;
    }
    let columns = columns(table, row, end, lexicon);
    let kind = kind(&columns);
    let mut header = Header { first: row, end, columns, kind };
    if matches!(kind, TableKind::Budget | TableKind::Staff) {
        untitled_items(&mut header);
    }
    Some(header)
}

fn look(table: &Table, row: u32, lexicon: &Lexicon) -> Row {
    let (mut filled, mut known, mut below, mut years) = (0usize, 0usize, 0usize, 0usize);
    let mut fields: Vec<Field> = Vec::new();
    for cell in table.row(row) {
        let text = cell.text.content.as_str();
        match shape(text, lexicon) {
            Shape::Empty => continue,
            Shape::Bare | Shape::Long { .. } | Shape::Dash => return Row::Data,
            Shape::Quantity if leading_year(text).is_none() && lexicon.headers.field(text).is_none() => {
                return Row::Data;
            }
            _ => {}
        }
        filled += 1;
        if lexicon.headers.is_name_below(text) {
            below += 1;
        }
        if let Some(field) = lexicon.headers.field(text) {
            known += 1;
            if !fields.contains(&field) || field == Field::Unknown {
                fields.push(field);
            }
        } else if leading_year(text).is_some() && fold(text).chars().count() <= 6 {
            years += 1;
        }
    }
    let only_below = filled > 0
        && table.row(row).filter(|c| !c.text.content.trim().is_empty()).all(|c| {
            let text = c.text.content.as_str();
            lexicon.headers.is_name_below(text)
                || matches!(lexicon.headers.field(text), Some(Field::Weight | Field::Score))
        });
    if only_below
        && (below > 0 || filled >= 2)
        && fields.iter().all(|f| matches!(f, Field::Weight | Field::Score | Field::Level3))
    {
        return Row::Below;
    }
    if fields.len() >= 2 && known * 10 >= filled * 6 {
        return Row::Names;
    }
    if filled >= 1
        && known + years == filled
        && (years > 0 || filled == 1)
        && known <= 2
        && fields.first() != Some(&Field::Unknown)
    {
        return Row::Upper;
    }
    Row::Data
}

/// The columns of the header rows `first..end`.
fn columns(table: &Table, first: u32, end: u32, lexicon: &Lexicon) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for col in 0..table.cols {
        if let Some((field, row)) =
            (first..end).rev().find_map(|row| Some((field_of(table, first, row, col, lexicon)?, row)))
        {
            columns.push(Column { field, col, row });
        }
    }
    weights_of_levels(&mut columns);
    one_indicator_name(&mut columns);
    wide_items(table, first, end, &mut columns);
    earlier_years_are_prior(table, &mut columns);
    columns
}

/// The field that the cell at a row and column gives, with what stands above it.
fn field_of(table: &Table, first: u32, row: u32, col: u32, lexicon: &Lexicon) -> Option<Field> {
    let text = own_text(table, row, col)?;
    let level = (first..row).rev().find_map(|above| lexicon.headers.field(text_over(table, above, col)?));
    let level = level.filter(|f| matches!(f, Field::Level1 | Field::Level2 | Field::Level3));
    if lexicon.headers.is_name_below(text) && level.is_some() {
        return level;
    }
    match (lexicon.headers.field(text)?, level) {
        (Field::Weight, Some(Field::Level1)) => Some(Field::Level1Weight),
        (Field::Weight, Some(Field::Level2)) => Some(Field::Level2Weight),
        (Field::Score, Some(Field::Level1)) => Some(Field::Level1Score),
        (Field::Score, Some(Field::Level2)) => Some(Field::Level2Score),
        (field, _) => Some(field),
    }
}

fn own_text(table: &Table, row: u32, col: u32) -> Option<&str> {
    table.cell(row, col).map(|c| c.text.content.as_str()).filter(|t| !t.trim().is_empty())
}

/// The text that covers a column in a row: its own, or that of the nearest filled cell to the left, since a merged cell's
/// text stands in its first column.
fn text_over(table: &Table, row: u32, col: u32) -> Option<&str> {
    (0..=col).rev().find_map(|c| own_text(table, row, c))
}

/// Of several columns that could hold the indicator's name the last one does; the others are labels of the whole block.
fn one_indicator_name(columns: &mut [Column]) {
    let last = columns.iter().rposition(|c| c.field == Field::Level3);
    for (index, column) in columns.iter_mut().enumerate() {
        if column.field == Field::Level3 && Some(index) != last {
            column.field = Field::Unknown;
        }
    }
    // Without a level-3 column the finest level that the form has names the indicator.
    if last.is_none() {
        for field in [Field::Level2, Field::Level1] {
            if let Some(column) = columns.iter_mut().find(|c| c.field == field) {
                column.field = Field::Level3;
                return;
            }
        }
    }
}

/// Of several 分值 columns in one header row, one that follows a level's name is that level's weight.
fn weights_of_levels(columns: &mut [Column]) {
    let several = |field: Field, columns: &[Column]| columns.iter().filter(|c| c.field == field).count() > 1;
    for (own, level1, level2) in [
        (Field::Weight, Field::Level1Weight, Field::Level2Weight),
        (Field::Score, Field::Level1Score, Field::Level2Score),
    ] {
        if !several(own, columns) {
            continue;
        }
        for index in 1..columns.len() {
            // 分值 and 得分 may both follow a level's name.
            let level =
                columns[..index].iter().rev().find(|c| !matches!(c.field, Field::Level1Weight | Field::Level2Weight));
            let level = level.map(|c| c.field);
            if columns[index].field == own {
                columns[index].field = match level {
                    Some(Field::Level1) => level1,
                    Some(Field::Level2) => level2,
                    _ => own,
                };
            }
        }
    }
}

/// A money or staff table whose first columns have no known title names its items there.
fn untitled_items(header: &mut Header) {
    let known = |c: &Column| !matches!(c.field, Field::Unknown | Field::Ordinal);
    let Some(first) = header.columns.iter().position(known) else { return };
    if header.columns.iter().any(|c| c.field == Field::Item) || header.columns[first].col == 0 {
        return;
    }
    let (col, row) = (header.columns[first].col, header.columns[first].row);
    header.columns.retain(|c| c.col >= col || c.field == Field::Ordinal);
    let taken: Vec<u32> = header.columns.iter().map(|c| c.col).collect();
    header.columns.extend((0..col).filter(|c| !taken.contains(c)).map(|col| Column { field: Field::Item, col, row }));
    header.columns.sort_by_key(|c| c.col);
}

/// Untitled columns to the right of an item's title are the rest of its merged cell: they hold items too.
fn wide_items(table: &Table, first: u32, end: u32, columns: &mut Vec<Column>) {
    let Some(item) = columns.iter().rev().find(|c| c.field == Field::Item).copied() else { return };
    let untitled = |col: u32| (first..end).all(|row| own_text(table, row, col).is_none());
    let wide = (item.col + 1..table.cols).take_while(|&col| untitled(col) && !columns.iter().any(|c| c.col == col));
    let more: Vec<Column> = wide.map(|col| Column { col, ..item }).collect();
    // At the right end of a row blank cells are padding, not a merged title.
    if more.last().is_some_and(|last| columns.iter().any(|c| c.col > last.col)) {
        columns.extend(more);
        columns.sort_by_key(|c| c.col);
    }
}

/// Of several 决算 columns that name years, all but the latest are earlier years' figures.
fn earlier_years_are_prior(table: &Table, columns: &mut [Column]) {
    let year = |c: &Column| own_text(table, c.row, c.col).and_then(leading_year);
    for field in [Field::Spent, Field::Planned] {
        let latest = columns.iter().filter(|c| c.field == field).filter_map(year).max();
        for column in columns.iter_mut().filter(|c| c.field == field) {
            if year(column).is_some() && year(column) < latest {
                column.field = Field::Prior;
            }
        }
    }
}

/// The kind of table that such columns make.
fn kind(columns: &[Column]) -> TableKind {
    let has = |field: Field| columns.iter().any(|c| c.field == field);
    let level = has(Field::Level3) || has(Field::Level2) || has(Field::Level1);
    let valued = [Field::Weight, Field::Score, Field::Target, Field::Actual].into_iter().filter(|&f| has(f)).count();
    let money = [Field::Initial, Field::Planned, Field::Spent, Field::Prior].into_iter().filter(|&f| has(f)).count();
    if level && money == 0 && (valued >= 2 || (valued >= 1 && (has(Field::Rubric) || has(Field::Definition)))) {
        TableKind::Indicators
    } else if money >= 2 || (money >= 1 && (has(Field::Rate) || has(Field::Item))) {
        TableKind::Budget
    } else if has(Field::Posts) || (has(Field::Persons) && has(Field::Item)) {
        TableKind::Staff
    } else {
        TableKind::Other
    }
}
