//! The words of the forms, as data: `patterns/*.toml` in, compiled look-ups out.
//!
//! The files are compiled into the binary, as JSON that `build.rs` makes of them; `--patterns DIR` replaces any of them.
//! Every entry carries examples that run as tests, and when a folder of one's own is read; they are not compiled in. No
//! arithmetic and no document here.

mod fold;
mod folded;
mod forms;
mod frameworks;
mod grades;
mod headers;
mod labels;
mod list;
mod money;
mod names;
mod numbers;
mod phrases;
mod ratios;
mod relations;
mod remarks;
mod rubrics;
mod said;
mod sections;
mod units;
mod words;

pub use fold::{chars, fold, fold_char, fold_in_place, fold_with_places, push_chars, strip_brackets, text_of};
pub use folded::{folded, printed};
pub use forms::{Forms, Label, PointRole, Points};
pub use frameworks::{Frameworks, label_key};
pub use grades::Grades;
pub use headers::{Breakdown, Headers, Title};
pub use labels::{Labels, WordSet};
pub use money::{Money, MoneyClause, Plan};
pub use names::Names;
pub use numbers::{HedgeWord, Numbers};
pub use phrases::Phrases;
pub use ratios::{Formula, Ratio, Ratios};
pub use relations::{Hit, Kinds, NameWord, RelationExample, Relations, Trigger};
pub use remarks::{Remarks, is_ideograph};
pub use rubrics::{Rubrics, RuleWord};
pub use said::{Column, DeductionWords, Said};
pub use sections::{Marker, Sections};
pub use units::{UnitWord, Units};
pub use words::Words;

use crate::model::{Error, ErrorKind};
use serde::de::DeserializeOwned;
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
    /// Planned and spent money in running text.
    pub money: Money,
    /// One name for indicators that mean the same.
    pub names: Names,
    /// Comparators, hedges, and what is no figure.
    pub numbers: Numbers,
    /// Units and measure words.
    pub units: Units,
    /// The words around numbers in running text.
    pub labels: Labels,
    /// Rates with a fixed formula.
    pub ratios: Ratios,
    /// Words by which sentences state arithmetic.
    pub relations: Relations,
    /// Numbers and words of headings.
    pub sections: Sections,
    /// Words of captions, placeholders and money.
    pub remarks: Remarks,
    /// Head fields, titles, words around points.
    pub forms: Forms,
    /// Grades and their scales.
    pub grades: Grades,
    /// The words of scoring rules.
    pub rubrics: Rubrics,
    /// Statements and lists that scoring rules ask about.
    pub said: Said,
}

/// The name and the compiled-in entries of a pattern file.
macro_rules! pattern {
    ($name:literal) => {
        (concat!($name, ".toml"), include_str!(concat!(env!("OUT_DIR"), "/", $name, ".json")))
    };
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

    /// The lexicon of the files that are compiled in, with their examples.
    #[cfg(test)]
    pub(crate) fn with_examples() -> Self {
        Self::load(Some(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/patterns")))).expect("the patterns")
    }

    /// The compiled-in lexicon with every file replaced that exists in `dir`.
    ///
    /// # Errors
    /// When a file in `dir` cannot be read or does not hold what it should; the error names the file and the entry.
    pub fn load(dir: Option<&Path>) -> Result<Self, Error> {
        let labels = parsed(dir, pattern!("labels"), Labels::parse)?;
        Ok(Self {
            ratios: parsed(dir, pattern!("ratios"), |text| Ratios::parse(text, &labels))?,
            said: parsed(dir, pattern!("said"), |text| Said::parse(text, &labels))?,
            labels,
            relations: parsed(dir, pattern!("relations"), Relations::parse)?,
            headers: parsed(dir, pattern!("headers"), Headers::parse)?,
            frameworks: parsed(dir, pattern!("frameworks"), Frameworks::parse)?,
            money: parsed(dir, pattern!("money"), Money::parse)?,
            names: built(dir, pattern!("names"), Names::build)?,
            numbers: built(dir, pattern!("numbers"), Numbers::build)?,
            units: built(dir, pattern!("units"), Units::build)?,
            sections: parsed(dir, pattern!("sections"), Sections::parse)?,
            remarks: parsed(dir, pattern!("remarks"), Remarks::parse)?,
            forms: parsed(dir, pattern!("forms"), Forms::parse)?,
            grades: parsed(dir, pattern!("grades"), Grades::parse)?,
            rubrics: parsed(dir, pattern!("rubrics"), Rubrics::parse)?,
        })
    }
}

/// Reads a pattern file, the one in `dir` if it is there, with a function whose error names the entry.
fn parsed<T>(
    dir: Option<&Path>,
    (name, text): (&str, &'static str),
    parse: impl FnOnce(&str) -> Result<T, String>,
) -> Result<T, Error> {
    let (path, text) = file(dir, name, text)?;
    parse(&text).map_err(|detail| Error::new(ErrorKind::Pattern, path, detail))
}

/// The path to name in errors, and the text of a pattern file: the one in `dir` if it is there, else the compiled-in one.
fn file(dir: Option<&Path>, name: &str, text: &'static str) -> Result<(String, Cow<'static, str>), Error> {
    let Some(path) = dir.map(|d| d.join(name)).filter(|p| p.exists()) else {
        return Ok((format!("patterns/{name}"), Cow::Borrowed(text)));
    };
    let shown = path.display().to_string();
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok((shown, Cow::Owned(text))),
        Err(e) => Err(Error::new(ErrorKind::Pattern, shown, e.to_string()).because(e)),
    }
}

/// Reads a pattern file into the shape that `build` takes.
fn built<F: DeserializeOwned, T>(
    dir: Option<&Path>,
    pattern: (&str, &'static str),
    build: impl FnOnce(F) -> Result<T, String>,
) -> Result<T, Error> {
    parsed(dir, pattern, |text| build(entries(text)?))
}

/// The entries of a pattern file: of the TOML that people write, or of the JSON that is compiled in, which is one object and
/// so begins as no TOML does.
fn entries<F: DeserializeOwned>(text: &str) -> Result<F, String> {
    if text.starts_with('{') {
        serde_json::from_str(text).map_err(|e| e.to_string())
    } else {
        toml::from_str(text).map_err(|e| e.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pattern_files_hold_their_own_examples() {
        let lexicon = Lexicon::with_examples();
        assert!(!lexicon.relations.examples.is_empty());
        assert!(Lexicon::builtin().relations.examples.is_empty(), "start-up is part of what a user waits for");
    }

    #[test]
    fn a_wrong_pattern_file_is_named_with_its_entry() {
        let dir = std::env::temp_dir().join(format!("fuhe-patterns-{}", std::process::id()));
        std::fs::create_dir_all(&dir).expect("a folder");
        let path = dir.join("units.toml");
        for (text, said) in
            [("multiplier = 3", "multiplier"), ("group = []\nmultiplier = []\n[stops]\n\"人\" = []", "人")]
        {
            std::fs::write(&path, text).expect("written");
            let error = Lexicon::load(Some(&dir)).expect_err("a wrong file");
            assert_eq!(error.kind, ErrorKind::Pattern);
            assert!(error.path.ends_with("units.toml") && error.detail.contains(said), "{error:?}");
        }
        std::fs::remove_dir_all(&dir).expect("removed");
        assert!(Lexicon::load(Some(&dir)).is_ok(), "a folder without the file leaves the compiled-in one");
    }
}
