//! SC103: the scores do not add up to the stated total.

use super::compose::{from_reconciliation, is_excess_only, is_reported, points};
use super::{Check, Evidence, declare_check};
use crate::model::{Finding, Reconciliation, Subject};

declare_check! {
    /// # 检查什么
    /// 各指标得分（含预算执行率得分）之和与所列总分是否一致。
    /// # 为什么
    /// 总分决定评价等级，必须能由各项得分加总得到。
    /// # 依据
    /// 《项目支出绩效评价管理办法》（财预〔2020〕10号）：总分由各项指标得分汇总形成。
    /// # 例
    /// 各指标得分合计 93.5，总分写 95.5。
    "SC103", "total-score-mismatch", Error, run,
    en: "All scores, with the scored execution rate, must add up to the stated total.",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    evidence.reconciliations.iter().filter(|r| is_reported(r)).filter_map(|r| one(check, evidence, r)).collect()
}

fn one(check: &Check, evidence: &Evidence<'_>, r: &Reconciliation) -> Option<Finding> {
    let report = evidence.report;
    if r.subject != Subject::TotalScore || is_excess_only(r, report, 0..report.indicators.len()) {
        return None;
    }
    let grand = report.groups.iter().find(|g| g.level == 0);
    let total = report.head.total_score.as_ref().or_else(|| grand?.score.as_ref())?;
    let t = points(Some(total));
    let zh = format!("总分 {t} 分，各项得分合计 {}，两者不符，请核对各项得分和总分", r.arithmetic);
    let en = format!("the scores give {}, the stated total is {t}; check scores and total", r.arithmetic);
    Some(from_reconciliation(check, evidence, r, total, (zh, en)))
}
