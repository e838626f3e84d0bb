//! The words of the forms, as data: `patterns/*.toml` in, compiled look-ups out.
//!
//! The files are compiled into the binary; `--patterns DIR` replaces any of them. Every entry carries examples that run
//! as tests. No arithmetic and no document here.

mod fold;
mod labels;
mod ratios;

pub use fold::{fold, fold_char, fold_with_places, strip_brackets};
pub use labels::{Labels, Words};
pub use ratios::{Formula, Ratio, Ratios};

use crate::model::{Error, ErrorKind};
use std::path::Path;
use std::sync::OnceLock;

/// All words that the stages look up.
#[derive(Debug)]
pub struct Lexicon {
    /// The words around numbers in running text.
    pub labels: Labels,
    /// Rates with a fixed formula.
    pub ratios: Ratios,
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
        let labels = pattern(dir, "labels.toml", include_str!("../../patterns/labels.toml"), Labels::parse)?;
        let ratios = pattern(dir, "ratios.toml", include_str!("../../patterns/ratios.toml"), |text| Ratios::parse(text, &labels))?;
        Ok(Self { labels, ratios })
    }
}

/// One pattern file: the one in `dir` when there is one, else the one compiled in.
fn pattern<T>(
    dir: Option<&Path>,
    name: &str,
    builtin: &str,
    parse: impl FnOnce(&str) -> Result<T, String>,
) -> Result<T, Error> {
    let path = dir.map(|d| d.join(name)).filter(|p| p.exists());
    let failed = |detail: String| {
        let shown = path.as_ref().map_or_else(|| name.to_owned(), |p| p.display().to_string());
        Error::new(ErrorKind::Pattern, shown, detail)
    };
    match &path {
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|e| failed(e.to_string()))?;
            parse(&text).map_err(failed)
        }
        None => parse(builtin).map_err(failed),
    }
}
