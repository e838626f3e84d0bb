//! Recognizing formats by their first bytes and member names: for the readers that share a container, and to name in a
//! message what fuhe does not read. Bytes in, a name out.

use std::io::Cursor;
use zip::ZipArchive;

/// First bytes of formats, and what to call them.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"\xD0\xCF\x11\xE0", "DOC/XLS/WPS (OLE2)"),
    (b"{\\rtf", "RTF"),
    (b"\xDB\xA5-\0", "DOC (Word 2)"),
    (b"\x89PNG", "PNG"),
    (b"\xFF\xD8\xFF", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"\xFF\xFE\0\0", "UTF-32"),
    (b"\0\0\xFE\xFF", "UTF-32"),
];

/// Names of members that tell which kind of ZIP package a file is.
const PACKAGES: &[(&[u8], &str)] = &[
    (b"word/", "DOCX"),
    (b"xl/", "XLSX"),
    (b"ppt/", "PPTX"),
    (b"OFD.xml", "OFD"),
    (b"opendocument.text", "ODT"),
    (b"opendocument.spreadsheet", "ODS"),
];

/// Openings of marked-up text, lower case; read as plain text they would give tags for content.
const MARKUP: &[(&[u8], &str)] =
    &[(b"<!doctype html", "HTML"), (b"<html", "HTML"), (b"<?xml", "XML"), (b"mime-version:", "MHTML")];

/// Marks of office documents in one XML text that have no reader, and what to call them.
const FLAT: &[(&str, &str)] = &[
    ("schemas.uof.org", "UOF（标文通）"),
    ("<pkg:package", "Word XML (Flat OPC)"),
    ("opendocument.presentation", "ODP"),
];

/// How much white space may stand before the first tag.
const OPENING: usize = 1_024;
/// How much of a package holds its first member's name and content, when that is its type.
const TYPE_WINDOW: usize = 120;

/// How much of an XML text holds its first element with its attributes.
const FLAT_WINDOW: usize = 1 << 14;

/// How much of either end of a package is searched for member names.
const PACKAGE_WINDOW: usize = 1 << 16;

/// The format whose signature the content opens with, if fuhe has no reader for it.
pub(super) fn foreign(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Some(package(bytes));
    }
    if let Some((_, name)) = SIGNATURES.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(name);
    }
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let opening = |words: &[u8]| body.get(..words.len()).is_some_and(|b| b.eq_ignore_ascii_case(words));
    if let Some((_, name)) = FLAT.iter().find(|(mark, _)| is_flat(bytes, mark)) {
        return Some(name);
    }
    MARKUP.iter().find(|(words, _)| opening(words)).map(|(_, name)| *name)
}

/// Whether the content opens with a tag, in an encoding that has the characters of ASCII or in UTF-16.
pub(super) fn opens_markup(bytes: &[u8]) -> bool {
    let blank = |b: &&u8| matches!(b, 0 | b' ' | b'\t' | b'\r' | b'\n' | 0xEF | 0xBB | 0xBF | 0xFE | 0xFF);
    bytes.iter().take(OPENING).find(|b| !blank(b)) == Some(&b'<')
}

/// Whether the content is one XML text whose first elements name this namespace or type.
pub(super) fn is_flat(bytes: &[u8], mark: &str) -> bool {
    opens_markup(bytes) && contains(&bytes[..bytes.len().min(FLAT_WINDOW)], mark.as_bytes())
}

/// Whether the content is a ZIP package, a member of which has this in its name or type.
pub(super) fn is_package_of(bytes: &[u8], kind: &str) -> bool {
    bytes.starts_with(b"PK\x03\x04") && package(bytes) == kind
}

/// Whether the content is an OLE2 container with a stream of this name.
pub(super) fn has_stream(bytes: &[u8], name: &str) -> bool {
    // Directory entries hold names in UTF-16LE, ended by a zero, in an entry that starts at a multiple of 128 bytes.
    let name: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
    bytes.starts_with(b"\xD0\xCF\x11\xE0") && bytes.chunks(128).any(|entry| entry.starts_with(&name))
}

/// Names in the directory decide; without a directory, what either end of the file shows of names.
fn package(bytes: &[u8]) -> &'static str {
    if let Ok(zip) = ZipArchive::new(Cursor::new(bytes)) {
        let head = &bytes[..bytes.len().min(TYPE_WINDOW)];
        let begins = |name: &[u8], mark: &[u8]| name.get(..mark.len()).is_some_and(|n| n.eq_ignore_ascii_case(mark));
        // OpenDocument writes its type into the first member, unpacked.
        let holds = |mark: &[u8]| zip.file_names_raw().any(|name| begins(name, mark)) || contains(head, mark);
        return PACKAGES.iter().find(|(mark, _)| holds(mark)).map_or("ZIP", |(_, kind)| kind);
    }
    let head = &bytes[..bytes.len().min(PACKAGE_WINDOW)];
    let tail = &bytes[bytes.len().saturating_sub(PACKAGE_WINDOW)..];
    let holds = |name: &[u8]| contains(head, name) || contains(tail, name);
    PACKAGES.iter().find(|(name, _)| holds(name)).map_or("ZIP", |(_, kind)| kind)
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    memchr::memmem::find(bytes, part).is_some()
}
