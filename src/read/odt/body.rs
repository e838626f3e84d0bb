//! Block content: the elements of a body, section, cell, text box or note in, blocks out; and the state that a document's
//! paragraphs share. Paragraphs and tables have modules of their own.

use super::lists::Lists;
use super::styles::Styles;
use crate::model::Block;
use crate::read::Limits;
use crate::read::xml::{Element, Event, Fault, Xml};

/// What reading a document keeps in mind.
pub(super) struct Body<'a> {
    pub(super) limits: &'a Limits,
    pub(super) styles: &'a Styles,
    pub(super) lists: Lists,
    /// Notes of cells, which stand after the table.
    pub(super) waiting: Vec<Block>,
    /// How many cells the place read at lies in.
    pub(super) inside: usize,
    /// Cells so far, for limits.
    pub(super) cells: usize,
    /// Paragraphs so far, for limits.
    pub(super) paragraphs: usize,
}

impl<'a> Body<'a> {
    pub(super) fn new(limits: &'a Limits, styles: &'a Styles) -> Self {
        Self { limits, styles, lists: Lists::default(), waiting: Vec::new(), inside: 0, cells: 0, paragraphs: 0 }
    }

    /// Reads the body of a part.
    ///
    /// # Errors
    /// When the markup is broken or a limit is exceeded.
    pub(super) fn document(&mut self, xml: &mut Xml<'_>, out: &mut Vec<Block>) -> Result<(), Fault> {
        while let Some(event) = xml.next()? {
            match event {
                Event::Open(element) => match element.name() {
                    "body" => self.content(xml, out)?,
                    "automatic-styles" | "font-face-decls" | "scripts" => xml.skip()?,
                    _ => {}
                },
                Event::Text(_) | Event::Close => {}
            }
        }
        Ok(())
    }

    /// Reads blocks up to the end of the element that began last.
    ///
    /// # Errors
    /// When the markup is broken or a limit is exceeded.
    pub(super) fn content(&mut self, xml: &mut Xml<'_>, out: &mut Vec<Block>) -> Result<(), Fault> {
        while let Some(event) = xml.next()? {
            match event {
                Event::Open(element) => self.block(&element, xml, out)?,
                Event::Text(_) => {}
                Event::Close => break,
            }
        }
        Ok(())
    }

    fn block(&mut self, element: &Element<'_>, xml: &mut Xml<'_>, out: &mut Vec<Block>) -> Result<(), Fault> {
        match element.name() {
            "p" | "h" => self.paragraph(element, xml, out),
            "table" => self.table(xml, out),
            "list" => {
                self.lists.begin(element);
                let read = self.content(xml, out);
                self.lists.end();
                read
            }
            "list-item" | "list-header" => {
                self.lists.item(element);
                self.content(xml, out)
            }
            "section" if element.attribute("display").is_some_and(|v| v == "none") => xml.skip(),
            // Deleted text, the make-up of indexes, fields that are only declared, comments.
            "tracked-changes" | "forms" | "annotation" | "number" => xml.skip(),
            name if name.ends_with("-source") || name.ends_with("-decls") => xml.skip(),
            // A drawing that is anchored to the page.
            name if is_drawing(name) => self.boxes(xml, out),
            _ => self.content(xml, out),
        }
    }

    /// Reads the blocks of a cell, text box or note: no list reaches into it or out of it.
    ///
    /// # Errors
    /// As [`Body::content`].
    pub(super) fn apart(&mut self, xml: &mut Xml<'_>) -> Result<Vec<Block>, Fault> {
        let outside = self.lists.leave();
        let mut blocks = Vec::new();
        self.content(xml, &mut blocks)?;
        self.lists.enter(outside);
        Ok(blocks)
    }

    /// The text in the drawing that began last, which stands in a text box or in the shape itself.
    ///
    /// # Errors
    /// As [`Body::content`].
    pub(super) fn boxes(&mut self, xml: &mut Xml<'_>, out: &mut Vec<Block>) -> Result<(), Fault> {
        while let Some(event) = xml.next()? {
            match event {
                Event::Open(element) => match element.name() {
                    "text-box" => out.extend(self.apart(xml)?),
                    "p" | "list" | "h" | "table" => {
                        let outside = self.lists.leave();
                        self.block(&element, xml, out)?;
                        self.lists.enter(outside);
                    }
                    name if is_drawing(name) => self.boxes(xml, out)?,
                    _ => xml.skip()?,
                },
                Event::Text(_) => {}
                Event::Close => break,
            }
        }
        Ok(())
    }
}

/// Whether an element is a drawing, whose text stands apart.
pub(super) fn is_drawing(name: &str) -> bool {
    matches!(
        name,
        "frame"
            | "custom-shape"
            | "rect"
            | "ellipse"
            | "circle"
            | "polygon"
            | "polyline"
            | "path"
            | "line"
            | "g"
            | "connector"
            | "caption"
            | "regular-polygon"
    )
}
