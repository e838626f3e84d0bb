//! PDF files: bytes in, pages of glyphs and rules out, and a document once the layout stage has laid them out.
//!
//! `hayro` interprets the content; everything that depends on it stands in this folder. Deliberately absent: lines,
//! cells and reading order, which other page formats share, and pictures of pages.

mod device;
mod paths;
mod unicode;

use super::page::Page;
use super::{Limits, Source};
use crate::model::{Document, Error, ErrorKind, Outcome, offset};
use device::{Bounds, PageDevice};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use unicode::Recovery;

/// How far into a file `%PDF` is looked for, as viewers do.
const HEADER_WINDOW: usize = 1_024;

/// Whether the content is a PDF file.
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEADER_WINDOW)];
    let body = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    // Further in, a version must follow, so that a text which names the signature stays a text.
    let buried = |w: &[u8]| w.starts_with(b"%PDF-") && w.ends_with(b".");
    body.starts_with(b"%PDF") || head.windows(7).any(buried)
}

/// Reads a PDF file.
pub(super) fn read(source: &Source, limits: &Limits) -> Result<Outcome<Document>, Error> {
    let pages = pages(source, limits)?;
    let (blocks, notices) = super::grid::blocks(&pages);
    let mut document = Document { blocks, ..Document::default() };
    document.origin.pages = Some(offset(pages.len()));
    Ok(Outcome { value: document, notices })
}

/// Draws every page.
pub(super) fn pages(source: &Source, limits: &Limits) -> Result<Vec<Page>, Error> {
    let pdf = Pdf::new(source.bytes.clone()).map_err(|e| load_error(&source.path, e))?;
    let cache = InterpreterCache::new();
    let mut recovery = Recovery::new(&pdf);
    let mut pages = Vec::with_capacity(pdf.pages().len());
    for (page, number) in pdf.pages().iter().zip(1u32..) {
        let (width, height) = page.render_dimensions();
        let bounds = Bounds { glyphs: limits.glyphs, rules: limits.rules };
        let mut device = PageDevice::new(number, (width, height), &mut recovery, bounds);
        let root = device::root_transform(page);
        let shown = hayro_interpret::kurbo::Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let mut context = Context::new(root, shown, &cache, pdf.xref(), InterpreterSettings::default());
        interpret_page(page, &mut context, &mut device);
        pages.push(device.finish());
    }
    Ok(pages)
}

fn load_error(path: &str, error: LoadPdfError) -> Error {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Error::new(ErrorKind::Encrypted, path, ""),
        LoadPdfError::Decryption(DecryptionError::UnsupportedAlgorithm) => {
            Error::new(ErrorKind::Encrypted, path, "加密方式不支持 / unsupported encryption")
        }
        LoadPdfError::Decryption(_) => {
            Error::new(ErrorKind::Damaged, path, "加密信息有误 / broken encryption dictionary")
        }
        LoadPdfError::Invalid => Error::new(ErrorKind::Damaged, path, "找不到 PDF 的页面目录 / no page tree was found"),
    }
}
