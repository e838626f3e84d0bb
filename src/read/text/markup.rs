//! Tables that a text marks up in HTML, as recognizers and converters write them into Markdown: lines in, the same lines
//! with tables cut out of them. Whatever is not between `<table>` and `</table>` stays a line.

use super::clean::{Cleaner, Inside};
use super::lines::{Line, part};
use super::tables::{self, Row, Shape};
use crate::model::{Spot, Table};
use crate::read::marked::Rows;

/// A part of a text.
pub(super) enum Part<'a> {
    Lines(Vec<Line<'a>>),
    Table(Vec<Vec<Marked<'a>>>),
}

/// A cell with its spans: its text, one part for each line.
pub(super) struct Marked<'a> {
    pub(super) parts: Vec<(Line<'a>, &'a str)>,
    pub(super) columns: u32,
    pub(super) rows: u32,
}

impl<'a> Marked<'a> {
    pub(super) fn new(columns: u32, rows: u32) -> Self {
        Self { parts: Vec::new(), columns, rows }
    }

    /// Adds a line of its text; an empty one only marks where the cell stands.
    pub(super) fn add(&mut self, line: Line<'a>, text: &'a str) {
        if !text.is_empty() {
            self.parts.retain(|(_, text)| !text.is_empty());
        }
        if !text.is_empty() || self.parts.is_empty() {
            self.parts.push((line, text));
        }
    }
}

/// Parts lines from tables. Lines outside of tables may be parts of lines, with their places.
pub(super) fn parts(lines: Vec<Line<'_>>) -> Vec<Part<'_>> {
    let close = |(at, line): (usize, &Line<'_>)| Some((at, find(line.text, "</table").last()?));
    // Nothing but what ends is a table.
    let Some(last) = lines.iter().enumerate().rev().find_map(close) else { return vec![Part::Lines(lines)] };
    let mut parts = Vec::new();
    let mut outside = Vec::new();
    let mut open: Option<Open<'_>> = None;
    for (at, line) in lines.iter().enumerate() {
        let mut rest = 0;
        loop {
            if open.is_none() {
                let Some(start) = find(&line.text[rest..], "<table").next().map(|n| rest + n) else { break };
                if (at, start) > last {
                    break;
                }
                outside.extend(part(line, rest, start));
                rest = start;
                open = Some(Open::default());
            }
            let Some(end) = open.as_mut().and_then(|table| table.read(line, rest)) else {
                rest = line.text.len();
                break;
            };
            rest = end;
            let table = open.take().unwrap_or_default();
            // What stands outside of the cells is a caption.
            outside.extend(table.outside);
            parts.extend([Part::Lines(std::mem::take(&mut outside)), Part::Table(table.rows)]);
        }
        outside.extend(part(line, rest, line.text.len()));
    }
    parts.push(Part::Lines(outside));
    parts
}

/// Where a tag opens in a text; its name is in either case.
fn find<'t>(text: &'t str, tag: &'t str) -> impl Iterator<Item = usize> + 't {
    let is_tag = move |at: &usize| text.get(*at..at + tag.len()).is_some_and(|name| name.eq_ignore_ascii_case(tag));
    memchr::memchr_iter(b'<', text.as_bytes()).filter(is_tag)
}

/// A table whose end has not been read.
#[derive(Default)]
struct Open<'a> {
    rows: Vec<Vec<Marked<'a>>>,
    outside: Vec<Line<'a>>,
    in_cell: bool,
    /// How many tables are open; what is in those in a cell belongs to it.
    depth: usize,
}

impl<'a> Open<'a> {
    /// Reads a line from a place on; where the table ends on it.
    fn read(&mut self, line: &Line<'a>, from: usize) -> Option<usize> {
        let text = line.text;
        let mut start = from;
        let mut at = from;
        while let Some(open) = memchr::memchr(b'<', &text.as_bytes()[at..]).map(|n| at + n) {
            let Some(close) = memchr::memchr(b'>', &text.as_bytes()[open..]).map(|n| open + n + 1) else { break };
            let tag = &text[open + 1..close - 1];
            let name = tag.split(|c: char| !c.is_ascii_alphanumeric() && c != '/').next().unwrap_or_default();
            at = close;
            let name = name.to_ascii_lowercase();
            // All other tags are taken out with the text of the cell.
            if !matches!(name.trim_start_matches('/'), "table" | "thead" | "tbody" | "tfoot" | "tr" | "td" | "th")
                && self.in_cell
            {
                continue;
            }
            self.text(line, start, open);
            start = close;
            match name.as_str() {
                "table" => self.depth += 1,
                "/table" => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        return Some(close);
                    }
                }
                _ if self.depth > 1 => {}
                "tr" => {
                    self.rows.push(Vec::new());
                    self.in_cell = false;
                }
                "td" | "th" => {
                    let mut cell = Marked::new(span(tag, "colspan"), span(tag, "rowspan"));
                    cell.add(*line, &text[close..close]);
                    match self.rows.last_mut() {
                        Some(row) => row.push(cell),
                        None => self.rows.push(vec![cell]),
                    }
                    self.in_cell = true;
                }
                "/tr" | "/td" | "/th" => self.in_cell = false,
                _ => {}
            }
        }
        self.text(line, start, text.len());
        None
    }

    /// Adds what stands between two tags.
    fn text(&mut self, line: &Line<'a>, from: usize, to: usize) {
        let Some(text) = part(line, from, to) else { return };
        match self.rows.last_mut().and_then(|row| row.last_mut()).filter(|_| self.in_cell) {
            Some(cell) => cell.add(*line, text.trimmed()),
            None => self.outside.push(text),
        }
    }
}

/// The span that a tag states, as browsers read it.
fn span(tag: &str, name: &str) -> u32 {
    let lower = tag.to_ascii_lowercase();
    let value = lower.split_once(name).map(|(_, rest)| rest.trim_start_matches(['=', '"', '\'', ' ']));
    let digits = value.map(|value| value.chars().take_while(char::is_ascii_digit).collect::<String>());
    digits.and_then(|digits| digits.parse().ok()).filter(|&n| n > 0).unwrap_or(1)
}

/// The table that rows make; `None` without cells. Without a single merged cell it states no more than Markdown does.
pub(super) fn table(rows: Vec<Vec<Marked<'_>>>, cleaner: &mut Cleaner) -> Option<Table> {
    if rows.iter().flatten().all(|cell| cell.columns == 1 && cell.rows == 1) {
        let mut flat = Vec::new();
        for row in rows {
            flat.push(Row { cells: row.into_iter().map(|cell| cell.parts).collect() });
        }
        return flat.iter().any(|row| !row.cells.is_empty()).then(|| tables::table(Shape::Markup, &flat, cleaner));
    }
    let mut grid = Rows::default();
    for row in &rows {
        grid.row();
        for cell in row {
            grid.cell(cleaner.cell(&cell.parts, Inside::Marked), cell.columns, cell.rows);
        }
    }
    let first = rows.iter().flatten().find_map(|cell| cell.parts.first());
    let place = |(line, _): &(Line<'_>, &str)| Spot {
        line: Some(line.number),
        column: Some(line.column + 1),
        ..Spot::default()
    };
    grid.finish(first.map(place).unwrap_or_default())
}
