//! Text objects in, placed glyphs out.
//!
//! OFD places every character itself, and mostly names fonts that it does not embed. How wide a character is follows
//! from its kind and from where the next one stands.

use super::objects::{Code, Text};
use crate::read::page::{Box2, Characters, Direction, Glyph, Origin, narrow};
use crate::read::pdf::unicode::plain;
use hayro_interpret::kurbo::{Affine, Point, Vec2};
use unicode_width::UnicodeWidthChar;

/// Ascender and descender of the em box of CJK fonts, as parts of the em.
const ASCENT: f64 = 0.88;
const DESCENT: f64 = -0.12;

/// Letters are set tight in so much of an em, whatever the font.
const NARROW: f64 = 0.62;

/// What one glyph stands for.
struct Piece {
    /// Nothing when the glyph before it stands for the characters of both.
    characters: Vec<char>,
    /// The glyph of the font, when it is named.
    glyph: Option<u32>,
}

/// Writes a text object onto a page; `place` leads from its space there. `known` says which character a font draws with
/// a glyph. Ends early when `take` has had enough.
pub(super) fn write(
    text: &Text,
    place: &Affine,
    known: &mut dyn FnMut(&str, u32) -> Option<char>,
    mut take: impl FnMut(Glyph) -> bool,
) {
    let (mut start, mut before) = (Point::ZERO, 0);
    for code in &text.codes {
        // A coordinate that is not stated is that of the code before.
        start = Point::new(code.x.unwrap_or(start.x), code.y.unwrap_or(start.y));
        let characters: Vec<char> = bare(&code.content).chars().filter(|c| !c.is_control()).collect();
        let pieces = pieces(text, &characters, before);
        before += characters.len();
        let mut at = start;
        let mut steps = steps(text, code);
        let count = pieces.len();
        for (index, piece) in pieces.into_iter().enumerate() {
            let first = piece.characters.first().copied();
            let step = steps(first);
            // Nothing follows the last one, wherever a step may lead.
            let room = if index + 1 < count { step } else { Vec2::ZERO };
            if first.is_some_and(|c| !c.is_whitespace()) && !take(placed(text, &piece, (at, room), place, known)) {
                return;
            }
            at += step;
        }
    }
}

/// Characters without the line ends and indents that a writer of XML put around them.
fn bare(content: &str) -> &str {
    let start = content.len() - content.trim_start().len();
    let content = if content[..start].contains('\n') { &content[start..] } else { content };
    let end = content.trim_end().len();
    if content[end..].contains('\n') { &content[..end] } else { content }
}

/// The glyphs of characters, `before` of which came in other codes.
fn pieces(text: &Text, characters: &[char], before: usize) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(characters.len());
    let mut rest = characters;
    while let Some((&first, after)) = rest.split_first() {
        let at = before + characters.len() - rest.len();
        let swap = text.swaps.binary_search_by_key(&at, |swap| swap.from).ok().and_then(|i| text.swaps.get(i));
        let Some(swap) = swap.filter(|swap| swap.characters > 0 && swap.glyphs > 0) else {
            pieces.push(Piece { characters: vec![first], glyph: None });
            rest = after;
            continue;
        };
        let (swapped, after) = rest.split_at(swap.characters.min(rest.len()));
        rest = after;
        // One each as far as that goes; the last glyph has all characters that are left, or there are none for it.
        let glyphs = swap.glyphs.min(swap.ids.len().max(swapped.len()));
        for n in 0..glyphs {
            let share = if n + 1 == glyphs { swapped.get(n..) } else { swapped.get(n..=n) };
            let characters = share.unwrap_or_default().to_vec();
            pieces.push(Piece { characters, glyph: swap.ids.get(n).copied() });
        }
    }
    pieces
}

/// From each glyph to the next, given its first character: as stated, or by its width when nothing is.
fn steps<'t>(text: &'t Text, code: &'t Code) -> impl FnMut(Option<char>) -> Vec2 {
    let stated = !(code.dx.are_none() && code.dy.are_none());
    let (mut dx, mut dy) = (code.dx.iter(), code.dy.iter());
    move |c| {
        if stated {
            return Vec2::new(dx.next().unwrap_or(0.0), dy.next().unwrap_or(0.0));
        }
        let width = c.map_or(0.0, |c| width(c) * text.size * text.stretch);
        if text.upright { Vec2::new(0.0, text.size) } else { Vec2::new(width, 0.0) }
    }
}

/// A usual width in ems.
fn width(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 't' | 'f' | 'I' | '.' | ',' | ';' | ':' | '\'' | '|' | '!' => 0.35,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.85,
        'A'..='Z' => 0.7,
        _ if c.width() == Some(2) => 1.0,
        _ => 0.5,
    }
}

fn placed(
    text: &Text,
    piece: &Piece,
    (at, room): (Point, Vec2),
    place: &Affine,
    known: &mut dyn FnMut(&str, u32) -> Option<char>,
) -> Glyph {
    let (characters, origin) = read(text, piece, known);
    let turned = *place * Affine::translate(at.to_vec2()) * Affine::rotate(text.turn.to_radians());
    let [along_x, along_y, up_x, up_y, x, y] = turned.as_coeffs();
    // Along the writing, as far as the characters are not turned in it.
    let room = if text.turn == 0.0 { room.x } else { 0.0 };
    let advance = advance(piece, text.size * text.stretch, room);
    let corner = |right: f64, up: f64| {
        let p = turned * Point::new(right, -up * text.size);
        (narrow(p.x), narrow(p.y))
    };
    let diagonal = Box2::new(corner(0.0, DESCENT), corner(advance, ASCENT));
    let area = diagonal.around(&Box2::new(corner(advance, DESCENT), corner(0.0, ASCENT)));
    let direction = Direction::of(along_x, along_y);
    let baseline = match direction {
        Direction::Down | Direction::Up => narrow(x),
        _ => narrow(y),
    };
    let size = narrow(up_x.hypot(up_y) * text.size);
    Glyph { text: characters, origin, area, baseline, size, direction, visible: text.visible }
}

/// How much of the line a glyph takes, in the object's units, given the room before the next one.
fn advance(piece: &Piece, em: f64, room: f64) -> f64 {
    let usual = piece.characters.iter().map(|&c| width(c)).sum::<f64>() * em;
    let is_wide = piece.characters.first().is_some_and(|c| c.width() == Some(2));
    let tight = if is_wide { em } else { (1.25 * usual).max(NARROW * em) };
    if room > 0.0 && room <= tight { room } else { usual }
}

/// What a glyph stands for, and where that was learned from.
fn read(text: &Text, piece: &Piece, known: &mut dyn FnMut(&str, u32) -> Option<char>) -> (Characters, Origin) {
    let is_private = |c: &char| matches!(*c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'.. | char::REPLACEMENT_CHARACTER);
    if piece.characters.iter().any(is_private)
        && let Some(c) = piece.glyph.and_then(|glyph| known(&text.font, glyph))
    {
        return (Characters::one(c), Origin::FontMap);
    }
    let mut stated = piece.characters.iter().filter_map(|&c| plain(c));
    let Some(first) = stated.next() else {
        return (Characters::one(char::REPLACEMENT_CHARACTER), Origin::Unknown);
    };
    let rest: String = stated.collect();
    let rest = (!rest.is_empty()).then(|| rest.into_boxed_str());
    (Characters { first, rest }, Origin::Stated)
}
