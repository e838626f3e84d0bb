//! RB107: a rule that belongs to another row.

use super::compose::{finding, leaf_place, score};
use super::{Check, Evidence, declare_check};
use crate::model::{Award, Condition, Finding, Indicator, Measured, PlaceRole, Related, Report, Rubric, Subject};
use std::collections::{BTreeMap, BTreeSet};

declare_check! {
    /// # 检查什么
    /// 评分规则用另一行指标的名称计分（得分=另一指标完成率×分值）；或两行的得分各自符合对方的规则，疑为规则写反。
    /// # 为什么
    /// 规则错位时，得分看似有据，实际是按别的指标打的分。
    /// # 依据
    /// 评分标准应与指标对应（财预〔2020〕10号：评价指标和标准应与评价对象密切相关）。
    /// # 例
    /// “组织建设完成率”一行的规则写“得分=培训完成率×分值”，而“培训完成率”是另一行指标。
    "RB107", "rubric-of-another-indicator", Warning, run,
    en: "A rule that scores by the name of another row's indicator, or two rows whose scores each follow the other's rule.",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    let report = evidence.report;
    let mut rows: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, leaf) in report.indicators.iter().enumerate() {
        rows.entry(plain(leaf.name())).or_default().push(index);
    }
    let mut found: Vec<Finding> =
        report.indicators.iter().filter_map(|leaf| foreign(check, report, &rows, leaf)).collect();
    found.extend(swapped(check, evidence));
    found
}

/// A name without quotation marks and white space.
fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    plain.extend(name.chars().filter(|c| !c.is_whitespace() && !matches!(c, '"' | '“' | '”' | '、')));
    plain
}

/// The names that a rule scores by.
fn names(rubric: &Rubric) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for case in rubric.cases() {
        if let Award::Formula(term) = &case.then {
            all.extend(term.names().into_iter().map(plain));
        }
        if let Condition::Within(Measured::Named(name), _) = &case.when {
            all.insert(plain(name));
        }
    }
    all
}

fn foreign(check: &Check, report: &Report, rows: &BTreeMap<String, Vec<usize>>, leaf: &Indicator) -> Option<Finding> {
    let rubric = leaf.rubric.as_ref()?;
    let names = names(rubric);
    // One measure, which is another row's and not what this row defines.
    let name = names.first().filter(|_| names.len() == 1)?;
    let own = plain(leaf.name());
    let [other] = rows.get(name)?.as_slice() else { return None };
    let defined = rubric.definitions.iter().any(|d| plain(&d.name) == *name);
    if *name == own || own.contains(name.as_str()) || name.contains(&own) || defined {
        return None;
    }
    let zh = format!("「{}」的评分规则按「{name}」计分，那是另一行指标，请核对规则", leaf.name());
    let en = format!("{}: its rule scores by {name}, which is another row; check the rule", leaf.name());
    let mut made = finding(check, &rubric.at, zh, en);
    made.related = vec![leaf_place(PlaceRole::Other, report.indicators.get(*other)?)];
    Some(made)
}

/// Two rows whose scores each follow the other's rule.
fn swapped(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    let by: BTreeSet<(usize, usize)> = evidence
        .reconciliations
        .iter()
        .filter_map(|r| match r.subject {
            Subject::ScoreByOtherRule(row, rule) => Some((row, rule)),
            _ => None,
        })
        .collect();
    let pair = |&(one, two): &(usize, usize)| {
        if one > two || !by.contains(&(two, one)) {
            return None;
        }
        let (a, b) = (evidence.report.indicators.get(one)?, evidence.report.indicators.get(two)?);
        let (s, t) = (score(a)?, score(b)?);
        let zh = format!(
            "「{}」得分 {s} 与「{}」得分 {t} 各自符合对方的评分规则，两行规则可能写反，请核对",
            a.name(),
            b.name()
        );
        let en = format!(
            "the scores of {} ({s}) and {} ({t}) each follow the other's rule; the two rules may be swapped",
            a.name(),
            b.name()
        );
        let mut made = finding(check, &a.rubric.as_ref()?.at, zh, en);
        let rule = |leaf: &Indicator| {
            let at = leaf.rubric.as_ref().map(|r| r.at.clone()).unwrap_or_default();
            Related { role: PlaceRole::Rule, text: leaf.name().to_owned(), at }
        };
        made.related = vec![rule(b)];
        Some(made)
    };
    by.iter().filter_map(pair).collect()
}
