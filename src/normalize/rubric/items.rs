//! Splitting a rule: which of its characters number items, and where each item and each sentence ends.

use super::reader::Reader;
use crate::model::ordinal;
use crate::normalize::tape::Gap;
use std::ops::Range;

/// A piece of a rule: `number..` is the numeral's end, so that the text starts there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Items {
    /// What stands before the first item.
    pub(super) lead: Range<usize>,
    /// The items without their numbers.
    pub(super) items: Vec<Range<usize>>,
}

/// The ways in which items are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// ①
    Circled,
    /// 1. and 1、
    Dotted,
    /// （1）
    Bracketed,
    /// 1）
    Closed,
    /// 一是
    Spoken,
    /// 一、
    Chinese,
}

const STYLES: [Style; 6] =
    [Style::Circled, Style::Dotted, Style::Bracketed, Style::Closed, Style::Spoken, Style::Chinese];

/// The numbered items of a range; the outermost numbering, which is the one that starts first.
pub(super) fn items(reader: &Reader<'_>, range: Range<usize>) -> Items {
    let mut best: Option<Vec<(usize, usize)>> = None;
    // Few characters can be the beginning of a number: the others are passed over once for all styles.
    let places: Vec<usize> = range.clone().filter(|&i| may_number(reader.at(i))).collect();
    for style in STYLES {
        let found = numbered(reader, &places, &range, style);
        let earlier = |best: &Vec<(usize, usize)>| found.first().map(|f| f.0) < best.first().map(|b| b.0);
        if found.len() > 1 && best.as_ref().is_none_or(earlier) {
            best = Some(found);
        }
    }
    let Some(starts) = best else { return Items { lead: range, items: Vec::new() } };
    let ends = starts.iter().skip(1).map(|s| s.0).chain([range.end]);
    let items = starts.iter().zip(ends).map(|(&(_, text), end)| text..end).collect();
    Items { lead: range.start..starts.first().map_or(range.end, |s| s.0), items }
}

/// Whether a number of some style may begin with a character.
fn may_number(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '(' | '①'..='⑳') || chinese_digit(c).is_some()
}

/// The value of a Chinese digit.
fn chinese_digit(c: char) -> Option<u32> {
    const DIGITS: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
    (1..).zip(DIGITS).find(|(_, digit)| *digit == c).map(|(number, _)| number)
}

/// The numbers 1, 2, 3… of one style among the places where one may begin, each with where its item's text starts.
fn numbered(reader: &Reader<'_>, places: &[usize], range: &Range<usize>, style: Style) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut next = 1;
    for &i in places {
        let Some((number, end)) = number_at(reader, i, style) else { continue };
        if number == next && end <= range.end && opens_item(reader, i, range.start, style) {
            found.push((i, end));
            next += 1;
        }
    }
    found
}

fn number_at(reader: &Reader<'_>, i: usize, style: Style) -> Option<(u32, usize)> {
    let digits = |at: usize| {
        if !reader.at(at).is_ascii_digit() {
            return None;
        }
        let end = at + (at..at + 3).take_while(|&k| reader.at(k).is_ascii_digit()).count();
        let number = reader.tape.whole_number(at..end)?;
        (number > 0 && end - at < 3).then_some((number, end))
    };
    let c = reader.at(i);
    match style {
        Style::Circled => {
            let number = u32::from(c).checked_sub(0x245f).filter(|n| (1..=20).contains(n))?;
            let refers = |k: usize| ('①'..='⑳').contains(&reader.at(k));
            let joined = |k: usize| matches!(reader.at(k), '、' | '-' | '~' | '至' | '和' | ',');
            let listed = (joined(i + 1) && refers(i + 2)) || refers(i + 1) || reader.at(i + 1) == '各';
            let in_list = i > 1 && (refers(i - 1) || (joined(i - 1) && refers(i - 2)));
            (!listed && !in_list).then_some((number, i + 1))
        }
        Style::Dotted => {
            let (number, end) = digits(i)?;
            // `2.80%` after 1. is an item that starts with a number when a space or the end of a sentence says so.
            let apart = !reader.at(end + 1).is_ascii_digit()
                || reader.tape.gap(end + 1) != Gap::None
                || (number > 1 && matches!(reader.tape.before(i), ';' | '。'));
            (matches!(reader.at(end), '.' | '、') && apart).then_some((number, end + 1))
        }
        Style::Bracketed => {
            let (number, end) = (c == '(').then(|| digits(i + 1)).flatten()?;
            (reader.at(end) == ')').then_some((number, end + 1))
        }
        Style::Closed => {
            let (number, end) = digits(i)?;
            (reader.at(end) == ')' && reader.tape.before(i) != '(').then_some((number, end + 1))
        }
        Style::Spoken | Style::Chinese => {
            let mark = if style == Style::Spoken { '是' } else { '、' };
            if reader.at(i + 1) != mark {
                return None;
            }
            Some((ordinal(c)?, i + 2))
        }
    }
}

/// Whether a number stands where an item may start.
fn opens_item(reader: &Reader<'_>, i: usize, start: usize, style: Style) -> bool {
    let before = reader.tape.before(i);
    i == start
        || style == Style::Circled
        || matches!(before, '。' | ';' | ':' | '!')
        || (matches!(style, Style::Spoken | Style::Bracketed) && matches!(before, ',' | ')' | '分' | '%'))
        || (reader.tape.gap(i) != Gap::None && before != '(')
        || (before == '.' && i > 1 && !reader.at(i - 2).is_ascii_digit())
}

/// The sentences of a range: split at 。 and ；, not inside brackets, and around what is left out.
pub(super) fn sentences(reader: &Reader<'_>, range: Range<usize>, out: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let (mut start, mut depth) = (range.start, 0_u32);
    for i in range.clone() {
        if let Some(gone) = out.iter().find(|gone| gone.contains(&i)) {
            if i == gone.start {
                all.push(start..i);
            }
            (start, depth) = (gone.end.min(range.end).max(start), 0);
            continue;
        }
        match reader.at(i) {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            // An unclosed bracket must not swallow the rest.
            '。' => {
                all.push(start..i);
                (start, depth) = (i + 1, 0);
            }
            ';' if depth == 0 => {
                all.push(start..i);
                start = i + 1;
            }
            _ => {}
        }
    }
    all.push(start.min(range.end)..range.end);
    all.retain(|s| !s.is_empty());
    all
}
