//! Text files: plain text, Markdown, tab-separated text, and reports whose tables a converter flattened.
//!
//! Bytes in, headings, paragraphs and tables out. Lines are kept as they stand; only what a converter left behind
//! (tags, invisible characters, bookmarks, page numbers) is taken out, and only what a page break cut is joined.

mod clean;
mod commas;
mod drawn;
mod lines;
mod markup;
mod padded;
mod paragraphs;
mod tables;

use super::{Limits, Source, encoding, lost};
use crate::model::{Block, Document, Error, ErrorKind, Outcome};
use clean::Cleaner;
use lines::Line;
use markup::Part;
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
    /// Rows of a table in HTML.
    Marked(Vec<Vec<markup::Marked<'a>>>),
}

fn blocks(content: &str, limits: &Limits) -> Result<Vec<Block>, Excess> {
    let lines = lines::split(content, limits.lines)
        .ok_or_else(|| Excess(format!("超过 {} 行 / more than {} lines", limits.lines, limits.lines)))?;
    let pieces: Vec<Piece<'_>> = commas::pieces(&lines, limits).unwrap_or_else(|| {
        let drawn = |part| match part {
            Part::Lines(lines) => drawn::parts(&lines, limits),
            table @ Part::Table(_) => vec![table],
        };
        let pieces = |part| match part {
            Part::Lines(lines) => tables::pieces(&lines, limits),
            Part::Table(rows) => vec![Piece::Marked(rows)],
        };
        markup::parts(lines).into_iter().flat_map(drawn).flat_map(pieces).collect()
    });
    let prose = pieces.iter().filter_map(|p| if let Piece::Prose(line) = p { Some(line) } else { None });
    let mut paragraphs = Paragraphs::new(prose);
    let mut cleaner = Cleaner::new(limits.artefacts);
    let mut cells = 0;
    for piece in pieces {
        cells += match &piece {
            Piece::Rows(_, rows) => rows.iter().map(|r| r.cells.len()).sum(),
            Piece::Marked(rows) => rows.iter().map(Vec::len).sum(),
            Piece::Heading(_) | Piece::Prose(_) => 0,
        };
        if cells > limits.cells {
            return Err(Excess(format!("超过 {} 个单元格 / more than {} cells", limits.cells, limits.cells)));
        }
        match piece {
            Piece::Heading(line) => paragraphs.close_with(cleaner.heading(&line).map(Block::Heading)),
            Piece::Prose(line) => paragraphs.add(&line, &mut cleaner),
            Piece::Rows(shape, rows) => {
                paragraphs.close_with(Some(Block::Table(tables::table(shape, &rows, &mut cleaner))));
            }
            Piece::Marked(rows) => paragraphs.close_with(markup::table(rows, &mut cleaner).map(Block::Table)),
        }
    }
    Ok(paragraphs.finish())
}

#[cfg(test)]
mod tests;
