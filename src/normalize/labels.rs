//! Labels: a sentence and the places of its numbers in, the name of each number out.
//!
//! A number is named by the noun before it (`发放宣传册6万份`) or after it (`320名护林员`). Words that are no name are data
//! (`patterns/labels.toml`); this file knows where a name can begin and end. It reads no number and judges none.

use crate::lexicon::{Labels, WordSet, fold_with_places};
use crate::model::{Dimension, Measure};
use std::ops::Range;

/// How far a name can reach from its number, in characters.
const REACH: usize = 60;
/// The longest label; longer ones are cut in front.
const LONGEST: usize = 40;
/// How far back a sentence is searched for words that tell two figures of one name apart.
const SENTENCE: usize = 160;

/// The name of one number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Name {
    /// As a person would name it; empty when the sentence names nothing.
    pub(super) label: String,
    /// Words of the sentence that tell it from figures of the same name: whose, which part, when.
    pub(super) scope: Vec<String>,
    /// A word that makes it a plan, a demand or a figure of an earlier year.
    pub(super) plan: Option<String>,
    /// A year in front of the name, which the label leaves out.
    pub(super) year: Option<u16>,
}

/// A number to be named: its characters in the text, hedge and unit included, and what it measures.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    /// Characters of the text.
    pub(super) chars: (usize, usize),
    /// The measure.
    pub(super) measure: &'a Measure,
}

/// Names every number of a text. `places` are in order and do not overlap.
pub(super) fn names(text: &str, places: &[Place<'_>], words: &Labels) -> Vec<Name> {
    let source: Vec<char> = text.chars().collect();
    let (folded, origin) = fold_with_places(text);
    let folded: Vec<char> = folded.chars().collect();
    let fold_at = |at: usize| origin.partition_point(|&o| o < at);
    let spans: Vec<Range<usize>> = places.iter().map(|p| fold_at(p.chars.0)..fold_at(p.chars.1)).collect();
    let sentence = Sentence { source: &source, folded: &folded, origin: &origin, spans: &spans, words };
    let mut names: Vec<Name> = Vec::with_capacity(places.len());
    for (index, place) in places.iter().enumerate() {
        let name = sentence.name(index, place.measure, names.last());
        names.push(name);
    }
    names
}

/// A text with its numbers, folded for comparison.
struct Sentence<'a> {
    source: &'a [char],
    folded: &'a [char],
    origin: &'a [usize],
    spans: &'a [Range<usize>],
    words: &'a Labels,
}

/// What stands in front of a number, as a range of folded characters.
struct Front {
    range: Range<usize>,
    year: Option<u16>,
    /// Whether it ends with what was done rather than with a noun.
    ends_in_verb: bool,
    /// Whether it is nothing but a verb.
    only_verb: bool,
    /// Whether the number stands next to the number before it, with nothing but a list mark between.
    joined: bool,
}

impl Sentence<'_> {
    fn name(&self, index: usize, measure: &Measure, previous: Option<&Name>) -> Name {
        let Some(span) = self.spans.get(index) else { return Name::default() };
        let mut back = self.back(index, span.end);
        let front = self.front(index, span.start, !back.is_empty());
        if back.is_empty() && (front.range.is_empty() || front.only_verb) && !front.joined {
            back = self.rest_of_clause(index, span.end);
        }
        let dimension = measure.quantity.unit.dimension;
        let attributive = !matches!(dimension, Dimension::Money | Dimension::Percent | Dimension::Point);
        let takes_back = !back.is_empty() && (front.range.is_empty() || front.ends_in_verb || attributive);
        let same_sentence = index > 0 && self.spans.get(index - 1).is_some_and(|p| !self.has_stop(p.end..span.start));
        let mut label = if takes_back {
            self.text(back)
        } else if !front.range.is_empty() {
            self.text(front.range.clone())
        } else if front.joined && same_sentence {
            previous.map(|p| p.label.clone()).unwrap_or_default()
        } else {
            String::new()
        };
        if let Some(previous) = previous.filter(|_| same_sentence && !takes_back) {
            label = self.inherit(label, &previous.label);
        }
        let (scope, plan) = self.scope(span.start, &label);
        Name { label, scope, plan, year: front.year }
    }

    /// The noun before the number, with verbs, links and openers left out.
    fn front(&self, index: usize, end: usize, has_back: bool) -> Front {
        let previous_end = index.checked_sub(1).and_then(|i| self.spans.get(i)).map_or(0, |s| s.end);
        let low = previous_end.max(end.saturating_sub(REACH));
        let mut front = self.clause(low, end, index > 0 && low == previous_end, has_back);
        front.joined = index > 0
            && low == previous_end
            && self.folded.get(low..end).is_some_and(|gap| gap.iter().all(|c| matches!(c, '、' | '和' | '及' | '(')));
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
    fn without_links(&self, low: usize, mut end: usize) -> usize {
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
            let lead = self.words.lead.prefix(text);
            let verb = self.words.verb.prefix(text);
            // An opener that is the beginning of a longer name (`对外投资`, `有效专利`) is no opener.
            let step = if lead >= verb { if self.words.protect.prefix(text) > lead { 0 } else { lead } } else { verb };
            let left = text.len().saturating_sub(step);
            let step = if self.is_half_a_word(text, step, left) { 0 } else { step };
            let noise = usize::from(matches!(text.first(), Some('、' | '\'' | '-' | '·' | '/' | '.' | '#' | '*')));
            let step = step.max(noise);
            if step == 0 {
                break;
            }
            if verb > 0 && verb == step {
                // `检查企业52家` drops the verb, `检查报告3份` and `培训人次` must not lose half of a name.
                if verb_is_noun(text, verb) || matches!(text.last(), Some('率' | '度')) {
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
        let counted = ["其中", "共计", "累计", "合计", "总共"].iter().find_map(|word| {
            let word: Vec<char> = word.chars().collect();
            let at = text.windows(2).position(|w| w == word)?;
            (at > 0 && at + 4 <= text.len()).then_some(start + at + 2)
        });
        let start = counted.unwrap_or(start);
        if end - start <= 16 {
            return start..end;
        }
        let cut = (start + 1..end.saturating_sub(3)).rev().find_map(|at| {
            let len = self.words.verb.prefix(self.folded.get(at..end)?);
            let rest = self.folded.get(at..end)?;
            (len >= 2 && at + len + 3 <= end && !verb_is_noun(rest, len)).then_some(at + len)
        });
        let from = cut.unwrap_or(start).max(end.saturating_sub(LONGEST));
        from..end
    }

    /// The noun after the number.
    fn back(&self, index: usize, start: usize) -> Range<usize> {
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
        let stop = self.stop_at(text);
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
                _ => {}
            }
            if end - from >= 2
                && (self.words.verb.prefix(rest) >= 2
                    && !verb_is_noun(rest, self.words.verb.prefix(rest))
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

    /// What follows a number that nothing else names, verbs and all: `其中5所设有幼儿部`.
    fn rest_of_clause(&self, index: usize, start: usize) -> Range<usize> {
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

    fn has_stop(&self, range: Range<usize>) -> bool {
        self.folded.get(range).is_some_and(|t| t.iter().any(|c| matches!(c, '。' | '!' | '?')))
    }

    /// Completes a label that says nothing without the one before it.
    fn inherit(&self, label: String, previous: &str) -> String {
        let folded = crate::lexicon::fold(&label);
        if previous.is_empty() {
            return label;
        }
        if folded.starts_with('占') || self.words.bare.has(&folded) {
            let tail = if folded.starts_with('占') { "占比" } else { label.as_str() };
            let previous = ["占比", "同比增长", "同比增速", "同比下降"]
                .iter()
                .find_map(|t| previous.strip_suffix(t))
                .unwrap_or(previous);
            return format!("{previous}{tail}");
        }
        if self.words.column.has(&folded) {
            let chars: Vec<char> = previous.chars().collect();
            let tail = self.words.column.suffix(&chars);
            if tail > 0 && tail < chars.len() {
                let thing: String = chars.iter().take(chars.len() - tail).collect();
                return format!("{thing}{label}");
            }
        }
        label
    }

    /// Words of the sentence before a number that tell whose or which part it is.
    fn scope(&self, end: usize, label: &str) -> (Vec<String>, Option<String>) {
        let low = end.saturating_sub(SENTENCE);
        let start = (low..end)
            .rev()
            .find(|&at| matches!(self.folded.get(at), Some('。' | '!' | '?' | '|')))
            .map_or(low, |at| at + 1);
        // The opening of the sentence and the number's own clause; what lies between names the numbers before.
        let previous = self
            .spans
            .get(..self.spans.partition_point(|s| s.end <= end))
            .and_then(<[_]>::last)
            .map_or(start, |s| s.end.max(start));
        let first = self.spans.get(self.spans.partition_point(|s| s.start < start)).map_or(end, |s| s.start.min(end));
        let mut scope: Vec<String> = Vec::new();
        let own = previous.max(first)..end;
        for range in [start..first, own.clone()] {
            self.scope_words(&self.words.scope, range, label, &mut scope);
        }
        let mut plan = Vec::new();
        self.scope_words(&self.words.outlook, start..first, label, &mut plan);
        // The first number's own clause is the opening's last.
        let opening = self.folded.get(start..first).unwrap_or_default();
        let clause = opening.iter().rposition(|c| matches!(c, ',' | ';' | ':')).map_or(start, |at| start + at + 1);
        let own = if own.is_empty() { clause..first } else { own };
        self.scope_words(&self.words.plan, own, label, &mut plan);
        (scope, plan.pop())
    }

    /// Adds the scope words of a range that the label does not hold.
    fn scope_words(&self, set: &WordSet, range: Range<usize>, label: &str, scope: &mut Vec<String>) {
        let mut at = range.start;
        while at < range.end {
            let text = self.folded.get(at..range.end).unwrap_or_default();
            let len = set.prefix(text);
            if len == 0 || self.words.protect.prefix(text) > len {
                at += len.max(1);
                continue;
            }
            let word: String = text.iter().take(len).collect();
            if !label.contains(&word) && !scope.contains(&word) {
                scope.push(word);
            }
            at += len;
        }
    }

    /// The source's characters of a range of folded ones, without white space and without unpaired marks at the ends.
    fn text(&self, range: Range<usize>) -> String {
        let places = self.origin.get(range).unwrap_or_default();
        let text: String = places.iter().filter_map(|&p| self.source.get(p)).collect();
        trim(&text)
    }
}

/// Whether what looks like a verb in front is half of a name: `检查报告`, `培训人次`.
fn verb_is_noun(text: &[char], verb: usize) -> bool {
    let rest = text.get(verb..).unwrap_or_default();
    verb.checked_sub(1).and_then(|last| text.get(last)) != Some(&'了')
        && rest.first().is_some_and(|c| {
            matches!(
                c,
                '率' | '度'
                    | '数'
                    | '量'
                    | '额'
                    | '费'
                    | '人'
                    | '次'
                    | '面'
                    | '点'
                    | '站'
                    | '款'
                    | '金'
                    | '员'
                    | '表'
                    | '书'
                    | '工'
                    | '者'
                    | '权'
                    | '期'
                    | '性'
                    | '类'
                    | '单'
                    | '报'
                    | '厂'
                    | '所'
                    | '机'
                    | '证'
            )
        })
}

/// Verbs that also name what is done: `监测点位`, `采购项目`.
const NOMINAL: [&str; 24] = [
    "监测", "检测", "检查", "管理", "监督", "服务", "接种", "维修", "维护", "改造", "采购", "审批", "调查", "养护",
    "治疗", "生产", "销售", "运输", "救助", "帮扶", "建立", "调解", "培育", "推广",
];

/// Whether a verb inside a name that follows its number is part of it: `12个监测点位`, `3个采购项目`.
fn verb_is_noun_inside(rest: &[char], words: &Labels) -> bool {
    let len = words.verb.prefix(rest);
    let word: String = rest.iter().take(len).collect();
    NOMINAL.contains(&word.as_str())
}

/// A year that opens a clause: `2022年`, `2022年度`.
fn year_prefix(text: &[char]) -> Option<(u16, usize)> {
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

/// A date without its year that opens a clause: `12月31日`, `4月`.
fn day_prefix(text: &[char]) -> Option<usize> {
    let number = |from: usize, mark: char| {
        let digits = text.get(from..)?.iter().take_while(|c| c.is_ascii_digit()).count();
        (matches!(digits, 1 | 2) && text.get(from + digits) == Some(&mark)).then_some(from + digits + 1)
    };
    let month = number(0, '月')?;
    Some(number(month, '日').unwrap_or(month + usize::from(text.get(month) == Some(&'份'))))
}

/// Drops marks that have no partner from the ends, and a pair of quotation marks around the whole.
fn trim(text: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;
    use crate::model::{Quantity, Unit};

    /// A stand-in for the number scanner: decimals, a hedge, and a unit of a short list.
    pub(in crate::normalize) fn scan(text: &str) -> Vec<(usize, usize, String, Measure)> {
        const UNITS: [&str; 60] = [
            "万平方米",
            "平方米",
            "人次",
            "家次",
            "场次",
            "万元",
            "亿元",
            "万份",
            "万条",
            "万人次",
            "公里",
            "小时",
            "分钟",
            "学时",
            "个",
            "人",
            "名",
            "间",
            "宗",
            "份",
            "次",
            "项",
            "家",
            "处",
            "台",
            "套",
            "件",
            "篇",
            "条",
            "场",
            "期",
            "支",
            "户",
            "亩",
            "公顷",
            "元",
            "分",
            "%",
            "辆",
            "块",
            "床",
            "顶",
            "栋",
            "所",
            "座",
            "张",
            "例",
            "起",
            "批",
            "路",
            "册",
            "吨",
            "只",
            "头",
            "株",
            "盏",
            "部",
            "批次",
            "幅",
            "对",
        ];
        let chars: Vec<char> = text.chars().collect();
        let mut out = Vec::new();
        let mut at = 0;
        while at < chars.len() {
            if !chars[at].is_ascii_digit() {
                at += 1;
                continue;
            }
            let start = at;
            while at < chars.len() && (chars[at].is_ascii_digit() || chars[at] == '.') {
                at += 1;
            }
            let number: String = chars[start..at].iter().collect();
            while at < chars.len() && matches!(chars[at], '余' | '多' | ' ') {
                at += 1;
            }
            let rest: String = chars[at..].iter().take(5).collect();
            let Some(unit) = UNITS.iter().filter(|u| rest.starts_with(**u)).max_by_key(|u| u.chars().count()) else {
                continue;
            };
            at += unit.chars().count();
            let dimension = match *unit {
                "%" => Dimension::Percent,
                "万元" | "亿元" | "元" => Dimension::Money,
                "分" => Dimension::Point,
                _ => Dimension::Count,
            };
            let unit = Unit { text: (*unit).to_owned(), dimension, base: (*unit).to_owned(), ..Unit::none() };
            let amount: rust_decimal::Decimal = number.parse().expect("a number");
            out.push((start, at, number, Measure::plain(Quantity { amount, decimals: amount.scale(), unit })));
        }
        out
    }

    fn labels_of(text: &str) -> Vec<(String, String)> {
        let found = scan(text);
        let places: Vec<Place<'_>> = found.iter().map(|f| Place { chars: (f.0, f.1), measure: &f.3 }).collect();
        let names = names(text, &places, &Lexicon::builtin().labels);
        found.iter().zip(names).map(|(f, n)| (f.2.clone(), n.label)).collect()
    }

    /// Made-up sentences: every number with the label a person would give it.
    const SENTENCES: &[(&str, &[(&str, &str)])] = &[
        // After the noun.
        ("全年发放宣传手册4.5万份。", &[("4.5", "宣传手册")]),
        ("其中公用经费预算调整数为18.60万元，", &[("18.60", "公用经费预算调整数")]),
        ("年末固定资产 312.40 万元。", &[("312.40", "年末固定资产")]),
        ("在职在编（含借调人员）：36人。", &[("36", "在职在编")]),
        ("现有在编人员27人，聘用人员9人；", &[("27", "在编人员"), ("9", "聘用人员")]),
        ("共排查自建房1860栋，发现隐患42处，完成整改40处。", &[("1860", "自建房"), ("42", "隐患"), ("40", "整改")]),
        ("公务用车运行维护费，3.2万元。", &[("3.2", "公务用车运行维护费")]),
        ("罚款总额2600元，警告经营户7户。", &[("2600", "罚款总额"), ("7", "经营户")]),
        (
            "资产总计128.5万元，其中流动资产20.1万元，固定资产108.4万元。",
            &[("128.5", "资产总计"), ("20.1", "流动资产"), ("108.4", "固定资产")],
        ),
        ("2021年度我局共完成公路养护工程86公里。", &[("86", "公路养护工程")]),
        ("经统计，共13处。", &[("13", "")]),
        ("路灯完好率达98.5%。", &[("98.5", "路灯完好率")]),
        ("“三公”经费控制率为88.2%。", &[("88.2", "“三公”经费控制率")]),
        ("过程指标中“支付进度率”为96.1%。", &[("96.1", "支付进度率")]),
        ("”预算执行率“为91.3%。", &[("91.3", "预算执行率")]),
        ("计算得出我单位部门资金支出率为81.25%，", &[("81.25", "部门资金支出率")]),
        ("劳务派遣人员占在编人员比重为12.5%。", &[("12.5", "劳务派遣人员占在编人员比重")]),
        ("向省级媒体发稿35篇。", &[("35", "省级媒体发稿")]),
        ("深入企业开展“送法进企”活动16场次。", &[("16", "企业开展“送法进企”活动")]),
        ("主题党日活动共18场。", &[("18", "主题党日活动")]),
        ("编发日报、周报、月报共430份。", &[("430", "编发日报、周报、月报")]),
        ("立项率、开工率、竣工率均为100%，", &[("100", "立项率、开工率、竣工率")]),
        (
            "其中：基本支出预算数523.1万元，项目支出预算数88.0万元。",
            &[("523.1", "基本支出预算数"), ("88.0", "项目支出预算数")],
        ),
        // Before the noun.
        ("共有2150名志愿者参加活动。", &[("2150", "志愿者")]),
        ("对18个空气质量监测点位开展比对。", &[("18", "空气质量监测点位")]),
        ("我单位现有65.3万元固定资产投入使用。", &[("65.3", "固定资产")]),
        ("走访了36家规上企业，", &[("36", "规上企业")]),
        ("快速处置15宗群众投诉事件。", &[("15", "群众投诉事件")]),
        ("举办4期业务骨干培训班和2次专题讲座；", &[("4", "业务骨干培训班"), ("2", "专题讲座")]),
        ("管理9个自动监测站正常运行。", &[("9", "自动监测站")]),
        ("组建3支42人的巡防队伍。", &[("3", "巡防队伍"), ("42", "巡防队伍")]),
        ("召开6次全体会议，", &[("6", "全体会议")]),
        ("全县256名网格员坚守一线。", &[("256", "网格员")]),
        ("建成投用3座污水处理站。", &[("3", "污水处理站")]),
        ("配齐8套应急照明灯、防毒面具等设备。", &[("8", "应急照明灯、防毒面具等设备")]),
        ("制止11起违规行为。", &[("11", "违规行为")]),
        ("该镇共计支出812.5万元，", &[("812.5", "支出")]),
        ("按类别分其中工资福利支出70.2万元，", &[("70.2", "工资福利支出")]),
        ("2023年6月30日下达专项资金20.0万元，", &[("20.0", "专项资金")]),
        ("2023年末固定资产总额310.0万元，", &[("310.0", "年末固定资产总额")]),
        ("固定资产利用率：我单位共有65.3万元固定资产全部在用。", &[("65.3", "固定资产")]),
        ("幼儿园12所（其中3所暂停办学），", &[("12", "幼儿园"), ("3", "暂停办学")]),
        ("全区3500余人参与应急演练。", &[("3500", "参与应急演练")]),
        ("接收5批次企业开办咨询业务310宗，", &[("5", "企业开办咨询业务"), ("310", "企业开办咨询业务")]),
        ("录制20多个专题片，", &[("20", "专题片")]),
        // One noun, several numbers.
        ("受灾群众2150户6320人，", &[("2150", "受灾群众"), ("6320", "受灾群众")]),
        ("接入视频监控40家、310路。", &[("40", "视频监控"), ("310", "视频监控")]),
        ("直播时长5小时20分钟，", &[("5", "直播时长"), ("20", "直播时长")]),
        ("来信来访86批213人次，", &[("86", "来信来访"), ("213", "来信来访")]),
        // Lists.
        ("组织健康讲座12场、义诊8场、咨询活动5场。", &[("12", "健康讲座"), ("8", "义诊"), ("5", "咨询活动")]),
        ("学校14所（其中6所设有幼儿部）、托育机构5所。", &[("14", "学校"), ("5", "托育机构")]),
        ("高级职称3人，中级职称11人，初级职称6人；", &[("3", "高级职称"), ("11", "中级职称"), ("6", "初级职称")]),
        // Names that lean on the one before.
        ("维修费30.00万元，占12.5%，", &[("30.00", "维修费"), ("12.5", "维修费占比")]),
        (
            "受理投诉20件，其中环境类投诉5件，占总量的25%。",
            &[("20", "投诉"), ("5", "环境类投诉"), ("25", "环境类投诉占比")],
        ),
        ("限上零售额23.1亿元，同比增长6.2%；", &[("23.1", "限上零售额"), ("6.2", "限上零售额同比增长")]),
        (
            "培训费年初预算数为1.20万元，实际发生额为0.80万元，",
            &[("1.20", "培训费年初预算数"), ("0.80", "培训费实际发生额")],
        ),
        (
            "公用经费预算调整数为22.0万元，决算数为21.5万元。",
            &[("22.0", "公用经费预算调整数"), ("21.5", "公用经费决算数")],
        ),
        ("发生道路事故9起、亡3人，", &[("9", "道路事故"), ("3", "道路事故亡")]),
        // Traps: verbs that are nouns, quotes, brackets, openers inside names.
        ("开展安全生产专项检查6次，", &[("6", "安全生产专项检查")]),
        ("检查报告3份，", &[("3", "检查报告")]),
        ("安全培训和应急演练44场，", &[("44", "安全培训和应急演练")]),
        ("培训人次300人次。", &[("300", "培训人次")]),
        ("管理费用5.1万元。", &[("5.1", "管理费用")]),
        ("对外投资120.0万元。", &[("120.0", "对外投资")]),
        ("设备故障修复率97.2%，", &[("97.2", "设备故障修复率")]),
        ("到位率96.5%，及时率92.1%，达标率90.5%。", &[("96.5", "到位率"), ("92.1", "及时率"), ("90.5", "达标率")]),
        ("近视率48.5%。", &[("48.5", "近视率")]),
        ("有效专利15项。", &[("15", "有效专利")]),
        ("问责8人，其中党内警告2人。", &[("8", "问责"), ("2", "党内警告")]),
        ("争取抗旱资金50万元用于灌区维修。", &[("50", "抗旱资金")]),
        ("调处成功率100%。", &[("100", "调处成功率")]),
        ("财务管理：我单位支出合规。", &[]),
        ("资产负债率（期末）为35.2%。", &[("35.2", "资产负债率")]),
        ("在市级以上媒体、行业网站等平台上刊发先进典型事迹材料40余篇，", &[("40", "先进典型事迹材料")]),
        ("居民健康档案建档率达93.5%，", &[("93.5", "居民健康档案建档率")]),
        ("完成行政处罚任务32宗，", &[("32", "行政处罚任务")]),
        (
            "下达项目资金61.20万元，截至年底，资金支出61.20万元，支出率为100.00%，",
            &[("61.20", "项目资金"), ("61.20", "资金支出"), ("100.00", "支出率")],
        ),
    ];

    #[test]
    fn sentences_written_for_this_test() {
        let mut wrong: Vec<String> = Vec::new();
        for (text, expected) in SENTENCES {
            let found = labels_of(text);
            let mut rest = found.iter();
            for (number, label) in *expected {
                let hit = rest.find(|(n, _)| n == number);
                if hit.map(|(_, l)| l.as_str()) != Some(*label) {
                    wrong.push(format!("{text} {number}: {hit:?}, not {label}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn scope_tells_figures_of_one_name_apart() {
        let text = "各乡镇储备编织袋8万条。我局储备编织袋2万条。";
        let found = scan(text);
        let places: Vec<Place<'_>> = found.iter().map(|f| Place { chars: (f.0, f.1), measure: &f.3 }).collect();
        let names = names(text, &places, &Lexicon::builtin().labels);
        assert_eq!(names.iter().map(|n| n.scope.len()).collect::<Vec<_>>(), [1, 0], "{names:?}");
    }

    #[test]
    fn hostile_text_does_not_hang_or_panic() {
        for text in [
            "、".repeat(50_000) + "5个",
            "(".repeat(50_000) + "5个)",
            "5个".repeat(20_000),
            ")".repeat(20_000) + "5个的",
        ] {
            assert!(!labels_of(&text).is_empty());
        }
    }

    #[test]
    fn examples_of_the_pattern_file() {
        for example in &Lexicon::builtin().labels.examples {
            let found = labels_of(&example.text);
            let label = found.iter().find(|(n, _)| *n == example.number).map(|(_, l)| l.as_str());
            assert_eq!(label, Some(example.label.as_str()), "{}", example.text);
        }
    }
}
