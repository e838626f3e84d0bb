//! Characters that reading lost: a document in, the remark on them out.

use crate::model::{Block, Document, Notice, Text, offset};

/// The remark on characters that were lost, with the first of them.
pub(super) fn undecodable(document: &Document) -> Option<Notice> {
    let count = |text: &Text| text.content.matches(char::REPLACEMENT_CHARACTER).count();
    let find = |text: &Text| text.content.chars().position(|c| c == char::REPLACEMENT_CHARACTER);
    let mut all = 0;
    let mut first = None;
    for (i, block) in (0u32..).zip(&document.blocks) {
        match block {
            Block::Heading(text) | Block::Paragraph(text) => {
                all += count(text);
                first = first.or_else(|| find(text).map(|n| text.locate(i, None, n..n + 1)));
            }
            Block::Table(table) => {
                for cell in &table.cells {
                    all += count(&cell.text);
                    let at = (cell.row, cell.col);
                    first = first.or_else(|| find(&cell.text).map(|n| cell.text.locate(i, Some(at), n..n + 1)));
                }
            }
        }
    }
    Some(Notice::UndecodableBytes { count: offset(all), at: first? })
}
