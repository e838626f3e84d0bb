//! Stated sums, differences and counts of things listed.

use super::printed;
use super::slips::{self, Slip};
use super::{all_exact, in_unit_of, parts};
use crate::model::{
    Figure, FigureId, FigureRole, Interval, Reason, Reconciliation, Relation, Report, Subject, Verdict, Wording,
};
use crate::reconcile::ledger::reading;
use rust_decimal::Decimal;

/// A gap that more than this share (of a hundred) of incomplete lists would show by chance says nothing.
const OPEN_CHANCE: u32 = 5;
/// The same for lists of three parts and more, which are complete more often.
const LONG_CHANCE: u32 = 10;
/// The same for kinds that usually are all of the whole, and for parts that exceed their whole.
const LIKELY_CHANCE: u32 = 45;

/// The most figures that are looked through for another whole.
const MOST_OTHERS: usize = 5_000;

/// A stated sum: the parts against the whole, by what the wording claims.
pub(super) fn sum(report: &Report, index: usize, relation: &Relation) -> Option<Reconciliation> {
    let whole = report.figures.get(relation.whole.0 as usize)?;
    let parts = parts(report, relation)?;
    let stated = reading(&whole.measure)?;
    let total = total(&parts)?;
    let made = |used: &[FigureId], figures: &[&Figure], total: Interval, verdict: Verdict| Reconciliation {
        subject: Subject::Relation(index),
        figure: Some(relation.whole),
        stated: Some(stated),
        recomputed: Some(total),
        inputs: used.to_vec(),
        arithmetic: arithmetic(whole, figures, '+'),
        verdict,
    };
    let exact = all_exact(whole, &parts);
    let fits = |total: Interval| total.meets(stated);
    if exact && fits(total) && parts.len() > 1 {
        return Some(made(&relation.parts, &parts, total, Verdict::Agrees));
    }
    // A list that the sentence leaves for something else may end earlier.
    if relation.wording != Wording::Closed && exact {
        for end in (2..parts.len()).rev() {
            let (figures, used) = (parts.get(..end)?, relation.parts.get(..end)?);
            if let Some(total) = self::total(figures).filter(|t| fits(*t)) {
                return Some(made(used, figures, total, Verdict::Agrees));
            }
        }
    }
    let verdict = if exact {
        mismatch(report, relation, whole, &parts, total, stated)
    } else {
        Verdict::CannotTell(Reason::InputInexact)
    };
    // Percentages of the verdict are not needed: an open list that proves nothing is still what the sentence states.
    Some(made(&relation.parts, &parts, total, verdict))
}

/// What it says that parts do not add up to their whole.
fn mismatch(
    report: &Report,
    relation: &Relation,
    whole: &Figure,
    parts: &[&Figure],
    total: Interval,
    stated: Interval,
) -> Verdict {
    let unknown = Verdict::CannotTell(Reason::NotExhaustive);
    let doubt = Verdict::Suspicious(Reason::NotExhaustive);
    let Some(gap) = total.minus(stated) else { return unknown };
    // Scores that stand in a form are recomputed there.
    if parts.iter().any(|p| p.role != FigureRole::Prose) || !matches!(whole.role, FigureRole::Prose | FigureRole::Total)
    {
        return unknown;
    }
    if relation.wording == Wording::Closed {
        return if explained(report, relation, total) { doubt } else { Verdict::Differs };
    }
    let exceeds = gap.low > Decimal::ZERO;
    if parts.len() < 2 {
        return if exceeds && stated.low > Decimal::ZERO && !explained(report, relation, total) {
            doubt
        } else {
            unknown
        };
    }
    if explained(report, relation, total) {
        return unknown;
    }
    let Some(printed) = printed_gap(whole, parts) else { return unknown };
    let Slip { explains, chance } = slips::of_sum(gap, printed, whole, parts);
    let likely = relation.wording == Wording::Likely;
    let limit = match parts.len() {
        _ if likely || exceeds => LIKELY_CHANCE,
        2 => OPEN_CHANCE,
        _ => LONG_CHANCE,
    };
    // Disjoint kinds cannot exceed their whole; when they do so by far, it is not their whole.
    let too_much = exceeds && likely && total.low <= stated.high + stated.high;
    if too_much || explains && (chance <= limit || exceeds && parts.len() > 2) { doubt } else { unknown }
}

/// What the printed parts exceed the printed whole by, in base units.
fn printed_gap(whole: &Figure, parts: &[&Figure]) -> Option<Decimal> {
    let base = |f: &Figure| f.measure.quantity.base_amount();
    let sum = parts.iter().try_fold(Decimal::ZERO, |sum, p| sum.checked_add(base(p)?))?;
    sum.checked_sub(base(whole)?)
}

/// Whether another figure of the report is what the parts add up to, or the whole with the figures before it: then they
/// are the parts of that.
fn explained(report: &Report, relation: &Relation, total: Interval) -> bool {
    let figure = |at: usize| report.figures.get(at);
    let at = relation.whole.0 as usize;
    let Some(whole) = figure(at) else { return false };
    let like = |f: &Figure| f.measure.quantity.unit.comparable(&whole.measure.quantity.unit);
    // `基本支出…，项目支出…，其中…`: the parts are of both.
    let first = relation.parts.first().map_or(at, |p| p.0 as usize);
    let mut sum: Option<Interval> = None;
    for back in 1..=4 {
        let before = first.checked_sub(back).and_then(figure).filter(|f| f.at.same_text(&whole.at) && like(f));
        let Some(before) = before.and_then(|f| reading(&f.measure)) else { break };
        sum = Some(match sum {
            Some(sum) => sum.plus(before).unwrap_or(before),
            None => before,
        });
        if back > 1 && sum.is_some_and(|sum| sum.meets(total)) {
            return true;
        }
    }
    let is_part = |id: FigureId| id == relation.whole || relation.parts.contains(&id);
    report.figures.iter().enumerate().take(MOST_OTHERS).any(|(at, other)| {
        // In the same text any number will do; elsewhere it takes one that chance does not give.
        like(other)
            && reading(&other.measure).is_some_and(|r| r.meets(total))
            && !is_part(FigureId(crate::model::offset(at)))
            && (other.at.same_text(&whole.at) || printed::digits(other) >= printed::MANY_DIGITS)
            // The same number but for one slip is this whole once more, not another one.
            && !slips::is_misprint(whole, other)
    })
}

fn total(parts: &[&Figure]) -> Option<Interval> {
    let (first, rest) = parts.split_first()?;
    rest.iter().try_fold(reading(&first.measure)?, |sum, part| sum.plus(reading(&part.measure)?))
}

/// `60.00 + 45.00 = 105.00`, in the unit of the whole.
pub(super) fn arithmetic(whole: &Figure, parts: &[&Figure], sign: char) -> String {
    let factor = whole.measure.quantity.unit.factor;
    let amounts: Vec<Decimal> = parts.iter().filter_map(|p| in_unit_of(p, factor)).collect();
    let add = |a: Decimal, b: &Decimal| if sign == '+' { a.checked_add(*b) } else { a.checked_sub(*b) };
    let result = amounts.split_first().and_then(|(first, rest)| rest.iter().try_fold(*first, add));
    let terms: Vec<String> = amounts.iter().map(ToString::to_string).collect();
    let joined = terms.join(&format!(" {sign} "));
    result.map_or_else(|| joined.clone(), |result| format!("{joined} = {result}"))
}

/// A stated difference: the first part less the second.
pub(super) fn difference(report: &Report, index: usize, relation: &Relation) -> Option<Reconciliation> {
    let whole = report.figures.get(relation.whole.0 as usize)?;
    let mut parts = parts(report, relation)?;
    // `支出32万元，比预算36万元节约4万元`: by how much two amounts differ has no sign.
    if let [first, second] = parts.as_slice()
        && reading(&first.measure)?.high < reading(&second.measure)?.low
        && whole.measure.quantity.amount > Decimal::ZERO
    {
        parts.reverse();
    }
    let [first, second] = parts.as_slice() else { return None };
    // 百分点 stand for differences of percentages as printed.
    let stated = reading(&whole.measure)?;
    let computed = reading(&first.measure)?.minus(reading(&second.measure)?)?;
    let fits = computed.meets(stated);
    let gap = stated.plus(reading(&second.measure)?)?.minus(reading(&first.measure)?)?;
    let verdict = if !all_exact(whole, &parts) {
        Verdict::CannotTell(Reason::InputInexact)
    } else if fits {
        Verdict::Agrees
    } else {
        let Slip { explains, chance } =
            slips::of_sum(gap, printed_gap(first, &[whole, second])?, first, &[whole, second]);
        let closed = relation.wording == Wording::Closed;
        match (closed, explains && chance <= LIKELY_CHANCE) {
            (true, _) => Verdict::Differs,
            (false, true) => Verdict::Suspicious(Reason::ScopeMayDiffer),
            (false, false) => Verdict::CannotTell(Reason::ScopeMayDiffer),
        }
    };
    Some(Reconciliation {
        subject: Subject::Relation(index),
        figure: Some(relation.whole),
        stated: Some(stated),
        recomputed: Some(computed),
        inputs: relation.parts.clone(),
        arithmetic: arithmetic(whole, &parts, '−'),
        verdict,
    })
}

/// A count of things that are listed by name.
pub(super) fn count(report: &Report, index: usize, relation: &Relation) -> Option<Reconciliation> {
    let whole = report.figures.get(relation.whole.0 as usize)?;
    let stated = reading(&whole.measure)?;
    let listed = Interval::exact(Decimal::from(relation.items));
    let verdict = if listed.meets(stated) {
        Verdict::Agrees
    } else if relation.wording == Wording::Open {
        Verdict::CannotTell(Reason::NotExhaustive)
    } else {
        Verdict::Suspicious(Reason::NotExhaustive)
    };
    Some(Reconciliation {
        subject: Subject::Relation(index),
        figure: Some(relation.whole),
        stated: Some(stated),
        recomputed: Some(listed),
        inputs: Vec::new(),
        arithmetic: relation.items.to_string(),
        verdict,
    })
}
