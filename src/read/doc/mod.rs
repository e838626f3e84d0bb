//! DOC files (Word 6 to 2003, WPS): bytes in, headings, paragraphs and tables out.
//!
//! The text of such a file is one run of characters, stories one behind the other; everything else says what applies to
//! which of them. Cells and rows end with marks in the text. Deliberately absent: headers, footers, comments, pictures
//! and what they show.

mod bytes;
mod container;
mod fib;
mod fonts;
mod formatting;
mod lists;
mod modifiers;
mod pieces;
mod rows;
mod runs;
mod stories;
mod styles;
#[cfg(test)]
mod tests;

use super::flow::Flow;
use super::{Limits, Source, lost};
use crate::model::{Document, Error, ErrorKind, Outcome};
use bytes::u16_at;
use container::Container;
use fib::{Fib, List, NoFib, Version};
use formatting::{Formatting, Streams};
use pieces::Characters;
use runs::Runs;

const DOCUMENT: &str = "WordDocument";

/// Whether the content is a DOC file. One whose directory is lost still shows the block that each such file begins with.
pub(super) fn is_doc(bytes: &[u8]) -> bool {
    let block = || matches!(u16_at(bytes, 512), Some(0xA5EC | 0xA5DC));
    container::has_root_stream(bytes, DOCUMENT) || (container::is_container(bytes) && block())
}

/// Reads a DOC file.
pub(super) fn read(source: &Source, limits: &Limits) -> Result<Outcome<Document>, Error> {
    let error = |kind, detail: &str| Error::new(kind, &source.path, detail);
    let damaged = |detail| error(ErrorKind::Damaged, detail);
    let mut container = Container::open(&source.bytes);
    let main = container.stream(DOCUMENT);
    let main = main.ok_or_else(|| damaged("文件目录丢失 / the directory of the file is lost"))?;
    let document = main.bytes;
    let fib = Fib::read(&document).map_err(|no| match no {
        NoFib::TooOld => error(ErrorKind::UnknownFormat, "Word 2 或更早版本 / Word 2 or before"),
        NoFib::Damaged => damaged("文件头无法识别 / the head of the document is none"),
    })?;
    if fib.encrypted {
        return Err(error(ErrorKind::Encrypted, ""));
    }
    let table = match fib.version {
        Version::Six => None,
        Version::Eight => container.stream(if fib.second_table { "1Table" } else { "0Table" }),
    };
    let (table, whole) = match (&table, fib.version) {
        (Some(table), _) => (&table.bytes, table.whole),
        (None, Version::Six) => (&document, true),
        (None, Version::Eight) => return Err(damaged("缺少表格流 / the table stream is missing")),
    };
    if !main.whole || !whole {
        // Figures that are lost would look like sums that are wrong.
        return Err(damaged("文件不完整，正文有缺失 / the file is incomplete, some of its text is lost"));
    }
    let data = container.stream("Data").unwrap_or_default().bytes;
    let streams = Streams { document: &document, table, data: &data };
    let character_runs = Runs::read(&document, table, &fib, List::CharacterRuns);
    let fonts = fonts::read(table, &fib);
    let text = Characters::read(&streams, &fib, &fonts, &character_runs);
    let formatting = Formatting::read(streams, &fib, fonts, &character_runs);
    let mut flow = Flow::new(&source.path, limits);
    for piece in stories::paragraphs(&formatting, &text, &fib) {
        flow.add(piece)?;
    }
    let document = Document { blocks: flow.finish(), ..Document::default() };
    let notices = lost::undecodable(&document).into_iter().collect();
    Ok(Outcome { value: document, notices })
}
