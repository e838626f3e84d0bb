//! TX104: a table that is announced does not follow, or table numbers skip.

use super::wording::{other, quote, remark};
use super::{Check, Evidence, declare_check};
use crate::model::{Finding, Notice, PlaceRole};

declare_check! {
    /// # 检查什么
    /// 附件（附表）标题写明是表格，下面却没有表就接着下一个标题；表号不连续（如表1-2之后是表1-5）。
    /// 文件开头的“附件1”和文末的附件清单不提示。
    /// # 为什么
    /// 自评表缺失时，分值、得分无从核对；表号不连续可能漏附表格。
    /// # 依据
    /// 《项目支出绩效评价管理办法》（财预〔2020〕10号）：单位自评以项目支出绩效自评表的形式反映。
    /// # 例
    /// “附件1：2023年度项目支出绩效自评表”之后直接是“二、佐证材料”。
    "TX104", "attachment-or-table-missing", Notice, run,
    en: "A caption announces a table and the next heading follows at once, or table numbers skip. An attachment number above the report and a list of attachments at its end are normal.",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    let document = evidence.document;
    let find = |notice: &Notice| match notice {
        Notice::AttachmentMissing { at } => {
            let words = quote(document, at);
            let zh = format!("「{words}」之后没有表格，请补附表格，或核对文件转换时是否丢失");
            let en = format!("no table follows “{words}”; attach it, or check whether conversion lost it");
            Some(remark(check, at, zh, en, Vec::new()))
        }
        Notice::TableNumberSkips { before, after } => {
            let (from, to) = (quote(document, before), quote(document, after));
            let zh = format!("「{from}」之后是「{to}」，表号不连续，请核对编号或是否漏附表格");
            let en = format!("{from} is followed by {to}; check the numbers or whether tables are missing");
            Some(remark(check, after, zh, en, vec![other(document, PlaceRole::Before, before)]))
        }
        _ => None,
    };
    evidence.notices.iter().filter_map(find).collect()
}
