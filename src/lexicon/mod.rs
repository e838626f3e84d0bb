//! The words of the forms, as data: `patterns/*.toml` in, compiled look-ups out.
//!
//! The files are compiled into the binary; `--patterns DIR` replaces any of them. Every entry carries examples that run
//! as tests. No arithmetic and no document here.

mod fold;
pub mod forms;
pub mod grades;
mod words;

pub use fold::{fold, fold_char, fold_with_places, strip_brackets};
pub use words::{Words, fold_in_place};

use crate::model::{Error, ErrorKind};
use std::path::Path;
use std::sync::OnceLock;

/// All words that the stages look up.
#[derive(Debug)]
pub struct Lexicon {
    /// Head fields, titles, words around points.
    pub forms: forms::Forms,
    /// Grades and their scales.
    pub grades: grades::Grades,
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
        let file = |name: &str, builtin: &str| pattern_file(dir, name, builtin);
        let (path, text) = file("forms.toml", include_str!("../../patterns/forms.toml"))?;
        let forms = forms::Forms::parse(&text, &path)?;
        let (path, text) = file("grades.toml", include_str!("../../patterns/grades.toml"))?;
        let grades = grades::Grades::parse(&text, &path)?;
        Ok(Self { forms, grades })
    }
}

/// Path and content of a pattern file: the one in `dir` where it exists, else the compiled-in one.
fn pattern_file(dir: Option<&Path>, name: &str, builtin: &str) -> Result<(String, String), Error> {
    let Some(path) = dir.map(|d| d.join(name)).filter(|p| p.exists()) else {
        return Ok((format!("patterns/{name}"), builtin.to_owned()));
    };
    let shown = path.display().to_string();
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok((shown, text)),
        Err(e) => Err(Error::new(ErrorKind::Pattern, shown, e.to_string()).because(e)),
    }
}
