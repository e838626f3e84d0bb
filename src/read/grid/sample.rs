//! Pages for tests, drawn by hand: text at a place, lines and boxes.

use crate::model::{Block, Layer, Table};
use crate::read::page::{Box2, Characters, Direction, Drawn, Glyph, Origin, Page, Rule};

/// The glyph size of all tests.
pub(super) const EM: f32 = 10.0;

/// A page that is drawn step by step.
pub(super) struct Sketch(pub(super) Page);

impl Sketch {
    /// An empty A4 page.
    pub(super) fn new(number: u32) -> Self {
        Self(Page { number, width: 595.0, height: 842.0, ..Page::default() })
    }

    /// Writes a text whose first glyph begins at `x`, on the baseline `y`. ASCII is half as wide as an ideograph.
    pub(super) fn write(self, x: f32, y: f32, text: &str) -> Self {
        self.write_sized(x, y, text, EM)
    }

    pub(super) fn write_sized(mut self, x: f32, y: f32, text: &str, size: f32) -> Self {
        let mut at = x;
        for c in text.chars() {
            let width = if c.is_ascii() { size / 2.0 } else { size };
            let area = Box2 { x0: at, y0: y - 0.88 * size, x1: at + width, y1: y + 0.12 * size };
            if c != ' ' {
                self.push(c, area, y, size, Direction::Right);
            }
            at += width;
        }
        self
    }

    /// Writes a text turned counter-clockwise: it runs up from `y` along `x`.
    pub(super) fn write_up(mut self, x: f32, y: f32, text: &str) -> Self {
        let mut at = y;
        for c in text.chars() {
            let length = if c.is_ascii() { EM / 2.0 } else { EM };
            let area = Box2 { x0: x - 0.88 * EM, y0: at - length, x1: x + 0.12 * EM, y1: at };
            self.push(c, area, x, EM, Direction::Up);
            at -= length;
        }
        self
    }

    fn push(&mut self, c: char, area: Box2, baseline: f32, size: f32, direction: Direction) {
        let text = Characters::one(c);
        self.0.glyphs.push(Glyph { text, origin: Origin::Stated, area, baseline, size, direction, visible: true });
    }

    /// Draws a line.
    pub(super) fn line(mut self, from: (f32, f32), to: (f32, f32)) -> Self {
        self.0.rules.push(Rule {
            area: Box2 { x0: from.0.min(to.0), y0: from.1.min(to.1), x1: from.0.max(to.0), y1: from.1.max(to.1) },
            drawn: Drawn::Stroke,
        });
        self
    }

    /// Draws a full grid.
    pub(super) fn grid(mut self, xs: &[f32], ys: &[f32]) -> Self {
        let (left, right) = (xs[0], xs[xs.len() - 1]);
        let (top, bottom) = (ys[0], ys[ys.len() - 1]);
        for y in ys {
            self = self.line((left, *y), (right, *y));
        }
        for x in xs {
            self = self.line((*x, top), (*x, bottom));
        }
        self
    }

    /// Writes the texts of a grid's cells, row by row, near their upper left corners. `|` begins another line.
    pub(super) fn cells(mut self, xs: &[f32], ys: &[f32], rows: &[&[&str]]) -> Self {
        for (row, y) in rows.iter().zip(ys) {
            for (text, x) in row.iter().zip(xs) {
                let mut baseline = y + 12.0;
                for line in text.split('|') {
                    self = self.write(x + 3.0, baseline, line);
                    baseline += 13.0;
                }
            }
        }
        self
    }
}

/// The blocks of pages, written out: a paragraph as its text, furniture in brackets, a table as one line per row.
pub(super) fn shown(pages: Vec<Sketch>) -> Vec<String> {
    let pages: Vec<Page> = pages.into_iter().map(|s| s.0).collect();
    let (blocks, notices) = super::blocks(&pages);
    assert_eq!(notices, []);
    blocks.iter().map(shown_block).collect()
}

fn shown_block(block: &Block) -> String {
    match block {
        Block::Heading(text) | Block::Paragraph(text) if text.layer == Layer::Furniture => {
            format!("[{}]", text.content)
        }
        Block::Heading(text) | Block::Paragraph(text) => text.content.clone(),
        Block::Table(table) => shown_table(table),
    }
}

/// `a│b` per row; `a(2x1)` spans two rows and one column; a line break in a cell is `⏎`.
pub(super) fn shown_table(table: &Table) -> String {
    let cell = |c: &crate::model::Cell| {
        let text = c.text.content.replace('\n', "⏎");
        if (c.row_span, c.col_span) == (1, 1) { text } else { format!("{text}({}x{})", c.row_span, c.col_span) }
    };
    let row = |r: u32| table.row(r).map(cell).collect::<Vec<_>>().join("│");
    (0..table.rows).map(row).collect::<Vec<_>>().join("\n")
}
