//! Tables that sum a form up: the roles of a report's tables in, those marked whose rows are the level-1 groups of another.
//!
//! `得分汇总表` gives 决策, 过程, 产出 and 效益 with their points; the form in the annex gives the indicators below them. Counted
//! as indicators both would make twice the full score. Names decide, never titles.

use crate::lexicon::Lexicon;
use crate::model::{Block, CellRef, Document, Field, RowKind, RowRole, TableKind, TableRole};
use std::collections::BTreeSet;

/// With fewer rows a table of indicators sums nothing up.
const FEWEST_ROWS: usize = 2;

/// Marks them.
pub(super) fn mark(document: &Document, roles: &mut [TableRole], lexicon: &Lexicon) {
    let name = |cell: &CellRef| {
        let table = document.blocks.get(cell.block as usize).and_then(Block::table)?;
        lexicon.names.group(1, &table.cell(cell.row, cell.col)?.text.content)
    };
    let tops = |role: &TableRole| -> BTreeSet<String> {
        role.rows.iter().filter_map(|row| row.labels[0].first()).filter_map(name).collect()
    };
    let own = |role: &TableRole| -> Option<BTreeSet<String>> {
        let leaves: Vec<&RowRole> = role.rows.iter().filter(|row| row.kind == RowKind::Leaf).collect();
        if role.kind != TableKind::Indicators || leaves.len() < FEWEST_ROWS {
            return None;
        }
        let one = |row: &&RowRole| {
            let named = row.cells.iter().find(|(field, _)| *field == Field::Level3)?;
            row.labels.iter().all(Vec::is_empty).then(|| name(&named.1)).flatten()
        };
        let names: Option<Vec<String>> = leaves.iter().map(one).collect();
        names.map(|names| names.into_iter().collect())
    };
    let all: Vec<BTreeSet<String>> = roles.iter().map(tops).collect();
    for (index, role) in roles.iter_mut().enumerate() {
        let Some(names) = own(role) else { continue };
        let details = all.iter().enumerate().find(|(other, tops)| *other != index && names == **tops);
        role.summary = details.is_some();
    }
}
