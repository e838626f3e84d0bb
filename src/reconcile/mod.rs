//! Reconciling: a [`Report`] in, recomputations out. Exact arithmetic on intervals, no words.

mod addends;
mod budget;
mod counts;
mod deductions;
mod grades;
mod grids;
mod ledger;
mod precision;
mod progress;
mod rates_of_rows;
mod ratios;
mod relations;
mod restated;
mod restatements;
mod rubric;
mod same;
mod slipped;
mod sums;
mod totals;

use crate::lexicon::Lexicon;
use crate::model::{FigureId, Reason, Reconciliation, RelationKind, Report, Subject, Verdict, Wording};
use std::collections::{BTreeMap, BTreeSet};

/// Recomputes everything that can be recomputed from the report's own figures.
#[must_use]
pub fn reconcile(report: &Report, lexicon: &Lexicon) -> Vec<Reconciliation> {
    let ledger = ledger::Ledger::new(report, lexicon);
    let mut all = sums::groups(report);
    all.extend(totals::totals(report, &all));
    all.extend(restatements::restatements(report));
    if report.cut_off {
        sums::leave_open(report, &mut all);
    }
    all.extend(grades::grade(report));
    all.extend(deductions::claims(report));
    all.extend(deductions::deductions(report));
    all.extend(deductions::losses(report));
    all.extend(budget::budget(report));
    let mut relations = relations::relations(&ledger, lexicon);
    let ratios = ratios::ratios(&ledger, lexicon);
    // A rate with a formula of its own is not that of any two amounts beside it.
    let fixed = figures(&ratios, |r| matches!(r.subject, Subject::FixedRatio(_)));
    relations.retain(|r| !(is_rate(report, r, Wording::Open) && fixed.contains(&r.figure)));
    // A share whose two sides the sentence names is recomputed with them.
    let stated = figures(&relations, |r| is_rate(report, r, Wording::Likely));
    let settled =
        figures(&relations, |r| is_rate(report, r, Wording::Open) && !matches!(r.verdict, Verdict::CannotTell(_)));
    all.extend(ratios.into_iter().filter(|r| {
        r.subject != Subject::SentenceRatio || !stated.contains(&r.figure) && !settled.contains(&r.figure)
    }));
    all.extend(rubric::rubrics(&ledger, lexicon));
    all.extend(slipped::slipped(report));
    let restated = restated::restated(report, lexicon);
    let mut subjects: BTreeMap<Option<FigureId>, Vec<Subject>> = BTreeMap::new();
    for one in &restated {
        subjects.entry(one.figure).or_default().push(one.subject);
    }
    let is_restated = |r: &Reconciliation| subjects.get(&r.figure).is_some_and(|known| known.contains(&r.subject));
    let same = same::same(&ledger, lexicon).into_iter().chain(rates_of_rows::rates_of_rows(&ledger, lexicon));
    let same = same.filter(|r| !is_restated(r));
    // One amount in two units is a slip of the unit and no second figure.
    let conflicts = same.chain(restated.iter().cloned());
    let conflicts = conflicts.filter(|r| {
        r.verdict == Verdict::Agrees || !relations::is_slip_of(report, r) && is_of_one_time(report, r, lexicon)
    });
    // A rate that follows from the numbers of its own sentence may be that of a part.
    let own = |r: &Reconciliation| r.verdict == Verdict::Agrees && is_own_sentence(report, r);
    let mut confirmed = figures(&all, own);
    confirmed.extend(figures(&relations, own));
    // Two rates that are each of the numbers of their own sentence are rates of different things.
    let based = figures(&relations, |r| is_rate_of_any_wording(report, r) && is_own_sentence(report, r));
    let of_own = |r: &Reconciliation| {
        let mut ids = r.figure.into_iter().chain(r.inputs.iter().copied());
        r.verdict != Verdict::Agrees && ids.all(|id| based.contains(&Some(id)))
    };
    all.extend(conflicts.filter(|r| !of_own(r)).map(|r| match r.verdict {
        Verdict::Differs if confirmed.contains(&r.figure) => {
            Reconciliation { verdict: Verdict::Suspicious(Reason::ScopeMayDiffer), ..r }
        }
        _ => r,
    }));
    all.extend(relations);
    all.extend(relations::units(&ledger));
    let of_two = |r: &Reconciliation| stated.contains(&r.figure) || settled.contains(&r.figure);
    all.extend(counts::counts(report, lexicon).into_iter().filter(|r| !of_two(r)));
    all.extend(relations::far_rates(&ledger, lexicon, &all));
    all.extend(grids::grids(&ledger, lexicon));
    settle_repeated(report, &mut all);
    all
}

/// A rate that is printed again where it follows from its amounts has other amounts than the ones that stand close by here.
fn settle_repeated(report: &Report, all: &mut [Reconciliation]) {
    let of_amounts = |r: &Reconciliation| {
        matches!(r.subject, Subject::FixedRatio(_) | Subject::SentenceRatio | Subject::BudgetRate(_))
            || is_rate_of_any_wording(report, r)
    };
    let shown = figures(all, |r| r.verdict == Verdict::Agrees && of_amounts(r));
    let same = all.iter().filter(|r| r.verdict == Verdict::Agrees && matches!(r.subject, Subject::SameFigure { .. }));
    let repeated: BTreeSet<FigureId> = same
        .flat_map(|r| {
            let ids: Vec<FigureId> = r.figure.into_iter().chain(r.inputs.iter().copied()).collect();
            if ids.iter().any(|id| shown.contains(&Some(*id))) { ids } else { Vec::new() }
        })
        .collect();
    for r in all.iter_mut().filter(|r| matches!(r.verdict, Verdict::Differs | Verdict::Suspicious(_))) {
        let supposed = r.subject == Subject::SentenceRatio || is_rate(report, r, Wording::Open);
        if supposed && r.figure.is_some_and(|id| repeated.contains(&id)) {
            r.verdict = Verdict::CannotTell(Reason::BaseMayDiffer);
        }
    }
}

/// Recomputes only the scores that scoring rules give, which [`reconcile`] does among all else.
#[must_use]
pub fn scores(report: &Report, lexicon: &Lexicon) -> Vec<Reconciliation> {
    rubric::rubrics(&ledger::Ledger::new(report, lexicon), lexicon)
}

/// Whether both or neither of two figures are said to be of another time: 上年基本支出 is not 基本支出.
fn is_of_one_time(report: &Report, r: &Reconciliation, lexicon: &Lexicon) -> bool {
    let other = |id: &FigureId| {
        let label = report.figures.get(id.0 as usize).map_or("", |f| f.label.as_str());
        let opening: Vec<char> = label.chars().take(8).collect();
        lexicon.labels.plan.prefix(&opening) > 0
    };
    let mut both = r.figure.iter().chain(&r.inputs).map(other);
    both.next().is_none_or(|first| both.all(|next| next == first))
}

/// Whether a rate of running text was recomputed from figures of its own text.
fn is_own_sentence(report: &Report, r: &Reconciliation) -> bool {
    let at = |id: FigureId| report.figures.get(id.0 as usize).map(|f| &f.at);
    let Some(own) = r.figure.and_then(at) else { return false };
    let rate = matches!(r.subject, Subject::SentenceRatio | Subject::FixedRatio(_) | Subject::Relation(_));
    rate && !r.inputs.is_empty() && r.inputs.iter().all(|id| at(*id).is_some_and(|at| at.same_text(own)))
}

/// The figures of the recomputations that are wanted.
fn figures(all: &[Reconciliation], wanted: impl Fn(&Reconciliation) -> bool) -> BTreeSet<Option<FigureId>> {
    all.iter().filter(|r| wanted(r)).map(|r| r.figure).collect()
}

fn is_rate_of_any_wording(report: &Report, r: &Reconciliation) -> bool {
    [Wording::Closed, Wording::Likely, Wording::Open].into_iter().any(|wording| is_rate(report, r, wording))
}

/// Whether a recomputation is of a rate that a sentence states with both its sides, in such words.
fn is_rate(report: &Report, result: &Reconciliation, wording: Wording) -> bool {
    let Subject::Relation(index) = result.subject else { return false };
    report.relations.get(index).is_some_and(|r| r.kind == RelationKind::Ratio && r.wording == wording)
}
