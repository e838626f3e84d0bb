//! Slips of the pen: whether one wrong digit, two digits that changed places or a wrong unit explain a gap, and how
//! likely chance explains it as well.

use crate::model::{Figure, Interval};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// By how much a figure's base amount changes when one slip is taken back.
fn changes(figure: &Figure) -> Vec<Decimal> {
    figure.measure.quantity.slips()
}

/// What a gap looks like from the side of slips.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slip {
    /// Whether one slip in one figure closes the gap.
    pub(super) explains: bool,
    /// In how many of a hundred lists that are merely incomplete one slip would seem to close the gap.
    pub(super) chance: u32,
}

/// Looks at the gap (sum of the parts less the whole, in base units) of a sum. `printed` is the gap between the numbers as
/// printed: what was added up before a slip mostly fits to the last digit.
pub(super) fn of_sum(gap: Interval, printed: Decimal, whole: &Figure, parts: &[&Figure]) -> Slip {
    let (mut exactly, mut nearly) = (false, false);
    // Shortfalls that one slip closes.
    let mut shortfalls: BTreeSet<Decimal> = BTreeSet::new();
    // A part that grows closes a gap that is as much too small, a whole that does one that is too large. A figure that
    // stands twice changes twice; that rare case is left alone.
    let of_parts = parts.iter().flat_map(|p| changes(p)).map(|change| -change);
    for closes in changes(whole).into_iter().chain(of_parts) {
        exactly |= closes == printed;
        nearly |= gap.holds(closes);
        if closes < Decimal::ZERO {
            shortfalls.insert(-closes);
        }
    }
    let finest = parts.iter().map(|p| ulp(p)).fold(ulp(whole), Decimal::min);
    let width = if exactly { finest } else { (gap.high - gap.low).max(finest) };
    let range = whole.measure.quantity.base_amount().unwrap_or_default().abs();
    let within = shortfalls.iter().filter(|c| **c <= range).count();
    let share = Decimal::from(within)
        .checked_mul(width)
        .and_then(|covered| covered.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(range));
    let chance = share.map_or(100, |s| u32::try_from(s.trunc().mantissa()).unwrap_or(100).min(100));
    Slip { explains: exactly || nearly, chance }
}

/// One unit of the last printed place, in base units.
fn ulp(figure: &Figure) -> Decimal {
    let quantity = &figure.measure.quantity;
    Decimal::new(1, quantity.decimals.min(28)).checked_mul(quantity.unit.factor).unwrap_or(Decimal::ONE)
}

/// Whether one slip in a printed figure makes it one that lies in an interval of base units.
pub(super) fn of_figure(figure: &Figure, computed: Interval) -> bool {
    let quantity = &figure.measure.quantity;
    changes(figure).into_iter().any(|change| {
        let tried = quantity.base_amount().and_then(|base| base.checked_add(change)?.checked_div(quantity.unit.factor));
        let reads = tried.and_then(|t| Interval::printed(t, quantity.decimals).scaled(quantity.unit.factor));
        reads.is_some_and(|reads| reads.meets(computed))
    })
}

/// Whether one slip closes a gap to which some figures add and others take away.
pub(super) fn closes(gap: Interval, adding: &[&Figure], taking: &[&Figure]) -> bool {
    let any = |figures: &[&Figure], sign: Decimal| {
        figures.iter().flat_map(|f| changes(f)).any(|change| gap.holds(change.saturating_mul(sign)))
    };
    any(adding, Decimal::NEGATIVE_ONE) || any(taking, Decimal::ONE)
}

/// Whether two printed figures of many digits differ by one slip: then one of them is the other, written wrongly.
pub(super) fn is_misprint(a: &Figure, b: &Figure) -> bool {
    let base = |f: &Figure| f.measure.quantity.base_amount();
    let long = |f: &Figure| super::printed::digits(f) >= super::printed::MANY_DIGITS;
    let apart = base(a).zip(base(b)).and_then(|(a, b)| b.checked_sub(a));
    apart.is_some_and(|apart| long(a) && long(b) && (changes(a).contains(&apart) || changes(b).contains(&-apart)))
}

/// Whether one slip in one of two figures makes `holds` true. Tried on base amounts.
pub(super) fn of_rate(figures: &[&Figure], holds: impl Fn(&[Decimal]) -> bool) -> bool {
    let Some(amounts) = figures.iter().map(|f| f.measure.quantity.base_amount()).collect::<Option<Vec<_>>>() else {
        return false;
    };
    figures.iter().enumerate().any(|(at, figure)| {
        changes(figure).into_iter().any(|change| {
            let mut tried = amounts.clone();
            let Some(slot) = tried.get_mut(at) else { return false };
            let Some(changed) = slot.checked_add(change) else { return false };
            *slot = changed;
            holds(&tried)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::ledger::{reading, tests::prose};
    use super::*;

    #[test]
    fn one_digit_two_places_or_a_unit() {
        for (figures, explains) in [
            (&["合计 7270.5 万元", "甲 1759.9 万元", "乙 5510.6 万元"][..], true),
            (&["合计 7270.5 万元", "甲 1769.9 万元", "乙 5510.6 万元"], true),
            (&["合计 7270.5 万元", "甲 1795.9 万元", "乙 5510.6 万元"], true),
            (&["合计 7270.5 万元", "甲 1759.9 元", "乙 5510.6 万元"], true),
            (&["合计 7270.5 万元", "甲 1231.4 万元", "乙 5510.6 万元"], false),
        ] {
            let report = prose(&[figures]);
            let all: Vec<&Figure> = report.figures.iter().collect();
            let sum = all[1..]
                .iter()
                .filter_map(|f| reading(&f.measure))
                .reduce(|a, b| a.plus(b).expect("a sum"))
                .expect("parts");
            let gap = sum.minus(reading(&all[0].measure).expect("a whole")).expect("a gap");
            let slip = of_sum(gap, Decimal::ZERO, all[0], &all[1..]);
            let fits = gap.holds(Decimal::ZERO);
            assert_eq!(slip.explains || fits, explains, "{figures:?}");
            assert!(slip.chance < 5, "{figures:?} {}", slip.chance);
        }
    }

    #[test]
    fn small_counts_are_near_by_chance() {
        let report = prose(&[&["职工 58 人", "女职工 18 人", "党员 30 人"]]);
        let all: Vec<&Figure> = report.figures.iter().collect();
        assert!(of_sum(Interval::exact(Decimal::from(-10)), Decimal::from(-10), all[0], &all[1..]).chance > 20);
    }
}
