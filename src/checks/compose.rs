//! Composing findings from recomputations: severities, innocent readings, related places. Mints nothing by itself.

use super::{Check, Evidence};
use crate::model::{
    Finding, Group, Indicator, Location, Measure, Message, PlaceRole, Reason, Reconciliation, Related, Report,
    Severity, Stated, Verdict,
};

/// More parts than these are not listed one by one.
const MOST_PARTS: usize = 12;

/// A finding with its words, at a place, with the check's own severity.
pub(super) fn finding(check: &Check, at: &Location, zh: String, en: String) -> Finding {
    Finding {
        check: check.code,
        name: check.name,
        severity: check.severity,
        message: Message { zh, en },
        stated: None,
        recomputed: None,
        arithmetic: None,
        figures: Vec::new(),
        at: at.clone(),
        related: Vec::new(),
    }
}

/// The finding of a recomputation that differs or is suspicious: figures, arithmetic, parts and innocent reading filled in.
pub(super) fn from_reconciliation(
    check: &Check,
    evidence: &Evidence<'_>,
    reconciliation: &Reconciliation,
    stated: &Stated<Measure>,
    (zh, en): (String, String),
) -> Finding {
    let (zh_doubt, en_doubt) = innocent(&reconciliation.verdict);
    let mut made = finding(check, &stated.at, zh + zh_doubt, en + en_doubt);
    if matches!(reconciliation.verdict, Verdict::Suspicious(_)) {
        made.severity = made.severity.min(Severity::Warning);
    }
    made.stated = Some(stated.clone());
    made.recomputed = reconciliation.recomputed;
    made.arithmetic = Some(reconciliation.arithmetic.clone());
    made.figures = reconciliation.figure.into_iter().chain(reconciliation.inputs.iter().copied()).collect();
    made.related = parts(evidence.report, reconciliation);
    made
}

/// Whether a recomputation is to be reported at all.
pub(super) fn is_reported(reconciliation: &Reconciliation) -> bool {
    matches!(reconciliation.verdict, Verdict::Differs | Verdict::Suspicious(_))
}

/// The inputs of a recomputation as related places, unless they are many.
pub(super) fn parts(report: &Report, reconciliation: &Reconciliation) -> Vec<Related> {
    if reconciliation.inputs.len() > MOST_PARTS {
        return Vec::new();
    }
    let figures = reconciliation.inputs.iter().filter_map(|id| report.figures.get(id.0 as usize));
    figures.map(|f| Related { role: PlaceRole::Part, text: f.raw.clone(), at: f.at.clone() }).collect()
}

/// A stated number as a related place.
pub(super) fn related(role: PlaceRole, stated: &Stated<Measure>) -> Related {
    Related { role, text: stated.raw.clone(), at: stated.at.clone() }
}

/// An indicator as a related place.
pub(super) fn leaf_place(role: PlaceRole, leaf: &Indicator) -> Related {
    let at = leaf.score.as_ref().or(leaf.weight.as_ref()).map_or(&leaf.at, |s| &s.at);
    Related { role, text: format!("{} {}", leaf.name(), points(leaf.score.as_ref())).trim().to_owned(), at: at.clone() }
}

/// A stated number as a message writes it: the source's characters without white space around or a trailing 分.
pub(super) fn points(stated: Option<&Stated<Measure>>) -> String {
    stated.map(|s| s.raw.trim().trim_end_matches('分').trim().to_owned()).unwrap_or_default()
}

/// The printed weight of an indicator as a plain number.
pub(super) fn weight(leaf: &Indicator) -> Option<rust_decimal::Decimal> {
    leaf.weight.as_ref()?.amount()
}

/// The printed score of an indicator as a plain number.
pub(super) fn score(leaf: &Indicator) -> Option<rust_decimal::Decimal> {
    leaf.score.as_ref()?.amount()
}

/// Weight − score of an indicator that lost points.
pub(super) fn lost(leaf: &Indicator) -> Option<rust_decimal::Decimal> {
    weight(leaf)?.checked_sub(score(leaf)?).filter(|lost| *lost > rust_decimal::Decimal::ZERO)
}

/// The points by which the scores of a group's leaves exceed their own weights: a mismatch of just these is no new one.
pub(super) fn excess(report: &Report, leaves: impl Iterator<Item = usize>) -> Option<rust_decimal::Decimal> {
    let over = leaves.filter_map(|l| report.indicators.get(l)).filter_map(|l| score(l)?.checked_sub(weight(l)?));
    over.filter(|o| *o > rust_decimal::Decimal::ZERO)
        .try_fold(rust_decimal::Decimal::ZERO, rust_decimal::Decimal::checked_add)
}

/// Whether the parts exceed what is stated by exactly the points that leaves hold above their own weights.
pub(super) fn is_excess_only(r: &Reconciliation, report: &Report, leaves: impl Iterator<Item = usize>) -> bool {
    let over = r.recomputed.zip(r.stated).and_then(|(sum, stated)| sum.minus(stated));
    excess(report, leaves).filter(|e| !e.is_zero()).zip(over).is_some_and(|(excess, over)| over.holds(excess))
}

/// The group at an index.
pub(super) fn group<'a>(evidence: &Evidence<'a>, index: usize) -> Option<&'a Group> {
    evidence.report.groups.get(index)
}

/// The innocent reading that a suspicious verdict leaves, to end a message with.
pub(super) fn innocent(verdict: &Verdict) -> (&'static str, &'static str) {
    let Verdict::Suspicious(reason) = verdict else { return ("", "") };
    match reason {
        Reason::RoundingOfParts => ("（也可能是各项四舍五入所致）", " (rounding of the parts may explain it)"),
        Reason::InputMissing => (
            "（也可能有一项漏列或未能读出，请先核对条目是否齐全）",
            " (an item may be left out or not have been read; check first that all are there)",
        ),
        Reason::InputDoubtful => (
            "（差额恰好等于相邻一组的差额或分值，也可能有一项归错了组，请先核对分组）",
            " (the gap is just that of a neighboring group, or its weight: an item may stand under the wrong group)",
        ),
        Reason::ScopeMayDiffer => ("（也可能两处口径不同）", " (the two may count different things)"),
        Reason::BaseMayDiffer => ("（也可能另有未列出的预算基数）", " (another budget, not printed, may be the base)"),
        Reason::Inferred => (
            "（依据正文表述推定，口径也可能不同，请对照原文）",
            " (inferred from the report's words, which may mean something narrower)",
        ),
        Reason::Unreachable => (
            "（也可能对某一要点给了部分分，规则没有这样写）",
            " (part of a point may have been given, which the rule does not provide for)",
        ),
        Reason::FormRule => (
            "（表注是对全表的规定，也可能本行另有评分办法）",
            " (the note is for the whole form; this row may be scored in another way)",
        ),
        Reason::OverCompletion => (
            "（也可能按超额完成调减，但本行规则没有写明）",
            " (it may have been cut for over-completion, which the rule does not say)",
        ),
        Reason::RuleDamaged => {
            ("（规则文字有缺损，请先对照原件）", " (the rule's wording is damaged; compare the original first)")
        }
        Reason::NearEdge => {
            ("（等级标准未列出，也可能另有评定）", " (the grade scale is not printed, or somebody else graded)")
        }
        _ => ("（也可能另有原因）", " (another cause is possible)"),
    }
}
