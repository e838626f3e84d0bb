//! NR106: the same amount stated in units that are powers of ten apart, or with a unit that breaks off.

use super::declare::declare_check;
use super::wording::{quote, remark};
use super::{Check, Evidence, narrative};
use crate::model::{Finding, Message, Notice, PlaceRole, Severity, Subject};

declare_check! {
    /// # 检查什么
    /// 同一名称的金额在两处数字相同、单位相差十的若干次方的（一处写586.00万元，另一处写586.00元）；金额的单位只写“万”而缺“元”的。
    /// # 为什么
    /// 单位写错一位，金额就差十倍乃至万倍，而数字看上去完全一致，最不易发现。
    /// # 依据
    /// 财预〔2020〕10号：绩效自评结果应当真实、准确，前后一致。
    /// # 例
    /// 「项目资金586.00元」与表中「项目资金586.00万元」；「补助资金23.96万」应写为「23.96万元」。
    "NR106", "unit-slip", Error, run,
    en: "The same amount must not be stated in units that are powers of ten apart, and money needs its unit in full (万元, not 万).",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    let slips = evidence.reconciliations.iter().filter(|r| r.subject == Subject::UnitSlip).filter_map(|r| {
        narrative::finding(check, evidence, r, PlaceRole::Other, |stated, others| {
            let (zh, en) = narrative::innocent(&r.verdict);
            let other = others.first().map(|f| format!("{} {}", f.label, f.raw)).unwrap_or_default();
            let (label, raw) = (&stated.label, &stated.raw);
            Message {
                zh: format!("{label} {raw} 与另一处的 {other} 数字相同而单位不同，请核对单位{zh}"),
                en: format!("{label} {raw} has the digits of {other} elsewhere but another unit; check the units{en}"),
            }
        })
    });
    let document = evidence.document;
    let cut_off = evidence.notices.iter().filter_map(|notice| match notice {
        Notice::UnitIncomplete { at } => {
            let words = quote(document, at);
            let zh = format!("金额「{words}」单位不完整，同句其他金额带“元”，请核对单位");
            let en = format!("the unit of {words} is incomplete beside its neighbours; check it");
            Some(Finding { severity: Severity::Notice, ..remark(check, at, zh, en, Vec::new()) })
        }
        _ => None,
    });
    slips.chain(cut_off).collect()
}
