//! Seals drawn over a page: rings and colored glyphs as they are drawn in, the glyphs that belong to a seal marked out.
//!
//! A seal is a colored ring with text of its color along it; a line of level text across its middle belongs to it too,
//! and would else be read into the cells under it. Seals that are pictures need nothing: their text is no text.

use super::device::to_box;
use super::interpret::Paint;
use crate::read::page::{Box2, Direction, Glyph};
use hayro_interpret::kurbo::{Affine, PathEl, Shape as _};

/// The smallest and largest ring of a seal, in points: from a hand seal to the large seal of a body.
const SIZE: std::ops::RangeInclusive<f32> = 30.0..=200.0;
/// Rings are round or oval: one side is at most so many times the other.
const LONGEST: f32 = 1.8;
/// Curves that draw a ring.
const CURVES: usize = 4;
/// Fewest glyphs along the ring.
const ALONG: usize = 3;
/// Colors differ from gray by at least this much, of 1.
const TINT: f32 = 0.25;

/// A color, in steps so coarse that one color is one value.
pub(super) type Color = [u8; 3];

/// What may be seals of one page.
#[derive(Debug, Default)]
pub(super) struct Seals {
    rings: Vec<(Box2, Color)>,
    /// Colored glyphs, by their place among the glyphs of the page.
    tinted: Vec<(usize, Color)>,
}

impl Seals {
    /// Looks at a path that is painted in a color.
    pub(super) fn path(&mut self, path: &[PathEl], transform: &Affine, paint: &Paint) {
        if path.len() < CURVES || path.iter().filter(|e| matches!(e, PathEl::CurveTo(..))).count() < CURVES {
            return;
        }
        let Some(color) = tint(paint) else { return };
        let area = to_box(transform.transform_rect_bbox(path.bounding_box()));
        let (width, height) = (area.width(), area.height());
        let round = width <= LONGEST * height && height <= LONGEST * width;
        if round && SIZE.contains(&width) && SIZE.contains(&height) {
            self.rings.push((area, color));
        }
    }

    /// Takes note of the color of glyphs.
    pub(super) fn glyphs(&mut self, places: std::ops::Range<usize>, paint: &Paint) {
        if let Some(color) = tint(paint) {
            self.tinted.extend(places.map(|i| (i, color)));
        }
    }

    /// Forgets glyphs from a place on.
    pub(super) fn forget(&mut self, from: usize) {
        let kept = self.tinted.partition_point(|t| t.0 < from);
        self.tinted.truncate(kept);
    }

    /// Marks the glyphs of seals as what they are: writing in no direction of the page.
    pub(super) fn mark(&self, glyphs: &mut [Glyph]) {
        for (ring, color) in &self.rings {
            let own = self.tinted.iter().filter(|t| t.1 == *color).map(|t| t.0);
            let inside = |i: &usize| glyphs.get(*i).is_some_and(|g| ring.contains(g.area.center(), 0.0));
            let own: Vec<usize> = own.filter(inside).collect();
            let along = |i: &&usize| glyphs.get(**i).is_some_and(|g| g.direction == Direction::Slanted);
            if own.iter().filter(along).count() >= ALONG {
                for i in own {
                    if let Some(glyph) = glyphs.get_mut(i) {
                        glyph.direction = Direction::Slanted;
                    }
                }
            }
        }
    }
}

/// The color of a paint; `None` for gray, black and white.
fn tint(paint: &Paint) -> Option<Color> {
    let Paint::Color([r, g, b, _]) = *paint else { return None };
    let most = r.max(g).max(b);
    let least = r.min(g).min(b);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 16")]
    let step = |v: f32| (v.clamp(0.0, 1.0) * 16.0) as u8;
    (most - least >= TINT).then(|| [step(r), step(g), step(b)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::page::{Characters, Origin};

    fn glyph(x: f32, direction: Direction) -> Glyph {
        Glyph {
            text: Characters::one('章'),
            origin: Origin::Stated,
            area: Box2 { x0: x, y0: 40.0, x1: x + 10.0, y1: 50.0 },
            baseline: 48.8,
            size: 10.0,
            direction,
            visible: true,
        }
    }

    #[test]
    fn text_along_a_ring_makes_a_seal() {
        let red = [16, 0, 0];
        let ring = (Box2 { x0: 0.0, y0: 0.0, x1: 90.0, y1: 90.0 }, red);
        // Slanted glyphs, of which color the ring is, and whether the level glyph inside is the seal's.
        let cases = [(3, red, true), (2, red, false), (3, [0, 0, 16], false)];
        for (slanted, color, expected) in cases {
            let mut glyphs = vec![glyph(10.0, Direction::Slanted); slanted];
            glyphs.extend([glyph(40.0, Direction::Right), glyph(200.0, Direction::Right)]);
            let mut seals = Seals { rings: vec![(ring.0, color)], tinted: Vec::new() };
            seals.tinted = (0..glyphs.len()).map(|i| (i, red)).collect();
            seals.mark(&mut glyphs);
            let found: Vec<bool> = glyphs.iter().map(|g| g.direction == Direction::Slanted).collect();
            assert_eq!(found[slanted..], [expected, false], "{slanted} {color:?}");
        }
    }

    #[test]
    fn glyphs_that_are_gone_are_forgotten() {
        let mut seals = Seals { rings: Vec::new(), tinted: vec![(0, [16, 0, 0]), (1, [16, 0, 0])] };
        seals.forget(1);
        assert_eq!(seals.tinted, [(0, [16, 0, 0])]);
    }
}
