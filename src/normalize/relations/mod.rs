//! Arithmetic that sentences state: the figures of running text in, relations between them out.
//!
//! Says what a sentence states and how much its wording claims; whether it holds is computed in `reconcile::relations`.
//! Words come from `patterns/relations.toml`. Each text costs one pass for all of them.

mod balances;
mod budgets;
mod changes;
mod items;
mod lists;
mod marked;
mod parts;
mod products;
mod rates;
mod shares;
mod sums;
mod supposed;
#[cfg(test)]
mod tests;
mod text;

use crate::lexicon::Lexicon;
use crate::model::{Document, Figure, FigureRole, Relation, RelationKind};
use std::cell::OnceCell;
use text::Prose;

/// The most figures of one text that are related to each other; a longer text is no sentence but a flattened table.
const MOST_FIGURES: usize = 400;

/// Everything that the sentences of a report state between its figures, in reading order. Ids point into `figures`.
pub(super) fn relations(document: &Document, figures: &[Figure], lexicon: &Lexicon) -> Vec<Relation> {
    // Targets and scores are figures of running text too when a sentence states them.
    let in_text = |f: &Figure| f.role == FigureRole::Prose || f.at.cell.is_none();
    let mut order: Vec<usize> = (0..figures.len()).filter(|&i| figures.get(i).is_some_and(in_text)).collect();
    let place = |&i: &usize| figures.get(i).map(|f| (f.at.block, f.at.cell, f.at.chars));
    order.sort_by_key(place);
    let same_text = |a: &usize, b: &usize| match (figures.get(*a), figures.get(*b)) {
        (Some(a), Some(b)) => a.at.same_text(&b.at),
        _ => false,
    };
    let mut relations = Vec::new();
    let names = OnceCell::new();
    for group in order.chunk_by(same_text).filter(|g| g.len() <= MOST_FIGURES) {
        let Some(text) = group.first().and_then(|&i| document.text_at(&figures.get(i)?.at)) else { continue };
        let prose = Prose::new(&text.content, group, figures, &names, lexicon);
        let products = products::products(&prose);
        let mut found = parts::parts(&prose, &products);
        let balances = balances::balances(&prose, &found);
        found.extend(rates::rates(&prose, &found));
        found.extend(changes::changes(&prose, &found));
        // What is left of two amounts is no balance of three.
        found.retain(|r| r.kind != RelationKind::Difference || balances.iter().all(|b| b.whole != r.whole));
        found.extend(balances);
        found.extend(budgets::budgets(&prose));
        found.extend(products);
        found.extend(items::items(&prose));
        found.extend(supposed::supposed(&prose, &found));
        found.sort_by_key(|r| (r.whole, r.kind));
        relations.extend(found);
    }
    relations
}
