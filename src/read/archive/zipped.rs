//! ZIP archives: bytes in, the documents among the members out. Packages such as DOCX are ZIP too and are told apart
//! here, by the names of their members.

use super::{Fault, Member};
use crate::model::{Error, ErrorKind};
use crate::read::package::{Entry, Package};
use crate::read::{Limits, names, signatures};
use std::io::Cursor;
use zip::ZipArchive;

/// Members that make a ZIP file a package: of Office Open XML, OFD, OpenDocument and EPUB, Java.
const MARKERS: &[&str] = &[
    "[content_types].xml",
    "_rels/.rels",
    "word/document.xml",
    "xl/workbook.xml",
    "xl/workbook.bin",
    "ofd.xml",
    "mimetype",
    "meta-inf/manifest.xml",
    "meta-inf/manifest.mf",
];

/// Whether a ZIP file is an archive and no package. Names in the directory decide; without a directory, what can be seen
/// of names.
pub(super) fn is_archive(bytes: &[u8]) -> bool {
    let Ok(zip) = ZipArchive::new(Cursor::new(bytes)) else { return signatures::foreign(bytes) == Some("ZIP") };
    let marks = |raw: &[u8]| {
        // No marker is longer.
        let name = raw.get(..raw.len().min(40)).map(names::decoded).unwrap_or_default().to_ascii_lowercase();
        MARKERS.contains(&name.trim_start_matches("./").trim_start_matches('/'))
    };
    !zip.file_names_raw().any(marks)
}

/// A ZIP archive that is being read.
pub(super) struct Zipped {
    package: Package<'static>,
    at: usize,
}

impl Zipped {
    pub(super) fn open(path: String, bytes: Vec<u8>, limits: &Limits) -> Result<Self, Error> {
        Ok(Self { package: Package::own(path, bytes, limits)?, at: 0 })
    }

    /// The next document; what it inflates to is taken from `left`.
    pub(super) fn next(&mut self, left: &mut u64) -> Option<Member> {
        loop {
            let (index, entry) = (self.at, self.package.entry(self.at)?);
            self.at += 1;
            let name = names::member(&names::decoded(&entry.raw_name));
            if let Some(name) = name.filter(|name| !entry.folder && names::is_document(name)) {
                return Some(Member { name, content: self.content(index, &entry, left) });
            }
        }
    }

    fn content(&mut self, index: usize, entry: &Entry, left: &mut u64) -> Result<Vec<u8>, Fault> {
        if entry.encrypted {
            return Err(Fault::new(ErrorKind::Encrypted, ""));
        }
        // Refused before a byte is inflated, so that what follows can still be read.
        if entry.size > *left {
            return Err(Fault::too_large());
        }
        let content = self.package.member_within(index, left);
        content.map_err(|error| Fault::new(error.kind, error.detail))
    }
}
