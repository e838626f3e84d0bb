//! Office Open XML text (Word, WPS, LibreOffice) and the XML of Word 2003: bytes in, headings, paragraphs and tables out, as they are printed.
//!
//! Printed means: tracked changes accepted, results of fields, automatic numbers, text boxes after the paragraph they are
//! anchored in, footnotes after the block that refers to them; hidden text, instructions, comments, running headers and
//! footers left out. Lines and pages do not exist in the file, so places are blocks and cells only.

mod body;
mod fields;
mod math;
mod numbering;
mod paragraph;
mod parts;
mod stream;
mod styles;
mod table;
#[cfg(test)]
mod tests;

use super::package::Package;
use super::xml::Fault;
use super::{Limits, Source, encoding, signatures};
use crate::model::{Document, Error, ErrorKind, Outcome};
use body::Body;
use numbering::Lists;
use parts::{Parts, lenient};
use stream::Stream;
use styles::Styles;

/// The namespace of Word 2003 in XML, which keeps all parts in one text under nearly the same names.
const FLAT: &str = "http://schemas.microsoft.com/office/word/2003/wordml";

/// The stream of an OLE2 container that holds an encrypted package.
const ENCRYPTED: &str = "EncryptedPackage";

/// Whether the content is a text document, or an office package under a password.
pub(super) fn is_docx(bytes: &[u8]) -> bool {
    signatures::is_package_of(bytes, "DOCX")
        || signatures::has_stream(bytes, ENCRYPTED)
        || signatures::is_flat(bytes, FLAT)
}

/// Reads a text document.
pub(super) fn read(source: &Source, limits: &Limits) -> Result<Outcome<Document>, Error> {
    if signatures::has_stream(&source.bytes, ENCRYPTED) {
        return Err(Error::new(ErrorKind::Encrypted, &source.path, ""));
    }
    let parts = if signatures::opens_markup(&source.bytes) {
        Parts::of_flat(&encoding::decode_declared(&source.bytes, None).0)
    } else {
        Parts::read(&mut Package::open(source, limits)?, &source.path, limits)?
    };
    let mut outcome = document(&parts, limits).map_err(|fault| fault.error(&source.path))?;
    outcome.notices.extend(super::lost::undecodable(&outcome.value));
    Ok(outcome)
}

fn document(parts: &Parts, limits: &Limits) -> Result<Outcome<Document>, Fault> {
    let styles = match &parts.styles {
        Some(text) => lenient(Styles::read(text, limits))?,
        None => Styles::default(),
    };
    let lists = match &parts.numbering {
        Some(text) => lenient(Lists::read(text, limits, |style| styles.list(Some(style)).map(|(list, _)| list)))?,
        None => Lists::default(),
    };
    let mut body = Body::new(limits, styles, lists);
    for (kind, notes) in [("footnote", &parts.footnotes), ("endnote", &parts.endnotes)] {
        if let Some(text) = notes {
            lenient(body.read_notes(kind, &mut Stream::new(text, limits)))?;
        }
    }
    let mut blocks = Vec::new();
    let notices = body.main(&mut Stream::new(&parts.main, limits), &mut blocks)?;
    Ok(Outcome { value: Document { blocks, ..Document::default() }, notices })
}
