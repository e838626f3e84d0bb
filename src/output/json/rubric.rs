//! What the record says of a scoring rule: its form, whether the score follows it, and why. Words around results only.

use super::arithmetic::interval;
use super::record::Rubric;
use crate::model::{
    self, Convention, Examination, Lang, Reason, Reconciliation, Report, Subject, Understanding, Verdict,
};
use std::collections::BTreeMap;

/// The recomputations of scores by rules, by row.
pub(super) struct Rules<'a> {
    report: &'a Report,
    own: BTreeMap<usize, &'a Reconciliation>,
    explained: BTreeMap<usize, Vec<&'a Reconciliation>>,
    lang: Lang,
}

impl<'a> Rules<'a> {
    pub(super) fn of(examination: &'a Examination, lang: Lang) -> Self {
        let (mut own, mut explained) = (BTreeMap::new(), BTreeMap::<usize, Vec<_>>::new());
        for made in &examination.reconciliations {
            match made.subject {
                Subject::ScoreByRubric(row) => {
                    own.insert(row, made);
                }
                Subject::ScoreByOtherRule(row, _) | Subject::ScoreByConvention(row, _) => {
                    explained.entry(row).or_default().push(made);
                }
                _ => {}
            }
        }
        Self { report: &examination.report, own, explained, lang }
    }

    /// The rule of a row.
    pub(super) fn rubric(&self, row: usize, rubric: &'a model::Rubric) -> Rubric<'a> {
        let made = self.own.get(&row);
        let verdict = match made.map(|m| &m.verdict) {
            Some(Verdict::Agrees) => "agrees",
            Some(Verdict::Differs | Verdict::Suspicious(_)) => "differs",
            _ => "cannot_tell",
        };
        let leaf = self.report.indicators.get(row);
        let score = leaf.and_then(|i| i.score.as_ref());
        let decimals = score.and_then(|s| s.quantity()).map_or(0, |q| q.decimals).max(2);
        Rubric {
            text: super::build::unbroken(&rubric.text),
            scope: (leaf.is_some_and(|leaf| leaf.rubric.is_none())).then_some("form"),
            form: Some(rubric.form()).filter(|form| !form.is_empty()),
            verdict,
            recomputed: made.and_then(|m| m.recomputed.as_ref()).map(|value| interval(value, decimals)),
            why: self.why(row, rubric),
        }
    }

    fn pick(&self, zh: &'static str, en: &'static str) -> &'static str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// The arithmetic, or what is missing for it.
    fn why(&self, row: usize, rubric: &model::Rubric) -> Option<String> {
        let Some(made) = self.own.get(&row) else {
            let reason = match rubric.understanding() {
                Understanding::Silent => self.silent(),
                Understanding::Fully => self.reason(&Reason::InputMissing),
                _ => self.reason(&Reason::RuleUnclear),
            };
            return Some(reason.to_owned());
        };
        let mut parts = Vec::new();
        match &made.verdict {
            Verdict::CannotTell(_) if rubric.understanding() == Understanding::Silent => {
                parts.push(self.silent().to_owned());
            }
            Verdict::CannotTell(reason) => {
                let reason = self.reason(reason);
                let what = if made.arithmetic.is_empty() { String::new() } else { format!(": {}", made.arithmetic) };
                parts.push(format!("{reason}{what}"));
            }
            Verdict::Suspicious(reason) => parts.extend([made.arithmetic.clone(), self.reason(reason).to_owned()]),
            Verdict::Agrees | Verdict::Differs => parts.push(made.arithmetic.clone()),
        }
        for other in self.explained.get(&row).into_iter().flatten() {
            let by = match other.subject {
                Subject::ScoreByOtherRule(_, rule) => {
                    let name = self.report.indicators.get(rule).map(model::Indicator::name).unwrap_or_default();
                    match self.lang {
                        Lang::Zh => format!("按「{name}」一行的规则"),
                        Lang::En => format!("by the rule of {name}"),
                    }
                }
                Subject::ScoreByConvention(_, convention) => self.convention(convention).to_owned(),
                _ => continue,
            };
            parts.push(format!("{by} {}", other.arithmetic));
        }
        parts.retain(|p| !p.is_empty());
        (!parts.is_empty()).then(|| parts.join(self.pick("；", "; ")))
    }

    fn silent(&self) -> &'static str {
        self.pick("没有写明如何计分", "the wording says nothing of points")
    }

    fn convention(&self, convention: Convention) -> &'static str {
        match convention {
            Convention::Rate => self.pick("按比率×分值", "by rate × weight"),
            Convention::Forward => self.pick("按完成值÷目标值×分值", "by actual ÷ target × weight"),
            Convention::Reverse => self.pick("按目标值÷完成值×分值", "by target ÷ actual × weight"),
            Convention::Symmetric => self.pick("按偏离目标的幅度扣分", "by the deviation from the target"),
        }
    }

    fn reason(&self, reason: &Reason) -> &'static str {
        match reason {
            Reason::InputMissing => self.pick("规则所需的数字未列出", "a figure that the rule needs is not printed"),
            Reason::InputConflicting => self.pick(
                "规则所需的数字有几种说法",
                "a figure that the rule needs is printed differently in several places",
            ),
            Reason::InputInexact => self.pick("规则所需的数字不是确数", "a figure that the rule needs is not exact"),
            Reason::Judgement => self.pick("规则须由人判断", "the rule leaves it to a person's judgement"),
            Reason::RuleUnclear => self.pick("规则未能读懂或未读全", "the rule was not understood, or not all of it"),
            Reason::RuleDamaged => self.pick("规则文字有缺损", "the rule's wording is damaged"),
            Reason::ZeroDivisor => self.pick("除数为零", "a divisor is zero"),
            Reason::OverCompletion => self.pick(
                "也可能按超额完成调减，但本行规则没有写明",
                "over-completion may have been cut, which the rule does not say",
            ),
            Reason::Unreachable => self.pick(
                "按规则的整项得分凑不出这个分数，也可能对某一要点给了部分分",
                "no sum of whole points makes it; part of a point may have been given",
            ),
            Reason::FormRule => self.pick(
                "表注是对全表的规定，本行也可能另有评分办法",
                "the note is for the whole form; this row may be scored in another way",
            ),
            Reason::Inferred => self.pick(
                "依据正文表述推定，口径也可能不同",
                "inferred from the report's words, which may mean something narrower",
            ),
            Reason::RoundingOfParts => self.pick("也可能由四舍五入所致", "rounding may explain it"),
            _ => self.pick("不能断定", "nothing can be said"),
        }
    }
}
