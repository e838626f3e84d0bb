//! `patterns/headers.toml`: column names in, the field a header cell stands for out.

use super::fold::{chars, fold, part_of, without_brackets};
use super::list::List;
use super::words::Words;
use crate::model::Field;
use serde::Deserialize;
use std::borrow::Cow;

/// Column names and the words of special rows.
#[derive(Debug)]
pub struct Headers {
    names: Words<Field>,
    /// The characters of the longest name.
    longest: usize,
    note_ends: Words<()>,
    part_year: Words<()>,
    weighted_scores: Words<()>,
    names_below: Words<()>,
    money_whole_below: Words<()>,
    money_part_below: Words<()>,
    totals: Words<()>,
    subtotals: Words<()>,
    closings: Words<()>,
    bonuses: Words<()>,
    grades: Words<()>,
    units: Words<()>,
    subsets: Words<()>,
    directions: Words<()>,
    rule_words: Words<()>,
    short_rules: Words<()>,
    wholes: Words<()>,
    breakdowns: Vec<Breakdown>,
}

/// What a cell says as the title of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Title {
    /// The field it names.
    pub field: Option<Field>,
    /// Whether it stands for the name of the level above it.
    pub is_name_below: bool,
    /// Whether it parts a column of money below its title: into the whole of it, or into one source of funds.
    pub money_below: Option<bool>,
    /// Whether its column holds a part of the year only, or what is expected of it.
    pub is_part_year: bool,
    /// Whether it names a score that was weighted, beside one out of 100.
    pub is_weighted_score: bool,
    /// The year it opens with.
    pub year: Option<u16>,
    /// Its folded characters.
    pub length: usize,
}

/// The longest header cell; a longer cell is prose that may well hold a column's name.
const LONGEST_TITLE: usize = 40;

/// The shortest name that counts inside a longer header, in characters.
const SHORTEST_INSIDE: usize = 3;

/// The longest word of a direction, in bytes.
const LONGEST_DIRECTION: usize = 24;

/// A whole and the parts that exhaust it by the rules of budgeting; folded, without quotes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Breakdown {
    /// Names of the whole.
    pub whole: Vec<String>,
    /// Words that name each part.
    pub parts: Vec<String>,
    /// The whole, then a line for each part, as forms print them.
    pub examples: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    column: Vec<Column>,
    note_ends: Listed,
    part_year: Listed,
    weighted_scores: Listed,
    names_below: Listed,
    money_whole_below: Listed,
    money_part_below: Listed,
    totals: Listed,
    subtotals: Listed,
    closings: Listed,
    bonuses: Listed,
    grades: Listed,
    units: Listed,
    subsets: Listed,
    directions: Listed,
    rule_words: Listed,
    short_rules: Listed,
    wholes: Listed,
    breakdown: Vec<Breakdown>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Column {
    field: String,
    names: List,
    examples: Vec<String>,
}

/// Whether a text is one of a list's words.
type Holds = fn(&Headers, &str) -> bool;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    names: List,
    examples: Vec<String>,
}

impl Breakdown {
    fn run_examples(&self) -> Result<(), String> {
        for example in &self.examples {
            let lines: Vec<Cow<'_, str>> = example.iter().map(|e| super::label_key(e)).collect();
            let covered = lines.split_first().is_some_and(|(whole, parts)| {
                self.whole.iter().any(|w| whole.contains(w.as_str()))
                    && self.parts.iter().all(|part| parts.iter().any(|line| line.contains(part.as_str())))
            });
            if !covered {
                return Err(format!("breakdown {:?}: example {example:?} does not hold", self.whole));
            }
        }
        Ok(())
    }
}

fn field_named(name: &str) -> Option<Field> {
    Some(match name {
        "level1" => Field::Level1,
        "level2" => Field::Level2,
        "level3" => Field::Level3,
        "task" => Field::Task,
        "sign" => Field::Sign,
        "target" => Field::Target,
        "unit" => Field::UnitName,
        "actual" => Field::Actual,
        "weight" => Field::Weight,
        "score" => Field::Score,
        "coefficient" => Field::Coefficient,
        "completion" => Field::Completion,
        "note" => Field::Note,
        "deduction" => Field::Deduction,
        "rubric" => Field::Rubric,
        "definition" => Field::Definition,
        "initial" => Field::Initial,
        "planned" => Field::Planned,
        "spent" => Field::Spent,
        "prior" => Field::Prior,
        "rate" => Field::Rate,
        "posts" => Field::Posts,
        "persons" => Field::Persons,
        "item" => Field::Item,
        "ordinal" => Field::Ordinal,
        "unknown" => Field::Unknown,
        _ => return None,
    })
}

/// A folded header cell without brackets, outer punctuation and a leading year.
fn header_key(text: &str) -> Cow<'_, str> {
    folded_key(fold(text))
}

fn folded_key(folded: Cow<'_, str>) -> Cow<'_, str> {
    let is_mark = |c: char| matches!(c, ':' | '"' | '*' | '.' | ',' | '、' | '。');
    part_of(without_brackets(folded), |bare| without_year(bare.trim_matches(is_mark)))
}

/// Drops `2020年`, `2020年度` from the front of a folded text that has more to say.
fn without_year(text: &str) -> &str {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits != 4 {
        return text;
    }
    let rest = &text[digits..];
    let rest = rest.strip_prefix("年度").or_else(|| rest.strip_prefix('年')).unwrap_or(text);
    if rest.is_empty() { text } else { rest }
}

/// The four-digit year that a folded header cell opens with.
fn leading_year(folded: &str) -> Option<u16> {
    let digits = folded.bytes().take_while(u8::is_ascii_digit).count();
    let (year, rest) = folded.split_at(digits);
    if digits == 4 && rest.starts_with('年') { year.parse().ok() } else { None }
}

/// Whether a folded text gives or takes points: 得, 计 or 扣 before a number, or a number with 分 that closes a clause.
/// A weight in brackets at the very end belongs to a name: `过程（40分）`.
fn awards_points(folded: &str) -> bool {
    if !folded.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let mut before = None;
    let mut chars = folded.chars();
    while let Some(c) = chars.next() {
        let after = chars.as_str();
        let mut next = after.chars();
        let closes = match next.next() {
            None | Some(',' | ';' | '。' | '，' | '；') => true,
            Some(')') => next.next().is_some(),
            Some(_) => false,
        };
        let awards = (c.is_ascii_digit() && matches!(before, Some('得' | '计' | '扣')))
            || (c == '分' && before.is_some_and(|b| b.is_ascii_digit()) && closes);
        if awards {
            return true;
        }
        before = Some(c);
    }
    false
}

impl Headers {
    /// Reads the pattern file and runs its examples.
    ///
    /// # Errors
    /// The entry that is malformed or whose example does not hold.
    pub(super) fn parse(source: &str) -> Result<Self, String> {
        let file: File = super::entries(source)?;
        let mut names = Vec::new();
        for column in &file.column {
            let field = field_named(&column.field)
                .ok_or_else(|| format!("column.field = {:?}: no such field", column.field))?;
            names.extend(column.names.iter().map(|name| (header_key(name), field)));
        }
        let longest = names.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        let keys = |words: &Listed| Words::new(words.names.iter().map(|name| (header_key(name), ())));
        let mut headers = Self {
            names: Words::new(names),
            longest,
            note_ends: keys(&file.note_ends),
            part_year: keys(&file.part_year),
            weighted_scores: keys(&file.weighted_scores),
            names_below: keys(&file.names_below),
            money_whole_below: keys(&file.money_whole_below),
            money_part_below: keys(&file.money_part_below),
            totals: keys(&file.totals),
            subtotals: keys(&file.subtotals),
            closings: keys(&file.closings),
            bonuses: keys(&file.bonuses),
            grades: keys(&file.grades),
            units: keys(&file.units),
            subsets: keys(&file.subsets),
            directions: keys(&file.directions),
            rule_words: keys(&file.rule_words),
            short_rules: keys(&file.short_rules),
            wholes: keys(&file.wholes),
            breakdowns: Vec::new(),
        };
        headers.run_examples(&file)?;
        for breakdown in &file.breakdown {
            breakdown.run_examples()?;
        }
        headers.breakdowns = file.breakdown;
        Ok(headers)
    }

    fn run_examples(&self, file: &File) -> Result<(), String> {
        for column in &file.column {
            let field = field_named(&column.field);
            // Compiled-in words come without examples and are known to be right.
            let other = |name: &str| !column.examples.is_empty() && self.exact(name) != field;
            if let Some(name) = column.names.iter().find(|name| other(name)) {
                return Err(format!("column {name:?} stands under two fields"));
            }
            for example in &column.examples {
                let found = self.field(example);
                if found != field {
                    return Err(format!("column {:?}: example {example:?} gives {found:?}", column.field));
                }
            }
        }
        let lists: [(&str, &Listed, Holds); 17] = [
            ("note_ends", &file.note_ends, |h, text| h.field(text) == Some(Field::Note)),
            ("part_year", &file.part_year, |h, text| h.title(text).is_part_year),
            ("weighted_scores", &file.weighted_scores, |h, text| h.title(text).is_weighted_score),
            ("names_below", &file.names_below, Self::is_name_below),
            ("money_whole_below", &file.money_whole_below, |h, text| h.title(text).money_below == Some(true)),
            ("money_part_below", &file.money_part_below, |h, text| h.title(text).money_below == Some(false)),
            ("totals", &file.totals, Self::is_total),
            ("subtotals", &file.subtotals, Self::is_subtotal),
            ("closings", &file.closings, Self::is_closing),
            ("bonuses", &file.bonuses, Self::is_bonus),
            ("grades", &file.grades, Self::is_grade),
            ("units", &file.units, |h, text| h.unit_statement(text).is_some()),
            ("directions", &file.directions, Self::is_direction),
            ("subsets", &file.subsets, |h, text| h.subset_prefix(text) > 0),
            ("wholes", &file.wholes, Self::is_whole),
            ("rule_words", &file.rule_words, |h, text| h.is_rule(&fold(text))),
            ("short_rules", &file.short_rules, |h, text| h.is_short_rule(&fold(text))),
        ];
        for (name, words, holds) in lists {
            if let Some(example) = words.examples.iter().find(|e| !holds(self, e)) {
                return Err(format!("{name}: example {example:?} does not hold"));
            }
        }
        Ok(())
    }

    /// The field a header cell stands for; `None` when it is no known column name.
    #[must_use]
    pub fn field(&self, text: &str) -> Option<Field> {
        if text.chars().nth(LONGEST_TITLE).is_some() {
            return None;
        }
        self.field_of(&header_key(text))
    }

    /// The field of a header cell that is a known name and nothing more.
    #[must_use]
    pub fn exact(&self, text: &str) -> Option<Field> {
        self.names.of(&header_key(text)).copied()
    }

    fn field_of(&self, key: &str) -> Option<Field> {
        if let Some(&field) = self.names.of(key) {
            return Some(field);
        }
        let key = chars(key);
        // A title that is twice as long as every name says something else.
        if self.longest * 2 < key.len() {
            return None;
        }
        // The longest name in it decides; among equally long ones any order will do that is always the same.
        let names = (0..key.len()).flat_map(|at| {
            let rest = &key[at..];
            self.names.starting(rest).map(move |(length, field)| (length, &rest[..length], *field))
        });
        let names =
            names.filter(|&(length, ..)| length >= SHORTEST_INSIDE && length < key.len() && length * 2 >= key.len());
        let inside = names.min_by_key(|&(length, name, _)| (std::cmp::Reverse(length), name));
        let ends_as_note = || self.note_ends.longest_before(&key).map(|_| Field::Note);
        inside.map(|(.., field)| field).or_else(ends_as_note)
    }

    /// What a title says behind a part of the year: 执行数 of `1-6月执行数`.
    fn part_of_year<'k>(&self, key: &'k str) -> Option<&'k str> {
        if let Some((length, ())) = self.part_year.longest_at(&chars(key)) {
            return key.char_indices().nth(length).map(|(at, _)| &key[at..]);
        }
        let digits = |text: &'k str| {
            let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
            (rest.len() < text.len()).then_some(rest)
        };
        let rest = digits(digits(key)?.strip_prefix(['-', '~', '至'])?)?.strip_prefix('月')?;
        Some(rest.strip_prefix('份').unwrap_or(rest))
    }

    /// Everything that a cell says as the title of a column, folded once for all questions.
    #[must_use]
    pub fn title(&self, text: &str) -> Title {
        let folded = fold(text);
        let key = folded_key(Cow::Borrowed(&folded));
        let short = text.chars().nth(LONGEST_TITLE).is_none();
        let part = self.part_of_year(&key);
        Title {
            field: if short { self.field_of(part.unwrap_or(&key)) } else { None },
            is_part_year: part.is_some(),
            is_weighted_score: self.weighted_scores.has(&key),
            is_name_below: self.names_below.has(&key),
            money_below: match &*key {
                key if self.money_whole_below.has(key) => Some(true),
                key if self.money_part_below.has(key) => Some(false),
                _ => None,
            },
            year: leading_year(&folded),
            length: folded.chars().count(),
        }
    }

    /// Whether a cell in the second header row stands for the name of the level above it.
    #[must_use]
    pub fn is_name_below(&self, text: &str) -> bool {
        self.names_below.has(&header_key(text))
    }

    /// Whether a first cell opens the total row of an indicator table.
    #[must_use]
    pub fn is_total(&self, text: &str) -> bool {
        let key = header_key(text);
        // It may be numbered like the blocks of the form: 五、自评总分.
        let number = |n: &str| !n.is_empty() && n.chars().all(|c| "一二三四五六七八九十".contains(c));
        let key = key.split_once('、').filter(|(n, _)| number(n)).map_or(&*key, |(_, rest)| rest);
        // The full score may stand behind the name: 合计100分.
        let bare = key.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '分' | ':'));
        self.totals.has(key) || (bare.len() < key.len() && self.totals.has(bare))
    }

    /// Whether a first cell opens a subtotal row.
    #[must_use]
    pub fn is_subtotal(&self, text: &str) -> bool {
        self.subtotals.has(&header_key(text))
    }

    /// Whether a first cell opens a row of remarks or names that closes a form.
    #[must_use]
    pub fn is_closing(&self, text: &str) -> bool {
        self.closings.has(&header_key(text))
    }

    /// Whether a name says that its points are given or taken on top of the full score.
    #[must_use]
    pub fn is_bonus(&self, name: &str) -> bool {
        self.bonuses.within(&fold(name))
    }

    /// Whether a first cell opens the row that prints the grade.
    #[must_use]
    pub fn is_grade(&self, text: &str) -> bool {
        self.grades.has(&header_key(text))
    }

    /// Whether a cell says in which direction a target is to be met, or of what kind it is.
    #[must_use]
    pub fn is_direction(&self, text: &str) -> bool {
        // Most cells are told by their length.
        text.len() <= LONGEST_DIRECTION && self.directions.has(&header_key(text))
    }

    /// Whether a money row names the whole of its block.
    #[must_use]
    pub fn is_whole(&self, text: &str) -> bool {
        self.wholes.has(&header_key(text))
    }

    /// Whether a short folded text gives or takes points: `机制健全的得5分`, `合格率×15`.
    #[must_use]
    pub fn is_short_rule(&self, folded: &str) -> bool {
        let multiplies = || {
            let (before, after) = folded.split_once(['×', '*'])?;
            let points = after.strip_suffix('分').unwrap_or(after);
            let by_points = !points.is_empty() && points.chars().all(|c| c.is_ascii_digit() || c == '.');
            (by_points && before.ends_with(|c: char| !c.is_ascii_digit())).then_some(())
        };
        let length = folded.chars().count();
        length > 6 && awards_points(folded) || length > 5 && self.short_rules.within(folded) || multiplies().is_some()
    }

    /// Whether a long folded text says how points are given.
    #[must_use]
    pub fn is_rule(&self, folded: &str) -> bool {
        self.rule_words.within(folded) || awards_points(folded)
    }

    /// The breakdowns that exhaust a whole.
    #[must_use]
    pub fn breakdowns(&self) -> &[Breakdown] {
        &self.breakdowns
    }

    /// The folded unit that `单位：万元` states. `None` for other lines, `单位：某某局` included: a unit is short.
    #[must_use]
    pub fn unit_statement(&self, text: &str) -> Option<String> {
        let folded = fold(text);
        let inner = folded.trim_matches(|c| matches!(c, '(' | ')'));
        let (label, value) = inner.split_once(':')?;
        let is_unit = value.chars().count() <= 4
            && !value.is_empty()
            && value
                .chars()
                .all(|c| matches!(c, '万' | '亿' | '千' | '百' | '元' | '人' | '%' | '个' | '名' | '分' | '㎡'));
        (is_unit && self.units.longest_before(&chars(label)).is_some()).then(|| value.to_owned())
    }

    /// How many folded characters of a text are an opening such as `其中：`; 0 when there is none.
    #[must_use]
    pub fn subset_prefix(&self, text: &str) -> usize {
        let folded = fold(text);
        let longest = self.subsets.longest_at(&chars(&folded));
        longest.map_or(0, |(n, ())| n + usize::from(matches!(folded.chars().nth(n), Some(':' | '-'))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers() -> Headers {
        Headers::parse(include_str!("../../patterns/headers.toml")).expect("patterns/headers.toml")
    }

    #[test]
    fn the_pattern_file_holds_its_own_examples() {
        headers();
    }

    #[test]
    fn the_longest_name_wins_inside_a_longer_header() {
        let headers = headers();
        assert_eq!(headers.field("2023年度指标值（含调整）"), Some(Field::Target));
        assert_eq!(headers.field("未完成原因分析及说明"), Some(Field::Note));
        assert_eq!(headers.field("投资概算控制率"), None, "a name of less than half the header says nothing");
        assert_eq!(headers.field("本单位认真落实评分标准的有关要求，组织开展自评工作"), None);
    }

    #[test]
    fn a_unit_statement_is_told_from_a_body() {
        let headers = headers();
        assert_eq!(headers.unit_statement("（单位：万元）").as_deref(), Some("万元"));
        assert_eq!(headers.unit_statement("填报单位：青河市财政局"), None);
        assert_eq!(headers.unit_statement("单位：人民日报社"), None);
    }

    #[test]
    fn a_year_opens_a_header() {
        assert_eq!(leading_year("2019年决算数（万元）"), Some(2019));
        assert_eq!(leading_year("上年决算数"), None);
    }
}
