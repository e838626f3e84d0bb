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

/// What another place is for a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceRole {
    /// One of the amounts that a whole is made of, or one of the places that a finding speaks of together.
    Part,
    /// What parts are measured by.
    Whole,
    /// Where the same was said first.
    First,
    /// The place that contradicts.
    Other,
    /// The weight (分值) of the row.
    Weight,
    /// The coefficient (得分系数) of the row.
    Coefficient,
    /// The actual value (实际完成值) of the row.
    Result,
    /// The scoring rule (评分标准) that counts.
    Rule,
    /// The note (偏差原因) of the row.
    Note,
    /// The head of the column.
    Header,
    /// A heading of the same level.
    Sibling,
    /// Where the same words stand whole.
    Model,
    /// What stands right before.
    Before,
}

impl PlaceRole {
    /// The role as the record writes it.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Part => "part",
            Self::Whole => "whole",
            Self::First => "first",
            Self::Other => "other",
            Self::Weight => "weight",
            Self::Coefficient => "coefficient",
            Self::Result => "result",
            Self::Rule => "rule",
            Self::Note => "note",
            Self::Header => "header",
            Self::Sibling => "sibling",
            Self::Model => "model",
            Self::Before => "before",
        }
    }
}

/// Another place that takes part in a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// What the place is.
    pub role: PlaceRole,
    /// What stands there.
    pub text: String,
    /// Where.
    pub at: Location,
}
