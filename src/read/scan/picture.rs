//! The picture of a page in shades of gray, and how it is set straight.

use super::ink::Ink;

/// A picture in shades of gray, 0 is black.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::read) struct Picture {
    /// Dots in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Row by row.
    pub gray: Vec<u8>,
}

/// The largest skew that is looked for, in thousandths of a radian; a page turned farther was laid in wrong.
const MOST_SKEW: i32 = 50;
/// Steps in which it is looked for, coarse and fine, in thousandths.
const COARSE: i32 = 2;
/// A skew below this moves nothing by as much as a line is thick, in thousandths.
const LEAST_SKEW: f64 = 0.5;
/// The skew is measured on a picture so many times smaller.
const SHRUNK: usize = 4;

impl Picture {
    /// The dot at a place; white outside.
    pub(super) fn dot(&self, x: usize, y: usize) -> u8 {
        if x < self.width { self.gray.get(y * self.width + x).copied().unwrap_or(u8::MAX) } else { u8::MAX }
    }

    /// The picture turned so that its lines of text are level.
    pub(super) fn straightened(&self) -> Self {
        let skew = self.skew();
        if skew.abs() * 1_000.0 < LEAST_SKEW { self.clone() } else { self.turned(skew) }
    }

    /// By how much lines of text fall to the right, as the tangent.
    fn skew(&self) -> f64 {
        let small = Ink::of(&self.shrunk());
        let dots: Vec<(i64, i64)> = small.dots().collect();
        let sharpness = |thousandths: f64| -> u64 {
            // Rows of text and of white alternate most sharply when rows are summed along the text.
            let shift = i64::try_from(small.width).unwrap_or(0);
            let mut rows = vec![0u32; small.height + 2 * small.width];
            for &(x, y) in &dots {
                #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "a row number")]
                let row = y + shift - (x as f64 * thousandths / 1_000.0).round() as i64;
                if let Some(count) = usize::try_from(row).ok().and_then(|r| rows.get_mut(r)) {
                    *count += 1;
                }
            }
            rows.windows(2).map(|w| u64::from(w[0].abs_diff(w[1])).pow(2)).sum()
        };
        let best = |candidates: &mut dyn Iterator<Item = f64>| {
            candidates.map(|c| (sharpness(c), c)).max_by(|a, b| a.0.cmp(&b.0).then(b.1.abs().total_cmp(&a.1.abs())))
        };
        let steps = MOST_SKEW / COARSE;
        let coarse = best(&mut (-steps..=steps).map(|i| f64::from(i * COARSE))).map_or(0.0, |b| b.1);
        let fine = best(&mut (-8..=8).map(|i| coarse + f64::from(i) / 4.0)).map_or(0.0, |b| b.1);
        fine / 1_000.0
    }

    /// The mean of each square of dots.
    fn shrunk(&self) -> Self {
        let (width, height) = (self.width / SHRUNK, self.height / SHRUNK);
        let mut gray = Vec::with_capacity(width * height);
        for y in 0..height {
            for x in 0..width {
                let row = |dy: usize| {
                    let start = (y * SHRUNK + dy) * self.width + x * SHRUNK;
                    self.gray.get(start..start + SHRUNK).unwrap_or_default()
                };
                let sum: usize = (0..SHRUNK).flat_map(row).map(|&d| usize::from(d)).sum();
                gray.push(u8::try_from(sum / (SHRUNK * SHRUNK)).unwrap_or(u8::MAX));
            }
        }
        Self { width, height, gray }
    }

    /// Turned about its middle so that a line falling by that tangent becomes level.
    fn turned(&self, tangent: f64) -> Self {
        let (sin, cos) = tangent.atan().sin_cos();
        #[expect(clippy::cast_precision_loss, reason = "pictures are far smaller")]
        let (cx, cy) = (self.width as f64 / 2.0, self.height as f64 / 2.0);
        let mut gray = Vec::with_capacity(self.gray.len());
        for y in 0..self.height {
            for x in 0..self.width {
                #[expect(clippy::cast_precision_loss, reason = "pictures are far smaller")]
                let (dx, dy) = (x as f64 - cx, y as f64 - cy);
                gray.push(self.between(cx + dx * cos - dy * sin, cy + dx * sin + dy * cos));
            }
        }
        Self { gray, ..*self }
    }

    /// The shade between four dots.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to lie on the picture")]
    fn between(&self, x: f64, y: f64) -> u8 {
        if x < 0.0 || y < 0.0 {
            return u8::MAX;
        }
        let (left, top) = (x as usize, y as usize);
        let (right, below) = (x.fract(), y.fract());
        let mix = |a: u8, b: u8, part: f64| f64::from(a) * (1.0 - part) + f64::from(b) * part;
        let upper = mix(self.dot(left, top), self.dot(left + 1, top), right);
        let lower = mix(self.dot(left, top + 1), self.dot(left + 1, top + 1), right);
        (upper * (1.0 - below) + lower * below).round() as u8
    }
}
