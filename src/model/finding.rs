//! What a check reports.

use super::interval::Interval;
use super::location::Location;
use super::quantity::Measure;
use super::report::Stated;

/// A permanent check code, such as `SC102`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub &'static str);

/// How much a finding claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A remark on form, or a doubt about the extraction.
    Notice,
    /// Figures that do not fit, with an innocent reading left.
    Warning,
    /// The report contradicts itself, provably.
    Error,
}

impl Severity {
    /// The name in the record.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// The language of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Chinese, the default.
    #[default]
    Zh,
    /// English.
    En,
}

/// A message in both languages: what is wrong, with both figures, then what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Message {
    /// The words in a language.
    #[must_use]
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// One result of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The check's code.
    pub check: Code,
    /// The check's name, which states the defect.
    pub name: &'static str,
    /// How much is claimed.
    pub severity: Severity,
    /// What is wrong and what to do.
    pub message: Message,
    /// The figure as printed.
    pub stated: Option<Stated<Measure>>,
    /// What it should be.
    pub recomputed: Option<Interval>,
    /// The arithmetic, when there is any.
    pub arithmetic: Option<String>,
    /// The figures it contradicts (ledger ids), for the summary.
    pub figures: Vec<super::FigureId>,
    /// Where.
    pub at: Location,
    /// Other places that take part.
    pub related: Vec<Related>,
}

/// Another place that takes part in a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// What the place is: `part`, `whole`, `first`, `other`, `weight`, `rule`, …
    pub role: &'static str,
    /// What stands there.
    pub text: String,
    /// Where.
    pub at: Location,
}
