//! Outputs: examinations in, JSON, text and other renderings out.
