//! What a report says about itself: its title lines, and where organization, project, year, score and grade stand.
//!
//! Scores and grades in running text are found in [`super::results`]. Persons and telephone numbers are never taken.

use super::{labels, results};
use crate::lexicon::Forms;
use crate::lexicon::{Lexicon, fold, fold_in_place, folded, text_of};
use crate::model::{Block, Cell, Document, HeadField, HeadKind, Layer, Location, Text, ordinal};
use std::borrow::Cow;
use std::ops::Range;

/// The longest line that can be a title or a head field, in characters.
const LONGEST_LINE: usize = 80;

/// Paragraphs longer than this, in bytes, are not searched for years.
const LONGEST_PARAGRAPH: usize = 200_000;

/// Finds the title lines and the head fields of the report that stands in `blocks`.
pub(super) fn head(document: &Document, blocks: Range<u32>, lexicon: &Lexicon) -> (Vec<Location>, Vec<HeadField>) {
    let forms = &lexicon.forms;
    let lines = short_lines(document, blocks.clone());
    let title = title(&lines, forms);
    let mut fields = labels::fields(document, blocks.clone(), lexicon);
    // The name of a project may begin like that of a body: 食堂及餐厅改造.
    let project =
        fields.iter().find(|f| f.kind == HeadKind::Project).map(|f| fold(&document.quote(&f.value)).into_owned());
    let told = has(&fields, HeadKind::Implementer);
    let begins_project =
        |at: &Location| told && project.as_ref().is_some_and(|p| p.starts_with(&*fold(&document.quote(at))));
    if !has(&fields, HeadKind::Organization)
        && let Some(value) = body_in_title(document, &title, forms)
            .filter(|at| !begins_project(at))
            .or_else(|| body_line(&lines, forms))
            .or_else(|| body_in_text(document, blocks.clone(), forms))
            .or_else(|| body_that_acts(document, blocks.clone(), forms))
    {
        fields.push(HeadField { kind: HeadKind::Organization, value });
    }
    if let Some(value) = year_in_title(document, &title) {
        fields.retain(|f| f.kind != HeadKind::Year);
        fields.push(HeadField { kind: HeadKind::Year, value });
    } else if !has(&fields, HeadKind::Year)
        && let Some(value) = year_line(&lines).or_else(|| year_in_text(document, blocks.clone()))
    {
        fields.push(HeadField { kind: HeadKind::Year, value });
    }
    let titled = |word: &str| title.iter().any(|at| document.quote(at).contains(word));
    let of_project = titled("项目") || (!titled("整体") && ["专项", "资金", "政策"].into_iter().any(titled));
    if !of_project && !title.is_empty() && has(&fields, HeadKind::Project) {
        // The form of a single project inside a report on more than it: its score is not the report's.
        fields.retain(|f| f.kind != HeadKind::TotalScore);
    }
    let has_grade = has(&fields, HeadKind::Grade);
    let year = fields.iter().find(|f| f.kind == HeadKind::Year).map(|f| fold(&document.quote(&f.value)).into_owned());
    let stated = results::results(document, blocks, of_project, year.as_deref(), lexicon);
    fields.extend(stated.into_iter().filter(|f| !(has_grade && f.kind == HeadKind::Grade)));
    // Only now: what a title names decides nothing about the scores above.
    if !has(&fields, HeadKind::Project)
        && let Some(value) = project_in_title(document, &title, forms)
    {
        fields.push(HeadField { kind: HeadKind::Project, value });
    }
    (title, fields)
}

fn has(fields: &[HeadField], kind: HeadKind) -> bool {
    fields.iter().any(|f| f.kind == kind)
}

/// A line, or the only cell of a table row.
pub(super) struct Line<'a> {
    block: u32,
    cell: Option<(u32, u32)>,
    text: &'a Text,
    /// Folded in place.
    chars: Cow<'a, [char]>,
}

impl<'a> Line<'a> {
    /// A heading or paragraph with its folded characters, if it is short.
    fn of_block(block: u32, text: &'a Text, chars: &'a [char]) -> Option<Self> {
        Self { block, cell: None, text, chars: Cow::Borrowed(chars) }.if_short()
    }

    /// A cell, if it is short.
    fn of_cell(block: u32, cell: &'a Cell) -> Option<Self> {
        if cell.text.content.len() > LONGEST_LINE * 4 {
            return None;
        }
        let chars = Cow::Owned(fold_in_place(&cell.text.content));
        Self { block, cell: Some((cell.row, cell.col)), text: &cell.text, chars }.if_short()
    }

    fn if_short(self) -> Option<Self> {
        let short = self.text.layer == Layer::Body && self.chars.len() <= LONGEST_LINE;
        (short && self.chars.iter().any(|&c| c != ' ')).then_some(self)
    }

    fn locate(&self, range: Range<usize>) -> Location {
        self.text.locate(self.block, self.cell, range)
    }

    /// The line without the white space around it and from character `from` on.
    fn from(&self, from: usize) -> Location {
        let blank = |c: &char| *c == ' ';
        let start = self.chars.iter().skip(from).position(|c| !blank(c)).map_or(from, |i| from + i);
        let end = self.chars.iter().rposition(|c| !blank(c)).map_or(start, |i| i + 1);
        self.locate(start..end)
    }

    fn folded(&self) -> Vec<char> {
        self.chars.iter().copied().filter(|&c| c != ' ').collect()
    }
}

/// The short lines of the body, and the rows of tables that hold one short cell.
fn short_lines(document: &Document, blocks: Range<u32>) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    for block in blocks {
        match document.blocks.get(block as usize) {
            Some(Block::Heading(text) | Block::Paragraph(text)) => {
                lines.extend(Line::of_block(block, text, folded(document, block)));
            }
            Some(Block::Table(table)) => {
                for row in 0..table.rows {
                    let mut filled = table.row(row).filter(|c| !c.text.is_blank());
                    if let (Some(cell), None) = (filled.next(), filled.next()) {
                        lines.extend(Line::of_cell(block, cell));
                    }
                }
            }
            None => {}
        }
    }
    lines
}

/// A line that ends like a title.
pub(super) struct Candidate {
    /// Its place in the list of lines.
    line: usize,
    /// How sure: a report goes before a form, a line of its own before one that an attachment number opens.
    pub rank: i8,
    /// Where the title starts, after 附件N.
    from: usize,
    /// Whether nothing but generic words stands before the title word, so that the line above may belong to it.
    is_bare: bool,
    /// The folded title.
    pub folded: String,
    /// The block it stands in.
    pub block: u32,
}

/// All lines of a report that may be its title, in order.
pub(super) fn candidates(document: &Document, blocks: Range<u32>, forms: &Forms) -> Vec<Candidate> {
    let lines = short_lines(document, blocks);
    (0..lines.len()).filter_map(|i| candidate(&lines, i, forms)).collect()
}

fn candidate(lines: &[Line<'_>], index: usize, forms: &Forms) -> Option<Candidate> {
    let line = lines.get(index)?;
    let last = *line.chars.iter().rfind(|&&c| c != ' ')?;
    if last != ')' && !forms.may_end_title(last) {
        return None;
    }
    let (from, attached) = attachment_prefix(&line.chars);
    let mut folded: Vec<char> = line.chars.get(from..)?.iter().copied().filter(|&c| c != ' ').collect();
    if folded.last() == Some(&')') {
        let open = last_bracket(&folded)?;
        folded.truncate(open);
    }
    if forms.refers.at_start(&folded).is_some() {
        return None;
    }
    let (rank, length) = forms.title(&folded)?;
    let numbered = super::statements::opens_with_number(&line.chars[from..]);
    if numbered || folded.iter().any(|&c| matches!(c, '。' | ';' | ',' | ':' | '《' | '!' | '?' | '=')) {
        return None;
    }
    let before: String = folded.get(..folded.len() - length)?.iter().collect();
    let is_bare = find_year(&folded).is_none() && before.chars().count() <= 12;
    let rank = i8::try_from(rank).unwrap_or(0) * 2 - if attached { 3 } else { 0 };
    Some(Candidate { line: index, rank, from, is_bare, folded: folded.into_iter().collect(), block: line.block })
}

/// Where the bracket opens that a text ends with; others may stand in it.
fn last_bracket(chars: &[char]) -> Option<usize> {
    let mut depth = 0;
    chars.iter().rposition(|&c| {
        depth += i32::from(c == ')') - i32::from(c == '(');
        c == '(' && depth == 0
    })
}

/// Where the text after `附件1：` starts, and whether such a prefix stands.
fn attachment_prefix(chars: &[char]) -> (usize, bool) {
    let at = chars.iter().position(|&c| c != ' ').unwrap_or(0);
    let rest = &chars[at..];
    if !(rest.starts_with(&['附', '件']) || rest.starts_with(&['附', '表'])) {
        return (at, false);
    }
    let mut end = at + 2;
    while chars.get(end) == Some(&' ') {
        end += 1;
    }
    let number = |c: &&char| c.is_ascii_digit() || ordinal(**c).is_some();
    // Four digits are the year of the title.
    end += Some(chars[end..].iter().take_while(number).count()).filter(|&n| n < 3).unwrap_or(0);
    end += chars[end..].iter().take_while(|c| matches!(c, ' ' | ':' | '-' | '.' | '、' | ')')).count();
    (end, true)
}

/// The title lines: the surest candidate, the first of several, with the lines above that belong to it.
fn title(lines: &[Line<'_>], forms: &Forms) -> Vec<Location> {
    let found = (0..lines.len()).filter_map(|i| candidate(lines, i, forms));
    let Some(best) = found.reduce(|best, next| if next.rank > best.rank { next } else { best }) else {
        return Vec::new();
    };
    let mut first = best.line;
    while best.is_bare && best.line - first < 2 && first > 0 && is_upper_line(lines, first - 1, first, forms) {
        first -= 1;
    }
    let upper = lines[first..best.line].iter().map(|line| line.from(0));
    upper.chain(std::iter::once(lines[best.line].from(best.from))).collect()
}

/// Whether the line at `index` is an upper line of the title below it.
fn is_upper_line(lines: &[Line<'_>], index: usize, below: usize, forms: &Forms) -> bool {
    let (line, next) = (&lines[index], &lines[below]);
    let text = line.folded();
    let near = line.cell.is_none() && next.cell.is_none() && line.block + 1 == next.block;
    let plain = text.len() <= 40 && !text.iter().any(|&c| matches!(c, '。' | ';' | ',' | ':' | '《' | '!' | '?'));
    near && plain
        && !attachment_prefix(&line.chars).1
        && !super::statements::opens_with_number(&line.chars)
        && candidate(lines, index, forms).is_none()
        && (find_year(&text).is_some() || forms.stops.any_in(&text) || forms.body_suffixes.at_end(&text).is_some())
        && text.last() != Some(&')')
}

/// The four digits of a year that a folded text names: `2023年度`, `2023年`; not `2023年8月`, not a document number.
pub(super) fn find_year(chars: &[char]) -> Option<Range<usize>> {
    let mut plain = None;
    for (i, four) in chars.windows(4).enumerate() {
        let is_year =
            (four.starts_with(&['2', '0']) || four.starts_with(&['1', '9'])) && four.iter().all(char::is_ascii_digit);
        if !is_year
            || i.checked_sub(1).and_then(|k| chars.get(k)).is_some_and(|c| c.is_ascii_digit() || *c == '(')
                && !in_brackets(chars, i)
        {
            continue;
        }
        let mut rest = after_digits(chars, i);
        if rest.next() != Some('年') {
            continue;
        }
        match rest.next() {
            Some('度') => return Some(i..i + 4),
            Some(c) if c.is_ascii_digit() => {}
            _ => plain = plain.or(Some(i..i + 4)),
        }
    }
    plain
}

/// `（2023年度）` and `（2023）年度` hold a year; `〔2023〕5号` a document number.
fn in_brackets(chars: &[char], at: usize) -> bool {
    after_digits(chars, at).next() == Some('年')
}

/// What stands behind the four digits at a place, blanks and a bracket around the digits left out.
fn after_digits(chars: &[char], at: usize) -> impl Iterator<Item = char> + '_ {
    let rest = chars.get(at + 4..).unwrap_or_default().iter().copied().filter(|&c| c != ' ');
    let closed = at.checked_sub(1).and_then(|before| chars.get(before)) == Some(&'(');
    let mut first = closed;
    rest.filter(move |&c| !(std::mem::take(&mut first) && c == ')'))
}

fn year_in_title(document: &Document, title: &[Location]) -> Option<Location> {
    title.iter().find_map(|at| {
        let text = document.text_at(at)?;
        let chars = fold_in_place(&text.content);
        // The bracket after a title (`（2023年度）`) stands on the same line and counts.
        let year = find_year(chars.get(at.chars.0 as usize..)?).or_else(|| bare_year(chars.get(at.range())?))?;
        let from = at.chars.0 as usize;
        Some(text.locate(at.block, at.cell, from + year.start..from + year.end))
    })
}

/// `2023部门整体…`: a year without 年, in titles only.
fn bare_year(chars: &[char]) -> Option<Range<usize>> {
    let start = chars.windows(4).position(|w| w.starts_with(&['2', '0']) && w.iter().all(char::is_ascii_digit))?;
    let digit = |i: usize| chars.get(i).is_some_and(char::is_ascii_digit);
    (!digit(start + 4) && !start.checked_sub(1).is_some_and(digit)).then_some(start..start + 4)
}

/// A line that holds nothing but the year: `2024年度`, `（2023年度）`.
fn year_line(lines: &[Line<'_>]) -> Option<Location> {
    const NEAR_TOP: usize = 40;
    lines.iter().take(NEAR_TOP).find_map(|line| {
        let year = find_year(&line.chars)?;
        let rest: String = line.chars[..year.start].iter().chain(&line.chars[year.end..]).collect();
        let rest = fold(&rest);
        matches!(rest.trim_matches(['(', ')']), "年度" | "年").then(|| line.locate(year))
    })
}

/// The year that the text speaks of most; `2023年度` weighs more than `2023年`, a date nothing.
fn year_in_text(document: &Document, blocks: Range<u32>) -> Option<Location> {
    let mut seen: Vec<(Vec<char>, u32, Location)> = Vec::new();
    for block in blocks {
        let Some(text) = document.blocks.get(block as usize).and_then(Block::text) else { continue };
        if text.layer != Layer::Body || text.content.len() > LONGEST_PARAGRAPH || !text.content.contains('年') {
            continue;
        }
        let chars = folded(document, block);
        let (mut at, mut quoted) = (0, 0usize);
        while at < chars.len() {
            match chars[at] {
                '《' => quoted += 1,
                '》' => quoted = quoted.saturating_sub(1),
                c if quoted == 0 && c.is_ascii_digit() => {
                    let end = (at + 12).min(chars.len());
                    if let Some(year) = find_year(&chars[at..end]).filter(|y| y.start == 0) {
                        let digits = chars[at..at + 4].to_vec();
                        let weight = if chars[at + year.end..end].contains(&'度') { 3 } else { 1 };
                        match seen.iter_mut().find(|s| s.0 == digits) {
                            Some(s) => s.1 += weight,
                            None => seen.push((digits, weight, text.locate(block, None, at..at + 4))),
                        }
                    }
                    at += chars[at..].iter().take_while(|c| c.is_ascii_digit()).count() - 1;
                }
                _ => {}
            }
            at += 1;
        }
    }
    seen.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| a.0.cmp(&b.0))).map(|s| s.2)
}

/// The name of a body in a text: its longest start that ends as such names do.
fn body_start(chars: &[char], forms: &Forms) -> Option<usize> {
    const SHORTEST: usize = 4;
    let ends = |n: usize| forms.body_suffixes.at_end(&chars[..n]).is_some_and(|s| s < n) && !is_joined(chars, n, forms);
    (SHORTEST..=chars.len()).rev().find(|&n| ends(n))
}

/// Whether a longer word goes over a place, or ends at it, so that no name of a body ends there: 城镇|老旧小区, 政府|购买服务.
fn is_joined(chars: &[char], at: usize, forms: &Forms) -> bool {
    let over = |word: &Vec<char>| {
        (1..=word.len().min(at)).any(|k| chars.get(at - k..at - k + word.len()) == Some(word.as_slice()))
    };
    forms.body_joins.iter().any(over)
}

/// The body in a title: `2022年度X局整体…`, `X局2022年度…`.
fn body_in_title(document: &Document, title: &[Location], forms: &Forms) -> Option<Location> {
    title.iter().find_map(|at| {
        let text = document.text_at(at)?;
        let chars = fold_in_place(&text.content);
        let body = body_range(chars.get(at.range())?, forms)?;
        let from = at.chars.0 as usize;
        Some(text.locate(at.block, at.cell, from + body.start..from + body.end))
    })
}

/// The project or fund in a title: `X局2023年度Y资金绩效自评报告`, `X局Y资金2023年度绩效自评报告`.
fn project_in_title(document: &Document, title: &[Location], forms: &Forms) -> Option<Location> {
    let at = title.last()?;
    let text = document.text_at(at)?;
    let all = fold_in_place(&text.content);
    let chars = all.get(at.range())?;
    let range = project_range(chars, forms).or_else(|| project_in_brackets(chars, forms))?;
    let from = at.chars.0 as usize;
    Some(text.locate(at.block, at.cell, from + range.start..from + range.end))
}

/// Where a folded title names its project in brackets at its end: `X馆2022年度项目支出绩效自评报告（Y经费）`.
fn project_in_brackets(chars: &[char], forms: &Forms) -> Option<Range<usize>> {
    let end = chars.iter().rposition(|&c| c != ' ').filter(|&at| chars[at] == ')')?;
    let start = last_bracket(chars.get(..=end)?)? + 1;
    let name = chars.get(start..end)?;
    (LENGTHS.contains(&name.len()) && forms.project_suffixes.at_end(name).is_some()).then_some(start..end)
}

/// How long the name of a project is.
const LENGTHS: std::ops::RangeInclusive<usize> = 4..=40;

/// Where a folded title names its project.
fn project_range(chars: &[char], forms: &Forms) -> Option<Range<usize>> {
    let find = |word: [char; 2]| chars.windows(2).rposition(|w| w == word);
    let mut end = find(['绩', '效']).or_else(|| find(['自', '评']))?;
    // What a title calls the whole of a body's spending is no project.
    if chars.windows(2).any(|w| w == ['整', '体']) {
        return None;
    }
    let mut start = body_range(chars, forms).map_or(0, |body| body.end);
    let year_end = |year: Range<usize>| {
        let marks = chars[year.end..].iter().take_while(|c| matches!(c, '年' | '度' | ' ')).count();
        year.start..year.end + marks
    };
    // The year stands before the name or behind it; what stands before a year in the middle is the region.
    if let Some(year) = chars.get(start..end).and_then(find_year).map(|y| year_end(y.start + start..y.end + start)) {
        if year.end >= end {
            end = year.start;
        } else {
            start = year.end;
            start += body_range(&chars[start..end], forms).map_or(0, |body| body.end);
        }
    }
    while end > start + 2 && (chars[end - 2..end] == ['支', '出'] || chars[end - 1] == ' ') {
        end -= if chars[end - 1] == ' ' { 1 } else { 2 };
    }
    while start < end && matches!(chars[start], ' ' | '的' | '"') {
        start += 1;
    }
    let name: Vec<char> = chars.get(start..end)?.iter().copied().filter(|&c| c != ' ').collect();
    let text = text_of(&name);
    let fits = LENGTHS.contains(&name.len())
        && forms.project_suffixes.at_end(&name).is_some()
        && !forms.project_generic.contains(&text)
        && find_year(&name).is_none();
    fits.then_some(start..end)
}

/// The body that a folded title names.
pub(super) fn body_of(title: &str, forms: &Forms) -> Option<String> {
    let chars: Vec<char> = title.chars().collect();
    body_range(&chars, forms).map(|range| chars[range].iter().filter(|c| **c != ' ').collect())
}

/// Where a title names its body: after the year and before the next year or word of the form.
fn body_range(chars: &[char], forms: &Forms) -> Option<Range<usize>> {
    let mut start = 0;
    loop {
        let rest = chars.get(start..)?;
        if let Some(year) = find_year(rest).filter(|y| y.start == 0) {
            let mark = rest[year.end..].iter().take_while(|c| matches!(c, '年' | '度' | ' ')).count();
            start += year.end + mark;
        } else if rest.starts_with(&['关', '于']) {
            start += 2;
        } else if matches!(rest.first(), Some(' ' | '(' | ')')) {
            start += 1;
        } else {
            break;
        }
    }
    let rest = chars.get(start..)?;
    let year = find_year(rest).map_or(rest.len(), |y| y.start);
    // A body may have 项目 or 财政 in its name: the stop must not stand inside it (`财政局`, `机关事务管理中心`).
    let stops = (0..year).filter(|&i| i > 0 && forms.stops.at_start(&rest[i..]).is_some());
    let stop = stops.clone().find(|&i| forms.body_suffixes.at_end(&rest[..i]).is_some());
    let stop = stop.or_else(|| stops.clone().next()).unwrap_or(year).min(year);
    let n = body_start(&rest[..stop], forms)?;
    Some(start..start + n)
}

/// A line of a cover page that holds nothing but the name of a body.
fn body_line(lines: &[Line<'_>], forms: &Forms) -> Option<Location> {
    const NEAR_TOP: usize = 8;
    lines.iter().take(NEAR_TOP).find_map(|line| {
        let text = line.folded();
        let (shortest, longest) = (5, 30);
        let chinese = text.iter().all(|c| ('\u{4e00}'..='\u{9fff}').contains(c) || matches!(c, '(' | ')'));
        let named = (shortest..=longest).contains(&text.len()) && forms.body_suffixes.at_end(&text).is_some();
        // A row of labels and values that became a line of words names its bodies itself.
        let first: String = line.chars.iter().skip_while(|c| **c == ' ').take_while(|c| **c != ' ').collect();
        let labelled = first.chars().count() < text.len() && forms.label(&first).is_some();
        let stands = line.cell.is_none() && !labelled && !attachment_prefix(&line.chars).1;
        (named && chinese && stands).then(|| line.from(0))
    })
}

/// `X局是…的工作部门`, `X中心的主要职责是`: the body that the first paragraphs speak of.
fn body_in_text(document: &Document, blocks: Range<u32>, forms: &Forms) -> Option<Location> {
    const NEAR_TOP: usize = 12;
    const LONGEST_NAME: usize = 30;
    blocks.take(NEAR_TOP).find_map(|block| {
        let text = document.blocks.get(block as usize)?.text().filter(|t| t.layer == Layer::Body)?;
        let chars = folded(document, block).get(..).filter(|_| text.content.len() < 6000)?;
        let start = chars.iter().position(|&c| c != ' ')?;
        let head = &chars[start..(start + LONGEST_NAME).min(chars.len())];
        let n = (5..head.len()).find(|&n| {
            forms.body_suffixes.at_end(&head[..n]).is_some_and(|s| s < n)
                && (forms.body_goes_on.at_start(&head[n..]).is_some() || head[n..].starts_with(&['2', '0']))
        })?;
        let chinese = head[..n].iter().all(|c| ('\u{4e00}'..='\u{9fff}').contains(c) || matches!(c, '(' | ')'));
        chinese.then(|| text.locate(block, None, start..start + n))
    })
}

/// `由X局组织实施`: the body that the first paragraphs of a report on a project name for it.
fn body_that_acts(document: &Document, blocks: Range<u32>, forms: &Forms) -> Option<Location> {
    const NEAR_TOP: usize = 20;
    const NAME: Range<usize> = 5..30;
    blocks.take(NEAR_TOP).find_map(|block| {
        let text = document.blocks.get(block as usize)?.text().filter(|t| t.layer == Layer::Body)?;
        let chars = folded(document, block).get(..).filter(|_| text.content.len() < 6000)?;
        let named = |start: usize| {
            let rest = chars.get(start..)?;
            let ends = |n: &usize| {
                let name = rest.get(..*n).unwrap_or_default();
                forms.body_suffixes.at_end(name).is_some_and(|s| s < *n)
                    && rest.get(*n..).is_some_and(|behind| forms.carries_out.at_start(behind).is_some())
            };
            let n = NAME.take_while(|n| rest.len() > *n).find(ends)?;
            let chinese = rest[..n].iter().all(|c| ('\u{4e00}'..='\u{9fff}').contains(c));
            chinese.then_some(start..start + n)
        };
        let mut after = chars.iter().enumerate().filter(|(_, c)| **c == '由').map(|(at, _)| at + 1);
        after.find_map(named).map(|range| text.locate(block, None, range))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locate::sample::document;

    fn found(source: &str) -> (Vec<String>, Vec<(HeadKind, String)>) {
        let document = document(source);
        let blocks = 0..crate::model::offset(document.blocks.len());
        let (title, fields) = head(&document, blocks, Lexicon::builtin());
        let fields = fields.iter().map(|f| (f.kind, document.quote(&f.value))).collect();
        (title.iter().map(|t| document.quote(t)).collect(), fields)
    }

    fn value(fields: &[(HeadKind, String)], kind: HeadKind) -> Option<&str> {
        fields.iter().find(|f| f.0 == kind).map(|f| f.1.as_str())
    }

    #[test]
    fn the_examples_of_the_pattern_file_hold() {
        let file: toml::Table = toml::from_str(include_str!("../../patterns/forms.toml")).expect("toml");
        for entry in file["title"].as_array().expect("titles") {
            for (key, wanted) in [("examples", 1), ("counter", 0)] {
                for text in entry[key].as_array().expect("examples").iter().filter_map(toml::Value::as_str) {
                    assert_eq!(found(text).0.len(), wanted, "{text}");
                }
            }
        }
        let forms = &Lexicon::builtin().forms;
        for example in file["kind"]["examples"].as_array().expect("examples") {
            let text = example["text"].as_str().expect("text");
            assert_eq!(forms.kind(text).name(), example["kind"].as_str().expect("kind"), "{text}");
            assert_eq!(body_of(text, forms).unwrap_or_default(), example["body"].as_str().expect("body"), "{text}");
        }
        for example in file["body"]["introductions"].as_array().expect("introductions") {
            let text = format!("部门整体支出绩效自评报告\n一、概况\n{}", example["text"].as_str().expect("text"));
            assert_eq!(value(&found(&text).1, HeadKind::Organization), example["body"].as_str(), "{text}");
        }
    }

    #[test]
    fn projects_are_named_by_titles() {
        let file: toml::Table = toml::from_str(include_str!("../../patterns/forms.toml")).expect("toml");
        for example in file["project_title"]["examples"].as_array().expect("examples") {
            let text = example["text"].as_str().expect("text");
            let fields = found(text).1;
            let project = value(&fields, HeadKind::Project).unwrap_or_default();
            assert_eq!(project, example["project"].as_str().expect("project"), "{text}");
        }
    }

    #[test]
    fn titles_in_their_many_places() {
        let cases: [(&str, &[&str]); 10] = [
            (
                "附件 1\n\n2023 年度部门整体绩效自评报告\n部门名称（公章）：云江县图书馆",
                &["2023 年度部门整体绩效自评报告"],
            ),
            (
                "附件2\n部门整体支出绩效自评表\n一级指标\t得分\n投入\t9\n\n附件3\n2020年度石桥街道整体支出预算绩效\n自评报告",
                &["2020年度石桥街道整体支出预算绩效", "自评报告"],
            ),
            (
                "云江县水务局\n2023年度部门整体支出\n绩效自评报告\n一、概况",
                &["云江县水务局", "2023年度部门整体支出", "绩效自评报告"],
            ),
            ("## 部门整体支出绩效自评报告", &["部门整体支出绩效自评报告"]),
            ("项目支出绩效自评表\t\t\n（2023年度）\t\t\n项目名称\t管网改造\t", &["项目支出绩效自评表"]),
            (
                "附件1：2023年度云江县水务局部门整体自评表\n正文。\n2023年度云江县水务局整体绩效自评结果",
                &["2023年度云江县水务局整体绩效自评结果"],
            ),
            ("附件1：2023年度云江县水务局部门整体自评表", &["2023年度云江县水务局部门整体自评表"]),
            (
                "2023年度云江县水务局部门整体支出绩效自评报告（公开版）",
                &["2023年度云江县水务局部门整体支出绩效自评报告（公开版）"],
            ),
            ("我局按时报送了绩效自评报告。\n一、绩效自评结果", &[]),
            ("", &[]),
        ];
        for (source, wanted) in cases {
            assert_eq!(found(source).0, wanted, "{source}");
        }
    }

    #[test]
    fn the_body_comes_from_label_title_cover_or_text() {
        let cases = [
            ("2023年度部门整体绩效自评报告\n部门名称（公章）：云江县图书馆", Some("云江县图书馆")),
            ("部门整体支出绩效自评报告\n部门名称： (公章) 云江县融媒体中心\n填报人：某某", Some("云江县融媒体中心")),
            ("2022年度石桥区统计局整体绩效自评结果\n一、结论", Some("石桥区统计局")),
            ("石桥区统计局2022年度部门整体支出绩效自评报告", Some("石桥区统计局")),
            ("云江县财政局2022年度部门整体支出绩效自评报告", Some("云江县财政局")),
            ("省级部门整体绩效自我评价表\n2024年度\n单位\t云江环境监测中心\t\t", Some("云江环境监测中心")),
            ("云江县水务局\n2023年度部门整体支出绩效自评报告", Some("云江县水务局")),
            ("部门整体支出绩效自评报告\n一、概况\n云江县水务局是县政府的工作部门。", Some("云江县水务局")),
            ("2023年度农村饮水项目支出绩效自评报告", None),
            ("部门整体支出绩效自评报告\n单位名称（盖章）：\n单位：万元", None),
        ];
        for (source, wanted) in cases {
            assert_eq!(value(&found(source).1, HeadKind::Organization), wanted, "{source}");
        }
    }

    #[test]
    fn the_year_is_that_of_the_evaluation() {
        let cases = [
            ("2023年度云江县水务局整体支出绩效自评报告\n填报日期：2024年8月2日", Some("2023")),
            ("部门整体绩效自我评价表\n2024年度\n填报日期：2025年3月1日", Some("2024")),
            ("项目支出绩效自评表\n（ 2023 年度）", Some("2023")),
            ("部门整体支出绩效自评报告（2021年度）", Some("2021")),
            ("2023部门整体支出绩效自评报告", Some("2023")),
            (
                "部门整体支出绩效自评报告\n填报日期：2024 年 8 月 23 日\n2023年预算为19万元，2023年支出18万元，比2022年少。根据《2024年度绩效管理办法》（云财〔2024〕5号）",
                Some("2023"),
            ),
            ("部门整体支出绩效自评报告\n填报日期：2024 年 8 月 23 日", None),
        ];
        for (source, wanted) in cases {
            assert_eq!(value(&found(source).1, HeadKind::Year), wanted, "{source}");
        }
    }
}
