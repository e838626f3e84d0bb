//! Pictures of pages, drawn by hayro: for recognition, and for people who want to see what was found.

use crate::read::scan::Picture;
use hayro::vello_cpu::Pixmap;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use hayro_interpret::InterpreterSettings;
use hayro_syntax::page::Page;

/// Dots to a point when a page is drawn for recognition: 300 to an inch.
const FINE: f32 = 300.0 / 72.0;
/// Dots to a point when a page is drawn for people: 144 to an inch.
pub(super) const PLAIN: f32 = 2.0;
/// Most dots of a page as drawn; larger pages are drawn smaller.
const MOST: f32 = 16_000_000.0;
/// Most dots to one side: hayro counts in 16 bits.
const LONGEST: f32 = 32_000.0;

/// Draws a page on white with so many dots to a point, or fewer when it is large.
pub(super) fn draw<'a>(page: &'a Page<'a>, dots: f32) -> Pixmap {
    let (width, height) = page.render_dimensions();
    let (width, height) = (width.max(1.0), height.max(1.0));
    let scale = dots.min((MOST / width / height).sqrt()).min(LONGEST / width.max(height));
    let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    render(page, &RenderCache::new(), &InterpreterSettings::default(), &RenderSettings::default(), &settings)
}

/// A page as recognition needs it.
pub(super) fn gray<'a>(page: &'a Page<'a>) -> Picture {
    let drawn = draw(page, FINE);
    // Luminance as printers and scanners weigh colors.
    let shade = |[r, g, b]: [u8; 3]| (u32::from(r) * 299 + u32::from(g) * 587 + u32::from(b) * 114) / 1_000;
    let gray = drawn.data().iter().map(|d| u8::try_from(shade([d.r, d.g, d.b])).unwrap_or(u8::MAX)).collect();
    Picture { width: usize::from(drawn.width()), height: usize::from(drawn.height()), gray }
}
