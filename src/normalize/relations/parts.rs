//! Parts of a whole: lists after 其中, 包括, 分别为, 由…组成, in brackets, after a colon, and sums after 合计.

use super::changes::is_change;
use super::text::{Prose, Spot};
use crate::lexicon::{Hit, Trigger};
use crate::model::{FigureId, Relation, RelationKind, Wording};
use std::ops::Range;

/// The most parts of one whole.
const MOST_PARTS: usize = 24;
/// How far before its parts a whole can stand, in characters.
const REACH: usize = 80;
/// The longest list, in characters.
const LONGEST_LIST: usize = 800;
/// The most things that one number is said of: `甲、乙各1起`.
const MOST_THINGS: usize = 6;

/// The sums that a text states.
pub(super) fn parts(prose: &Prose<'_>) -> Vec<Relation> {
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
    for (trigger, wording) in [(Trigger::All, Wording::Closed), (Trigger::Some, Wording::Open)] {
        for hit in prose.every(trigger) {
            add(&mut found, list(prose, hit.start, hit.end, wording));
        }
    }
    for index in 0..prose.spots.len() {
        add(&mut found, marked(prose, index));
    }
    for hit in prose.every(Trigger::Sum) {
        add(&mut found, summed(prose, hit.start, hit.end));
    }
    for index in 1..prose.spots.len() {
        add(&mut found, joint(prose, index).into_iter().collect());
    }
    found
}

fn shares(a: &[FigureId], b: &[FigureId]) -> bool {
    a.iter().any(|id| b.contains(id))
}

/// `由…组成` behind a whole.
fn made_of(prose: &Prose<'_>, start: usize, from: usize) -> Vec<Relation> {
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

/// Parts without those that only describe the next one: `3家公司派遣人员40人` is one part of 40人 and not two.
fn without_describing(prose: &Prose<'_>, parts: &[usize]) -> Vec<usize> {
    let describes = |&(at, &i): &(usize, &usize)| {
        let next =
            parts.get(at + 1).filter(|&&n| n == i + 1 && prose.spots[n].unit().base != prose.spots[i].unit().base);
        let mark = |c: &char| matches!(c, ',' | '、' | ';' | ':' | '和' | '及' | '与' | '(' | ')');
        next.is_some_and(|&n| !prose.chars(prose.gap(n)).iter().any(mark))
    };
    parts.iter().enumerate().filter(|pair| !describes(pair)).map(|(_, &i)| i).collect()
}

/// The figures of a range that stand in no bracket of their own.
fn inside(prose: &Prose<'_>, range: Range<usize>) -> Vec<usize> {
    let first = prose.first_from(range.start);
    // `占年计划5000万元的105%` and `增加8万元` speak of the part before them.
    let open = |i: &usize| {
        prose.open_bracket(range.start, prose.spots[*i].start).is_none() && !prose.is_base(*i) && !is_change(prose, *i)
    };
    (first..prose.spots.len()).take_while(|&i| prose.spots[i].end <= range.end).filter(open).take(MOST_PARTS).collect()
}

/// A list behind a word: its wholes are the figures before the word, one for each unit.
fn list(prose: &Prose<'_>, start: usize, from: usize, wording: Wording) -> Vec<Relation> {
    let bracket = prose.open_bracket(prose.start_of(start), start);
    let sentence = prose.end_of(from);
    let limit = match bracket {
        Some(open) => prose.closing(open, sentence).unwrap_or(sentence),
        None => sentence,
    };
    let end = list_end(prose, from, limit);
    let listed = inside(prose, from..end);
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
        let wholes: Vec<usize> =
            (0..first).rev().take_while(|&w| prose.spots[w].start >= low).filter(level).filter(fits).collect();
        // A figure that a part exceeds is hardly its whole when another one of the sentence is not exceeded.
        let amount = |i: usize| prose.spots[i].figure.measure.quantity.base_amount();
        let holds = |&&w: &&usize| same.iter().all(|&p| amount(p) <= amount(w));
        let Some(&whole) = wholes.iter().find(holds).or(wholes.first()).filter(|_| head.is_addable()) else { continue };
        // `村12个、社区5个，其中示范村3个，示范社区2个`: each part is of a whole of its own.
        let joint = prose.chars(prose.gap(whole)).first();
        let joined = wholes.iter().any(|&w| w + 1 == whole) && matches!(joint, Some('、' | '和' | '及' | '与'));
        let claim = claimed(prose, whole, start, from..end, &same, wording).filter(|_| !joined);
        let claim = if clauses { claim.map(|_| Wording::Open) } else { claim };
        if let Some(claim) = claim {
            relations.push(relation(prose, whole, &same, claim));
        }
    }
    relations
}

/// Where a list ends: at the first `;` behind its first figure, unless that is what parts its items.
fn list_end(prose: &Prose<'_>, from: usize, limit: usize) -> usize {
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
    let items = inside(prose, from..end).into_iter().filter(|&i| prose.alike(&prose.spots[i], spot));
    // `其中甲5件；乙3件。`: one item to each clause, all in one unit.
    let goes_on = prose.first_from(end);
    let same_unit = prose.spots.get(goes_on).is_some_and(|s| s.unit().base == spot.unit().base);
    if items.count() == 1 && end < limit && same_unit { limit } else { end }
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
        let between = head.end..word;
        let apart = prose.has(between.clone(), Trigger::Apart) || prose.chars(between).iter().any(char::is_ascii_digit);
        if apart || parts.len() < 2 {
            return None;
        }
        let total = prose.has(prose.gap(whole), Trigger::InTotal);
        return Some(match (goes_on, total) {
            (false, true) => Wording::Closed,
            (false, false) => Wording::Likely,
            _ => Wording::Open,
        });
    }
    if goes_on {
        return Some(Wording::Open);
    }
    if let Some(covers) = told.filter(|_| parts.len() > 1) {
        return Some(if covers { Wording::Closed } else { Wording::Likely });
    }
    Some(wording)
}

/// Whether the names of the parts are kinds of one question, and then whether these are all the kinds there are.
fn told_apart(prose: &Prose<'_>, parts: &[usize]) -> Option<bool> {
    let names: Vec<String> = parts.iter().map(|&i| name(prose, i)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let kinds = prose.lexicon.relations.told_apart(&names)?;
    Some(kinds.covers && kinds.kinds.len() == names.len())
}

/// What a figure is called: its label and the words before it.
pub(super) fn name(prose: &Prose<'_>, index: usize) -> String {
    let gap: String = prose.chars(prose.gap(index)).iter().collect();
    let label = prose.spots[index].figure.label.as_str();
    if label.is_empty() { gap } else { format!("{gap}|{}", crate::lexicon::fold(label)) }
}

/// A list in brackets or after a colon directly behind its whole: `42人（男20人，女22人）`, `8篇：甲5篇、乙3篇`.
fn marked(prose: &Prose<'_>, index: usize) -> Vec<Relation> {
    let head = prose.spots[index];
    let mark = prose.chars.get(head.end);
    let sentence = prose.sentence_end(index);
    let end = match mark {
        Some('(') => prose.closing(head.end, sentence),
        Some(':') => Some(list_end(prose, head.end + 1, sentence)),
        _ => None,
    };
    let Some(end) = end else { return Vec::new() };
    let range = head.end + 1..end;
    // A word of its own opens the list.
    if prose.has(range.start..range.end.min(range.start + 6), Trigger::Some) || !head.is_addable() {
        return Vec::new();
    }
    let parts: Vec<usize> =
        inside(prose, range.clone()).into_iter().filter(|&i| prose.alike(&prose.spots[i], &head)).collect();
    let parts = without_describing(prose, &parts);
    if parts.len() < 2 {
        return Vec::new();
    }
    let goes_on = prose.has(range, Trigger::GoesOn);
    let wording = match told_apart(prose, &parts) {
        _ if goes_on => Wording::Open,
        Some(true) => Wording::Closed,
        Some(false) => Wording::Likely,
        None => Wording::Open,
    };
    vec![relation(prose, index, &parts, wording)]
}

/// `甲5万元，乙3万元，合计8万元`: the figure behind the word is the sum of those before it.
fn summed(prose: &Prose<'_>, start: usize, from: usize) -> Vec<Relation> {
    let whole = prose.first_from(from);
    let Some(head) = prose.spots.get(whole).filter(|s| s.is_addable()) else { return Vec::new() };
    // A noun behind the word makes it the total of that noun; one before it, of that one: 支出合计90万元.
    let behind = prose.chars(from..head.start);
    let bare = behind.iter().all(|c| matches!(c, '为' | '达' | '是' | ':' | '共' | '约'));
    let noun: String = behind.iter().rev().take(2).rev().collect();
    let opens = start
        .checked_sub(1)
        .and_then(|i| prose.chars.get(i))
        .is_none_or(|c| matches!(c, ',' | ';' | '。' | '、' | '(' | ':'));
    if !opens || !bare && noun.chars().count() < 2 {
        return Vec::new();
    }
    let mut parts: Vec<usize> = Vec::new();
    // 两项 in front of 合计 is a number too, and no part.
    let in_bracket = prose.in_bracket(whole);
    for (index, spot) in prose.before(whole).filter(|(_, s)| s.end <= start) {
        // `一期30万元（其中设备20万元），二期…，合计…`: what a bracket holds is part of the figure before it.
        if !in_bracket && prose.in_bracket(index) {
            continue;
        }
        if !prose.alike(spot, head) || parts.len() == MOST_PARTS {
            break;
        }
        parts.push(index);
        // A total of a noun has parts of that noun.
        if !bare && !name(prose, index).contains(&noun) {
            parts.pop();
            break;
        }
        // The list begins behind a stop.
        if prose.chars(prose.gap(index)).contains(&';') {
            break;
        }
    }
    parts.reverse();
    let said: Vec<char> = prose.chars(start..from).to_vec();
    let number = said.first().and_then(|c| "一两三四五".chars().position(|n| n == *c)).map(|n| n + 1);
    match number {
        // 两项合计 says how many.
        Some(n) if n >= 2 && parts.len() >= n => {
            let from = parts.len() - n;
            vec![relation(prose, whole, &parts[from..], if bare { Wording::Closed } else { Wording::Open })]
        }
        Some(_) => Vec::new(),
        None if parts.len() >= 2 => {
            // Behind a colon all that is listed belongs to the sum.
            let opens = parts.first().is_some_and(|&i| prose.chars(prose.gap(i)).contains(&':'));
            let wording = match (bare, opens) {
                (false, _) => Wording::Open,
                (true, true) => Wording::Closed,
                (true, false) => Wording::Likely,
            };
            vec![relation(prose, whole, &parts, wording)]
        }
        None => Vec::new(),
    }
}

/// `在职和离退休人员共计114人`: the sum of what these names name before it.
fn joint(prose: &Prose<'_>, index: usize) -> Option<Relation> {
    let head = prose.spots.get(index).filter(|s| s.is_addable())?;
    let gap = prose.gap(index);
    let total = |h: &&Hit| h.end == gap.end && matches!(h.trigger, Trigger::InTotal | Trigger::Sum);
    let word = prose.words(gap.clone()).filter(total).min_by_key(|h| h.start)?;
    let clause = prose.chars(gap.start..word.start);
    let clause = clause.rsplit(|c| matches!(c, ',' | ';' | ':' | '。')).next()?;
    let names: Vec<String> =
        clause.split(|c| matches!(c, '和' | '与' | '及' | '、')).map(|name| name.iter().collect()).collect();
    if !(2..=MOST_THINGS).contains(&names.len()) || names.iter().any(|n| n.chars().nth(1).is_none()) {
        return None;
    }
    let mut parts: Vec<usize> = Vec::new();
    for name in &names {
        let says = |&i: &usize| {
            let label = crate::lexicon::fold(&prose.spots[i].figure.label);
            let same = label.contains(name.as_str()) || label.chars().nth(1).is_some() && name.contains(&label);
            same && prose.alike(&prose.spots[i], head) && !parts.contains(&i)
        };
        let part = (index.saturating_sub(MOST_PARTS)..index).rev().find(says)?;
        parts.push(part);
    }
    parts.sort_unstable();
    Some(relation(prose, index, &parts, Wording::Likely))
}

/// The relation of a whole and its parts, each part as often as it is said.
fn relation(prose: &Prose<'_>, whole: usize, parts: &[usize], wording: Wording) -> Relation {
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
