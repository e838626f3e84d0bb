//! Lines: marks in, lines of text out. Superscripts join the line they stand on; nothing is said about paragraphs.

use crate::read::page::{Box2, Direction, Glyph};

/// Marks whose baselines differ by less than this share a line, in glyph sizes.
const SAME_LINE: f32 = 0.3;
/// A line of marks this much smaller than its neighbor's may be super- or subscripts.
const SCRIPT: f32 = 0.8;
/// So much of a script's height must overlap the line it belongs to.
const SCRIPT_OVERLAP: f32 = 0.4;
/// A script stands no farther than this from the mark it belongs to, in sizes of the larger one.
const SCRIPT_GAP: f32 = 0.5;
/// A gap wider than this between Western characters is a space, in glyph sizes.
const WORD_GAP: f32 = 0.14;
/// A gap wider than this beside an ideograph was made on purpose, in glyph sizes.
const WIDE_GAP: f32 = 0.6;

/// A visible glyph in the frame in which the page is level.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark<'a> {
    pub(super) glyph: &'a Glyph,
    pub(super) area: Box2,
    pub(super) baseline: f32,
    pub(super) size: f32,
    /// As seen in that frame.
    pub(super) direction: Direction,
    pub(super) page: u32,
}

impl Mark<'_> {
    pub(super) fn first(&self) -> char {
        self.glyph.text.first
    }

    pub(super) fn last(&self) -> char {
        self.glyph.text.rest.as_deref().and_then(|rest| rest.chars().last()).unwrap_or(self.glyph.text.first)
    }
}

/// Marks on one baseline, left to right. Never empty.
#[derive(Clone, Debug)]
pub(super) struct Line<'a> {
    pub(super) marks: Vec<Mark<'a>>,
    pub(super) area: Box2,
    pub(super) baseline: f32,
    pub(super) size: f32,
}

impl<'a> Line<'a> {
    pub(super) fn new(mut marks: Vec<Mark<'a>>) -> Self {
        marks.sort_by(|a, b| a.area.x0.total_cmp(&b.area.x0));
        let mut area = marks.first().map_or_else(Box2::default, |m| m.area);
        let mut main = (0.0, 0.0);
        for mark in &marks {
            area = around(&area, &mark.area);
            if mark.size > main.0 {
                main = (mark.size, mark.baseline);
            }
        }
        Self { marks, area, baseline: main.1, size: main.0 }
    }

    pub(super) fn first(&self) -> char {
        self.marks.first().map_or(' ', Mark::first)
    }

    pub(super) fn last(&self) -> char {
        self.marks.last().map_or(' ', Mark::last)
    }

    /// Cut where gaps are wider than so many points; pieces in order.
    pub(super) fn pieces(&self, gap: f32) -> Vec<Line<'a>> {
        let mut pieces = Vec::new();
        let mut open: Vec<Mark<'a>> = Vec::new();
        let mut end = f32::MIN;
        for mark in &self.marks {
            if !open.is_empty() && mark.area.x0 - end > gap {
                pieces.push(Line::new(std::mem::take(&mut open)));
            }
            end = if open.is_empty() { mark.area.x1 } else { end.max(mark.area.x1) };
            open.push(*mark);
        }
        if !open.is_empty() {
            pieces.push(Line::new(open));
        }
        pieces
    }
}

/// Whether the gap between two neighbors in a line reads as a space.
pub(super) fn has_gap(before: &Mark<'_>, mark: &Mark<'_>) -> bool {
    let size = before.size.min(mark.size);
    let gap = mark.area.x0 - before.area.x1;
    let western = |c: char| c.is_ascii() || (!is_wide(c) && c.is_alphabetic());
    let limit = if western(before.last()) && western(mark.first()) { WORD_GAP } else { WIDE_GAP };
    gap > limit * size
}

/// Whether a character is set in a full square: ideographs, kana, full-width forms and their punctuation.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}' | '“' | '”' | '‘' | '’' | '…' | '—' | '①'..='⓿')
}

/// The smallest box around two.
pub(super) fn around(a: &Box2, b: &Box2) -> Box2 {
    Box2 { x0: a.x0.min(b.x0), y0: a.y0.min(b.y0), x1: a.x1.max(b.x1), y1: a.y1.max(b.y1) }
}

/// The size that most marks have; `None` without marks.
pub(super) fn common_size(marks: &[Mark<'_>]) -> Option<f32> {
    let mut sizes: Vec<f32> = marks.iter().map(|m| m.size).collect();
    let middle = sizes.len() / 2;
    (!sizes.is_empty()).then(|| *sizes.select_nth_unstable_by(middle, f32::total_cmp).1)
}

/// Groups level marks into lines, top to bottom.
pub(super) fn lines<'a>(mut marks: Vec<Mark<'a>>) -> Vec<Line<'a>> {
    marks.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
    let mut groups: Vec<Vec<Mark<'a>>> = Vec::new();
    let mut at = f32::MIN;
    for mark in marks {
        match groups.last_mut() {
            Some(group) if mark.baseline - at <= SAME_LINE * mark.size => group.push(mark),
            _ => {
                groups.push(vec![mark]);
                at = mark.baseline;
            }
        }
    }
    let lines: Vec<Line<'a>> = groups.into_iter().map(Line::new).collect();
    with_scripts(lines)
}

/// Puts lines of small marks back beside the marks whose scripts they are.
fn with_scripts(lines: Vec<Line<'_>>) -> Vec<Line<'_>> {
    let mut out: Vec<Line<'_>> = Vec::with_capacity(lines.len());
    for line in lines {
        match out.last_mut() {
            Some(above) if is_script(&line, above) || is_script(above, &line) => {
                let mut marks = std::mem::take(&mut above.marks);
                marks.extend(line.marks);
                *above = Line::new(marks);
            }
            _ => out.push(line),
        }
    }
    out
}

/// Whether all marks of one line are scripts on another: smaller, overlapping in height, beside its marks.
fn is_script(small: &Line<'_>, line: &Line<'_>) -> bool {
    if small.size > SCRIPT * line.size || small.marks.len() > line.marks.len() {
        return false;
    }
    let common = small.area.y1.min(line.area.y1) - small.area.y0.max(line.area.y0);
    if common < SCRIPT_OVERLAP * small.area.height() {
        return false;
    }
    // Both lists are sorted from left to right.
    small.marks.iter().all(|s| {
        let after = line.marks.partition_point(|m| m.area.center().0 < s.area.center().0);
        let before = after.checked_sub(1).and_then(|i| line.marks.get(i));
        let gap = SCRIPT_GAP * line.size;
        let free = before.is_none_or(|m| s.area.x0 > m.area.x1 - 0.5 * s.area.width());
        free && (before.is_some_and(|m| s.area.x0 - m.area.x1 <= gap || small.marks.len() > 1)
            || line.marks.get(after).is_some_and(|m| m.area.x0 - s.area.x1 <= gap))
    })
}
