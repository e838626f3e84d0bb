//! Claims of full marks in running text: `在部门管理方面得满分`, `效率性得分满分20分`. Groups are those the report prints.

use super::ledger::Ledger;
use super::scan;
use super::tape::Tape;
use crate::lexicon::{fold_in_place, folded};
use crate::model::{Block, FigureRole, Group, Layer, Layout, Report, ScoreClaim, Stated, Text};
use std::collections::BTreeSet;

/// The most groups whose names are looked for; a form has far fewer.
const MOST_NAMES: usize = 500;
/// Group names shorter than this prove nothing.
const SHORTEST_NAME: usize = 2;

/// Fills `Head::claims`.
pub(super) fn read(ledger: &mut Ledger<'_>, layout: &Layout, report: &mut Report) {
    let names: Vec<(usize, Vec<char>)> = report
        .groups
        .iter()
        .enumerate()
        .filter(|(_, g)| g.level > 0)
        .map(|(i, g)| (i, fold_in_place(&g.name)))
        .filter(|(_, name)| name.len() >= SHORTEST_NAME)
        .take(MOST_NAMES)
        .collect();
    if names.is_empty() {
        return;
    }
    let scored: BTreeSet<u32> = layout.score_lines.iter().map(|l| l.at.block).collect();
    for index in layout.blocks.clone() {
        if layout.is_repeat(index) || scored.contains(&index) {
            continue;
        }
        let Some(Block::Heading(text) | Block::Paragraph(text)) = ledger.document.blocks.get(index as usize) else {
            continue;
        };
        if text.layer == Layer::Body {
            paragraph(ledger, text, index, folded(ledger.document, index), &names, report);
        }
    }
}

fn paragraph(
    ledger: &mut Ledger<'_>,
    text: &Text,
    block: u32,
    chars: &[char],
    names: &[(usize, Vec<char>)],
    report: &mut Report,
) {
    let forms = &ledger.lexicon.forms;
    if !forms.nothing_lost.any_in(chars) && !forms.names_full.any_in(chars) {
        return;
    }
    let mut start = 0;
    while start < chars.len() {
        let end =
            chars[start..].iter().position(|c| matches!(c, '。' | ';' | '!')).map_or(chars.len(), |p| start + p + 1);
        let sentence = &chars[start..end];
        if let Some(claim) = full_marks(ledger, text, block, start, sentence, names, &report.groups) {
            report.head.claims.push(claim);
        } else if let Some((at, to)) = forms.nothing_lost.find(sentence)
            // A number behind it names the full marks or a score; a condition speaks of a rule.
            && !sentence.get(to..).is_some_and(|rest| rest.iter().find(|c| **c != ' ').is_some_and(char::is_ascii_digit))
        {
            let groups: Vec<usize> = named(&sentence[..at], names, &report.groups);
            if !groups.is_empty() {
                let raw = text.slice(start..end).to_owned();
                let at = text.locate(block, None, start..end);
                report.head.claims.push(ScoreClaim { groups, full_score: None, raw, at });
            }
        }
        start = end;
    }
}

/// The groups that a piece of text names; a level-2 group inside a named level-1 group is not named by itself.
fn named(text: &[char], names: &[(usize, Vec<char>)], groups: &[Group]) -> Vec<usize> {
    let holds = |name: &[char]| text.windows(name.len()).any(|w| w == name);
    let found: Vec<usize> = names.iter().filter(|(_, name)| holds(name)).map(|(i, _)| *i).collect();
    let longest = |i: &usize| {
        !found
            .iter()
            .any(|j| j != i && groups[*j].name.contains(&groups[*i].name) && groups[*j].name != groups[*i].name)
    };
    found.iter().copied().filter(longest).collect()
}

/// A sentence that names the full marks of one group: the group's name, then `得分满分20分`.
fn full_marks(
    ledger: &mut Ledger<'_>,
    text: &Text,
    block: u32,
    start: usize,
    sentence: &[char],
    names: &[(usize, Vec<char>)],
    groups: &[Group],
) -> Option<ScoreClaim> {
    let (at, to) = ledger.lexicon.forms.names_full.find(sentence)?;
    let piece = text.slice(start + to..start + to + 12);
    let found = scan::scan(&Tape::new(piece), ledger.lexicon).into_iter().next()?;
    let before =
        piece.chars().take(found.chars.start).all(|c| c.is_whitespace() || matches!(c, '为' | '是' | '：' | ':'));
    if !before {
        return None;
    }
    let mut head = &sentence[..at];
    while let [rest @ .., ' ' | '的'] = head {
        head = rest;
    }
    let own = names.iter().filter(|(_, name)| head.ends_with(name)).max_by_key(|(_, name)| name.len())?;
    let same_name = names.iter().filter(|(i, _)| groups[*i].name == groups[own.0].name).count();
    if same_name > 1 {
        return None;
    }
    let chars = start + to + found.chars.start..start + to + found.chars.end;
    let raw = text.slice(chars.clone()).to_owned();
    let place = text.locate(block, None, chars.clone());
    let label = format!("{}满分", groups[own.0].name);
    let full_score: Stated<_> = ledger.state(raw, Some(found.measure), place, FigureRole::Prose, &label);
    let raw = text.slice(start..chars.end).to_owned();
    Some(ScoreClaim {
        groups: vec![own.0],
        full_score: Some(full_score),
        raw,
        at: text.locate(block, None, start..chars.end),
    })
}
