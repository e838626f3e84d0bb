//! Locating: a [`Document`] in, one [`Layout`] per report out. Says which block is what; copies no text.

mod align;
mod cells;
mod columns;
mod outline_lines;
mod reach;
mod remarks;
mod repeats;
#[cfg(test)]
mod sample;
mod sections;
mod shape;
mod tables;

use crate::lexicon::Lexicon;
use crate::model::{Document, Layout, Outcome, offset};

/// Maps every report of a document. A document without any report gives one layout over all of it.
#[must_use]
pub fn locate(document: &Document, lexicon: &Lexicon) -> Vec<Outcome<Layout>> {
    let blocks = 0..offset(document.blocks.len());
    let sections = sections::outline(document, blocks.clone(), lexicon);
    let repeats = repeats::repeats(document, blocks.clone(), lexicon);
    let notices = remarks::remarks(document, blocks.clone(), &sections, lexicon);
    let mut layout = Layout { blocks, sections, repeats, ..Layout::default() };
    layout.tables = tables::tables(document, &layout, lexicon);
    vec![Outcome { value: layout, notices }]
}
