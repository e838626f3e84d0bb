//! A small examination built by hand: what the renderers are tested on. Tests only.

use crate::model::*;
use rust_decimal::Decimal;
use std::sync::Arc;

fn text(content: &str, line: u32, column: u32) -> Text {
    let spot = Spot { line: Some(line), column: Some(column), ..Spot::default() };
    let mut anchors = vec![Anchor { from: 0, spot }];
    for (index, (at, _)) in content.match_indices('\n').enumerate() {
        let from = offset(content[..=at].chars().count());
        let spot = Spot { line: Some(line + offset(index) + 1), column: Some(1), ..Spot::default() };
        anchors.push(Anchor { from, spot });
    }
    Text { content: content.to_string(), anchors, layer: Layer::Body }
}

fn table(first_line: u32, rows: &[&[&str]]) -> Block {
    let mut cells = Vec::new();
    for (row, contents) in (0u32..).zip(rows) {
        let mut column = 1;
        for (col, content) in (0u32..).zip(*contents) {
            cells.push(Cell { row, col, row_span: 1, col_span: 1, text: text(content, first_line + row, column) });
            column += offset(content.chars().count()) + 1;
        }
    }
    let cols = rows.iter().map(|r| offset(r.len())).max().unwrap_or_default();
    let spot = Spot { line: Some(first_line), column: Some(1), ..Spot::default() };
    Block::Table(Table { rows: offset(rows.len()), cols, cells, certainty: Grid::Guessed, spot })
}

fn document() -> Document {
    Document {
        recognized: Vec::new(),
        origin: Origin {
            path: "样本/示例.txt".to_string(),
            sha256: "00ff".to_string(),
            bytes: 1234,
            encoding: Some("UTF-8".to_string()),
            ..Origin::default()
        },
        blocks: vec![
            Block::Paragraph(text("示例市整理局2031年度部门整体绩效自评表", 1, 1)),
            Block::Paragraph(text("一、评价结论", 2, 1)),
            Block::Paragraph(text("本年度支出 586.00 万元，预算执行率97.67%，自评得分为\n95分。", 3, 1)),
            table(
                6,
                &[
                    &["项目", "预算数", "执行数", "执行率"],
                    &["资金总额", "600", "586.00", "97.67%"],
                    &["基本支出", "400", "386", "96.5%"],
                    &["一级指标", "三级指标", "分值", "年度指标值", "实际完成值", "得分"],
                    &["产出", "整理档案\n数量", "50", "≥100卷", "120卷", "45"],
                    &["", "整理合格率", "20", "100%", "99%", "20"],
                ],
            ),
            table(
                13,
                &[&["满意度", "查档群众满意度", "30", "≥90%", "基本达成", "30"], &["合计", "", "100", "", "", "96"]],
            ),
            table(16, &[&["附件", "页数"], &["清单", "3"]]),
        ],
        ..Document::default()
    }
}

fn unit(text: &str) -> Unit {
    let (dimension, base, factor) = match text {
        "万元" => (Dimension::Money, "元", 10_000),
        "%" => (Dimension::Percent, "%", 1),
        "卷" => (Dimension::Count, "卷", 1),
        _ => return Unit::none(),
    };
    Unit { text: text.to_string(), dimension, base: base.to_string(), factor: Decimal::from(factor) }
}

struct Maker {
    document: Document,
    figures: Vec<Figure>,
}

impl Maker {
    fn location(&self, block: u32, cell: Option<(u32, u32)>, needle: &str) -> Location {
        let probe = Location { block, cell, ..Location::default() };
        let text = self.document.text_at(&probe).expect("a text");
        let start = text.content[..text.content.find(needle).expect("the needle")].chars().count();
        text.locate(block, cell, start..start + needle.chars().count())
    }

    fn figure(
        &mut self,
        label: &str,
        block: u32,
        cell: Option<(u32, u32)>,
        raw: &str,
        role: FigureRole,
    ) -> Stated<Measure> {
        let at = self.location(block, cell, raw);
        let digits: String = raw.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
        let amount: Decimal = digits.parse().expect("digits");
        let unit = unit(&raw.chars().filter(|c| !c.is_ascii_digit() && !".≥ ".contains(*c)).collect::<String>());
        let mut measure = Measure::plain(Quantity { amount, decimals: amount.scale(), unit });
        measure.comparator = raw.starts_with('≥').then_some(Comparator::AtLeast);
        let id = FigureId(offset(self.figures.len()));
        self.figures.push(Figure {
            label: label.to_string(),
            measure: measure.clone(),
            raw: raw.to_string(),
            role,
            at: at.clone(),
        });
        Stated { raw: raw.to_string(), value: Some(measure), at, figure: Some(id) }
    }

    fn name(&self, block: u32, cell: Option<(u32, u32)>, raw: &str) -> Stated<String> {
        let at = self.location(block, cell, raw);
        let value = raw.replace('\n', "");
        Stated { raw: value.clone(), value: Some(value), at, figure: None }
    }

    fn indicator(&mut self, level1: (u32, u32), block: u32, row: u32, level1_name: &str) -> Indicator {
        let cell = |maker: &Self, col: u32| {
            let at = Location { block, cell: Some((row, col)), ..Location::default() };
            maker.document.text_at(&at).expect("a cell").content.clone()
        };
        let name = cell(self, 1);
        let label = name.replace('\n', "");
        let [weight, target, actual, score] =
            [(2, FigureRole::Weight), (3, FigureRole::Target), (4, FigureRole::Actual), (5, FigureRole::Score)].map(
                |(col, role)| {
                    let raw = cell(self, col);
                    if raw.contains(|c: char| c.is_ascii_digit()) {
                        self.figure(&label, block, Some((row, col)), &raw, role)
                    } else {
                        let at = self.location(block, Some((row, col)), &raw);
                        Stated { raw, value: None, at, figure: None }
                    }
                },
            );
        Indicator {
            path: [
                Some(self.name(level1.0, Some((level1.1, 0)), level1_name)),
                None,
                Some(self.name(block, Some((row, 1)), &name)),
            ],
            task: None,
            weight: Some(weight),
            target: Some(target),
            actual: Some(actual),
            score: Some(score),
            rubric: None,
            note: None,
            deductions: Vec::new(),
            has_note_column: false,
            coefficient: None,
            keys: Default::default(),
            on_top: false,
            at: self.location(block, Some((row, 1)), &name),
        }
    }
}

fn layout() -> Layout {
    let row = |block, row, kind| RowRole {
        block,
        row,
        kind,
        cells: Vec::new(),
        labels: [Vec::new(), Vec::new(), Vec::new()],
    };
    let role = |kind, parts, rows| TableRole {
        kind,
        parts,
        rows,
        header: Vec::new(),
        caption: None,
        unit: None,
        summary: false,
        reach_is_guessed: false,
    };
    let mut indicators = role(
        TableKind::Indicators,
        vec![3, 4],
        vec![
            row(3, 3, RowKind::Header),
            row(3, 4, RowKind::Leaf),
            row(3, 5, RowKind::Leaf),
            row(4, 0, RowKind::Leaf),
            row(4, 1, RowKind::Total),
        ],
    );
    indicators.header = vec![(Field::Level3, CellRef { block: 3, row: 3, col: 1 })];
    indicators.rows[1].cells = vec![
        (Field::Level3, CellRef { block: 3, row: 4, col: 1 }),
        (Field::Weight, CellRef { block: 3, row: 4, col: 2 }),
    ];
    indicators.rows[2].labels[0] = vec![CellRef { block: 3, row: 4, col: 0 }];
    let money = role(
        TableKind::Budget,
        vec![3],
        vec![row(3, 0, RowKind::Header), row(3, 1, RowKind::Leaf), row(3, 2, RowKind::Leaf)],
    );
    Layout { blocks: 0..6, tables: vec![money, indicators], ..Layout::default() }
}

fn d(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

/// A report whose parts sum to 95 where the form prints 96.
pub(super) fn examination() -> Examination {
    let mut maker = Maker { document: document(), figures: Vec::new() };
    let planned = maker.figure("资金总额 预算数", 3, Some((1, 1)), "600", FigureRole::Planned);
    let spent = maker.figure("资金总额 执行数", 3, Some((1, 2)), "586.00", FigureRole::Spent);
    let rate = maker.figure("资金总额 执行率", 3, Some((1, 3)), "97.67%", FigureRole::Rate);
    let prose = maker.figure("支出", 2, None, "586.00 万元", FigureRole::Prose);
    let indicators = vec![
        maker.indicator((3, 4), 3, 4, "产出"),
        maker.indicator((3, 4), 3, 5, "产出"),
        maker.indicator((4, 0), 4, 0, "满意度"),
    ];
    let full = maker.figure("合计 分值", 4, Some((1, 2)), "100", FigureRole::Total);
    let total = maker.figure("合计 得分", 4, Some((1, 5)), "96", FigureRole::Total);
    let scores: Vec<FigureId> =
        indicators.iter().filter_map(|i| i.score.as_ref().and_then(|score| score.figure)).collect();
    let id = |stated: &Stated<Measure>| stated.figure.expect("a figure");
    let reconciliations = vec![
        Reconciliation {
            subject: Subject::BudgetRate(0),
            figure: rate.figure,
            stated: Some(Interval::printed(d("97.67"), 2)),
            recomputed: Some(Interval::closed(d("97.6658"), d("97.6683"))),
            inputs: vec![id(&spent), id(&planned)],
            arithmetic: "586.00 ÷ 600 = 97.67%".to_string(),
            verdict: Verdict::Agrees,
        },
        Reconciliation {
            subject: Subject::TotalScore,
            figure: total.figure,
            stated: Some(Interval::printed(d("96"), 0)),
            recomputed: Some(Interval::exact(d("95"))),
            inputs: scores.clone(),
            arithmetic: "45 + 20 + 30 = 95".to_string(),
            verdict: Verdict::Differs,
        },
    ];
    let related = indicators
        .iter()
        .filter_map(|i| i.score.as_ref())
        .map(|score| Related { role: PlaceRole::Part, text: score.raw.clone(), at: score.at.clone() })
        .collect();
    let findings = vec![Finding {
        check: Code("SC103"),
        name: "total-score-mismatch",
        severity: Severity::Error,
        message: Message {
            zh: "各项得分之和 95 与所列总分 96 不一致，请核对各项得分和总分".to_string(),
            en: "the scores add up to 95 but the stated total is 96; check the scores and the total".to_string(),
        },
        stated: Some(total.clone()),
        recomputed: Some(Interval::exact(d("95"))),
        arithmetic: Some("45 + 20 + 30 = 95".to_string()),
        figures: vec![id(&total)],
        at: total.at.clone(),
        related,
    }];
    let title = maker.name(0, None, "示例市整理局2031年度部门整体绩效自评表");
    let year = maker.location(0, None, "2031");
    let section = Section {
        level: 1,
        style: Some(0),
        ordinal: Some(1),
        number: Some(maker.location(1, None, "一、")),
        title: maker.location(1, None, "评价结论"),
        parent: None,
        is_item: false,
    };
    let group = Group {
        level: 0,
        name: "合计".to_string(),
        path: Vec::new(),
        weight: Some(full.clone()),
        score: Some(total.clone()),
        leaves: vec![0, 1, 2],
        children: Vec::new(),
        at: maker.location(4, Some((1, 0)), "合计"),
    };
    let money = BudgetLine {
        item: "资金总额".to_string(),
        parent: None,
        exhaustive: false,
        unit: "万元".to_string(),
        initial: None,
        planned: Some(planned.clone()),
        spent: Some(spent.clone()),
        rate: Some(rate),
        prior: None,
        weight: None,
        score: None,
        table: TableKind::Budget,
        at: maker.location(3, Some((1, 0)), "资金总额"),
    };
    let child = BudgetLine {
        item: "基本支出".to_string(),
        parent: Some(0),
        at: maker.location(3, Some((2, 0)), "基本支出"),
        planned: None,
        spent: None,
        rate: None,
        ..money.clone()
    };
    let report = Report {
        restatements: Vec::new(),
        losses: Vec::new(),
        form_rules: Vec::new(),
        said: crate::model::Said::default(),
        head: Head {
            organization: Some(maker.name(0, None, "示例市整理局")),
            year: Some(Stated { raw: "2031".to_string(), value: Some(2031), at: year, figure: None }),
            kind: ReportKind::Department,
            title: Some(title),
            total_score: Some(total.clone()),
            full_score: Some(full),
            stated_scores: vec![total],
            ..Head::default()
        },
        sections: vec![section],
        groups: vec![group],
        indicators,
        budget: vec![money, child],
        relations: vec![Relation::new(RelationKind::Same, id(&prose), vec![id(&spent)], Wording::Closed)],
        figures: maker.figures,
        unread_rows: 0,
        cut_off: false,
        groups_are_guessed: false,
    };
    Examination {
        document: Arc::new(maker.document),
        layout: layout(),
        report,
        notices: Vec::new(),
        reconciliations,
        findings,
    }
}
