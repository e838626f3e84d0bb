//! What stands in a cell: the blocks of formats whose cells hold whole documents in, one text out, or, for a table that
//! only lays out others, the blocks themselves.

use crate::model::{Block, Table, Text};

/// A text without empty lines around it and without white space at its end; `None` when nothing is left. White space
/// that its first line opens with stays: forms show by it which item is part of which.
pub(super) fn text_of(content: &str) -> Option<Text> {
    let content = content.trim_end();
    let opening = content.len() - content.trim_start().len();
    let start = content[..opening].rfind('\n').map_or(0, |at| at + 1);
    let content = &content[start..];
    (!content.is_empty()).then(|| Text { content: content.to_owned(), ..Text::default() })
}

/// A paragraph of running text as blocks. A line break inside it ends a line as the end of a paragraph does, and many
/// texts have no other; a heading stays one, however many lines it takes.
pub(super) fn lines_of(text: Text, is_heading: bool) -> Vec<Block> {
    if !text.content.contains('\n') {
        return vec![if is_heading { Block::Heading(text) } else { Block::Paragraph(text) }];
    }
    let lines = text.content.split('\n').filter_map(text_of);
    if !is_heading {
        return lines.map(Block::Paragraph).collect();
    }
    let mut whole = String::new();
    for line in lines.map(|line| line.content.trim().to_owned()) {
        // Between Chinese characters a line break is no space.
        let parted = whole.ends_with(|c: char| c.is_ascii_alphanumeric()) && line.starts_with(|c: char| c.is_ascii());
        whole.push_str(if parted { " " } else { "" });
        whole.push_str(&line);
    }
    text_of(&whole).map(Block::Heading).into_iter().collect()
}

/// A table whose cells hold these blocks; or, when it only lays out other tables, the blocks themselves.
pub(super) fn table_of(table: Option<Table>, contents: Vec<Vec<Block>>) -> Vec<Block> {
    match table {
        Some(table) if lays_out(&table, &contents) => contents.into_iter().flatten().collect(),
        table => table.map(Block::Table).into_iter().collect(),
    }
}

/// Whether a table only holds other tables in their places: one column of cells, or one cell that is filled.
fn lays_out(table: &Table, contents: &[Vec<Block>]) -> bool {
    let holds_table = |blocks: &Vec<Block>| blocks.iter().any(|b| matches!(b, Block::Table(_)));
    let filled = contents.iter().filter(|blocks| !blocks.is_empty()).count();
    contents.iter().any(holds_table) && (table.cols == 1 || filled == 1)
}

/// The blocks of a cell as its text: one line a paragraph, and one line a row of a table inside it.
pub(super) fn flat(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        match block {
            Block::Heading(text) | Block::Paragraph(text) => {
                out.push_str(&text.content);
                out.push('\n');
            }
            Block::Table(table) => {
                for row in 0..table.rows {
                    let cells: Vec<&str> = table.row(row).map(|c| c.text.content.as_str()).collect();
                    out.push_str(&cells.join("\t"));
                    out.push('\n');
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_paragraphs_but_a_heading_is_one() {
        let text = |content: &str| Text { content: content.into(), ..Text::default() };
        let paragraph = |content: &str| Block::Paragraph(text(content));
        assert_eq!(
            lines_of(text("一、概况\n\n（一）职责 \n"), false),
            [paragraph("一、概况"), paragraph("（一）职责")]
        );
        assert_eq!(
            lines_of(text("示范局\n2031年度\n报告 in\nEnglish"), true),
            [Block::Heading(text("示范局2031年度报告 in English"))]
        );
        assert_eq!(lines_of(text("a"), false), [paragraph("a")]);
    }

    #[test]
    fn white_space_that_shows_something_stays() {
        let cases = [
            ("", None),
            (" \n\u{3000}\n", None),
            ("\n\n  a\n b \n", Some("  a\n b")),
            ("\u{3000}a", Some("\u{3000}a")),
        ];
        for (content, wanted) in cases {
            assert_eq!(text_of(content).map(|t| t.content).as_deref(), wanted, "{content:?}");
        }
    }
}
