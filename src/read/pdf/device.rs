//! The device that hayro draws a page on: drawing operations in, a [`Page`] out.
//!
//! Deliberately absent: pictures, colors beyond "is it seen at all", and any guess at what text a run belongs to.

use super::seals::Seals;
use super::unicode::Recovery;
use crate::read::doubled::{TWICE, once};
use crate::read::page::{Box2, Characters, Direction, Glyph, Origin, Page, narrow};
use crate::read::paths::{Ink, Pen, Rules};
use hayro_cmap::WritingMode;
use hayro_interpret::font::{Glyph as DrawnGlyph, GlyphRun, PositionedGlyph};
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask, TransformExt as _,
};
use hayro_syntax::object::{Dict, String as PdfString};
use std::time::Instant;

/// Units per em of the glyph space that hayro gives.
const EM: f64 = 1_000.0;

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

/// Least opacity that lets nothing show through.
const OPAQUE: f32 = 0.95;

/// Smallest size that a person can read, in points; what is smaller is written for machines.
const LEGIBLE: f32 = 1.0;

/// Collects what hayro draws.
pub(super) struct PageDevice<'r, 'a> {
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
    recovery: &'r mut Recovery<'a>,
    limits: Bounds,
    /// Operations until the clock is looked at.
    patience: u32,
}

/// Thrown through hayro when the time is up: a device has no other way to stop it.
pub(super) struct Overrun;

/// Operations between two looks at the clock.
const PATIENCE: u32 = 256;

/// What one page may hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// Most glyphs.
    pub glyphs: usize,
    /// Most rules.
    pub rules: usize,
    /// When drawing must end.
    pub deadline: Instant,
}

/// The transform from the page's own space to points from the top left corner as shown.
pub(super) fn root_transform(page: &hayro_syntax::page::Page<'_>) -> Affine {
    page.initial_transform(true).to_kurbo()
}

impl<'r, 'a> PageDevice<'r, 'a> {
    /// A device for one page of that size.
    pub(super) fn new(
        number: u32,
        (width, height): (f32, f32),
        recovery: &'r mut Recovery<'a>,
        limits: Bounds,
    ) -> Self {
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
            recovery,
            limits,
            patience: PATIENCE,
        }
    }

    /// The page, with doubled glyphs taken out.
    pub(super) fn finish(mut self) -> Canvas {
        self.seals.mark(&mut self.page.glyphs);
        self.page.glyphs = once(self.page.glyphs);
        self.page.rules = self.rules.finish();
        Canvas { page: self.page, curved: self.curved, excess: self.excess, dots: self.dots }
    }

    fn tick(&mut self) {
        self.patience = self.patience.saturating_sub(1);
        if self.patience == 0 {
            self.patience = PATIENCE;
            if Instant::now() >= self.limits.deadline {
                std::panic::resume_unwind(Box::new(Overrun));
            }
        }
    }

    fn clip(&self) -> Box2 {
        self.clips.last().copied().unwrap_or(self.shown)
    }

    fn push_clip(&mut self, area: Box2) {
        // A clip that leaves nothing hides everything; the empty box outside the page does that.
        let nothing = Box2 { x0: -9e9, y0: -9e9, x1: -9e9, y1: -9e9 };
        self.clips.push(self.clip().within(&area).unwrap_or(nothing));
    }

    fn add_glyph(&mut self, glyph: Glyph) {
        if self.page.glyphs.len() < self.limits.glyphs {
            self.page.glyphs.push(glyph);
        } else {
            self.excess = true;
        }
    }
}

impl<'a> Device<'a> for PageDevice<'_, 'a> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, draw_mode: &DrawMode) {
        self.tick();
        if let Some((pen, ink)) = pen(&props, draw_mode) {
            let curve = |e: &PathEl| matches!(e, PathEl::CurveTo(..) | PathEl::QuadTo(..));
            self.curved += usize::from((pen, ink) == (Pen::Fill, Ink::Seen) && path.elements().iter().any(curve));
            self.rules.draw(path.elements(), &props.transform, pen, ink, &self.clip());
            let area = || to_box(props.transform.transform_rect_bbox(path.bounding_box()));
            self.seals.path(path.elements(), area, &props.paint);
        }
    }

    fn push_clip_path(&mut self, clip_path: &ClipPath) {
        self.tick();
        self.push_clip(to_box(clip_path.path.bounding_box()));
    }

    fn push_clip_rect(&mut self, rect: &Rect) {
        self.tick();
        self.push_clip(to_box(*rect));
    }

    fn push_transparency_group(&mut self, opacity: f32, mask: Option<SoftMask<'a>>, blend: BlendMode) {
        self.tick();
        self.groups.push(opacity < OPAQUE || mask.is_some() || blend != BlendMode::Normal);
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, draw_mode: &DrawMode) {
        self.tick();
        let visible = !matches!(draw_mode, DrawMode::Invisible);
        let vertical = run.writing_mode() == WritingMode::Vertical;
        let clip = self.clip();
        let first = self.page.glyphs.len();
        let read = self.recovery.read(run.glyphs());
        let mut placed = run.glyphs().iter().map(|g| Placed::new(g, &props.transform, vertical)).peekable();
        let mut read = read.into_iter().peekable();
        while let (Some(glyph), Some((text, origin))) = (placed.next(), read.next()) {
            let Some(text) = text else { continue };
            let mut area = glyph.area(placed.peek().map(|n| n.at));
            // What the following glyphs only complete is as wide as all of them.
            while read.next_if(|(text, _)| text.is_none()).is_some() {
                if let Some(part) = placed.next() {
                    area = area.around(&part.area(placed.peek().map(|n| n.at)));
                }
            }
            if clip.contains(area.center(), glyph.size() * TWICE) {
                let visible = visible && glyph.size() >= LEGIBLE;
                self.add_glyph(glyph.finish(text, origin, area, visible));
            }
        }
        self.seals.glyphs(first..self.page.glyphs.len(), &props.paint);
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let (dict, opaque) = match &image {
            Image::Stencil(stencil) => (stencil.stream().dict(), false),
            Image::Raster(raster) => {
                let dict = raster.stream().dict();
                (dict, !dict.contains_key(b"SMask" as &[u8]) && !dict.contains_key(b"Mask" as &[u8]))
            }
        };
        let (width, height) = (pixels(dict, b"Width", b"W"), pixels(dict, b"Height", b"H"));
        self.dots = self.dots.max(whole(width).saturating_mul(whole(height)));
        let corners = props.transform.transform_rect_bbox(Rect::new(0.0, 0.0, width, height));
        let Some(area) = to_box(corners).within(&self.clip()) else { return };
        let opaque = opaque && !self.groups.contains(&true);
        if opaque && area.size() >= SCAN * self.shown.size() {
            // A scan drawn over its text layer hides it as well as invisible writing does.
            let hidden = |g: &&mut Glyph| area.contains(g.area.center(), 0.0);
            self.page.glyphs.iter_mut().filter(hidden).for_each(|g| g.visible = false);
        }
        self.page.images.push(area);
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn pop_transparency_group(&mut self) {
        self.groups.pop();
    }

    fn begin_marked_content(&mut self, _: &[u8], properties: Option<&Dict<'_>>) {
        let text = properties.and_then(|p| p.get::<PdfString<'_>>(b"ActualText")).map(|t| text_string(t.as_bytes()));
        self.marked.push((self.page.glyphs.len(), text));
    }

    fn end_marked_content(&mut self) {
        let Some((start, Some(text))) = self.marked.pop() else { return };
        replace(&mut self.page.glyphs, start, &text);
        self.seals.forget(self.page.glyphs.len());
    }
}

/// A glyph with its transform to the page.
struct Placed {
    at: Point,
    /// From the origin one em along the line, font stretch and horizontal scaling included.
    along: Vec2,
    /// From the origin one em up.
    up: Vec2,
    /// The advance in ems.
    advance: f64,
}

impl Placed {
    fn new(glyph: &PositionedGlyph<'_>, props: &Affine, vertical: bool) -> Self {
        let [along_x, along_y, up_x, up_y, x, y] = (*props * glyph.transform()).as_coeffs();
        let advance = match &**glyph {
            DrawnGlyph::Outline(outline) => outline.advance_width(),
            DrawnGlyph::Type3(type3) => type3.advance_width(),
        };
        let advance = advance.map_or(0.5, |w| f64::from(w) / EM);
        // Vertical writing advances by nothing to the right; its glyphs are as wide as they are high.
        let advance = if vertical { 1.0 } else { advance.max(0.0) };
        Self { at: Point::new(x, y), along: Vec2::new(along_x, along_y) * EM, up: Vec2::new(up_x, up_y) * EM, advance }
    }

    /// The font size. The up column gives it: along the line a substituted font may be stretched.
    fn size(&self) -> f32 {
        narrow(self.up.hypot())
    }

    /// The area that the glyph takes, up to the next glyph of its run when that overlaps.
    fn area(&self, next: Option<Point>) -> Box2 {
        let (size, scale) = (self.up.hypot(), self.along.hypot());
        let unit = if scale > 0.0 { self.along / scale } else { Vec2::new(1.0, 0.0) };
        let step = next.map(|n| (n - self.at).dot(unit)).filter(|&d| d > 0.0);
        let plain = self.advance * size;
        let scaled = self.advance * scale;
        // Horizontal scaling and font stretch look the same in the transform; where the next glyph stands tells.
        let width = match step {
            Some(step) if scaled > plain && step >= 0.98 * scaled => scaled,
            Some(step) => plain.min(step),
            None => plain.min(scaled.max(0.5 * plain)),
        };
        let corner = |x: f64, y: f64| {
            let p = self.at + unit * x + self.up * y;
            (narrow(p.x), narrow(p.y))
        };
        let diagonal = Box2::new(corner(0.0, DESCENT), corner(width, ASCENT));
        diagonal.around(&Box2::new(corner(width, DESCENT), corner(0.0, ASCENT)))
    }

    fn finish(&self, text: Characters, origin: Origin, area: Box2, visible: bool) -> Glyph {
        let direction = Direction::of(self.along.x, self.along.y);
        let baseline = match direction {
            Direction::Down | Direction::Up => narrow(self.at.x),
            _ => narrow(self.at.y),
        };
        Glyph { text, origin, area, baseline, size: self.size(), direction, visible }
    }
}

/// How a path is painted, and with what; `None` when nothing is seen of it on any ground.
fn pen(props: &DrawProps<'_>, mode: &DrawMode) -> Option<(Pen, Ink)> {
    let mut ink = Ink::Seen;
    if let Paint::Color(color) = &props.paint {
        let [r, g, b, alpha] = color.to_rgba().components();
        if alpha < 0.05 {
            return None;
        }
        if r > 0.98 && g > 0.98 && b > 0.98 {
            ink = Ink::White;
        }
    }
    match mode {
        DrawMode::Fill(_) => Some((Pen::Fill, ink)),
        DrawMode::Stroke(stroke) | DrawMode::FillAndStroke(_, stroke) => {
            Some((Pen::Stroke(f64::from(stroke.line_width)), ink))
        }
        DrawMode::Invisible => None,
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

fn pixels(dict: &Dict<'_>, key: &[u8], short: &[u8]) -> f64 {
    dict.get::<u32>(key).or_else(|| dict.get::<u32>(short)).map_or(1.0, f64::from)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
fn whole(value: f64) -> u64 {
    value as u64
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
