//! NR104: a figure of the text against the same figure of a table.

use super::declare::declare_check;
use super::{Check, Evidence, narrative};
use crate::model::{Finding, Message, PlaceRole, Reconciliation, RelationKind, Subject};

declare_check! {
    /// # 检查什么
    /// 正文引用的数与表中同名的数是否一致；正文的数若等于表中相邻同类指标的数，提示可能串行。
    /// # 为什么
    /// 表内数据是评分依据，正文与表不一致时读者无从判断哪个数参与了评分。
    /// # 依据
    /// 财预〔2020〕10号：自评表与自评报告应当相互一致。
    /// # 例
    /// 正文「16个区域监测点」，表中区域监测点位数 120 个、功能区监测点位数 16 个。
    "NR104", "narrative-table-conflict", Error, run,
    en: "A figure in the text must agree with the figure of the same name in a table. \
         When it has the value of a neighbouring row instead, the two may be mixed up.",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    let relation = |index: usize| evidence.report.relations.get(index).is_some_and(|r| r.kind == RelationKind::Same);
    let own = |r: &&Reconciliation| match r.subject {
        Subject::SameFigure { with_table } => with_table,
        Subject::Relation(index) => relation(index),
        _ => false,
    };
    evidence
        .reconciliations
        .iter()
        .filter(own)
        .filter_map(|r| {
            narrative::finding(check, evidence, r, PlaceRole::Other, |stated, others| {
                let (zh, en) = narrative::innocent(&r.verdict);
                let name = |f: &&crate::model::Figure| format!("{} {}", f.label, f.raw);
                let other = others.first().map(name).unwrap_or_default();
                let (more_zh, more_en) = others.get(1).map(name).map_or_else(Default::default, |s| {
                    (format!("，而等于表中的 {s}"), format!("; it equals {s} instead"))
                });
                let (label, raw) = (&stated.label, &stated.raw);
                Message {
                    zh: format!("正文 {label} {raw} 与表中 {other} 不一致{more_zh}，请核对{zh}"),
                    en: format!("{label} {raw} in the text is not {other} of the table{more_en}; check both{en}"),
                }
            })
        })
        .collect()
}
