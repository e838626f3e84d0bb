//! Automatic numbering: list definitions and their exceptions in, the label that stands before a paragraph out, counted
//! as the paragraphs come. Bullets count nothing and are left out.

use super::super::numerals::Numerals;
use super::bytes::{i32_at, index, part, u8_at, u16_at, u32_at};
use super::fib::{Fib, List};
use std::collections::{HashMap, HashSet};

const LEVELS: usize = 9;
/// The code of a sign that does not count.
const BULLET: u8 = 23;

/// A level of a list.
#[derive(Clone, Debug, Default)]
struct Level {
    start: u32,
    numerals: Numerals,
    bullet: bool,
    /// The label; characters below 9 stand for the numbers of the levels.
    label: Vec<u16>,
    /// Whether all numbers in it are decimal.
    decimal: bool,
    /// The level at whose numbers, or those of lower ones, it starts again.
    restart: u8,
    /// What follows the label: 0 a tab, 1 a space, 2 nothing.
    follow: u8,
}

/// A list.
#[derive(Clone, Debug, Default)]
struct Definition {
    levels: Vec<Level>,
    /// The styles of paragraphs that stand for its levels.
    styles: [u16; LEVELS],
}

/// What paragraphs refer to: a list with exceptions.
#[derive(Clone, Debug, Default)]
struct Override {
    list: u32,
    /// Level, where it starts, how it looks.
    levels: Vec<(usize, Option<u32>, Option<Level>)>,
}

/// The lists of a file and how far they have counted.
#[derive(Debug, Default)]
pub(super) struct Lists {
    definitions: HashMap<u32, Definition>,
    overrides: Vec<Override>,
    counts: HashMap<u32, [Option<u32>; LEVELS]>,
    /// Overrides and levels whose own start has been used.
    started: HashSet<(u16, usize)>,
}

impl Lists {
    /// Reads the lists.
    pub(super) fn read(table: &[u8], fib: &Fib) -> Self {
        let mut lists = Self::default();
        let formats = fib.place(List::Definitions);
        if formats.is_empty() {
            return lists;
        }
        let count = u16_at(table, formats.start).map_or(0, usize::from);
        let mut at = formats.end;
        for i in 0..count {
            let entry = part(table, formats.start + 2 + i * 28..formats.start + 30 + i * 28);
            let (Some(id), Some(flags)) = (u32_at(entry, 0), u8_at(entry, 26)) else { break };
            let styles = std::array::from_fn(|level| u16_at(entry, 8 + level * 2).unwrap_or(u16::MAX));
            let mut definition = Definition { levels: Vec::new(), styles };
            for _ in 0..if flags & 1 == 1 { 1 } else { LEVELS } {
                let Some((level, length)) = level(part(table, at..usize::MAX)) else { break };
                definition.levels.push(level);
                at += length;
            }
            lists.definitions.insert(id, definition);
        }
        lists.overrides = overrides(fib.list(table, List::Overrides)).unwrap_or_default();
        lists
    }

    /// The label of the next paragraph. `number` is what the paragraph refers to, counted from 1; without a level the
    /// paragraph's style tells it.
    pub(super) fn label(&mut self, number: u16, level: Option<u8>, style: u16) -> Option<String> {
        let exception = self.overrides.get(usize::from(number.checked_sub(1)?))?;
        let definition = self.definitions.get(&exception.list)?;
        let of_style = || definition.styles.iter().position(|&s| s == style);
        let at = level.map(usize::from).or_else(of_style).unwrap_or(0).min(LEVELS - 1);
        let other = |level: usize| exception.levels.iter().find(|(l, ..)| *l == level);
        let of_level = |level: usize| {
            let own = other(level).and_then(|(.., look)| look.as_ref());
            own.or_else(|| definition.levels.get(level).or(definition.levels.last()))
        };
        let start = |level: usize| of_level(level).map_or(1, |look| look.start);
        let counts = self.counts.entry(exception.list).or_default();
        let own_start = other(at).and_then(|(_, start, _)| *start);
        counts[at] = Some(match (own_start, counts[at]) {
            (Some(own), _) if self.started.insert((number, at)) => own,
            (_, Some(count)) => count.saturating_add(1),
            (_, None) => start(at),
        });
        for (deeper, count) in counts.iter_mut().enumerate().skip(at + 1) {
            if of_level(deeper).is_none_or(|look| at < usize::from(look.restart)) {
                *count = None;
            }
        }
        let look = of_level(at)?;
        if look.bullet || look.label.is_empty() {
            return None;
        }
        let mut units = Vec::new();
        for &unit in &look.label {
            let level = usize::from(unit);
            if level >= LEVELS {
                units.push(unit);
                continue;
            }
            // A level that has not counted yet counts as begun.
            let count = *counts[level].get_or_insert_with(|| start(level));
            let numerals = of_level(level).map_or(Numerals::Decimal, |l| l.numerals);
            let decimal = look.decimal && numerals != Numerals::Hidden;
            units.extend(if decimal { Numerals::Decimal } else { numerals }.write(count).encode_utf16());
        }
        let label = String::from_utf16_lossy(&units).trim_start().to_owned();
        let ascii = label.chars().next_back()?.is_ascii();
        // A tab leaves a gap; only after a digit or point would the text run on as part of the number.
        Some(if look.follow == 1 || (look.follow == 0 && ascii) { label + " " } else { label })
    }
}

/// A level and how many bytes it takes.
fn level(bytes: &[u8]) -> Option<(Level, usize)> {
    let (code, flags) = (u8_at(bytes, 4)?, u8_at(bytes, 5)?);
    let modifiers = usize::from(u8_at(bytes, 24)?) + usize::from(u8_at(bytes, 25)?);
    let limit = u8_at(bytes, 26)?;
    let at = 28 + modifiers;
    let length = usize::from(u16_at(bytes, at)?) * 2;
    let label = bytes.get(at + 2..at + 2 + length)?;
    let level = Level {
        start: u32::try_from(i32_at(bytes, 0)?).unwrap_or(0),
        numerals: Numerals::of_code(code),
        bullet: code == BULLET,
        label: label.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect(),
        decimal: flags & 0x04 != 0,
        restart: if flags & 0x08 != 0 { limit } else { u8::MAX },
        follow: u8_at(bytes, 15)?,
    };
    Some((level, at + 2 + length))
}

fn overrides(bytes: &[u8]) -> Option<Vec<Override>> {
    let count = index(u32_at(bytes, 0)?);
    let entry = |i: usize| Some((u32_at(bytes, 4 + i * 16)?, u8_at(bytes, 16 + i * 16)?));
    let entries: Vec<(u32, u8)> = (0..count).map_while(entry).collect();
    let mut at = 4 + entries.len() * 16;
    let mut out = Vec::with_capacity(entries.len());
    for (list, count) in entries {
        let mut exception = Override { list, levels: Vec::new() };
        at += 4;
        for _ in 0..count {
            let (Some(start), Some(flags)) = (i32_at(bytes, at), u32_at(bytes, at + 4)) else { break };
            at += 8;
            let own = flags & 0x10 != 0;
            let mut look = None;
            if flags & 0x20 != 0 {
                let Some((level, length)) = level(part(bytes, at..usize::MAX)) else { break };
                at += length;
                look = Some(level);
            }
            let of_look = look.as_ref().map_or_else(|| u32::try_from(start).unwrap_or(0), |look| look.start);
            exception.levels.push((index(flags & 0x0F), own.then_some(of_look), look));
        }
        out.push(exception);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(code: u8, label: &str) -> Level {
        let label = label.encode_utf16().collect();
        let bullet = code == BULLET;
        Level { start: 1, numerals: Numerals::of_code(code), bullet, label, restart: u8::MAX, ..Level::default() }
    }

    fn lists() -> Lists {
        let levels = vec![look(37, "\0、"), look(37, "（\u{1}）"), look(0, "\u{2}."), look(18, "\u{3}"), look(23, "●")];
        let decimal = Level { decimal: true, ..look(0, "\0.\u{1}.\u{2}") };
        let mut styles = [u16::MAX; LEVELS];
        styles[1] = 7;
        let plain = Override { list: 5, levels: Vec::new() };
        let again = Override { list: 5, levels: vec![(0, Some(9), None), (2, None, Some(decimal))] };
        Lists {
            definitions: HashMap::from([(5, Definition { levels, styles })]),
            overrides: vec![plain, again],
            ..Lists::default()
        }
    }

    #[test]
    fn labels_count_by_level() {
        let mut lists = lists();
        let cases: &[(u16, Option<u8>, u16, Option<&str>)] = &[
            (1, Some(0), 0, Some("一、")),
            (1, None, 7, Some("（一）")),
            (1, Some(1), 0, Some("（二）")),
            (1, Some(2), 0, Some("1. ")),
            (1, Some(3), 0, Some("①")),
            (1, Some(3), 0, Some("②")),
            (1, Some(4), 0, None),
            (1, Some(0), 0, Some("二、")),
            (1, Some(2), 0, Some("1. ")),
            (2, Some(0), 0, Some("九、")),
            (2, Some(2), 0, Some("9.1.1 ")),
            (1, Some(0), 0, Some("十、")),
            (0, Some(0), 0, None),
            (9, Some(0), 0, None),
            (1, Some(255), 0, None),
        ];
        for (number, level, style, expected) in cases {
            assert_eq!(lists.label(*number, *level, *style).as_deref(), *expected, "{number} {level:?}");
        }
    }

    #[test]
    fn bytes_of_a_level() {
        let mut bytes = vec![3, 0, 0, 0, 37, 0x04];
        bytes.resize(24, 0);
        bytes[15] = 2;
        bytes.extend([1, 2, 0, 0, 9, 9, 9, 2, 0, 0, 0, 0x01, 0x30]);
        let (level, length) = level(&bytes).expect("a level");
        assert_eq!((level.start, level.numerals, level.decimal, level.follow), (3, Numerals::Chinese, true, 2));
        assert_eq!((level.label, length), (vec![0, 0x3001], bytes.len()));
        for end in 0..bytes.len() {
            assert!(super::level(&bytes[..end]).is_none());
        }
    }
}
