//! Embedded fonts, asked what a glyph stands for when a text does not say it. A font is loaded at the first question.

use crate::read::package::Package;
use crate::read::pdf::unicode::fonts::charmap;
use std::collections::HashMap;

/// The fonts of a document.
#[derive(Debug, Default)]
pub(super) struct Fonts {
    /// Members that hold the fonts, by the identifiers of the fonts.
    files: HashMap<String, String>,
    /// Characters by glyph; none when a font is not embedded or cannot be read.
    loaded: HashMap<String, HashMap<u32, char>>,
}

impl Fonts {
    /// Notes where a font is kept.
    pub(super) fn add(&mut self, font: String, member: String) {
        self.files.insert(font, member);
    }

    /// The character that a font maps to a glyph.
    pub(super) fn character(&mut self, package: &mut Package<'_>, font: &str, glyph: u32) -> Option<char> {
        if !self.loaded.contains_key(font) {
            let program = self.files.get(font).and_then(|member| package.member(member).ok().flatten());
            let characters = program.map(|program| charmap(&program).0).unwrap_or_default();
            self.loaded.insert(font.to_owned(), characters);
        }
        self.loaded.get(font)?.get(&glyph).copied()
    }
}
