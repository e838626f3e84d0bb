//! Block content: the elements of a body, cell, text box or note in, blocks out; and the state that a document's
//! paragraphs share. Paragraphs and tables have modules of their own.

use super::fields::Fields;
use super::numbering::Lists;
use super::stream::Stream;
use super::styles::Styles;
use crate::model::{Block, Embedded, Location, Notice, Unread, offset};
use crate::read::Limits;
use crate::read::contents::text_of;
use crate::read::xml::{Event, Fault};
use std::collections::HashMap;

/// What reading a document keeps in mind.
pub(super) struct Body<'a> {
    pub(super) limits: &'a Limits,
    pub(super) styles: Styles,
    pub(super) lists: Lists,
    pub(super) fields: Fields,
    /// Notes that are still to be printed, by kind and number.
    pub(super) notes: HashMap<(&'static str, String), Vec<Block>>,
    /// Notes of cells, which stand after the table.
    pub(super) waiting: Vec<Block>,
    /// Text whose paragraph mark was deleted: it belongs to the next paragraph.
    pub(super) carried: String,
    /// How many cells the place read at lies in.
    pub(super) inside: usize,
    /// Cells so far, for limits.
    pub(super) cells: usize,
    /// Paragraphs so far, for limits.
    pub(super) paragraphs: usize,
    /// What is embedded in the block that is being read and is not read.
    pub(super) unread: Vec<Embedded>,
}

impl<'a> Body<'a> {
    pub(super) fn new(limits: &'a Limits, styles: Styles, lists: Lists) -> Self {
        let (fields, notes, carried) = (Fields::default(), HashMap::new(), String::new());
        let (waiting, unread) = (Vec::new(), Vec::new());
        Self { limits, styles, lists, fields, notes, waiting, carried, inside: 0, cells: 0, paragraphs: 0, unread }
    }

    /// Reads the notes part of a kind.
    ///
    /// # Errors
    /// When the markup is broken or a limit is exceeded.
    pub(super) fn read_notes(&mut self, kind: &'static str, stream: &mut Stream<'_>) -> Result<(), Fault> {
        while let Some(event) = stream.next()? {
            let Event::Open(element) = event else { continue };
            if element.name() != kind {
                stream.skip()?;
                continue;
            }
            let id = element.attribute("id").unwrap_or_default().into_owned();
            // Separators and the like are notes with a type.
            if element.attribute("type").is_some_and(|t| t != "normal") {
                stream.skip()?;
                continue;
            }
            let blocks = self.apart(|body, blocks| body.content(stream, blocks))?;
            self.notes.insert((kind, id), blocks);
        }
        Ok(())
    }

    /// Reads the blocks of the main part, and gives the remarks on what is embedded in them.
    ///
    /// # Errors
    /// When the markup is broken or a limit is exceeded.
    pub(super) fn main(&mut self, stream: &mut Stream<'_>, out: &mut Vec<Block>) -> Result<Vec<Notice>, Fault> {
        let mut notices = Vec::new();
        while let Some(event) = stream.next()? {
            if let Event::Open(element) = event {
                self.block(element.name(), stream, out)?;
                let at = Location { block: offset(out.len().saturating_sub(1)), ..Location::default() };
                let unread = self.unread.drain(..).map(Unread::Embedded);
                notices.extend(unread.map(|what| Notice::NotRead { what, at: at.clone() }));
            }
        }
        self.finish(out);
        Ok(notices)
    }

    /// Reads blocks up to the end of the element that began last.
    ///
    /// # Errors
    /// When the markup is broken or a limit is exceeded.
    pub(super) fn content(&mut self, stream: &mut Stream<'_>, out: &mut Vec<Block>) -> Result<(), Fault> {
        while let Some(event) = stream.next()? {
            match event {
                Event::Open(element) => self.block(element.name(), stream, out)?,
                Event::Text(_) => {}
                Event::Close => break,
            }
        }
        Ok(())
    }

    /// Reads the element that began last, if it is a block, and passes over it otherwise.
    ///
    /// # Errors
    /// As [`Body::content`].
    pub(super) fn block(&mut self, name: &str, stream: &mut Stream<'_>, out: &mut Vec<Block>) -> Result<(), Fault> {
        match name {
            "p" => self.paragraph(stream, out),
            "tbl" => self.table(stream, out),
            "altChunk" => {
                self.unread.push(Embedded::Chunk);
                stream.skip()
            }
            _ => stream.skip(),
        }
    }

    /// Reads the blocks of a cell, text box or note: no field or joined paragraph reaches into it or out of it.
    ///
    /// # Errors
    /// As [`Body::content`].
    pub(super) fn apart(
        &mut self,
        read: impl FnOnce(&mut Self, &mut Vec<Block>) -> Result<(), Fault>,
    ) -> Result<Vec<Block>, Fault> {
        let outside = (std::mem::take(&mut self.fields), std::mem::take(&mut self.carried));
        let mut blocks = Vec::new();
        read(self, &mut blocks)?;
        self.finish(&mut blocks);
        (self.fields, self.carried) = outside;
        Ok(blocks)
    }

    /// Ends the content: text that waits for a next paragraph becomes one.
    pub(super) fn finish(&mut self, out: &mut Vec<Block>) {
        let text = std::mem::take(&mut self.carried);
        out.extend(text_of(&text).map(Block::Paragraph));
    }
}
