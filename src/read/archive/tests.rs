//! Archives made here: names, nesting, what is passed over, what cannot be had, bombs.

use super::*;
use encoding_rs::GB18030;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A ZIP archive of these members; names that end in `/` are folders.
fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    zip_with(members, CompressionMethod::Deflated)
}

fn zip_with(members: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).expect("a member");
        writer.write_all(content).expect("content");
    }
    writer.finish().expect("an archive").into_inner()
}

/// Replaces equally long bytes wherever they stand.
fn replaced(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut at = 0;
    while let Some(next) = bytes[at..].windows(from.len()).position(|w| w == from) {
        bytes[at + next..at + next + to.len()].copy_from_slice(to);
        at += next + to.len();
    }
    bytes
}

fn unpack(bytes: Vec<u8>, limits: &Limits) -> Vec<Result<Source, Error>> {
    members(Source { path: "a.zip".into(), part: None, bytes }, limits).collect()
}

/// Path and content, or path and error.
fn shown(bytes: Vec<u8>) -> Vec<String> {
    let show = |member: Result<Source, Error>| match member {
        Ok(source) => format!("{} = {}", source.path, String::from_utf8_lossy(&source.bytes)),
        Err(error) => format!("{} ! {}", error.path, error.kind.name()),
    };
    unpack(bytes, &Limits::DEFAULT).into_iter().map(show).collect()
}

#[test]
fn documents_come_in_the_order_of_the_directory() {
    let archive = zip(&[
        ("b/乙.txt", b"2"),
        ("图.jpg", b"x"),
        ("__MACOSX/b/._乙.txt", b"x"),
        ("b\\丙.md", b"3"),
        ("~$甲.docx", b"x"),
        ("甲.TXT", b"1"),
        ("c/", b""),
    ]);
    assert!(is_archive(&archive));
    assert_eq!(shown(archive), ["a.zip!/b/乙.txt = 2", "a.zip!/b/丙.md = 3", "a.zip!/甲.TXT = 1"]);
    let (name, placeholder) = (GB18030.encode("附件二：自评表").0, "x".repeat(14));
    let archive = replaced(zip(&[(&format!("{placeholder}.txt"), b"1")]), placeholder.as_bytes(), &name);
    let read = unpack(archive, &Limits::DEFAULT).remove(0).expect("a member");
    assert_eq!((read.path.as_str(), read.part.as_deref()), ("a.zip!/附件二：自评表.txt", Some("附件二：自评表.txt")));
}

#[test]
fn archives_in_an_archive_are_read_once() {
    let inner = zip(&[("内.txt", b"1")]);
    let twice = zip(&[("丙.zip", &inner)]);
    let archive = zip(&[("甲.zip", &inner), ("乙.zip", &twice), ("空.zip", &zip(&[])), ("后.txt", b"2")]);
    let found = unpack(archive, &Limits::DEFAULT);
    let paths: Vec<&str> = found.iter().map(|m| m.as_ref().map_or_else(|e| e.path.as_str(), |s| &s.path)).collect();
    let expected = ["a.zip!/甲.zip!/内.txt", "a.zip!/乙.zip!/丙.zip", "a.zip!/空.zip", "a.zip!/后.txt"];
    assert_eq!(paths, expected);
    let first = found[0].as_ref().expect("a member");
    assert_eq!(first.part.as_deref(), Some("甲.zip!/内.txt"));
    // Handed out as it is, so that reading it says what to do.
    let nested = found[1].as_ref().expect("an archive");
    let refused = crate::read::read(nested, &Limits::DEFAULT).expect_err("an archive");
    assert_eq!((refused.kind, refused.detail.contains("ZIP")), (ErrorKind::Packed, true));
    assert_eq!(found[2].as_ref().expect_err("nothing in it").kind, ErrorKind::NoDocuments);
}

#[test]
fn what_cannot_be_had_stops_nothing() {
    let archive = zip(&[("甲.txt", b"1"), ("秘.txt", b"0123456789"), ("乙.txt", b"2")]);
    // The flag for a password, in the local header and in the directory.
    let mut locked = archive.clone();
    for (signature, flags, name) in [(b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)] {
        let is_header =
            |at: &usize| archive[*at..].starts_with(signature) && archive[at + name..].starts_with("秘".as_bytes());
        let at = (0..archive.len()).find(is_header).expect("a header");
        locked[at + flags] |= 1;
    }
    let expected = ["a.zip!/甲.txt = 1", "a.zip!/秘.txt ! encrypted", "a.zip!/乙.txt = 2"];
    assert_eq!(shown(locked), expected);
    let stored = zip_with(&[("甲.txt", b"1"), ("秘.txt", b"0123456789"), ("乙.txt", b"2")], CompressionMethod::Stored);
    let broken = replaced(stored.clone(), b"0123456789", b"0123456780");
    assert_eq!(shown(broken), ["a.zip!/甲.txt = 1", "a.zip!/秘.txt ! damaged", "a.zip!/乙.txt = 2"]);
    let mut unknown = stored;
    for (signature, method) in [(b"PK\x03\x04", 8), (b"PK\x01\x02", 10)] {
        let at = unknown.windows(4).rposition(|w| w == signature).expect("a header");
        unknown[at + method] = 9;
    }
    assert_eq!(shown(unknown)[2], "a.zip!/乙.txt ! packed");
}

#[test]
fn archives_that_hold_nothing_or_cannot_be_opened() {
    let cut = zip(&[("甲.txt", b"1"), ("乙.txt", b"2")]);
    let cut = cut[..cut.len() / 2].to_vec();
    for (bytes, expected) in [
        (zip(&[]), "a.zip ! no-documents"),
        (zip(&[("图.jpg", b"x"), ("说明", b"x")]), "a.zip ! no-documents"),
        (cut, "a.zip ! damaged"),
        (b"7z\xBC\xAF\x27\x1C\0\x04".to_vec(), "a.zip ! damaged"),
    ] {
        assert!(is_archive(&bytes));
        assert_eq!(shown(bytes), [expected]);
    }
}

#[test]
fn packages_are_no_archives() {
    let content = "plain text ".repeat(20);
    for marker in ["[Content_Types].xml", "OFD.xml", "./Ofd.xml", "mimetype", "word/document.xml"] {
        let package = zip(&[("a.txt", content.as_bytes()), (marker, b"x")]);
        assert!(!is_archive(&package), "{marker}");
    }
    // What a stored package or a folder of that name shows of itself is no mark.
    let package = zip_with(&[("[Content_Types].xml", b"x"), ("word/document.xml", b"x")], CompressionMethod::Stored);
    assert!(is_archive(&zip_with(&[("报告.docx", &package)], CompressionMethod::Stored)));
    assert!(is_archive(&zip(&[("word/报告.txt", b"1")])));
    assert!(!is_archive(b"plain text") && !is_archive(b"PK") && !is_archive(b""));
}

#[test]
fn bombs_are_bounded() {
    let limits = Limits { inflated: 1 << 20, ..Limits::DEFAULT };
    let bomb = vec![0u8; 4 << 20];
    // Far more than eight times its size; what follows is read.
    let archive = zip(&[("甲.txt", b"1"), ("弹.txt", &bomb), ("乙.txt", b"2")]);
    let kinds = |found: Vec<Result<Source, Error>>| -> Vec<String> {
        found.iter().map(|m| m.as_ref().map_or_else(|e| e.kind.name(), |_| "read").to_owned()).collect()
    };
    assert_eq!(kinds(unpack(archive.clone(), &limits)), ["read", "too-large", "read"]);
    // A directory that states less than the member gives: cut there, and the checksum differs.
    let lie = replaced(archive, &(4u32 << 20).to_le_bytes(), &1_000u32.to_le_bytes());
    assert_eq!(kinds(unpack(lie, &limits)), ["read", "damaged", "read"]);
    // Many members that only together are too much, in archives of their own too.
    let part = vec![0u8; 300 << 10];
    let inner = zip(&[("1.txt", &part), ("2.txt", &part)]);
    let many = zip(&[("甲.zip", &inner), ("乙.zip", &inner), ("后.txt", b"2")]);
    assert_eq!(kinds(unpack(many, &limits)), ["read", "read", "read", "too-large", "read"]);
    // An archive that is large itself may inflate to more.
    let noise: Vec<u8> = (0..2u32 << 20).map(|i| i.wrapping_mul(2_654_435_761).to_be_bytes()[1]).collect();
    let large = zip_with(&[("甲.txt", &noise), ("乙.txt", &noise)], CompressionMethod::Stored);
    assert_eq!(kinds(unpack(large, &limits)), ["read", "read"]);
    let crowd: Vec<String> = (0..50).map(|i| format!("{i}.txt")).collect();
    let crowd: Vec<(&str, &[u8])> = crowd.iter().map(|name| (name.as_str(), &b"1"[..])).collect();
    assert_eq!(kinds(unpack(zip(&crowd), &Limits { members: 49, ..limits })), ["too-large"]);
}
