//! What locating gives: which block is what. Indexes into a `Document`; no text is copied.

use super::location::Location;
use std::ops::Range;

/// The map of one report in a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The blocks that belong to this report.
    pub blocks: Range<u32>,
    /// Which of several reports in the file this is, 1-based; `None` when there is one.
    pub part: Option<u32>,
    /// The title lines.
    pub title: Vec<Location>,
    /// The tables, stitched over pages.
    pub tables: Vec<TableRole>,
    /// The outline.
    pub sections: Vec<Section>,
    /// Head fields found in lines and tables.
    pub head: Vec<HeadField>,
    /// Groups and indicators that are scored in running text.
    pub score_lines: Vec<ScoreLine>,
    /// The same where a form scores them: what the text says again of its groups.
    pub restated_lines: Vec<ScoreLine>,
    /// Passages that stand twice; only the first is read.
    pub repeats: Vec<Repeat>,
}

impl Layout {
    /// Whether a block repeats an earlier one.
    #[must_use]
    pub fn is_repeat(&self, block: u32) -> bool {
        // Repeats stand in order and do not overlap, so that only the last one that starts above can hold the block.
        let after = self.repeats.partition_point(|r| r.again.start <= block);
        let last = after.checked_sub(1).and_then(|i| self.repeats.get(i));
        last.is_some_and(|r| r.skipped && r.again.contains(&block))
    }
}

/// A table of the report: one or more table blocks that a page break parted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRole {
    /// What the table is.
    pub kind: TableKind,
    /// The table blocks, in order.
    pub parts: Vec<u32>,
    /// The role of each row, in order over all parts.
    pub rows: Vec<RowRole>,
    /// The header cells with their fields, the fullest header of the table.
    pub header: Vec<(Field, CellRef)>,
    /// The caption line above it.
    pub caption: Option<Location>,
    /// The 单位： statement that governs it.
    pub unit: Option<Location>,
    /// Whether its rows are the level-1 groups of another table of indicators, summed up once more (得分汇总表).
    pub summary: bool,
    /// Whether a label was taken to reach up over rows above its own and no printed weight confirms how far.
    pub reach_is_guessed: bool,
}

/// The kinds of table fuhe tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TableKind {
    /// Indicators with weights, scores or values.
    Indicators,
    /// Money: budgets, final accounts, execution.
    Budget,
    /// Posts and persons.
    Staff,
    /// Anything else.
    Other,
}

impl TableKind {
    /// The name in the record.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Indicators => "indicators",
            Self::Budget => "budget",
            Self::Staff => "staff",
            Self::Other => "other",
        }
    }
}

/// The address of a cell: table block, row, column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellRef {
    /// Index into `Document::blocks`.
    pub block: u32,
    /// Row in that table.
    pub row: u32,
    /// Column in that table.
    pub col: u32,
}

/// What a row of a table is, and which of its cells holds what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowRole {
    /// The table block.
    pub block: u32,
    /// The row in that block.
    pub row: u32,
    /// What the row is.
    pub kind: RowKind,
    /// Cells by field, in column order. Several cells may share a field; their texts are joined.
    pub cells: Vec<(Field, CellRef)>,
    /// For leaf rows: the cells that print the level-1, level-2 and task labels that cover it, wherever they stand.
    pub labels: [Vec<CellRef>; 3],
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowKind {
    /// Column names.
    Header,
    /// An indicator, or a line of money or staff.
    Leaf,
    /// A level-1 or level-2 node on a row of its own (小计).
    Group,
    /// The rest of the row above, cut off by a page break.
    Continuation,
    /// 合计, 总分.
    Total,
    /// 绩效等级.
    Grade,
    /// A head field, or long text that belongs to no column.
    Other,
    /// Nothing is printed.
    Blank,
}

/// What a column of a form holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// 一级指标
    Level1,
    /// 分值 of level 1
    Level1Weight,
    /// 得分 of level 1
    Level1Score,
    /// 二级指标
    Level2,
    /// 分值 of level 2
    Level2Weight,
    /// 得分 of level 2
    Level2Score,
    /// 重点工作, 任务
    Task,
    /// 三级指标
    Level3,
    /// 指标性质, 计算符号
    Sign,
    /// 年度指标值
    Target,
    /// 计量单位
    UnitName,
    /// 分值 of the row
    Weight,
    /// 指标说明, 评分要点: what is looked at
    Definition,
    /// 评分标准: how points are given
    Rubric,
    /// 实际完成值
    Actual,
    /// 得分系数
    Coefficient,
    /// 完成率 of a row
    Completion,
    /// 得分
    Score,
    /// 偏差原因, 扣分说明, 备注
    Note,
    /// 扣分: the points lost
    Deduction,
    /// 序号
    Ordinal,
    /// The item of a budget or staff row; a second item column gives the finer item
    Item,
    /// 年初预算数
    Initial,
    /// 全年预算数, 调整后预算数
    Planned,
    /// 执行数, 支出决算
    Spent,
    /// 执行率
    Rate,
    /// 上年决算数
    Prior,
    /// 编制数
    Posts,
    /// 实有人数
    Persons,
    /// A column whose name is not known, or that no stage reads
    Unknown,
}

/// A head field: what it is and where its value stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadField {
    /// Which field.
    pub kind: HeadKind,
    /// The value's characters.
    pub value: Location,
}

/// The fields of a report's head. Persons and telephone numbers are deliberately not among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HeadKind {
    /// 填报单位, 部门名称, 预算单位
    Organization,
    /// 项目名称
    Project,
    /// 主管部门
    Supervisor,
    /// 实施单位
    Implementer,
    /// 年度
    Year,
    /// 自评得分 in prose or beside its label
    TotalScore,
    /// 满分100分 in prose
    FullScore,
    /// 绩效等级 in prose or a row
    Grade,
}

/// A heading and its place in the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Depth, 1-based, from nesting and not from the style of the number.
    pub level: u8,
    /// The number style: 0 一、 1 （一） 2 1. 3 （1） 4 ① and so on; `None` for headings without a number.
    pub style: Option<u8>,
    /// The ordinal, when numbered.
    pub ordinal: Option<u32>,
    /// The number as printed, brackets included.
    pub number: Option<Location>,
    /// The title.
    pub title: Location,
    /// Index of the enclosing section.
    pub parent: Option<usize>,
    /// Whether the item opens text of its own rather than a part of the outline (a list item).
    pub is_item: bool,
}

/// A passage of running text that states a weight or a score for a group or an indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreLine {
    /// Whether it opens a level-1 group, a level-2 group, or states an indicator.
    pub level: u8,
    /// The group it stands in, as an index into the same list; `None` at the top.
    pub parent: Option<usize>,
    /// The name.
    pub name: Location,
    /// The stated weight: the number only.
    pub weight: Option<Location>,
    /// The stated score: the number only.
    pub score: Option<Location>,
    /// The stated target, comparator included.
    pub target: Option<Location>,
    /// The stated actual value.
    pub actual: Option<Location>,
    /// The whole statement.
    pub at: Location,
}

/// A passage that stands twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeat {
    /// The blocks of the first printing.
    pub first: Range<u32>,
    /// The blocks of the second.
    pub again: Range<u32>,
    /// The characters of the second printing where it starts.
    pub at: Location,
    /// Whether the second printing is left out of the record's figures (it says nothing new).
    pub skipped: bool,
}
