//! Rates with a fixed formula: the stated rate against the inputs that the report prints.
//!
//! A rate agrees when any sensible pair of inputs gives it. It differs only when its inputs are unambiguous, stand
//! together, and nothing else the report prints explains it. A share stated in a sentence (`占25%`) is only ever confirmed
//! from the sentence, or doubted when the sentence names both sides.

use super::ledger::{Input, Ledger, Place, place};
use crate::lexicon::{Formula, Lexicon, NameWord, Ratio};
use crate::model::{
    BudgetLine, Dimension, Figure, FigureId, FigureRole, Interval, Reason, Reconciliation, Subject, Verdict, offset,
};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// The most figures that are tried as another base before a contradiction is claimed.
const OTHER_BASES: usize = 2_000;
/// The most figures of a paragraph that are tried as the base of a share.
const SHARE_BASES: usize = 40;

/// Recomputes every stated rate whose formula is fixed or stands in its sentence.
pub(super) fn ratios(ledger: &Ledger<'_>, lexicon: &Lexicon) -> Vec<Reconciliation> {
    let report = ledger.report;
    let budget_rates: BTreeSet<FigureId> = report.budget.iter().filter_map(|line| line.rate.as_ref()?.figure).collect();
    let mut results = Vec::new();
    for (index, figure) in report.figures.iter().enumerate() {
        let stated_rate = figure.measure.quantity.unit.dimension == Dimension::Percent
            && (matches!(
                figure.role,
                FigureRole::Actual | FigureRole::Prose | FigureRole::TableCell | FigureRole::Rate
            ) || is_bound(figure))
            && !budget_rates.contains(&FigureId(offset(index)));
        if stated_rate && let Some(result) = one(ledger, lexicon, index, figure) {
            // What was aimed at is no statement of what was reached.
            if figure.role != FigureRole::Target || result.verdict == Verdict::Agrees {
                results.push(result);
            }
        }
    }
    results
}

/// A bound that a sentence compares its figures with: `人员控制率<100%，得2分`.
fn is_bound(figure: &Figure) -> bool {
    figure.role == FigureRole::Target && figure.at.cell.is_none() && figure.measure.comparator.is_some()
}

fn one(ledger: &Ledger<'_>, lexicon: &Lexicon, index: usize, figure: &Figure) -> Option<Reconciliation> {
    let key = ledger.key(index);
    let inferred = |ratio: usize| lexicon.ratios.all.get(ratio).is_some_and(|r| r.inferred);
    if let Some(ratio) = lexicon.ratios.named(key).filter(|&ratio| !inferred(ratio)) {
        let fixed = fixed(ledger, lexicon, ratio, index, figure, false);
        if fixed.as_ref().is_some_and(|r| r.verdict == Verdict::Agrees) {
            return fixed;
        }
        // `下属单位编制20名，在职18人，控制率为90%`: the numbers before it give it, whatever the report counts elsewhere.
        let own = sentence(ledger, lexicon, index, figure);
        return own.filter(|r| fixed.is_none() || r.verdict == Verdict::Agrees).or(fixed);
    }
    let nearby = lexicon.ratios.named_nearby(key);
    nearby
        .iter()
        .find_map(|&ratio| fixed(ledger, lexicon, ratio, index, figure, true))
        .or_else(|| sentence(ledger, lexicon, index, figure))
}

/// The values that a rate with a fixed formula can have, as shares of one, each with its inputs: for a rate that is not
/// stated itself.
pub(super) fn rates(ledger: &Ledger<'_>, lexicon: &Lexicon, ratio_index: usize) -> Vec<(Input, Input, Interval)> {
    let Some(ratio) = lexicon.ratios.all.get(ratio_index) else { return Vec::new() };
    let nowhere = (u32::MAX, None);
    let mut above = side(ledger, nowhere, usize::MAX, &ratio.numerator, ratio, &lexicon.ratios.spent);
    let mut below = side(ledger, nowhere, usize::MAX, &ratio.denominator, ratio, &lexicon.ratios.planned);
    from_lines(ledger, ratio, lexicon, nowhere, (&mut above, &mut below));
    let (above, below) = (joined(above), joined(below));
    let share = |(n, d): (&Input, &Input)| {
        let money = |i: &Input| i.dimension == Dimension::Money;
        let usable = n.id != d.id && n.exact && d.exact && !d.base.is_zero() && money(n) == money(d);
        let share = usable.then(|| compute(ratio.formula, n, d)).flatten()?.scaled(Decimal::new(1, 2))?;
        // What is left of a whole is never less than nothing: such figures are no part and whole.
        let sound = ratio.formula != Formula::Rest || share.high >= Decimal::ZERO;
        sound.then(|| (n.clone(), d.clone(), share))
    };
    pairs(&above, &below).filter_map(share).collect()
}

/// The inputs of one side of a ratio.
#[derive(Default)]
struct Side {
    /// In the paragraph or row of the stated rate.
    near: Vec<Input>,
    /// Elsewhere.
    far: Vec<Input>,
}

impl Side {
    fn add(&mut self, input: Option<Input>, here: Place) {
        if let Some(input) = input {
            if input.place == here { self.near.push(input) } else { self.far.push(input) }
        }
    }
}

/// Adds the amounts of the money lines that a ratio names: what was spent of what was planned, or for a change what was
/// planned or spent, and the same a year before.
fn from_lines(
    ledger: &Ledger<'_>,
    ratio: &Ratio,
    lexicon: &Lexicon,
    here: Place,
    (above, below): (&mut Side, &mut Side),
) {
    if ratio.unspent || !matches!(ratio.formula, Formula::Part | Formula::Change) {
        return;
    }
    for line in lines(ledger, ratio, lexicon) {
        let planned = line.planned.as_ref().or(line.initial.as_ref());
        above.add(ledger.amount(line, line.spent.as_ref()), here);
        if ratio.formula == Formula::Part {
            below.add(ledger.amount(line, planned), here);
        } else if line.prior.is_some() {
            above.add(ledger.amount(line, planned), here);
            below.add(ledger.amount(line, line.prior.as_ref()), here);
        }
    }
}

/// A rate of the lexicon against its inputs.
fn fixed(
    ledger: &Ledger<'_>,
    lexicon: &Lexicon,
    ratio_index: usize,
    index: usize,
    figure: &Figure,
    only_near: bool,
) -> Option<Reconciliation> {
    let ratio = lexicon.ratios.all.get(ratio_index)?;
    let here = place(figure);
    let mut above = side(ledger, here, index, &ratio.numerator, ratio, &lexicon.ratios.spent);
    let mut below = side(ledger, here, index, &ratio.denominator, ratio, &lexicon.ratios.planned);
    if !only_near {
        from_lines(ledger, ratio, lexicon, here, (&mut above, &mut below));
    }
    let near = !above.near.is_empty() && !below.near.is_empty();
    if only_near && !near {
        return None;
    }
    let (above, below) = if near { (above.near, below.near) } else { (joined(above), joined(below)) };
    let subject = Subject::FixedRatio(offset(ratio_index));
    let stated = stated_interval(figure)?;
    if above.is_empty() || below.is_empty() {
        return if ratio.unspent { unspent(ledger, lexicon, ratio, index, figure, stated, subject) } else { None };
    }
    let result = |verdict: Verdict, n: &Input, d: &Input| {
        reconciliation(subject, index, stated, compute(ratio.formula, n, d), ratio.formula, n, d, verdict)
    };
    let fits = |n: &Input, d: &Input| compute(ratio.formula, n, d).is_some_and(|c| c.meets(stated));
    if let Some((n, d)) = pairs(&above, &below).find(|(n, d)| fits(n, d)) {
        return Some(result(Verdict::Agrees, n, d));
    }
    let (n, d) = pairs(&above, &below).find(|(n, d)| n.id != d.id)?;
    if d.base.is_zero() {
        return Some(result(Verdict::CannotTell(Reason::ZeroDivisor), n, d));
    }
    if !figure.measure.is_exact() || pairs(&above, &below).any(|(n, d)| !n.exact || !d.exact) {
        return Some(result(Verdict::CannotTell(Reason::InputInexact), n, d));
    }
    if distinct(&above) > 1 || distinct(&below) > 1 {
        return Some(result(Verdict::CannotTell(Reason::InputConflicting), n, d));
    }
    if explained(ledger, ratio, index, stated, n, d) {
        return Some(result(Verdict::Suspicious(Reason::BaseMayDiffer), n, d));
    }
    // Rates of money are defined in many ways (mean of two rates, money added during the year); head counts are not.
    let together = n.place == d.place;
    let proven = together && (near || n.dimension != Dimension::Money);
    Some(result(if proven { Verdict::Differs } else { Verdict::Suspicious(Reason::BaseMayDiffer) }, n, d))
}

/// The figures that one side of a ratio can mean.
fn side(
    ledger: &Ledger<'_>,
    here: Place,
    stated: usize,
    words: &BTreeSet<String>,
    ratio: &Ratio,
    columns: &BTreeSet<String>,
) -> Side {
    let mut side = Side::default();
    let mut seen = BTreeSet::new();
    let mut add = |side: &mut Side, index: usize| {
        let usable = ledger.figure(index).is_some_and(|f| {
            index != stated
                && f.measure.quantity.unit.dimension != Dimension::Percent
                && !matches!(f.role, FigureRole::Weight | FigureRole::Score | FigureRole::Target)
        });
        if usable && seen.insert(index) {
            side.add(ledger.input(index), here);
        }
    };
    // Beside a change, what was planned and what was spent are both of one year.
    let items = || ratio.items.iter().filter(|_| !ratio.unspent && ratio.formula != Formula::Change);
    let names_item =
        |key: &str| items().any(|item| key.strip_prefix(item.as_str()).is_some_and(|column| columns.contains(column)));
    for &index in ledger.around(stated) {
        let key = ledger.key(index);
        // `本部门整体实际支出`: beside the rate, a name that ends with the word is meant.
        if words.contains(key)
            || words.iter().any(|w| w.chars().count() > 2 && key.ends_with(w.as_str()))
            || names_item(key)
        {
            add(&mut side, index);
        }
    }
    let columns_of_items = items()
        .filter(|item| !item.is_empty())
        .flat_map(|item| columns.iter().map(move |column| [item.as_str(), column].concat()));
    for key in words.iter().cloned().chain(columns_of_items) {
        for &index in ledger.named(&key).iter().take(SHARE_BASES) {
            add(&mut side, index);
        }
    }
    side
}

/// The money lines that a ratio names, in order; none when there are too many to tell which are meant.
fn lines<'a>(ledger: &Ledger<'a>, ratio: &Ratio, lexicon: &Lexicon) -> Vec<&'a BudgetLine> {
    let items = ratio.items.iter().filter(|item| !item.is_empty());
    let mut named: Vec<usize> = items.flat_map(|item| ledger.lines(item)).copied().take(SHARE_BASES + 1).collect();
    if named.len() > SHARE_BASES {
        return Vec::new();
    }
    named.sort_unstable();
    let mut lines: Vec<&BudgetLine> = named.into_iter().filter_map(|index| ledger.report.budget.get(index)).collect();
    // 合计 of a table of projects is not all that was spent, when the body's own line says how much that is.
    let is_total = |line: &BudgetLine| lexicon.relations.opens(&line.item, NameWord::TotalRow);
    let spent = |line: &BudgetLine| line.spent.as_ref()?.quantity()?.base_amount();
    let whole: Vec<Decimal> = lines.iter().filter(|line| !is_total(line)).filter_map(|line| spent(line)).collect();
    let fits = |line: &BudgetLine| spent(line).is_none_or(|amount| whole.is_empty() || whole.contains(&amount));
    lines.retain(|line| !is_total(line) || fits(line));
    lines
}

fn joined(side: Side) -> Vec<Input> {
    let mut all = side.near;
    all.extend(side.far);
    all
}

fn pairs<'a>(above: &'a [Input], below: &'a [Input]) -> impl Iterator<Item = (&'a Input, &'a Input)> {
    above.iter().take(SHARE_BASES).flat_map(move |n| below.iter().take(SHARE_BASES).map(move |d| (n, d)))
}

fn distinct(inputs: &[Input]) -> usize {
    inputs.iter().map(|i| i.base).collect::<BTreeSet<_>>().len()
}

/// Whether another figure that the report prints, as base or as part, gives the stated rate.
fn explained(ledger: &Ledger<'_>, ratio: &Ratio, stated_index: usize, stated: Interval, n: &Input, d: &Input) -> bool {
    if ledger.report.figures.len() > OTHER_BASES {
        return true;
    }
    let meets = |c: Option<Interval>| c.is_some_and(|c| c.meets(stated));
    let mut beside: Vec<Input> = Vec::new();
    for index in 0..ledger.report.figures.len() {
        if index == stated_index {
            continue;
        }
        let Some(other) = ledger.input(index).filter(|o| o.dimension == n.dimension || o.dimension == d.dimension)
        else {
            continue;
        };
        if other.id == n.id || other.id == d.id {
            continue;
        }
        if other.place == n.place || other.place == d.place {
            beside.push(other.clone());
        }
        // An equal pair (100%) is found by any repetition of a figure and explains nothing.
        if other.base == n.base || other.base == d.base {
            continue;
        }
        if meets(compute(ratio.formula, n, &other)) || meets(compute(ratio.formula, &other, d)) {
            return true;
        }
    }
    if !ratio.others {
        return false;
    }
    // Other head counts of the paragraph may belong to the numerator: contract staff, retired staff.
    beside.iter().take(SHARE_BASES).enumerate().any(|(i, a)| {
        let one = sum(n, a);
        one.as_ref().is_some_and(|s| meets(compute(ratio.formula, s, d)))
            || beside
                .iter()
                .take(SHARE_BASES)
                .skip(i + 1)
                .any(|b| one.as_ref().and_then(|s| sum(s, b)).is_some_and(|s| meets(compute(ratio.formula, &s, d))))
    })
}

fn sum(a: &Input, b: &Input) -> Option<Input> {
    let interval = a.interval.plus(b.interval)?;
    Some(Input { interval, base: a.base.checked_add(b.base)?, ..a.clone() })
}

/// The unspent part of the budget as the carry-over: it agrees, or money may have been taken back.
fn unspent(
    ledger: &Ledger<'_>,
    lexicon: &Lexicon,
    ratio: &Ratio,
    index: usize,
    figure: &Figure,
    stated: Interval,
    subject: Subject,
) -> Option<Reconciliation> {
    let mut totals = lines(ledger, ratio, lexicon).into_iter().filter_map(|line| {
        let planned = ledger.amount(line, line.planned.as_ref().or(line.initial.as_ref()))?;
        let spent = ledger.amount(line, line.spent.as_ref())?;
        (planned.exact && spent.exact).then_some((spent, planned))
    });
    let (spent, planned) = totals.next()?;
    if totals.next().is_some() || !figure.measure.is_exact() || spent.base > planned.base {
        return None;
    }
    let computed = compute(Formula::Rest, &spent, &planned)?;
    let verdict = if computed.meets(stated) { Verdict::Agrees } else { Verdict::Suspicious(Reason::FundsTakenBack) };
    Some(reconciliation(subject, index, stated, Some(computed), Formula::Rest, &spent, &planned, verdict))
}

/// A share or rate whose two sides stand in its own paragraph.
fn sentence(ledger: &Ledger<'_>, lexicon: &Lexicon, index: usize, figure: &Figure) -> Option<Reconciliation> {
    if figure.role != FigureRole::Prose || !figure.measure.is_exact() {
        return None;
    }
    let stated = stated_interval(figure)?;
    let here = ledger.around(index);
    let before: Vec<Input> = ledger
        .before(index)
        .iter()
        .rev()
        .filter_map(|&i| ledger.input(i))
        .filter(|i| i.exact && !matches!(i.dimension, Dimension::Percent | Dimension::PercentagePoint))
        .collect();
    let fits = |n: &Input, d: &Input| compute(Formula::Part, n, d).is_some_and(|c| c.meets(stated));
    let result = |n: &Input, d: &Input, verdict: Verdict| {
        reconciliation(
            Subject::SentenceRatio,
            index,
            stated,
            compute(Formula::Part, n, d),
            Formula::Part,
            n,
            d,
            verdict,
        )
    };
    if let Some((part, whole)) =
        figure.label.split_once('占').filter(|(part, whole)| !part.is_empty() && *whole != "比")
    {
        return named_share(ledger, lexicon, part, whole, here, &before, &result, &fits);
    }
    if let Some((part, whole)) = lexicon.ratios.sides(&figure.label) {
        return named_share(ledger, lexicon, part, whole, here, &before, &result, &fits);
    }
    let n = before.first()?;
    let bases = before.iter().skip(1).filter(|d| d.dimension == n.dimension);
    if lexicon.ratios.is_share(&figure.label) {
        return bases.take(SHARE_BASES).find(|d| d.base >= n.base && fits(n, d)).map(|d| result(n, d, Verdict::Agrees));
    }
    if !figure.label.ends_with('率') {
        return None;
    }
    // Two amounts and their rate: either may stand first.
    bases.take(1).find_map(|d| {
        if fits(n, d) {
            Some(result(n, d, Verdict::Agrees))
        } else if fits(d, n) {
            Some(result(d, n, Verdict::Agrees))
        } else {
            None
        }
    })
}

/// `甲占乙比重为…`: both sides are named.
#[expect(clippy::too_many_arguments, reason = "one call, and the closures carry what belongs together")]
fn named_share(
    ledger: &Ledger<'_>,
    lexicon: &Lexicon,
    part: &str,
    whole: &str,
    here: &[usize],
    before: &[Input],
    result: &dyn Fn(&Input, &Input, Verdict) -> Reconciliation,
    fits: &dyn Fn(&Input, &Input) -> bool,
) -> Option<Reconciliation> {
    let whole = lexicon.relations.stem(whole, NameWord::ShareEnd).unwrap_or(whole);
    let (part, whole) = (lexicon.labels.key(part), lexicon.labels.key(whole));
    let near = |key: &str| here.iter().rev().copied().find(|&i| ledger.key(i) == key).and_then(|i| ledger.input(i));
    // A remark beside a score repeats counts of the text.
    let elsewhere = |key: &str| ledger.named(key).iter().filter_map(|&i| ledger.input(i)).find(|i| i.exact);
    let n = near(&part).or_else(|| elsewhere(&part).filter(|_| here.len() < 3))?;
    let far = ledger.named(&whole).iter().filter_map(|&i| ledger.input(i)).find(|i| i.dimension == n.dimension);
    let d = near(&whole).or(far)?;
    if !n.exact || !d.exact || d.base.is_zero() {
        return None;
    }
    if fits(&n, &d) {
        return Some(result(&n, &d, Verdict::Agrees));
    }
    let other = before.iter().any(|o| o.id != n.id && o.dimension == n.dimension && fits(&n, o));
    Some(result(&n, &d, Verdict::Suspicious(if other { Reason::BaseMayDiffer } else { Reason::ScopeMayDiffer })))
}

/// What the stated percentage can stand for; a bound stands for everything on its side.
fn stated_interval(figure: &Figure) -> Option<Interval> {
    use crate::model::Comparator::{Above, AtLeast, AtMost, Below, NotEqual};
    let quantity = &figure.measure.quantity;
    let printed = Interval::printed(quantity.amount, quantity.decimals);
    let (least, most) = (Decimal::from(-1_000_000), Decimal::from(1_000_000));
    if quantity.amount.abs() > most || figure.measure.approx.is_some() || figure.measure.upper.is_some() {
        return None;
    }
    Some(match figure.measure.comparator {
        Some(Above | AtLeast) => Interval::closed(printed.low, most),
        Some(Below | AtMost) => Interval::closed(least, printed.high),
        Some(NotEqual) => return None,
        _ => printed,
    })
}

/// The rate in per cent that two inputs give. `None` when it is undefined or too large to compute.
fn compute(formula: Formula, n: &Input, d: &Input) -> Option<Interval> {
    let hundred = Decimal::from(100);
    // A divisor that can round to zero has no bound; its printed value then stands for itself.
    let divisor = if d.interval.low > Decimal::ZERO { d.interval } else { Interval::exact(d.base) };
    let ratio = n.interval.ratio(divisor)?.scaled(hundred)?;
    match formula {
        Formula::Part => Some(ratio),
        Formula::Change => ratio.minus(Interval::exact(hundred)),
        Formula::Rest => Interval::exact(hundred).minus(ratio),
    }
}

#[expect(clippy::too_many_arguments, reason = "one constructor for every result of this file")]
fn reconciliation(
    subject: Subject,
    index: usize,
    stated: Interval,
    recomputed: Option<Interval>,
    formula: Formula,
    n: &Input,
    d: &Input,
    verdict: Verdict,
) -> Reconciliation {
    // Amounts in different units are shown in their base, so that the arithmetic can be followed.
    let same_unit = n
        .text
        .parse::<Decimal>()
        .ok()
        .zip(d.text.parse::<Decimal>().ok())
        .is_some_and(|(a, b)| a.checked_mul(d.base).zip(b.checked_mul(n.base)).is_some_and(|(x, y)| x == y));
    let show = |i: &Input| if same_unit { i.text.clone() } else { i.base.to_string() };
    let (a, b) = (show(n), show(d));
    let exact = n.base.checked_div(d.base).and_then(|r| r.checked_mul(Decimal::from(100)));
    let value = exact.map(|v| match formula {
        Formula::Part => v,
        Formula::Change => v - Decimal::from(100),
        Formula::Rest => Decimal::from(100) - v,
    });
    let left = match formula {
        Formula::Part => format!("{a} ÷ {b}"),
        Formula::Change => format!("({a} − {b}) ÷ {b}"),
        Formula::Rest => format!("({b} − {a}) ÷ {b}"),
    };
    let arithmetic = value.map_or_else(|| left.clone(), |v| format!("{left} = {}%", v.round_dp(2)));
    Reconciliation {
        subject,
        figure: Some(FigureId(offset(index))),
        stated: Some(stated),
        recomputed,
        inputs: [n.id, d.id].into_iter().flatten().collect(),
        arithmetic,
        verdict,
    }
}

#[cfg(test)]
mod tests {
    use super::super::ledger::tests::{cell, line, prose};
    use super::*;
    use crate::model::Report;

    fn verdicts(report: &Report) -> Vec<Verdict> {
        ratios(&Ledger::new(report, Lexicon::builtin()), Lexicon::builtin()).into_iter().map(|r| r.verdict).collect()
    }

    fn actual(report: &mut Report, text: &str) {
        cell(report, text, FigureRole::Actual, 7);
    }

    #[test]
    fn sentences_with_their_inputs() {
        let base = || Verdict::Suspicious(Reason::BaseMayDiffer);
        for (figures, expected) in [
            (
                &["公用经费预算调整数 30.20 万元", "公用经费决算数 28.70 万元", "日常公用经费控制率 95.0 %"][..],
                vec![Verdict::Agrees],
            ),
            (
                &["三公经费预算数 6.00 万元", "三公经费实际支出数 4.50 万元", "三公经费控制率 75.0 %"],
                vec![Verdict::Agrees],
            ),
            (
                &["三公经费预算数 6.00 万元", "三公经费实际支出数 4.50 万元", "三公经费控制率 72.0 %"],
                vec![Verdict::Differs],
            ),
            (&["编制数 52 人", "在职人员 43 人", "控制率 82.7 %"], vec![Verdict::Agrees]),
            (&["编制数 52 人", "在职人员 43 人", "控制率 84.7 %"], vec![Verdict::Differs]),
            (&["编制数 52 人", "在职人员 43 人", "退休人员 5 人", "控制率 92.3 %"], vec![base()]),
            (&["年度预算 900.00 万元", "实际支出 846.00 万元", "支出完成率 94 %"], vec![Verdict::Agrees]),
            (
                &["固定资产总额(原值) 310.5 万元", "在用固定资产总额(原值) 310.5 万元", "固定资产利用率 100 %"],
                vec![Verdict::Agrees],
            ),
            (
                &["年末结转结余 0.30 万元", "一般公共预算财政拨款 600.10 万元", "结转结余率 0.05 %"],
                vec![Verdict::Agrees],
            ),
            (&["在职人员 60 人", "在编人员 20 人", "派遣人员 6 人", "派遣人员占在编人员比重 10.0 %"], vec![base()]),
            (&["在编人员 20 人", "派遣人员 6 人", "派遣人员占在编人员比重 30.0 %"], vec![Verdict::Agrees]),
            (&["投诉 4 件", "环境类投诉 1 件", "环境类投诉占比 25 %"], vec![Verdict::Agrees]),
            (&["任务数 40 项", "完成数 38 项", "任务办结率 95 %"], vec![Verdict::Agrees]),
            // Nothing in the sentence proves these wrong.
            (&["任务数 40 项", "完成数 38 项", "群众满意率 99 %"], vec![]),
            (&["支出率 88.0 %"], vec![]),
            (&["第四季度预算执行率 98.0 %"], vec![]),
        ] {
            assert_eq!(verdicts(&prose(&[figures])), expected, "{figures:?}");
        }
    }

    #[test]
    fn an_indicator_against_counts_in_another_place() {
        for (counts, stated, expected) in [
            (&["核定编制 60 个", "实际在编 54 人"][..], "100.00", vec![Verdict::Differs]),
            (&["核定编制 60 个", "实际在编 54 人"], "90.00", vec![Verdict::Agrees]),
            (
                &["核定编制 60 个", "实际在编 54 人", "借调人员 6 人"],
                "100.00",
                vec![Verdict::Suspicious(Reason::BaseMayDiffer)],
            ),
            (
                &["核定编制 60 个", "实际在编 54 人", "实际在编 50 人"],
                "100.00",
                vec![Verdict::CannotTell(Reason::InputConflicting)],
            ),
            (&["核定编制 60 个"], "100.00", vec![]),
        ] {
            let mut report = prose(&[counts]);
            actual(&mut report, &format!("在职人员控制率 {stated} %"));
            assert_eq!(verdicts(&report), expected, "{counts:?}");
        }
    }

    #[test]
    fn carry_over_against_the_unspent_budget_is_only_doubted() {
        for (stated, expected) in
            [("0.00", vec![Verdict::Suspicious(Reason::FundsTakenBack)]), ("6.00", vec![Verdict::Agrees])]
        {
            let mut report = Report::default();
            line(&mut report, "资金总额", "500.00", "470.00", None);
            actual(&mut report, &format!("结转结余率 {stated} %"));
            assert_eq!(verdicts(&report), expected, "{stated}");
        }
    }

    #[test]
    fn an_execution_rate_may_be_of_another_base() {
        let mut report = Report::default();
        line(&mut report, "资金总额", "500.00", "470.00", None);
        actual(&mut report, "预算执行率 94.00 %");
        actual(&mut report, "预算执行率 91.25 %");
        assert_eq!(verdicts(&report), [Verdict::Agrees, Verdict::Suspicious(Reason::BaseMayDiffer)]);
    }

    #[test]
    fn a_zero_base_proves_nothing() {
        let figures = ["三公经费预算数 0 万元", "三公经费实际支出数 0 万元", "三公经费控制率 100 %"];
        assert_eq!(verdicts(&prose(&[&figures])), [Verdict::CannotTell(Reason::ZeroDivisor)]);
    }
}
