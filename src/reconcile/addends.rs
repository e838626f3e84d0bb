//! Adding printed numbers: readings in, a sum with its interval, its arithmetic as a person would write it, and a verdict.
//!
//! Keeps what is missing apart from what is zero. Does not know what the numbers mean.

use super::precision::Reading;
use crate::model::{FigureId, Interval, Reason, Reconciliation, Subject, Verdict};
use rust_decimal::Decimal;
use std::fmt::Write as _;

/// Longer sums are abbreviated in the middle.
const LONGEST_WRITTEN_OUT: usize = 10;

/// Printed numbers that are added, and what is known of those that are not printed.
#[derive(Clone, Debug)]
pub(super) struct Addends {
    terms: Vec<Decimal>,
    inputs: Vec<FigureId>,
    sum: Option<Reading>,
    missing: Vec<String>,
    room: Option<Decimal>,
}

impl Addends {
    /// Nothing added yet.
    pub(super) fn new() -> Self {
        let zero = Interval::exact(Decimal::ZERO);
        let sum = Reading { printed: Decimal::ZERO, likely: zero, possible: zero };
        Self { terms: Vec::new(), inputs: Vec::new(), sum: Some(sum), missing: Vec::new(), room: Some(Decimal::ZERO) }
    }

    /// Adds a printed number.
    pub(super) fn add(&mut self, reading: &Reading, figure: Option<FigureId>) {
        self.terms.push(reading.printed);
        self.inputs.extend(figure);
        self.sum = self.sum.and_then(|sum| {
            Some(Reading {
                printed: sum.printed.checked_add(reading.printed)?,
                likely: sum.likely.plus(reading.likely)?,
                possible: sum.possible.plus(reading.possible)?,
            })
        });
    }

    /// Notes a number that is not printed, which may add up to `most`; `None` when nothing bounds it.
    pub(super) fn miss(&mut self, name: &str, most: Option<Decimal>) {
        self.missing.push(name.to_owned());
        self.room = self.room.zip(most).and_then(|(room, most)| room.checked_add(most));
    }

    /// Adds all of another sum.
    pub(super) fn extend(&mut self, other: &Self) {
        self.terms.extend(&other.terms);
        self.inputs.extend(&other.inputs);
        self.missing.extend(other.missing.iter().cloned());
        self.room = self.room.zip(other.room).and_then(|(a, b)| a.checked_add(b));
        self.sum = self.sum.zip(other.sum).and_then(|(a, b)| {
            Some(Reading {
                printed: a.printed.checked_add(b.printed)?,
                likely: a.likely.plus(b.likely)?,
                possible: a.possible.plus(b.possible)?,
            })
        });
    }

    /// The sum of what is printed.
    pub(super) fn sum(&self) -> Option<Reading> {
        self.sum
    }

    /// How many numbers are printed.
    pub(super) fn len(&self) -> usize {
        self.terms.len()
    }

    /// Whether something is added and nothing is missing.
    pub(super) fn is_complete(&self) -> bool {
        self.missing.is_empty() && !self.terms.is_empty()
    }

    /// Whether the sum is complete and is, as printed, this number.
    pub(super) fn is_exactly(&self, value: Decimal) -> bool {
        self.is_complete() && self.sum.is_some_and(|sum| sum.printed == value || sum.likely.holds(value))
    }

    /// Whether the stated number can be the sum.
    pub(super) fn verdict(&self, stated: &Reading) -> Option<Verdict> {
        let sum = self.sum?;
        if self.terms.is_empty() {
            return Some(Verdict::CannotTell(Reason::InputMissing));
        }
        if !self.missing.is_empty() {
            return Some(self.verdict_with_room(stated, &sum));
        }
        Some(if sum.likely.meets(stated.likely) {
            Verdict::Agrees
        } else if sum.possible.meets(stated.possible) {
            Verdict::Suspicious(Reason::RoundingOfParts)
        } else {
            Verdict::Differs
        })
    }

    /// With numbers missing, only a gap that they cannot fill is a contradiction.
    fn verdict_with_room(&self, stated: &Reading, sum: &Reading) -> Verdict {
        let Some(gap) = stated.possible.minus(sum.possible) else { return Verdict::CannotTell(Reason::InputMissing) };
        let filled = match self.room {
            Some(room) => gap.meets(Interval::closed(Decimal::ZERO, room.max(Decimal::ZERO))),
            None => !(gap.high < Decimal::ZERO || (gap.high.is_zero() && gap.high_open)),
        };
        if filled { Verdict::CannotTell(Reason::InputMissing) } else { Verdict::Differs }
    }

    /// The arithmetic, without a word of any language: `6 + 20 + 25 + 9 = 60`, `27 + ?「…」 = 30`, `1 + 1 + … + 1 = 12 (n = 12)`.
    pub(super) fn arithmetic(&self, stated: Option<Decimal>) -> String {
        let mut text = sum_text(&self.terms);
        if !self.missing.is_empty() && !self.terms.is_empty() {
            text.push_str(" + ");
        }
        let _ = match self.missing.as_slice() {
            [] => Ok(()),
            [only] => write!(text, "?「{only}」"),
            [first, .., last] => write!(text, "?「{first}」…「{last}」"),
        };
        let total = match self.missing.as_slice() {
            [] => self.sum.filter(|_| self.terms.len() > 1).map(|sum| sum.printed),
            _ => stated,
        };
        if let Some(total) = total {
            let _ = write!(text, " = {total}");
        }
        if self.terms.len() > LONGEST_WRITTEN_OUT || self.missing.len() > 2 {
            let _ = write!(text, " (n = {})", self.terms.len() + self.missing.len());
        }
        text
    }

    /// The reconciliation of a stated number with this sum.
    pub(super) fn reconcile(
        &self,
        subject: Subject,
        stated: &Reading,
        figure: Option<FigureId>,
    ) -> Option<Reconciliation> {
        Some(Reconciliation {
            subject,
            figure,
            stated: Some(stated.likely),
            recomputed: self.sum.filter(|_| self.is_complete()).map(|s| s.likely),
            inputs: self.inputs.clone(),
            arithmetic: self.arithmetic(Some(stated.printed)),
            verdict: self.verdict(stated)?,
        })
    }
}

/// `a + b + c`, abbreviated in the middle when long; negative terms in brackets.
pub(super) fn sum_text(terms: &[Decimal]) -> String {
    let write_one = |text: &mut String, term: &Decimal| {
        let _ =
            if term.is_sign_negative() && !term.is_zero() { write!(text, "({term})") } else { write!(text, "{term}") };
    };
    let mut text = String::new();
    if terms.len() > LONGEST_WRITTEN_OUT
        && let [first, second, .., last] = terms
    {
        write_one(&mut text, first);
        text.push_str(" + ");
        write_one(&mut text, second);
        text.push_str(" + … + ");
        write_one(&mut text, last);
        return text;
    }
    for (i, term) in terms.iter().enumerate() {
        if i > 0 {
            text.push_str(" + ");
        }
        write_one(&mut text, term);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        text.parse().expect("a decimal")
    }

    fn reading(text: &str) -> Reading {
        let only = Interval::exact(d(text));
        Reading { printed: d(text), likely: only, possible: only }
    }

    fn sum(terms: &[&str]) -> Addends {
        let mut sum = Addends::new();
        for term in terms {
            sum.add(&reading(term), None);
        }
        sum
    }

    #[test]
    fn arithmetic_reads_as_a_person_would_write_it() {
        assert_eq!(sum(&["6", "20", "25", "9"]).arithmetic(None), "6 + 20 + 25 + 9 = 60");
        assert_eq!(sum(&["371.15", "214.85"]).arithmetic(None), "371.15 + 214.85 = 586.00");
        assert_eq!(sum(&["5", "-1"]).arithmetic(None), "5 + (-1) = 4");
        assert_eq!(sum(&["1"; 12]).arithmetic(None), "1 + 1 + … + 1 = 12 (n = 12)");
        let mut partial = sum(&["3", "24"]);
        partial.miss("培训场次", Some(d("3")));
        assert_eq!(partial.arithmetic(Some(d("30"))), "3 + 24 + ?「培训场次」 = 30");
    }

    #[test]
    fn a_missing_number_leaves_room_up_to_its_bound() {
        for (stated, room, verdict) in [
            ("30", Some("3"), Verdict::CannotTell(Reason::InputMissing)),
            ("31", Some("3"), Verdict::Differs),
            ("26", Some("3"), Verdict::Differs),
            ("90", None, Verdict::CannotTell(Reason::InputMissing)),
            ("26", None, Verdict::Differs),
        ] {
            let mut partial = sum(&["27"]);
            partial.miss("甲", room.map(d));
            assert_eq!(partial.verdict(&reading(stated)), Some(verdict), "{stated} {room:?}");
        }
    }

    #[test]
    fn a_sum_that_overflows_says_nothing() {
        let huge = Decimal::MAX.to_string();
        assert_eq!(sum(&[&huge, &huge]).verdict(&reading("1")), None);
    }
}
