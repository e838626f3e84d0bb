//! Groups and indicators that are scored in running text: located statements in, groups and indicators out.

use super::ledger::{Ledger, compact, one_line};
use super::measures;
use crate::model::{FigureRole, Group, Indicator, Layout, Location, Measure, Report, ScoreLine, Stated};

/// Reads the score lines of a layout into the report, in their order.
pub(super) fn read(ledger: &mut Ledger<'_>, layout: &Layout, report: &mut Report) {
    let (mut level1, mut level2): (Option<usize>, Option<usize>) = (None, None);
    for line in &layout.score_lines {
        match line.level {
            1 => (level1, level2) = (Some(group(ledger, line, None, report)), None),
            2 => level2 = Some(group(ledger, line, level1, report)),
            _ => {
                // A level-2 group ends where its statement ends; the next indicator may stand beside it.
                level2 = level2.filter(|&g| belongs(report, g, line, layout));
                leaf(ledger, line, level1, level2, report);
            }
        }
    }
}

/// Whether an indicator is still part of the level-2 group that is open: it stands inside the statement of the group, or
/// no other group has been opened since in the same text.
fn belongs(report: &Report, group: usize, line: &ScoreLine, layout: &Layout) -> bool {
    let at = &report.groups[group].at;
    let statement = layout.score_lines.iter().find(|l| l.level == 2 && l.name == *at).map(|l| &l.at);
    statement.is_none_or(|s| s.same_text(&line.at) && s.chars.0 <= line.at.chars.0 && line.at.chars.1 <= s.chars.1)
}

fn name(ledger: &Ledger<'_>, at: &Location) -> Stated<String> {
    let raw = one_line(&ledger.document.quote(at));
    Stated { value: Some(compact(&raw)), raw, at: at.clone(), figure: None }
}

fn measure(ledger: &mut Ledger<'_>, at: Option<&Location>, role: FigureRole, label: &str) -> Option<Stated<Measure>> {
    let at = at?;
    let raw = one_line(&ledger.document.quote(at));
    let value = measures::read_measure(&raw, ledger.lexicon);
    Some(ledger.state(raw, value, at.clone(), role, label))
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
        at: line.at.clone(),
    });
}
