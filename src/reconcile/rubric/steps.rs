//! Deductions by steps: how many steps a value lies beyond its bound, whole or pro rata, and what is left.

use super::conditions::{comparable, is_share, within};
use super::inputs::Missing;
use super::score::{Reading, Scorer};
use super::value::{Value, percent, points};
use crate::model::{
    Amount, Award, Case, Condition, FigureId, Interval, Measured, Range, Reason, Side, StepUnit, Steps,
};
use rust_decimal::Decimal;

impl Scorer<'_, '_> {
    pub(super) fn steps(&self, steps: &Steps, case: &Case, ids: &mut Vec<FigureId>) -> Result<Vec<Reading>, Missing> {
        let missing = |reason| Missing { reason, name: String::new() };
        // Beyond ±5% is beyond either end.
        let worded = if self.is_symmetric() { Side::Either } else { steps.side };
        let beside = self.threshold(Some(worded));
        // 每超支1% below 节约率≥0: the words count on the other side of zero, and the gap is what they count.
        let side = if beside.is_some() { worded } else { self.side_of(steps) };
        let printed = beside.or_else(|| self.threshold(None));
        let what = match (&steps.of, within(&case.when), &printed) {
            (Measured::Own, Some(Condition::Within(what, _)), _) => what,
            (Measured::Own, _, Some((_, what))) => *what,
            // 完成率每下降: the row's own, as a share of its target.
            (Measured::Named(name), _, Some((_, what))) if self.inputs.measured(&steps.of, self.row).is_err() => {
                let _ = name;
                *what
            }
            _ => &steps.of,
        };
        let value = self.inputs.measured(what, self.row)?;
        let bound = match (&steps.from, printed) {
            (Some(from), _) => self.inputs.bound(from, self.row, None)?,
            (None, Some((bound, _))) => bound,
            (None, None) => match within(&case.when) {
                Some(Condition::Within(_, range)) => {
                    let bound = range.low.as_ref().or(range.high.as_ref()).ok_or(missing(Reason::RuleUnclear))?;
                    self.inputs.bound(bound, self.row, None)?
                }
                _ => self.row.target().ok_or(missing(Reason::InputMissing))?,
            },
        };
        let value = comparable(value, [&bound].into_iter(), self.row).ok_or(missing(Reason::InputInexact))?;
        ids.extend(value.ids.iter().chain(&bound.ids));
        if value.inferred {
            self.inferred.set(true);
        }
        // 95%-105%: what deviates lies beyond the one end or the other.
        let far = self.threshold(Some(Side::Above)).filter(|_| side == Side::Either && steps.from.is_none());
        let far = far.map(|(far, _)| far.printed).filter(|far| *far > bound.printed);
        let gap = |point: Decimal| {
            let gap = point.checked_sub(bound.printed)?;
            Some(match side {
                Side::Above => gap.max(Decimal::ZERO),
                Side::Below => (-gap).max(Decimal::ZERO),
                Side::Either => match far {
                    Some(far) if gap > Decimal::ZERO => point.checked_sub(far)?.max(Decimal::ZERO),
                    _ => gap.abs(),
                },
            })
        };
        let fail = || missing(Reason::RuleUnclear);
        let here = gap(value.printed).ok_or_else(fail)?;
        let only = |score: Decimal, text: String| Reading {
            score: Interval::exact(score),
            text,
            at_edge: false,
            minor: false,
        };
        if here.is_zero() {
            return Ok(vec![only(self.full, points(self.full))]);
        }
        let step = steps.step.as_ref().filter(|s| s.amount > Decimal::ZERO).ok_or(missing(Reason::RuleDamaged))?;
        let take = steps.take.points(self.full).ok_or_else(fail)?;
        let mut readings = Vec::new();
        for scale in scales(&step.unit, &value, &bound) {
            let count = |gap: Decimal| gap.checked_mul(scale)?.checked_div(step.amount.checked_mul(step.factor)?);
            let left = |n: Decimal| {
                let off = n.checked_mul(take)?;
                Some(self.full.checked_sub(off)?.clamp(Decimal::ZERO, self.full))
            };
            let Some(exact) = count(here) else { continue };
            let text = |n: Decimal| {
                let take = match steps.take {
                    Amount::Share(share) => format!("{} × {}", percent(share), points(self.full)),
                    Amount::Points(p) => points(p),
                };
                left(n).map(|s| format!("{} − {} × {take} = {}", points(self.full), points(n), points(s)))
            };
            // The printed rate may be rounded, so that the exact reading is a range.
            let ends = [value.interval.low, value.interval.high].map(|p| gap(p).and_then(count).and_then(left));
            let (Some(one), Some(two), Some(main)) = (ends[0], ends[1], text(exact)) else { continue };
            readings.push(Reading {
                score: Interval::closed(one.min(two), one.max(two)),
                text: main,
                at_edge: false,
                minor: false,
            });
            for whole in [exact.floor(), exact.ceil()] {
                if whole != exact
                    && let (Some(score), Some(text)) = (left(whole), text(whole))
                {
                    readings.push(only(score, text));
                }
            }
        }
        if readings.is_empty() { Err(fail()) } else { Ok(readings) }
    }
}

impl Scorer<'_, '_> {
    /// Whether what brings all is a range to both sides of zero.
    fn is_symmetric(&self) -> bool {
        self.part.cases.iter().any(|case| match (&case.when, &case.then) {
            (Condition::Within(_, Range { low: Some(low), high: Some(high) }), Award::Full | Award::Amount(_)) => {
                low.amount().zip(high.amount()).is_some_and(|(low, high)| low < high && low == -high)
            }
            _ => false,
        })
    }

    /// The side on which steps count that find no bound on their own: either, when the bound that there is lies on the
    /// other side of what the case is about.
    fn side_of(&self, steps: &Steps) -> Side {
        let opposite = match steps.side {
            Side::Above => Side::Below,
            Side::Below => Side::Above,
            Side::Either => return Side::Either,
        };
        if steps.from.is_none() && self.threshold(Some(opposite)).is_some() { Side::Either } else { steps.side }
    }
}

/// By what a gap is multiplied to be counted in steps. A step in % of a number is a share of the bound; of a rate it is
/// points, or a share of the bound when that is not 100%.
fn scales(unit: &StepUnit, value: &Value, bound: &Value) -> Vec<Decimal> {
    let hundred = Decimal::ONE_HUNDRED;
    // A rate that is held against 90 for 90% is counted in percent already.
    let points = if is_share(bound) { hundred } else { Decimal::ONE };
    let relative = hundred.checked_div(bound.printed).filter(|s| *s > Decimal::ZERO);
    match unit {
        StepUnit::Percent | StepUnit::PercentagePoint if !value.rate => relative.into_iter().collect(),
        StepUnit::PercentagePoint => vec![points],
        StepUnit::Percent => {
            let other = relative.filter(|s| *s != points);
            [Some(points), other].into_iter().flatten().collect()
        }
        StepUnit::Own(_) if value.rate => Vec::new(),
        StepUnit::Own(_) => vec![Decimal::ONE],
    }
}
