//! Facts of a rule that the report states itself, in words or in a list of tasks: `全部按期完成`, `没有进行公开`.
//!
//! What is told so is inferred and proves no error: the words may mean something narrower than the rule does.

use super::score::Scorer;
use crate::lexicon::{fold, fold_in_place};
use crate::model::{Award, Checklist, Condition};
use rust_decimal::Decimal;

/// A name of fewer letters stands in sentences about other things.
const SHORTEST_NAME: usize = 4;

/// What the report tells of a fact.
pub(super) struct Told {
    pub(super) holds: bool,
    /// What tells it, as the arithmetic shows it.
    pub(super) by: String,
}

impl Scorer<'_, '_> {
    /// Whether a fact of the rule holds, when the report tells.
    pub(super) fn told(&self, fact: &str) -> Option<Told> {
        self.by_list(fact).or_else(|| self.by_denial(fact))
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
        said.denials.iter().find(|denial| denial.what.contains(&name))?;
        let denied = |words: &str| self.inputs.lexicon.said.denied_in_rule.longest_at(&fold_in_place(words)).is_some();
        let nothing = self.part.cases.iter().find_map(|case| match (&case.when, &case.then) {
            (Condition::Fact(words), Award::Zero) if denied(words) => Some(words.as_str()),
            _ => None,
        })?;
        let short: String = fact.chars().take(SHORTEST_NAME * 3).collect();
        Some(Told { holds: fact == nothing, by: format!("“{short}”") })
    }

    /// How many of the things that the rule takes points for a list shows: tasks that are not done.
    pub(super) fn counted_events(&self) -> Option<Decimal> {
        let list = self.list()?;
        Some(Decimal::from(list.total.checked_sub(list.done?)?))
    }
}
