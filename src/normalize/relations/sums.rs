//! Sums behind their parts: `甲5万元，乙3万元，合计8万元`, `在职和离退休人员共计114人`.

use super::lists::is_total;
use super::parts::{MOST_PARTS, MOST_THINGS, inside, is_each, name, relation};
use super::text::{Prose, Spot};
use crate::lexicon::{Hit, Trigger, text_of};
use crate::model::{FigureId, Relation, Wording};
use rust_decimal::Decimal;

/// `甲5万元，乙3万元，合计8万元`: the figure behind the word is the sum of those before it.
pub(super) fn summed(
    prose: &Prose<'_>,
    start: usize,
    from: usize,
    known: &[Relation],
    products: &[Relation],
) -> Vec<Relation> {
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
    if !opens {
        let sum = several(prose, whole, start, from).or_else(|| subtotal(prose, whole, from));
        return sum.into_iter().collect();
    }
    if !bare && noun.chars().count() < 2 {
        return Vec::new();
    }
    let mut parts: Vec<usize> = Vec::new();
    // 两项 in front of 合计 is a number too, and no part.
    let in_bracket = prose.in_bracket(whole);
    // `…，扣1.4分；…，扣1.5分，共扣2.9分`: only what was taken off is added up.
    let taken = ['扣', '失', '减'].into_iter().find(|c| prose.chars(start..from).contains(c));
    let ends = |i: usize| taken.is_none_or(|c| prose.chars(prose.gap(i)).iter().rev().take(2).any(|last| *last == c));
    for (index, spot) in prose.before(whole).filter(|&(i, s)| s.end <= start && ends(i)) {
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
        if taken.is_none() && prose.chars(prose.gap(index)).contains(&';') {
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
    let number = number_of(&said);
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
            // Behind a colon, or 分别, all that is listed belongs to the sum.
            let all = |&i: &usize| {
                prose.chars(prose.gap(i)).contains(&':')
                    || prose.chars(prose.gap(i)).windows(2).any(|w| w == ['分', '别'])
            };
            let opens = parts.first().is_some_and(all);
            // What a score is out of is the sum of weights only when they are all listed.
            if !opens && said == ['满', '分'] {
                return Vec::new();
            }
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

/// How many a word adds up: 两项合计.
fn number_of(word: &[char]) -> Option<usize> {
    word.first().and_then(|c| "一两三四五".chars().position(|n| n == *c)).map(|n| n + 1)
}

/// `一级36件、二级214件、三级1987件，珍贵文物合计2237件`: the last parts of a list that add up to it; when none do, all of
/// them.
fn subtotal(prose: &Prose<'_>, whole: usize, from: usize) -> Option<Relation> {
    let head = prose.spots.get(whole).filter(|s| s.start == from && is_total(prose, whole))?;
    let like = |(i, s): &(usize, &Spot<'_>)| prose.alike(s, head) && !prose.in_bracket(*i) && s.is_addable();
    let mut parts: Vec<usize> = Vec::new();
    for (index, _) in prose.before(whole).take_while(like).take(MOST_PARTS) {
        parts.insert(0, index);
        // The list begins where the figure before it is told what it is made of.
        let gap = prose.gap(index);
        if prose.has(gap.clone(), Trigger::Some) || prose.chars(gap).contains(&':') {
            break;
        }
        let sum = parts.iter().try_fold(Decimal::ZERO, |sum, &i| sum.checked_add(prose.amount(prose.spots[i].id)?));
        if parts.len() > 1 && sum.is_some() && sum == prose.amount(head.id) {
            break;
        }
    }
    (parts.len() > 1).then(|| relation(prose, whole, &parts, Wording::Likely))
}

/// `城市低保40万元、农村低保30万元…城乡低保两项共70万元`: the last ones that bear the name in front of the word, when
/// there are as many as it says.
fn several(prose: &Prose<'_>, whole: usize, start: usize, from: usize) -> Option<Relation> {
    let head = prose.spots.get(whole).filter(|s| s.start == from)?;
    let wanted = number_of(prose.chars(start..from)).filter(|&n| n > 1)?;
    let noun = text_of(prose.chars(start.checked_sub(2)?..start));
    let bears = |i: &usize| {
        let spot = &prose.spots[*i];
        spot.is_addable() && prose.alike(spot, head) && crate::lexicon::fold(&spot.figure.label).ends_with(&noun)
    };
    let mut parts: Vec<usize> = (0..whole).rev().take(MOST_PARTS).filter(bears).collect();
    parts.reverse();
    (parts.len() == wanted).then(|| relation(prose, whole, &parts, Wording::Likely))
}

/// `东乡12户，3.6万元；西乡8户，2.4万元。合计20户，6.0万元`: sums of what the sentence before lists, one for each unit.
pub(super) fn summed_before(prose: &Prose<'_>, start: usize, from: usize) -> Vec<Relation> {
    let first = prose.first_from(from);
    let opens = start > 0 && prose.start_of(start) == start && prose.spots.get(first).is_some_and(|s| s.start == from);
    if !opens {
        return Vec::new();
    }
    let begins = prose.start_of(start - 1);
    // A price is no part.
    let item = |&i: &usize| !is_each(prose, i) && !prose.says(i, Trigger::Price);
    let mut items: Vec<usize> = inside(prose, begins..start).into_iter().filter(item).collect();
    // 两项合计 says how many.
    if let Some(n) = number_of(prose.chars(start..from)).filter(|&n| n > 1 && n < items.len()) {
        items.drain(..items.len() - n);
    }
    if items.is_empty() || !prose.chars(begins..start).contains(&';') || prose.has(begins..start, Trigger::GoesOn) {
        return Vec::new();
    }
    let joined = |i: &usize| *i == first || prose.chars(prose.gap(*i)) == [','];
    let wholes = (first..prose.spots.len()).take_while(joined).filter(|&w| prose.spots[w].is_addable());
    let sum = |whole: usize| {
        let like = |i: &&usize| prose.spots[**i].is_addable() && prose.alike(&prose.spots[**i], &prose.spots[whole]);
        let parts: Vec<usize> = items.iter().filter(like).copied().collect();
        (parts.len() > 2 || parts.len() == 2 && number_of(prose.chars(start..from)) == Some(2))
            .then(|| relation(prose, whole, &parts, Wording::Likely))
    };
    wholes.filter_map(sum).collect()
}

/// The first parts of a list that add up to its whole.
fn whole_list<'r>(prose: &Prose<'_>, list: &'r Relation) -> Option<&'r [FigureId]> {
    let amount = |id: FigureId| prose.amount(id);
    let whole = amount(list.whole)?;
    let mut sum = Decimal::ZERO;
    let ends = list.parts.iter().position(|&id| {
        sum = amount(id).and_then(|a| sum.checked_add(a)).unwrap_or_default();
        sum == whole
    });
    list.parts.get(..=ends?)
}

/// `在职和离退休人员共计114人`: the sum of what these names name before it.
pub(super) fn joint(prose: &Prose<'_>, index: usize) -> Option<Relation> {
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
            let same = label.contains(name.as_str()) || label.chars().nth(1).is_some() && name.contains(&*label);
            same && prose.alike(&prose.spots[i], head) && !parts.contains(&i)
        };
        let part = (index.saturating_sub(MOST_PARTS)..index).rev().find(says)?;
        parts.push(part);
    }
    parts.sort_unstable();
    Some(relation(prose, index, &parts, Wording::Likely))
}
