//! What a report says in words and lists, beside its figures, that a scoring rule asks about.

use super::location::Location;

/// Statements and lists, in the order of the report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// What was not done.
    pub denials: Vec<Denial>,
    /// Of what all is as it should be.
    pub wholes: Vec<Whole>,
    /// Lists of tasks with what came of them.
    pub lists: Vec<Checklist>,
}

/// `未开展…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denial {
    /// What was not done, folded: the rest of the clause behind the verb.
    pub what: String,
    /// The clause.
    pub at: Location,
}

/// `固定资产全部在用`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// Of what, as an index into the lexicon's list.
    pub kind: usize,
    /// The sentence.
    pub at: Location,
}

/// A list of tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checklist {
    /// The short line above it, folded; empty when there is none.
    pub caption: String,
    /// The name of the column that lists the tasks, folded.
    pub item: String,
    /// How many tasks.
    pub total: u32,
    /// How many are done; `None` when the list does not tell of every one.
    pub done: Option<u32>,
    /// How many were done in the time planned; `None` when the list does not tell of every one.
    pub timely: Option<u32>,
    /// The table.
    pub at: Location,
}
