//! Which characters a glyph stands for: glyphs as drawn go in, characters with where they were learned from come out.

use crate::read::page::{Characters, Origin};
use hayro_cmap::BfString;
use hayro_interpret::font::PositionedGlyph;
use std::marker::PhantomData;

/// Recovers characters; keeps what it learns about the fonts of one file.
#[derive(Default)]
pub(super) struct Recovery<'a> {
    file: PhantomData<&'a ()>,
}

impl<'a> Recovery<'a> {
    /// The characters of each glyph of a run; `None` for a glyph whose characters another glyph of the run gives.
    pub(super) fn read(&mut self, glyphs: &[PositionedGlyph<'a>]) -> Vec<(Option<Characters>, Origin)> {
        glyphs.iter().map(|glyph| stated(glyph.as_unicode())).collect()
    }
}

fn stated(text: Option<BfString>) -> (Option<Characters>, Origin) {
    match text {
        Some(BfString::Char(c)) => (Some(Characters::one(c)), Origin::Stated),
        Some(BfString::String(s)) => {
            let mut chars = s.chars();
            match chars.next() {
                Some(first) => {
                    let rest = chars.as_str();
                    (Some(Characters { first, rest: (!rest.is_empty()).then(|| rest.into()) }), Origin::Stated)
                }
                None => (Some(Characters::one(char::REPLACEMENT_CHARACTER)), Origin::Unknown),
            }
        }
        None => (Some(Characters::one(char::REPLACEMENT_CHARACTER)), Origin::Unknown),
    }
}
