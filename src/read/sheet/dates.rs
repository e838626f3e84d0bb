//! Days of spreadsheets as dates and times: a count of days since 1900 (or 1904) and the parts of a number format in,
//! the date as shown out.

use super::code::Part;
use std::fmt::Write as _;

const SECONDS: i64 = 86_400;
/// The last day that spreadsheets know, 9999-12-31.
const LAST: f64 = 2_958_466.0;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const WEEKDAYS_ZH: [&str; 7] = ["日", "一", "二", "三", "四", "五", "六"];

/// A point in time taken apart.
struct Moment {
    year: i64,
    month: usize,
    day: i64,
    weekday: usize,
    /// Seconds since midnight.
    second: i64,
    /// Seconds since day 0.
    elapsed: i64,
}

/// The count of days that stands for a date as ISO 8601 writes it: `2031-03-07T09:30:00`.
pub(super) fn serial(text: &str) -> Option<f64> {
    let (date, time) = text.split_once('T').unwrap_or((text, ""));
    let mut date = date.splitn(3, '-').map(|part| part.parse::<i32>().ok());
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    if !(1_900..10_000).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Years that begin in March put the leap day last.
    let (year, month) = if month < 3 { (year - 1, month + 9) } else { (year, month - 3) };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day - 1;
    let mut clock = time.trim_end_matches('Z').split(':').map(|part| part.parse::<f64>().unwrap_or(0.0));
    let mut next = || clock.next().unwrap_or(0.0);
    let seconds = next() * 3_600.0 + next() * 60.0 + next();
    Some(f64::from(days - DAY_ZERO) + seconds / 86_400.0)
}

/// Days from the first of March of the year 0 to 30 December 1899.
const DAY_ZERO: i32 = 693_899;

/// A value as the parts of a section show it; `None` when it is no date.
pub(super) fn shown(parts: &[Part], value: f64, since_1904: bool) -> Option<String> {
    let moment = moment(value, since_1904)?;
    let half_day = parts.iter().any(|p| matches!(p, Part::Noon(..)));
    let mut out = String::new();
    let mut fraction = false;
    for (index, part) in parts.iter().enumerate() {
        match part {
            Part::Literal(text) => out.push_str(text),
            Part::Date('m', count) if *count <= 2 && is_minute(parts, index) => {
                padded(&mut out, moment.second / 60 % 60, *count);
            }
            Part::Date('h', count) => {
                let hour = moment.second / 3_600;
                padded(&mut out, if half_day { (hour + 11) % 12 + 1 } else { hour }, *count);
            }
            Part::Date('s', count) => padded(&mut out, moment.second % 60, *count),
            Part::Date(letter, count) => calendar(&mut out, &moment, *letter, *count),
            Part::Elapsed(letter, count) => {
                let unit = [('h', 3_600), ('m', 60), ('s', 1)].into_iter().find(|(l, _)| l == letter)?.1;
                padded(&mut out, moment.elapsed / unit, *count);
            }
            Part::Noon(am, pm) => out.push_str(if moment.second < SECONDS / 2 { am } else { pm }),
            // Whole seconds are all that is kept, so that what stands behind their point is zero.
            Part::Point => {
                fraction = true;
                out.push('.');
            }
            Part::Digit(_) if fraction => out.push('0'),
            Part::Digit(_) => {}
            Part::Percent => out.push('%'),
            _ => {}
        }
    }
    Some(out.trim().to_owned())
}

/// Whether an `m` stands for minutes: after hours or before seconds.
fn is_minute(parts: &[Part], index: usize) -> bool {
    let letter = |p: &Part| match p {
        Part::Date(letter, _) | Part::Elapsed(letter, _) => Some(*letter),
        _ => None,
    };
    let before = parts[..index].iter().rev().find_map(letter);
    let after = parts[index + 1..].iter().find_map(letter);
    before == Some('h') || after == Some('s')
}

fn calendar(out: &mut String, moment: &Moment, letter: char, count: usize) {
    let month = MONTHS.get(moment.month - 1).copied().unwrap_or_default();
    let weekday = WEEKDAYS.get(moment.weekday).copied().unwrap_or_default();
    match (letter, count) {
        ('y', 1 | 2) => padded(out, moment.year % 100, 2),
        ('y' | 'e', _) => padded(out, moment.year, 4),
        ('m', 1 | 2) => padded(out, i64::try_from(moment.month).unwrap_or(0), count),
        ('m', 3) => out.push_str(month.get(..3).unwrap_or(month)),
        ('m', 5) => out.push_str(month.get(..1).unwrap_or(month)),
        ('m', _) => out.push_str(month),
        ('d', 1 | 2) => padded(out, moment.day, count),
        ('d', 3) => out.push_str(weekday.get(..3).unwrap_or(weekday)),
        ('d', _) => out.push_str(weekday),
        ('a', _) => {
            if count > 3 {
                out.push_str("星期");
            }
            out.push_str(WEEKDAYS_ZH.get(moment.weekday).copied().unwrap_or_default());
        }
        _ => {}
    }
}

fn padded(out: &mut String, number: i64, width: usize) {
    let _ = write!(out, "{number:0width$}");
}

fn moment(value: f64, since_1904: bool) -> Option<Moment> {
    if !(0.0..LAST).contains(&value) {
        return None;
    }
    // Rounded to seconds first, so that noon is no second before noon.
    #[allow(clippy::cast_possible_truncation, reason = "in range as checked above")]
    let elapsed = (value * 86_400.0).round() as i64;
    let (serial, second) = (elapsed / SECONDS, elapsed % SECONDS);
    let (year, month, day) = match (since_1904, serial) {
        (true, days) => civil(days - 24_107),
        // Day 60 is 29 February 1900, which never was; spreadsheets keep the mistake of Lotus 1-2-3.
        (false, 60) => (1900, 2, 29),
        (false, days) if days < 60 => civil(days - 25_568),
        (false, days) => civil(days - 25_569),
    };
    let weekday = if since_1904 { serial + 5 } else { serial + 6 } % 7;
    Some(Moment { year, month, day, weekday: usize::try_from(weekday).ok()?, second, elapsed })
}

/// Year, month and day of a count of days since 1 January 1970.
fn civil(days: i64) -> (i64, usize, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, usize::try_from(month).unwrap_or(1), day)
}

#[cfg(test)]
mod tests {
    use super::super::code::sections;
    use super::*;

    #[test]
    fn days_are_dates() {
        let cases: &[(&str, f64, bool, &str)] = &[
            ("yyyy-mm-dd", 1.0, false, "1900-01-01"),
            ("yyyy-mm-dd", 59.0, false, "1900-02-28"),
            ("yyyy-mm-dd", 60.0, false, "1900-02-29"),
            ("yyyy-mm-dd", 61.0, false, "1900-03-01"),
            ("yyyy-mm-dd", 45_351.0, false, "2024-02-29"),
            ("yyyy-mm-dd", 0.0, true, "1904-01-01"),
            ("yyyy.mm.dd", 45_657.0, false, "2024.12.31"),
            ("yyyy年m月", 45_657.0, false, "2024年12月"),
            ("d-mmm-yy", 45_657.0, false, "31-Dec-24"),
            ("aaaa", 45_657.0, false, "星期二"),
            ("dddd", 45_657.0, false, "Tuesday"),
            ("h:mm", 0.5, false, "12:00"),
            ("h:mm AM/PM", 0.75, false, "6:00 PM"),
            ("上午/下午h时mm分", 0.25, false, "上午6时00分"),
            ("mm:ss.0", 0.000_694_444, false, "01:00.0"),
            ("[h]:mm", 1.5, false, "36:00"),
            ("yyyy-mm-dd hh:mm:ss", 45_657.999_999_9, false, "2025-01-01 00:00:00"),
        ];
        for (code, value, since_1904, wanted) in cases {
            let section = sections(code).remove(0);
            let found = shown(&section.parts, *value, *since_1904);
            assert_eq!(found.as_deref(), Some(*wanted), "{code} {value}");
        }
        assert_eq!(shown(&sections("yyyy")[0].parts, -1.0, false), None);
        assert_eq!(shown(&sections("yyyy")[0].parts, 1e300, false), None);
    }
}
