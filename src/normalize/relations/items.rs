//! Counts of things that are listed by name: `3项工作：一是…二是…三是…`, `5个内设机构，具体为：甲、乙、…`, `两个村（甲、乙）`.

use super::text::{Prose, Spot};
use crate::lexicon::{NameWord, Trigger, is_ideograph, text_of};
use crate::model::{Dimension, Relation, RelationKind, Wording, offset};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::ops::Range;

/// The largest count that is held against a list.
const LARGEST: i64 = 30;
/// How far behind its count a list of points can begin, in characters.
const REACH: usize = 40;
/// Lists of one kind of marks that are looked at in a text.
const MOST_LISTS: usize = 20;
/// The longest name in a list.
const LONGEST_NAME: usize = 24;

/// The counts of lists that a text states.
pub(super) fn items(prose: &Prose<'_>) -> Vec<Relation> {
    let mut found = points(prose);
    for index in 0..prose.spots.len() {
        if let Some(relation) = names(prose, index).filter(|r| found.iter().all(|f| f.whole != r.whole)) {
            found.push(relation);
        }
    }
    found
}

/// Whether a figure is a small whole count of points.
fn is_small(spot: &Spot<'_>) -> bool {
    let quantity = &spot.figure.measure.quantity;
    quantity.unit.dimension == Dimension::Count
        && quantity.decimals == 0
        && spot.figure.measure.is_exact()
        && quantity.amount >= Decimal::TWO
        && quantity.amount <= Decimal::from(LARGEST)
}

/// Numbered points: every list of marks from its first, with the count in front of it.
fn points(prose: &Prose<'_>) -> Vec<Relation> {
    let mut found: Vec<Relation> = Vec::new();
    if !prose.spots.iter().any(is_small) {
        return found;
    }
    for marks in &prose.lexicon.relations.marks {
        let Some(first) = marks.first() else { continue };
        let mut from = 0;
        for _ in 0..MOST_LISTS {
            let Some(start) = find(&prose.chars, first, from) else { break };
            let (mut count, mut at) = (1usize, start + first.len());
            while let Some(next) = marks.get(count).and_then(|m| Some(find(&prose.chars, m, at)? + m.len())) {
                // Another list of the same marks begins before this one goes on.
                if find(&prose.chars, first, at).is_some_and(|again| again < next) {
                    break;
                }
                at = next;
                count += 1;
            }
            from = start + first.len();
            found.extend(count_before(prose, start, count).filter(|r| found.iter().all(|f| f.whole != r.whole)));
        }
    }
    found
}

/// The count that a list of points from `start` on is announced with.
fn count_before(prose: &Prose<'_>, start: usize, count: usize) -> Option<Relation> {
    let index = prose.first_from(start).checked_sub(1)?;
    let spot = prose.spots.get(index).filter(|s| is_small(s) && s.end <= start && start - s.end <= REACH)?;
    let between = prose.chars(spot.end..start);
    // `3项工作：一是`, `3项工作。一是`: the noun, then a mark. Other clauses in between speak of something else.
    let marks = between.iter().filter(|c| matches!(c, ',' | ';' | ':' | '。')).count();
    let ends = matches!(between.last(), Some(':' | ',' | '。' | ';'));
    // `针对3个问题制定措施，一是…`: a comma announces less than a colon.
    let wording = if between.last() == Some(&',') { Wording::Open } else { Wording::Likely };
    let unit = prose.words(spot.start..spot.end + 2).any(|h| h.trigger == Trigger::Points);
    (marks == 1 && ends && unit && count >= 2).then(|| counted(spot, count, wording))
}

fn find(text: &[char], word: &[char], from: usize) -> Option<usize> {
    let first = word.first()?;
    let rest = text.get(from..)?;
    (0..rest.len()).find(|&at| rest[at] == *first && rest[at..].starts_with(word)).map(|at| from + at)
}

fn counted(spot: &Spot<'_>, count: usize, wording: Wording) -> Relation {
    let mut relation = Relation::new(RelationKind::Count, spot.id, Vec::new(), wording);
    relation.items = offset(count);
    relation
}

/// Names between list marks: in a bracket behind the count, or behind 具体为, or in front of `等七个方面`.
fn names(prose: &Prose<'_>, index: usize) -> Option<Relation> {
    let spot = prose.spots.get(index).filter(|s| is_small(s))?;
    let stated = spot.figure.measure.quantity.amount.to_usize()?;
    let after = prose.after(index);
    let end = prose.sentence_end(index);
    // A list that holds figures is a list of parts.
    let no_figure = |r: &Range<usize>| prose.spots.get(index + 1).is_none_or(|s| s.start >= r.end);
    let opens = prose.chars(after.clone()).iter().take(16).position(|c| *c == '(').map(|at| after.start + at);
    let bracket = opens.and_then(|open| Some(open + 1..prose.closing(open, end)?)).filter(no_figure);
    let word = prose.words(after.clone()).find(|h| h.trigger == Trigger::All && h.start <= after.start + 16);
    let listed = word.map(|h| {
        let skip = usize::from(prose.chars.get(h.end) == Some(&':'));
        let stop = prose.chars(h.end..end).iter().position(|c| matches!(c, ';')).map_or(end, |at| h.end + at);
        h.end + skip..stop
    });
    let before = prose.gap(index);
    let goes_on = prose.chars(before.clone()).last() == Some(&'等');
    if let Some(range) = bracket {
        return split(prose.chars(range), stated).map(|n| counted(spot, n, Wording::Open));
    }
    if let Some(range) = listed.filter(no_figure) {
        // 等 says that there are more.
        let closed = !prose.has(range.clone(), Trigger::GoesOn);
        let wording = if closed { Wording::Likely } else { Wording::Open };
        return split(prose.chars(range), stated).map(|n| counted(spot, n, wording));
    }
    if let Some(count) = named_before(prose, index) {
        return Some(counted(spot, count, Wording::Likely));
    }
    if !goes_on {
        return None;
    }
    let names = prose.chars(before.start..before.end - 1);
    let clause = names.iter().rposition(|c| matches!(c, ',' | ';' | ':')).map_or(0, |at| at + 1);
    split(names.get(clause..)?, stated).filter(|n| *n == stated).map(|n| counted(spot, n, Wording::Open))
}

/// `内设办公室、人事科、财务科共3个科室`: names that end as the noun behind the count does, all of them.
fn named_before(prose: &Prose<'_>, index: usize) -> Option<usize> {
    const LONGEST_NOUN: usize = 6;
    const FEWEST: usize = 3;
    let stated = prose.spots.get(index)?.figure.measure.quantity.amount.to_usize()?;
    let gap = prose.chars(prose.gap(index));
    let said = text_of(gap);
    let set_up = prose.lexicon.relations.name_words(NameWord::SetsUp).any(|word| said.contains(word.as_str()));
    let names = gap.strip_suffix(&['共']).or_else(|| gap.strip_suffix(&['共', '计']));
    let names = names.or_else(|| Some(gap).filter(|_| set_up))?;
    let names = names.strip_suffix(&[',']).unwrap_or(names);
    let clause = names.iter().rposition(|c| matches!(c, ',' | ';' | ':' | '。')).map_or(0, |at| at + 1);
    let names = names.get(clause..)?;
    let behind = prose.chars(prose.after(index));
    let noun: Vec<char> = behind.iter().take(LONGEST_NOUN).take_while(|c| is_ideograph(**c)).copied().collect();
    let ends = |piece: &[char]| piece.last().is_some_and(|c| noun.contains(c));
    let pieces: Vec<&[char]> = names.split(|c| *c == '、').filter(|p| !p.is_empty()).collect();
    let like = pieces.iter().filter(|piece| ends(piece)).count();
    // `内设甲、乙、丙共3个机构`: what is set up is named.
    let listed = pieces.len() >= FEWEST && (set_up || like * 2 >= pieces.len()) && pieces.len().abs_diff(stated) <= 2;
    listed.then(|| split(names, stated)).flatten()
}

/// The number of names in a list. 和 may join two names or stand inside one: the reading that fits the count is taken.
fn split(text: &[char], stated: usize) -> Option<usize> {
    let pieces: Vec<&[char]> = text.split(|c| matches!(c, '、' | ',')).filter(|p| !p.is_empty()).collect();
    if pieces.len() < 2 && !text.contains(&'和') || pieces.iter().any(|p| p.len() > LONGEST_NAME) {
        return None;
    }
    let joined = pieces.last().is_some_and(|p| p.len() > 2 && p.iter().any(|c| matches!(c, '和' | '及' | '与')));
    Some(if joined && pieces.len() + 1 == stated { stated } else { pieces.len() })
}
