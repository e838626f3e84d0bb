//! TX105: template text that nobody filled in.

use super::wording::{quote, remark};
use super::{Check, Evidence, declare_check};
use crate::model::{Finding, Location, Notice};

declare_check! {
    /// # 检查什么
    /// 模板里待填的内容原样留下：“XX”“××”“某某”“待填”、只有省略号的单元格，以及没有作答的“是否……”问句。
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
    // In the order of their first places. An unfilled form holds the same mark in every cell: it is remarked on once.
    let mut kinds: Vec<(String, Vec<&Location>)> = Vec::new();
    for notice in evidence.notices {
        let Notice::Placeholder { at } = notice else { continue };
        let words = quote(evidence.document, at);
        match kinds.iter_mut().find(|(known, _)| *known == words) {
            Some((_, places)) => places.push(at),
            None => kinds.push((words, vec![at])),
        }
    }
    kinds.into_iter().flat_map(|(words, places)| told(check, &words, &places)).collect()
}

/// More places with the same words than this are told of in one finding.
const APART: usize = 3;

fn told(check: &Check, words: &str, places: &[&Location]) -> Vec<Finding> {
    let zh = format!("「{words}」像是模板内容，没有填写或作答，请补充");
    let en = format!("“{words}” looks like template text left as it was; fill it in");
    match places {
        [first, ..] if places.len() > APART => {
            let count = places.len();
            let (zh, en) = (format!("{zh}（同样的共 {count} 处）"), format!("{en} ({count} such places)"));
            vec![remark(check, first, zh, en, Vec::new())]
        }
        _ => places.iter().map(|at| remark(check, at, zh.clone(), en.clone(), Vec::new())).collect(),
    }
}
