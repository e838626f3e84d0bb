//! The words of scoring rules: `patterns/rubrics.toml` in, a table that says which word stands at a place out.
//!
//! Meaning by place and order is `normalize::rubric`.

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
    words: Vec<String>,
    examples: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Degree {
    #[serde(alias = "degree", alias = "kind")]
    name: String,
    words: Vec<String>,
    examples: Vec<String>,
}

impl Rubrics {
    /// Reads the pattern file.
    ///
    /// # Errors
    /// When it is no such file, or an example does not hold a word of its entry.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|e| e.to_string())?;
        let words = file.phrase.iter().flat_map(|p| p.words.iter().map(|w| (w.clone(), p.kind)));
        let mut degrees = Vec::new();
        for entry in &file.attained {
            let degree = match entry.name.as_str() {
                "met" => Attainment::Met,
                "partly" => Attainment::Partly,
                "missed" => Attainment::Missed,
                other => return Err(format!("attained: unknown degree {other}")),
            };
            degrees.extend(entry.words.iter().map(|w| (w.clone(), degree)));
        }
        let mut rows = Vec::new();
        for entry in &file.rows {
            let kind = match entry.name.as_str() {
                "numeric" => RowsOf::Numeric,
                "forward" => RowsOf::Forward,
                "reverse" => RowsOf::Reverse,
                "qualitative" => RowsOf::Qualitative,
                other => return Err(format!("rows: unknown kind {other}")),
            };
            rows.extend(entry.words.iter().map(|w| (w.clone(), kind)));
        }
        let (attained, rows) = (Words::new(degrees), Words::new(rows));
        let quarters = file.quarters.words.iter().enumerate();
        let quarter_words =
            Words::new(quarters.flat_map(|(quarter, words)| words.iter().map(move |w| (w.clone(), quarter))));
        let rubrics = Self { words: Words::new(words), attained, rows, quarters: file.quarters, quarter_words };
        for phrase in &file.phrase {
            for example in &phrase.examples {
                let chars: Vec<char> = super::fold(example).chars().collect();
                let holds = |at: usize| rubrics.at(chars.get(at..).unwrap_or_default()).any(|(_, k)| k == phrase.kind);
                if !(0..chars.len()).any(holds) {
                    return Err(format!("phrase {:?}: example {example:?} holds none of its words", phrase.kind));
                }
            }
        }
        for entry in &file.attained {
            if let Some(example) = entry.examples.iter().find(|e| rubrics.attainment(e).is_none()) {
                return Err(format!("attained {:?}: example {example:?} is not read", entry.name));
            }
        }
        for entry in &file.rows {
            let reads = |example: &&String| {
                let chars: Vec<char> = super::fold(example).chars().collect();
                (0..chars.len()).any(|i| rubrics.rows_at(chars.get(i..).unwrap_or_default()).is_some())
            };
            if let Some(example) = entry.examples.iter().find(|e| !reads(e)) {
                return Err(format!("rows {:?}: example {example:?} is not read", entry.name));
            }
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

    /// Whether a rule counts progress from January on.
    #[must_use]
    pub fn is_cumulative(&self, text: &str) -> bool {
        self.quarters.cumulative.iter().any(|w| text.contains(w.as_str()))
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
