//! RD102: digits seem to be lost.

use super::wording::{other, quote, remark};
use super::{Check, Evidence, declare_check};
use crate::model::{Finding, Notice, PlaceRole};

declare_check! {
    /// # 检查什么
    /// 同一句话在别的单元格里数字完整，在这里少了数字；“%”前没有数字；用 --ocr 由图片识别出的页。
    /// # 为什么
    /// 转换或换页会丢掉数字，按残缺的数字计算会得出错误结论，因此先提示核对。
    /// # 依据
    /// 《出版物上数字用法》（GB/T 15835-2011）：数值与计量单位应完整、一致。
    /// # 例
    /// 各行都是“80%-60%（含）”，这一行是“80%-0%（含）”。
    "RD102", "digits-doubtful", Notice, run,
    en: "Digits seem to be lost: the same phrase is complete in other cells, a percent sign has no number, or a page was recognized from its picture with --ocr.",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    let document = evidence.document;
    let find = |notice: &Notice| match notice {
        Notice::DigitsLost { at, model } => {
            let (here, there) = (quote(document, at), quote(document, model));
            let zh = format!("此处为「{here}」，同一句话别处为「{there}」，数字可能有缺失，请对照原件");
            let en = format!(
                "“{here}” here, “{there}” in the same phrase elsewhere: digits may be lost, compare the original"
            );
            Some(remark(check, at, zh, en, vec![other(document, PlaceRole::Model, model)]))
        }
        Notice::Recognized { page, unknown, at } => {
            let zh = format!("第 {page} 页由图片识别而来，其中 {unknown} 个数字认不准，其余也可能认错，请逐项对照原件");
            let en = format!(
                "page {page} was recognized from a picture, {unknown} of its digits are uncertain; compare it with the original"
            );
            Some(remark(check, at, zh, en, Vec::new()))
        }
        Notice::AmbiguousNumber { at } => {
            let words = quote(document, at);
            let zh = format!("「{words}」不能读成一个数，请对照原件");
            Some(remark(
                check,
                at,
                zh,
                format!("“{words}” cannot be read as one number; compare the original"),
                Vec::new(),
            ))
        }
        _ => None,
    };
    evidence.notices.iter().filter_map(find).collect()
}
