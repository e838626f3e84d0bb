//! One paragraph: its characters and spans in, a heading or paragraph out, followed by the text boxes anchored in it and
//! the notes it refers to.

use super::body::{Body, is_drawing};
use crate::model::Block;
use crate::read::contents::{lines_of, text_of};
use crate::read::xml::{Element, Event, Fault, Xml};
use std::borrow::Cow;

/// Most spaces that one mark of repeated spaces stands for.
const MOST_SPACES: u32 = 1_000;

/// A paragraph that is being read.
#[derive(Default)]
struct Line {
    text: String,
    /// Text boxes and notes, which stand after it.
    after: Vec<Block>,
}

impl Body<'_> {
    /// Reads the paragraph or heading that began last.
    ///
    /// # Errors
    /// When the markup is broken or a limit is exceeded.
    pub(super) fn paragraph(
        &mut self,
        element: &Element<'_>,
        xml: &mut Xml<'_>,
        out: &mut Vec<Block>,
    ) -> Result<(), Fault> {
        self.paragraphs += 1;
        self.limits.paragraphs_fit(self.paragraphs)?;
        let style = element.attribute("style-name").map(Cow::into_owned);
        let style = style.as_deref();
        let is_heading = element.name() == "h";
        let level = element.number("outline-level").unwrap_or(1);
        let unnumbered = element.attribute("is-list-header").is_some_and(|v| v == "true");
        let label = match (self.lists.is_open(), is_heading && !unnumbered) {
            (true, _) => self.lists.label(style, self.styles),
            (false, true) => self.lists.outline_label(level, self.styles),
            (false, false) => String::new(),
        };
        let mut line = Line::default();
        self.inline(xml, self.styles.hidden(style), &mut line)?;
        // In forms, the indent of an item shows what it is part of. In running text it shows nothing.
        let indent = " ".repeat(if self.inside > 0 { self.styles.indent(style) } else { 0 });
        if let Some(text) = text_of(&[indent, label, line.text].concat()) {
            let heads = is_heading || self.styles.is_title(style);
            if self.inside > 0 { out.push(Block::Paragraph(text)) } else { out.extend(lines_of(text, heads)) }
        }
        out.extend(line.after);
        Ok(())
    }

    fn inline(&mut self, xml: &mut Xml<'_>, hidden: bool, line: &mut Line) -> Result<(), Fault> {
        while let Some(event) = xml.next()? {
            let element = match event {
                Event::Text(text) if hidden => {
                    drop(text);
                    continue;
                }
                Event::Text(text) => {
                    line.push(&text);
                    continue;
                }
                Event::Open(element) => element,
                Event::Close => break,
            };
            let sign = match element.name() {
                "s" => Some(" ".repeat(element.number("c").unwrap_or(1).min(MOST_SPACES) as usize)),
                "tab" => Some("\t".to_owned()),
                "line-break" => Some("\n".to_owned()),
                _ => None,
            };
            match element.name() {
                "s" | "tab" | "line-break" => {
                    line.text.extend(sign.filter(|_| !hidden));
                    xml.skip()?;
                }
                "span" => {
                    let style = element.attribute("style-name");
                    let hides = hidden || self.styles.hidden(style.as_deref());
                    self.inline(xml, hides, line)?;
                }
                "note-body" => {
                    let blocks = self.apart(xml)?;
                    if self.inside > 0 { self.waiting.extend(blocks) } else { line.after.extend(blocks) }
                }
                name if is_drawing(name) => {
                    let mut blocks = Vec::new();
                    self.boxes(xml, &mut blocks)?;
                    line.after.extend(blocks);
                }
                // Comments, the mark of a note, phonetic guides, programs, what a condition hides.
                "annotation" | "note-citation" | "ruby-text" | "script" | "number" | "object" => xml.skip()?,
                "hidden-text" | "hidden-paragraph" => xml.skip()?,
                _ => self.inline(xml, hidden, line)?,
            }
        }
        Ok(())
    }
}

impl Line {
    /// Adds characters; white space in a row is one space, unless elements of their own stand for it.
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                ' ' | '\n' | '\r' | '\t' => {
                    if !self.text.is_empty() && !self.text.ends_with([' ', '\n', '\t']) {
                        self.text.push(' ');
                    }
                }
                c => self.text.push(c),
            }
        }
    }
}
