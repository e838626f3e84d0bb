//! Reconciling: a [`Report`] in, recomputations out. Exact arithmetic on intervals, no words.

mod addends;
mod budget;
mod counts;
mod deductions;
mod grades;
mod ledger;
mod precision;
mod ratios;
mod relations;
mod restated;
mod same;
mod sums;
mod totals;

use crate::lexicon::Lexicon;
use crate::model::{FigureId, Reconciliation, Report, Subject};
use std::collections::BTreeMap;

/// Recomputes everything that can be recomputed from the report's own figures.
#[must_use]
pub fn reconcile(report: &Report, lexicon: &Lexicon) -> Vec<Reconciliation> {
    let ledger = ledger::Ledger::new(report, lexicon);
    let mut all = sums::groups(report);
    all.extend(totals::totals(report, &all));
    all.extend(grades::grade(report));
    all.extend(deductions::claims(report));
    all.extend(deductions::deductions(report));
    all.extend(budget::budget(report));
    all.extend(ratios::ratios(&ledger, lexicon));
    let restated = restated::restated(report, lexicon);
    let mut subjects: BTreeMap<Option<FigureId>, Vec<Subject>> = BTreeMap::new();
    for one in &restated {
        subjects.entry(one.figure).or_default().push(one.subject);
    }
    let is_restated = |r: &Reconciliation| subjects.get(&r.figure).is_some_and(|known| known.contains(&r.subject));
    all.extend(same::same(&ledger, lexicon).into_iter().filter(|r| !is_restated(r)));
    all.extend(relations::relations(report));
    all.extend(counts::counts(report, lexicon));
    all.extend(restated);
    all
}
