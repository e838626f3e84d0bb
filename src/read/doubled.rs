//! Glyphs drawn twice, to look bold or to cast a shadow: the glyphs of a page in, each of them once out.

use super::page::Glyph;
use rustc_hash::FxHashMap;

/// Two equal glyphs nearer than this part of their size are one glyph drawn twice. No glyph that is written twice in a
/// row is as narrow (a full stop advances by 0.2 em and more).
pub(super) const TWICE: f32 = 0.12;

/// The glyphs without those that repeat an equal one at the same place: fill and stroke, fake bold, shadows.
pub(super) fn once(glyphs: Vec<Glyph>) -> Vec<Glyph> {
    /// Larger than any distance that counts as the same place, for sizes up to 66 points.
    const CELL: f32 = 8.0;
    let mut seen: FxHashMap<(char, i32, i32), Vec<(f32, f32)>> = FxHashMap::default();
    seen.reserve(glyphs.len());
    let repeats = |glyph: &Glyph| {
        if !glyph.visible || glyph.text.first.is_whitespace() {
            return false;
        }
        let (x, y) = (glyph.area.x0, glyph.area.y0);
        let reach = (glyph.size * TWICE).min(CELL);
        let near = |a: f32, b: f32| (a - b).abs() <= reach;
        let cell = |v: f32| rounded((v / CELL).floor());
        for cx in cell(x - reach)..=cell(x + reach) {
            for cy in cell(y - reach)..=cell(y + reach) {
                let there = seen.get(&(glyph.text.first, cx, cy));
                if there.is_some_and(|places| places.iter().any(|&(px, py)| near(px, x) && near(py, y))) {
                    return true;
                }
            }
        }
        seen.entry((glyph.text.first, cell(x), cell(y))).or_default().push((x, y));
        false
    };
    let mut repeats = repeats;
    glyphs.into_iter().filter(|g| !repeats(g)).collect()
}

#[allow(clippy::cast_possible_truncation)]
fn rounded(value: f32) -> i32 {
    value as i32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::page::{Box2, Characters, Direction, Origin};

    fn glyph(c: char, x: f32) -> Glyph {
        Glyph {
            text: Characters::one(c),
            origin: Origin::Stated,
            area: Box2 { x0: x, y0: 0.0, x1: x + 10.0, y1: 10.0 },
            baseline: 8.8,
            size: 10.0,
            direction: Direction::Right,
            visible: true,
        }
    }

    fn text(glyphs: &[Glyph]) -> String {
        glyphs.iter().flat_map(|g| g.text.chars()).collect()
    }

    #[test]
    fn doubled_glyphs() {
        let cases: &[(&[(f32, char)], &str)] = &[
            (&[(0.0, '绩'), (0.3, '绩'), (10.0, '效')], "绩效"),
            // Across the border of a cell of the search.
            (&[(7.9, '绩'), (8.1, '绩')], "绩"),
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
