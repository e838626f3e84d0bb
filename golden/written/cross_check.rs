//! docx-rs as a second pair of eyes: it reads what fuhe reads, and writes what fuhe did not write itself. What it is
//! known to lose (VML text boxes, formulas, foreign prefixes) makes it see less, never more.

use crate::sample::{bare, files, root};
use docx_rs::{
    DocumentChild, Docx, Paragraph, ParagraphChild, Run, RunChild, Table, TableCell, TableCellContent, TableChild,
    TableRow, TableRowChild, VMergeType,
};
use fuhe::model::Block;
use fuhe::read::{Limits, Source, read};
use std::io::Cursor;
use std::panic::catch_unwind;

/// The texts of the cells of a table, in order, continued cells included.
fn cells(table: &Table) -> Vec<String> {
    let mut out = Vec::new();
    for TableChild::TableRow(row) in &table.rows {
        for TableRowChild::TableCell(cell) in &row.cells {
            let text = |content: &TableCellContent| match content {
                TableCellContent::Paragraph(paragraph) => paragraph_text(paragraph),
                TableCellContent::Table(inner) => cells(inner).concat(),
                _ => String::new(),
            };
            out.push(bare(&cell.children.iter().map(text).collect::<String>()));
        }
    }
    out
}

fn paragraph_text(paragraph: &Paragraph) -> String {
    let run = |run: &Run| -> String {
        run.children.iter().map(|c| if let RunChild::Text(t) = c { t.text.as_str() } else { "" }).collect()
    };
    let child = |child: &ParagraphChild| match child {
        ParagraphChild::Run(of) => run(of),
        ParagraphChild::Hyperlink(link) => link
            .children
            .iter()
            .map(|c| if let ParagraphChild::Run(of) = c { run(of) } else { String::new() })
            .collect(),
        _ => String::new(),
    };
    paragraph.children.iter().map(child).collect()
}

/// The cells that docx-rs sees in the tables of the body; `None` when it gives up.
fn seen_by_docx_rs(bytes: &[u8]) -> Option<Vec<Vec<String>>> {
    let docx = catch_unwind(|| docx_rs::read_docx(bytes).ok()).ok().flatten()?;
    let table = |child: &DocumentChild| if let DocumentChild::Table(table) = child { Some(cells(table)) } else { None };
    Some(docx.document.children.iter().filter_map(table).collect())
}

/// Whether every text that docx-rs sees in a cell of a table stands in cells of one table of ours, in order.
fn holds(ours: &[Vec<String>], theirs: &[String]) -> bool {
    ours.iter().any(|ours| {
        let mut rest = ours.iter();
        theirs.iter().filter(|t| !t.is_empty()).all(|text| rest.any(|own| stands_in(text, own)))
    })
}

/// Whether the characters of a text stand in another in order: automatic numbers, which docx-rs does not print, stand
/// between them.
fn stands_in(text: &str, own: &str) -> bool {
    let mut rest = own.chars();
    text.chars().all(|c| rest.any(|own| own == c))
}

#[test]
fn docx_rs_sees_the_same_cells() {
    let folder = root().join("../shared");
    let paths: Vec<_> = ["files", "robust", "real"].iter().flat_map(|f| files(&folder.join(f), ".docx")).collect();
    if paths.is_empty() {
        println!("skipped: {} is absent", folder.display());
        return;
    }
    let (mut same, mut all, mut given_up) = (0, 0, 0);
    for path in &paths {
        let Ok(source) = Source::from_path(path, &Limits::DEFAULT) else { continue };
        let Ok(document) = read(&source, &Limits::DEFAULT) else { continue };
        let Some(theirs) = seen_by_docx_rs(&source.bytes) else {
            given_up += 1;
            continue;
        };
        let tables = document.value.blocks.iter().filter_map(Block::table);
        let ours: Vec<Vec<String>> = tables.map(|t| t.cells.iter().map(|c| bare(&c.text.content)).collect()).collect();
        for table in &theirs {
            all += 1;
            // A single cell that holds a whole form lays it out; then the form is a table of its own.
            let in_all = table.len() == 1 && stands_in(&table[0], &ours.concat().concat());
            if in_all || holds(&ours, table) {
                same += 1;
            } else {
                println!("{}: {:?}", path.display(), &table[..table.len().min(6)]);
            }
        }
    }
    println!("docx-rs: {same} of {all} tables the same; gave up on {given_up} of {} files", paths.len());
    assert!(same * 100 >= all * 95, "{same} of {all}");
}

#[test]
fn what_docx_rs_writes_is_read() {
    let text = |text: &str| Paragraph::new().add_run(Run::new().add_text(text));
    let cell = |content: &str| TableCell::new().add_paragraph(text(content));
    let table = Table::new(vec![
        TableRow::new(vec![cell("产出").vertical_merge(VMergeType::Restart), cell("数量").grid_span(2)]),
        TableRow::new(vec![cell("").vertical_merge(VMergeType::Continue), cell("场次"), cell("≥3 & <9")]),
    ]);
    let mut bytes = Cursor::new(Vec::new());
    let docx = Docx::new().add_paragraph(text("自评表")).add_table(table).add_paragraph(text("注"));
    docx.build().pack(&mut bytes).expect("a package");
    let source = Source { path: "docx-rs".into(), part: None, bytes: bytes.into_inner() };
    let document = read(&source, &Limits::DEFAULT).expect("readable").value;
    let Some(table) = document.blocks.get(1).and_then(Block::table) else { panic!("{document:?}") };
    let cells: Vec<_> =
        table.cells.iter().map(|c| (c.row, c.col, c.row_span, c.col_span, c.text.content.as_str())).collect();
    assert_eq!(cells, [(0, 0, 2, 1, "产出"), (0, 1, 1, 2, "数量"), (1, 1, 1, 1, "场次"), (1, 2, 1, 1, "≥3 & <9")]);
    assert_eq!(document.blocks.len(), 3);
}
