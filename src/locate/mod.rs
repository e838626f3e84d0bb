//! Locating: a [`Document`] in, one [`Layout`] per report out. Says which block is what; copies no text.

mod align;
mod cells;
mod columns;
mod head;
mod labels;
mod nested;
mod outline_lines;
mod pages;
mod reach;
mod remarks;
mod repeats;
mod reports;
mod restore;
mod results;
#[cfg(test)]
mod sample;
mod sections;
mod shape;
mod statements;
mod summaries;
mod tables;

use crate::lexicon::Lexicon;
use crate::model::{Document, Field, Layout, Outcome, TableKind, TableRole};
pub use restore::restore;
use std::ops::Range;

/// Maps every report of a document. A document without any report gives one layout over all of it.
#[must_use]
pub fn locate(document: &Document, lexicon: &Lexicon) -> Vec<Outcome<Layout>> {
    let reports = reports::split(document, lexicon);
    let several = reports.len() > 1;
    let numbered = reports.into_iter().zip(1u32..);
    numbered.map(|(blocks, n)| locate_report(document, blocks, several.then_some(n), lexicon)).collect()
}

/// Maps one report.
fn locate_report(document: &Document, blocks: Range<u32>, part: Option<u32>, lexicon: &Lexicon) -> Outcome<Layout> {
    let sections = sections::outline(document, blocks.clone(), lexicon);
    let repeats = repeats::repeats(document, blocks.clone(), lexicon);
    let notices = remarks::remarks(document, blocks.clone(), &sections, lexicon);
    let (title, head) = head::head(document, blocks.clone(), lexicon);
    let mut layout = Layout { blocks: blocks.clone(), part, title, head, sections, repeats, ..Layout::default() };
    layout.tables = tables::tables(document, &layout, lexicon);
    summaries::mark(document, &mut layout.tables, lexicon);
    // A form that scores its indicators is the record; text beside it says the same again and must not count twice.
    let scored = |t: &TableRole| t.kind == TableKind::Indicators && t.header.iter().any(|(f, _)| *f == Field::Score);
    let lines = statements::statements(document, blocks, |block| layout.is_repeat(block), lexicon);
    if layout.tables.iter().any(scored) {
        layout.restated_lines = lines;
    } else {
        layout.score_lines = lines;
    }
    Outcome { value: layout, notices }
}
