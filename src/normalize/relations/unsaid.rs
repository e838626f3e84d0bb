//! Lists that no word announces: the amounts of one sentence that add up to its first or last one, or to one before it.
//!
//! Nothing says that they are parts, so that a list is taken only when it adds up, or would but for what looks like a slip.

use super::changes::is_change;
use super::parts::{is_compared, is_consequence, is_each, name, relation, told_apart};
use super::text::{Prose, is_slip};
use crate::lexicon::Trigger;
use crate::model::{Dimension, FigureId, Relation, RelationKind, Wording};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// The most parts of an unsaid list.
const MOST: usize = 16;
/// Amounts of the sentences before among which the whole is looked for.
const NEAR: usize = 6;

/// The lists of a text that no word announces, given those that one does. `prices` are parts of nothing.
pub(super) fn unsaid(prose: &Prose<'_>, known: &[Relation], prices: &[FigureId]) -> Vec<Relation> {
    let listed: BTreeSet<FigureId> = known.iter().flat_map(|r| r.parts.iter().copied()).collect();
    let item = |&i: &usize| {
        let spot = &prose.spots[i];
        let aside = is_each(prose, i) || is_compared(prose, i) || is_change(prose, i) || prose.is_base(i);
        let free = !listed.contains(&spot.id) && !prices.contains(&spot.id);
        let points = spot.unit().dimension == Dimension::Point;
        let measured = spot.is_addable() && spot.figure.measure.is_exact() && !points;
        measured && free && !aside && !prose.in_bracket(i) && !prose.says(i, Trigger::Prior)
    };
    let items: Vec<usize> = (0..prose.spots.len()).filter(item).collect();
    let mut found: Vec<Relation> = Vec::new();
    for sentence in items.chunk_by(|&a, &b| prose.sentence_is_one(a, b)) {
        let mut rest: Vec<usize> = sentence.to_vec();
        while let Some(&head) = rest.first() {
            let like = |&i: &usize| prose.alike(&prose.spots[i], &prose.spots[head]);
            let (group, others): (Vec<usize>, Vec<usize>) = rest.iter().partition(|i| like(i));
            rest = others;
            // What a total stands behind is added up by `sums`; what is left over is no part.
            let parts: Vec<usize> = group.iter().copied().filter(|&i| !is_consequence(prose, i)).take(MOST).collect();
            let less = parts.iter().any(|&i| prose.says(i, Trigger::Less));
            found.extend(one(prose, &parts, known).filter(|_| !less));
        }
    }
    found
}

/// The list that the amounts of one sentence are.
fn one(prose: &Prose<'_>, group: &[usize], known: &[Relation]) -> Option<Relation> {
    let whole_of = |i: usize| known.iter().any(|r| r.whole == prose.spots[i].id && r.parts.len() > 1);
    let (&first, rest) = group.split_first()?;
    let total = |i: usize| {
        let gap = prose.gap(i);
        prose.words(gap.clone()).any(|h| matches!(h.trigger, Trigger::Sum | Trigger::InTotal) && gap.end - h.end <= 4)
    };
    // `维护86.4公里，新修5.6公里，共有防火道路92.0公里`
    let behind = (2..group.len()).filter(|&n| total(group[n])).map(|n| (group[n], &group[..n]));
    // `项目预算90万元，来源为：中央60万元、省级20万元、县级10万元`
    let ahead = (rest.len() > 1 && !whole_of(first)).then_some((first, rest));
    let announced = rest.first().is_some_and(|&i| i == first + 1 && prose.chars(prose.gap(i)).contains(&':'));
    // `本年支出90万元。人员支出60万元，占…；公用支出30万元，占…。`
    let before = (0..first).rev().filter(|&i| {
        let spot = &prose.spots[i];
        let own = !prose.in_bracket(i) && !is_change(prose, i) && !prose.says(i, Trigger::Prior);
        own && !is_compared(prose, i) && prose.alike(spot, &prose.spots[first]) && spot.is_addable()
    });
    let enough = group.len() > 2 || group.len() == 2 && (told_apart(prose, group).is_some() || shared(prose, group));
    let before = before.take(NEAR).filter(|&i| enough && !whole_of(i)).map(|i| (i, group));
    let candidates: Vec<(usize, &[usize])> = behind.chain(ahead).chain(before).collect();
    let sums =
        |&&(whole, parts): &&(usize, &[usize])| sum(prose, parts).is_some_and(|s| amount(prose, whole) == Some(s));
    let slips = |&&(whole, parts): &&(usize, &[usize])| {
        let told = parts.len() > 2 || told_apart(prose, parts).is_some() || shared(prose, parts);
        if announced && whole == first || names_first(prose, whole, parts) {
            return true;
        }
        told && sum(prose, parts).zip(amount(prose, whole)).is_some_and(|(s, w)| is_slip(s, w))
    };
    if let Some(&(whole, parts)) = candidates.iter().find(sums).or_else(|| candidates.iter().find(slips)) {
        let begins = prose.sentence_start(first);
        let more = prose.has(begins..prose.sentence_end(first), Trigger::GoesOn);
        let told = told_apart(prose, parts).is_some() || shared(prose, parts);
        let sure = !more && (told || announced && whole == first || names_first(prose, whole, parts));
        return Some(relation(prose, whole, parts, if sure { Wording::Likely } else { Wording::Open }));
    }
    let whole = if enough { prose.divided_before(&prose.spots[first], sum(prose, group)?)? } else { return None };
    let ids = group.iter().map(|&i| prose.spots[i].id).collect();
    Some(Relation::new(RelationKind::Subset, whole, ids, Wording::Open))
}

/// Whether a total names what the first of its parts is named by: 维护防火道路, 共有防火道路.
fn names_first(prose: &Prose<'_>, whole: usize, parts: &[usize]) -> bool {
    let gap = prose.gap(whole);
    let word = prose.words(gap.clone()).filter(|h| matches!(h.trigger, Trigger::Sum | Trigger::InTotal)).last();
    let noun: String = word.map_or(&[][..], |h| prose.chars(h.end..gap.end)).iter().collect();
    let named = |&i: &usize| name(prose, i).contains(&noun);
    noun.chars().nth(1).is_some() && parts.first().is_some_and(named)
}

/// Whether each of several amounts is followed by its share.
fn shared(prose: &Prose<'_>, group: &[usize]) -> bool {
    group.iter().all(|&i| prose.chars(prose.after(i)).iter().take(3).any(|c| *c == '占'))
}

fn amount(prose: &Prose<'_>, index: usize) -> Option<Decimal> {
    prose.spots.get(index)?.figure.measure.quantity.base_amount()
}

fn sum(prose: &Prose<'_>, parts: &[usize]) -> Option<Decimal> {
    parts.iter().try_fold(Decimal::ZERO, |sum, &i| sum.checked_add(amount(prose, i)?))
}
