//! Locating: a [`Document`] in, one [`Layout`] per report out. Says which block is what; copies no text.

mod align;
mod columns;
mod reach;
mod shape;
mod tables;

use crate::lexicon::Lexicon;
use crate::model::{Document, Layout, Outcome, offset};

/// Maps every report of a document. A document without any report gives one layout over all of it.
#[must_use]
pub fn locate(document: &Document, lexicon: &Lexicon) -> Vec<Outcome<Layout>> {
    let blocks = 0..offset(document.blocks.len());
    let mut layout = Layout { blocks, ..Layout::default() };
    layout.tables = tables::tables(document, &layout, lexicon);
    vec![Outcome::clean(layout)]
}
