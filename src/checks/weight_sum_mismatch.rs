//! WT101: the weights below a group do not add up to its weight.

use super::compose::{from_reconciliation, group, is_reported, points, related};
use super::{Check, Evidence, declare_check};
use crate::model::{Finding, PlaceRole, Reconciliation, Severity, Subject};

declare_check! {
    /// # 检查什么
    /// 下级指标分值之和与上级指标所列分值是否一致；汇总表和正文所称某类指标满分与指标表中分值是否一致。
    /// # 为什么
    /// 分值体系不平，得分和总分就没有可靠的基数。
    /// # 依据
    /// 《预算绩效评价共性指标体系框架》（财预〔2013〕53号）：一级、二级、三级指标逐级分解，权重随之分解。
    /// # 例
    /// 某一级指标分值 55，下级分值 6 + 20 + 25 + 9 = 60。
    "WT101", "weight-sum-mismatch", Error, run,
    en: "The weights below a group must add up to the weight printed for it, and full marks named in the text must be that weight.",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    evidence.reconciliations.iter().filter(|r| is_reported(r)).filter_map(|r| one(check, evidence, r)).collect()
}

fn one(check: &Check, evidence: &Evidence<'_>, r: &Reconciliation) -> Option<Finding> {
    let index = match r.subject {
        Subject::GroupWeight(index) => index,
        Subject::RestatedWeight(index) => return restated(check, evidence, r, index),
        Subject::Claim(index) => return claimed(check, evidence, r, index),
        _ => return None,
    };
    let group = group(evidence, index)?;
    let weight = group.weight.as_ref()?;
    let w = points(Some(weight));
    let zh = format!("「{}」分值 {w} 分，下级分值合计 {}，两者不符，请核对该项及其下级分值", group.name, r.arithmetic);
    let en = format!("{}: weights below give {}, stated is {w}; check them", group.name, r.arithmetic);
    Some(from_reconciliation(check, evidence, r, weight, (zh, en)))
}

/// Full marks named in the text against the weight in the table.
fn claimed(check: &Check, evidence: &Evidence<'_>, r: &Reconciliation, index: usize) -> Option<Finding> {
    let claim = evidence.report.head.claims.get(index)?;
    let full = claim.full_score.as_ref()?;
    let group = claim.groups.first().and_then(|&g| super::compose::group(evidence, g))?;
    let weight = group.weight.as_ref()?;
    let (f, w) = (points(Some(full)), points(Some(weight)));
    let zh = format!("正文称「{}」满分 {f}，表中分值为 {w}，请核对（若两处所指不同，请写明）", group.name);
    let en = format!(
        "the text gives {} full marks of {f}, the table a weight of {w}; check them, unless they mean different things",
        group.name
    );
    let mut made = from_reconciliation(check, evidence, r, full, (zh, en));
    made.severity = Severity::Warning;
    made.related = vec![related(PlaceRole::Weight, weight)];
    Some(made)
}

/// A weight stated for a group outside the form, against the form.
fn restated(check: &Check, evidence: &Evidence<'_>, r: &Reconciliation, index: usize) -> Option<Finding> {
    let restated = evidence.report.restatements.get(index)?;
    let (name, weight) = (&group(evidence, restated.group)?.name, restated.weight.as_ref()?);
    let w = points(Some(weight));
    let zh = format!("此处「{name}」分值 {w} 分，指标表中该项分值为 {}，两者不符，请核对后统一", r.arithmetic);
    let en = format!(
        "{name}: the weight stated here is {w}, the table of indicators gives {}; make them agree",
        r.arithmetic
    );
    Some(from_reconciliation(check, evidence, r, weight, (zh, en)))
}
