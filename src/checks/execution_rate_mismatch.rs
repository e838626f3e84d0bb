//! BG102: a printed execution rate does not follow from its amounts.

use super::compose::{from_reconciliation, is_reported, related};
use super::{Check, Evidence, declare_check};
use crate::model::{Finding, PlaceRole, Reconciliation, Subject};

declare_check! {
    /// # 检查什么
    /// 执行率与执行数 ÷ 预算数（或年初预算数）是否一致，按所列小数位允许四舍五入或截尾。
    /// # 为什么
    /// 执行率多数直接计分，算错会带来得分错误。
    /// # 依据
    /// 《项目支出绩效评价管理办法》（财预〔2020〕10号）自评表：执行率 = 全年执行数 ÷ 全年预算数。
    /// # 例
    /// 预算 250000，执行 215457.6，执行率写 86.19%（应为 86.18%）。
    "BG102", "execution-rate-mismatch", Error, run,
    en: "A printed execution rate must be spent over budget (planned, else initial) at its printed decimals.",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    evidence.reconciliations.iter().filter(|r| is_reported(r)).filter_map(|r| one(check, evidence, r)).collect()
}

fn one(check: &Check, evidence: &Evidence<'_>, r: &Reconciliation) -> Option<Finding> {
    let Subject::BudgetRate(index) = r.subject else { return None };
    let line = evidence.report.budget.get(index)?;
    let rate = line.rate.as_ref()?;
    let stated = rate.raw.trim();
    let zh = format!("「{}」执行率 {stated}，按所列金额应为 {}，两者不符，请核对执行率和金额", line.item, r.arithmetic);
    let en = format!(
        "{}: the execution rate {stated} does not follow from the amounts: {}; check them",
        line.item, r.arithmetic
    );
    let mut made = from_reconciliation(check, evidence, r, rate, (zh, en));
    let cells = [(PlaceRole::Whole, &line.initial), (PlaceRole::Whole, &line.planned), (PlaceRole::Part, &line.spent)];
    made.related = cells.into_iter().filter_map(|(role, cell)| Some(related(role, cell.as_ref()?))).collect();
    Some(made)
}
