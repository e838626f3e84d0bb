//! RD101: a page without a text that can be read.

use super::wording::remark;
use super::{Check, Evidence, declare_check};
use crate::model::{Finding, Notice};

declare_check! {
    /// # 检查什么
    /// 某一页是扫描图片、文字画成了图形，或者文字无法解码，没有可以读取的文字层。扫描件下面隐藏的识别文字不采用。
    /// # 为什么
    /// 这些页上的指标、得分和金额都没有读到，其余各页的合计可能因此对不上，结论只对读到的部分有效。
    /// # 依据
    /// 《电子文件归档与电子档案管理规范》（GB/T 18894-2016）：归档的电子文件应当可读、可用。
    /// # 例
    /// 第3页是一整页扫描图片，没有文字；请换用原始电子文件，或识别文字后逐项核对。
    "RD101", "no-text-layer", Warning, run,
    en: "A page is a scan, holds its text as shapes, or names no characters for its glyphs. Text that recognition hid under a scan is not used. Figures on such pages were not read.",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    let find = |notice: &Notice| match notice {
        Notice::NoTextLayer { page, hidden, at } => {
            let (zh, en) = if *hidden {
                (
                    format!("第 {page} 页是扫描图片，下面隐藏的识别文字未采用，请换用原始电子文件或对照图片核对"),
                    format!("page {page} is a scan; the text hidden under it was not used; obtain the original file"),
                )
            } else {
                (
                    format!("第 {page} 页没有可读的文字层，该页内容未读取，请换用原始电子文件或先做文字识别"),
                    format!(
                        "page {page} has no readable text and was not read; obtain the original file or recognize its text first"
                    ),
                )
            };
            Some(remark(check, at, zh, en, Vec::new()))
        }
        _ => None,
    };
    evidence.notices.iter().filter_map(find).collect()
}
