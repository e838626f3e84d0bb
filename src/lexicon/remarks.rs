//! WordList by which text shows that something is missing: `patterns/remarks.toml` in, word lists out.

use super::words::Starts;
use serde::Deserialize;

/// WordList of captions, placeholders and money.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remarks {
    /// How captions of tables end.
    pub caption: Caption,
    /// What templates leave to be filled in.
    pub placeholder: WordList,
    /// Foreign function words.
    pub foreign: WordList,
    /// WordList of money.
    pub money: WordList,
}

/// How captions of tables end.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caption {
    /// Ends of the line.
    pub ends: Vec<String>,
    /// Captions.
    pub examples: Vec<String>,
}

/// A list of words with texts that hold one of them and texts that only seem to.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordList {
    /// The words.
    pub words: Vec<String>,
    /// Texts that hold one.
    pub examples: Vec<String>,
    /// Texts that do not.
    #[serde(default)]
    pub never: Vec<String>,
    /// The words by their first character.
    #[serde(skip)]
    starts: Starts,
}

impl WordList {
    fn index(&mut self) {
        // As long as each other: they are met in the order of the list.
        self.starts = Starts::new(self.words.iter().map(|word| (word.chars(), 0)));
    }

    /// The words that may stand at a place, by their first two characters, in the order of the list; those of one
    /// character last.
    fn starting(&self, chars: &[char], at: usize) -> impl Iterator<Item = &String> {
        self.starts.at(chars.get(at).copied(), chars.get(at + 1).copied()).filter_map(|entry| self.words.get(entry))
    }
}

impl Remarks {
    /// Reads the pattern file; says what is wrong with it otherwise.
    pub(super) fn parse(source: &str) -> Result<Self, String> {
        let mut remarks: Self = super::entries(source)?;
        remarks.placeholder.index();
        remarks.foreign.index();
        Ok(remarks)
    }

    /// Whether a folded line is the caption of a table.
    #[must_use]
    pub fn is_table_caption(&self, folded: &str) -> bool {
        let bare = folded.trim_end_matches([':', '。', '.']);
        let bare = super::strip_brackets(bare);
        self.caption.ends.iter().any(|end| bare.ends_with(end.as_str()))
    }

    /// The placeholders in a text, as character ranges.
    #[must_use]
    pub fn placeholders(&self, chars: &[char]) -> Vec<(usize, usize)> {
        find_words(chars, &self.placeholder, |c| c.is_ascii_alphanumeric())
    }

    /// The foreign function words that stand between Chinese characters.
    #[must_use]
    pub fn foreign_words(&self, chars: &[char]) -> Vec<(usize, usize)> {
        let mut found = find_words(chars, &self.foreign, |c| c.is_ascii_alphanumeric() || c == '-');
        let ideograph = |c: Option<&char>| c.is_some_and(|&c| is_ideograph(c));
        found.retain(|&(start, end)| {
            ideograph(chars[..start].iter().rev().find(|c| !c.is_whitespace()))
                && ideograph(chars[end..].iter().find(|c| !c.is_whitespace()))
        });
        found
    }

    /// Whether a clause speaks of money.
    #[must_use]
    pub fn speaks_of_money(&self, clause: &str) -> bool {
        self.money.words.iter().any(|word| clause.contains(word.as_str()))
    }
}

/// Whether a character is a Chinese ideograph.
#[must_use]
pub fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{2ffff}')
}

/// Occurrences of words that no character of the same kind touches, leftmost first.
fn find_words(chars: &[char], words: &WordList, joins: impl Fn(char) -> bool) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !words.starts.may_hold(chars[at]) {
            at += 1;
            continue;
        }
        let hit = words.starting(chars, at).find_map(|word| {
            let mut end = at;
            for wanted in word.chars() {
                if chars.get(end) != Some(&wanted) {
                    return None;
                }
                end += 1;
            }
            // A mark of one character goes on as long as that does: `XXX万元`, `×××`.
            let mark = word.chars().next().filter(|first| word.chars().all(|c| c == *first));
            while mark.is_some_and(|mark| chars.get(end) == Some(&mark)) {
                end += 1;
            }
            let latin = word.chars().all(|c| c.is_ascii_alphabetic());
            let touches = |c: Option<&char>| latin && c.is_some_and(|&c| joins(c));
            let before = at.checked_sub(1).and_then(|i| chars.get(i));
            // `20XX年` is a placeholder although a digit stands before it.
            let before = before.filter(|c| !(c.is_ascii_digit() && word.chars().all(|w| w.eq_ignore_ascii_case(&'x'))));
            (!touches(before) && !touches(chars.get(end))).then_some(end)
        });
        if let Some(end) = hit {
            found.push((at, end));
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_hold() {
        let remarks = Remarks::parse(include_str!("../../patterns/remarks.toml")).expect("the compiled-in patterns");
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        for line in &remarks.caption.examples {
            assert!(remarks.is_table_caption(&crate::lexicon::fold(line)), "{line}");
        }
        for text in &remarks.placeholder.examples {
            assert!(!remarks.placeholders(&chars(text)).is_empty(), "{text}");
        }
        for text in &remarks.placeholder.never {
            assert!(remarks.placeholders(&chars(text)).is_empty(), "{text}");
        }
        for text in &remarks.foreign.examples {
            assert!(!remarks.foreign_words(&chars(text)).is_empty(), "{text}");
        }
        for text in &remarks.foreign.never {
            assert!(remarks.foreign_words(&chars(text)).is_empty(), "{text}");
        }
        assert!(remarks.money.examples.iter().all(|text| remarks.speaks_of_money(text)));
    }
}
