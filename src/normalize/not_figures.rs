//! Digits in running text that state no quantity: dates, times, ordinals, list markers, document numbers, codes, names.
//!
//! Each rule looks a bounded number of characters around the digits. A rule that needs words takes them from the lexicon.

use super::measures::year_range;
use super::numbers::{Mode, digits_end, read_number};
use super::tape::{Gap, Tape, is_ideograph};
use super::units::unit_at;
use crate::lexicon::Lexicon;
use rust_decimal::Decimal;

/// How far a rule follows a chain such as `1-2-3` or `0755-1234567`.
const MAX_CHAIN: usize = 40;

/// How far back the item before is looked for in a list inside a paragraph, in characters.
const LIST: usize = 300;

/// A run of digits and what is known of it.
struct Run<'t> {
    tape: &'t Tape,
    lexicon: &'t Lexicon,
    start: usize,
    /// End of the digits before a point or separator.
    whole_end: usize,
    /// End of the number.
    end: usize,
    amount: Option<Decimal>,
    /// Whether a unit word follows.
    unit: bool,
}

/// Where to go on when the digits that start at `start` state no quantity.
pub(super) fn skip(tape: &Tape, start: usize, lexicon: &Lexicon) -> Option<usize> {
    let whole_end = whole_end(tape, start);
    let number = read_number(tape, start, Mode::Prose);
    let end = number.as_ref().map_or_else(|| digits_end(tape, start), |n| n.end);
    let unit = unit_at(tape, end, lexicon, Mode::Prose).is_some_and(|u| u.word);
    let run = Run { tape, lexicon, start, whole_end, end, amount: number.map(|n| n.amount), unit };
    run.document_number()
        .or_else(|| run.ordinal())
        .or_else(|| run.date())
        .or_else(|| run.month_or_day())
        .or_else(|| run.time())
        .or_else(|| run.marker())
        .or_else(|| run.code())
        .or_else(|| run.joined())
        .or_else(|| run.named())
}

fn whole_end(tape: &Tape, start: usize) -> usize {
    let mut end = start;
    while tape.at(end).is_ascii_digit() && (end == start || tape.gap(end) == Gap::None) {
        end += 1;
    }
    end
}

impl Run<'_> {
    fn next(&self) -> char {
        self.tape.at(self.end)
    }

    /// Whether a unit stands at a place.
    fn unit_word(&self, at: usize) -> bool {
        unit_at(self.tape, at, self.lexicon, Mode::Prose).is_some_and(|u| u.word)
    }

    fn is_whole(&self) -> bool {
        self.whole_end == self.end
    }

    fn digits(&self) -> usize {
        self.whole_end - self.start
    }

    /// The value of a run of at most four digits at `start`, with its end.
    fn small(&self, start: usize) -> Option<(u32, usize)> {
        let end = whole_end(self.tape, start);
        let value = self.tape.whole_number(start..end).filter(|_| end - start <= 4)?;
        Some((value, end))
    }

    /// Whether a new line, sentence or clause begins before the digits.
    fn opens(&self) -> bool {
        let mut i = self.start;
        for _ in 0..8 {
            if self.tape.gap(i) == Gap::Line || i == 0 {
                return true;
            }
            match self.tape.before(i) {
                '#' | '-' | '*' | '>' | '(' => i -= 1,
                '。' | ';' | ':' | '?' | '!' | '…' => return true,
                _ => return false,
            }
        }
        false
    }

    /// Past digits, letters and the hyphens and dots that join them.
    fn chain_end(&self) -> usize {
        let mut i = self.end;
        while i < self.end + MAX_CHAIN && self.tape.gap(i) == Gap::None {
            let joins = matches!(self.tape.at(i), '-' | '.' | '/' | '_' | '+' | '*');
            let on = |c: char| c.is_ascii_alphanumeric();
            if on(self.tape.at(i)) || (joins && on(self.tape.at(i + 1)) && self.tape.gap(i + 1) == Gap::None) {
                i += 1;
            } else {
                break;
            }
        }
        i
    }

    /// `〔2017〕5号`, `(2021)60号`.
    fn document_number(&self) -> Option<usize> {
        let open = matches!(self.tape.before(self.start), '(' | '[');
        let close = matches!(self.next(), ')' | ']');
        if !open || !close || !self.is_whole() || self.digits() != 4 || !self.amount.is_some_and(year_range) {
            return None;
        }
        let mut i = self.end + 1;
        i += usize::from(self.tape.at(i) == '第');
        let end = if self.tape.at(i).is_ascii_digit() { whole_end(self.tape, i) } else { i };
        Some(end + usize::from(end > i && self.tape.at(end) == '号'))
    }

    /// `第3`, `第1-3项`, `双11`.
    fn ordinal(&self) -> Option<usize> {
        match self.tape.before(self.start) {
            '第' | '双' => {
                let mut end = self.end;
                while matches!(self.tape.at(end), '-' | '~' | '至' | '、') && self.tape.at(end + 1).is_ascii_digit() {
                    end = whole_end(self.tape, end + 1);
                }
                Some(end)
            }
            _ => None,
        }
    }

    /// `2021年`, `2021-04-26`, `2021.04`, `2021-2023年`, `21年底`.
    fn date(&self) -> Option<usize> {
        let (year, whole_end) = self.small(self.start)?;
        let is_year = whole_end - self.start == 4 && year_range(Decimal::from(year));
        let next = self.tape.at(whole_end);
        if next == '年' {
            let after = self.tape.at(whole_end + 1);
            let dated = matches!(after, '度' | '底' | '初' | '末' | '春' | '秋') || after.is_ascii_digit();
            let decade = after == '代';
            let half = matches!((after, self.tape.at(whole_end + 2)), ('上' | '下', '半'));
            let short = whole_end - self.start == 2 && (dated || half);
            return (is_year || short || decade).then_some(whole_end + 1);
        }
        if !is_year {
            return None;
        }
        if matches!(next, '-' | '~' | '至' | '/' | '、')
            && let Some((second, end)) = self.small(whole_end + 1)
            && end - whole_end == 5
            && year_range(Decimal::from(second))
        {
            return Some(end + usize::from(self.tape.at(end) == '年'));
        }
        if matches!(next, '-' | '/' | '.')
            && let Some((month, end)) = self.small(whole_end + 1)
            && (1..=12).contains(&month)
            && end - whole_end <= 3
        {
            if self.tape.at(end) == next
                && let Some((day, day_end)) = self.small(end + 1)
                && (1..=31).contains(&day)
            {
                return Some(day_end);
            }
            return (!self.unit).then_some(end);
        }
        None
    }

    /// `12月`, `1-10月`, `9月份`, `31日`, `5号`, `8·19`, and `8.19` before the name of a day.
    fn month_or_day(&self) -> Option<usize> {
        let calendar = |c: char| matches!(c, '月' | '日' | '号');
        let (first, end) = self.small(self.start)?;
        if self.tape.at(end) == '·' && self.tape.at(end + 1).is_ascii_digit() {
            return Some(whole_end(self.tape, end + 1));
        }
        if calendar(self.tape.at(end)) {
            return Some(end + 1);
        }
        if matches!(self.tape.at(end), '-' | '~' | '至' | '到' | '、')
            && let Some((second, second_end)) = self.small(end + 1)
            && second <= 31
            && calendar(self.tape.at(second_end))
        {
            return Some(second_end + 1);
        }
        if self.tape.at(end) != '.' || self.unit || !(1..=12).contains(&first) {
            return None;
        }
        let (day, day_end) = self.small(end + 1)?;
        let named = (day_end..day_end + 10).map(|i| self.tape.at(i)).take_while(|&c| is_ideograph(c));
        let holiday = named.collect::<Vec<_>>().iter().any(|c| matches!(c, '节' | '日'));
        ((1..=31).contains(&day) && holiday).then_some(day_end)
    }

    /// `8:30`, `8:30-17:30`, `14时30分`, `上午9点`.
    fn time(&self) -> Option<usize> {
        let (hour, end) = self.small(self.start)?;
        if hour > 24 {
            return None;
        }
        let minutes = |at: usize| self.small(at).filter(|&(m, e)| m < 60 && e - at == 2).map(|(_, e)| e);
        if self.tape.at(end) == ':'
            && self.tape.gap(end + 1) == Gap::None
            && let Some(mut end) = minutes(end + 1)
        {
            while matches!(self.tape.at(end), ':' | '-' | '~' | '至') && self.tape.at(end + 1).is_ascii_digit() {
                end = whole_end(self.tape, end + 1);
            }
            return Some(end);
        }
        let spoken = self.lexicon.numbers.time_before.longest_before(self.tape.until(self.start)).is_some();
        match self.tape.at(end) {
            '时' if !matches!(self.tape.at(end + 1), '长' | '间') => {
                let rest = self.small(end + 1).filter(|&(_, e)| self.tape.at(e) == '分');
                Some(rest.map_or(end + 1, |(_, e)| e + 1))
            }
            '点' if self.small(end + 1).is_some_and(|(_, e)| self.tape.at(e) == '分') => {
                self.small(end + 1).map(|(_, e)| e + 1)
            }
            '点' if spoken => Some(end + 1),
            _ => None,
        }
    }

    /// `1、`, `1.`, `(1)`, `1)`, `1.2 标题`.
    fn marker(&self) -> Option<usize> {
        let (before, next) = (self.tape.before(self.start), self.tape.at(self.whole_end));
        if self.digits() <= 2 && self.digits() > 0 {
            if self.is_whole() && before == '(' && next == ')' {
                return Some(self.end + 1);
            }
            let point = next == '.' && !self.tape.at(self.whole_end + 1).is_ascii_digit();
            let listed = point && !self.unit && self.follows_in_list();
            if self.is_whole() && (point || matches!(next, '、' | ')' | ',')) && (self.opens() || listed) {
                return Some(self.end + 1);
            }
            // `4.2026年…`: a list number before a year.
            let year = self
                .small(self.whole_end + 1)
                .filter(|(year, end)| (1_900..2_100).contains(year) && self.tape.at(*end) == '年');
            if next == '.' && year.is_some() && self.opens() {
                return Some(self.whole_end + 1);
            }
        }
        let heading = self.tape.at(self.end) == '.' || is_ideograph(self.next());
        let line = self.start == 0 || self.tape.gap(self.start) == Gap::Line || self.tape.before(self.start) == '#';
        (!self.is_whole() && heading && line && !self.unit && self.digits() <= 2).then(|| self.chain_end())
    }

    /// Whether the number before this one opened an item of the same list: `1.改造校舍2.更新设备`.
    fn follows_in_list(&self) -> bool {
        let Some(before) = self.small(self.start).and_then(|(value, _)| value.checked_sub(1)).filter(|&v| v > 0) else {
            return false;
        };
        let before: Vec<char> = before.to_string().chars().collect();
        let item = |at: usize| {
            let number = before.iter().enumerate().all(|(i, c)| self.tape.at(at + i) == *c);
            number
                && self.tape.at(at + before.len()) == '.'
                && is_ideograph(self.tape.at(at + before.len() + 1))
                && at.checked_sub(1).is_none_or(|i| !self.tape.at(i).is_ascii_digit())
        };
        is_ideograph(self.tape.at(self.end + 1)) && (self.start.saturating_sub(LIST)..self.start).rev().any(item)
    }

    /// Telephone numbers, serial numbers, letters and digits in one word, service numbers.
    fn code(&self) -> Option<usize> {
        let before = self.tape.before(self.start);
        let tight = self.tape.gap(self.start) == Gap::None;
        let letter = |i: usize| i.checked_sub(1).is_some_and(|i| self.tape.at(i).is_ascii_alphabetic());
        let hyphen = matches!(before, '-' | '/' | '_' | '+') && self.start.checked_sub(1).is_some_and(letter);
        let glued = tight && (before.is_ascii_alphabetic() || hyphen);
        let letters = self.next().is_ascii_alphabetic() && self.tape.gap(self.end) == Gap::None;
        if (glued || letters) && !self.unit {
            return Some(self.chain_end());
        }
        let model = self.next() == '+' && self.tape.at(self.end + 1).is_ascii_alphanumeric();
        let zero = self.tape.at(self.start) == '0' && self.digits() > 1;
        let telephone = self.next() == '-'
            && (3..=4).contains(&self.digits())
            && whole_end(self.tape, self.end + 1).saturating_sub(self.end + 1) >= 7;
        if model || zero || telephone {
            return Some(self.chain_end());
        }
        let numbers = &self.lexicon.numbers;
        let long = self.is_whole() && (self.digits() > 11 || (self.digits() == 11 && self.tape.at(self.start) == '1'));
        let announced = numbers.contact.longest_before(self.tape.until(self.start)).is_some();
        let service = self.is_whole() && numbers.short_codes.holds(self.tape.from(self.start).get(..self.digits())?);
        ((long || announced || service || self.amount.is_none()) && !self.unit).then(|| self.chain_end())
    }

    /// `1/2`, `7×24`, `×100%`, `1.2.3`.
    fn joined(&self) -> Option<usize> {
        let digit_after = self.tape.at(self.end + 1).is_ascii_digit();
        match self.next() {
            '/' if self.is_whole() && digit_after => self.share(),
            // `按6:2:2分担`: a proportion.
            ':' if digit_after => Some(self.proportion()),
            '×' | '*' | 'x' | 'X' if self.is_whole() && digit_after => Some(whole_end(self.tape, self.end + 1)),
            '.' if digit_after => Some(self.chain_end()),
            _ => {
                let factor = matches!(self.tape.before(self.start), '×' | '*');
                let hundred = self.amount == Some(Decimal::ONE_HUNDRED) && self.next() == '%';
                (factor && hundred).then_some(self.end + 1)
            }
        }
    }

    /// Past the numbers that colons join.
    fn proportion(&self) -> usize {
        let mut end = self.end;
        while end < self.end + MAX_CHAIN && self.tape.at(end) == ':' && self.tape.at(end + 1).is_ascii_digit() {
            end =
                read_number(self.tape, end + 1, Mode::Prose).map_or_else(|| digits_end(self.tape, end + 1), |n| n.end);
        }
        end
    }

    /// `1/2`, `2/3`: a share in words; `48/50` divides two figures.
    fn share(&self) -> Option<usize> {
        let (below, end) = self.small(self.end + 1)?;
        let decimals = self.tape.at(end) == '.' && self.tape.at(end + 1).is_ascii_digit();
        let proper = self.amount.is_some_and(|above| above < Decimal::from(below));
        (proper && below <= 10 && !decimals).then_some(end)
    }

    /// `附件2`, `表1-2`, `3楼`, `24小时值班`, `5年规划`.
    fn named(&self) -> Option<usize> {
        let numbers = &self.lexicon.numbers;
        let label = numbers.numbering.longest_before(self.tape.until(self.start)).is_some();
        let is_rank = |end: usize| numbers.rank_after.longest_at(self.tape.from(end)).is_some();
        let rank = is_rank(self.end);
        // `18至60岁`: what is no figure at its upper end is none at its lower one.
        if self.is_whole()
            && matches!(self.next(), '至' | '到' | '-' | '~')
            && self.tape.at(self.end + 1).is_ascii_digit()
        {
            let upper = whole_end(self.tape, self.end + 1);
            if is_rank(upper) && !self.unit_word(upper) {
                return Some(upper);
            }
        }
        if !self.unit && self.is_whole() && (label || rank) {
            return Some(if label { self.chain_end() } else { self.end });
        }
        let hours = self.tape.reads(self.end, "小时") && self.amount == Some(Decimal::from(24));
        let regime = hours && numbers.regime_after.longest_at(self.tape.from(self.end + 2)).is_some();
        let span = matches!(self.next(), '年' | '天') && is_name(self.tape, self.end + 1, 1, self.lexicon);
        (regime || span).then_some(self.end + 1)
    }
}

/// Whether a campaign or model name goes on at `at`, or at most `reach` ideographs later: `攻坚`, `民服务热线`.
pub(super) fn is_name(tape: &Tape, at: usize, reach: usize, lexicon: &Lexicon) -> bool {
    (at..at + reach)
        .take_while(|&i| i == at || is_ideograph(tape.before(i)))
        .any(|i| lexicon.numbers.name_after.longest_at(tape.from(i)).is_some())
}
