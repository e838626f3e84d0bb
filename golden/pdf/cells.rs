//! Truth of a document's cells and paragraphs, and what a reading differs in.
//!
//! In: a TOML file (its format stands in `golden/pdf/make.py`) and the reader's outcome. Out: differences, one line each.
//! White space never counts; a superscript 2 may be written either way.

use crate::sample::{bare, read_text};
use fuhe::model::{Block, Cell, Document, Error, Grid, Layer, Notice, Outcome, Table, Text};
use serde::Deserialize;
use std::path::Path;

/// What a careful reader writes down for one file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Truth {
    pub(crate) pages: u32,
    /// Body text in reading order. Absent in the truth of real documents, which is about tables.
    pub(crate) paragraphs: Option<Vec<String>>,
    /// Body text that may stand besides, such as 续表.
    #[serde(default)]
    pub(crate) may_hold: Vec<String>,
    /// Running heads, feet and page numbers.
    #[serde(default)]
    pub(crate) furniture: Vec<String>,
    #[serde(default)]
    pub(crate) table: Vec<TruthTable>,
    /// Pages without text that can be used.
    #[serde(default)]
    pub(crate) no_text: Vec<u32>,
    /// Characters may be missing or U+FFFD; none may be wrong, and a notice must say so.
    #[serde(default)]
    pub(crate) doubtful: bool,
    /// Project and total score of every record that the file gives.
    pub(crate) records: Option<Vec<(String, String)>>,
    /// The error that reading must end in.
    pub(crate) error: Option<String>,
    /// The error that reading may end in.
    pub(crate) may_be: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TruthTable {
    rows: u32,
    cols: u32,
    /// `ruled`, `guessed`, or `any` where a human would hesitate.
    grid: String,
    cells: Vec<Entry>,
}

/// Row, column, rows, columns, page, text; then the rows before the page break, where one cuts the cell.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Entry {
    Cut(u32, u32, u32, u32, u32, String, u32),
    Whole(u32, u32, u32, u32, u32, String),
}

/// An [`Entry`] by names.
struct Wanted<'a> {
    row: u32,
    col: u32,
    rows: u32,
    cols: u32,
    page: u32,
    text: &'a str,
    cut: Option<u32>,
}

impl Entry {
    fn wanted(&self) -> Wanted<'_> {
        let (Self::Cut(row, col, rows, cols, page, text, _) | Self::Whole(row, col, rows, cols, page, text)) = self;
        let cut = match self {
            Self::Cut(.., cut) => Some(*cut),
            Self::Whole(..) => None,
        };
        Wanted { row: *row, col: *col, rows: *rows, cols: *cols, page: *page, text, cut }
    }
}

impl Truth {
    /// The number of cells.
    pub(crate) fn cells(&self) -> usize {
        self.table.iter().map(|t| t.cells.len()).sum()
    }
}

/// The truth in a file.
pub(crate) fn load(path: &Path) -> Truth {
    toml::from_str(&read_text(path)).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// What a reading differs in from the truth.
pub(crate) fn differences(truth: &Truth, read: Result<Outcome<Document>, Error>) -> Vec<String> {
    let outcome = match (read, &truth.error) {
        (Err(error), Some(kind)) if error.kind.name() == kind => return Vec::new(),
        (Err(error), None) if truth.may_be.as_deref() == Some(error.kind.name()) => return Vec::new(),
        (Err(error), _) => return vec![format!("ends in the error {}: {}", error.kind.name(), error.detail)],
        (Ok(_), Some(kind)) => return vec![format!("must end in the error {kind}")],
        (Ok(outcome), None) => outcome,
    };
    let document = &outcome.value;
    let mut out = Vec::new();
    if document.origin.pages != Some(truth.pages) {
        out.push(format!("{:?} pages, truth {}", document.origin.pages, truth.pages));
    }
    if truth.doubtful {
        doubtful(truth, &outcome, &mut out);
        return out;
    }
    for page in &truth.no_text {
        if !outcome.notices.iter().any(|n| matches!(n, Notice::NoTextLayer { page: p, .. } if p == page)) {
            out.push(format!("page {page} has no usable text, and no notice says so"));
        }
    }
    let tables: Vec<&Table> = document.blocks.iter().filter_map(Block::table).collect();
    if tables.len() != truth.table.len() {
        out.push(format!("{} table(s), truth {}", tables.len(), truth.table.len()));
        out.extend(tables.iter().map(|t| format!("  found {} × {}: {}", t.rows, t.cols, opening(t))));
    }
    for (n, (truth, found)) in truth.table.iter().zip(&tables).enumerate() {
        table(&format!("table {}", n + 1), truth, found, &mut out);
    }
    if let Some(paragraphs) = &truth.paragraphs {
        texts(paragraphs, &truth.may_hold, document, &mut out);
    } else if truth.table.is_empty() {
        texts(&[], &truth.may_hold, document, &mut out);
    }
    let kept: Vec<String> = layer(document, Layer::Furniture);
    for text in &truth.furniture {
        if !kept.iter().any(|k| k.contains(&bare(text))) {
            out.push(format!("furniture missing: {text}"));
        }
    }
    out
}

fn opening(table: &Table) -> String {
    let cells: Vec<String> = table.cells.iter().take(8).map(|c| bare(&c.text.content)).collect();
    cells.join(" | ")
}

/// Texts of a layer, outside tables.
fn layer(document: &Document, wanted: Layer) -> Vec<String> {
    let of_layer = |t: &&Text| t.layer == wanted && !bare(&t.content).is_empty();
    document.blocks.iter().filter_map(Block::text).filter(of_layer).map(|t| bare(&t.content)).collect()
}

fn texts(truth: &[String], may_hold: &[String], document: &Document, out: &mut Vec<String>) {
    let mut found = layer(document, Layer::Body);
    found.retain(|t| !may_hold.contains(t));
    let truth: Vec<String> = truth.iter().map(|t| bare(t)).collect();
    if found == truth {
        return;
    }
    let missing = truth.iter().filter(|t| !found.contains(t)).map(|t| format!("text missing: {t}"));
    let extra = found.iter().filter(|t| !truth.contains(t)).map(|t| format!("text not in the truth: {t}"));
    let before = out.len();
    out.extend(missing.chain(extra));
    if out.len() == before {
        out.push(format!("texts out of order or repeated: {found:?}"));
    }
}

/// Compares one table, every cell.
fn table(place: &str, truth: &TruthTable, found: &Table, out: &mut Vec<String>) {
    if (found.rows, found.cols) != (truth.rows, truth.cols) {
        out.push(format!("{place}: {} × {}, truth {} × {}", found.rows, found.cols, truth.rows, truth.cols));
    }
    let grid = match found.certainty {
        Grid::Ruled => "ruled",
        Grid::Marked => "marked",
        Grid::Aligned => "aligned",
        Grid::Guessed => "guessed",
        Grid::Restored => "restored",
    };
    if truth.grid != "any" && truth.grid != grid {
        out.push(format!("{place}: {grid}, truth {}", truth.grid));
    }
    let mut seen = vec![false; found.cells.len()];
    for wanted in truth.cells.iter().map(Entry::wanted) {
        let place = format!("{place} ({}, {}) {}", wanted.row, wanted.col, wanted.text);
        let at = found.cells.iter().position(|c| (c.row, c.col) == (wanted.row, wanted.col));
        let Some(at) = at else {
            let covering = found.covering(wanted.row, wanted.col).map(|c| (c.row, c.col, bare(&c.text.content)));
            out.push(format!("{place}: no such cell, found there {covering:?}"));
            continue;
        };
        seen[at] = true;
        let cell = &found.cells[at];
        let text = bare(&cell.text.content);
        if text != bare(wanted.text) {
            out.push(format!("{place}: found {text}"));
        }
        let spans = (cell.row_span, cell.col_span);
        if spans != (wanted.rows, wanted.cols) && !cut_in_two(&wanted, cell, found, &mut seen) {
            out.push(format!("{place}: spans {spans:?}, truth {:?}", (wanted.rows, wanted.cols)));
        }
        if !text.is_empty() {
            spot(&place, cell, wanted.page, out);
        }
    }
    for (cell, _) in found.cells.iter().zip(&seen).filter(|(_, seen)| !**seen) {
        out.push(format!("{place} ({}, {}): not in the truth: {}", cell.row, cell.col, bare(&cell.text.content)));
    }
}

/// Whether a merged cell that a page break cuts stands as two: the second part empty.
fn cut_in_two(wanted: &Wanted<'_>, cell: &Cell, found: &Table, seen: &mut [bool]) -> bool {
    let Some(cut) = wanted.cut else { return false };
    if (cell.row_span, cell.col_span) != (cut, wanted.cols) {
        return false;
    }
    let rest = |c: &Cell| (c.row, c.col, c.row_span) == (wanted.row + cut, wanted.col, wanted.rows - cut);
    let Some(at) = found.cells.iter().position(|c| rest(c) && bare(&c.text.content).is_empty()) else { return false };
    seen[at] = true;
    true
}

/// The place of a cell's first character: its page, and an area that is one.
fn spot(place: &str, cell: &Cell, page: u32, out: &mut Vec<String>) {
    let spot = cell.text.spot(0);
    if spot.page != Some(page) {
        out.push(format!("{place}: page {:?}, truth {page}", spot.page));
    }
    if !spot.area.is_some_and(|a| a.x0 < a.x1 && a.y0 < a.y1) {
        out.push(format!("{place}: no area: {:?}", spot.area));
    }
}

/// Nothing wrong may be read, and a notice must say that something is missing.
fn doubtful(truth: &Truth, outcome: &Outcome<Document>, out: &mut Vec<String>) {
    if outcome.notices.is_empty() {
        out.push("characters cannot be read, and no notice says so".to_owned());
    }
    let printed = truth.table.iter().flat_map(|t| &t.cells).map(|c| bare(c.wanted().text));
    let printed: Vec<String> = printed.chain(truth.paragraphs.iter().flatten().map(|t| bare(t))).collect();
    let tables = outcome.value.blocks.iter().filter_map(Block::table);
    let cells = tables.flat_map(|t| &t.cells).map(|c| bare(&c.text.content));
    for text in cells.chain(layer(&outcome.value, Layer::Body)) {
        let known: Vec<char> = text.chars().filter(|c| *c != '\u{fffd}').collect();
        if !printed.iter().any(|p| is_subsequence(&known, p)) {
            out.push(format!("read as {text}, which nothing printed allows"));
        }
    }
}

fn is_subsequence(known: &[char], printed: &str) -> bool {
    let mut printed = printed.chars();
    known.iter().all(|k| printed.any(|p| p == *k))
}
