//! Groups that stand in the column of the indicators: where a form has no columns of levels, list numbers part its rows
//! (`一、` over `1.`, `A` over `A1`, `1` over `1.1`). A row over others is their group, with its points.

use crate::lexicon::fold;
use crate::model::{CellRef, Document, Field, RowKind, TableRole};

/// The list number of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Code {
    /// `一`.
    Chinese,
    /// `（一）`.
    Bracketed,
    /// `A`, `1`, `A1`, `1.1`: told by the characters.
    Plain(String),
}

/// Makes groups of the rows that stand over others.
pub(super) fn nest(document: &Document, role: &mut TableRole) {
    if role.header.iter().any(|(field, _)| matches!(field, Field::Level1 | Field::Level2)) {
        return;
    }
    let leaves: Vec<usize> = (0..role.rows.len()).filter(|&row| role.rows[row].kind == RowKind::Leaf).collect();
    let codes: Vec<Option<Code>> = leaves.iter().map(|&row| code(document, role, row)).collect();
    // The group rows that wait for their first indicator, by level.
    let mut waiting: [Option<Vec<(Field, CellRef)>>; 2] = [None, None];
    let mut outer: Option<Code> = None;
    for (index, &row) in leaves.iter().enumerate() {
        let (Some(own), next) = (&codes[index], codes.get(index + 1).and_then(Option::as_ref)) else { continue };
        if next.is_some_and(|next| is_below(next, own)) {
            let level = usize::from(outer.as_ref().is_some_and(|outer| is_below(own, outer)));
            if level == 0 {
                outer = Some(own.clone());
            }
            waiting[level] = Some(std::mem::take(&mut role.rows[row].cells));
            role.rows[row].kind = RowKind::Other;
            role.rows[row].cells = waiting[level].iter().flatten().map(|(_, cell)| (Field::Unknown, *cell)).collect();
            continue;
        }
        for (level, cells) in waiting.iter_mut().enumerate() {
            let as_group = |field: Field| match (field, level) {
                (Field::Level3, 0) => Some(Field::Level1),
                (Field::Level3, _) => Some(Field::Level2),
                (Field::Weight, 0) => Some(Field::Level1Weight),
                (Field::Weight, _) => Some(Field::Level2Weight),
                (Field::Score, 0) => Some(Field::Level1Score),
                (Field::Score, _) => Some(Field::Level2Score),
                _ => None,
            };
            let group = cells.take().into_iter().flatten();
            role.rows[row].cells.extend(group.filter_map(|(field, cell)| Some((as_group(field)?, cell))));
        }
    }
}

/// The list number in a row's own column, else the one that its name opens with.
fn code(document: &Document, role: &TableRole, row: usize) -> Option<Code> {
    let text = |field: Field| {
        let (_, cell) = role.rows[row].cells.iter().find(|(f, _)| *f == field)?;
        let table = document.blocks.get(cell.block as usize)?.table()?;
        Some(fold(&table.cell(cell.row, cell.col)?.text.content))
    };
    if let Some(own) = text(Field::Ordinal) {
        return read(own.trim_end_matches(['.', '、']));
    }
    let name = text(Field::Level3)?;
    let (number, _) = name.split_once('、').or_else(|| name.split_once('.'))?;
    read(number)
}

fn read(number: &str) -> Option<Code> {
    let chinese = |text: &str| !text.is_empty() && text.chars().all(|c| "一二三四五六七八九十".contains(c));
    let inner = number.strip_prefix('(').and_then(|n| n.strip_suffix(')'));
    match (chinese(number), inner.is_some_and(chinese)) {
        (true, _) => Some(Code::Chinese),
        (_, true) => Some(Code::Bracketed),
        _ => {
            let plain = number.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
            (plain && !number.is_empty()).then(|| Code::Plain(number.to_owned()))
        }
    }
}

/// Whether rows of one number stand below a row of another.
fn is_below(own: &Code, above: &Code) -> bool {
    match (own, above) {
        (Code::Bracketed | Code::Plain(_), Code::Chinese) | (Code::Plain(_), Code::Bracketed) => true,
        (Code::Plain(own), Code::Plain(above)) => own.strip_prefix(above.as_str()).is_some_and(|rest| {
            let lettered = above.chars().all(|c| c.is_ascii_alphabetic());
            rest.starts_with(['.', '-']) || (lettered && rest.starts_with(|c: char| c.is_ascii_digit()))
        }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_below_others() {
        let code = |text: &str| read(&fold(text)).expect("a number");
        for (own, above, below) in [
            ("1", "一", true),
            ("（一）", "一", true),
            ("1", "（一）", true),
            ("A1", "A", true),
            ("1.1", "1", true),
            ("2.1", "1", false),
            ("10", "1", false),
            ("2", "1", false),
            ("二", "一", false),
            ("一", "1", false),
        ] {
            assert_eq!(is_below(&code(own), &code(above)), below, "{own} {above}");
        }
    }
}
