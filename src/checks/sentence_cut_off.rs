//! TX103: a sentence of the running text that stops in its middle or lost a mark.

use super::wording::{quote, remark};
use super::{Check, Evidence, declare_check};
use crate::model::{Finding, Notice};

declare_check! {
    /// # 检查什么
    /// 正文段落停在逗号、顿号或左括号处而后文没有接续；正文中的括号、书名号缺一半。
    /// # 为什么
    /// 句子残缺时，其中的数据和得分可能不全；多数是转换或换页造成，也可能是漏写。
    /// # 依据
    /// 《标点符号用法》（GB/T 15834-2011）：括号、书名号成对使用，句末用句末点号。
    /// # 例
    /// 正文写作“印发《预算管理办法》内部控制手册》”，右书名号多一个。
    "TX103", "sentence-cut-off", Notice, run,
    en: "A paragraph stops at a comma or opening bracket and nothing continues it, or a bracket or book-title mark of the running text has no partner. Often the file, not the author, is at fault.",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    let document = evidence.document;
    let find = |notice: &Notice| match notice {
        Notice::SentenceCutOff { at } => {
            let words = quote(document, at);
            let zh = format!("段落停在「{words}」处，后文没有接续，请对照原件补全");
            Some(remark(check, at, zh, format!("the paragraph stops at “{words}”; compare the original"), Vec::new()))
        }
        Notice::UnpairedMark { at } if at.cell.is_none() => {
            let mark = quote(document, at);
            let zh = format!("「{mark}」没有配对的另一半，文字可能有缺漏，请对照原件");
            Some(remark(
                check,
                at,
                zh,
                format!("{mark} has no partner; text may be lost, compare the original"),
                Vec::new(),
            ))
        }
        _ => None,
    };
    evidence.notices.iter().filter_map(find).collect()
}
