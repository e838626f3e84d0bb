//! OpenDocument text (LibreOffice, WPS, Word), packed or as one flat XML file: bytes in, headings, paragraphs and tables out, as they are printed.
//!
//! Printed means: deletions left out, automatic numbers, text boxes after the paragraph they are anchored in, notes after
//! the block that refers to them; hidden text, comments, running headers and footers left out. Lines and pages do not
//! exist in the file, so places are blocks and cells only.

mod body;
mod lists;
mod paragraph;
mod styles;
mod table;
#[cfg(test)]
mod tests;

use super::package::Package;
use super::xml::{Fault, Xml};
use super::{Limits, Source, encoding, package, signatures};
use crate::model::{Document, Error, ErrorKind, Outcome};
use body::Body;
use styles::Styles;
pub(super) use styles::half_widths;

/// The type that the package states.
const TYPE: &str = "application/vnd.oasis.opendocument.text";

/// The members that are read.
const CONTENT: &str = "content.xml";
const STYLES: &str = "styles.xml";
const MANIFEST: &str = "META-INF/manifest.xml";

/// Whether the content is a text document.
pub(super) fn is_odt(bytes: &[u8]) -> bool {
    signatures::is_package_of(bytes, "ODT")
        || signatures::is_package_of(bytes, "ZIP") && package::states_type(bytes, TYPE)
        || signatures::is_flat(bytes, TYPE)
}

/// Reads a text document.
pub(super) fn read(source: &Source, limits: &Limits) -> Result<Outcome<Document>, Error> {
    let (content, common) = content_of(source, limits)?;
    let document = document(&content, common.as_deref(), limits).map_err(|fault| fault.error(&source.path))?;
    let notices = super::lost::undecodable(&document).into_iter().collect();
    Ok(Outcome { value: document, notices })
}

/// The content of an OpenDocument file, packed or flat, and the styles that stand apart from it.
///
/// # Errors
/// When the package is damaged or encrypted, or a limit is exceeded.
pub(super) fn content_of(source: &Source, limits: &Limits) -> Result<(String, Option<String>), Error> {
    let path = source.path.as_str();
    if signatures::opens_markup(&source.bytes) {
        return Ok((encoding::decode_declared(&source.bytes, None).0.into_owned(), None));
    }
    let mut package = Package::open(source, limits)?;
    let mut member = |name| package.member(name).map(|bytes| bytes.map(encoding::decode_owned));
    if member(MANIFEST).ok().flatten().is_some_and(|manifest| manifest.contains("encryption-data")) {
        return Err(Error::new(ErrorKind::Encrypted, path, ""));
    }
    let missing = || Error::new(ErrorKind::Damaged, path, format!("没有 {CONTENT} / no {CONTENT}"));
    let content = member(CONTENT)?.ok_or_else(missing)?;
    let common = match member(STYLES) {
        Err(error) if error.kind == ErrorKind::Damaged => None,
        other => other?,
    };
    Ok((content, common))
}

fn document(content: &str, common: Option<&str>, limits: &Limits) -> Result<Document, Fault> {
    let mut styles = Styles::default();
    if let Some(common) = common {
        match styles.read(&mut Xml::new(common, limits)) {
            // What stands before a broken place is good enough.
            Ok(()) | Err(Fault::Damaged(_)) => {}
            Err(fault) => return Err(fault),
        }
    }
    styles.read(&mut Xml::new(content, limits))?;
    let mut blocks = Vec::new();
    Body::new(limits, &styles).document(&mut Xml::new(content, limits), &mut blocks)?;
    Ok(Document { blocks, ..Document::default() })
}
