//! Scans: the picture of a page in, a [`Page`] of recognized glyphs and ruling lines out, so that the same layout stage
//! finds the same tables in it.
//!
//! ```text
//! picture ─ upright ─ straightened ─ ink ─┬─ rules ──── cells ─┐
//!                                         └─ ink without rules ┴─ strips (one line of text each) ─ Tesseract ─ glyphs
//! ```
//!
//! Tables are read cell by cell and line by line: recognition of a whole page mixes columns and loses lone digits.
//! What recognition itself doubts comes as U+FFFD where it would be a figure. Deliberately absent: any correction of
//! what was recognized by what would make sense.

mod agreement;
mod glyphs;
mod hocr;
mod ink;
mod orientation;
mod picture;
mod rules;
mod strips;
mod tesseract;
#[cfg(test)]
mod tests;
mod tiff;

use super::page::Page;
use orientation::Turn;
pub(super) use picture::Picture;
use std::time::{Duration, Instant};
pub(super) use tesseract::missing;

/// Reads the picture of a page of that size, in points. `None` when recognition failed or took longer than it may.
pub(super) fn read(picture: Picture, number: u32, (width, height): (f32, f32), time: Duration) -> Option<Page> {
    let deadline = Instant::now() + time;
    let turn = Turn::of(&picture, time);
    let (width, height) = if turn.is_sideways() { (height, width) } else { (width, height) };
    let picture = turn.picture(picture).straightened();
    let mut ink = ink::Ink::of(&picture);
    let scale = glyphs::Scale::new(&picture, width);
    let rules = rules::rules(&ink, scale.dots);
    rules::erase(&mut ink, &rules);
    let mut page = Page { number, width, height, ..Page::default() };
    page.rules = rules.iter().map(|r| scale.rule(r)).collect();
    let cells: Vec<_> = super::grid::boxes(&page).iter().map(|b| scale.region(b)).collect();
    let strips = strips::strips(&ink, &cells, scale.dots);
    let images: Vec<tiff::Image> = strips.iter().map(|s| s.image(&picture, &ink)).collect();
    let found = tesseract::recognize(&images, deadline)?;
    page.glyphs = glyphs::glyphs(&strips, &found, scale);
    Some(turn.back(page))
}
