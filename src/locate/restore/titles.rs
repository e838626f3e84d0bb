//! The titles of columns among pieces: where a header begins and ends, and what its columns hold.

use super::Header;
use super::tokens::Tokens;
use crate::lexicon::Lexicon;
use crate::locate::align::Slot;
use crate::locate::columns::header_at;
use crate::locate::shape::{Shape, Shaped};
use crate::model::{Block, Cell, Field, Grid, Spot, Table, TableKind, offset};

/// A header of indicators has at least so many columns.
const FEWEST_COLUMNS: usize = 4;
/// So many titles that nobody knows may stand between two that are known.
const MOST_UNKNOWN: usize = 2;
/// Such titles are short, in bytes.
const LONGEST: usize = 30;

/// A title: what it names, and its pieces.
#[derive(Clone, Copy)]
struct Title {
    field: Option<Field>,
    from: usize,
    to: usize,
}

/// The header of indicators whose titles begin at a piece. With `unnamed`, columns without any name of indicators may be
/// some too.
pub(super) fn indicators(
    run: &[Block],
    tokens: &Tokens<'_>,
    first: usize,
    unnamed: bool,
    lexicon: &Lexicon,
) -> Option<Header> {
    let all = titles(tokens, first, lexicon);
    let titles = over_columns(&all, unnamed)?;
    if titles.len() < FEWEST_COLUMNS {
        return None;
    }
    // Titles on lines of their own: so are the cells.
    let on_lines = titles.iter().filter(|title| tokens.list[title.from].opens_line).count();
    if tokens.spaced && on_lines * 2 > titles.len() {
        return None;
    }
    let row = table(run, tokens, &titles);
    let header = header_at(&Shaped::new(&row, lexicon), 0, unnamed, lexicon)?;
    let slots: Vec<Slot> = header.columns.iter().map(|c| Slot { field: c.field, col: c.col }).collect();
    let fits = header.kind == TableKind::Indicators && slots.len() == titles.len();
    let start = titles.iter().map(|title| title.from).min()?;
    let end = titles.iter().map(|title| title.to).max()?;
    let titles = titles.iter().map(|title| (title.from, title.to)).collect();
    fits.then_some(Header { start, end, titles, corner: None, slots, kind: TableKind::Indicators })
}

/// The titles that follow one another from a piece on. A name that only contains a title, and one that is there already,
/// is the first cell below them.
fn titles(tokens: &Tokens<'_>, first: usize, lexicon: &Lexicon) -> Vec<Title> {
    let mut titles: Vec<Title> = Vec::new();
    let mut at = first;
    let has = |titles: &[Title], field: Field| titles.iter().any(|title| title.field == Some(field));
    let exact = |at: usize| {
        let (field, taken) = tokens.title(at, lexicon)?;
        let text: String = tokens.list[at..at + taken].iter().map(|token| token.text).collect();
        lexicon.headers.exact(&text).map(|_| field)
    };
    // 四级指标 follows 三级指标, and points may be printed for each level.
    let again = |titles: &[Title], field: Field| match field {
        Field::Weight | Field::Score | Field::Unknown => true,
        Field::Level3 => titles.last().is_some_and(|title| title.field == Some(Field::Level3)),
        _ => false,
    };
    // 一季度完成值 stands beside that of the year.
    let part_of_year = |at: usize, taken: usize| {
        let text: String = tokens.list[at..at + taken].iter().map(|token| token.text).collect();
        lexicon.headers.title(&text).is_part_year
    };
    loop {
        let known = tokens.title(at, lexicon);
        let own = exact(at);
        match known {
            Some((field, taken))
                if !has(&titles, field) || part_of_year(at, taken) || (own.is_some() && again(&titles, field)) =>
            {
                titles.push(Title { field: Some(field), from: at, to: at + taken });
                at += taken;
            }
            _ => {
                let word = |at: usize| {
                    let token = tokens.list.get(at);
                    token.is_some_and(|t| {
                        t.shape == Shape::Word && t.text.len() <= LONGEST && !tokens.is_unused(at, lexicon)
                    })
                };
                let next = |field: Field| !has(&titles, field) || matches!(field, Field::Weight | Field::Score);
                let known = (1..=MOST_UNKNOWN).find(|&n| exact(at + n).is_some_and(next));
                match known.filter(|&n| !titles.is_empty() && (at..at + n).all(word)) {
                    Some(n) => {
                        titles.extend((at..at + n).map(|at| Title { field: None, from: at, to: at + 1 }));
                        at += n;
                    }
                    None => return titles,
                }
            }
        }
    }
}

/// The titles that stand over columns, in the order of the columns: the names of the whole block stand before them, and
/// where the levels have a row of their own below `年度指标值`, so do those of the other columns.
fn over_columns(all: &[Title], unnamed: bool) -> Option<Vec<Title>> {
    let rank = |title: &Title| match title.field {
        Some(Field::Level1) => Some(1),
        Some(Field::Level2) => Some(2),
        Some(Field::Level3) => Some(3),
        _ => None,
    };
    let levels: Vec<usize> = (0..all.len()).filter(|&i| rank(&all[i]).is_some()).collect();
    let value = |title: &&Title| matches!(title.field, Some(Field::Actual | Field::Weight | Field::Score));
    let Some(&last) = levels.last() else {
        return unnamed.then(|| all.to_vec());
    };
    let between = |title: &Title| {
        matches!(title.field, None | Some(Field::Weight | Field::Score | Field::Unknown | Field::Ordinal | Field::Task))
    };
    let mut start = last;
    for &level in levels.iter().rev().skip(1) {
        let near = start - level <= 3 && all[level + 1..start].iter().all(between);
        // 三级指标 and 四级指标 behind 二级指标; the name of the block stands before the first level.
        let fourth = level.checked_sub(1).is_some_and(|before| rank(&all[before]) == Some(2));
        if near && (rank(&all[level]) < rank(&all[start]) || (fourth && rank(&all[level]) == rank(&all[start]))) {
            start = level;
        } else {
            break;
        }
    }
    let (before, titles) = all.split_at(start);
    // A number in front, or the weight, is a column.
    let own = before.last().filter(|title| match title.field {
        Some(Field::Ordinal) => true,
        Some(Field::Weight) => titles.iter().all(|t| t.field != Some(Field::Weight)),
        _ => false,
    });
    let mut titles: Vec<Title> = own.into_iter().chain(titles).copied().collect();
    // Above them: the columns behind those with a second row.
    let behind = |title: &&Title| {
        value(title) || matches!(title.field, Some(Field::Note | Field::Rubric | Field::Deduction | Field::Completion))
    };
    let above = &before[before.len() - before.iter().rev().take_while(behind).count()..];
    if titles.iter().filter(value).count() == 0 && above.iter().filter(value).count() >= 2 {
        titles.extend(above);
    }
    below_target(&mut titles);
    Some(titles)
}

/// Moves 符号, 值, 单位, which a second row prints below the title of the targets, to that title: it stands for 值.
fn below_target(titles: &mut Vec<Title>) {
    let Some(behind) = titles.iter().rposition(|title| title.field == Some(Field::Sign)) else { return };
    let value =
        titles.iter().any(|t| matches!(t.field, Some(Field::Weight | Field::Score)) && t.to <= titles[behind].from);
    let target = titles[..behind].iter().position(|title| title.field == Some(Field::Target));
    let (Some(target), true) = (target, value) else { return };
    let [sign, own, unit] = titles[behind..] else { return };
    if own.field.is_none() && matches!(unit.field, Some(Field::UnitName | Field::Item)) {
        titles.truncate(behind);
        titles.insert(target + 1, unit);
        titles.insert(target, sign);
    }
}

/// A row of titles as a table.
fn table(run: &[Block], tokens: &Tokens<'_>, titles: &[Title]) -> Table {
    let cell = |(col, title): (usize, &Title)| Cell {
        row: 0,
        col: offset(col),
        row_span: 1,
        col_span: 1,
        text: tokens.text(run, title.from..title.to),
    };
    let cells = titles.iter().enumerate().map(cell).collect();
    Table { rows: 1, cols: offset(titles.len()), cells, certainty: Grid::Restored, spot: Spot::default() }
}
