//! Sums that a sentence states: the figures of the prose in, relations between them out.
//!
//! Only wording that says the parts are all of the whole is read (`由…组成`). Lists after 其中 name some parts and prove
//! nothing.

use crate::lexicon::{Labels, fold_char};
use crate::model::{Document, Figure, FigureId, FigureRole, Relation, RelationKind, offset};

/// The most parts of one whole.
const MOST_PARTS: usize = 24;

/// The stated sums of the prose. `figures` is the whole ledger; ids point into it.
pub(super) fn compositions(document: &Document, figures: &[Figure], words: &Labels) -> Vec<Relation> {
    let mut relations = Vec::new();
    let mut at = 0;
    while let Some(first) = figures.get(at) {
        let end =
            at + figures.iter().skip(at).take_while(|f| f.role == first.role && f.at.same_text(&first.at)).count();
        if first.role == FigureRole::Prose
            && end > at + 2
            && let Some(text) = document.text_at(&first.at)
        {
            let mut chars = Vec::with_capacity(text.len_chars());
            chars.extend(text.content.chars());
            let run = figures.get(at..end).unwrap_or_default();
            let found =
                (0..run.len()).filter_map(|whole| parts_of(&chars, run, whole, words).map(|last| (whole, last)));
            relations.extend(found.map(|(whole, last)| Relation {
                kind: RelationKind::Sum,
                whole: FigureId(offset(at + whole)),
                parts: (whole + 1..=last).map(|i| FigureId(offset(at + i))).collect(),
            }));
        }
        at = end.max(at + 1);
    }
    relations
}

/// The last part of the figure at `whole`, when the sentence says that the figures after it make it up.
fn parts_of(chars: &[char], run: &[Figure], whole: usize, words: &Labels) -> Option<usize> {
    let unit = &run.get(whole)?.measure.quantity.unit;
    let opening = gap(chars, run, whole)?;
    if !words.opens_parts.within(&opening) {
        return None;
    }
    for last in whole + 1..run.len().min(whole + 1 + MOST_PARTS) {
        if !run.get(last)?.measure.quantity.unit.comparable(unit) {
            return None;
        }
        let after = gap(chars, run, last)?;
        let sentence: Vec<char> = after.iter().copied().take_while(|c| !matches!(c, '。' | ';' | '!' | '?')).collect();
        if words.closes_parts.within(&sentence) {
            return (last > whole + 1).then_some(last);
        }
        if sentence.len() < after.len() || sentence.contains(&'等') {
            return None;
        }
    }
    None
}

/// The folded characters between a figure and the next one, or the rest of the sentence.
fn gap(chars: &[char], run: &[Figure], index: usize) -> Option<Vec<char>> {
    let from = run.get(index)?.at.range().end;
    let to = run.get(index + 1).map_or(chars.len().min(from + 60), |f| f.at.range().start);
    Some(chars.get(from..to)?.iter().filter_map(|&c| fold_char(c)).collect())
}
