//! Aligned tables: the flow of a page in; where its lines stand in columns without rules, tables instead of the lines.

use super::flow::Flow;

/// Finds tables that no line rules.
pub(super) fn find(flow: &mut Flow<'_>) {
    let _ = flow;
}
