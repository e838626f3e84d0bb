//! Amounts in a sentence of a rule: points, shares of the weight, and what gets them.

use super::awards::{Draft, Scan};
use super::conditions;
use super::reader::{Kind, Number};
use crate::lexicon::RuleWord;
use crate::model::{Amount, Award, Bound, Comparator, Condition, Side, Step, StepUnit, Term};
use rust_decimal::Decimal;

/// How far behind 每 the number of what is counted may stand.
const EACH_REACH: usize = 16;

impl Scan<'_, '_, '_> {
    /// `①、②各计1分`, `各占1/3分值`.
    pub(super) fn pair(&mut self, i: usize, end: usize) -> Option<usize> {
        let number = self.reader.number(end).filter(|n| n.kind == Kind::Fraction)?;
        let parts = Decimal::ONE.checked_div(number.amount)?.round();
        self.remarks.equal_shares = u32::try_from(parts).ok().filter(|n| *n > 1);
        let _ = i;
        let mut stop = number.end;
        while let Some(word) =
            self.reader.one_of(stop, &[RuleWord::Filler, RuleWord::Weight]).map(|w| w.0).filter(|&w| w <= self.end)
        {
            stop = word;
        }
        self.pending = None;
        self.settle(stop);
        Some(stop)
    }

    /// An amount behind a word that awards or takes: `2分`, `5%的权重分`, `分值的50%`, `一半分`, `6至7分`.
    pub(super) fn amount(&self, mut i: usize) -> Option<(Amount, Option<Amount>, usize)> {
        let reader = self.reader;
        let weight = |i: usize| reader.word(i, RuleWord::Weight).filter(|&w| w <= self.end);
        let mut of_weight = false;
        for _ in 0..4 {
            if let Some(end) = weight(i) {
                (i, of_weight) = (end, true);
            } else if let Some(end) = reader.word(i, RuleWord::Filler).filter(|&w| w <= self.end) {
                i = end;
            } else {
                break;
            }
        }
        let first = reader.number(i).filter(|n| n.end <= self.end)?;
        let mut second = None;
        let mut end = first.end;
        if let Some((_, e)) = reader.inclusion(end) {
            end = e;
        }
        if matches!(reader.at(end), '-' | '~' | '至' | '到')
            && let Some(number) = reader.number(end + 1).filter(|n| n.end <= self.end)
        {
            end = number.end;
            second = Some(number);
            if let Some((_, e)) = reader.inclusion(end) {
                end = e;
            }
        }
        let share = |n: &Number| match n.kind {
            Kind::Percent | Kind::PercentagePoint => n.amount.checked_div(Decimal::ONE_HUNDRED).map(Amount::Share),
            Kind::Fraction => Some(Amount::Share(n.amount)),
            _ => None,
        };
        // `计3分以下`
        if let (Kind::Points, None, Some((Comparator::AtMost | Comparator::Below, stop))) =
            (&first.kind, &second, reader.limit(end).filter(|l| l.1 <= self.end))
        {
            return Some((Amount::Points(Decimal::ZERO), Some(Amount::Points(first.amount)), stop));
        }
        let kind = second.as_ref().map_or(&first.kind, |s| &s.kind);
        match kind {
            Kind::Points => {}
            Kind::Percent | Kind::Fraction => {
                // `5%的权重分`, `一半分`: what it is a share of.
                let mut stop = end;
                while let Some(word) =
                    reader.one_of(stop, &[RuleWord::Weight, RuleWord::Filler]).map(|w| w.0).filter(|&w| w <= self.end)
                {
                    stop = word;
                }
                stop += usize::from(reader.at(stop) == '分' && stop < self.end);
                end = stop;
            }
            // `扣2`, `计4` at the end of a clause.
            Kind::Bare if !of_weight && (end >= self.end || matches!(reader.at(end), ',' | ')' | '。' | ';')) => {}
            _ => return None,
        }
        let whole = |n: &Number| match kind {
            Kind::Percent | Kind::Fraction => {
                let n = Number { kind: kind.clone(), ..n.clone() };
                share(&n)
            }
            _ => Some(Amount::Points(n.amount)),
        };
        let high = match &second {
            Some(second) => Some(whole(second)?),
            None => None,
        };
        Some((whole(&first)?, high, end))
    }

    /// `得满分的90%`: the share behind a word for full marks.
    pub(super) fn share_of_full(&self, at: usize) -> Option<(Amount, usize)> {
        let number = (self.reader.at(at) == '的').then(|| self.reader.number(at + 1)).flatten()?;
        let share = match number.kind {
            Kind::Percent => number.amount.checked_div(Decimal::ONE_HUNDRED)?,
            Kind::Fraction => number.amount,
            _ => return None,
        };
        (number.end <= self.end).then_some((Amount::Share(share), number.end))
    }

    /// `×该指标分值记分` behind a word that already says how: nothing new.
    pub(super) fn times_weight(&self, at: usize) -> usize {
        let reader = self.reader;
        let times = matches!(reader.at(at), '×' | '*').then_some(at + 1).or_else(|| reader.word(at, RuleWord::Times));
        let weight = times.and_then(|k| reader.word(k, RuleWord::Weight)).filter(|&e| e <= self.end);
        weight.map_or(at, |e| reader.word(e, RuleWord::EndsFormula).filter(|&e| e <= self.end).unwrap_or(e))
    }

    /// `每篇`, `每起`: one of what is counted.
    pub(super) fn counter(&self, at: usize) -> Option<Step> {
        // 每篇 is one word of the list, or 每 and a counter.
        let start = if self.reader.at(at) == '每' { at + 1 } else { at };
        let mut starts =
            [start, start.saturating_sub(1)].into_iter().filter(|&k| k == start || self.reader.at(k) != '每');
        let (k, end) = starts.find_map(|k| Some((k, self.reader.word(k, RuleWord::Counter)?)))?;
        let unit = StepUnit::Own(self.reader.tape.text(k..end));
        Some(Step { amount: Decimal::ONE, unit, factor: Decimal::ONE })
    }

    /// `每完成1项得2分`, `每篇得0.5分`, `每获得1项授权专利得2分`: what each of the things done brings; `每多完成1个加0.5分`: on top.
    pub(super) fn award_each(&mut self, at: usize) -> Option<usize> {
        let reader = self.reader;
        let reach = self.end.min(at + EACH_REACH);
        let stops =
            |k: &usize| matches!(reader.at(*k), ',' | '。' | ';') || reader.word(*k, RuleWord::Deduct).is_some();
        let reach = (at..reach).find(stops).unwrap_or(reach);
        let number = (at..reach).find_map(|k| Some((k, reader.starts_number(k).then(|| reader.number(k)).flatten()?)));
        let number = number.filter(|(_, n)| n.kind != Kind::Points && n.amount > Decimal::ZERO);
        let (words, step, behind) = match number {
            Some((k, n)) => {
                let unit = match n.kind {
                    Kind::Counted(unit) => StepUnit::Own(unit),
                    Kind::Percent | Kind::PercentagePoint => StepUnit::PercentagePoint,
                    _ => return None,
                };
                (at..k, Step { amount: n.amount, unit, factor: n.factor }, n.end)
            }
            None => (at..at, self.counter(at)?, at),
        };
        let last = self.end.min(behind + EACH_REACH);
        let last = (behind..last).find(stops).unwrap_or(last);
        let (verb, give, end) = (behind..=last).find_map(|k| {
            let award = reader.word(k, RuleWord::Award)?;
            match self.amount(award)? {
                (Amount::Points(give), None, end) => Some((k, give, end)),
                _ => None,
            }
        })?;
        let on_top = reader.at(verb) == '加' && self.side(words) == Some(Side::Above);
        let beyond = on_top.then(|| self.last_low().unwrap_or_else(|| Bound::of(Term::Target)));
        // What is done each time is no fact that must hold before.
        self.mark = verb;
        let when = self.pending.take().unwrap_or(Condition::Always);
        self.push(when, Award::Each { step, give, beyond }, end);
        Some(end)
    }

    /// The lower end that the case before asks for.
    fn last_low(&self) -> Option<Bound> {
        self.out.iter().rev().find_map(|draft| match &draft.when {
            Condition::Within(_, values) => values.low.clone(),
            _ => None,
        })
    }

    /// `得2分`, `计1分`, `得6至7分`, `得一半分`; `①、②各计1分`.
    pub(super) fn points(&mut self, i: usize) -> Option<usize> {
        let reader = self.reader;
        // 计分值的80%: 计分 is a word too.
        let mut words = reader.words_at(i).iter().filter(|(_, kind)| *kind == RuleWord::Award);
        let (amount, high, end) = words.find_map(|(length, _)| self.amount(i + length))?;
        // `合格率为100%得满分`: the number is what the measure is compared with.
        let brings = conditions::awards(reader, end) || (reader.at(end) == ',' && conditions::awards(reader, end + 1));
        if matches!(amount, Amount::Share(_)) && high.is_none() && brings {
            return None;
        }
        // `考核得分90分及以上得满分`: points of a measure, not of the rule.
        let limited = reader.limit(end).map(|l| conditions::after(reader, l.1, self.end));
        if limited.is_some_and(|k| conditions::awards(reader, k)) && reader.at(end - 1) == '分' {
            return None;
        }
        let listed = (self.mark..i).filter(|&k| ('①'..='⑳').contains(&reader.at(k))).count();
        let plural = reader.at(i) == '各' || reader.tape.before(i) == '各';
        let award = match high {
            Some(high) => ordered(amount, high),
            None => Award::Amount(amount),
        };
        if plural && listed == 0 {
            // `各得2分` of things named before: which is not told here.
            let when = self.take_condition(i);
            self.push(when, Award::NotUnderstood, end);
            return Some(end);
        }
        let when = if plural && listed > 1 {
            self.pending.take().unwrap_or(Condition::Always)
        } else {
            self.take_condition(i)
        };
        self.push(when, award, end);
        if plural && let Some(last) = self.out.last_mut() {
            last.times = u32::try_from(listed).unwrap_or(1).max(1);
        }
        Some(end)
    }

    /// `满分10分`, `共4分`: what the whole is worth. It is the most that things done one by one can bring.
    pub(super) fn total(&mut self, i: usize, at: usize) -> Option<usize> {
        let number = self.reader.number(at).filter(|n| n.kind == Kind::Points && n.end <= self.end)?;
        if self.pending.is_some() || self.fact(self.mark.max(self.clause)..i).is_some() {
            return None;
        }
        if matches!(self.out.last(), Some(Draft { then: Award::Each { .. }, .. })) {
            self.remarks.cap = Some(number.amount);
        }
        self.settle(number.end);
        Some(number.end)
    }
}

/// The lower amount first.
pub(super) fn ordered(one: Amount, two: Amount) -> Award {
    let value = |a: Amount| match a {
        Amount::Points(d) | Amount::Share(d) => d,
    };
    if value(one) <= value(two) { Award::Between(one, two) } else { Award::Between(two, one) }
}
