//! Names of groups and indicators in a folded text: where a clause, a list number, a name starts and ends.

use super::points::{Mention, ends_clause, skip_spaces, trim_end};
use crate::lexicon::{Forms, Points};
use crate::model::ordinal;
use std::ops::Range;

/// The longest text that is taken for a name.
const LONGEST: usize = 40;

/// A list number: how deep its style stands (0 一、 1 （一） 2 1. 3 （1） 4 ①) and where the text after it starts.
pub(super) fn list_number(chars: &[char], start: usize) -> Option<(u8, usize)> {
    let at = skip_spaces(chars, start);
    let chinese = |c: char| ordinal(c).is_some();
    let run = |from: usize, is: &dyn Fn(char) -> bool| chars[from..].iter().take(4).take_while(|&&c| is(c)).count();
    let first = *chars.get(at)?;
    if ('①'..='⑳').contains(&first) {
        return Some((4, at + 1));
    }
    if first == '(' {
        for (is, rank) in [(&chinese as &dyn Fn(char) -> bool, 1), (&|c: char| c.is_ascii_digit(), 3)] {
            let n = run(at + 1, is);
            if n > 0 && chars.get(at + 1 + n) == Some(&')') {
                let after = at + 2 + n;
                return Some((rank, if matches!(chars.get(after), Some('、' | '.')) { after + 1 } else { after }));
            }
        }
        return None;
    }
    for (is, rank) in [(&chinese as &dyn Fn(char) -> bool, 0), (&|c: char| c.is_ascii_digit(), 2)] {
        let n = run(at, is);
        let mark = skip_spaces(chars, at + n);
        if n > 0 && n < 3 && matches!(chars.get(mark), Some('、' | '.' | ')')) {
            let decimal = chars.get(mark) == Some(&'.') && chars.get(mark + 1).is_some_and(char::is_ascii_digit);
            return (!decimal).then_some((rank, mark + 1));
        }
    }
    None
}

/// A name with the list number before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// The name's characters.
    pub range: Range<usize>,
    /// The depth of the list number before it.
    pub rank: Option<u8>,
    /// Whether it is a sentence rather than a noun, taken for want of a name.
    pub is_sentence: bool,
}

/// Takes list numbers, opening words and marks off the front and marks off the end.
pub(super) fn trimmed(chars: &[char], range: Range<usize>, points: &Points) -> (Range<usize>, Option<u8>) {
    let (mut start, mut end, mut rank) = (range.start, range.end.min(chars.len()), None);
    loop {
        start = skip_spaces(chars, start).min(end);
        if let Some((r, after)) = list_number(chars, start).filter(|&(_, after)| after < end) {
            (rank, start) = (rank.or(Some(r)), after);
        } else if let Some(n) = points.opening.at_start(&chars[start..end]).filter(|n| start + n < end) {
            start += n;
        } else if start < end && matches!(chars[start], ',' | ':' | '、' | '。' | ';' | '-' | ')' | '.') {
            start += 1;
        } else {
            break;
        }
    }
    loop {
        end = trim_end(chars, end, start);
        if end > start && matches!(chars[end - 1], ',' | ':' | '、' | '。' | ';' | '-' | '(' | '.' | '的') {
            end -= 1;
        } else {
            return (start..end, rank);
        }
    }
}

/// Whether a range can be a name at all: Chinese, of some length, no number of points in it.
fn is_name(chars: &[char], range: &Range<usize>) -> bool {
    let text = &chars[range.clone()];
    let chinese = text.iter().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(*c)).count();
    chinese >= 2 && text.len() <= LONGEST && !text.windows(2).any(|w| w[0].is_ascii_digit() && w[1] == '分')
}

/// The name before a weight: the clause up to the weight's word or bracket, or the clause before when that is empty.
///
/// `Err(rank)` when only a word such as 该项指标 stands there.
pub(super) fn before_weight(
    chars: &[char],
    mention: &Mention,
    floor: usize,
    points: &Points,
) -> Option<Result<Named, Option<u8>>> {
    let end = mention.bracket.unwrap_or(mention.word);
    // A bracket may open before what was read last.
    let floor = floor.min(end);
    let mut stop = end;
    while stop > floor && matches!(chars[stop - 1], ' ' | ',' | ':' | '(') {
        stop -= 1;
    }
    let start = chars[floor..stop].iter().rposition(|&c| ends_clause(c)).map_or(floor, |i| floor + i + 1);
    let (range, rank) = trimmed(chars, start..stop, points);
    if range.is_empty() || points.anaphora.is(&chars[range.clone()]) {
        return Some(Err(rank));
    }
    // `投入部分该项指标满分5分`: the pronoun at the end adds nothing to the name.
    is_name(chars, &range).then_some(Ok(Named { range, rank, is_sentence: false }))
}

/// The clauses of a range, in order, without the marks between them.
pub(super) fn clauses(chars: &[char], range: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = range.start;
    for at in range.clone() {
        if ends_clause(chars[at]) {
            found.push(start..at);
            start = at + 1;
        }
    }
    found.push(start..range.end);
    found.retain(|c| c.clone().any(|i| chars[i] != ' '));
    found
}

/// Takes what says when and who off the front of a sentence: `2023年度我局开展…`.
fn without_lead(chars: &[char], range: Range<usize>, points: &Points) -> Range<usize> {
    let mut start = range.start;
    loop {
        start = skip_spaces(chars, start).min(range.end);
        let text = &chars[start..range.end];
        let year = text.len() > 5 && text[..4].iter().all(char::is_ascii_digit) && text[4] == '年';
        let step = if year {
            Some(if text[5] == '度' { 6 } else { 5 })
        } else {
            points.lead.at_start(text).filter(|&n| n < text.len())
        };
        match step {
            Some(n) => start += n,
            None if text.first() == Some(&',') => start += 1,
            None => return start..range.end,
        }
    }
}

/// The name in a clause that states a fact: cut at the predicate.
pub(super) fn from_clause(chars: &[char], clause: Range<usize>, is_sentence: bool, points: &Points) -> Option<Named> {
    let (range, rank) = trimmed(chars, clause, points);
    let range = without_lead(chars, range, points);
    let text = &chars[range.clone()];
    let cut = points.predicate.find(text).filter(|&(from, _)| from >= 2);
    let is_sentence = is_sentence && cut.is_none();
    let end = cut.map_or(range.end, |(from, _)| range.start + from);
    let (range, _) = trimmed(chars, range.start..end, points);
    is_name(chars, &range).then_some(Named { range, rank, is_sentence })
}

/// The label that a paragraph opens with: `1.公用经费控制率：…` names what the rest speaks of.
pub(in crate::locate) fn opening_label(chars: &[char], forms: &Forms) -> Option<(Range<usize>, usize)> {
    let colon = chars.iter().take(LONGEST).position(|&c| c == ':')?;
    if chars[..colon].iter().any(|&c| matches!(c, ',' | '。' | ';')) {
        return None;
    }
    let (range, _) = trimmed(chars, 0..colon, &forms.points);
    let text = &chars[range.clone()];
    let is_label = is_name(chars, &range)
        && forms.points.role_at_end(text).is_none()
        && !forms.points.anaphora.is(text)
        && forms.points.opening.at_start(text).is_none();
    is_label.then_some((range, colon + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{Lexicon, fold_in_place};

    #[test]
    fn list_numbers_have_a_depth() {
        let cases = [
            ("一、投入", Some(0)),
            ("（二）过程", Some(1)),
            ("(三)、过程", Some(1)),
            ("3．产出", Some(2)),
            ("12、效益", Some(2)),
            ("（10）满意度", Some(3)),
            ("②质量", Some(4)),
            ("1.5分", None),
            ("2023年度", None),
            ("（含）", None),
            ("投入", None),
        ];
        for (text, rank) in cases {
            assert_eq!(list_number(&fold_in_place(text), 0).map(|(r, _)| r), rank, "{text}");
        }
    }

    #[test]
    fn names_end_at_the_predicate_and_start_after_the_lead() {
        let points = &Lexicon::builtin().forms.points;
        let cases = [
            ("2023年度我县未发生学校食品安全事件", "未发生学校食品安全事件"),
            ("其中：采购程序合规性符合规定", "采购程序合规性"),
            ("（2）制度建设健全", "制度建设"),
            ("我局资产账实相符", "资产账实相符"),
        ];
        for (text, wanted) in cases {
            let chars = fold_in_place(text);
            let named = from_clause(&chars, 0..chars.len(), true, points).expect(text);
            assert_eq!(chars[named.range].iter().collect::<String>(), wanted, "{text}");
        }
    }
}
