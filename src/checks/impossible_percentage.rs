//! NR105: a percentage that no whole count of the stated number gives.

use super::declare::declare_check;
use super::{Check, Evidence, narrative};
use crate::model::{Finding, Message, PlaceRole, Subject};

declare_check! {
    /// # 检查什么
    /// 句中先写总件数（人数、户数等整数），紧接着写百分率的，是否有某个整数除以总数、四舍五入后能得到这个百分率。
    /// # 为什么
    /// 若没有，这个百分率多半不是按所写总数算出的：基数另有所指、数字有误，或者是截断而未四舍五入。
    /// # 依据
    /// 整数比的可得性检验（GRIM 检验，Brown 与 Heathers，2017）。
    /// # 例
    /// 「处理工单35件，满意率为98.5%」：34÷35＝97.14%，35÷35＝100%，得不到98.5%。
    "NR105", "impossible-percentage", Warning, run,
    en: "When a whole count is followed by a percentage of it, some whole number over that count must print as that percentage. \
         If none does, the rate has another base, was cut instead of rounded, or is wrong (GRIM test).",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    evidence
        .reconciliations
        .iter()
        .filter(|r| r.subject == Subject::WholeCount)
        .filter_map(|r| {
            narrative::finding(check, evidence, r, PlaceRole::Whole, |stated, others| {
                let other = others.first().map(|f| format!("{} {}", f.label, f.raw)).unwrap_or_default();
                let (label, raw) = (&stated.label, &stated.raw);
                Message {
                    zh: format!("{label} {raw} 不能由 {other} 得到（{}），请核对基数（也可能按已评价件数等另一基数计算，或截断而未四舍五入）", r.arithmetic),
                    en: format!("no whole number out of {other} gives {label} {raw} ({}); check the base (another base, or cutting instead of rounding, would explain it)", r.arithmetic.replace('；', "; ")),
                }
            })
        })
        .collect()
}
