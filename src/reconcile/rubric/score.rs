//! Evaluating a rule on a row: every score that some reading of its wording admits.
//!
//! Which case holds is `conditions`, what it brings `awards` and `steps`.

use super::conditions::within;
use super::inputs::{Inputs, Missing, Row};
use super::value::points;
use crate::model::{Award, Case, Condition, FigureId, Full, Interval, Part, Reason, Rubric};
use rust_decimal::Decimal;
use std::cell::Cell;

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
    /// Whether something it rests on is told in words, or by figures that may mean something else.
    pub(super) inferred: bool,
}

impl Outcome {
    fn known(readings: Vec<Reading>, ids: Vec<FigureId>) -> Self {
        let low = readings.iter().map(|r| r.score.low).min().unwrap_or_default();
        let high = readings.iter().map(|r| r.score.high).max().unwrap_or_default();
        Self { readings, bounds: (low, high), missing: Vec::new(), ids, computed: true, inferred: false }
    }

    fn unknown(full: Decimal, missing: Missing) -> Self {
        let bounds = (Decimal::ZERO, full);
        let (readings, ids) = (Vec::new(), Vec::new());
        Self { readings, bounds, missing: vec![missing], ids, computed: false, inferred: false }
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
        self.inferred |= part.inferred;
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
        let of = Scorer { inputs, row, part, full, inferred: Cell::new(false) };
        let mut scored = of.part();
        scored.inferred = of.inferred.get();
        sum = Some(match sum {
            None => scored,
            Some(before) => before.plus(scored)?,
        });
    }
    // Points on top may stay within the weight or go beyond it.
    if let (Some(sum), Some(_)) = (&mut sum, rule.bonus()) {
        let within = |r: &Reading| {
            let score = Interval { low: r.score.low.min(weight), high: r.score.high.min(weight), ..r.score };
            (score != r.score)
                .then(|| Reading { score, text: format!("{} → {}", r.text, points(weight)), ..r.clone() })
        };
        let capped: Vec<Reading> = sum.readings.iter().filter_map(within).collect();
        sum.readings.splice(0..0, capped);
    }
    sum
}

/// What holds of the cases of a part.
#[derive(Default)]
struct Choice<'p> {
    /// The cases, each of which may be meant.
    cases: Vec<&'p Case>,
    /// What cases give that hold only if rounding hides something.
    edges: Vec<Reading>,
    /// Why it cannot be told.
    unknown: Option<Missing>,
    ids: Vec<FigureId>,
}

/// Whether a condition holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Truth {
    Yes,
    /// When an end that the words leave open belongs to its range.
    Open,
    /// Only when the value is not quite what is printed.
    AtEdge,
    No,
    Unknown(Missing),
}

/// A part of a rule on a row.
pub(super) struct Scorer<'a, 'i> {
    pub(super) inputs: &'i Inputs<'a>,
    pub(super) row: Row<'i>,
    pub(super) part: &'i Part,
    pub(super) full: Decimal,
    /// Set once something is used that is told in words, or by figures that may mean something else.
    pub(super) inferred: Cell<bool>,
}

impl Scorer<'_, '_> {
    fn part(&self) -> Outcome {
        let judged = |name: &str| Missing { reason: Reason::Judgement, name: name.to_owned() };
        let Choice { cases, edges, unknown, mut ids } = self.choose();
        let chosen = cases.split_first();
        let Some((&case, others)) = chosen else {
            if let Some(outcome) = self.undone() {
                return outcome;
            }
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
            return Outcome { readings, bounds, missing, ids, computed: true, inferred: false };
        }
        readings.extend(others.iter().filter_map(|other| self.award(other, &mut ids).ok()).flatten());
        readings.extend(edges);
        // Events and grave faults can only take off. A goal that is met in words leaves no room for its events.
        let met = matches!(case.when, Condition::Attained(_));
        let events = self.part.cases.iter().find(|c| c.then == Award::Void || is_event(c) && !met);
        let mut outcome = Outcome::known(readings, ids);
        let known = events.is_some_and(|e| matches!(e.then, Award::Events { .. })) && self.counted_events().is_some();
        if let Some(event) = events.filter(|_| !known) {
            outcome.bounds.0 = Decimal::ZERO;
            let name = match &event.when {
                Condition::Fact(words) => words.as_str(),
                _ => "",
            };
            outcome.missing.push(judged(name));
        }
        outcome
    }

    /// The cases that hold: one, or several where the value lies on an end that the words leave open.
    fn choose(&self) -> Choice<'_> {
        let mut choice = Choice::default();
        for case in &self.part.cases {
            if matches!(case.then, Award::Void) || is_event(case) {
                continue;
            }
            match self.holds(&case.when, &mut choice.ids) {
                Truth::Yes if choice.unknown.is_none() => {
                    if choice.cases.is_empty() || self.is_on_end(&case.when) {
                        choice.cases.push(case);
                    }
                    break;
                }
                Truth::Open if choice.unknown.is_none() => choice.cases.push(case),
                Truth::AtEdge => {
                    if let Ok(readings) = self.award(case, &mut choice.ids) {
                        choice.edges.extend(readings.into_iter().map(|r| Reading { at_edge: true, ..r }));
                    }
                }
                Truth::Unknown(missing) => {
                    choice.unknown.get_or_insert(missing);
                }
                Truth::Yes | Truth::Open | Truth::No => {}
            }
        }
        // 95%以上 beside 95%以下: 以上 holds the number itself.
        let from = |case: &&Case| matches!(within(&case.when), Some(Condition::Within(_, range)) if range.low.is_some() && range.high.is_none());
        if choice.cases.len() > 1
            && !choice.cases.iter().any(|case| self.is_on_end(&case.when))
            && let Some(&only) = choice.cases.iter().find(|case| from(case))
        {
            choice.cases = vec![only];
        }
        choice
    }

    /// The points left when a list shows for how many tasks the rule takes some off.
    fn undone(&self) -> Option<Outcome> {
        let take = self.part.cases.iter().find_map(|case| match &case.then {
            Award::Events { take, each: true, of, late } => Some((take, of, *late)),
            _ => None,
        })?;
        let (take, of, late) = take;
        let listed = self.counted_events().filter(|n| !n.is_zero());
        let count = listed.or_else(|| self.own_events(of.as_ref()?, late))?;
        let take = take.points(self.full)?;
        let left = self.full.checked_sub(count.checked_mul(take)?)?.max(Decimal::ZERO);
        let text = format!("{} − {count} × {} = {}", points(self.full), points(take), points(left));
        self.inferred.set(true);
        let reading = Reading { score: Interval::exact(left), text, at_edge: false, minor: false };
        Some(Outcome::known(vec![reading], Vec::new()))
    }
}

/// Whether a case only takes something off when something happens. Points off for a number that lies in a range are an award
/// like others.
fn is_event(case: &Case) -> bool {
    match &case.then {
        Award::Events { each: true, .. } => true,
        Award::Events { each: false, .. } => !matches!(case.when, Condition::Within(..)),
        _ => false,
    }
}
