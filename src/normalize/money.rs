//! Money stated in running text: amounts with their items in, budget lines out.
//!
//! Only sentences that say planned or spent are read; a fine or a loss is a figure, not a budget line.

use crate::lexicon::{Lexicon, Money, MoneyClause, Plan, text_of};
use crate::model::{
    Block, BudgetLine, Dimension, Document, Figure, FigureId, FigureRole, Location, Measure, Quantity, Report,
    ReportKind, Stated, TableKind, Text, offset,
};
use rust_decimal::Decimal;

/// Reads the amounts of running text into budget lines. The ledger's prose figures stand in reading order.
pub(super) fn read(document: &Document, lexicon: &Lexicon, figures: &[Figure], report: &mut Report) {
    let prose: Vec<(FigureId, &Figure)> = figures
        .iter()
        .enumerate()
        .filter(|(_, f)| f.role == FigureRole::Prose && f.at.cell.is_none())
        .map(|(i, f)| (FigureId(offset(i)), f))
        .collect();
    for paragraph in prose.chunk_by(|a, b| a.1.at.block == b.1.at.block) {
        let at = &paragraph[0].1.at;
        if let Some(text) = document.text_at(at) {
            let heading = at.block.checked_sub(1).and_then(|i| document.blocks.get(i as usize));
            let heading = heading.and_then(|block| if let Block::Heading(text) = block { Some(text) } else { None });
            let mut openings = [Some(text), heading].into_iter().flatten();
            let subject = openings.find_map(|text| lexicon.money.subject(&text.content));
            Paragraph::new(text, at.block, &lexicon.money, subject, report.budget.len()).read(paragraph, report);
        }
    }
    // Of a project or a policy the whole is another one.
    if matches!(report.head.kind, ReportKind::Project | ReportKind::Policy) {
        let whole = |line: &&mut BudgetLine| line.at.cell.is_none() && line.item == lexicon.money.whole_name();
        for line in report.budget.iter_mut().filter(whole) {
            lexicon.money.project_name().clone_into(&mut line.item);
        }
    }
}

/// From this many characters on, a clause is looked through for breaks of a flattened page.
const LONG_CLAUSE: usize = 16;
/// Fewer characters behind a break are a word of the clause that a line end or a printer set apart.
const SHORTEST_CLAUSE: usize = 5;
/// The longest name of an item; a longer one is a run of headings.
const LONGEST_ITEM: usize = 60;

/// One paragraph while its amounts are read from left to right.
struct Paragraph<'a> {
    text: &'a Text,
    chars: Vec<char>,
    block: u32,
    money: &'a Money,
    /// What the paragraph calls its whole: the project that it is about, else the body.
    whole: String,
    /// The first budget line of this paragraph.
    first_line: usize,
    /// The line of the amount before, when the sentence goes on with it.
    current: Option<usize>,
    /// Whether only the item's ending spoke for the amount before.
    guessed: bool,
    /// The lines whose plan is the one that the year began with: a later plan of the same item is the adjusted one.
    initial: Vec<usize>,
    /// Whether the sentence has said planned or spent.
    said: bool,
    sentence: usize,
    /// The end of the amount before.
    from: usize,
    /// How many sentences have ended.
    sentences: usize,
    /// The lines that got an amount, each with the sentence it stands in.
    stated: Vec<(usize, usize)>,
    /// The last two amounts, whether a line got them or not.
    last: [Option<FigureId>; 2],
}

impl<'a> Paragraph<'a> {
    fn new(text: &'a Text, block: u32, money: &'a Money, subject: Option<String>, first_line: usize) -> Self {
        let mut chars = Vec::with_capacity(text.len_chars());
        chars.extend(text.content.chars());
        Self {
            text,
            chars,
            block,
            money,
            whole: subject.unwrap_or_else(|| money.whole_name().to_owned()),
            first_line,
            current: None,
            guessed: false,
            initial: Vec::new(),
            said: false,
            sentence: 0,
            from: 0,
            sentences: 0,
            stated: Vec::new(),
            last: [None; 2],
        }
    }

    fn read(mut self, amounts: &[(FigureId, &Figure)], report: &mut Report) {
        for (id, figure) in amounts {
            let number = figure.at.range().start.min(self.chars.len());
            let from = self.from.min(number);
            let clause_start = from + self.advance(from, number);
            let behind_furniture = without_furniture(&self.chars, clause_start, number);
            self.from = figure.at.range().end;
            if is_money(&figure.measure) {
                // Behind headings that run into one line with it, only a clause that itself says planned or spent counts.
                if behind_furniture == clause_start || self.clause_says(behind_furniture, number) {
                    self.amount(*id, figure, behind_furniture, number, report);
                } else {
                    self.current = None;
                }
                self.last = [Some(*id), self.last[0]];
            } else if figure.measure.quantity.unit.dimension == Dimension::Percent {
                self.rate(*id, figure, clause_start, number, report);
            }
        }
    }

    /// Passes the characters between two amounts: a sentence end closes the sentence. Gives where the last clause starts.
    fn advance(&mut self, from: usize, number: usize) -> usize {
        let gap = &self.chars[from..number];
        if let Some(end) = gap.iter().rposition(|c| matches!(c, '。' | '！' | '？')) {
            (self.sentence, self.said, self.current) = (from + end + 1, false, None);
            self.sentences += gap.iter().filter(|c| matches!(c, '。' | '！' | '？')).count();
        }
        clause_start(gap)
    }

    fn clause_says(&self, start: usize, number: usize) -> bool {
        let clause: String = self.chars.get(start..number).unwrap_or_default().iter().collect();
        self.money.clause(&clause).is_some_and(|c| c.said)
    }

    fn amount(&mut self, id: FigureId, figure: &Figure, clause_start: usize, number: usize, report: &mut Report) {
        let clause = text_of(&self.chars[clause_start..number]);
        let Some(mut read) = self.money.clause(&clause) else {
            self.current = None;
            return;
        };
        if read.item == self.money.whole_name() {
            read.item.clone_from(&self.whole);
        }
        if !read.said && !self.said && !self.sentence_says(number) {
            self.current = None;
            return;
        }
        if read.item.chars().nth(LONGEST_ITEM).is_some() {
            self.current = None;
            return;
        }
        self.said |= read.said;
        let at = self.text.locate(self.block, None, clause_start..figure.at.range().end);
        let value = Some(figure.measure.clone());
        let stated = Stated { raw: figure.raw.clone(), value, at: figure.at.clone(), figure: Some(id) };
        let line = match read.item.as_str() {
            // `年初预算500万元，年中追加30万元，调整后预算530万元`: what was adjusted is what the year began with.
            "" if read.plan == Some(Plan::Standing) => {
                self.begun(report).or(self.current).or_else(|| self.same_item(report, &self.whole, &read))
            }
            "" => self.current.or_else(|| self.same_item(report, &self.whole, &read)),
            item => self.same_item(report, item, &read),
        };
        let index = line.unwrap_or_else(|| {
            let item = if read.item.is_empty() { self.whole.clone() } else { read.item.clone() };
            report.budget.push(new_line(item, &figure.measure, at));
            report.budget.len() - 1
        });
        let target = &mut report.budget[index];
        // `X资金a万元，当年支出b万元`: the first amount is what was there to spend.
        if read.spent && read.said && self.guessed && self.current == Some(index) && target.planned.is_none() {
            target.planned = target.spent.take();
        }
        if read.plan == Some(Plan::Standing) && self.initial.contains(&index) && target.initial.is_none() {
            target.initial = target.planned.take();
        }
        if read.plan.is_some() && target.planned.is_none() {
            target.planned = Some(stated.clone());
            if read.plan == Some(Plan::Initial) {
                self.initial.push(index);
            }
        }
        if read.spent && target.spent.is_none() {
            target.spent = Some(stated);
        }
        (self.guessed, self.current) = (!read.said, Some(index));
        self.stated.push((index, self.sentences));
    }

    /// The line of the budget that the year began with, when its sentence has not said yet what became of it.
    fn begun(&self, report: &Report) -> Option<usize> {
        let stated = |line: usize| self.stated.iter().any(|(l, sentence)| *l == line && *sentence == self.sentences);
        let open = |&line: &usize| report.budget.get(line).is_some_and(|l| l.initial.is_none() && l.planned.is_some());
        self.initial.iter().rev().copied().find(|&line| stated(line) && self.current != Some(line)).filter(open)
    }

    /// The line of the same item in this paragraph whose amount is still open.
    fn same_item(&self, report: &Report, item: &str, read: &MoneyClause) -> Option<usize> {
        // An item is named again soon or not at all; a paragraph of thousands of amounts is not searched for each.
        let mut near = (self.first_line..report.budget.len()).rev().take(MOST_LINES);
        let index = near.find(|&i| report.budget[i].item == item)?;
        let line = &report.budget[index];
        let adjusts = read.plan == Some(Plan::Standing) && line.initial.is_none() && self.initial.contains(&index);
        let open = (read.plan.is_none() || line.planned.is_none() || adjusts) && (!read.spent || line.spent.is_none());
        open.then_some(index)
    }

    /// A percentage behind a word such as 执行率 is the rate of the line that this sentence or the one before states. Of
    /// several lines it is the one whose amounts give it; else nobody can tell.
    fn rate(&mut self, id: FigureId, figure: &Figure, clause_start: usize, number: usize, report: &mut Report) {
        const LONGEST_CLAUSE: usize = 40;
        const MOST_LINES: usize = 8;
        let clause: String =
            self.chars[clause_start.max(number.saturating_sub(LONGEST_CLAUSE))..number].iter().collect();
        let Some(item) = self.money.rate(&clause) else { return };
        let near = self.stated.iter().rev().take_while(|(_, sentence)| sentence + 1 >= self.sentences);
        let mut lines: Vec<usize> = near.take(MOST_LINES).map(|(line, _)| *line).collect();
        lines.sort_unstable();
        lines.dedup();
        lines.retain(|&line| {
            let line = &report.budget[line];
            let amounts = [&line.planned, &line.spent].map(|stated| stated.as_ref().and_then(|s| s.figure));
            // `总支出90万元…。其中：甲预算50万元，支出49万元，执行率98%`: the rate is that of the amounts before it.
            let beside = || amounts.iter().any(|id| id.is_some() && self.last.contains(id));
            line.planned.is_some()
                && line.spent.is_some()
                && line.rate.is_none()
                && (item.is_empty() && (beside() || gives(line, &figure.measure)) || line.item == item)
        });
        let fitting = || lines.iter().copied().find(|&line| gives(&report.budget[line], &figure.measure));
        let Some(line) = (if lines.len() == 1 { lines.first().copied() } else { fitting() }) else { return };
        let value = Some(figure.measure.clone());
        report.budget[line].rate =
            Some(Stated { raw: figure.raw.clone(), value, at: figure.at.clone(), figure: Some(id) });
    }

    /// Whether the rest of the sentence, or what stands before in it, says planned or spent.
    fn sentence_says(&self, number: usize) -> bool {
        // One sentence of ordinary length decides; a list of hundreds of amounts need not be read again for each.
        let far = self.chars.len().min(number + 200);
        let end = self.chars[number..far].iter().position(|c| *c == '。').map_or(far, |p| number + p);
        let sentence = &self.chars[self.sentence.max(number.saturating_sub(200))..end];
        sentence.split(|c| c.is_numeric()).any(|piece| {
            let start = piece.iter().rposition(|c| matches!(c, '，' | ',' | '；')).map_or(0, |p| p + 1);
            let clause = text_of(&piece[start..]);
            clause.contains("支出") || self.money.clause(&clause).is_some_and(|c| c.said)
        })
    }
}

/// Where the last clause of a text starts. A bracket that is closed again is part of its clause: 因公出国（境）费.
fn clause_start(text: &[char]) -> usize {
    let mut start = 0;
    let mut outside = Vec::new();
    for (at, c) in text.iter().enumerate() {
        match c {
            '（' | '(' => outside.push(std::mem::replace(&mut start, at + 1)),
            '）' | ')' => start = outside.pop().unwrap_or(start),
            '，' | ',' | '。' | '；' | ';' | '：' | '、' | '！' | '？' => start = at + 1,
            _ => {}
        }
    }
    start
}

/// How many lines back the line of an item is looked for.
const MOST_LINES: usize = 100;

/// Whether the amounts of a line give a rate to within its last printed digit.
fn gives(line: &BudgetLine, rate: &Measure) -> bool {
    let amount =
        |stated: &Option<Stated<Measure>>| stated.as_ref().and_then(Stated::quantity).and_then(Quantity::base_amount);
    let share = amount(&line.spent).zip(amount(&line.planned)).and_then(|(spent, planned)| spent.checked_div(planned));
    let percent = share.and_then(|share| share.checked_mul(Decimal::ONE_HUNDRED));
    let step = Decimal::new(1, rate.quantity.decimals.min(28));
    percent.is_some_and(|percent| (percent - rate.quantity.amount).abs() < step)
}

/// Whether a measure is an amount of money; `万` alone is one that lost its 元.
fn is_money(measure: &Measure) -> bool {
    let unit = &measure.quantity.unit;
    unit.dimension == Dimension::Money || (unit.base.is_empty() && unit.text == "万")
}

fn new_line(item: String, measure: &Measure, at: Location) -> BudgetLine {
    BudgetLine {
        item,
        parent: None,
        exhaustive: false,
        unit: measure.quantity.unit.text.clone(),
        initial: None,
        planned: None,
        spent: None,
        rate: None,
        prior: None,
        weight: None,
        score: None,
        table: TableKind::Other,
        at,
    }
}

/// Where a clause starts that a flattened page runs on from its headings and dotted lines: behind the last break.
fn without_furniture(chars: &[char], start: usize, number: usize) -> usize {
    let clause = chars.get(start..number).unwrap_or_default();
    let end = clause.iter().rposition(|c| !c.is_whitespace()).map_or(0, |at| at + 1);
    if end < LONG_CLAUSE {
        return start;
    }
    // A blank beside a number only sets it apart: `2023 年培训费`.
    let western = |at: Option<usize>| at.and_then(|at| clause.get(at)).is_some_and(char::is_ascii_alphanumeric);
    let parts = |at: usize| !western(at.checked_sub(1)) && !western(Some(at + 1));
    let breaks = |&at: &usize| match clause[at] {
        '.' => clause.get(at + 1) == Some(&'.'),
        c => c.is_whitespace() && parts(at),
    };
    let dots = |at: usize| clause[at..end].iter().take_while(|c| matches!(c, '.') || c.is_whitespace()).count();
    (0..end.saturating_sub(SHORTEST_CLAUSE)).rev().find(breaks).map_or(start, |at| start + at + dots(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_keeps_the_brackets_that_are_closed_in_it() {
        for (text, clause) in [
            ("全年支出，因公出国（境）费", "因公出国（境）费"),
            ("项目支出（其中，基建", "基建"),
            ("三公经费（含公务接待费、会议费）", "三公经费（含公务接待费、会议费）"),
            ("收到专款，2020)189号)补助", "2020)189号)补助"),
        ] {
            let chars: Vec<char> = text.chars().collect();
            assert_eq!(chars[clause_start(&chars)..].iter().collect::<String>(), clause);
        }
    }

    #[test]
    fn a_clause_starts_behind_headings_but_not_behind_a_blank_that_sets_a_number_apart() {
        for (text, clause) in [
            ("二、预算执行情况 （一）资金安排 全年培训费支出", "全年培训费支出"),
            ("资金使用情况......12 全年培训费支出决算", "12 全年培训费支出决算"),
            ("2023 年农村公路日常养护资金", "2023 年农村公路日常养护资金"),
            ("按计划完成 A4 类公路日常养护支出", "按计划完成 A4 类公路日常养护支出"),
        ] {
            let chars: Vec<char> = text.chars().collect();
            let from = without_furniture(&chars, 0, chars.len());
            assert_eq!(chars[from..].iter().collect::<String>(), clause);
        }
    }
}
