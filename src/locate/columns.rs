//! Header rows of a table: which rows are header, and what each column holds.

use super::shape::{Shape, Shaped};
use crate::lexicon::{Lexicon, Title, fold};
use crate::model::{Field, TableKind};

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
    /// Only 总额, 财政拨款 and the like: parts the money columns of the row above.
    MoneyBelow,
    /// Short words and years, one of them perhaps a column name: may be the upper row of a header.
    Upper,
    /// Anything else.
    Data,
}

/// So many different column names make a header of a row in which half the titles are known.
const FEWEST_SURE: usize = 4;

/// The header that starts at a row of a table block, if one does.
///
/// With `unnamed`, columns without any name of indicators may be some too.
pub(super) fn header_at(table: &Shaped<'_>, row: u32, unnamed: bool, lexicon: &Lexicon) -> Option<Header> {
    let mut titles = Titles { first: row, rows: Vec::new() };
    let mut named = false;
    while titles.end() < table.table.rows {
        if named && is_marks(table, titles.end()) {
            titles.rows.push(Vec::new());
            continue;
        }
        let Some(mut found) = row_titles(table, titles.end(), lexicon) else { break };
        if named && !table.table.certainty.is_stated() {
            titles.under_value(&mut found, table.table.cols);
        }
        match look(&found) {
            Row::Names => named = true,
            Row::Below if titles.end() > row => {}
            Row::MoneyBelow if named && titles.parts_money(&found) => {}
            // An upper row counts only when a row of names follows at once.
            Row::Upper if !named && titles.end() == row => {}
            _ if named && titles.has_wide_title_over(&found) => {
                // What a wide title is parted into has no column of its own kind, but for the sign and the unit of a value.
                let parted = found.iter().any(|(_, t)| matches!(t.field, Some(Field::Sign | Field::UnitName)));
                titles.rows.push(if parted { found } else { Vec::new() });
                continue;
            }
            _ => break,
        }
        titles.rows.push(found);
    }
    if !named {
        return None;
    }
    let mut columns = columns(&titles, table.table.cols);
    if unnamed {
        unnamed_indicators(table, &mut columns);
    }
    let kind = kind(&columns);
    if kind == TableKind::Indicators {
        name_of_block(&mut columns);
        units_of_values(&mut columns);
    }
    let mut header = Header { first: row, end: titles.end(), columns, kind };
    if matches!(kind, TableKind::Budget | TableKind::Staff) {
        indicators_are_items(&mut header);
        tasks_are_items(&mut header);
        untitled_items(&mut header);
    }
    Some(header)
}

/// The filled cells of header rows, read as titles: each with its column, by column.
struct Titles {
    first: u32,
    rows: Vec<Vec<(u32, Title)>>,
}

impl Titles {
    fn end(&self) -> u32 {
        self.first + crate::model::offset(self.rows.len())
    }

    fn row(&self, row: u32) -> &[(u32, Title)] {
        self.rows.get((row - self.first) as usize).map_or(&[], Vec::as_slice)
    }

    /// Whether each of the cells stands below the title of a money column.
    fn parts_money(&self, below: &[(u32, Title)]) -> bool {
        let row = self.end() - 1;
        below.iter().all(|(col, _)| self.over(row, *col).and_then(|title| title.field).is_some_and(is_money))
    }

    /// Whether cells stand side by side below one title: the first below it, the others below none.
    fn has_wide_title_over(&self, below: &[(u32, Title)]) -> bool {
        let row = self.end() - 1;
        let [(first, _), others @ ..] = below else { return false };
        self.at(row, *first).is_some()
            && !others.is_empty()
            && others.iter().zip(first + 1..).all(|((col, _), next)| *col == next && self.at(row, *col).is_none())
    }

    /// Moves 符号, 值 and 单位 below the title of the value that they part, where their row was packed to the left.
    fn under_value(&self, below: &mut [(u32, Title)], cols: u32) {
        let parts = |t: &Title| matches!(t.field, Some(Field::Sign | Field::UnitName | Field::Item | Field::Target));
        let own = |t: &Title| matches!(t.field, Some(Field::Sign | Field::UnitName));
        let (Some(&(first, _)), Some(&(last, _))) = (below.first(), below.last()) else { return };
        let all = below.iter().all(|(_, t)| parts(t) || t.field.is_none() && t.year.is_none());
        if !all || !below.iter().any(|(_, t)| own(t)) || last - first + 1 != crate::model::offset(below.len()) {
            return;
        }
        let row = self.end() - 1;
        let free = |col: u32| (col + 1..=col + last - first).all(|col| col < cols && self.at(row, col).is_none());
        let value = |t: &Title| matches!(t.field, Some(Field::Target | Field::Actual));
        let Some(&(to, _)) = self.row(row).iter().find(|(col, t)| value(t) && free(*col)) else { return };
        for (col, _) in below {
            *col = to + *col - first;
        }
    }

    /// The title in a cell.
    fn at(&self, row: u32, col: u32) -> Option<Title> {
        let titles = self.row(row);
        let at = titles.binary_search_by_key(&col, |(col, _)| *col).ok()?;
        titles.get(at).map(|(_, title)| *title)
    }

    /// The title that covers a column in a row: its own, or that of the nearest filled cell to the left, since a merged
    /// cell's text stands in its first column.
    fn over(&self, row: u32, col: u32) -> Option<Title> {
        let titles = self.row(row);
        let after = titles.partition_point(|(c, _)| *c <= col);
        titles.get(after.checked_sub(1)?).map(|(_, title)| *title)
    }
}

/// The filled cells of a row as titles; `None` for a row with a cell that no header has.
fn row_titles(table: &Shaped<'_>, row: u32, lexicon: &Lexicon) -> Option<Vec<(u32, Title)>> {
    // Most rows are told to be data by the look of their cells, before any word is looked up.
    let data = |shape: Shape| matches!(shape, Shape::Bare | Shape::Long { .. } | Shape::Dash);
    if table.row(row).skip(1).any(|(_, shape)| data(shape)) {
        return None;
    }
    let filled = table.row(row).filter(|(_, shape)| *shape != Shape::Empty);
    filled
        .map(|(cell, shape)| {
            let title = match shape {
                Shape::Long { .. } => lexicon.headers.title(last_title(&cell.text.content, lexicon)?),
                _ if data(shape) => return None,
                _ => lexicon.headers.title(&cell.text.content),
            };
            let is_value = shape == Shape::Quantity && title.year.is_none() && title.field.is_none();
            (!is_value).then_some((cell.col, title))
        })
        .collect()
}

/// The title of a column at the end of a text that lost the line end before it.
fn last_title<'a>(text: &'a str, lexicon: &Lexicon) -> Option<&'a str> {
    const LONGEST: usize = 8;
    const SHORTEST: usize = 4;
    let starts = text.char_indices().rev().take(LONGEST).skip(SHORTEST - 1).map(|(start, _)| &text[start..]);
    starts.filter(|end| lexicon.headers.exact(end).is_some()).last()
}

fn look(titles: &[(u32, Title)]) -> Row {
    let (filled, mut known, mut years) = (titles.len(), 0usize, 0usize);
    let mut fields: Vec<Field> = Vec::new();
    for (_, title) in titles {
        if let Some(field) = title.field {
            known += 1;
            if !fields.contains(&field) || field == Field::Unknown {
                fields.push(field);
            }
        } else if title.year.is_some() && title.length <= 6 {
            years += 1;
        }
    }
    let below = titles.iter().any(|(_, title)| title.is_name_below);
    let only_below = filled > 0
        && titles
            .iter()
            .all(|(_, title)| title.is_name_below || matches!(title.field, Some(Field::Weight | Field::Score)));
    if only_below
        && (below || filled >= 2)
        && fields.iter().all(|f| matches!(f, Field::Weight | Field::Score | Field::Level3))
    {
        return Row::Below;
    }
    if filled >= 2 && titles.iter().all(|(_, title)| title.money_below.is_some()) {
        return Row::MoneyBelow;
    }
    // Many names prove a header even among as many that nobody knows (一季度支出, 二季度支出 …).
    let sure = fields.len() >= FEWEST_SURE && known * 2 >= filled;
    if fields.len() >= 2 && (known * 10 >= filled * 6 || sure) {
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

/// The columns of header rows, in a table of `cols` columns.
fn columns(titles: &Titles, cols: u32) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for col in 0..cols {
        if let Some((field, row)) =
            (titles.first..titles.end()).rev().find_map(|row| Some((field_of(titles, row, col)?, row)))
        {
            // 总额 below 预算数（万元） is that column: its title says more.
            let title = |row: &u32| titles.at(*row, col).is_some_and(|title| title.field == Some(field));
            let row = (titles.first..titles.end()).rev().find(title).unwrap_or(row);
            columns.push(Column { field, col, row });
        } else if let Some(row) = (titles.first..titles.end()).rev().find(|&row| titles.at(row, col).is_some()) {
            // A column whatever it holds: its cells are not those of its neighbors. 值 beside 符号 is what stands over both.
            let over = (titles.first..row).rev().find_map(|above| titles.over(above, col)?.field);
            let value = over.filter(|f| matches!(f, Field::Target | Field::Actual));
            let field = value.filter(|f| columns.iter().all(|c| c.field != *f)).unwrap_or(Field::Unknown);
            columns.push(Column { field, col, row });
        }
    }
    budget_over_items(&mut columns);
    parts_of_years(titles, &mut columns);
    weighted_scores(titles, &mut columns);
    weights_of_levels(&mut columns);
    one_indicator_name(&mut columns);
    what_parts_indicators(&mut columns);
    wide_items(titles, cols, &mut columns);
    earlier_years_are_prior(titles, &mut columns);
    columns
}

/// The field that the cell at a row and column gives, with what stands above it.
fn field_of(titles: &Titles, row: u32, col: u32) -> Option<Field> {
    let title = titles.at(row, col)?;
    let level = (titles.first..row).rev().find_map(|above| titles.over(above, col)?.field);
    let level = level.filter(|f| matches!(f, Field::Level1 | Field::Level2 | Field::Level3));
    if title.is_name_below && level.is_some() {
        return level;
    }
    if let Some(whole) = title.money_below
        && let Some(field) = (titles.first..row).rev().find_map(|above| titles.over(above, col)?.field)
        && is_money(field)
    {
        return Some(if whole { field } else { Field::Unknown });
    }
    match (title.field?, level) {
        (Field::Weight, Some(Field::Level1)) => Some(Field::Level1Weight),
        (Field::Weight, Some(Field::Level2)) => Some(Field::Level2Weight),
        (Field::Score, Some(Field::Level1)) => Some(Field::Level1Score),
        (Field::Score, Some(Field::Level2)) => Some(Field::Level2Score),
        (field, _) => Some(field),
    }
}

/// Beside a column for the whole year those for its parts, and for what is expected, are none of the row's.
fn parts_of_years(titles: &Titles, columns: &mut [Column]) {
    let part = |c: &Column| titles.at(c.row, c.col).is_some_and(|title| title.is_part_year);
    let whole: Vec<Field> = columns.iter().filter(|c| !part(c)).map(|c| c.field).collect();
    let mut seen: Vec<Field> = Vec::new();
    for column in columns.iter_mut().filter(|c| part(c)) {
        let field = column.field;
        if whole.contains(&field) || seen.contains(&field) {
            column.field = Field::Unknown;
        }
        seen.push(field);
    }
}

/// Beside a weighted score the one out of 100 that it was made of is none of the row's.
fn weighted_scores(titles: &Titles, columns: &mut [Column]) {
    let weighted = |c: &Column| titles.at(c.row, c.col).is_some_and(|title| title.is_weighted_score);
    if columns.iter().any(weighted) {
        columns.iter_mut().filter(|c| c.field == Field::Score && !weighted(c)).for_each(|c| c.field = Field::Unknown);
    }
}

/// 单位 beside a target or an actual value names their unit, and not a body.
fn units_of_values(columns: &mut [Column]) {
    let value = |c: Option<&Column>| c.is_some_and(|c| matches!(c.field, Field::Target | Field::Actual | Field::Sign));
    for index in 1..columns.len() {
        if columns[index].field == Field::Item && (value(columns.get(index - 1)) || value(columns.get(index + 1))) {
            columns[index].field = Field::UnitName;
        }
    }
}

/// Where no column is called an indicator's, the first one in front of weight and score that says what is scored
/// (`评价内容 | 评价要点 | 标准分 | 自评分`) names it.
fn unnamed_indicators(table: &Shaped<'_>, columns: &mut [Column]) {
    let at = |field: Field| columns.iter().position(|c| c.field == field);
    let named = [Field::Level1, Field::Level2, Field::Level3].into_iter().any(|field| at(field).is_some());
    let (Some(weight), Some(_)) = (at(Field::Weight), at(Field::Score)) else { return };
    let says = |c: &Column| matches!(c.field, Field::Item | Field::Definition | Field::Unknown | Field::Task);
    if named || columns.iter().any(|c| is_money(c.field)) {
        return;
    }
    let Some(first) = columns[..weight].iter().position(says) else { return };
    // One title over two columns: the first holds what parts the rows.
    let title = |c: &Column| table.table.cell(c.row, c.col).map(|cell| fold(&cell.text.content));
    match &mut columns[first..weight] {
        [label, name, ..] if title(label).is_some() && title(label) == title(name) => {
            (label.field, name.field) = (Field::Level1, Field::Level3);
        }
        [name, ..] => name.field = Field::Level3,
        [] => {}
    }
}

/// Whether a row marks the columns and holds nothing else: `A | B | C=B/A`, `（一） | （二）`, `栏次 | 1 | 2 | 3`.
fn is_marks(table: &Shaped<'_>, row: u32) -> bool {
    let texts = table.row(row).filter(|(_, shape)| *shape != Shape::Empty).map(|(cell, _)| fold(&cell.text.content));
    let texts: Vec<String> = texts.skip_while(|text| matches!(text.as_str(), "栏次" | "列次")).collect();
    let letters = |text: &String| {
        text.starts_with(|c: char| c.is_ascii_uppercase())
            && text.chars().all(|c| c.is_ascii_uppercase() || matches!(c, '=' | '/' | '*' | '(' | ')' | '×'))
    };
    let bracketed = |text: &String| {
        let inner = text.strip_prefix('(').and_then(|t| t.strip_suffix(')'));
        inner.is_some_and(|t| !t.is_empty() && t.chars().all(|c| "一二三四五六七八九十123456789".contains(c)))
    };
    let start = usize::from(texts.first().is_none_or(|text| text != "0"));
    let counted = || texts.len() >= 4 && (start..).zip(&texts).all(|(n, text)| *text == n.to_string());
    texts.len() >= 2 && (texts.iter().all(|t| letters(t) || bracketed(t)) || counted())
}

/// Whether a column holds amounts of money.
fn is_money(field: Field) -> bool {
    matches!(field, Field::Initial | Field::Planned | Field::Spent | Field::Prior)
}

/// Of several columns that could hold the indicator's name the last one does. One between it and level 2 parts that
/// level, as a task does: the third of four levels. The others are labels of the whole block.
fn one_indicator_name(columns: &mut [Column]) {
    let last = columns.iter().rposition(|c| c.field == Field::Level3);
    let mut below = false;
    for (index, column) in columns.iter_mut().enumerate() {
        below |= column.field == Field::Level2;
        if column.field == Field::Level3 && Some(index) != last {
            column.field = if below { Field::Task } else { Field::Unknown };
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

/// `考核内容 | 分值 | 考核指标 | 分值`: where nothing is called a level, what stands before the indicators parts them.
fn what_parts_indicators(columns: &mut [Column]) {
    let Some(name) = columns.iter().position(|c| c.field == Field::Level3) else { return };
    let beside = |c: &Column| matches!(c.field, Field::Definition | Field::Item | Field::Task | Field::Unknown);
    let values = columns[name..].iter().any(|c| matches!(c.field, Field::Weight | Field::Score));
    let leveled = columns.iter().any(|c| matches!(c.field, Field::Level1 | Field::Level2));
    match &mut columns[..name] {
        _ if !values || leveled => {}
        [.., label] if beside(label) => label.field = Field::Level1,
        [.., label, weight] if beside(label) && weight.field == Field::Weight => {
            label.field = Field::Level1;
            weight.field = Field::Level1Weight;
        }
        _ => {}
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

/// `年度预算数（万元） | 年初预算 | 调整后预算数`: the first of two titles for the budget, left of the initial one, stands over
/// the names of the money and not over amounts.
fn budget_over_items(columns: &mut [Column]) {
    let over = columns.windows(2).position(
        |pair| matches!(pair, [first, second] if first.field == Field::Planned && second.field == Field::Initial),
    );
    if let Some(first) = over.filter(|&first| columns.iter().skip(first + 2).any(|c| c.field == Field::Planned)) {
        columns[first].field = Field::Item;
    }
}

/// `年度绩效指标完成情况 | 一级指标 | …`: what stands before the first level names the whole block, however it sounds.
fn name_of_block(columns: &mut [Column]) {
    let level = |c: &Column| matches!(c.field, Field::Level1 | Field::Level2 | Field::Level3);
    let first = columns.iter().position(level).unwrap_or(0);
    let (before, behind) = columns.split_at_mut(first);
    for column in before {
        // 权重 may stand in front of the names, once.
        let own = column.field == Field::Weight && behind.iter().all(|c| c.field != Field::Weight);
        if matches!(column.field, Field::Actual | Field::Target | Field::Score | Field::Weight | Field::Note) && !own {
            column.field = Field::Unknown;
        }
    }
}

/// `资金情况 | 指标 | 预算数 | 执行数`: in a money table what is called an indicator is an item.
fn indicators_are_items(header: &mut Header) {
    if header.columns.iter().all(|c| c.field != Field::Item) {
        header.columns.iter_mut().filter(|c| c.field == Field::Level3).for_each(|c| c.field = Field::Item);
    }
}

/// In a money table without items the tasks are what the money was for.
fn tasks_are_items(header: &mut Header) {
    if header.columns.iter().all(|c| c.field != Field::Item) {
        header.columns.iter_mut().filter(|c| c.field == Field::Task).for_each(|c| c.field = Field::Item);
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
fn wide_items(titles: &Titles, cols: u32, columns: &mut Vec<Column>) {
    let Some(item) = columns.iter().rev().find(|c| c.field == Field::Item).copied() else { return };
    let untitled = |col: u32| (titles.first..titles.end()).all(|row| titles.at(row, col).is_none());
    let wide = (item.col + 1..cols).take_while(|&col| untitled(col) && !columns.iter().any(|c| c.col == col));
    let more: Vec<Column> = wide.map(|col| Column { col, ..item }).collect();
    // At the right end of a row blank cells are padding, not a merged title.
    if more.last().is_some_and(|last| columns.iter().any(|c| c.col > last.col)) {
        columns.extend(more);
        columns.sort_by_key(|c| c.col);
    }
}

/// Of several 决算 columns that name years, all but the latest are earlier years' figures.
fn earlier_years_are_prior(titles: &Titles, columns: &mut [Column]) {
    let year = |c: &Column| titles.at(c.row, c.col)?.year;
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
pub(super) fn kind(columns: &[Column]) -> TableKind {
    let has = |field: Field| columns.iter().any(|c| c.field == field);
    let levels = [Field::Level1, Field::Level2, Field::Level3].into_iter().filter(|&f| has(f)).count();
    let valued = [Field::Weight, Field::Score, Field::Target, Field::Actual].into_iter().filter(|&f| has(f)).count();
    let money = [Field::Initial, Field::Planned, Field::Spent, Field::Prior].into_iter().filter(|&f| has(f)).count();
    // Points beside several levels are enough: the other columns may have names that nobody knows.
    let points = levels >= 2 && (has(Field::Weight) || has(Field::Score));
    let explained = valued >= 1 && (has(Field::Rubric) || has(Field::Definition));
    if levels >= 1 && money == 0 && (valued >= 2 || explained || points) {
        TableKind::Indicators
    } else if money >= 2 || (money >= 1 && (has(Field::Rate) || has(Field::Item))) {
        TableKind::Budget
    } else if has(Field::Posts) || (has(Field::Persons) && has(Field::Item)) {
        TableKind::Staff
    } else {
        TableKind::Other
    }
}
