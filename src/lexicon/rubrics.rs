//! The words of scoring rules: `patterns/rubrics.toml` in, a table that says which word stands at a place out.
//!
//! Meaning by place and order is `normalize::rubric`.

use super::list::List;
use super::words::Words;
use crate::model::{Attainment, RowsOf};
use serde::Deserialize;

/// What a listed word does in a scoring rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleWord {
    /// 评分规则：
    Opens,
    /// 评价要点：
    Describes,
    /// 得满分
    Full,
    /// 不得分
    Zero,
    /// 本指标全扣
    Void,
    /// 得, 计 before points
    Award,
    /// 直接得分
    Exempt,
    /// 酌情
    Judged,
    /// 合理确定分值
    Bands,
    /// 扣
    Deduct,
    /// 每
    Each,
    /// 增加
    Up,
    /// 减少
    Down,
    /// 偏离
    Off,
    /// 发生
    Event,
    /// 扣完为止
    Floor,
    /// 最高得
    Cap,
    /// 否则
    Otherwise,
    /// 未达到目标值的
    Missed,
    /// 达成预期目标
    Met,
    /// 部分达成
    Partly,
    /// 未达成
    Unmet,
    /// 达到
    Reach,
    /// 目标值
    Target,
    /// 实际完成值
    Actual,
    /// 总数
    Whole,
    /// 分值
    Weight,
    /// 按比例计分
    Proportion,
    /// 按线性插值法
    Linear,
    /// 按
    By,
    /// 占
    Share,
    /// 与
    With,
    /// 的比重
    Ratio,
    /// 乘以
    Times,
    /// 除以
    Over,
    /// 起, 例, 项
    Counter,
    /// 个百分点, 个点
    PercentagePoint,
    /// 满分, 共 before the points of the whole
    Total,
    /// 以此类推
    Onward,
    /// 各占
    Pair,
    /// 分别
    Several,
    /// 一半
    Half,
    /// 本指标得分
    OwnItem,
    /// 的, 时
    Filler,
    /// 如, 若
    LeadIn,
    /// 当年
    Kept,
    /// 为, 在
    Tie,
    /// 超出
    Beyond,
    /// 不足, 不到
    NumberOnly,
    /// 只有
    Only,
    /// 计算得分
    EndsFormula,
    /// 调查
    Survey,
    /// 适当调减
    Adjusts,
    /// 绝对值
    Absolute,
    /// 延迟, 逾期
    Late,
    /// 为一档
    Grade,
    /// 基本达成
    Nearly,
    /// 注：
    Note,
}

/// The words of scoring rules.
#[derive(Clone, Debug)]
pub struct Rubrics {
    words: Words<RuleWord>,
    attained: Words<Attainment>,
    rows: Words<RowsOf>,
    quarters: Quarters,
    /// The words of the four quarters, each with its number from 0.
    quarter_words: Words<usize>,
}

/// Names of rates by quarter.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Quarters {
    words: [Vec<String>; 4],
    progress: Vec<String>,
    cumulative: Vec<String>,
    examples: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    phrase: Vec<Phrase>,
    attained: Vec<Degree>,
    rows: Vec<Degree>,
    quarters: Quarters,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Phrase {
    kind: RuleWord,
    words: List,
    examples: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Degree {
    #[serde(alias = "degree", alias = "kind")]
    name: String,
    words: List,
    examples: Vec<String>,
}

const ATTAINED: [(&str, Attainment); 3] =
    [("met", Attainment::Met), ("partly", Attainment::Partly), ("missed", Attainment::Missed)];
const ROWS: [(&str, RowsOf); 4] = [
    ("numeric", RowsOf::Numeric),
    ("forward", RowsOf::Forward),
    ("reverse", RowsOf::Reverse),
    ("qualitative", RowsOf::Qualitative),
];

/// The words of entries, each with what the name of its entry stands for.
fn told<T: Copy + PartialEq>(what: &str, entries: &[Degree], things: &[(&str, T)]) -> Result<Words<T>, String> {
    let thing = |entry: &Degree| {
        let found = things.iter().find(|(name, _)| *name == entry.name);
        found.map(|(_, thing)| *thing).ok_or_else(|| format!("{what}: unknown kind {}", entry.name))
    };
    let mut words = Vec::new();
    for entry in entries {
        let thing = thing(entry)?;
        words.extend(entry.words.iter().map(|word| (word, thing)));
    }
    let words = Words::new(words);
    for entry in entries {
        let thing = thing(entry)?;
        let reads = |rest: &[char]| words.longest_at(rest).is_some_and(|(_, found)| *found == thing);
        examples_hold(&format!("{what} {}", entry.name), &entry.examples, reads)?;
    }
    Ok(words)
}

/// Whether every example can be read from one of its characters on.
fn examples_hold(what: &str, examples: &[String], reads: impl Fn(&[char]) -> bool) -> Result<(), String> {
    let holds = |example: &&String| {
        let chars: Vec<char> = super::fold(example).chars().collect();
        (0..chars.len()).any(|at| reads(&chars[at..]))
    };
    match examples.iter().find(|e| !holds(e)) {
        Some(example) => Err(format!("{what}: example {example:?} holds none of its words")),
        None => Ok(()),
    }
}

impl Rubrics {
    /// Reads the pattern file.
    ///
    /// # Errors
    /// When it is no such file, or an example does not hold a word of its entry.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let file: File = super::entries(text)?;
        let phrases = file.phrase.iter().flat_map(|p| p.words.iter().map(|word| (word, p.kind)));
        let quarters = file.quarters.words.iter().enumerate();
        let quarters = quarters.flat_map(|(quarter, words)| words.iter().map(move |word| (word, quarter)));
        let rubrics = Self {
            words: Words::new(phrases),
            attained: told("attained", &file.attained, &ATTAINED)?,
            rows: told("rows", &file.rows, &ROWS)?,
            quarter_words: Words::new(quarters),
            quarters: file.quarters,
        };
        for phrase in &file.phrase {
            let holds = |rest: &[char]| rubrics.at(rest).any(|(_, kind)| kind == phrase.kind);
            examples_hold(&format!("phrase {:?}", phrase.kind), &phrase.examples, holds)?;
        }
        if let Some(example) = rubrics.quarters.examples.iter().find(|e| rubrics.quarter(e).is_none()) {
            return Err(format!("quarters: example {example:?} names none"));
        }
        Ok(rubrics)
    }

    /// The quarter (0 to 3) whose rate of payments a name is.
    #[must_use]
    pub fn quarter(&self, name: &str) -> Option<usize> {
        let folded = super::fold(name);
        if !self.quarters.progress.iter().any(|w| folded.contains(w.as_str())) {
            return None;
        }
        let chars: Vec<char> = folded.chars().collect();
        // 第三季度 holds 三季度, and no other quarter.
        let named = |at: usize| self.quarter_words.longest_at(chars.get(at..)?).map(|(_, &quarter)| quarter);
        (0..chars.len()).filter_map(named).min()
    }

    /// The name of what an absolute value is taken of: 预算调整率 of 预算调整率的绝对值 and |预算调整率|, nothing
    /// of 绝对值 alone.
    #[must_use]
    pub fn without_absolute(&self, name: &str) -> Option<String> {
        if let Some(inner) = name.strip_prefix('|').and_then(|rest| rest.strip_suffix('|')) {
            return Some(inner.to_owned());
        }
        let chars = super::chars(&super::fold(name));
        let ends = |at: &usize| {
            self.at(&chars[*at..]).any(|(length, kind)| kind == RuleWord::Absolute && at + length == chars.len())
        };
        let at = (0..chars.len()).find(ends)?;
        Some(super::text_of(&chars[..at]).trim_end_matches('的').to_owned())
    }

    /// Whether a rule counts progress from January on.
    #[must_use]
    pub fn is_cumulative(&self, text: &str) -> bool {
        self.quarters.cumulative.iter().any(|w| text.contains(w.as_str()))
    }

    /// Whether a word may begin with a character; cheaper than looking.
    #[must_use]
    pub fn may_start(&self, c: char) -> bool {
        self.words.may_start(c)
    }

    /// The words that folded characters start with, longest first, each with its length.
    pub fn at<'a>(&'a self, chars: &'a [char]) -> impl Iterator<Item = (usize, RuleWord)> + 'a {
        self.words.starting(chars).map(|(length, &kind)| (length, kind))
    }

    /// The rows that a sentence of a form note is about, when folded characters start with words for them.
    #[must_use]
    pub fn rows_at(&self, chars: &[char]) -> Option<(usize, RowsOf)> {
        self.rows.longest_at(chars).map(|(length, &rows)| (length, rows))
    }

    /// How far a result in words says the goal was reached. The text may go on with other words after the degree.
    #[must_use]
    pub fn attainment(&self, text: &str) -> Option<Attainment> {
        let chars: Vec<char> = super::fold(text).chars().collect();
        self.attained.longest_at(&chars).map(|(_, &degree)| degree)
    }
}
