//! SC101: a score above the weight it is awarded out of.

use super::compose::{excess, from_reconciliation, group, is_reported, points, related, weight};
use super::{Check, Evidence, declare_check};
use crate::model::{Finding, Indicator, Interval, PlaceRole, Reconciliation, Rubric, Severity, Subject};

declare_check! {
    /// # 检查什么
    /// 指标得分高于本指标分值；一级、二级指标得分高于其分值；未列分值的指标得分高于所属指标分值；下级得分合计高于上级分值。
    /// # 为什么
    /// 得分不能超过分值，超出部分会直接抬高总分。
    /// # 依据
    /// 《项目支出绩效评价管理办法》（财预〔2020〕10号）：完成指标值的，记该指标所赋全部分值，未完成的按比例记分。
    /// # 例
    /// 某指标分值 10 分，得分 12 分。
    "SC101", "score-exceeds-weight", Error, run,
    en: "A score may not exceed its weight: of an indicator, of a group, of an indicator against the weight of its group when it prints none, and of all scores below a group.",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    evidence.reconciliations.iter().filter(|r| is_reported(r)).filter_map(|r| one(check, evidence, r)).collect()
}

fn one(check: &Check, evidence: &Evidence<'_>, r: &Reconciliation) -> Option<Finding> {
    let (name, score, full, zh_of, en_of) = match r.subject {
        Subject::ScoreWithinWeight(leaf) => {
            let leaf = evidence.report.indicators.get(leaf)?;
            if may_exceed(leaf) {
                return None;
            }
            (leaf.name(), leaf.score.as_ref()?, leaf.weight.as_ref()?, "分值".to_owned(), "its weight".to_owned())
        }
        Subject::ScoreWithinGroup(leaf, holder) => {
            let (leaf, holder) = (evidence.report.indicators.get(leaf)?, group(evidence, holder)?);
            let (zh, en) =
                (format!("所属「{}」的分值", holder.name), format!("the weight of its group {}", holder.name));
            (leaf.name(), leaf.score.as_ref()?, holder.weight.as_ref()?, zh, en)
        }
        Subject::GroupScoreWithinWeight(index) => {
            let group = group(evidence, index)?;
            (
                group.name.as_str(),
                group.score.as_ref()?,
                group.weight.as_ref()?,
                "分值".to_owned(),
                "its weight".to_owned(),
            )
        }
        Subject::GroupScoresWithinWeight(index) => return below(check, evidence, r, index),
        _ => return None,
    };
    let (s, w) = (points(Some(score)), points(Some(full)));
    let zh = format!("「{name}」得分 {s} 高于{zh_of} {w}，请核对评分");
    let en = format!("{name}: score {s} exceeds {en_of} {w}; check the score");
    let holder = match r.subject {
        Subject::GroupScoreWithinWeight(index) | Subject::ScoreWithinGroup(_, index) => Some(index),
        _ => None,
    };
    // A group's weight that its own parts contradict, and that the score keeps to when they are right, is what is wrong.
    let doubtful = holder
        .and_then(|index| contradicted(evidence, index))
        .is_some_and(|parts| r.stated.is_some_and(|score| score.low <= parts.high));
    let (zh, en) = if doubtful { (zh + WEIGHT_MAY_BE_WRONG.0, en + WEIGHT_MAY_BE_WRONG.1) } else { (zh, en) };
    let mut made = from_reconciliation(check, evidence, r, score, (zh, en));
    if doubtful {
        made.severity = made.severity.min(Severity::Warning);
    }
    made.related = vec![related(PlaceRole::Weight, full)];
    Some(made)
}

/// Whether the row's own rule gives points on top of the weight, and the score keeps to their limit.
fn may_exceed(leaf: &Indicator) -> bool {
    let Some(limit) = leaf.rubric.as_ref().and_then(Rubric::bonus) else { return false };
    let most = weight(leaf).zip(limit).and_then(|(weight, limit)| weight.checked_add(limit));
    let score = leaf.score.as_ref().and_then(|s| s.value.as_ref()).map(|m| m.quantity.amount);
    most.is_none_or(|most| score.is_some_and(|score| score <= most))
}

/// How a message ends when the weight may be what is wrong.
const WEIGHT_MAY_BE_WRONG: (&str, &str) = (
    "（该分值与下级分值合计也不符，可能是分值有误）",
    " (the weights below do not add up to it either: the weight may be wrong)",
);

/// What the weights below a group give, when they contradict its own.
fn contradicted(evidence: &Evidence<'_>, group: usize) -> Option<Interval> {
    let of_group = |r: &&Reconciliation| r.subject == Subject::GroupWeight(group) && is_reported(r);
    evidence.reconciliations.iter().find(of_group)?.recomputed
}

/// The scores below a group against its weight, unless a part of it is already reported for as much.
fn below(check: &Check, evidence: &Evidence<'_>, r: &Reconciliation, index: usize) -> Option<Finding> {
    let group = group(evidence, index)?;
    let weight = group.weight.as_ref()?;
    let over = r.recomputed?.minus(r.stated?)?;
    let children = group.children.iter().copied().collect::<std::collections::BTreeSet<_>>();
    let reported_below = evidence
        .reconciliations
        .iter()
        .filter(|other| is_reported(other))
        .any(|other| matches!(other.subject, Subject::GroupScoresWithinWeight(child) if children.contains(&child)));
    if reported_below
        || excess(evidence.report, group.leaves.iter().copied()).is_some_and(|e| e >= over.low && !e.is_zero())
    {
        return None;
    }
    // When the weights below add up to something else too, the weight of the group is what is wrong.
    let weight_doubtful = contradicted(evidence, index).is_some();
    let w = points(Some(weight));
    let (zh_doubt, en_doubt) = if weight_doubtful { WEIGHT_MAY_BE_WRONG } else { ("", "") };
    let zh = format!("「{}」各项得分合计 {}，高于其分值 {w}，请核对分值和评分{zh_doubt}", group.name, r.arithmetic);
    let en = format!(
        "{}: scores below add up to {}, above its weight {w}; check weight and scores{en_doubt}",
        group.name, r.arithmetic
    );
    let mut made = from_reconciliation(check, evidence, r, weight, (zh, en));
    if weight_doubtful {
        made.severity = made.severity.min(Severity::Warning);
    }
    Some(made)
}
