//! 7z archives: bytes in, the documents among the members out.
//!
//! Contents may stand in one stream, one after the other, so members come in that order and what lies between them is
//! unpacked too. Stored members and those packed with LZMA or LZMA2, plain or behind the filters for programs and
//! tables, are read; other ways of packing and passwords give an error for each member.

mod header;
#[cfg(test)]
mod tests;

use super::{Fault, Member};
use crate::model::ErrorKind;
use crate::read::{Limits, names};
use header::{Directory, File, Folder, Header};
use lzma_rust2::filter::bcj::BcjReader;
use lzma_rust2::filter::delta::DeltaReader;
use lzma_rust2::{Lzma2Reader, LzmaReader};
use std::io::{self, Read};
use std::sync::Arc;

/// Length of the signature header, behind which everything is counted.
const SIGNATURE: u64 = 32;

/// Largest directory that is unpacked, in bytes: a name and its numbers, a hundred thousand times.
const LARGEST_DIRECTORY: u64 = 1 << 26;

/// Smallest dictionary that the decoders take.
const SMALLEST_DICTIONARY: u32 = 1 << 12;

/// Largest dictionary that is given memory.
const LARGEST_DICTIONARY: u32 = 1 << 30;

/// How often the directory may be packed in a stream. Once, unless made by hand.
const PACKED: usize = 2;

/// A 7z archive that is being read.
pub(super) struct SevenZip {
    bytes: Arc<Vec<u8>>,
    directory: Directory,
    /// The file that comes next.
    at: usize,
    stream: Option<Stream>,
}

/// A folder that is being unpacked.
struct Stream {
    folder: usize,
    /// What is left of it, or why nothing is; `None` before its first member is wanted.
    rest: Option<Result<Box<dyn Read + Send>, Fault>>,
    /// Bytes to pass over before the next member.
    skip: u64,
}

impl SevenZip {
    pub(super) fn open(bytes: Vec<u8>, limits: &Limits) -> Result<Self, Fault> {
        let bytes = Arc::new(bytes);
        let damaged = || Fault::new(ErrorKind::Damaged, "7z 目录 / 7z directory");
        let field = |at: usize| Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?));
        let (at, size) = field(12).zip(field(20)).ok_or_else(damaged)?;
        let crc = bytes.get(28..32).and_then(|b| Some(u32::from_le_bytes(b.try_into().ok()?)));
        let mut content = section(&bytes, at, size).ok_or_else(damaged)?.to_vec();
        if Some(crc32fast::hash(&content)) != crc {
            return Err(damaged());
        }
        for _ in 0..=PACKED {
            match header::read(&content, limits.members).ok_or_else(damaged)? {
                Header::Plain(directory) => return Ok(Self { bytes, directory, at: 0, stream: None }),
                Header::Packed(folder) if folder.size > LARGEST_DIRECTORY => return Err(Fault::too_large()),
                Header::Packed(folder) => {
                    content = Vec::new();
                    let read = unpacked(&bytes, &folder)?.take(folder.size).read_to_end(&mut content);
                    read.map_err(|_| damaged())?;
                    if folder.crc.is_some_and(|crc| crc != crc32fast::hash(&content)) {
                        return Err(damaged());
                    }
                }
            }
        }
        Err(damaged())
    }

    /// The next document; what is unpacked for it is taken from `left`.
    pub(super) fn next(&mut self, left: &mut u64) -> Option<Member> {
        loop {
            let file = self.directory.files.get(self.at)?.clone();
            self.at += 1;
            let name = names::member(&file.name).filter(|name| !file.is_directory && names::is_document(name));
            match name {
                Some(name) => return Some(Member { name, content: self.content(&file, left) }),
                None => self.pass(&file),
            }
        }
    }

    /// Remembers to pass over a file.
    fn pass(&mut self, file: &File) {
        if let Some(stream) = file.folder.map(|folder| self.stream(folder)) {
            stream.skip = stream.skip.saturating_add(file.size);
        }
    }

    /// The stream of a folder. Files stand in the order of folders, so no folder is unpacked twice.
    fn stream(&mut self, folder: usize) -> &mut Stream {
        if self.stream.as_ref().is_some_and(|stream| stream.folder != folder) {
            self.stream = None;
        }
        self.stream.get_or_insert_with(|| Stream { folder, rest: None, skip: 0 })
    }

    fn content(&mut self, file: &File, left: &mut u64) -> Result<Vec<u8>, Fault> {
        let Some(folder) = file.folder else { return Ok(Vec::new()) };
        let bytes = Arc::clone(&self.bytes);
        let found = self.directory.folders.get(folder).cloned();
        let stream = self.stream(folder);
        let skip = std::mem::take(&mut stream.skip);
        let open = || found.map_or_else(|| Err(Fault::new(ErrorKind::Damaged, "")), |found| unpacked(&bytes, &found));
        let rest = match stream.rest.get_or_insert_with(open) {
            Ok(rest) => rest,
            Err(fault) => return Err(fault.clone()),
        };
        if skip.saturating_add(file.size) > *left {
            // Nothing is unpacked; a smaller file that follows may still be within reach.
            stream.skip = skip.saturating_add(file.size);
            return Err(Fault::too_large());
        }
        *left -= skip + file.size;
        let mut content = Vec::with_capacity(usize::try_from(file.size.min(1 << 20)).unwrap_or(0));
        let passed = io::copy(&mut rest.take(skip), &mut io::sink());
        let read = passed.and_then(|_| rest.take(file.size).read_to_end(&mut content));
        let fault = match read {
            Ok(_) if content.len() as u64 == file.size => None,
            Ok(_) => Some(Fault::new(ErrorKind::Damaged, "数据不足 / data end early")),
            Err(error) => Some(Fault::new(ErrorKind::Damaged, error.to_string())),
        };
        if let Some(fault) = fault {
            // What follows in the stream cannot be had either.
            stream.rest = Some(Err(fault.clone()));
            return Err(fault);
        }
        if file.crc.is_some_and(|crc| crc != crc32fast::hash(&content)) {
            return Err(Fault::new(ErrorKind::Damaged, "校验和不符 / checksum differs"));
        }
        Ok(content)
    }
}

/// A part of the archive behind its signature header.
fn section(bytes: &[u8], at: u64, size: u64) -> Option<&[u8]> {
    let start = at.checked_add(SIGNATURE)?;
    let end = start.checked_add(size)?;
    bytes.get(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
}

/// Packed bytes that keep the archive alive.
struct Packed {
    archive: Arc<Vec<u8>>,
    at: u64,
    size: u64,
}

impl Read for Packed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = section(&self.archive, self.at, self.size).unwrap_or_default().read(buffer)?;
        self.at += read as u64;
        self.size -= read as u64;
        Ok(read)
    }
}

/// The content of a folder.
fn unpacked(archive: &Arc<Vec<u8>>, folder: &Folder) -> Result<Box<dyn Read + Send>, Fault> {
    let (at, size) = folder.packed;
    if section(archive, at, size).is_none() {
        return Err(Fault::new(ErrorKind::Damaged, "文件不完整 / the file is cut off"));
    }
    let mut content: Box<dyn Read + Send> = Box::new(Packed { archive: Arc::clone(archive), at, size });
    if folder.coders.is_empty() {
        return Err(Fault::new(ErrorKind::Packed, "7z BCJ2"));
    }
    let damaged = |_| Fault::new(ErrorKind::Damaged, "");
    for coder in &folder.coders {
        let byte = |i: usize| coder.properties.get(i).copied().unwrap_or(0);
        // No more is remembered than is unpacked, whatever the properties claim.
        let enough = |claimed: u32| {
            let dictionary = u32::try_from(coder.size).map_or(claimed, |size| claimed.min(size));
            if dictionary > LARGEST_DICTIONARY {
                Err(Fault::too_large())
            } else {
                Ok(dictionary.max(SMALLEST_DICTIONARY))
            }
        };
        content = match coder.method.as_slice() {
            [0] => content,
            [3, 1, 1] => {
                let claimed = u32::from_le_bytes([byte(1), byte(2), byte(3), byte(4)]);
                let reader = LzmaReader::new_with_props(content, coder.size, byte(0), enough(claimed)?, None);
                Box::new(reader.map_err(damaged)?)
            }
            [0x21] => {
                // 4 KiB, 6 KiB, 8 KiB, 12 KiB and so on.
                let claimed = (2 | u32::from(byte(0) & 1)).checked_shl(u32::from(byte(0)) / 2 + 11);
                Box::new(Lzma2Reader::new(content, enough(claimed.unwrap_or(u32::MAX))?, None))
            }
            [3] => Box::new(DeltaReader::new(content, usize::from(byte(0)) + 1)),
            [3, 3, 1, 3] => Box::new(BcjReader::new_x86(content, 0)),
            [6, 0xF1, 7, 1] => return Err(Fault::new(ErrorKind::Encrypted, "")),
            other => return Err(Fault::new(ErrorKind::Packed, format!("7z {}", method_name(other)))),
        };
    }
    Ok(content)
}

/// What users know a method as.
fn method_name(method: &[u8]) -> String {
    match method {
        [3, 4, 1] => "PPMd".to_owned(),
        [4, 1, 8] => "Deflate".to_owned(),
        [4, 1, 9] => "Deflate64".to_owned(),
        [4, 2, 2] => "BZip2".to_owned(),
        other => format!("{other:02X?}"),
    }
}
