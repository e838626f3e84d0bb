//! Properties: a byte of the text in, what applies to its paragraph, its characters or its row out.
//!
//! Styles come first, then the formatted pages, then what saving fast changed in a piece.

use super::super::edged::RowShape;
use super::super::indent;
use super::super::symbols::SymbolFont;
use super::bytes::{i16_at, i32_at, index, part, u8_at, u16_at, u32_at};
use super::fib::{Fib, List, Version};
use super::fonts::Font;
use super::modifiers::{Modifier, code, modifiers, short};
use super::pieces::{Characters, Piece};
use super::rows::RowBuilder;
use super::runs::{Run, Runs};
use super::styles::Styles;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

/// Built-in styles that are headings.
const HEADINGS: std::ops::RangeInclusive<u16> = 1..=9;
/// The outline level of running text.
const BODY: u8 = 9;
/// How many bytes of modifiers outside the formatted pages are read, in all.
const MOST_ELSEWHERE: usize = 1 << 28;

/// What ends with a paragraph, beside what its mark says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ends {
    pub row: bool,
    /// A cell or row of a table inside another.
    pub inner_cell: bool,
    pub inner_row: bool,
}

/// What applies to a paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub style: u16,
    pub heading: bool,
    /// The list, counted from 1; 0 is none.
    pub list: u16,
    pub list_level: Option<u8>,
    in_table: bool,
    /// The depth of the table, when it is stated.
    depth: i32,
    pub ends: Ends,
    /// Where it begins and how much further in its first line does, in twips and in hundredths of a character.
    indent: i32,
    first_line: i32,
    indent_characters: i32,
    first_line_characters: i32,
}

impl Paragraph {
    /// In how many tables it stands.
    pub(super) fn depth(&self) -> usize {
        usize::try_from(self.depth).unwrap_or(0).max(usize::from(self.in_table))
    }

    /// How far in its first line begins, in half-width characters. Only what the paragraph says of itself counts.
    pub(super) fn indent(&self) -> usize {
        let first = indent::columns(self.first_line_characters, self.first_line);
        indent::first_line(indent::columns(self.indent_characters, self.indent), first)
    }

    fn apply(&mut self, (opcode, operand): Modifier<'_>) {
        let byte = u8_at(operand, 0).unwrap_or(0);
        let number = i16_at(operand, 0).map_or(0, i32::from);
        match opcode {
            _ if code::INDENT.contains(&opcode) => self.indent = number,
            _ if code::FIRST_LINE.contains(&opcode) => self.first_line = number,
            code::INDENT_CHARACTERS => self.indent_characters = number,
            code::FIRST_LINE_CHARACTERS => self.first_line_characters = number,
            code::IN_TABLE => self.in_table = byte != 0,
            code::ROW_END => self.ends.row = byte != 0,
            code::INNER_CELL => self.ends.inner_cell = byte != 0,
            code::INNER_ROW_END => self.ends.inner_row = byte != 0,
            code::TABLE_DEPTH => self.depth = i32_at(operand, 0).unwrap_or(0),
            code::TABLE_DEPTH_CHANGE => self.depth = self.depth.saturating_add(i32_at(operand, 0).unwrap_or(0)),
            code::LIST => self.list = u16_at(operand, 0).unwrap_or(0),
            code::LIST_LEVEL => self.list_level = Some(byte),
            code::OUTLINE_LEVEL => self.heading = byte < BODY,
            _ => {}
        }
    }
}

/// What applies to a run of characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Look {
    pub hidden: bool,
    pub deleted: bool,
    /// Whether the characters stand for something else: a picture, a note, a symbol.
    pub special: bool,
    /// The font.
    pub font: Option<u16>,
    /// The code of a symbol in its font.
    pub symbol: Option<u16>,
}

impl Look {
    fn apply(&mut self, (opcode, operand): Modifier<'_>, base: bool) {
        let byte = u8_at(operand, 0).unwrap_or(0);
        match opcode {
            // The upper values take what the style says, or its opposite.
            code::HIDDEN => self.hidden = if byte & 0x80 != 0 { base != (byte & 1 == 1) } else { byte != 0 },
            code::FIELD_HIDDEN => self.hidden |= byte != 0,
            code::DELETED => self.deleted = byte != 0,
            code::SPECIAL => self.special = byte != 0,
            code::FONT => self.font = u16_at(operand, 0),
            code::SYMBOL => {
                self.special = true;
                self.font = u16_at(operand, 0);
                self.symbol = u16_at(operand, 2).or_else(|| u8_at(operand, 2).map(u16::from));
            }
            _ => {}
        }
    }
}

/// Everything that tells properties.
pub(super) struct Formatting<'a> {
    version: Version,
    streams: Streams<'a>,
    /// The style sheet.
    sheet: &'a [u8],
    styles: Styles,
    paragraph_runs: Runs,
    character_runs: &'a Runs,
    fonts: Vec<Font>,
    /// Bytes of lists outside the formatted pages that may still be read: a small file could refer to a large list of
    /// modifiers again and again.
    budget: Cell<usize>,
    /// What styles say, which is asked for again and again too.
    paragraphs: RefCell<HashMap<u16, Paragraph>>,
    looks: RefCell<HashMap<(u16, Look), Look>>,
}

/// The streams and lists that tell properties.
pub(super) struct Streams<'a> {
    /// The stream `WordDocument`.
    pub document: &'a [u8],
    /// The stream that holds the lists.
    pub table: &'a [u8],
    /// The stream `Data`.
    pub data: &'a [u8],
}

impl<'a> Formatting<'a> {
    /// Reads styles and runs.
    pub(super) fn read(streams: Streams<'a>, fib: &Fib, fonts: Vec<Font>, character_runs: &'a Runs) -> Self {
        let sheet = fib.list(streams.table, List::Styles);
        Self {
            version: fib.version,
            sheet,
            styles: Styles::read(sheet, fib.version),
            paragraph_runs: Runs::read(streams.document, streams.table, fib, List::ParagraphRuns),
            character_runs,
            fonts,
            streams,
            budget: Cell::new(MOST_ELSEWHERE),
            paragraphs: RefCell::default(),
            looks: RefCell::default(),
        }
    }

    /// The stream that holds the lists.
    pub(super) fn table(&self) -> &'a [u8] {
        self.streams.table
    }

    /// The signs of the font in which characters look like this, when it is a symbol font.
    pub(super) fn symbols(&self, look: Look) -> Option<SymbolFont> {
        self.fonts.get(usize::from(look.font?))?.symbols
    }

    /// What applies to the paragraph that ends at a position.
    pub(super) fn paragraph(&self, text: &Characters, position: usize) -> Paragraph {
        let Some((piece, run)) = place(text, position, &self.paragraph_runs) else { return Paragraph::default() };
        let mut style = run.map_or(0, |run| run.style);
        let direct = |apply: &mut dyn FnMut(Modifier<'_>)| {
            if let Some(run) = run {
                self.each(part(self.streams.document, run.modifiers.clone()), apply);
            }
            self.changes(text, piece, apply);
        };
        direct(&mut |(opcode, operand)| {
            if opcode == code::STYLE {
                style = u16_at(operand, 0).unwrap_or(style);
            }
        });
        let mut paragraph = self.paragraph_style(style);
        direct(&mut |modifier| paragraph.apply(modifier));
        paragraph
    }

    /// Where the cells of the row lie that ends at a position.
    pub(super) fn row(&self, text: &Characters, position: usize) -> RowShape {
        let mut row = RowBuilder::default();
        if let Some((piece, run)) = place(text, position, &self.paragraph_runs) {
            if let Some(run) = run {
                let list = part(self.streams.document, run.modifiers.clone());
                self.each(list, &mut |modifier| row.apply(modifier, self.version));
            }
            self.changes(text, piece, &mut |modifier| row.apply(modifier, self.version));
        }
        row.finish()
    }

    /// What applies to the character at a position, and the position up to which it does.
    pub(super) fn look(&self, text: &Characters, position: usize, style: u16) -> (Look, usize) {
        let mut look = self.character_style(style, Look::default());
        let Some((piece, run)) = place(text, position, self.character_runs) else { return (look, position + 1) };
        let byte = piece.byte(position);
        let end = piece.positions.end.min(piece.position(self.character_runs.change_after(byte)));
        let list = run.map_or(&[][..], |run| part(self.streams.document, run.modifiers.clone()));
        let mut own_style = None;
        self.each(list, &mut |(opcode, operand)| {
            if opcode == code::CHARACTER_STYLE {
                own_style = u16_at(operand, 0);
            }
        });
        if let Some(style) = own_style {
            look = self.character_style(style, look);
        }
        let base = look.hidden;
        self.each(list, &mut |modifier| look.apply(modifier, base));
        self.changes(text, piece, &mut |modifier| look.apply(modifier, base));
        (look, end.max(position + 1))
    }

    /// What a style says of its paragraphs.
    fn paragraph_style(&self, number: u16) -> Paragraph {
        if let Some(known) = self.paragraphs.borrow().get(&number) {
            return known.clone();
        }
        let mut paragraph = Paragraph { style: number, ..Paragraph::default() };
        for style in self.styles.chain(number) {
            paragraph.heading |= HEADINGS.contains(&style.builtin);
            self.each(part(self.sheet, style.paragraph.clone()), &mut |modifier| paragraph.apply(modifier));
        }
        (paragraph.indent, paragraph.first_line) = (0, 0);
        (paragraph.indent_characters, paragraph.first_line_characters) = (0, 0);
        self.paragraphs.borrow_mut().insert(number, paragraph.clone());
        paragraph
    }

    /// What a style makes of characters that look like this without it.
    fn character_style(&self, number: u16, before: Look) -> Look {
        if let Some(known) = self.looks.borrow().get(&(number, before)) {
            return *known;
        }
        let mut look = before;
        for style in self.styles.chain(number) {
            let base = look.hidden;
            self.each(part(self.sheet, style.characters.clone()), &mut |modifier| look.apply(modifier, base));
        }
        self.looks.borrow_mut().insert((number, before), look);
        look
    }

    fn changes(&self, text: &Characters, piece: &Piece, apply: &mut dyn FnMut(Modifier<'_>)) {
        if let Some((opcode, operand)) = short(piece.changes) {
            apply((opcode, &operand));
        }
        let list = text.changes(piece, self.streams.table);
        if self.is_affordable(list.len()) {
            self.each(list, apply);
        }
    }

    /// Whether a list of this length may still be read.
    fn is_affordable(&self, length: usize) -> bool {
        let left = self.budget.get().checked_sub(length);
        self.budget.set(left.unwrap_or(0));
        left.is_some()
    }

    /// Applies each modifier of a list; those that lie in `Data` stand in for the one that refers to them.
    fn each(&self, list: &[u8], apply: &mut dyn FnMut(Modifier<'_>)) {
        for (opcode, operand) in modifiers(list, self.version) {
            if !code::ELSEWHERE.contains(&opcode) {
                apply((opcode, operand));
                continue;
            }
            let place = u32_at(operand, 0).map_or(usize::MAX, index);
            let length = u16_at(self.streams.data, place).map_or(0, usize::from);
            if self.is_affordable(length) {
                let list = part(self.streams.data, place.saturating_add(2)..place.saturating_add(2 + length));
                modifiers(list, self.version).for_each(&mut *apply);
            }
        }
    }
}

/// The piece and the run that a position stands in.
fn place<'t, 'r>(text: &'t Characters, at: usize, runs: &'r Runs) -> Option<(&'t Piece, Option<&'r Run>)> {
    let piece = text.piece(at)?;
    Some((piece, runs.at(piece.byte(at))))
}
