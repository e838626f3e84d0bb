//! Shares: `其中医疗2件，占50%`, `甲、乙分别占60%和40%`, `完成预算的87%`, and shares of which the last is all the rest.

use super::changes::is_change;
use super::parts::{is_compared, name};
use super::text::Prose;
use crate::lexicon::{Hit, NameWord, Trigger, text_of};
use crate::model::{FigureId, Relation, RelationKind, Wording};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// The most shares of one whole.
const MOST: usize = 16;
/// The longest name of all the rest: 其他结构.
const LONGEST_REST: usize = 6;
/// Figures before shares among which their parts are looked for by name.
const MOST_NAMED: usize = 24;

/// `其中医疗2件，占50%`: a part of a stated list in per cent of the list's whole.
pub(super) fn share(prose: &Prose<'_>, index: usize, sums: &[Relation]) -> Option<Relation> {
    let gap = prose.gap(index);
    let text = prose.chars(gap.clone());
    let mut lead = text.iter().take_while(|c| matches!(c, ',' | '(' | ')' | '、')).count();
    // `有7条线路晚点，占…`: what the number counts stands behind it.
    if let Some(at) = text.iter().rposition(|c| *c == ',').filter(|at| text.get(at + 1) == Some(&'占'))
        && !text.contains(&';')
    {
        lead = at + 1;
    }
    let word = prose.words(gap.clone()).find(|h| h.trigger == Trigger::Share && h.start == gap.start + lead)?;
    // 占总数的, 占比为: a named whole (占全部车辆的) is for those who know names.
    let named = text_of(prose.chars(word.end..gap.end));
    // `有19条线路日均不足200人次，占线路总数的13.01%`: a bound is no part.
    let stated = |&i: &usize| prose.spots.get(i).is_some_and(|s| s.figure.measure.is_exact());
    let near = (0..index).rev().take(2).take_while(|&i| prose.sentence_is_one(i, index));
    let before =
        near.into_iter().find(stated).filter(|&i| i + 1 == index || !prose.chars(prose.gap(i + 1)).contains(&';'))?;
    // `12人（男5人，女7人），占10%` is said of the twelve.
    let closes = text.first() == Some(&')');
    let open = prose.spots.get(before).filter(|_| closes).and_then(|s| prose.open_bracket(0, s.start));
    let part = match open {
        Some(open) => prose.first_from(open).checked_sub(1)?,
        None => before,
    };
    one(prose, index, part, &named, sums)
}

/// Whether what stands between 占 and a share names no other whole than that of the list.
fn is_plain(prose: &Prose<'_>, named: &str) -> bool {
    named.is_empty() || prose.lexicon.relations.is_word(named, NameWord::OwnWhole)
}

/// A share of a named whole, or of the whole of the list that its part stands in.
fn one(prose: &Prose<'_>, index: usize, part: usize, named: &str, sums: &[Relation]) -> Option<Relation> {
    let spot = prose.spots.get(part)?;
    let share = |whole: FigureId, wording: Wording| {
        Relation::new(RelationKind::Ratio, prose.spots[index].id, vec![spot.id, whole], wording)
    };
    if is_plain(prose, named) {
        return sums
            .iter()
            .find(|r| r.parts.contains(&spot.id) && is_sure(prose, r))
            .map(|list| share(list.whole, Wording::Likely));
    }
    if let Some((whole, wording)) = prose.named(named, spot) {
        // A name that fits several figures means the one whose list the part stands in.
        let own = sums.iter().any(|r| r.whole == whole && r.parts.contains(&spot.id));
        return Some(share(whole, if own { Wording::Likely } else { wording }));
    }
    // `1240辆，其中新能源车1116辆，占车辆总数的90%`: the whole of its list, when that can be called so.
    let of_list = || {
        let list = sums.iter().find(|r| r.parts.contains(&spot.id) && is_sure(prose, r))?;
        let all = prose.lexicon.relations.says(named, NameWord::WholeEnd);
        (all && !prose.lexicon.relations.says(named, NameWord::Elsewhere)).then_some((list.whole, Wording::Open))
    };
    let (whole, wording) = prose.recalled(named, part).or_else(of_list)?;
    Some(share(whole, wording))
}

/// Whether the whole of a list is told, or at least adds up: one that only stands in an earlier paragraph is supposed.
fn is_sure(prose: &Prose<'_>, list: &Relation) -> bool {
    let sum = || {
        let add = |sum: Decimal, id: &FigureId| sum.checked_add(prose.amount(*id)?);
        list.parts.iter().try_fold(Decimal::ZERO, add)
    };
    list.wording > Wording::Open || prose.spots.iter().any(|s| s.id == list.whole) || sum() == prose.amount(list.whole)
}

/// `甲12户，乙8户，分别占60%和40%`: as many shares as there are parts before the word.
pub(super) fn respective(prose: &Prose<'_>, sums: &[Relation]) -> Vec<Relation> {
    let mut found = Vec::new();
    for word in prose.every(Trigger::Share) {
        let first = prose.first_from(word.end);
        let joined = |i: &usize| {
            let between = prose.chars(prose.gap(*i));
            *i == first || between.len() == 1 && matches!(between.first(), Some('、' | '和' | ',' | '及' | '与'))
        };
        let is_share = |i: &usize| prose.spots[*i].is_percent();
        let shares = (first..prose.spots.len()).take_while(joined).take_while(is_share).take(MOST).count();
        let Some(from) = first.checked_sub(shares).filter(|_| shares > 1) else { continue };
        let start = prose.start_of(word.start);
        let head = prose.spots[from];
        let fits = |i: usize| {
            let s = &prose.spots[i];
            s.start >= start && s.is_addable() && prose.alike(s, &head)
        };
        let named = text_of(prose.chars(word.end..prose.spots[first].start));
        // `占比分别为`, `占总成本的比重依次是`: each in its turn.
        let named = prose.lexicon.relations.stem(&named, NameWord::Respective).unwrap_or(&named).to_owned();
        if !(from..first).all(fits) {
            if is_plain(prose, &named) {
                found.extend(by_names(prose, &word, first, shares));
            }
            continue;
        }
        for (part, share) in (from..first).zip(first..) {
            let bare = is_plain(prose, &named);
            // Without a list that says so, the figure before the parts is their whole.
            let whole = || from.checked_sub(1).filter(|&w| fits(w)).map(|w| prose.spots[w].id);
            let relation = one(prose, share, part, &named, sums).or_else(|| {
                let ids = vec![prose.spots[part].id, whole().filter(|_| bare)?];
                Some(Relation::new(RelationKind::Ratio, prose.spots[share].id, ids, Wording::Likely))
            });
            found.extend(relation);
        }
    }
    found
}

/// `资金合计93万元，中央、省、县资金依次占75%、20%、5%`: the figures before whose names begin so, in per cent of the last.
fn by_names(prose: &Prose<'_>, word: &Hit, first: usize, shares: usize) -> Vec<Relation> {
    let Some(whole) = first.checked_sub(1).and_then(|w| prose.spots.get(w)).filter(|s| s.is_addable()) else {
        return Vec::new();
    };
    let said = text_of(prose.chars(prose.gap(first).start..word.start));
    let said = said.rsplit([',', ';', ':']).next().unwrap_or_default();
    let said = prose.lexicon.relations.stem(said, NameWord::Respective).unwrap_or(said).trim_end_matches("资金");
    let names: Vec<&str> =
        said.split(['、', '和', '与', '及']).map(|n| n.trim_end_matches(['级', '资', '金'])).collect();
    if names.len() != shares || names.iter().any(|n| n.is_empty()) {
        return Vec::new();
    }
    let called = |name: &str| {
        let begins = |i: &usize| {
            let s = &prose.spots[*i];
            let like = s.is_addable() && prose.alike(s, whole) && !is_change(prose, *i) && !is_compared(prose, *i);
            like && !prose.in_bracket(*i) && crate::lexicon::fold(&s.figure.label).starts_with(name)
        };
        (0..first - 1).rev().take(MOST_NAMED).find(begins)
    };
    let parts: Option<Vec<usize>> = names.iter().map(|n| called(n)).collect();
    let share = |(part, share): (usize, usize)| {
        let ids = vec![prose.spots[part].id, whole.id];
        Relation::new(RelationKind::Ratio, prose.spots[share].id, ids, Wording::Open)
    };
    parts.unwrap_or_default().into_iter().zip(first..).map(share).collect()
}

/// `完成预算的87%`: what was done, right before it, in per cent of what was planned, right before that.
pub(super) fn of_plan(prose: &Prose<'_>, index: usize) -> Option<Relation> {
    let gap = prose.gap(index);
    let ends = |h: &&Hit| h.trigger == Trigger::OfPlan && h.end == gap.end;
    prose.words(gap.clone()).find(ends)?;
    // `支出36万元，较预算42万元少支6万元，完成预算的86%`: by how much it is less stands in between.
    let amounts = || prose.before(index).filter(|&(i, s)| s.is_addable() && !is_change(prose, i)).take(2);
    let mut before = amounts();
    let (mut one, mut two) = (before.next()?, before.next()?);
    if is_compared(prose, one.0) {
        std::mem::swap(&mut one, &mut two);
    }
    let ((done, part), (planned, whole)) = (one, two);
    let says = |i: usize| prose.says(i, Trigger::Plan);
    // 预算收入 is no budget: the word ends the name.
    let text = text_of(prose.chars(prose.gap(planned)));
    let plan = text.trim_end_matches(['为', '数', '额', '资', '金', '安', '排']);
    let is_plan = prose.lexicon.relations.stem(plan, NameWord::Goal).is_some();
    let fits = prose.alike(part, whole) && is_plan && !says(done);
    fits.then(|| Relation::new(RelationKind::Ratio, prose.spots[index].id, vec![part.id, whole.id], Wording::Likely))
}

/// Whether shares are of all answers to one question, which nothing follows: 非常满意, 满意, 一般, 不满意.
fn ends_scale(prose: &Prose<'_>, run: &[usize]) -> bool {
    let Some(&last) = run.last() else { return false };
    let next = prose.spots.get(last + 1).is_some_and(|s| s.is_percent() && prose.sentence_is_one(last, last + 1));
    let names: Vec<String> = run.iter().map(|&i| name(prose, i)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let kinds = prose.lexicon.relations.told_apart(&names).filter(|_| run.len() > 2 && !next);
    kinds.is_some_and(|k| k.plain)
}

/// `甲占72%，乙占18%，其他占10%`: shares of one sentence of which the last is all the rest.
pub(super) fn hundreds(prose: &Prose<'_>) -> Vec<Relation> {
    let mut found = Vec::new();
    let mut run: Vec<usize> = Vec::new();
    let mut of: BTreeSet<String> = BTreeSet::new();
    for (index, spot) in prose.spots.iter().enumerate() {
        if !spot.is_percent() {
            continue;
        }
        let gap = prose.gap(index);
        let word = prose.words(gap.clone()).filter(|h| h.trigger == Trigger::Share).last().copied();
        let apart = run.last().is_some_and(|&last| !prose.sentence_is_one(last, index));
        let Some(word) = word else {
            run.clear();
            continue;
        };
        if apart {
            run.clear();
        }
        if run.is_empty() {
            of.clear();
        }
        of.insert(prose.chars(word.end..gap.end).iter().collect());
        run.push(index);
        let text = prose.chars(gap.start..word.start);
        let clause = text.iter().rposition(|c| matches!(c, ',' | ';' | '、' | '。')).map_or(0, |at| at + 1);
        let last = text_of(text.get(clause..).unwrap_or_default());
        let rest = prose.lexicon.relations.opens(&last, NameWord::Others);
        let rest = rest && last.chars().count() <= LONGEST_REST || ends_scale(prose, &run);
        if !rest || run.len() < 3 || of.len() > 1 || run.len() > MOST {
            continue;
        }
        let overlaps = run.iter().any(|&i| prose.says(i, Trigger::Overlaps) || name(prose, i).contains('族'));
        if !overlaps {
            let parts = run.iter().rev().skip(1).rev().map(|&i| prose.spots[i].id).collect();
            found.push(Relation::new(RelationKind::Hundred, spot.id, parts, Wording::Likely));
        }
        run.clear();
    }
    found
}
