//! The ledger by name and place: what the reconciliations of prose look figures up in.
//!
//! Comes from the report's figures and money lines; computes nothing.

use crate::lexicon::Lexicon;
use crate::model::{BudgetLine, Dimension, Figure, FigureId, FigureRole, Interval, Measure, Report, Stated, offset};
use std::collections::BTreeMap;

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
    by_key: BTreeMap<String, Vec<usize>>,
    by_place: BTreeMap<Place, Vec<usize>>,
}

impl<'a> Ledger<'a> {
    pub(super) fn new(report: &'a Report, lexicon: &Lexicon) -> Self {
        let mut keys = Vec::with_capacity(report.figures.len());
        let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut by_place: BTreeMap<Place, Vec<usize>> = BTreeMap::new();
        for (index, figure) in report.figures.iter().enumerate() {
            let key = lexicon.labels.key(&figure.label);
            by_place.entry(place(figure)).or_default().push(index);
            if !key.is_empty() {
                by_key.entry(key.clone()).or_default().push(index);
            }
            // A cell's label may begin with its row: `城东中心 编制数` is an 编制数 too.
            if figure.role == FigureRole::TableCell {
                let chars: Vec<char> = key.chars().collect();
                let tail = lexicon.labels.stock.suffix(&chars);
                if tail > 0 && tail < chars.len() {
                    let tail: String = chars.iter().skip(chars.len() - tail).collect();
                    by_key.entry(lexicon.labels.key(&tail)).or_default().push(index);
                }
            }
            keys.push(key);
        }
        for list in by_place.values_mut() {
            list.sort_by_key(|&i| report.figures.get(i).map(|f| f.at.chars));
        }
        Self { report, keys, by_key, by_place }
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

    /// All comparison names with their figures.
    pub(super) fn names(&self) -> impl Iterator<Item = (&str, &[usize])> {
        self.by_key.iter().map(|(k, v)| (k.as_str(), v.as_slice()))
    }

    /// The figures of one paragraph or row, in order.
    pub(super) fn at(&self, place: Place) -> &[usize] {
        self.by_place.get(&place).map_or(&[], Vec::as_slice)
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
    let whole = matches!(quantity.unit.dimension, Dimension::Count | Dimension::Bare)
        && quantity.decimals == 0
        && quantity.unit.factor == rust_decimal::Decimal::ONE;
    // Whole things are counted, not rounded; amounts and measures are.
    let interval = if whole {
        Interval::exact(base)
    } else {
        Interval::printed(quantity.amount, quantity.decimals).scaled(quantity.unit.factor)?
    };
    let exact = measure.is_exact();
    let text = quantity.amount.to_string();
    Some(Input { id, interval, text, base, exact, dimension: quantity.unit.dimension, place })
}
