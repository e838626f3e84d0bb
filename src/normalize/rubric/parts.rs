//! From the cases of a rule to its parts: which cases score one thing, and what each thing is worth.
//!
//! Sentences do not say whether points add up or replace each other; the weight of the row tells when the words do not.

use super::awards::Draft;
use super::tiers;
use crate::model::{
    Amount, Attainment, Award, Case, Condition, Full, Location, Measured, Operator, Part, Range as Values, Term,
};
use rust_decimal::Decimal;
use std::ops::Range;

/// Cases that score one thing.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    pub(super) drafts: Vec<Draft>,
    /// It opens a numbered item.
    pub(super) numbered: bool,
    /// It may belong to the group before: the words leave it open.
    pub(super) ambiguous: bool,
    pub(super) cap: Option<Decimal>,
}

impl Group {
    /// Points that the group is worth, when it prints any: its largest award.
    fn points(&self) -> Option<Decimal> {
        let points = |d: &Draft| match &d.then {
            Award::Amount(Amount::Points(p)) | Award::Between(_, Amount::Points(p)) => {
                p.checked_mul(Decimal::from(d.times))
            }
            Award::Formula(term) => top_of(term),
            _ => None,
        };
        // `（5分）` says what the item is worth; what stands behind it are its cases.
        let worth = self.drafts.iter().find(|d| d.worth).and_then(points);
        worth.or_else(|| self.drafts.iter().filter_map(points).max())
    }

    fn is_whole(&self) -> bool {
        self.drafts.iter().any(|d| matches!(d.then, Award::Full) || is_relative(&d.then))
    }
}

/// What a formula gives for a rate of 1: its printed points.
fn top_of(term: &Term) -> Option<Decimal> {
    match term {
        Term::Binary(Operator::Times, left, right) => match (&**left, &**right) {
            (_, Term::Number { amount, percent: false }) => Some(*amount),
            (Term::Number { amount, percent: false }, _) => Some(*amount),
            _ => None,
        },
        _ => None,
    }
}

fn is_relative(award: &Award) -> bool {
    matches!(award, Award::Amount(Amount::Share(_)) | Award::Between(_, Amount::Share(_)) | Award::Proportion)
}

/// Whether a case brings points of its own accord, so that it can open a part.
fn opens(draft: &Draft) -> bool {
    let brings = match &draft.then {
        Award::Full | Award::Formula(_) | Award::Between(..) => true,
        Award::Amount(Amount::Points(p) | Amount::Share(p)) => !p.is_zero(),
        Award::Proportion | Award::Each { .. } => true,
        _ => false,
    };
    brings && !matches!(draft.when, Condition::Otherwise | Condition::TargetMissed)
}

/// Whether a case gives points on top of what others bring.
fn is_bonus(draft: &Draft) -> bool {
    matches!(draft.then, Award::Each { beyond: Some(_), .. })
}

/// The measure of a condition with a number.
fn measure(when: &Condition) -> Option<&Measured> {
    match when {
        Condition::Within(what, _) | Condition::Not(what, _) => Some(what),
        Condition::All(all) => all.iter().find_map(measure),
        _ => None,
    }
}

/// The range of a condition with a number.
fn values(when: &Condition) -> Option<&Values> {
    match when {
        Condition::Within(_, values) => Some(values),
        Condition::All(all) => all.iter().find_map(values),
        _ => None,
    }
}

/// Whether two names are of one measure: the shorter ends the longer, as in 个性指标中量化指标 and 量化指标.
fn same_measure(one: &Measured, two: &Measured) -> bool {
    match (one, two) {
        (Measured::Own, _) | (_, Measured::Own) => true,
        (Measured::Named(a), Measured::Named(b)) => {
            let plain = |s: &str| s.chars().filter(|c| !matches!(c, '"' | '的' | '指' | '标')).collect::<String>();
            let (a, b) = (plain(a), plain(b));
            a.ends_with(&b) || b.ends_with(&a)
        }
    }
}

/// Groups the cases of one item.
pub(super) fn group(drafts: Vec<Draft>, numbered: bool, groups: &mut Vec<Group>) {
    let mut fresh = numbered;
    for draft in drafts {
        // Points on top stand by themselves, and what follows goes on with what stands before them.
        let last = groups.iter().rposition(|g| !g.drafts.iter().any(is_bonus));
        let belongs = !is_bonus(&draft) && last.and_then(|n| groups.get(n)).is_some_and(|g| joins(g, &draft, fresh));
        if belongs && let Some(last) = last.and_then(|n| groups.get_mut(n)) {
            last.drafts.push(draft);
        } else {
            let ambiguous = !fresh && !groups.is_empty() && is_guess(groups.last(), &draft);
            groups.push(Group { drafts: vec![draft], numbered: fresh, ambiguous, cap: None });
        }
        fresh = false;
    }
}

/// Whether a case surely scores the same thing as the group before it.
fn joins(last: &Group, draft: &Draft, fresh: bool) -> bool {
    if !opens(draft) || draft.of_whole {
        return true;
    }
    let opener = last.drafts.iter().find(|d| opens(d));
    let Some(opener) = opener else {
        // Tiers may start with the one that brings nothing.
        let tiers = last.drafts.iter().find_map(|d| measure(&d.when)).zip(measure(&draft.when));
        return !fresh || tiers.is_some_and(|(one, two)| same_measure(one, two));
    };
    if opener.worth && !fresh && !draft.worth && draft_points(draft) <= draft_points(opener) {
        return true;
    }
    if is_relative(&draft.then) || (draft.then == Award::Full && last.is_whole()) {
        return true;
    }
    match (&opener.when, &draft.when) {
        (Condition::Attained(_), Condition::Attained(_)) => return true,
        // 达到目标值得5分，未达成按比例
        (
            Condition::TargetMet | Condition::Within(..),
            Condition::Attained(Attainment::Partly | Attainment::Missed),
        ) => return true,
        (Condition::Fact(one), Condition::Fact(two)) if negates(two, one) => return true,
        // 配套率×4分，配套率超过100%按100%计
        (Condition::Always, Condition::Within(Measured::Named(name), _))
            if matches!(&opener.then, Award::Formula(term) if term.names() == [name.as_str()])
                && draft.then == Award::Full =>
        {
            return true;
        }
        _ => {}
    }
    match (measure(&opener.when), measure(&draft.when)) {
        (Some(one), Some(two)) => {
            same_measure(one, two)
                && disjoint(&last.drafts, draft)
                && !(fresh && draft_points(draft) == draft_points(opener))
        }
        // A range without a measure of its own goes on with what stands before it.
        (None, Some(Measured::Own)) => !draft.names_measure && !fresh,
        _ => false,
    }
}

/// Whether a fact says that another is none: 未全覆盖 and 全覆盖.
fn negates(one: &str, other: &str) -> bool {
    one.strip_prefix(['未', '不']).is_some_and(|rest| rest == other)
}

fn draft_points(draft: &Draft) -> Option<Decimal> {
    match draft.then {
        Award::Amount(Amount::Points(p)) | Award::Between(_, Amount::Points(p)) => Some(p),
        _ => None,
    }
}

/// Whether a range is another one than those before it: 100% twice are two things, and so are 达到100% and 100% when both
/// bring as much.
fn disjoint(drafts: &[Draft], draft: &Draft) -> bool {
    let Some(mine) = values(&draft.when) else { return true };
    let low = |v: &Values| v.low.as_ref().map(|b| b.value.clone());
    let repeats = |d: &Draft| {
        values(&d.when).is_some_and(|v| {
            v == mine || low(mine).is_some() && low(v) == low(mine) && draft_points(d) == draft_points(draft)
        })
    };
    !drafts.iter().any(repeats)
}

/// Whether the words leave open if a case replaces the group before it.
fn is_guess(last: Option<&Group>, draft: &Draft) -> bool {
    let fact = |c: &Condition| matches!(c, Condition::Fact(_) | Condition::Always | Condition::All(_));
    let Some(opener) = last.and_then(|g| g.drafts.first()) else { return false };
    fact(&draft.when) || fact(&opener.when)
}

/// Decides for the weight of the row whether doubtful groups stand alone or replace each other.
pub(super) fn settle(groups: Vec<Group>, worth: Option<Decimal>) -> Vec<Group> {
    if groups.len() < 2 {
        return groups;
    }
    let guessed = arranged(&groups, |last, group| {
        group.ambiguous && matches!((group.points(), last.points()), (Some(p), Some(q)) if p < q)
    });
    let Some(worth) = worth else { return guessed };
    let total = |groups: &[Group]| {
        groups.iter().try_fold(Decimal::ZERO, |sum, g| sum.checked_add(g.points().unwrap_or_default()))
    };
    let fits = |groups: &[Group]| total(groups) == Some(worth) || groups.iter().any(Group::is_whole);
    let descending = groups.windows(2).all(|w| w[0].points() > w[1].points());
    let merged = arranged(&groups, |_, group| group.ambiguous);
    // Numbered items replace each other when the first alone is worth all: 1. 全部…（6分）2. 部分…得3分.
    let one = arranged(&groups, |_, _| true);
    // 优4分、良3分、中2分 are grades, unless they add up to the weight and the first alone falls short of it.
    let grades = descending && groups.len() > 2 && groups.iter().skip(1).all(|g| g.ambiguous);
    let grades = grades && !(total(&groups) == Some(worth) && groups.first().and_then(Group::points) < Some(worth));
    for candidate in [&guessed, &groups, &merged] {
        if fits(candidate) && !grades {
            return candidate.clone();
        }
    }
    if descending && groups.len() > 1 && fits(&one) { one } else { guessed }
}

fn arranged(groups: &[Group], merge: impl Fn(&Group, &Group) -> bool) -> Vec<Group> {
    let mut all: Vec<Group> = Vec::new();
    for group in groups {
        match all.last_mut() {
            Some(last) if merge(last, group) => last.drafts.extend(group.drafts.iter().cloned()),
            _ => all.push(group.clone()),
        }
    }
    all
}

/// A group as a part.
pub(super) fn part(group: Group, locate: &impl Fn(Range<usize>) -> Location) -> Part {
    let full = match group.points() {
        Some(points) if !group.is_whole() => Full::Points(points),
        _ => Full::Weight,
    };
    let at = group.drafts.first().map(|d| d.range.start).zip(group.drafts.last().map(|d| d.range.end));
    let at = locate(at.map_or(0..0, |(a, b)| a..b));
    let (mut cases, mut lines): (Vec<Case>, Vec<usize>) = Default::default();
    // `（1分）` is what the item is worth; when cases say what brings it, they alone count.
    let worth = group.drafts.iter().find(|d| d.worth).and_then(draft_points);
    let detailed = group
        .drafts
        .iter()
        .any(|d| opens(d) && !d.worth && !d.of_whole && (draft_points(d) == worth || worth.is_none()));
    let opener = group.drafts.iter().find(|d| opens(d) && !d.worth).map(|d| d.when.clone());
    for mut draft in group.drafts {
        if draft.worth && detailed {
            continue;
        }
        if let Some(opener) = &opener {
            inherit(&mut draft, opener);
        }
        let at = locate(draft.range.clone());
        let then = match draft.then {
            Award::Amount(Amount::Points(p)) => {
                Award::Amount(Amount::Points(p.checked_mul(Decimal::from(draft.times)).unwrap_or(p)))
            }
            other => other,
        };
        // What is said of nothing before it holds always.
        let when = if cases.is_empty() && draft.when == Condition::Otherwise { Condition::Always } else { draft.when };
        if draft.linear {
            lines.push(cases.len());
        }
        cases.push(Case { when, then, at });
    }
    for index in lines {
        if let Some(award) = cases.get(index).and_then(|case| tiers::line(&cases, &case.when))
            && let Some(case) = cases.get_mut(index)
        {
            case.then = award;
        }
    }
    let mut cases = tiers::demanded(cases);
    tiers::order(&mut cases);
    Part { full, cases, cap: group.cap, numbered: group.numbered, at }
}

/// A range without a measure of its own is of the measure that opens the part, and a share of the same whole.
fn inherit(draft: &mut Draft, opener: &Condition) {
    let Some(Condition::Within(what, values)) = within(opener) else { return };
    let Condition::Within(mine @ Measured::Own, range) = &mut draft.when else { return };
    if draft.names_measure || *what == Measured::Own {
        return;
    }
    mine.clone_from(what);
    let whole = [&values.low, &values.high].into_iter().flatten().find_map(|b| match &b.value {
        Term::Binary(Operator::Times, whole, share) if matches!(**share, Term::Number { .. }) => Some(whole.clone()),
        _ => None,
    });
    if let Some(whole) = whole {
        for bound in [&mut range.low, &mut range.high].into_iter().flatten() {
            bound.value = Term::Binary(Operator::Times, whole.clone(), Box::new(bound.value.clone()));
        }
    }
}

/// The condition with a number in a condition.
fn within(when: &Condition) -> Option<&Condition> {
    match when {
        Condition::Within(..) => Some(when),
        Condition::All(all) => all.iter().find_map(within),
        _ => None,
    }
}
