//! Tables of any kind whose numbers are computed from one another: figures of cells in, recomputations out.
//!
//! No heading is asked what a column is. That a column is the sum, the difference, the rate or the share of others its rows
//! show themselves: where most of them do and one does not, a number of that one is wrong. The cell that takes part in all
//! that fails is the one to look at.

use super::ledger::Ledger;
use crate::lexicon::{Lexicon, NameWord};
use crate::model::{
    Dimension, Figure, FigureId, FigureRole, Interval, Reason, Reconciliation, Subject, Verdict, offset,
};
use rust_decimal::{Decimal, RoundingStrategy};
use std::collections::{BTreeMap, BTreeSet};

/// Rows that show what a column is; of rates printed with decimals, which hardly fit by chance, fewer are enough.
const PROOF: usize = 3;
const PROOF_OF_RATES: usize = 2;
/// Columns that add up and so show that a table is summed; one is enough where another law fails at the same cell.
const COLUMNS: usize = 2;
/// Larger tables are accounts, whose lines nest.
const MOST_ROWS: usize = 60;
const MOST_COLS: usize = 14;

/// One number of a table.
#[derive(Clone, Copy)]
struct Number {
    id: FigureId,
    amount: Decimal,
    decimals: u32,
    interval: Interval,
    percent: bool,
}

/// How a cell follows from others.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Sum,
    Difference,
    Rate,
}

/// One cell computed from others of its table.
struct Instance {
    kind: Kind,
    target: Number,
    inputs: Vec<Number>,
    agrees: bool,
    /// Whether the numbers would hardly agree by chance.
    tells: bool,
    /// The column whose law it is, 0 for the sums of columns; and whether the law is shown well enough to accuse by.
    law: u32,
    shown: bool,
}

/// Recomputes the tables of a report that are no form and no budget.
pub(super) fn grids(ledger: &Ledger<'_>, lexicon: &Lexicon) -> Vec<Reconciliation> {
    let mut tables: BTreeMap<u32, Vec<(usize, &Figure)>> = BTreeMap::new();
    for (index, figure) in ledger.report.figures.iter().enumerate().filter(|(_, f)| f.at.cell.is_some()) {
        tables.entry(figure.at.block).or_default().push((index, figure));
    }
    let other = |figures: &&Vec<(usize, &Figure)>| {
        figures.iter().all(|(_, f)| matches!(f.role, FigureRole::TableCell | FigureRole::Rate))
    };
    tables.values().filter(other).flat_map(|figures| table(figures, ledger, lexicon)).collect()
}

/// The numbers of a row that another of its numbers is computed from.
type Pick<'a> = &'a dyn Fn(&BTreeMap<u32, Number>) -> Option<Vec<Number>>;
type Grid = BTreeMap<u32, BTreeMap<u32, Number>>;

fn table(figures: &[(usize, &Figure)], ledger: &Ledger<'_>, lexicon: &Lexicon) -> Vec<Reconciliation> {
    let mut grid: Grid = BTreeMap::new();
    let mut totals: BTreeSet<u32> = BTreeSet::new();
    for (index, figure) in figures {
        let (Some((row, col)), true) = (figure.at.cell, figure.measure.is_exact()) else { continue };
        let quantity = &figure.measure.quantity;
        let percent = quantity.unit.dimension == Dimension::Percent;
        let interval = Interval::printed(quantity.amount, quantity.decimals);
        let (id, decimals) = (FigureId(offset(*index)), quantity.decimals);
        let number = Number { id, amount: quantity.amount, decimals, interval, percent };
        grid.entry(row).or_default().insert(col, number);
        if lexicon.relations.opens(&figure.label, NameWord::TotalRow) {
            totals.insert(row);
        }
    }
    // Accounts with the codes of their lines nest.
    let coded = |f: &Figure| !f.label.is_empty() && f.label.bytes().all(|b| b.is_ascii_digit());
    if figures.iter().any(|(_, f)| coded(f)) {
        return Vec::new();
    }
    let cols: BTreeSet<u32> = grid.values().flat_map(|row| row.keys().copied()).collect();
    if grid.len() < PROOF || grid.len() > MOST_ROWS || cols.len() > MOST_COLS {
        return Vec::new();
    }
    let cols: Vec<u32> = cols.into_iter().collect();
    let total = Some(totals).filter(|t| t.len() == 1).and_then(|t| t.into_iter().next());
    let mut all = Vec::new();
    if let Some(total) = total {
        all.extend(columns(&grid, &cols, total));
    }
    for &target in &cols {
        all.extend(rows(&grid, &cols, target, total));
    }
    settle(all, ledger)
}

/// Every column against its total.
fn columns(grid: &Grid, cols: &[u32], total: u32) -> Vec<Instance> {
    let one = |col: &u32| {
        let target = *grid.get(&total)?.get(col)?;
        let inputs: Vec<Number> =
            grid.iter().filter(|(row, _)| **row != total).filter_map(|(_, row)| row.get(col).copied()).collect();
        let plain = !target.percent && inputs.len() > 1 && inputs.iter().all(|n| !n.percent);
        plain.then(|| instance(Kind::Sum, target, inputs)).flatten()
    };
    let mut found: Vec<Instance> = cols.iter().filter_map(one).collect();
    let agree = found.iter().filter(|i| i.agrees && i.tells).count();
    for instance in &mut found {
        instance.shown = agree >= COLUMNS;
    }
    // Where no column adds up, the table is of other things than its last row.
    if agree == 0 { Vec::new() } else { found }
}

/// A column as what the rows show it to be: the first law that enough of them keep.
fn rows(grid: &Grid, cols: &[u32], target: u32, total: Option<u32>) -> Vec<Instance> {
    let mut best: Option<(usize, Vec<Instance>)> = None;
    let mut consider = |found: Vec<Instance>| {
        let agree = found.iter().filter(|i| i.agrees && i.tells).count();
        let differ = found.iter().filter(|i| !i.agrees).count();
        let fine = found.iter().all(|i| i.kind == Kind::Rate && i.target.decimals > 0);
        let proof = if fine { PROOF_OF_RATES } else { PROOF };
        if agree >= proof && differ < agree && best.as_ref().is_none_or(|(most, _)| agree > *most) {
            best = Some((agree, found));
        }
    };
    let law = |kind: Kind, pick: Pick<'_>| -> Vec<Instance> {
        let one = |row: &BTreeMap<u32, Number>| instance(kind, *row.get(&target)?, pick(row)?);
        grid.values().filter_map(one).collect()
    };
    let percent = grid.values().filter_map(|row| row.get(&target)).all(|n| n.percent);
    let plain = grid.values().filter_map(|row| row.get(&target)).all(|n| !n.percent);
    let at = cols.iter().position(|c| *c == target).unwrap_or(0);
    for &a in cols.iter().filter(|c| **c != target) {
        for &b in cols.iter().filter(|c| **c != target && **c != a) {
            let two = |row: &BTreeMap<u32, Number>| {
                let two = vec![*row.get(&a)?, *row.get(&b)?];
                two.iter().all(|n| !n.percent).then_some(two)
            };
            if percent {
                consider(law(Kind::Rate, &two));
            } else if plain && a < target && b < target {
                // What is left stands behind what it is left of; the other way round the same law would count twice.
                consider(law(Kind::Difference, &two));
            }
        }
        // 占比: of the total of another column.
        if let Some(whole) = total.and_then(|t| grid.get(&t)?.get(&a)).filter(|w| percent && !w.percent) {
            consider(law(Kind::Rate, &|row| row.get(&a).filter(|n| !n.percent).map(|n| vec![*n, *whole])));
        }
    }
    let before = (0..at.saturating_sub(1)).map(|start| start..at);
    let behind = (at + 4..=cols.len()).map(|end| at + 1..end);
    for parts in before.chain(behind) {
        let parts = cols.get(parts).unwrap_or_default();
        if plain {
            consider(law(Kind::Sum, &|row| {
                let parts: Option<Vec<Number>> = parts.iter().map(|c| row.get(c).copied()).collect();
                parts.filter(|parts| parts.iter().all(|n| !n.percent))
            }));
        }
    }
    let (_, mut found) = best.unwrap_or_default();
    for instance in &mut found {
        (instance.law, instance.shown) = (target + 1, true);
    }
    found
}

fn instance(kind: Kind, target: Number, inputs: Vec<Number>) -> Option<Instance> {
    let computed = compute(kind, inputs.iter().map(|n| n.interval))?;
    let different: BTreeSet<Decimal> = inputs.iter().map(|n| n.amount).filter(|a| !a.is_zero()).collect();
    let tells = different.len() > 1 && !target.amount.is_zero();
    Some(Instance { kind, target, agrees: computed.meets(target.interval), tells, inputs, law: 0, shown: false })
}

fn compute(kind: Kind, mut inputs: impl Iterator<Item = Interval>) -> Option<Interval> {
    let first = inputs.next()?;
    match kind {
        Kind::Sum => inputs.try_fold(first, Interval::plus),
        Kind::Difference => first.minus(inputs.next()?),
        Kind::Rate => {
            inputs.next().filter(|b| b.low > Decimal::ZERO).and_then(|b| first.ratio(b))?.scaled(Decimal::ONE_HUNDRED)
        }
    }
}

/// What agrees as it is; of what fails, the cells that explain it.
fn settle(all: Vec<Instance>, ledger: &Ledger<'_>) -> Vec<Reconciliation> {
    let (good, mut bad): (Vec<Instance>, Vec<Instance>) = all.into_iter().partition(|i| i.agrees);
    let mut out: Vec<Reconciliation> =
        good.iter().filter(|i| i.tells).filter_map(|i| told(i, i.target, Verdict::Agrees, ledger)).collect();
    bad.sort_by_key(|i| (i.kind, i.target.id));
    loop {
        let mut count: BTreeMap<FigureId, usize> = BTreeMap::new();
        bad.iter().flat_map(cells).for_each(|n| *count.entry(n.id).or_default() += 1);
        let most = count.iter().max_by_key(|(id, n)| (**n, std::cmp::Reverse(**id))).filter(|(_, n)| **n > 1);
        let Some(culprit) = most.map(|(id, _)| *id) else { break };
        let (of_it, rest): (Vec<Instance>, Vec<Instance>) =
            bad.into_iter().partition(|i| cells(i).any(|n| n.id == culprit));
        bad = rest;
        out.extend(explained(&of_it, culprit, ledger));
    }
    let doubt = |i: &Instance| told(i, i.target, Verdict::Suspicious(Reason::ScopeMayDiffer), ledger);
    // Of two that fail the law of one column, nobody can tell whether it is one.
    let alone = |i: &&Instance| i.shown && bad.iter().filter(|other| other.law == i.law).count() == 1;
    out.extend(bad.iter().filter(alone).filter_map(doubt));
    out
}

fn cells(instance: &Instance) -> impl Iterator<Item = &Number> {
    std::iter::once(&instance.target).chain(&instance.inputs)
}

/// One cell whose other value heals all that fails with it.
fn explained(failing: &[Instance], culprit: FigureId, ledger: &Ledger<'_>) -> Option<Reconciliation> {
    let healing = |i: &Instance| -> Option<Reconciliation> {
        let own = *cells(i).find(|n| n.id == culprit)?;
        let right = solved(i, culprit)?;
        let heals = |other: &Instance| {
            let value = |n: &Number| if n.id == culprit { Interval::exact(right) } else { n.interval };
            compute(other.kind, other.inputs.iter().map(value)).is_some_and(|c| c.meets(value(&other.target)))
        };
        failing.iter().all(heals).then(|| told(i, own, Verdict::Differs, ledger)).flatten()
    };
    failing.iter().find_map(healing).or_else(|| {
        let first = failing.iter().find(|i| i.shown)?;
        told(first, first.target, Verdict::Suspicious(Reason::ScopeMayDiffer), ledger)
    })
}

/// What a cell is by the other cells of an instance.
fn solved(i: &Instance, culprit: FigureId) -> Option<Decimal> {
    let amounts: Vec<Decimal> = i.inputs.iter().map(|n| n.amount).collect();
    let sum = amounts.iter().try_fold(Decimal::ZERO, |sum, a| sum.checked_add(*a))?;
    if i.target.id == culprit {
        return match (i.kind, amounts.as_slice()) {
            (Kind::Sum, _) => Some(sum),
            (Kind::Difference, [a, b]) => a.checked_sub(*b),
            (Kind::Rate, [a, b]) => {
                let rate = a.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(*b)?;
                Some(rate.round_dp_with_strategy(i.target.decimals.max(2), RoundingStrategy::MidpointAwayFromZero))
            }
            _ => None,
        };
    }
    let own = i.inputs.iter().find(|n| n.id == culprit)?.amount;
    match (i.kind, amounts.as_slice()) {
        (Kind::Sum, _) => i.target.amount.checked_sub(sum.checked_sub(own)?),
        (Kind::Difference, [_, b]) if i.inputs.first().is_some_and(|n| n.id == culprit) => {
            i.target.amount.checked_add(*b)
        }
        (Kind::Difference, [a, _]) => a.checked_sub(i.target.amount),
        _ => None,
    }
}

/// A recomputation that says of one cell of an instance what it should be.
fn told(i: &Instance, own: Number, verdict: Verdict, ledger: &Ledger<'_>) -> Option<Reconciliation> {
    let figure = ledger.figure(own.id.0 as usize)?;
    let is_target = i.target.id == own.id;
    let amounts: Vec<String> = i.inputs.iter().map(|n| n.amount.to_string()).collect();
    let value = solved(i, own.id)?;
    let recomputed =
        if is_target { compute(i.kind, i.inputs.iter().map(|n| n.interval))? } else { Interval::exact(value) };
    let others = || i.inputs.iter().filter(|n| n.id != own.id).map(|n| n.amount.to_string()).collect::<Vec<_>>();
    let left = match (i.kind, is_target) {
        (Kind::Sum, true) => super::addends::sum_text(&i.inputs.iter().map(|n| n.amount).collect::<Vec<_>>()),
        (Kind::Difference, true) => amounts.join(" − "),
        (Kind::Rate, true) => amounts.join(" ÷ "),
        (Kind::Sum, false) => format!("{} − {}", i.target.amount, others().join(" − ")),
        (_, false) if i.inputs.first().is_some_and(|n| n.id == own.id) => {
            format!("{} + {}", i.target.amount, others().join(" + "))
        }
        (_, false) => format!("{} − {}", others().join(" − "), i.target.amount),
    };
    let sign = if own.percent { "%" } else { "" };
    let inputs = cells(i).filter(|n| n.id != own.id).map(|n| n.id).collect();
    let subject = if i.kind == Kind::Rate { Subject::TableRate } else { Subject::TableSum };
    let decimals = figure.measure.quantity.decimals;
    Some(Reconciliation {
        subject,
        figure: Some(own.id),
        stated: Some(Interval::printed(own.amount, decimals)),
        recomputed: Some(recomputed),
        inputs,
        arithmetic: format!("{left} = {value}{sign}"),
        verdict,
    })
}
