//! Taking out what a converter left behind. A piece of a line in, a [`Text`] out whose anchors keep every character's
//! line and column right. Takes out only known artefacts: `<100%` and `a<b` are the author's.

use super::lines::{Line, is_soft_break, is_space};
use crate::model::{Anchor, Layer, Spot, Text, offset};

/// Tags that converters leave in cells. `br` and the end of a paragraph before another are line breaks.
const TAGS: &[&str] = &["p", "br", "div", "span", "html", "body"];

/// Character references that such tags bring along.
const REFERENCES: &[(&str, char)] = &[
    ("&nbsp;", ' '),
    ("&lt;", '<'),
    ("&gt;", '>'),
    ("&amp;", '&'),
    ("&quot;", '"'),
    ("&ldquo;", '“'),
    ("&rdquo;", '”'),
    ("&le;", '≤'),
    ("&ge;", '≥'),
];

/// Commands of formulas, in which recognizers write signs: `$\\geq 95\\%$`. The longest of several that fit comes first.
const COMMANDS: &[(&str, char)] = &[
    ("\\geqslant", '≥'),
    ("\\leqslant", '≤'),
    ("\\geq", '≥'),
    ("\\leq", '≤'),
    ("\\ge", '≥'),
    ("\\le", '≤'),
    ("\\times", '×'),
    ("\\sim", '~'),
    ("\\%", '%'),
];

/// Longest tag or bookmark that is taken out, in bytes; what is longer is text.
const LONGEST: usize = 200;

/// Characters that show nothing: zero-width spaces and joiners, byte order marks, soft hyphens, direction marks, and
/// control characters other than tab and line ends.
#[inline]
pub(super) fn is_invisible(c: char) -> bool {
    // Nearly every character is printed ASCII or stands beyond all of these.
    let usual = matches!(c, ' '..='~' | '\u{2061}'..='\u{fefe}');
    !usual
        && matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}'
        | '\0'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{7f}' | '\u{80}'..='\u{84}' | '\u{86}'..='\u{9f}')
}

/// Writes texts, counting what it takes out.
pub(super) struct Cleaner {
    /// How many artefacts may still be taken out. Each costs an anchor, so hostile input must not have millions.
    budget: usize,
}

/// Where a text stands, which decides what an artefact leaves.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Inside {
    /// A paragraph or heading: tags leave nothing.
    Prose,
    /// A cell: `<br>` and `</p><p>` become `\n`.
    Cell,
    /// A Markdown cell: as a cell, and `\|` is a pipe.
    PipeCell,
    /// A cell that HTML marks: as a cell, and every tag is an artefact.
    Marked,
    /// A field of comma-separated values: as a cell, and `""` is a quotation mark.
    Quoted,
}

impl Cleaner {
    pub(super) fn new(budget: usize) -> Self {
        Self { budget }
    }

    /// The text of a Markdown heading, without its marks.
    pub(super) fn heading(&mut self, line: &Line<'_>) -> Option<Text> {
        let title = line.trimmed().trim_start_matches('#');
        let closed = title.trim_end_matches('#');
        let title = if closed.ends_with([' ', '\t']) { closed } else { title };
        self.paragraph(line, title)
    }

    /// A paragraph's part of a line, without outer white space; `None` when nothing but artefacts is there.
    pub(super) fn paragraph(&mut self, line: &Line<'_>, part: &str) -> Option<Text> {
        let mut text = Writer::default();
        text.push(line, part.trim_matches(|c| c == '\t' || is_space(c)), Inside::Prose, &mut self.budget);
        let text = text.trimmed();
        (!text.content.is_empty()).then_some(text)
    }

    /// A cell's text from its parts, one per line.
    pub(super) fn cell(&mut self, parts: &[(Line<'_>, &str)], inside: Inside) -> Text {
        let mut text = Writer::default();
        for (i, (line, part)) in parts.iter().enumerate() {
            if i > 0 {
                let (before, piece) = &parts[i - 1];
                text.push_at('\n', before.number, column_of(before, piece) + chars(piece));
            }
            text.push(line, part, inside, &mut self.budget);
        }
        // An empty cell has a place too.
        if let (true, Some((line, part))) = (text.anchors.is_empty(), parts.first()) {
            text.anchor(line.number, column_of(line, part));
        }
        text.finish()
    }
}

/// The 0-based column at which a part of a line stands.
fn column_of(line: &Line<'_>, part: &str) -> u32 {
    // A part is a slice of its line, so the distance of the addresses is the bytes before it.
    let before = (part.as_ptr() as usize).saturating_sub(line.text.as_ptr() as usize);
    line.column + line.text.get(..before).map_or(0, chars)
}

fn chars(text: &str) -> u32 {
    offset(text.chars().count())
}

/// A text under construction.
#[derive(Default)]
struct Writer {
    content: String,
    anchors: Vec<Anchor>,
    length: u32,
    /// Line and column (0-based) that would follow without a new anchor.
    next: (u32, u32),
    /// A `</p>` was read, and another paragraph would begin a new line.
    after_paragraph: bool,
    /// The dollar sign that ends a formula has not been read.
    in_formula: bool,
}

/// What stands at the start of a string.
enum Found {
    Nothing,
    /// An artefact of so many bytes that leaves nothing.
    Gone(usize),
    /// A paragraph's end.
    ParagraphEnd(usize),
    /// A paragraph's start.
    ParagraphStart(usize),
    /// A line break.
    Break(usize),
    /// A reference to a character.
    Reference(usize, char),
}

impl Writer {
    fn anchor(&mut self, line: u32, column: u32) {
        let spot = Spot { line: Some(line), column: Some(column + 1), ..Spot::default() };
        // Nearly every text has but one.
        self.anchors.reserve_exact(usize::from(self.anchors.is_empty()));
        self.anchors.push(Anchor { from: self.length, spot });
        self.next = (line, column);
    }

    fn push_at(&mut self, c: char, line: u32, column: u32) {
        if self.next != (line, column) || self.anchors.is_empty() {
            self.anchor(line, column);
        }
        self.content.push(c);
        self.length += 1;
        self.next = (line, column + 1);
    }

    /// Writes characters that stand side by side on a line; gives the column after them.
    fn push_run(&mut self, run: &str, line: u32, column: u32) -> u32 {
        if self.next != (line, column) || self.anchors.is_empty() {
            self.anchor(line, column);
        }
        let length = chars(run);
        self.content.push_str(run);
        self.length += length;
        self.next = (line, column + length);
        column + length
    }

    fn push(&mut self, line: &Line<'_>, part: &str, inside: Inside, budget: &mut usize) {
        let mut column = column_of(line, part);
        let mut rest = part;
        let plain = is_plain(part);
        while let Some(c) = rest.chars().next() {
            let plain = if plain { None } else { rest.find(may_be_artefact) }.unwrap_or(rest.len());
            if plain > 0 {
                let (run, left) = rest.split_at(plain);
                column = self.push_run(run, line.number, column);
                rest = left;
                continue;
            }
            let found = match c {
                _ if *budget == 0 => Found::Nothing,
                '$' => self.formula(rest),
                '\\' if self.in_formula => command(rest),
                _ => artefact(c, rest, inside),
            };
            *budget -= usize::from(!matches!(found, Found::Nothing));
            let (written, length) = match found {
                Found::Nothing => (Some(if is_soft_break(c) { '\n' } else { c }), c.len_utf8()),
                Found::Gone(length) => (None, length),
                Found::Reference(length, c) => (Some(c), length),
                Found::Break(length) => ((inside != Inside::Prose).then_some('\n'), length),
                Found::ParagraphEnd(length) => {
                    self.after_paragraph = true;
                    (None, length)
                }
                Found::ParagraphStart(length) => {
                    let again = std::mem::take(&mut self.after_paragraph) && !self.content.is_empty();
                    ((again && inside != Inside::Prose).then_some('\n'), length)
                }
            };
            if let Some(c) = written {
                self.push_at(c, line.number, column);
            }
            let (taken, left) = rest.split_at(length);
            column += chars(taken);
            rest = left;
        }
    }

    /// A dollar sign at the start: of a formula, or behind one.
    fn formula(&mut self, rest: &str) -> Found {
        let closes = self.in_formula;
        self.in_formula = !closes && is_formula(&rest[1..]);
        if self.in_formula || closes { Found::Gone(1) } else { Found::Nothing }
    }

    fn finish(self) -> Text {
        Text { content: self.content, anchors: self.anchors, layer: Layer::Body }
    }

    /// The text without the white space that a removed artefact left at either end.
    fn trimmed(self) -> Text {
        let mut length = self.length;
        let mut text = self.finish();
        let end = text.content.trim_end().len();
        length -= chars(&text.content[end..]);
        text.content.truncate(end);
        let start = end - text.content.trim_start().len();
        let cut = chars(&text.content[..start]);
        if cut > 0 {
            let first = Anchor { from: 0, spot: text.spot(cut) };
            text.content.drain(..start);
            text.anchors.retain(|a| a.from > cut);
            for anchor in &mut text.anchors {
                anchor.from -= cut;
            }
            text.anchors.insert(0, first);
            length -= cut;
        }
        text.anchors.retain(|a| a.from < length.max(1));
        text
    }
}

/// Whether a text surely holds no artefact and no break. Most cells hold nothing but ideographs and figures, which their
/// bytes tell. No branch for each byte, so that many are looked at at once.
fn is_plain(text: &str) -> bool {
    let usual = |b: u8| matches!(b, b' ' | b'!' | b'#' | b'%' | b'\''..=b';' | b'='..=b'Z' | b']'..=b'~' | 0x80..=0xbf | 0xe3..=0xe9);
    text.bytes().fold(true, |all, b| all & usual(b))
}

/// Whether a character may begin an artefact or is a break; all others are written as they are.
fn may_be_artefact(c: char) -> bool {
    // Nearly every character is an ideograph or its mark.
    let usual = matches!(c, '\u{2061}'..='\u{fefe}');
    !usual && (matches!(c, '<' | '&' | '[' | '\\' | '$' | '"') || is_invisible(c) || is_soft_break(c))
}

fn artefact(c: char, rest: &str, inside: Inside) -> Found {
    match c {
        '<' => tag(rest, inside),
        '&' => REFERENCES
            .iter()
            .find(|(name, _)| rest.starts_with(name))
            .map_or(Found::Nothing, |&(name, c)| Found::Reference(name.len(), c)),
        // Word writes a bookmark's name where a converter does not know bookmarks.
        '[' if rest.starts_with("[bookmark:") => near(rest, b']').map_or(Found::Nothing, |n| Found::Gone(n + 1)),
        '\\' if inside == Inside::PipeCell && rest.starts_with("\\|") => Found::Gone(1),
        '"' if inside == Inside::Quoted && rest.starts_with("\"\"") => Found::Reference(2, '"'),
        c if is_invisible(c) => Found::Gone(c.len_utf8()),
        _ => Found::Nothing,
    }
}

/// Whether the text behind a dollar sign is a formula up to the next: no words, and a command among them.
fn is_formula(rest: &str) -> bool {
    let end = rest.bytes().take(LONGEST).position(|b| b == b'$');
    let inside = end.and_then(|end| rest.get(..end)).unwrap_or_default();
    inside.is_ascii() && inside.contains('\\')
}

fn command(rest: &str) -> Found {
    let known = COMMANDS.iter().find(|(name, _)| rest.starts_with(name));
    known.map_or(Found::Nothing, |&(name, sign)| Found::Reference(name.len(), sign))
}

/// A tag that stands at the start: its name must be known and be followed by white space, `/` or `>`.
fn tag(rest: &str, inside: Inside) -> Found {
    let closing = rest.as_bytes().get(1) == Some(&b'/');
    let name = &rest[if closing { 2 } else { 1 }..];
    let length = name.bytes().take(LONGEST).take_while(|b| b.is_ascii_alphanumeric() || *b == b':').count();
    let (name, after) = name.split_at(length);
    let known = TAGS.iter().find(|t| name.eq_ignore_ascii_case(t));
    if (known.is_none() && inside != Inside::Marked) || name.is_empty() || !after.starts_with(['>', '/', ' ']) {
        return Found::Nothing;
    }
    let Some(end) = near(rest, b'>') else { return Found::Nothing };
    match (known.copied(), closing) {
        (Some("br"), _) => Found::Break(end + 1),
        (Some("p" | "div"), true) => Found::ParagraphEnd(end + 1),
        (Some("p" | "div"), false) => Found::ParagraphStart(end + 1),
        _ => Found::Gone(end + 1),
    }
}

/// Where a closing byte stands, if it is near and nothing opens again before it.
fn near(text: &str, close: u8) -> Option<usize> {
    let open = text.bytes().next();
    let end = text.bytes().take(LONGEST).skip(1).position(|b| b == close || Some(b) == open)? + 1;
    (text.as_bytes().get(end) == Some(&close)).then_some(end)
}

/// Adds a text to the end of another of some length in characters, which keeps both places.
pub(super) fn append(text: &mut Text, length: &mut u32, joint: &str, more: Text) {
    text.content.push_str(joint);
    let from = *length + chars(joint);
    text.content.push_str(&more.content);
    text.anchors.extend(more.anchors.into_iter().map(|a| Anchor { from: a.from + from, spot: a.spot }));
    *length = from + chars(&more.content);
}
