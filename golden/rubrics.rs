//! Scoring rules: wordings with the form they must take, the same rule worded in several ways, and the real reports
//! against what a careful reader recomputed.
#![allow(clippy::print_stdout, reason = "a skipped test says that it is skipped, and the counts are worth seeing")]

mod sample;

use fuhe::model::{Examination, Interval, Reconciliation, Severity, Subject, Verdict};
use rust_decimal::Decimal;
use sample::{read_text, root};
use serde::Deserialize;

#[derive(Deserialize)]
struct Wordings {
    rule: Vec<Wording>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wording {
    text: String,
    weight: u32,
    form: String,
}

/// A report with these columns behind the indicator's name.
fn table<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> Examination {
    let line = |(n, cells): (usize, &[String; N])| format!("第{}号指标\t{}", n + 1, cells.join("\t"));
    let lines: Vec<String> = rows.iter().enumerate().map(line).collect();
    let text = format!("某局绩效自评表\n\n指标\t{}\n{}\n", head.join("\t"), lines.join("\n"));
    sample::examine("rules.txt", text.as_bytes()).remove(0)
}

fn own(examination: &Examination) -> Vec<&Reconciliation> {
    examination.reconciliations.iter().filter(|r| matches!(r.subject, Subject::ScoreByRubric(_))).collect()
}

/// Digits and punctuation in the other width; a period in a number stays what it is.
fn other_width(text: &str) -> String {
    let wide = |c: char| char::from_u32(c as u32 + 0xfee0).unwrap_or(c);
    let change = |c: char| match c {
        '，' => ',',
        '；' => ';',
        '：' => ':',
        '（' => '(',
        '）' => ')',
        '≤' => '≦',
        '=' => '＝',
        '<' => '＜',
        '0'..='9' | '%' => wide(c),
        _ => c,
    };
    text.chars().map(change).collect()
}

#[test]
fn wordings_take_their_form() {
    let file: Wordings = toml::from_str(&read_text(&root().join("golden/rubrics/wordings.toml"))).expect("TOML");
    assert!(file.rule.len() >= 120, "{} wordings", file.rule.len());
    let mut wrong = Vec::new();
    for (width, change) in [("as written", str::to_owned as fn(&str) -> String), ("other width", other_width)] {
        let row = |r: &Wording| [r.weight.to_string(), change(&r.text), "0".to_owned()];
        let rows: Vec<[String; 3]> = file.rule.iter().map(row).collect();
        let examined = table(["分值", "评分标准", "得分"], &rows);
        assert_eq!(examined.report.indicators.len(), rows.len(), "every row is read");
        for (rule, row) in file.rule.iter().zip(&examined.report.indicators) {
            let form = row.rubric.as_ref().map(fuhe::model::Rubric::form).unwrap_or_default();
            if form != rule.form {
                wrong.push(format!("{width}: {}\n  expected {}\n  found    {form}", rule.text, rule.form));
            }
        }
    }
    println!("{} wordings in two widths", file.rule.len());
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[derive(Deserialize)]
struct Scored {
    row: Vec<ScoredRow>,
}

/// A row with its rule and the score that a careful reader gives it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScoredRow {
    name: String,
    rule: String,
    weight: u32,
    target: String,
    actual: String,
    score: String,
    #[serde(default)]
    open: bool,
}

impl ScoredRow {
    /// The row with some score, in a report of its own.
    fn examine(&self, score: &str) -> Examination {
        let head = ["指标", "分值", "评分标准", "年度指标值", "实际完成值", "得分"].join("\t");
        let weight = self.weight.to_string();
        let row = [&self.name, &weight, &self.rule, &self.target, &self.actual, score].join("\t");
        sample::examine("row.txt", format!("某局绩效自评表\n\n{head}\n{row}\n").as_bytes()).remove(0)
    }
}

#[test]
fn rows_get_the_score_that_a_careful_reader_gives() {
    let file: Scored = toml::from_str(&read_text(&root().join("golden/rubrics/scored.toml"))).expect("TOML");
    let mut wrong = Vec::new();
    let mut open = 0;
    for row in &file.row {
        let verdict = |examined: &Examination| own(examined).first().map(|r| r.verdict.clone());
        let examined = row.examine(&row.score);
        for finding in examined.findings.iter().filter(|f| f.severity > Severity::Notice) {
            wrong.push(format!("{:?}\n  {}", finding.message, row.rule));
        }
        let stated = verdict(&examined);
        let silent = !matches!(stated, Some(Verdict::Differs | Verdict::Suspicious(_)));
        open += usize::from(row.open);
        if if row.open { !silent } else { stated != Some(Verdict::Agrees) } {
            wrong.push(format!("{} of {}: {stated:?}\n  {}", row.score, row.weight, row.rule));
        }
        // Another score is not what the rule gives; with two decimals no rounding makes it so.
        let other: Decimal = row.score.parse().expect("a score");
        let half = Decimal::from(row.weight) / Decimal::TWO;
        let mut other = if other >= half { other - half } else { other + half };
        other.rescale(2);
        if !row.open
            && !matches!(verdict(&row.examine(&other.to_string())), Some(Verdict::Differs | Verdict::Suspicious(_)))
        {
            wrong.push(format!("{other} is taken for {} of {}\n  {}", row.score, row.weight, row.rule));
        }
    }
    println!("{} rows, {open} left to a reader", file.row.len());
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[derive(Deserialize)]
struct Planted {
    row: Vec<PlantedRow>,
}

/// A row with the scores that its rule admits, and with others.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlantedRow {
    name: String,
    rule: String,
    weight: u32,
    target: String,
    actual: String,
    right: Vec<String>,
    #[serde(default)]
    wrong: Vec<String>,
    #[serde(default)]
    open: bool,
}

#[test]
fn right_scores_are_never_called_wrong_and_planted_ones_are() {
    let file: Planted = toml::from_str(&read_text(&root().join("golden/rubrics/planted.toml"))).expect("TOML");
    let (mut confirmed, mut planted, mut found, mut errors, mut bad) = (0, 0, 0, 0, Vec::new());
    for row in &file.row {
        let scored = ScoredRow {
            name: row.name.clone(),
            rule: row.rule.clone(),
            weight: row.weight,
            target: row.target.clone(),
            actual: row.actual.clone(),
            score: String::new(),
            open: row.open,
        };
        let mut agrees = false;
        for score in &row.right {
            let examined = scored.examine(score);
            agrees |= own(&examined).first().is_some_and(|r| r.verdict == Verdict::Agrees);
            for finding in examined.findings.iter().filter(|f| f.severity > Severity::Notice) {
                bad.push(format!("{score} is right: {:?}\n  {}", finding.message, row.rule));
            }
        }
        confirmed += usize::from(agrees);
        if !agrees && !row.open {
            bad.push(format!("{:?} of {} is not confirmed\n  {}", row.right, row.weight, row.rule));
        }
        for score in &row.wrong {
            let examined = scored.examine(score);
            // A score above its weight is told as that, once.
            let told = |code: &str| code.starts_with("RB10") || code == "SC101";
            let worst = examined.findings.iter().filter(|f| told(f.check.0)).map(|f| f.severity).max();
            planted += 1;
            found += usize::from(worst >= Some(Severity::Warning));
            errors += usize::from(worst == Some(Severity::Error));
            if worst < Some(Severity::Warning) && !row.open {
                bad.push(format!("{score} of {} is wrong and not found\n  {}", row.weight, row.rule));
            }
        }
    }
    let rows = file.row.len();
    println!("{rows} rows, {confirmed} confirmed; {found} of {planted} planted scores found, {errors} as errors");
    assert!(bad.is_empty(), "{} wrong\n{}", bad.len(), bad.join("\n"));
}

/// A generator with a fixed seed: the same rules in every run.
struct Dice(u64);

impl Dice {
    fn up_to(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

/// One rule in several wordings that mean the same, with a target and a result.
fn reworded(dice: &mut Dice) -> (String, String, Vec<String>) {
    let (bound, step) = (80 + dice.up_to(20), 1 + dice.up_to(5));
    let share = 1 + dice.up_to(9);
    let actual = format!("{}.{:02}%", 60 + dice.up_to(45), dice.up_to(100));
    match dice.up_to(4) {
        0 => {
            let texts = [
                format!("比率≥{bound}%，得满分；比率<{bound}%，每减少{step}%，扣{share}%的权重分，扣完为止。"),
                format!("1. 比率≥{bound}%，得满分；2. 比率＜{bound}%，每减少{step}%，扣分值的{share}%，扣完为止。"),
                format!("达到{bound}%得满分，低于{bound}%的，每低{step}%扣{share}%的分值，扣完为止。"),
            ];
            (format!("≥{bound}%"), actual, texts.into())
        }
        1 => {
            let texts = [
                format!("实际完成值≥{bound}%，得满分；实际完成值<{bound}%时，按实际完成值占目标值的比重*分值计算"),
                format!("不低于{bound}%得满分，低于{bound}%的，按实际值与目标值之比乘分值计分。"),
                format!("实际值>={bound}%,得满分;不足{bound}%的,得分=实际完成值/目标值×分值。"),
            ];
            (format!("≥{bound}%"), actual, texts.into())
        }
        2 => {
            let low = bound - 10;
            let texts = [
                format!("比率≥{bound}%，得10分；{low}%≤比率<{bound}%，得6分；比率<{low}%，得0分。"),
                format!("1. 比率<{low}%的，不得分；2. {bound}%>比率≥{low}%的，得6分；3. 比率≥{bound}%的，得10分。"),
                format!("比率{bound}%（含）以上计10分，{low}%（含）-{bound}%（不含）计6分，小于{low}%不得分。"),
            ];
            (format!("≥{bound}%"), actual, texts.into())
        }
        _ => {
            let texts = [
                "得分=比率×分值".to_owned(),
                "评分规则：得分＝比率乘以分值。".to_owned(),
                "按比率×分值计算得分".to_owned(),
                "得分=比率*10分".to_owned(),
            ];
            ("=100%".to_owned(), actual, texts.into())
        }
    }
}

#[test]
fn a_rule_gives_the_same_scores_however_it_is_worded() {
    let mut dice = Dice(20_241_120);
    let mut count = 0;
    for _ in 0..120 {
        let (target, actual, texts) = reworded(&mut dice);
        let row = |text: &String| [target.clone(), "10".to_owned(), text.clone(), actual.clone(), "3.33".to_owned()];
        let rows: Vec<[String; 5]> = texts.iter().map(row).collect();
        let examined = table(["年度指标值", "分值", "评分标准", "实际完成值", "得分"], &rows);
        let found: Vec<(Option<Interval>, bool)> =
            own(&examined).iter().map(|r| (r.recomputed, r.verdict == Verdict::Agrees)).collect();
        assert_eq!(found.len(), texts.len(), "{texts:?}");
        assert!(found.iter().all(|f| f == &found[0] && f.0.is_some()), "{target} {actual}\n{texts:#?}\n{found:#?}");
        count += texts.len();
    }
    println!("{count} wordings of 120 rules");
}

/// What the truth says of a rule.
#[derive(Deserialize)]
struct Truth {
    rubrics: Vec<TrueRule>,
}

#[derive(Deserialize)]
struct TrueRule {
    n: usize,
    recomputed: Option<String>,
    agrees: Option<bool>,
    #[serde(default)]
    alternatives: Vec<String>,
}

#[test]
fn the_real_reports_are_recomputed_as_a_careful_reader_did() {
    let shared = root().join("../shared");
    let (mut right, mut unread, mut wrong) = (0, 0, Vec::new());
    for path in sample::files(&shared.join("truth"), ".json") {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let Ok(truth) = serde_json::from_str::<Truth>(&read_text(&path)) else { continue };
        let seed = sample::files(&shared.join("seeds"), ".txt")
            .into_iter()
            .find(|p| p.file_name().is_some_and(|f| f.to_string_lossy().starts_with(&name)));
        let Some(seed) = seed else { continue };
        let examined = sample::examine(&name, &std::fs::read(seed).expect("a report")).remove(0);
        let by_row = |row: usize| own(&examined).into_iter().find(|r| r.subject == Subject::ScoreByRubric(row));
        for rule in &truth.rubrics {
            let found = by_row(rule.n - 1);
            let says = match found.map(|f| &f.verdict) {
                Some(Verdict::Agrees) => Some(true),
                Some(Verdict::Differs | Verdict::Suspicious(_)) => Some(false),
                _ => None,
            };
            let values: Vec<Decimal> =
                rule.recomputed.iter().chain(&rule.alternatives).filter_map(|v| v.parse().ok()).collect();
            let near = |v: &Decimal, i: Interval| i.meets(Interval::printed(*v, v.scale().max(2)));
            let inside = found.and_then(|f| f.recomputed).is_some_and(|i| values.iter().any(|v| near(v, i)));
            if says == rule.agrees && (inside || rule.agrees.is_none() || rule.recomputed.is_none()) {
                right += 1;
            } else if says.is_none() {
                unread += 1;
                println!("{name} row {}: cannot tell, a reader could", rule.n);
            } else {
                wrong.push(format!("{name} row {}: {says:?}, the truth says {:?}", rule.n, rule.agrees));
            }
        }
    }
    if right == 0 {
        println!("skipped: {} is absent", shared.display());
        return;
    }
    println!("{right} rules judged as by a reader, {unread} left to one, {} wrong", wrong.len());
    assert!(wrong.is_empty() && unread == 0, "{unread} unread\n{}", wrong.join("\n"));
}
