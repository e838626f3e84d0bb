//! Zeros in words: `公务接待费支出为零` and `未发生公务接待费` state an amount of 0.
//!
//! Only amounts of money are read, and only in a sentence with an amount that is printed in figures: it gives the unit. 零 in rates,
//! in names (零距离) and in counts that nobody printed is left alone.

use super::scan::Found;
use crate::lexicon::{Lexicon, text_of};
use crate::model::{Dimension, Measure, Quantity};
use rust_decimal::Decimal;
use std::ops::Range;

/// How far back the clause that names the amount, and the sentence that gives the unit, are looked for.
const REACH: usize = 160;
/// The longest name of what was not spent.
const LONGEST_NAME: usize = 40;

/// Adds the zeros of a text to its figures, in their places.
pub(super) fn add(text: &str, found: &mut Vec<Found>, lexicon: &Lexicon) {
    if found.is_empty() || !text.contains('零') && !lexicon.money.denies(text) {
        return;
    }
    let chars = crate::lexicon::chars(text);
    for at in 0..chars.len() {
        let Some(said) = zero_at(&chars, at, lexicon) else { continue };
        let mark = |i: &usize| matches!(chars[*i], '，' | '。' | '；' | ',' | ';' | '：' | '\n');
        let stop = |i: &usize| matches!(chars[*i], '。' | '！' | '？');
        let low = at.saturating_sub(REACH);
        let high = chars.len().min(at + REACH);
        let clause = (low..at).rev().find(mark).map_or(low, |i| i + 1)..(said.end..high).find(mark).unwrap_or(high);
        let sentence = (low..at).rev().find(stop).map_or(low, |i| i + 1)..(said.end..high).find(stop).unwrap_or(high);
        let clause = text_of(&chars[clause]);
        let place = found.partition_point(|f| f.chars.start < at);
        let is_money = |f: &&Found| f.measure.quantity.unit.dimension == Dimension::Money;
        let inside = |f: &&Found| sentence.contains(&f.chars.start);
        let (before, behind) = found.split_at(place.min(found.len()));
        let beside = before.iter().rev().take_while(inside).find(is_money);
        let beside = beside.or_else(|| behind.iter().take_while(inside).find(is_money));
        // Nothing is said of a zero in a clause that prints an amount of its own.
        let speaks = lexicon.remarks.speaks_of_money(&clause)
            && !clause.contains(|c: char| c.is_ascii_digit() && said.len() == 1);
        if let Some(unit) = beside.map(|f| f.measure.quantity.unit.clone()).filter(|_| speaks) {
            let measure = Measure::plain(Quantity { amount: Decimal::ZERO, decimals: 0, unit });
            found.insert(place, Found { chars: said.clone(), number: said, measure });
        }
    }
}

/// What was not spent, behind the words 未发生 at a place.
pub(super) fn name_behind(chars: &[char], said: &Range<usize>) -> Option<String> {
    let starts = chars.get(said.clone()).is_some_and(|words| matches!(words.first(), Some('未' | '没')));
    let rest = chars.get(said.end..).filter(|_| starts)?;
    Some(rest.iter().take_while(|c| !matches!(c, '，' | '。' | '；' | ',' | ';' | '\n')).collect())
}

/// The words at a place that say zero: 零, or 未发生 in front of what was not spent.
fn zero_at(chars: &[char], at: usize, lexicon: &Lexicon) -> Option<Range<usize>> {
    if is_said(chars, at) {
        return Some(at..at + 1);
    }
    let rest = chars.get(at..)?;
    lexicon.money.nothing.at_start(rest)?;
    // What did not occur is named to the end of the clause.
    let end = rest.iter().position(|c| matches!(c, '，' | '。' | '；' | ',' | ';' | '\n')).unwrap_or(rest.len());
    let length = rest.get(..end).and_then(|clause| lexicon.money.not_spent(clause))?;
    (end - length <= LONGEST_NAME).then_some(at..at + length)
}

/// Whether a 零 is said of what stands before it and ends its clause.
fn is_said(chars: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|i| chars.get(i));
    let after = chars.get(at + 1);
    chars.get(at) == Some(&'零')
        && matches!(before, Some('为' | '是'))
        && matches!(after, None | Some('，' | '。' | '；' | '、' | '）' | ',' | ';' | ')' | '\n'))
}

#[cfg(test)]
mod tests {
    use super::super::scan::scan;
    use super::super::tape::Tape;
    use super::*;

    #[test]
    fn a_zero_in_words_is_an_amount_beside_amounts() {
        for (text, said) in [
            ("公务用车费支出4.72万元，公务接待费支出为零。", "4.72万元 0万元"),
            ("因公出国费执行数为零，公务用车费4.72万元。", "0万元 4.72万元"),
            ("公务用车费4.72万元，事故发生数为零。", "4.72万元"),
            ("全年未发生因公出国费用和公务接待费，发生公务用车费4.6万元。", "0万元 4.6万元"),
            ("全年没有发生安全事故，支出4.6万元。", "4.6万元"),
            ("会议费3万元，接待费为零距离服务支出。", "3万元"),
        ] {
            let mut found = scan(&Tape::new(text), Lexicon::builtin());
            add(text, &mut found, Lexicon::builtin());
            let shown: Vec<String> = found
                .iter()
                .map(|f| format!("{}{}", f.measure.quantity.amount, f.measure.quantity.unit.text))
                .collect();
            assert_eq!(shown.join(" "), said, "{text}");
        }
    }
}
