//! What the case of a rule that holds brings: points, formulas, proportions, under every reading of its words.

use super::conditions::within;
use super::inputs::Missing;
use super::score::{Reading, Scorer};
use super::value::{Value, percent, points, rounded};
use crate::model::{
    Amount, Award, Bound, Case, Comparator, Condition, FigureId, Interval, Measured, Operator, Reason, Side, Step,
    StepUnit, Term,
};
use rust_decimal::Decimal;

impl Scorer<'_, '_> {
    /// What a case brings, under every reading of its words.
    pub(super) fn award(&self, case: &Case, ids: &mut Vec<FigureId>) -> Result<Vec<Reading>, Missing> {
        let unclear = |reason| Missing { reason, name: String::new() };
        let only = |score: Decimal| {
            let text =
                self.condition_text(&case.when).map_or_else(|| points(score), |t| format!("{t} → {}", points(score)));
            vec![Reading { score: Interval::exact(score), text, at_edge: false, minor: false }]
        };
        let amount = |a: &Amount| a.points(self.full).ok_or(unclear(Reason::RuleUnclear));
        match &case.then {
            Award::Full => Ok(only(self.full)),
            Award::Zero | Award::Void => Ok(only(Decimal::ZERO)),
            Award::Amount(a) => Ok(only(amount(a)?)),
            Award::Between(low, high) => {
                let (low, high) = (amount(low)?, amount(high)?);
                Err(Missing { reason: Reason::Judgement, name: format!("{}…{}", points(low), points(high)) })
            }
            Award::Formula(term) => self.formula(term, case, ids),
            Award::Proportion => self.proportion(case, ids),
            Award::Steps(steps) => self.steps(steps, case, ids),
            Award::Each { step, give, beyond } => self.each(step, *give, beyond.as_ref(), ids),
            // Points off for one measure say nothing of those for another.
            Award::Events { take, each: false, .. } if self.takes_by_one_measure() => {
                let left = self.full.checked_sub(amount(take)?).ok_or(unclear(Reason::RuleUnclear))?;
                Ok(only(left.max(Decimal::ZERO)))
            }
            Award::Judged | Award::Events { .. } => Err(unclear(Reason::Judgement)),
            Award::NotUnderstood => Err(unclear(Reason::RuleUnclear)),
        }
    }

    /// The measure that a condition is about, with its value: `94.4%`.
    pub(super) fn condition_text(&self, when: &Condition) -> Option<String> {
        match when {
            Condition::Within(what, _) | Condition::Not(what, _) => {
                let value = self.inputs.measured(what, self.row).ok()?;
                Some(if value.rate && !value.text.ends_with('%') { percent(value.printed) } else { value.text })
            }
            Condition::All(all) => all.iter().find_map(|c| self.condition_text(c)),
            Condition::Fact(words) => self.told(words).map(|told| told.by),
            _ => None,
        }
    }

    /// Whether all that is taken off once is taken by the range that one measure lies in.
    fn takes_by_one_measure(&self) -> bool {
        let mut taking = self.part.cases.iter().filter(|c| matches!(c.then, Award::Events { each: false, .. }));
        let measure = |case: &Case| match &case.when {
            Condition::Within(what, _) => Some(what.clone()),
            _ => None,
        };
        let first = taking.next().and_then(measure);
        first.is_some() && taking.all(|case| measure(case) == first)
    }

    pub(super) fn top(&self) -> Decimal {
        self.part.cap.map_or(self.full, |cap| cap.min(self.full))
    }

    /// A score never leaves what the part is worth.
    pub(super) fn clamped(&self, score: Interval) -> Interval {
        let clamp = |d: Decimal| d.clamp(Decimal::ZERO, self.top());
        Interval { low: clamp(score.low), high: clamp(score.high), ..score }
    }

    /// Readings of a computed score: as it is, with its rate rounded first, without the cap.
    pub(super) fn computed(&self, value: &Value, share: Option<Decimal>) -> Vec<Reading> {
        let show = |score: Decimal, text: &str| format!("{text} = {}", points(score));
        let plain = self.clamped(value.interval);
        let capped = value.printed.clamp(Decimal::ZERO, self.top());
        let text = if capped == value.printed {
            show(value.printed, &value.text)
        } else {
            format!("{} → {}", show(value.printed, &value.text), points(capped))
        };
        let mut readings = vec![Reading { score: plain, text, at_edge: false, minor: false }];
        if plain.high != value.interval.high || plain.low != value.interval.low {
            let text = show(value.printed, &value.text);
            readings.push(Reading { score: value.interval, text, at_edge: true, minor: false });
        }
        for decimals in [4, 3, 2] {
            let Some(share) = share.filter(|s| rounded(*s, decimals) != s.normalize()) else { continue };
            let rate = rounded(share, decimals);
            if let Some(score) = rate.checked_mul(self.full) {
                let text = format!("{} × {} = {}", percent(rate), points(self.full), points(score));
                readings.push(Reading {
                    score: self.clamped(Interval::exact(score)),
                    text,
                    at_edge: false,
                    minor: true,
                });
            }
        }
        readings
    }

    pub(super) fn formula(&self, term: &Term, case: &Case, ids: &mut Vec<FigureId>) -> Result<Vec<Reading>, Missing> {
        if let Some(conflict) = self.target_conflict(case) {
            return Err(conflict);
        }
        let scaled = term.any(&mut |t| *t == Term::Weight) || is_in_points(term);
        let mut value = self.inputs.term(term, self.row, Some(self.full), 0)?;
        ids.extend(&value.ids);
        if value.inferred {
            self.inferred.set(true);
        }
        if !scaled {
            // 得分=完成率: the rate of the points.
            let full =
                Value::number(self.full, false).ok_or(Missing { reason: Reason::RuleUnclear, name: String::new() })?;
            let text = format!("{} × {}", value.text, full.text);
            value = Value::combine(Operator::Times, &value, &full, text)
                .ok_or(Missing { reason: Reason::ZeroDivisor, name: String::new() })?;
        }
        if value.bounded {
            let score = self.clamped(value.interval);
            let text = format!("{} = {}…{}", value.text, points(rounded(score.low, 2)), points(rounded(score.high, 2)));
            return Ok(vec![Reading { score, text, at_edge: true, minor: true }]);
        }
        let share = value.printed.checked_div(self.full).filter(|_| !self.full.is_zero());
        Ok(self.computed(&value, share))
    }

    /// a/t, or what comes of it for a target that must not be exceeded.
    pub(super) fn proportion(&self, case: &Case, ids: &mut Vec<FigureId>) -> Result<Vec<Reading>, Missing> {
        if let Some(conflict) = self.target_conflict(case) {
            return Err(conflict);
        }
        let none = || Missing { reason: Reason::InputMissing, name: String::new() };
        let actual = self.inputs.measured(&Measured::Own, self.row)?;
        let mut bases: Vec<Value> = self.row.target().into_iter().collect();
        // A tier that is a share of the target is no base of its own.
        let of_target = |bound: &Bound| bound.value.any(&mut |term| *term == Term::Target);
        let shares = self.part.cases.iter().filter_map(|case| match within(&case.when) {
            Some(Condition::Within(_, range)) => Some([&range.low, &range.high]),
            _ => None,
        });
        let shares = shares.flatten().flatten().any(of_target);
        if let Some((threshold, _)) = self.threshold(None).filter(|_| !shares)
            && !bases.iter().any(|b| b.printed == threshold.printed)
        {
            bases.push(threshold);
        }
        let full = Value::number(self.full, false).ok_or_else(none)?;
        let comparator = self.row.leaf.target.as_ref().and_then(|t| t.value.as_ref()?.comparator);
        let reverse = matches!(comparator, Some(Comparator::AtMost | Comparator::Below));
        let mut readings = Vec::new();
        for base in &bases {
            ids.extend(actual.ids.iter().chain(&base.ids));
            let (upper, lower) = if reverse { (base, &actual) } else { (&actual, base) };
            let text = format!("{} ÷ {}", upper.text, lower.text);
            let Some(ratio) = Value::combine(Operator::Over, upper, lower, text) else { continue };
            let text = format!("{} × {}", ratio.text, full.text);
            if let Some(score) = Value::combine(Operator::Times, &ratio, &full, text) {
                readings.extend(self.computed(&score, Some(ratio.printed)));
            }
            if reverse {
                // 1 − (a − t)/t
                let over = actual.printed.checked_sub(base.printed).and_then(|d| d.checked_div(base.printed));
                if let Some(left) =
                    over.and_then(|o| Decimal::ONE.checked_sub(o)).and_then(|l| l.checked_mul(self.full))
                {
                    let text = format!(
                        "{} × (1 − ({} − {}) ÷ {}) = {}",
                        full.text,
                        actual.text,
                        base.text,
                        base.text,
                        points(left)
                    );
                    readings.push(Reading {
                        score: self.clamped(Interval::exact(left)),
                        text,
                        at_edge: false,
                        minor: false,
                    });
                }
            }
        }
        if readings.is_empty() { Err(none()) } else { Ok(readings) }
    }

    /// So many points for every one of the things done; whole ones, or pro rata.
    fn each(
        &self,
        step: &Step,
        give: Decimal,
        beyond: Option<&Bound>,
        ids: &mut Vec<FigureId>,
    ) -> Result<Vec<Reading>, Missing> {
        let missing = |reason| Missing { reason, name: String::new() };
        // 国家级每项2分，省级每项1分: how many there are of each is not told.
        let kinds = self.row.rubric.cases().filter(|c| matches!(c.then, Award::Each { beyond: None, .. }));
        if beyond.is_none() && kinds.count() > 1 {
            return Err(missing(Reason::Judgement));
        }
        let mut done = self.inputs.measured(&Measured::Own, self.row)?;
        let scale = match &step.unit {
            StepUnit::PercentagePoint if done.rate => Decimal::ONE_HUNDRED,
            // 12次 are no number of quarters.
            StepUnit::Own(unit) if !done.rate && (*unit == done.unit || step.factor != Decimal::ONE) => Decimal::ONE,
            _ => return Err(missing(Reason::InputInexact)),
        };
        if let Some(bound) = beyond {
            let from = self.inputs.bound(bound, self.row, None)?;
            let gap = done.printed.checked_sub(from.printed).filter(|_| from.rate == done.rate);
            ids.extend(&from.ids);
            done.printed = gap.ok_or(missing(Reason::InputInexact))?.max(Decimal::ZERO);
        }
        ids.extend(&done.ids);
        let count = done.printed.checked_mul(scale).zip(step.amount.checked_mul(step.factor));
        let count = count.and_then(|(done, step)| done.checked_div(step)).ok_or(missing(Reason::RuleUnclear))?;
        let mut readings = Vec::new();
        for count in [count, count.floor()] {
            let score = count.checked_mul(give).ok_or(missing(Reason::RuleUnclear))?;
            let text = format!("{} × {} = {}", points(count), points(give), points(score.min(self.top())));
            let score = self.clamped(Interval::exact(score));
            readings.push(Reading { score, text, at_edge: false, minor: false });
        }
        Ok(readings)
    }

    /// A rule that prints another target than the target cell: which one counts is not said.
    pub(super) fn target_conflict(&self, _case: &Case) -> Option<Missing> {
        let target = self.row.target()?;
        self.part.cases.iter().find_map(|c| match (&c.when, &c.then) {
            (Condition::Within(Measured::Own, range), Award::Full) if range.is_point() => {
                let bound = range.low.as_ref()?;
                let value = self.inputs.bound(bound, self.row, None).ok()?;
                let differs = value.rate == target.rate && value.printed != target.printed;
                differs.then(|| Missing { reason: Reason::InputConflicting, name: String::new() })
            }
            _ => None,
        })
    }

    /// The bound that deductions count from: the nearest that the cases print on the side, with its measure.
    pub(super) fn threshold(&self, side: Option<Side>) -> Option<(Value, &Measured)> {
        let of = |bound: &Bound| self.inputs.bound(bound, self.row, None).ok();
        self.part.cases.iter().find_map(|case| {
            if matches!(case.then, Award::Steps(_) | Award::Zero) {
                return None;
            }
            let Some(Condition::Within(what, range)) = within(&case.when) else { return None };
            let bound = match side {
                Some(Side::Below) => range.low.as_ref(),
                Some(Side::Above) => range.high.as_ref(),
                _ => range.low.as_ref().or(range.high.as_ref()),
            };
            Some((of(bound?)?, what))
        })
    }
}

/// Whether a formula has points of its own (`×6分`): a bare factor.
fn is_in_points(term: &Term) -> bool {
    match term {
        Term::Number { percent, .. } => !percent,
        Term::Binary(Operator::Times, left, right) => is_in_points(left) || is_in_points(right),
        Term::Binary(Operator::Plus | Operator::Minus, left, right) => is_in_points(left) && is_in_points(right),
        _ => false,
    }
}
