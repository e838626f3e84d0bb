//! Bands of a rule for results that are told in words: shares of the weight for each degree, out of which a person chooses.

use super::amounts::ordered;
use super::awards::Scan;
use super::reader::{Kind, Number};
use crate::lexicon::RuleWord;
use crate::model::{Amount, Attainment, Condition, Damage};
use rust_decimal::Decimal;
use std::ops::Range;

/// How far behind the last band the word may stand that closes a list of bands.
const BANDS_REACH: usize = 10;

impl Scan<'_, '_, '_> {
    /// A list of bands for degrees in words: `…三档，按100%-80%（含）、80%-60%（含）、60%-0%合理确定分值`.
    pub(super) fn bands(&mut self, range: Range<usize>) -> bool {
        let reader = self.reader;
        let mut bands: Vec<(Number, Number)> = Vec::new();
        let mut first = None;
        let mut i = range.start;
        while i < range.end {
            let pair = reader.starts_number(i).then(|| reader.number(i)).flatten().and_then(|one| {
                let at = reader.inclusion(one.end).map_or(one.end, |x| x.1);
                let joins = matches!(reader.at(at), '-' | '~' | '至');
                let two = joins.then(|| reader.number(at + 1)).flatten()?;
                (two.kind == Kind::Percent && two.end <= range.end).then_some((one, two))
            });
            match pair {
                Some((one, two)) => {
                    first.get_or_insert(i);
                    i = two.end;
                    bands.push((one, two));
                }
                None => i += 1,
            }
        }
        // One run of ranges, closed by a word that gives points: 合理确定分值.
        let last = bands.last().map_or(range.start, |b| reader.inclusion(b.1.end).map_or(b.1.end, |x| x.1));
        let reach = range.end.min(last + BANDS_REACH);
        let close = reader.find(last..reach, RuleWord::Bands);
        let labels = first.is_some_and(|first| reader.find(range.start..first, RuleWord::Partly).is_some());
        let run = bands.len() > 2 || (bands.len() == 2 && labels);
        let (Some(first), Some(close), true) = (first, close, run) else { return false };
        self.degrees_before(range.start, first);
        let degrees = [Attainment::Met, Attainment::Partly, Attainment::Missed];
        for (n, (one, two)) in bands.iter().enumerate() {
            self.remarks.damage.extend((one.damaged || two.damaged).then_some(Damage::DigitsLost));
            let share = |n: &Number| n.amount.checked_div(Decimal::ONE_HUNDRED).unwrap_or(n.amount);
            let award = ordered(Amount::Share(share(two)), Amount::Share(share(one)));
            let when = match degrees.get(n) {
                Some(&degree) if labels && bands.len() == degrees.len() => Condition::Attained(degree),
                _ => Condition::Fact(format!("第{}档", n + 1)),
            };
            self.push(when, award, close.end);
        }
        true
    }

    /// 各占1/n before a list of bands.
    fn degrees_before(&mut self, start: usize, end: usize) {
        if let Some(pair) = self.reader.find(start..end, RuleWord::Pair) {
            self.pair(pair.start, pair.end);
        }
    }
}
