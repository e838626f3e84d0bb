//! BG103: a rate or a full score stands on an amount that is not printed.

use super::compose::{finding, leaf_place, related};
use super::{Check, Evidence, declare_check};
use crate::model::{
    BudgetLine, Dimension, Figure, Finding, Indicator, Measure, PlaceRole, Related, Report, Stated, TableKind,
};

declare_check! {
    /// # 检查什么
    /// 金额为零或空白却写有执行率；表中金额空白而正文另有同名金额；比率类指标得满分而所依据的金额空白。
    /// # 为什么
    /// 没有金额，比率和得分都无从复核。
    /// # 依据
    /// 报表填报要求：执行率由金额计算；零除以零没有比率，应留空。
    /// # 例
    /// 某采购品目金额 0，执行率写 100%。
    "BG103", "amount-missing", Warning, run,
    en: "A rate on an empty or zero amount, a blank line whose amount the text states, a full score for a ratio whose amounts are blank.",
}

/// A ratio indicator says so in its name. The one word this check knows.
const RATIO: char = '率';

/// Names that share their first characters, this many at least, are taken to be of one measure (`政府采购`).
const SHARED: usize = 4;

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    let report = evidence.report;
    let mut out: Vec<Finding> = report.budget.iter().filter_map(|line| rate_on_nothing(check, report, line)).collect();
    for (index, line) in report.budget.iter().enumerate().filter(|(i, line)| is_blank(report, *i, line)) {
        match stated_elsewhere(report, line) {
            found if found.is_empty() => out.extend(full_score_on_nothing(check, report, line)),
            found => out.extend(blank_but_stated(check, line, &found, index)),
        }
    }
    out
}

fn amounts(line: &BudgetLine) -> impl Iterator<Item = &Stated<Measure>> {
    [&line.initial, &line.planned, &line.spent, &line.prior].into_iter().flatten()
}

fn has_number(stated: &Stated<Measure>) -> bool {
    stated.value.is_some()
}

/// A rate that is not zero beside amounts that are all zero, or all absent where other lines of the table have some.
fn rate_on_nothing(check: &Check, report: &Report, line: &BudgetLine) -> Option<Finding> {
    let rate = line.rate.as_ref()?;
    let stands = rate.quantity().is_some_and(|q| !q.amount.is_zero());
    let current: Vec<_> =
        [&line.initial, &line.planned, &line.spent].into_iter().flatten().filter(|s| has_number(s)).collect();
    let all_zero = current.iter().all(|s| s.quantity().is_some_and(|q| q.amount.is_zero()));
    let others_have = || report.budget.iter().any(|o| o.at.block == line.at.block && amounts(o).any(has_number));
    let in_table = line.table == TableKind::Budget && line.at.cell.is_some();
    if !stands || !all_zero || (current.is_empty() && !(in_table && others_have())) {
        return None;
    }
    let (item, r) = (&line.item, rate.raw.trim());
    let (zh_amount, en_amount) = if current.is_empty() { ("空白", "blank") } else { ("为 0", "0") };
    let zh = format!("「{item}」金额{zh_amount}，却写执行率 {r}，请补填金额或删去执行率");
    let en =
        format!("{item}: the amount is {en_amount}, yet a rate of {r} is given; fill in the amount or drop the rate");
    let mut made = finding(check, &rate.at, zh, en);
    made.stated = Some(rate.clone());
    made.figures.extend(rate.figure);
    made.related = current.into_iter().map(|s| related(PlaceRole::Whole, s)).collect();
    Some(made)
}

/// A line of a money table without any amount of its own or below it, in a table where other lines have amounts.
fn is_blank(report: &Report, index: usize, line: &BudgetLine) -> bool {
    let own = amounts(line).any(has_number) || line.rate.as_ref().is_some_and(has_number);
    line.table == TableKind::Budget
        && line.at.cell.is_some()
        && !own
        && line.item.chars().filter(|c| c.is_alphanumeric()).count() >= SHARED
        && report.budget.iter().any(|o| o.at.block == line.at.block && amounts(o).any(has_number))
        && !report.budget.iter().any(|o| o.parent == Some(index) && amounts(o).any(has_number))
}

/// Amounts of money that the text states under the name of the line.
fn stated_elsewhere<'a>(report: &'a Report, line: &BudgetLine) -> Vec<&'a Figure> {
    let is_amount = |f: &&Figure| {
        let quantity = &f.measure.quantity;
        quantity.unit.dimension == Dimension::Money && !quantity.amount.is_zero() && f.at.block != line.at.block
    };
    report.figures.iter().filter(is_amount).filter(|f| f.label.ends_with(line.item.as_str())).collect()
}

fn blank_but_stated(check: &Check, line: &BudgetLine, found: &[&Figure], _index: usize) -> Option<Finding> {
    let first = found.first()?;
    let (item, raw) = (&line.item, first.raw.trim());
    let zh = format!("「{item}」表中金额空白，另处写有 {raw}，请补填（若另处所指范围不同，请写明）");
    let en = format!(
        "{item}: blank in the table but {raw} elsewhere; fill it in, unless the other place means something else"
    );
    let mut made = finding(check, &line.at, zh, en);
    made.related = found
        .iter()
        .take(6)
        .map(|f| Related { role: PlaceRole::Other, text: f.raw.clone(), at: f.at.clone() })
        .collect();
    Some(made)
}

/// A ratio indicator with full marks whose measure is a line without amounts.
fn full_score_on_nothing(check: &Check, report: &Report, line: &BudgetLine) -> Option<Finding> {
    let leaf = report.indicators.iter().find(|leaf| rests_on(leaf, line) && has_full_marks(leaf))?;
    let head = shared(leaf.name(), &line.item);
    let told = |f: &Figure| f.measure.quantity.unit.dimension == Dimension::Money && f.label.contains(&head);
    if report.figures.iter().any(told) {
        return None;
    }
    let (name, item) = (leaf.name(), &line.item);
    let zh = format!("「{name}」得满分，但「{item}」金额空白，比率无从计算，请补填金额");
    let en = format!(
        "{name} has full marks, but the amounts of {item} are blank and the ratio cannot be computed; fill them in"
    );
    let mut made = finding(check, &line.at, zh, en);
    made.stated.clone_from(&leaf.score);
    made.related = vec![
        leaf_place(PlaceRole::Other, leaf),
        Related { role: PlaceRole::Other, text: name.to_owned(), at: leaf.at.clone() },
    ];
    Some(made)
}

fn has_full_marks(leaf: &Indicator) -> bool {
    super::compose::weight(leaf).zip(super::compose::score(leaf)).is_some_and(|(w, s)| w == s && !w.is_zero())
}

fn rests_on(leaf: &Indicator, line: &BudgetLine) -> bool {
    leaf.name().contains(RATIO) && shared(leaf.name(), &line.item).chars().count() >= SHARED
}

/// The first characters that two names share.
fn shared(a: &str, b: &str) -> String {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect()
}
