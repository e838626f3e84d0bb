//! The device that content is drawn on: drawing operations in, a [`Page`] out.
//!
//! Deliberately absent: pictures, colors beyond "is it seen at all", and any guess at what text a run belongs to.

use super::faces::Faces;
use super::interpret::Paint;
use super::seals::Seals;
use super::unicode::{self, Read, WIDE};
use crate::read::doubled::{TWICE, once};
use crate::read::page::{Box2, Characters, Direction, Glyph, Origin, Page, narrow};
use crate::read::paths::{Ink, Pen, Rules};
use hayro_interpret::kurbo::{Affine, PathEl, Point, Rect, Vec2};
use hayro_syntax::object::{Dict, String as PdfString};

/// Ascender and descender of the em box of CJK fonts, as parts of the em.
const ASCENT: f64 = 0.88;
const DESCENT: f64 = -0.12;

/// The part of the page that an image must cover to be a scan of it.
const SCAN: f32 = 0.7;

/// A page as drawn, hidden glyphs included.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    /// The page.
    pub page: Page,
    /// Number of filled shapes with curves, which a text drawn as outlines is made of.
    pub curved: usize,
    /// Whether the page holds more glyphs than it may.
    pub excess: bool,
    /// Dots of the largest picture.
    pub dots: u64,
}

/// Smallest size that a person can read, in points; what is smaller is written for machines.
const LEGIBLE: f32 = 1.0;

/// Glyphs of one font, as one operator shows them.
#[derive(Debug, Default)]
pub(super) struct Run {
    /// Place of the font among the fonts of the file.
    pub face: usize,
    pub vertical: bool,
    /// From the origin of a glyph one em up.
    pub up: Vec2,
    pub glyphs: Vec<Placed>,
}

/// A glyph on the page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    pub at: Point,
    /// From the origin one em along the line, font stretch and horizontal scaling included.
    pub along: Vec2,
    /// The number of the glyph in its font.
    pub number: u32,
    pub code: u32,
}

/// Collects what is drawn.
pub(super) struct PageDevice {
    page: Page,
    curved: usize,
    excess: bool,
    dots: u64,
    shown: Box2,
    rules: Rules,
    seals: Seals,
    clips: Vec<Box2>,
    /// Of each open transparency group, whether what lies under it shows through.
    groups: Vec<bool>,
    /// Of each open marked content, the glyphs before it and the text that stands for its glyphs.
    marked: Vec<(usize, Option<String>)>,
    limits: Bounds,
}

/// What one page may hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// Most glyphs.
    pub glyphs: usize,
    /// Most rules.
    pub rules: usize,
}

impl PageDevice {
    /// A device for one page of that size.
    pub(super) fn new(number: u32, (width, height): (f32, f32), limits: Bounds) -> Self {
        let shown = Box2 { x0: 0.0, y0: 0.0, x1: width, y1: height };
        let page = Page { number, width, height, ..Page::default() };
        let rules = Rules::new(shown, limits.rules);
        Self {
            page,
            curved: 0,
            excess: false,
            dots: 0,
            shown,
            rules,
            seals: Seals::default(),
            clips: Vec::new(),
            groups: Vec::new(),
            marked: Vec::new(),
            limits,
        }
    }

    /// The page, with doubled glyphs taken out.
    pub(super) fn finish(mut self) -> Canvas {
        self.seals.mark(&mut self.page.glyphs);
        self.page.glyphs = once(self.page.glyphs);
        self.page.rules = self.rules.finish();
        Canvas { page: self.page, curved: self.curved, excess: self.excess, dots: self.dots }
    }

    fn clip(&self) -> Box2 {
        self.clips.last().copied().unwrap_or(self.shown)
    }

    /// Draws a path.
    pub(super) fn path(&mut self, path: &[PathEl], transform: &Affine, paint: &Paint, pen: Pen) {
        let Some(ink) = ink(paint) else { return };
        let curve = |e: &PathEl| matches!(e, PathEl::CurveTo(..) | PathEl::QuadTo(..));
        self.curved += usize::from((pen, ink) == (Pen::Fill, Ink::Seen) && path.iter().any(curve));
        self.rules.draw(path, transform, pen, ink, &self.clip());
        self.seals.path(path, transform, paint);
    }

    /// Clips what is drawn from now on.
    pub(super) fn push_clip(&mut self, area: Rect) {
        // A clip that leaves nothing hides everything; the empty box outside the page does that.
        let nothing = Box2 { x0: -9e9, y0: -9e9, x1: -9e9, y1: -9e9 };
        self.clips.push(self.clip().within(&to_box(area)).unwrap_or(nothing));
    }

    pub(super) fn pop_clip(&mut self) {
        self.clips.pop();
    }

    /// Begins a group of things that are drawn as one.
    pub(super) fn push_group(&mut self, shows_through: bool) {
        self.groups.push(shows_through);
    }

    pub(super) fn pop_group(&mut self) {
        self.groups.pop();
    }

    /// Draws glyphs.
    pub(super) fn glyphs(&mut self, run: &Run, faces: &mut Faces<'_>, paint: &Paint, visible: bool) {
        let first = self.page.glyphs.len();
        let pairs = pairs(run, faces);
        let mut pairs = pairs.iter().peekable();
        let clip = self.clip();
        let mut frame = Frame::new(Vec2::new(1.0, 0.0), run.up);
        let mut glyphs = run.glyphs.iter().enumerate().peekable();
        while let Some((i, placed)) = glyphs.next() {
            let glyph = faces.glyph(run.face, placed.number);
            if frame.along != placed.along {
                frame = Frame::new(placed.along, run.up);
            }
            // Vertical writing advances by nothing to the right; its glyphs are as wide as they are high.
            let width = |width: f64| if run.vertical { 1.0 } else { width.max(0.0) };
            let mut area = frame.area(placed.at, width(glyph.width), glyphs.peek().map(|(_, next)| next.at));
            let mut read = None;
            if let Some((_, c)) = pairs.next_if(|(at, _)| *at == i) {
                read = Some((Characters::one(unicode::unified(*c)), Origin::GbkBytes));
                // The second byte is a glyph that only completes the first.
                if let Some((_, second)) = glyphs.next() {
                    let glyph = faces.glyph(run.face, second.number);
                    let next = glyphs.peek().map(|(_, next)| next.at);
                    area = area.around(&Frame::new(second.along, run.up).area(second.at, width(glyph.width), next));
                }
            }
            if !clip.contains(area.center(), frame.size * TWICE) {
                continue;
            }
            if self.page.glyphs.len() >= self.limits.glyphs {
                self.excess = true;
                break;
            }
            let visible = visible && frame.size >= LEGIBLE;
            let (text, origin) = read.unwrap_or_else(|| glyph.read.clone());
            self.page.glyphs.push(frame.glyph(placed.at, (text, origin), area, visible));
        }
        self.seals.glyphs(first..self.page.glyphs.len(), paint);
    }

    /// Draws a picture of so many dots, which a transform stretches from the unit square.
    pub(super) fn image(&mut self, (width, height): (u32, u32), transform: Affine, opaque: bool) {
        self.dots = self.dots.max(u64::from(width).saturating_mul(height.into()));
        let corners = transform.transform_rect_bbox(Rect::new(0.0, 0.0, 1.0, 1.0));
        let Some(area) = to_box(corners).within(&self.clip()) else { return };
        let opaque = opaque && !self.groups.contains(&true);
        if opaque && area.size() >= SCAN * self.shown.size() {
            // A scan drawn over its text layer hides it as well as invisible writing does.
            let hidden = |g: &&mut Glyph| area.contains(g.area.center(), 0.0);
            self.page.glyphs.iter_mut().filter(hidden).for_each(|g| g.visible = false);
        }
        self.page.images.push(area);
    }

    /// Begins marked content, with the properties that it states.
    pub(super) fn begin_marked(&mut self, properties: Option<&Dict<'_>>) {
        let text = properties.and_then(|p| p.get::<PdfString<'_>>(b"ActualText")).map(|t| text_string(t.as_bytes()));
        self.marked.push((self.page.glyphs.len(), text));
    }

    /// Ends the marked content that was begun last.
    pub(super) fn end_marked(&mut self) {
        let Some((start, Some(text))) = self.marked.pop() else { return };
        replace(&mut self.page.glyphs, start, &text);
        self.seals.forget(self.page.glyphs.len());
    }
}

/// GBK text shown through a simple font that is not embedded: producers that knew no other way wrote it so. The place of
/// each pair in the run, and its character.
fn pairs(run: &Run, faces: &mut Faces<'_>) -> Vec<(usize, char)> {
    let western = |(text, _): &Read| text.first < WIDE || text.first == char::REPLACEMENT_CHARACTER;
    if !faces.is_western(run.face)
        || !run.glyphs.iter().any(|g| g.code >= 0x81)
        || !run.glyphs.iter().all(|g| western(&faces.glyph(run.face, g.number).read))
    {
        return Vec::new();
    }
    let bytes: Vec<u8> = run.glyphs.iter().map(|g| u8::try_from(g.code).unwrap_or(0)).collect();
    unicode::pairs(&bytes, faces.gbk_evidence()).unwrap_or_default()
}

/// How glyphs lie that are written alike.
struct Frame {
    along: Vec2,
    up: Vec2,
    /// The direction of the line.
    unit: Vec2,
    direction: Direction,
    /// An em up and along the line, in points. The first is the font size: along the line a font that stands in may be
    /// stretched.
    em: f64,
    scale: f64,
    size: f32,
}

impl Frame {
    fn new(along: Vec2, up: Vec2) -> Self {
        let (em, scale) = (up.hypot(), along.hypot());
        let unit = if scale > 0.0 { along / scale } else { Vec2::new(1.0, 0.0) };
        Self { along, up, unit, direction: Direction::of(along.x, along.y), em, scale, size: narrow(em) }
    }

    /// The area that a glyph takes, up to the next glyph of its run when that overlaps.
    fn area(&self, at: Point, width: f64, next: Option<Point>) -> Box2 {
        let step = next.map(|n| (n - at).dot(self.unit)).filter(|&d| d > 0.0);
        let plain = width * self.em;
        let scaled = width * self.scale;
        // Horizontal scaling and font stretch look the same in the transform; where the next glyph stands tells.
        let width = match step {
            Some(step) if scaled > plain && step >= 0.98 * scaled => scaled,
            Some(step) => plain.min(step),
            None => plain.min(scaled.max(0.5 * plain)),
        };
        let end = at + self.unit * width;
        let (descent, ascent) = (self.up * DESCENT, self.up * ASCENT);
        let corner = |p: Point| (narrow(p.x), narrow(p.y));
        let diagonal = Box2::new(corner(at + descent), corner(end + ascent));
        diagonal.around(&Box2::new(corner(end + descent), corner(at + ascent)))
    }

    fn glyph(&self, at: Point, (text, origin): Read, area: Box2, visible: bool) -> Glyph {
        let baseline = match self.direction {
            Direction::Down | Direction::Up => narrow(at.x),
            _ => narrow(at.y),
        };
        Glyph { text, origin, area, baseline, size: self.size, direction: self.direction, visible }
    }
}

/// What a paint is seen as; `None` when nothing is seen of it on any ground.
fn ink(paint: &Paint) -> Option<Ink> {
    match *paint {
        Paint::Color([.., alpha]) if alpha < 0.05 => None,
        Paint::Color([r, g, b, _]) if r > 0.98 && g > 0.98 && b > 0.98 => Some(Ink::White),
        _ => Some(Ink::Seen),
    }
}

/// Gives the glyphs from `start` on the text that stands for them, if nothing else tells what they are.
fn replace(glyphs: &mut Vec<Glyph>, start: usize, text: &str) {
    let Some(marked) = glyphs.get_mut(start..).filter(|m| m.iter().all(|g| g.origin == Origin::Unknown)) else {
        return;
    };
    let mut chars = text.chars();
    let (Some((first, others)), Some(c)) = (marked.split_first_mut(), chars.next()) else { return };
    first.origin = Origin::Stated;
    if text.chars().count() == others.len() + 1 {
        first.text = Characters::one(c);
        for (glyph, c) in others.iter_mut().zip(chars) {
            glyph.origin = Origin::Stated;
            glyph.text = Characters::one(c);
        }
        return;
    }
    first.text = Characters { first: c, rest: (!chars.as_str().is_empty()).then(|| chars.as_str().into()) };
    first.area = others.iter().fold(first.area, |area, g| area.around(&g.area));
    glyphs.truncate(start + 1);
}

/// A text string of PDF: UTF-16 or UTF-8 with a mark, Latin letters otherwise.
fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        [0xFF, 0xFE, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|&b| char::from(b)).collect(),
    }
}

/// A rectangle of the page in single precision, which is far finer than any printer.
pub(super) fn to_box(rect: Rect) -> Box2 {
    Box2::new((narrow(rect.x0), narrow(rect.y0)), (narrow(rect.x1), narrow(rect.y1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::page::glyph;

    fn text(glyphs: &[Glyph]) -> String {
        glyphs.iter().flat_map(|g| g.text.chars()).collect()
    }

    #[test]
    fn text_that_stands_for_glyphs() {
        let unknown = |x: f32| glyph(char::REPLACEMENT_CHARACTER, x, Origin::Unknown);
        let mut glyphs = vec![glyph('前', 0.0, Origin::Stated), unknown(10.0), unknown(20.0)];
        replace(&mut glyphs, 1, "绩效");
        assert_eq!((text(&glyphs).as_str(), glyphs.len()), ("前绩效", 3));
        let mut glyphs = vec![unknown(0.0), unknown(10.0)];
        replace(&mut glyphs, 0, "efi");
        assert_eq!((text(&glyphs).as_str(), glyphs.len()), ("efi", 1));
        assert!(glyphs.iter().all(|g| (g.area.x1 - 20.0).abs() < 0.01));
        let mut glyphs = vec![glyph('5', 0.0, Origin::Stated)];
        replace(&mut glyphs, 0, "6");
        assert_eq!(text(&glyphs), "5", "what is drawn is known");
        replace(&mut glyphs, 7, "6");
        assert_eq!(text_string(b"\xFE\xFF\x7E\xE9"), "绩");
        assert_eq!(text_string(b"plain"), "plain");
    }
}
