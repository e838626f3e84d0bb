//! The same figure stated twice: prose against prose, and prose against tables.
//!
//! Two statements are of one figure only when their names are the same and nothing tells them apart. Equal values agree;
//! different values differ only for names that can have one value in a report, and are doubted for the rest of them.
//! Events (活动, 短信, 物资) recur with other numbers in every report: of these only agreement is reported.

use super::ledger::{Ledger, add, as_printed, reading};
use super::restated::{alike, is_slip};
use crate::lexicon::{Lexicon, fold};
use crate::model::{
    BudgetLine, Dimension, Figure, FigureId, FigureRole, Interval, Reason, Reconciliation, Relation, RelationKind,
    Report, Subject, Verdict, offset,
};
use std::collections::{BTreeSet, HashMap};

/// Fewer characters name too much to say that two figures are one.
const SHORTEST_NAME: usize = 4;
/// A name stated with more values than this is a measure taken again for each thing, not one figure.
const MOST_VALUES: usize = 2;

/// From this likeness of names on, in per cent, a count in a sentence is about a row.
const LIKE: usize = 70;
/// From this likeness on, equal values are one figure.
const VERY_LIKE: usize = 80;
/// From this likeness on, a row of the same family can have been mixed up with it.
const SIBLING: usize = 45;
/// The most rows and counts that are compared by likeness.
const MOST_ROWS: usize = 400;
const MOST_COUNTS: usize = 2_000;

/// Compares every figure of the prose with the other statements of it.
pub(super) fn same(ledger: &Ledger<'_>, lexicon: &Lexicon) -> Vec<Reconciliation> {
    let mut results = Vec::new();
    for (key, figures) in ledger.names() {
        let prose: Vec<usize> = of(ledger, figures, |f| f.role == FigureRole::Prose && states_a_fact(f));
        if prose.is_empty() {
            continue;
        }
        results.extend(twice_in_prose(ledger, lexicon, key, &prose));
        let table: Vec<usize> = of(ledger, figures, |f| is_table(f.role));
        results.extend(prose_and_table(ledger, lexicon, key, &prose, &table));
    }
    results.extend(neighbors(ledger));
    // What a sentence says of a row by its full name is held against that row already.
    let told = ledger.report.relations.iter().filter(|r| r.kind == RelationKind::Same);
    let told: BTreeSet<FigureId> = told.map(|r| r.whole).collect();
    results.retain(|r| r.figure.is_none_or(|id| !told.contains(&id)));
    results.extend(money(ledger, lexicon));
    results.extend(super::progress::progress(ledger, lexicon));
    results
}

fn of(ledger: &Ledger<'_>, figures: &[usize], wanted: impl Fn(&Figure) -> bool) -> Vec<usize> {
    figures.iter().copied().filter(|&i| ledger.figure(i).is_some_and(&wanted)).collect()
}

/// Points are scores, which other checks compare.
fn states_a_fact(figure: &Figure) -> bool {
    figure.measure.quantity.unit.dimension != Dimension::Point
}

/// Roles of figures that state a fact in a table. A weight or a score is not what a sentence counts.
fn is_table(role: FigureRole) -> bool {
    use FigureRole::{Actual, Initial, Planned, Rate, Spent, TableCell, Target};
    matches!(role, Actual | Target | Initial | Planned | Spent | Rate | TableCell)
}

/// How sure it is that one name in one report has one value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Singular {
    /// A rate of the reporting body as a whole.
    Proven,
    /// A stock, or a rate with a name of its own.
    Likely,
    /// Anything else.
    No,
}

fn singular(lexicon: &Lexicon, key: &str, figure: &Figure) -> Singular {
    let labels = &lexicon.labels;
    let is_rate = figure.measure.quantity.unit.dimension == Dimension::Percent
        && key.ends_with(['率', '度', '重'])
        && key.chars().count() >= SHORTEST_NAME;
    if is_rate && let Some(rest) = labels.whole.without(key) {
        return if labels.generic.has(rest) { Singular::Likely } else { Singular::Proven };
    }
    if is_rate && !labels.generic.has(key) || labels.stock.has(key) {
        return Singular::Likely;
    }
    Singular::No
}

fn readings(figure: &Figure) -> Option<Interval> {
    reading(&figure.measure)
}

/// Whether two statements can be of one value at their printed precision.
pub(super) fn agree(a: &Figure, b: &Figure) -> bool {
    readings(a).zip(readings(b)).is_some_and(|(a, b)| a.meets(b))
}

/// Whether two figures can be compared at all: their units fit and both are plain numbers.
pub(super) fn comparable(a: &Figure, b: &Figure) -> bool {
    let (x, y) = (&a.measure.quantity.unit, &b.measure.quantity.unit);
    let persons = |u: &str| matches!(u, "人" | "名" | "个" | "位" | "");
    let fits = x.comparable(y)
        || (x.dimension == Dimension::Bare) != (y.dimension == Dimension::Bare)
        || persons(&x.base) && persons(&y.base);
    fits && a.measure.is_exact() && b.measure.is_exact()
}

fn twice_in_prose(ledger: &Ledger<'_>, lexicon: &Lexicon, key: &str, prose: &[usize]) -> Vec<Reconciliation> {
    let mut results = Vec::new();
    let Some((&first, rest)) = prose.split_first() else { return results };
    let Some(a) = ledger.figure(first) else { return results };
    if rest.is_empty() || key.chars().count() < SHORTEST_NAME && !lexicon.labels.stock.has(key) {
        return results;
    }
    let values: BTreeSet<_> = prose.iter().filter_map(|&i| ledger.figure(i)?.measure.quantity.base_amount()).collect();
    for &other in rest {
        let Some(b) = ledger.figure(other).filter(|b| comparable(a, b)) else { continue };
        let verdict = if agree(a, b) {
            Verdict::Agrees
        } else if values.len() > MOST_VALUES || !same_time(ledger.report, a, b) {
            continue;
        } else {
            let exact_name = fold(&a.label) == fold(&b.label);
            match singular(lexicon, key, a) {
                Singular::Proven if exact_name => Verdict::Differs,
                Singular::No => continue,
                _ => Verdict::Suspicious(Reason::ScopeMayDiffer),
            }
        };
        // All that disagree state one other value: one contradiction, not several.
        let known = |r: &&mut Reconciliation| r.verdict != Verdict::Agrees;
        match results.iter_mut().find(known).filter(|_| verdict != Verdict::Agrees) {
            Some(result) => result.inputs.push(FigureId(offset(other))),
            None => results.push(pair(first, other, a, b, false, verdict)),
        }
    }
    results
}

fn prose_and_table(
    ledger: &Ledger<'_>,
    lexicon: &Lexicon,
    key: &str,
    prose: &[usize],
    table: &[usize],
) -> Vec<Reconciliation> {
    let mut results = Vec::new();
    let stock = lexicon.labels.stock.has(key);
    if table.is_empty() || key.chars().count() < SHORTEST_NAME && !stock {
        return results;
    }
    for &index in prose {
        let Some(a) = ledger.figure(index) else { continue };
        let other: Vec<(usize, &Figure)> = table
            .iter()
            .take(MOST_ROWS)
            .filter_map(|&i| Some((i, ledger.figure(i)?)))
            .filter(|(_, b)| comparable(a, b) && same_time(ledger.report, a, b))
            .collect();
        if let Some((at, b)) = other.iter().find(|(_, b)| agree(a, b)) {
            results.push(pair(index, *at, a, b, true, Verdict::Agrees));
            continue;
        }
        // What was done is what a sentence tells; a target alone says nothing against it.
        let facts: Vec<&(usize, &Figure)> = other.iter().filter(|(_, b)| b.role != FigureRole::Target).collect();
        let values: BTreeSet<_> = facts.iter().filter_map(|(_, b)| b.measure.quantity.base_amount()).collect();
        let Some((at, b)) = facts.first().filter(|_| values.len() == 1) else { continue };
        let indicator = b.role == FigureRole::Actual;
        let whole_name = indicator && fold(&a.label) == fold(last(&b.label)) && key.chars().count() > SHORTEST_NAME;
        let rate = a.measure.quantity.unit.dimension == Dimension::Percent;
        let same_unit = a.measure.quantity.unit.comparable(&b.measure.quantity.unit);
        let verdict = match (whole_name && same_unit, rate) {
            (true, true) => Verdict::Differs,
            (true, false) => Verdict::Suspicious(Reason::ScopeMayDiffer),
            _ if stock => Verdict::Suspicious(Reason::ScopeMayDiffer),
            _ => continue,
        };
        results.push(pair(index, *at, a, b, true, verdict));
    }
    results
}

/// What a sentence says of a row by its full name, as target or as result: `治理河道长度实际完成28公里`. Signs of comparison
/// are those of targets, and left out as often as not.
pub(super) fn told(report: &Report, index: usize, relation: &Relation) -> Option<Reconciliation> {
    let &[other] = relation.parts.as_slice() else { return None };
    let figure = |id: FigureId| report.figures.get(id.0 as usize);
    let (a, b) = (figure(relation.whole)?, figure(other)?);
    let plain = |f: &Figure| f.measure.upper.is_none() && f.measure.approx.is_none();
    let units = a.measure.quantity.unit.comparable(&b.measure.quantity.unit);
    if !units || !plain(a) || !plain(b) {
        return None;
    }
    let printed = |f: &Figure| {
        let quantity = &f.measure.quantity;
        Interval::printed(quantity.amount, quantity.decimals).scaled(quantity.unit.factor)
    };
    let (stated, recomputed) = (printed(a)?, printed(b)?);
    let agrees = stated.meets(recomputed);
    let number = |f: &Figure| format!("{}{}", f.measure.quantity.amount, f.measure.quantity.unit.text);
    Some(Reconciliation {
        subject: Subject::Relation(index),
        figure: Some(relation.whole),
        stated: Some(stated),
        recomputed: Some(recomputed),
        inputs: vec![other],
        arithmetic: format!("{} {} {}", number(a), if agrees { "=" } else { "≠" }, number(b)),
        verdict: if agrees { Verdict::Agrees } else { Verdict::Suspicious(Reason::ScopeMayDiffer) },
    })
}

/// A count in a sentence whose name is that of one row, but whose value is that of the row's sibling.
fn neighbors(ledger: &Ledger<'_>) -> Vec<Reconciliation> {
    let figures = &ledger.report.figures;
    let rows: Vec<Row<'_>> = figures
        .iter()
        .enumerate()
        .filter(|(_, f)| f.role == FigureRole::Actual && f.measure.quantity.unit.dimension == Dimension::Count)
        .filter(|(_, f)| f.measure.is_exact())
        .map(|(at, figure)| Row { at, figure, name: ledger.key(at).chars().collect() })
        .take(MOST_ROWS)
        .collect();
    let prose = figures.iter().enumerate().filter(|(_, f)| f.role == FigureRole::Prose && f.measure.is_exact());
    prose.take(MOST_COUNTS).filter_map(|(index, figure)| neighbor(ledger, &rows, index, figure)).collect()
}

/// A row of the indicator table that states a count.
struct Row<'a> {
    at: usize,
    figure: &'a Figure,
    name: Vec<char>,
}

fn neighbor(ledger: &Ledger<'_>, rows: &[Row<'_>], index: usize, figure: &Figure) -> Option<Reconciliation> {
    let key: Vec<char> = ledger.key(index).chars().collect();
    if key.len() <= SHORTEST_NAME {
        return None;
    }
    let usable = |row: &&Row<'_>| row.figure.measure.quantity.unit.comparable(&figure.measure.quantity.unit);
    let mut near: Vec<(usize, &Row<'_>)> = rows
        .iter()
        .filter(|row| row.name.first() == key.first())
        .filter(usable)
        .map(|row| (likeness(&key, &row.name), row))
        .collect();
    near.sort_by_key(|(score, row)| (std::cmp::Reverse(*score), row.at));
    let &(best, row) = near.first()?;
    // A name that is the row's own is compared elsewhere; two rows that are equally near decide nothing.
    if best < LIKE || near.get(1).is_some_and(|n| n.0 == best) || key == row.name {
        return None;
    }
    if agree(figure, row.figure) {
        return (best >= VERY_LIKE).then(|| pair(index, row.at, figure, row.figure, true, Verdict::Agrees));
    }
    // The value must be that of another row of the same family: only then are two rows mixed up.
    let sibling = rows.iter().filter(usable).find(|other| {
        agree(figure, other.figure)
            && other.figure.measure.quantity.amount > rust_decimal::Decimal::ONE
            && family(&row.name, &other.name)
            && starts_alike(&key, &row.name, &other.name)
            && likeness(&key, &other.name) >= SIBLING
    })?;
    let mut result = pair(index, row.at, figure, row.figure, true, Verdict::Suspicious(Reason::ScopeMayDiffer));
    result.inputs.push(FigureId(offset(sibling.at)));
    Some(result)
}

/// An amount of the text that names a money line and its column, against the line.
fn money(ledger: &Ledger<'_>, lexicon: &Lexicon) -> Vec<Reconciliation> {
    let mut lines: HashMap<String, Vec<&BudgetLine>> = HashMap::new();
    for line in ledger.report.budget.iter().filter(|l| l.at.cell.is_some()) {
        add(&mut lines, lexicon.labels.key(&line.item), line);
    }
    let figures = ledger.report.figures.iter().enumerate();
    let amounts = figures.filter(|(_, f)| {
        f.role == FigureRole::Prose && f.measure.quantity.unit.dimension == Dimension::Money && f.measure.is_exact()
    });
    amounts.filter_map(|(index, figure)| amount(ledger, lexicon, &lines, index, figure)).collect()
}

fn amount(
    ledger: &Ledger<'_>,
    lexicon: &Lexicon,
    lines: &HashMap<String, Vec<&BudgetLine>>,
    index: usize,
    figure: &Figure,
) -> Option<Reconciliation> {
    let key = ledger.key(index);
    let (line, column) = key.char_indices().find_map(|(at, _)| {
        let (item, column) = key.split_at(at);
        let [line] = lines.get(item)?.as_slice() else { return None };
        let known = lexicon.ratios.spent.contains(column) || lexicon.ratios.planned.contains(column);
        known.then_some((*line, column))
    })?;
    let spent = lexicon.ratios.spent.contains(column);
    let stated = if spent { [line.spent.as_ref(), None] } else { [line.planned.as_ref(), line.initial.as_ref()] };
    let of_line: Vec<(usize, &Figure)> = stated
        .into_iter()
        .flatten()
        .filter_map(|s| {
            let at = s.figure?.0 as usize;
            Some((at, ledger.figure(at)?))
        })
        .filter(|(_, f)| comparable(figure, f) && same_time(ledger.report, figure, f))
        .collect();
    if let Some((at, other)) = of_line.iter().find(|(_, other)| agree(figure, other)) {
        return Some(pair(index, *at, figure, other, true, Verdict::Agrees));
    }
    let (at, other) = of_line.first()?;
    // A unit that the table leaves out cannot be set against the one of the sentence.
    let same_unit = figure.measure.quantity.unit.comparable(&other.measure.quantity.unit);
    let base = |f: &Figure| f.measure.quantity.base_amount();
    let (x, y) = base(figure).zip(base(other))?;
    (same_unit && (alike(x, y) || is_slip(x, y)))
        .then(|| pair(index, *at, figure, other, true, Verdict::Suspicious(Reason::ScopeMayDiffer)))
}

/// Whether two names end alike: 区域噪声点位 and 功能区噪声点位 count the same kind of thing.
fn family(a: &[char], b: &[char]) -> bool {
    a != b && a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count() >= 3
}

/// Whether a name begins like the first of two names and unlike the second.
fn starts_alike(name: &[char], first: &[char], second: &[char]) -> bool {
    let common = |other: &[char]| name.iter().zip(other).take_while(|(a, b)| a == b).count();
    common(first) >= 2 && common(first) > common(second)
}

/// How alike two names are, in per cent: twice the longest common subsequence over both lengths.
fn likeness(a: &[char], b: &[char]) -> usize {
    let (a, b) = (a.get(..a.len().min(40)).unwrap_or_default(), b.get(..b.len().min(40)).unwrap_or_default());
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    let mut row = vec![0usize; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        let mut left = 0;
        for (slot, y) in row.iter_mut().skip(1).zip(b) {
            let above = *slot;
            *slot = if x == y { diagonal + 1 } else { above.max(left) };
            diagonal = above;
            left = *slot;
        }
    }
    row.last().copied().unwrap_or(0) * 200 / (a.len() + b.len())
}

/// Whether both labels speak of the same year. A label without one speaks of the report's; when that is not known, a
/// year in a column title is taken for it, and a year in a sentence is not: sentences leave the report's own year out.
pub(super) fn same_time(report: &Report, a: &Figure, b: &Figure) -> bool {
    let report = report.head.year.as_ref().and_then(|y| y.value);
    let year = |figure: &Figure| {
        let digits: String = fold(last(&figure.label)).chars().take(5).collect();
        digits.strip_suffix('年').and_then(|d| d.parse::<u16>().ok()).or(report)
    };
    match (year(a), year(b)) {
        (Some(x), Some(y)) => x == y,
        (Some(_), None) => a.role != FigureRole::Prose,
        (None, Some(_)) => b.role != FigureRole::Prose,
        (None, None) => true,
    }
}

/// The last step of a path of names.
fn last(label: &str) -> &str {
    label.rsplit(['/', '|', '·']).next().unwrap_or(label)
}

/// The recomputation that holds one statement against another.
pub(super) fn pair(
    first: usize,
    other: usize,
    a: &Figure,
    b: &Figure,
    with_table: bool,
    verdict: Verdict,
) -> Reconciliation {
    let number = |f: &Figure| format!("{}{}", f.measure.quantity.amount, f.measure.quantity.unit.text);
    let sign = if verdict == Verdict::Agrees { "=" } else { "≠" };
    let in_base_units = Reconciliation {
        subject: Subject::SameFigure { with_table },
        figure: Some(FigureId(offset(first))),
        stated: readings(a),
        recomputed: readings(b),
        inputs: vec![FigureId(offset(other))],
        arithmetic: format!("{} {sign} {}", number(a), number(b)),
        verdict,
    };
    as_printed(in_base_units, a)
}

#[cfg(test)]
mod tests {
    use super::super::ledger::tests::{cell, line, prose};
    use super::*;

    fn verdicts(report: &Report) -> Vec<Verdict> {
        same(&Ledger::new(report, Lexicon::builtin()), Lexicon::builtin()).into_iter().map(|r| r.verdict).collect()
    }

    #[test]
    fn prose_against_prose() {
        let doubted = || Verdict::Suspicious(Reason::ScopeMayDiffer);
        for (first, second, expected) in [
            ("部门资金拨付率 76.10 %", "部门资金拨付率 84.30 %", vec![Verdict::Differs]),
            ("部门资金拨付率 76.10 %", "部门资金拨付率 76.1 %", vec![Verdict::Agrees]),
            ("固定资产 88.20 万元", "固定资产 140.5 万元", vec![doubted()]),
            ("固定资产 88.20 万元", "固定资产 88.2 万元", vec![Verdict::Agrees]),
            ("在职人员 43 人", "在职在编 44 人", vec![doubted()]),
            // Not one figure: events, goods, general rates, other units, other parts.
            ("编织袋 12 条", "编织袋 33 条", vec![]),
            ("宣传短视频 6 个", "宣传短视频 11 个", vec![]),
            ("预算执行率 95.0 %", "预算执行率 88.0 %", vec![]),
            ("水泵 2 台", "水泵 289 套", vec![]),
            ("一般公共服务支出 2322.8 万元", "项目一般公共服务支出 618.6 万元", vec![]),
            ("在职人员 54 人", "在编人员 23 人", vec![]),
            ("2021年固定资产 88.20 万元", "固定资产 140.5 万元", vec![]),
        ] {
            let mut report = prose(&[&[first], &[second]]);
            report.head.year = Some(crate::model::Stated {
                raw: "2022".into(),
                value: Some(2022),
                at: crate::model::Location::default(),
                figure: None,
            });
            assert_eq!(verdicts(&report), expected, "{first} / {second}");
        }
    }

    #[test]
    fn many_values_of_one_name_are_many_things() {
        let report = prose(&[&["固定资产 88.20 万元", "固定资产 12.00 万元", "固定资产 140.5 万元"]]);
        assert!(verdicts(&report).is_empty());
    }

    #[test]
    fn prose_against_a_table() {
        let doubted = || Verdict::Suspicious(Reason::ScopeMayDiffer);
        for (stated, table, role, expected) in [
            ("支付进度率 97.45 %", "支付进度率 97.45 %", FigureRole::Actual, vec![Verdict::Agrees]),
            ("支付进度符合率 97.45 %", "支付进度符合率 95.00 %", FigureRole::Actual, vec![Verdict::Differs]),
            ("支付进度符合率 97.45 %", "支付进度符合率 95.00 %", FigureRole::Target, vec![]),
            ("实有人数 29 人", "城东中心实有人数 23", FigureRole::TableCell, vec![doubted()]),
            ("降尘监测点位 21 个", "降尘监测点位数 21.00 个", FigureRole::Actual, vec![Verdict::Agrees]),
            ("巡查 26 次", "巡查 52 次", FigureRole::Actual, vec![]),
        ] {
            let mut report = prose(&[&[stated]]);
            cell(&mut report, table, role, 3);
            assert_eq!(verdicts(&report), expected, "{stated} / {table}");
        }
    }

    #[test]
    fn the_value_of_a_sibling_row_is_doubted() {
        let mut report = prose(&[&["区域水质采样点 12 个", "湖库水质断面 8 个"]]);
        cell(&mut report, "区域水质点位数 120 个", FigureRole::Actual, 3);
        cell(&mut report, "功能区水质点位数 12 个", FigureRole::Actual, 4);
        cell(&mut report, "交通噪声点位数 99 个", FigureRole::Actual, 5);
        let found = same(&Ledger::new(&report, Lexicon::builtin()), Lexicon::builtin());
        assert_eq!(
            found.iter().map(|r| &r.verdict).collect::<Vec<_>>(),
            [&Verdict::Suspicious(Reason::ScopeMayDiffer)]
        );
        assert_eq!(found[0].inputs.len(), 2, "the row meant and the row mixed up with it");
    }

    #[test]
    fn amounts_against_the_money_line_they_name() {
        for (stated, expected) in [
            ("专项支出决算数 480.5 万元", vec![Verdict::Agrees]),
            ("专项支出预算数 500.00 万元", vec![Verdict::Agrees]),
            ("专项支出决算数 408.50 万元", vec![Verdict::Suspicious(Reason::ScopeMayDiffer)]),
            ("专项支出决算数 4805000 元", vec![Verdict::Agrees]),
            ("2019年专项支出决算数 408.50 万元", vec![]),
            ("专项支出 408.50 万元", vec![]),
        ] {
            let mut report = prose(&[&[stated]]);
            line(&mut report, "专项支出", "500.00", "480.50", None);
            assert_eq!(verdicts(&report), expected, "{stated}");
        }
    }

    #[test]
    fn likeness_is_in_per_cent() {
        let c = |s: &str| s.chars().collect::<Vec<_>>();
        assert_eq!(likeness(&c("甲乙"), &c("甲乙")), 100);
        assert_eq!(likeness(&c("甲乙"), &c("丙丁")), 0);
        assert_eq!(likeness(&c("甲乙丙"), &c("甲丙丁")), 66);
    }
}
