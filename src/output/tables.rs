//! The tables of a record: which table blocks make one table, and the number every row of them gets.
//!
//! Locating may stitch several blocks into one table and may see several tables in one block (a form that holds its
//! money, its indicators and its total in one grid). Here every row of every table block gets exactly one table.

use crate::model::{Block, Document, Layout, Table, TableRole};
use std::collections::BTreeMap;
use std::ops::Range;

/// One table of the record: its role, if locating gave it one, and its rows in order.
pub(super) struct Entry<'a> {
    pub(super) role: Option<&'a TableRole>,
    /// Block and row of each row.
    pub(super) rows: Vec<(u32, u32)>,
}

/// All tables of a report and, for every row of a block, the table and row it became.
pub(super) struct Tables<'a> {
    pub(super) entries: Vec<Entry<'a>>,
    /// The first block.
    first: u32,
    /// For each block from the first on, for each of its rows: table and row in that table.
    places: Vec<Vec<Option<(u32, u32)>>>,
}

impl<'a> Tables<'a> {
    pub(super) fn of(document: &Document, layout: &'a Layout) -> Self {
        let blocks = span(layout);
        let mut owners = owners(document, layout, blocks.clone());
        claim_rest(layout, blocks.start, &mut owners);
        let mut entries: Vec<Entry<'a>> =
            layout.tables.iter().map(|role| Entry { role: Some(role), rows: Vec::new() }).collect();
        for (block, rows) in blocks.clone().zip(&owners) {
            let mut unowned = None;
            for (row, owner) in (0u32..).zip(rows) {
                let index = match owner {
                    Some(index) => *index,
                    None => *unowned.get_or_insert_with(|| {
                        entries.push(Entry { role: None, rows: Vec::new() });
                        entries.len() - 1
                    }),
                };
                if let Some(entry) = entries.get_mut(index) {
                    entry.rows.push((block, row));
                }
            }
        }
        entries.retain(|entry| !entry.rows.is_empty());
        entries.sort_by_key(|entry| entry.rows.first().copied());
        let mut places: Vec<Vec<Option<(u32, u32)>>> = owners.iter().map(|rows| vec![None; rows.len()]).collect();
        for (table, entry) in (0u32..).zip(&entries) {
            for (position, &(block, row)) in (0u32..).zip(&entry.rows) {
                let rows = places.get_mut((block - blocks.start) as usize);
                if let Some(slot) = rows.and_then(|rows| rows.get_mut(row as usize)) {
                    *slot = Some((table, position));
                }
            }
        }
        Self { first: blocks.start, places, entries }
    }

    /// The table and the row in it that a row of a block became.
    pub(super) fn place(&self, block: u32, row: u32) -> Option<(u32, u32)> {
        *self.places.get(block.checked_sub(self.first)? as usize)?.get(row as usize)?
    }
}

/// The blocks of a report: those that its layout names, and those of its tables. A file may hold thousands of reports,
/// so that nothing here may look at the whole document.
fn span(layout: &Layout) -> Range<u32> {
    let parts = || layout.tables.iter().flat_map(|role| role.parts.iter().copied());
    let first = parts().min().map_or(layout.blocks.start, |part| part.min(layout.blocks.start));
    let end = parts().max().map_or(layout.blocks.end, |part| (part + 1).max(layout.blocks.end));
    first..end
}

/// The first role that names a row, for the table blocks among some blocks.
fn owners(document: &Document, layout: &Layout, blocks: Range<u32>) -> Vec<Vec<Option<usize>>> {
    let table = |block: u32| document.blocks.get(block as usize).and_then(Block::table);
    let mut owners: Vec<Vec<Option<usize>>> =
        blocks.clone().map(|block| vec![None; table(block).map_or(0, row_count)]).collect();
    for (index, role) in layout.tables.iter().enumerate() {
        for row in &role.rows {
            let rows = row.block.checked_sub(blocks.start).and_then(|block| owners.get_mut(block as usize));
            if let Some(slot) = rows.and_then(|rows| rows.get_mut(row.row as usize)) {
                slot.get_or_insert(index);
            }
        }
    }
    owners
}

/// Gives the rows that no role names to the role of the rows above them, else to the first role of their block.
fn claim_rest(layout: &Layout, first: u32, owners: &mut [Vec<Option<usize>>]) {
    let mut first_roles: BTreeMap<u32, usize> = BTreeMap::new();
    for (index, role) in layout.tables.iter().enumerate() {
        for &block in &role.parts {
            first_roles.entry(block).or_insert(index);
        }
    }
    for (block, rows) in (first..).zip(owners) {
        let mut last = first_roles.get(&block).copied();
        for owner in rows {
            *owner = owner.or(last);
            last = *owner;
        }
    }
}

/// The rows that a table has, whatever it says of itself: no hostile count is believed.
fn row_count(table: &Table) -> usize {
    let used = table.cells.last().map_or(0, |cell| cell.row as usize + 1);
    used.min(table.rows as usize).max(used)
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn every_row_of_every_block_stands_in_one_table() {
        let examination = sample::examination();
        let tables = Tables::of(&examination.document, &examination.layout);
        assert_eq!(tables.entries.len(), 3, "money, indicators over two pages, a table without a role");
        let rows: Vec<usize> = tables.entries.iter().map(|e| e.rows.len()).collect();
        assert_eq!(rows, [3, 5, 2]);
        assert_eq!(tables.place(3, 3), Some((1, 0)), "the second role starts in the middle of a block");
        assert_eq!(tables.place(4, 0), Some((1, 3)), "a continuation goes on counting");
        assert_eq!(tables.place(5, 1), Some((2, 1)));
        assert_eq!(tables.place(0, 0), None, "a paragraph is no table");
    }
}
