//! The points that a note names as deducted: the text of a note in, the named deductions with their places out.
//!
//! Reads only what is said of this row (`人员超编，扣0.5分`). As soon as the note quotes a rule (`每…扣`, `扣完为止`,
//! `否则扣`), names a share (`扣5%`), a range, a deduction for each of several (`各扣`) or a number in words, it names no
//! amount that could be held against the score, and nothing is returned at all. Judges nothing.

use crate::model::{Dimension, Document, Figure, FigureRole, Measure, Quantity, Stated, Unit};
use rust_decimal::Decimal;
use std::ops::Range;

/// The deductions that the note of an indicator names, as entries for the ledger.
pub(crate) fn figures(note: &Stated<String>, name: &str, document: &Document) -> Vec<Figure> {
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
    named_deductions(text).into_iter().map(figure).collect()
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

/// What may stand between 扣 and the number: `扣除了 1 分`, `扣分：0.5`.
const BETWEEN: &[char] = &['除', '减', '去', '了', '掉', '罚', '分', ':', '为'];
/// A word of these in the same sentence before 扣 makes it a rule or a sum over several rows.
const RULE_WORDS: &[&str] = &["每", "凡", "否则", "各扣", "如果", "若", "按比例", "最多", "上限"];
/// What follows 扣 in a rule: `扣完为止`, `扣至0分`.
const RULE_TAILS: &[&str] = &["完", "至", "满", "到"];
/// Words right before 扣 that make it the whole of several deductions.
const WHOLE_WORDS: &[&str] = &["共", "共计", "合计", "总计", "累计", "一共"];
/// Words right before 扣 that deny it.
const DENIALS: &[char] = &['不', '未', '没', '无'];
/// Numerals in words, which are not read here.
const NUMERALS: &str = "一二三四五六七八九十两半零";
/// Ends of a sentence, after folding.
const SENTENCE_ENDS: &[char] = &['。', ';', '\n', '!', '?'];
/// A rule word stands at most this many characters before its 扣; a bound keeps hostile notes linear.
const FARTHEST: usize = 60;

/// Finds the deductions that a note names, in order. Empty when it names none, or says anything that is not a plain amount.
pub(crate) fn named_deductions(note: &str) -> Vec<NamedDeduction> {
    let fold = |c| if c == '\n' { c } else { crate::lexicon::fold_char(c).unwrap_or(' ') };
    let chars: Vec<char> = note.chars().map(fold).collect();
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
        match one(before, after) {
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

fn one(before: &[char], after: &[char]) -> Naming {
    let before: String = before.iter().filter(|c| **c != ' ').collect();
    let skipped = after.iter().take(8).take_while(|c| **c == ' ' || BETWEEN.contains(c)).count();
    let rest = after.get(skipped..).unwrap_or_default();
    if before.ends_with(DENIALS) {
        return Naming::Nothing;
    }
    if starts_with_any(rest, RULE_TAILS) || rest.first().is_some_and(|c| NUMERALS.contains(*c)) {
        return Naming::Rule;
    }
    let length = rest.iter().take(12).take_while(|c| c.is_ascii_digit() || **c == '.').count();
    let number: String = rest.iter().take(length).collect();
    let Ok(points) = number.parse::<Decimal>() else { return Naming::Nothing };
    let tail: String = rest.iter().skip(length).filter(|c| **c != ' ').take(2).collect();
    let named_before = after.get(..skipped).is_some_and(|s| s.contains(&'分'));
    let is_points =
        tail.starts_with('分') || (named_before && !tail.starts_with(|c: char| c.is_alphanumeric() || c == '%'));
    // `扣1分/次` and `扣5%` are rules; `扣1-2分` leaves the amount open.
    let is_rule = RULE_WORDS.iter().any(|w| format!("{before}扣").contains(w)) || tail.starts_with("分/");
    if is_rule || !is_points {
        return Naming::Rule;
    }
    let whole = WHOLE_WORDS.iter().any(|w| before.ends_with(w));
    let decimals = points.scale();
    Naming::Amount { from: skipped, to: skipped + length, points, decimals, whole }
}

fn starts_with_any(text: &[char], words: &[&str]) -> bool {
    let head: String = text.iter().take(4).collect();
    words.iter().any(|w| head.starts_with(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_amounts_of_this_row_are_named() {
        for (note, named) in [
            ("借用人员较多，扣0.5分。明年清退。", &["0.5"][..]),
            ("台账不全扣 1 分；上报晚两天，扣0.2 分", &["1", "0.2"]),
            ("台账不全扣1分，上报晚扣0.5分，共扣1.5分", &["1.5"]),
            ("扣分：2分。项目开工晚", &["2"]),
            ("扣分0.5，档案缺页", &["0.5"]),
            ("扣除１．５分", &["1.5"]),
            ("每晚报一天扣0.5分，扣完为止", &[]),
            ("按规则每少一次，扣1分；本年少两次，扣2分", &[]),
            ("超支部分扣5%的权重分", &[]),
            ("两个科室各扣0.5分", &[]),
            ("扣1-2分", &[]),
            ("本项扣一分", &[]),
            ("三公经费控制率为88.2%，未扣分", &[]),
            ("未达标的指标有2个", &[]),
            ("", &[]),
        ] {
            let points: Vec<String> = named_deductions(note).iter().map(|n| n.points.to_string()).collect();
            assert_eq!(points, named, "{note}");
        }
    }

    #[test]
    fn the_place_is_the_number_in_the_note() {
        let note = "人手不足， 扣 0.5 分";
        let named = named_deductions(note);
        let range = named.first().map(|n| n.chars.clone()).unwrap_or_default();
        assert_eq!(note.chars().skip(range.start).take(range.len()).collect::<String>(), "0.5");
    }
}
