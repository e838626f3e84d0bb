//! Arithmetic that the report states between its figures: each stated sum against its parts.
//!
//! Which figures belong together is not decided here.

use super::ledger::reading;
use crate::model::{Figure, Reason, Reconciliation, Relation, RelationKind, Report, Subject, Verdict};
use rust_decimal::Decimal;

/// Recomputes the stated sums.
pub(super) fn relations(report: &Report) -> Vec<Reconciliation> {
    let sums = report.relations.iter().enumerate().filter(|(_, r)| r.kind == RelationKind::Sum);
    sums.filter_map(|(index, relation)| sum(report, index, relation)).collect()
}

fn sum(report: &Report, index: usize, relation: &Relation) -> Option<Reconciliation> {
    let whole = report.figures.get(relation.whole.0 as usize)?;
    let parts: Vec<&Figure> = relation.parts.iter().map(|p| report.figures.get(p.0 as usize)).collect::<Option<_>>()?;
    let (first, rest) = parts.split_first()?;
    let stated = reading(&whole.measure)?;
    let total = rest.iter().try_fold(reading(&first.measure)?, |sum, part| sum.plus(reading(&part.measure)?))?;
    let verdict = if parts.iter().any(|p| !p.measure.is_exact()) || !whole.measure.is_exact() {
        Verdict::CannotTell(Reason::InputInexact)
    } else if total.meets(stated) {
        Verdict::Agrees
    } else {
        Verdict::Differs
    };
    Some(Reconciliation {
        subject: Subject::Relation(index),
        figure: Some(relation.whole),
        stated: Some(stated),
        recomputed: Some(total),
        inputs: relation.parts.clone(),
        arithmetic: arithmetic(whole, &parts),
        verdict,
    })
}

/// `60.00 + 45.00 = 105.00`, in the unit of the whole.
fn arithmetic(whole: &Figure, parts: &[&Figure]) -> String {
    let factor = whole.measure.quantity.unit.factor;
    let in_unit = |f: &Figure| {
        let quantity = &f.measure.quantity;
        if quantity.unit.factor == factor {
            return Some(quantity.amount);
        }
        quantity.base_amount()?.checked_div(factor)
    };
    let amounts: Vec<Decimal> = parts.iter().filter_map(|p| in_unit(p)).collect();
    let total = amounts.iter().try_fold(Decimal::ZERO, |sum, a| sum.checked_add(*a));
    let terms: Vec<String> = amounts.iter().map(ToString::to_string).collect();
    total.map_or_else(|| terms.join(" + "), |total| format!("{} = {total}", terms.join(" + ")))
}

#[cfg(test)]
mod tests {
    use super::super::ledger::tests::prose;
    use super::*;
    use crate::model::FigureId;

    #[test]
    fn stated_sums_at_printed_precision() {
        for (whole, parts, expected) in [
            ("资金 100.00 万元", &["中央 60.00 万元", "县级 40.00 万元"][..], Verdict::Agrees),
            ("资金 100.0 万元", &["中央 60.02 万元", "县级 40.00 万元"], Verdict::Agrees),
            ("资金 100.00 万元", &["中央 60.00 万元", "县级 45.00 万元"], Verdict::Differs),
            ("资金 100.00 万元", &["中央 60.00 万元", "县级 400000 元"], Verdict::Agrees),
            ("队员 42 人", &["男 30 人", "女 13 人"], Verdict::Differs),
        ] {
            let all: Vec<&str> = std::iter::once(whole).chain(parts.iter().copied()).collect();
            let mut report = prose(&[&all]);
            let parts = (1..=parts.len()).map(|i| FigureId(crate::model::offset(i))).collect();
            report.relations.push(Relation { kind: RelationKind::Sum, whole: FigureId(0), parts });
            let found = relations(&report);
            assert_eq!(found.iter().map(|r| &r.verdict).collect::<Vec<_>>(), [&expected], "{whole}");
        }
    }
}
