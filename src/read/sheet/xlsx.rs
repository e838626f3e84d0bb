//! XLSX: a package in, sheets out. calamine reads cells, styles and merged areas.

use super::code::built_in;
use super::display::Format;
use super::{Area, Budget, STEP, Sheet, document};
use crate::model::{Document, Error, ErrorKind, Outcome};
use crate::read::package::Package;
use crate::read::{Limits, Source, signatures};
use calamine::{DataRef, HorizontalAlignment, Reader, SheetType, SheetVisible, Style, Xlsx, XlsxError};
use std::io::Cursor;

/// Whether the content is a workbook, also one with a password.
pub(in crate::read) fn is_xlsx(bytes: &[u8]) -> bool {
    signatures::is_package_of(bytes, "XLSX") || signatures::has_stream(bytes, "EncryptedPackage")
}

/// Reads a workbook.
pub(in crate::read) fn read(source: &Source, limits: &Limits) -> Result<Outcome<Document>, Error> {
    if !source.bytes.starts_with(b"PK") {
        return Err(Error::new(ErrorKind::Encrypted, &source.path, ""));
    }
    bounded(source, limits)?;
    let failed = |e: XlsxError| failure(source, "", e);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(source.bytes.as_slice())).map_err(failed)?;
    let since_1904 = book.has_1904_epoch();
    let mut budget = Budget::new(source, limits);
    let mut sheets = Vec::new();
    for listed in book.sheets_metadata().to_vec() {
        let hidden = listed.visible != SheetVisible::Visible;
        let mut sheet = Sheet { name: listed.name, hidden, ..Sheet::default() };
        if !hidden && listed.typ == SheetType::WorkSheet {
            fill(&mut sheet, &mut book, since_1904, &mut budget)?;
        }
        sheets.push(sheet);
    }
    Ok(document(sheets, limits))
}

/// Inflates what calamine is going to inflate, within the limits: calamine itself has none.
fn bounded(source: &Source, limits: &Limits) -> Result<(), Error> {
    let mut package = Package::open(source, limits)?;
    if package.names().any(|name| name.ends_with("workbook.bin")) {
        let detail = "XLSB 工作簿，请另存为 XLSX / an XLSB workbook, save it as XLSX";
        return Err(Error::new(ErrorKind::UnknownFormat, &source.path, detail));
    }
    for index in 0.. {
        let Some(entry) = package.entry(index) else { break };
        let name = entry.raw_name.to_ascii_lowercase();
        if name.ends_with(b".xml") || name.ends_with(b".rels") {
            package.member_at(index)?;
        }
    }
    Ok(())
}

fn failure(source: &Source, sheet: &str, error: XlsxError) -> Error {
    let kind = if matches!(error, XlsxError::Password) { ErrorKind::Encrypted } else { ErrorKind::Damaged };
    let place = if sheet.is_empty() { String::new() } else { format!("「{sheet}」") };
    Error::new(kind, &source.path, format!("{place}{error}")).because(error)
}

/// What a style of the workbook says.
#[derive(Default)]
struct Look {
    format: Format,
    ruled: bool,
    /// How far text is set in from the left, in half-width characters.
    indent: i32,
}

impl Look {
    fn new(style: &Style) -> Self {
        let format = style.number_format.as_ref().map_or_else(Format::default, |format| {
            let own = format.format_code.as_str();
            let standard = format.format_id.map_or("General", built_in);
            // calamine names built-in formats as Excel in English shows them. Only those of money may have a code in
            // the file beside their number.
            let money = matches!(format.format_id, Some(5..=8 | 41..=44)) && own != "General" && !own.starts_with("_(");
            Format::new(if standard == "General" || money { own } else { standard })
        });
        let left = style
            .alignment
            .as_ref()
            .filter(|a| matches!(a.horizontal, HorizontalAlignment::General | HorizontalAlignment::Left));
        let indent = left.and_then(|alignment| alignment.indent).map_or(0, |steps| i32::from(steps) * STEP);
        Self { format, indent, ruled: style.borders.as_ref().is_some_and(calamine::Borders::has_visible_borders) }
    }
}

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Fills a sheet with what its cells show.
fn fill(sheet: &mut Sheet, book: &mut Book<'_>, since_1904: bool, budget: &mut Budget<'_>) -> Result<(), Error> {
    let (source, name) = (budget.source, sheet.name.clone());
    let failed = |e: XlsxError| failure(source, &name, e);
    for area in book.merge_cells_by_sheet_name(&name).map_err(failed)? {
        budget.take()?;
        sheet.merged.push(Area { rows: (area.start.0, area.end.0), cols: (area.start.1, area.end.1) });
    }
    let mut cells = book.worksheet_cells_reader(&name).map_err(failed)?;
    let looks: Vec<Look> = cells.styles().iter().map(Look::new).collect();
    let plain = Look::default();
    while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(failed)? {
        let (row, col) = cell.get_position();
        let look = looks.get(style).unwrap_or(&plain);
        let value = cell.get_value();
        if look.ruled || *value != DataRef::Empty {
            budget.take()?;
        }
        if look.ruled {
            sheet.ruled.push((row, col));
        }
        if let Some(text) = shown(value, &look.format, since_1904) {
            let is_text = matches!(value, DataRef::String(_) | DataRef::SharedString(_));
            sheet.show_set_in(row, col, if is_text { look.indent } else { 0 }, &text);
        }
    }
    Ok(())
}

/// What a cell shows; `None` for a blank one.
fn shown(value: &DataRef<'_>, format: &Format, since_1904: bool) -> Option<String> {
    Some(match value {
        DataRef::Int(number) => format.number(float(*number), since_1904),
        DataRef::Float(number) => format.number(*number, since_1904),
        DataRef::DateTime(day) => format.number(day.as_f64(), since_1904),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => format.text(text),
        DataRef::SharedString(text) => format.text(text),
        DataRef::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => return None,
    })
}

#[allow(clippy::cast_precision_loss, reason = "cells keep floating point numbers, whole ones too")]
fn float(number: i64) -> f64 {
    number as f64
}
