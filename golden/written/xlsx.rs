//! A document as a workbook: one sheet, a row for a line of text, ruled cells for tables, merged cells, and figures as
//! numbers with the format that shows them.

use super::package::{packed, xml};
use fuhe::model::{Block, Document, SheetCell};
use std::fmt::Write as _;

const NAMESPACE: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Number formats by how many decimals they show; behind them the same as percentages.
const FORMATS: [&str; 6] = ["0", "0.0", "0.00", "0%", "0.0%", "0.00%"];

/// The document as a package.
pub(crate) fn write(document: &Document) -> Vec<u8> {
    let (mut rows, mut merged, mut next) = (String::new(), String::new(), 0);
    let mut after_table = false;
    for block in &document.blocks {
        let Block::Table(table) = block else {
            let text = block.text().map(|t| t.content.as_str()).unwrap_or_default();
            write!(rows, "<row r=\"{}\">{}</row>", next + 1, cell(next, 0, text, false)).expect("a string");
            (next, after_table) = (next + 1, false);
            continue;
        };
        // A blank row keeps two tables apart.
        next += u32::from(std::mem::replace(&mut after_table, true));
        for row in 0..table.rows {
            let cells: String = table.row(row).map(|c| cell(next + row, c.col, &c.text.content, true)).collect();
            write!(rows, "<row r=\"{}\">{cells}</row>", next + row + 1).expect("a string");
        }
        for c in table.cells.iter().filter(|c| c.row_span > 1 || c.col_span > 1) {
            let (first, last) =
                (name(next + c.row, c.col), name(next + c.row + c.row_span - 1, c.col + c.col_span - 1));
            write!(merged, "<mergeCell ref=\"{first}:{last}\"/>").expect("a string");
        }
        next += table.rows;
    }
    let merged = if merged.is_empty() { merged } else { format!("<mergeCells>{merged}</mergeCells>") };
    package(&[("表", "", &format!("<sheetData>{rows}</sheetData>{merged}"))])
}

/// A package of sheets: name, attributes in the list of sheets, content.
pub(crate) fn package(sheets: &[(&str, &str, &str)]) -> Vec<u8> {
    let (mut listed, mut links) = (String::new(), String::new());
    let mut members: Vec<(String, String)> = Vec::new();
    for (n, (name, state, content)) in (1..).zip(sheets) {
        write!(listed, "<sheet name=\"{}\" sheetId=\"{n}\" {state} r:id=\"rId{n}\"/>", xml(name)).expect("a string");
        let target = format!("worksheets/sheet{n}.xml");
        write!(links, "<Relationship Id=\"rId{n}\" Type=\"{TYPES}/worksheet\" Target=\"{target}\"/>")
            .expect("a string");
        let sheet = format!("<worksheet xmlns=\"{NAMESPACE}\">{content}</worksheet>");
        members.push((format!("xl/worksheets/sheet{n}.xml"), sheet));
    }
    write!(links, "<Relationship Id=\"rIdS\" Type=\"{TYPES}/styles\" Target=\"styles.xml\"/>").expect("a string");
    let workbook = format!("<workbook xmlns=\"{NAMESPACE}\" xmlns:r=\"{TYPES}\"><sheets>{listed}</sheets></workbook>");
    let main = format!("<Relationship Id=\"rId1\" Type=\"{TYPES}/officeDocument\" Target=\"xl/workbook.xml\"/>");
    let relationships = |links: &str| format!("<Relationships xmlns=\"{RELATIONSHIPS}\">{links}</Relationships>");
    let kinds = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
        <Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>";
    members.push(("[Content_Types].xml".to_owned(), kinds.to_owned()));
    members.push(("_rels/.rels".to_owned(), relationships(&main)));
    members.push(("xl/workbook.xml".to_owned(), workbook));
    members.push(("xl/_rels/workbook.xml.rels".to_owned(), relationships(&links)));
    members.push(("xl/styles.xml".to_owned(), styles()));
    let members: Vec<(&str, &str)> = members.iter().map(|(name, content)| (name.as_str(), content.as_str())).collect();
    packed(&members)
}

/// Two styles for each format, without ruling lines and with them; behind those, two for text.
fn styles() -> String {
    let code = |(id, code): (u32, &str)| format!("<numFmt numFmtId=\"{id}\" formatCode=\"{code}\"/>");
    let codes = (200..).zip(FORMATS).map(code).collect::<Vec<_>>().concat();
    let line = |side: &str| format!("<{side} style=\"thin\"/>");
    let ruled: String = ["left", "right", "top", "bottom"].map(line).concat();
    let style =
        |id: usize, border: usize| format!("<xf numFmtId=\"{id}\" fontId=\"0\" fillId=\"0\" borderId=\"{border}\"/>");
    let all: String = (200..200 + FORMATS.len()).chain([0]).map(|id| style(id, 0) + &style(id, 1)).collect();
    format!(
        "<styleSheet xmlns=\"{NAMESPACE}\"><numFmts>{codes}</numFmts><fonts><font/></fonts><fills><fill/></fills>\
         <borders><border/><border>{ruled}</border></borders><cellXfs>{all}</cellXfs></styleSheet>"
    )
}

fn name(row: u32, col: u32) -> String {
    SheetCell { sheet: 0, row, col }.name()
}

/// A cell: a plain figure or percentage as a number, all else as text.
fn cell(row: u32, col: u32, text: &str, ruled: bool) -> String {
    let place = name(row, col);
    let number = text.strip_suffix('%').unwrap_or(text);
    let decimals = number.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let plain =
        number.starts_with(|c: char| c.is_ascii_digit()) && number.chars().all(|c| c.is_ascii_digit() || c == '.');
    if plain && decimals <= 2 {
        let percent = text.ends_with('%');
        let style = (decimals + if percent { 3 } else { 0 }) * 2 + usize::from(ruled);
        let value: f64 = number.parse().expect("a number");
        // A binary floating point number, as programs save it.
        let value = if percent { value / 100.0 } else { value };
        return format!("<c r=\"{place}\" s=\"{style}\"><v>{value}</v></c>");
    }
    let style = FORMATS.len() * 2 + usize::from(ruled);
    if text.is_empty() {
        return format!("<c r=\"{place}\" s=\"{style}\"/>");
    }
    format!("<c r=\"{place}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>", xml(text))
}
