//! From an examination to the record.

use super::super::tables::{Entry, Tables};
use super::arithmetic;
use super::places;
use super::record::{
    At, Base, BudgetLine, Cell, ErrorRecord, Exact, Failure, Figure, Finding, Group, Head, Indicator, Key, Q, Record,
    Related, Section, Source, StatedScore, Table, UnreadSource,
};
use super::rubric::Rules;
use crate::model::{self, Document, Error, Examination, Lang, Location, Measure, Stated};
use std::borrow::Cow;

/// The record of a report.
pub(super) fn record(examination: &Examination, lang: Lang) -> Record<'_> {
    let builder = Builder {
        examination,
        document: &examination.document,
        tables: Tables::of(&examination.document, &examination.layout),
        rules: Rules::of(examination, lang),
        lang,
    };
    let report = &examination.report;
    Record {
        schema: super::SCHEMA,
        source: builder.source(),
        report: builder.head(),
        sections: report.sections.iter().filter(|s| !s.is_item).map(|s| builder.section(s)).collect(),
        tables: (0u32..).zip(&builder.tables.entries).map(|(index, entry)| builder.table(index, entry)).collect(),
        groups: report.groups.iter().map(|g| builder.group(g)).collect(),
        indicators: report.indicators.iter().enumerate().map(|(n, i)| builder.indicator(n, i)).collect(),
        budget: report.budget.iter().map(|b| builder.budget_line(b)).collect(),
        figures: builder.figures(),
        relations: arithmetic::relations(examination),
        findings: examination.findings.iter().map(|f| builder.finding(f)).collect(),
    }
}

/// The record of a file that could not be read.
pub(super) fn error_record<'a>(path: &'a str, error: &Error, lang: Lang) -> ErrorRecord<'a> {
    ErrorRecord {
        schema: super::SCHEMA,
        source: UnreadSource { path },
        error: Failure { kind: error.kind.name(), message: error.message(lang) },
    }
}

struct Builder<'a> {
    examination: &'a Examination,
    document: &'a Document,
    tables: Tables<'a>,
    rules: Rules<'a>,
    lang: Lang,
}

impl<'a> Builder<'a> {
    fn source(&self) -> Source<'a> {
        let origin = &self.document.origin;
        // A file with several reports gives several records; its parts are numbered, after the archive member if any.
        let part = match (&origin.part, self.examination.layout.part) {
            (Some(member), Some(number)) => Some(format!("{member}#{number}")),
            (Some(member), None) => Some(member.clone()),
            (None, Some(number)) => Some(number.to_string()),
            (None, None) => None,
        };
        Source {
            path: &origin.path,
            sha256: &origin.sha256,
            bytes: origin.bytes,
            format: origin.format.name(),
            encoding: origin.encoding.as_deref(),
            pages: origin.pages,
            part,
        }
    }

    fn head(&self) -> Head<'a> {
        let head = &self.examination.report.head;
        Head {
            title: words(head.title.as_ref()),
            organization: words(head.organization.as_ref()),
            year: head.year.as_ref().and_then(|year| year.value),
            kind: head.kind.name(),
            project: words(head.project.as_ref()),
            total_score: self.q(head.total_score.as_ref()),
            full_score: self.q(head.full_score.as_ref()),
            grade: head.grade.as_ref().map(grade),
            stated_scores: head
                .stated_scores
                .iter()
                .map(|score| StatedScore { value: self.quantity(score), at: self.at(&score.at) })
                .collect(),
        }
    }

    fn section(&self, section: &'a model::Section) -> Section<'a> {
        Section {
            level: section.level,
            number: section.number.as_ref().map(|number| self.quote(number)),
            title: self.quote(&section.title),
            at: self.at(section.number.as_ref().unwrap_or(&section.title)),
        }
    }

    fn table(&self, index: u32, entry: &Entry<'a>) -> Table<'a> {
        let sheets = &self.document.origin.sheets;
        let mut cells = Vec::new();
        let mut cols = 0;
        let mut at = At::default();
        for (position, &(block, row)) in (0u32..).zip(&entry.rows) {
            let Some(table) = self.document.blocks.get(block as usize).and_then(model::Block::table) else { continue };
            cols = cols.max(table.cols);
            if position == 0 {
                let first = table.row(row).find(|cell| !cell.text.anchors.is_empty());
                at = places::spot(&first.map_or_else(|| table.spot.clone(), |cell| cell.text.spot(0)), block, sheets);
            }
            for cell in table.row(row) {
                let mut at = places::spot(&cell.text.spot(0), block, sheets);
                (at.table, at.row, at.col) = (Some(index), Some(position), Some(cell.col));
                cells.push(Cell {
                    row: position,
                    col: cell.col,
                    row_span: cell.row_span,
                    col_span: cell.col_span,
                    text: unbroken(&cell.text.content),
                    at,
                });
            }
        }
        let role = entry.role;
        Table {
            kind: role.map_or("other", |role| role.kind.name()),
            caption: role.and_then(|r| r.caption.as_ref()).map(|at| self.quote(at).trim().to_string()),
            unit: role.and_then(|r| r.unit.as_ref()).map(|at| unit_of(&self.quote(at))),
            rows: entry.rows.len(),
            cols,
            cells,
            at,
        }
    }

    fn group(&self, group: &'a model::Group) -> Group<'a> {
        Group {
            level: group.level,
            name: &group.name,
            path: &group.path,
            weight: self.q(group.weight.as_ref()),
            score: self.q(group.score.as_ref()),
            at: self.at(&group.at),
        }
    }

    fn indicator(&self, index: usize, indicator: &'a model::Indicator) -> Indicator<'a> {
        let [level1, level2, level3] = &indicator.path;
        let key = |level: usize| indicator.keys[level].as_deref();
        Indicator {
            level1: words(level1.as_ref()),
            level2: words(level2.as_ref()),
            level3: words(level3.as_ref()),
            task: words(indicator.task.as_ref()),
            weight: self.q(indicator.weight.as_ref()),
            target: self.q(indicator.target.as_ref()),
            actual: self.q(indicator.actual.as_ref()),
            score: self.q(indicator.score.as_ref()),
            rubric: self.examination.report.rule(indicator).map(|rubric| self.rules.rubric(index, rubric)),
            note: words(indicator.note.as_ref()),
            key: Key { level1: key(0), level2: key(1), level3: key(2) },
            at: self.at(&indicator.at),
        }
    }

    fn budget_line(&self, line: &'a model::BudgetLine) -> BudgetLine<'a> {
        let parent = line.parent.and_then(|index| self.examination.report.budget.get(index));
        BudgetLine {
            item: &line.item,
            parent: parent.map(|parent| parent.item.as_str()),
            unit: printed(&line.unit),
            initial: self.q(line.initial.as_ref()),
            planned: self.q(line.planned.as_ref()),
            spent: self.q(line.spent.as_ref()),
            rate: self.q(line.rate.as_ref()),
            prior: self.q(line.prior.as_ref()),
            weight: self.q(line.weight.as_ref()),
            score: self.q(line.score.as_ref()),
            at: self.at(&line.at),
        }
    }

    fn figures(&self) -> Vec<Figure<'a>> {
        let statuses = self.examination.figure_statuses();
        let by = arithmetic::settled_by(self.examination, &statuses);
        let settled = statuses.iter().zip(by);
        self.examination
            .report
            .figures
            .iter()
            .zip(settled)
            .map(|(f, (status, by))| {
                let Measure { comparator, quantity, upper, approx } = &f.measure;
                Figure {
                    label: &f.label,
                    text: unbroken(&f.raw),
                    value: Exact(quantity.amount),
                    upper: upper.as_ref().map(|upper| Exact(upper.amount)),
                    unit: printed(&quantity.unit.text),
                    approx: approx.as_ref().map(|hedge| hedge.text.as_str()),
                    comparator: comparator.map(model::Comparator::sign),
                    base: base(quantity),
                    status: status.name(),
                    doubtful: self.document.is_doubtful(&f.at),
                    by: by.into_iter().collect(),
                    at: self.at(&f.at),
                }
            })
            .collect()
    }

    fn finding(&self, finding: &'a model::Finding) -> Finding<'a> {
        let decimals = finding.stated.as_ref().and_then(Stated::quantity).map_or(0, |q| q.decimals);
        Finding {
            check: finding.check.0,
            name: finding.name,
            severity: finding.severity.name(),
            message: finding.message.text(self.lang),
            stated: self.q(finding.stated.as_ref()),
            recomputed: finding.recomputed.as_ref().map(|value| arithmetic::interval(value, decimals)),
            at: self.at(&finding.at),
            related: finding
                .related
                .iter()
                .map(|r| Related { role: r.role.key(), text: unbroken(&r.text), at: self.at(&r.at) })
                .collect(),
        }
    }

    fn q(&self, stated: Option<&'a Stated<Measure>>) -> Option<Q<'a>> {
        stated.map(|stated| self.quantity(stated))
    }

    fn quantity(&self, stated: &'a Stated<Measure>) -> Q<'a> {
        let measure = stated.value.as_ref();
        Q {
            text: unbroken(&stated.raw),
            value: measure.map(|m| Exact(m.quantity.amount)),
            upper: measure.and_then(|m| m.upper.as_ref()).map(|upper| Exact(upper.amount)),
            unit: measure.and_then(|m| printed(&m.quantity.unit.text)),
            base: measure.map(|m| &m.quantity).filter(|q| !q.is_base()).and_then(base),
            comparator: measure.and_then(|m| m.comparator).map(model::Comparator::sign),
            approx: measure.and_then(|m| m.approx.as_ref()).map(|hedge| hedge.text.as_str()),
            doubtful: self.document.is_doubtful(&stated.at),
            at: self.at(&stated.at),
        }
    }

    fn at(&self, location: &Location) -> At {
        places::at(&self.tables, location, &self.document.origin.sheets)
    }

    fn quote(&self, location: &Location) -> Cow<'static, str> {
        Cow::Owned(unbroken(&self.document.quote(location)).into_owned())
    }
}

/// Names and other words: what they mean when that is known (white space removed), else what is printed.
fn words(stated: Option<&Stated<String>>) -> Option<Cow<'_, str>> {
    stated.map(|stated| stated.value.as_deref().map_or_else(|| unbroken(&stated.raw), unbroken))
}

/// The text without the line breaks that a cell or page put into it. Western words stay apart, and so do numbers but for
/// decimals that a line end cut: `92.8|6%`.
pub(super) fn unbroken(text: &str) -> Cow<'_, str> {
    let breaks = ['\n', '\r'];
    if !text.contains(breaks) {
        return Cow::Borrowed(text);
    }
    let mut whole = String::with_capacity(text.len());
    for line in text.split(breaks).filter(|line| !line.is_empty()) {
        if stays_apart(&whole, line) {
            whole.push(' ');
        }
        whole.push_str(line);
    }
    Cow::Owned(whole)
}

fn stays_apart(before: &str, after: &str) -> bool {
    let both = |is: fn(char) -> bool| before.ends_with(is) && after.starts_with(is);
    let is_point = |c: char| c == '.';
    let in_number = |c: char| c.is_ascii_digit() || is_point(c);
    let cut_decimals = || {
        let points = before.chars().rev().take_while(|c| in_number(*c)).filter(|c| is_point(*c)).count();
        points == 1 && !after.chars().take_while(|c| in_number(*c)).any(is_point)
    };
    both(|c| c.is_ascii_alphabetic()) || both(|c| c.is_ascii_digit()) && !cut_decimals()
}

/// The grade as printed; where only a number or a tick gave it, its name.
fn grade(stated: &Stated<model::Grade>) -> Cow<'_, str> {
    if !stated.raw.is_empty() {
        return unbroken(&stated.raw);
    }
    Cow::Borrowed(match stated.value {
        Some(model::Grade::Excellent) => "优",
        Some(model::Grade::Good) => "良",
        Some(model::Grade::Fair) => "中",
        Some(model::Grade::Poor) => "差",
        None => "",
    })
}

fn printed(unit: &str) -> Option<&str> {
    (!unit.is_empty()).then_some(unit)
}

/// The value in the base of its dimension, where a unit or a multiplier (`30万`) is printed.
fn base(quantity: &model::Quantity) -> Option<Base<'_>> {
    printed(&quantity.unit.text)?;
    quantity.base_amount().map(|value| Base { value: Exact(value), unit: printed(&quantity.unit.base) })
}

/// The unit itself out of a statement such as `（单位：万元）`.
fn unit_of(statement: &str) -> String {
    let unit = statement.rsplit(['：', ':']).next().unwrap_or(statement);
    unit.trim_matches(|c: char| c.is_whitespace() || "（）()".contains(c)).to_string()
}
