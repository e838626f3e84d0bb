//! Total scores and grades that running text states: `自评得分为95分`, `等级为“优”`.
//!
//! Only what is said of the whole report counts: not a part's score, not another kind of points, not a rule.

use super::statements::{mentions, opening_label};
use crate::lexicon::Forms;
use crate::lexicon::{Lexicon, folded, text_of};
use crate::model::{Block, Document, HeadField, HeadKind, Layer, Location};
use rust_decimal::Decimal;
use std::ops::Range;

/// A score above this is none of a self-evaluation (some forms add up to 110).
pub(super) const HIGHEST: Decimal = Decimal::from_parts(120, 0, 0, false, 0);

/// Paragraphs longer than this are not read.
const LONGEST_PARAGRAPH: usize = 200_000;

/// How much of a paragraph may be the number it opens with, in characters.
const OPENING: usize = 12;

/// How far back a sentence is looked at, in characters.
const SENTENCE: usize = 200;

/// The stated totals of the report's `year`, the first full score that is printed, and the first stated grade.
pub(super) fn results(
    document: &Document,
    blocks: Range<u32>,
    of_project: bool,
    year: Option<&str>,
    lexicon: &Lexicon,
) -> Vec<HeadField> {
    let (mut sure, mut of_projects): (Vec<Location>, Vec<(String, Location)>) = (Vec::new(), Vec::new());
    let (mut grade, mut full): (Option<Location>, Option<Location>) = (None, None);
    let (mut part_heading, mut score_heading) = (false, false);
    for block in blocks {
        let Some(text) = document.blocks.get(block as usize).and_then(Block::text) else {
            part_heading = false;
            continue;
        };
        if text.layer != Layer::Body || text.content.len() > LONGEST_PARAGRAPH {
            continue;
        }
        let chars = folded(document, block);
        let is_heading = super::statements::opens_with_number(&chars[..chars.len().min(OPENING)]);
        if std::mem::replace(&mut score_heading, is_heading && names_the_total(chars, &lexicon.forms))
            && let Some(number) = points_alone(chars)
        {
            sure.push(text.locate(block, None, number));
        }
        if !is_heading && !speaks_of_results(chars) {
            continue;
        }
        if chars.contains(&'分') {
            let of_another_year = |t: &Total| t.year.as_deref().zip(year).is_some_and(|(its, own)| its != own);
            let found = totals(chars, part_heading, &lexicon.forms);
            for total in found.into_iter().filter(|t| !of_another_year(t)) {
                let at = text.locate(block, None, total.number.clone());
                let digits = text_of(&chars[total.number]);
                if total.of_a_project { of_projects.push((digits, at)) } else { sure.push(at) }
            }
            if full.is_none() {
                full = full_score(chars, &lexicon.forms).map(|range| text.locate(block, None, range));
            }
        }
        if grade.is_none() {
            grade = stated_grade(chars, year, lexicon).map(|range| text.locate(block, None, range));
        }
        if is_heading {
            let short = chars.len() <= 40 && !chars.contains(&'。');
            part_heading = short && lexicon.forms.part.any_in(chars) && !lexicon.forms.whole.any_in(chars);
        }
    }
    // Scores of projects are the report's own only when it is about one project and they agree.
    let one = of_projects.windows(2).all(|w| w[0].0 == w[1].0);
    if sure.is_empty() && of_project && one {
        sure.extend(of_projects.into_iter().map(|(_, at)| at));
    }
    let totals = sure.into_iter().map(|value| HeadField { kind: HeadKind::TotalScore, value });
    let full = full.map(|value| HeadField { kind: HeadKind::FullScore, value });
    totals.chain(full).chain(grade.map(|value| HeadField { kind: HeadKind::Grade, value })).collect()
}

/// Whether a sentence opens with an earlier year or a plan: `上年度自评得分为91分，等级为良`.
fn of_another_year(sentence: &[char], year: Option<&str>, lexicon: &Lexicon) -> bool {
    let digits: String = sentence.iter().take_while(|c| c.is_ascii_digit()).collect();
    let dated = digits.len() == 4 && sentence.get(4) == Some(&'年');
    lexicon.labels.plan.prefix(sentence) > 0 || dated && year.is_some_and(|own| own != digits)
}

/// Whether a heading is the name of the total and nothing else: `(一)自评得分`.
fn names_the_total(chars: &[char], forms: &Forms) -> bool {
    let number = |c: &char| crate::model::ordinal(*c).is_some() || c.is_ascii_digit() || "().、十".contains(*c);
    let from = chars.iter().take_while(|c| number(c)).count();
    let name = chars.get(from..).unwrap_or_default();
    let name = name.strip_suffix(&[':']).unwrap_or(name);
    !name.is_empty() && forms.total.at_start(name) == Some(name.len())
}

/// The number of a text that is points and nothing else: `96.5分。`
fn points_alone(chars: &[char]) -> Option<Range<usize>> {
    let body = chars.strip_suffix(&['。']).unwrap_or(chars);
    let number = body.strip_suffix(&['分'])?;
    let value: Decimal = number.iter().collect::<String>().parse().ok()?;
    (number.first().is_some_and(char::is_ascii_digit) && value <= HIGHEST).then_some(0..number.len())
}

/// Whether a text may state points or a grade.
fn speaks_of_results(chars: &[char]) -> bool {
    let after = |at: usize| chars.get(at + 1);
    chars.iter().enumerate().any(|(at, c)| match c {
        '分' | '评' => true,
        '等' => matches!(after(at), Some('级' | '次')),
        _ => false,
    })
}

/// A stated total.
struct Total {
    number: Range<usize>,
    /// Whether it is said of something called a project.
    of_a_project: bool,
    /// The year that its subject names.
    year: Option<String>,
}

fn ends_clause(c: char) -> bool {
    matches!(c, ',' | '。' | ';' | ':' | '!' | '?')
}

fn totals(chars: &[char], part_heading: bool, forms: &Forms) -> Vec<Total> {
    let mut found = Vec::new();
    let mut weights: Option<Vec<Points>> = None;
    let (mut sentence, mut clause, mut at) = (0, 0, 0);
    while at < chars.len() {
        let c = chars[at];
        if ends_clause(c) {
            clause = at + 1;
            if !matches!(c, ',' | ':') {
                sentence = at + 1;
            }
        }
        let Some(n) = forms.total.at_start(&chars[at..]) else {
            at += 1;
            continue;
        };
        let word = at;
        at += n;
        let Some(number) = points_after(chars, at, forms) else { continue };
        at = number.end;
        let subject = &chars[clause..word];
        let spoken = &chars[sentence.max(word.saturating_sub(SENTENCE))..word];
        if forms.points.foreign.any_in(spoken) || forms.part.any_in(subject) {
            continue;
        }
        let bare = subject.iter().all(|&c| c == ' ');
        let whole = forms.whole.any_in(subject);
        let weights = weights.get_or_insert_with(|| part_points(chars, forms));
        // Behind weights that add up to the full score, the last of them answered, it is the sum of all scores.
        let before = || weights.iter().take_while(|part| part.at < word);
        let full =
            before().filter(|part| part.is_weight).map(|part| part.value).sum::<Decimal>() == Decimal::ONE_HUNDRED;
        let sums = bare && full && before().last().is_some_and(|part| !part.is_weight);
        // 自评得94分 is said of any indicator: the sentence must name the whole.
        if chars.get(word + n - 1) == Some(&'得') && !whole && !sums {
            continue;
        }
        let of_a_project = !whole && subject.windows(2).any(|w| w == ['项', '目']);
        if bare && !sums {
            // On its own it speaks of what the paragraph speaks of.
            // `年初目标值≥90%，实际完成值95%，自评得分20分`: the points of one indicator.
            let compares = spoken.iter().any(|c| matches!(c, '≥' | '≤' | '=' | '<' | '>'));
            let of_indicator = compares && forms.points.planned.any_in(spoken) && forms.points.done.any_in(spoken);
            let in_part = of_indicator
                || before().any(|part| part.is_weight)
                || opening_label(chars, forms).is_some_and(|(label, _)| forms.part.any_in(&chars[label]))
                || part_heading
                || !forms.total_is_own(&chars[word..word + n]) && forms.part.any_in(spoken);
            if in_part {
                continue;
            }
        } else if !sums && !whole && !of_a_project && !only_time(without_lead(subject, forms)) {
            continue;
        }
        let year = super::head::find_year(subject).map(|y| subject[y].iter().collect());
        found.push(Total { number, of_a_project, year });
    }
    found
}

/// A subject without the words that only say that a result follows: `鉴于本年度`, `综上，我局`.
fn without_lead<'a>(mut subject: &'a [char], forms: &Forms) -> &'a [char] {
    loop {
        let spaces = subject.iter().take_while(|&&c| c == ' ').count();
        subject = &subject[spaces..];
        match forms.total_lead.at_start(subject) {
            Some(n) => subject = &subject[n..],
            None => return subject,
        }
    }
}

/// Whether a subject only says when: `2023年度`.
fn only_time(subject: &[char]) -> bool {
    subject.iter().all(|c| c.is_ascii_digit() || matches!(c, '年' | '度' | ' ' | '本' | '全'))
}

/// What a part can earn, or what it earned.
struct Points {
    at: usize,
    value: Decimal,
    is_weight: bool,
}

/// The weights and scores of parts in a paragraph.
fn part_points(chars: &[char], forms: &Forms) -> Vec<Points> {
    let counted = mentions(chars, forms).into_iter().filter(|m| m.is_weight() || m.is_score());
    let points =
        counted.filter_map(|m| Some(Points { at: m.number.start, value: m.value(chars)?, is_weight: m.is_weight() }));
    points.filter(|part| part.value < Decimal::ONE_HUNDRED).collect()
}

/// The number of points after a total's word: `为 95.5 分`, `：96分`.
fn points_after(chars: &[char], from: usize, forms: &Forms) -> Option<Range<usize>> {
    let mut at = from;
    for _ in 0..3 {
        while chars.get(at) == Some(&' ') {
            at += 1;
        }
        match forms.points.links.at_start(chars.get(at..)?) {
            Some(n) => at += n,
            None => break,
        }
    }
    // `综合得分=18.5+17.8+27.6=63.9分`: the points are what the arithmetic comes to.
    let in_arithmetic =
        |c: &&char| c.is_ascii_digit() || matches!(c, '.' | ' ' | '+' | '-' | '×' | '%' | '(' | ')' | '=' | '分');
    let arithmetic = chars.get(at..)?.iter().take_while(in_arithmetic).count();
    if let Some(equals) = chars.get(at..at + arithmetic)?.iter().rposition(|c| *c == '=') {
        at += equals + 1;
    }
    while chars.get(at) == Some(&' ') {
        at += 1;
    }
    let digits =
        |from: usize| chars.get(from..).map_or(0, |rest| rest.iter().take_while(|c| c.is_ascii_digit()).count());
    let whole = digits(at);
    let fraction = if chars.get(at + whole) == Some(&'.') { digits(at + whole + 1) } else { 0 };
    let end = at + whole + if fraction > 0 { fraction + 1 } else { 0 };
    let mut after = chars.get(end..)?.iter().filter(|c| **c != ' ');
    let value: Decimal = chars.get(at..end)?.iter().collect::<String>().parse().ok()?;
    let unit = after.next() == Some(&'分');
    let follows = after.next();
    let bound = follows.is_some_and(|c| matches!(c, '以' | '的' | '~' | '-' | '/' | '至' | '到' | '之' | '钟' | '左'));
    (whole > 0 && unit && !bound && value <= HIGHEST && !value.is_zero()).then_some(at..end)
}

/// The full score that a paragraph prints: `满分100分`, `总分值为110分`. Sums below 100 are those of parts.
fn full_score(chars: &[char], forms: &Forms) -> Option<Range<usize>> {
    let full = |m: &super::statements::Mention| {
        m.is_weight() && m.value(chars).is_some_and(|v| v >= Decimal::ONE_HUNDRED && v <= HIGHEST)
    };
    mentions(chars, forms).into_iter().find(full).map(|m| m.number)
}

/// The first grade that a paragraph states of the report.
fn stated_grade(chars: &[char], year: Option<&str>, lexicon: &Lexicon) -> Option<Range<usize>> {
    let (forms, grades) = (&lexicon.forms, &lexicon.grades);
    let (mut sentence, mut at) = (0, 0);
    // Words of a rule before a total that was reached (参照考核办法，自评得分为95分，等级为优) are none about the grade.
    let mut reached = 0;
    while at < chars.len() {
        if matches!(chars[at], '。' | ';' | '!' | '?') {
            sentence = at + 1;
        }
        if let Some(n) = forms.total.at_start(&chars[at..])
            && let Some(number) = points_after(chars, at + n, forms)
        {
            (reached, at) = (number.end, number.end);
            continue;
        }
        let word = forms.grade.at_start(&chars[at..]).map(|n| (n, false));
        let Some((n, of_class)) = word.or_else(|| forms.grade_class.at_start(&chars[at..]).map(|n| (n, true))) else {
            at += 1;
            continue;
        };
        let word = at..at + n;
        at += n;
        let mut start = at;
        while chars.get(start).is_some_and(|c| matches!(c, ' ' | '"' | '\'' | '(' | ':' | '为' | '是')) {
            start += 1;
        }
        let Some((_, length)) = grades.at_start(&chars[start.min(chars.len())..]) else { continue };
        let mut end = start + length;
        if of_class {
            let after = end + usize::from(matches!(chars.get(end), Some('"' | '\'' | ')')));
            let Some(class) = forms.class.at_start(chars.get(after..).unwrap_or_default()) else { continue };
            at = after + class;
        }
        let grade = start..end;
        end = end.max(at);
        let next = chars.get(end).copied();
        // 评级为“优”的项目3个: a grade that qualifies a noun is that noun's.
        let beyond = chars.get(end..).and_then(|rest| rest.iter().find(|c| !matches!(c, ' ' | '"' | '\'' | ')')));
        if beyond == Some(&'的') {
            continue;
        }
        let alone = next.is_none_or(|c| matches!(c, ' ' | '"' | '\'' | ')' | ',' | '。' | ';' | '级' | '等' | '!'));
        let from = sentence.max(word.start.saturating_sub(SENTENCE));
        let context = &chars[from..word.end];
        let from = from.max(reached.min(word.start));
        let spoken = &chars[from..word.start];
        let names_grade = chars[word.clone()].contains(&'等');
        let of_evaluation = names_grade || forms.grade_context.any_in(context);
        let condition = spoken.windows(2).any(|w| w == ['的', ',']);
        let rule = forms.grade_rule.any_in(spoken) || condition || forms.points.foreign.any_in(spoken);
        if alone && of_evaluation && !rule && !of_another_year(&chars[sentence..], year, lexicon) {
            return Some(grade);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locate::sample::document;

    fn found(source: &str, kind: HeadKind) -> Vec<String> {
        let document = document(source);
        let blocks = 0..crate::model::offset(document.blocks.len());
        let fields = results(&document, blocks, false, Some("2023"), Lexicon::builtin());
        fields.iter().filter(|f| f.kind == kind).map(|f| document.quote(&f.value)).collect()
    }

    #[test]
    fn the_examples_of_the_pattern_file_hold() {
        let file: toml::Table = toml::from_str(include_str!("../../patterns/forms.toml")).expect("toml");
        for (entry, kind) in [("total", HeadKind::TotalScore), ("grade", HeadKind::Grade)] {
            for example in file[entry]["examples"].as_array().expect("examples") {
                let (text, value) =
                    (example["text"].as_str().expect("text"), example["value"].as_str().expect("value"));
                assert_eq!(found(text, kind), [value], "{text}");
            }
            for counter in file[entry]["counter"].as_array().expect("counter") {
                let text = counter.as_str().expect("text");
                assert!(found(text, kind).is_empty(), "{text}");
            }
        }
    }

    #[test]
    fn only_totals_of_the_report_are_taken() {
        let cases: [(&str, &[&str]); 19] = [
            ("2023年云江县水务局部门整体绩效自评得分为96分", &["96"]),
            ("达到了预期，自评得分 95 分。问卷调查得分90分。", &["95"]),
            ("经自评，2023年度综合评分为 92.35 分，评价结果为优。", &["92.35"]),
            ("（1）运行总分值8分，占比8%，自评分值为6分。", &[]),
            ("1.疫苗接种密度，年初目标值≥90%，实际完成值93%，自评得分20分；", &[]),
            ("全年计划任务9项，实际完成9项，自评得分96分。", &["96"]),
            ("1.部门决策（20分）。自评得分18分。", &[]),
            ("（二）产出指标\n自评得分28分。", &[]),
            ("（一）绩效自评结论\n自评得分98分。", &["98"]),
            ("河道整治项目自评得分97分；农田灌溉项目自评得分95分。", &[]),
            ("我县在竞赛中总得分为78954分。", &[]),
            ("自评得分90分以上的项目有6个。", &[]),
            ("总得分：93.50分", &["93.50"]),
            ("满意度问卷综合得分92分。", &[]),
            ("自评得分在部门整体绩效方面为优。", &[]),
            ("2021年度部门整体自评得分91分，2023年度部门整体自评得分为94分。", &["94"]),
            ("鉴于本年度综合自评得分为91.5分，下一年目标为94分以上。", &["91.5"]),
            ("综上所述，我局自评得分为93分。", &["93"]),
            ("自评总分95分，其中投入10分，过程28分。", &["95"]),
        ];
        for (text, wanted) in cases {
            assert_eq!(found(text, HeadKind::TotalScore), wanted, "{text}");
        }
    }

    #[test]
    fn full_scores_are_those_of_the_report() {
        let cases: [(&str, &[&str]); 8] = [
            ("满分100分，自评得分95.2分。", &["100"]),
            ("评分表总分值为110分，我局自评得分101分。", &["110"]),
            ("自评总分100分，评定等级为优。", &[]),
            ("投入部分满分20分，自评得分18分。", &[]),
            ("自评得分92分（满分100分）。", &["100"]),
            ("在知识竞赛中满分100分，我县得96分。", &[]),
            ("问卷满分为100分，平均得分91分。", &[]),
            ("全年发放资金100分期到位。", &[]),
        ];
        for (text, wanted) in cases {
            assert_eq!(found(text, HeadKind::FullScore), wanted, "{text}");
        }
    }

    #[test]
    fn long_lines_cost_little() {
        let _ = found(&"自评得分，".repeat(10_000), HeadKind::TotalScore);
        let _ = found(&"等级为".repeat(10_000), HeadKind::Grade);
    }
}
