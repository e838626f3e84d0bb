//! Numbers as people read them: intervals of recomputed values, short.

use crate::model::Interval;
use rust_decimal::{Decimal, RoundingStrategy};

/// An interval as one number when both ends print alike, else as `low–high`.
///
/// `decimals` are those of the figure it is compared with; at least two are shown, so that a rate is not rounded onto
/// the figure it contradicts.
pub(super) fn interval(value: &Interval, decimals: u32) -> String {
    let shown = decimals.max(2);
    if value.low == value.high {
        // An exact sum shows all its digits; a quotient has more than anyone wants to see.
        let exact = shortest(value.low);
        return if value.low.normalize().scale() > shown + 2 { round(value.low, shown).to_string() } else { exact };
    }
    let (mut low, mut high) = (round(value.low, shown), round(value.high, shown));
    if low == high {
        return low.to_string();
    }
    // Both ends with as many decimals as the longer one needs.
    let needed = low.normalize().scale().max(high.normalize().scale());
    low.rescale(needed);
    high.rescale(needed);
    format!("{low}–{high}")
}

fn round(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

/// An exact value without the trailing zeros that arithmetic leaves.
fn shortest(value: Decimal) -> String {
    value.normalize().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        text.parse().expect("a decimal")
    }

    #[test]
    fn intervals_read_as_one_number_when_they_can() {
        for (low, high, decimals, text) in [
            ("97.940", "97.940", 1, "97.94"),
            ("92.8551", "92.8562", 2, "92.86"),
            ("17.391304347826", "17.391304347826", 1, "17.39"),
            ("37.5", "39.5", 0, "37.5–39.5"),
            ("23.60", "23.9", 1, "23.6–23.9"),
            ("23.55", "23.9", 1, "23.55–23.90"),
            ("37600.00", "39600.00", 2, "37600–39600"),
            ("0.1", "0.2", 3, "0.1–0.2"),
        ] {
            assert_eq!(interval(&Interval::closed(d(low), d(high)), decimals), text, "{low} {high}");
        }
    }
}
