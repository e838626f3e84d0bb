//! Whether a condition of a rule holds on a row.

use super::inputs::{Missing, Row};
use super::score::{Scorer, Truth};
use super::value::Value;
use crate::lexicon::{RuleWord, fold_in_place};
use crate::model::{Attainment, Case, Comparator, Condition, Edge, FigureId, Measured, Operator, Range, Reason};
use rust_decimal::Decimal;

impl Scorer<'_, '_> {
    pub(super) fn holds(&self, when: &Condition, ids: &mut Vec<FigureId>) -> Truth {
        let judged = |name: &str| Truth::Unknown(Missing { reason: Reason::Judgement, name: name.to_owned() });
        match when {
            Condition::Always | Condition::Otherwise => Truth::Yes,
            Condition::Fact(words) => match self.told(words) {
                Some(told) => {
                    self.inferred.set(true);
                    if told.holds { Truth::Yes } else { Truth::No }
                }
                None => judged(words),
            },
            Condition::Attained(degree) => match self.attained() {
                Some(found) if found == *degree => Truth::Yes,
                // A number that misses its target is 未达成 where the rule knows nothing between.
                Some(Attainment::Partly) if *degree == Attainment::Missed && self.knows_two_degrees() => Truth::Yes,
                Some(_) => Truth::No,
                None => judged(""),
            },
            // 部分完成 is neither 完成 nor 未完成 where the rule tells them apart.
            Condition::TargetMet | Condition::TargetMissed if self.is_between() => Truth::No,
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
                    .or_else(|| first(|t| *t == Truth::Open))
                    .unwrap_or(Truth::Yes)
            }
            Condition::Within(what, range) => self.within(what, range, ids),
            Condition::Not(what, bound) => {
                let range = Range::by(Comparator::Equal, bound);
                match self.within(what, &range, ids) {
                    Truth::Yes | Truth::Open => Truth::AtEdge,
                    Truth::No => Truth::Yes,
                    other => other,
                }
            }
        }
    }

    /// Whether the result is a number and the rule tells only what is reached from what is not.
    fn knows_two_degrees(&self) -> bool {
        let partly = |case: &Case| case.when == Condition::Attained(Attainment::Partly);
        self.row.actual().is_some() && !self.row.rubric.cases().any(partly)
    }

    /// How far the result says in words that the goal was reached.
    pub(super) fn attained(&self) -> Option<Attainment> {
        let actual = self.row.leaf.actual.as_ref()?;
        let knows = |degree| self.part.cases.iter().any(|case| case.when == Condition::Attained(degree));
        if actual.value.is_some() {
            // A counted result met or missed its target; how nearly, a person says.
            return match self.target_met(&mut Vec::new()) {
                Ok(true) => Some(Attainment::Met),
                Ok(false) if knows(Attainment::Nearly) => None,
                Ok(false) => Some(Attainment::Partly),
                Err(_) => None,
            };
        }
        let rubrics = &self.inputs.lexicon.rubrics;
        // 基本达成 is the first band of some rules and the second of others; one that speaks of it is left to a reader.
        let nearly = |chars: &[char]| rubrics.at(chars).any(|(_, kind)| kind == RuleWord::Nearly);
        let rule = fold_in_place(&self.row.rubric.text);
        let is_nearly = nearly(&fold_in_place(actual.raw.trim()));
        if is_nearly && knows(Attainment::Nearly) {
            return Some(Attainment::Nearly);
        }
        if is_nearly && (0..rule.len()).any(|i| rule.get(i..).is_some_and(nearly)) {
            return None;
        }
        rubrics.attainment(&actual.raw)
    }

    /// Whether the result says in words that it lies between met and missed, and the rule has a case of its own for that.
    fn is_between(&self) -> bool {
        let in_words = self.row.leaf.actual.as_ref().is_some_and(|a| a.value.is_none());
        let degree = self.attained().filter(|d| in_words && matches!(d, Attainment::Partly | Attainment::Nearly));
        degree.is_some_and(|d| self.part.cases.iter().any(|c| c.when == Condition::Attained(d)))
    }

    /// Whether the row's own result meets its own target.
    pub(super) fn target_met(&self, ids: &mut Vec<FigureId>) -> Result<bool, Missing> {
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

    pub(super) fn within(&self, what: &Measured, range: &Range, ids: &mut Vec<FigureId>) -> Truth {
        let value = match self.inputs.measured(what, self.row) {
            Ok(value) => value,
            Err(missing) => return Truth::Unknown(missing),
        };
        // Hours and metres are no measure of a rate.
        let counted = [&range.low, &range.high].into_iter().flatten().any(|b| !b.unit.is_empty());
        if value.rate && counted {
            return Truth::Unknown(Missing { reason: Reason::InputInexact, name: String::new() });
        }
        let mut bounds = Vec::new();
        for bound in [&range.low, &range.high] {
            bounds.push(match bound {
                None => None,
                Some(bound) => match self.inputs.bound(bound, self.row, Some(self.full)) {
                    Ok(found) => Some((found, bound.edge)),
                    Err(missing) => return Truth::Unknown(missing),
                },
            });
        }
        let Some(value) = comparable(value, bounds.iter().flatten().map(|b| &b.0), self.row) else {
            return Truth::Unknown(Missing { reason: Reason::InputInexact, name: String::new() });
        };
        ids.extend(&value.ids);
        if value.inferred {
            self.inferred.set(true);
        }
        let inside = |point: Decimal, lenient: bool| {
            let edge = |e: Edge| e == Edge::Closed || (e == Edge::Unsaid && lenient);
            let low = bounds[0].as_ref().is_none_or(|(b, e)| point > b.printed || (point == b.printed && edge(*e)));
            let high = bounds[1].as_ref().is_none_or(|(b, e)| point < b.printed || (point == b.printed && edge(*e)));
            low && high
        };
        if inside(value.printed, false) {
            Truth::Yes
        } else if inside(value.printed, true) {
            Truth::Open
        } else if inside(value.interval.low, true) || inside(value.interval.high, true) {
            Truth::AtEdge
        } else {
            Truth::No
        }
    }
}

impl Scorer<'_, '_> {
    /// Whether the value lies on an end that the words give to the range.
    pub(super) fn is_on_end(&self, when: &Condition) -> bool {
        let Condition::Within(what, range) = when else { return false };
        let closed = [&range.low, &range.high].into_iter().flatten().filter(|b| b.edge == Edge::Closed);
        closed.filter_map(|b| self.inputs.bound(b, self.row, Some(self.full)).ok()).any(|bound| {
            let value = self.inputs.measured(what, self.row).ok();
            value
                .and_then(|v| comparable(v, [&bound].into_iter(), self.row))
                .is_some_and(|v| v.printed == bound.printed)
        })
    }
}

/// The condition with a number in a condition.
pub(super) fn within(when: &Condition) -> Option<&Condition> {
    match when {
        Condition::Within(..) => Some(when),
        Condition::All(all) => all.iter().find_map(within),
        _ => None,
    }
}

/// Whether a bare number says of a rate what a share of one does: `变动率≤0`, `控制率≤1`. Larger ones are percentages
/// without their sign.
pub(super) fn is_share(bound: &Value) -> bool {
    bound.rate || bound.printed.abs() <= Decimal::TWO
}

/// A value in the measure of the bounds it is compared with: a count against a percentage is its share of the target.
/// `None` when the two cannot be compared.
pub(super) fn comparable<'v>(value: Value, mut bounds: impl Iterator<Item = &'v Value>, row: Row<'_>) -> Option<Value> {
    let Some(bound) = bounds.next() else { return Some(value) };
    if value.rate == bound.rate {
        return Some(value);
    }
    if !bound.rate && is_share(bound) {
        return bound.unit.is_empty().then_some(value);
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
