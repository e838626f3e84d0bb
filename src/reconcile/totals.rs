//! The totals of a report: all scores, all weights, the level-1 weights and every statement of the total.
//!
//! A mismatch that is already reported inside a group is not repeated here: the total agrees when the group figures give
//! it. Rows that reading may have lost are told from wrong totals by the other column: scores are trusted to be complete
//! when the weights add up to the full score, and the other way round. A form without weights is trusted when every row
//! of it was read.

use super::addends::Addends;
use super::precision::{self, Reading};
use super::sums::{Points, Scores, amount, gap};
use crate::model::{
    Dimension, Interval, Location, Measure, Reason, Reconciliation, Report, Stated, Subject, Unit, Verdict,
};
use rust_decimal::Decimal;

/// The printed total: of the head, or of the total row.
pub(super) fn total(report: &Report) -> Option<&Stated<Measure>> {
    report.head.total_score.as_ref().or_else(|| grand(report)?.score.as_ref())
}

/// The printed full score: of the head, or of the total row.
pub(super) fn full_score(report: &Report) -> Option<&Stated<Measure>> {
    report.head.full_score.as_ref().or_else(|| grand(report)?.weight.as_ref())
}

fn grand(report: &Report) -> Option<&crate::model::Group> {
    report.groups.iter().find(|g| g.level == 0)
}

/// The scored execution rates, which count in the total. A part of a line that is scored itself is not counted again.
fn execution(scores: Scores<'_>, points: Points) -> Addends {
    let mut sum = Addends::new();
    let budget = &scores.report.budget;
    let decimals = total(scores.report).and_then(precision::plain).map_or(0, |(_, decimals)| decimals);
    for line in budget {
        let scored_above = line.parent.and_then(|p| budget.get(p)).is_some_and(|p| p.score.is_some());
        let (score, weight) = (line.score.as_ref(), line.weight.as_ref());
        if scored_above || amount(score).or(amount(weight)).is_none() {
            continue;
        }
        let stated = if points == Points::Score { score } else { weight };
        let reading = match points {
            Points::Weight => stated.and_then(precision::weight),
            Points::Score => stated.and_then(|s| scores.beside(s, amount(weight), decimals)),
        };
        match reading {
            Some(reading) => sum.add(&reading, stated.and_then(|s| s.figure)),
            None => sum.miss(&line.item, amount(weight).filter(|_| points == Points::Score)),
        }
    }
    sum
}

/// The ways to reach a total, best first: with the scored execution rates, then without them (some forms repeat the
/// execution rate among the indicators); each with and without points that come on top (加分项).
fn ways(scores: Scores<'_>, points: Points) -> Vec<Addends> {
    let execution = execution(scores, points);
    let has_execution = execution.len() > 0 || !execution.sum().is_some_and(|s| s.printed.is_zero());
    let mut bases = vec![scores.all_leaves(points)];
    bases.extend(scores.level1(points));
    bases.extend(scores.of_one_text(points));
    bases.extend(scores.leaves_in_full(points));
    let with = |base: &Addends| {
        let mut sum = base.clone();
        sum.extend(&execution);
        sum
    };
    let mut all: Vec<Addends> = bases.iter().map(with).collect();
    if has_execution {
        all.extend(bases);
    }
    all
}

/// Recomputes the totals.
pub(super) fn totals(report: &Report, below: &[Reconciliation]) -> Vec<Reconciliation> {
    let scores = Scores::of(report);
    let mut out = Vec::new();
    if !report.indicators.is_empty() || !report.groups.is_empty() {
        out.extend(total_score(scores, below));
        out.extend(total_weight(scores));
        out.extend(level_weights(scores, below));
    }
    out.extend(statements(report));
    out
}

/// Whether the weights prove that every row was read: they add up to the printed full score, or to 100.
pub(super) fn weights_are_whole(scores: Scores<'_>) -> bool {
    let full = amount(full_score(scores.report)).unwrap_or(Decimal::ONE_HUNDRED);
    ways(scores, Points::Weight).iter().any(|way| way.is_exactly(full))
}

/// Whether the scores prove that every row was read: they add up to the printed total.
fn scores_are_whole(scores: Scores<'_>) -> bool {
    let stated = total(scores.report).and_then(precision::printed);
    stated.is_some_and(|stated| {
        ways(scores, Points::Score).iter().any(|w| w.is_complete() && w.verdict(&stated) == Some(Verdict::Agrees))
    })
}

/// Whether a form that prints no weights was read whole, from its first row to its total row.
fn form_is_whole(report: &Report) -> bool {
    let no_weights = report.indicators.iter().all(|i| i.weight.is_none())
        && report.groups.iter().all(|g| g.level == 0 || g.weight.is_none());
    let totals = report.groups.iter().filter(|g| g.level == 0 && g.score.is_some() && g.at.cell.is_some()).count();
    let in_tables = report.indicators.iter().all(|i| i.at.cell.is_some());
    no_weights && in_tables && totals == 1 && report.unread_rows == 0
}

fn total_score(scores: Scores<'_>, below: &[Reconciliation]) -> Option<Reconciliation> {
    let of = total(scores.report)?;
    let stated = precision::printed(of)?;
    let ways = ways(scores, Points::Score);
    let mut made = pick(&ways, Subject::TotalScore, &stated, of)?;
    if made.verdict == Verdict::Differs {
        // A stated group score that its own parts contradict is reported at the group; the leaves may still fit.
        let group_is_wrong = below.iter().any(|r| {
            matches!(r.subject, Subject::GroupScore(_))
                && matches!(r.verdict, Verdict::Differs | Verdict::Suspicious(_))
        });
        let leaves_may_fit = ways.iter().any(|w| matches!(w.verdict(&stated), Some(Verdict::CannotTell(_))));
        if group_is_wrong && leaves_may_fit {
            made.verdict = Verdict::CannotTell(Reason::InputMissing);
        } else if made.recomputed.is_none() || !(weights_are_whole(scores) || form_is_whole(scores.report)) {
            made.verdict = Verdict::Suspicious(Reason::InputMissing);
        }
    }
    Some(made)
}

/// The first way that agrees; else the first complete one; else the first.
fn pick(ways: &[Addends], subject: Subject, stated: &Reading, of: &Stated<Measure>) -> Option<Reconciliation> {
    let chosen = ways
        .iter()
        .find(|w| w.is_complete() && w.verdict(stated) == Some(Verdict::Agrees))
        .or_else(|| ways.iter().find(|w| w.is_complete()))
        .or_else(|| ways.first())?;
    chosen.reconcile(subject, stated, of.figure)
}

fn total_weight(scores: Scores<'_>) -> Option<Reconciliation> {
    let of = full_score(scores.report)?;
    let stated = precision::weight(of)?;
    let ways = ways(scores, Points::Weight);
    let mut made = pick(&ways, Subject::TotalWeight, &stated, of)?;
    let usual = ways.first().is_some_and(|w| w.is_complete() && w.verdict(&stated) == Some(Verdict::Differs));
    match made.verdict {
        Verdict::Differs if made.recomputed.is_none() => made.verdict = Verdict::CannotTell(Reason::InputMissing),
        // A page cut off above its indicators: the points of the execution rate stand on the page before.
        Verdict::Differs
            if is_cut_above(scores.report) && ways.iter().any(|w| w.is_exactly(stated.printed - EXECUTION)) =>
        {
            made.verdict = Verdict::CannotTell(Reason::InputMissing);
        }
        Verdict::Differs if !scores_are_whole(scores) => made.verdict = Verdict::Suspicious(Reason::InputMissing),
        // What comes on top is told by the group.
        Verdict::Differs if scores.report.groups_are_guessed && scores.report.indicators.iter().any(|i| i.on_top) => {
            made.verdict = Verdict::CannotTell(Reason::InputDoubtful);
        }
        Verdict::Agrees if usual && without_execution(scores, stated.printed) => {
            let counted = ways.first()?;
            made = counted.reconcile(Subject::TotalWeight, &stated, of.figure)?;
            made.verdict = Verdict::Suspicious(Reason::ScopeMayDiffer);
        }
        _ => {}
    }
    Some(made)
}

/// The points that nearly every form gives the execution rate.
const EXECUTION: Decimal = Decimal::TEN;

/// Whether a report has lost what stands above its indicators: its title, its head and its money.
fn is_cut_above(report: &Report) -> bool {
    let head = &report.head;
    report.budget.is_empty()
        && head.title.is_none()
        && head.project.is_none()
        && head.organization.is_none()
        && head.year.is_none()
}

/// Whether the weights add up only when the scored execution rate is left out, by leaves and by groups alike.
fn without_execution(scores: Scores<'_>, full: Decimal) -> bool {
    let execution = execution(scores, Points::Weight);
    let with_groups = scores.level1(Points::Weight).is_some_and(|mut sum| {
        sum.extend(&execution);
        sum.is_exactly(full)
    });
    execution.is_complete() && !with_groups
}

/// The level-1 weights against the full score, or against the leaves when no full score is printed.
fn level_weights(scores: Scores<'_>, below: &[Reconciliation]) -> Option<Reconciliation> {
    let report = scores.report;
    let mut sum = scores.level1(Points::Weight).filter(|s| s.is_complete() && s.len() > 1)?;
    let leaves = scores.all_leaves(Points::Weight);
    let full = full_score(report);
    let stated = match full.and_then(precision::weight) {
        Some(stated) => stated,
        None => leaves.sum().filter(|_| leaves.is_complete())?,
    };
    let agrees = |sum: &Addends| sum.verdict(&stated) == Some(Verdict::Agrees);
    if let Some(alone) = scores.of_one_text(Points::Weight).filter(|alone| !agrees(&sum) && agrees(alone)) {
        sum = alone;
    }
    if full.is_some() && sum.verdict(&stated) != Some(Verdict::Agrees) {
        sum.extend(&execution(scores, Points::Weight));
    }
    let mut made = sum.reconcile(Subject::LevelWeights, &stated, full.and_then(|f| f.figure))?;
    if full.is_none() && leaves.len() > 1 {
        made.arithmetic = format!("{}；{}", made.arithmetic, leaves.arithmetic(None));
    }
    let own_gap = gap(&made);
    // A group whose weight contradicts its own parts by as much explains the gap; otherwise a group may not have been read.
    let explained = below.iter().any(|r| {
        matches!(r.subject, Subject::GroupWeight(_)) && r.verdict == Verdict::Differs && opposite(gap(r)) == own_gap
    });
    if made.verdict == Verdict::Differs && !explained {
        made.verdict = Verdict::Suspicious(Reason::InputMissing);
    }
    Some(made)
}

/// A level-1 weight that is too low by some points leaves the sum of the levels short by as many.
fn opposite(gap: Option<Interval>) -> Option<Interval> {
    Interval::exact(Decimal::ZERO).minus(gap?)
}

/// Every further statement of the total against the one in the table, or the first.
fn statements(report: &Report) -> Vec<Reconciliation> {
    let all = &report.head.stated_scores;
    let place: Option<&Location> = total(report).map(|t| &t.at);
    let Some(first) = all.iter().position(|s| Some(&s.at) == place).or(if all.is_empty() { None } else { Some(0) })
    else {
        return Vec::new();
    };
    let Some(reference) = all.get(first) else { return Vec::new() };
    let one = |(index, other): (usize, &Stated<Measure>)| {
        let subject = Subject::TotalStatements(first, index);
        let (a, b) = (reference.quantity()?, other.quantity()?);
        let verdict = match (precision::plain(reference), precision::plain(other)) {
            _ if !is_points(&a.unit) || !is_points(&b.unit) => Verdict::CannotTell(Reason::ScopeMayDiffer),
            (Some(a), Some(b)) if same_score(a, b) => Verdict::Agrees,
            (Some(_), Some(_)) => Verdict::Differs,
            _ => Verdict::CannotTell(Reason::InputInexact),
        };
        Some(Reconciliation {
            subject,
            figure: other.figure,
            stated: Some(Interval::exact(b.amount)),
            recomputed: Some(Interval::exact(a.amount)),
            inputs: reference.figure.into_iter().collect(),
            arithmetic: format!("{} {} {}", b.amount, if verdict == Verdict::Agrees { "=" } else { "≠" }, a.amount),
            verdict,
        })
    };
    all.iter().enumerate().filter(|(index, _)| *index != first).filter_map(one).collect()
}

fn is_points(unit: &Unit) -> bool {
    matches!(unit.dimension, Dimension::Bare | Dimension::Point)
}

/// Equal, or equal at the coarser of two printed decimals. A score stated in whole points is not a rounding of one with
/// decimals: 95 and 94.5 are two different results to whoever reads them.
fn same_score(a: (Decimal, u32), b: (Decimal, u32)) -> bool {
    let (coarse, fine) = if a.1 <= b.1 { (a, b) } else { (b, a) };
    a.0 == b.0 || (coarse.1 > 0 && Interval::printed(coarse.0, coarse.1).holds(fine.0))
}
