//! Formulas in a rule: `A/B×100%`, `（甲率+乙率）×50%×分值`, `实际数与目标数之比乘分值`. Characters in, a [`Term`] out.

use super::reader::{Kind, Reader};
use crate::lexicon::RuleWord;
use crate::model::{Operator, Term};
use crate::normalize::tape::is_ideograph;
use std::ops::Range;

/// The deepest nesting of brackets that is read.
const DEEPEST: u32 = 6;
/// The longest name of a figure.
const LONGEST_NAME: usize = 40;

/// A formula with what it took to read it.
pub(super) struct Formula {
    pub(super) term: Term,
    pub(super) end: usize,
    /// Whether a bracket had to be supplied.
    pub(super) bracket_lost: bool,
    /// Whether it has an operator.
    pub(super) composed: bool,
}

/// Reads the formula that starts at the range's start. It ends where its operands do.
pub(super) fn formula(reader: &Reader<'_>, range: Range<usize>) -> Option<Formula> {
    let mut terms = Terms { reader, end: range.end, i: range.start, composed: false };
    let mut term = terms.sum(0)?;
    let mut bracket_lost = false;
    // `甲率+乙率）×50%`: the bracket that opens it is lost.
    while terms.peek() == ')' && terms.operator_at(terms.i + 1).is_some() {
        terms.i += 1;
        term = terms.more_factors(term, 0)?;
        term = terms.more_summands(term, 0)?;
        bracket_lost = true;
    }
    Some(Formula { term, end: terms.i, bracket_lost, composed: terms.composed })
}

struct Terms<'r, 'a> {
    reader: &'r Reader<'a>,
    end: usize,
    i: usize,
    composed: bool,
}

impl Terms<'_, '_> {
    fn peek(&self) -> char {
        if self.i < self.end { self.reader.at(self.i) } else { '\0' }
    }

    fn sum(&mut self, depth: u32) -> Option<Term> {
        let first = self.product(depth)?;
        self.more_summands(first, depth)
    }

    fn more_summands(&mut self, mut term: Term, depth: u32) -> Option<Term> {
        while let Some((operator @ (Operator::Plus | Operator::Minus), end)) = self.operator_at(self.i) {
            self.i = end;
            term = Term::binary(operator, term, self.product(depth)?);
            self.composed = true;
        }
        Some(term)
    }

    fn product(&mut self, depth: u32) -> Option<Term> {
        let first = self.operand(depth)?;
        self.more_factors(first, depth)
    }

    fn more_factors(&mut self, mut term: Term, depth: u32) -> Option<Term> {
        while let Some((operator @ (Operator::Times | Operator::Over), end)) = self.operator_at(self.i) {
            self.i = end;
            let Some(right) = self.operand(depth) else {
                // `×100%` at the end of a cell may be cut.
                return None;
            };
            // `B/A×该指标记分`: what a share of the target is multiplied with is the weight, never the result once more.
            let of_weight = operator == Operator::Times && right == Term::Actual && is_share(&term);
            term = Term::binary(operator, term, if of_weight { Term::Weight } else { right });
            self.composed = true;
            // `实际完成量/目标任务的比值` says twice that it is a quotient.
            if let Some(end) =
                self.reader.word(self.i, RuleWord::Ratio).filter(|&e| operator == Operator::Over && e <= self.end)
            {
                self.i = end;
            }
        }
        Some(term)
    }

    /// The operator at a place, with its end.
    fn operator_at(&self, i: usize) -> Option<(Operator, usize)> {
        if i >= self.end {
            return None;
        }
        let reader = self.reader;
        let sign = match reader.at(i) {
            '+' => Some(Operator::Plus),
            '-' => Some(Operator::Minus),
            '×' | '*' | '✕' | '╳' | '·' => Some(Operator::Times),
            '÷' | '/' => Some(Operator::Over),
            // A letter for the sign: between a closed operand and a number or a word for the weight.
            'x' | 'X' if !reader.tape.before(i).is_ascii_alphabetic() => {
                let next = i + 1;
                let operand = reader.at(next).is_ascii_digit() || reader.word(next, RuleWord::Weight).is_some();
                operand.then_some(Operator::Times)
            }
            _ => None,
        };
        sign.map(|s| (s, i + 1))
            .or_else(|| reader.word(i, RuleWord::Times).map(|e| (Operator::Times, e)))
            .or_else(|| reader.word(i, RuleWord::Over).map(|e| (Operator::Over, e)))
    }

    fn operand(&mut self, depth: u32) -> Option<Term> {
        if depth > DEEPEST || self.i >= self.end {
            return None;
        }
        let c = self.peek();
        if matches!(c, '(' | '[' | '{') {
            self.i += 1;
            let inner = self.sum(depth + 1)?;
            if matches!(self.peek(), ')' | ']' | '}') {
                self.i += 1;
            }
            return Some(inner);
        }
        if c == '|' {
            self.i += 1;
            let inner = self.sum(depth + 1)?;
            if self.peek() != '|' {
                return None;
            }
            self.i += 1;
            return Some(Term::Absolute(Box::new(inner)));
        }
        if matches!(c, '∑' | 'Σ') {
            self.i += 1;
            let open = self.peek() == '(';
            self.i += usize::from(open);
            let name = self.name()?;
            self.i += usize::from(open && self.peek() == ')');
            return Some(Term::Quarters(name));
        }
        if c.is_ascii_digit()
            && let Some(number) = self.reader.number(self.i).filter(|n| n.end <= self.end)
        {
            self.i = number.end;
            return Some(Term::Number { amount: number.amount, percent: number.kind == Kind::Percent });
        }
        self.named()
    }

    /// A word of the form, a name, or two names joined by words (`A占B的比重`).
    fn named(&mut self) -> Option<Term> {
        let start = self.i;
        if let Some(joined) = self.joined() {
            self.composed = true;
            return Some(joined);
        }
        self.i = start;
        let name_start = self.i;
        let name = self.name()?;
        let name_end = self.i;
        // `序时进度25%`: the number is what the name stands for.
        let number = self.reader.number(self.i).filter(|n| n.kind == Kind::Percent && n.end <= self.end);
        if let Some(number) = number {
            self.i = number.end;
            return Some(Term::Number { amount: number.amount, percent: true });
        }
        Some(self.leaf(name_start..name_end, name))
    }

    /// `A占B的比重`, `A与B之比`.
    fn joined(&mut self) -> Option<Term> {
        let reader = self.reader;
        let start = self.i;
        let reach = self.end.min(start + 2 * LONGEST_NAME);
        let stop =
            (start..reach).find(|&k| matches!(reader.at(k), ',' | '。' | ';' | '=' | '+' | '×' | '*' | '÷' | '/'));
        let reach = stop.unwrap_or(reach);
        let (ratio, ratio_end) =
            (start..reach).find_map(|k| reader.word(k, RuleWord::Ratio).map(|e| (k, e))).filter(|r| r.1 <= reach)?;
        let (share, share_end) = (start + 1..ratio)
            .find_map(|k| reader.one_of(k, &[RuleWord::Share, RuleWord::With]).map(|(e, _)| (k, e)))?;
        let left = self.leaf(start..share, reader.tape.text(start..share));
        let right = self.leaf(share_end..ratio, reader.tape.text(share_end..ratio));
        self.i = ratio_end;
        Some(Term::binary(Operator::Over, left, right))
    }

    /// What a name means in every form.
    fn leaf(&self, range: Range<usize>, name: String) -> Term {
        let is = |kind| {
            let mut words = self.reader.words_at(range.start).iter();
            words.any(|(length, k)| *k == kind && range.start + length == range.end)
        };
        match name.as_str() {
            "A" if !self.letter_is_named('A') => return Term::Target,
            "B" if !self.letter_is_named('B') => return Term::Actual,
            _ => {}
        }
        if is(RuleWord::Weight) {
            Term::Weight
        } else if is(RuleWord::Actual) {
            Term::Actual
        } else if is(RuleWord::Target) {
            Term::Target
        } else {
            Term::Named(name)
        }
    }

    /// Whether the rule says itself what a letter stands for (`A为…`). Else it is the letter of a column: the national form
    /// heads its columns 年度指标值(A) and 全年实际值(B).
    fn letter_is_named(&self, letter: char) -> bool {
        let reader = self.reader;
        (0..reader.tape.len())
            .any(|k| reader.at(k) == letter && matches!(reader.at(k + 1), '为' | '是' | '=' | '指' | '表' | '代' | ':'))
    }

    /// A name: letters up to an operator or the end of the clause. A bracket right behind letters only explains them.
    fn name(&mut self) -> Option<String> {
        let reader = self.reader;
        let mut name = String::new();
        let start = self.i;
        while self.i < self.end && name.chars().count() < LONGEST_NAME {
            let c = self.peek();
            if c == '(' && self.i > start {
                let close = (self.i..self.end).find(|&k| reader.at(k) == ')')?;
                // `权重（分）` names a unit; what is in such a bracket is no part of the formula.
                self.i = close + 1;
                continue;
            }
            let letter = is_ideograph(c) || c.is_ascii_alphabetic() || matches!(c, '"' | '、' | '%');
            let of_quotient =
                c == '的' && reader.word(self.i, RuleWord::Ratio).is_some() && reader.tape.before(start) == '/';
            let opened = reader.tape.text(start..self.i).matches('"').count() % 2 == 1;
            let closes_quote = c == '"' && !opened && self.i > start;
            let ends_rule =
                self.i > start && (reader.word(self.i, RuleWord::EndsFormula).is_some() || of_quotient || closes_quote);
            if !letter || ends_rule || (self.i > start && self.operator_at(self.i).is_some()) {
                break;
            }
            name.push(c);
            self.i += 1;
        }
        let name = name.trim_end_matches(['的', '、']).trim_start_matches('的').to_owned();
        (!name.is_empty()).then_some(name)
    }
}

/// Whether a term is the row's result over its target, or the other way round.
fn is_share(term: &Term) -> bool {
    let Term::Binary(Operator::Over, left, right) = term else { return false };
    matches!((&**left, &**right), (Term::Actual, Term::Target) | (Term::Target, Term::Actual))
}
