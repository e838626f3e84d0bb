//! Amounts of numbered paragraphs that add up to one before them: `专项资金110万元，共3项。1.物资60万元。… 2.救助30万元。… 3.培训20万元。…`.

use super::text::is_slip;
use crate::lexicon::{Lexicon, fold};
use crate::model::{Dimension, Document, Figure, FigureId, Relation, RelationKind, Wording, offset, ordinal};
use rust_decimal::Decimal;

/// How far into its paragraph the amount of an item stands, in characters.
const LEAD: usize = 40;
/// The most items of a list.
const MOST: usize = 16;
/// Amounts before the first item among which the whole is looked for.
const NEAR: usize = 6;
/// Paragraphs between two items.
const APART: u32 = 3;

/// The lists that numbered paragraphs make. `groups` are the figures of each text, in order.
pub(super) fn itemized(
    document: &Document,
    groups: &[&[usize]],
    figures: &[Figure],
    lexicon: &Lexicon,
) -> Vec<Relation> {
    let item = |group: &&[usize]| {
        let first = group.first().and_then(|&i| figures.get(i))?;
        let text = document.text_at(&first.at)?;
        let before: String = text.content.chars().take(first.at.range().start.min(LEAD + 1)).collect();
        let before = fold(&before);
        let whole = before.chars().count() <= LEAD
            && !before.chars().skip(3).any(|c| matches!(c, '。' | ';' | ':' | ',' | '、'));
        let money = first.measure.quantity.unit.dimension == Dimension::Money && first.measure.is_exact();
        Some((style(&before)?, *group.first()?)).filter(|_| whole && money)
    };
    let items: Vec<Option<(u8, usize)>> = groups.iter().map(item).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(here) = items.get(at) {
        let mut list: Vec<usize> = Vec::new();
        let mut end = at + 1;
        if let Some((first_style, first)) = here {
            list.push(*first);
            let block = |i: usize| figures.get(i).map_or(0, |f| f.at.block);
            while let Some(next) = items.get(end) {
                match next {
                    Some((style, i)) if style == first_style && block(*i) - block(list[list.len() - 1]) <= APART => {
                        list.push(*i);
                        end += 1;
                    }
                    None if groups[end].first().is_some_and(|&i| block(i) - block(list[list.len() - 1]) < APART) => {
                        end += 1;
                    }
                    _ => break,
                }
            }
        }
        if (2..=MOST).contains(&list.len()) {
            found.extend(whole(&list, groups.get(..at).unwrap_or_default(), figures, lexicon));
        }
        at = if list.is_empty() { at + 1 } else { end };
    }
    found
}

/// The amount before a list that its items make up.
fn whole(list: &[usize], before: &[&[usize]], figures: &[Figure], lexicon: &Lexicon) -> Option<Relation> {
    let amount = |i: usize| figures.get(i)?.measure.quantity.base_amount();
    let sum = list.iter().try_fold(Decimal::ZERO, |sum, &i| sum.checked_add(amount(i)?))?;
    let unit = |i: usize| figures.get(i).map(|f| &f.measure.quantity.unit);
    let like = |i: &usize| unit(*i).zip(unit(list[0])).is_some_and(|(a, b)| lexicon.relations.kindred(a, b));
    let near: Vec<usize> = before.iter().rev().flat_map(|g| g.iter().rev()).copied().filter(like).take(NEAR).collect();
    let names: Vec<&str> = list.iter().filter_map(|&i| Some(figures.get(i)?.label.as_str())).collect();
    let told = list.len() > 2 || lexicon.relations.told_apart(&names).is_some();
    let slip = |i: &&usize| told && amount(**i).is_some_and(|a| is_slip(a, sum));
    let whole = near.iter().find(|&&i| amount(i) == Some(sum)).or_else(|| near.iter().find(slip))?;
    let ids = list.iter().map(|&i| FigureId(offset(i))).collect();
    Some(Relation::new(RelationKind::Subset, FigureId(offset(*whole)), ids, Wording::Open))
}

/// How a paragraph is numbered: 一、 （一） 1. （1）.
fn style(text: &str) -> Option<u8> {
    let text: Vec<char> = text.trim_start().chars().take(4).collect();
    let open = usize::from(text.first() == Some(&'('));
    let numeral = text.get(open)?;
    let kind = if numeral.is_ascii_digit() { 0 } else { ordinal(*numeral).map(|_| 1)? };
    let close = text.get(open + 1..)?.iter().any(|c| matches!(c, ')' | '.' | '、'));
    close.then_some(kind * 2 + u8::try_from(open).unwrap_or_default())
}
