//! Characters that reading lost: a document in, the remark on them out.

use crate::model::{Block, Document, Notice, Text, offset};

/// The remark on characters that were lost, with the first of them. Of recognized pages their own remark tells.
pub(super) fn undecodable(document: &Document) -> Option<Notice> {
    let read = |text: &Text| text.spot(0).page.is_none_or(|page| document.recognized.binary_search(&page).is_err());
    let lost = |text: &Text| text.content.matches(char::REPLACEMENT_CHARACTER).count();
    let count = |text: &Text| if read(text) { lost(text) } else { 0 };
    let find = |text: &Text| text.content.chars().position(|c| c == char::REPLACEMENT_CHARACTER).filter(|_| read(text));
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
