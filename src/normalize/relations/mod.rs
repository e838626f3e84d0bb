//! Arithmetic that sentences state: the figures of running text in, relations between them out.
//!
//! Says what a sentence states and how much its wording claims; whether it holds is computed in `reconcile::relations`.
//! Words come from `patterns/relations.toml`. Each text costs one pass for all of them.

mod balances;
mod budgets;
mod changes;
mod equations;
mod itemized;
mod items;
mod lists;
mod marked;
mod parts;
mod products;
mod rates;
mod rows;
mod shares;
mod sums;
mod supposed;
#[cfg(test)]
mod tests;
mod text;
mod unsaid;

use crate::lexicon::{self, Lexicon, PointRole, fold_in_place};
use crate::model::{Dimension, Document, Figure, FigureId, FigureRole, Relation, RelationKind, Report};
use rows::Rows;
use std::cell::OnceCell;
use text::Prose;

/// The most figures of one text that are related to each other; a longer text is no sentence but a flattened table.
const MOST_FIGURES: usize = 400;
/// Places where two numbers stand side by side with only blanks between them, as in no sentence but in a flattened table.
const PAIRS_OF_A_TABLE: usize = 3;

/// Everything that the sentences of a report state between its figures, in reading order. Ids point into `figures`.
pub(super) fn relations(document: &Document, report: &Report, figures: &[Figure], lexicon: &Lexicon) -> Vec<Relation> {
    let rows = Rows::new(&report.indicators);
    let year = report.head.year.as_ref().and_then(|y| y.value);
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
    let groups: Vec<&[usize]> = order.chunk_by(same_text).collect();
    for group in groups.iter().filter(|g| g.len() <= MOST_FIGURES) {
        let Some(text) = group.first().and_then(|&i| document.text_at(&figures.get(i)?.at)) else { continue };
        if is_flattened(&text.content, group, figures) {
            continue;
        }
        let equations = equations::equations(&text.content, group, figures, lexicon);
        let prose = Prose::new(&text.content, group, figures, &names, lexicon);
        let products = products::products(&prose);
        let mut found = parts::parts(&prose, &products);
        let balances = balances::balances(&prose, &found);
        found.extend(rates::rates(&prose, &found));
        found.extend(changes::changes(&prose, &found));
        // What is left of two amounts is no part of the first, and no balance of three.
        let left: Vec<Vec<FigureId>> =
            found.iter().filter(|r| r.kind == RelationKind::Difference).map(members).collect();
        found.retain(|r| r.kind != RelationKind::Subset || !left.contains(&members(r)));
        found.retain(|r| r.kind != RelationKind::Difference || balances.iter().all(|b| b.whole != r.whole));
        found.extend(balances);
        found.extend(budgets::budgets(&prose));
        found.extend(products);
        found.extend(items::items(&prose));
        found.extend(rows::told(&prose, &rows, year));
        let supposed = supposed::supposed(&prose, &found);
        found.retain(|r| r.kind != RelationKind::Ratio || supposed.iter().all(|s| s.whole != r.whole));
        found.extend(supposed);
        found.retain(|r| !mixes_points(r, figures, lexicon) && equations.iter().all(|e| !e.claims(r)));
        found.extend(equations.into_iter().flat_map(|e| e.relations));
        found.sort_by_key(|r| (r.whole, r.kind));
        relations.extend(found);
    }
    let divided = |new: &Relation| relations.iter().any(|r| r.whole == new.whole && r.kind == RelationKind::Sum);
    let listed: Vec<Relation> = itemized::itemized(document, &groups, figures, lexicon);
    let listed: Vec<Relation> = listed.into_iter().filter(|r| !divided(r)).collect();
    relations.extend(listed);
    relations
}

/// Whether a text is a table whose cells follow each other in one line: `其中:中央资金 3144.00 3144.00 省级资金 570.17 570.17`.
fn is_flattened(text: &str, group: &[usize], figures: &[Figure]) -> bool {
    let chars: OnceCell<Vec<char>> = OnceCell::new();
    let side_by_side = |pair: &[usize]| {
        let [a, b] = pair else { return false };
        let (Some(a), Some(b)) = (figures.get(*a), figures.get(*b)) else { return false };
        let between = chars.get_or_init(|| lexicon::chars(text)).get(a.at.range().end..b.at.range().start);
        between.is_some_and(|b| !b.is_empty() && b.iter().all(|c| c.is_whitespace()))
    };
    group.windows(2).filter(|pair| side_by_side(pair)).take(PAIRS_OF_A_TABLE).count() == PAIRS_OF_A_TABLE
}

/// Whether a sum has points that can be earned among its parts and points that were (`满分40分，得36.82分`).
fn mixes_points(relation: &Relation, figures: &[Figure], lexicon: &Lexicon) -> bool {
    if !matches!(relation.kind, RelationKind::Sum | RelationKind::Subset) {
        return false;
    }
    let is_full = |id: &FigureId| {
        let figure = figures.get(id.0 as usize).filter(|f| f.measure.quantity.unit.dimension == Dimension::Point)?;
        let (role, _) = lexicon.forms.points.role_at_end(&fold_in_place(&figure.label))?;
        Some(matches!(role, PointRole::Weight | PointRole::GroupWeight))
    };
    let known: Vec<bool> = relation.parts.iter().filter_map(is_full).collect();
    known.contains(&true) && known.contains(&false)
}

/// All figures of a relation, in order.
fn members(relation: &Relation) -> Vec<FigureId> {
    let mut ids = [relation.parts.as_slice(), &[relation.whole]].concat();
    ids.sort_unstable();
    ids
}
