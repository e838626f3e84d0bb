//! Fonts that state all that reading needs: their widths, and the characters of their codes. Their programs only draw.

use super::widths::{Composite, Simple};
use super::{EM, Glyph};
use crate::read::pdf::unicode::{self, Read};
use hayro_cmap::{BfString, CMap, CMapName, WritingMode, load_embedded};
use hayro_interpret::kurbo::Vec2;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};

/// What the objects of an embedded font state.
#[derive(Debug)]
pub(super) struct Stated {
    kind: Kind,
    characters: Option<CMap>,
}

#[derive(Debug)]
enum Kind {
    Type1(Simple),
    TrueType(Simple),
    Composite(Box<Coded>),
}

/// A font whose codes are numbers of characters, or are mapped to such.
#[derive(Debug)]
struct Coded {
    codes: CMap,
    /// Whether codes are two bytes that number themselves.
    identity: bool,
    vertical: bool,
    widths: Composite,
}

impl Stated {
    /// What a font states; `None` when it does not bring its program or does not state its widths.
    pub(super) fn new(font: &Dict<'_>) -> Option<Self> {
        let program = |descriptor: &Dict<'_>, key: &[u8]| descriptor.get::<Stream<'_>>(key).is_some();
        let kind = match &*font.get::<Name<'_>>(b"Subtype")? {
            b"Type1" | b"MMType1" => {
                let descriptor = font.get::<Dict<'_>>(b"FontDescriptor")?;
                let brings = program(&descriptor, b"FontFile3") || program(&descriptor, b"FontFile");
                Kind::Type1(Simple::new(font, &descriptor).filter(|_| brings)?)
            }
            b"TrueType" | b"OpenType" => {
                let descriptor = font.get::<Dict<'_>>(b"FontDescriptor")?;
                Kind::TrueType(Simple::new(font, &descriptor).filter(|_| program(&descriptor, b"FontFile2"))?)
            }
            b"Type0" => {
                let descendant = font.get::<Array<'_>>(b"DescendantFonts")?.iter::<Dict<'_>>().next()?;
                let descriptor = descendant.get::<Dict<'_>>(b"FontDescriptor")?;
                if ![&b"FontFile2"[..], b"FontFile3", b"FontFile"].iter().any(|key| program(&descriptor, key)) {
                    return None;
                }
                let (codes, identity) = codes(&font.get::<Object<'_>>(b"Encoding")?)?;
                let vertical = codes.metadata().writing_mode == Some(WritingMode::Vertical);
                Kind::Composite(Box::new(Coded { codes, identity, vertical, widths: Composite::new(&descendant) }))
            }
            _ => return None,
        };
        Some(Self { kind, characters: characters(font) })
    }

    pub(super) fn is_vertical(&self) -> bool {
        matches!(&self.kind, Kind::Composite(coded) if coded.vertical)
    }

    /// The map from codes to numbers of characters.
    pub(super) fn codes(&self) -> Option<&CMap> {
        match &self.kind {
            Kind::Composite(coded) => Some(&coded.codes),
            _ => None,
        }
    }

    /// The first code of a string, and its length.
    pub(super) fn read(&self, bytes: &[u8]) -> (u32, usize) {
        let Kind::Composite(coded) = &self.kind else {
            return (bytes.first().map_or(0, |b| u32::from(*b)), 1);
        };
        if let (true, [high, low, ..]) = (coded.identity, bytes) {
            return (u32::from(*high) << 8 | u32::from(*low), 2);
        }
        let mut code = 0;
        for (byte, length) in bytes.iter().zip(1u8..=4) {
            code = code << 8 | u32::from(*byte);
            if coded.codes.lookup_cid_code(code, length).is_some() {
                return (code, length.into());
            }
        }
        (0, 1)
    }

    /// What a code shows; `None` when the font does not state it.
    pub(super) fn glyph(&self, code: u32) -> Option<Glyph> {
        let (read, step, width, origin) = match &self.kind {
            Kind::Composite(coded) => {
                let Coded { codes, vertical, widths, .. } = &**coded;
                let cid = (1..=4).find_map(|length| codes.lookup_cid_code(code, length)).unwrap_or(0);
                let (step, origin) = if *vertical {
                    (widths.step_down(cid), Vec2::from(widths.origin(cid)))
                } else {
                    (widths.of(cid), Vec2::ZERO)
                };
                // No name of a glyph tells more.
                (unicode::stated(self.character(code)), step, widths.of(cid), origin)
            }
            Kind::Type1(widths) | Kind::TrueType(widths) => {
                (self.read_simple(code)?, widths.of(code), widths.of(code), Vec2::ZERO)
            }
        };
        Some(Glyph { step, origin, stretch: 1.0, width: f64::from(width) / f64::from(EM), read })
    }

    fn read_simple(&self, code: u32) -> Option<Read> {
        let character = self.character(code)?;
        // A table that maps to nothing is wrong; the name of the glyph may be right.
        let nothing = character == BfString::Char('\0') && matches!(self.kind, Kind::Type1(_));
        (!nothing).then(|| unicode::stated(Some(character)))
    }

    fn character(&self, code: u32) -> Option<BfString> {
        self.characters.as_ref()?.lookup_bf_string(code)
    }
}

/// The map from codes to numbers of characters, and whether it is two bytes that number themselves.
fn codes(encoding: &Object<'_>) -> Option<(CMap, bool)> {
    match encoding {
        Object::Name(name) => match CMapName::from_bytes(name) {
            CMapName::IdentityH => Some((CMap::identity_h(), true)),
            CMapName::IdentityV => Some((CMap::identity_v(), true)),
            known => Some((CMap::parse(load_embedded(known)?, load_embedded)?, false)),
        },
        Object::Stream(stream) => Some((CMap::parse(&stream.decoded_data().ok()?, load_embedded)?, false)),
        _ => None,
    }
}

/// The table from codes to characters.
fn characters(font: &Dict<'_>) -> Option<CMap> {
    match font.get::<Object<'_>>(b"ToUnicode")? {
        Object::Stream(stream) => CMap::parse(&stream.decoded_data().ok()?, load_embedded),
        Object::Name(name) => CMap::parse(load_embedded(CMapName::from_bytes(&name))?, load_embedded),
        _ => None,
    }
}
