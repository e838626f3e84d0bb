//! A rule written as a formula that a person can read: `r≥100% → w; r<100% → w−2%w per 1% below, ≥0`.
//!
//! `w` is what the part is worth, `a` the actual value, `t` the target; quoted words are what the rule leaves to a person.

use super::{
    Amount, Attainment, Award, Bound, Case, Condition, Edge, Full, Measured, Operator, Part, Range, Rubric, Side, Step,
    StepUnit, Steps, Term,
};
use std::fmt::{Display, Formatter, Result};

/// The longest words of a judgement that a form repeats.
const MOST_WORDS: usize = 12;

impl Rubric {
    /// The rule as a formula; empty when nothing was understood.
    #[must_use]
    pub fn form(&self) -> String {
        let parts: Vec<String> = self.parts.iter().map(ToString::to_string).collect();
        let sum = match parts.as_slice() {
            [] => String::new(),
            [only] => only.clone(),
            many => many.iter().map(|p| format!("[{p}]")).collect::<Vec<_>>().join(" + "),
        };
        match self.equal_shares {
            Some(n) if !sum.is_empty() => format!("{n} × w/{n}: {sum}"),
            _ => sum,
        }
    }
}

impl Display for Part {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let worth = match self.full {
            Full::Weight => "w".to_owned(),
            Full::Points(points) => points.normalize().to_string(),
        };
        let cases: Vec<String> = self.cases.iter().map(|case| case.form(&worth)).collect();
        f.write_str(&cases.join("; "))?;
        self.cap.map_or(Ok(()), |cap| write!(f, ", ≤{}", cap.normalize()))
    }
}

impl Case {
    fn form(&self, worth: &str) -> String {
        let award = self.then.form(worth);
        match &self.when {
            Condition::Always => award,
            when => format!("{when} → {award}"),
        }
    }
}

impl Award {
    fn form(&self, worth: &str) -> String {
        match self {
            Self::Full => worth.to_owned(),
            Self::Zero => "0".to_owned(),
            Self::Void => "0 for all".to_owned(),
            Self::Amount(amount) => amount.form(worth),
            Self::Between(low, high) => format!("{}…{}", low.form(worth), high.form(worth)),
            Self::Formula(term) => term.form(worth),
            Self::Proportion => format!("a/t×{worth}"),
            Self::Steps(steps) => steps.form(worth),
            Self::Events { take, each, .. } => {
                format!("{worth}−{}{}", take.form(worth), if *each { " each" } else { "" })
            }
            Self::Each { step, give, beyond: None } => format!("{} per {step}", give.normalize()),
            Self::Each { step, give, beyond: Some(bound) } => format!("+{} per {step} above {bound}", give.normalize()),
            Self::Judged => "?".to_owned(),
            Self::NotUnderstood => "not understood".to_owned(),
        }
    }
}

impl Amount {
    fn form(self, worth: &str) -> String {
        match self {
            Self::Points(points) => points.normalize().to_string(),
            Self::Share(share) => {
                let percent = share.checked_mul(100.into()).unwrap_or(share).normalize();
                format!("{percent}%{worth}")
            }
        }
    }
}

impl Steps {
    fn form(&self, worth: &str) -> String {
        let take = self.take.form(worth);
        let step = self.step.as_ref().map_or_else(|| "?".to_owned(), ToString::to_string);
        let side = match self.side {
            Side::Above => "above",
            Side::Below => "below",
            Side::Either => "off",
        };
        let from = self.from.as_ref().map(|b| format!(" {b}")).unwrap_or_default();
        format!("{worth}−{take} per {step} {side}{from}")
    }
}

impl Display for Step {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let amount = self.amount.normalize();
        match &self.unit {
            StepUnit::Percent => write!(f, "{amount}%"),
            StepUnit::PercentagePoint => write!(f, "{amount}pp"),
            StepUnit::Own(unit) => write!(f, "{amount}{unit}"),
        }
    }
}

impl Display for Condition {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Always => f.write_str("always"),
            Self::Otherwise => f.write_str("else"),
            Self::Within(what, range) => range.write(f, &what.to_string()),
            Self::Not(what, bound) => write!(f, "{what}≠{bound}"),
            Self::TargetMet => f.write_str("target met"),
            Self::TargetMissed => f.write_str("target missed"),
            Self::Attained(attainment) => f.write_str(match attainment {
                Attainment::Met => "met",
                Attainment::Nearly => "nearly met",
                Attainment::Partly => "partly met",
                Attainment::Missed => "not met",
            }),
            Self::All(all) => {
                let all: Vec<String> = all.iter().map(ToString::to_string).collect();
                f.write_str(&all.join(" and "))
            }
            Self::Fact(words) => {
                let short: String = words.chars().take(MOST_WORDS).collect();
                write!(f, "“{short}{}”", if short.len() < words.len() { "…" } else { "" })
            }
        }
    }
}

impl Display for Measured {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Own => f.write_str("a"),
            Self::Named(name) => f.write_str(name),
        }
    }
}

impl Range {
    fn write(&self, f: &mut Formatter<'_>, what: &str) -> Result {
        if self.is_point()
            && let Some(value) = &self.low
        {
            return write!(f, "{what}={value}");
        }
        let sign = |edge: Edge| match edge {
            Edge::Closed => "≤",
            Edge::Open => "<",
            Edge::Unsaid => "≲",
        };
        match (&self.low, &self.high) {
            (Some(low), Some(high)) => write!(f, "{low}{}{what}{}{high}", sign(low.edge), sign(high.edge)),
            (Some(low), None) => write!(f, "{what}{}{low}", if low.edge == Edge::Open { ">" } else { "≥" }),
            (None, Some(high)) => write!(f, "{what}{}{high}", if high.edge == Edge::Open { "<" } else { "≤" }),
            (None, None) => f.write_str(what),
        }
    }
}

impl Display for Bound {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{}{}", self.value, self.unit)
    }
}

impl Display for Term {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(&self.form("w"))
    }
}

impl Term {
    fn form(&self, worth: &str) -> String {
        match self {
            Self::Number { amount, percent } => {
                format!("{}{}", amount.normalize(), if *percent { "%" } else { "" })
            }
            Self::Weight => worth.to_owned(),
            Self::Actual => "a".to_owned(),
            Self::Target => "t".to_owned(),
            Self::Named(name) => name.clone(),
            Self::Quarters(name) => format!("∑{name}"),
            Self::Absolute(inner) => format!("|{}|", inner.form(worth)),
            Self::Binary(operator, left, right) => {
                let wrap = |side: &Self, is_right: bool| match side {
                    Self::Binary(inner, ..) if operator.brackets(*inner, is_right) => format!("({})", side.form(worth)),
                    _ => side.form(worth),
                };
                let sign = if *operator == Operator::Over { "/" } else { operator.sign() };
                format!("{}{sign}{}", wrap(left, false), wrap(right, true))
            }
        }
    }
}
