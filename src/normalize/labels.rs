//! Labels: a sentence and the places of its numbers in, the name of each number out.
//!
//! A number is named by the noun before it (`发放宣传册6万份`) or after it (`320名护林员`). Words that are no name are data
//! (`patterns/labels.toml`); `front` and `back` know where a name can begin and end, `scope` what tells two figures of one
//! name apart. No number is read here and none is judged.

mod back;
mod edges;
mod front;
mod scope;

use super::tape::{Tape, is_full_stop};
use super::times::other_time;
use crate::lexicon::{Labels, text_of};
use crate::model::{Dimension, Measure};
use edges::{trim, year_prefix};
use scope::is_owner;
use std::ops::Range;

/// How far a name can reach from its number, in characters.
const REACH: usize = 60;
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

/// Names every number of a text. `places` are in characters of the text, in order and do not overlap.
pub(super) fn names(tape: &Tape, places: &[Place<'_>], words: &Labels) -> Vec<Name> {
    let spans: Vec<Range<usize>> = places.iter().map(|p| tape.first_at(p.chars.0)..tape.first_at(p.chars.1)).collect();
    let searched = match spans.as_slice() {
        [first, .., last] | [first @ last] => first.start.saturating_sub(SENTENCE)..last.start,
        [] => 0..0,
    };
    let folded = tape.from(0);
    let sentence = Sentence { tape, folded, spans: &spans, marks: scope::marks(folded, searched, words), words };
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
    tape: &'a Tape,
    folded: &'a [char],
    spans: &'a [Range<usize>],
    /// The words that tell figures of one name apart.
    marks: Vec<scope::Mark>,
    words: &'a Labels,
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
        if matches!(dimension, Dimension::Percent | Dimension::Money) {
            let start = self.sentence_start(span.start);
            // `2022年发行…，利率3.12%；2023年发行…，利率2.95%`: each part of a sentence may open with a year of its own.
            let parts = (start..span.start).rev().filter(|&at| self.folded.get(at) == Some(&';')).map(|at| at + 1);
            let mut openings = parts.chain([start]).filter_map(|at| year_prefix(self.folded.get(at..)?));
            year = year.or_else(|| openings.next().map(|(year, _)| year));
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
        // `高血压患者规范管理3.02万人，规范管理率78.6%`: the rate is that of what was counted.
        let stem =
            folded.strip_suffix('率').filter(|stem| stem.chars().nth(1).is_some() && !self.words.column.has(stem));
        if dimension == Dimension::Percent
            && stem.is_some_and(|stem| previous.len() > stem.len() && previous.ends_with(stem))
        {
            return format!("{previous}率");
        }
        if share || self.words.bare.has(&folded) {
            let tail = if share { "占比" } else { label.as_str() };
            let chars: Vec<char> = previous.chars().collect();
            let thing = text_of(&chars[..chars.len() - self.words.of_thing.suffix(&chars)]);
            return format!("{thing}{tail}");
        }
        if self.words.column.has(&folded) {
            let chars: Vec<char> = previous.chars().collect();
            let tail = self.words.column.suffix(&chars);
            let stem = &chars[..chars.len() - tail];
            if tail > 0 && !stem.is_empty() && self.words.change.suffix(stem) == 0 {
                return format!("{}{label}", text_of(stem));
            }
        }
        label
    }

    /// The source's characters of a range of folded ones, without white space and without unpaired marks at the ends.
    fn text(&self, range: Range<usize>) -> String {
        trim(&self.tape.source_text(range))
    }
}

#[cfg(test)]
mod tests;
