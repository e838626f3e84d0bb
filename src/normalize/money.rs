//! Money stated in running text: amounts with their items in, budget lines out.
//!
//! Only sentences that say planned or spent are read; a fine or a loss is a figure, not a budget line.

use super::ledger::Ledger;
use super::scan::Found;
use crate::lexicon::fold;
use crate::model::{BudgetLine, Dimension, FigureId, Location, Measure, Report, Stated, TableKind, Text};

/// A prose figure with where it was found.
pub(super) struct Amount<'f> {
    /// The find.
    pub(super) found: &'f Found,
    /// Its ledger entry.
    pub(super) figure: FigureId,
}

/// Reads the amounts of one paragraph into budget lines.
pub(super) fn read_paragraph(ledger: &Ledger<'_>, text: &Text, block: u32, amounts: &[Amount<'_>], report: &mut Report) {
    let chars: Vec<char> = text.content.chars().collect();
    let money = &ledger.lexicon.money;
    let is_money = |m: &Measure| m.quantity.unit.dimension == Dimension::Money || (m.quantity.unit.base.is_empty() && m.quantity.unit.text == "万");
    let mut said = false;
    let mut sentence_start = 0;
    let first_line = report.budget.len();
    let (mut current, mut guessed): (Option<usize>, bool) = (None, false);
    let mut from = 0;
    for amount in amounts {
        let number = amount.found.chars.start;
        let gap = &chars[from.min(number)..number.min(chars.len())];
        if let Some(end) = gap.iter().rposition(|c| matches!(c, '。' | '！' | '？')) {
            sentence_start = from + end + 1;
            said = false;
            current = None;
        }
        from = amount.found.chars.end;
        if !is_money(&amount.found.measure) {
            continue;
        }
        let clause_start = gap.iter().rposition(|c| matches!(c, '，' | ',' | '。' | '；' | ';' | '：' | '（' | '(' | '、' | '！' | '？')).map_or(from_gap(number, gap), |p| number - gap.len() + p + 1);
        let clause: String = chars[clause_start.min(number)..number].iter().collect();
        let Some(read) = money.clause(&clause) else {
            current = None;
            continue;
        };
        let whole_sentence = || chars[sentence_start..number].iter().collect::<String>();
        if !read.said && !said && !sentence_says(&chars[number..], money) && !fold(&whole_sentence()).contains("支出") {
            current = None;
            continue;
        }
        said |= read.said;
        let stated = Stated {
            raw: chars[amount.found.chars.clone()].iter().collect(),
            value: Some(amount.found.measure.clone()),
            at: text.locate(block, None, amount.found.chars.clone()),
            figure: Some(amount.figure),
        };
        // `X资金a万元，当年支出b万元`: the first amount is what was there to spend.
        let line = if read.item.is_empty() { current } else { same_item(report, first_line, &read.item, read.planned, read.spent) };
        let index = line.unwrap_or_else(|| {
            let item = if read.item.is_empty() { money.whole_name().to_owned() } else { read.item.clone() };
            report.budget.push(new_line(item, &amount.found.measure, text.locate(block, None, clause_start..amount.found.chars.end)));
            report.budget.len() - 1
        });
        let target = &mut report.budget[index];
        if read.spent && read.said && guessed && current == Some(index) && target.planned.is_none() {
            target.planned = target.spent.take();
        }
        if read.planned && target.planned.is_none() {
            target.planned = Some(stated.clone());
        }
        if read.spent && target.spent.is_none() {
            target.spent = Some(stated);
        }
        guessed = !read.said;
        current = Some(index);
    }
}

/// Where a clause starts when no mark opens it: at the end of the amount before.
fn from_gap(number: usize, gap: &[char]) -> usize {
    number - gap.len()
}

/// Whether the rest of the sentence says planned or spent.
fn sentence_says(rest: &[char], money: &crate::lexicon::Money) -> bool {
    let sentence: Vec<char> = rest.iter().copied().take_while(|c| *c != '。').take(200).collect();
    sentence.split(|c| c.is_ascii_digit()).any(|piece| {
        let clause: String = piece.iter().rev().take_while(|c| !matches!(c, '，' | ',' | '；')).collect::<Vec<_>>().into_iter().rev().collect();
        money.clause(&clause).is_some_and(|c| c.said)
    })
}

/// The line of the same item in this paragraph whose amount is still open.
fn same_item(report: &Report, first_line: usize, item: &str, planned: bool, spent: bool) -> Option<usize> {
    let line = (first_line..report.budget.len()).rev().find(|&i| report.budget[i].item == item)?;
    let open = (!planned || report.budget[line].planned.is_none()) && (!spent || report.budget[line].spent.is_none());
    open.then_some(line)
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
