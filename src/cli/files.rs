//! From the paths of a call to the files to read, in a fixed order, and the reading of their bytes.
//!
//! A file that is named is always tried. In a folder, files with the extensions of documents are taken, sorted by
//! name, folder by folder; hidden files and the lock files of office programs are not. Archives are one file here;
//! what they hold is the business of items.rs.

use fuhe::model::{Error, ErrorKind};
use fuhe::read::{self, Limits, Source};
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// One file to read, or a path that leads nowhere.
#[derive(Debug)]
pub(super) struct Input {
    /// The path, `-` for standard input.
    pub(super) path: PathBuf,
    /// The path below the folder that the call names, or the file's own name.
    pub(super) below: PathBuf,
    /// Why there is nothing to read, when that is known already.
    trouble: Option<ErrorKind>,
}

impl Input {
    fn new(path: PathBuf, below: PathBuf) -> Self {
        Self { path, below, trouble: None }
    }

    /// The path as records and messages show it.
    pub(super) fn shown(&self) -> String {
        shown(&self.path)
    }

    /// Reads the bytes.
    pub(super) fn load(&self, limits: &Limits) -> Result<Source, Error> {
        if let Some(kind) = self.trouble {
            return Err(Error::new(kind, self.shown(), ""));
        }
        if is_stdin(&self.path) {
            return Source::from_reader(self.shown(), io::stdin().lock(), limits);
        }
        Source::from_path(&self.path, limits)
    }

    /// Whether this may be an archive: a file if it begins like one. What can be read only once, such as a pipe, may be.
    pub(super) fn may_be_archive(&self) -> bool {
        if self.trouble.is_some() {
            return false;
        }
        if is_stdin(&self.path) {
            return true;
        }
        let Ok(metadata) = self.path.metadata() else { return false };
        let mut start = [0; 8];
        let mut read = || File::open(&self.path).and_then(|mut file| file.read(&mut start));
        !metadata.is_file() || read().is_ok_and(|length| start.get(..length).is_some_and(read::archive::may_be))
    }
}

/// A path as text, whatever its bytes.
pub(super) fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn kind(error: &io::Error) -> ErrorKind {
    match error.kind() {
        io::ErrorKind::NotFound => ErrorKind::NotFound,
        io::ErrorKind::PermissionDenied => ErrorKind::Forbidden,
        _ => ErrorKind::Io,
    }
}

/// The files behind the paths of a call, in the order of the call.
pub(super) fn find(paths: &[PathBuf]) -> Vec<Input> {
    let mut inputs = Vec::new();
    for path in paths {
        if !is_stdin(path) && path.is_dir() {
            walk(path, &mut inputs);
        } else {
            let name = if is_stdin(path) { OsStr::new("stdin") } else { path.file_name().unwrap_or(path.as_os_str()) };
            inputs.push(Input::new(path.clone(), PathBuf::from(name)));
        }
    }
    inputs
}

/// Whether the call names one file, so that one record is the answer.
pub(super) fn is_one_file(paths: &[PathBuf]) -> bool {
    matches!(paths, [path] if is_stdin(path) || !path.is_dir())
}

fn walk(folder: &Path, inputs: &mut Vec<Input>) {
    let hidden = |name: &OsStr| read::is_hidden(&name.to_string_lossy());
    let entries = WalkDir::new(folder)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !hidden(entry.file_name()));
    for entry in entries {
        match entry {
            Ok(entry) if entry.file_type().is_file() && is_document(entry.path()) => {
                let below = entry.path().strip_prefix(folder).unwrap_or(entry.path()).to_path_buf();
                inputs.push(Input::new(entry.into_path(), below));
            }
            Ok(_) => {}
            Err(error) => inputs.extend(trouble(folder, &error)),
        }
    }
}

/// What could not be walked. A link that leads back up is no trouble: what it shows is walked already. A dangling link
/// counts only when it looks like a document.
fn trouble(folder: &Path, error: &walkdir::Error) -> Option<Input> {
    let path = error.path().unwrap_or(folder);
    let kind = error.io_error().map(kind)?;
    if error.loop_ancestor().is_some() || (kind == ErrorKind::NotFound && !is_document(path)) {
        return None;
    }
    let below = path.strip_prefix(folder).unwrap_or(path).to_path_buf();
    Some(Input { path: path.to_path_buf(), below, trouble: Some(kind) })
}

fn is_document(path: &Path) -> bool {
    path.file_name().is_some_and(|name| read::is_document(&name.to_string_lossy()))
}
