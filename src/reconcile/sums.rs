//! Scores and weights below each group: a [`Report`] in, [`Reconciliation`]s out.
//!
//! Bounds (a score within its weight) carry no ledger figures when they hold: lying below a bound verifies nothing. The
//! totals stand in `totals`, money in `budget`.

use super::addends::Addends;
use super::precision::{self, Column, Reading};
use super::totals::weights_are_whole;
use crate::model::{Group, Indicator, Interval, Measure, Reason, Reconciliation, Report, Stated, Subject, Verdict};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// Groups nest at most this deep; deeper nesting is a cycle.
const DEEPEST: u8 = 8;

/// A report with the precision of its score columns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scores<'a> {
    /// The report.
    pub report: &'a Report,
    leaves: Column,
    groups: Column,
}

/// What is added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Points {
    /// 得分
    Score,
    /// 分值
    Weight,
}

impl<'a> Scores<'a> {
    /// Looks at the columns of a report.
    pub(super) fn of(report: &'a Report) -> Self {
        let leaves = Column::of(report.indicators.iter().filter_map(|i| i.score.as_ref()));
        let groups = Column::of(report.groups.iter().filter(|g| g.level > 0).filter_map(|g| g.score.as_ref()));
        Self { report, leaves, groups }
    }

    /// The printed points of a leaf.
    pub(super) fn leaf(self, leaf: &Indicator, points: Points) -> Option<Reading> {
        match points {
            Points::Weight => precision::weight(leaf.weight.as_ref()?),
            Points::Score => self.leaves.score(leaf.score.as_ref()?, amount(leaf.weight.as_ref())),
        }
    }

    /// The printed points of a group as parts of something larger.
    pub(super) fn group(self, group: &Group, points: Points) -> Option<Reading> {
        match points {
            Points::Weight => precision::weight(group.weight.as_ref()?),
            Points::Score => self.groups.score(group.score.as_ref()?, amount(group.weight.as_ref())),
        }
    }

    /// A scored execution rate of weight `full`, which stands apart from the column of scores.
    pub(super) fn beside(self, stated: &Stated<Measure>, full: Option<Decimal>, total: u32) -> Option<Reading> {
        if full.is_some() && amount(Some(stated)) == full {
            return precision::weight(stated);
        }
        self.leaves.score_beside(stated, total)
    }

    /// Adds a leaf, or notes that its points are missing.
    pub(super) fn add_leaf(self, sum: &mut Addends, leaf: usize, points: Points) {
        let Some(leaf) = self.report.indicators.get(leaf) else { return };
        let stated = if points == Points::Score { &leaf.score } else { &leaf.weight };
        match self.leaf(leaf, points) {
            Some(reading) => sum.add(&reading, stated.as_ref().and_then(|s| s.figure)),
            // A mark where the weight would stand: nothing can be earned or lost (一票否决项).
            None if leaf.weight.as_ref().is_some_and(|w| !w.raw.contains(char::is_alphanumeric)) => {}
            None if points == Points::Score => sum.miss(leaf.name(), amount(leaf.weight.as_ref())),
            None => sum.miss(leaf.name(), None),
        }
    }

    /// All leaves but those whose points come on top of the full score; `None` when there are none such, or when one of
    /// them prints a score that is no number.
    pub(super) fn leaves_in_full(self, points: Points) -> Option<Addends> {
        let mut sum = Addends::new();
        let own = |leaf: &usize| self.report.indicators.get(*leaf).is_some_and(|leaf| !leaf.on_top);
        (0..self.report.indicators.len()).filter(own).for_each(|leaf| self.add_leaf(&mut sum, leaf, points));
        let mut on_top = self.report.indicators.iter().filter(|leaf| leaf.on_top).peekable();
        on_top.peek()?;
        let unread = |score: &Stated<Measure>| score.value.is_none() && score.raw.contains(char::is_alphanumeric);
        (!on_top.any(|leaf| leaf.score.as_ref().is_some_and(unread))).then_some(sum)
    }

    /// All leaves.
    pub(super) fn all_leaves(self, points: Points) -> Addends {
        let mut sum = Addends::new();
        (0..self.report.indicators.len()).for_each(|leaf| self.add_leaf(&mut sum, leaf, points));
        sum
    }

    /// The leaves below a group.
    pub(super) fn below(self, group: &Group, points: Points) -> Addends {
        let mut sum = Addends::new();
        group.leaves.iter().for_each(|&leaf| self.add_leaf(&mut sum, leaf, points));
        sum
    }

    /// The child groups of a group where they print points, else what lies below them; and the leaves of no child.
    fn by_children(self, group: &Group, points: Points, depth: u8) -> Addends {
        let mut sum = Addends::new();
        let mut covered = BTreeSet::new();
        for child in group.children.iter().filter_map(|&c| self.report.groups.get(c)) {
            covered.extend(child.leaves.iter().copied());
            let stated = if points == Points::Score { &child.score } else { &child.weight };
            match self.group(child, points) {
                Some(reading) => sum.add(&reading, stated.as_ref().and_then(|s| s.figure)),
                None if depth < DEEPEST => sum.extend(&self.by_children(child, points, depth + 1)),
                None => {}
            }
        }
        group.leaves.iter().filter(|leaf| !covered.contains(leaf)).for_each(|&l| self.add_leaf(&mut sum, l, points));
        sum
    }

    /// The level-1 groups by what they print themselves, with the leaves of no such group; `None` unless all print it.
    pub(super) fn level1(self, points: Points) -> Option<Addends> {
        let mut sum = Addends::new();
        let mut covered = BTreeSet::new();
        for group in self.report.groups.iter().filter(|g| g.level == 1) {
            covered.extend(group.leaves.iter().copied());
            let stated = if points == Points::Score { &group.score } else { &group.weight };
            sum.add(&self.group(group, points)?, stated.as_ref().and_then(|s| s.figure));
        }
        (0..self.report.indicators.len())
            .filter(|leaf| !covered.contains(leaf))
            .for_each(|leaf| self.add_leaf(&mut sum, leaf, points));
        // Groups without anything below them are all that a report scores in its text.
        let alone = self.report.indicators.is_empty() && sum.len() > 1;
        (alone || !covered.is_empty()).then_some(sum)
    }

    /// The groups that one paragraph scores: what another one scores besides may be part of them, or of something else.
    pub(super) fn of_one_text(self, points: Points) -> Option<Addends> {
        let first = self.report.groups.iter().find(|g| g.level == 1).filter(|g| g.at.cell.is_none())?;
        let mut sum = Addends::new();
        for group in self.report.groups.iter().filter(|g| g.level == 1 && g.at.block == first.at.block) {
            let stated = if points == Points::Score { &group.score } else { &group.weight };
            sum.add(&self.group(group, points)?, stated.as_ref().and_then(|s| s.figure));
        }
        (sum.len() > 1).then_some(sum)
    }
}

/// The amount of a stated number, when it is plain.
pub(super) fn amount(stated: Option<&Stated<Measure>>) -> Option<Decimal> {
    precision::plain(stated?).map(|(amount, _)| amount)
}

/// Recomputes what lies below each group, and holds each score against its weight.
pub(super) fn groups(report: &Report) -> Vec<Reconciliation> {
    let scores = Scores::of(report);
    let mut out = Vec::new();
    if !scores_on_another_scale(report) {
        let whole = weights_are_whole(scores);
        out.extend((0..report.indicators.len()).filter_map(|i| score_within_weight(scores, i, whole)));
        out.extend(scores_within_groups(scores));
    }
    for (index, group) in report.groups.iter().enumerate().filter(|(_, g)| g.level > 0) {
        out.extend(group_within_weight(index, group));
        out.extend(group_score(scores, index, group));
        out.extend(group_scores_within_weight(scores, index, group));
        out.extend(group_weight(scores, index, group));
    }
    doubt_parts_that_moved(report, &mut out);
    doubt_parts_not_listed(&mut out);
    doubt_parts_beside(report, &mut out);
    if report.groups_are_guessed {
        doubt(&mut out, &Reason::InputDoubtful, |_, _| true);
    }
    out
}

/// Whether most scores lie above their weights: then the column is no score out of the weight (得分率, another column).
fn scores_on_another_scale(report: &Report) -> bool {
    let pairs = report.indicators.iter().filter_map(|i| amount(i.score.as_ref()).zip(amount(i.weight.as_ref())));
    let (mut above, mut all) = (0_usize, 0_usize);
    for (score, weight) in pairs {
        all += 1;
        above += usize::from(score > weight);
    }
    above >= 3 && above * 2 > all
}

/// A score against a bound. When it holds, no figure is named: nothing was verified.
fn bounded(subject: Subject, score: &Stated<Measure>, weight: &Stated<Measure>) -> Option<Reconciliation> {
    let (printed, _) = precision::plain(score)?;
    let bound = precision::weight(weight)?;
    // A negative weight is what may be taken off.
    let (least, most) = (bound.printed.min(Decimal::ZERO), bound.possible.high.max(Decimal::ZERO));
    let above = printed > most;
    let verdict = if !above {
        Verdict::Agrees
    } else if bound.printed.is_zero() {
        Verdict::Suspicious(Reason::ScopeMayDiffer)
    } else {
        Verdict::Differs
    };
    Some(Reconciliation {
        subject,
        figure: score.figure.filter(|_| above),
        stated: Some(Interval::exact(printed)),
        recomputed: Some(Interval::closed(least, bound.printed.max(Decimal::ZERO))),
        inputs: weight.figure.filter(|_| above).into_iter().collect(),
        arithmetic: format!("{printed} {} {}", if above { ">" } else { "≤" }, bound.printed.max(Decimal::ZERO)),
        verdict,
    })
}

/// A row's score against its weight. No points can be earned where the weight is 0, unless they are given on top (加分项);
/// that the 0 is the row's weight and not some other column is proven by weights that add up without it.
fn score_within_weight(scores: Scores<'_>, index: usize, whole: bool) -> Option<Reconciliation> {
    let leaf = scores.report.indicators.get(index)?;
    let weight = leaf.weight.as_ref()?;
    let mut made = bounded(Subject::ScoreWithinWeight(index), leaf.score.as_ref()?, weight)?;
    if matches!(made.verdict, Verdict::Suspicious(_)) && whole && !leaf.on_top {
        made.verdict = Verdict::Differs;
    }
    Some(made)
}

/// Leaves without a weight of their own, against the innermost group that prints one.
fn scores_within_groups(scores: Scores<'_>) -> Vec<Reconciliation> {
    let mut innermost: BTreeMap<usize, usize> = BTreeMap::new();
    let groups = &scores.report.groups;
    for (index, group) in groups.iter().enumerate().filter(|(_, g)| g.level > 0 && g.weight.is_some()) {
        for &leaf in &group.leaves {
            let holder = innermost.entry(leaf).or_insert(index);
            if groups.get(*holder).is_some_and(|g| g.level < group.level) {
                *holder = index;
            }
        }
    }
    let one = |(leaf, group): (usize, usize)| {
        let row = scores.report.indicators.get(leaf).filter(|row| row.weight.is_none())?;
        bounded(Subject::ScoreWithinGroup(leaf, group), row.score.as_ref()?, groups.get(group)?.weight.as_ref()?)
    };
    innermost.into_iter().filter_map(one).collect()
}

fn group_within_weight(index: usize, group: &Group) -> Option<Reconciliation> {
    bounded(Subject::GroupScoreWithinWeight(index), group.score.as_ref()?, group.weight.as_ref()?)
}

/// The better of two ways to add up the parts: by child groups and by leaves. A mismatch inside a child group is
/// reported there, so either way of agreeing is enough here.
fn best(subject: Subject, ways: &[Addends; 2], stated: &Reading, of: &Stated<Measure>) -> Option<Reconciliation> {
    let rank = |r: &Reconciliation| match r.verdict {
        Verdict::Agrees => 0,
        Verdict::Suspicious(_) => 1,
        // A way that misses parts must not hide that the complete way differs.
        Verdict::Differs => 2,
        Verdict::CannotTell(_) => 3,
    };
    ways.iter()
        .filter_map(|way| way.reconcile(subject, stated, of.figure).map(|r| (r, way.is_complete())))
        .min_by_key(|(r, complete)| (!complete && r.verdict == Verdict::Differs, rank(r)))
        .map(|(r, _)| r)
}

fn group_score(scores: Scores<'_>, index: usize, group: &Group) -> Option<Reconciliation> {
    let of = group.score.as_ref()?;
    if group.leaves.is_empty() && group.children.is_empty() {
        return None;
    }
    let stated = precision::printed(of)?;
    let ways = [scores.by_children(group, Points::Score, 0), scores.below(group, Points::Score)];
    best(Subject::GroupScore(index), &ways, &stated, of)
}

/// A group that prints a weight and no score: the scores below it may not add up to more.
fn group_scores_within_weight(scores: Scores<'_>, index: usize, group: &Group) -> Option<Reconciliation> {
    if group.score.is_some() || group.leaves.len() < 2 {
        return None;
    }
    let of = group.weight.as_ref()?;
    let bound = precision::weight(of)?;
    let sum = scores.below(group, Points::Score);
    let below = sum.sum().filter(|_| sum.len() > 0)?;
    let above = below.likely.low > bound.possible.high;
    let mut made = sum.reconcile(Subject::GroupScoresWithinWeight(index), &bound, of.figure)?;
    made.recomputed = Some(below.likely);
    made.verdict = match (above, sum.is_complete()) {
        (true, _) => Verdict::Differs,
        (false, true) => Verdict::Agrees,
        (false, false) => Verdict::CannotTell(Reason::InputMissing),
    };
    if !above {
        (made.figure, made.inputs) = (None, Vec::new());
    }
    Some(made)
}

fn group_weight(scores: Scores<'_>, index: usize, group: &Group) -> Option<Reconciliation> {
    let of = group.weight.as_ref()?;
    let stated = precision::weight(of)?;
    let only_leaf_without_weight = group.leaves.len() == 1
        && group.leaves.iter().all(|&l| scores.report.indicators.get(l).is_some_and(|i| i.weight.is_none()));
    if only_leaf_without_weight || (group.leaves.is_empty() && group.children.is_empty()) {
        return None;
    }
    let ways = [scores.by_children(group, Points::Weight, 0), scores.below(group, Points::Weight)];
    // Weights of a form that gives each group 100 % of its own are shares, not points.
    let hundred = Decimal::ONE_HUNDRED;
    let shares = stated.printed != hundred && ways.iter().any(|way| way.len() > 1 && way.is_exactly(hundred));
    let mut made = best(Subject::GroupWeight(index), &ways, &stated, of)?;
    if made.verdict == Verdict::Differs {
        if made.recomputed.is_none() {
            made.verdict = Verdict::CannotTell(Reason::InputMissing);
        } else if shares {
            made.verdict = Verdict::CannotTell(Reason::ScopeMayDiffer);
        }
    }
    Some(made)
}

/// A report that breaks off lacks parts of its last group, and of the totals.
pub(super) fn leave_open(report: &Report, all: &mut [Reconciliation]) {
    let last = report.indicators.len().saturating_sub(1);
    let holds_last = |group: usize| report.groups.get(group).is_some_and(|g| g.leaves.contains(&last));
    for r in all.iter_mut().filter(|r| matches!(r.verdict, Verdict::Differs | Verdict::Suspicious(_))) {
        let open = match r.subject {
            Subject::GroupWeight(group) | Subject::GroupScore(group) => holds_last(group),
            Subject::TotalWeight | Subject::TotalScore | Subject::LevelWeights => true,
            _ => false,
        };
        // Rows that are missing make a sum too small, never too large.
        let too_large = r.subject != Subject::LevelWeights && gap(r).is_some_and(|gap| gap.high < Decimal::ZERO);
        if open && !too_large {
            r.verdict = Verdict::CannotTell(Reason::InputMissing);
        }
    }
}

/// Stated less recomputed.
pub(super) fn gap(reconciliation: &Reconciliation) -> Option<Interval> {
    reconciliation.stated?.minus(reconciliation.recomputed?)
}

/// More groups than these that differ are no form with a slip in it; nothing is compared among them.
const MOST_COMPARED: usize = 200;

/// The groups whose points differ, each with what is added up and the gap.
fn differing(all: &[Reconciliation]) -> Vec<(usize, Points, Interval)> {
    let one = |r: &Reconciliation| match r.subject {
        Subject::GroupWeight(group) => Some((group, Points::Weight, gap(r)?)),
        Subject::GroupScore(group) => Some((group, Points::Score, gap(r)?)),
        _ => None,
    };
    let found: Vec<_> = all.iter().filter(|r| r.verdict == Verdict::Differs).filter_map(one).collect();
    if found.len() > MOST_COMPARED { Vec::new() } else { found }
}

/// Makes the differences of some groups suspicious.
fn doubt(all: &mut [Reconciliation], reason: &Reason, is_doubtful: impl Fn(usize, Points) -> bool) {
    for r in all.iter_mut().filter(|r| r.verdict == Verdict::Differs) {
        let doubtful = match r.subject {
            Subject::GroupWeight(group) => is_doubtful(group, Points::Weight),
            Subject::GroupScore(group) => is_doubtful(group, Points::Score),
            _ => false,
        };
        if doubtful {
            r.verdict = Verdict::Suspicious(reason.clone());
        }
    }
}

/// One group short by as much as its neighbor is over: a part may have been read under the wrong group.
fn doubt_parts_that_moved(report: &Report, all: &mut [Reconciliation]) {
    let level = |group: usize| report.groups.get(group).map(|g| g.level);
    let found = differing(all);
    // A part takes its weight along: groups whose weights are all there lost none and gained none.
    let weighs =
        |group: usize| all.iter().any(|r| r.subject == Subject::GroupWeight(group) && r.verdict == Verdict::Agrees);
    let whole: BTreeSet<usize> = found.iter().map(|(g, ..)| *g).filter(|&g| weighs(g)).collect();
    let mirrored = |group: usize, points: Points| {
        if whole.contains(&group) {
            return false;
        }
        let own = found.iter().find(|(g, p, _)| (*g, *p) == (group, points)).map(|(_, _, gap)| *gap);
        let opposite = own.and_then(|gap| Interval::exact(Decimal::ZERO).minus(gap));
        found.iter().any(|(g, p, gap)| {
            *g != group && *p == points && level(*g) == level(group) && opposite.is_some_and(|o| o.meets(*gap))
        })
    };
    doubt(all, &Reason::InputDoubtful, mirrored);
}

/// A group that is short of weight and of score by the same amount may have a part that is not listed or was not read.
fn doubt_parts_not_listed(all: &mut [Reconciliation]) {
    let found = differing(all);
    let short = |group: usize, points: Points| {
        let of = |(g, p, gap): &&(usize, Points, Interval)| (*g, *p) == (group, points) && gap.low > Decimal::ZERO;
        found.iter().find(of).map(|(_, _, gap)| *gap)
    };
    let both = |group: usize, _: Points| {
        short(group, Points::Weight).zip(short(group, Points::Score)).is_some_and(|(w, s)| w.meets(s))
    };
    doubt(all, &Reason::InputMissing, both);
}

/// A level-1 group that lacks just the weight of the one next to it, while all level-1 weights exceed the full score by as
/// much: the neighbor is a part of it that was read one level too high.
fn doubt_parts_beside(report: &Report, all: &mut [Reconciliation]) {
    let top: Vec<usize> =
        (0..report.groups.len()).filter(|&g| report.groups.get(g).is_some_and(|g| g.level == 1)).collect();
    let weight = |group: usize| amount(report.groups.get(group)?.weight.as_ref());
    let full = amount(super::totals::full_score(report)).unwrap_or(Decimal::ONE_HUNDRED);
    let sum = top.iter().try_fold(Decimal::ZERO, |sum, &g| sum.checked_add(weight(g)?));
    let Some(over) = sum.and_then(|sum| sum.checked_sub(full)).filter(|over| *over > Decimal::ZERO) else { return };
    let lacking: Vec<usize> = differing(all)
        .into_iter()
        .filter(|(group, points, gap)| {
            let place = top.iter().position(|g| g == group);
            let beside = |at: Option<usize>| at.and_then(|at| weight(*top.get(at)?)) == Some(over);
            let neighbors = [place.and_then(|p| p.checked_sub(1)), place.map(|p| p + 1)];
            *points == Points::Weight && gap.holds(over) && neighbors.into_iter().any(beside)
        })
        .map(|(group, ..)| group)
        .collect();
    doubt(all, &Reason::InputDoubtful, |group, points| points == Points::Weight && lacking.contains(&group));
}
