//! Numbers and lists in the bytes of a stream, all little-endian. What lies outside the stream is `None`, never a panic.

use std::ops::Range;

pub(super) fn u8_at(bytes: &[u8], at: usize) -> Option<u8> {
    bytes.get(at).copied()
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(pair.try_into().ok()?))
}

pub(super) fn i16_at(bytes: &[u8], at: usize) -> Option<i16> {
    u16_at(bytes, at).map(u16::cast_signed)
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

pub(super) fn i32_at(bytes: &[u8], at: usize) -> Option<i32> {
    u32_at(bytes, at).map(u32::cast_signed)
}

/// An offset or length as an index.
pub(super) fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// As much of a range as the bytes hold.
pub(super) fn part(bytes: &[u8], range: Range<usize>) -> &[u8] {
    let end = range.end.min(bytes.len());
    bytes.get(range.start.min(end)..end).unwrap_or_default()
}

/// A PLC: positions, one more than there are entries, then entries of `size` bytes. Gives each entry with the position
/// where it starts and where the next one does.
pub(super) fn plc(bytes: &[u8], size: usize) -> impl Iterator<Item = (u32, u32, &[u8])> {
    let count = bytes.len().saturating_sub(4) / (size + 4);
    (0..count).filter_map(move |i| {
        let entry = (count + 1) * 4 + i * size;
        Some((u32_at(bytes, i * 4)?, u32_at(bytes, i * 4 + 4)?, bytes.get(entry..entry + size)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_outside_is_none() {
        let bytes = [1, 2, 3, 4, 5];
        assert_eq!((u8_at(&bytes, 4), u8_at(&bytes, 5)), (Some(5), None));
        assert_eq!((u16_at(&bytes, 3), u16_at(&bytes, 4), u16_at(&bytes, usize::MAX)), (Some(0x0504), None, None));
        assert_eq!((i32_at(&bytes, 1), u32_at(&bytes, 2)), (Some(0x0504_0302), None));
        assert_eq!((part(&bytes, 3..9), part(&bytes, 7..9)), (&bytes[3..], &[][..]));
    }

    #[test]
    fn lists_of_positions_and_entries() {
        let bytes = [0, 0, 0, 0, 5, 0, 0, 0, 9, 0, 0, 0, b'a', b'b'];
        let found: Vec<_> = plc(&bytes, 1).collect();
        assert_eq!(found, [(0, 5, &b"a"[..]), (5, 9, &b"b"[..])]);
        assert_eq!(plc(&bytes[..3], 1).count(), 0);
    }
}
