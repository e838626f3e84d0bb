//! The words of the forms, as data: `patterns/*.toml` in, compiled look-ups out.
//!
//! The files are compiled into the binary; `--patterns DIR` replaces any of them. Every entry carries examples that run
//! as tests. No arithmetic and no document here.

mod fold;
mod frameworks;
mod headers;
mod remarks;
mod sections;

pub use fold::{fold, fold_char, fold_with_places, strip_brackets};
pub use frameworks::{Frameworks, label_key};
pub(crate) use headers::leading_year;
pub use headers::{Breakdown, Headers};
pub use remarks::{Remarks, is_ideograph};
pub use sections::{Marker, Sections};

use crate::model::{Error, ErrorKind};
use std::borrow::Cow;
use std::path::Path;
use std::sync::OnceLock;

/// All words that the stages look up.
#[derive(Debug)]
pub struct Lexicon {
    /// Column names.
    pub headers: Headers,
    /// Published indicator frameworks.
    pub frameworks: Frameworks,
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
        Ok(Self {
            headers: parsed(dir, "headers.toml", include_str!("../../patterns/headers.toml"), Headers::parse)?,
            frameworks: parsed(
                dir,
                "frameworks.toml",
                include_str!("../../patterns/frameworks.toml"),
                Frameworks::parse,
            )?,
            sections: parsed(dir, "sections.toml", include_str!("../../patterns/sections.toml"), Sections::parse)?,
            remarks: parsed(dir, "remarks.toml", include_str!("../../patterns/remarks.toml"), Remarks::parse)?,
        })
    }
}

/// One pattern file: the one in `dir` when it exists, else the one compiled in.
fn parsed<T>(
    dir: Option<&Path>,
    name: &str,
    builtin: &'static str,
    parse: fn(&str) -> Result<T, String>,
) -> Result<T, Error> {
    let path = dir.map(|d| d.join(name));
    let source = match &path {
        Some(path) if path.exists() => {
            let shown = path.display().to_string();
            Cow::Owned(
                std::fs::read_to_string(path)
                    .map_err(|e| Error::new(ErrorKind::Pattern, shown, e.to_string()).because(e))?,
            )
        }
        _ => Cow::Borrowed(builtin),
    };
    let shown = path.map_or_else(|| name.to_owned(), |p| p.display().to_string());
    parse(&source).map_err(|detail| Error::new(ErrorKind::Pattern, shown, detail))
}
