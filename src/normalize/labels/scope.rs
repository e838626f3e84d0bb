//! What tells figures of one name apart: whose they are, which part, when, and the number whose bracket they stand in.

use super::{SENTENCE, Sentence};
use crate::lexicon::{Labels, WordSet, text_of};
use std::ops::Range;

/// The longest label that is put in front of those of the numbers in its bracket.
const LONGEST_OWNER: usize = 14;

impl Sentence<'_> {
    /// Words of the sentence before a number that tell whose or which part it is.
    pub(super) fn scope(&self, end: usize, label: &str) -> (Vec<String>, Option<String>) {
        let start = self.sentence_start(end);
        // The opening of the sentence and the number's own clause; what lies between names the numbers before.
        let previous = self
            .spans
            .get(..self.spans.partition_point(|s| s.end <= end))
            .and_then(<[_]>::last)
            .map_or(start, |s| s.end.max(start));
        let first = self.spans.get(self.spans.partition_point(|s| s.start < start)).map_or(end, |s| s.start.min(end));
        let mut scope: Vec<String> = Vec::new();
        // `中央资金…，执行率66%；地方资金…，执行率100%`: behind a `;` another thing is spoken of, which its first words name.
        let item = (first..end).rev().find(|&at| self.folded.get(at) == Some(&';')).map(|at| at + 1);
        let own = previous.max(first).max(item.unwrap_or(0))..end;
        let opening = item.map_or(start..first, |item| {
            item..self.spans.get(self.spans.partition_point(|s| s.start < item)).map_or(end, |s| s.start.min(end))
        });
        for range in [opening, own.clone()] {
            self.scope_words(&self.words.scope, |mark| mark.scope, range, label, &mut scope);
        }
        let mut plan = Vec::new();
        self.scope_words(&self.words.outlook, |mark| mark.outlook, start..first, label, &mut plan);
        // The first number's own clause is the opening's last.
        let opening = self.folded.get(start..first).unwrap_or_default();
        let clause = opening.iter().rposition(|c| matches!(c, ',' | ';' | ':')).map_or(start, |at| start + at + 1);
        let own = if own.is_empty() { clause..first } else { own };
        self.scope_words(&self.words.plan, |mark| mark.plan, own, label, &mut plan);
        (scope, plan.pop())
    }

    /// Whether nothing but 的 stands between a number and the one before it.
    pub(super) fn of_base(&self, index: usize) -> bool {
        let before = index.checked_sub(1).and_then(|i| self.spans.get(i));
        let gap = before.zip(self.spans.get(index)).and_then(|(a, b)| self.folded.get(a.end..b.start));
        gap == Some(&['的'])
    }

    /// The number whose bracket a number stands in: `机关18人（在编12人，聘用6人）`.
    pub(super) fn owner(&self, index: usize) -> Option<usize> {
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

    /// Adds the words of one kind in a range that the label does not hold.
    fn scope_words(
        &self,
        set: &WordSet,
        length: fn(&Mark) -> usize,
        range: Range<usize>,
        label: &str,
        scope: &mut Vec<String>,
    ) {
        let mut at = range.start;
        let from = self.marks.partition_point(|mark| mark.at < at);
        for mark in self.marks.iter().skip(from).take_while(|mark| mark.at < range.end) {
            if mark.at < at {
                continue;
            }
            let text = self.folded.get(mark.at..range.end).unwrap_or_default();
            // A word that the range cuts may begin with a shorter one.
            let (len, longer) = match (length(mark), mark.protect) {
                (len, longer) if len.max(longer) <= text.len() => (len, longer),
                _ => (set.prefix(text), self.words.protect.prefix(text)),
            };
            if len == 0 || longer > len {
                // `农村` is no 村.
                at = mark.at + len.max(longer).max(1);
                continue;
            }
            let word = text_of(text.get(..len).unwrap_or_default());
            if !label.contains(&word) && !scope.contains(&word) {
                scope.push(word);
            }
            at = mark.at + len;
        }
    }
}

/// A place where a word that tells figures apart begins: the length of the longest of each kind, and of the longer words
/// that such a word may be the beginning of.
pub(super) struct Mark {
    at: usize,
    scope: usize,
    outlook: usize,
    plan: usize,
    protect: usize,
}

/// The marks of a range of a text.
pub(super) fn marks(folded: &[char], range: Range<usize>, words: &Labels) -> Vec<Mark> {
    let sets = [&words.scope, &words.outlook, &words.plan, &words.protect];
    let mark = |at: usize| {
        let text = folded.get(at..)?;
        // Few characters begin a word of any kind.
        let first = *text.first()?;
        if !sets.iter().any(|set| set.may_start(first)) {
            return None;
        }
        let [scope, outlook, plan, protect] = sets.map(|set| set.prefix(text));
        (scope + outlook + plan + protect > 0).then_some(Mark { at, scope, outlook, plan, protect })
    };
    range.filter_map(mark).collect()
}

/// Whether a label can stand in front of the one of its part: short, and no word that the part has anyway.
pub(super) fn is_owner(label: &str, part: &str) -> bool {
    (2..=LONGEST_OWNER).contains(&label.chars().count()) && !part.contains(label)
}
