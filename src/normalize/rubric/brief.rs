//! Points without a verb: `（5分）` and `（19-16分）` behind what they are given for, `≥95%，10分`, `90%以上满分`, and points that
//! stand before what they are given for (`4分：完成4次`, `优（9-10分）：合格率≥95%`).

use super::amounts::ordered;
use super::awards::{Remarks, Scan};
use super::conditions;
use super::reader::Kind;
use crate::lexicon::RuleWord;
use crate::model::{Amount, Award, Condition};
use rust_decimal::Decimal;

/// The longest name of a grade before its points.
const LONGEST_GRADE: usize = 8;

/// Points, or a range of them.
struct Points {
    high: Decimal,
    low: Option<Decimal>,
    end: usize,
}

impl Points {
    fn award(&self) -> Award {
        match self.low {
            Some(low) => ordered(Amount::Points(low), Amount::Points(self.high)),
            None => Award::Amount(Amount::Points(self.high)),
        }
    }
}

impl Scan<'_, '_, '_> {
    /// `5分`, `9-10分`, `19-16分` at a place; without 分 only where `bare` allows.
    fn points_at(&self, i: usize, bare: bool) -> Option<Points> {
        let reader = self.reader;
        let fits = |kind: &Kind| *kind == Kind::Points || bare && *kind == Kind::Bare;
        let first = reader.number(i).filter(|n| n.end <= self.end && matches!(n.kind, Kind::Points | Kind::Bare))?;
        let at = reader.inclusion(first.end).map_or(first.end, |x| x.1);
        if matches!(reader.at(at), '-' | '~' | '至') {
            let second = reader.number(at + 1).filter(|n| n.end <= self.end && fits(&n.kind))?;
            let end = reader.inclusion(second.end).map_or(second.end, |x| x.1);
            return Some(Points { high: second.amount, low: Some(first.amount), end });
        }
        fits(&first.kind).then_some(Points { high: first.amount, low: None, end: first.end })
    }

    /// Whether a condition with a number was read and only signs stand between it and this place.
    fn behind_condition(&self, i: usize) -> bool {
        let numbers = |c: &Condition| matches!(c, Condition::Within(..));
        let told = match &self.pending {
            Some(Condition::All(all)) => all.iter().all(numbers),
            Some(one) => numbers(one),
            None => false,
        };
        told && (self.mark..i).all(|k| matches!(self.reader.at(k), ',' | ':' | '(' | '、'))
    }

    /// `（5分）` behind what it is given for; `（8-9）` behind a condition with a number.
    pub(super) fn worth(&mut self, i: usize) -> Option<usize> {
        let reader = self.reader;
        if reader.at(i) != '(' {
            return None;
        }
        let behind = self.behind_condition(i);
        let points = self.points_at(i + 1, behind).filter(|p| reader.at(p.end) == ')')?;
        if points.low.is_some() && !behind {
            return None;
        }
        let end = points.end + 1;
        let when = self.take_condition(i);
        self.push(when, points.award(), end);
        if let Some(last) = self.out.last_mut() {
            last.worth = !behind;
        }
        Some(end)
    }

    /// `预算公开1.5分，`, `90%以上：10分`: points right behind what they are given for.
    pub(super) fn bare_points(&mut self, i: usize) -> Option<usize> {
        let reader = self.reader;
        let behind = self.behind_condition(i);
        if behind && let Some(end) = reader.word(i, RuleWord::Weight).filter(|_| reader.tape.reads(i, "满分")) {
            let when = self.take_condition(self.mark);
            self.push(when, Award::Full, end);
            return Some(end);
        }
        if !reader.at(i).is_ascii_digit() || !reader.starts_number(i) || i == self.mark && !behind {
            return None;
        }
        let points = self.points_at(i, false).filter(|p| behind || p.low.is_none())?;
        let closes = points.end == self.end || matches!(reader.at(points.end), ',' | ';' | '。' | '、');
        if !closes || !behind && self.fact(self.mark..i).is_none() {
            return None;
        }
        let when = self.take_condition(if behind { self.mark } else { i });
        // `目标与内容相关、与资金匹配，各2分`: which things each of them is for is not told here.
        let award = if reader.tape.before(i) == '各' { Award::NotUnderstood } else { points.award() };
        self.push(when, award, points.end);
        Some(points.end)
    }

    /// `4分：完成4次`, `优（9-10分）：合格率≥95%`: the points stand before what they are given for. What follows then brings
    /// nothing else.
    pub(super) fn points_first(&mut self, i: usize) -> Option<usize> {
        let reader = self.reader;
        if i != self.clause || i != self.mark || self.pending.is_some() {
            return None;
        }
        let points = self.points_at(i, false).or_else(|| {
            let open = (i..self.end.min(i + LONGEST_GRADE)).find(|&k| reader.at(k) == '(')?;
            let mut points = self.points_at(open + 1, false).filter(|p| reader.at(p.end) == ')')?;
            points.end += 1;
            Some(points)
        })?;
        if reader.at(points.end) != ':' {
            return None;
        }
        let start = points.end + 1;
        let end = (start..self.end)
            .find(|&k| reader.at(k) == ',' && self.points_at(k + 1, false).is_some_and(|p| reader.at(p.end) == ':'))
            .unwrap_or(self.end);
        let brings =
            |k: usize| conditions::awards(reader, k) || reader.starts_number(k) && self.points_at(k, false).is_some();
        if start >= end || (start..end).any(brings) {
            return None;
        }
        let when = self.inner(start, end)?;
        // `条件落实到位（2分）：人员到位` only says more of the item that is worth so much.
        if !reader.at(i).is_ascii_digit() && points.low.is_none() && matches!(when, Condition::Fact(_)) {
            return None;
        }
        let none = points.low.is_none() && points.high.is_zero();
        self.push(when, if none { Award::Zero } else { points.award() }, end);
        Some(end)
    }

    /// What the words of a range say, as a condition.
    fn inner(&self, start: usize, end: usize) -> Option<Condition> {
        let mut remarks = Remarks::default();
        let mut scan = Scan::new(self.reader, start..end, &mut remarks);
        let mut i = start;
        while i < end {
            i = scan.step(i).max(i + 1);
        }
        let clean = scan.out.is_empty();
        let when = scan.take_condition(end);
        (clean && remarks.damage.is_empty() && when != Condition::Always).then_some(when)
    }
}
