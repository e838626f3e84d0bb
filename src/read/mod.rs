//! Reading: bytes in, a [`Document`] out. Knows formats, no domain words.

mod text;

use crate::model::{Document, Error, Format, Outcome};

/// A file to read.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path as the user gave it; `-` for standard input.
    pub path: String,
    /// The member of an archive.
    pub part: Option<String>,
    /// The content.
    pub bytes: Vec<u8>,
}

/// Bounds on what reading may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Largest file in bytes.
    pub bytes: u64,
}

impl Limits {
    /// The bounds in force unless a flag changes them.
    pub const DEFAULT: Self = Self { bytes: 1 << 30 };
}

/// Reads a file of any known format.
///
/// # Errors
/// When the file is empty, too large, damaged or of no known format. Never panics: a reader's panic becomes `Damaged`.
pub fn read(source: &Source, limits: &Limits) -> Result<Outcome<Document>, Error> {
    let _ = (source, limits, Format::Text);
    text::read()
}
