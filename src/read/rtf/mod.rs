//! RTF files: bytes in, headings, paragraphs and tables out.
//!
//! Text comes in the code page of the file or of its font, or as Unicode with a fallback that is skipped. Deliberately
//! absent: headers, footers, comments, pictures, formulas.

mod state;
#[cfg(test)]
mod tests;
mod tokens;
mod words;

use super::edged::RowShape;
use super::flow::{End, Flow, Piece};
use super::symbols::SymbolFont;
use super::{Limits, Source, charsets, lost};
use crate::model::{Document, Error, ErrorKind, Outcome};
use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};
use state::{Destination, Paragraph, Script, State};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use tokens::{Token, Tokens};

/// The outline level of running text.
const BODY: i32 = 9;

/// Whether the content is an RTF file.
pub(super) fn is_rtf(bytes: &[u8]) -> bool {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start().starts_with(b"{\\rtf")
}

/// Reads an RTF file.
pub(super) fn read(source: &Source, limits: &Limits) -> Result<Outcome<Document>, Error> {
    let mut reader = Reader::new(limits.depth);
    for token in Tokens::new(&source.bytes) {
        reader.token(token);
        if reader.ended {
            break;
        }
    }
    if !reader.ended {
        // Figures that are lost would look like sums that are wrong.
        let detail = "文件不完整，正文有缺失 / the file is incomplete, some of its text is lost";
        return Err(Error::new(ErrorKind::Damaged, &source.path, detail));
    }
    let mut flow = Flow::new(&source.path, limits);
    for piece in reader.finish() {
        flow.add(piece)?;
    }
    let document = Document { blocks: flow.finish(), ..Document::default() };
    let notices = lost::undecodable(&document).into_iter().collect();
    Ok(Outcome { value: document, notices })
}

/// A flow of paragraphs: that of the document, of a text box or of a note.
#[derive(Default)]
struct Story {
    pieces: Vec<Piece>,
    /// What the paragraph says so far.
    text: String,
    /// The paragraphs of text boxes and notes that hang in it.
    hanging: Vec<Piece>,
    /// How many groups are open around it.
    groups: usize,
}

/// A font: the encoding of its bytes, and the signs that it draws for letters.
#[derive(Clone, Copy, Default)]
struct Font {
    encoding: Option<&'static Encoding>,
    symbols: Option<SymbolFont>,
}

struct Reader {
    state: State,
    groups: Vec<State>,
    /// Most groups that are kept apart, and how many are open beyond.
    deepest: usize,
    beyond: usize,
    ended: bool,
    encoding: &'static Encoding,
    fonts: HashMap<i32, Font>,
    default_font: i32,
    headings: HashSet<i32>,
    /// Bytes of text and units of UTF-16 that are not decoded yet; never both.
    bytes: Vec<u8>,
    units: Vec<u16>,
    /// Bytes that repeat what `\u` said.
    skip: usize,
    stories: Vec<Story>,
    /// The last row that was described, for rows that are not.
    row: Rc<RowShape>,
}

impl Reader {
    fn new(deepest: usize) -> Self {
        Self {
            state: State::default(),
            groups: Vec::new(),
            deepest,
            beyond: 0,
            ended: false,
            encoding: WINDOWS_1252,
            fonts: HashMap::new(),
            default_font: -1,
            headings: HashSet::new(),
            bytes: Vec::new(),
            units: Vec::new(),
            skip: 0,
            stories: vec![Story::default()],
            row: Rc::default(),
        }
    }

    fn token(&mut self, token: Token<'_>) {
        match token {
            Token::Byte(_) if self.skip > 0 => self.skip -= 1,
            Token::Byte(byte) => {
                self.flush_units();
                self.bytes.push(byte);
            }
            Token::Word("u", number) => {
                self.flush_bytes();
                let unit = number.map_or(u32::from('\u{fffd}'), i32::cast_unsigned) & 0xFFFF;
                self.units.extend(u16::try_from(unit));
                self.skip = self.state.fallback;
            }
            Token::Open => {
                self.flush();
                if self.groups.len() < self.deepest {
                    self.groups.push(self.state.clone());
                    self.state.optional = false;
                } else {
                    self.beyond += 1;
                }
            }
            Token::Close => {
                self.flush();
                self.close();
            }
            Token::Symbol(symbol) => self.symbol(symbol),
            Token::Word(word, number) => {
                self.flush();
                self.word(word, number);
                self.state.optional = false;
            }
        }
    }

    fn close(&mut self) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        while self.stories.len() > 1 && self.stories.last().is_some_and(|s| s.groups >= self.groups.len()) {
            self.end_story();
        }
        match self.groups.pop() {
            Some(state) => self.state = state,
            None => self.ended = true,
        }
        self.ended |= self.groups.is_empty();
    }

    fn symbol(&mut self, symbol: u8) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        self.flush();
        match symbol {
            b'*' => self.state.optional = true,
            b'~' => self.push("\u{a0}"),
            b'_' => self.push("-"),
            _ => {}
        }
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        let on = number != Some(0);
        if words::is_left_out(word, self.state.optional) {
            self.state.destination = Destination::Nowhere;
            return;
        }
        if self.state.row_word(word, number) {
            if word == "cellx" {
                self.row = Rc::clone(&self.state.row);
            }
            return;
        }
        if let Some(c) = words::character(word) {
            self.push(c.encode_utf8(&mut [0; 4]));
            return;
        }
        let value = number.unwrap_or(0);
        match word {
            "par" | "sect" | "page" | "column" => self.end_paragraph(),
            "cell" => self.end(1, End::Cell),
            "nestcell" => self.end(self.state.paragraph.depth.max(2), End::Cell),
            "row" => self.end_row(1),
            "nestrow" => self.end_row(self.state.paragraph.depth.max(2)),
            "pard" => self.state.paragraph = Paragraph::default(),
            "plain" => self.state.plain(self.default_font),
            "intbl" => self.state.paragraph.in_table = on,
            "itap" => {
                self.state.paragraph.depth = usize::try_from(value).unwrap_or(0).max(1);
                self.state.paragraph.in_table |= value > 0;
            }
            "v" => self.state.hidden = on,
            "deleted" => self.state.deleted = on,
            "uc" => self.state.fallback = usize::try_from(value).unwrap_or(1),
            "f" => self.font(value),
            "af" if self.state.script == Script::EastAsian => self.state.east_asian_font = value,
            "dbch" => self.state.script = Script::EastAsian,
            "loch" | "hich" => self.state.script = Script::Any,
            "s" if self.state.destination == Destination::Styles => self.state.entry = value,
            "s" => self.state.paragraph.heading = self.headings.contains(&value),
            "outlinelevel" if self.state.destination == Destination::Styles => {
                let style = self.state.entry;
                self.headings.extend((value < BODY).then_some(style));
            }
            "outlinelevel" => self.state.paragraph.heading = (0..BODY).contains(&value),
            "fonttbl" => self.state.destination = Destination::Fonts,
            "stylesheet" => self.state.destination = Destination::Styles,
            "fcharset" => {
                let encoding = u8::try_from(value).ok().and_then(charsets::of_font);
                self.fonts.entry(self.state.entry).or_default().encoding = encoding;
            }
            "cpg" if self.state.destination == Destination::Fonts => {
                let encoding = u16::try_from(value).ok().map(charsets::of_code_page);
                self.fonts.entry(self.state.entry).or_default().encoding = encoding;
            }
            "deff" => self.default_font = value,
            "ansicpg" => self.encoding = charsets::of_code_page(u16::try_from(value).unwrap_or(0)),
            "mac" => self.encoding = MACINTOSH,
            "upr" => {
                self.state.alternative = Some(self.state.destination);
                self.state.destination = Destination::Nowhere;
            }
            "ud" => self.state.destination = self.state.alternative.take().unwrap_or(Destination::Nowhere),
            "shptxt" | "dptxbxtext" | "footnote" => self.begin_story(),
            _ => self.state.paragraph.indent_word(word, value),
        }
    }

    fn font(&mut self, number: i32) {
        if self.state.destination == Destination::Fonts {
            self.state.entry = number;
            return;
        }
        self.state.font = number;
        if self.state.script == Script::EastAsian {
            self.state.east_asian_font = number;
        }
    }

    /// Text boxes and notes are flows of their own, with paragraphs that have nothing of the one they hang in.
    fn begin_story(&mut self) {
        if self.state.destination == Destination::Text {
            self.stories.push(Story { groups: self.groups.len(), ..Story::default() });
            self.state.paragraph = Paragraph::default();
        }
    }

    fn end_story(&mut self) {
        self.end_paragraph();
        let ended = self.stories.pop().unwrap_or_default();
        if let Some(around) = self.stories.last_mut() {
            around.hanging.extend(ended.pieces);
        }
    }

    fn end_paragraph(&mut self) {
        if self.state.shows() {
            let end = if self.state.paragraph.heading { End::Heading } else { End::Paragraph };
            self.end(self.state.paragraph.table_depth(), end);
        }
    }

    fn end_row(&mut self, depth: usize) {
        let described = !self.state.row.cells.is_empty();
        let shape = if described { &self.state.row } else { &self.row };
        let end = if self.state.deleted { End::NoRow } else { End::Row(RowShape::clone(shape)) };
        self.end(depth, end);
    }

    /// Ends a paragraph and what ends with it. In a cell, boxes and notes come before its end.
    fn end(&mut self, depth: usize, end: End) {
        if self.state.destination != Destination::Text {
            return;
        }
        let Some(story) = self.stories.last_mut() else { return };
        let mut text = std::mem::take(&mut story.text);
        if depth > 0 {
            // In forms, the indent of an item shows what it is part of. In running text it shows nothing.
            text.insert_str(0, &" ".repeat(self.state.paragraph.indent()));
        }
        let boxes = std::mem::take(&mut story.hanging).into_iter();
        let boxes = boxes.map(|piece| Piece { depth: piece.depth.saturating_add(depth), ..piece });
        if end == End::Cell && boxes.len() > 0 {
            story.pieces.push(Piece { depth, text: std::mem::take(&mut text), end: End::Paragraph });
            story.pieces.extend(boxes);
            story.pieces.push(Piece { depth, text, end });
        } else {
            story.pieces.push(Piece { depth, text, end });
            story.pieces.extend(boxes);
        }
    }

    fn push(&mut self, text: &str) {
        if self.state.shows()
            && let Some(story) = self.stories.last_mut()
        {
            story.text.push_str(text);
        }
    }

    fn flush(&mut self) {
        self.skip = 0;
        self.flush_bytes();
        self.flush_units();
    }

    fn flush_units(&mut self) {
        if !self.units.is_empty() {
            let text = String::from_utf16_lossy(&std::mem::take(&mut self.units));
            let symbols = self.fonts.get(&self.state.font).and_then(|font| font.symbols);
            self.push(&symbols.map_or(text.clone(), |symbols| symbols.text(&text)));
        }
    }

    fn flush_bytes(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        if self.state.destination == Destination::Fonts {
            let name = String::from_utf8_lossy(&bytes);
            let font = self.fonts.entry(self.state.entry).or_default();
            font.symbols = font.symbols.or_else(|| SymbolFont::named(name.trim_end_matches(';')));
            return;
        }
        if !self.state.shows() {
            return;
        }
        let font = |number| self.fonts.get(&number).copied().unwrap_or_default();
        let east_asian = (self.state.script == Script::EastAsian).then(|| font(self.state.east_asian_font).encoding);
        let own = font(self.state.font);
        if let Some(symbols) = own.symbols {
            let text: String = bytes.iter().filter_map(|&b| symbols.sign(u32::from(b))).collect();
            return self.push(&text);
        }
        let encoding = east_asian.flatten().or(own.encoding).unwrap_or(self.encoding);
        let (text, _) = encoding.decode_without_bom_handling(&bytes);
        let text = text.into_owned();
        self.push(&text);
    }

    fn finish(mut self) -> Vec<Piece> {
        self.flush();
        self.state.destination = Destination::Text;
        while self.stories.len() > 1 {
            self.end_story();
        }
        let Story { mut pieces, text, hanging, .. } = self.stories.pop().unwrap_or_default();
        if !text.is_empty() {
            pieces.push(Piece { depth: self.state.paragraph.table_depth(), text, end: End::Paragraph });
        }
        pieces.extend(hanging);
        pieces
    }
}
