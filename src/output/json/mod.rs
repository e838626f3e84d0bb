//! The JSON record `fuhe.report/1`: an examination in, one JSON object out.
//!
//! Keys come in the order of docs/output.md, numbers are exact decimals with the digits of the source, and equal input
//! gives equal bytes. Nothing is computed here that another stage should have found out.

mod arithmetic;
mod build;
mod csv;
mod places;
mod record;
mod rubric;
mod write;

pub use csv::Table;

use crate::model::{Error, Examination, Lang};

/// The value of the record's `schema` key.
pub const SCHEMA: &str = "fuhe.report/1";

/// How a record is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// One line, for many records.
    Line,
    /// Indented, for one.
    Pretty,
}

/// The record of a report, with a line end.
#[must_use]
pub fn record(examination: &Examination, lang: Lang, form: Form) -> String {
    line(&build::record(examination, lang), form)
}

/// The record of a file that could not be read, with a line end.
#[must_use]
pub fn error_record(path: &str, error: &Error, lang: Lang, form: Form) -> String {
    line(&build::error_record(path, error, lang), form)
}

fn line(record: &impl write::Json, form: Form) -> String {
    let mut text = write::json(record, form);
    text.push('\n');
    text
}

#[cfg(test)]
mod tests;
