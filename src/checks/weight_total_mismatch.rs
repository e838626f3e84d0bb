//! WT102: the weights do not add up to the full score.

use super::compose::{finding, from_reconciliation, innocent, is_reported, points};
use super::{Check, Evidence, declare_check};
use crate::model::{Finding, Group, PlaceRole, Reconciliation, Related, Severity, Subject, Verdict};

declare_check! {
    /// # 检查什么
    /// 全部指标分值（含预算执行率分值）、一级指标分值之和与满分是否一致；没有列满分的，一级指标分值之和与末级指标分值之和是否一致。
    /// # 为什么
    /// 分值合计不等于满分，总分就不是所称的百分制得分。
    /// # 依据
    /// 《项目支出绩效评价管理办法》（财预〔2020〕10号）：总分一般设置为 100 分。
    /// # 例
    /// 一级指标分值 20 + 20 + 55 = 95，末级指标分值合计 100。
    "WT102", "weight-total-mismatch", Error, run,
    en: "All weights, and the level-1 weights, must add up to the full score; without one, level-1 and leaf weights must agree.",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    let reported = |subject| evidence.reconciliations.iter().find(move |r| r.subject == subject && is_reported(r));
    if let Some(r) = reported(Subject::TotalWeight) {
        // The level-1 weights then miss the full score for the same reason.
        return total(check, evidence, r).into_iter().collect();
    }
    reported(Subject::LevelWeights).and_then(|r| levels(check, evidence, r)).into_iter().collect()
}

fn total(check: &Check, evidence: &Evidence<'_>, r: &Reconciliation) -> Option<Finding> {
    let grand = evidence.report.groups.iter().find(|g| g.level == 0);
    let full = evidence.report.head.full_score.as_ref().or_else(|| grand?.weight.as_ref())?;
    let f = points(Some(full));
    let zh = format!("满分 {f} 分，各项分值合计 {}，两者不符，请核对各项分值", r.arithmetic);
    let en = format!("the weights give {}, the full score is {f}; check them", r.arithmetic);
    Some(from_reconciliation(check, evidence, r, full, (zh, en)))
}

fn levels(check: &Check, evidence: &Evidence<'_>, r: &Reconciliation) -> Option<Finding> {
    let level1: Vec<&Group> = evidence.report.groups.iter().filter(|g| g.level == 1).collect();
    let first = level1.first()?;
    let whole = r.stated?.low.normalize();
    let full_is_printed = r.figure.is_some() || evidence.report.head.full_score.is_some();
    let (zh_whole, en_whole) =
        if full_is_printed { ("满分", "the full score") } else { ("各指标分值合计", "all indicators") };
    // A group whose weight contradicts its own parts is reported there; the sum over the groups follows from it.
    let explained =
        evidence.reconciliations.iter().any(|o| matches!(o.subject, Subject::GroupWeight(_)) && is_reported(o));
    let (mut zh_doubt, mut en_doubt) = innocent(&r.verdict);
    if explained && r.verdict == Verdict::Differs {
        zh_doubt = "（差额来自分值与下级不符的一级指标）";
        en_doubt = " (the gap comes from the level-1 weight that its parts contradict)";
    }
    let zh =
        format!("{zh_whole} {whole} 分，一级指标分值合计 {}，两者不符，请核对一级指标分值{zh_doubt}", r.arithmetic);
    let en = format!("level-1 weights: {}; {en_whole}: {whole}; check them{en_doubt}", r.arithmetic);
    let mut made = finding(check, first.weight.as_ref().map_or(&first.at, |w| &w.at), zh, en);
    if explained || r.verdict != Verdict::Differs {
        made.severity = Severity::Warning;
    }
    made.recomputed = r.recomputed;
    made.arithmetic = Some(r.arithmetic.clone());
    made.figures.clone_from(&r.inputs);
    let place = |g: &&Group| {
        let weight = g.weight.as_ref()?;
        Some(Related {
            role: PlaceRole::Part,
            text: format!("{} {}", g.name, points(Some(weight))),
            at: weight.at.clone(),
        })
    };
    made.related = level1.iter().filter_map(place).collect();
    Some(made)
}
