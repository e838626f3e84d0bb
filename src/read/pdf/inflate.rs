//! How large the streams of a file become when they are decoded, before anything decodes them: a few kilobytes may
//! stand for gigabytes, and hayro decodes a stream as a whole.
//!
//! Nothing is kept of what is decoded here. The file is searched for the word that opens a stream, so that no object
//! has to be read first, because objects stand in streams too. What cannot come to too much is not counted.

use flate2::{Decompress, FlushDecompress, Status};
use hayro_syntax::object::{Array, Name, Stream};
use memchr::memchr_iter;
use memchr::memmem::{find, find_iter, rfind};

/// Deflate makes at most so many bytes of one.
const DEFLATE: u64 = 1_032;
/// LZW, the densest of all, makes at most so many bytes of one: its longest string of one code.
const DENSEST: u64 = 2_560;
/// Two bytes of runs become at most 128.
const RUNS: u64 = 64;
/// How far before `stream` its dictionary is looked for.
const DICTIONARY: usize = 4_096;
/// The longest codes of LZW, in bits.
const LONGEST_CODE: u32 = 12;
/// The codes of LZW that clear the table and end the data.
const CLEAR: usize = 256;
const END: usize = 257;

/// Whether what a file decodes to stays within a number of bytes: each picture, and all other streams together.
pub(super) fn is_bounded(file: &[u8], most: u64) -> bool {
    // What is encrypted cannot be counted before it is opened, and opening it decodes the streams that hold objects:
    // they count with the most that they can give. Other streams are counted once the file is open.
    let is_encrypted = names(file, b"Encrypt");
    let streams = streams(file);
    // Few streams are most of what a file may come to. Those that may come to most are counted until the others cannot
    // be too much.
    let mut left = streams.iter().map(|s| s.worst).fold(0, u128::saturating_add);
    let mut sum = 0u64;
    for stream in streams {
        if u128::from(sum) + left <= u128::from(most) {
            return true;
        }
        left -= stream.worst;
        let holds_objects = stream.dictionary.is_none_or(|d| names(d, b"First"));
        let size = match stream.dictionary {
            _ if is_encrypted && holds_objects => length(stream.data).saturating_mul(DENSEST),
            Some(dictionary) => {
                let runs = names(dictionary, b"RunLength") || names(dictionary, b"RL");
                decoded(stream.data, names(dictionary, b"LZW"), runs, most)
            }
            None => decoded(stream.data, false, false, most).max(lzw(stream.data, most)),
        };
        // Pictures are decoded one at a time, if at all.
        if !stream.dictionary.is_some_and(|d| names(d, b"Image")) {
            sum = sum.saturating_add(size);
        }
        if size > most || sum > most {
            return false;
        }
    }
    true
}

/// A stream as it lies in the file.
struct Raw<'a> {
    data: &'a [u8],
    /// Its dictionary; `None` when that begins too far away.
    dictionary: Option<&'a [u8]>,
    /// The most that it can decode to, as far as its dictionary says.
    worst: u128,
}

/// The streams of a file, those that may come to most first.
fn streams(file: &[u8]) -> Vec<Raw<'_>> {
    let mut streams = Vec::new();
    for at in find_iter(file, b"stream") {
        let head = file.get(at.saturating_sub(DICTIONARY)..at).unwrap_or_default();
        if head.ends_with(b"end") {
            continue;
        }
        let dictionary = rfind(head, b" obj").and_then(|i| head.get(i..));
        let data = file.get(at + b"stream".len()..).unwrap_or_default().trim_ascii_start();
        let data = data.get(..find(data, b"endstream").unwrap_or(data.len())).unwrap_or_default();
        let densest = match dictionary.filter(|d| is_plain(d)) {
            Some(plain) if names(plain, b"LZW") => DENSEST,
            Some(_) => DEFLATE,
            None => u64::MAX,
        };
        let worst = u128::from(length(data)) * u128::from(densest);
        streams.push(Raw { data, dictionary, worst });
    }
    streams.sort_by_key(|s| std::cmp::Reverse(s.worst));
    streams
}

/// Whether a dictionary states no more than one filter, and states it itself.
fn is_plain(dictionary: &[u8]) -> bool {
    let stated = [&b"Fl"[..], b"LZW", b"RunLength", b"RL"].map(|filter| places(dictionary, filter).count());
    let refers = |rest: &[u8]| rest.trim_ascii_start().first().is_some_and(u8::is_ascii_digit);
    stated.iter().sum::<usize>() <= 1 && ![&b"Filter"[..], b"F"].iter().any(|key| places(dictionary, key).any(refers))
}

/// Whether a name that begins so stands in a dictionary, or anywhere in a file.
pub(super) fn names(bytes: &[u8], begins: &[u8]) -> bool {
    places(bytes, begins).next().is_some()
}

/// What follows each name that begins so, from there on. A name may spell letters as numbers.
fn places<'a, 'n>(bytes: &'a [u8], begins: &'n [u8]) -> impl Iterator<Item = &'a [u8]> + use<'a, 'n> {
    memchr_iter(b'/', bytes).filter_map(move |at| {
        let mut rest = bytes.get(at + 1..)?;
        for wanted in begins {
            let (byte, length) = match *rest {
                [b'#', high, low, ..] => match (nibble(high), nibble(low)) {
                    (Some(high), Some(low)) => (high << 4 | low, 3),
                    _ => (b'#', 1),
                },
                [byte, ..] => (byte, 1),
                [] => return None,
            };
            if byte != *wanted {
                return None;
            }
            rest = rest.get(length..)?;
        }
        Some(rest)
    })
}

fn nibble(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|d| u8::try_from(d).ok())
}

/// The size of what streams decode to, one after the other; an upper bound where that is within `most`.
pub(super) fn size<'a>(streams: impl Iterator<Item = Stream<'a>> + Clone, most: u64) -> u64 {
    let worst = |s: &Stream<'a>| {
        let densest = if s.filters().len() <= 1 { DENSEST } else { u64::MAX };
        length(&s.raw_data()).saturating_mul(densest)
    };
    let worst = streams.clone().map(|s| worst(&s)).fold(0, u64::saturating_add);
    if worst <= most {
        return worst;
    }
    let count = |s: Stream<'a>| {
        let names = |key: &[u8]| {
            let one = s.dict().get::<Name<'_>>(key);
            let several = s.dict().get::<Array<'_>>(key);
            one.into_iter().chain(several.iter().flat_map(Array::iter::<Name<'_>>)).collect::<Vec<_>>()
        };
        let filters = [names(b"Filter"), names(b"F")].concat();
        let has = |long: &[u8], short: &[u8]| filters.iter().any(|f| **f == *long || **f == *short);
        decoded(&s.raw_data(), has(b"LZWDecode", b"LZW"), has(b"RunLengthDecode", b"RL"), most)
    };
    // Counting ends where the answer is known: one stream may be named over and over.
    let add = |sum: u64, s: Stream<'a>| if sum > most { sum } else { sum.saturating_add(count(s)) };
    streams.fold(0, add)
}

/// The size of one stream when it is decoded.
fn decoded(data: &[u8], is_lzw: bool, is_runs: bool, most: u64) -> u64 {
    match (is_lzw, is_runs) {
        (true, _) => lzw(data, most),
        (_, true) if !is_zlib(data) => length(data).saturating_mul(RUNS),
        _ => deflate(data, most),
    }
}

fn length(data: &[u8]) -> u64 {
    u64::try_from(data.len()).unwrap_or(u64::MAX)
}

/// Whether data has the head of zlib, by which hayro goes too.
fn is_zlib(data: &[u8]) -> bool {
    let head = data.first().zip(data.get(1));
    head.is_some_and(|(&cmf, &flg)| cmf & 0x0f == 8 && (u16::from(cmf) << 8 | u16::from(flg)).is_multiple_of(31))
}

/// The size of deflated data, counted until it is more than `most`. Data that is not deflated has its own size; data
/// deflated twice counts with the most that the second time can give.
fn deflate(data: &[u8], most: u64) -> u64 {
    if !is_zlib(data) {
        return length(data);
    }
    let mut inflater = Decompress::new(true);
    let mut buffer = vec![0u8; 1 << 16];
    let (mut first, mut twice) = (true, false);
    loop {
        let taken = usize::try_from(inflater.total_in()).unwrap_or(usize::MAX);
        let rest = data.get(taken..).unwrap_or_default();
        let before = inflater.total_out();
        let status = inflater.decompress(rest, &mut buffer, FlushDecompress::None);
        let given = inflater.total_out() - before;
        if std::mem::take(&mut first) {
            twice = is_zlib(&buffer);
        }
        let size = if twice { inflater.total_out().saturating_mul(DEFLATE) } else { inflater.total_out() };
        match status {
            Ok(Status::StreamEnd) => return size,
            _ if size > most => return size,
            Ok(_) if given > 0 => {}
            // Broken or cut off: what is left counts with the most that it can give.
            _ => return size.saturating_add(length(rest).saturating_mul(DEFLATE)),
        }
    }
}

/// The size of data compressed by LZW, counted until it is more than `most`.
fn lzw(data: &[u8], most: u64) -> u64 {
    let (mut bits, mut held, mut width) = (0u32, 0u32, 9u32);
    // The length of what each code stands for.
    let mut lengths: Vec<u64> = vec![1; END + 1];
    let (mut before, mut size) = (None, 0u64);
    for &byte in data {
        bits = (bits << 8) | u32::from(byte);
        held += 8;
        if held < width {
            continue;
        }
        held -= width;
        let code = usize::try_from(bits >> held).unwrap_or(END);
        bits &= (1 << held) - 1;
        match code {
            CLEAR => {
                lengths.truncate(END + 1);
                (width, before) = (9, None);
                continue;
            }
            END => break,
            _ => {}
        }
        let grown = before.map(|b: u64| b + 1);
        let own = lengths.get(code).copied().or(grown).unwrap_or(1);
        if lengths.len() < 1 << LONGEST_CODE {
            lengths.extend(grown);
        }
        (size, before) = (size + own, Some(own));
        // One early, as all writers do.
        width = (usize::BITS - lengths.len().leading_zeros()).clamp(9, LONGEST_CODE);
        if size > most {
            break;
        }
    }
    size
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compress, Compression, FlushCompress};

    fn zlib(data: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(data.len() + 1_000);
        Compress::new(Compression::best(), true).compress_vec(data, &mut out, FlushCompress::Finish).expect("fits");
        out
    }

    fn file(dictionary: &str, data: &[u8], count: usize) -> Vec<u8> {
        let one = [format!("1 0 obj <<{dictionary}>> stream\n").as_bytes(), data, b"\nendstream endobj\n"].concat();
        one.repeat(count)
    }

    #[test]
    fn what_streams_decode_to() {
        let large = zlib(&vec![0; 1_000_000]);
        let twice = zlib(&large);
        let cut = large.get(..large.len() / 2).expect("half");
        let flate = "/Filter /FlateDecode";
        let cases = [
            ("", vec![b'x'; 3_000], 1, true),
            (flate, large.clone(), 1, true),
            (flate, large.clone(), 2, true),
            (flate, large.clone(), 3, false),
            ("/Subtype /Image /Filter /FlateDecode", large.clone(), 9, true),
            // The dictionary may lie.
            ("/#46ilter /#46lateDecode", large.clone(), 3, false),
            ("/Filter [/FlateDecode /FlateDecode]", twice, 3, false),
            (flate, cut.to_vec(), 1, true),
            (flate, [cut, &[0xff; 9_000]].concat(), 1, false),
        ];
        for (i, (dictionary, data, count, expected)) in cases.into_iter().enumerate() {
            let file = [file(dictionary, &data, count), vec![b' '; 3_000]].concat();
            assert_eq!(is_bounded(&file, 2_500_000), expected, "case {i}");
        }
    }

    #[test]
    fn what_need_not_be_counted() {
        // Its checksum is wrong, so that counting it would count with the most that it can give.
        let small = file("/Filter /FlateDecode", &[0x78, 0x9c, 0xff], 1);
        assert!(is_bounded(&small, 50_000));
        // Twice deflated, or a filter that stands elsewhere: nothing but counting tells.
        let twice = zlib(&zlib(&vec![0; 9_000_000]));
        for dictionary in ["/Filter [/FlateDecode /FlateDecode]", "/Filter 7 0 R", "/#46ilter 7 0 R"] {
            assert!(!is_bounded(&file(dictionary, &twice, 1), 2_500_000), "{dictionary}");
        }
    }

    #[test]
    fn objects_of_encrypted_files() {
        let data = vec![0xA5; 30_000];
        let cases = [
            ("/Encrypt 3 0 R", "/Type /ObjStm /First 9 /Filter /FlateDecode", 1_000, true),
            ("/Encrypt 3 0 R", "/Type /ObjStm /First 9 /Filter /FlateDecode", 30_000, false),
            ("/#45ncrypt 3 0 R", "/#46irst 9 /Filter /FlateDecode", 30_000, false),
            // Fonts and content are counted once the file is open.
            ("/Encrypt 3 0 R", "/Length1 9 /Filter /FlateDecode", 30_000, true),
            ("", "/Type /ObjStm /First 9 /Filter /FlateDecode", 30_000, true),
        ];
        for (trailer, dictionary, length, expected) in cases {
            let stream = file(dictionary, data.get(..length).expect("shorter"), 1);
            let file = [&stream, trailer.as_bytes()].concat();
            assert_eq!(is_bounded(&file, 10_000_000), expected, "{trailer} {dictionary} {length}");
        }
    }

    #[test]
    fn lzw_is_counted() {
        // The example of the specification: 45 45 45 45 45 65 45 45 45 66.
        let data = [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01];
        assert_eq!(lzw(&data, 1_000), 10);
        assert_eq!(lzw(&[], 1_000), 0);
    }
}
