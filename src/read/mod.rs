//! Reading: bytes in, a [`Document`] out. Knows formats, no domain words.
//!
//! A format is recognized by content, never by its name. To add one: a module with `read`, a [`Format`] variant, one
//! line in `READERS`. What comes out has every character's place; what does not come out is any idea of what the
//! text means.

pub mod archive;
mod charsets;
mod contents;
mod doc;
mod docx;
mod doubled;
mod edged;
mod encoding;
mod flow;
mod grid;
mod html;
mod indent;
mod lost;
mod marked;
mod names;
mod numerals;
mod odt;
mod ofd;
mod package;
mod page;
mod paths;
mod pdf;
mod rtf;
mod scan;
mod sheet;
mod signatures;
mod symbols;
mod text;
mod xml;

use crate::model::{Document, Error, ErrorKind, Format, Outcome};
use sha2::{Digest, Sha256};
use std::cell::Cell;
use std::fmt::Write as _;
use std::io::Read;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::Once;

pub use names::{is_document, is_hidden};

/// A file to read.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path as the user gave it; `-` for standard input. Of a member of an archive, `a.zip!/附件/自评表.docx`.
    pub path: String,
    /// The path inside the archive, when it is a member of one.
    pub part: Option<String>,
    /// The content.
    pub bytes: Vec<u8>,
}

/// Bounds on what reading may cost. A report is far below all of them; what is above is no report.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Largest file in bytes.
    pub bytes: u64,
    /// Most lines that hold text.
    pub lines: usize,
    /// Most cells in all tables together.
    pub cells: usize,
    /// Most cells in one line; a longer line is no table row.
    pub columns: usize,
    /// Most tags and invisible characters that are taken out; the rest stays in the text.
    pub artefacts: usize,
    /// Most pages.
    pub pages: usize,
    /// Most objects of a file that is made of objects.
    pub objects: usize,
    /// Most glyphs on one page.
    pub glyphs: usize,
    /// Most glyphs on all pages together.
    pub glyphs_in_all: usize,
    /// Most ruling lines on one page; a page with more shows a drawing, whose lines rule no table.
    pub rules: usize,
    /// Longest time for drawing pages, in seconds.
    pub seconds: u64,
    /// Whether pages without text are read by recognition, with the program that [`recognition`] looks for.
    pub recognize: bool,
    /// Longest time for recognizing one page, in seconds.
    pub seconds_per_recognition: u64,
    /// Most dots of a picture on a page that is to be drawn.
    pub dots: u64,
    /// Most members of a package or archive.
    pub members: usize,
    /// Most bytes that the members of a package or archive may inflate to, together.
    pub inflated: u64,
    /// Deepest nesting of marked-up content: elements, tables in cells, groups.
    pub depth: usize,
}

impl Limits {
    /// The bounds in force unless a flag changes them.
    pub const DEFAULT: Self = Self {
        bytes: 1 << 30,
        lines: 2_000_000,
        cells: 2_000_000,
        columns: 1_024,
        artefacts: 1_000_000,
        pages: 10_000,
        objects: 5_000_000,
        glyphs: 200_000,
        glyphs_in_all: 5_000_000,
        rules: 100_000,
        seconds: 60,
        recognize: false,
        seconds_per_recognition: 120,
        dots: 64 << 20,
        members: 100_000,
        inflated: 1 << 29,
        depth: 256,
    };
}

/// What a reader is: how it knows its format, and how it reads it.
struct Reader {
    format: Format,
    recognizes: fn(&[u8]) -> bool,
    read: fn(&Source, &Limits) -> Result<Outcome<Document>, Error>,
}

/// The formats, most specific first. Text comes last, because nearly anything can be mistaken for it.
const READERS: &[Reader] = &[
    Reader { format: Format::Pdf, recognizes: pdf::is_pdf, read: pdf::read },
    Reader { format: Format::Docx, recognizes: docx::is_docx, read: docx::read },
    Reader { format: Format::Odt, recognizes: odt::is_odt, read: odt::read },
    Reader { format: Format::Doc, recognizes: doc::is_doc, read: doc::read },
    Reader { format: Format::Rtf, recognizes: rtf::is_rtf, read: rtf::read },
    Reader { format: Format::Xlsx, recognizes: sheet::is_xlsx, read: sheet::read_xlsx },
    Reader { format: Format::Xls, recognizes: sheet::is_xls, read: sheet::read_xls },
    Reader { format: Format::Xls, recognizes: sheet::is_flat, read: sheet::read_flat },
    Reader { format: Format::Ods, recognizes: sheet::is_ods, read: sheet::read_ods },
    Reader { format: Format::Html, recognizes: html::is_html, read: html::read },
    Reader { format: Format::Ofd, recognizes: ofd::is_ofd, read: ofd::read },
    Reader { format: Format::Text, recognizes: is_plain_text, read: text::read },
];

/// Whether content is text and not marked up for a format of its own.
fn is_plain_text(bytes: &[u8]) -> bool {
    signatures::foreign(bytes).is_none() && encoding::is_text(bytes)
}

/// Reads a file of any known format.
///
/// # Errors
/// When the file is empty, too large, damaged or of no known format. Never panics: a reader's panic becomes `Damaged`.
pub fn read(source: &Source, limits: &Limits) -> Result<Outcome<Document>, Error> {
    let size = source.bytes.len() as u64;
    if size == 0 {
        return Err(Error::new(ErrorKind::Empty, &source.path, ""));
    }
    if size > limits.bytes {
        return Err(too_large(&source.path, size, limits));
    }
    // First, because an archive may hold the very members and words that tell a format.
    if let Some(error) = archive::refusal(source) {
        return Err(error);
    }
    let reader = READERS.iter().find(|r| (r.recognizes)(&source.bytes));
    let Some(reader) = reader else {
        let detail = match signatures::foreign(&source.bytes) {
            Some(name) => format!("看起来是 {name} / looks like {name}"),
            None => "看起来是二进制数据，不是文本 / looks like binary data, not text".to_owned(),
        };
        return Err(Error::new(ErrorKind::UnknownFormat, &source.path, detail));
    };
    let mut outcome = fenced(&source.path, || (reader.read)(source, limits))?;
    let origin = &mut outcome.value.origin;
    origin.path.clone_from(&source.path);
    origin.part.clone_from(&source.part);
    origin.sha256 = sha256(&source.bytes);
    origin.bytes = size;
    origin.format = reader.format;
    Ok(outcome)
}

/// Whether text can be recognized on this machine.
///
/// # Errors
/// When the program or its data for Chinese is not installed.
pub fn recognition() -> Result<(), Error> {
    scan::missing().map_or(Ok(()), Err)
}

/// Draws a page of a file with the tables found on it, as PNG.
///
/// # Errors
/// When the file cannot be read, has no such page, or is of a format that is not drawn.
pub fn drawing(source: &Source, page: u32, limits: &Limits) -> Result<Vec<u8>, Error> {
    if !pdf::is_pdf(&source.bytes) {
        return Err(Error::new(ErrorKind::NotDrawn, &source.path, "不是 PDF / not a PDF"));
    }
    pdf::drawing(source, page, limits)
}

impl Source {
    /// The content of a file.
    ///
    /// # Errors
    /// When the path does not exist, is a folder, may not be read, or the file is larger than the limits allow.
    pub fn from_path(path: &Path, limits: &Limits) -> Result<Self, Error> {
        let name = path.to_string_lossy().into_owned();
        let metadata = std::fs::metadata(path).map_err(|e| io_error(&name, e))?;
        if metadata.is_dir() {
            return Err(Error::new(ErrorKind::Io, name, "是文件夹，不是文件 / is a folder, not a file"));
        }
        if metadata.len() > limits.bytes {
            return Err(too_large(&name, metadata.len(), limits));
        }
        let file = std::fs::File::open(path).map_err(|e| io_error(&name, e))?;
        Self::collect(name, file, metadata.len(), limits)
    }

    /// The content of a stream, such as standard input; `path` is what messages call it.
    ///
    /// # Errors
    /// When reading fails or the stream is longer than the limits allow.
    pub fn from_reader(path: impl Into<String>, reader: impl Read, limits: &Limits) -> Result<Self, Error> {
        Self::collect(path.into(), reader, 0, limits)
    }

    fn collect(path: String, reader: impl Read, expected: u64, limits: &Limits) -> Result<Self, Error> {
        let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or(0));
        // One byte more than allowed tells a stream that is too long from one that just fits.
        let read = reader.take(limits.bytes.saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(|e| io_error(&path, e))?;
        if bytes.len() as u64 > limits.bytes {
            return Err(too_large(&path, bytes.len() as u64, limits));
        }
        Ok(Self { path, part: None, bytes })
    }
}

fn too_large(path: &str, size: u64, limits: &Limits) -> Error {
    let detail = format!("至少 {size} 字节，上限 {} / at least {size} bytes, limit {}", limits.bytes, limits.bytes);
    Error::new(ErrorKind::TooLarge, path, detail)
}

fn io_error(path: &str, error: std::io::Error) -> Error {
    let kind = match error.kind() {
        std::io::ErrorKind::NotFound => ErrorKind::NotFound,
        std::io::ErrorKind::PermissionDenied => ErrorKind::Forbidden,
        _ => ErrorKind::Io,
    };
    let detail = if kind == ErrorKind::Io { error.to_string() } else { String::new() };
    Error::new(kind, path, detail).because(error)
}

fn sha256(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

thread_local! {
    /// Whether this thread is inside [`fenced`], where a panic is an answer and not news.
    static FENCED: Cell<bool> = const { Cell::new(false) };
}

/// Runs a reader; its panic becomes [`ErrorKind::Damaged`] and prints nothing.
fn fenced<T>(path: &str, run: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !FENCED.get() {
                before(info);
            }
        }));
    });
    let before = FENCED.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(run));
    FENCED.set(before);
    result.unwrap_or_else(|payload| {
        let words = payload.downcast_ref::<String>().map(String::as_str);
        let words = words.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or_default();
        Err(Error::new(ErrorKind::Damaged, path, words))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(bytes: &[u8]) -> Source {
        Source { path: "test.txt".into(), part: None, bytes: bytes.to_vec() }
    }

    fn error(bytes: &[u8]) -> Error {
        read(&source(bytes), &Limits::DEFAULT).expect_err("an error")
    }

    #[test]
    fn files_that_are_no_text() {
        let noise: Vec<u8> = (0..4_096u32).map(|i| i.wrapping_mul(2_654_435_761).to_be_bytes()[1]).collect();
        let cases: &[(&[u8], ErrorKind, &str)] = &[
            (b"", ErrorKind::Empty, ""),
            (b"%PDF-1.7\n1 0 obj", ErrorKind::Damaged, "页面目录"),
            (b"\0\0junk\n%PDF-1.7\n1 0 obj", ErrorKind::Damaged, "页面目录"),
            (b"PK\x03\x04\x14\0\0\0word/document.xml", ErrorKind::Damaged, ""),
            (b"PK\x03\x04\x14\0\0\0OFD.xml", ErrorKind::Damaged, ""),
            (b"PK\x03\x04\x14\0\0\0something", ErrorKind::Packed, "archive"),
            (b"Rar!\x1A\x07\x01\0", ErrorKind::Packed, "RAR"),
            (b"\x1F\x8B\x08\0", ErrorKind::Packed, "gzip"),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0", ErrorKind::UnknownFormat, "DOC"),
            (b"\x89PNG\r\n\x1a\n\0\0", ErrorKind::UnknownFormat, "PNG"),
            (&noise, ErrorKind::UnknownFormat, "binary"),
            (b"\0\0\0\0\0\0\0\0", ErrorKind::UnknownFormat, "binary"),
        ];
        for (bytes, kind, word) in cases {
            let found = error(bytes);
            assert_eq!(found.kind, *kind, "{bytes:?}");
            assert!(found.detail.contains(word), "{} lacks {word}", found.detail);
        }
    }

    #[test]
    fn white_space_only_is_a_document_without_blocks() {
        for text in [" ", "\n\n", "\u{feff}", "\t", " \t \n\u{3000}\n", "\u{a0}\r\n\u{c}\u{200b}"] {
            let outcome = read(&source(text.as_bytes()), &Limits::DEFAULT).expect("readable");
            assert_eq!(outcome.value.blocks, [], "{text:?}");
        }
    }

    #[test]
    fn origin_and_limits() {
        let outcome = read(&source(b"abc"), &Limits::DEFAULT).expect("readable");
        let origin = outcome.value.origin;
        assert_eq!(origin.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!((origin.bytes, origin.path.as_str(), origin.encoding.as_deref()), (3, "test.txt", Some("UTF-8")));
        let small = Limits { bytes: 2, ..Limits::DEFAULT };
        assert_eq!(read(&source(b"abc"), &small).expect_err("too large").kind, ErrorKind::TooLarge);
        assert_eq!(Source::from_reader("-", &b"abc"[..], &small).expect_err("too large").kind, ErrorKind::TooLarge);
        assert_eq!(Source::from_reader("-", &b"ab"[..], &small).expect("fits").bytes, b"ab");
        let lines = Limits { lines: 2, ..Limits::DEFAULT };
        assert_eq!(read(&source(b"a\nb\n\n"), &lines).expect("fits").value.blocks.len(), 2);
        assert_eq!(read(&source(b"a\nb\nc"), &lines).expect_err("too many").kind, ErrorKind::TooLarge);
    }

    #[test]
    fn paths() {
        let folder = std::env::temp_dir().join(format!("fuhe-read-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a temporary folder");
        let file = folder.join("a.txt");
        std::fs::write(&file, "文").expect("a temporary file");
        assert_eq!(Source::from_path(&file, &Limits::DEFAULT).expect("readable").bytes, "文".as_bytes());
        let missing = Source::from_path(&folder.join("missing.txt"), &Limits::DEFAULT).expect_err("no such file");
        assert_eq!(missing.kind, ErrorKind::NotFound);
        let is_folder = Source::from_path(&folder, &Limits::DEFAULT).expect_err("a folder");
        assert!(is_folder.kind == ErrorKind::Io && is_folder.detail.contains("文件夹"), "{is_folder}");
        let small = Limits { bytes: 2, ..Limits::DEFAULT };
        assert_eq!(Source::from_path(&file, &small).expect_err("too large").kind, ErrorKind::TooLarge);
        let denied = io_error("x", std::io::Error::from(std::io::ErrorKind::PermissionDenied));
        assert_eq!(denied.kind, ErrorKind::Forbidden);
        std::fs::remove_dir_all(&folder).expect("cleaned up");
    }

    #[test]
    fn a_panic_is_damage() {
        let result: Result<(), Error> = fenced("x", || panic!("broken {}", 1));
        let found = result.expect_err("an error");
        assert_eq!((found.kind, found.detail.as_str()), (ErrorKind::Damaged, "broken 1"));
    }
}
