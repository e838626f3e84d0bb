//! Money: parts against their line, execution rates against the amounts, scored rates against rate × weight.
//!
//! A list of parts proves nothing unless it is printed as all of the line: 其中 names some.

use super::addends::Addends;
use super::precision::{self, Column, Reading};
use super::sums::amount;
use crate::model::{
    BudgetLine, Dimension, Figure, FigureId, FigureRole, Interval, Measure, Reason, Reconciliation, Report, Stated,
    Subject, Verdict, offset,
};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// The columns of money.
const COLUMNS: [FigureRole; 4] = [FigureRole::Initial, FigureRole::Planned, FigureRole::Spent, FigureRole::Prior];

/// The cell of a line in a column.
fn cell(line: &BudgetLine, column: FigureRole) -> Option<&Stated<Measure>> {
    match column {
        FigureRole::Initial => line.initial.as_ref(),
        FigureRole::Planned => line.planned.as_ref(),
        FigureRole::Spent => line.spent.as_ref(),
        FigureRole::Prior => line.prior.as_ref(),
        _ => None,
    }
}

/// The unit an amount is printed in: its own, or its line's.
fn unit<'a>(line: &'a BudgetLine, stated: &'a Stated<Measure>) -> &'a str {
    stated.quantity().map(|q| q.unit.text.as_str()).filter(|u| !u.is_empty()).unwrap_or(&line.unit)
}

/// The money lines with the precision of their columns.
struct Money<'a> {
    lines: &'a [BudgetLine],
    columns: BTreeMap<(u32, usize), Column>,
    children: BTreeMap<usize, Vec<usize>>,
}

impl<'a> Money<'a> {
    fn of(report: &'a Report) -> Self {
        let mut cells: BTreeMap<(u32, usize), Vec<&Stated<Measure>>> = BTreeMap::new();
        let mut children: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, line) in report.budget.iter().enumerate() {
            if let Some(parent) = line.parent.filter(|p| *p != index) {
                children.entry(parent).or_default().push(index);
            }
            // Only tables have columns; amounts in prose keep their own precision.
            if line.at.cell.is_some() {
                for (at, &column) in COLUMNS.iter().enumerate() {
                    cells.entry((line.at.block, at)).or_default().extend(cell(line, column));
                }
            }
        }
        let columns = cells.into_iter().map(|(key, cells)| (key, Column::of(cells))).collect();
        Self { lines: &report.budget, columns, children }
    }

    /// The amount of a line in a column.
    fn reading(&self, line: &BudgetLine, column: FigureRole) -> Option<Reading> {
        let stated = cell(line, column)?;
        let at = COLUMNS.iter().position(|c| *c == column)?;
        let own = Column::default();
        let precision = if line.at.cell.is_some() { self.columns.get(&(line.at.block, at)).copied() } else { None };
        precision.unwrap_or(own).amount(stated)
    }
}

/// Recomputes the money lines.
pub(super) fn budget(report: &Report) -> Vec<Reconciliation> {
    let money = Money::of(report);
    let mut out = Vec::new();
    for (index, line) in report.budget.iter().enumerate() {
        out.extend(COLUMNS.iter().filter_map(|&column| sum(&money, index, line, column)));
        out.extend(rate(report, &money, index, line));
        out.extend(execution_score(&money, index, line));
    }
    out
}

/// The parts of a line in one column.
fn sum(money: &Money<'_>, index: usize, line: &BudgetLine, column: FigureRole) -> Option<Reconciliation> {
    let children = money.children.get(&index)?;
    let stated = cell(line, column)?;
    let whole = money.reading(line, column)?;
    let mut parts = Addends::new();
    for child in children.iter().filter_map(|&c| money.lines.get(c)) {
        match cell(child, column).zip(money.reading(child, column)) {
            Some((part, reading)) if unit(child, part) == unit(line, stated) => parts.add(&reading, part.figure),
            Some(_) => return None,
            None => parts.miss(&child.item, None),
        }
    }
    if parts.len() == 0 {
        return None;
    }
    let mut made = parts.reconcile(Subject::BudgetSum(index, column), &whole, stated.figure)?;
    let sum = parts.sum()?;
    let adds_up = sum.printed == whole.printed || sum.likely.meets(whole.likely);
    let too_much = sum.likely.low > whole.likely.high && !whole.printed.is_sign_negative();
    // A total of 0 above amounts is more often one that nobody filled in.
    let unfilled = whole.printed.is_zero() && !sum.printed.is_zero();
    made.verdict = if line.exhaustive && parts.is_complete() && !unfilled {
        made.verdict
    } else if adds_up && parts.len() > 1 && (line.exhaustive || sum.printed == whole.printed) {
        // A blank part stands for nothing spent when the others already make up the line.
        Verdict::Agrees
    } else if line.at.cell.is_some() && (too_much || (parts.is_complete() && exhausted_elsewhere(money, index, column)))
    {
        Verdict::Suspicious(Reason::ScopeMayDiffer)
    } else if line.exhaustive {
        Verdict::CannotTell(Reason::InputMissing)
    } else {
        Verdict::CannotTell(Reason::NotExhaustive)
    };
    Some(made)
}

/// Fewer amounts that add up in another column may do so by chance.
const PARTS_BEYOND_CHANCE: usize = 3;

/// Whether the parts of a line make up all of it in another column: then they are all of it.
fn exhausted_elsewhere(money: &Money<'_>, index: usize, column: FigureRole) -> bool {
    let (Some(line), Some(children)) = (money.lines.get(index), money.children.get(&index)) else { return false };
    COLUMNS.iter().filter(|&&other| other != column && other != FigureRole::Prior).any(|&other| {
        let parts = || children.iter().map(|&c| amount(cell(money.lines.get(c)?, other)));
        let sum = parts().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(part?));
        let filled = parts().flatten().filter(|part| !part.is_zero()).count();
        filled >= PARTS_BEYOND_CHANCE && sum.is_some() && sum == amount(cell(line, other))
    })
}

/// What a printed rate can stand for, as shares of one. A bare number may mean either.
fn shares(rate: &Stated<Measure>) -> Option<Vec<Interval>> {
    let (amount, decimals) = precision::plain(rate)?;
    let as_percent = Interval::printed(amount, decimals).scaled(Decimal::new(1, 2))?;
    match rate.quantity()?.unit.dimension {
        Dimension::Percent => Some(vec![as_percent]),
        Dimension::Bare => Some(vec![as_percent, Interval::printed(amount, decimals)]),
        _ => None,
    }
}

/// What a rate is of.
#[derive(Clone, Copy)]
struct Base {
    figure: Option<FigureId>,
    printed: Decimal,
    likely: Interval,
    planned: bool,
}

/// The rate against spent over planned, else over initial: which budget is the base varies from form to form.
fn rate(report: &Report, money: &Money<'_>, index: usize, line: &BudgetLine) -> Option<Reconciliation> {
    let stated = line.rate.as_ref()?;
    let shares = shares(stated)?;
    let make = |base: Option<Base>, verdict: Verdict| {
        let spent = money.reading(line, FigureRole::Spent);
        let recomputed = base.zip(spent).and_then(|(base, spent)| spent.likely.ratio(base.likely));
        let arithmetic = base.zip(spent).map(|(base, spent)| quotient(spent.printed, base.printed));
        let spent = line.spent.as_ref().and_then(|s| s.figure);
        Reconciliation {
            subject: Subject::BudgetRate(index),
            figure: stated.figure,
            stated: shares.first().and_then(|s| s.scaled(Decimal::ONE_HUNDRED)),
            recomputed: recomputed.and_then(|r| r.scaled(Decimal::ONE_HUNDRED)),
            inputs: spent.into_iter().chain(base.and_then(|b| b.figure)).collect(),
            arithmetic: arithmetic.unwrap_or_default(),
            verdict,
        }
    };
    let base = |role: FigureRole| {
        let Reading { printed, likely, .. } = money.reading(line, role)?;
        Some(Base { figure: cell(line, role)?.figure, printed, likely, planned: role == FigureRole::Planned })
    };
    let bases: Vec<Base> = [FigureRole::Planned, FigureRole::Initial].into_iter().filter_map(base).collect();
    let Some(spent) = money.reading(line, FigureRole::Spent).filter(|_| !bases.is_empty()) else {
        return Some(make(None, Verdict::CannotTell(Reason::InputMissing)));
    };
    let usable: Vec<Base> = bases.into_iter().filter(|b| b.likely.low > Decimal::ZERO).collect();
    let Some(&first) = usable.first() else { return Some(make(None, Verdict::CannotTell(Reason::ZeroDivisor))) };
    let fits = |base: &Base| {
        spent.likely.ratio(base.likely).is_some_and(|ratio| shares.iter().any(|share| share.meets(ratio)))
    };
    if let Some(base) = usable.iter().copied().find(fits).or_else(|| beside(report, line).find(fits)) {
        return Some(make(Some(base), Verdict::Agrees));
    }
    // Forms that stop the rate at 100 % print it for money spent beyond the budget.
    let capped = spent.printed > first.printed && shares.iter().any(|share| share.holds(Decimal::ONE));
    let verdict = if first.planned && !capped { Verdict::Differs } else { Verdict::Suspicious(Reason::BaseMayDiffer) };
    Some(make(Some(first), verdict))
}

/// The other amounts of a line's row, or of its sentence before the rate, in the unit of what was spent: 到位数.
fn beside<'a>(report: &'a Report, line: &'a BudgetLine) -> impl Iterator<Item = Base> + 'a {
    let known = [&line.initial, &line.planned, &line.spent, &line.prior, &line.rate, &line.weight, &line.score];
    let known: Vec<FigureId> = known.into_iter().filter_map(|s| s.as_ref()?.figure).collect();
    let unit = line.spent.as_ref().and_then(Stated::<Measure>::quantity).map(|q| &q.unit);
    let until = line.rate.as_ref().map(|rate| rate.at.range().start);
    let stands = move |f: &Figure| match line.at.cell {
        Some((row, _)) => f.at.block == line.at.block && f.at.cell.is_some_and(|cell| cell.0 == row),
        None => {
            f.at.same_text(&line.at) && f.at.range().start >= line.at.range().start && Some(f.at.range().start) < until
        }
    };
    report.figures.iter().enumerate().filter_map(move |(index, figure)| {
        let (id, own) = (FigureId(offset(index)), &figure.measure.quantity);
        let unit = unit.filter(|_| stands(figure) && !known.contains(&id) && figure.measure.is_exact())?;
        let factor = if own.unit.comparable(unit) {
            own.unit.factor.checked_div(unit.factor)?
        } else if own.unit.dimension == Dimension::Bare {
            Decimal::ONE
        } else {
            return None;
        };
        let likely = Interval::printed(own.amount, own.decimals).scaled(factor).filter(|l| l.low > Decimal::ZERO)?;
        Some(Base { figure: Some(id), printed: own.amount.checked_mul(factor)?.normalize(), likely, planned: false })
    })
}

/// `4143.45 ÷ 4462.23 = 92.86%`.
fn quotient(spent: Decimal, base: Decimal) -> String {
    let percent = spent.checked_div(base).and_then(|q| q.checked_mul(Decimal::ONE_HUNDRED));
    let rounded = percent.map(|p| p.round_dp_with_strategy(2, rust_decimal::RoundingStrategy::MidpointAwayFromZero));
    rounded.map(|p| format!("{spent} ÷ {base} = {p}%")).unwrap_or_default()
}

/// The national form's score of the execution rate: rate × weight, never above the weight. Other forms score it by steps,
/// so that a score which does not fit says nothing.
fn execution_score(money: &Money<'_>, index: usize, line: &BudgetLine) -> Option<Reconciliation> {
    let score = line.score.as_ref()?;
    let weight = amount(line.weight.as_ref()).filter(|w| *w > Decimal::ZERO)?;
    let stated = precision::printed(score)?;
    let by_rate = line.rate.as_ref().and_then(shares).unwrap_or_default();
    let spent = money.reading(line, FigureRole::Spent);
    let by_amounts = [FigureRole::Planned, FigureRole::Initial]
        .into_iter()
        .filter_map(|role| spent?.likely.ratio(money.reading(line, role)?.likely));
    let points = |share: Interval| {
        let points = share.scaled(weight)?;
        Some(Interval { low: points.low.min(weight), high: points.high.min(weight), ..Interval::exact(weight) })
    };
    let explained = by_rate.into_iter().chain(by_amounts).filter_map(points).find(|p| p.meets(stated.likely));
    let inputs = [&line.rate, &line.weight].into_iter().flatten().filter_map(|s| s.figure).collect();
    let Some(explained) = explained else {
        // `94.00%`, 10 points, 9.04: two digits that changed places.
        let rate = line.rate.as_ref()?;
        let share = rate.amount()?.checked_div(Decimal::ONE_HUNDRED).filter(|share| *share < Decimal::ONE)?;
        let made = super::slipped::slip(Subject::ExecutionScore(index), score, share, weight, rate.raw.trim())?;
        return Some(Reconciliation { inputs, ..made });
    };
    let rate = line.rate.as_ref().map(|r| r.raw.trim().to_owned()).filter(|r| !r.is_empty());
    let base = money.reading(line, FigureRole::Planned).or_else(|| money.reading(line, FigureRole::Initial));
    let share = rate.or_else(|| Some(format!("{} ÷ {}", spent?.printed, base?.printed))).unwrap_or_default();
    Some(Reconciliation {
        subject: Subject::ExecutionScore(index),
        figure: score.figure,
        stated: Some(stated.likely),
        recomputed: Some(explained),
        inputs,
        arithmetic: format!("{share} × {weight} = {}", stated.printed),
        verdict: Verdict::Agrees,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::sample::Sample;

    fn verdicts(sample: &Sample) -> Vec<(Subject, Verdict)> {
        budget(&sample.report).into_iter().map(|r| (r.subject, r.verdict)).collect()
    }

    #[test]
    fn rates_are_held_against_the_base_that_fits() {
        for (cells, verdict) in [
            (["0", "371.15", "366.91", "98.86%"], Verdict::Agrees),
            (["0", "586.00", "576.16", "98.32%"], Verdict::Agrees),
            (["100", "120", "90", "90%"], Verdict::Agrees),
            (["", "250000", "215457.6", "86.19%"], Verdict::Differs),
            (["", "154.74", "154.74", "100%"], Verdict::Agrees),
            (["100", "", "90", "85%"], Verdict::Suspicious(Reason::BaseMayDiffer)),
            (["", "100", "120", "100%"], Verdict::Suspicious(Reason::BaseMayDiffer)),
            (["", "100", "86", "0.86"], Verdict::Agrees),
            (["", "0", "0", "100%"], Verdict::CannotTell(Reason::ZeroDivisor)),
            (["", "0.86", "", "100%"], Verdict::CannotTell(Reason::InputMissing)),
        ] {
            let mut sample = Sample::default();
            sample.money("资金", None, cells);
            assert_eq!(verdicts(&sample), vec![(Subject::BudgetRate(0), verdict)], "{cells:?}");
        }
    }

    #[test]
    fn parts_prove_something_only_when_they_are_all_of_it() {
        let planned = |whole: &str, parts: &[&str], exhaustive: bool| {
            let mut sample = Sample::default();
            let parent = sample.money("总额", None, ["", whole, "", ""]);
            sample.report.budget[parent].exhaustive = exhaustive;
            for part in parts {
                sample.money("部分", Some(parent), ["", part, "", ""]);
            }
            verdicts(&sample).first().map(|(_, verdict)| verdict.clone())
        };
        let cannot = |reason| Some(Verdict::CannotTell(reason));
        assert_eq!(planned("586.00", &["371.15", "214.85"], true), Some(Verdict::Agrees));
        assert_eq!(planned("587.00", &["371.15", "214.85"], true), Some(Verdict::Differs));
        assert_eq!(planned("587.00", &["371.15", "214.85"], false), cannot(Reason::NotExhaustive));
        assert_eq!(planned("6.94", &["5.94", "", "1"], true), Some(Verdict::Agrees));
        assert_eq!(planned("6.94", &["4.94", "", "1"], true), cannot(Reason::InputMissing));
        assert_eq!(planned("47.77", &["23.96", "14.33"], false), cannot(Reason::NotExhaustive));
        assert_eq!(planned("0", &["90"], false), Some(Verdict::Suspicious(Reason::ScopeMayDiffer)));
        assert_eq!(planned("0", &["90", "0", "0"], true), Some(Verdict::Suspicious(Reason::ScopeMayDiffer)));
        assert_eq!(planned("1002.59", &["153", "59", "73", "717.59"], true), Some(Verdict::Agrees));
        assert_eq!(planned("1002.59", &["153", "95", "73", "717.59"], true), Some(Verdict::Differs));
    }

    #[test]
    fn parts_that_are_all_of_one_column_are_all_of_the_other() {
        for (spent, verdict) in [
            (["30", "20", "40"], Some(Verdict::Agrees)),
            (["30", "25", "40"], Some(Verdict::Suspicious(Reason::ScopeMayDiffer))),
            (["30", "15", "40"], Some(Verdict::Suspicious(Reason::ScopeMayDiffer))),
            (["30", "", "40"], Some(Verdict::CannotTell(Reason::NotExhaustive))),
        ] {
            let mut sample = Sample::default();
            let whole = sample.money("项目支出", None, ["", "100", "90", ""]);
            for (planned, spent) in ["35", "25", "40"].into_iter().zip(spent) {
                sample.money("部分", Some(whole), ["", planned, spent, ""]);
            }
            let of_spent = (Subject::BudgetSum(whole, FigureRole::Spent), verdict.clone());
            assert_eq!(
                verdicts(&sample).into_iter().find(|(s, _)| *s == of_spent.0).map(|(_, v)| v),
                verdict,
                "{spent:?}"
            );
        }
    }

    #[test]
    fn a_scored_rate_is_only_ever_explained() {
        for (score, explained) in [("8.62", true), ("9", true), ("10", false), ("4.99", false)] {
            let mut sample = Sample::default();
            sample.money("资金", None, ["", "250000", "215457.6", "86.18%"]);
            sample.report.budget[0].weight = sample.stated("10", FigureRole::Weight);
            sample.report.budget[0].score = sample.stated(score, FigureRole::Score);
            let found = verdicts(&sample).contains(&(Subject::ExecutionScore(0), Verdict::Agrees));
            assert_eq!(found, explained, "{score}");
        }
    }
}
