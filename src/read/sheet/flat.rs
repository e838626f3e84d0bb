//! Workbooks of Excel 2003 in XML: one text in, sheets out. Cells state values and styles, formats are those of XLS under
//! names of their own.

use super::display::Format;
use super::{Area, Budget, STEP, Sheet, dates, document};
use crate::model::{Document, Error, Outcome};
use crate::read::xml::{Element, Event, Fault, Xml};
use crate::read::{Limits, Source, encoding, signatures};
use std::borrow::Cow;
use std::collections::HashMap;

/// The namespace of such a workbook.
const NAMESPACE: &str = "urn:schemas-microsoft-com:office:spreadsheet";

/// Names of formats, and their codes.
const NAMED: &[(&str, &str)] = &[
    ("General Number", "General"),
    ("Fixed", "0.00"),
    ("Standard", "#,##0.00"),
    ("Percent", "0.00%"),
    ("Scientific", "0.00E+00"),
    ("Short Date", "yyyy/m/d"),
    ("Medium Date", "yyyy/m/d"),
    ("Long Date", "yyyy\"年\"m\"月\"d\"日\""),
    ("General Date", "yyyy/m/d h:mm"),
    ("Short Time", "h:mm"),
    ("Medium Time", "h:mm"),
    ("Long Time", "h:mm:ss"),
];

/// Whether the content is such a workbook.
pub(in crate::read) fn is_flat(bytes: &[u8]) -> bool {
    signatures::is_flat(bytes, NAMESPACE) && signatures::is_flat(bytes, "<Workbook")
        || signatures::is_flat(bytes, NAMESPACE) && signatures::is_flat(bytes, ":Workbook")
}

/// Reads a workbook.
pub(in crate::read) fn read(source: &Source, limits: &Limits) -> Result<Outcome<Document>, Error> {
    let (text, _) = encoding::decode_declared(&source.bytes, None);
    let mut book = Book { looks: HashMap::new(), sheets: Vec::new() };
    book.read(&mut Xml::new(&text, limits)).map_err(|fault| fault.error(&source.path))?;
    let mut budget = Budget::new(source, limits);
    let mut sheets = Vec::new();
    for (mut sheet, cells) in book.sheets {
        let cells = if sheet.hidden { Vec::new() } else { cells };
        for cell in cells {
            budget.take()?;
            cell.put(&mut sheet);
        }
        sheets.push(sheet);
    }
    Ok(document(sheets, limits))
}

/// What a style says.
#[derive(Clone, Debug, Default)]
struct Look {
    code: String,
    ruled: bool,
    /// How far text is set in from the left, in half-width characters.
    indent: i32,
}

/// A workbook that is being read: its sheets with their cells, for whether a sheet is hidden is said behind them.
struct Book {
    looks: HashMap<String, Look>,
    sheets: Vec<(Sheet, Vec<Cell>)>,
}

/// A cell with its place.
#[derive(Default)]
struct Cell {
    row: u32,
    col: u32,
    /// Rows and columns that it covers beyond its own.
    more: (u32, u32),
    /// How far the text is set in, and the text.
    text: (i32, String),
    ruled: bool,
}

impl Cell {
    fn put(self, sheet: &mut Sheet) {
        let end = (self.row.saturating_add(self.more.0), self.col.saturating_add(self.more.1));
        if self.more != (0, 0) {
            sheet.merged.push(Area { rows: (self.row, end.0), cols: (self.col, end.1) });
        }
        if self.ruled {
            sheet.ruled.push((self.row, self.col));
        }
        sheet.show_set_in(self.row, self.col, self.text.0, &self.text.1);
    }
}

impl Book {
    fn read(&mut self, xml: &mut Xml<'_>) -> Result<(), Fault> {
        while let Some(event) = xml.next()? {
            let Event::Open(element) = event else { continue };
            match element.name() {
                "Style" => self.style(xml, &element)?,
                "Worksheet" => self.sheet(xml, &element)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn style(&mut self, xml: &mut Xml<'_>, element: &Element<'_>) -> Result<(), Fault> {
        let name = element.attribute("ID").map(Cow::into_owned);
        let parent = element.attribute("Parent");
        let mut look = self.looks.get(parent.as_deref().unwrap_or("Default")).cloned().unwrap_or_default();
        let mut lines = None;
        xml.inside(|_, part| match part.name() {
            "Borders" => lines = Some(0),
            "Border" if part.attribute("LineStyle").is_some_and(|line| line != "None") => {
                lines = lines.map(|lines| lines + 1);
            }
            "Alignment" => {
                let left = part.attribute("Horizontal").is_none_or(|side| side == "Left");
                let steps = part.number("Indent").filter(|_| left).and_then(|steps| u8::try_from(steps).ok());
                look.indent = steps.map_or(0, |steps| i32::from(steps) * STEP);
            }
            "NumberFormat" => {
                let code = part.attribute("Format").unwrap_or_default();
                let named = NAMED.iter().find(|(name, _)| *name == code);
                look.code = named.map_or_else(|| code.into_owned(), |(_, code)| (*code).to_owned());
            }
            _ => {}
        })?;
        look.ruled = lines.map_or(look.ruled, |lines| lines >= 2);
        self.looks.extend(name.map(|name| (name, look)));
        Ok(())
    }

    fn sheet(&mut self, xml: &mut Xml<'_>, element: &Element<'_>) -> Result<(), Fault> {
        let name = element.attribute("Name").unwrap_or_default().into_owned();
        let mut sheet = Sheet { name, ..Sheet::default() };
        let mut cells = Vec::new();
        let (mut row, mut depth) = (0u32, 1usize);
        while depth > 0 {
            match xml.next()? {
                Some(Event::Open(element)) => match element.name() {
                    "Row" => {
                        row = element.number("Index").unwrap_or(row + 1);
                        let again = element.number("Span").unwrap_or(0);
                        self.row(xml, row.saturating_sub(1), &mut cells)?;
                        row = row.saturating_add(again);
                    }
                    "Visible" => sheet.hidden = xml.text()?.starts_with("SheetHidden") || sheet.hidden,
                    _ => depth += 1,
                },
                Some(Event::Close) => depth -= 1,
                Some(Event::Text(_)) => {}
                None => break,
            }
        }
        self.sheets.push((sheet, cells));
        Ok(())
    }

    fn row(&self, xml: &mut Xml<'_>, row: u32, cells: &mut Vec<Cell>) -> Result<(), Fault> {
        let mut col = 0u32;
        while let Some(event) = xml.next()? {
            match event {
                Event::Open(element) if element.name() == "Cell" => {
                    col = element.number("Index").map_or(col, |index| index.saturating_sub(1));
                    let more = |what| element.number(what).unwrap_or(0);
                    let more = (more("MergeDown"), more("MergeAcross"));
                    let look = element.attribute("StyleID");
                    let look = self.looks.get(look.as_deref().unwrap_or("Default")).cloned().unwrap_or_default();
                    let text = shown(xml, &look)?;
                    cells.push(Cell { row, col, more, text, ruled: look.ruled });
                    col = col.saturating_add(more.1).saturating_add(1);
                }
                Event::Open(_) => xml.skip()?,
                Event::Text(_) => {}
                Event::Close => break,
            }
        }
        Ok(())
    }
}

/// What the cell that began last shows, and how far it is set in.
fn shown(xml: &mut Xml<'_>, look: &Look) -> Result<(i32, String), Fault> {
    let mut out = (0, String::new());
    while let Some(event) = xml.next()? {
        match event {
            Event::Open(element) if element.name() == "Data" => {
                let kind = element.attribute("Type").unwrap_or_default().into_owned();
                let text = characters(xml)?;
                let format = Format::new(if look.code.is_empty() { "General" } else { &look.code });
                let number = match kind.as_str() {
                    "Number" => text.trim().parse().ok(),
                    "DateTime" => dates::serial(text.trim()),
                    _ => None,
                };
                out = match (number, kind.as_str()) {
                    (Some(number), _) => (0, format.number(number, false)),
                    (None, "Boolean") => (0, if text.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned()),
                    (None, "String") => (look.indent, format.text(&text)),
                    (None, _) => (0, text),
                };
            }
            // Comments and names.
            Event::Open(_) => xml.skip()?,
            Event::Text(_) => {}
            Event::Close => break,
        }
    }
    Ok(out)
}

/// The characters in an element, those of its fonts and styles too.
fn characters(xml: &mut Xml<'_>) -> Result<String, Fault> {
    let (mut out, mut open) = (String::new(), 1usize);
    while open > 0 {
        match xml.next()? {
            Some(Event::Open(_)) => open += 1,
            Some(Event::Close) => open -= 1,
            Some(Event::Text(text)) => out.push_str(&text),
            None => break,
        }
    }
    Ok(out)
}
