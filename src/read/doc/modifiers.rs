//! Property modifiers (`sprm`): a list of bytes in, opcodes with their operands out.
//!
//! Word 6 and 95 have opcodes of one byte; those that fuhe reads are given the number of their successor, so that
//! nothing behind this module knows two sets.

use super::bytes::{part, u8_at, u16_at};
use super::fib::Version;

/// One modifier: its opcode as Word 97 has it, and its operand without any length before it.
pub(super) type Modifier<'a> = (u16, &'a [u8]);

/// The opcodes that mean something to fuhe.
pub(super) mod code {
    pub(in crate::read::doc) const STYLE: u16 = 0x4600;
    pub(in crate::read::doc) const IN_TABLE: u16 = 0x2416;
    pub(in crate::read::doc) const ROW_END: u16 = 0x2417;
    pub(in crate::read::doc) const TABLE_DEPTH: u16 = 0x6649;
    pub(in crate::read::doc) const TABLE_DEPTH_CHANGE: u16 = 0x664A;
    pub(in crate::read::doc) const INNER_CELL: u16 = 0x244B;
    pub(in crate::read::doc) const INNER_ROW_END: u16 = 0x244C;
    pub(in crate::read::doc) const LIST_LEVEL: u16 = 0x260A;
    pub(in crate::read::doc) const LIST: u16 = 0x460B;
    pub(in crate::read::doc) const OUTLINE_LEVEL: u16 = 0x2640;
    /// Where the lines begin, and how much further in the first one does: in twips, in hundredths of a character.
    pub(in crate::read::doc) const INDENT: [u16; 2] = [0x840F, 0x845E];
    pub(in crate::read::doc) const FIRST_LINE: [u16; 2] = [0x8411, 0x8460];
    pub(in crate::read::doc) const INDENT_CHARACTERS: u16 = 0x4456;
    pub(in crate::read::doc) const FIRST_LINE_CHARACTERS: u16 = 0x4457;
    /// The properties lie in the stream `Data`.
    pub(in crate::read::doc) const ELSEWHERE: [u16; 3] = [0x6645, 0x6646, 0x646B];
    pub(in crate::read::doc) const DELETED: u16 = 0x0800;
    pub(in crate::read::doc) const FIELD_HIDDEN: u16 = 0x0802;
    pub(in crate::read::doc) const HIDDEN: u16 = 0x083C;
    pub(in crate::read::doc) const SPECIAL: u16 = 0x0855;
    pub(in crate::read::doc) const SYMBOL: u16 = 0x6A09;
    pub(in crate::read::doc) const CHARACTER_STYLE: u16 = 0x4A30;
    pub(in crate::read::doc) const FONT: u16 = 0x4A4F;
    pub(in crate::read::doc) const ROW: u16 = 0xD608;
    pub(in crate::read::doc) const CELLS_INSERTED: u16 = 0x7621;
    pub(in crate::read::doc) const CELLS_DELETED: u16 = 0x5622;
    pub(in crate::read::doc) const CELL_WIDTH: u16 = 0x7623;
    pub(in crate::read::doc) const CELLS_MERGED: u16 = 0x5624;
    pub(in crate::read::doc) const CELLS_SPLIT: u16 = 0x5625;
    pub(in crate::read::doc) const MERGED_DOWN: u16 = 0xD62B;
    pub(in crate::read::doc) const ROW_LEFT: u16 = 0x9601;
}

/// The modifiers of a list, up to the first one that the list does not hold whole.
pub(super) fn modifiers(list: &[u8], version: Version) -> impl Iterator<Item = Modifier<'_>> {
    let mut rest = list;
    std::iter::from_fn(move || {
        let (modifier, length) = match version {
            Version::Eight => eight(rest)?,
            Version::Six => six(rest)?,
        };
        rest = part(rest, length..usize::MAX);
        Some(modifier)
    })
}

/// The modifier that a piece of text states in two bytes instead of a list.
pub(super) fn short(changes: u16) -> Option<(u16, [u8; 1])> {
    let opcode = successor(u8::try_from((changes >> 1) & 0x7F).ok()?);
    (changes & 1 == 0 && opcode != 0).then_some((opcode, [u8::try_from(changes >> 8).unwrap_or(0)]))
}

/// The first modifier of a list and how many bytes it takes.
fn eight(list: &[u8]) -> Option<(Modifier<'_>, usize)> {
    let opcode = u16_at(list, 0)?;
    let (before, length) = match opcode >> 13 {
        0 | 1 => (2, 1),
        2 | 4 | 5 => (2, 2),
        3 => (2, 4),
        7 => (2, 3),
        // Tables state one byte more than they have, in two bytes.
        _ if matches!(opcode, 0xD606 | 0xD608) => (4, usize::from(u16_at(list, 2)?).saturating_sub(1)),
        _ => tabs_or_counted(list, 2, opcode == 0xC615)?,
    };
    Some(((opcode, list.get(before..before + length)?), before + length))
}

/// Length of an operand that states its own in one byte; lists of tab stops too long for that state 255.
fn tabs_or_counted(list: &[u8], at: usize, tabs: bool) -> Option<(usize, usize)> {
    let stated = usize::from(u8_at(list, at)?);
    if !tabs || stated != 255 {
        return Some((at + 1, stated));
    }
    let deleted = 1 + usize::from(u8_at(list, at + 1)?) * 4;
    let added = 1 + usize::from(u8_at(list, at + 1 + deleted)?) * 3;
    Some((at + 1, deleted + added))
}

/// The same for Word 6 and 95.
fn six(list: &[u8]) -> Option<(Modifier<'_>, usize)> {
    let opcode = u8_at(list, 0)?;
    let (before, length) = match opcode {
        0 | 52 | 83 => (1, 0),
        3 | 12 | 15 | 23 | 68 | 74 | 81 | 82 | 103 | 105 | 106 | 108 | 120 | 191 => {
            tabs_or_counted(list, 1, opcode == 23)?
        }
        188 | 190 => (3, usize::from(u16_at(list, 1)?).saturating_sub(1)),
        187 => (1, 12),
        193 | 199 => (1, 5),
        20 | 70 | 192 | 194 | 196 | 200 => (1, 4),
        73 | 95 => (1, 3),
        2
        | 16..=19
        | 21
        | 22
        | 26..=28
        | 30..=36
        | 38..=43
        | 45..=49
        | 69
        | 72
        | 80
        | 93
        | 96
        | 97
        | 99
        | 101
        | 107
        | 109..=112
        | 121..=124
        | 182..=184
        | 189
        | 195
        | 197
        | 198 => (1, 2),
        _ => (1, 1),
    };
    Some(((successor(opcode), list.get(before..before + length)?), before + length))
}

/// The opcode of Word 97 with the meaning of one of Word 6; 0 for those that mean nothing to fuhe.
fn successor(opcode: u8) -> u16 {
    match opcode {
        2 => code::STYLE,
        17 => code::INDENT[0],
        19 => code::FIRST_LINE[0],
        24 => code::IN_TABLE,
        25 => code::ROW_END,
        65 => code::DELETED,
        67 => code::FIELD_HIDDEN,
        74 => code::SYMBOL,
        80 => code::CHARACTER_STYLE,
        92 => code::HIDDEN,
        93 => code::FONT,
        117 => code::SPECIAL,
        183 => code::ROW_LEFT,
        190 => code::ROW,
        194 => code::CELLS_INSERTED,
        195 => code::CELLS_DELETED,
        196 => code::CELL_WIDTH,
        197 => code::CELLS_MERGED,
        198 => code::CELLS_SPLIT,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_operands() {
        let list = [
            0x16, 0x24, 1, // one byte
            0x0B, 0x46, 5, 0, // two
            0x49, 0x66, 2, 0, 0, 0, // four
            0x08, 0xD6, 4, 0, 1, 0, 0, // a row, whose length counts one byte too many
            0x2B, 0xD6, 2, 7, 3, // counted
            0x15, 0xC6, 255, 1, 0, 0, 0, 0, 1, 9, 9, 9, // many tab stops
            0x17, 0x24, // cut off
        ];
        let found: Vec<Modifier<'_>> = modifiers(&list, Version::Eight).collect();
        let expected: [Modifier<'_>; 6] = [
            (code::IN_TABLE, &[1]),
            (code::LIST, &[5, 0]),
            (code::TABLE_DEPTH, &[2, 0, 0, 0]),
            (code::ROW, &[1, 0, 0]),
            (code::MERGED_DOWN, &[7, 3]),
            (0xC615, &[1, 0, 0, 0, 0, 1, 9, 9, 9]),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn opcodes_of_word_6_are_given_those_of_word_97() {
        let list = [24, 1, 5, 0, 190, 4, 0, 1, 0, 0, 197, 0, 2, 93, 3, 0];
        let found: Vec<Modifier<'_>> = modifiers(&list, Version::Six).collect();
        let expected: [Modifier<'_>; 5] = [
            (code::IN_TABLE, &[1]),
            (0, &[0]),
            (code::ROW, &[1, 0, 0]),
            (code::CELLS_MERGED, &[0, 2]),
            (code::FONT, &[3, 0]),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn modifiers_of_pieces() {
        assert_eq!(short(24 << 1 | 1 << 8), Some((code::IN_TABLE, [1])));
        assert_eq!((short(24 << 1 | 1), short(0)), (None, None));
    }
}
