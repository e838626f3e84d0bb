//! Arithmetic that sentences state between their figures: each stated relation recomputed, and sums that the printed
//! figures show without saying so.
//!
//! Which figures belong together is not decided here. What a wording claims decides what a mismatch proves: closed lists
//! contradict, open ones (其中) are only doubted, and only when a slip of the pen would explain them better than a list that
//! is not complete.

mod balances;
mod equations;
mod far;
mod printed;
mod rates;
mod slips;
mod sums;
mod units;

use super::ledger::{Ledger, as_printed};
use super::same;
use crate::lexicon::Lexicon;
use crate::model::{Figure, FigureId, Reconciliation, Relation, RelationKind, Report, Verdict};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Recomputes the stated relations, then finds the sums and coverages that are printed without being stated.
pub(super) fn relations(ledger: &Ledger<'_>, lexicon: &Lexicon) -> Vec<Reconciliation> {
    let report = ledger.report;
    let stated = report.relations.iter().enumerate().filter_map(|(index, r)| one(report, index, r));
    let mut all: Vec<Reconciliation> = stated.collect();
    all.extend(printed::printed(ledger, lexicon, &all));
    let figure = |r: &Reconciliation| report.figures.get(r.figure?.0 as usize);
    all.into_iter().map(|r| if let Some(stated) = figure(&r) { as_printed(r, stated) } else { r }).collect()
}

/// Rates whose base stands some sentences earlier, of those that nothing else settled.
pub(super) fn far_rates(ledger: &Ledger<'_>, lexicon: &Lexicon, all: &[Reconciliation]) -> Vec<Reconciliation> {
    let settles = |r: &&Reconciliation| !matches!(r.verdict, Verdict::CannotTell(_));
    let settled: BTreeSet<FigureId> = all.iter().filter(settles).filter_map(|r| r.figure).collect();
    far::rates(ledger, lexicon, &settled)
}

pub(super) use units::{is_slip_of, units};

fn one(report: &Report, index: usize, relation: &Relation) -> Option<Reconciliation> {
    if let Some(printed) = &relation.printed {
        return equations::equation(report, index, relation, printed);
    }
    match relation.kind {
        RelationKind::Sum | RelationKind::Subset => sums::sum(report, index, relation),
        RelationKind::Same => same::told(report, index, relation),
        // A formula is always printed.
        RelationKind::Formula => None,
        RelationKind::Count => Some(sums::count(report, index, relation)?),
        RelationKind::Difference => sums::difference(report, index, relation),
        RelationKind::Balance => balances::balance(report, index, relation),
        RelationKind::Hundred => balances::hundred(report, index, relation),
        RelationKind::Ratio
        | RelationKind::Change
        | RelationKind::Increase
        | RelationKind::Split
        | RelationKind::Average
        | RelationKind::Product => rates::rate(report, index, relation),
    }
}

/// The figures of a relation's parts.
fn parts<'a>(report: &'a Report, relation: &Relation) -> Option<Vec<&'a Figure>> {
    relation.parts.iter().map(|p| report.figures.get(p.0 as usize)).collect()
}

/// Whether every figure is a plain number.
fn all_exact(whole: &Figure, parts: &[&Figure]) -> bool {
    whole.measure.is_exact() && parts.iter().all(|p| p.measure.is_exact())
}

/// A figure's amount in the unit of another.
fn in_unit_of(figure: &Figure, factor: Decimal) -> Option<Decimal> {
    let quantity = &figure.measure.quantity;
    if quantity.unit.factor == factor { Some(quantity.amount) } else { quantity.base_amount()?.checked_div(factor) }
}
