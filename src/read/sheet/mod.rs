//! Workbooks: XLSX by calamine, XLS and ET record by record, ODS and the XML of Excel 2003 element by element. Bytes in, the blocks of each sheet out, figures as the
//! sheet shows them (0.9286 as 92.86%, 586 as 586.00).
//!
//! All formats give the same [`Sheet`]s; [`layout`] makes blocks of them. A hidden sheet is named and not read. Formulas
//! are not computed: what the program that saved the file computed counts.

mod biff;
mod code;
mod dates;
mod display;
mod flat;
mod layout;
mod ods;
mod strings;
mod xls;
mod xlsx;

use super::{Limits, Source, indent, lost};
use crate::model::{Document, Error, ErrorKind, Location, Notice, Outcome, SheetCell, Spot, Unread};
use std::borrow::Cow;

pub(super) use flat::{is_flat, read as read_flat};
pub(super) use ods::{is_ods, read as read_ods};
pub(super) use xls::{is_xls, read as read_xls};
pub(super) use xlsx::{is_xlsx, read as read_xlsx};

/// A sheet as all formats give it.
#[derive(Debug, Default)]
struct Sheet {
    name: String,
    hidden: bool,
    /// Cells that show something.
    cells: Vec<Shown>,
    /// First and last row, first and last column of merged cells.
    merged: Vec<Area>,
    /// Cells with ruling lines, whether they show something or not: row and column.
    ruled: Vec<(u32, u32)>,
}

/// What a cell shows.
#[derive(Debug)]
struct Shown {
    row: u32,
    col: u32,
    text: String,
}

/// A rectangle of cells, ends inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Area {
    rows: (u32, u32),
    cols: (u32, u32),
}

/// How many half-width characters a step of an indent takes in workbooks of Excel.
const STEP: i32 = 2;

/// Counts what a workbook holds against the limits.
struct Budget<'a> {
    source: &'a Source,
    left: usize,
    most: usize,
}

impl<'a> Budget<'a> {
    fn new(source: &'a Source, limits: &Limits) -> Self {
        Self { source, left: limits.cells, most: limits.cells }
    }

    /// Takes one cell or merged area.
    ///
    /// # Errors
    /// `TooLarge` when there were too many.
    fn take(&mut self) -> Result<(), Error> {
        let most = self.most;
        self.left = self.left.checked_sub(1).ok_or_else(|| {
            let detail = format!("超过 {most} 个单元格 / more than {most} cells");
            Error::new(ErrorKind::TooLarge, &self.source.path, detail)
        })?;
        Ok(())
    }
}

impl Sheet {
    /// Adds the text of a cell that is set in by so many half-width characters, as forms set in the parts of an item.
    fn show_set_in(&mut self, row: u32, col: u32, columns: i32, text: &str) {
        match indent::first_line(columns, 0) {
            0 => self.show(row, col, text),
            columns => self.show(row, col, &(" ".repeat(columns) + text)),
        }
    }

    /// Adds what a cell shows. Line ends are `\n`; a cell that shows nothing is none.
    fn show(&mut self, row: u32, col: u32, text: &str) {
        let text = if text.contains(['\r', '_']) {
            Cow::Owned(text.replace("_x000D_", "").replace("\r\n", "\n").replace('\r', "\n"))
        } else {
            Cow::Borrowed(text)
        };
        let text = text.trim_end_matches('\n');
        if !text.trim().is_empty() {
            self.cells.push(Shown { row, col, text: text.to_owned() });
        }
    }
}

/// The document that the sheets of a workbook make.
fn document(sheets: Vec<Sheet>, limits: &Limits) -> Outcome<Document> {
    let mut document = Document::default();
    let mut notices = Vec::new();
    for (number, sheet) in (0u16..).zip(sheets) {
        document.origin.sheets.push(sheet.name.clone());
        if sheet.hidden {
            let at = SheetCell { sheet: number, row: 0, col: 0 };
            let spot = Spot { sheet: Some(at), ..Spot::default() };
            let at = Location { spot, ..Location::default() };
            notices.push(Notice::NotRead { what: Unread::HiddenSheet(sheet.name), at });
        } else {
            layout::blocks(sheet, number, limits, &mut document.blocks);
        }
    }
    notices.extend(lost::undecodable(&document));
    Outcome { value: document, notices }
}

#[cfg(test)]
mod tests;
