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
use crate::model::{FigureId, Reconciliation, RelationKind, Report, Subject, Verdict};
use std::collections::{BTreeMap, BTreeSet};

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
    let relations = relations::relations(&ledger, lexicon);
    // A share whose two sides the sentence names is recomputed with them.
    let stated: BTreeSet<Option<FigureId>> = relations.iter().filter(|r| is_stated_rate(report, r)).map(|r| r.figure).collect();
    let guessed = |r: &Reconciliation| r.subject == Subject::SentenceRatio && stated.contains(&r.figure);
    all.extend(ratios::ratios(&ledger, lexicon).into_iter().filter(|r| !guessed(r)));
    let restated = restated::restated(report, lexicon);
    let mut subjects: BTreeMap<Option<FigureId>, Vec<Subject>> = BTreeMap::new();
    for one in &restated {
        subjects.entry(one.figure).or_default().push(one.subject);
    }
    let is_restated = |r: &Reconciliation| subjects.get(&r.figure).is_some_and(|known| known.contains(&r.subject));
    let same = same::same(&ledger, lexicon).into_iter().filter(|r| !is_restated(r));
    // One amount in two units is a slip of the unit and no second figure.
    let conflicts = same.chain(restated.iter().cloned());
    all.extend(conflicts.filter(|r| r.verdict == Verdict::Agrees || !relations::is_slip_of(report, r)));
    all.extend(relations);
    all.extend(relations::units(&ledger));
    all.extend(counts::counts(report, lexicon));
    all
}

/// Whether a recomputation is of a share that a sentence states with both its sides, and says something.
fn is_stated_rate(report: &Report, result: &Reconciliation) -> bool {
    let Subject::Relation(index) = result.subject else { return false };
    !matches!(result.verdict, Verdict::CannotTell(_))
        && report.relations.get(index).is_some_and(|r| r.kind == RelationKind::Ratio)
}
