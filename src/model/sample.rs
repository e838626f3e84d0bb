//! Small reports made by hand, for tests: figures in, a [`Report`] with a filled ledger out. Reads no words.

use super::{
    BudgetLine, Figure, FigureId, FigureRole, Grade, Group, Indicator, Location, Measure, Quantity, Report, ScoreClaim,
    Spot, Stated, TableKind, Unit,
};

/// A report under construction. Every stated value gets a line of its own, so that findings can be told apart by line.
#[derive(Default)]
pub(crate) struct Sample {
    /// What has been built so far.
    pub(crate) report: Report,
    line: u32,
}

impl Sample {
    /// A place on a fresh line of a table.
    pub(crate) fn place(&mut self) -> Location {
        self.line += 1;
        let spot = Spot { line: Some(self.line), column: Some(1), ..Spot::default() };
        Location { block: 0, cell: Some((self.line, 0)), chars: (0, 1), spot }
    }

    /// A stated number, entered in the ledger; `None` for an empty text, no value for one that is no number.
    pub(crate) fn stated(&mut self, text: &str, role: FigureRole) -> Option<Stated<Measure>> {
        if text.is_empty() {
            return None;
        }
        let at = self.place();
        let digits = text.trim_end_matches('%');
        let Ok(amount) = digits.parse::<rust_decimal::Decimal>() else {
            return Some(Stated { raw: text.to_owned(), value: None, at, figure: None });
        };
        let mut unit = Unit::none();
        if digits.len() < text.len() {
            unit.dimension = super::Dimension::Percent;
            unit.text = "%".to_owned();
        }
        let measure = Measure::plain(Quantity { amount, decimals: amount.scale(), unit });
        let figure = FigureId(super::offset(self.report.figures.len()));
        let label = String::new();
        let raw = text.to_owned();
        self.report.figures.push(Figure { label, measure: measure.clone(), raw: raw.clone(), role, at: at.clone() });
        Some(Stated { raw, value: Some(measure), at, figure: Some(figure) })
    }

    /// An indicator row with weight and score; an empty text leaves the cell empty. Gives its index.
    pub(crate) fn leaf(&mut self, weight: &str, score: &str) -> usize {
        let weight = self.stated(weight, FigureRole::Weight);
        let score = self.stated(score, FigureRole::Score);
        let at = self.place();
        let index = self.report.indicators.len();
        let name =
            Stated { raw: String::new(), value: Some(format!("指标{}", index + 1)), at: at.clone(), figure: None };
        self.report.indicators.push(Indicator {
            path: [None, None, Some(name)],
            task: None,
            weight,
            target: None,
            actual: None,
            score,
            rubric: None,
            note: None,
            deductions: Vec::new(),
            has_note_column: true,
            coefficient: None,
            keys: Default::default(),
            on_top: false,
            at,
        });
        index
    }

    /// Leaves from pairs of weight and score.
    pub(crate) fn leaves(&mut self, rows: &[(&str, &str)]) -> Vec<usize> {
        rows.iter().map(|(weight, score)| self.leaf(weight, score)).collect()
    }

    /// A group over leaves and child groups (whose leaves are added). Gives its index.
    pub(crate) fn group(
        &mut self,
        level: u8,
        weight: &str,
        score: &str,
        leaves: &[usize],
        children: &[usize],
    ) -> usize {
        let weight = self.stated(weight, FigureRole::Weight);
        let score = self.stated(score, FigureRole::Score);
        let at = self.place();
        let name = format!("部分{}", self.report.groups.len() + 1);
        let mut all = leaves.to_vec();
        for &child in children {
            all.extend(&self.report.groups[child].leaves);
        }
        let (path, children) = (vec![name.clone()], children.to_vec());
        self.report.groups.push(Group { level, name, path, weight, score, leaves: all, children, at });
        self.report.groups.len() - 1
    }

    /// The note of the last row, with the points it names as deducted.
    pub(crate) fn note(&mut self, text: &str, deductions: &[&str]) {
        let at = self.place();
        let ids: Vec<FigureId> = deductions
            .iter()
            .filter_map(|d| self.stated(d, FigureRole::TableCell))
            .filter_map(|stated| stated.figure)
            .collect();
        if let Some(row) = self.report.indicators.last_mut() {
            row.note = Some(Stated { raw: text.to_owned(), value: Some(text.to_owned()), at, figure: None });
            row.deductions = ids;
        }
    }

    /// The printed total and full score.
    pub(crate) fn total(&mut self, total: &str, full: &str) {
        self.report.head.total_score = self.stated(total, FigureRole::Total);
        self.report.head.full_score = self.stated(full, FigureRole::Total);
        self.report.head.stated_scores.extend(self.report.head.total_score.clone());
    }

    /// A further statement of the total, in prose.
    pub(crate) fn statement(&mut self, score: &str) {
        let mut statement = self.stated(score, FigureRole::Prose);
        if let Some(stated) = &mut statement {
            stated.at.cell = None;
        }
        self.report.head.stated_scores.extend(statement);
    }

    /// The stated grade.
    pub(crate) fn grade(&mut self, grade: Grade) {
        let at = self.place();
        self.report.head.grade = Some(Stated { raw: String::new(), value: Some(grade), at, figure: None });
    }

    /// A claim of full marks for groups, perhaps with a number.
    pub(crate) fn claim(&mut self, groups: &[usize], full: &str) {
        let full_score = self.stated(full, FigureRole::Prose);
        let at = self.place();
        self.report.head.claims.push(ScoreClaim { groups: groups.to_vec(), full_score, raw: String::new(), at });
    }

    /// A budget line: item, then initial, planned, spent and rate. Gives its index.
    pub(crate) fn money(&mut self, item: &str, parent: Option<usize>, cells: [&str; 4]) -> usize {
        let roles = [FigureRole::Initial, FigureRole::Planned, FigureRole::Spent, FigureRole::Rate];
        let mut cells = cells.into_iter().zip(roles).map(|(text, role)| self.stated(text, role)).collect::<Vec<_>>();
        let mut next = || if cells.is_empty() { None } else { cells.remove(0) };
        let (initial, planned, spent, rate) = (next(), next(), next(), next());
        let at = self.place();
        self.report.budget.push(BudgetLine {
            item: item.to_owned(),
            parent,
            exhaustive: false,
            unit: "万元".to_owned(),
            initial,
            planned,
            spent,
            rate,
            prior: None,
            weight: None,
            score: None,
            table: TableKind::Budget,
            at,
        });
        self.report.budget.len() - 1
    }
}
