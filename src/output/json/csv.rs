//! The record as flat tables: one line for each report, indicator, money line, figure or finding.
//!
//! For spreadsheets and data frames. Every line begins with the report it comes from, so that the lines of many files are one
//! table. Values are in the base of their dimension (元, 条, 平方米), so that a column can be compared and added up.

use super::build;
use super::record::{At, BudgetLine, Exact, Figure, Finding, I, Indicator, Q, Record};
use crate::model::{Error, Examination, Lang, Severity};

/// What has a line of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// One line per report, and per file that could not be read.
    Reports,
    /// One line per indicator row.
    Indicators,
    /// One line per money line.
    Budget,
    /// One line per stated number.
    Figures,
    /// One line per finding.
    Findings,
}

/// The columns of a table: the name of each and what stands in it.
type Columns<T> = Vec<(&'static str, fn(&T) -> String)>;

/// What every table begins with.
fn origin<'a>() -> Columns<Record<'a>> {
    vec![
        ("path", |r| r.source.path.to_owned()),
        ("part", |r| r.source.part.clone().unwrap_or_default()),
        ("organization", |r| or_empty(r.report.organization.as_ref())),
        ("year", |r| or_empty(r.report.year.as_ref())),
        ("kind", |r| r.report.kind.to_owned()),
        ("project", |r| or_empty(r.report.project.as_ref())),
    ]
}

fn report<'a>() -> Columns<Record<'a>> {
    vec![
        ("title", |r| or_empty(r.report.title.as_ref())),
        ("total_score", |r| value(r.report.total_score.as_ref())),
        ("full_score", |r| value(r.report.full_score.as_ref())),
        ("grade", |r| or_empty(r.report.grade.as_ref())),
        ("indicators", |r| r.indicators.len().to_string()),
        ("figures", |r| r.figures.len().to_string()),
        ("verified", |r| with_status(r, "verified")),
        ("contradicted", |r| with_status(r, "contradicted")),
        ("unchecked", |r| with_status(r, "unchecked")),
        ("errors", |r| with_severity(r, Severity::Error)),
        ("warnings", |r| with_severity(r, Severity::Warning)),
        ("notices", |r| with_severity(r, Severity::Notice)),
        ("error", |_| String::new()),
    ]
}

fn indicator<'a>() -> Columns<Indicator<'a>> {
    vec![
        ("level1", |i| or_empty(i.level1.as_ref())),
        ("level2", |i| or_empty(i.level2.as_ref())),
        ("level3", |i| or_empty(i.level3.as_ref())),
        ("key1", |i| or_empty(i.key.level1.as_ref())),
        ("key2", |i| or_empty(i.key.level2.as_ref())),
        ("key3", |i| or_empty(i.key.level3.as_ref())),
        ("task", |i| or_empty(i.task.as_ref())),
        ("weight", |i| value(i.weight.as_ref())),
        ("target", |i| text(i.target.as_ref())),
        ("target_sign", |i| i.target.as_ref().and_then(|t| t.comparator).unwrap_or_default().to_owned()),
        ("target_value", |i| value(i.target.as_ref())),
        ("target_unit", |i| unit(i.target.as_ref())),
        ("actual", |i| text(i.actual.as_ref())),
        ("actual_value", |i| value(i.actual.as_ref())),
        ("actual_unit", |i| unit(i.actual.as_ref())),
        ("score", |i| value(i.score.as_ref())),
        ("rubric", |i| i.rubric.as_ref().map_or("", |r| r.verdict).to_owned()),
        ("recomputed_low", |i| low(i.rubric.as_ref().and_then(|r| r.recomputed.as_ref()))),
        ("recomputed_high", |i| high(i.rubric.as_ref().and_then(|r| r.recomputed.as_ref()))),
        ("note", |i| or_empty(i.note.as_ref())),
        ("place", |i| place(&i.at)),
    ]
}

fn budget<'a>() -> Columns<BudgetLine<'a>> {
    vec![
        ("item", |b| b.item.to_owned()),
        ("parent", |b| or_empty(b.parent.as_ref())),
        ("initial", |b| value(b.initial.as_ref())),
        ("planned", |b| value(b.planned.as_ref())),
        ("spent", |b| value(b.spent.as_ref())),
        ("prior", |b| value(b.prior.as_ref())),
        ("unit", money_unit),
        ("rate", |b| value(b.rate.as_ref())),
        ("weight", |b| value(b.weight.as_ref())),
        ("score", |b| value(b.score.as_ref())),
        ("place", |b| place(&b.at)),
    ]
}

fn figure<'a>() -> Columns<Figure<'a>> {
    vec![
        ("label", |f| f.label.to_owned()),
        ("text", |f| f.text.to_string()),
        ("sign", |f| f.comparator.unwrap_or_default().to_owned()),
        ("approx", |f| f.approx.unwrap_or_default().to_owned()),
        ("value", |f| f.base.as_ref().map_or(f.value, |base| base.value).0.to_string()),
        ("unit", |f| f.base.as_ref().map_or(f.unit, |base| base.unit).unwrap_or_default().to_owned()),
        ("status", |f| f.status.to_owned()),
        ("checks", |f| f.by.join(" ")),
        ("doubtful", |f| if f.doubtful { "true" } else { "" }.to_owned()),
        ("place", |f| place(&f.at)),
    ]
}

fn finding<'a>() -> Columns<Finding<'a>> {
    vec![
        ("check", |f| f.check.to_owned()),
        ("name", |f| f.name.to_owned()),
        ("severity", |f| f.severity.to_owned()),
        ("message", |f| f.message.to_owned()),
        ("stated", |f| text(f.stated.as_ref())),
        ("recomputed_low", |f| low(f.recomputed.as_ref())),
        ("recomputed_high", |f| high(f.recomputed.as_ref())),
        ("place", |f| place(&f.at)),
    ]
}

impl Table {
    /// The line with the names of the columns, with a line end.
    #[must_use]
    pub fn header(self) -> String {
        let own = match self {
            Self::Reports => names(&report()),
            Self::Indicators => names(&indicator()),
            Self::Budget => names(&budget()),
            Self::Figures => names(&figure()),
            Self::Findings => names(&finding()),
        };
        write([[names(&origin()), own].concat()])
    }

    /// The lines of a report; empty where it has nothing of the kind.
    #[must_use]
    pub fn lines(self, examination: &Examination, lang: Lang) -> String {
        let record = build::record(examination, lang);
        let own = match self {
            Self::Reports => rows(&report(), std::slice::from_ref(&record)),
            Self::Indicators => rows(&indicator(), &record.indicators),
            Self::Budget => rows(&budget(), &record.budget),
            Self::Figures => rows(&figure(), &record.figures),
            Self::Findings => rows(&finding(), &record.findings),
        };
        let origin = row(&origin(), &record);
        write(own.into_iter().map(|own| [origin.clone(), own].concat()))
    }

    /// The line of a file that could not be read: the table of reports has one, with the message in its last column.
    #[must_use]
    pub fn failed(self, path: &str, error: &Error, lang: Lang) -> String {
        if self != Self::Reports {
            return String::new();
        }
        let mut row = vec![path.to_owned()];
        row.resize(origin().len() + report().len() - 1, String::new());
        row.push(error.message(lang));
        write([row])
    }
}

fn names<T>(columns: &Columns<T>) -> Vec<String> {
    columns.iter().map(|(name, _)| (*name).to_owned()).collect()
}

fn rows<T>(columns: &Columns<T>, all: &[T]) -> Vec<Vec<String>> {
    all.iter().map(|one| row(columns, one)).collect()
}

fn row<T>(columns: &Columns<T>, one: &T) -> Vec<String> {
    columns.iter().map(|(_, cell)| cell(one)).collect()
}

/// Lines with the quotes that they need. Written to memory, which cannot fail.
fn write(rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    for row in rows {
        if writer.write_record(&row).is_err() {
            break;
        }
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

fn or_empty<T: ToString>(value: Option<&T>) -> String {
    value.map(T::to_string).unwrap_or_default()
}

fn text(stated: Option<&Q<'_>>) -> String {
    stated.map(|q| q.text.to_string()).unwrap_or_default()
}

/// The amount in the base of its dimension; empty for words.
fn value(stated: Option<&Q<'_>>) -> String {
    let amount = stated.and_then(|q| q.base.as_ref().map(|base| base.value).or(q.value));
    amount.map(|Exact(amount)| amount.to_string()).unwrap_or_default()
}

fn unit(stated: Option<&Q<'_>>) -> String {
    let unit = stated.and_then(|q| q.base.as_ref().map_or(q.unit, |base| base.unit));
    unit.unwrap_or_default().to_owned()
}

/// The unit of a money line, of which every column has the same.
fn money_unit(line: &BudgetLine<'_>) -> String {
    let mut amounts = [&line.initial, &line.planned, &line.spent, &line.prior].into_iter().flatten();
    unit(amounts.find(|q| q.value.is_some()))
}

fn low(value: Option<&I>) -> String {
    value.map(|i| i.low.0.to_string()).unwrap_or_default()
}

fn high(value: Option<&I>) -> String {
    value.map(|i| i.high.0.to_string()).unwrap_or_default()
}

fn with_status(record: &Record<'_>, status: &str) -> String {
    record.figures.iter().filter(|f| f.status == status).count().to_string()
}

fn with_severity(record: &Record<'_>, severity: Severity) -> String {
    record.findings.iter().filter(|f| f.severity == severity.name()).count().to_string()
}

/// A place in one word: `12:3` (line and column), `p4` (page), `表1!C7` (sheet and cell), `b9` (block).
fn place(at: &At) -> String {
    match (at.line, at.page, &at.sheet, &at.cell, at.block) {
        (Some(line), ..) => format!("{line}:{}", at.column.unwrap_or(1)),
        (_, Some(page), ..) => format!("p{page}"),
        (_, _, Some(sheet), Some(cell), _) => format!("{sheet}!{cell}"),
        (.., Some(block)) => format!("b{block}"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ErrorKind;
    use crate::output::sample::examination;

    fn parsed(text: &str) -> Vec<Vec<String>> {
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        reader.records().map(|r| r.expect("a line").iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn every_line_has_the_columns_of_its_header() {
        let examination = examination();
        for table in [Table::Reports, Table::Indicators, Table::Budget, Table::Figures, Table::Findings] {
            let header = parsed(&table.header());
            let lines = parsed(&table.lines(&examination, Lang::Zh));
            assert!(!lines.is_empty() && lines.iter().all(|line| line.len() == header[0].len()), "{table:?}");
        }
    }

    #[test]
    fn a_file_that_cannot_be_read_is_a_line_among_the_reports() {
        let error = Error::new(ErrorKind::Empty, "空.txt", "");
        let line = parsed(&Table::Reports.failed("空.txt", &error, Lang::Zh));
        assert_eq!(line[0].len(), parsed(&Table::Reports.header())[0].len());
        assert_eq!(line[0][0], "空.txt");
        assert!(line[0].last().is_some_and(|message| message.contains("文件为空")), "{line:?}");
        assert_eq!(Table::Figures.failed("空.txt", &error, Lang::Zh), "");
    }

    #[test]
    fn figures_are_in_base_units() {
        let examination = examination();
        let at =
            |name: &str| figure().iter().position(|(column, _)| *column == name).expect("a column") + origin().len();
        let lines = parsed(&Table::Figures.lines(&examination, Lang::Zh));
        for (line, figure) in lines.iter().zip(&examination.report.figures) {
            let quantity = &figure.measure.quantity;
            assert_eq!(line[at("value")].parse().ok(), quantity.base_amount(), "{line:?}");
            assert_eq!(line[at("unit")], quantity.unit.base);
        }
    }
}
