//! SC105: an indicator with a weight has no score, or a total stands without any part.

use super::compose::{finding, points, related, weight};
use super::{Check, Evidence, declare_check};
use crate::model::{Finding, Indicator, PlaceRole, Related, Report, Severity};

declare_check! {
    /// # 检查什么
    /// 有分值的指标没有得分，而其他指标已评分；或者有指标表，却只写了总分，没有任何分项得分（连指标表也没有的，见 RD105）。
    /// # 为什么
    /// 漏填得分使总分无法复核；只有总分的自评无法说明扣分所在。
    /// # 依据
    /// 《项目支出绩效评价管理办法》（财预〔2020〕10号）：总分由各项指标得分汇总形成。
    /// # 例
    /// 某指标分值 3 分，得分栏空白，同组其他指标均有得分。
    "SC105", "score-missing", Warning, run,
    en: "An indicator with a weight has no score while others are scored; or a total is stated without any part.",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    let report = evidence.report;
    if report.indicators.is_empty() {
        return total_alone(check, evidence).into_iter().collect();
    }
    let missing: Vec<&Indicator> = report
        .indicators
        .iter()
        .enumerate()
        .filter(|(i, leaf)| is_missing(report, *i, leaf))
        .map(|(_, leaf)| leaf)
        .collect();
    let scored = report.indicators.iter().filter(|leaf| leaf.score.as_ref().is_some_and(|s| s.value.is_some())).count();
    if scored == 0 {
        return Vec::new();
    }
    if missing.len() > scored {
        return mostly_missing(check, &missing).into_iter().collect();
    }
    missing.into_iter().map(|leaf| one(check, leaf)).collect()
}

fn is_missing(report: &Report, index: usize, leaf: &Indicator) -> bool {
    let weighted = weight(leaf).is_some_and(|w| w > rust_decimal::Decimal::ZERO);
    let unscored = |l: &Indicator| l.score.as_ref().is_none_or(|s| s.value.is_none());
    // A form may print scores for groups only.
    let scored_as_group = || {
        let holders = report.groups.iter().filter(|g| g.level > 0 && g.score.is_some() && g.leaves.contains(&index));
        let innermost = holders.max_by_key(|g| g.level);
        innermost.is_some_and(|g| g.leaves.iter().filter_map(|&l| report.indicators.get(l)).all(unscored))
    };
    // What the score stood in was cut off with the rest.
    let cut = report.cut_off && index + 1 == report.indicators.len();
    weighted && unscored(leaf) && !cut && !scored_as_group()
}

fn one(check: &Check, leaf: &Indicator) -> Finding {
    let (name, w) = (leaf.name(), points(leaf.weight.as_ref()));
    let raw = points(leaf.score.as_ref());
    let (zh_cell, en_cell) = if raw.is_empty() {
        (String::new(), String::new())
    } else {
        (format!("（只写“{raw}”）"), format!(" (only \"{raw}\")"))
    };
    let zh = format!("「{name}」分值 {w}，没有得分{zh_cell}，请补填；不适用的请说明分值如何处理");
    let en = format!(
        "{name}: weight {w} but no score{en_cell}; fill it in, or say how the weight of an item that does not apply is treated"
    );
    let mut made = finding(check, leaf.score.as_ref().map_or(&leaf.at, |s| &s.at), zh, en);
    made.related = leaf.weight.iter().map(|w| related(PlaceRole::Weight, w)).collect();
    made
}

/// When most scores are missing, the column was hardly filled in or hardly read: one remark.
fn mostly_missing(check: &Check, missing: &[&Indicator]) -> Option<Finding> {
    let first = missing.first()?;
    let zh = format!("{} 项有分值的指标没有得分，请补填；如原件已填，则是未能读出", missing.len());
    let en = format!(
        "{} weighted indicators have no score; fill them in, unless the file could not be read well",
        missing.len()
    );
    let place =
        |leaf: &&Indicator| Related { role: PlaceRole::Other, text: leaf.name().to_owned(), at: leaf.at.clone() };
    let mut made = finding(check, &first.at, zh, en);
    made.severity = Severity::Notice;
    made.related = missing.iter().skip(1).take(12).map(place).collect();
    Some(made)
}

/// A total without any part cannot be checked. Where nothing is scored at all, it is the table that is missing.
fn total_alone(check: &Check, evidence: &Evidence<'_>) -> Option<Finding> {
    let report = evidence.report;
    if !evidence.shows_scoring() {
        return None;
    }
    let total = report.head.total_score.as_ref().or(report.head.stated_scores.first())?;
    if report.groups.iter().any(|g| g.level > 0 && g.score.is_some()) {
        return None;
    }
    let t = points(Some(total));
    let zh = format!("总分 {t} 没有分项得分，无法复核，请附评分表或逐项列出得分");
    let en = format!(
        "the total {t} stands without any part and cannot be checked; add the scoring table or list the scores"
    );
    let mut made = finding(check, &total.at, zh, en);
    made.severity = Severity::Notice;
    made.stated = Some(total.clone());
    Some(made)
}
