//! Facts of a rule that the report states itself, in words or in a list of tasks: `全部按期完成`, `没有进行公开`.
//!
//! What is told so is inferred and proves no error: the words may mean something narrower than the rule does.

use super::score::Scorer;
use super::value::Value;
use crate::lexicon::{fold, fold_in_place};
use crate::model::{Award, Checklist, Condition, Step, StepUnit};
use rust_decimal::Decimal;

/// A name of fewer letters stands in sentences about other things.
const SHORTEST_NAME: usize = 4;
/// A result in more letters tells more than a degree.
const LONGEST_RESULT: usize = 8;

/// What the report tells of a fact.
pub(super) struct Told {
    pub(super) holds: bool,
    /// What tells it, as the arithmetic shows it.
    pub(super) by: String,
}

impl Scorer<'_, '_> {
    /// Whether a fact of the rule holds, when the report tells.
    pub(super) fn told(&self, fact: &str) -> Option<Told> {
        self.by_list(fact).or_else(|| self.by_denial(fact)).or_else(|| self.by_result(fact))
    }

    /// `良好` of 优秀、良好、合格、不合格: the result is told in the words of one of the rule's own cases.
    fn by_result(&self, fact: &str) -> Option<Told> {
        let plain = |words: &str| fold(words).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let actual = plain(&self.row.leaf.actual.as_ref().filter(|a| a.value.is_none())?.raw);
        if actual.is_empty() || actual.chars().count() > LONGEST_RESULT {
            return None;
        }
        let facts = || {
            self.part.cases.iter().filter_map(|case| match &case.when {
                Condition::Fact(words) => Some(plain(words)),
                _ => None,
            })
        };
        // 年度考核获优秀等次 tells 优秀, unless another case does as well.
        let holds = |words: &String| words.contains(actual.as_str()) && actual.chars().count() > 1;
        let chosen = facts().find(|words| *words == actual).or_else(|| {
            let mut holding = facts().filter(holds);
            holding.next().filter(|_| holding.next().is_none())
        })?;
        (facts().count() > 1).then(|| Told { holds: plain(fact) == chosen, by: actual })
    }

    /// The list of tasks that the row's indicator is about: its caption or its column has the indicator's name.
    pub(super) fn list(&self) -> Option<&Checklist> {
        let said = &self.inputs.ledger.report.said;
        if said.lists.is_empty() {
            return None;
        }
        let name = self.stem(self.row.leaf.name());
        if name.chars().count() < SHORTEST_NAME {
            return None;
        }
        let only = |fits: &dyn Fn(&Checklist) -> bool| {
            let mut fitting = said.lists.iter().filter(|list| fits(list));
            fitting.next().filter(|_| fitting.next().is_none())
        };
        only(&|list| self.stem(&list.caption) == name).or_else(|| only(&|list| list.item == name))
    }

    /// A name without what lists and indicators are called by: 重点工作 of 重点工作完成率.
    fn stem(&self, name: &str) -> String {
        let chars = fold_in_place(name);
        let ending = self.inputs.lexicon.said.lists.endings.longest_before(&chars).map_or(0, |(length, ())| length);
        chars.iter().take(chars.len() - ending).collect()
    }

    /// `全部按期完成`, `部分任务未完成`: by counting the tasks of a list.
    fn by_list(&self, fact: &str) -> Option<Told> {
        let words = &self.inputs.lexicon.said;
        let chars = fold_in_place(fact);
        let denied =
            (0..chars.len()).any(|i| chars.get(i..).is_some_and(|c| words.denied_in_rule.longest_at(c).is_some()));
        if !words.lists.finished.any_in(&chars) || !(denied || words.lists.all.any_in(&chars)) {
            return None;
        }
        let list = self.list()?;
        let timely = list.timely.filter(|_| words.lists.timely.any_in(&chars) || list.done.is_none());
        let count = timely.or(list.done)?;
        Some(Told { holds: (count == list.total) != denied, by: format!("{count}/{}", list.total) })
    }

    /// `没有进行公开`, where the report says that it did not; then no other fact of the rule holds.
    fn by_denial(&self, fact: &str) -> Option<Told> {
        let said = &self.inputs.ledger.report.said;
        let name = fold(self.row.leaf.name());
        if said.denials.is_empty() || name.chars().count() < SHORTEST_NAME {
            return None;
        }
        said.denials.iter().find(|denial| denial.what.contains(&*name))?;
        let denied = |words: &str| self.inputs.lexicon.said.denied_in_rule.longest_at(&fold_in_place(words)).is_some();
        let nothing = self.part.cases.iter().find_map(|case| match (&case.when, &case.then) {
            (Condition::Fact(words), Award::Zero) if denied(words) => Some(words.as_str()),
            _ => None,
        })?;
        let short: String = fact.chars().take(SHORTEST_NAME * 3).collect();
        Some(Told { holds: fact == nothing, by: format!("“{short}”") })
    }

    /// How often what the rule takes points for happened, when the row itself counts that: 2起 of a target of 0起, 32天 of 30天.
    /// Only a whole number of times.
    pub(super) fn own_events(&self, step: &Step, late: bool) -> Option<Decimal> {
        let StepUnit::Own(unit) = &step.unit else { return None };
        let (actual, target) = (self.row.actual()?, self.row.target()?);
        let fits = |value: &Value| !value.rate && value.unit == *unit;
        if !fits(&actual) || !(fits(&target) || target.printed.is_zero() && !target.rate) {
            return None;
        }
        if !late && !target.printed.is_zero() {
            return None;
        }
        let beyond = actual.printed.checked_sub(target.printed)?.max(Decimal::ZERO);
        beyond.checked_div(step.amount.checked_mul(step.factor)?).filter(Decimal::is_integer)
    }

    /// How many of the things that the rule takes points for a list shows: tasks that are not done.
    pub(super) fn counted_events(&self) -> Option<Decimal> {
        let list = self.list()?;
        Some(Decimal::from(list.total.checked_sub(list.done?)?))
    }
}
