//! OpenDocument spreadsheets, packed or as one flat file: XML in, sheets out. The file states beside each value the text
//! that the cell shows, so no number format is needed.

use super::{Area, Budget, Sheet, document};
use crate::model::{Document, Error, Outcome};
use crate::read::odt::{content_of, half_widths};
use crate::read::xml::{Element, Event, Fault, Xml};
use crate::read::{Limits, Source, package, signatures};
use std::borrow::Cow;
use std::collections::HashMap;

/// The type that the package states.
const TYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";
/// Most times that a blank row with rulings is repeated: more of them rule the rest of the sheet, not a form.
const BLANK_ROWS: u32 = 100;
/// Most spaces that one mark of repeated spaces stands for.
const MOST_SPACES: u32 = 1_000;

/// Whether the content is a spreadsheet.
pub(in crate::read) fn is_ods(bytes: &[u8]) -> bool {
    signatures::is_package_of(bytes, "ODS")
        || signatures::is_package_of(bytes, "ZIP") && package::states_type(bytes, TYPE)
        || signatures::is_flat(bytes, TYPE)
}

/// Reads a spreadsheet.
pub(in crate::read) fn read(source: &Source, limits: &Limits) -> Result<Outcome<Document>, Error> {
    let (content, _) = content_of(source, limits)?;
    let mut book = Book { budget: Budget::new(source, limits), styles: HashMap::new(), sheets: Vec::new(), limits };
    match book.read(&mut Xml::new(&content, limits)) {
        Ok(()) => Ok(document(book.sheets, limits)),
        Err(Stop::Fault(fault)) => Err(fault.error(&source.path)),
        Err(Stop::Error(error)) => Err(error),
    }
}

/// Why reading stopped.
enum Stop {
    Fault(Fault),
    Error(Error),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

/// What a style says of a cell or a sheet.
#[derive(Clone, Copy, Debug, Default)]
struct Look {
    /// Lines at two sides or more.
    ruled: bool,
    hidden: bool,
    /// How far text is set in from the left, in half-width characters.
    indent: i32,
}

/// A workbook that is being read.
struct Book<'a> {
    budget: Budget<'a>,
    styles: HashMap<String, Look>,
    sheets: Vec<Sheet>,
    limits: &'a Limits,
}

/// Where the next cell of a sheet stands, and what its columns look like.
#[derive(Default)]
struct Place {
    row: u32,
    columns: Vec<Look>,
}

/// A cell of a row, with how many times it stands there.
struct Cell {
    col: u32,
    times: u32,
    spans: (u32, u32),
    text: String,
    look: Look,
}

fn times(element: &Element<'_>, what: &str) -> u32 {
    element.number(what).unwrap_or(1).max(1)
}

impl Book<'_> {
    fn read(&mut self, xml: &mut Xml<'_>) -> Result<(), Stop> {
        while let Some(event) = xml.next()? {
            let Event::Open(element) = event else { continue };
            match element.name() {
                "style" => self.style(xml, &element)?,
                "table" => self.sheet(xml, &element)?,
                // Old states of changed cells, and what is no cell.
                "tracked-changes" | "font-face-decls" | "scripts" | "master-styles" => xml.skip()?,
                _ => {}
            }
        }
        Ok(())
    }

    fn style(&mut self, xml: &mut Xml<'_>, element: &Element<'_>) -> Result<(), Fault> {
        let name = element.attribute("name").map(Cow::into_owned);
        let parent = element.attribute("parent-style-name").and_then(|parent| self.styles.get(&*parent).copied());
        let mut look = parent.unwrap_or_default();
        xml.inside(|_, properties| match properties.name() {
            "table-cell-properties" => {
                let line = |side: &str| properties.attribute(side).map(|line| line != "none");
                let sides = ["border-left", "border-right", "border-top", "border-bottom"].map(line);
                let all = line("border");
                if all.is_some() || sides.iter().any(Option::is_some) {
                    look.ruled = all == Some(true) || sides.iter().filter(|s| **s == Some(true)).count() >= 2;
                }
            }
            "paragraph-properties" => {
                let left = properties.attribute("margin-left").and_then(|length| half_widths(&length));
                look.indent = left.unwrap_or(look.indent);
            }
            "table-properties" => look.hidden = properties.attribute("display").is_some_and(|d| d == "false"),
            _ => {}
        })?;
        self.styles.extend(name.map(|name| (name, look)));
        Ok(())
    }

    fn look(&self, element: &Element<'_>, name: &str) -> Option<Look> {
        element.attribute(name).map(|style| self.styles.get(&*style).copied().unwrap_or_default())
    }

    fn sheet(&mut self, xml: &mut Xml<'_>, element: &Element<'_>) -> Result<(), Stop> {
        let name = element.attribute("name").unwrap_or_default().into_owned();
        let hidden = self.look(element, "style-name").is_some_and(|look| look.hidden);
        let mut sheet = Sheet { name, hidden, ..Sheet::default() };
        if hidden {
            xml.skip()?;
        } else {
            self.rows(xml, &mut sheet, &mut Place::default())?;
        }
        self.sheets.push(sheet);
        Ok(())
    }

    /// Reads columns and rows, which may be grouped, up to the end of the element that began last.
    fn rows(&mut self, xml: &mut Xml<'_>, sheet: &mut Sheet, place: &mut Place) -> Result<(), Stop> {
        while let Some(event) = xml.next()? {
            match event {
                Event::Open(element) => match element.name() {
                    "table-column" => {
                        let look = self.look(&element, "default-cell-style-name").unwrap_or_default();
                        let free = self.limits.columns.saturating_sub(place.columns.len());
                        let columns = (times(&element, "number-columns-repeated") as usize).min(free);
                        place.columns.extend(std::iter::repeat_n(look, columns));
                        xml.skip()?;
                    }
                    "table-row" => self.row(xml, &element, sheet, place)?,
                    "table-header-rows"
                    | "table-rows"
                    | "table-row-group"
                    | "table-columns"
                    | "table-header-columns"
                    | "table-column-group" => self.rows(xml, sheet, place)?,
                    _ => xml.skip()?,
                },
                Event::Text(_) => {}
                Event::Close => break,
            }
        }
        Ok(())
    }

    fn row(
        &mut self,
        xml: &mut Xml<'_>,
        element: &Element<'_>,
        sheet: &mut Sheet,
        place: &mut Place,
    ) -> Result<(), Stop> {
        let repeated = times(element, "number-rows-repeated");
        let mut cells = Vec::new();
        let mut col = 0u32;
        while let Some(event) = xml.next()? {
            match event {
                Event::Open(element) if matches!(element.name(), "table-cell" | "covered-table-cell") => {
                    let times = times(&element, "number-columns-repeated");
                    // What a covered cell holds is not shown.
                    if element.name() == "table-cell" {
                        cells.push(self.cell(xml, &element, col, times, place)?);
                    } else {
                        xml.skip()?;
                    }
                    col = col.saturating_add(times);
                }
                Event::Open(_) => xml.skip()?,
                Event::Text(_) => {}
                Event::Close => break,
            }
        }
        let blank = cells.iter().all(|cell| cell.text.is_empty());
        let shown = if blank && repeated > BLANK_ROWS { 0 } else { repeated };
        for row in (place.row..).take(shown as usize) {
            for cell in &cells {
                self.put(sheet, row, cell)?;
            }
        }
        place.row = place.row.saturating_add(repeated);
        Ok(())
    }

    /// Puts a cell into a row of a sheet.
    fn put(&mut self, sheet: &mut Sheet, row: u32, cell: &Cell) -> Result<(), Error> {
        // A cell without text and lines is repeated to the end of the row.
        if cell.text.is_empty() && !cell.look.ruled && cell.spans == (1, 1) {
            return Ok(());
        }
        for col in (cell.col..).take((cell.times as usize).min(self.limits.columns)) {
            self.budget.take()?;
            if cell.look.ruled {
                sheet.ruled.push((row, col));
            }
            if cell.spans != (1, 1) {
                let end = |from: u32, span: u32| from.saturating_add(span - 1);
                sheet.merged.push(Area { rows: (row, end(row, cell.spans.0)), cols: (col, end(col, cell.spans.1)) });
            }
            sheet.show_set_in(row, col, cell.look.indent, &cell.text);
        }
        Ok(())
    }

    fn cell(
        &self,
        xml: &mut Xml<'_>,
        element: &Element<'_>,
        col: u32,
        repeated: u32,
        place: &Place,
    ) -> Result<Cell, Fault> {
        let usual = || place.columns.get(col as usize).copied().unwrap_or_default();
        let mut look = self.look(element, "style-name").unwrap_or_else(usual);
        // Numbers are set flush right.
        if element.attribute("value-type").is_some_and(|kind| kind != "string") {
            look.indent = 0;
        }
        let spans = (times(element, "number-rows-spanned"), times(element, "number-columns-spanned"));
        // Some writers leave out the text.
        let value = ["string-value", "value", "date-value", "time-value", "boolean-value"]
            .into_iter()
            .find_map(|name| element.attribute(name).map(Cow::into_owned));
        let mut lines: Vec<String> = Vec::new();
        while let Some(event) = xml.next()? {
            match event {
                Event::Open(element) if element.name() == "p" => {
                    let mut line = String::new();
                    characters(xml, &mut line)?;
                    lines.push(line);
                }
                // Comments and drawings.
                Event::Open(_) => xml.skip()?,
                Event::Text(_) => {}
                Event::Close => break,
            }
        }
        let text = if lines.is_empty() { value.unwrap_or_default() } else { lines.join("\n") };
        Ok(Cell { col, times: repeated, spans, text, look })
    }
}

/// The characters of a paragraph, to its end.
fn characters(xml: &mut Xml<'_>, out: &mut String) -> Result<(), Fault> {
    while let Some(event) = xml.next()? {
        match event {
            Event::Text(text) => out.push_str(&text),
            Event::Close => break,
            Event::Open(element) => match element.name() {
                "s" => {
                    let spaces = element.number("c").unwrap_or(1).min(MOST_SPACES);
                    out.extend(std::iter::repeat_n(' ', spaces as usize));
                    xml.skip()?;
                }
                "tab" => {
                    out.push('\t');
                    xml.skip()?;
                }
                "line-break" => {
                    out.push('\n');
                    xml.skip()?;
                }
                "annotation" | "ruby-text" => xml.skip()?,
                _ => characters(xml, out)?,
            },
        }
    }
    Ok(())
}
