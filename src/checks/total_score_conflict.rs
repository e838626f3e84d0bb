//! SC104: two statements of the total score disagree.

use super::compose::{from_reconciliation, is_reported, points, related};
use super::{Check, Evidence, declare_check};
use crate::model::{Finding, Measure, PlaceRole, Reconciliation, Stated, Subject};

declare_check! {
    /// # 检查什么
    /// 报告各处（表格、正文）所写的自评总分是否一致。
    /// # 为什么
    /// 同一总分写成两个数，读者无法判断以哪个为准。
    /// # 依据
    /// 报告前后一致的基本要求；总分应以评分表合计为准。
    /// # 例
    /// 评分表合计 94.5，正文写“自评得分 95 分”。
    "SC104", "total-score-conflict", Error, run,
    en: "Every statement of the total score must give the same number, as far as its printed decimals go.",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    let mut made: Vec<(rust_decimal::Decimal, Finding)> = Vec::new();
    for r in evidence.reconciliations.iter().filter(|r| is_reported(r)) {
        let Some((first, other)) = statements(evidence, r) else { continue };
        let Some(value) = other.amount() else { continue };
        // The same number stated again is one disagreement, not another.
        match made.iter_mut().find(|(seen, _)| *seen == value) {
            Some((_, finding)) => {
                finding.related.push(related(PlaceRole::Other, other));
                finding.figures.extend(other.figure);
            }
            None => made.push((value, one(check, evidence, r, first, other))),
        }
    }
    made.into_iter().map(|(_, finding)| finding).collect()
}

fn statements<'a>(evidence: &Evidence<'a>, r: &Reconciliation) -> Option<(&'a Stated<Measure>, &'a Stated<Measure>)> {
    let Subject::TotalStatements(first, other) = r.subject else { return None };
    let all = &evidence.report.head.stated_scores;
    all.get(first).zip(all.get(other))
}

fn one(
    check: &Check,
    evidence: &Evidence<'_>,
    r: &Reconciliation,
    first: &Stated<Measure>,
    other: &Stated<Measure>,
) -> Finding {
    let (a, b) = (points(Some(other)), points(Some(first)));
    let zh = format!("此处总分 {a} 分，另一处总分 {b} 分，两处不一致，请核对后统一");
    let en = format!("the total is {a} here and {b} elsewhere; make them agree");
    let mut made = from_reconciliation(check, evidence, r, other, (zh, en));
    made.related = vec![related(PlaceRole::First, first)];
    made
}
