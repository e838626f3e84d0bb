//! NR103: one figure stated twice in the text, differently.

use super::declare::declare_check;
use super::{Check, Evidence, narrative};
use crate::model::{Finding, Message, PlaceRole, Subject};

declare_check! {
    /// # 检查什么
    /// 正文两处写同一名称、同一单位、同一年度的数，数值是否一致。各次活动、物资等可以重复出现的数不比较。
    /// # 为什么
    /// 同一事实两个数，至少一处有误；据此评分的指标需要重新核定。
    /// # 依据
    /// 财预〔2020〕10号：绩效自评结果应当真实、准确，前后一致。
    /// # 例
    /// 一处写「部门资金支付进度率为76.1%」，另一处写「部门资金支付进度率为84.3%」。
    "NR103", "figure-conflict", Error, run,
    en: "The same figure stated twice in the text must have the same value at the printed precision. \
         Events and goods that recur with other numbers are not compared.",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    evidence
        .reconciliations
        .iter()
        .filter(|r| r.subject == Subject::SameFigure { with_table: false })
        .filter_map(|r| {
            narrative::finding(check, evidence, r, PlaceRole::Other, |stated, others| {
                let (zh, en) = narrative::innocent(&r.verdict);
                let other = others.first().map(|f| format!("{} {}", f.label, f.raw)).unwrap_or_default();
                let (label, raw) = (&stated.label, &stated.raw);
                Message {
                    zh: format!("{label} {raw} 与另一处的 {other} 不一致，请核对并统一{zh}"),
                    en: format!("{label} {raw} and {other} elsewhere disagree; check which is right{en}"),
                }
            })
        })
        .collect()
}
