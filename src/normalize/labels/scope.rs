//! What tells figures of one name apart: whose they are, which part, when, and the number whose bracket they stand in.

use super::{SENTENCE, Sentence};
use crate::lexicon::{WordSet, text_of};
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

    /// Adds the scope words of a range that the label does not hold.
    fn scope_words(&self, set: &WordSet, range: Range<usize>, label: &str, scope: &mut Vec<String>) {
        let mut at = range.start;
        while at < range.end {
            let text = self.folded.get(at..range.end).unwrap_or_default();
            // Few characters begin a word of either kind.
            if !text.first().is_some_and(|&c| set.may_start(c) || self.words.protect.may_start(c)) {
                at += 1;
                continue;
            }
            let len = set.prefix(text);
            let longer = self.words.protect.prefix(text);
            if len == 0 || longer > len {
                // `农村` is no 村.
                at += len.max(longer).max(1);
                continue;
            }
            let word = text_of(text.get(..len).unwrap_or_default());
            if !label.contains(&word) && !scope.contains(&word) {
                scope.push(word);
            }
            at += len;
        }
    }
}

/// Whether a label can stand in front of the one of its part: short, and no word that the part has anyway.
pub(super) fn is_owner(label: &str, part: &str) -> bool {
    (2..=LONGEST_OWNER).contains(&label.chars().count()) && !part.contains(label)
}
