//! One sentence of a rule: conditions and what they bring, in the order in which they stand.

use super::conditions::{self, awards};
use super::reader::{Kind, Number, Reader};
use super::terms;
use crate::lexicon::RuleWord;
use crate::model::{
    Amount, Attainment, Award, Bound, Comparator, Condition, Damage, Edge, Measured, Range as Values, Side, Step,
    StepUnit, Steps, Term,
};
use rust_decimal::Decimal;
use std::ops::Range;

/// How far behind the last band the word may stand that closes a list of bands.
const BANDS_REACH: usize = 10;
/// How far behind 每 the number of a step may stand.
const STEP_REACH: usize = 16;
/// A fact of fewer letters says nothing; 好 does.
const LEAST_FACT: usize = 1;

/// A case as the sentence states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) when: Condition,
    pub(super) then: Award,
    pub(super) range: Range<usize>,
    /// `（5分）`: what the item is worth, of which a part may be given.
    pub(super) worth: bool,
    /// The rule names the measure of this condition.
    pub(super) names_measure: bool,
    /// `本指标得分=…`: the score of the whole.
    pub(super) of_whole: bool,
    /// `①、②各计1分`: how many times.
    pub(super) times: u32,
}

/// What a sentence states besides cases.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    pub(super) cap: Option<Decimal>,
    pub(super) damage: Vec<Damage>,
    pub(super) equal_shares: Option<u32>,
}

/// Reads a sentence.
pub(super) fn sentence(reader: &Reader<'_>, range: Range<usize>, remarks: &mut Remarks) -> Vec<Draft> {
    let end = range.end;
    let mut scan = Scan {
        reader,
        end,
        mark: range.start,
        clause: range.start,
        start: range.start,
        pending: None,
        named: false,
        out: Vec::new(),
        remarks,
    };
    if scan.bands(range.clone()) {
        return scan.out;
    }
    let mut i = range.start;
    while i < end {
        i = scan.step(i).max(i + 1);
    }
    scan.finish();
    scan.out
}

struct Scan<'r, 'a, 'o> {
    reader: &'r Reader<'a>,
    end: usize,
    /// Where the words start that nothing has been made of yet.
    mark: usize,
    /// Where the clause starts.
    clause: usize,
    /// Where the case starts.
    start: usize,
    pending: Option<Condition>,
    named: bool,
    out: Vec<Draft>,
    remarks: &'o mut Remarks,
}

impl Scan<'_, '_, '_> {
    /// Reads what stands at `i`; gives where to go on.
    fn step(&mut self, i: usize) -> usize {
        let reader = self.reader;
        let c = reader.at(i);
        if matches!(c, ',' | ':' | '。' | ';') {
            self.clause = i + 1;
            return i + 1;
        }
        if let Some(next) = self.worth(i).or_else(|| self.formula(i)) {
            return next;
        }
        if let Some(next) = self.listed(i) {
            return next;
        }
        if let Some(next) = self.condition(i) {
            return next;
        }
        self.bare_points(i).unwrap_or(i + 1)
    }

    /// The condition that an award here has: the pending one and what the words before it say.
    fn take_condition(&mut self, until: usize) -> Condition {
        let fact = self.fact(self.mark..until);
        let pending = self.pending.take();
        match (pending, fact) {
            (None, None) => Condition::Always,
            (None, Some(fact)) => Condition::Fact(fact),
            (Some(one), None) => one,
            // 否则 and its like stand for all that is not said.
            (Some(one @ (Condition::Otherwise | Condition::TargetMissed | Condition::Attained(_))), Some(_)) => one,
            (Some(Condition::All(mut all)), Some(fact)) => {
                all.push(Condition::Fact(fact));
                Condition::All(all)
            }
            (Some(one), Some(fact)) => Condition::All(vec![one, Condition::Fact(fact)]),
        }
    }

    /// What words say that nothing else was made of.
    fn fact(&self, range: Range<usize>) -> Option<String> {
        let name = self.reader.name(range.clone())?;
        let trimmed = self.reader.trimmed(range);
        let idle = [RuleWord::Weight, RuleWord::Actual]
            .iter()
            .any(|&k| self.reader.word(trimmed.start, k) == Some(trimmed.end));
        (name.chars().count() >= LEAST_FACT && !idle).then_some(name)
    }

    fn push(&mut self, when: Condition, then: Award, end: usize) {
        let draft = Draft {
            when,
            then,
            range: self.start..end,
            worth: false,
            names_measure: self.named,
            of_whole: false,
            times: 1,
        };
        self.out.push(draft);
        self.settle(end);
    }

    fn settle(&mut self, end: usize) {
        (self.mark, self.clause, self.start, self.named) = (end, end, end, false);
    }

    /// `（5分）` behind what it is given for.
    fn worth(&mut self, i: usize) -> Option<usize> {
        let reader = self.reader;
        if reader.at(i) != '(' {
            return None;
        }
        let number = reader.number(i + 1).filter(|n| n.kind == Kind::Points && reader.at(n.end) == ')')?;
        let when = self.take_condition(i);
        self.push(when, Award::Amount(Amount::Points(number.amount)), number.end + 1);
        if let Some(last) = self.out.last_mut() {
            last.worth = true;
        }
        Some(number.end + 1)
    }

    /// `得分=…`, `按…的比重×分值计算`.
    fn formula(&mut self, i: usize) -> Option<usize> {
        let reader = self.reader;
        let (opens, of_whole) = if let Some(at) = reader.word(i, RuleWord::OwnItem).filter(|&e| reader.at(e) == '=') {
            (at + 1, at - i > 2)
        } else if let Some(at) = reader.word(i, RuleWord::By).filter(|_| reader.word(i, RuleWord::Proportion).is_none())
        {
            (at, false)
        } else {
            return None;
        };
        let by_words = reader.at(opens - 1) != '=';
        let Some(found) = terms::formula(reader, opens..self.end) else {
            if by_words {
                return None;
            }
            self.mark = i;
            let when = self.take_condition(i);
            self.remarks.damage.extend((opens >= self.end).then_some(Damage::CutOff));
            self.push(when, Award::NotUnderstood, self.end);
            return Some(self.end);
        };
        // `按规定程序办理` is no formula: words need an operator or the weight.
        if by_words && !found.composed {
            return None;
        }
        self.remarks.damage.extend(found.bracket_lost.then_some(Damage::BracketLost));
        let rate = found.composed || matches!(reader.at(found.end), '。' | ';' | ',' | '(');
        let cut = !rate && found.end >= reader.tape.len();
        let until = if by_words { i } else { self.name_before(i) };
        let when = self.take_condition(until);
        let then = if cut { Award::NotUnderstood } else { Award::Formula(found.term) };
        self.remarks.damage.extend(cut.then_some(Damage::CutOff));
        let mut end = found.end;
        if let Some(word) = reader.word(end, RuleWord::EndsFormula) {
            end = word;
        }
        self.push(when, then, end);
        if let Some(last) = self.out.last_mut() {
            last.of_whole = of_whole;
        }
        Some(end)
    }

    /// `甲执行率得分=…`: the name before 得分 is of the formula, no condition.
    fn name_before(&self, i: usize) -> usize {
        if self.pending.is_none() && i > self.clause { self.mark.max(self.clause) } else { i }
    }

    /// A listed word at `i`.
    fn listed(&mut self, i: usize) -> Option<usize> {
        let reader = self.reader;
        let kinds = [
            RuleWord::Floor,
            RuleWord::Cap,
            RuleWord::Judged,
            RuleWord::Full,
            RuleWord::Void,
            RuleWord::Zero,
            RuleWord::Proportion,
            RuleWord::Otherwise,
            RuleWord::Missed,
            RuleWord::Partly,
            RuleWord::Unmet,
            RuleWord::Met,
            RuleWord::Exempt,
            RuleWord::Pair,
            RuleWord::Each,
            RuleWord::Deduct,
            RuleWord::Award,
        ];
        let (end, kind) = reader.one_of(i, &kinds).filter(|w| w.0 <= self.end)?;
        match kind {
            RuleWord::Floor => {
                self.settle(end);
                Some(end)
            }
            RuleWord::Cap => {
                let number =
                    reader.number(end).filter(|n| matches!(n.kind, Kind::Points | Kind::Bare) && n.end <= self.end);
                if let Some(number) = &number {
                    self.remarks.cap = Some(number.amount);
                }
                let end = number.map_or(end, |n| n.end);
                self.settle(end);
                Some(end)
            }
            RuleWord::Judged => Some(self.award(i, end, Award::Judged)),
            RuleWord::Full => Some(self.award(i, end, Award::Full)),
            RuleWord::Void => Some(self.award(i, end, Award::Void)),
            RuleWord::Zero if !matches!(reader.at(end), '.' | '至' | '-' | '~') => {
                Some(self.award(i, end, Award::Zero))
            }
            RuleWord::Proportion => Some(self.award(i, end, Award::Proportion)),
            RuleWord::Exempt => {
                let end = self.award(i, end, Award::Full);
                self.out.iter_mut().last().into_iter().for_each(|d| d.of_whole = true);
                Some(end)
            }
            RuleWord::Otherwise => self.degree(i, end, Condition::Otherwise),
            RuleWord::Missed => self.degree(i, end, Condition::TargetMissed),
            RuleWord::Partly => self.degree(i, end, Condition::Attained(Attainment::Partly)),
            RuleWord::Unmet => self.degree(i, end, Condition::Attained(Attainment::Missed)),
            RuleWord::Met => self.degree(i, end, Condition::Attained(Attainment::Met)),
            RuleWord::Pair => self.pair(i, end),
            RuleWord::Each => self.each(i, end),
            RuleWord::Deduct => self.deduct(i, end),
            RuleWord::Award => self.points(i, end),
            _ => None,
        }
    }

    fn award(&mut self, i: usize, end: usize, award: Award) -> usize {
        let when = self.take_condition(i);
        self.push(when, award, end);
        end
    }

    /// A degree in words, when it is all that the clause says before what it brings.
    fn degree(&mut self, i: usize, end: usize, condition: Condition) -> Option<usize> {
        let reader = self.reader;
        let alone = reader.name(self.clause.max(self.mark)..i).is_none();
        let mut stop = end;
        while let Some(word) = reader.word(stop, RuleWord::Filler).filter(|&w| w <= self.end) {
            stop = word;
        }
        let ends = stop >= self.end
            || matches!(reader.at(stop), ',' | ':' | '。' | ';')
            || awards(reader, stop)
            || reader.word(stop, RuleWord::By).is_some();
        if !(alone && ends) && condition != Condition::Otherwise {
            return None;
        }
        self.pending = Some(condition);
        self.mark = stop;
        Some(stop)
    }

    /// `①、②各计1分`, `各占1/3分值`.
    fn pair(&mut self, i: usize, end: usize) -> Option<usize> {
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
    fn amount(&self, mut i: usize) -> Option<(Amount, Option<Amount>, usize)> {
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

    /// `得2分`, `计1分`, `得6至7分`, `得一半分`; `①、②各计1分`.
    fn points(&mut self, i: usize, at: usize) -> Option<usize> {
        let reader = self.reader;
        let (amount, high, end) = self.amount(at)?;
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

    /// `预算公开1.5分，`: points right behind what they are given for.
    fn bare_points(&mut self, i: usize) -> Option<usize> {
        let reader = self.reader;
        if !reader.at(i).is_ascii_digit() || !reader.starts_number(i) || i == self.mark {
            return None;
        }
        let number = reader.number(i).filter(|n| n.kind == Kind::Points && n.end <= self.end)?;
        let closes = number.end == self.end || matches!(reader.at(number.end), ',' | ';' | '。' | '、');
        if !closes || self.fact(self.mark..i).is_none() {
            return None;
        }
        let when = self.take_condition(i);
        self.push(when, Award::Amount(Amount::Points(number.amount)), number.end);
        Some(number.end)
    }

    /// `每低1个百分点扣0.5分`, `每发生一起扣20%`.
    fn each(&mut self, i: usize, at: usize) -> Option<usize> {
        let reader = self.reader;
        let deduct = self.deduct_word(at)?;
        let number_at =
            (at..deduct.start.min(at + STEP_REACH)).find(|&k| reader.starts_number(k) && reader.number(k).is_some());
        let words = at..number_at.unwrap_or(deduct.start);
        let number = number_at.and_then(|k| reader.number(k));
        let lost = number.is_none() && words.clone().chain([deduct.start]).any(|k| reader.at(k) == '%');
        let counted = number.as_ref().is_some_and(|n| matches!(n.kind, Kind::Counted(_)));
        let side = self.side(words.clone());
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
            self.push(when, Award::Events { take, each: true }, end);
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
        });
        let of = match reader.name(before.clone()) {
            Some(name) if !reader.is_actual(reader.trimmed(before)) => Measured::Named(name),
            _ => Measured::Own,
        };
        let to_target = words.clone().any(|k| reader.word(k, RuleWord::Target).is_some());
        let from = to_target.then(|| Bound { value: Term::Target, edge: Edge::Closed, unit: String::new() });
        self.mark = deduct.start;
        let when = self.pending.take().unwrap_or(Condition::Otherwise);
        let side = side.unwrap_or_else(|| side_of(&when));
        self.push(when, Award::Steps(Steps { from, side, step, take, of }), end);
        Some(end)
    }

    /// The word that takes off, in this clause or the next.
    fn deduct_word(&self, at: usize) -> Option<Range<usize>> {
        let reach = self.end.min(at + 3 * STEP_REACH);
        let mut commas = 0;
        for k in at..reach {
            match reader_at(self.reader, k) {
                ',' => commas += 1,
                ';' | '。' => return None,
                _ => {}
            }
            if commas > 1 {
                return None;
            }
            if let Some(end) = self.reader.word(k, RuleWord::Deduct).filter(|&e| e <= self.end) {
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
    fn side(&self, words: Range<usize>) -> Option<Side> {
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
    fn deduct(&mut self, i: usize, at: usize) -> Option<usize> {
        let reader = self.reader;
        let Some((take, _, end)) = self.amount(at) else {
            return None;
        };
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
            self.push(when, Award::Events { take, each: true }, end);
            return Some(end);
        }
        let when = self.take_condition(i);
        self.push(when, Award::Events { take, each: false }, end);
        Some(end)
    }

    /// `超出一个百分点`, `低1%` right before what it takes.
    fn plain_step(&self, words: Range<usize>) -> Option<Steps> {
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
        let side = self.side(start..at)?;
        let unit = if number.kind == Kind::Percent { StepUnit::Percent } else { StepUnit::PercentagePoint };
        let step = Some(Step { amount: number.amount, unit });
        Some(Steps { from: None, side, step, take: Amount::Points(Decimal::ZERO), of: Measured::Own })
    }

    /// A condition with a number.
    fn condition(&mut self, i: usize) -> Option<usize> {
        let reader = self.reader;
        let found = conditions::condition(reader, i, self.mark.max(self.clause), self.end)?;
        let several = reader.find(self.clause..i, RuleWord::Several).is_some();
        if several {
            return None;
        }
        // `超出一个百分点扣`: that is a step.
        if reader.word(found.end, RuleWord::Deduct).is_some() && self.plain_step(self.mark..found.end).is_some() {
            return None;
        }
        self.remarks.damage.extend(found.damaged.then_some(Damage::DigitsLost));
        let lead = (self.mark < self.clause).then(|| self.fact(self.mark..self.clause)).flatten();
        self.pending = Some(match self.pending.take() {
            Some(pending) => joined(pending, found.condition),
            None => match lead {
                Some(fact) if found.has_subject => Condition::All(vec![Condition::Fact(fact), found.condition]),
                _ => found.condition,
            },
        });
        self.named |= found.has_subject;
        self.mark = found.end;
        Some(found.end)
    }

    /// `分为达成、部分达成、未达成三档，分别按分值的100%-80%（含）、80%-60%（含）、60%-0%合理确定分值`.
    fn bands(&mut self, range: Range<usize>) -> bool {
        let reader = self.reader;
        let mut bands: Vec<(Number, Number)> = Vec::new();
        let mut first = None;
        let mut i = range.start;
        while i < range.end {
            let pair = reader.starts_number(i).then(|| reader.number(i)).flatten().and_then(|one| {
                let at = reader.inclusion(one.end).map_or(one.end, |x| x.1);
                let joins = matches!(reader.at(at), '-' | '~' | '至');
                let two = joins.then(|| reader.number(at + 1)).flatten()?;
                (two.kind == Kind::Percent && two.end <= range.end).then_some((one, two))
            });
            match pair {
                Some((one, two)) => {
                    first.get_or_insert(i);
                    i = two.end;
                    bands.push((one, two));
                }
                None => i += 1,
            }
        }
        // One run of ranges, closed by a word that gives points: 合理确定分值.
        let last = bands.last().map_or(range.start, |b| reader.inclusion(b.1.end).map_or(b.1.end, |x| x.1));
        let reach = range.end.min(last + BANDS_REACH);
        let close = reader.find(last..reach, RuleWord::Bands);
        let labels = first.is_some_and(|first| reader.find(range.start..first, RuleWord::Partly).is_some());
        let run = bands.len() > 2 || (bands.len() == 2 && labels);
        let (Some(first), Some(close), true) = (first, close, run) else { return false };
        self.degrees_before(range.start, first);
        let degrees = [Attainment::Met, Attainment::Partly, Attainment::Missed];
        for (n, (one, two)) in bands.iter().enumerate() {
            self.remarks.damage.extend((one.damaged || two.damaged).then_some(Damage::DigitsLost));
            let share = |n: &Number| n.amount.checked_div(Decimal::ONE_HUNDRED).unwrap_or(n.amount);
            let award = ordered(Amount::Share(share(two)), Amount::Share(share(one)));
            let when = match degrees.get(n) {
                Some(&degree) if labels && bands.len() == degrees.len() => Condition::Attained(degree),
                _ => Condition::Fact(format!("第{}档", n + 1)),
            };
            self.push(when, award, close.end);
        }
        true
    }

    /// 各占1/n before a list of bands.
    fn degrees_before(&mut self, start: usize, end: usize) {
        if let Some(pair) = self.reader.find(start..end, RuleWord::Pair) {
            self.pair(pair.start, pair.end);
        }
    }

    /// What is left at the sentence's end: a condition without what it brings.
    fn finish(&mut self) {
        let open = self.pending.take();
        let (reader, end) = (self.reader, self.end);
        let last = end >= reader.tape.len();
        // `每发生一起` at the end of the cell: what it takes is cut off.
        let each = (self.mark..end).any(|k| reader.word(k, RuleWord::Each).is_some());
        if last && each {
            self.remarks.damage.push(Damage::CutOff);
            self.push(Condition::Otherwise, Award::NotUnderstood, end);
        } else if let Some(condition) = open.filter(|c| *c != Condition::Always && !self.out.is_empty()) {
            if last {
                self.remarks.damage.push(Damage::CutOff);
            }
            self.push(condition, Award::NotUnderstood, end);
        }
    }
}

fn reader_at(reader: &Reader<'_>, i: usize) -> char {
    reader.at(i)
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

/// The lower amount first.
fn ordered(one: Amount, two: Amount) -> Award {
    let value = |a: Amount| match a {
        Amount::Points(d) | Amount::Share(d) => d,
    };
    if value(one) <= value(two) { Award::Between(one, two) } else { Award::Between(two, one) }
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

/// Two conditions before one award: the two ends of one range, or both.
fn joined(first: Condition, second: Condition) -> Condition {
    match (first, second) {
        (Condition::Within(one, a), Condition::Within(two, b)) if one == two || two == Measured::Own => {
            let merged = match (&a, &b) {
                (Values { low: Some(_), high: None }, Values { low: None, high: Some(_) }) => {
                    Some(Values { low: a.low.clone(), high: b.high.clone() })
                }
                (Values { low: None, high: Some(_) }, Values { low: Some(_), high: None }) => {
                    Some(Values { low: b.low.clone(), high: a.high.clone() })
                }
                _ => None,
            };
            match merged {
                Some(values) => Condition::Within(one, values),
                None => Condition::All(vec![Condition::Within(one, a), Condition::Within(two, b)]),
            }
        }
        (Condition::Otherwise | Condition::TargetMissed, other) => other,
        (Condition::All(mut all), other) => {
            all.push(other);
            Condition::All(all)
        }
        (one, two) => Condition::All(vec![one, two]),
    }
}
