//! Whether the text of a page can be believed: a drawn page in, the page with its visible glyphs and its fault out.
//!
//! Text that nobody sees (the layer that recognition lays under a scan) is never handed on: it may be wrong, and no
//! reader of the report could notice. Deliberately absent: any look at what the text says.

use crate::model::{Location, Notice};
use crate::read::page::{Origin, Page};

/// Fewest glyphs that make a text: a page number and a stamp have fewer.
const TEXT: usize = 20;

/// The part of the page that images must cover to be its content.
const PICTURE: f32 = 0.5;

/// Fewest curved shapes that may be a text drawn as outlines.
const OUTLINES: usize = 200;

/// What makes the text of a page useless or doubtful.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read) enum Fault {
    /// The page is a picture.
    Picture,
    /// The page is a picture with a text that nobody sees.
    HiddenText,
    /// The text is drawn as shapes.
    Outlines,
    /// The characters of the glyphs are not known.
    Undecodable,
    /// The characters are other ones than those shown: symbols or accented letters in masses.
    Garbled,
    /// Interpreting the page failed.
    Broken,
}

impl Fault {
    /// The remark on a page.
    pub(in crate::read) fn notice(self, page: u32, at: Location) -> Notice {
        match self {
            Self::Garbled => Notice::GarbledText { page, at },
            _ => Notice::NoTextLayer { page, hidden: self == Self::HiddenText, at },
        }
    }
}

/// Keeps what a person sees of a page, and says what is wrong with it.
pub(in crate::read) fn judge(mut page: Page, curved: usize) -> (Page, Option<Fault>) {
    let (mut hidden, mut seen, mut unknown, mut strange) = (0, 0, 0, 0);
    for glyph in page.glyphs.iter().filter(|g| !g.text.first.is_whitespace()) {
        if !glyph.visible {
            hidden += 1;
            continue;
        }
        seen += 1;
        unknown += usize::from(glyph.origin == Origin::Unknown);
        strange += usize::from(matches!(glyph.text.first, '\u{A1}'..='\u{FF}' | '\u{E000}'..='\u{F8FF}'));
    }
    page.glyphs.retain(|g| g.visible);
    let pictured =
        page.images.iter().map(crate::read::page::Box2::size).sum::<f32>() >= PICTURE * page.width * page.height;
    let fault = if pictured && hidden >= TEXT && hidden > 2 * seen {
        Some(Fault::HiddenText)
    } else if seen < TEXT && pictured {
        Some(Fault::Picture)
    } else if seen < TEXT && curved >= OUTLINES {
        Some(Fault::Outlines)
    } else if seen >= TEXT && unknown * 2 >= seen {
        Some(Fault::Undecodable)
    } else if seen >= TEXT && strange * 10 >= seen * 3 {
        Some(Fault::Garbled)
    } else {
        None
    };
    if matches!(fault, Some(Fault::Undecodable)) {
        // Figures without the words around them would only be guesses.
        page.glyphs.clear();
    }
    (page, fault)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::page::{Box2, Characters, Direction, Glyph};

    fn glyphs(count: usize, c: char, visible: bool) -> Vec<Glyph> {
        let origin = if c == char::REPLACEMENT_CHARACTER { Origin::Unknown } else { Origin::Stated };
        let glyph = Glyph {
            text: Characters::one(c),
            origin,
            area: Box2::default(),
            baseline: 0.0,
            size: 10.0,
            direction: Direction::Right,
            visible,
        };
        vec![glyph; count]
    }

    fn fault(parts: &[Vec<Glyph>], picture: f32, curved: usize) -> (usize, Option<Fault>) {
        let image = Box2 { x0: 0.0, y0: 0.0, x1: 100.0, y1: 100.0 * picture };
        let page = Page { width: 100.0, height: 100.0, glyphs: parts.concat(), images: vec![image], ..Page::default() };
        let (page, fault) = judge(page, curved);
        (page.glyphs.len(), fault)
    }

    #[test]
    fn what_is_wrong() {
        let text = glyphs(300, '绩', true);
        let hidden = glyphs(300, '绩', false);
        let number = glyphs(3, '7', true);
        let lost = glyphs(200, '\u{FFFD}', true);
        let accents = glyphs(200, 'Ö', true);
        let cases = [
            (vec![text.clone()], 0.0, 0, (300, None)),
            (vec![text.clone()], 1.0, 900, (300, None)),
            (vec![number.clone()], 0.0, 0, (3, None)),
            (vec![number.clone()], 1.0, 0, (3, Some(Fault::Picture))),
            (vec![number.clone(), hidden.clone()], 1.0, 0, (3, Some(Fault::HiddenText))),
            // A watermark that nobody sees on a page of text.
            (vec![text.clone(), glyphs(30, '密', false)], 1.0, 0, (300, None)),
            (vec![number], 0.0, 500, (3, Some(Fault::Outlines))),
            (vec![text.clone(), lost.clone()], 0.0, 0, (500, None)),
            (vec![glyphs(100, '1', true), lost], 0.0, 0, (0, Some(Fault::Undecodable))),
            (vec![text, accents], 0.0, 0, (500, Some(Fault::Garbled))),
        ];
        for (i, (parts, picture, curved, expected)) in cases.into_iter().enumerate() {
            assert_eq!(fault(&parts, picture, curved), expected, "case {i}");
        }
    }
}
