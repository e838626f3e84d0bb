//! Mentions of points in a folded text: `分值为3分`, `（5分）`, `得 2 分`, `自评得分：9.5`, with their role.
//!
//! Scoring rules (`最高得5分`, `否则不得分`, `每低1%扣0.5分`) and points of another kind are left out.

use crate::lexicon::{Forms, PointRole, Points, is_ideograph, text_of};
use std::ops::Range;

/// A number of points with its role. Ranges are characters of the block's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::locate) struct Mention {
    /// What the number is.
    pub role: PointRole,
    /// Where the word before the number starts; the number itself when there is no word.
    pub word: usize,
    /// The number.
    pub number: Range<usize>,
    /// The end of the statement: after 分 and, for a bracketed number, after the bracket.
    pub end: usize,
    /// Where the bracket that holds the number opens.
    pub bracket: Option<usize>,
}

impl Mention {
    /// Whether it says what can be earned.
    pub(in crate::locate) fn is_weight(&self) -> bool {
        matches!(self.role, PointRole::Weight | PointRole::GroupWeight)
    }

    /// Whether it says what was earned.
    pub(in crate::locate) fn is_score(&self) -> bool {
        matches!(self.role, PointRole::Score | PointRole::OwnScore)
    }

    /// The number of points.
    pub(in crate::locate) fn value(&self, chars: &[char]) -> Option<rust_decimal::Decimal> {
        let digits: String = chars.get(self.number.clone())?.iter().collect();
        digits.parse().ok()
    }
}

/// Whether a character ends a sentence.
pub(super) fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | ';' | '!' | '?')
}

/// Whether a character ends a clause.
pub(super) fn ends_clause(c: char) -> bool {
    ends_sentence(c) || matches!(c, ',' | ':')
}

/// The end of a number that starts at `start`: digits with at most one decimal point.
pub(super) fn number_end(chars: &[char], start: usize) -> usize {
    let mut end = start;
    let mut point = false;
    while let Some(&c) = chars.get(end) {
        let fraction = c == '.' && !point && chars.get(end + 1).is_some_and(char::is_ascii_digit);
        if !(c.is_ascii_digit() || fraction) {
            break;
        }
        point |= fraction;
        end += 1;
    }
    end
}

/// The position after white space.
pub(super) fn skip_spaces(chars: &[char], mut at: usize) -> usize {
    while chars.get(at) == Some(&' ') {
        at += 1;
    }
    at
}

/// The position before white space that ends at `at`.
pub(super) fn trim_end(chars: &[char], mut at: usize, floor: usize) -> usize {
    while at > floor && chars.get(at - 1) == Some(&' ') {
        at -= 1;
    }
    at
}

/// All usable mentions of a text, in order.
pub(in crate::locate) fn mentions(chars: &[char], forms: &Forms) -> Vec<Mention> {
    let points = &forms.points;
    let mut found: Vec<Mention> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let end = number_end(chars, at);
        let whole_number = at == 0 || !(chars[at - 1] == '.' || chars[at - 1].is_ascii_alphabetic());
        if whole_number && let Some(mention) = mention(chars, at..end, found.last(), points) {
            found.push(mention);
        }
        at = end.max(at + 1);
    }
    without_rules(chars, found, points)
}

/// Reads what stands around one number.
fn mention(chars: &[char], number: Range<usize>, before: Option<&Mention>, points: &Points) -> Option<Mention> {
    let after = skip_spaces(chars, number.end);
    let has_unit = chars.get(after) == Some(&'分');
    let end = if has_unit { after + 1 } else { number.end };
    if !may_follow(chars, end, has_unit) {
        return None;
    }
    let floor = before.map_or(0, |m| m.end);
    let head = &chars[..trim_end(chars, number.start, floor)];
    let closes = |at: usize| {
        let at = skip_spaces(chars, at);
        if chars.get(at) == Some(&')') { at + 1 } else { at }
    };
    let Some((role, word, linked)) = role_before(head, floor, points) else {
        if !has_unit {
            return None;
        }
        let bracket = head.len().checked_sub(1).filter(|&i| i >= floor && head[i] == '(' && i > 0);
        if let Some(open) = bracket.filter(|_| chars.get(skip_spaces(chars, end)) == Some(&')')) {
            let mention =
                Mention { role: PointRole::Weight, word: number.start, number, end: closes(end), bracket: Some(open) };
            return Some(mention);
        }
        let answered = || is_answered(chars, number.clone(), end, points) || opens_item(chars, &number, end, points);
        let role = if answered() { PointRole::Weight } else { listed_role(head, points)? };
        return Some(Mention { role, word: number.start, number, end, bracket: None });
    };
    if !has_unit && !linked {
        return None;
    }
    let open = trim_end(chars, word, floor).checked_sub(1).filter(|&i| chars[i] == '(' && i >= floor);
    let inside = before.filter(|m| m.bracket.is_some() && !chars[m.number.end..word].contains(&')'));
    let bracket = open.or_else(|| inside.and_then(|m| m.bracket));
    let end = if bracket.is_some() { closes(end) } else { end };
    Some(Mention { role, word, number, end, bracket })
}

/// Whether a number of points is what could be earned, since what was earned follows: `决策20分，得18.5分`.
fn is_answered(chars: &[char], number: Range<usize>, end: usize, points: &Points) -> bool {
    const REACH: usize = 10;
    let Some(next) = (end..chars.len().min(end + REACH)).find(|&i| chars[i].is_ascii_digit()) else { return false };
    let own = next..number_end(chars, next);
    let Some((role, word, _)) = role_before(&chars[..trim_end(chars, next, end)], end, points) else { return false };
    let value = |r: Range<usize>| text_of(&chars[r]).parse::<rust_decimal::Decimal>().ok();
    let joined = chars[end..word].iter().all(|c| matches!(c, ',' | '(' | ' ' | ':'));
    let scored = matches!(role, PointRole::Score | PointRole::OwnScore);
    let within = value(own.clone()).zip(value(number)).is_some_and(|(own, full)| own <= full);
    scored && joined && within && chars.get(skip_spaces(chars, own.end)) == Some(&'分')
}

/// Whether a number of points stands behind a name that opens a numbered paragraph or a sentence, in which a score follows:
/// `1.资金管理8分。…，得7分。`, `；执行率10分，执行率96%，得9.6分；`
fn opens_item(chars: &[char], number: &Range<usize>, end: usize, points: &Points) -> bool {
    const LONGEST: usize = 20;
    // The name and the list number before it.
    let sight = number.start.saturating_sub(LONGEST + 8);
    let stop = chars[sight..number.start].iter().rposition(|&c| ends_sentence(c) || c == ':');
    let Some(start) = stop.map(|at| sight + at + 1).or((sight == 0).then_some(0)) else { return false };
    let listed = super::names::list_number(chars, start);
    let from = listed.map_or(start, |(_, from)| from);
    let name = chars.get(skip_spaces(chars, from)..number.start).unwrap_or_default();
    let plain = (2..=LONGEST).contains(&name.len())
        && name.iter().all(|&c| is_ideograph(c) || c == '"')
        && points.role_at_end(name).is_none();
    let sentence = chars[end..].iter().position(|&c| ends_sentence(c)).map_or(chars.len(), |at| end + at);
    let until = if listed.is_some() && start == 0 { chars.len() } else { sentence };
    let value = |r: Range<usize>| text_of(&chars[r]).parse::<rust_decimal::Decimal>().ok();
    let scored = |at: usize| {
        let own = at..number_end(chars, at);
        let role = role_before(&chars[..trim_end(chars, at, end)], end, points);
        let is_score = role.is_some_and(|(role, _, _)| role == PointRole::Score);
        is_score && value(own).zip(value(number.clone())).is_some_and(|(own, full)| own <= full)
    };
    let starts = |at: &usize| chars[*at].is_ascii_digit() && !chars[at - 1].is_ascii_digit() && chars[at - 1] != '.';
    let closes = matches!(chars.get(end), Some('。' | ',' | ':'));
    plain && closes && (end..until).filter(starts).any(scored)
}

/// Whether what follows leaves the number a statement of points: `2分钟`, `90分以上`, `5分的` do not.
fn may_follow(chars: &[char], end: usize, has_unit: bool) -> bool {
    let next = skip_spaces(chars, end);
    match chars.get(next) {
        None => true,
        Some(',' | '。' | ';' | ')' | '!' | '、') => true,
        Some(':' | '(' | '"' | '\'' | '.' | '其' | '得' | '自' | '扣' | '占' | '实' | '满') => has_unit,
        Some('的' | '以' | '者' | '至' | '到' | '~' | '-' | '/' | '或' | '之' | '钟' | '值' | '及') => false,
        Some(_) => has_unit && next > end,
    }
}

/// The role word before a number, links between them skipped: role, where the word starts, and whether a link stood.
fn role_before(head: &[char], floor: usize, points: &Points) -> Option<(PointRole, usize, bool)> {
    let mut end = head.len();
    let mut best: Option<(PointRole, usize, bool, usize)> = None;
    for step in 0..3 {
        let text = head.get(floor..end)?;
        if let Some((role, n)) = points.role_at_end(text)
            && best.is_none_or(|b| n > b.3)
        {
            best = Some((role, end - n, step > 0, n));
        }
        let Some(n) = points.links.at_end(text) else { break };
        end = trim_end(head, end - n, floor);
    }
    let (role, word, linked, _) = best?;
    // A comma may stand between the condition and what it earns: `完成的，得5分`.
    let before = trim_end(head, word, floor);
    let condition = if before > floor && head[before - 1] == ',' { before - 1 } else { before };
    let conditional =
        points.rule_before.at_end(&head[floor..before]).is_some() || head[floor..condition].ends_with(&['的']);
    let scored = matches!(role, PointRole::Score | PointRole::OwnScore);
    (!(conditional && scored)).then_some((role, word, linked))
}

/// `自评得分：投入 9分，过程 28分`, `自评得分为95分，其中投入9分`: the role that a list announces for each of its numbers.
fn listed_role(head: &[char], points: &Points) -> Option<PointRole> {
    const REACH: usize = 80;
    let from = head.len().saturating_sub(REACH);
    let window = &head[from..];
    let start = window.iter().rposition(|&c| ends_sentence(c)).map_or(0, |i| i + 1);
    // `自评得分为95分，其中投入9.5分、产出48分`: what the whole got, and its parts.
    let among = window[start..].windows(2).position(|w| w == ['其', '中']).map(|at| start + at);
    let whole = among.and_then(|at| {
        let total = window[start..at].strip_suffix(&[',']).and_then(|w| w.strip_suffix(&['分']))?;
        let digits = total.iter().rev().take_while(|c| c.is_ascii_digit() || **c == '.').count();
        let (role, ..) = role_before(&total[..total.len() - digits], 0, points).filter(|_| digits > 0)?;
        Some((role, at + 2))
    });
    let colon = || {
        let colon = start + window[start..].iter().position(|&c| c == ':')?;
        Some((points.role_at_end(&window[start..colon])?.0, colon + 1))
    };
    let (role, from) = whole.or_else(colon)?;
    let name = &window[from..];
    (role == PointRole::OwnScore || role == PointRole::Score).then_some(role).filter(|_| !name.is_empty())
}

/// Drops the mentions that state a rule or points of another kind.
fn without_rules(chars: &[char], found: Vec<Mention>, points: &Points) -> Vec<Mention> {
    let mut kept = Vec::with_capacity(found.len());
    let mut rest = found.into_iter().peekable();
    let mut start = 0;
    while rest.peek().is_some() {
        let end = chars[start..].iter().position(|&c| ends_sentence(c)).map_or(chars.len(), |i| start + i + 1);
        let mut inside = Vec::new();
        while let Some(mention) = rest.next_if(|m| m.number.start < end) {
            inside.push(mention);
        }
        if !inside.is_empty() {
            keep_results(chars, start..end, inside, points, &mut kept);
        }
        start = end;
    }
    kept
}

/// Keeps what a sentence states as a result.
fn keep_results(
    chars: &[char],
    sentence: Range<usize>,
    inside: Vec<Mention>,
    points: &Points,
    kept: &mut Vec<Mention>,
) {
    let text = &chars[sentence.clone()];
    let foreign = points.foreign.any_in(text);
    let rule_until = points.rule_sentence.find_last(text).map_or(0, |i| sentence.start + i);
    let tiers = inside.iter().filter(|m| points.tier_before.at_end(&chars[..m.word]).is_some()).count();
    let mut from = sentence.start;
    for mention in inside {
        let clause_start =
            chars[from..mention.word].iter().rposition(|&c| ends_clause(c)).map_or(from, |i| from + i + 1);
        let clause = &chars[clause_start..mention.word];
        let rule = mention.number.start < rule_until || tiers > 1 || points.rule_clause.any_in(clause);
        from = mention.end.min(sentence.end);
        let another = foreign && !is_own(chars, &mention, clause_start == sentence.start, clause, points, kept);
        if !(another || rule && mention.is_score()) {
            kept.push(mention);
        }
    }
}

/// How many points back the weight stands that a score may answer.
const REACH: usize = 16;

/// Whether points in a sentence about a contest or a questionnaire are the report's own: a weight worded or placed as an
/// indicator's is, and so is the score that such a weight still waits for, unless its clause speaks of the contest.
fn is_own(chars: &[char], mention: &Mention, opens: bool, clause: &[char], points: &Points, kept: &[Mention]) -> bool {
    if mention.is_weight() {
        let worded = points.own_weight.any_in(&chars[mention.word..mention.number.start]);
        let behind_name = mention.word == mention.number.start && points.role_at_end(clause).is_none();
        return worded || opens && (mention.bracket.is_some() || behind_name);
    }
    let weight = kept.iter().rev().take(REACH).find(|m| m.is_weight() || m.is_score()).filter(|m| m.is_weight());
    let within = weight.and_then(|w| w.value(chars)).zip(mention.value(chars)).is_some_and(|(w, own)| own <= w);
    within && !points.foreign.any_in(clause)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{Lexicon, fold_in_place};

    fn roles(text: &str) -> Vec<(PointRole, String)> {
        let chars = fold_in_place(text);
        let found = mentions(&chars, &Lexicon::builtin().forms);
        found.into_iter().map(|m| (m.role, chars[m.number].iter().collect())).collect()
    }

    #[test]
    fn the_examples_of_the_pattern_file_hold() {
        let file: toml::Table = toml::from_str(include_str!("../../../patterns/forms.toml")).expect("toml");
        let examples = file["points"]["examples"].as_array().expect("examples");
        for example in examples {
            let text = example["text"].as_str().expect("text");
            let role = roles(text).first().map(|(role, _)| *role);
            let wanted = match example["role"].as_str().expect("role") {
                "group_weight" => Some(PointRole::GroupWeight),
                "weight" => Some(PointRole::Weight),
                "own_score" => Some(PointRole::OwnScore),
                "score" => Some(PointRole::Score),
                "deducted" => Some(PointRole::Deducted),
                _ => None,
            };
            assert_eq!(role, wanted, "{text}");
        }
    }

    #[test]
    fn results_are_kept_and_rules_are_not() {
        use PointRole::{Deducted, OwnScore, Score, Weight};
        let cases: [(&str, &[(PointRole, &str)]); 22] = [
            ("1.居民满意度10分，收回问卷90份，得9分。", &[(Weight, "10"), (Score, "9")]),
            ("自评得分95分，其中：决策20分，得19分。", &[(OwnScore, "95"), (Weight, "20"), (Score, "19")]),
            ("管理规范；执行率10分，执行率96%，得9.6分。", &[(Weight, "10"), (Score, "9.6")]),
            ("1.资金管理8分。发现问题2个，扣1分，得7分。", &[(Weight, "8"), (Deducted, "1"), (Score, "7")]),
            ("1.会议时间8分。发现问题2个，扣1分，得9分。", &[(Deducted, "1"), (Score, "9")]),
            ("垃圾清运率（10分），自评得分9.5分。", &[(Weight, "10"), (OwnScore, "9.5")]),
            ("（分值5分，得4分）", &[(Weight, "5"), (Score, "4")]),
            ("分值：5；得分：4.5", &[(Weight, "5"), (Score, "4.5")]),
            ("完成率达到95%得5分，否则不得分。", &[]),
            ("按期公开的，得2分。", &[]),
            ("90%以上得5分，80%以上得3分。", &[]),
            ("群众满意度在90%以上得5分。", &[(Score, "5")]),
            ("每低1个百分点扣0.5分，实际为93%，扣1分，得4分。", &[(Deducted, "0.5"), (Deducted, "1"), (Score, "4")]),
            ("会议时长5分钟，得到好评。", &[]),
            ("占地2分地", &[]),
            ("在知识竞赛中我县得96分。", &[]),
            ("普法竞赛场次，分值为3分。举办竞赛2场，问卷答对率为91%，得3分。", &[(Weight, "3"), (Score, "3")]),
            ("居民满意度（2分）：网络问卷满意度为93%，得2分。", &[(Weight, "2"), (Score, "2")]),
            ("居民满意度，分值为5分。问卷平均得92分，得4分。", &[(Weight, "5"), (Score, "4")]),
            ("自评得分：投入 9分，过程 28.5分", &[(OwnScore, "9"), (OwnScore, "28.5")]),
            ("达到90分以上", &[]),
            ("得分为 ８．５ 分", &[(Score, "8.5")]),
        ];
        for (text, wanted) in cases {
            let wanted: Vec<(PointRole, String)> = wanted.iter().map(|(r, n)| (*r, (*n).to_owned())).collect();
            assert_eq!(roles(text), wanted, "{text}");
        }
    }
}
