//! The file information block at the start of the `WordDocument` stream: what version wrote the file, where its lists
//! lie, and how many characters each of its stories has.

use super::bytes::{index, part, u16_at, u32_at};
use std::ops::Range;

/// What fuhe tells apart among the versions of Word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    /// Word 6 and 95: text in a code page, lists in the same stream.
    Six,
    /// Word 97 to 2003 and WPS: text in Unicode, lists in a stream of their own.
    Eight,
}

/// The lists that fuhe reads, by their number in the block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    Styles = 1,
    /// Where notes are referred to, and what each says.
    FootnoteMarks = 2,
    FootnoteTexts = 3,
    CharacterRuns = 12,
    ParagraphRuns = 13,
    Fonts = 15,
    Pieces = 33,
    /// Drawn objects of the main story.
    Drawings = 40,
    EndnoteMarks = 46,
    EndnoteTexts = 47,
    TextBoxes = 56,
    /// List definitions; the levels follow behind them.
    Definitions = 73,
    /// What paragraphs refer to: a definition with exceptions.
    Overrides = 74,
}

/// The stories that fuhe reads, by their number among the eight whose characters follow each other. Between them stand
/// headers, macros and comments, behind them the text boxes of headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Story {
    Main = 0,
    Footnotes = 1,
    Endnotes = 5,
    TextBoxes = 6,
}

/// The block.
#[derive(Debug)]
pub(super) struct Fib {
    pub version: Version,
    pub encrypted: bool,
    /// Whether the lists are in the stream `1Table`, not `0Table`.
    pub second_table: bool,
    /// Word 6 and 95 only: whether each character takes two bytes.
    pub wide: bool,
    /// Languages of the text: Latin, then East Asian.
    pub languages: [u16; 2],
    /// The bytes of the text, when no list of pieces says more.
    pub text: Range<usize>,
    lengths: [u32; 8],
    /// Offset of the first pair of position and length, and the pairs themselves.
    lists: Vec<u8>,
    /// Word 6 and 95: first page and number of pages of the runs of characters, then of paragraphs.
    pub pages: [(u16, u16); 2],
}

/// Why there is no block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoFib {
    /// Too short, or not one.
    Damaged,
    /// Of Word 2 or before.
    TooOld,
}

impl Fib {
    /// Reads the block.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, NoFib> {
        let word = |at| u16_at(bytes, at).ok_or(NoFib::Damaged);
        let long = |at| u32_at(bytes, at).ok_or(NoFib::Damaged);
        let (magic, number, flags) = (word(0)?, word(2)?, word(10)?);
        if magic >> 8 != 0xA5 && magic >> 8 != 0xA6 {
            return Err(NoFib::Damaged);
        }
        let version = match number {
            0..101 => return Err(NoFib::TooOld),
            101..106 => Version::Six,
            _ => Version::Eight,
        };
        let (counts, lists, east_asian) = match version {
            Version::Six => (0x34, 0x58, word(6)?),
            Version::Eight => (0x4C, 0x9A, word(0x3C)?),
        };
        let mut lengths = [0; 8];
        for (i, length) in lengths.iter_mut().enumerate() {
            *length = long(counts + i * 4)?;
        }
        let pages = match version {
            Version::Six => [
                (word(0x18A).unwrap_or(0), word(0x18E).unwrap_or(0)),
                (word(0x18C).unwrap_or(0), word(0x190).unwrap_or(0)),
            ],
            Version::Eight => [(0, 0); 2],
        };
        // Later versions have more pairs; up to the last one that is read they agree.
        let last = if version == Version::Six { List::Pieces } else { List::Overrides };
        Ok(Self {
            version,
            encrypted: flags & 0x0100 != 0,
            second_table: flags & 0x0200 != 0,
            wide: flags & 0x1000 != 0,
            languages: [word(6)?, east_asian],
            text: index(long(0x18)?)..index(long(0x1C)?),
            lengths,
            lists: part(bytes, lists..lists + (last as usize + 1) * 8).to_vec(),
            pages,
        })
    }

    /// The bytes of a list, in the stream that holds the lists.
    pub(super) fn list<'a>(&self, table: &'a [u8], list: List) -> &'a [u8] {
        part(table, self.place(list))
    }

    /// Where a list lies; empty when there is none.
    pub(super) fn place(&self, list: List) -> Range<usize> {
        let pair = |at| u32_at(&self.lists, at).map(index);
        let at = list as usize * 8;
        match (pair(at), pair(at + 4)) {
            (Some(start), Some(length)) => start..start.saturating_add(length),
            _ => 0..0,
        }
    }

    /// The character positions of a story.
    pub(super) fn story(&self, story: Story) -> Range<usize> {
        let before = self.lengths.iter().take(story as usize);
        let start = before.fold(0usize, |sum, &length| sum.saturating_add(index(length)));
        start..start.saturating_add(self.lengths.get(story as usize).copied().map_or(0, index))
    }

    /// The number of all characters.
    pub(super) fn characters(&self) -> usize {
        let end = self.lengths.iter().fold(0usize, |sum, &length| sum.saturating_add(index(length)));
        // Behind the last of several stories stands one more paragraph mark.
        if self.story(Story::Main).end == end { end } else { end.saturating_add(1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(magic: u16, number: u16) -> Vec<u8> {
        let mut bytes = vec![0; 0x400];
        bytes[0..2].copy_from_slice(&magic.to_le_bytes());
        bytes[2..4].copy_from_slice(&number.to_le_bytes());
        bytes
    }

    #[test]
    fn versions() {
        for (magic, number, version) in [
            (0xA5EC, 0xC1, Ok(Version::Eight)),
            (0xA5EC, 0x101, Ok(Version::Eight)),
            (0xA5DC, 0x65, Ok(Version::Six)),
            (0xA5DC, 0x68, Ok(Version::Six)),
            (0xA5DB, 0x2D, Err(NoFib::TooOld)),
            (0x0000, 0xC1, Err(NoFib::Damaged)),
        ] {
            assert_eq!(Fib::read(&block(magic, number)).map(|f| f.version), version, "{magic:x} {number:x}");
        }
        assert_eq!(Fib::read(&block(0xA5EC, 0xC1)[..40]).err(), Some(NoFib::Damaged));
    }

    #[test]
    fn stories_follow_each_other() {
        let mut bytes = block(0xA5EC, 0xC1);
        bytes[0x4C] = 10;
        bytes[0x50] = 3;
        bytes[0x64] = 5;
        bytes[0x68..0x6C].fill(0xFF);
        let fib = Fib::read(&bytes).expect("a block");
        assert_eq!((fib.story(Story::Main), fib.story(Story::Footnotes)), (0..10, 10..13));
        assert_eq!(fib.story(Story::TextBoxes), 13..18);
        assert!(fib.characters() > 18);
    }
}
