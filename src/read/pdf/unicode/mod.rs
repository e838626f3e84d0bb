//! Which characters a glyph stands for: glyphs as drawn go in, characters with where they were learned from come out.
//!
//! In this order: what the file states, the number in a character collection, the map of the embedded font, GBK bytes
//! behind a Western font, nothing (U+FFFD). Decided glyph by glyph, because maps have gaps. Deliberately absent: any
//! guess from the shape of a glyph or from the words around it.

pub(in crate::read) mod fonts;
mod forms;
mod gbk;

use crate::read::page::{Characters, Origin};
use fonts::{Font, Fonts};
use hayro_cmap::BfString;
use hayro_interpret::font::{Glyph, PositionedGlyph};
use hayro_syntax::Pdf;
use std::rc::Rc;

/// The first of the characters that no Western font has: radicals, ideographs and what belongs to them.
const WIDE: char = '\u{2E80}';

/// What a glyph stands for. No characters: a glyph before it already gives them (the second byte of a pair).
pub(super) type Read = (Option<Characters>, Origin);

/// Recovers characters; keeps what it learns about the fonts of one file.
pub(super) struct Recovery<'a> {
    fonts: Fonts<'a>,
}

impl<'a> Recovery<'a> {
    /// For one file; its fonts are looked at when the first glyph needs it.
    pub(super) fn new(pdf: &'a Pdf) -> Self {
        Self { fonts: Fonts::new(pdf) }
    }

    /// The characters of each glyph of a run.
    pub(super) fn read(&mut self, glyphs: &[PositionedGlyph<'a>]) -> Vec<Read> {
        let mut read: Vec<Read> = glyphs.iter().map(|glyph| stated(glyph.as_unicode())).collect();
        let one_byte = glyphs.iter().all(|g| g.char_code() <= 0xFF);
        let unknown = read.iter().any(|(_, origin)| *origin == Origin::Unknown);
        // Codes that were taken for letters gave letters.
        let wide = || read.iter().all(|(text, _)| text.as_ref().is_some_and(|t| t.first >= WIDE));
        if !unknown && (!one_byte || wide()) {
            return read;
        }
        // All glyphs of a run share one font.
        let font = self.font(glyphs);
        if let Some(font) = &font {
            for (glyph, read) in glyphs.iter().zip(&mut read) {
                if read.1 == Origin::Unknown || (one_byte && font.states_nothing()) {
                    recover(font, glyph, read);
                }
            }
        } else if one_byte {
            self.pairs(glyphs, &mut read);
        }
        read
    }

    /// The embedded font of a run.
    fn font(&mut self, glyphs: &[PositionedGlyph<'a>]) -> Option<Rc<Font>> {
        let Glyph::Outline(outline) = &**glyphs.first()? else { return None };
        self.fonts.of(&outline.font_data()?)
    }

    /// GBK text shown through a simple font that is not embedded: producers that knew no other way wrote it so.
    fn pairs(&mut self, glyphs: &[PositionedGlyph<'a>], read: &mut [Read]) {
        let high = |g: &PositionedGlyph<'_>| g.char_code() >= 0x81;
        let embedded = |g: &PositionedGlyph<'_>| match &**g {
            Glyph::Outline(outline) => outline.font_data().is_some(),
            Glyph::Type3(_) => true,
        };
        let western = |(text, _): &Read| text.as_ref().is_none_or(|t| t.first < WIDE);
        if !glyphs.iter().any(high) || glyphs.first().is_some_and(embedded) || !read.iter().all(western) {
            return;
        }
        let bytes: Vec<u8> = glyphs.iter().map(|g| u8::try_from(g.char_code()).unwrap_or(0)).collect();
        let Some(pairs) = gbk::pairs(&bytes, self.fonts.gbk_evidence()) else { return };
        for (at, c) in pairs {
            if let Some(first) = read.get_mut(at) {
                *first = (Some(Characters::one(forms::unified(c))), Origin::GbkBytes);
            }
            if let Some(second) = read.get_mut(at + 1) {
                *second = (None, Origin::GbkBytes);
            }
        }
    }
}

/// Looks a glyph up in the collection and in the embedded font; leaves it as it is when neither knows it.
fn recover(font: &Font, glyph: &PositionedGlyph<'_>, read: &mut Read) {
    let Glyph::Outline(outline) = &**glyph else { return };
    let id = outline.glyph_id().to_u32();
    let collected = font.collected(outline.char_code());
    let mapped = font.mapped(id);
    let (c, origin) = match (collected, mapped) {
        // Some producers number glyphs and call the numbers a collection; then the font tells what is drawn.
        (Some(c), Some(m)) if c != m && font.draws(c).is_some_and(|drawn| drawn != id) => (m, Origin::FontMap),
        (Some(c), _) => (c, Origin::Collection),
        (None, Some(m)) => (m, Origin::FontMap),
        (None, None) => return,
    };
    *read = (Some(Characters::one(c)), origin);
}

/// A character as text should hold it; `None` when it says nothing.
pub(in crate::read) fn plain(c: char) -> Option<char> {
    (!says_nothing(c)).then(|| forms::unified(c))
}

/// What the file states, unless it states that it does not know.
fn stated(text: Option<BfString>) -> Read {
    let unknown = || (Some(Characters::one(char::REPLACEMENT_CHARACTER)), Origin::Unknown);
    match text {
        Some(BfString::Char(c)) if says_nothing(c) => unknown(),
        Some(BfString::Char(c)) => (Some(Characters::one(forms::unified(c))), Origin::Stated),
        Some(BfString::String(s)) => {
            let mut chars = s.chars().filter(|&c| !says_nothing(c)).map(forms::unified);
            let Some(first) = chars.next() else { return unknown() };
            let rest: String = chars.collect();
            let rest = (!rest.is_empty()).then(|| rest.into_boxed_str());
            (Some(Characters { first, rest }), Origin::Stated)
        }
        None => unknown(),
    }
}

/// Control characters and the replacement character are what broken maps state.
fn says_nothing(c: char) -> bool {
    c == char::REPLACEMENT_CHARACTER || (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_file_states() {
        let cases: &[(Option<BfString>, &str, Origin)] = &[
            (Some(BfString::Char('绩')), "绩", Origin::Stated),
            (Some(BfString::Char('\u{2F46}')), "无", Origin::Stated),
            (Some(BfString::String("fi".into())), "fi", Origin::Stated),
            (Some(BfString::Char('\0')), "\u{FFFD}", Origin::Unknown),
            (Some(BfString::Char('\u{FFFD}')), "\u{FFFD}", Origin::Unknown),
            (Some(BfString::String("\0\0".into())), "\u{FFFD}", Origin::Unknown),
            (Some(BfString::String(String::new())), "\u{FFFD}", Origin::Unknown),
            (None, "\u{FFFD}", Origin::Unknown),
        ];
        for (text, expected, origin) in cases {
            let (found, from) = stated(text.clone());
            let found: String = found.expect("characters").chars().collect();
            assert_eq!((found.as_str(), from), (*expected, *origin), "{text:?}");
        }
    }
}
