//! Telling tables from running text, and cutting rows into cells.
//!
//! Lines in, [`Piece`]s out. Four shapes of table occur: one row per line with tabs between cells; one cell per line,
//! where a leading tab opens a cell and a blank line ends the row; Markdown's pipes, or pipes between cells only; rows of web
//! pages that are filled up with pipes ([`padded`]). Whatever does not prove to be a table stays text, and no character is lost either way. What
//! cells mean is not asked.

use super::Piece;
use super::clean::{Cleaner, Inside};
use super::lines::{Line, is_space};
use super::padded;
use super::paragraphs::{ends_sentence, is_wide, opens_with_marker};
use crate::model::{Cell, Grid, Spot, Table, offset};
use crate::read::Limits;

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// One row per line, tabs between cells.
    Tabs,
    /// One cell per line, a leading tab opens it.
    Stacked,
    /// Markdown.
    Pipes,
    /// Commas between cells.
    Commas,
    /// HTML, or drawn with characters.
    Markup,
}

/// A row: cells, each from one or more lines.
pub(super) struct Row<'a> {
    pub(super) cells: Vec<Vec<(Line<'a>, &'a str)>>,
}

/// Sorts lines into headings, running text and tables.
pub(super) fn pieces<'a>(lines: &[Line<'a>], limits: &Limits) -> Vec<Piece<'a>> {
    let runs: Vec<&[Line<'a>]> = lines.chunk_by(|_, next| !next.gap).collect();
    let stacked = stacked_runs(&runs, limits);
    let widths: Vec<usize> = runs.iter().map(|run| row_width(run)).collect();
    let mut pieces: Vec<Piece<'a>> = Vec::new();
    for (i, run) in runs.iter().enumerate() {
        if stacked[i] {
            let start = run.iter().position(|l| l.text.starts_with('\t')).unwrap_or(0);
            pieces.extend(run[..start].iter().map(|l| plain(*l)));
            let row = stacked_row(&run[start..]);
            match pieces.last_mut() {
                Some(Piece::Rows(Shape::Stacked, rows)) => rows.push(row),
                _ => pieces.push(Piece::Rows(Shape::Stacked, vec![row])),
            }
        } else {
            let beside = [i.checked_sub(1), Some(i + 1)];
            let beside = beside.map(|n| n.and_then(|n| widths.get(n)).copied().unwrap_or(0));
            tabbed(run, widths[i], beside, limits, &mut pieces);
        }
    }
    pieces
}

/// A line that is no row.
fn plain(line: Line<'_>) -> Piece<'_> {
    let text = line.trimmed();
    let marks = text.bytes().take_while(|&b| b == b'#').count();
    let spaced = text[marks..].starts_with([' ', '\t', '\u{a0}', '\u{3000}']);
    if (1..=6).contains(&marks) && (spaced || marks > 1) && text.len() > marks {
        Piece::Heading(line)
    } else {
        Piece::Prose(line)
    }
}

// ---- one cell per line ----

/// Which runs are rows of one cell per line.
fn stacked_runs(runs: &[&[Line<'_>]], limits: &Limits) -> Vec<bool> {
    let mut stacked: Vec<bool> = runs.iter().map(|run| is_stacked(run, limits)).collect();
    // A row whose cells are all merged has one cell; it belongs to the table it touches.
    for i in 0..runs.len() {
        let single = |run: &[Line<'_>]| run[0].text.starts_with('\t') && run.iter().map(|l| l.tabs).sum::<usize>() == 1;
        let touches = (i > 0 && stacked[i - 1])
            || (runs.get(i + 1).is_some_and(|next| next[0].text.starts_with('\t')) && stacked[i + 1]);
        stacked[i] |= touches && single(runs[i]);
    }
    // Tab-indented prose looks the same line by line, but its lines are sentences and headings.
    let mut start = 0;
    while start < runs.len() {
        let end = start + stacked[start..].iter().take_while(|s| **s).count();
        if end > start && is_prose(&runs[start..end]) {
            stacked[start..end].fill(false);
        }
        start = end.max(start + 1);
    }
    stacked
}

fn is_stacked(run: &[Line<'_>], limits: &Limits) -> bool {
    let (mut opens, mut inner) = (0, 0);
    for line in run {
        match line.tabs {
            0 => {}
            1 if line.text.starts_with('\t') => opens += 1,
            _ => inner += 1,
        }
    }
    (2..=limits.columns).contains(&opens) && inner * 3 <= opens
}

/// Whether rows of one cell per line are really indented paragraphs: nearly all are sentences, list items or long.
fn is_prose(runs: &[&[Line<'_>]]) -> bool {
    let cells = runs.iter().flat_map(|run| run.iter().skip_while(|l| !l.text.starts_with('\t')));
    let (mut prose, mut all) = (0usize, 0usize);
    for line in cells.filter(|l| l.text.starts_with('\t')) {
        let text = line.trimmed();
        all += 1;
        let like_prose = (ends_sentence(text) && is_wide(text, 16)) || is_wide(text, 48) || opens_with_marker(text);
        prose += usize::from(!text.is_empty() && like_prose);
    }
    prose * 5 >= all * 4
}

fn stacked_row<'a>(run: &[Line<'a>]) -> Row<'a> {
    let mut row = Row { cells: Vec::new() };
    for line in run {
        match (line.text.strip_prefix('\t'), row.cells.last_mut()) {
            (None, Some(cell)) => cell.push((*line, line.text)),
            (opened, _) => row.cells.push(vec![(*line, opened.unwrap_or(line.text))]),
        }
    }
    row
}

// ---- one row per line ----

/// The number of cells most rows of a run have, if it is sure to be rows of three or more, or of two twice.
fn row_width(run: &[Line<'_>]) -> usize {
    let rows: Vec<usize> = run.iter().map(|l| l.tabs + 1).filter(|&n| n > 1).collect();
    let usual = usual(&rows);
    let sure = usual > 2 || rows.len() > 1;
    if sure { usual } else { 0 }
}

/// The most frequent number; the larger of equals; 0 for none.
fn usual(numbers: &[usize]) -> usize {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    let runs = sorted.chunk_by(|a, b| a == b);
    runs.max_by_key(|run| run.len()).and_then(|run| run.first().copied()).unwrap_or(0)
}

/// Cuts a run into pipe tables, tab tables and text.
fn tabbed<'a>(run: &[Line<'a>], width: usize, beside: [usize; 2], limits: &Limits, pieces: &mut Vec<Piece<'a>>) {
    let with_pipes = run.iter().any(has_pipe);
    let bare = with_pipes && is_bare(run, limits);
    let padded = if with_pipes && !bare { padded::width(run, limits) } else { None };
    let closed = with_pipes && !bare && padded.is_none() && closed_width(run, limits).is_some();
    let streamed = with_pipes && !bare && padded.is_none() && !closed && is_streamed(run);
    let mut at = 0;
    while at < run.len() {
        let rest = &run[at..];
        if streamed {
            // Where a row ends is not to be seen; the lines stay as they are.
            pieces.extend(rest.iter().filter(|l| !l.trimmed().is_empty()).map(|l| plain(*l)));
            return;
        }
        let lines =
            rest.iter().take_while(|line| if bare { has_pipe(line) } else { closed && is_closed(line) }).count();
        if lines > 1 {
            let row = if bare { bare_row } else { closed_row };
            pieces.push(Piece::Rows(Shape::Pipes, rest[..lines].iter().map(row).collect()));
            at += lines;
            continue;
        }
        if let Some((lines, rows)) = padded.map(|width| padded::rows(rest, width)).filter(|(lines, _)| *lines > 0) {
            pieces.push(Piece::Rows(Shape::Pipes, rows));
            at += lines;
            continue;
        }
        let opened = if with_pipes { pipe_lines(rest, limits) } else { 0 };
        if opened > 0 {
            // Dashes further down are content: "not applicable".
            let body = rest[..opened].iter().enumerate().filter(|(i, l)| *i > 1 || !is_delimiter(l.text));
            let rows = body.map(|(_, l)| pipe_row(l)).collect();
            pieces.push(Piece::Rows(Shape::Pipes, rows));
            at += opened;
            continue;
        }
        let (count, rows) = tab_rows(rest, width, limits);
        if is_table(&rest[..count], beside) {
            pieces.push(Piece::Rows(Shape::Tabs, rows));
        } else {
            let count = count.max(1);
            pieces.extend(rest[..count].iter().filter(|l| !l.trimmed().is_empty()).map(|l| plain(*l)));
        }
        at += count.max(1);
    }
}

/// The rows at the start of the lines, and the number of lines they take.
fn tab_rows<'a>(lines: &[Line<'a>], width: usize, limits: &Limits) -> (usize, Vec<Row<'a>>) {
    let mut rows = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let count = line.tabs;
        if let Some(taken) = torn(&lines[at..], width) {
            rows.push(torn_row(&lines[at..at + taken]));
            at += taken;
            continue;
        }
        if count == 0
            || count >= limits.columns
            || (line.text.starts_with('#') && matches!(plain(*line), Piece::Heading(_)))
        {
            break;
        }
        let mut row = Row { cells: line.text.split('\t').map(|part| vec![(*line, part)]).collect() };
        at += 1;
        at += continue_row(&mut row, &lines[at..], width);
        rows.push(row);
    }
    (at, rows)
}

/// No more lines make one row of titles.
const MOST_TORN: usize = 24;
/// The pieces on both sides of a line end in a title are short.
const TORN_PIECE: usize = 5;

/// The number of lines at the start that are one row of short words, line ends in several of its cells: just the cells of
/// the row that follows, and no number among them.
fn torn(lines: &[Line<'_>], width: usize) -> Option<usize> {
    let short = |part: &str| (1..=TORN_PIECE).contains(&part.trim_matches(is_space).chars().count());
    let wordy = |line: &Line<'_>| !line.text.contains(|c: char| c.is_ascii_digit()) && line.text.len() < 200;
    let mut tabs = 0;
    for (at, line) in lines.iter().enumerate().take(MOST_TORN) {
        tabs += line.tabs;
        if !wordy(line) || tabs >= width || (line.tabs + 1 >= width) {
            return None;
        }
        let torn_before = at == 0 || line.text.split('\t').next().is_some_and(short);
        if !torn_before {
            return None;
        }
        if tabs + 1 == width {
            let whole = lines.get(at + 1).is_some_and(|next| next.tabs + 1 == width);
            return (at >= 2 && whole).then_some(at + 1);
        }
        if !line.text.rsplit('\t').next().is_some_and(short) {
            return None;
        }
    }
    None
}

fn torn_row<'a>(lines: &[Line<'a>]) -> Row<'a> {
    let mut cells: Vec<Vec<(Line<'a>, &'a str)>> = Vec::new();
    for line in lines {
        let mut parts = line.text.split('\t');
        if let (Some(cell), Some(part)) = (cells.last_mut(), parts.next().filter(|_| line.number != lines[0].number)) {
            cell.push((*line, part));
        } else {
            cells.push(vec![(*line, line.text.split('\t').next().unwrap_or_default())]);
        }
        cells.extend(parts.map(|part| vec![(*line, part)]));
    }
    Row { cells }
}

/// A line end inside a cell cuts a row in two: the first part is too short, lines without a tab go on with the cell,
/// and the line that ends it has just the cells that are missing. Takes those lines and says how many. A number goes on in
/// no further line: such a row is short, and what follows stands below it.
fn continue_row<'a>(row: &mut Row<'a>, lines: &[Line<'a>], width: usize) -> usize {
    let between = lines.iter().take_while(|l| l.tabs == 0).count();
    let Some(end) = lines.get(between).filter(|_| between > 0) else { return 0 };
    if row.cells.len() >= width || row.cells.len() + end.tabs != width {
        return 0;
    }
    let number = |part: &str| {
        let part = part.trim_matches(is_space);
        !part.is_empty() && part.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '%'))
    };
    if row.cells.last().and_then(|cell| cell.last()).is_some_and(|(_, part)| number(part)) {
        return 0;
    }
    let mut parts = end.text.split('\t');
    if let Some(cell) = row.cells.last_mut() {
        cell.extend(lines[..between].iter().map(|l| (*l, l.text)));
        cell.extend(parts.next().map(|part| (*end, part)));
    }
    row.cells.extend(parts.map(|part| vec![(*end, part)]));
    between + 1
}

/// Whether lines with tabs are rows of a table, and not headings, list items or signatures with a tab in them.
fn is_table(lines: &[Line<'_>], beside: [usize; 2]) -> bool {
    let (mut wide, mut narrow, mut filled) = (0, 0, 0);
    for line in lines {
        let parts: Vec<&str> = line.text.split('\t').take(4).collect();
        let content = |part: &&&str| !part.chars().all(is_space);
        let full = parts.iter().filter(content).count();
        match parts.len() {
            0 | 1 => {}
            2 if full < 2 || is_marker_only(parts[0]) => {}
            2 => narrow += 1,
            _ => {
                wide += 1;
                filled = filled.max(if parts.len() == 4 { 2 } else { full });
            }
        }
    }
    let rows = lines.len();
    match (wide, narrow) {
        (0, 0) => false,
        // One line may be a row by itself when it has several filled cells or many cells, or fits the table beside it.
        (1, 0) if rows == 1 => filled >= 2,
        (0, 1) if rows == 1 => beside.contains(&2),
        _ => true,
    }
}

/// Whether a first cell is only the number of a list item: `一、`, `1.`, `（2）`, `①`, `-`.
fn is_marker_only(part: &str) -> bool {
    let part = part.trim_matches(is_space);
    part.chars().count() <= 5 && !part.chars().all(|c| c.is_ascii_digit()) && opens_with_marker(part)
}

// ---- Markdown pipes ----

/// The number of lines of the pipe table at the start of the lines; 0 for none.
fn pipe_lines(lines: &[Line<'_>], limits: &Limits) -> usize {
    let pipes = |line: &Line<'_>| unescaped_pipes(line.text).take(limits.columns + 1).count();
    let fits = |line: &Line<'_>| (1..=limits.columns).contains(&pipes(line));
    let opened = |line: &Line<'_>| line.text.trim_start_matches(is_space).starts_with('|') && fits(line);
    let Some(first) = lines.first().filter(|l| fits(l)) else { return 0 };
    let delimited = lines.get(1).is_some_and(|l| is_delimiter(l.text));
    if delimited {
        return lines.iter().take_while(|l| fits(l)).count();
    }
    let count = lines.iter().take_while(|l| opened(l) && pipes(l) > 1).count();
    if count > 1 || (count == 1 && pipes(first) > 2) { count } else { 0 }
}

/// The number of cells of many rows in a run of lines where a pipe closes each cell: `A | B | C |`, with `| B | C |` where
/// the first cell is empty. `None` without such rows.
fn closed_width(run: &[Line<'_>], limits: &Limits) -> Option<usize> {
    let rows = || run.iter().filter(|line| is_closed(line)).map(|line| unescaped_pipes(line.text).count());
    let all = rows().count();
    let unopened = run.iter().filter(|line| is_closed(line) && !line.trimmed().starts_with('|')).count();
    let (mut counts, mut best): (Vec<usize>, _) = (rows().collect(), None);
    counts.sort_unstable();
    for same in counts.chunk_by(|a, b| a == b) {
        if same.len() * 3 >= all && (3..=limits.columns).contains(&same[0]) {
            best = Some(same[0]);
        }
    }
    let lone = run.iter().any(|line| line.trimmed() == "|");
    best.filter(|_| all > 1 && unopened > 0 && !lone)
}

/// Whether pipes stand between cells and nowhere else: not every row is opened by one, and where some are closed by one,
/// their last cell is empty, so that they have as many as others.
fn is_bare(run: &[Line<'_>], limits: &Limits) -> bool {
    let (mut opened, mut rows) = (0, 0);
    let [mut closed, mut open] = [Vec::new(), Vec::new()];
    for line in run.iter().filter(|line| has_pipe(line)) {
        let text = line.trimmed();
        if is_delimiter(text) || text == "|" || padded::is_filled_up(line) {
            return false;
        }
        rows += 1;
        opened += usize::from(text.starts_with('|'));
        let counts = if text.ends_with('|') { &mut closed } else { &mut open };
        counts.push(unescaped_pipes(text).count());
    }
    let all = || closed.iter().chain(&open);
    let even = closed.len() * 3 <= rows || open.contains(&usual(&closed));
    even && opened < rows && all().filter(|n| **n > 1).count() > 2 && all().all(|n| *n < limits.columns)
}

fn has_pipe(line: &Line<'_>) -> bool {
    unescaped_pipes(line.text).next().is_some()
}

fn bare_row<'a>(line: &Line<'a>) -> Row<'a> {
    let mut start = 0;
    let cuts = unescaped_pipes(line.text).chain([line.text.len()]);
    let cells = cuts.map(|cut| {
        let cell = vec![(*line, line.text[start..cut].trim_matches(' '))];
        start = (cut + 1).min(line.text.len());
        cell
    });
    Row { cells: cells.collect() }
}

/// Whether a pipe closes the last of several cells of a line.
fn is_closed(line: &Line<'_>) -> bool {
    line.trimmed().ends_with('|') && unescaped_pipes(line.text).nth(1).is_some() && !is_delimiter(line.text)
}

fn closed_row<'a>(line: &Line<'a>) -> Row<'a> {
    let text = line.text.trim_matches(|c| c == '\t' || is_space(c));
    let mut start = 0;
    let cells = unescaped_pipes(text).map(|cut| {
        let cell = vec![(*line, text[start..cut].trim_matches(' '))];
        start = cut + 1;
        cell
    });
    Row { cells: cells.collect() }
}

/// Whether pipes part the cells of a run of lines and line ends stand for empty cells: lines with nothing but a pipe among
/// lines that go on with one.
fn is_streamed(run: &[Line<'_>]) -> bool {
    let lone = run.iter().filter(|line| line.trimmed() == "|").count();
    let goes_on = |pair: &[Line<'_>]| match pair {
        [a, b] => a.trimmed().ends_with('|') && b.trimmed().starts_with('|') && b.trimmed() != "|",
        _ => false,
    };
    let widths = || run.iter().map(|line| unescaped_pipes(line.text).count()).filter(|&n| n > 1);
    let uneven = widths().max() >= widths().min().map(|least| least * 2);
    lone > 0 && uneven && run.windows(2).filter(|pair| goes_on(pair)).count() > 1
}

pub(super) fn unescaped_pipes(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'|', bytes).filter(move |&i| i == 0 || bytes[i - 1] != b'\\')
}

/// Whether a line is the `|---|:--:|` between head and body.
fn is_delimiter(text: &str) -> bool {
    text.contains("--") && text.contains('|') && text.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

fn pipe_row<'a>(line: &Line<'a>) -> Row<'a> {
    let text = line.text.trim_matches(|c| c == '\t' || is_space(c));
    let mut cuts: Vec<usize> = unescaped_pipes(text).collect();
    let mut start = 0;
    if cuts.first() == Some(&0) {
        cuts.remove(0);
        start = 1;
    }
    if cuts.last() != Some(&(text.len().saturating_sub(1))) {
        cuts.push(text.len());
    }
    let mut cells = Vec::with_capacity(cuts.len());
    for cut in cuts {
        // The blanks beside a pipe are Markdown's, not the cell's.
        cells.push(vec![(*line, text[start..cut].trim_matches(' '))]);
        start = cut + 1;
    }
    Row { cells }
}

// ---- building ----

/// The table that rows make.
pub(super) fn table(shape: Shape, rows: &[Row<'_>], cleaner: &mut Cleaner) -> Table {
    // No flattened shape can state a merged cell, so none of them states its grid.
    let inside = match shape {
        Shape::Pipes => Inside::PipeCell,
        Shape::Commas => Inside::Quoted,
        Shape::Markup => Inside::Marked,
        Shape::Tabs | Shape::Stacked => Inside::Cell,
    };
    let mut cells = Vec::with_capacity(rows.iter().map(|r| r.cells.len()).sum());
    for (r, row) in rows.iter().enumerate() {
        for (c, parts) in row.cells.iter().enumerate() {
            let text = cleaner.cell(parts, inside);
            let cell = Cell { row: offset(r), col: offset(c), row_span: 1, col_span: 1, text };
            match cells.last_mut() {
                Some(last) if is_spread(last, &cell, &row.cells[c..]) => last.col_span += 1,
                _ => cells.push(cell),
            }
        }
    }
    let first = rows.first().and_then(|r| r.cells.first()).and_then(|c| c.first());
    let spot = first.map_or_else(Spot::default, |(line, _)| Spot {
        line: Some(line.number),
        column: Some(line.column + 1),
        ..Spot::default()
    });
    let cols = rows.iter().map(|r| r.cells.len()).max().unwrap_or(0);
    Table { rows: offset(rows.len()), cols: offset(cols), cells, certainty: Grid::Guessed, spot }
}

/// A text this long does not stand in two neighboring cells of a row by chance.
const LONG_REPEAT: usize = 12;

/// Whether a cell repeats the cell to its left because an exporter spread a merged cell over its columns: the same long
/// text, or the same words (no number among them) three times or more.
fn is_spread(last: &Cell, cell: &Cell, rest: &[Vec<(Line<'_>, &str)>]) -> bool {
    let text = cell.text.content.trim();
    if last.row != cell.row
        || last.col + last.col_span != cell.col
        || text.is_empty()
        || last.text.content.trim() != text
    {
        return false;
    }
    let next = rest.get(1).is_some_and(|parts| parts.len() == 1 && parts.iter().all(|(_, t)| t.trim() == text));
    // Two columns of a money form often hold the same amount.
    if !text.chars().any(char::is_alphabetic) {
        return false;
    }
    let words = text.chars().all(|c| !c.is_numeric());
    text.chars().count() >= LONG_REPEAT || (words && (last.col_span > 1 || next))
}
