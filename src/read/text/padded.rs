//! Tables of web pages as text extractors write them: a pipe behind every cell, rows filled up with pipes.
//!
//! A run of lines in, rows out. A cell that held several paragraphs goes on in the next lines, so a row is a run of lines,
//! and only its number of pipes shows where it ends: that of the widest row, the same in every row of the table. Merged
//! cells are lost, and what is left of a row stands at its left end.

use super::lines::Line;
use super::paragraphs::{ends_sentence, opens_with_marker};
use super::tables::{Row, unescaped_pipes};
use crate::read::Limits;

/// A row has no more lines than this.
const MOST_LINES: usize = 80;

/// So many widths are tried.
const CANDIDATES: usize = 3;

/// So many lines before the first pipe of a row are the paragraphs of its first cell.
const MOST_LEADING: usize = 8;

/// The number of pipes in every row of such a table in a run of lines; `None` without one.
pub(super) fn width(run: &[Line<'_>], limits: &Limits) -> Option<usize> {
    if !run.iter().any(|line| is_filled_up(line)) {
        return None;
    }
    let mut sums = Vec::new();
    let mut sum = 0;
    for line in run {
        let here = pipes(line);
        sum += here;
        if is_filled_up(line) {
            sums.push(sum);
            sum = 0;
        }
        if here > 2 {
            sums.push(here);
        }
    }
    sums.sort_unstable();
    let mut usual: Vec<(usize, usize)> = sums.chunk_by(|a, b| a == b).map(|same| (same.len(), same[0])).collect();
    usual.retain(|(times, width)| *times >= 2 && (3..=limits.columns).contains(width));
    usual.sort_unstable_by(|a, b| b.cmp(a));
    let widths = usual.iter().take(CANDIDATES).map(|(_, width)| *width);
    let best = widths.map(|width| (covered(run, width), width)).max_by_key(|(covered, _)| *covered)?;
    (best.0.1 > 1).then_some(best.1)
}

/// How many lines of a run are rows of some width, and how many rows.
fn covered(run: &[Line<'_>], width: usize) -> (usize, usize) {
    let (mut at, mut lines, mut rows) = (0, 0, 0);
    while at < run.len() {
        let taken = if pipes(&run[at]) > 0 { row_lines(&run[at..], width, true) } else { None };
        lines += taken.unwrap_or(0);
        rows += usize::from(taken.is_some());
        at += taken.unwrap_or(1);
    }
    (lines, rows)
}

/// The rows at the start of the lines, and the number of lines they take.
pub(super) fn rows<'a>(lines: &[Line<'a>], width: usize) -> (usize, Vec<Row<'a>>) {
    let (mut at, mut rows) = (0, Vec::new());
    while let Some(taken) = row_lines(&lines[at..], width, rows.is_empty()) {
        rows.push(row(&lines[at..at + taken]));
        at += taken;
    }
    (at, rows)
}

/// The number of lines of the row that starts at the first line.
fn row_lines(lines: &[Line<'_>], width: usize, is_first: bool) -> Option<usize> {
    let mut sum = 0;
    for (i, line) in lines.iter().enumerate().take(MOST_LINES) {
        let here = pipes(line);
        // The line end may stand before the pipe behind the first cell.
        let closed_below = || lines.get(i + 1).is_some_and(|next| next.trimmed().starts_with('|'));
        let leads = i < MOST_LEADING && (is_paragraph(line) || closed_below());
        if sum == 0 && here == 0 && (is_first || !leads) {
            return None;
        }
        sum += here;
        if sum > width {
            return None;
        }
        if sum == width {
            return line.trimmed().ends_with('|').then_some(i + 1);
        }
    }
    None
}

/// Whether a line without a pipe may be a paragraph of a cell: a sentence or an item of a list, and no title or heading.
fn is_paragraph(line: &Line<'_>) -> bool {
    let text = line.trimmed();
    let item = text.starts_with(|c: char| c.is_ascii_digit()) && opens_with_marker(text);
    item || (ends_sentence(text) && !opens_with_marker(text))
}

fn row<'a>(lines: &[Line<'a>]) -> Row<'a> {
    let mut cells = Vec::new();
    let mut open: Vec<(Line<'a>, &'a str)> = Vec::new();
    for line in lines {
        let text = line.text.trim();
        let mut start = 0;
        for cut in unescaped_pipes(text) {
            let part = text[start..cut].trim();
            if !part.is_empty() || open.is_empty() {
                open.push((*line, part));
            }
            cells.push(std::mem::take(&mut open));
            start = cut + 1;
        }
        let rest = text[start..].trim();
        if !rest.is_empty() {
            open.push((*line, rest));
        }
    }
    Row { cells }
}

/// Whether the end of a line fills a row up.
pub(super) fn is_filled_up(line: &Line<'_>) -> bool {
    line.text.trim_end().ends_with("||")
}

fn pipes(line: &Line<'_>) -> usize {
    unescaped_pipes(line.text).count()
}
