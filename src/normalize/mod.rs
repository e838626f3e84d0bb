//! Normalizing: a [`Document`] and its [`Layout`] in, a [`Report`] out. Understands cells and sentences.

mod budget;
mod checklists;
mod claims;
mod cut;
mod deductions;
mod equations;
mod figures;
mod form_rules;
mod head;
mod indicators;
mod labels;
mod ledger;
mod losses;
mod measures;
mod money;
mod not_figures;
mod numbers;
mod relations;
mod restatements;
mod rubric;
mod said;
mod scale;
mod scan;
mod statements;
mod tape;
mod times;
mod unfilled;
mod units;
mod unread;
mod zeros;

use crate::lexicon::Lexicon;
use crate::model::{Document, Layout, Location, Outcome, Report, Rubric, TableKind};
use rust_decimal::Decimal;

/// Reads what the located parts say.
#[must_use]
pub fn normalize(document: &Document, layout: &Layout, lexicon: &Lexicon) -> Outcome<Report> {
    let mut ledger = ledger::Ledger::new(document, lexicon);
    let mut report = Report { sections: layout.sections.clone(), ..Report::default() };
    let mut totals = indicators::Totals::default();
    // A summary names groups that the form has.
    let (summaries, forms): (Vec<_>, Vec<_>) = layout.tables.iter().partition(|table| table.summary);
    for table in forms.into_iter().chain(summaries) {
        match table.kind {
            TableKind::Indicators => indicators::read_table(&mut ledger, table, &mut report, &mut totals),
            TableKind::Budget => budget::read_budget(&mut ledger, table, &mut report),
            TableKind::Staff | TableKind::Other => budget::read_cells(&mut ledger, table),
        }
    }
    report.form_rules = form_rules::read(document, layout, lexicon);
    said::read(document, layout, lexicon, &mut report.said);
    checklists::read(document, layout, lexicon, &mut report.said);
    statements::read(&mut ledger, layout, &mut report);
    for indicator in &mut report.indicators {
        indicator.keys = indicators::keys(&indicator.path, lexicon);
    }
    report.head = head::head(&mut ledger, layout, totals.score);
    report.head.stated_scores.extend(totals.restated);
    report.head.grade = report.head.grade.or(totals.grade);
    report.head.full_score = totals.weight.or(report.head.full_score);
    claims::read(&mut ledger, layout, &mut report);
    let known: Vec<_> = ledger.figures.iter().map(|f| f.at.clone()).collect();
    ledger.figures.extend(figures::prose_figures(document, layout, lexicon, &known));
    money::read(document, lexicon, &ledger.figures, &mut report);
    report.relations = relations::relations(document, &report, &ledger.figures, lexicon);
    restatements::read(&ledger, layout, &mut report);
    losses::read(&ledger, layout, &mut report);
    report.figures = ledger.figures;
    report.unread_rows = unread::unread_rows(document, layout, lexicon);
    report.groups_are_guessed = layout.tables.iter().any(|table| table.reach_is_guessed);
    report.cut_off = cut::cut_off(document, layout, &report);
    let notices = head::missing(&report);
    Outcome { value: report, notices }
}

/// Reads the wording of one scoring rule of a row that weighs `worth`: what [`normalize`] does with each rule of a form.
#[must_use]
pub fn rule(text: &str, worth: Option<Decimal>, lexicon: &Lexicon) -> Rubric {
    let nowhere = |_: std::ops::Range<usize>| Location::default();
    Rubric { text: text.to_owned(), ..rubric::read(text, worth, lexicon, &nowhere) }
}
