//! PDF files: bytes in, pages of glyphs and rules out, and a document once the layout stage has laid them out.
//!
//! `hayro` opens the file and draws pictures of pages; everything that depends on it stands in this folder.
//! Deliberately absent: lines, cells and reading order, which other page formats share.

mod apart;
mod content;
mod device;
mod drawing;
mod faces;
mod inflate;
mod interpret;
mod picture;
pub(super) mod quality;
mod seals;
#[cfg(test)]
mod tests;
pub(super) mod unicode;

use super::page::{Origin, Page};
use super::{Limits, Source, scan};
use crate::model::{Block, Document, Error, ErrorKind, Location, Notice, Outcome, Spot, offset};
use apart::Clock;
pub(super) use apart::too_slow;
use content::Contents;
use device::{Bounds, Canvas, PageDevice};
use faces::Faces;
use hayro_interpret::TransformExt as _;
use hayro_syntax::object::{Object, Stream};
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use quality::Fault;
use std::panic::{self, AssertUnwindSafe};
use std::time::{Duration, Instant};

/// How far into a file `%PDF-` is looked for, as viewers do.
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
    let drawn = draw_apart(source, *limits)?;
    let (blocks, mut notices) = super::grid::blocks(&drawn.pages);
    let recognized = drawn.recognized.iter().map(|r| r.0).collect();
    let mut document = Document { blocks, recognized, ..Document::default() };
    document.origin.pages = Some(offset(drawn.pages.len()));
    notices.extend(drawn.faults.into_iter().map(|(page, fault)| fault.notice(page, place(&document, page))));
    let recognized = |(page, unknown): (u32, u32)| Notice::Recognized { page, unknown, at: place(&document, page) };
    notices.extend(drawn.recognized.into_iter().map(recognized));
    notices.extend(super::lost::undecodable(&document));
    Ok(Outcome { value: document, notices })
}

/// Draws a page with what was found on it, as PNG.
pub(super) fn drawing(source: &Source, number: u32, limits: &Limits) -> Result<Vec<u8>, Error> {
    let (path, bytes, limits) = (source.path.clone(), source.bytes.clone(), *limits);
    apart::run(&source.path, &limits, move |clock| {
        let pdf = open(&path, bytes, &limits)?;
        let count = pdf.pages().len();
        let index = usize::try_from(number).ok().and_then(|n| n.checked_sub(1));
        let Some(source) = index.and_then(|i| pdf.pages().get(i)) else {
            let detail = format!("共 {count} 页，没有第 {number} 页 / {count} pages, there is no page {number}");
            return Err(Error::new(ErrorKind::NotDrawn, &path, detail));
        };
        let mut drawn = Drawn::default();
        Drawing::new(&pdf, &path, &limits).page(source, number, clock, &mut drawn)?;
        let mut picture = picture::draw(source, picture::PLAIN);
        drawn.pages.iter().for_each(|page| drawing::annotate(&mut picture, page));
        picture.into_png().map_err(|e| Error::new(ErrorKind::NotDrawn, &path, e.to_string()).because(e))
    })
}

/// The pages of a file, and what is wrong with some of them.
#[derive(Debug, Default)]
struct Drawn {
    pages: Vec<Page>,
    faults: Vec<(u32, Fault)>,
    /// Pages that were recognized, in order, and how many of their characters are not known. They have no fault any
    /// more.
    recognized: Vec<(u32, u32)>,
}

/// Draws every page in a thread of its own.
fn draw_apart(source: &Source, limits: Limits) -> Result<Drawn, Error> {
    let (path, bytes) = (source.path.clone(), source.bytes.clone());
    apart::run(&source.path, &limits, move |clock| {
        let pdf = open(&path, bytes, &limits)?;
        let mut drawn = Drawn { pages: Vec::with_capacity(pdf.pages().len()), ..Drawn::default() };
        let mut drawing = Drawing::new(&pdf, &path, &limits);
        for (page, number) in pdf.pages().iter().zip(1u32..) {
            drawing.page(page, number, clock, &mut drawn)?;
        }
        Ok(drawn)
    })
}

/// Opens a file that is within its bounds and has pages.
fn open(path: &str, bytes: Vec<u8>, limits: &Limits) -> Result<Pdf, Error> {
    // A stream is held with what it grows from, hence half of what one package may take.
    let most = limits.inflated / 2;
    let too_large = || {
        let detail = format!("解压后超过 {most} 字节 / more than {most} bytes once decompressed");
        Error::new(ErrorKind::TooLarge, path, detail)
    };
    if !inflate::is_bounded(&bytes, most) {
        return Err(too_large());
    }
    let pdf = Pdf::new(bytes).map_err(|e| load_error(path, e))?;
    // What is encrypted can be counted only now.
    if inflate::names(pdf.data().as_ref(), b"Encrypt") {
        let streams: Vec<Stream<'_>> = pdf.objects().into_iter().filter_map(Object::into_stream).collect();
        if inflate::size(streams.into_iter(), most) > most {
            return Err(too_large());
        }
    }
    if pdf.len() > limits.objects {
        let (count, most) = (pdf.len(), limits.objects);
        let detail = format!("共 {count} 个对象，上限 {most} 个 / {count} objects, limit {most}");
        return Err(Error::new(ErrorKind::TooLarge, path, detail));
    }
    let count = pdf.pages().len();
    if count > limits.pages {
        let most = limits.pages;
        let detail = format!("共 {count} 页，上限 {most} 页 / {count} pages, limit {most}");
        return Err(Error::new(ErrorKind::TooLarge, path, detail));
    }
    if count == 0 {
        return Err(Error::new(ErrorKind::Damaged, path, "没有可读的页面 / no page can be read"));
    }
    Ok(pdf)
}

/// What is kept while the pages of one file are drawn.
struct Drawing<'a> {
    pdf: &'a Pdf,
    path: &'a str,
    limits: &'a Limits,
    faces: Faces<'a>,
    contents: Contents<'a>,
    glyphs: usize,
    /// Bytes of content decoded so far.
    content: u64,
}

impl<'a> Drawing<'a> {
    fn new(pdf: &'a Pdf, path: &'a str, limits: &'a Limits) -> Self {
        Self { pdf, path, limits, faces: Faces::new(pdf), contents: Contents::default(), glyphs: 0, content: 0 }
    }

    /// Draws a page, and recognizes it when it has no text and that is wanted.
    fn page(
        &mut self,
        source: &'a hayro_syntax::page::Page<'a>,
        number: u32,
        clock: &mut Clock,
        drawn: &mut Drawn,
    ) -> Result<(), Error> {
        self.content(source)?;
        let (page, fault, dots) = self.interpreted(source, number, clock.deadline)?;
        let wanted = fault.is_some() && self.limits.recognize && dots <= self.limits.dots;
        let time = Duration::from_secs(self.limits.seconds_per_recognition);
        let recognized = wanted.then(|| clock.stopped(time, || recognized(source, number, time))).flatten();
        let page = if let Some(page) = recognized {
            let unknown = page.glyphs.iter().filter(|g| g.origin == Origin::Unknown).count();
            drawn.recognized.push((number, offset(unknown)));
            page
        } else {
            drawn.faults.extend(fault.map(|fault| (number, fault)));
            page
        };
        self.glyphs += page.glyphs.len();
        drawn.pages.push(page);
        if self.glyphs > self.limits.glyphs_in_all {
            return Err(too_many_glyphs(self.path, self.limits.glyphs_in_all));
        }
        Ok(())
    }

    /// Counts what drawing a page interprets, before it is drawn.
    fn content(&mut self, page: &'a hayro_syntax::page::Page<'a>) -> Result<(), Error> {
        let most = self.limits.inflated / 2;
        let too_large = |most: u64| {
            let detail = format!(
                "页面内容（其中的表单按绘制次数计）解压后超过 {most} 字节 / content of more than {most} bytes once decompressed, forms counted as often as they are drawn"
            );
            Error::new(ErrorKind::TooLarge, self.path, detail)
        };
        let left = most.saturating_sub(self.content).min(most / 4);
        if content::own(page, left) > left {
            return Err(too_large(left));
        }
        let decoded = page.page_stream().map_or(0, <[u8]>::len);
        let decoded = u64::try_from(decoded).unwrap_or(u64::MAX);
        if self.contents.drawn(page).saturating_add(decoded) > most / 4 {
            return Err(too_large(most / 4));
        }
        self.content = self.content.saturating_add(decoded);
        Ok(())
    }

    /// What a page draws, its fault, and the dots of its largest picture.
    fn interpreted(
        &mut self,
        page: &'a hayro_syntax::page::Page<'a>,
        number: u32,
        deadline: Instant,
    ) -> Result<(Page, Option<Fault>, u64), Error> {
        let size = page.render_dimensions();
        let bounds = Bounds { glyphs: self.limits.glyphs, rules: self.limits.rules };
        let interpret = || -> Result<Canvas, interpret::Overrun> {
            let mut device = PageDevice::new(number, size, bounds);
            let root = page.initial_transform(true).to_kurbo();
            interpret::interpret(self.pdf, page, root, &mut self.faces, &mut device, deadline)?;
            Ok(device.finish())
        };
        match panic::catch_unwind(AssertUnwindSafe(interpret)) {
            Ok(Ok(canvas)) if canvas.excess => Err(too_many_glyphs(self.path, self.limits.glyphs)),
            Ok(Ok(canvas)) => {
                let (page, fault) = quality::judge(canvas.page, canvas.curved);
                Ok((page, fault, canvas.dots))
            }
            Ok(Err(interpret::Overrun)) => Err(too_slow(self.path, self.limits)),
            Err(_) => {
                // What the panic left half done is thrown away; the other pages can still be read.
                self.faces = Faces::new(self.pdf);
                let page = Page { number, width: size.0, height: size.1, ..Page::default() };
                Ok((page, Some(Fault::Broken), 0))
            }
        }
    }
}

/// A page as its picture shows it.
fn recognized(page: &hayro_syntax::page::Page<'_>, number: u32, time: Duration) -> Option<Page> {
    let read = || scan::read(picture::gray(page), number, page.render_dimensions(), time);
    // What cannot be drawn stays a page without text.
    panic::catch_unwind(AssertUnwindSafe(read)).ok().flatten()
}

/// The place of a page: the first block that starts on it or after it.
pub(super) fn place(document: &Document, page: u32) -> Location {
    let starts = |block: &Block| match block {
        Block::Heading(text) | Block::Paragraph(text) => text.spot(0).page,
        Block::Table(table) => table.spot.page,
    };
    let block = document.blocks.iter().position(|b| starts(b).is_some_and(|p| p >= page));
    let last = document.blocks.len().saturating_sub(1);
    Location {
        block: offset(block.unwrap_or(last)),
        spot: Spot { page: Some(page), ..Spot::default() },
        ..Location::default()
    }
}

pub(super) fn too_many_glyphs(path: &str, most: usize) -> Error {
    Error::new(ErrorKind::TooLarge, path, format!("超过 {most} 个字 / more than {most} glyphs"))
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
