//! The ledger's arithmetic: which check used a figure, and the relations with their verdicts.

use super::super::numbers;
use super::record::{Exact, I, Relation};
use crate::model::{
    Examination, FigureId, FigureStatus, Interval, Reconciliation, RelationKind, Report, Subject, Verdict,
};
use std::collections::BTreeSet;

/// The check that is responsible for a kind of recomputation.
pub(super) fn code(subject: Subject, report: &Report) -> &'static str {
    match subject {
        Subject::ScoreWithinWeight(_)
        | Subject::GroupScoreWithinWeight(_)
        | Subject::ScoreWithinGroup(..)
        | Subject::GroupScoresWithinWeight(_) => "SC101",
        Subject::GroupScore(_) | Subject::RestatedScore(_) => "SC102",
        Subject::TotalScore => "SC103",
        Subject::TotalStatements(..) => "SC104",
        Subject::Grade => "SC107",
        Subject::Deduction(_) | Subject::StatedLoss(_) => "SC108",
        Subject::Claim(_) => "SC109",
        Subject::GroupWeight(_) | Subject::RestatedWeight(_) => "WT101",
        Subject::TotalWeight | Subject::LevelWeights => "WT102",
        Subject::BudgetSum(..) => "BG101",
        Subject::BudgetRate(_) => "BG102",
        Subject::ExecutionScore(_)
        | Subject::ScoreSlip(_)
        | Subject::ScoreByRubric(_)
        | Subject::ScoreByCoefficient(_)
        | Subject::ScoreByOtherRule(..)
        | Subject::ScoreByConvention(..) => "RB101",
        Subject::FixedRatio(_) | Subject::SentenceRatio | Subject::RestatedRate(_) | Subject::TableRate => "NR102",
        Subject::WholeCount => "NR105",
        Subject::PrintedSum | Subject::TableSum => "NR101",
        Subject::UnitSlip => "NR106",
        Subject::SameFigure { with_table: true } => "NR104",
        Subject::SameFigure { with_table: false } => "NR103",
        Subject::Relation(index) => match report.relations.get(index).map(|r| r.kind) {
            Some(
                RelationKind::Ratio
                | RelationKind::Change
                | RelationKind::Increase
                | RelationKind::Split
                | RelationKind::Average
                | RelationKind::Product
                | RelationKind::Formula,
            ) => "NR102",
            Some(RelationKind::Same) => "NR104",
            _ => "NR101",
        },
    }
}

/// For every figure, the codes of the checks that settled its status, in order.
pub(super) fn settled_by(examination: &Examination, statuses: &[FigureStatus]) -> Vec<BTreeSet<&'static str>> {
    let mut by = vec![BTreeSet::new(); statuses.len()];
    let mut note = |figure: FigureId, wanted: FigureStatus, code: &'static str| {
        let index = figure.0 as usize;
        if statuses.get(index) == Some(&wanted)
            && let Some(codes) = by.get_mut(index)
        {
            codes.insert(code);
        }
    };
    for reconciliation in &examination.reconciliations {
        let wanted = match reconciliation.verdict {
            Verdict::Agrees => FigureStatus::Verified,
            Verdict::Differs | Verdict::Suspicious(_) => FigureStatus::Contradicted,
            Verdict::CannotTell(_) => continue,
        };
        let code = code(reconciliation.subject, &examination.report);
        for &figure in reconciliation.inputs.iter().chain(&reconciliation.figure) {
            note(figure, wanted, code);
        }
    }
    for finding in &examination.findings {
        for &figure in &finding.figures {
            note(figure, FigureStatus::Contradicted, finding.check.0);
        }
    }
    by
}

/// The stated relations with their verdicts, then those that the form itself implies (sums of scores, rates of money).
pub(super) fn relations(examination: &Examination) -> Vec<Relation> {
    let report = &examination.report;
    let mut seen = BTreeSet::new();
    let mut relations = Vec::new();
    let mut verdicts: Vec<Option<&Reconciliation>> = vec![None; report.relations.len()];
    for reconciliation in &examination.reconciliations {
        if let Subject::Relation(index) = reconciliation.subject
            && let Some(slot) = verdicts.get_mut(index)
        {
            slot.get_or_insert(reconciliation);
        }
    }
    // What a formula of the form has settled is not said again as open.
    let settled: BTreeSet<(&str, FigureId)> = examination
        .reconciliations
        .iter()
        .filter(|r| !matches!(r.verdict, Verdict::CannotTell(_)))
        .filter_map(|r| Some((implied(r.subject)?.name(), r.figure?)))
        .collect();
    for (stated, reconciliation) in report.relations.iter().zip(verdicts) {
        let open = reconciliation.is_none_or(|r| matches!(r.verdict, Verdict::CannotTell(_)));
        if open && settled.contains(&(stated.kind.name(), stated.whole)) {
            continue;
        }
        // Where some of the parts make up the whole, they are the parts.
        let parts = reconciliation.map_or(&stated.parts, |r| &r.inputs);
        let adds_up = reconciliation.is_some_and(|r| r.verdict == Verdict::Agrees);
        let kind = if stated.kind == RelationKind::Subset && adds_up { RelationKind::Sum } else { stated.kind };
        if seen.insert((kind.name(), stated.whole, parts.clone())) {
            relations.push(relation(report, kind, stated.whole, parts, reconciliation));
        }
    }
    for reconciliation in &examination.reconciliations {
        let (Some(kind), Some(whole)) = (implied(reconciliation.subject), reconciliation.figure) else { continue };
        if !reconciliation.inputs.is_empty() && seen.insert((kind.name(), whole, reconciliation.inputs.clone())) {
            relations.push(relation(report, kind, whole, &reconciliation.inputs, Some(reconciliation)));
        }
    }
    relations
}

/// The arithmetic that a recomputation of the form itself stands for; `None` for comparisons.
fn implied(subject: Subject) -> Option<RelationKind> {
    match subject {
        Subject::GroupScore(_)
        | Subject::GroupWeight(_)
        | Subject::TotalScore
        | Subject::TotalWeight
        | Subject::LevelWeights
        | Subject::BudgetSum(..)
        | Subject::RestatedScore(_)
        | Subject::RestatedWeight(_)
        | Subject::PrintedSum => Some(RelationKind::Sum),
        Subject::BudgetRate(_)
        | Subject::FixedRatio(_)
        | Subject::SentenceRatio
        | Subject::RestatedRate(_)
        | Subject::TableRate => Some(RelationKind::Ratio),
        Subject::SameFigure { .. } | Subject::TotalStatements(..) => Some(RelationKind::Same),
        _ => None,
    }
}

fn relation(
    report: &Report,
    kind: RelationKind,
    whole: FigureId,
    parts: &[FigureId],
    reconciliation: Option<&Reconciliation>,
) -> Relation {
    let verdict = match reconciliation.map(|r| &r.verdict) {
        Some(Verdict::Agrees) => "agrees",
        Some(Verdict::Differs | Verdict::Suspicious(_)) => "differs",
        Some(Verdict::CannotTell(_)) | None => "cannot_tell",
    };
    let decimals = report.figures.get(whole.0 as usize).map_or(0, |f| f.measure.quantity.decimals);
    Relation {
        kind: kind.name(),
        whole: whole.0,
        parts: parts.iter().map(|part| part.0).collect(),
        verdict,
        recomputed: reconciliation.and_then(|r| r.recomputed.as_ref()).map(|value| interval(value, decimals)),
    }
}

/// A recomputed value as the record writes it.
pub(super) fn interval(value: &Interval, decimals: u32) -> I {
    I {
        low: Exact(value.low.normalize()),
        high: Exact(value.high.normalize()),
        text: numbers::interval(value, decimals),
    }
}
