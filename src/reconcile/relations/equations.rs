//! Printed arithmetic: the formula of an equation against the result that it states.

use super::all_exact;
use crate::model::{
    Dimension, Expression, Figure, FigureId, Interval, Reason, Reconciliation, Relation, Report, Subject, Verdict,
};
use rust_decimal::{Decimal, RoundingStrategy};

/// A reading of an equation that leaves its units or its percent signs to the reader.
#[derive(Clone, Copy)]
struct Way {
    /// Whether amounts are turned into base units: 万元 by 人 is 元 a head, and not 万元 a head.
    base: bool,
    /// What the formula is multiplied by to give the result: 100 for a percentage, but for `×100=…%`.
    scale: Decimal,
    precision: Precision,
}

/// What a printed number is taken for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Precision {
    /// Itself, as a person computes with it.
    Exact,
    /// Every value that rounds or is cut to it; things that are counted, and numbers without unit and decimals, are exact.
    Printed,
    /// The same, with numbers without decimals rounded as well, but for single digits.
    Rounded,
}

/// Recomputes a formula. It holds when one reading of its units does.
pub(super) fn equation(
    report: &Report,
    index: usize,
    relation: &Relation,
    formula: &Expression<FigureId>,
) -> Option<Reconciliation> {
    let figure = |id: &FigureId| report.figures.get(id.0 as usize);
    let whole = figure(&relation.whole)?;
    let quantity = &whole.measure.quantity;
    let inputs: Vec<FigureId> = formula.figures().into_iter().copied().collect();
    let parts: Vec<&Figure> = inputs.iter().map(figure).collect::<Option<_>>()?;
    let stated = Interval::printed(quantity.amount, quantity.decimals);
    // Of numbers that are only added, 153 beside 717.59 means 153.00.
    let finest = parts.iter().map(|p| p.measure.quantity.decimals).max().unwrap_or(0);
    let decimals = if adds(formula) { finest } else { 0 };
    let computed = |way: Way| {
        let value = formula.value(&|id| input(figure(id)?, decimals, way))?.scaled(way.scale)?;
        if way.base { value.scaled(Decimal::ONE.checked_div(quantity.unit.factor)?) } else { Some(value) }
    };
    let rate = matches!(quantity.unit.dimension, Dimension::Percent | Dimension::Bare);
    let scales = if rate { &[Decimal::ONE_HUNDRED, Decimal::ONE][..] } else { &[Decimal::ONE] };
    let mixed = parts.iter().any(|p| p.measure.quantity.unit.factor != quantity.unit.factor);
    let ways = |precision| {
        let units = [mixed, !mixed].into_iter();
        units.flat_map(move |base| scales.iter().map(move |&scale| Way { base, scale, precision }))
    };
    let holds = |way: &Way| computed(*way).is_some_and(|c| c.meets(stated));
    let agrees = ways(Precision::Printed).find(holds);
    let way = agrees.or_else(|| ways(Precision::Printed).next())?;
    let recomputed = computed(way)?;
    let verdict = if !all_exact(whole, &parts) {
        Verdict::CannotTell(Reason::InputInexact)
    } else if agrees.is_some() {
        Verdict::Agrees
    } else if ways(Precision::Rounded).any(|way| holds(&way)) {
        Verdict::Suspicious(Reason::RoundingOfParts)
    } else {
        Verdict::Differs
    };
    let shown = |id: &FigureId| figure(id).map_or_else(String::new, |f| digits(f.measure.quantity.amount, f));
    let value = computed(Way { precision: Precision::Exact, ..way })?.low;
    let value = value.round_dp_with_strategy(quantity.decimals.max(2), RoundingStrategy::MidpointAwayFromZero);
    Some(Reconciliation {
        subject: Subject::Relation(index),
        figure: Some(relation.whole),
        stated: stated.scaled(quantity.unit.factor),
        recomputed: recomputed.scaled(quantity.unit.factor),
        arithmetic: format!("{} = {}", formula.text(&shown), digits(value, whole)),
        inputs,
        verdict,
    })
}

/// Whether a formula only adds and takes away.
fn adds(formula: &Expression<FigureId>) -> bool {
    match formula.plain() {
        Expression::Joined(a, operator, b) => operator.joins_terms() && adds(a) && adds(b),
        Expression::Figure(_) => true,
        Expression::Constant(_) => false,
    }
}

/// What a figure of a formula can stand for when it has so many decimals at least; a percentage is its hundredth part.
fn input(figure: &Figure, decimals: u32, way: Way) -> Option<Interval> {
    let quantity = &figure.measure.quantity;
    let printed = || Interval::printed(quantity.amount, quantity.decimals.max(decimals));
    let whole = matches!(quantity.unit.dimension, Dimension::Count | Dimension::Bare) && quantity.decimals == 0;
    let value = match way.precision {
        Precision::Rounded if quantity.amount >= Decimal::TEN || !whole => printed(),
        Precision::Printed if !whole => printed(),
        _ => Interval::exact(quantity.amount),
    };
    match quantity.unit.dimension {
        Dimension::Percent => value.scaled(Decimal::new(1, 2)),
        _ if way.base => value.scaled(quantity.unit.factor),
        _ => Some(value),
    }
}

/// A number as it stands in the arithmetic of a figure: without its unit, but for a percent sign.
fn digits(amount: Decimal, figure: &Figure) -> String {
    let sign = if figure.measure.quantity.unit.dimension == Dimension::Percent { "%" } else { "" };
    format!("{amount}{sign}")
}
