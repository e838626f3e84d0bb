//! 7z archives as another program writes them, damaged ones, and directories that claim what is not there.

use super::*;
use crate::model::Error;
use crate::read::Source;
use crate::read::archive::members;
use sevenz_rust2::{ArchiveEntry, ArchiveWriter, EncoderMethod, SourceReader};
use std::io::Cursor;

fn written(solid: bool, methods: &[EncoderMethod]) -> Vec<u8> {
    let mut writer = ArchiveWriter::new(Cursor::new(Vec::new())).expect("a writer");
    writer.set_content_methods(methods.iter().map(|&m| m.into()).collect());
    let files: [(&str, String); 5] = [
        ("下/附件1.txt", "第一".repeat(400)),
        ("下/图.jpg", "x".repeat(5_000)),
        ("附件2.txt", "第二".repeat(4_000)),
        ("空.txt", String::new()),
        ("附件3.md", "第三".into()),
    ];
    let folder = ArchiveEntry::new_directory("下");
    writer.push_archive_entry::<&[u8]>(folder, None).expect("a folder");
    if solid {
        let entries = files.iter().map(|(name, _)| ArchiveEntry::new_file(name)).collect();
        let contents = files.iter().map(|(_, content)| SourceReader::new(content.as_bytes())).collect();
        writer.push_archive_entries(entries, contents).expect("files");
    } else {
        for (name, content) in &files {
            let content = Some(content.as_bytes()).filter(|content| !content.is_empty());
            writer.push_archive_entry(ArchiveEntry::new_file(name), content).expect("a file");
        }
    }
    writer.finish().expect("an archive").into_inner()
}

fn unpack(bytes: Vec<u8>, limits: &Limits) -> Vec<Result<Source, Error>> {
    members(Source { path: "a.7z".into(), part: None, bytes }, limits).collect()
}

/// Path and length, or path and error.
fn shown(bytes: Vec<u8>) -> Vec<String> {
    let show = |member: Result<Source, Error>| match member {
        Ok(source) => format!("{} {}", source.path, source.bytes.len()),
        Err(error) => format!("{} ! {}", error.path, error.kind.name()),
    };
    unpack(bytes, &Limits::DEFAULT).into_iter().map(show).collect()
}

#[test]
fn members_of_every_packing() {
    let expected = ["a.7z!/下/附件1.txt 2400", "a.7z!/附件2.txt 24000", "a.7z!/空.txt 0", "a.7z!/附件3.md 6"];
    for solid in [true, false] {
        for methods in [
            &[EncoderMethod::LZMA2][..],
            &[EncoderMethod::LZMA],
            &[EncoderMethod::COPY],
            &[EncoderMethod::BCJ_X86_FILTER, EncoderMethod::LZMA2],
            &[EncoderMethod::DELTA_FILTER, EncoderMethod::LZMA],
        ] {
            let found = unpack(written(solid, methods), &Limits::DEFAULT);
            let second = found.iter().flatten().find(|s| s.path.ends_with("附件2.txt")).expect("a member");
            assert!(second.bytes == "第二".repeat(4_000).as_bytes());
            let mut found = shown(written(solid, methods));
            // Where the writer puts an empty file is its own business.
            found.sort_by_key(|line| expected.iter().position(|e| e == line));
            assert_eq!(found, expected, "{solid}");
        }
    }
}

#[test]
fn every_damage_ends() {
    let good = written(true, &[EncoderMethod::LZMA2]);
    for cut in 0..good.len() {
        let found = unpack(good[..cut].to_vec(), &Limits::DEFAULT);
        assert!(!found.is_empty() && found.iter().all(Result::is_err), "cut at {cut}");
    }
    for at in 0..good.len() {
        let mut bytes = good.clone();
        bytes[at] ^= 0x55;
        let read = unpack(bytes, &Limits::DEFAULT);
        // Nothing that differs passes for the content.
        let known = ["第一".repeat(400), "第二".repeat(4_000), String::new(), "第三".into()];
        let fine = |s: &Source| known.iter().any(|k| k.as_bytes() == s.bytes);
        assert!(read.iter().flatten().all(fine), "changed at {at}");
    }
}

/// An archive with that directory, checksums right.
fn with_directory(packed: &[u8], directory: &[u8]) -> Vec<u8> {
    let mut start = (packed.len() as u64).to_le_bytes().to_vec();
    start.extend((directory.len() as u64).to_le_bytes());
    start.extend(crc32fast::hash(directory).to_le_bytes());
    let mut bytes = b"7z\xBC\xAF\x27\x1C\0\x04".to_vec();
    bytes.extend(crc32fast::hash(&start).to_le_bytes());
    [bytes.as_slice(), &start, packed, directory].concat()
}

/// A directory of one folder with one step, and one file 甲.txt (its name as UTF-16) of four bytes.
fn directory(coder: &[u8], size: u8) -> Vec<u8> {
    let name = [0x32, 0x75, b'.', 0, b't', 0, b'x', 0, b't', 0, 0, 0];
    let mut out = vec![1, 4, 6, 0, 1, 9, 4, 0, 7, 0x0B, 1, 0, 1];
    out.extend(coder);
    out.extend([0x0C, size, 0, 8, 0, 0, 5, 1, 0x11, 1 + 12, 0]);
    out.extend(name);
    out.extend([0, 0]);
    out
}

#[test]
fn directories_made_by_hand() {
    let huge = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F];
    let claims = |prefix: &[u8]| [prefix, &huge, &[0; 8]].concat();
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("stored", directory(&[1, 0], 4), "a.7z!/甲.txt 4"),
        ("a password", directory(&[0x24, 6, 0xF1, 7, 1, 1, 0], 4), "a.7z!/甲.txt ! encrypted"),
        ("BZip2", directory(&[3, 4, 2, 2], 4), "a.7z!/甲.txt ! packed"),
        ("a larger size", directory(&[1, 0], 9), "a.7z!/甲.txt ! damaged"),
        ("no LZMA at all", directory(&[0x23, 3, 1, 1, 5, 93, 0, 0, 0, 0xFF], 4), "a.7z!/甲.txt ! damaged"),
        ("files without number", claims(&[1, 5]), "a.7z ! damaged"),
        ("folders without number", claims(&[1, 4, 7, 0x0B]), "a.7z ! damaged"),
        ("streams without number", claims(&[1, 4, 6, 0]), "a.7z ! damaged"),
        ("steps without number", claims(&[1, 4, 7, 0x0B, 1, 0]), "a.7z ! damaged"),
        ("nothing", vec![], "a.7z ! damaged"),
        ("an empty directory", vec![1, 0], "a.7z ! no-documents"),
        // The directory stands in a stream that is itself.
        ("a circle", vec![0x17, 6, 0, 1, 9, 4, 0, 7, 0x0B, 1, 0, 1, 1, 0, 0x0C, 4, 0, 0], "a.7z ! damaged"),
        (
            "a directory of a terabyte",
            [&[0x17, 6, 0, 1, 9, 4, 0, 7, 0x0B, 1, 0, 1, 1, 0, 0x0C][..], &huge, &[0, 0]].concat(),
            "a.7z ! too-large",
        ),
    ];
    for (name, directory, expected) in cases {
        assert_eq!(shown(with_directory(b"test", &directory)), [expected], "{name}");
    }
    // A directory that can be read, every byte of it changed.
    let good = directory(&[0x23, 3, 1, 1, 5, 93, 0, 0, 1, 0], 4);
    for at in 0..good.len() {
        for value in [0, 1, 2, 4, 0x0F, 0x10, 0x23, 0x7F, 0x80, 0xC1, 0xFF] {
            let mut bytes = good.clone();
            bytes[at] = value;
            assert!(!shown(with_directory(b"test", &bytes)).is_empty());
        }
    }
}

#[test]
fn bombs_are_bounded() {
    let mut writer = ArchiveWriter::new(Cursor::new(Vec::new())).expect("a writer");
    let (bomb, small) = (vec![0u8; 4 << 20], b"1".to_vec());
    let names = ["1.txt", "2.txt", "3.txt"];
    let entries = names.iter().map(|name| ArchiveEntry::new_file(name)).collect();
    let contents = [&small, &bomb, &small].map(|c| SourceReader::new(c.as_slice())).into();
    writer.push_archive_entries(entries, contents).expect("files");
    let archive = writer.finish().expect("an archive").into_inner();
    let limits = Limits { inflated: 1 << 20, ..Limits::DEFAULT };
    let kinds: Vec<&str> =
        unpack(archive, &limits).iter().map(|m| m.as_ref().map_or_else(|e| e.kind.name(), |_| "read")).collect();
    // The third stands behind the second, so that it cannot be had either.
    assert_eq!(kinds, ["read", "too-large", "too-large"]);
}
