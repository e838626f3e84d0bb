//! A document as OFD, drawn as office programs draw it: every line of text an object with the places of its characters,
//! every border of a cell a line or a thin filled box. Pages end between rows that no merged cell joins.

use super::package::{packed, xml};
use fuhe::model::{Block, Cell, Document, Table};
use std::fmt::Write as _;

const NAMESPACE: &str = "http://www.ofdspec.org/2016";

/// In millimeters: the page, its margins, the glyph size, from line to line, around the text of a cell.
const PAGE: (f64, f64) = (210.0, 297.0);
const MARGIN: f64 = 20.0;
const SIZE: f64 = 3.7;
const LINE: f64 = 5.6;
const PAD: f64 = 1.2;

/// The document as a package.
pub(crate) fn write(document: &Document) -> Vec<u8> {
    let mut sheets = Sheets { pages: vec![String::new()], y: MARGIN };
    for block in &document.blocks {
        match block {
            Block::Heading(text) => sheets.paragraph(&text.content, 0.0),
            Block::Paragraph(text) => sheets.paragraph(&text.content, 2.0 * SIZE),
            Block::Table(table) => sheets.table(table),
        }
    }
    package(&sheets.pages)
}

/// A package of pages with these objects.
pub(crate) fn package(pages: &[String]) -> Vec<u8> {
    let entry = |n: usize| format!("<ofd:Page ID=\"{}\" BaseLoc=\"Pages/Page_{n}/Content.xml\"/>", n + 100);
    let entries: String = (0..pages.len()).map(entry).collect();
    let area = format!("<ofd:PhysicalBox>0 0 {} {}</ofd:PhysicalBox>", PAGE.0, PAGE.1);
    let root = |name: &str, content: &str| format!("<ofd:{name} xmlns:ofd=\"{NAMESPACE}\">{content}</ofd:{name}>");
    let mut members = vec![
        ("OFD.xml".to_owned(), root("OFD", "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>")),
        (
            "Doc_0/Document.xml".to_owned(),
            root(
                "Document",
                &format!(
                    "<ofd:CommonData><ofd:PageArea>{area}</ofd:PageArea></ofd:CommonData><ofd:Pages>{entries}</ofd:Pages>"
                ),
            ),
        ),
    ];
    for (n, objects) in pages.iter().enumerate() {
        let content = format!("<ofd:Content><ofd:Layer ID=\"{}\">{objects}</ofd:Layer></ofd:Content>", n + 1_000);
        members.push((format!("Doc_0/Pages/Page_{n}/Content.xml"), root("Page", &content)));
    }
    let members: Vec<(&str, &str)> = members.iter().map(|(name, content)| (name.as_str(), content.as_str())).collect();
    packed(&members)
}

/// How wide a character is drawn.
fn width(c: char) -> f64 {
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
                out.push(std::mem::take(&mut line));
                used = 0.0;
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
    pages: Vec<String>,
    /// The lower end of what is drawn on the last one.
    y: f64,
}

impl Sheets {
    fn draw(&mut self, object: &str) {
        self.pages.last_mut().expect("a page").push_str(object);
    }

    /// Makes room for something so high.
    fn room(&mut self, height: f64) {
        if self.y + height > PAGE.1 - MARGIN && self.y > MARGIN {
            self.pages.push(String::new());
            self.y = MARGIN;
        }
    }

    fn paragraph(&mut self, text: &str, indent: f64) {
        let whole = PAGE.0 - 2.0 * MARGIN;
        for (n, line) in lines(text, whole - indent, whole).iter().enumerate() {
            self.room(LINE);
            let x = MARGIN + if n == 0 { indent } else { 0.0 };
            let object = line_of_text(x, self.y, line);
            self.draw(&object);
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
        let mut objects = String::new();
        for y in [top, bottom] {
            let _ = write!(
                objects,
                "<ofd:PathObject Boundary=\"{left} {} {} 0.4\" LineWidth=\"0.2\"><ofd:AbbreviatedData>M 0 0.2 L {} 0.2\
                 </ofd:AbbreviatedData></ofd:PathObject>",
                y - 0.2,
                right - left,
                right - left
            );
        }
        for x in [left, right] {
            let height = bottom - top;
            let _ = write!(
                objects,
                "<ofd:PathObject Boundary=\"{} {top} 0.2 {height}\" Stroke=\"false\" Fill=\"true\"><ofd:AbbreviatedData>\
                 M 0 0 L 0.2 0 L 0.2 {height} L 0 {height} C</ofd:AbbreviatedData></ofd:PathObject>",
                x - 0.1
            );
        }
        let inside = right - left - 2.0 * PAD;
        for (n, line) in lines(&cell.text.content, inside, inside).iter().enumerate() {
            #[allow(clippy::cast_precision_loss, reason = "a count of lines")]
            let y = top + PAD + n as f64 * LINE;
            objects += &line_of_text(left + PAD, y, line);
        }
        self.draw(&objects);
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

/// A text object whose upper left corner is there. Every other one is written in points and scaled.
fn line_of_text(x: f64, y: f64, line: &str) -> String {
    const POINT: f64 = 25.4 / 72.0;
    let scaled = line.chars().count().is_multiple_of(2);
    let unit = if scaled { POINT } else { 1.0 };
    let matrix = if scaled { format!(" CTM=\"{POINT} 0 0 {POINT} 0 0\"") } else { String::new() };
    let mut steps = String::new();
    let mut run: Option<(f64, usize)> = None;
    let widths: Vec<f64> = line.chars().map(width).collect();
    for &w in widths.iter().take(widths.len().saturating_sub(1)).chain([&-1.0]) {
        match &mut run {
            Some((same, count)) if (*same - w).abs() < 1e-9 => *count += 1,
            _ => {
                if let Some((step, count)) = run.replace((w, 1)) {
                    let _ = write!(steps, "g {count} {} ", step / unit);
                }
            }
        }
    }
    let (whole, size) = (widths.iter().sum::<f64>(), SIZE / unit);
    format!(
        "<ofd:TextObject Boundary=\"{x} {y} {whole} {LINE}\"{matrix} Font=\"1\" Size=\"{size}\"><ofd:TextCode X=\"0\" Y=\
         \"{}\" DeltaX=\"{}\">{}</ofd:TextCode></ofd:TextObject>",
        (0.88 * SIZE + 0.4) / unit,
        steps.trim_end(),
        xml(line)
    )
}
