//! SC108: the deduction named in the note is not weight − score.

use super::compose::{finding, innocent, is_reported, points, related};
use super::{Check, Evidence, declare_check, narrative};
use crate::model::{Finding, Message, PlaceRole, Reconciliation, Related, Severity, Subject, Verdict};

declare_check! {
    /// # 检查什么
    /// 扣分说明中写明的扣分数与分值减得分是否一致。
    /// # 为什么
    /// 说明与得分不一致，必有一处写错。
    /// # 依据
    /// 扣分说明应与得分对应。
    /// # 例
    /// 分值 3、得分 2，说明写“扣0.5分”。
    "SC108", "deduction-mismatch", Error, run,
    en: "The points that a note says were deducted must equal weight − score.",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    evidence.reconciliations.iter().filter(|r| is_reported(r)).filter_map(|r| one(check, evidence, r)).collect()
}

fn one(check: &Check, evidence: &Evidence<'_>, r: &Reconciliation) -> Option<Finding> {
    let index = match r.subject {
        Subject::Deduction(index) => index,
        Subject::StatedLoss(index) => return told(check, evidence, r, index),
        _ => return None,
    };
    let leaf = evidence.report.indicators.get(index)?;
    let score = leaf.score.as_ref()?;
    let (w, s) = (points(leaf.weight.as_ref()), points(Some(score)));
    let (zh_doubt, en_doubt) = innocent(&r.verdict);
    let zh = format!(
        "「{}」分值 {w} 分、得分 {s} 分，与说明中的扣分数不符：{}，请核对得分和扣分说明{zh_doubt}",
        leaf.name(),
        r.arithmetic
    );
    let en = format!(
        "{}: weight {w}, score {s}, but the note names another deduction: {}; check them{en_doubt}",
        leaf.name(),
        r.arithmetic
    );
    let mut made = finding(check, &score.at, zh, en);
    if matches!(r.verdict, Verdict::Suspicious(_)) {
        made.severity = Severity::Warning;
    }
    made.stated = Some(score.clone());
    made.recomputed = r.recomputed;
    made.arithmetic = Some(r.arithmetic.clone());
    made.figures = r.figure.into_iter().chain(r.inputs.iter().copied()).collect();
    let note = leaf.note.iter().map(|n| Related { role: PlaceRole::Note, text: n.raw.clone(), at: n.at.clone() });
    made.related = leaf.weight.iter().map(|w| related(PlaceRole::Weight, w)).chain(note).collect();
    Some(made)
}

/// The deduction that sentences name for a group.
fn told(check: &Check, evidence: &Evidence<'_>, r: &Reconciliation, index: usize) -> Option<Finding> {
    let loss = evidence.report.losses.get(index)?;
    narrative::finding(check, evidence, r, PlaceRole::Part, |stated, _| {
        let (w, s) = (points(Some(&loss.weight)), points(Some(&loss.score)));
        let raw = stated.raw.trim().trim_end_matches('分');
        Message {
            zh: format!(
                "「{}」满分 {w} 分、得分 {s} 分，文中写扣 {raw} 分：{}，请核对得分和扣分（也可能扣分另有所指）",
                loss.name, r.arithmetic
            ),
            en: format!(
                "{}: of {w} points {s} were given, but the text takes off {raw}: {}; check them, unless it speaks of something else",
                loss.name, r.arithmetic
            ),
        }
    })
}
