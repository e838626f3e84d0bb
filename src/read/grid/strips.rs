//! Strips: the texts of columns in, the rows they make out, where no line parts them.
//!
//! White space that runs through all columns parts lines into strips; rows are made of whole strips. Which strips belong
//! together is told by the columns that hold one figure a row, by lines that were broken by the width of their column,
//! by space wider than between the lines of one text, and by cells being level: at their top or in the middle.

use super::join::{Seam, chars, seam};
use super::lines::Line;
use std::ops::Range;

/// Strips of one row are at most so many.
const MOST_STRIPS: usize = 40;
/// Lines share height when they overlap by more than this, in glyph sizes.
const OVERLAP: f32 = 0.15;
/// This share of the texts of a column are figures where it holds one figure a row.
const FIGURES: f32 = 0.5;
/// A column of figures has so many of the figures of the fullest one.
const DENSE: f32 = 0.6;
/// A line that is level with a row is off its middle by no more than this, in glyph sizes.
const LEVEL: f32 = 0.3;
/// Words in a column of figures that are no farther apart than this are one text, in glyph sizes.
const NEXT_LINE: f32 = 1.7;
/// A text that is broken by the width has at least so many characters a line.
const SHORTEST: usize = 4;
/// Space that is this much wider than between lines of one text parts rows, in glyph sizes.
const WIDER: f32 = 0.12;
/// Lines of one text whose distance is not known keep so much space between them, in glyph sizes.
const LEADING: f32 = 0.6;

/// What speaks against a row, in one currency.
const ROW: f32 = 0.2;
const NO_FIGURE: f32 = 2.5;
const TWO_FIGURES: f32 = 20.0;
const CUT_IN_TEXT: f32 = 3.0;
const CUT_IN_LINES: f32 = 1.2;
const JOINED_ENDS: f32 = 1.2;
const WIDE_JOIN: f32 = 6.0;
const UNRULED_CUT: f32 = 4.0;
const MOST_WIDE: f32 = 5.0;
const TILT: f32 = 0.7;
const MOST_TILT: f32 = 1.5;
const RULED: f32 = 1000.0;

/// The texts of a column, top to bottom, one entry a line.
pub(super) type Texts<'a> = Vec<Line<'a>>;

/// How cells stand in their rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Level {
    Middle,
    Top,
    /// Figures in the middle, words at the top.
    Mixed,
}

/// Whether a text is a figure without a unit, or the mark of an empty cell.
fn is_number(line: &Line<'_>) -> bool {
    let mark = |c: char| matches!(c, '-' | '–' | '—' | '/');
    let sign = |c: char| matches!(c, '.' | ',' | '%' | '+' | '(' | ')');
    chars(line).all(mark)
        || (chars(line).all(|c| c.is_ascii_digit() || mark(c) || sign(c)) && chars(line).any(|c| c.is_ascii_digit()))
}

/// The columns that hold one figure a row: mostly figures, and about as many as any column.
#[expect(clippy::cast_precision_loss, reason = "counts of lines")]
pub(super) fn of_figures(columns: &[Texts<'_>]) -> Vec<bool> {
    let counts: Vec<usize> = columns.iter().map(|lines| lines.iter().filter(|l| is_number(l)).count()).collect();
    let most = counts.iter().max().copied().unwrap_or_default();
    let holds = |(lines, count): (&Texts<'_>, &usize)| {
        *count > 0 && *count as f32 >= FIGURES * lines.len() as f32 && *count as f32 >= DENSE * most as f32
    };
    columns.iter().zip(&counts).map(holds).collect()
}

/// Which lines of a column of figures begin a text.
fn begins(lines: &[Line<'_>]) -> Vec<bool> {
    let widest = lines.iter().map(|l| l.area.width()).fold(0.0, f32::max);
    let first = |i: usize| {
        let Some(above) = i.checked_sub(1).and_then(|i| lines.get(i)) else { return true };
        let line = &lines[i];
        let near = line.baseline - above.baseline <= NEXT_LINE * line.size;
        match (is_number(above), is_number(line)) {
            (true, true) => {
                let broken = matches!(above.last(), '.' | ',') || line.first() == '%';
                !(near && broken && seam(above, line, widest - above.area.width()) == Seam::Nothing)
            }
            (false, false) => !near,
            _ => true,
        }
    };
    (0..lines.len()).map(first).collect()
}

/// The middles of the rows that figures tell, top to bottom.
pub(super) fn anchors(columns: &[Texts<'_>], figures: &[bool]) -> Vec<f32> {
    let mut found: Vec<(f32, f32)> = Vec::new();
    for lines in columns.iter().zip(figures).filter(|(_, f)| **f).map(|(c, _)| c) {
        let begins = begins(lines);
        let mut open: Option<(f32, f32)> = None;
        for (line, begin) in lines.iter().zip(begins) {
            let own = (line.area.y0, line.area.y1);
            open = match open {
                Some(text) if !begin => Some((text.0, own.1)),
                text => {
                    found.extend(text);
                    Some(own)
                }
            };
        }
        found.extend(open);
    }
    found.sort_by(|a, b| (a.0 + a.1).total_cmp(&(b.0 + b.1)));
    let mut out: Vec<(f32, f32)> = Vec::new();
    for text in found {
        let middle = f32::midpoint(text.0, text.1);
        match out.last_mut() {
            Some(row) if middle < row.1 => {}
            _ => out.push(text),
        }
    }
    out.iter().map(|t| f32::midpoint(t.0, t.1)).collect()
}

/// A strip: how high it stands, and up to which line of each column it reaches.
struct Strip {
    top: f32,
    bottom: f32,
    ends: Vec<usize>,
}

/// The strips of columns.
fn strips(columns: &[Texts<'_>], em: f32) -> Vec<Strip> {
    let mut all: Vec<(f32, f32, usize)> = columns
        .iter()
        .enumerate()
        .flat_map(|(col, lines)| lines.iter().map(move |l| (l.area.y0, l.area.y1, col)))
        .collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out: Vec<Strip> = Vec::new();
    for (top, bottom, col) in all {
        if let Some(strip) = out.last_mut().filter(|s| top < s.bottom - OVERLAP * em) {
            strip.bottom = strip.bottom.max(bottom);
            strip.ends[col] += 1;
        } else {
            let mut ends = out.last().map_or_else(|| vec![0; columns.len()], |s| s.ends.clone());
            ends[col] += 1;
            out.push(Strip { top, bottom, ends });
        }
    }
    out
}

/// The rows of columns.
pub(super) struct Rows {
    /// Where rows part: one more than rows.
    pub(super) ys: Vec<f32>,
    /// Where the texts of each row begin.
    pub(super) tops: Vec<f32>,
    pub(super) level: Level,
    /// The space between lines of one text, in glyph sizes.
    pub(super) leading: f32,
    /// Which lines of each column stand in which row.
    pub(super) lines: Vec<Vec<Range<usize>>>,
}

/// What is known of a zone while its strips are put together.
struct Zone<'z, 'a> {
    columns: &'z [Texts<'a>],
    figures: &'z [bool],
    begins: Vec<Vec<bool>>,
    strips: Vec<Strip>,
    leading: f32,
    /// What cutting below each strip costs, and not cutting.
    cut: Vec<f32>,
    join: Vec<f32>,
    em: f32,
}

/// The rows that columns make. `rules`: where lines or shades part rows.
pub(super) fn rows(
    columns: &[Texts<'_>],
    figures: &[bool],
    rules: &[f32],
    leading: Option<f32>,
    em: f32,
) -> Option<Rows> {
    let strips = strips(columns, em);
    let begins = columns
        .iter()
        .zip(figures)
        .map(|(lines, figures)| if *figures { begins(lines) } else { vec![true; lines.len()] })
        .collect();
    let leading = self::leading(columns, figures, em).or(leading).unwrap_or(LEADING);
    let mut zone = Zone { columns, figures, begins, strips, leading, cut: Vec::new(), join: Vec::new(), em };
    zone.weigh(rules);
    let ways = [Level::Middle, Level::Top, Level::Mixed].map(|level| (level, zone.cheapest(level)));
    let (level, (_, ends)) = ways.into_iter().min_by(|a, b| a.1.0.total_cmp(&b.1.0))?;
    let first = zone.strips.first()?;
    let mut ys = vec![first.top];
    let mut tops = Vec::new();
    let mut start = 0;
    let mut lines: Vec<Vec<Range<usize>>> = vec![Vec::new(); columns.len()];
    let mut from = vec![0; columns.len()];
    for end in ends {
        tops.push(zone.strips[start].top);
        start = end;
        let strip = &zone.strips[end - 1];
        for (col, &to) in strip.ends.iter().enumerate() {
            lines[col].push(from[col]..to);
            from[col] = to;
        }
        let below = zone.strips.get(end).map(|s| s.top);
        let drawn = below.and_then(|below| rules.iter().find(|y| (strip.bottom - em..below + em).contains(*y)));
        ys.push(match (below, drawn) {
            (Some(_), Some(y)) => *y,
            (Some(below), None) => f32::midpoint(strip.bottom, below),
            (None, _) => strip.bottom,
        });
    }
    Some(Rows { ys, tops, level, leading, lines })
}

impl Zone<'_, '_> {
    /// Weighs each place between two strips.
    fn weigh(&mut self, rules: &[f32]) {
        let places = self.strips.len().saturating_sub(1);
        let seams: Vec<(f32, f32)> = (0..places).map(|k| self.seams(k)).collect();
        let drawn: Vec<bool> = (0..places)
            .map(|k| {
                let (above, below) = (&self.strips[k], &self.strips[k + 1]);
                let slack = OVERLAP * self.em;
                rules.iter().any(|y| *y >= above.bottom - slack - self.em * 0.1 && *y <= below.top + slack)
            })
            .collect();
        let anchors = anchors(self.columns, self.figures);
        let parted = anchors.windows(2).filter(|a| rules.iter().any(|y| *y > a[0] && *y < a[1])).count();
        let by_rules = 4 * parted >= 3 * anchors.len().saturating_sub(1) && !rules.is_empty();
        for k in 0..places {
            let (goes_on, ends) = seams[k];
            let gap = (self.strips[k + 1].top - self.strips[k].bottom) / self.em;
            let wider = gap - self.leading;
            let wide = if wider > WIDER { (WIDE_JOIN * wider).min(MOST_WIDE) } else { 0.0 };
            let (cut, join) = match (drawn[k], by_rules) {
                (true, _) => (0.0, RULED),
                (false, true) => (UNRULED_CUT + CUT_IN_LINES * goes_on, 0.0),
                (false, false) => (CUT_IN_LINES * goes_on, JOINED_ENDS * ends + wide),
            };
            self.cut.push(cut);
            self.join.push(join);
        }
    }

    /// How many columns seem to go on below a strip, and in how many a text ended there; two count at most.
    fn seams(&self, k: usize) -> (f32, f32) {
        let (mut goes_on, mut ends) = (0.0_f32, 0.0_f32);
        for (col, lines) in self.columns.iter().enumerate() {
            let end = self.strips[k].ends[col];
            let (Some(above), Some(below)) = (end.checked_sub(1).and_then(|i| lines.get(i)), lines.get(end)) else {
                continue;
            };
            if self.figures[col] || is_number(above) || is_number(below) {
                continue;
            }
            let widest = lines.iter().map(|l| l.area.width()).fold(0.0, f32::max);
            if seam(above, below, widest - above.area.width()) == Seam::Break {
                ends += 1.0;
            } else if above.marks.len() >= SHORTEST {
                goes_on += 1.0;
            }
        }
        (goes_on.min(2.0), ends.min(2.0))
    }

    /// The cheapest rows: their cost, and behind which strip each ends.
    fn cheapest(&self, level: Level) -> (f32, Vec<usize>) {
        let count = self.strips.len();
        let mut best: Vec<(f32, usize)> = vec![(0.0, 0)];
        for end in 1..=count {
            let mut found = (f32::MAX, end - 1);
            let mut joined = 0.0;
            for start in (end.saturating_sub(MOST_STRIPS)..end).rev() {
                joined += if start + 1 < end { self.join[start] } else { 0.0 };
                let cut = start.checked_sub(1).map_or(0.0, |k| self.cut[k]);
                let cost = best[start].0 + cut + joined + self.row(start, end, level);
                if cost < found.0 {
                    found = (cost, start);
                }
                if joined >= RULED {
                    break;
                }
            }
            best.push(found);
        }
        let mut ends = Vec::new();
        let mut end = count;
        while end > 0 {
            ends.push(end);
            end = best[end].1;
        }
        ends.reverse();
        (best[count].0, ends)
    }

    /// What speaks against strips being one row.
    fn row(&self, start: usize, end: usize, level: Level) -> f32 {
        let (top, bottom) = (self.strips[start].top, self.strips[end - 1].bottom);
        let mut cost = ROW;
        let (mut any, mut most) = (false, 0);
        for (col, lines) in self.columns.iter().enumerate() {
            let from = start.checked_sub(1).map_or(0, |k| self.strips[k].ends[col]);
            let own = from..self.strips[end - 1].ends[col];
            let (Some(first), Some(last)) = (lines[own.clone()].first(), lines[own.clone()].last()) else { continue };
            let (y0, y1) = (first.area.y0, last.area.y1);
            let figures = self.figures[col];
            let tilt = if level == Level::Middle || (level == Level::Mixed && figures) {
                f32::midpoint(y0, y1) - f32::midpoint(top, bottom)
            } else {
                y0 - top
            };
            cost += (TILT * tilt.abs() / self.em).min(MOST_TILT);
            if figures {
                let begun = &self.begins[col][own.clone()];
                let inside = usize::from(!begun[0]);
                most = most.max(begun.iter().filter(|b| **b).count() + inside);
                cost += if inside > 0 { CUT_IN_TEXT } else { 0.0 };
                any = true;
            }
        }
        if self.figures.contains(&true) && !any {
            cost += NO_FIGURE;
        }
        #[expect(clippy::cast_precision_loss, reason = "a count of lines")]
        let more = most.saturating_sub(1) as f32;
        cost + TWO_FIGURES * more
    }
}

/// The space between lines of one text, in glyph sizes, where columns of figures tell lines of one row.
pub(super) fn leading(columns: &[Texts<'_>], figures: &[bool], em: f32) -> Option<f32> {
    let anchors = anchors(columns, figures);
    let row = |line: &Line<'_>| anchors.iter().position(|y| (line.area.center().1 - y).abs() <= LEVEL * em);
    let mut gaps: Vec<f32> = Vec::new();
    for lines in columns.iter().zip(figures).filter(|(_, figures)| !**figures).map(|(lines, _)| lines) {
        let widest = lines.iter().map(|l| l.area.width()).fold(0.0, f32::max);
        for pair in lines.windows(2) {
            let goes_on = pair[0].marks.len() >= SHORTEST
                && !pair.iter().any(is_number)
                && (row(&pair[0]).is_none() || row(&pair[1]).is_none())
                && seam(&pair[0], &pair[1], widest - pair[0].area.width()) != Seam::Break;
            let gap = (pair[1].area.y0 - pair[0].area.y1) / em;
            gaps.extend(Some(gap).filter(|gap| goes_on && *gap <= NEXT_LINE));
        }
    }
    gaps.sort_by(f32::total_cmp);
    gaps.get(gaps.len() / 4).copied().filter(|_| !anchors.is_empty())
}
