//! Folding of characters for comparison: what a form's layout put in must not change which word it is.
//!
//! The source's own characters are never changed; a folded string only serves to look words up.

use std::borrow::Cow;

/// Folds one character: full-width forms to ASCII, variant signs and brackets to one; `None` for white space.
#[must_use]
#[inline]
pub fn fold_char(c: char) -> Option<char> {
    // Ideographs and printed ASCII stand for themselves, and nearly every character is one of them.
    if matches!(c, '\u{3400}'..='\u{9fff}' | '!'..='~' | '、' | '。') { Some(c) } else { fold_rare(c) }
}

fn fold_rare(c: char) -> Option<char> {
    Some(match c {
        '［' => '(',
        '］' => ')',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0)?,
        c if c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{ad}') => return None,
        c if is_second_script(c) => return None,
        '﹦' => '=',
        '≧' | '⩾' => '≥',
        '≦' | '⩽' => '≤',
        '﹥' => '>',
        '﹤' => '<',
        '﹪' => '%',
        '〔' | '【' | '﹙' => '(',
        '〕' | '】' | '﹚' => ')',
        '“' | '”' | '„' | '‟' | '「' | '」' | '『' | '』' => '"',
        '‘' | '’' => '\'',
        '—' | '–' | '―' | '‐' | '‑' | '‒' | '−' | '─' => '-',
        '∼' | '〜' => '~',
        '・' | '•' | '‧' => '·',
        '﹒' => '.',
        other => other,
    })
}

/// Whether a character belongs to a script in which autonomous regions print the same words again: Tibetan, Mongolian,
/// Arabic (Uyghur, Kazakh), Yi, Korean.
fn is_second_script(c: char) -> bool {
    matches!(
        c,
        '\u{600}'..='\u{6ff}'
            | '\u{f00}'..='\u{fff}'
            | '\u{1100}'..='\u{11ff}'
            | '\u{1800}'..='\u{18af}'
            | '\u{a000}'..='\u{a4cf}'
            | '\u{ac00}'..='\u{d7af}'
            | '\u{fb50}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefe}'
    )
}

/// Folds a text: white space dropped, signs and widths made one. `年度 指标值（A）` gives `年度指标值(A)`.
#[must_use]
pub fn fold(text: &str) -> Cow<'_, str> {
    // Most texts stand for themselves, which their bytes tell: printed ASCII and ideographs from U+4000 on. No branch for
    // each byte, so that many are looked at at once.
    let usual = |b: u8| matches!(b, b'!'..=b'~' | 0x80..=0xbf | 0xe4..=0xe9);
    if text.bytes().fold(true, |all, b| all & usual(b)) {
        return Cow::Borrowed(text);
    }
    let mut folded = String::new();
    // What stands for itself is copied in runs.
    let (mut run, mut from) = (0, 0);
    while let Some(n) = text.as_bytes()[from..].iter().position(|b| !usual(*b)) {
        let at = from + n;
        let Some(c) = text[at..].chars().next() else { break };
        from = at + c.len_utf8();
        let fold = fold_char(c);
        if fold != Some(c) {
            folded.reserve(text.len());
            folded.push_str(&text[run..at]);
            folded.extend(fold);
            run = from;
        }
    }
    if folded.is_empty() {
        return Cow::Borrowed(&text[run..]);
    }
    folded.push_str(&text[run..]);
    Cow::Owned(folded)
}

/// Adds the characters of a text to a list.
pub fn push_chars(text: &str, chars: &mut Vec<char>) {
    push_each(text, chars, |c| c);
}

/// Folds character by character and keeps the count: white space becomes a space, so that places stay those of the
/// source. For scanners that need both the folded text and the source's offsets.
#[must_use]
pub fn fold_in_place(text: &str) -> Vec<char> {
    let mut folded = Vec::new();
    push_each(text, &mut folded, |c| fold_char(c).unwrap_or(' '));
    folded
}

/// Adds what each character of a text becomes to a list.
#[inline]
fn push_each(text: &str, chars: &mut Vec<char>, becomes: impl Fn(char) -> char) {
    // `extend` and `push` ask for room at every character; counting first is faster.
    let start = chars.len();
    chars.resize(start + text.chars().count(), '\0');
    for (place, c) in chars[start..].iter_mut().zip(text.chars()) {
        *place = becomes(c);
    }
}

/// The characters of a text.
#[must_use]
pub fn chars(text: &str) -> Vec<char> {
    let mut chars = Vec::new();
    push_chars(text, &mut chars);
    chars
}

/// The text that characters make.
#[must_use]
pub fn text_of(chars: &[char]) -> String {
    // `collect` asks for room again and again here too.
    let mut text = String::with_capacity(chars.iter().map(|c| c.len_utf8()).sum());
    for &c in chars {
        text.push(c);
    }
    text
}

/// Folds a text and says, for each folded character, which character of the source it came from.
#[must_use]
pub fn fold_with_places(text: &str) -> (Vec<char>, Vec<usize>) {
    let most = text.chars().count();
    let (mut folded, mut places) = (Vec::with_capacity(most), Vec::with_capacity(most));
    for (at, c) in text.chars().enumerate() {
        if let Some(c) = fold_char(c) {
            folded.push(c);
            places.push(at);
        }
    }
    (folded, places)
}

/// A part of a text, borrowed where the text is.
pub(super) fn part_of(text: Cow<'_, str>, part: impl FnOnce(&str) -> &str) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(part(text)),
        Cow::Owned(text) => Cow::Owned(part(&text).to_owned()),
    }
}

/// A folded text without its bracketed parts, as [`strip_brackets`] drops them.
pub(super) fn without_brackets(folded: Cow<'_, str>) -> Cow<'_, str> {
    if folded.contains('(') { Cow::Owned(strip_brackets(&folded).into_owned()) } else { folded }
}

/// Drops bracketed parts of a folded text: `年度指标值(A)` gives `年度指标值`. Unbalanced brackets are left alone.
#[must_use]
pub fn strip_brackets(folded: &str) -> Cow<'_, str> {
    if !folded.contains('(') {
        return Cow::Borrowed(folded);
    }
    let mut out = String::with_capacity(folded.len());
    let mut depth = 0usize;
    for c in folded.chars() {
        match c {
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    if depth == 0 { Cow::Owned(out) } else { Cow::Borrowed(folded) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_spaces_and_signs_do_not_matter() {
        assert_eq!(fold("年度 指标值（Ａ）"), "年度指标值(A)");
        assert_eq!(fold("﹦ 100％"), "=100%");
        assert_eq!(fold_with_places(" 得 分"), (vec!['得', '分'], vec![1, 3]));
        assert_eq!(fold("得分 ཐོབ་སྐར། 점수"), "得分", "what a second script says again is not compared");
    }

    #[test]
    fn brackets_go_only_in_pairs() {
        assert_eq!(strip_brackets("执行率(B/A)"), "执行率");
        assert_eq!(strip_brackets("全年(调整)预算数"), "全年预算数");
        assert_eq!(strip_brackets("得分(10"), "得分(10");
    }
}
