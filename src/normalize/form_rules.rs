//! What a form says once about the scores of all its rows: `注：定量指标完成的记满分，未完成的按比例计分；定性指标…`.
//!
//! Comes from the running text around and in the tables of a report; goes to `Report::form_rules`. A sentence that names
//! the rows it is for and that is understood as a whole is a rule. Anything else is none: a rule for every row of a form
//! must be beyond doubt.

use super::rubric;
use super::tape::{Tape, is_ideograph};
use crate::lexicon::{Lexicon, RuleWord};
use crate::model::{
    Amount, Award, Block, Case, Condition, Document, FormRule, Full, Layer, Layout, Location, Measured, RowKind,
    RowsOf, Rubric, Term, Text, Understanding,
};
use std::collections::BTreeSet;
use std::ops::Range;

/// A note is not longer.
const LONGEST: usize = 2_000;
/// A note is not shorter.
const SHORTEST: usize = 12;
/// A rule is not shorter: 完成得满分.
const SHORTEST_RULE: usize = 5;
/// The most rules of one form.
const MOST_RULES: usize = 12;
/// The most letters that may lead to the name of the rows (`若为`, `对于`, `其中`).
const LONGEST_LEAD: usize = 4;

/// The rules that the form states for its rows, each kind of rows once.
pub(super) fn read(document: &Document, layout: &Layout, lexicon: &Lexicon) -> Vec<FormRule> {
    let mut rules = Vec::new();
    let rows = layout.tables.iter().flat_map(|table| &table.rows);
    let scored: BTreeSet<(u32, u32)> =
        rows.filter(|r| r.kind != RowKind::Other).map(|row| (row.block, row.row)).collect();
    for index in layout.blocks.clone() {
        match document.blocks.get(index as usize) {
            Some(Block::Heading(text) | Block::Paragraph(text)) if text.layer == Layer::Body => {
                note(text, (index, None), lexicon, &mut rules);
            }
            Some(Block::Table(table)) => {
                // What stands in the row of an indicator is about that row.
                for cell in table.cells.iter().filter(|cell| !scored.contains(&(index, cell.row))) {
                    note(&cell.text, (index, Some((cell.row, cell.col))), lexicon, &mut rules);
                }
            }
            _ => {}
        }
    }
    rules
}

fn note(text: &Text, place: (u32, Option<(u32, u32)>), lexicon: &Lexicon, rules: &mut Vec<FormRule>) {
    // A note has to name the rows it is for; what does not even hold 指标 is no note.
    if text.content.len() < SHORTEST || text.content.len() > 4 * LONGEST || !text.content.contains("标") {
        return;
    }
    let tape = Tape::new(&text.content);
    let starts = sections(&tape, lexicon);
    let ends = starts.iter().skip(1).map(|s| s.clause).chain([tape.len()]);
    for (section, end) in starts.iter().zip(ends) {
        let range = section.name.end..end;
        if rules.len() >= MOST_RULES || tape.len() > LONGEST {
            return;
        }
        if range.len() < SHORTEST_RULE {
            continue;
        }
        let adjusts = range.clone().any(|i| lexicon.rubrics.at(tape.from(i)).any(|(_, k)| k == RuleWord::Adjusts));
        let chars = tape.chars(range.clone());
        let locate = |part: Range<usize>| -> Location {
            text.locate(place.0, place.1, chars.start + part.start..chars.start + part.end.max(part.start + 1))
        };
        let mut rubric = rubric::read(text.slice(chars.clone()), None, lexicon, &locate);
        let cases = rubric.cases().count();
        // What is left to somebody's judgement (偏差大的酌情扣分) takes nothing from what is not.
        for part in &mut rubric.parts {
            part.cases.retain(|case| case.then != Award::Judged);
        }
        rubric.parts.retain(|part| !part.cases.is_empty());
        let adjusts = adjusts || rubric.cases().count() < cases;
        if !is_clear(&rubric, section.of) || rules.iter().any(|r| r.of == section.of) {
            continue;
        }
        let name = tape.chars(section.name.start..end);
        let at = text.locate(place.0, place.1, name.clone());
        let wording = text.slice(name).to_owned();
        rules.push(FormRule { of: section.of, rubric: Rubric { text: wording, at, ..rubric }, adjusts });
    }
}

/// A stretch of a note about one kind of rows.
struct Section {
    of: RowsOf,
    /// Where the clause starts that names them.
    clause: usize,
    /// The name of the rows, with a bracket that explains it and the sign behind it.
    name: Range<usize>,
}

/// Where a note starts to speak of rows of a kind.
fn sections(tape: &Tape, lexicon: &Lexicon) -> Vec<Section> {
    let mut all = Vec::new();
    let mut clause = 0;
    let mut i = 0;
    while i < tape.len() {
        let c = tape.at(i);
        if !is_ideograph(c) {
            // A point in a number ends no clause, and no name of rows stands in one.
            clause = i + 1;
            i += 1;
            continue;
        }
        match lexicon.rubrics.rows_at(tape.from(i)).filter(|_| i - clause <= LONGEST_LEAD) {
            Some((length, of)) => {
                let end = behind(tape, i + length);
                all.push(Section { of, clause, name: i..end });
                (i, clause) = (end, end);
            }
            None => i += 1,
        }
    }
    all
}

/// Behind the name of rows: `（即指标值为≥×）` explains it.
fn behind(tape: &Tape, mut i: usize) -> usize {
    if tape.at(i) == '(' {
        let close = (i..tape.len().min(i + 40)).find(|&k| tape.at(k) == ')');
        i = close.map_or(i, |k| k + 1);
    }
    while matches!(tape.at(i), ':' | ',' | '的') {
        i += 1;
    }
    i
}

/// Whether a rule can be applied to every row of its kind: understood as a whole, worth the weight of the row, and about
/// nothing but the row's own target and result.
fn is_clear(rubric: &Rubric, of: RowsOf) -> bool {
    let [part] = rubric.parts.as_slice() else { return false };
    let known = rubric.understanding() == Understanding::Fully && rubric.damage.is_empty();
    let own = |when: &Condition| match when {
        Condition::Within(what, _) | Condition::Not(what, _) => *what == Measured::Own,
        Condition::Fact(_) | Condition::All(_) => false,
        _ => true,
    };
    let banded = |award: &Award| matches!(award, Award::Between(Amount::Share(_), Amount::Share(_)));
    let judged = |case: &Case| banded(&case.then) && matches!(case.when, Condition::Attained(_));
    let computed = |case: &Case| {
        let award = match &case.then {
            Award::Formula(term) => term.names().is_empty() && term.any(&mut |t| *t == Term::Actual),
            Award::Full | Award::Zero | Award::Proportion => true,
            _ => false,
        };
        award && own(&case.when)
    };
    let fits = part.cases.iter().all(|case| if of == RowsOf::Qualitative { judged(case) } else { computed(case) });
    known && fits && !part.cases.is_empty() && part.full == Full::Weight && part.cap.is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::offset;

    fn rules(note: &str) -> Vec<(RowsOf, String, bool)> {
        let text = Text { content: note.to_owned(), ..Text::default() };
        let document = Document { blocks: vec![Block::Paragraph(text)], ..Document::default() };
        let layout = Layout { blocks: 0..offset(document.blocks.len()), ..Layout::default() };
        let all = read(&document, &layout, Lexicon::builtin());
        all.into_iter().map(|r| (r.of, r.rubric.form(), r.adjusts)).collect()
    }

    /// The rows, the form of their rule, and whether over-completion is looked at again.
    type Read = (RowsOf, &'static str, bool);

    #[test]
    fn notes_of_forms() {
        use RowsOf::{Forward, Numeric, Qualitative, Reverse};
        let bands = "met → 80%w…100%w; partly met → 60%w…80%w; not met → 0%w…60%w";
        let cases: [(&str, &[Read]); 9] = [
            (
                "注：1.定量指标完成指标值的，记满分；未完成的，按实际完成值与指标值的比例记分。2.定性指标分为达成预期指标、部分达成并具有\
                 一定效果、未达成且效果较差三档，分别按100%-80%（含）、80%-60%（含）、60%-0%合理确定分值。",
                &[(Numeric, "target met → w; target missed → a/t", false), (Qualitative, bands, false)],
            ),
            (
                "说明：定量指标若为正向指标（即指标值为≥×），得分=实际完成值/年度指标值×该指标分值；若为反向指标（即指标值为≤×），\
                 得分=年度指标值/实际完成值×该指标分值。",
                &[(Forward, "a/t×w", false), (Reverse, "t/a×w", false)],
            ),
            (
                "定量指标，完成值达到指标值的，记满分；未达到指标值的，按B/A或A/B×该指标分值记分。",
                &[(Numeric, "target met → w; target missed → a/t×w", false)],
            ),
            (
                "计分方法：定量指标达到目标值得满分，未达到的按完成比例计分，超出目标值较多的按照偏离度适当调减分值。",
                &[(Numeric, "target met → w; target missed → a/t×w", true)],
            ),
            (
                "定性指标视结果评为达成、部分达成或未达成，依次按照100-80%、80-50%、50-0%给分。",
                &[(Qualitative, "met → 80%w…100%w; partly met → 50%w…80%w; not met → 0%w…50%w", false)],
            ),
            // Nothing is said of points.
            ("评价采用定量指标与定性指标相结合的方式，定量指标占比不低于60%。", &[]),
            ("定性指标由评价小组讨论后酌情打分。", &[]),
            // Points of its own are no rule for every row.
            ("定量指标完成得5分，未完成不得分。", &[]),
            ("正向指标得分=甲指数/乙指数×该指标分值。", &[]),
        ];
        for (note, expected) in cases {
            let expected: Vec<_> = expected.iter().map(|(of, form, a)| (*of, (*form).to_owned(), *a)).collect();
            assert_eq!(rules(note), expected, "{note}");
        }
    }
}
