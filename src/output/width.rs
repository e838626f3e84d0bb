//! Text on a terminal: display width with double-width characters, cutting, padding and wrapping.

use crate::model::begins_no_line;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The columns that a text takes on a terminal.
pub(super) fn width(text: &str) -> usize {
    // Only other characters may be shown differently beside their neighbors.
    text.chars().map(usual).sum::<Option<usize>>().unwrap_or_else(|| text.width())
}

fn of_char(c: char) -> usize {
    usual(c).unwrap_or_else(|| c.width().unwrap_or(0))
}

/// The columns of the characters that nearly every text is made of, without the tables of Unicode.
fn usual(c: char) -> Option<usize> {
    match c {
        ' '..='~' => Some(1),
        '\u{4e00}'..='\u{9fff}' | '、' | '。' | '\u{ff01}'..='\u{ff5e}' => Some(2),
        _ => None,
    }
}

/// A text without anything that would move the cursor: white space becomes a space, other control characters vanish.
pub(super) fn clean(text: &str) -> String {
    // Nearly every text is printed as it is.
    if !text.contains(|c: char| !matches!(c, ' '..='~' | '\u{3001}'..='\u{fefe}')) {
        return text.to_owned();
    }
    let shown = text.chars().filter_map(|c| match c {
        '\t' | '\u{a0}' | '\u{3000}' => Some(' '),
        // Bidirectional controls would let a source rearrange the line it is quoted in.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
        c if c.is_control() => None,
        c => Some(c),
    });
    let mut cleaned = String::with_capacity(text.len());
    cleaned.extend(shown);
    cleaned
}

/// The beginning of a text, at most `limit` columns, with `…` when something is cut off. Looks no further than it must.
pub(super) fn head(text: &str, limit: usize) -> String {
    let mut used = 0;
    let mut fits = 0;
    for (at, c) in text.char_indices() {
        if used < limit {
            fits = at;
        }
        used += of_char(c);
        if used > limit {
            return format!("{}…", &text[..fits]);
        }
    }
    text.to_string()
}

/// The end of a text, at most `limit` columns, with `…` when something is cut off.
pub(super) fn tail(text: &str, limit: usize) -> String {
    let mut used = 0;
    let mut fits = text.len();
    for (at, c) in text.char_indices().rev() {
        if used < limit {
            fits = at + c.len_utf8();
        }
        used += of_char(c);
        if used > limit {
            return format!("…{}", &text[fits..]);
        }
    }
    text.to_string()
}

/// A text followed by spaces up to `columns`.
pub(super) fn pad(text: &str, columns: usize) -> String {
    let mut out = text.to_string();
    out.extend(std::iter::repeat_n(' ', columns.saturating_sub(width(text))));
    out
}

/// Breaks a text into lines of at most `columns`: between Chinese characters, at spaces, never inside a number or a
/// Latin word that fits a line, and never before closing punctuation.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(10);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for piece in pieces(text) {
        let piece_width = width(piece);
        // The spaces behind a word may stand beyond the end.
        if used > 0 && used + piece_width > columns && used + width(piece.trim_end()) > columns {
            lines.push(line.trim_end().to_string());
            line.clear();
            used = 0;
        }
        if piece_width > columns {
            for c in piece.chars() {
                if used + of_char(c) > columns {
                    lines.push(std::mem::take(&mut line));
                    used = 0;
                }
                line.push(c);
                used += of_char(c);
            }
            continue;
        }
        line.push_str(piece);
        used += piece_width;
    }
    if !line.trim_end().is_empty() || lines.is_empty() {
        lines.push(line.trim_end().to_string());
    }
    lines
}

/// The parts of a text that stay together: a word with its spaces, or one wide character with what clings to it.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut last: Option<char> = None;
    for (at, c) in text.char_indices() {
        let may_break = match last {
            None => false,
            Some(_) if begins_no_line(c) || c == ' ' => false,
            Some('（' | '「' | '《' | '“' | '(' | '[') => false,
            Some(before) => {
                before == ' ' || of_char(before) > 1 || of_char(c) > 1 || begins_no_line(before) && !c.is_ascii()
            }
        };
        if may_break {
            pieces.push(&text[start..at]);
            start = at;
        }
        last = Some(c);
    }
    pieces.push(&text[start..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_count_columns_and_not_characters() {
        assert_eq!(head("绩效自评", 8), "绩效自评");
        assert_eq!(head("绩效自评表", 8), "绩效自…");
        assert_eq!(tail("绩效自评表", 8), "…自评表");
        assert_eq!(pad("得分", 6), "得分  ");
        assert_eq!(clean("a\u{1b}[31m\t得\u{202e}分\n"), "a[31m 得分");
    }

    #[test]
    fn wrapping_keeps_numbers_whole_and_punctuation_behind_its_word() {
        let lines = wrap("得分合计 38.5 与所列得分 39 不一致，请核对评分，并检查各项得分是否漏列。", 24);
        assert!(lines.iter().all(|l| width(l) <= 26), "{lines:?}");
        assert!(lines.iter().all(|l| !l.starts_with(['，', '。'])), "{lines:?}");
        assert!(lines.iter().any(|l| l.contains("38.5")), "{lines:?}");
        assert_eq!(
            lines.concat().replace(' ', ""),
            "得分合计38.5与所列得分39不一致，请核对评分，并检查各项得分是否漏列。"
        );
        assert_eq!(wrap("", 20), [""]);
        assert_eq!(wrap(&"8".repeat(25), 10).len(), 3, "what fits no line is cut");
    }
}
