//! Words by which sentences state arithmetic: `patterns/relations.toml` in, their places in a text out.
//!
//! Says which word stands where; what a sentence states with it is `normalize::relations`.

use super::fold;
use super::list::List;
use super::words::Words;
use crate::model::{Dimension, Unit};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a word does in a sentence that states arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// Some parts follow: 其中.
    Some,
    /// All parts follow: 分别为.
    All,
    /// All parts follow, up to [`Trigger::MakesUp`]: 由.
    MadeOf,
    /// Ends the parts: 组成.
    MakesUp,
    /// The number is a total: 共.
    InTotal,
    /// The sum of what stands before follows: 合计.
    Sum,
    /// The list is not complete: 等.
    GoesOn,
    /// One number for each of several things: 各.
    Each,
    /// A share follows: 占.
    Share,
    /// The base of a percentage follows: 占年计划.
    OfBase,
    /// The sentence compares with another year: 与上年相比.
    Compared,
    /// Went up.
    Rise,
    /// Went down.
    Fall,
    /// From a value: 由.
    From,
    /// To a value: 增加到.
    To,
    /// An earlier value: 上年.
    Prior,
    /// The year before: 上年度.
    LastYear,
    /// A change on another base: 可比价.
    OtherBase,
    /// What is left: 结余.
    Rest,
    /// A value for each: 人均.
    Average,
    /// A kind that overlaps others: 女.
    Overlaps,
    /// A time or a column that sets two figures apart: 决算.
    Apart,
    /// The budget that the year began with: 年初预算.
    Initial,
    /// Money added to it: 追加.
    Added,
    /// Money taken from it: 核减.
    Cut,
    /// The budget after that: 调整后预算.
    Adjusted,
    /// Money that was spent: 支出.
    Spent,
    /// Measure words of points that are listed: 项, 方面.
    Points,
    /// How a whole is divided; all of its parts follow: 按职称划分.
    Divides,
    /// What a named whole is made of follows: 构成为.
    Composed,
    /// The price of one: 单价.
    Price,
    /// An amount that so many at a price come to: 共计, 金额.
    Comes,
    /// Not all of that amount: 首付.
    Partly,
    /// What there was at the beginning: 年初.
    Opening,
    /// What there was at the end: 年末.
    Closing,
    /// What came in between: 收入.
    Inflow,
    /// What went out between: 支出.
    Outflow,
    /// More than was planned: 超额完成.
    Exceeds,
    /// What was planned: 计划.
    Plan,
    /// A percentage of what was planned: 完成预算的.
    OfPlan,
    /// All quarters of the year: 四个季度.
    Quarters,
    /// Parts of what stands before it follow: 抽查线路中，.
    Among,
    /// What follows stands beside the whole: 另有.
    Besides,
    /// The year that is reported on: 当年.
    OfYear,
    /// What is taken away, so that the next figure is left: 剔除.
    Less,
}

/// What a word in the name of a figure, or in front of it, says of the figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameWord {
    /// It is a rate: 率.
    Rate,
    /// It is the rate of what is left: 结余率.
    RateOfRest,
    /// It is a rate of change: 变动率.
    ChangeRate,
    /// It is a rate of change that falls: 下降率.
    FallRate,
    /// It is a change: 增幅.
    Change,
    /// It is what was to be: 计划.
    Planned,
    /// It is what was not done: 未.
    Undone,
    /// Ends the name of a whole: 的比重.
    ShareEnd,
    /// Behind 占, up to the share: it is of the list's own whole (占总数的).
    OwnWhole,
    /// Ends what is to be reached: 任务.
    Goal,
    /// In front of the names of what a body consists of: 内设.
    SetsUp,
    /// In front of how far two values are apart: 相差.
    Spread,
    /// In front of the target of a row that was named before: 年度指标值.
    RowTarget,
    /// In front of its result: 实际完成值.
    RowActual,
    /// Opens the name of all that is left of a list: 其他.
    Others,
    /// Ends the name of a whole that is a sum: 总额.
    TotalEnd,
    /// Says that a figure is the sum of others: 合计.
    Total,
    /// Opens the name of the row that sums up a column: 合计.
    TotalRow,
    /// Ends the name of all that was spent: 支出合计.
    AllSpent,
    /// The name of all that came in: 收入总计.
    AllIncome,
    /// It is the rate of all that there is: 覆盖率.
    Coverage,
    /// Ends it when several shares follow: 分别为.
    Respective,
    /// Names those who were asked: 样本.
    Survey,
    /// Says that a whole is all there are: 总数.
    WholeEnd,
    /// Says that a whole is that of another place: 全县.
    Elsewhere,
}

/// A word of a text: characters and what it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The first character.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
    /// What the word does.
    pub trigger: Trigger,
}

/// Kinds that are told apart by one question.
#[derive(Clone, Debug)]
pub struct Kinds {
    /// Whether they are all there is by definition.
    pub covers: bool,
    /// Whether they are parts of the figure before them without a word that says so.
    pub plain: bool,
    /// The names of each kind.
    pub kinds: Vec<Vec<String>>,
}

/// A rate and the words for what is done in its name.
#[derive(Clone, Debug)]
struct DoneRate {
    rates: Vec<String>,
    done: Vec<String>,
}

/// What an average is over, when it is not named by the unit itself: 人均 of 12名.
#[derive(Clone, Debug)]
struct Per {
    units: Vec<String>,
    words: Vec<String>,
}

/// An example: a text and what it states.
#[derive(Clone, Debug)]
pub struct RelationExample {
    /// The text.
    pub text: String,
    /// The relations it states.
    pub states: String,
}

/// The words of stated arithmetic.
#[derive(Debug)]
pub struct Relations {
    words: Words<Trigger>,
    /// Numbers of lists, each list in its order.
    pub marks: Vec<Vec<Vec<char>>>,
    /// Kinds that belong together.
    pub kinds: Vec<Kinds>,
    /// The names in them: which kinds, and which of these.
    kind_names: Words<(usize, usize)>,
    rates: Vec<DoneRate>,
    per: Vec<Per>,
    /// The longest word of each use first.
    names: BTreeMap<NameWord, Vec<String>>,
    families: Vec<Vec<String>>,
    /// What runs as a test; not compiled in.
    pub examples: Vec<RelationExample>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    words: Vec<Group>,
    marks: Vec<Marks>,
    family: Vec<Marks>,
    kinds: Vec<KindsEntry>,
    names: Vec<Names>,
    rate: Vec<RateEntry>,
    per: Vec<PerEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    role: Trigger,
    words: List,
    examples: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    role: NameWord,
    words: List,
    /// Sentences with what they state, or bare names that hold one of the words.
    examples: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PerEntry {
    units: List,
    words: List,
    examples: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Marks {
    words: List,
    examples: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindsEntry {
    name: String,
    source: String,
    #[serde(default)]
    covers: bool,
    #[serde(default)]
    plain: bool,
    kinds: Vec<List>,
    examples: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RateEntry {
    rates: List,
    done: List,
    examples: Vec<String>,
}

impl Relations {
    /// Reads the pattern file.
    ///
    /// # Errors
    /// When it is no such file, or an entry is empty or unsourced.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File = super::entries(text)?;
        let mut examples = Vec::new();
        let mut take = |lines: &[String]| -> Result<(), String> {
            for line in lines {
                let (text, states) = line.split_once(" => ").ok_or_else(|| format!("example without =>: {line}"))?;
                examples.push(RelationExample { text: text.to_owned(), states: states.trim().to_owned() });
            }
            Ok(())
        };
        for group in &file.words {
            take(&group.examples)?;
        }
        // One word may do several things (由): each of them is an entry of its own.
        let words = || file.words.iter().flat_map(|g| g.words.iter().map(move |word| (word, g.role)));
        for marks in file.marks.iter().chain(&file.family) {
            take(&marks.examples)?;
        }
        for entry in &file.kinds {
            take(&entry.examples)?;
            if entry.kinds.iter().any(List::is_empty) || entry.source.is_empty() {
                return Err(format!("kinds `{}` has an empty kind or no source", entry.name));
            }
        }
        let mut names: BTreeMap<NameWord, Vec<String>> = BTreeMap::new();
        for entry in &file.names {
            let (sentences, bare): (Vec<_>, Vec<_>) = entry.examples.iter().cloned().partition(|e| e.contains(" => "));
            take(&sentences)?;
            let words = entry.words.folded();
            let silent = |name: &&String| !words.iter().any(|word| fold(name).contains(word.as_str()));
            if let Some(name) = bare.iter().find(silent) {
                return Err(format!("names {:?}: example `{name}` holds none of the words", entry.role));
            }
            names.entry(entry.role).or_default().extend(words);
        }
        for words in names.values_mut() {
            words.sort_by_key(|w| std::cmp::Reverse(w.len()));
        }
        for entry in &file.rate {
            take(&entry.examples)?;
        }
        for entry in &file.per {
            take(&entry.examples)?;
        }
        let kinds: Vec<Kinds> = file
            .kinds
            .iter()
            .map(|k| {
                let kinds = k.kinds.iter().map(List::folded).collect();
                Kinds { covers: k.covers, plain: k.plain, kinds }
            })
            .collect();
        let kind_names = kinds.iter().enumerate().flat_map(|(group, kinds)| {
            kinds
                .kinds
                .iter()
                .enumerate()
                .flat_map(move |(kind, names)| names.iter().map(move |name| (name, (group, kind))))
        });
        let empty = words().any(|(word, _)| word.chars().all(|c| super::fold_char(c).is_none()));
        if empty || names.values().flatten().any(String::is_empty) {
            return Err("an empty word".to_owned());
        }
        Ok(Self {
            words: Words::new(words()),
            marks: file.marks.iter().map(|m| m.words.iter().map(|w| fold(w).chars().collect()).collect()).collect(),
            families: file.family.iter().map(|f| f.words.folded()).collect(),
            kind_names: Words::new(kind_names),
            kinds,
            names,
            per: file.per.iter().map(|p| Per { units: p.units.folded(), words: p.words.folded() }).collect(),
            rates: file.rate.iter().map(|r| DoneRate { rates: r.rates.folded(), done: r.done.folded() }).collect(),
            examples,
        })
    }

    /// Whether amounts in two units can be added: money to money, people to people. 万 alone in a list of money is money.
    #[must_use]
    pub fn kindred<'u>(&self, a: &'u Unit, b: &'u Unit) -> bool {
        let money = |u: &Unit| u.dimension == Dimension::Money;
        let bare = |u: &Unit| u.dimension == Dimension::Bare;
        let cut = |u: &Unit| bare(u) && u.base.is_empty() && u.text.ends_with(['万', '亿']);
        if money(a) || money(b) {
            return money(a) && money(b) || cut(a) || cut(b);
        }
        let plain = |u: &'u Unit| u.base.split('(').next().unwrap_or_default();
        let counted = |u: &Unit| matches!(u.dimension, Dimension::Count | Dimension::Bare | Dimension::Measured);
        let family = || {
            let both = [plain(a), plain(b)];
            self.families.iter().any(|f| both.iter().all(|word| f.iter().any(|w| w == word)))
        };
        a.dimension == b.dimension && (a.base == b.base || plain(a) == plain(b))
            || bare(a) && b.dimension == Dimension::Count
            || bare(b) && a.dimension == Dimension::Count
            || counted(a) && counted(b) && family()
    }

    /// Every word in folded characters, by its start and end. Words inside words count too, since each does its own thing
    /// (共 in 共计).
    #[must_use]
    pub fn hits(&self, folded: &[char]) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (start, _) in folded.iter().enumerate().filter(|(_, c)| self.words.may_start(**c)) {
            for (length, &trigger) in self.words.starting(&folded[start..]) {
                hits.push(Hit { start, end: start + length, trigger });
            }
        }
        hits.sort_by_key(|h| (h.start, h.end));
        hits
    }

    /// Whether a name holds a word that does so in sentences.
    #[must_use]
    pub fn speaks(&self, name: &str, trigger: Trigger) -> bool {
        self.hits(&super::chars(name)).iter().any(|h| h.trigger == trigger)
    }

    /// The words of a use, the longest first.
    pub fn name_words(&self, what: NameWord) -> impl Iterator<Item = &String> {
        self.names.get(&what).into_iter().flatten()
    }

    /// Whether a name is one of the words.
    #[must_use]
    pub fn is_word(&self, name: &str, what: NameWord) -> bool {
        self.name_words(what).any(|word| word == name)
    }

    /// Whether a name begins with one of the words.
    #[must_use]
    pub fn opens(&self, name: &str, what: NameWord) -> bool {
        self.name_words(what).any(|word| name.starts_with(word.as_str()))
    }

    /// Whether words that begin with those of an average (人均补助) speak of what is counted in a unit.
    #[must_use]
    pub fn is_per(&self, said: &str, unit: &str) -> bool {
        let listed = self.per.iter().filter(|p| p.units.iter().any(|u| u == unit));
        let mut words = listed.flat_map(|p| &p.words).peekable();
        if words.peek().is_some() {
            // 每人 may follow 平均.
            return words
                .any(|w| if w.starts_with('每') { said.contains(w.as_str()) } else { said.starts_with(w.as_str()) });
        }
        !unit.is_empty() && (said.contains(&format!("每{unit}")) || said.starts_with(&format!("{unit}均")))
    }

    /// Whether a name holds a word that says so.
    #[must_use]
    pub fn says(&self, name: &str, what: NameWord) -> bool {
        self.name_words(what).any(|word| name.contains(word.as_str()))
    }

    /// A name without the longest word of a use that ends it; `None` when none does.
    #[must_use]
    pub fn stem<'n>(&self, name: &'n str, what: NameWord) -> Option<&'n str> {
        self.name_words(what).find_map(|word| name.strip_suffix(word.as_str()))
    }

    /// The words in the names of counts that the rate of a name is the share of: 按时办结 of 及时率.
    pub fn done(&self, rate: &str) -> impl Iterator<Item = &str> {
        let named = self.rates.iter().filter(move |r| r.rates.iter().any(|w| rate.contains(w.as_str())));
        named.flat_map(|r| &r.done).map(String::as_str)
    }

    /// The kinds whose question tells all of these names apart, each name another kind.
    #[must_use]
    pub fn told_apart(&self, names: &[&str]) -> Option<&Kinds> {
        let mut all = names.iter().map(|name| self.kinds_in(name));
        // Which kind each name is, by the kinds that know every name so far.
        let mut told: Vec<(usize, Vec<usize>)> =
            all.next()?.into_iter().map(|(group, kind)| (group, vec![kind])).collect();
        for known in all {
            if told.is_empty() {
                return None;
            }
            told.retain_mut(|(group, used)| match known.iter().find(|(g, _)| g == group) {
                Some((_, kind)) if !used.contains(kind) => {
                    used.push(*kind);
                    true
                }
                _ => false,
            });
        }
        told.first().and_then(|(group, _)| self.kinds.get(*group))
    }

    /// Which of each kinds a name is, in their order. The longest word decides: 未按期 is not 按期.
    fn kinds_in(&self, name: &str) -> Vec<(usize, usize)> {
        let chars = super::chars(name);
        let mut found: Vec<(usize, usize, usize)> = (0..chars.len())
            .flat_map(|at| self.kind_names.starting(&chars[at..]).map(|(length, &(group, kind))| (group, length, kind)))
            .collect();
        found.sort_unstable_by_key(|&(group, length, kind)| (group, std::cmp::Reverse((length, kind))));
        found.dedup_by_key(|(group, ..)| *group);
        found.into_iter().map(|(group, _, kind)| (group, kind)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relations() -> Relations {
        Relations::parse(include_str!("../../patterns/relations.toml")).expect("the compiled-in file")
    }

    #[test]
    fn hits_are_counted_in_characters() {
        let text: Vec<char> = "共计5件，其中3件".chars().collect();
        let hits = relations().hits(&text);
        assert!(hits.contains(&Hit { start: 5, end: 7, trigger: Trigger::Some }), "{hits:?}");
        assert!(hits.contains(&Hit { start: 0, end: 2, trigger: Trigger::InTotal }), "{hits:?}");
    }

    #[test]
    fn names_of_one_question_are_told_apart() {
        let relations = relations();
        for (names, found) in [
            (&["男性", "女性"][..], true),
            (&["女性", "女党员"], false),
            (&["按期办结", "未按期办结"], true),
            (&["基本支出", "项目支出"], true),
            (&["基本支出", "培训费"], false),
        ] {
            assert_eq!(relations.told_apart(names).is_some(), found, "{names:?}");
        }
    }

    #[test]
    fn a_wrong_file_says_what_is_wrong() {
        assert!(Relations::parse("words = []").is_err());
    }
}
