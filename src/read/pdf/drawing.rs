//! Drawings: a page with what was found on it, for anyone who doubts a result.
//!
//! Green: the ruling lines. Red: the cells that they make. Blue: the cells of tables that were told by alignment only.
//! Each cell carries its row and column, counted from 0 as in the record; here they count from the top of the page.

use crate::model::Grid;
use crate::read::grid;
use crate::read::page::{Box2, Drawn, Page};
use hayro::vello_cpu::Pixmap;

type Color = [u8; 3];

const RULE: Color = [0, 160, 60];
const RULED: Color = [215, 25, 30];
const GUESSED: Color = [20, 80, 215];
/// Cells are drawn so far inside their borders, in dots, so that neighbors do not hide each other.
const INSET: i32 = 2;
/// Dots to one dot of a letter.
const LETTER: i32 = 2;

/// Letters of three columns and five rows, row by row, for `0` to `9` and the comma.
const LETTERS: [u16; 11] = [
    0b111_101_101_101_111,
    0b010_110_010_010_111,
    0b111_001_111_100_111,
    0b111_001_111_001_111,
    0b101_101_111_001_001,
    0b111_100_111_001_111,
    0b111_100_111_101_111,
    0b111_001_010_010_010,
    0b111_101_111_101_111,
    0b111_101_111_001_111,
    0b000_000_000_010_100,
];

/// Draws over the picture of a page.
pub(super) fn annotate(picture: &mut Pixmap, page: &Page) {
    let scale = f32::from(picture.width()) / page.width.max(1.0);
    let mut canvas = Canvas { picture, scale };
    for rule in page.rules.iter().filter(|r| r.drawn != Drawn::Blank) {
        let [x0, y0, x1, y1] = canvas.dots(&rule.area);
        canvas.fill([x0, y0, x1.max(x0 + 1), y1.max(y0 + 1)], RULE);
    }
    for cell in grid::found(page) {
        let color = if cell.certainty == Grid::Aligned { GUESSED } else { RULED };
        canvas.cell(&cell, color);
    }
}

struct Canvas<'a> {
    picture: &'a mut Pixmap,
    scale: f32,
}

impl Canvas<'_> {
    fn dots(&self, area: &Box2) -> [i32; 4] {
        #[expect(clippy::cast_possible_truncation, reason = "saturates")]
        let dots = |v: f32| (v * self.scale).round() as i32;
        [dots(area.x0), dots(area.y0), dots(area.x1), dots(area.y1)]
    }

    fn cell(&mut self, cell: &grid::Found, color: Color) {
        let [x0, y0, x1, y1] = self.dots(&cell.area);
        let [x0, y0, x1, y1] = [x0 + INSET, y0 + INSET, x1 - INSET, y1 - INSET];
        if x1 <= x0 || y1 <= y0 {
            return;
        }
        for side in [[x0, y0, x1, y0 + 2], [x0, y1 - 2, x1, y1], [x0, y0, x0 + 2, y1], [x1 - 2, y0, x1, y1]] {
            self.fill(side, color);
        }
        let mut left = x0 + 4;
        for c in format!("{},{}", cell.row, cell.col).chars() {
            let letter = c.to_digit(10).map_or(10, |d| d as usize);
            let bits = LETTERS.get(letter).copied().unwrap_or_default();
            for n in (0..15).filter(|n| bits >> (14 - n) & 1 == 1) {
                let (x, y) = (left + n % 3 * LETTER, y0 + 4 + n / 3 * LETTER);
                if x + LETTER < x1 && y + LETTER < y1 {
                    self.fill([x, y, x + LETTER, y + LETTER], color);
                }
            }
            left += 4 * LETTER;
        }
    }

    /// Fills a rectangle, as far as it lies on the picture.
    fn fill(&mut self, [x0, y0, x1, y1]: [i32; 4], [r, g, b]: Color) {
        let (width, height) = (i32::from(self.picture.width()), i32::from(self.picture.height()));
        let data = self.picture.data_mut();
        for y in y0.max(0)..y1.min(height) {
            for x in x0.max(0)..x1.min(width) {
                let dot = usize::try_from(y * width + x).ok().and_then(|i| data.get_mut(i));
                if let Some(dot) = dot {
                    (dot.r, dot.g, dot.b, dot.a) = (r, g, b, u8::MAX);
                }
            }
        }
    }
}
