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

pub use csv::Table;

use crate::model::{Error, Examination, Lang};
use serde::Serialize;

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
    write(&build::record(examination, lang), form)
}

/// The record of a file that could not be read, with a line end.
#[must_use]
pub fn error_record(path: &str, error: &Error, lang: Lang, form: Form) -> String {
    write(&build::error_record(path, error, lang), form)
}

/// Writes a record. Its types have string keys only and are written to memory, which cannot fail; the fallback keeps
/// the promise of one record per file even so.
fn write<T: Serialize>(record: &T, form: Form) -> String {
    let text = match form {
        Form::Line => serde_json::to_string(record),
        Form::Pretty => serde_json::to_string_pretty(record),
    };
    let mut text = text.unwrap_or_else(|_| format!("{{\"schema\":\"{SCHEMA}\"}}"));
    text.push('\n');
    text
}

#[cfg(test)]
mod tests;
