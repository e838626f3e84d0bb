//! The points that a note names as deducted: the text of a note in, the named deductions with their places out.
//!
//! Reads only what is said of this row (`人员超编，扣0.5分`). As soon as the note quotes a rule (`每…扣`, `扣完为止`,
//! `否则扣`), names a share (`扣5%`), a range, a deduction for each of several (`各扣`) or a number in words, it names no
//! amount that could be held against the score, and nothing is returned at all. Judges nothing.

use crate::lexicon::DeductionWords;
use crate::model::{Dimension, Document, Figure, FigureRole, Measure, Quantity, Stated, Unit};
use rust_decimal::Decimal;
use std::ops::Range;

/// The deductions that the note of an indicator names, as entries for the ledger.
pub(crate) fn figures(note: &Stated<String>, name: &str, document: &Document, words: &DeductionWords) -> Vec<Figure> {
    // The source's own characters, so that places are right where a cell holds line breaks. A note joined from several
    // cells is read from its joined text, and its numbers stand where it starts.
    let quoted = document.quote(&note.at);
    let is_whole = quoted.chars().filter(|c| !c.is_whitespace()).eq(note.raw.chars().filter(|c| !c.is_whitespace()));
    let text = if is_whole { quoted.as_str() } else { note.raw.as_str() };
    let figure = |named: NamedDeduction| {
        let start = note.at.range().start;
        let place = document
            .text_at(&note.at)
            .filter(|_| is_whole)
            .map(|text| text.locate(note.at.block, note.at.cell, start + named.chars.start..start + named.chars.end));
        let unit =
            Unit { text: "分".to_owned(), dimension: Dimension::Point, base: "分".to_owned(), factor: Decimal::ONE };
        let measure = Measure::plain(Quantity { amount: named.points, decimals: named.decimals, unit });
        let raw = format!("{}分", named.points);
        Figure {
            label: format!("{name}扣分"),
            measure,
            raw,
            role: FigureRole::TableCell,
            at: place.unwrap_or_else(|| note.at.clone()),
        }
    };
    named_deductions(text, words).into_iter().map(figure).collect()
}

/// One named deduction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NamedDeduction {
    /// The characters of the number in the note.
    pub chars: Range<usize>,
    /// The points.
    pub points: Decimal,
    /// Decimals printed.
    pub decimals: u32,
}

/// Numerals in words, which are not read here.
const NUMERALS: &str = "一二三四五六七八九十两半零";
/// Ends of a sentence, after folding.
const SENTENCE_ENDS: &[char] = &['。', ';', '\n', '!', '?'];
/// A rule word stands at most this many characters before its 扣; a bound keeps hostile notes linear.
const FARTHEST: usize = 60;

/// Finds the deductions that a note names, in order. Empty when it names none, or says anything that is not a plain amount.
pub(crate) fn named_deductions(note: &str, words: &DeductionWords) -> Vec<NamedDeduction> {
    let fold = |c| if c == '\n' { c } else { crate::lexicon::fold_char(c).unwrap_or(' ') };
    let chars: Vec<char> = note.chars().map(fold).collect();
    let gives = |at: usize| {
        let rest = chars.get(at..).unwrap_or_default();
        let behind = words.bonus.at_start(rest).and_then(|n| rest.get(n..)).unwrap_or_default();
        // 追加2次 gives no points.
        let mut number = behind.iter().skip_while(|c| matches!(c, ' ' | '分' | ':')).peekable();
        let starts = number.peek().is_some_and(|c| c.is_ascii_digit());
        starts && number.find(|c| !c.is_ascii_digit() && **c != '.') == Some(&'分')
    };
    if (0..chars.len()).any(gives) {
        return Vec::new();
    }
    let mut found: Vec<(bool, NamedDeduction)> = Vec::new();
    let mut sentence = 0;
    for (at, &c) in chars.iter().enumerate() {
        if SENTENCE_ENDS.contains(&c) {
            sentence = at + 1;
        }
        if c != '扣' {
            continue;
        }
        let before = chars.get(sentence.max(at.saturating_sub(FARTHEST))..at).unwrap_or_default();
        let after = chars.get(at + 1..).unwrap_or_default();
        match one(before, after, words) {
            Naming::Amount { from, to, points, decimals, whole } => {
                found.push((whole, NamedDeduction { chars: at + 1 + from..at + 1 + to, points, decimals }));
            }
            Naming::Nothing => {}
            Naming::Rule => return Vec::new(),
        }
    }
    let wholes = found.iter().filter(|(whole, _)| *whole).count();
    match wholes {
        0 => found.into_iter().map(|(_, one)| one).collect(),
        // The whole is named beside its parts: it alone is held against the score.
        1 => found.into_iter().filter(|(whole, _)| *whole).map(|(_, one)| one).collect(),
        _ => Vec::new(),
    }
}

/// What one 扣 says.
enum Naming {
    Amount { from: usize, to: usize, points: Decimal, decimals: u32, whole: bool },
    Nothing,
    Rule,
}

fn one(before: &[char], after: &[char], words: &DeductionWords) -> Naming {
    let before: Vec<char> = before.iter().copied().filter(|c| *c != ' ').collect();
    let skipped = between(after, words);
    let rest = after.get(skipped..).unwrap_or_default();
    if words.denials.at_end(&before).is_some() {
        return Naming::Nothing;
    }
    if words.rule_tails.at_start(rest).is_some() || rest.first().is_some_and(|c| NUMERALS.contains(*c)) {
        return Naming::Rule;
    }
    let length = rest.iter().take(12).take_while(|c| c.is_ascii_digit() || **c == '.').count();
    let number: String = rest.iter().take(length).collect();
    let Ok(points) = number.parse::<Decimal>() else { return Naming::Nothing };
    let tail: String = rest.iter().skip(length).filter(|c| **c != ' ').take(2).collect();
    let named_before = after.get(..skipped).is_some_and(|s| s.contains(&'分'));
    let is_points =
        tail.starts_with('分') || (named_before && !tail.starts_with(|c: char| c.is_alphanumeric() || c == '%'));
    // `各扣` is found with its 扣.
    let with_word: Vec<char> = before.iter().copied().chain(['扣']).collect();
    // `扣1分/次` and `扣5%` are rules; `扣1-2分` leaves the amount open.
    if words.rule.any_in(&with_word) || tail.starts_with("分/") || !is_points {
        return Naming::Rule;
    }
    let whole = words.whole.at_end(&before).is_some();
    let decimals = points.scale();
    Naming::Amount { from: skipped, to: skipped + length, points, decimals, whole }
}

/// The characters between 扣 and the number.
fn between(after: &[char], words: &DeductionWords) -> usize {
    const MOST: usize = 8;
    let mut at = 0;
    while at < MOST {
        at += match after.get(at..) {
            Some([' ', ..]) => 1,
            Some(rest) => match words.between.at_start(rest) {
                Some(length) => length,
                None => break,
            },
            None => break,
        };
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    #[test]
    fn only_plain_amounts_of_this_row_are_named() {
        let words = &Lexicon::with_examples().said.deduction;
        assert!(named_deductions("", words).is_empty() && !words.examples.is_empty());
        for (note, named) in &words.examples {
            let points: Vec<String> = named_deductions(note, words).iter().map(|n| n.points.to_string()).collect();
            assert_eq!(points, *named, "{note}");
        }
    }

    #[test]
    fn the_place_is_the_number_in_the_note() {
        let note = "人手不足， 扣 0.5 分";
        let named = named_deductions(note, &Lexicon::builtin().said.deduction);
        let range = named.first().map(|n| n.chars.clone()).unwrap_or_default();
        assert_eq!(note.chars().skip(range.start).take(range.len()).collect::<String>(), "0.5");
    }
}
