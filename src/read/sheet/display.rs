//! Figures as a spreadsheet shows them: a value and its number format in, the characters on the screen out.
//!
//! A file keeps binary floating point numbers; fifteen digits of them count, and rounding goes away from zero, as
//! spreadsheet programs do it. Width of columns, colors, fractions (`# ?/?`) and Chinese numerals (`[DBNum1]`) are
//! disregarded: such a figure is shown in plain digits.

use super::code::{Compare, Part, Section, sections};
use super::dates;
use rust_decimal::{Decimal, RoundingStrategy};

/// A number format.
#[derive(Clone, Debug, Default)]
pub(super) struct Format {
    sections: Vec<Section>,
}

impl Format {
    /// The format of a code.
    pub(super) fn new(code: &str) -> Self {
        Self { sections: sections(code) }
    }

    /// A number as shown. `since_1904`: whether the workbook counts days from 1904.
    pub(super) fn number(&self, value: f64, since_1904: bool) -> String {
        let Some((section, unsigned)) = self.section(value) else { return general(value) };
        if section.is_date() {
            return dates::shown(&section.parts, value, since_1904).unwrap_or_else(|| general(value));
        }
        let fraction = section.parts.iter().any(|p| matches!(p, Part::Literal(t) if t.contains('/')))
            && section.parts.contains(&Part::Digit('?'));
        if fraction || section.is_text() && section.parts.len() == 1 {
            return general(value);
        }
        let shown = if unsigned { value.abs() } else { value };
        digits(section, shown).unwrap_or_else(|| general(value)).trim().to_owned()
    }

    /// A text as shown: only a section of its own, or one with `@`, changes it.
    pub(super) fn text(&self, value: &str) -> String {
        let section = self.sections.get(3).or_else(|| self.sections.iter().find(|s| s.is_text()));
        let Some(section) = section else { return value.to_owned() };
        let mut out = String::new();
        for part in &section.parts {
            match part {
                // Blanks before and after are for alignment.
                Part::Literal(text) if text.trim().is_empty() => {}
                Part::Literal(text) => out.push_str(text),
                Part::Text | Part::General => out.push_str(value),
                _ => {}
            }
        }
        out
    }

    /// The section for a value, and whether that section shows its amount without a sign.
    fn section(&self, value: f64) -> Option<(&Section, bool)> {
        // A section with `@` is for text, unless the code is nothing else.
        let for_numbers = |s: &&Section| self.sections.len() == 1 || !s.is_text();
        let numbers: Vec<&Section> = self.sections.iter().take(3).filter(for_numbers).collect();
        if numbers.iter().any(|s| s.condition.is_some()) {
            let meets = |s: &&&Section| s.condition.is_none_or(|(compare, limit)| holds(value, compare, limit));
            let found = numbers.iter().find(meets)?;
            // A condition that only values below zero meet is a section for them.
            let negative = found.condition.is_some_and(|(c, limit)| {
                matches!(c, Compare::Less) && limit <= 0.0 || matches!(c, Compare::LessOrEqual) && limit < 0.0
            });
            return Some((found, negative));
        }
        match numbers.len() {
            0 => None,
            1 => Some((numbers[0], false)),
            2 if value < 0.0 => Some((numbers[1], true)),
            2 => Some((numbers[0], false)),
            _ if value > 0.0 => Some((numbers[0], false)),
            _ if value < 0.0 => Some((numbers[1], true)),
            _ => Some((numbers[2], false)),
        }
    }
}

fn holds(value: f64, compare: Compare, limit: f64) -> bool {
    match compare {
        Compare::Less => value < limit,
        Compare::LessOrEqual => value <= limit,
        Compare::Greater => value > limit,
        Compare::GreaterOrEqual => value >= limit,
        Compare::Equal => (value - limit).abs() == 0.0,
        Compare::Unequal => (value - limit).abs() > 0.0,
    }
}

/// The number that fifteen digits of a value stand for; `None` beyond what exact decimals hold.
fn exact(value: f64) -> Option<Decimal> {
    Decimal::from_scientific(&format!("{value:.14e}")).ok().map(|d| d.normalize())
}

/// A value without a format.
pub(super) fn general(value: f64) -> String {
    exact(value).filter(|d| value == 0.0 || !d.is_zero()).map_or_else(|| format!("{value:E}"), |d| d.to_string())
}

/// A number in the digits that a section asks for.
fn digits(section: &Section, value: f64) -> Option<String> {
    let parts = &section.parts;
    if !parts.iter().any(|p| matches!(p, Part::Digit(_))) {
        return Some(plain(parts, value));
    }
    if let Some(at) = parts.iter().position(|p| matches!(p, Part::Exponent { .. })) {
        return Some(scientific(parts, at, value));
    }
    // What is too small for fifteen exact digits is next to nothing; its first decimals are enough.
    let mut amount = exact(value).or_else(|| Decimal::from_str_exact(&format!("{value:.24}")).ok())?;
    for _ in parts.iter().filter(|p| **p == Part::Percent) {
        amount = amount.checked_mul(Decimal::ONE_HUNDRED)?;
    }
    for _ in 0..section.thousands {
        amount = amount.checked_div(Decimal::ONE_THOUSAND)?;
    }
    let point = parts.iter().position(|p| *p == Part::Point).unwrap_or(parts.len());
    let count = |parts: &[Part]| parts.iter().filter(|p| matches!(p, Part::Digit(_))).count();
    let (before, after) = (count(&parts[..point]), count(&parts[point..]));
    let decimals = u32::try_from(after).ok().filter(|n| *n <= 28)?;
    let rounded = amount.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    let negative = rounded.is_sign_negative() && !rounded.is_zero();
    let text = format!("{:.*}", after, rounded.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let whole = whole.trim_start_matches('0');
    let mut out = String::new();
    if negative {
        out.push('-');
    }
    let mut whole = Whole { digits: whole.chars().collect(), left: before, grouped: section.grouped };
    let mut rest: &str = fraction;
    for part in parts {
        match part {
            Part::Digit(kind) if whole.left > 0 => whole.next(*kind, &mut out),
            Part::Digit(kind) => {
                let digit = rest.chars().next().unwrap_or('0');
                // A `#` shows no zeros at the end.
                let blank = *kind != '0' && rest.chars().all(|c| c == '0');
                if !blank {
                    out.push(digit);
                }
                rest = rest.get(1..).unwrap_or_default();
            }
            Part::Point => {
                // Without a place for whole digits all of them stand before the point.
                whole.flush(&mut out);
                out.push('.');
            }
            Part::Percent => out.push('%'),
            Part::Literal(text) => out.push_str(text),
            _ => {}
        }
    }
    Some(out)
}

/// The digits before the point, given out place by place from the left.
struct Whole {
    digits: Vec<char>,
    /// Places that are still to come.
    left: usize,
    grouped: bool,
}

impl Whole {
    fn next(&mut self, kind: char, out: &mut String) {
        // More digits than places: the surplus stands at the first place.
        let here = (self.digits.len() + 1).saturating_sub(self.left).min(self.digits.len());
        self.left -= 1;
        let digits: Vec<char> = self.digits.drain(..here).collect();
        for (digit, behind) in digits.iter().zip((self.left..self.left + here).rev()) {
            out.push(*digit);
            self.separate(behind, out);
        }
        if here == 0 && kind == '0' {
            out.push('0');
            self.separate(self.left, out);
        }
    }

    fn separate(&self, behind: usize, out: &mut String) {
        if self.grouped && behind > 0 && behind.is_multiple_of(3) {
            out.push(',');
        }
    }

    fn flush(&mut self, out: &mut String) {
        out.extend(self.digits.drain(..));
    }
}

/// A section without places for digits: its words, or the value as it is.
fn plain(parts: &[Part], value: f64) -> String {
    let mut out = String::new();
    for part in parts {
        match part {
            Part::Literal(text) => out.push_str(text),
            Part::Percent => out.push('%'),
            Part::General | Part::Text => out.push_str(&general(value)),
            _ => {}
        }
    }
    out
}

/// Scientific notation with one digit before the point.
fn scientific(parts: &[Part], at: usize, value: f64) -> String {
    let point = parts.iter().position(|p| *p == Part::Point).unwrap_or(at);
    let count = |range: &[Part]| range.iter().filter(|p| matches!(p, Part::Digit(_))).count();
    let decimals = if point < at { count(&parts[point..at]) } else { 0 };
    let text = format!("{value:.decimals$E}");
    let (mantissa, exponent) = text.split_once('E').unwrap_or((&text, "0"));
    let places = count(&parts[at..]);
    let sign = match (exponent.starts_with('-'), &parts[at]) {
        (true, _) => "-",
        (false, Part::Exponent { plus: true }) => "+",
        _ => "",
    };
    format!("{mantissa}E{sign}{:0>places$}", exponent.trim_start_matches('-'))
}

#[cfg(test)]
mod tests {
    use super::super::code::built_in;
    use super::*;

    #[test]
    fn figures_are_shown_as_spreadsheets_show_them() {
        let cases: &[(&str, f64, &str)] = &[
            ("General", 97.45, "97.45"),
            ("General", 0.1 + 0.2, "0.3"),
            ("General", 1e20, "100000000000000000000"),
            ("General", 1e300, "1E300"),
            ("General", 0.0, "0"),
            ("General", -12.5, "-12.5"),
            ("G/通用格式", 3.0, "3"),
            ("General\"万元\"", 3.5, "3.5万元"),
            ("0.00%", 0.9286, "92.86%"),
            ("0%", 1.0, "100%"),
            ("0.0%", 0.0, "0.0%"),
            ("0.00", 586.0, "586.00"),
            ("0.00", 0.0, "0.00"),
            ("0", 0.5, "1"),
            ("0", -0.4, "0"),
            ("0.00", 1.005, "1.01"),
            ("0.00", 0.285, "0.29"),
            ("0.0", -2.25, "-2.3"),
            ("0.000", 6.123e-17, "0.000"),
            ("General", 6.123e-17, "6.123E-17"),
            ("#,##0.00", 1_234_567.891, "1,234,567.89"),
            ("#,##0", 123.0, "123"),
            ("#,##0", 1_000.0, "1,000"),
            ("0,000", 5.0, "0,005"),
            ("#,##0.00_);[Red]\\(#,##0.00\\)", -1_234.5, "(1,234.50)"),
            ("#,##0.00_ ;[Red]\\-#,##0.00\\ ", -1_234.5, "-1,234.50"),
            ("0.00_ ", 12.0, "12.00"),
            ("#.##", 0.5, ".5"),
            ("#.##", 12.0, "12."),
            ("0.##", 12.5, "12.5"),
            ("000", 7.0, "007"),
            ("0.00\"万元\"", 12.3, "12.30万元"),
            ("#,##0.00,\"千元\"", 1_234_567.0, "1,234.57千元"),
            ("0!.0,\"万元\"", 12_345.0, "1.2万元"),
            ("0\\.0000\"万元\"", 123_456.0, "12.3456万元"),
            ("0.0,,\"百万\"", 12_345_678.0, "12.3百万"),
            ("[>=10000]0!.0,\"万\";0", 56_000.0, "5.6万"),
            ("[>=10000]0!.0,\"万\";0", 560.0, "560"),
            ("[<0]\"减\"0;\"增\"0", -3.0, "减3"),
            ("0;-0;\"-\"", 0.0, "-"),
            ("0.00;;", -1.0, ""),
            (";;;", 5.0, ""),
            ("\"合格\"", 1.0, "合格"),
            ("@", 12.50, "12.5"),
            ("0.00E+00", 12_345.0, "1.23E+04"),
            ("[$¥-804]#,##0.00", 1_234.5, "¥1,234.50"),
            ("[Red]0分", 12.0, "12分"),
            ("# ?/?", 0.5, "0.5"),
            (built_in(41), 0.0, "-"),
            (built_in(43), 1_234.5, "1,234.50"),
            (built_in(43), -1_234.5, "-1,234.50"),
            ("yyyy\"年\"m\"月\"d\"日\"", 45_419.0, "2024年5月7日"),
            (built_in(14), 45_419.5, "2024/5/7"),
            ("", 1.5, ""),
        ];
        for (code, value, shown) in cases {
            assert_eq!(Format::new(code).number(*value, false), *shown, "{code} {value}");
        }
        assert_eq!(Format::default().number(1.5, false), "1.5");
    }

    #[test]
    fn text_is_changed_by_sections_for_text_only() {
        for (code, shown) in [
            ("General", "甲"),
            ("0.00", "甲"),
            ("@", "甲"),
            ("@\"区\"", "甲区"),
            ("0;0;0;\"单位：\"@", "单位：甲"),
            (";;;", ""),
        ] {
            assert_eq!(Format::new(code).text("甲"), shown, "{code}");
        }
    }
}
