//! Joining what a page break cut. Lines of running text in, paragraphs out.
//!
//! A line is a paragraph unless there is proof that the next goes on with its sentence; in doubt nothing is joined.
//! The proof is one of form: marks without partner, a comma at the end, a start that no sentence has, and the length
//! of the line, which must be whole printed lines when a page ends in the middle of a paragraph. Page numbers are put
//! aside as furniture. Repeated text at a break stays twice; a later stage remarks on it.

use super::clean::{Cleaner, append};
use super::lines::{Line, is_space};
use crate::model::{Block, Layer, Text};

/// Printed lines of official documents hold 28 characters (GB/T 9704-2012, 5.2.3); in half widths.
const PRINTED_LINE: usize = 56;

/// Printed lines that other page set-ups give, from 26 to 46 characters; in half widths.
const OTHER_LINES: std::ops::RangeInclusive<usize> = 52..=92;

/// Beyond this many lines the widths of digits and letters add up to more than a line's slack.
const MEASURABLE_LINES: usize = 4;

/// The longest line of hard-wrapped text, in half widths.
const LONGEST_WRAPPED: usize = 160;

/// The indent of a paragraph's first line, which flattening drops; in half widths.
const INDENT: usize = 4;

/// Collects blocks, joining paragraphs on the way.
pub(super) struct Paragraphs {
    blocks: Vec<Block>,
    open: Option<Open>,
    /// Page numbers that stand between the open paragraph and what may continue it.
    aside: Vec<Block>,
    measure: Measure,
}

/// How much of the open paragraph is looked at to tell whether it goes on, in characters.
const LONGEST_LOOK: usize = 2_000;

/// The paragraph that the next line may continue.
struct Open {
    text: Text,
    /// Characters of the text.
    length: u32,
    /// Its last part, with the dropped indent.
    part: Stretch,
    /// Its last source line.
    line: Stretch,
}

/// The end of a text, which is measured when that decides something.
#[derive(Clone, Copy)]
struct Stretch {
    /// The byte that it starts at.
    from: usize,
    /// Half widths that stood before it in the source.
    indent: usize,
}

impl Stretch {
    /// Its half widths; of one that is longer than any that is measured, more than those.
    fn half_widths(self, text: &Text) -> usize {
        let longest = OTHER_LINES.end() * MEASURABLE_LINES;
        let mut width = self.indent;
        for c in text.content.get(self.from..).unwrap_or_default().chars() {
            width += half_widths_of(c);
            if width > longest {
                break;
            }
        }
        width
    }
}

/// What the lengths of a text's lines say about how it was printed.
#[derive(Clone, Copy, Default)]
struct Measure {
    /// Half widths of a line of the printed page.
    printed: usize,
    /// Half widths of the lines, when the text is hard-wrapped.
    wrapped: Option<usize>,
}

impl Paragraphs {
    /// `prose` is all running text to come; its line lengths are measured.
    pub(super) fn new<'a>(prose: impl Iterator<Item = &'a Line<'a>>) -> Self {
        Self { blocks: Vec::new(), open: None, aside: Vec::new(), measure: Measure::of(prose) }
    }

    /// Adds a line, as a paragraph or as the rest of one.
    pub(super) fn add(&mut self, line: &Line<'_>, cleaner: &mut Cleaner) {
        let Some(mut text) = cleaner.paragraph(line, line.text) else { return };
        if line.gap && is_page_number(&text.content) {
            text.layer = Layer::Furniture;
            self.aside.push(Block::Paragraph(text));
            return;
        }
        if let Some(open) = &mut self.open {
            let before = ending(&open.text.content, open.length);
            let joins = if line.gap || !self.aside.is_empty() {
                let part = || open.part.half_widths(&open.text);
                is_page_cut(before, part, line, &text.content, self.measure.printed)
            } else {
                let width = || open.line.half_widths(&open.text);
                self.measure.wrapped.is_some_and(|w| is_wrapped(before, width(), w, line, &text.content))
            };
            if joins {
                let between = joint(&open.text.content, &text.content);
                open.line = Stretch { from: open.text.content.len() + between.len(), indent: 0 };
                if line.gap {
                    open.part = open.line;
                }
                append(&mut open.text, &mut open.length, between, text);
                return;
            }
        }
        self.close();
        let length = crate::model::offset(text.len_chars());
        let from_start = |indent| Stretch { from: 0, indent };
        self.open = Some(Open { text, length, part: from_start(INDENT), line: from_start(indent(line)) });
    }

    /// Ends the open paragraph and adds a block.
    pub(super) fn close_with(&mut self, block: Option<Block>) {
        self.close();
        self.blocks.extend(block);
    }

    /// All blocks.
    pub(super) fn finish(mut self) -> Vec<Block> {
        self.close();
        self.blocks
    }

    fn close(&mut self) {
        self.blocks.extend(self.open.take().map(|open| Block::Paragraph(open.text)));
        self.blocks.append(&mut self.aside);
    }
}

impl Measure {
    fn of<'a>(prose: impl Iterator<Item = &'a Line<'a>>) -> Self {
        let mut cut = Vec::new();
        let (mut lengths, mut longest) = (Vec::new(), 0);
        let mut before: Option<&Line<'_>> = None;
        for line in prose {
            // One line that is too long shows that the text is not hard-wrapped.
            if longest <= LONGEST_WRAPPED {
                let length = half_widths(line.trimmed()) + indent(line);
                lengths.push(length);
                longest = longest.max(length);
            }
            if let Some(previous) = before {
                let (a, b) = (previous.trimmed(), line.trimmed());
                if line.gap && may_be_cut(a, line, b) && is_running(a) {
                    cut.push(half_widths(a) + INDENT);
                }
            }
            before = Some(line);
        }
        Self { printed: printed_line(&cut), wrapped: wrapped_line(&lengths, longest) }
    }
}

/// The last characters of a text of some length.
fn ending(text: &str, length: u32) -> &str {
    if length as usize <= LONGEST_LOOK {
        return text;
    }
    let start = text.char_indices().rev().nth(LONGEST_LOOK - 1).map_or(0, |(start, _)| start);
    text.get(start..).unwrap_or(text)
}

/// The printed line that fits the lengths of parts before page breaks; the standard's, unless another is proven.
fn printed_line(cut: &[usize]) -> usize {
    let cut: Vec<usize> = cut.iter().copied().filter(|&l| l <= PRINTED_LINE * MEASURABLE_LINES).collect();
    let fits = |line: usize| cut.iter().filter(|&&l| is_whole_lines(l, line)).count();
    let best = OTHER_LINES.max_by_key(|&line| (fits(line), std::cmp::Reverse(line.abs_diff(PRINTED_LINE))));
    let proven =
        |line: &usize| fits(*line) >= 3 && fits(*line) * 4 >= cut.len() * 3 && fits(*line) > fits(PRINTED_LINE) + 1;
    best.filter(proven).unwrap_or(PRINTED_LINE)
}

/// The width of hard-wrapped text: many lines, none longer, a good part of them as long. Text with one paragraph per
/// line has a few very long lines and many short ones.
fn wrapped_line(lengths: &[usize], longest: usize) -> Option<usize> {
    let full = lengths.iter().filter(|&&l| l + 5 >= longest).count();
    ((40..=LONGEST_WRAPPED).contains(&longest) && full >= 8 && full * 5 >= lengths.len() * 2).then_some(longest)
}

/// Whether a hard-wrapped line goes on in the next.
fn is_wrapped(a: &str, a_line: usize, wrapped: usize, next: &Line<'_>, b: &str) -> bool {
    a_line + 5 >= wrapped && !ends_sentence(a) && !is_indented(next) && !opens_with_marker(b)
}

/// Whether a page break may stand between two lines: the first ends in no way a paragraph ends, the second begins in
/// no way one begins.
fn may_be_cut(a: &str, next: &Line<'_>, b: &str) -> bool {
    !ends_sentence(a) && !is_indented(next) && !opens_with_marker(b) && is_wide(a, 20)
}

/// Whether a page break cut the sentence between two lines. `part` gives the width of the first.
fn is_page_cut(a: &str, part: impl Fn() -> usize, next: &Line<'_>, b: &str, printed: usize) -> bool {
    if !may_be_cut(a, next, b) {
        return false;
    }
    if starts_inside(b) {
        return true;
    }
    let last = a.chars().next_back().unwrap_or(' ');
    if matches!(last, '”' | '’' | '）' | ')' | '】' | ']' | '」' | '』') {
        // A quotation or bracket may well end a heading.
        return false;
    }
    if is_unbalanced(a, b) || (matches!(last, '，' | '、' | ',' | '（' | '(' | '《' | '“') && is_wide(a, 24)) {
        return true;
    }
    let goes_on = b.contains(['，', '。', '；', '！', '？']) && !is_label(b);
    if last == '》' {
        // A list of titles goes on; anything else may be a line that names a document.
        return goes_on && b.starts_with('《') && is_running(a) && !is_label(a);
    }
    goes_on && is_running(a) && {
        let part = part();
        part > printed * MEASURABLE_LINES || is_whole_lines(part, printed)
    }
}

/// Whether text of some width, ending in mid sentence, can fill whole lines. A line may be short by two characters,
/// because marks may not begin the next, and long by one, where marks are squeezed.
fn is_whole_lines(width: usize, line: usize) -> bool {
    let rest = width % line;
    width + 5 >= line && (rest + 5 >= line || rest <= 2)
}

/// Whether a line is running text and no heading, title or head field.
fn is_running(a: &str) -> bool {
    let mut chars = a.chars();
    chars.next();
    let body = chars.as_str();
    let sentences = body.contains(['。', '；']);
    if opens_with_marker(a) {
        // `（一）…，…` may be a heading of several clauses; with text behind a colon, or longer, it is none.
        let behind_colon = a.split_once(['：', ':']).is_some_and(|(_, text)| is_wide(text, 10));
        return sentences || behind_colon || (is_wide(a, 44) && body.contains('，'));
    }
    if is_label(a) {
        return sentences || body.contains('，');
    }
    // A title has no comma and speaks of no "we" or "this unit".
    sentences || body.contains(['，', '：', ':']) || a.starts_with(['我', '本', '该'])
}

/// Whether a text begins as no sentence does: with a closing mark, or a particle that leans on the word before.
fn starts_inside(b: &str) -> bool {
    let mut chars = b.chars();
    let (first, second) = (chars.next().unwrap_or(' '), chars.next().unwrap_or(' '));
    match first {
        '，' | '。' | '、' | '；' | '：' | '？' | '！' | '）' | '》' | '”' | '】' | '％' | '%' | '℃' | '们' => {
            true
        }
        '的' => second != '确',
        '了' => second != '解' && second != '却' && second != '然',
        _ => false,
    }
}

/// Whether a bracket or book-title mark opens in the first text and closes in the second before another opens.
fn is_unbalanced(a: &str, b: &str) -> bool {
    [('《', '》'), ('（', '）'), ('“', '”'), ('(', ')'), ('〔', '〕')].into_iter().any(|(open, close)| {
        let depth = a.chars().fold(0usize, |depth, c| match c {
            c if c == open => depth + 1,
            c if c == close => depth.saturating_sub(1),
            _ => depth,
        });
        depth > 0 && b.chars().find(|&c| c == open || c == close) == Some(close)
    })
}

/// Whether a line is a label with its value: a colon stands near the start, with no other mark before it.
fn is_label(text: &str) -> bool {
    let near = text.chars().take(16).find(|c| matches!(c, '：' | ':' | '，' | '。' | '；' | '、'));
    matches!(near, Some('：' | ':'))
}

/// Whether a text ends as a sentence, a lead-in or a list item ends.
pub(super) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['”', '’', '）', ')', '」', '』', '】', ']']);
    text.ends_with(['。', '！', '？', '!', '?', '；', ';', '：', ':', '…', '．'])
}

/// Whether a line opens as a heading, list item, caption or attachment does.
pub(super) fn opens_with_marker(text: &str) -> bool {
    let is_numeral = |c: char| "一二三四五六七八九十百零〇".contains(c);
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return false };
    let rest = chars.as_str();
    match first {
        '（' | '(' => {
            let inner = rest.trim_start_matches(is_space);
            let number = inner.trim_start_matches(|c: char| is_numeral(c) || c.is_ascii_digit());
            let length = inner.len() - number.len();
            (1..=9).contains(&length) && number.trim_start_matches(is_space).starts_with(['）', ')'])
        }
        '0'..='9' | '０'..='９' => {
            let after = text.trim_start_matches(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
            let mark = after.trim_start_matches(is_space).chars().next();
            // `1.5万元` is a number, `1.资金` is not.
            let next = after.trim_start_matches(is_space).chars().nth(1);
            matches!(mark, Some('、' | '.' | '．' | ')' | '）')) && !next.is_some_and(|c| c.is_ascii_digit())
        }
        '①'..='⓿' | '㈠'..='㈩' | '㊀'..='㊉' | '❶'..='➓' => true,
        '•' | '●' | '◆' | '■' | '□' | '☑' | '☐' | '○' | '◇' | '▲' | '★' | '※' | '·' | '➢' | '✓' | '√' => {
            true
        }
        '-' | '*' | '+' | '–' | '—' => rest.starts_with([' ', '(', '（', '\t']) || rest.is_empty(),
        '第' => {
            let after = rest.trim_start_matches(|c: char| is_numeral(c) || c.is_ascii_digit());
            after.len() < rest.len() && after.starts_with(['章', '节', '条', '部', '，', '、'])
        }
        '表' | '图' => rest.trim_start_matches(is_space).starts_with(|c: char| c.is_ascii_digit() || is_numeral(c)),
        '附' => rest.starts_with(['件', '表', '录', '：', ':', '注', '图']),
        '注' => rest.starts_with(['：', ':']),
        c if is_numeral(c) => {
            let after = rest.trim_start_matches(is_numeral).trim_start_matches(is_space);
            after.starts_with(['、', '.', '．', '是', '，'])
        }
        _ => false,
    }
}

/// Whether a line is a page number: `- 3 -`, `—3—`, `第3页`, `第 3 页 共 10 页`.
fn is_page_number(text: &str) -> bool {
    if text.len() > 60 {
        return false;
    }
    let plain: String = text.chars().filter(|&c| !is_space(c)).collect();
    let dash = |c: char| matches!(c, '-' | '—' | '–' | '－' | '―');
    let digits = |s: &str| (1..=4).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
    let inner = plain.trim_matches(dash);
    if plain.starts_with(dash) && plain.ends_with(dash) && digits(inner) {
        return true;
    }
    let Some((page, total)) = plain.strip_prefix('第').and_then(|p| p.split_once('页')) else { return false };
    let total = total.trim_start_matches(['，', ',', '/']);
    digits(page)
        && (total.is_empty() || total.strip_prefix('共').and_then(|t| t.strip_suffix('页')).is_some_and(digits))
}

/// What stands between two joined parts: nothing, or a blank between words of Latin letters.
fn joint(a: &str, b: &str) -> &'static str {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    if latin(a.chars().next_back()) && latin(b.chars().next()) { " " } else { "" }
}

/// The indent of a line in half widths.
fn indent(line: &Line<'_>) -> usize {
    let spaces = line.text.chars().take_while(|&c| c == '\t' || is_space(c));
    spaces.map(|c| if matches!(c, '\u{3000}' | '\t') { 2 } else { 1 }).sum()
}

/// Whether a line is indented as a paragraph's first; a lone blank is no indent.
fn is_indented(line: &Line<'_>) -> bool {
    indent(line) > 1 || line.text.starts_with('\u{a0}')
}

/// Whether a text is printed at least as wide as so many full-width characters. Looks no further than it must.
pub(super) fn is_wide(text: &str, characters: usize) -> bool {
    let mut left = characters * 2;
    text.chars().any(|c| {
        left = left.saturating_sub(half_widths_of(c));
        left == 0
    })
}

/// The printed width in half-width characters.
fn half_widths(text: &str) -> usize {
    text.chars().map(half_widths_of).sum()
}

/// Letters, digits and marks of Western text are narrow; Chinese marks are set wide, quotation marks too. Blanks do not
/// count: converters put them around numbers.
fn half_widths_of(c: char) -> usize {
    match c {
        '\u{3001}'..='\u{fefe}' => 2,
        c if is_space(c) => 0,
        c if c < '\u{2000}' && c != '·' => 1,
        _ => 2,
    }
}
