//! The scoring rule of an indicator as a small language.

use super::location::Location;

/// A scoring rule as far as it is understood.
///
/// The executable forms arrive with the rubric stage; until then every rule is kept as wording, so that nothing about a
/// score is claimed from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rubric {
    /// The wording, not turned into arithmetic.
    Wording {
        /// The rule's text, continuation rows joined.
        text: String,
        /// Where it starts.
        at: Location,
    },
}

impl Rubric {
    /// The wording.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Wording { text, .. } => text,
        }
    }

    /// Where the wording starts.
    #[must_use]
    pub fn at(&self) -> &Location {
        match self {
            Self::Wording { at, .. } => at,
        }
    }
}
