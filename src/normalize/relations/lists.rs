//! Lists behind a word: 其中, 包括, 分别为, 由…组成, 按…划分, 构成为.

use super::changes::is_change;
use super::parts::{
    REACH, inside, is_compared, is_consequence, is_each, name, relation, told_apart, without_describing,
};
use super::text::{Prose, Spot};
use crate::lexicon::{Hit, Trigger, text_of};
use crate::model::{FigureId, Relation, RelationKind, Wording};
use rust_decimal::Decimal;
use std::ops::Range;

/// The longest name of a whole that stands in another sentence, in characters.
const LONGEST_NAME: usize = 14;
/// The longest name of a total, with the mark in front of it.
const LONGEST_TOTAL: usize = 7;
/// The longest word that divides without saying by what: `来看，`.
const ANY_DIVISION: usize = 3;
/// The longest list, in characters.
const LONGEST_LIST: usize = 800;

/// `由…组成` behind a whole.
pub(super) fn made_of(prose: &Prose<'_>, start: usize, from: usize) -> Vec<Relation> {
    let end = prose.end_of(from);
    let Some(close) = prose.words(from..end).find(|h| h.trigger == Trigger::MakesUp) else { return Vec::new() };
    let first = prose.first_from(from);
    let Some(whole) = first.checked_sub(1).filter(|&w| prose.spots[w].end + REACH > start) else { return Vec::new() };
    // The whole belongs to this sentence, and nothing but its name stands between.
    if prose.spots[whole].start < prose.start_of(start) || prose.has(from..close.start, Trigger::GoesOn) {
        return Vec::new();
    }
    let head = prose.spots[whole];
    let parts: Vec<usize> = inside(prose, from..close.start);
    if parts.len() < 2 || !parts.iter().all(|&i| prose.alike(&prose.spots[i], &head)) {
        return Vec::new();
    }
    vec![relation(prose, whole, &parts, Wording::Closed)]
}

/// Where the clause begins that says how a whole is divided; `None` when it says something else.
pub(super) fn divided(prose: &Prose<'_>, hit: &Hit, trigger: Trigger) -> Option<usize> {
    if trigger == Trigger::Composed {
        return Some(hit.start);
    }
    let begins = prose.start_of(hit.start).max(hit.start.saturating_sub(REACH));
    let clause = prose.chars(begins..hit.start).iter().rposition(|c| matches!(c, ',' | ';' | ':' | '。'));
    let start = clause.map_or(begins, |at| begins + at + 1);
    let stop = |at: usize| matches!(prose.chars.get(at), Some(',' | ':'));
    // `分企业看，`: whatever is named, the amount is divided by it. `从实施情况看，` divides nothing.
    let ends = hit.end.checked_sub(1).is_some_and(stop);
    let any = ends && hit.end - hit.start <= ANY_DIVISION;
    let plain = !prose.chars(start..hit.end).iter().any(char::is_ascii_digit);
    let says = match prose.chars.get(start) {
        Some('按' | '分' | '依') => plain,
        Some('从') => !any,
        _ => false,
    };
    (says && (ends || stop(hit.end))).then_some(start)
}

/// The figures that a list behind a word can be the parts of.
pub(super) fn list(
    prose: &Prose<'_>,
    start: usize,
    from: usize,
    wording: Wording,
    prices: &[FigureId],
    known: &[Relation],
) -> Vec<Relation> {
    let bracket = prose.open_bracket(prose.start_of(start), start);
    let sentence = prose.end_of(from);
    let limit = match bracket {
        Some(open) => prose.closing(open, sentence).unwrap_or(sentence),
        None => sentence,
    };
    let end = list_end(prose, from, limit);
    let mut listed = inside(prose, from..end);
    // A price, what is compared with, and the sum are no parts.
    listed.retain(|&i| !prices.contains(&prose.spots[i].id) && !is_compared(prose, i) && !is_each(prose, i));
    let parts_end = listed.iter().skip(1).position(|&i| is_total(prose, i));
    listed.truncate(parts_end.map_or(listed.len(), |at| at + 1));
    let Some(&first) = listed.first() else { return Vec::new() };
    let clauses = prose.chars(prose.spots[first].end..end).contains(&';');
    // `三个项目分别为…`: names between the word and the whole are those of the parts.
    let begins = prose.start_of(start);
    let opens = prose.chars(begins..start).iter().all(|c| matches!(c, ',' | '(' | '"'));
    let low =
        if opens { prose.start_of(begins.saturating_sub(2)) } else { begins }.max(start.saturating_sub(REACH * 2));
    let mut relations = Vec::new();
    let mut done: Vec<usize> = Vec::new();
    for &part in &listed {
        if done.iter().any(|&d| prose.alike(&prose.spots[d], &prose.spots[part])) {
            continue;
        }
        done.push(part);
        let head = prose.spots[part];
        let fits = |&w: &usize| {
            prose.spots[w].is_addable()
                && prose.alike(&prose.spots[w], &head)
                && !prose.is_base(w)
                && !is_change(prose, w)
        };
        // In a bracket the whole is the figure before it; a figure in another bracket is no whole of what follows it.
        let level = |&w: &usize| {
            bracket.is_some_and(|open| prose.spots[w].end <= open)
                || prose.open_bracket(low, prose.spots[w].start).is_none()
        };
        let same: Vec<usize> = listed.iter().copied().filter(|&i| prose.alike(&prose.spots[i], &head)).collect();
        let same = without_describing(prose, &same);
        // A part of another list is no whole of this one when both divide the same.
        let free = |&w: &usize| !known.iter().any(|r| r.parts.contains(&prose.spots[w].id));
        let wholes = (0..first).rev().take_while(|&w| prose.spots[w].start >= low).filter(level).filter(fits);
        let mut wholes: Vec<usize> = wholes.filter(free).collect();
        // What is divided is no value of another year.
        if wholes.iter().all(|&w| is_earlier(prose, w)) {
            wholes.clear();
        }
        if wholes.is_empty() && (start == from || wording != Wording::Closed) {
            relations.extend(of_named(prose, begins..start, from..end, &same, wording));
        }
        if wholes.is_empty() && relations.is_empty() {
            relations.extend(of_before(prose, begins..start, from..end, &same, wording));
        }
        // A figure that a part exceeds is hardly its whole when another one of the sentence is not exceeded.
        let amount = |i: usize| prose.spots[i].figure.measure.quantity.base_amount();
        let holds = |&&w: &&usize| same.iter().all(|&p| amount(p) <= amount(w));
        let apart = |w: &usize| is_compared(prose, *w) || is_consequence(prose, *w) || is_earlier(prose, *w);
        let own = wholes.iter().find(|w| !apart(w) && holds(w));
        // `46台，金额3264万元，较预算3400万元节约136万元，其中…`: what is compared is no whole.
        let spoken = || wholes.iter().find(|w| !apart(w)).filter(|_| wholes.first().is_some_and(apart));
        let best = own.or_else(spoken).or_else(|| wholes.iter().find(holds)).or(wholes.first());
        let Some(&whole) = best.filter(|_| head.is_addable()) else {
            continue;
        };
        // `村12个、社区5个，其中示范村3个，示范社区2个`: each part is of a whole of its own.
        let joint = prose.chars(prose.gap(whole)).first();
        let joined = wholes.iter().any(|&w| w + 1 == whole) && matches!(joint, Some('、' | '和' | '及' | '与'));
        // `支持稳增长30万元` is a part whose name ends like a change: with it the list must add up, or nothing is said.
        let named = named_like_changes(prose, prose.spots[first].start..end, &head);
        let mut with: Vec<usize> = [same.as_slice(), &named].concat();
        with.sort_unstable();
        let total = with.iter().try_fold(Decimal::ZERO, |sum, &i| sum.checked_add(amount(i)?));
        let (same, unclear) = match named.is_empty() {
            false if total == amount(whole) => (with, false),
            empty => (same, !empty),
        };
        let claim = claimed(prose, whole, start, from..end, &same, wording).filter(|_| !joined && !unclear);
        let ends = wording == Wording::Likely || same.last().is_some_and(|&i| is_all_the_rest(prose, i));
        let claim = if clauses && !ends { claim.map(|_| Wording::Open) } else { claim };
        let Some(claim) = claim else { continue };
        let same = without_others(prose, whole, &same);
        // `…，孤儿30万元。其中，城乡低保合计90万元`: what sums up some of a list is no part of its last one.
        let exceeds = same.len() == 1 && same.iter().any(|&i| amount(i) > amount(whole));
        if exceeds && start > 0 && prose.start_of(start) == start {
            continue;
        }
        // 女职工30人，党员31人: kinds that overlap are parts each for itself.
        let sums = || {
            same.iter().scan(Decimal::ZERO, |sum, &i| {
                *sum = sum.saturating_add(amount(i)?);
                Some(*sum)
            })
        };
        let more = || sums().last() > amount(whole) && sums().all(|sum| Some(sum) != amount(whole));
        let overlaps = |&i: &usize| prose.has(prose.gap(i).start.max(from)..prose.spots[i].start, Trigger::Overlaps);
        if claim == Wording::Open && same.iter().any(overlaps) && more() {
            relations.extend(same.iter().map(|&i| relation(prose, whole, &[i], claim)));
        } else if !same.is_empty() {
            relations.push(relation(prose, whole, &same, claim));
        }
    }
    relations
}

/// Whether a figure is a value of an earlier year: 比上年的6294件.
fn is_earlier(prose: &Prose<'_>, index: usize) -> bool {
    let gap = prose.gap(index);
    let clause = prose.chars(gap.clone()).iter().rposition(|c| matches!(c, ',' | ';' | ':')).map_or(0, |at| at + 1);
    prose.words(gap.start + clause..gap.end).any(|h| h.trigger == Trigger::Prior && gap.end - h.end <= 3)
}

/// Parts up to `另有…`, which stands beside the whole; unless the list adds up with it.
fn without_others(prose: &Prose<'_>, whole: usize, parts: &[usize]) -> Vec<usize> {
    let amount = |i: usize| prose.spots[i].figure.measure.quantity.base_amount();
    let sum = parts.iter().try_fold(Decimal::ZERO, |sum, &i| sum.checked_add(amount(i)?));
    let besides = |&i: &usize| prose.says(i, Trigger::Besides);
    match parts.iter().skip(1).position(besides) {
        Some(at) if sum != amount(whole) => parts.iter().take(at + 1).copied().collect(),
        _ => parts.to_vec(),
    }
}

/// A list that says how something is divided which its sentence does not name: its whole stands in a paragraph before.
/// Which amount that is, nothing says, so that only a slip is doubted.
fn of_before(
    prose: &Prose<'_>,
    named: Range<usize>,
    range: Range<usize>,
    parts: &[usize],
    wording: Wording,
) -> Option<Relation> {
    let spot = prose.spots.get(*parts.first()?)?;
    let quarters = parts.len() == 4 && prose.has(named, Trigger::Quarters);
    let divides = wording == Wording::Likely || wording == Wording::Closed && quarters;
    if !divides || parts.len() < 3 || prose.has(range, Trigger::GoesOn) {
        return None;
    }
    let amount = |i: &usize| prose.spots[*i].figure.measure.quantity.base_amount();
    let sum = parts.iter().try_fold(Decimal::ZERO, |sum, i| sum.checked_add(amount(i)?))?;
    let ids: Vec<FigureId> = parts.iter().map(|&i| prose.spots[i].id).collect();
    let one = |whole| Relation::new(RelationKind::Subset, whole, ids.clone(), Wording::Open);
    prose.divided_before(spot, sum).map(one)
}

/// A list whose whole its sentence names and another one states: `医疗收入构成为：…`, `本年收入包括：…`.
fn of_named(
    prose: &Prose<'_>,
    named: Range<usize>,
    range: Range<usize>,
    parts: &[usize],
    wording: Wording,
) -> Option<Relation> {
    let said = text_of(prose.chars(named));
    let mut said = said.trim_end_matches(['的', '主', '要', ':']).to_owned();
    if said.is_empty() && wording == Wording::Likely {
        // 按…分类: what all names end with is what is divided.
        said = common_end(parts.iter().filter_map(|&i| prose.spots.get(i)).map(|s| s.figure.label.as_str()));
    }
    // `在接通对象中，满意398人`: what is named stands behind 在.
    let said = said.trim_start_matches(['在', '从']).to_owned();
    let is_name = (2..=LONGEST_NAME).contains(&said.chars().count())
        && !said.contains(|c: char| c.is_ascii_digit() || matches!(c, ',' | ';' | '(' | ')' | '"'));
    let first = parts.first().filter(|_| is_name && parts.len() > 1).and_then(|&i| prose.spots.get(i))?;
    let (whole, sure) = prose.called(&said, first).or_else(|| prose.recalled(&said, *parts.first()?))?;
    let goes_on = prose.has(range, Trigger::GoesOn);
    // All answers to one question are all of who was asked.
    let all = answers(prose, parts);
    let (wording, sure) = if all { (Wording::Likely, Wording::Likely) } else { (wording, sure) };
    let wording = if goes_on { Wording::Open } else { wording.min(sure) };
    let kind = if wording == Wording::Open { RelationKind::Subset } else { RelationKind::Sum };
    let ids: Vec<FigureId> = parts.iter().map(|&i| prose.spots[i].id).collect();
    if ids.contains(&whole) { None } else { Some(Relation::new(kind, whole, ids, wording)) }
}

/// Whether the names of the parts are answers to one question: 满意, 一般, 不满意.
fn answers(prose: &Prose<'_>, parts: &[usize]) -> bool {
    let names: Vec<String> = parts.iter().map(|&i| name(prose, i)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    prose.lexicon.relations.told_apart(&names).is_some_and(|k| k.plain)
}

/// The characters that all names end with.
fn common_end<'n>(mut names: impl Iterator<Item = &'n str>) -> String {
    let reversed = |name: &str| name.chars().rev().collect::<Vec<char>>();
    let Some(mut end) = names.next().map(reversed) else { return String::new() };
    for name in names {
        let same = end.iter().zip(name.chars().rev()).take_while(|(a, b)| **a == *b).count();
        end.truncate(same);
    }
    end.into_iter().rev().collect()
}

/// The figures of a list that a word of change stands before, with a name in front of it and nothing compared.
fn named_like_changes(prose: &Prose<'_>, range: Range<usize>, head: &Spot<'_>) -> Vec<usize> {
    let named = |&i: &usize| {
        let gap = prose.gap(i);
        let clause = prose.chars(gap.clone()).iter().rposition(|c| matches!(c, ',' | ';' | ':' | '、' | '('));
        let clause = clause.map_or(gap.start, |at| gap.start + at + 1)..gap.end;
        let compares = [Trigger::Compared, Trigger::Prior].iter().any(|t| prose.has(clause.clone(), *t));
        let opens = prose
            .words(clause.clone())
            .any(|h| h.start == clause.start && matches!(h.trigger, Trigger::Rise | Trigger::Fall));
        is_change(prose, i) && !compares && !opens && prose.alike(&prose.spots[i], head)
    };
    let first = prose.first_from(range.start);
    (first..prose.spots.len()).take_while(|&i| prose.spots[i].end <= range.end).filter(named).collect()
}

/// Whether a figure is said to be the sum of what stands before it: `，共50人`, `，珍贵文物合计50件`.
pub(super) fn is_total(prose: &Prose<'_>, index: usize) -> bool {
    let gap = prose.gap(index);
    let opens = matches!(prose.chars.get(gap.start), Some(',' | ';'));
    let mut words = prose.words(gap.clone());
    let near = |h: &Hit| h.start <= gap.start + 1 || h.end - h.start > 1 && h.start <= gap.start + LONGEST_TOTAL;
    opens && words.any(|h| h.trigger == Trigger::Sum && h.end == gap.end && near(h))
}

/// Where a list ends: at the first `;` behind its first figure, unless that is what parts its items.
pub(super) fn list_end(prose: &Prose<'_>, from: usize, limit: usize) -> usize {
    let first = prose.first_from(from);
    let Some(spot) = prose.spots.get(first).filter(|s| s.end <= limit) else { return limit };
    let mut depth = 0usize;
    let limit = limit.min(spot.end + LONGEST_LIST);
    let mut end = limit;
    for (at, c) in prose.chars.iter().enumerate().take(limit).skip(spot.end) {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ';' if depth == 0 => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    let item = |&i: &usize| prose.alike(&prose.spots[i], spot) && !is_each(prose, i);
    let items = inside(prose, from..end).into_iter().filter(item);
    // `其中甲5件；乙3件。`: one item to each clause, all in one unit.
    let goes_on = prose.first_from(end);
    let same_unit = prose.spots.get(goes_on).is_some_and(|s| s.unit().base == spot.unit().base);
    // `；其余38台，金额2398万元`: the rest of a list is part of it.
    let rest = |at: usize| matches!(prose.chars(at..at + 3), [';', '其', '余' | '他' | '它']);
    if end < limit && (items.count() == 1 && same_unit || (end..limit).any(rest)) { limit } else { end }
}

/// How much a list of these parts claims; `None` when it is no list of parts.
fn claimed(
    prose: &Prose<'_>,
    whole: usize,
    word: usize,
    range: Range<usize>,
    parts: &[usize],
    wording: Wording,
) -> Option<Wording> {
    let head = prose.spots[whole];
    let last = parts.last().map_or(range.start, |&i| prose.spots[i].end);
    let goes_on = prose.has(range.start..range.end.min(last + 6), Trigger::GoesOn);
    let told = told_apart(prose, parts);
    if wording == Wording::Closed {
        // Between the whole and 分别为 stand the names of the parts; names of times or columns set the figures apart.
        // A list that opens the next sentence has nothing between it and its whole but what else is said of that.
        let begins = prose.start_of(word);
        let between = if begins == word { begins..word } else { head.end..word };
        let quarters = parts.len() == 4 && prose.has(between.clone(), Trigger::Quarters);
        if quarters && !goes_on {
            return Some(Wording::Likely);
        }
        let apart = prose.has(between.clone(), Trigger::Apart) || prose.chars(between).iter().any(char::is_ascii_digit);
        if apart || parts.len() < 2 {
            return None;
        }
        let total = prose.says(whole, Trigger::InTotal);
        return Some(match (goes_on, total) {
            (false, true) => Wording::Closed,
            (false, false) => Wording::Likely,
            _ => Wording::Open,
        });
    }
    if wording == Wording::Likely {
        // 从…看 may be followed by anything: what was done is no division of the figure before.
        let own = |i: usize| prose.gap(i).start.max(range.start)..prose.gap(i).end;
        let overlaps = parts.iter().any(|&i| prose.has(own(i), Trigger::Overlaps));
        return (parts.len() > 1 && !overlaps && !goes_on).then_some(Wording::Likely);
    }
    if goes_on {
        return Some(Wording::Open);
    }
    // 其他…: with them the parts are all there are.
    let rest = parts.last().is_some_and(|&i| is_all_the_rest(prose, i));
    if told.is_none() && rest && parts.len() > 2 {
        return Some(Wording::Likely);
    }
    if let Some(covers) = told.filter(|_| parts.len() > 1) {
        return Some(if covers { Wording::Closed } else { Wording::Likely });
    }
    Some(wording)
}

/// Whether the words in front of a figure begin with 其余 or 其他.
pub(super) fn opens_rest(prose: &Prose<'_>, index: usize) -> bool {
    let gap = prose.chars(prose.gap(index));
    let name = gap.iter().skip_while(|c| matches!(c, ',' | ';' | '、' | '和' | '及' | '与'));
    let name: Vec<char> = name.take(2).copied().collect();
    matches!(name.as_slice(), ['其', '他' | '余' | '它'])
}

/// Whether a figure is of all that was not named before: 其余设备38台.
fn is_all_the_rest(prose: &Prose<'_>, index: usize) -> bool {
    // The rest and what it cost: `其余38台，金额2398.30万元`.
    let opens = |i: usize| opens_rest(prose, i);
    let together = index > 0 && prose.sentence_is_one(index - 1, index);
    opens(index) || together && !prose.chars(prose.gap(index)).contains(&';') && opens(index - 1)
}
