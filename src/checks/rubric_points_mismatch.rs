//! RB104: the points that a rule gives against the weight of its row.

use super::compose::{finding, points, related, weight};
use super::{Check, Evidence, declare_check};
use crate::model::{Award, Finding, Full, Indicator, Location, PlaceRole, Related, Severity, Understanding};
use rust_decimal::Decimal;

declare_check! {
    /// # 检查什么
    /// 评分规则各要点的分数合计（或分档的最高分）与本行分值是否一致；某一要点的分数高于分值的，为错误。
    /// # 为什么
    /// 规则的满分与分值不等，得分就无法按规则给出；多为调整权重后没有修改规则。
    /// # 依据
    /// 各地评分表：分值为该指标的满分，评分标准在分值内分解。
    /// # 例
    /// 分值 3 分，规则写“实现全覆盖（8分）”。
    "RB104", "rubric-points-mismatch", Error, run,
    en: "The points that a rule gives for its items, or its best tier, should make up the weight of the row. An item worth more than the whole row is an error.",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    evidence.report.indicators.iter().filter_map(|leaf| one(check, leaf)).collect()
}

fn one(check: &Check, leaf: &Indicator) -> Option<Finding> {
    let rubric = leaf.rubric.as_ref()?;
    let full = weight(leaf).filter(|w| *w > Decimal::ZERO)?;
    if rubric.understanding() != Understanding::Fully {
        return None;
    }
    let worth: Option<Vec<(Decimal, &Location)>> = rubric
        .parts
        .iter()
        .map(|part| match part.full {
            // 每项加2分，最高5分: the most that it brings is what it is worth.
            Full::Points(points) => Some((part.cap.unwrap_or(points), &part.at)),
            Full::Weight => None,
        })
        .collect();
    let worth = worth?;
    let printed: Vec<String> = worth.iter().map(|(p, _)| p.normalize().to_string()).collect();
    let sum = worth.iter().try_fold(Decimal::ZERO, |sum, (p, _)| sum.checked_add(*p))?;
    let above = worth.iter().find(|(points, _)| *points > full);
    if sum == full || (above.is_none() && rubric.cases().any(|c| c.then == Award::Void)) {
        return None;
    }
    let w = points(leaf.weight.as_ref());
    let stated = leaf.weight.as_ref()?;
    let (zh, en, at) = match above {
        Some((points, at)) => (
            format!(
                "「{}」评分规则中一项为 {} 分，高于本行分值 {w}，请核对分值和规则",
                leaf.name(),
                points.normalize()
            ),
            format!(
                "{}: the rule gives {} points for one item, the weight is {w}; check both",
                leaf.name(),
                points.normalize()
            ),
            *at,
        ),
        None => (
            format!(
                "「{}」评分规则各项合计 {} = {}，分值为 {w}，请核对分值和规则",
                leaf.name(),
                printed.join(" + "),
                sum.normalize()
            ),
            format!(
                "{}: the rule's items add up to {} = {}, the weight is {w}; check both",
                leaf.name(),
                printed.join(" + "),
                sum.normalize()
            ),
            &rubric.at,
        ),
    };
    let mut made = finding(check, at, zh, en);
    if above.is_none() || !rubric.damage.is_empty() {
        made.severity = Severity::Warning;
    }
    made.stated = Some(stated.clone());
    made.related = vec![related(PlaceRole::Weight, stated)];
    made.related.extend(above.map(|(p, at)| Related {
        role: PlaceRole::Rule,
        text: format!("{}分", p.normalize()),
        at: (*at).clone(),
    }));
    Some(made)
}
