//! The tables of a record: which table blocks make one table, and the number every row of them gets.
//!
//! Locating may stitch several blocks into one table and may see several tables in one block (a form that holds its
//! money, its indicators and its total in one grid). Here every row of every table block gets exactly one table.

use crate::model::{Document, Layout, Table, TableRole};

/// One table of the record: its role, if locating gave it one, and its rows in order.
pub(super) struct Entry<'a> {
    pub(super) role: Option<&'a TableRole>,
    /// Block and row of each row.
    pub(super) rows: Vec<(u32, u32)>,
}

/// All tables of a report and, for every row of a block, the table and row it became.
pub(super) struct Tables<'a> {
    pub(super) entries: Vec<Entry<'a>>,
    /// For each block, for each of its rows: table and row in that table.
    places: Vec<Vec<Option<(u32, u32)>>>,
}

impl<'a> Tables<'a> {
    pub(super) fn of(document: &Document, layout: &'a Layout) -> Self {
        let mut owners = owners(document, layout);
        claim_rest(document, layout, &mut owners);
        let mut entries: Vec<Entry<'a>> =
            layout.tables.iter().map(|role| Entry { role: Some(role), rows: Vec::new() }).collect();
        for (block, rows) in owners.iter().enumerate() {
            let mut unowned = None;
            for (row, owner) in rows.iter().enumerate() {
                let address = (crate::model::offset(block), crate::model::offset(row));
                let index = match owner {
                    Some(index) => *index,
                    None => *unowned.get_or_insert_with(|| {
                        entries.push(Entry { role: None, rows: Vec::new() });
                        entries.len() - 1
                    }),
                };
                if let Some(entry) = entries.get_mut(index) {
                    entry.rows.push(address);
                }
            }
        }
        entries.retain(|entry| !entry.rows.is_empty());
        entries.sort_by_key(|entry| entry.rows.first().copied());
        Self { places: places(document, &entries), entries }
    }

    /// The table and the row in it that a row of a block became.
    pub(super) fn place(&self, block: u32, row: u32) -> Option<(u32, u32)> {
        *self.places.get(block as usize)?.get(row as usize)?
    }
}

/// The first role that names a row, for the table blocks of the report.
fn owners(document: &Document, layout: &Layout) -> Vec<Vec<Option<usize>>> {
    let parts = |block: u32| layout.tables.iter().any(|role| role.parts.contains(&block));
    let mut owners: Vec<Vec<Option<usize>>> = (0u32..)
        .zip(&document.blocks)
        .map(|(index, block)| match block.table() {
            Some(table) if layout.blocks.contains(&index) || parts(index) => vec![None; row_count(table)],
            _ => Vec::new(),
        })
        .collect();
    for (index, role) in layout.tables.iter().enumerate() {
        for row in &role.rows {
            let slot = owners.get_mut(row.block as usize).and_then(|rows| rows.get_mut(row.row as usize));
            if let Some(slot) = slot {
                slot.get_or_insert(index);
            }
        }
    }
    owners
}

/// Gives the rows that no role names to the role of the rows above them, else to the first role of their block.
fn claim_rest(document: &Document, layout: &Layout, owners: &mut [Vec<Option<usize>>]) {
    for (block, rows) in (0u32..).zip(owners.iter_mut()) {
        if document.blocks.get(block as usize).is_none_or(|b| b.table().is_none()) {
            continue;
        }
        let mut last = layout.tables.iter().position(|role| role.parts.contains(&block));
        for owner in rows {
            *owner = owner.or(last);
            last = *owner;
        }
    }
}

fn places(document: &Document, entries: &[Entry<'_>]) -> Vec<Vec<Option<(u32, u32)>>> {
    let mut places: Vec<Vec<Option<(u32, u32)>>> =
        document.blocks.iter().map(|block| vec![None; block.table().map_or(0, row_count)]).collect();
    for (table, entry) in (0u32..).zip(entries) {
        for (position, &(block, row)) in (0u32..).zip(&entry.rows) {
            if let Some(slot) = places.get_mut(block as usize).and_then(|rows| rows.get_mut(row as usize)) {
                *slot = Some((table, position));
            }
        }
    }
    places
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
