//! Tables that lost the marks between their cells: rows whose cells are parted by single blanks, forms with one cell per
//! line, forms that became one long line. A [`Document`] in, the same with tables where text was one.
//!
//! Only the words of a header prove that text was a table: four column names or more, one after another. What follows is
//! cut into rows by what the cells look like ([`rows`]), and stays text when it does not fit the columns. No character
//! is lost or moved.

mod aligned;
mod heads;
mod parted;
mod rows;
mod titles;
mod tokens;
mod turned;

use super::align::Slot;
use super::columns::{Column, kind};
use crate::lexicon::Lexicon;
use crate::model::{Block, Cell, Document, Field, Format, Grid, Layer, Table, TableKind, Text, offset};
use rows::Cut;
use rust_decimal::Decimal;
use std::ops::Range;
use tokens::Tokens;

/// A header has at least so many columns.
const FEWEST_COLUMNS: usize = 4;

/// So many titles, and empty cells among them, may stand over the names of the money.
const MOST_TITLES: usize = 2;
const MOST_EMPTY: usize = 4;

/// A header among tokens.
struct Header {
    /// The first of its tokens, and the first behind it.
    start: usize,
    end: usize,
    /// The tokens of each column.
    titles: Vec<(usize, usize)>,
    /// The tokens of the title over the names of the money: `项目资金（万元）`.
    corner: Option<(usize, usize)>,
    slots: Vec<Slot>,
    kind: TableKind,
}

/// Makes tables of the text that was one.
#[must_use]
pub fn restore(mut document: Document, lexicon: &Lexicon) -> Document {
    let flattened = matches!(document.origin.format, Format::Text | Format::Html);
    let mut made: Vec<(Range<usize>, Vec<Block>)> = Vec::new();
    let mut at = 0;
    while at < document.blocks.len() {
        let rest = &document.blocks[at..];
        let is_line = |block: &&Block| matches!(block, Block::Paragraph(text) if text.layer == Layer::Body);
        let run = &rest[..rest.iter().take_while(is_line).count()];
        let blocks = match rest[0].table() {
            Some(table) => {
                let parts = if flattened { parted::parted(table, lexicon) } else { None };
                parts.or_else(|| turned::turned(table, lexicon))
            }
            None if flattened => in_lines(run, lexicon),
            None => None,
        };
        let end = at + run.len().max(1);
        made.extend(blocks.map(|blocks| (at..end, blocks)));
        at = end;
    }
    // Blocks are moved once, however many tables there are.
    if !made.is_empty() {
        let mut old = std::mem::take(&mut document.blocks).into_iter();
        let mut gone = 0;
        for (range, blocks) in made {
            document.blocks.extend(old.by_ref().take(range.start - gone));
            document.blocks.extend(blocks);
            old.by_ref().take(range.len()).for_each(drop);
            gone = range.end;
        }
        document.blocks.extend(old);
    }
    document
}

/// The blocks of a run of lines when tables are among them.
fn in_lines(run: &[Block], lexicon: &Lexicon) -> Option<Vec<Block>> {
    if !tokens::worth_a_look(run, lexicon) {
        return None;
    }
    let aligned = aligned::aligned(run, lexicon);
    let tabbed = aligned.is_some();
    let run = aligned.as_deref().unwrap_or(run);
    let lines = Tokens::lines(run, lexicon);
    let spaced = if lines.piped { None } else { Some(Tokens::spaced(run, tabbed, lexicon)) };
    // Only where no column is called an indicator's, points may be given to something else.
    [false, true].into_iter().find_map(|unnamed| {
        let in_blanks = spaced.as_ref().and_then(|tokens| tables(run, tokens, unnamed, lexicon));
        in_blanks.or_else(|| tables(run, &lines, unnamed, lexicon))
    })
}

/// The blocks of a run of lines, tables among them; `None` when there are none.
fn tables(run: &[Block], tokens: &Tokens<'_>, unnamed: bool, lexicon: &Lexicon) -> Option<Vec<Block>> {
    let mut blocks = Vec::new();
    let (mut from, mut kept) = (0, 0);
    while let Some(header) = header(run, tokens, from, unnamed, lexicon) {
        // A form may print its total above its rows.
        let above = total(tokens, &header, header.end, lexicon).filter(|_| header.kind == TableKind::Indicators);
        let start = above.iter().flatten().map(|(_, at)| at + 1).max().unwrap_or(header.end);
        let end = body_end(tokens, &header, start, lexicon);
        let Some(mut cut) = rows::cut(tokens, &header, start..end, lexicon) else {
            from = header.end;
            continue;
        };
        if let Some(above) = above {
            cut.rows.insert(0, above.into_iter().map(|(col, at)| (col, at..at + 1)).collect());
        }
        let (table, taken) = table(run, tokens, &header, cut, lexicon);
        blocks.extend(heads::heads(run, tokens, kept..header.start, lexicon));
        blocks.push(Block::Table(table));
        (from, kept) = (taken, taken);
    }
    if blocks.is_empty() {
        return None;
    }
    blocks.extend(tokens.text_between(run, kept, tokens.list.len()));
    Some(blocks)
}

/// The first header at or behind a token.
fn header(run: &[Block], tokens: &Tokens<'_>, from: usize, unnamed: bool, lexicon: &Lexicon) -> Option<Header> {
    let mut at = from;
    while at < tokens.list.len() {
        let end = at + tokens.titles_from(at, lexicon);
        if end > at
            && let Some(header) = titles::indicators(run, tokens, at, unnamed, lexicon)
        {
            return Some(header);
        }
        if end - at >= FEWEST_COLUMNS - 1
            && let Some(header) = money(tokens, at, end, lexicon)
        {
            return Some(header);
        }
        at = end.max(at + 1);
    }
    None
}

/// A name of a column: what it holds, and its tokens.
type Name = (Field, usize, usize);

fn is_level(field: Field) -> bool {
    matches!(field, Field::Level1 | Field::Level2 | Field::Level3)
}

/// The header of money in a stretch of column names.
fn money(tokens: &Tokens<'_>, first: usize, end: usize, lexicon: &Lexicon) -> Option<Header> {
    let mut names: Vec<Name> = Vec::new();
    let mut at = first;
    while let Some((field, taken)) = tokens.title(at, lexicon).filter(|_| at < end) {
        names.push((field, at, at + taken));
        at += taken;
    }
    let start = first_column(&names)?;
    let mut columns: Vec<Column> = Vec::new();
    let mut titles = Vec::new();
    for &(field, from, to) in names.iter().skip(start) {
        // The first row of money below the header names its whole.
        if field == Field::Item || (field != Field::Unknown && columns.iter().any(|c| c.field == field)) {
            break;
        }
        // The names of the money stand in a column without a title.
        columns.push(Column { field, col: offset(titles.len() + 1), row: 0 });
        titles.push((from, to));
    }
    // Titles on lines of their own: so are the cells.
    let on_lines = titles.iter().filter(|(at, _)| tokens.list[*at].opens_line).count();
    if tokens.spaced && on_lines * 2 > titles.len() {
        return None;
    }
    let (start, end) = (titles.first()?.0, titles.last()?.1);
    let corner = corner(tokens, start, lexicon);
    let start = corner.map_or(start, |(from, _)| from);
    columns.insert(0, Column { field: Field::Item, col: 0, row: 0 });
    let kind = kind(&columns);
    let fits = kind == TableKind::Budget && titles.len() >= FEWEST_COLUMNS - 1;
    let slots = columns.iter().map(|c| Slot { field: c.field, col: c.col }).collect();
    fits.then_some(Header { start, end, titles, corner, slots, kind })
}

/// The first name of the money that stands over a column: the names of the whole block stand before it.
fn first_column(names: &[Name]) -> Option<usize> {
    let is_money = |field: Field| matches!(field, Field::Initial | Field::Planned | Field::Spent);
    let money = names.iter().position(|(field, ..)| is_money(*field))?;
    // Amounts before the levels: a list of projects, whose rows are no indicators.
    if names.iter().any(|(field, ..)| is_level(*field)) {
        return None;
    }
    Some(match &names[money..] {
        // 年度预算数（万元） stands over the names of the money.
        [(Field::Planned, ..), (Field::Initial, ..), ..] => money + 1,
        // Rows may be numbered in front of the amounts.
        _ if money > 0 && names[money - 1].0 == Field::Ordinal => money - 1,
        _ => money,
    })
}

/// The title over the names of the money that stands before the first amount, with its unit in brackets.
fn corner(tokens: &Tokens<'_>, before: usize, lexicon: &Lexicon) -> Option<(usize, usize)> {
    let near = (0..before).rev().take(MOST_EMPTY).filter(|&at| !tokens.list[at].text.is_empty());
    let near: Vec<usize> = near.take(MOST_TITLES).collect();
    let end = near.first()? + 1;
    let in_unit = |at: &&usize| tokens.list[**at].text.trim_end_matches([')', '）']).ends_with('元');
    let is_title = |at: &&usize| lexicon.headers.field(tokens.list[**at].text) == Some(Field::Item);
    let from = *near.iter().find(in_unit).or_else(|| near.first().filter(is_title))?;
    // The unit may stand in brackets on a line of its own.
    let alone = tokens.list[from].text.starts_with(['(', '（']);
    let from = near.iter().copied().find(|&at| alone && at < from).unwrap_or(from);
    Some((from, end))
}

/// Where the rows below a header end at the latest: with the total, before the next header or other titles, before
/// remarks and headings.
fn body_end(tokens: &Tokens<'_>, header: &Header, start: usize, lexicon: &Lexicon) -> usize {
    let headers = &lexicon.headers;
    let indicators = header.kind == TableKind::Indicators;
    let explained = header.slots.iter().any(|slot| matches!(slot.field, Field::Note | Field::Rubric));
    for at in start..tokens.list.len() {
        let token = &tokens.list[at];
        let closes = if indicators {
            headers.is_total(token.text) || (token.opens_line && headers.is_closing(token.text))
        } else {
            (tokens.is_sentence(at) && !explained)
                || tokens.is_wordy_line(at)
                || headers.title(token.text).field.is_some_and(|f| f != Field::Item)
        };
        let in_table = indicators && explained && tokens.is_sentence(at) && tokens.row_follows(at);
        if closes || (tokens.opens_prose(at) && !in_table) || tokens.titles_from(at, lexicon) >= FEWEST_COLUMNS {
            return at;
        }
    }
    tokens.list.len()
}

/// The table of a header and its rows, with the total below them, and the first token behind it.
fn table(run: &[Block], tokens: &Tokens<'_>, header: &Header, cut: Cut, lexicon: &Lexicon) -> (Table, usize) {
    let shift = usize::from(header.kind == TableKind::Budget);
    let titles = (shift..).zip(&header.titles).map(|(col, &(from, to))| (0, col, tokens.text(run, from..to)));
    let corner = header.corner.map(|(from, to)| (0, 0, tokens.text(run, from..to)));
    let mut cells: Vec<(usize, usize, Text)> = corner.into_iter().chain(titles).collect();
    let mut rows = 1;
    for row in cut.rows {
        cells.extend(row.into_iter().map(|(col, range)| (rows, col, tokens.text(run, range))));
        rows += 1;
    }
    let mut end = cut.end;
    if header.kind == TableKind::Indicators
        && let Some(total) = total(tokens, header, end, lexicon)
    {
        cells.extend(total.iter().map(|&(col, at)| (rows, col, tokens.text(run, at..at + 1))));
        rows += 1;
        end = total.last().map_or(end, |&(_, at)| at + 1);
    }
    let spot = cells.first().map(|(.., text)| text.spot(0)).unwrap_or_default();
    let cell = |(row, col, text): (usize, usize, Text)| Cell {
        row: offset(row),
        col: offset(col),
        row_span: 1,
        col_span: 1,
        text,
    };
    let table = Table {
        rows: offset(rows),
        cols: offset(header.slots.len()),
        cells: cells.into_iter().map(cell).collect(),
        certainty: Grid::Restored,
        spot,
    };
    (table, end)
}

/// The cells of a total that stands at a token: its name, then the weight and the score.
fn total(tokens: &Tokens<'_>, header: &Header, at: usize, lexicon: &Lexicon) -> Option<Vec<(usize, usize)>> {
    tokens.list.get(at).filter(|token| lexicon.headers.is_total(token.text))?;
    let row = (at + 1..tokens.list.len()).take(header.slots.len() + 1);
    // Weights may be shares of the whole.
    let is_number = |n: usize| tokens.is_number(n) || rows::share(tokens.list[n].text).is_some();
    let row = row.take_while(|&n| is_number(n) || tokens.list[n].text.is_empty());
    let numbers: Vec<usize> = row.filter(|&n| is_number(n)).collect();
    let counted = |field: &Field| matches!(field, Field::Weight | Field::Score | Field::Deduction);
    let columns: Vec<(usize, Field)> =
        (0..).zip(header.slots.iter().map(|s| s.field)).filter(|(_, f)| counted(f)).collect();
    if columns.len() > 2 && numbers.len() == columns.len() {
        let cells = columns.iter().zip(numbers).map(|((col, _), at)| (*col, at));
        return Some(std::iter::once((0, at)).chain(cells).collect());
    }
    let column = |field: Field| header.slots.iter().position(|slot| slot.field == field);
    let mut cells = vec![(0, at)];
    match (numbers.as_slice(), column(Field::Weight), column(Field::Score)) {
        ([weight, score, ..], Some(first), Some(second)) => cells.extend([(first, *weight), (second, *score)]),
        // The points that can be had come to 100.
        ([only], Some(first), second) => {
            let full = tokens.list[*only].text.trim_end_matches('%').parse() == Ok(Decimal::ONE_HUNDRED);
            cells.push((if full { first } else { second.unwrap_or(first) }, *only));
        }
        ([only, ..], None, Some(second)) => cells.push((second, *only)),
        _ => return None,
    }
    cells.sort_unstable();
    Some(cells)
}

#[cfg(test)]
mod tests;
