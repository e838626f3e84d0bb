//! `patterns/money.toml`: how running text states planned and spent money.

use super::fold::fold;
use super::list::List;
use super::phrases::Phrases;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What a clause in front of an amount says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyClause {
    /// The item; empty when the clause names none and an earlier one goes on.
    pub item: String,
    /// The plan, when the amount is planned.
    pub plan: Option<Plan>,
    /// Whether the amount is spent. Both may hold: `决算数和调整预算数都为`.
    pub spent: bool,
    /// Whether a word for planned or spent is printed; otherwise only the item's ending suggests spending.
    pub said: bool,
}

/// Which plan an amount is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Plan {
    /// The one that the year began with: 年初预算.
    Initial,
    /// The one that held, or one that is not told apart: 调整后预算, 预算数.
    Standing,
}

/// The longest name of a project or fund that opens a paragraph, list number included.
const LONGEST_SUBJECT: usize = 32;

/// Words for planned and spent money.
#[derive(Debug)]
pub struct Money {
    /// Longest first.
    words: Vec<Word>,
    endings: Vec<String>,
    whole: Vec<String>,
    whole_name: String,
    project_name: String,
    synonyms: BTreeMap<String, String>,
    links: Vec<String>,
    /// Folded words for spent in percent of planned, longest first.
    rates: Vec<String>,
    /// What the rate of such a word alone relates to is not named.
    generic_rates: Vec<String>,
    /// Says nothing between an item and the word for its rate.
    skipped: String,
    openings: Vec<String>,
    /// 追加: what an amount ends with that changes a plan and is none.
    changes: Vec<String>,
    /// How the name of a project or fund ends that a paragraph is about.
    subjects: Vec<String>,
    /// 未发生: what was not spent follows.
    pub nothing: Phrases,
    nothing_words: Vec<String>,
    /// How what was not spent ends.
    nothing_ends: Phrases,
}

/// A word for planned or spent money.
#[derive(Debug)]
struct Word {
    /// Folded.
    text: String,
    /// The plan that it says; else it says spent.
    plan: Option<Plan>,
    /// The item it implies.
    item: Option<String>,
}

/// A folded text without quotation marks.
fn unquoted(text: &str) -> Cow<'_, str> {
    let folded = fold(text);
    if folded.contains('"') { Cow::Owned(folded.replace('"', "")) } else { folded }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    planned: Vec<Entry>,
    spent: Vec<Entry>,
    items: Endings,
    whole: Whole,
    synonyms: BTreeMap<String, String>,
    links: Links,
    openings: Openings,
    changes: Links,
    subjects: Subjects,
    nothing: Nothing,
    rate: Rate,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Openings {
    words: List,
    examples: Vec<RateExample>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Subjects {
    ends: List,
    examples: Vec<RateExample>,
    counter: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {
    words: List,
    ends: List,
    examples: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rate {
    words: List,
    examples: Vec<RateExample>,
    generic: Vec<String>,
    skipped: String,
    counter: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RateExample {
    text: String,
    item: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    words: List,
    item: Option<String>,
    #[serde(default)]
    initial: bool,
    examples: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Endings {
    endings: Vec<String>,
    examples: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Whole {
    words: List,
    name: String,
    project_name: String,
    examples: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Links {
    words: List,
    examples: Vec<String>,
}

/// The start of a text up to its first digit.
fn before_digits(text: &str) -> &str {
    text.find(|c: char| c.is_ascii_digit()).map_or(text, |end| &text[..end])
}

fn longest_first(mut words: Vec<String>) -> Vec<String> {
    words.sort_by_key(|w| std::cmp::Reverse(w.chars().count()));
    words
}

impl Money {
    /// Reads the pattern file and runs its examples.
    ///
    /// # Errors
    /// The entry that is malformed or whose example does not hold.
    pub(super) fn parse(source: &str) -> Result<Self, String> {
        let file: File = super::entries(source)?;
        let plan = |e: &Entry| Some(if e.initial { Plan::Initial } else { Plan::Standing });
        let entries = || file.planned.iter().map(|e| (e, plan(e))).chain(file.spent.iter().map(|e| (e, None)));
        let word = |e: &Entry, plan, word: &str| Word { text: fold(word).into_owned(), plan, item: e.item.clone() };
        let mut words: Vec<Word> =
            entries().flat_map(|(e, plan)| e.words.iter().map(move |w| word(e, plan, w))).collect();
        words.sort_by_key(|w| std::cmp::Reverse(w.text.chars().count()));
        let (item_examples, whole_examples, link_examples) =
            (file.items.examples, file.whole.examples, file.links.examples);
        let money = Self {
            words,
            endings: file.items.endings,
            whole: longest_first(file.whole.words.strings()),
            whole_name: file.whole.name,
            project_name: file.whole.project_name,
            synonyms: file.synonyms,
            links: longest_first(file.links.words.strings()),
            rates: longest_first(file.rate.words.folded()),
            generic_rates: file.rate.generic,
            skipped: file.rate.skipped,
            openings: file.openings.words.strings(),
            changes: file.changes.words.strings(),
            subjects: file.subjects.ends.strings(),
            nothing: Phrases::new(&file.nothing.words),
            nothing_words: file.nothing.words.strings(),
            nothing_ends: Phrases::new(&file.nothing.ends),
        };
        for example in &file.openings.examples {
            if money.item(&example.text) != example.item {
                return Err(format!("openings: example {:?} gives {:?}", example.text, money.item(&example.text)));
            }
        }
        for example in &file.subjects.examples {
            if money.subject(&example.text).as_ref() != Some(&example.item) {
                return Err(format!("subjects: example {:?} gives {:?}", example.text, money.subject(&example.text)));
            }
        }
        if let Some(counter) = file.subjects.counter.iter().find(|c| money.subject(c).is_some()) {
            return Err(format!("subjects: counter example {counter:?} names one"));
        }
        let nothing = |e: &&String| money.not_spent(&fold(e).chars().collect::<Vec<_>>()).is_some();
        if let Some(example) = file.nothing.examples.iter().find(|e| !nothing(e)) {
            return Err(format!("nothing: example {example:?} says so of no item"));
        }
        for example in &file.rate.examples {
            if money.rate(before_digits(&example.text)).as_deref() != Some(example.item.as_str()) {
                return Err(format!("example {:?} gives {:?}", example.text, money.rate(before_digits(&example.text))));
            }
        }
        if let Some(counter) = file.rate.counter.iter().find(|c| money.rate(before_digits(c)).is_some()) {
            return Err(format!("counter example {counter:?} is read as a rate"));
        }
        for (entry, plan) in entries() {
            for example in &entry.examples {
                let clause: String = example.chars().take_while(|c| !c.is_ascii_digit()).collect();
                let read = money.clause(&clause);
                let fits = |c: &MoneyClause| c.plan == plan && c.spent == plan.is_none() && c.said;
                if !read.as_ref().is_some_and(fits) {
                    return Err(format!("example {example:?} gives {read:?}"));
                }
            }
        }
        let named = |example: &String| money.clause(example).map(|c| c.item);
        let wrong = |list: &str, example: &str| Err(format!("{list}: example {example:?} does not hold"));
        if let Some(example) = item_examples.iter().find(|e| named(e).as_deref() != Some(e)) {
            return wrong("items", example);
        }
        if let Some(example) = whole_examples.iter().find(|e| named(e).as_deref() != Some(money.whole_name())) {
            return wrong("whole", example);
        }
        if let Some(example) = file.changes.examples.iter().find(|e| money.clause(e).is_some()) {
            return wrong("changes", example);
        }
        let linked = |e: &str, item: &str| !item.is_empty() && e.starts_with(item) && item != e;
        if let Some(example) = link_examples.iter().find(|e| !named(e).is_some_and(|item| linked(e, &item))) {
            return wrong("links", example);
        }
        Ok(money)
    }

    /// The name of the whole body's money.
    #[must_use]
    pub fn whole_name(&self) -> &str {
        &self.whole_name
    }

    /// The project or fund that a paragraph names before anything else: `（一）校园足球推广项目。预算170万元`.
    #[must_use]
    pub fn subject(&self, paragraph: &str) -> Option<String> {
        let opening: String =
            paragraph.chars().take(LONGEST_SUBJECT).take_while(|c| !"。：:，,；\n".contains(*c)).collect();
        let folded = unquoted(&opening);
        let name = without_number(&folded);
        let one = !name.contains(|c: char| c.is_ascii_digit())
            && self.subjects.iter().any(|end| name.ends_with(end.as_str()));
        (one && !self.subjects.iter().any(|end| end == name)).then(|| name.to_owned())
    }

    /// What the whole of a project or a policy is called.
    #[must_use]
    pub fn project_name(&self) -> &str {
        &self.project_name
    }

    /// What the clause directly in front of an amount says; `None` when it speaks of no planned or spent money.
    #[must_use]
    pub fn clause(&self, text: &str) -> Option<MoneyClause> {
        let folded = unquoted(text);
        let mut rest = self.unlinked(&folded);
        let mut clause = MoneyClause { item: String::new(), plan: None, spent: false, said: false };
        let mut implied = None;
        // At most two words: 决算数和调整预算数.
        for _ in 0..2 {
            let Some(word) = self.words.iter().find(|w| rest.ends_with(w.text.as_str())) else { break };
            clause.said = true;
            clause.plan = clause.plan.max(word.plan);
            clause.spent |= word.plan.is_none();
            implied = implied.or_else(|| word.item.clone());
            rest = &rest[..rest.len() - word.text.len()];
            let Some(before) = rest.strip_suffix(['和', '与', '、', '及']) else { break };
            rest = before;
        }
        if !clause.said {
            if !self.endings.iter().any(|e| rest.ends_with(e.as_str())) {
                return None;
            }
            clause.spent = true;
        }
        clause.item = implied.unwrap_or_else(|| self.item(rest));
        (!self.changes.iter().any(|change| clause.item.ends_with(change.as_str()))).then_some(clause)
    }

    /// The item whose spending the clause directly in front of a percentage relates to its plan: empty when the clause
    /// names none; `None` when it speaks of another rate.
    #[must_use]
    pub fn rate(&self, text: &str) -> Option<String> {
        let folded = unquoted(text);
        let rest = self.unlinked(&folded);
        let word = self.rates.iter().find(|w| rest.ends_with(w.as_str()))?;
        let rest = &rest[..rest.len() - word.len()];
        let rest = rest.strip_suffix(self.skipped.as_str()).unwrap_or(rest);
        // `项目支出执行率` is the rate of an item, `支出执行率` of what the sentence speaks of.
        let generic = rest.is_empty() || self.generic_rates.iter().any(|w| w == rest);
        Some(if generic { String::new() } else { self.item(rest) })
    }

    /// Whether a text says somewhere that nothing was spent; quick, for most say nothing like it.
    #[must_use]
    pub fn denies(&self, text: &str) -> bool {
        self.nothing_words.iter().any(|word| text.contains(word.as_str()))
    }

    /// Whether a clause begins with the statement that nothing was spent on what it then names to its end: the length of
    /// the words that say so.
    #[must_use]
    pub fn not_spent(&self, clause: &[char]) -> Option<usize> {
        let length = self.nothing.at_start(clause)?;
        self.nothing_ends.at_end(clause.get(length..)?).map(|_| length)
    }

    /// Drops the words between item and amount from the end.
    fn unlinked<'t>(&self, mut text: &'t str) -> &'t str {
        while let Some(link) = self.links.iter().find(|l| text.ends_with(l.as_str())) {
            text = &text[..text.len() - link.len()];
        }
        text
    }

    /// The item in what stands before the word: dates, 其中 and the body itself dropped.
    fn item(&self, text: &str) -> String {
        let mut rest = text;
        loop {
            let before = rest;
            rest = rest
                .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '月' | '日' | '度' | ':' | '-' | '~'));
            for opening in &self.openings {
                rest = rest.strip_prefix(opening.as_str()).unwrap_or(rest);
            }
            rest = without_number(rest);
            if rest == before {
                break;
            }
        }
        if self.is_whole(rest) {
            // `“三公”经费预算86.00万元，支出71.36万元`: a bare 支出 is that of what the sentence speaks of.
            return if matches!(text, "" | "支出") { String::new() } else { self.whole_name.clone() };
        }
        self.synonyms.get(rest).cloned().unwrap_or_else(|| rest.to_owned())
    }

    /// Whether nothing but words for the whole body (and 支出 behind them) is left.
    fn is_whole(&self, text: &str) -> bool {
        let mut rest = text.strip_suffix("支出").unwrap_or(text);
        while let Some(word) = self.whole.iter().find(|w| rest.starts_with(w.as_str())) {
            rest = &rest[word.len()..];
        }
        rest.is_empty()
    }
}

/// A text without the list number in brackets that it opens with: `(1)免费开放项目支出`.
fn without_number(text: &str) -> &str {
    let bracketed = text.strip_prefix('(').and_then(|inner| inner.split_once(')'));
    let is_number =
        |n: &str| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let number = bracketed.or_else(|| text.split_once(['、', '.']));
    number.filter(|(n, _)| is_number(n)).map_or(text, |(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_give_item_and_word() {
        let money = Money::parse(include_str!("../../patterns/money.toml")).expect("patterns/money.toml");
        let cases: [(&str, &str, bool, bool); 13] = [
            ("2023年中央支持公共图书馆免费开放补助资金预算", "中央支持公共图书馆免费开放补助资金", true, false),
            ("2023年年初预算安排", "部门整体", true, false),
            ("2023年年初下达预算", "部门整体", true, false),
            ("2023年本部门整体年度预算为", "部门整体", true, false),
            ("实际支出为", "", false, true),
            ("基本支出", "基本支出", false, true),
            ("其中2023年公共文化补助资金", "公共文化补助资金", false, true),
            ("公用经费决算数和调整预算数都为", "公用经费", true, true),
            ("我局财政下达预算", "部门整体", true, false),
            ("本年支出为", "部门整体", false, true),
            ("其中基本支出预算数", "基本支出", true, false),
            ("会议费年初预算数为", "会议费", true, false),
            ("计划采购金额为", "政府采购", true, false),
        ];
        for (text, item, planned, spent) in cases {
            let clause = money.clause(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((clause.item.as_str(), clause.plan.is_some(), clause.spent), (item, planned, spent), "{text}");
        }
        for text in ["罚款", "造成直接经济损失", "固定资产总额", "本年收入为"] {
            assert_eq!(money.clause(text), None, "{text}");
        }
    }
}
