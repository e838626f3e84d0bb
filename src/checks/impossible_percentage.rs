//! NR105: a percentage that no whole count of the stated number gives.

use super::declare::declare_check;
use super::{Check, Evidence, narrative};
use crate::model::{Finding, Message, Subject};

declare_check! {
    /// # 检查什么
    /// 句中先写总件数（人数、户数等整数），紧接着写百分率的，是否有某个整数除以总数，四舍五入后能得到这个百分率；截尾才能得到的，加以说明。附近另有能得到它的总数的，不提示。
    /// # 为什么
    /// 若没有，这个百分率不是按所写总数算出的：基数另有所指，或者数字有误。
    /// # 依据
    /// 整数比的可得性检验（GRIM 检验，Brown 与 Heathers，2017）。
    /// # 例
    /// 「处理工单35件，满意率为98.5%」：34÷35＝97.14%，35÷35＝100%，得不到98.5%。
    "NR105", "impossible-percentage", Warning, run,
    en: "When a whole count is followed by a percentage of it, some whole number over that count must print as that percentage. \
         If none does, the rate has another base or is wrong (GRIM test).",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    evidence
        .reconciliations
        .iter()
        .filter(|r| r.subject == Subject::WholeCount)
        .filter_map(|r| {
            narrative::finding(check, evidence, r, "whole", |stated, others| {
                let (zh, en) = narrative::innocent(&r.verdict);
                let other = others.first().map(|f| format!("{} {}", f.label, f.raw)).unwrap_or_default();
                let (label, raw) = (&stated.label, &stated.raw);
                Message {
                    zh: format!("{label} {raw} 不能由 {other} 得到（{}），请核对基数{zh}", r.arithmetic),
                    en: format!(
                        "no whole number out of {other} gives {label} {raw} ({}); check the base{en}",
                        r.arithmetic
                    ),
                }
            })
        })
        .collect()
}
