//! Outputs: examinations in, JSON, terminal text, dumps and documentation out.
//!
//! Every output is a pure function from values to text; nothing here prints, opens a file or decides what is wrong.
//! Coloured text carries ANSI sequences; the binary strips them when the terminal or the user does not want them.

pub mod dump;
pub mod explain;
pub mod json;
mod numbers;
#[cfg(test)]
mod sample;
pub mod schema;
mod tables;
pub mod text;
mod width;
