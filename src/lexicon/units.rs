//! `patterns/units.toml`: units and measure words, and the multipliers that stand before them.

use super::list::List;
use super::words::Words;
use crate::model::Dimension;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::BTreeMap;

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    multiplier: Vec<Multiplier>,
    group: Vec<Group>,
    stops: BTreeMap<String, List>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Multiplier {
    #[serde(rename = "source")]
    _source: IgnoredAny,
    factors: BTreeMap<String, String>,
    #[serde(rename = "examples")]
    _examples: IgnoredAny,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    name: String,
    #[serde(rename = "source")]
    _source: IgnoredAny,
    dimension: String,
    base: Option<String>,
    words: List,
    #[serde(default)]
    aliases: BTreeMap<String, String>,
    #[serde(default)]
    scaled: BTreeMap<String, String>,
    #[serde(default)]
    spoken: bool,
    #[serde(rename = "examples")]
    _examples: IgnoredAny,
}

/// A unit word and what it stands for.
#[derive(Clone, Debug)]
pub struct UnitWord {
    /// What is measured.
    pub dimension: Dimension,
    /// The base unit.
    pub base: String,
    /// One of it in base units.
    pub factor: Decimal,
    /// Whether a Chinese numeral before it states a count in running text.
    pub spoken: bool,
    /// Longer words that begin with it and are no unit (部 in 部门).
    pub stops: Vec<Box<[char]>>,
}

/// The units and measure words, and the multipliers.
#[derive(Clone, Debug)]
pub struct Units {
    /// Unit words.
    pub words: Words<UnitWord>,
    /// 万, 亿 and the like.
    pub multipliers: Words<Decimal>,
}

impl Units {
    /// Compiles the file; the error names the entry.
    pub(super) fn build(file: File) -> Result<Self, String> {
        let mut multipliers = Vec::new();
        for (word, factor) in file.multiplier.into_iter().flat_map(|m| m.factors) {
            let factor = decimal(&factor).ok_or_else(|| format!("multiplier {word}: {factor} is no decimal"))?;
            multipliers.push((word, factor));
        }
        let mut words = Vec::new();
        for group in file.group {
            words.extend(group.words(&file.stops)?);
        }
        let words = Words::new(words);
        match file.stops.keys().find(|stop| !words.has(&super::fold(stop))) {
            Some(stop) => Err(format!("stops: {stop} is no unit word")),
            None => Ok(Self { words, multipliers: Words::new(multipliers) }),
        }
    }
}

impl Group {
    fn words(self, stops: &BTreeMap<String, List>) -> Result<Vec<(String, UnitWord)>, String> {
        let dimension = match self.dimension.as_str() {
            "money" => Dimension::Money,
            "percent" => Dimension::Percent,
            "percentage-point" => Dimension::PercentagePoint,
            "point" => Dimension::Point,
            "count" => Dimension::Count,
            "measured" => Dimension::Measured,
            other => return Err(format!("group {}: unknown dimension {other}", self.name)),
        };
        let entry = |word: String, base: String, factor: Decimal| {
            let stops = stops.get(&word).into_iter().flat_map(List::iter).map(|s| s.chars().collect()).collect();
            (word, UnitWord { dimension, base, factor, spoken: self.spoken, stops })
        };
        let mut out = Vec::new();
        for word in &self.words {
            let base = self.base.clone().unwrap_or_else(|| word.to_owned());
            out.push(entry(word.to_owned(), base, Decimal::ONE));
        }
        out.extend(self.aliases.into_iter().map(|(word, base)| entry(word, base, Decimal::ONE)));
        for (word, factor) in self.scaled {
            let factor = decimal(&factor).ok_or_else(|| format!("group {}: {factor} is no decimal", self.name))?;
            let base =
                self.base.clone().ok_or_else(|| format!("group {}: {word} is scaled without a base", self.name))?;
            out.push(entry(word, base, factor));
        }
        Ok(out)
    }
}

fn decimal(text: &str) -> Option<Decimal> {
    Decimal::from_str_exact(text).ok()
}
