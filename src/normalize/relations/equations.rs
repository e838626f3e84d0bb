//! Arithmetic that is printed as such: each equation of a text as relations between its figures.

use crate::lexicon::Lexicon;
use crate::model::{Dimension, Expression, Figure, FigureId, Operator, Relation, RelationKind, Wording, offset};
use crate::normalize::equations::{self, Equation};
use crate::normalize::tape::Tape;

/// An equation with the relations that it states.
pub(super) struct Printed {
    pub(super) relations: Vec<Relation>,
    /// What the formulas come to.
    result: FigureId,
    /// The figures inside the formulas.
    inner: Vec<FigureId>,
}

impl Printed {
    /// Whether the equation, and nothing else, says what a relation is about: it is of the same result, or of a number
    /// inside the formula.
    pub(super) fn claims(&self, relation: &Relation) -> bool {
        relation.whole == self.result
            || self.inner.contains(&relation.whole)
            || relation.parts.iter().any(|p| self.inner.contains(p))
    }
}

/// The equations of a text. `group` holds the figures of the text by their index.
pub(super) fn equations(text: &str, group: &[usize], figures: &[Figure], lexicon: &Lexicon) -> Vec<Printed> {
    if !text.contains(['=', '＝', '≈']) {
        return Vec::new();
    }
    let tape = Tape::new(text);
    let known = |equation: &Equation| {
        let figure = |term: &equations::Term| {
            let at = tape.chars(term.number.clone()).start;
            let stands = |&&i: &&usize| figures.get(i).is_some_and(|f| f.at.range().contains(&at));
            group.iter().find(stands).map(|&i| FigureId(offset(i)))
        };
        equation.terms.iter().map(figure).collect::<Option<Vec<FigureId>>>()
    };
    let printed = |equation: Equation| {
        let ids = known(&equation)?;
        let result = *ids.get(equation.result)?;
        let formulas = equation.formulas.iter().filter_map(|f| f.map(&|&place| ids.get(place).copied()));
        let relations = formulas.map(|formula| relation(formula, result, figures)).collect();
        Some(Printed { relations, result, inner: ids.into_iter().filter(|id| *id != result).collect() })
    };
    equations::equations(&tape, lexicon).into_iter().filter_map(printed).collect()
}

/// What a formula and its result state, by the simplest kind that says it.
fn relation(formula: Expression<FigureId>, result: FigureId, figures: &[Figure]) -> Relation {
    use Expression::{Figure as One, Joined};
    use Operator::{Minus, Over, Times};
    let figure = |id: &FigureId| figures.get(id.0 as usize);
    let percent = figure(&result).is_some_and(|f| f.measure.quantity.unit.dimension == Dimension::Percent);
    let mut parts: Vec<FigureId> = formula.figures().into_iter().copied().collect();
    let kind = match formula.plain() {
        Joined(a, Over, b) => match (a.plain(), b.plain()) {
            (One(_), One(_)) if percent => RelationKind::Ratio,
            (One(_), One(_)) => RelationKind::Average,
            (Joined(new, Minus, old), One(base)) if is_one(new) && is_same(old, *base, figures) => {
                parts.truncate(2);
                RelationKind::Change
            }
            _ => RelationKind::Formula,
        },
        Joined(a, Minus, b) if is_one(a) && is_one(b) => RelationKind::Difference,
        Joined(a, Times, b) if is_one(a) && is_one(b) => RelationKind::Product,
        other if is_sum(other) => RelationKind::Sum,
        _ => RelationKind::Formula,
    };
    Relation { printed: Some(formula), ..Relation::new(kind, result, parts, Wording::Closed) }
}

fn is_one(side: &Expression<FigureId>) -> bool {
    matches!(side.plain(), Expression::Figure(_))
}

/// Whether a side is one figure that states what another one does.
fn is_same(side: &Expression<FigureId>, other: FigureId, figures: &[Figure]) -> bool {
    let amount = |id: FigureId| figures.get(id.0 as usize).and_then(|f| f.measure.quantity.base_amount());
    matches!(side.plain(), Expression::Figure(id) if amount(*id).is_some() && amount(*id) == amount(other))
}

/// Whether figures are added, and nothing else.
fn is_sum(formula: &Expression<FigureId>) -> bool {
    match formula.plain() {
        Expression::Joined(a, Operator::Plus, b) => [a, b].iter().all(|side| is_one(side) || is_sum(side)),
        _ => false,
    }
}
