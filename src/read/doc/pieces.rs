//! The text: the piece table and the bytes it points to in, characters by position out.
//!
//! A position that the second byte of a two-byte character takes holds [`NOTHING`].

use super::super::charsets;
use super::bytes::{index, part, plc, u8_at, u16_at, u32_at};
use super::fib::{Fib, List, Version};
use super::fonts::Font;
use super::formatting::Streams;
use super::modifiers::{Modifier, code, modifiers};
use super::runs::Runs;
use encoding_rs::{Encoding, GB18030, WINDOWS_1252};
use std::ops::Range;

/// Stands at positions that print nothing.
pub(super) const NOTHING: char = '\0';

/// Characters that follow each other in the file too.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// The positions of its characters.
    pub positions: Range<usize>,
    /// Its first byte in the `WordDocument` stream.
    start: usize,
    /// Bytes of one position.
    width: usize,
    /// What saving fast changed in its properties.
    pub changes: u16,
}

impl Piece {
    /// Where the byte of a position stands.
    pub(super) fn byte(&self, position: usize) -> usize {
        self.start + position.saturating_sub(self.positions.start) * self.width
    }

    /// The position of a byte behind its start.
    pub(super) fn position(&self, byte: usize) -> usize {
        self.positions.start.saturating_add(byte.saturating_sub(self.start).div_ceil(self.width))
    }
}

/// The text of a file.
#[derive(Debug, Default)]
pub(super) struct Characters {
    /// All characters, by position.
    pub all: Vec<char>,
    pieces: Vec<Piece>,
    /// Where the lists of modifiers lie in the table stream to which pieces refer.
    changes: Vec<Range<usize>>,
}

impl Characters {
    /// Reads the text.
    pub(super) fn read(streams: &Streams<'_>, fib: &Fib, fonts: &[Font], runs: &Runs) -> Self {
        let Streams { document, table, .. } = *streams;
        let (changes, mut pieces) = piece_table(fib.place(List::Pieces), table, fib);
        if pieces.is_empty() {
            let width = if fib.version == Version::Six && fib.wide { 2 } else { 1 };
            let count = fib.characters().min(fib.text.len() / width);
            pieces.push(Piece { positions: 0..count, start: fib.text.start, width, changes: 0 });
        }
        let charsets = Charsets::read(fonts, fib);
        let mut all = Vec::new();
        pieces.retain_mut(|piece| {
            // Each character has its own bytes: pieces that overlap would make a small file a large one.
            let left = document.len().saturating_sub(all.len());
            let bytes = part(document, piece.start..piece.byte(piece.positions.end));
            let count = (bytes.len() / piece.width).min(left);
            piece.positions = all.len()..all.len() + count;
            let bytes = part(bytes, 0..count * piece.width);
            match (fib.version, piece.width) {
                (Version::Eight, 2) => unicode(bytes, &mut all),
                (Version::Eight, _) => compressed(bytes, charsets.chinese, &mut all),
                (Version::Six, 2) => wide(bytes, charsets.text, &mut all),
                (Version::Six, _) => charsets.narrow(document, piece, runs, fib.version, &mut all),
            }
            all.resize(piece.positions.end, NOTHING);
            count > 0
        });
        Self { all, pieces, changes }
    }

    /// The piece that a position stands in.
    pub(super) fn piece(&self, position: usize) -> Option<&Piece> {
        let after = self.pieces.partition_point(|piece| piece.positions.start <= position);
        self.pieces.get(after.checked_sub(1)?).filter(|piece| piece.positions.contains(&position))
    }

    /// The modifiers to which a piece refers.
    pub(super) fn changes<'a>(&self, piece: &Piece, table: &'a [u8]) -> &'a [u8] {
        let number = usize::from(piece.changes >> 1);
        let range = self.changes.get(number).filter(|_| piece.changes & 1 == 1);
        range.map_or(&[], |range| part(table, range.clone()))
    }
}

/// The lists of modifiers, and the pieces.
fn piece_table(place: Range<usize>, table: &[u8], fib: &Fib) -> (Vec<Range<usize>>, Vec<Piece>) {
    let bytes = part(table, place.clone());
    let mut changes = Vec::new();
    let mut at = 0;
    while u8_at(bytes, at) == Some(1) {
        let length = u16_at(bytes, at + 1).map_or(0, usize::from);
        changes.push(place.start + at + 3..place.start + at + 3 + length);
        at += 3 + length;
    }
    if u8_at(bytes, at) != Some(2) {
        return (changes, Vec::new());
    }
    let length = u32_at(bytes, at + 1).map_or(0, index);
    let entries = part(bytes, at + 5..(at + 5).saturating_add(length));
    let piece = |(start, end, entry): (u32, u32, &[u8])| {
        let place = u32_at(entry, 2)?;
        let (start_byte, width) = match fib.version {
            Version::Six => (index(place), if fib.wide { 2 } else { 1 }),
            Version::Eight if place & 0x4000_0000 != 0 => (index((place & 0x3FFF_FFFF) / 2), 1),
            Version::Eight => (index(place & 0x3FFF_FFFF), 2),
        };
        let positions = index(start)..index(end).max(index(start));
        Some(Piece { positions, start: start_byte, width, changes: u16_at(entry, 6)? })
    };
    (changes, plc(entries, 8).filter_map(piece).collect())
}

fn unicode(bytes: &[u8], out: &mut Vec<char>) {
    let units = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    for c in char::decode_utf16(units) {
        let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
        out.push(c);
        out.extend((c.len_utf16() == 2).then_some(NOTHING));
    }
}

/// Text of one byte a character. By the format it is Western European, but Chinese programs write GBK there: so it is
/// taken when the language is Chinese and all bytes above ASCII form pairs, which Western text does not do.
fn compressed(bytes: &[u8], chinese: bool, out: &mut Vec<char>) {
    if chinese && is_paired(bytes) {
        pairs(bytes, GB18030, out);
        return;
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    out.extend(text.chars());
}

fn is_paired(bytes: &[u8]) -> bool {
    let mut runs = 0;
    let mut rest = bytes;
    while let Some(start) = rest.iter().position(|&b| b >= 0x80) {
        let run = part(rest, start..usize::MAX);
        let length = run.iter().position(|&b| b < 0x80).unwrap_or(run.len());
        let (run, after) = run.split_at(length);
        let pair = |p: &[u8]| matches!(p, [0xA1..=0xA9 | 0xB0..=0xF7, 0xA1..=0xFE]);
        if !run.chunks(2).all(pair) {
            return false;
        }
        runs += run.len() / 2;
        rest = after;
    }
    runs >= 2
}

/// Word 95 of East Asia: two bytes a character, the first byte of a pair in the upper one.
fn wide(bytes: &[u8], encoding: &'static Encoding, out: &mut Vec<char>) {
    for unit in bytes.chunks_exact(2) {
        let pair = [unit[1], unit[0]];
        let bytes = if pair[0] == 0 { &pair[1..] } else { &pair[..] };
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        out.push(text.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER));
    }
}

/// Text of a code page in which a character takes one byte or two.
fn pairs(bytes: &[u8], encoding: &'static Encoding, out: &mut Vec<char>) {
    let mut rest = bytes;
    while let Some(&first) = rest.first() {
        let length = if charsets::is_lead(encoding, first) && rest.len() > 1 { 2 } else { 1 };
        let (bytes, after) = rest.split_at(length);
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        let mut chars = text.chars();
        out.push(chars.next().unwrap_or(char::REPLACEMENT_CHARACTER));
        out.extend((length == 2).then(|| chars.next().unwrap_or(NOTHING)));
        rest = after;
    }
}

/// The code pages of a text before Word 97.
struct Charsets {
    /// Of text whose font says nothing.
    text: &'static Encoding,
    /// Of each font.
    fonts: Vec<Option<&'static Encoding>>,
    /// Whether the text may be Chinese.
    chinese: bool,
}

impl Charsets {
    fn read(fonts: &[Font], fib: &Fib) -> Self {
        let fonts: Vec<_> = fonts.iter().map(|font| font.encoding).collect();
        let languages = fib.languages.map(charsets::of_language);
        let east_asian = languages.into_iter().find(|&e| charsets::is_lead(e, 0xB0));
        let of_fonts = || fonts.iter().flatten().copied().find(|&e| charsets::is_lead(e, 0xB0));
        let text = east_asian.or_else(of_fonts).unwrap_or(languages[0]);
        let chinese = languages.contains(&GB18030) || fonts.contains(&Some(GB18030));
        Self { text, fonts, chinese }
    }

    /// Text of one byte a position, in the code page of each run's font.
    fn narrow(&self, document: &[u8], piece: &Piece, runs: &Runs, version: Version, out: &mut Vec<char>) {
        let (mut byte, end) = (piece.byte(piece.positions.start), piece.byte(piece.positions.end));
        while byte < end {
            let next = runs.change_after(byte).clamp(byte + 1, end);
            let font = runs.at(byte).and_then(|run| {
                let font = |(opcode, operand): Modifier<'_>| (opcode == code::FONT).then(|| u16_at(operand, 0));
                modifiers(part(document, run.modifiers.clone()), version).filter_map(font).last().flatten()
            });
            let of_font = font.and_then(|font| self.fonts.get(usize::from(font)).copied().flatten());
            pairs(part(document, byte..next), of_font.unwrap_or(self.text), out);
            byte = next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(decode: impl Fn(&mut Vec<char>)) -> String {
        let mut out = Vec::new();
        decode(&mut out);
        out.into_iter().filter(|&c| c != NOTHING).collect()
    }

    #[test]
    fn bytes_of_one_piece() {
        let gbk = b"\xBC\xA8\xD0\xA7 12 \xB7\xD6\r";
        assert_eq!(decoded(|out| compressed(gbk, true, out)), "绩效 12 分\r");
        assert_eq!(decoded(|out| compressed(gbk, false, out)).chars().count(), gbk.len());
        // A dash, an ellipsis, a quotation in Western text of a Chinese writer.
        assert_eq!(decoded(|out| compressed(b"a \x96 b \x85 \x93c\x94", true, out)), "a – b … “c”");
        assert_eq!(decoded(|out| wide(b"\xA8\xBC\xA7\xD0a\0", GB18030, out)), "绩效a");
        assert_eq!(decoded(|out| pairs(b"\xBC", GB18030, out)), "\u{fffd}");
        assert_eq!(decoded(|out| unicode(b"a\0\x3D\xD8\x00\xDE\x3D\xD8", out)), "a😀\u{fffd}");
    }

    #[test]
    fn every_position_is_kept() {
        let mut out = Vec::new();
        pairs(b"a\xBC\xA8b", GB18030, &mut out);
        assert_eq!(out, ['a', '绩', NOTHING, 'b']);
    }
}
