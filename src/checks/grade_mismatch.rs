//! SC107: the grade does not follow from the total.

use super::compose::{finding, innocent, is_reported, points, related};
use super::{Check, Evidence, declare_check};
use crate::model::{Finding, PlaceRole, Reconciliation, Severity, Subject, Verdict};

declare_check! {
    /// # 检查什么
    /// 评价等级与总分是否相符：优先用报告自己列出的等级标准，没有时用通行标准（优≥90，良≥80，中≥60）。
    /// # 为什么
    /// 等级直接影响结果应用，与总分不符会误导使用者。
    /// # 依据
    /// 《项目支出绩效评价管理办法》（财预〔2020〕10号）：90（含）—100 分为优、80（含）—90 分为良、60（含）—80 分为中、60 分以下为差。
    /// # 例
    /// 总分 72，等级写“优”。
    "SC107", "grade-mismatch", Error, run,
    en: "The grade must follow from the total, on the scale the report prints, else on the national one.",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    evidence.reconciliations.iter().filter(|r| is_reported(r)).filter_map(|r| one(check, evidence, r)).collect()
}

fn one(check: &Check, evidence: &Evidence<'_>, r: &Reconciliation) -> Option<Finding> {
    let report = evidence.report;
    if r.subject != Subject::Grade {
        return None;
    }
    let grade = report.head.grade.as_ref()?;
    let grand = report.groups.iter().find(|g| g.level == 0);
    let total = report.head.total_score.as_ref().or_else(|| grand?.score.as_ref())?;
    let (t, g) = (points(Some(total)), grade.raw.trim());
    let (zh_doubt, en_doubt) = innocent(&r.verdict);
    let zh = format!("等级「{g}」与总分 {t} 分不符（{}），请核对等级和总分{zh_doubt}", r.arithmetic);
    let scale = r.arithmetic.replace('，', ", ");
    let en = format!("the grade {g} does not follow from the total {t} ({scale}); check both{en_doubt}");
    let mut made = finding(check, &grade.at, zh, en);
    if matches!(r.verdict, Verdict::Suspicious(_)) {
        made.severity = Severity::Warning;
    }
    made.stated = Some(total.clone());
    made.arithmetic = Some(r.arithmetic.clone());
    made.figures.extend(total.figure);
    made.related = vec![related(PlaceRole::Other, total)];
    Some(made)
}
