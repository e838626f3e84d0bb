//! The pages of one table: a [`Document`] in, the table blocks that follow one another out.
//!
//! Between two pages a page number may stand, or a line that stands between other pages too: a running header or footer.
//! Such a line also stands above tables of their own (`单位：万元`), so that the next page must go on without titles of
//! columns, or with those of the table. Where the next table is nothing but rows, one such line is enough.

use super::columns::header_at;
use super::shape::{Shape, Shaped};
use crate::lexicon::{Lexicon, fold, folded};
use crate::model::{Block, Document, Layer, Layout, Table, TableKind};
use std::collections::BTreeMap;

/// So many lines of a margin may stand between two pages.
const MOST_LINES: usize = 4;
/// Lines of a margin are short.
const LONGEST_LINE: usize = 40;

/// What a line between two tables is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Margin {
    /// The number of a page.
    Number,
    /// A line that stands between other tables too.
    Running,
    /// A short line that stands there once.
    Once,
}

/// Table blocks that follow one another with nothing between them but what stands in the margins of pages.
pub(super) fn stitched(document: &Document, layout: &Layout, lexicon: &Lexicon) -> Vec<Vec<u32>> {
    let running = running(document, layout);
    let mut groups: Vec<Vec<u32>> = Vec::new();
    // The lines since the last table; `None` when something else stands there.
    let mut between: Option<Vec<Margin>> = None;
    for block in layout.blocks.clone() {
        let table = document.blocks.get(block as usize).and_then(Block::table).filter(|_| !layout.is_repeat(block));
        let Some(table) = table else {
            between = between.take().filter(|lines| lines.len() < MOST_LINES).and_then(|mut lines| {
                let short = (1..=LONGEST_LINE).contains(&folded(document, block).len());
                lines.push(match running.contains_key(&key(document, block)) {
                    _ if is_page_number(document, block) => Margin::Number,
                    true => Margin::Running,
                    false if short => Margin::Once,
                    false => return None,
                });
                Some(lines)
            });
            continue;
        };
        let lines = between.replace(Vec::new());
        let joins = |group: &[u32], lines: &[Margin]| {
            let once = lines.iter().filter(|line| **line == Margin::Once).count();
            match once {
                0 if !lines.contains(&Margin::Running) => true,
                0 => goes_on(document, group, table, lexicon),
                1 => is_rows(document, group, table, lexicon),
                _ => false,
            }
        };
        match (groups.last_mut(), lines) {
            (Some(group), Some(lines)) if joins(group, &lines) => group.push(block),
            _ => groups.push(vec![block]),
        }
    }
    groups
}

/// A line without its digits.
fn key(document: &Document, block: u32) -> String {
    folded(document, block).iter().filter(|c| !c.is_ascii_digit() && **c != ' ').collect()
}

/// The lines that stand between tables more than once.
fn running(document: &Document, layout: &Layout) -> BTreeMap<String, usize> {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    let mut waiting: Option<Vec<String>> = None;
    for block in layout.blocks.clone() {
        if document.blocks.get(block as usize).is_some_and(|b| b.table().is_some()) {
            for line in waiting.replace(Vec::new()).into_iter().flatten() {
                *times.entry(line).or_default() += 1;
            }
            continue;
        }
        let short = (1..=LONGEST_LINE).contains(&folded(document, block).len());
        waiting = waiting.take().filter(|lines| short && lines.len() < MOST_LINES).map(|mut lines| {
            lines.push(key(document, block));
            lines
        });
    }
    times.retain(|line, times| !line.is_empty() && *times > 1);
    times
}

/// Whether a line is the number of a page and nothing else: `- 3 -`, `第3页 共10页`, `3/10`, `12`.
fn is_page_number(document: &Document, block: u32) -> bool {
    let layer = document.blocks.get(block as usize).and_then(Block::text).map(|text| text.layer);
    let chars = folded(document, block);
    let mark = |c: &char| matches!(c, '-' | '—' | '–' | '―' | '/' | '第' | '页' | '共' | ',' | '·' | ' ');
    let digits = chars.iter().filter(|c| c.is_ascii_digit()).count();
    layer == Some(Layer::Furniture)
        || ((1..=6).contains(&digits) && chars.iter().all(|c| c.is_ascii_digit() || mark(c)))
}

/// Whether a table goes on with those of a group: it opens without titles of columns, or repeats theirs.
fn goes_on(document: &Document, group: &[u32], table: &Table, lexicon: &Lexicon) -> bool {
    let shaped = Shaped::new(table, lexicon);
    let Some(header) = header_at(&shaped, 0, false, lexicon) else { return true };
    let text = |table: &Table, row: u32| table.row(row).map(|cell| fold(&cell.text.content)).collect::<String>();
    let titles = text(table, header.first);
    let before = group.iter().filter_map(|&block| document.blocks.get(block as usize)?.table());
    before.into_iter().any(|before| (0..before.rows).any(|row| text(before, row) == titles))
}

/// Whether a table is nothing but rows, below titles of indicators that no total has closed yet.
fn is_rows(document: &Document, group: &[u32], table: &Table, lexicon: &Lexicon) -> bool {
    let opening = |table: &Table, row: u32| {
        table
            .row(row)
            .find(|cell| !cell.text.is_blank())
            .is_some_and(|cell| lexicon.headers.is_total(&cell.text.content))
    };
    let Some(last) = group.last().and_then(|&block| document.blocks.get(block as usize)?.table()) else { return false };
    let is_open = !(0..last.rows).any(|row| opening(last, row));
    let titled = group.iter().filter_map(|&block| document.blocks.get(block as usize)?.table()).any(|table| {
        let shaped = Shaped::new(table, lexicon);
        (0..table.rows).any(|row| {
            header_at(&shaped, row, false, lexicon).is_some_and(|header| header.kind == TableKind::Indicators)
        })
    });
    let shaped = Shaped::new(table, lexicon);
    let untitled = (0..table.rows).all(|row| header_at(&shaped, row, false, lexicon).is_none());
    let points = shaped.row(0).filter(|(_, shape)| *shape == Shape::Bare).count();
    is_open && titled && untitled && points >= 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locate::sample::document;

    fn sizes(source: &str) -> Vec<usize> {
        let document = document(source);
        let blocks = 0..crate::model::offset(document.blocks.len());
        let layout = Layout { blocks, ..Layout::default() };
        stitched(&document, &layout, Lexicon::builtin()).iter().map(Vec::len).collect()
    }

    #[test]
    fn margins_part_no_table() {
        let head = "一级指标\t三级指标\t分值\t得分\n";
        let rows = ["产出\t改造户数\t50\t48\n", "效益\t受益人口\t40\t40\n", "满意度\t村民满意度\t10\t9\n"];
        let pages = |between: &str| format!("{head}{}{between}{}{between}{}", rows[0], rows[1], rows[2]);
        for between in
            ["\n", "\n— 1 —\n\n", "12\n", "第 3 页 共 10 页\n", "\n3/10\n\n", "\n云江县水务局自评表\n\n— 1 —\n\n"]
        {
            assert_eq!(sizes(&pages(between)), [3], "{between:?}");
        }
        let again = format!("\n云江县水务局自评表\n{head}");
        assert_eq!(sizes(&pages(&again)), [3]);
        assert_eq!(sizes(&format!("{head}{}\n云江县财政局印\n\n{}", rows[0], rows[1])), [2]);
        assert_eq!(sizes(&format!("{head}{}\n云江县财政局印\n\n项目\t预算数\t执行数\n管网\t5\t5\n", rows[0])), [1, 1]);
        let sentence = "全年各项任务都已经完成，其中改造户数超过了计划，受益人口比上一年有所增加，村民对管网改造的满意度也比较高。";
        assert_eq!(sizes(&format!("{head}{}\n{sentence}\n\n{}", rows[0], rows[1])), [1, 1]);
    }

    #[test]
    fn tables_of_their_own_stay_apart() {
        let unit = "表1\n单位：万元\n项目\t预算数\t执行数\n管网\t5\t5\n表2\n单位：万元\n科目\t预算数\t决算数\n水电\t1\t1\n表3\n单位：万元\n单位\t编制数\t实有人数\n站\t5\t4\n";
        assert_eq!(sizes(unit), [1, 1, 1]);
    }
}
