//! Turning: a page as shown in, its marks and rules in the frame in which the text stands upright, and how much it was
//! turned. A landscape table is often drawn sideways on a portrait page; all later steps see level lines only.

use super::lines::Mark;
use crate::read::page::{Box2, Direction, Page, Rule};

/// The share of glyphs that must be turned alike for the whole page to be turned.
const MOST: f32 = 0.6;
/// Distance of the baseline from the lower end of a glyph's area, in glyph sizes.
const DESCENT: f32 = 0.12;

/// A page in its upright frame.
pub(super) struct Upright<'a> {
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) marks: Vec<Mark<'a>>,
    pub(super) rules: Vec<Rule>,
}

/// Turns a page so that most of its text is level. Invisible and slanted glyphs (a watermark) are left out.
pub(super) fn upright(page: &Page) -> Upright<'_> {
    let direction = main_direction(page);
    let seen = page.glyphs.iter().filter(|g| g.visible && g.direction != Direction::Slanted && g.size > 0.0);
    let mut marks = Vec::with_capacity(page.glyphs.len());
    for glyph in seen {
        if glyph.text.chars().all(char::is_whitespace) || !is_finite(&glyph.area) {
            continue;
        }
        let area = turned(&glyph.area, direction, page);
        let own = if direction == Direction::Right { glyph.direction } else { relative(glyph.direction, direction) };
        let baseline =
            if glyph.direction == Direction::Right { glyph.baseline } else { area.y1 - DESCENT * glyph.size };
        marks.push(Mark { glyph, area, baseline, size: glyph.size, direction: own, page: page.number });
    }
    let rules = page.rules.iter().filter(|r| is_finite(&r.area));
    let rules = rules.map(|r| Rule { area: turned(&r.area, direction, page), drawn: r.drawn }).collect();
    let sideways = matches!(direction, Direction::Down | Direction::Up);
    let (width, height) = if sideways { (page.height, page.width) } else { (page.width, page.height) };
    Upright { width, height, marks, rules }
}

/// Turns marks that are written alike so that they are level among themselves, for a label set sideways in its cell.
pub(super) fn level<'a>(marks: &[Mark<'a>], direction: Direction) -> Vec<Mark<'a>> {
    let turn = |area: &Box2| match direction {
        Direction::Up => Box2 { x0: -area.y1, y0: area.x0, x1: -area.y0, y1: area.x1 },
        Direction::Down => Box2 { x0: area.y0, y0: -area.x1, x1: area.y1, y1: -area.x0 },
        Direction::Left => Box2 { x0: -area.x1, y0: -area.y1, x1: -area.x0, y1: -area.y0 },
        Direction::Right | Direction::Slanted => *area,
    };
    let place = |mark: &Mark<'a>| {
        let area = turn(&mark.area);
        Mark { area, baseline: area.y1 - DESCENT * mark.size, direction: Direction::Right, ..*mark }
    };
    marks.iter().map(place).collect()
}

fn is_finite(area: &Box2) -> bool {
    area.x0.is_finite() && area.y0.is_finite() && area.x1.is_finite() && area.y1.is_finite()
}

/// The direction in which most of a page is written, `Right` unless another clearly prevails.
fn main_direction(page: &Page) -> Direction {
    let count = |d: Direction| page.glyphs.iter().filter(|g| g.visible && g.direction == d).count();
    let counts = [Direction::Up, Direction::Down, Direction::Left].map(|d| (count(d), d));
    let all = count(Direction::Right) + counts.iter().map(|(n, _)| n).sum::<usize>();
    let most = counts.into_iter().max_by_key(|(n, _)| *n);
    #[expect(clippy::cast_precision_loss, reason = "a share of a count")]
    most.filter(|(n, _)| *n > 0 && *n as f32 >= MOST * all as f32).map_or(Direction::Right, |(_, d)| d)
}

/// An area of the page in the frame in which text of that direction is level.
fn turned(area: &Box2, direction: Direction, page: &Page) -> Box2 {
    let (w, h) = (page.width, page.height);
    match direction {
        Direction::Right | Direction::Slanted => *area,
        Direction::Up => Box2 { x0: h - area.y1, y0: area.x0, x1: h - area.y0, y1: area.x1 },
        Direction::Down => Box2 { x0: area.y0, y0: w - area.x1, x1: area.y1, y1: w - area.x0 },
        Direction::Left => Box2 { x0: w - area.x1, y0: h - area.y1, x1: w - area.x0, y1: h - area.y0 },
    }
}

/// An area of the upright frame on the page as shown.
pub(super) fn back(area: &Box2, page: &Page) -> Box2 {
    let (w, h) = (page.width, page.height);
    match main_direction(page) {
        Direction::Right | Direction::Slanted => *area,
        Direction::Up => Box2 { x0: area.y0, y0: h - area.x1, x1: area.y1, y1: h - area.x0 },
        Direction::Down => Box2 { x0: w - area.y1, y0: area.x0, x1: w - area.y0, y1: area.x1 },
        Direction::Left => Box2 { x0: w - area.x1, y0: h - area.y1, x1: w - area.x0, y1: h - area.y0 },
    }
}

/// The direction of a glyph as seen in the turned frame.
fn relative(glyph: Direction, frame: Direction) -> Direction {
    let quarter = |d: Direction| match d {
        Direction::Right | Direction::Slanted => 0,
        Direction::Down => 1,
        Direction::Left => 2,
        Direction::Up => 3,
    };
    match (quarter(glyph) + 4 - quarter(frame)) % 4 {
        0 => Direction::Right,
        1 => Direction::Down,
        2 => Direction::Left,
        _ => Direction::Up,
    }
}
