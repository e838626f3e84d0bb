//! A list of words without further meaning, looked up at a place of a folded text.

use super::words::Words;

/// Folded words; the longest match wins.
#[derive(Clone, Debug, Default)]
pub struct Phrases(Words<()>);

impl Phrases {
    /// A list of words; they are folded here.
    pub(super) fn new<S: AsRef<str>>(words: impl IntoIterator<Item = S>) -> Self {
        Self(Words::new(words.into_iter().map(|word| (word, ()))))
    }

    /// The length of the longest word that `text` starts with.
    #[must_use]
    #[inline]
    pub fn at_start(&self, text: &[char]) -> Option<usize> {
        self.0.longest_at(text).map(|(n, ())| n)
    }

    /// The length of the longest word that `text` ends with.
    #[must_use]
    pub fn at_end(&self, text: &[char]) -> Option<usize> {
        self.0.longest_before(text).map(|(n, ())| n)
    }

    /// Start and end of the first word in `text`, the longest at that place.
    #[must_use]
    pub fn find(&self, text: &[char]) -> Option<(usize, usize)> {
        self.0.each_in(text).next().map(|(start, length, ())| (start, start + length))
    }

    /// End of the last word in `text`.
    #[must_use]
    pub fn find_last(&self, text: &[char]) -> Option<usize> {
        (0..=text.len()).rev().find(|&i| self.at_end(&text[..i]).is_some())
    }

    /// Whether a word occurs in `text`.
    #[must_use]
    pub fn any_in(&self, text: &[char]) -> bool {
        self.find(text).is_some()
    }

    /// Whether `text` is one of the words.
    #[must_use]
    pub fn is(&self, text: &[char]) -> bool {
        self.0.holds(text)
    }
}

#[cfg(test)]
mod tests {
    use super::super::fold_in_place;
    use super::*;

    #[test]
    fn the_longest_word_wins_and_places_are_kept() {
        let words = Phrases::new(["得分", "自评得分", "得"]);
        let text = fold_in_place("其中 自评得分９");
        assert_eq!(words.at_end(&text[..7]), Some(4));
        assert_eq!(words.find(&text), Some((3, 7)));
        assert_eq!(words.find_last(&text), Some(7));
        assert_eq!(text[7], '9');
        assert!(words.is(&['得']) && !words.is(&['分']));
    }
}
