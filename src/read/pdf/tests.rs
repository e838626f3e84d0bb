//! Whole files of `golden/pdf`: where their characters come from, and how files that cannot be read end.

use super::*;
use crate::model::Format;
use crate::read::page::{Box2, Direction, Origin};
use std::path::Path;

fn source(name: &str) -> Source {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/pdf").join(name);
    Source { path: name.to_owned(), part: None, bytes: std::fs::read(path).expect("a file of golden/pdf") }
}

fn error(source: &Source, limits: Limits) -> ErrorKind {
    draw_apart(source, limits).expect_err("an error").kind
}

#[test]
fn where_characters_come_from() {
    let cases = [
        ("lo-merged.pdf", Origin::Stated),
        ("raw-gbk-euc.pdf", Origin::Stated),
        ("raw-font-cmap.pdf", Origin::FontMap),
        ("raw-gbk-simple.pdf", Origin::GbkBytes),
        ("raw-digits-doubtful.pdf", Origin::Unknown),
    ];
    for (name, expected) in cases {
        let drawn = draw_apart(&source(name), Limits::DEFAULT).expect("readable");
        let glyphs: Vec<_> = drawn.pages.iter().flat_map(|p| &p.glyphs).collect();
        assert!(glyphs.iter().any(|g| g.origin == expected), "{name}: no {expected:?}");
        // Nothing less certain than what the file is made to show.
        assert!(glyphs.iter().all(|g| g.origin <= expected), "{name}");
    }
}

#[test]
fn a_rotated_page_is_read_as_shown() {
    let drawn = draw_apart(&source("raw-rotate90.pdf"), Limits::DEFAULT).expect("readable");
    let page = drawn.pages.first().expect("a page");
    let shown = Box2 { x0: 0.0, y0: 0.0, x1: page.width, y1: page.height };
    assert!(page.width > page.height);
    assert!(page.glyphs.iter().all(|g| shown.contains(g.area.center(), 0.0)));
    assert!(page.glyphs.iter().all(|g| g.direction == Direction::Right));
}

#[test]
fn text_that_is_hidden_is_not_handed_on() {
    let drawn = draw_apart(&source("raw-ocr-layer.pdf"), Limits::DEFAULT).expect("readable");
    assert_eq!(drawn.faults, [(1, Fault::HiddenText)]);
    assert!(drawn.pages.iter().all(|p| p.glyphs.is_empty()));
}

#[test]
fn files_that_cannot_be_read() {
    assert_eq!(error(&source("encrypted-password.pdf"), Limits::DEFAULT), ErrorKind::Encrypted);
    let good = source("rl-long.pdf");
    assert_eq!(error(&good, Limits { pages: 1, ..Limits::DEFAULT }), ErrorKind::TooLarge);
    assert_eq!(error(&good, Limits { glyphs: 10, ..Limits::DEFAULT }), ErrorKind::TooLarge);
    assert_eq!(error(&good, Limits { glyphs_in_all: 10, ..Limits::DEFAULT }), ErrorKind::TooLarge);
    assert_eq!(error(&good, Limits { objects: 3, ..Limits::DEFAULT }), ErrorKind::TooLarge);
    assert_eq!(error(&good, Limits { seconds: 0, ..Limits::DEFAULT }), ErrorKind::TooLarge);
    let bytes = good.bytes.get(..200).expect("a beginning").to_vec();
    assert_eq!(error(&Source { bytes, ..good }, Limits::DEFAULT), ErrorKind::Damaged);
}

#[test]
fn what_is_a_pdf() {
    let cases: &[(&[u8], bool)] = &[
        (b"%PDF-1.4\n", true),
        (b"\xEF\xBB\xBF%PDF-1.7", true),
        (b"\r\n %PDF-1.7", true),
        (b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.4\n", true),
        ("PDF 文件以 %PDF- 开头".as_bytes(), false),
        (b"%PD", false),
        (b"", false),
    ];
    for (bytes, expected) in cases {
        assert_eq!(is_pdf(bytes), *expected, "{}", String::from_utf8_lossy(bytes));
    }
    assert_eq!(Format::Pdf.name(), "pdf");
}
