//! Which figure of a scored statement is the target and which the result.
//!
//! Decided from the form of the sentence: signs, the word before the figure, the noun it shares with the indicator's
//! name. Reads no number and judges none.

use super::names::clauses;
use super::points::{ends_clause, number_end, skip_spaces, trim_end};
use crate::lexicon::Points;
use std::ops::Range;

/// A number with its unit in a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Value {
    /// The start of its clause.
    pub clause: usize,
    /// Where the comparing sign or word starts, when one stands before the number.
    pub comparator: Option<usize>,
    /// Number and unit.
    pub number: Range<usize>,
    /// The unit.
    pub unit: Range<usize>,
    /// Where the words before it end: before the sign, or before a link such as 为.
    pub subject_end: usize,
    /// Whether a link, a sign or nothing but a noun of measure stands between the subject and the number.
    pub names_subject: bool,
}

impl Value {
    /// The sign, when there is one, and the number.
    pub(super) fn whole(&self) -> Range<usize> {
        self.comparator.unwrap_or(self.number.start)..self.number.end
    }
}

/// The target and the result of a statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Chosen {
    /// The stated target, sign included.
    pub target: Option<Range<usize>>,
    /// The stated result.
    pub actual: Option<Range<usize>>,
}

/// The value that a clause states of its subject, for statements named by it: the last such clause counts, and in
/// `X率=23%>0%` the first figure of the clause.
pub(super) fn naming(found: &[Value]) -> Option<usize> {
    (0..found.len()).rev().find(|&k| {
        let first_of_clause = k == 0 || found[k - 1].clause != found[k].clause;
        first_of_clause && found[k].names_subject && found[k].subject_end > found[k].clause
    })
}

/// All numbers with a unit in a range; years, dates, ordinals and points are not among them.
pub(super) fn values(chars: &[char], range: Range<usize>, points: &Points) -> Vec<Value> {
    let mut found = Vec::new();
    let (mut at, mut clause) = (range.start, range.start);
    while at < range.end {
        if !chars[at].is_ascii_digit() {
            if ends_clause(chars[at]) {
                clause = at + 1;
            }
            at += 1;
            continue;
        }
        let end = number_end(chars, at).min(range.end);
        if let Some(value) = value(&chars[..range.end], clause, at..end, points) {
            found.push(value);
        }
        at = end.max(at + 1);
    }
    found
}

fn value(chars: &[char], clause: usize, digits: Range<usize>, points: &Points) -> Option<Value> {
    let before = trim_end(chars, digits.start, clause);
    let previous = before.checked_sub(1).filter(|&i| i >= clause).and_then(|i| chars.get(i));
    if previous.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '第' | '.' | '/' | '~')) {
        return None;
    }
    let comparator = points.comparing.at_end(&chars[clause..before]).map(|n| before - n);
    let unit_start = skip_spaces(chars, digits.end);
    let tail = chars.get(unit_start..)?;
    let unit = match tail.first() {
        Some('%' | '‰') => 1,
        _ => points.units.at_start(tail).unwrap_or(0),
    };
    let dated =
        tail.first().is_some_and(|c| matches!(c, '年' | '月' | '日' | '号' | '分' | '时' | '·' | '、' | '.' | ')'));
    if unit == 0 && (comparator.is_none() || dated) {
        return None;
    }
    let number = digits.start..if unit == 0 { digits.end } else { unit_start + unit };
    let mut subject_end = comparator.unwrap_or(before);
    let mut named = comparator.is_some();
    let text = &chars[clause..subject_end];
    if text.ends_with(&['=']) {
        (subject_end, named) = (subject_end - 1, true);
    } else if let Some(n) = points.links.at_end(text) {
        (subject_end, named) = (subject_end - n, true);
    } else if tail.first() == Some(&'%') {
        named |= text.last().is_some_and(|c| matches!(c, '率' | '度' | '比' | '例' | ' '));
    }
    // `均为100%`: the link may stand after another.
    while let Some(n) = points.links.at_end(&chars[clause..subject_end]).filter(|_| named) {
        subject_end -= n;
    }
    subject_end = trim_end(chars, subject_end, clause);
    Some(Value { clause, comparator, number, unit: unit_start..unit_start + unit, subject_end, names_subject: named })
}

/// Chooses for a statement whose name stands in the same clause as value `k`.
pub(super) fn of_naming_clause(found: &[Value], k: usize, chars: &[char], earned_nothing: bool) -> Chosen {
    let Some(value) = found.get(k) else { return Chosen::default() };
    if value.comparator.is_some() {
        // Figures before it are what the rate is made of, so the comparison is what was to be kept.
        return if k > 0 {
            Chosen { target: Some(value.whole()), actual: None }
        } else {
            Chosen { target: None, actual: Some(value.whole()) }
        };
    }
    // A bound after the value: the target when points were earned; when none were, it says by what it was missed.
    let bound = found.get(k + 1).filter(|b| b.comparator.is_some_and(|c| follows(chars, value.number.end, c)));
    let target = bound.filter(|_| !earned_nothing).map(Value::whole);
    Chosen { target, actual: Some(value.number.clone()) }
}

/// Whether only a comma or space stands between two places.
fn follows(chars: &[char], from: usize, to: usize) -> bool {
    chars.get(from..to).is_some_and(|gap| gap.iter().all(|c| matches!(c, ',' | ' ')))
}

/// Chooses for a statement whose name stands before its facts.
pub(super) fn of_facts(
    chars: &[char],
    facts: Range<usize>,
    name: &[char],
    earned_nothing: bool,
    points: &Points,
) -> Chosen {
    let mut found = values(chars, facts.clone(), points);
    let planned = found.iter().position(|v| {
        let subject = &chars[v.clause..v.subject_end];
        points.planned.any_in(subject) && !points.done.any_in(subject)
    });
    let planned = planned.filter(|_| found.len() > 1).map(|i| found.remove(i).whole());
    let Some(k) = best(&found, chars, name, points) else {
        return Chosen { target: planned, actual: nothing_happened(chars, facts, name, points) };
    };
    // `调整率为4%，没有超过5%`: the bound is what was to be kept, the figure before it the result.
    let bounds = |k: usize| {
        let (value, earlier) = (found.get(k), k.checked_sub(1).and_then(|e| found.get(e)));
        value.zip(earlier).is_some_and(|(value, earlier)| {
            let follows = value.comparator.is_some_and(|c| follows(chars, earlier.number.end, c));
            follows && earlier.comparator.is_none() && chars[value.unit.clone()] == chars[earlier.unit.clone()]
        })
    };
    let k = if bounds(k) { k - 1 } else { k };
    let mut chosen = if found[k].comparator.is_some() {
        Chosen { target: None, actual: Some(found[k].whole()) }
    } else {
        of_naming_clause(&found, k, chars, earned_nothing)
    };
    if planned.is_some() {
        chosen.target = planned;
    }
    chosen
}

/// The value that belongs to the name: its clause speaks of the same noun, or its unit is the one the name counts in,
/// else the one that is said to be reached, else the last rate, else the last count that is no scope or difference.
fn best(found: &[Value], chars: &[char], name: &[char], points: &Points) -> Option<usize> {
    let name: Vec<char> = name.iter().copied().filter(|&c| c != ' ').collect();
    let is_rate = |v: &Value| chars[v.unit.clone()].first() == Some(&'%');
    let rate_named = name.ends_with(&['率']) || name.ends_with(&['意', '度']) || name.ends_with(&['比', '例']);
    let fits = |v: &Value| !rate_named || is_rate(v);
    let reached = |v: &Value| points.done.any_in(&chars[v.clause..v.subject_end]);
    for n in [3, 2] {
        let Some(key) = name.len().checked_sub(n).map(|from| &name[from..]) else { continue };
        let speaks = |v: &Value| fits(v) && chars[v.clause..v.subject_end].windows(n).any(|w| w == key);
        if let Some(k) = found.iter().rposition(|v| speaks(v) && reached(v)).or(found.iter().rposition(speaks)) {
            return Some(k);
        }
    }
    let tail = &name[name.len().saturating_sub(3)..];
    let counted = |v: &Value| {
        let unit = &chars[v.unit.clone()];
        !unit.is_empty() && tail.windows(unit.len()).any(|w| w == unit)
    };
    if rate_named {
        return found.iter().rposition(is_rate);
    }
    let aside = |v: &Value| {
        let end = trim_end(chars, v.comparator.unwrap_or(v.number.start), v.clause);
        points.aside.at_end(&chars[v.clause..end]).is_some()
    };
    let counts = |v: &Value| !is_rate(v) && !aside(v);
    found
        .iter()
        .rposition(counted)
        .or_else(|| found.iter().position(|v| counts(v) && reached(v)))
        .or_else(|| found.iter().rposition(is_rate))
        .or_else(|| found.iter().rposition(counts))
}

/// `未发生`, as the result of an indicator that counts what may happen; of a name such as 社会效益 it says nothing.
fn nothing_happened(chars: &[char], facts: Range<usize>, name: &[char], points: &Points) -> Option<Range<usize>> {
    let name: Vec<char> = name.iter().copied().filter(|&c| c != ' ').collect();
    let counts = name.is_empty() || points.countable.at_end(&name).is_some() || points.zero.any_in(&name);
    clauses(chars, facts).into_iter().find_map(|clause| {
        let (from, to) = points.zero.find(&chars[clause.clone()])?;
        let noun = &chars[clause.start + to..clause.end];
        let shared = || name.windows(2).any(|pair| noun.windows(2).any(|w| w == pair));
        (counts || shared()).then_some(clause.start + from..clause.start + to)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{Lexicon, fold_in_place};

    #[test]
    fn the_figure_that_belongs_to_the_name_is_taken() {
        let points = &Lexicon::builtin().forms.points;
        let cases = [
            ("培训场次", "2023年共举办培训6场，参训人员420人次，", None, Some("6场")),
            ("设备完好率", "巡检设备36台，设备完好率达98.5%，", None, Some("98.5%")),
            ("管网改造长度", "目标为12公里，实际完成12.6公里，", Some("12公里"), Some("12.6公里")),
            ("群众满意度", "发放问卷300份，满意度为96.2%，≥95%，", Some("≥95%"), Some("96.2%")),
            ("安全事故起数", "全年未发生安全责任事故，", None, Some("未发生")),
            ("制度健全性", "制度完备，执行到位，", None, None),
            ("支付及时率", "于2023年12月25日前全部支付，支付及时率100%，", None, Some("100%")),
            ("宣传次数", "第3季度开展宣传2次，全年8次，", None, Some("8次")),
            ("渠道清淤长度", "计划清淤24公里，实际清淤23公里，因涨水少1公里，", Some("24公里"), Some("23公里")),
            ("渠道清淤长度", "实际清淤23公里，完成率为96%，", None, Some("23公里")),
            ("植树", "计划栽植1.2万株，实际栽植1.3万株，", Some("1.2万株"), Some("1.3万株")),
            ("过程监控", "五月对7个项目做了监控，", None, None),
            ("经济效益", "带动农户120户，增收稳定，", None, Some("120户")),
            ("预算管理", "预算调整率为3.2%，没有超过5%的控制线，", Some("没有超过5%"), Some("3.2%")),
            ("社会效益", "全年没有发生溺水事故，", None, None),
            ("溺水事故控制", "全年没有发生溺水事故，", None, Some("没有发生")),
        ];
        for (name, text, target, actual) in cases {
            let (name, chars) = (fold_in_place(name), fold_in_place(text));
            let chosen = of_facts(&chars, 0..chars.len(), &name, false, points);
            let show = |r: Option<Range<usize>>| r.map(|r| chars[r].iter().collect::<String>());
            assert_eq!(show(chosen.target).as_deref(), target, "{text}");
            assert_eq!(show(chosen.actual).as_deref(), actual, "{text}");
        }
    }
}
