//! Measures: a number with its unit, comparator, hedge and range, at a place of a tape or as the whole of a cell.
//!
//! A cell is read only when its whole text is one measure; qualitative words, dates, several numbers and numbers glued to
//! other words give `None`. What running text states is for `scan`.

use super::equations::equations;
use super::numbers::{Mode, Number, Script, is_numeral, read_number};
use super::tape::{Gap, Tape, is_ideograph};
use super::units::{UnitAt, unit_at, unlisted_at};
use crate::lexicon::{Lexicon, Words};
use crate::model::{Approx, Comparator, Dimension, Measure, Quantity, Unit};
use rust_decimal::Decimal;
use std::ops::Range;

/// A measure at a place of a tape; ranges count tape characters.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub(super) measure: Measure,
    /// The digits or numerals, of a range both numbers.
    pub(super) number: Range<usize>,
    pub(super) end: usize,
    pub(super) script: Script,
    /// Whether a Chinese numeral with this unit states a count in running text.
    pub(super) spoken: bool,
    /// Digits before the decimal point.
    pub(super) whole_digits: u32,
    pub(super) leading_zero: bool,
    pub(super) grouped: bool,
}

/// A quantity without range, comparator or limit.
struct Part {
    quantity: Quantity,
    approx: Option<Approx>,
    number_end: usize,
    end: usize,
    spoken: bool,
    number: Number,
}

/// Reads the measure whose number (or sign, or 百分之) stands at `start`. Comparators and hedges before it are for the
/// callers, which know how far they may look back.
pub(super) fn measure_at(tape: &Tape, start: usize, lexicon: &Lexicon, mode: Mode) -> Option<Reading> {
    let first = part_at(tape, start, lexicon, mode)?;
    let second = range_end(tape, start, &first, inclusion_end(tape, first.end, lexicon), lexicon, mode);
    let Part { quantity, approx, mut number_end, mut end, mut spoken, number } = first;
    let mut measure = Measure { approx, ..Measure::plain(quantity) };
    if let Some(second) = second {
        if measure.quantity.unit.text.is_empty() {
            measure.quantity.unit = second.quantity.unit.clone();
        }
        let mut upper = second.quantity;
        if upper.amount < measure.quantity.amount {
            std::mem::swap(&mut upper, &mut measure.quantity);
        }
        measure.upper = Some(upper);
        measure.approx = second.approx;
        (end, number_end, spoken) = (second.end, second.number_end, second.spoken);
    }
    end = read_tail(tape, end, &mut measure, lexicon, mode);
    Some(Reading {
        measure,
        number: start..number_end,
        end,
        script: number.script,
        spoken,
        whole_digits: number.whole_digits,
        leading_zero: number.leading_zero,
        grouped: number.grouped,
    })
}

fn part_at(tape: &Tape, start: usize, lexicon: &Lexicon, mode: Mode) -> Option<Part> {
    let negative = tape.at(start) == '-';
    let at = start + usize::from(negative);
    if let Some(part) = fraction_at(tape, at, mode) {
        return Some(part);
    }
    let number = read_number(tape, at, mode)?;
    let compound = (number.script == Script::Digits).then(|| compound_at(tape, &number, lexicon, mode)).flatten();
    let (amount, decimals, number_end, found) = match compound {
        Some((amount, number_end, found)) => (amount, 0, number_end, Some(found)),
        None => (number.amount, number.decimals, number.end, unit_at(tape, number.end, lexicon, mode)),
    };
    if mode == Mode::Cell && !number.is_one_reading(found.is_some()) {
        return None;
    }
    let (mut quantity, mut approx, mut end, mut spoken) =
        (Quantity { amount, decimals, unit: Unit::none() }, None, number_end, false);
    if let Some(UnitAt { unit, end: unit_end, approx: hedge, moved, spoken: says, .. }) = found {
        if let Some(factor) = moved {
            quantity.amount = quantity.amount.checked_mul(factor)?.normalize();
            quantity.decimals = quantity.amount.scale();
        }
        (quantity.unit, approx, end, spoken) = (unit, hedge, unit_end, says);
    }
    if let Some(coins_end) = add_coins(tape, end, &mut quantity) {
        end = coins_end;
    }
    if negative {
        quantity.amount.set_sign_negative(!quantity.amount.is_zero());
    }
    Some(Part { quantity, approx, number_end, end, spoken, number })
}

/// `百分之九十五`, `千分之三`.
fn fraction_at(tape: &Tape, at: usize, mode: Mode) -> Option<Part> {
    let (text, dimension) = if tape.reads(at, "百分之") {
        ("%", Dimension::Percent)
    } else if tape.reads(at, "千分之") {
        ("‰", Dimension::Measured)
    } else {
        return None;
    };
    let number = read_number(tape, at + 3, mode)?;
    let unit = Unit { text: text.to_owned(), dimension, base: text.to_owned(), factor: Decimal::ONE };
    let quantity = Quantity { amount: number.amount, decimals: number.decimals, unit };
    let end = number.end;
    Some(Part { quantity, approx: None, number_end: end, end, spoken: true, number })
}

/// `1亿3500万元`, `3万5千人`: digits, a multiplier, smaller digits, perhaps a smaller multiplier, and a unit word.
fn compound_at(tape: &Tape, first: &Number, lexicon: &Lexicon, mode: Mode) -> Option<(Decimal, usize, UnitAt)> {
    let (len, &high) = lexicon.units.multipliers.longest_at(tape.from(first.end))?;
    let at = first.end + len;
    let tight = tape.gap(first.end) == Gap::None && tape.gap(at) == Gap::None;
    if !tight || first.decimals > 0 || !tape.at(at).is_ascii_digit() {
        return None;
    }
    let second = read_number(tape, at, mode).filter(|n| n.decimals == 0 && !n.leading_zero)?;
    let found = unit_at(tape, second.end, lexicon, mode).filter(|f| f.word && f.moved.is_none())?;
    // The multiplier of the unit word itself: 10000 for 万元, 1 for 人.
    let low = lexicon.units.multipliers.longest_at(tape.from(second.end)).map_or(Decimal::ONE, |(_, &m)| m);
    let low = if found.unit.factor == low { low } else { Decimal::ONE };
    let date = matches!(tape.at(second.end), '年' | '月' | '日' | '号');
    if date || second.amount.checked_mul(low)? >= high {
        return None;
    }
    let amount = first.amount.checked_mul(high)?.checked_div(low)?.checked_add(second.amount)?;
    Some((amount, second.end, found))
}

/// Adds 角 and 分 to whole 元: `123元1角1分` is 123.11元.
fn add_coins(tape: &Tape, end: usize, quantity: &mut Quantity) -> Option<usize> {
    let unit = &quantity.unit;
    if unit.text != "元" || quantity.decimals > 0 || unit.factor != Decimal::ONE {
        return None;
    }
    let coin = |at: usize, name: char| {
        let at = at + usize::from(tape.at(at) == '零');
        let number = read_number(tape, at, Mode::Prose).filter(|n| n.decimals == 0 && n.amount < Decimal::TEN)?;
        (tape.at(number.end) == name).then_some((number.amount, number.end + 1))
    };
    let tenths = coin(end, '角');
    let hundredths = coin(tenths.map_or(end, |t| t.1), '分');
    let coins_end = hundredths.or(tenths)?.1;
    let cents = tenths.map_or(Decimal::ZERO, |t| t.0 * Decimal::TEN) + hundredths.map_or(Decimal::ZERO, |h| h.0);
    quantity.amount = quantity.amount.checked_add(cents.checked_div(Decimal::ONE_HUNDRED)?)?;
    quantity.decimals = if hundredths.is_some() { 2 } else { 1 };
    quantity.amount.rescale(quantity.decimals);
    Some(coins_end)
}

/// The upper part of a range whose lower part is `first`: `90%-100%`, `3至5名`, `5-10%（含）`.
fn range_end(tape: &Tape, start: usize, first: &Part, at: usize, lexicon: &Lexicon, mode: Mode) -> Option<Part> {
    let word = matches!(tape.at(at), '至' | '到');
    let open = first.approx.is_none() && (word || matches!(tape.at(at), '-' | '~'));
    let from = matches!(tape.before(start), '从' | '由' | '自');
    let next = tape.at(at + 1);
    if !open || (word && from) || !(next.is_ascii_digit() || (word && is_numeral(next))) {
        return None;
    }
    let second = part_at(tape, at + 1, lexicon, mode)?;
    let (one, two) = (&first.quantity.unit, &second.quantity.unit);
    let bare = one.text.is_empty();
    let fits = if bare { mode == Mode::Cell || !two.text.is_empty() } else { one == two };
    fits.then_some(second)
}

fn inclusion_end(tape: &Tape, at: usize, lexicon: &Lexicon) -> usize {
    lexicon.numbers.inclusion.longest_at(tape.from(at)).map_or(at, |(len, ())| at + len)
}

/// Takes in what stands after the unit: `以上`, `（含）以上`, `左右`, `+`. In running text 以上 only hedges a statement.
fn read_tail(tape: &Tape, mut end: usize, measure: &mut Measure, lexicon: &Lexicon, mode: Mode) -> usize {
    let numbers = &lexicon.numbers;
    if let Some((len, comparator)) = numbers.limits.longest_at(tape.from(end)) {
        let upwards = matches!(comparator, Comparator::AtLeast | Comparator::Above);
        if mode == Mode::Prose && upwards {
            let text = tape.text(end..end + len);
            measure.approx = Some(Approx { text, may_be_less: false, may_be_more: true });
        } else {
            measure.comparator = Some(*comparator);
        }
        return inclusion_end(tape, end + len, lexicon);
    }
    end = inclusion_end(tape, end, lexicon);
    if measure.approx.is_none()
        && let Some((len, hedge)) = numbers.hedges_after.longest_at(tape.from(end))
        && !(hedge.approx.text == "+" && tape.at(end + len).is_ascii_alphanumeric())
    {
        measure.approx = Some(hedge.approx.clone());
        return end + len;
    }
    let counted = !measure.quantity.unit.text.is_empty() && measure.approx.is_none();
    // `比上年的525户多133户` compares.
    let hedges = |c: char| !is_ideograph(c) && !c.is_ascii_digit();
    if counted && matches!(tape.at(end), '多' | '余') && hedges(tape.at(end + 1)) {
        let text = tape.text(end..end + 1);
        measure.approx = Some(Approx { text, may_be_less: false, may_be_more: true });
        end += 1;
    }
    end
}

/// The measure that the whole text of a cell states, such as `≥ 97.45%`, `12万条`, `不低于95%`, `5-10%（含）`, `三个`; of an
/// equation (`43÷46×100%=93.48%`) its result.
///
/// Digits that a line end cut are joined when that is the one sensible reading (`92.8 6%`).
pub(crate) fn read_measure(text: &str, lexicon: &Lexicon) -> Option<Measure> {
    if text.len() > 400 {
        return None;
    }
    let folded = crate::lexicon::fold(text);
    if folded.starts_with('(') && folded.ends_with(')') && folded.matches('(').count() == 1 {
        let inner: String = text.trim().chars().skip(1).take(text.trim().chars().count().saturating_sub(2)).collect();
        return read_measure(&inner, lexicon).filter(|m| !m.quantity.unit.text.is_empty());
    }
    let tape = Tape::new(text);
    if let [equation] = equations(&tape, lexicon).as_slice()
        && equation.chars.end == tape.len()
    {
        return equation.terms.get(equation.result).map(|t| t.measure.clone());
    }
    let Opening { at, comparator, approx } = read_opening(&tape, lexicon);
    // +2: points given on top.
    let at = at + usize::from(tape.at(at) == '+' && tape.at(at + 1).is_ascii_digit());
    let mut reading = measure_at(&tape, at, lexicon, Mode::Cell)?;
    let sign = comparator.is_some() || reading.measure.comparator.is_some();
    if reading.end < tape.len() {
        reading.measure = Measure::plain(unlisted_quantity(&tape, &reading, sign, lexicon)?);
    }
    if reading.leading_zero || is_year(&reading) || !is_cell_numeral(&tape, &reading) {
        return None;
    }
    let mut measure = reading.measure;
    measure.comparator = measure.comparator.or(comparator);
    measure.approx = measure.approx.or(approx);
    Some(measure)
}

/// The quantity in a cell whose unit may stand in the column title: a printed unit wins over `column`.
pub(crate) fn read_quantity(text: &str, column: &Unit, lexicon: &Lexicon) -> Option<Measure> {
    let mut measure = read_measure(text, lexicon)?;
    for quantity in std::iter::once(&mut measure.quantity).chain(measure.upper.as_mut()) {
        apply_unit(quantity, column);
    }
    Some(measure)
}

/// Gives a number without a unit the unit of its column or of the 单位 line.
pub(crate) fn apply_unit(quantity: &mut Quantity, column: &Unit) {
    if quantity.unit.text.is_empty() {
        quantity.unit = column.clone();
    }
}

/// A number whose counted word is not listed, or is longer than a listed one (`8片次`): the rest of the cell is the unit.
fn unlisted_quantity(tape: &Tape, reading: &Reading, sign: bool, lexicon: &Lexicon) -> Option<Quantity> {
    let mut quantity = reading.measure.quantity.clone();
    let counted =
        matches!(quantity.unit.dimension, Dimension::Bare | Dimension::Count) && quantity.unit.factor == Decimal::ONE;
    let plain = reading.measure.upper.is_none() && reading.measure.approx.is_none();
    if !counted || !plain || reading.script == Script::Chinese {
        return None;
    }
    quantity.unit = match tape.from(reading.number.end) {
        ['日'] if sign => {
            Unit { text: "日".into(), dimension: Dimension::Measured, base: "天".into(), factor: Decimal::ONE }
        }
        _ => unlisted_at(tape, reading.number.end, lexicon)?,
    };
    Some(quantity)
}

struct Opening {
    at: usize,
    comparator: Option<Comparator>,
    approx: Option<Approx>,
}

/// Reads the words that open a cell: `达到`, `不低于`, `约`.
fn read_opening(tape: &Tape, lexicon: &Lexicon) -> Opening {
    let numbers = &lexicon.numbers;
    let mut opening = Opening { at: 0, comparator: None, approx: None };
    let len = |words: &Words<()>, at: usize| words.longest_at(tape.from(at)).map_or(0, |(len, ())| len);
    for _ in 0..3 {
        opening.at += len(&numbers.lead, opening.at);
        if let Some((len, comparator)) = numbers.comparators.longest_at(tape.from(opening.at)) {
            opening.comparator = opening.comparator.or(Some(*comparator));
            opening.at += len;
        }
        if let Some((len, hedge)) = numbers.hedges_before.longest_at(tape.from(opening.at)) {
            opening.approx = opening.approx.take().or_else(|| Some(hedge.approx.clone()));
            opening.at += len;
        }
    }
    opening
}

/// `2021年` is a date, not a length of time.
fn is_year(reading: &Reading) -> bool {
    let quantity = &reading.measure.quantity;
    reading.whole_digits == 4 && quantity.decimals == 0 && quantity.unit.base == "年" && year_range(quantity.amount)
}

/// Whether a number can name a year of our time.
pub(super) fn year_range(amount: Decimal) -> bool {
    (Decimal::from(1900)..=Decimal::from(2100)).contains(&amount)
}

/// Whether Chinese numerals in a cell state a measure: `三个`, `一万二千三百`, but not `一`, `三期`, `十分`, `千米`.
fn is_cell_numeral(tape: &Tape, reading: &Reading) -> bool {
    if reading.script == Script::Digits || reading.measure.quantity.unit.dimension == Dimension::Percent {
        return true;
    }
    let unit = &reading.measure.quantity.unit;
    let (start, len) = (reading.number.start, reading.number.len());
    let heads = matches!(tape.at(start), '百' | '千' | '佰' | '仟');
    if unit.text.is_empty() {
        let rank =
            (start..reading.number.end).all(|i| !matches!(tape.at(i), '百' | '千' | '万' | '亿' | '点' | '佰' | '仟'));
        return tape.at(start) == '零' || (len > 1 && !rank);
    }
    if unit.dimension == Dimension::Bare {
        return true;
    }
    !heads && (reading.spoken || (unit.dimension == Dimension::Point && reading.measure.quantity.amount > Decimal::TEN))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `≥ 97.45 % ~多 ..100 %`
    fn shown(measure: &Measure) -> String {
        use std::fmt::Write;
        let q = &measure.quantity;
        let mut out = measure.comparator.map(|c| format!("{} ", c.sign())).unwrap_or_default();
        write!(out, "{} {}", q.amount, q.unit.text).expect("a string");
        if let Some(upper) = &measure.upper {
            write!(out, " ..{} {}", upper.amount, upper.unit.text).expect("a string");
        }
        if let Some(approx) = &measure.approx {
            write!(out, " ~{}", approx.text).expect("a string");
        }
        out
    }

    #[test]
    fn cells_that_are_one_measure() {
        for (text, said) in [
            ("≥ 97.45%", "≥ 97.45 %"),
            ("= 100%", "= 100 %"),
            ("=11个", "= 11 个"),
            ("﹦1次", "= 1 次"),
            ("11.00个", "11.00 个"),
            ("92.8 6%", "92.86 %"),
            ("97.4\n5%", "97.45 %"),
            ("0.00 %", "0.00 %"),
            ("1002.\n59", "1002.59 "),
            ("４４６２．２３", "4462.23 "),
            ("1,234.56", "1234.56 "),
            ("1，234.56", "1234.56 "),
            ("1 234 567", "1234567 "),
            ("1 234.56", "1234.56 "),
            ("12万条", "12 万条"),
            ("3万平方米", "3 万平方米"),
            ("23.96万", "23.96 万"),
            ("≤90万元", "≤ 90 万元"),
            ("不低于95%", "≥ 95 %"),
            ("不超过3起", "≤ 3 起"),
            ("95%以上", "≥ 95 %"),
            ("95%（含）以上", "≥ 95 %"),
            ("95%以上（不含）", "> 95 %"),
            ("控制在5%以内", "≤ 5 %"),
            ("大于95%", "> 95 %"),
            (">=90%", "≥ 90 %"),
            ("5-10%（含）", "5 % ..10 %"),
            ("90%-100%", "90 % ..100 %"),
            ("100%-80%（含）", "80 % ..100 %"),
            ("90～100分", "90 分 ..100 分"),
            ("三至五名", "3 名 ..5 名"),
            ("约180万元", "180 万元 ~约"),
            ("1420多篇", "1420 篇 ~多"),
            ("30 多万", "30 万 ~多"),
            ("6万余份", "60000 份 ~余"),
            ("467.64万余元", "467.64 万元 ~余"),
            ("近3800平方米", "3800 平方米 ~近"),
            ("25218+", "25218  ~+"),
            ("1.1 万+", "1.1 万 ~+"),
            ("20次左右", "20 次 ~左右"),
            ("80个学时以上", "≥ 80 个学时"),
            ("10分", "10 分"),
            ("（10分）", "10 分"),
            ("-5.2%", "-5.2 %"),
            ("5‰", "5 ‰"),
            ("0", "0 "),
            ("三个", "3 个"),
            ("一年", "1 年"),
            ("两次", "2 次"),
            ("十五点八万元", "15.8 万元"),
            ("百分之九十五", "95 %"),
            ("百分之一点五七", "1.57 %"),
            ("百分之百", "100 %"),
            ("伍仟元整", "5000 元"),
            ("一万二千三百", "12300 "),
            ("百万", "100 万"),
            ("两百", "200 "),
            ("123元1角1分", "123.11 元"),
            ("1亿3500万元", "13500 万元"),
            ("3万5千人", "35 千人"),
            ("1万2345元", "12345 元"),
            ("15万元", "15 万元"),
            ("2 台", "2 台"),
            ("12 345.6万元", "12345.6 万元"),
            ("1.2个百分点", "1.2 个百分点"),
            ("8片次", "8 片次"),
            ("≤5日", "≤ 5 日"),
            ("120元/亩", "120 元/亩"),
            ("3宗（次）", "3 宗(次)"),
        ] {
            let measure = read_measure(text, Lexicon::builtin());
            assert_eq!(measure.as_ref().map(shown).as_deref(), Some(said), "{text}");
        }
    }

    #[test]
    fn cells_that_are_no_measure() {
        for text in [
            "",
            " ",
            "-",
            "——",
            "/",
            "*",
            "健全",
            "达成预期目标",
            "5 10",
            "1 234",
            "0.5 1",
            "92.8 6",
            "2021年",
            "2021年12月31日",
            "12月",
            "5月6日",
            "12月底前",
            "15日",
            "100%完成",
            "95%以上优秀",
            "3个完成",
            "00%",
            "007",
            "第3",
            "一",
            "十分",
            "一般",
            "一致",
            "统一",
            "万一",
            "三农",
            "百姓",
            "千方百计",
            "万元",
            "百万元",
            "千米",
            "%",
            "3541.07万元2.3",
            "100%100%",
            "4143.45\n4462.23",
            "1. 95%",
            "5月",
            "是",
            "A4",
            "5G",
            "1/2",
            "8:30",
            "二〇二一",
            "三四个",
            "(5.2)",
            "三期",
            "2、3",
            "优",
            "10分钟内完成",
            "99999999999999999999999999999999999",
        ] {
            let measure = read_measure(text, Lexicon::builtin());
            assert_eq!(measure.as_ref().map(shown), None, "{text}");
        }
    }

    #[test]
    fn the_unit_of_a_column_goes_to_bare_numbers_only() {
        let lexicon = Lexicon::builtin();
        let wan = crate::normalize::units::parse_unit("万元", lexicon).expect("a unit");
        let read =
            |text| read_quantity(text, &wan, lexicon).and_then(|m| m.quantity.base_amount()).map(|d| d.to_string());
        assert_eq!(read("23.96").as_deref(), Some("239600"));
        assert_eq!(read("23.96元").as_deref(), Some("23.96"));
        assert_eq!(read("—"), None);
    }

    /// Numbers written in every way a form may print them read back as the same exact value.
    #[test]
    fn written_numbers_read_back() {
        let lexicon = Lexicon::builtin();
        let mut state = 0x2545_f491u64;
        let mut next = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        let units = ["", "%", "万元", "元", "个", "人次", "万平方米", "个百分点", "家次", "分", "公里"];
        for _ in 0..3000 {
            let decimals = u32::try_from(next(5)).expect("small");
            let size = 10u64.pow(u32::try_from(1 + next(12)).expect("small"));
            let value = Decimal::new(i64::try_from(next(size)).expect("fits"), decimals);
            let unit = units[usize::try_from(next(11)).expect("small")];
            let plain = value.to_string();
            let wide: String = plain.chars().map(|c| char::from_u32(c as u32 + 0xfee0).expect("full width")).collect();
            let (whole, rest) = plain.split_once('.').map_or((plain.as_str(), None), |(w, r)| (w, Some(r)));
            let mut grouped = String::new();
            for (i, c) in whole.chars().enumerate() {
                if i > 0 && (whole.len() - i) % 3 == 0 {
                    grouped.push(',');
                }
                grouped.push(c);
            }
            let grouped = rest.map_or(grouped.clone(), |rest| format!("{grouped}.{rest}"));
            let mut forms = vec![
                format!("{plain}{unit}"),
                format!("{wide} {unit}"),
                format!("{grouped}{unit}"),
                format!("≥{plain}\n{unit}"),
            ];
            forms.push(format!("≤ {}{unit}", grouped.replace(',', "，")));
            if rest.is_some() && (whole.len() > 1 || whole == "0") {
                forms.push(format!("{}{unit}", plain.replace('.', ".\n")));
            }
            if let Some(rest) = rest.filter(|r| r.len() > 1 && !unit.is_empty()) {
                forms.push(format!("{whole}.{} {}{unit}", &rest[..1], &rest[1..]));
            }
            for form in forms {
                let measure = read_measure(&form, lexicon).unwrap_or_else(|| panic!("{form:?} is not read"));
                assert_eq!((measure.quantity.amount, measure.quantity.decimals), (value, decimals), "{form:?}");
                assert_eq!(measure.quantity.unit.text, unit, "{form:?}");
            }
        }
    }

    /// Every example in `units.toml` holds: cell => amount unit base-amount base-unit.
    #[test]
    fn the_examples_of_the_units_hold() {
        let file: toml::Table = toml::from_str(include_str!("../../patterns/units.toml")).expect("TOML");
        let mut count = 0;
        for table in ["multiplier", "group"] {
            for entry in file[table].as_array().expect("an array") {
                for example in entry["examples"].as_array().expect("examples") {
                    let (cell, said) = example.as_str().and_then(|e| e.split_once(" => ")).expect("text => reading");
                    let q =
                        read_measure(cell, Lexicon::builtin()).unwrap_or_else(|| panic!("{cell} is not read")).quantity;
                    let base = q.base_amount().expect("fits");
                    let unit = if q.unit.base.is_empty() { "-" } else { &q.unit.base };
                    assert_eq!(format!("{} {} {base} {unit}", q.amount, q.unit.text), said, "{cell}");
                    count += 1;
                }
            }
        }
        assert!(count > 25, "{count} examples");
    }
}
