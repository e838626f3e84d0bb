//! Reconciling: a [`Report`] in, recomputations out. Exact arithmetic on intervals, no words.

mod counts;
mod ledger;
mod ratios;
mod same;

use crate::lexicon::Lexicon;
use crate::model::{Reconciliation, Report};

/// Recomputes everything that can be recomputed from the report's own figures.
#[must_use]
pub fn reconcile(report: &Report, lexicon: &Lexicon) -> Vec<Reconciliation> {
    let mut all = ratios::ratios(report, lexicon);
    all.extend(same::same(report, lexicon));
    all.extend(counts::counts(report));
    all
}
