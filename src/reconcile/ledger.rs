//! The ledger by name and place: what the reconciliations of prose look figures up in.
//!
//! Comes from the report's figures and money lines; computes nothing.

use crate::lexicon::Lexicon;
use crate::model::{
    BudgetLine, Dimension, Figure, FigureId, FigureRole, Interval, Measure, Reconciliation, Report, Stated, offset,
};
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

/// How many figures of its own paragraph are looked at beside a figure.
const REACH: usize = 40;

/// A figure that can take part in a computation.
#[derive(Clone, Debug)]
pub(super) struct Input {
    /// Its entry in the ledger.
    pub(super) id: Option<FigureId>,
    /// What the printed number can stand for, in base units.
    pub(super) interval: Interval,
    /// Its number as printed.
    pub(super) text: String,
    /// The number in base units.
    pub(super) base: rust_decimal::Decimal,
    /// Whether the number is exact: no hedge, bound or range.
    pub(super) exact: bool,
    /// What it measures.
    pub(super) dimension: Dimension,
    /// The paragraph or table row it stands in.
    pub(super) place: Place,
}

/// A paragraph, a cell that holds running text, or a row of a table.
pub(super) type Place = (u32, Option<u32>);

/// The figures of a report by comparison name and by place.
pub(super) struct Ledger<'a> {
    pub(super) report: &'a Report,
    keys: Vec<String>,
    by_key: HashMap<String, Vec<usize>>,
    by_place: BTreeMap<Place, Vec<usize>>,
    /// For every figure, where it stands among those of its place.
    order: Vec<usize>,
    /// The money lines by the comparison name of their item.
    lines: HashMap<String, Vec<usize>>,
}

/// Adds what stands under a name; the name is kept once.
pub(super) fn add<T>(by_name: &mut HashMap<String, Vec<T>>, name: Cow<'_, str>, value: T) {
    match by_name.get_mut(&*name) {
        Some(values) => values.push(value),
        None => drop(by_name.insert(name.into_owned(), vec![value])),
    }
}

/// The year that a name begins with, when it is not the report's.
fn other_year(label: &str, report: &Report) -> Option<u16> {
    let own = report.head.year.as_ref()?.value?;
    let (digits, _) = label.split_once('年')?;
    let year: u16 = digits.parse().ok().filter(|_| digits.len() == 4)?;
    (year != own).then_some(year)
}

impl<'a> Ledger<'a> {
    pub(super) fn new(report: &'a Report, lexicon: &Lexicon) -> Self {
        let mut keys = Vec::with_capacity(report.figures.len());
        let mut by_key: HashMap<String, Vec<usize>> = HashMap::with_capacity(report.figures.len());
        let mut by_place: BTreeMap<Place, Vec<usize>> = BTreeMap::new();
        for (index, figure) in report.figures.iter().enumerate() {
            let key = lexicon.labels.key(&figure.label);
            // `2018年在职人员31人` in a report of 2023 is no figure of its year: it is found under its year only.
            let key = match other_year(&figure.label, report) {
                Some(year) => format!("{year}年{key}"),
                None => key.into_owned(),
            };
            by_place.entry(place(figure)).or_default().push(index);
            if !key.is_empty() {
                add(&mut by_key, Cow::Borrowed(&key), index);
            }
            // A cell's label may begin with its row: `城东中心 编制数` is an 编制数 too.
            if figure.role == FigureRole::TableCell {
                let chars: Vec<char> = key.chars().collect();
                let tail = lexicon.labels.stock.suffix(&chars);
                if tail > 0 && tail < chars.len() {
                    let tail: String = chars.iter().skip(chars.len() - tail).collect();
                    add(&mut by_key, lexicon.labels.key(&tail), index);
                }
            }
            keys.push(key);
        }
        for list in by_place.values_mut() {
            list.sort_by_key(|&i| report.figures.get(i).map(|f| f.at.chars));
        }
        let mut order = vec![0; report.figures.len()];
        for list in by_place.values() {
            for (position, &index) in list.iter().enumerate() {
                if let Some(slot) = order.get_mut(index) {
                    *slot = position;
                }
            }
        }
        let mut lines: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, line) in report.budget.iter().enumerate() {
            add(&mut lines, lexicon.labels.key(&line.item), index);
        }
        Self { report, keys, by_key, by_place, order, lines }
    }

    pub(super) fn figure(&self, index: usize) -> Option<&'a Figure> {
        self.report.figures.get(index)
    }

    /// The comparison name of a figure.
    pub(super) fn key(&self, index: usize) -> &str {
        self.keys.get(index).map_or("", String::as_str)
    }

    /// The figures of one comparison name, in order.
    pub(super) fn named(&self, key: &str) -> &[usize] {
        self.by_key.get(key).map_or(&[], Vec::as_slice)
    }

    /// The money lines whose item has a comparison name, in order.
    pub(super) fn lines(&self, item: &str) -> &[usize] {
        self.lines.get(item).map_or(&[], Vec::as_slice)
    }

    /// All comparison names with their figures, in the order of the names.
    pub(super) fn names(&self) -> Vec<(&str, &[usize])> {
        let mut names: Vec<_> = self.by_key.iter().map(|(name, figures)| (name.as_str(), figures.as_slice())).collect();
        names.sort_unstable_by_key(|(name, _)| *name);
        names
    }

    /// The figures of one paragraph or row, in order.
    pub(super) fn at(&self, place: Place) -> &[usize] {
        self.by_place.get(&place).map_or(&[], Vec::as_slice)
    }

    /// The figures of the same paragraph or row, at most [`REACH`] to either side, in order.
    pub(super) fn around(&self, index: usize) -> &[usize] {
        let all = self.figure(index).map_or(&[][..], |f| self.at(place(f)));
        let position = self.order.get(index).copied().unwrap_or_default();
        all.get(position.saturating_sub(REACH)..all.len().min(position + REACH + 1)).unwrap_or_default()
    }

    /// The figures of the same paragraph or row before a figure, at most [`REACH`], in order.
    pub(super) fn before(&self, index: usize) -> &[usize] {
        let all = self.figure(index).map_or(&[][..], |f| self.at(place(f)));
        let position = self.order.get(index).copied().unwrap_or_default();
        all.get(position.saturating_sub(REACH)..position).unwrap_or_default()
    }

    /// A figure as an input.
    pub(super) fn input(&self, index: usize) -> Option<Input> {
        let figure = self.figure(index)?;
        input(&figure.measure, Some(FigureId(offset(index))), place(figure))
    }

    /// An amount of a money line as an input.
    pub(super) fn amount(&self, line: &BudgetLine, stated: Option<&Stated<Measure>>) -> Option<Input> {
        let stated = stated?;
        let id = stated.figure.or_else(|| {
            let here = self.at((stated.at.block, stated.at.cell.map(|c| c.0)));
            here.iter().find(|&&i| self.figure(i).is_some_and(|f| f.at == stated.at)).map(|&i| FigureId(offset(i)))
        });
        input(stated.value.as_ref()?, id, (line.at.block, line.at.cell.map(|c| c.0)))
    }
}

/// The paragraph or row a figure stands in.
pub(super) fn place(figure: &Figure) -> Place {
    match figure.role {
        // A cell of running text is a paragraph of its own; its column tells it from its neighbours.
        FigureRole::Prose => (figure.at.block, figure.at.cell.map(|(row, col)| (row << 8) | col | 0x8000_0000)),
        _ => (figure.at.block, figure.at.cell.map(|(row, _)| row)),
    }
}

fn input(measure: &Measure, id: Option<FigureId>, place: Place) -> Option<Input> {
    let quantity = &measure.quantity;
    let base = quantity.base_amount()?;
    let interval = reading(measure)?;
    let exact = measure.is_exact();
    let text = quantity.amount.to_string();
    Some(Input { id, interval, text, base, exact, dimension: quantity.unit.dimension, place })
}

/// What a printed number can stand for, in base units. Whole things are counted, not rounded; amounts and measures are.
pub(super) fn reading(measure: &Measure) -> Option<Interval> {
    let quantity = &measure.quantity;
    let whole = matches!(quantity.unit.dimension, Dimension::Count | Dimension::Bare)
        && quantity.decimals == 0
        && quantity.unit.factor == Decimal::ONE;
    if whole {
        return Some(Interval::exact(quantity.base_amount()?));
    }
    Interval::printed(quantity.amount, quantity.decimals).scaled(quantity.unit.factor)
}

/// A result in base units, in the unit that its stated figure is printed in: the two are shown beside each other.
pub(super) fn as_printed(mut result: Reconciliation, stated: &Figure) -> Reconciliation {
    let factor = stated.measure.quantity.unit.factor;
    if let Some(scale) = Decimal::ONE.checked_div(factor).filter(|_| factor != Decimal::ONE) {
        let scaled = |value: Option<Interval>| value.and_then(|v| v.scaled(scale));
        result.stated = scaled(result.stated);
        result.recomputed = scaled(result.recomputed);
    }
    result
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::model::{Location, Quantity, TableKind, Unit};

    /// A figure as `label amount unit` in a paragraph (`block`), or in a table row when `row` is given.
    pub(in crate::reconcile) fn figure(text: &str, role: FigureRole, block: u32, row: Option<u32>, at: u32) -> Figure {
        let mut words = text.split(' ');
        let label = words.next().unwrap_or_default().to_owned();
        let amount: rust_decimal::Decimal = words.next().unwrap_or("0").parse().expect("a number");
        let unit = words.next().unwrap_or_default();
        let (dimension, base, factor) = match unit {
            "" => (Dimension::Bare, "", 1),
            "万元" => (Dimension::Money, "元", 10_000),
            "元" => (Dimension::Money, "元", 1),
            "%" => (Dimension::Percent, "%", 1),
            other => (Dimension::Count, other, 1),
        };
        let unit = Unit { text: unit.into(), dimension, base: base.into(), factor: factor.into() };
        Figure {
            label,
            measure: Measure::plain(Quantity { amount, decimals: amount.scale(), unit }),
            raw: format!("{amount}{}", words.next().unwrap_or_default()),
            role,
            at: Location { block, cell: row.map(|r| (r, 1)), chars: (at * 10, at * 10 + 4), ..Location::default() },
        }
    }

    /// A report whose paragraphs hold these figures.
    pub(in crate::reconcile) fn prose(paragraphs: &[&[&str]]) -> Report {
        let mut report = Report::default();
        for (block, figures) in paragraphs.iter().enumerate() {
            for (at, text) in figures.iter().enumerate() {
                report.figures.push(figure(text, FigureRole::Prose, offset(block), None, offset(at)));
            }
        }
        report
    }

    /// Adds a figure of a table row.
    pub(in crate::reconcile) fn cell(report: &mut Report, text: &str, role: FigureRole, row: u32) -> FigureId {
        report.figures.push(figure(text, role, 90, Some(row), 1));
        FigureId(offset(report.figures.len() - 1))
    }

    /// Adds a money line with planned and spent amounts in 万元.
    pub(in crate::reconcile) fn line(report: &mut Report, item: &str, planned: &str, spent: &str, rate: Option<&str>) {
        let row = 40 + offset(report.budget.len());
        let mut stated = |text: String, role| {
            let id = cell(report, &text, role, row);
            let figure = report.figures.last().expect("just added");
            Some(Stated {
                raw: figure.raw.clone(),
                value: Some(figure.measure.clone()),
                at: figure.at.clone(),
                figure: Some(id),
            })
        };
        let planned = stated(format!("{item} {planned} 万元"), FigureRole::Planned);
        let spent = stated(format!("{item} {spent} 万元"), FigureRole::Spent);
        let rate = rate.and_then(|r| stated(format!("{item}执行率 {r} %"), FigureRole::Rate));
        let at = spent.as_ref().map(|s| s.at.clone()).unwrap_or_default();
        report.budget.push(BudgetLine {
            item: item.into(),
            parent: None,
            exhaustive: false,
            unit: "万元".into(),
            initial: None,
            planned,
            spent,
            rate,
            prior: None,
            weight: None,
            score: None,
            table: TableKind::Budget,
            at,
        });
    }

    #[test]
    fn a_cell_is_found_by_the_stock_its_label_ends_with() {
        let mut report = Report::default();
        cell(&mut report, "城东中心实有人数 23 人", FigureRole::TableCell, 3);
        let ledger = Ledger::new(&report, Lexicon::builtin());
        assert_eq!(ledger.named("实有人数"), [0]);
    }
}
