//! ZIP packages (DOCX, ODT, OFD, XLSX) and archives: bytes in, members by name out, with bounds on what inflating them
//! may give. Which members there are to be, the formats know.

use super::{Limits, Source};
use crate::model::{Error, ErrorKind};
use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// An opened package.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<Cow<'a, [u8]>>>,
    path: Cow<'a, str>,
    /// Bytes that may still be inflated.
    budget: u64,
    /// Members by their names as [`plain`] writes them; filled when a name is not found as it stands.
    plain_names: Option<HashMap<String, usize>>,
}

/// What the directory of a package says about a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// The name as the package writes it, before any decoding.
    pub raw_name: Vec<u8>,
    /// Size once inflated; no more is ever inflated.
    pub size: u64,
    /// Whether it is a folder.
    pub folder: bool,
    /// Whether it needs a password.
    pub encrypted: bool,
}

impl<'a> Package<'a> {
    /// Opens a package.
    ///
    /// # Errors
    /// `Damaged` when it has no directory, `TooLarge` when it has more members than the limits allow.
    pub(super) fn open(source: &'a Source, limits: &Limits) -> Result<Self, Error> {
        Self::new(Cow::Borrowed(&source.path), Cow::Borrowed(&source.bytes), limits)
    }

    /// Opens a package that keeps its own bytes.
    ///
    /// # Errors
    /// As [`Package::open`].
    pub(super) fn own(path: String, bytes: Vec<u8>, limits: &Limits) -> Result<Package<'static>, Error> {
        Package::new(Cow::Owned(path), Cow::Owned(bytes), limits)
    }

    fn new(path: Cow<'a, str>, bytes: Cow<'a, [u8]>, limits: &Limits) -> Result<Self, Error> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| failure(&path, e))?;
        if archive.len() > limits.members {
            let most = limits.members;
            let detail = format!("压缩包内超过 {most} 个文件 / more than {most} members");
            return Err(Error::new(ErrorKind::TooLarge, path, detail));
        }
        Ok(Self { archive, path, budget: limits.inflated, plain_names: None })
    }

    /// What the directory says about the member with this number; `None` behind the last one.
    pub(super) fn entry(&self, index: usize) -> Option<Entry> {
        let entry = self.archive.by_index_data(index).ok()?;
        let (folder, encrypted) = (entry.is_dir(), entry.encrypted());
        Some(Entry { raw_name: entry.name_raw().to_vec(), size: entry.size(), folder, encrypted })
    }

    /// The names that are UTF-8, in the order of the directory.
    pub(super) fn names(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.archive.file_names().filter_map(Result::ok)
    }

    /// The content of a member; `None` when there is none of that name. Case, the kind of slashes and a leading `/` or
    /// `./` are disregarded when the exact name does not exist.
    ///
    /// # Errors
    /// When the member is damaged or encrypted, or all members read so far inflate to more than the limits allow.
    pub(super) fn member(&mut self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let index = self.archive.index_for_name(name).or_else(|| {
            let archive = &self.archive;
            let names = self.plain_names.get_or_insert_with(|| {
                let name = |index| archive.name_for_index(index).and_then(Result::ok);
                (0..archive.len()).rev().filter_map(|index| Some((plain(&name(index)?), index))).collect()
            });
            names.get(&plain(name)).copied()
        });
        index.map(|index| self.member_at(index)).transpose()
    }

    /// The content of the member with this number.
    ///
    /// # Errors
    /// As [`Package::member`].
    pub(super) fn member_at(&mut self, index: usize) -> Result<Vec<u8>, Error> {
        let mut budget = self.budget;
        let content = self.member_within(index, &mut budget);
        self.budget = budget;
        content
    }

    /// The content of the member with this number, taken from a budget of bytes that several packages share.
    ///
    /// # Errors
    /// As [`Package::member`].
    pub(super) fn member_within(&mut self, index: usize, budget: &mut u64) -> Result<Vec<u8>, Error> {
        let path = &*self.path;
        let member = self.archive.by_index(index).map_err(|e| failure(path, e))?;
        let name = super::names::decoded(member.name_raw()).into_owned();
        // The size that the directory states is only a hint: a bomb states a small one.
        let mut bytes = Vec::with_capacity(usize::try_from(member.size().min(*budget).min(1 << 20)).unwrap_or(0));
        let read = member.take(budget.saturating_add(1)).read_to_end(&mut bytes);
        let size = bytes.len() as u64;
        let too_large = size > *budget;
        *budget = budget.saturating_sub(size);
        read.map_err(|e| {
            // A way of compressing that is not read, such as Deflate64.
            let unknown = e.kind() == std::io::ErrorKind::Unsupported;
            let kind = if unknown { ErrorKind::Packed } else { ErrorKind::Damaged };
            Error::new(kind, path, format!("{name}：{e}")).because(e)
        })?;
        if too_large {
            let detail = format!("{name} 解压后超过上限 / {name} inflates to more than the limit");
            return Err(Error::new(ErrorKind::TooLarge, path, detail));
        }
        Ok(bytes)
    }
}

/// Whether a package states this type in its first member, compressed or not: who packs an OpenDocument file anew
/// compresses what is to be told by its bytes.
pub(super) fn states_type(bytes: &[u8], kind: &str) -> bool {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return false };
    let Ok(member) = archive.by_name("mimetype") else { return false };
    let mut stated = String::new();
    // One byte more than the type tells a longer one.
    let read = member.take(kind.len() as u64 + 1).read_to_string(&mut stated);
    read.is_ok() && stated.trim_end() == kind
}

/// A name without what careless writers get wrong.
fn plain(name: &str) -> String {
    let name = name.to_lowercase().replace('\\', "/");
    name.strip_prefix("./").unwrap_or(&name).trim_start_matches('/').to_owned()
}

/// The member that a reference in a member of that folder means. What begins with `/` counts from the root.
pub(super) fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut path: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').filter(|s| !s.is_empty()).collect(),
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            name => path.push(name),
        }
    }
    path.join("/")
}

fn failure(path: &str, error: ZipError) -> Error {
    let kind = match &error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => ErrorKind::Encrypted,
        ZipError::UnsupportedArchive(_) => ErrorKind::Packed,
        _ => ErrorKind::Damaged,
    };
    Error::new(kind, path, error.to_string()).because(error)
}
