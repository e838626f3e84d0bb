//! XLS and ET: the records of an OLE2 container in, sheets out.
//!
//! Read record by record and not with calamine, which neither gives the formats that figures are shown in nor bounds
//! the memory that a damaged file can make it ask for.

use super::biff::{self, Record, Records};
use super::code::built_in;
use super::display::Format;
use super::strings::{Script, long, shared, word};
use super::{Area, Budget, STEP, Sheet, document};
use crate::model::{Document, Error, ErrorKind, Outcome};
use crate::read::{Limits, Source, signatures};
use std::collections::HashMap;
use std::io::{Cursor, Read};

/// Whether the content is a workbook and no other document that holds one.
pub(in crate::read) fn is_xls(bytes: &[u8]) -> bool {
    let has = |name| signatures::has_stream(bytes, name);
    // Names in containers know no case; some programs write capitals.
    ["Workbook", "Book", "WORKBOOK", "BOOK"].into_iter().any(has) && !has("WordDocument") && !has("PowerPoint Document")
}

/// Reads a workbook.
pub(in crate::read) fn read(source: &Source, limits: &Limits) -> Result<Outcome<Document>, Error> {
    let stream = stream(source)?;
    let mut book = Book::new(&stream, source, limits)?;
    let mut budget = Budget::new(source, limits);
    let mut sheets = Vec::new();
    for (mut sheet, at) in std::mem::take(&mut book.sheets) {
        if let Some(at) = at.filter(|_| !sheet.hidden) {
            book.fill(&mut sheet, Records::from(&stream, at), &mut budget)?;
        }
        sheets.push(sheet);
    }
    Ok(document(sheets, limits))
}

/// The stream that holds the records.
fn stream(source: &Source) -> Result<Vec<u8>, Error> {
    let damaged = |e: std::io::Error| Error::new(ErrorKind::Damaged, &source.path, e.to_string()).because(e);
    let mut container = cfb::CompoundFile::open(Cursor::new(source.bytes.as_slice())).map_err(damaged)?;
    let name = if container.is_stream("Workbook") { "Workbook" } else { "Book" };
    let mut bytes = Vec::new();
    let mut stream = container.open_stream(name).map_err(damaged)?;
    // What a chain of sectors gives is no longer than the file, unless the chain is a circle.
    let read = stream.by_ref().take(source.bytes.len() as u64).read_to_end(&mut bytes);
    // A container that breaks off is read as far as it goes.
    read.map(|_| ()).or_else(|e| if bytes.is_empty() { Err(damaged(e)) } else { Ok(()) })?;
    Ok(bytes)
}

/// What a style says.
#[derive(Default)]
struct Look {
    format: Format,
    ruled: bool,
    /// How far text is set in from the left, in half-width characters.
    indent: i32,
}

/// What the first part of the stream says of the whole workbook.
struct Book {
    /// The sheets, and where their records start; nowhere for charts and macros.
    sheets: Vec<(Sheet, Option<usize>)>,
    script: Script,
    texts: Vec<String>,
    looks: Vec<Look>,
    since_1904: bool,
}

impl Book {
    fn new(stream: &[u8], source: &Source, limits: &Limits) -> Result<Self, Error> {
        let damaged = |detail: &str| Error::new(ErrorKind::Damaged, &source.path, detail);
        let mut records = Records::from(stream, 0);
        let version = records.next().filter(|r| r.kind == biff::BEGIN).and_then(|r| word(r.data, 0));
        let unicode = match version {
            Some(0x0600) => true,
            Some(0x0500) => false,
            _ => return Err(damaged("工作簿开头的记录不可识别 / the first record of the workbook is unknown")),
        };
        let script = if unicode { Script::Unicode } else { Script::of_page(936) };
        let (sheets, texts) = (Vec::new(), Vec::new());
        let mut book = Self { sheets, script, texts, looks: Vec::new(), since_1904: false };
        let (mut codes, mut styles) = (HashMap::new(), Vec::new());
        while let Some(record) = records.next() {
            let data = record.data;
            match record.kind {
                biff::END => break,
                biff::PASSWORD => return Err(Error::new(ErrorKind::Encrypted, &source.path, "")),
                biff::CODE_PAGE if !unicode => book.script = Script::of_page(word(data, 0).unwrap_or(936)),
                biff::DATE_MODE => book.since_1904 = word(data, 0) == Some(1),
                biff::FORMAT => {
                    let code = data.get(2..).and_then(|d| book.script.text(d, !unicode));
                    codes.extend(word(data, 0).zip(code));
                }
                biff::STYLE => styles.push(style(data, unicode)),
                biff::SHEET => book.sheets.extend(book.listed(data)),
                biff::SHARED_TEXTS => {
                    book.texts = shared(std::iter::once(data).chain(records.continued()), limits.cells);
                }
                _ => {}
            }
        }
        let look = |(format, ruled, indent): (u16, bool, i32)| {
            let code = codes.get(&format).map_or_else(|| built_in(format.into()), String::as_str);
            Look { format: Format::new(code), ruled, indent }
        };
        book.looks = styles.into_iter().map(look).collect();
        Ok(book)
    }

    /// A sheet of the list of sheets, and where it starts when it holds cells.
    fn listed(&self, data: &[u8]) -> Option<(Sheet, Option<usize>)> {
        let at = usize::try_from(long(data, 0)?).ok()?;
        let (state, kind) = (*data.get(4)?, *data.get(5)?);
        let name = self.script.text(data.get(6..)?, true).unwrap_or_default();
        let sheet = Sheet { name, hidden: state & 3 != 0, ..Sheet::default() };
        Some((sheet, (kind == 0).then_some(at)))
    }

    /// Fills a sheet with what its cells show.
    fn fill(&self, sheet: &mut Sheet, records: Records<'_>, budget: &mut Budget<'_>) -> Result<(), Error> {
        // Charts that stand in a sheet have records of the same numbers, between a begin and an end of their own.
        let mut depth = 0u32;
        let mut formula = None;
        for record in records {
            match record.kind {
                biff::BEGIN => depth += 1,
                biff::END if depth <= 1 => break,
                biff::END => depth -= 1,
                _ if depth == 1 => self.cell(sheet, record, &mut formula, budget)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// What one record adds to a sheet. `formula` is the cell whose text the next record may give.
    fn cell(
        &self,
        sheet: &mut Sheet,
        record: Record<'_>,
        formula: &mut Option<(u32, u32, u16)>,
        budget: &mut Budget<'_>,
    ) -> Result<(), Error> {
        let data = record.data;
        let place = word(data, 0).zip(word(data, 2)).zip(word(data, 4));
        let place = place.map(|((row, col), style)| (u32::from(row), u32::from(col), style));
        match (record.kind, place) {
            (biff::NUMBER, Some(at)) => self.number(sheet, at, biff::float(data, 6), budget),
            (biff::RK, Some(at)) => self.number(sheet, at, long(data, 6).map(biff::rk), budget),
            (biff::MUL_RK, Some((row, first, _))) => {
                for (col, six) in (first..).zip(data.get(4..).unwrap_or_default().as_chunks::<6>().0) {
                    let style = word(six, 0).unwrap_or(0);
                    self.number(sheet, (row, col, style), long(six, 2).map(biff::rk), budget)?;
                }
                Ok(())
            }
            (biff::BLANK, Some(at)) => self.ruled(sheet, at, budget),
            (biff::MUL_BLANK, Some((row, first, _))) => {
                for (col, two) in (first..).zip(data.get(4..data.len() - 2).unwrap_or_default().as_chunks::<2>().0) {
                    self.ruled(sheet, (row, col, u16::from_le_bytes(*two)), budget)?;
                }
                Ok(())
            }
            (biff::SHARED_TEXT, Some(at)) => {
                let text = long(data, 6).and_then(|n| self.texts.get(n as usize));
                self.text(sheet, at, text.map(String::as_str), budget)
            }
            (biff::TEXT | biff::RICH_TEXT, Some(at)) => {
                let text = data.get(6..).and_then(|d| self.script.text(d, false));
                self.text(sheet, at, text.as_deref(), budget)
            }
            (biff::TRUTH_OR_ERROR, Some(at)) => {
                let text = truth_or_error(data.get(6).copied(), data.get(7) == Some(&1));
                self.text(sheet, at, text, budget)
            }
            (biff::FORMULA, Some(at)) => {
                *formula = None;
                // Two bytes of ones mark a result that is no number ([MS-XLS] 2.5.133).
                if data.get(12..14) != Some(&[0xFF, 0xFF]) {
                    return self.number(sheet, at, biff::float(data, 6), budget);
                }
                let value = data.get(8).copied();
                match data.get(6) {
                    Some(0) => *formula = Some(at),
                    Some(kind @ (1 | 2)) => return self.text(sheet, at, truth_or_error(value, *kind == 2), budget),
                    _ => {}
                }
                self.ruled(sheet, at, budget)
            }
            (biff::FORMULA_TEXT, _) => {
                let Some(at) = formula.take() else { return Ok(()) };
                self.text(sheet, at, self.script.text(data, false).as_deref(), budget)
            }
            (biff::MERGED, _) => {
                for four in data.get(2..).unwrap_or_default().as_chunks::<8>().0 {
                    budget.take()?;
                    let [first, last, left, right] = [0, 2, 4, 6].map(|at| word(four, at).map_or(0, u32::from));
                    sheet.merged.push(Area { rows: (first, last), cols: (left, right) });
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn number(
        &self,
        sheet: &mut Sheet,
        at: (u32, u32, u16),
        number: Option<f64>,
        budget: &mut Budget<'_>,
    ) -> Result<(), Error> {
        self.ruled(sheet, at, budget)?;
        if let Some(number) = number {
            let format = self.looks.get(usize::from(at.2)).map(|look| &look.format);
            let text = format.unwrap_or(&Format::default()).number(number, self.since_1904);
            sheet.show(at.0, at.1, &text);
        }
        Ok(())
    }

    fn text(
        &self,
        sheet: &mut Sheet,
        at: (u32, u32, u16),
        text: Option<&str>,
        budget: &mut Budget<'_>,
    ) -> Result<(), Error> {
        self.ruled(sheet, at, budget)?;
        if let Some(text) = text {
            let look = self.looks.get(usize::from(at.2));
            let shown = look.map_or_else(|| Format::default().text(text), |look| look.format.text(text));
            sheet.show_set_in(at.0, at.1, look.map_or(0, |look| look.indent), &shown);
        }
        Ok(())
    }

    /// Counts a cell and remembers whether it has ruling lines.
    fn ruled(
        &self,
        sheet: &mut Sheet,
        (row, col, style): (u32, u32, u16),
        budget: &mut Budget<'_>,
    ) -> Result<(), Error> {
        budget.take()?;
        if self.looks.get(usize::from(style)).is_some_and(|look| look.ruled) {
            sheet.ruled.push((row, col));
        }
        Ok(())
    }
}

fn truth_or_error(value: Option<u8>, is_error: bool) -> Option<&'static str> {
    let value = value?;
    Some(match (is_error, value) {
        (true, code) => biff::error(code),
        (false, 0) => "FALSE",
        (false, _) => "TRUE",
    })
}

/// The number of the format of a style, whether the style draws lines at two sides or more, and how far it sets text
/// in from the left.
fn style(data: &[u8], unicode: bool) -> (u16, bool, i32) {
    let format = word(data, 2).unwrap_or(0);
    let sides = if unicode {
        // Left, right, top, bottom: four bits each ([MS-XLS] 2.5.20).
        let lines = word(data, 10).unwrap_or(0);
        [lines & 15, lines >> 4 & 15, lines >> 8 & 15, lines >> 12]
    } else {
        let (bottom, others) = (long(data, 8).unwrap_or(0) >> 22, word(data, 12).unwrap_or(0));
        [u16::try_from(bottom & 7).unwrap_or(0), others & 7, others >> 3 & 7, others >> 6 & 7]
    };
    // Only the newer version has indents, behind the alignment: 0 as the kind of value asks for, 1 left ([MS-XLS] 2.5.20).
    let left = unicode && data.get(6).is_some_and(|alignment| alignment & 7 <= 1);
    let indent = data.get(8).filter(|_| left).map_or(0, |byte| i32::from(byte & 15) * STEP);
    (format, sides.iter().filter(|line| **line > 0).count() >= 2, indent)
}
