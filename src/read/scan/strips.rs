//! Strips: ink and the cells in it, the lines of text out, each cut out for recognition by itself.

use super::ink::{Ink, Region};
use super::picture::Picture;
use super::tiff::Image;

/// The size of body text, in points, where a page shows none.
const BODY: f32 = 10.5;
/// Heights of lines that tell the size of the text, in points.
const TELLING: std::ops::RangeInclusive<f32> = 5.0..=30.0;
/// Regions with less ink to each side are specks, in points.
const SPECK: f32 = 1.2;
/// Bands that together are no higher than this are one line (`二`, `=`), in line heights.
const ONE_LINE: f32 = 1.15;
/// A band higher than this holds several lines, in line heights.
const SEVERAL: f32 = 1.7;
/// Columns of text beside each other are at least so far apart, in line heights.
const APART: f32 = 1.0;
/// A character set above another is no wider and no higher than this, in line heights.
const SQUARE: f32 = 1.35;
/// Between two lines that touch a row holds no more than one part in so many of the usual ink.
const LITTLE: usize = 4;
/// White around the text of a strip, in dots.
const MARGIN: usize = 12;
/// How deep regions are cut; deeper is a picture.
const DEEPEST: usize = 6;

/// One line of text: what stands side by side, or a label's characters that stand above each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Strip {
    pub(super) pieces: Vec<Region>,
}

impl Strip {
    /// The pieces side by side on white, without what is not ink.
    pub(super) fn image(&self, picture: &Picture, ink: &Ink) -> Image {
        let height = self.pieces.iter().map(Region::height).max().unwrap_or(0) + 2 * MARGIN;
        let width = self.pieces.iter().map(|p| p.width() + MARGIN).sum::<usize>() + MARGIN;
        let mut image = Image { width, height, gray: vec![u8::MAX; width * height] };
        let mut left = MARGIN;
        for piece in &self.pieces {
            let top = (height - piece.height()) / 2;
            for y in piece.y0..piece.y1 {
                let start = (top + y - piece.y0) * width + left;
                let Some(row) = image.gray.get_mut(start..start + piece.width()) else { continue };
                for (dot, x) in row.iter_mut().zip(piece.x0..) {
                    if ink.is_near(x, y) {
                        *dot = picture.dot(x, y);
                    }
                }
            }
            left += piece.width() + MARGIN;
        }
        image
    }

    /// The piece that a place of the image lies in, and the place on the page.
    pub(super) fn on_page(&self, x: usize) -> Option<(Region, usize)> {
        let mut left = MARGIN;
        for (i, piece) in self.pieces.iter().enumerate() {
            let right = left + piece.width() + MARGIN / 2;
            if x < right || i + 1 == self.pieces.len() {
                return Some((*piece, (piece.x0 + x).saturating_sub(left).clamp(piece.x0, piece.x1)));
            }
            left += piece.width() + MARGIN;
        }
        None
    }
}

/// The lines of text in the cells and around them; the picture has so many dots to a point.
pub(super) fn strips(ink: &Ink, cells: &[Region], dots: f32) -> Vec<Strip> {
    let mut rest = ink.clone();
    let mut cells = cells.to_vec();
    // A table may stand in a cell of another: the inner one first.
    cells.sort_by_key(|c| c.width() * c.height());
    let mut regions: Vec<Vec<Region>> = Vec::new();
    for cell in &cells {
        regions.push(bands(&rest, cell, dots));
        rest.clear(cell);
    }
    regions.push(bands(&rest, &rest.whole(), dots));
    let line = line_height(&regions, dots);
    let mut out = Vec::new();
    for bands in regions {
        let mut lines = Vec::new();
        for band in joined(bands, line) {
            cut(ink, band, line, dots, 0, &mut lines);
        }
        let stacked = lines.len() > 1 && lines.iter().all(|l| fits(l.width().max(l.height()), SQUARE * line));
        if stacked {
            out.push(Strip { pieces: lines });
        } else {
            out.extend(lines.into_iter().map(|l| Strip { pieces: vec![l] }));
        }
    }
    out
}

#[expect(clippy::cast_precision_loss, reason = "pictures are far smaller")]
fn fits(dots: usize, most: f32) -> bool {
    dots as f32 <= most
}

/// The usual height of a line.
fn line_height(regions: &[Vec<Region>], dots: f32) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "pictures are far smaller")]
    let height = |r: &Region| r.height() as f32;
    let telling = |h: &f32| TELLING.contains(&(h / dots));
    let mut heights: Vec<f32> = regions.iter().flatten().map(height).filter(telling).collect();
    let middle = heights.len() / 2;
    if heights.is_empty() { BODY * dots } else { *heights.select_nth_unstable_by(middle, f32::total_cmp).1 }
}

/// The bands of ink in a region, top to bottom, each as narrow as its ink.
fn bands(ink: &Ink, region: &Region, dots: f32) -> Vec<Region> {
    let mut out: Vec<Region> = Vec::new();
    let mut open: Option<Region> = None;
    for y in region.y0..region.y1.min(ink.height) {
        let row = ink.row(y, region.x0, region.x1.min(ink.width));
        let (first, last) = (row.iter().position(|d| *d), row.iter().rposition(|d| *d));
        match (first.zip(last), &mut open) {
            (Some((first, last)), Some(band)) => {
                band.x0 = band.x0.min(region.x0 + first);
                band.x1 = band.x1.max(region.x0 + last + 1);
                band.y1 = y + 1;
            }
            (Some((first, last)), None) => {
                open = Some(Region { x0: region.x0 + first, y0: y, x1: region.x0 + last + 1, y1: y + 1 });
            }
            (None, _) => out.extend(open.take()),
        }
    }
    out.extend(open);
    out.retain(|b| !fits(b.width().max(b.height()), SPECK * dots));
    out
}

/// Joins bands that are parts of one line.
fn joined(bands: Vec<Region>, line: f32) -> Vec<Region> {
    let mut out: Vec<Region> = Vec::with_capacity(bands.len());
    for band in bands {
        match out.last_mut() {
            Some(last) if fits(band.y1 - last.y0, ONE_LINE * line) => {
                *last = Region { x0: last.x0.min(band.x0), x1: last.x1.max(band.x1), y1: band.y1, ..*last };
            }
            _ => out.push(band),
        }
    }
    out
}

/// Cuts a band that is too high for a line: between columns, else where its rows hold least ink.
fn cut(ink: &Ink, band: Region, line: f32, dots: f32, depth: usize, out: &mut Vec<Region>) {
    if fits(band.height(), SEVERAL * line) || depth >= DEEPEST {
        out.push(band);
        return;
    }
    let columns = columns(ink, &band, APART * line);
    if columns.len() > 1 {
        for column in columns {
            for part in joined(bands(ink, &column, dots), line) {
                cut(ink, part, line, dots, depth + 1, out);
            }
        }
        return;
    }
    match thinnest(ink, &band, line) {
        Some(y) => {
            for half in [Region { y1: y, ..band }, Region { y0: y, ..band }] {
                for part in bands(ink, &half, dots) {
                    cut(ink, part, line, dots, depth + 1, out);
                }
            }
        }
        None => out.push(band),
    }
}

/// The parts of a band that wide gaps divide.
fn columns(ink: &Ink, band: &Region, gap: f32) -> Vec<Region> {
    let mut filled = vec![false; band.width()];
    for y in band.y0..band.y1 {
        filled.iter_mut().zip(ink.row(y, band.x0, band.x1)).for_each(|(f, d)| *f |= d);
    }
    let mut out: Vec<Region> = Vec::new();
    for (x, _) in filled.iter().enumerate().filter(|(_, f)| **f) {
        let x = band.x0 + x;
        match out.last_mut() {
            Some(last) if fits(x - last.x1, gap) => last.x1 = x + 1,
            _ => out.push(Region { x0: x, x1: x + 1, ..*band }),
        }
    }
    out
}

/// The row with least ink about one line below the top of a band, if that is little: a line in large type has much ink
/// everywhere.
fn thinnest(ink: &Ink, band: &Region, line: f32) -> Option<usize> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of a picture's height")]
    let below = |lines: f32| band.y0 + (lines * line) as usize;
    let count = |y: &usize| ink.row(*y, band.x0, band.x1).iter().filter(|d| **d).count();
    let rows = below(0.7)..below(1.5).min(band.y1);
    let mean = (band.y0..band.y1).map(|y| count(&y)).sum::<usize>() / band.height().max(1);
    rows.min_by_key(count).filter(|y| count(y) * LITTLE <= mean)
}
