//! RD103: characters that could not be read, or that conversion replaced.

use super::wording::{quote, remark};
use super::{Check, Evidence, declare_check};
use crate::model::{Finding, Notice};

declare_check! {
    /// # 检查什么
    /// 文件中有无法解码的字节或字形；PDF 某一页的文字多为乱码；中文句子里夹着孤立的英文虚词（如“培训 and 管理”）。
    /// # 为什么
    /// 这些地方的原字已经丢失，附近的文字和数字要对照原件。
    /// # 依据
    /// 《信息技术 中文编码字符集》（GB 18030-2022）。
    /// # 例
    /// “业务培训 and 管理工作”，原字应为“和”。
    "RD103", "characters-undecodable", Notice, run,
    en: "Bytes or glyphs that stand for no known character, a PDF page of garbled text, or a lone English function word between Chinese characters where conversion replaced one.",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    let find = |notice: &Notice| match notice {
        Notice::UndecodableBytes { count, at } => {
            let zh = format!("有 {count} 处文字无法解码，已用替代符号表示，请核对文件编码或重新取得文件");
            let en = format!("{count} place(s) could not be decoded; check the encoding or obtain the file again");
            Some(remark(check, at, zh, en, Vec::new()))
        }
        Notice::GarbledText { page, at } => {
            let zh = format!("第 {page} 页的文字多为乱码，该页的数字和文字请对照原件核对");
            let en =
                format!("much of the text on page {page} is garbled; compare its figures and words with the original");
            Some(remark(check, at, zh, en, Vec::new()))
        }
        Notice::ForeignWord { at } => {
            let word = quote(evidence.document, at);
            let zh = format!("中文句子里出现孤立的「{word}」，可能是转换造成，请对照原件");
            Some(remark(
                check,
                at,
                zh,
                format!("a lone “{word}” in Chinese text, probably from conversion"),
                Vec::new(),
            ))
        }
        _ => None,
    };
    evidence.notices.iter().filter_map(find).collect()
}
