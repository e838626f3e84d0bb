//! Exact quantities: an amount as printed, its decimals, its unit, and what hedges it.

use rust_decimal::Decimal;

/// An amount with the number of decimals that were printed, and a unit. Never a float.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// The number as printed: `12万条` is 12, its unit is `万条`.
    pub amount: Decimal,
    /// Decimals printed; `586.00` has 2.
    pub decimals: u32,
    /// Unit as printed, with what it stands for.
    pub unit: Unit,
}

impl Quantity {
    /// By how much the base amount changes when one slip of the pen is taken back: a wrong digit, two digits that changed
    /// places, 元 for 万元.
    #[must_use]
    pub fn slips(&self) -> Vec<Decimal> {
        let mut ulp = Decimal::new(1, self.decimals.min(28)).checked_mul(self.unit.factor);
        let digits = self.amount.abs().to_string();
        let digits: Vec<i64> = digits.bytes().filter(u8::is_ascii_digit).rev().map(|b| i64::from(b - b'0')).collect();
        let mut all = Vec::new();
        for (at, &digit) in digits.iter().enumerate() {
            let Some(place) = ulp else { break };
            let by = |n: i64| place.checked_mul(Decimal::from(n));
            all.extend((0..10).filter(|&d| d != digit).filter_map(|d| by(d - digit)));
            if let Some(&next) = digits.get(at + 1).filter(|&&next| next != digit) {
                // 12 for 21: the lower place gains what the higher loses, ten times over.
                all.extend(by((digit - next) * 9));
            }
            ulp = place.checked_mul(Decimal::TEN);
        }
        if self.unit.dimension == Dimension::Money
            && let Some(base) = self.base_amount()
        {
            let thousands = Decimal::from(10_000);
            all.extend(base.checked_mul(thousands).and_then(|b| b.checked_sub(base)));
            all.extend(base.checked_div(thousands).and_then(|b| b.checked_sub(base)));
        }
        all
    }

    /// The amount in the base of its dimension: money in 元, counts in single things, percentages as printed.
    /// `23.96万元` gives 239600. `None` when that does not fit 28 digits.
    #[must_use]
    pub fn base_amount(&self) -> Option<Decimal> {
        self.amount.checked_mul(self.unit.factor).map(|d| d.normalize())
    }

    /// Whether it is printed in the base of its dimension, in the spelling of that unit.
    #[must_use]
    pub fn is_base(&self) -> bool {
        self.unit.factor == Decimal::ONE && self.unit.text == self.unit.base
    }
}

/// A unit as printed and what it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// As printed, white space removed: `万元`, `%`, `人次`, `万平方米`; empty when none is printed.
    pub text: String,
    /// What is measured.
    pub dimension: Dimension,
    /// The base unit: `元` for money, `%`, `百分点`, `平方米` for `万平方米`, otherwise the counted word itself.
    pub base: String,
    /// One printed unit in base units: 10000 for `万元` and `万条`, 1 for `%` and `人`.
    pub factor: Decimal,
}

impl Unit {
    /// No unit printed.
    #[must_use]
    pub fn none() -> Self {
        Self { text: String::new(), dimension: Dimension::Bare, base: String::new(), factor: Decimal::ONE }
    }

    /// Whether two quantities in these units can be compared or added after scaling to the base.
    #[must_use]
    pub fn comparable(&self, other: &Self) -> bool {
        self.dimension == other.dimension && (self.dimension == Dimension::Money || self.base == other.base)
    }
}

/// What a unit measures. Only what arithmetic needs is told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// No unit.
    Bare,
    /// 元, 千元, 万元, 亿元.
    Money,
    /// % (and 百分比, ‰ scaled is not %, it stays `Measured`).
    Percent,
    /// 百分点, never the same as %.
    PercentagePoint,
    /// 分 as points of a score.
    Point,
    /// Counted things: 人, 次, 个, 家次…
    Count,
    /// Physical measures: 平方米, 公里, 小时, 亩…
    Measured,
}

/// How a number is compared: `≥95%`, `不超过90万元`, `＝1次`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparator {
    /// ＝
    Equal,
    /// ≠
    NotEqual,
    /// ≥, 不低于, 不少于, 以上（含）
    AtLeast,
    /// ＞, 超过, 大于
    Above,
    /// ≤, 不超过, 不高于, 以内
    AtMost,
    /// ＜, 低于, 小于
    Below,
}

impl Comparator {
    /// The mathematical sign, as the record writes it.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "≠",
            Self::AtLeast => "≥",
            Self::Above => ">",
            Self::AtMost => "≤",
            Self::Below => "<",
        }
    }
}

/// A hedge around a number, as printed: `多`, `余`, `约`, `近`, `+`, `左右`, `以上`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approx {
    /// The hedging word as printed.
    pub text: String,
    /// Whether the true value may be lower than the number (约, 近, 左右).
    pub may_be_less: bool,
    /// Whether the true value may be higher than the number (余, 多, +, 以上, 约, 左右).
    pub may_be_more: bool,
}

/// A stated measure: a quantity with what was printed around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// The comparator, if one is printed.
    pub comparator: Option<Comparator>,
    /// The quantity; the lower end of a range.
    pub quantity: Quantity,
    /// The upper end, when a range is printed (`5-10%（含）`).
    pub upper: Option<Quantity>,
    /// The hedge, if one is printed.
    pub approx: Option<Approx>,
}

impl Measure {
    /// A plain quantity: no comparator, no range, no hedge.
    #[must_use]
    pub fn plain(quantity: Quantity) -> Self {
        Self { comparator: None, quantity, upper: None, approx: None }
    }

    /// Whether the printed number is the value itself and not a bound, a range or an approximation.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.upper.is_none() && self.approx.is_none() && matches!(self.comparator, None | Some(Comparator::Equal))
    }
}
