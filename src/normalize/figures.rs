//! Figures in running text: a [`Document`] and its [`Layout`] in, one [`Figure`] for every number of a sentence out.
//!
//! Running text stands in paragraphs, headings and the long cells of forms (主要成效, 存在问题, 偏差原因). Numbers of table
//! columns and of rule cells are no business of this module, and neither is what a figure means for another.

use super::labels::{Name, Place, names};
use super::scan::scan;
use crate::lexicon::{Lexicon, fold};
use crate::model::{
    Block, Document, Field, Figure, FigureRole, HeadKind, Layer, Layout, Location, RowKind, TableKind, Text,
};
use std::collections::{BTreeMap, BTreeSet};

/// The shortest cell that can be running text, in characters.
const SHORTEST_PROSE: usize = 12;

/// Opening lines in which the report's year is looked for.
const OPENING: usize = 8;

/// One figure with what tells it from others of its name.
struct Draft {
    figure: Figure,
    name: Name,
}

/// Every number of the report's running text, in reading order.
///
/// `skip` holds places whose characters are figures already (scores stated in sentences, head fields).
pub(super) fn prose_figures(document: &Document, layout: &Layout, lexicon: &Lexicon, skip: &[Location]) -> Vec<Figure> {
    let mut taken: Vec<&Location> = skip.iter().collect();
    taken.sort_by_key(|l| (l.block, l.cell, l.chars));
    let cells = prose_cells(document, layout);
    let mut drafts = Vec::new();
    for index in layout.blocks.clone() {
        if layout.is_repeat(index) {
            continue;
        }
        match document.blocks.get(index as usize) {
            Some(Block::Heading(text) | Block::Paragraph(text)) if text.layer == Layer::Body => {
                drafts.extend(text_figures(text, index, None, lexicon));
            }
            Some(Block::Table(table)) => {
                for &(_, row, col) in cells.range((index, 0, 0)..=(index, u32::MAX, u32::MAX)) {
                    if let Some(cell) = table.cell(row, col) {
                        drafts.extend(text_figures(&cell.text, index, Some((row, col)), lexicon));
                    }
                }
            }
            _ => {}
        }
    }
    let plans = outlook(document, layout, lexicon);
    for draft in drafts.iter_mut().filter(|d| plans.iter().any(|p| p.contains(&d.figure.at.block))) {
        draft.name.plan.get_or_insert_with(|| "下一步".to_owned());
    }
    drafts.retain(|d| !is_taken(&taken, &d.figure.at));
    distinguish(&mut drafts, report_year(document, layout), lexicon);
    drafts.into_iter().map(|d| d.figure).collect()
}

/// Every number of one text with its label.
fn text_figures(text: &Text, block: u32, cell: Option<(u32, u32)>, lexicon: &Lexicon) -> Vec<Draft> {
    let found = scan(&text.content, lexicon);
    let places: Vec<Place<'_>> =
        found.iter().map(|f| Place { chars: (f.chars.start, f.chars.end), measure: &f.measure }).collect();
    let mut names = names(&text.content, &places, &lexicon.labels);
    let chars: Vec<char> = if found.is_empty() { Vec::new() } else { text.content.chars().collect() };
    unlabel_columns(&chars, &found, &mut names);
    let draft = |(found, name): (super::scan::Found, Name)| {
        let raw: String = chars.get(found.chars.clone()).unwrap_or_default().iter().filter(|c| **c != '\n').collect();
        let at = text.locate(block, cell, found.chars);
        let figure = Figure { label: name.label.clone(), measure: found.measure, raw, role: FigureRole::Prose, at };
        Draft { figure, name }
    };
    found.into_iter().zip(names).map(draft).collect()
}

/// Numbers with nothing but wide blanks between them are the columns of a table set with spaces: no sentence names them.
fn unlabel_columns(chars: &[char], found: &[super::scan::Found], names: &mut [Name]) {
    for i in 1..found.len().min(names.len()) {
        let gap = chars.get(found[i - 1].chars.end..found[i].chars.start).unwrap_or_default();
        if gap.len() >= 2 && gap.iter().all(|c| c.is_whitespace()) {
            names[i - 1].label.clear();
            names[i].label.clear();
        }
    }
}

/// The cells of forms that hold running text: (block, row, column).
fn prose_cells(document: &Document, layout: &Layout) -> BTreeSet<(u32, u32, u32)> {
    let mut cells = BTreeSet::new();
    let mut known = BTreeSet::new();
    for table in &layout.tables {
        known.extend(table.parts.iter().copied());
        for row in &table.rows {
            let Some(Block::Table(source)) = document.blocks.get(row.block as usize) else { continue };
            if row.row >= source.rows || row.kind == RowKind::Header {
                continue;
            }
            for cell in source.row(row.row).filter(|c| is_prose(&c.text)) {
                let fields: Vec<Field> = row
                    .cells
                    .iter()
                    .filter(|(_, at)| at.block == row.block && (at.row, at.col) == (cell.row, cell.col))
                    .map(|(field, _)| *field)
                    .collect();
                let free = match row.kind {
                    // Such a row has no columns of its own, whatever columns it is printed under.
                    RowKind::Other => true,
                    _ if table.kind == TableKind::Other => fields.is_empty() || fields == [Field::Unknown],
                    _ => fields == [Field::Note],
                };
                if free {
                    cells.insert((row.block, cell.row, cell.col));
                }
            }
        }
    }
    for index in layout.blocks.clone().filter(|i| !known.contains(i)) {
        if let Some(Block::Table(table)) = document.blocks.get(index as usize) {
            cells.extend(table.cells.iter().filter(|c| is_prose(&c.text)).map(|c| (index, c.row, c.col)));
        }
    }
    cells
}

/// Whether a cell holds sentences and not a name or a value.
fn is_prose(text: &Text) -> bool {
    text.content.chars().nth(SHORTEST_PROSE).is_some()
        && text.content.contains(['。', '，', '；', '：', ',', ';', '、'])
        && text.content.chars().filter(|c| !c.is_ascii() && c.is_alphanumeric()).nth(SHORTEST_PROSE / 2).is_some()
}

/// Whether a place holds a figure that is known already.
fn is_taken(taken: &[&Location], at: &Location) -> bool {
    let first = taken.partition_point(|l| (l.block, l.cell) < (at.block, at.cell));
    taken
        .get(first..)
        .unwrap_or_default()
        .iter()
        .take_while(|l| l.same_text(at))
        .any(|l| l.chars.0 < at.chars.1 && at.chars.0 < l.chars.1)
}

/// The year reported on: the head's, the title's, or the first year of the opening lines.
fn report_year(document: &Document, layout: &Layout) -> Option<u16> {
    let head = layout.head.iter().filter(|h| h.kind == HeadKind::Year).map(|h| document.quote(&h.value));
    let title = layout.title.iter().map(|at| document.quote(at));
    let opening = layout.blocks.clone().take(OPENING).filter_map(|index| {
        let text = document.blocks.get(index as usize)?.text()?;
        Some(text.content.chars().take(200).collect::<String>())
    });
    head.chain(title).chain(opening).find_map(|text| year_in(&text))
}

/// The first four digits that can be a year of this century.
fn year_in(text: &str) -> Option<u16> {
    let chars: Vec<char> = fold(text).chars().collect();
    let is_digit = |at: Option<usize>| at.and_then(|a| chars.get(a)).is_some_and(char::is_ascii_digit);
    (0..chars.len()).find_map(|at| {
        let digits: String = chars.get(at..at + 4)?.iter().collect();
        let alone = !is_digit(at.checked_sub(1)) && !is_digit(Some(at + 4));
        digits.parse::<u16>().ok().filter(|y| alone && digits.starts_with("20") && *y < 2100)
    })
}

/// The blocks below headings that open plans.
fn outlook(document: &Document, layout: &Layout, lexicon: &Lexicon) -> Vec<std::ops::Range<u32>> {
    let is_plan = |title: &Location| {
        let words: Vec<char> = document.quote(title).chars().take(40).collect();
        lexicon.labels.outlook.within(&words)
    };
    let sections = &layout.sections;
    let ranges =
        sections.iter().enumerate().filter(|(_, s)| !s.is_item && is_plan(&s.title)).map(|(index, section)| {
            let next = sections.iter().skip(index + 1).find(|s| !s.is_item && s.level <= section.level);
            section.title.block..next.map_or(layout.blocks.end, |s| s.title.block)
        });
    ranges.collect()
}

/// Puts what tells two figures of one name apart in front of their labels: the year, the holder, the part.
fn distinguish(drafts: &mut [Draft], usual: Option<u16>, lexicon: &Lexicon) {
    let mut years: BTreeMap<u16, usize> = BTreeMap::new();
    let mut scopes: BTreeMap<String, BTreeSet<Vec<String>>> = BTreeMap::new();
    for draft in drafts.iter() {
        if let Some(year) = draft.name.year {
            *years.entry(year).or_default() += 1;
        }
        if !draft.figure.label.is_empty() {
            scopes.entry(lexicon.labels.key(&draft.figure.label)).or_default().insert(draft.name.scope.clone());
        }
    }
    let usual = usual.or_else(|| years.iter().max_by_key(|(_, n)| **n).map(|(year, _)| *year));
    for draft in drafts {
        let label = &mut draft.figure.label;
        if label.is_empty() {
            continue;
        }
        let several = scopes.get(&lexicon.labels.key(label)).is_some_and(|s| s.len() > 1);
        if let Some(word) = draft.name.plan.as_ref().or(draft.name.scope.last().filter(|_| several)) {
            label.insert_str(0, word);
        }
        if let Some(year) = draft.name.year.filter(|y| Some(*y) != usual) {
            label.insert_str(0, &format!("{year}年"));
        }
    }
}
