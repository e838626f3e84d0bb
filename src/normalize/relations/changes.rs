//! Changes and what is left: `比上年的100万元增加20万元，增长20%`, `由9个增加到12个`, `结余3.50万元`.

use super::lists::opens_rest;
use super::parts::{is_compared, name};
use super::text::{Prose, Spot};
use crate::lexicon::{Hit, NameWord, Trigger, text_of};
use crate::model::{Dimension, FigureId, Relation, RelationKind, Wording};

/// How far into a sentence the words that compare it with another year reach, in characters.
const COMPARISON: usize = 16;
/// Figures before a change among which its two values are looked for.
const NEAR: usize = 6;
/// Figures before a value among which the same value of another year, or the budget of what was spent, is looked for.
const FAR: usize = 12;

/// The longest text between what was taken away and what is left.
const LONGEST_LESS: usize = 16;
/// The longest word for what was done more or less often.
const LONGEST_DEED: usize = 2;
/// The longest words between what a value changed by and its rate: `，下降`, `，降幅为`.
const LONGEST_AGAIN: usize = 4;
/// The longest subject of a comparison.
const MOST_SUBJECT: usize = 8;

/// The changes and remainders that a text states, given the sums it states.
pub(super) fn changes(prose: &Prose<'_>, sums: &[Relation]) -> Vec<Relation> {
    let one = |index| {
        change(prose, index, sums)
            .or_else(|| since_opening(prose, index))
            .or_else(|| rest(prose, index, &[]))
            .or_else(|| rest(prose, index, sums))
            .or_else(|| less(prose, index))
            .or_else(|| spread(prose, index))
    };
    (0..prose.spots.len()).filter_map(one).collect()
}

/// Whether a figure says by how much another one changed: no part of what was listed before.
pub(super) fn is_change(prose: &Prose<'_>, index: usize) -> bool {
    direction(prose, index).is_some()
}

/// The word of change that ends the words before a figure, and whether it is a fall.
fn direction(prose: &Prose<'_>, index: usize) -> Option<(Hit, bool)> {
    if ![Trigger::Rise, Trigger::Fall, Trigger::Exceeds].iter().any(|t| prose.says(index, *t)) {
        return None;
    }
    let gap = prose.gap(index);
    let end = gap.end;
    let links =
        prose.chars(gap.clone()).iter().rev().take_while(|c| matches!(c, '了' | '为' | '达' | '约' | ':')).count();
    let ends = |h: &&Hit| h.end + links == end && matches!(h.trigger, Trigger::Rise | Trigger::Fall | Trigger::Exceeds);
    if let Some(word) = prose.words(gap.clone()).filter(ends).max_by_key(|h| h.end - h.start) {
        return Some((*word, word.trigger == Trigger::Fall));
    }
    // `比规定的300天多开放12天`: what was done stands between.
    let deed = |h: &&Hit| h.end + LONGEST_DEED >= end && h.end == h.start + 1;
    let word = prose.words(gap.clone()).filter(deed).find(|h| matches!(h.trigger, Trigger::Rise | Trigger::Fall))?;
    let compared = word.start == gap.start && index.checked_sub(1).is_some_and(|i| is_compared(prose, i));
    // `较上年多清理206处`
    let earlier = prose.words(gap).any(|h| h.trigger == Trigger::Prior && h.end == word.start);
    (compared || earlier).then_some((*word, word.trigger == Trigger::Fall))
}

/// The value that a sentence of changes is about, when the sentence before ends with it: `收入80万元。与上年相比，增加8万元`.
fn value_before(
    prose: &Prose<'_>,
    index: usize,
    amount: &Spot<'_>,
    listed: &dyn Fn(&Spot<'_>) -> bool,
) -> Option<(FigureId, Wording)> {
    let start = prose.sentence_start(index);
    let opening = prose.chars(start..prose.chars.len().min(start + COMPARISON));
    // 与, 较 and 比 alone compare when they open the sentence.
    let opens = |h: &Hit| h.start == start || h.end - h.start > 1;
    let compares = prose.words(start..start + opening.len()).any(|h| h.trigger == Trigger::Compared && opens(h));
    let last = prose.last_of_sentence_before(index).filter(|_| compares)?;
    let fits =
        |i: usize| prose.spots.get(i).filter(|s| s.is_addable() && prose.alike(s, amount) && !is_change(prose, i));
    // `与上年相比，收入减少5万元`: the income of the sentence before.
    let said = direction(prose, index).map(|(word, _)| prose.gap(index).start..word.start);
    let said = text_of(prose.chars(said.unwrap_or_default()));
    let subject = said.rsplit([',', ';']).next().filter(|s| s.chars().nth(1).is_some());
    let named = |i: &usize| subject.is_some_and(|s| crate::lexicon::fold(&prose.spots[*i].figure.label).contains(s));
    let of_sentence = || (0..=last).rev().take_while(|&i| prose.sentence_is_one(i, last));
    if let Some(spot) = of_sentence().filter(named).find_map(fits).filter(|s| !listed(s)) {
        return Some((spot.id, Wording::Likely));
    }
    if let Some(spot) = fits(last).filter(|s| !listed(s)) {
        return Some((spot.id, Wording::Likely));
    }
    // `安排资金80万元，其中…，占比…。较上年增加8万元`: the sentence before is about its first figure.
    let first = prose.first_from(prose.sentence_start(last));
    fits(first).filter(|_| first < last).map(|spot| (spot.id, Wording::Open))
}

/// Whether the words before a figure make it the earlier of two values.
fn is_prior(prose: &Prose<'_>, index: usize) -> bool {
    let gap = prose.gap(index);
    let from_end = |h: &Hit| gap.end - h.end;
    // 比2021年的…
    let tail: Vec<char> = prose.chars(gap.clone()).iter().rev().skip_while(|c| **c == '的').copied().take(6).collect();
    let year =
        |t: &[char]| matches!(t, ['年', a, b, c, d, '比' | '较'] if [a, b, c, d].iter().all(|d| d.is_ascii_digit()));
    if year(&tail) {
        return true;
    }
    let from = prose.words(gap.clone()).any(|h| h.trigger == Trigger::From && from_end(h) <= 12);
    let prior = prose.words(gap.clone()).any(|h| h.trigger == Trigger::Prior && from_end(h) <= 6);
    let valued = prose.spots[index].is_addable() || prose.spots.get(index + 1).is_some_and(is_points);
    let compared = is_compared(prose, index) && valued && direction_follows(prose, index);
    prior || compared || from && to_follows(prose, index)
}

/// `较预算3400万元节约135万元`: what is compared with stands before the change.
fn direction_follows(prose: &Prose<'_>, index: usize) -> bool {
    index + 1 < prose.spots.len() && prose.sentence_is_one(index, index + 1) && direction(prose, index + 1).is_some()
}

fn to_follows(prose: &Prose<'_>, index: usize) -> bool {
    prose.has(prose.after(index), Trigger::To)
}

fn change(prose: &Prose<'_>, index: usize, sums: &[Relation]) -> Option<Relation> {
    let spot = prose.spots.get(index)?;
    let percent = spot.is_percent();
    let says = |what| prose.lexicon.relations.says(&spot.figure.label, what);
    let named = percent && says(NameWord::ChangeRate);
    let falls = match direction(prose, index) {
        Some((_, falls)) => falls,
        None if named => says(NameWord::FallRate),
        None => return None,
    };
    let start = prose.sentence_start(index);
    let part = prose.chars(start..spot.start).iter().rposition(|c| *c == ';').map_or(start, |at| start + at + 1);
    let exceeds = direction(prose, index).is_some_and(|(word, _)| word.trigger == Trigger::Exceeds);
    // `比目标值92%低3.4个百分点`: the other base is printed.
    let printed =
        is_points(spot) && index.checked_sub(1).is_some_and(|i| prose.spots[i].is_percent() && is_compared(prose, i));
    if !exceeds && !printed && prose.has(part..spot.end, Trigger::OtherBase)
        || !(percent || spot.is_addable() || is_points(spot))
    {
        return None;
    }
    let is_list = |r: &&Relation| matches!(r.kind, RelationKind::Sum | RelationKind::Subset);
    let listed = |s: &Spot<'_>| sums.iter().filter(is_list).any(|r| r.parts.contains(&s.id));
    let changed = |i: usize| direction(prose, i).is_some();
    let value = |s: &Spot<'_>| if is_points(spot) { s.is_percent() } else { s.is_addable() };
    // `支出80万元，较预算90万元少支10万元，完成预算的88.89%；较上年75万元增加5万元`: all is said of the first.
    // What stands before a semicolon is of something else once a value of its own stands behind it.
    let own = |i: usize| !changed(i) && !is_prior(prose, i) && !is_compared(prose, i);
    let first = prose.first_from(part);
    let from = if (first..index).any(|i| value(&prose.spots[i]) && own(i)) { first } else { 0 };
    let said = move |&(i, s): &(usize, &Spot<'_>)| i >= from && value(s);
    let near: Vec<(usize, &Spot<'_>)> = prose.before(index).filter(said).take(NEAR).collect();
    let unlisted = || prose.before(index).filter(said).filter(|(_, s)| !listed(s)).take(NEAR);
    let prior_here = |i: usize| if exceeds { prose.says(i, Trigger::Plan) } else { is_prior(prose, i) };
    let earlier = |&(i, s): &(usize, &Spot<'_>)| value(s) && prior_here(i) && !changed(i);
    // `支出90万元，同比下降10%（上年为100万元）`
    let bracket = || {
        let (next, here) = (prose.spots.get(index + 1)?, prose.sentence_is_one(index, index + 1));
        let gap = prose.chars(prose.gap(index + 1));
        let opens = gap.first() == Some(&'(') && dated(prose, index + 1);
        (percent && here && opens && next.is_addable()).then_some((index + 1, next))
    };
    let prior = near.iter().copied().find(|p| earlier(p)).or_else(|| unlisted().find(|p| earlier(p))).or_else(bracket);
    // `预算9万元，决算7.5万元，其中…，比预算少1.5万元`: the parts in between are no values of what the base is of.
    let of_whole = prior.is_some_and(|(_, p)| !listed(p));
    let before = if of_whole { unlisted().collect() } else { near };
    let current = before
        .iter()
        .find(|&&(i, s)| {
            let like = prior.is_none_or(|(p, q)| p != i && prose.alike(s, q));
            value(s) && !changed(i) && like && !prior_here(i) && !prose.is_base(i)
        })
        .copied()
        .or_else(|| prior.and_then(|(p, _)| this_year(prose, p, &listed)))
        .or_else(|| {
            // `接待观众46.80万人次。较上年的39.00万人次增长20%`: the sentence says of what is only by its comparison.
            let (p, spot) = prior.filter(|&(p, _)| is_first(prose, p))?;
            let (id, _) = value_before(prose, p, spot, &listed)?;
            (0..p).map(|i| (i, &prose.spots[i])).find(|(_, s)| s.id == id)
        });
    // `比上年增长3.23%，净增2.9万立方米`: the amount may stand behind its rate.
    let behind = || {
        let (next, here) = (prose.spots.get(index + 1)?, prose.sentence_is_one(index, index + 1));
        (percent && here && next.is_addable() && changed(index + 1)).then_some((index + 1, next))
    };
    let amount = before.iter().find(|&&(i, s)| s.is_addable() && changed(i)).copied().or_else(behind);
    // `计划320座，完成352座，超出计划32座`: nothing else is in the sentence that could be meant.
    let only_two = || prose.before(index).filter(|(_, s)| prose.alike(s, spot)).count() == 2;
    let explicit = prior.is_some_and(|(p, _)| to_follows(prose, p)) || exceeds && !percent && only_two();
    let wording = if explicit { Wording::Closed } else { Wording::Likely };
    let (kind, parts) = match (percent, current, prior, amount) {
        (false, Some((_, c)), Some((_, p)), _) if is_points(spot) || prose.alike(c, spot) && prose.alike(p, spot) => {
            (RelationKind::Difference, if falls { vec![p.id, c.id] } else { vec![c.id, p.id] })
        }
        (true, Some((_, c)), Some((_, p)), _) => (RelationKind::Change, vec![c.id, p.id]),
        // `上年6万元，减少1.5万元，下降25%`
        (true, None, Some((_, p)), Some((_, d))) if prose.alike(p, d) => (RelationKind::Ratio, vec![d.id, p.id]),
        (true, Some((_, c)), None, Some((_, d))) if prose.alike(c, d) => (RelationKind::Increase, vec![c.id, d.id]),
        (true, None, None, Some((_, d))) => {
            let (value, _) = value_before(prose, index, d, &listed)?;
            (RelationKind::Increase, vec![value, d.id])
        }
        _ => return None,
    };
    // `比上年6万元减少1.5万元，下降25%`: the three stand side by side. Else the value may stand elsewhere.
    let together =
        |p: usize| p + 2 == index && changed(p + 1) && is_compared(prose, p) && prose.gap(index).len() <= LONGEST_AGAIN;
    let wording = match (current, prior) {
        (None, Some((p, _))) if together(p) => Wording::Closed,
        (None, _) => Wording::Open,
        _ => wording,
    };
    let mut relation = Relation::new(kind, spot.id, parts, wording);
    relation.falls = falls && matches!(kind, RelationKind::Change | RelationKind::Increase);
    Some(relation)
}

/// Whether the words before a figure say nothing but another year: `（上年为`, `（2022年为`.
fn dated(prose: &Prose<'_>, index: usize) -> bool {
    let gap = prose.gap(index);
    let said = text_of(prose.chars(gap.clone()));
    let said = said.trim_start_matches('(').trim_end_matches(['为', '是', '的', '数', ':']);
    let year = said
        .trim_end_matches('度')
        .strip_suffix('年')
        .is_some_and(|y| y.len() == 4 && y.bytes().all(|b| b.is_ascii_digit()));
    year || prose.words(gap.clone()).any(|h| h.trigger == Trigger::Prior && h.start == gap.start + 1)
}

/// Whether a figure is the first of its sentence.
fn is_first(prose: &Prose<'_>, index: usize) -> bool {
    prose.first_from(prose.sentence_start(index)) == index
}

/// The value whose earlier one stands at `prior`, when the sentence before states it under the same name:
/// `决算14.88万元。上年决算为16.40万元`.
fn this_year<'p, 'a>(
    prose: &'p Prose<'a>,
    prior: usize,
    listed: &dyn Fn(&Spot<'_>) -> bool,
) -> Option<(usize, &'p Spot<'a>)> {
    let gap = prose.gap(prior);
    if let Some(subject) = subject(prose, prior) {
        let says = |&(i, s): &(usize, &Spot<'a>)| {
            let said = name(prose, i);
            let own = said.contains(&subject) && !said.contains(&format!("未{subject}")) && !said.contains("计划");
            s.is_addable() && !listed(s) && prose.alike(s, &prose.spots[prior]) && own
        };
        return (0..prior).rev().take(FAR).map(|i| (i, &prose.spots[i])).find(says);
    }
    let word = prose.words(gap.clone()).filter(|h| h.trigger == Trigger::Prior).min_by_key(|h| h.start)?;
    // `公务接待费5.34万元；公务接待费上年为6.00万元`
    let before = text_of(prose.chars(gap.start..word.start));
    let before = before.trim_start_matches([',', ';', '。']);
    if before.chars().nth(2).is_some() {
        let same = |&(_, s): &(usize, &Spot<'a>)| {
            s.is_addable() && prose.alike(s, &prose.spots[prior]) && crate::lexicon::fold(&s.figure.label) == before
        };
        return (0..prior).rev().take(NEAR).map(|i| (i, &prose.spots[i])).find(same);
    }
    let opens = |h: &&Hit| h.trigger == Trigger::LastYear && h.start == word.start;
    let year = prose.words(gap.clone()).filter(opens).map(|h| h.end).max()?;
    let named = text_of(prose.chars(year..gap.end));
    let named = named.trim_end_matches(['为', '的', ':']);
    let of_this_year = |&(i, s): &(usize, &Spot<'a>)| {
        let said = name(prose, i);
        let mut own = said.split('|');
        s.is_addable() && !listed(s) && prose.alike(s, &prose.spots[prior]) && own.any(|n| n.ends_with(named))
    };
    let earlier = (0..prior).rev().take(FAR).map(|i| (i, &prose.spots[i]));
    if named.is_empty() { None } else { earlier.into_iter().find(of_this_year) }
}

/// What opens a sentence of comparison: 竣工 of `。竣工户数比2021年的525户多133户`.
fn subject(prose: &Prose<'_>, prior: usize) -> Option<String> {
    let said = text_of(prose.chars(prose.sentence_start(prior)..prose.spots.get(prior)?.start));
    let (subject, _) = said.split_once(['比', '较'])?;
    let subject = subject.trim_end_matches(['数', '量', '额', '总']);
    let base = prose.spots.get(prior)?.unit().base.as_str();
    let subject = subject.strip_suffix(base).filter(|_| !base.is_empty()).unwrap_or(subject);
    let plain = !subject.contains([',', ';', ':']) && (2..=MOST_SUBJECT).contains(&subject.chars().count());
    plain.then(|| subject.to_owned())
}

fn is_points(spot: &Spot<'_>) -> bool {
    spot.unit().dimension == Dimension::PercentagePoint
}

/// `下达80万元，支出76.5万元，结余3.5万元`: what is left of the first.
/// What `lists` hold stands beside it: `到位100万元，其中中央60万元、省级40万元；支出90万元，结余10万元`.
fn rest(prose: &Prose<'_>, index: usize, lists: &[Relation]) -> Option<Relation> {
    let spot = prose.spots.get(index).filter(|s| s.is_addable())?;
    let gap = prose.gap(index);
    let others = is_others(prose, index);
    if !(others || prose.has(gap.clone(), Trigger::Rest)) || prose.has(gap, Trigger::Prior) {
        return None;
    }
    let listed = |s: &Spot<'_>| lists.iter().any(|r| r.parts.contains(&s.id));
    let like = |(_, s): &(usize, &Spot<'_>)| prose.alike(s, spot) && !listed(s);
    let mut before: Vec<(usize, &Spot<'_>)> = prose.before(index).filter(like).take(3).collect();
    // What stands before a semicolon is of something else when two figures stand behind it.
    if let [_, (second, _), _] = *before.as_slice()
        && prose.chars(prose.gap(second)).contains(&';')
    {
        before.truncate(2);
    }
    let amount = |s: &Spot<'_>| s.figure.measure.quantity.base_amount();
    let (first, second) = match *before.as_slice() {
        [(_, second), (_, first)] if others && amount(first) <= amount(second) => return None,
        [_] if others => return None,
        [(_, second), (_, first)] => (first.id, second),
        // The sentence states what was spent, the ones before it what there was to spend.
        [(spent, second)] => (budget_of(prose, spent).map(|s| s.id).or_else(|| income_of(prose, spent))?, second),
        _ => return None,
    };
    Some(Relation::new(RelationKind::Difference, spot.id, vec![first, second.id], Wording::Likely))
}

/// Whether a figure is what two of its sentence leave, by words that mean nothing else there: `采纳48条，其余16条`,
/// `合格1221份，不合格19份`, `得13.5分，扣1.5分`.
fn is_others(prose: &Prose<'_>, index: usize) -> bool {
    let spot = &prose.spots[index];
    let gap = prose.chars(prose.gap(index));
    let said = text_of(gap);
    let said = said.trim_start_matches(['分', ',', ';', '、']);
    let lost = spot.unit().dimension == Dimension::Point && matches!(said, "扣" | "共扣" | "扣减");
    let undone = || {
        let done = said.strip_prefix(['不', '未']).filter(|d| d.chars().nth(1).is_some())?;
        let (before, _) = prose.before(index).find(|(_, s)| prose.alike(s, spot))?;
        Some(name(prose, before).contains(done))
    };
    lost || opens_rest(prose, index) && gap.contains(&'余') || undone().unwrap_or_default()
}

/// `最高96.5分，最低79.2分，相差17.3分`: how far the two values before it are apart.
fn spread(prose: &Prose<'_>, index: usize) -> Option<Relation> {
    let spot = prose.spots.get(index).filter(|s| s.is_addable())?;
    let said = text_of(prose.chars(prose.gap(index)));
    prose.lexicon.relations.stem(said.trim_end_matches('了'), NameWord::Spread)?;
    let mut before = prose.before(index);
    let ((_, b), (_, a)) = (before.next()?, before.next()?);
    let size = |s: &Spot<'_>| s.figure.measure.quantity.base_amount();
    let (more, less) = if size(a) < size(b) { (b, a) } else { (a, b) };
    let fits = [a, b].iter().all(|s| s.is_addable() && prose.alike(s, spot));
    fits.then(|| Relation::new(RelationKind::Difference, spot.id, vec![more.id, less.id], Wording::Likely))
}

/// `收回500份，剔除无效的12份，有效488份`: what is left of the first when the second is taken away.
fn less(prose: &Prose<'_>, index: usize) -> Option<Relation> {
    let spot = prose.spots.get(index).filter(|s| s.is_addable())?;
    let mut before = prose.before(index);
    let ((less, second), (from, first)) = (before.next()?, before.next()?);
    let fits = [first, second].iter().all(|s| s.is_addable() && prose.alike(s, spot));
    let close = prose.gap(index).len() <= LONGEST_LESS && prose.gap(less).len() <= LONGEST_LESS;
    // `累计折旧30万元，无形资产6万元`: what was written off is told of many things, and taken away only from what is left net.
    let written_off = text_of(prose.chars(prose.gap(less))).ends_with("累计折旧");
    let net = || prose.chars(prose.gap(index)).contains(&'净');
    let taking = prose.says(less, Trigger::Less) && !prose.says(index, Trigger::Less) && (!written_off || net());
    if !fits || !close || !taking || is_change(prose, from) || prose.chars(prose.gap(index)).contains(&';') {
        return None;
    }
    Some(Relation::new(RelationKind::Difference, spot.id, vec![first.id, second.id], Wording::Likely))
}

/// `年初15680人，…，年末15240人，比年初减少440人`: the change since the beginning that the sentence states.
fn since_opening(prose: &Prose<'_>, index: usize) -> Option<Relation> {
    let spot = prose.spots.get(index).filter(|s| s.is_addable())?;
    let (_, falls) = direction(prose, index)?;
    let gap = prose.gap(index);
    let compares = |h: &Hit| {
        h.trigger == Trigger::Opening && matches!(prose.chars.get(h.start.wrapping_sub(1)), Some('比' | '较'))
    };
    prose.words(gap).find(|h| compares(h))?;
    let like = |(_, s): &(usize, &Spot<'_>)| prose.alike(s, spot);
    let (_, now) = prose.before(index).next().filter(like).filter(|&(i, _)| prose.says(i, Trigger::Closing))?;
    let opens = |&(i, _): &(usize, &Spot<'_>)| prose.says(i, Trigger::Opening);
    let (_, then) = prose.before(index).filter(like).take(NEAR).find(opens)?;
    let parts = if falls { vec![then.id, now.id] } else { vec![now.id, then.id] };
    Some(Relation::new(RelationKind::Difference, spot.id, parts, Wording::Likely))
}

/// The income that a total of spending stands against, stated anywhere before: 总收入 of 总支出, else 收入总计.
fn income_of(prose: &Prose<'_>, spent: usize) -> Option<FigureId> {
    let gap = text_of(prose.chars(prose.gap(spent)));
    let said = gap.trim_end_matches(['为', '达']);
    let words = &prose.lexicon.relations;
    let total = words.stem(said, NameWord::AllSpent).is_some();
    let one = |name: &String| {
        let called = prose.called(name, prose.spots.get(spent)?)?;
        (called.1 == Wording::Likely).then_some(called.0)
    };
    words.name_words(NameWord::AllIncome).filter(|_| total).find_map(one)
}

/// The budget in the sentences before that an amount was spent of: the last one that was adjusted, else the last one.
fn budget_of<'p, 'a>(prose: &'p Prose<'a>, spent: usize) -> Option<&'p Spot<'a>> {
    let says = |index: usize, trigger: Trigger| prose.says(index, trigger);
    let earlier = || (0..spent).rev().take(FAR).filter(|&i| prose.alike(&prose.spots[i], &prose.spots[spent]));
    let budget =
        earlier().find(|&i| says(i, Trigger::Adjusted)).or_else(|| earlier().find(|&i| says(i, Trigger::Initial)));
    budget.filter(|_| says(spent, Trigger::Spent)).map(|i| &prose.spots[i])
}
