//! The layout stage, readable.

use super::super::width::{clean, head};
use super::{QUOTE, quoted};
use crate::model::{CellRef, Document, Layout, Location, RowRole, TableRole};
use std::fmt::{Debug, Write};

pub(super) fn write(document: &Document, layout: &Layout) -> String {
    let mut out = format!("blocks {}..{}", layout.blocks.start, layout.blocks.end);
    if let Some(part) = layout.part {
        let _ = write!(out, ", report {part} of the file");
    }
    out.push('\n');
    for at in &layout.title {
        let _ = writeln!(out, "title {}", quoted(document, at));
    }
    for field in &layout.head {
        let _ = writeln!(out, "{} {}", word(field.kind), quoted(document, &field.value));
    }
    for (index, role) in layout.tables.iter().enumerate() {
        out.push_str(&table(document, index, role));
    }
    if !layout.sections.is_empty() {
        out.push_str("\nsections\n");
    }
    for section in &layout.sections {
        let number = section.number.as_ref().map(|at| document.quote(at)).unwrap_or_default();
        let item = if section.is_item { " (item)" } else { "" };
        let indent = "  ".repeat(usize::from(section.level));
        let _ = writeln!(out, "{indent}{}{}{item}", clean(&number), quoted(document, &section.title));
    }
    if !layout.score_lines.is_empty() {
        out.push_str("\nscored statements\n");
    }
    for line in &layout.score_lines {
        let _ = write!(out, "  level {} {}", line.level, quoted(document, &line.name));
        for (name, at) in
            [("weight", &line.weight), ("score", &line.score), ("target", &line.target), ("actual", &line.actual)]
        {
            if let Some(at) = at {
                let _ = write!(out, " {name}=「{}」", clean(&document.quote(at)));
            }
        }
        out.push('\n');
    }
    for repeat in &layout.repeats {
        let skipped = if repeat.skipped { ", left out" } else { "" };
        let _ = writeln!(out, "blocks {:?} repeat {:?}{skipped}", repeat.again, repeat.first);
    }
    out
}

fn table(document: &Document, index: usize, role: &TableRole) -> String {
    let parts: Vec<String> = role.parts.iter().map(u32::to_string).collect();
    let mut out = format!("\ntable {index} {}, blocks {}, {} rows", role.kind.name(), parts.join(" "), role.rows.len());
    for (name, at) in [("caption", &role.caption), ("unit", &role.unit)] {
        if let Some(at) = at {
            let _ = write!(out, ", {name} {}", quoted(document, at));
        }
    }
    out.push('\n');
    if !role.header.is_empty() {
        let _ = writeln!(out, "  header: {}", fields(document, &role.header));
    }
    for (number, row) in role.rows.iter().enumerate() {
        let _ = writeln!(out, "  {number:>3} {}", row_role(document, row));
    }
    out
}

fn row_role(document: &Document, row: &RowRole) -> String {
    let mut out = format!("[{}:{}] {:<12} {}", row.block, row.row, word(row.kind), fields(document, &row.cells));
    for (name, cells) in ["level1", "level2", "task"].into_iter().zip(&row.labels) {
        if !cells.is_empty() {
            let words: Vec<String> = cells.iter().map(|cell| content(document, *cell)).collect();
            let _ = write!(out, " ↑{name}=「{}」", words.join("＋"));
        }
    }
    out
}

fn fields<F: Debug + Copy>(document: &Document, cells: &[(F, CellRef)]) -> String {
    let shown: Vec<String> =
        cells.iter().map(|(field, cell)| format!("{}=「{}」", word(*field), content(document, *cell))).collect();
    shown.join(" ")
}

fn content(document: &Document, cell: CellRef) -> String {
    let at = Location { block: cell.block, cell: Some((cell.row, cell.col)), ..Location::default() };
    let text = document.text_at(&at).map_or("", |text| text.content.as_str());
    head(clean(&text.replace('\n', "⏎")).trim(), QUOTE)
}

/// The name of a variant as the model spells it, in lower case.
fn word<T: Debug>(variant: T) -> String {
    format!("{variant:?}").to_lowercase()
}
