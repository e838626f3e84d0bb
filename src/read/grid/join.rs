//! Joining: the lines of a cell or paragraph in, one text out, with the place of every line.
//!
//! A line that is full was broken by its width: ideographs go on without a space, Western words with one, and a number
//! or word that did not fit is one again. A line that had room for more was ended by its author.

use super::indents::columns;
use super::lines::{Line, Mark, around, has_gap, is_wide};
use super::sheets::Slot;
use crate::model::{Anchor, Layer, Rect, Spot, Text, begins_no_line, ends_no_line, offset, ordinal};
use crate::read::page::Box2;

/// A line is full if what follows did not fit, give or take so many glyph sizes (justified and squeezed lines).
const SLACK: f32 = 0.6;
/// A token was broken by force when one more character did not fit, give or take so many glyph sizes.
const TIGHT: f32 = 0.5;
/// The number of a list item has at most so many numerals.
const NUMERALS: usize = 3;
/// Lines of a text are pieces of their own for its places where gaps are wider than this, in glyph sizes.
const PLACE_GAP: f32 = 2.0;

/// How two lines of one text go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seam {
    /// Broken by the width only.
    Nothing,
    /// Broken between Western words.
    Space,
    /// Ended by the author.
    Break,
}

/// Ends after which a list item may begin.
fn ends_clause(c: char) -> bool {
    matches!(c, '。' | '；' | '：' | '！' | '？' | ';' | ':' | '.' | '!' | '?' | '）' | ')')
}

/// A quotation mark, which opens in one language and closes in another: where the language of a text is not known,
/// writers keep it with the characters on either side (UAX #14, LB19).
fn is_quotation_mark(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’')
}

fn is_western(c: char) -> bool {
    !is_wide(c) && (c.is_alphanumeric() || c.is_ascii_graphic())
}

/// A character that numbers are made of.
pub(super) fn in_number(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '.' | ',' | '%' | '％')
}

/// Whether a text opens with the mark of a list item: `①`, `1.`, `1、`, `（一）`, `一、`, `•`.
pub(super) fn is_item(text: impl Iterator<Item = char>) -> bool {
    let mut chars = text.filter(|c| !c.is_whitespace()).peekable();
    let Some(first) = chars.next() else { return false };
    let is_numeral = |c: char| c.is_ascii_digit() || ordinal(c).is_some();
    match first {
        '①'..='⓿' | '•' | '●' | '■' | '◆' | '★' | '▪' | '○' | '※' | '◇' | '□' | '☑' | '\u{f06c}'..='\u{f0fc}' => {
            true
        }
        '（' | '(' => {
            let mut count = 0;
            while count <= NUMERALS && chars.peek().is_some_and(|c| is_numeral(*c)) {
                chars.next();
                count += 1;
            }
            count > 0 && matches!(chars.next(), Some('）' | ')'))
        }
        c if is_numeral(c) => {
            let alike = |n: &char| is_numeral(*n) && n.is_ascii_digit() == c.is_ascii_digit();
            for _ in 1..NUMERALS {
                chars.next_if(alike);
            }
            let after = chars.next();
            let next = chars.peek().copied();
            match after {
                Some('、') => true,
                Some('.' | '．' | '）' | ')') => c.is_ascii_digit() && !next.is_some_and(|n| n.is_ascii_digit()),
                _ => false,
            }
        }
        _ => false,
    }
}

/// The characters of a line.
pub(super) fn chars<'a>(line: &'a Line<'_>) -> impl Iterator<Item = char> + 'a {
    line.marks.iter().flat_map(|m| m.glyph.text.chars())
}

/// The width of what a line cannot be broken within, from its start.
fn first_unit(line: &Line<'_>) -> f32 {
    let Some(first) = line.marks.first() else { return 0.0 };
    let mut end = first.area.x1;
    let mut before = first;
    // Writers that break Western words whole keep one comma between two of them with both: `22.25%，<100%`.
    let mut comma = is_western(first.first());
    for mark in line.marks.iter().skip(1) {
        let (a, b) = (before.last(), mark.first());
        let words = is_western(b) && (is_western(a) || (begins_no_line(a) && std::mem::take(&mut comma)));
        let goes_on = ends_no_line(a)
            || begins_no_line(b)
            || is_quotation_mark(a)
            || is_quotation_mark(b)
            || (words && !has_gap(before, mark));
        if !goes_on {
            break;
        }
        end = mark.area.x1;
        before = mark;
    }
    end - first.area.x0
}

/// Whether a line that left so much room was full, given what came next.
pub(super) fn is_full(next: &Line<'_>, room: f32) -> bool {
    room <= first_unit(next) + SLACK * next.size
}

/// How a line goes on in the next one: `room` is what it left free of the width that lines may fill.
pub(super) fn seam(line: &Line<'_>, next: &Line<'_>, room: f32) -> Seam {
    let (a, b) = (line.last(), next.first());
    // A mark that cannot begin a line takes the character before it along: `10|0%`.
    let taken = 1 + next.marks.iter().skip(1).take_while(|m| begins_no_line(m.first())).count();
    let character: f32 = next.marks.iter().take(taken).map(|m| m.area.width()).sum();
    // A word or number is broken by force only when the line could not take one more character of it.
    let forced = room <= character + TIGHT * next.size;
    let item = is_item(chars(next));
    // No author begins a line with such a mark; writers that know no better do.
    if begins_no_line(b) && is_wide(b) {
        return Seam::Nothing;
    }
    if in_number(a) && in_number(b) && !item && (a.is_ascii_digit() || b.is_ascii_digit()) {
        // `%` opens nothing, and a number that ends in a point is not whole.
        let incomplete = !b.is_ascii_digit() || (a == '.' && room <= first_unit(next) + SLACK * next.size);
        return if incomplete || forced { Seam::Nothing } else { Seam::Break };
    }
    if !is_full(next, room) || (item && ends_clause(a)) {
        return Seam::Break;
    }
    if is_western(a) && is_western(b) {
        let word = a.is_alphabetic() && b.is_alphabetic() && forced;
        let bound = word || matches!(a, '-' | '/') || begins_no_line(b) || ends_no_line(a);
        return if bound { Seam::Nothing } else { Seam::Space };
    }
    Seam::Nothing
}

/// The text of lines, with the seam after each but the last.
pub(super) fn text(lines: &[Line<'_>], seams: &[Seam], layer: Layer) -> Text {
    set_in(lines, seams, layer, |_| 0)
}

/// The text of lines, each that begins a paragraph set in by so many spaces.
fn set_in(lines: &[Line<'_>], seams: &[Seam], layer: Layer, indent: impl Fn(&Line<'_>) -> usize) -> Text {
    // Ideographs take three bytes.
    let room = lines.iter().map(|l| 3 * l.marks.len()).sum();
    let mut text = Text { content: String::with_capacity(room), layer, ..Text::default() };
    let mut length = 0;
    let mut area = Box2::default();
    for (i, line) in lines.iter().enumerate() {
        if i > 0 {
            let between = match seams.get(i - 1) {
                Some(Seam::Nothing) => "",
                Some(Seam::Space) => " ",
                _ => "\n",
            };
            text.content.push_str(between);
            length += between.len();
        }
        let begins = i == 0 || matches!(seams.get(i - 1), None | Some(Seam::Break));
        let mut spaces = if begins { indent(line) } else { 0 };
        let mut before: Option<&Mark<'_>> = None;
        for mark in &line.marks {
            let gap = before.is_some_and(|b| has_gap(b, mark));
            if gap {
                text.content.push(' ');
                length += 1;
            }
            let apart = before.is_some_and(|b| mark.area.x0 - b.area.x1 > PLACE_GAP * line.size);
            if before.is_some() && !apart {
                area = around(&area, &mark.glyph.area);
            } else {
                set_last(&mut text.anchors, &area);
                area = mark.glyph.area;
                let spot = Spot { page: Some(mark.page), ..Spot::default() };
                text.anchors.push(Anchor { from: offset(length), spot });
            }
            // Behind the anchor, so that the white space has a place too.
            length += spaces;
            text.content.extend(std::iter::repeat_n(' ', std::mem::take(&mut spaces)));
            for c in mark.glyph.text.chars() {
                text.content.push(c);
                length += 1;
            }
            before = Some(mark);
        }
    }
    set_last(&mut text.anchors, &area);
    text
}

/// Sets the area of the last anchor.
fn set_last(anchors: &mut [Anchor], area: &Box2) {
    if let Some(anchor) = anchors.last_mut() {
        anchor.spot.area = Some(rect(area));
    }
}

/// The text of a cell in a table whose text keeps `pad` off the borders, and whose column begins at `start`.
pub(super) fn cell_text(slot: &Slot<'_>, pad: f32, start: Option<f32>) -> Text {
    let (lines, width) = (slot.lines.as_slice(), slot.area.width());
    let vertical = lines.len() > 1 && lines.iter().all(|l| l.marks.len() == 1 && is_wide(l.first()));
    let widest = lines.iter().map(|l| l.area.width()).fold(0.0, f32::max);
    let measure = (width - 2.0 * pad).max(widest);
    let seams: Vec<Seam> = lines
        .windows(2)
        .map(|pair| match pair {
            _ if vertical => Seam::Nothing,
            [line, next] => seam(line, next, measure - line.area.width()),
            _ => Seam::Break,
        })
        .collect();
    set_in(lines, &seams, Layer::Body, |line| if vertical { 0 } else { columns(slot, line, start) })
}

/// An area in hundredths of a point.
pub(super) fn rect(area: &Box2) -> Rect {
    #[expect(clippy::cast_possible_truncation, reason = "saturates, and pages are far smaller")]
    let hundredths = |v: f32| (v * 100.0).round() as i32;
    Rect { x0: hundredths(area.x0), y0: hundredths(area.y0), x1: hundredths(area.x1), y1: hundredths(area.y1) }
}
