//! SC102: the scores below a group do not add up to its stated score.

use super::compose::{from_reconciliation, group, is_excess_only, is_reported, points};
use super::{Check, Evidence, declare_check};
use crate::model::{Finding, Reconciliation, Subject};

declare_check! {
    /// # 检查什么
    /// 下级指标得分之和与上级指标所列得分是否一致；得分汇总表、正文中再次写出的某类指标得分与指标表是否一致。
    /// # 为什么
    /// 各级得分应逐级汇总，不一致说明至少有一处得分写错或漏写。
    /// # 依据
    /// 《项目支出绩效评价管理办法》（财预〔2020〕10号）：总分由各项指标得分汇总形成。
    /// # 例
    /// 某一级指标得分 20，下列各项得分合计 15。
    "SC102", "score-sum-mismatch", Error, run,
    en: "The scores below a group must add up to the score printed for the group, in the form and wherever it is stated again.",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    evidence.reconciliations.iter().filter(|r| is_reported(r)).filter_map(|r| one(check, evidence, r)).collect()
}

fn one(check: &Check, evidence: &Evidence<'_>, r: &Reconciliation) -> Option<Finding> {
    let index = match r.subject {
        Subject::GroupScore(index) => index,
        Subject::RestatedScore(index) => return restated(check, evidence, r, index),
        _ => return None,
    };
    let group = group(evidence, index)?;
    let score = group.score.as_ref()?;
    let s = points(Some(score));
    let zh =
        format!("「{}」得分 {s} 分，下列各项得分合计 {}，两者不符，请核对各项得分和该得分", group.name, r.arithmetic);
    let en = format!("{}: scores below give {}, stated is {s}; check them", group.name, r.arithmetic);
    // The two figures contradict each other all the same; the likely cause is named so that one correction serves both.
    let (zh, en) = if is_excess_only(r, evidence.report, group.leaves.iter().copied()) {
        (
            zh + "（差额恰为其中得分高于分值的部分，请先核对该项）",
            en + " (the gap is just what a score exceeds its weight by)",
        )
    } else {
        (zh, en)
    };
    Some(from_reconciliation(check, evidence, r, score, (zh, en)))
}

/// A score stated for a group outside the form, against the form.
fn restated(check: &Check, evidence: &Evidence<'_>, r: &Reconciliation, index: usize) -> Option<Finding> {
    let restated = evidence.report.restatements.get(index)?;
    let (name, score) = (&group(evidence, restated.group)?.name, restated.score.as_ref()?);
    let s = points(Some(score));
    let zh = format!("此处「{name}」得分 {s} 分，指标表中该项得分为 {}，两者不符，请核对后统一", r.arithmetic);
    let en = format!(
        "{name}: the score stated here is {s}, the table of indicators gives {}; make them agree",
        r.arithmetic
    );
    Some(from_reconciliation(check, evidence, r, score, (zh, en)))
}
