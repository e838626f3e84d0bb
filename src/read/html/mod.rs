//! Web pages, and what is one under another name: Word's and Excel's “save as web page”, MHTML, error pages.
//!
//! Bytes in, headings, paragraphs and tables of the article out; what a site puts around it (navigation, breadcrumb,
//! footer, share buttons), scripts and what is hidden stay out. Pages are parsed as browsers parse them (html5ever),
//! after [`markup`] has bounded their nesting. Style sheets are not applied, scripts not run.

mod article;
mod flow;
mod links;
mod markup;
mod mhtml;
mod page;
mod tables;
mod text;

use super::{Limits, Source, encoding, lost, signatures};
use crate::model::{Document, Error, ErrorKind, Location, Notice, Outcome, Unread};
use page::Page;
use scraper::Html;
use std::borrow::Cow;

/// How much of a file is looked at to tell that it is a page.
const OPENING: usize = 4_096;

/// Whether the content is a web page or a message that holds one.
pub(super) fn is_html(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"%PDF") || bytes.starts_with(b"PK\x03\x04") {
        return false;
    }
    let opening = &bytes[..bytes.len().min(OPENING)];
    mhtml::is_mhtml(opening) || (signatures::opens_markup(bytes) && markup::is_page(&encoding::decode(opening).0))
}

/// Reads a page.
pub(super) fn read(source: &Source, limits: &Limits) -> Result<Outcome<Document>, Error> {
    let part = mhtml::page(&source.bytes);
    let (bytes, declared) = match &part {
        Some(part) => (Cow::Borrowed(part.bytes.as_slice()), part.charset.clone()),
        None => (Cow::Borrowed(source.bytes.as_slice()), None),
    };
    let declared = declared.or_else(|| markup::charset(&bytes[..bytes.len().min(OPENING)]));
    let (content, encoding) = encoding::decode_declared(&bytes, declared.as_deref());
    let html = Html::parse_document(&markup::bounded(&content, limits));
    let page = Page::new(&html, limits);
    let article = article::find(&page);
    let (blocks, links) = flow::blocks(&page, &article, limits)
        .ok_or_else(|| Error::new(ErrorKind::TooLarge, &source.path, excess(limits)))?;
    let mut document = Document { blocks, ..Document::default() };
    document.origin.encoding = Some(encoding.to_owned());
    let mut notices: Vec<Notice> = lost::undecodable(&document).into_iter().collect();
    notices.extend(links::attachments(&document, links));
    if links::is_stand_in(&source.path, &document) {
        let title = page.title.clone().unwrap_or_default();
        notices.push(Notice::NotRead { what: Unread::Document(title), at: Location::default() });
    }
    Ok(Outcome { value: document, notices })
}

fn excess(limits: &Limits) -> String {
    let (lines, cells) = (limits.lines, limits.cells);
    format!("超过 {lines} 段或 {cells} 个单元格 / more than {lines} paragraphs or {cells} cells")
}

#[cfg(test)]
mod tests;
