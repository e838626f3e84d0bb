//! From files to what is examined as a whole: a file, or a document in an archive.
//!
//! Archives are opened here, on the thread that hands out work, and their members come one at a time, so that few of
//! them are in memory. Everything else is only named here and read where it is examined.

use super::files::Input;
use fuhe::model::Error;
use fuhe::read::archive::{self, is_archive};
use fuhe::read::{Limits, Source};
use indicatif::ProgressBar;
use std::path::{Path, PathBuf};

/// Longest name of a file or folder that is made from a member's name, in bytes.
const LONGEST_NAME: usize = 200;

/// A document on its way to being examined.
#[derive(Debug)]
pub(super) struct Item {
    /// The path as records and messages show it.
    pub(super) path: String,
    /// Where results of it go below the folder for results.
    pub(super) below: PathBuf,
    content: Content,
}

#[derive(Debug)]
enum Content {
    File(Input),
    Loaded(Result<Source, Error>),
}

impl Item {
    /// The bytes.
    pub(super) fn load(self, limits: &Limits) -> Result<Source, Error> {
        match self.content {
            Content::File(input) => input.load(limits),
            Content::Loaded(loaded) => loaded,
        }
    }
}

/// The files of a call, the only one of them loaded if it may be an archive: what a call answers depends on it.
#[derive(Debug)]
pub(super) struct Items {
    inputs: Vec<Input>,
    only: Option<Result<Source, Error>>,
}

impl Items {
    pub(super) fn new(inputs: Vec<Input>, limits: &Limits) -> Self {
        let only = match inputs.as_slice() {
            [input] if input.may_be_archive() => Some(input.load(limits)),
            _ => None,
        };
        Self { inputs, only }
    }

    /// The files.
    pub(super) fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    /// Whether there is one file, and it is no archive.
    pub(super) fn is_single(&self) -> bool {
        let packed = matches!(&self.only, Some(Ok(source)) if is_archive(&source.bytes));
        self.inputs.len() == 1 && !packed
    }

    /// Hands out every item, in order, until taking one fails. The progress bar grows by what archives hold.
    pub(super) fn hand_out<E>(
        self,
        limits: &Limits,
        progress: &ProgressBar,
        take: &mut dyn FnMut(Item) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut only = self.only;
        for input in self.inputs {
            let loaded = only.take().or_else(|| input.may_be_archive().then(|| input.load(limits)));
            let (path, below) = (input.shown(), input.below.clone());
            match loaded {
                None => take(Item { path, below, content: Content::File(input) })?,
                Some(Ok(source)) if is_archive(&source.bytes) => {
                    for (index, member) in archive::members(source, limits).enumerate() {
                        progress.inc_length(u64::from(index > 0));
                        take(member_item(&path, &below, member))?;
                    }
                }
                Some(loaded) => take(Item { path, below, content: Content::Loaded(loaded) })?,
            }
        }
        Ok(())
    }
}

/// The item of a member, or of the archive itself when that is what cannot be read.
fn member_item(archive: &str, below: &Path, member: Result<Source, Error>) -> Item {
    let path = match &member {
        Ok(source) => source.path.clone(),
        Err(error) => error.path.clone(),
    };
    let mut inside = below.to_path_buf();
    for part in path.strip_prefix(archive).unwrap_or_default().split(['/', '!']).filter(|part| !part.is_empty()) {
        inside.push(&part[..part.floor_char_boundary(LONGEST_NAME)]);
    }
    Item { path, below: inside, content: Content::Loaded(member) }
}
