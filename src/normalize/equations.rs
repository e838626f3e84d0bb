//! Printed arithmetic: `预算完成率=（1231.17÷1268.45）×100%=97.06%`, `基本支出642.37万元+项目支出588.80万元=1231.17万元`.
//!
//! A text in, its equations out: every number with its place, the formula over them, the result it states. A formula in words
//! before the numbers (`在职人数÷编制数×100%=43÷46×100%=…`) names them. Whether an equation holds is for `reconcile`.

use super::numbers::{Mode, Script, digits_end, read_number};
use super::tape::{Tape, is_ideograph};
use super::units::unit_at;
use crate::lexicon::Lexicon;
use crate::model::{Dimension, Expression, Measure, Operator, Quantity, Unit};
use rust_decimal::Decimal;
use std::ops::Range;

/// The longest name that stands before a number inside a formula, in characters.
const MAX_NAME: usize = 20;
/// How far back from its numbers an equation may begin with a formula in words, in characters.
const MAX_WORDS: usize = 120;
/// The most numbers and the deepest brackets of one equation.
const MOST_TERMS: usize = 64;
const DEEPEST: usize = 8;

/// A number of an equation. Ranges count characters of the tape.
#[derive(Clone, Debug)]
pub(super) struct Term {
    /// Number and unit.
    pub(super) chars: Range<usize>,
    /// The digits alone.
    pub(super) number: Range<usize>,
    pub(super) measure: Measure,
    /// What it is called in the equation; empty when nothing is said.
    pub(super) name: String,
}

/// An equation of a text.
#[derive(Clone, Debug)]
pub(super) struct Equation {
    /// From the end of its name, which is the name of the result, to its end.
    pub(super) chars: Range<usize>,
    /// Where the numbers begin.
    pub(super) numbers: usize,
    /// Its numbers, in order.
    pub(super) terms: Vec<Term>,
    /// The formulas that are set equal to the result, over places among the terms.
    pub(super) formulas: Vec<Expression<usize>>,
    /// The place of the result among the terms.
    pub(super) result: usize,
}

/// All equations of a text, in order.
pub(super) fn equations(tape: &Tape, lexicon: &Lexicon) -> Vec<Equation> {
    let mut equations = Vec::new();
    if !tape.from(0).contains(&'=') && !tape.from(0).contains(&'≈') {
        return equations;
    }
    let mut at = 0;
    while at < tape.len() {
        let (digit, before) = (tape.at(at).is_ascii_digit(), tape.before(at));
        let inside = before.is_ascii_alphanumeric() || matches!(before, '.' | ',') || operator(before).is_some();
        let begins = !inside && (digit || is_open(tape.at(at)));
        let equation = if begins { Parser::equation(tape, at, lexicon) } else { None };
        at = match equation {
            Some(equation) => {
                let end = equation.chars.end;
                equations.push(equation);
                end
            }
            None if digit => digits_end(tape, at),
            None => at + 1,
        };
    }
    equations
}

fn is_open(c: char) -> bool {
    matches!(c, '(' | '[' | '{')
}

fn is_close(c: char) -> bool {
    matches!(c, ')' | ']' | '}')
}

fn is_equals(c: char) -> bool {
    matches!(c, '=' | '≈')
}

fn operator(c: char) -> Option<Operator> {
    Some(match c {
        '+' => Operator::Plus,
        '-' => Operator::Minus,
        '×' | '*' | 'x' | 'X' => Operator::Times,
        '÷' | '/' | '∕' => Operator::Over,
        _ => return None,
    })
}

struct Parser<'t> {
    tape: &'t Tape,
    lexicon: &'t Lexicon,
    at: usize,
    depth: usize,
    terms: Vec<Term>,
}

impl Parser<'_> {
    /// The equation whose numbers begin at a place: at least two sides, of which one is a formula and one a single number.
    fn equation(tape: &Tape, start: usize, lexicon: &Lexicon) -> Option<Equation> {
        let mut parser = Parser { tape, lexicon, at: start, depth: 0, terms: Vec::new() };
        let mut sides = vec![parser.sum()?];
        let mut end = parser.at;
        while is_equals(tape.at(end)) {
            let before = parser.terms.len();
            parser.at = end + 1;
            let Some(side) = parser.sum() else {
                parser.terms.truncate(before);
                break;
            };
            sides.push(side);
            end = parser.at;
        }
        let goes_on = operator(tape.at(end)).is_some() && tape.at(end + 1).is_ascii_digit();
        // The last single number is what all formulas come to.
        let result = sides.iter().rev().find_map(|side| match side {
            Expression::Figure(term) => Some(*term),
            _ => None,
        })?;
        let formulas: Vec<_> = sides.into_iter().filter(|s| matches!(s, Expression::Joined(..))).collect();
        if goes_on || formulas.is_empty() {
            return None;
        }
        let mut equation = Equation { chars: start..end, numbers: start, terms: parser.terms, formulas, result };
        equation.read_words(tape);
        Some(equation)
    }

    fn sum(&mut self) -> Option<Expression<usize>> {
        let mut sum = self.product()?;
        while let Some(operator) = operator(self.tape.at(self.at)).filter(|o| o.joins_terms()) {
            self.at += 1;
            sum = Expression::Joined(Box::new(sum), operator, Box::new(self.product()?));
        }
        Some(sum)
    }

    fn product(&mut self) -> Option<Expression<usize>> {
        let mut product = self.factor()?;
        while let Some(operator) = operator(self.tape.at(self.at)).filter(|o| !o.joins_terms()) {
            self.at += 1;
            product = Expression::Joined(Box::new(product), operator, Box::new(self.factor()?));
        }
        Some(product)
    }

    fn factor(&mut self) -> Option<Expression<usize>> {
        if !is_open(self.tape.at(self.at)) {
            return self.number();
        }
        self.depth += 1;
        self.at += 1;
        let inner = if self.depth > DEEPEST { None } else { self.sum() }?;
        self.depth -= 1;
        if !is_close(self.tape.at(self.at)) {
            return None;
        }
        self.at += 1;
        Some(inner)
    }

    /// A number with its unit, and with a name before it.
    fn number(&mut self) -> Option<Expression<usize>> {
        let (tape, from) = (self.tape, self.at);
        let of_name = |&at: &usize| is_ideograph(tape.at(at)) || tape.at(at) == '"';
        let start = from + (from..from + MAX_NAME).take_while(of_name).count();
        // A sign opens a side or a bracket; elsewhere it takes away.
        let negative = tape.at(start) == '-' && (is_equals(tape.before(start)) || is_open(tape.before(start)));
        let number = read_number(tape, start + usize::from(negative), Mode::Prose)
            .filter(|n| n.script == Script::Digits && !n.leading_zero)?;
        let unit = unit_at(tape, number.end, self.lexicon, Mode::Prose).filter(|u| u.word && u.moved.is_none());
        let (unit, end) = unit.map_or((Unit::none(), number.end), |u| (u.unit, u.end));
        self.at = end;
        let amount = if negative { -number.amount } else { number.amount };
        let quantity = Quantity { amount, decimals: number.decimals, unit };
        if let Some(constant) = constant(tape, start, end, &quantity) {
            return Some(Expression::Constant(constant));
        }
        if self.terms.len() == MOST_TERMS {
            return None;
        }
        self.terms.push(Term {
            chars: start..end,
            number: start..number.end,
            measure: Measure::plain(quantity),
            name: name(&tape.source_text(from..start)),
        });
        Some(Expression::Figure(self.terms.len() - 1))
    }
}

/// A number that belongs to the formula: 100% beside an operator, a factor of 100, the 1 of `1-2.5%`.
fn constant(tape: &Tape, start: usize, end: usize, quantity: &Quantity) -> Option<Decimal> {
    let (before, after) = (operator(tape.before(start)), operator(tape.at(end)));
    before.or(after)?;
    let (hundred, bare) = (quantity.amount == Decimal::ONE_HUNDRED, quantity.unit.text.is_empty());
    if hundred && quantity.unit.dimension == Dimension::Percent || quantity.amount == Decimal::ONE && bare {
        return Some(Decimal::ONE);
    }
    (hundred && bare && before == Some(Operator::Times)).then_some(Decimal::ONE_HUNDRED)
}

/// A name without the quotation marks of which only one is left.
fn name(text: &str) -> String {
    text.trim_matches('"').to_owned()
}

impl Equation {
    /// Reads what stands in words before the numbers: formulas, the name of the first number. The equation then begins
    /// where the name of its result ends.
    fn read_words(&mut self, tape: &Tape) {
        let start = self.numbers;
        let of_name = |&at: &usize| is_ideograph(tape.at(at)) || tape.at(at) == '"';
        let low = start.saturating_sub(MAX_WORDS);
        let lead = (low..start).rev().take(MAX_NAME).take_while(of_name).last().unwrap_or(start);
        let mut begins = start;
        let others = self.terms.iter().skip(1).any(|t| !t.name.is_empty());
        // `得分为97.04%×10=…` names the result, `总投资486.5万元÷1.2万亩=…` what is divided.
        let amount = |t: &Term| {
            matches!(t.measure.quantity.unit.dimension, Dimension::Money | Dimension::Count | Dimension::Measured)
        };
        if let Some(first) = self.terms.first_mut().filter(|t| t.chars.start == start && lead < start)
            && (others || amount(first) || is_equals(tape.before(lead)))
        {
            first.name = name(&tape.source_text(lead..start));
            begins = lead;
        }
        while begins > low && is_equals(tape.before(begins)) {
            begins -= 1;
            let stop =
                |&at: &usize| matches!(tape.at(at), '。' | ';' | ',' | ':' | '!' | '?') || is_equals(tape.at(at));
            let side = (low..begins).rev().find(stop).map_or(low, |at| at + 1);
            if !(side..begins).any(|at| operator(tape.at(at)).is_some()) {
                break;
            }
            self.name_by(&names_in(tape, side..begins));
            begins = if tape.before(side) == ':' { side - 1 } else { side };
        }
        self.chars.start = begins;
    }

    /// Gives the numbers of the first formula the names that stand in their places in a formula in words.
    fn name_by(&mut self, names: &[String]) {
        let Some(formula) = self.formulas.first() else { return };
        let places: Vec<usize> = formula.figures().into_iter().copied().collect();
        if places.len() == names.len() {
            for (place, name) in places.iter().zip(names) {
                if let Some(term) = self.terms.get_mut(*place).filter(|t| t.name.is_empty()) {
                    term.name.clone_from(name);
                }
            }
        }
    }
}

/// The names that a formula in words joins, in order.
fn names_in(tape: &Tape, side: Range<usize>) -> Vec<String> {
    let parts = |at: usize| operator(tape.at(at)).is_some() || is_open(tape.at(at)) || is_close(tape.at(at));
    let mut names = Vec::new();
    let mut from = side.start;
    for at in side.start..=side.end {
        if at == side.end || parts(at) {
            let text = name(&tape.source_text(from..at));
            // 100%, 1
            if text.chars().any(is_ideograph) {
                names.push(text);
            }
            from = at + 1;
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let tape = Tape::new(text);
        let shown = |e: &Equation| {
            let term = |&i: &usize| {
                let t = &e.terms[i];
                let unit = &t.measure.quantity.unit.text;
                format!("{}{}{unit}", t.name, t.measure.quantity.amount)
            };
            let sides = e.formulas.iter().map(|f| f.text(&term)).collect::<Vec<_>>();
            format!("{}|{} = {}", tape.text(0..e.chars.start), sides.join(" = "), term(&e.result))
        };
        equations(&tape, Lexicon::builtin()).iter().map(shown).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn equations_are_read_with_their_names() {
        for (text, equation) in [
            ("在职人员控制率=43/46×100%=93.48%。", "在职人员控制率|43 ÷ 46 = 93.48%"),
            (
                "预算完成率=（预算完成数/预算数）×100%=（1231.17/1268.45）×100%=97.06%",
                "预算完成率|预算完成数1231.17 ÷ 预算数1268.45 = 97.06%",
            ),
            ("变动率=[(9.60-9.00)/9.00]×100%=6.67%", "变动率|(9.60 − 9.00) ÷ 9.00 = 6.67%"),
            ("利用率：3058/3120.4≈98%", "利用率:|3058 ÷ 3120.4 = 98%"),
            ("人均公用经费=90.77万元÷43人=2.11万元/人", "人均公用经费|90.77万元 ÷ 43人 = 2.11万元/人"),
            (
                "总支出=基本支出642.37万元+项目支出588.80万元=1231.17万元，",
                "总支出|基本支出642.37万元 + 项目支出588.80万元 = 1231.17万元",
            ),
            ("得分=10-0.5×2=9分", "得分|10 − 0.5 × 2 = 9分"),
            ("该项得分为97.06%×10=9.71分。", "该项得分为|97.06% × 10 = 9.71分"),
            ("变动率=[（12.30-13.10）/13.10]×100%=-6.11%", "变动率|(12.30 − 13.10) ÷ 13.10 = -6.11%"),
            ("单位成本：总投资486.5万元÷1.2万亩=405.42元/亩", "单位成本:|总投资486.5万元 ÷ 1.2万亩 = 405.42元/亩"),
            ("结转率＝（1－97.06%）＝2.94%", "结转率|1 − 97.06% = 2.94%"),
            ("1268.45=1105.20+163.25（万元）", "|1105.20 + 163.25 = 1268.45"),
            ("控制率：实有人数÷编制数×100%=43÷46×100%=93.48%", "控制率|实有人数43 ÷ 编制数46 = 93.48%"),
        ] {
            assert_eq!(read(text), equation, "{text}");
        }
    }

    #[test]
    fn other_signs_make_no_equation() {
        for text in [
            "预算调整率=12%",
            "控制率=48/50",
            "2021-2022年，目标值=100%",
            "目标：≥95%，实际=96%",
            "预算完成率=预算完成数/预算数×100%",
            "A=1，B=2",
            "7×24小时，x=3",
            "1月-12月=全年",
            "分值=指标分值×完成率",
        ] {
            assert_eq!(read(text), "", "{text}");
        }
    }
}
