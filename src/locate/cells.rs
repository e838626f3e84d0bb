//! Cells that lost their end or some digits: tables in, notices out.
//!
//! A form repeats its wording from row to row, so that a damaged cell is told by its siblings: it stops where all others
//! go on, or prints fewer digits in a phrase that is the same everywhere else. Columns are not known yet and flattened
//! tables shift them, so that all text cells of a report are siblings. One pass builds an index of short phrases.

use crate::lexicon::{fold_char, fold_with_places, is_ideograph};
use crate::model::{Block, Cell, Document, Location, Notice};
use std::collections::HashMap;
use std::ops::Range;

/// The shortest text that is looked at; names and values are shorter.
const SHORTEST: usize = 14;
/// How much of a cell is looked at to tell whether it is a name; white space within counts.
const LONGEST_NAME: usize = 200;
/// How many characters before the end must stand in the siblings too.
const TAIL: usize = 8;
/// How many siblings must go on, or print the whole figure.
const SIBLINGS: usize = 2;
/// How many characters before and after a figure must be the same.
const AROUND: usize = 6;
/// The most characters of cells that are indexed.
const MOST_INDEXED: usize = 2_000_000;

/// Cells that stop in mid sentence and figures that lost digits.
pub(super) fn remarks(document: &Document, blocks: Range<u32>) -> Vec<Notice> {
    let texts = text_cells(document, blocks);
    let mut notices = cut_off(&texts);
    notices.extend(lost_in_ranges(&texts));
    notices.extend(lost_before_percent(&texts));
    notices
}

/// A cell's folded text and where its characters stand.
struct TextCell<'a> {
    cell: &'a Cell,
    block: u32,
    letters: Vec<char>,
    places: Vec<usize>,
    /// The cells from the first of its row on.
    row: &'a [Cell],
}

impl TextCell<'_> {
    fn locate(&self, range: Range<usize>) -> Location {
        let at = |i: usize| self.places.get(i).copied();
        let start = at(range.start).unwrap_or(0);
        let end = range.end.checked_sub(1).and_then(at).map_or(start, |last| last + 1);
        self.cell.text.locate(self.block, Some((self.cell.row, self.cell.col)), start..end.max(start))
    }

    /// Folded texts of the short cells of the row: names that a rule may begin to say again.
    fn names(&self) -> impl Iterator<Item = Vec<char>> {
        let row = self.row.iter().take_while(|other| other.row == self.cell.row);
        let folded = |cell: &Cell| -> Vec<char> {
            cell.text.content.chars().take(LONGEST_NAME).filter_map(fold_char).take(SHORTEST).collect()
        };
        row.map(folded).filter(|name| (3..SHORTEST).contains(&name.len()))
    }
}

fn text_cells(document: &Document, blocks: Range<u32>) -> Vec<TextCell<'_>> {
    let mut texts: Vec<TextCell<'_>> = Vec::new();
    let mut total = 0;
    for block in blocks {
        let Some(table) = document.blocks.get(block as usize).and_then(Block::table) else { continue };
        let mut row = 0;
        for (index, cell) in table.cells.iter().enumerate() {
            if table.cells[row].row != cell.row {
                row = index;
            }
            let length = cell.text.len_chars();
            total += length;
            if length < SHORTEST || total > MOST_INDEXED {
                continue;
            }
            let (letters, places) = fold_with_places(&cell.text.content);
            if letters.len() >= SHORTEST {
                texts.push(TextCell { cell, block, letters, places, row: &table.cells[row..] });
            }
        }
    }
    texts
}

fn is_stop(c: char) -> bool {
    matches!(c, '。' | ';' | ',' | '、' | '.' | ':' | '!' | '?' | ')' | '(' | '"' | '《' | '》' | '|')
}

/// How a phrase goes on in the cells that hold it.
#[derive(Default)]
struct Sequel {
    /// Cells in which a character of the same phrase follows.
    goes_on: usize,
    /// Cells in which the cell or the phrase is over.
    ends: usize,
    /// The last cell counted.
    cell: usize,
}

/// The last two letters of phrases, in a table of bits: few phrases end like one of the others, and asking here first saves
/// hashing the rest.
struct Endings([u64; Self::BITS / 64]);

impl Default for Endings {
    fn default() -> Self {
        Self([0; Self::BITS / 64])
    }
}

impl Endings {
    const BITS: usize = 4096;

    fn bit(phrase: &[char]) -> Option<(usize, u64)> {
        let [.., one, two] = phrase else { return None };
        let at = (*one as usize).wrapping_mul(31).wrapping_add(*two as usize) % Self::BITS;
        Some((at / 64, 1 << (at % 64)))
    }

    fn add(&mut self, phrase: &[char]) {
        if let Some((word, bit)) = Self::bit(phrase) {
            self.0[word] |= bit;
        }
    }

    fn may_hold(&self, phrase: &[char]) -> bool {
        Self::bit(phrase).is_some_and(|(word, bit)| self.0[word] & bit != 0)
    }
}

fn cut_off(texts: &[TextCell<'_>]) -> Vec<Notice> {
    let mut sequels: HashMap<&[char], Sequel> = HashMap::new();
    let ends: Vec<Option<&[char]>> = texts.iter().map(open_tail).collect();
    let mut endings = Endings::default();
    for tail in ends.iter().flatten() {
        sequels.entry(tail).or_default();
        endings.add(tail);
    }
    for (number, text) in texts.iter().enumerate() {
        for (at, window) in text.letters.windows(TAIL).enumerate() {
            if !endings.may_hold(window) {
                continue;
            }
            let Some(sequel) = sequels.get_mut(window) else { continue };
            match text.letters.get(at + TAIL) {
                Some(&next) if !is_stop(next) => {
                    sequel.goes_on += usize::from(sequel.cell != number + 1);
                    sequel.cell = number + 1;
                }
                _ => sequel.ends += 1,
            }
        }
    }
    let cut = |(text, tail): (&TextCell<'_>, Option<&[char]>)| {
        let tail = tail?;
        let sequel = sequels.get(tail)?;
        // The cell itself is one of those that end.
        let by_siblings = sequel.goes_on >= SIBLINGS && sequel.ends == 1;
        (by_siblings || stops_in_name(text) || stops_at_sign(text)).then(|| {
            let end = text.letters.len();
            Notice::CellCutOff { at: text.locate(end - TAIL.min(end)..end) }
        })
    };
    texts.iter().zip(ends.iter().copied()).filter_map(cut).collect()
}

/// The last characters of a cell that ends without a stop.
fn open_tail<'a>(text: &'a TextCell<'_>) -> Option<&'a [char]> {
    let last = *text.letters.last()?;
    let open = !is_stop(last) || matches!(last, ',' | '、' | '(' | '《');
    open.then(|| text.letters.get(text.letters.len().saturating_sub(TAIL)..)).flatten()
}

/// `得分=绩` in the row of 绩效管理覆盖率: after a sign of arithmetic the row's own name begins and stops.
fn stops_in_name(text: &TextCell<'_>) -> bool {
    let sign = text.letters.iter().rposition(|&c| matches!(c, '=' | '+' | '×' | '*' | '/' | '÷'));
    let Some(rest) = sign.and_then(|at| text.letters.get(at + 1..)) else { return false };
    let letters = !rest.is_empty() && rest.iter().all(|&c| is_ideograph(c));
    let begins = |name: &[char]| name.len() > rest.len() + 1 && name.starts_with(rest);
    letters && (begins(&text.letters) || text.names().any(|name| begins(&name)))
}

/// A sign of arithmetic, an opening bracket or a comma that nothing follows.
fn stops_at_sign(text: &TextCell<'_>) -> bool {
    matches!(text.letters.last(), Some('=' | '×' | '÷' | '(' | '《' | '、'))
}

/// A figure of a range, `80%-60%`, with the characters around it.
struct RangeEnd {
    cell: usize,
    digits: Range<usize>,
}

/// `80%-0%` where the same phrase has `80%-60%` in other cells, and `00%-80%` where it has `100%-80%`.
fn lost_in_ranges(texts: &[TextCell<'_>]) -> Vec<Notice> {
    let mut phrases: HashMap<(&[char], &[char]), Vec<RangeEnd>> = HashMap::new();
    let mut order: Vec<(&[char], &[char])> = Vec::new();
    for (number, text) in texts.iter().enumerate() {
        for digits in figures(&text.letters) {
            if !in_range(&text.letters, &digits) {
                continue;
            }
            let before = &text.letters[digits.start.saturating_sub(AROUND)..digits.start];
            let after = &text.letters[digits.end..text.letters.len().min(digits.end + AROUND)];
            let key = (before, after);
            let entry = phrases.entry(key).or_insert_with(|| {
                order.push(key);
                Vec::new()
            });
            entry.push(RangeEnd { cell: number, digits });
        }
    }
    let mut notices = Vec::new();
    for ends in order.iter().filter_map(|key| phrases.get(key)) {
        let print = |end: &RangeEnd| &texts[end.cell].letters[end.digits.clone()];
        let Some(model) = most_frequent(ends.iter().map(print)) else { continue };
        let Some(sibling) = ends.iter().find(|end| print(end) == model) else { continue };
        let others = ends.iter().filter(|end| print(end) != model).count();
        if others * SIBLINGS > ends.len() - others {
            continue;
        }
        for end in ends.iter().filter(|end| lost(print(end), model)) {
            notices.push(Notice::DigitsLost {
                at: texts[end.cell].locate(whole_range(&texts[end.cell].letters, &end.digits)),
                model: texts[sibling.cell].locate(whole_range(&texts[sibling.cell].letters, &sibling.digits)),
            });
        }
    }
    notices
}

/// Runs of digits and points.
fn figures(letters: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let length = letters[at..].iter().take_while(|c| c.is_ascii_digit() || **c == '.').count();
        if length > 0 && letters[at].is_ascii_digit() {
            found.push(at..at + length);
        }
        at += length.max(1);
    }
    found
}

fn in_range(letters: &[char], digits: &Range<usize>) -> bool {
    let sign = |c: Option<&char>| matches!(c, Some('-' | '~'));
    let before = digits.start.checked_sub(1).and_then(|i| letters.get(i));
    let after = letters.get(digits.end);
    let past_percent = after == Some(&'%') && sign(letters.get(digits.end + 1));
    sign(before) || sign(after) || past_percent
}

/// Both ends of the range that a figure belongs to, so that a message shows `80%-0%` and not `0`.
fn whole_range(letters: &[char], digits: &Range<usize>) -> Range<usize> {
    let part = |c: &&char| c.is_ascii_digit() || matches!(c, '.' | '%' | '-' | '~');
    let before = letters[..digits.start].iter().rev().take_while(part).count();
    let after = letters[digits.end..].iter().take_while(part).count();
    digits.start - before..digits.end + after
}

fn most_frequent<'a>(prints: impl Iterator<Item = &'a [char]>) -> Option<&'a [char]> {
    let mut counts: Vec<(&[char], usize)> = Vec::new();
    for print in prints {
        match counts.iter().position(|(p, _)| *p == print) {
            Some(at) => counts[at].1 += 1,
            // A phrase with many figures is no fixed phrase.
            None if counts.len() > 4 => return None,
            None => counts.push((print, 1)),
        }
    }
    let (print, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (count >= SIBLINGS).then_some(print)
}

/// Whether a figure is the model with digits missing at its start or end.
fn lost(print: &[char], model: &[char]) -> bool {
    print.len() < model.len() && (model.starts_with(print) || model.ends_with(print))
}

/// `每减少%` where another cell, or this one, has `每减少1%`.
fn lost_before_percent(texts: &[TextCell<'_>]) -> Vec<Notice> {
    const WORD: usize = 3;
    let mut complete: HashMap<&[char], Location> = HashMap::new();
    for text in texts {
        for digits in figures(&text.letters) {
            let word = digits.start.checked_sub(WORD).and_then(|from| text.letters.get(from..digits.start));
            let percent = text.letters.get(digits.end) == Some(&'%');
            if let Some(word) = word.filter(|w| percent && w.iter().all(|&c| is_ideograph(c))) {
                complete.entry(word).or_insert_with(|| text.locate(digits.start - WORD..digits.end + 1));
            }
        }
    }
    let mut notices = Vec::new();
    for text in texts {
        for (at, window) in text.letters.windows(WORD + 1).enumerate() {
            let [word @ .., '%'] = window else { continue };
            if let Some(model) = complete.get(word) {
                notices.push(Notice::DigitsLost { at: text.locate(at..at + WORD + 1), model: model.clone() });
            }
        }
    }
    notices
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::model::offset;

    /// The places of the notices: a letter for the kind, the line and the words.
    fn found(source: &str) -> Vec<(char, u32, String)> {
        let document = sample::document(source);
        let blocks = 0..offset(document.blocks.len());
        remarks(&document, blocks)
            .iter()
            .map(|notice| match notice {
                Notice::CellCutOff { at } => ('c', at.spot.line.unwrap_or(0), document.quote(at)),
                Notice::DigitsLost { at, .. } => ('d', at.spot.line.unwrap_or(0), document.quote(at)),
                other => panic!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn a_rule_that_stops_where_its_siblings_go_on() {
        let rows = "防洪达标率\t达到目标值得满分,每低于目标值一个点扣减权重的一成,扣完为止\n\
                    除险加固率\t达到目标值得满分,每低于目标值一个点扣减权重的一成,扣完为止\n\
                    闸站完好率\t达到目标值得满分,每低于目标值一个点扣减权";
        assert_eq!(found(rows), [('c', 3, "标值一个点扣减权".to_owned())]);
    }

    #[test]
    fn a_missing_full_stop_is_no_cut() {
        let rows = "甲站巡查率\t按实际巡查次数占计划巡查次数的比例计算\n乙站巡查率\t按实际巡查次数占计划巡查次数的比例计算。\n\
                    丙站巡查率\t按实际巡查次数占计划巡查次数的比例计算得分\n丁站巡查率\t按实际巡查次数占计划巡查次数的比例计算得分";
        assert_eq!(found(rows), []);
    }

    #[test]
    fn a_formula_that_stops_in_the_name_of_its_row() {
        let rows = "水费收缴率\t水费收缴率=实收水费/应收水费×100%。得分=水";
        assert_eq!(found(rows), [('c', 1, "00%。得分=水".to_owned())]);
    }

    #[test]
    fn digits_that_the_siblings_print() {
        let rule = |band: &str| format!("名称\t完成情况分为三档,分别按权重的{band}(含)、60%-0%合理计分\n");
        let good = rule("100%-80%(含)、80%-60%");
        let rows = format!("{good}{good}{}{}", rule("00%-80%(含)、80%-60%"), rule("100%-80%(含)、80%-0%"));
        assert_eq!(found(&rows), [('d', 3, "00%-80%".to_owned()), ('d', 4, "80%-0%".to_owned())]);
    }

    #[test]
    fn a_percent_sign_without_its_number() {
        let rows = "甲率\t达到目标得满分，每降低2%扣权重的一成\n乙率\t达到目标得满分，每降低%扣权重的一成";
        assert_eq!(found(rows), [('d', 2, "每降低%".to_owned())]);
    }
}
