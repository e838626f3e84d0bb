//! ZIP packages (DOCX, ODT, OFD, XLSX) and archives: bytes in, members by name out, with bounds on what inflating them
//! may give. Which members there are to be, the formats know.

use super::{Limits, Source};
use crate::model::{Error, ErrorKind};
use std::borrow::Cow;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// An opened package.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    path: &'a str,
    /// Bytes that may still be inflated.
    budget: u64,
}

impl<'a> Package<'a> {
    /// Opens a package.
    ///
    /// # Errors
    /// `Damaged` when it has no directory, `TooLarge` when it has more members than the limits allow.
    pub(super) fn open(source: &'a Source, limits: &Limits) -> Result<Self, Error> {
        let path = source.path.as_str();
        let archive = ZipArchive::new(Cursor::new(source.bytes.as_slice())).map_err(|e| failure(path, e))?;
        if archive.len() > limits.members {
            let most = limits.members;
            let detail = format!("压缩包内超过 {most} 个文件 / more than {most} members");
            return Err(Error::new(ErrorKind::TooLarge, path, detail));
        }
        Ok(Self { archive, path, budget: limits.inflated })
    }

    /// Number of members, folders included.
    pub(super) fn len(&self) -> usize {
        self.archive.len()
    }

    /// The name of a member as the package writes it, before any decoding.
    pub(super) fn raw_name(&mut self, index: usize) -> Option<Vec<u8>> {
        self.archive.by_index_raw(index).ok().map(|member| member.name_raw().to_vec())
    }

    /// The names that are UTF-8, in the order of the directory.
    pub(super) fn names(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.archive.file_names().filter_map(Result::ok)
    }

    /// The content of a member; `None` when there is none of that name. Case and a leading `/` are disregarded when
    /// the exact name does not exist.
    ///
    /// # Errors
    /// When the member is damaged or encrypted, or all members read so far inflate to more than the limits allow.
    pub(super) fn member(&mut self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let index = self.archive.index_for_name(name).or_else(|| {
            let wanted = name.trim_start_matches('/');
            (0..self.archive.len()).find(|&index| {
                let name = self.archive.name_for_index(index).and_then(Result::ok);
                name.is_some_and(|name| name.trim_start_matches('/').eq_ignore_ascii_case(wanted))
            })
        });
        index.map(|index| self.member_at(index)).transpose()
    }

    /// The content of the member with this number.
    ///
    /// # Errors
    /// As [`Package::member`].
    pub(super) fn member_at(&mut self, index: usize) -> Result<Vec<u8>, Error> {
        let (path, budget) = (self.path, self.budget);
        let member = self.archive.by_index(index).map_err(|e| failure(path, e))?;
        let name = member.name().map_or_else(|_| String::new(), Cow::into_owned);
        // The size that the directory states is only a hint: a bomb states a small one.
        let mut bytes = Vec::with_capacity(usize::try_from(member.size().min(budget).min(1 << 20)).unwrap_or(0));
        let read = member.take(budget.saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(|e| Error::new(ErrorKind::Damaged, path, format!("{name}：{e}")).because(e))?;
        let size = bytes.len() as u64;
        if size > budget {
            let detail = format!("{name} 解压后超过上限 / {name} inflates to more than the limit");
            return Err(Error::new(ErrorKind::TooLarge, path, detail));
        }
        self.budget -= size;
        Ok(bytes)
    }
}

fn failure(path: &str, error: ZipError) -> Error {
    let kind = match &error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => ErrorKind::Encrypted,
        _ => ErrorKind::Damaged,
    };
    Error::new(kind, path, error.to_string()).because(error)
}
