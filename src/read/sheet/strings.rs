//! Texts in the records of XLS: bytes in, characters out. Excel 97 and later (and ET) write UTF-16 or its lower bytes;
//! Excel 5 and 95 write a code page, 936 (GBK) in China.

use encoding_rs::{BIG5, Encoding, GB18030};

/// How a workbook writes its texts.
#[derive(Clone, Copy, Debug)]
pub(super) enum Script {
    /// Excel 97 and later.
    Unicode,
    /// Excel 5 and 95.
    CodePage(&'static Encoding),
}

impl Script {
    /// The script of a code page. Unknown ones are taken for GBK, which Chinese offices use.
    pub(super) fn of_page(page: u16) -> Self {
        let encoding = match page {
            950 => BIG5,
            874 | 1250..=1258 => Encoding::for_label(format!("windows-{page}").as_bytes()).unwrap_or(GB18030),
            932 => encoding_rs::SHIFT_JIS,
            949 => encoding_rs::EUC_KR,
            10_000 => encoding_rs::MACINTOSH,
            _ => GB18030,
        };
        Self::CodePage(encoding)
    }

    /// A text with its length in front, in one byte or two.
    pub(super) fn text(self, bytes: &[u8], short: bool) -> Option<String> {
        let (length, rest) = if short {
            (usize::from(*bytes.first()?), bytes.get(1..)?)
        } else {
            (usize::from(word(bytes, 0)?), bytes.get(2..)?)
        };
        match self {
            Self::CodePage(encoding) => {
                let (text, _) = encoding.decode_without_bom_handling(rest.get(..length.min(rest.len()))?);
                Some(text.into_owned())
            }
            Self::Unicode => {
                let mut reader = Pieces::new([rest].into_iter());
                let flags = reader.byte()?;
                Some(reader.characters(length, flags & 1 == 1))
            }
        }
    }
}

/// Two bytes of a record.
pub(super) fn word(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

/// Four bytes of a record.
pub(super) fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// A record and those that continue it, read as one.
struct Pieces<'a, I: Iterator<Item = &'a [u8]>> {
    piece: &'a [u8],
    rest: I,
}

impl<'a, I: Iterator<Item = &'a [u8]>> Pieces<'a, I> {
    fn new(mut pieces: I) -> Self {
        Self { piece: pieces.next().unwrap_or_default(), rest: pieces }
    }

    fn byte(&mut self) -> Option<u8> {
        while self.piece.is_empty() {
            self.piece = self.rest.next()?;
        }
        let (first, rest) = self.piece.split_first()?;
        self.piece = rest;
        Some(*first)
    }

    fn word(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn skip(&mut self, mut count: usize) {
        while count > 0 {
            let here = count.min(self.piece.len());
            self.piece = &self.piece[here..];
            count -= here;
            if count > 0 {
                let Some(next) = self.rest.next() else { return };
                self.piece = next;
            }
        }
    }

    /// So many characters. Where a record ends among them, the next one says anew whether they are wide.
    fn characters(&mut self, count: usize, mut wide: bool) -> String {
        let mut units = Vec::with_capacity(count.min(1 << 15));
        while units.len() < count {
            if self.piece.is_empty() {
                let Some(next) = self.rest.next() else { break };
                let Some((flags, rest)) = next.split_first() else { continue };
                (wide, self.piece) = (flags & 1 == 1, rest);
                continue;
            }
            let step = usize::from(wide) + 1;
            let here = (self.piece.len() / step).min(count - units.len());
            let (taken, rest) = self.piece.split_at(here * step);
            if wide {
                units.extend(taken.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair)));
            } else {
                units.extend(taken.iter().map(|b| u16::from(*b)));
            }
            // Half a character at the end of a record belongs to nothing.
            self.piece = if here == 0 { &[] } else { rest };
        }
        String::from_utf16_lossy(&units)
    }
}

/// The shared texts of a workbook: the record of the table and those that continue it.
pub(super) fn shared<'a>(pieces: impl Iterator<Item = &'a [u8]>, most: usize) -> Vec<String> {
    let mut reader = Pieces::new(pieces);
    reader.skip(8);
    let mut texts = Vec::new();
    while texts.len() < most {
        let Some(text) = rich(&mut reader) else { break };
        texts.push(text);
    }
    texts
}

/// A text with its runs of fonts and its phonetic part, which are skipped.
fn rich<'a>(reader: &mut Pieces<'a, impl Iterator<Item = &'a [u8]>>) -> Option<String> {
    let length = usize::from(reader.word()?);
    let flags = reader.byte()?;
    let runs = if flags & 8 == 8 { usize::from(reader.word()?) } else { 0 };
    let phonetic = if flags & 4 == 4 { u32::from(reader.word()?) | u32::from(reader.word()?) << 16 } else { 0 };
    let text = reader.characters(length, flags & 1 == 1);
    reader.skip(runs * 4);
    reader.skip(phonetic as usize);
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_go_on_over_records() {
        // Three texts: wide and cut by a record whose continuation is narrow; with fonts; cut within its length.
        let first: Vec<u8> = [&[0; 8][..], &[4, 0, 1], &[0x2d, 0x4e, 0x87, 0x65]].concat();
        let second: Vec<u8> = [&[0, b'A', b'B'][..], &[2, 0, 8, 1, 0], b"xy", &[1, 2, 3, 4], &[1]].concat();
        let third: Vec<u8> = [&[0, 0][..], b"z"].concat();
        let pieces = [first.as_slice(), &second, &third];
        assert_eq!(shared(pieces.into_iter(), 9), ["中文AB", "xy", "z"]);
        assert_eq!(shared(pieces.into_iter(), 1), ["中文AB"]);
        assert_eq!(shared([&[][..]].into_iter(), 9), [""; 0]);
    }

    #[test]
    fn short_texts_of_both_generations() {
        assert_eq!(Script::Unicode.text(&[2, 0, 1, 0x2d, 0x4e, 0x87, 0x65], false).as_deref(), Some("中文"));
        assert_eq!(Script::of_page(936).text(b"\x04\xd6\xd0\xce\xc4", true).as_deref(), Some("中文"));
        assert_eq!(Script::of_page(1252).text(b"\x01\xe9", true).as_deref(), Some("é"));
        assert_eq!(Script::Unicode.text(&[9], false), None);
    }
}
