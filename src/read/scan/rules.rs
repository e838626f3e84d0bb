//! Rules: ink in, the ruling lines in it out: long thin stretches, level or upright.
//!
//! Short ones count only where both their ends meet long ones; a stroke of a character does not.

use super::ink::{Ink, Region};

/// A line as long as this is one whatever it meets, in points.
const LONG: f32 = 36.0;
/// Shorter ones must meet others, and have at least this length, in points.
const SHORT: f32 = 12.0;
/// Thicker ones are areas, in points.
const THICK: f32 = 4.0;
/// A line goes on over a gap of this width, in points: specks and pale places.
const GAP: f32 = 1.0;
/// Lines that end nearer than this to another meet it, in points.
const MEET: f32 = 2.5;

/// A line as a rectangle of dots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) area: Region,
    pub(super) level: bool,
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred dots")]
fn dots_of(points: f32, dots: f32) -> usize {
    (points * dots).round() as usize
}

/// The lines in ink that has so many dots to a point.
pub(super) fn rules(ink: &Ink, dots: f32) -> Vec<Line> {
    let level = |ink: &Ink| stretches(ink, dots);
    let flip = |r: Region| Region { x0: r.y0, y0: r.x0, x1: r.y1, y1: r.x1 };
    let mut lines: Vec<Line> = level(ink).into_iter().map(|area| Line { area, level: true }).collect();
    lines.extend(level(&ink.transposed()).into_iter().map(|area| Line { area: flip(area), level: false }));
    let (long, meet) = (dots_of(LONG, dots), dots_of(MEET, dots));
    let is_long = |l: &Line| l.area.width().max(l.area.height()) >= long;
    let main: Vec<Line> = lines.iter().copied().filter(is_long).collect();
    lines.retain(|line| is_long(line) || meets(line, &main, meet));
    lines
}

/// Whether both ends of a line meet lines of the other direction.
fn meets(line: &Line, main: &[Line], reach: usize) -> bool {
    let a = &line.area;
    let ends = if line.level { [(a.x0, a.y0), (a.x1, a.y0)] } else { [(a.x0, a.y0), (a.x0, a.y1)] };
    ends.iter().all(|&(x, y)| {
        main.iter().any(|m| {
            let b = &m.area;
            m.level != line.level
                && (b.x0..=b.x1 + 2 * reach).contains(&(x + reach))
                && (b.y0..=b.y1 + 2 * reach).contains(&(y + reach))
        })
    })
}

/// Level stretches that are long enough and thin.
fn stretches(ink: &Ink, dots: f32) -> Vec<Region> {
    let (short, thick, gap) = (dots_of(SHORT, dots), dots_of(THICK, dots), dots_of(GAP, dots));
    let mut open: Vec<Region> = Vec::new();
    let mut done: Vec<Region> = Vec::new();
    for y in 0..ink.height {
        let mut next: Vec<Region> = Vec::new();
        for (from, to) in runs(ink, y, short, gap) {
            let touching = |r: &Region| r.x0 < to && from < r.x1;
            let mut merged = Region { x0: from, y0: y, x1: to, y1: y + 1 };
            open.retain(|r| {
                if touching(r) {
                    merged =
                        Region { x0: merged.x0.min(r.x0), y0: merged.y0.min(r.y0), x1: merged.x1.max(r.x1), ..merged };
                }
                !touching(r)
            });
            next.push(merged);
        }
        done.append(&mut open);
        open = next;
    }
    done.append(&mut open);
    done.retain(|r| r.height() <= thick + 2 && r.width() > 3 * r.height());
    // A row takes in its neighbors' dots; what it adds above and below is no part of the line.
    done.iter_mut().filter(|r| r.height() > 2).for_each(|r| (r.y0, r.y1) = (r.y0 + 1, r.y1 - 1));
    done
}

/// The dark runs of a row and its two neighbors together: a line that falls by a dot somewhere stays one.
fn runs(ink: &Ink, y: usize, least: usize, gap: usize) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let row = |y: usize| ink.row(y, 0, ink.width);
    let (above, own, below) = (y.checked_sub(1).map(row).unwrap_or_default(), row(y), row(y + 1));
    let (mut start, mut end): (Option<usize>, usize) = (None, 0);
    for x in 0..ink.width {
        let dark = [above, own, below].iter().any(|r| r.get(x).copied().unwrap_or(false));
        match start {
            _ if !dark => {}
            Some(_) if x <= end + gap => end = x + 1,
            Some(from) => {
                out.extend((end - from >= least).then_some((from, end)));
                (start, end) = (Some(x), x + 1);
            }
            None => (start, end) = (Some(x), x + 1),
        }
    }
    out.extend(start.filter(|from| end - from >= least).map(|from| (from, end)));
    out
}

/// Takes the lines out of the ink, with the pale dots along them.
pub(super) fn erase(ink: &mut Ink, lines: &[Line]) {
    for Line { area, .. } in lines {
        let wide =
            Region { x0: area.x0.saturating_sub(2), y0: area.y0.saturating_sub(2), x1: area.x1 + 2, y1: area.y1 + 2 };
        ink.clear(&wide);
    }
}
