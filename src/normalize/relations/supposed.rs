//! Arithmetic that no wording states but names suggest: a rate, a rest or an average, with the figures before it that bear
//! the names of its sides.
//!
//! Which figures are the sides is only supposed. Among those that could be, the ones that fit are taken; when none do, the
//! ones that the names suggest most, so that a slip shows.

use super::changes::is_change;
use super::parts::{LONGEST_AVERAGE, is_compared, is_each, name};
use super::text::Prose;
use crate::lexicon::{NameWord, Trigger, fold};
use crate::model::{Dimension, Figure, FigureId, Interval, Relation, RelationKind, Wording};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Figures that can be what was done, nearest first.
const PARTS: usize = 4;
/// Figures that can be what it is held against.
const BASES: usize = 12;
/// Digits below which a rest fits two amounts by chance.
const TELLING: u128 = 100;

/// A figure before the one whose sides are looked for.
struct Side<'a> {
    id: FigureId,
    figure: &'a Figure,
    /// Its label and, in the same text, the words before it.
    name: String,
    /// Whether it stands in the same text.
    here: bool,
}

impl Side<'_> {
    fn amount(&self) -> Decimal {
        self.figure.measure.quantity.base_amount().unwrap_or_default()
    }
}

/// The relations that names suggest for figures that nothing else explains.
pub(super) fn supposed(prose: &Prose<'_>, known: &[Relation]) -> Vec<Relation> {
    let list = |r: &&Relation| matches!(r.kind, RelationKind::Sum | RelationKind::Subset | RelationKind::Count);
    let settled: BTreeSet<FigureId> = known.iter().filter(|r| !list(r)).map(|r| r.whole).collect();
    let open = (0..prose.spots.len()).filter(|&i| !settled.contains(&prose.spots[i].id) && !is_change(prose, i));
    let exact = open.filter(|&i| prose.spots[i].figure.measure.is_exact());
    exact.filter_map(|i| if prose.spots[i].is_percent() { rate(prose, i) } else { rest(prose, i).or_else(|| average(prose, i)) }).collect()
}

/// The figures before one that can be added, nearest first: those of its text, then those of the paragraphs before.
fn earlier<'p>(prose: &'p Prose<'_>, index: usize) -> Vec<Side<'p>> {
    let own = |&i: &usize| {
        let spot = &prose.spots[i];
        let aside = is_change(prose, i) || prose.is_base(i) || is_each(prose, i) || is_compared(prose, i);
        spot.is_addable() && spot.figure.measure.is_exact() && !aside && !prose.has(prose.gap(i), Trigger::Prior)
    };
    let here = (0..index).rev().filter(own).map(|i| {
        let spot = &prose.spots[i];
        Side { id: spot.id, figure: spot.figure, name: name(prose, i), here: true }
    });
    let there = prose.above(&prose.spots[index]).into_iter().map(|(id, figure)| Side { id, figure, name: fold(&figure.label), here: false });
    here.chain(there).collect()
}

/// What the last clause in front of a figure says, without the words that only link it.
fn said(prose: &Prose<'_>, index: usize) -> String {
    let gap = prose.chars(prose.gap(index));
    let clause = gap.iter().rposition(|c| matches!(c, ',' | ';' | ':' | '(' | '。')).map_or(0, |at| at + 1);
    let clause: String = gap.get(clause..).unwrap_or_default().iter().collect();
    let clause = clause.trim_end_matches(['为', '达', '到', '是', '仅', '约', ')']).to_owned();
    if clause.is_empty() { fold(&prose.spots[index].figure.label) } else { clause }
}

/// How many characters two names have in common, in one order.
fn common(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row = vec![0usize; b.len() + 1];
    for x in a.chars() {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == *y { diagonal + 1 } else { above.max(row[j]) };
            diagonal = above;
        }
    }
    row.last().copied().unwrap_or_default()
}

/// Whether a name holds most of the characters of a shorter one, in their order: 运维费 and 运行维护费.
fn bears(name: &str, wanted: &str) -> bool {
    let length = wanted.chars().count();
    length > 1 && common(wanted, name) * 3 >= length * 2
}

/// `兑付率99.48%`, `占到位资金的95%`: what was done, of all that was to do.
fn rate(prose: &Prose<'_>, index: usize) -> Option<Relation> {
    let spot = &prose.spots[index];
    let said = said(prose, index);
    let words = &prose.lexicon.relations;
    let whole = ["占", "为", "完成", "达", "是", "相当于"].iter().find_map(|w| said.strip_prefix(w)).and_then(|rest| {
        words.stem(rest, NameWord::ShareEnd).filter(|r| !r.is_empty())
    });
    let is_rate = words.says(&said, NameWord::Rate) || said.ends_with('度');
    if words.says(&said, NameWord::Change) || whole.is_none() && !is_rate {
        return None;
    }
    let sides = earlier(prose, index);
    let near = |s: &&Side<'_>| s.here;
    let stem = words.stem(&said, NameWord::Rate).unwrap_or(&said).to_owned();
    let done = |s: &&Side<'_>| {
        (bears(&s.name, &stem) || words.is_done(&said, &s.name)) && !words.says(&s.name, NameWord::Undone)
    };
    let mut parts: Vec<&Side<'_>> = match whole {
        Some(_) => sides.iter().filter(near).take(1).collect(),
        None => sides.iter().filter(done).take(PARTS).collect(),
    };
    if parts.is_empty() {
        parts = sides.iter().filter(near).take(2).collect();
    }
    let quantity = &spot.figure.measure.quantity;
    let stated = Interval::printed(quantity.amount, quantity.decimals);
    let base = |part: &Side<'_>, s: &Side<'_>| {
        s.id != part.id
            && words.kindred(&s.figure.measure.quantity.unit, &part.figure.measure.quantity.unit)
            && s.amount() > Decimal::ZERO
            && (quantity.amount > Decimal::ONE_HUNDRED || s.amount() >= part.amount())
    };
    let suits = |part: &Side<'_>, s: &Side<'_>| match whole {
        // `为计划的`: of the same thing.
        Some(whole) if words.stem(whole, NameWord::Goal).is_some() => {
            bears(&s.name, whole) || bears(&s.name, &fold(&part.figure.label))
        }
        Some(whole) => bears(&s.name, whole),
        None => words.says(&s.name, NameWord::Planned) || words.stem(&s.name, NameWord::Goal).is_some(),
    };
    let fits = |part: &Side<'_>, s: &Side<'_>| {
        let share = part.amount().checked_mul(Decimal::ONE_HUNDRED).and_then(|p| p.checked_div(s.amount()));
        share.is_some_and(|s| stated.holds(s))
    };
    let bases = |part: &&Side<'_>| sides.iter().filter(|s| base(part, s)).take(BASES).collect::<Vec<_>>();
    let pairs = || parts.iter().flat_map(|part| bases(part).into_iter().map(move |s| (*part, s)));
    let named = || pairs().filter(|(part, s)| suits(part, s));
    let telling = quantity.decimals > 0;
    let (part, all) = named()
        .find(|(part, s)| fits(part, s))
        .or_else(|| pairs().find(|(part, s)| (telling || s.here) && fits(part, s) && whole.is_none()))
        .or_else(|| named().next())
        .or_else(|| pairs().find(|(_, s)| s.here && whole.is_none()))?;
    Some(Relation::new(RelationKind::Ratio, spot.id, vec![part.id, all.id], Wording::Open))
}

/// `收支相抵，年末结余68.55万元`: what two amounts before it leave.
fn rest(prose: &Prose<'_>, index: usize) -> Option<Relation> {
    let spot = prose.spots.get(index).filter(|s| s.is_addable())?;
    let gap = prose.gap(index);
    if !prose.has(gap.clone(), Trigger::Rest) || prose.has(gap, Trigger::Prior) {
        return None;
    }
    let words = &prose.lexicon.relations;
    let sides = earlier(prose, index);
    let like: Vec<&Side<'_>> = sides
        .iter()
        .filter(|s| words.kindred(&s.figure.measure.quantity.unit, spot.unit()))
        .take(BASES)
        .collect();
    let left = spot.figure.measure.quantity.base_amount()?;
    let telling = spot.figure.measure.quantity.amount.normalize().mantissa().unsigned_abs() >= TELLING;
    let pairs = || like.iter().flat_map(|out| like.iter().map(move |into| (*out, *into)));
    let fits = |(out, into): &(&Side<'_>, &Side<'_>)| out.id != into.id && into.amount().checked_sub(out.amount()) == Some(left);
    let spent = |s: &&&Side<'_>| words.speaks(&s.name, Trigger::Spent) || words.speaks(&s.name, Trigger::Outflow);
    let income = |s: &&&Side<'_>| {
        let names = [Trigger::Inflow, Trigger::Plan, Trigger::Adjusted];
        names.iter().any(|t| words.speaks(&s.name, *t)) && !words.speaks(&s.name, Trigger::Spent)
    };
    let named = || Some((*like.iter().find(spent)?, *like.iter().find(income)?));
    let (out, into) = pairs().find(fits).filter(|_| telling).or_else(named)?;
    Some(Relation::new(RelationKind::Difference, spot.id, vec![into.id, out.id], Wording::Likely))
}

/// `现有执勤用车13辆，车均运维费2.57万元`: an amount by the name of the average, and a count.
fn average(prose: &Prose<'_>, index: usize) -> Option<Relation> {
    let spot = prose.spots.get(index)?;
    let gap = prose.gap(index);
    let word = *prose.words(gap.clone()).filter(|h| h.trigger == Trigger::Average).last()?;
    let noun: String = prose.chars(word.end..spot.start).iter().collect();
    if noun.chars().count() > LONGEST_AVERAGE * 2 || spot.unit().dimension == Dimension::PercentagePoint {
        return None;
    }
    let said: String = prose.chars(word.start..spot.start).iter().collect();
    let words = &prose.lexicon.relations;
    let sides = earlier(prose, index);
    let counts = |s: &&Side<'_>| {
        let unit = &s.figure.measure.quantity.unit;
        unit.dimension == Dimension::Count && words.is_per(&said, &unit.base) && s.amount() > Decimal::ZERO
    };
    let counts: Vec<&Side<'_>> = sides.iter().filter(counts).take(PARTS).collect();
    let total = |s: &&Side<'_>| words.kindred(&s.figure.measure.quantity.unit, spot.unit());
    let totals: Vec<&Side<'_>> = sides.iter().filter(total).take(BASES).collect();
    let quantity = &spot.figure.measure.quantity;
    let stated = Interval::printed(quantity.amount, quantity.decimals).scaled(quantity.unit.factor)?;
    let pairs = || totals.iter().flat_map(|total| counts.iter().map(move |count| (*total, *count))).filter(|(t, c)| t.id != c.id);
    let fits = |(total, count): &(&Side<'_>, &Side<'_>)| {
        total.amount().checked_div(count.amount()).is_some_and(|each| stated.holds(each))
    };
    let named = |(total, _): &(&Side<'_>, &Side<'_>)| bears(&total.name, noun.trim_end_matches(['为', '达', '约']));
    let (total, count) = pairs().find(fits).or_else(|| pairs().find(named))?;
    Some(Relation::new(RelationKind::Average, spot.id, vec![total.id, count.id], Wording::Open))
}
