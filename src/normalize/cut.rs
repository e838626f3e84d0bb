//! Whether a report breaks off before its scored part ends: the document, its layout and the report in, one answer out.
//!
//! A file that was cut short (a preview, a page that did not load to its end) lacks rows that its sums need. Text that
//! plainly stops within a sentence or within a row is taken as cut, a missing full stop alone is not; so is a table that
//! ends the file with an indicator and no total, for its sums then may want the rows that would follow.

use crate::model::{Block, Document, Indicator, Layer, Layout, Report, Table};
use std::collections::BTreeSet;
use std::ops::Range;

/// A shorter paragraph may be a signature, a date or a caption, which end without a full stop.
const SHORTEST_SENTENCE: usize = 20;

/// Whether the last scored line stands in the last part of the report and that part stops midway.
pub(super) fn cut_off(document: &Document, layout: &Layout, report: &Report) -> bool {
    let Some(leaf) = report.indicators.last() else { return false };
    if layout.sections.iter().any(|s| !s.is_item && s.title.block > leaf.at.block) {
        return false;
    }
    let printed = |block: &Block| match block {
        Block::Heading(text) | Block::Paragraph(text) => text.layer == Layer::Body && !text.content.trim().is_empty(),
        Block::Table(_) => true,
    };
    let mut blocks = layout.blocks.clone().rev();
    let last = blocks.find(|&index| document.blocks.get(index as usize).is_some_and(printed));
    let Some(last) = last.filter(|&last| last >= leaf.at.block) else { return false };
    match document.blocks.get(last as usize) {
        Some(Block::Heading(text) | Block::Paragraph(text)) => {
            let stub = last == leaf.at.block + 1 && is_stub(&text.content) && !has_total(report);
            stub || (begins_a_row(document, leaf.at.block + 1..last + 1) && !has_total(report))
                || stops_midway(&text.content)
        }
        Some(Block::Table(table)) => {
            last == leaf.at.block && (lacks_points(leaf, report) || ends_with(table, leaf) && !has_total(report))
        }
        None => false,
    }
}

/// Whether a paragraph of clauses ends in the middle of one.
fn stops_midway(text: &str) -> bool {
    let text = text.trim_end();
    let clauses = text.contains(['，', '。', ',', '；', ';']);
    let open =
        text.chars().next_back().is_some_and(|c| c.is_alphabetic() || matches!(c, '，' | ',' | '、' | '（' | '('));
    clauses && open && text.chars().count() >= SHORTEST_SENTENCE && !text.ends_with(['日', '月', '年'])
}

/// Whether blocks are lines of a row of pipes that was never finished.
fn begins_a_row(document: &Document, blocks: Range<u32>) -> bool {
    let mut blocks = blocks.map(|block| document.blocks.get(block as usize).and_then(Block::text));
    blocks.all(|text| text.is_some_and(|text| text.content.trim_end().ends_with('|')))
}

/// Whether no more than the beginning of a row stands below an indicator in its table.
fn ends_with(table: &Table, leaf: &Indicator) -> bool {
    let below = |row: u32| {
        let filled = table.cells.iter().rev().take_while(|c| c.row > row).filter(|c| !c.text.is_blank());
        filled.map(|c| c.row).collect::<BTreeSet<u32>>().len()
    };
    leaf.at.cell.is_some_and(|(row, _)| below(row) <= 1)
}

/// Whether a text is the beginning of a cell rather than a remark, a date or a sentence.
fn is_stub(text: &str) -> bool {
    text.chars().count() < SHORTEST_SENTENCE
        && !text.contains(|c: char| c.is_ascii_digit() || matches!(c, '：' | ':' | '。' | '年'))
}

/// Whether the form closes its indicators with a total.
fn has_total(report: &Report) -> bool {
    report.groups.iter().any(|g| g.level == 0)
}

/// Whether the last row has neither weight nor score while the rows above it have both.
fn lacks_points(leaf: &Indicator, report: &Report) -> bool {
    let bare = |row: &Indicator| row.weight.is_none() && row.score.is_none();
    let (_, above) = report.indicators.split_last().unwrap_or((leaf, &[]));
    bare(leaf) && above.len() > 1 && above.iter().all(|row| row.weight.is_some() && row.score.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_that_stops_midway_is_told_from_a_signature() {
        for (text, cut) in [
            ("本项目按合同约定支付资金，并对实施情况开展督查，使相关问题有", true),
            ("本项目按合同约定支付资金，并对实施情况开展督查，", true),
            ("本项目按合同约定支付资金，并对实施情况开展督查。", false),
            ("青山县水务局", false),
            ("填报单位：青山县水务局，填报日期为2023年4月18日", false),
            ("本项目按合同约定支付资金，并对实施情况开展督查，自评得分92", false),
        ] {
            assert_eq!(stops_midway(text), cut, "{text}");
        }
    }
}
