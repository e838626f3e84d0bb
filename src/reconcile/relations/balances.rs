//! Stated balances (opening + more − less = closing) and shares that leave nothing of a hundred.

use super::{all_exact, in_unit_of, parts, slips};
use crate::model::{Figure, Interval, Reason, Reconciliation, Relation, Report, Subject, Verdict};
use crate::reconcile::ledger::reading;
use rust_decimal::Decimal;

/// A stated balance. Money is also taken back, moved and corrected: only what a slip explains is doubted.
pub(super) fn balance(report: &Report, index: usize, relation: &Relation) -> Option<Reconciliation> {
    let whole = report.figures.get(relation.whole.0 as usize)?;
    let parts = parts(report, relation)?;
    let [opening, more, less] = parts.as_slice() else { return None };
    let stated = reading(&whole.measure)?;
    let computed = reading(&opening.measure)?.plus(reading(&more.measure)?)?.minus(reading(&less.measure)?)?;
    let verdict = if !all_exact(whole, &parts) {
        Verdict::CannotTell(Reason::InputInexact)
    } else if computed.meets(stated) {
        Verdict::Agrees
    } else if slips::closes(computed.minus(stated)?, &[opening, more], &[less, whole]) {
        Verdict::Suspicious(Reason::FundsTakenBack)
    } else {
        Verdict::CannotTell(Reason::FundsTakenBack)
    };
    let factor = whole.measure.quantity.unit.factor;
    let amounts: Vec<Decimal> = parts.iter().filter_map(|p| in_unit_of(p, factor)).collect();
    let arithmetic = match amounts.as_slice() {
        [a, b, c] => {
            let value = a.checked_add(*b).and_then(|sum| sum.checked_sub(*c)).unwrap_or_default();
            format!("{a} + {b} − {c} = {value}")
        }
        _ => String::new(),
    };
    Some(made(index, relation, stated, computed, arithmetic, verdict))
}

/// The last of several shares against what the others leave of a hundred.
pub(super) fn hundred(report: &Report, index: usize, relation: &Relation) -> Option<Reconciliation> {
    let whole = report.figures.get(relation.whole.0 as usize)?;
    let parts = parts(report, relation)?;
    let stated = reading(&whole.measure)?;
    let all = Interval::exact(Decimal::ONE_HUNDRED);
    let computed = parts.iter().try_fold(all, |rest, p| rest.minus(reading(&p.measure)?))?;
    let verdict = if !all_exact(whole, &parts) {
        Verdict::CannotTell(Reason::InputInexact)
    } else if computed.meets(stated) {
        Verdict::Agrees
    } else {
        Verdict::Suspicious(Reason::NotExhaustive)
    };
    let amount = |f: &&Figure| f.measure.quantity.amount;
    let sum = parts.iter().map(amount).try_fold(amount(&whole), Decimal::checked_add).unwrap_or_default();
    let terms: Vec<String> = parts.iter().chain([&whole]).map(|f| amount(f).to_string()).collect();
    Some(made(index, relation, stated, computed, format!("{} = {sum}", terms.join(" + ")), verdict))
}

fn made(
    index: usize,
    relation: &Relation,
    stated: Interval,
    computed: Interval,
    arithmetic: String,
    verdict: Verdict,
) -> Reconciliation {
    Reconciliation {
        subject: Subject::Relation(index),
        figure: Some(relation.whole),
        stated: Some(stated),
        recomputed: Some(computed),
        inputs: relation.parts.clone(),
        arithmetic,
        verdict,
    }
}
