//! Shares, rates and averages whose sides stand beside them: `占25%`, `办结36起，办结率97.3%`, `人均2000元`.
//!
//! Rates with a formula of their own (控制率, 执行率) are no business of this module.

use super::changes::is_change;
use super::parts::{LONGEST_AVERAGE, is_compared, is_each, name};
use super::shares;
use super::text::{Prose, Spot};
use crate::lexicon::{NameWord, Trigger, text_of};
use crate::model::{Dimension, FigureId, Interval, Relation, RelationKind, Wording};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Figures before a rate among which its count is looked for.
const NEAR: usize = 3;
/// The shortest name of a base that the name of its part begins with: 糖尿病患者.
const SHORTEST_BASE: usize = 3;
/// Figures of one clause among which the sides of an average are looked for.
const CLAUSE: usize = 8;

/// The rates that a text states, given the sums it states.
pub(super) fn rates(prose: &Prose<'_>, sums: &[Relation]) -> Vec<Relation> {
    let mut found = shares::respective(prose, sums);
    found.extend(shares::hundreds(prose));
    let ratios = found.iter().filter(|r: &&Relation| r.kind == RelationKind::Ratio);
    let known: BTreeSet<FigureId> = ratios.map(|r| r.whole).collect();
    for (index, spot) in prose.spots.iter().enumerate() {
        if known.contains(&spot.id) {
            continue;
        }
        let relation = if spot.is_percent() {
            of_base(prose, index, sums)
                .or_else(|| shares::share(prose, index, sums))
                .or_else(|| shares::of_plan(prose, index))
                .or_else(|| done(prose, index, sums))
                .or_else(|| left(prose, index))
                .or_else(|| spent(prose, index))
        } else {
            average(prose, index)
        };
        found.extend(relation);
    }
    found
}

/// `收入完成6000万元，占年计划5800万元的103.45%`: the base stands right before the percentage.
fn of_base(prose: &Prose<'_>, index: usize, sums: &[Relation]) -> Option<Relation> {
    let base = index.checked_sub(1).filter(|&b| prose.is_base(b))?;
    let whole = prose.spots.get(base).filter(|s| s.is_addable())?;
    let is_part =
        |&(i, s): &(usize, &Spot<'_>)| i != base && prose.alike(s, whole) && !prose.is_base(i) && !is_change(prose, i);
    let in_bracket = prose.in_bracket(index);
    let (part, nearest) = prose.before(base).filter(|&(i, _)| in_bracket || !prose.in_bracket(i)).find(is_part)?;
    // `修复文物126件，其中纸质58件、陶瓷68件，完成年度任务120件的105%` is said of all of them.
    let list = sums.iter().find(|r| r.parts.len() > 1 && r.parts.contains(&nearest.id));
    let all = list.and_then(|r| prose.before(part).map(|(_, s)| s).find(|s| s.id == r.whole));
    let part_spot = all.filter(|s| gives(prose, index, s.id, whole.id)).unwrap_or(nearest);
    // The clause of the base says what the figure before it is of the base.
    let gap = prose.gap(base);
    let clause = prose.chars(gap.clone()).iter().rposition(|c| matches!(c, ',' | ';' | ':')).map_or(0, |at| at + 1);
    let joined =
        prose.words(gap.start + clause..gap.end).any(|h| h.trigger == Trigger::OfBase && h.start == gap.start + clause);
    let wording = if joined && part + 1 == base { Wording::Likely } else { Wording::Open };
    Some(Relation::new(RelationKind::Ratio, prose.spots.get(index)?.id, vec![part_spot.id, whole.id], wording))
}

/// Whether a percentage is the share of one amount in another.
fn gives(prose: &Prose<'_>, rate: usize, part: FigureId, whole: FigureId) -> bool {
    let quantity = &prose.spots[rate].figure.measure.quantity;
    let share = prose.amount(part).zip(prose.amount(whole));
    let share = share.and_then(|(a, b)| a.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(b));
    share.is_some_and(|s| Interval::printed(quantity.amount, quantity.decimals).holds(s))
}

/// `支出360万元，结余40万元，执行率90%`: what was spent and what was left are all there was.
fn left(prose: &Prose<'_>, index: usize) -> Option<Relation> {
    let rate = prose.spots.get(index)?;
    let said = text_of(prose.chars(prose.gap(index)));
    let says = |what| prose.lexicon.relations.says(&said, what);
    let (named, of_rest) = (says(NameWord::Rate), says(NameWord::RateOfRest));
    let (rest, spare) = prose.before(index).next().filter(|(_, s)| s.is_addable())?;
    let told = prose.says(rest, Trigger::Rest) && !prose.says(rest, Trigger::Prior);
    let (_, spent) = prose.before(rest).next().filter(|(_, s)| s.is_addable() && prose.alike(s, spare))?;
    if !named || !told {
        return None;
    }
    // `较采购预算3400万元节约135万元，节约率3.97%`: what is compared with is what there was.
    let compared = prose.before(rest).next().is_some_and(|(i, _)| is_compared(prose, i));
    if of_rest && compared {
        return Some(Relation::new(RelationKind::Ratio, rate.id, vec![spare.id, spent.id], Wording::Likely));
    }
    // With what was there in front, the rate is of that.
    let total = prose.before(rest).nth(1).filter(|(i, s)| prose.alike(s, spent) && !prose.in_bracket(*i));
    let (kind, part, base) = match total {
        Some((_, total)) => (RelationKind::Ratio, if of_rest { spare.id } else { spent.id }, total.id),
        None if of_rest => return None,
        None => (RelationKind::Split, spent.id, spare.id),
    };
    // What was there is all that was spent and all that was left: then the rate is of nothing else.
    let size = |s: &Spot<'_>| s.figure.measure.quantity.base_amount();
    let whole = |(_, total): (usize, &Spot<'_>)| Some(size(total)? == size(spent)?.checked_add(size(spare)?)?);
    let wording = if total.and_then(whole) == Some(true) { Wording::Likely } else { Wording::Open };
    Some(Relation::new(kind, rate.id, vec![part, base], wording))
}

/// `安排400万元，支出360万元，执行率90%`: what was spent of what there was, with nothing else in between.
fn spent(prose: &Prose<'_>, index: usize) -> Option<Relation> {
    let words = &prose.lexicon.relations;
    let said = text_of(prose.chars(prose.gap(index)));
    let of_spending = words.stem(&said, NameWord::Rate).is_some_and(|deed| words.speaks(deed, Trigger::Spent));
    let mut before = prose.before(index);
    let ((part, done), (whole, given)) = (before.next()?, before.next()?);
    let of_year = [Trigger::Inflow, Trigger::Plan, Trigger::Adjusted, Trigger::Initial];
    let sides = [part, whole].iter().all(|&i| !is_compared(prose, i) && !prose.says(i, Trigger::Prior));
    let clause = prose.chars(prose.gap(part));
    let fits = of_spending
        && sides
        && [done, given].iter().all(|s| s.is_addable() && s.unit().dimension == Dimension::Money)
        && !clause.iter().any(|c| matches!(c, ';' | '(' | '、'))
        && (prose.says(part, Trigger::Spent) || clause.windows(2).any(|w| w == ['实', '际']))
        && of_year.iter().any(|t| prose.says(whole, *t))
        && !prose.says(whole, Trigger::Spent);
    fits.then(|| Relation::new(RelationKind::Ratio, prose.spots[index].id, vec![done.id, given.id], Wording::Likely))
}

/// A rate whose name says what was done, behind a count of what was done and a count of what was to do.
fn done(prose: &Prose<'_>, index: usize, sums: &[Relation]) -> Option<Relation> {
    let rate = prose.spots.get(index)?;
    let gap = prose.gap(index);
    let label = crate::lexicon::fold(&rate.figure.label);
    let said = text_of(prose.chars(gap));
    let rate_name = if said.contains('率') || said.contains('度') { said.as_str() } else { &*label };
    if !rate_name.contains(['率', '度']) || prose.lexicon.ratios.named(&prose.lexicon.labels.key(&label)).is_some() {
        return None;
    }
    let near: Vec<(usize, &Spot<'_>)> = prose.before(index).filter(|(_, s)| s.is_addable()).take(NEAR).collect();
    let money = |s: &Spot<'_>| s.unit().dimension == Dimension::Money;
    // `到账目标800万元，实际到账720万元，完成率90%`: rates of money are of budgets, but where a goal stands right before.
    let of_goal = |i: usize| {
        let goal: String = prose.chars(prose.gap(i)).iter().collect();
        prose.lexicon.relations.stem(&goal, NameWord::Goal).is_some()
    };
    let of_money = rate_name.contains("到位率") || near.get(1).is_some_and(|&(i, s)| money(s) && of_goal(i));
    let is_count = |s: &Spot<'_>| s.unit().dimension != Dimension::Point && (!money(s) || of_money);
    let linked = |i: usize| is_done(prose, rate_name, i);
    let position = near.iter().position(|&(i, s)| is_count(s) && linked(i))?;
    let (part, part_spot) = *near.get(position)?;
    let averaged = |i: usize| prose.says(i, Trigger::Average);
    let size = |s: &Spot<'_>| s.figure.measure.quantity.base_amount();
    // `收回558份，剔除无效的18份，有效540份，有效率96.77%`: what a part of not more than all exceeds is not all.
    let within = |s: &Spot<'_>| size(s) >= size(part_spot);
    let bounded = rate.figure.measure.quantity.amount <= Decimal::ONE_HUNDRED
        && near.iter().any(|&(i, s)| i != part && prose.alike(s, part_spot) && !linked(i) && within(s));
    // `中央资金60万元、省级资金20万元全部到位，到位率100%`: neither is the base of the other.
    let joint = prose.chars(prose.gap(part)).first().is_some_and(|c| matches!(c, '、' | '和' | '及' | '与'))
        && !says_done(prose, rate_name, &name(prose, part));
    let beside = |i: usize| joint && i + 1 == part;
    let like = |&&(i, s): &&(usize, &Spot<'_>)| {
        let counts = i != part && !beside(i) && prose.alike(s, part_spot) && !linked(i) && !averaged(i);
        counts && (!bounded || within(s))
    };
    // What was to do stands before what was done; only when nothing does, the other way round.
    let behind = || near.iter().take(position).find(like).filter(|_| !money(part_spot));
    // `投诉58件，其中…；办结57件`: the parts of a list stand between the two.
    let listed = || {
        let whole = |r: &&Relation| r.parts.len() > 1 && r.parts.last().is_some_and(|p| p.0 < part_spot.id.0);
        let (i, s) = prose.before(part).find(|(_, s)| sums.iter().filter(whole).any(|r| r.whole == s.id))?;
        let amount = |s: &Spot<'_>| s.figure.measure.quantity.base_amount();
        let counts = s.unit().dimension == part_spot.unit().dimension && amount(s) >= amount(part_spot);
        (counts && prose.alike(s, part_spot) && !linked(i) && !money(part_spot)).then_some(i)
    };
    // `供养84人，集中供养31人，分散供养53人，集中供养率36.9%`: the part of a list is a part of its whole.
    let of_list =
        sums.iter().find(|r| r.parts.len() > 1 && r.parts.contains(&part_spot.id)).filter(|_| !money(part_spot));
    let holds = |r: &&Relation| {
        prose.spots.iter().any(|s| s.id == r.whole && s.unit().dimension == part_spot.unit().dimension && within(s))
    };
    if let Some(list) = of_list.filter(holds) {
        let mut ids = all_done(prose, index, list, &linked);
        ids.push(list.whole);
        return Some(Relation::new(RelationKind::Ratio, rate.id, ids, Wording::Likely));
    }
    // `糖尿病患者9875人，合计…；糖尿病患者规范管理7406人，规范管理率75%`: the part is named after its base.
    let named = || {
        let own = crate::lexicon::fold(&part_spot.figure.label).into_owned();
        let opens = |&(_, s): &(usize, &Spot<'_>)| {
            let base = crate::lexicon::fold(&s.figure.label);
            s.is_addable()
                && prose.alike(s, part_spot)
                && within(s)
                && base.chars().count() >= SHORTEST_BASE
                && own.len() > base.len()
                && own.starts_with(&*base)
        };
        (0..part).rev().take(CLAUSE).map(|i| (i, &prose.spots[i])).find(opens).map(|(i, _)| i)
    };
    // `调解纠纷213起，调解成功207起，调解成功率97.18%`: both counts are called so, and one is the base of the other.
    let told = |&&(_, s): &&(usize, &Spot<'_>)| prose.alike(s, part_spot) && gives(prose, index, part_spot.id, s.id);
    let told = near.iter().skip(position + 1).find(told);
    let first = told.or_else(|| near.iter().skip(position + 1).find(like).filter(|(_, s)| !is_part(s, sums)));
    let first = first.map(|(i, _)| *i);
    let by_list = if first.is_none() { listed() } else { None };
    let by_name = if first.is_none() { named() } else { None };
    let whole = first
        .or(by_name)
        .or(by_list)
        .or_else(|| near.iter().skip(position + 1).find(like).or_else(behind).map(|(i, _)| *i));
    let Some(whole) = whole else { return of_those(prose, index, part) };
    // One rate between two counts: with others in between, it is told which are its sides when none of them gives it.
    let others = || prose.before(index).take_while(|(_, s)| !s.is_percent()).filter(|(_, s)| prose.alike(s, part_spot));
    let pair = others().count() == 2;
    let by_another = || others().any(|(i, s)| i != part && gives(prose, index, part_spot.id, s.id));
    let unlike = || within(&prose.spots[whole]) && !by_another();
    let wording = if pair || by_name.or(by_list).is_some() || unlike() { Wording::Likely } else { Wording::Open };
    let ids: Vec<FigureId> = vec![prose.spots[part].id, prose.spots[whole].id];
    if prose.has_own_rate(whole, part) && !gives(prose, index, ids[0], ids[1]) {
        return None;
    }
    Some(Relation::new(RelationKind::Ratio, rate.id, ids, wording))
}

/// `有效问卷中表示满意的987份，满意度86.13%`: those that the words before a count name, stated earlier.
fn of_those(prose: &Prose<'_>, rate: usize, part: usize) -> Option<Relation> {
    let spot = prose.spots.get(part)?;
    let gap = text_of(prose.chars(prose.gap(part)));
    let said = gap.rsplit([',', ';', ':', '。']).next()?;
    let (named, _) = said.trim_start_matches(['在', '其', '从']).split_once('中')?;
    let (whole, wording) = prose.called(named, spot).filter(|_| named.chars().nth(1).is_some())?;
    Some(Relation::new(RelationKind::Ratio, prose.spots.get(rate)?.id, vec![spot.id, whole], wording))
}

/// The parts of a list that a rate is of: 非常满意 and 满意, with or without 基本满意, whichever gives it.
fn all_done(prose: &Prose<'_>, rate: usize, list: &Relation, linked: &dyn Fn(usize) -> bool) -> Vec<FigureId> {
    let ids = || (0..rate).filter(|&i| list.parts.contains(&prose.spots[i].id) && linked(i)).map(|i| prose.spots[i].id);
    let quantity = &prose.spots[rate].figure.measure.quantity;
    let gives = |ids: &&[FigureId]| {
        let sum = ids.iter().try_fold(Decimal::ZERO, |sum, id| sum.checked_add(prose.amount(*id)?));
        let share =
            sum.zip(prose.amount(list.whole)).and_then(|(a, b)| a.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(b));
        share.is_some_and(|s| Interval::printed(quantity.amount, quantity.decimals).holds(s))
    };
    let all: Vec<FigureId> = ids().collect();
    // `安置1264人，其中内退386人、转岗安置702人、其他176人，安置率100%`: all of them.
    let fitting = (1..all.len()).filter_map(|n| all.get(..n)).chain([list.parts.as_slice()]).find(gives);
    fitting.map_or(all.clone(), <[FigureId]>::to_vec)
}

fn is_part(spot: &Spot<'_>, sums: &[Relation]) -> bool {
    sums.iter().any(|r| r.parts.len() > 1 && r.parts.contains(&spot.id))
}

fn is_done(prose: &Prose<'_>, rate: &str, index: usize) -> bool {
    let count = name(prose, index);
    let behind = prose.chars(prose.after(index));
    // `超额完成500人的年度任务`: the number is what there was to do.
    let of_goal: String = behind.iter().take_while(|c| !matches!(c, ',' | ';' | '、' | ':' | '。')).collect();
    if of_goal.strip_prefix('的').is_some_and(|goal| prose.lexicon.relations.stem(goal, NameWord::Goal).is_some()) {
        return false;
    }
    let after: String = behind.iter().take(4).take_while(|c| !matches!(c, ',' | ';' | '、' | ':')).collect();
    let said = says_done(prose, rate, &count) || prose.lexicon.relations.done(rate).any(|deed| after.contains(deed));
    said && !prose.lexicon.relations.says(&count, NameWord::Undone)
}

/// Whether the name of a count says what is done in the name of a rate: 集中供养率 is the rate of 集中供养, 缴费率 that of 实缴.
fn says_done(prose: &Prose<'_>, rate: &str, count: &str) -> bool {
    let stem = rate.split('率').next().unwrap_or_default().trim_start_matches([',', ';', '、']);
    let actual = || stem.chars().next().is_some_and(|c| count.contains(&format!("实{c}")));
    let own = rate.contains('率') && stem.chars().nth(1).is_some() && (count.contains(stem) || actual());
    own || prose.lexicon.relations.done(rate).any(|deed| count.contains(deed))
}

/// `惠及60人，人均2000元`: an amount and a count before it.
fn average(prose: &Prose<'_>, index: usize) -> Option<Relation> {
    let spot = prose.spots.get(index)?;
    let gap = prose.gap(index);
    let word = prose.words(gap.clone()).filter(|h| h.trigger == Trigger::Average).last()?;
    if spot.start - word.end > LONGEST_AVERAGE || spot.unit().dimension == Dimension::PercentagePoint {
        return None;
    }
    let said = text_of(prose.chars(word.start..spot.start));
    let counted = |s: &Spot<'_>| {
        let dimension = s.unit().dimension;
        matches!(dimension, Dimension::Count | Dimension::Measured)
            && prose.lexicon.relations.is_per(&said, &s.unit().base)
    };
    // What is said of one thing ends at a semicolon; other averages and values of other years are no sides of this one.
    let side = |&(i, _): &(usize, &Spot<'_>)| !is_each(prose, i) && !is_change(prose, i) && !is_compared(prose, i);
    let parted = |i: usize| prose.chars(prose.gap(i)).contains(&';');
    let clause = prose.before(index).take(CLAUSE).scan(parted(index), |ended, (i, s)| {
        let here = !*ended;
        *ended |= parted(i);
        here.then_some((i, s))
    });
    let clause: Vec<(usize, &Spot<'_>)> = clause.filter(side).collect();
    let before: Vec<(usize, &Spot<'_>)> = prose.before(index).filter(side).take(NEAR).collect();
    // The only one of its clause, or the only one close by.
    let one = |wanted: &dyn Fn(&Spot<'_>) -> bool| {
        [&clause, &before].into_iter().find_map(|near| {
            let mut found = near.iter().filter(|(_, s)| wanted(s));
            match (found.next(), found.next()) {
                (Some(&(_, s)), None) => Some(s.id),
                _ => None,
            }
        })
    };
    let count = one(&counted)?;
    let total = one(&|s: &Spot<'_>| s.id != count && s.is_addable() && prose.alike(s, spot))?;
    Some(Relation::new(RelationKind::Average, spot.id, vec![total, count], Wording::Likely))
}
