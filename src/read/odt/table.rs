//! One table: rows and cells in, a table out. A table that only lays out other tables gives its content instead.

use super::body::Body;
use crate::model::{Block, Spot};
use crate::read::contents::{flat, table_of, text_of};
use crate::read::marked::Rows;
use crate::read::xml::{Element, Event, Fault, Xml};

/// One cell as it stands in a row.
struct Cell {
    columns: u32,
    rows: u32,
    /// How many times it stands there.
    times: u32,
    blocks: Vec<Block>,
}

impl Body<'_> {
    /// Reads the table that began last.
    ///
    /// # Errors
    /// When the markup is broken or a limit is exceeded.
    pub(super) fn table(&mut self, xml: &mut Xml<'_>, out: &mut Vec<Block>) -> Result<(), Fault> {
        let (mut rows, mut contents) = (Rows::default(), Vec::new());
        self.rows(xml, &mut rows, &mut contents)?;
        out.extend(table_of(rows.finish(Spot::default()), contents));
        if self.inside == 0 {
            out.append(&mut self.waiting);
        }
        Ok(())
    }

    /// Reads rows, which may be grouped, up to the end of the element that began last.
    fn rows(&mut self, xml: &mut Xml<'_>, rows: &mut Rows, contents: &mut Vec<Vec<Block>>) -> Result<(), Fault> {
        while let Some(event) = xml.next()? {
            match event {
                Event::Open(element) => match element.name() {
                    "table-row" => self.row(&element, xml, rows, contents)?,
                    "table-header-rows" | "table-rows" | "table-row-group" => self.rows(xml, rows, contents)?,
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
        element: &Element<'_>,
        xml: &mut Xml<'_>,
        rows: &mut Rows,
        contents: &mut Vec<Vec<Block>>,
    ) -> Result<(), Fault> {
        let mut cells = Vec::new();
        while let Some(event) = xml.next()? {
            match event {
                Event::Open(element) => match element.name() {
                    "table-cell" => cells.push(self.cell(&element, xml)?),
                    // Among others the places of covered cells; the cell that covers them says so.
                    _ => xml.skip()?,
                },
                Event::Text(_) => {}
                Event::Close => break,
            }
        }
        let width = cells.iter().map(|c| c.columns as usize * c.times as usize).sum::<usize>();
        self.limits.columns_fit(width)?;
        let times = element.number("number-rows-repeated").unwrap_or(1).max(1);
        // Empty rows are repeated down to the end of the sheet; one of them says as much.
        let times = if cells.iter().all(|c| c.blocks.is_empty()) { 1 } else { times };
        for _ in 0..times {
            rows.row();
            for cell in &cells {
                for _ in 0..cell.times {
                    self.cells += 1;
                    rows.cell(text_of(&flat(&cell.blocks)).unwrap_or_default(), cell.columns, cell.rows);
                }
            }
            self.limits.cells_fit(self.cells)?;
        }
        contents.extend(cells.into_iter().map(|cell| cell.blocks));
        Ok(())
    }

    fn cell(&mut self, element: &Element<'_>, xml: &mut Xml<'_>) -> Result<Cell, Fault> {
        let count = |name| element.number(name).unwrap_or(1).max(1);
        let (columns, rows) = (count("number-columns-spanned"), count("number-rows-spanned"));
        let times = count("number-columns-repeated");
        self.inside += 1;
        let blocks = self.apart(xml)?;
        self.inside -= 1;
        Ok(Cell { columns, rows, times, blocks })
    }
}
