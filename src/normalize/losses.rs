//! Points that sentences say were taken off a group: `过程满分20分，得18分。…，扣2分。` Scored statements in, what each says
//! of its own loss out.
//!
//! The statement of an indicator (`资金管理8分。…，扣1分，得7分。`) names its loss between its points. That of a group speaks up
//! to the next one, in its own paragraph and in those right below it. Only one plain deduction in all that is taken: several
//! are parts of a loss that need not all be told.

use super::deductions::named_deductions;
use super::ledger::{Ledger, compact, one_line};
use super::restatements::stated;
use crate::model::{Block, FigureId, Layer, Layout, Location, Report, ScoreLine, StatedLoss, Text, offset};

/// The longest text between a deduction and the score that follows from it: `分，得`.
const LONGEST_LINK: usize = 4;
/// How many paragraphs below its own a statement speaks on.
const BELOW: u32 = 2;

/// Fills `Report::losses`.
pub(super) fn read(ledger: &Ledger<'_>, layout: &Layout, report: &mut Report) {
    let lines: Vec<&ScoreLine> = layout.score_lines.iter().chain(&layout.restated_lines).collect();
    for (index, line) in lines.iter().enumerate() {
        let (Some(weight), Some(score)) = (stated(ledger, line.weight.as_ref()), stated(ledger, line.score.as_ref()))
        else {
            continue;
        };
        let next = lines.get(index + 1).map(|next| (next.at.block, next.at.range().start));
        let of_group = line.level < 3;
        let named: Vec<Location> = if of_group {
            passages(ledger, layout, line, next).collect()
        } else {
            between(ledger, &weight.at, &score.at)
        };
        let [at] = named.as_slice() else { continue };
        let follows = |text: &Text| text.content.chars().take(score.at.range().start).skip(at.range().end).count();
        let is_all = !of_group && ledger.document.text_at(at).is_some_and(|text| follows(text) <= LONGEST_LINK);
        let holds = |at: &Location, chars: usize| at.range().contains(&chars);
        let figure = ledger.figures.iter().position(|f| f.at.same_text(at) && holds(&f.at, at.range().start));
        let Some(figure) = figure else { continue };
        let name = compact(&one_line(&ledger.document.quote(&line.name)));
        report.losses.push(StatedLoss { name, weight, score, deduction: FigureId(offset(figure)), is_all });
    }
}

/// The places of the deductions that stand between the weight and the score of one paragraph.
fn between(ledger: &Ledger<'_>, weight: &Location, score: &Location) -> Vec<Location> {
    let (start, end) = (weight.range().end, score.range().start);
    let text = ledger.document.text_at(weight).filter(|_| weight.same_text(score) && start < end);
    let found = text.map(|text| {
        let said: String = text.content.chars().take(end).skip(start).collect();
        let named = named_deductions(&said, &ledger.lexicon.said.deduction).into_iter();
        named.map(|n| text.locate(weight.block, None, start + n.chars.start..start + n.chars.end)).collect()
    });
    found.unwrap_or_default()
}

/// The places of the deductions that a statement names.
fn passages<'a>(
    ledger: &'a Ledger<'_>,
    layout: &'a Layout,
    line: &'a ScoreLine,
    next: Option<(u32, usize)>,
) -> impl Iterator<Item = Location> + 'a {
    let own = line.at.block;
    let heading = move |block: u32| layout.sections.iter().any(|s| !s.is_item && s.title.block == block);
    let last = (own + 1..=own + BELOW).take_while(move |&block| {
        let text = ledger.document.blocks.get(block as usize).and_then(Block::text);
        layout.blocks.contains(&block)
            && text.is_some_and(|t| t.layer == Layer::Body)
            && next.is_none_or(|(at, _)| block < at)
            && !heading(block)
    });
    std::iter::once(own).chain(last).flat_map(move |block| {
        let text = ledger.document.blocks.get(block as usize).and_then(Block::text);
        let start = if block == own { line.at.range().end } else { 0 };
        let end = next.filter(|(at, _)| *at == block).map_or(usize::MAX, |(_, start)| start);
        let found = text.filter(|_| start < end).map(|text| {
            let said: String = text.content.chars().take(end).skip(start).collect();
            let named = named_deductions(&said, &ledger.lexicon.said.deduction).into_iter();
            named.map(|n| text.locate(block, None, start + n.chars.start..start + n.chars.end)).collect::<Vec<_>>()
        });
        found.unwrap_or_default()
    })
}
