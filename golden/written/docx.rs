//! A document as DOCX, written by hand: Word's own way of merging cells (`w:gridSpan`, `w:vMerge`), heading styles,
//! text cut into several runs.

use super::package::{packed, xml};
use fuhe::model::{Block, Cell, Document, Table};

const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

const CONTENT_TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
    <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
    <Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\
    \"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
    <Override PartName=\"/word/styles.xml\" ContentType=\
    \"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/></Types>";

/// The document as a package.
pub(crate) fn write(document: &Document) -> Vec<u8> {
    let mut body = String::new();
    for block in &document.blocks {
        match block {
            Block::Heading(text) => body += &paragraph(&text.content, "<w:pPr><w:pStyle w:val=\"1\"/></w:pPr>"),
            Block::Paragraph(text) => body += &paragraph(&text.content, ""),
            Block::Table(of) => body += &table(of),
        }
    }
    package(&body)
}

/// A package with this content of the body.
pub(crate) fn package(body: &str) -> Vec<u8> {
    let relationship =
        |id, kind, target| format!("<Relationship Id=\"{id}\" Type=\"{TYPES}/{kind}\" Target=\"{target}\"/>");
    let relationships = |content: String| format!("<Relationships xmlns=\"{RELATIONSHIPS}\">{content}</Relationships>");
    packed(&[
        ("[Content_Types].xml", CONTENT_TYPES),
        ("_rels/.rels", &relationships(relationship("rId1", "officeDocument", "word/document.xml"))),
        ("word/_rels/document.xml.rels", &relationships(relationship("rId1", "styles", "styles.xml"))),
        (
            "word/styles.xml",
            &format!(
                "<w:styles xmlns:w=\"{NAMESPACE}\"><w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/>\
             <w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:style></w:styles>"
            ),
        ),
        (
            "word/document.xml",
            &format!("<w:document xmlns:w=\"{NAMESPACE}\"><w:body>{body}<w:sectPr/></w:body></w:document>"),
        ),
    ])
}

fn paragraph(text: &str, properties: &str) -> String {
    // A program saves a line of text in as many runs as it was typed in.
    let cut = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
    let (first, second) = text.split_at(cut);
    let run = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", xml(text));
    format!("<w:p>{properties}{}{}</w:p>", run(first), run(second))
}

fn table(table: &Table) -> String {
    let columns = "<w:gridCol w:w=\"1000\"/>".repeat(table.cols as usize);
    let rows: String =
        (0..table.rows).flat_map(|row| ["<w:tr>".to_owned(), cells(table, row), "</w:tr>".to_owned()]).collect();
    format!("<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>")
}

fn cells(table: &Table, row: u32) -> String {
    let (mut out, mut col) = (String::new(), 0);
    while col < table.cols {
        let Some(cell) = table.covering(row, col) else {
            out += "<w:tc><w:p/></w:tc>";
            col += 1;
            continue;
        };
        out += &write_cell(cell, cell.row == row);
        col = cell.col + cell.col_span;
    }
    out
}

fn write_cell(cell: &Cell, begins: bool) -> String {
    let wide = if cell.col_span > 1 { format!("<w:gridSpan w:val=\"{}\"/>", cell.col_span) } else { String::new() };
    let merge = match (cell.row_span > 1, begins) {
        (false, _) => "",
        (true, true) => "<w:vMerge w:val=\"restart\"/>",
        (true, false) => "<w:vMerge/>",
    };
    let text = if begins { cell.text.content.as_str() } else { "" };
    let paragraphs: String = text.split('\n').map(|line| paragraph(line, "")).collect();
    format!("<w:tc><w:tcPr>{wide}{merge}</w:tcPr>{paragraphs}</w:tc>")
}
