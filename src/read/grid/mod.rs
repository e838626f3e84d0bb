//! Layout: drawn pages in, the blocks of a document out.
//!
//! ```text
//! glyphs ─ turned upright ─┬─ marks ──────────────┬─ in a cell ──── lines ─┐
//! rules ── edges ── sheets ┘  (tables of a page)  └─ outside ── rows ──────┴─ flow of each page
//! flows ─ furniture taken out ─ unruled and aligned tables ─ stitched over pages ─ paragraphs ─ texts with their places
//! ```
//!
//! Every step is a free function over plain values, and every tolerance a named constant in units of the glyph size.
//! What does not happen here: reading a file format, and any idea of what a word means.

mod aligned;
mod carried;
mod cells;
mod edges;
mod filled;
mod flow;
mod furniture;
mod indents;
mod join;
mod labels;
mod lines;
mod paragraphs;
mod rows;
mod sheets;
mod stitch;
mod strips;
mod turn;
mod unruled;
mod zones;

use super::page::{Box2, Page};
use crate::model::{Block, Grid, Notice};

/// The blocks of a drawn document in reading order. Running headers, footers and page numbers come as furniture.
pub(super) fn blocks(pages: &[Page]) -> (Vec<Block>, Vec<Notice>) {
    let mut flows: Vec<flow::Flow<'_>> = pages.iter().map(flow::flow).collect();
    furniture::mark(&mut flows);
    flow::settle(&mut flows);
    for flow in &mut flows {
        unruled::find(flow);
        flow::arrange(flow);
        aligned::find(flow);
    }
    (paragraphs::blocks(stitch::stitch(flows)), Vec::new())
}

/// The boxes that the rules of a page draw, whatever stands in them; its glyphs need not be known yet.
pub(super) fn boxes(page: &Page) -> Vec<Box2> {
    let edges = edges::edges(edges::lines(&page.rules), flow::SIZE);
    sheets::sheets(&edges, flow::SIZE, page.number).iter().flat_map(|s| &s.slots).map(|s| s.area).collect()
}

/// A cell as found on one page.
pub(super) struct Found {
    /// Where it lies on the page as shown.
    pub area: Box2,
    /// Row of its table, from 0, counted on this page.
    pub row: usize,
    /// Column, from 0.
    pub col: usize,
    /// How it was found.
    pub certainty: Grid,
}

/// The cells of the tables on a page.
pub(super) fn found(page: &Page) -> Vec<Found> {
    let mut flow = flow::flow(page);
    flow::settle(std::slice::from_mut(&mut flow));
    unruled::find(&mut flow);
    flow::arrange(&mut flow);
    aligned::find(&mut flow);
    let mut out = Vec::new();
    for item in &flow.items {
        let flow::Item::Sheet(sheet) = item else { continue };
        for slot in &sheet.slots {
            // The slot's own area is turned where its text stands sideways.
            let x = |i: usize| sheet.xs.get(i).copied().unwrap_or(sheet.area.x1);
            let y = |i: usize| sheet.ys.get(i).copied().unwrap_or(sheet.area.y1);
            let corners = ((x(slot.col), y(slot.row)), (x(slot.col + slot.col_span), y(slot.row + slot.row_span)));
            let area = turn::back(&Box2::new(corners.0, corners.1), page);
            out.push(Found { area, row: slot.row, col: slot.col, certainty: sheet.certainty });
        }
    }
    out
}

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
