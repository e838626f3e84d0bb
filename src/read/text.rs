//! Text files: plain text, Markdown, tab-separated text, and reports whose tables a converter flattened.
//!
//! Bytes in, headings, paragraphs and tables out. Lines are kept as they stand; only what a converter left behind
//! (tags, invisible characters, bookmarks, page numbers) is taken out, and only what a page break cut is joined.

mod clean;
mod lines;
mod padded;
mod paragraphs;
mod tables;

use super::{Limits, Source, encoding, lost};
use crate::model::{Block, Document, Error, ErrorKind, Outcome};
use clean::Cleaner;
use lines::Line;
use paragraphs::Paragraphs;

/// Reads a text file.
pub(super) fn read(source: &Source, limits: &Limits) -> Result<Outcome<Document>, Error> {
    let (content, encoding) = encoding::decode(&source.bytes);
    let blocks = blocks(&content, limits).map_err(|excess| Error::new(ErrorKind::TooLarge, &source.path, excess.0))?;
    let mut document = Document { blocks, ..Document::default() };
    document.origin.encoding = Some(encoding.to_owned());
    let notices = lost::undecodable(&document).into_iter().collect();
    Ok(Outcome { value: document, notices })
}

/// Which limit the text exceeds.
struct Excess(String);

/// What a run of lines between blank lines is made of.
enum Piece<'a> {
    /// A line that Markdown marks as a heading.
    Heading(Line<'a>),
    /// A line of running text.
    Prose(Line<'a>),
    /// Rows of a table.
    Rows(tables::Shape, Vec<tables::Row<'a>>),
}

fn blocks(content: &str, limits: &Limits) -> Result<Vec<Block>, Excess> {
    let lines = lines::split(content, limits.lines)
        .ok_or_else(|| Excess(format!("超过 {} 行 / more than {} lines", limits.lines, limits.lines)))?;
    let pieces = tables::pieces(&lines, limits);
    let prose = pieces.iter().filter_map(|p| if let Piece::Prose(line) = p { Some(line) } else { None });
    let mut paragraphs = Paragraphs::new(prose);
    let mut cleaner = Cleaner::new(limits.artefacts);
    let mut cells = 0;
    for piece in pieces {
        match piece {
            Piece::Heading(line) => paragraphs.close_with(cleaner.heading(&line).map(Block::Heading)),
            Piece::Prose(line) => paragraphs.add(&line, &mut cleaner),
            Piece::Rows(shape, rows) => {
                cells += rows.iter().map(|r| r.cells.len()).sum::<usize>();
                if cells > limits.cells {
                    return Err(Excess(format!("超过 {} 个单元格 / more than {} cells", limits.cells, limits.cells)));
                }
                paragraphs.close_with(Some(Block::Table(tables::table(shape, &rows, &mut cleaner))));
            }
        }
    }
    Ok(paragraphs.finish())
}

#[cfg(test)]
mod tests;
