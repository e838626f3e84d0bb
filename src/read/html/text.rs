//! The characters of a line as a browser shows them: pieces of text and line breaks in, lines out.

use crate::model::{Anchor, Spot, Text};

/// A paragraph, heading or cell that is being filled.
#[derive(Debug, Default)]
pub(super) struct Line {
    out: String,
    /// White space that is shown as one space when something follows, and whether a line end is in it.
    pending: Option<bool>,
}

impl Line {
    /// Adds text. Runs of white space are one space; a line end of the source between Chinese characters is none.
    pub(super) fn push(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                ' ' | '\t' | '\x0c' => self.pending = Some(self.pending.unwrap_or(false)),
                '\n' | '\r' => self.pending = Some(true),
                // Shown by no browser.
                '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}' | '\u{ad}' | '\0'..='\x1f' | '\x7f' => {}
                c => self.show(c),
            }
        }
    }

    /// Adds text of which every space and line end is shown.
    pub(super) fn push_as_is(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\n' => self.end_line(),
                '\r' => {}
                c => self.show(c),
            }
        }
    }

    /// Adds a line break.
    pub(super) fn end_line(&mut self) {
        self.pending = None;
        self.out.push('\n');
    }

    /// The lines that show something, without white space around them; empties this.
    pub(super) fn take(&mut self) -> Vec<String> {
        let lines = self.take_indented();
        lines.iter().map(|line| line.trim_start().to_owned()).collect()
    }

    /// The same with the white space before them, which in forms shows what an item is part of.
    pub(super) fn take_indented(&mut self) -> Vec<String> {
        self.pending = None;
        let out = std::mem::take(&mut self.out);
        out.split('\n').map(str::trim_end).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    /// Moves the line that begins here by so many half-width characters.
    pub(super) fn indent(&mut self, columns: usize) {
        if self.out.is_empty() || self.out.ends_with('\n') {
            self.out.extend(std::iter::repeat_n(' ', columns));
        }
    }

    fn show(&mut self, c: char) {
        if let Some(line_end) = self.pending.take()
            && let Some(last) = self.out.chars().next_back().filter(|last| *last != '\n')
            && !(line_end && is_wide(last) && is_wide(c))
        {
            self.out.push(' ');
        }
        // A space that does not break is a space.
        self.out.push(if c == '\u{a0}' { ' ' } else { c });
    }
}

/// Characters that are written without spaces between them.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}'
        | '\u{20000}'..='\u{3ffff}' | '“' | '”' | '‘' | '’' | '—' | '…')
}

/// A text of the document. Pages have no places but the block itself.
pub(super) fn placed(content: String) -> Text {
    let anchors = vec![Anchor { from: 0, spot: Spot::default() }];
    Text { content, anchors, ..Text::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_shown_as_browsers_do() {
        let cases: &[(&[&str], &[&str])] = &[
            (&["  a  b\n c "], &["a b c"]),
            (&["绩效\n  自评"], &["绩效自评"]),
            (&["绩效 自评"], &["绩效 自评"]),
            (&["12", ".", "5"], &["12.5"]),
            (&["得分", " ", "12"], &["得分 12"]),
            (&["\u{a0}\u{a0}一、概况\u{a0}"], &["一、概况"]),
            (&["a\u{a0}\u{a0}b"], &["a  b"]),
            (&["零\u{200b}宽\u{feff}"], &["零宽"]),
            (&["\u{a0}"], &[]),
        ];
        for (pieces, lines) in cases {
            let mut line = Line::default();
            pieces.iter().for_each(|piece| line.push(piece));
            assert_eq!(line.take(), *lines, "{pieces:?}");
        }
        let mut line = Line::default();
        line.push("a ");
        line.end_line();
        line.push(" b");
        assert_eq!(line.take(), ["a", "b"]);
        line.push_as_is("a  b\n\n c");
        assert_eq!(line.take(), ["a  b", "c"]);
    }
}
