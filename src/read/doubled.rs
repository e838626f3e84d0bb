//! Glyphs drawn twice, to look bold or to cast a shadow: the glyphs of a page in, each of them once out.

use super::page::Glyph;
use rustc_hash::FxHashMap;

/// Two equal glyphs nearer than this part of their size are one glyph drawn twice. No glyph that is written twice in a
/// row is as narrow (a full stop advances by 0.2 em and more).
pub(super) const TWICE: f32 = 0.12;

/// The side of a square of the search, in points: larger than any distance that counts as the same place, for sizes up to
/// 200 points, and so large that few places have neighbors in another one.
const SQUARE: f32 = 24.0;

/// The glyphs without those that repeat an equal one at the same place: fill and stroke, fake bold, shadows.
pub(super) fn once(mut glyphs: Vec<Glyph>) -> Vec<Glyph> {
    let mut seen = Seen::default();
    seen.last.reserve(glyphs.len());
    seen.places.reserve(glyphs.len());
    glyphs.retain(|g| !g.visible || g.text.first.is_whitespace() || seen.is_new(g));
    glyphs
}

/// The glyphs so far, by character and square of the page.
#[derive(Default)]
struct Seen {
    /// The last glyph in a square, as its place in the list, from 1.
    last: FxHashMap<(char, i32, i32), usize>,
    /// Where glyphs stand, each with the one before it in its square; 0 for none.
    places: Vec<(f32, f32, usize)>,
}

impl Seen {
    /// Whether no equal glyph stands at the place of this one, which from now on does.
    fn is_new(&mut self, glyph: &Glyph) -> bool {
        let (c, x, y) = (glyph.text.first, glyph.area.x0, glyph.area.y0);
        let reach = (glyph.size * TWICE).min(SQUARE);
        for column in square(x - reach)..=square(x + reach) {
            for row in square(y - reach)..=square(y + reach) {
                let mut next = self.last.get(&(c, column, row)).copied().unwrap_or(0);
                while let Some(&(px, py, before)) = next.checked_sub(1).and_then(|i| self.places.get(i)) {
                    if (px - x).abs() <= reach && (py - y).abs() <= reach {
                        return false;
                    }
                    next = before;
                }
            }
        }
        let last = self.last.entry((c, square(x), square(y))).or_default();
        self.places.push((x, y, *last));
        *last = self.places.len();
        true
    }
}

/// The square of a coordinate; those at either side of 0 are one.
#[allow(clippy::cast_possible_truncation)]
fn square(at: f32) -> i32 {
    (at / SQUARE) as i32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::page::{self, Origin};

    fn glyph(c: char, x: f32) -> Glyph {
        page::glyph(c, x, Origin::Stated)
    }

    fn text(glyphs: &[Glyph]) -> String {
        glyphs.iter().flat_map(|g| g.text.chars()).collect()
    }

    #[test]
    fn doubled_glyphs() {
        let cases: &[(&[(f32, char)], &str)] = &[
            (&[(0.0, '绩'), (0.3, '绩'), (10.0, '效')], "绩效"),
            // Across the border of a cell of the search.
            (&[(23.9, '绩'), (24.1, '绩')], "绩"),
            // A full stop and a narrow digit written twice stay two.
            (&[(0.0, '.'), (2.0, '.'), (4.0, '1'), (6.8, '1')], "..11"),
            (&[(0.0, '一'), (0.0, '二')], "一二"),
        ];
        for (glyphs, expected) in cases {
            let glyphs = glyphs.iter().map(|&(x, c)| glyph(c, x)).collect();
            assert_eq!(text(&once(glyphs)), *expected);
        }
        let hidden = Glyph { visible: false, ..glyph('绩', 0.0) };
        assert_eq!(once(vec![hidden, glyph('绩', 0.0)]).len(), 2, "what is seen is not dropped for what is not");
    }
}
