//! RB102: a score outside the band that the rule prints for the result told in words.

use super::compose::{finding, points, related};
use super::{Check, Evidence, declare_check};
use crate::model::{Finding, Interval, PlaceRole, Reason, Subject, Verdict};

declare_check! {
    /// # 检查什么
    /// 定性指标按“达成、部分达成、未达成”分档计分时，得分是否落在实际完成情况所在档的分值区间内。
    /// # 为什么
    /// 同一行的完成情况和得分说的应是同一档。
    /// # 依据
    /// 《项目支出绩效评价管理办法》（财预〔2020〕10号）附表说明：定性指标分三档，按分值的100%-80%（含）、80%-60%（含）、60%-0%合理确定分值。
    /// # 例
    /// 完成情况为“部分达成”，分值 1 分，该档 0.6 至 0.8 分，得分 0.5 分。
    "RB102", "score-out-of-band", Warning, run,
    en: "Where results are told in words and the rule prints a band of the weight for each degree, the score should lie in the band of the degree that the row states.",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    let one = |r: &crate::model::Reconciliation| {
        let Subject::ScoreByRubric(index) = r.subject else { return None };
        let band = r.recomputed?;
        let leaf = evidence.report.indicators.get(index)?;
        // A judged score is awarded as printed; with decimals it may be a rounded share.
        let (amount, decimals) = (leaf.score.as_ref()?.amount()?, leaf.score.as_ref()?.quantity()?.decimals);
        let stated = if decimals == 0 { Interval::exact(amount) } else { Interval::rounded(amount, decimals) };
        if r.verdict != Verdict::CannotTell(Reason::Judgement) || stated.meets(band) || band.low == band.high {
            return None;
        }
        let (score, actual, rubric) = (leaf.score.as_ref()?, leaf.actual.as_ref()?, evidence.report.rule(leaf)?);
        let (low, high) = (band.low.normalize(), band.high.normalize());
        let words: String = actual.raw.chars().filter(|c| !c.is_whitespace()).collect();
        let s = points(Some(score));
        // Where each point is judged by itself, the words tell only the whole.
        let (zh_doubt, en_doubt) = match rubric.equal_shares {
            Some(_) => (
                "（规则按要点分别评档，也可能个别要点在更低的档）",
                " (points are judged one by one; one may be lower)",
            ),
            None => ("", ""),
        };
        let zh = format!(
            "「{}」完成情况为“{words}”，按规则该档为 {low} 至 {high} 分，得分 {s} 不在其中，请核对评分{zh_doubt}",
            leaf.name()
        );
        let en = format!(
            "{}: “{words}” is worth {low} to {high} points by the rule, the score is {s}; check the score{en_doubt}",
            leaf.name()
        );
        let mut made = finding(check, &score.at, zh, en);
        made.stated = Some(score.clone());
        made.recomputed = Some(band);
        made.related = vec![related(PlaceRole::Result, actual)];
        Some(made)
    };
    evidence.reconciliations.iter().filter_map(one).collect()
}
