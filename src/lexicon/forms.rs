//! `forms.toml`: labels of head fields, title words, and the words by which running text states points.
//!
//! Answers questions about a folded text (is this a label, a title, a word before points). Finds nothing in documents.

use super::list::List;
use super::phrases::Phrases;
use super::words::Words;
use super::{fold, strip_brackets};
use crate::model::{HeadKind, ReportKind};
use serde::Deserialize;

/// The words of head fields, titles and stated points.
#[derive(Clone, Debug)]
pub struct Forms {
    labels: Words<Label>,
    titles: Words<u8>,
    own_total: Phrases,
    kinds: Vec<(String, ReportKind)>,
    /// Words at which the name of a body ends in a title.
    pub stops: Phrases,
    /// How the name of a public body ends.
    pub body_suffixes: Phrases,
    /// Words that the end of a body's name is only a part of (城镇, 政府采购).
    pub body_joins: Vec<Vec<char>>,
    /// What a first sentence says of a body behind its name.
    pub body_goes_on: Phrases,
    /// What stands behind 由 and the body that carries a project out.
    pub carries_out: Phrases,
    /// How the name of a project or a fund ends in a title.
    pub project_suffixes: Phrases,
    /// Words of a title that name the form and no project.
    pub project_generic: Vec<String>,
    /// Words before a total score.
    pub total: Phrases,
    /// Subjects that are the whole report.
    pub whole: Phrases,
    /// Words at the head of a subject that only say that a result follows.
    pub total_lead: Phrases,
    /// Subjects that are a part of it.
    pub part: Phrases,
    /// Words before a grade.
    pub grade: Phrases,
    /// Words of a sentence that speaks of the evaluation.
    pub grade_context: Phrases,
    /// Words of a sentence that says when a grade is given.
    pub grade_rule: Phrases,
    /// Words before a grade that 等级 or 等次 follows.
    pub grade_class: Phrases,
    /// 等级, 等次: what follows such a grade.
    pub class: Phrases,
    /// Words around points.
    pub points: Points,
    /// Words at which a line that points to a form starts; it is no title.
    pub refers: Phrases,
    /// 得满分 and its like: nothing was lost.
    pub nothing_lost: Phrases,
    /// 得分满分N分: the full marks are named.
    pub names_full: Phrases,
}

/// What a label stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// The field; `None` for persons, telephones, dates and codes, whose values are never taken.
    pub kind: Option<HeadKind>,
    /// Whether the word is also a column name, so that its value must look like one.
    pub weak: bool,
}

/// What stands before points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointRole {
    /// What can be earned, for a group.
    GroupWeight,
    /// What can be earned.
    Weight,
    /// What the body gave itself.
    OwnScore,
    /// What was earned.
    Score,
    /// What was taken off or added.
    Deducted,
}

/// The words around points.
#[derive(Clone, Debug)]
pub struct Points {
    roles: Words<PointRole>,
    /// Between the word and the number.
    pub links: Phrases,
    /// A score word after one of these states a rule.
    pub rule_before: Phrases,
    /// Two scores of one sentence after these are the steps of a rule.
    pub tier_before: Phrases,
    /// A clause with one of these is a rule.
    pub rule_clause: Phrases,
    /// Scores before one of these in a sentence are a rule.
    pub rule_sentence: Phrases,
    /// A paragraph that opens with one of these gives rules.
    pub rule_opening: Phrases,
    /// Points of another kind.
    pub foreign: Phrases,
    /// Words of weights that are an indicator's even beside points of another kind.
    pub own_weight: Phrases,
    /// Names that stand for the thing spoken of before.
    pub anaphora: Phrases,
    /// Subjects of a score that is the sum of those before it.
    pub sums: Phrases,
    /// Words that open a clause or a list item.
    pub opening: Phrases,
    /// Words at the head of a statement that belong to no name: when, and who speaks.
    pub lead: Phrases,
    /// Words of a fact at which the name before it ends.
    pub predicate: Phrases,
    /// A result that is nothing.
    pub zero: Phrases,
    /// What says that a value is planned.
    pub planned: Phrases,
    /// What says that a value was reached.
    pub done: Phrases,
    /// Words before a number that make it a scope or a difference.
    pub aside: Phrases,
    /// Endings of names whose result can be that nothing happened.
    pub countable: Phrases,
    /// Comparing words and signs.
    pub comparing: Phrases,
    /// Counting words after a number.
    pub units: Phrases,
    /// Parts of an indicator system.
    pub dimensions: Phrases,
    dimension_tails: Vec<Vec<char>>,
}

#[derive(Deserialize)]
struct File {
    field: Vec<FieldEntry>,
    refused: WordList,
    reference: WordList,
    title: Vec<TitleEntry>,
    kind: KindEntry,
    body: BodyEntry,
    project_title: ProjectTitleEntry,
    total: TotalEntry,
    grade: GradeEntry,
    points: PointsEntry,
    full_marks: FullMarks,
}

#[derive(Deserialize)]
struct WordList {
    words: List,
    examples: Vec<String>,
}

#[derive(Deserialize)]
struct GradeEntry {
    words: List,
    context: List,
    rule: List,
    of_class: List,
    class: List,
}

#[derive(Deserialize)]
struct FieldEntry {
    kind: String,
    words: List,
    #[serde(default)]
    weak: List,
}

#[derive(Deserialize)]
struct TitleEntry {
    rank: u8,
    words: List,
}

#[derive(Deserialize)]
struct KindEntry {
    order: Vec<KindWord>,
    stops: List,
}

#[derive(Deserialize)]
struct KindWord {
    word: String,
    kind: String,
}

#[derive(Deserialize)]
struct ProjectTitleEntry {
    suffixes: List,
    generic: List,
}

#[derive(Deserialize)]
struct BodyEntry {
    suffixes: List,
    joins: Vec<String>,
    goes_on: List,
    carries_out: List,
    examples: Vec<String>,
}

#[derive(Deserialize)]
struct TotalEntry {
    words: List,
    own: List,
    whole: List,
    lead: List,
    part: List,
}

#[derive(Deserialize)]
struct PointsEntry {
    group_weight: List,
    weight: List,
    own_score: List,
    score: List,
    deducted: List,
    links: List,
    rule_before: List,
    tier_before: List,
    rule_clause: List,
    rule_sentence: List,
    rule_opening: List,
    foreign: List,
    own_weight: List,
    anaphora: List,
    sums: List,
    opening: List,
    lead: List,
    predicate: List,
    zero: List,
    planned: List,
    done: List,
    aside: List,
    countable: List,
    comparing: List,
    units: List,
    dimensions: List,
    dimension_tails: List,
}

#[derive(Deserialize)]
struct FullMarks {
    nothing_lost: List,
    names_full: List,
}

impl Forms {
    /// Compiles the file's content.
    ///
    /// # Errors
    /// When `text` is not the TOML this module expects, or names an unknown kind.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let file: File = super::entries(text)?;
        let unknown = |word: &str| format!("kind = \"{word}\"");
        let mut labels = Vec::new();
        for entry in &file.field {
            let kind = head_kind(&entry.kind).ok_or_else(|| unknown(&entry.kind))?;
            for word in &entry.words {
                let weak = entry.weak.iter().any(|weak| weak == word);
                labels.push((word, Label { kind: Some(kind), weak }));
            }
        }
        labels.extend(file.refused.words.iter().map(|word| (word, Label { kind: None, weak: false })));
        let kinds = file
            .kind
            .order
            .iter()
            .map(|k| Ok((fold(&k.word).into_owned(), report_kind(&k.kind).ok_or_else(|| unknown(&k.kind))?)))
            .collect::<Result<_, String>>()?;
        let forms = Self {
            labels: Words::new(labels),
            titles: Words::new(file.title.iter().flat_map(|t| t.words.iter().map(|word| (word, t.rank)))),
            own_total: Phrases::new(&file.total.own),
            kinds,
            stops: Phrases::new(&file.kind.stops),
            body_suffixes: Phrases::new(&file.body.suffixes),
            body_joins: file.body.joins.iter().map(|word| fold(word).chars().collect()).collect(),
            body_goes_on: Phrases::new(&file.body.goes_on),
            carries_out: Phrases::new(&file.body.carries_out),
            project_suffixes: Phrases::new(&file.project_title.suffixes),
            project_generic: file.project_title.generic.folded(),
            total: Phrases::new(&file.total.words),
            whole: Phrases::new(&file.total.whole),
            total_lead: Phrases::new(&file.total.lead),
            part: Phrases::new(&file.total.part),
            grade: Phrases::new(&file.grade.words),
            grade_context: Phrases::new(&file.grade.context),
            grade_rule: Phrases::new(&file.grade.rule),
            grade_class: Phrases::new(&file.grade.of_class),
            class: Phrases::new(&file.grade.class),
            points: Points::compile(&file.points),
            refers: Phrases::new(&file.reference.words),
            nothing_lost: Phrases::new(&file.full_marks.nothing_lost),
            names_full: Phrases::new(&file.full_marks.names_full),
        };
        let refused = |e: &String| forms.label(e).is_some_and(|l| l.kind.is_none());
        if let Some(example) = file.refused.examples.iter().find(|e| !refused(e)) {
            return Err(format!("refused: example {example:?} is not refused"));
        }
        let refers = |e: &String| forms.refers.at_start(&fold(e).chars().collect::<Vec<_>>()).is_some();
        if let Some(example) = file.reference.examples.iter().find(|e| !refers(e)) {
            return Err(format!("reference: example {example:?} refers to nothing"));
        }
        let body = |e: &String| forms.body_suffixes.at_end(&fold(e).chars().collect::<Vec<_>>()).is_some();
        if let Some(example) = file.body.examples.iter().find(|e| !body(e)) {
            return Err(format!("body: example {example:?} is no body"));
        }
        Ok(forms)
    }

    /// What a cell or the part of a line before its colon says, brackets and width aside.
    #[must_use]
    pub fn label(&self, text: &str) -> Option<Label> {
        let folded = fold(text);
        let bare = folded.trim_end_matches(':');
        let bracketed = || bare.contains('(').then(|| self.labels.of(&strip_brackets(bare))).flatten();
        self.labels.of(bare).or_else(bracketed).copied()
    }

    /// The rank of the title word that a folded line ends with, and that word's length.
    #[must_use]
    pub fn title(&self, line: &[char]) -> Option<(u8, usize)> {
        self.titles.longest_before(line).map(|(length, rank)| (*rank, length))
    }

    /// Whether a total's word itself says that the body scored itself, so that it needs no subject.
    #[must_use]
    pub fn total_is_own(&self, word: &[char]) -> bool {
        self.own_total.any_in(word)
    }

    /// Whether a title word may end with a character: most lines end with another one.
    #[must_use]
    pub fn may_end_title(&self, last: char) -> bool {
        self.titles.may_end(last)
    }

    /// What the words of a folded title say is evaluated.
    #[must_use]
    pub fn kind(&self, title: &str) -> ReportKind {
        let word = self.kinds.iter().find(|(w, _)| title.contains(w.as_str()));
        word.map_or(ReportKind::Unknown, |(_, kind)| *kind)
    }
}

impl Points {
    fn compile(entry: &PointsEntry) -> Self {
        let lists = [
            (&entry.group_weight, PointRole::GroupWeight),
            (&entry.weight, PointRole::Weight),
            (&entry.own_score, PointRole::OwnScore),
            (&entry.score, PointRole::Score),
            (&entry.deducted, PointRole::Deducted),
        ];
        let roles = lists.into_iter().flat_map(|(words, role)| words.iter().map(move |word| (word, role)));
        Self {
            roles: Words::new(roles),
            links: Phrases::new(&entry.links),
            rule_before: Phrases::new(&entry.rule_before),
            tier_before: Phrases::new(&entry.tier_before),
            rule_clause: Phrases::new(&entry.rule_clause),
            rule_sentence: Phrases::new(&entry.rule_sentence),
            rule_opening: Phrases::new(&entry.rule_opening),
            foreign: Phrases::new(&entry.foreign),
            own_weight: Phrases::new(&entry.own_weight),
            anaphora: Phrases::new(&entry.anaphora),
            sums: Phrases::new(&entry.sums),
            opening: Phrases::new(&entry.opening),
            lead: Phrases::new(&entry.lead),
            predicate: Phrases::new(&entry.predicate),
            zero: Phrases::new(&entry.zero),
            planned: Phrases::new(&entry.planned),
            done: Phrases::new(&entry.done),
            aside: Phrases::new(&entry.aside),
            countable: Phrases::new(&entry.countable),
            comparing: Phrases::new(&entry.comparing),
            units: Phrases::new(&entry.units),
            dimensions: Phrases::new(&entry.dimensions),
            dimension_tails: entry.dimension_tails.iter().map(|w| fold(w).chars().collect()).collect(),
        }
    }

    /// Whether a name is that of a part of an indicator system, with or without 指标, 部分 and their like behind it.
    #[must_use]
    pub fn is_dimension(&self, name: &[char]) -> bool {
        let bare =
            self.dimension_tails.iter().fold(name, |name, tail| name.strip_suffix(tail.as_slice()).unwrap_or(name));
        self.dimensions.is(bare)
    }

    /// A name without the word at its end that says its parts are added up: `过程指标共`.
    #[must_use]
    pub fn summed<'n>(&self, name: &'n [char]) -> Option<&'n [char]> {
        let end = name.len().checked_sub(self.sums.at_end(name)?)?;
        name.get(..end).filter(|rest| !rest.is_empty())
    }

    /// The word about points that a folded text ends with: its role and length.
    #[must_use]
    pub fn role_at_end(&self, text: &[char]) -> Option<(PointRole, usize)> {
        self.roles.longest_before(text).map(|(length, role)| (*role, length))
    }
}

fn head_kind(name: &str) -> Option<HeadKind> {
    Some(match name {
        "organization" => HeadKind::Organization,
        "project" => HeadKind::Project,
        "supervisor" => HeadKind::Supervisor,
        "implementer" => HeadKind::Implementer,
        "year" => HeadKind::Year,
        "grade" => HeadKind::Grade,
        "total_score" => HeadKind::TotalScore,
        _ => return None,
    })
}

fn report_kind(name: &str) -> Option<ReportKind> {
    [ReportKind::Department, ReportKind::Project, ReportKind::Policy].into_iter().find(|k| k.name() == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    #[test]
    fn labels_are_known_with_brackets_and_spaces() {
        let forms = &Lexicon::builtin().forms;
        let cases = [
            ("部门名称（公章）", Some(HeadKind::Organization)),
            ("主 管 部 门（及代码）：", Some(HeadKind::Supervisor)),
            ("实施单位(盖章)", Some(HeadKind::Implementer)),
            ("项目名称", Some(HeadKind::Project)),
            ("联系电话", None),
        ];
        for (text, kind) in cases {
            assert_eq!(forms.label(text).map(|l| l.kind), Some(kind), "{text}");
        }
        assert_eq!(forms.label("三级指标"), None);
    }

    #[test]
    fn the_examples_of_full_marks_hold() {
        let file: toml::Table = toml::from_str(include_str!("../../patterns/forms.toml")).expect("toml");
        let forms = &Lexicon::builtin().forms;
        for example in file["full_marks"]["examples"].as_array().expect("examples") {
            let text: Vec<char> = example["text"].as_str().expect("text").chars().collect();
            let names_full =
                forms.names_full.find(&text).is_some_and(|(_, end)| text.get(end).is_some_and(char::is_ascii_digit));
            let claim = if names_full { "names_full" } else { "nothing_lost" };
            assert_eq!(claim, example["claim"].as_str().expect("claim"));
            assert!(names_full || forms.nothing_lost.any_in(&text));
        }
    }

    #[test]
    fn a_malformed_file_is_an_error() {
        assert!(Forms::parse("[[field]]\nkind = 3").is_err());
    }
}
