//! Head fields above a restored table: a label and its value, which lost what parted them, become a row of two cells.

use super::tokens::Tokens;
use crate::lexicon::Lexicon;
use crate::locate::shape::Shape;
use crate::model::{Block, Cell, Grid, Table, Text, offset};
use std::ops::Range;

/// Lines up to this length, in bytes, are understood as they are.
const LONG_LINE: usize = 240;
/// A value in more pieces is a text.
const MOST_PIECES: usize = 4;

/// The lines of some pieces, with a table where labels and values stand.
pub(super) fn heads(run: &[Block], tokens: &Tokens<'_>, range: Range<usize>, lexicon: &Lexicon) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut rows: Vec<[Text; 2]> = Vec::new();
    let (mut at, mut kept) = (range.start, range.start);
    while at < range.end {
        if let Some(end) = pair(run, tokens, at, range.end, lexicon) {
            if rows.is_empty() || kept < at {
                blocks.extend(table(std::mem::take(&mut rows)));
                blocks.extend(tokens.text_between(run, kept, at));
            }
            rows.push([tokens.text(run, at..at + 1), tokens.text(run, at + 1..end)]);
            (at, kept) = (end, end);
        } else {
            at += 1;
        }
    }
    blocks.extend(table(rows));
    blocks.extend(tokens.text_between(run, kept, range.end));
    blocks
}

/// Where the value ends whose label is a piece.
fn pair(run: &[Block], tokens: &Tokens<'_>, at: usize, end: usize, lexicon: &Lexicon) -> Option<usize> {
    let long = |block: usize| run.get(block).and_then(Block::text).is_some_and(|t| t.content.len() > LONG_LINE);
    let token = tokens.list.get(at).filter(|t| !tokens.spaced || long(t.block))?;
    let ends = |at: usize| {
        let text = tokens.list[at].text;
        lexicon.forms.label(text).is_some() || lexicon.headers.field(text).is_some()
    };
    lexicon.forms.label(token.text).filter(|label| !label.weak)?;
    let most = if tokens.spaced { MOST_PIECES } else { 1 };
    let pieces = (at + 1..end).take_while(|&next| !ends(next)).take(most + 1).count();
    let is_value = |next: usize| !matches!(tokens.list[next].shape, Shape::Empty | Shape::Long { .. });
    let fits = if tokens.spaced { (1..=most).contains(&pieces) } else { pieces > 0 };
    (fits && is_value(at + 1)).then_some(at + 1 + pieces.min(most))
}

fn table(rows: Vec<[Text; 2]>) -> Option<Block> {
    let spot = rows.first()?[0].spot(0);
    let cell = |row: usize, col: usize, text: Text| Cell {
        row: offset(row),
        col: offset(col),
        row_span: 1,
        col_span: 1,
        text,
    };
    let count = rows.len();
    let cells =
        rows.into_iter().enumerate().flat_map(|(row, [label, value])| [cell(row, 0, label), cell(row, 1, value)]);
    let cells = cells.collect();
    Some(Block::Table(Table { rows: offset(count), cols: 2, cells, certainty: Grid::Restored, spot }))
}
