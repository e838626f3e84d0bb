//! The name behind a number: `320名护林员`.

use super::edges::{verb_is_noun, verb_is_noun_inside};
use super::{REACH, Sentence};
use crate::normalize::tape::is_full_stop;
use std::ops::Range;

impl Sentence<'_> {
    /// The noun after the number.
    pub(super) fn back(&self, index: usize, start: usize) -> Range<usize> {
        let next = self.spans.get(index + 1).map_or(self.folded.len(), |s| s.start);
        let high = next.min(start + REACH);
        let mut at = start;
        while let Some(text) = self.folded.get(at..high).filter(|t| !t.is_empty()) {
            let opener = usize::from(matches!(text.first(), Some('的' | '次' | '个')));
            let step = opener;
            if step == 0 {
                break;
            }
            at += step;
        }
        // `1支74人的宣讲队伍`: the noun stands behind the next number.
        if at == next && next > start.saturating_sub(1) && next == start {
            return self.behind_next(index);
        }
        let from = at;
        let text = self.folded.get(from..high).unwrap_or_default();
        let verb = self.words.verb.prefix(text);
        let stop = self.stop_at(text) || self.ends_sentence(from) || self.ends_sentence(start);
        if verb > 0 || stop {
            return start..start;
        }
        let mut end = from;
        while end < high && end - from < 24 {
            let rest = self.folded.get(end..high).unwrap_or_default();
            match rest.first() {
                Some(',' | '。' | ';' | ':' | '(' | ')' | '?' | '!' | '=' | '-' | '~' | '|' | '+' | '/' | '%') => {
                    break;
                }
                Some('、') if self.number_before_mark(end, next) => break,
                _ if self.ends_sentence(end) => break,
                _ => {}
            }
            if end - from >= 2
                && (self.words.verb.prefix(rest) >= 2
                    && !verb_is_noun(rest, self.words.verb.prefix(rest), self.words)
                    && !verb_is_noun_inside(rest, self.words)
                    || self.stop_at_inside(from, end, high))
            {
                break;
            }
            end += 1;
        }
        let trimmed = self.without_links(from, end);
        let mut end = trimmed;
        while end > from && matches!(self.folded.get(end - 1), Some('、' | '和' | '与' | '及')) {
            end -= 1;
        }
        // One character is a name when the clause ends there: `15个镇（场）`.
        let closed = matches!(self.folded.get(end), None | Some('(' | ',' | '。' | ';' | '、'));
        if end - from < 2 && !(end > from && closed && end != next) { start..start } else { from..end }
    }

    /// Whether a full stop stands at `at`, or the number of a list item.
    fn ends_sentence(&self, at: usize) -> bool {
        let digits = self.folded.get(at..).map_or(0, |rest| rest.iter().take_while(|c| c.is_ascii_digit()).count());
        let item = (1..=2).contains(&digits) && self.folded.get(at + digits) == Some(&'.');
        item || is_full_stop(self.folded, at)
    }

    /// What follows a number that nothing else names, verbs and all: `其中5所设有幼儿部`.
    pub(super) fn rest_of_clause(&self, index: usize, start: usize) -> Range<usize> {
        let next = self.spans.get(index + 1).map_or(self.folded.len(), |s| s.start);
        let high = next.min(start + 16);
        let text = self.folded.get(start..high).unwrap_or_default();
        let end = text.iter().position(|c| !c.is_alphanumeric()).unwrap_or(text.len());
        // Cut by the next number or by the limit: not a name.
        if end < 2 || start + end == high { start..start } else { start..start + end }
    }

    /// The noun behind the number that follows directly.
    fn behind_next(&self, index: usize) -> Range<usize> {
        let Some(next) = self.spans.get(index + 1) else { return 0..0 };
        match self.folded.get(next.end) {
            Some('的') => self.back(index + 1, next.end),
            _ => next.end..next.end,
        }
    }

    /// Whether a number follows the list mark at `mark` before the clause ends.
    fn number_before_mark(&self, mark: usize, next: usize) -> bool {
        next < self.folded.len()
            && next - mark < REACH
            && !self.folded.get(mark..next).is_some_and(|t| t.iter().any(|c| matches!(c, '。' | ';' | ',')))
    }

    fn stop_at(&self, text: &[char]) -> bool {
        let len = self.words.stop.prefix(text);
        len > 0 && self.words.protect.prefix(text) <= len
    }

    /// Whether the name that starts at `from` ends before `at`.
    fn stop_at_inside(&self, from: usize, at: usize, high: usize) -> bool {
        let rest = self.folded.get(at..high).unwrap_or_default();
        let len = self.words.stop.prefix(rest);
        if len == 0 || self.words.protect.prefix(rest) > len {
            return false;
        }
        // `违规行为`: the stop word is the end of a longer word.
        (1..=2).all(|back| {
            at.checked_sub(back)
                .filter(|&b| b >= from)
                .is_none_or(|b| self.words.protect.prefix(self.folded.get(b..high).unwrap_or_default()) < back + len)
        })
    }
}
