//! Archives: a source in, one source for each document in it out, in the order of the archive's own directory, and an
//! error for each that cannot be had.
//!
//! ZIP and 7z are read, also one inside the other, once. At any time the bytes of one member are in memory, beside
//! those of the archive. Members are chosen by name as files of a folder are; what they hold is not looked at.

mod seven;
mod zipped;

use super::{Limits, Source, fenced};
use crate::model::{Error, ErrorKind};

/// How deep archives may lie in an archive.
const NESTED: usize = 1;

/// An archive that is larger than the limit on inflated bytes may inflate to so many times its size. Documents are
/// compressed already, or seldom shrink to less than an eighth.
const RATIO: u64 = 8;

/// Between the archive and the member in a path.
const INSIDE: &str = "!/";

/// The kinds of archives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Zip,
    Seven,
    Rar,
    Gzip,
}

impl Kind {
    fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => zipped::is_archive(bytes).then_some(Self::Zip),
            [b'7', b'z', 0xBC, 0xAF, 0x27, 0x1C, ..] => Some(Self::Seven),
            [b'R', b'a', b'r', b'!', 0x1A, 7, ..] => Some(Self::Rar),
            [0x1F, 0x8B, ..] => Some(Self::Gzip),
            _ => None,
        }
    }
}

/// Whether the content is an archive whose members can be had with [`members`]. DOCX and other packages are none.
#[must_use]
pub fn is_archive(bytes: &[u8]) -> bool {
    matches!(Kind::of(bytes), Some(Kind::Zip | Kind::Seven))
}

/// Whether a file that begins with these bytes (eight are enough) may be an archive of that kind.
#[must_use]
pub fn may_be(start: &[u8]) -> bool {
    start.starts_with(b"PK") || Kind::of(start) == Some(Kind::Seven)
}

/// The error for an archive that is to be read like a document.
pub(super) fn refusal(source: &Source) -> Option<Error> {
    let name = match Kind::of(&source.bytes)? {
        Kind::Zip => "ZIP",
        Kind::Seven => "7z",
        Kind::Rar => "RAR",
        Kind::Gzip => "gzip",
    };
    Some(Error::new(ErrorKind::Packed, &source.path, format!("{name} 压缩包 / a {name} archive")))
}

/// The documents in an archive. An archive that cannot be opened, or that holds no document, gives one error.
#[must_use]
pub fn members(source: Source, limits: &Limits) -> Members {
    let left = limits.inflated.max(RATIO.saturating_mul(source.bytes.len() as u64));
    let mut members = Members { open: Vec::new(), refused: None, left, limits: *limits };
    members.refused = members.enter(source).err();
    members
}

/// What [`members`] gives.
pub struct Members {
    /// The archives that are being read, the outermost first.
    open: Vec<Opened>,
    /// Why the outermost could not be opened.
    refused: Option<Error>,
    /// Bytes that may still be inflated.
    left: u64,
    limits: Limits,
}

/// An archive that is being read.
struct Opened {
    path: String,
    part: Option<String>,
    container: Container,
    /// Whether it gave anything yet.
    gave: bool,
}

enum Container {
    Zip(zipped::Zipped),
    Seven(Box<seven::SevenZip>),
}

/// A member that is a document by its name.
struct Member {
    /// As [`names::member`] gives it.
    name: String,
    content: Result<Vec<u8>, Fault>,
}

/// Why a member cannot be had.
#[derive(Clone, Debug)]
struct Fault {
    kind: ErrorKind,
    detail: String,
}

impl Fault {
    fn new(kind: ErrorKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into() }
    }

    fn too_large() -> Self {
        Self::new(ErrorKind::TooLarge, "解压后超过上限 / inflates to more than the limit")
    }
}

impl Members {
    /// Opens an archive.
    fn enter(&mut self, source: Source) -> Result<(), Error> {
        let Source { path, part, bytes } = source;
        let limits = self.limits;
        let container = fenced(&path, || match Kind::of(&bytes) {
            Some(Kind::Zip) => zipped::Zipped::open(path.clone(), bytes, &limits).map(Container::Zip),
            Some(Kind::Seven) => {
                let opened = seven::SevenZip::open(bytes, &limits);
                let opened = opened.map_err(|fault| Error::new(fault.kind, &path, fault.detail));
                opened.map(|seven| Container::Seven(Box::new(seven)))
            }
            _ => Err(Error::new(ErrorKind::Packed, &path, "")),
        })?;
        self.open.push(Opened { path, part, container, gave: false });
        Ok(())
    }
}

impl Iterator for Members {
    type Item = Result<Source, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(error) = self.refused.take() {
            return Some(Err(error));
        }
        loop {
            let depth = self.open.len();
            let (top, left) = (self.open.last_mut()?, &mut self.left);
            let container = &mut top.container;
            let member = fenced(&top.path, || {
                Ok(match container {
                    Container::Zip(zip) => zip.next(left),
                    Container::Seven(seven) => seven.next(left),
                })
            });
            let member = match member {
                Ok(Some(member)) => member,
                Ok(None) => {
                    let done = self.open.pop()?;
                    if done.gave {
                        continue;
                    }
                    return Some(Err(Error::new(ErrorKind::NoDocuments, done.path, "")));
                }
                Err(panicked) => {
                    self.open.pop();
                    return Some(Err(panicked));
                }
            };
            top.gave = true;
            let path = [&top.path, INSIDE, &member.name].concat();
            let part = top.part.as_ref().map_or(member.name.clone(), |part| [part, INSIDE, &member.name].concat());
            let source = match member.content {
                Ok(bytes) => Source { path, part: Some(part), bytes },
                Err(fault) => return Some(Err(Error::new(fault.kind, path, fault.detail))),
            };
            if depth > NESTED || !is_archive(&source.bytes) {
                return Some(Ok(source));
            }
            if let Err(error) = self.enter(source) {
                return Some(Err(error));
            }
        }
    }
}

#[cfg(test)]
mod tests;
