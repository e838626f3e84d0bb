//! Word tables: which listed word starts or ends at a place of a folded text. Knows no meaning.

use super::fold_char;
use crate::model::offset;
use std::sync::OnceLock;

/// Folded words, each with what it means, found by their first or last character; the longest word wins.
#[derive(Clone, Debug)]
pub struct Words<T> {
    /// The characters of all words, one word after the other.
    chars: Vec<char>,
    entries: Vec<Entry<T>>,
    heads: Starts,
    /// Most lists are never asked for words at the end of a text.
    tails: OnceLock<Starts>,
}

/// A word: where its characters stand, and what it means.
#[derive(Clone, Debug)]
struct Entry<T> {
    start: usize,
    end: usize,
    value: T,
}

/// Words by their first two characters, the longest first.
///
/// Scanners ask at every character of a text, and the answer is nearly always no: a table of bits gives it first. Then
/// the words of two characters are met as links of a chain, those of one character behind them; making chains takes less
/// time than sorting.
#[derive(Clone, Debug, Default)]
pub(super) struct Starts {
    /// The bits of the characters, by their lowest digits.
    bits: Vec<u64>,
    /// The first word of each chain.
    chains: Vec<u32>,
    words: Vec<Start>,
}

/// A word, with the character that it is found by and the one behind it: enough to tell most words apart without looking
/// at them.
#[derive(Clone, Copy, Debug)]
struct Start {
    first: char,
    second: char,
    length: u32,
    /// The next word of the chain: as long or shorter.
    next: u32,
}

/// Stands for the second character of a word that has none.
const ONLY: char = '\0';

/// Ends a chain.
const LAST: u32 = u32::MAX;

impl Starts {
    /// Bits for each word: enough that few characters of ordinary text share one with those of a list.
    const BITS_PER_WORD: usize = 16;
    const MOST_BITS: usize = 2048;

    /// A table of words, each with its characters in the order in which they are met, and their number.
    pub(super) fn new<C: Iterator<Item = char>>(words: impl ExactSizeIterator<Item = (C, usize)>) -> Self {
        let count = words.len();
        let bits = (count * Self::BITS_PER_WORD).next_power_of_two().clamp(u64::BITS as usize, Self::MOST_BITS);
        let mut table = Self {
            bits: vec![0; bits / u64::BITS as usize],
            chains: vec![LAST; count.next_power_of_two()],
            words: Vec::with_capacity(count),
        };
        for (number, (mut chars, length)) in (0..).zip(words) {
            let (first, second) = (chars.next().unwrap_or(ONLY), chars.next().unwrap_or(ONLY));
            table.add(number, Start { first, second, length: offset(length), next: LAST });
        }
        table
    }

    /// Adds a word behind those of its chain that are as long or longer.
    fn add(&mut self, number: u32, mut start: Start) {
        let (at, bit) = self.bit(start.first);
        self.bits[at] |= bit;
        let chain = self.chain(start.first, start.second);
        start.next = self.chains[chain];
        let mut before = None;
        while let Some(next) = self.words.get(start.next as usize).filter(|next| next.length >= start.length) {
            before = Some(start.next as usize);
            start.next = next.next;
        }
        self.words.push(start);
        match before {
            Some(before) => self.words[before].next = number,
            None => self.chains[chain] = number,
        }
    }

    /// The place and the bit of a character. The number of bits is a power of two.
    #[inline]
    fn bit(&self, c: char) -> (usize, u64) {
        let c = c as usize;
        ((c / u64::BITS as usize) & self.bits.len().wrapping_sub(1), 1 << (c % u64::BITS as usize))
    }

    /// The chain of two characters. Their number is a power of two.
    #[inline]
    fn chain(&self, c: char, second: char) -> usize {
        (c as usize).wrapping_mul(31).wrapping_add(second as usize) & self.chains.len().wrapping_sub(1)
    }

    /// Whether there may be words under a character.
    #[inline]
    pub(super) fn may_hold(&self, c: char) -> bool {
        let (at, bit) = self.bit(c);
        self.bits.get(at).is_some_and(|bits| bits & bit != 0)
    }

    /// The words under a character that may go on with another.
    #[inline]
    pub(super) fn at(&self, c: Option<char>, second: Option<char>) -> impl Iterator<Item = usize> {
        self.listed(c, second).map(|(number, _)| number)
    }

    /// The words of some length under a character that may go on with another.
    fn of_length(&self, c: Option<char>, second: Option<char>, length: usize) -> impl Iterator<Item = usize> {
        let length = offset(length);
        let words = self.listed(c, second).skip_while(move |(_, longer)| *longer > length);
        words.take_while(move |(_, same)| *same == length).map(|(number, _)| number)
    }

    /// The words under a character that may go on with another, each with its length.
    #[inline]
    fn listed(&self, c: Option<char>, second: Option<char>) -> impl Iterator<Item = (usize, u32)> {
        let (c, mut second) = (c.unwrap_or(ONLY), second.unwrap_or(ONLY));
        let chain = move |second| self.chains.get(self.chain(c, second)).copied().unwrap_or(LAST);
        let mut next = if self.may_hold(c) {
            chain(second)
        } else {
            second = ONLY;
            LAST
        };
        std::iter::from_fn(move || {
            loop {
                let number = next as usize;
                let Some(start) = self.words.get(number) else {
                    if second == ONLY {
                        return None;
                    }
                    (second, next) = (ONLY, chain(ONLY));
                    continue;
                };
                next = start.next;
                if start.first == c && start.second == second {
                    return Some((number, start.length));
                }
            }
        })
    }
}

impl<T> Default for Words<T> {
    fn default() -> Self {
        Self { chars: Vec::new(), entries: Vec::new(), heads: Starts::default(), tails: OnceLock::new() }
    }
}

impl<T> Words<T> {
    /// A table of words; they are folded here, and empty ones are left out.
    pub(super) fn new<S: AsRef<str>>(words: impl IntoIterator<Item = (S, T)>) -> Self {
        let words = words.into_iter();
        let (mut chars, mut entries) = (Vec::new(), Vec::with_capacity(words.size_hint().0));
        for (word, value) in words {
            let start = chars.len();
            word.as_ref().chars().filter_map(fold_char).for_each(|c| chars.push(c));
            if chars.len() > start {
                entries.push(Entry { start, end: chars.len(), value });
            }
        }
        let heads = Starts::new(entries.iter().map(|e| (chars[e.start..e.end].iter().copied(), e.end - e.start)));
        Self { chars, entries, heads, tails: OnceLock::new() }
    }

    /// The words found by their last character.
    fn tails(&self) -> &Starts {
        self.tails.get_or_init(|| {
            let words = self.entries.iter();
            Starts::new(words.map(|e| (self.chars[e.start..e.end].iter().rev().copied(), e.end - e.start)))
        })
    }

    /// The characters of a word, and what it means.
    fn word(&self, entry: usize) -> Option<(&[char], &T)> {
        let entry = self.entries.get(entry)?;
        Some((self.chars.get(entry.start..entry.end)?, &entry.value))
    }

    /// The words that `chars` starts with, longest first, each with its length in characters.
    pub fn starting(&self, chars: &[char]) -> impl Iterator<Item = (usize, &T)> {
        self.heads.at(chars.first().copied(), chars.get(1).copied()).filter_map(move |i| {
            let (word, value) = self.word(i)?;
            chars.starts_with(word).then_some((word.len(), value))
        })
    }

    /// The longest word that `chars` starts with.
    #[must_use]
    #[inline]
    pub fn longest_at(&self, chars: &[char]) -> Option<(usize, &T)> {
        // Scanners ask at every character: only what may be a word is worth the call.
        if self.may_start(*chars.first()?) { self.longest_listed(chars) } else { None }
    }

    /// Every place in `chars` where a word starts, with the length of the longest there and what it means.
    pub fn each_in(&self, chars: &[char]) -> impl Iterator<Item = (usize, usize, &T)> {
        let places = chars.iter().enumerate().filter(|(_, c)| self.may_start(**c));
        places.filter_map(|(at, _)| self.longest_listed(&chars[at..]).map(|(length, value)| (at, length, value)))
    }

    #[inline(never)]
    fn longest_listed(&self, chars: &[char]) -> Option<(usize, &T)> {
        self.starting(chars).next()
    }

    /// Whether a listed word may begin with a character; cheaper than looking.
    #[inline]
    pub(super) fn may_start(&self, c: char) -> bool {
        self.heads.may_hold(c)
    }

    /// Whether a listed word may end with a character; cheaper than looking.
    pub(super) fn may_end(&self, c: char) -> bool {
        self.tails().may_hold(c)
    }

    /// The longest word that `chars` ends with.
    #[must_use]
    pub fn longest_before(&self, chars: &[char]) -> Option<(usize, &T)> {
        let (last, rest) = chars.split_last()?;
        self.tails().at(Some(*last), rest.last().copied()).find_map(|i| {
            let (word, value) = self.word(i)?;
            chars.ends_with(word).then_some((word.len(), value))
        })
    }

    /// Whether `chars` as a whole is a listed word.
    #[must_use]
    pub fn holds(&self, chars: &[char]) -> bool {
        let mut words = self.heads.of_length(chars.first().copied(), chars.get(1).copied(), chars.len());
        words.any(|i| self.word(i).is_some_and(|(word, _)| word == chars))
    }

    /// The longest word that a text starts with: its length in bytes and what it means.
    pub(super) fn longest_of(&self, text: &str) -> Option<(usize, &T)> {
        self.starting_text(text).next()
    }

    /// What a text as a whole means, if it is a listed word.
    pub(super) fn of(&self, text: &str) -> Option<&T> {
        let mut chars = text.chars();
        let (first, second) = (chars.next(), chars.next());
        if !self.may_start(first?) {
            return None;
        }
        let mut words = self.heads.of_length(first, second, text.chars().count());
        words.find_map(|i| {
            let (word, value) = self.word(i)?;
            word.iter().copied().eq(text.chars()).then_some(value)
        })
    }

    /// Whether a text as a whole is a listed word.
    pub(super) fn has(&self, text: &str) -> bool {
        self.of(text).is_some()
    }

    /// Whether a listed word stands anywhere in a text.
    pub(super) fn within(&self, text: &str) -> bool {
        text.char_indices().any(|(at, c)| self.may_start(c) && self.longest_of(&text[at..]).is_some())
    }

    /// The words that a text starts with, longest first, each with its length in bytes.
    fn starting_text<'w>(&'w self, text: &str) -> impl Iterator<Item = (usize, &'w T)> {
        let mut chars = text.chars();
        self.heads.at(chars.next(), chars.next()).filter_map(move |i| {
            let (word, value) = self.word(i)?;
            let mut rest = text.chars();
            word.iter().all(|c| rest.next() == Some(*c)).then_some((text.len() - rest.as_str().len(), value))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_wins_at_both_ends() {
        let words = Words::new([("人".to_owned(), 1), ("人次".to_owned(), 2), ("万人次".to_owned(), 3)]);
        let text: Vec<char> = "人次多".chars().collect();
        assert_eq!(words.longest_at(&text), Some((2, &2)));
        let text: Vec<char> = "三万人次".chars().collect();
        assert_eq!(words.longest_before(&text), Some((3, &3)));
        assert_eq!(words.longest_at(&[]), None);
    }
}
