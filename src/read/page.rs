//! A page as it is drawn: glyphs, ruling lines and images, each with its place. What a page-drawing format (PDF, OFD)
//! gives to the layout stage.
//!
//! Points (1/72 inch), origin at the top left corner of the page as it is shown (crop box and rotation applied), y down.
//! Deliberately absent: lines, words, cells, reading order; glyphs and rules come in drawing order.

/// One page.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    /// 1-based.
    pub number: u32,
    /// Width as shown.
    pub width: f32,
    /// Height as shown.
    pub height: f32,
    /// What is written, in drawing order; duplicates that only make a glyph bolder are gone.
    pub glyphs: Vec<Glyph>,
    /// What may rule a table, in drawing order.
    pub rules: Vec<Rule>,
    /// The areas of images, clipped to the page.
    pub images: Vec<Box2>,
}

/// A rectangle with `x0 <= x1` and `y0 <= y1`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Box2 {
    /// Left.
    pub x0: f32,
    /// Top.
    pub y0: f32,
    /// Right.
    pub x1: f32,
    /// Bottom.
    pub y1: f32,
}

/// One glyph.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Glyph {
    /// What it stands for; U+FFFD when nothing tells.
    pub text: Characters,
    /// Where the characters were learned from.
    pub origin: Origin,
    /// From the origin over the advance, and from descender to ascender of a CJK em box (0.12 below, 0.88 above).
    pub area: Box2,
    /// The coordinate of the baseline: y when written to the right or left, x when written down or up.
    pub baseline: f32,
    /// Font size in points, as shown.
    pub size: f32,
    /// Where the next glyph of a horizontal font would stand.
    pub direction: Direction,
    /// Whether a person sees it. Only visible glyphs reach the layout stage; those outside the page or their clip are
    /// not even collected.
    pub visible: bool,
}

/// The characters of one glyph: nearly always one, several for a ligature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Characters {
    /// The first.
    pub first: char,
    /// The others.
    pub rest: Option<Box<str>>,
}

/// Where a glyph's characters were learned from, most reliable first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    /// The file states them.
    Stated,
    /// The character collection of the font numbers them.
    Collection,
    /// The embedded font maps them to this glyph.
    FontMap,
    /// Bytes of GBK text that the file shows through a Western font.
    GbkBytes,
    /// Recognized from the picture of the page.
    Recognized,
    /// Nothing tells.
    Unknown,
}

/// The direction of writing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) enum Direction {
    /// Upright text, left to right.
    #[default]
    Right,
    /// Turned clockwise by 90 degrees.
    Down,
    /// Upside down.
    Left,
    /// Turned counter-clockwise by 90 degrees.
    Up,
    /// Any other angle, such as a watermark.
    Slanted,
}

/// A line as drawn: longer than thick, horizontal or vertical. A square dot may belong to either.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rule {
    /// Length and thickness. A line drawn without thickness has none.
    pub area: Box2,
    /// What was drawn.
    pub drawn: Drawn,
}

/// What a rule was drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Drawn {
    /// A stroke, or a side of a stroked rectangle.
    Stroke,
    /// A filled box so thin that it is a line.
    Bar,
    /// A side of a filled area, such as the shading of a cell; no line is seen where two areas of one color meet.
    Side,
    /// A white stroke or bar: a line is seen where it parts a filled area.
    Blank,
}

impl Box2 {
    /// The box between two opposite corners, in any order.
    pub(super) fn new(a: (f32, f32), b: (f32, f32)) -> Self {
        Self { x0: a.0.min(b.0), y0: a.1.min(b.1), x1: a.0.max(b.0), y1: a.1.max(b.1) }
    }

    /// Width.
    pub(super) fn width(&self) -> f32 {
        self.x1 - self.x0
    }

    /// Height.
    pub(super) fn height(&self) -> f32 {
        self.y1 - self.y0
    }

    /// The middle.
    pub(super) fn center(&self) -> (f32, f32) {
        (f32::midpoint(self.x0, self.x1), f32::midpoint(self.y0, self.y1))
    }

    /// Whether a point lies inside, give or take a margin.
    pub(super) fn contains(&self, (x, y): (f32, f32), margin: f32) -> bool {
        x >= self.x0 - margin && x <= self.x1 + margin && y >= self.y0 - margin && y <= self.y1 + margin
    }

    /// The part inside another box; `None` when they do not meet.
    pub(super) fn within(&self, other: &Self) -> Option<Self> {
        let common = Self {
            x0: self.x0.max(other.x0),
            y0: self.y0.max(other.y0),
            x1: self.x1.min(other.x1),
            y1: self.y1.min(other.y1),
        };
        (common.x0 <= common.x1 && common.y0 <= common.y1).then_some(common)
    }

    /// The box around both boxes.
    pub(super) fn around(&self, other: &Self) -> Self {
        Self {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }

    /// The area.
    pub(super) fn size(&self) -> f32 {
        self.width() * self.height()
    }
}

impl Characters {
    /// One character.
    pub(super) fn one(c: char) -> Self {
        Self { first: c, rest: None }
    }

    /// All characters.
    pub(super) fn chars(&self) -> impl Iterator<Item = char> {
        std::iter::once(self.first).chain(self.rest.iter().flat_map(|rest| rest.chars()))
    }
}

impl Direction {
    /// Which way a vector points on the page, give or take three degrees.
    pub(super) fn of(x: f64, y: f64) -> Self {
        let slant = 0.05 * x.hypot(y);
        match (x.abs() <= slant, y.abs() <= slant) {
            (false, true) if x > 0.0 => Self::Right,
            (false, true) => Self::Left,
            (true, false) if y > 0.0 => Self::Down,
            (true, false) => Self::Up,
            (true, true) => Self::Right,
            (false, false) => Self::Slanted,
        }
    }
}

/// A coordinate in single precision, which is far finer than any printer; a finite one whatever comes in.
#[allow(clippy::cast_possible_truncation)]
#[inline]
pub(super) fn narrow(value: f64) -> f32 {
    if value.is_finite() { value.clamp(-1e9, 1e9) as f32 } else { 0.0 }
}

/// A character ten wide on one line, for tests.
#[cfg(test)]
pub(super) fn glyph(c: char, x: f32, origin: Origin) -> Glyph {
    Glyph {
        text: Characters::one(c),
        origin,
        area: Box2 { x0: x, y0: 0.0, x1: x + 10.0, y1: 10.0 },
        baseline: 8.8,
        size: 10.0,
        direction: Direction::Right,
        visible: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions() {
        let cases = [
            ((1.0, 0.0), Direction::Right),
            ((1.0, 0.02), Direction::Right),
            ((-1.0, 0.0), Direction::Left),
            ((0.0, 2.0), Direction::Down),
            ((0.0, -2.0), Direction::Up),
            ((1.0, 1.0), Direction::Slanted),
        ];
        for ((x, y), expected) in cases {
            assert_eq!(Direction::of(x, y), expected, "{x} {y}");
        }
    }
}
