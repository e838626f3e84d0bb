//! Which characters a glyph stands for: glyphs as drawn go in, characters with where they were learned from come out.
//!
//! In this order: what the file states, the number in a character collection, the map of the embedded font, GBK bytes
//! behind a Western font, nothing (U+FFFD). Decided glyph by glyph, because maps have gaps. Deliberately absent: any
//! guess from the shape of a glyph or from the words around it.

pub(in crate::read) mod fonts;
mod forms;
mod gbk;

use crate::read::page::{Characters, Origin};
use fonts::Learned;
pub(super) use forms::unified;
pub(super) use gbk::{Evidence, pairs};
use hayro_cmap::BfString;

/// The first of the characters that no Western font has: radicals, ideographs and what belongs to them.
pub(super) const WIDE: char = '\u{2E80}';

/// What a glyph stands for, and where that was learned from.
pub(super) type Read = (Characters, Origin);

/// Looks a glyph up in the collection and in the embedded font; leaves it as it is when neither knows it.
pub(super) fn recover(font: &Learned, code: u32, glyph: u32, read: &mut Read) {
    let collected = font.collected(code);
    let mapped = font.mapped(glyph);
    let (c, origin) = match (collected, mapped) {
        // Some producers number glyphs and call the numbers a collection; then the font tells what is drawn.
        (Some(c), Some(m)) if c != m && font.draws(c).is_some_and(|drawn| drawn != glyph) => (m, Origin::FontMap),
        (Some(c), _) => (c, Origin::Collection),
        (None, Some(m)) => (m, Origin::FontMap),
        (None, None) => return,
    };
    *read = (Characters::one(c), origin);
}

/// A character as text should hold it; `None` when it says nothing.
pub(in crate::read) fn plain(c: char) -> Option<char> {
    (!says_nothing(c)).then(|| forms::unified(c))
}

/// What the file states, unless it states that it does not know.
pub(super) fn stated(text: Option<BfString>) -> Read {
    let unknown = || (Characters::one(char::REPLACEMENT_CHARACTER), Origin::Unknown);
    match text {
        Some(BfString::Char(c)) if says_nothing(c) => unknown(),
        Some(BfString::Char(c)) => (Characters::one(forms::unified(c)), Origin::Stated),
        Some(BfString::String(s)) => {
            let mut chars = s.chars().filter(|&c| !says_nothing(c)).map(forms::unified);
            let Some(first) = chars.next() else { return unknown() };
            let rest: String = chars.collect();
            let rest = (!rest.is_empty()).then(|| rest.into_boxed_str());
            (Characters { first, rest }, Origin::Stated)
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
            let found: String = found.chars().collect();
            assert_eq!((found.as_str(), from), (*expected, *origin), "{text:?}");
        }
    }
}
