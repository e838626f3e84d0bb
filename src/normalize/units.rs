//! Units: which unit stands at a place of a tape, and what a unit alone says in a column title or a 单位 line.

use super::numbers::Mode;
use super::tape::{Gap, Tape, is_ideograph};
use crate::lexicon::{Lexicon, UnitWord, text_of};
use crate::model::{Approx, Dimension, Unit};
use rust_decimal::Decimal;

/// Characters of the longest counted word that is taken for a unit without being listed.
const MAX_UNLISTED: usize = 4;

/// A unit after a number, with the hedge that stands between.
#[derive(Clone, Debug)]
pub(super) struct UnitAt {
    pub(super) unit: Unit,
    pub(super) end: usize,
    /// 多, 余 between number and unit.
    pub(super) approx: Option<Approx>,
    /// A multiplier that a hedge parts from the counted word belongs to the number: `6万余份` is 60000 份.
    pub(super) moved: Option<Decimal>,
    /// Whether a Chinese numeral before it states a count in running text.
    pub(super) spoken: bool,
    /// Whether a unit word stands here, not only a multiplier.
    pub(super) word: bool,
}

/// Reads the unit at `start`, with a hedge and a multiplier before it.
pub(super) fn unit_at(tape: &Tape, start: usize, lexicon: &Lexicon, mode: Mode) -> Option<UnitAt> {
    let (approx, at) = match hedge_at(tape, start, lexicon) {
        Some((approx, end)) => (Some(approx), end),
        None => (None, start),
    };
    let plain = word_at(tape, at, lexicon, mode);
    let multiplied = multiplied_at(tape, at, approx.is_none(), lexicon, mode);
    let found = match (plain, multiplied) {
        // 千克 is a unit of its own; 千元 is a multiplier and a unit.
        (Some((end, word)), Some(other)) if end >= other.end => single(tape, at, end, word),
        (Some((end, word)), None) => single(tape, at, end, word),
        (_, Some(other)) => other,
        (None, None) => return ending_hedge(tape, at, approx),
    };
    let found = UnitAt { approx: approx.or(found.approx), ..found };
    Some(extended(tape, found, lexicon, mode))
}

/// `25218多，`: a hedge after which nothing is counted.
fn ending_hedge(tape: &Tape, end: usize, approx: Option<Approx>) -> Option<UnitAt> {
    let approx = approx.filter(|a| a.text == "多" || a.text == "余")?;
    let last = !is_ideograph(tape.at(end)) && !tape.at(end).is_ascii_alphanumeric();
    last.then(|| UnitAt { unit: Unit::none(), end, approx: Some(approx), moved: None, spoken: false, word: false })
}

fn single(tape: &Tape, start: usize, end: usize, word: &UnitWord) -> UnitAt {
    let unit =
        Unit { text: tape.text(start..end), dimension: word.dimension, base: word.base.clone(), factor: word.factor };
    UnitAt { unit, end, approx: None, moved: None, spoken: word.spoken, word: true }
}

/// A multiplier at `at`, and the unit word after it, if there is one.
fn multiplied_at(tape: &Tape, at: usize, may_hedge: bool, lexicon: &Lexicon, mode: Mode) -> Option<UnitAt> {
    let (len, factor) = lexicon.units.multipliers.longest_at(tape.from(at))?;
    let after = at + len;
    let text = tape.text(at..after);
    if let Some((end, word)) = word_at(tape, after, lexicon, mode) {
        let mut found = single(tape, after, end, word);
        found.unit.text.insert_str(0, &text);
        found.unit.factor = found.unit.factor.checked_mul(*factor)?;
        return Some(found);
    }
    let alone = Unit { text, dimension: Dimension::Bare, base: String::new(), factor: *factor };
    let alone = UnitAt { unit: alone, end: after, approx: None, moved: None, spoken: true, word: false };
    let Some((approx, hedged)) = hedge_at(tape, after, lexicon).filter(|_| may_hedge) else { return Some(alone) };
    match word_at(tape, hedged, lexicon, mode) {
        Some((end, word)) if word.dimension == Dimension::Money => {
            let mut found = single(tape, hedged, end, word);
            found.unit.text.insert_str(0, &alone.unit.text);
            found.unit.factor = found.unit.factor.checked_mul(*factor)?;
            Some(UnitAt { approx: Some(approx), ..found })
        }
        Some((end, word)) => {
            Some(UnitAt { approx: Some(approx), moved: Some(*factor), ..single(tape, hedged, end, word) })
        }
        None if !is_ideograph(tape.at(hedged)) => Some(UnitAt { end: hedged, approx: Some(approx), ..alone }),
        None => Some(alone),
    }
}

/// Continues a unit with `/亩` or a bracketed second unit (`台（套）`), and takes in 整 after 元.
fn extended(tape: &Tape, mut found: UnitAt, lexicon: &Lexicon, mode: Mode) -> UnitAt {
    if !found.word {
        return found;
    }
    while tape.at(found.end) == '/' && found.unit.text.chars().count() < 16 {
        let Some((end, word)) = word_at(tape, found.end + 1, lexicon, mode) else { break };
        let (unit, per) = (&mut found.unit, tape.text(found.end..end));
        let counts = unit.dimension == Dimension::Count && word.dimension == Dimension::Count;
        unit.dimension = if counts { Dimension::Count } else { Dimension::Measured };
        unit.text.push_str(&per);
        unit.base.push_str(&per);
        found.end = end;
    }
    if tape.at(found.end) == '('
        && found.unit.dimension == Dimension::Count
        && let Some((end, _)) = word_at(tape, found.end + 1, lexicon, Mode::Cell)
        && tape.at(end) == ')'
    {
        let second = tape.text(found.end..end + 1);
        found.unit.text.push_str(&second);
        found.unit.base.push_str(&second);
        found.end = end + 1;
    }
    if found.unit.base == "元" && matches!(tape.at(found.end), '整' | '正') && !is_ideograph(tape.at(found.end + 1))
    {
        found.end += 1;
    }
    found
}

/// 多, 余, 来, 几 at a place.
fn hedge_at(tape: &Tape, at: usize, lexicon: &Lexicon) -> Option<(Approx, usize)> {
    let (len, hedge) = lexicon.numbers.hedges_between.longest_at(tape.from(at))?;
    Some((hedge.approx.clone(), at + len))
}

/// The longest unit word at a place that is not the beginning of another word.
fn word_at<'l>(tape: &Tape, at: usize, lexicon: &'l Lexicon, mode: Mode) -> Option<(usize, &'l UnitWord)> {
    let rest = tape.from(at);
    lexicon.units.words.starting(rest).find_map(|(len, word)| {
        let (last, next) = (tape.at(at + len - 1), tape.at(at + len));
        let glued = last.is_ascii_alphanumeric() && next.is_ascii_alphanumeric() && tape.gap(at + len) == Gap::None;
        let stopped = mode == Mode::Prose && word.stops.iter().any(|stop| rest.starts_with(stop));
        (!glued && !stopped).then_some((at + len, word))
    })
}

/// A counted word that is not listed: the rest of the cell, if it is short and can be nothing else.
pub(super) fn unlisted_at(tape: &Tape, start: usize, lexicon: &Lexicon) -> Option<Unit> {
    let rest = tape.from(start);
    let fits = (1..=MAX_UNLISTED).contains(&rest.len()) && rest.iter().all(|&c| is_ideograph(c));
    let other =
        (0..rest.len()).any(|i| lexicon.numbers.not_units.longest_at(rest.get(i..).unwrap_or_default()).is_some());
    if !fits || other {
        return None;
    }
    let text = text_of(rest);
    Some(Unit { base: text.clone(), text, dimension: Dimension::Count, factor: Decimal::ONE })
}

/// A text that is a unit and nothing else: `万元`, `（万元）`, `单位：万元`, `金额单位：人民币万元`, `（㎡）`, `%`.
pub(crate) fn parse_unit(text: &str, lexicon: &Lexicon) -> Option<Unit> {
    let tape = Tape::new(text);
    let mut chars = tape.from(0);
    while let [open, inner @ .., close] = chars
        && matches!((*open, *close), ('(', ')') | ('[', ']'))
    {
        chars = inner;
    }
    if let Some(colon) = chars.iter().position(|&c| c == ':') {
        let (before, after) = chars.split_at(colon);
        if !before.ends_with(&['单', '位']) {
            return None;
        }
        chars = after.get(1..)?;
    }
    let chars = chars.strip_prefix(&['人', '民', '币']).unwrap_or(chars);
    let rest = Tape::new(&chars.iter().collect::<String>());
    let found = unit_at(&rest, 0, lexicon, Mode::Cell)?;
    (found.end == rest.len() && found.approx.is_none() && !found.unit.text.is_empty()).then_some(found.unit)
}

/// The unit that a column title gives in brackets: `预算数（万元）`, `执行率(%)`.
pub(crate) fn unit_in_title(title: &str, lexicon: &Lexicon) -> Option<Unit> {
    let folded = crate::lexicon::fold(title);
    let mut rest = &*folded;
    let mut found = None;
    while let Some((_, inner)) = rest.split_once('(') {
        let Some((inside, after)) = inner.split_once(')') else { break };
        found = parse_unit(inside, lexicon).or(found);
        rest = after;
    }
    found
}

/// The unit in a cell of a 度量单位 column, where every short word is a unit.
pub(crate) fn parse_unit_cell(text: &str, lexicon: &Lexicon) -> Option<Unit> {
    parse_unit(text, lexicon).or_else(|| unlisted_at(&Tape::new(text), 0, lexicon))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_alone() {
        let lexicon = Lexicon::builtin();
        for (text, said) in [
            ("万元", "万元 元 10000"),
            ("（万元）", "万元 元 10000"),
            ("单位：万元", "万元 元 10000"),
            ("金额单位：人民币元", "元 元 1"),
            ("（㎡）", "㎡ 平方米 1"),
            ("万 元", "万元 元 10000"),
            ("％", "% % 1"),
            ("人", "人 人 1"),
            ("元/亩", "元/亩 元/亩 1"),
            ("台（套）", "台(套) 台(套) 1"),
            ("个百分点", "个百分点 百分点 1"),
        ] {
            let unit = parse_unit(text, lexicon).map(|u| format!("{} {} {}", u.text, u.base, u.factor));
            assert_eq!(unit.as_deref(), Some(said), "{text}");
        }
        for text in ["", "填报单位：某某局", "（A）", "调整", "10分", "万元、人", "（含）"] {
            assert_eq!(parse_unit(text, lexicon), None, "{text}");
        }
        let title = |text| unit_in_title(text, lexicon).map(|u| u.text);
        assert_eq!(title("全年（调整）预算数（万元）").as_deref(), Some("万元"));
        assert_eq!(title("执行率(B/A)"), None);
        assert_eq!(parse_unit_cell("片次", lexicon).map(|u| u.dimension), Some(Dimension::Count));
    }
}
