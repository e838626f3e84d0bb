//! Recognizing formats by their first bytes and member names: for the readers that share a container, and to name in a
//! message what fuhe does not read. Bytes in, a name out.

/// First bytes of formats, and what to call them.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"\xD0\xCF\x11\xE0", "DOC/XLS/WPS (OLE2)"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xFF\xD8\xFF", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"\x1F\x8B", "gzip"),
    (b"7z\xBC\xAF\x27\x1C", "7z"),
    (b"Rar!\x1A\x07", "RAR"),
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
    MARKUP.iter().find(|(words, _)| opening(words)).map(|(_, name)| *name)
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

fn package(bytes: &[u8]) -> &'static str {
    let head = &bytes[..bytes.len().min(PACKAGE_WINDOW)];
    let tail = &bytes[bytes.len().saturating_sub(PACKAGE_WINDOW)..];
    let holds = |name: &[u8]| contains(head, name) || contains(tail, name);
    PACKAGES.iter().find(|(name, _)| holds(name)).map_or("ZIP", |(_, kind)| kind)
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|w| w == part)
}
