//! Parts of a whole: lists after 其中, 包括, 分别为, 由…组成, in brackets, after a colon, and sums after 合计.

use super::changes::is_change;
use super::text::{Prose, Spot};
use crate::lexicon::{Hit, Trigger};
use crate::model::{FigureId, Relation, RelationKind, Wording};
use rust_decimal::Decimal;
use std::ops::Range;

/// The most parts of one whole.
const MOST_PARTS: usize = 24;
/// How far before its parts a whole can stand, in characters.
const REACH: usize = 80;
/// The longest name of a whole that stands in another sentence, in characters.
const LONGEST_NAME: usize = 14;
/// The longest list, in characters.
const LONGEST_LIST: usize = 800;
/// The most things that one number is said of: `甲、乙各1起`.
const MOST_THINGS: usize = 6;

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
    for (trigger, wording) in [(Trigger::All, Wording::Closed), (Trigger::Some, Wording::Open)] {
        for hit in prose.every(trigger) {
            let new = list(prose, hit.start, hit.end, wording, &prices, &[]);
            add(&mut found, new);
        }
    }
    for trigger in [Trigger::Divides, Trigger::Composed] {
        for hit in prose.every(trigger) {
            if let Some(start) = divided(prose, &hit, trigger) {
                let new = list(prose, start, hit.end, Wording::Likely, &prices, &found);
                add(&mut found, new);
            }
        }
    }
    for index in 0..prose.spots.len() {
        add(&mut found, marked(prose, index));
        add(&mut found, plain(prose, index).into_iter().collect());
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

/// Where the clause begins that says how a whole is divided; `None` when it says something else.
fn divided(prose: &Prose<'_>, hit: &Hit, trigger: Trigger) -> Option<usize> {
    if trigger == Trigger::Composed {
        return Some(hit.start);
    }
    let begins = prose.start_of(hit.start).max(hit.start.saturating_sub(REACH));
    let clause = prose.chars(begins..hit.start).iter().rposition(|c| matches!(c, ',' | ';' | ':' | '。'));
    let start = clause.map_or(begins, |at| begins + at + 1);
    let says = matches!(prose.chars.get(start), Some('按' | '从' | '分' | '依'));
    let ends = matches!(prose.chars.get(hit.end), Some(',' | ':'));
    (says && ends).then_some(start)
}

/// The figures that a list behind a word can be the parts of.
fn list(
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
    listed.retain(|&i| !prices.contains(&prose.spots[i].id) && !is_compared(prose, i));
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
        let wholes: Vec<usize> = wholes.filter(free).collect();
        if wholes.is_empty() && (start == from || wording != Wording::Closed) {
            relations.extend(of_named(prose, begins..start, from..end, &same, wording));
        }
        // A figure that a part exceeds is hardly its whole when another one of the sentence is not exceeded.
        let amount = |i: usize| prose.spots[i].figure.measure.quantity.base_amount();
        let holds = |&&w: &&usize| same.iter().all(|&p| amount(p) <= amount(w));
        let apart = |w: &usize| is_compared(prose, *w) || is_consequence(prose, *w);
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
        if let Some(claim) = claim {
            relations.push(relation(prose, whole, &same, claim));
        }
    }
    relations
}

/// A list whose whole its sentence names and another one states: `医疗收入构成为：…`, `本年收入包括：…`.
fn of_named(
    prose: &Prose<'_>,
    named: Range<usize>,
    range: Range<usize>,
    parts: &[usize],
    wording: Wording,
) -> Option<Relation> {
    let said: String = prose.chars(named).iter().collect();
    let mut said = said.trim_end_matches(['的', '主', '要', ':']).to_owned();
    if said.is_empty() && wording == Wording::Likely {
        // 按…分类: what all names end with is what is divided.
        said = common_end(parts.iter().filter_map(|&i| prose.spots.get(i)).map(|s| s.figure.label.as_str()));
    }
    let is_name = (2..=LONGEST_NAME).contains(&said.chars().count())
        && !said.contains(|c: char| c.is_ascii_digit() || matches!(c, ',' | ';' | '(' | ')' | '"'));
    let first = parts.first().filter(|_| is_name && parts.len() > 1).and_then(|&i| prose.spots.get(i))?;
    let (whole, sure) = prose.called(&said, first)?;
    let goes_on = prose.has(range, Trigger::GoesOn);
    let wording = if goes_on { Wording::Open } else { wording.min(sure) };
    let kind = if wording == Wording::Open { RelationKind::Subset } else { RelationKind::Sum };
    let ids: Vec<FigureId> = parts.iter().map(|&i| prose.spots[i].id).collect();
    if ids.contains(&whole) { None } else { Some(Relation::new(kind, whole, ids, wording)) }
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

/// Whether a figure says by how much another one changed, or what is left of it.
fn is_consequence(prose: &Prose<'_>, index: usize) -> bool {
    is_change(prose, index) || prose.has(prose.gap(index), Trigger::Rest)
}

/// Whether a figure is said to be the sum of what stands before it: `，共50人`.
fn is_total(prose: &Prose<'_>, index: usize) -> bool {
    let gap = prose.gap(index);
    let opens = |at: usize| matches!(prose.chars.get(at), Some(',' | ';'));
    let mut words = prose.words(gap.clone());
    words.any(|h| h.trigger == Trigger::Sum && h.end == gap.end && h.start == gap.start + 1 && opens(gap.start))
}

/// Whether a figure is what another one is compared with: `较预算3400万元节约135万元`.
pub(super) fn is_compared(prose: &Prose<'_>, index: usize) -> bool {
    let gap = prose.chars(prose.gap(index));
    let clause = gap.iter().rposition(|c| matches!(c, ',' | ';' | '、')).map_or(0, |at| at + 1);
    matches!(gap.get(clause), Some('比' | '较'))
}

/// Kinds that are parts of the figure before them without a word that says so: `供养84人，集中31人，分散53人`.
fn plain(prose: &Prose<'_>, index: usize) -> Option<Relation> {
    let head = prose.spots.get(index).filter(|s| s.is_addable())?;
    let next = |i: usize| {
        let spot = prose.spots.get(i)?;
        let between = prose.chars(prose.gap(i));
        let joined = matches!(between.first(), Some(',' | '、' | '和' | ':'));
        let counts = joined && prose.sentence_is_one(index, i) && prose.alike(spot, head);
        (counts && !between.contains(&';')).then_some(i)
    };
    let parts: Vec<usize> = (index + 1..).map_while(next).take(MOST_PARTS).collect();
    let covers = |n: usize| {
        let parts = parts.get(..n)?;
        let names: Vec<String> = parts.iter().map(|&i| name(prose, i)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let kinds = prose.lexicon.relations.told_apart(&names)?;
        let whole = prose.lexicon.relations.told_apart(&[name(prose, index).as_str()]);
        let another = whole.is_some_and(|w| std::ptr::eq(w, kinds));
        (kinds.plain && !another).then(|| relation(prose, index, parts, Wording::Likely))
    };
    (2..=parts.len()).rev().find_map(covers)
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
        let between = head.end..word;
        let quarters = parts.len() == 4 && prose.has(between.clone(), Trigger::Quarters);
        if quarters && !goes_on {
            return Some(Wording::Likely);
        }
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

/// Whether a figure is of all that was not named before: 其余设备38台.
fn is_all_the_rest(prose: &Prose<'_>, index: usize) -> bool {
    // The rest and what it cost: `其余38台，金额2398.30万元`.
    let opens = |i: usize| {
        let gap = prose.chars(prose.gap(i));
        let name = gap.iter().skip_while(|c| matches!(c, ',' | ';' | '、' | '和' | '及' | '与'));
        let name: Vec<char> = name.take(2).copied().collect();
        matches!(name.as_slice(), ['其', '他' | '余' | '它'])
    };
    let together = index > 0 && prose.sentence_is_one(index - 1, index);
    opens(index) || together && !prose.chars(prose.gap(index)).contains(&';') && opens(index - 1)
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
    let (goes_on, overlaps) = (prose.has(range.clone(), Trigger::GoesOn), prose.has(range, Trigger::Overlaps));
    let wording = match told_apart(prose, &parts) {
        _ if goes_on => Wording::Open,
        Some(true) => Wording::Closed,
        Some(false) => Wording::Likely,
        // A colon right behind the number promises what it is made of.
        None if mark == Some(&':') && !overlaps => Wording::Likely,
        None => Wording::Open,
    };
    vec![relation(prose, index, &parts, wording)]
}

/// `甲5万元，乙3万元，合计8万元`: the figure behind the word is the sum of those before it.
fn summed(prose: &Prose<'_>, start: usize, from: usize, known: &[Relation], products: &[Relation]) -> Vec<Relation> {
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
    // What another part is made of is no part beside it; where that list ends is not told unless it adds up.
    for list in known {
        let holds = |id: FigureId| parts.iter().any(|&i| prose.spots[i].id == id);
        let inside = holds(list.whole) && list.parts.iter().any(|&id| holds(id));
        match whole_list(prose, list).filter(|_| inside) {
            Some(ids) => parts.retain(|&i| !ids.contains(&prose.spots[i].id)),
            None if inside => return Vec::new(),
            None => {}
        }
    }
    let said: Vec<char> = prose.chars(start..from).to_vec();
    let number = said.first().and_then(|c| "一两三四五".chars().position(|n| n == *c)).map(|n| n + 1);
    match number {
        // 两项合计 says how many.
        Some(n) if n >= 2 && parts.len() >= n => {
            let from = parts.len() - n;
            vec![relation(prose, whole, &parts[from..], if bare { Wording::Closed } else { Wording::Open })]
        }
        // `每户1.20万元，396户共需475.20万元；…，两项合计`: what the prices come to.
        Some(n) => {
            let within = |i: &usize| prose.sentence_is_one(*i, whole) && prose.alike(&prose.spots[*i], head);
            let ids = |i: &usize| products.iter().any(|p| p.whole == prose.spots[*i].id);
            let all: Vec<usize> = (0..whole).filter(within).filter(ids).collect();
            if all.len() == n { vec![relation(prose, whole, &all, Wording::Likely)] } else { Vec::new() }
        }
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

/// `东乡12户，3.6万元；西乡8户，2.4万元。合计20户，6.0万元`: sums of what the sentence before lists, one for each unit.
fn summed_before(prose: &Prose<'_>, start: usize, from: usize) -> Vec<Relation> {
    let first = prose.first_from(from);
    let opens = start > 0 && prose.start_of(start) == start && prose.spots.get(first).is_some_and(|s| s.start == from);
    if !opens {
        return Vec::new();
    }
    let begins = prose.start_of(start - 1);
    let items: Vec<usize> = inside(prose, begins..start);
    if items.is_empty() || !prose.chars(begins..start).contains(&';') || prose.has(begins..start, Trigger::GoesOn) {
        return Vec::new();
    }
    let joined = |i: &usize| *i == first || prose.chars(prose.gap(*i)) == [','];
    let wholes = (first..prose.spots.len()).take_while(joined).filter(|&w| prose.spots[w].is_addable());
    let sum = |whole: usize| {
        let like = |i: &&usize| prose.spots[**i].is_addable() && prose.alike(&prose.spots[**i], &prose.spots[whole]);
        let parts: Vec<usize> = items.iter().filter(like).copied().collect();
        (parts.len() > 2).then(|| relation(prose, whole, &parts, Wording::Likely))
    };
    wholes.filter_map(sum).collect()
}

/// The first parts of a list that add up to its whole.
fn whole_list<'r>(prose: &Prose<'_>, list: &'r Relation) -> Option<&'r [FigureId]> {
    let amount = |id: FigureId| prose.amount(id);
    let whole = amount(list.whole)?;
    let mut sum = rust_decimal::Decimal::ZERO;
    let ends = list.parts.iter().position(|&id| {
        sum = amount(id).and_then(|a| sum.checked_add(a)).unwrap_or_default();
        sum == whole
    });
    list.parts.get(..=ends?)
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
