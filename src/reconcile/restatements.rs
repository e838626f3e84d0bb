//! Groups that stand once more beside the form: what a summary table or a sentence states for a group against what the
//! form prints for it, else against what lies below it.

use super::precision::{self, Reading};
use super::sums::{Points, Scores};
use super::{Reason, Reconciliation, Report, Subject, Verdict};
use crate::model::{Group, Interval, Measure, Restatement, Stated};
use rust_decimal::Decimal;

/// So many other groups that one text states rightly show that it speaks of the form.
const MANY: usize = 2;

/// Recomputes them.
pub(super) fn restatements(report: &Report) -> Vec<Reconciliation> {
    let scores = Scores::of(report);
    let mut out = Vec::new();
    for (index, restated) in report.restatements.iter().enumerate() {
        let Some(group) = report.groups.get(restated.group) else { continue };
        let weight = restated.weight.as_ref();
        out.extend(weight.and_then(|w| against(scores, group, Points::Weight, w, Subject::RestatedWeight(index))));
        let score = restated.score.as_ref();
        out.extend(score.and_then(|s| against(scores, group, Points::Score, s, Subject::RestatedScore(index))));
        out.extend(rate(index, restated));
    }
    doubt(report, &mut out);
    out
}

fn against(
    scores: Scores<'_>,
    group: &Group,
    points: Points,
    of: &Stated<Measure>,
    subject: Subject,
) -> Option<Reconciliation> {
    let stated = match points {
        Points::Weight => precision::weight(of)?,
        Points::Score => precision::printed(of)?,
    };
    let printed = if points == Points::Weight { &group.weight } else { &group.score };
    let below = scores.below(group, points);
    // What the form prints for the group itself is its sum, right or wrong; that is told where it stands.
    let own = printed.as_ref().zip(scores.group(group, points));
    let mut made = below.reconcile(subject, &stated, of.figure).filter(|_| below.is_complete());
    if let Some((own, reading)) = own
        && made.as_ref().is_none_or(|m| m.verdict != Verdict::Agrees)
    {
        made = Some(same(subject, of, &stated, own, &reading));
    }
    made
}

fn same(
    subject: Subject,
    of: &Stated<Measure>,
    stated: &Reading,
    own: &Stated<Measure>,
    reading: &Reading,
) -> Reconciliation {
    let meets = stated.possible.meets(reading.possible);
    Reconciliation {
        subject,
        figure: of.figure,
        stated: Some(stated.likely),
        recomputed: Some(reading.likely),
        inputs: own.figure.into_iter().collect(),
        arithmetic: reading.printed.to_string(),
        verdict: if meets { Verdict::Agrees } else { Verdict::Differs },
    }
}

/// 得分 ÷ 分值 = 得分率.
fn rate(index: usize, restated: &Restatement) -> Option<Reconciliation> {
    let of = restated.coefficient.as_ref()?;
    let (score, weight) = (restated.score.as_ref()?, restated.weight.as_ref()?);
    let stated = precision::printed(of)?;
    let (part, whole) = (precision::printed(score)?, precision::weight(weight)?);
    let hundred = Interval::exact(Decimal::ONE_HUNDRED);
    let quotient = part.likely.ratio(whole.likely)?.times(hundred)?;
    let plain = part.printed.checked_div(whole.printed)?.checked_mul(Decimal::ONE_HUNDRED)?;
    let shown = plain.round_dp(of.quantity()?.decimals.max(2));
    Some(Reconciliation {
        subject: Subject::RestatedRate(index),
        figure: of.figure,
        stated: Some(stated.likely),
        recomputed: Some(quotient),
        inputs: [score.figure, weight.figure].into_iter().flatten().collect(),
        arithmetic: format!("{} ÷ {} = {shown}%", part.printed, whole.printed),
        verdict: if stated.possible.meets(quotient) { Verdict::Agrees } else { Verdict::Differs },
    })
}

/// A sentence that states one group otherwise may speak of something else, unless it states others as the form has them.
fn doubt(report: &Report, all: &mut [Reconciliation]) {
    let place = |r: &Reconciliation| match r.subject {
        Subject::RestatedScore(i) | Subject::RestatedWeight(i) | Subject::RestatedRate(i) => {
            report.restatements.get(i).map(|s| &s.at)
        }
        _ => None,
    };
    let agreeing: Vec<u32> =
        all.iter().filter(|r| r.verdict == Verdict::Agrees).filter_map(|r| Some(place(r)?.block)).collect();
    for r in all.iter_mut().filter(|r| r.verdict == Verdict::Differs) {
        let Some(block) = place(r).map(|at| at.block) else { continue };
        let known = agreeing.iter().filter(|b| **b == block).count() >= MANY;
        if !known {
            r.verdict = Verdict::Suspicious(Reason::ScopeMayDiffer);
        }
    }
}
