//! The grade scale that a document prints itself: `90（含）-100分为优，80（含）-90分为良…`.

use crate::lexicon::Grades;
use crate::lexicon::{Lexicon, fold, text_of};
use crate::model::{Block, Document, Grade};
use rust_decimal::Decimal;
use std::ops::Range;

/// A text longer than this gives no scale.
const LONGEST_TEXT: usize = 60_000;

/// The first complete scale that stands in the blocks: each grade with the lowest score that earns it, best first.
/// Empty when the document prints none.
pub(super) fn printed(document: &Document, blocks: Range<u32>, lexicon: &Lexicon) -> Vec<(Grade, Decimal)> {
    let in_block = |block: u32| match document.blocks.get(block as usize)? {
        Block::Heading(text) | Block::Paragraph(text) => read(&text.content, &lexicon.grades),
        Block::Table(table) => table.cells.iter().find_map(|cell| read(&cell.text.content, &lexicon.grades)),
    };
    blocks.into_iter().find_map(in_block).unwrap_or_default()
}

/// A grade word or a number of a text, in order.
enum Token {
    Grade(Grade),
    Number(Decimal, bool),
}

/// Reads a scale out of one text.
fn read(text: &str, grades: &Grades) -> Option<Vec<(Grade, Decimal)>> {
    let hopeful =
        text.len() <= LONGEST_TEXT && text.contains('优') && text.contains('分') && text.contains(['差', '不']);
    let chars: Vec<char> = fold(text.get(..).filter(|_| hopeful)?).chars().collect();
    // A scale is one sentence or a list, so each sentence is tried, then the whole.
    let mut sentences = chars.split(|c| *c == '。').filter(|s| s.contains(&'优'));
    sentences.find_map(|sentence| scale(&tokens(sentence, grades)))
}

fn tokens(chars: &[char], grades: &Grades) -> Vec<Token> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let rest = &chars[at..];
        let digits = rest.iter().take_while(|c| c.is_ascii_digit() || **c == '.').count();
        if let Some(number) = number(&rest[..digits]) {
            let after: Vec<char> = rest[digits..]
                .iter()
                .copied()
                .filter(|c| !matches!(c, '分' | '(' | ')' | '含' | '不'))
                .take(3)
                .collect();
            let below = grades.below.at_start(&after).is_some_and(|_| !matches!(after.first(), Some('<')))
                || grades.below.at_end(&chars[..at]).is_some();
            found.push(Token::Number(number, below));
            at += digits;
        } else if let Some((grade, n)) = grades.at_start(rest) {
            found.push(Token::Grade(grade));
            at += n;
        } else {
            at += digits.max(1);
        }
    }
    found
}

fn number(digits: &[char]) -> Option<Decimal> {
    let text = text_of(digits);
    text.parse().ok().filter(|n: &Decimal| *n <= Decimal::ONE_HUNDRED)
}

/// The scale in a run of tokens: numbers stand before their grade or after it, the same way throughout.
fn scale(tokens: &[Token]) -> Option<Vec<(Grade, Decimal)>> {
    let before = matches!(tokens.first()?, Token::Number(..));
    let mut steps: Vec<(Grade, Decimal)> = Vec::new();
    let mut open: Option<Grade> = None;
    let mut numbers: Vec<(Decimal, bool)> = Vec::new();
    let mut close = |grade: Grade, numbers: &mut Vec<(Decimal, bool)>| -> Option<()> {
        let lowest = lowest(numbers)?;
        numbers.clear();
        steps.push((grade, lowest));
        Some(())
    };
    for token in tokens {
        match token {
            Token::Number(n, below) => numbers.push((*n, *below)),
            Token::Grade(grade) if before => close(*grade, &mut numbers)?,
            Token::Grade(grade) => {
                if let Some(earlier) = open.replace(*grade) {
                    close(earlier, &mut numbers)?;
                }
            }
        }
        if before && numbers.len() > 3 || numbers.len() > 4 {
            return None;
        }
    }
    if let Some(last) = open {
        close(last, &mut numbers)?;
    }
    let falling = steps.windows(2).all(|w| w[0].0 > w[1].0 && w[0].1 > w[1].1);
    // Totals are out of a hundred; steps below half of it are points of one indicator (优得4分，良得3分).
    let of_totals = steps.first().is_some_and(|s| s.0 == Grade::Excellent && s.1 >= Decimal::from(50));
    let complete = steps.len() >= 3 && of_totals;
    (falling && complete).then_some(steps)
}

/// The lowest score of a step: the smaller number of a range, zero for `60分以下`.
fn lowest(numbers: &[(Decimal, bool)]) -> Option<Decimal> {
    match numbers {
        [(_, true)] => Some(Decimal::ZERO),
        [(n, false)] => Some(*n),
        [(a, _), (b, _)] | [(a, _), (b, _), _] => Some(*a.min(b)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_pattern_file_hold() {
        let file: toml::Table = toml::from_str(include_str!("../../patterns/grades.toml")).expect("toml");
        let grades = &Lexicon::builtin().grades;
        for example in file["printed"]["examples"].as_array().expect("examples") {
            let text = example["text"].as_str().expect("text");
            let wanted: Vec<&str> =
                example["lowest"].as_array().expect("lowest").iter().filter_map(toml::Value::as_str).collect();
            let got: Vec<String> = read(text, grades).unwrap_or_default().iter().map(|s| s.1.to_string()).collect();
            assert_eq!(got, wanted, "{text}");
        }
        for text in file["printed"]["counter"].as_array().expect("counter").iter().filter_map(toml::Value::as_str) {
            assert_eq!(read(text, grades), None, "{text}");
        }
    }
}
