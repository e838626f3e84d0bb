//! Tables of formats that mark their own cells: rows and cells in document order in, a [`Table`] with spans out.
//!
//! Two ways of merging downwards occur: the first cell says how many rows it covers (HTML, ODT, spreadsheets), or each
//! cell below says that it continues the one above (Word). Both may be used in one table. Numbers of rows and columns
//! are those of the file; a cell never covers a row that does not exist.

use crate::model::{Cell, Grid, Spot, Table, Text};

/// Widest span that is believed. Browsers use the same bound.
const WIDEST: u32 = 1_000;

/// Puts the cells of one table at their rows and columns.
#[derive(Debug, Default)]
pub(super) struct Rows {
    cells: Vec<Cell>,
    /// Rows begun.
    begun: u32,
    cols: u32,
    /// The column where the next cell of the row may stand.
    next: u32,
    /// For each column, the first row that no cell from above covers.
    free: Vec<u32>,
    /// For each column, the index of the cell that was last put there.
    last: Vec<Option<usize>>,
}

impl Rows {
    /// Begins a row.
    pub(super) fn row(&mut self) {
        self.begun += 1;
        self.next = 0;
    }

    /// Leaves columns without a cell, such as `w:gridBefore` and `w:gridAfter`.
    pub(super) fn skip(&mut self, columns: u32) {
        self.next = self.next.saturating_add(columns.min(WIDEST));
    }

    /// Puts a cell into the next columns that no cell from above covers. `rows` is how many rows the format says it
    /// covers; 0 means down to the last row of the table.
    pub(super) fn cell(&mut self, text: Text, columns: u32, rows: u32) {
        let row = self.open_row();
        while self.free.get(self.next as usize).is_some_and(|&free| free > row) {
            self.next += 1;
        }
        let columns = columns.clamp(1, WIDEST);
        // A cell never lies over one that reaches down beside it.
        let columns = (1..columns).find(|i| self.covered(self.next + i, row)).unwrap_or(columns);
        let below = if rows == 0 { u32::MAX } else { row.saturating_add(rows) };
        self.occupy(columns, below, Some(self.cells.len()));
        self.cells.push(Cell { row, col: self.next, row_span: below.saturating_sub(row), col_span: columns, text });
        self.next += columns;
        self.cols = self.cols.max(self.next);
    }

    /// Makes the cell above that starts at this column one row taller. Without such a cell of the row above, an empty
    /// cell stands here: the file merges with nothing.
    pub(super) fn continued(&mut self, columns: u32) {
        let row = self.open_row();
        let above = self.last.get(self.next as usize).copied().flatten();
        let cell = above.and_then(|index| self.cells.get_mut(index));
        match cell.filter(|cell| cell.col == self.next && cell.row.saturating_add(cell.row_span) == row) {
            Some(cell) => {
                cell.row_span += 1;
                self.next += cell.col_span.max(columns.clamp(1, WIDEST));
                self.cols = self.cols.max(self.next);
            }
            None => self.cell(Text::default(), columns, 1),
        }
    }

    /// The table; `None` without a single cell.
    pub(super) fn finish(mut self, spot: Spot) -> Option<Table> {
        for cell in &mut self.cells {
            cell.row_span = cell.row_span.min(self.begun - cell.row).max(1);
        }
        let table = Table { rows: self.begun, cols: self.cols, cells: self.cells, certainty: Grid::Marked, spot };
        (!table.cells.is_empty()).then_some(table)
    }

    /// The row that is being filled; a cell before any row opens one.
    fn open_row(&mut self) -> u32 {
        if self.begun == 0 {
            self.row();
        }
        self.begun - 1
    }

    fn covered(&self, column: u32, row: u32) -> bool {
        self.free.get(column as usize).is_some_and(|&free| free > row)
    }

    fn occupy(&mut self, columns: u32, below: u32, index: Option<usize>) {
        let range = self.next as usize..(self.next + columns) as usize;
        if self.free.len() < range.end {
            self.free.resize(range.end, 0);
            self.last.resize(range.end, None);
        }
        self.free[range.clone()].fill(below);
        self.last[range].fill(index);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(content: &str) -> Text {
        Text { content: content.into(), ..Text::default() }
    }

    fn drawn(rows: Rows) -> Vec<String> {
        let table = rows.finish(Spot::default()).expect("a table");
        let shown = |c: &Cell| format!("{}@{},{} {}×{}", c.text.content, c.row, c.col, c.row_span, c.col_span);
        let mut all = vec![format!("{}×{}", table.rows, table.cols)];
        all.extend(table.cells.iter().map(shown));
        all
    }

    #[test]
    fn cells_step_aside_for_those_that_reach_down() {
        let mut rows = Rows::default();
        rows.row();
        rows.cell(text("a"), 1, 2);
        rows.cell(text("b"), 2, 1);
        rows.row();
        rows.cell(text("c"), 1, 1);
        rows.cell(text("d"), 1, 9);
        assert_eq!(drawn(rows), ["2×3", "a@0,0 2×1", "b@0,1 1×2", "c@1,1 1×1", "d@1,2 1×1"]);
    }

    #[test]
    fn continued_cells_belong_to_the_one_above() {
        let mut rows = Rows::default();
        rows.row();
        rows.cell(text("a"), 2, 1);
        rows.cell(text("b"), 1, 1);
        rows.row();
        rows.continued(2);
        rows.cell(text("c"), 1, 1);
        rows.row();
        rows.continued(2);
        rows.continued(1);
        rows.row();
        rows.continued(1);
        assert_eq!(drawn(rows), ["4×3", "a@0,0 4×2", "b@0,2 1×1", "c@1,2 2×1"]);
    }

    #[test]
    fn what_continues_nothing_is_empty_and_columns_may_be_skipped() {
        let mut rows = Rows::default();
        rows.row();
        rows.skip(1);
        rows.cell(text("a"), 1, 1);
        rows.row();
        rows.continued(1);
        rows.continued(1);
        assert_eq!(drawn(rows), ["2×2", "a@0,1 2×1", "@1,0 1×1"]);
    }

    #[test]
    fn hostile_spans_are_bounded() {
        let mut rows = Rows::default();
        rows.cell(text("a"), u32::MAX, 0);
        rows.row();
        rows.cell(text("b"), 0, u32::MAX);
        assert_eq!(drawn(rows), ["2×1001", "a@0,0 2×1000", "b@1,1000 1×1"]);
        assert!(Rows::default().finish(Spot::default()).is_none());
    }
}
