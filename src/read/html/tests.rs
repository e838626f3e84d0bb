//! Small pages as strings.
