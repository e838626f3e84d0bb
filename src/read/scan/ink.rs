//! Ink: a picture in, which of its dots are dark against their surroundings out.

use super::picture::Picture;

/// Half the side of the square that a dot is compared with, in dots.
const REACH: usize = 24;
/// A dot is dark when it is at most this share of its surroundings, in hundredths.
const DARK: u32 = 82;

/// The dark dots of a picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ink {
    pub(super) width: usize,
    pub(super) height: usize,
    dark: Vec<bool>,
}

/// A rectangle of dots, half-open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Region {
    pub(super) x0: usize,
    pub(super) y0: usize,
    pub(super) x1: usize,
    pub(super) y1: usize,
}

impl Region {
    pub(super) fn width(&self) -> usize {
        self.x1.saturating_sub(self.x0)
    }

    pub(super) fn height(&self) -> usize {
        self.y1.saturating_sub(self.y0)
    }
}

impl Ink {
    /// Compares every dot with the mean around it, so that shaded cells and the shadow along a scan's edge are paper.
    pub(super) fn of(picture: &Picture) -> Self {
        let (width, height) = (picture.width, picture.height);
        let mut dark = Vec::with_capacity(width * height);
        // Sums of the dots in the square around each column, kept up row by row.
        let mut columns = vec![0u32; width];
        let row = |y: usize| picture.gray.get(y * width..(y + 1) * width).unwrap_or_default();
        for y in 0..height.min(REACH) {
            columns.iter_mut().zip(row(y)).for_each(|(sum, dot)| *sum += u32::from(*dot));
        }
        for y in 0..height {
            if y + REACH < height {
                columns.iter_mut().zip(row(y + REACH)).for_each(|(sum, dot)| *sum += u32::from(*dot));
            }
            if let Some(gone) = y.checked_sub(REACH + 1) {
                columns.iter_mut().zip(row(gone)).for_each(|(sum, dot)| *sum -= u32::from(*dot));
            }
            let rows = (y + REACH).min(height - 1) + 1 - y.saturating_sub(REACH);
            let mut sum: u32 = columns.iter().take(REACH).sum();
            for (x, &dot) in row(y).iter().enumerate() {
                sum += columns.get(x + REACH).copied().unwrap_or(0);
                if let Some(gone) = x.checked_sub(REACH + 1) {
                    sum -= columns.get(gone).copied().unwrap_or(0);
                }
                let cols = (x + REACH).min(width - 1) + 1 - x.saturating_sub(REACH);
                let count = u32::try_from(rows * cols).unwrap_or(u32::MAX);
                dark.push(u32::from(dot) * 100 * count <= sum * DARK);
            }
        }
        Self { width, height, dark }
    }

    /// The whole picture.
    pub(super) fn whole(&self) -> Region {
        Region { x0: 0, y0: 0, x1: self.width, y1: self.height }
    }

    /// Whether a dot or a neighbor of it is dark: a character with its soft edge.
    pub(super) fn is_near(&self, x: usize, y: usize) -> bool {
        let from = x.saturating_sub(1);
        (y.saturating_sub(1)..=y + 1).any(|y| self.row(y, from, (x + 2).min(self.width)).contains(&true))
    }

    /// The places of all dark dots.
    pub(super) fn dots(&self) -> impl Iterator<Item = (i64, i64)> {
        let width = self.width.max(1);
        let place = move |i: usize| (signed(i % width), signed(i / width));
        self.dark.iter().enumerate().filter(|(_, dark)| **dark).map(move |(i, _)| place(i))
    }

    /// The dots of a row between two columns.
    pub(super) fn row(&self, y: usize, from: usize, to: usize) -> &[bool] {
        self.dark.get(y * self.width + from..y * self.width + to).unwrap_or_default()
    }

    /// Rows as columns.
    pub(super) fn transposed(&self) -> Self {
        let mut dark = Vec::with_capacity(self.dark.len());
        for x in 0..self.width {
            dark.extend((0..self.height).map(|y| self.dark.get(y * self.width + x).copied().unwrap_or(false)));
        }
        Self { width: self.height, height: self.width, dark }
    }

    /// Takes the ink out of a region.
    pub(super) fn clear(&mut self, region: &Region) {
        for y in region.y0..region.y1.min(self.height) {
            let (from, to) = (y * self.width + region.x0, y * self.width + region.x1.min(self.width));
            if let Some(row) = self.dark.get_mut(from..to) {
                row.fill(false);
            }
        }
    }
}

fn signed(value: usize) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
