//! Lists of tasks: tables with a column of tasks and one of what came of them, or of when they were to be done and were.
//! Counts how many are done and how many in time; what does not tell of every task tells of none.

use super::{numbers, tape::Tape};
use crate::lexicon::{Column, Lexicon, fold};
use crate::model::{Block, Checklist, Document, Layout, Location, Said, Table, TableKind};
use rust_decimal::Decimal;

/// A longer line above a table is no caption.
const LONGEST_CAPTION: usize = 24;
/// A list of fewer tasks proves nothing.
const LEAST: u32 = 2;
/// The most tasks that are counted.
const MOST_ROWS: u32 = 2_000;

/// Reads the lists of a report.
pub(super) fn read(document: &Document, layout: &Layout, lexicon: &Lexicon, said: &mut Said) {
    for index in layout.blocks.clone().filter(|&b| !layout.is_repeat(b)) {
        let Some(Block::Table(table)) = document.blocks.get(index as usize) else { continue };
        let scored =
            layout.tables.iter().any(|t| t.kind != TableKind::Other && t.rows.iter().any(|row| row.block == index));
        if scored || table.rows > MOST_ROWS {
            continue;
        }
        if let Some(list) = list(table, index, lexicon) {
            said.lists.push(Checklist { caption: caption(document, layout, index), ..list });
        }
    }
}

/// The short line right above a table.
fn caption(document: &Document, layout: &Layout, table: u32) -> String {
    let above = table.checked_sub(1).filter(|b| layout.blocks.contains(b));
    let text = match above.and_then(|b| document.blocks.get(b as usize)) {
        Some(Block::Heading(text) | Block::Paragraph(text)) => fold(&text.content),
        _ => return String::new(),
    };
    let name = text.trim_end_matches([':', '。']);
    if name.chars().count() > LONGEST_CAPTION { String::new() } else { name.to_owned() }
}

fn list(table: &Table, block: u32, lexicon: &Lexicon) -> Option<Checklist> {
    let words = &lexicon.said.lists;
    let mut columns = Vec::new();
    for cell in table.row(0) {
        let title: Vec<char> = fold(&cell.text.content).chars().collect();
        let whole = words.columns.starting(&title).find(|(n, _)| *n == title.len()).map(|(_, &column)| column);
        if let Some(column) = whole {
            columns.push((column, cell.col, title));
        }
    }
    let of = |column| columns.iter().find(|c| c.0 == column);
    let item = of(Column::Item)?;
    let (result, planned, actual) = (of(Column::Result), of(Column::Planned), of(Column::Actual));
    if result.is_none() && (planned.is_none() || actual.is_none()) {
        return None;
    }
    let text = |row, column: Option<&(Column, u32, Vec<char>)>| {
        column.and_then(|c| table.cell(row, c.1)).map(|cell| fold(&cell.text.content)).unwrap_or_default()
    };
    let (mut total, mut done, mut timely) = (0, Some(0), Some(0));
    let add = |count: &mut Option<u32>, holds: Option<bool>| {
        *count = count.zip(holds).map(|(n, yes)| n + u32::from(yes));
    };
    for row in 1..table.rows {
        if text(row, Some(item)).is_empty() {
            continue;
        }
        total += 1;
        add(&mut done, is_done(&text(row, result), lexicon));
        add(&mut timely, in_time(&text(row, planned), &text(row, actual)));
    }
    let told = done.is_some() || timely.is_some();
    (told && total >= LEAST).then(|| Checklist {
        caption: String::new(),
        item: item.2.iter().collect(),
        total,
        done,
        timely,
        at: Location { block, ..Location::default() },
    })
}

/// Whether a result says that a task is done: `100%`, `已完成`.
fn is_done(result: &str, lexicon: &Lexicon) -> Option<bool> {
    let tape = Tape::new(result);
    if let Some(number) = numbers::read_number(&tape, 0, numbers::Mode::Prose)
        && tape.at(number.end) == '%'
        && number.end + 1 == tape.len()
    {
        return Some(number.amount >= Decimal::ONE_HUNDRED);
    }
    let chars: Vec<char> = result.chars().collect();
    let whole = |(length, done): (usize, &bool)| (length == chars.len()).then_some(*done);
    lexicon.said.lists.results.starting(&chars).find_map(whole)
}

/// Whether a task took no longer than planned: the same words, or a number of the same unit that is not larger.
fn in_time(planned: &str, actual: &str) -> Option<bool> {
    if planned.is_empty() || actual.is_empty() {
        return None;
    }
    if planned == actual {
        return Some(true);
    }
    let length = |text: &str| {
        let tape = Tape::new(text);
        let number = numbers::read_number(&tape, 0, numbers::Mode::Prose)?;
        // `2021年6月` is a date, `6个月` a length.
        let unit = tape.text(number.end..tape.len());
        (!unit.is_empty() && !unit.contains(|c: char| c.is_ascii_digit()) && unit != "月")
            .then_some((number.amount, unit))
    };
    let ((plan, one), (real, two)) = (length(planned)?, length(actual)?);
    (one == two).then_some(real <= plan)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::offset;

    #[test]
    fn lists_of_tasks() {
        let cases = [
            (
                "某局自评报告\n\n重点工作完成率：\n\n序号\t重点工作\t完成情况\n1\t整理档案\t100%\n2\t核对台账\t已完成\n",
                (2, Some(2), None),
            ),
            (
                "某局自评报告\n\n任务一览\n\n工作任务\t完成情况\n整理档案\t80%\n核对台账\t100%\n修缮库房\t进行中\n",
                (3, Some(1), None),
            ),
            (
                "某局自评报告\n\n项目完成及时性：\n\n项目名称\t计划工期\t实际工期\n甲工程\t6个月\t5个月\n乙工程\t半年\t半年\n丙工程\t6个月\t8个月\n",
                (3, None, Some(2)),
            ),
            ("某局自评报告\n\n重点工作\n\n重点工作\t完成情况\n整理档案\t进展顺利\n核对台账\t100%\n", (0, None, None)),
        ];
        for (text, expected) in cases {
            let source = crate::read::Source { path: "t.txt".into(), bytes: text.as_bytes().to_vec(), part: None };
            let document = crate::read::read(&source, &crate::read::Limits::DEFAULT).expect("text").value;
            let layout = Layout { blocks: 0..offset(document.blocks.len()), ..Layout::default() };
            let mut said = Said::default();
            read(&document, &layout, Lexicon::builtin(), &mut said);
            let found = said.lists.first().map_or((0, None, None), |l| (l.total, l.done, l.timely));
            assert_eq!(found, expected, "{text}");
        }
    }
}
