//! Aligning the cells of a row with the columns of a form.
//!
//! Flattened tables lose merged cells and shift columns, so positions alone prove little there: a row is aligned by what
//! its cells look like, and positions only break ties. Cells and columns both keep their order, so the cheapest alignment
//! is found by dynamic programming over the two sequences.

use super::shape::Shape;
use crate::lexicon::{Lexicon, label_key};
use crate::model::{Field, Grid};

/// A form with more columns is none that flattening shifts; its cells stand where they stand.
const MOST_SLOTS: usize = 32;

/// A filled cell of a row, as the alignment sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Filled {
    /// The column in the table block.
    pub(super) col: u32,
    /// How many columns it covers.
    pub(super) span: u32,
    /// What it looks like.
    pub(super) shape: Shape,
    /// Whether published frameworks have it as a name of level 1, and of level 2.
    levels: [bool; 2],
    /// Whether it says in which direction a target is to be met.
    direction: bool,
    /// Whether it may number a row: `A1`, `2.1`, `一`.
    number: bool,
}

impl Filled {
    /// A filled cell at a column.
    pub(super) fn new(col: u32, shape: Shape, text: &str, lexicon: &Lexicon) -> Self {
        let frameworks = &lexicon.frameworks;
        let mut levels = [false; 2];
        if matches!(shape, Shape::Word | Shape::Phrase) {
            let key = label_key(without_points(text));
            levels = [1, 2].map(|level| !key.is_empty() && frameworks.is_level(level, &key));
        }
        let direction = shape == Shape::Word && lexicon.headers.is_direction(text);
        let number = shape == Shape::Word && numbers_a_row(text);
        Self { col, span: 1, shape, levels, direction, number }
    }

    /// Whether published frameworks have it as a name of level 1, and of level 2.
    pub(super) fn levels(&self) -> [bool; 2] {
        self.levels
    }

    /// The same cell, merged over so many columns.
    pub(super) fn spanning(self, span: u32) -> Self {
        Self { span, ..self }
    }
}

/// A label without the points behind it: `过程（40分）`.
pub(super) fn without_points(text: &str) -> &str {
    let text = text.trim();
    let inner = text.strip_suffix([')', '）']).and_then(|open| open.rsplit_once(['(', '（']));
    match inner {
        Some((name, points)) if points.starts_with(|c: char| c.is_ascii_digit()) => name,
        _ => text,
    }
}

/// Whether a word is the number of a row: letters and digits, Chinese numerals, perhaps in brackets.
fn numbers_a_row(text: &str) -> bool {
    const LONGEST: usize = 5;
    let inner = text.trim().trim_matches(['(', ')', '（', '）', '、', '.']);
    let plain = inner.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
    let chinese = inner.chars().all(|c| "一二三四五六七八九十".contains(c));
    !inner.is_empty() && inner.chars().count() <= LONGEST && (plain || chinese)
}

/// A column of the form that a row may fill.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    /// What the column holds.
    pub(super) field: Field,
    /// Where the header prints it.
    pub(super) col: u32,
}

/// What leaving a cell without a column costs, in tenths.
const OUT: i32 = 70;
/// No alignment is as dear as this.
const FAR: i32 = i32::MAX / 4;
/// A state that no alignment reaches.
const NOWHERE: Step = Step { cost: FAR, from: 0, used: false, last: 0 };

/// What a shape costs in a field, in tenths. 90 and more means: only if there is no other way.
pub(super) fn shape_cost(shape: Shape, field: Field) -> i32 {
    use Field as F;
    use Shape as S;
    match (field, shape) {
        (_, S::Empty) | (F::Sign, S::Sign) => 0,
        (F::Unknown, S::Word) => 10,
        (F::Unknown, _) => 15,
        (_, S::Sign) => 60,
        (F::Level1 | F::Level2, S::Word) => 0,
        (F::Level1 | F::Level2, S::Phrase) => 20,
        (F::Level1 | F::Level2, S::Quantity) => 60,
        (F::Level1 | F::Level2, _) => 90,
        (F::Level3 | F::Item, S::Word) => 0,
        (F::Level3 | F::Item, S::Phrase) => 3,
        (F::Level3 | F::Item, S::Long { rule: false }) => 40,
        (F::Level3 | F::Item, S::Quantity) => 40,
        (F::Item, S::Dash) => 20,
        (F::Level3 | F::Item, _) => 90,
        (F::Task, S::Word) => 1,
        (F::Task, S::Phrase) => 0,
        (F::Task, S::Long { rule: false }) => 40,
        (F::Task, _) => 90,
        (F::Target, S::Quantity | S::Word) => 0,
        (F::Target, S::Bare | S::Phrase | S::Dash) => 8,
        (F::Target, S::Long { .. }) => 35,
        (F::Actual, S::Quantity) => 0,
        (F::Actual, S::Word) => 1,
        (F::Actual, S::Bare | S::Phrase | S::Dash) => 7,
        (F::Actual, S::Long { rule: false }) => 20,
        (F::Actual, S::Long { rule: true }) => 45,
        (F::Weight | F::Level1Weight | F::Level2Weight, S::Bare) => 0,
        (F::Weight | F::Level1Weight | F::Level2Weight, S::Dash) => 30,
        // Weights may be shares of the whole.
        (F::Weight, S::Quantity) => 30,
        (F::Weight | F::Level1Weight | F::Level2Weight, _) => 90,
        (F::Score | F::Level1Score | F::Level2Score, S::Bare) => 0,
        (F::Score | F::Level1Score | F::Level2Score, S::Dash) => 10,
        (F::Score | F::Level1Score | F::Level2Score, _) => 90,
        (F::Rate | F::Coefficient | F::Completion, S::Quantity) => 0,
        (F::Rate | F::Coefficient | F::Completion, S::Bare | S::Dash) => 1,
        (F::Rate | F::Coefficient | F::Completion, _) => 70,
        (F::Definition, S::Long { rule: false }) => 0,
        (F::Definition, S::Long { rule: true }) => 10,
        (F::Rubric, S::Long { rule: true }) => 0,
        (F::Rubric, S::Long { rule: false }) => 3,
        (F::Definition | F::Rubric, S::Phrase) => 8,
        (F::Definition, S::Word) => 3,
        (F::Rubric, S::Word) => 25,
        (F::Definition | F::Rubric, S::Quantity) => 40,
        (F::Definition | F::Rubric, _) => 80,
        (F::Note, S::Long { .. }) => 5,
        (F::Note, S::Phrase) => 3,
        (F::Note, S::Word | S::Dash) => 7,
        (F::Note, S::Quantity) => 18,
        (F::Note, S::Bare) => 50,
        (F::Deduction, S::Bare) => 0,
        (F::Deduction, S::Dash) => 2,
        (F::Deduction, S::Quantity) => 25,
        (F::Deduction, S::Word) => 20,
        (F::Deduction, S::Phrase | S::Long { .. }) => 30,
        (F::Sign, S::Word | S::Dash) => 8,
        (F::UnitName, S::Word | S::Dash | S::Quantity) => 2,
        (F::Sign | F::UnitName, _) => 60,
        (F::Initial | F::Planned | F::Spent | F::Prior | F::Posts | F::Persons, S::Bare) => 0,
        (F::Initial | F::Planned | F::Spent | F::Prior | F::Posts | F::Persons, S::Dash) => 4,
        (F::Initial | F::Planned | F::Spent | F::Prior | F::Posts | F::Persons, S::Quantity) => 10,
        (F::Initial | F::Planned | F::Spent | F::Prior | F::Posts | F::Persons, _) => 90,
        (F::Ordinal, S::Bare) => 0,
        (F::Ordinal, _) => 60,
    }
}

/// What leaving a column of the form empty costs, in tenths.
pub(super) fn missing_cost(field: Field) -> i32 {
    match field {
        Field::Level3 => 45,
        Field::Weight => 25,
        Field::Score => 12,
        Field::Target | Field::Actual => 8,
        _ => 0,
    }
}

/// How far a name's place in published frameworks, or what else is known of it, speaks for or against a column, in tenths.
pub(super) fn framework_cost(cell: &Filled, field: Field) -> i32 {
    let [one, two] = cell.levels;
    if cell.direction {
        return match field {
            Field::Sign | Field::Unknown => -8,
            Field::Level1 | Field::Level2 | Field::Level3 | Field::Task => 20,
            Field::Target | Field::Actual | Field::UnitName => 15,
            _ => 0,
        };
    }
    match field {
        // No name, and no title of an ordinal column asks for anything else.
        Field::Ordinal if cell.number => -shape_cost(cell.shape, field),
        _ if !(one || two) => 0,
        Field::Level1 if one => -6,
        Field::Level2 if two => -6,
        Field::Level1 | Field::Level2 => 3,
        Field::Task => 15,
        _ => 0,
    }
}

/// The cheapest way to a place of the alignment.
#[derive(Clone, Copy)]
struct Step {
    cost: i32,
    /// The place before.
    from: usize,
    /// Whether the cell fills the slot of this place, and is not left out.
    used: bool,
    /// The last cell that fills a slot.
    last: usize,
}

/// The field of each filled cell of a row; `None` where a cell fits no column at all.
pub(super) fn align(cells: &[Filled], slots: &[Slot], grid: Grid) -> Vec<Option<Field>> {
    if slots.len() > MOST_SLOTS || cells.len() > MOST_SLOTS {
        return in_place(cells, slots);
    }
    if cells.is_empty() || slots.is_empty() {
        return vec![None; cells.len()];
    }
    // In a grid that the format itself states a column is where it is.
    let shift_cost = if grid.is_stated() { 60 } else { 9 };
    // A row that ends in the last column of the form has most likely lost none.
    let reaches_end = cells.last().map(|c| c.col + c.span.saturating_sub(1)) == slots.last().map(|s| s.col);
    let first_shift = if reaches_end { 2 * shift_cost } else { shift_cost / 2 };
    let width = slots.len() + 1;
    // How far a cell stands from its slot. One that is merged over several columns stands in each of them.
    let shift = |cell: &Filled, s: usize| {
        let col = slots[s - 1].col;
        let nearest = col.clamp(cell.col, cell.col + cell.span.saturating_sub(1));
        i32::try_from(i64::from(nearest) - i64::from(col)).unwrap_or(FAR)
    };
    // Only an indicator row must have its name, weight and score; a line of money may leave any column blank, and has a
    // mark where its part of the money is not scored.
    let indicators = slots.iter().any(|s| s.field == Field::Level3);
    let unscored = |cell: &Filled, field: Field| !indicators && field == Field::Weight && cell.shape == Shape::Dash;
    // What leaving the first so many columns empty costs.
    let mut missing = vec![0; width];
    for (s, slot) in slots.iter().enumerate() {
        missing[s + 1] = missing[s] + if indicators { missing_cost(slot.field) } else { 0 };
    }
    let skipped = |from: usize, to: usize| missing[to] - missing[from];
    // steps[j * width + s]: the cheapest way to place the first j cells with slot s - 1 the last one used; s = 0: none yet.
    // The shift of the columns is given by the slot and the last cell in it; a cell that is left out only adds cost.
    let mut steps = vec![NOWHERE; width * (cells.len() + 1)];
    steps[0].cost = 0;
    // What the cell costs in each slot, and how far it is shifted there; both are asked for from every place before.
    let mut in_slot = vec![(0, 0); width];
    for (j, cell) in cells.iter().enumerate() {
        for (t, slot) in (1..).zip(slots) {
            let fits = if unscored(cell, slot.field) { 4 } else { shape_cost(cell.shape, slot.field) };
            in_slot[t] = (fits + framework_cost(cell, slot.field), shift(cell, t));
        }
        let (before, after) = steps.split_at_mut((j + 1) * width);
        let before = &before[j * width..];
        for (s, here) in before.iter().enumerate().filter(|(_, here)| here.cost < FAR) {
            if here.cost + OUT < after[s].cost {
                after[s] = Step { cost: here.cost + OUT, from: s, used: false, last: here.last };
            }
            let shift_before = if s == 0 { 0 } else { shift(&cells[here.last], s) };
            // The first cell may stand anywhere; after it, each jump of the shift costs, wide ones slightly more.
            let jump = if s == 0 { first_shift } else { shift_cost };
            let so_far = here.cost - missing[s];
            let later = in_slot[s + 1..].iter().zip(&missing[s..]).zip(&mut after[s + 1..]);
            for ((&(fits, moved), missed), there) in later {
                let mut cost = so_far + missed + fits;
                if moved != shift_before {
                    cost += jump + moved.abs_diff(shift_before).min(4).cast_signed();
                }
                if cost < there.cost {
                    *there = Step { cost, from: s, used: true, last: j };
                }
            }
        }
    }
    let ends = &steps[cells.len() * width..];
    let to_the_end = |s: usize| if ends[s].cost >= FAR { FAR } else { ends[s].cost + skipped(s, slots.len()) };
    let mut s = (0..width).min_by_key(|&s| to_the_end(s)).unwrap_or(0);
    let mut fields = vec![None; cells.len()];
    for j in (0..cells.len()).rev() {
        let step = steps[(j + 1) * width + s];
        if step.used {
            fields[j] = Some(slots[s - 1].field);
        }
        s = step.from;
    }
    fields
}

/// The field of the column that each cell stands in.
fn in_place(cells: &[Filled], slots: &[Slot]) -> Vec<Option<Field>> {
    let mut slots = slots.iter().peekable();
    let field = |cell: &Filled| {
        while slots.next_if(|slot| slot.col < cell.col).is_some() {}
        slots.next_if(|slot| slot.col == cell.col).map(|slot| slot.field)
    };
    cells.iter().map(field).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locate::shape::shape;

    fn slots(fields: &[Field]) -> Vec<Slot> {
        fields.iter().zip(0..).map(|(&field, col)| Slot { field, col }).collect()
    }

    fn aligned(row: &str, fields: &[Field]) -> Vec<Option<Field>> {
        let lexicon = Lexicon::builtin();
        let cells: Vec<Filled> = row
            .split('\t')
            .zip(0..)
            .map(|(text, col)| Filled::new(col, shape(text, lexicon), text, lexicon))
            .filter(|c| c.shape != Shape::Empty)
            .collect();
        align(&cells, &slots(fields), Grid::Guessed)
    }

    const FULL: [Field; 9] = [
        Field::Level1,
        Field::Level2,
        Field::Task,
        Field::Level3,
        Field::Target,
        Field::Weight,
        Field::Rubric,
        Field::Actual,
        Field::Score,
    ];
    const RULE: &str = "完成值等于目标值的得满分，未达到的按完成值占目标值的比例折算得分，低于一半的不得分";

    #[test]
    fn a_row_on_the_grid_keeps_its_columns() {
        let row = format!("履职\t巡河巡查\t开展河湖巡查\t巡河次数\t=120次\t2\t{RULE}\t120次\t2");
        assert_eq!(aligned(&row, &FULL), FULL.map(Some).to_vec());
    }

    #[test]
    fn a_row_shifted_left_is_read_from_its_right_end() {
        let row = format!("巡河巡查\t开展河湖巡查\t巡河次数\t=120次\t2\t{RULE}\t98次\t1.63");
        assert_eq!(aligned(&row, &FULL), FULL[1..].iter().copied().map(Some).collect::<Vec<_>>());
        let row = format!("\t巡河次数\t=120次\t2\t{RULE}\t98次\t1.63\t\t");
        assert_eq!(aligned(&row, &FULL), FULL[3..].iter().copied().map(Some).collect::<Vec<_>>());
    }

    #[test]
    fn a_row_that_reaches_the_last_column_has_lost_none() {
        let form = [
            Field::Level1,
            Field::Level1Weight,
            Field::Level2,
            Field::Level2Weight,
            Field::Level3,
            Field::Weight,
            Field::Rubric,
            Field::Score,
        ];
        // Both names are level names of published frameworks, the first one of level 1.
        let fields = aligned("\t\t履职效益\t19\t经济效益\t7\t根据各业务部门的情况综合计算。\t7", &form);
        assert_eq!(fields, form[2..].iter().copied().map(Some).collect::<Vec<_>>());
    }

    #[test]
    fn a_known_level_name_outweighs_its_position() {
        let row = format!("社会效益\t群众生活环境改善程度\t改善\t7\t{RULE}\t达成预期目标\t7\t\t");
        let fields = aligned(&row, &FULL);
        assert_eq!(fields[..2], [Some(Field::Level2), Some(Field::Level3)]);
    }

    #[test]
    fn a_merged_definition_and_rule_is_the_rule_and_what_follows_the_score_is_the_note() {
        let form = [
            Field::Level1,
            Field::Level1Weight,
            Field::Level2,
            Field::Level2Weight,
            Field::Level3,
            Field::Weight,
            Field::Definition,
            Field::Rubric,
            Field::Score,
            Field::Note,
        ];
        let row = format!("管理\t20\t人员管理\t4\t编外人员控制率\t1\t{RULE}\t0.5\t编外人员占比偏高，扣0.5分。");
        let fields = aligned(&row, &form);
        assert_eq!(fields[6..], [Some(Field::Rubric), Some(Field::Score), Some(Field::Note)]);
        let what =
            "看预算安排与本单位职责和全年工作计划是否对得上，资金在各个项目之间是否分出了轻重缓急，有没有漏编重编";
        let row = format!("\t\t\t\t预算编报合理性\t5\t{what}\t{RULE}\t5\t");
        let fields = aligned(&row, &form);
        assert_eq!(
            fields,
            [
                Some(Field::Level3),
                Some(Field::Weight),
                Some(Field::Definition),
                Some(Field::Rubric),
                Some(Field::Score)
            ]
        );
    }
}
