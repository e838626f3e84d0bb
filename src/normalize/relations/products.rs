//! So many at a price: `购置电脑18台，每台4500元，共81000元`.

use super::text::{Prose, Spot, is_slip};
use crate::lexicon::{Trigger, text_of};
use crate::model::{Dimension, Relation, RelationKind, Wording};

/// Figures before an amount among which its price and its count are looked for.
const NEAR: usize = 3;
/// The longest text between the price or the count and the amount.
const LONGEST: usize = 16;

/// Words by which an amount is something else than what all come to.
const OTHER: [Trigger; 7] =
    [Trigger::Price, Trigger::Average, Trigger::Rise, Trigger::Fall, Trigger::Rest, Trigger::Some, Trigger::Partly];

/// The amounts of a text that so many at a price come to.
pub(super) fn products(prose: &Prose<'_>) -> Vec<Relation> {
    (2..prose.spots.len()).filter_map(|index| product(prose, index)).collect()
}

fn product(prose: &Prose<'_>, index: usize) -> Option<Relation> {
    let spot = prose.spots.get(index).filter(|s| s.is_addable())?;
    let gap = prose.gap(index);
    let other = OTHER.iter().any(|&t| prose.has(gap.clone(), t));
    if gap.len() > LONGEST || other {
        return None;
    }
    let beside = |i: &usize| !prose.chars(prose.gap(i + 1)).contains(&';');
    let before: Vec<usize> = (0..index).rev().take(NEAR).take_while(beside).collect();
    let price = *before.iter().find(|&&i| prose.says(i, Trigger::Price))?;
    let each = prose.spots.get(price).filter(|s| s.is_addable() && prose.alike(s, spot))?;
    let counted = before.iter().filter(|&&i| i != price && counts(prose, i, price, spot));
    let mut counted = counted.filter_map(|&i| prose.spots.get(i));
    let (count, None) = (counted.next()?, counted.next()) else { return None };
    // Without a word that says so, it has to come to that.
    let amount = |s: &Spot<'_>| s.figure.measure.quantity.base_amount();
    let fits = || amount(each)?.checked_mul(amount(count)?).zip(amount(spot));
    let comes =
        prose.has(gap, Trigger::Comes) || fits().is_some_and(|(all, stated)| all == stated || is_slip(all, stated));
    if !comes {
        return None;
    }
    Some(Relation::new(RelationKind::Product, spot.id, vec![each.id, count.id], Wording::Likely))
}

/// Whether a figure counts what the price is the price of.
fn counts(prose: &Prose<'_>, index: usize, price: usize, whole: &Spot<'_>) -> bool {
    let spot = &prose.spots[index];
    let base = spot.unit().base.as_str();
    let counted = matches!(spot.unit().dimension, Dimension::Count | Dimension::Measured);
    if !counted || base.is_empty() || base == whole.unit().base || !prose.sentence_is_one(index, price) {
        return false;
    }
    let said = text_of(prose.chars(prose.gap(price)));
    let mut each = said.split('每').skip(1);
    let Some(first) = each.next() else { return index + 1 == price };
    // 每人每月 is a price by two counts, of which a year holds one only when it says 每年.
    let one = each.all(|rest| rest.starts_with('年'));
    let person = matches!(base, "名" | "位" | "人") && first.starts_with(['人', '名', '位']);
    one && (person || first.starts_with(base.split('(').next().unwrap_or(base)))
}
