//! The name in front of a number: `发放宣传册6万份`.

use super::edges::{bracketed_number, day_prefix, verb_is_noun, year_prefix};
use super::{REACH, Sentence};
use crate::normalize::tape::is_full_stop;
use std::ops::Range;

/// The longest label; longer ones are cut in front.
const LONGEST: usize = 40;

/// What stands in front of a number, as a range of folded characters.
pub(super) struct Front {
    pub(super) range: Range<usize>,
    pub(super) year: Option<u16>,
    /// Whether it ends with what was done rather than with a noun.
    pub(super) ends_in_verb: bool,
    /// Whether it is nothing but a verb.
    pub(super) only_verb: bool,
    /// Whether the number stands next to the number before it, with nothing but a list mark between.
    pub(super) joined: bool,
}

impl Sentence<'_> {
    /// The noun before the number, with verbs, links and openers left out.
    pub(super) fn front(&self, index: usize, end: usize, has_back: bool) -> Front {
        let previous_end = index.checked_sub(1).and_then(|i| self.spans.get(i)).map_or(0, |s| s.end);
        let low = previous_end.max(end.saturating_sub(REACH));
        let mut front = self.clause(low, end, index > 0 && low == previous_end, has_back);
        front.joined = index > 0
            && low == previous_end
            // `由9个增加到12个`: nothing but links between the two.
            && (self.folded.get(low..end).is_some_and(|gap| gap.iter().all(|c| matches!(c, '、' | '和' | '及' | '(')))
                || low < end && self.folded.get(low) != Some(&',') && self.without_links(low, end) == low);
        front
    }

    /// The last clause of `low..end` that names something.
    fn clause(&self, low: usize, end: usize, after_number: bool, has_back: bool) -> Front {
        let mut stop = end;
        let mut year = None;
        for _ in 0..if has_back { 1 } else { 3 } {
            stop = self.without_links(low, stop);
            let (start, at_number) = self.clause_start(low, stop, after_number);
            let (name, ends_in_verb, found) = self.strip(start, stop);
            year = year.or(found);
            if !name.is_empty() {
                let only_verb = self.words.verb.prefix(self.folded.get(name.clone()).unwrap_or_default()) == name.len();
                return Front { range: name, year, ends_in_verb, only_verb, joined: false };
            }
            // `经统计，共6处`: nothing in this clause; the one before may name it, unless a number stands in between.
            if at_number || start <= low || !matches!(self.folded.get(start - 1), Some(',' | ':')) {
                break;
            }
            stop = start - 1;
        }
        Front { range: end..end, year, ends_in_verb: false, only_verb: false, joined: false }
    }

    /// Drops words that link a name to its number, and brackets, from the end.
    pub(super) fn without_links(&self, low: usize, mut end: usize) -> usize {
        while end > low {
            let Some(text) = self.folded.get(low..end) else { break };
            let step = match text.last() {
                Some('=' | '<' | '>' | '≥' | '≤' | ':' | ',' | '*' | '+' | '-' | '"')
                    if !self.closes_quote(low, end) =>
                {
                    1
                }
                Some(')') => match self.opening(low, end - 1) {
                    Some(open) => end - open,
                    None => 0,
                },
                _ => {
                    let link = self.words.link.suffix(text);
                    if self.words.protect.suffix(text) > link { 0 } else { link }
                }
            };
            if step == 0 {
                break;
            }
            end -= step;
        }
        end
    }

    /// Whether the quotation mark before `end` closes one that opens after `low`.
    fn closes_quote(&self, low: usize, end: usize) -> bool {
        let text = self.folded.get(low..end).unwrap_or_default();
        text.last() == Some(&'"') && text.iter().filter(|&&c| c == '"').count() % 2 == 0
    }

    /// The bracket that the one at `close` closes.
    fn opening(&self, low: usize, close: usize) -> Option<usize> {
        let mut depth = 0usize;
        for at in (low..=close).rev() {
            match self.folded.get(at) {
                Some(')') => depth += 1,
                Some('(') => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return Some(at);
            }
        }
        None
    }

    /// Where the clause that ends at `end` starts, and whether it is the number before that limits it.
    fn clause_start(&self, low: usize, end: usize, after_number: bool) -> (usize, bool) {
        let mut first_mark = None;
        let mut at = end;
        while at > low {
            match self.folded.get(at - 1) {
                Some('。' | ';' | '!' | '?' | ',' | ':' | '(' | '|') => return (at, false),
                Some('.') if is_full_stop(self.folded, at - 1) => return (at, false),
                Some(')') => match self.opening(low, at - 1) {
                    Some(open) if open > low => {
                        at = open;
                        continue;
                    }
                    _ => return (at, false),
                },
                Some('、') => first_mark = Some(at),
                _ => {}
            }
            at -= 1;
        }
        // `活动5场、讲座2场`: a list mark after a number parts; `日报、月报共12份`: one inside a name joins.
        if after_number && let Some(mark) = first_mark {
            return (mark, true);
        }
        (low, after_number)
    }

    /// Drops openers and verbs in front of a name. Says whether the name ends in a verb and which year stood in front.
    fn strip(&self, start: usize, end: usize) -> (Range<usize>, bool, Option<u16>) {
        let mut at = start;
        let mut year = None;
        let mut seen_verb = None;
        while let Some(text) = self.folded.get(at..end).filter(|t| !t.is_empty()) {
            if let Some((value, len)) = year_prefix(text) {
                year = Some(value);
                at += len;
                continue;
            }
            if let Some(len) = day_prefix(text) {
                at += len;
                continue;
            }
            let list_number = text.iter().take_while(|c| c.is_ascii_digit()).count();
            if list_number > 0 && matches!(text.get(list_number), Some('、' | '.' | ')')) {
                at += list_number + 1;
                continue;
            }
            let bracketed = bracketed_number(text);
            if bracketed > 0 {
                at += bracketed;
                continue;
            }
            let lead = self.words.lead.prefix(text);
            let verb = self.words.verb.prefix(text);
            // An opener that is the beginning of a longer name (`对外投资`, `有效专利`) is no opener.
            let step = if lead >= verb { if self.words.protect.prefix(text) > lead { 0 } else { lead } } else { verb };
            let left = text.len().saturating_sub(step);
            let step = if self.is_half_a_word(text, step, left) { 0 } else { step };
            let noise = usize::from(matches!(
                text.first(),
                Some('、' | '\'' | '-' | '·' | '/' | '.' | '#' | '*' | '□' | '■' | '√' | '☑' | '☐')
            ));
            let step = step.max(noise);
            if step == 0 {
                break;
            }
            if verb > 0 && verb == step {
                // `检查企业52家` drops the verb, `检查报告3份` and `培训人次` must not lose half of a name.
                if verb_is_noun(text, verb, self.words) || matches!(text.last(), Some('率' | '度')) {
                    break;
                }
                seen_verb = Some(at);
            }
            at += step;
        }
        if at >= end {
            // Only a verb stood here: it names the number when nothing follows (`问责7人`).
            return match seen_verb {
                Some(verb) => (verb..end, true, year),
                None => (end..end, false, year),
            };
        }
        let text = self.folded.get(at..end).unwrap_or_default();
        let ends_in_verb = self.words.verb.suffix(text) > 0;
        (self.shorten(at, end), ends_in_verb, year)
    }

    /// Whether dropping the first `step` characters would leave half of a word: `到|位率`, `成功|率`.
    fn is_half_a_word(&self, text: &[char], step: usize, left: usize) -> bool {
        let is_opener = || self.words.lead.has(&text.iter().skip(step).collect::<String>());
        left == 1 && !is_opener() || step == 1 && left == 2 && matches!(text.last(), Some('率' | '度' | '数' | '额'))
    }

    /// Cuts a long name after its last verb: `在…等媒体平台上宣传防疫典型事迹` names the 事迹.
    fn shorten(&self, start: usize, end: usize) -> Range<usize> {
        let text = self.folded.get(start..end).unwrap_or_default();
        if text.last() == Some(&'"')
            && let Some(open) = text.iter().rev().skip(1).position(|&c| c == '"')
        {
            return end - open - 2..end;
        }
        let counted = (1..text.len().saturating_sub(3)).find_map(|at| {
            let len = self.words.counted.prefix(&text[at..]);
            (len > 0 && at + len + 2 <= text.len()).then_some(start + at + len)
        });
        let start = counted.unwrap_or(start);
        if end - start <= 16 {
            return start..end;
        }
        let cut = (start + 1..end.saturating_sub(3)).rev().find_map(|at| {
            let len = self.words.verb.prefix(self.folded.get(at..end)?);
            let rest = self.folded.get(at..end)?;
            (len >= 2 && at + len + 3 <= end && !verb_is_noun(rest, len, self.words)).then_some(at + len)
        });
        let from = cut.unwrap_or(start).max(end.saturating_sub(LONGEST));
        from..end
    }
}
