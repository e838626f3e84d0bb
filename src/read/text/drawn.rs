//! Tables that a text draws with characters: cells between bars (`│ a │ b │` or `| a | b |`) with borders of dashes above
//! and below, and columns under groups of dashes (`---- ----`), as converters and browsers for terminals write them.
//!
//! Lines in, the same lines with tables cut out of them. Columns are told by the width of characters on a terminal.

use super::lines::{Line, is_space};
use super::markup::{Marked, Part};
use crate::model::offset;
use crate::read::Limits;
use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// A bar may stand so far beside its border, because terminals disagree about the width of some signs.
const BESIDE: usize = 2;

/// Parts lines from drawn tables.
pub(super) fn parts<'a>(lines: &[Line<'a>], limits: &Limits) -> Vec<Part<'a>> {
    let mut parts = Vec::new();
    let (mut from, mut at) = (0, 0);
    while at < lines.len() {
        let rest = &lines[at..];
        let drawing = drawing(rest);
        let found = if drawing > 1 { barred(&rest[..drawing], limits) } else { dashed(rest, limits) };
        if let Some((taken, rows)) = found {
            parts.extend([Part::Lines(lines[from..at].to_vec()), Part::Table(rows)]);
            at += taken;
            from = at;
        } else {
            at += drawing.max(1);
        }
    }
    parts.push(Part::Lines(lines[from..].to_vec()));
    parts
}

/// A table: how many lines it takes, and its rows.
type Found<'a> = (usize, Vec<Vec<Marked<'a>>>);

/// The column of each character on a terminal, with its place in the text.
fn columns(text: &str) -> impl Iterator<Item = (usize, usize, char)> + '_ {
    let mut column = 0;
    text.char_indices().map(move |(at, c)| {
        let here = column;
        column += c.width().unwrap_or(0);
        (here, at, c)
    })
}

// ---- bars and borders ----

fn is_bar(c: char) -> bool {
    matches!(c, '|' | '│' | '┃' | '║')
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '=' | '─' | '━' | '═')
}

fn is_corner(c: char) -> bool {
    c == '+' || matches!(c, '┌'..='╋' | '╒'..='╬')
}

/// Whether a line is a border or part of one: corners and dashes, with cells that go on between them perhaps.
fn is_border(line: &Line<'_>) -> bool {
    let text = line.trimmed();
    let drawn = |c: char| is_corner(c) || is_bar(c);
    if !text.starts_with(drawn) || !text.ends_with(drawn) {
        return false;
    }
    let corners = text.chars().filter(|&c| is_corner(c)).count();
    corners > 0 && text.chars().any(is_dash) && {
        // Between corners stand dashes or the text of a cell that reaches further down.
        let pieces = text.split(drawn).filter(|piece| !piece.is_empty());
        pieces.clone().any(|piece| piece.chars().all(|c| is_dash(c) || c == ':'))
    }
}

fn is_barred(line: &Line<'_>) -> bool {
    let text = line.trimmed();
    text.len() > 1 && text.starts_with(is_bar) && text.ends_with(is_bar)
}

/// The number of lines at the start that bars and borders draw, from a border to a border.
fn drawing(lines: &[Line<'_>]) -> usize {
    if !lines.first().is_some_and(|line| is_border(line) && !is_barred(line)) {
        return 0;
    }
    let below = lines[1..].iter().take_while(|line| !line.gap && (is_border(line) || is_barred(line))).count();
    lines[..=below].iter().rposition(is_border).map_or(0, |last| last + 1)
}

/// The table that some lines draw.
fn barred<'a>(lines: &[Line<'a>], limits: &Limits) -> Option<Found<'a>> {
    let closed = |line: &&Line<'_>| is_border(line) && !line.trimmed().contains(is_bar);
    let borders = lines.iter().filter(|line| is_border(line)).count();
    // Without borders between the rows, each line is one.
    let listed = lines.iter().filter(closed).count() <= 3 && lines.len() - borders > borders;
    let mut edges: Vec<usize> = lines
        .iter()
        .filter(|line| is_border(line))
        .flat_map(|line| columns(line.text).filter(|(.., c)| is_corner(*c) || is_bar(*c)).map(|(column, ..)| column))
        .collect();
    edges.sort_unstable();
    edges.dedup();
    if edges.len() < 3 || edges.len() > limits.columns {
        return None;
    }
    let mut drawing = Drawing { open: vec![None; edges.len() - 1], edges, cells: Vec::new(), row: 0 };
    for line in lines {
        if !is_border(line) || line.trimmed().starts_with(is_bar) || line.trimmed().ends_with(is_bar) {
            drawing.texts(line);
        }
        if is_border(line) {
            drawing.border(line);
        } else if listed {
            drawing.open.fill(None);
            drawing.row += 1;
        }
    }
    Some((lines.len(), drawing.rows()))
}

/// A cell as it is drawn: its columns, its first row and its last.
struct Drawn<'a> {
    columns: Range<usize>,
    row: usize,
    last: usize,
    marked: Marked<'a>,
}

struct Drawing<'a> {
    edges: Vec<usize>,
    /// For each column between two edges the cell that is not closed.
    open: Vec<Option<usize>>,
    cells: Vec<Drawn<'a>>,
    row: usize,
}

impl<'a> Drawing<'a> {
    /// The edge at a column of the terminal, or the nearest.
    fn edge(&self, column: usize) -> Option<usize> {
        let near = (0..self.edges.len()).min_by_key(|&i| self.edges[i].abs_diff(column))?;
        (self.edges[near].abs_diff(column) <= BESIDE).then_some(near)
    }

    /// Reads the texts between the bars of a line.
    fn texts(&mut self, line: &Line<'a>) {
        let mut before: Option<(usize, usize)> = None;
        for (column, at, c) in columns(line.text) {
            if !(is_bar(c) || is_corner(c)) {
                continue;
            }
            let Some(edge) = self.edge(column).filter(|edge| before.is_none_or(|(last, _)| *edge > last)) else {
                continue;
            };
            if let Some((first, from)) = before {
                let text = line.text[from..at].trim_matches(|c| c == '\t' || is_space(c));
                let border = !text.is_empty() && text.chars().all(is_dash) && is_border(line);
                if !border {
                    self.text(first..edge, line, text);
                }
            }
            before = Some((edge, at + c.len_utf8()));
        }
    }

    fn text(&mut self, columns: Range<usize>, line: &Line<'a>, text: &'a str) {
        let open = self.open.get(columns.start).copied().flatten();
        let index = open.unwrap_or_else(|| {
            let marked = Marked::new(offset(columns.len()), 1);
            self.cells.push(Drawn { columns: columns.clone(), row: self.row, last: self.row, marked });
            self.open[columns].fill(Some(self.cells.len() - 1));
            self.cells.len() - 1
        });
        if let Some(cell) = self.cells.get_mut(index) {
            cell.marked.add(*line, text);
        }
    }

    /// Closes the cells above a border; those that it leaves open go on in the next row.
    fn border(&mut self, line: &Line<'_>) {
        let dashes: Vec<usize> = columns(line.text).filter(|(.., c)| is_dash(*c)).map(|(column, ..)| column).collect();
        if !self.cells.is_empty() {
            self.row += 1;
        }
        for i in 0..self.open.len() {
            let (from, to) = (self.edges[i], self.edges[i + 1]);
            let closed = dashes.iter().any(|column| (from + 1..to).contains(column));
            if closed {
                self.open[i] = None;
            } else if let Some(cell) = self.open[i].and_then(|cell| self.cells.get_mut(cell)) {
                cell.last = self.row;
            }
        }
    }

    fn rows(self) -> Vec<Vec<Marked<'a>>> {
        let mut rows: Vec<Vec<Marked<'a>>> = (0..self.row).map(|_| Vec::new()).collect();
        let mut cells = self.cells;
        cells.sort_by_key(|cell| (cell.row, cell.columns.start));
        for cell in cells {
            if let Some(row) = rows.get_mut(cell.row) {
                row.push(Marked { rows: offset(cell.last - cell.row + 1), ..cell.marked });
            }
        }
        rows
    }
}

// ---- columns under dashes ----

/// The first column of each group of dashes when a line is nothing else; a single group draws a line over all columns.
fn groups(line: &Line<'_>) -> Vec<usize> {
    let text = line.text;
    // Nearly every line ends the question with its first character.
    let begins = text.trim_start_matches(is_space).starts_with(['-', '=']);
    if !begins
        || !text.contains("--") && !text.contains("==")
        || !text.chars().all(|c| matches!(c, '-' | '=') || is_space(c))
    {
        return Vec::new();
    }
    let mut before = ' ';
    let mut starts = Vec::new();
    for (column, _, c) in columns(text) {
        if !is_space(c) && is_space(before) {
            starts.push(column);
        }
        before = c;
    }
    starts
}

/// A table at the start of the lines whose columns stand under groups of dashes: its names above them, its rows below, each
/// on a line, or parted by blank lines where a line is drawn over and under all of it.
fn dashed<'a>(lines: &[Line<'a>], limits: &Limits) -> Option<Found<'a>> {
    let opened = lines.first().is_some_and(|line| groups(line).len() == 1);
    // The names may take several lines.
    let names = 1 + usize::from(opened);
    let head = lines.iter().take(names + MOST_NAMES).position(|line| groups(line).len() > 1)?;
    let starts = groups(&lines[head]);
    if starts.len() < 3 || starts.len() > limits.columns || (!opened && head > 1) {
        return None;
    }
    let body = &lines[head + 1..];
    let drawn = body.iter().position(|line| !groups(line).is_empty());
    let count = match drawn {
        Some(end) if opened || head == 0 || !body[..end].iter().any(|line| line.gap) => end,
        _ if opened || head == 0 => return None,
        _ => body.iter().take_while(|line| !line.gap).count(),
    };
    let rows_below = &body[..count];
    let above = &lines[usize::from(opened)..head];
    if rows_below.is_empty() || rows_below.iter().chain(above).any(|line| cut(line, &starts).is_none()) {
        return None;
    }
    let parted = opened && rows_below.iter().skip(1).any(|line| line.gap);
    let names = Some(above).filter(|lines| !lines.is_empty());
    let rows_below = rows_below.chunk_by(|_, next| parted && !next.gap);
    let rows = names.into_iter().chain(rows_below).map(|lines| row(lines, &starts)).collect();
    let closed = usize::from(drawn == Some(count));
    Some((head + 1 + count + closed, rows))
}

/// Names take no more lines.
const MOST_NAMES: usize = 6;

/// The cells of some lines of a row.
fn row<'a>(lines: &[Line<'a>], starts: &[usize]) -> Vec<Marked<'a>> {
    let mut cells: Vec<Marked<'a>> = starts.iter().map(|_| Marked::new(1, 1)).collect();
    for line in lines {
        let texts = cut(line, starts).unwrap_or_default();
        for (cell, text) in cells.iter_mut().zip(texts) {
            cell.add(*line, text);
        }
    }
    cells
}

/// The texts of a line in columns; `None` when one stands over the edge of its column.
fn cut<'a>(line: &Line<'a>, starts: &[usize]) -> Option<Vec<&'a str>> {
    let text: &'a str = line.text;
    let mut cuts = vec![0];
    let mut before = ' ';
    for (column, at, c) in columns(text) {
        if cuts.len() < starts.len() && column >= starts[cuts.len()] {
            if !is_space(before) && !is_space(c) {
                return None;
            }
            cuts.push(at);
        }
        before = c;
    }
    cuts.resize(starts.len(), text.len());
    let ends = cuts.iter().skip(1).copied().chain([text.len()]);
    Some(cuts.iter().zip(ends).map(|(from, to)| text[*from..to].trim_matches(is_space)).collect())
}
