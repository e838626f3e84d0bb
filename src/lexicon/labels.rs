//! The words around a number in running text: `patterns/labels.toml` in, sets of words out.
//!
//! Says which words belong to a name and which do not; finding the name in a sentence is `normalize::labels`.

use super::fold::{fold, part_of, without_brackets};
use super::list::List;
use super::words::Words;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Words that are looked up at a place of a text, longest first.
#[derive(Debug, Default)]
pub struct WordSet {
    words: Words<()>,
}

impl WordSet {
    fn new(lists: &[&List]) -> Self {
        Self { words: Words::new(lists.iter().flat_map(|list| list.iter()).map(|word| (word, ()))) }
    }

    /// Whether a word may begin with a character; cheaper than looking.
    #[must_use]
    #[inline]
    pub fn may_start(&self, c: char) -> bool {
        self.words.may_start(c)
    }

    /// The number of characters of the longest word that `text` starts with; 0 when there is none.
    #[must_use]
    pub fn prefix(&self, text: &[char]) -> usize {
        self.words.longest_at(text).map_or(0, |(length, ())| length)
    }

    /// The number of characters of the longest word that `text` ends with; 0 when there is none.
    #[must_use]
    pub fn suffix(&self, text: &[char]) -> usize {
        self.words.longest_before(text).map_or(0, |(length, ())| length)
    }

    /// The text after the longest word that it starts with, if there is one.
    #[must_use]
    pub fn without<'t>(&self, text: &'t str) -> Option<&'t str> {
        let (length, ()) = self.words.longest_of(text)?;
        text.get(length..)
    }

    /// Whether one of the words stands anywhere in the text.
    #[must_use]
    pub fn within(&self, text: &[char]) -> bool {
        self.words.each_in(text).next().is_some()
    }

    /// Whether the folded text is one of the words.
    #[must_use]
    pub fn has(&self, text: &str) -> bool {
        self.words.has(text)
    }
}

/// The words of `labels.toml`, by what they do.
#[derive(Debug, Default)]
pub struct Labels {
    /// Between a name and its number.
    pub link: WordSet,
    /// In front of a name.
    pub lead: WordSet,
    /// What was done to the things counted.
    pub verb: WordSet,
    /// Verbs that also name what is done.
    pub nominal: WordSet,
    /// Makes a noun of the verb before it.
    pub noun: WordSet,
    /// Opens what is counted, behind what it is part of.
    pub counted: WordSet,
    /// What a rate says of the thing that its label begins with.
    pub of_thing: WordSet,
    /// A change: 追加 of 年中追加预算.
    pub change: WordSet,
    /// Ends a name that follows its number.
    pub stop: WordSet,
    /// WordSet in which a one-character stop word is no word.
    pub protect: WordSet,
    /// Names that need the one before.
    pub bare: WordSet,
    /// Names of a column.
    pub column: WordSet,
    /// What figures of one name may differ in.
    pub scope: WordSet,
    /// Plans, demands and earlier years.
    pub plan: WordSet,
    /// The report's own year, behind which the other year that a sentence began with is over.
    pub this_year: WordSet,
    /// Words of a heading that opens plans.
    pub outlook: WordSet,
    /// The reporting body as a whole.
    pub whole: WordSet,
    /// Rates that a report states once per project or task.
    pub generic: WordSet,
    /// Rates of single cases.
    pub share: WordSet,
    /// Stocks with one value per report.
    pub stock: WordSet,
    /// What bodies call themselves; in front of a known name it says only whose it is.
    pub body: WordSet,
    /// Folded names, with the number of the name used to compare.
    same: Words<usize>,
    names: Vec<String>,
    /// Sentences with the number and the label expected for it; not compiled in.
    pub examples: Vec<Example>,
}

/// A sentence that runs as a test.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The sentence.
    pub text: String,
    /// The number meant.
    pub number: String,
    /// The label expected.
    pub label: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    words: Vec<Group>,
    same: Vec<Same>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    role: String,
    words: List,
    #[serde(default)]
    examples: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Same {
    name: String,
    labels: List,
    examples: Vec<String>,
}

impl Labels {
    /// Reads the pattern file.
    ///
    /// # Errors
    /// When it is no such file, an unknown role is named, or an example of `same` does not lead to its name.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File = super::entries(text)?;
        let mut labels = Self::default();
        let mut words: BTreeMap<&str, Vec<&List>> = BTreeMap::new();
        for group in &file.words {
            words.entry(&group.role).or_default().push(&group.words);
            labels.examples.extend_from_slice(&group.examples);
        }
        for (role, words) in words {
            let set = match role {
                "link" => &mut labels.link,
                "lead" => &mut labels.lead,
                "verb" => &mut labels.verb,
                "nominal" => &mut labels.nominal,
                "noun" => &mut labels.noun,
                "counted" => &mut labels.counted,
                "of_thing" => &mut labels.of_thing,
                "change" => &mut labels.change,
                "stop" => &mut labels.stop,
                "protect" => &mut labels.protect,
                "bare" => &mut labels.bare,
                "column" => &mut labels.column,
                "scope" => &mut labels.scope,
                "plan" => &mut labels.plan,
                "this_year" => &mut labels.this_year,
                "outlook" => &mut labels.outlook,
                "whole" => &mut labels.whole,
                "generic" => &mut labels.generic,
                "share" => &mut labels.share,
                "stock" => &mut labels.stock,
                "body" => &mut labels.body,
                other => return Err(format!("unknown role `{other}`")),
            };
            *set = WordSet::new(&words);
        }
        let same = file.same.iter().enumerate().flat_map(|(name, group)| {
            group.labels.iter().chain([group.name.as_str()]).map(move |label| (plain(label), name))
        });
        labels.same = Words::new(same);
        labels.names = file.same.iter().map(|group| group.name.clone()).collect();
        for group in &file.same {
            for example in &group.examples {
                if labels.key(example) != group.name {
                    return Err(format!("example `{example}` of `{}` gives `{}`", group.name, labels.key(example)));
                }
            }
        }
        Ok(labels)
    }

    /// The name used to compare: layout, brackets, dates and endings that only say "number of" left out, and one name
    /// for names that mean the same.
    #[must_use]
    pub fn key<'t>(&'t self, label: &'t str) -> Cow<'t, str> {
        let plain = plain(label);
        let same = self.same(&plain).or_else(|| self.same(self.body.without(&plain)?));
        same.map_or(plain, |name| Cow::Borrowed(name))
    }

    /// Whether the comparison name stands for several names that mean about the same, so that equality proves less.
    #[must_use]
    pub fn is_synonym(&self, label: &str) -> bool {
        let plain = plain(label);
        self.same(&plain).is_some_and(|name| *name != plain)
    }

    /// The name used to compare for a folded name.
    fn same(&self, plain: &str) -> Option<&String> {
        self.same.of(plain).and_then(|&name| self.names.get(name))
    }
}

/// A label without what does not tell it from others.
fn plain(label: &str) -> Cow<'_, str> {
    let mut name = fold(label);
    let is_mark = |c: char| matches!(c, '"' | '\'' | '《' | '》' | '的' | '、');
    let (mut marked, mut bracketed, mut parted) = (false, false, false);
    for c in name.chars() {
        marked |= is_mark(c);
        bracketed |= c == '(';
        parted |= is_joint(c);
    }
    if marked {
        name.to_mut().retain(|c| !is_mark(c));
    }
    if bracketed {
        name = without_brackets(name);
    }
    if parted {
        name = part_of(name, |name| name.rsplit_once(is_joint).map_or(name, |(_, last)| last));
    }
    part_of(name, without_time_and_number)
}

/// Whether a character joins a name to those of what it is part of.
fn is_joint(c: char) -> bool {
    matches!(c, '/' | '|' | '·')
}

/// A name without the date in front of it and the ending that only says "number of".
fn without_time_and_number(mut name: &str) -> &str {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 4 {
        name = name[digits..].strip_prefix('年').unwrap_or(name);
    }
    // What is left must have two characters to be a name.
    let names = |rest: &&str| rest.chars().nth(1).is_some();
    if name.starts_with(['年', '度', '末', '底']) {
        for lead in ["年末", "年底", "度", "末", "底"] {
            name = name.strip_prefix(lead).filter(names).unwrap_or(name);
        }
    }
    if name.ends_with(['数', '量']) && !name.ends_with("人数") {
        let tails = ["总数量", "数量", "总数", "个数", "数"];
        name = tails.iter().find_map(|tail| name.strip_suffix(tail).filter(names)).unwrap_or(name);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels() -> Labels {
        Labels::parse(include_str!("../../patterns/labels.toml")).expect("the compiled-in file")
    }

    #[test]
    fn the_longest_word_counts() {
        let labels = labels();
        let text: Vec<char> = "达到了".chars().collect();
        assert_eq!(labels.link.suffix(&text), 3);
        assert_eq!(labels.lead.prefix(&"本年度共".chars().collect::<Vec<_>>()), 3);
    }

    #[test]
    fn keys_drop_layout_dates_and_number_endings() {
        let labels = labels();
        for (label, key) in [
            ("降尘监测点位数", "降尘监测点位"),
            ("2022年 核定编制数", "编制数"),
            ("产出/数量指标/培训场次", "培训场次"),
            ("“三公”经费决算数", "三公经费决算"),
            ("年末实有人数", "实有人数"),
            ("人数", "人数"),
            ("固定资产总额（原值）", "固定资产"),
        ] {
            assert_eq!(labels.key(label), key, "{label}");
        }
    }

    #[test]
    fn a_wrong_file_says_what_is_wrong() {
        assert!(
            Labels::parse("[[words]]\nrole = \"name\"\nwords = []\n[[same]]\nname=\"a\"\nlabels=[]\nexamples=[]")
                .is_err()
        );
    }
}
