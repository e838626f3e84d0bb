//! One table: rows and cells in, a table out. A table that only lays out other tables gives its content instead.

use super::body::Body;
use super::paragraph::says_any;
use super::stream::{Stream, is_on};
use crate::model::{Block, Spot};
use crate::read::contents::{flat, table_of, text_of};
use crate::read::marked::Rows;
use crate::read::xml::{Element, Event, Fault};

/// One cell as it stands in a row.
#[derive(Default)]
struct Cell {
    columns: u32,
    /// Whether it continues the one above, or the one before.
    continues_above: bool,
    continues_before: bool,
    deleted: bool,
    blocks: Vec<Block>,
}

/// What a row says of itself.
#[derive(Default)]
struct RowProperties {
    before: u32,
    after: u32,
    gone: bool,
}

/// What the properties of a cell must hold to decide where it lies.
const OF_CELLS: &[&str] = &["gridSpan", "erge", "cellDel", "tcPr"];

impl Body<'_> {
    /// Reads the table that began last.
    ///
    /// # Errors
    /// When the markup is broken or a limit is exceeded.
    pub(super) fn table(&mut self, stream: &mut Stream<'_>, out: &mut Vec<Block>) -> Result<(), Fault> {
        let mut rows = Rows::default();
        let mut contents = Vec::new();
        while let Some(event) = stream.next()? {
            match event {
                Event::Open(element) if element.name() == "tr" => self.row(stream, &mut rows, &mut contents)?,
                Event::Open(element) if element.name() == "tblGrid" => stream.pass(&element)?,
                Event::Open(_) => stream.skip()?,
                Event::Text(_) => {}
                Event::Close => break,
            }
        }
        out.extend(table_of(rows.finish(Spot::default()), contents));
        if self.inside == 0 {
            out.append(&mut self.waiting);
        }
        Ok(())
    }

    fn row(&mut self, stream: &mut Stream<'_>, rows: &mut Rows, contents: &mut Vec<Vec<Block>>) -> Result<(), Fault> {
        let mut properties = RowProperties::default();
        let mut cells: Vec<Cell> = Vec::new();
        while let Some(event) = stream.next()? {
            match event {
                Event::Open(element) => match element.name() {
                    "trPr" => properties.set(stream)?,
                    // What revision has deleted is not counted by any list.
                    "tc" if !properties.gone => {
                        let cell = self.cell(stream)?;
                        match cells.last_mut() {
                            _ if cell.deleted => {}
                            Some(before) if cell.continues_before => {
                                before.columns = before.columns.saturating_add(cell.columns);
                            }
                            _ => cells.push(cell),
                        }
                    }
                    _ => stream.skip()?,
                },
                Event::Text(_) => {}
                Event::Close => break,
            }
        }
        if properties.gone {
            return Ok(());
        }
        let width = cells.iter().map(|c| c.columns as usize).sum::<usize>() + properties.before as usize;
        self.limits.columns_fit(width)?;
        rows.row();
        rows.skip(properties.before);
        for cell in cells {
            if cell.continues_above {
                // Nothing that stands in it is printed.
                rows.continued(cell.columns);
            } else {
                rows.cell(text_of(&flat(&cell.blocks)).unwrap_or_default(), cell.columns, 1);
                contents.push(cell.blocks);
            }
        }
        rows.skip(properties.after);
        Ok(())
    }

    fn cell(&mut self, stream: &mut Stream<'_>) -> Result<Cell, Fault> {
        self.cells += 1;
        self.limits.cells_fit(self.cells)?;
        let mut cell = Cell { columns: 1, ..Cell::default() };
        self.inside += 1;
        cell.blocks = self.apart(|body, blocks| {
            while let Some(event) = stream.next()? {
                match event {
                    Event::Open(element) if element.name() == "tcPr" => {
                        let plain = stream.ahead(&element).is_some_and(|p| !says_any(p, OF_CELLS));
                        if plain { stream.pass(&element)? } else { cell.set(stream)? }
                    }
                    Event::Open(element) => body.block(element.name(), stream, blocks)?,
                    Event::Text(_) => {}
                    Event::Close => break,
                }
            }
            Ok(())
        })?;
        self.inside -= 1;
        Ok(cell)
    }
}

impl Cell {
    fn set(&mut self, stream: &mut Stream<'_>) -> Result<(), Fault> {
        // Without a value, a merge goes on.
        let goes_on = |element: &Element<'_>| element.attribute("val").is_none_or(|v| v != "restart");
        stream.inside(|depth, element| match (depth, element.name()) {
            (1, "gridSpan") => self.columns = element.number("val").unwrap_or(1).max(1),
            (1, "vMerge" | "vmerge") => self.continues_above = goes_on(element),
            (1, "hMerge" | "hmerge") => self.continues_before = goes_on(element),
            (1, "cellDel") => self.deleted = true,
            _ => {}
        })
    }
}

impl RowProperties {
    fn set(&mut self, stream: &mut Stream<'_>) -> Result<(), Fault> {
        stream.inside(|depth, element| match (depth, element.name()) {
            (1, "gridBefore") => self.before = element.number("val").unwrap_or_default(),
            (1, "gridAfter") => self.after = element.number("val").unwrap_or_default(),
            (1, "del") => self.gone = true,
            (1, "hidden") => self.gone |= is_on(element),
            _ => {}
        })
    }
}
