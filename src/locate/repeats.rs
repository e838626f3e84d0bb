//! Passages printed twice: blocks in, pairs of block ranges out.
//!
//! A passage recurs when long paragraphs, or runs of paragraphs around them, stand again with at most small changes of
//! brackets, list numbers and single characters, and when every figure in them is the same. Short sentences, headings
//! and rows that merely resemble each other do not count. Every paragraph is reduced to a few hashes once; only pairs
//! that share one are compared, so that the work grows with the length of the text.

use crate::lexicon::{Lexicon, fold_char, folded, is_ideograph, printed};
use crate::model::{Block, Document, Layer, Repeat, Table, Text};
use std::collections::HashMap;
use std::ops::Range;

/// The shortest paragraph that counts as a repeat on its own.
const SHORTEST_ALONE: usize = 60;
/// The shortest paragraph that can start a run of repeated paragraphs.
const SHORTEST_SEED: usize = 30;
/// The fewest characters of a run of repeated paragraphs.
const SHORTEST_RUN: usize = 60;
/// The shortest tail of a paragraph that counts when a page break prints it again.
const SHORTEST_TAIL: usize = 12;
/// How many letters may differ in a short tail.
const MOST_TAIL_EDITS: usize = 3;
/// The longest paragraph that is compared character by character; longer ones must be equal.
const LONGEST_COMPARED: usize = 20_000;
/// The longest tail that is compared character by character.
const LONGEST_TAIL: usize = 400;
/// The first characters of a paragraph, which hold its list number.
const OPENING: usize = 64;
/// Of ten characters, how many must be the same.
const ALIKE_OF_TEN: usize = 9;
/// One letter in so many may be lost from a paragraph that recurs alone.
const FEW_LOST: usize = 30;
/// How many hashes stand for a paragraph.
const SKETCH: usize = 4;
/// How many characters one of them covers.
const SHINGLE: usize = 8;
/// An odd number larger than any character, so that each place of a shingle weighs differently.
const BASE: u64 = 0x0100_0000_01b3;
/// The fewest filled cells of a table that counts as printed twice.
const FEWEST_CELLS: usize = 8;

/// The passages among some blocks that stand twice, in order.
pub(super) fn repeats(document: &Document, blocks: Range<u32>, lexicon: &Lexicon) -> Vec<Repeat> {
    let passages: Vec<Passage> = blocks.filter_map(|index| passage(document, index, lexicon)).collect();
    let mut first_with: HashMap<u64, usize> = HashMap::new();
    let mut found = Vec::new();
    let mut at = 0;
    let mut free_from = 0;
    while at < passages.len() {
        let run = candidates(&passages[at], &first_with)
            .into_iter()
            .filter_map(|first| Run::grow(&passages, first, at, free_from))
            .max_by_key(|run| (run.length, std::cmp::Reverse(run.first)));
        let tail = at.checked_sub(1).is_some_and(|before| repeats_tail(&passages[before], &passages[at]));
        let step = match run {
            Some(run) => {
                found.push(run.report(document, &passages));
                free_from = run.again + run.length;
                free_from - at
            }
            None if tail => {
                found.push(Run { first: at - 1, again: at, length: 1 }.report(document, &passages));
                free_from = at + 1;
                1
            }
            None => 1,
        };
        for (offset, passage) in passages.iter().enumerate().skip(at).take(step) {
            for hash in passage.sketch.iter().chain([&passage.exact]) {
                first_with.entry(*hash).or_insert(offset);
            }
        }
        at += step;
    }
    found
}

/// A paragraph or table reduced to what is compared.
struct Passage {
    block: u32,
    /// Characters without marks, spaces and the list number; none of a table, which is not compared one by one.
    letters: Vec<char>,
    /// Whether a list number opens it.
    numbered: bool,
    /// Length when `letters` was too long to keep.
    length: usize,
    /// Hash of all letters.
    exact: u64,
    /// The smallest hashes of its shingles.
    sketch: Vec<u64>,
    /// The figures in it, in order.
    figures: u64,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Paragraph,
    Heading,
    Table,
}

fn passage(document: &Document, index: u32, lexicon: &Lexicon) -> Option<Passage> {
    let block = document.blocks.get(index as usize)?;
    let (text, kind) = match block {
        Block::Table(table) => return table_passage(table, index),
        Block::Heading(text) => (text, Kind::Heading),
        Block::Paragraph(text) => (text, Kind::Paragraph),
    };
    let (letters, numbered) = text_letters(text, printed(document, index), folded(document, index), lexicon);
    if letters.is_empty() {
        return None;
    }
    let exact = hash(letters.iter().copied());
    let figures = hash(figures(&letters));
    let sketch = if kind == Kind::Paragraph { sketch(&letters) } else { Vec::new() };
    let length = letters.len();
    let letters = if length <= LONGEST_COMPARED { letters } else { Vec::new() };
    Some(Passage { block: index, letters, numbered, length, exact, sketch, figures, kind })
}

/// A table, all of whose cells must be equal, parted by a mark. One that is hardly filled never counts.
fn table_passage(table: &Table, block: u32) -> Option<Passage> {
    if table.cells.iter().filter(|c| !c.text.is_blank()).count() < FEWEST_CELLS {
        return None;
    }
    let (mut exact, mut length) = (HASH, 0);
    for cell in &table.cells {
        for c in cell.text.content.chars().filter_map(fold_char) {
            exact = hash_with(exact, c);
            length += 1;
        }
        exact = hash_with(exact, '|');
        length += 1;
    }
    let (letters, sketch) = (Vec::new(), Vec::new());
    Some(Passage { block, letters, numbered: false, length, exact, sketch, figures: 0, kind: Kind::Table })
}

fn is_letter(c: char) -> bool {
    // Ideographs are letters and the commonest marks are none; asking for them first is faster than the tables of Unicode.
    let is_mark = || matches!(c, '、' | '。');
    is_ideograph(c)
        || !is_mark() && c.is_alphanumeric()
        || matches!(c, '.' | '%' | '+' | '-' | '=' | '<' | '>' | '≥' | '≤')
}

/// The letters of a text behind its list number, and whether it has one.
fn text_letters(text: &Text, printed: &[char], folded: &[char], lexicon: &Lexicon) -> (Vec<char>, bool) {
    if text.layer == Layer::Furniture {
        return (Vec::new(), false);
    }
    let skip = lexicon.sections.marker(&printed[..printed.len().min(OPENING)]).map_or(0, |m| m.end);
    let mut letters = Vec::with_capacity(folded.len());
    letters.extend(folded.iter().skip(skip).filter(|&&c| is_letter(c)));
    (letters, skip > 0)
}

/// The digits of a text with one mark between figures.
fn figures(letters: &[char]) -> impl Iterator<Item = char> + '_ {
    let mut before = ' ';
    letters.iter().filter_map(move |&c| {
        let c = if c.is_ascii_digit() || c == '.' || c == '%' { c } else { ' ' };
        let again = c == ' ' && before == ' ';
        before = c;
        (!again).then_some(c)
    })
}

/// The hash of no characters.
const HASH: u64 = 0xcbf2_9ce4_8422_2325;

fn hash(chars: impl Iterator<Item = char>) -> u64 {
    chars.fold(HASH, hash_with)
}

fn hash_with(hash: u64, c: char) -> u64 {
    (hash ^ u64::from(c as u32)).wrapping_mul(BASE)
}

/// The smallest few hashes of all runs of eight letters: two texts that are nearly the same share most of them.
fn sketch(letters: &[char]) -> Vec<u64> {
    if letters.len() < SHORTEST_SEED {
        return Vec::new();
    }
    let mut least: Vec<u64> = Vec::with_capacity(SKETCH + 1);
    // A rolling hash: what leaves the window is taken out with the weight that it has there.
    let weight = (0..SHINGLE).fold(1u64, |weight, _| weight.wrapping_mul(BASE));
    let with = |rolled: u64, letter: char| rolled.wrapping_mul(BASE).wrapping_add(u64::from(letter as u32));
    let (opening, rest) = letters.split_at(SHINGLE - 1);
    let mut rolled = opening.iter().fold(0, |rolled, &letter| with(rolled, letter));
    for (&letter, gone) in rest.iter().zip(std::iter::once(&'\0').chain(letters)) {
        rolled = with(rolled, letter).wrapping_sub(u64::from(*gone as u32).wrapping_mul(weight));
        let mixed = (rolled ^ (rolled >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        if least.len() == SKETCH && least.last().is_some_and(|&last| mixed >= last) {
            continue;
        }
        if let Err(place) = least.binary_search(&mixed) {
            least.insert(place, mixed);
            least.truncate(SKETCH);
        }
    }
    least
}

/// Earlier passages that share a hash with this one.
fn candidates(passage: &Passage, first_with: &HashMap<u64, usize>) -> Vec<usize> {
    let long_enough = passage.length >= SHORTEST_SEED && passage.kind != Kind::Heading;
    let hashes = passage.sketch.iter().chain([&passage.exact]).filter(|_| long_enough);
    let mut found: Vec<usize> = hashes.filter_map(|hash| first_with.get(hash).copied()).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// A run of passages that recurs.
struct Run {
    first: usize,
    again: usize,
    length: usize,
}

impl Run {
    /// Extends a pair both ways and decides whether it is enough to speak of a repeat.
    ///
    /// Lines that are merely alike count between lines that are equal only: a form says `甲率…得5分` and `乙率…得5分`
    /// with the same words and figures, and means two things.
    fn grow(passages: &[Passage], first: usize, again: usize, free_from: usize) -> Option<Self> {
        let pair = |n: usize| passages.get(first + n).zip(passages.get(again + n)).filter(|_| first + n < again);
        let (a, b) = pair(0)?;
        if !equal(a, b) {
            let alone = b.length >= SHORTEST_ALONE && only_lost(a, b);
            return alone.then_some(Self { first, again, length: 1 });
        }
        let mut length = 0;
        let mut letters = Letters::default();
        let mut seen = Letters::default();
        for n in 0.. {
            let Some((a, b)) = pair(n).filter(|(a, b)| equal(a, b) || alike(a, b)) else { break };
            seen.add(b.length, equal(a, b));
            if equal(a, b) && seen.mostly_equal() {
                (length, letters) = (n + 1, seen);
            }
        }
        let mut back = 0;
        while back < first && back < again - free_from && first + length < again - back {
            let (a, b) = (&passages[first - back - 1], &passages[again - back - 1]);
            let mut with = letters;
            with.add(b.length, equal(a, b));
            if !(equal(a, b) || length > 1 && alike(a, b) && with.mostly_equal()) {
                break;
            }
            back += 1;
            letters = with;
        }
        let length = length + back;
        let enough = if length == 1 { SHORTEST_ALONE } else { SHORTEST_RUN };
        let whole_table = length == 1 && b.kind == Kind::Table;
        let run = Self { first: first - back, again: again - back, length };
        (letters.all >= enough || whole_table).then_some(run)
    }

    fn report(&self, document: &Document, passages: &[Passage]) -> Repeat {
        let blocks = |from: usize| {
            let to = from + self.length - 1;
            passages[from].block..passages[to].block + 1
        };
        let again = blocks(self.again);
        let start = again.start;
        let at = match document.blocks.get(start as usize) {
            Some(Block::Table(table)) => table
                .cells
                .first()
                .map(|c| c.text.locate(start, Some((c.row, c.col)), 0..c.text.len_chars()))
                .unwrap_or_default(),
            Some(block) => block.text().map(|t| t.locate(start, None, 0..t.len_chars())).unwrap_or_default(),
            None => crate::model::Location::default(),
        };
        // No pair whose figures differ gets here, so the second printing says nothing new.
        Repeat { first: blocks(self.first), again, at, skipped: true }
    }
}

/// Letters of a run: all, and those in equal lines.
#[derive(Clone, Copy, Default)]
struct Letters {
    all: usize,
    equal: usize,
}

impl Letters {
    fn add(&mut self, letters: usize, equal: bool) {
        self.all += letters;
        self.equal += if equal { letters } else { 0 };
    }

    fn mostly_equal(self) -> bool {
        self.equal * 5 >= self.all * 4
    }
}

/// Whether two passages have the same letters.
fn equal(a: &Passage, b: &Passage) -> bool {
    a.kind == b.kind && a.exact == b.exact && a.length == b.length
}

/// Whether two paragraphs with the same figures differ in a few letters.
fn alike(a: &Passage, b: &Passage) -> bool {
    let longest = a.length.max(b.length);
    let paragraphs = a.kind == Kind::Paragraph && b.kind == Kind::Paragraph;
    if !paragraphs || a.figures != b.figures || a.letters.is_empty() || b.letters.is_empty() {
        return false;
    }
    if longest > LONGEST_TAIL {
        return shared_pairs(a, b) * 10 >= longest.saturating_sub(1) * ALIKE_OF_TEN;
    }
    a.length.abs_diff(b.length) * 10 <= longest
        && distance_to_tail(&b.letters, &a.letters, false) * 10 <= (10 - ALIKE_OF_TEN) * longest
}

/// Whether two paragraphs with the same figures differ by a few lost letters and by nothing else.
fn only_lost(a: &Passage, b: &Passage) -> bool {
    let lost = a.length.abs_diff(b.length);
    let (shorter, longer) = if a.length < b.length { (a, b) } else { (b, a) };
    lost * FEW_LOST <= longer.length && alike(a, b) && is_subsequence(&shorter.letters, &longer.letters)
}

fn is_subsequence(shorter: &[char], longer: &[char]) -> bool {
    let mut rest = longer.iter();
    shorter.iter().all(|wanted| rest.any(|c| c == wanted))
}

fn shared_pairs(a: &Passage, b: &Passage) -> usize {
    shared(&pairs(&a.letters), &pairs(&b.letters))
}

fn pairs(letters: &[char]) -> Vec<(char, char)> {
    let mut pairs: Vec<_> = letters.windows(2).map(|w| (w[0], w[1])).collect();
    pairs.sort_unstable();
    pairs
}

/// How many entries two sorted lists share.
fn shared<T: Ord>(a: &[T], b: &[T]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                count += 1;
                i += 1;
                j += 1;
            }
        }
    }
    count
}

/// Whether a paragraph is the end of the one before it, printed again with a few characters lost.
fn repeats_tail(before: &Passage, tail: &Passage) -> bool {
    let paragraphs = before.kind == Kind::Paragraph && tail.kind == Kind::Paragraph;
    // What a list number opens begins an item, and is the rest of none.
    let is_part = tail.length * 10 <= before.length * 9 && !tail.numbered;
    if !paragraphs || !is_part || !(SHORTEST_TAIL..=LONGEST_TAIL).contains(&tail.length) {
        return false;
    }
    // The last letters agree in nearly every repeated tail: a cheap test before the exact ones.
    if !before.letters.iter().rev().take(2).eq(tail.letters.iter().rev().take(2)) {
        return false;
    }
    // Every figure of the copy stands at the end of the first printing too.
    let said: Vec<char> = figures(&tail.letters).filter(|c| *c != ' ').collect();
    let before_it: Vec<char> = figures(&before.letters).filter(|c| *c != ' ').collect();
    if !before_it.ends_with(&said) {
        return false;
    }
    let slack = tail.length / 3 + 4;
    let from = before.letters.len().saturating_sub(tail.length + slack);
    let window = before.letters.get(from..).unwrap_or_default();
    distance_to_tail(&tail.letters, window, true) <= MOST_TAIL_EDITS + tail.length / 20
}

/// The edits that make `text` the whole of `other`, or its end when `anywhere` lets the start of `other` go free.
fn distance_to_tail(text: &[char], other: &[char], anywhere: bool) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).map(|j| if anywhere { 0 } else { j }).collect();
    for (i, &c) in text.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &d) in other.iter().enumerate() {
            let best = (diagonal + usize::from(c != d)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = std::mem::replace(&mut row[j + 1], best);
        }
    }
    row.last().copied().unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::model::offset;

    fn found(source: &str) -> Vec<(Range<u32>, Range<u32>)> {
        let document = sample::document(source);
        let blocks = 0..offset(document.blocks.len());
        repeats(&document, blocks, Lexicon::builtin()).into_iter().map(|r| (r.first, r.again)).collect()
    }

    const LONG: &str = "全年共检查河道断面36处，清理水面漂浮物120吨，修复护岸2.4公里，更换闸门启闭设备3套，培训基层管护人员58人次，\
                        群众反映的水质问题全部办结。";

    #[test]
    fn one_long_paragraph_that_recurs() {
        assert_eq!(found(&format!("{LONG}\n其他工作有序推进。\n（二）{LONG}")), [(0..1, 2..3)]);
        let other = LONG.replace("36", "63");
        assert_eq!(found(&format!("{LONG}\n其他工作有序推进。\n{other}")), []);
    }

    #[test]
    fn a_run_with_other_numbers_and_a_changed_character() {
        let first = "(1)产出指标总分值为40分，自评分值为38分\n其中：清淤工程完成率，分值为20分。全年完成清淤河道12条，总长26.5公里，群众反映良好，得20分。\n\
                     护岸修复率，分值20分。完成护岸修复9段，全部通过验收并移交属地管护单位，得18分。";
        let again = "（4）产出指标总分为40分，自评分值为38分\n其中：清淤工程完成率，分值为20分。全年完成清淤河道12条，总长26.5公里，群众反映良好，得20分。\n\
                     护岸修复率，分值20分。完成护岸修复9段，全部通过验收并移交属地管护单位，得18分。";
        assert_eq!(found(&format!("{first}\n二、说明\n{again}")), [(0..3, 4..7)]);
    }

    #[test]
    fn the_tail_that_a_page_break_prints_again() {
        let source = "4、加强管护队伍建设，组织业务学习与岗位练兵，研究制定日常巡查的考核办法。\n习与岗位练兵，研究制定日常巡查考核办法。";
        assert_eq!(found(source), [(0..1, 1..2)]);
    }

    #[test]
    fn what_is_no_repeat() {
        let quiet = [
            "国控断面监测频次达到每月一次，全年累计完成监测12次，分值5分，得5分，监测结果按月报送。\n\
             省控断面监测频次达到每月一次，全年累计完成监测12次，分值5分，得5分，监测结果按月报送。",
            "资金使用合规。\n项目管理规范。\n资金使用合规。",
            "1. 2031年部门财务收支预算总表\n2. 2031年部门收入预算总表\n3. 2031年部门支出预算总表",
            "应急物资保障率，分值3分，全年储备编织袋、帆布、照明灯具等防汛物资，有力保障了汛期安全度汛，得3分。\n\
             全年储备编织袋、帆布、照明灯具等防汛物资，有力保障了汛期安全度汛。",
            "指标\t目标\t得分\n甲率\t100%\t5\n指标\t目标\t得分\n乙率\t100%\t5",
        ];
        for source in quiet {
            assert_eq!(found(source), [], "{source}");
        }
    }

    #[test]
    fn a_whole_table_that_recurs() {
        let table = "项目\t预算\t决算\n培训费\t3.5\t3.2\n会议费\t1.2\t1.1\n差旅费\t4.0\t3.9";
        assert_eq!(found(&format!("{table}\n\n说明如下。\n\n{table}")), [(0..1, 2..3)]);
    }

    #[test]
    fn many_equal_paragraphs_take_linear_time() {
        let source = format!("{LONG}\n").repeat(3000);
        assert!(!found(&source).is_empty());
    }
}
