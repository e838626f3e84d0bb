//! Texts that are one table of values parted by commas (RFC 4180), as programs write them: lines in, rows out. A field in
//! quotation marks may hold commas, line ends and, doubled, quotation marks.

use super::Piece;
use super::lines::{Line, part};
use super::paragraphs::opens_with_marker;
use super::tables::{Row, Shape};
use crate::read::Limits;

/// Fewer rows or columns may be sentences.
const FEWEST: usize = 3;

/// The parts of a text that is such a table and nothing else: every row has the same number of fields. A row with a single
/// field is a line where it is a title above the table, a remark below it or a heading.
pub(super) fn pieces<'a>(lines: &[Line<'a>], limits: &Limits) -> Option<Vec<Piece<'a>>> {
    let rows = rows(lines, limits)?;
    let lone = |row: &Row<'_>| row.cells.iter().skip(1).flatten().all(|(_, text)| text.trim().is_empty());
    let first = rows.iter().position(|row| !lone(row))?;
    let last = rows.iter().rposition(|row| !lone(row))?;
    let mut pieces: Vec<Piece<'a>> = Vec::new();
    for (at, row) in rows.into_iter().enumerate() {
        let heads = || row.cells.iter().flatten().next().is_some_and(|(_, text)| opens_with_marker(text));
        if lone(&row) && (!(first..=last).contains(&at) || heads()) {
            pieces.extend(row.cells.into_iter().flatten().filter_map(line).map(Piece::Prose));
        } else if let Some(Piece::Rows(_, rows)) = pieces.last_mut() {
            rows.push(row);
        } else {
            pieces.push(Piece::Rows(Shape::Commas, vec![row]));
        }
    }
    Some(pieces)
}

/// A field as a line; `None` when it is blank.
fn line<'a>((line, field): (Line<'a>, &'a str)) -> Option<Line<'a>> {
    let from = field.as_ptr() as usize - line.text.as_ptr() as usize;
    part(&line, from, from + field.len())
}

/// The rows of such a text.
fn rows<'a>(lines: &[Line<'a>], limits: &Limits) -> Option<Vec<Row<'a>>> {
    let mut rows: Vec<Row<'a>> = Vec::new();
    let mut quoted = false;
    for line in lines {
        if !quoted {
            rows.push(Row { cells: vec![Vec::new()] });
        }
        fields(line, &mut quoted, &mut rows.last_mut()?.cells);
        let row = rows.last()?;
        let width = rows.first().map_or(0, |first| first.cells.len());
        let closed = !quoted && (row.cells.len() != width || width < FEWEST);
        if closed || row.cells.len() > limits.columns {
            return None;
        }
    }
    (!quoted && rows.len() >= FEWEST).then_some(rows)
}

/// Adds the fields of a line to the last of some cells, which goes on in it when it is quoted.
fn fields<'a>(line: &Line<'a>, quoted: &mut bool, cells: &mut Vec<Vec<(Line<'a>, &'a str)>>) {
    let mut rest = line.text;
    loop {
        if !*quoted && let Some(inside) = rest.strip_prefix('"') {
            (*quoted, rest) = (true, inside);
        }
        let end = if *quoted { closing(rest) } else { rest.find(',') };
        let (field, behind) = rest.split_at(end.unwrap_or(rest.len()));
        if let Some(cell) = cells.last_mut() {
            cell.push((*line, field));
        }
        if end.is_some() && *quoted {
            *quoted = false;
        }
        match behind.trim_start_matches('"').strip_prefix(',') {
            Some(next) => {
                cells.push(Vec::new());
                rest = next;
            }
            None => return,
        }
    }
}

/// Where the quotation mark stands that ends a field; two in a row are one of its characters.
fn closing(text: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + text[from..].find('"')?;
        if !text[at + 1..].starts_with('"') {
            return Some(at);
        }
        from = at + 2;
    }
}
