//! Labels: a sentence and the places of its numbers in, the name of each number out.
//!
//! A number is named by the noun before it (`发放宣传册6万份`) or after it (`320名护林员`). Words that are no name are data
//! (`patterns/labels.toml`); this file knows where a name can begin and end. It reads no number and judges none.

use super::tape::is_full_stop;
use super::times::other_time;
use crate::lexicon::{Labels, WordSet, fold_with_places};
use crate::model::{Dimension, Measure};
use std::ops::Range;

/// How far a name can reach from its number, in characters.
const REACH: usize = 60;
/// The longest label; longer ones are cut in front.
const LONGEST: usize = 40;
/// The longest label that is put in front of those of the numbers in its bracket.
const LONGEST_OWNER: usize = 14;
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
    let (folded, origin) = fold_with_places(text);
    let mut source = Vec::with_capacity(folded.len());
    source.extend(text.chars());
    let fold_at = |at: usize| origin.partition_point(|&o| o < at);
    let spans: Vec<Range<usize>> = places.iter().map(|p| fold_at(p.chars.0)..fold_at(p.chars.1)).collect();
    let sentence = Sentence { source: &source, folded: &folded, origin: &origin, spans: &spans, words };
    let mut names: Vec<Name> = Vec::with_capacity(places.len());
    for (index, place) in places.iter().enumerate() {
        // Behind `占年计划5000万元的105%` the sentence goes on about what stood before the plan.
        let thing = if sentence.of_base(index.wrapping_sub(1)) { names.iter().nth_back(2) } else { names.last() };
        let mut name = sentence.name(index, place.measure, thing.or(names.last()));
        if sentence.of_base(index) && place.measure.quantity.unit.dimension == Dimension::Percent {
            name.label = names.last().map_or(String::new(), |base| format!("{}占比", base.label));
        }
        if let Some(owner) =
            sentence.owner(index).and_then(|o| names.get(o)).filter(|o| is_owner(&o.label, &name.label))
        {
            name.scope.push(owner.label.clone());
        }
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
            label = self.inherit(label, &previous.label, dimension);
        }
        let (scope, mut plan) = self.scope(span.start, &label);
        let mut year = front.year;
        if dimension == Dimension::Percent {
            let start = self.sentence_start(span.start);
            year = year.or_else(|| year_prefix(self.folded.get(start..)?).map(|(year, _)| year));
            plan = plan.or_else(|| other_time(self.folded, start, span.start, self.words));
            plan = plan.filter(|word| !label.contains(word.as_str()));
        }
        Name { label, scope, plan, year }
    }

    /// Where the sentence of a number starts, no further back than a long sentence goes.
    fn sentence_start(&self, end: usize) -> usize {
        let low = end.saturating_sub(SENTENCE);
        let stop = |&at: &usize| matches!(self.folded.get(at), Some('。' | '!' | '?' | '|'));
        (low..end).rev().find(stop).map_or(low, |at| at + 1)
    }

    /// The noun before the number, with verbs, links and openers left out.
    fn front(&self, index: usize, end: usize, has_back: bool) -> Front {
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

    /// Whether a full stop stands at `at`, or the number of a list item.
    fn ends_sentence(&self, at: usize) -> bool {
        let digits = self.folded.get(at..).map_or(0, |rest| rest.iter().take_while(|c| c.is_ascii_digit()).count());
        let item = (1..=2).contains(&digits) && self.folded.get(at + digits) == Some(&'.');
        item || is_full_stop(self.folded, at)
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
        range.into_iter().any(|at| match self.folded.get(at) {
            Some('.') => is_full_stop(self.folded, at),
            c => matches!(c, Some('。' | '!' | '?')),
        })
    }

    /// Completes a label that says nothing without the one before it.
    fn inherit(&self, label: String, previous: &str, dimension: Dimension) -> String {
        let folded = crate::lexicon::fold(&label);
        // `占年度计划5000万元的105%`: the amount is the plan; `占地面积` is a name.
        let share = folded.starts_with('占') && dimension == Dimension::Percent;
        if folded.starts_with('占') && dimension == Dimension::Money && label.chars().count() > 2 {
            return label.chars().skip(1).collect();
        }
        if previous.is_empty() {
            return label;
        }
        if share || self.words.bare.has(&folded) {
            let tail = if share { "占比" } else { label.as_str() };
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
        let start = self.sentence_start(end);
        // The opening of the sentence and the number's own clause; what lies between names the numbers before.
        let previous = self
            .spans
            .get(..self.spans.partition_point(|s| s.end <= end))
            .and_then(<[_]>::last)
            .map_or(start, |s| s.end.max(start));
        let first = self.spans.get(self.spans.partition_point(|s| s.start < start)).map_or(end, |s| s.start.min(end));
        let mut scope: Vec<String> = Vec::new();
        let own = previous.max(first)..end;
        // `中央资金…，执行率66%；地方资金…，执行率100%`: behind a `;` another thing is spoken of, which its first words name.
        let item = (first..end).rev().find(|&at| self.folded.get(at) == Some(&';')).map(|at| at + 1);
        let opening = item.map_or(start..first, |item| {
            item..self.spans.get(self.spans.partition_point(|s| s.start < item)).map_or(end, |s| s.start.min(end))
        });
        for range in [opening, own.clone()] {
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

    /// Whether nothing but 的 stands between a number and the one before it.
    fn of_base(&self, index: usize) -> bool {
        let before = index.checked_sub(1).and_then(|i| self.spans.get(i));
        let gap = before.zip(self.spans.get(index)).and_then(|(a, b)| self.folded.get(a.end..b.start));
        gap == Some(&['的'])
    }

    /// The number whose bracket a number stands in: `机关18人（在编12人，聘用6人）`.
    fn owner(&self, index: usize) -> Option<usize> {
        let start = self.spans.get(index)?.start;
        let mut depth = 0usize;
        let open = (start.saturating_sub(SENTENCE)..start).rev().find(|&at| match self.folded.get(at) {
            Some(')') => {
                depth += 1;
                false
            }
            Some('(') if depth > 0 => {
                depth -= 1;
                false
            }
            c => c == Some(&'('),
        })?;
        let before = self.spans.partition_point(|s| s.end <= open).checked_sub(1)?;
        self.spans.get(before).is_some_and(|s| s.end == open).then_some(before)
    }

    /// Adds the scope words of a range that the label does not hold.
    fn scope_words(&self, set: &WordSet, range: Range<usize>, label: &str, scope: &mut Vec<String>) {
        let mut at = range.start;
        while at < range.end {
            let text = self.folded.get(at..range.end).unwrap_or_default();
            let len = set.prefix(text);
            let longer = self.words.protect.prefix(text);
            if len == 0 || longer > len {
                // `农村` is no 村.
                at += len.max(longer).max(1);
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
        let mut text = String::with_capacity(places.len() * 3);
        text.extend(places.iter().filter_map(|&p| self.source.get(p)));
        trim(&text)
    }
}

/// Whether a label can stand in front of the one of its part: short, and no word that the part has anyway.
fn is_owner(label: &str, part: &str) -> bool {
    (2..=LONGEST_OWNER).contains(&label.chars().count()) && !part.contains(label)
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

/// A list number in brackets or in Chinese numerals that opens a clause: `(1)`, `(二)`, `二、`.
fn bracketed_number(text: &[char]) -> usize {
    let open = usize::from(text.first() == Some(&'('));
    let numeral = |c: &&char| c.is_ascii_digit() && open == 1 || "一二三四五六七八九十".contains(**c);
    let digits = text.iter().skip(open).take_while(numeral).count();
    let closed = text.get(open + digits) == Some(if open == 1 { &')' } else { &'、' });
    if (1..=2).contains(&digits) && closed { open + digits + 1 } else { 0 }
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
mod tests;
