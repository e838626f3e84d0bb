//! Intervals of admissible values: what a printed number can stand for.
//!
//! A number printed with *d* decimals stands for every value that rounds or is cut to it. Two printed figures contradict
//! each other only when their intervals cannot meet.

use rust_decimal::Decimal;

/// A range of values with open or closed ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// Lower end.
    pub low: Decimal,
    /// Upper end.
    pub high: Decimal,
    /// Whether the lower end itself is excluded.
    pub low_open: bool,
    /// Whether the upper end itself is excluded.
    pub high_open: bool,
}

impl Interval {
    /// Exactly one value.
    #[must_use]
    pub fn exact(value: Decimal) -> Self {
        Self { low: value, high: value, low_open: false, high_open: false }
    }

    /// A closed range.
    #[must_use]
    pub fn closed(low: Decimal, high: Decimal) -> Self {
        Self { low, high, low_open: false, high_open: false }
    }

    /// Every value that rounds (half away from zero) to `value` printed with `decimals` decimals.
    #[must_use]
    pub fn rounded(value: Decimal, decimals: u32) -> Self {
        let half = Decimal::new(5, decimals.min(27) + 1);
        Self::closed(value - half, value + half)
    }

    /// Every value that is cut (towards zero) to `value` printed with `decimals` decimals.
    #[must_use]
    pub fn cut(value: Decimal, decimals: u32) -> Self {
        let unit = Decimal::new(1, decimals.min(28));
        if value.is_zero() {
            Self { low: -unit, high: unit, low_open: true, high_open: true }
        } else if value.is_sign_negative() {
            Self { low: value - unit, high: value, low_open: true, high_open: false }
        } else {
            Self { low: value, high: value + unit, low_open: false, high_open: true }
        }
    }

    /// Every value that rounds or is cut to `value`: the hull of [`Interval::rounded`] and [`Interval::cut`].
    #[must_use]
    pub fn printed(value: Decimal, decimals: u32) -> Self {
        Self::rounded(value, decimals).hull(Self::cut(value, decimals))
    }

    /// The smallest interval that holds both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        let (low, low_open) = match self.low.cmp(&other.low) {
            std::cmp::Ordering::Less => (self.low, self.low_open),
            std::cmp::Ordering::Greater => (other.low, other.low_open),
            std::cmp::Ordering::Equal => (self.low, self.low_open && other.low_open),
        };
        let (high, high_open) = match self.high.cmp(&other.high) {
            std::cmp::Ordering::Greater => (self.high, self.high_open),
            std::cmp::Ordering::Less => (other.high, other.high_open),
            std::cmp::Ordering::Equal => (self.high, self.high_open && other.high_open),
        };
        Self { low, high, low_open, high_open }
    }

    /// Whether some value lies in both.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        let reaches = |high: Decimal, low: Decimal, open: bool| match high.cmp(&low) {
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Equal => !open,
            std::cmp::Ordering::Greater => true,
        };
        reaches(self.high, other.low, self.high_open || other.low_open)
            && reaches(other.high, self.low, self.low_open || other.high_open)
    }

    /// Whether a value lies in it.
    #[must_use]
    pub fn holds(self, value: Decimal) -> bool {
        self.meets(Self::exact(value))
    }

    /// The sum of two independent values. `None` on overflow.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        Some(Self {
            low: self.low.checked_add(other.low)?,
            high: self.high.checked_add(other.high)?,
            low_open: self.low_open || other.low_open,
            high_open: self.high_open || other.high_open,
        })
    }

    /// The difference of two independent values. `None` on overflow.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        self.plus(Self { low: -other.high, high: -other.low, low_open: other.high_open, high_open: other.low_open })
    }

    /// Both ends multiplied by a factor of zero or more. `None` on overflow or a negative factor.
    #[must_use]
    pub fn scaled(self, factor: Decimal) -> Option<Self> {
        if factor.is_sign_negative() && !factor.is_zero() {
            return None;
        }
        Some(Self { low: self.low.checked_mul(factor)?, high: self.high.checked_mul(factor)?, ..self })
    }

    /// The product of two independent values. `None` on overflow, and when a value may be negative but for one that is
    /// multiplied by an exact number of zero or more.
    #[must_use]
    pub fn times(self, other: Self) -> Option<Self> {
        let is_factor = |of: Self| of.low == of.high && of.low >= Decimal::ZERO;
        if is_factor(other) {
            return self.scaled(other.low);
        }
        if is_factor(self) {
            return other.scaled(self.low);
        }
        if self.low.is_sign_negative() || other.low.is_sign_negative() {
            return None;
        }
        Some(Self {
            low: self.low.checked_mul(other.low)?,
            high: self.high.checked_mul(other.high)?,
            low_open: self.low_open || other.low_open,
            high_open: self.high_open || other.high_open,
        })
    }

    /// The ratio of two independent non-negative values. `None` when the divisor can be zero or a value negative.
    #[must_use]
    pub fn ratio(self, divisor: Self) -> Option<Self> {
        if divisor.low <= Decimal::ZERO {
            return None;
        }
        let low = if self.low.is_sign_negative() {
            self.low.checked_div(divisor.low)?
        } else {
            self.low.checked_div(divisor.high)?
        };
        let high = if self.high.is_sign_negative() {
            self.high.checked_div(divisor.high)?
        } else {
            self.high.checked_div(divisor.low)?
        };
        Some(Self {
            low,
            high,
            low_open: self.low_open || divisor.high_open,
            high_open: self.high_open || divisor.low_open,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        text.parse().expect("a decimal")
    }

    #[test]
    fn a_printed_number_holds_what_rounds_or_is_cut_to_it() {
        let printed = Interval::printed(d("97.9"), 1);
        for inside in ["97.85", "97.94", "97.9", "97.999"] {
            assert!(printed.holds(d(inside)), "{inside}");
        }
        for outside in ["97.84", "98.0"] {
            assert!(!printed.holds(d(outside)), "{outside}");
        }
    }

    #[test]
    fn touching_ends_meet_only_when_both_are_closed() {
        let closed = Interval::closed(d("1"), d("2"));
        let open = Interval { low: d("2"), high: d("3"), low_open: true, high_open: false };
        assert!(closed.meets(Interval::exact(d("2"))));
        assert!(!closed.meets(open));
    }

    #[test]
    fn a_ratio_of_printed_amounts_holds_the_printed_rate() {
        let spent = Interval::printed(d("4143.45"), 2);
        let planned = Interval::printed(d("4462.23"), 2);
        let rate = spent.ratio(planned).and_then(|r| r.scaled(d("100"))).expect("a rate");
        assert!(rate.meets(Interval::printed(d("92.86"), 2)));
        assert!(!rate.meets(Interval::printed(d("93.55"), 2)));
    }

    #[test]
    fn zero_is_cut_from_both_sides_and_negative_numbers_mirror() {
        assert!(Interval::cut(d("0.0"), 1).holds(d("-0.09")));
        assert!(!Interval::cut(d("0.0"), 1).holds(d("0.1")));
        assert!(Interval::cut(d("-1.5"), 1).holds(d("-1.59")));
        assert!(!Interval::cut(d("-1.5"), 1).holds(d("-1.49")));
    }
}
