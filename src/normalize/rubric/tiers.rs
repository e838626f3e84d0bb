//! The cases of one part held against each other: which of two that both hold counts, and what lies in a straight line
//! between two.

use crate::model::{Amount, Award, Bound, Case, Condition, Measured, Operator, Range as Values, Side, Term};
use rust_decimal::Decimal;

/// Puts a case before an earlier one that holds wherever it does: `未完成的按比例计分；低于60%的不得分`. The first case that
/// holds counts, and the narrower of two is meant.
pub(super) fn order(cases: &mut Vec<Case>) {
    for later in 1..cases.len() {
        let Some(Condition::Within(what, values)) = cases.get(later).map(|c| &c.when) else { continue };
        let hides = |case: &Case| {
            !matches!(case.then, Award::Events { .. } | Award::Void | Award::Full)
                && match &case.when {
                    Condition::Always | Condition::Otherwise | Condition::TargetMissed => true,
                    Condition::Within(other, outer) => other == what && encloses(outer, values),
                    _ => false,
                }
        };
        if let Some(earlier) = cases.iter().take(later).position(hides) {
            let case = cases.remove(later);
            cases.insert(earlier, case);
        }
    }
}

/// Whether a range holds all of another and more.
fn encloses(outer: &Values, inner: &Values) -> bool {
    let value = |b: &Option<Bound>| b.as_ref().map(|b| (b.value.value(), b.unit.clone()));
    let (low, high) = ((value(&outer.low), value(&inner.low)), (value(&outer.high), value(&inner.high)));
    let within = |(outer, inner): &(Option<_>, Option<_>), fits: fn(&Decimal, &Decimal) -> bool| match (outer, inner) {
        (None, _) => true,
        (Some((Some(a), unit)), Some((Some(b), other))) => unit == other && fits(a, b),
        _ => false,
    };
    within(&low, |a, b| a <= b) && within(&high, |a, b| a >= b) && (low.0 != low.1 || high.0 != high.1)
}

/// `召开会议不少于4次，每少1次扣2分`: a demand and what comes off for missing it. The demand itself brings all.
pub(super) fn demanded(cases: Vec<Case>) -> Vec<Case> {
    let gives = |award: &Award| !matches!(award, Award::Steps(_) | Award::Events { .. } | Award::Void | Award::Zero);
    let ranges = cases.iter().filter(|c| matches!(c.when, Condition::Within(..)));
    if ranges.clone().count() != 1 || cases.iter().any(|c| gives(&c.then)) {
        return cases;
    }
    let opposed = |case: &Case| match (&case.when, &case.then) {
        (Condition::Within(_, values), Award::Steps(steps)) if steps.from.is_none() => match steps.side {
            Side::Below => values.low.is_some(),
            Side::Above => values.high.is_some() && (values.low.is_none() || values.is_point()),
            Side::Either => values.is_point(),
        },
        _ => false,
    };
    let mut all = Vec::with_capacity(cases.len() + 1);
    for case in cases {
        if opposed(&case) {
            all.push(Case { then: Award::Full, ..case.clone() });
            all.push(Case { when: Condition::Otherwise, ..case });
        } else {
            all.push(case);
        }
    }
    all
}

/// What lies between two tiers in a straight line, as a formula; `None` when the wording does not give both ends.
pub(super) fn line(cases: &[Case], when: &Condition) -> Option<Award> {
    let (what, ends) = match when {
        Condition::Within(what, Values { low: Some(low), high: Some(high) }) => (what, Some((low, high))),
        Condition::Otherwise | Condition::TargetMissed => (measure(cases)?, None),
        _ => return None,
    };
    let tier = |rising: bool| {
        cases.iter().find_map(|case| {
            let Condition::Within(other, values) = &case.when else { return None };
            let bound = if rising { values.low.as_ref() } else { values.high.as_ref() }?;
            let fits = ends.is_none_or(|(low, high)| {
                let end = if rising { high } else { low };
                end.value.value().is_some() && end.value.value() == bound.value.value()
            });
            let one_sided = values.is_point() || if rising { values.high.is_none() } else { values.low.is_none() };
            (other == what && one_sided && fits).then_some((bound.value.clone(), &case.then))
        })
    };
    let ((high, top), (low, bottom)) = (tier(true)?, tier(false)?);
    if high.value()? <= low.value()? {
        return None;
    }
    let own = match what {
        Measured::Own => Term::Actual,
        Measured::Named(name) => Term::Named(name.clone()),
    };
    let (top, bottom) = (worth(top)?, worth(bottom)?);
    let way = Term::binary(
        Operator::Over,
        Term::binary(Operator::Minus, own, low.clone()),
        Term::binary(Operator::Minus, high, low),
    );
    if bottom.value() == Some(Decimal::ZERO) {
        return Some(Award::Formula(Term::binary(Operator::Times, way, top)));
    }
    let rise = Term::binary(Operator::Times, way, Term::binary(Operator::Minus, top, bottom.clone()));
    Some(Award::Formula(Term::binary(Operator::Plus, bottom, rise)))
}

fn measure(cases: &[Case]) -> Option<&Measured> {
    cases.iter().find_map(|c| match &c.when {
        Condition::Within(what, _) => Some(what),
        _ => None,
    })
}

/// What an award is as a term.
fn worth(award: &Award) -> Option<Term> {
    Some(match award {
        Award::Full => Term::Weight,
        Award::Zero => Term::number(Decimal::ZERO),
        Award::Amount(Amount::Points(points)) => Term::number(*points),
        Award::Amount(Amount::Share(share)) => {
            let amount = share.checked_mul(Decimal::ONE_HUNDRED)?.normalize();
            Term::binary(Operator::Times, Term::Number { amount, percent: true }, Term::Weight)
        }
        _ => return None,
    })
}
