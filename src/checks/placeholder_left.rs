//! TX105: template text that nobody filled in.

use super::wording::{quote, remark};
use super::{Check, Evidence, declare_check};
use crate::model::{Finding, Notice};

declare_check! {
    /// # 检查什么
    /// 模板里待填的内容原样留下：“XX”“××”“某某”“待填”、只有省略号的单元格，以及没有作答的“……是否……。”问句。
    /// # 为什么
    /// 留空的占位内容说明该处没有填写，相关数据不可用。
    /// # 依据
    /// 《项目支出绩效评价管理办法》（财预〔2020〕10号）：自评结果应内容完整。
    /// # 例
    /// “XX单位2023年度整体支出××万元”。
    "TX105", "placeholder-left", Notice, run,
    en: "Template text that nobody filled in: XX, ××, a cell of dots, a question (whether …) left as a statement.",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    let find = |notice: &Notice| {
        let Notice::Placeholder { at } = notice else { return None };
        let words = quote(evidence.document, at);
        let zh = format!("「{words}」像是模板内容，没有填写或作答，请补充");
        Some(remark(
            check,
            at,
            zh,
            format!("“{words}” looks like template text left as it was; fill it in"),
            Vec::new(),
        ))
    };
    evidence.notices.iter().filter_map(find).collect()
}
