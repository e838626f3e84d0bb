//! Drawing: the objects of a page in, its glyphs, rules and images out, in points from the top left corner.
//!
//! Clips are not applied: writers state boundaries too small more often than they hide text behind them.

use super::fonts::Fonts;
use super::glyphs;
use super::objects::{Object, Path, Shape};
use super::outline;
use crate::read::Limits;
use crate::read::doubled::once;
use crate::read::package::Package;
use crate::read::page::{Box2, Glyph, Page, narrow};
use crate::read::paths::{Ink, Pen, Rules};
use hayro_interpret::kurbo::{Affine, PathEl, Rect};
use std::collections::HashMap;
use std::time::Instant;

/// Points to a millimeter.
const POINTS: f64 = 72.0 / 25.4;

/// Deepest nesting of composite units. Programs that make OFD write one or two.
const NESTED: usize = 8;

/// Objects between two looks at the clock.
const PATIENCE: usize = 256;

/// Why drawing stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Overrun {
    Glyphs,
    Time,
}

/// A page that is being drawn.
pub(super) struct Canvas<'c> {
    page: Page,
    shown: Box2,
    rules: Rules,
    /// Filled shapes with curves.
    curved: usize,
    composites: &'c HashMap<String, Vec<Object>>,
    fonts: &'c mut Fonts,
    limits: &'c Limits,
    deadline: Instant,
    drawn: usize,
}

impl<'c> Canvas<'c> {
    /// An empty page; `area` is the part of its space that is shown, in millimeters.
    pub(super) fn new(
        number: u32,
        area: Rect,
        composites: &'c HashMap<String, Vec<Object>>,
        fonts: &'c mut Fonts,
        (limits, deadline): (&'c Limits, Instant),
    ) -> Self {
        let (width, height) = (narrow(area.width() * POINTS), narrow(area.height() * POINTS));
        let shown = Box2 { x0: 0.0, y0: 0.0, x1: width, y1: height };
        let page = Page { number, width, height, ..Page::default() };
        let rules = Rules::new(shown, limits.rules);
        Self { page, shown, rules, curved: 0, composites, fonts, limits, deadline, drawn: 0 }
    }

    /// Draws objects that stand in the page's space, the upper left corner of which is `origin`.
    pub(super) fn draw(&mut self, objects: &[Object], area: Rect, package: &mut Package<'_>) -> Result<(), Overrun> {
        let place = Affine::scale(POINTS) * Affine::translate(-area.origin().to_vec2());
        self.objects(objects, &place, 0, package)
    }

    /// The page, and the number of filled shapes with curves on it.
    pub(super) fn finish(mut self) -> (Page, usize) {
        self.page.glyphs = once(self.page.glyphs);
        self.page.rules = self.rules.finish();
        (self.page, self.curved)
    }

    fn objects(
        &mut self,
        objects: &[Object],
        place: &Affine,
        depth: usize,
        package: &mut Package<'_>,
    ) -> Result<(), Overrun> {
        for object in objects {
            self.drawn += 1;
            let is_late = self.drawn.is_multiple_of(PATIENCE) && Instant::now() >= self.deadline;
            if is_late || self.drawn > self.limits.objects {
                return Err(Overrun::Time);
            }
            let own = *place * object.place;
            match &object.shape {
                Shape::Group(objects) => self.objects(objects, place, depth, package)?,
                Shape::Text(text) => {
                    let Self { page, fonts, shown, limits, .. } = self;
                    let mut known = |font: &str, glyph| fonts.character(package, font, glyph);
                    let mut fits = true;
                    glyphs::write(text, &own, &mut known, |glyph: Glyph| {
                        fits = page.glyphs.len() < limits.glyphs;
                        if fits && shown.contains(glyph.area.center(), 0.0) {
                            page.glyphs.push(glyph);
                        }
                        fits
                    });
                    if !fits {
                        return Err(Overrun::Glyphs);
                    }
                }
                Shape::Path(path) => self.path(path, &own),
                Shape::Image => self.page.images.extend(self.image(object, place)),
                Shape::Composite(id) if depth < NESTED => {
                    let composites = self.composites;
                    if let Some(objects) = composites.get(id) {
                        self.objects(objects, &own, depth + 1, package)?;
                    }
                }
                Shape::Composite(_) => {}
            }
        }
        Ok(())
    }

    fn path(&mut self, path: &Path, place: &Affine) {
        let elements = outline::elements(&path.data);
        let is_curve = |e: &PathEl| matches!(e, PathEl::CurveTo(..) | PathEl::QuadTo(..));
        self.curved += usize::from(path.filled && elements.iter().any(is_curve));
        let pen = match path.stroke {
            Some(width) => Pen::Stroke(width),
            None if path.filled => Pen::Fill,
            None => return,
        };
        self.rules.draw(&elements, place, pen, Ink::Seen, &self.shown);
    }

    /// The part of the page that an image takes.
    fn image(&self, object: &Object, place: &Affine) -> Option<Box2> {
        let area = place.transform_rect_bbox(object.boundary);
        let corner = |x: f64, y: f64| (narrow(x), narrow(y));
        Box2::new(corner(area.x0, area.y0), corner(area.x1, area.y1)).within(&self.shown)
    }
}
