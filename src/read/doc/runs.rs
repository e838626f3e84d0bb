//! Formatted pages (`FKP`): for the bytes of the text, which modifiers apply to them.

use super::bytes::{index, part, plc, u8_at, u16_at, u32_at};
use super::fib::{Fib, List, Version};
use std::ops::Range;

const PAGE: usize = 512;

/// Bytes of text with the same properties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// First byte and the one behind the last, in the `WordDocument` stream.
    pub bytes: Range<usize>,
    /// The paragraph's style; 0 in runs of characters.
    pub style: u16,
    /// Where the modifiers lie in the `WordDocument` stream.
    pub modifiers: Range<usize>,
}

/// All runs of one kind, by place.
#[derive(Debug, Default)]
pub(super) struct Runs(Vec<Run>);

impl Runs {
    /// The runs of characters or of paragraphs.
    pub(super) fn read(document: &[u8], table: &[u8], fib: &Fib, list: List) -> Self {
        let width = if fib.version == Version::Six { 2 } else { 4 };
        let number = |entry: &[u8]| match width {
            2 => u16_at(entry, 0).map(u32::from),
            _ => u32_at(entry, 0).map(|n| n & 0x003F_FFFF),
        };
        let mut pages: Vec<u32> = plc(fib.list(table, list), width).filter_map(|(.., e)| number(e)).collect();
        // Word 6 may list only some of the pages and say how many follow each other.
        let (first, count) = fib.pages[usize::from(list == List::ParagraphRuns)];
        pages.extend((0..count).map(|i| u32::from(first) + u32::from(i)).filter(|&page| page > 0));
        pages.sort_unstable();
        pages.dedup();
        let mut runs = Vec::new();
        for page in pages {
            let start = index(page).saturating_mul(PAGE);
            runs.extend(page_runs(part(document, start..start.saturating_add(PAGE)), start, fib.version, list));
        }
        runs.sort_by_key(|run| run.bytes.start);
        Self(runs)
    }

    /// The run that a byte of the text stands in.
    pub(super) fn at(&self, byte: usize) -> Option<&Run> {
        let after = self.0.partition_point(|run| run.bytes.start <= byte);
        self.0.get(after.checked_sub(1)?).filter(|run| run.bytes.contains(&byte))
    }

    /// Where the run that a byte stands in ends, or the next one starts.
    pub(super) fn change_after(&self, byte: usize) -> usize {
        let after = self.0.partition_point(|run| run.bytes.start <= byte);
        let next = self.0.get(after).map_or(usize::MAX, |run| run.bytes.start);
        self.at(byte).map_or(next, |run| run.bytes.end.min(next))
    }
}

fn page_runs(page: &[u8], start: usize, version: Version, list: List) -> Vec<Run> {
    let count = u8_at(page, PAGE - 1).map_or(0, usize::from);
    let entry = match (list, version) {
        (List::CharacterRuns, _) => 1,
        (_, Version::Six) => 7,
        (_, Version::Eight) => 13,
    };
    let run = |i: usize| {
        let bytes = index(u32_at(page, i * 4)?)..index(u32_at(page, i * 4 + 4)?);
        let offset = usize::from(u8_at(page, (count + 1) * 4 + i * entry)?) * 2;
        if offset == 0 || list == List::CharacterRuns {
            let length = if offset == 0 { 0 } else { usize::from(u8_at(page, offset)?) };
            let from = offset + 1;
            return Some(Run { bytes, style: 0, modifiers: start + from..start + (from + length).min(PAGE) });
        }
        let (from, length) = match usize::from(u8_at(page, offset)?) {
            0 => (offset + 2, usize::from(u8_at(page, offset + 1)?) * 2),
            words => (offset + 1, words * 2 - 1),
        };
        let end = (from + length).min(PAGE - 1).max(from + 2);
        Some(Run { bytes, style: u16_at(page, from)?, modifiers: start + from + 2..start + end })
    };
    (0..count).filter_map(run).filter(|run| run.bytes.start < run.bytes.end).collect()
}
