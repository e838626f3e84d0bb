//! Numbers and words of headings: `patterns/sections.toml` in, recognition of one number out.
//!
//! Whether a numbered line is a heading, and of which level, is not decided here.

use super::fold_char;
use crate::model::ordinal;
use serde::Deserialize;

/// Highest ordinal that counts as the number of a heading; larger numbers are years or figures.
const MAX_ORDINAL: u32 = 99;

/// The words of headings.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sections {
    /// The number styles.
    pub style: Vec<NumberStyle>,
    /// Words in and around titles.
    pub title: TitleWords,
}

/// One style of numbers.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberStyle {
    /// What [`crate::model::Section::style`] says.
    pub code: u8,
    /// The usual depth, outermost first.
    pub rank: u8,
    /// Which digits it takes.
    pub digits: Digits,
    /// What stands before the digits, folded.
    pub prefix: String,
    /// What may stand after them, folded.
    pub suffix: Vec<String>,
    /// Lines that open with this number, and the ordinal.
    pub examples: Vec<(String, u32)>,
    /// Lines that do not.
    pub never: Vec<String>,
}

/// The digits of a number style.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Digits {
    /// 一 二 三
    Chinese,
    /// 1 2 3
    Arabic,
    /// ① ② ③
    Circled,
    /// Chinese or Arabic.
    Either,
}

/// Words in and around titles.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TitleWords {
    /// Words that end a title when a number follows.
    pub score_words: Vec<String>,
    /// Texts with the title that is left.
    pub score_examples: Vec<(String, String)>,
    /// Words before a colon that make a line a lead-in.
    pub lead_ends: Vec<String>,
    /// Lines that lead in.
    pub lead_examples: Vec<String>,
    /// Words that open an attachment's caption.
    pub attachments: Vec<String>,
    /// Captions.
    pub attachment_examples: Vec<String>,
}

/// The number of a heading or list item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marker {
    /// Style code.
    pub style: u8,
    /// Usual depth of the style.
    pub rank: u8,
    /// The ordinal.
    pub ordinal: u32,
    /// First character.
    pub start: usize,
    /// Character after the number, its brackets and a `、` behind a bracket.
    pub end: usize,
}

impl Sections {
    /// Reads the pattern file; says what is wrong with it otherwise.
    pub(super) fn parse(source: &str) -> Result<Self, String> {
        super::entries(source)
    }

    /// The number that a text opens with, after white space and a list bullet.
    #[must_use]
    pub fn marker(&self, chars: &[char]) -> Option<Marker> {
        self.marker_at(chars, skip_bullet(chars))
    }

    /// The number that stands at a character.
    #[must_use]
    pub fn marker_at(&self, chars: &[char], start: usize) -> Option<Marker> {
        let first = *chars.get(start)?;
        if let Some((style, ordinal)) = composed(first) {
            return self.whole(chars, start, style, ordinal);
        }
        self.style.iter().find_map(|style| style.read(chars, start))
    }

    /// Whether a line opens with an attachment word; gives the character after the word.
    #[must_use]
    pub fn attachment(&self, chars: &[char]) -> Option<usize> {
        let start = skip_blank(chars, 0);
        self.title.attachments.iter().find_map(|word| after_word(chars, start, word))
    }

    /// Whether the words before a colon lead into what follows.
    #[must_use]
    pub fn is_lead(&self, before_colon: &str) -> bool {
        self.title.lead_ends.iter().any(|word| before_colon.ends_with(word.as_str()))
    }

    /// Where the title ends because a score is stated: the character at which the score word starts.
    #[must_use]
    pub fn score_starts(&self, title: &[char]) -> Option<usize> {
        let is_digit = |&c: &char| fold_char(c).is_some_and(|c| c.is_ascii_digit());
        let last_digit = title.iter().rposition(is_digit)?;
        (1..last_digit).find(|&at| {
            self.title.score_words.iter().any(|word| {
                after_word(title, at, word).is_some_and(|end| {
                    title[end..].iter().filter_map(|&c| fold_char(c)).take(3).any(|c| c.is_ascii_digit())
                })
            })
        })
    }

    fn whole(&self, chars: &[char], start: usize, code: u8, ordinal: u32) -> Option<Marker> {
        let style = self.style.iter().find(|s| s.code == code)?;
        let mut end = start + 1;
        if matches!(chars.get(end), Some('、')) {
            end += 1;
        }
        Some(Marker { style: code, rank: style.rank, ordinal, start, end })
    }
}

impl NumberStyle {
    fn read(&self, chars: &[char], start: usize) -> Option<Marker> {
        let at = after_word(chars, start, &self.prefix)?;
        let at = skip_blank(chars, at);
        let (ordinal, at) = match self.digits {
            Digits::Chinese => chinese(chars, at)?,
            Digits::Arabic => arabic(chars, at)?,
            Digits::Either => arabic(chars, at).or_else(|| chinese(chars, at))?,
            Digits::Circled => return None,
        };
        let at = skip_blank(chars, at);
        let mut end = self.suffix.iter().find_map(|suffix| after_word(chars, at, suffix))?;
        let bracket = self.suffix.iter().any(|s| s == ")");
        if bracket && matches!(chars.get(skip_blank(chars, end)), Some('、' | '.' | '．')) {
            end = skip_blank(chars, end) + 1;
        }
        // `1.5万元` and `1、2月` are figures and dates, not numbers of headings.
        let digit_follows = chars.get(end).copied().and_then(fold_char).is_some_and(|c| c.is_ascii_digit());
        if self.prefix.is_empty() && !bracket && digit_follows && !year_follows(chars, end) {
            return None;
        }
        // `一、二季度` counts quarters.
        if self.digits == Digits::Chinese && !bracket && chinese(chars, end).is_some_and(|(n, _)| n == ordinal + 1) {
            return None;
        }
        Some(Marker { style: self.code, rank: self.rank, ordinal, start, end })
    }
}

/// Skips white space, then one list bullet with white space behind it, then Markdown heading marks.
fn skip_bullet(chars: &[char]) -> usize {
    let at = skip_blank(chars, 0);
    let marks = chars.iter().skip(at).take_while(|&&c| matches!(c, '#' | '-' | '*' | '+' | '·' | '•' | '●')).count();
    let after = skip_blank(chars, at + marks);
    if marks > 0 && after > at + marks { after } else { at }
}

fn skip_blank(chars: &[char], from: usize) -> usize {
    from + chars.iter().skip(from).take_while(|&&c| fold_char(c).is_none()).count()
}

/// The character after a folded word that stands at `start`; white space between its characters does not matter.
fn after_word(chars: &[char], start: usize, word: &str) -> Option<usize> {
    let mut at = start;
    for wanted in word.chars() {
        at = skip_blank(chars, at);
        if fold_char(*chars.get(at)?)? != wanted {
            return None;
        }
        at += 1;
    }
    Some(at)
}

/// `1.2023年度…` and `2、2023年…`: a title that opens with a year.
fn year_follows(chars: &[char], at: usize) -> bool {
    let mut next = chars.iter().skip(at).filter_map(|&c| fold_char(c));
    let century: String = next.by_ref().take(2).collect();
    matches!(century.as_str(), "19" | "20")
        && next.by_ref().take(2).all(|c| c.is_ascii_digit())
        && next.next() == Some('年')
}

fn arabic(chars: &[char], start: usize) -> Option<(u32, usize)> {
    let mut value = 0;
    let mut at = start;
    while let Some(digit) = chars.get(at).copied().and_then(fold_char).and_then(|c| c.to_digit(10)) {
        value = value * 10 + digit;
        at += 1;
        if value > MAX_ORDINAL {
            return None;
        }
    }
    (at > start && value > 0).then_some((value, at))
}

fn chinese(chars: &[char], start: usize) -> Option<(u32, usize)> {
    let mut at = start;
    let (mut tens, mut ones, mut digits) = (None, None, 0);
    while let Some(&c) = chars.get(at) {
        match ordinal(c) {
            Some(10) if tens.is_none() => tens = Some(ones.take().unwrap_or(1)),
            Some(10) | None => break,
            Some(digit) if ones.is_none() => ones = Some(digit),
            Some(_) => return None,
        }
        digits += 1;
        at += 1;
    }
    (digits > 0).then(|| (tens.unwrap_or(0) * 10 + ones.unwrap_or(0), at))
}

/// Numbers that Unicode has as one character: the style code they belong to and the ordinal.
fn composed(c: char) -> Option<(u8, u32)> {
    let from = |first: char| c as u32 - first as u32 + 1;
    match c {
        '①'..='⑳' => Some((4, from('①'))),
        '⑴'..='⒇' => Some((3, from('⑴'))),
        '⒈'..='⒛' => Some((2, from('⒈'))),
        '㈠'..='㈩' => Some((1, from('㈠'))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn builtin() -> Sections {
        Sections::parse(include_str!("../../patterns/sections.toml")).expect("the compiled-in patterns")
    }

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn examples_of_every_style_hold() {
        let words = builtin();
        for style in &words.style {
            for (line, ordinal) in &style.examples {
                let marker = words.marker(&chars(line)).unwrap_or_else(|| panic!("{line}"));
                assert_eq!((marker.style, marker.ordinal), (style.code, *ordinal), "{line}");
            }
            for line in &style.never {
                assert_eq!(words.marker(&chars(line)), None, "{line}");
            }
        }
    }

    #[test]
    fn examples_of_titles_hold() {
        let words = builtin();
        for (text, title) in &words.title.score_examples {
            let text = chars(text);
            let at = words.score_starts(&text).expect("a score word");
            assert_eq!(&text[..at].iter().collect::<String>(), title);
        }
        for line in &words.title.lead_examples {
            assert!(words.is_lead(line.trim_end_matches('：')), "{line}");
        }
        for line in &words.title.attachment_examples {
            assert!(words.attachment(&chars(line)).is_some(), "{line}");
        }
    }

    #[test]
    fn a_bracket_may_carry_a_stop_and_a_title_may_open_with_a_year() {
        let words = builtin();
        for (line, end) in [("（四）、突出", 4), ("一 、自评", 3), ("1.2023年度目标", 2), ("(1)运行", 3)]
        {
            assert_eq!(words.marker(&chars(line)).map(|m| m.end), Some(end), "{line}");
        }
    }
}
