//! RB103: a rule that asks for another target than the target cell.

use super::compose::{finding, points, related};
use super::{Check, Evidence, declare_check};
use crate::model::{
    Award, Bound, Comparator, Condition, Dimension, Finding, Indicator, Measured, PlaceRole, Range, Severity, Unit,
};
use rust_decimal::Decimal;

declare_check! {
    /// # 检查什么
    /// 评分规则中得满分的条件与本行的指标值是否一致：数值不同（规则写“=34个得满分”，指标值“=47个”），或方向相反
    /// （规则“≤100%得满分”，指标值“=100%”或“≥100%”）。规则另定得满分的界限（指标值≥95%，规则≥90%得满分）只作提示。
    /// # 为什么
    /// 规则和指标值不一致时，按哪一个打分都说不清；多为照抄上年或邻行规则所致。
    /// # 依据
    /// 《项目支出绩效评价管理办法》（财预〔2020〕10号）：与设定的指标值相比，完成的记该指标所赋全部分值。
    /// # 例
    /// 指标值“=47个”，规则“实际完成值=34个，得满分”。
    "RB103", "rubric-target-mismatch", Error, run,
    en: "What a rule asks for full marks should be the target of its row: another number, or the opposite direction, makes the score arguable. A rule with a threshold of its own is only remarked on.",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    evidence.report.indicators.iter().filter_map(|leaf| one(check, leaf)).collect()
}

fn one(check: &Check, leaf: &Indicator) -> Option<Finding> {
    let (rubric, target) = (leaf.rubric.as_ref()?, leaf.target.as_ref()?);
    let measure = target.value.as_ref().filter(|m| m.upper.is_none() && m.approx.is_none())?;
    let (case, range) = rubric.cases().find_map(|case| match (&case.when, &case.then) {
        (Condition::Within(Measured::Own, range), Award::Full) => Some((case, range)),
        _ => None,
    })?;
    let bound = range.low.as_ref().or(range.high.as_ref())?;
    if range.low.is_some() && range.high.is_some() && !range.is_point() {
        return None;
    }
    let wanted = bound.value.value()?;
    let quantity = &measure.quantity;
    let stated = match quantity.unit.dimension {
        Dimension::Percent => quantity.amount.checked_div(Decimal::ONE_HUNDRED)?,
        _ => quantity.amount,
    };
    if !same_unit(bound, &quantity.unit) {
        return None;
    }
    let severity = judged(range, measure.comparator, wanted, stated, leaf, bound)?;
    let severity = if rubric.damage.is_empty() { severity } else { severity.min(Severity::Warning) };
    let (t, rule) = (points(Some(target)), format!("{}", case.when).trim_start_matches('a').to_owned());
    let t: String = t.chars().filter(|c| !c.is_whitespace()).collect();
    let zh = format!("「{}」指标值为“{t}”，评分规则以“{rule}”为得满分的条件，请核对指标值和规则", leaf.name());
    let en =
        format!("{}: the target is “{t}”, the rule gives full marks for “{rule}”; check target and rule", leaf.name());
    let mut made = finding(check, &target.at, zh, en);
    made.severity = severity;
    made.stated = Some(target.clone());
    made.related = vec![crate::model::Related { role: PlaceRole::Rule, text: rule, at: case.at.clone() }];
    made.related.extend(leaf.actual.iter().map(|a| related(PlaceRole::Result, a)));
    Some(made)
}

fn same_unit(bound: &Bound, unit: &Unit) -> bool {
    let percent = matches!(bound.value, crate::model::Term::Number { percent: true, .. });
    percent == (unit.dimension == Dimension::Percent)
        && (bound.unit.is_empty() || unit.text.is_empty() || bound.unit == unit.text)
}

/// How much is wrong; `None` when rule and target go together.
fn judged(
    range: &Range,
    target: Option<Comparator>,
    wanted: Decimal,
    stated: Decimal,
    leaf: &Indicator,
    bound: &Bound,
) -> Option<Severity> {
    let upper = range.low.is_none();
    let point = range.is_point();
    if wanted == stated {
        // 达到即可 against 不得超过; a limit of zero is the same as zero.
        let opposite = match target {
            None | Some(Comparator::Equal | Comparator::AtLeast | Comparator::Above) => upper,
            Some(Comparator::AtMost | Comparator::Below) => !upper && !point,
            Some(Comparator::NotEqual) => false,
        };
        return (opposite && !wanted.is_zero()).then_some(Severity::Warning);
    }
    let exact = matches!(target, None | Some(Comparator::Equal));
    if !(point && exact) {
        return Some(Severity::Notice);
    }
    // A number that is part of the other may have lost digits.
    let (one, two) = (digits(&bound.value.to_string()), digits(&leaf.target.as_ref()?.raw));
    let lost = one.is_empty() || two.is_empty() || one.contains(&two) || two.contains(&one);
    Some(if lost { Severity::Warning } else { Severity::Error })
}

fn digits(text: &str) -> String {
    let number: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.').to_owned() } else { number }
}
