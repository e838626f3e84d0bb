//! Lists without a word: in brackets, after a colon, and kinds that are parts of the figure before them.

use super::lists::list_end;
use super::parts::{MOST_PARTS, inside, name, relation, told_apart, without_describing};
use super::text::Prose;
use crate::lexicon::Trigger;
use crate::model::{Relation, Wording};

/// A list in brackets or after a colon directly behind its whole: `42人（男20人，女22人）`, `8篇：甲5篇、乙3篇`.
pub(super) fn marked(prose: &Prose<'_>, index: usize) -> Vec<Relation> {
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

/// Kinds that are parts of the figure before them without a word that says so: `供养84人，集中31人，分散53人`.
pub(super) fn plain(prose: &Prose<'_>, index: usize) -> Option<Relation> {
    let head = prose.spots.get(index).filter(|s| s.is_addable())?;
    let next = |i: usize| {
        let spot = prose.spots.get(i)?;
        let between = prose.chars(prose.gap(i));
        let joined = matches!(between.first(), Some(',' | '、' | '和' | ':'));
        let counts = joined && prose.sentence_is_one(index, i) && prose.alike(spot, head);
        (counts && !between.contains(&';')).then_some(i)
    };
    let parts: Vec<usize> = (index + 1..).map_while(next).take(MOST_PARTS).collect();
    if parts.len() < 2 {
        return None;
    }
    let names: Vec<String> = parts.iter().map(|&i| name(prose, i)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let covers = |n: usize| {
        let parts = parts.get(..n)?;
        let kinds = prose.lexicon.relations.told_apart(names.get(..n)?)?;
        let whole = prose.lexicon.relations.told_apart(&[name(prose, index).as_str()]);
        let another = whole.is_some_and(|w| std::ptr::eq(w, kinds));
        (kinds.plain && !another).then(|| relation(prose, index, parts, Wording::Likely))
    };
    (2..=parts.len()).rev().find_map(covers)
}
