//! What a cell looks like: a bare number, a quantity, a name, a text. Decides nothing about meaning.

use crate::lexicon::{Lexicon, fold, label_key};
use crate::model::{Cell, Table};

/// The look of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Nothing but white space.
    Empty,
    /// A mark that stands for nothing: `-`, `/`, `——`, `*`.
    Dash,
    /// A number alone, or with 分.
    Bare,
    /// A number with comparator or unit.
    Quantity,
    /// A comparator alone: `≥`, `=`.
    Sign,
    /// A short text without a number in front: a name or a quality word.
    Word,
    /// A text of a line or two.
    Phrase,
    /// A long text.
    Long {
        /// Whether it says how points are given.
        rule: bool,
    },
}

/// A table with the look of each of its cells, which several questions need.
pub(super) struct Shaped<'a> {
    /// The table.
    pub(super) table: &'a Table,
    /// The look of each cell, in the table's order.
    shapes: Vec<Shape>,
}

impl<'a> Shaped<'a> {
    /// Looks at every cell once.
    pub(super) fn new(table: &'a Table, lexicon: &Lexicon) -> Self {
        Self { table, shapes: table.cells.iter().map(|cell| shape(&cell.text.content, lexicon)).collect() }
    }

    /// The cells that start in a row, by column.
    pub(super) fn row(&self, row: u32) -> impl Iterator<Item = (&'a Cell, Shape)> {
        let cells = &self.table.cells;
        let start = cells.partition_point(|c| c.row < row);
        let shapes = self.shapes.get(start..).unwrap_or_default();
        cells[start..].iter().zip(shapes.iter().copied()).take_while(move |(cell, _)| cell.row == row)
    }
}

/// A name rarely has more characters than this; a quality word never.
const WORD: usize = 16;
/// A text longer than this is running text.
const PHRASE: usize = 40;

/// Looks at the text of a cell.
pub(super) fn shape(text: &str, lexicon: &Lexicon) -> Shape {
    if text.is_empty() {
        return Shape::Empty;
    }
    let folded = fold(text);
    let length = folded.chars().count();
    if length == 0 {
        return Shape::Empty;
    }
    if folded.chars().all(|c| matches!(c, '-' | '/' | '*' | '_' | '\\' | '…')) {
        return Shape::Dash;
    }
    if folded.chars().all(|c| matches!(c, '≥' | '≤' | '=' | '<' | '>' | '≠')) {
        return Shape::Sign;
    }
    if length > PHRASE {
        return Shape::Long { rule: lexicon.headers.is_rule(&folded) };
    }
    if is_number(folded.strip_suffix('分').unwrap_or(&folded)) {
        return Shape::Bare;
    }
    if is_quantity(&folded, length) && !is_coded(&folded, lexicon) {
        return Shape::Quantity;
    }
    match length {
        _ if lexicon.headers.is_short_rule(&folded) => Shape::Long { rule: true },
        _ if length <= WORD => Shape::Word,
        _ if lexicon.headers.is_rule(&folded) => Shape::Long { rule: true },
        _ => Shape::Phrase,
    }
}

/// Whether a folded text is a plain decimal, thousands separators and a sign allowed.
pub(super) fn is_number(folded: &str) -> bool {
    let body = folded.strip_prefix(['-', '+']).unwrap_or(folded);
    let mut points = 0;
    let ok = body.chars().all(|c| {
        points += usize::from(c == '.');
        c.is_ascii_digit() || matches!(c, '.' | ',')
    });
    ok && points <= 1 && body.starts_with(|c: char| c.is_ascii_digit()) && body.ends_with(|c: char| c.is_ascii_digit())
}

/// Whether a folded text is a number dressed with a comparator, a unit, or both: `≥90%`, `=11个`, `不低于3次`, `12万条`.
fn is_quantity(folded: &str, length: usize) -> bool {
    if length > 20 || !folded.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    if folded.starts_with(['≥', '≤', '=', '<', '>', '≠']) {
        return true;
    }
    // A name with its number in front: `指标1:补贴发放率100%`.
    if folded.split_once(':').is_some_and(|(_, rest)| !rest.starts_with(|c: char| c.is_ascii_digit())) {
        return false;
    }
    // A list number in front of a name: `2、公务接待费`, `3.会议费`.
    let after_digits = folded.trim_start_matches(|c: char| c.is_ascii_digit() || c == '(');
    if after_digits.starts_with(['、', ')'])
        || (after_digits.starts_with('.') && !after_digits[1..].starts_with(|c: char| c.is_ascii_digit()))
    {
        return false;
    }
    let first = folded.chars().position(|c| c.is_ascii_digit()).unwrap_or(0);
    let tail = folded.chars().rev().take_while(|c| !c.is_ascii_digit()).count();
    // A name may hold a digit inside (PM2.5年均浓度); a quantity has it near the front and little behind it.
    first <= 3 && tail <= 5 && first + tail < length
}

/// Whether a code or an outline number stands before a name: `A1目标设定`, `1.1.2到位率`, `2.1预算执行`.
fn is_coded(folded: &str, lexicon: &Lexicon) -> bool {
    let name = folded.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '.');
    let code = &folded[..folded.len() - name.len()];
    let digits = code.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let lettered = digits.len() < code.len() && !digits.is_empty() && name.chars().count() > 1;
    let key = label_key(name);
    let label = || !key.is_empty() && [1, 2].iter().any(|&level| lexicon.frameworks.is_level(level, &key));
    !name.is_empty() && (lettered || code.matches('.').count() > 1 || (code.contains('.') && label()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_look_like_what_they_are() {
        let lexicon = Lexicon::builtin();
        let cases: [(&str, Shape); 23] = [
            ("A1目标设定", Shape::Word),
            ("1.1.2到位率", Shape::Word),
            ("2.1预算执行", Shape::Word),
            ("2.1万元", Shape::Quantity),
            ("   2、出国经费", Shape::Word),
            ("3.会议费", Shape::Word),
            ("　", Shape::Empty),
            ("——", Shape::Dash),
            ("0.5", Shape::Bare),
            ("１,２34.50", Shape::Bare),
            ("10 分", Shape::Bare),
            ("≥ 97.4 5%", Shape::Quantity),
            ("=30厂次", Shape::Quantity),
            ("不低于95%", Shape::Quantity),
            ("12万条", Shape::Quantity),
            ("92.8 6%", Shape::Quantity),
            ("健全", Shape::Word),
            ("达成预期目标", Shape::Word),
            ("“三公经费”变动率", Shape::Word),
            ("PM2.5年均浓度下降", Shape::Word),
            ("指标1：补贴发放率100%", Shape::Word),
            ("完成全市城区主次干道保洁工作并通过验收", Shape::Phrase),
            ("按实际完成值占目标值的比例计分，未完成的不得分，超额完成的按满分计", Shape::Long { rule: true }),
        ];
        for (text, expected) in cases {
            assert_eq!(shape(text, lexicon), expected, "{text}");
        }
    }
}
