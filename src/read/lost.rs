//! Characters that reading lost: a document in, the remark on them out.

use crate::model::{Block, Document, Location, Notice, Text, offset};

/// The remark on characters that were lost, with the first of them. Of recognized pages their own remark tells.
pub(super) fn undecodable(document: &Document) -> Option<Notice> {
    // Of recognized pages their own remark tells.
    let read = |text: &Text| text.spot(0).page.is_none_or(|page| document.recognized.binary_search(&page).is_err());
    let mut all = 0;
    let mut first: Option<Location> = None;
    let lost = memchr::memmem::Finder::new("\u{FFFD}");
    let mut look = |text: &Text, block: u32, cell: Option<(u32, u32)>| {
        if lost.find(text.content.as_bytes()).is_none() || !read(text) {
            return;
        }
        for (n, _) in text.content.chars().enumerate().filter(|(_, c)| *c == char::REPLACEMENT_CHARACTER) {
            all += 1;
            first.get_or_insert_with(|| text.locate(block, cell, n..n + 1));
        }
    };
    for (i, block) in (0u32..).zip(&document.blocks) {
        match block {
            Block::Heading(text) | Block::Paragraph(text) => look(text, i, None),
            Block::Table(table) => {
                for cell in &table.cells {
                    look(&cell.text, i, Some((cell.row, cell.col)));
                }
            }
        }
    }
    Some(Notice::UndecodableBytes { count: offset(all), at: first? })
}
