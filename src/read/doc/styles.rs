//! The style sheet: for each style, where its modifiers lie and which style it builds on.

use super::bytes::{part, u8_at, u16_at};
use super::fib::Version;
use std::ops::Range;

/// How many styles build on each other before it is taken for a loop.
const LONGEST_CHAIN: usize = 16;

/// A style.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    /// Its number among the built-in ones.
    pub builtin: u16,
    /// The style it builds on.
    base: u16,
    /// Its modifiers of paragraphs, in the style sheet.
    pub paragraph: Range<usize>,
    /// Its modifiers of characters.
    pub characters: Range<usize>,
}

/// The style sheet.
#[derive(Debug, Default)]
pub(super) struct Styles(Vec<Style>);

impl Styles {
    /// Reads the style sheet.
    pub(super) fn read(sheet: &[u8], version: Version) -> Self {
        let (Some(head), Some(count), Some(base)) = (u16_at(sheet, 0), u16_at(sheet, 2), u16_at(sheet, 4)) else {
            return Self::default();
        };
        let mut styles = Vec::new();
        let mut at = 2 + usize::from(head);
        for _ in 0..count {
            let Some(length) = u16_at(sheet, at).map(usize::from) else { break };
            let place = at + 2..(at + 2 + length).min(sheet.len());
            styles.push(style(sheet, place, usize::from(base), version).unwrap_or_default());
            at += 2 + length + length % 2;
        }
        Self(styles)
    }

    /// A style after the ones it builds on, those first.
    pub(super) fn chain(&self, style: u16) -> Vec<&Style> {
        let mut chain = Vec::new();
        let mut next = style;
        while let Some(style) = self.0.get(usize::from(next)).filter(|_| chain.len() < LONGEST_CHAIN) {
            chain.push(style);
            next = style.base;
        }
        chain.reverse();
        chain
    }
}

fn style(sheet: &[u8], place: Range<usize>, base: usize, version: Version) -> Option<Style> {
    let bytes = part(sheet, place.clone());
    let (builtin, kind) = (u16_at(bytes, 0)? & 0x0FFF, u16_at(bytes, 2)?);
    let count = u16_at(bytes, 4)? & 0x0F;
    let mut at = match version {
        Version::Six => base + 1 + usize::from(u8_at(bytes, base)?) + 1,
        Version::Eight => base + 2 + usize::from(u16_at(bytes, base)?) * 2 + 2,
    };
    let mut style = Style { builtin, base: kind >> 4, ..Style::default() };
    for number in 0..count {
        at += at % 2;
        let Some(length) = u16_at(bytes, at).map(usize::from) else { break };
        let start = place.start + at + 2;
        let range = start..(start + length).min(place.end);
        match (kind & 0x0F, number) {
            // The number of the style stands before its modifiers.
            (1, 0) => style.paragraph = (range.start + 2).min(range.end)..range.end,
            (1, 1) | (2, 0) => style.characters = range,
            _ => {}
        }
        at += 2 + length;
    }
    Some(style)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::cast_possible_truncation, reason = "made files are small")]

    use super::*;

    /// A style sheet of paragraph styles: built-in number, base, modifiers.
    fn sheet(styles: &[(u16, u16, &[u8])]) -> Vec<u8> {
        let mut out = vec![4, 0, styles.len() as u8, 0, 10, 0];
        for (builtin, base, modifiers) in styles {
            let mut bytes: Vec<u8> =
                [*builtin, base << 4 | 1, 2, 0, 0].into_iter().flat_map(u16::to_le_bytes).collect();
            bytes.extend([1, 0, b'x', 0, 0, 0]);
            bytes.extend((modifiers.len() as u16 + 2).to_le_bytes());
            bytes.extend([0, 0]);
            bytes.extend(*modifiers);
            bytes.resize(bytes.len().next_multiple_of(2), 0);
            bytes.extend([0, 0]);
            out.extend((bytes.len() as u16).to_le_bytes());
            out.extend(bytes);
        }
        out
    }

    #[test]
    fn styles_build_on_each_other() {
        let bytes = sheet(&[(0, 0xFFF, &[]), (1, 0, &[0x40, 0x26, 0]), (900, 1, &[9, 9, 9, 9])]);
        let styles = Styles::read(&bytes, Version::Eight);
        let chain = styles.chain(2);
        assert_eq!(chain.iter().map(|s| s.builtin).collect::<Vec<_>>(), [0, 1, 900]);
        assert_eq!(part(&bytes, chain[1].paragraph.clone()), [0x40, 0x26, 0]);
        assert_eq!(part(&bytes, chain[2].paragraph.clone()), [9; 4]);
    }

    #[test]
    fn loops_and_cuts_end() {
        let bytes = sheet(&[(0, 1, &[]), (1, 0, &[])]);
        assert_eq!(Styles::read(&bytes, Version::Eight).chain(0).len(), LONGEST_CHAIN);
        for end in 0..bytes.len() {
            Styles::read(&bytes[..end], Version::Eight).chain(1);
        }
    }
}
