//! Aligned tables: the flow of a page in; where its lines stand in columns without rules around them, tables instead.
//!
//! Only what is clearly a table becomes one: several lines in a row whose pieces stand below each other, with gaps
//! between them that no piece of text fills. Running text, lists and fields of a form do not.

use super::edges::Edge;
use super::flow::{Flow, Item};
use super::join::{Seam, chars, is_item, seam};
use super::lines::{Line, Mark, around, lines};
use super::sheets::{Sheet, Slot};
use crate::model::Grid;
use crate::read::page::Box2;

/// Lines are cut into pieces at gaps wider than this, in glyph sizes.
const PIECE_GAP: f32 = 0.75;
/// Lines of one table are no farther apart than so many times their size.
const ROW_STEP: f32 = 3.2;
/// Most lines with a single piece between two lines of a table.
const LOOSE: usize = 2;
/// Fewest lines with several pieces; more when there are two columns only.
const ROWS: usize = 3;
/// Fewest such lines when there are two columns only.
const ROWS_OF_TWO: usize = 4;
/// This share of the cells must be filled.
const FILLED: f32 = 0.5;
/// This share of the pieces may stand across columns.
const ACROSS: f32 = 0.2;
/// This share of the pieces of a column must be flush left, right or centered.
const FLUSH: f32 = 0.6;
/// Pieces are flush up to this, in glyph sizes.
const FLUSH_REACH: f32 = 0.8;
/// A column whose pieces have more characters than this on average is running text.
const LONGEST: usize = 40;
/// A column whose pieces have more characters than this on average, and mostly fill it, is running text.
const PROSE: usize = 12;
/// A piece fills its column when it takes this share of its width.
const FULL: f32 = 0.9;
/// Rules belong to the same table when their ends differ by less than this, in glyph sizes.
const SAME_END: f32 = 2.0;
/// A line this much nearer to the one above than usual goes on in the same cells.
const NEARER: f32 = 0.75;
/// A grid with at most so many cells may be a few stray lines.
const FEW: usize = 4;
/// Fewest lines of a cell that may be rows of their own.
const SPLIT: usize = 4;
/// This share of the cells of split rows must be numbers.
const NUMBERS: f32 = 0.5;

/// Finds tables that no line rules, and the rows that no line parts in those that are ruled.
pub(super) fn find(flow: &mut Flow<'_>) {
    let items: Vec<Item<'_>> =
        std::mem::take(&mut flow.items).into_iter().flat_map(|i| dissolved(i, flow.em)).collect();
    let mut out = Vec::with_capacity(items.len());
    let mut run: Vec<Line<'_>> = Vec::new();
    let mut ends: Option<(f32, f32)> = None;
    for item in items {
        let (line, own) = match item {
            Item::Line(line) => (line, None),
            Item::InColumn(line, ends) => (line, Some(ends)),
            other => {
                out.extend(with_tables(std::mem::take(&mut run), ends, flow));
                out.push(match other {
                    Item::Sheet(sheet) => Item::Sheet(with_rows(with_columns(sheet))),
                    other => other,
                });
                continue;
            }
        };
        if own != ends {
            out.extend(with_tables(std::mem::take(&mut run), ends, flow));
            ends = own;
        }
        run.push(line);
    }
    out.extend(with_tables(run, ends, flow));
    flow.items = out;
}

/// A few lines that rule no cells around text in columns: its lines alone, for alignment to find the whole table.
fn dissolved<'a>(item: Item<'a>, em: f32) -> Vec<Item<'a>> {
    let Item::Sheet(sheet) = item else { return vec![item] };
    let holds_table = |slot: &Slot<'a>| {
        let rows: Vec<Row<'a>> = slot.lines.iter().map(|l| Row::new(l.clone())).collect();
        rows.len() >= ROWS && is_table(&rows, &columns(&rows), em)
    };
    if sheet.slots.len() > FEW || !sheet.slots.iter().any(holds_table) {
        return vec![Item::Sheet(sheet)];
    }
    let marks = sheet.slots.into_iter().flat_map(|s| s.lines).flat_map(|l| l.marks).collect();
    lines(marks).into_iter().map(Item::Line).collect()
}

/// Parts cells that span columns where the text of several rows keeps to the columns: only their header was ruled.
fn with_columns(mut sheet: Sheet<'_>) -> Sheet<'_> {
    let parts = |sheet: &Sheet<'_>, slot: &Slot<'_>| -> bool {
        let Some(line) = slot.lines.first().filter(|_| slot.col_span > 1 && slot.row_span == 1) else { return false };
        let inner = sheet.xs.get(slot.col + 1..slot.col + slot.col_span).unwrap_or_default();
        let free =
            slot.lines.iter().flat_map(|l| &l.marks).all(|m| inner.iter().all(|x| m.area.x1 <= *x || m.area.x0 >= *x));
        free && line.pieces(PIECE_GAP * line.size).len() > 1
    };
    let mut alike: std::collections::BTreeMap<(usize, usize), Vec<usize>> = std::collections::BTreeMap::new();
    for (i, slot) in sheet.slots.iter().enumerate().filter(|(_, s)| parts(&sheet, s)) {
        alike.entry((slot.col, slot.col_span)).or_default().push(i);
    }
    for (_, slots) in alike.into_iter().filter(|(_, slots)| slots.len() >= ROWS) {
        for i in slots {
            let slot = &mut sheet.slots[i];
            let (row, first, last, area, page) = (slot.row, slot.col, slot.col + slot.col_span, slot.area, slot.page);
            let marks: Vec<Mark<'_>> = std::mem::take(&mut slot.lines).into_iter().flat_map(|l| l.marks).collect();
            let cells = (first..last).map(|col| {
                let area = Box2 { x0: sheet.xs[col], x1: sheet.xs[col + 1], ..area };
                let inside = |m: &&Mark<'_>| (area.x0..area.x1).contains(&m.area.center().0);
                let lines = lines(marks.iter().filter(inside).copied().collect());
                Slot { row, col, row_span: 1, col_span: 1, area, page, closed: (true, true), lines }
            });
            let mut cells: Vec<Slot<'_>> = cells.collect();
            if let Some(cell) = cells.pop() {
                sheet.slots[i] = cell;
            }
            sheet.slots.extend(cells);
        }
    }
    sheet.slots.sort_by_key(|s| (s.row, s.col));
    sheet
}

/// A line with its pieces.
pub(super) struct Row<'a> {
    pub(super) line: Line<'a>,
    pub(super) pieces: Vec<Line<'a>>,
}

impl<'a> Row<'a> {
    pub(super) fn new(line: Line<'a>) -> Self {
        Self { pieces: line.pieces(PIECE_GAP * line.size), line }
    }
}

/// Lines that nothing interrupts, with tables where some make one.
fn with_tables<'a>(lines: Vec<Line<'a>>, ends: Option<(f32, f32)>, flow: &Flow<'_>) -> Vec<Item<'a>> {
    let plain = |line: Line<'a>| match ends {
        Some(ends) => Item::InColumn(line, ends),
        None => Item::Line(line),
    };
    let mut rows: Vec<Row<'a>> = lines.into_iter().map(Row::new).collect();
    let mut out = Vec::new();
    while let Some(start) = rows.iter().position(|r| r.pieces.len() > 1) {
        let end = start + stretch(&rows[start..]);
        out.extend(rows.drain(..start).map(|r| plain(r.line)));
        let table: Vec<Row<'a>> = rows.drain(..end - start).collect();
        match sheet(&table, flow) {
            Some(sheet) => out.push(Item::Sheet(sheet)),
            None => out.extend(table.into_iter().map(|r| plain(r.line))),
        }
    }
    out.extend(rows.into_iter().map(|r| plain(r.line)));
    out
}

/// How many lines from the first on may be one table; the last has several pieces.
fn stretch(rows: &[Row<'_>]) -> usize {
    let (mut count, mut loose) = (1, 0);
    for (i, pair) in rows.windows(2).enumerate() {
        let [above, row] = pair else { break };
        if row.line.baseline - above.line.baseline > ROW_STEP * row.line.size.max(above.line.size) {
            break;
        }
        if row.pieces.len() > 1 {
            (count, loose) = (i + 2, 0);
        } else {
            loose += 1;
            if loose > LOOSE {
                break;
            }
        }
    }
    count
}

/// Where columns stand: from, to.
pub(super) type Column = (f32, f32);

/// The columns that pieces stand in. Narrow pieces come first, so that what stands across columns joins none.
fn columns(rows: &[Row<'_>]) -> Vec<Column> {
    let mut pieces: Vec<&Line<'_>> = rows.iter().filter(|r| r.pieces.len() > 1).flat_map(|r| &r.pieces).collect();
    pieces.sort_by(|a, b| a.area.width().total_cmp(&b.area.width()));
    let mut columns: Vec<Column> = Vec::new();
    for piece in pieces {
        let (from, to) = (piece.area.x0, piece.area.x1);
        let first = columns.partition_point(|c| c.1 < from);
        let last = columns.partition_point(|c| c.0 <= to);
        match last - first {
            0 => columns.insert(first, (from, to)),
            1 => columns[first] = (columns[first].0.min(from), columns[first].1.max(to)),
            _ => {}
        }
    }
    columns
}

/// The first and last column that a piece touches.
pub(super) fn touched(columns: &[Column], piece: &Line<'_>) -> Option<(usize, usize)> {
    let first = columns.partition_point(|c| c.1 < piece.area.x0);
    let last = columns.partition_point(|c| c.0 <= piece.area.x1);
    (last > first).then(|| (first, last - 1))
}

#[expect(clippy::cast_precision_loss, reason = "shares of counts")]
fn share(part: usize, whole: usize) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

/// Whether pieces in columns clearly are a table.
fn is_table(rows: &[Row<'_>], columns: &[Column], em: f32) -> bool {
    let several: Vec<&Row<'_>> = rows.iter().filter(|r| r.pieces.len() > 1).collect();
    let fewest = if columns.len() == 2 { ROWS_OF_TWO } else { ROWS };
    if columns.len() < 2 || several.len() < fewest {
        return false;
    }
    let mut of_column: Vec<Vec<&Line<'_>>> = vec![Vec::new(); columns.len()];
    let mut across = 0;
    for piece in several.iter().flat_map(|r| &r.pieces) {
        match touched(columns, piece) {
            Some((first, last)) if first == last => of_column[first].push(piece),
            _ => across += 1,
        }
    }
    let single: usize = of_column.iter().map(Vec::len).sum();
    if share(single, several.len() * columns.len()) < FILLED || share(across, single + across) > ACROSS {
        return false;
    }
    let length = |p: &&Line<'_>| chars(p).count();
    let is_prose = |(pieces, column): (&Vec<&Line<'_>>, &Column)| {
        let long = pieces.iter().map(length).sum::<usize>();
        let full = |p: &&&Line<'_>| p.area.width() >= FULL * (column.1 - column.0) && !is_number(p);
        long > LONGEST * pieces.len()
            || (long > PROSE * pieces.len() && share(pieces.iter().filter(full).count(), pieces.len()) > FILLED)
    };
    let is_marks = |pieces: &Vec<&Line<'_>>| {
        pieces
            .iter()
            .all(|p| length(p) <= 4 && (is_item(chars(p).chain(['x'])) || !chars(p).any(char::is_alphanumeric)))
    };
    let fields = several.iter().flat_map(|r| &r.pieces).filter(|p| chars(p).any(|c| matches!(c, '：' | ':'))).count();
    if of_column.iter().zip(columns).any(is_prose)
        || is_marks(&of_column[0]) && columns.len() == 2
        || 2 * fields > single
    {
        return false;
    }
    // Two columns are a table only if the second holds figures.
    if columns.len() == 2 && share(of_column[1].iter().filter(|p| is_number(p)).count(), of_column[1].len()) < NUMBERS {
        return false;
    }
    let flush = |pieces: &&Vec<&Line<'_>>| {
        let near = |at: fn(&Box2) -> f32| {
            let mut values: Vec<f32> = pieces.iter().map(|p| at(&p.area)).collect();
            values.sort_by(f32::total_cmp);
            let middle = values.get(values.len() / 2).copied().unwrap_or_default();
            share(values.iter().filter(|v| (**v - middle).abs() <= FLUSH_REACH * em).count(), values.len())
        };
        near(|b| b.x0).max(near(|b| b.x1)).max(near(|b| b.center().0)) >= FLUSH
    };
    share(of_column.iter().filter(flush).count(), columns.len()) >= FILLED.max(0.6)
}

/// Whether a text is a figure.
fn is_number(piece: &Line<'_>) -> bool {
    let digits = chars(piece).filter(char::is_ascii_digit).count();
    let others =
        chars(piece).filter(|c| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '%' | '-' | '+' | '(' | ')')).count();
    (digits > 0 && others <= digits) || chars(piece).all(|c| matches!(c, '-' | '–' | '—' | '/'))
}

/// The table that lines make, if they clearly make one.
fn sheet<'a>(rows: &[Row<'a>], flow: &Flow<'_>) -> Option<Sheet<'a>> {
    let columns = columns(rows);
    if !is_table(rows, &columns, flow.em) {
        return None;
    }
    laid_out(rows, &columns, &flow.levels, flow.em, flow.page)
}

/// The table of lines that stand in columns; `None` without lines.
pub(super) fn laid_out<'a>(
    rows: &[Row<'a>],
    columns: &[Column],
    levels: &[Edge],
    em: f32,
    page: u32,
) -> Option<Sheet<'a>> {
    let area = rows.iter().map(|r| r.line.area).reduce(|a, b| around(&a, &b))?;
    let bands = bands(rows, levels, &area, em);
    let mut xs = vec![area.x0];
    xs.extend(columns.windows(2).map(|pair| f32::midpoint(pair[0].1, pair[1].0)));
    xs.push(area.x1);
    let mut ys = vec![area.y0];
    ys.extend(bands.windows(2).map(|pair| {
        let (above, below) = (&rows[pair[0].end - 1].line.area, &rows[pair[1].start].line.area);
        f32::midpoint(above.y1, below.y0)
    }));
    ys.push(area.y1);
    let mut slots: Vec<Slot<'a>> = Vec::new();
    for (row, band) in bands.into_iter().enumerate() {
        let mut texts: Vec<(usize, usize, Vec<Line<'a>>)> = Vec::new();
        for piece in rows[band].iter().flat_map(|r| &r.pieces) {
            let (first, last) = touched(columns, piece).unwrap_or((0, 0));
            match texts.iter_mut().find(|(from, to, _)| *from <= last && first <= *to) {
                Some((from, to, lines)) => {
                    (*from, *to) = (first.min(*from), last.max(*to));
                    lines.push(piece.clone());
                }
                None => texts.push((first, last, vec![piece.clone()])),
            }
        }
        texts.sort_by_key(|t| t.0);
        let mut col = 0;
        let mut push = |col: usize, to: usize, lines: Vec<Line<'a>>| {
            let area = Box2 { x0: xs[col], y0: ys[row], x1: xs[to + 1], y1: ys[row + 1] };
            slots.push(Slot { row, col, row_span: 1, col_span: to + 1 - col, area, page, closed: (true, true), lines });
        };
        for (first, last, lines) in texts {
            (col..first).for_each(|c| push(c, c, Vec::new()));
            if last >= col {
                push(first.max(col), last, lines);
                col = last + 1;
            }
        }
        (col..columns.len()).for_each(|c| push(c, c, Vec::new()));
    }
    let end = area.y1;
    Some(Sheet { xs, ys, slots, area, certainty: Grid::Aligned, open_above: false, open_below: false, page, end })
}

/// Which lines make one row of the table: those between two rules when rules part most rows, else each line, with lines
/// that follow closer than usual.
fn bands(rows: &[Row<'_>], levels: &[Edge], area: &Box2, em: f32) -> Vec<std::ops::Range<usize>> {
    let positions: Vec<f32> = levels
        .iter()
        .filter(|e| (e.from - area.x0).abs() <= SAME_END * em && e.to >= area.x1 - SAME_END * em)
        .map(|e| e.at)
        .collect();
    let ruled = |above: &Row<'_>, row: &Row<'_>| {
        positions.iter().any(|at| *at > above.line.area.center().1 && *at < row.line.area.center().1)
    };
    let breaks = rows.windows(2).filter(|p| ruled(&p[0], &p[1])).count();
    let by_rules = 2 * breaks > rows.len();
    let mut steps: Vec<f32> = rows.windows(2).map(|p| p[1].line.baseline - p[0].line.baseline).collect();
    steps.sort_by(f32::total_cmp);
    let usual = steps.get(steps.len() / 2).copied().unwrap_or_default();
    let mut bands: Vec<std::ops::Range<usize>> = Vec::new();
    for i in 0..rows.len() {
        let joins = i > 0 && {
            let (above, row) = (&rows[i - 1], &rows[i]);
            let step = row.line.baseline - above.line.baseline;
            if by_rules { !ruled(above, row) } else { step < NEARER * usual && !ruled(above, row) }
        };
        match bands.last_mut() {
            Some(band) if joins => band.end = i + 1,
            _ => bands.push(i..i + 1),
        }
    }
    bands
}

/// Parts rows of a ruled table that hold many lines of figures in all their cells: only columns were ruled.
fn with_rows(mut sheet: Sheet<'_>) -> Sheet<'_> {
    let mut row = 0;
    while row < sheet.rows() {
        row += split(&mut sheet, row).unwrap_or(1);
    }
    sheet
}

/// Splits one row; gives how many rows it became.
fn split(sheet: &mut Sheet<'_>, row: usize) -> Option<usize> {
    let own: Vec<usize> = (0..sheet.slots.len()).filter(|&i| sheet.slots[i].row == row).collect();
    let plain = |s: &Slot<'_>| s.row_span == 1 && s.col_span == 1 && s.lines.len() >= SPLIT;
    if own.len() < ROWS || own.len() != sheet.cols() || !own.iter().all(|&i| plain(&sheet.slots[i])) {
        return None;
    }
    let baselines: Vec<f32> =
        own.iter().map(|&i| &sheet.slots[i]).max_by_key(|s| s.lines.len())?.lines.iter().map(|l| l.baseline).collect();
    let at = |line: &Line<'_>| baselines.iter().position(|b| (b - line.baseline).abs() < 0.3 * line.size);
    let all = || own.iter().flat_map(|&i| &sheet.slots[i].lines);
    let ended = |s: &Slot<'_>| {
        let measure = s.area.width() - 1.0;
        s.lines.windows(2).all(|p| seam(&p[0], &p[1], measure - p[0].area.width()) == Seam::Break)
    };
    let numbers = all().filter(|l| is_number(l)).count();
    if all().any(|l| at(l).is_none())
        || !own.iter().all(|&i| ended(&sheet.slots[i]) && sheet.slots[i].lines.len() * 4 >= baselines.len() * 3)
        || share(numbers, all().count()) < NUMBERS
    {
        return None;
    }
    let more = baselines.len() - 1;
    let cuts: Vec<f32> = baselines.windows(2).map(|p| f32::midpoint(p[0], p[1])).collect();
    for slot in &mut sheet.slots {
        if slot.row > row {
            slot.row += more;
        } else if slot.row < row && slot.row + slot.row_span > row {
            slot.row_span += more;
        }
    }
    for i in own {
        let slot = &mut sheet.slots[i];
        let mut texts: Vec<Vec<Line<'_>>> = vec![Vec::new(); more + 1];
        for line in std::mem::take(&mut slot.lines) {
            let at = baselines.iter().position(|b| (b - line.baseline).abs() < 0.3 * line.size).unwrap_or(0);
            texts[at].push(line);
        }
        let (area, col, page) = (slot.area, slot.col, slot.page);
        let mut parts = texts.into_iter().enumerate().map(|(k, lines)| {
            let y0 = k.checked_sub(1).and_then(|k| cuts.get(k)).copied().unwrap_or(area.y0);
            let y1 = cuts.get(k).copied().unwrap_or(area.y1);
            Slot {
                row: row + k,
                col,
                row_span: 1,
                col_span: 1,
                area: Box2 { y0, y1, ..area },
                page,
                closed: (true, true),
                lines,
            }
        });
        if let Some(first) = parts.next() {
            *slot = first;
        }
        sheet.slots.extend(parts);
    }
    sheet.slots.sort_by_key(|s| (s.row, s.col));
    sheet.ys.splice(row + 1..=row, cuts);
    Some(more + 1)
}
