//! Where a value stands in its source.

use std::ops::Range;

/// A rectangle on a page in hundredths of a point, origin top left. Integers, so that equal input compares equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rect {
    /// Left edge.
    pub x0: i32,
    /// Top edge.
    pub y0: i32,
    /// Right edge.
    pub x1: i32,
    /// Bottom edge.
    pub y1: i32,
}

/// A cell of a sheet, 0-based.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SheetCell {
    /// Which of the document's sheets (`Origin::sheets`).
    pub sheet: u16,
    /// Row.
    pub row: u32,
    /// Column.
    pub col: u32,
}

impl SheetCell {
    /// The name of the cell as spreadsheets show it, such as `C7`.
    #[must_use]
    pub fn name(self) -> String {
        let mut letters = Vec::new();
        let mut rest = u64::from(self.col) + 1;
        while rest > 0 {
            letters.push(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0));
            rest = (rest - 1) / 26;
        }
        letters.reverse();
        format!("{}{}", String::from_utf8_lossy(&letters), u64::from(self.row) + 1)
    }
}

/// A point of the source file as its format names it: a line and column, an area of a page, or a cell of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot {
    /// Line, 1-based; for formats that have lines.
    pub line: Option<u32>,
    /// Column in characters, 1-based; for formats that have lines.
    pub column: Option<u32>,
    /// Page, 1-based; for formats that have pages.
    pub page: Option<u32>,
    /// Area of the page.
    pub area: Option<Rect>,
    /// Cell, for formats that have sheets.
    pub sheet: Option<SheetCell>,
}

/// Says that the characters of a text from `from` on stand at `spot` in the source, one column each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// Character offset in the text.
    pub from: u32,
    /// Where that character stands in the source.
    pub spot: Spot,
}

/// The place of a value: the block, the cell if it stands in a table, the characters, and the source's own coordinates.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// Index into `Document::blocks`.
    pub block: u32,
    /// Row and column (0-based) of the cell in that block, when the block is a table.
    pub cell: Option<(u32, u32)>,
    /// First character and length in the text of the block or cell; half-open, in characters.
    pub chars: (u32, u32),
    /// Line, column, page or area in the source file.
    pub spot: Spot,
}

impl Location {
    /// The characters as a range.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.chars.0 as usize..self.chars.1 as usize
    }

    /// Whether both places stand in the same cell of the same table, or in the same paragraph.
    #[must_use]
    pub fn same_text(&self, other: &Self) -> bool {
        self.block == other.block && self.cell == other.cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_spreadsheets_do() {
        for (row, col, name) in
            [(0, 0, "A1"), (6, 2, "C7"), (0, 25, "Z1"), (0, 26, "AA1"), (9, 701, "ZZ10"), (0, 702, "AAA1")]
        {
            assert_eq!(SheetCell { sheet: 0, row, col }.name(), name);
        }
    }
}
