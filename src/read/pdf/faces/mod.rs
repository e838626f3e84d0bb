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
    faces: Vec<Face<'a>>,
    /// The place of each font object that content has set: by its number, or by where its bytes stand.
    places: FxHashMap<Place, Option<usize>>,
    /// The font that stands in for those that are missing.
    standing_in: Option<Option<usize>>,
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
struct Face<'a> {
    dict: Dict<'a>,
    stated: Option<Stated>,
    /// The font as hayro reads it, once something asks for it.
    whole: Option<Option<Font<'a>>>,
    vertical: bool,
    /// Whether its program maps characters to glyphs, so that a character can be learned from it.
    mapped: bool,
    /// A simple font without `/ToUnicode` and `/Encoding`: its codes were taken for letters.
    bare: bool,
    /// A simple font that has neither a program nor a table of characters.
    western: bool,
    learned: Option<Option<Learned>>,
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
            faces: Vec::new(),
            places: FxHashMap::default(),
            standing_in: None,
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
        let face = match self.places.get(&place) {
            Some(known) => *known,
            None => {
                let face = self.open(font).map(|face| self.add(face));
                self.places.insert(place, face);
                face
            }
        };
        face.map(|face| Shown { face, stands_in: false }).or_else(|| self.stand_in())
    }

    /// The font of text that has none.
    pub(super) fn stand_in(&mut self) -> Option<Shown> {
        if self.standing_in.is_none() {
            let font = self.cache.standard_font(StandardFont::Helvetica, &self.resolvers.fonts);
            let face = font.map(|font| Face::new(Dict::empty(), None, Some(Some(font))));
            self.standing_in = Some(face.map(|face| self.add(face)));
        }
        self.standing_in.flatten().map(|face| Shown { face, stands_in: true })
    }

    fn add(&mut self, face: Face<'a>) -> usize {
        self.faces.push(face);
        self.faces.len() - 1
    }

    fn open(&self, dict: &Dict<'a>) -> Option<Face<'a>> {
        if let Some(stated) = Stated::new(dict) {
            return Some(Face::new(dict.clone(), Some(stated), None));
        }
        let font = self.whole(dict)?;
        Some(Face::new(dict.clone(), None, Some(Some(font))))
    }

    fn whole(&self, dict: &Dict<'a>) -> Option<Font<'a>> {
        self.cache.font(dict, &self.resolvers.fonts, &self.resolvers.maps)
    }

    fn face(&self, face: usize) -> &Face<'a> {
        &self.faces[face]
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
        match (&face.stated, &face.whole) {
            (Some(stated), _) => stated.read(bytes.get(at..).unwrap_or_default()),
            (None, Some(Some(font))) => font.read_code(bytes, at),
            _ => (0, 1),
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
    pub(super) fn shape(&mut self, face: usize, code: u32) -> Option<Rect> {
        self.load(face);
        let font = self.face(face).font()?;
        let FontGlyph::Outline(glyph) = font.glyph(font.map_code(code), code) else { return None };
        let outline = glyph.outline();
        outline.segments().next().is_some().then(|| outline.bounding_box())
    }

    /// Has hayro read a font.
    fn load(&mut self, face: usize) {
        if self.face(face).whole.is_none() {
            let whole = self.whole(&self.face(face).dict);
            self.faces[face].whole = Some(whole);
        }
    }

    #[cold]
    fn look_up(&mut self, face: usize, code: u32) -> u32 {
        let glyph = self.described(face, code);
        let face = &mut self.faces[face];
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
        let mut glyph = match self.face(face).stated.as_ref().and_then(|stated| stated.glyph(code)) {
            Some(glyph) => glyph,
            None => {
                self.load(face);
                self.face(face).by_hayro(code)
            }
        };
        let known = self.face(face);
        if known.mapped && (glyph.read.1 == Origin::Unknown || known.bare) {
            self.load(face);
            let dict = self.face(face).dict.clone();
            if self.face(face).learned.is_none() {
                let codes = self.faces[face].stated.as_ref().and_then(Stated::codes);
                let learned = self.maps.learn(&dict, codes);
                self.faces[face].learned = Some(learned);
            }
            let known = self.face(face);
            if let (Some(Some(learned)), Some(font)) = (&known.learned, known.font()) {
                unicode::recover(learned, code, font.map_code(code).to_u32(), &mut glyph.read);
            }
        }
        glyph
    }
}

impl<'a> Face<'a> {
    fn new(dict: Dict<'a>, stated: Option<Stated>, whole: Option<Option<Font<'a>>>) -> Self {
        let subtype = dict.get::<Name<'_>>(b"Subtype");
        let type1 = matches!(subtype.as_deref(), Some(b"Type1" | b"MMType1"));
        let simple = type1 || matches!(subtype.as_deref(), Some(b"TrueType" | b"OpenType"));
        let (tells, embedded) = (dict.contains_key(b"ToUnicode"), program(&dict).is_some());
        let horizontal = whole.iter().flatten().all(Font::is_horizontal);
        Self {
            vertical: stated.as_ref().map_or(!horizontal, Stated::is_vertical),
            mapped: embedded && !type1,
            bare: simple && !tells && !dict.contains_key(b"Encoding"),
            western: simple && !tells && !embedded,
            dict,
            stated,
            whole,
            learned: None,
            bytes: Box::new([0; 256]),
            others: FxHashMap::default(),
            glyphs: Vec::new(),
        }
    }

    fn font(&self) -> Option<&Font<'a>> {
        self.whole.as_ref()?.as_ref()
    }

    /// A glyph as hayro reads it.
    fn by_hayro(&self, code: u32) -> Glyph {
        let Some(font) = self.font() else {
            let read = unicode::stated(None);
            return Glyph { step: 0.0, origin: Vec2::ZERO, stretch: 1.0, width: 0.5, read };
        };
        let id = font.map_code(code);
        let (advance, text) = match font.glyph(id, code) {
            FontGlyph::Outline(glyph) => (glyph.advance_width(), glyph.as_unicode()),
            FontGlyph::Type3(glyph) => (Some(glyph.advance_width()), glyph.as_unicode()),
        };
        let step = font.code_advance(code);
        #[expect(clippy::cast_possible_truncation, reason = "was a single before")]
        let step = if self.vertical { step.y } else { step.x } as f32;
        Glyph {
            step,
            origin: font.origin_displacement(code),
            stretch: font.glyph_stretch(id, code),
            width: advance.map_or(0.5, |w| f64::from(w) / f64::from(EM)),
            read: unicode::stated(text),
        }
    }
}
