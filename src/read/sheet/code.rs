//! Codes of number formats (`#,##0.00_);[Red]-0.0%`): a code in, its sections out. How a value is then shown is for
//! [`super::display`].

/// What a section shows at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Characters that always stand there.
    Literal(String),
    /// A digit: `0` is always shown, `#` when it is there, `?` leaves a blank.
    Digit(char),
    /// The decimal point.
    Point,
    /// A percent sign; the number is shown a hundredfold.
    Percent,
    /// `E+` or `E-`; digits of the exponent follow.
    Exponent {
        /// Whether a plus is shown.
        plus: bool,
    },
    /// The value as it is.
    General,
    /// The text of a text cell.
    Text,
    /// A part of a date or time: the letter of the code and how often it stands.
    Date(char, usize),
    /// Hours, minutes or seconds since the start, not since the hour or day: `[h]`.
    Elapsed(char, usize),
    /// Morning or afternoon, in the two words of the code.
    Noon(String, String),
}

/// How a condition compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compare {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    Unequal,
}

/// One of the up to four sections of a code.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Section {
    pub(super) parts: Vec<Part>,
    /// `[>=10000]`: which values it is for.
    pub(super) condition: Option<(Compare, f64)>,
    /// Whether digits are grouped by thousands.
    pub(super) grouped: bool,
    /// How many times the value is divided by a thousand.
    pub(super) thousands: u32,
}

impl Section {
    /// Whether it shows dates or times.
    pub(super) fn is_date(&self) -> bool {
        self.parts.iter().any(|p| matches!(p, Part::Date(..) | Part::Elapsed(..)))
    }

    /// Whether it says how text is shown.
    pub(super) fn is_text(&self) -> bool {
        self.parts.contains(&Part::Text)
    }
}

/// Longest code that is read; Excel allows 255 characters.
const LONGEST: usize = 1_024;

/// The sections of a code.
pub(super) fn sections(code: &str) -> Vec<Section> {
    let chars: Vec<char> = code.chars().take(LONGEST).collect();
    let mut reader = Reader { chars: &chars, at: 0 };
    let mut sections = Vec::new();
    // A semicolon at the end opens a last section that shows nothing.
    let mut open = true;
    while open && sections.len() < 4 {
        let (section, more) = reader.section();
        sections.push(section);
        open = more;
    }
    sections
}

struct Reader<'a> {
    chars: &'a [char],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek(0)?;
        self.at += 1;
        Some(c)
    }

    /// Takes a word, whatever its case.
    fn word(&mut self, word: &str) -> bool {
        let same = word.chars().enumerate().all(|(i, c)| self.peek(i).is_some_and(|d| d.eq_ignore_ascii_case(&c)));
        if same {
            self.at += word.chars().count();
        }
        same
    }

    /// A section, and whether another follows.
    fn section(&mut self) -> (Section, bool) {
        let mut section = Section::default();
        // Commas after the digit last seen: they group when another digit follows and divide when none does.
        let (mut commas, mut digits, mut point, mut more) = (0, false, false, false);
        while let Some(c) = self.peek(0) {
            if c == ';' {
                self.at += 1;
                more = true;
                break;
            }
            if self.word("G/通用格式") || self.word("General") {
                section.parts.push(Part::General);
                continue;
            }
            if let Some(noon) = self.noon() {
                section.parts.push(noon);
                continue;
            }
            self.at += 1;
            match c {
                '0' | '#' | '?' => {
                    section.grouped |= commas > 0 && !point;
                    (commas, digits) = (0, true);
                    section.parts.push(Part::Digit(c));
                }
                ',' if digits => commas += 1,
                '.' if !point => {
                    (section.thousands, commas, point) = (commas, 0, true);
                    section.parts.push(Part::Point);
                }
                '%' => section.parts.push(Part::Percent),
                'E' | 'e' if matches!(self.peek(0), Some('+' | '-')) => {
                    let plus = self.next() == Some('+');
                    section.parts.push(Part::Exponent { plus });
                }
                '@' => section.parts.push(Part::Text),
                '"' => {
                    let start = self.at;
                    while self.peek(0).is_some_and(|c| c != '"') {
                        self.at += 1;
                    }
                    literal(&mut section.parts, self.chars[start..self.at].iter());
                    self.at += 1;
                }
                // Excel in Chinese writes `!` where others write `\`.
                '\\' | '!' => {
                    let shown = self.next();
                    literal(&mut section.parts, shown.iter());
                }
                '_' => {
                    self.at += 1;
                    literal(&mut section.parts, [' '].iter());
                }
                '*' => self.at += 1,
                '[' => self.bracket(&mut section),
                'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' | 'a' | 'A' | 'e' => {
                    let letter = c.to_ascii_lowercase();
                    let mut count = 1;
                    while self.peek(0).is_some_and(|d| d.eq_ignore_ascii_case(&letter)) {
                        self.at += 1;
                        count += 1;
                    }
                    section.parts.push(Part::Date(letter, count));
                }
                _ => literal(&mut section.parts, [c].iter()),
            }
        }
        section.thousands += commas;
        (section, more)
    }

    fn noon(&mut self) -> Option<Part> {
        let words = [("AM/PM", "AM", "PM"), ("A/P", "A", "P"), ("上午/下午", "上午", "下午")];
        let (_, am, pm) = words.into_iter().find(|(code, ..)| self.word(code))?;
        Some(Part::Noon(am.to_owned(), pm.to_owned()))
    }

    /// A bracket: elapsed time, a condition, a currency with its locale, or a color, which shows nothing.
    fn bracket(&mut self, section: &mut Section) {
        let start = self.at;
        while self.peek(0).is_some_and(|c| c != ']') {
            self.at += 1;
        }
        let inside: String = self.chars[start..self.at].iter().collect();
        self.at += 1;
        if let Some(currency) = inside.strip_prefix('$') {
            let sign = currency.split('-').next().unwrap_or_default();
            literal(&mut section.parts, sign.chars().collect::<Vec<_>>().iter());
        } else if let Some(condition) = condition(&inside) {
            section.condition = Some(condition);
        } else if let Some(letter) = inside.chars().next().map(|c| c.to_ascii_lowercase())
            && matches!(letter, 'h' | 'm' | 's')
            && inside.chars().all(|c| c.eq_ignore_ascii_case(&letter))
        {
            section.parts.push(Part::Elapsed(letter, inside.len()));
        }
    }
}

fn condition(inside: &str) -> Option<(Compare, f64)> {
    let signs = [
        ("<=", Compare::LessOrEqual),
        (">=", Compare::GreaterOrEqual),
        ("<>", Compare::Unequal),
        ("<", Compare::Less),
        (">", Compare::Greater),
        ("=", Compare::Equal),
    ];
    let (sign, compare) = signs.into_iter().find(|(sign, _)| inside.starts_with(sign))?;
    Some((compare, inside.get(sign.len()..)?.trim().parse().ok()?))
}

/// Adds characters that are always shown to those just before.
fn literal<'c>(parts: &mut Vec<Part>, shown: impl Iterator<Item = &'c char>) {
    match parts.last_mut() {
        Some(Part::Literal(text)) => text.extend(shown),
        _ => parts.push(Part::Literal(shown.collect())),
    }
}

/// The code of a format that has a number and no code in the file, as Excel in Chinese shows it
/// (ECMA-376 part 1, 18.8.30, built-in formats of all languages and of zh-cn).
pub(super) fn built_in(id: u32) -> &'static str {
    match id {
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        5 | 6 => "¥#,##0;¥-#,##0",
        7 | 8 => "¥#,##0.00;¥-#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        12 => "# ?/?",
        13 => "# ??/??",
        14 => "yyyy/m/d",
        15 => "d-mmm-yy",
        16 => "d-mmm",
        17 => "mmm-yy",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 => "h:mm",
        21 => "h:mm:ss",
        22 => "yyyy/m/d h:mm",
        27 | 36 | 50 | 52 | 57 => "yyyy年m月",
        28 | 29 | 51 | 53 | 54 | 58 => "m月d日",
        30 => "m-d-yy",
        31 => "yyyy年m月d日",
        32 => "h时mm分",
        33 => "h时mm分ss秒",
        34 | 55 => "上午/下午h时mm分",
        35 | 56 => "上午/下午h时mm分ss秒",
        37 | 38 => "#,##0;-#,##0",
        39 | 40 => "#,##0.00;-#,##0.00",
        41 => "_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ ",
        42 => "_ ¥* #,##0_ ;_ ¥* -#,##0_ ;_ ¥* \"-\"_ ;_ @_ ",
        43 => "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ",
        44 => "_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* \"-\"??_ ;_ @_ ",
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        47 => "mm:ss.0",
        48 => "##0.0E+0",
        49 => "@",
        _ => "General",
    }
}
