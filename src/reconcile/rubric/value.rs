//! Values that rules are evaluated on: what a printed figure can stand for, how a person writes it, where it stands.
//! Percentages are shares of one. Arithmetic that fails gives nothing.

use crate::model::{Dimension, FigureId, Interval, Measure, Operator, Quantity};
use rust_decimal::{Decimal, RoundingStrategy};

/// The largest amount that is reckoned with.
const LARGEST: i64 = 1_000_000_000_000;

/// A value with its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Value {
    /// What it may be.
    pub(super) interval: Interval,
    /// What is printed, or what printed numbers give.
    pub(super) printed: Decimal,
    /// As a person writes it.
    pub(super) text: String,
    /// Whether it is a rate (a percentage, or a ratio of amounts).
    pub(super) rate: bool,
    /// The unit that is printed with a count.
    pub(super) unit: String,
    /// The figures it comes from.
    pub(super) ids: Vec<FigureId>,
    /// Something in it is not printed and only known to lie in a range.
    pub(super) bounded: bool,
    /// It is told in words, or by figures that may mean something else; enough to agree with, not to accuse by.
    pub(super) inferred: bool,
}

/// A number as a person writes it.
fn written(amount: Decimal, is_percentage: bool) -> String {
    let mut text = amount.normalize().to_string();
    if is_percentage {
        text.push('%');
    }
    text
}

impl Value {
    /// An exact number of the rule itself.
    pub(super) fn number(amount: Decimal, percent: bool) -> Option<Self> {
        if amount.abs() > Decimal::from(LARGEST) {
            return None;
        }
        let printed = if percent { amount.checked_div(Decimal::ONE_HUNDRED)? } else { amount };
        Some(Self {
            interval: Interval::exact(printed),
            printed,
            text: written(amount, percent),
            rate: percent,
            unit: String::new(),
            ids: Vec::new(),
            bounded: false,
            inferred: false,
        })
    }

    /// A stated figure. `None` when it is hedged, a range or too large.
    pub(super) fn stated(measure: &Measure, id: Option<FigureId>) -> Option<Self> {
        if !measure.is_exact() {
            return None;
        }
        Self::of(&measure.quantity, id)
    }

    /// A quantity, whatever comparator stands before it: a target.
    pub(super) fn of(quantity: &Quantity, id: Option<FigureId>) -> Option<Self> {
        let scale = match quantity.unit.dimension {
            Dimension::Percent | Dimension::PercentagePoint => Decimal::new(1, 2),
            _ => quantity.unit.factor,
        };
        if quantity.amount.abs() > Decimal::from(LARGEST) {
            return None;
        }
        let rate = quantity.unit.dimension == Dimension::Percent;
        let amount = quantity.amount;
        // A whole number of things is never a rounded one: 3次 are not 2.6次.
        let is_whole = quantity.unit.dimension == Dimension::Count && scale == Decimal::ONE && quantity.decimals == 0;
        let interval = if is_whole { Interval::exact(amount) } else { Interval::printed(amount, quantity.decimals) };
        Some(Self {
            interval: interval.scaled(scale)?,
            printed: amount.checked_mul(scale)?,
            text: written(amount, rate),
            rate,
            unit: if rate { String::new() } else { quantity.unit.text.clone() },
            ids: id.into_iter().collect(),
            bounded: false,
            inferred: false,
        })
    }

    /// The value without its sign.
    pub(super) fn absolute(self) -> Self {
        if self.printed >= Decimal::ZERO {
            return self;
        }
        let Interval { low, high, low_open, high_open } = self.interval;
        let interval = Interval { low: -high, high: -low, low_open: high_open, high_open: low_open };
        Self { interval, printed: -self.printed, text: format!("|{}|", self.text), ..self }
    }

    /// The value without what rounding may have hidden.
    pub(super) fn at(&self, point: Decimal) -> Self {
        Self { interval: Interval::exact(point), printed: point, ..self.clone() }
    }

    /// Two values and an operator. `None` when it is undefined or too large.
    pub(super) fn combine(operator: Operator, one: &Self, two: &Self, text: String) -> Option<Self> {
        let (a, b) = (one.interval, two.interval);
        let (interval, printed) = match operator {
            Operator::Plus => (a.plus(b)?, one.printed.checked_add(two.printed)?),
            Operator::Minus => (a.minus(b)?, one.printed.checked_sub(two.printed)?),
            Operator::Times => (a.times(b)?, one.printed.checked_mul(two.printed)?),
            Operator::Over => {
                // A divisor that can round to zero has no bound; its printed value then stands for itself.
                let divisor = if b.low > Decimal::ZERO { b } else { Interval::exact(two.printed) };
                (a.ratio(divisor)?, one.printed.checked_div(two.printed)?)
            }
        };
        if printed.abs() > Decimal::from(LARGEST) {
            return None;
        }
        let rate = match operator {
            Operator::Over => one.rate == two.rate,
            Operator::Times => one.rate && two.rate,
            _ => one.rate && two.rate,
        };
        let ids = one.ids.iter().chain(&two.ids).copied().collect();
        let (bounded, inferred) = (one.bounded || two.bounded, one.inferred || two.inferred);
        Some(Self { interval, printed, text, rate, unit: String::new(), ids, bounded, inferred })
    }
}

/// A number of points as a person writes it: four decimals, no trailing zeros.
pub(super) fn points(amount: Decimal) -> String {
    rounded(amount, 4).to_string()
}

/// A share as a percentage with two decimals.
pub(super) fn percent(share: Decimal) -> String {
    let percent = share.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(share);
    format!("{}%", rounded(percent, 2))
}

/// Rounded half away from zero, without trailing zeros.
pub(super) fn rounded(amount: Decimal, decimals: u32) -> Decimal {
    amount.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero).normalize()
}
