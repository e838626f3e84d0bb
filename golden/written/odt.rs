//! A document as ODT, written by hand: covered cells, repeated empty columns, spaces as elements.

use super::package::{packed, xml};
use fuhe::model::{Block, Document, Table};

const NAMESPACES: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
    xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
    xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\"";

/// The document as a package.
pub(crate) fn write(document: &Document) -> Vec<u8> {
    let block = |block: &Block| match block {
        Block::Heading(text) => format!("<text:h text:outline-level=\"1\">{}</text:h>", inline(&text.content)),
        Block::Paragraph(text) => paragraph(&text.content),
        Block::Table(of) => table(of),
    };
    let body: String = document.blocks.iter().map(block).collect();
    let content = format!(
        "<office:document-content {NAMESPACES}><office:body><office:text>{body}</office:text></office:body>\
         </office:document-content>"
    );
    packed(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", &content)])
}

fn paragraph(text: &str) -> String {
    format!("<text:p>{}</text:p>", inline(text))
}

/// White space that would be lost stands as elements.
fn inline(text: &str) -> String {
    xml(text).replace(' ', "<text:s/>").replace('\t', "<text:tab/>").replace('\n', "<text:line-break/>")
}

fn table(table: &Table) -> String {
    let rows: String = (0..table.rows)
        .flat_map(|row| ["<table:table-row>".to_owned(), cells(table, row), "</table:table-row>".to_owned()])
        .collect();
    let columns = format!("<table:table-column table:number-columns-repeated=\"{}\"/>", table.cols);
    format!("<table:table>{columns}<table:table-header-rows/>{rows}</table:table>")
}

fn cells(table: &Table, row: u32) -> String {
    let (mut out, mut col) = (String::new(), 0);
    while col < table.cols {
        match table.covering(row, col) {
            Some(cell) if (cell.row, cell.col) == (row, col) => {
                let paragraphs: String = cell.text.content.split('\n').map(paragraph).collect();
                let (columns, rows) = (cell.col_span, cell.row_span);
                let spans = format!("table:number-columns-spanned=\"{columns}\" table:number-rows-spanned=\"{rows}\"");
                out.extend(["<table:table-cell ", &spans, ">", &paragraphs, "</table:table-cell>"]);
            }
            Some(_) => out += "<table:covered-table-cell/>",
            None => out += "<table:table-cell/>",
        }
        col += 1;
    }
    out
}
