//! What can be learned from the program of an embedded font: a font object in, look-ups out.

use super::forms::unified;
use super::gbk::{self, Evidence};
use hayro_cmap::{BfString, CMap, CMapName, CidFamily, load_embedded};
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as PdfString};
use skrifa::{FontRef, MetadataProvider as _};
use std::collections::HashMap;
use std::rc::Rc;

/// Most objects that are searched for fonts.
const MOST_OBJECTS: usize = 500_000;

/// What the fonts of one file share.
pub(in crate::read::pdf) struct Maps<'a> {
    pdf: &'a Pdf,
    collections: HashMap<&'static str, Option<Rc<CMap>>>,
    gbk: Option<Evidence>,
}

/// What one embedded font tells.
pub(in crate::read::pdf) struct Learned {
    /// Code to number in the collection, and number to character.
    collection: Option<(CMap, Rc<CMap>)>,
    /// Glyph to character by the program's own map, radicals and the like unified.
    characters: HashMap<u32, char>,
    /// Character to glyph, the other way round.
    glyphs: HashMap<char, u32>,
}

impl Learned {
    /// The character that the collection numbers.
    pub(super) fn collected(&self, code: u32) -> Option<char> {
        let (codes, characters) = self.collection.as_ref()?;
        let number = (1..=4).find_map(|length| codes.lookup_cid_code(code, length))?;
        match characters.lookup_bf_string(number)? {
            BfString::Char(c) => Some(unified(c)),
            BfString::String(_) => None,
        }
    }

    /// The character that the program maps to a glyph.
    pub(super) fn mapped(&self, glyph: u32) -> Option<char> {
        self.characters.get(&glyph).copied()
    }

    /// The glyph that the program draws for a character.
    pub(super) fn draws(&self, c: char) -> Option<u32> {
        self.glyphs.get(&c).copied()
    }
}

impl<'a> Maps<'a> {
    pub(in crate::read::pdf) fn new(pdf: &'a Pdf) -> Self {
        Self { pdf, collections: HashMap::new(), gbk: None }
    }

    /// What speaks for GBK bytes in this file. Its objects are searched at the first need.
    pub(in crate::read::pdf) fn gbk_evidence(&mut self) -> Evidence {
        *self.gbk.get_or_insert_with(|| evidence(self.pdf))
    }

    /// What the program of a font tells, `codes` being the map from its codes to numbers of a collection.
    pub(in crate::read::pdf) fn learn(&mut self, font: &Dict<'a>, codes: Option<&CMap>) -> Option<Learned> {
        let program = program(font)?.decoded_data().ok()?;
        let collection = codes.cloned().and_then(|codes| Some((codes, self.collection(font)?)));
        let (characters, glyphs) = charmap(&program);
        Some(Learned { collection, characters, glyphs })
    }

    /// The characters of the collection that a composite font belongs to.
    fn collection(&mut self, font: &Dict<'_>) -> Option<Rc<CMap>> {
        let (name, map) = match family(font)? {
            CidFamily::AdobeGB1 => ("GB1", CMapName::AdobeGb1Ucs2),
            CidFamily::AdobeCNS1 => ("CNS1", CMapName::AdobeCns1Ucs2),
            CidFamily::AdobeJapan1 => ("Japan1", CMapName::AdobeJapan1Ucs2),
            CidFamily::AdobeKorea1 => ("Korea1", CMapName::AdobeKorea1Ucs2),
            _ => return None,
        };
        let load = || CMap::parse(load_embedded(map)?, load_embedded).map(Rc::new);
        self.collections.entry(name).or_insert_with(load).clone()
    }
}

/// What the simple fonts of a file say about GBK bytes.
fn evidence(pdf: &Pdf) -> Evidence {
    let mut found = Evidence::None;
    for object in pdf.objects().into_iter().take(MOST_OBJECTS) {
        let Object::Dict(dict) = object else { continue };
        let Some(subtype) = dict.get::<Name<'_>>(b"Subtype") else { continue };
        let simple = matches!(&*subtype, b"TrueType" | b"Type1" | b"MMType1");
        if !simple || program(&dict).is_some() || dict.contains_key(b"ToUnicode") {
            continue;
        }
        let Some(name) = dict.get::<Name<'_>>(b"BaseFont") else { continue };
        if gbk::is_name(&name) || descriptor(&dict).is_some_and(|d| is_gbk_named(&d)) {
            return Evidence::Named;
        }
        found = Evidence::Possible;
    }
    found
}

fn is_gbk_named(descriptor: &Dict<'_>) -> bool {
    descriptor.get::<Name<'_>>(b"FontName").is_some_and(|n| gbk::is_name(&n))
        || descriptor.get::<PdfString<'_>>(b"FontFamily").is_some_and(|n| gbk::is_name(n.as_bytes()))
}

fn descendant<'a>(font: &Dict<'a>) -> Option<Dict<'a>> {
    font.get::<Array<'_>>(b"DescendantFonts")?.iter::<Dict<'_>>().next()
}

fn descriptor<'a>(font: &Dict<'a>) -> Option<Dict<'a>> {
    font.get::<Dict<'_>>(b"FontDescriptor").or_else(|| descendant(font)?.get::<Dict<'_>>(b"FontDescriptor"))
}

/// The embedded program of a font.
pub(in crate::read::pdf) fn program<'a>(font: &Dict<'a>) -> Option<Stream<'a>> {
    let descriptor = descriptor(font)?;
    let file = |key: &[u8]| descriptor.get::<Stream<'_>>(key);
    file(b"FontFile2").or_else(|| file(b"FontFile3")).or_else(|| file(b"FontFile"))
}

fn encoding_name(font: &Dict<'_>) -> Option<Vec<u8>> {
    font.get::<Name<'_>>(b"Encoding").map(|n| n.to_vec())
}

/// The collection that a composite font belongs to: as stated, or as its predefined encoding implies.
fn family(font: &Dict<'_>) -> Option<CidFamily> {
    let stated = descendant(font).and_then(|d| d.get::<Dict<'_>>(b"CIDSystemInfo")).and_then(|info| {
        let word = |key: &[u8]| info.get::<PdfString<'_>>(key).map(|s| s.as_bytes().to_vec());
        Some(CidFamily::from_registry_ordering(&word(b"Registry")?, &word(b"Ordering")?))
    });
    if let Some(family) = stated.filter(|f| f.ucs2_cmap().is_some()) {
        return Some(family);
    }
    let encoding = encoding_name(font)?;
    let map = CMap::parse(load_embedded(CMapName::from_bytes(&encoding))?, load_embedded)?;
    map.metadata().character_collection.as_ref().map(|c| c.family.clone())
}

/// The map of a program both ways. Private characters say nothing and are left out.
pub(in crate::read) fn charmap(program: &[u8]) -> (HashMap<u32, char>, HashMap<char, u32>) {
    let (mut characters, mut glyphs) = (HashMap::new(), HashMap::new());
    let Ok(font) = FontRef::from_index(program, 0) else { return (characters, glyphs) };
    for (code, glyph) in font.charmap().mappings() {
        let (Some(c), glyph) = (char::from_u32(code), glyph.to_u32()) else { continue };
        if glyph == 0 || c.is_control() || matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..) {
            continue;
        }
        let plain = unified(c);
        glyphs.entry(plain).or_insert(glyph);
        // Of several characters with one glyph, the plain one comes before its look-alikes.
        let kept = characters.entry(glyph).or_insert(plain);
        if rank(plain) < rank(*kept) {
            *kept = plain;
        }
    }
    (characters, glyphs)
}

/// How unlikely a character is to be meant, among characters that look the same.
fn rank(c: char) -> u8 {
    match c {
        ' '..='~' | '\u{4E00}'..='\u{9FFF}' => 0,
        '\u{2000}'..='\u{206F}' | '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FFEF}' => 1,
        _ => 2,
    }
}
