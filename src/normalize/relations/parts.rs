//! Parts of a whole: every way in which a text states a sum, and what the ways have in common.

use super::changes::is_change;
use super::lists::{divided, list, made_of};
use super::marked::{marked, plain};
use super::sums::{joint, summed, summed_before};
use super::text::{Prose, Spot};
use super::unsaid::unsaid;
use crate::lexicon::{Hit, Trigger, fold, text_of};
use crate::model::{FigureId, Relation, RelationKind, Wording};
use std::ops::Range;

/// The most parts of one whole.
pub(super) const MOST_PARTS: usize = 24;
/// How far before its parts a whole can stand, in characters.
pub(super) const REACH: usize = 80;
/// The longest name between 人均 and its amount.
pub(super) const LONGEST_AVERAGE: usize = 5;
/// The most things that one number is said of: `甲、乙各1起`.
pub(super) const MOST_THINGS: usize = 6;

/// The sums that a text states. `products` have prices, which are no parts of anything.
pub(super) fn parts(prose: &Prose<'_>, products: &[Relation]) -> Vec<Relation> {
    let prices: Vec<FigureId> = products.iter().filter_map(|p| p.parts.first().copied()).collect();
    let mut found: Vec<Relation> = Vec::new();
    let add = |found: &mut Vec<Relation>, new: Vec<Relation>| {
        for one in new {
            // 其中包括, 包括…分别为: the wording that claims most stands.
            match found.iter_mut().find(|r| r.whole == one.whole && shares(&r.parts, &one.parts)) {
                Some(known) if known.wording < one.wording => *known = one,
                Some(_) => {}
                None => found.push(one),
            }
        }
    };
    for hit in prose.every(Trigger::MadeOf) {
        add(&mut found, made_of(prose, hit.start, hit.end));
    }
    for (trigger, wording) in
        [(Trigger::All, Wording::Closed), (Trigger::Some, Wording::Open), (Trigger::Among, Wording::Open)]
    {
        for hit in prose.every(trigger) {
            let new = list(prose, hit.start, hit.end, wording, &prices, &[]);
            add(&mut found, new);
        }
    }
    for index in 0..prose.spots.len() {
        add(&mut found, marked(prose, index));
        add(&mut found, plain(prose, index).into_iter().collect());
    }
    for trigger in [Trigger::Divides, Trigger::Composed] {
        for hit in prose.every(trigger) {
            if let Some(start) = divided(prose, &hit, trigger) {
                let new = list(prose, start, hit.end, Wording::Likely, &prices, &found);
                add(&mut found, new);
            }
        }
    }
    for hit in prose.every(Trigger::Sum) {
        let new = summed(prose, hit.start, hit.end, &found, products);
        add(&mut found, new);
    }
    for hit in prose.every(Trigger::Sum) {
        add(&mut found, summed_before(prose, hit.start, hit.end));
    }
    for index in 1..prose.spots.len() {
        add(&mut found, joint(prose, index).into_iter().collect());
    }
    let new = unsaid(prose, &found, &prices);
    add(&mut found, new);
    found
}

fn shares(a: &[FigureId], b: &[FigureId]) -> bool {
    a.iter().any(|id| b.contains(id))
}

/// Parts without those that only describe the next one: `3家公司派遣人员40人` is one part of 40人 and not two.
pub(super) fn without_describing(prose: &Prose<'_>, parts: &[usize]) -> Vec<usize> {
    let describes = |&(at, &i): &(usize, &usize)| {
        let next =
            parts.get(at + 1).filter(|&&n| n == i + 1 && prose.spots[n].unit().base != prose.spots[i].unit().base);
        let mark = |c: &char| matches!(c, ',' | '、' | ';' | ':' | '和' | '及' | '与' | '(' | ')');
        next.is_some_and(|&n| !prose.chars(prose.gap(n)).iter().any(mark))
    };
    parts.iter().enumerate().filter(|pair| !describes(pair)).map(|(_, &i)| i).collect()
}

/// The figures of a range that stand in no bracket of their own.
pub(super) fn inside(prose: &Prose<'_>, range: Range<usize>) -> Vec<usize> {
    let first = prose.first_from(range.start);
    // `占年计划5000万元的105%` and `增加8万元` speak of the part before them.
    let open = |i: &usize| {
        prose.open_bracket(range.start, prose.spots[*i].start).is_none() && !prose.is_base(*i) && !is_change(prose, *i)
    };
    (first..prose.spots.len()).take_while(|&i| prose.spots[i].end <= range.end).filter(open).take(MOST_PARTS).collect()
}

/// Whether a figure says by how much another one changed, or what is left of it.
pub(super) fn is_consequence(prose: &Prose<'_>, index: usize) -> bool {
    is_change(prose, index) || prose.says(index, Trigger::Rest)
}

/// Whether a figure is what another one is compared with: `较预算3400万元节约135万元`.
pub(super) fn is_compared(prose: &Prose<'_>, index: usize) -> bool {
    let gap = prose.chars(prose.gap(index));
    let clause = gap.iter().rposition(|c| matches!(c, ',' | ';' | '、')).map_or(0, |at| at + 1);
    // `与上年90万元相比`
    let behind = prose.spots.get(index).map_or(0, |s| s.end);
    let together = prose.chars(behind..(behind + 2).min(prose.chars.len())) == ['相', '比'];
    if together && matches!(gap.get(clause), Some('与' | '同' | '和')) {
        return true;
    }
    // 较大事故 and 比例 compare with nothing.
    let word =
        |c: &char| matches!(c, '大' | '小' | '多' | '好' | '高' | '低' | '快' | '慢' | '重' | '轻' | '例' | '率');
    matches!(gap.get(clause), Some('比' | '较')) && !gap.get(clause + 1).is_some_and(word)
}

/// Whether a figure is a value for each of what was counted: no part of an amount.
pub(super) fn is_each(prose: &Prose<'_>, index: usize) -> bool {
    let gap = prose.gap(index);
    let near = |h: &Hit| h.trigger == Trigger::Average && gap.end - h.end <= LONGEST_AVERAGE;
    prose.says(index, Trigger::Average) && prose.words(gap.clone()).any(near)
}

/// Whether the names of the parts are kinds of one question, and then whether these are all the kinds there are.
pub(super) fn told_apart(prose: &Prose<'_>, parts: &[usize]) -> Option<bool> {
    let names: Vec<String> = parts.iter().map(|&i| name(prose, i)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let kinds = prose.lexicon.relations.told_apart(&names)?;
    Some(kinds.covers && kinds.kinds.len() == names.len())
}

/// What a figure is called: its label and the words before it.
pub(super) fn name(prose: &Prose<'_>, index: usize) -> String {
    let said = text_of(prose.chars(prose.gap(index)));
    let label = prose.spots[index].figure.label.as_str();
    if label.is_empty() { said } else { [said.as_str(), "|", &fold(label)].concat() }
}

/// The relation of a whole and its parts, each part as often as it is said.
pub(super) fn relation(prose: &Prose<'_>, whole: usize, parts: &[usize], wording: Wording) -> Relation {
    let kind = if wording == Wording::Open { RelationKind::Subset } else { RelationKind::Sum };
    let ids = parts.iter().flat_map(|&i| std::iter::repeat_n(prose.spots[i].id, times(prose, i, &prose.spots[i])));
    Relation::new(kind, prose.spots[whole].id, ids.collect(), wording)
}

/// How many things a figure is said of: `甲、乙和丙各1件` is said of three.
fn times(prose: &Prose<'_>, index: usize, spot: &Spot<'_>) -> usize {
    let gap = prose.gap(index);
    let Some(each) = prose.words(gap.clone()).filter(|h| h.trigger == Trigger::Each).last() else { return 1 };
    // 各类, 各项 and 各单位 are no 各 of this kind; what was done may stand between: 各发生1起.
    let before = prose.chars(gap.start..each.start);
    let clause = before.iter().rposition(|c| matches!(c, ',' | ';' | ':')).map_or(0, |at| at + 1);
    let names = before.get(clause..).unwrap_or_default();
    let joints = names.iter().filter(|c| matches!(c, '、' | '和' | '及' | '与')).count();
    let far = spot.start.saturating_sub(each.end) > 10;
    let of_kind =
        matches!(prose.chars.get(each.end), Some('类' | '项' | '级' | '种' | '单' | '部' | '乡' | '镇' | '村' | '界'));
    if joints == 0 || far || of_kind || names.len() < joints + 2 { 1 } else { (joints + 1).min(MOST_THINGS) }
}
