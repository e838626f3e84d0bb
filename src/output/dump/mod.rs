//! `fuhe dump`: what each stage gave, as text to read. Made for people who look for the stage that went wrong.
//!
//! Not a format: its look may change at any time. Programs read the JSON record.

mod grid;
mod layout;
mod report;

use super::width::{clean, head};
use crate::model::{Block, Document, Examination, Grid, Layer, Layout, Location, Spot};
use std::fmt::Write;

/// Columns after which a quoted text is cut.
const QUOTE: usize = 60;

/// The blocks of a document, tables drawn as grids.
#[must_use]
pub fn document(document: &Document) -> String {
    let origin = &document.origin;
    let mut out = format!("{} · {} · {} bytes", clean(&origin.path), origin.format.name(), origin.bytes);
    if let Some(encoding) = &origin.encoding {
        let _ = write!(out, " · {encoding}");
    }
    if let Some(pages) = origin.pages {
        let _ = write!(out, " · {pages} pages");
    }
    let _ = writeln!(out, " · {} blocks", document.blocks.len());
    for (index, block) in document.blocks.iter().enumerate() {
        match block {
            Block::Heading(text) | Block::Paragraph(text) => {
                let kind = if matches!(block, Block::Heading(_)) { "heading" } else { "paragraph" };
                let layer = if text.layer == Layer::Furniture { " (furniture)" } else { "" };
                let content = clean(&text.content.replace('\n', "⏎"));
                let _ = writeln!(out, "\n[{index}] {kind}{layer} {}\n    {content}", spot(&text.spot(0)));
            }
            Block::Table(table) => {
                let certainty = match table.certainty {
                    Grid::Ruled => "ruled",
                    Grid::Marked => "marked",
                    Grid::Aligned => "aligned",
                    Grid::Guessed => "guessed",
                    Grid::Restored => "restored",
                };
                let (rows, cols) = (table.rows, table.cols);
                let _ = writeln!(out, "\n[{index}] table {} {rows}×{cols} {certainty}", spot(&table.spot));
                out.push_str(&grid::table(table));
            }
        }
    }
    out
}

/// What locating made of a document: tables with the role of every row, outline, head fields.
#[must_use]
pub fn layout(document: &Document, layout: &Layout) -> String {
    layout::write(document, layout)
}

/// What the report says and what was recomputed.
#[must_use]
pub fn report(examination: &Examination) -> String {
    report::write(examination)
}

/// A place of the source, short: `12:3`, `p4`, or nothing.
fn spot(spot: &Spot) -> String {
    let mut out = spot.page.map(|page| format!("p{page} ")).unwrap_or_default();
    if let Some(line) = spot.line {
        let _ = write!(out, "{line}:{}", spot.column.unwrap_or(1));
    }
    if let Some(cell) = spot.sheet {
        let _ = write!(out, "{}!{}", cell.sheet + 1, cell.name());
    }
    out
}

/// A place with the words that stand there.
fn quoted(document: &Document, at: &Location) -> String {
    let words = head(&clean(&document.quote(at).replace('\n', "⏎")), QUOTE);
    format!("{} 「{words}」", spot(&at.spot))
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn a_document_shows_its_blocks_with_places_and_grids() {
        let examination = sample::examination();
        let text = super::document(&examination.document);
        for part in [
            "样本/示例.txt · text · 1234 bytes · UTF-8 · 6 blocks",
            "[0] paragraph 1:1\n    示例市整理局2031年度部门整体绩效自评表",
            "自评得分为⏎95分。",
            "[3] table 6:1 6×6 guessed",
            "│ 满意度 │ 查档群众满意度 │ 30  │ ≥90% │ 基本达成 │ 30 │",
        ] {
            assert!(text.contains(part), "{part} is missing in\n{text}");
        }
    }

    #[test]
    fn a_layout_shows_roles_fields_and_labels() {
        let examination = sample::examination();
        let text = super::layout(&examination.document, &examination.layout);
        for part in [
            "table 1 indicators, blocks 3 4, 5 rows",
            "leaf",
            "level3=「整理档案⏎数量」",
            "weight=「50」",
            "↑level1=「产出」",
        ] {
            assert!(text.contains(part), "{part} is missing in\n{text}");
        }
    }

    #[test]
    fn a_report_shows_rows_figures_and_recomputations() {
        let text = super::report(&sample::examination());
        for part in ["整理档案数量", "≥100卷", "differs", "45 + 20 + 30 = 95", "资金总额", "contradicted", "SC103"]
        {
            assert!(text.contains(part), "{part} is missing in\n{text}");
        }
    }
}
