//! Bounds that a form prints itself: the numbers of a text in, those that the form and not its author stated out of them.
//!
//! `单价100万元（含）以上设备XX台` says which things are to be counted; the value is the count, which nobody filled in.

use super::numbers::Mode;
use super::scan::Found;
use super::tape::Tape;
use super::units::unit_at;
use crate::lexicon::Lexicon;
use crate::model::Comparator;
use std::ops::Range;

/// How far from a number the ends of its clause are looked for.
const REACH: usize = 80;
/// Characters that a unit behind a placeholder may take.
const LONGEST_UNIT: usize = 8;

/// Takes out the bounds in clauses whose value is a placeholder. Other numbers there were filled in, and stay.
pub(super) fn take_out(text: &str, found: &mut Vec<Found>, lexicon: &Lexicon) {
    if !found.iter().any(|f| is_bound(f, lexicon)) {
        return;
    }
    let chars = crate::lexicon::chars(text);
    let blanks = lexicon.remarks.placeholders(&chars);
    let blanks: Vec<usize> = blanks.iter().filter(|(_, end)| has_unit(&chars, *end, lexicon)).map(|b| b.0).collect();
    if blanks.is_empty() {
        return;
    }
    let unfilled = |clause: Range<usize>| {
        let next = blanks.partition_point(|at| *at < clause.start);
        blanks.get(next).is_some_and(|at| *at < clause.end)
    };
    found.retain(|f| !is_bound(f, lexicon) || !unfilled(clause(&chars, &f.chars)));
}

/// Whether a number only says where something begins or ends.
fn is_bound(found: &Found, lexicon: &Lexicon) -> bool {
    let measure = &found.measure;
    let words = |text: &str| text.chars().collect::<Vec<_>>();
    measure.comparator.is_some_and(|c| !matches!(c, Comparator::Equal | Comparator::NotEqual))
        || measure.approx.as_ref().is_some_and(|a| lexicon.numbers.limits.longest_at(&words(&a.text)).is_some())
}

/// Whether a unit stands right behind a placeholder, which then stands for a number and not for a name.
fn has_unit(chars: &[char], end: usize, lexicon: &Lexicon) -> bool {
    let behind: String = chars.iter().skip(end).take(LONGEST_UNIT).collect();
    unit_at(&Tape::new(&behind), 0, lexicon, Mode::Prose).is_some_and(|unit| unit.word)
}

/// The clause around a number.
fn clause(chars: &[char], number: &Range<usize>) -> Range<usize> {
    let mark = |i: &usize| matches!(chars.get(*i), Some('，' | '。' | '；' | '：' | '、' | ',' | ';' | ':' | '\n'));
    let (low, high) = (number.start.saturating_sub(REACH), chars.len().min(number.end + REACH));
    (low..number.start).rev().find(mark).map_or(low, |i| i + 1)..(number.end..high).find(mark).unwrap_or(high)
}

#[cfg(test)]
mod tests {
    use super::super::scan::scan;
    use super::*;

    #[test]
    fn bounds_of_an_unfilled_form_are_no_figures() {
        for (text, left) in [
            ("单价100万元（含）以上设备XX台（套）。", ""),
            ("共有车辆××辆，购置单价不低于50万元的设备XXX台", ""),
            // Filled in: what is counted, and what bounds it.
            ("单价100万元（含）以上设备3台（套）。", "100 3"),
            // Half filled in.
            ("预算比上年的80万元增加XX万元", "80"),
            ("投入约60万元购置XX台设备", "60"),
            // A placeholder for a name, and one in another clause.
            ("XX镇建成60亩以上园区2个", "60 2"),
            ("满意度90%以上，接待XX人次", "90"),
        ] {
            let mut found = scan(&Tape::new(text), Lexicon::builtin());
            take_out(text, &mut found, Lexicon::builtin());
            let shown: Vec<String> = found.iter().map(|f| f.measure.quantity.amount.to_string()).collect();
            assert_eq!(shown.join(" "), left, "{text}");
        }
    }
}
