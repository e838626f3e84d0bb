//! Rates of the text that repeat those of a table: `其他支出4103万元，使用率65.75%` beside the row that prints both.
//!
//! The amount says which row is meant, the row itself that its percentage is the rate of that amount.

use super::ledger::{Ledger, reading};
use super::same::pair;
use crate::lexicon::{Lexicon, NameWord};
use crate::model::{Dimension, Figure, FigureRole, Interval, Reason, Reconciliation, Verdict};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Amounts with fewer digits stand in several places by chance.
const SHORTEST: u32 = 4;

/// Compares them.
pub(super) fn rates_of_rows(ledger: &Ledger<'_>, lexicon: &Lexicon) -> Vec<Reconciliation> {
    let figures = &ledger.report.figures;
    let mut rows: BTreeMap<(u32, u32), Vec<usize>> = BTreeMap::new();
    for (index, figure) in figures.iter().enumerate().filter(|(_, f)| f.measure.is_exact()) {
        if let Some((row, _)) = figure.at.cell {
            rows.entry((figure.at.block, row)).or_default().push(index);
        }
    }
    let mut by_amount: BTreeMap<Decimal, Vec<(u32, u32)>> = BTreeMap::new();
    for (&row, cells) in &rows {
        for &cell in cells.iter().filter(|&&cell| is_long(&figures[cell])) {
            by_amount.entry(figures[cell].measure.quantity.amount.normalize()).or_default().push(row);
        }
    }
    let mut prose: Vec<usize> = (0..figures.len()).filter(|&i| figures[i].role == FigureRole::Prose).collect();
    prose.sort_by_key(|&i| (figures[i].at.block, figures[i].at.cell, figures[i].at.chars));
    let one = |two: &[usize]| {
        let &[amount, rate] = two else { return None };
        let (a, r) = (&figures[amount], &figures[rate]);
        let names = &lexicon.relations;
        let is_rate = names.stem(&r.label, NameWord::Rate).is_some()
            && !names.says(&r.label, NameWord::ChangeRate)
            && !names.says(&r.label, NameWord::RateOfRest);
        let stated = is_rate && is_percent(r) && is_long(a) && a.at.same_text(&r.at) && r.measure.is_exact();
        let meant = by_amount.get(&a.measure.quantity.amount.normalize()).filter(|_| stated)?;
        let (first, rest) = meant.split_first()?;
        let row = rows.get(first).filter(|_| rest.iter().all(|row| row == first))?;
        let mut percents = row.iter().copied().filter(|&cell| is_percent(&figures[cell]));
        let printed = percents.next().filter(|_| percents.next().is_none())?;
        let own = reading(&figures[printed].measure)?;
        let gives = |&base: &usize| share(a, &figures[base]).is_some_and(|share| share.meets(own));
        row.iter().find(|base| gives(base))?;
        let agrees = own.meets(reading(&r.measure)?);
        let verdict = if agrees { Verdict::Agrees } else { Verdict::Suspicious(Reason::ScopeMayDiffer) };
        Some(pair(rate, printed, r, &figures[printed], true, verdict))
    };
    prose.windows(2).filter_map(one).collect()
}

fn is_percent(figure: &Figure) -> bool {
    figure.measure.quantity.unit.dimension == Dimension::Percent
}

fn is_long(figure: &Figure) -> bool {
    let quantity = &figure.measure.quantity;
    let digits = quantity.amount.normalize().mantissa().unsigned_abs().checked_ilog10().map_or(0, |log| log + 1);
    matches!(quantity.unit.dimension, Dimension::Money | Dimension::Bare) && digits >= SHORTEST
}

/// The rate of an amount as it is printed in another unit, if any, over a number of its row.
fn share(amount: &Figure, base: &Figure) -> Option<Interval> {
    let printed = |f: &Figure| Interval::printed(f.measure.quantity.amount, f.measure.quantity.decimals);
    let base = Some(printed(base)).filter(|b| b.low > Decimal::ZERO && !is_percent(base))?;
    printed(amount).ratio(base)?.scaled(Decimal::ONE_HUNDRED)
}
