//! Finding the inputs of a rule: the row's own cells first, then figures of the report by name, then what a definition or
//! a fixed formula gives. Evaluates no rule.

use super::super::ledger::{Input, Ledger, add};
use super::value::{Value, percent};
use crate::lexicon::{Lexicon, RuleWord};
use crate::model::{
    Amount, Award, Bound, BudgetLine, Condition, Definition, Dimension, Figure, FigureId, FigureRole, Full, Indicator,
    Interval, Measure, Measured, Operator, Part, Range, Reason, Rubric, Stated, Steps, Term, offset,
};
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, HashMap};

/// How deep definitions may refer to each other.
const DEEPEST: u32 = 4;
/// More figures of one name than these are not looked at.
const MOST_NAMED: usize = 40;

/// Why an input is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Missing {
    pub(super) reason: Reason,
    pub(super) name: String,
}

pub(super) type Found = Result<Value, Missing>;

/// Everything that rules can be evaluated on.
pub(super) struct Inputs<'a> {
    pub(super) ledger: &'a Ledger<'a>,
    pub(super) lexicon: &'a Lexicon,
    /// Rows by the comparison name of their indicator.
    rows: HashMap<String, Vec<usize>>,
    found: RefCell<BTreeMap<String, Option<Found>>>,
    /// The printed rates of payments by quarter, when a rule has asked for one.
    quarters: OnceCell<[Option<Value>; 4]>,
}

/// A row whose rule is evaluated.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) index: usize,
    pub(super) leaf: &'a Indicator,
    pub(super) rubric: &'a Rubric,
    /// Every rate by name is the row's own: how another row's rule is tried on this one.
    pub(super) borrowed: bool,
}

impl Row<'_> {
    /// The row's own result.
    pub(super) fn actual(&self) -> Option<Value> {
        let stated = self.leaf.actual.as_ref()?;
        Value::stated(stated.value.as_ref()?, stated.figure)
    }

    /// The row's own target, whatever comparator it has.
    pub(super) fn target(&self) -> Option<Value> {
        let stated = self.leaf.target.as_ref()?;
        let measure = stated.value.as_ref().filter(|m| m.upper.is_none() && m.approx.is_none())?;
        Value::of(&measure.quantity, stated.figure)
    }
}

impl<'a> Inputs<'a> {
    pub(super) fn new(ledger: &'a Ledger<'a>, lexicon: &'a Lexicon) -> Self {
        let mut rows: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, leaf) in ledger.report.indicators.iter().enumerate() {
            add(&mut rows, lexicon.labels.key(leaf.name()), index);
        }
        Self { ledger, lexicon, rows, found: RefCell::default(), quarters: OnceCell::new() }
    }

    fn key<'n>(&'n self, name: &'n str) -> Cow<'n, str> {
        self.lexicon.labels.key(name)
    }

    /// Whether a name is the row's own indicator: equal, or what its name ends with (完工率 of 工程按期完工率).
    pub(super) fn is_own(&self, name: &str, row: Row<'_>) -> bool {
        let (name, own) = (self.key(name), self.key(row.leaf.name()));
        // 本年投诉件数 is 投诉件数.
        let of_this_year = || {
            let lead = name.strip_suffix(&*own).filter(|lead| own.chars().nth(1).is_some() && !lead.is_empty());
            let lead = lead.map(crate::lexicon::chars);
            lead.is_some_and(|lead| self.lexicon.labels.this_year.prefix(&lead) == lead.len())
        };
        name.chars().count() > 1 && (own == name || own.ends_with(&*name) || of_this_year())
    }

    /// Other rows that a name is the whole name of.
    pub(super) fn rows_named(&self, name: &str) -> &[usize] {
        self.rows.get(&*self.key(name)).map_or(&[], Vec::as_slice)
    }

    /// The value of what a condition compares.
    pub(super) fn measured(&self, what: &Measured, row: Row<'_>) -> Found {
        match what {
            Measured::Own => self.own(row, 0),
            Measured::Named(name) => self.named(name, row, 0),
        }
    }

    /// The row's own measure: its cell, else what its name or its definition leads to.
    fn own(&self, row: Row<'_>, depth: u32) -> Found {
        if let Some(value) = row.actual() {
            return Ok(value);
        }
        // A cell that holds words or a hedged number says something else.
        if row.leaf.actual.as_ref().is_some_and(|a| !a.raw.trim().is_empty()) {
            return Err(Missing { reason: Reason::InputInexact, name: row.leaf.name().to_owned() });
        }
        match row.rubric.definitions.as_slice() {
            [only] => self.named(&only.name, row, depth + 1),
            _ => self.named(row.leaf.name(), row, depth + 1),
        }
    }

    /// A figure by name.
    pub(super) fn named(&self, name: &str, row: Row<'_>, depth: u32) -> Found {
        let missing = |reason| Missing { reason, name: name.to_owned() };
        if depth > DEEPEST {
            return Err(missing(Reason::InputMissing));
        }
        if let Some(stem) = self.lexicon.rubrics.without_absolute(name) {
            let signed = if stem.is_empty() { self.own(row, depth) } else { self.named(&stem, row, depth + 1) };
            return signed.map(Value::absolute);
        }
        if let Some(actual) = row.actual().filter(|a| a.rate || !row.borrowed) {
            let sole =
                row.rubric.definitions.len() == 1 && row.rubric.definitions.iter().any(|d| self.same(&d.name, name));
            if row.borrowed || self.is_own(name, row) || sole {
                return Ok(actual);
            }
        }
        if let Some(definition) = self.definition(name, row.rubric).or_else(|| self.short_for(name, row.rubric))
            && let Some(found) = self.defined(definition, row, depth)
        {
            return found;
        }
        if let Some(found) = self.of_pair(name, row, depth) {
            return found;
        }
        if let Some(quarter) = self.lexicon.rubrics.quarter(name)
            && let Some(rate) = self.quarter(quarter, row)
        {
            return Ok(rate);
        }
        // Another row by that very name.
        let others: Vec<Value> = self
            .rows_named(name)
            .iter()
            .filter(|&&i| i != row.index)
            .filter_map(|&i| {
                let stated = self.ledger.report.indicators.get(i)?.actual.as_ref()?;
                Value::stated(stated.value.as_ref()?, stated.figure)
            })
            .collect();
        if let [one] = others.as_slice() {
            return Ok(one.clone());
        }
        if let Some(found) = self.printed(name) {
            return found;
        }
        let of_its_kind = |a: &Value| a.rate || counts_in(row.rubric, &a.unit);
        if let Some(actual) = row.actual().filter(|a| of_its_kind(a) && self.lone_name(row.rubric, name)) {
            return if self.tops(row) { Ok(actual) } else { Err(missing(Reason::InputConflicting)) };
        }
        Err(missing(Reason::InputMissing))
    }

    /// `实际合格率` and `计划合格率` in the rule of 培训合格率: the row's own result and its target.
    fn of_pair(&self, name: &str, row: Row<'_>, depth: u32) -> Option<Found> {
        let chars = crate::lexicon::chars(&crate::lexicon::fold(name));
        let rest = |length: usize| chars.get(length..).unwrap_or_default().iter().collect::<String>();
        let is_of = |kind: RuleWord| {
            let mut words = self.lexicon.rubrics.at(&chars).filter(move |(_, k)| *k == kind);
            words.any(|(length, _)| self.is_own(&rest(length), row))
        };
        if is_of(RuleWord::Actual) {
            return Some(self.own(row, depth));
        }
        is_of(RuleWord::Target)
            .then(|| row.target().ok_or_else(|| Missing { reason: Reason::InputMissing, name: name.to_owned() }))
    }

    /// Whether a rule scores by one measure only, and the name is of it: then it is the row's own, whatever it is called.
    fn lone_name(&self, rubric: &Rubric, name: &str) -> bool {
        let mut parts = rubric.parts.iter().map(names_of).filter(|names| !names.is_empty());
        let Some(names) = parts.next() else { return false };
        let sole = |names: &[&str]| names.iter().all(|n| n.trim_matches('|') == name);
        // Parts score different things, so that only one of them may call its measure by several names.
        let called = |n: &str| is_called(&self.without_actual(n), &self.without_actual(name));
        let one = parts.clone().next().is_none() && names.iter().all(|n| called(n));
        (one || sole(&names) && parts.all(|names| sole(&names))) && self.rows_named(name).is_empty()
    }

    /// 学时 of 实际学时.
    fn without_actual(&self, name: &str) -> String {
        let chars = crate::lexicon::chars(name);
        let mut ahead = self.lexicon.rubrics.at(&chars).filter(|(n, k)| *k == RuleWord::Actual && n + 1 < chars.len());
        let length = ahead.next().map_or(0, |(n, _)| n);
        chars.iter().skip(length).collect()
    }

    /// Whether the row's own target would bring all that the rule gives for a range of numbers. Where it would not, the rule
    /// is about another measure than the row.
    fn tops(&self, row: Row<'_>) -> bool {
        let Some(target) = row.target() else { return true };
        let best = row.rubric.cases().find(|case| match case.then {
            Award::Full => true,
            Award::Amount(Amount::Points(points)) => row.rubric.parts.iter().any(|p| p.full == Full::Points(points)),
            _ => false,
        });
        let Some((_, range)) = best.and_then(|case| ranges(&case.when).next()) else { return true };
        let holds = |bound: &Option<Bound>, fits: fn(Decimal, Decimal) -> bool| {
            let bound = bound.as_ref().and_then(|b| self.bound(b, row, None).ok());
            bound.is_none_or(|b| b.rate != target.rate || fits(target.printed, b.printed))
        };
        holds(&range.low, |t, low| t >= low) && holds(&range.high, |t, high| t <= high)
    }

    fn same(&self, one: &str, two: &str) -> bool {
        one == two || self.key(one) == self.key(two)
    }

    fn definition<'r>(&self, name: &str, rubric: &'r Rubric) -> Option<&'r Definition> {
        rubric.definitions.iter().find(|d| self.same(&d.name, name))
    }

    /// The one definition that a short name stands for: `得分=执行率×3分` in a rule that defines 政府采购执行率.
    fn short_for<'r>(&self, name: &str, rubric: &'r Rubric) -> Option<&'r Definition> {
        let key = self.key(name);
        let mut fits = rubric.definitions.iter().filter(|d| self.key(&d.name).ends_with(&*key));
        let one = fits.next().filter(|_| self.is_short(&key))?;
        fits.next().is_none().then_some(one)
    }

    /// Whether a name is too short to be looked for beyond its own row: 执行率 is the rate of what the row is about.
    fn is_short(&self, key: &str) -> bool {
        !self.lexicon.ratios.named_nearby(key).is_empty()
    }

    /// What a definition gives, when all its figures are printed.
    fn defined(&self, definition: &Definition, row: Row<'_>, depth: u32) -> Option<Found> {
        let names_itself = definition.term.names().iter().any(|n| self.same(n, &definition.name));
        if names_itself {
            return None;
        }
        let value = self.term(&definition.term, row, None, depth + 1);
        match value {
            Ok(value) => Some(Ok(Value { text: percent(value.printed), rate: true, ..value })),
            // The rate itself may be printed although its parts are not.
            Err(missing) => self.printed(&definition.name).or(Some(Err(missing))),
        }
    }

    /// An end of a range, in what is counted: 20000 for 2万人.
    pub(super) fn bound(&self, bound: &Bound, row: Row<'_>, full: Option<Decimal>) -> Found {
        let value = self.term(&bound.value, row, full, 0)?;
        let scaled = value.interval.scaled(bound.factor).zip(value.printed.checked_mul(bound.factor));
        let unclear = || Missing { reason: Reason::RuleUnclear, name: String::new() };
        scaled.map(|(interval, printed)| Value { interval, printed, ..value }).ok_or_else(unclear)
    }

    /// A term; `full` is what 分值 stands for.
    pub(super) fn term(&self, term: &Term, row: Row<'_>, full: Option<Decimal>, depth: u32) -> Found {
        let missing = |name: &str| Missing { reason: Reason::InputMissing, name: name.to_owned() };
        match term {
            Term::Number { amount, percent } => Value::number(*amount, *percent).ok_or_else(|| missing("")),
            Term::Weight => full.and_then(|w| Value::number(w, false)).ok_or_else(|| missing("")),
            // A definition says how the row's own result comes about: without its cell there is none to start from.
            Term::Actual if depth > 0 && row.actual().is_none() => Err(missing(row.leaf.name())),
            Term::Actual => self.own(row, depth),
            Term::Target => row.target().ok_or_else(|| missing("")),
            Term::Named(name) => self.named(name, row, depth),
            Term::Absolute(inner) => self.term(inner, row, full, depth).map(Value::absolute),
            Term::Quarters(name) => self.quarters(row).ok_or_else(|| missing(name)),
            Term::Binary(Operator::Over, left, right) if self.is_completion(left, right, row, depth) => {
                Self::completion(row)
            }
            Term::Binary(operator, left, right) => {
                let one = self.term(left, row, full, depth)?;
                let two = self.term(right, row, full, depth)?;
                // ×100% only says that the result is a percentage.
                let idle =
                    |v: &Value, t: &Term| matches!(t, Term::Number { percent: true, .. }) && v.printed == Decimal::ONE;
                if *operator == Operator::Times && idle(&two, right) {
                    return Ok(one);
                }
                let tight = |v: &Value, t: &Term| match t {
                    Term::Binary(Operator::Plus | Operator::Minus, ..) => {
                        format!("({})", v.text)
                    }
                    _ => v.text.clone(),
                };
                let text = format!("{} {} {}", tight(&one, left), operator.sign(), tight(&two, right));
                Value::combine(*operator, &one, &two, text)
                    .ok_or(Missing { reason: Reason::ZeroDivisor, name: String::new() })
            }
        }
    }

    /// Whether a quotient is what was done over what was planned of one thing, by names that nothing in the report has:
    /// `实际购置数量/计划购置数量`, `目标完成数/目标总数`.
    fn is_completion(&self, left: &Term, right: &Term, row: Row<'_>, depth: u32) -> bool {
        let (Term::Named(done), Term::Named(planned)) = (left, right) else { return false };
        let (done, planned) = (crate::lexicon::chars(done), crate::lexicon::chars(planned));
        let rubrics = &self.lexicon.rubrics;
        let rests = |name: &[char], kinds: &[RuleWord]| -> Vec<String> {
            let ahead = rubrics.at(name).filter(|(_, kind)| kinds.contains(kind)).map(|(n, _)| name.get(n..));
            let behind = (1..name.len()).filter(|&n| {
                let rest = name.get(n..).unwrap_or_default();
                rubrics.at(rest).any(|(length, kind)| length == rest.len() && kinds.contains(&kind))
            });
            let rests = ahead.chain(behind.map(|n| name.get(..n))).flatten();
            rests.filter(|r| r.len() > 1).map(|r| r.iter().collect()).collect()
        };
        let done_of = rests(&done, &[RuleWord::Actual]);
        let planned_of = rests(&planned, &[RuleWord::Target, RuleWord::Whole]);
        let known = |term: &Term| self.term(term, row, None, depth + 1).is_ok();
        done_of.iter().any(|rest| planned_of.contains(rest)) && !(known(left) && known(right))
    }

    /// The row's own result over its target; a rate is one already, where its target is all.
    fn completion(row: Row<'_>) -> Found {
        let none = || Missing { reason: Reason::InputMissing, name: String::new() };
        let (actual, target) = row.actual().zip(row.target()).ok_or_else(none)?;
        if actual.rate && target.rate && target.printed == Decimal::ONE {
            return Ok(actual);
        }
        if actual.rate || target.rate || actual.unit != target.unit {
            return Err(none());
        }
        let text = format!("{} ÷ {}", actual.text, target.text);
        Value::combine(Operator::Over, &actual, &target, text).ok_or_else(none)
    }

    /// The rate of payments at the end of a quarter. One that is not printed lies below those of later quarters when the
    /// rule counts from January on.
    fn quarter(&self, quarter: usize, row: Row<'_>) -> Option<Value> {
        let rates = self.quarters.get_or_init(|| self.rates_by_quarter());
        if let Some(printed) = rates.get(quarter)? {
            return Some(printed.clone());
        }
        let later = rates.iter().skip(quarter + 1).flatten().next()?;
        if !self.lexicon.rubrics.is_cumulative(&row.rubric.text) {
            return None;
        }
        let interval = Interval::closed(Decimal::ZERO, later.interval.high);
        let text = format!("(0…{})", later.text);
        Some(Value { interval, printed: Decimal::ZERO, text, bounded: true, ..later.clone() })
    }

    /// The rates of the four quarters together.
    fn quarters(&self, row: Row<'_>) -> Option<Value> {
        let mut sum = self.quarter(0, row)?;
        for quarter in 1..4 {
            let next = self.quarter(quarter, row)?;
            let text = format!("{} + {}", sum.text, next.text);
            sum = Value::combine(Operator::Plus, &sum, &next, text)?;
        }
        sum.text = format!("({})", sum.text);
        Some(sum)
    }

    /// The printed rates of payments by quarter; none where figures of one quarter differ.
    fn rates_by_quarter(&self) -> [Option<Value>; 4] {
        let mut rates: [Vec<Value>; 4] = Default::default();
        for (index, figure) in self.ledger.report.figures.iter().enumerate() {
            if figure.measure.quantity.unit.dimension == Dimension::Percent
                && is_result(figure)
                && let Some(quarter) = self.lexicon.rubrics.quarter(&figure.label)
                && let Some(value) = Value::stated(&figure.measure, Some(FigureId(offset(index))))
                && let Some(slot) = rates.get_mut(quarter)
            {
                slot.push(value);
            }
        }
        rates.map(|values| Self::one_of("", values).and_then(Result::ok))
    }

    /// A figure that the report prints by a name: in its ledger, as a column of a money line, or by a fixed formula.
    fn printed(&self, name: &str) -> Option<Found> {
        let key = self.key(name);
        if let Some(known) = self.found.borrow().get(&*key) {
            return known.clone();
        }
        let found = self.look_up(name, &key);
        self.found.borrow_mut().insert(key.into_owned(), found.clone());
        found
    }

    fn look_up(&self, name: &str, key: &str) -> Option<Found> {
        let stated = |index: usize| -> Option<Value> {
            let figure = self.ledger.figure(index).filter(|f| is_result(f) && !self.is_short(key))?;
            Value::stated(&figure.measure, Some(FigureId(offset(index))))
        };
        let named: Vec<Value> = self.ledger.named(key).iter().take(MOST_NAMED).filter_map(|&i| stated(i)).collect();
        // 本年度在编人数 is 在编人数.
        let lead = || {
            let chars: Vec<char> = crate::lexicon::fold(name).chars().collect();
            let rest: String = chars.iter().skip(self.lexicon.labels.lead.prefix(&chars)).collect();
            let key = self.key(&rest);
            let named = self.ledger.named(&key).iter().take(MOST_NAMED).filter_map(|&i| stated(i)).collect();
            Self::one_of(name, named)
        };
        Self::one_of(name, named)
            .or_else(lead)
            .or_else(|| self.column(key).map(Ok))
            .or_else(|| self.fixed(name, key))
            .or_else(|| self.survey(name, key))
            .or_else(|| self.whole(key))
    }

    /// One value, when all figures of a name agree.
    fn one_of(name: &str, mut values: Vec<Value>) -> Option<Found> {
        let first = values.first().cloned()?;
        values.retain(|v| !v.interval.meets(first.interval));
        Some(if values.is_empty() {
            Ok(first)
        } else {
            Err(Missing { reason: Reason::InputConflicting, name: name.to_owned() })
        })
    }

    /// `基本支出预算执行数`: the spent amount of the money line 基本支出.
    fn column(&self, key: &str) -> Option<Value> {
        let ratios = &self.lexicon.ratios;
        let of = |columns: &std::collections::BTreeSet<String>| -> Option<String> {
            let mut fits: Vec<&String> =
                columns.iter().filter(|c| key.len() > c.len() && key.ends_with(c.as_str())).collect();
            fits.sort_by_key(|c| std::cmp::Reverse(c.len()));
            fits.first().map(|c| key[..key.len() - c.len()].to_owned())
        };
        let amount = |item: String, pick: fn(&BudgetLine) -> Option<&Stated<Measure>>| -> Option<Value> {
            let [only] = self.ledger.lines(&self.key(&item)) else { return None };
            let line = self.ledger.report.budget.get(*only)?;
            let stated = pick(line)?;
            Value::stated(stated.value.as_ref()?, stated.figure)
        };
        of(&ratios.spent).and_then(|item| amount(item, |l| l.spent.as_ref())).or_else(|| {
            of(&ratios.planned).and_then(|item| amount(item, |l| l.planned.as_ref().or(l.initial.as_ref())))
        })
    }

    /// A rate with a fixed formula, from the inputs that the report prints.
    fn fixed(&self, name: &str, key: &str) -> Option<Found> {
        let ratio = self.lexicon.ratios.named(key)?;
        let inferred = self.lexicon.ratios.all.get(ratio).is_some_and(|r| r.inferred);
        let rate = |(n, d, share): (Input, Input, Interval)| {
            let printed = share.low.checked_add(share.high)?.checked_div(Decimal::TWO)?;
            let printed = n.base.checked_div(d.base).filter(|p| share.holds(*p)).unwrap_or(printed);
            let text = percent(printed);
            let ids = [n.id, d.id].into_iter().flatten().collect();
            let unit = String::new();
            Some(Value { interval: share, printed, text, rate: true, unit, ids, bounded: false, inferred })
        };
        let all: Vec<Value> =
            super::super::ratios::rates(self.ledger, self.lexicon, ratio).into_iter().filter_map(rate).collect();
        Self::one_of(name, all).or_else(|| self.shifted(name, ratio))
    }

    /// `预算调整率` by what a money line was and became: its budget before and after the adjustment, or for a line that is
    /// the adjustment itself, what was planned and what came of it. Shifts that cancel each other out do not show in it.
    fn shifted(&self, name: &str, ratio: usize) -> Option<Found> {
        let ratio = self.lexicon.ratios.all.get(ratio).filter(|r| !r.shifts.is_empty())?;
        let value = |index: &usize| {
            let line = self.ledger.report.budget.get(*index)?;
            let (before, after) = match (&line.initial, &line.planned, &line.spent) {
                (Some(initial), Some(planned), _) => (initial, planned),
                (None, Some(planned), Some(spent)) if ratio.adjustment.contains(&*self.key(&line.item)) => {
                    (planned, spent)
                }
                _ => return None,
            };
            let of = |stated: &Stated<Measure>| Value::stated(stated.value.as_ref()?, stated.figure);
            let (before, after) = (of(before)?, of(after)?);
            let (more, less) = if after.printed >= before.printed { (&after, &before) } else { (&before, &after) };
            let text = format!("({} − {}) ÷ {}", more.text, less.text, before.text);
            let gap = Value::combine(Operator::Minus, more, less, String::new())?;
            let rate = Value::combine(Operator::Over, &gap, &before, text).filter(|_| !before.printed.is_zero())?;
            Some(Value { text: percent(rate.printed), rate: true, inferred: true, ..rate })
        };
        let items = ratio.shifts.iter().chain(&ratio.adjustment);
        let all: Vec<Value> =
            items.flat_map(|item| self.ledger.lines(item)).take(MOST_NAMED).filter_map(value).collect();
        Self::one_of(name, all)
    }

    /// A rate that is 100% because the report says so of all: `固定资产全部在用`.
    fn whole(&self, key: &str) -> Option<Found> {
        let kind = self.lexicon.said.whole(key)?;
        self.ledger.report.said.wholes.iter().find(|whole| whole.kind == kind)?;
        let all = Value::number(Decimal::ONE_HUNDRED, true)?;
        Some(Ok(Value { inferred: true, ..all }))
    }

    /// `满意度` stated as the result of a survey (`满意度调查得分 95.97 分`): points of a hundred are a percentage.
    fn survey(&self, name: &str, key: &str) -> Option<Found> {
        if key.chars().count() < 2 {
            return None;
        }
        let is_survey = |label: &str| {
            let chars: Vec<char> = crate::lexicon::fold(label).chars().collect();
            (0..chars.len()).any(|i| {
                chars.get(i..).is_some_and(|rest| self.lexicon.rubrics.at(rest).any(|(_, k)| k == RuleWord::Survey))
            })
        };
        let value = |(index, figure): (usize, &Figure)| {
            let fits = figure.role == FigureRole::Prose && figure.label.contains(key) && is_survey(&figure.label);
            if !fits {
                return None;
            }
            let mut measure = figure.measure.clone();
            if measure.quantity.unit.dimension == Dimension::Point && measure.quantity.amount <= Decimal::ONE_HUNDRED {
                measure.quantity.unit.dimension = Dimension::Percent;
            }
            Value::stated(&measure, Some(FigureId(offset(index)))).filter(|v| v.rate)
        };
        let all = self.ledger.report.figures.iter().enumerate().filter_map(value).take(MOST_NAMED).collect();
        Self::one_of(name, all)
    }
}

/// The names of measures that a part scores by.
fn names_of(part: &Part) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for case in &part.cases {
        names.extend(ranges(&case.when).filter_map(|(what, _)| match what {
            Measured::Named(name) => Some(name.as_str()),
            Measured::Own => None,
        }));
        match &case.then {
            Award::Formula(term) => names.extend(term.names()),
            Award::Steps(Steps { of: Measured::Named(name), .. }) => names.push(name),
            _ => {}
        }
    }
    names
}

/// Whether two names may be of one measure: 偏差度 is 部门预决算偏差程度, its letters in their order with the same beginning of
/// the last word.
fn is_called(one: &str, other: &str) -> bool {
    let plain = |s: &str| s.chars().filter(|c| !matches!(c, '"' | '的' | '|')).collect::<String>();
    let (one, other) = (plain(one), plain(other));
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let mut letters = long.chars();
    let tells = short.chars().count() > 1 || short.chars().all(|c| c.is_ascii_alphabetic());
    tells && short.chars().all(|c| letters.any(|l| l == c)) && letters.next().is_none()
}

/// The ranges of numbers that a condition asks for.
fn ranges(when: &Condition) -> Box<dyn Iterator<Item = (&Measured, &Range)> + '_> {
    match when {
        Condition::Within(what, range) => Box::new(std::iter::once((what, range))),
        Condition::All(all) => Box::new(all.iter().flat_map(ranges)),
        _ => Box::new(std::iter::empty()),
    }
}

/// Whether a rule holds its measure against numbers in one unit only: 举办培训班10期 on a result of 8期, 2万株 on 16000株.
fn counts_in(rubric: &Rubric, unit: &str) -> bool {
    let bounds = rubric.cases().flat_map(|case| ranges(&case.when)).flat_map(|(_, range)| [&range.low, &range.high]);
    let mut bounds = bounds.flatten().peekable();
    let one_of = |bound: &Bound| {
        let printed = bound.unit.as_str();
        printed == unit || bound.factor != Decimal::ONE && printed.ends_with(unit)
    };
    // 投诉次数为0: zero is as many of any.
    let none = |bound: &Bound| bound.unit.is_empty() && bound.value.value().is_some_and(|v| v.is_zero());
    !unit.is_empty() && bounds.peek().is_some() && bounds.all(|b| one_of(b) || none(b))
}

/// Whether a figure says what is, not what was planned for it, weighed or scored.
fn is_result(figure: &Figure) -> bool {
    !matches!(figure.role, FigureRole::Weight | FigureRole::Score | FigureRole::Total | FigureRole::Target)
}
