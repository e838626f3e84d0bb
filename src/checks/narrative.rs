//! How findings about figures in prose are worded: from a reconciliation to a finding.
//!
//! Decides nothing; the checks choose which reconciliations are theirs.

use super::{Check, Evidence};
use crate::model::{Figure, Finding, Message, PlaceRole, Reason, Reconciliation, Related, Severity, Stated, Verdict};
use rust_decimal::{Decimal, RoundingStrategy};

/// The severity that a verdict allows. `None`: nothing to report.
pub(super) fn severity(verdict: &Verdict) -> Option<Severity> {
    match verdict {
        Verdict::Differs => Some(Severity::Error),
        Verdict::Suspicious(_) => Some(Severity::Warning),
        Verdict::Agrees | Verdict::CannotTell(_) => None,
    }
}

/// The innocent reading that is left, as the end of a sentence; empty for an error.
pub(super) fn innocent(verdict: &Verdict) -> (&'static str, &'static str) {
    let Verdict::Suspicious(reason) = verdict else { return ("", "") };
    match reason {
        Reason::FundsTakenBack => {
            ("（也可能是未支出资金已在年末收回）", " (money taken back before the accounts closed would explain it)")
        }
        Reason::BaseMayDiffer => ("（也可能另有口径或基数）", " (another base would explain it)"),
        Reason::ScopeMayDiffer => ("（也可能两处统计口径不同）", " (the two may count different things)"),
        Reason::NotExhaustive => (
            "（也可能所列并非全部，或各部分有重叠）",
            " (a list that is not complete, or parts that overlap, would explain it)",
        ),
        Reason::RoundingOfParts => {
            ("（也可能算式中的整数是取整后的数）", " (whole numbers that were rounded would explain it)")
        }
        _ => ("（可能另有原因）", " (there may be another reason)"),
    }
}

/// A figure as a message names it: its label and the source's characters.
pub(super) fn named(figure: &Figure) -> String {
    format!("{} {}", figure.label, figure.raw).trim().to_owned()
}

/// A recomputed value as a person would write it: what the arithmetic ends with, so that both say the same.
pub(super) fn value(reconciliation: &Reconciliation, decimals: u32) -> String {
    if let Some((_, value)) = reconciliation.arithmetic.rsplit_once(" = ") {
        return value.to_owned();
    }
    let Some(interval) = reconciliation.recomputed else { return String::new() };
    let middle = (interval.low + interval.high) / Decimal::TWO;
    middle.round_dp_with_strategy(decimals.max(2), RoundingStrategy::MidpointAwayFromZero).to_string()
}

/// By which power of ten, as units of money have them between each other, a recomputed amount is off.
pub(super) fn powers_of_ten(result: &Reconciliation) -> Option<Decimal> {
    let (stated, computed) = (result.stated?, result.recomputed?);
    let times = [10_000, 100_000_000].map(Decimal::from);
    times.into_iter().find(|&t| {
        let up = stated.scaled(t).is_some_and(|s| s.meets(computed));
        up || computed.scaled(t).is_some_and(|c| c.meets(stated))
    })
}

/// A finding about the stated figure of a reconciliation, with its inputs as related places.
pub(super) fn finding(
    check: &Check,
    evidence: &Evidence<'_>,
    reconciliation: &Reconciliation,
    role: PlaceRole,
    message: impl FnOnce(&Figure, &[&Figure]) -> Message,
) -> Option<Finding> {
    let severity = severity(&reconciliation.verdict)?;
    let figures = &evidence.report.figures;
    let id = reconciliation.figure?;
    let stated = figures.get(id.0 as usize)?;
    let inputs: Vec<&Figure> = reconciliation.inputs.iter().filter_map(|i| figures.get(i.0 as usize)).collect();
    Some(Finding {
        check: check.code,
        name: check.name,
        severity,
        message: message(stated, &inputs),
        stated: Some(Stated {
            raw: stated.raw.clone(),
            value: Some(stated.measure.clone()),
            at: stated.at.clone(),
            figure: Some(id),
        }),
        recomputed: reconciliation.recomputed,
        arithmetic: Some(reconciliation.arithmetic.clone()),
        figures: std::iter::once(id).chain(reconciliation.inputs.iter().copied()).collect(),
        at: stated.at.clone(),
        related: inputs.iter().map(|f| Related { role, text: named(f), at: f.at.clone() }).collect(),
    })
}
