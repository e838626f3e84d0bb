//! Layout: drawn pages in, the blocks of a document out.
//!
//! ```text
//! glyphs ─ turned upright ─┬─ marks ──────────────┬─ in a cell ──── lines ─┐
//! rules ── edges ── sheets ┘  (tables of a page)  └─ outside ── rows ──────┴─ flow of each page
//! flows ─ furniture taken out ─ aligned tables ─ stitched over pages ─ paragraphs ─ texts with their places
//! ```
//!
//! Every step is a free function over plain values, and every tolerance a named constant in units of the glyph size.
//! What does not happen here: reading a file format, and any idea of what a word means.

mod aligned;
mod cells;
mod edges;
mod flow;
mod furniture;
mod join;
mod lines;
mod paragraphs;
mod rows;
mod sheets;
mod stitch;
mod turn;

use super::page::{Box2, Page};
use crate::model::{Block, Notice};

/// The blocks of a drawn document in reading order. Running headers, footers and page numbers come as furniture.
pub(super) fn blocks(pages: &[Page]) -> (Vec<Block>, Vec<Notice>) {
    let mut flows: Vec<flow::Flow<'_>> = pages.iter().map(flow::flow).collect();
    furniture::mark(&mut flows);
    for flow in &mut flows {
        flow::arrange(flow);
        aligned::find(flow);
    }
    (paragraphs::blocks(stitch::stitch(flows)), Vec::new())
}

/// The boxes that the rules of a page draw, whatever stands in them; its glyphs need not be known yet.
pub(super) fn boxes(page: &Page) -> Vec<Box2> {
    let edges = edges::edges(&page.rules, flow::SIZE, false);
    sheets::sheets(&edges, flow::SIZE, page.number).iter().flat_map(|s| &s.slots).map(|s| s.area).collect()
}

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
