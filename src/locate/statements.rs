//! Groups and indicators that are scored in running text: paragraphs in, [`ScoreLine`]s out.
//!
//! `X总分值20分，自评得分18分。`, `X率（5分），…为98%，得5分；`, `其中：…得5分，…得5分`. A number of points counts only with
//! the grammar of scoring around it; tables, scoring rules and points of other kinds are not looked at.

mod levels;
mod names;
mod points;
mod values;

use crate::lexicon::{Forms, PointRole};
use crate::lexicon::{Lexicon, fold_in_place};
use crate::model::{Block, Document, Layer, Location, ScoreLine, Text};
use levels::{Passage, Shape};
use names::Named;
use points::ends_sentence;
use rust_decimal::Decimal;
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
                reader.paragraph(block, text);
            }
            Some(Block::Table(_)) => reader.stop(None),
            _ => {}
        }
    }
    levels::arrange(reader.passages)
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
    chars: Vec<char>,
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
        words.all(|w| w.first() == Some(&'占') && w.contains(&'%') || w.iter().all(|&c| matches!(c, '(' | ')' | '、')))
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

    fn paragraph(&mut self, block: u32, text: &Text) {
        if text.content.len() > LONGEST_PARAGRAPH {
            return;
        }
        let chars = fold_in_place(&text.content);
        let number = names::list_number(&chars, 0);
        let opening = names::trimmed(&chars, 0..chars.len(), &self.forms.points).0.start;
        let rules = self.forms.points.rule_opening.at_start(&chars[opening..]).is_some();
        let mentions = if rules || !text.content.contains('分') && !text.content.contains('：') {
            Vec::new()
        } else {
            points::mentions(&chars, self.forms)
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
        let (range, _) = names::trimmed(&paragraph.chars, after..paragraph.chars.len(), &self.forms.points);
        let fits =
            range.len() <= LONGEST_HEADING && !paragraph.chars[range.clone()].iter().any(|&c| points::ends_clause(c));
        (fits && !range.is_empty()).then(|| paragraph.locate(range))
    }

    /// Reads the mentions of a paragraph from left to right.
    fn scored(&mut self, p: &Paragraph<'_>) {
        let label = names::opening_label(&p.chars, self.forms);
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
        let named = names::before_weight(&p.chars, mention, floor, &self.forms.points);
        if mention.value(&p.chars).is_none_or(|v| v >= FULL_SCORE) {
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
        if names::clauses(&p.chars, spoken_before.clone()).len() > 1 {
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
        let chain = self.chain(p, mention.end, &scores);
        let facts_end = chain.first().map_or_else(|| self.facts_end(p, until), |&k| p.mentions[k].word);
        let introduces = chain.first().is_some_and(|&k| p.contains(mention.end..p.mentions[k].word, "其中"));
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

    /// A weight with its score beside it: a group's heading line, or an indicator told in short.
    fn headed(&mut self, p: &Paragraph<'_>, mut passage: Passage, start: usize, k: usize, until: usize) -> usize {
        let score = &p.mentions[k];
        passage.score = Some(p.locate(score.number.clone()));
        passage.at = p.locate(start..score.end);
        let after = points::skip_spaces(&p.chars, score.end);
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
        match names::before_weight(&p.chars, next, floor, &self.forms.points) {
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
        let start = names::trimmed(&p.chars, start..mention.word, &self.forms.points).0.start;
        let words = names::clauses(&p.chars, start..mention.word);
        if let Some(at) = self.waiting.take()
            && let Some(passage) = self.passages.get(at)
        {
            let loose = self.sentence(p, start, i).filter(|s| !s.is_sentence);
            if loose.is_none() || mention.role == PointRole::OwnScore && words.is_empty() {
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
        if self.total(p, i, start) || (mention.role == PointRole::OwnScore && words.is_empty()) {
            self.give_to_group(p, mention, &words);
            return i + 1;
        }
        if mention.value(&p.chars).is_none_or(|v| v >= FULL_SCORE) {
            return i + 1;
        }
        if let Some(next) = self.twice(p, i, start) {
            return next;
        }
        if let Some(passage) = self.sentence(p, start, i) {
            self.passages.push(passage);
        }
        i + 1
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
        let clause = names::clauses(&p.chars, from.min(mention.word)..mention.word).pop();
        let subject = clause.map_or(&[][..], |c| &p.chars[c]);
        mention.role == PointRole::OwnScore && self.forms.whole.any_in(subject) && !self.forms.part.any_in(subject)
    }

    /// `X指标得10分，…，得10分`: the weight, then the score. Also `X指标得10分，其中：…得5分，…得5分`.
    fn twice(&mut self, p: &Paragraph<'_>, i: usize, start: usize) -> Option<usize> {
        let (mention, next) = (&p.mentions[i], p.mentions.get(i + 1).filter(|m| m.is_score())?);
        let clause = names::clauses(&p.chars, start..mention.word).pop()?;
        if clause.end < points::trim_end(&p.chars, mention.word, clause.start) {
            return None;
        }
        let bare_name = values::values(&p.chars, clause.clone(), &self.forms.points).is_empty()
            && self.forms.points.predicate.find(&p.chars[clause.clone()]).is_none()
            && names::clauses(&p.chars, start..mention.word).len() == 1;
        if !bare_name || p.parted(mention.end, next.word) {
            return None;
        }
        let named = names::from_clause(&p.chars, clause, false, &self.forms.points)?;
        let mut passage = Passage {
            shape: Shape::Opens,
            rank: named.rank,
            has_facts: true,
            is_sentence: false,
            name: p.locate(named.range.clone()),
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
        let (first, second) = (mention.value(&p.chars)?, next.value(&p.chars)?);
        let facts = mention.end..next.word;
        let plain = !names::clauses(&p.chars, facts.clone()).is_empty()
            && !values::values(&p.chars, facts.clone(), &self.forms.points).iter().any(|v| v.names_subject);
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
    fn sentence(&self, p: &Paragraph<'_>, from: usize, i: usize) -> Option<Passage> {
        let (mention, points) = (&p.mentions[i], &self.forms.points);
        let start = sentence_start(p, from, mention.word);
        let (segment, rank) = names::trimmed(&p.chars, start..mention.word, points);
        let segment = segment.start..mention.word;
        let words = names::clauses(&p.chars, segment.clone());
        let found = values::values(&p.chars, segment.clone(), points);
        let nothing = mention.value(&p.chars).is_some_and(|v| v.is_zero());
        let noun = values::naming(&found).and_then(|k| {
            let named = names::from_clause(&p.chars, found[k].clause..found[k].subject_end, false, points)?;
            Some((named, values::of_naming_clause(&found, k, &p.chars, nothing)))
        });
        let (named, chosen) = match noun {
            Some(pair) => pair,
            None => {
                // `自评得分：投入9分`: the word that announces the list is no name.
                let is_role =
                    |c: &Range<usize>| points.role_at_end(&p.chars[c.clone()]).is_some_and(|(_, n)| n == c.len());
                let first = words
                    .iter()
                    .filter(|c| !is_role(c))
                    .find(|c| names::from_clause(&p.chars, (*c).clone(), true, points).is_some())?;
                let named = names::from_clause(&p.chars, first.clone(), true, points)?;
                // `X规范性得3分` has its name; `推动了…，得3分` has none.
                let attached = first.end == points::trim_end(&p.chars, mention.word, first.start);
                let is_sentence = named.is_sentence && !(words.len() == 1 && attached);
                let name: Vec<char> = p.chars[named.range.clone()].to_vec();
                let chosen = values::of_facts(&p.chars, segment, &name, nothing, points);
                (Named { is_sentence, ..named }, chosen)
            }
        };
        let label = names::opening_label(&p.chars, self.forms).filter(|(_, after)| start <= *after);
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
            weight: None,
            score: Some(p.locate(mention.number.clone())),
            target: chosen.target.map(|r| p.locate(r)),
            actual: chosen.actual.map(|r| p.locate(r)),
            at: p.locate(named.range.start..mention.end),
        })
    }

    /// Parts of the indicator system in a conclusion are groups, when no group is open.
    fn shape(&self, p: &Paragraph<'_>, mention: &Mention, named: &Named) -> Shape {
        let mut end = named.range.end;
        for suffix in ["指标", "部分", "方面", "类", "情况"] {
            let suffix: Vec<char> = suffix.chars().collect();
            if p.chars[named.range.start..end].ends_with(&suffix) {
                end -= suffix.len();
            }
        }
        let name = &p.chars[named.range.start..end];
        let direct = p.adjacent(named.range.end, mention.word);
        if direct && self.forms.points.dimensions.is(name) { Shape::Dimension } else { Shape::Loose }
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
        let nothing = score.and_then(|s| s.value(&p.chars)).is_some_and(|v| v.is_zero());
        let spoken = if name.block == p.block && spoken.is_empty() { p.chars_of(name) } else { spoken };
        let Chosen { target, actual } = values::of_facts(&p.chars, facts, &spoken, nothing, &self.forms.points);
        (target.map(|r| p.locate(r)), actual.map(|r| p.locate(r)))
    }
}

impl Paragraph<'_> {
    /// The characters of a place in this paragraph; none for a place in another.
    fn chars_of(&self, at: &Location) -> Vec<char> {
        if at.block == self.block { self.chars.get(at.range()).unwrap_or(&[]).to_vec() } else { Vec::new() }
    }
}

/// Where the sentence of a score starts: after the last sentence end before it, a slip such as `。，` aside.
fn sentence_start(p: &Paragraph<'_>, floor: usize, word: usize) -> usize {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locate::sample::document;

    /// `level parent name weight target actual score`, `-` for what is not stated.
    fn lines(source: &str) -> Vec<String> {
        let document = document(source);
        let blocks = 0..crate::model::offset(document.blocks.len());
        let found = statements(&document, blocks, |_| false, Lexicon::builtin());
        let quote = |at: &Option<Location>| at.as_ref().map_or("-".to_owned(), |at| document.quote(at));
        let parent = |p: Option<usize>| p.map_or("-".to_owned(), |p| document.quote(&found[p].name));
        let show = |l: &ScoreLine| {
            let fields = [quote(&l.weight), quote(&l.target), quote(&l.actual), quote(&l.score)].join(" ");
            format!("{} {} {} {fields}", l.level, parent(l.parent), document.quote(&l.name))
        };
        found.iter().map(show).collect()
    }

    #[track_caller]
    fn assert_lines(cases: &[(&str, &[&str])]) {
        let mut wrong = String::new();
        for (source, wanted) in cases {
            let got = lines(source);
            if got != *wanted {
                wrong += &format!("{source}\n   got    {got:#?}\n   wanted {wanted:#?}\n");
            }
        }
        assert!(wrong.is_empty(), "{wrong}");
    }

    // A second scored thing after each wording, since one score alone is no evaluation.
    const AFTER: &str = "\n一、二\n（9）收尾总分值1分，自评得分1分。";
    const CLOSING: &str = "1 - 收尾 1 - - 1";

    #[track_caller]
    fn assert_wordings(cases: &[(&str, &[&str])]) {
        let mut wrong = String::new();
        for (source, wanted) in cases {
            let mut got = lines(&format!("{source}{AFTER}"));
            let last = got.pop();
            if got != *wanted || last.as_deref() != Some(CLOSING) {
                wrong += &format!("{source}\n   got    {got:#?} {last:?}\n   wanted {wanted:#?}\n");
            }
        }
        assert!(wrong.is_empty(), "{wrong}");
    }

    #[test]
    fn one_indicator_in_many_wordings() {
        assert_wordings(&[
            ("巡河完成率，分值为4分。全年巡河48次，巡河完成率达96%，得3.8分。", &["3 - 巡河完成率 4 - 96% 3.8"]),
            ("巡河完成率分值4分，实际为100%，得4分。", &["3 - 巡河完成率 4 - 100% 4"]),
            ("巡河完成率（4分）：实际完成100%，得4分。", &["3 - 巡河完成率 4 - 100% 4"]),
            ("巡河完成率（分值4分），完成率为98%，自评得分3.9分。", &["3 - 巡河完成率 4 - 98% 3.9"]),
            ("3.巡河完成率（满分4分，得3分）。", &["1 - 巡河完成率 4 - - 3"]),
            ("（2）巡河完成率共4分，目标95%，实际97%，得4分；", &["3 - 巡河完成率 4 95% 97% 4"]),
            ("巡河完成率满分4分，因汛期停巡，扣1分，得3分。", &["3 - 巡河完成率 4 - - 3"]),
            ("巡河完成率：分值4分；全年完成100%；得分：4分。", &["3 - 巡河完成率 4 - 100% 4"]),
            ("巡河完成率，标准分4分，完成率为100%，实得4分。", &["3 - 巡河完成率 4 - 100% 4"]),
            ("巡河完成率，权重4分，完成率为100%，最终得分为4分。", &["3 - 巡河完成率 4 - 100% 4"]),
            ("①巡河完成率，分值得4分，完成率=100%，得4分。", &["3 - 巡河完成率 4 - 100% 4"]),
            ("巡河完成率，分值为4分。完成率=100%。，得4分", &["3 - 巡河完成率 4 - 100% 4"]),
            ("巡河完成率，分值为４分。完成率=１００％，得４分。", &["3 - 巡河完成率 ４ - １００％ ４"]),
            ("巡河完成率，分值为 4 分。完成率为 100%，得 4 分。", &["3 - 巡河完成率 4 - 100% 4"]),
            ("溺水事故起数，分值2分。年内未发生溺水事故，得2分。", &["3 - 溺水事故起数 2 - 未发生 2"]),
            ("技术培训场次，分值2分。举办技术培训5场，参加300人次，得2分。", &["3 - 技术培训场次 2 - 5场 2"]),
            ("质量指标得10分，水样合格率不低于95%，未发生超标事件，得9分。", &["3 - 质量指标 10 - 不低于95% 9"]),
            ("制度建设共3分，制定了水费收缴制度，执行有力，得3分；", &["3 - 制度建设 3 - - 3"]),
            ("（一）巡河完成率\n该项指标满分5分，全年完成率为100%，得5分。", &["3 - 巡河完成率 5 - 100% 5"]),
            ("1.巡河完成率：全年完成48次，该项指标满分5分，得5分。", &["3 - 巡河完成率 5 - - 5"]),
            ("巡河完成率（5分）\n全年应巡48次，实巡48次，得5分。", &["3 - 巡河完成率 5 - 48次 5"]),
            (
                "河道保洁次数，分值2分。全年保洁60次，得2分。水质达标率，分值3分。达标率为91%，得2.7分。",
                &["3 - 河道保洁次数 2 - 60次 2", "3 - 水质达标率 3 - 91% 2.7"],
            ),
        ]);
    }

    #[test]
    fn one_score_in_a_group_in_many_wordings() {
        let group = "（1）运行总分值9分，自评得分8分。";
        let cases: [(&str, &[&str]); 18] = [
            ("水费收缴率为96.3%，≥95%，得3分；", &["3 运行 水费收缴率 - ≥95% 96.3% 3"]),
            ("水费收缴率为93%，<95%，得0分；", &["3 运行 水费收缴率 - - 93% 0"]),
            ("水费收缴率>95%，得3分。", &["3 运行 水费收缴率 - - >95% 3"]),
            ("水费收缴率超过95%得3分。", &["3 运行 水费收缴率 - - 超过95% 3"]),
            ("应收水费50万元，实收水费49万元，水费收缴率≥95%，得3分。", &["3 运行 水费收缴率 - ≥95% - 3"]),
            ("水费收缴率=96%>95%，得3分。", &["3 运行 水费收缴率 - >95% 96% 3"]),
            ("水费收缴率达到96%，得3分。", &["3 运行 水费收缴率 - - 96% 3"]),
            ("水费收缴率 96%，得3分。", &["3 运行 水费收缴率 - - 96% 3"]),
            ("账务处理规范性符合会计制度得3分。", &["3 运行 账务处理规范性 - - - 3"]),
            (
                "账务处理规范性得3分，信息公开及时性得2分。",
                &["3 运行 账务处理规范性 - - - 3", "3 运行 信息公开及时性 - - - 2"],
            ),
            (
                "管护经费（4分）得3分，巡查日志完整性（5分）得5分。",
                &["3 运行 管护经费 4 - - 3", "3 运行 巡查日志完整性 5 - - 5"],
            ),
            (
                "维修养护共5分，养护计划科学性符合标准得3分，养护经费偏离率=12%>10%，得0分。",
                &[
                    "2 运行 维修养护 5 - - -",
                    "3 维修养护 养护计划科学性 - - - 3",
                    "3 维修养护 养护经费偏离率 - - 12% 0",
                ],
            ),
            (
                "环境指标，分值为6分。其中：河面漂浮物清理率为99%，得3分，全年我镇未发生水污染事件，岸线整洁，得3分。",
                &[
                    "2 运行 环境指标 6 - - -",
                    "3 环境指标 河面漂浮物清理率 - - 99% 3",
                    "3 环境指标 未发生水污染事件 - - 未发生 3",
                ],
            ),
            (
                "环境指标得6分，其中：河面漂浮物清理率为99%，得3分，岸线绿化率为90%，得3分。",
                &[
                    "2 运行 环境指标 - - - 6",
                    "3 环境指标 河面漂浮物清理率 - - 99% 3",
                    "3 环境指标 岸线绿化率 - - 90% 3",
                ],
            ),
            ("我站对泵房进行了改造，安装了自动监测设备，得8分。", &["3 运行 运行 - - - 8"]),
            (
                "水费收缴率为96%，得3分，\n一是管网漏损率为9%，得5分。",
                &["3 运行 水费收缴率 - - 96% 3", "3 运行 管网漏损率 - - 9% 5"],
            ),
            (
                "培训次数，分值3分。全年举办了4次安全培训和演练等\n水费收缴率，分值6分。收缴率为96%，得6分。",
                &["3 运行 培训次数 3 - 4次 -", "3 运行 水费收缴率 6 - 96% 6"],
            ),
            ("综上，部门整体自评得分95分。", &[]),
        ];
        for (source, wanted) in cases {
            let wanted: Vec<&str> = std::iter::once("1 - 运行 9 - - 8").chain(wanted.iter().copied()).collect();
            assert_wordings(&[(&format!("{group}{source}"), &wanted), (&format!("{group}\n其中：{source}"), &wanted)]);
        }
    }

    #[test]
    fn groups_in_many_wordings() {
        assert_wordings(&[
            ("（一）投入总分值10分，自评得分9分", &["1 - 投入 10 - - 9"]),
            ("（一）投入总分为10分，占比为10%，自评分9分。", &["1 - 投入 10 - - 9"]),
            ("（一）投入总分10分，得分9分。", &["1 - 投入 10 - - 9"]),
            (
                "1.部门决策（20分）。自评得分18分。\n2.部门管理（30分）。自评得分29分。",
                &["1 - 部门决策 20 - - 18", "1 - 部门管理 30 - - 29"],
            ),
            ("投入（20分）得18分；过程（30分）得27.5分", &["1 - 投入 20 - - 18", "1 - 过程 30 - - 27.5"]),
            (
                "（一）投入（10分），得9.5分：1.目标设定（4分），目标明确，得4分；2.预算配置（6分），控制率为104%，得5.5分。",
                &["1 - 投入 10 - - 9.5", "3 投入 目标设定 4 - - 4", "3 投入 预算配置 6 - 104% 5.5"],
            ),
            (
                "（一）投入（10分），得9.5分。\n1.目标设定（4分）：目标明确，得4分。\n2.预算配置（6分）：控制率为104%，得5.5分。\n（二）过程（5分），得5分。\n1.预算执行率（5分）：执行率为100%，得5分。",
                &[
                    "1 - 投入 10 - - 9.5",
                    "3 投入 目标设定 4 - - 4",
                    "3 投入 预算配置 6 - 104% 5.5",
                    "1 - 过程 5 - - 5",
                    "3 过程 预算执行率 5 - 100% 5",
                ],
            ),
            (
                "一、产出（30分），自评得分28分\n（一）数量指标（30分），自评得分28分\n1.打井数量（30分），打井14眼，完成率为93%，得28分。",
                &["1 - 产出 30 - - 28", "2 产出 数量指标 30 - - 28", "3 数量指标 打井数量 30 - 93% 28"],
            ),
            (
                "（一）投入（10分）\n自评得分：9分\n1.目标设定（10分）：目标较明确，得9分。",
                &["1 - 投入 10 - - 9", "3 投入 目标设定 10 - - 9"],
            ),
            (
                "自评得分：投入 9分，过程 28分，产出 38.5分",
                &["1 - 投入 - - - 9", "1 - 过程 - - - 28", "1 - 产出 - - - 38.5"],
            ),
            (
                "综合得分95分，其中：投入指标得10分，过程指标得28分。",
                &["1 - 投入指标 - - - 10", "1 - 过程指标 - - - 28"],
            ),
            (
                "投入（20分）得18分：目标设定（10分）得9分，预算配置（10分）得9分。过程（30分）得27.5分",
                &["1 - 投入 20 - - 18", "3 投入 目标设定 10 - - 9", "3 投入 预算配置 10 - - 9", "1 - 过程 30 - - 27.5"],
            ),
            ("满分100分，自评得分95分。\n（一）投入总分值10分，自评得分9分", &["1 - 投入 10 - - 9"]),
        ]);
    }

    #[test]
    fn other_points_and_rules_are_no_statements() {
        assert_lines(&[
            ("在全省知识竞赛中我县总得分为96分，位列第一。\n本次比赛总分20分，我局得18分，兄弟单位得17分。", &[]),
            ("第三方满意度调查得分92.4分，排名靠后。\n窗口测评得分88分。", &[]),
            ("评分标准：完成率达到95%得5分，达到90%得3分。\n评分细则：按时报送（2分），得2分。", &[]),
            ("1.按时公开的，得2分；未按时公开的，得1分。\n2.每低1%扣0.5分，扣完为止。", &[]),
            ("评价指标包括投入（15分）、过程（25分）、产出（30分）、效果（30分）四个方面。", &[]),
            ("我单位整体支出情况良好，自评得分96分。部门决策方面做得好，得满分。", &[]),
            ("完成率达到100%得5分，否则不得分。投诉处理及时得3分，否则不得分。", &[]),
            ("效果性得分满分20分，无安全事故。", &[]),
            ("会议用时95分钟，得到好评。会前30分到场。", &[]),
            ("部门整体支出绩效自评分数为90分，等级为优。", &[]),
            ("指标\t分值\t得分\n巡河完成率，分值4分\t4\t得4分\n巡河次数，分值4分\t4\t得4分", &[]),
            ("", &[]),
        ]);
    }

    #[test]
    fn headings_end_groups_and_repeats_are_skipped() {
        let source = "（1）投入总分值5分，自评得分5分。\n目标明确性得5分。\n二、存在问题\n整改完成率为80%，得4分。\n（1）投入总分值5分，自评得分5分。";
        assert_eq!(lines(source), ["1 - 投入 5 - - 5", "3 投入 目标明确性 - - - 5", "1 - 投入 5 - - 5"]);
        let document = document(source);
        let found = statements(&document, 0..5, |block| block == 4, Lexicon::builtin());
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].parent, Some(0));
        assert_eq!((found[0].score.as_ref().and_then(|s| s.spot.column), found[0].at.spot.line), (Some(16), Some(1)));
    }

    #[test]
    fn hostile_input_ends() {
        let long = "得5分，".repeat(20_000);
        let _ = lines(&long);
        let _ = lines(&"（5分".repeat(20_000));
        let _ = lines(&"9".repeat(100_000));
        let _ = lines(&"1.".repeat(50_000));
        let _ = lines("分分分得得得（（（））5分得分：。，；（分）");
        let _ = lines(&format!("{}得5分", "A".repeat(150_000)));
    }
}
