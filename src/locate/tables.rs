//! Tables of a report: stitched over page breaks, parted where a new header starts, their rows given roles.
//!
//! One physical table often holds a whole form: head fields, the money block, the goals, the indicators, the conclusions.
//! Each header opens a region; each region becomes one [`TableRole`].

use super::align::{Filled, Slot, align};
use super::columns::{Header, header_at};
use super::nested::nest;
use super::pages::stitched;
use super::reach::reach;
use super::shape::{Shape, Shaped};
use crate::lexicon::{Headers, Lexicon, fold};
use crate::model::{Block, CellRef, Document, Field, Layout, Location, RowKind, RowRole, Table, TableKind, TableRole};
use std::ops::Range;

/// The tables of the blocks of one report. Only where none calls its rows indicators, a table that gives points to
/// something else is one of indicators.
pub(super) fn tables(document: &Document, layout: &Layout, lexicon: &Lexicon) -> Vec<TableRole> {
    let named = roles(document, layout, false, lexicon);
    if named.is_empty() || named.iter().any(|role| role.kind == TableKind::Indicators) {
        return named;
    }
    roles(document, layout, true, lexicon)
}

fn roles(document: &Document, layout: &Layout, unnamed: bool, lexicon: &Lexicon) -> Vec<TableRole> {
    let mut roles = Vec::new();
    for group in stitched(document, layout, lexicon) {
        let mut regions = Regions::new(unnamed, lexicon);
        for &block in &group {
            if let Some(table) = document.blocks.get(block as usize).and_then(Block::table) {
                regions.read(block, table);
            }
        }
        let first = group.first().copied().unwrap_or(0);
        let (caption, unit) = lead_in(document, layout, first, lexicon);
        let unit = unit.or_else(|| unit_in_table(document, first, lexicon));
        for mut role in regions.finish(document) {
            role.caption.clone_from(&caption);
            role.unit.clone_from(&unit);
            roles.push(role);
        }
    }
    roles
}

/// The caption and the 单位： statement in the lines above a table.
fn lead_in(
    document: &Document,
    layout: &Layout,
    table: u32,
    lexicon: &Lexicon,
) -> (Option<Location>, Option<Location>) {
    let (mut caption, mut unit) = (None, None);
    for block in (layout.blocks.start..table).rev().take(3) {
        let Some(text) = document.blocks.get(block as usize).and_then(Block::text) else { break };
        let length = text.len_chars();
        let whole = || text.locate(block, None, 0..length);
        let stated = unit_in_line(&text.content, lexicon);
        if let Some(range) = &stated {
            unit.get_or_insert_with(|| text.locate(block, None, range.clone()));
        }
        if stated.is_none_or(|range| range.start > 0) {
            // A line such as （2023年度） stands between the title and the form.
            let folded = fold(&text.content);
            if (folded.starts_with('(') && folded.ends_with(')')) || (folded.ends_with("年度") && length <= 8) {
                continue;
            }
            // A caption is one short line without a sentence end.
            if length <= 60 && !text.content.trim_end().ends_with(['。', '；', '！', '？']) {
                caption.get_or_insert_with(whole);
            }
            break;
        }
    }
    (caption, unit)
}

/// The 单位： statement in a line: all of it, or a part behind wide blanks (`项目名称：某项目　　单位：万元`).
fn unit_in_line(line: &str, lexicon: &Lexicon) -> Option<Range<usize>> {
    let chars: Vec<char> = line.chars().collect();
    let wide = |at: usize| chars[at] == '\u{3000}' || (chars[at].is_whitespace() && chars.get(at + 1) == Some(&' '));
    let starts = std::iter::once(0).chain((0..chars.len()).filter(|&at| wide(at)).map(|at| at + 1));
    let mut parts = starts.map(|start| start..chars.len());
    parts.find(|part| {
        let text: String = chars[part.clone()].iter().collect();
        lexicon.headers.unit_statement(text.trim()).is_some()
    })
}

/// The 单位： statement in the first rows of a table.
fn unit_in_table(document: &Document, block: u32, lexicon: &Lexicon) -> Option<Location> {
    const FIRST_ROWS: u32 = 4;
    let table = document.blocks.get(block as usize)?.table()?;
    let mut cells = table.cells.iter().take_while(|cell| cell.row < FIRST_ROWS);
    let cell = cells.find(|cell| lexicon.headers.unit_statement(&cell.text.content).is_some())?;
    Some(cell.text.locate(block, Some((cell.row, cell.col)), 0..cell.text.len_chars()))
}

/// A region under construction.
struct Region {
    kind: TableKind,
    parts: Vec<u32>,
    rows: Vec<RowRole>,
    header: Vec<(Field, CellRef)>,
    slots: Vec<Slot>,
    /// The column of weights when they are printed as shares of 100 %.
    shares: Option<u32>,
    totaled: bool,
    /// The last indicator among the rows.
    last_leaf: Option<usize>,
    /// Labels of level 1 and level 2 that stand on a row of their own, above their first indicator.
    waiting: [Option<CellRef>; 2],
    /// Whether some row may have been read one column off.
    guessed: bool,
}

impl Region {
    fn new(kind: TableKind) -> Self {
        Self {
            kind,
            parts: Vec::new(),
            rows: Vec::new(),
            header: Vec::new(),
            slots: Vec::new(),
            shares: None,
            totaled: false,
            last_leaf: None,
            waiting: [None; 2],
            guessed: false,
        }
    }

    fn push(&mut self, block: u32, row: u32, kind: RowKind, cells: Vec<(Field, CellRef)>) {
        if self.parts.last() != Some(&block) {
            self.parts.push(block);
        }
        if kind == RowKind::Leaf {
            self.last_leaf = Some(self.rows.len());
        }
        self.rows.push(RowRole { block, row, kind, cells, labels: Default::default() });
    }
}

struct Regions<'a> {
    lexicon: &'a Lexicon,
    /// Whether columns without any name of indicators may be some.
    unnamed: bool,
    done: Vec<Region>,
    open: Region,
}

impl<'a> Regions<'a> {
    fn new(unnamed: bool, lexicon: &'a Lexicon) -> Self {
        Self { lexicon, unnamed, done: Vec::new(), open: Region::new(TableKind::Other) }
    }

    fn start(&mut self, region: Region) {
        let closed = std::mem::replace(&mut self.open, region);
        if !closed.rows.is_empty() {
            self.done.push(closed);
        }
    }

    /// Reads one page of the table.
    fn read(&mut self, block: u32, table: &Table) {
        let shaped = Shaped::new(table, self.lexicon);
        let mut row = 0;
        while row < table.rows {
            if let Some(header) = header_at(&shaped, row, self.unnamed, self.lexicon) {
                let below = table.row(header.end).find(|cell| !cell.text.is_blank());
                let packed = !table.certainty.is_stated() && below.is_some_and(|cell| cell.col == 0);
                self.header(block, &header, packed);
                self.open.shares = shares(&shaped, &header);
                row = header.end;
            } else {
                self.row(block, &shaped, row, row == 0);
                row += 1;
            }
        }
    }

    /// Opens or goes on with a region under a header; `packed`: empty cells left of it may have been lost.
    fn header(&mut self, block: u32, header: &Header, packed: bool) {
        let fields = |slots: &[Slot]| slots.iter().map(|s| s.field).collect::<Vec<_>>();
        let mut slots: Vec<Slot> = header.columns.iter().map(|c| Slot { field: c.field, col: c.col }).collect();
        // The cell above the names of the money has no title, and was lost where its row was packed to the left.
        let starts_with_amounts = slots.first().is_some_and(|s| s.col == 0 && s.field != Field::Ordinal);
        if packed
            && header.kind == TableKind::Budget
            && starts_with_amounts
            && slots.iter().all(|s| s.field != Field::Item)
        {
            for slot in &mut slots {
                slot.col += 1;
            }
            slots.insert(0, Slot { field: Field::Item, col: 0 });
        }
        // Indicators go on under a header that is printed again, even when it gains or loses a column; money and other
        // tables only when the columns are the same.
        let goes_on = header.kind == self.open.kind
            && !self.open.totaled
            && (header.kind == TableKind::Indicators || fields(&slots) == fields(&self.open.slots));
        if !goes_on {
            self.start(Region::new(header.kind));
        }
        // A header that repeats with fewer columns has lost some to flattening: the fuller one knows more.
        let lost = goes_on
            && fields(&slots).iter().all(|f| fields(&self.open.slots).contains(f))
            && slots.len() < self.open.slots.len();
        if !lost {
            self.open.slots = slots;
            self.open.header =
                header.columns.iter().map(|c| (c.field, CellRef { block, row: c.row, col: c.col })).collect();
        }
        for row in header.first..header.end {
            let cells = header
                .columns
                .iter()
                .filter(|c| c.row == row)
                .map(|c| (c.field, CellRef { block, row, col: c.col }))
                .collect();
            self.open.push(block, row, RowKind::Header, cells);
        }
    }

    fn row(&mut self, block: u32, table: &Shaped<'_>, row: u32, top_of_page: bool) {
        let filled: Vec<(Filled, &str)> = table
            .row(row)
            .filter(|(_, shape)| *shape != Shape::Empty)
            .map(|(cell, shape)| {
                let text = cell.text.content.as_str();
                let shape = if self.open.shares == Some(cell.col) && is_share(text) { Shape::Bare } else { shape };
                let filled = Filled::new(cell.col, shape, text, self.lexicon).spanning(cell.col_span);
                (filled, text)
            })
            .collect();
        let packed = !table.table.certainty.is_stated() && self.open.kind == TableKind::Indicators;
        let filled = self.unspread(filled, packed);
        let refer = |col: u32| CellRef { block, row, col };
        let says_nothing = |(cell, _): &(Filled, &str)| cell.shape == Shape::Dash;
        let unused = self.open.kind == TableKind::Indicators && filled.iter().all(says_nothing);
        let Some(opening) = filled.first().filter(|_| !unused).map(|(_, text)| *text) else {
            // A row of empty cells is a row of a money form that nobody filled in, else nothing.
            self.open.push(block, row, RowKind::Blank, Vec::new());
            return;
        };
        let headers = &self.lexicon.headers;
        // A numbered list of something else has titles of its own.
        let wordy = filled.iter().all(|(cell, _)| !matches!(cell.shape, Shape::Bare | Shape::Dash));
        if self.open.kind == TableKind::Indicators
            && self.open.last_leaf.is_some()
            && wordy
            && filled.len() >= 4
            && headers.exact(opening) == Some(Field::Ordinal)
        {
            self.start(Region::new(TableKind::Other));
        }
        let paired = if self.open.kind == TableKind::Indicators { None } else { paired(&filled, headers) };
        if let Some(slots) = paired {
            let mut region = Region::new(TableKind::Budget);
            region.header = slots.iter().map(|(slot, title)| (slot.field, refer(*title))).collect();
            region.slots = slots.iter().map(|(slot, _)| *slot).collect();
            self.start(region);
        }
        match self.open.kind {
            TableKind::Indicators if headers.is_total(opening) => {
                let mut cells = total_cells(&filled, &self.open.slots, opening);
                // A form may print its total above its rows.
                self.open.totaled = self.open.last_leaf.is_some();
                // The grade may stand beside the total.
                let last = filled.last().filter(|(c, text)| c.shape == Shape::Word && *text != opening);
                cells.extend(last.map(|(cell, _)| (Field::Unknown, cell.col)));
                let cells = cells.into_iter().map(|(field, col)| (field, refer(col))).collect();
                self.open.push(block, row, RowKind::Total, cells);
            }
            TableKind::Indicators if headers.is_grade(opening) => {
                let cells = filled.iter().find(|(_, text)| *text != opening);
                let cells = cells.map(|(cell, _)| (Field::Unknown, refer(cell.col))).into_iter().collect();
                self.open.push(block, row, RowKind::Grade, cells);
            }
            TableKind::Indicators => self.indicator_row(block, table, row, &filled, top_of_page),
            TableKind::Budget | TableKind::Staff => {
                if ends_money(&filled, &self.open.slots, headers) {
                    self.start(Region::new(TableKind::Other));
                    self.other_row(block, row, &filled);
                    return;
                }
                let cells: Vec<Filled> = filled.iter().map(|(c, _)| *c).collect();
                let fields = align(&cells, &self.open.slots, table.table.certainty);
                let assigned =
                    fields.iter().zip(&cells).map(|(f, c)| (f.unwrap_or(Field::Unknown), refer(c.col))).collect();
                self.open.push(block, row, RowKind::Leaf, assigned);
            }
            TableKind::Other => self.other_row(block, row, &filled),
        }
    }

    /// Drops cells that repeat their left neighbor inside one column of the form: an exporter spread a merged cell over
    /// the columns it covers. A name also spreads over a task column that the row does not use. In a row that may be
    /// `packed`, because cells were lost, figures do not stand under their titles, and weight and score are often equal.
    fn unspread<'t>(&self, filled: Vec<(Filled, &'t str)>, packed: bool) -> Vec<(Filled, &'t str)> {
        let column = |col: u32| self.open.slots.partition_point(|s| s.col <= col).checked_sub(1);
        let named =
            |at: Option<usize>| at.is_some_and(|i| matches!(self.open.slots[i].field, Field::Task | Field::Level3));
        let mut kept: Vec<(Filled, &str)> = Vec::with_capacity(filled.len());
        for (cell, text) in filled {
            let spread = kept.last().is_some_and(|(left, before)| {
                let (own, other) = (column(cell.col), column(left.col));
                let figure = packed && cell.shape == Shape::Bare;
                *before == text && !figure && own.is_some() && (own == other || (named(own) && named(other)))
            });
            if !spread {
                kept.push((cell, text));
            }
        }
        kept
    }

    fn other_row(&mut self, block: u32, row: u32, filled: &[(Filled, &str)]) {
        let grade = filled.first().is_some_and(|(_, text)| self.lexicon.headers.is_grade(text));
        let kind = if grade && filled.len() == 2 { RowKind::Grade } else { RowKind::Other };
        let skip = usize::from(grade);
        let cells =
            filled.iter().skip(skip).map(|(c, _)| (Field::Unknown, CellRef { block, row, col: c.col })).collect();
        self.open.push(block, row, kind, cells);
    }

    fn indicator_row(
        &mut self,
        block: u32,
        table: &Shaped<'_>,
        row: u32,
        filled: &[(Filled, &str)],
        top_of_page: bool,
    ) {
        let refer = |col: u32| CellRef { block, row, col };
        let subtotal = filled.iter().take(2).any(|(_, text)| self.lexicon.headers.is_subtotal(text));
        // Marks that fill the cells a subtotal does not use say nothing of its columns.
        let used = filled.iter().map(|(c, _)| *c).filter(|c| !subtotal || c.shape != Shape::Dash);
        let cells: Vec<Filled> = used.collect();
        if self.labels_alone(block, row, &cells) {
            return;
        }
        let fields = align(&cells, &self.open.slots, table.table.certainty);
        let assigned: Vec<(Field, CellRef)> =
            fields.iter().zip(&cells).map(|(f, c)| (f.unwrap_or(Field::Unknown), refer(c.col))).collect();
        let assigned = self.with_own_group(assigned);
        let has = |field: Field| assigned.iter().any(|(f, _)| *f == field);
        let form_has = |field: Field| self.open.slots.iter().any(|s| s.field == field);
        let numbers = cells.iter().any(|c| matches!(c.shape, Shape::Bare | Shape::Quantity));
        let valued = has(Field::Weight) || has(Field::Score) || (has(Field::Target) && has(Field::Actual));
        let named = fields.iter().zip(&cells).any(|(field, cell)| {
            *field == Some(Field::Level3) && !matches!(cell.shape, Shape::Bare | Shape::Sign | Shape::Dash)
        });
        let has_leaf_before = self.open.last_leaf.is_some();
        let waiting = self.open.waiting;
        let opening = filled.first().map_or("", |(_, text)| text);
        let closes = !numbers && filled.len() <= 2 && self.lexicon.headers.is_closing(opening);
        let kind = if self.open.totaled || closes {
            RowKind::Other
        } else if subtotal {
            RowKind::Group
        } else if named && valued {
            RowKind::Leaf
        } else if has_leaf_before
            && !numbers
            && (!has(Field::Level3) || (top_of_page && form_has(Field::Weight)))
            && cells.len() <= 3
        {
            // The rest of a row that a page break cut: text only, without weight and score.
            RowKind::Continuation
        } else if named && !form_has(Field::Weight) && !form_has(Field::Score) {
            RowKind::Leaf
        } else if has_leaf_before || numbers || !has(Field::Level3) {
            RowKind::Other
        } else {
            RowKind::Leaf
        };
        if kind == RowKind::Leaf {
            self.open.waiting = [None; 2];
            // A row without a score that does not stand under the titles may have been read one column off.
            let slots = &self.open.slots;
            let in_place = |(field, cell): &(Field, CellRef)| {
                slots.iter().any(|slot| (slot.field, slot.col) == (*field, cell.col))
            };
            let moved = !table.table.certainty.is_stated() && !assigned.iter().all(in_place);
            self.open.guessed |= moved && form_has(Field::Score) && !has(Field::Score) && has(Field::Weight);
        }
        if kind == RowKind::Continuation && self.recut(block, row, &cells) {
            return;
        }
        // What stands in a row that is no indicator belongs to no column.
        let assigned = match kind {
            RowKind::Leaf => {
                let waiting = [Field::Level1, Field::Level2].into_iter().zip(waiting);
                let missing = waiting.filter_map(|(field, cell)| Some((field, cell.filter(|_| !has(field))?)));
                missing.chain(assigned.iter().copied()).collect()
            }
            RowKind::Other => assigned.into_iter().map(|(_, cell)| (Field::Unknown, cell)).collect(),
            _ => assigned,
        };
        self.open.push(block, row, kind, assigned);
    }

    /// An indicator whose name stands in the column of level 1, its values in theirs, is merged over the levels: it is no
    /// part of the group above (预算执行率 below 满意度指标).
    fn with_own_group(&self, mut assigned: Vec<(Field, CellRef)>) -> Vec<(Field, CellRef)> {
        let slot = |field: Field| self.open.slots.iter().find(|s| s.field == field).map(|s| s.col);
        let cell = |field: Field| assigned.iter().find(|(f, _)| *f == field).map(|(_, cell)| *cell);
        let (Some(level1), Some(level3), Some(name)) = (slot(Field::Level1), slot(Field::Level3), cell(Field::Level3))
        else {
            return assigned;
        };
        let labeled = cell(Field::Level1).is_some() || cell(Field::Level2).is_some();
        let values = || assigned.iter().filter(|(field, _)| *field != Field::Level3);
        let in_place = values().count() >= 2 && values().all(|(field, cell)| slot(*field) == Some(cell.col));
        if !labeled && name.col == level1 && level1 < level3 && in_place {
            assigned.insert(0, (Field::Level1, name));
        }
        assigned
    }

    /// Keeps the labels of a row that holds nothing else for the indicator below: where rows are merged, the indicators of
    /// a group may begin on the row after its label.
    fn labels_alone(&mut self, block: u32, row: u32, cells: &[Filled]) -> bool {
        let refer = |cell: &Filled| CellRef { block, row, col: cell.col };
        let labels = match cells {
            [one] if one.levels()[0] => [Some(refer(one)), None],
            [two] if two.levels()[1] => [self.open.waiting[0], Some(refer(two))],
            [one, two] if one.levels()[0] && two.levels()[1] => [Some(refer(one)), Some(refer(two))],
            _ => return false,
        };
        self.open.waiting = labels;
        let cells = cells.iter().map(|cell| (Field::Unknown, refer(cell))).collect();
        self.open.push(block, row, RowKind::Other, cells);
        true
    }

    /// Gives the cells of a continuation row to the fields of the row above it: a page break keeps the order of columns,
    /// so a long text continues the last long text.
    fn recut(&mut self, block: u32, row: u32, cells: &[Filled]) -> bool {
        let Some(above) = self.open.last_leaf.and_then(|leaf| self.open.rows.get(leaf)) else { return false };
        let by_column = |col: u32| above.cells.iter().find(|(_, c)| c.col == col).map(|(f, _)| *f);
        let texts = [Field::Rubric, Field::Definition, Field::Note];
        let fields: Vec<(Field, CellRef)> = cells
            .iter()
            .map(|c| {
                let long = matches!(c.shape, Shape::Long { .. } | Shape::Phrase);
                let rule = (c.shape == Shape::Long { rule: true }).then_some(Field::Rubric);
                let field = rule
                    .filter(|f| above.cells.iter().any(|(g, _)| g == f))
                    .or_else(|| by_column(c.col).filter(|f| !long || texts.contains(f)))
                    .or_else(|| above.cells.iter().rev().map(|(f, _)| *f).find(|f| texts.contains(f)))
                    .unwrap_or(Field::Unknown);
                (field, CellRef { block, row, col: c.col })
            })
            .collect();
        self.open.push(block, row, RowKind::Continuation, fields);
        true
    }

    fn finish(mut self, document: &Document) -> Vec<TableRole> {
        self.start(Region::new(TableKind::Other));
        let lexicon = self.lexicon;
        self.done
            .into_iter()
            .map(|region| {
                let mut role = TableRole {
                    kind: region.kind,
                    parts: region.parts,
                    rows: region.rows,
                    header: region.header,
                    caption: None,
                    unit: None,
                    summary: false,
                    reach_is_guessed: false,
                };
                if role.kind == TableKind::Indicators {
                    nest(document, &mut role);
                    reach(document, &mut role, lexicon);
                    role.reach_is_guessed |= region.guessed;
                }
                role
            })
            .collect()
    }
}

/// The column of weights below a header when it holds percentages and no points.
fn shares(table: &Shaped<'_>, header: &Header) -> Option<u32> {
    const ROWS: u32 = 40;
    let weight = header.columns.iter().find(|c| c.field == Field::Weight)?.col;
    let below = (header.end..table.table.rows.min(header.end + ROWS)).flat_map(|row| table.row(row));
    let (mut percentages, mut points) = (0, 0);
    for (cell, shape) in below.filter(|(cell, _)| cell.col == weight) {
        percentages += usize::from(is_share(&cell.text.content));
        points += usize::from(shape == Shape::Bare);
    }
    (percentages >= 2 && points == 0).then_some(weight)
}

/// Whether a text is a percentage and nothing else.
fn is_share(text: &str) -> bool {
    fold(text).strip_suffix('%').is_some_and(super::shape::is_number)
}

/// The columns of a money row that titles each of its amounts in the cell before: `预算数： | 50 | 执行数： | 50`. Each slot
/// comes with the column of its title. `None` unless both a plan and spending are titled so.
fn paired(filled: &[(Filled, &str)], headers: &Headers) -> Option<Vec<(Slot, u32)>> {
    let value = |c: &Filled| matches!(c.shape, Shape::Bare | Shape::Quantity | Shape::Dash);
    let mut slots: Vec<(Slot, u32)> = Vec::new();
    for pair in filled.windows(2) {
        let [(title, text), (amount, _)] = pair else { continue };
        if value(title) || !value(amount) {
            continue;
        }
        let money = [Field::Initial, Field::Planned, Field::Spent, Field::Rate, Field::Weight, Field::Score];
        if let Some(field) = headers.field(text).filter(|f| money.contains(f)) {
            slots.push((Slot { field, col: amount.col }, title.col));
        }
    }
    let has = |wanted: &[Field]| slots.iter().any(|(slot, _)| wanted.contains(&slot.field));
    if !has(&[Field::Initial, Field::Planned]) || !has(&[Field::Spent]) {
        return None;
    }
    let item = filled.first()?.0.col;
    slots.insert(0, (Slot { field: Field::Item, col: item }, item));
    Some(slots)
}

/// Whether a row is no line of money or staff any more: prose, or the titles of some other block.
fn ends_money(filled: &[(Filled, &str)], slots: &[Slot], headers: &Headers) -> bool {
    let number = |c: &Filled| matches!(c.shape, Shape::Bare | Shape::Dash | Shape::Quantity);
    // A form may print how the execution rate is scored, or why money was left, beside the amounts.
    let explained = slots.iter().any(|s| matches!(s.field, Field::Rubric | Field::Definition | Field::Note));
    let amounts = filled.iter().filter(|(c, _)| number(c)).count();
    let long = filled.iter().any(|(c, _)| matches!(c.shape, Shape::Long { .. })) && !(explained && amounts >= 2);
    let wordy = filled.iter().skip(1).any(|(c, _)| c.shape == Shape::Phrase);
    // 其中：中央财政 beside each amount of the row above, and none filled in.
    let repeated = filled.windows(2).all(|pair| pair[0].1 == pair[1].1);
    let titles =
        || filled.len() >= 2 && filled.iter().all(|(_, text)| headers.field(text).is_some_and(|f| f != Field::Item));
    long || (amounts == 0 && !repeated && (filled.len() >= 3 || wordy || titles()))
}

/// The weight and score of a total row. Two numbers are weight and score; one belongs to the nearer column, unless the
/// label itself speaks of a score.
fn total_cells(filled: &[(Filled, &str)], slots: &[Slot], opening: &str) -> Vec<(Field, u32)> {
    let numbers: Vec<u32> = filled.iter().skip(1).filter(|(c, _)| c.shape == Shape::Bare).map(|(c, _)| c.col).collect();
    let column = |field: Field| slots.iter().find(|s| s.field == field).map(|s| s.col);
    // Numbers in both columns are theirs, whatever others stand beside them, such as the points of a review.
    if let (Some(weight), Some(score)) = (column(Field::Weight), column(Field::Score))
        && [weight, score].iter().all(|col| numbers.contains(col))
    {
        return vec![(Field::Weight, weight), (Field::Score, score)];
    }
    // As many as there are columns of points: they keep their order where the row was shifted.
    let weight = slots.iter().position(|s| s.field == Field::Weight).unwrap_or(slots.len());
    let pointed = |&(at, field): &(usize, Field)| match field {
        Field::Level1Weight | Field::Level2Weight | Field::Level1Score | Field::Level2Score => true,
        Field::Weight | Field::Score | Field::Deduction => true,
        field => field == Field::Unknown && at > weight,
    };
    let behind: Vec<Field> =
        slots.iter().map(|s| s.field).enumerate().filter(pointed).map(|(_, field)| field).collect();
    if numbers.len() > 2 && behind.len() == numbers.len() {
        let wanted = |(field, _): &(Field, u32)| matches!(field, Field::Weight | Field::Score);
        return behind.into_iter().zip(numbers).filter(wanted).collect();
    }
    match (numbers.as_slice(), column(Field::Weight), column(Field::Score)) {
        ([], ..) => Vec::new(),
        ([weight, .., score], Some(_), Some(_)) => vec![(Field::Weight, *weight), (Field::Score, *score)],
        ([.., only], Some(weight), Some(score)) => {
            let spoken = opening.contains('得');
            let whole = filled.iter().any(|(c, text)| c.col == *only && !text.contains('.'));
            let nearer = only.abs_diff(weight) < only.abs_diff(score) && !spoken && whole;
            vec![(if nearer { Field::Weight } else { Field::Score }, *only)]
        }
        ([.., only], _, Some(_) | None) => vec![(Field::Score, *only)],
    }
}
