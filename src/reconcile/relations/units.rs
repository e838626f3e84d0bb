//! Slips of units: the same amount of the same thing stated in units that are powers of ten apart.

use crate::model::{Dimension, Figure, FigureId, FigureRole, Reason, Reconciliation, Report, Subject, Verdict, offset};
use crate::reconcile::ledger::{Ledger, as_printed, reading};
use crate::reconcile::same::same_time;
use rust_decimal::Decimal;

/// With fewer digits two amounts are alike by chance.
const MANY_DIGITS: usize = 4;
/// Fewer say nothing at all.
const FEW_DIGITS: usize = 3;
/// The most statements of one name that are compared.
const MOST_STATEMENTS: usize = 60;

/// Every amount of the text that is stated elsewhere with the same digits in another unit.
pub(in crate::reconcile) fn units(ledger: &Ledger<'_>) -> Vec<Reconciliation> {
    let mut results = Vec::new();
    for (key, figures) in ledger.names() {
        // One character names too much.
        if figures.len() < 2 || key.chars().count() < 2 {
            continue;
        }
        let stated: Vec<usize> =
            figures.iter().copied().filter(|&i| is_amount(ledger, i)).take(MOST_STATEMENTS).collect();
        let Some((&first, rest)) = stated.split_first() else { continue };
        let mut seen = vec![first];
        for &other in rest {
            let slip = seen.iter().find_map(|&one| slip(ledger.report, one, other));
            results.extend(slip);
            seen.push(other);
        }
    }
    results
}

fn is_amount(ledger: &Ledger<'_>, index: usize) -> bool {
    use FigureRole::{Actual, Initial, Planned, Prose, Spent, TableCell};
    ledger.figure(index).is_some_and(|f| {
        f.measure.quantity.unit.dimension == Dimension::Money
            && f.measure.is_exact()
            && matches!(f.role, Actual | Initial | Planned | Prose | Spent | TableCell)
    })
}

fn slip(report: &Report, one: usize, other: usize) -> Option<Reconciliation> {
    let (a, b) = (report.figures.get(one)?, report.figures.get(other)?);
    let prose = |f: &Figure| f.role == FigureRole::Prose;
    // Two cells of a table are two columns; a sentence states the thing again.
    if !prose(a) && !prose(b) || !same_time(report, a, b) {
        return None;
    }
    let digits = same_digits(a, b)?;
    let (stated, against) = if prose(b) { ((other, b), (one, a)) } else { ((one, a), (other, b)) };
    let named = crate::lexicon::fold(&a.label) == crate::lexicon::fold(&b.label);
    let verdict = if digits >= MANY_DIGITS && named {
        Verdict::Differs
    } else if digits >= FEW_DIGITS {
        Verdict::Suspicious(Reason::ScopeMayDiffer)
    } else {
        return None;
    };
    let text = |f: &Figure| format!("{}{}", f.measure.quantity.amount, f.measure.quantity.unit.text);
    let in_base_units = Reconciliation {
        subject: Subject::UnitSlip,
        figure: Some(FigureId(offset(stated.0))),
        stated: reading(&stated.1.measure),
        recomputed: reading(&against.1.measure),
        inputs: vec![FigureId(offset(against.0))],
        arithmetic: format!("{} ≠ {}", text(stated.1), text(against.1)),
        verdict,
    };
    Some(as_printed(in_base_units, stated.1))
}

/// The digits that two amounts share when they are a power of ten apart.
fn same_digits(a: &Figure, b: &Figure) -> Option<usize> {
    let digits = |f: &Figure| -> Option<String> {
        let text = f.measure.quantity.base_amount()?.abs().to_string();
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        Some(digits.trim_matches('0').to_owned())
    };
    let base = |f: &Figure| f.measure.quantity.base_amount().filter(|b| *b > Decimal::ZERO);
    let (x, y) = (digits(a)?, digits(b)?);
    (x == y && base(a)? != base(b)?).then_some(x.len())
}

/// Whether two figures are the same amount in different units.
pub(in crate::reconcile) fn is_slip_of(report: &Report, result: &Reconciliation) -> bool {
    let figure = |id: FigureId| report.figures.get(id.0 as usize);
    let (Some(a), Some(b)) = (result.figure.and_then(figure), result.inputs.first().copied().and_then(figure)) else {
        return false;
    };
    let money = |f: &Figure| f.measure.quantity.unit.dimension == Dimension::Money;
    money(a) && money(b) && same_digits(a, b).is_some_and(|n| n >= FEW_DIGITS)
}
