//! Rates with a fixed formula: `patterns/ratios.toml` in, the names of a rate and of its inputs out.
//!
//! Names only; the arithmetic is `reconcile::ratios`.

use super::{Labels, fold};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// How a rate is computed from its inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Formula {
    /// numerator ÷ denominator
    Part,
    /// (numerator − denominator) ÷ denominator
    Change,
    /// 1 − numerator ÷ denominator
    Rest,
}

/// A rate with a fixed formula. Names are comparison keys of [`Labels::key`].
#[derive(Clone, Debug)]
pub struct Ratio {
    /// The usual name.
    pub name: String,
    /// How it is computed.
    pub formula: Formula,
    /// Labels of the numerator.
    pub numerator: BTreeSet<String>,
    /// Labels of the denominator.
    pub denominator: BTreeSet<String>,
    /// Lines of money whose spent and planned amounts are the inputs.
    pub items: BTreeSet<String>,
    /// Whether other counts of the same paragraph may belong to the numerator.
    pub others: bool,
    /// Whether the unspent part of the budget is another reading of the numerator.
    pub unspent: bool,
    /// Lines of money whose change is the numerator: before and after an adjustment.
    pub shifts: BTreeSet<String>,
    /// Lines of money that are the adjustment itself, not what was adjusted.
    pub adjustment: BTreeSet<String>,
    /// Whether the inputs may mean something narrower than the rate does, so that a stated rate is not held against them.
    pub inferred: bool,
}

/// All fixed ratios.
#[derive(Debug, Default)]
pub struct Ratios {
    /// In the order of the file.
    pub all: Vec<Ratio>,
    names: BTreeMap<String, usize>,
    near: BTreeMap<String, Vec<usize>>,
    /// Column names of spent amounts.
    pub spent: BTreeSet<String>,
    /// Column names of planned amounts.
    pub planned: BTreeSet<String>,
    /// The rate that budget lines print: 预算执行率.
    pub execution: Option<usize>,
    /// Words that put a rate of execution at the end of the year, longest first.
    year_end: Vec<String>,
    /// What ends the names of two sides, longest first.
    sides: Vec<String>,
    /// What ends the name of a share.
    share: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    execution: String,
    columns: Columns,
    year_end: Listed,
    sides: Sides,
    share: Listed,
    ratio: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    words: Vec<String>,
    examples: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sides {
    ends: Vec<String>,
    examples: Vec<String>,
    counter: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Columns {
    spent: Vec<String>,
    planned: Vec<String>,
    examples: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    aliases: Vec<String>,
    #[serde(default)]
    near: Vec<String>,
    formula: Formula,
    #[serde(default)]
    items: Vec<String>,
    #[serde(default)]
    numerator: Vec<String>,
    #[serde(default)]
    denominator: Vec<String>,
    #[serde(default)]
    others: bool,
    #[serde(default)]
    unspent: bool,
    #[serde(default)]
    shifts: Vec<String>,
    #[serde(default)]
    adjustment: Vec<String>,
    #[serde(default)]
    inferred: bool,
    examples: Vec<String>,
}

impl Ratios {
    /// Reads the pattern file.
    ///
    /// # Errors
    /// When it is no such file or an example does not lead to its rate.
    pub fn parse(text: &str, labels: &Labels) -> Result<Self, String> {
        let file: File = super::entries(text)?;
        let keys = |words: &[String]| words.iter().map(|w| labels.key(w).into_owned()).collect::<BTreeSet<_>>();
        let mut ratios =
            Self { spent: keys(&file.columns.spent), planned: keys(&file.columns.planned), ..Self::default() };
        let is_column = |key: &str| ratios.spent.iter().chain(&ratios.planned).any(|c| key.ends_with(c.as_str()));
        if let Some(example) = file.columns.examples.iter().find(|e| !is_column(&labels.key(e))) {
            return Err(format!("example `{example}` ends with no column name"));
        }
        for (index, entry) in file.ratio.into_iter().enumerate() {
            for name in entry.aliases.iter().chain([&entry.name]) {
                ratios.names.insert(labels.key(name).into_owned(), index);
            }
            for name in &entry.near {
                ratios.near.entry(labels.key(name).into_owned()).or_default().push(index);
            }
            if let Some(example) = entry.examples.iter().find(|e| ratios.named(&labels.key(e)) != Some(index)) {
                return Err(format!("example `{example}` does not lead to `{}`", entry.name));
            }
            ratios.all.push(Ratio {
                formula: entry.formula,
                numerator: keys(&entry.numerator),
                denominator: keys(&entry.denominator),
                items: keys(&entry.items),
                others: entry.others,
                unspent: entry.unspent,
                shifts: keys(&entry.shifts),
                adjustment: keys(&entry.adjustment),
                inferred: entry.inferred,
                name: entry.name,
            });
        }
        ratios.execution = ratios.named(&labels.key(&file.execution));
        if ratios.execution.is_none() {
            return Err(format!("execution: `{}` is no ratio", file.execution));
        }
        ratios.year_end = longest_first(&file.year_end.words);
        ratios.sides = longest_first(&file.sides.ends);
        ratios.share = longest_first(&file.share.words);
        if let Some(example) = file.year_end.examples.iter().find(|e| ratios.at_year_end(e, labels).is_none()) {
            return Err(format!("example `{example}` names no rate at the end of the year"));
        }
        if let Some(example) = file.sides.examples.iter().find(|e| ratios.sides(e).is_none()) {
            return Err(format!("example `{example}` names no two sides"));
        }
        if let Some(counter) = file.sides.counter.iter().find(|e| ratios.sides(e).is_some()) {
            return Err(format!("counter example `{counter}` names two sides"));
        }
        if let Some(example) = file.share.examples.iter().find(|e| !ratios.is_share(e)) {
            return Err(format!("example `{example}` names no share"));
        }
        Ok(ratios)
    }

    /// The rate that a label names after a word that puts it at the end of the year: `第四季度预算执行率`.
    #[must_use]
    pub fn at_year_end(&self, label: &str, labels: &Labels) -> Option<usize> {
        let folded = fold(label);
        let rest = self.year_end.iter().find_map(|word| folded.strip_prefix(word.as_str()))?;
        let key = labels.key(rest);
        self.named(&key).or_else(|| self.named_nearby(&key).first().copied())
    }

    /// The two sides of `甲与乙的比率`.
    #[must_use]
    pub fn sides<'l>(&self, label: &'l str) -> Option<(&'l str, &'l str)> {
        let sides = self.sides.iter().find_map(|end| label.strip_suffix(end.as_str()))?;
        sides.split_once('与').filter(|(a, b)| !a.is_empty() && !b.is_empty())
    }

    /// Whether a label is that of a share whose whole is not named: `项目支出占比`.
    #[must_use]
    pub fn is_share(&self, label: &str) -> bool {
        self.share.iter().any(|end| label.ends_with(end.as_str()))
    }

    /// The rate that a comparison key names.
    #[must_use]
    pub fn named(&self, key: &str) -> Option<usize> {
        self.names.get(key).copied()
    }

    /// The rates that a short name can mean beside its inputs.
    #[must_use]
    pub fn named_nearby(&self, key: &str) -> &[usize] {
        self.near.get(key).map_or(&[], Vec::as_slice)
    }
}
fn longest_first(words: &[String]) -> Vec<String> {
    let mut folded: Vec<String> = words.iter().map(|word| fold(word).into_owned()).collect();
    folded.sort_by_key(|word| std::cmp::Reverse(word.len()));
    folded
}
