//! Orientation: the picture of a page that was laid in sideways or upside down in, the same set upright out; and what was
//! found on it back on the page as it is shown.
//!
//! Tesseract tells the orientation if its data for that is installed; otherwise, or when it is in doubt, the page is
//! taken as it is. A page that its file turns comes turned already.

use super::picture::Picture;
use super::tesseract;
use crate::read::page::{Box2, Direction, Glyph, Page};
use std::time::Duration;

/// Tesseract is believed from this confidence on; pages of tables come to ten and more, blank ones to less than one.
const SURE: f32 = 4.0;

/// By how much a picture must be turned clockwise to stand upright.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Turn {
    #[default]
    None,
    Quarter,
    Half,
    ThreeQuarters,
}

impl Turn {
    /// What a picture needs; nothing when that is not known.
    pub(super) fn of(picture: &Picture, time: Duration) -> Self {
        tesseract::orientation(picture, time).map_or(Self::None, |report| Self::stated(&report))
    }

    /// What a report of Tesseract says.
    fn stated(report: &str) -> Self {
        let value =
            |key: &str| report.lines().find_map(|l| l.strip_prefix(key)?.strip_prefix(':'))?.trim().parse().ok();
        let sure = value("Orientation confidence").is_some_and(|c: f32| c >= SURE);
        match value("Rotate").filter(|_| sure) {
            Some(90.0) => Self::Quarter,
            Some(180.0) => Self::Half,
            Some(270.0) => Self::ThreeQuarters,
            _ => Self::None,
        }
    }

    /// Whether width and height change places.
    pub(super) fn is_sideways(self) -> bool {
        matches!(self, Self::Quarter | Self::ThreeQuarters)
    }

    /// A picture turned.
    pub(super) fn picture(self, picture: Picture) -> Picture {
        let (width, height) = (picture.width, picture.height);
        let dot = |x: usize, y: usize| picture.dot(x, y);
        let (w, h) = if self.is_sideways() { (height, width) } else { (width, height) };
        let all = (0..h).flat_map(|y| (0..w).map(move |x| (x, y)));
        let gray = match self {
            Self::None => return picture,
            Self::Quarter => all.map(|(x, y)| dot(y, height - 1 - x)).collect(),
            Self::Half => all.map(|(x, y)| dot(width - 1 - x, height - 1 - y)).collect(),
            Self::ThreeQuarters => all.map(|(x, y)| dot(width - 1 - y, x)).collect(),
        };
        Picture { width: w, height: h, gray }
    }

    /// What was found on the picture set upright, on the page as it is shown.
    pub(super) fn back(self, mut page: Page) -> Page {
        let (w, h) = (page.width, page.height);
        let area = |a: &Box2| match self {
            Self::None => *a,
            Self::Quarter => Box2 { x0: a.y0, y0: w - a.x1, x1: a.y1, y1: w - a.x0 },
            Self::Half => Box2 { x0: w - a.x1, y0: h - a.y1, x1: w - a.x0, y1: h - a.y0 },
            Self::ThreeQuarters => Box2 { x0: h - a.y1, y0: a.x0, x1: h - a.y0, y1: a.x1 },
        };
        page.rules.iter_mut().for_each(|r| r.area = area(&r.area));
        for glyph in &mut page.glyphs {
            *glyph = Glyph { area: area(&glyph.area), ..glyph.clone() };
            (glyph.direction, glyph.baseline) = match self {
                Self::None => (glyph.direction, glyph.baseline),
                Self::Quarter => (Direction::Up, glyph.baseline),
                Self::Half => (Direction::Left, h - glyph.baseline),
                Self::ThreeQuarters => (Direction::Down, h - glyph.baseline),
            };
        }
        if self.is_sideways() {
            (page.width, page.height) = (h, w);
        }
        page
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::page::{Characters, Drawn, Origin, Rule};

    const TURNS: [Turn; 4] = [Turn::None, Turn::Quarter, Turn::Half, Turn::ThreeQuarters];

    #[test]
    fn what_tesseract_reports() {
        let report = |rotate: &str, confidence: &str| {
            format!(
                "Page number: 0\nOrientation in degrees: 0\nRotate: {rotate}\nOrientation confidence: {confidence}\nScript: Han\n"
            )
        };
        let cases = [
            ("0", "14.95", 0),
            ("90", "12.37", 1),
            ("180", "8.29", 2),
            ("270", "10.25", 3),
            ("90", "0.31", 0),
            ("x", "9", 0),
        ];
        for (rotate, confidence, expected) in cases {
            assert_eq!(Turn::stated(&report(rotate, confidence)), TURNS[expected], "{rotate} {confidence}");
        }
        assert_eq!(Turn::stated(""), Turn::None);
    }

    #[test]
    fn pictures_are_turned_clockwise() {
        let picture = Picture { width: 3, height: 2, gray: vec![1, 2, 3, 4, 5, 6] };
        let cases =
            [(3, [1, 2, 3, 4, 5, 6]), (2, [4, 1, 5, 2, 6, 3]), (3, [6, 5, 4, 3, 2, 1]), (2, [3, 6, 2, 5, 1, 4])];
        for (turn, (width, gray)) in TURNS.into_iter().zip(cases) {
            let turned = turn.picture(picture.clone());
            assert_eq!((turned.width, turned.gray), (width, gray.to_vec()), "{turn:?}");
        }
    }

    #[test]
    fn what_is_found_lies_where_the_page_shows_it() {
        // A page of 100 by 200 as shown, with a mark near its upper left corner.
        let shown = Box2 { x0: 10.0, y0: 20.0, x1: 14.0, y1: 26.0 };
        let found = [
            shown,
            Box2 { x0: 174.0, y0: 10.0, x1: 180.0, y1: 14.0 },
            Box2 { x0: 86.0, y0: 174.0, x1: 90.0, y1: 180.0 },
            Box2 { x0: 20.0, y0: 86.0, x1: 26.0, y1: 90.0 },
        ];
        for (turn, area) in TURNS.into_iter().zip(found) {
            let (width, height) = if turn.is_sideways() { (200.0, 100.0) } else { (100.0, 200.0) };
            let glyph = Glyph {
                text: Characters::one('表'),
                origin: Origin::Recognized,
                area,
                baseline: area.y1,
                size: 5.0,
                direction: Direction::Right,
                visible: true,
            };
            let rules = vec![Rule { area, drawn: Drawn::Stroke }];
            let page = turn.back(Page { number: 1, width, height, glyphs: vec![glyph], rules, ..Page::default() });
            assert_eq!((page.width, page.height), (100.0, 200.0), "{turn:?}");
            assert_eq!((page.glyphs[0].area, page.rules[0].area), (shown, shown), "{turn:?}");
        }
    }
}
