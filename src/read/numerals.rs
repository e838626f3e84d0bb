//! Numbers of lists as word processors print them: a style and a number in, `一`, `（1）`'s `1`, `①` or `iv` out.
//!
//! The styles are those of MS-OSHARED `MSONFC`, by their codes; the names of Office Open XML stand for the same ones.

/// How a number of a list is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Numerals {
    /// 1 2 3
    #[default]
    Decimal,
    /// 01 02 03
    DecimalZero,
    /// １ ２ ３
    FullWidth,
    /// I II III
    RomanUpper,
    /// i ii iii
    RomanLower,
    /// A B C
    LetterUpper,
    /// a b c
    LetterLower,
    /// 一 二 三 … 十 十一 … 一百二十三
    Chinese,
    /// 一 二 三 … 一〇 一一
    ChineseDigits,
    /// 壹 贰 叁
    ChineseLegal,
    /// ① ② ③
    Circled,
    /// ⑴ ⑵ ⑶
    Bracketed,
    /// ⒈ ⒉ ⒊
    Dotted,
    /// ㈠ ㈡ ㈢
    ChineseBracketed,
    /// 甲 乙 丙
    Stems,
    /// 子 丑 寅
    Branches,
    /// A sign that does not count.
    Bullet,
    /// No number; what stands around it is printed all the same.
    None,
}

const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const LEGAL: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];

impl Numerals {
    /// The style with a code of `MSONFC`; what is rare in Chinese texts prints decimal digits.
    pub(super) fn from_code(code: u8) -> Self {
        match code {
            1 => Self::RomanUpper,
            2 => Self::RomanLower,
            3 => Self::LetterUpper,
            4 => Self::LetterLower,
            10 | 36 | 40 => Self::ChineseDigits,
            11 | 33 | 35 | 37 | 39 => Self::Chinese,
            14 | 19 => Self::FullWidth,
            16 | 34 | 38 => Self::ChineseLegal,
            18 | 28 => Self::Circled,
            22 => Self::DecimalZero,
            23 => Self::Bullet,
            255 => Self::None,
            26 => Self::Dotted,
            27 => Self::Bracketed,
            29 => Self::ChineseBracketed,
            30 => Self::Stems,
            31 => Self::Branches,
            _ => Self::Decimal,
        }
    }

    /// A number in this style. Where a style ends (⑳), decimal digits go on.
    pub(super) fn print(self, number: u32) -> String {
        let sign = match self {
            Self::Circled => sign(number, &[('①', 20), ('㉑', 15), ('㊱', 15)]),
            Self::Bracketed => sign(number, &[('⑴', 20)]),
            Self::Dotted => sign(number, &[('⒈', 20)]),
            Self::ChineseBracketed => sign(number, &[('㈠', 10)]),
            Self::Stems => "甲乙丙丁戊己庚辛壬癸".chars().nth(number.wrapping_sub(1) as usize),
            Self::Branches => "子丑寅卯辰巳午未申酉戌亥".chars().nth(number.wrapping_sub(1) as usize),
            Self::FullWidth => return digits(number, |d| char::from_u32('０' as u32 + d)),
            Self::ChineseDigits => return digits(number, |d| DIGITS.get(d as usize).copied()),
            Self::DecimalZero => return format!("{number:02}"),
            Self::RomanUpper => return roman(number),
            Self::RomanLower => return roman(number).to_lowercase(),
            Self::LetterUpper => return letters(number),
            Self::LetterLower => return letters(number).to_lowercase(),
            Self::Chinese => return counted(number, DIGITS, ['十', '百', '千']),
            Self::ChineseLegal => return counted(number, LEGAL, ['拾', '佰', '仟']),
            Self::Bullet | Self::None => return String::new(),
            Self::Decimal => None,
        };
        sign.map_or_else(|| number.to_string(), String::from)
    }
}

/// A number as one sign; the signs stand in runs, each from its first one on.
fn sign(number: u32, runs: &[(char, u32)]) -> Option<char> {
    let mut index = number.checked_sub(1)?;
    for &(first, length) in runs {
        if index < length {
            return char::from_u32(first as u32 + index);
        }
        index -= length;
    }
    None
}

fn digits(number: u32, digit: impl Fn(u32) -> Option<char>) -> String {
    number.to_string().chars().filter_map(|c| c.to_digit(10).and_then(&digit)).collect()
}

fn roman(number: u32) -> String {
    const STEPS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..4_000).contains(&number) {
        return number.to_string();
    }
    let mut rest = number;
    let mut out = String::new();
    for (value, letters) in STEPS {
        while rest >= value {
            out.push_str(letters);
            rest -= value;
        }
    }
    out
}

/// A to Z, then AA to ZZ and so on, as Word counts.
fn letters(number: u32) -> String {
    let Some(index) = number.checked_sub(1).filter(|i| *i < 26 * 30) else { return number.to_string() };
    let letter = char::from_u32('A' as u32 + index % 26).unwrap_or('A');
    std::iter::repeat_n(letter, (index / 26 + 1) as usize).collect()
}

/// A number below ten thousand as it is counted: 十二, 一百〇五 is written 一百零五.
fn counted(number: u32, digits: [char; 10], units: [char; 3]) -> String {
    if number == 0 || number >= 10_000 {
        return number.to_string();
    }
    let mut out = String::new();
    let mut gap = false;
    for (place, unit) in [(1_000, Some(units[2])), (100, Some(units[1])), (10, Some(units[0])), (1, None)] {
        let digit = number / place % 10;
        if digit == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push('零');
            gap = false;
        }
        // 十二, not 一十二.
        if !(place == 10 && digit == 1 && out.is_empty() && digits[1] == '一') {
            out.push(digits[digit as usize]);
        }
        out.extend(unit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_they_are_printed() {
        let cases: &[(u8, u32, &str)] = &[
            (0, 12, "12"),
            (1, 1994, "MCMXCIV"),
            (2, 4, "iv"),
            (3, 28, "BB"),
            (4, 3, "c"),
            (10, 21, "二一"),
            (14, 10, "１０"),
            (18, 1, "①"),
            (18, 21, "㉑"),
            (18, 51, "51"),
            (22, 7, "07"),
            (23, 7, ""),
            (255, 7, ""),
            (26, 2, "⒉"),
            (27, 20, "⒇"),
            (29, 3, "㈢"),
            (30, 2, "乙"),
            (31, 12, "亥"),
            (31, 13, "13"),
            (37, 10, "十"),
            (37, 12, "十二"),
            (37, 20, "二十"),
            (39, 105, "一百零五"),
            (39, 110, "一百一十"),
            (39, 2010, "二千零一十"),
            (38, 12, "壹拾贰"),
            (37, 0, "0"),
            (1, 4_000, "4000"),
        ];
        for (code, number, printed) in cases {
            assert_eq!(Numerals::from_code(*code).print(*number), *printed, "style {code}");
        }
    }
}
