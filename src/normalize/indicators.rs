//! Indicator tables: rows in, indicators, groups and the printed total out.

use super::ledger::{Ledger, compact, last_bracket, one_line};
use super::{deductions, measures, restatements, rubric, units};
use crate::lexicon::{Lexicon, fold, fold_char, fold_with_places, label_key, text_of};
use crate::model::{
    CellRef, Comparator, Field, FigureId, FigureRole, Grade, Group, Indicator, Location, Measure, Report, Restatement,
    RowKind, RowRole, Rubric, Stated, TableRole, Unit,
};
use rust_decimal::Decimal;
use std::ops::Range;

/// The most total rows that are held against what stands above them; a report has one, or one per form.
const MOST_TOTALS: usize = 50;

/// What the rows of all indicator tables give besides indicators and groups.
#[derive(Debug, Default)]
pub(super) struct Totals {
    /// The score of the total row.
    pub(super) score: Option<Stated<Measure>>,
    /// The weight of the total row.
    pub(super) weight: Option<Stated<Measure>>,
    /// The grade in a row of its own or beside the total.
    pub(super) grade: Option<Stated<Grade>>,
    /// The scores that summary tables state for the total.
    pub(super) restated: Vec<Stated<Measure>>,
    /// How many total rows were read.
    rows: usize,
}

/// A label: its name, and the weight when the name carries one, as in `投入（10分）`.
struct Label {
    name: Stated<String>,
    weight: Option<(String, Location)>,
}

/// Reads one indicator table into the report.
pub(super) fn read_table(ledger: &mut Ledger<'_>, role: &TableRole, report: &mut Report, totals: &mut Totals) {
    report.indicators.reserve(role.rows.len());
    let mut reader = Reader { ledger, role, report, level1: None, level2: None };
    for (index, row) in role.rows.iter().enumerate() {
        match row.kind {
            RowKind::Leaf if role.summary => reader.restated(row),
            RowKind::Leaf => reader.leaf(row, index),
            RowKind::Group => reader.subtotal(row),
            RowKind::Total => {
                reader.total(row, totals);
                reader.grade(row, totals);
            }
            RowKind::Grade => reader.grade(row, totals),
            _ => {}
        }
    }
}

/// The names by which an indicator is compared with those of other forms.
pub(super) fn keys(path: &[Option<Stated<String>>; 3], lexicon: &Lexicon) -> [Option<String>; 3] {
    let name = |at: usize| path[at].as_ref()?.value.as_deref();
    [1, 2, 3].map(|level| lexicon.names.key(level, name(usize::from(level) - 1)?))
}

struct Reader<'l, 'd, 'r> {
    ledger: &'l mut Ledger<'d>,
    role: &'r TableRole,
    report: &'r mut Report,
    level1: Option<usize>,
    level2: Option<usize>,
}

impl Reader<'_, '_, '_> {
    fn cells(row: &RowRole, field: Field) -> impl Iterator<Item = CellRef> + '_ {
        row.cells.iter().filter(move |(f, _)| *f == field).map(|(_, c)| *c)
    }

    /// The rows that continue a leaf row over a page break.
    fn continuations(&self, index: usize) -> impl Iterator<Item = &RowRole> {
        self.role.rows[index + 1..]
            .iter()
            .take_while(|r| matches!(r.kind, RowKind::Continuation | RowKind::Header | RowKind::Blank))
            .filter(|r| r.kind == RowKind::Continuation)
    }

    /// The text of a field in a row and the rows that continue it.
    fn text(&self, row: &RowRole, index: usize, field: Field) -> Option<Stated<String>> {
        let own: Vec<CellRef> = Self::cells(row, field).collect();
        let more: Vec<CellRef> = self.continuations(index).flat_map(|r| Self::cells(r, field)).collect();
        let first = *own.first().or(more.first())?;
        let raw: String = own.iter().chain(&more).map(|&c| one_line(self.ledger.content(c))).collect();
        (!raw.is_empty()).then(|| Stated {
            value: Some(compact(&raw)),
            raw,
            at: self.ledger.place(first),
            figure: None,
        })
    }

    /// A label from one or more cells, its weight taken out of the name.
    fn label(&self, cells: &[CellRef]) -> Option<Label> {
        let &first = cells.first()?;
        let content = self.ledger.content(first);
        let raw: String = cells.iter().map(|&c| one_line(self.ledger.content(c))).collect();
        if raw.trim().is_empty() {
            return None;
        }
        let (name, weight) = split_weight(content);
        let rest: String = cells[1..].iter().map(|&c| compact(self.ledger.content(c))).collect();
        let weight = weight.and_then(|range| {
            let text = self.ledger.cell(first)?;
            let number = text.slice(range.clone()).to_owned();
            Some((number, text.locate(first.block, Some((first.row, first.col)), range)))
        });
        let value = Some(format!("{}{rest}", compact(name)));
        Some(Label { name: Stated { raw, value, at: self.ledger.place(first), figure: None }, weight })
    }

    fn leaf(&mut self, row: &RowRole, index: usize) {
        let level1 = self.label(&row.labels[0]);
        let level2 = self.label(&row.labels[1]);
        let parent = self.group(1, level1.as_ref(), row, &[]);
        if parent != self.level1 {
            self.level1 = parent;
            self.level2 = None;
        }
        let above: Vec<String> = level1.iter().filter_map(|l| l.name.value.clone()).collect();
        self.level2 = self.group(2, level2.as_ref(), row, &above);

        let names: Vec<CellRef> = Self::cells(row, Field::Level3)
            .chain(self.continuations(index).flat_map(|r| Self::cells(r, Field::Level3)))
            .collect();
        let label = self.label(&names);
        let name = label.as_ref().and_then(|l| l.name.value.clone()).unwrap_or_default();
        let mut weight = Self::cells(row, Field::Weight)
            .next()
            .and_then(|c| self.ledger.measure(c, FigureRole::Weight, &format!("{name}分值"), None));
        if weight.is_none()
            && let Some((number, at)) = label.as_ref().and_then(|l| l.weight.clone())
        {
            let value = measures::read_measure(&number, self.ledger.lexicon);
            weight = Some(self.ledger.state(number, value, at, FigureRole::Weight, &format!("{name}分值")));
        }
        let unit = self.unit(row, &name);
        let target = self.target(row, &name, unit.as_ref());
        let stated_unit = target
            .as_ref()
            .and_then(Stated::<Measure>::quantity)
            .map(|q| q.unit.clone())
            .filter(|u| unit.is_some() && !u.text.is_empty());
        let actual = Self::cells(row, Field::Actual)
            .last()
            .and_then(|c| self.ledger.measure(c, FigureRole::Actual, &name, stated_unit.as_ref()));
        let score = Self::cells(row, Field::Score)
            .next()
            .and_then(|c| self.ledger.measure(c, FigureRole::Score, &format!("{name}得分"), None));
        let coefficient = self.coefficient(row, &name);
        let rule = self.text(row, index, Field::Rubric).or_else(|| self.text(row, index, Field::Definition));
        let note = self.text(row, index, Field::Note);
        // A form may give reasons in the 扣分 column.
        let note = note.or_else(|| {
            self.text(row, index, Field::Deduction)
                .filter(|t| measures::read_measure(&t.raw, self.ledger.lexicon).is_none())
        });
        let words = &self.ledger.lexicon.said.deduction;
        let deductions =
            note.as_ref().map(|n| deductions::figures(n, &name, self.ledger.document, words)).unwrap_or_default();
        let mut deductions: Vec<FigureId> = deductions.into_iter().map(|figure| self.ledger.enter(figure)).collect();
        let column = Self::cells(row, Field::Deduction).next();
        // What a column of its own says outweighs the words of the note.
        if let Some(stated) =
            column.and_then(|c| self.ledger.measure(c, FigureRole::TableCell, &format!("{name}扣分"), None))
            && let Some(figure) = stated.figure
        {
            deductions = vec![figure];
        }
        let task = self.label(&row.labels[2]).map(|l| l.name);
        let worth = weight.as_ref().and_then(Stated::<Measure>::amount);
        let leaf = self.report.indicators.len();
        for group in [self.level1, self.level2].into_iter().flatten() {
            self.report.groups[group].leaves.push(leaf);
        }
        let path = [level1.map(|l| l.name), level2.map(|l| l.name), label.map(|l| l.name)];
        let on_top = |name: &Stated<String>| self.ledger.lexicon.headers.is_bonus(&name.raw);
        let taken = weight.as_ref().and_then(Stated::<Measure>::amount).is_some_and(|w| w < Decimal::ZERO);
        self.report.indicators.push(Indicator {
            keys: Default::default(),
            on_top: taken || path.iter().flatten().any(on_top),
            path,
            task,
            weight,
            target,
            actual,
            score,
            coefficient,
            rubric: rule.map(|r| self.rubric(row, index, r, worth)),
            note,
            deductions,
            has_note_column: self.role.header.iter().any(|(f, _)| *f == Field::Note),
            at: self.ledger.row_place(row),
        });
    }

    /// A row of a summary states a group of the form again.
    fn restated(&mut self, row: &RowRole) {
        let Some(cell) = Self::cells(row, Field::Level3).next() else { return };
        let name = compact(self.ledger.content(cell));
        let Some(group) = restatements::group(self.report, &name, self.ledger.lexicon) else { return };
        let mut points = |field, role, word: &str| {
            let cell = Self::cells(row, field).next()?;
            self.ledger.measure(cell, role, &format!("{name}{word}"), None)
        };
        let weight = points(Field::Weight, FigureRole::Weight, "分值");
        let score = points(Field::Score, FigureRole::Score, "得分");
        let coefficient = self.coefficient(row, &name);
        let at = self.ledger.row_place(row);
        self.report.restatements.push(Restatement { group, weight, score, coefficient, at });
    }

    /// The share of the weight that a column of its own gives, in the unit of the column's title.
    fn coefficient(&mut self, row: &RowRole, name: &str) -> Option<Stated<Measure>> {
        let cell = Self::cells(row, Field::Coefficient).next()?;
        let title = self.role.header.iter().find(|(field, _)| *field == Field::Coefficient).map(|(_, c)| *c);
        let unit = title.and_then(|c| self.ledger.unit_in(self.ledger.content(c)));
        // As the form calls it: 得分率, 得分系数.
        let called = title.map(|c| crate::lexicon::strip_brackets(&fold(self.ledger.content(c))).into_owned());
        let called = called.filter(|t| !t.is_empty()).unwrap_or_else(|| "得分系数".to_owned());
        self.ledger.measure(cell, FigureRole::Rate, &format!("{name}{called}"), unit.as_ref())
    }

    /// The rule of a row, read from its cells with the places of its words.
    fn rubric(&self, row: &RowRole, index: usize, stated: Stated<String>, worth: Option<Decimal>) -> Rubric {
        let of = |field| -> Vec<CellRef> {
            Self::cells(row, field).chain(self.continuations(index).flat_map(|r| Self::cells(r, field))).collect()
        };
        let (rules, definition) = (of(Field::Rubric), of(Field::Definition));
        let cells = if rules.iter().any(|&c| !self.ledger.content(c).trim().is_empty()) { &rules } else { &definition };
        let joined: String = cells.iter().map(|&c| self.ledger.content(c)).collect();
        let place = |range: Range<usize>| -> Location {
            let mut start = 0;
            for &cell in cells {
                let length = self.ledger.content(cell).chars().count();
                if range.start < start + length
                    && let Some(text) = self.ledger.cell(cell)
                {
                    let chars = range.start - start..(range.end - start).min(length);
                    return text.locate(cell.block, Some((cell.row, cell.col)), chars);
                }
                start += length;
            }
            stated.at.clone()
        };
        let mut rubric = rubric::read(&joined, worth, self.ledger.lexicon, &place);
        // The measures are often defined in the column beside the rule.
        for &cell in definition.iter().filter(|_| cells == &rules) {
            rubric.definitions.extend(rubric::definitions_of(self.ledger.content(cell), self.ledger.lexicon));
        }
        Rubric { text: stated.raw, at: stated.at, ..rubric }
    }

    /// The unit of target and actual value where it stands apart from them: in a column of its own, or in brackets behind
    /// the name (`造林面积（万亩）`).
    fn unit(&self, row: &RowRole, name: &str) -> Option<Unit> {
        let lexicon = self.ledger.lexicon;
        let column = Self::cells(row, Field::UnitName).next();
        let column = column.and_then(|c| units::parse_unit_cell(self.ledger.content(c), lexicon));
        column.or_else(|| units::parse_unit(last_bracket(name)?, lexicon))
    }

    /// The target, with the sign from a column of its own where the form has one.
    fn target(&mut self, row: &RowRole, name: &str, unit: Option<&Unit>) -> Option<Stated<Measure>> {
        let sign = Self::cells(row, Field::Sign).find_map(|c| sign(self.ledger.content(c), self.ledger.lexicon));
        let cell = Self::cells(row, Field::Target).last()?;
        let mut target = self.ledger.measure(cell, FigureRole::Target, name, unit)?;
        if let (Some(measure), Some(sign)) = (&mut target.value, sign) {
            measure.comparator.get_or_insert(sign);
            if let Some(figure) = target.figure {
                self.ledger.figures[figure.0 as usize].measure = measure.clone();
            }
        }
        Some(target)
    }

    /// The group a row stands in at a level: the one already open when the label goes on, else a new one.
    fn group(&mut self, level: u8, label: Option<&Label>, row: &RowRole, above: &[String]) -> Option<usize> {
        let label = label?;
        let name = label.name.value.clone().unwrap_or_default();
        let open = if level == 1 { self.level1 } else { self.level2 };
        let (weight, score) = match level {
            1 => (Field::Level1Weight, Field::Level1Score),
            _ => (Field::Level2Weight, Field::Level2Score),
        };
        let goes_on = open.filter(|&g| label_key(&self.report.groups[g].name) == label_key(&name));
        let index = goes_on.unwrap_or_else(|| self.open_group(level, label, above));
        if self.report.groups[index].weight.is_none() {
            let figure = format!("{name}分值");
            let printed =
                Self::cells(row, weight).next().and_then(|c| self.ledger.measure(c, FigureRole::Weight, &figure, None));
            let printed = printed.or_else(|| {
                let (number, at) = label.weight.clone()?;
                let value = measures::read_measure(&number, self.ledger.lexicon);
                Some(self.ledger.state(number, value, at, FigureRole::Weight, &figure))
            });
            self.report.groups[index].weight = printed;
        }
        if self.report.groups[index].score.is_none() {
            let printed = Self::cells(row, score)
                .next()
                .and_then(|c| self.ledger.measure(c, FigureRole::Score, &format!("{name}得分"), None));
            self.report.groups[index].score = printed;
        }
        Some(index)
    }

    /// A new group with nothing printed for it yet.
    fn open_group(&mut self, level: u8, label: &Label, above: &[String]) -> usize {
        let name = label.name.value.clone().unwrap_or_default();
        let index = self.report.groups.len();
        self.report.groups.push(Group {
            level,
            path: above.iter().cloned().chain([name.clone()]).collect(),
            name,
            weight: None,
            score: None,
            leaves: Vec::new(),
            children: Vec::new(),
            at: label.name.at.clone(),
        });
        if let (2, Some(parent)) = (level, self.level1) {
            self.report.groups[parent].children.push(index);
        }
        index
    }

    /// A 小计 row restates the level-1 group above it.
    fn subtotal(&mut self, row: &RowRole) {
        let Some(group) = self.level1 else { return };
        let name = self.report.groups[group].name.clone();
        for (field, role, word) in
            [(Field::Weight, FigureRole::Weight, "分值"), (Field::Score, FigureRole::Score, "得分")]
        {
            let Some(cell) = Self::cells(row, field).next() else { continue };
            let stated = self.ledger.measure(cell, role, &format!("{name}{word}"), None);
            let slot = if role == FigureRole::Weight {
                &mut self.report.groups[group].weight
            } else {
                &mut self.report.groups[group].score
            };
            if slot.is_none() {
                *slot = stated;
            }
        }
    }

    /// A grade in a cell that belongs to no column.
    fn grade(&self, row: &RowRole, totals: &mut Totals) {
        let text = Self::cells(row, Field::Unknown).next().and_then(|c| self.ledger.text(c));
        let grade = text.and_then(|text| {
            let value = self.ledger.lexicon.grades.read(&text.raw)?;
            Some(Stated { raw: text.raw, value: Some(value), at: text.at, figure: None })
        });
        totals.grade = totals.grade.take().or(grade);
    }

    fn total(&mut self, row: &RowRole, totals: &mut Totals) {
        let first = self.ledger.document.blocks.get(row.block as usize).and_then(|b| b.table());
        let opening = first.and_then(|t| t.row(row.row).find(|c| !c.text.is_blank()));
        let (name, inside) = opening.map(|c| split_weight(&c.text.content)).unwrap_or_default();
        let name = compact(name);
        let cell = |field| Self::cells(row, field).next();
        let weight =
            cell(Field::Weight).and_then(|c| self.ledger.measure(c, FigureRole::Total, &format!("{name}分值"), None));
        // 合计（100分）.
        let weight = weight.or_else(|| {
            let (opening, range) = (opening?, inside?);
            let (number, at) = (
                opening.text.slice(range.clone()).to_owned(),
                opening.text.locate(row.block, Some((opening.row, opening.col)), range),
            );
            let value = measures::read_measure(&number, self.ledger.lexicon);
            Some(self.ledger.state(number, value, at, FigureRole::Total, &format!("{name}分值")))
        });
        let score =
            cell(Field::Score).and_then(|c| self.ledger.measure(c, FigureRole::Total, &format!("{name}得分"), None));
        if self.role.summary {
            totals.restated.extend(score);
            return;
        }
        let at = self.ledger.row_place(row);
        totals.rows += 1;
        totals.weight = totals.weight.take().or_else(|| weight.clone());
        totals.score = totals.score.take().or_else(|| score.clone());
        // Each total holds all the indicators above it.
        if totals.rows > MOST_TOTALS {
            return;
        }
        self.report.groups.push(Group {
            level: 0,
            path: vec![name.clone()],
            name,
            weight,
            score,
            leaves: (0..self.report.indicators.len()).collect(),
            children: Vec::new(),
            at,
        });
    }
}

/// Splits `投入（10分）` into the name and the characters of the number. A bracket that holds more than a number, 分 or 权重
/// is part of the name.
pub(super) fn split_weight(text: &str) -> (&str, Option<std::ops::Range<usize>>) {
    let whole = || (text, None);
    if text.chars().rev().find_map(fold_char) != Some(')') {
        return whole();
    }
    let (chars, places) = fold_with_places(text);
    // `效益指标30分)`: the opening bracket was lost.
    let unopened = || {
        let digits = chars.iter().rev().skip(1).skip_while(|c| **c == '分').take_while(|c| c.is_ascii_digit()).count();
        (digits > 0 && chars.ends_with(&['分', ')'])).then(|| chars.len() - 2 - digits)
    };
    let opening = chars.iter().rposition(|&c| c == '(').map(|open| (open, open + 1));
    let Some((open, inside)) = opening.or_else(|| unopened().map(|at| (at, at))) else { return whole() };
    let inner = text_of(&chars[inside..chars.len() - 1]);
    let number =
        inner.strip_prefix("权重").or_else(|| inner.strip_prefix("共")).unwrap_or(&inner).trim_start_matches(':');
    let number = number.strip_suffix('分').unwrap_or(number);
    if open == 0 || number.is_empty() || number.parse::<rust_decimal::Decimal>().is_err() {
        return whole();
    }
    let first = inside + inner.chars().count() - inner.chars().skip_while(|c| !c.is_ascii_digit()).count();
    let last = first + number.chars().count() - 1;
    let (Some(&start), Some(&end), Some(&cut)) = (places.get(first), places.get(last), places.get(open)) else {
        return whole();
    };
    let cut = text.char_indices().nth(cut).map_or(text.len(), |(at, _)| at);
    (&text[..cut], Some(start..end + 1))
}

/// The comparator that a sign column prints.
fn sign(text: &str, lexicon: &Lexicon) -> Option<Comparator> {
    let folded: Vec<char> = crate::lexicon::fold(text).chars().collect();
    let (length, comparator) = lexicon.numbers.comparators.longest_at(&folded)?;
    (length == folded.len()).then_some(*comparator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weight_in_a_name_is_taken_out_of_it() {
        let cases: [(&str, &str, Option<&str>); 7] = [
            ("投入\n（10分）", "投入\n", Some("10")),
            ("产出指标（50）", "产出指标", Some("50")),
            ("效益(权重：30.5分)", "效益", Some("30.5")),
            ("服务对象满意度（含网上评议）", "服务对象满意度（含网上评议）", None),
            ("过程", "过程", None),
            ("（10分）", "（10分）", None),
            ("成本（元）", "成本（元）", None),
        ];
        for (text, name, weight) in cases {
            let (found, range) = split_weight(text);
            let number = range.map(|r| text.chars().skip(r.start).take(r.len()).collect::<String>());
            assert_eq!((found, number.as_deref()), (name, weight), "{text}");
        }
    }
}
