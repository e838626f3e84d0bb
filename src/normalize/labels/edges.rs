//! Where a name begins and ends within its characters: years, dates, list numbers and marks that are no part of it, and
//! verbs that are.

use crate::lexicon::Labels;
use crate::model::ordinal;

/// Whether what looks like a verb in front is half of a name: `检查报告`, `培训人次`.
pub(super) fn verb_is_noun(text: &[char], verb: usize, words: &Labels) -> bool {
    let rest = text.get(verb..).unwrap_or_default();
    verb.checked_sub(1).and_then(|last| text.get(last)) != Some(&'了') && words.noun.prefix(rest) > 0
}

/// Whether a verb inside a name that follows its number is part of it: `12个监测点位`, `3个采购项目`.
pub(super) fn verb_is_noun_inside(rest: &[char], words: &Labels) -> bool {
    let len = words.verb.prefix(rest);
    len > 0 && words.nominal.prefix(&rest[..len]) == len
}

/// A year that opens a clause: `2022年`, `2022年度`.
pub(super) fn year_prefix(text: &[char]) -> Option<(u16, usize)> {
    let digits = text.iter().take_while(|c| c.is_ascii_digit()).count();
    if digits != 4 || text.get(4) != Some(&'年') {
        return None;
    }
    let value: u16 = text.iter().take(4).collect::<String>().parse().ok()?;
    // `2023年末固定资产`: the date of a stock stays with its name.
    Some(match text.get(5) {
        Some('末' | '底' | '初') => (value, 4),
        Some('度') => (value, 6),
        _ => (value, 5),
    })
}

/// A list number in brackets or in Chinese numerals that opens a clause: `(1)`, `(二)`, `二、`.
pub(super) fn bracketed_number(text: &[char]) -> usize {
    let open = usize::from(text.first() == Some(&'('));
    let numeral = |c: &&char| c.is_ascii_digit() && open == 1 || ordinal(**c).is_some();
    let digits = text.iter().skip(open).take_while(numeral).count();
    let closed = text.get(open + digits) == Some(if open == 1 { &')' } else { &'、' });
    if (1..=2).contains(&digits) && closed { open + digits + 1 } else { 0 }
}

/// A date without its year that opens a clause: `12月31日`, `4月`.
pub(super) fn day_prefix(text: &[char]) -> Option<usize> {
    let number = |from: usize, mark: char| {
        let digits = text.get(from..)?.iter().take_while(|c| c.is_ascii_digit()).count();
        (matches!(digits, 1 | 2) && text.get(from + digits) == Some(&mark)).then_some(from + digits + 1)
    };
    let month = number(0, '月')?;
    Some(number(month, '日').unwrap_or(month + usize::from(text.get(month) == Some(&'份'))))
}

/// Drops marks that have no partner from the ends, and a pair of quotation marks around the whole.
pub(super) fn trim(text: &str) -> String {
    let is_mark = |c: char| {
        matches!(c, '、' | '，' | ',' | '。' | '：' | ':' | '；' | ';' | '-' | '—' | '·' | '=' | '＝' | '*' | '#')
    };
    let mut text = text.trim_matches(is_mark);
    let is_quote = |c: char| matches!(c, '“' | '”' | '"' | '「' | '」');
    loop {
        let quotes = text.chars().filter(|&c| is_quote(c)).count();
        let (first, last) = (text.chars().next().is_some_and(is_quote), text.chars().next_back().is_some_and(is_quote));
        let next = match (first, last) {
            (true, true) if quotes == 2 => text.trim_matches(is_quote),
            (true, _) if quotes % 2 == 1 => text.trim_start_matches(is_quote),
            (_, true) if quotes % 2 == 1 => text.trim_end_matches(is_quote),
            _ => break,
        };
        if next == text {
            break;
        }
        text = next;
    }
    let text = if text.contains('》') && !text.contains('《') { text.trim_end_matches('》') } else { text };
    text.trim_matches(is_mark).to_owned()
}
