//! A document as RTF, written by hand: cells with their edges and merges, characters as Unicode or in GBK.

use encoding_rs::GB18030;
use fuhe::model::{Block, Cell, Document, Table};
use std::fmt::Write as _;

/// Width of a column in twips.
const COLUMN: u32 = 900;

/// The document as a file.
pub(crate) fn write(document: &Document) -> Vec<u8> {
    let mut out = "{\\rtf1\\ansi\\ansicpg936\\uc1{\\fonttbl{\\f0\\fcharset134 SimSun;}}\\f0\n".to_owned();
    for block in &document.blocks {
        match block {
            Block::Heading(text) => paragraph(&mut out, "\\outlinelevel0", &text.content),
            Block::Paragraph(text) => paragraph(&mut out, "", &text.content),
            Block::Table(of) => table(&mut out, of),
        }
    }
    out.push('}');
    out.into_bytes()
}

fn paragraph(out: &mut String, properties: &str, text: &str) {
    let _ = writeln!(out, "\\pard{properties} {}\\par", inline(text, "\\line "));
}

/// Characters as RTF writes them: every second Chinese one in GBK, the others in Unicode.
fn inline(text: &str, break_: &str) -> String {
    let mut out = String::new();
    for (i, c) in text.chars().enumerate() {
        let bytes = c.to_string();
        let (bytes, _, lost) = GB18030.encode(&bytes);
        match c {
            '\\' | '{' | '}' => out.extend(['\\', c]),
            '\n' => out.push_str(break_),
            '\t' => out.push_str("\\tab "),
            ' '..='~' => out.push(c),
            _ if i % 2 == 0 && !lost && bytes.len() == 2 => {
                for byte in bytes.iter() {
                    let _ = write!(out, "\\'{byte:02x}");
                }
            }
            _ => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{}?", unit.cast_signed());
                }
            }
        }
    }
    out
}

fn table(out: &mut String, table: &Table) {
    for row in 0..table.rows {
        let cells = placed(table, row);
        out.push_str("\\trowd");
        let mut contents = String::new();
        for (col, cell) in cells {
            let right = (col + cell.map_or(1, |c| c.col_span)) * COLUMN;
            let here = cell.filter(|c| c.row == row);
            match cell {
                Some(c) if c.row < row => out.push_str("\\clvmrg"),
                Some(c) if c.row_span > 1 => out.push_str("\\clvmgf"),
                _ => {}
            }
            let _ = write!(out, "\\cellx{right}");
            let text = here.map_or(String::new(), |c| inline(&c.text.content, "\\par "));
            let _ = write!(contents, "\\pard\\intbl {text}\\cell");
        }
        let _ = writeln!(out, "{contents}\\row");
    }
}

/// The columns where something starts in a row: a cell, one from above, or a gap.
fn placed(table: &Table, row: u32) -> Vec<(u32, Option<&Cell>)> {
    let (mut out, mut col) = (Vec::new(), 0);
    while col < table.cols {
        let cell = table.covering(row, col);
        out.push((col, cell));
        col += cell.map_or(1, |c| c.col_span);
    }
    out
}
