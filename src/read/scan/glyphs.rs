//! Glyphs: recognized characters in, glyphs of the page out, as a font of one size would have set them.

use super::hocr::Character;
use super::ink::Region;
use super::picture::Picture;
use super::rules::Line;
use super::strips::Strip;
use crate::read::page::{Box2, Characters, Direction, Drawn, Glyph, Origin, Rule};

/// The ink of a line with ideographs is so much of its em box high.
const WIDE_INK: f32 = 0.95;
/// The ink of a line of digits is so much of its em box high.
const NARROW_INK: f32 = 0.72;
/// Of the ink of a line with ideographs, the share of the em box below the baseline.
const DESCENT: f32 = 0.1;
/// Sizes that differ by less than this share of the usual one are the usual one.
const SAME_SIZE: f32 = 0.3;
/// Characters of one line stand apart on purpose where more is free between them, in sizes.
const APART: f32 = 0.6;
/// The same between two words in Western letters, in sizes.
const WORDS_APART: f32 = 0.25;
/// Characters of figures that are recognized with less confidence are not known, in hundredths.
const SURE: f32 = 85.0;

/// How dots of a picture and points of its page go together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    /// Dots to a point.
    pub(super) dots: f32,
}

impl Scale {
    #[expect(clippy::cast_precision_loss, reason = "pictures are far smaller")]
    pub(super) fn new(picture: &Picture, width: f32) -> Self {
        Self { dots: (picture.width as f32 / width.max(1.0)).max(0.01) }
    }

    #[expect(clippy::cast_precision_loss, reason = "pictures are far smaller")]
    fn points(self, dots: usize) -> f32 {
        dots as f32 / self.dots
    }

    fn area(self, r: &Region) -> Box2 {
        Box2 { x0: self.points(r.x0), y0: self.points(r.y0), x1: self.points(r.x1), y1: self.points(r.y1) }
    }

    /// A line as a rule of the page.
    pub(super) fn rule(self, line: &Line) -> Rule {
        Rule { area: self.area(&line.area), drawn: Drawn::Stroke }
    }

    /// An area of the page in dots.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
    pub(super) fn region(self, area: &Box2) -> Region {
        let dots = |v: f32| (v * self.dots).round().max(0.0) as usize;
        Region { x0: dots(area.x0), y0: dots(area.y0), x1: dots(area.x1), y1: dots(area.y1) }
    }
}

/// The glyphs of all strips.
pub(super) fn glyphs(strips: &[Strip], found: &[Vec<Character>], scale: Scale) -> Vec<Glyph> {
    let lines: Vec<Vec<Glyph>> = strips.iter().zip(found).map(|(s, f)| line(s, f, scale)).collect();
    let mut sizes: Vec<f32> = lines.iter().flatten().map(|g| g.size).collect();
    let middle = sizes.len() / 2;
    if sizes.is_empty() {
        return Vec::new();
    }
    let usual = *sizes.select_nth_unstable_by(middle, f32::total_cmp).1;
    let mut glyphs: Vec<Glyph> = lines.into_iter().flatten().collect();
    for glyph in glyphs.iter_mut().filter(|g| (g.size - usual).abs() <= SAME_SIZE * usual) {
        glyph.size = usual;
        glyph.area = Box2 { y0: glyph.baseline - 0.88 * usual, y1: glyph.baseline + 0.12 * usual, ..glyph.area };
    }
    glyphs
}

fn is_wide(c: char) -> bool {
    ('\u{2E80}'..='\u{9FFF}').contains(&c) || ('\u{F900}'..='\u{FFEF}').contains(&c)
}

/// A character that a figure is made of.
fn in_figure(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '.' | '%' | '％')
}

/// The glyphs of one line.
fn line(strip: &Strip, found: &[Character], scale: Scale) -> Vec<Glyph> {
    let wide = found.iter().any(|c| is_wide(c.text));
    let (share, below) = if wide { (WIDE_INK, DESCENT) } else { (NARROW_INK, 0.0) };
    let mut out: Vec<Glyph> = Vec::with_capacity(found.len());
    let mut word = None;
    for character in found {
        let Some((piece, x0)) = strip.on_page(character.x.0) else { continue };
        let x1 = strip.on_page(character.x.1).filter(|(p, _)| *p == piece).map_or(piece.x1, |(_, x)| x);
        let size = scale.points(piece.height()) / share;
        let baseline = scale.points(piece.y1) - below * size;
        let (mut x0, x1) = (scale.points(x0), scale.points(x1));
        if let Some(before) = out.last_mut().filter(|b| b.baseline.total_cmp(&baseline).is_eq()) {
            let western = !is_wide(character.text) && !is_wide(before.text.first);
            let apart = if western && word != Some(character.word) { WORDS_APART } else { APART };
            // Narrow ink in a wide advance is no space, and ink may overlap.
            if x0 - before.area.x1 <= apart * size {
                let between = f32::midpoint(x0, before.area.x1).max(before.area.x0);
                before.area.x1 = between;
                x0 = between;
            }
        }
        word = Some(character.word);
        let doubtful = in_figure(character.text) && character.confidence < SURE;
        let (text, origin) = if doubtful {
            (char::REPLACEMENT_CHARACTER, Origin::Unknown)
        } else {
            (character.text, Origin::Recognized)
        };
        out.push(Glyph {
            text: Characters::one(text),
            origin,
            area: Box2 { x0, x1: x1.max(x0), y0: baseline - 0.88 * size, y1: baseline + 0.12 * size },
            baseline,
            size,
            direction: Direction::Right,
            visible: true,
        });
    }
    out
}
