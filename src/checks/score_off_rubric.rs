//! RB101: a score that its own scoring rule does not give.

use super::compose::{from_reconciliation, is_reported, points, related};
use super::{Check, Evidence, declare_check};
use crate::model::{
    Convention, Finding, Indicator, Measure, PlaceRole, Reason, Reconciliation, Stated, Subject, Verdict,
};
use std::collections::BTreeMap;

declare_check! {
    /// # 检查什么
    /// 把评分规则的文字读成算式，用本行的目标值、实际完成值、分值和报告中列出的数字重算得分；规则文字允许的各种读法（整步或按比例扣、
    /// 先舍入比率或后舍入得分、以分值为限）都得不出所列得分时报告，并指出该得分符合哪一行的规则或哪种通行算法。本行没有规则时，按表注对
    /// 同类指标（定量、正向、反向、定性）规定的计分办法重算；有“得分系数”栏的，按分值 × 得分系数重算；规则按要点整项给分的，核对得分能否
    /// 由各要点的分数凑成。依据表注、正文表述或任务清单得出的，只作警告。
    /// # 为什么
    /// 得分应由本行规则算出。规则写一种、打分用另一种，总分就失去依据。
    /// # 依据
    /// 《项目支出绩效评价管理办法》（财预〔2020〕10号）：自评得分按指标完成情况和评分标准计算；各地评分表在每行列明评分规则。
    /// # 例
    /// 规则“每减少1%扣2%的权重分”，完成 97%，分值 1 分，应得 0.94 分，自评 0.97 分。
    "RB101", "score-off-rubric", Error, run,
    en: "The wording of each scoring rule is read as a formula and evaluated on the row's target, result and weight and on figures printed elsewhere; a score that no reading of the rule gives is reported, with the rule or convention that would give it. Rows without a rule are held against what the form notes for rows like them, scores against weight × coefficient where the form has such a column, and judged scores against the sums that whole points can make.",
}

/// The best explanation of each row's score.
type Explanations<'a> = BTreeMap<usize, &'a Reconciliation>;

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    let mut explanations = Explanations::new();
    for r in evidence.reconciliations {
        if let Subject::ScoreByOtherRule(row, _) | Subject::ScoreByConvention(row, _) = r.subject {
            explanations.entry(row).or_insert(r);
        }
    }
    let reported = evidence.reconciliations.iter().filter(|r| is_reported(r));
    reported.filter_map(|r| one(check, evidence, &explanations, r)).collect()
}

fn one(check: &Check, evidence: &Evidence<'_>, explanations: &Explanations<'_>, r: &Reconciliation) -> Option<Finding> {
    let index = match r.subject {
        Subject::ScoreByRubric(index) | Subject::ScoreByCoefficient(index) => index,
        Subject::ScoreSlip(index) => {
            let leaf = evidence.report.indicators.get(index)?;
            return Some(slipped(check, evidence, leaf.name(), leaf.score.as_ref()?, r));
        }
        Subject::ExecutionScore(index) => {
            let line = evidence.report.budget.get(index)?;
            return Some(slipped(check, evidence, &line.item, line.score.as_ref()?, r));
        }
        _ => return None,
    };
    let leaf = evidence.report.indicators.get(index)?;
    if matches!(r.subject, Subject::ScoreByCoefficient(_)) {
        return by_coefficient(check, evidence, leaf, r);
    }
    let score = leaf.score.as_ref()?;
    let (s, arithmetic) = (points(Some(score)), r.arithmetic.as_str());
    if r.verdict == Verdict::Suspicious(Reason::Unreachable) {
        let zh = format!("「{}」按本行评分规则只能得 {arithmetic} 等分数，自评 {s}，请核对评分", leaf.name());
        let en =
            format!("{}: its own rule gives scores such as {arithmetic}, stated {s}; check the score", leaf.name());
        return Some(with_rule(from_reconciliation(check, evidence, r, score, (zh, en)), evidence, leaf));
    }
    let (zh_actual, en_actual) = result(leaf);
    let (zh_other, en_other) = explanations.get(&index).and_then(|r| explained(evidence, r)).unwrap_or_default();
    let (zh_rule, en_rule) = match leaf.rubric {
        Some(_) => ("按本行评分规则", "by its own rule"),
        None => ("按表注的计分办法", "by the rule that the form states"),
    };
    let zh = format!("「{}」{zh_actual}{zh_rule}应得 {arithmetic}，自评 {s}{zh_other}，请核对评分", leaf.name());
    let en = format!(
        "{}: {en_actual}{en_rule} the score is {arithmetic}, stated {s}{en_other}; check the score",
        leaf.name()
    );
    Some(with_rule(from_reconciliation(check, evidence, r, score, (zh, en)), evidence, leaf))
}

/// A score that one slip parts from the proportion that was reached.
fn slipped(check: &Check, evidence: &Evidence<'_>, name: &str, score: &Stated<Measure>, r: &Reconciliation) -> Finding {
    let s = points(Some(score));
    let zh = format!("「{name}」得分 {s}，按完成比例为 {}，只差一位或两位数字，疑为写错，请核对评分", r.arithmetic);
    let en = format!(
        "{name}: the score is {s}, the proportion reached gives {}; check it for a slip of the pen",
        r.arithmetic
    );
    let mut made = from_reconciliation(check, evidence, r, score, (String::new(), String::new()));
    (made.message.zh, made.message.en) = (zh + "（也可能另有计分办法）", en + " (it may be scored in another way)");
    made
}

/// Adds the places of the weight and of the rule.
fn with_rule(mut made: Finding, evidence: &Evidence<'_>, leaf: &Indicator) -> Finding {
    made.related.extend(leaf.weight.iter().map(|w| related(PlaceRole::Weight, w)));
    if let Some(rubric) = evidence.report.rule(leaf) {
        let text: String = rubric.text.chars().take(40).collect();
        made.related.push(crate::model::Related { role: PlaceRole::Rule, text, at: rubric.at.clone() });
    }
    made
}

/// A score that is not weight × coefficient.
fn by_coefficient(check: &Check, evidence: &Evidence<'_>, leaf: &Indicator, r: &Reconciliation) -> Option<Finding> {
    let (score, coefficient) = (leaf.score.as_ref()?, leaf.coefficient.as_ref()?);
    let (s, arithmetic) = (points(Some(score)), r.arithmetic.as_str());
    let zh = format!("「{}」得分 {s}，与分值 × 得分率（系数）不符：{arithmetic}，请核对得分和得分率", leaf.name());
    let en = format!("{}: weight × coefficient is {arithmetic}, stated {s}; check both", leaf.name());
    let mut made = from_reconciliation(check, evidence, r, score, (zh, en));
    made.related.extend(leaf.weight.iter().map(|w| related(PlaceRole::Weight, w)));
    made.related.push(related(PlaceRole::Coefficient, coefficient));
    Some(made)
}

/// The row's own result, which the arithmetic may not repeat.
fn result(leaf: &Indicator) -> (String, String) {
    let raw: String =
        leaf.actual.as_ref().map(|a| a.raw.chars().filter(|c| !c.is_whitespace()).collect()).unwrap_or_default();
    if raw.is_empty() {
        return (String::new(), String::new());
    }
    (format!("实际完成 {raw}，"), format!("result {raw}; "))
}

/// What would give the score.
fn explained(evidence: &Evidence<'_>, r: &Reconciliation) -> Option<(String, String)> {
    let arithmetic = &r.arithmetic;
    // `95% × 12 = 11.4` explains an 11 only as a whole number.
    let whole = r.figure.and_then(|id| evidence.report.figures.get(id.0 as usize));
    let whole = whole.is_some_and(|f| f.measure.quantity.decimals == 0)
        && arithmetic.rsplit_once(" = ").is_some_and(|(_, value)| value.contains('.'));
    let (equals, en_equals) =
        if whole { ("取整后等于", "in whole points it equals") } else { ("等于", "it equals") };
    match r.subject {
        Subject::ScoreByOtherRule(_, rule) => {
            let name = evidence.report.indicators.get(rule)?.name();
            Some((
                format!("；{equals} {arithmetic}，即「{name}」一行的规则"),
                format!("; {en_equals} {arithmetic}, the rule of {name}"),
            ))
        }
        Subject::ScoreByConvention(_, convention) => {
            let (zh, en) = match convention {
                Convention::Rate => ("比率乘分值", "rate × weight"),
                Convention::Forward => ("完成值与目标值之比乘分值", "actual ÷ target × weight"),
                Convention::Reverse => ("目标值与完成值之比乘分值", "target ÷ actual × weight"),
                Convention::Symmetric => ("按偏离目标的幅度扣分", "a deduction by the deviation from the target"),
            };
            Some((format!("；{equals} {arithmetic}，即{zh}"), format!("; {en_equals} {arithmetic}, {en}")))
        }
        _ => None,
    }
}
