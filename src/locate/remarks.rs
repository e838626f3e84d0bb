//! What the text shows to be missing from it: blocks in, notices out.
//!
//! Captions without their table, table numbers that skip, placeholders, foreign words between Chinese ones, brackets
//! without a partner, amounts whose unit is incomplete, paragraphs that stop in mid sentence. Cells that are cut off or
//! lost digits are the business of `cells`. Everything is told from form; how serious it is, a check decides.

use super::cells;
use crate::lexicon::{Lexicon, fold, fold_char, is_ideograph, printed, push_chars, text_of};
use crate::model::{Block, Document, Layer, Location, Notice, Section, Text, ordinal};
use std::ops::Range;

/// The longest line that can be a caption.
const LONGEST_CAPTION: usize = 60;
/// The shortest paragraph whose end is looked at; shorter ones are headings and labels.
const SHORTEST_SENTENCE: usize = 20;
/// How far back the clause of an amount is read.
const LONGEST_CLAUSE: usize = 200;
/// How many remarks of one kind one text is worth: a text with more is damaged as a whole, and the first ones show it.
const MOST_OF_A_KIND: usize = 100;
/// The most dots that stand in place of a value.
const MOST_DOTS: usize = 6;
/// How many amounts of one sentence must print the whole unit before one that does not is remarked on.
const WHOLE_UNITS: usize = 2;

/// Everything that some blocks show to be missing, in order of place.
pub(super) fn remarks(document: &Document, blocks: Range<u32>, sections: &[Section], lexicon: &Lexicon) -> Vec<Notice> {
    let mut notices = Vec::new();
    let mut numbered: Option<TableNumber> = None;
    let mut open = Marks::default();
    let mut chars = Vec::new();
    for index in blocks.clone() {
        let Some(block) = document.blocks.get(index as usize) else { break };
        match block {
            Block::Heading(text) | Block::Paragraph(text) => {
                if text.layer == Layer::Furniture {
                    continue;
                }
                let chars = printed(document, index);
                let place = Place { text, block: index, cell: None };
                announced_table(document, &blocks, &place, chars, lexicon, &mut notices);
                numbered = table_number(&place, chars, numbered, &mut notices);
                words(&place, chars, lexicon, &mut notices);
                open = marks(&place, chars, &open, &mut notices);
                units(&place, chars, lexicon, &mut notices);
                cut_sentence(document, &blocks, &place, chars, &mut notices);
            }
            Block::Table(table) => {
                open = Marks::default();
                for cell in &table.cells {
                    chars.clear();
                    push_chars(&cell.text.content, &mut chars);
                    let place = Place { text: &cell.text, block: index, cell: Some((cell.row, cell.col)) };
                    words(&place, &chars, lexicon, &mut notices);
                    marks(&place, &chars, &Marks::default(), &mut notices);
                }
            }
        }
    }
    questions(document, sections, &mut notices);
    notices.extend(cells::remarks(document, blocks));
    notices.sort_by(|a, b| place_of(a).cmp(&place_of(b)));
    notices
}

/// A text and where it stands.
struct Place<'a> {
    text: &'a Text,
    block: u32,
    cell: Option<(u32, u32)>,
}

impl Place<'_> {
    fn locate(&self, range: Range<usize>) -> Location {
        self.text.locate(self.block, self.cell, range)
    }
}

fn place_of(notice: &Notice) -> Option<&Location> {
    match notice {
        Notice::UndecodableBytes { at, .. }
        | Notice::ForeignWord { at }
        | Notice::UnpairedMark { at }
        | Notice::CellCutOff { at }
        | Notice::SentenceCutOff { at }
        | Notice::UnitIncomplete { at }
        | Notice::DigitsLost { at, .. }
        | Notice::NoTextLayer { at, .. }
        | Notice::GarbledText { at, .. }
        | Notice::Recognized { at, .. }
        | Notice::AmbiguousNumber { at }
        | Notice::AttachmentMissing { at }
        | Notice::Placeholder { at }
        | Notice::NotRead { at, .. } => Some(at),
        Notice::TableNumberSkips { after, .. } => Some(after),
        Notice::HeadMissing(_) => None,
    }
}

/// `附件1：…自评表` with nothing below it but the next numbered heading.
///
/// Above the first heading the caption titles the whole file, and at the end it may name another file: both are normal.
fn announced_table(
    document: &Document,
    blocks: &Range<u32>,
    place: &Place<'_>,
    chars: &[char],
    lexicon: &Lexicon,
    notices: &mut Vec<Notice>,
) {
    let word = lexicon.sections.attachment(chars).filter(|_| chars.len() <= LONGEST_CAPTION);
    // `附件：1.…` opens a list of attachments and captions nothing.
    let opens = word.is_some_and(|end| {
        let behind = &chars[end..];
        !matches!(behind.first(), Some(':' | '：')) || lexicon.sections.marker(&behind[1..]).is_none()
    });
    if !opens || place.block == blocks.start || !lexicon.remarks.is_table_caption(&fold(&place.text.content)) {
        return;
    }
    let next = (place.block + 1..blocks.end).find_map(|index| match document.blocks.get(index as usize)? {
        Block::Heading(text) | Block::Paragraph(text) if fold(&text.content).is_empty() => None,
        block => Some(block),
    });
    let heading_follows = next.and_then(Block::text).is_some_and(|text| {
        let opening: Vec<char> = text.content.chars().take(LONGEST_CAPTION).collect();
        // Another attachment behind it makes both entries of a list.
        lexicon.sections.marker(&opening).is_some_and(|m| opening.len() - m.end < LONGEST_CAPTION / 2)
            && lexicon.sections.attachment(&opening).is_none()
    });
    if heading_follows {
        notices.push(Notice::AttachmentMissing { at: place.locate(0..chars.len()) });
    }
}

/// `表1-2`: chapter and number of a caption, and where it stands.
struct TableNumber {
    chapter: u32,
    number: u32,
    at: Location,
}

fn table_number(
    place: &Place<'_>,
    chars: &[char],
    before: Option<TableNumber>,
    notices: &mut Vec<Notice>,
) -> Option<TableNumber> {
    let Some(now) = read_table_number(place, chars) else { return before };
    if let Some(before) = before.filter(|b| b.chapter == now.chapter && now.number > b.number + 1) {
        notices.push(Notice::TableNumberSkips { before: before.at, after: now.at.clone() });
    }
    Some(now)
}

fn read_table_number(place: &Place<'_>, chars: &[char]) -> Option<TableNumber> {
    if chars.len() > LONGEST_CAPTION || chars.iter().any(|&c| matches!(c, '。' | '；')) {
        return None;
    }
    let mut at = skip_blank(chars, 0);
    if chars.get(at) != Some(&'表') {
        return None;
    }
    at = skip_blank(chars, at + 1);
    let first = digits(chars, &mut at)?;
    let sign = skip_blank(chars, at);
    let (chapter, number) = if matches!(chars.get(sign).copied().and_then(fold_char), Some('-' | '.')) {
        at = skip_blank(chars, sign + 1);
        (first, digits(chars, &mut at)?)
    } else {
        (0, first)
    };
    // A title follows; `表1中…` and `表3所示` are text.
    let next = chars.get(skip_blank(chars, at))?;
    let is_text = matches!(next, '中' | '所' | '的' | '可' | '为' | '，' | ',' | '、' | '和' | '与');
    (!is_text).then(|| TableNumber { chapter, number, at: place.locate(0..at) })
}

fn skip_blank(chars: &[char], from: usize) -> usize {
    from + chars.iter().skip(from).take_while(|&&c| fold_char(c).is_none()).count()
}

/// A number of at most three digits; white space ends it, for a year may follow.
fn digits(chars: &[char], at: &mut usize) -> Option<u32> {
    let start = *at;
    let mut value = 0;
    while let Some(digit) = chars.get(*at).copied().and_then(fold_char).and_then(|c| c.to_digit(10)) {
        value = value * 10 + digit;
        *at += 1;
        if *at - start > 3 {
            return None;
        }
    }
    (*at > start).then_some(value)
}

/// Placeholders and foreign words.
fn words(place: &Place<'_>, chars: &[char], lexicon: &Lexicon, notices: &mut Vec<Notice>) {
    let placeholders = lexicon.remarks.placeholders(chars);
    notices
        .extend(placeholders.iter().take(MOST_OF_A_KIND).map(|&(a, b)| Notice::Placeholder { at: place.locate(a..b) }));
    // Dots alone in a cell or line stand where a value should; in a sentence they are punctuation.
    let is_dot = |i: usize| matches!(chars[i], '…' | '⋯');
    let mut printed = (0..chars.len()).filter(|&i| fold_char(chars[i]).is_some());
    if let Some(first) = printed.next().filter(|&i| is_dot(i)) {
        let more: Vec<usize> = printed.take(MOST_DOTS).collect();
        if more.len() < MOST_DOTS && more.iter().all(|&i| is_dot(i)) {
            notices.push(Notice::Placeholder { at: place.locate(first..more.last().unwrap_or(&first) + 1) });
        }
    }
    // No branch, so that many bytes are looked at at once.
    if !place.text.content.bytes().fold(false, |any, b| any | b.is_ascii_lowercase()) {
        return;
    }
    let foreign = lexicon.remarks.foreign_words(chars);
    notices.extend(foreign.iter().take(MOST_OF_A_KIND).map(|&(a, b)| Notice::ForeignWord { at: place.locate(a..b) }));
}

/// Marks that a paragraph leaves open.
#[derive(Default)]
struct Marks {
    titles: usize,
    brackets: usize,
}

/// Brackets and book-title marks without a partner; gives those left open.
fn marks(place: &Place<'_>, chars: &[char], before: &Marks, notices: &mut Vec<Notice>) -> Marks {
    let mut titles: Vec<usize> = Vec::new();
    let mut brackets: Vec<usize> = Vec::new();
    let mut unpaired: Vec<usize> = Vec::new();
    // What the paragraph before left open may close here: a page cut one paragraph in two.
    let mut owed = Marks { titles: before.titles, brackets: before.brackets };
    for (at, &c) in chars.iter().enumerate() {
        let (stack, owed) = match c {
            '《' | '》' => (&mut titles, &mut owed.titles),
            '（' | '(' | '）' | ')' => (&mut brackets, &mut owed.brackets),
            _ => continue,
        };
        match c {
            '《' | '（' | '(' => stack.push(at),
            _ if stack.pop().is_some() => {}
            _ if *owed > 0 => *owed -= 1,
            ')' | '）' if is_list_number(chars, at) => {}
            _ => unpaired.push(at),
        }
    }
    // An open mark near the end may close in the next paragraph; one far from it has lost its partner.
    unpaired.extend(titles.iter().chain(&brackets).filter(|&&at| chars.len() - at > LONGEST_CAPTION));
    let unpaired = unpaired.into_iter().take(MOST_OF_A_KIND);
    notices.extend(unpaired.map(|at| Notice::UnpairedMark { at: place.locate(at..at + 1) }));
    Marks { titles: titles.len(), brackets: brackets.len() }
}

/// `1）`, `a)`, `三）` number a list: the bracket needs no partner.
fn is_list_number(chars: &[char], at: usize) -> bool {
    let number = |c: char| c.is_ascii_alphanumeric() || ('０'..='９').contains(&c) || ordinal(c).is_some();
    // No list number is longer than three characters.
    let window = at.saturating_sub(4);
    let from = chars[window..at].iter().rposition(|&c| !number(c)).map_or(window, |i| window + i + 1);
    let opens = from == 0 || chars.get(from - 1).is_some_and(|&c| c.is_whitespace() || "。；：，、;:,.".contains(c));
    (1..=3).contains(&(at - from)) && opens
}

/// `23.5万；` among amounts in 万元.
fn units(place: &Place<'_>, chars: &[char], lexicon: &Lexicon, notices: &mut Vec<Notice>) {
    let (mut start, mut room) = (0, MOST_OF_A_KIND);
    for sentence in chars.split(|c| matches!(c, '。' | '\n')) {
        let (mut whole, mut short) = (0, Vec::new());
        for (at, _) in sentence.iter().enumerate().filter(|(_, c)| matches!(c, '万' | '亿')) {
            if number_before(sentence, at).is_none() {
                continue;
            }
            match sentence.get(at + 1) {
                Some('元') => whole += 1,
                None | Some('，' | '；' | '、' | ',' | ';' | '）' | ')') => short.push(at),
                _ => {}
            }
        }
        for at in short.into_iter().filter(|_| whole >= WHOLE_UNITS) {
            if room == 0 {
                return;
            }
            let from = number_before(sentence, at).unwrap_or(at);
            let low = from.saturating_sub(LONGEST_CLAUSE);
            let clause =
                sentence[low..from].iter().rposition(|&c| "，；：。,;:".contains(c)).map_or(low, |i| low + i + 1);
            if lexicon.remarks.speaks_of_money(&text_of(&sentence[clause..from])) {
                notices.push(Notice::UnitIncomplete { at: place.locate(start + from..start + at + 1) });
                room -= 1;
            }
        }
        start += sentence.len() + 1;
    }
}

/// Where the number before a character starts.
fn number_before(chars: &[char], at: usize) -> Option<usize> {
    let blank = chars[..at].iter().rev().take_while(|c| c.is_whitespace()).count();
    let end = at - blank;
    let digits = chars[..end]
        .iter()
        .rev()
        .take_while(|&&c| fold_char(c).is_some_and(|f| f.is_ascii_digit() || matches!(f, '.' | ',')) && c != '，')
        .count();
    (digits > 0).then_some(end - digits)
}

/// A paragraph that ends in a comma, with no paragraph after it that could go on.
fn cut_sentence(
    document: &Document,
    blocks: &Range<u32>,
    place: &Place<'_>,
    chars: &[char],
    notices: &mut Vec<Notice>,
) {
    let Some(last) = chars.iter().rposition(|&c| fold_char(c).is_some()) else { return };
    let open_end = matches!(chars[last], '，' | ',' | '、' | '（' | '《' | '＝' | '=');
    if !open_end || last < SHORTEST_SENTENCE {
        return;
    }
    let goes_on = (place.block + 1..blocks.end)
        .filter_map(|index| document.blocks.get(index as usize))
        .find(|block| block.text().is_none_or(|t| !fold(&t.content).is_empty()))
        .and_then(Block::text)
        .and_then(|text| text.content.chars().find_map(fold_char))
        .is_some_and(is_ideograph);
    if !goes_on {
        notices.push(Notice::SentenceCutOff { at: place.locate(last.saturating_sub(9)..last + 1) });
    }
}

/// A template's question left as a statement: a numbered statement of the report that asks 是否… and stops there.
fn questions(document: &Document, sections: &[Section], notices: &mut Vec<Notice>) {
    for section in sections {
        let Some(text) = section.number.as_ref().and_then(|n| document.text_at(n)) else { continue };
        // A body sentence only: in a title or an evaluation point the question is what is looked at.
        let own = text.slice(section.title.range().end..usize::MAX);
        let Some(byte) = own.find("是否") else { continue };
        let before = &own[..byte];
        let subject = before.trim_start_matches(['。', '：', ':', ' ', '\u{a0}', '\u{3000}']);
        let asks = !subject.is_empty()
            && !subject.contains(['。', '；', '？'])
            && own.matches("是否").count() == 1
            && own.trim_end().ends_with('。')
            && own[byte..].matches('。').count() == 1
            && !subject.contains(['对', '查', '看'])
            && !own.contains(['①', '？']);
        if asks {
            let start = section.title.range().end + before.chars().count();
            let end = text.len_chars();
            notices.push(Notice::Placeholder { at: text.locate(section.title.block, None, start..end) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{sample, sections};
    use super::*;
    use crate::model::offset;

    /// The kinds of the notices with what stands there.
    fn found(source: &str) -> Vec<(&'static str, String)> {
        let document = sample::document(source);
        let lexicon = Lexicon::builtin();
        let blocks = 0..offset(document.blocks.len());
        let outline = sections::outline(&document, blocks.clone(), lexicon);
        let kind = |notice: &Notice| match notice {
            Notice::AttachmentMissing { .. } => "attachment",
            Notice::TableNumberSkips { .. } => "table",
            Notice::Placeholder { .. } => "placeholder",
            Notice::ForeignWord { .. } => "foreign",
            Notice::UnpairedMark { .. } => "mark",
            Notice::UnitIncomplete { .. } => "unit",
            Notice::SentenceCutOff { .. } => "cut",
            _ => "other",
        };
        let quote = |notice: &Notice| place_of(notice).map(|at| document.quote(at)).unwrap_or_default();
        remarks(&document, blocks, &outline, lexicon).iter().map(|n| (kind(n), quote(n))).collect()
    }

    #[test]
    fn what_is_missing() {
        let cases = [
            (
                "一、概况\n正文。\n附件1：2023年度自评表\n \n二、附列资料\n内容。",
                ("attachment", "附件1：2023年度自评表"),
            ),
            ("表1-1 收支表\n文字。\n表 1-3 2023年采购表\n文字。", ("table", "表 1-3")),
            ("2023年度XX局整体支出自评", ("placeholder", "XX")),
            ("项目\t金额\n……\t", ("placeholder", "……")),
            ("开展业务培训 and 技能竞赛活动。", ("foreign", "and")),
            ("印发《差旅费管理办法》会议费标准》等制度。", ("mark", "》")),
            ("全年支出120.5万元，其中专项资金20.5万；公用经费30万元。", ("unit", "20.5万")),
            ("本年度预算执行中存在支出进度偏慢、资产盘点不及时，\n", ("cut", "偏慢、资产盘点不及时，")),
            (
                "一、自评\n1、公开情况。我中心报送的自评表是否与公开的自评表一致。",
                ("placeholder", "是否与公开的自评表一致。"),
            ),
        ];
        for (source, (kind, words)) in cases {
            let found = found(source);
            assert_eq!(found.len(), 1, "{source}: {found:?}");
            assert_eq!(found[0].0, kind, "{source}");
            assert!(found[0].1.ends_with(words) || words.ends_with(&found[0].1), "{source}: {found:?}");
        }
    }

    #[test]
    fn what_is_normal() {
        let quiet = [
            "附件1\n2023年度部门整体支出绩效自评表\n一、概况\n正文。",
            "附件：2023年度自评表\n一、概况\n正文。",
            "一、概况\n正文。\n附件1：自评表\n附件2：佐证材料",
            "一、概况\n正文。\n附件：1.绩效自评表\n2.佐证材料",
            "一、概况\n附件1：自评表\n指标\t得分\n甲率\t5",
            "表1-1 收支表\n如表1-4所示，支出增长。\n表1-2 采购表\n表2-1 三公表",
            "工作分三步：1）摸底；2）整改；（3）验收。",
            "点击量达120万，发布信息30万条，投入资金30万元。",
            "使用 Word 与 PDF 软件，R and D 投入增长。",
            "①是否制定制度；②是否执行到位。",
            "评价小组对资金使用是否规范进行了检查。",
            "（含上年结转\n资金）的支出。",
        ];
        for source in quiet {
            assert_eq!(found(source), [], "{source}");
        }
    }
}
