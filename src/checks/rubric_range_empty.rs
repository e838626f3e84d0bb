//! RB105: a range in a rule that holds no value.

use super::compose::finding;
use super::{Check, Evidence, declare_check};
use crate::model::{Bound, Condition, Edge, Finding, Measured, Rubric};

declare_check! {
    /// # 检查什么
    /// 评分规则中的区间是否有值可落：下限高于上限（20%≤比率<0%），或两端相等而不含端点。
    /// # 为什么
    /// 没有任何值落在其中，这一档永远用不上；多为上下限写反，也可能是数字缺失，因此只作警告。
    /// # 依据
    /// 评分标准应能据以计分（财预〔2020〕10号：评价指标和标准应清晰、可衡量）。
    /// # 例
    /// “20%≤比率<0%，每增加1%扣5%的权重分”。
    "RB105", "rubric-range-empty", Warning, run,
    en: "A range whose lower end lies above its upper end holds no value: the ends are swapped, or digits are lost.",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for leaf in &evidence.report.indicators {
        for case in leaf.rubric.iter().flat_map(Rubric::cases) {
            if let Some(Condition::Within(_, range)) = ranged(&case.when)
                && let (Some(low), Some(high)) = (&range.low, &range.high)
                && is_empty(low, high)
            {
                let text = format!("{}", Condition::Within(Measured::Own, range.clone())).replace('a', "x");
                let zh = format!("「{}」评分规则的区间“{text}”内没有值，上下限可能写反，请核对规则", leaf.name());
                let en = format!("{}: no value lies in the range “{text}” of the rule; check its ends", leaf.name());
                found.push(finding(check, &case.at, zh, en));
            }
        }
    }
    found
}

fn ranged(when: &Condition) -> Option<&Condition> {
    match when {
        Condition::Within(..) => Some(when),
        Condition::All(all) => all.iter().find_map(ranged),
        _ => None,
    }
}

fn is_empty(low: &Bound, high: &Bound) -> bool {
    let (Some(a), Some(b)) = (low.amount(), high.amount()) else { return false };
    a > b || (a == b && low.edge == Edge::Open && high.edge == Edge::Open)
}
