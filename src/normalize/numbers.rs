//! The grammar of numbers: digits with separators and decimals, and Chinese numerals, exact and at one place of a tape.
//!
//! Reads a number that starts at a given place; whether it states a quantity is decided by the callers. Never a float.

use super::tape::{Gap, Tape};
use rust_decimal::Decimal;

/// Digits that a [`Decimal`] surely holds.
const MAX_DIGITS: u32 = 28;
/// Characters of the longest Chinese numeral that is read.
const MAX_NUMERAL: usize = 32;

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    /// 12.5
    Digits,
    /// 十二点五
    Chinese,
}

/// How far white space may stand inside a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// A whole cell: a line end may have cut the number.
    Cell,
    /// Running text: white space ends a number.
    Prose,
}

/// A number at a place of a tape.
#[derive(Clone, Debug)]
pub(super) struct Number {
    pub(super) amount: Decimal,
    pub(super) decimals: u32,
    pub(super) end: usize,
    pub(super) script: Script,
    /// Digits before the decimal point.
    pub(super) whole_digits: u32,
    /// Whether separators group the digits by three.
    pub(super) grouped: bool,
    /// 007: a code, or a number that lost digits.
    pub(super) leading_zero: bool,
    cuts: Cuts,
}

/// Where white space cuts a number in a cell.
#[derive(Clone, Debug, Default)]
struct Cuts {
    /// Lengths of the digit runs before the point, when white space parts them.
    runs: Vec<u32>,
    at_point: Option<Gap>,
    in_decimals: Option<Gap>,
    times_in_decimals: u32,
}

impl Number {
    /// Whether one number is the only sensible reading of digits that white space cuts.
    ///
    /// `92.8 6%` is one (a line end cut the decimals), `1 234 567` is one (groups of three); `5 10` and `1 234` may be two.
    pub(super) fn is_one_reading(&self, has_unit: bool) -> bool {
        let Cuts { runs, at_point, in_decimals, times_in_decimals } = &self.cuts;
        let (first, rest) = runs.split_first().map_or((0, &[] as &[u32]), |(f, r)| (*f, r));
        let grouped_by_space = rest.is_empty()
            || (first <= 3 && rest.iter().all(|&r| r == 3) && !self.grouped && (rest.len() > 1 || self.decimals > 0));
        let zero_whole = self.whole_digits == 1 && self.amount < Decimal::ONE;
        let point_holds = match at_point {
            None => true,
            // `1. 95%` may be a list number and a figure.
            Some(Gap::Line) => self.whole_digits > 1 || zero_whole,
            Some(_) => self.whole_digits > 2 || zero_whole || (has_unit && self.whole_digits > 1),
        };
        let decimals_hold = match in_decimals {
            None => true,
            Some(_) if *times_in_decimals > 1 => false,
            Some(_) if has_unit => self.decimals <= 4,
            Some(Gap::Line) => self.decimals == 2 && self.whole_digits > 1,
            Some(_) => self.decimals == 2 && self.whole_digits > 2,
        };
        grouped_by_space && point_holds && decimals_hold
    }
}

/// Reads the number that starts at `start`: digits or Chinese numerals, without a sign. A number beside a character
/// that reading lost is none: that character may be one of its digits.
pub(super) fn read_number(tape: &Tape, start: usize, mode: Mode) -> Option<Number> {
    let number =
        if tape.at(start).is_ascii_digit() { read_digits(tape, start, mode) } else { read_numeral(tape, start, mode) };
    number.filter(|n| !is_beside_lost(tape, start, n.end))
}

/// Whether a lost character stands before or after a number, or beyond a point or separator there.
fn is_beside_lost(tape: &Tape, start: usize, end: usize) -> bool {
    let lost = |c: char| c == char::REPLACEMENT_CHARACTER;
    let mark = |c: char| matches!(c, '.' | ',');
    let ahead = lost(tape.at(end)) || (mark(tape.at(end)) && lost(tape.at(end + 1)));
    ahead || lost(tape.before(start)) || (start > 0 && mark(tape.before(start)) && lost(tape.before(start - 1)))
}

/// Where the digits, points and separators end that start at `start`; always past `start`.
pub(super) fn digits_end(tape: &Tape, start: usize) -> usize {
    let mut i = start + 1;
    while tape.gap(i) == Gap::None
        && (tape.at(i).is_ascii_digit() || (matches!(tape.at(i), '.' | ',') && tape.at(i + 1).is_ascii_digit()))
    {
        i += 1;
    }
    i
}

struct Digits {
    mantissa: i128,
    count: u32,
}

impl Digits {
    fn push(&mut self, digit: u32) -> Option<()> {
        self.count += u32::from(self.mantissa != 0 || digit != 0);
        if self.count > MAX_DIGITS {
            return None;
        }
        self.mantissa = self.mantissa.checked_mul(10)?.checked_add(i128::from(digit))?;
        Some(())
    }
}

fn read_digits(tape: &Tape, start: usize, mode: Mode) -> Option<Number> {
    let joins = |i: usize| mode == Mode::Cell || tape.gap(i) == Gap::None;
    let mut digits = Digits { mantissa: 0, count: 0 };
    let mut cuts = Cuts::default();
    let (mut i, mut run, mut whole, mut grouped) = (start, 0u32, 0u32, false);
    loop {
        if let Some(digit) = tape.at(i).to_digit(10).filter(|_| i == start || joins(i)) {
            if i > start && tape.gap(i) != Gap::None && tape.before(i) != ',' {
                cuts.runs.push(run);
                run = 0;
            }
            digits.push(digit)?;
            (run, whole) = (run + 1, whole + 1);
            i += 1;
        } else if tape.at(i) == ',' && groups(tape, i, run, grouped, mode) {
            (grouped, run) = (true, 0);
            i += 1;
        } else {
            break;
        }
    }
    if !cuts.runs.is_empty() {
        cuts.runs.push(run);
    }
    let mut decimals = 0;
    if tape.at(i) == '.' && tape.at(i + 1).is_ascii_digit() && joins(i) && joins(i + 1) {
        let gap = tape.gap(i).max(tape.gap(i + 1));
        cuts.at_point = (gap != Gap::None).then_some(gap);
        i += 1;
        let first = i;
        while let Some(digit) = tape.at(i).to_digit(10).filter(|_| i == first || joins(i)) {
            if i > first && tape.gap(i) != Gap::None {
                cuts.in_decimals = Some(tape.gap(i));
                cuts.times_in_decimals += 1;
            }
            digits.push(digit)?;
            decimals += 1;
            i += 1;
        }
    }
    if decimals > MAX_DIGITS {
        return None;
    }
    let amount = Decimal::try_from_i128_with_scale(digits.mantissa, decimals).ok()?;
    let leading_zero = tape.at(start) == '0' && whole > 1;
    Some(Number { amount, decimals, end: i, script: Script::Digits, whole_digits: whole, grouped, leading_zero, cuts })
}

/// Whether the separator at `i` groups digits by three. In running text a full-width comma mostly ends a clause, so it
/// groups only when decimals follow (`1，234.56`).
fn groups(tape: &Tape, i: usize, run: u32, grouped: bool, mode: Mode) -> bool {
    let digit = |k: usize| tape.at(k).is_ascii_digit() && (k == i + 1 || tape.gap(k) == Gap::None);
    let three = digit(i + 1) && digit(i + 2) && digit(i + 3) && !digit(i + 4);
    let fits = three && run > 0 && (if grouped { run == 3 } else { run <= 3 });
    if mode == Mode::Cell {
        return fits;
    }
    let tight = tape.gap(i) == Gap::None && tape.gap(i + 1) == Gap::None;
    let decimals = tape.at(i + 4) == '.' && tape.at(i + 5).is_ascii_digit();
    fits && tight && (tape.source(i) == ',' || decimals || (tape.at(i + 4) == ',' && grouped_decimals(tape, i + 4)))
}

/// Whether more groups of three and then decimals follow the separator at `i`.
fn grouped_decimals(tape: &Tape, mut i: usize) -> bool {
    let mut left = 8;
    while left > 0 && tape.at(i) == ',' && (1..4).all(|k| tape.at(i + k).is_ascii_digit()) {
        (i, left) = (i + 4, left - 1);
    }
    tape.at(i) == '.' && tape.at(i + 1).is_ascii_digit()
}

/// The value of a Chinese digit.
pub(super) fn chinese_digit(c: char) -> Option<u32> {
    Some(match c {
        '零' | '〇' | '○' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' | '貳' | '兩' => 2,
        '三' | '叁' | '參' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' | '陸' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn small_multiplier(c: char) -> Option<i128> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        _ => return None,
    })
}

fn large_multiplier(c: char) -> Option<i128> {
    Some(match c {
        '万' | '萬' => 10_000,
        '亿' | '億' => 100_000_000,
        _ => return None,
    })
}

/// Whether a character may stand in a Chinese numeral.
#[inline]
pub(super) fn is_numeral(c: char) -> bool {
    chinese_digit(c).is_some() || small_multiplier(c).is_some() || large_multiplier(c).is_some()
}

/// Where the run of numeral characters ends that starts at `start`.
pub(super) fn numeral_end(tape: &Tape, start: usize, mode: Mode) -> usize {
    let mut i = start;
    while is_numeral(tape.at(i)) && (i == start || mode == Mode::Cell || tape.gap(i) == Gap::None) {
        i += 1;
    }
    i
}

/// Reads `三`, `一万二千三百`, `十五点八`. A 万 or 亿 at the end is left to the unit, as it is after digits.
fn read_numeral(tape: &Tape, start: usize, mode: Mode) -> Option<Number> {
    let run_end = numeral_end(tape, start, mode);
    if run_end == start || run_end - start > MAX_NUMERAL {
        return None;
    }
    let mut end = run_end;
    while end > start && large_multiplier(tape.before(end)).is_some() {
        end -= 1;
    }
    let run: Vec<char> = (start..end).map(|i| tape.at(i)).collect();
    let whole = numeral_value(&run)?;
    let (mut mantissa, mut decimals) = (whole, 0u32);
    if end == run_end && tape.at(end) == '点' && chinese_digit(tape.at(end + 1)).is_some() {
        let mut i = end + 1;
        while let Some(digit) = chinese_digit(tape.at(i)) {
            mantissa = mantissa.checked_mul(10)?.checked_add(i128::from(digit))?;
            decimals += 1;
            i += 1;
            if decimals > 12 {
                return None;
            }
        }
        // 两点三十分 is a time of day.
        if small_multiplier(tape.at(i)).is_some() && large_multiplier(tape.at(i + 1)).is_none() {
            return None;
        }
        end = i;
    }
    let amount = Decimal::try_from_i128_with_scale(mantissa, decimals).ok()?;
    let (script, cuts) = (Script::Chinese, Cuts::default());
    Some(Number { amount, decimals, end, script, whole_digits: 0, grouped: false, leading_zero: false, cuts })
}

/// The value of a numeral without decimals; `None` when the characters are no well-formed numeral (`三四`, `二〇二一`).
fn numeral_value(run: &[char]) -> Option<i128> {
    if run.is_empty() {
        return None;
    }
    let (mut total, mut section, mut digit) = (0i128, 0i128, None::<i128>);
    let (mut last_small, mut last_large) = (i128::MAX, i128::MAX);
    let mut zero = false;
    for (i, &c) in run.iter().enumerate() {
        if let Some(value) = chinese_digit(c) {
            if digit.is_some() || (zero && value == 0) {
                return None;
            }
            if value == 0 {
                if run.len() > 1 && i == 0 {
                    return None;
                }
                zero = true;
            } else {
                digit = Some(i128::from(value));
            }
        } else if let Some(multiplier) = small_multiplier(c) {
            let head = digit.take().or((multiplier == 10 || i == 0).then_some(1))?;
            if multiplier >= last_small {
                return None;
            }
            section += head * multiplier;
            (last_small, zero) = (multiplier, false);
        } else {
            let multiplier = large_multiplier(c)?;
            section += digit.take().unwrap_or(0);
            if multiplier >= last_large || section == 0 {
                return None;
            }
            total += section * multiplier;
            (section, last_small, last_large, zero) = (0, i128::MAX, multiplier, false);
        }
    }
    let tail = digit.unwrap_or(0);
    // 三千五 is 3500; 三千零五 is 3005; 三十五 is 35.
    let place = match run.len().checked_sub(2).and_then(|i| run.get(i)) {
        Some(&c) if tail > 0 && !zero => {
            small_multiplier(c).or_else(|| large_multiplier(c)).map_or(1, |multiplier| multiplier / 10)
        }
        _ => 1,
    };
    Some(total + section + tail * place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, mode: Mode) -> Option<(String, usize)> {
        read_number(&Tape::new(text), 0, mode).map(|n| (n.amount.to_string(), n.end))
    }

    #[test]
    fn digits_keep_what_is_printed() {
        for (text, amount, end) in [
            ("586.00万", "586.00", 6),
            ("１２．５％", "12.5", 4),
            ("1,234,567.80元", "1234567.80", 12),
            ("1，234.56", "1234.56", 8),
            ("12，345人", "12", 2),
            ("12,3456", "12", 2),
            ("5 10", "5", 1),
            ("3.5.1", "3.5", 3),
            ("0.00", "0.00", 4),
        ] {
            assert_eq!(read(text, Mode::Prose), Some((amount.to_owned(), end)), "{text}");
        }
        assert_eq!(read("99999999999999999999999999999", Mode::Prose), None);
    }

    #[test]
    fn numerals_are_exact() {
        for (text, amount) in [
            ("三", "3"),
            ("十", "10"),
            ("十五", "15"),
            ("二十", "20"),
            ("一百零五", "105"),
            ("两百", "200"),
            ("三千五", "3500"),
            ("一万二千三百", "12300"),
            ("伍仟", "5000"),
            ("壹拾贰", "12"),
            ("三亿零五万零七", "300050007"),
            ("一点五七", "1.57"),
            ("十五点八", "15.8"),
            ("百", "100"),
        ] {
            assert_eq!(read(text, Mode::Cell).map(|r| r.0), Some(amount.to_owned()), "{text}");
        }
        for text in ["三四", "二〇二一", "十百", "万", "三百百", "零零"] {
            assert_eq!(read(text, Mode::Cell), None, "{text}");
        }
        assert_eq!(read("三百万", Mode::Cell), Some(("300".to_owned(), 2)), "the last 万 belongs to the unit");
    }
}
