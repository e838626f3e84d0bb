//! Balances and totals over the year: `年初结转…，本年收入…，本年支出…，年末结转…`, `加上年初结转…，收入总计…`.

use super::parts::name;
use super::text::{Prose, Spot};
use crate::lexicon::{NameWord, Trigger};
use crate::model::{Relation, RelationKind, Wording};

/// Figures before the total among which what is added to the opening balance is looked for.
const FAR: usize = 12;
/// The longest name of a total.
const LONGEST_NAME: usize = 8;

/// The balances and totals of a text, given the sums it states.
pub(super) fn balances(prose: &Prose<'_>, sums: &[Relation]) -> Vec<Relation> {
    (1..prose.spots.len())
        .filter_map(|index| {
            closing(prose, index).or_else(|| accumulated(prose, index)).or_else(|| total(prose, index, sums))
        })
        .collect()
}

/// What there was at the beginning, one figure that came in, one that went out, in any order; what is left at the end.
fn closing(prose: &Prose<'_>, index: usize) -> Option<Relation> {
    let says = |i: usize, trigger: Trigger| prose.says(i, trigger);
    let spot = prose.spots.get(index).filter(|s| s.is_addable() && says(index, Trigger::Closing))?;
    let before: Vec<usize> =
        prose.before(index).take_while(|(_, s)| prose.alike(s, spot)).map(|(i, _)| i).take(3).collect();
    let flows = |i: usize, is: Trigger, not: Trigger| {
        let last = prose.words(prose.gap(i)).filter(|h| h.trigger == is || h.trigger == not).max_by_key(|h| h.end);
        last.is_some_and(|h| h.trigger == is)
    };
    let edge = |i: usize| says(i, Trigger::Opening) || says(i, Trigger::Closing);
    let one = |is: &dyn Fn(usize) -> bool| {
        let mut fitting = before.iter().copied().filter(|&i| is(i));
        fitting.next().filter(|_| fitting.next().is_none())
    };
    let first = one(&|i| says(i, Trigger::Opening) && !says(i, Trigger::Closing))?;
    let into = one(&|i| !edge(i) && flows(i, Trigger::Inflow, Trigger::Outflow))?;
    let out = one(&|i| !edge(i) && flows(i, Trigger::Outflow, Trigger::Inflow))?;
    if !same_end(prose, first, index) {
        return None;
    }
    let parts = [first, into, out].map(|i| prose.spots[i].id).to_vec();
    Some(Relation::new(RelationKind::Balance, spot.id, parts, Wording::Likely))
}

/// `当年结余20万元，年初滚存结余80万元，年末滚存结余100万元`: what there was and what the year left.
fn accumulated(prose: &Prose<'_>, index: usize) -> Option<Relation> {
    let spot = prose.spots.get(index).filter(|s| s.is_addable() && prose.says(index, Trigger::Closing))?;
    let mut before = prose.before(index).take_while(|(_, s)| prose.alike(s, spot)).map(|(i, _)| i);
    let sides = [before.next()?, before.next()?];
    let left = |&i: &usize| prose.says(i, Trigger::Rest);
    let opens = |&i: &usize| prose.says(i, Trigger::Opening);
    let of_year = |&i: &usize| !opens(&i) && prose.words(prose.gap(i)).any(|h| h.trigger == Trigger::OfYear);
    let (first, grown) = (sides.into_iter().find(opens)?, sides.into_iter().find(of_year)?);
    let all = [first, grown, index].iter().all(left) && same_end(prose, first, index);
    all.then(|| {
        Relation::new(RelationKind::Sum, spot.id, vec![prose.spots[first].id, prose.spots[grown].id], Wording::Likely)
    })
}

/// Whether the names in front of two figures end alike: 年初固定资产, 年末固定资产.
fn same_end(prose: &Prose<'_>, a: usize, b: usize) -> bool {
    let tail = |i: usize| prose.chars(prose.gap(i)).iter().rev().copied().skip(links(prose, i));
    // `年末为15240人`: of what the balance is, the beginning says.
    let bare =
        prose.words(prose.gap(b)).any(|h| h.trigger == Trigger::Closing && h.end + links(prose, b) == prose.gap(b).end);
    bare || tail(a).zip(tail(b)).take_while(|(x, y)| x == y && !matches!(x, ',' | ';' | '年')).count() >= 2
}

/// Characters in front of a figure that only link it to its name.
fn links(prose: &Prose<'_>, index: usize) -> usize {
    let link = |c: &&char| matches!(c, '为' | '是' | '数' | '额' | '共' | '有' | ':');
    prose.chars(prose.gap(index)).iter().rev().take_while(link).count()
}

/// `加上年初结转5万元，收入总计85万元`: the income named before it and the opening balance.
fn total(prose: &Prose<'_>, index: usize, sums: &[Relation]) -> Option<Relation> {
    let spot = prose.spots.get(index).filter(|s| s.is_addable())?;
    let (previous, added) = prose.before(index).next().filter(|(_, s)| prose.alike(s, spot))?;
    let adds = prose.chars(prose.gap(previous)).windows(2).any(|w| w == ['加', '上']);
    if !adds || !prose.says(previous, Trigger::Opening) {
        return None;
    }
    let gap = |i: usize| -> String { prose.chars(prose.gap(i)).iter().collect() };
    let said = gap(index);
    let named = prose.lexicon.relations.stem(said.trim_end_matches(['为', '达', ':']), NameWord::TotalEnd)?;
    let named = named.trim_start_matches([',', '、', ';', '(']);
    if !(2..=LONGEST_NAME).contains(&named.chars().count()) {
        return None;
    }
    let listed = |s: &Spot<'_>| sums.iter().any(|r| r.parts.contains(&s.id));
    let is_base = |&(i, s): &(usize, &Spot<'_>)| {
        let said = name(prose, i);
        s.is_addable()
            && prose.alike(s, spot)
            && !listed(s)
            && !prose.says(i, Trigger::Prior)
            && said.split('|').any(|n| n.ends_with(named))
    };
    let earlier = || (0..previous).rev().take(FAR).filter_map(|i| Some((i, prose.spots.get(i)?)));
    // `当年安排资金合计93万元，…加上上年结转2万元，可用资金总额95万元`: the total before it.
    let total = |&(i, s): &(usize, &Spot<'_>)| prose.alike(s, spot) && prose.says(i, Trigger::InTotal);
    let (_, base) = earlier().find(is_base).or_else(|| earlier().find(|(_, s)| s.is_addable()).filter(total))?;
    Some(Relation::new(RelationKind::Sum, spot.id, vec![base.id, added.id], Wording::Likely))
}
