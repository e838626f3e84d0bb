//! Points of groups that sentences state again beside the form: located lines in, `Report::restatements` out. Rows of summary
//! tables are read with the other tables.

use super::ledger::{Ledger, compact, one_line};
use super::measures;
use crate::lexicon::Lexicon;
use crate::model::{FigureId, Layout, Location, Measure, Report, Restatement, Stated, offset};

/// The one group of the form that a name is of.
pub(super) fn group(report: &Report, name: &str, lexicon: &Lexicon) -> Option<usize> {
    let key = |level, name: &str| lexicon.names.group(level, name);
    let mut fits =
        report.groups.iter().enumerate().filter(|(_, g)| g.level > 0 && key(g.level, &g.name) == key(g.level, name));
    let (index, _) = fits.next()?;
    fits.next().is_none().then_some(index)
}

/// Fills in what sentences restate. Their figures are those of running text.
pub(super) fn read(ledger: &Ledger<'_>, layout: &Layout, report: &mut Report) {
    for line in &layout.restated_lines {
        let name = compact(&one_line(&ledger.document.quote(&line.name)));
        let Some(group) = group(report, &name, ledger.lexicon) else { continue };
        let weight = stated(ledger, line.weight.as_ref());
        let score = stated(ledger, line.score.as_ref());
        report.restatements.push(Restatement { group, weight, score, coefficient: None, at: line.at.clone() });
    }
}

pub(super) fn stated(ledger: &Ledger<'_>, at: Option<&Location>) -> Option<Stated<Measure>> {
    let at = at?;
    let raw = one_line(&ledger.document.quote(at));
    let value = measures::read_measure(&raw, ledger.lexicon);
    let figure = ledger.figures.iter().position(|f| f.at.same_text(at) && f.at.range().start == at.range().start);
    Some(Stated { raw, value, at: at.clone(), figure: Some(FigureId(offset(figure?))) })
}
