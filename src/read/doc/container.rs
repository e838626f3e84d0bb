//! The OLE2 container: bytes in, streams by name out.
//!
//! `cfb` reads what is whole. A file that it refuses (cut off, a loop or a hole in the allocation table) is read by hand
//! as far as it goes: sectors that lie beyond the end leave a hole, and where the allocation table itself is lost, a
//! stream is taken to lie in one run, as programs write it. Whoever reads a stream learns how much of it is there.

use super::bytes::{index, part, u8_at, u16_at, u32_at};
use cfb::CompoundFile;
use std::io::{Cursor, Read};

const MAGIC: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// Marks of the allocation table from here on are no sectors.
const LAST_SECTOR: u32 = 0xFFFF_FFFA;
/// Sizes below this lie in the small sectors inside the root entry's stream.
const SMALL: u64 = 4_096;
const ENTRY: usize = 128;

/// An opened container.
pub(super) struct Container<'a> {
    whole: Option<CompoundFile<Cursor<&'a [u8]>>>,
    sectors: Option<Sectors<'a>>,
    bytes: &'a [u8],
}

/// The content of a stream.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Stream {
    /// The bytes; zeros where they are lost.
    pub bytes: Vec<u8>,
    /// Whether none is lost.
    pub whole: bool,
}

/// Whether the content is a container.
pub(super) fn is_container(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// Whether a container has a stream of this name in its root, where no embedded file has its own.
pub(super) fn has_root_stream(bytes: &[u8], name: &str) -> bool {
    Sectors::open(bytes).is_some_and(|sectors| sectors.find(name).is_some())
}

impl<'a> Container<'a> {
    /// Opens a container, whole or not.
    pub(super) fn open(bytes: &'a [u8]) -> Self {
        Self { whole: CompoundFile::open(Cursor::new(bytes)).ok(), sectors: None, bytes }
    }

    /// The content of a stream in the root, as far as it can be read.
    pub(super) fn stream(&mut self, name: &str) -> Option<Stream> {
        if let Some(whole) = &mut self.whole
            && let Ok(stream) = whole.open_stream(format!("/{name}"))
        {
            let mut bytes = Vec::new();
            // No stream holds more than the file; a loop in its chain would.
            if stream.take(self.bytes.len() as u64 + 1).read_to_end(&mut bytes).is_ok() {
                return Some(Stream { bytes, whole: true });
            }
        }
        if self.sectors.is_none() {
            self.sectors = Sectors::open(self.bytes);
        }
        self.sectors.as_ref().and_then(|sectors| sectors.stream(name))
    }
}

/// The directory entry of a stream.
#[derive(Clone, Copy)]
struct Entry {
    start: u32,
    size: u64,
}

/// A container read by hand.
struct Sectors<'a> {
    bytes: &'a [u8],
    /// Size of a sector, 512 or 4,096.
    size: usize,
    /// For each sector the next one; `None` where the table is lost.
    next: Vec<Option<u32>>,
    directory: Vec<u8>,
}

impl<'a> Sectors<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let shift = u16_at(bytes, 30)?;
        if !is_container(bytes) || !matches!(shift, 9 | 12) {
            return None;
        }
        let mut sectors = Self { bytes, size: 1 << shift, next: Vec::new(), directory: Vec::new() };
        sectors.next = sectors.allocation();
        sectors.directory = sectors.chain(u32_at(bytes, 48)?, u64::MAX).bytes;
        Some(sectors)
    }

    fn sector(&self, number: u32) -> &'a [u8] {
        let start = index(number).saturating_add(1).saturating_mul(self.size);
        part(self.bytes, start..start.saturating_add(self.size))
    }

    /// The allocation table, from the sectors that the header lists and the chain of further lists.
    fn allocation(&self) -> Vec<Option<u32>> {
        let per_sector = self.size / 4;
        // More sectors than the file has, no table describes.
        let most = self.bytes.len() / self.size + 1;
        let mut tables: Vec<u32> = (0..109).filter_map(|i| u32_at(self.bytes, 76 + i * 4)).collect();
        let mut list = u32_at(self.bytes, 68).unwrap_or(u32::MAX);
        for _ in 0..=most / per_sector {
            let sector = self.sector(list);
            if list >= LAST_SECTOR || sector.len() < self.size {
                break;
            }
            tables.extend((0..per_sector - 1).filter_map(|i| u32_at(sector, i * 4)));
            list = u32_at(sector, self.size - 4).unwrap_or(u32::MAX);
        }
        let mut next = Vec::new();
        for table in tables.into_iter().take_while(|&t| t < LAST_SECTOR).take(most / per_sector + 1) {
            let sector = self.sector(table);
            next.extend((0..per_sector).map(|i| u32_at(sector, i * 4)));
        }
        next
    }

    /// The content of a chain of sectors, at most `size` bytes.
    fn chain(&self, start: u32, size: u64) -> Stream {
        let most = usize::try_from(size).unwrap_or(usize::MAX).min(self.bytes.len());
        let mut bytes = Vec::new();
        let mut whole = true;
        let mut number = start;
        while number < LAST_SECTOR && bytes.len() < most {
            let sector = self.sector(number);
            let next = self.next.get(index(number)).copied().flatten();
            whole &= sector.len() == self.size || bytes.len() + sector.len() >= most;
            if sector.is_empty() && next.is_none() {
                break;
            }
            // What lies beyond the end leaves a hole, so that offsets behind it stay right.
            let lost = self.size - sector.len();
            bytes.extend_from_slice(sector);
            bytes.resize(bytes.len() + lost, 0);
            number = next.unwrap_or_else(|| number.saturating_add(1));
        }
        bytes.truncate(most);
        Stream { whole: whole && (size == u64::MAX || bytes.len() as u64 == size), bytes }
    }

    fn entry(&self, number: usize) -> Option<&[u8]> {
        let start = number.checked_mul(ENTRY)?;
        self.directory.get(start..start.checked_add(ENTRY)?)
    }

    /// The stream of this name in the root; the root's entries form a tree.
    fn find(&self, name: &str) -> Option<Entry> {
        let root = self.entry(0)?;
        let mut waiting = vec![u32_at(root, 76)?];
        // Each entry hangs in the tree once; a loop would go on for ever.
        for _ in 0..self.directory.len() / ENTRY {
            let Some(entry) = self.entry(index(waiting.pop()?)) else { continue };
            if u8_at(entry, 66) == Some(2) && is_named(entry, name) {
                return Some(Entry { start: u32_at(entry, 116)?, size: u64::from(u32_at(entry, 120)?) });
            }
            waiting.extend([u32_at(entry, 68)?, u32_at(entry, 72)?].into_iter().filter(|&n| n < LAST_SECTOR));
        }
        None
    }

    fn stream(&self, name: &str) -> Option<Stream> {
        let entry = self.find(name)?;
        if entry.size >= SMALL {
            return Some(self.chain(entry.start, entry.size));
        }
        let root = self.entry(0)?;
        let small = self.chain(u32_at(root, 116)?, u64::from(u32_at(root, 120)?));
        let table = self.chain(u32_at(self.bytes, 60)?, u64::MAX).bytes;
        let mut bytes = Vec::new();
        let mut number = entry.start;
        while number < LAST_SECTOR && (bytes.len() as u64) < entry.size {
            let start = index(number).saturating_mul(64);
            let sector = part(&small.bytes, start..start.saturating_add(64));
            if sector.is_empty() {
                break;
            }
            bytes.extend_from_slice(sector);
            number = u32_at(&table, index(number).saturating_mul(4)).unwrap_or(number.saturating_add(1));
        }
        bytes.truncate(usize::try_from(entry.size).unwrap_or(0));
        Some(Stream { whole: small.whole && bytes.len() as u64 == entry.size, bytes })
    }
}

fn is_named(entry: &[u8], name: &str) -> bool {
    let units = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes);
    entry.iter().zip(units).all(|(a, b)| a.eq_ignore_ascii_case(&b))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::cast_possible_truncation, reason = "made files are small")]

    use super::*;
    use std::io::Write as _;

    fn made() -> Vec<u8> {
        let mut file = CompoundFile::create(Cursor::new(Vec::new())).expect("a container");
        file.create_storage("/Inner").expect("a storage");
        for (name, size) in [("/Large", 9_000usize), ("/Small", 100), ("/Inner/Deep", 10)] {
            let content: Vec<u8> = (0..size).map(|i| (i % 251) as u8).collect();
            file.create_stream(name).expect("a stream").write_all(&content).expect("written");
        }
        file.into_inner().into_inner()
    }

    fn content(size: usize) -> Vec<u8> {
        (0..size).map(|i| (i % 251) as u8).collect()
    }

    #[test]
    fn both_ways_read_the_same() {
        let bytes = made();
        let mut container = Container::open(&bytes);
        assert!(container.whole.is_some());
        let sectors = Sectors::open(&bytes).expect("sectors");
        for (name, size) in [("Large", 9_000), ("small", 100)] {
            let whole = Stream { bytes: content(size), whole: true };
            assert_eq!(container.stream(name).as_ref(), Some(&whole), "{name}");
            assert_eq!(sectors.stream(name).as_ref(), Some(&whole), "{name}");
        }
        assert_eq!(container.stream("Deep"), None);
        assert!(has_root_stream(&bytes, "Large") && !has_root_stream(&bytes, "Deep"));
    }

    #[test]
    fn a_file_that_is_cut_off_gives_what_is_left() {
        let bytes = made();
        for end in (0..bytes.len()).step_by(100) {
            let mut container = Container::open(&bytes[..end]);
            let Some(stream) = container.stream("Large") else { continue };
            let all = content(9_000);
            assert_eq!(stream.whole, stream.bytes == all, "cut at {end}");
            let good = stream.bytes.iter().zip(&all).take_while(|(a, b)| a == b).count();
            assert!(stream.bytes[good..].iter().all(|&b| b == 0), "cut at {end}: wrong from {good}");
        }
    }

    #[test]
    fn loops_end() {
        let mut bytes = made();
        let table = index(u32_at(&bytes, 76).expect("a table") + 1) * 512;
        for sector in 0..128 {
            bytes[table + sector * 4..table + sector * 4 + 4].copy_from_slice(&1u32.to_le_bytes());
        }
        let mut container = Container::open(&bytes);
        assert!(container.stream("Large").is_none_or(|s| s.bytes.len() <= 9_000));
    }
}
