//! The flow of formats that write tables as marked paragraphs (DOC, RTF): paragraphs, each with the depth of its table
//! and what ends it, in; blocks out.
//!
//! A table ends where a paragraph of a lesser depth follows.

use super::Limits;
use super::contents::text_of;
use super::edged::{self, Row, RowShape};
use crate::model::{Block, Error, ErrorKind};

/// A paragraph and what ends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// In how many tables it stands, one inside the other.
    pub depth: usize,
    /// What it says.
    pub text: String,
    /// What comes to its end with it.
    pub end: End,
}

/// What comes to its end with a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Only itself.
    Paragraph,
    /// Only itself, which the format marks as a heading.
    Heading,
    /// A cell.
    Cell,
    /// A row.
    Row(RowShape),
    /// A row that is not there any more, such as one deleted with revisions tracked.
    NoRow,
}

/// A table whose end has not come yet.
#[derive(Debug, Default)]
struct Open {
    rows: Vec<Row>,
    /// The cells of the row that has not ended.
    cells: Vec<Vec<Block>>,
    /// What stands in the cell that has not ended.
    cell: Vec<Block>,
}

/// Puts paragraphs together.
pub(super) struct Flow<'a> {
    path: &'a str,
    limits: &'a Limits,
    blocks: Vec<Block>,
    open: Vec<Open>,
    lines: usize,
    cells: usize,
}

impl<'a> Flow<'a> {
    /// An empty flow.
    pub(super) fn new(path: &'a str, limits: &'a Limits) -> Self {
        Self { path, limits, blocks: Vec::new(), open: Vec::new(), lines: 0, cells: 0 }
    }

    /// Takes the next paragraph.
    ///
    /// # Errors
    /// `TooLarge` when there are more lines or cells than the limits allow.
    pub(super) fn add(&mut self, piece: Piece) -> Result<(), Error> {
        let Piece { depth, text: content, end } = piece;
        self.set_depth(depth.min(self.limits.depth));
        self.lines += usize::from(!content.is_empty());
        self.cells += usize::from(end == End::Cell);
        self.check()?;
        let heading = end == End::Heading;
        let text = text_of(&content);
        let block = text.map(|text| if heading { Block::Heading(text) } else { Block::Paragraph(text) });
        let Some(table) = self.open.last_mut() else {
            self.blocks.extend(block);
            return Ok(());
        };
        table.cell.extend(block);
        match end {
            End::Paragraph | End::Heading => {}
            End::Cell => table.end_cell(),
            End::Row(shape) => {
                // The mark of a row has no content of its own; what stands before it without an end is a cell.
                if !table.cell.is_empty() {
                    table.end_cell();
                }
                table.end_row(shape);
            }
            End::NoRow => {
                table.cell.clear();
                table.cells.clear();
            }
        }
        Ok(())
    }

    /// The blocks.
    pub(super) fn finish(mut self) -> Vec<Block> {
        self.set_depth(0);
        self.blocks
    }

    fn check(&self) -> Result<(), Error> {
        let (lines, cells) = (self.limits.lines, self.limits.cells);
        let detail = if self.lines > lines {
            format!("超过 {lines} 行 / more than {lines} lines")
        } else if self.cells > cells {
            format!("超过 {cells} 个单元格 / more than {cells} cells")
        } else {
            return Ok(());
        };
        Err(Error::new(ErrorKind::TooLarge, self.path, detail))
    }

    /// Opens tables or ends them until there are so many.
    fn set_depth(&mut self, depth: usize) {
        while self.open.len() > depth {
            let ended = self.open.pop().unwrap_or_default().finish(self.limits.columns);
            match self.open.last_mut() {
                Some(around) => around.cell.extend(ended),
                None => self.blocks.extend(ended),
            }
        }
        self.open.resize_with(depth, Open::default);
    }
}

impl Open {
    fn end_cell(&mut self) {
        self.cells.push(std::mem::take(&mut self.cell));
    }

    fn end_row(&mut self, mut shape: RowShape) {
        let cells = std::mem::take(&mut self.cells);
        if cells.is_empty() {
            return;
        }
        if shape.cells.is_empty()
            && let Some(above) = self.rows.last().filter(|row| row.cells.len() == cells.len())
        {
            // The row lost its description; it has as many cells as the one above, so they lie as those do.
            shape = above.shape.clone();
        }
        self.rows.push(Row { shape, cells });
    }

    /// The table, and what no cell and no row ended.
    fn finish(mut self, columns: usize) -> Vec<Block> {
        self.end_row(RowShape::default());
        let mut blocks = edged::table(self.rows, columns);
        blocks.append(&mut self.cell);
        blocks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(depth: usize, text: &str, end: End) -> Piece {
        Piece { depth, text: text.into(), end }
    }

    fn row() -> End {
        End::Row(RowShape::default())
    }

    fn shown(pieces: Vec<Piece>) -> Vec<String> {
        let mut flow = Flow::new("x", &Limits::DEFAULT);
        for piece in pieces {
            flow.add(piece).expect("within limits");
        }
        let block = |block: Block| match block {
            Block::Heading(text) => format!("# {}", text.content),
            Block::Paragraph(text) => text.content,
            Block::Table(table) => {
                let cells: Vec<&str> = table.cells.iter().map(|c| c.text.content.as_str()).collect();
                format!("{}×{}: {}", table.rows, table.cols, cells.join("|"))
            }
        };
        flow.finish().into_iter().map(block).collect()
    }

    #[test]
    fn paragraphs_tables_and_tables_in_cells() {
        let pieces = vec![
            piece(0, "title", End::Heading),
            piece(0, " ", End::Paragraph),
            piece(1, "a", End::Paragraph),
            piece(2, "i", End::Cell),
            piece(2, "", row()),
            piece(1, "b", End::Cell),
            piece(1, "c", End::Cell),
            piece(1, "", row()),
            piece(0, "after", End::Paragraph),
        ];
        assert_eq!(shown(pieces), ["# title", "1×2: a\ni\nb|c", "after"]);
    }

    #[test]
    fn marks_that_are_missing() {
        let no_row = vec![piece(1, "a", End::Cell), piece(1, "b", End::Cell), piece(0, "c", End::Paragraph)];
        assert_eq!(shown(no_row), ["1×2: a|b", "c"]);
        let no_cell = vec![piece(1, "a", End::Paragraph), piece(0, "b", End::Paragraph)];
        assert_eq!(shown(no_cell), ["a", "b"]);
        let row_only = vec![piece(1, "a", End::Paragraph), piece(1, "", row())];
        assert_eq!(shown(row_only), ["1×1: a"]);
        assert_eq!(shown(vec![piece(usize::MAX, "deep", End::Paragraph)]), ["deep"]);
    }

    #[test]
    fn limits_hold() {
        let limits = Limits { lines: 2, cells: 1, ..Limits::DEFAULT };
        let mut flow = Flow::new("x", &limits);
        flow.add(piece(1, "a", End::Cell)).expect("one cell");
        assert_eq!(flow.add(piece(1, "b", End::Cell)).expect_err("two").kind, ErrorKind::TooLarge);
        let mut flow = Flow::new("x", &limits);
        flow.add(piece(0, "a", End::Paragraph)).expect("one line");
        flow.add(piece(0, "b", End::Paragraph)).expect("two lines");
        assert_eq!(flow.add(piece(0, "c", End::Paragraph)).expect_err("three").kind, ErrorKind::TooLarge);
    }
}
