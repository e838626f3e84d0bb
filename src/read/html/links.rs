//! Files that a page links to, and pages that stand in for a file.

use crate::model::{Block, Document, Notice, Text, Unread};
use std::collections::HashSet;

/// Extensions of files that hold documents.
const FILES: &[&str] = &[
    "7z", "doc", "docx", "et", "ofd", "odt", "pdf", "ppt", "pptx", "rar", "rtf", "tif", "tiff", "wps", "xls", "xlsm",
    "xlsx", "zip",
];

/// Most files that are named.
const MOST: usize = 50;

/// The longest text, in characters, of a page that says that a file is not there.
const SHORT: usize = 600;

/// Whether an address leads to a file with a document.
pub(super) fn is_file(address: &str) -> bool {
    file_name(address).is_some()
}

/// The name of the file that an address leads to: its last part, or what it hands to a page that sends the file
/// (`downfile.jsp?filename=a.doc`).
pub(super) fn file_name(address: &str) -> Option<&str> {
    let (path, query) = address.split_once(['?', '#']).unwrap_or((address, ""));
    let values = query.split(['&', '=']).rev();
    std::iter::once(path)
        .chain(values)
        .filter_map(|part| part.rsplit(['/', '\\']).next())
        .find(|name| extension(name).is_some_and(|e| FILES.contains(&e.as_str())))
}

fn extension(name: &str) -> Option<String> {
    name.trim().rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase())
}

/// The remarks on files that the text links to, with the words of each link.
pub(super) fn attachments(document: &Document, links: Vec<String>) -> Vec<Notice> {
    let mut seen = HashSet::new();
    let links = links.into_iter().filter(|name| seen.insert(name.clone())).take(MOST);
    links
        .filter_map(|name| {
            let at = find(document, &name)?;
            Some(Notice::NotRead { what: Unread::Attachment(name), at })
        })
        .collect()
}

/// Where a text stands first.
fn find(document: &Document, wanted: &str) -> Option<crate::model::Location> {
    let within = |text: &Text| {
        let at = text.content.find(wanted)?;
        let start = text.content[..at].chars().count();
        Some(start..start + wanted.chars().count())
    };
    (0u32..).zip(&document.blocks).find_map(|(number, block)| match block {
        Block::Heading(text) | Block::Paragraph(text) => within(text).map(|chars| text.locate(number, None, chars)),
        Block::Table(table) => table.cells.iter().find_map(|cell| {
            let chars = within(&cell.text)?;
            Some(cell.text.locate(number, Some((cell.row, cell.col)), chars))
        }),
    })
}

/// Whether a page stands where another file should: its name is that of a document, and it is short and has no table.
pub(super) fn is_stand_in(path: &str, document: &Document) -> bool {
    let mut length = 0;
    for block in &document.blocks {
        match block {
            Block::Table(_) => return false,
            Block::Heading(text) | Block::Paragraph(text) => length += text.len_chars(),
        }
    }
    length <= SHORT && is_file(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_files() {
        for (address, name) in [
            ("./P020240506.pdf", Some("P020240506.pdf")),
            ("/art/2024/附件1.XLSX?v=2", Some("附件1.XLSX")),
            ("download.jsp?id=3", None),
            ("down.jsp?i=1&filename=b.doc", Some("b.doc")),
            ("http://a.example/", None),
            ("index.html", None),
            ("a.doc#x", Some("a.doc")),
        ] {
            assert_eq!(file_name(address), name);
        }
    }
}
