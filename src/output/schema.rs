//! The JSON Schema of the record, as committed in `docs/record.schema.json`.

/// JSON Schema (draft 2020-12) of one record.
pub const RECORD: &str = include_str!("../../docs/record.schema.json");
