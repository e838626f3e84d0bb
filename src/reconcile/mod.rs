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
mod same;
mod sums;
mod totals;

use crate::lexicon::Lexicon;
use crate::model::{Reconciliation, Report};

/// Recomputes everything that can be recomputed from the report's own figures.
#[must_use]
pub fn reconcile(report: &Report, lexicon: &Lexicon) -> Vec<Reconciliation> {
    let ledger = ledger::Ledger::new(report, lexicon);
    let mut all = sums::groups(report, lexicon);
    all.extend(totals::totals(report, &all));
    all.extend(grades::grade(report));
    all.extend(deductions::claims(report));
    all.extend(deductions::deductions(report));
    all.extend(budget::budget(report));
    all.extend(ratios::ratios(&ledger, lexicon));
    all.extend(same::same(&ledger, lexicon));
    all.extend(relations::relations(report));
    all.extend(counts::counts(report, lexicon));
    all
}
