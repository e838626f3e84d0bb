//! RD104: the text of a table cell ends in mid sentence.

use super::wording::{quote, remark};
use super::{Check, Evidence, declare_check};
use crate::model::{Finding, Notice};

declare_check! {
    /// # 检查什么
    /// 表格单元格的文字停在句中：同样的话在其他行都有下文，或停在算式符号之后、词语中间；单元格内括号缺一半。
    /// 只是句末没有句号的，不提示。
    /// # 为什么
    /// 评分规则被截断后无法按规则复算得分；多为单元格过小或换页所致。
    /// # 依据
    /// 《项目支出绩效评价管理办法》（财预〔2020〕10号）：自评表应列明指标和评分标准，评分有据可查。
    /// # 例
    /// 某行规则停在“得分=资”，其余各行为“得分=资金使用率×分值”。
    "RD104", "cell-cut-off", Notice, run,
    en: "The text of a cell stops where the same words go on in other rows, behind a sign of arithmetic or within a word, or a bracket in it has no partner. A missing full stop is no fault.",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    let document = evidence.document;
    let find = |notice: &Notice| match notice {
        Notice::CellCutOff { at } => {
            let words = quote(document, at);
            let zh = format!("单元格文字停在「{words}」，似未写完，请对照原件补全");
            Some(remark(check, at, zh, format!("the cell stops at “{words}”; compare the original"), Vec::new()))
        }
        Notice::UnpairedMark { at } if at.cell.is_some() => {
            let mark = quote(document, at);
            let zh = format!("单元格内「{mark}」没有配对的另一半，文字可能有缺漏，请对照原件");
            let en = format!("{mark} in the cell has no partner; text may be lost, compare the original");
            Some(remark(check, at, zh, en, Vec::new()))
        }
        _ => None,
    };
    evidence.notices.iter().filter_map(find).collect()
}
