//! The fonts of a file: font objects and codes in, widths and characters out, each code looked up once.
//!
//! A font that states its widths and brings its program is read here, and its program is not opened unless a character
//! can be learned from nothing else. All else (the standard fonts, fonts that are not embedded, drawn fonts) is left to
//! `hayro-font`.

mod stated;
mod widths;

use super::unicode::fonts::{Learned, Maps, program};
use super::unicode::{self, Read};
use crate::read::page::Origin;
use hayro_font::{CMapResolverFn, Font, FontCache, FontGlyph, FontQuery, FontResolverFn, StandardFont};
use hayro_interpret::kurbo::{Rect, Shape as _, Vec2};
use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Name, ObjectIdentifier};
use rustc_hash::FxHashMap;
use stated::Stated;
use std::cell::OnceCell;
use std::sync::Arc;

/// Units per em of widths.
pub(super) const EM: f32 = 1_000.0;

/// A font that text is shown in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown {
    /// Its place among the fonts of the file.
    pub(super) face: usize,
    /// Whether it only stands in for one that is missing: then only plain letters are shown.
    pub(super) stands_in: bool,
}

/// The fonts of one file.
pub(super) struct Faces<'a> {
    list: Vec<Face<'a>>,
    /// The place of each font object that content has set: by its number, or by where its bytes stand.
    places: FxHashMap<Place, Option<usize>>,
    /// The font that stands in for those that are missing.
    standing_in: OnceCell<Option<usize>>,
    cache: FontCache<'a>,
    resolvers: Resolvers,
    maps: Maps<'a>,
}

#[derive(PartialEq, Eq, Hash)]
enum Place {
    Object(ObjectIdentifier),
    Bytes(usize, usize),
}

struct Resolvers {
    fonts: FontResolverFn,
    maps: CMapResolverFn,
}

/// A font, and what is known of its codes.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
struct Face<'a> {
    dict: Dict<'a>,
    stated: Option<Stated>,
    /// The font as hayro reads it, once something asks for it.
    whole: OnceCell<Option<Font<'a>>>,
    vertical: bool,
    /// Whether its program maps characters to glyphs, so that a character can be learned from it.
    mapped: bool,
    /// A simple font without `/ToUnicode` and `/Encoding`: its codes were taken for letters.
    bare: bool,
    /// A simple font that has neither a program nor a table of characters.
    western: bool,
    learned: OnceCell<Option<Learned>>,
    /// The numbers of the glyphs of one-byte codes, from 1, and of all other codes.
    bytes: Box<[u16; 256]>,
    others: FxHashMap<u32, u32>,
    glyphs: Vec<Glyph>,
}

/// What a code shows.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    /// The step to the next glyph in the direction of writing, in thousandths of the em.
    pub(super) step: f32,
    /// Where the glyph begins, from where the step begins.
    pub(super) origin: Vec2,
    /// By how much a program that stands in is stretched.
    pub(super) stretch: f64,
    /// The width in ems.
    pub(super) width: f64,
    /// What it stands for.
    pub(super) read: Read,
}

impl<'a> Faces<'a> {
    pub(super) fn new(pdf: &'a Pdf) -> Self {
        let program = |query: &FontQuery| match query {
            FontQuery::Standard(font) => Some(font.get_font_data()),
            FontQuery::Fallback(query) => Some(query.pick_standard_font().get_font_data()),
        };
        Self {
            list: Vec::new(),
            places: FxHashMap::default(),
            standing_in: OnceCell::new(),
            cache: FontCache::new(),
            resolvers: Resolvers { fonts: Arc::new(program), maps: Arc::new(hayro_cmap::load_embedded) },
            maps: Maps::new(pdf),
        }
    }

    /// The font that resources name, or Helvetica where there is none that can be read.
    pub(super) fn named(&mut self, name: &Name<'_>, fonts: &Dict<'a>) -> Option<Shown> {
        // Objects are not read again only to learn that they are known.
        let known = fonts.get_ref(name).and_then(|id| self.places.get(&Place::Object(id.into())));
        match known {
            Some(Some(face)) => Some(Shown { face: *face, stands_in: false }),
            Some(None) => self.stand_in(),
            None => match fonts.get::<Dict<'a>>(name) {
                Some(font) => self.of(&font, fonts.get_ref(name).map(ObjectIdentifier::from)),
                None => self.stand_in(),
            },
        }
    }

    /// The font of an object, with its number where it has one of its own.
    pub(super) fn of(&mut self, font: &Dict<'a>, id: Option<ObjectIdentifier>) -> Option<Shown> {
        let bytes = font.data();
        let place = id.map_or(Place::Bytes(bytes.as_ptr().addr(), bytes.len()), Place::Object);
        let face = if let Some(known) = self.places.get(&place) {
            *known
        } else {
            let face = self.open(font).map(|face| self.add(face));
            self.places.insert(place, face);
            face
        };
        face.map(|face| Shown { face, stands_in: false }).or_else(|| self.stand_in())
    }

    /// The font of text that has none.
    pub(super) fn stand_in(&mut self) -> Option<Shown> {
        let face = if let Some(known) = self.standing_in.get() {
            *known
        } else {
            let font = self.cache.standard_font(StandardFont::Helvetica, &self.resolvers.fonts);
            let face = font.map(|font| self.add(Face::new(Dict::empty(), None, OnceCell::from(Some(font)))));
            *self.standing_in.get_or_init(|| face)
        };
        face.map(|face| Shown { face, stands_in: true })
    }

    fn add(&mut self, face: Face<'a>) -> usize {
        self.list.push(face);
        self.list.len() - 1
    }

    fn open(&self, dict: &Dict<'a>) -> Option<Face<'a>> {
        if let Some(stated) = Stated::new(dict) {
            return Some(Face::new(dict.clone(), Some(stated), OnceCell::new()));
        }
        let font = self.whole(dict)?;
        Some(Face::new(dict.clone(), None, OnceCell::from(Some(font))))
    }

    fn whole(&self, dict: &Dict<'a>) -> Option<Font<'a>> {
        self.cache.font(dict, &self.resolvers.fonts, &self.resolvers.maps)
    }

    fn face(&self, face: usize) -> &Face<'a> {
        &self.list[face]
    }

    /// Whether a font is written downward.
    pub(super) fn is_vertical(&self, face: usize) -> bool {
        self.face(face).vertical
    }

    /// Whether the bytes of a font may be GBK text: it tells nothing of them itself.
    pub(super) fn is_western(&self, face: usize) -> bool {
        self.face(face).western
    }

    /// What speaks for GBK bytes in this file.
    pub(super) fn gbk_evidence(&mut self) -> unicode::Evidence {
        self.maps.gbk_evidence()
    }

    /// The code at a place of a string, and its length.
    pub(super) fn read(&self, face: usize, bytes: &[u8], at: usize) -> (u32, usize) {
        let face = self.face(face);
        match &face.stated {
            Some(stated) => stated.read(bytes.get(at..).unwrap_or_default()),
            None => self.font(face).map_or((0, 1), |font| font.read_code(bytes, at)),
        }
    }

    /// The number of a code's glyph.
    pub(super) fn number(&mut self, face: usize, code: u32) -> u32 {
        let known = self.face(face);
        let number = match usize::try_from(code).ok().and_then(|code| known.bytes.get(code)) {
            Some(0) => None,
            Some(number) => Some(u32::from(*number) - 1),
            None => known.others.get(&code).copied(),
        };
        number.unwrap_or_else(|| self.look_up(face, code))
    }

    /// The glyph of a number.
    pub(super) fn glyph(&self, face: usize, number: u32) -> &Glyph {
        &self.face(face).glyphs[number as usize]
    }

    /// The box of what a code draws, in thousandths of the em; `None` when it draws nothing or is a drawing itself.
    pub(super) fn shape(&self, face: usize, code: u32) -> Option<Rect> {
        let font = self.font(self.face(face))?;
        let FontGlyph::Outline(glyph) = font.glyph(font.map_code(code), code) else { return None };
        let outline = glyph.outline();
        outline.segments().next().is_some().then(|| outline.bounding_box())
    }

    /// A font as hayro reads it.
    fn font<'s>(&'s self, face: &'s Face<'a>) -> Option<&'s Font<'a>> {
        face.whole.get_or_init(|| self.whole(&face.dict)).as_ref()
    }

    #[cold]
    fn look_up(&mut self, face: usize, code: u32) -> u32 {
        let glyph = self.described(face, code);
        let face = &mut self.list[face];
        let number = face.glyphs.len();
        face.glyphs.push(glyph);
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        match usize::try_from(code).ok().and_then(|code| face.bytes.get_mut(code)) {
            Some(place) => *place = u16::try_from(number + 1).unwrap_or(u16::MAX),
            None => _ = face.others.insert(code, number),
        }
        number
    }

    fn described(&mut self, face: usize, code: u32) -> Glyph {
        let known = self.face(face);
        let stated = known.stated.as_ref().and_then(|stated| stated.glyph(code));
        let mut glyph = stated.unwrap_or_else(|| by_hayro(self.font(known), code, known.vertical));
        if known.mapped && (glyph.read.1 == Origin::Unknown || known.bare) {
            let known = &self.list[face];
            if known.learned.get().is_none() {
                let learned = self.maps.learn(&known.dict, known.stated.as_ref().and_then(Stated::codes));
                known.learned.get_or_init(|| learned);
            }
            if let (Some(Some(learned)), Some(font)) = (known.learned.get(), self.font(known)) {
                unicode::recover(learned, code, font.map_code(code).to_u32(), &mut glyph.read);
            }
        }
        glyph
    }
}

impl<'a> Face<'a> {
    fn new(dict: Dict<'a>, stated: Option<Stated>, whole: OnceCell<Option<Font<'a>>>) -> Self {
        let subtype = dict.get::<Name<'_>>(b"Subtype");
        let type1 = matches!(subtype.as_deref(), Some(b"Type1" | b"MMType1"));
        let simple = type1 || matches!(subtype.as_deref(), Some(b"TrueType" | b"OpenType"));
        let (tells, embedded) = (dict.contains_key(b"ToUnicode"), program(&dict).is_some());
        let horizontal = whole.get().and_then(Option::as_ref).is_none_or(Font::is_horizontal);
        Self {
            vertical: stated.as_ref().map_or(!horizontal, Stated::is_vertical),
            mapped: embedded && !type1,
            bare: simple && !tells && !dict.contains_key(b"Encoding"),
            western: simple && !tells && !embedded,
            dict,
            stated,
            whole,
            learned: OnceCell::new(),
            bytes: Box::new([0; 256]),
            others: FxHashMap::default(),
            glyphs: Vec::new(),
        }
    }
}

/// A glyph as hayro reads it.
fn by_hayro(font: Option<&Font<'_>>, code: u32, vertical: bool) -> Glyph {
    let Some(font) = font else {
        return Glyph { step: 0.0, origin: Vec2::ZERO, stretch: 1.0, width: 0.5, read: unicode::stated(None) };
    };
    let id = font.map_code(code);
    let (advance, text) = match font.glyph(id, code) {
        FontGlyph::Outline(glyph) => (glyph.advance_width(), glyph.as_unicode()),
        FontGlyph::Type3(glyph) => (Some(glyph.advance_width()), glyph.as_unicode()),
    };
    let step = font.code_advance(code);
    #[expect(clippy::cast_possible_truncation, reason = "was a single before")]
    let step = if vertical { step.y } else { step.x } as f32;
    Glyph {
        step,
        origin: font.origin_displacement(code),
        stretch: font.glyph_stretch(id, code),
        width: advance.map_or(0.5, |w| f64::from(w) / f64::from(EM)),
        read: unicode::stated(text),
    }
}
