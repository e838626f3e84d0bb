//! Numbers of automatic lists as they are printed: 一 甲 ① Ⅳ d. A number in, its characters out. What stands around the
//! number, and where counting begins again, the formats know.

/// A way of writing a list number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Numerals {
    /// 1 2 3
    #[default]
    Decimal,
    /// 01 02 … 10
    TwoDigits,
    /// １ ２ ３
    FullWidth,
    /// ① ② … ㊿
    Circled,
    /// ⑴ ⑵ … ⒇
    Bracketed,
    /// ⒈ ⒉ … ⒛
    Dotted,
    /// I II III
    UpperRoman,
    /// i ii iii
    LowerRoman,
    /// A B … Z AA BB
    UpperLetter,
    /// a b … z aa bb
    LowerLetter,
    /// 一 二 … 十 十一
    Chinese,
    /// 一 二 … 一〇 一一
    ChineseDigits,
    /// 壹 贰 … 壹拾
    ChineseFormal,
    /// ㊀ ㊁ … ㊉
    ChineseCircled,
    /// ㈠ ㈡ … ㈩
    ChineseBracketed,
    /// 甲 乙 丙
    Stems,
    /// 子 丑 寅
    Branches,
    /// Nothing is printed for the number.
    Hidden,
}

impl Numerals {
    /// The numerals by their name in Office Open XML (`ST_NumberFormat`); decimal for unknown names.
    pub(super) fn of_ooxml(name: &str) -> Self {
        match name {
            "decimalZero" => Self::TwoDigits,
            "decimalFullWidth" | "decimalFullWidth2" => Self::FullWidth,
            "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => Self::Circled,
            "decimalEnclosedParen" => Self::Bracketed,
            "decimalEnclosedFullstop" => Self::Dotted,
            "upperRoman" => Self::UpperRoman,
            "lowerRoman" => Self::LowerRoman,
            "upperLetter" => Self::UpperLetter,
            "lowerLetter" => Self::LowerLetter,
            "chineseCounting"
            | "chineseCountingThousand"
            | "taiwaneseCounting"
            | "taiwaneseCountingThousand"
            | "japaneseCounting" => Self::Chinese,
            "ideographDigital" | "taiwaneseDigital" | "japaneseDigitalTenThousand" => Self::ChineseDigits,
            "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => Self::ChineseFormal,
            "ideographEnclosedCircle" => Self::ChineseCircled,
            "ideographTraditional" => Self::Stems,
            "ideographZodiac" => Self::Branches,
            "none" | "bullet" => Self::Hidden,
            _ => Self::Decimal,
        }
    }

    /// The numerals by their code in files of Word 97 (`MSONFC`); decimal for unknown codes.
    pub(super) fn of_code(code: u8) -> Self {
        match code {
            1 => Self::UpperRoman,
            2 => Self::LowerRoman,
            3 => Self::UpperLetter,
            4 => Self::LowerLetter,
            10 | 36 | 40 => Self::ChineseDigits,
            11 | 33 | 35 | 37 | 39 => Self::Chinese,
            14 | 19 => Self::FullWidth,
            16 | 34 | 38 => Self::ChineseFormal,
            18 | 28 => Self::Circled,
            22 => Self::TwoDigits,
            23 | 255 => Self::Hidden,
            26 => Self::Dotted,
            27 => Self::Bracketed,
            29 => Self::ChineseCircled,
            30 => Self::Stems,
            31 => Self::Branches,
            _ => Self::Decimal,
        }
    }

    /// The numerals by their sample in OpenDocument (`style:num-format`); decimal for unknown samples.
    pub(super) fn of_odf(sample: &str) -> Self {
        match sample.split(',').next().unwrap_or_default().trim() {
            "" => Self::Hidden,
            "01" => Self::TwoDigits,
            "１" => Self::FullWidth,
            "①" => Self::Circled,
            "I" => Self::UpperRoman,
            "i" => Self::LowerRoman,
            "A" => Self::UpperLetter,
            "a" => Self::LowerLetter,
            "一" => Self::Chinese,
            "壹" | "壱" => Self::ChineseFormal,
            "㊀" => Self::ChineseCircled,
            "㈠" => Self::ChineseBracketed,
            "甲" => Self::Stems,
            "子" => Self::Branches,
            _ => Self::Decimal,
        }
    }

    /// A number as printed. Outside the range that the signs cover, it is decimal.
    pub(super) fn write(self, number: u32) -> String {
        let decimal = || number.to_string();
        let signs = |first: char, last: u32| match number {
            n if n >= 1 && n <= last => char::from_u32(first as u32 + n - 1).map_or_else(decimal, String::from),
            _ => decimal(),
        };
        match self {
            Self::Decimal => decimal(),
            Self::TwoDigits => format!("{number:02}"),
            Self::FullWidth => {
                decimal().chars().filter_map(|c| char::from_u32(c as u32 - '0' as u32 + '０' as u32)).collect()
            }
            Self::Circled => match number {
                0 => "⓪".to_owned(),
                1..=20 => signs('①', 20),
                21..=35 => char::from_u32('㉑' as u32 + number - 21).map_or_else(decimal, String::from),
                36..=50 => char::from_u32('㊱' as u32 + number - 36).map_or_else(decimal, String::from),
                _ => decimal(),
            },
            Self::Bracketed => signs('⑴', 20),
            Self::Dotted => signs('⒈', 20),
            Self::UpperRoman => roman(number),
            Self::LowerRoman => roman(number).to_lowercase(),
            Self::UpperLetter => letters(number, 'A'),
            Self::LowerLetter => letters(number, 'a'),
            Self::Chinese => chinese(number, "〇一二三四五六七八九", ["", "十", "百", "千"], true),
            Self::ChineseDigits => decimal()
                .chars()
                .filter_map(|c| "〇一二三四五六七八九".chars().nth(c as usize - '0' as usize))
                .collect(),
            Self::ChineseFormal => chinese(number, "零壹贰叁肆伍陆柒捌玖", ["", "拾", "佰", "仟"], false),
            Self::ChineseCircled => signs('㊀', 10),
            Self::ChineseBracketed => signs('㈠', 10),
            Self::Stems => cycle(number, "甲乙丙丁戊己庚辛壬癸"),
            Self::Branches => cycle(number, "子丑寅卯辰巳午未申酉戌亥"),
            Self::Hidden => String::new(),
        }
    }
}

fn cycle(number: u32, signs: &str) -> String {
    let count = signs.chars().count();
    let at = (number as usize).checked_sub(1).map(|n| n % count);
    at.and_then(|at| signs.chars().nth(at)).map_or_else(|| number.to_string(), String::from)
}

fn roman(number: u32) -> String {
    const SIGNS: &[(u32, &str)] = &[
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
    if number == 0 || number > 3_999 {
        return number.to_string();
    }
    let (mut rest, mut out) = (number, String::new());
    for (value, sign) in SIGNS {
        while rest >= *value {
            out.push_str(sign);
            rest -= value;
        }
    }
    out
}

/// A … Z, then AA, BB, … as word processors count.
fn letters(number: u32, first: char) -> String {
    let Some(index) = number.checked_sub(1).filter(|n| *n < 26 * 20) else { return number.to_string() };
    let letter = char::from_u32(first as u32 + index % 26).unwrap_or(first);
    std::iter::repeat_n(letter, index as usize / 26 + 1).collect()
}

/// A number up to 9999 in Chinese; `short` writes 十一 for 一十一.
fn chinese(number: u32, digits: &str, places: [&str; 4], short: bool) -> String {
    if number > 9_999 {
        return number.to_string();
    }
    let digit = |d: u32| digits.chars().nth(d as usize).unwrap_or_default();
    if number == 0 {
        return digit(0).to_string();
    }
    let (mut out, mut gap) = (String::new(), false);
    for (place, power) in [(3, 1_000), (2, 100), (1, 10), (0, 1)] {
        let d = number / power % 10;
        if d == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push(if short { '零' } else { digit(0) });
        }
        gap = false;
        if !(short && place == 1 && d == 1 && out.is_empty()) {
            out.push(digit(d));
        }
        out.push_str(places[place]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_printed() {
        let cases: &[(&str, &[(u32, &str)])] = &[
            ("decimal", &[(1, "1"), (12, "12")]),
            ("decimalZero", &[(3, "03"), (12, "12")]),
            ("decimalFullWidth", &[(10, "１０")]),
            ("decimalEnclosedCircle", &[(1, "①"), (20, "⑳"), (21, "㉑"), (36, "㊱"), (50, "㊿"), (51, "51")]),
            ("decimalEnclosedCircleChinese", &[(2, "②")]),
            ("decimalEnclosedParen", &[(1, "⑴"), (20, "⒇"), (21, "21")]),
            ("decimalEnclosedFullstop", &[(2, "⒉")]),
            ("upperRoman", &[(4, "IV"), (1999, "MCMXCIX"), (0, "0")]),
            ("lowerRoman", &[(9, "ix")]),
            ("upperLetter", &[(1, "A"), (26, "Z"), (27, "AA"), (0, "0")]),
            ("lowerLetter", &[(3, "c")]),
            (
                "chineseCounting",
                &[(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (105, "一百零五"), (110, "一百一十")],
            ),
            ("chineseCountingThousand", &[(1003, "一千零三"), (21, "二十一"), (0, "〇")]),
            ("ideographDigital", &[(10, "一〇")]),
            ("chineseLegalSimplified", &[(1, "壹"), (12, "壹拾贰")]),
            ("ideographEnclosedCircle", &[(1, "㊀"), (11, "11")]),
            ("ideographTraditional", &[(1, "甲"), (10, "癸"), (11, "甲")]),
            ("ideographZodiac", &[(3, "寅")]),
            ("none", &[(3, "")]),
            ("noSuchFormat", &[(3, "3")]),
        ];
        for (name, written) in cases {
            for (number, wanted) in *written {
                assert_eq!(Numerals::of_ooxml(name).write(*number), *wanted, "{name} {number}");
            }
        }
        for (code, wanted) in [(0, "2"), (1, "II"), (11, "二"), (18, "②"), (22, "02"), (37, "二"), (255, ""), (99, "2")]
        {
            assert_eq!(Numerals::of_code(code).write(2), wanted, "{code}");
        }
        for (sample, wanted) in
            [("1", "2"), ("一, 二, 三, ...", "二"), ("㈠", "㈡"), ("", ""), ("i", "ii"), ("イ, ロ", "2")]
        {
            assert_eq!(Numerals::of_odf(sample).write(2), wanted, "{sample}");
        }
    }
}
