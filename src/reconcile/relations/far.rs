//! Rates of spending and of completion whose base stands some sentences earlier: `下达资金1400万元。…实际执行1261万元，执行率90.1%`.
//!
//! Nothing in the wording says which amount the base is, so that only agreement is reported, and only when the printed
//! digits would hardly agree by chance.

use super::printed::{MANY_DIGITS, digits};
use crate::lexicon::Lexicon;
use crate::model::{Dimension, Figure, FigureId, FigureRole, Interval, Reconciliation, Subject, Verdict, offset};
use crate::reconcile::ledger::{Ledger, reading};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Amounts before a rate that can be what was done.
const NEAR: usize = 2;
/// Amounts before that among which the base is looked for.
const BASES: usize = 24;
/// Blocks between a rate and its base.
const NEAR_BLOCKS: u32 = 10;

/// The rates of a report that nothing has settled yet, each with an earlier amount that gives it.
pub(super) fn rates(ledger: &Ledger<'_>, lexicon: &Lexicon, settled: &BTreeSet<FigureId>) -> Vec<Reconciliation> {
    let figures = &ledger.report.figures;
    let mut order: Vec<usize> = (0..figures.len()).filter(|&i| figures[i].role == FigureRole::Prose).collect();
    order.sort_by_key(|&i| (figures[i].at.block, figures[i].at.cell, figures[i].at.chars));
    let mut results = Vec::new();
    for (position, &index) in order.iter().enumerate() {
        let rate = &figures[index];
        if !is_rate(rate, ledger.key(index), lexicon) || settled.contains(&FigureId(offset(index))) {
            continue;
        }
        let near = |&&i: &&usize| rate.at.block - figures[i].at.block <= NEAR_BLOCKS;
        let before: Vec<usize> = order[..position]
            .iter()
            .rev()
            .take_while(near)
            .copied()
            .filter(|&i| is_amount(&figures[i]))
            .take(BASES)
            .collect();
        let found = before.iter().take(NEAR).enumerate().find_map(|(at, &part)| {
            let bases = before.get(at + 1..)?.iter().copied();
            bases.map(|base| (part, base)).find_map(|(part, base)| agrees(figures, index, part, base))
        });
        results.extend(found);
    }
    results
}

/// A rate that a report states once for each sum of money or task, printed exactly.
fn is_rate(figure: &Figure, key: &str, lexicon: &Lexicon) -> bool {
    figure.measure.quantity.unit.dimension == Dimension::Percent
        && figure.measure.is_exact()
        && figure.measure.quantity.amount > Decimal::ZERO
        && key.ends_with('率')
        && key.char_indices().any(|(at, _)| lexicon.labels.generic.has(&key[at..]))
}

fn is_amount(figure: &Figure) -> bool {
    matches!(figure.measure.quantity.unit.dimension, Dimension::Money | Dimension::Count | Dimension::Measured)
        && figure.measure.is_exact()
}

/// The rate as the share of one amount in another, when the two give it and chance hardly would.
fn agrees(figures: &[Figure], rate: usize, part: usize, base: usize) -> Option<Reconciliation> {
    let (of, a, b) = (figures.get(rate)?, figures.get(part)?, figures.get(base)?);
    let quantity = &of.measure.quantity;
    if !a.measure.quantity.unit.comparable(&b.measure.quantity.unit) {
        return None;
    }
    let (x, y) = (reading(&a.measure)?, reading(&b.measure)?);
    if y.low <= Decimal::ZERO || x.low <= Decimal::ZERO {
        return None;
    }
    let equal = a.measure.quantity.base_amount() == b.measure.quantity.base_amount();
    let telling = if equal { digits(a) >= MANY_DIGITS } else { quantity.decimals > 0 };
    let computed = x.ratio(y)?.scaled(Decimal::ONE_HUNDRED)?;
    let stated = Interval::printed(quantity.amount, quantity.decimals);
    if !telling || !computed.meets(stated) {
        return None;
    }
    let text = |f: &Figure| format!("{}{}", f.measure.quantity.amount, f.measure.quantity.unit.text);
    Some(Reconciliation {
        subject: Subject::SentenceRatio,
        figure: Some(FigureId(offset(rate))),
        stated: Some(stated),
        recomputed: Some(computed),
        inputs: vec![FigureId(offset(part)), FigureId(offset(base))],
        arithmetic: format!("{} ÷ {}", text(a), text(b)),
        verdict: Verdict::Agrees,
    })
}
