//! A place in the wording of a rule: which words, numbers and signs stand there. Gives no meaning to their order.

use crate::lexicon::{Lexicon, RuleWord};
use crate::model::{Comparator, Dimension};
use crate::normalize::numbers::{self, Mode};
use crate::normalize::tape::{Tape, is_ideograph};
use crate::normalize::units;
use rust_decimal::Decimal;
use std::ops::Range;

/// A wording with the words to read it by.
pub(super) struct Reader<'a> {
    pub(super) tape: &'a Tape,
    pub(super) lexicon: &'a Lexicon,
    /// The listed words at every place, longest first, looked up once: the grammar asks for them again and again.
    words: Vec<(usize, RuleWord)>,
    /// Where the words of each place start among them.
    starts: Vec<usize>,
}

/// What a number counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Bare,
    Percent,
    PercentagePoint,
    /// 分
    Points,
    /// 1/3
    Fraction,
    /// 个, 次, 万元
    Counted(String),
}

/// A number with its unit.
#[derive(Clone, Debug)]
pub(super) struct Number {
    pub(super) amount: Decimal,
    pub(super) kind: Kind,
    /// How many of what is counted one of the unit is.
    pub(super) factor: Decimal,
    pub(super) end: usize,
    /// `00`, `007`: digits are lost.
    pub(super) damaged: bool,
    pub(super) is_digits: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(tape: &'a Tape, lexicon: &'a Lexicon) -> Self {
        let (mut words, mut starts) = (Vec::new(), Vec::with_capacity(tape.len() + 1));
        for i in 0..tape.len() {
            starts.push(words.len());
            if lexicon.rubrics.may_start(tape.at(i)) {
                lexicon.rubrics.at(tape.from(i)).for_each(|word| words.push(word));
            }
        }
        starts.push(words.len());
        Self { tape, lexicon, words, starts }
    }

    /// The listed words that stand at `i`, longest first, each with its length.
    pub(super) fn words_at(&self, i: usize) -> &[(usize, RuleWord)] {
        let range = self.starts.get(i).zip(self.starts.get(i + 1)).map(|(&from, &to)| from..to);
        range.and_then(|range| self.words.get(range)).unwrap_or_default()
    }

    /// Whether nothing that a grammar asks for begins at `i`: no word, number, bracket or comparator.
    pub(super) fn is_plain(&self, i: usize) -> bool {
        let c = self.at(i);
        self.words_at(i).is_empty()
            && !c.is_ascii_digit()
            && !matches!(c, '(' | '[')
            && !numbers::is_numeral(c)
            && self.comparator(i).is_none()
    }

    pub(super) fn at(&self, i: usize) -> char {
        self.tape.at(i)
    }

    /// The end of the longest word of a kind that stands at `i`.
    pub(super) fn word(&self, i: usize, kind: RuleWord) -> Option<usize> {
        self.words_at(i).iter().find(|(_, k)| *k == kind).map(|(length, _)| i + length)
    }

    /// The end of the longest word of one of these kinds that stands at `i`, and its kind.
    pub(super) fn one_of(&self, i: usize, kinds: &[RuleWord]) -> Option<(usize, RuleWord)> {
        self.words_at(i).iter().find(|(_, k)| kinds.contains(k)).map(|(length, k)| (i + length, *k))
    }

    /// The first place in a range where a word of a kind stands, with its end.
    pub(super) fn find(&self, range: Range<usize>, kind: RuleWord) -> Option<Range<usize>> {
        range.clone().find_map(|i| self.word(i, kind).filter(|&e| e <= range.end).map(|e| i..e))
    }

    /// A comparator before a number.
    pub(super) fn comparator(&self, i: usize) -> Option<(Comparator, usize)> {
        self.lexicon.numbers.comparators.longest_at(self.tape.from(i)).map(|(length, &c)| (c, i + length))
    }

    /// A comparator after a number: 以上, 以内（含）.
    pub(super) fn limit(&self, i: usize) -> Option<(Comparator, usize)> {
        self.lexicon.numbers.limits.longest_at(self.tape.from(i)).map(|(length, &c)| (c, i + length))
    }

    /// `（含）`, `（不含）`, `（含90%）` after an end of a range: whether the end belongs to it.
    pub(super) fn inclusion(&self, i: usize) -> Option<(bool, usize)> {
        let (open, at) = (self.at(i) == '(', i + usize::from(self.at(i) == '('));
        let excluded = self.at(at) == '不';
        let at = at + usize::from(excluded);
        if self.at(at) != '含' {
            return None;
        }
        let mut end = at + 1;
        if open {
            // `（含80%）`, `（含本数）`
            end += (end..end + 8).take_while(|&k| !matches!(self.at(k), ')' | '\0')).count();
            if self.at(end) != ')' {
                return None;
            }
            end += 1;
        } else if is_ideograph(self.at(end)) {
            return None;
        }
        Some((!excluded, end))
    }

    /// The number at `i`, with the unit behind it.
    pub(super) fn number(&self, i: usize) -> Option<Number> {
        let c = self.at(i);
        if c.is_ascii_digit() {
            return self.digits(i);
        }
        if !numbers::is_numeral(c) {
            return None;
        }
        let words = |amount, kind, factor, end| Number { amount, kind, factor, end, damaged: false, is_digits: false };
        if let Some(end) = self.word(i, RuleWord::Half) {
            return Some(words(Decimal::new(5, 1), Kind::Fraction, Decimal::ONE, end));
        }
        let number = numbers::read_number(self.tape, i, Mode::Prose)?;
        let tenth = self.at(number.end) == '成' && !matches!(self.at(number.end + 1), '立' | '果' | '效' | '本' | '员');
        if tenth {
            let amount = number.amount.checked_mul(Decimal::TEN)?;
            return Some(words(amount, Kind::Percent, Decimal::ONE, number.end + 1));
        }
        if self.tape.reads(number.end, "分之") {
            let upper = numbers::read_number(self.tape, number.end + 2, Mode::Prose)?;
            // 百分之五 is 5%, printed as words.
            if number.amount == Decimal::ONE_HUNDRED {
                let percent = words(upper.amount, Kind::Percent, Decimal::ONE, upper.end);
                return Some(Number { is_digits: true, ..percent });
            }
            let amount = upper.amount.checked_div(number.amount)?;
            return Some(words(amount, Kind::Fraction, Decimal::ONE, upper.end));
        }
        let (kind, factor, end) = self.counted(number.end)?;
        Some(words(number.amount, kind, factor, end))
    }

    /// A number in words without a unit: 九十.
    pub(super) fn numeral(&self, i: usize) -> Option<Number> {
        let number = numbers::read_number(self.tape, i, Mode::Prose).filter(|_| numbers::is_numeral(self.at(i)))?;
        let (kind, factor) = (Kind::Bare, Decimal::ONE);
        Some(Number { amount: number.amount, kind, factor, end: number.end, damaged: false, is_digits: false })
    }

    fn digits(&self, i: usize) -> Option<Number> {
        let number = numbers::read_number(self.tape, i, Mode::Prose)?;
        let damaged = number.leading_zero;
        let counted = |amount, kind, factor, end| Some(Number { amount, kind, factor, end, damaged, is_digits: true });
        let make = |amount, kind, end| counted(amount, kind, Decimal::ONE, end);
        // `1/3` of the weight; a division has names or units on one side.
        if self.at(number.end) == '/' && self.at(number.end + 1).is_ascii_digit() && number.decimals == 0 {
            let lower = numbers::read_number(self.tape, number.end + 1, Mode::Prose)?;
            if lower.decimals == 0 && lower.amount > number.amount && self.at(lower.end) != '%' {
                return make(number.amount.checked_div(lower.amount)?, Kind::Fraction, lower.end);
            }
        }
        match self.at(number.end) {
            '%' => make(number.amount, Kind::Percent, number.end + 1),
            '分' if !matches!(self.at(number.end + 1), '之' | '钟') => {
                make(number.amount, Kind::Points, number.end + 1)
            }
            _ => {
                let (kind, factor, end) = self.counted(number.end).unwrap_or((Kind::Bare, Decimal::ONE, number.end));
                counted(number.amount, kind, factor, end)
            }
        }
    }

    /// A unit or counter behind a number, with how many of what is counted one of it is.
    fn counted(&self, i: usize) -> Option<(Kind, Decimal, usize)> {
        let one = Decimal::ONE;
        if let Some((end, RuleWord::PercentagePoint)) = self.one_of(i, &[RuleWord::PercentagePoint, RuleWord::Counter])
        {
            return Some((Kind::PercentagePoint, one, end));
        }
        if self.at(i) == '分' && !matches!(self.at(i + 1), '之' | '钟' | '别') {
            return Some((Kind::Points, one, i + 1));
        }
        if let Some(found) = units::unit_at(self.tape, i, self.lexicon, Mode::Prose).filter(|u| u.word) {
            return Some(match found.unit.dimension {
                Dimension::Percent => (Kind::Percent, one, found.end),
                Dimension::PercentagePoint => (Kind::PercentagePoint, one, found.end),
                Dimension::Point => (Kind::Points, one, found.end),
                _ => (Kind::Counted(found.unit.text), found.unit.factor, found.end),
            });
        }
        let end = self.word(i, RuleWord::Counter)?;
        Some((Kind::Counted(self.tape.text(i..end)), one, end))
    }

    /// Whether a number may start at `i`: not in the middle of digits or of a name.
    pub(super) fn starts_number(&self, i: usize) -> bool {
        let before = self.tape.before(i);
        !(before.is_ascii_digit() || (before == '.' && i > 1 && self.at(i - 2).is_ascii_digit()))
    }

    /// A range without punctuation and without words of no meaning around it.
    pub(super) fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let (mut start, mut end) = (range.start, range.end);
        let idle = |c: char| !(is_ideograph(c) || c.is_ascii_alphanumeric() || matches!(c, '"' | '(' | ')' | '%'));
        while start < end && !self.is_actual(start..end) {
            let before = [RuleWord::Filler, RuleWord::Tie];
            if idle(self.at(start)) || self.at(start) == ')' {
                start += 1;
            } else if idle(self.at(end - 1)) || self.at(end - 1) == '(' {
                end -= 1;
            } else if let Some(word) = self.lead_in(start).filter(|&w| w <= end) {
                start = word;
            } else if let Some(at) = (start.max(end.saturating_sub(4))..end).find(|&i| {
                before.iter().any(|&k| self.word(i, k) == Some(end))
                    && !(start..end).any(|k| self.word(k, RuleWord::Kept) == Some(end))
            }) {
                end = at;
            } else {
                break;
            }
        }
        start..end.max(start)
    }

    /// The end of a word that opens a condition; 当 does not in 当年.
    fn lead_in(&self, i: usize) -> Option<usize> {
        self.one_of(i, &[RuleWord::LeadIn, RuleWord::Kept]).filter(|w| w.1 == RuleWord::LeadIn).map(|w| w.0)
    }

    /// A range as the name of a measure; `None` when nothing is left.
    pub(super) fn name(&self, range: Range<usize>) -> Option<String> {
        let range = self.trimmed(range);
        (!range.is_empty()).then(|| self.tape.text(range))
    }

    /// Whether a range is nothing but words for the row's own measure.
    pub(super) fn is_actual(&self, range: Range<usize>) -> bool {
        self.words_at(range.start)
            .iter()
            .any(|(length, kind)| *kind == RuleWord::Actual && range.start + length == range.end)
    }
}
