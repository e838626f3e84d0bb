//! BG101: the parts of a budget line do not add up to it.

use super::compose::{from_reconciliation, is_reported};
use super::{Check, Evidence, declare_check};
use crate::model::{FigureRole, Finding, Reconciliation, Subject};

declare_check! {
    /// # 检查什么
    /// 合计行与其各组成部分之和是否一致；“其中”所列之和是否超过其总额。
    /// # 为什么
    /// 金额加不拢，执行率和得分都失去依据。
    /// # 依据
    /// 报表勾稽关系；“其中”不必列全，不足总额不算错。
    /// # 例
    /// 合计 586.00，下列 371.15 与 224.85。
    "BG101", "budget-sum-mismatch", Error, run,
    en: "A total row must equal its parts; parts that are only some of a line (其中) may not exceed it.",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    evidence.reconciliations.iter().filter(|r| is_reported(r)).filter_map(|r| one(check, evidence, r)).collect()
}

fn one(check: &Check, evidence: &Evidence<'_>, r: &Reconciliation) -> Option<Finding> {
    let Subject::BudgetSum(index, column) = r.subject else { return None };
    let line = evidence.report.budget.get(index)?;
    let (stated, zh_column, en_column) = match column {
        FigureRole::Initial => (line.initial.as_ref()?, "年初预算数", "initial budget"),
        FigureRole::Planned => (line.planned.as_ref()?, "预算数", "budget"),
        FigureRole::Spent => (line.spent.as_ref()?, "执行数", "spending"),
        FigureRole::Prior => (line.prior.as_ref()?, "上年数", "last year"),
        _ => return None,
    };
    let (amount, unit) = (stated.raw.trim(), &line.unit);
    let unit = if amount.ends_with(unit.as_str()) { "" } else { unit.as_str() };
    let zh = format!(
        "「{}」{zh_column} {amount}{unit}，各组成部分合计 {}，两者不符，请核对各项金额",
        line.item, r.arithmetic
    );
    let en = format!("{}, {en_column}: stated {amount}{unit}, its parts give {}; check them", line.item, r.arithmetic);
    Some(from_reconciliation(check, evidence, r, stated, (zh, en)))
}
