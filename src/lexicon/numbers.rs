//! `patterns/numbers.toml`: comparators, hedges, and the words that show that digits state no quantity.

use super::list::List;
use super::words::Words;
use crate::model::{Approx, Comparator};
use serde::Deserialize;
use serde::de::IgnoredAny;

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    comparator: Vec<Bound>,
    limit: Vec<Bound>,
    hedge: Vec<Hedge>,
    list: Vec<Named>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bound {
    #[serde(rename = "source")]
    _source: IgnoredAny,
    sign: String,
    words: List,
    #[serde(rename = "examples")]
    _examples: IgnoredAny,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hedge {
    #[serde(rename = "source")]
    _source: IgnoredAny,
    place: Place,
    words: List,
    less: bool,
    more: bool,
    #[serde(default)]
    unless_after: Vec<char>,
    #[serde(rename = "examples")]
    _examples: IgnoredAny,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Place {
    Before,
    Between,
    After,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    name: String,
    #[serde(rename = "source")]
    _source: IgnoredAny,
    words: List,
    #[serde(default, rename = "examples")]
    _examples: IgnoredAny,
}

/// A hedge, and the letters before it with which it is another word.
#[derive(Clone, Debug)]
pub struct HedgeWord {
    /// What it says of the number.
    pub approx: Approx,
    /// 节 before 约, 附 before 近.
    pub unless_after: Vec<char>,
}

/// The words around numbers.
#[derive(Clone, Debug)]
pub struct Numbers {
    /// ≥, 不低于, 超过: before the number.
    pub comparators: Words<Comparator>,
    /// 以上, 以内: after the unit.
    pub limits: Words<Comparator>,
    /// 约, 近: before the number.
    pub hedges_before: Words<HedgeWord>,
    /// 多, 余: between number and unit.
    pub hedges_between: Words<HedgeWord>,
    /// 左右, +: after the unit.
    pub hedges_after: Words<HedgeWord>,
    /// （含） at an end of a band.
    pub inclusion: Words<()>,
    /// 达到, 控制在: may open a cell.
    pub lead: Words<()>,
    /// 附件, 表: the number is an ordinal.
    pub numbering: Words<()>,
    /// 电话, 编码: the digits are a code.
    pub contact: Words<()>,
    /// 110, 12345.
    pub short_codes: Words<()>,
    /// 攻坚, 行动: the number belongs to a name.
    pub name_after: Words<()>,
    /// 楼, 届: the number is a rank.
    pub rank_after: Words<()>,
    /// 值班 after 24小时.
    pub regime_after: Words<()>,
    /// 四个意识.
    pub fixed: Words<()>,
    /// 统一, 万一: the numeral belongs to the word before it.
    pub left_words: Words<()>,
    /// 连续, 历时: before a length of time.
    pub duration_before: Words<()>,
    /// 为, 共: announce a number without a unit.
    pub bare_before: Words<()>,
    /// 上午: the number is a time of day.
    pub time_before: Words<()>,
    /// 完成: what follows a number in a cell is no unit.
    pub not_units: Words<()>,
}

impl Numbers {
    /// Compiles the file; the error names the entry.
    pub(super) fn build(file: File) -> Result<Self, String> {
        let File { comparator, limit, hedge, list } = file;
        let hedges = |place| {
            let chosen = hedge.iter().filter(|h| h.place == place);
            Words::new(chosen.flat_map(|h| {
                h.words.iter().map(|word| {
                    let approx = Approx { text: word.to_owned(), may_be_less: h.less, may_be_more: h.more };
                    (word, HedgeWord { approx, unless_after: h.unless_after.clone() })
                })
            }))
        };
        let named = list;
        let list = |name: &str| {
            let mut lists = named.iter().filter(|l| l.name == name);
            match (lists.next(), lists.next()) {
                (Some(list), None) => Ok(Words::new(list.words.iter().map(|word| (word, ())))),
                (None, _) => Err(format!("list \"{name}\" is missing")),
                _ => Err(format!("list \"{name}\" stands twice")),
            }
        };
        Ok(Self {
            comparators: signs(&comparator, "comparator")?,
            limits: signs(&limit, "limit")?,
            hedges_before: hedges(Place::Before),
            hedges_between: hedges(Place::Between),
            hedges_after: hedges(Place::After),
            inclusion: list("inclusion")?,
            lead: list("lead")?,
            numbering: list("numbering")?,
            contact: list("contact")?,
            short_codes: list("short code")?,
            name_after: list("name after")?,
            rank_after: list("rank after")?,
            regime_after: list("regime after")?,
            fixed: list("fixed phrase")?,
            left_words: list("left word")?,
            duration_before: list("duration before")?,
            bare_before: list("bare before")?,
            time_before: list("time before")?,
            not_units: list("not a unit")?,
        })
    }
}

fn signs(entries: &[Bound], table: &str) -> Result<Words<Comparator>, String> {
    let mut words = Vec::new();
    for entry in entries {
        let comparator = match entry.sign.as_str() {
            "=" => Comparator::Equal,
            "≠" => Comparator::NotEqual,
            "≥" => Comparator::AtLeast,
            ">" => Comparator::Above,
            "≤" => Comparator::AtMost,
            "<" => Comparator::Below,
            other => return Err(format!("{table}: unknown sign {other}")),
        };
        words.extend(entry.words.iter().map(|word| (word, comparator)));
    }
    Ok(Words::new(words))
}
