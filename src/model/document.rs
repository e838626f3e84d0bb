//! What reading gives: the blocks of a file in reading order, with the place of every character kept.

use super::location::{Anchor, Location, Spot};
use super::memo::Memo;
use super::offset;
use std::ops::Range;

/// A file, or one member of an archive, after reading. Knows nothing of performance reports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Where the document comes from.
    pub origin: Origin,
    /// Headings, paragraphs and tables in reading order.
    pub blocks: Vec<Block>,
    /// The characters of each heading and paragraph; see `lexicon::printed`.
    pub printed: Memo<Vec<Vec<char>>>,
    /// The same folded; see `lexicon::folded`.
    pub folded: Memo<Vec<Vec<char>>>,
    /// Pages whose text was recognized from their picture, in order. What stands on them is doubtful.
    pub recognized: Vec<u32>,
}

/// The identity of the source file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The path as the user gave it, or `-` for standard input. Of a member of an archive, `a.zip!/附件/自评表.docx`.
    pub path: String,
    /// The path inside the archive, when it is a member of one.
    pub part: Option<String>,
    /// SHA-256 of the bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// What the content was recognised as.
    pub format: Format,
    /// Name of the text encoding, for text formats (WHATWG name, such as `UTF-8` or `gb18030`).
    pub encoding: Option<String>,
    /// Number of pages, for formats that have them.
    pub pages: Option<u32>,
    /// Names of the sheets, for formats that have them; `SheetCell::sheet` counts in this list.
    pub sheets: Vec<String>,
}

/// A file format, recognised by content and never by extension.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text, Markdown or tab-separated text.
    #[default]
    Text,
    /// Portable Document Format.
    Pdf,
    /// Office Open XML text (Word 2007 and later, WPS).
    Docx,
    /// Word 6 to 2003, WPS.
    Doc,
    /// Rich Text Format.
    Rtf,
    /// OpenDocument text.
    Odt,
    /// A web page.
    Html,
    /// Office Open XML workbook.
    Xlsx,
    /// Excel 5 to 2003, ET, and the XML of Excel 2003.
    Xls,
    /// OpenDocument spreadsheet.
    Ods,
    /// Open Fixed-layout Document (GB/T 33190).
    Ofd,
}

impl Format {
    /// The name in the JSON record.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Doc => "doc",
            Self::Rtf => "rtf",
            Self::Odt => "odt",
            Self::Html => "html",
            Self::Xlsx => "xlsx",
            Self::Xls => "xls",
            Self::Ods => "ods",
            Self::Ofd => "ofd",
        }
    }
}

/// One block of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A line that the format itself marks as a heading.
    Heading(Text),
    /// A paragraph; a sentence that a page break cut is one paragraph again.
    Paragraph(Text),
    /// A table.
    Table(Table),
}

impl Block {
    /// The text of a heading or paragraph.
    #[must_use]
    pub fn text(&self) -> Option<&Text> {
        match self {
            Self::Heading(text) | Self::Paragraph(text) => Some(text),
            Self::Table(_) => None,
        }
    }

    /// The table, if the block is one.
    #[must_use]
    pub fn table(&self) -> Option<&Table> {
        match self {
            Self::Table(table) => Some(table),
            _ => None,
        }
    }
}

/// Whether a text belongs to the body or repeats on every page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layer {
    /// The running text.
    #[default]
    Body,
    /// Running headers, footers, page numbers: kept, but no stage reads them as content.
    Furniture,
}

/// A run of text that knows where each of its characters came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The characters of the source, with line breaks inside a paragraph or cell written as `\n`.
    pub content: String,
    /// Places, ordered by `from`; the first has `from` 0 unless the text is empty.
    pub anchors: Vec<Anchor>,
    /// Body or furniture.
    pub layer: Layer,
}

impl Text {
    /// Where character `index` stands in the source.
    #[must_use]
    pub fn spot(&self, index: u32) -> Spot {
        let at = self.anchors.partition_point(|a| a.from <= index);
        let Some(anchor) = at.checked_sub(1).and_then(|i| self.anchors.get(i)) else {
            return self.anchors.first().map(|a| a.spot.clone()).unwrap_or_default();
        };
        let mut spot = anchor.spot.clone();
        spot.column = spot.column.map(|c| c + (index - anchor.from));
        spot
    }

    /// The place of a range of characters, in a block and, for cells, at a row and column.
    #[must_use]
    pub fn locate(&self, block: u32, cell: Option<(u32, u32)>, chars: Range<usize>) -> Location {
        let chars = (offset(chars.start), offset(chars.end));
        Location { block, cell, chars, spot: self.spot(chars.0) }
    }

    /// The characters of a range, as far as the text has them.
    #[must_use]
    pub fn slice(&self, chars: Range<usize>) -> &str {
        let (_, from) = split_at_char(&self.content, chars.start);
        split_at_char(from, chars.len()).0
    }

    /// A part of it that knows its places.
    #[must_use]
    pub fn cut(&self, chars: Range<usize>) -> Self {
        let content = self.slice(chars.clone()).to_owned();
        let (start, end) = (offset(chars.start), offset(chars.end));
        let inside = self.anchors.iter().filter(|a| a.from > start && a.from < end);
        let moved = inside.map(|a| Anchor { from: a.from - start, spot: a.spot.clone() });
        let first = Anchor { from: 0, spot: self.spot(start) };
        Self { content, anchors: std::iter::once(first).chain(moved).collect(), layer: self.layer }
    }

    /// Adds another text behind a character that parts them.
    pub fn append(&mut self, joint: char, other: &Self) {
        if self.content.is_empty() {
            self.clone_from(other);
            return;
        }
        self.content.push(joint);
        let length = offset(self.len_chars());
        self.anchors.extend(other.anchors.iter().map(|a| Anchor { from: a.from + length, spot: a.spot.clone() }));
        self.content.push_str(&other.content);
    }

    /// Whether nothing but white space stands in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.content.chars().all(char::is_whitespace)
    }

    /// The number of characters.
    #[must_use]
    pub fn len_chars(&self) -> usize {
        self.content.chars().count()
    }
}

/// A text in two, parted before a character or at its end.
fn split_at_char(text: &str, index: usize) -> (&str, &str) {
    let mut rest = text.chars();
    // Skipping characters is much faster than asking each for its place.
    if let Some(last) = index.checked_sub(1) {
        rest.nth(last);
    }
    text.split_at(text.len() - rest.as_str().len())
}

/// How sure the rows and columns of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grid {
    /// Found from ruling lines that are drawn.
    Ruled,
    /// The format's own cells, with their spans.
    Marked,
    /// Told from where texts stand on a page, with no lines between them; rows or columns may be parted wrongly.
    Aligned,
    /// Rebuilt from flattened text; merged cells are lost and columns may be shifted.
    Guessed,
    /// Restored from text that lost every mark between its cells; a cell may stand in the wrong row.
    Restored,
}

impl Grid {
    /// Whether cells stand where the file says.
    #[must_use]
    pub fn is_stated(self) -> bool {
        matches!(self, Self::Ruled | Self::Marked)
    }

    /// Whether merged cells are known as such.
    #[must_use]
    pub fn has_spans(self) -> bool {
        matches!(self, Self::Ruled | Self::Marked | Self::Aligned)
    }
}

/// A table: a flat list of cells; rows and columns are computed from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Number of rows.
    pub rows: u32,
    /// Number of columns of the widest row.
    pub cols: u32,
    /// Cells in row order, then column order. Empty cells are kept.
    pub cells: Vec<Cell>,
    /// How the grid was found.
    pub certainty: Grid,
    /// Where the table starts.
    pub spot: Spot,
}

/// One cell. A merged cell stands once, at its top left corner, with its spans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Row, 0-based.
    pub row: u32,
    /// Column, 0-based.
    pub col: u32,
    /// Number of rows covered, at least 1.
    pub row_span: u32,
    /// Number of columns covered, at least 1.
    pub col_span: u32,
    /// What stands in the cell.
    pub text: Text,
}

/// The most rows that a merged cell is taken to cover, so that looking one up costs the same in tables of any length.
const TALLEST: u32 = 500;

impl Table {
    /// The cells that start in a row, by column.
    pub fn row(&self, row: u32) -> impl Iterator<Item = &Cell> {
        let start = self.cells.partition_point(|c| c.row < row);
        self.cells[start..].iter().take_while(move |c| c.row == row)
    }

    /// The cell that starts at a row and column.
    #[must_use]
    pub fn cell(&self, row: u32, col: u32) -> Option<&Cell> {
        self.row(row).find(|c| c.col == col)
    }

    /// The cell that covers a row and column, spans included. A cell that starts more than `TALLEST` rows above is not
    /// found.
    #[must_use]
    pub fn covering(&self, row: u32, col: u32) -> Option<&Cell> {
        let covers = |c: &&Cell| {
            c.row.saturating_add(c.row_span) > row && (c.col..c.col.saturating_add(c.col_span)).contains(&col)
        };
        let above = self.cells.partition_point(|c| c.row < row);
        let near = |c: &&Cell| c.row.saturating_add(TALLEST) >= row;
        self.row(row).find(covers).or_else(|| self.cells[..above].iter().rev().take_while(near).find(covers))
    }
}

impl Document {
    /// The text that a location points into.
    #[must_use]
    pub fn text_at(&self, at: &Location) -> Option<&Text> {
        match (self.blocks.get(at.block as usize)?, at.cell) {
            (Block::Table(table), Some((row, col))) => table.cell(row, col).map(|c| &c.text),
            (block, _) => block.text(),
        }
    }

    /// Whether what stands at a location was recognized from a picture and not written in the file.
    #[must_use]
    pub fn is_doubtful(&self, at: &Location) -> bool {
        at.spot.page.is_some_and(|page| self.recognized.binary_search(&page).is_ok())
    }

    /// Whether a location lies in a table whose rows and columns are not sure enough to accuse its author.
    #[must_use]
    pub fn is_restored(&self, at: &Location) -> bool {
        let table = self.blocks.get(at.block as usize).and_then(Block::table);
        table.is_some_and(|table| matches!(table.certainty, Grid::Restored | Grid::Aligned))
    }

    /// The characters that a location covers.
    #[must_use]
    pub fn quote(&self, at: &Location) -> String {
        self.text_at(at).map_or(String::new(), |text| text.slice(at.range()).to_owned())
    }
}
