//! Unruled forms: the lines of a page in, tables instead where white space parts columns and no upright line does.
//!
//! Unlike [`super::aligned`], cells may have several lines, stand at the top or in the middle of their rows, and be merged
//! over rows and columns; level lines and shades say where rows part, as far as they are drawn.

use super::edges::Edge;
use super::flow::{Flow, Item};
use super::labels::labels;
use super::lines::{Line, Mark, around, is_wide};
use super::sheets::{Sheet, Slot};
use super::strips::{self, Rows, Texts, anchors, of_figures};
use super::zones::{self, Span, Zone, zones};
use crate::model::Grid;
use crate::read::page::Box2;
use std::ops::Range;

/// Zones of one table are no farther apart than so many times the glyph size.
const APART: f32 = 4.0;
/// A table has a zone with so many columns, and rows of figures.
const COLUMNS: usize = 4;
const ROWS: usize = 3;
/// White space of two zones parts the same columns when it overlaps by so much, in glyph sizes.
const SAME: f32 = 0.2;
/// A rule covers a column when it is drawn along so much of it.
const COVERED: f32 = 0.6;
/// Lines of one label are no farther apart than so many times their size.
const ONE: f32 = 2.0;
/// A line no farther off than this may belong to the cell above or below, in glyph sizes.
const NEAR: f32 = 0.8;
/// Texts whose sizes differ by more than this share are no texts of one table.
const OTHER_SIZE: f32 = 0.12;
/// One of so many characters is set in a full square.
const SQUARE: usize = 4;
/// Texts of a column begin at the same place up to this, in glyph sizes.
const FLUSH: f32 = 0.5;
/// Columns are of names when so many of the rows have one.
const NAMED: f32 = 0.85;

/// Puts tables in the place of lines that stand in columns.
pub(super) fn find(flow: &mut Flow<'_>) {
    let mut out = Vec::with_capacity(flow.items.len());
    let mut run: Vec<Line<'_>> = Vec::new();
    for item in std::mem::take(&mut flow.items) {
        match item {
            Item::Line(line) => run.push(line),
            other => {
                out.extend(with_tables(std::mem::take(&mut run), flow));
                out.push(other);
            }
        }
    }
    out.extend(with_tables(run, flow));
    flow.items = out;
}

fn with_tables<'a>(mut lines: Vec<Line<'a>>, flow: &Flow<'_>) -> Vec<Item<'a>> {
    if lines.len() < ROWS || !is_square(&lines) {
        return lines.into_iter().map(Item::Line).collect();
    }
    lines.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
    let rules = [&flow.levels[..], &flow.shades].concat();
    let zones = zones(&lines, &rules, flow.em);
    let mut zones: Vec<Zone> =
        trimmed(zones, &lines, flow).into_iter().flat_map(|z| without_rest(z, &lines, flow.em)).collect();
    behind_labels(&mut zones, &lines, flow.em);
    let mut out = Vec::new();
    let mut at = 0;
    while at < zones.len() {
        let near = |pair: &[Zone]| {
            let (above, below) = (&lines[pair[0].lines.end - 1], &lines[pair[1].lines.start]);
            below.area.y0 - above.area.y1 <= APART * flow.em && !pair[1].gutters.is_empty()
        };
        let count =
            if zones[at].gutters.is_empty() { 0 } else { 1 + zones[at..].windows(2).take_while(|p| near(p)).count() };
        let group = &zones[at..at + count];
        if let Some(sheet) = table(group, &lines, flow) {
            out.push(Item::Sheet(sheet));
            at += count;
        } else {
            let end = zones[at + count.max(1) - 1].lines.end;
            out.extend(lines[zones[at].lines.start..end].iter().cloned().map(Item::Line));
            at += count.max(1);
        }
    }
    out
}

/// Whether many characters are set in full squares: other scripts part their words by white space too.
fn is_square(lines: &[Line<'_>]) -> bool {
    let marks = || lines.iter().flat_map(|l| &l.marks);
    SQUARE * marks().filter(|m| is_wide(m.first())).count() >= marks().count()
}

/// Takes single texts off the ends of zones that stand farther off than lines of one cell: titles and notes.
fn trimmed(zones: Vec<Zone>, lines: &[Line<'_>], flow: &Flow<'_>) -> Vec<Zone> {
    let is_single = |i: &usize| zones::spaces(&lines[*i..=*i], flow.em).len() == 2;
    let area = lines.iter().map(|l| l.area).reduce(|a, b| around(&a, &b)).unwrap_or_default();
    let middle = area.center().0;
    let off = |above: usize, below: usize| {
        let (above, below) = (&lines[above], &lines[below]);
        let along = |e: &&Edge| e.from <= below.area.x0 && e.to >= below.area.x1;
        let mut rules = flow.levels.iter().filter(along).map(|e| e.at);
        let centered = |l: &Line<'_>| (l.area.center().0 - middle).abs() <= flow.em;
        let framed = !centered(above)
            && !centered(below)
            && rules.clone().any(|y| y < above.area.y1)
            && rules.any(|y| y > below.area.y0);
        let other = (above.size - below.size).abs() > OTHER_SIZE * below.size;
        !framed && (other || below.area.y0 - above.area.y1 > NEAR * flow.em)
    };
    let mut out = Vec::with_capacity(zones.len());
    for zone in zones {
        let Range { mut start, mut end } = zone.lines;
        if !zone.gutters.is_empty() {
            let first = (start..end).find(|i| !is_single(i)).unwrap_or(start);
            start = (start..first).rev().find(|&i| off(i, i + 1)).map_or(start, |i| i + 1);
            let last = (start..end).rev().find(|i| !is_single(i)).unwrap_or(end - 1);
            let column = |i: usize| zone.gutters.partition_point(|g| g.0 < lines[i].area.center().0);
            let one = (last + 1..end).all(|i| column(i) == column(last + 1));
            end = (last + 1..end).find(|&i| one && off(i - 1, i)).unwrap_or(end);
        }
        let plain = |i: usize| Zone { lines: i..i + 1, gutters: Vec::new() };
        out.extend((zone.lines.start..start).map(plain));
        out.push(Zone { lines: start..end, gutters: zone.gutters });
        out.extend((end..zone.lines.end).map(plain));
    }
    out
}

/// Parts a zone where only its labels go on: they have other rows there.
fn without_rest(zone: Zone, lines: &[Line<'_>], em: f32) -> Vec<Zone> {
    if zone.gutters.is_empty() {
        return vec![zone];
    }
    let columns = Columns::new(&zone, lines);
    let merged = columns.merged();
    let bottom = columns.texts[merged..].iter().flatten().map(|l| l.area.y1).fold(f32::MIN, f32::max);
    let Range { start, end } = zone.lines;
    let last = (start..end).rev().find(|i| lines[*i].area.y0 <= bottom).map_or(end, |i| i + 1);
    if merged == 0 || last == end || last == start {
        return vec![zone];
    }
    vec![zones::of_lines(lines, start..last, em), zones::of_lines(lines, last..end, em)]
}

/// Lines that begin behind the first column of the zone above are part of a table: what is merged over several rows
/// stands before them.
fn behind_labels(zones: &mut [Zone], lines: &[Line<'_>], em: f32) {
    for at in 1..zones.len() {
        let (above, rest) = zones.split_at_mut(at);
        let (Some(above), Some(zone)) = (above.last(), rest.first_mut()) else { continue };
        let Some(first) = above.gutters.first().filter(|_| zone.gutters.is_empty()) else { continue };
        let own = &lines[zone.lines.clone()];
        let begins = |l: &Line<'_>| l.marks.iter().find(|m| m.area.x0 >= first.1 - em * 0.1).map(|m| m.area.x0);
        let second = lines[above.lines.clone()].iter().filter_map(begins).fold(f32::MAX, f32::min);
        if own.iter().all(|l| (l.area.x0 - second).abs() <= FLUSH * em) {
            zone.gutters.push(*first);
        }
    }
}

/// The texts of a zone, column by column.
struct Columns<'a> {
    texts: Vec<Texts<'a>>,
    /// Where they part, with both ends.
    xs: Vec<f32>,
    figures: Vec<bool>,
}

impl<'a> Columns<'a> {
    fn new(zone: &Zone, lines: &[Line<'a>]) -> Self {
        let own = &lines[zone.lines.clone()];
        let area = own.iter().map(|l| l.area).reduce(|a, b| around(&a, &b)).unwrap_or_default();
        let mut xs = vec![area.x0];
        xs.extend(zone.gutters.iter().map(|g| f32::midpoint(g.0, g.1)));
        xs.push(area.x1);
        let mut texts: Vec<Texts<'a>> = vec![Vec::new(); xs.len() - 1];
        for line in own {
            let mut parts: Vec<Vec<Mark<'a>>> = vec![Vec::new(); texts.len()];
            for mark in &line.marks {
                let col = xs[1..xs.len() - 1].partition_point(|x| *x <= mark.area.center().0);
                parts[col].push(*mark);
            }
            for (text, marks) in texts.iter_mut().zip(parts).filter(|(_, marks)| !marks.is_empty()) {
                text.push(Line::new(marks));
            }
        }
        let figures = of_figures(&texts);
        Self { texts, xs, figures }
    }

    /// Whether this clearly is part of a table.
    fn is_strong(&self) -> bool {
        self.texts.len() >= COLUMNS && anchors(&self.texts, &self.figures).len() >= ROWS
    }

    /// Whether one text at the left stands for several rows.
    fn is_headed(&self) -> bool {
        let height = |lines: &Texts<'_>| lines.last().zip(lines.first()).map_or(0.0, |(l, f)| l.area.y1 - f.area.y0);
        let Some((label, others)) = self.texts.split_first() else { return false };
        let one = label.windows(2).all(|pair| pair[1].baseline - pair[0].baseline <= ONE * pair[1].size);
        one && others.iter().any(|lines| lines.len() > 1 && height(lines) > 2.0 * height(label))
    }

    /// How many columns at the left have no text of their own in some rows.
    fn merged(&self) -> usize {
        let anchors = anchors(&self.texts, &self.figures);
        let Some(most) = self.figures.iter().position(|f| *f) else { return usize::from(self.is_headed()) };
        let borders: Vec<f32> = anchors.windows(2).map(|a| f32::midpoint(a[0], a[1])).collect();
        let named = |lines: &Texts<'_>| {
            let mut rows: Vec<usize> =
                lines.iter().map(|l| borders.partition_point(|y| *y <= l.area.center().1)).collect();
            rows.dedup();
            #[expect(clippy::cast_precision_loss, reason = "counts of rows")]
            let share = rows.len() as f32 >= NAMED * anchors.len() as f32;
            share
        };
        self.texts.iter().take(most).position(named).unwrap_or(most)
    }
}

/// The table that zones make, if they clearly make one.
fn table<'a>(zones: &[Zone], lines: &[Line<'a>], flow: &Flow<'_>) -> Option<Sheet<'a>> {
    let of_zones: Vec<Columns<'a>> = zones.iter().map(|z| Columns::new(z, lines)).collect();
    if !of_zones.iter().any(Columns::is_strong) {
        return None;
    }
    let em = flow.em;
    let area = of_zones.iter().flat_map(|c| &c.texts).flatten().map(|l| l.area).reduce(|a, b| around(&a, &b))?;
    let inner = shared(zones, em);
    let xs: Vec<f32> = [&[area.x0][..], &inner, &[area.x1]].concat();
    let leading = of_zones
        .iter()
        .filter(|c| c.is_strong())
        .filter_map(|c| strips::leading(&c.texts, &c.figures, em))
        .min_by(f32::total_cmp);
    let mut ys = vec![area.y0];
    let mut slots: Vec<Slot<'a>> = Vec::new();
    for (zone, columns) in zones.iter().zip(&of_zones) {
        // The common columns that each column of the zone covers.
        let mut cols = vec![0];
        cols.extend(zone.gutters.iter().map(|g| 1 + inner.partition_point(|x| *x < g.0)));
        cols.push(xs.len() - 1);
        let first = ys.len() - 1;
        let rows = add(columns, &cols, first, &xs, leading, flow, &mut slots)?;
        if let Some(last) = ys.last_mut().filter(|_| first > 0) {
            *last = f32::midpoint(*last, rows.ys[0]);
        }
        ys.extend(&rows.ys[1..]);
    }
    filled(&mut slots, &xs, &ys, flow.page);
    let end = area.y1;
    let page = flow.page;
    Some(Sheet { xs, ys, slots, area, certainty: Grid::Aligned, open_above: false, open_below: false, page, end })
}

/// The places where white space of any zone parts columns.
fn shared(zones: &[Zone], em: f32) -> Vec<f32> {
    let mut all: Vec<(Span, usize)> =
        zones.iter().enumerate().flat_map(|(i, z)| z.gutters.iter().map(move |g| (*g, i))).collect();
    all.sort_by(|a, b| (a.0.1 - a.0.0).total_cmp(&(b.0.1 - b.0.0)));
    let mut found: Vec<(Span, Vec<usize>)> = Vec::new();
    for (gutter, zone) in all {
        let common = |s: &Span| gutter.1.min(s.1) - gutter.0.max(s.0);
        let fits = found.iter_mut().filter(|(s, of)| !of.contains(&zone) && common(s) >= SAME * em);
        match fits.max_by(|a, b| common(&a.0).total_cmp(&common(&b.0))) {
            Some((span, of)) => {
                *span = (span.0.max(gutter.0), span.1.min(gutter.1));
                of.push(zone);
            }
            None => found.push((gutter, vec![zone])),
        }
    }
    let mut xs: Vec<f32> = found.iter().map(|(s, _)| f32::midpoint(s.0, s.1)).collect();
    xs.sort_by(f32::total_cmp);
    xs
}

/// From where to where texts stand.
fn ends(texts: &Texts<'_>) -> Option<Span> {
    texts.iter().map(|l| (l.area.x0, l.area.x1)).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

/// Adds the cells of a zone below the rows that there are.
fn add<'a>(
    columns: &Columns<'a>,
    cols: &[usize],
    first: usize,
    xs: &[f32],
    leading: Option<f32>,
    flow: &Flow<'_>,
    slots: &mut Vec<Slot<'a>>,
) -> Option<Rows> {
    let merged = columns.merged();
    let whole = (columns.xs[merged], columns.xs[columns.xs.len() - 1]);
    let along = |edges: &[Edge], span: Span| -> Vec<f32> {
        let drawn = |e: &&Edge| e.to.min(span.1) - e.from.max(span.0) >= COVERED * (span.1 - span.0);
        edges.iter().filter(drawn).map(|e| e.at).collect()
    };
    let lines = along(&flow.levels, whole);
    let rules: Vec<f32> = lines.iter().copied().chain(along(&flow.shades, whole)).collect();
    let rows = strips::rows(&columns.texts[merged..], &columns.figures[merged..], &rules, leading, flow.em)?;
    let count = rows.ys.len() - 1;
    let inner = &rows.ys[1..count];
    let parted = inner.iter().filter(|y| lines.contains(y)).count();
    let complete = count > 1 && 4 * parted >= 3 * inner.len();
    let mut push = |col: usize, row: usize, span: usize, lines: Vec<Line<'a>>| {
        // Lines may fill what the texts of their column fill.
        let (x0, x1) = ends(&columns.texts[col]).unwrap_or((xs[cols[col]], xs[cols[col + 1]]));
        let area = Box2 { x0, y0: rows.ys[row], x1, y1: rows.ys[row + span] };
        slots.push(Slot {
            row: first + row,
            col: cols[col],
            row_span: span,
            col_span: cols[col + 1] - cols[col],
            area,
            page: flow.page,
            closed: (true, true),
            lines,
        });
    };
    let mut borders: Vec<usize> = Vec::new();
    for (col, texts) in columns.texts[..merged].iter().enumerate() {
        let own = along(&flow.levels, (columns.xs[col], columns.xs[col + 1]));
        let found = labels(texts, &rows, &own, complete, &borders, flow.em);
        borders = found.iter().flat_map(|l| [l.rows.start, l.rows.end]).collect();
        for label in found {
            push(col, label.rows.start, label.rows.len(), texts[label.lines].to_vec());
        }
    }
    for (col, texts) in columns.texts.iter().enumerate().skip(merged) {
        for (row, own) in rows.lines[col - merged].iter().enumerate() {
            push(col, row, 1, texts[own.clone()].to_vec());
        }
    }
    Some(rows)
}

/// Adds empty cells where nothing stands.
fn filled(slots: &mut Vec<Slot<'_>>, xs: &[f32], ys: &[f32], page: u32) {
    let (rows, cols) = (ys.len() - 1, xs.len() - 1);
    let mut free = vec![true; rows * cols];
    for slot in slots.iter() {
        for row in slot.row..slot.row + slot.row_span {
            free[row * cols + slot.col..row * cols + slot.col + slot.col_span].fill(false);
        }
    }
    for at in (0..rows * cols).filter(|at| free[*at]) {
        let (row, col) = (at / cols, at % cols);
        let area = Box2 { x0: xs[col], y0: ys[row], x1: xs[col + 1], y1: ys[row + 1] };
        let closed = (true, true);
        slots.push(Slot { row, col, row_span: 1, col_span: 1, area, page, closed, lines: Vec::new() });
    }
    slots.sort_by_key(|s| (s.row, s.col));
}

#[cfg(test)]
mod tests {
    use crate::read::grid::sample::{Sketch, shown};

    const XS: [f32; 7] = [60.0, 120.0, 190.0, 290.0, 340.0, 400.0, 450.0];

    fn written(sketch: Sketch, y: f32, texts: &[(usize, &str)]) -> Sketch {
        texts.iter().fold(sketch, |s, (col, text)| s.write(XS[*col], y, text))
    }

    /// A form whose cells stand in the middle of their rows, the first row a line of money.
    fn form() -> Sketch {
        let mut s = Sketch::new(1);
        s = written(s, 60.0, &[(0, "项目名称"), (1, "水渠清淤与闸门维修工程")]);
        s = written(s, 90.0, &[(0, "一级"), (1, "二级"), (2, "三级"), (3, "分值"), (4, "目标值"), (5, "得分")]);
        // The name has two lines, and the labels stand between two rows.
        s = written(s, 114.0, &[(2, "清淤主渠道总长度")]);
        s = written(s, 120.5, &[(3, "10"), (4, "8公里"), (5, "10")]);
        s = written(s, 127.0, &[(2, "与支渠")]);
        s = written(s, 136.0, &[(1, "数量指标")]);
        s = written(s, 151.0, &[(2, "维修闸门"), (3, "15"), (4, "6座"), (5, "14.5")]);
        s = written(s, 145.5, &[(0, "产出")]);
        s = written(s, 175.0, &[(1, "质量指标"), (2, "一次验收合格率"), (3, "20"), (4, "100%"), (5, "20")]);
        s = written(s, 199.0, &[(0, "总分"), (3, "45"), (5, "44.5")]);
        s
    }

    const ROWS: &str = "项目名称│水渠清淤与闸门维修工程(1x5)\n一级│二级│三级│分值│目标值│得分\n\
        产出(3x1)│数量指标(2x1)│清淤主渠道总长度与支渠│10│8公里│10\n维修闸门│15│6座│14.5\n\
        质量指标│一次验收合格率│20│100%│20\n总分│││45││44.5";

    #[test]
    fn cells_of_several_lines_and_merged_labels() {
        assert_eq!(shown(vec![form()]), [ROWS]);
    }

    #[test]
    fn level_lines_part_rows() {
        // Each line begins at the column of the level it parts.
        let lines = [(72.0, 50.0), (100.0, 50.0), (134.0, 180.0), (160.0, 110.0), (184.0, 50.0), (206.0, 50.0)];
        let ruled = lines.iter().fold(form(), |s, &(y, from)| s.line((from, y), (490.0, y)));
        assert_eq!(shown(vec![ruled.line((50.0, 46.0), (490.0, 46.0))]), [ROWS]);
    }

    #[test]
    fn a_title_and_a_note_are_no_rows() {
        let s = form().write_sized(180.0, 36.0, "绩效自评表", 16.0).write(60.0, 226.0, "注：得分保留一位小数。");
        assert_eq!(shown(vec![s]), ["绩效自评表", ROWS, "注：得分保留一位小数。"]);
    }
}
