//! Lines whose cells stand below one another, parted by wide blanks, as `pdftotext -layout` and programs for terminals write
//! them: lines in, the same lines with a tab between cells and each cell whole.
//!
//! A cell of several lines stands around the line that holds the figures of its row, or goes on below it. Which it is, the
//! whole page shows: where rows stand in the middle of their cells, some pieces have nothing above them that they could
//! go on with. Only pieces that stand over or under one another are put together; all others stay where they are.

use crate::lexicon::Lexicon;
use crate::locate::shape::{Shape, shape};
use crate::model::{Block, Field, Text};
use std::ops::Range;

/// So many blanks part cells.
const WIDE: usize = 2;
/// A line with so many cells is a row, and so is one with so many figures.
const MANY_CELLS: usize = 4;
const MANY_FIGURES: usize = 2;
/// A cell of more lines is none.
const MOST_LINES: usize = 12;
/// Pieces of cells are shorter, in characters.
const LONGEST: usize = 40;
/// Full lines of a cell differ so much in width: by a Chinese character and a letter.
const RAGGED: usize = 3;
/// Pieces above the line of their row are shorter.
const SHORT: usize = 14;
/// Rows stand in the middle of their cells when so many of the pieces beside them have nothing to go on with.
const SHARE: usize = 4;

/// What stands between two wide blanks.
struct Piece {
    block: usize,
    chars: Range<usize>,
    /// Where it stands on its line.
    at: Range<usize>,
    /// How wide it is, in half-width characters.
    width: usize,
    figure: bool,
    sentence: bool,
    /// How many brackets open in it and do not close, less those that close and do not open.
    brackets: i32,
    /// Whether it may be a part of a cell: short, and no name that forms print.
    part: bool,
}

/// A cell: its pieces in order, and how many of them stand above the line of its row.
struct Whole {
    pieces: Vec<Piece>,
    above: usize,
}

impl From<Piece> for Whole {
    fn from(piece: Piece) -> Self {
        Self { pieces: vec![piece], above: 0 }
    }
}

/// Pieces in lines that touch each other, one over the other.
struct Stack {
    pieces: Vec<Piece>,
    /// The first and the last of their lines, counted between two rows.
    lines: (usize, usize),
}

/// The lines with a tab between cells; `None` when most blanks are narrow.
pub(super) fn aligned(run: &[Block], lexicon: &Lexicon) -> Option<Vec<Block>> {
    let lines: Vec<(usize, &Text)> = run.iter().enumerate().filter_map(|(i, b)| Some((i, b.text()?))).collect();
    let [mut narrow, mut wide, mut wider] = [0; 3];
    for gap in lines.iter().flat_map(|(_, text)| gaps(&text.content)) {
        narrow += usize::from(gap.len() < WIDE);
        wide += usize::from(gap.len() >= WIDE);
        wider += usize::from(gap.len() > WIDE);
    }
    if wide <= narrow || wide < MANY_CELLS {
        return None;
    }
    let close = is_close(&lines);
    let in_widths = |wide: usize| {
        let measure = Measure { wide, close };
        lines.iter().map(|(block, text)| pieces(*block, text, measure, lexicon)).collect::<Vec<_>>()
    };
    // Programs count characters, or the places that they take on a terminal.
    let (counted, shown) = (in_widths(1), in_widths(2));
    let lines = if beginnings(&shown) > beginnings(&counted) { shown } else { counted };
    // Where all blanks are as wide as the narrowest, nothing stands below anything.
    let rows = if wider * SHARE >= wide {
        let (alone, all) = below_rows(&lines);
        put_together(lines, alone > 1 && alone * SHARE >= all)
    } else {
        lines.into_iter().map(|line| line.into_iter().map(Whole::from).collect()).collect()
    };
    Some(rows.iter().map(|row| Block::Paragraph(line(run, row))).collect())
}

/// How pieces are told.
#[derive(Clone, Copy)]
struct Measure {
    /// How many places a Chinese character takes.
    wide: usize,
    /// Whether figures and the words behind them touch, so that a single blank parts cells.
    close: bool,
}

/// Whether figures and words mostly touch: `17家` and not `17 家`.
fn is_close(lines: &[(usize, &Text)]) -> bool {
    let (mut close, mut apart) = (0, 0);
    for (_, text) in lines {
        let chars: Vec<char> = text.content.chars().collect();
        close += chars.windows(2).filter(|two| two[0].is_ascii_digit() && is_word(two[1])).count();
        apart += chars.windows(3).filter(|c| c[0].is_ascii_digit() && c[1] == ' ' && is_word(c[2])).count();
    }
    close > apart
}

fn is_word(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// How many pieces begin where one of the line above does, but at the start of lines.
fn beginnings(lines: &[Vec<Piece>]) -> usize {
    let below = |two: &[Vec<Piece>]| {
        let over = |piece: &&Piece| two[0].iter().any(|above| above.at.start == piece.at.start);
        two[1].iter().skip(1).filter(over).count()
    };
    lines.windows(2).map(below).sum()
}

/// The runs of blanks inside a line, as characters.
fn gaps(content: &str) -> Vec<Range<usize>> {
    let mut gaps: Vec<Range<usize>> = Vec::new();
    for (at, c) in content.trim_end().chars().enumerate() {
        if c.is_whitespace() {
            match gaps.last_mut() {
                Some(gap) if gap.end == at => gap.end += 1,
                _ => gaps.push(at..at + 1),
            }
        }
    }
    gaps
}

/// The pieces of a line: parted by wide blanks, and by single ones between figures or between words.
fn pieces(block: usize, text: &Text, measure: Measure, lexicon: &Lexicon) -> Vec<Piece> {
    let chars: Vec<char> = text.content.chars().collect();
    let end = text.content.trim_end().chars().count();
    let figure = |c: Option<&char>| c.is_some_and(|c| c.is_ascii_digit() || matches!(c, '-' | '%' | '—'));
    let word = |c: Option<&char>| c.is_some_and(|c| is_word(*c));
    let places = |chars: &[char]| chars.iter().map(|c| if c.is_ascii() { 1 } else { measure.wide }).sum::<usize>();
    let parts = |gap: &Range<usize>| {
        let beside = [gap.start.checked_sub(1).and_then(|at| chars.get(at)), chars.get(gap.end)];
        gap.len() >= WIDE || measure.close || beside.into_iter().all(figure) || beside.into_iter().all(word)
    };
    let mut pieces = Vec::new();
    let mut from = 0;
    for gap in gaps(&text.content).into_iter().filter(parts).chain(std::iter::once(end..end)) {
        if from < gap.start {
            let content: String = chars[from..gap.start].iter().collect();
            let shape = shape(&content, lexicon);
            let column = text.spot(0).column.unwrap_or(1) as usize + places(&chars[..from]);
            pieces.push(Piece {
                block,
                chars: from..gap.start,
                at: column..column + places(&chars[from..gap.start]),
                width: content.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum(),
                sentence: content.ends_with('。'),
                brackets: content.chars().map(bracket).sum(),
                figure: matches!(shape, Shape::Bare | Shape::Quantity | Shape::Dash),
                part: gap.start - from < LONGEST
                    && !content.starts_with('注')
                    && lexicon.forms.label(&content).is_none()
                    // 指标 goes on with the name of a level.
                    && lexicon.headers.exact(&content).is_none_or(|field| field == Field::Level3),
            });
        }
        from = gap.end;
    }
    pieces
}

fn is_row(line: &[Piece]) -> bool {
    line.len() >= MANY_CELLS || line.iter().filter(|piece| piece.figure).count() >= MANY_FIGURES
}

fn bracket(c: char) -> i32 {
    match c {
        '(' | '（' => 1,
        ')' | '）' => -1,
        _ => 0,
    }
}

/// Whether one stands over the other: both begin there, or have the same middle.
fn meet(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start.abs_diff(b.start) < 2 || (a.start + a.end).abs_diff(b.start + b.end) < 4
}

/// The stacks of the lines between two rows, and the lines that cannot be parts of cells.
fn stacks(lines: Vec<Vec<Piece>>) -> Vec<Stack> {
    let mut stacks: Vec<Stack> = Vec::new();
    for (at, line) in lines.into_iter().enumerate() {
        for piece in line {
            let over = |stack: &&mut Stack| {
                stack.lines.1 + 1 == at && stack.pieces.last().is_some_and(|last| meet(&last.at, &piece.at))
            };
            match stacks.iter_mut().find(over) {
                Some(stack) => {
                    stack.lines.1 = at;
                    stack.pieces.push(piece);
                }
                None => stacks.push(Stack { pieces: vec![piece], lines: (at, at) }),
            }
        }
    }
    stacks
}

/// The cell of a row that pieces below it go on with, and how many of them do: what is above is never shorter than what goes
/// on with it, because the last line of a cell is the only one that is not full.
fn above<'r>(row: &'r mut [Whole], stack: &Stack) -> Option<(&'r mut Whole, usize)> {
    let piece = stack.pieces.first().filter(|_| stack.lines.0 <= 1)?;
    let cell = row.iter_mut().find(|cell| cell.pieces.last().is_some_and(|last| meet(&last.at, &piece.at)))?;
    let mut least = cell.pieces.first().map_or(0, |first| first.width.saturating_sub(RAGGED));
    let mut before = cell.pieces.last().map_or(0, |last| last.width);
    let goes_on = |piece: &&Piece| {
        let full = before >= least && piece.width <= before + 1;
        least = least.max(piece.width.saturating_sub(RAGGED));
        before = piece.width;
        full
    };
    let count = stack.pieces.iter().take_while(goes_on).count();
    Some((cell, count))
}

/// How many pieces below rows of figures have nothing above to go on with, and how many there are.
fn below_rows(lines: &[Vec<Piece>]) -> (usize, usize) {
    let (mut alone, mut all) = (0, 0);
    for pair in lines.windows(2) {
        let [row, below] = pair else { continue };
        let figures = row.iter().filter(|piece| piece.figure).count();
        if figures < MANY_FIGURES || is_row(below) || !below.iter().all(|piece| piece.part) {
            continue;
        }
        for piece in below {
            all += 1;
            alone += usize::from(!row.iter().any(|cell| meet(&cell.at, &piece.at) && piece.width <= cell.width + 1));
        }
    }
    (alone, all)
}

/// The rows with their cells whole, and the lines that are none, in order.
fn put_together(lines: Vec<Vec<Piece>>, centered: bool) -> Vec<Vec<Whole>> {
    let mut rows: Vec<Vec<Whole>> = Vec::new();
    let mut between: Vec<Vec<Piece>> = Vec::new();
    let mut after_row = false;
    for line in lines.into_iter().map(Some).chain([None]) {
        let row_or_end = line.as_ref().is_none_or(|line| is_row(line));
        let is_part = line.as_ref().is_some_and(|line| line.iter().all(|piece| piece.part));
        if !row_or_end && is_part && between.len() < MOST_LINES {
            between.extend(line);
            continue;
        }
        let mut next: Vec<Whole> = Vec::new();
        for piece in line.into_iter().flatten() {
            // What closes a bracket that is open above goes on there.
            let opened = |cell: &&mut Whole| {
                cell.pieces.last().is_some_and(|last| meet(&last.at, &piece.at) && last.brackets > 0)
            };
            let before = if between.is_empty() && piece.brackets < 0 { rows.last_mut() } else { None };
            match before.and_then(|row| row.iter_mut().find(opened)) {
                Some(cell) => cell.pieces.push(piece),
                None => next.push(Whole::from(piece)),
            }
        }
        let count = between.len();
        let mut left: Vec<Vec<Whole>> = (0..count).map(|_| Vec::new()).collect();
        for mut stack in stacks(std::mem::take(&mut between)) {
            let before = if after_row { rows.last_mut() } else { None };
            if let Some((cell, own)) = before.and_then(|row| above(row, &stack)) {
                // A cell around the line of its row has as many pieces below as above.
                let own = if cell.above > 0 { cell.above.min(stack.pieces.len()) } else { own };
                cell.pieces.extend(stack.pieces.drain(..own));
            }
            if stack.pieces.is_empty() {
                continue;
            }
            let short = stack.pieces.iter().all(|piece| piece.chars.len() <= SHORT && !piece.sentence);
            if centered && short && row_or_end && stack.lines.1 + 1 == count && !next.is_empty() {
                let place = stack.pieces.last().map(|piece| piece.at.clone()).unwrap_or_default();
                let above = stack.pieces.len();
                match next.iter_mut().find(|cell| cell.pieces.last().is_some_and(|last| meet(&last.at, &place))) {
                    Some(cell) => {
                        cell.pieces.splice(0..0, stack.pieces);
                        cell.above = above;
                    }
                    None => next.push(Whole { pieces: stack.pieces, above }),
                }
                continue;
            }
            let from = stack.lines.1 + 1 - stack.pieces.len();
            for (at, piece) in (from..).zip(stack.pieces) {
                left[at].push(Whole::from(piece));
            }
        }
        rows.extend(left.into_iter().filter(|line| !line.is_empty()));
        next.sort_by_key(|cell| cell.pieces.first().map_or(0, |piece| piece.at.start));
        after_row = row_or_end && !next.is_empty();
        rows.extend(Some(next).filter(|row| !row.is_empty()));
    }
    rows
}

/// The text of a row.
fn line(run: &[Block], row: &[Whole]) -> Text {
    let mut text = Text::default();
    for (at, cell) in row.iter().enumerate() {
        for (n, piece) in cell.pieces.iter().enumerate() {
            let joint = if at > 0 && n == 0 { '\t' } else { '\n' };
            if let Some(source) = run.get(piece.block).and_then(Block::text) {
                text.append(joint, &source.cut(piece.chars.clone()));
            }
        }
    }
    text
}
