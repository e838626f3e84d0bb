//! Figures in running text: a [`Document`] and its [`Layout`] in, one [`Figure`] for every number of a sentence out.
//!
//! Running text stands in paragraphs, headings and the long cells of forms (主要成效, 存在问题, 偏差原因). Numbers of table
//! columns and of rule cells are no business of this module, and neither is what a figure means for another.

use super::equations::{Equation, equations};
use super::labels::{Name, Place, names};
use super::scan::{Found, scan};
use super::tape::Tape;
use crate::lexicon::{Lexicon, chars, fold, printed};
use crate::model::{
    Block, Document, Field, Figure, FigureRole, HeadKind, Layer, Layout, Location, RowKind, TableKind, Text,
};
use std::borrow::Cow;
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
    let taken = Taken::new(skip);
    let cells = prose_cells(document, layout);
    let mut drafts = Vec::new();
    for index in layout.blocks.clone() {
        if layout.is_repeat(index) {
            continue;
        }
        match document.blocks.get(index as usize) {
            Some(Block::Heading(text) | Block::Paragraph(text)) if text.layer == Layer::Body => {
                drafts.extend(text_figures(document, text, index, None, lexicon));
            }
            Some(Block::Table(table)) => {
                for &(_, row, col) in cells.range((index, 0, 0)..=(index, u32::MAX, u32::MAX)) {
                    if let Some(cell) = table.cell(row, col) {
                        drafts.extend(text_figures(document, &cell.text, index, Some((row, col)), lexicon));
                    }
                }
            }
            _ => {}
        }
    }
    let plans = outlook(document, layout, lexicon);
    for draft in drafts.iter_mut().filter(|d| plans.contains(&d.figure.at.block)) {
        draft.name.plan.get_or_insert_with(|| "下一步".to_owned());
    }
    drafts.retain(|d| !taken.holds(&d.figure.at));
    distinguish(&mut drafts, report_year(document, layout), lexicon);
    drafts.into_iter().map(|d| d.figure).collect()
}

/// Every number of one text with its label.
fn text_figures(
    document: &Document,
    text: &Text,
    block: u32,
    cell: Option<(u32, u32)>,
    lexicon: &Lexicon,
) -> Vec<Draft> {
    let tape = Tape::new(&text.content);
    let mut found = scan(&tape, lexicon);
    super::zeros::add(&text.content, &mut found, lexicon);
    super::unfilled::take_out(&text.content, &mut found, lexicon);
    if found.is_empty() {
        return Vec::new();
    }
    let mut names = name_all(&tape, &found, lexicon);
    let chars = match cell {
        Some(_) => Cow::Owned(chars(&text.content)),
        None => Cow::Borrowed(printed(document, block)),
    };
    unlabel_columns(&chars, &found, &mut names);
    for (name, figure) in names.iter_mut().zip(&found) {
        if let Some(label) = super::zeros::name_behind(&chars, &figure.chars) {
            name.label = label;
        }
    }
    let draft = |(found, name): (Found, Name)| {
        let raw: String = chars.get(found.chars.clone()).unwrap_or_default().iter().filter(|c| **c != '\n').collect();
        let at = text.locate(block, cell, found.chars);
        let figure = Figure { label: name.label.clone(), measure: found.measure, raw, role: FigureRole::Prose, at };
        Draft { figure, name }
    };
    found.into_iter().zip(names).map(draft).collect()
}

/// The name of each number. An equation is one number to the words around it, which name its result; the other numbers have
/// the names that it gives them itself, and differ from others of these names by what the result is.
fn name_all(tape: &Tape, found: &[Found], lexicon: &Lexicon) -> Vec<Name> {
    let equations = equations(tape, lexicon);
    // For each number that is to be named: its equation, and where that ends among the numbers.
    let mut places = Vec::with_capacity(found.len());
    let mut whose = Vec::with_capacity(found.len());
    let mut at = 0;
    while let Some(first) = found.get(at) {
        let of = |e: &&Equation| tape.chars(e.numbers..e.chars.end).contains(&first.number.start);
        let equation = equations.iter().find(of);
        let (count, chars, measure) = match equation {
            Some(e) => (e.terms.len(), tape.chars(e.chars.clone()), &e.terms[e.result].measure),
            None => (1, first.chars.clone(), &first.measure),
        };
        places.push(Place { chars: (chars.start, chars.end), measure });
        whose.push(equation);
        at += count;
    }
    let mut all = Vec::with_capacity(found.len());
    for (name, equation) in names(tape, &places, &lexicon.labels).into_iter().zip(whose) {
        let Some(equation) = equation else {
            all.push(name);
            continue;
        };
        for (place, term) in equation.terms.iter().enumerate() {
            let mut own = name.clone();
            if place != equation.result {
                own.scope.push(std::mem::replace(&mut own.label, term.name.clone()));
            } else if own.label.is_empty() {
                own.label.clone_from(&term.name);
            }
            all.push(own);
        }
    }
    all
}

/// Numbers with nothing but wide blanks between them are the columns of a table set with spaces: no sentence names them.
/// With one blank between them the name in front is that of the first column.
fn unlabel_columns(chars: &[char], found: &[Found], names: &mut [Name]) {
    let unit = |i: usize| found.get(i).map(|f| f.measure.quantity.unit.text.as_str());
    for i in 1..found.len().min(names.len()) {
        let gap = chars.get(found[i - 1].chars.end..found[i].chars.start).unwrap_or_default();
        if gap.is_empty() || !gap.iter().all(|c| c.is_whitespace()) {
            continue;
        }
        if gap.len() >= 2 {
            names[i - 1].label.clear();
        } else if names[i - 1].label != names[i].label || unit(i - 1) != unit(i) {
            // `10小时 33分钟` is one duration.
            continue;
        }
        names[i].label.clear();
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

/// Whether a cell holds sentences or arithmetic and not a name or a value.
fn is_prose(text: &Text) -> bool {
    let content = text.content.as_str();
    let sentences = || {
        content.chars().nth(SHORTEST_PROSE).is_some()
            && content.contains(['。', '，', '；', '：', ',', ';', '、'])
            && content.chars().filter(|c| !c.is_ascii() && c.is_alphanumeric()).nth(SHORTEST_PROSE / 2).is_some()
    };
    let arithmetic = || content.contains(['=', '＝']) && content.contains(['÷', '/', '×', '*', '+', '＋', '／']);
    sentences() || arithmetic()
}

/// Places whose characters are figures already, in order, each with the furthest character that the places of its text
/// up to it cover.
struct Taken<'a>(Vec<(&'a Location, u32)>);

impl<'a> Taken<'a> {
    fn new(places: &'a [Location]) -> Self {
        let mut places: Vec<&Location> = places.iter().collect();
        places.sort_by_key(|l| (l.block, l.cell, l.chars));
        let mut before: Option<(&Location, u32)> = None;
        let furthest = |&at: &&'a Location| {
            let reached = before.filter(|(other, _)| other.same_text(at)).map_or(0, |(_, end)| end);
            before = Some((at, reached.max(at.chars.1)));
            before
        };
        Self(places.iter().filter_map(furthest).collect())
    }

    /// Whether a place holds a figure that is known already.
    fn holds(&self, at: &Location) -> bool {
        let before_its_end = |l: &Location| (l.block, l.cell, l.chars.0) < (at.block, at.cell, at.chars.1);
        let after = self.0.partition_point(|(l, _)| before_its_end(l));
        let last = after.checked_sub(1).and_then(|i| self.0.get(i));
        last.is_some_and(|(l, end)| l.same_text(at) && at.chars.0 < *end)
    }
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
fn outlook(document: &Document, layout: &Layout, lexicon: &Lexicon) -> BTreeSet<u32> {
    let is_plan = |title: &Location| {
        let words: Vec<char> = document.quote(title).chars().take(40).collect();
        lexicon.labels.outlook.within(&words)
    };
    let mut blocks = BTreeSet::new();
    // The level of the plan that is open, and where it starts.
    let mut open: Option<(u8, u32)> = None;
    for section in layout.sections.iter().filter(|s| !s.is_item) {
        if let Some((_, start)) = open.filter(|(level, _)| section.level <= *level) {
            blocks.extend(start..section.title.block);
            open = None;
        }
        // A plan below a plan is part of it.
        if open.is_none() && is_plan(&section.title) {
            open = Some((section.level, section.title.block));
        }
    }
    blocks.extend(open.into_iter().flat_map(|(_, start)| start..layout.blocks.end));
    blocks
}

/// Puts what tells two figures of one name apart in front of their labels: the year, the holder, the part.
fn distinguish(drafts: &mut [Draft], usual: Option<u16>, lexicon: &Lexicon) {
    let mut years: BTreeMap<u16, usize> = BTreeMap::new();
    // The scopes that figures of one name are stated with; two are enough to tell them apart.
    let mut scopes: BTreeMap<String, BTreeSet<&[String]>> = BTreeMap::new();
    let mut keys: Vec<String> = Vec::with_capacity(drafts.len());
    for draft in drafts.iter() {
        if let Some(year) = draft.name.year {
            *years.entry(year).or_default() += 1;
        }
        let label = &draft.figure.label;
        keys.push(if label.is_empty() { String::new() } else { lexicon.labels.key(label).into_owned() });
    }
    for (draft, key) in drafts.iter().zip(&keys).filter(|(draft, _)| !draft.figure.label.is_empty()) {
        let known = match scopes.get_mut(key) {
            Some(known) => known,
            None => scopes.entry(key.clone()).or_default(),
        };
        if known.len() < 2 {
            known.insert(&draft.name.scope);
        }
    }
    let several: Vec<bool> = keys.iter().map(|key| scopes.get(key).is_some_and(|s| s.len() > 1)).collect();
    let usual = usual.or_else(|| years.iter().max_by_key(|(_, n)| **n).map(|(year, _)| *year));
    for (draft, several) in drafts.iter_mut().zip(several) {
        let label = &mut draft.figure.label;
        if label.is_empty() {
            continue;
        }
        if let Some(word) = draft.name.plan.as_ref().or(draft.name.scope.last().filter(|_| several)) {
            label.insert_str(0, word);
        }
        if let Some(year) = draft.name.year.filter(|y| Some(*y) != usual) {
            label.insert_str(0, &format!("{year}年"));
        }
    }
}
