//! Flow: a page in, what stands on it in reading order out: its tables and the lines outside them.

use super::cells::fill;
use super::edges::{self, Edge, edges};
use super::filled;
use super::lines::{Line, common_size, lines};
use super::sheets::{Sheet, sheets};
use super::turn::upright;
use crate::read::page::{Box2, Drawn, Page};

/// A gutter between two columns of running text is at least this wide, in glyph sizes.
const GUTTER: f32 = 1.0;
/// Two columns of running text stand beside each other for at least so many lines.
const COLUMN_LINES: usize = 5;
/// Lines of a text column fill this share of its width on average; cells of a table do not.
const COLUMN_FILL: f32 = 0.6;
/// Lines of running text beside a column of something else fill this share of their width.
const PROSE_FILL: f32 = 0.8;
/// Such lines have at least so many glyphs on average.
const PROSE_MARKS: usize = 15;
/// Lines of one cell are no farther apart than so many times their size.
const NEXT_LINE: f32 = 2.0;
/// Cells beside each other are farther apart than this, in glyph sizes.
const COLUMN_GAP: f32 = 0.4;
/// So many lines with so many pieces are rows of a table.
const PARTED: usize = 3;
/// The glyph size of a page without glyphs.
pub(super) const SIZE: f32 = 10.5;

/// What stands on a page, top to bottom.
#[derive(Clone, Debug)]
pub(super) struct Flow<'a> {
    pub(super) page: u32,
    pub(super) width: f32,
    pub(super) height: f32,
    /// The common glyph size.
    pub(super) em: f32,
    pub(super) items: Vec<Item<'a>>,
    /// Level rules outside of ruled tables, by position.
    pub(super) levels: Vec<Edge>,
    /// The upper and lower ends of shaded areas there.
    pub(super) shades: Vec<Edge>,
}

/// A line outside tables, or a table.
#[derive(Clone, Debug)]
pub(super) enum Item<'a> {
    Line(Line<'a>),
    /// A line of a column of running text, with the column's left and right ends.
    InColumn(Line<'a>, (f32, f32)),
    Sheet(Sheet<'a>),
    /// A line that repeats on many pages.
    Furniture(Line<'a>),
}

impl<'a> Item<'a> {
    /// The line, when it is one of the page itself.
    pub(super) fn line(&self) -> Option<&Line<'a>> {
        if let Self::Line(line) = self { Some(line) } else { None }
    }

    pub(super) fn area(&self) -> Box2 {
        match self {
            Self::Line(line) | Self::InColumn(line, _) | Self::Furniture(line) => line.area,
            Self::Sheet(sheet) => sheet.area,
        }
    }
}

/// The tables of a page and the lines around them.
pub(super) fn flow(page: &Page) -> Flow<'_> {
    let upright = upright(page);
    let em = common_size(&upright.marks).unwrap_or(SIZE);
    let found = edges(edges::lines(&upright.rules), em);
    let mut tables = sheets(&found, em, page.number);
    tables.extend(filled::tables(&upright.rules, &tables, em, page.number));
    let mut outside = fill(&mut tables, upright.marks);
    // A frame with text in one cell only is no table: its text goes back to the page.
    let top = tables.iter().map(|t| t.area.y0).fold(f32::MAX, f32::min);
    let is_kept = |t: &Sheet<'_>| (is_table(t) && !only_levels(t)) || (t.area.y0 <= top && may_be_rest(t));
    let (mut tables, frames): (Vec<Sheet<'_>>, Vec<Sheet<'_>>) = tables.into_iter().partition(is_kept);
    outside.extend(frames.into_iter().flat_map(|s| s.slots).flat_map(|s| s.lines).flat_map(|l| l.marks));
    let outside: Vec<Line<'_>> = lines(outside).into_iter().filter_map(|line| outgrown(&mut tables, line)).collect();
    let in_table = |e: &Edge| tables.iter().any(|t| t.area.contains((f32::midpoint(e.from, e.to), e.at), em * 0.5));
    let levels = found.level.iter().filter(|e| !in_table(e)).copied().collect();
    let areas = edges(upright.rules.iter().filter(|r| r.drawn == Drawn::Side), em);
    let shades = areas.level.into_iter().filter(|e| !in_table(e)).collect();
    let mut items: Vec<Item<'_>> = outside.into_iter().map(Item::Line).collect();
    items.extend(tables.into_iter().map(Item::Sheet));
    items.sort_by(|a, b| a.area().y0.total_cmp(&b.area().y0));
    Flow { page: page.number, width: upright.width, height: upright.height, em, items, levels, shades }
}

/// Gives a line to the cell that it outgrew: one that the page cut, and whose text is longer than what is left of it.
fn outgrown<'a>(tables: &mut [Sheet<'a>], line: Line<'a>) -> Option<Line<'a>> {
    for sheet in tables.iter_mut().filter(|s| s.area.y1 - line.area.center().1 <= 0.0) {
        let rows = sheet.rows();
        let cut = sheet.slots.iter_mut().filter(|s| s.row + s.row_span == rows && !s.closed.1);
        for slot in cut.filter(|s| s.area.x0 <= line.area.x0 && line.area.x1 <= s.area.x1) {
            let step = slot.lines.last().map(|last| line.baseline - last.baseline);
            if step.is_some_and(|step| step <= NEXT_LINE * line.size) {
                slot.lines.push(line);
                return None;
            }
        }
    }
    Some(line)
}

/// Whether a lattice holds a table's text: more than one cell has some, or one of many.
fn is_table(sheet: &Sheet<'_>) -> bool {
    if sheet.rows() == 1 && sheet.open_above && sheet.open_below {
        return false;
    }
    let filled = sheet.slots.iter().filter(|s| !s.lines.is_empty()).count();
    // Lines across a chart divide nothing from side to side.
    let stacked = sheet.slots.iter().all(|s| s.col_span == sheet.cols());
    if stacked && 2 * filled < sheet.slots.len() {
        return false;
    }
    filled > 1 || (filled == 1 && sheet.slots.len() >= 4)
}

/// Whether lines part rows only, and texts stand in columns there.
fn only_levels(sheet: &Sheet<'_>) -> bool {
    let parted = |l: &&Line<'_>| l.pieces(COLUMN_GAP * l.size).len() >= PARTED;
    sheet.cols() == 1 && sheet.slots.iter().flat_map(|s| &s.lines).filter(parted).count() >= PARTED
}

/// Whether a lattice that holds no table's text may be what is left of the last row of a table on the page before.
fn may_be_rest(sheet: &Sheet<'_>) -> bool {
    sheet.rows() == 1 && sheet.slots.len() > 1 && sheet.slots.iter().any(|s| !s.lines.is_empty())
}

/// Gives back to their pages the texts of what might have been the rest of a table, where no table ends the page before.
pub(super) fn settle(flows: &mut [Flow<'_>]) {
    let body = |item: &&Item<'_>| !matches!(item, Item::Furniture(_));
    let mut before: Option<Box2> = None;
    for flow in flows {
        let first = flow.items.iter().position(|item| matches!(item, Item::Sheet(_)));
        if let Some(at) = first
            && let Some(Item::Sheet(sheet)) = flow.items.get(at)
            && !is_table(sheet)
        {
            let near = |a: f32, b: f32| (a - b).abs() <= flow.em;
            let goes_on = before.is_some_and(|b| near(b.x0, sheet.area.x0) && near(b.x1, sheet.area.x1))
                && !flow.items.iter().take(at).any(|item| body(&item));
            if !goes_on && let Item::Sheet(sheet) = flow.items.remove(at) {
                let marks = sheet.slots.into_iter().flat_map(|s| s.lines).flat_map(|l| l.marks).collect();
                flow.items.splice(at..at, lines(marks).into_iter().map(Item::Line));
            }
        }
        before = flow.items.iter().rev().find(body).filter(|i| matches!(i, Item::Sheet(_))).map(Item::area);
    }
}

/// Puts the items of a page in reading order: columns of running text one after the other, tables side by side from
/// left to right.
pub(super) fn arrange(flow: &mut Flow<'_>) {
    let em = flow.em;
    let items = std::mem::take(&mut flow.items);
    let items = columns(items, em);
    flow.items = side_by_side(items);
}

/// Sorts neighboring tables that share their height from left to right.
fn side_by_side(mut items: Vec<Item<'_>>) -> Vec<Item<'_>> {
    let mut start = 0;
    while start < items.len() {
        let Some(Item::Sheet(first)) = items.get(start) else {
            start += 1;
            continue;
        };
        let area = first.area;
        let beside = |item: &&Item<'_>| match item {
            Item::Sheet(s) => {
                s.area.y0 < f32::midpoint(area.y0, area.y1) && (s.area.x0 >= area.x1 || s.area.x1 <= area.x0)
            }
            _ => false,
        };
        let count = 1 + items[start + 1..].iter().take_while(beside).count();
        items[start..start + count].sort_by(|a, b| a.area().x0.total_cmp(&b.area().x0));
        start += count;
    }
    items
}

/// Finds stretches that stand in two columns and puts the left column before the right one. A table as narrow as a
/// column stands in it.
fn columns(items: Vec<Item<'_>>, em: f32) -> Vec<Item<'_>> {
    let mut out = Vec::with_capacity(items.len());
    let mut run: Vec<Item<'_>> = Vec::new();
    for item in items {
        match item {
            Item::Line(_) | Item::Sheet(_) => run.push(item),
            other => {
                out.extend(around_sheets(std::mem::take(&mut run), em));
                out.push(other);
            }
        }
    }
    out.extend(around_sheets(run, em));
    out
}

/// The columns of lines and tables, or of the lines between tables where these fill more than a column.
fn around_sheets(items: Vec<Item<'_>>, em: f32) -> Vec<Item<'_>> {
    let lines: Vec<Line<'_>> = items.iter().filter_map(Item::line).cloned().collect();
    let found = if lines.len() < COLUMN_LINES { None } else { gutter(&lines, em) };
    let Some(gutter) = found else { return items };
    let crosses =
        |item: &Item<'_>| matches!(item, Item::Sheet(s) if s.area.x0 < gutter.1 - 0.1 && s.area.x1 > gutter.0 + 0.1);
    if !items.iter().any(crosses) {
        return in_columns(items, gutter);
    }
    let mut out = Vec::with_capacity(items.len());
    let mut run: Vec<Item<'_>> = Vec::new();
    for item in items {
        if matches!(item, Item::Sheet(_)) {
            out.extend(around_sheets(std::mem::take(&mut run), em));
            out.push(item);
        } else {
            run.push(item);
        }
    }
    out.extend(around_sheets(run, em));
    out
}

/// Lines and tables on both sides of a gutter, the left column before the right one.
fn in_columns(items: Vec<Item<'_>>, gutter: (f32, f32)) -> Vec<Item<'_>> {
    let mut out = Vec::with_capacity(items.len());
    let (mut left, mut right): (Vec<Item<'_>>, Vec<Item<'_>>) = (Vec::new(), Vec::new());
    for item in items {
        let Item::Line(line) = item else {
            let side = if item.area().center().0 < gutter.0 { &mut left } else { &mut right };
            side.push(item);
            continue;
        };
        let (before, after, crosses) = parted(&line, gutter);
        if crosses {
            release(&mut left, &mut right, &mut out);
            out.push(Item::Line(line));
        } else {
            left.extend((!before.is_empty()).then(|| Item::Line(Line::new(before))));
            right.extend((!after.is_empty()).then(|| Item::Line(Line::new(after))));
        }
    }
    release(&mut left, &mut right, &mut out);
    out
}

/// Ends a stretch of two columns.
fn release<'a>(left: &mut Vec<Item<'a>>, right: &mut Vec<Item<'a>>, out: &mut Vec<Item<'a>>) {
    let paired = left.len().min(right.len()) >= 2;
    for column in [std::mem::take(left), std::mem::take(right)] {
        let lines = || column.iter().filter_map(Item::line);
        let from = lines().map(|l| l.area.x0).fold(f32::MAX, f32::min);
        let to = lines().map(|l| l.area.x1).fold(f32::MIN, f32::max);
        out.extend(column.into_iter().map(|item| match item {
            Item::Line(line) if paired => Item::InColumn(line, (from, to)),
            item => item,
        }));
    }
}

/// The marks of a line left and right of a gutter, and whether something stands in it.
fn parted<'a>(line: &Line<'a>, gutter: (f32, f32)) -> (Vec<super::lines::Mark<'a>>, Vec<super::lines::Mark<'a>>, bool) {
    let middle = f32::midpoint(gutter.0, gutter.1);
    let (before, after): (Vec<_>, Vec<_>) = line.marks.iter().copied().partition(|m| m.area.center().0 < middle);
    let crosses = line.marks.iter().any(|m| m.area.x0 < gutter.1 - 0.1 && m.area.x1 > gutter.0 + 0.1);
    (before, after, crosses)
}

/// The gap between two columns of running text: the one that most lines share, if what stands on both sides fills it.
fn gutter(lines: &[Line<'_>], em: f32) -> Option<(f32, f32)> {
    let gaps: Vec<(f32, f32)> = lines
        .iter()
        .flat_map(|line| {
            let pieces = line.pieces(GUTTER * em);
            pieces.windows(2).map(|p| (p[0].area.x1, p[1].area.x0)).collect::<Vec<_>>()
        })
        .collect();
    if gaps.len() < COLUMN_LINES {
        return None;
    }
    // Where most gaps overlap.
    let mut ends: Vec<(f32, i32)> = gaps.iter().flat_map(|g| [(g.0, 1), (g.1, -1)]).collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    let (mut depth, mut most, mut best) = (0, 0, None);
    for pair in ends.windows(2) {
        depth += pair[0].1;
        if depth > most {
            most = depth;
            best = Some((pair[0].0, pair[1].0));
        }
    }
    let gutter = best.filter(|_| usize::try_from(most).is_ok_and(|m| m >= COLUMN_LINES))?;
    let (mut left, mut right) = (Side::default(), Side::default());
    for line in lines {
        let (before, after, crosses) = parted(line, gutter);
        if crosses || before.is_empty() || after.is_empty() {
            continue;
        }
        left.add(&Line::new(before));
        right.add(&Line::new(after));
    }
    (left.is_text() && right.is_text() || left.is_prose() || right.is_prose()).then_some(gutter)
}

/// What stands on one side of a gutter.
#[derive(Default)]
struct Side {
    from: Option<f32>,
    to: Option<f32>,
    filled: f32,
    lines: usize,
    marks: usize,
}

impl Side {
    fn add(&mut self, line: &Line<'_>) {
        self.from = Some(self.from.map_or(line.area.x0, |v| v.min(line.area.x0)));
        self.to = Some(self.to.map_or(line.area.x1, |v| v.max(line.area.x1)));
        self.filled += line.marks.iter().map(|m| m.area.width()).sum::<f32>();
        self.lines += 1;
        self.marks += line.marks.len();
    }

    /// How much of its width is filled on average.
    #[expect(clippy::cast_precision_loss, reason = "a count of lines")]
    fn fill(&self) -> f32 {
        let width = self.to.zip(self.from).map_or(0.0, |(to, from)| to - from);
        self.filled / (width * self.lines as f32).max(1.0)
    }

    fn is_text(&self) -> bool {
        self.lines >= COLUMN_LINES && self.fill() >= COLUMN_FILL
    }

    /// Whether this clearly is running text, whatever stands beside it.
    fn is_prose(&self) -> bool {
        self.lines >= COLUMN_LINES && self.fill() >= PROSE_FILL && self.marks >= PROSE_MARKS * self.lines
    }
}
