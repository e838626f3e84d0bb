//! The report stage, readable: rows as tables, the ledger, what was recomputed, what the stages remarked.

use super::super::numbers;
use super::{grid, quoted, spot};
use crate::model::{Examination, Measure, Report, Stated, Verdict};
use std::fmt::Write;

pub(super) fn write(examination: &Examination) -> String {
    let report = &examination.report;
    let mut out = head(examination);
    section(&mut out, "groups", &groups(report));
    section(&mut out, "indicators", &indicators(report));
    section(&mut out, "budget", &budget(report));
    section(&mut out, "figures", &figures(examination));
    section(&mut out, "relations", &relations(report));
    out.push_str(&reconciliations(examination));
    for notice in &examination.notices {
        let _ = writeln!(out, "notice {notice:?}");
    }
    for finding in &examination.findings {
        let (code, severity, place) = (finding.check.0, finding.severity.name(), spot(&finding.at.spot));
        let _ = writeln!(out, "finding {code} {severity} {place} {}", finding.message.zh);
    }
    out
}

fn section(out: &mut String, name: &str, rows: &[Vec<String>]) {
    // The first row names the columns.
    if rows.len() > 1 {
        let _ = writeln!(out, "\n{name} ({})", rows.len() - 1);
        out.push_str(&grid::draw(rows));
    }
}

fn columns(names: &[&str]) -> Vec<String> {
    names.iter().map(ToString::to_string).collect()
}

fn head(examination: &Examination) -> String {
    let head = &examination.report.head;
    let mut out = format!("kind {}\n", head.kind.name());
    for (name, words) in [("title", &head.title), ("organization", &head.organization), ("project", &head.project)] {
        if let Some(words) = words {
            let _ = writeln!(out, "{name} {}", quoted(&examination.document, &words.at));
        }
    }
    if let Some(year) = &head.year {
        let _ = writeln!(out, "year {:?} {}", year.value, spot(&year.at.spot));
    }
    if let Some(grade) = &head.grade {
        let _ = writeln!(out, "grade {} {:?} {}", grade.raw, grade.value, spot(&grade.at.spot));
    }
    for (name, score) in [("total score", &head.total_score), ("full score", &head.full_score)] {
        if let Some(score) = score {
            let _ = writeln!(out, "{name} {} {}", score.raw, spot(&score.at.spot));
        }
    }
    for score in &head.stated_scores {
        let _ = writeln!(out, "stated score {} {}", score.raw, spot(&score.at.spot));
    }
    for claim in &head.claims {
        let _ = writeln!(out, "claim 「{}」 of groups {:?} {}", claim.raw, claim.groups, spot(&claim.at.spot));
    }
    out
}

/// What is printed, and `?` behind it when it was not understood.
fn raw(stated: Option<&Stated<Measure>>) -> String {
    stated.map_or_else(String::new, |s| if s.value.is_some() { s.raw.clone() } else { format!("{}?", s.raw) })
}

fn words(stated: Option<&Stated<String>>) -> String {
    stated.map_or_else(String::new, |s| s.value.clone().unwrap_or_else(|| s.raw.clone()))
}

fn groups(report: &Report) -> Vec<Vec<String>> {
    let mut rows = vec![columns(&["#", "level", "path", "weight", "score", "children", "leaves", "at"])];
    rows.extend(report.groups.iter().enumerate().map(|(index, group)| {
        vec![
            index.to_string(),
            group.level.to_string(),
            if group.path.is_empty() { group.name.clone() } else { group.path.join("/") },
            raw(group.weight.as_ref()),
            raw(group.score.as_ref()),
            list(&group.children),
            list(&group.leaves),
            spot(&group.at.spot),
        ]
    }));
    rows
}

fn list<T: ToString>(items: &[T]) -> String {
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

fn indicators(report: &Report) -> Vec<Vec<String>> {
    let names =
        ["#", "level1", "level2", "level3", "task", "weight", "target", "actual", "score", "rubric", "note", "at"];
    let mut rows = vec![columns(&names)];
    rows.extend(report.indicators.iter().enumerate().map(|(index, row)| {
        let [level1, level2, level3] = &row.path;
        vec![
            index.to_string(),
            words(level1.as_ref()),
            words(level2.as_ref()),
            words(level3.as_ref()),
            words(row.task.as_ref()),
            raw(row.weight.as_ref()),
            raw(row.target.as_ref()),
            raw(row.actual.as_ref()),
            raw(row.score.as_ref()),
            row.rubric.as_ref().map(|rubric| rubric.text.clone()).unwrap_or_default(),
            words(row.note.as_ref()),
            spot(&row.at.spot),
        ]
    }));
    rows
}

fn budget(report: &Report) -> Vec<Vec<String>> {
    let names = ["#", "item", "in", "unit", "initial", "planned", "spent", "rate", "prior", "weight", "score", "at"];
    let mut rows = vec![columns(&names)];
    rows.extend(report.budget.iter().enumerate().map(|(index, line)| {
        vec![
            index.to_string(),
            line.item.clone(),
            line.parent.map(|p| p.to_string()).unwrap_or_default(),
            line.unit.clone(),
            raw(line.initial.as_ref()),
            raw(line.planned.as_ref()),
            raw(line.spent.as_ref()),
            raw(line.rate.as_ref()),
            raw(line.prior.as_ref()),
            raw(line.weight.as_ref()),
            raw(line.score.as_ref()),
            spot(&line.at.spot),
        ]
    }));
    rows
}

fn figures(examination: &Examination) -> Vec<Vec<String>> {
    let mut rows = vec![columns(&["#", "label", "text", "value", "unit", "role", "status", "at"])];
    let statuses = examination.figure_statuses();
    rows.extend(examination.report.figures.iter().zip(statuses).enumerate().map(|(index, (figure, status))| {
        vec![
            index.to_string(),
            figure.label.clone(),
            figure.raw.clone(),
            figure.measure.quantity.amount.to_string(),
            figure.measure.quantity.unit.text.clone(),
            format!("{:?}", figure.role).to_lowercase(),
            status.name().to_string(),
            spot(&figure.at.spot),
        ]
    }));
    rows
}

fn relations(report: &Report) -> Vec<Vec<String>> {
    let mut rows = vec![columns(&["#", "kind", "whole", "parts"])];
    rows.extend(report.relations.iter().enumerate().map(|(index, relation)| {
        let parts: Vec<u32> = relation.parts.iter().map(|part| part.0).collect();
        vec![index.to_string(), relation.kind.name().to_string(), relation.whole.0.to_string(), list(&parts)]
    }));
    rows
}

fn reconciliations(examination: &Examination) -> String {
    let mut out = String::new();
    if !examination.reconciliations.is_empty() {
        let _ = writeln!(out, "\nrecomputed ({})", examination.reconciliations.len());
    }
    for reconciliation in &examination.reconciliations {
        let figure = reconciliation.figure.and_then(|id| examination.report.figures.get(id.0 as usize));
        let stated = figure.map_or("–", |figure| figure.raw.as_str());
        let decimals = figure.map_or(0, |figure| figure.measure.quantity.decimals);
        let recomputed =
            reconciliation.recomputed.as_ref().map_or_else(|| "–".to_string(), |v| numbers::interval(v, decimals));
        let verdict = match &reconciliation.verdict {
            Verdict::Agrees => "agrees".to_string(),
            Verdict::Differs => "differs".to_string(),
            Verdict::Suspicious(reason) => format!("suspicious ({reason:?})"),
            Verdict::CannotTell(reason) => format!("cannot tell ({reason:?})"),
        };
        let (subject, arithmetic) = (reconciliation.subject, &reconciliation.arithmetic);
        let _ = writeln!(out, "  {subject:?}: stated {stated}, recomputed {recomputed}: {verdict}; {arithmetic}");
    }
    out
}
