//! NR101: parts that are stated to make up a whole do not add up to it.

use super::declare::declare_check;
use super::{Check, Evidence, narrative};
use crate::model::{Finding, Message, RelationKind, Subject};

declare_check! {
    /// # 检查什么
    /// 文字中写明由若干部分组成的合计数，与各部分之和是否相等。“其中”只列举部分内容的，不检查。
    /// # 为什么
    /// 合计与分项不符，必有一数有误，引用该数的结论也随之存疑。
    /// # 依据
    /// 数据应当真实、准确（财预〔2020〕10号第五条：绩效评价结果真实、客观）。
    /// # 例
    /// 「共办理案件23件，分别为甲类4件、乙类1件、丙类17件」：4＋1＋17＝22，与23不符。
    "NR101", "parts-sum-mismatch", Error, run,
    en: "Parts that a sentence states to make up a whole must add up to it. Lists after 其中 need not be complete and are left alone.",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    let is_sum = |index: usize| evidence.report.relations.get(index).is_some_and(|r| r.kind == RelationKind::Sum);
    evidence
        .reconciliations
        .iter()
        .filter(|r| matches!(r.subject, Subject::Relation(index) if is_sum(index)))
        .filter_map(|r| {
            narrative::finding(check, evidence, r, "part", |stated, _| {
                let (zh, en) = narrative::innocent(&r.verdict);
                Message {
                    zh: format!(
                        "{} {} 与各部分之和不符（{}），请核对合计与分项{zh}",
                        stated.label, stated.raw, r.arithmetic
                    ),
                    en: format!(
                        "{} {} is not the sum of its parts ({}); check total and parts{en}",
                        stated.label, stated.raw, r.arithmetic
                    ),
                }
            })
        })
        .collect()
}
