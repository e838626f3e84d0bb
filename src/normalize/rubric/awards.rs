//! One sentence of a rule: conditions and what they bring, in the order in which they stand.

use super::conditions::{self, awards};
use super::reader::{Kind, Reader};
use super::terms;
use crate::lexicon::RuleWord;
use crate::model::{Attainment, Award, Condition, Damage, Measured, Operator, Range as Values, Step, StepUnit, Term};
use rust_decimal::Decimal;
use std::ops::Range;

/// A fact of fewer letters says nothing; 好 does.
const LEAST_FACT: usize = 1;

/// How far into a clause the sign of a formula without 得分= may stand.
const BARE_REACH: usize = 60;

/// A case as the sentence states it.
#[expect(clippy::struct_excessive_bools, reason = "independent remarks on one clause")]
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
    /// In a straight line between what the cases beside it bring (线性插值).
    pub(super) linear: bool,
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
    let mut scan = Scan::new(reader, range.clone(), remarks);
    if scan.bands(range.clone()) {
        return scan.out;
    }
    let mut i = range.start;
    while i < end {
        i = scan.step(i).max(i + 1);
    }
    scan.finish();
    of_one_target(&mut scan.out);
    of_delay(reader, &mut scan.out);
    scan.out
}

/// `每延迟1个月扣1分，超过3个月不得分`: the months are of the delay, not of the row's result.
fn of_delay(reader: &Reader<'_>, drafts: &mut [Draft]) {
    let unit = drafts.iter().find_map(|d| match &d.then {
        Award::Events { late: true, of: Some(Step { unit: StepUnit::Own(unit), .. }), .. } => Some(unit.clone()),
        _ => None,
    });
    for draft in drafts.iter_mut().filter(|_| unit.is_some()) {
        if let Condition::Within(Measured::Own, values) = &draft.when
            && [&values.low, &values.high].into_iter().flatten().any(|b| Some(&b.unit) == unit.as_ref())
        {
            draft.when = Condition::Fact(reader.tape.text(draft.range.clone()));
        }
    }
}

/// `目标值的80%以上得6分，60%以上得4分`: a tier that names nothing is a share of what the tiers before it name.
fn of_one_target(drafts: &mut [Draft]) {
    let is_share = |when: &Condition| match when {
        Condition::Within(Measured::Own, values) => [&values.low, &values.high]
            .into_iter()
            .flatten()
            .any(|b| matches!(&b.value, Term::Binary(Operator::Times, of, _) if **of == Term::Target)),
        _ => false,
    };
    let Some(first) = drafts.iter().position(|d| is_share(&d.when)) else { return };
    for draft in drafts.iter_mut().skip(first + 1).filter(|d| !d.names_measure) {
        if let Condition::Within(Measured::Own, values) = &mut draft.when
            && let Some(shares) = conditions::shares_of_target(values)
        {
            *values = shares;
        }
    }
}

/// A sentence being read.
pub(super) struct Scan<'r, 'a, 'o> {
    pub(super) reader: &'r Reader<'a>,
    pub(super) end: usize,
    /// Where the words start that nothing has been made of yet.
    pub(super) mark: usize,
    /// Where the clause starts.
    pub(super) clause: usize,
    /// Where the case starts.
    pub(super) start: usize,
    pub(super) pending: Option<Condition>,
    pub(super) named: bool,
    pub(super) out: Vec<Draft>,
    pub(super) remarks: &'o mut Remarks,
}

impl<'r, 'a, 'o> Scan<'r, 'a, 'o> {
    pub(super) fn new(reader: &'r Reader<'a>, range: Range<usize>, remarks: &'o mut Remarks) -> Self {
        Self {
            reader,
            end: range.end,
            mark: range.start,
            clause: range.start,
            start: range.start,
            pending: None,
            named: false,
            out: Vec::new(),
            remarks,
        }
    }
}

impl Scan<'_, '_, '_> {
    /// Reads what stands at `i`; gives where to go on.
    pub(super) fn step(&mut self, i: usize) -> usize {
        let reader = self.reader;
        let c = reader.at(i);
        if matches!(c, ',' | ':' | '。' | ';') {
            self.clause = i + 1;
            return i + 1;
        }
        // Only where a clause begins do the characters behind it decide what it is.
        if i != self.mark && reader.is_plain(i) {
            return i + 1;
        }
        if let Some(next) = self.points_first(i).or_else(|| self.worth(i)).or_else(|| self.formula(i)) {
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
    pub(super) fn take_condition(&mut self, until: usize) -> Condition {
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
    pub(super) fn fact(&self, range: Range<usize>) -> Option<String> {
        let name = self.reader.name(range.clone())?;
        let trimmed = self.reader.trimmed(range);
        let idle = [RuleWord::Weight, RuleWord::Actual]
            .iter()
            .any(|&k| self.reader.word(trimmed.start, k) == Some(trimmed.end));
        // 反向指标： before a rule names the rows, no fact.
        let names_rows = self.reader.lexicon.rubrics.rows_at(self.reader.tape.from(trimmed.start));
        let idle = idle || names_rows.is_some_and(|(length, _)| trimmed.start + length == trimmed.end);
        (name.chars().count() >= LEAST_FACT && !idle).then_some(name)
    }

    pub(super) fn push(&mut self, when: Condition, then: Award, end: usize) {
        // No rule gives nothing whatever happens: `0分：完成1次及以下` names its points first.
        let idle = when == Condition::Always && matches!(then, Award::Zero | Award::Void);
        let then = if idle { Award::NotUnderstood } else { then };
        let draft = Draft {
            when,
            then,
            range: self.start..end,
            worth: false,
            names_measure: self.named,
            of_whole: false,
            times: 1,
            linear: false,
        };
        self.out.push(draft);
        self.settle(end);
    }

    pub(super) fn settle(&mut self, end: usize) {
        (self.mark, self.clause, self.start, self.named) = (end, end, end, false);
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
            return self.bare_formula(i);
        };
        let by_words = reader.at(opens - 1) != '=';
        // `按“实际完成值/目标值×权重”计算`
        let close = (reader.at(opens) == '"')
            .then(|| (opens + 1..self.end).find(|&k| reader.at(k) == '"'))
            .flatten()
            .filter(|&k| by_words && reader.word(k + 1, RuleWord::EndsFormula).is_some());
        let (opens, limit) = close.map_or((opens, self.end), |k| (opens + 1, k));
        let Some(found) = terms::formula(reader, opens..limit) else {
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
        // `按清理率折算`: the rate of the points.
        let by_rate = matches!(&found.term, Term::Named(name) if name.ends_with('率'))
            && reader.word(found.end, RuleWord::EndsFormula).is_some();
        if by_words && !found.composed && !by_rate {
            return None;
        }
        self.remarks.damage.extend(found.bracket_lost.then_some(Damage::BracketLost));
        let rate = found.composed || matches!(reader.at(found.end), '。' | ';' | ',' | '(');
        let cut = !rate && found.end >= reader.tape.len();
        let until = if by_words { i } else { self.name_before(i) };
        let when = self.take_condition(until);
        let then = if cut { Award::NotUnderstood } else { Award::Formula(found.term) };
        self.remarks.damage.extend(cut.then_some(Damage::CutOff));
        let mut end = close.map_or(found.end, |k| k + 1);
        if let Some(word) = reader.word(end, RuleWord::EndsFormula) {
            end = word;
        }
        self.push(when, then, end);
        if let Some(last) = self.out.last_mut() {
            last.of_whole = of_whole;
        }
        Some(end)
    }

    /// `执行率×分值`, all that a clause says: a formula with the weight in it.
    fn bare_formula(&mut self, i: usize) -> Option<usize> {
        let reader = self.reader;
        if i != self.mark || i != self.clause {
            return None;
        }
        let end = (i..self.end).find(|&k| matches!(reader.at(k), ',' | ';' | '。')).unwrap_or(self.end);
        let signs = i..end.min(i + BARE_REACH);
        if !signs.clone().any(|k| matches!(reader.at(k), '×' | '*')) || signs.clone().any(|k| reader.at(k) == '=') {
            return None;
        }
        let found = terms::formula(reader, i..end).filter(|f| f.end == end && !f.bracket_lost)?;
        if !found.term.any(&mut |t| *t == Term::Weight) && !is_share_of_points(&found.term) {
            return None;
        }
        let when = self.pending.take().unwrap_or(Condition::Always);
        self.push(when, Award::Formula(found.term), end);
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
            RuleWord::Total,
            RuleWord::Onward,
            RuleWord::Judged,
            RuleWord::Full,
            RuleWord::Void,
            RuleWord::Zero,
            RuleWord::Proportion,
            RuleWord::Linear,
            RuleWord::Otherwise,
            RuleWord::Missed,
            RuleWord::Partly,
            RuleWord::Nearly,
            RuleWord::Unmet,
            RuleWord::Met,
            RuleWord::Exempt,
            RuleWord::Pair,
            RuleWord::Each,
            RuleWord::Deduct,
            RuleWord::Award,
        ];
        // 10分 does not say 0分.
        if reader.at(i).is_ascii_digit() && (reader.tape.before(i).is_ascii_digit() || reader.tape.before(i) == '.') {
            return None;
        }
        // `以5个百分点为一档` only says how much a grade is.
        if let Some(at) = reader.word(i, RuleWord::By)
            && let Some(end) = reader.number(at).and_then(|n| reader.word(n.end, RuleWord::Grade))
        {
            self.settle(end);
            return Some(end);
        }
        let (end, kind) = reader.one_of(i, &kinds).filter(|w| w.0 <= self.end)?;
        match kind {
            RuleWord::Floor => {
                self.settle(end);
                Some(end)
            }
            RuleWord::Cap => {
                let number =
                    reader.number(end).filter(|n| matches!(n.kind, Kind::Points | Kind::Bare) && n.end <= self.end);
                // 最多加2分 limits what comes on top, 最高10分 the whole.
                let on_top = matches!(self.out.last(), Some(Draft { then: Award::Each { beyond: Some(_), .. }, .. }));
                if let Some(number) = number.as_ref().filter(|_| !on_top || reader.at(end - 1) == '加') {
                    self.remarks.cap = Some(number.amount);
                }
                let end = number.map_or(end, |n| n.end);
                self.settle(end);
                Some(end)
            }
            RuleWord::Total => self.total(i, end),
            RuleWord::Onward => {
                let goes_on = (end..self.end).any(|k| awards(reader, k));
                (!goes_on).then(|| self.award(i, end, Award::NotUnderstood))
            }
            RuleWord::Judged => Some(self.award(i, end, Award::Judged)),
            RuleWord::Full => Some(match self.share_of_full(end) {
                Some((share, end)) => self.award(i, end, Award::Amount(share)),
                None => self.award(i, end, Award::Full),
            }),
            RuleWord::Void => Some(self.award(i, end, Award::Void)),
            RuleWord::Zero if !matches!(reader.at(end), '.' | '至' | '-' | '~') => {
                Some(self.award(i, end, Award::Zero))
            }
            RuleWord::Proportion => {
                let end = self.times_weight(end);
                let end = reader.word(end, RuleWord::EndsFormula).filter(|&e| e <= self.end).unwrap_or(end);
                Some(self.award(i, end, Award::Proportion))
            }
            RuleWord::Linear => {
                let end = self.award(i, end, Award::NotUnderstood);
                self.out.iter_mut().last().into_iter().for_each(|d| d.linear = true);
                Some(end)
            }
            RuleWord::Exempt => {
                let end = self.award(i, end, Award::Full);
                self.out.iter_mut().last().into_iter().for_each(|d| d.of_whole = true);
                Some(end)
            }
            RuleWord::Otherwise => self.degree(i, end, Condition::Otherwise),
            RuleWord::Missed => self.degree(i, end, Condition::TargetMissed),
            RuleWord::Partly => self.degree(i, end, Condition::Attained(Attainment::Partly)),
            RuleWord::Nearly => self.degree(i, end, Condition::Attained(Attainment::Nearly)),
            RuleWord::Unmet => self.degree(i, end, Condition::Attained(Attainment::Missed)),
            RuleWord::Met => self.degree(i, end, Condition::Attained(Attainment::Met)),
            RuleWord::Pair => self.pair(i, end),
            RuleWord::Each => self.each(i, end),
            RuleWord::Deduct => self.deduct(i, end),
            RuleWord::Award => self.points(i),
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
        // 否则 may stand behind anything; 其他 in 与其他项目重复 says nothing of the rest.
        let tells = alone && ends || condition == Condition::Otherwise && (alone || ends);
        if !tells {
            return None;
        }
        self.pending = Some(condition);
        self.mark = stop;
        Some(stop)
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

/// `完成率×5分`, `执行数/预算数×10`, `3分×及时率`: a measure and a plain number.
fn is_share_of_points(term: &Term) -> bool {
    let Term::Binary(Operator::Times, one, two) = term else { return false };
    let is_measure = |term: &Term| match term {
        Term::Binary(Operator::Over, ..) | Term::Actual => true,
        Term::Named(name) => name.ends_with('率'),
        _ => false,
    };
    let is_plain = |term: &Term| matches!(term, Term::Number { percent: false, .. });
    is_measure(one) && is_plain(two) || is_plain(one) && is_measure(two)
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
