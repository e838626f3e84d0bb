//! What recomputing gives: a stated figure, what it should be, and whether the two can agree.

use super::figure::FigureId;
use super::interval::Interval;

/// One recomputation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconciliation {
    /// What was recomputed.
    pub subject: Subject,
    /// The figure that is stated for it, in the ledger.
    pub figure: Option<FigureId>,
    /// What the stated figure can stand for, in the unit it is printed in.
    pub stated: Option<Interval>,
    /// What the inputs give, in the unit of the stated figure.
    pub recomputed: Option<Interval>,
    /// The figures it was computed from, in the order of the arithmetic.
    pub inputs: Vec<FigureId>,
    /// The arithmetic as a person would write it, without units: `371.15 + 214.85 = 586.00`.
    pub arithmetic: String,
    /// Whether stated and recomputed can meet.
    pub verdict: Verdict,
}

/// What a recomputation is about. Indexes point into the `Report`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The score of an indicator against its own weight.
    ScoreWithinWeight(usize),
    /// The score of a group against its own weight.
    GroupScoreWithinWeight(usize),
    /// The score of an indicator against the weight of its group, when it has none of its own.
    ScoreWithinGroup(usize, usize),
    /// The scores below a group against the group's stated score.
    GroupScore(usize),
    /// The scores below a group against the group's stated weight, when the group has no score of its own.
    GroupScoresWithinWeight(usize),
    /// The weights below a group against the group's stated weight.
    GroupWeight(usize),
    /// The scores of a group in the form against what is stated again for it, as an index into `Report::restatements`.
    RestatedScore(usize),
    /// The same of its weights.
    RestatedWeight(usize),
    /// 得分 ÷ 分值 of a restated group against its 得分率.
    RestatedRate(usize),
    /// All scores against the stated total.
    TotalScore,
    /// All weights against the full score.
    TotalWeight,
    /// The level-1 weights against the full score or the sum of the leaf weights.
    LevelWeights,
    /// Two statements of the total, as indexes into `Head::stated_scores`.
    TotalStatements(usize, usize),
    /// The grade against the total.
    Grade,
    /// A claim of full marks, as an index into `Head::claims`.
    Claim(usize),
    /// The deduction named in the note of an indicator against weight − score.
    Deduction(usize),
    /// The deduction that sentences name for a group against weight − score, as an index into `Report::losses`.
    StatedLoss(usize),
    /// The parts of a budget line against the line, in one column.
    BudgetSum(usize, super::FigureRole),
    /// The execution rate of a budget line.
    BudgetRate(usize),
    /// The score of a scored execution rate against rate × weight.
    ExecutionScore(usize),
    /// The score of an indicator without a rule, when one slip parts it from the share of the target that was reached.
    ScoreSlip(usize),
    /// The score of an indicator against its own scoring rule.
    ScoreByRubric(usize),
    /// The score of an indicator against its weight and the coefficient that a column of the form gives.
    ScoreByCoefficient(usize),
    /// A score that its own rule does not give, and that another row's rule does: the row, the other row.
    ScoreByOtherRule(usize, usize),
    /// A score that its own rule does not give, and that a convention does.
    ScoreByConvention(usize, Convention),
    /// A rate whose fixed formula and inputs are printed, as an index into the lexicon's ratios.
    FixedRatio(u32),
    /// A share or rate whose two sides stand in its own sentence or paragraph.
    SentenceRatio,
    /// A percentage against the whole count it is a share of.
    WholeCount,
    /// A stated relation, as an index into `Report::relations`.
    Relation(usize),
    /// A sum that no sentence states and that the printed figures show.
    PrintedSum,
    /// A number of a table that is the sum or the difference of others, as the other rows and columns show.
    TableSum,
    /// A percentage of a table that is the rate of others, as the other rows show.
    TableRate,
    /// Two statements of one amount in units that are powers of ten apart.
    UnitSlip,
    /// Two statements of one figure; both stand in prose, or one in a table.
    SameFigure {
        /// Whether one of them stands in a table.
        with_table: bool,
    },
}

/// A way of scoring that forms and reporting software use without printing it in the row. `a` is the actual value, `t` the
/// target, `w` the weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Convention {
    /// rate × w
    Rate,
    /// a/t × w
    Forward,
    /// t/a × w
    Reverse,
    /// (1 − |a − t|/t) × w
    Symmetric,
}

/// The result of a recomputation. Silence is never agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Stated and recomputed can meet.
    Agrees,
    /// They cannot, under any reading of the printed precision.
    Differs,
    /// They cannot meet, but an innocent reading remains: which one.
    Suspicious(Reason),
    /// Nothing can be said: why.
    CannotTell(Reason),
}

/// Why a recomputation proves nothing, or which innocent reading remains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// An input is not printed.
    InputMissing,
    /// An input is printed more than once with different values.
    InputConflicting,
    /// An input is hedged (余, 约) or only a bound.
    InputInexact,
    /// Characters of an input are doubtful.
    InputDoubtful,
    /// The parts need not exhaust the whole.
    NotExhaustive,
    /// The difference lies within what rounding of the parts can explain.
    RoundingOfParts,
    /// The two statements may count different things.
    ScopeMayDiffer,
    /// Money taken back or carried over before the accounts closed would explain it.
    FundsTakenBack,
    /// The divisor is zero.
    ZeroDivisor,
    /// The base of the rate is not the one printed.
    BaseMayDiffer,
    /// The rule leaves it to a person's judgement.
    Judgement,
    /// The rule was not understood, or not all of it.
    RuleUnclear,
    /// The rule's wording is damaged.
    RuleDamaged,
    /// An input is told in words or in a list, or by figures that may count something else.
    Inferred,
    /// No sum of the points that the rule gives whole or not at all makes it; part of a point may have been given.
    Unreachable,
    /// The rule is one that the form states for all rows, and this row may follow another.
    FormRule,
    /// The target was exceeded, which some scoring rules punish.
    OverCompletion,
    /// The value is near the edge of a grade and the scale is not printed.
    NearEdge,
}
