//! Stories: positions of the text in, its paragraphs out, as a reader of the printed page sees them. Field instructions,
//! deleted and hidden text are left out, labels of lists are put in front, text boxes and notes follow their paragraph.

use super::super::flow::{End, Piece};
use super::bytes::{index, plc, u32_at};
use super::fib::{Fib, List, Story};
use super::formatting::{Formatting, Look, Paragraph};
use super::lists::Lists;
use super::pieces::Characters;
use std::collections::HashMap;
use std::ops::Range;

const CELL_MARK: char = '\u{7}';
const NOTE: char = '\u{2}';
const DRAWING: char = '\u{8}';
const FIELD_BEGIN: char = '\u{13}';
const FIELD_SEPARATOR: char = '\u{14}';
const FIELD_END: char = '\u{15}';

/// The stories of a file.
pub(super) struct Stories<'a> {
    formatting: &'a Formatting<'a>,
    text: &'a Characters,
    lists: Lists,
    /// For each position whether it stands in the instruction of a field.
    instructions: Vec<bool>,
    hanging: Hanging,
    out: Vec<Piece>,
}

/// Text boxes and notes.
#[derive(Default)]
struct Hanging {
    /// Those that hang at a position.
    at: HashMap<usize, Range<usize>>,
    /// Those that hang at none, such as boxes in groups of drawings.
    loose: Vec<Range<usize>>,
}

/// The paragraphs of all stories that belong to the running text. Headers, footers and comments do not.
pub(super) fn paragraphs(formatting: &Formatting<'_>, text: &Characters, fib: &Fib) -> Vec<Piece> {
    let mut hanging = Hanging::default();
    hanging.add_boxes(formatting.table(), fib);
    hanging.add_notes(formatting.table(), fib, Story::Footnotes, [List::FootnoteMarks, List::FootnoteTexts]);
    hanging.add_notes(formatting.table(), fib, Story::Endnotes, [List::EndnoteMarks, List::EndnoteTexts]);
    let instructions = instructions(&text.all);
    let lists = Lists::read(formatting.table(), fib);
    let mut stories = Stories { formatting, text, lists, instructions, hanging, out: Vec::new() };
    stories.read(fib.story(Story::Main), 0);
    for range in std::mem::take(&mut stories.hanging.loose) {
        stories.read(range, 0);
    }
    stories.out
}

impl Stories<'_> {
    /// Reads the paragraphs of some positions, `depth` tables deep.
    fn read(&mut self, range: Range<usize>, depth: usize) {
        let all = &self.text.all;
        let end = range.end.min(all.len());
        let mut start = range.start;
        // What the paragraphs before said whose marks are not shown, and the boxes that hang there.
        let mut before = String::new();
        let mut anchored = Vec::new();
        while start < end {
            let mark = (start..end).find(|&at| is_mark(all[at])).unwrap_or(end - 1);
            let paragraph = self.formatting.paragraph(self.text, mark);
            let look = self.characters(start..mark + 1, &paragraph, &mut before, &mut anchored);
            start = mark + 1;
            let own_depth = paragraph.depth();
            let row_end = (own_depth == 1 && paragraph.ends.row && all[mark] == CELL_MARK)
                || (own_depth > 1 && paragraph.ends.inner_row);
            let cell_end = (own_depth > 0 && all[mark] == CELL_MARK) || (own_depth > 1 && paragraph.ends.inner_cell);
            let unseen = look.hidden || look.deleted || self.instructions.get(mark).copied().unwrap_or(false);
            if unseen && !row_end && !cell_end && start < end {
                continue;
            }
            let mut content = std::mem::take(&mut before);
            let end = match (row_end, cell_end) {
                (true, _) if look.deleted => End::NoRow,
                (true, _) => End::Row(self.formatting.row(self.text, mark)),
                (false, true) => End::Cell,
                (false, false) if paragraph.heading => End::Heading,
                (false, false) => End::Paragraph,
            };
            if paragraph.list != 0 && !row_end {
                let label = self.lists.label(paragraph.list, paragraph.list_level, paragraph.style);
                content.insert_str(0, &label.unwrap_or_default());
            }
            let depth = depth + own_depth;
            if depth > 0 {
                // In forms, the indent of an item shows what it is part of. In running text it shows nothing.
                content.insert_str(0, &" ".repeat(paragraph.indent()));
            }
            if cell_end && !anchored.is_empty() {
                // In a cell, a box comes before the cell ends.
                self.out.push(Piece { depth, text: std::mem::take(&mut content), end: End::Paragraph });
                self.read_boxes(std::mem::take(&mut anchored), depth);
            }
            self.out.push(Piece { depth, text: content, end });
            self.read_boxes(std::mem::take(&mut anchored), depth);
        }
        if !before.is_empty() {
            self.out.push(Piece { depth, text: before, end: End::Paragraph });
        }
    }

    fn read_boxes(&mut self, boxes: Vec<Range<usize>>, depth: usize) {
        for range in boxes {
            self.read(range, depth);
        }
    }

    /// Appends what some positions show. Gives the look of the last one, which is the paragraph's mark.
    fn characters(
        &mut self,
        range: Range<usize>,
        paragraph: &Paragraph,
        out: &mut String,
        anchored: &mut Vec<Range<usize>>,
    ) -> Look {
        let mut at = range.start;
        let mut look = Look::default();
        while at < range.end {
            let (here, until) = self.formatting.look(self.text, at, paragraph.style);
            look = here;
            let until = until.min(range.end);
            let symbols = self.formatting.symbols(here);
            let shown = |code: u32| symbols.map_or(char::from_u32(code), |symbols| symbols.sign(code));
            for position in at..until {
                if here.hidden || here.deleted || self.instructions.get(position).copied().unwrap_or(false) {
                    continue;
                }
                match self.text.all[position] {
                    '\t' => out.push('\t'),
                    '\u{b}' | '\u{e}' => out.push('\n'),
                    '\u{1e}' => out.push('-'),
                    // What hangs at a position is taken out, so that nothing can hold itself.
                    DRAWING | NOTE => anchored.extend(self.hanging.at.remove(&position)),
                    '(' if here.special => out.extend(here.symbol.and_then(|code| shown(u32::from(code)))),
                    c if c < ' ' => {}
                    c => out.extend(shown(u32::from(c))),
                }
            }
            at = until;
        }
        look
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '\r' | '\u{c}' | CELL_MARK)
}

/// For each position whether it stands in the instruction of a field. A field without an end is none; one across cells
/// is broken.
fn instructions(text: &[char]) -> Vec<bool> {
    let mut changes = vec![0i32; text.len() + 1];
    // Where each open field begins, and whether its result has begun.
    let mut open: Vec<(usize, Option<usize>)> = Vec::new();
    let mut last_cell = None;
    for (at, &c) in text.iter().enumerate() {
        match c {
            CELL_MARK => last_cell = Some(at),
            FIELD_BEGIN => open.push((at, None)),
            FIELD_SEPARATOR => {
                if let Some((_, separator @ None)) = open.last_mut() {
                    *separator = Some(at);
                }
            }
            FIELD_END => {
                let Some((begin, separator)) = open.pop() else { continue };
                let end = separator.unwrap_or(at);
                if !last_cell.is_some_and(|cell| (begin..end).contains(&cell)) {
                    changes[begin] += 1;
                    changes[end] -= 1;
                }
            }
            _ => {}
        }
    }
    let mut depth = 0;
    let sums = changes.into_iter().map(|change| {
        depth += change;
        depth > 0
    });
    sums.take(text.len()).collect()
}

impl Hanging {
    fn add_boxes(&mut self, table: &[u8], fib: &Fib) {
        let mut anchors: HashMap<u32, usize> = HashMap::new();
        for (position, _, entry) in plc(fib.list(table, List::Drawings), 26) {
            anchors.extend(u32_at(entry, 0).map(|shape| (shape, index(position))));
        }
        for (start, end, entry) in plc(fib.list(table, List::TextBoxes), 22) {
            let anchor = u32_at(entry, 14).and_then(|shape| anchors.remove(&shape));
            self.add(anchor, &fib.story(Story::TextBoxes), start, end);
        }
    }

    fn add_notes(&mut self, table: &[u8], fib: &Fib, story: Story, [marks, texts]: [List; 2]) {
        let mut marks = plc(fib.list(table, marks), 2).map(|(position, ..)| index(position));
        for (start, end, _) in plc(fib.list(table, texts), 0) {
            self.add(marks.next(), &fib.story(story), start, end);
        }
    }

    /// Adds what stands between two positions of a story.
    fn add(&mut self, anchor: Option<usize>, story: &Range<usize>, start: u32, end: u32) {
        let place = |position| story.start.saturating_add(index(position)).min(story.end);
        let range = place(start)..place(end);
        match anchor.filter(|anchor| !self.at.contains_key(anchor)) {
            _ if range.is_empty() => {}
            Some(anchor) => drop(self.at.insert(anchor, range)),
            None => self.loose.push(range),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instructions_of_fields() {
        let shown = |text: &str| {
            let text: Vec<char> =
                text.replace('{', "\u{13}").replace('|', "\u{14}").replace('}', "\u{15}").chars().collect();
            let kept = text.iter().zip(instructions(&text)).filter(|(c, hidden)| !hidden && **c >= ' ');
            kept.map(|(c, _)| *c).collect::<String>()
        };
        for (text, expected) in [
            ("a{PAGE|1}b", "a1b"),
            ("a{IF {X|2} = 1|yes}b", "ayesb"),
            ("a{TOC|{HYPERLINK|one}{REF|two}}b", "aonetwob"),
            ("a{EQ x}b", "ab"),
            ("a{never ends", "anever ends"),
            ("a}b|c", "abc"),
            ("a{b\u{7}c|d}e", "abcde"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
