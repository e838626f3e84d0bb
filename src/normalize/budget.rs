//! Money and staff tables: rows in, budget lines and figures out.

use super::indicators::split_weight;
use super::ledger::{Ledger, compact, last_bracket};
use crate::lexicon::{fold, label_key};
use crate::model::{
    BudgetLine, CellRef, Dimension, Field, FigureRole, Measure, Report, RowKind, RowRole, Stated, TableKind, TableRole,
    Unit, ordinal,
};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// The money columns of a line with their role in the ledger.
const MONEY: [(Field, FigureRole); 4] = [
    (Field::Initial, FigureRole::Initial),
    (Field::Planned, FigureRole::Planned),
    (Field::Spent, FigureRole::Spent),
    (Field::Prior, FigureRole::Prior),
];

/// A line with what its print says of its place among the others.
struct Printed {
    /// Index in `Report::budget`.
    line: usize,
    /// Column at which the item starts, in half-width columns.
    indent: u32,
    /// Whether it opens with 其中.
    subset: bool,
    /// The kind of list number it opens with.
    number: Option<Numbering>,
}

/// The kinds of list numbers, outermost first as official documents use them (GB/T 9704).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Numbering {
    /// `一、`
    Chinese,
    /// `1、`, `1.`
    Plain,
    /// `（1）`, `（一）`
    Bracketed,
    /// `①`
    Circled,
}

/// Reads one money table into the report.
pub(super) fn read_budget(ledger: &mut Ledger<'_>, role: &TableRole, report: &mut Report) {
    let mut printed = Vec::new();
    let block_unit = unit_of_table(ledger, role);
    for row in &role.rows {
        if row.kind != RowKind::Leaf {
            continue;
        }
        if let Some(line) = line(ledger, role, row, block_unit.as_ref()) {
            let opening = item_cell(row).map(|c| ledger.content(c)).unwrap_or_default();
            printed.push(Printed {
                line: report.budget.len(),
                indent: indent(opening, ledger),
                subset: ledger.lexicon.headers.subset_prefix(opening) > 0,
                number: numbering(opening),
            });
            report.budget.push(line);
        }
    }
    family(report, &printed, ledger);
}

/// The unit in the header cell of the item or of the whole block, else of the 单位： line above the table.
fn unit_of_table(ledger: &Ledger<'_>, role: &TableRole) -> Option<Unit> {
    let titled = |field: Field| role.header.iter().filter(move |(f, _)| *f == field).map(|(_, c)| *c);
    let unit = |c: CellRef| ledger.unit_in(ledger.content(c));
    // `预算执行情况（10分）` gives the points of the block and no unit of money.
    let mut units = titled(Field::Item).chain(titled(Field::Unknown)).filter_map(unit);
    units
        .find(|unit| unit.dimension == Dimension::Money)
        .or_else(|| role.unit.as_ref().and_then(|at| ledger.unit_in(&ledger.document.quote(at))))
        .or_else(|| unit_beside(ledger, role))
}

/// The unit in the cell that stands merged beside all items, which flattening leaves in the first row.
fn unit_beside(ledger: &Ledger<'_>, role: &TableRole) -> Option<Unit> {
    let first = role.rows.iter().find(|row| row.kind == RowKind::Leaf)?;
    first.cells.iter().filter(|(field, _)| *field == Field::Item).find_map(|(_, c)| ledger.unit_in(ledger.content(*c)))
}

/// The finest item cell of a row: of two item columns the right one.
fn item_cell(row: &RowRole) -> Option<CellRef> {
    row.cells.iter().rev().find(|(f, _)| *f == Field::Item).map(|(_, c)| *c)
}

fn line(ledger: &mut Ledger<'_>, role: &TableRole, row: &RowRole, block_unit: Option<&Unit>) -> Option<BudgetLine> {
    let cell = |field: Field| row.cells.iter().find(|(f, _)| *f == field).map(|(_, c)| *c);
    let header = |field: Field| role.header.iter().find(|(f, _)| *f == field).map(|(_, c)| *c);
    let named = item_cell(row)
        .or_else(|| row.cells.iter().find(|(f, c)| *f == Field::Unknown && !is_number(ledger, *c)).map(|(_, c)| *c));
    let item = named.or_else(|| header(Field::Item)).map(|c| ledger.content(c));
    let item = item.map(|text| clean_item(split_weight(text).0, ledger)).unwrap_or_default();
    let mut amounts: [Option<Stated<Measure>>; 4] = Default::default();
    let mut unit_text = String::new();
    for (slot, (field, figure)) in amounts.iter_mut().zip(MONEY) {
        let own = header(field).and_then(|c| ledger.unit_in(ledger.content(c)));
        let unit = own.as_ref().or(block_unit);
        if let Some(unit) = unit
            && header(field).is_some()
        {
            unit_text.clone_from(&unit.text);
        }
        let Some(at) = cell(field) else { continue };
        *slot = ledger.measure(at, figure, &item, unit);
        if unit_text.is_empty()
            && let Some(quantity) = slot.as_ref().and_then(Stated::<Measure>::quantity)
        {
            unit_text.clone_from(&quantity.unit.text);
        }
    }
    let rate = cell(Field::Rate).and_then(|c| {
        let rate_unit = header(Field::Rate).and_then(|h| ledger.unit_in(ledger.content(h)));
        ledger.measure(c, FigureRole::Rate, &format!("{item}{}", rate_name(ledger, role)), rate_unit.as_ref())
    });
    let label = format!("{item}分值");
    let weight = match cell(Field::Weight) {
        Some(weight) => ledger.measure(weight, FigureRole::Weight, &label, None),
        None => named.and_then(|c| weight_in_name(ledger, c, &label)),
    };
    let score = cell(Field::Score).and_then(|c| ledger.measure(c, FigureRole::Score, &format!("{item}得分"), None));
    others(ledger, role, row, &item);
    let empty = |stated: &Option<Stated<Measure>>| stated.as_ref().is_none_or(|s| s.value.is_none());
    if amounts.iter().all(empty) && empty(&rate) && empty(&weight) && empty(&score) && !is_line(ledger, row, &item) {
        return None;
    }
    let [initial, planned, spent, prior] = amounts;
    let at = ledger.row_place(row);
    Some(BudgetLine {
        item,
        parent: None,
        exhaustive: false,
        unit: unit_text,
        initial,
        planned,
        spent,
        rate,
        prior,
        weight,
        score,
        table: role.kind,
        at,
    })
}

/// Enters the numbers of columns that a money line has no place for: 到位数, 结余.
fn others(ledger: &mut Ledger<'_>, role: &TableRole, row: &RowRole, item: &str) {
    for &(_, cell) in row.cells.iter().filter(|(field, _)| *field == Field::Unknown) {
        let Some((_, header)) = role.header.iter().find(|(_, header)| header.col == cell.col) else { continue };
        if is_number(ledger, cell) {
            let title = ledger.content(*header);
            let unit = ledger.unit_in(title);
            let title = compact(&crate::lexicon::strip_brackets(&fold(title)));
            ledger.measure(cell, FigureRole::TableCell, &format!("{item}{title}"), unit.as_ref());
        }
    }
}

/// Whether a row without a number is a line of money that was left empty. `按支出性质分：` beside `按收入性质分：` heads
/// others, and `基本支出：248.20万元` states its amount beside no column.
fn is_line(ledger: &Ledger<'_>, row: &RowRole, item: &str) -> bool {
    let words = |cell: &CellRef| {
        let text = ledger.content(*cell).trim();
        text.chars().filter(|c| c.is_alphabetic()).count() > 1
    };
    let money = |field: Field| MONEY.iter().any(|(own, _)| *own == field);
    let told = row.cells.iter().any(|(field, cell)| money(*field) && words(cell));
    let heads = |cell: &CellRef| words(cell) && ledger.content(*cell).trim().ends_with(['：', ':']);
    let states = item.chars().any(|c| c.is_ascii_digit()) && item.contains(['：', ':']);
    !item.is_empty() && !told && !states && row.cells.iter().filter(|(_, cell)| heads(cell)).count() < 2
}

/// The weight in brackets behind an item: `预算执行情况（10分）`.
fn weight_in_name(ledger: &mut Ledger<'_>, cell: CellRef, label: &str) -> Option<Stated<Measure>> {
    let text = ledger.cell(cell)?;
    let range = split_weight(&text.content).1?;
    let number = text.slice(range.clone()).to_owned();
    let value = super::measures::read_measure(&number, ledger.lexicon);
    let at = text.locate(cell.block, Some((cell.row, cell.col)), range);
    Some(ledger.state(number, value, at, FigureRole::Weight, label))
}

fn is_number(ledger: &Ledger<'_>, cell: CellRef) -> bool {
    super::measures::read_measure(ledger.content(cell), ledger.lexicon).is_some()
}

/// The title of the rate column, without brackets.
fn rate_name(ledger: &Ledger<'_>, role: &TableRole) -> String {
    let title = role.header.iter().find(|(f, _)| *f == Field::Rate).map(|(_, c)| ledger.content(*c));
    title.map(|t| crate::lexicon::strip_brackets(&fold(t)).into_owned()).unwrap_or_default()
}

/// The item without 其中, list numbers, and the unit and colon at its end.
fn clean_item(text: &str, ledger: &Ledger<'_>) -> String {
    let mut item = compact(text);
    loop {
        let folded = fold(&item);
        let drop = ledger.lexicon.headers.subset_prefix(&folded).max(list_number(&folded));
        if drop == 0 || drop >= item.chars().count() {
            break;
        }
        item = item.chars().skip(drop).collect();
    }
    let item = item.trim_end_matches([':', '：']);
    let unit = last_bracket(item).filter(|inner| super::units::parse_unit(inner, ledger.lexicon).is_some());
    if let Some(unit) = unit {
        // One bracket on either side.
        let length = item.chars().count() - unit.chars().count() - 2;
        return item.chars().take(length).collect::<String>().trim_end_matches([':', '：']).to_owned();
    }
    item.to_owned()
}

/// The kind of list number that an item opens with.
fn numbering(item: &str) -> Option<Numbering> {
    let folded = fold(item);
    let first = folded.chars().next().filter(|_| list_number(&folded) > 0)?;
    Some(match first {
        '(' => Numbering::Bracketed,
        '①'..='⑳' => Numbering::Circled,
        c if c.is_ascii_digit() => Numbering::Plain,
        _ => Numbering::Chinese,
    })
}

/// How many folded characters an opening list number takes: `1、`, `(1)`, `1.` before a word, `①`, `一、`.
fn list_number(folded: &str) -> usize {
    let chars: Vec<char> = folded.chars().take(8).collect();
    let numeral = |c: &char| c.is_ascii_digit() || ordinal(*c).is_some();
    if chars.first().is_some_and(|c| ('①'..='⑳').contains(c)) {
        return 1;
    }
    let open = usize::from(chars.first() == Some(&'('));
    let digits = chars[open.min(chars.len())..].iter().take_while(|c| numeral(c)).count();
    let after = chars.get(open + digits);
    match after {
        Some(')') if digits > 0 => open + digits + 1,
        Some('、') if digits > 0 && open == 0 => digits + 1,
        Some('.') if digits > 0 && open == 0 && !chars.get(digits + 1).is_none_or(char::is_ascii_digit) => digits + 1,
        _ => 0,
    }
}

/// Where an item starts, in half-width columns; a 其中： opening moves it, as the items below it line up with the name.
fn indent(text: &str, ledger: &Ledger<'_>) -> u32 {
    let blank =
        text.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\u{3000}' { 2 } else { 1 }).sum::<usize>();
    let opening = 2 * ledger.lexicon.headers.subset_prefix(text);
    crate::model::offset(blank + opening)
}

/// Finds each line's parent: by indentation and numbering where the form prints them, by 其中, by the rules of budgeting,
/// and, for lines that nothing marks, by the sum.
fn family(report: &mut Report, printed: &[Printed], ledger: &Ledger<'_>) {
    let base = printed.iter().map(|p| p.indent).min().unwrap_or(0);
    let indented = printed.iter().any(|p| !p.subset && p.indent > base);
    if indented {
        by_indent(report, printed);
    }
    by_words(report, printed, indented, ledger);
    if !indented {
        by_number(report, printed);
    }
    by_sum(report, printed, ledger);
    let mut children: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for own in printed {
        if let Some(parent) = report.budget[own.line].parent {
            children.entry(parent).or_default().push(own.line);
        }
    }
    for (whole, children) in children {
        mark_exhaustive(report, whole, &children, ledger);
    }
}

fn by_indent(report: &mut Report, printed: &[Printed]) {
    // The lines above that the next one may stand below, each further in than the one before.
    let mut open: Vec<&Printed> = Vec::new();
    for own in printed {
        while open.last().is_some_and(|p| p.indent >= own.indent) {
            open.pop();
        }
        report.budget[own.line].parent = open.last().map(|p| p.line);
        open.push(own);
    }
}

fn by_words(report: &mut Report, printed: &[Printed], indented: bool, ledger: &Ledger<'_>) {
    let headers = &ledger.lexicon.headers;
    let (mut whole, mut part, mut subset_of): (Option<usize>, Option<usize>, Option<usize>) = (None, None, None);
    for (index, own) in printed.iter().enumerate() {
        let item = label_key(&report.budget[own.line].item);
        let below = whole.filter(|&w| breakdown_part(&report.budget[w].item, &item, ledger));
        let foot = headers.is_whole(&item) && index + 1 == printed.len() && index > 0 && whole.is_none();
        if foot && !repeats_an_amount(report, own.line, &printed[..index]) {
            // A total at the foot: everything that has no parent yet is part of it.
            for earlier in &printed[..index] {
                if report.budget[earlier.line].parent.is_none() {
                    report.budget[earlier.line].parent = Some(own.line);
                }
            }
        } else if headers.is_whole(&item) {
            (whole, part, subset_of) = (Some(own.line), None, None);
        } else if let Some(below) = below {
            report.budget[own.line].parent = Some(below);
            (part, subset_of) = (Some(own.line), None);
        } else if own.subset && index > 0 && !indented {
            subset_of = Some(part.or(whole).unwrap_or(printed[index - 1].line));
            report.budget[own.line].parent = subset_of;
        } else if report.budget[own.line].parent.is_none() && !indented {
            // `2、` after `1、 其中：…` stands beside `1、`, not below it; nor is a line part of one that is less.
            let beside = |parent: usize| {
                own.number.is_some() && printed.iter().any(|p| p.line == parent && p.number == own.number)
            };
            let ends = |whole| beside(whole) || is_more(report, own.line, whole) || overfills(report, own.line, whole);
            if subset_of.is_some_and(ends) {
                subset_of = None;
            }
            report.budget[own.line].parent = subset_of.or(if part.is_none() { whole } else { None });
        }
    }
}

/// The amounts of a line: initial, planned, spent.
fn amounts(report: &Report, line: usize) -> [Option<Decimal>; 3] {
    let line = &report.budget[line];
    [&line.initial, &line.planned, &line.spent].map(|s| s.as_ref().and_then(Stated::<Measure>::amount))
}

/// Whether some line above a total has the total's own amount: then the lines are nested or stand on two sides of an
/// account, and the total is not the sum of all of them.
fn repeats_an_amount(report: &Report, total: usize, above: &[Printed]) -> bool {
    let total = amounts(report, total);
    above.iter().any(|p| {
        let own = amounts(report, p.line);
        own.iter().zip(&total).any(|(a, b)| a.is_some_and(|a| !a.is_zero() && Some(a) == *b))
    })
}

/// Whether a line has more than another in every column in which both have an amount.
fn is_more(report: &Report, line: usize, other: usize) -> bool {
    let (line, other) = (amounts(report, line), amounts(report, other));
    let mut both = line.into_iter().zip(other).filter_map(|(a, b)| a.zip(b)).peekable();
    both.peek().is_some() && both.all(|(a, b)| a > b && !b.is_sign_negative())
}

/// Whether a line would make the parts of another more than it is. Where 其中 opens a list and nothing marks its end, it
/// has ended before such a line.
fn overfills(report: &Report, line: usize, whole: usize) -> bool {
    let parts = || (0..line).filter(|&part| report.budget[part].parent == Some(whole));
    let (own, total) = (amounts(report, line), amounts(report, whole));
    parts().next().is_some()
        && own.into_iter().zip(total).enumerate().any(|(column, (own, total))| {
            let (Some(own), Some(total)) = (own, total) else { return false };
            let mut known = parts().filter_map(|part| amounts(report, part)[column]);
            known.try_fold(own, Decimal::checked_add).is_some_and(|sum| sum > total)
        })
}

/// Whether an item is one of the parts that exhaust a whole by the rules of budgeting.
fn breakdown_part(whole: &str, item: &str, ledger: &Ledger<'_>) -> bool {
    let whole = label_key(whole);
    ledger
        .lexicon
        .headers
        .breakdowns()
        .iter()
        .any(|b| b.whole.iter().any(|w| *w == whole) && b.parts.iter().any(|p| item == label_key(p)))
}

/// Lines that follow a part and that nothing marks are its parts when they add up to it in every column.
fn by_sum(report: &mut Report, printed: &[Printed], ledger: &Ledger<'_>) {
    let whole: Vec<bool> =
        printed.iter().map(|p| ledger.lexicon.headers.is_whole(&report.budget[p.line].item)).collect();
    for (index, own) in printed.iter().enumerate() {
        let follow: Vec<usize> = printed[index + 1..]
            .iter()
            .zip(&whole[index + 1..])
            .take_while(|(p, whole)| report.budget[p.line].parent.is_none() && !**whole)
            .map(|(p, _)| p.line)
            .take(MOST_UNMARKED + 1)
            .collect();
        if !(2..=MOST_UNMARKED).contains(&follow.len()) {
            continue;
        }
        let Some(held) = adds_up(report, own.line, &follow) else { continue };
        for &line in &follow {
            report.budget[line].parent = Some(own.line);
        }
        report.budget[own.line].exhaustive = held;
    }
}

/// Numbered lines right below a line without a number are its parts when they make it up; what they leave blank counts
/// as nothing.
fn by_number(report: &mut Report, printed: &[Printed]) {
    for (index, own) in printed.iter().enumerate() {
        let below = &printed[index + 1..];
        let Some(number) = below.first().and_then(|p| p.number).filter(|_| own.number.is_none()) else { continue };
        let mut parts = Vec::new();
        for next in below {
            match report.budget[next.line].parent {
                // Parts of a part stand between the parts.
                Some(parent) if parent > own.line => {}
                None if next.number == Some(number) => parts.push(next.line),
                _ => break,
            }
        }
        if makes_up(report, own.line, &parts) {
            for part in parts {
                report.budget[part].parent = Some(own.line);
            }
        }
    }
}

/// Whether lines add up to a whole in every column where one of them has an amount, and in one of these several do.
fn makes_up(report: &Report, whole: usize, parts: &[usize]) -> bool {
    let mut several = false;
    for (column, total) in amounts(report, whole).into_iter().enumerate() {
        let filled: Vec<Decimal> = parts.iter().filter_map(|&part| amounts(report, part)[column]).collect();
        let sum = filled.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(*part));
        if !filled.is_empty() && sum != total {
            return false;
        }
        several |= filled.iter().filter(|part| !part.is_zero()).count() > 1;
    }
    several
}

/// The most lines that may be the parts of a line although nothing marks them.
const MOST_UNMARKED: usize = 64;

/// A column of amounts.
type Pick = fn(&BudgetLine) -> &Option<Stated<Measure>>;

/// Fewer amounts that add up in one column only may do so by chance.
const PARTS_BEYOND_CHANCE: usize = 3;

/// Whether lines add up to a whole exactly: `Some(true)` in every column where all of them have an amount, `Some(false)`
/// in some of these columns with so many amounts that it is no chance. Then they are its parts, and one column is wrong.
fn adds_up(report: &Report, whole: usize, parts: &[usize]) -> Option<bool> {
    let amount = |line: usize, pick: Pick| pick(&report.budget[line]).as_ref().and_then(Stated::<Measure>::amount);
    let picks: [Pick; 3] = [|l| &l.initial, |l| &l.planned, |l| &l.spent];
    let (mut held, mut beyond_chance, mut failed) = (0, false, 0);
    for pick in picks {
        let Some(total) = amount(whole, pick) else { continue };
        let amounts: Option<Vec<Decimal>> = parts.iter().map(|&p| amount(p, pick)).collect();
        let Some(amounts) = amounts else { continue };
        let filled = amounts.iter().filter(|a| !a.is_zero()).count();
        if amounts.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add) != Some(total) || total.is_zero() {
            failed += 1;
        } else {
            held += 1;
            beyond_chance |= filled >= PARTS_BEYOND_CHANCE;
        }
    }
    (held > 0 && (failed == 0 || beyond_chance)).then_some(failed == 0)
}

/// A line is exhausted by its children when they are all the parts that budgeting rules name, or when it is a total row
/// at the foot of the lines it totals.
fn mark_exhaustive(report: &mut Report, whole: usize, children: &[usize], ledger: &Ledger<'_>) {
    if report.budget[whole].exhaustive {
        return;
    }
    let name = label_key(&report.budget[whole].item);
    let names: Vec<_> = children.iter().map(|&c| label_key(&report.budget[c].item)).collect();
    let covered = ledger.lexicon.headers.breakdowns().iter().any(|b| {
        b.whole.iter().any(|w| name == *w || (name.contains(w.as_str()) && w.chars().count() >= 4))
            && b.parts.len() == names.len()
            && b.parts.iter().all(|part| names.iter().any(|n| n.contains(part.as_str())))
    });
    let foot = ledger.lexicon.headers.is_whole(&name) && children.iter().all(|&c| c < whole);
    report.budget[whole].exhaustive = covered || foot;
}

/// Reads a staff table, or another table with named columns, into the ledger: each number under its column's name.
pub(super) fn read_cells(ledger: &mut Ledger<'_>, role: &TableRole) {
    let titles: Vec<(u32, String, Option<Unit>)> = role
        .header
        .iter()
        .map(|(_, c)| {
            (
                c.col,
                crate::lexicon::strip_brackets(&fold(ledger.content(*c))).into_owned(),
                ledger.unit_in(ledger.content(*c)),
            )
        })
        .collect();
    for row in &role.rows {
        if !matches!(row.kind, RowKind::Leaf | RowKind::Other) {
            continue;
        }
        let opening = row
            .cells
            .first()
            .map(|(_, c)| compact(ledger.content(*c)))
            .filter(|t| t.chars().count() <= 40)
            .unwrap_or_default();
        // Whole numbers before the first name of a row are codes: 类, 款, 项 of 科目编码, or a row's number.
        let is_code = |cell: &CellRef| {
            let text = ledger.content(*cell).trim();
            text.len() <= 7 && !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
        };
        let codes = row.cells.iter().take_while(|(_, cell)| is_code(cell)).count();
        let codes =
            if codes < row.cells.len() && codes > 0 && !is_number(ledger, row.cells[codes].1) { codes } else { 0 };
        for &(field, cell) in row.cells.iter().skip(codes) {
            if field == Field::Ordinal || field == Field::Item {
                continue;
            }
            let title = titles.iter().rev().find(|(col, ..)| {
                *col == cell.col || (role.kind == TableKind::Staff && header_col(role, field) == Some(*col))
            });
            let label = match title {
                Some((_, title, _)) => title.clone(),
                None => opening.clone(),
            };
            let figure = if field == Field::Rate { FigureRole::Rate } else { FigureRole::TableCell };
            if super::measures::read_measure(ledger.content(cell), ledger.lexicon).is_some() {
                let unit = title.and_then(|(.., unit)| unit.clone());
                ledger.measure(cell, figure, &label, unit.as_ref());
            }
        }
    }
}

fn header_col(role: &TableRole, field: Field) -> Option<u32> {
    role.header.iter().find(|(f, _)| *f == field).map(|(_, c)| c.col)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_list_numbers() {
        for (item, kind) in [
            ("一、基本支出", Some(Numbering::Chinese)),
            ("1、公务接待费", Some(Numbering::Plain)),
            ("2.出国（境）费", Some(Numbering::Plain)),
            ("（1）购置", Some(Numbering::Bracketed)),
            ("②运行维护", Some(Numbering::Circled)),
            ("其中：购置", None),
            ("三公经费", None),
        ] {
            assert_eq!(numbering(item), kind, "{item}");
        }
    }

    #[test]
    fn list_numbers_are_told_from_amounts() {
        for (text, length) in [
            ("1、公务接待", 2),
            ("(1)购置", 3),
            ("1.购置费", 2),
            ("1.5万元", 0),
            ("①办公费", 1),
            ("三公经费", 0),
            ("一、基本支出", 2),
            ("", 0),
            ("(", 0),
        ] {
            assert_eq!(list_number(text), length, "{text}");
        }
    }
}
