//! PDF files: bytes in, pages of glyphs and rules out, and a document once the layout stage has laid them out.
//!
//! `hayro` interprets the content; everything that depends on it stands in this folder. Deliberately absent: lines,
//! cells and reading order, which other page formats share.

mod device;
mod paths;
mod picture;
mod quality;
#[cfg(test)]
mod tests;
mod unicode;

use super::page::Page;
use super::{Limits, Source, scan};
use crate::model::{Block, Document, Error, ErrorKind, Location, Notice, Outcome, Spot, offset};
use device::{Bounds, Overrun, PageDevice};
use hayro_interpret::kurbo::Rect;
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use quality::Fault;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc;
use std::time::{Duration, Instant};
use unicode::Recovery;

/// How far into a file `%PDF-` is looked for, as viewers do.
const HEADER_WINDOW: usize = 1_024;

/// Stack of the thread that interprets: hayro follows forms in forms by recursion, 50 deep.
const STACK: usize = 64 << 20;

/// How long after the time limit the thread is given up. Time is up at a drawing operation; a page that decodes without
/// end comes to none.
const GRACE: Duration = Duration::from_secs(2);

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
    let mut document = Document { blocks, recognized: drawn.recognized, ..Document::default() };
    document.origin.pages = Some(offset(drawn.pages.len()));
    notices.extend(drawn.faults.into_iter().map(|(page, fault)| fault.notice(page, place(&document, page))));
    let recognized = |&page: &u32| Notice::Recognized { page, at: place(&document, page) };
    notices.extend(document.recognized.iter().map(recognized));
    notices.extend(super::lost::undecodable(&document));
    Ok(Outcome { value: document, notices })
}

/// Draws a page with what was found on it.
pub(super) fn drawing(source: &Source, page: u32, limits: &Limits) -> Result<Vec<u8>, Error> {
    Err(Error::new(ErrorKind::NotDrawn, &source.path, format!("{page} {}", limits.pages)))
}

/// The pages of a file, and what is wrong with some of them.
#[derive(Debug, Default)]
struct Drawn {
    pages: Vec<Page>,
    faults: Vec<(u32, Fault)>,
    /// Pages that were recognized, in order; they have no fault any more.
    recognized: Vec<u32>,
}

/// What the drawing thread tells the one that waits for it.
enum News {
    /// A page is being recognized, for which there is time of its own.
    Recognizing,
    Done(Result<Drawn, Error>),
}

/// Draws every page in a thread of its own, which has the stack for it and can be given up.
fn draw_apart(source: &Source, limits: Limits) -> Result<Drawn, Error> {
    let (path, bytes) = (source.path.clone(), source.bytes.clone());
    let (send, receive) = mpsc::channel();
    let mut deadline = Instant::now() + Duration::from_secs(limits.seconds);
    let work = move || {
        let tell = send.clone();
        // Nobody listens any more when the time was up.
        let recognizing = move || drop(tell.send(News::Recognizing));
        let result = super::fenced(&path, || draw(&path, bytes, &limits, deadline, &recognizing));
        let _ = send.send(News::Done(result));
    };
    std::thread::Builder::new()
        .name("pdf".into())
        .stack_size(STACK)
        .spawn(work)
        .map_err(|e| Error::new(ErrorKind::Io, &source.path, e.to_string()).because(e))?;
    loop {
        match receive.recv_timeout(deadline + GRACE - Instant::now().min(deadline + GRACE)) {
            Ok(News::Done(result)) => return result,
            // Drawing the picture takes time too.
            Ok(News::Recognizing) => deadline += 2 * Duration::from_secs(limits.seconds_per_recognition),
            Err(_) => return Err(too_slow(&source.path, &limits)),
        }
    }
}

/// Draws every page.
fn draw(
    path: &str,
    bytes: Vec<u8>,
    limits: &Limits,
    mut deadline: Instant,
    recognizing: &dyn Fn(),
) -> Result<Drawn, Error> {
    let pdf = Pdf::new(bytes).map_err(|e| load_error(path, e))?;
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
    let mut cache = InterpreterCache::new();
    let mut recovery = Recovery::new(&pdf);
    let mut drawn = Drawn { pages: Vec::with_capacity(count), ..Drawn::default() };
    let mut glyphs = 0;
    for (source, number) in pdf.pages().iter().zip(1u32..) {
        let page = source;
        let size = page.render_dimensions();
        let bounds = Bounds { glyphs: limits.glyphs, rules: limits.rules, deadline };
        let interpret = || {
            let mut device = PageDevice::new(number, size, &mut recovery, bounds);
            let shown = Rect::new(0.0, 0.0, f64::from(size.0), f64::from(size.1));
            let root = device::root_transform(page);
            let mut context = Context::new(root, shown, &cache, pdf.xref(), InterpreterSettings::default());
            interpret_page(page, &mut context, &mut device);
            device.finish()
        };
        let (page, fault, dots) = match panic::catch_unwind(AssertUnwindSafe(interpret)) {
            Ok(canvas) if canvas.excess => return Err(too_many_glyphs(path, limits.glyphs)),
            Ok(canvas) => {
                let dots = canvas.dots;
                let (page, fault) = quality::judge(canvas);
                (page, fault, dots)
            }
            Err(payload) if payload.is::<Overrun>() => return Err(too_slow(path, limits)),
            Err(_) => {
                // What the panic left half done is thrown away; the other pages can still be read.
                cache = InterpreterCache::new();
                recovery = Recovery::new(&pdf);
                (Page { number, width: size.0, height: size.1, ..Page::default() }, Some(Fault::Broken), 0)
            }
        };
        let recognized = if fault.is_some() && limits.recognize && picture::is_bounded(dots, limits) {
            recognizing();
            let started = Instant::now();
            let recognized = recognized(source, number, limits);
            deadline += started.elapsed();
            recognized
        } else {
            None
        };
        let (page, fault) = match recognized {
            Some(page) => {
                drawn.recognized.push(number);
                (page, None)
            }
            None => (page, fault),
        };
        glyphs += page.glyphs.len();
        if glyphs > limits.glyphs_in_all {
            return Err(too_many_glyphs(path, limits.glyphs_in_all));
        }
        drawn.pages.push(page);
        drawn.faults.extend(fault.map(|fault| (number, fault)));
    }
    Ok(drawn)
}

/// A page as its picture shows it.
fn recognized(page: &hayro_syntax::page::Page<'_>, number: u32, limits: &Limits) -> Option<Page> {
    let time = Duration::from_secs(limits.seconds_per_recognition);
    let read = || scan::read(&picture::gray(page), number, page.render_dimensions(), time);
    // What cannot be drawn stays a page without text.
    panic::catch_unwind(AssertUnwindSafe(read)).ok().flatten()
}

/// The place of a page: the first block that starts on it or after it.
fn place(document: &Document, page: u32) -> Location {
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

fn too_many_glyphs(path: &str, most: usize) -> Error {
    Error::new(ErrorKind::TooLarge, path, format!("超过 {most} 个字 / more than {most} glyphs"))
}

fn too_slow(path: &str, limits: &Limits) -> Error {
    let most = limits.seconds;
    Error::new(ErrorKind::TooLarge, path, format!("读取超过 {most} 秒 / reading took more than {most} s"))
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
