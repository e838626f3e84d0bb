//! Groups and indicators that are scored in running text: paragraphs in, [`ScoreLine`]s out.
//!
//! `X总分值20分，自评得分18分。`, `X率（5分），…为98%，得5分；`, `其中：…得5分，…得5分`. A number of points counts only with
//! the grammar of scoring around it; tables, scoring rules and points of other kinds are not looked at.

mod levels;
mod names;
mod points;
mod sentences;
#[cfg(test)]
mod tests;
mod values;

use crate::lexicon::{Forms, PointRole};
use crate::lexicon::{Lexicon, folded};
use crate::model::{Block, Document, Layer, Location, ScoreLine, Text};
use levels::{Passage, Shape};
use names::Named;
use points::ends_sentence;
use rust_decimal::Decimal;
use sentences::sentence_start;
use std::ops::Range;
use values::Chosen;

pub(super) use names::opening_label;
pub(super) use points::{Mention, mentions};

/// Whether a folded text opens with a list number.
pub(super) fn opens_with_number(chars: &[char]) -> bool {
    names::list_number(chars, 0).is_some()
}

/// A paragraph longer than this is no paragraph: reading it would only cost time.
const LONGEST_PARAGRAPH: usize = 200_000;

/// Weights from here on are the full score of the report, not of a part.
const FULL_SCORE: Decimal = Decimal::ONE_HUNDRED;

/// Finds the passages that state a weight or a score, in order. `skip` says which blocks only repeat earlier ones.
pub(super) fn statements(
    document: &Document,
    blocks: Range<u32>,
    skip: impl Fn(u32) -> bool,
    lexicon: &Lexicon,
) -> Vec<ScoreLine> {
    let mut reader = Reader { forms: &lexicon.forms, passages: Vec::new(), label: None, waiting: None, inside: (0, 0) };
    for block in blocks {
        if skip(block) {
            continue;
        }
        match document.blocks.get(block as usize) {
            Some(Block::Heading(text) | Block::Paragraph(text)) if text.layer == Layer::Body => {
                reader.paragraph(block, text, folded(document, block));
            }
            Some(Block::Table(_)) => reader.stop(None),
            _ => {}
        }
    }
    levels::arrange(&reader.passages)
}

/// Reads paragraphs one after the other.
struct Reader<'a> {
    forms: &'a Forms,
    passages: Vec<Passage>,
    /// What the paragraphs after a heading speak of.
    label: Option<Location>,
    /// A passage that ended its paragraph before its score came.
    waiting: Option<usize>,
    /// Block and character up to which a group that was opened in mid sentence holds what follows.
    inside: (u32, usize),
}

/// One paragraph.
struct Paragraph<'a> {
    block: u32,
    text: &'a Text,
    chars: &'a [char],
    mentions: Vec<Mention>,
}

impl Paragraph<'_> {
    fn locate(&self, range: Range<usize>) -> Location {
        self.text.locate(self.block, None, range)
    }

    /// Whether nothing but marks (or the group's share, 占比为8%) stands between two places.
    fn adjacent(&self, from: usize, to: usize) -> bool {
        let gap = self.chars.get(from..to).unwrap_or(&[]);
        let mut words = gap.split(|&c| points::ends_clause(c) || c == ' ').filter(|w| !w.is_empty());
        // A space may part the number from its sign: 占比为8 %.
        let share = |w: &[char]| w.first() == Some(&'占') && w.last().is_some_and(|c| *c == '%' || c.is_ascii_digit());
        words.all(|w| share(w) || w.iter().all(|&c| matches!(c, '(' | ')' | '、' | '%')))
    }

    /// Whether a sentence ends between two places; `。，` is a slip of the pen and ends none.
    fn parted(&self, from: usize, to: usize) -> bool {
        let gap = self.chars.get(from..to).unwrap_or(&[]);
        gap.iter().enumerate().any(|(i, &c)| ends_sentence(c) && gap.get(i + 1) != Some(&','))
    }

    fn contains(&self, range: Range<usize>, word: &str) -> bool {
        let word: Vec<char> = word.chars().collect();
        self.chars.get(range).is_some_and(|text| text.windows(word.len()).any(|w| w == word.as_slice()))
    }
}

impl Reader<'_> {
    /// A heading or table without points ends groups.
    fn stop(&mut self, rank: Option<u8>) {
        self.waiting = None;
        self.passages.push(Passage::stop(rank));
    }

    fn paragraph(&mut self, block: u32, text: &Text, chars: &[char]) {
        if text.content.len() > LONGEST_PARAGRAPH {
            return;
        }
        let number = names::list_number(chars, 0);
        let opening = names::trimmed(chars, 0..chars.len(), &self.forms.points).0.start;
        let rules = self.forms.points.rule_opening.at_start(&chars[opening..]).is_some();
        let mentions = if rules || !text.content.contains('分') && !text.content.contains('：') {
            Vec::new()
        } else {
            points::mentions(chars, self.forms)
        };
        let paragraph = Paragraph { block, text, chars, mentions };
        if paragraph.mentions.is_empty() {
            if let Some((rank, after)) = number {
                self.stop(Some(rank));
                self.label = self.heading(&paragraph, after);
            }
            return;
        }
        self.scored(&paragraph);
    }

    /// The name in a heading, for paragraphs below it that say 该项指标.
    fn heading(&self, paragraph: &Paragraph<'_>, after: usize) -> Option<Location> {
        const LONGEST_HEADING: usize = 30;
        let (range, _) = names::trimmed(paragraph.chars, after..paragraph.chars.len(), &self.forms.points);
        let fits =
            range.len() <= LONGEST_HEADING && !paragraph.chars[range.clone()].iter().any(|&c| points::ends_clause(c));
        (fits && !range.is_empty()).then(|| paragraph.locate(range))
    }

    /// Reads the mentions of a paragraph from left to right.
    fn scored(&mut self, p: &Paragraph<'_>) {
        let label = names::opening_label(p.chars, self.forms);
        if let Some((range, _)) = &label {
            self.label = Some(p.locate(range.clone()));
        }
        let (mut i, mut floor) = (0, 0);
        while let Some(mention) = p.mentions.get(i) {
            let next = if mention.is_weight() {
                self.weighed(p, i, floor)
            } else if mention.is_score() {
                self.bare(p, i, floor)
            } else {
                i + 1
            };
            floor = p.mentions.get(next - 1).map_or(p.chars.len(), |m| m.end);
            i = next;
        }
    }

    /// A weight at `i`, with what belongs to it. Gives the index of the next mention to read.
    fn weighed(&mut self, p: &Paragraph<'_>, i: usize, floor: usize) -> usize {
        self.waiting = None;
        let mention = &p.mentions[i];
        let until = p.mentions[i + 1..].iter().position(Mention::is_weight).map_or(p.mentions.len(), |n| i + 1 + n);
        let scores: Vec<usize> = (i + 1..until).filter(|&k| p.mentions[k].is_score()).collect();
        let header = scores.first().copied().filter(|&k| p.adjacent(mention.end, p.mentions[k].word));
        let named = names::before_weight(p.chars, mention, floor, &self.forms.points);
        if mention.value(p.chars).is_none_or(|v| v >= FULL_SCORE) {
            return header.map_or(i + 1, |k| k + 1);
        }
        let mut spoken_before = 0..0;
        let (name, rank, start) = match named {
            Some(Ok(Named { range, rank, .. })) => (p.locate(range.clone()), rank, range.start),
            Some(Err(rank)) => match self.label.clone() {
                Some(label) => {
                    // 该项指标满分5分: the facts stand before it.
                    spoken_before = floor.max(if label.block == p.block { label.range().end } else { 0 })..mention.word;
                    (label, rank, mention.word)
                }
                None => return i + 1,
            },
            None => return i + 1,
        };
        let mut passage = Passage {
            shape: Shape::Node,
            rank,
            has_facts: false,
            is_sentence: false,
            spelled: p.chars_of(&name),
            name,
            weight: Some(p.locate(mention.number.clone())),
            score: None,
            target: None,
            actual: None,
            at: p.locate(start..mention.end),
        };
        if mention.role == PointRole::GroupWeight {
            passage.shape = Shape::Total;
        } else if self.inside.0 == p.block && mention.word < self.inside.1 {
            passage.shape = Shape::Part;
        }
        if names::clauses(p.chars, spoken_before.clone()).len() > 1 {
            passage.has_facts = true;
            let spoken = p.chars_of(&passage.name);
            let score = header.and_then(|k| p.mentions.get(k));
            (passage.target, passage.actual) = self.facts(p, &passage.name, spoken, spoken_before, score);
        }
        if let Some(k) = header {
            return self.headed(p, passage, start, k, until);
        }
        if passage.shape == Shape::Total {
            self.passages.push(passage);
            return i + 1;
        }
        // `资金管理（20分）：到位率100%，得10分；支出率95%，得9分；本项得19分`: the last of them is the sum of the others.
        if let [parts @ .., last] = scores.as_slice()
            && parts.len() > 1
            && self.takes_up(p, *last)
        {
            passage.shape = Shape::Opens;
            passage.score = Some(p.locate(p.mentions[*last].number.clone()));
            self.passages.push(passage);
            self.parts(p, mention.end, parts);
            return last + 1;
        }
        // `决策（20分）。目标完整性5分，得5分；编制科学性15分，得14分。`: the items of a group in one paragraph.
        let next = p.mentions.get(i + 1).filter(|next| next.is_weight() && scores.is_empty());
        let direct = |next: &Mention| {
            let named = names::before_weight(p.chars, next, mention.end, &self.forms.points);
            named.and_then(Result::ok).is_some_and(|named| p.adjacent(mention.end, named.range.start))
        };
        let within = next.and_then(|next| next.value(p.chars)) < mention.value(p.chars);
        if i == 0 && passage.shape == Shape::Node && within && next.is_some_and(direct) {
            passage.shape = Shape::Opens;
            self.inside = (p.block, p.chars.len());
            self.passages.push(passage);
            return i + 1;
        }
        let chain = self.chain(p, mention.end, &scores);
        let facts_end = chain.first().map_or_else(|| self.facts_end(p, until), |&k| p.mentions[k].word);
        // `，其中3个县延迟发放，…，得6分` is a fact of the item itself.
        let introduces = chain.first().is_some_and(|&k| p.contains(mention.end..p.mentions[k].word, "其中:"));
        if chain.len() > 1 || introduces {
            passage.shape = Shape::Opens;
            self.passages.push(passage);
            return self.parts(p, mention.end, &chain);
        }
        let facts = mention.end..facts_end;
        let score = chain.first().map(|&k| &p.mentions[k]);
        passage.has_facts |= p.chars[facts.clone()].iter().any(|&c| !points::ends_clause(c) && c != ' ');
        let fields = self.facts(p, &passage.name, p.chars_of(&passage.name), facts.clone(), score);
        passage.target = fields.0.or(passage.target);
        passage.actual = fields.1.or(passage.actual);
        passage.score = score.map(|s| p.locate(s.number.clone()));
        passage.at = p.locate(start..score.map_or(facts_end, |s| s.end));
        if score.is_none() && !passage.has_facts {
            self.waiting = Some(self.passages.len());
        }
        self.passages.push(passage);
        chain.first().map_or(i + 1, |&k| k + 1)
    }

    /// Whether a score is that of what the paragraph speaks of: `本项得19分`, `合计得19分`.
    fn takes_up(&self, p: &Paragraph<'_>, k: usize) -> bool {
        let mention = &p.mentions[k];
        let own = &p.chars[mention.word..mention.number.start];
        let before = p.mentions.get(k.wrapping_sub(1)).map_or(0, |m| m.end);
        self.forms.points.anaphora.at_start(own).is_some() || self.total(p, k, sentence_start(p, before, mention.word))
    }

    /// A weight with its score beside it: a group's heading line, or an indicator told in short.
    fn headed(&mut self, p: &Paragraph<'_>, mut passage: Passage, start: usize, k: usize, until: usize) -> usize {
        let score = &p.mentions[k];
        passage.score = Some(p.locate(score.number.clone()));
        passage.at = p.locate(start..score.end);
        let after = points::skip_spaces(p.chars, score.end);
        let more = p.mentions.len() > k + 1;
        let opens =
            p.chars.get(after) == Some(&':') || p.contains(score.end..(score.end + 6).min(p.chars.len()), "其中");
        if passage.shape == Shape::Node && more && opens {
            let rest: Vec<usize> = (k + 1..until).filter(|&n| p.mentions[n].is_score()).collect();
            let chain = self.chain(p, score.end, &rest);
            passage.shape = Shape::Opens;
            // Numbered parts are told apart by their numbers and may go on in the next paragraphs.
            passage.rank = passage.rank.filter(|_| chain.is_empty());
            let end = p.chars[score.end..].iter().position(|&c| c == '。').map_or(p.chars.len(), |n| score.end + n);
            self.inside = (p.block, end);
            self.passages.push(passage);
            return if chain.is_empty() { k + 1 } else { self.parts(p, score.end, &chain) };
        }
        self.passages.push(passage);
        k + 1
    }

    /// The scores after a weight that belong to it: the first one, and those of the same sentence or list of parts.
    fn chain(&self, p: &Paragraph<'_>, from: usize, scores: &[usize]) -> Vec<usize> {
        let Some((&first, rest)) = scores.split_first() else { return Vec::new() };
        let listed = p.contains(from..p.mentions[first].word, "其中");
        let mut chain = vec![first];
        let mut end = p.mentions[first].end;
        for &k in rest {
            let gap = p.chars.get(end..p.mentions[k].word).unwrap_or(&[]);
            let stops = gap.iter().any(|&c| if listed { matches!(c, '。' | '!' | '?') } else { ends_sentence(c) });
            if stops || self.total(p, k, end) {
                break;
            }
            chain.push(k);
            end = p.mentions[k].end;
        }
        chain
    }

    /// The end of the facts of a weight that has no score: where the next scored thing begins.
    fn facts_end(&self, p: &Paragraph<'_>, until: usize) -> usize {
        let Some(next) = p.mentions.get(until) else { return p.chars.len() };
        let floor = p.mentions.get(until.wrapping_sub(1)).map_or(0, |m| m.end);
        match names::before_weight(p.chars, next, floor, &self.forms.points) {
            Some(Ok(named)) => named.range.start,
            _ => next.word,
        }
    }

    /// The scored parts of a passage, each a leaf.
    fn parts(&mut self, p: &Paragraph<'_>, from: usize, chain: &[usize]) -> usize {
        let mut start = from;
        for &k in chain {
            if let Some(mut passage) = self.sentence(p, start, k) {
                passage.shape = Shape::Part;
                self.passages.push(passage);
            }
            start = p.mentions[k].end;
        }
        chain.last().map_or(0, |k| k + 1)
    }

    /// A score at `i` that no weight stands before.
    fn bare(&mut self, p: &Paragraph<'_>, i: usize, floor: usize) -> usize {
        let mention = &p.mentions[i];
        let start = sentence_start(p, floor, mention.word);
        let start = names::trimmed(p.chars, start..mention.word, &self.forms.points).0.start;
        let words = names::clauses(p.chars, start..mention.word);
        if let Some(at) = self.waiting.take()
            && let Some(passage) = self.passages.get(at)
        {
            let loose = self.sentence(p, start, i).filter(|s| !s.is_sentence);
            let only = p.mentions.iter().filter(|m| m.is_score()).count() == 1;
            if loose.is_none() && only || mention.role == PointRole::OwnScore && words.is_empty() {
                let name = passage.name.clone();
                let facts = 0..mention.word;
                let has_facts = !words.is_empty();
                let (target, actual) = self.facts(p, &name, Vec::new(), facts, Some(mention));
                let score = p.locate(mention.number.clone());
                if let Some(passage) = self.passages.get_mut(at) {
                    (passage.target, passage.actual, passage.has_facts) = (target, actual, has_facts);
                    passage.score = Some(score);
                }
                return i + 1;
            }
        }
        if self.sums_up(p, mention, &words) {
            return i + 1;
        }
        if self.total(p, i, start) || (mention.role == PointRole::OwnScore && words.is_empty()) {
            self.give_to_group(p, mention, &words);
            return i + 1;
        }
        if mention.value(p.chars).is_none_or(|v| v >= FULL_SCORE) {
            return i + 1;
        }
        if let Some(next) = self.twice(p, i, start) {
            return next;
        }
        let full = full_behind(p, i);
        if let Some(mut passage) = self.sentence(p, start, i) {
            passage.weight = full.and_then(|k| p.mentions.get(k)).map(|weight| p.locate(weight.number.clone()));
            self.passages.push(passage);
        }
        full.unwrap_or(i) + 1
    }

    /// `过程指标共得27分`: the score of the group whose parts stand before it, if its own line left it open.
    fn sums_up(&mut self, p: &Paragraph<'_>, mention: &Mention, words: &[Range<usize>]) -> bool {
        let [clause] = words else { return false };
        let (range, _) = names::trimmed(p.chars, clause.clone(), &self.forms.points);
        let Some(name) = self.forms.points.summed(&p.chars[range]) else { return false };
        let called = |passage: &&mut Passage| {
            let is_group = matches!(passage.shape, Shape::Total | Shape::Node | Shape::Opens);
            is_group && passage.weight.is_some() && passage.spelled == name
        };
        match self.passages.iter_mut().rev().find(called) {
            Some(group) => {
                group.score.get_or_insert_with(|| p.locate(mention.number.clone()));
                true
            }
            None => self.forms.points.is_dimension(name),
        }
    }

    /// `自评得分：9分` on its own, after a group's line without a score.
    fn give_to_group(&mut self, p: &Paragraph<'_>, mention: &Mention, words: &[Range<usize>]) {
        if mention.role == PointRole::OwnScore
            && words.is_empty()
            && let Some(last) = self.passages.last_mut()
            && matches!(last.shape, Shape::Total | Shape::Node)
            && last.score.is_none()
            && last.weight.is_some()
        {
            last.score = Some(p.locate(mention.number.clone()));
        }
    }

    /// Whether a score is that of the whole report: `综上，部门整体自评得分95分`.
    fn total(&self, p: &Paragraph<'_>, i: usize, from: usize) -> bool {
        let mention = &p.mentions[i];
        let clause = names::clauses(p.chars, from.min(mention.word)..mention.word).pop();
        let subject = clause.map_or(&[][..], |c| &p.chars[c]);
        let whole = || self.forms.whole.any_in(subject) && !self.forms.part.any_in(subject);
        self.forms.points.sums.is(subject) || mention.role == PointRole::OwnScore && whole()
    }

    /// Target and result in the facts of a named indicator.
    fn facts(
        &self,
        p: &Paragraph<'_>,
        name: &Location,
        spoken: Vec<char>,
        facts: Range<usize>,
        score: Option<&Mention>,
    ) -> (Option<Location>, Option<Location>) {
        let nothing = score.and_then(|s| s.value(p.chars)).is_some_and(|v| v.is_zero());
        let spoken = if name.block == p.block && spoken.is_empty() { p.chars_of(name) } else { spoken };
        let Chosen { target, actual } = values::of_facts(p.chars, facts, &spoken, nothing, &self.forms.points);
        (target.map(|r| p.locate(r)), actual.map(|r| p.locate(r)))
    }
}

/// The full marks in brackets right behind a score: `履职效能得47.5分（满分50分）`.
fn full_behind(p: &Paragraph<'_>, i: usize) -> Option<usize> {
    let (score, full) = (p.mentions.get(i)?, p.mentions.get(i + 1)?);
    let opened = p.chars.get(points::skip_spaces(p.chars, score.end)) == Some(&'(');
    let fits = score.value(p.chars).zip(full.value(p.chars)).is_some_and(|(s, f)| s <= f && f < FULL_SCORE);
    (full.is_weight() && opened && fits && p.adjacent(score.end, full.word)).then_some(i + 1)
}

impl Paragraph<'_> {
    /// The characters of a place in this paragraph; none for a place in another.
    fn chars_of(&self, at: &Location) -> Vec<char> {
        if at.block == self.block { self.chars.get(at.range()).unwrap_or(&[]).to_vec() } else { Vec::new() }
    }
}
