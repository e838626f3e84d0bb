//! Locating: a [`Document`] in, one [`Layout`] per report out. Says which block is what; copies no text.

mod cells;
mod outline_lines;
mod remarks;
mod repeats;
#[cfg(test)]
mod sample;
mod sections;

use crate::lexicon::Lexicon;
use crate::model::{Document, Layout, Outcome};

/// Maps every report of a document. A document without any report gives one layout over all of it.
#[must_use]
pub fn locate(document: &Document, lexicon: &Lexicon) -> Vec<Outcome<Layout>> {
    let blocks = 0..crate::model::offset(document.blocks.len());
    let sections = sections::outline(document, blocks.clone(), lexicon);
    let repeats = repeats::repeats(document, blocks.clone(), lexicon);
    let notices = remarks::remarks(document, blocks.clone(), &sections, lexicon);
    vec![Outcome { value: Layout { blocks, sections, repeats, ..Layout::default() }, notices }]
}
