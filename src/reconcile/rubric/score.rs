//! Evaluating a rule on a row: every score that some reading of its wording admits.

use super::inputs::{Inputs, Missing, Row};
use super::value::{Value, percent, points, rounded};
use crate::model::{
    Amount, Attainment, Award, Bound, Case, Comparator, Condition, Edge, FigureId, Full, Interval, Measured, Operator,
    Part, Range, Reason, Rubric, Side, StepUnit, Steps, Term,
};
use rust_decimal::Decimal;

/// The most combinations of readings of several parts that are tried.
const MOST_READINGS: usize = 256;

/// One score that the rule admits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// The score.
    pub(super) score: Interval,
    /// The arithmetic, with its result.
    pub(super) text: String,
    /// It takes rounding at the edge of a condition to get it.
    pub(super) at_edge: bool,
    /// It only rounds another reading earlier, and is not worth showing.
    pub(super) minor: bool,
}

/// What a rule, or a part of it, gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    /// The admissible scores, the plainest reading first. Empty when nothing could be computed.
    pub(super) readings: Vec<Reading>,
    /// The least and the most that can be, when not all could be computed.
    pub(super) bounds: (Decimal, Decimal),
    /// Why not all could be computed, in order.
    pub(super) missing: Vec<Missing>,
    /// The figures used.
    pub(super) ids: Vec<FigureId>,
    /// Whether a computed part takes part in it.
    pub(super) computed: bool,
}

impl Outcome {
    fn known(readings: Vec<Reading>, ids: Vec<FigureId>) -> Self {
        let low = readings.iter().map(|r| r.score.low).min().unwrap_or_default();
        let high = readings.iter().map(|r| r.score.high).max().unwrap_or_default();
        Self { readings, bounds: (low, high), missing: Vec::new(), ids, computed: true }
    }

    fn unknown(full: Decimal, missing: Missing) -> Self {
        let bounds = (Decimal::ZERO, full);
        Self { readings: Vec::new(), bounds, missing: vec![missing], ids: Vec::new(), computed: false }
    }

    /// What one more part adds.
    fn plus(mut self, part: Self) -> Option<Self> {
        let mut readings = Vec::new();
        for one in self.readings.iter().take(MOST_READINGS) {
            for two in part.readings.iter().take(MOST_READINGS / self.readings.len().max(1) + 1) {
                readings.push(Reading {
                    score: one.score.plus(two.score)?,
                    text: if one.text.is_empty() { two.text.clone() } else { format!("{} + {}", one.text, two.text) },
                    at_edge: one.at_edge || two.at_edge,
                    minor: one.minor || two.minor,
                });
            }
        }
        self.readings = readings;
        self.bounds = (self.bounds.0.checked_add(part.bounds.0)?, self.bounds.1.checked_add(part.bounds.1)?);
        self.missing.extend(part.missing);
        self.ids.extend(part.ids);
        self.computed |= part.computed;
        Some(self)
    }
}

/// Evaluates a rule on a row whose weight is `weight`.
pub(super) fn rubric(inputs: &Inputs<'_>, row: Row<'_>, rule: &Rubric, weight: Decimal) -> Option<Outcome> {
    let mut sum: Option<Outcome> = None;
    for part in &rule.parts {
        let full = match part.full {
            Full::Weight => weight,
            Full::Points(points) => points,
        };
        let scored = Scorer { inputs, row, part, full }.part();
        sum = Some(match sum {
            None => scored,
            Some(before) => before.plus(scored)?,
        });
    }
    sum
}

/// Whether a condition holds.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Truth {
    Yes,
    /// Only when the value is not quite what is printed.
    AtEdge,
    No,
    Unknown(Missing),
}

struct Scorer<'a, 'i> {
    inputs: &'i Inputs<'a>,
    row: Row<'i>,
    part: &'i Part,
    full: Decimal,
}

impl Scorer<'_, '_> {
    fn part(&self) -> Outcome {
        let judged = |name: &str| Missing { reason: Reason::Judgement, name: name.to_owned() };
        let mut edges: Vec<Reading> = Vec::new();
        let mut chosen = None;
        let (mut unknown, mut ids) = (None, Vec::new());
        for case in &self.part.cases {
            if matches!(case.then, Award::Events { .. } | Award::Void) {
                continue;
            }
            match self.holds(&case.when, &mut ids) {
                Truth::Yes if unknown.is_none() => {
                    chosen = Some(case);
                    break;
                }
                Truth::AtEdge => {
                    if let Ok(readings) = self.award(case, &mut ids) {
                        edges.extend(readings.into_iter().map(|r| Reading { at_edge: true, ..r }));
                    }
                }
                Truth::Unknown(missing) => {
                    unknown.get_or_insert(missing);
                }
                Truth::Yes | Truth::No => {}
            }
        }
        let Some(case) = chosen else {
            let events = self.part.cases.iter().any(|c| matches!(c.then, Award::Events { .. }));
            let nothing =
                Missing { reason: if events { Reason::Judgement } else { Reason::RuleUnclear }, name: String::new() };
            return Outcome::unknown(self.full, unknown.unwrap_or(nothing));
        };
        let mut readings = match self.award(case, &mut ids) {
            Ok(readings) => readings,
            Err(missing) => {
                let mut outcome = Outcome::unknown(self.full, missing);
                outcome.ids = ids;
                if let Award::Between(low, high) = &case.then
                    && let (Some(low), Some(high)) = (low.points(self.full), high.points(self.full))
                {
                    outcome.bounds = (low, high);
                }
                return outcome;
            }
        };
        // One reading that is only a range: something in it is not printed.
        if let [Reading { score, at_edge: true, minor: true, .. }] = readings.as_slice() {
            let bounds = (score.low, score.high);
            let missing = vec![Missing {
                reason: Reason::InputMissing,
                name: readings.first().map(|r| r.text.clone()).unwrap_or_default(),
            }];
            return Outcome { readings, bounds, missing, ids, computed: true };
        }
        readings.extend(edges);
        // Events and grave faults can only take off. A goal that is met in words leaves no room for its events.
        let met = matches!(case.when, Condition::Attained(_));
        let events = self.part.cases.iter().find(|c| match &c.then {
            Award::Events { .. } => !met,
            Award::Void => true,
            _ => false,
        });
        let mut outcome = Outcome::known(readings, ids);
        if let Some(event) = events {
            outcome.bounds.0 = Decimal::ZERO;
            let name = match &event.when {
                Condition::Fact(words) => words.as_str(),
                _ => "",
            };
            outcome.missing.push(judged(name));
        }
        outcome
    }

    fn holds(&self, when: &Condition, ids: &mut Vec<FigureId>) -> Truth {
        let judged = |name: &str| Truth::Unknown(Missing { reason: Reason::Judgement, name: name.to_owned() });
        match when {
            Condition::Always | Condition::Otherwise => Truth::Yes,
            Condition::Fact(words) => judged(words),
            Condition::Attained(degree) => match self.attained() {
                Some(found) if found == *degree => Truth::Yes,
                Some(_) => Truth::No,
                None => judged(""),
            },
            Condition::TargetMet | Condition::TargetMissed => {
                let met = self.target_met(ids);
                match (met, *when == Condition::TargetMet) {
                    (Ok(met), wanted) if met == wanted => Truth::Yes,
                    (Ok(_), _) => Truth::No,
                    (Err(missing), _) => Truth::Unknown(missing),
                }
            }
            Condition::All(all) => {
                let each: Vec<Truth> = all.iter().map(|c| self.holds(c, ids)).collect();
                let first = |wanted: fn(&Truth) -> bool| each.iter().find(|t| wanted(t)).cloned();
                first(|t| *t == Truth::No)
                    .or_else(|| first(|t| matches!(t, Truth::Unknown(_))))
                    .or_else(|| first(|t| *t == Truth::AtEdge))
                    .unwrap_or(Truth::Yes)
            }
            Condition::Within(what, range) => self.within(what, range, ids),
            Condition::Not(what, bound) => {
                let range = Range::by(Comparator::Equal, &bound.value, &bound.unit);
                match self.within(what, &range, ids) {
                    Truth::Yes => Truth::AtEdge,
                    Truth::No => Truth::Yes,
                    other => other,
                }
            }
        }
    }

    /// How far the result says in words that the goal was reached.
    fn attained(&self) -> Option<Attainment> {
        let actual = self.row.leaf.actual.as_ref()?;
        if let Some(value) = &actual.value {
            // A counted result met or missed its target.
            let _ = value;
            return self
                .target_met(&mut Vec::new())
                .ok()
                .map(|met| if met { Attainment::Met } else { Attainment::Partly });
        }
        self.inputs.lexicon.rubrics.attainment(&actual.raw)
    }

    /// Whether the row's own result meets its own target.
    fn target_met(&self, ids: &mut Vec<FigureId>) -> Result<bool, Missing> {
        let missing = |reason| Missing { reason, name: String::new() };
        let Some(actual) = self.row.actual() else {
            let words = self.row.leaf.actual.as_ref().and_then(|a| self.inputs.lexicon.rubrics.attainment(&a.raw));
            return words.map(|w| w == Attainment::Met).ok_or(missing(Reason::InputMissing));
        };
        let target = self.row.target().ok_or(missing(Reason::InputMissing))?;
        ids.extend(actual.ids.iter().chain(&target.ids));
        let comparator = self.row.leaf.target.as_ref().and_then(|t| t.value.as_ref()?.comparator);
        Ok(match comparator {
            Some(Comparator::AtMost) => actual.printed <= target.printed,
            Some(Comparator::Below) => actual.printed < target.printed,
            Some(Comparator::Above) => actual.printed > target.printed,
            _ => actual.printed >= target.printed,
        })
    }

    fn within(&self, what: &Measured, range: &Range, ids: &mut Vec<FigureId>) -> Truth {
        let value = match self.inputs.measured(what, self.row) {
            Ok(value) => value,
            Err(missing) => return Truth::Unknown(missing),
        };
        let mut bounds = Vec::new();
        for bound in [&range.low, &range.high] {
            bounds.push(match bound {
                None => None,
                Some(bound) => match self.inputs.term(&bound.value, self.row, Some(self.full), 0) {
                    Ok(found) => Some((found, bound.edge)),
                    Err(missing) => return Truth::Unknown(missing),
                },
            });
        }
        let Some(value) = comparable(value, bounds.iter().flatten().map(|b| &b.0), self.row) else {
            return Truth::Unknown(Missing { reason: Reason::InputInexact, name: String::new() });
        };
        ids.extend(&value.ids);
        let inside = |point: Decimal, lenient: bool| {
            let edge = |e: Edge| e == Edge::Closed || (e == Edge::Unsaid && lenient);
            let low = bounds[0].as_ref().is_none_or(|(b, e)| point > b.printed || (point == b.printed && edge(*e)));
            let high = bounds[1].as_ref().is_none_or(|(b, e)| point < b.printed || (point == b.printed && edge(*e)));
            low && high
        };
        if inside(value.printed, true) {
            Truth::Yes
        } else if inside(value.interval.low, true) || inside(value.interval.high, true) {
            Truth::AtEdge
        } else {
            Truth::No
        }
    }

    /// What a case brings, under every reading of its words.
    fn award(&self, case: &Case, ids: &mut Vec<FigureId>) -> Result<Vec<Reading>, Missing> {
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
            Award::Judged | Award::Events { .. } => Err(unclear(Reason::Judgement)),
            Award::NotUnderstood => Err(unclear(Reason::RuleUnclear)),
        }
    }

    /// The measure that a condition is about, with its value: `94.4%`.
    fn condition_text(&self, when: &Condition) -> Option<String> {
        match when {
            Condition::Within(what, _) | Condition::Not(what, _) => {
                let value = self.inputs.measured(what, self.row).ok()?;
                Some(if value.rate && !value.text.ends_with('%') { percent(value.printed) } else { value.text })
            }
            Condition::All(all) => all.iter().find_map(|c| self.condition_text(c)),
            _ => None,
        }
    }

    fn top(&self) -> Decimal {
        self.part.cap.map_or(self.full, |cap| cap.min(self.full))
    }

    /// A score never leaves what the part is worth.
    fn clamped(&self, score: Interval) -> Interval {
        let clamp = |d: Decimal| d.clamp(Decimal::ZERO, self.top());
        Interval { low: clamp(score.low), high: clamp(score.high), ..score }
    }

    /// Readings of a computed score: as it is, with its rate rounded first, without the cap.
    fn computed(&self, value: &Value, share: Option<Decimal>) -> Vec<Reading> {
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

    fn formula(&self, term: &Term, case: &Case, ids: &mut Vec<FigureId>) -> Result<Vec<Reading>, Missing> {
        if let Some(conflict) = self.target_conflict(case) {
            return Err(conflict);
        }
        let scaled = term.any(&mut |t| *t == Term::Weight) || is_in_points(term);
        let mut value = self.inputs.term(term, self.row, Some(self.full), 0)?;
        ids.extend(&value.ids);
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
    fn proportion(&self, case: &Case, ids: &mut Vec<FigureId>) -> Result<Vec<Reading>, Missing> {
        if let Some(conflict) = self.target_conflict(case) {
            return Err(conflict);
        }
        let none = || Missing { reason: Reason::InputMissing, name: String::new() };
        let actual = self.inputs.measured(&Measured::Own, self.row)?;
        let mut bases: Vec<Value> = self.row.target().into_iter().collect();
        if let Some((threshold, _)) = self.threshold(None)
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

    /// A rule that prints another target than the target cell: which one counts is not said.
    fn target_conflict(&self, _case: &Case) -> Option<Missing> {
        let target = self.row.target()?;
        self.part.cases.iter().find_map(|c| match (&c.when, &c.then) {
            (Condition::Within(Measured::Own, range), Award::Full) if range.is_point() => {
                let bound = range.low.as_ref()?;
                let value = self.inputs.term(&bound.value, self.row, None, 0).ok()?;
                let differs = value.rate == target.rate && value.printed != target.printed;
                differs.then(|| Missing { reason: Reason::InputConflicting, name: String::new() })
            }
            _ => None,
        })
    }

    /// The bound that deductions count from: the nearest that the cases print on the side, with its measure.
    fn threshold(&self, side: Option<Side>) -> Option<(Value, &Measured)> {
        let of = |bound: &Bound| self.inputs.term(&bound.value, self.row, None, 0).ok();
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

    fn steps(&self, steps: &Steps, case: &Case, ids: &mut Vec<FigureId>) -> Result<Vec<Reading>, Missing> {
        let missing = |reason| Missing { reason, name: String::new() };
        let printed = self.threshold(Some(steps.side)).or_else(|| self.threshold(None));
        let what = match (&steps.of, within(&case.when), &printed) {
            (Measured::Own, Some(Condition::Within(what, _)), _) => what,
            (Measured::Own, _, Some((_, what))) => *what,
            // 完成率每下降: the row's own, as a share of its target.
            (Measured::Named(name), _, Some((_, what))) if self.inputs.measured(&steps.of, self.row).is_err() => {
                let _ = name;
                *what
            }
            _ => &steps.of,
        };
        let value = self.inputs.measured(what, self.row)?;
        let bound = match (&steps.from, printed) {
            (Some(from), _) => self.inputs.term(&from.value, self.row, None, 0)?,
            (None, Some((bound, _))) => bound,
            (None, None) => match within(&case.when) {
                Some(Condition::Within(_, range)) => {
                    let bound = range.low.as_ref().or(range.high.as_ref()).ok_or(missing(Reason::RuleUnclear))?;
                    self.inputs.term(&bound.value, self.row, None, 0)?
                }
                _ => self.row.target().ok_or(missing(Reason::InputMissing))?,
            },
        };
        let value = comparable(value, [&bound].into_iter(), self.row).ok_or(missing(Reason::InputInexact))?;
        ids.extend(value.ids.iter().chain(&bound.ids));
        let gap = |point: Decimal| {
            let gap = point.checked_sub(bound.printed)?;
            Some(match steps.side {
                Side::Above => gap.max(Decimal::ZERO),
                Side::Below => (-gap).max(Decimal::ZERO),
                Side::Either => gap.abs(),
            })
        };
        let fail = || missing(Reason::RuleUnclear);
        let here = gap(value.printed).ok_or_else(fail)?;
        let only = |score: Decimal, text: String| Reading {
            score: Interval::exact(score),
            text,
            at_edge: false,
            minor: false,
        };
        if here.is_zero() {
            return Ok(vec![only(self.full, points(self.full))]);
        }
        let step = steps.step.as_ref().filter(|s| s.amount > Decimal::ZERO).ok_or(missing(Reason::RuleDamaged))?;
        let take = steps.take.points(self.full).ok_or_else(fail)?;
        let mut readings = Vec::new();
        for scale in scales(&step.unit, &value, &bound) {
            let count = |gap: Decimal| gap.checked_mul(scale)?.checked_div(step.amount);
            let left = |n: Decimal| {
                let off = n.checked_mul(take)?;
                Some(self.full.checked_sub(off)?.clamp(Decimal::ZERO, self.full))
            };
            let Some(exact) = count(here) else { continue };
            let text = |n: Decimal| {
                let take = match steps.take {
                    Amount::Share(share) => format!("{} × {}", percent(share), points(self.full)),
                    Amount::Points(p) => points(p),
                };
                left(n).map(|s| format!("{} − {} × {take} = {}", points(self.full), points(n), points(s)))
            };
            // The printed rate may be rounded, so that the exact reading is a range.
            let ends = [value.interval.low, value.interval.high].map(|p| gap(p).and_then(count).and_then(left));
            let (Some(one), Some(two), Some(main)) = (ends[0], ends[1], text(exact)) else { continue };
            readings.push(Reading {
                score: Interval::closed(one.min(two), one.max(two)),
                text: main,
                at_edge: false,
                minor: false,
            });
            for whole in [exact.floor(), exact.ceil()] {
                if whole != exact
                    && let (Some(score), Some(text)) = (left(whole), text(whole))
                {
                    readings.push(only(score, text));
                }
            }
        }
        if readings.is_empty() { Err(fail()) } else { Ok(readings) }
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

/// Whether a formula has points of its own (`×6分`): a bare factor.
fn is_in_points(term: &Term) -> bool {
    match term {
        Term::Number { percent, .. } => !percent,
        Term::Binary(Operator::Times, left, right) => is_in_points(left) || is_in_points(right),
        Term::Binary(Operator::Plus | Operator::Minus, left, right) => is_in_points(left) && is_in_points(right),
        _ => false,
    }
}

/// A value in the measure of the bounds it is compared with: a count against a percentage is its share of the target.
/// `None` when the two cannot be compared.
fn comparable<'v>(value: Value, mut bounds: impl Iterator<Item = &'v Value>, row: Row<'_>) -> Option<Value> {
    let Some(bound) = bounds.next() else { return Some(value) };
    if value.rate == bound.rate {
        return Some(value);
    }
    if !bound.rate {
        // A rate against a bare number: 90 for 90%.
        let hundred = value.printed.checked_mul(Decimal::ONE_HUNDRED)?;
        return bound.unit.is_empty().then(|| Value {
            interval: value.interval.scaled(Decimal::ONE_HUNDRED).unwrap_or(value.interval),
            printed: hundred,
            ..value
        });
    }
    let target = row.target().filter(|t| !t.rate && !t.printed.is_zero());
    if let Some(target) = target.filter(|_| !value.unit.is_empty() || row.actual().is_some_and(|a| a == value)) {
        let text = format!("{} ÷ {}", value.text, target.text);
        return Value::combine(Operator::Over, &value, &target, text);
    }
    // Points of a hundred, or a share of one.
    let scale = if value.printed > Decimal::TWO { Decimal::new(1, 2) } else { Decimal::ONE };
    value.unit.is_empty().then(|| Value {
        interval: value.interval.scaled(scale).unwrap_or(value.interval),
        printed: value.printed.checked_mul(scale).unwrap_or(value.printed),
        rate: true,
        ..value
    })
}

/// By what a gap is multiplied to be counted in steps. A step in % of a number is a share of the bound; of a rate it is
/// points, or a share of the bound when that is not 100%.
fn scales(unit: &StepUnit, value: &Value, bound: &Value) -> Vec<Decimal> {
    let hundred = Decimal::ONE_HUNDRED;
    let relative = hundred.checked_div(bound.printed).filter(|s| *s > Decimal::ZERO);
    match unit {
        StepUnit::Percent | StepUnit::PercentagePoint if !value.rate => relative.into_iter().collect(),
        StepUnit::PercentagePoint => vec![hundred],
        StepUnit::Percent => {
            let other = relative.filter(|s| *s != hundred);
            [Some(hundred), other].into_iter().flatten().collect()
        }
        StepUnit::Own(_) if value.rate => Vec::new(),
        StepUnit::Own(_) => vec![Decimal::ONE],
    }
}
