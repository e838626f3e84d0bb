//! Paragraphs: lines and tables over all pages in, the blocks of the document out.
//!
//! Lines are one paragraph when the upper one is full and the lower one is not set off by an indent, its size or the
//! space between them. A page break or furniture in between changes nothing.

use super::indents;
use super::join::{Seam, cell_text, chars, is_full, is_item, rect, seam, text};
use super::lines::Line;
use super::sheets::Sheet;
use super::stitch::Part;
use crate::model::{Anchor, Block, Cell, Layer, Spot, Table, Text, offset};

/// A line indented farther than this against the left end begins a paragraph, in glyph sizes.
const INDENT: f32 = 1.2;
/// Lines of one paragraph have the same size up to this share.
const SAME_SIZE: f32 = 0.12;
/// Lines of one paragraph are no farther apart than so many times their size.
const LEADING: f32 = 2.6;
/// Lines of one paragraph are no farther apart than so many times the lines before.
const LOOSER: f32 = 1.3;
/// Pieces of a line farther apart than this are texts of their own, in glyph sizes.
const APART: f32 = 3.0;
/// A piece with fewer characters is no text of its own: a title is often set with wide gaps.
const PIECE: usize = 3;
/// Titles are set so many times larger than most lines, and centered up to this share of their size.
const TITLE: f32 = 1.15;
const CENTERED: f32 = 0.5;

/// The blocks that parts make.
pub(super) fn blocks(parts: Vec<Part<'_>>) -> Vec<Block> {
    let mut out = Vec::new();
    let mut open = Open { common: common(&parts), ..Open::default() };
    let mut waiting: Vec<Block> = Vec::new();
    for part in parts {
        match part {
            // Kept back until the paragraph it may interrupt has ended.
            Part::Furniture(line) => waiting.push(Block::Paragraph(text(&[line], &[], Layer::Furniture))),
            Part::Line(line, ends) => {
                for piece in texts_of(line) {
                    let next = open.seam(&piece, ends);
                    if next.is_none() {
                        open.close(&mut out);
                        out.append(&mut waiting);
                    }
                    open.add(piece, ends, next);
                }
            }
            Part::Sheet(sheet) => {
                open.close(&mut out);
                out.append(&mut waiting);
                out.push(Block::Table(table(&sheet)));
            }
        }
    }
    open.close(&mut out);
    out.append(&mut waiting);
    out
}

/// Cuts a line into texts that stand far apart, such as a name at the left and a unit at the right end.
fn texts_of(line: Line<'_>) -> Vec<Line<'_>> {
    let pieces = line.pieces(APART * line.size);
    if pieces.len() > 1 && pieces.iter().all(|p| p.marks.len() >= PIECE) { pieces } else { vec![line] }
}

/// The size of most lines.
fn common(parts: &[Part<'_>]) -> f32 {
    let size = |part: &Part<'_>| if let Part::Line(line, _) = part { Some(line.size) } else { None };
    let mut sizes: Vec<f32> = parts.iter().filter_map(size).collect();
    let middle = sizes.len() / 2;
    if sizes.is_empty() { f32::MAX } else { *sizes.select_nth_unstable_by(middle, f32::total_cmp).1 }
}

/// A paragraph under construction.
#[derive(Default)]
struct Open<'a> {
    /// The size of most lines of the document.
    common: f32,
    lines: Vec<Line<'a>>,
    seams: Vec<Seam>,
    ends: (f32, f32),
}

impl<'a> Open<'a> {
    /// How the paragraph goes on in a line; `None` when that line begins another.
    fn seam(&self, line: &Line<'a>, ends: (f32, f32)) -> Option<Seam> {
        let last = self.lines.last()?;
        let (size, (left, right)) = (last.size.max(line.size), self.ends);
        if (last.size - line.size).abs() > SAME_SIZE * size {
            return None;
        }
        let same_page = page(last) == page(line);
        let same_column = (ends.0 - left).abs() <= size && (ends.1 - right).abs() <= size;
        if same_page && same_column {
            let step = line.baseline - last.baseline;
            let before = self.lines.len().checked_sub(2).and_then(|i| self.lines.get(i));
            let usual = before.filter(|b| page(b) == page(last)).map(|b| last.baseline - b.baseline);
            let looser = usual.is_some_and(|usual| usual > 0.0 && step > LOOSER * usual);
            if step <= 0.0 || step > LEADING * size || looser {
                return None;
            }
        }
        let indented = line.area.x0 - ends.0 > INDENT * line.size;
        // A block set in as a whole is not a row of paragraphs.
        let hangs = self.lines.len() > 1 && (line.area.x0 - last.area.x0).abs() <= 0.5 * size;
        if indented && !hangs {
            return self.is_title_over_lines(last, line).then_some(Seam::Nothing);
        }
        let room = right - last.area.x1;
        if !is_full(line, room) || (is_item(chars(line)) && begins_item(last)) {
            return None;
        }
        match seam(last, line, room) {
            Seam::Break => None,
            seam => Some(seam),
        }
    }

    /// Whether a title that filled its line goes on, centered, in the next.
    fn is_title_over_lines(&self, last: &Line<'a>, line: &Line<'a>) -> bool {
        let (left, right) = self.ends;
        let centered = |l: &Line<'_>| (l.area.center().0 - f32::midpoint(left, right)).abs() <= CENTERED * l.size;
        last.size >= TITLE * self.common
            && centered(last)
            && centered(line)
            && is_full(line, right - left - last.area.width())
    }

    fn add(&mut self, line: Line<'a>, ends: (f32, f32), seam: Option<Seam>) {
        self.seams.extend(seam);
        self.ends = ends;
        self.lines.push(line);
    }

    fn close(&mut self, out: &mut Vec<Block>) {
        let (lines, seams) = (std::mem::take(&mut self.lines), std::mem::take(&mut self.seams));
        if !lines.is_empty() {
            out.push(Block::Paragraph(text(&lines, &seams, Layer::Body)));
        }
    }
}

fn page(line: &Line<'_>) -> u32 {
    line.marks.first().map_or(0, |m| m.page)
}

/// Whether a line opens an item of a list, such as an entry in a table of contents.
fn begins_item(line: &Line<'_>) -> bool {
    is_item(chars(line))
}

/// A table with its texts.
fn table(sheet: &Sheet<'_>) -> Table {
    let pad = sheet.pad();
    let cells: Vec<Cell> = sheet
        .slots
        .iter()
        .zip(indents::starts(sheet))
        .map(|(slot, start)| {
            let mut text = cell_text(slot, pad, start);
            if text.anchors.is_empty() {
                // An empty cell has a place too.
                let spot = Spot { page: Some(slot.page), area: Some(rect(&slot.area)), ..Spot::default() };
                text = Text { anchors: vec![Anchor { from: 0, spot }], ..text };
            }
            Cell {
                row: offset(slot.row),
                col: offset(slot.col),
                row_span: offset(slot.row_span),
                col_span: offset(slot.col_span),
                text,
            }
        })
        .collect();
    let spot = Spot { page: sheet.slots.first().map(|s| s.page), area: Some(rect(&sheet.area)), ..Spot::default() };
    Table { rows: offset(sheet.rows()), cols: offset(sheet.cols()), cells, certainty: sheet.certainty, spot }
}
