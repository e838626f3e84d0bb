//! `said.toml`: words by which a report tells, beside its figures, what decides a score by rule.
//!
//! A word list each; what they mean together is `normalize::said`, `normalize::checklists` and `reconcile::rubric`.

use super::list::List;
use super::phrases::Phrases;
use super::words::Words;
use super::{Labels, fold};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The words of statements and lists.
#[derive(Clone, Debug)]
pub struct Said {
    /// Verbs that deny an activity.
    pub denied: Words<()>,
    /// How the case of a rule opens that is for not doing something.
    pub denied_in_rule: Words<()>,
    /// Words of sentences that deny nothing.
    pub no_denial: Phrases,
    /// 全部, 均
    pub all: Words<()>,
    /// Words that take the meaning from [`Said::all`].
    pub not_all: Phrases,
    /// What is said of all of something.
    pub wholes: Vec<Whole>,
    names: BTreeMap<String, usize>,
    /// The words of lists of tasks.
    pub lists: ListWords,
    /// The words around points that a note says were taken off.
    pub deduction: DeductionWords,
}

/// The words around points that a note says were taken off.
#[derive(Clone, Debug)]
pub struct DeductionWords {
    /// Between 扣 and the number.
    pub between: Phrases,
    /// Right before 扣: nothing was taken off.
    pub denials: Phrases,
    /// Right before 扣: the whole of several deductions.
    pub whole: Phrases,
    /// Before 扣 in its sentence, or with it: a rule.
    pub rule: Phrases,
    /// Right behind 扣: a rule.
    pub rule_tails: Phrases,
    /// With a number behind it, points were given as well.
    pub bonus: Phrases,
    /// Notes with the points that they name; they run as tests and are not compiled in.
    pub examples: Vec<(String, Vec<String>)>,
}

/// Something of which all can be said to be in a state, so that a rate is 100%.
#[derive(Clone, Debug)]
pub struct Whole {
    /// What it is.
    pub of: Phrases,
    /// The state.
    pub are: Words<()>,
}

/// The words of lists of tasks.
#[derive(Clone, Debug)]
pub struct ListWords {
    /// Column names, with what stands below them.
    pub columns: Words<Column>,
    /// Results in words: whether the task is done.
    pub results: Words<bool>,
    /// Endings of names that lists and indicators share.
    pub endings: Words<()>,
    /// 全部 in a rule.
    pub all: Phrases,
    /// 完成 in a rule.
    pub finished: Phrases,
    /// 按期 in a rule.
    pub timely: Phrases,
}

/// What a column of a list of tasks holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The tasks.
    Item,
    /// What came of them.
    Result,
    /// When they were to be done.
    Planned,
    /// When they were done.
    Actual,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    denied: Denied,
    all: All,
    whole: Vec<WholeEntry>,
    deduction: Deduction,
    checklist: Checklist,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Deduction {
    between: List,
    denials: List,
    whole: List,
    rule: List,
    rule_tails: List,
    bonus: List,
    examples: Vec<DeductionExample>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeductionExample {
    note: String,
    points: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Denied {
    verbs: List,
    rule: List,
    unless: List,
    examples: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct All {
    words: List,
    unless: List,
    examples: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WholeEntry {
    names: List,
    of: List,
    are: List,
    examples: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Checklist {
    items: List,
    results: List,
    planned: List,
    actual: List,
    done: List,
    open: List,
    endings: List,
    all: List,
    finished: List,
    timely: List,
    examples: Vec<String>,
}

fn plain(words: &List) -> Words<()> {
    Words::new(words.iter().map(|word| (word, ())))
}

impl Said {
    /// Reads the pattern file.
    ///
    /// # Errors
    /// When it is no such file, or an example holds none of its words.
    pub(super) fn parse(text: &str, labels: &Labels) -> Result<Self, String> {
        let file: File = super::entries(text)?;
        let list = &file.checklist;
        let columns = [
            (&list.items, Column::Item),
            (&list.results, Column::Result),
            (&list.planned, Column::Planned),
            (&list.actual, Column::Actual),
        ];
        let columns = columns.into_iter().flat_map(|(words, column)| words.iter().map(move |word| (word, column)));
        let results = list.done.iter().map(|word| (word, true)).chain(list.open.iter().map(|word| (word, false)));
        let mut said = Self {
            denied: plain(&file.denied.verbs),
            denied_in_rule: plain(&file.denied.rule),
            no_denial: Phrases::new(&file.denied.unless),
            all: plain(&file.all.words),
            not_all: Phrases::new(&file.all.unless),
            wholes: Vec::new(),
            names: BTreeMap::new(),
            lists: ListWords {
                columns: Words::new(columns),
                results: Words::new(results),
                endings: plain(&list.endings),
                all: Phrases::new(&list.all),
                finished: Phrases::new(&list.finished),
                timely: Phrases::new(&list.timely),
            },
            deduction: DeductionWords {
                between: Phrases::new(&file.deduction.between),
                denials: Phrases::new(&file.deduction.denials),
                whole: Phrases::new(&file.deduction.whole),
                rule: Phrases::new(&file.deduction.rule),
                rule_tails: Phrases::new(&file.deduction.rule_tails),
                bonus: Phrases::new(&file.deduction.bonus),
                examples: file.deduction.examples.into_iter().map(|e| (e.note, e.points)).collect(),
            },
        };
        for (index, entry) in file.whole.iter().enumerate() {
            said.names.extend(entry.names.iter().map(|name| (labels.key(name).into_owned(), index)));
            said.wholes.push(Whole { of: Phrases::new(&entry.of), are: plain(&entry.are) });
            let says = |e: &&String| said.whole_in(&folded(e)) == Some(index);
            if let Some(example) = entry.examples.iter().find(|e| !says(e)) {
                return Err(format!("whole {:?}: example `{example}` does not say it", entry.names));
            }
        }
        let holds = |words: &Words<()>, example: &str| {
            let chars = folded(example);
            (0..chars.len()).any(|i| words.longest_at(&chars[i..]).is_some())
        };
        let wrong = file.denied.examples.iter().find(|e| !holds(&said.denied, e));
        let wrong = wrong.or_else(|| file.all.examples.iter().find(|e| !holds(&said.all, e)));
        let wrong = wrong.or_else(|| list.examples.iter().find(|e| !said.lists.columns.holds(&folded(e))));
        wrong.map_or(Ok(said), |example| Err(format!("example `{example}` holds none of its words")))
    }

    /// What a comparison key names of which all can be said to be in a state.
    #[must_use]
    pub fn whole(&self, key: &str) -> Option<usize> {
        self.names.get(key).copied()
    }

    /// Of what a folded sentence says that all of it is as it should be: `固定资产全部在用`.
    #[must_use]
    pub fn whole_in(&self, sentence: &[char]) -> Option<usize> {
        /// The most letters between 全部 and what is said of all.
        const REACH: usize = 4;
        self.all.each_in(sentence).find_map(|(at, length, ())| {
            let (before, behind) = (sentence.get(..at)?, sentence.get(at + length..)?);
            if self.not_all.any_in(before.get(before.len().saturating_sub(2)..)?) {
                return None;
            }
            self.wholes.iter().position(|whole| {
                let state = (0..behind.len().min(REACH + 1)).find(|&k| whole.are.longest_at(&behind[k..]).is_some());
                state.is_some_and(|k| !self.not_all.any_in(&behind[..k])) && whole.of.any_in(before)
            })
        })
    }
}

fn folded(text: &str) -> Vec<char> {
    fold(text).chars().collect()
}
