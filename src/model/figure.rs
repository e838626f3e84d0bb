//! The ledger: every number a report states, and the arithmetic it states between them.

use super::expression::Expression;
use super::location::Location;
use super::quantity::Measure;

/// Index into `Report::figures`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FigureId(pub u32);

/// One stated number, in a table or in prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// What is counted or measured, as a person would name it.
    pub label: String,
    /// The number with its unit, comparator and hedge.
    pub measure: Measure,
    /// The characters of the source, number and unit.
    pub raw: String,
    /// What the number is in the form.
    pub role: FigureRole,
    /// Where it stands.
    pub at: Location,
}

/// What a number is in the form it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FigureRole {
    /// 分值 of an indicator or a level.
    Weight,
    /// 得分 of an indicator or a level.
    Score,
    /// The total score or the full score of the report.
    Total,
    /// 指标值.
    Target,
    /// 实际完成值.
    Actual,
    /// 年初预算数.
    Initial,
    /// 全年预算数, 调整预算数.
    Planned,
    /// 执行数, 决算数.
    Spent,
    /// A rate in a budget block.
    Rate,
    /// The same item a year earlier.
    Prior,
    /// A number in another table.
    TableCell,
    /// A number in running text.
    Prose,
}

/// Arithmetic that the report states between its figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// Which arithmetic.
    pub kind: RelationKind,
    /// The figure that is computed.
    pub whole: FigureId,
    /// The figures it is computed from, in the order of the arithmetic. A figure that is said of several things
    /// (`两处各1起`) stands here once for each of them.
    pub parts: Vec<FigureId>,
    /// How much the wording claims.
    pub wording: Wording,
    /// Whether a change is said to be a fall, so that its figure is printed without a sign.
    pub falls: bool,
    /// The number of things listed, for [`RelationKind::Count`].
    pub items: u32,
    /// The arithmetic itself, when it is printed: `43÷46×100%=93.48%`.
    pub printed: Option<Expression<FigureId>>,
}

impl Relation {
    /// A relation between figures.
    #[must_use]
    pub fn new(kind: RelationKind, whole: FigureId, parts: Vec<FigureId>, wording: Wording) -> Self {
        Self { kind, whole, parts, wording, falls: false, items: 0, printed: None }
    }
}

/// How much a sentence claims about its arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wording {
    /// It names some parts (其中): only agreement says anything.
    Open,
    /// It does not say so, but parts of such kinds usually are all of the whole (男、女), or the names belong together.
    Likely,
    /// It says that the arithmetic holds (由…组成, 合计, 由…增加到…).
    Closed,
}

/// The kinds of stated arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RelationKind {
    /// The parts add up to the whole.
    Sum,
    /// The whole is the first part over the second, in per cent.
    Ratio,
    /// The whole is the first part less the others.
    Difference,
    /// The parts are some of the whole and need not exhaust it (其中).
    Subset,
    /// The parts state the same figure again.
    Same,
    /// The whole is the change from the second part to the first, in per cent of the second.
    Change,
    /// The whole is the second part, an amount of change, in per cent of what the first part was before it.
    Increase,
    /// The whole is the first part in per cent of both parts together: what was spent, beside what was left.
    Split,
    /// The whole is the first part over the second, which counts what is averaged over.
    Average,
    /// The whole is the number of things that are listed by name.
    Count,
    /// The whole is the first part, the price of one, as many times as the second part counts.
    Product,
    /// The whole is the first part, what there was at the beginning, with the second added and the third taken away.
    Balance,
    /// The whole is the percentage that the parts, percentages too, leave of a hundred.
    Hundred,
    /// The whole is what a printed formula comes to that is none of the others: `10−0.5×2=9`.
    Formula,
}

impl RelationKind {
    /// The name in the record.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Ratio => "ratio",
            Self::Difference => "difference",
            Self::Subset => "subset",
            Self::Same => "same",
            Self::Change => "change",
            Self::Increase => "increase",
            Self::Split => "split",
            Self::Average => "average",
            Self::Count => "count",
            Self::Product => "product",
            Self::Balance => "balance",
            Self::Hundred => "hundred",
            Self::Formula => "formula",
        }
    }
}
