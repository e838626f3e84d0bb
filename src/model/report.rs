//! What a report says, in structured form. Every value keeps the characters and the place it came from.

use super::figure::{Figure, FigureId, Relation};
use super::layout::{Section, TableKind};
use super::location::Location;
use super::quantity::{Comparator, Measure, Quantity};
use super::rubric::{FormRule, RowsOf, Rubric};
use super::said::Said;

/// What the author wrote at a place, and what it means when that could be told. `raw` is never lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated<T> {
    /// The characters of the source, line breaks inside a cell removed.
    pub raw: String,
    /// The meaning; `None` for qualitative or unreadable content.
    pub value: Option<T>,
    /// Where it stands.
    pub at: Location,
    /// Its entry in the ledger, when it is a number.
    pub figure: Option<FigureId>,
}

impl Stated<Measure> {
    /// The quantity, whatever stands around it.
    #[must_use]
    pub fn quantity(&self) -> Option<&Quantity> {
        self.value.as_ref().map(|m| &m.quantity)
    }

    /// The amount, when the value is a plain number: no comparator but `=`, no hedge, no range.
    #[must_use]
    pub fn amount(&self) -> Option<rust_decimal::Decimal> {
        self.value.as_ref().filter(|m| m.is_exact()).map(|m| m.quantity.amount)
    }
}

/// One report. A file may hold several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Title, organization, year, totals.
    pub head: Head,
    /// The outline.
    pub sections: Vec<Section>,
    /// Level-1 and level-2 nodes, and the grand total (level 0), with what is printed for them.
    pub groups: Vec<Group>,
    /// The indicator rows, in order.
    pub indicators: Vec<Indicator>,
    /// What summary tables and sentences state again for groups of the form.
    pub restatements: Vec<Restatement>,
    /// What sentences say was taken off a group.
    pub losses: Vec<StatedLoss>,
    /// The rules that the form states for all rows of a kind.
    pub form_rules: Vec<FormRule>,
    /// What it says in words and lists that a rule asks about.
    pub said: Said,
    /// The money lines, in order.
    pub budget: Vec<BudgetLine>,
    /// The ledger of all stated numbers.
    pub figures: Vec<Figure>,
    /// The arithmetic that the report states.
    pub relations: Vec<Relation>,
    /// How many rows of the scored form hold a number that may be points and were given no role. With none, a sum over
    /// the form is a sum over all of it.
    pub unread_rows: u32,
    /// Whether the text breaks off within its scored part, so that sums lack what followed.
    pub cut_off: bool,
    /// Whether the layout leaves open to which group some rows belong.
    pub groups_are_guessed: bool,
}

impl Report {
    /// The rule that the form states for rows like this one, when the row has none of its own.
    #[must_use]
    pub fn form_rule(&self, leaf: &Indicator) -> Option<&FormRule> {
        if leaf.rubric.is_some() || self.form_rules.is_empty() {
            return None;
        }
        let target = leaf.target.as_ref()?;
        let find = |of| self.form_rules.iter().find(|rule| rule.of == of);
        let Some(measure) = &target.value else {
            return find(RowsOf::Qualitative).filter(|_| !target.raw.trim().is_empty());
        };
        match measure.comparator {
            // A formula that all numbers share may be meant for numbers to be reached only.
            Some(Comparator::AtMost | Comparator::Below) => {
                find(RowsOf::Reverse).or_else(|| find(RowsOf::Numeric).filter(|rule| !rule.rubric.has_formula()))
            }
            _ => find(RowsOf::Forward).or_else(|| find(RowsOf::Numeric)),
        }
    }

    /// The rule by which a row is scored: its own, or the one that the form states for rows like it.
    #[must_use]
    pub fn rule<'a>(&'a self, leaf: &'a Indicator) -> Option<&'a Rubric> {
        leaf.rubric.as_ref().or_else(|| self.form_rule(leaf).map(|rule| &rule.rubric))
    }
}

/// 部门整体支出, 项目支出 or 政策 self-evaluation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ReportKind {
    /// 部门(单位)整体支出.
    Department,
    /// 项目支出.
    Project,
    /// 政策, 专项资金.
    Policy,
    /// Not told by the report.
    #[default]
    Unknown,
}

impl ReportKind {
    /// The name in the record.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Department => "department",
            Self::Project => "project",
            Self::Policy => "policy",
            Self::Unknown => "unknown",
        }
    }
}

/// 优 良 中 差.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// 差
    Poor,
    /// 中
    Fair,
    /// 良
    Good,
    /// 优
    Excellent,
}

/// The report's identity and its printed results.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The title.
    pub title: Option<Stated<String>>,
    /// The reporting body.
    pub organization: Option<Stated<String>>,
    /// The project, for project forms.
    pub project: Option<Stated<String>>,
    /// The year evaluated.
    pub year: Option<Stated<u16>>,
    /// The kind of report.
    pub kind: ReportKind,
    /// The total score in the form, or in the conclusion when there is no form.
    pub total_score: Option<Stated<Measure>>,
    /// The full score that is printed with the total.
    pub full_score: Option<Stated<Measure>>,
    /// The grade.
    pub grade: Option<Stated<Grade>>,
    /// Every statement of the total score, tables and prose alike.
    pub stated_scores: Vec<Stated<Measure>>,
    /// The grade scale the document prints itself: grade and the lowest score that earns it, best first.
    pub grade_scale: Vec<(Grade, rust_decimal::Decimal)>,
    /// Statements that a group of indicators got full marks, or that name a group's full marks.
    pub claims: Vec<ScoreClaim>,
}

/// A statement in prose about the score of named groups: `在部门决策及部门管理方面…得满分`, `效果性得分满分20分`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreClaim {
    /// The groups or indicators named, as indexes into `Report::groups`.
    pub groups: Vec<usize>,
    /// The full marks named, if a number is; otherwise the claim is that nothing was lost.
    pub full_score: Option<Stated<Measure>>,
    /// The words.
    pub raw: String,
    /// Where they stand.
    pub at: Location,
}

/// A level-1 or level-2 node, or the total row (level 0).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// 0 total, 1 or 2.
    pub level: u8,
    /// The name, white space removed.
    pub name: String,
    /// Names from level 1 down to this one.
    pub path: Vec<String>,
    /// 分值 printed for the group.
    pub weight: Option<Stated<Measure>>,
    /// 得分 printed for the group.
    pub score: Option<Stated<Measure>>,
    /// The indicator rows below it, as indexes into `Report::indicators`.
    pub leaves: Vec<usize>,
    /// Its child groups, as indexes into `Report::groups`.
    pub children: Vec<usize>,
    /// Where the name is printed first.
    pub at: Location,
}

/// A group or an indicator with its points and the one deduction that its sentences name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedLoss {
    /// The name.
    pub name: String,
    /// 满分, 分值.
    pub weight: Stated<Measure>,
    /// 得分.
    pub score: Stated<Measure>,
    /// The deduction, in the ledger.
    pub deduction: FigureId,
    /// Whether the score follows from it at once: `扣1分，得7分`.
    pub is_all: bool,
}

/// Points of a group that stand once more beside the form that scores its indicators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restatement {
    /// The group, as an index into `Report::groups`.
    pub group: usize,
    /// 分值.
    pub weight: Option<Stated<Measure>>,
    /// 得分.
    pub score: Option<Stated<Measure>>,
    /// 得分率.
    pub coefficient: Option<Stated<Measure>>,
    /// The row or the words.
    pub at: Location,
}

/// One indicator row, or one scored statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indicator {
    /// Names of levels 1, 2 and 3, white space removed.
    pub path: [Option<Stated<String>>; 3],
    /// The names of the levels by which indicators of different forms are compared.
    pub keys: [Option<String>; 3],
    /// 重点工作, where the form has that column.
    pub task: Option<Stated<String>>,
    /// 分值.
    pub weight: Option<Stated<Measure>>,
    /// 年度指标值.
    pub target: Option<Stated<Measure>>,
    /// 实际完成值.
    pub actual: Option<Stated<Measure>>,
    /// 得分. `Some` with no value when the cell holds something that is no number; `None` when nothing is printed.
    pub score: Option<Stated<Measure>>,
    /// 得分系数: the share of the weight that is given.
    pub coefficient: Option<Stated<Measure>>,
    /// 评分标准.
    pub rubric: Option<Rubric>,
    /// 偏差原因分析, 扣分情况说明.
    pub note: Option<Stated<String>>,
    /// The points that the note names as deducted (`扣0.5分`), in the ledger.
    pub deductions: Vec<FigureId>,
    /// Whether the form has a column (or the statement a place) for the reason of a deduction.
    pub has_note_column: bool,
    /// Whether its points are given or taken on top of the full score (加分项, 减分项).
    pub on_top: bool,
    /// The row or statement.
    pub at: Location,
}

impl Indicator {
    /// The level-3 name, or an empty string.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path[2].as_ref().and_then(|n| n.value.as_deref()).unwrap_or_default()
    }
}

/// One line of money: a row of a budget block, or an item stated in prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetLine {
    /// The item, without list numbers and 其中.
    pub item: String,
    /// The line it is part of, as an index into `Report::budget`.
    pub parent: Option<usize>,
    /// Whether the children of this line are printed as all of it (a total row), not as some (其中).
    pub exhaustive: bool,
    /// Unit of the amounts, as printed for the table or the column; empty when none is.
    pub unit: String,
    /// 年初预算数.
    pub initial: Option<Stated<Measure>>,
    /// 全年(调整)预算数.
    pub planned: Option<Stated<Measure>>,
    /// 执行数, 决算数.
    pub spent: Option<Stated<Measure>>,
    /// 执行率 as printed.
    pub rate: Option<Stated<Measure>>,
    /// The same item a year earlier.
    pub prior: Option<Stated<Measure>>,
    /// 分值 of a scored execution rate.
    pub weight: Option<Stated<Measure>>,
    /// 得分 of a scored execution rate.
    pub score: Option<Stated<Measure>>,
    /// The kind of table it stands in.
    pub table: TableKind,
    /// The row.
    pub at: Location,
}
