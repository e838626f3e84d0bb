//! A text made ready for the number grammars: folded, without white space, every character knowing where it stood.

use crate::lexicon::{fold_char, text_of};
use std::ops::Range;

/// What stood between a character and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    None,
    Space,
    Line,
}

/// One character of the tape.
#[derive(Clone, Copy, Debug)]
struct Slot {
    source: char,
    at: u32,
    gap: Gap,
}

/// The folded characters of a text and their places.
#[derive(Debug, Default)]
pub(super) struct Tape {
    folded: Vec<char>,
    slots: Vec<Slot>,
}

impl Tape {
    pub(super) fn new(text: &str) -> Self {
        let most = text.chars().count();
        // Places are made before they are filled: asking for room at every character is slower.
        let (mut folded, mut slots) = (vec!['\0'; most], vec![Slot { source: '\0', at: 0, gap: Gap::None }; most]);
        let mut places = folded.iter_mut().zip(&mut slots);
        let mut gap = Gap::None;
        for (at, source) in (0..).zip(text.chars()) {
            match fold_char(source) {
                Some(c) => {
                    if let Some((folded, slot)) = places.next() {
                        *folded = c;
                        *slot = Slot { source, at, gap };
                    }
                    gap = Gap::None;
                }
                None if source == '\n' => gap = Gap::Line,
                None if source.is_whitespace() => gap = gap.max(Gap::Space),
                None => {}
            }
        }
        let filled = most - places.len();
        folded.truncate(filled);
        slots.truncate(filled);
        Self { folded, slots }
    }

    pub(super) fn len(&self) -> usize {
        self.folded.len()
    }

    /// The folded character at `i`; NUL outside the text.
    pub(super) fn at(&self, i: usize) -> char {
        self.folded.get(i).copied().unwrap_or('\0')
    }

    /// The folded character before `i`; NUL at the start.
    pub(super) fn before(&self, i: usize) -> char {
        i.checked_sub(1).map_or('\0', |i| self.at(i))
    }

    /// The character of the source at `i`; NUL outside the text.
    pub(super) fn source(&self, i: usize) -> char {
        self.slots.get(i).map_or('\0', |s| s.source)
    }

    /// What white space stands between `i` and the character before it.
    pub(super) fn gap(&self, i: usize) -> Gap {
        self.slots.get(i).map_or(Gap::None, |s| s.gap)
    }

    /// The folded characters from `i` on.
    pub(super) fn from(&self, i: usize) -> &[char] {
        self.folded.get(i..).unwrap_or_default()
    }

    /// The folded characters before `i`, at most `window` of them: enough for every listed word.
    pub(super) fn until(&self, i: usize) -> &[char] {
        const WINDOW: usize = 12;
        let end = i.min(self.len());
        self.folded.get(end.saturating_sub(WINDOW)..end).unwrap_or_default()
    }

    /// The folded characters of a range, as text.
    pub(super) fn text(&self, range: Range<usize>) -> String {
        text_of(self.folded.get(range).unwrap_or_default())
    }

    /// The characters of the source in a range, without white space.
    pub(super) fn source_text(&self, range: Range<usize>) -> String {
        let range = self.slots.get(range).unwrap_or_default();
        let mut text = String::with_capacity(range.len() * 3);
        text.extend(range.iter().map(|slot| slot.source));
        text
    }

    /// The number that the digits of a range print; `None` when it is empty or holds other characters.
    pub(super) fn whole_number(&self, range: Range<usize>) -> Option<u32> {
        let digits = self.folded.get(range).filter(|digits| !digits.is_empty())?;
        digits.iter().try_fold(0_u32, |number, c| number.checked_mul(10)?.checked_add(c.to_digit(10)?))
    }

    /// The first character of the tape that stands at or behind a character of the source.
    pub(super) fn first_at(&self, at: usize) -> usize {
        self.slots.partition_point(|slot| (slot.at as usize) < at)
    }

    /// The range in the source, in characters, of a non-empty range of the tape.
    pub(super) fn chars(&self, range: Range<usize>) -> Range<usize> {
        let place = |i: usize| self.slots.get(i).map_or(0, |s| s.at as usize);
        match range.end.checked_sub(1) {
            Some(last) if last >= range.start => place(range.start)..place(last) + 1,
            _ => place(range.start)..place(range.start),
        }
    }

    /// Whether the characters from `i` on read `word`.
    pub(super) fn reads(&self, i: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(k, c)| self.at(i + k) == c)
    }
}

/// Whether a half-width point ends a sentence: `拨付16万元.上年结余6万元`, and no `1.5`, `2023.4`, `1.设备`.
pub(super) fn is_full_stop(chars: &[char], at: usize) -> bool {
    if chars.get(at) != Some(&'.') {
        return false;
    }
    let before = at.checked_sub(1).and_then(|i| chars.get(i));
    let ends = before.is_some_and(|&c| is_ideograph(c) || matches!(c, '%' | ')' | '"'));
    ends && chars.get(at + 1).is_some_and(|&c| is_ideograph(c))
}

/// Whether a character is an ideograph.
pub(super) fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '〇' | '\u{20000}'..='\u{3ffff}')
}
