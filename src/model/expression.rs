//! Printed arithmetic: an expression over figures, with what it comes to and how a person would write it.

use super::interval::Interval;
use rust_decimal::Decimal;

/// An arithmetic operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// +
    Plus,
    /// −
    Minus,
    /// ×
    Times,
    /// ÷
    Over,
}

impl Operator {
    /// The sign.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Plus => "+",
            Self::Minus => "−",
            Self::Times => "×",
            Self::Over => "÷",
        }
    }

    /// Whether it joins terms, and not factors.
    #[must_use]
    pub fn joins_terms(self) -> bool {
        matches!(self, Self::Plus | Self::Minus)
    }

    /// Whether what an inner operator joins needs brackets beside this one: `a − (b + c)`, `(a + b) × c`.
    #[must_use]
    pub fn brackets(self, inner: Self, is_right: bool) -> bool {
        let looser = inner.joins_terms() && !self.joins_terms();
        let turned = is_right && matches!(self, Self::Minus | Self::Over);
        looser || turned && inner.joins_terms() == self.joins_terms()
    }
}

/// An expression as printed, whose figures are told by `T`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expression<T> {
    /// A figure.
    Figure(T),
    /// A number that belongs to the formula and states nothing: the 100% of `×100%`, which is 1.
    Constant(Decimal),
    /// Two expressions and what joins them.
    Joined(Box<Expression<T>>, Operator, Box<Expression<T>>),
}

impl<T> Expression<T> {
    /// The figures, in the order in which they are printed.
    #[must_use]
    pub fn figures(&self) -> Vec<&T> {
        match self {
            Self::Figure(figure) => vec![figure],
            Self::Constant(_) => Vec::new(),
            Self::Joined(a, _, b) => [a.figures(), b.figures()].concat(),
        }
    }

    /// The same expression over other names of its figures. `None` when one has no other name.
    pub fn map<U>(&self, name: &impl Fn(&T) -> Option<U>) -> Option<Expression<U>> {
        Some(match self {
            Self::Figure(figure) => Expression::Figure(name(figure)?),
            Self::Constant(value) => Expression::Constant(*value),
            Self::Joined(a, operator, b) => {
                Expression::Joined(Box::new(a.map(name)?), *operator, Box::new(b.map(name)?))
            }
        })
    }

    /// What it can come to, given what each figure can stand for. `None` when a divisor may be zero, when a negative number
    /// is multiplied, or on overflow.
    pub fn value(&self, of: &impl Fn(&T) -> Option<Interval>) -> Option<Interval> {
        match self {
            Self::Figure(figure) => of(figure),
            Self::Constant(value) => Some(Interval::exact(*value)),
            Self::Joined(a, operator, b) => {
                let (a, b) = (a.value(of)?, b.value(of)?);
                match operator {
                    Operator::Plus => a.plus(b),
                    Operator::Minus => a.minus(b),
                    Operator::Times => a.times(b),
                    Operator::Over => a.ratio(b),
                }
            }
        }
    }

    /// The expression without what changes nothing: `× 100%`.
    #[must_use]
    pub fn plain(&self) -> &Self {
        match self {
            Self::Joined(a, Operator::Times, b) if matches!(**b, Self::Constant(factor) if factor == Decimal::ONE) => {
                a.plain()
            }
            other => other,
        }
    }

    /// As a person would write it, figures as `shown`.
    pub fn text(&self, shown: &impl Fn(&T) -> String) -> String {
        match self.plain() {
            Self::Figure(figure) => shown(figure),
            Self::Constant(value) => value.to_string(),
            Self::Joined(a, operator, b) => {
                let side = |side: &Self, is_right| match side.plain() {
                    Self::Joined(_, inner, _) if operator.brackets(*inner, is_right) => {
                        format!("({})", side.text(shown))
                    }
                    _ => side.text(shown),
                };
                format!("{} {} {}", side(a, false), operator.sign(), side(b, true))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(
        a: Expression<&'static str>,
        operator: Operator,
        b: Expression<&'static str>,
    ) -> Expression<&'static str> {
        Expression::Joined(Box::new(a), operator, Box::new(b))
    }

    #[test]
    fn brackets_stand_where_they_are_needed() {
        use Expression::{Constant, Figure};
        use Operator::{Minus, Over, Plus, Times};
        let change = joined(joined(Figure("9.6"), Minus, Figure("9")), Over, Figure("9"));
        let percent = joined(change, Times, Constant(Decimal::ONE));
        let rest = joined(Figure("10"), Minus, joined(Figure("1"), Plus, Figure("2")));
        let loss = joined(Figure("10"), Minus, joined(Figure("0.5"), Times, Figure("2")));
        let text = |e: &Expression<&str>| e.text(&|f| (*f).to_owned());
        assert_eq!(text(&percent), "(9.6 − 9) ÷ 9");
        assert_eq!(text(&rest), "10 − (1 + 2)");
        assert_eq!(text(&loss), "10 − 0.5 × 2");
        let value = |f: &&str| f.parse().ok().map(Interval::exact);
        let exact = |n: i64, scale| Some(Interval::exact(Decimal::new(n, scale)));
        assert_eq!(rest.value(&value), exact(7, 0));
        assert_eq!(loss.value(&value), exact(9, 0));
        let share = percent.value(&value).map(|v| v.low.round_dp(4));
        assert_eq!(share, Some(Decimal::new(667, 4)));
    }
}
