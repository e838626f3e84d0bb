//! XML of office files: text in, elements and characters out, one after the other.
//!
//! Elements are known by their local names, so that a foreign prefix or the namespaces of strict OOXML change nothing.
//! Character references and the five entities of XML are resolved; no other entity is ever expanded, so that none can
//! grow. What the elements mean, the formats know.

use super::Limits;
use crate::model::{Error, ErrorKind};
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event as Raw};
use quick_xml::{Reader, XmlVersion};
use std::borrow::Cow;

/// What comes next.
#[derive(Debug)]
pub(super) enum Event<'a> {
    /// An element begins. Empty elements begin and end.
    Open(Element<'a>),
    /// The element that began last ends.
    Close,
    /// Characters; a text may come in several pieces.
    Text(Cow<'a, str>),
}

/// The start of an element.
#[derive(Debug)]
pub(super) struct Element<'a>(BytesStart<'a>);

impl Element<'_> {
    /// The local name.
    pub(super) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// The name as it is written, with its prefix.
    fn full_name(&self) -> &str {
        self.0.name().into_inner()
    }

    /// The value of the attribute with this local name.
    pub(super) fn attribute(&self, name: &str) -> Option<Cow<'_, str>> {
        let mut attributes = self.0.attributes();
        let mut attributes = attributes.with_checks(false).filter_map(Result::ok);
        let found = attributes.find(|a| a.key.local_name().into_inner() == name)?;
        // A value with an unknown entity stays as it is written.
        Some(match found.normalized_value(XmlVersion::Implicit1_0) {
            Ok(value) => Cow::Owned(value.into_owned()),
            Err(_) => Cow::Owned(found.value.into_owned()),
        })
    }

    /// The value of an attribute as a number.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.trim().parse().ok()
    }
}

/// Why reading stopped.
#[derive(Debug)]
pub(super) enum Fault {
    /// The markup is broken.
    Damaged(String),
    /// A limit is exceeded.
    TooLarge(String),
}

impl Limits {
    /// Refuses a row of a table with more columns than the limits allow.
    pub(super) fn columns_fit(&self, columns: usize) -> Result<(), Fault> {
        let most = self.columns;
        let words = || format!("一行超过 {most} 列 / more than {most} columns in a row");
        if columns > most { Err(Fault::TooLarge(words())) } else { Ok(()) }
    }

    /// Refuses more cells in all tables together than the limits allow.
    pub(super) fn cells_fit(&self, cells: usize) -> Result<(), Fault> {
        let most = self.cells;
        if cells > most {
            Err(Fault::TooLarge(format!("超过 {most} 个单元格 / more than {most} cells")))
        } else {
            Ok(())
        }
    }

    /// Refuses more paragraphs than the limits allow.
    pub(super) fn paragraphs_fit(&self, paragraphs: usize) -> Result<(), Fault> {
        let most = self.lines;
        let words = || format!("超过 {most} 段 / more than {most} paragraphs");
        if paragraphs > most { Err(Fault::TooLarge(words())) } else { Ok(()) }
    }
}

impl Fault {
    /// The error about a file.
    pub(super) fn error(self, path: &str) -> Error {
        match self {
            Self::Damaged(detail) => Error::new(ErrorKind::Damaged, path, detail),
            Self::TooLarge(detail) => Error::new(ErrorKind::TooLarge, path, detail),
        }
    }
}

/// A text in XML that is being read.
pub(super) struct Xml<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    depth: usize,
    deepest: usize,
}

impl<'a> Xml<'a> {
    /// Begins at the start of a text.
    pub(super) fn new(text: &'a str, limits: &Limits) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Self { text, reader, depth: 0, deepest: limits.depth }
    }

    /// What comes next; `None` at the end of the text.
    ///
    /// # Errors
    /// When the markup is broken or cut off, or nests deeper than the limits allow.
    pub(super) fn next(&mut self) -> Result<Option<Event<'a>>, Fault> {
        loop {
            match self.reader.read_event().map_err(|e| self.broken(&e.to_string()))? {
                Raw::Start(start) => {
                    self.depth += 1;
                    if self.depth > self.deepest {
                        let most = self.deepest;
                        return Err(Fault::TooLarge(format!("标记嵌套超过 {most} 层 / nests deeper than {most}")));
                    }
                    return Ok(Some(Event::Open(Element(start))));
                }
                Raw::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Some(Event::Close));
                }
                Raw::Text(text) => return Ok(Some(Event::Text(text.xml10_content()))),
                Raw::CData(text) => return Ok(Some(Event::Text(text.xml10_content()))),
                Raw::GeneralRef(reference) => {
                    let name = reference.into_inner();
                    return Ok(Some(Event::Text(resolved(&name))));
                }
                Raw::Eof if self.depth > 0 => return Err(self.broken("内容不完整 / cut off")),
                Raw::Eof => return Ok(None),
                Raw::Empty(_) | Raw::Comment(_) | Raw::Decl(_) | Raw::PI(_) | Raw::DocType(_) => {}
            }
        }
    }

    /// Passes over the rest of the element that began last.
    ///
    /// # Errors
    /// As [`Xml::next`].
    pub(super) fn skip(&mut self) -> Result<(), Fault> {
        let mut open = 1usize;
        while open > 0 {
            match self.next()? {
                Some(Event::Open(_)) => open += 1,
                Some(Event::Close) => open -= 1,
                Some(Event::Text(_)) => {}
                None => break,
            }
        }
        Ok(())
    }

    /// The markup between the start that came last and the first end of the same name. That is all of the element when
    /// it holds no other of its name. `None` when the element is empty or never ends so.
    pub(super) fn ahead(&self, element: &Element<'a>) -> Option<&'a str> {
        let rest = self.text.get(self.text.len() - self.reader.get_ref().len()..)?;
        // The end of an empty element does not stand in the text.
        if self.text[..self.text.len() - rest.len()].ends_with("/>") {
            return None;
        }
        let end = ["</", element.full_name(), ">"].concat();
        rest.find(&end).map(|at| &rest[..at])
    }

    /// Passes over the rest of an element that holds no other of its name, many times faster than [`Xml::skip`].
    ///
    /// # Errors
    /// As [`Xml::next`].
    pub(super) fn pass(&mut self, element: &Element<'a>) -> Result<(), Fault> {
        if let Some(ahead) = self.ahead(element) {
            let rest: &'a [u8] = self.reader.get_ref();
            *self.reader.get_mut() = rest.get(ahead.len()..).unwrap_or_default();
        }
        self.skip()
    }

    /// Calls `each` for every element inside the one that began last, with its depth (1 directly inside), and ends after
    /// it.
    ///
    /// # Errors
    /// As [`Xml::next`].
    pub(super) fn inside(&mut self, mut each: impl FnMut(usize, &Element<'a>)) -> Result<(), Fault> {
        let mut open = 1usize;
        while open > 0 {
            match self.next()? {
                Some(Event::Open(element)) => {
                    each(open, &element);
                    open += 1;
                }
                Some(Event::Close) => open -= 1,
                Some(Event::Text(_)) => {}
                None => break,
            }
        }
        Ok(())
    }

    /// The characters directly inside the element that began last; ends after it.
    ///
    /// # Errors
    /// As [`Xml::next`].
    pub(super) fn text(&mut self) -> Result<Cow<'a, str>, Fault> {
        let mut out = Cow::Borrowed("");
        loop {
            match self.next()? {
                Some(Event::Text(piece)) if out.is_empty() => out = piece,
                Some(Event::Text(piece)) => out.to_mut().push_str(&piece),
                Some(Event::Open(_)) => self.skip()?,
                Some(Event::Close) | None => return Ok(out),
            }
        }
    }

    fn broken(&self, what: &str) -> Fault {
        let (zh, en) = what.split_once(" / ").unwrap_or((what, what));
        let at = self.text.len().saturating_sub(self.reader.get_ref().len());
        Fault::Damaged(format!("XML 第 {at} 字节：{zh} / byte {at} of the XML: {en}"))
    }
}

/// What a reference stands for; one that XML does not define stays as it is written.
fn resolved<'a>(name: &str) -> Cow<'a, str> {
    let code = name.strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    });
    match (code.and_then(char::from_u32), resolve_xml_entity(name)) {
        (Some(c), _) => Cow::Owned(c.to_string()),
        (None, Some(text)) => Cow::Borrowed(text),
        (None, None) => Cow::Owned(format!("&{name};")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, Fault> {
        let mut xml = Xml::new(text, &Limits::DEFAULT);
        let mut out = String::new();
        while let Some(event) = xml.next()? {
            match event {
                Event::Open(e) => {
                    let value = e.attribute("v").unwrap_or_default();
                    out.extend(["<", e.name(), " \"", &value, "\">"]);
                }
                Event::Close => out.push('/'),
                Event::Text(text) => out += &text,
            }
        }
        Ok(out)
    }

    #[test]
    fn elements_and_characters() {
        let cases = [
            ("<a:p x:v='1'/>", "<p \"1\">/"),
            ("<p v='1&lt;2&#33;'>a&amp;b&#x4e2d;</p>", "<p \"1<2!\">a&b中/"),
            ("<!DOCTYPE p [<!ENTITY l 'lol'>]><p>&l;&nosuch;</p>", "<p \"\">&l;&nosuch;/"),
            ("<p><![CDATA[<b>]]>\r\n</p>", "<p \"\"><b>\n/"),
            ("<?xml version='1.0'?><!-- c --><p>a & b</p>", "<p \"\">a & b/"),
            ("", ""),
        ];
        for (text, wanted) in cases {
            assert_eq!(read(text).expect(text), wanted);
        }
    }

    #[test]
    fn broken_or_deep_markup_is_an_error() {
        for text in ["<p>", "<p><b></p>", "<p", "<p></b>"] {
            assert!(matches!(read(text), Err(Fault::Damaged(_))), "{text}");
        }
        assert!(matches!(read(&"<p>".repeat(300)), Err(Fault::TooLarge(_))));
    }

    #[test]
    fn passing_over_without_reading() {
        let text = "<x><w:a><b>&amp;</b></w:a><w:a/><w:a v='1' ></w:a ></x>";
        let mut xml = Xml::new(text, &Limits::DEFAULT);
        let mut seen = Vec::new();
        while let Some(event) = xml.next().expect("well-formed") {
            if let Event::Open(element) = event
                && element.name() == "a"
            {
                seen.push(xml.ahead(&element).map(str::to_owned));
                xml.pass(&element).expect("well-formed");
            }
        }
        assert_eq!(seen, [Some("<b>&amp;</b>".to_owned()), None, None]);
    }

    #[test]
    fn passing_over() {
        let mut xml = Xml::new("<a><b><c/>x</b><d v='2'/></a><e/>", &Limits::DEFAULT);
        let mut seen = Vec::new();
        assert!(matches!(xml.next(), Ok(Some(Event::Open(_)))));
        xml.inside(|depth, e| seen.push((depth, e.name().to_owned(), e.number("v")))).expect("well-formed");
        assert_eq!(seen, [(1, "b".to_owned(), None), (2, "c".to_owned(), None), (1, "d".to_owned(), Some(2))]);
        assert!(matches!(xml.next(), Ok(Some(Event::Open(e))) if e.name() == "e"));
        let mut xml = Xml::new("<a>1&amp;<b>x</b>2</a>", &Limits::DEFAULT);
        assert!(matches!(xml.next(), Ok(Some(Event::Open(_)))));
        assert_eq!(xml.text().expect("well-formed"), "1&2");
    }
}
