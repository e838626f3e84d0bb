//! Generated reports: two families of forms, merged cells, running text, figures that add up or one that does not.
//!
//! In: a number. Out: the report as a document, and what a reader must find in it. Equal numbers give equal reports.
//! All bodies, names and figures are invented; the forms are those of the Ministry of Finance's templates.

use fuhe::model::{Block, Cell, Document, Grid, Spot, Table, Text};
use rust_decimal::{Decimal, RoundingStrategy};

/// A generated report.
pub(crate) struct Made {
    pub(crate) document: Document,
    /// What a record of it tells, in the form of `told` in `written.rs`.
    pub(crate) told: Vec<String>,
    /// Codes of errors that must be found. With none, nothing may be called an error.
    pub(crate) planted: Vec<&'static str>,
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        // splitmix64
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[usize::try_from(self.roll(from.len() as u64)).expect("an index")]
    }

    fn once_in(&mut self, times: u64) -> bool {
        self.roll(times) == 0
    }
}

/// Level 1, level 2, and indicators with their unit.
type Branch = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const BRANCHES: &[Branch] = &[
    ("产出指标", "数量指标", &[("清淤管网长度", "公里"), ("检查井维护数量", "座"), ("培训场次", "次")]),
    ("产出指标", "质量指标", &[("清淤验收合格率", "%"), ("设备完好率", "%")]),
    ("产出指标", "时效指标", &[("汛前任务完成率", "%"), ("维修响应及时率", "%")]),
    ("效益指标", "社会效益指标", &[("积水点减少数量", "处"), ("受益居民户数", "户")]),
    ("效益指标", "可持续影响指标", &[("养护巡查覆盖率", "%")]),
    ("满意度指标", "服务对象满意度指标", &[("沿线居民满意度", "%"), ("参训人员满意度", "%")]),
];

const BODIES: &[&str] = &["云岭市城市管理局", "青河县水务局", "白鹭区档案馆", "临江市文化中心"];
const WORKS: &[&str] = &["排水管网清淤维护", "公共设施巡检", "馆舍设备更新"];

/// One indicator row as it is printed.
struct Row {
    level1: &'static str,
    level2: &'static str,
    name: &'static str,
    weight: u64,
    target: String,
    actual: String,
    score: Decimal,
    note: &'static str,
}

/// The report with a number.
pub(crate) fn report(number: u64) -> Made {
    let mut dice = Dice(number);
    let planted_codes = match dice.roll(4) {
        0 => vec!["SC101"],
        1 => vec!["SC103"],
        _ => Vec::new(),
    };
    let (organization, work) = (*dice.pick(BODIES), *dice.pick(WORKS));
    let year = 2019 + dice.roll(20);
    let planned = Decimal::new(i64::try_from(20_000 + dice.roll(90_000)).expect("small"), 2);
    let spent = rounded(planned * Decimal::new(i64::try_from(8_500 + dice.roll(1_500)).expect("small"), 4), 2);
    let rate = rounded(spent * Decimal::ONE_HUNDRED / planned, 2);
    let rate_score = rounded(rate / Decimal::TEN, 2).normalize();
    let mut rows = indicators(&mut dice);
    let broken = usize::try_from(dice.roll(rows.len() as u64)).expect("an index");
    if planted_codes.contains(&"SC101") {
        rows[broken].score = Decimal::from(rows[broken].weight + 1);
        rows[broken].note = "";
    }
    let sum: Decimal = rows.iter().map(|r| r.score).sum::<Decimal>() + rate_score;
    let total = if planted_codes.contains(&"SC103") { sum - Decimal::from(2) } else { sum }.normalize();
    let form = Form { organization, work, year, planned, spent, rate, rate_score, rows, total };
    let title = format!("{year}年度{work}项目支出绩效自评报告");
    let mut blocks = vec![Block::Heading(text(&title))];
    let mut told = form.told(&title);
    if dice.once_in(2) {
        blocks.extend(form.prose());
        // The amounts of the running text are a line of money too.
        told.push(format!("budget 项目|万元||{planned}万元|{spent}万元|{rate}%||"));
    }
    blocks.push(Block::Table(form.table(dice.once_in(2))));
    blocks.push(Block::Paragraph(text("注：定量指标按完成比例得分，定性指标按完成程度得分。")));
    Made { document: Document { blocks, ..Document::default() }, told, planted: planted_codes }
}

/// Rows whose weights make 90; every branch keeps at least one.
fn indicators(dice: &mut Dice) -> Vec<Row> {
    let mut rows = Vec::new();
    for (level1, level2, names) in BRANCHES {
        let kept = 1 + dice.roll(names.len() as u64);
        for (name, unit) in &names[..usize::try_from(kept).expect("small")] {
            let goal = if *unit == "%" { 90 } else { 5 + dice.roll(200) };
            let target = format!("{}{goal}{unit}", dice.pick(&["≥", "≥", ""]));
            rows.push(Row {
                level1,
                level2,
                name,
                weight: 0,
                target,
                actual: format!("{goal}{unit}"),
                score: Decimal::ZERO,
                note: "",
            });
        }
    }
    let count = rows.len() as u64;
    for (row, n) in rows.iter_mut().zip(0..) {
        row.weight = 90 / count + u64::from(n < 90 % count);
        row.score = Decimal::from(row.weight);
        if dice.once_in(4) {
            row.score -= *dice.pick(&[Decimal::new(5, 1), Decimal::new(12, 1), Decimal::new(25, 2)]);
            row.note = *dice.pick(&["材料到货推迟，已列入下年第一批。", "路面开挖审批偏晚，下年提前报批。"]);
        }
    }
    rows
}

struct Form {
    organization: &'static str,
    work: &'static str,
    year: u64,
    planned: Decimal,
    spent: Decimal,
    rate: Decimal,
    rate_score: Decimal,
    rows: Vec<Row>,
    total: Decimal,
}

impl Form {
    fn prose(&self) -> Vec<Block> {
        let Self { year, work, organization, planned, spent, rate, .. } = self;
        let lines = [
            format!("{organization}按照要求对{work}项目开展了绩效自评，现将情况报告如下。"),
            format!("{year}年度项目预算{planned}万元，实际支出{spent}万元，预算执行率{rate}%。"),
        ];
        let mut blocks = vec![Block::Heading(text("一、项目概况"))];
        blocks.extend(lines.iter().map(|line| Block::Paragraph(text(line))));
        blocks.push(Block::Heading(text("二、自评情况")));
        blocks
    }

    /// The form. `outer` adds the column that says 绩效指标 beside all rows, as the national form has it.
    fn table(&self, outer: bool) -> Table {
        let label = |cells: &mut Vec<Placed>, text: &str, rows| {
            if outer {
                cells.push(placed(text, 1, rows));
            }
        };
        let wide = u32::from(outer);
        let mut rows: Vec<Vec<Placed>> = vec![
            vec![placed("项目名称", 1 + wide, 1), placed(self.work, 7, 1)],
            vec![
                placed("主管部门", 1 + wide, 1),
                placed(self.organization, 3, 1),
                placed("实施单位", 1, 1),
                placed(self.organization, 3, 1),
            ],
            vec![
                placed("项目资金\n（万元）", 1 + wide, 2),
                placed("", 1, 1),
                placed("年初预算数", 1, 1),
                placed("全年预算数", 1, 1),
                placed("全年执行数", 1, 1),
                placed("分值", 1, 1),
                placed("执行率", 1, 1),
                placed("得分", 1, 1),
            ],
        ];
        let (planned, spent) = (self.planned.to_string(), self.spent.to_string());
        let (rate, score) = (format!("{}%", self.rate), self.rate_score.to_string());
        rows.push(["年度资金总额", &planned, &planned, &spent, "10", &rate, &score].map(|t| placed(t, 1, 1)).into());
        let mut header = Vec::new();
        label(&mut header, "绩效指标", u32::try_from(self.rows.len()).expect("few") + 1);
        let columns =
            ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"];
        header.extend(columns.map(|t| placed(t, 1, 1)));
        rows.push(header);
        for (n, row) in self.rows.iter().enumerate() {
            let mut cells = Vec::new();
            let tall =
                |same: &dyn Fn(&Row) -> bool| u32::try_from(self.rows.iter().filter(|r| same(r)).count()).expect("few");
            let before = n.checked_sub(1).map(|n| &self.rows[n]);
            if before.is_none_or(|b| b.level1 != row.level1) {
                cells.push(placed(row.level1, 1, tall(&|r| r.level1 == row.level1)));
            }
            if before.is_none_or(|b| b.level2 != row.level2) {
                cells.push(placed(row.level2, 1, tall(&|r| r.level2 == row.level2)));
            }
            let (weight, score) = (row.weight.to_string(), row.score.to_string());
            let texts = [row.name, &row.target, &row.actual, &weight, &score, row.note];
            cells.extend(texts.map(|t| placed(t, 1, 1)));
            rows.push(cells);
        }
        rows.push(vec![
            placed("总分", 5 + wide, 1),
            placed("100", 1, 1),
            placed(&self.total.to_string(), 1, 1),
            placed("", 1, 1),
        ]);
        table(rows)
    }

    fn told(&self, title: &str) -> Vec<String> {
        let Self { organization, work, year, planned, spent, rate, rate_score, .. } = self;
        let mut out = vec![
            format!("title {title}"),
            format!("organization {organization}"),
            format!("project {work}"),
            format!("year {year}"),
            "kind project".to_owned(),
            format!("total {}", self.total),
        ];
        for Row { level1, level2, name, weight, target, actual, score, note } in &self.rows {
            out.push(format!("row {level1}/{level2}/{name}|{weight}|{target}|{actual}|{score}|{note}"));
        }
        out.push(format!("budget 年度资金总额|万元|{planned}|{planned}|{spent}|{rate}%|10|{rate_score}"));
        out
    }
}

fn rounded(amount: Decimal, decimals: u32) -> Decimal {
    let mut out = amount.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    out.rescale(decimals);
    out
}

pub(crate) fn text(content: &str) -> Text {
    Text { content: content.to_owned(), ..Text::default() }
}

/// A cell's text, width and height.
type Placed = (String, u32, u32);

fn placed(text: &str, columns: u32, rows: u32) -> Placed {
    (text.to_owned(), columns, rows)
}

/// A table of cells in the order in which they are written, each stepping aside for those that reach down.
fn table(rows: Vec<Vec<Placed>>) -> Table {
    let count = u32::try_from(rows.len()).expect("few");
    let mut cells: Vec<Cell> = Vec::new();
    for (row, texts) in (0..).zip(rows) {
        let mut col = 0;
        for (content, col_span, row_span) in texts {
            let covers =
                |col: u32| move |c: &&Cell| c.row + c.row_span > row && (c.col..c.col + c.col_span).contains(&col);
            while let Some(above) = cells.iter().find(covers(col)) {
                col = above.col + above.col_span;
            }
            cells.push(Cell { row, col, row_span, col_span, text: text(&content) });
            col += col_span;
        }
    }
    let cols = cells.iter().map(|c| c.col + c.col_span).max().unwrap_or_default();
    Table { rows: count, cols, cells, certainty: Grid::Marked, spot: Spot::default() }
}
