//! The markup of a part as it is printed: elements in, elements out, without what revision marks have deleted and without
//! the second of two alternatives. Wrappers (content controls, insertions, hyperlinks, unknown elements) vanish, so that
//! every reader sees its own elements at whatever level they were wrapped.

use crate::read::Limits;
use crate::read::xml::{Element, Event, Fault, Xml};
use std::borrow::Cow;

/// How an element that has begun is to end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    /// The reader sees its end.
    Shown,
    /// A wrapper.
    Wrapper,
    /// Alternatives; whether one was taken stands in `taken`.
    Alternatives,
}

/// What becomes of an element.
enum Fate {
    /// Readers see it.
    Shown,
    /// Its content is not printed: deleted and moved text, properties, phonetic guides.
    Hidden,
    /// It holds two ways of saying the same.
    Alternatives,
    /// One of the two.
    Alternative,
    /// Only what stands in it counts.
    Wrapper,
}

fn fate(name: &str) -> Fate {
    match name {
        "p" | "r" | "t" | "tbl" | "tr" | "tc" | "pPr" | "rPr" | "tblPr" | "tblGrid" | "tblPrEx" | "trPr" | "tcPr"
        | "sectPr" | "br" | "cr" | "tab" | "ptab" | "noBreakHyphen" | "sym" | "fldChar" | "instrText"
        | "footnoteReference" | "endnoteReference" | "drawing" | "pict" | "object" | "txbxContent" | "oMath"
        | "footnote" | "endnote" | "altChunk" | "OLEObject" | "chart" | "relIds" => Fate::Shown,
        "del" | "moveFrom" | "delText" | "delInstrText" | "sdtPr" | "sdtEndPr" | "customXmlPr" | "smartTagPr"
        | "rubyPr" | "rt" | "background" => Fate::Hidden,
        "AlternateContent" => Fate::Alternatives,
        "Choice" | "Fallback" => Fate::Alternative,
        _ => Fate::Wrapper,
    }
}

/// The elements of a part that are printed.
pub(super) struct Stream<'a> {
    xml: Xml<'a>,
    open: Vec<Open>,
    taken: Vec<bool>,
}

impl<'a> Stream<'a> {
    /// Begins at the start of a part.
    pub(super) fn new(text: &'a str, limits: &Limits) -> Self {
        Self { xml: Xml::new(text, limits), open: Vec::new(), taken: Vec::new() }
    }

    /// What comes next.
    ///
    /// # Errors
    /// As [`Xml::next`].
    pub(super) fn next(&mut self) -> Result<Option<Event<'a>>, Fault> {
        while let Some(event) = self.xml.next()? {
            match &event {
                Event::Open(element) => match fate(element.name()) {
                    Fate::Shown => {
                        self.open.push(Open::Shown);
                        return Ok(Some(event));
                    }
                    Fate::Hidden => self.xml.skip()?,
                    Fate::Alternatives => {
                        self.taken.push(false);
                        self.open.push(Open::Alternatives);
                    }
                    // The first choice is what newer programs write; the fallback says the same for older ones.
                    Fate::Alternative if self.taken.last() == Some(&true) => self.xml.skip()?,
                    Fate::Alternative => {
                        if let Some(taken) = self.taken.last_mut() {
                            *taken = true;
                        }
                        self.open.push(Open::Wrapper);
                    }
                    Fate::Wrapper => self.open.push(Open::Wrapper),
                },
                Event::Close => match self.open.pop() {
                    Some(Open::Wrapper) => {}
                    Some(Open::Alternatives) => {
                        self.taken.pop();
                    }
                    Some(Open::Shown) | None => return Ok(Some(event)),
                },
                Event::Text(_) => return Ok(Some(event)),
            }
        }
        Ok(None)
    }

    /// Passes over the rest of the element that began last.
    ///
    /// # Errors
    /// As [`Xml::next`].
    pub(super) fn skip(&mut self) -> Result<(), Fault> {
        self.below().skip()
    }

    /// Passes over the element that began last, which holds no other of its name.
    ///
    /// # Errors
    /// As [`Xml::next`].
    pub(super) fn pass(&mut self, element: &Element<'a>) -> Result<(), Fault> {
        self.below().pass(element)
    }

    /// The markup of the element that began last, as [`Xml::ahead`].
    pub(super) fn ahead(&self, element: &Element<'a>) -> Option<&'a str> {
        self.xml.ahead(element)
    }

    /// All elements inside the one that began last, as [`Xml::inside`].
    ///
    /// # Errors
    /// As [`Xml::next`].
    pub(super) fn inside(&mut self, each: impl FnMut(usize, &Element<'a>)) -> Result<(), Fault> {
        self.below().inside(each)
    }

    /// The characters of the element that began last.
    ///
    /// # Errors
    /// As [`Xml::next`].
    pub(super) fn text(&mut self) -> Result<Cow<'a, str>, Fault> {
        self.below().text()
    }

    /// The markup as it stands, for reading the element that began last to its end.
    pub(super) fn below(&mut self) -> &mut Xml<'a> {
        self.open.pop();
        &mut self.xml
    }
}

/// Whether a property is on: it is unless its value says otherwise.
pub(super) fn is_on(element: &Element<'_>) -> bool {
    !element.attribute("val").is_some_and(|v| matches!(&*v, "0" | "false" | "off"))
}
