//! The scoring rule of an indicator as a small executable language.
//!
//! A rule is a list of parts whose points add up; a part is a list of cases, each a condition with the award it brings.
//! Tiers, thresholds, proportions, deductions by step or by event and qualitative bands are all cases. Plain data:
//! reading the words is `normalize::rubric`, computing scores `reconcile::rubric`.

mod form;

use super::expression::Operator;
use super::location::Location;
use super::quantity::Comparator;
use rust_decimal::Decimal;

/// A scoring rule: its wording and what was understood of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rubric {
    /// The rule's text, continuation rows joined.
    pub text: String,
    /// Where it starts.
    pub at: Location,
    /// What the rule says its measures are: `X率=A/B×100%`.
    pub definitions: Vec<Definition>,
    /// What is scored; the points of the parts add up.
    pub parts: Vec<Part>,
    /// Of how many equal points the weight is made up (各占1/n), when the rule says so.
    pub equal_shares: Option<u32>,
    /// What seems to be lost from the wording.
    pub damage: Vec<Damage>,
    /// Whether the wording says nothing of points.
    pub silent: bool,
}

/// A rule that a form states once for rows that have none of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormRule {
    /// The rows it is for.
    pub of: RowsOf,
    /// The rule.
    pub rubric: Rubric,
    /// Whether the form has over-completion looked at again (`超出较多的…调减`).
    pub adjusts: bool,
}

/// Rows of a form by what their target is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowsOf {
    /// 定量指标
    Numeric,
    /// 正向指标: a number to be reached.
    Forward,
    /// 反向指标: a number not to be exceeded.
    Reverse,
    /// 定性指标
    Qualitative,
}

/// `X率=A/B×100%`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The measure that is defined.
    pub name: String,
    /// From what it is computed.
    pub term: Term,
}

/// One thing that is scored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is worth.
    pub full: Full,
    /// What brings what. The first award whose condition holds counts; deductions come off it.
    pub cases: Vec<Case>,
    /// The most that it brings, when the rule says so in points.
    pub cap: Option<Decimal>,
    /// Whether it is an item with a number of its own (①, 1.).
    pub numbered: bool,
    /// Where its wording stands.
    pub at: Location,
}

/// What a part is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Full {
    /// The weight of the row.
    Weight,
    /// Points that the rule prints.
    Points(Decimal),
}

/// A condition and the award it brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// When.
    pub when: Condition,
    /// What.
    pub then: Award,
    /// Where it stands.
    pub at: Location,
}

/// When a case applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Always.
    Always,
    /// When no case before it does (否则, 未达到的).
    Otherwise,
    /// A measure lies in a range.
    Within(Measured, Range),
    /// A measure is not this value.
    Not(Measured, Bound),
    /// The target is met.
    TargetMet,
    /// The target is missed.
    TargetMissed,
    /// A degree of attainment in words.
    Attained(Attainment),
    /// All of these.
    All(Vec<Condition>),
    /// Something a person must judge, in the rule's words.
    Fact(String),
}

/// How far a goal that is told in words was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attainment {
    /// 未达成
    Missed,
    /// 部分达成
    Partly,
    /// 基本达成, where a rule tells it from both 达成 and 部分达成
    Nearly,
    /// 达成
    Met,
}

/// What a condition compares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measured {
    /// The row's own measure: 实际完成值, 比率.
    Own,
    /// A measure by name.
    Named(String),
}

/// A range of values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// Lower end.
    pub low: Option<Bound>,
    /// Upper end.
    pub high: Option<Bound>,
}

/// An end of a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The value.
    pub value: Term,
    /// Whether the end belongs to the range.
    pub edge: Edge,
    /// The unit that is printed with it, when it is counted in one.
    pub unit: String,
    /// How many of what is counted one of the unit is: 10000 of 万人.
    pub factor: Decimal,
}

/// Whether an end of a range belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// It does.
    Closed,
    /// It does not.
    Open,
    /// The wording leaves it open to either reading (`80-90%`).
    Unsaid,
}

/// What a case brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Award {
    /// All the part is worth.
    Full,
    /// Nothing.
    Zero,
    /// Nothing for the whole indicator.
    Void,
    /// So much.
    Amount(Amount),
    /// Something between.
    Between(Amount, Amount),
    /// Points that a formula gives.
    Formula(Term),
    /// In proportion to the attainment of the target; the formula is not printed.
    Proportion,
    /// So much off for every step.
    Steps(Steps),
    /// So much off for every event; for the only one when `each` is false.
    Events {
        /// What comes off.
        take: Amount,
        /// Whether for each.
        each: bool,
        /// What is counted, when the rule prints it.
        of: Option<Step>,
        /// Whether it is counted from the target on: days late.
        late: bool,
    },
    /// So many points for every one of the things done.
    Each {
        /// How many of them bring the points.
        step: Step,
        /// The points.
        give: Decimal,
        /// From where they are counted, for points on top of others (`每多完成1个加0.5分`).
        beyond: Option<Bound>,
    },
    /// What somebody finds fitting (酌情).
    Judged,
    /// The wording was not understood.
    NotUnderstood,
}

/// Points, or a share of what the part is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// Points.
    Points(Decimal),
    /// A share of one.
    Share(Decimal),
}

/// A deduction by steps: for every `step` beyond the bound, `take` comes off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Steps {
    /// The bound; the threshold or target of the row when the rule does not repeat it.
    pub from: Option<Bound>,
    /// To which side.
    pub side: Side,
    /// The length of a step; `None` when it is lost.
    pub step: Option<Step>,
    /// What comes off.
    pub take: Amount,
    /// The measure, when the rule names another than its condition does.
    pub of: Measured,
}

/// The side of a bound on which steps count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// 每超过
    Above,
    /// 每低于
    Below,
    /// 每偏离
    Either,
}

/// The length of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The number.
    pub amount: Decimal,
    /// In what.
    pub unit: StepUnit,
    /// How many of what is counted one of the unit is: 10000 of 万人.
    pub factor: Decimal,
}

/// In what steps are counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepUnit {
    /// %: of a rate its points, of a number its share of the bound; the wording leaves both.
    Percent,
    /// 百分点.
    PercentagePoint,
    /// The unit of the measure itself.
    Own(String),
}

/// A small arithmetic expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// A printed number; a percentage keeps its number.
    Number {
        /// As printed.
        amount: Decimal,
        /// Whether it is a percentage.
        percent: bool,
    },
    /// What the part is worth: 分值.
    Weight,
    /// 实际完成值.
    Actual,
    /// 目标值.
    Target,
    /// A figure by name.
    Named(String),
    /// The sum of a figure over the four quarters (∑每季度…).
    Quarters(String),
    /// Two terms and an operator.
    Binary(Operator, Box<Term>, Box<Term>),
    /// A term without its sign: `|决算数−预算数|`.
    Absolute(Box<Term>),
}

/// What seems to be lost from a wording. Never its author's error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Damage {
    /// The text stops in mid sentence.
    CutOff,
    /// Digits are lost: `00%-80%`, `每减少%`.
    DigitsLost,
    /// A bracket has no partner.
    BracketLost,
}

/// How much of a rule was understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Understanding {
    /// There is nothing to understand: the wording says nothing of points, only what is looked at or measured.
    Silent,
    /// Nothing that could be scored by.
    Nothing,
    /// Some of it.
    Partly,
    /// All of it, also where it leaves a judgement to a person.
    Fully,
}

impl Rubric {
    /// A wording of which nothing is understood.
    #[must_use]
    pub fn wording(text: String, at: Location) -> Self {
        Self { text, at, ..Self::default() }
    }

    /// How much was understood.
    #[must_use]
    pub fn understanding(&self) -> Understanding {
        let lost = |case: &Case| case.then == Award::NotUnderstood;
        match () {
            () if self.silent && self.parts.is_empty() => Understanding::Silent,
            () if self.cases().all(lost) => Understanding::Nothing,
            () if self.cases().any(lost) => Understanding::Partly,
            () => Understanding::Fully,
        }
    }

    /// Whether it prints a formula.
    #[must_use]
    pub fn has_formula(&self) -> bool {
        self.cases().any(|case| matches!(case.then, Award::Formula(_)))
    }

    /// Whether two rules bring the same for the same, wherever they stand.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        let meaning = |case: &Case, as_other: &Case| case.when == as_other.when && case.then == as_other.then;
        self.parts.len() == other.parts.len()
            && self.parts.iter().zip(&other.parts).all(|(one, two)| {
                one.full == two.full
                    && one.cap == two.cap
                    && one.cases.len() == two.cases.len()
                    && one.cases.iter().zip(&two.cases).all(|(a, b)| meaning(a, b))
            })
    }

    /// The most that the rule adds on top of the weight (`每多完成1个加0.5分，最多加2分`); nothing when it sets no limit.
    #[must_use]
    pub fn bonus(&self) -> Option<Option<Decimal>> {
        self.parts.iter().find(|part| part.is_bonus()).map(|part| part.cap)
    }

    /// All cases, in order.
    pub fn cases(&self) -> impl Iterator<Item = &Case> {
        self.parts.iter().flat_map(|p| &p.cases)
    }
}

impl Part {
    /// Whether its points come on top of others.
    #[must_use]
    pub fn is_bonus(&self) -> bool {
        self.cases.iter().any(|case| matches!(case.then, Award::Each { beyond: Some(_), .. }))
    }
}

impl Range {
    /// A range with one end.
    #[must_use]
    pub fn by(comparator: Comparator, bound: &Bound) -> Self {
        let bound = |edge| Some(Bound { edge, ..bound.clone() });
        match comparator {
            Comparator::AtLeast => Self { low: bound(Edge::Closed), high: None },
            Comparator::Above => Self { low: bound(Edge::Open), high: None },
            Comparator::AtMost => Self { low: None, high: bound(Edge::Closed) },
            Comparator::Below => Self { low: None, high: bound(Edge::Open) },
            Comparator::Equal | Comparator::NotEqual => Self { low: bound(Edge::Closed), high: bound(Edge::Closed) },
        }
    }

    /// Leaves it unsaid whether ends that would belong to it do.
    pub fn leave_open(&mut self) {
        for bound in [&mut self.low, &mut self.high].into_iter().flatten().filter(|b| b.edge == Edge::Closed) {
            bound.edge = Edge::Unsaid;
        }
    }

    /// Whether it is one value.
    #[must_use]
    pub fn is_point(&self) -> bool {
        self.low.is_some() && self.low.as_ref().map(|b| &b.value) == self.high.as_ref().map(|b| &b.value)
    }
}

impl Bound {
    /// A value that belongs to the range, without a unit.
    #[must_use]
    pub fn of(value: Term) -> Self {
        Self { value, edge: Edge::Closed, unit: String::new(), factor: Decimal::ONE }
    }

    /// The number it is, in what is counted: 20000 for 2万人, 0.9 for 90%.
    #[must_use]
    pub fn amount(&self) -> Option<Decimal> {
        self.value.value()?.checked_mul(self.factor)
    }
}

impl Term {
    /// A plain number.
    #[must_use]
    pub fn number(amount: Decimal) -> Self {
        Self::Number { amount, percent: false }
    }

    /// Two terms and an operator.
    #[must_use]
    pub fn binary(operator: Operator, left: Self, right: Self) -> Self {
        Self::Binary(operator, Box::new(left), Box::new(right))
    }

    /// The value of a number, a percentage as a share of one.
    #[must_use]
    pub fn value(&self) -> Option<Decimal> {
        match self {
            Self::Number { amount, percent: false } => Some(*amount),
            Self::Number { amount, percent: true } => amount.checked_div(Decimal::ONE_HUNDRED),
            _ => None,
        }
    }

    /// Whether a leaf of it fulfills a condition.
    pub fn any(&self, test: &mut impl FnMut(&Self) -> bool) -> bool {
        match self {
            Self::Binary(_, left, right) => left.any(test) || right.any(test),
            Self::Absolute(inner) => inner.any(test),
            leaf => test(leaf),
        }
    }

    /// The names in it, in order.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        match self {
            Self::Named(name) | Self::Quarters(name) => vec![name],
            Self::Binary(_, left, right) => [left.names(), right.names()].concat(),
            Self::Absolute(inner) => inner.names(),
            _ => Vec::new(),
        }
    }
}

impl Amount {
    /// In points of a part that is worth `full`.
    #[must_use]
    pub fn points(self, full: Decimal) -> Option<Decimal> {
        match self {
            Self::Points(points) => Some(points),
            Self::Share(share) => share.checked_mul(full),
        }
    }
}
