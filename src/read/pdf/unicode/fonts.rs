//! The fonts of a file, as far as they tell what their glyphs stand for: font objects in, lookups out.
//!
//! hayro hands over the program of a glyph's font but not its font object, so the object is found again by name and
//! program. Objects are searched once per file, and only when some glyph needs it.

use super::forms::unified;
use super::gbk::{self, Evidence};
use hayro_cmap::{BfString, CMap, CMapName, CidFamily, load_embedded};
use hayro_interpret::font::OutlineFontData;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as PdfString};
use rustc_hash::FxHashMap;
use skrifa::{FontRef, MetadataProvider as _};
use std::collections::HashMap;
use std::rc::Rc;

/// Most objects that are searched for fonts.
const MOST_OBJECTS: usize = 500_000;

/// The fonts of one file.
pub(super) struct Fonts<'a> {
    pdf: &'a Pdf,
    /// Font objects by name without the prefix of a subset; filled at the first need.
    objects: Option<Objects<'a>>,
    known: FxHashMap<(u128, Option<String>), Option<Rc<Font>>>,
    collections: HashMap<&'static str, Option<Rc<CMap>>>,
}

struct Objects<'a> {
    by_name: HashMap<String, Vec<Dict<'a>>>,
    gbk: Evidence,
}

/// What one embedded font tells.
pub(super) struct Font {
    /// Code to number in the collection, and number to character.
    collection: Option<(CMap, Rc<CMap>)>,
    /// Glyph to character by the program's own map, radicals and the like unified.
    characters: HashMap<u32, char>,
    /// Character to glyph, the other way round.
    glyphs: HashMap<char, u32>,
    /// A simple font without /ToUnicode and /Encoding.
    bare: bool,
}

impl Font {
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

    /// Whether hayro had nothing to go by and took the codes for letters.
    pub(super) fn states_nothing(&self) -> bool {
        self.bare
    }
}

impl<'a> Fonts<'a> {
    pub(super) fn new(pdf: &'a Pdf) -> Self {
        Self { pdf, objects: None, known: FxHashMap::default(), collections: HashMap::new() }
    }

    /// The font of a program; `None` when its object cannot be told or the program only stands in for it.
    pub(super) fn of(&mut self, data: &OutlineFontData) -> Option<Rc<Font>> {
        let key = (data.cache_key, data.postscript_name.clone());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let font = self.find(data).map(Rc::new);
        self.known.insert(key, font.clone());
        font
    }

    /// What speaks for GBK bytes in this file.
    pub(super) fn gbk_evidence(&mut self) -> Evidence {
        self.objects().gbk
    }

    fn objects(&mut self) -> &Objects<'a> {
        let pdf = self.pdf;
        self.objects.get_or_insert_with(|| Objects::search(pdf))
    }

    fn find(&mut self, data: &OutlineFontData) -> Option<Font> {
        let bytes = (*data.data).as_ref();
        let name = data.postscript_name.clone().unwrap_or_default();
        let candidates = self.objects().by_name.get(&name)?.clone();
        let mut candidates: Vec<Dict<'a>> = candidates.into_iter().filter(|d| program(d).is_some()).collect();
        if candidates.len() > 1 {
            // Subsets of one family share their name; their programs differ.
            candidates.retain(|d| program(d).is_some_and(|p| p.decoded_data().is_ok_and(|found| *found == *bytes)));
        }
        let object = candidates.first()?;
        let meaning = |dict: &Dict<'_>| (encoding_name(dict), family(dict));
        let alike = candidates.iter().all(|other| meaning(other) == meaning(object));
        let collection = if alike { self.collection(object) } else { None };
        let (characters, glyphs) = charmap(bytes);
        let simple = !is_composite(object);
        let bare = simple && candidates.iter().all(|d| !d.contains_key(b"ToUnicode") && !d.contains_key(b"Encoding"));
        Some(Font { collection, characters, glyphs, bare })
    }

    /// The maps of a composite font whose codes number characters of a known collection.
    fn collection(&mut self, object: &Dict<'_>) -> Option<(CMap, Rc<CMap>)> {
        if !is_composite(object) {
            return None;
        }
        let codes = match object.get::<Object<'_>>(b"Encoding")? {
            Object::Name(name) => match CMapName::from_bytes(&name) {
                CMapName::IdentityH => CMap::identity_h(),
                CMapName::IdentityV => CMap::identity_v(),
                known => CMap::parse(load_embedded(known)?, load_embedded)?,
            },
            Object::Stream(stream) => CMap::parse(&stream.decoded_data().ok()?, load_embedded)?,
            _ => return None,
        };
        let (name, map) = match family(object)? {
            CidFamily::AdobeGB1 => ("GB1", CMapName::AdobeGb1Ucs2),
            CidFamily::AdobeCNS1 => ("CNS1", CMapName::AdobeCns1Ucs2),
            CidFamily::AdobeJapan1 => ("Japan1", CMapName::AdobeJapan1Ucs2),
            CidFamily::AdobeKorea1 => ("Korea1", CMapName::AdobeKorea1Ucs2),
            _ => return None,
        };
        let load = || CMap::parse(load_embedded(map)?, load_embedded).map(Rc::new);
        let characters = self.collections.entry(name).or_insert_with(load).clone()?;
        Some((codes, characters))
    }
}

impl<'a> Objects<'a> {
    fn search(pdf: &'a Pdf) -> Self {
        let mut found = Self { by_name: HashMap::new(), gbk: Evidence::None };
        for object in pdf.objects().into_iter().take(MOST_OBJECTS) {
            let Object::Dict(dict) = object else { continue };
            let Some(subtype) = dict.get::<Name<'_>>(b"Subtype") else { continue };
            let simple = matches!(&*subtype, b"TrueType" | b"Type1" | b"MMType1");
            if !simple && &*subtype != b"Type0" {
                continue;
            }
            let Some(name) = dict.get::<Name<'_>>(b"BaseFont") else { continue };
            if simple && program(&dict).is_none() && !dict.contains_key(b"ToUnicode") {
                let named = gbk::is_name(&name) || descriptor(&dict).is_some_and(|d| is_gbk_named(&d));
                found.gbk = if named || found.gbk == Evidence::Named { Evidence::Named } else { Evidence::Possible };
            }
            let plain = without_prefix(name.as_str()).to_owned();
            found.by_name.entry(plain).or_default().push(dict);
        }
        found
    }
}

fn is_gbk_named(descriptor: &Dict<'_>) -> bool {
    descriptor.get::<Name<'_>>(b"FontName").is_some_and(|n| gbk::is_name(&n))
        || descriptor.get::<PdfString<'_>>(b"FontFamily").is_some_and(|n| gbk::is_name(n.as_bytes()))
}

fn is_composite(font: &Dict<'_>) -> bool {
    font.get::<Name<'_>>(b"Subtype").is_some_and(|s| &*s == b"Type0")
}

fn descendant<'a>(font: &Dict<'a>) -> Option<Dict<'a>> {
    font.get::<Array<'_>>(b"DescendantFonts")?.iter::<Dict<'_>>().next()
}

fn descriptor<'a>(font: &Dict<'a>) -> Option<Dict<'a>> {
    font.get::<Dict<'_>>(b"FontDescriptor").or_else(|| descendant(font)?.get::<Dict<'_>>(b"FontDescriptor"))
}

/// The embedded program of a font.
fn program<'a>(font: &Dict<'a>) -> Option<Stream<'a>> {
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

fn without_prefix(name: &str) -> &str {
    match name.split_once('+') {
        Some((prefix, rest)) if prefix.len() == 6 => rest,
        _ => name,
    }
}
