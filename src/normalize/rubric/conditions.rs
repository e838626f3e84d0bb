//! Conditions of a rule: `比率≤100%`, `90%>利用率≥75%的`, `95-90%（含）`, `100%以下（含）`, `完成18个`. What a condition brings is
//! read elsewhere.

use super::reader::{Kind, Number, Reader};
use crate::lexicon::RuleWord;
use crate::model::{Bound, Comparator, Condition, Edge, Measured, Operator, Range as Values, Term};
use crate::normalize::tape::is_ideograph;
use rust_decimal::Decimal;
use std::ops::Range;

/// The longest name between a comparator and what it compares with.
const LONGEST_SUBJECT: usize = 36;

/// A condition that was read.
pub(super) struct Found {
    pub(super) condition: Condition,
    pub(super) end: usize,
    /// Whether the rule names the measure in it.
    pub(super) has_subject: bool,
    /// Whether digits in it are lost.
    pub(super) damaged: bool,
}

/// The condition whose number, sign or word stands at `i`; `mark` is where its clause starts, `end` where the sentence ends.
pub(super) fn condition(reader: &Reader<'_>, i: usize, mark: usize, end: usize) -> Option<Found> {
    let found = bracketed(reader, i, mark, end)
        .or_else(|| by_number(reader, i, mark, end))
        .or_else(|| by_sign(reader, i, mark, end))
        .or_else(|| by_word(reader, i, mark, end))?;
    Some(Found { end: after(reader, found.end, end), ..found })
}

/// Behind a condition: 的, 时, a bracket that says which end belongs to it.
pub(super) fn after(reader: &Reader<'_>, mut i: usize, end: usize) -> usize {
    while i < end
        && let Some(word) = reader.word(i, RuleWord::Filler).filter(|&w| w <= end)
    {
        i = word;
    }
    i
}

fn bound(number: &Number, edge: Edge) -> Bound {
    let (percent, unit) = match &number.kind {
        Kind::Percent | Kind::PercentagePoint => (true, String::new()),
        Kind::Counted(unit) => (false, unit.clone()),
        _ => (false, String::new()),
    };
    Bound { value: Term::Number { amount: number.amount, percent }, edge, unit, factor: number.factor }
}

/// The measure named in a range; the row's own when it names none or says 实际完成值.
fn measured(reader: &Reader<'_>, range: Range<usize>) -> (Measured, bool) {
    let trimmed = reader.trimmed(range);
    if trimmed.is_empty() {
        return (Measured::Own, false);
    }
    if reader.is_actual(trimmed.clone()) || reader.word(trimmed.start, RuleWord::Reach) == Some(trimmed.end) {
        return (Measured::Own, true);
    }
    let name = reader.tape.text(trimmed.clone());
    let is_absolute = reader.tape.before(trimmed.start) == '|' && reader.at(trimmed.end) == '|';
    (Measured::Named(if is_absolute { format!("|{name}|") } else { name }), true)
}

fn found(reader: &Reader<'_>, subject: Range<usize>, values: Values, end: usize, damaged: bool) -> Found {
    // `目标值的80%以上`: the row's own measure against a share of its target.
    let trimmed = reader.trimmed(subject.clone());
    let opens = reader.word(trimmed.start, RuleWord::Reach).filter(|&w| w < trimmed.end).unwrap_or(trimmed.start);
    let of_target = !trimmed.is_empty() && reader.word(opens, RuleWord::Target) == Some(trimmed.end);
    if let Some(values) = of_target.then(|| shares_of_target(&values)).flatten() {
        return Found { condition: Condition::Within(Measured::Own, values), end, has_subject: false, damaged };
    }
    let (what, has_subject) = measured(reader, subject);
    Found { condition: Condition::Within(what, values), end, has_subject, damaged }
}

/// The bounds as shares of the target; `None` when they are no percentages.
pub(super) fn shares_of_target(values: &Values) -> Option<Values> {
    let share = |bound: &Option<Bound>| match bound {
        None => Some(None),
        Some(Bound { value: share @ Term::Number { percent: true, .. }, edge, .. }) => {
            let value = Term::binary(Operator::Times, Term::Target, share.clone());
            Some(Some(Bound { edge: *edge, ..Bound::of(value) }))
        }
        Some(_) => None,
    };
    Some(Values { low: share(&values.low)?, high: share(&values.high)? })
}

/// `[90%,95%)`.
fn bracketed(reader: &Reader<'_>, i: usize, mark: usize, end: usize) -> Option<Found> {
    let edge = |c: char| match c {
        '[' | ']' => Some(Edge::Closed),
        '(' | ')' => Some(Edge::Open),
        _ => None,
    };
    let low_edge = edge(reader.at(i)).filter(|_| matches!(reader.at(i), '[' | '('))?;
    let low = reader.number(i + 1)?;
    if !matches!(reader.at(low.end), ',' | '、') {
        return None;
    }
    let high = reader.number(low.end + 1)?;
    let high_edge = edge(reader.at(high.end)).filter(|_| matches!(reader.at(high.end), ']' | ')'))?;
    if high.end >= end || matches!(high.kind, Kind::Points) {
        return None;
    }
    let low = unit_of(low, &high);
    let values = Values { low: Some(bound(&low, low_edge)), high: Some(bound(&high, high_edge)) };
    Some(found(reader, mark..i, values, high.end + 1, low.damaged || high.damaged))
}

/// A number takes the unit of the one it stands with: `5-10%`.
fn unit_of(mut number: Number, other: &Number) -> Number {
    if number.kind == Kind::Bare {
        (number.kind, number.factor) = (other.kind.clone(), other.factor);
    }
    number
}

/// A condition that a number opens: `20%≤比率<30%`, `95-90%（含）`, `95%以上`, `完成率100%`.
fn by_number(reader: &Reader<'_>, i: usize, mark: usize, end: usize) -> Option<Found> {
    if i != mark && !reader.starts_number(i) {
        return None;
    }
    let first = reader.number(i).filter(|n| n.end <= end && n.kind != Kind::Fraction)?;
    let (included, first_end) = reader.inclusion(first.end).map_or((None, first.end), |(yes, e)| (Some(yes), e));
    if let Some(chain) = chain(reader, &first, first_end, end) {
        return Some(chain);
    }
    if let Some(range) = range(reader, &first, included, first_end, mark..i, end) {
        return Some(range);
    }
    if let Some((comparator, limit_end)) = reader.limit(first.end).filter(|l| l.1 <= end) {
        // `±10%以内` has two ends.
        if i > mark && reader.at(i - 1) == '±' && matches!(comparator, Comparator::AtMost | Comparator::Below) {
            let mut low = bound(&first, Edge::Closed);
            let high = low.clone();
            if let Term::Number { amount, .. } = &mut low.value {
                *amount = -*amount;
            }
            let values = Values { low: Some(low), high: Some(high) };
            return Some(found(reader, mark..i - 1, values, limit_end, first.damaged));
        }
        let said = included.is_some() || reader.inclusion(limit_end).is_some();
        let (comparator, limit_end) = match reader.inclusion(limit_end) {
            Some((yes, e)) => (with_edge(comparator, yes), e),
            None => (comparator, limit_end),
        };
        let value = bound(&first, Edge::Closed);
        let mut values = Values::by(comparator, &value);
        // 80%以下 beside 80%（含）-90% is meant without the number itself.
        if !said {
            values.leave_open();
        }
        return Some(found(reader, mark..i, values, limit_end, first.damaged));
    }
    // `完成率100%`, `量化指标为2个`: a value with its measure, right before what it brings.
    let named = !reader.trimmed(mark..i).is_empty() && first.is_digits && first.kind != Kind::Points;
    let settled = after(reader, first.end, end);
    let brings = matches!(reader.at(settled), ',' | ':' | '(') || settled == end || awards(reader, settled);
    // `100%得满分`, `3篇得75%`: nothing else is said.
    let gives = || reader.one_of(settled, &[RuleWord::Deduct, RuleWord::Each, RuleWord::Judged]).is_none();
    let counted = matches!(first.kind, Kind::Counted(_)) && first.is_digits && gives();
    let alone = i == mark && (first.kind == Kind::Percent || counted) && awards(reader, settled);
    ((named && brings) || alone).then(|| {
        let value = bound(&first, Edge::Closed);
        let values = Values::by(Comparator::Equal, &value);
        found(reader, mark..i, values, settled, first.damaged)
    })
}

fn with_edge(comparator: Comparator, included: bool) -> Comparator {
    match (comparator, included) {
        (Comparator::AtLeast, false) => Comparator::Above,
        (Comparator::AtMost, false) => Comparator::Below,
        (other, _) => other,
    }
}

/// Whether a word that brings points stands at `i`.
pub(super) fn awards(reader: &Reader<'_>, i: usize) -> bool {
    const AWARDS: [RuleWord; 6] =
        [RuleWord::Full, RuleWord::Zero, RuleWord::Void, RuleWord::Judged, RuleWord::Each, RuleWord::Proportion];
    const AMOUNTS: [RuleWord; 2] = [RuleWord::Award, RuleWord::Deduct];
    let amount =
        |at: usize| reader.number(at).is_some() || reader.one_of(at, &[RuleWord::Weight, RuleWord::Filler]).is_some();
    reader.one_of(i, &AWARDS).is_some() || reader.one_of(i, &AMOUNTS).is_some_and(|(end, _)| amount(end))
}

/// `20%≤比率<30%`: number, sign, measure, sign, number.
fn chain(reader: &Reader<'_>, first: &Number, at: usize, end: usize) -> Option<Found> {
    let (left, subject) = reader.comparator(at)?;
    let reach = end.min(subject + LONGEST_SUBJECT);
    let (subject_end, right, number_at) = (subject + 1..reach)
        .take_while(|&k| !matches!(reader.at(k), ',' | ';' | '。'))
        .find_map(|k| reader.comparator(k).map(|(c, e)| (k, c, e)))?;
    let second = reader.number(number_at).filter(|n| n.end <= end)?;
    let first = unit_of(first.clone(), &second);
    let second = unit_of(second, &first);
    let end = reader.inclusion(second.end).map_or(second.end, |(_, e)| e);
    let edge = |c| if matches!(c, Comparator::Above | Comparator::Below) { Edge::Open } else { Edge::Closed };
    let upwards = |c| matches!(c, Comparator::Below | Comparator::AtMost);
    if upwards(left) != upwards(right) || [left, right].contains(&Comparator::Equal) {
        return None;
    }
    let (one, two) = (bound(&first, edge(left)), bound(&second, edge(right)));
    let values = if upwards(left) {
        Values { low: Some(one), high: Some(two) }
    } else {
        Values { low: Some(two), high: Some(one) }
    };
    Some(found(reader, subject..subject_end, values, end, first.damaged || second.damaged))
}

/// `95-90%（含）`, `90%（含）至95%`: two numbers and what joins them, written up or down.
fn range(
    reader: &Reader<'_>,
    first: &Number,
    included: Option<bool>,
    at: usize,
    subject: Range<usize>,
    end: usize,
) -> Option<Found> {
    let join = matches!(reader.at(at), '-' | '~' | '至' | '到');
    // `百分之八十至九十` says the unit once.
    let spelled = || reader.numeral(at + 1).filter(|_| first.kind == Kind::Percent);
    let second = join.then(|| reader.number(at + 1).or_else(spelled)).flatten().filter(|n| n.end <= end)?;
    let behind = after(reader, second.end, end);
    // `80-90分得80%` is of a measure in points, `得6-7分` of the rule.
    let in_points = second.kind == Kind::Points && !awards(reader, behind);
    if in_points || second.kind == Kind::Fraction {
        return None;
    }
    let bracket = [second.end, behind].into_iter().find_map(|k| Some((k, reader.inclusion(k).filter(|b| b.1 <= end)?)));
    let (mut also, stop) = bracket.map_or((None, second.end), |(_, (yes, e))| (Some(yes), e));
    let mut included = included;
    // `80%-90%（含80%）` names the end that belongs to it.
    let named =
        bracket.and_then(|(k, (_, e))| (k..e).find_map(|n| reader.number(n).filter(|_| reader.starts_number(n))));
    if included.is_none() && named.is_some_and(|n| n.amount == first.amount) {
        std::mem::swap(&mut included, &mut also);
    }
    let first = unit_of(first.clone(), &second);
    let second = unit_of(second, &first);
    let (included, also) = sides(included, also);
    let (one, two) = (bound(&first, included), bound(&second, also));
    let size = |n: &Number| n.amount.checked_mul(n.factor).unwrap_or(n.amount);
    let values = if size(&first) <= size(&second) {
        Values { low: Some(one), high: Some(two) }
    } else {
        Values { low: Some(two), high: Some(one) }
    };
    Some(found(reader, subject, values, stop, first.damaged || second.damaged))
}

/// Which ends of a printed range belong to it. `（含）` behind one end leaves the other out (`95-90%（含）`); without any
/// the wording leaves it open.
fn sides(first: Option<bool>, second: Option<bool>) -> (Edge, Edge) {
    let edge = |yes: bool| if yes { Edge::Closed } else { Edge::Open };
    match (first, second) {
        (Some(a), Some(b)) => (edge(a), edge(b)),
        (Some(a), None) => (edge(a), Edge::Unsaid),
        (None, Some(b)) => (Edge::Unsaid, edge(b)),
        (None, None) => (Edge::Unsaid, Edge::Unsaid),
    }
}

/// A condition that a comparator opens: `≤100%`, `小于等于项目支出2%`, `不超过编制数`, `≥目标值`.
fn by_sign(reader: &Reader<'_>, i: usize, mark: usize, end: usize) -> Option<Found> {
    let (comparator, at) = reader.comparator(i).filter(|c| c.1 < end)?;
    let subject = mark..i;
    if let Some(number) = reader.number(at).filter(|n| n.end <= end && n.kind != Kind::Points) {
        let stop = reader.inclusion(number.end).map_or(number.end, |(_, e)| e);
        // `准确率=1-偏差率` goes on: that is a formula.
        let goes_on = match reader.at(number.end) {
            '×' | '*' | '/' | '÷' | '+' => true,
            '-' => reader.number(number.end + 1).is_none(),
            _ => false,
        };
        if comparator == Comparator::Equal && goes_on {
            return None;
        }
        let value = bound(&number, Edge::Closed);
        if comparator == Comparator::NotEqual {
            let (what, has_subject) = measured(reader, subject);
            let condition = Condition::Not(what, value);
            return Some(Found { condition, end: stop, has_subject, damaged: number.damaged });
        }
        // `超过5%但不超过10%`, `大于80%小于90%` are joined by the caller.
        let values = Values::by(comparator, &value);
        return Some(found(reader, subject, values, stop, number.damaged));
    }
    let is_target = |stop: &usize| *stop <= end && !is_ideograph(reader.at(*stop)) || ends_name(reader, *stop);
    if let Some(stop) = reader.word(at, RuleWord::Target).filter(is_target) {
        let (value, stop) = share_of_target(reader, stop, end).unwrap_or((Term::Target, stop));
        return Some(found(reader, subject, Values::by(comparator, &Bound::of(value)), stop, false));
    }
    // The other side is a name: up to the clause's end or what it brings.
    let stop = (at..end.min(at + LONGEST_SUBJECT))
        .find(|&k| matches!(reader.at(k), ',' | ';' | '。') || awards(reader, k))
        .unwrap_or(end.min(at + LONGEST_SUBJECT));
    // `小于等于项目支出2%`: a share of a named whole.
    let share = (at + 1..stop).find_map(|k| {
        let number = reader.starts_number(k).then(|| reader.number(k)).flatten()?;
        (number.kind == Kind::Percent && number.end <= end).then_some((k, number))
    });
    let name_end = share.as_ref().map_or(stop, |s| s.0);
    if share.is_none() && reader.word(i, RuleWord::NumberOnly).is_some() {
        return None;
    }
    let name = reader.name(at..name_end).filter(|n| n.chars().count() > 1)?;
    let (value, stop) = match share {
        Some((_, number)) => {
            let share = Term::Number { amount: number.amount, percent: true };
            (Term::binary(Operator::Times, Term::Named(name), share), number.end)
        }
        None => (Term::Named(name), stop),
    };
    let symbol = matches!(reader.at(i), '≥' | '≤' | '>' | '<' | '=' | '≠');
    let words = symbol || !reader.trimmed(subject.clone()).is_empty() || comparator != Comparator::Equal;
    words.then(|| found(reader, subject, Values::by(comparator, &Bound::of(value)), stop, false))
}

/// Whether what stands here goes on with no name: 的, 时, what the condition brings.
fn ends_name(reader: &Reader<'_>, at: usize) -> bool {
    reader.word(at, RuleWord::Filler).is_some() || reader.word(at, RuleWord::LeadIn).is_some() || awards(reader, at)
}

/// `目标值的80%以上`: the share of the target, from behind the word for it.
fn share_of_target(reader: &Reader<'_>, at: usize, end: usize) -> Option<(Term, usize)> {
    let number = reader.number(at + usize::from(reader.at(at) == '的'))?;
    if number.kind != Kind::Percent || number.end > end {
        return None;
    }
    let stop =
        reader.limit(number.end).filter(|l| l.1 <= end && l.0 == Comparator::AtLeast).map_or(number.end, |l| l.1);
    if number.amount == Decimal::ONE_HUNDRED {
        return Some((Term::Target, stop));
    }
    let share = Term::Number { amount: number.amount, percent: true };
    Some((Term::binary(Operator::Times, Term::Target, share), stop))
}

/// A condition that a word opens: `达到100%`, `完成18个`, `只办1次`, `达到目标值`.
fn by_word(reader: &Reader<'_>, i: usize, mark: usize, end: usize) -> Option<Found> {
    let (at, word) = reader.one_of(i, &[RuleWord::Reach, RuleWord::Only, RuleWord::Beyond]).filter(|w| w.0 < end)?;
    if let Some(stop) = reader.word(at, RuleWord::Target).filter(|&w| w <= end && word == RuleWord::Reach)
        && let Some((value, stop)) = share_of_target(reader, stop, end)
    {
        if value == Term::Target {
            return Some(Found { condition: Condition::TargetMet, end: stop, has_subject: false, damaged: false });
        }
        return Some(found(reader, mark..i, Values::by(Comparator::AtLeast, &Bound::of(value)), stop, false));
    }
    if let Some(stop) = reader.word(at, RuleWord::Target).filter(|&w| w <= end)
        && word == RuleWord::Reach
        && (stop == end || matches!(reader.at(stop), ',' | '的' | '时' | '且') || awards(reader, stop))
    {
        return Some(Found { condition: Condition::TargetMet, end: stop, has_subject: false, damaged: false });
    }
    // `实际合格率达到计划合格率`: the other side is a name.
    let planned = reader.word(at, RuleWord::Target).filter(|&w| word == RuleWord::Reach && w < end);
    if planned.is_some_and(|w| is_ideograph(reader.at(w)))
        && !reader.trimmed(mark..i).is_empty()
        && let Some(stop) = (at..end.min(at + LONGEST_SUBJECT)).find(|&k| reader.at(k) == ',' || awards(reader, k))
        && let Some(name) = reader.name(at..stop)
    {
        let values = Values::by(Comparator::AtLeast, &Bound::of(Term::Named(name)));
        return Some(found(reader, mark..i, values, stop, false));
    }
    // `超出±5%的`: all that the range before it does not hold.
    if word == RuleWord::Beyond && reader.at(at) == '±' {
        let stop = reader.number(at + 1).filter(|n| n.end <= end)?.end;
        return Some(Found { condition: Condition::Otherwise, end: stop, has_subject: false, damaged: false });
    }
    let number = reader.number(at).filter(|n| n.end <= end && n.is_digits && n.kind != Kind::Points)?;
    let mut stop = reader.inclusion(number.end).map_or(number.end, |(_, e)| e);
    let mut comparator = match word {
        RuleWord::Only => Comparator::Equal,
        RuleWord::Beyond => Comparator::Above,
        _ => Comparator::AtLeast,
    };
    let limit = reader.limit(number.end).filter(|l| l.1 <= end);
    if let Some((limit, limit_end)) = limit {
        (comparator, stop) = (limit, limit_end);
    } else if matches!(reader.at(stop), '-' | '~' | '至') {
        // `达到80%-90%` is a range.
        return None;
    }
    let settled = after(reader, stop, end);
    // `达到90%不到95%` goes on with the other end.
    let brings = matches!(reader.at(settled), ',' | ':' | '(' | '且' | '或')
        || settled == end
        || awards(reader, settled)
        || reader.comparator(settled).is_some_and(|c| reader.number(c.1).is_some());
    let value = bound(&number, Edge::Closed);
    let mut values = Values::by(comparator, &value);
    if limit.is_some() {
        values.leave_open();
    }
    brings.then(|| found(reader, mark..i, values, stop, number.damaged))
}
