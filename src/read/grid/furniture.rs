//! Furniture: the flows of all pages in, the same with running headers, footers and page numbers marked.
//!
//! Furniture stands in the margin, outermost, at the same height on several pages, with the same text but for digits.
//! A title that stands on every page stands below the margin, and is larger.

use super::flow::{Flow, Item};
use super::lines::Line;
use std::collections::BTreeMap;

/// The margin at either end of a page in which furniture stands, as a share of the page's shorter side.
const MARGIN: f32 = 0.12;
/// Furniture of one kind stands at the same height, in glyph sizes.
const SAME_HEIGHT: f32 = 1.0;
/// Furniture is at most so much larger than the common glyph size.
const LARGEST: f32 = 1.25;
/// Most lines of furniture at either end of a page.
const DEEPEST: usize = 3;

/// Marks the furniture of all pages.
pub(super) fn mark(flows: &mut [Flow<'_>]) {
    for top in [true, false] {
        mark_end(flows, top);
    }
}

/// A text without digits and white space, the end of the page it stands at, and its height in steps.
type Key = String;

fn mark_end(flows: &mut [Flow<'_>], top: bool) {
    let mut seen: BTreeMap<Key, Vec<(usize, f32)>> = BTreeMap::new();
    for (i, flow) in flows.iter().enumerate() {
        for line in outermost(flow, top).filter_map(|n| candidate(flow, n, top)) {
            seen.entry(key(line)).or_default().push((i, line.area.center().1));
        }
    }
    let pages = flows.len();
    for (i, flow) in flows.iter_mut().enumerate() {
        let numbers: Vec<usize> = outermost(flow, top).collect();
        for n in numbers {
            let Some(line) = candidate(flow, n, top) else { break };
            let height = line.area.center().1;
            let near = |(page, y): &&(usize, f32)| *page != i && (y - height).abs() <= SAME_HEIGHT * flow.em;
            // On two pages of many a line may repeat by chance; a page number may not.
            let enough = if is_number(line) {
                usize::from(!is_page_number(line, flow.page))
            } else {
                1 + usize::from(pages > 4)
            };
            let others = seen.get(&key(line)).map_or(0, |places| places.iter().filter(near).take(enough).count());
            if others < enough {
                break;
            }
            let Some(item) = flow.items.get_mut(n) else { break };
            if let Item::Line(line) = item {
                *item = Item::Furniture(line.clone());
            }
        }
    }
}

/// The outermost items at one end of a page.
fn outermost(flow: &Flow<'_>, top: bool) -> impl Iterator<Item = usize> + use<> {
    let count = flow.items.len();
    (0..count.min(DEEPEST)).map(move |i| if top { i } else { count - 1 - i })
}

/// The line at a place, if it may be furniture.
fn candidate<'a, 'b>(flow: &'b Flow<'a>, n: usize, top: bool) -> Option<&'b Line<'a>> {
    let (Item::Line(line) | Item::Furniture(line)) = flow.items.get(n)? else { return None };
    let margin = MARGIN * flow.width.min(flow.height);
    let inside = if top { line.area.y1 <= margin } else { line.area.y0 >= flow.height - margin };
    (inside && line.size <= LARGEST * flow.em).then_some(line)
}

fn key(line: &Line<'_>) -> Key {
    super::join::chars(line).filter(|c| !c.is_numeric() && !c.is_whitespace()).collect()
}

/// Whether a line has nothing but digits and what dresses a page number.
fn is_number(line: &Line<'_>) -> bool {
    let mut digits = false;
    super::join::chars(line).all(|c| {
        digits |= c.is_ascii_digit();
        c.is_ascii_digit()
            || matches!(c, '-' | '—' | '–' | '－' | '第' | '页' | '頁' | '共' | '/' | '|' | '·' | '~' | ' ')
    }) && digits
}

/// Whether a line is the number of its page and nothing else, dressed as such or equal to the page's own number.
fn is_page_number(line: &Line<'_>, page: u32) -> bool {
    let text: String = super::join::chars(line).collect();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse() == Ok(page) || (digits.len() <= 3 && digits.len() < text.len() && text.contains(['第', '页']))
}
