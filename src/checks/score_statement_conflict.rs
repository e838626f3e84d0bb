//! SC109: full marks are claimed for a group that lost points.

use super::compose::{finding, leaf_place, lost};
use super::{Check, Evidence, declare_check};
use crate::model::{Finding, Indicator, PlaceRole, Reconciliation, Related, Subject, Verdict};

declare_check! {
    /// # 检查什么
    /// 正文称某类指标得满分，而评分表中该类指标有扣分。
    /// # 为什么
    /// 正文结论与评分表矛盾，读者会被误导。
    /// # 依据
    /// 报告前后一致的基本要求。
    /// # 例
    /// 正文写“管理类指标得满分”，表中该类扣了 1.5 分。若该句只指其中部分指标，则不矛盾，故为警告。
    "SC109", "score-statement-conflict", Warning, run,
    en: "The text claims full marks for a group whose scores in the table fall short.",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    evidence
        .reconciliations
        .iter()
        .filter(|r| r.verdict == Verdict::Differs)
        .filter_map(|r| one(check, evidence, r))
        .collect()
}

fn one(check: &Check, evidence: &Evidence<'_>, r: &Reconciliation) -> Option<Finding> {
    let Subject::Claim(index) = r.subject else { return None };
    let claim = evidence.report.head.claims.get(index).filter(|c| c.full_score.is_none())?;
    let groups: Vec<_> = claim.groups.iter().filter_map(|&g| evidence.report.groups.get(g)).collect();
    let leaves = groups.iter().flat_map(|g| &g.leaves).filter_map(|&l| evidence.report.indicators.get(l));
    let short: Vec<&Indicator> = leaves.filter(|leaf| lost(leaf).is_some()).collect();
    let total = short
        .iter()
        .filter_map(|&leaf| lost(leaf))
        .try_fold(rust_decimal::Decimal::ZERO, rust_decimal::Decimal::checked_add)?;
    let names: Vec<&str> = groups.iter().map(|g| g.name.as_str()).collect();
    let (zh_names, en_names) = (names.join("」「"), names.join(", "));
    let (zh_lost, en_lost) = if short.is_empty() {
        ("扣了分".to_owned(), "deducts points".to_owned())
    } else {
        (format!("扣了 {total} 分"), format!("deducts {total} points"))
    };
    let zh = format!("正文称「{zh_names}」得满分，评分表中却{zh_lost}，请核对（若该句只指其中部分指标，请写明）");
    let en = format!(
        "the text claims full marks for {en_names}, but the table {en_lost}; check it, or say which indicators are meant"
    );
    let mut made = finding(check, &claim.at, zh, en);
    made.arithmetic = Some(r.arithmetic.clone()).filter(|a| !a.is_empty());
    made.figures.clone_from(&r.inputs);
    let own = groups.iter().filter_map(|g| g.score.as_ref()).map(|s| super::compose::related(PlaceRole::Whole, s));
    let places: Vec<Related> = short.iter().map(|leaf| leaf_place(PlaceRole::Part, leaf)).chain(own).collect();
    made.related = places;
    Some(made)
}
