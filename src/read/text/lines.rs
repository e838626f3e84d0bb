//! Cutting a text into lines. Characters in, the lines that hold something out, with their places. Blank lines leave
//! only the remark that a gap stands before the next line.

/// A line, or the part of one between form feeds or soft breaks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// The characters, without the line end.
    pub(super) text: &'a str,
    /// Line number, 1-based, as an editor counts.
    pub(super) number: u32,
    /// Characters of the same editor line before `text`.
    pub(super) column: u32,
    /// Whether a blank line, a page break or the start of the file stands before it.
    pub(super) gap: bool,
    /// Tabs in it.
    pub(super) tabs: usize,
}

/// Breaks inside a line that editors do not count as line ends: vertical tab (Word's manual break), NEL, and the
/// Unicode separators.
pub(super) fn is_soft_break(c: char) -> bool {
    matches!(c, '\u{b}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether a text has such breaks; hardly any has. Each of them alone is found much faster than any of the four.
fn has_soft_breaks(content: &str) -> bool {
    ["\u{b}", "\u{85}", "\u{2028}", "\u{2029}"].iter().any(|mark| content.contains(mark))
}

/// White space without content; a tab is not, because it stands for a cell.
#[inline]
pub(super) fn is_space(c: char) -> bool {
    // Nearly every character is printed ASCII, an ideograph or its mark.
    let usual = matches!(c, '!'..='~' | '\u{3001}'..='\u{fefe}');
    !usual && c != '\t' && (c.is_whitespace() || super::clean::is_invisible(c))
}

/// The lines that are not blank; `None` when there are more than `most`.
///
/// LF, CR and CRLF end a line, so does CR CR LF, which text written twice through a Windows converter has. A form feed
/// is a page break: it parts the line as a blank line would, but does not count.
pub(super) fn split(content: &str, most: usize) -> Option<Vec<Line<'_>>> {
    let bytes = content.as_bytes();
    let soft_breaks = has_soft_breaks(content);
    let mut lines = Vec::new();
    let (mut start, mut number, mut gap) = (0, 1u32, true);
    while start < bytes.len() {
        let end = memchr::memchr2(b'\n', b'\r', &bytes[start..]).map_or(bytes.len(), |n| start + n);
        push_parts(&content[start..end], number, soft_breaks, &mut gap, &mut lines);
        if lines.len() > most {
            return None;
        }
        start = end + line_end(&bytes[end..]);
        number = number.saturating_add(1);
    }
    Some(lines)
}

/// The length of the line end that the bytes begin with.
fn line_end(bytes: &[u8]) -> usize {
    match bytes {
        [b'\r', b'\r', b'\n', ..] => 3,
        [b'\r', b'\n', ..] => 2,
        _ => 1,
    }
}

fn push_parts<'a>(text: &'a str, number: u32, soft_breaks: bool, gap: &mut bool, lines: &mut Vec<Line<'a>>) {
    let mut column = 0;
    for (i, page) in text.split('\u{c}').enumerate() {
        *gap |= i > 0;
        // In a row, a soft break is a break inside a cell.
        let parts = if !soft_breaks || page.contains('\t') { 1 } else { usize::MAX };
        let mut any = false;
        for part in page.splitn(parts, is_soft_break) {
            if !part.chars().all(is_space) {
                let tabs = memchr::memchr_iter(b'\t', part.as_bytes()).count();
                lines.push(Line { text: part, number, column, gap: *gap, tabs });
                *gap = false;
                any = true;
            }
            column += crate::model::offset(part.chars().count()) + 1;
        }
        *gap |= !any;
    }
}

/// A part of a line as a line; `None` when it is blank.
pub(super) fn part<'a>(line: &Line<'a>, from: usize, to: usize) -> Option<Line<'a>> {
    let text = &line.text[from..to];
    let column = line.column + crate::model::offset(line.text[..from].chars().count());
    let tabs = memchr::memchr_iter(b'\t', text.as_bytes()).count();
    let gap = line.gap || from > 0;
    (!text.chars().all(|c| c == '\t' || is_space(c))).then_some(Line { text, column, gap, tabs, ..*line })
}

impl<'a> Line<'a> {
    /// The text between its outer white space, tabs included.
    pub(super) fn trimmed(&self) -> &'a str {
        self.text.trim_matches(|c| c == '\t' || is_space(c))
    }
}
