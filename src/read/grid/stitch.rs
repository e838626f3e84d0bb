//! Stitching: the flows of all pages in, one sequence of lines and tables out, in which a table over many pages is one.
//!
//! A table goes on when it ends where its page is full, the next page begins with a table of the same columns, and
//! nothing but furniture and a repeated caption stands between.

use super::carried;
use super::flow::{Flow, Item};
use super::join::chars;
use super::lines::Line;
use super::rows;
use super::sheets::Sheet;
use crate::model::Grid;

/// Columns of two pages are the same up to this, in glyph sizes.
const SAME_COLUMN: f32 = 0.6;
/// A page is full when what is left is less than the next row and this, in glyph sizes.
const FULL: f32 = 3.0;
/// Text areas of pages whose widths differ by less than this are compared, in points.
const SAME_WIDTH: f32 = 3.0;
/// Running text reaches at least this share of the width of the tables beside it.
const MOST_OF: f32 = 0.75;
/// A caption that says that a table goes on is at most so long.
const CAPTION: usize = 40;
/// Most lines of a repeated caption.
const CAPTION_LINES: usize = 4;
/// How printers say that a table goes on.
const GOES_ON: &[&str] = &["续表", "（续", "(续", "续）", "续)", "continued", "Continued"];

/// What a document consists of, over all pages.
pub(super) enum Part<'a> {
    /// A line with the left and right ends of its text area.
    Line(Line<'a>, (f32, f32)),
    Sheet(Sheet<'a>),
    Furniture(Line<'a>),
}

/// The part of a page that text fills, as all pages of the same width show it.
#[derive(Clone, Copy)]
struct Area {
    left: f32,
    right: f32,
    bottom: f32,
}

/// Puts the pages together.
pub(super) fn stitch(flows: Vec<Flow<'_>>) -> Vec<Part<'_>> {
    let areas = areas(&flows);
    let mut parts: Vec<Part<'_>> = Vec::new();
    let mut bottom = 0.0;
    for (flow, area) in flows.into_iter().zip(areas) {
        let items = go_on(&mut parts, flow.items, bottom, flow.em);
        parts.extend(items.into_iter().map(|item| match item {
            Item::Line(line) => Part::Line(line, (area.left, area.right)),
            Item::InColumn(line, ends) => Part::Line(line, ends),
            Item::Sheet(sheet) => Part::Sheet(sheet),
            Item::Furniture(line) => Part::Furniture(line),
        }));
        bottom = area.bottom;
    }
    parts
}

/// Adds a table at the top of a page to the one that ended the page before; gives back what is left of the page.
fn go_on<'a>(parts: &mut [Part<'a>], mut items: Vec<Item<'a>>, bottom: f32, em: f32) -> Vec<Item<'a>> {
    let Some(last) = parts.iter().rposition(|p| !matches!(p, Part::Furniture(_))) else { return items };
    let (before, after) = parts.split_at_mut(last);
    let Some(Part::Sheet(table)) = after.first_mut() else { return items };
    let is_full = |row: f32| bottom - table.end <= row + FULL * em;
    if table.certainty == Grid::Aligned
        && let Some(first) =
            items.iter().position(|i| !matches!(i, Item::Furniture(_)) && !i.line().is_some_and(says_so))
        && (is_full(0.0) || items.iter().take(first).filter_map(Item::line).any(says_so))
    {
        items = carried::with_rest(table, items, first, em);
    }
    let Some(at) = items.iter().position(|i| matches!(i, Item::Sheet(_))) else { return items };
    let (captions, rest) = items.split_at_mut(at);
    let Some(Item::Sheet(next)) = rest.first_mut() else { return items };
    let repeated = rows::repeated(table, next);
    // A caption that stands above the first part too is a repeated one, if the header is repeated as well.
    let above = || before.iter().rev().take(CAPTION_LINES);
    let again = |line: &Line<'_>| {
        repeated > 0 && above().any(|p| matches!(p, Part::Line(other, _) if chars(other).eq(chars(line))))
    };
    let only_captions = captions.iter().all(|item| match item {
        Item::Line(line) => says_so(line) || again(line),
        item => matches!(item, Item::Furniture(_)),
    });
    let row = next.ys.get(repeated + 1).zip(next.ys.get(repeated)).map_or(0.0, |(to, from)| to - from);
    let goes_on = is_full(row) || captions.iter().filter_map(Item::line).any(says_so);
    let follows = next.page == table.page + 1 && table.certainty == next.certainty;
    if !(follows && only_captions && goes_on && is_one(table, next, repeated, em)) {
        return items;
    }
    for item in captions {
        if let Item::Line(line) = item {
            *item = Item::Furniture(line.clone());
        }
    }
    if let Item::Sheet(next) = items.remove(at) {
        rows::append(table, next, repeated, SAME_COLUMN * em);
    }
    items
}

/// Whether a caption says that its table goes on.
fn says_so(line: &Line<'_>) -> bool {
    let text: String = chars(line).filter(|c| !c.is_whitespace()).take(CAPTION + 1).collect();
    text.chars().count() <= CAPTION && GOES_ON.iter().any(|words| text.contains(words))
}

/// Whether two parts are one table by their columns, which they then share.
fn is_one(table: &mut Sheet<'_>, next: &mut Sheet<'_>, repeated: usize, em: f32) -> bool {
    if table.certainty == Grid::Aligned {
        (repeated > 0 || !carried::begins_anew(table, next)) && carried::same_columns(table, next, em)
    } else {
        same_columns(table, next, repeated, em)
    }
}

/// Whether two tables have the same outer borders, and all columns of one are columns of the other, or the rows at the
/// break have the same cells.
fn same_columns(a: &Sheet<'_>, b: &Sheet<'_>, repeated: usize, em: f32) -> bool {
    let near = |x: Option<&f32>, y: Option<&f32>| x.zip(y).is_some_and(|(x, y)| (x - y).abs() <= SAME_COLUMN * em);
    if !near(a.xs.first(), b.xs.first()) || !near(a.xs.last(), b.xs.last()) {
        return false;
    }
    let (few, many) = if a.xs.len() <= b.xs.len() { (&a.xs, &b.xs) } else { (&b.xs, &a.xs) };
    let within = |x: &f32| near(Some(x), many.get(super::sheets::nearest(many, *x)));
    let above: Vec<f32> = a.slots.iter().filter(|s| s.row + s.row_span == a.rows()).map(|s| s.area.x0).collect();
    let below: Vec<f32> = b.slots.iter().filter(|s| s.row == repeated).map(|s| s.area.x0).collect();
    let same_cells = || {
        above.len() > 2 && above.len() == below.len() && above.iter().zip(&below).all(|(x, y)| near(Some(x), Some(y)))
    };
    few.iter().all(within) || same_cells()
}

/// The text areas of all pages. One line that sticks out makes no margin: the second farthest counts.
fn areas(flows: &[Flow<'_>]) -> Vec<Area> {
    let mut kinds: Vec<(f32, Area)> = Vec::new();
    for flow in flows {
        if kinds.iter().any(|(width, _)| (width - flow.width).abs() <= SAME_WIDTH) {
            continue;
        }
        let alike = flows.iter().filter(|f| (f.width - flow.width).abs() <= SAME_WIDTH);
        let (mut lefts, mut rights, mut bottoms, mut widest) = (Vec::new(), Vec::new(), Vec::new(), 0.0_f32);
        for item in alike.flat_map(|f| &f.items) {
            let area = item.area();
            match item {
                Item::Line(_) | Item::InColumn(..) => {
                    lefts.push(area.x0);
                    rights.push(-area.x1);
                    bottoms.push(-area.y1);
                }
                Item::Sheet(_) => {
                    bottoms.push(-area.y1);
                    widest = widest.max(area.x1);
                }
                Item::Furniture(_) => {}
            }
        }
        let second = |mut values: Vec<f32>| {
            values.sort_by(f32::total_cmp);
            values.get(1).or(values.first()).copied().unwrap_or_default()
        };
        let (left, mut right) = (second(lefts), -second(rights));
        // Lines that all end far from where the tables do are titles and captions: none of them is full.
        if right < left + MOST_OF * (widest - left) {
            right = widest;
        }
        let area = Area { left, right, bottom: -second(bottoms) };
        kinds.push((flow.width, area));
    }
    let of =
        |flow: &Flow<'_>| kinds.iter().find(|(width, _)| (width - flow.width).abs() <= SAME_WIDTH).map(|(_, a)| *a);
    flows.iter().map(|f| of(f).unwrap_or(Area { left: 0.0, right: f.width, bottom: f.height })).collect()
}
