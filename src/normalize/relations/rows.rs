//! Rows of the indicator table that a sentence tells by their full names: `治理河道长度年度指标值30公里，实际完成28公里`.

use super::text::{Prose, Spot};
use crate::lexicon::{Lexicon, NameWord, Trigger, fold, text_of};
use crate::model::{FigureId, Indicator, Measure, Relation, RelationKind, Stated, Wording};
use std::collections::BTreeMap;

/// Shorter names stand in sentences about other things.
const SHORTEST: usize = 4;
/// The most rows that are looked for in sentences.
const MOST: usize = 400;

/// The rows by their names; none of those whose name another row has too.
pub(super) struct Rows<'a> {
    named: BTreeMap<Vec<char>, Option<&'a Indicator>>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(indicators: &'a [Indicator]) -> Self {
        let mut named: BTreeMap<Vec<char>, Option<&Indicator>> = BTreeMap::new();
        for row in indicators.iter().filter(|row| row.at.cell.is_some()).take(MOST) {
            let name = row.path[2].as_ref().and_then(|n| n.value.as_deref()).unwrap_or_default();
            let name: Vec<char> = fold(name).chars().collect();
            if name.len() >= SHORTEST {
                named.entry(name).and_modify(|row| *row = None).or_insert(Some(row));
            }
        }
        Self { named }
    }

    /// The longest name of a row that begins at a place, and the row.
    fn at(&self, text: &[char]) -> Option<(usize, Option<&'a Indicator>)> {
        let first = text.first()?;
        let from = self.named.range(vec![*first]..).take_while(|(name, _)| name.first() == Some(first));
        from.filter(|(name, _)| text.starts_with(name)).map(|(name, row)| (name.len(), *row)).max_by_key(|(n, _)| *n)
    }
}

/// What the sentences of a text say of rows: the figure of the sentence is that of the row.
pub(super) fn told(prose: &Prose<'_>, rows: &Rows<'_>, year: Option<u16>) -> Vec<Relation> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut places: Vec<(usize, usize, Option<&Indicator>)> = Vec::new();
    while at < prose.chars.len() {
        let here = rows.at(&prose.chars[at..]);
        if let Some((length, row)) = here {
            places.push((at, at + length, row));
        }
        at += here.map_or(1, |(length, _)| length);
    }
    for (index, &(start, end, row)) in places.iter().enumerate() {
        let Some(row) = row.filter(|_| !of_another_year(prose, start, year)) else { continue };
        let next = places.get(index + 1).map_or(prose.chars.len(), |p| p.0);
        let clause = prose.chars(end..next).iter().position(|c| matches!(c, '。' | ';')).map_or(next, |at| end + at);
        let (mut target, mut actual) = (row.target.as_ref(), row.actual.as_ref());
        let mut from = end;
        for spot in prose.spots.iter().filter(|s| s.start >= end && s.end <= clause) {
            let said = text_of(prose.chars(from..spot.start));
            from = spot.end;
            if said.contains("分别") || prose.has(end..spot.start, Trigger::Prior) {
                break;
            }
            let own = if ends(&said, NameWord::RowTarget, prose.lexicon) {
                target.take()
            } else if ends(&said, NameWord::RowActual, prose.lexicon) {
                actual.take()
            } else {
                None
            };
            found.extend(own.and_then(|stated| same(spot, stated)));
        }
    }
    found
}

/// Whether the words before a figure end with one of a use; a comparing word may stand between.
fn ends(said: &str, what: NameWord, lexicon: &Lexicon) -> bool {
    let said = said.trim_end_matches(['为', '是', '达', '到', ':', '"']);
    lexicon.relations.stem(said, what).is_some()
}

fn same(spot: &Spot<'_>, stated: &Stated<Measure>) -> Option<Relation> {
    let other: FigureId = stated.figure?;
    Some(Relation::new(RelationKind::Same, spot.id, vec![other], Wording::Likely))
}

/// Whether the clause in which a name begins speaks of a year that is not the report's: `2021年治理河道长度`.
fn of_another_year(prose: &Prose<'_>, start: usize, year: Option<u16>) -> bool {
    let before = prose.chars(prose.start_of(start)..start);
    let clause = before.iter().rposition(|c| matches!(c, ',' | ';' | ':')).map_or(0, |at| at + 1);
    let clause = before.get(clause..).unwrap_or_default();
    let stated = clause.windows(5).filter(|w| w[4] == '年').find_map(|w| text_of(&w[..4]).parse::<u16>().ok());
    stated.is_some() && stated != year || prose.has(prose.start_of(start)..start, Trigger::Prior)
}
