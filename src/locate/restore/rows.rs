//! Cutting the cells below a header into rows: the cheapest way to give each cell a column, where a row ends is open.
//!
//! It is the alignment of [`align`](crate::locate::align) over all rows at once. Ends of lines speak for ends of rows
//! where several cells share a line; a cell that blanks cut in pieces is put together again.

use super::Header;
use super::tokens::{Token, Tokens};
use crate::lexicon::{Lexicon, fold, label_key};
use crate::locate::align::{Filled, Slot, framework_cost, missing_cost, shape_cost, without_points};
use crate::locate::shape::Shape;
use crate::model::Field;
use rust_decimal::Decimal;
use std::ops::Range;

/// More cells are no form.
const MOST_CELLS: usize = 6000;
/// Nor are more columns.
const MOST_COLUMNS: usize = 32;
/// What leaving a cell out costs, in tenths.
const OUT: i32 = 70;
/// What leaving out an empty one costs.
const EMPTY_OUT: i32 = 5;
/// A row that goes on behind the end of a line, or ends within one.
const ACROSS_LINES: i32 = 10;
/// A cell in two pieces.
const JOINED: i32 = 14;
/// A label of level 1 without one of level 2.
const LEVEL_LEFT_OUT: i32 = 4;
/// A row of labels alone.
const LABELS_ALONE: i32 = 12;
/// A column without even an empty cell, where empty cells are printed.
const NO_CELL: i32 = 25;
/// What a text costs at most in a column of texts, where empty cells are printed.
const TEXT: i32 = 8;
/// So many labels of published frameworks make it likely that all labels are such.
const FEWEST_KNOWN: usize = 3;
/// A label that no framework knows, among such that they know.
const STRANGE: i32 = 8;
/// A label with a comma in it, or a value that is a label.
const NO_LABEL: i32 = 15;
/// What leaving out the name of the whole block costs.
const BLOCK_OUT: i32 = 6;
/// Rows whose cells cost more on average fit the columns badly.
const DEAREST: i32 = 16;
const FAR: i32 = i32::MAX / 4;

/// The rows below a header.
pub(super) struct Cut {
    pub(super) rows: Vec<Row>,
    /// The first piece behind them.
    pub(super) end: usize,
}

/// How a cell is placed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Move {
    /// In the row of the cell before.
    Same,
    /// As the first of a row.
    New,
    /// With the piece before it.
    Joined,
    /// Nowhere.
    Out,
}

#[derive(Clone, Copy)]
struct Step {
    cost: i32,
    from: usize,
    how: Move,
}

/// What speaks for or against a cell as a label.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Plain,
    /// It is called an indicator: 社会效益指标.
    Called,
    /// It has commas, as no label has.
    Clause,
    /// The name of the whole block: 绩效指标.
    Block,
}

/// A cell of one or more pieces.
struct Part {
    pieces: Range<usize>,
    cell: Filled,
    opens_line: bool,
    /// Its figure, when it is a number.
    number: Option<Decimal>,
    /// Whether it is a share, where weights may be shares.
    is_share: bool,
    look: Look,
}

/// A row: for each cell its column and its pieces.
pub(super) type Row = Vec<(usize, Range<usize>)>;

/// How a cell is placed, its column counted from 1, and the cell.
type Placed = (Move, usize, usize);

/// The rows that pieces make under the columns of a header; `None` when they do not fit. Weights may be shares of the whole:
/// that they make it up proves it.
pub(super) fn cut(tokens: &Tokens<'_>, header: &Header, body: Range<usize>, lexicon: &Lexicon) -> Option<Cut> {
    let whole = |cut: &Cut| {
        let column = header.slots.iter().position(|slot| slot.field == Field::Weight);
        let weights = cut.rows.iter().flatten().filter(|(at, _)| Some(*at) == column);
        let shares: Option<Vec<Decimal>> = weights.map(|(_, at)| share(tokens.list[at.start].text)).collect();
        shares.is_some_and(|shares| shares.iter().sum::<Decimal>() == Decimal::ONE_HUNDRED)
    };
    let fits = cut_with(tokens, header, body.clone(), false, lexicon);
    fits.or_else(|| cut_with(tokens, header, body, true, lexicon).filter(whole))
}

/// The number in front of a percent sign.
pub(super) fn share(text: &str) -> Option<Decimal> {
    fold(text).strip_suffix('%')?.parse().ok()
}

fn cut_with(tokens: &Tokens<'_>, header: &Header, body: Range<usize>, shares: bool, lexicon: &Lexicon) -> Option<Cut> {
    let slots = header.slots.as_slice();
    let percent = header.titles.iter().any(|&(at, _)| {
        tokens.title(at, lexicon).is_some_and(|(f, _)| f == Field::Rate) && tokens.list[at].text.contains(['%', '％'])
    });
    let parts = parts(tokens, body.clone(), shares, lexicon);
    if parts.is_empty() || parts.len() > MOST_CELLS || slots.len() > MOST_COLUMNS {
        return None;
    }
    let known = parts.iter().filter(|part| part.cell.levels() != [false; 2]).count();
    let costs = Costs::new(slots, tokens.piped, percent, known >= FEWEST_KNOWN);
    let (placed, cost) = place(&parts, slots, &costs, tokens.spaced)?;
    let mut rows = rows(&placed, &parts);
    let mut end = body.end;
    // Names alone at the end are what follows, or a row that was cut off.
    let wordy = |row: &Row| row.iter().all(|(_, at)| tokens.list[at.clone()].iter().all(|t| is_text(t.shape)));
    while let Some(row) = rows.pop_if(|row| costs.indicators && wordy(row)) {
        end = row.first().map_or(end, |(_, pieces)| pieces.start);
    }
    // Numbers without a name belong to a row that lost its order.
    let named = |row: &Row| row.iter().any(|(column, _)| *column == costs.name);
    let valued = |row: &Row| row.iter().any(|(column, _)| *column > costs.name);
    let nameless = rows.iter().filter(|row| valued(row) && !named(row)).count();
    // Nor are values names: the columns have other cells than these.
    let odd = |part: &Token<'_>| !is_text(part.shape) || (part.text.chars().count() == 1 && !part.text.is_empty());
    let misnamed = rows
        .iter()
        .flatten()
        .filter(|(column, at)| costs.indicators && *column == costs.name && tokens.list[at.clone()].iter().all(odd));
    if misnamed.count() * 5 > rows.len() {
        return None;
    }
    // Where names break over lines, their pieces take the places of labels, and 时效指标 stands in level 1.
    let label = |at: &Range<usize>| parts.iter().find(|part| part.pieces.start == at.start);
    let first = rows.iter().flatten().filter(|(column, _)| slots[*column].field == Field::Level1);
    let labels: Vec<&Part> = first.filter_map(|(_, at)| label(at)).collect();
    let shifted = labels.iter().filter(|part| part.look == Look::Called && part.cell.levels() == [false, true]).count();
    if shifted * 4 > labels.len() {
        return None;
    }
    let ordered = nameless == 0 || (costs.indicators && nameless * 10 <= rows.len());
    let cheap = cost <= DEAREST * i32::try_from(parts.len()).unwrap_or(i32::MAX);
    (ordered && cheap && rows.iter().any(|row| named(row) && valued(row))).then_some(Cut { rows, end })
}

/// The cheapest way to give each cell a column, and its cost.
fn place(parts: &[Part], slots: &[Slot], costs: &Costs, spaced: bool) -> Option<(Vec<Placed>, i32)> {
    let lined = spaced && parts.iter().filter(|p| p.opens_line).count() > 1;
    let column = |field: Field| slots.iter().position(|slot| slot.field == field);
    let apart =
        column(Field::Score).zip(column(Field::Weight)).map_or(0, |(score, weight)| score.saturating_sub(weight));
    let width = slots.len() + 1;
    // steps[i * width + s]: the cheapest way to place the first i cells, the last of them in column s; 0: none yet.
    let mut steps = vec![Step { cost: FAR, from: 0, how: Move::Out }; width * (parts.len() + 1)];
    steps[0].cost = 0;
    for (i, part) in parts.iter().enumerate() {
        let (before, after) = steps.split_at_mut((i + 1) * width);
        let is_empty = part.cell.shape == Shape::Empty;
        let is_known = i.checked_sub(1).is_some_and(|before| parts[before].cell.levels() != [false; 2]);
        let [across, inside] =
            [part.opens_line, !part.opens_line].map(|odd| if lined && odd { ACROSS_LINES } else { 0 });
        let explained = explains(&parts[..i], apart);
        let in_slot: Vec<i32> = slots.iter().map(|slot| costs.fits(part, slot.field)).collect();
        for (s, here) in before[i * width..].iter().enumerate().filter(|(_, here)| here.cost < FAR) {
            let mut offer = |to: usize, cost: i32, how: Move| {
                let cost = here.cost + cost;
                if cost < after[to].cost {
                    after[to] = Step { cost, from: s, how };
                }
            };
            // A merged title stands over empty cells.
            let unused = if part.look == Look::Block { BLOCK_OUT } else { OUT };
            offer(s, if is_empty { EMPTY_OUT } else { unused }, Move::Out);
            let last = s.checked_sub(1).map(|last| slots[last].field);
            if spaced && is_text(part.cell.shape) && last.is_some_and(holds_text) {
                offer(s, JOINED, Move::Joined);
            }
            for (t, slot) in (1..).zip(slots) {
                let fits = in_slot[t - 1];
                if s > 0 && t > s {
                    let note = if slot.field == Field::Note { explained } else { 0 };
                    // A group has a label of level 2 when it has one of level 1.
                    let skips = last == Some(Field::Level1) && slots[s..t - 1].iter().any(|o| o.field == Field::Level2);
                    let skipped = costs.skipped(s, t - 1) + if skips { LEVEL_LEFT_OUT } else { 0 };
                    offer(t, fits + note + skipped + across, Move::Same);
                }
                if !is_empty {
                    offer(t, fits + costs.end(s, is_known) + costs.start(t) + inside, Move::New);
                }
            }
        }
    }
    let ends = &steps[parts.len() * width..];
    let mut s = (0..width).min_by_key(|&s| ends[s].cost.saturating_add(costs.end(s, false)))?;
    let cost = ends[s].cost;
    let mut placed = Vec::with_capacity(parts.len());
    for i in (0..parts.len()).rev() {
        let step = steps[(i + 1) * width + s];
        placed.push((step.how, s, i));
        s = step.from;
    }
    placed.reverse();
    Some((placed, cost))
}

/// How much less a note costs behind a score that is short of its weight, which stands so many columns before it; behind
/// a full score nothing is to be explained.
fn explains(before: &[Part], apart: usize) -> i32 {
    let Some((score, row)) = before.split_last() else { return 0 };
    let Some(score) = score.number else { return 0 };
    let weights = row.iter().rev().take(apart).filter_map(|part| part.number);
    match weights.max_by_key(|weight| (*weight == score, *weight)) {
        Some(weight) if weight == score => 5,
        Some(weight) if weight > score => -9,
        _ => 0,
    }
}

fn rows(placed: &[Placed], parts: &[Part]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for &(how, s, i) in placed {
        let pieces = parts[i].pieces.clone();
        match (how, rows.last_mut()) {
            (Move::Out, _) => {}
            (Move::New, _) | (_, None) => rows.push(vec![(s - 1, pieces)]),
            (Move::Joined, Some(row)) => {
                if let Some((_, cell)) = row.last_mut() {
                    cell.end = pieces.end;
                }
            }
            (Move::Same, Some(row)) => row.push((s - 1, pieces)),
        }
    }
    rows
}

/// The cells, pieces of one label put together, unused ones left out.
fn parts(tokens: &Tokens<'_>, body: Range<usize>, shares: bool, lexicon: &Lexicon) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut at = body.start;
    while at < body.end {
        let start = at;
        let mut text = tokens.list[at].text.to_owned();
        at += 1;
        while at < body.end && tokens.list[start].shape == Shape::Word && tokens.goes_on(&text, at, lexicon) {
            text.push_str(tokens.list[at].text);
            at += 1;
        }
        if at == start + 1 && tokens.is_unused(start, lexicon) {
            let marks = tokens.list[at..body.end].iter().take_while(|t| !t.opens_line && t.shape == Shape::Dash);
            at += marks.count();
            continue;
        }
        let shape = tokens.list[start].shape;
        let cell = Filled::new(0, shape, &text, lexicon);
        let folded = fold(&text);
        let number = folded.replace(',', "").parse().ok();
        let name = without_points(&text);
        let key = label_key(name);
        let look = if cell.levels() == [false; 2] && lexicon.headers.exact(&text) == Some(Field::Level3) {
            Look::Block
        } else if folded.contains([',', '。', ';', ':']) {
            Look::Clause
        } else if !key.is_empty() && key.len() < fold(name).len() {
            Look::Called
        } else {
            Look::Plain
        };
        let token = &tokens.list[start];
        let is_share = shares && share(&text).is_some();
        parts.push(Part { pieces: start..at, cell, opens_line: token.opens_line, number, is_share, look });
    }
    parts
}

/// What the columns of a form cost.
struct Costs {
    /// What leaving the first so many columns empty costs.
    missing: Vec<i32>,
    /// The column of the names.
    name: usize,
    indicators: bool,
    /// Whether the title of the rates has the percent sign, so that they need none.
    percent: bool,
    /// Whether empty cells are printed.
    piped: bool,
    /// What a label of level 1 costs that no framework knows.
    strange: i32,
}

impl Costs {
    fn new(slots: &[Slot], piped: bool, percent: bool, standard: bool) -> Self {
        let indicators = slots.iter().any(|s| s.field == Field::Level3);
        let name = slots.iter().position(|s| matches!(s.field, Field::Level3 | Field::Item)).unwrap_or(0);
        let mut missing = vec![0];
        for slot in slots {
            let label = matches!(
                slot.field,
                Field::Level1
                    | Field::Level2
                    | Field::Task
                    | Field::Ordinal
                    | Field::Level1Weight
                    | Field::Level2Weight
                    | Field::Level1Score
                    | Field::Level2Score
            );
            let cost = match slot.field {
                Field::Item => 45,
                field if indicators => missing_cost(field),
                _ => 1,
            };
            let cost = if piped && !label { cost.max(NO_CELL) } else { cost };
            missing.push(missing.last().copied().unwrap_or(0) + cost);
        }
        // Where empty cells are printed a note has a cell of its own.
        let strange = if standard && !piped { STRANGE } else { 0 };
        Self { missing, name, indicators, percent, piped, strange }
    }

    fn fits(&self, part: &Part, field: Field) -> i32 {
        let cell = &part.cell;
        let zero = part.number == Some(Decimal::ZERO);
        match (field, cell.shape) {
            // A cell that refers to an empty one shows a zero.
            (Field::Note, Shape::Bare) if zero => return 12,
            (Field::Rubric | Field::Definition | Field::Note | Field::Target | Field::Actual | Field::Task, shape)
                if self.piped && is_text(shape) =>
            {
                let label = i32::from(part.look == Look::Called && cell.levels() != [false; 2]) * NO_LABEL;
                return shape_cost(shape, field).min(TEXT) + label;
            }
            (Field::Weight, _) if part.is_share => return 0,
            (Field::Weight, Shape::Dash) if !self.indicators => return 4,
            // Only the whole of the money is scored; its parts have a rate at most.
            (Field::Weight, Shape::Bare) if !self.indicators && self.percent => return 2,
            (Field::Rate, Shape::Bare) if !self.indicators => return if self.percent { 0 } else { 9 },
            _ => {}
        }
        let label = match (field, cell.levels()) {
            // 成本指标 and 满意度指标 are names of both levels, and level 2 has more of them.
            (Field::Level1, [true, true]) => 1,
            (Field::Level3, [true, _] | [_, true]) => 15,
            (Field::Target | Field::Actual | Field::Note, [true, _] | [_, true]) if part.look == Look::Called => {
                NO_LABEL
            }
            (Field::Level1 | Field::Level2, [false, false]) if part.look == Look::Clause => NO_LABEL,
            (Field::Level1, [false, false]) if part.look != Look::Called => self.strange,
            _ => 0,
        };
        let clause = part.look == Look::Clause && matches!(field, Field::Rubric | Field::Definition | Field::Note);
        let shape = shape_cost(cell.shape, field);
        (if clause { shape.min(TEXT) } else { shape }) + framework_cost(cell, field) + label
    }

    /// The columns between two are empty.
    fn skipped(&self, from: usize, to: usize) -> i32 {
        self.missing[to] - self.missing[from]
    }

    /// A row ends with a column; `is_known`: its last cell is a label that frameworks know.
    fn end(&self, last: usize, is_known: bool) -> i32 {
        let rest = self.skipped(last, self.missing.len() - 1);
        match last {
            0 => 0,
            label if label <= self.name && is_known => rest.min(LABELS_ALONE),
            _ => rest,
        }
    }

    /// A row begins with a column.
    fn start(&self, first: usize) -> i32 {
        self.skipped(0, first - 1)
    }
}

fn is_text(shape: Shape) -> bool {
    matches!(shape, Shape::Word | Shape::Phrase | Shape::Long { .. })
}

/// Whether a column holds words, so that blanks may stand in its cells.
fn holds_text(field: Field) -> bool {
    matches!(
        field,
        Field::Level1
            | Field::Level2
            | Field::Level3
            | Field::Task
            | Field::Target
            | Field::Actual
            | Field::Note
            | Field::Rubric
            | Field::Definition
            | Field::Item
    )
}
