//! Sheets as blocks: titles and notes around a table are paragraphs, the rows between are the table.
//!
//! Rows follow each other until a blank one. Where cells are ruled, the ruled rows are the table, blank ones between
//! them too (a form to be filled in); rows above, between and below with one or two cells are lines of text. Without
//! rulings, rows with a single cell above and below the others are text. A sheet in a single column is running text.

use super::{Area, Sheet, Shown};
use crate::model::{Anchor, Block, SheetCell, Spot, Table, Text, offset};
use crate::read::Limits;
use crate::read::marked::Rows;
use rustc_hash::FxHashMap;

/// Most blank ruled rows between two rows with text that do not end a table.
const BLANK_ROWS: usize = 30;

/// Most columns that a table gets for the sake of ruled cells without text.
const WIDEST_RULED: u32 = 64;

/// A run of cells in one row.
type Row<'a> = (u32, Vec<&'a Shown>);

/// Adds the blocks of a sheet.
pub(super) fn blocks(mut sheet: Sheet, number: u16, limits: &Limits, out: &mut Vec<Block>) {
    sheet.cells.sort_by_key(|c| (c.row, c.col));
    sheet.cells.dedup_by_key(|c| (c.row, c.col));
    sheet.ruled.sort_unstable();
    let merged = Merged::new(&sheet.merged, limits.cells);
    let mut rows: Vec<Row<'_>> = Vec::new();
    for cell in sheet.cells.iter().filter(|c| !merged.hides(c.row, c.col)) {
        match rows.last_mut().filter(|(row, _)| *row == cell.row) {
            Some((_, cells)) => cells.push(cell),
            None => rows.push((cell.row, vec![cell])),
        }
    }
    let page = Page { number, merged, ruled: &sheet.ruled, limits };
    let (mut from, mut reach) = (0, 0);
    for (index, row) in rows.iter().enumerate() {
        // A merged cell of any row before may reach over a gap.
        let joined = index > from && (row.0 < reach || page.joins(rows[index - 1].0, row.0));
        if !joined {
            page.run(&rows[from..index], out);
            (from, reach) = (index, 0);
        }
        reach = row.1.iter().map(|c| c.row + page.merged.span(c.row, c.col).0).fold(reach, u32::max);
    }
    page.run(&rows[from..], out);
}

/// What the layout of a sheet goes by.
struct Page<'a> {
    number: u16,
    merged: Merged,
    ruled: &'a [(u32, u32)],
    limits: &'a Limits,
}

impl Page<'_> {
    /// Whether two rows with text belong together: they follow each other, or all rows between are ruled.
    fn joins(&self, above: u32, below: u32) -> bool {
        let mut gap = above + 1..below;
        gap.len() <= BLANK_ROWS && gap.all(|row| self.is_ruled(row))
    }

    /// Whether a cell has ruling lines.
    fn has_lines(&self, cell: &Shown) -> bool {
        self.ruled.binary_search(&(cell.row, cell.col)).is_ok()
    }

    /// Whether at least two cells of a row have ruling lines.
    fn is_ruled(&self, row: u32) -> bool {
        let start = self.ruled.partition_point(|(r, _)| *r < row);
        self.ruled.get(start + 1).is_some_and(|(r, _)| *r == row)
    }

    /// Adds the blocks of rows that belong together.
    fn run(&self, rows: &[Row<'_>], out: &mut Vec<Block>) {
        // Around ruled rows, and between them, a line of two cells (who, in which unit) is text as well.
        let with_rulings = rows.iter().any(|row| self.is_ruled(row.0));
        let most = if with_rulings { 2 } else { 1 };
        let is_line = |row: &Row<'_>| {
            let ruled = self.is_ruled(row.0) || self.merged.is_tall(row.0) || row.1.iter().any(|c| self.has_lines(c));
            row.1.len() <= most && !ruled
        };
        if with_rulings {
            for part in rows.chunk_by(|a, b| is_line(a) == is_line(b)) {
                self.part(part, is_line(&part[0]), out);
            }
            return;
        }
        let before = rows.iter().take_while(|row| is_line(row)).count();
        let after = rows[before..].iter().rev().take_while(|row| is_line(row)).count();
        let (lines, rest) = rows.split_at(before);
        let (table, notes) = rest.split_at(rest.len() - after);
        self.part(lines, true, out);
        self.part(table, false, out);
        self.part(notes, true, out);
    }

    /// Adds rows that are all lines of text or all of one table. A single column is text.
    fn part(&self, rows: &[Row<'_>], lines: bool, out: &mut Vec<Block>) {
        let column = |row: &Row<'_>| (row.1.len() == 1).then(|| row.1[0].col);
        let first = rows.first().and_then(column);
        if lines || (first.is_some() && rows.iter().all(|row| column(row) == first)) {
            out.extend(rows.iter().map(|row| self.line(row)));
        } else {
            out.extend(self.table(rows).map(Block::Table));
        }
    }

    /// A row as a paragraph.
    fn line(&self, (_, cells): &Row<'_>) -> Block {
        let mut text = Text::default();
        for cell in cells {
            if !text.content.is_empty() {
                text.content.push_str("  ");
            }
            let from = offset(text.len_chars());
            text.anchors.push(Anchor { from, spot: self.spot(cell.row, cell.col) });
            text.content.push_str(&cell.text);
        }
        Block::Paragraph(text)
    }

    fn table(&self, rows: &[Row<'_>]) -> Option<Table> {
        let (first, last) = (rows.first()?.0, rows.last()?.0);
        let cells = || rows.iter().flat_map(|(_, cells)| cells.iter());
        let left = cells().map(|c| c.col).min()?;
        // A heading that is merged over more columns than the table has makes it no wider.
        let end = |c: &Shown| if c.col == left { left } else { c.col + self.merged.span(c.row, c.col).1 - 1 };
        let ruled = self.ruled_to(first, last).min(left + WIDEST_RULED);
        let right = cells().map(|c| end(c)).max()?.max(ruled).min(left + offset(self.limits.columns));
        let area = u64::from(last - first + 1) * u64::from(right - left + 1);
        // A table that is nearly empty lists only the cells that show something.
        let dense = area <= 64 * cells().count() as u64 + 4_096;
        let mut table = Rows::default();
        let mut rows = rows.iter().peekable();
        for row in first..=last {
            table.row();
            let filled = rows.next_if(|(number, _)| *number == row).map_or(&[][..], |(_, cells)| cells.as_slice());
            let mut filled = filled.iter().peekable();
            let mut next = left;
            while let Some(col) = if dense { Some(next) } else { filled.peek().map(|c| c.col) }.filter(|c| *c <= right)
            {
                let cell = filled.next_if(|c| c.col <= col);
                if col < next {
                    continue;
                }
                if self.merged.hides(row, col) && !self.is_cut(row, col, first, left) {
                    next = col + 1;
                    continue;
                }
                while next < col {
                    let step = (col - next).min(1_000);
                    table.skip(step);
                    next += step;
                }
                let (tall, width) = self.merged.span(row, col);
                let width = width.min(right + 1 - col);
                let content = cell.map(|c| c.text.clone()).unwrap_or_default();
                let anchors = vec![Anchor { from: 0, spot: self.spot(row, col) }];
                table.cell(Text { content, anchors, ..Text::default() }, width, tall.min(last + 1 - row));
                next = col + width;
            }
        }
        table.finish(self.spot(first, left))
    }

    /// Whether a cell is hidden by a merged one that starts outside of the table, so that here nothing covers it.
    fn is_cut(&self, row: u32, col: u32, first: u32, left: u32) -> bool {
        self.merged.owner(row, col).is_some_and(|(r, c)| r < first || c < left)
    }

    /// The last ruled column of the rows of a table.
    fn ruled_to(&self, first: u32, last: u32) -> u32 {
        let start = self.ruled.partition_point(|(r, _)| *r < first);
        let end = self.ruled.partition_point(|(r, _)| *r <= last);
        self.ruled[start..end].iter().map(|(_, c)| *c).max().unwrap_or(0)
    }

    fn spot(&self, row: u32, col: u32) -> Spot {
        Spot { sheet: Some(SheetCell { sheet: self.number, row, col }), ..Spot::default() }
    }
}

/// First and last column of a merged cell in one row, and the cell it starts at.
type Covered = (u32, u32, (u32, u32));

/// The merged cells of a sheet.
struct Merged {
    /// By first cell: rows and columns covered.
    spans: FxHashMap<(u32, u32), (u32, u32)>,
    /// By row.
    covered: FxHashMap<u32, Vec<Covered>>,
}

impl Merged {
    /// `budget` bounds the rows that merged cells cover together; what comes after is taken as not merged.
    fn new(areas: &[Area], budget: usize) -> Self {
        let mut merged = Self { spans: FxHashMap::default(), covered: FxHashMap::default() };
        let mut left = budget as u64;
        for Area { rows, cols } in areas {
            let (tall, wide) = (rows.1.saturating_sub(rows.0) + 1, cols.1.saturating_sub(cols.0) + 1);
            if tall == 1 && wide == 1 {
                continue;
            }
            let Some(rest) = left.checked_sub(u64::from(tall)) else { continue };
            left = rest;
            let start = (rows.0, cols.0);
            if merged.hides(start.0, start.1) || merged.spans.contains_key(&start) {
                // Overlapping merged cells are a fault of the file; the first one counts.
                continue;
            }
            merged.spans.insert(start, (tall, wide));
            for row in rows.0..=rows.1 {
                merged.covered.entry(row).or_default().push((cols.0, cols.1, start));
            }
        }
        merged
    }

    /// Rows and columns that the cell at a place covers.
    fn span(&self, row: u32, col: u32) -> (u32, u32) {
        self.spans.get(&(row, col)).copied().unwrap_or((1, 1))
    }

    /// The first cell of the merged one that a place belongs to.
    fn owner(&self, row: u32, col: u32) -> Option<(u32, u32)> {
        let covered = self.covered.get(&row)?;
        covered.iter().find(|(from, to, _)| (*from..=*to).contains(&col)).map(|(.., start)| *start)
    }

    /// Whether a merged cell of more than one row is in a row.
    fn is_tall(&self, row: u32) -> bool {
        let covered = self.covered.get(&row).map(Vec::as_slice).unwrap_or_default();
        covered.iter().any(|(.., start)| self.span(start.0, start.1).0 > 1)
    }

    /// Whether a place belongs to a merged cell that starts elsewhere.
    fn hides(&self, row: u32, col: u32) -> bool {
        self.owner(row, col).is_some_and(|start| start != (row, col))
    }
}
