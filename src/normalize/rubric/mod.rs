//! The wording of a scoring rule in, a [`Rubric`] out: what brings which points, as far as the words can be understood.
//!
//! Hand-written over folded characters; every word is data (`patterns/rubrics.toml`). Computes no score and judges nothing:
//! what is not understood is kept as such.

mod amounts;
mod awards;
mod bands;
mod brief;
mod conditions;
mod deductions;
mod items;
mod parts;
mod reader;
mod terms;
mod tiers;

use super::tape::Tape;
use crate::lexicon::{Lexicon, RuleWord};
use crate::model::{Award, Damage, Definition, Location, Rubric};
use awards::Remarks;
use parts::Group;
use reader::Reader;
use rust_decimal::Decimal;
use std::ops::Range;

/// Rules longer than this are not read; forms print a few hundred characters.
const LONGEST: usize = 6_000;

/// Reads a rule.
///
/// `text` is the wording with its line breaks, `worth` the weight of the row, `locate` gives the place of a range of the
/// text's characters.
pub(super) fn read(
    text: &str,
    worth: Option<Decimal>,
    lexicon: &Lexicon,
    locate: &impl Fn(Range<usize>) -> Location,
) -> Rubric {
    let tape = Tape::new(text);
    let mut rubric = Rubric::default();
    if tape.len() > LONGEST {
        return rubric;
    }
    let reader = Reader::new(&tape, lexicon);
    let place = |range: Range<usize>| locate(tape.chars(range));
    let defined = definitions(&reader);
    let mut block = Block { reader, out: defined.iter().map(|d| d.1.clone()).collect(), remarks: Remarks::default() };
    let groups = block.read(scoring(&block.reader), worth);
    let Block { reader, remarks, .. } = block;
    rubric.definitions = defined.into_iter().map(|d| d.0).collect();
    rubric.parts = groups.into_iter().map(|g| parts::part(g, &place)).collect();
    rubric.damage = remarks.damage;
    // 各占1/n says something only where each point is judged by bands.
    let computed = rubric.cases().any(|c| matches!(c.then, Award::Formula(_) | Award::Full | Award::Amount(_)));
    rubric.equal_shares = remarks.equal_shares.filter(|_| !computed);
    let stops = tape.len() > 0 && !matches!(tape.at(tape.len() - 1), '。' | ';' | ')' | '.' | '!');
    if stops && !rubric.parts.is_empty() && cut_floor(&reader) {
        rubric.damage.push(Damage::CutOff);
    }
    rubric.damage.dedup();
    rubric.silent = rubric.parts.is_empty() && is_silent(&reader);
    rubric
}

/// Whether a wording has no word of points at all: a definition, a description. One that announces points (评分规则：) has
/// lost them.
fn is_silent(reader: &Reader<'_>) -> bool {
    const SCORES: [RuleWord; 9] = [
        RuleWord::Opens,
        RuleWord::Full,
        RuleWord::Zero,
        RuleWord::Void,
        RuleWord::Proportion,
        RuleWord::Linear,
        RuleWord::Judged,
        RuleWord::Floor,
        RuleWord::Deduct,
    ];
    let end = reader.tape.len();
    let scores = |i: usize| {
        let points = || reader.starts_number(i) && reader.number(i).is_some_and(|n| n.kind == reader::Kind::Points);
        reader.one_of(i, &SCORES).is_some() || reader.word(i, RuleWord::Weight).is_some() || points()
    };
    end > 0 && !(0..end).any(scores)
}

/// What `X率=A/B×100%` says, wherever it stands.
pub(super) fn definitions_of(text: &str, lexicon: &Lexicon) -> Vec<Definition> {
    let tape = Tape::new(text);
    if tape.len() > LONGEST {
        return Vec::new();
    }
    definitions(&Reader::new(&tape, lexicon)).into_iter().map(|d| d.0).collect()
}

/// `扣完为` at the end: the floor is cut.
fn cut_floor(reader: &Reader<'_>) -> bool {
    let end = reader.tape.len();
    (2..5).any(|n| {
        let tail: Vec<char> = reader.tape.from(end.saturating_sub(n)).to_vec();
        tail.first() == Some(&'扣') && tail.contains(&'完')
    }) && reader.find(end.saturating_sub(5)..end, RuleWord::Floor).is_none()
}

/// The part of the text that scores: behind 评分规则： when it says so.
fn scoring(reader: &Reader<'_>) -> Range<usize> {
    let end = reader.tape.len();
    let mut start = 0;
    let mut i = 0;
    while let Some(found) = reader.find(i..end, RuleWord::Opens) {
        let rest = found.end..end;
        let formula = |k| reader.word(k, RuleWord::OwnItem).is_some_and(|e| reader.at(e) == '=');
        let scores = rest
            .clone()
            .any(|k| conditions::awards(reader, k) || reader.word(k, RuleWord::Bands).is_some() || formula(k));
        if scores {
            start = found.end;
        }
        i = found.end;
    }
    start..end
}

/// Definitions: a name, =, and a formula with a division.
fn definitions(reader: &Reader<'_>) -> Vec<(Definition, Range<usize>)> {
    let mut all = Vec::new();
    for i in 0..reader.tape.len() {
        if reader.at(i) != '=' || matches!(reader.tape.before(i), '>' | '<' | '≥' | '≤') {
            continue;
        }
        let stops = |k: &usize| matches!(reader.at(*k), '。' | ';' | ',' | ':' | '=' | '、') || reader.at(*k) == '.';
        let start = (0..i).rev().take(40).find(stops).map_or(i.saturating_sub(40), |k| k + 1);
        let name = reader.trimmed(start..i);
        // A line ends before the name, or a closed bracket does: `×100%` of the definition before.
        let break_at = name.clone().rev().find(|&k| reader.tape.gap(k) != super::tape::Gap::None);
        let name = break_at.map_or(name.clone(), |k| k..name.end);
        let scored = reader.find(name.clone(), RuleWord::OwnItem).is_some_and(|w| w.end == name.end);
        if name.is_empty() || scored {
            continue;
        }
        let end = (i + 1..reader.tape.len())
            .find(|&k| matches!(reader.at(k), '。' | ';' | ',' | ':'))
            .unwrap_or(reader.tape.len());
        if let Some(found) = terms::formula(reader, i + 1..end).filter(|f| f.composed) {
            all.push((Definition { name: reader.tape.text(name.clone()), term: found.term }, name.start..found.end));
        }
    }
    all
}

/// Reads a rule's ranges into groups of cases.
struct Block<'a> {
    reader: Reader<'a>,
    /// Ranges that define measures and score nothing.
    out: Vec<Range<usize>>,
    remarks: Remarks,
}

impl Block<'_> {
    /// A range that may hold numbered items.
    fn read(&mut self, range: Range<usize>, worth: Option<Decimal>) -> Vec<Group> {
        let split = items::items(&self.reader, range);
        let mut groups = Vec::new();
        self.plain(split.lead, false, &mut groups);
        for item in split.items {
            let inner = items::items(&self.reader, item.clone());
            if inner.items.is_empty() {
                self.plain(item, true, &mut groups);
            } else {
                groups.extend(self.nested(inner));
            }
        }
        parts::settle(groups, worth)
    }

    /// An item with items below it. When its own points stand before them, they are its cases.
    fn nested(&mut self, inner: items::Items) -> Vec<Group> {
        let mut below = Vec::new();
        self.plain(inner.lead, true, &mut below);
        for item in inner.items {
            self.plain(item, false, &mut below);
        }
        let own = below.first().is_some_and(|g| g.drafts.first().is_some_and(|d| d.worth));
        if let Some(first) = below.first_mut() {
            first.numbered = true;
        }
        if !own {
            return below;
        }
        let mut merged = Group { numbered: true, ..Group::default() };
        for group in below {
            merged.drafts.extend(group.drafts);
            merged.cap = merged.cap.or(group.cap);
        }
        vec![merged]
    }

    /// A range without items.
    fn plain(&mut self, range: Range<usize>, numbered: bool, groups: &mut Vec<Group>) {
        let mut fresh = numbered;
        for sentence in items::sentences(&self.reader, range, &self.out) {
            let drafts = awards::sentence(&self.reader, sentence, &mut self.remarks);
            let is_empty = drafts.is_empty();
            parts::group(drafts, fresh, groups);
            fresh &= is_empty;
            if let (Some(cap), Some(last)) = (self.remarks.cap.take(), groups.last_mut()) {
                last.cap = Some(cap);
            }
        }
    }
}
