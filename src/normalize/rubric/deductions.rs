//! Deductions in a sentence of a rule: by steps (`每低1个百分点扣0.5分`), by events (`每发生一起扣20%`), or once.

use super::awards::Scan;
use super::reader::{Kind, Number};
use crate::lexicon::RuleWord;
use crate::model::{Amount, Award, Bound, Comparator, Condition, Damage, Measured, Side, Step, StepUnit, Steps, Term};
use rust_decimal::Decimal;
use std::ops::Range;

/// How far behind 每 the number of a step may stand.
const STEP_REACH: usize = 16;

impl Scan<'_, '_, '_> {
    /// `每低1个百分点扣0.5分`, `每发生一起扣20%`.
    pub(super) fn each(&mut self, i: usize, at: usize) -> Option<usize> {
        let reader = self.reader;
        if let Some(end) = self.award_each(at) {
            return Some(end);
        }
        let deduct = self.deduct_word(at)?;
        let number_at =
            (at..deduct.start.min(at + STEP_REACH)).find(|&k| reader.starts_number(k) && reader.number(k).is_some());
        let words = at..number_at.unwrap_or(deduct.start);
        let number = number_at.and_then(|k| reader.number(k));
        // `每低于100%一个百分点扣0.1分`: what it is counted from stands before the step.
        let step = number.as_ref().and_then(|n| reader.number(n.end)).filter(|n| n.kind == Kind::PercentagePoint);
        let step = step.filter(|n| n.end <= deduct.start && number.as_ref().is_some_and(|n| n.kind == Kind::Percent));
        let number = number.map(|n| self.grade_step(&n).unwrap_or(n));
        let (origin, number) = if step.is_some() { (number, step) } else { (None, number) };
        let lost = number.is_none() && words.clone().chain([deduct.start]).any(|k| reader.at(k) == '%');
        let counted = number.as_ref().is_some_and(|n| matches!(n.kind, Kind::Counted(_)));
        // `超出部分每50元扣0.5分`: the side stands before the step.
        let behind = || self.side(self.mark.max(self.clause)..i);
        let side = self.side(words.clone()).or_else(|| behind().filter(|_| counted));
        let steps = lost
            || side.is_some()
            || number.as_ref().is_some_and(|n| matches!(n.kind, Kind::Percent | Kind::PercentagePoint));
        let is_event = counted && (side.is_none() || self.names_event(words.clone()));
        let Some((take, _, end)) = self.amount(deduct.end) else {
            let when = self.pending.take().unwrap_or(Condition::Otherwise);
            self.push(when, Award::NotUnderstood, deduct.end);
            self.remarks.damage.extend((deduct.end >= self.end).then_some(Damage::CutOff));
            return Some(deduct.end);
        };
        let before = self.mark.max(self.clause)..i;
        if !steps || is_event {
            // What happens each time is no fact that must hold before.
            self.mark = deduct.start;
            let when = self.pending.take().unwrap_or(Condition::Otherwise);
            let of = number.as_ref().and_then(counted_step).or_else(|| self.counter(at));
            let late = words.clone().any(|k| reader.word(k, RuleWord::Late).is_some());
            self.push(when, Award::Events { take, each: true, of, late }, end);
            return Some(end);
        }
        self.remarks.damage.extend(lost.then_some(Damage::DigitsLost));
        let step = number.as_ref().map(|n| Step {
            amount: n.amount,
            unit: match &n.kind {
                Kind::Percent => StepUnit::Percent,
                Kind::PercentagePoint => StepUnit::PercentagePoint,
                Kind::Counted(unit) => StepUnit::Own(unit.clone()),
                _ => StepUnit::Own(String::new()),
            },
            factor: n.factor,
        });
        // `实际完成情况与计划每相差3%` compares the row's own result with its target.
        let (before, compared) = self.compared(before);
        let of = match reader.name(before.clone()) {
            Some(name) if !reader.is_actual(reader.trimmed(before.clone())) => Measured::Named(name),
            _ => Measured::Own,
        };
        // `较目标值每低一个百分点`
        let against_target = reader.trimmed(before);
        let against_target = against_target
            .clone()
            .any(|k| k <= against_target.start + 1 && reader.word(k, RuleWord::Target) == Some(against_target.end));
        let of = if against_target { Measured::Own } else { of };
        let to_target = compared || against_target || words.clone().any(|k| reader.word(k, RuleWord::Target).is_some());
        let from = match origin {
            Some(number) => Some(Term::Number { amount: number.amount, percent: true }),
            None => to_target.then_some(Term::Target),
        };
        let from = from.map(Bound::of);
        self.mark = deduct.start;
        let when = self.pending.take().unwrap_or(Condition::Otherwise);
        let side = side.unwrap_or_else(|| side_of(&when));
        self.push(when, Award::Steps(Steps { from, side, step, take, of }), end);
        Some(end)
    }

    /// Words before a step without a target that the row's own result is compared with: `实际完成情况与计划`.
    fn compared(&self, before: Range<usize>) -> (Range<usize>, bool) {
        let reader = self.reader;
        let range = reader.trimmed(before.clone());
        let with = reader.word(range.start, RuleWord::Actual).filter(|&k| reader.word(k, RuleWord::With).is_some());
        let target = with.and_then(|k| Some((k, reader.word(k, RuleWord::With)?)));
        match target.filter(|&(_, at)| reader.word(at, RuleWord::Target) == Some(range.end)) {
            Some((k, _)) => (range.start..k, true),
            None => (before, false),
        }
    }

    /// `每降一档（5个百分点）`, `以5个百分点为一档，每降低一档`: how much a grade is.
    fn grade_step(&self, number: &Number) -> Option<Number> {
        let reader = self.reader;
        if !matches!(&number.kind, Kind::Counted(unit) if unit == "档") {
            return None;
        }
        let printed = |k: usize| reader.starts_number(k).then(|| reader.number(k)).flatten();
        let beside = (reader.at(number.end) == '(').then(|| printed(number.end + 1)).flatten();
        let step = beside
            .or_else(|| (0..self.end).filter_map(printed).find(|n| reader.word(n.end, RuleWord::Grade).is_some()))?;
        let amount = step.amount.checked_mul(number.amount)?;
        Some(Number { amount, end: number.end, ..step })
    }

    /// The word that takes off, in this clause or the next.
    fn deduct_word(&self, at: usize) -> Option<Range<usize>> {
        let reach = self.end.min(at + 3 * STEP_REACH);
        let mut commas = 0;
        let mut past = at;
        for k in at..reach {
            // 增减 takes nothing off.
            past = past.max(self.reader.word(k, RuleWord::Off).unwrap_or(k));
            match self.reader.at(k) {
                ',' => commas += 1,
                ';' | '。' => return None,
                _ => {}
            }
            if commas > 1 {
                return None;
            }
            if let Some(end) = self.reader.word(k, RuleWord::Deduct).filter(|&e| k >= past && e <= self.end) {
                // 减少1% names the step.
                let direction = self
                    .reader
                    .one_of(k, &[RuleWord::Down, RuleWord::Floor])
                    .is_some_and(|w| w.0 > end || w.0 >= end && self.amount(end).is_none());
                if !direction {
                    return Some(k..end);
                }
            }
        }
        None
    }

    /// The side that the words between 每 and the number name.
    pub(super) fn side(&self, words: Range<usize>) -> Option<Side> {
        let reader = self.reader;
        for k in words.clone() {
            if reader.word(k, RuleWord::Off).is_some() {
                return Some(Side::Either);
            }
            if let Some((comparator, _)) = reader.comparator(k) {
                return Some(match comparator {
                    Comparator::Above | Comparator::AtLeast | Comparator::AtMost if !is_below(comparator) => {
                        Side::Above
                    }
                    _ => Side::Below,
                });
            }
            match reader.one_of(k, &[RuleWord::Up, RuleWord::Down]) {
                Some((_, RuleWord::Up)) => return Some(Side::Above),
                Some(_) => return Some(Side::Below),
                None => {}
            }
        }
        None
    }

    /// Whether the words say that something happens: 每发生, 每缺.
    fn names_event(&self, words: Range<usize>) -> bool {
        words.clone().any(|k| self.reader.word(k, RuleWord::Event).is_some_and(|e| e <= words.end))
    }

    /// `扣1分`: for an event, for a step without 每 (`超出一个百分点扣0.1分`), or once.
    pub(super) fn deduct(&mut self, i: usize, at: usize) -> Option<usize> {
        let reader = self.reader;
        let (take, _, end) = self.amount(at)?;
        let words = self.mark..i;
        if let Some(step) = self.plain_step(words.clone()) {
            let when = self.pending.take().unwrap_or(Condition::Otherwise);
            self.mark = i;
            self.push(when, Award::Steps(Steps { take, ..step }), end);
            return Some(end);
        }
        let each = (self.start..i).any(|k| {
            reader.starts_number(k)
                && reader.number(k).is_some_and(|n| n.amount == Decimal::ONE && matches!(n.kind, Kind::Counted(_)))
        });
        if each {
            self.mark = i;
            let when = match self.pending.take() {
                // `逾期1天扣0.5分`: the one is each.
                Some(when @ Condition::Within(..)) if !is_one(&when) => when,
                _ => Condition::Otherwise,
            };
            self.push(when, Award::Events { take, each: true, of: None, late: false }, end);
            return Some(end);
        }
        let when = self.take_condition(i);
        self.push(when, Award::Events { take, each: false, of: None, late: false }, end);
        Some(end)
    }

    /// `超出一个百分点`, `低1%` right before what it takes.
    pub(super) fn plain_step(&self, words: Range<usize>) -> Option<Steps> {
        let reader = self.reader;
        let start = self.clause.max(words.start);
        let at = (start..words.end).find(|&k| {
            reader.starts_number(k)
                && reader.number(k).is_some_and(|n| {
                    reader.trimmed(n.end..words.end).is_empty()
                        && matches!(n.kind, Kind::Percent | Kind::PercentagePoint)
                })
        })?;
        let number = reader.number(at)?;
        // `10%<漏损率≤12%扣1分` is a range of values.
        if (start..at).any(|k| matches!(reader.at(k), '≤' | '≥' | '<' | '>' | '=')) {
            return None;
        }
        // `低于95%扣2分` names a bound, `低1%扣2分` a step.
        let bounds =
            (start..at).any(|k| reader.comparator(k).is_some() || reader.word(k, RuleWord::NumberOnly).is_some());
        if bounds && number.kind == Kind::Percent {
            return None;
        }
        let side = self.side(start..at)?;
        let unit = if number.kind == Kind::Percent { StepUnit::Percent } else { StepUnit::PercentagePoint };
        let step = Some(Step { amount: number.amount, unit, factor: number.factor });
        Some(Steps { from: None, side, step, take: Amount::Points(Decimal::ZERO), of: Measured::Own })
    }
}

/// A number of something counted, as a step.
fn counted_step(number: &Number) -> Option<Step> {
    match &number.kind {
        Kind::Counted(unit) => {
            Some(Step { amount: number.amount, unit: StepUnit::Own(unit.clone()), factor: number.factor })
        }
        _ => None,
    }
}

/// Whether a condition is one of something counted.
fn is_one(when: &Condition) -> bool {
    let Condition::Within(_, values) = when else { return false };
    values.is_point()
        && values.low.as_ref().is_some_and(|b| b.value.value() == Some(Decimal::ONE) && !b.unit.is_empty())
}

fn is_below(comparator: Comparator) -> bool {
    matches!(comparator, Comparator::Below | Comparator::AtMost)
}

/// The side on which a measure lies that fulfills a condition.
fn side_of(when: &Condition) -> Side {
    match when {
        Condition::Within(_, values) => match (&values.low, &values.high) {
            (None, Some(_)) => Side::Below,
            (Some(_), None) => Side::Above,
            _ => Side::Either,
        },
        Condition::TargetMissed => Side::Below,
        _ => Side::Either,
    }
}
