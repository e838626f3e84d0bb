//! The words of the forms, as data: `patterns/*.toml` in, compiled look-ups out.
//!
//! The files are compiled into the binary; `--patterns DIR` replaces any of them. Every entry carries examples that run
//! as tests. No arithmetic and no document here.

mod fold;
mod remarks;
mod sections;

pub use fold::{fold, fold_char, fold_with_places, strip_brackets};
pub use remarks::{Remarks, is_ideograph};
pub use sections::{Marker, Sections};

use crate::model::{Error, ErrorKind};
use std::borrow::Cow;
use std::path::Path;
use std::sync::OnceLock;

/// All words that the stages look up.
#[derive(Debug)]
pub struct Lexicon {
    /// Numbers and words of headings.
    pub sections: Sections,
    /// Words of captions, placeholders and money.
    pub remarks: Remarks,
}

impl Lexicon {
    /// The lexicon that is compiled in.
    ///
    /// # Panics
    /// When a compiled-in pattern file is malformed, which the tests exclude.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Lexicon> = OnceLock::new();
        BUILTIN.get_or_init(|| Self::load(None).expect("the compiled-in patterns are tested"))
    }

    /// The compiled-in lexicon with every file replaced that exists in `dir`.
    ///
    /// # Errors
    /// When a file in `dir` cannot be read or does not hold what it should; the error names the file and the entry.
    pub fn load(dir: Option<&Path>) -> Result<Self, Error> {
        let text = |file, builtin| pattern(dir, file, builtin);
        Ok(Self {
            sections: Sections::parse(
                &text(sections::FILE, include_str!("../../patterns/sections.toml"))?,
                sections::FILE,
            )?,
            remarks: Remarks::parse(
                &text(remarks::FILE, include_str!("../../patterns/remarks.toml"))?,
                remarks::FILE,
            )?,
        })
    }
}

/// The text of a pattern file: from `dir` when it is there, else the one compiled in.
fn pattern(dir: Option<&Path>, file: &str, builtin: &'static str) -> Result<Cow<'static, str>, Error> {
    let Some(path) = dir.map(|d| d.join(file)).filter(|p| p.exists()) else { return Ok(Cow::Borrowed(builtin)) };
    std::fs::read_to_string(&path)
        .map(Cow::Owned)
        .map_err(|e| Error::new(ErrorKind::Pattern, path.display().to_string(), e.to_string()).because(e))
}
