//! What a printed score, weight or amount can stand for: a stated number in, a [`Reading`] out.
//!
//! The rules follow from how forms are filled in. Weights are assigned: integers and quarters are exact, other decimals may
//! be rounded shares (33.33 three times against 100). Scores are awarded: full marks and 0 are exact, an integer column
//! holds whole points, anything else printed with the column's most decimals may be rounded or cut. Nothing here adds up.

use crate::model::{Interval, Measure, Stated};
use rust_decimal::Decimal;

/// The largest amount that is reckoned with; sums of millions of such amounts still fit a decimal.
const LARGEST: Decimal = Decimal::from_parts(2_764_472_320, 232_830, 0, false, 0); // 10^15

/// One printed number with what it can stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// The number as printed.
    pub printed: Decimal,
    /// What it stands for by the usual reading.
    pub likely: Interval,
    /// What it stands for under any reading.
    pub possible: Interval,
}

impl Reading {
    fn exact(printed: Decimal) -> Self {
        let only = Interval::exact(printed);
        Self { printed, likely: only, possible: only }
    }

    fn within(printed: Decimal, interval: Interval) -> Self {
        Self { printed, likely: interval, possible: interval }
    }
}

/// The amount and its printed decimals, when the value is a plain number of a size that can be reckoned with.
pub(super) fn plain(stated: &Stated<Measure>) -> Option<(Decimal, u32)> {
    let amount = stated.amount().filter(|a| a.abs() <= LARGEST)?;
    Some((amount, stated.quantity()?.decimals))
}

/// A number by its own printed decimals: what rounds or is cut to it.
pub(super) fn printed(stated: &Stated<Measure>) -> Option<Reading> {
    let (amount, decimals) = plain(stated)?;
    Some(Reading::within(amount, Interval::printed(amount, decimals)))
}

/// A weight. Quarters (0.5, 12.5, 0.25) are points somebody chose; 33.33 or 1.7 may be a rounded share.
pub(super) fn weight(stated: &Stated<Measure>) -> Option<Reading> {
    let (amount, decimals) = plain(stated)?;
    let rounded = Interval::rounded(amount, decimals);
    Some(if decimals == 0 || amount.fract().is_zero() {
        Reading::exact(amount)
    } else if amount.checked_mul(Decimal::from(4))?.fract().is_zero() {
        Reading { printed: amount, likely: Interval::exact(amount), possible: rounded }
    } else {
        Reading::within(amount, rounded)
    })
}

/// The precision of a column of scores or amounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Column {
    /// The most decimals printed in it.
    decimals: u32,
}

impl Column {
    /// The column that these values stand in.
    pub(super) fn of<'a>(values: impl IntoIterator<Item = &'a Stated<Measure>>) -> Self {
        let decimals = values.into_iter().filter_map(plain).map(|(_, decimals)| decimals).max().unwrap_or(0);
        Self { decimals }
    }

    /// A score of this column, whose full marks are `full` when they are known.
    pub(super) fn score(self, stated: &Stated<Measure>, full: Option<Decimal>) -> Option<Reading> {
        let (amount, decimals) = plain(stated)?;
        let awarded_whole = self.decimals == 0 || decimals < self.decimals;
        Some(if awarded_whole || amount.is_zero() || full == Some(amount) {
            Reading::exact(amount)
        } else {
            Reading::within(amount, Interval::printed(amount, decimals))
        })
    }

    /// A score that stands apart from this column in the same form, next to a total printed with `total` decimals. It is
    /// awarded as printed when both column and score show that the form does not round to so few decimals.
    pub(super) fn score_beside(self, stated: &Stated<Measure>, total: u32) -> Option<Reading> {
        let (amount, decimals) = plain(stated)?;
        let awarded = decimals < self.decimals && total <= self.decimals;
        Some(if awarded {
            Reading::exact(amount)
        } else {
            Reading::within(amount, Interval::printed(amount, decimals))
        })
    }

    /// An amount of this column: 153 beside 717.59 means 153.00.
    pub(super) fn amount(self, stated: &Stated<Measure>) -> Option<Reading> {
        let (amount, decimals) = plain(stated)?;
        Some(Reading::within(amount, Interval::printed(amount, decimals.max(self.decimals))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FigureRole;
    use crate::model::sample::Sample;

    fn d(text: &str) -> Decimal {
        text.parse().expect("a decimal")
    }

    fn stated(text: &str) -> Stated<Measure> {
        Sample::default().stated(text, FigureRole::Score).expect("a number")
    }

    #[test]
    fn the_largest_amount_is_ten_to_the_fifteenth() {
        assert_eq!(LARGEST, d("1000000000000000"));
        assert_eq!(printed(&stated("79000000000000000000000000000")), None);
    }

    #[test]
    fn weights_are_exact_unless_they_may_be_rounded_shares() {
        for (text, likely_width, possible_width) in [
            ("10", "0", "0"),
            ("10.00", "0", "0"),
            ("0.5", "0", "0.1"),
            ("33.33", "0.01", "0.01"),
            ("1.7", "0.1", "0.1"),
        ] {
            let reading = weight(&stated(text)).expect("a weight");
            let width = |i: Interval| (i.high - i.low).normalize();
            assert_eq!(
                (width(reading.likely), width(reading.possible)),
                (d(likely_width), d(possible_width)),
                "{text}"
            );
        }
    }

    #[test]
    fn scores_are_inexact_only_between_the_ends_and_at_the_finest_precision() {
        let column = Column::of(&[stated("1"), stated("0.97"), stated("9.5")]);
        for (score, full, exact) in [
            ("0.97", Some("1"), false),
            ("1.25", Some("1.25"), true),
            ("0.00", Some("1"), true),
            ("9.5", Some("10"), true),
            ("0.97", None, false),
        ] {
            let reading = column.score(&stated(score), full.map(d)).expect("a score");
            assert_eq!(reading.likely == Interval::exact(d(score)), exact, "{score} of {full:?}");
        }
        let whole = Column::of(&[stated("1"), stated("9")]);
        assert_eq!(whole.score(&stated("9"), None).map(|r| r.likely), Some(Interval::exact(d("9"))));
    }

    #[test]
    fn a_score_beside_finer_scores_is_awarded_as_printed() {
        let column = |finest: &str| Column::of(&[stated("10"), stated(finest)]);
        for (finest, total, exact) in [("9.5", 1, true), ("9.5", 2, false), ("9", 0, false)] {
            let reading = column(finest).score_beside(&stated("19"), total).expect("a score");
            assert_eq!(reading.likely == Interval::exact(d("19")), exact, "{finest} {total}");
        }
    }

    #[test]
    fn amounts_take_the_precision_of_their_column() {
        let column = Column::of(&[stated("153"), stated("717.59")]);
        assert!(column.amount(&stated("153")).is_some_and(|r| !r.likely.holds(d("153.02"))));
    }
}
