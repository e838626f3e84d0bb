//! Sheets: the edges of a page in, the tables they draw out, each a lattice of columns and rows whose boxes are joined
//! where no line parts them. Text is not looked at here.

use super::edges::{Edge, Edges};
use super::lines::Line;
use crate::model::Grid;
use crate::read::page::Box2;

/// Lines that miss each other by less than this meet, in glyph sizes.
const MEET: f32 = 0.35;
/// Lines that stick out farther than this beyond the outermost crossing line make an open row or column, in glyph sizes.
const OPEN: f32 = 1.0;
/// A line counts as drawn along a box if it covers this share of its side.
const COVERED: f32 = 0.6;
/// A row or column narrower than this holds no text: its two lines are one, in glyph sizes.
const THIN: f32 = 0.5;
/// Cells keep their text at most so far off the left border, in glyph sizes.
const PAD: f32 = 1.0;
/// A row that fills a page has at least so many upright lines.
const OPEN_SIDES: usize = 3;
/// More boxes than this in one lattice are a drawing, not a table.
const MOST_BOXES: usize = 200_000;

/// A table as it stands on one page, or stitched from several.
#[derive(Clone, Debug)]
pub(super) struct Sheet<'a> {
    /// Where the columns part; one more than columns.
    pub(super) xs: Vec<f32>,
    /// Where the rows part, on the first page; one more than rows.
    pub(super) ys: Vec<f32>,
    /// In row order, then column order.
    pub(super) slots: Vec<Slot<'a>>,
    pub(super) area: Box2,
    pub(super) certainty: Grid,
    /// No line is drawn along the upper end, or the lower one.
    pub(super) open_above: bool,
    pub(super) open_below: bool,
    /// The page of the last row.
    pub(super) page: u32,
    /// The lower end on that page.
    pub(super) end: f32,
}

/// A cell with what stands in it.
#[derive(Clone, Debug)]
pub(super) struct Slot<'a> {
    pub(super) row: usize,
    pub(super) col: usize,
    pub(super) row_span: usize,
    pub(super) col_span: usize,
    pub(super) area: Box2,
    pub(super) page: u32,
    /// Whether a line is drawn along the upper end, and along the lower one.
    pub(super) closed: (bool, bool),
    pub(super) lines: Vec<Line<'a>>,
}

impl Slot<'_> {
    /// The text without any white space, for comparing.
    pub(super) fn bare_text(&self) -> String {
        let marks = self.lines.iter().flat_map(|l| &l.marks);
        marks.flat_map(|m| m.glyph.text.chars()).filter(|c| !c.is_whitespace()).collect()
    }
}

impl Sheet<'_> {
    /// How far cells keep their text off the left border at least.
    pub(super) fn pad(&self) -> f32 {
        let of_slot = |s: &Slot<'_>| s.lines.iter().map(|l| l.area.x0 - s.area.x0).fold(f32::MAX, f32::min);
        let size = self.slots.iter().flat_map(|s| &s.lines).map(|l| l.size).fold(0.0, f32::max);
        self.slots.iter().map(of_slot).fold(f32::MAX, f32::min).clamp(0.0, PAD * size)
    }

    pub(super) fn rows(&self) -> usize {
        self.ys.len().saturating_sub(1)
    }

    pub(super) fn cols(&self) -> usize {
        self.xs.len().saturating_sub(1)
    }
}

/// The tables that edges draw: groups of lines that meet, each made a lattice. Boxes without a division are left out.
pub(super) fn sheets<'a>(edges: &Edges, em: f32, page: u32) -> Vec<Sheet<'a>> {
    let groups = connected(edges, MEET * em);
    groups.iter().filter_map(|group| lattice(group, em, page)).filter(|s| s.slots.len() > 1).collect()
}

/// Edges that meet, directly or through others.
fn connected(edges: &Edges, reach: f32) -> Vec<Edges> {
    let uprights = &edges.upright;
    let mut sets = Sets::new(edges.level.len() + uprights.len());
    for (i, level) in edges.level.iter().enumerate() {
        // Upright edges are sorted by position.
        let first = uprights.partition_point(|u| u.at < level.from - reach);
        let crossing = uprights.iter().enumerate().skip(first).take_while(|(_, u)| u.at <= level.to + reach);
        for (k, _) in crossing.filter(|(_, u)| u.from - reach <= level.at && level.at <= u.to + reach) {
            sets.join(i, edges.level.len() + k);
        }
    }
    let mut of_root: Vec<Option<usize>> = vec![None; edges.level.len() + uprights.len()];
    let mut groups: Vec<Edges> = Vec::new();
    let all = edges.level.iter().map(|e| (e, true)).chain(uprights.iter().map(|e| (e, false)));
    for (i, (edge, level)) in all.enumerate() {
        let root = sets.root(i);
        let group = *of_root[root].get_or_insert_with(|| {
            groups.push(Edges::default());
            groups.len() - 1
        });
        let list = if level { &mut groups[group].level } else { &mut groups[group].upright };
        list.push(*edge);
    }
    let (mut groups, loose): (Vec<Edges>, Vec<Edges>) = groups.into_iter().partition(|g| !g.level.is_empty());
    let loose = loose.into_iter().flat_map(|g| g.upright).collect();
    groups.retain(|g| !g.upright.is_empty() && g.level.len() + g.upright.len() > 2);
    with_open_columns(groups, loose, reach)
}

/// Adds upright lines that meet no level one: sides of columns whose cells go on over both ends of a page, beside a
/// table just as high, or of a row that fills a page.
fn with_open_columns(mut groups: Vec<Edges>, mut loose: Vec<Edge>, reach: f32) -> Vec<Edges> {
    let near = |a: f32, b: f32| (a - b).abs() <= reach;
    for group in &mut groups {
        let (from, to) = extent(&group.upright);
        let beside = |u: &Edge| near(u.from, from) && near(u.to, to);
        let (own, other): (Vec<Edge>, Vec<Edge>) = loose.into_iter().partition(beside);
        loose = other;
        group.upright.extend(own);
        group.upright.sort_by(|a, b| a.at.total_cmp(&b.at));
    }
    if loose.len() >= OPEN_SIDES && loose.iter().all(|u| near(u.from, loose[0].from) && near(u.to, loose[0].to)) {
        groups.push(Edges { level: Vec::new(), upright: loose });
    }
    groups
}

/// From where to where lines reach.
fn extent(edges: &[Edge]) -> (f32, f32) {
    edges.iter().fold((f32::MAX, f32::MIN), |(from, to), e| (from.min(e.from), to.max(e.to)))
}

/// Positions of lines, with the far ends of the crossing lines added where at least two of them stick out.
fn positions(lines: &[Edge], crossing: &[Edge], em: f32) -> Option<(Vec<f32>, bool, bool)> {
    let mut at: Vec<f32> = lines.iter().map(|e| e.at).collect();
    at.dedup_by(|next, kept| *next - *kept < THIN * em);
    let (first, last) = (*at.first()?, *at.last()?);
    let end = |values: &mut dyn Iterator<Item = f32>| {
        // The second farthest: one line that sticks out alone is no side of a table.
        let mut values: Vec<f32> = values.collect();
        values.sort_by(f32::total_cmp);
        values.get(1).copied()
    };
    let before = end(&mut crossing.iter().map(|e| e.from)).filter(|v| first - v > OPEN * em);
    let after = end(&mut crossing.iter().map(|e| -e.to)).map(|v| -v).filter(|v| v - last > OPEN * em);
    if let Some(v) = before {
        at.insert(0, v);
    }
    at.extend(after);
    Some((at, before.is_some(), after.is_some()))
}

/// The lattice of one group of edges.
fn lattice<'a>(group: &Edges, em: f32, page: u32) -> Option<Sheet<'a>> {
    let (xs, open_left, open_right) = positions(&group.upright, &group.level, em)?;
    let (ys, open_above, open_below) = positions(&group.level, &group.upright, em).unwrap_or_else(|| {
        let (from, to) = extent(&group.upright);
        (vec![from, to], true, true)
    });
    let (rows, cols) = (ys.len().checked_sub(1)?, xs.len().checked_sub(1)?);
    if rows == 0 || cols == 0 || rows * cols > MOST_BOXES {
        return None;
    }
    let level = drawn(&group.level, &ys, &xs);
    let upright = drawn(&group.upright, &xs, &ys);
    // `level[r * cols + c]` is the upper side of box (r, c), `upright[c * rows + r]` its left side.
    let mut sets = Sets::new(rows * cols);
    for r in 0..rows {
        for c in 0..cols {
            if c + 1 < cols && !upright[(c + 1) * rows + r] {
                sets.join(r * cols + c, r * cols + c + 1);
            }
            if r + 1 < rows && !level[(r + 1) * cols + c] {
                sets.join(r * cols + c, (r + 1) * cols + c);
            }
        }
    }
    // What is open to the outside although that side of the table is drawn elsewhere lies beside the table.
    let mut outside = vec![false; rows * cols];
    for r in 0..rows {
        for c in 0..cols {
            let (left, right) = (upright[c * rows + r], upright[(c + 1) * rows + r]);
            let (above, below) = (level[r * cols + c], level[(r + 1) * cols + c]);
            // A cell that a page cuts may be open at that end only.
            let between = left && right;
            let bare = (c == 0 && !open_left && !left)
                || (c + 1 == cols && !open_right && !right)
                || !(r > 0 || open_above || above || between)
                || !(r + 1 < rows || open_below || below || between);
            if bare {
                let root = sets.root(r * cols + c);
                outside[root] = true;
            }
        }
    }
    let label: Vec<Option<usize>> =
        (0..rows * cols).map(|i| Some(sets.root(i)).filter(|&root| !outside[root])).collect();
    let slots = rectangles(&label, rows, cols).into_iter().map(|(row, col, row_span, col_span)| Slot {
        row,
        col,
        row_span,
        col_span,
        area: Box2 { x0: xs[col], y0: ys[row], x1: xs[col + col_span], y1: ys[row + row_span] },
        page,
        closed: (level[row * cols + col], level[(row + row_span) * cols + col]),
        lines: Vec::new(),
    });
    let slots = slots.collect();
    let area = Box2 { x0: xs[0], y0: ys[0], x1: xs[cols], y1: ys[rows] };
    let end = area.y1;
    Some(Sheet { xs, ys, slots, area, certainty: Grid::Ruled, open_above, open_below, page, end })
}

/// Which stretches of which lines are drawn: for each position of `along` the stretches between neighboring `across`.
fn drawn(edges: &[Edge], along: &[f32], across: &[f32]) -> Vec<bool> {
    let stretches = across.len().saturating_sub(1);
    let mut out = vec![false; along.len() * stretches];
    for edge in edges {
        let at = nearest(along, edge.at);
        let first = across.partition_point(|p| *p <= edge.from).saturating_sub(1);
        for (i, ends) in across.windows(2).enumerate().skip(first) {
            let [from, to] = ends else { continue };
            if *from >= edge.to {
                break;
            }
            let covered = edge.to.min(*to) - edge.from.max(*from);
            if covered >= COVERED * (to - from)
                && let Some(stretch) = out.get_mut(at * stretches + i)
            {
                *stretch = true;
            }
        }
    }
    out
}

/// The index of the position nearest to a value, in a sorted list.
pub(super) fn nearest(positions: &[f32], value: f32) -> usize {
    let after = positions.partition_point(|p| *p < value);
    match (after.checked_sub(1).and_then(|i| positions.get(i)), positions.get(after)) {
        (Some(before), Some(next)) if value - before <= next - value => after - 1,
        (Some(_), None) => after - 1,
        _ => after,
    }
}

/// Cuts labeled boxes into rectangles (row, column, spans). A label nearly always is one rectangle; where a piece of a
/// line is missing it is not, and each run of equal boxes makes its own.
fn rectangles(label: &[Option<usize>], rows: usize, cols: usize) -> Vec<(usize, usize, usize, usize)> {
    let mut taken = vec![false; label.len()];
    let mut out = Vec::new();
    for r in 0..rows {
        for c in 0..cols {
            let Some(own) = label[r * cols + c] else { continue };
            if taken[r * cols + c] {
                continue;
            }
            let free = |r: usize, c: usize| label[r * cols + c] == Some(own) && !taken[r * cols + c];
            let width = (c..cols).take_while(|&k| free(r, k)).count();
            let fits = |row: usize| {
                (c..c + width).all(|k| free(row, k))
                    && (c == 0 || label[row * cols + c - 1] != Some(own))
                    && (c + width == cols || label[row * cols + c + width] != Some(own))
            };
            let height = 1 + (r + 1..rows).take_while(|&row| fits(row)).count();
            for row in r..r + height {
                taken[row * cols + c..row * cols + c + width].fill(true);
            }
            out.push((r, c, height, width));
        }
    }
    out
}

/// Disjoint sets with path halving.
struct Sets(Vec<usize>);

impl Sets {
    fn new(n: usize) -> Self {
        Self((0..n).collect())
    }

    fn root(&mut self, mut i: usize) -> usize {
        while self.0[i] != i {
            self.0[i] = self.0[self.0[i]];
            i = self.0[i];
        }
        i
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        // The smaller root wins, so that the result does not depend on the order of joins.
        self.0[a.max(b)] = a.min(b);
    }
}
