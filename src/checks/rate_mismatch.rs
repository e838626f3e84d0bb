//! NR102: a stated rate against the inputs that the report prints.

use super::declare::declare_check;
use super::{Check, Evidence, narrative};
use crate::model::{Dimension, Finding, Message, PlaceRole, RelationKind, Subject};

declare_check! {
    /// # 检查什么
    /// 有固定算法的比率（在职人员控制率、公用经费控制率、“三公”经费控制率、结转结余率、政府采购执行率等）与报告印出的分子、分母是否相符；
    /// 句中写明「甲占乙的比重」「办结36起，办结率97.3%」「由9个增加到12个，增长33.3%」「人均2000元」「12台，单价3.5万元，共42万元」
    /// 「完成预算2000万元的94.5%」「支出36万元，结余4万元，执行率90%」的，也按所写的数复算；
    /// 写出算式的（「54÷60×100%=90%」）按算式复算；
    /// 表中一行的比率，其余各行都由同样两栏算得而它不是的，也提示；只差金额单位（元、万元）的，指明单位。先按四舍五入、截断以及可能的其他基数逐一试算，都不符才算错误。
    /// # 为什么
    /// 比率是评分的依据，算错或用错基数会直接改变得分。
    /// # 依据
    /// 财预〔2013〕53号 预算绩效评价共性指标体系框架（各比率指标的计算公式）。
    /// # 例
    /// 核定编制 60 人，实际在编 54 人，在职人员控制率写为 100%：54÷60＝90%，不符。
    "NR102", "rate-mismatch", Error, run,
    en: "A rate with a fixed formula must follow from the numerator and denominator that the report prints. \
         Rounded and cut values and other bases the report prints are tried first; an error needs all to fail.",
}

/// The stated relations of this check: shares, changes, averages, what so many cost at a price, printed formulas.
fn is_rate(kind: RelationKind) -> bool {
    use RelationKind::{Average, Change, Formula, Increase, Product, Ratio, Split};
    matches!(kind, Ratio | Change | Increase | Split | Average | Product | Formula)
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    let is_ratio = |index: usize| evidence.report.relations.get(index).is_some_and(|r| is_rate(r.kind));
    evidence
        .reconciliations
        .iter()
        .filter(|r| match r.subject {
            Subject::FixedRatio(_) | Subject::SentenceRatio | Subject::RestatedRate(_) | Subject::TableRate => true,
            Subject::Relation(index) => is_ratio(index),
            _ => false,
        })
        .filter_map(|r| {
            narrative::finding(check, evidence, r, PlaceRole::Part, |stated, inputs| {
                let (zh, en) = narrative::innocent(&r.verdict);
                let decimals = stated.measure.quantity.decimals;
                let names: Vec<String> = inputs.iter().map(|f| narrative::named(f)).collect();
                let mut computed = narrative::value(r, decimals);
                if stated.measure.quantity.unit.dimension == Dimension::Percent {
                    computed = format!("{}%", computed.trim_end_matches('%'));
                } else {
                    computed.push_str(&stated.measure.quantity.unit.text);
                }
                let (stated, zh_names, en_names) = (narrative::named(stated), names.join("、"), names.join(", "));
                let money = inputs.iter().all(|f| f.measure.quantity.unit.dimension == Dimension::Money);
                if let Some(times) = narrative::powers_of_ten(r).filter(|_| money) {
                    return Message {
                        zh: format!(
                            "{stated} 与按所列单位算得的数相差 {times} 倍（{zh_names}），疑为金额单位写错，请核对单位"
                        ),
                        en: format!(
                            "{stated} is off by a factor of {times} from {en_names}; check the units of the amounts"
                        ),
                    };
                }
                Message {
                    zh: format!("{stated} 与算出的 {computed} 不符（{zh_names}；{}），请核对{zh}", r.arithmetic),
                    en: format!(
                        "{stated} is not the {computed} that follows from {en_names} ({}); check them{en}",
                        r.arithmetic
                    ),
                }
            })
        })
        .collect()
}
