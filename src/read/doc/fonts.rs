//! The list of fonts: for each, the encoding of its bytes and the signs that it draws for letters.

use super::super::charsets;
use super::super::symbols::SymbolFont;
use super::bytes::{part, u8_at};
use super::fib::{Fib, List, Version};
use encoding_rs::Encoding;

/// A font.
#[derive(Clone, Copy, Debug)]
pub(super) struct Font {
    /// The encoding of its character set, when that says one.
    pub encoding: Option<&'static Encoding>,
    /// Its signs, when it is a symbol font.
    pub symbols: Option<SymbolFont>,
}

/// Reads the list.
pub(super) fn read(table: &[u8], fib: &Fib) -> Vec<Font> {
    let bytes = fib.list(table, List::Fonts);
    let mut at = if fib.version == Version::Six { 2 } else { 4 };
    let mut fonts = Vec::new();
    while let (Some(length), Some(charset)) = (u8_at(bytes, at), u8_at(bytes, at + 4)) {
        let end = at + usize::from(length) + 1;
        let name = match fib.version {
            Version::Six => part(bytes, at + 6..end).iter().map(|&b| char::from(b)).collect(),
            Version::Eight => {
                let units =
                    part(bytes, at + 40..end).chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
                String::from_utf16_lossy(&units.collect::<Vec<u16>>())
            }
        };
        let name = name.split('\0').next().unwrap_or_default();
        fonts.push(Font { encoding: charsets::of_font(charset), symbols: SymbolFont::named(name) });
        at = end;
    }
    fonts
}
