//! Word tables: which listed word starts or ends at a place of a folded text. Knows no meaning.

// The keys come from pattern files, not from documents, so that a hash without a secret will do; it is much faster.
use rustc_hash::FxHashMap;

/// Folded words, each with what it means, found by their first or last character; the longest word wins.
#[derive(Clone, Debug, Default)]
pub struct Words<T> {
    entries: Vec<(Box<[char]>, T)>,
    heads: Starts,
    tails: Starts,
}

/// Entries by one of their characters, in the order in which they were added.
///
/// Scanners ask at every character of a text, and the answer is nearly always no: a table of bits gives it first.
#[derive(Clone, Debug, Default)]
pub(super) struct Starts {
    bits: [u64; Self::BITS / 64],
    entries: FxHashMap<char, Vec<Start>>,
}

/// An entry, with the character behind the one it is found by: enough to tell most entries apart without looking at them.
#[derive(Clone, Copy, Debug)]
struct Start {
    second: char,
    entry: usize,
}

/// Stands for the second character of a word that has none.
const ONLY: char = '\0';

impl Starts {
    /// Enough that few of the characters of ordinary text share a bit with those of a list of words.
    const BITS: usize = 2048;

    fn bit(c: char) -> (usize, u64) {
        let at = c as usize % Self::BITS;
        (at / 64, 1 << (at % 64))
    }

    /// Adds an entry under the first of these characters.
    pub(super) fn add(&mut self, mut chars: impl Iterator<Item = char>, entry: usize) {
        let Some(c) = chars.next() else { return };
        let (word, bit) = Self::bit(c);
        self.bits[word] |= bit;
        self.entries.entry(c).or_default().push(Start { second: chars.next().unwrap_or(ONLY), entry });
    }

    /// The entries under a character that may go on with another.
    #[inline]
    pub(super) fn at(&self, c: Option<&char>, second: Option<&char>) -> impl Iterator<Item = usize> {
        let starts = match c {
            Some(&c) if self.may_hold(c) => self.entries.get(&c).map_or(&[][..], Vec::as_slice),
            _ => &[],
        };
        let second = second.copied().unwrap_or(ONLY);
        starts.iter().filter(move |s| s.second == second || s.second == ONLY).map(|s| s.entry)
    }

    /// Whether there may be entries under a character.
    #[inline]
    fn may_hold(&self, c: char) -> bool {
        let (word, bit) = Self::bit(c);
        self.bits[word] & bit != 0
    }
}

impl<T> Words<T> {
    /// A table of words; they are folded here, and empty ones are left out.
    pub(super) fn new(words: impl IntoIterator<Item = (String, T)>) -> Self {
        let entries: Vec<(Box<[char]>, T)> = words
            .into_iter()
            .map(|(word, value)| (super::fold(&word).chars().collect::<Box<[char]>>(), value))
            .filter(|(word, _)| !word.is_empty())
            .collect();
        let mut order: Vec<usize> = (0..entries.len()).collect();
        order.sort_by_key(|&i| std::cmp::Reverse(entries[i].0.len()));
        let (mut heads, mut tails) = (Starts::default(), Starts::default());
        for i in order {
            heads.add(entries[i].0.iter().copied(), i);
            tails.add(entries[i].0.iter().rev().copied(), i);
        }
        Self { entries, heads, tails }
    }

    /// The words that `chars` starts with, longest first, each with its length in characters.
    pub fn starting(&self, chars: &[char]) -> impl Iterator<Item = (usize, &T)> {
        self.heads.at(chars.first(), chars.get(1)).filter_map(move |i| {
            let (word, value) = self.entries.get(i)?;
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

    #[inline(never)]
    fn longest_listed(&self, chars: &[char]) -> Option<(usize, &T)> {
        self.starting(chars).next()
    }

    /// Whether a listed word may begin with a character; cheaper than looking.
    #[inline]
    pub(super) fn may_start(&self, c: char) -> bool {
        self.heads.may_hold(c)
    }

    /// The longest word that `chars` ends with.
    #[must_use]
    pub fn longest_before(&self, chars: &[char]) -> Option<(usize, &T)> {
        let (last, rest) = chars.split_last()?;
        self.tails.at(Some(last), rest.last()).find_map(|i| {
            let (word, value) = self.entries.get(i)?;
            chars.ends_with(word).then_some((word.len(), value))
        })
    }

    /// Whether `chars` as a whole is a listed word.
    #[must_use]
    pub fn holds(&self, chars: &[char]) -> bool {
        self.starting(chars).any(|(len, _)| len == chars.len())
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
