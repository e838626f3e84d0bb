//! Sums that the report prints without saying so: a list of amounts whose sum stands elsewhere, a column with its total,
//! a coverage of all there are. Only agreement is reported; what does not add up was never claimed.

use crate::lexicon::{Lexicon, NameWord};
use crate::model::{
    Dimension, Figure, FigureId, FigureRole, Interval, Reconciliation, RelationKind, Subject, Verdict, offset,
};
use crate::reconcile::ledger::{Ledger, reading};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// The longest list that is added up.
const LONGEST: usize = 16;
/// Blocks between a list and the whole that its amounts make up.
const NEAR_BLOCKS: u32 = 12;
/// Digits by which an amount is told from one that is equal by chance.
pub(super) const MANY_DIGITS: usize = 4;
/// The most figures of a report that are searched.
const MOST_FIGURES: usize = 20_000;
/// The most rows of a column that are added up.
const MOST_ROWS: usize = 200;

/// The sums that are printed, without those that are stated.
pub(super) fn printed(ledger: &Ledger<'_>, lexicon: &Lexicon, stated: &[Reconciliation]) -> Vec<Reconciliation> {
    if ledger.report.figures.len() > MOST_FIGURES {
        return Vec::new();
    }
    // 结余 says the same of three amounts as their sum does.
    let mut known: BTreeSet<Vec<FigureId>> = stated.iter().filter_map(|r| Some(sorted(r.figure?, &r.inputs))).collect();
    // What is left of a figure, or by how much it changed, stands in no list with it.
    let is_derived = |r: &&Reconciliation| {
        let Subject::Relation(index) = r.subject else { return false };
        let kind = ledger.report.relations.get(index).map(|relation| relation.kind);
        r.verdict == Verdict::Agrees && matches!(kind, Some(RelationKind::Difference | RelationKind::Average))
    };
    let derived = stated.iter().filter(is_derived).filter_map(|r| r.figure).collect();
    let mut results = lists(ledger, lexicon, &derived, &mut known);
    results.extend(columns(ledger, lexicon));
    results.extend(coverages(ledger, lexicon));
    results
}

fn sorted(whole: FigureId, parts: &[FigureId]) -> Vec<FigureId> {
    let mut ids = [parts, &[whole]].concat();
    ids.sort_unstable();
    ids
}

/// An amount or a count that can be a part or a whole.
struct Term<'a> {
    id: FigureId,
    figure: &'a Figure,
    reading: Interval,
}

fn terms<'a>(figures: impl Iterator<Item = (usize, &'a Figure)>) -> Vec<Term<'a>> {
    let usable = |f: &Figure| {
        f.measure.is_exact()
            && matches!(f.measure.quantity.unit.dimension, Dimension::Money | Dimension::Count | Dimension::Bare)
            && !matches!(f.role, FigureRole::Score | FigureRole::Weight | FigureRole::Total)
    };
    figures
        .filter(|(_, f)| usable(f))
        .filter_map(|(at, figure)| Some(Term { id: FigureId(offset(at)), figure, reading: reading(&figure.measure)? }))
        .collect()
}

/// The digits of an amount that tell it from others: without zeros at its ends.
pub(super) fn digits(figure: &Figure) -> usize {
    let digits = figure.measure.quantity.amount.normalize().mantissa().unsigned_abs();
    digits.checked_ilog10().map_or(0, |last| last as usize + 1)
}

/// Lists of amounts that stand side by side in a text, against the amounts near them.
fn lists(
    ledger: &Ledger<'_>,
    lexicon: &Lexicon,
    derived: &BTreeSet<FigureId>,
    known: &mut BTreeSet<Vec<FigureId>>,
) -> Vec<Reconciliation> {
    let figures = &ledger.report.figures;
    let mut all = terms(figures.iter().enumerate());
    all.sort_by(|a, b| {
        (a.figure.at.block, a.figure.at.cell, a.figure.at.chars).cmp(&(
            b.figure.at.block,
            b.figure.at.cell,
            b.figure.at.chars,
        ))
    });
    let by_value = ByValue::new(&all);
    let mut results = Vec::new();
    let prose = |t: &Term<'_>| t.figure.role == FigureRole::Prose && !derived.contains(&t.id);
    for start in 0..all.len() {
        let first = &all[start];
        let same = |t: &&Term<'_>| {
            prose(t) && t.figure.at.same_text(&first.figure.at) && alike(lexicon, first.figure, t.figure)
        };
        let length = if prose(first) { all[start..].iter().take_while(same).take(LONGEST).count() } else { 1 };
        for count in (2..=length).rev() {
            let run = &all[start..start + count];
            let Some(sum) = run.iter().skip(1).try_fold(first.reading, |sum, t| sum.plus(t.reading)) else { continue };
            let ids: Vec<FigureId> = run.iter().map(|t| t.id).collect();
            let Some(whole) = whole(lexicon, &all, &by_value, start, count, sum) else { continue };
            if known.insert(sorted(whole.id, &ids)) {
                results.push(result(whole, run, sum));
            }
        }
    }
    results
}

/// Amounts that can be the whole of a list elsewhere, in the order of their lower ends, each with the highest upper end up to
/// it: a whole is found without looking at amounts that lie below it.
struct ByValue(Vec<(usize, Decimal)>);

impl ByValue {
    fn new(all: &[Term<'_>]) -> Self {
        let can_be_whole = |t: &Term<'_>| {
            t.reading.low > Decimal::ZERO && (digits(t.figure) >= MANY_DIGITS || stem(&t.figure.label).is_some())
        };
        let mut order: Vec<usize> = (0..all.len()).filter(|&at| can_be_whole(&all[at])).collect();
        order.sort_by(|a, b| all[*a].reading.low.cmp(&all[*b].reading.low).then(a.cmp(b)));
        let mut highest = Decimal::MIN;
        let entry = |at: usize| {
            highest = highest.max(all[at].reading.high);
            (at, highest)
        };
        Self(order.into_iter().map(entry).collect())
    }

    /// The amounts that a value can meet.
    fn near(&self, value: Interval, all: &[Term<'_>]) -> impl Iterator<Item = usize> {
        let from = self.0.partition_point(|(_, highest)| *highest < value.low);
        let rest = self.0.get(from..).unwrap_or_default().iter().map(|(at, _)| *at);
        rest.take_while(move |&at| all.get(at).is_some_and(|t| t.reading.low <= value.high))
    }
}

/// The figure that a list adds up to: right before or behind it, or near it with digits that chance does not give.
fn whole<'a, 'b>(
    lexicon: &Lexicon,
    all: &'b [Term<'a>],
    by_value: &ByValue,
    start: usize,
    count: usize,
    sum: Interval,
) -> Option<&'b Term<'a>> {
    let run = &all[start..start + count];
    let first = run.first()?;
    let fits =
        |t: &Term<'a>| t.reading.meets(sum) && alike(lexicon, t.figure, first.figure) && t.reading.low > Decimal::ZERO;
    // The parts must be several amounts, not the whole and nothing.
    if run.iter().filter(|t| t.reading.high > Decimal::ZERO && t.reading.low > Decimal::ZERO).count() < 2 {
        return None;
    }
    let beside = |t: &&Term<'a>| t.figure.at.same_text(&first.figure.at) && fits(t) && digits(t.figure) >= 2;
    let before = start.checked_sub(1).and_then(|i| all.get(i));
    let behind = all.get(start + count);
    let rich = |t: &Term<'_>| digits(t.figure) >= MANY_DIGITS - 1;
    if let Some(found) = before.filter(beside) {
        return Some(found);
    }
    if let Some(found) = behind.filter(beside).filter(|t| rich(t) || said_total(lexicon, t.figure)) {
        return Some(found);
    }
    // Elsewhere: by value.
    let near = |t: &Term<'a>| {
        let close = t.figure.at.block.abs_diff(first.figure.at.block) <= NEAR_BLOCKS;
        let named = run.iter().all(|p| ends_alike(&t.figure.label, &p.figure.label));
        let enough = digits(t.figure) >= MANY_DIGITS && close || named && count >= 2;
        enough && !run.iter().any(|p| p.id == t.id)
    };
    let candidates = by_value.near(sum, all).map(|at| &all[at]);
    candidates.filter(|t| fits(t) && near(t)).min_by_key(|t| (t.figure.at.block.abs_diff(first.figure.at.block), t.id))
}

/// Whether a part is named by a kind of its whole: 行政编制 and 编制数.
fn ends_alike(whole: &str, part: &str) -> bool {
    let Some(stem) = stem(whole) else { return false };
    part.len() > stem.len() && part.trim_end_matches(['数', '额']).ends_with(stem)
}

/// What the name of a kind begins with: 编制 of 编制总数.
fn stem(whole: &str) -> Option<&str> {
    Some(whole.trim_end_matches(['数', '额', '总'])).filter(|stem| stem.chars().nth(1).is_some())
}

fn alike(lexicon: &Lexicon, a: &Figure, b: &Figure) -> bool {
    lexicon.relations.kindred(&a.measure.quantity.unit, &b.measure.quantity.unit)
}

fn said_total(lexicon: &Lexicon, figure: &Figure) -> bool {
    lexicon.relations.says(&figure.label, NameWord::Total)
}

fn result(whole: &Term<'_>, parts: &[Term<'_>], sum: Interval) -> Reconciliation {
    let figures: Vec<&Figure> = parts.iter().map(|t| t.figure).collect();
    Reconciliation {
        subject: Subject::PrintedSum,
        figure: Some(whole.id),
        stated: Some(whole.reading),
        recomputed: Some(sum),
        inputs: parts.iter().map(|t| t.id).collect(),
        arithmetic: super::sums::arithmetic(whole.figure, &figures, '+'),
        verdict: Verdict::Agrees,
    }
}

/// Columns of tables: the row of totals against the rows above it, and a column without one against the text.
fn columns(ledger: &Ledger<'_>, lexicon: &Lexicon) -> Vec<Reconciliation> {
    let mut columns: BTreeMap<(u32, u32), Vec<Term<'_>>> = BTreeMap::new();
    let money = |f: &Figure| {
        matches!(f.role, FigureRole::Initial | FigureRole::Planned | FigureRole::Spent | FigureRole::TableCell)
    };
    for term in terms(ledger.report.figures.iter().enumerate().filter(|(_, f)| money(f))) {
        if let Some((_, col)) = term.figure.at.cell {
            columns.entry((term.figure.at.block, col)).or_default().push(term);
        }
    }
    let summed: BTreeSet<FigureId> =
        ledger.report.budget.iter().filter(|l| l.parent.is_some()).flat_map(amounts).collect();
    let prose = terms(ledger.report.figures.iter().enumerate().filter(|(_, f)| f.role == FigureRole::Prose));
    let mut results = Vec::new();
    for column in columns.values_mut() {
        column.sort_by_key(|t| t.figure.at.cell);
        if column.len() > MOST_ROWS || column.len() < 2 {
            continue;
        }
        let Some((last, above)) = column.split_last() else { continue };
        // Lines with a parent are summed where their money is.
        if above.iter().any(|t| summed.contains(&t.id)) {
            continue;
        }
        let total = lexicon.relations.opens(&last.figure.label, NameWord::TotalRow);
        let sum = |terms: &[Term<'_>]| {
            let (first, rest) = terms.split_first()?;
            rest.iter().try_fold(first.reading, |sum, t| sum.plus(t.reading))
        };
        if total {
            if let Some(sum) = sum(above).filter(|s| above.len() > 1 && s.meets(last.reading)) {
                results.push(result(last, above, sum));
            }
        } else if last.figure.measure.quantity.unit.dimension == Dimension::Money
            && let Some(sum) = sum(column)
        {
            // The text names what the table adds up to; its caption or heading stands close by.
            let block = last.figure.at.block;
            let told = prose.iter().filter(|t| t.figure.at.block.abs_diff(block) <= NEAR_BLOCKS / 2);
            let told = told.filter(|t| t.figure.measure.quantity.unit.dimension == Dimension::Money);
            let equal = told.filter(|t| t.reading.meets(sum) && t.reading.low > Decimal::ZERO).min_by_key(|t| t.id);
            results.extend(equal.map(|whole| result(whole, column, sum)));
        }
    }
    results
}

fn amounts(line: &crate::model::BudgetLine) -> Vec<FigureId> {
    [&line.initial, &line.planned, &line.spent, &line.prior].into_iter().filter_map(|s| s.as_ref()?.figure).collect()
}

/// `监督医疗机构59家，监督覆盖率100%` when the report counts 59 of them elsewhere.
fn coverages(ledger: &Ledger<'_>, lexicon: &Lexicon) -> Vec<Reconciliation> {
    let figures = &ledger.report.figures;
    let mut results = Vec::new();
    for (index, rate) in figures.iter().enumerate() {
        let quantity = &rate.measure.quantity;
        let covers = rate.role == FigureRole::Prose
            && quantity.unit.dimension == Dimension::Percent
            && lexicon.relations.stem(&rate.label, NameWord::Coverage).is_some()
            && lexicon.ratios.named(ledger.key(index)).is_none()
            && rate.measure.is_exact();
        if !covers {
            continue;
        }
        let Some(&count) = ledger.before(index).last() else { continue };
        let Some(part) = ledger.figure(count).filter(|f| f.measure.quantity.unit.dimension == Dimension::Count) else {
            continue;
        };
        let Some(done) = reading(&part.measure) else { continue };
        let all = ledger.named(ledger.key(count)).iter().filter(|&&i| i != count).take(MOST_ROWS);
        let fits = all.filter_map(|&i| {
            let figure = ledger.figure(i)?;
            let share = done.ratio(reading(&figure.measure)?)?.scaled(Decimal::ONE_HUNDRED)?;
            let printed = Interval::printed(quantity.amount, quantity.decimals);
            (figure.measure.is_exact() && alike(lexicon, figure, part) && share.meets(printed))
                .then_some((i, figure, share))
        });
        if let Some((whole, figure, share)) = fits.min_by_key(|(i, ..)| *i) {
            let (a, b) = (part.measure.quantity.amount, figure.measure.quantity.amount);
            results.push(Reconciliation {
                subject: Subject::SentenceRatio,
                figure: Some(FigureId(offset(index))),
                stated: Some(Interval::printed(quantity.amount, quantity.decimals)),
                recomputed: Some(share),
                inputs: vec![FigureId(offset(count)), FigureId(offset(whole))],
                arithmetic: format!("{a} ÷ {b}"),
                verdict: Verdict::Agrees,
            });
        }
    }
    results
}
