//! Reading single cells: their text, their measure, and the entry that each number gets in the ledger.

use super::{measures, units};
use crate::lexicon::Lexicon;
use crate::model::{
    Block, CellRef, Dimension, Document, Figure, FigureId, FigureRole, Location, Measure, RowRole, Stated, Text, Unit,
    offset,
};

/// The ledger under construction, with the document it is read from.
pub(super) struct Ledger<'a> {
    /// The document.
    pub(super) document: &'a Document,
    /// The words.
    pub(super) lexicon: &'a Lexicon,
    /// The entries so far.
    pub(super) figures: Vec<Figure>,
}

impl<'a> Ledger<'a> {
    /// The place of a row: its first filled cell.
    pub(super) fn row_place(&self, row: &RowRole) -> Location {
        let table = self.document.blocks.get(row.block as usize).and_then(Block::table);
        let first = table.and_then(|t| t.row(row.row).find(|c| !c.text.is_blank()));
        first.map_or_else(
            || Location { block: row.block, ..Location::default() },
            |c| c.text.locate(row.block, Some((c.row, c.col)), trimmed(&c.text.content)),
        )
    }

    /// An empty ledger.
    pub(super) fn new(document: &'a Document, lexicon: &'a Lexicon) -> Self {
        Self { document, lexicon, figures: Vec::new() }
    }

    /// The text of a cell.
    pub(super) fn cell(&self, cell: CellRef) -> Option<&'a Text> {
        let table = self.document.blocks.get(cell.block as usize)?.table()?;
        table.cell(cell.row, cell.col).map(|c| &c.text)
    }

    /// The characters of a cell, empty for a cell that does not exist.
    pub(super) fn content(&self, cell: CellRef) -> &'a str {
        self.cell(cell).map_or("", |t| t.content.as_str())
    }

    /// The place of a cell's content without the white space around it.
    pub(super) fn place(&self, cell: CellRef) -> Location {
        let Some(text) = self.cell(cell) else { return Location { block: cell.block, ..Location::default() } };
        let range = trimmed(&text.content);
        text.locate(cell.block, Some((cell.row, cell.col)), range)
    }

    /// What a cell states as text: raw without line breaks, value without white space. `None` for an empty cell.
    pub(super) fn text(&self, cell: CellRef) -> Option<Stated<String>> {
        let raw = one_line(self.content(cell));
        (!raw.is_empty()).then(|| Stated { value: Some(compact(&raw)), raw, at: self.place(cell), figure: None })
    }

    /// What a cell states as a measure, entered in the ledger when it is one. `None` for an empty cell; a qualitative
    /// value or a dash keeps its text and has no value. A unit of the column serves when the cell prints none.
    pub(super) fn measure(
        &mut self,
        cell: CellRef,
        role: FigureRole,
        label: &str,
        unit: Option<&Unit>,
    ) -> Option<Stated<Measure>> {
        let content = self.content(cell);
        let raw = one_line(content);
        if raw.is_empty() {
            return None;
        }
        let value = match unit {
            Some(unit) => measures::read_quantity(content, unit, self.lexicon),
            None => measures::read_measure(content, self.lexicon),
        };
        Some(self.state(raw, value, self.place(cell), role, label))
    }

    /// A stated measure at a place, entered in the ledger when it has a value.
    pub(super) fn state(
        &mut self,
        raw: String,
        value: Option<Measure>,
        at: Location,
        role: FigureRole,
        label: &str,
    ) -> Stated<Measure> {
        let figure = value.clone().map(|measure| {
            self.enter(Figure { label: label.to_owned(), measure, raw: raw.clone(), role, at: at.clone() })
        });
        Stated { raw, value, at, figure }
    }

    /// Enters a figure.
    pub(super) fn enter(&mut self, figure: Figure) -> FigureId {
        let id = FigureId(offset(self.figures.len()));
        self.figures.push(figure);
        id
    }

    /// The unit in the brackets of a column title or of a 单位： line: `决算数（万元）`, `单位：元`.
    pub(super) fn unit_in(&self, title: &str) -> Option<Unit> {
        units::parse_unit(title, self.lexicon)
            .or_else(|| units::unit_in_title(title, self.lexicon))
            .filter(|u| u.dimension != Dimension::Bare)
    }
}

/// The characters without what is around them.
pub(super) fn trimmed(text: &str) -> std::ops::Range<usize> {
    let lead = text.chars().take_while(|c| c.is_whitespace()).count();
    lead..lead + text.trim().chars().count()
}

/// What stands in the brackets that close a text.
pub(super) fn last_bracket(text: &str) -> Option<&str> {
    let inner = text.trim_end().strip_suffix([')', '）'])?;
    inner.rfind(['(', '（']).map(|open| inner[open..].trim_start_matches(['(', '（']))
}

/// A cell's characters with the line breaks inside it removed.
pub(super) fn one_line(text: &str) -> String {
    without(text.trim(), |c| matches!(c, '\n' | '\r'))
}

/// A name without the white space that a page put into it.
pub(super) fn compact(text: &str) -> String {
    without(text, char::is_whitespace)
}

/// A text without some of its characters.
fn without(text: &str, leave_out: impl Fn(char) -> bool) -> String {
    let mut kept = String::with_capacity(text.len());
    for part in text.split(leave_out) {
        kept.push_str(part);
    }
    kept
}
