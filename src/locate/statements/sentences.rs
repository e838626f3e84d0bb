//! Scored sentences that no weight stands before: which name, which figures, whether two scores are weight and score.
//!
//! What such a sentence belongs to is decided in [`super::levels`].

use super::levels::{Passage, Shape};
use super::names::{self, Named};
use super::points::{self, Mention, ends_sentence};
use super::values::{self, Chosen};
use super::{Paragraph, Reader};
use std::ops::Range;

impl Reader<'_> {
    /// `X指标得10分，…，得10分`: the weight, then the score. Also `X指标得10分，其中：…得5分，…得5分`.
    pub(super) fn twice(&mut self, p: &Paragraph<'_>, i: usize, start: usize) -> Option<usize> {
        let (mention, next) = (&p.mentions[i], p.mentions.get(i + 1).filter(|m| m.is_score())?);
        let clause = names::clauses(p.chars, start..mention.word).pop()?;
        if clause.end < points::trim_end(p.chars, mention.word, clause.start) {
            return None;
        }
        let bare_name = values::values(p.chars, clause.clone(), &self.forms.points).is_empty()
            && self.forms.points.predicate.find(&p.chars[clause.clone()]).is_none()
            && names::clauses(p.chars, start..mention.word).len() == 1;
        if !bare_name || p.parted(mention.end, next.word) {
            return None;
        }
        let named = names::from_clause(p.chars, clause, false, &self.forms.points)?;
        let mut passage = Passage {
            shape: Shape::Opens,
            rank: named.rank,
            has_facts: true,
            is_sentence: false,
            name: p.locate(named.range.clone()),
            spelled: Vec::new(),
            weight: None,
            score: Some(p.locate(mention.number.clone())),
            target: None,
            actual: None,
            at: p.locate(named.range.start..mention.end),
        };
        if p.contains(mention.end..next.word, "其中") {
            let rest: Vec<usize> = (i + 1..p.mentions.len()).take_while(|&k| p.mentions[k].is_score()).collect();
            let chain = self.chain(p, mention.end, &rest);
            passage.rank = None;
            self.passages.push(passage);
            return Some(self.parts(p, mention.end, &chain));
        }
        let name = &p.chars[named.range.clone()];
        let alone = p.chars[..next.word].iter().rposition(|&c| c != ' ').is_some_and(|k| p.chars[k] == ',');
        let (first, second) = (mention.value(p.chars)?, next.value(p.chars)?);
        let facts = mention.end..next.word;
        let plain = !names::clauses(p.chars, facts.clone()).is_empty()
            && !values::values(p.chars, facts.clone(), &self.forms.points).iter().any(|v| v.names_subject);
        let is_class = name.ends_with(&['指', '标']);
        if !(alone && (is_class && second <= first || plain && second == first)) {
            return None;
        }
        passage.shape = Shape::Node;
        passage.weight = passage.score.take();
        passage.score = Some(p.locate(next.number.clone()));
        (passage.target, passage.actual) = self.facts(p, &passage.name, name.to_vec(), facts, Some(next));
        passage.at = p.locate(named.range.start..next.end);
        self.passages.push(passage);
        Some(i + 2)
    }

    /// A scored sentence without a weight: its name, and which of its figures is what.
    pub(super) fn sentence(&self, p: &Paragraph<'_>, from: usize, i: usize) -> Option<Passage> {
        let (mention, points) = (&p.mentions[i], &self.forms.points);
        let start = sentence_start(p, from, mention.word);
        let (segment, rank) = names::trimmed(p.chars, start..mention.word, points);
        let segment = segment.start..mention.word;
        let found = values::values(p.chars, segment.clone(), points);
        let nothing = mention.value(p.chars).is_some_and(|v| v.is_zero());
        let noun = values::naming(&found).and_then(|k| {
            let named = names::from_clause(p.chars, found[k].clause..found[k].subject_end, false, points)?;
            Some((named, values::of_naming_clause(&found, k, p.chars, nothing)))
        });
        let has_noun = noun.is_some();
        let (named, chosen) = noun.or_else(|| self.fact(p, segment, mention))?;
        // A label before a colon names the paragraph's one score; before several it is what they have in common.
        let alone = p.mentions.iter().filter(|m| m.is_score()).count() == 1;
        let label =
            names::opening_label(p.chars, self.forms).filter(|(_, after)| start <= *after && (alone || !has_noun));
        let (name, is_sentence) = match label {
            Some((range, _)) => (p.locate(range), false),
            None => (p.locate(named.range.clone()), named.is_sentence),
        };
        Some(Passage {
            shape: self.shape(p, mention, &named),
            rank: rank.or(named.rank),
            has_facts: true,
            is_sentence,
            name,
            spelled: Vec::new(),
            weight: None,
            score: Some(p.locate(mention.number.clone())),
            target: chosen.target.map(|r| p.locate(r)),
            actual: chosen.actual.map(|r| p.locate(r)),
            at: p.locate(named.range.start..mention.end),
        })
    }

    /// The name and the figures of a scored sentence in which no figure is stated of a noun.
    fn fact(&self, p: &Paragraph<'_>, segment: Range<usize>, mention: &Mention) -> Option<(Named, Chosen)> {
        let points = &self.forms.points;
        let words = names::clauses(p.chars, segment.clone());
        // `自评得分：投入9分`: the word that announces the list is no name.
        let is_role = |c: &Range<usize>| points.role_at_end(&p.chars[c.clone()]).is_some_and(|(_, n)| n == c.len());
        let (first, named) = words
            .iter()
            .filter(|c| !is_role(c))
            .find_map(|c| Some((c, names::from_clause(p.chars, c.clone(), true, points)?)))?;
        // `X规范性得3分` has its name; `推动了…，得3分` has none.
        let attached = first.end == points::trim_end(p.chars, mention.word, first.start);
        let is_sentence = named.is_sentence && !(words.len() == 1 && attached);
        let nothing = mention.value(p.chars).is_some_and(|v| v.is_zero());
        let chosen = values::of_facts(p.chars, segment, &p.chars[named.range.clone()], nothing, points);
        Some((Named { is_sentence, ..named }, chosen))
    }

    /// Parts of the indicator system in a conclusion are groups, when no group is open.
    fn shape(&self, p: &Paragraph<'_>, mention: &Mention, named: &Named) -> Shape {
        let name = &p.chars[named.range.clone()];
        let direct = p.adjacent(named.range.end, mention.word);
        if direct && self.forms.points.is_dimension(name) { Shape::Dimension } else { Shape::Loose }
    }
}

/// Where the sentence of a score starts: after the last sentence end before it, a slip such as `。，` aside.
pub(super) fn sentence_start(p: &Paragraph<'_>, floor: usize, word: usize) -> usize {
    let text = p.chars.get(floor..word).unwrap_or(&[]);
    let last = text.iter().enumerate().rev().find(|&(i, &c)| ends_sentence(c) && text.get(i + 1) != Some(&','));
    let start = last.map_or(floor, |(i, _)| floor + i + 1);
    let blank = p.chars[start..word].iter().all(|&c| c == ' ' || points::ends_clause(c));
    // A score that is a sentence of its own (`…。得5分。`) speaks of the sentence before it.
    if blank && start > floor {
        let earlier = &p.chars[floor..start - 1];
        return earlier.iter().rposition(|&c| ends_sentence(c)).map_or(floor, |i| floor + i + 1);
    }
    start
}
