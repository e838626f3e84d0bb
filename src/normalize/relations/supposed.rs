//! Arithmetic that no wording states but names suggest: a rate, a rest or an average, with the figures before it that bear
//! the names of its sides.
//!
//! Which figures are the sides is only supposed. Among those that could be, the ones that fit are taken; when none do, the
//! ones that the names suggest most, so that a slip shows.

use super::changes::is_change;
use super::parts::{LONGEST_AVERAGE, is_compared, is_each, name};
use super::text::{Prose, Spot, digits, is_answer, is_slip};
use crate::lexicon::{NameWord, Trigger, chars, fold, text_of};
use crate::model::{Dimension, Figure, FigureId, Interval, Relation, RelationKind, Wording};
use rust_decimal::Decimal;
use std::cell::OnceCell;
use std::collections::BTreeSet;

/// Figures that can be what was done, nearest first.
const PARTS: usize = 4;
/// Figures that can be what it is held against.
const BASES: usize = 12;
/// Pairs that are tried for a slip when none fits.
const TRIED: usize = 3;
/// Digits below which a rest fits two amounts by chance.
const TELLING: u128 = 100;

/// A figure before the one whose sides are looked for.
struct Side<'a> {
    id: FigureId,
    figure: &'a Figure,
    /// Its number in the same text, if it stands there.
    here: Option<usize>,
    /// Its name, when it was asked for.
    named: OnceCell<String>,
    /// Whether it stands in the same sentence.
    beside: bool,
}

impl Side<'_> {
    fn amount(&self) -> Decimal {
        self.figure.measure.quantity.base_amount().unwrap_or_default()
    }

    /// Its label and, in the same text, the words before it.
    fn name(&self, prose: &Prose<'_>) -> &str {
        self.named.get_or_init(|| self.here.map_or_else(|| fold(&self.figure.label).into_owned(), |i| name(prose, i)))
    }
}

/// The relations that names suggest for figures that nothing else explains.
pub(super) fn supposed(prose: &Prose<'_>, known: &[Relation]) -> Vec<Relation> {
    let list = |r: &&Relation| matches!(r.kind, RelationKind::Sum | RelationKind::Subset | RelationKind::Count);
    // A rate of sides that are only supposed gives way to one of sides that fit.
    let open = |r: &&Relation| r.kind == RelationKind::Ratio && r.wording == Wording::Open;
    let loose = |r: &&Relation| open(r) && !explains(prose, r);
    let settled: BTreeSet<FigureId> = known.iter().filter(|r| !list(r) && !loose(r)).map(|r| r.whole).collect();
    let mut found = Vec::new();
    for (index, spot) in prose.spots.iter().enumerate() {
        let earlier = prose.says(index, Trigger::Prior) || is_compared(prose, index);
        if settled.contains(&spot.id) || is_change(prose, index) || earlier || !spot.figure.measure.is_exact() {
            continue;
        }
        found.extend(if spot.is_percent() {
            rate(prose, index)
        } else {
            rest(prose, index).or_else(|| average(prose, index))
        });
    }
    found
}

/// The figures before one that can be added, nearest first: those of its text, then those of the paragraphs before.
fn earlier<'p>(prose: &'p Prose<'_>, index: usize, all: bool) -> Vec<Side<'p>> {
    let own = |&i: &usize| {
        let spot = &prose.spots[i];
        let aside = is_change(prose, i) || prose.is_base(i) || is_each(prose, i) || is_compared(prose, i);
        let measured = spot.is_addable() && spot.figure.measure.is_exact() && spot.unit().dimension != Dimension::Bare;
        measured && !aside && !prose.says(i, Trigger::Prior)
    };
    let here = (0..index).rev().filter(own).map(|i| {
        let spot = &prose.spots[i];
        let beside = prose.sentence_is_one(i, index);
        Side { id: spot.id, figure: spot.figure, here: Some(i), named: OnceCell::new(), beside }
    });
    let above = prose.above(&prose.spots[index], all).into_iter();
    let there = above.map(|(id, figure)| Side { id, figure, here: None, named: OnceCell::new(), beside: false });
    here.chain(there).collect()
}

/// What the last clause in front of a figure says, without the words that only link it.
fn said(prose: &Prose<'_>, index: usize) -> String {
    let gap = prose.chars(prose.gap(index));
    let clause = gap.iter().rposition(|c| matches!(c, ',' | ';' | ':' | '(' | '。')).map_or(0, |at| at + 1);
    let clause = text_of(gap.get(clause..).unwrap_or_default());
    let clause = clause.trim_end_matches(['为', '达', '到', '是', '仅', '约', ')']);
    if clause.is_empty() { fold(&prose.spots[index].figure.label).into_owned() } else { clause.to_owned() }
}

/// How many characters two names have in common, in one order.
fn common(a: &str, b: &str) -> usize {
    let b = chars(b);
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
    // `甲占乙的比重`, `甲与乙的比率`: both sides are named, and looked for by their names where ratios are.
    let label = spot.figure.label.as_str();
    let named = label.split_once('占').is_some_and(|(part, whole)| !part.is_empty() && whole != "比");
    if named || prose.lexicon.ratios.sides(label).is_some() {
        return None;
    }
    let said = said(prose, index);
    let words = &prose.lexicon.relations;
    let of = |w: &&str| said.strip_prefix(*w).map(|rest| ("", rest));
    let share = ["占", "为", "完成", "达", "是", "相当于"].iter().find_map(of).or_else(|| said.split_once('占'));
    let share = share.and_then(|(part, rest)| Some((part, words.stem(rest, NameWord::ShareEnd)?)));
    let share = share.filter(|(_, whole)| !whole.is_empty());
    let whole = share.map(|(_, whole)| whole);
    let is_rate = words.says(&said, NameWord::Rate) || said.ends_with('度');
    let of_rest = words.says(&said, NameWord::RateOfRest);
    if words.says(&said, NameWord::Change) || whole.is_none() && !is_rate {
        return None;
    }
    // A name is looked for everywhere, what has none only close by.
    let sides = earlier(prose, index, whole.is_some());
    let near = |s: &&Side<'_>| s.here.is_some();
    let stem = words.stem(&said, NameWord::Rate).unwrap_or(&said).to_owned();
    let spends = words.speaks(&stem, Trigger::Spent);
    let deeds: Vec<&str> = words.done(&said).collect();
    let done = |s: &&Side<'_>| {
        let spent = spends && words.speaks(s.name(prose), Trigger::Spent);
        (spent || bears(s.name(prose), &stem) || deeds.iter().any(|deed| s.name(prose).contains(deed)))
            && !words.says(s.name(prose), NameWord::Undone)
    };
    let mut parts: Vec<&Side<'_>> = match share {
        Some(("", _)) => sides.iter().filter(near).take(1).collect(),
        Some((part, _)) => sides.iter().filter(|s| bears(s.name(prose), part)).take(PARTS).collect(),
        None => sides.iter().filter(done).take(PARTS).collect(),
    };
    if parts.is_empty() {
        parts = sides.iter().filter(|s| s.beside).take(PARTS).collect();
    }
    let quantity = &spot.figure.measure.quantity;
    let stated = Interval::printed(quantity.amount, quantity.decimals);
    let base = |part: &Side<'_>, s: &Side<'_>| {
        s.id != part.id
            && (words.kindred(&s.figure.measure.quantity.unit, &part.figure.measure.quantity.unit)
                || is_answer(s.figure, part.figure))
            && s.amount() > Decimal::ZERO
            && (quantity.amount > Decimal::ONE_HUNDRED || s.amount() >= part.amount())
    };
    let suits = |part: &Side<'_>, s: &Side<'_>| match whole {
        // `为计划的`: of the same thing.
        Some(whole) if words.stem(whole, NameWord::Goal).is_some() => {
            bears(s.name(prose), whole) || bears(s.name(prose), &fold(&part.figure.label))
        }
        Some(whole) => bears(s.name(prose), whole),
        None => {
            let given = [Trigger::Inflow, Trigger::Plan, Trigger::Adjusted];
            words.says(s.name(prose), NameWord::Planned) || given.iter().any(|t| words.speaks(s.name(prose), *t))
        }
    };
    let fits = |part: &Side<'_>, s: &Side<'_>| per_cent(part.amount(), s.amount()).is_some_and(|s| stated.holds(s));
    let bases = |part: &&Side<'_>| sides.iter().filter(|s| base(part, s)).take(BASES).collect::<Vec<_>>();
    let pairs = || parts.iter().flat_map(|part| bases(part).into_iter().map(move |s| (*part, s)));
    let named = || pairs().filter(|(part, s)| suits(part, s));
    let own = |s: &Side<'_>| s.here.is_some_and(|i| !prose.has_own_rate(i, index));
    let close = || pairs().filter(|(part, s)| part.beside && own(s) && whole.is_none() && !of_rest);
    let telling = quantity.decimals > 0;
    // What was done in the sentence of the rate is what a slip in it is of, rather than what others say.
    let beside = parts.iter().any(|part| part.beside);
    let nearest = |part: &Side<'_>| part.beside || !beside;
    // So many pairs are tried that few rates of something else would look like a slip.
    let tried = match quantity.decimals {
        0 => 0,
        1 => 1,
        _ => TRIED,
    };
    let (part, all) = named()
        .find(|(part, s)| fits(part, s))
        .or_else(|| pairs().find(|(part, s)| (telling || s.here.is_some()) && fits(part, s) && whole.is_none()))
        .or_else(|| {
            named().chain(close()).filter(|(part, _)| nearest(part)).take(tried).find(|(a, b)| slips(spot, a, b))
        })?;
    Some(Relation::new(RelationKind::Ratio, spot.id, vec![part.id, all.id], Wording::Open))
}

fn per_cent(part: Decimal, all: Decimal) -> Option<Decimal> {
    part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(all)
}

/// Whether one slip in a rate or in one of its sides makes it follow from them.
fn slips(rate: &Spot<'_>, part: &Side<'_>, all: &Side<'_>) -> bool {
    let quantity = &rate.figure.measure.quantity;
    let stated = Interval::printed(quantity.amount, quantity.decimals);
    let meets = |share: Option<Decimal>, by: Decimal| share.is_some_and(|s| stated.holds(s.saturating_sub(by)));
    let others = |side: &Side<'_>| {
        let amount = side.amount();
        side.figure.measure.quantity.slips().into_iter().map(move |by| amount.saturating_add(by)).collect::<Vec<_>>()
    };
    let (a, b) = (part.amount(), all.amount());
    quantity.slips().into_iter().any(|by| meets(per_cent(a, b), by))
        || others(part).into_iter().any(|a| meets(per_cent(a, b), Decimal::ZERO))
        || others(all).into_iter().any(|b| b > Decimal::ZERO && meets(per_cent(a, b), Decimal::ZERO))
}

/// Whether the sides of a stated share give it, but for one slip.
fn explains(prose: &Prose<'_>, relation: &Relation) -> bool {
    let find = |id: FigureId| {
        prose.figure(id).map(|figure| Side { id, figure, here: None, named: OnceCell::new(), beside: true })
    };
    let rate = prose.spots.iter().find(|s| s.id == relation.whole);
    let ([part, all], Some(rate)) = (relation.parts.as_slice(), rate) else { return true };
    let (Some(part), Some(all)) = (find(*part), find(*all)) else { return true };
    let quantity = &rate.figure.measure.quantity;
    let stated = Interval::printed(quantity.amount, quantity.decimals);
    per_cent(part.amount(), all.amount()).is_some_and(|s| stated.holds(s))
        || quantity.decimals > 0 && slips(rate, &part, &all)
}

/// `收支相抵，年末结余68.55万元`: what two amounts before it leave.
fn rest(prose: &Prose<'_>, index: usize) -> Option<Relation> {
    let spot = prose.spots.get(index).filter(|s| s.is_addable())?;
    let gap = prose.gap(index);
    if !prose.has(gap.clone(), Trigger::Rest) || prose.has(gap, Trigger::Prior) {
        return None;
    }
    let words = &prose.lexicon.relations;
    let sides = earlier(prose, index, false);
    let like: Vec<&Side<'_>> =
        sides.iter().filter(|s| words.kindred(&s.figure.measure.quantity.unit, spot.unit())).take(BASES).collect();
    let left = spot.figure.measure.quantity.base_amount()?;
    let telling = digits(spot.figure.measure.quantity.amount) >= TELLING;
    let pairs = || like.iter().flat_map(|out| like.iter().map(move |into| (*out, *into)));
    let fits = |(out, into): &(&Side<'_>, &Side<'_>)| {
        out.id != into.id && into.amount().checked_sub(out.amount()) == Some(left)
    };
    let income = |s: &Side<'_>| {
        let names = [Trigger::Inflow, Trigger::Plan, Trigger::Adjusted];
        names.iter().any(|t| words.speaks(s.name(prose), *t)) && !words.speaks(s.name(prose), Trigger::Spent)
    };
    let slips = |(out, into): &(&Side<'_>, &Side<'_>)| {
        !income(out) && income(into) && into.amount().checked_sub(out.amount()).is_some_and(|d| is_slip(d, left))
    };
    let (out, into) = pairs().find(fits).filter(|_| telling).or_else(|| pairs().find(slips))?;
    Some(Relation::new(RelationKind::Difference, spot.id, vec![into.id, out.id], Wording::Likely))
}

/// `现有执勤用车13辆，车均运维费2.57万元`: an amount by the name of the average, and a count.
fn average(prose: &Prose<'_>, index: usize) -> Option<Relation> {
    let spot = prose.spots.get(index)?;
    let gap = prose.gap(index);
    let word = *prose.words(gap.clone()).filter(|h| h.trigger == Trigger::Average).last()?;
    let noun = text_of(prose.chars(word.end..spot.start));
    if noun.chars().count() > LONGEST_AVERAGE * 2 || spot.unit().dimension == Dimension::PercentagePoint {
        return None;
    }
    let said = text_of(prose.chars(word.start..spot.start));
    let words = &prose.lexicon.relations;
    let sides = earlier(prose, index, false);
    let counts = |s: &&Side<'_>| {
        let unit = &s.figure.measure.quantity.unit;
        matches!(unit.dimension, Dimension::Count | Dimension::Measured)
            && words.is_per(&said, &unit.base)
            && s.amount() > Decimal::ZERO
    };
    let counts: Vec<&Side<'_>> = sides.iter().filter(counts).take(PARTS).collect();
    let total = |s: &&Side<'_>| words.kindred(&s.figure.measure.quantity.unit, spot.unit());
    let totals: Vec<&Side<'_>> = sides.iter().filter(total).take(BASES).collect();
    let quantity = &spot.figure.measure.quantity;
    let stated = Interval::printed(quantity.amount, quantity.decimals).scaled(quantity.unit.factor)?;
    let pairs = || {
        totals.iter().flat_map(|total| counts.iter().map(move |count| (*total, *count))).filter(|(t, c)| t.id != c.id)
    };
    let fits = |(total, count): &(&Side<'_>, &Side<'_>)| {
        total.amount().checked_div(count.amount()).is_some_and(|each| stated.holds(each))
    };
    let noun = noun.trim_end_matches(['为', '达', '约']);
    let named = |(total, _): &(&Side<'_>, &Side<'_>)| {
        if noun.is_empty() { total.here.is_some() } else { bears(total.name(prose), noun) }
    };
    let telling = digits(quantity.amount) >= TELLING;
    // `214户，户均增收0.56万元，共增收119.84万元`: the total may stand behind.
    let next = prose.spots.get(index + 1).filter(|s| prose.sentence_is_one(index, index + 1) && prose.alike(s, spot));
    let sums = next.is_some() && [Trigger::Sum, Trigger::InTotal].iter().any(|t| prose.says(index + 1, *t));
    if let Some((next, [count])) = next.filter(|_| sums).zip(Some(counts.get(..1)?)) {
        return Some(Relation::new(RelationKind::Average, spot.id, vec![next.id, count.id], Wording::Open));
    }
    let (total, count) = pairs().find(fits).or_else(|| pairs().find(named).filter(|_| telling))?;
    Some(Relation::new(RelationKind::Average, spot.id, vec![total.id, count.id], Wording::Open))
}
