//! Groups and indicators that are scored in running text: located statements in, groups and indicators out.

use super::ledger::{Ledger, compact, one_line};
use super::measures;
use crate::model::{
    Dimension, FigureRole, Group, Indicator, Layout, Location, Measure, Report, Restatement, ScoreLine, Stated, Unit,
};
use rust_decimal::Decimal;

/// Behind the name of a group that is taken up again.
const ENDS: [&str; 5] = ["类指标", "指标", "部分", "情况", "类"];

/// Reads the score lines of a layout into the report, in their order.
pub(super) fn read(ledger: &mut Ledger<'_>, layout: &Layout, report: &mut Report) {
    // The group that each score line became; indicators become none.
    let mut groups: Vec<Option<usize>> = Vec::with_capacity(layout.score_lines.len());
    for line in &layout.score_lines {
        let parent = line.parent.and_then(|p| groups.get(p).copied().flatten());
        if line.level < 3 {
            groups.push(Some(match restated(ledger, line, report) {
                Some(known) => known,
                None => group(ledger, line, parent, report),
            }));
            continue;
        }
        groups.push(None);
        let outer = line.parent.and_then(|p| layout.score_lines.get(p)?.parent);
        let outer = outer.and_then(|p| groups.get(p).copied().flatten());
        let is_level2 = parent.and_then(|g| report.groups.get(g)).is_some_and(|g| g.level == 2);
        let (level1, level2) = if is_level2 { (outer, parent) } else { (parent, None) };
        leaf(ledger, line, level1, level2, report);
    }
}

fn name(ledger: &Ledger<'_>, at: &Location) -> Stated<String> {
    let raw = one_line(&ledger.document.quote(at));
    Stated { value: Some(compact(&raw)), raw, at: at.clone(), figure: None }
}

fn measure(ledger: &mut Ledger<'_>, at: Option<&Location>, role: FigureRole, label: &str) -> Option<Stated<Measure>> {
    let at = at?;
    let raw = one_line(&ledger.document.quote(at));
    let value = measures::read_measure(&raw, ledger.lexicon);
    let raw = value.as_ref().and_then(|v| signed(&raw, v)).unwrap_or(raw);
    let stated = ledger.state(raw, value, at.clone(), role, label);
    // The place of a score ends before its 分; the figure has the unit all the same.
    let unit = matches!(role, FigureRole::Weight | FigureRole::Score).then(|| points_behind(ledger, at)).flatten();
    if let Some((unit, id)) = unit.zip(stated.figure)
        && let Some(figure) = ledger.figures.get_mut(id.0 as usize)
        && figure.measure.quantity.unit.text.is_empty()
    {
        figure.measure.quantity.unit = unit;
    }
    Some(stated)
}

/// The unit 分, when it stands right behind a place.
fn points_behind(ledger: &Ledger<'_>, at: &Location) -> Option<Unit> {
    let text = ledger.document.text_at(at)?;
    let behind = text.content.chars().skip(at.range().end).find(|c| !c.is_whitespace());
    (behind == Some('分')).then(|| Unit {
        text: "分".to_owned(),
        dimension: Dimension::Point,
        base: "分".to_owned(),
        factor: Decimal::ONE,
    })
}

/// A sentence words the comparison that a form writes as a sign: `大于95%` is stated as `>95%`, so that a target or an
/// actual value reads the same wherever it stands.
fn signed(raw: &str, measure: &Measure) -> Option<String> {
    let sign = measure.comparator?.sign();
    let worded = !raw.trim_start().starts_with(|c: char| "=≥≤＝≧≦<>＜＞﹦".contains(c));
    let number = raw.find(|c: char| c.is_numeric())?;
    (worded && number > 0).then(|| format!("{sign}{}", &raw[number..]))
}

/// The group of the first level that a heading takes up again: 决策 of the summary, `决策类指标得13.5分` or `决策（20分）` of its
/// section. What the heading prints is held against it.
fn restated(ledger: &mut Ledger<'_>, line: &ScoreLine, report: &mut Report) -> Option<usize> {
    let own = name(ledger, &line.name).value.unwrap_or_default();
    let stem = |name: &str| {
        let bare = ENDS.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
        bare.to_owned()
    };
    let known = report.groups.iter().position(|g| {
        let again = g.level == 1 && line.level == 1 && stem(&g.name) == stem(&own);
        again && g.leaves.is_empty() && g.children.is_empty()
    })?;
    let label = report.groups[known].name.clone();
    let score = measure(ledger, line.score.as_ref(), FigureRole::Score, &format!("{label}得分"));
    let mut weight = measure(ledger, line.weight.as_ref(), FigureRole::Weight, &format!("{label}分值"));
    let group = &mut report.groups[known];
    if group.weight.is_none() {
        group.weight = weight.take();
    }
    report.restatements.push(Restatement { group: known, weight, score, coefficient: None, at: line.at.clone() });
    Some(known)
}

fn group(ledger: &mut Ledger<'_>, line: &ScoreLine, parent: Option<usize>, report: &mut Report) -> usize {
    let name = name(ledger, &line.name).value.unwrap_or_default();
    let weight = measure(ledger, line.weight.as_ref(), FigureRole::Weight, &format!("{name}分值"));
    let score = measure(ledger, line.score.as_ref(), FigureRole::Score, &format!("{name}得分"));
    let above = parent.map(|p| report.groups[p].path.clone()).unwrap_or_default();
    let path = above.into_iter().chain([name.clone()]).collect();
    let index = report.groups.len();
    report.groups.push(Group {
        level: line.level,
        name,
        path,
        weight,
        score,
        leaves: Vec::new(),
        children: Vec::new(),
        at: line.name.clone(),
    });
    if let Some(parent) = parent {
        report.groups[parent].children.push(index);
    }
    index
}

fn leaf(ledger: &mut Ledger<'_>, line: &ScoreLine, level1: Option<usize>, level2: Option<usize>, report: &mut Report) {
    let own = name(ledger, &line.name);
    let label = own.value.clone().unwrap_or_default();
    let weight = measure(ledger, line.weight.as_ref(), FigureRole::Weight, &format!("{label}分值"));
    let target = measure(ledger, line.target.as_ref(), FigureRole::Target, &label);
    let actual = measure(ledger, line.actual.as_ref(), FigureRole::Actual, &label);
    let score = measure(ledger, line.score.as_ref(), FigureRole::Score, &format!("{label}得分"));
    let above = |group: Option<usize>, report: &Report| {
        let group = report.groups.get(group?)?;
        Some(Stated { raw: group.name.clone(), value: Some(group.name.clone()), at: group.at.clone(), figure: None })
    };
    let index = report.indicators.len();
    for group in [level1, level2].into_iter().flatten() {
        report.groups[group].leaves.push(index);
    }
    report.indicators.push(Indicator {
        path: [above(level1, report), above(level2, report), Some(own)],
        task: None,
        weight,
        target,
        actual,
        score,
        rubric: None,
        note: None,
        deductions: Vec::new(),
        has_note_column: false,
        coefficient: None,
        keys: Default::default(),
        on_top: false,
        at: line.at.clone(),
    });
}
