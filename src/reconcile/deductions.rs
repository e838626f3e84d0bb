//! Deductions named in notes, and claims of full marks, against the printed points.

use super::precision::{self, Reading};
use super::sums::{Points, Scores, amount};
use crate::model::{
    FigureId, Group, Indicator, Interval, Reason, Reconciliation, Report, ScoreClaim, StatedLoss, Subject, Verdict,
};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Holds the deduction that each note names against weight − score.
pub(super) fn deductions(report: &Report) -> Vec<Reconciliation> {
    let scores = Scores::of(report);
    // A merged note covers several rows: what it names may be their common loss.
    let mut lost_by_note = BTreeMap::new();
    for leaf in &report.indicators {
        if let (Some(note), Some(lost)) = (&leaf.note, lost(scores, leaf)) {
            let entry: &mut (usize, Option<Interval>) = lost_by_note.entry(&note.at).or_insert((0, Some(ZERO)));
            *entry = (entry.0 + 1, entry.1.and_then(|sum| sum.plus(lost)));
        }
    }
    let one = |(index, leaf): (usize, &Indicator)| {
        let named = named(report, leaf)?;
        let lost = lost(scores, leaf)?;
        let shared = leaf.note.as_ref().and_then(|n| lost_by_note.get(&n.at)).copied().unwrap_or((1, None));
        let verdict = if fits(&named, lost) || shared.1.is_some_and(|sum| fits(&named, sum)) {
            Verdict::Agrees
        } else if shared.0 > 1 {
            Verdict::CannotTell(Reason::ScopeMayDiffer)
        } else if named.len() > 1 {
            // Several deductions may be named as a whole and its parts.
            Verdict::Suspicious(Reason::ScopeMayDiffer)
        } else {
            Verdict::Differs
        };
        let (weight, score) = (amount(leaf.weight.as_ref())?, amount(leaf.score.as_ref())?);
        let terms: Vec<Decimal> = named.iter().map(|r| r.printed).collect();
        let left = weight.checked_sub(score)?;
        let sign = if verdict == Verdict::Agrees { "=" } else { "≠" };
        Some(Reconciliation {
            subject: Subject::Deduction(index),
            figure: leaf.deductions.first().copied(),
            stated: sum(&named),
            recomputed: Some(lost),
            inputs: figures(leaf),
            arithmetic: format!("{weight} - {score} = {left} {sign} {}", super::addends::sum_text(&terms)),
            verdict,
        })
    };
    report.indicators.iter().enumerate().filter_map(one).collect()
}

/// Holds the one deduction that sentences name for a group against what it lost. What is named may be a part of the loss,
/// never more than it.
pub(super) fn losses(report: &Report) -> Vec<Reconciliation> {
    let one = |(index, loss): (usize, &StatedLoss)| {
        let named = report.figures.get(loss.deduction.0 as usize).filter(|f| f.measure.is_exact())?;
        let weight = precision::weight(&loss.weight)?;
        let quantity = &named.measure.quantity;
        // Points are chosen: what is printed whole is no rounded number.
        let chosen = |amount: Decimal, decimals: u32| {
            if decimals == 0 { Interval::exact(amount) } else { Interval::printed(amount, decimals) }
        };
        let (points, decimals) = precision::plain(&loss.score)?;
        let score = Reading { printed: points, likely: chosen(points, decimals), possible: chosen(points, decimals) };
        let stated = chosen(quantity.amount, quantity.decimals);
        let lost = weight.likely.minus(score.likely)?;
        let left = weight.printed.checked_sub(score.printed)?;
        let verdict = if stated.meets(lost) {
            Verdict::Agrees
        } else if loss.is_all || quantity.amount > left && left > Decimal::ZERO {
            Verdict::Suspicious(Reason::ScopeMayDiffer)
        } else {
            Verdict::CannotTell(Reason::NotExhaustive)
        };
        let sign = if verdict == Verdict::Agrees { "=" } else { "≠" };
        Some(Reconciliation {
            subject: Subject::StatedLoss(index),
            figure: Some(loss.deduction),
            stated: Some(stated),
            recomputed: Some(lost),
            inputs: [loss.weight.figure, loss.score.figure].into_iter().flatten().collect(),
            arithmetic: format!("{} − {} = {left} {sign} {}", weight.printed, score.printed, quantity.amount),
            verdict,
        })
    };
    report.losses.iter().enumerate().filter_map(one).collect()
}

const ZERO: Interval = Interval { low: Decimal::ZERO, high: Decimal::ZERO, low_open: false, high_open: false };

fn figures(leaf: &Indicator) -> Vec<FigureId> {
    let cells = [&leaf.weight, &leaf.score].into_iter().flatten().filter_map(|s| s.figure);
    cells.chain(leaf.deductions.iter().skip(1).copied()).collect()
}

/// The deductions that the note names; `None` when it names none.
fn named(report: &Report, leaf: &Indicator) -> Option<Vec<Reading>> {
    let one = |id: &FigureId| {
        let measure = &report.figures.get(id.0 as usize)?.measure;
        let quantity = Some(&measure.quantity).filter(|_| measure.is_exact())?;
        // A column of deductions may print them with a minus sign.
        let amount = Some(quantity.amount.abs()).filter(|a| *a < Decimal::from(1_000_000))?;
        // A deduction is chosen, not measured: it may be rounded only as far as its decimals go.
        let interval =
            if quantity.decimals == 0 { Interval::exact(amount) } else { Interval::printed(amount, quantity.decimals) };
        Some(Reading { printed: amount, likely: interval, possible: interval })
    };
    let all: Option<Vec<Reading>> = leaf.deductions.iter().map(one).collect();
    all.filter(|all| !all.is_empty())
}

fn sum(named: &[Reading]) -> Option<Interval> {
    named.iter().try_fold(ZERO, |sum, reading| sum.plus(reading.likely))
}

/// The named deductions add up to what was lost, or one of several names all of it.
fn fits(named: &[Reading], lost: Interval) -> bool {
    sum(named).is_some_and(|sum| sum.meets(lost)) || named.iter().any(|one| named.len() > 1 && one.likely.meets(lost))
}

/// Weight − score.
fn lost(scores: Scores<'_>, leaf: &Indicator) -> Option<Interval> {
    let weight = precision::weight(leaf.weight.as_ref()?)?.likely;
    weight.minus(scores.leaf(leaf, Points::Score)?.likely)
}

/// Holds claims of full marks against the groups they name.
pub(super) fn claims(report: &Report) -> Vec<Reconciliation> {
    let scores = Scores::of(report);
    report.head.claims.iter().enumerate().filter_map(|(index, claim)| self::claim(scores, index, claim)).collect()
}

fn claim(scores: Scores<'_>, index: usize, claim: &ScoreClaim) -> Option<Reconciliation> {
    let groups: Vec<&Group> = claim.groups.iter().filter_map(|&g| scores.report.groups.get(g)).collect();
    let subject = Subject::Claim(index);
    if let Some(claimed) = &claim.full_score {
        let [group] = groups.as_slice() else { return None };
        let stated = precision::weight(claimed)?;
        let weight = group.weight.as_ref()?;
        let printed = precision::weight(weight)?;
        let verdict = if stated.possible.meets(printed.possible) { Verdict::Agrees } else { Verdict::Differs };
        let sign = if verdict == Verdict::Agrees { "=" } else { "≠" };
        return Some(Reconciliation {
            subject,
            figure: claimed.figure,
            stated: Some(stated.likely),
            recomputed: Some(printed.likely),
            inputs: weight.figure.into_iter().collect(),
            arithmetic: format!("{} {sign} {}", stated.printed, printed.printed),
            verdict,
        });
    }
    let verdicts: Vec<Full> = groups.iter().map(|group| full_marks(scores, group)).collect();
    let verdict = if verdicts.is_empty() {
        return None;
    } else if verdicts.contains(&Full::Lost) {
        Verdict::Differs
    } else if verdicts.contains(&Full::Unknown) {
        Verdict::CannotTell(Reason::InputMissing)
    } else {
        Verdict::Agrees
    };
    let short = groups
        .iter()
        .flat_map(|g| &g.leaves)
        .filter_map(|&l| scores.report.indicators.get(l))
        .filter(|l| lost_points(l));
    let pairs: Vec<String> = short
        .clone()
        .filter_map(|l| Some(format!("{} < {}", amount(l.score.as_ref())?, amount(l.weight.as_ref())?)))
        .collect();
    Some(Reconciliation {
        subject,
        figure: None,
        stated: None,
        recomputed: None,
        inputs: short.filter_map(|l| l.score.as_ref()?.figure).collect(),
        arithmetic: pairs.join("，"),
        verdict,
    })
}

/// Whether a group got its full marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Full {
    Kept,
    Lost,
    Unknown,
}

fn lost_points(leaf: &Indicator) -> bool {
    amount(leaf.score.as_ref()).zip(amount(leaf.weight.as_ref())).is_some_and(|(score, weight)| score < weight)
}

fn full_marks(scores: Scores<'_>, group: &Group) -> Full {
    let mut leaves = group.leaves.iter().filter_map(|&l| scores.report.indicators.get(l)).peekable();
    let own = amount(group.score.as_ref()).zip(amount(group.weight.as_ref()));
    if own.is_some_and(|(score, weight)| score < weight) {
        return Full::Lost;
    }
    if leaves.peek().is_none() {
        return if own.is_some() { Full::Kept } else { Full::Unknown };
    }
    let mut full = Full::Kept;
    for leaf in leaves {
        if lost_points(leaf) {
            return Full::Lost;
        }
        if amount(leaf.score.as_ref()).is_none() || amount(leaf.weight.as_ref()).is_none() {
            full = Full::Unknown;
        }
    }
    full
}
