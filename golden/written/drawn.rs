//! A document as pages, laid out as office programs do: lines of text, borders of cells. Pages end between rows that no
//! merged cell joins. Millimeters, from the upper left corner.

use fuhe::model::{Block, Cell, Document, Table};

/// In millimeters: the page, its margins, the glyph size, from line to line, around the text of a cell.
pub(crate) const PAGE: (f64, f64) = (210.0, 297.0);
const MARGIN: f64 = 20.0;
pub(crate) const SIZE: f64 = 3.7;
pub(crate) const LINE: f64 = 5.6;
const PAD: f64 = 1.2;

/// What is drawn.
pub(crate) enum Mark {
    /// A line of text, by its upper left corner.
    Text { x: f64, y: f64, line: String },
    /// A border from left to right.
    Across { y: f64, left: f64, right: f64 },
    /// A border downwards.
    Down { x: f64, top: f64, bottom: f64 },
}

/// The pages of a document.
pub(crate) fn pages(document: &Document) -> Vec<Vec<Mark>> {
    let mut sheets = Sheets { pages: vec![Vec::new()], y: MARGIN };
    for block in &document.blocks {
        match block {
            Block::Heading(text) => sheets.paragraph(&text.content, 0.0),
            Block::Paragraph(text) => sheets.paragraph(&text.content, 2.0 * SIZE),
            Block::Table(table) => sheets.table(table),
        }
    }
    sheets.pages
}

/// How wide a character is drawn.
pub(crate) fn width(c: char) -> f64 {
    if c.is_ascii() { SIZE / 2.0 } else { SIZE }
}

/// A text cut into lines that fit.
fn lines(text: &str, first: f64, others: f64) -> Vec<String> {
    let mut out = Vec::new();
    for part in text.split('\n') {
        let (mut line, mut used) = (String::new(), 0.0);
        for c in part.chars() {
            let room = if out.is_empty() { first } else { others };
            if used + width(c) > room && !line.is_empty() {
                // A number goes to the next line whole, if white space stands before it.
                let end = line.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len();
                let rest =
                    if c.is_ascii_digit() && line[..end].ends_with(' ') { line.split_off(end) } else { String::new() };
                used = rest.chars().map(width).sum();
                out.push(std::mem::replace(&mut line, rest));
            }
            line.push(c);
            used += width(c);
        }
        out.push(line);
    }
    out
}

/// Pages that are being drawn.
struct Sheets {
    pages: Vec<Vec<Mark>>,
    /// The lower end of what is drawn on the last one.
    y: f64,
}

impl Sheets {
    fn draw(&mut self, mark: Mark) {
        self.pages.last_mut().expect("a page").push(mark);
    }

    /// Makes room for something so high.
    fn room(&mut self, height: f64) {
        if self.y + height > PAGE.1 - MARGIN && self.y > MARGIN {
            self.pages.push(Vec::new());
            self.y = MARGIN;
        }
    }

    fn paragraph(&mut self, text: &str, indent: f64) {
        let whole = PAGE.0 - 2.0 * MARGIN;
        for (n, line) in lines(text, whole - indent, whole).into_iter().enumerate() {
            self.room(LINE);
            let x = MARGIN + if n == 0 { indent } else { 0.0 };
            self.draw(Mark::Text { x, y: self.y, line });
            self.y += LINE;
        }
        self.y += LINE / 2.0;
    }

    fn table(&mut self, table: &Table) {
        let xs = columns(table);
        let heights = heights(table, &xs);
        let rows = table.rows as usize;
        let mut from = 0;
        while from < rows {
            // As many rows as belong together.
            let joined = |row: usize| table.cells.iter().any(|c| (c.row as usize) < row && end(c) > row);
            let to = (from + 1..rows).find(|&row| !joined(row)).unwrap_or(rows);
            self.room(heights[from..to].iter().sum());
            let mut ys = vec![self.y];
            for height in &heights[from..to] {
                ys.push(ys[ys.len() - 1] + height);
            }
            for cell in table.cells.iter().filter(|c| (from..to).contains(&(c.row as usize))) {
                let (top, bottom) = (ys[cell.row as usize - from], ys[end(cell) - from]);
                let (left, right) = (xs[cell.col as usize], xs[(cell.col + cell.col_span) as usize]);
                self.cell(cell, [left, top, right, bottom]);
            }
            self.y = ys[ys.len() - 1];
            from = to;
        }
        self.y += LINE;
    }

    fn cell(&mut self, cell: &Cell, [left, top, right, bottom]: [f64; 4]) {
        for y in [top, bottom] {
            self.draw(Mark::Across { y, left, right });
        }
        for x in [left, right] {
            self.draw(Mark::Down { x, top, bottom });
        }
        let inside = right - left - 2.0 * PAD;
        for (n, line) in lines(&cell.text.content, inside, inside).into_iter().enumerate() {
            #[allow(clippy::cast_precision_loss, reason = "a count of lines")]
            let y = top + PAD + n as f64 * LINE;
            self.draw(Mark::Text { x: left + PAD, y, line });
        }
    }
}

fn end(cell: &Cell) -> usize {
    (cell.row + cell.row_span) as usize
}

/// Where the columns part: each as wide as its longest text in proportion, within bounds.
fn columns(table: &Table) -> Vec<f64> {
    let mut wanted = vec![4.0 * SIZE; table.cols as usize];
    for cell in table.cells.iter().filter(|c| c.col_span == 1) {
        let longest: f64 = cell.text.content.chars().map(width).sum();
        let column = &mut wanted[cell.col as usize];
        *column = column.max(longest.min(14.0 * SIZE));
    }
    let scale = (PAGE.0 - 2.0 * MARGIN) / wanted.iter().sum::<f64>();
    let mut xs = vec![MARGIN];
    for column in wanted {
        xs.push(xs[xs.len() - 1] + column * scale);
    }
    xs
}

/// How high each row must be.
fn heights(table: &Table, xs: &[f64]) -> Vec<f64> {
    let mut heights = vec![LINE + 2.0 * PAD; table.rows as usize];
    for cell in &table.cells {
        let inside = xs[(cell.col + cell.col_span) as usize] - xs[cell.col as usize] - 2.0 * PAD;
        #[allow(clippy::cast_precision_loss, reason = "a count of lines")]
        let needed = lines(&cell.text.content, inside, inside).len() as f64 * LINE + 2.0 * PAD;
        let rows = cell.row as usize..end(cell);
        let missing = needed - heights[rows.clone()].iter().sum::<f64>();
        if missing > 0.0 {
            heights[rows.end - 1] += missing;
        }
    }
    heights
}
