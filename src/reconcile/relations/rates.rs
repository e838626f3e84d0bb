//! Stated shares, changes and averages.

use super::{all_exact, in_unit_of, parts, printed, slips};
use crate::model::{
    Dimension, Figure, Interval, Reason, Reconciliation, Relation, RelationKind, Report, Subject, Verdict, Wording,
};
use crate::reconcile::ledger::reading;
use rust_decimal::Decimal;

/// How many units of the last printed place its recomputed value may span for a rate to be held against all of it.
const COARSEST: i64 = 10;
/// The most figures that are looked through for a base.
const MOST_FIGURES: usize = 5_000;

/// Recomputes a rate from its two sides.
pub(super) fn rate(report: &Report, index: usize, relation: &Relation) -> Option<Reconciliation> {
    let whole = report.figures.get(relation.whole.0 as usize)?;
    let parts = parts(report, relation)?;
    let (second, shares) = parts.split_last()?;
    // `满意和基本满意`: several parts of one whole are one part.
    let joined = joined(shares)?;
    let first = &joined;
    let quantity = &whole.measure.quantity;
    // An average or a product is a printed amount with a unit; a percentage is what it is printed as.
    let printed = Interval::printed(quantity.amount, quantity.decimals);
    let amount = matches!(relation.kind, RelationKind::Average | RelationKind::Product);
    let stated = if amount { printed.scaled(quantity.unit.factor)? } else { printed };
    let b = reading(&second.measure)?;
    let a =
        shares.iter().skip(1).try_fold(reading(&shares.first()?.measure)?, |sum, s| sum.plus(reading(&s.measure)?))?;
    let divisor = if relation.kind == RelationKind::Split { a.plus(b)? } else { b };
    if divisor.low <= Decimal::ZERO && divisor.high >= Decimal::ZERO {
        return None;
    }
    let computed = compute(relation, a, b)?;
    let verdict = if !all_exact(whole, &parts) {
        Verdict::CannotTell(Reason::InputInexact)
    } else if computed.meets(stated) {
        Verdict::Agrees
    } else {
        mismatch(report, relation, whole, (first, second), stated, computed)
    };
    Some(Reconciliation {
        subject: Subject::Relation(index),
        figure: Some(relation.whole),
        stated: Some(stated),
        recomputed: Some(computed),
        inputs: relation.parts.clone(),
        arithmetic: arithmetic(relation, whole, first, second),
        verdict,
    })
}

/// The parts of a rate as one figure: their amounts added up, in the unit of the first.
fn joined(shares: &[&Figure]) -> Option<Figure> {
    let (first, rest) = shares.split_first()?;
    let mut joined = (*first).clone();
    for other in rest {
        let quantity = &mut joined.measure.quantity;
        quantity.amount = quantity.amount.checked_add(in_unit_of(other, quantity.unit.factor)?)?;
    }
    Some(joined)
}

/// What a rate says that does not follow from its two sides.
fn mismatch(
    report: &Report,
    relation: &Relation,
    whole: &Figure,
    (first, second): (&Figure, &Figure),
    stated: Interval,
    computed: Interval,
) -> Verdict {
    if relation.wording == Wording::Closed {
        return Verdict::Differs;
    }
    // What is paid at a price may be paid in part, or less what was agreed on: only a slip is doubted.
    if relation.kind == RelationKind::Product {
        let doubted = slips::of_figure(whole, computed) || of_sides(relation, first, second, stated);
        let reason = Reason::BaseMayDiffer;
        return if doubted { Verdict::Suspicious(reason) } else { Verdict::CannotTell(reason) };
    }
    // What was spent and what was left make up an amount that the report prints: then the rate is of that amount.
    if relation.kind == RelationKind::Split && is_printed(report, first, second) {
        return Verdict::Suspicious(Reason::BaseMayDiffer);
    }
    // Another figure of the paragraph as the base, or as the part, would explain it.
    let near = |f: &&Figure| f.at.same_text(&whole.at) && f.measure.is_exact() && !f.at.eq(&whole.at);
    let other = |f: &&Figure, like: &Figure| f.measure.quantity.unit.comparable(&like.measure.quantity.unit);
    let fits = |a: &Figure, b: &Figure| {
        reading(&a.measure)
            .zip(reading(&b.measure))
            .filter(|(_, b)| b.low > Decimal::ZERO)
            .is_some_and(|(a, b)| compute(relation, a, b).is_some_and(|c| c.meets(stated)))
    };
    let whole_index = relation.whole.0 as usize;
    let window = whole_index.saturating_sub(12)..report.figures.len().min(whole_index + 6);
    let beside = report.figures.get(window).unwrap_or_default();
    let explained = beside.iter().filter(near).any(|f| {
        let base = f.at != second.at && f.at != first.at && other(&f, second);
        let is_base = base && fits(first, f) && !slips::is_misprint(second, f);
        let part = f.at != first.at && f.at != second.at && other(&f, first);
        let is_part = part && fits(f, second) && !slips::is_misprint(first, f);
        is_base || is_part
    });
    if explained {
        return Verdict::CannotTell(Reason::BaseMayDiffer);
    }
    // Names that belong together say what the rate is of; without them only a slip does. Sides that are printed coarsely
    // stand for many rates: then it is the printed amounts that a slip has to give.
    let last = Decimal::new(COARSEST, whole.measure.quantity.decimals.min(28));
    let fine =
        last.checked_mul(whole.measure.quantity.unit.factor).is_some_and(|most| computed.high - computed.low <= most);
    let exact = |f: &Figure| f.measure.quantity.base_amount().map(Interval::exact);
    let printed = || exact(first).zip(exact(second)).and_then(|(a, b)| compute(relation, a, b));
    let against = if fine || relation.wording == Wording::Likely { Some(computed) } else { printed() };
    let rounded = whole.measure.quantity.unit.dimension == Dimension::Percent || relation.kind == RelationKind::Average;
    let slip = of_sides(relation, first, second, stated)
        || rounded && against.is_some_and(|against| slips::of_figure(whole, against));
    if relation.wording == Wording::Likely || slip && whole.measure.quantity.decimals > 0 {
        Verdict::Suspicious(Reason::BaseMayDiffer)
    } else {
        Verdict::CannotTell(Reason::BaseMayDiffer)
    }
}

/// Whether one slip in one of the two sides gives what is stated.
fn of_sides(relation: &Relation, first: &Figure, second: &Figure, stated: Interval) -> bool {
    slips::of_rate(&[first, second], |tried| match tried {
        [a, b] if *b > Decimal::ZERO => {
            compute(relation, Interval::exact(*a), Interval::exact(*b)).is_some_and(|c| c.meets(stated))
        }
        _ => false,
    })
}

/// Whether the sum of two amounts is printed, with digits that chance does not give.
fn is_printed(report: &Report, first: &Figure, second: &Figure) -> bool {
    let sum = reading(&first.measure).zip(reading(&second.measure)).and_then(|(a, b)| a.plus(b));
    let same = |f: &&Figure| f.measure.quantity.unit.comparable(&first.measure.quantity.unit) && f.measure.is_exact();
    let long = |f: &&Figure| printed::digits(f) >= printed::MANY_DIGITS;
    let meets = |f: &Figure| reading(&f.measure).zip(sum).is_some_and(|(r, sum)| r.meets(sum));
    report.figures.iter().take(MOST_FIGURES).filter(same).filter(long).any(meets)
}

/// The rate that two sides give; per cent but for averages and products.
fn compute(relation: &Relation, a: Interval, b: Interval) -> Option<Interval> {
    let hundred = Decimal::ONE_HUNDRED;
    match relation.kind {
        RelationKind::Ratio => a.ratio(b)?.scaled(hundred),
        RelationKind::Average => a.ratio(b),
        RelationKind::Product => a.times(b),
        RelationKind::Change => {
            let change = a.ratio(b)?.scaled(hundred)?.minus(Interval::exact(hundred))?;
            if relation.falls { Interval::exact(Decimal::ZERO).minus(change) } else { Some(change) }
        }
        RelationKind::Increase => {
            let base = if relation.falls { a.plus(b)? } else { a.minus(b)? };
            b.ratio(base)?.scaled(hundred)
        }
        RelationKind::Split => a.ratio(a.plus(b)?)?.scaled(hundred),
        _ => None,
    }
}

fn arithmetic(relation: &Relation, whole: &Figure, first: &Figure, second: &Figure) -> String {
    if relation.kind == RelationKind::Product {
        let each = in_unit_of(first, whole.measure.quantity.unit.factor).unwrap_or_default().normalize();
        let count = second.measure.quantity.amount;
        let value = each.checked_mul(count).unwrap_or_default();
        return format!("{each} × {count} = {}", value.normalize());
    }
    // Both sides in one unit where they have one, so that the arithmetic can be followed.
    let factor = first.measure.quantity.unit.factor;
    let like = first.measure.quantity.unit.comparable(&second.measure.quantity.unit);
    let (mut a, mut b) = (first.measure.quantity.amount, second.measure.quantity.amount);
    if relation.kind == RelationKind::Average {
        // In the unit of the average: 3237600 元 among 1704.
        a = in_unit_of(first, whole.measure.quantity.unit.factor).unwrap_or_default().normalize();
        b = second.measure.quantity.base_amount().unwrap_or_default().normalize();
    } else if like {
        b = in_unit_of(second, factor).unwrap_or_default();
    }
    let base = |sign: bool| if sign { a.checked_add(b) } else { a.checked_sub(b) };
    let (left, value) = match relation.kind {
        RelationKind::Average => (format!("{a} ÷ {b}"), a.checked_div(b)),
        RelationKind::Change if relation.falls => (format!("({b} − {a}) ÷ {b}"), share(base(false).map(|d| -d), b)),
        RelationKind::Change => (format!("({a} − {b}) ÷ {b}"), share(base(false), b)),
        RelationKind::Increase => {
            let sign = if relation.falls { '+' } else { '−' };
            (format!("{b} ÷ ({a} {sign} {b})"), base(relation.falls).and_then(|d| share(Some(b), d)))
        }
        RelationKind::Split => {
            (format!("{a} ÷ ({a} + {b})"), base(true).filter(|d| !d.is_zero()).and_then(|d| share(Some(a), d)))
        }
        _ => (format!("{a} ÷ {b}"), share(Some(a), b)),
    };
    let unit = if relation.kind == RelationKind::Average { "" } else { "%" };
    value.map_or_else(|| left.clone(), |v| format!("{left} = {}{unit}", v.round_dp(2)))
}

fn share(a: Option<Decimal>, b: Decimal) -> Option<Decimal> {
    a?.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(b)
}
