//! Workbooks built in the test.
