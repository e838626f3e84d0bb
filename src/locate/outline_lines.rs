//! One line of the outline: a paragraph in, its number, its title and its shape out.
//!
//! Looks at the opening of a paragraph only, however long it is. Knows nothing of nesting.

use crate::lexicon::{Marker, Sections, fold_char};
use crate::model::{Layer, Text, ordinal};
use std::ops::Range;

/// How much of a paragraph is looked at.
const WINDOW: usize = 256;
/// The longest title that stands on a line of its own.
const LONGEST_TITLE: usize = 48;
/// The longest title that text follows in the same paragraph.
const LONGEST_RUN_IN: usize = 30;
/// The longest unnumbered heading that ends in a colon.
const LONGEST_COLON: usize = 22;
/// The longest label before a number, as in `主要成效：1、…`.
const LONGEST_LABEL: usize = 32;
/// How much of a paragraph is searched for a number inside it.
const LONGEST_SEARCH: usize = 20_000;

/// What the opening of a paragraph looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A short line without a full stop.
    Title,
    /// A heading of the format itself, without a number.
    Heading,
    /// A short unnumbered line that ends in a colon.
    Colon,
    /// A short title with a full stop or colon, and text after it.
    Lead,
    /// One sentence.
    Sentence,
    /// Text.
    Long,
}

/// The opening of a paragraph.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Its number.
    pub(super) marker: Option<Marker>,
    /// Characters of the title.
    pub(super) title: Range<usize>,
    /// What it looks like.
    pub(super) shape: Shape,
    /// Whether it opens with an attachment word.
    pub(super) attachment: bool,
}

/// Reads the opening of a paragraph from its characters; `None` when nothing is printed in it or it is furniture.
pub(super) fn read_line(text: &Text, chars: &[char], is_heading: bool, words: &Sections) -> Option<Line> {
    let chars = &chars[..chars.len().min(WINDOW)];
    if text.layer == Layer::Furniture || chars.iter().all(|&c| fold_char(c).is_none()) {
        return None;
    }
    let attachment = words.attachment(chars);
    let marker = words.marker(chars).or_else(|| labelled(chars, words));
    if let Some(marker) = marker {
        let (title, shape) = title_of(chars, marker.end, words);
        return Some(Line { marker: Some(marker), title, shape, attachment: attachment.is_some() });
    }
    if let Some(after) = attachment {
        let title = caption(chars, after);
        let shape = if is_caption(chars, &title) { Shape::Title } else { Shape::Long };
        return Some(Line { marker: None, title, shape, attachment: shape == Shape::Title || chars.len() < 8 });
    }
    let (title, shape) =
        if is_heading { (trimmed(chars, 0..chars.len()), Shape::Heading) } else { unnumbered(chars, words) };
    Some(Line { marker: None, title, shape, attachment: false })
}

/// A number inside a paragraph: after a stop, or anywhere when it has brackets or is a circle.
pub(super) fn inline_number(chars: &[char], style: u8, ordinal: u32, words: &Sections) -> Option<Marker> {
    let chars = &chars[..chars.len().min(LONGEST_SEARCH)];
    (1..chars.len()).find_map(|at| {
        let stop = fold_char(chars[at - 1]).is_none_or(|c| matches!(c, '。' | ';' | ':' | ',' | '、'));
        let own_marks = matches!(chars[at], '(' | '（') || ('①'..='⒛').contains(&chars[at]);
        (stop || own_marks)
            .then(|| words.marker_at(chars, at))
            .flatten()
            .filter(|m| m.style == style && m.ordinal == ordinal)
    })
}

/// `主要成效：1、…`: the first number of a list behind a label.
fn labelled(chars: &[char], words: &Sections) -> Option<Marker> {
    let colon = chars.iter().take(LONGEST_LABEL).position(|&c| matches!(c, ':' | '：'))?;
    let start = colon + 1 + chars[colon + 1..].iter().take_while(|&&c| fold_char(c).is_none()).count();
    let label = &chars[..colon];
    if label.iter().any(|&c| matches!(c, '。' | '，' | '；')) {
        return None;
    }
    words.marker_at(chars, start).filter(|m| m.ordinal == 1)
}

/// The title behind a number: up to the first stop outside brackets and quotation marks, or the end of the line.
fn title_of(chars: &[char], from: usize, words: &Sections) -> (Range<usize>, Shape) {
    let stop = first_stop(chars, from);
    let end = stop.unwrap_or(chars.len());
    let clause = chars[from..end].iter().take(LONGEST_RUN_IN).position(|&c| matches!(c, '，' | ','));
    let clause = from + clause.unwrap_or(LONGEST_RUN_IN.min(end - from));
    if let Some(at) = words.score_starts(&chars[from..clause]) {
        return (trimmed(chars, from..from + at), Shape::Lead);
    }
    let title = trimmed(chars, from..end);
    let Some(stop) = stop else {
        let shape = if title.len() <= LONGEST_TITLE { Shape::Title } else { Shape::Long };
        return (title, shape);
    };
    let rest = trimmed(chars, stop + 1..chars.len());
    if rest.is_empty() {
        let shape = match chars[stop] {
            _ if title.len() > LONGEST_TITLE => Shape::Long,
            ':' | '：' | '\n' => Shape::Title,
            _ => Shape::Sentence,
        };
        return (title, shape);
    }
    if is_bracketed(&chars[rest.clone()]) {
        return (title.start..rest.end, Shape::Title);
    }
    let runs_in = matches!(chars[stop], '。' | ':' | '：' | '\n') && title.len() <= LONGEST_RUN_IN;
    (title, if runs_in { Shape::Lead } else { Shape::Long })
}

fn first_stop(chars: &[char], from: usize) -> Option<usize> {
    let mut depth = 0i32;
    for (at, &c) in chars.iter().enumerate().skip(from) {
        match c {
            '（' | '(' | '“' | '《' | '「' => depth += 1,
            '）' | ')' | '”' | '》' | '」' => depth -= 1,
            '\n' => return Some(at),
            '。' | '：' | ':' | '；' | ';' | '！' | '？' if depth <= 0 => return Some(at),
            _ => {}
        }
    }
    None
}

/// A remark in brackets behind a title belongs to it.
fn is_bracketed(rest: &[char]) -> bool {
    let (Some('（' | '('), Some('）' | ')')) = (rest.first(), rest.last()) else { return false };
    rest.len() <= LONGEST_RUN_IN && rest.iter().filter(|&&c| matches!(c, '（' | '(')).count() == 1
}

/// A range without white space and stops at its ends.
fn trimmed(chars: &[char], range: Range<usize>) -> Range<usize> {
    let idle =
        |c: char| fold_char(c).is_none() || matches!(c, '。' | '，' | ',' | '；' | ';' | '：' | ':' | '、' | '#');
    let (mut start, mut end) = (range.start.min(chars.len()), range.end.min(chars.len()));
    while start < end && idle(chars[start]) {
        start += 1;
    }
    while end > start && idle(chars[end - 1]) {
        end -= 1;
    }
    start..end
}

/// What stands behind an attachment word and its number.
fn caption(chars: &[char], after: usize) -> Range<usize> {
    let digit = |c: char| fold_char(c).is_some_and(|f| f.is_ascii_digit() || matches!(f, '-')) || ordinal(c).is_some();
    let blank = after + chars[after..].iter().take_while(|&&c| fold_char(c).is_none()).count();
    let digits = chars[blank..].iter().take_while(|&&c| digit(c)).count();
    // Four digits are a year of the title.
    let start = if digits < 4 { blank + digits } else { blank };
    trimmed(chars, start..chars.len())
}

fn is_caption(chars: &[char], title: &Range<usize>) -> bool {
    let title = &chars[title.clone()];
    (2..=LONGEST_TITLE).contains(&title.len()) && !title.iter().any(|&c| matches!(c, '。' | '；' | '，'))
}

fn unnumbered(chars: &[char], words: &Sections) -> (Range<usize>, Shape) {
    let all = trimmed(chars, 0..chars.len());
    let last = chars.iter().rev().find(|&&c| fold_char(c).is_some());
    let body = &chars[all.clone()];
    let heading = matches!(last, Some(':' | '：'))
        && (2..=LONGEST_COLON).contains(&body.len())
        && !body.iter().any(|&c| matches!(c, '。' | '，' | ',' | '；' | ';' | '：' | ':' | '\n'))
        && !matches!(body.last(), Some('）' | ')'))
        && !words.is_lead(&body.iter().collect::<String>());
    (all, if heading { Shape::Colon } else { Shape::Long })
}
