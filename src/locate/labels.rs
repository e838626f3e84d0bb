//! Head fields that a label names: `填报单位（盖章）：X` in a line or cell, `项目名称 | X` in a table row.
//!
//! The value ends where the next label begins; labels of persons, telephones and dates only end values.

use crate::lexicon::{Forms, Label};
use crate::lexicon::{Lexicon, fold, fold_in_place, folded};
use crate::model::{Block, Cell, Document, HeadField, HeadKind, Layer, Location, Table, Text};
use rust_decimal::Decimal;
use std::ops::Range;

/// The longest label, in characters.
const LONGEST_LABEL: usize = 24;

/// The longest line with fields, in characters.
const LONGEST_LINE: usize = 160;

/// The longest value, in characters.
const LONGEST_VALUE: usize = 60;

/// The labelled fields of a report: the first of each kind.
pub(super) fn fields(document: &Document, blocks: Range<u32>, lexicon: &Lexicon) -> Vec<HeadField> {
    let mut found: Vec<HeadField> = Vec::new();
    let mut keep = |field: HeadField| {
        if !found.iter().any(|f| f.kind == field.kind) {
            found.push(field);
        }
    };
    for block in blocks {
        match document.blocks.get(block as usize) {
            Some(Block::Heading(text) | Block::Paragraph(text)) => {
                in_line(block, None, text, folded(document, block), lexicon).into_iter().for_each(&mut keep);
            }
            Some(Block::Table(table)) => {
                for row in 0..table.rows {
                    in_row(block, table.row(row), lexicon).into_iter().for_each(&mut keep);
                    in_columns(block, table, row, lexicon).into_iter().for_each(&mut keep);
                }
            }
            None => {}
        }
    }
    found
}

/// Fields of a line such as `填报单位：X　　填报日期：Y`; `chars` is its text folded in place.
pub(super) fn in_line(
    block: u32,
    cell: Option<(u32, u32)>,
    text: &Text,
    chars: &[char],
    lexicon: &Lexicon,
) -> Vec<HeadField> {
    if text.layer != Layer::Body || chars.len() > LONGEST_LINE {
        return Vec::new();
    }
    // Every label ends with a colon or a bracket.
    if !chars.contains(&':') {
        let words = if cell.is_none() { spaced(block, text, chars, lexicon) } else { Vec::new() };
        if !words.is_empty() || !chars.contains(&'(') {
            return words;
        }
    }
    let mut marks: Vec<(usize, usize, Label)> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let free = at == 0 || matches!(chars[at - 1], ' ' | ',' | ';' | '。' | '(' | '\t');
        match (free && chars[at] != ' ').then(|| label_at(chars, at, &lexicon.forms)).flatten() {
            Some((after, label)) => {
                marks.push((at, after, label));
                at = after;
            }
            None => at += 1,
        }
    }
    let ends = marks.iter().skip(1).map(|m| m.0).chain(std::iter::once(chars.len()));
    let fields = marks.iter().zip(ends).filter(|((start, ..), _)| *start == first_char(chars) || marks.len() > 1);
    let fields = fields.filter_map(|((_, after, label), end)| {
        let range = value(chars, *after..end);
        let at = text.locate(block, cell, range.clone());
        field(*label, &chars[range], at, lexicon)
    });
    // A line with nothing but a score may be about any part of a report.
    let head = cell.is_some() || marks.len() > 1;
    fields.filter(|f| head || f.kind != HeadKind::TotalScore).collect()
}

/// Fields of a table row that became a line of words: `主管部门 云江县水务局 实施单位 云江县供水站`. Labels and values take
/// turns, and no value is a name of a column.
fn spaced(block: u32, text: &Text, chars: &[char], lexicon: &Lexicon) -> Vec<HeadField> {
    if chars.len() > LONGEST_LINE / 2 || chars.iter().any(|c| matches!(c, ',' | '。' | ';' | '、')) {
        return Vec::new();
    }
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, _) in chars.iter().enumerate().filter(|(_, c)| **c != ' ') {
        match words.last_mut() {
            Some(word) if word.end == at => word.end = at + 1,
            _ => words.push(at..at + 1),
        }
    }
    let folded = |word: &Range<usize>| chars[word.clone()].iter().collect::<String>();
    let label = |word: &Range<usize>| lexicon.forms.label(&folded(word)).filter(|label| !label.weak);
    let mut fields = Vec::new();
    for pair in words.chunks(2) {
        let [name, value] = pair else { return Vec::new() };
        let Some(known) = label(name) else { return Vec::new() };
        if label(value).is_some() || lexicon.headers.title(&folded(value)).field.is_some() {
            return Vec::new();
        }
        let at = text.locate(block, None, value.clone());
        fields.extend(field(known, &chars[value.clone()], at, lexicon));
    }
    fields
}

fn first_char(chars: &[char]) -> usize {
    chars.iter().position(|&c| c != ' ').unwrap_or(0)
}

/// A label that starts at a place and ends with a colon: where its value starts, and what it is.
fn label_at(chars: &[char], at: usize, forms: &Forms) -> Option<(usize, Label)> {
    let window = &chars[at..(at + LONGEST_LABEL).min(chars.len())];
    let colon = window.iter().position(|&c| c == ':');
    if let Some(label) = colon.and_then(|n| forms.label(&window[..n].iter().collect::<String>())) {
        return Some((at + colon? + 1, label));
    }
    // `单位名称（盖章）　X`: a bracket stands for the colon.
    let open = window.iter().position(|&c| c == '(')?;
    let close = window.iter().position(|&c| c == ')').filter(|&c| c > open)?;
    let stamp: String = window[open..close].iter().collect();
    let label = forms.label(&window[..open].iter().collect::<String>())?;
    (stamp.contains('章') && colon.is_none_or(|n| n > close + 1)).then_some((at + close + 1, label))
}

/// A value without the white space, the stamp mark and the quotation marks around it.
fn value(chars: &[char], range: Range<usize>) -> Range<usize> {
    let (mut start, mut end) = (range.start, range.end);
    loop {
        while start < end && matches!(chars[start], ' ' | ':' | '"' | '_' | '|') {
            start += 1;
        }
        let stamp = chars[start..end].iter().position(|&c| c == ')').filter(|_| chars.get(start) == Some(&'('));
        match stamp.filter(|&n| chars[start..start + n].contains(&'章')) {
            Some(n) => start += n + 1,
            None => break,
        }
    }
    loop {
        while end > start && matches!(chars[end - 1], ' ' | '"' | '_' | '。' | ';' | ',' | '|') {
            end -= 1;
        }
        let open = chars[start..end].iter().rposition(|&c| c == '(').filter(|_| chars[start..end].last() == Some(&')'));
        match open.filter(|&n| chars[start + n..end].contains(&'章')) {
            Some(n) => end = start + n,
            None => return start..end,
        }
    }
}

/// Fields of a row such as `主管部门 | X | 实施单位 | Y`.
///
/// Every filled cell must be a label or the value of the label before it, else the row is one of column names or of data.
fn in_row<'a>(block: u32, cells: impl Iterator<Item = &'a Cell>, lexicon: &Lexicon) -> Vec<HeadField> {
    let filled: Vec<&Cell> = cells.filter(|c| !c.text.is_blank()).collect();
    let Some(first) = filled.first() else { return Vec::new() };
    if filled.len() == 1 || first.text.content.contains(['：', ':']) {
        let lines = filled
            .iter()
            .filter(|c| c.text.content.len() <= LONGEST_LINE * 4)
            .flat_map(|c| in_line(block, Some((c.row, c.col)), &c.text, &fold_in_place(&c.text.content), lexicon));
        let found: Vec<HeadField> = lines.collect();
        if !found.is_empty() || filled.len() == 1 {
            return found;
        }
    }
    let label = |cell: &Cell| {
        let short = cell.text.content.len() <= LONGEST_LABEL * 3;
        short.then(|| lexicon.forms.label(&cell.text.content)).flatten()
    };
    let mut pairs: Vec<(Label, &Cell)> = Vec::new();
    let mut open: Option<Label> = None;
    // The name of a block may stand in front of its first label.
    let leads = filled.len() > 2 && label(filled[0]).is_none() && label(filled[1]).is_some();
    for cell in filled.into_iter().skip(usize::from(leads)) {
        match (label(cell), open.take()) {
            // A label right after a label: the value between them was left empty.
            (Some(known), _) => open = Some(known),
            (None, Some(known)) => pairs.push((known, cell)),
            (None, None) => return Vec::new(),
        }
    }
    let fields = pairs.into_iter().filter_map(|(known, cell)| {
        let chars = fold_in_place(&cell.text.content);
        let range = value(&chars, 0..chars.len());
        let at = cell.text.locate(block, Some((cell.row, cell.col)), range.clone());
        field(known, &chars[range], at, lexicon)
    });
    fields.collect()
}

/// Fields of two rows, labels above and their values below: `项目名称 | 主管部门 | 自评得分`. More rows of the same cells are
/// a list of projects.
fn in_columns(block: u32, table: &Table, row: u32, lexicon: &Lexicon) -> Vec<HeadField> {
    const FEWEST: usize = 3;
    let is_label = |cell: &&Cell| {
        cell.text.content.len() <= LONGEST_LABEL * 3 && lexicon.forms.label(&cell.text.content).is_some()
    };
    if row + 1 >= table.rows || !filled(table, row).all(|cell| is_label(&cell)) {
        return Vec::new();
    }
    let columns = |row: u32| filled(table, row).map(|cell| cell.col).collect::<Vec<_>>();
    let labels = columns(row);
    let is_list = columns(row + 2).len() >= labels.len() && !filled(table, row + 2).any(|cell| is_title(cell, lexicon));
    if labels.len() < FEWEST || labels != columns(row + 1) || filled(table, row + 1).any(|c| is_label(&c)) || is_list {
        return Vec::new();
    }
    let pairs = filled(table, row).zip(filled(table, row + 1));
    let fields = pairs.filter_map(|(label, cell)| {
        let known = lexicon.forms.label(&label.text.content)?;
        let chars = fold_in_place(&cell.text.content);
        let range = value(&chars, 0..chars.len());
        let at = cell.text.locate(block, Some((cell.row, cell.col)), range.clone());
        field(known, &chars[range], at, lexicon)
    });
    fields.collect()
}

fn filled(table: &Table, row: u32) -> impl Iterator<Item = &Cell> {
    table.row(row).filter(|cell| !cell.text.is_blank())
}

/// Whether a cell is the title of a column.
fn is_title(cell: &Cell, lexicon: &Lexicon) -> bool {
    lexicon.headers.title(&cell.text.content).field.is_some()
}

/// The field, when its value can be one.
fn field(label: Label, value: &[char], at: Location, lexicon: &Lexicon) -> Option<HeadField> {
    let kind = label.kind?;
    let text: String = value.iter().collect();
    let folded = fold(&text);
    let length = folded.chars().count();
    let forms = &lexicon.forms;
    let sentence = folded.contains(['。', ';', '?']);
    // `[155]X局`, `219001-X镇`: the code of a body is no part of its name.
    if matches!(kind, HeadKind::Organization | HeadKind::Supervisor | HeadKind::Implementer)
        && let Some(code) = code_prefix(value)
    {
        let at = Location {
            chars: (at.chars.0 + crate::model::offset(code), at.chars.1),
            spot: crate::model::Spot { column: at.spot.column.map(|c| c + crate::model::offset(code)), ..at.spot },
            ..at
        };
        return field(label, value.get(code..)?, at, lexicon);
    }
    let fits = match kind {
        HeadKind::Year => {
            let year = super::head::find_year(value).or_else(|| is_year(value).then_some(0..4))?;
            let start = at.chars.0 + crate::model::offset(year.start);
            let column = at.spot.column.map(|c| c + crate::model::offset(year.start));
            let spot = crate::model::Spot { column, ..at.spot };
            return Some(HeadField { kind, value: Location { chars: (start, start + 4), spot, ..at } });
        }
        HeadKind::Grade => lexicon.grades.read(&text).is_some(),
        HeadKind::Organization | HeadKind::Supervisor | HeadKind::Implementer => {
            let chars: Vec<char> = folded.chars().collect();
            let named = !label.weak || length >= 4 && forms.body_suffixes.at_end(&chars).is_some();
            // `项目单位（盖章） 2023年7月1日`: only the day of the stamp.
            let dated = folded.starts_with(|c: char| c.is_ascii_digit()) && folded.ends_with(['日', '月']);
            named && length >= 2 && !sentence && !dated && !folded.ends_with('元')
        }
        HeadKind::Project => length >= 2 && !sentence,
        // In running text scores are told by their sentences.
        HeadKind::TotalScore => {
            let digits = value.iter().take_while(|c| c.is_ascii_digit() || **c == '.').count();
            let unit: String = value[digits..].iter().filter(|c| **c != ' ').collect();
            let points: Option<Decimal> = value[..digits].iter().collect::<String>().parse().ok();
            let is_score = points.is_some_and(|p| p <= super::results::HIGHEST && p > Decimal::ZERO);
            let alone = at.cell.is_none();
            let fits = is_score && (unit.is_empty() || (!alone && unit == "分"));
            let end = at.chars.0 + crate::model::offset(digits);
            return fits.then_some(HeadField { kind, value: Location { chars: (at.chars.0, end), ..at } });
        }
        HeadKind::FullScore => false,
    };
    (fits && length <= LONGEST_VALUE).then_some(HeadField { kind, value: at })
}

/// Whether a value is a year and nothing else.
fn is_year(value: &[char]) -> bool {
    value.len() == 4 && value.starts_with(&['2', '0']) && value.iter().all(char::is_ascii_digit)
}

/// The length of a code in brackets or before a hyphen, with what parts it from the name.
fn code_prefix(value: &[char]) -> Option<usize> {
    let bracket = usize::from(value.first() == Some(&'['));
    let digits = value.iter().skip(bracket).take_while(|c| c.is_ascii_digit()).count();
    let end = bracket + digits;
    let parted = if bracket == 1 { value.get(end) == Some(&']') } else { value.get(end) == Some(&'-') };
    let name = value.get(end + 1).is_some_and(|c| !c.is_ascii());
    ((3..=12).contains(&digits) && parted && name).then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locate::sample::document;

    fn found(source: &str) -> Vec<(HeadKind, String)> {
        let document = document(source);
        let blocks = 0..crate::model::offset(document.blocks.len());
        let fields = fields(&document, blocks, Lexicon::builtin());
        fields.iter().map(|f| (f.kind, document.quote(&f.value))).collect()
    }

    #[test]
    fn the_examples_of_the_pattern_file_hold() {
        let file: toml::Table = toml::from_str(include_str!("../../patterns/forms.toml")).expect("toml");
        for entry in file["field"].as_array().expect("fields") {
            for example in entry["examples"].as_array().expect("examples") {
                let text = example["text"].as_str().expect("text");
                let value = found(text).into_iter().next().map(|(_, value)| value);
                assert_eq!(value.as_deref(), example["value"].as_str(), "{text}");
            }
            for counter in entry["counter"].as_array().expect("counter") {
                let text = counter.as_str().expect("text");
                assert_eq!(found(text), [], "{text}");
            }
        }
    }

    #[test]
    fn rows_give_values_beside_labels() {
        use HeadKind::{Grade, Implementer, Organization, Project, Supervisor, TotalScore};
        let cases: [(&str, &[(HeadKind, &str)]); 20] = [
            ("项目名称\t渠系清淤\t\t自评总分(分)\t93.5\t", &[(Project, "渠系清淤"), (TotalScore, "93.5")]),
            ("项目名称\t渠系清淤\t项目类别\t\t自评得分\t88分", &[(Project, "渠系清淤"), (TotalScore, "88")]),
            ("项目编码\t\t项目名称\t渠系清淤\t自评总分\t", &[(Project, "渠系清淤")]),
            ("自评得分\t\t100\t95", &[]),
            ("项目名称\t自评得分\t备注", &[]),
            ("项目名称\t主管部门\t自评得分\t自评等级", &[]),
            (
                "项目名称\t实施单位\t自评得分\n渠系清淤\t云江县供水站\t93.5\n一级指标\t三级指标\t得分",
                &[(Project, "渠系清淤"), (Implementer, "云江县供水站"), (TotalScore, "93.5")],
            ),
            ("项目名称\t实施单位\t自评得分\n渠系清淤\t云江县供水站\t93.5\n管网\t云江县水厂\t90", &[]),
            ("自评总分：92.5分\t自评等级：优\t", &[(TotalScore, "92.5"), (Grade, "优")]),
            ("单位\t云江县水务局\t\t", &[(Organization, "云江县水务局")]),
            ("项目名称\t\t农村饮水 管网改造\t\t", &[(Project, "农村饮水 管网改造")]),
            (
                "主管部门\t市水利局\t\t实施单位（盖章）\t县供水站",
                &[(Supervisor, "市水利局"), (Implementer, "县供水站")],
            ),
            ("绩效等级\t优\t", &[(Grade, "优")]),
            ("序号\t项目名称\t预算数\t执行数", &[]),
            ("单位\t万元\t", &[]),
            ("项目名称\t预算数\t执行数\n管网\t5\t5", &[]),
            ("项目负责人及电话\t张三 13800000000\t", &[]),
            ("填报单位：云江县水务局\t\t填报人：李四\t", &[(Organization, "云江县水务局")]),
            ("项目单位（盖章）：2023年7月16日\t", &[]),
            (
                "主管部门\t[155]云江县水务局\t实施单位\t219001-云江县供水站",
                &[(Supervisor, "云江县水务局"), (Implementer, "云江县供水站")],
            ),
        ];
        for (source, wanted) in cases {
            let wanted: Vec<(HeadKind, String)> = wanted.iter().map(|(k, v)| (*k, (*v).to_owned())).collect();
            assert_eq!(found(source), wanted, "{source}");
        }
    }

    #[test]
    fn rows_that_became_lines_of_words() {
        use HeadKind::{Implementer, Project, Supervisor};
        let cases: [(&str, &[(HeadKind, &str)]); 7] = [
            ("项目名称 渠系清淤", &[(Project, "渠系清淤")]),
            (
                "主管部门 云江县水务局 实施单位 云江县供水站",
                &[(Supervisor, "云江县水务局"), (Implementer, "云江县供水站")],
            ),
            ("项目名称 主管部门 自评得分", &[]),
            ("项目名称 预算数 执行数 执行率", &[]),
            ("主管部门 按照规定对项目实施单位，开展检查", &[]),
            ("单位 万元", &[]),
            ("项目名称", &[]),
        ];
        for (source, wanted) in cases {
            let wanted: Vec<(HeadKind, String)> = wanted.iter().map(|(k, v)| (*k, (*v).to_owned())).collect();
            assert_eq!(found(source), wanted, "{source}");
        }
    }

    #[test]
    fn persons_and_telephones_are_never_taken() {
        let source =
            "填报单位（公章）：石桥区统计局  填报人：王五  联系电话：0700-1234567\n项目负责人：赵六\n联系人：钱七";
        assert_eq!(found(source), [(HeadKind::Organization, "石桥区统计局".to_owned())]);
    }
}
