//! What control words set until their group ends: formatting, and where text goes.

use super::super::edged::{Extent, Merge, RowShape};
use super::super::indent;
use std::rc::Rc;

/// Where the content of a group goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Destination {
    /// Into the text.
    #[default]
    Text,
    /// Into the list of fonts.
    Fonts,
    /// Into the style sheet.
    Styles,
    /// Nowhere.
    Nowhere,
}

/// Which of the fonts of a run applies to its bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Script {
    #[default]
    Any,
    EastAsian,
}

/// How a paragraph is set.
#[derive(Clone, Debug, Default)]
pub(super) struct Paragraph {
    pub in_table: bool,
    /// The depth of its table, when it is stated.
    pub depth: usize,
    pub heading: bool,
    /// Where it begins and how much further in its first line does, in twips and hundredths of a character.
    indent: [i32; 2],
    first_line: [i32; 2],
}

impl Paragraph {
    /// In how many tables it stands.
    pub(super) fn table_depth(&self) -> usize {
        if self.in_table || self.depth > 1 { self.depth.max(1) } else { 0 }
    }

    /// How far in its first line begins, in half-width characters.
    pub(super) fn indent(&self) -> usize {
        let columns = |[twips, hundredths]: [i32; 2]| indent::columns(hundredths, twips);
        indent::first_line(columns(self.indent), columns(self.first_line))
    }

    /// A word that says where lines begin, or any other.
    pub(super) fn indent_word(&mut self, word: &str, number: i32) {
        match word {
            "li" => self.indent[0] = number,
            "culi" => self.indent[1] = number,
            "fi" => self.first_line[0] = number,
            "cufi" => self.first_line[1] = number,
            _ => {}
        }
    }
}

/// The state of a group; a group inside starts with that of the one around it.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub destination: Destination,
    /// Where the content of an alternative in Unicode goes, when this group holds one.
    pub alternative: Option<Destination>,
    /// Whether `\*` was just read: the group is skipped unless its word is known.
    pub optional: bool,
    pub font: i32,
    pub east_asian_font: i32,
    pub script: Script,
    /// How many bytes after `\u` stand for the same character.
    pub fallback: usize,
    pub hidden: bool,
    pub deleted: bool,
    pub paragraph: Paragraph,
    /// The style or font that an entry of a list describes.
    pub entry: i32,
    pub row: Rc<RowShape>,
    /// The next cell of the row.
    cell: Extent,
}

impl Default for State {
    fn default() -> Self {
        Self {
            destination: Destination::Text,
            alternative: None,
            optional: false,
            font: -1,
            east_asian_font: -1,
            script: Script::Any,
            fallback: 1,
            hidden: false,
            deleted: false,
            paragraph: Paragraph::default(),
            entry: -1,
            row: Rc::default(),
            cell: Extent::default(),
        }
    }
}

impl State {
    /// Whether text in this state is shown.
    pub(super) fn shows(&self) -> bool {
        self.destination == Destination::Text && !self.hidden && !self.deleted
    }

    /// Characters without formatting.
    pub(super) fn plain(&mut self, font: i32) {
        (self.font, self.script) = (font, Script::Any);
        (self.hidden, self.deleted) = (false, false);
    }

    /// A word that describes a row of a table. Says whether it is one.
    pub(super) fn row_word(&mut self, word: &str, number: Option<i32>) -> bool {
        match word {
            "trowd" => (self.row, self.cell) = (Rc::default(), Extent::default()),
            "trleft" => Rc::make_mut(&mut self.row).left = number.unwrap_or(0),
            "clmgf" => self.cell.across = Merge::First,
            "clmrg" => self.cell.across = Merge::Continued,
            "clvmgf" => self.cell.down = Merge::First,
            "clvmrg" => self.cell.down = Merge::Continued,
            "cellx" => {
                let cell = Extent { right: number.unwrap_or(0), ..std::mem::take(&mut self.cell) };
                Rc::make_mut(&mut self.row).cells.push(cell);
            }
            _ => return false,
        }
        true
    }
}
