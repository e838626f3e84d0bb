//! The sample reports against their hand-written truth: what is read from each, and what is found wrong with it.

mod sample;

use fuhe::model::{Examination, Grade, Measure, Severity, Stated, Verdict};
use sample::{Indicator, Planted, Printed, Report, Sample, lines_of, same, samples};

/// Collects differences, so that one run shows all of them.
#[derive(Default)]
struct Diff(Vec<String>);

impl Diff {
    fn say(&mut self, place: &str, what: impl AsRef<str>) {
        self.0.push(format!("{place}: {}", what.as_ref()));
    }

    fn text(&mut self, place: &str, field: &str, truth: Option<&str>, found: Option<&str>) {
        let agree = match (truth, found) {
            (Some(t), Some(f)) => same(t, f),
            (None, f) => f.is_none_or(|f| f.trim().is_empty()),
            (Some(_), None) => false,
        };
        if !agree {
            self.say(place, format!("{field}: truth {truth:?}, found {found:?}"));
        }
    }

    fn figure(&mut self, place: &str, field: &str, truth: Option<&Printed>, found: Option<&Stated<Measure>>) {
        self.figure_read(place, field, truth, &[], found);
    }

    /// Like `figure`, with other texts that are as good as the printed one.
    fn figure_read(
        &mut self,
        place: &str,
        field: &str,
        truth: Option<&Printed>,
        readings: &[String],
        found: Option<&Stated<Measure>>,
    ) {
        let blank = |raw: &str| matches!(raw.trim(), "" | "-" | "—" | "/");
        let equal = |t: &Printed, f: &Stated<Measure>| {
            let number: Option<rust_decimal::Decimal> = t.0.parse().ok();
            number.is_some() && number == f.quantity().map(|q| q.amount)
        };
        match (truth, found) {
            (None, None) => {}
            (None, Some(f)) if blank(&f.raw) => {}
            (Some(t), Some(f)) if same(&t.0, &f.raw) || readings.iter().any(|r| same(r, &f.raw)) || equal(t, f) => {
                if f.at.spot.line != Some(t.1) {
                    self.say(place, format!("{field} {}: truth on line {}, found on {:?}", t.0, t.1, f.at.spot.line));
                }
            }
            (t, f) => {
                self.say(place, format!("{field}: truth {:?}, found {:?}", t.map(|t| &t.0), f.map(|f| &f.raw)));
            }
        }
    }

    fn check(self) {
        assert!(self.0.is_empty(), "{} difference(s)\n{}", self.0.len(), self.0.join("\n"));
    }
}

fn examined(sample: &Sample) -> Vec<Examination> {
    sample::examine(&sample.entry.name, &sample.bytes)
}

#[test]
fn truth_stands_where_it_says() {
    let mut diff = Diff::default();
    for sample in samples() {
        let lines: Vec<Vec<char>> = sample.text.split('\n').map(|l| l.chars().collect()).collect();
        for report in &sample.truth.report {
            for (name, printed) in all_printed(report) {
                let line = lines.get(printed.1 as usize - 1).map_or(&[][..], Vec::as_slice);
                let start = printed.2 as usize - 1;
                let there: String = line.iter().skip(start).take(printed.0.chars().count()).collect();
                if there != printed.0 {
                    diff.say(&sample.entry.name, format!("{name}: {printed:?}, but there stands {there:?}"));
                }
            }
        }
    }
    diff.check();
}

fn all_printed(report: &Report) -> Vec<(&str, &Printed)> {
    let total = [("total", &report.total_score)];
    let budget = report.budget.iter().flat_map(|b| {
        [&b.initial, &b.planned, &b.spent, &b.rate, &b.prior, &b.weight, &b.score].map(|p| (b.item.as_str(), p))
    });
    let groups =
        report.group.iter().flat_map(|g| [&g.weight, &g.score, &g.subtotal_weight].map(|p| (g.name.as_str(), p)));
    let rows = report
        .indicator
        .iter()
        .flat_map(|i| [&i.weight, &i.target, &i.actual, &i.score].map(|p| (i.level3.as_str(), p)));
    let all = total.into_iter().chain(budget).chain(groups).chain(rows);
    let related = report.relation.iter().flat_map(|r| r.parts.iter().chain([&r.whole])).map(|p| ("relation", p));
    all.filter_map(|(name, printed)| Some((name, printed.as_ref()?))).chain(related).collect()
}

#[test]
fn manifest_names_what_truth_plants() {
    let mut diff = Diff::default();
    for sample in samples() {
        let truth: Vec<(&str, u32)> = sample
            .truth
            .report
            .iter()
            .flat_map(|r| &r.finding)
            .filter(|f| !f.optional)
            .map(|f| (f.code.as_str(), f.line))
            .collect();
        let listed: Vec<(&str, u32)> = sample.entry.planted.iter().map(|p| (p.code.as_str(), p.line)).collect();
        if truth != listed || sample.entry.consistent != truth.is_empty() {
            diff.say(&sample.entry.name, format!("truth plants {truth:?}, the manifest lists {listed:?}"));
        }
    }
    diff.check();
}

#[test]
fn records_match_truth() {
    let mut diff = Diff::default();
    for sample in samples() {
        let found = examined(&sample);
        if found.len() != sample.truth.report.len() {
            let (truth, found) = (sample.truth.report.len(), found.len());
            diff.say(&sample.entry.name, format!("truth has {truth} report(s), {found} found"));
        }
        for (n, (truth, found)) in sample.truth.report.iter().zip(&found).enumerate() {
            let place = format!("{} #{}", sample.entry.name, n + 1);
            head(&mut diff, &place, truth, found);
            indicators(&mut diff, &place, truth, found);
            groups(&mut diff, &place, truth, found);
            budget(&mut diff, &place, truth, found);
        }
    }
    diff.check();
}

#[test]
fn recomputed_values_are_in_the_unit_of_their_figure() {
    let mut diff = Diff::default();
    let mut compared = 0;
    for sample in samples() {
        for examination in examined(&sample) {
            for result in &examination.reconciliations {
                let figure = result.figure.and_then(|id| examination.report.figures.get(id.0 as usize));
                let (Some(figure), Some(stated)) = (figure, result.stated) else { continue };
                compared += 1;
                let place = format!("{} {:?} {}", sample.entry.name, result.subject, figure.raw);
                if !stated.holds(figure.measure.quantity.amount) {
                    diff.say(&place, format!("stated as {stated:?}"));
                }
                let other = result.recomputed.filter(|_| result.verdict == Verdict::Agrees);
                if other.is_some_and(|other| !other.meets(stated)) {
                    diff.say(&place, format!("agrees with {other:?}"));
                }
            }
        }
    }
    assert!(compared > 500, "{compared}");
    diff.check();
}

fn head(diff: &mut Diff, place: &str, truth: &Report, found: &Examination) {
    let head = &found.report.head;
    let text = |s: &Option<Stated<String>>| s.as_ref().map(|s| s.value.clone().unwrap_or_else(|| s.raw.clone()));
    diff.text(place, "title", Some(&truth.title), text(&head.title).as_deref());
    diff.text(place, "organization", Some(&truth.organization), text(&head.organization).as_deref());
    diff.text(place, "project", truth.project.as_deref(), text(&head.project).as_deref());
    let year = head.year.as_ref().and_then(|y| y.value).map(|y| y.to_string());
    diff.text(place, "year", Some(&truth.year), year.as_deref());
    diff.text(place, "kind", Some(&truth.kind), Some(head.kind.name()));
    let total = head.total_score.as_ref().map(|s| s.raw.as_str());
    diff.text(place, "total_score", truth.total_score.as_ref().map(|t| t.0.as_str()), total);
    let grade = head.grade.as_ref().and_then(|g| g.value).map(|g| match g {
        Grade::Excellent => "优",
        Grade::Good => "良",
        Grade::Fair => "中",
        Grade::Poor => "差",
    });
    diff.text(place, "grade", truth.grade.as_deref(), grade);
    let full = head.full_score.as_ref().and_then(Stated::amount).map(|a| a.normalize().to_string());
    if truth.full_score.is_some() {
        diff.text(place, "full_score", truth.full_score.as_deref(), full.as_deref());
    }
}

fn indicators(diff: &mut Diff, place: &str, truth: &Report, found: &Examination) {
    let rows = &found.report.indicators;
    let names = |i: usize| rows.get(i).map(|r| r.name().to_owned());
    if rows.len() != truth.indicator.len() {
        diff.say(place, format!("truth has {} indicator rows, {} found", truth.indicator.len(), rows.len()));
    }
    let mut next = 0;
    for row in &truth.indicator {
        let Some(at) = (next..rows.len()).find(|&i| names(i).is_some_and(|n| same(&n, &row.level3))) else {
            diff.say(place, format!("row missing: {}", row.level3));
            continue;
        };
        for skipped in next..at {
            diff.say(place, format!("row invented or out of order: {:?}", names(skipped)));
        }
        next = at + 1;
        let place = format!("{place} {}", row.level3);
        let got = &rows[at];
        let level = |n: usize| got.path[n].as_ref().and_then(|s| s.value.as_deref());
        diff.text(&place, "level1", row.level1.as_deref(), level(0));
        diff.text(&place, "level2", row.level2.as_deref(), level(1));
        diff.text(&place, "task", row.task.as_deref(), got.task.as_ref().and_then(|s| s.value.as_deref()));
        diff.figure(&place, "weight", row.weight.as_ref(), got.weight.as_ref());
        diff.figure(&place, "score", row.score.as_ref(), got.score.as_ref());
        for (field, truth, found) in [("actual", &row.actual, &got.actual), ("target", &row.target, &got.target)] {
            diff.figure_read(&place, field, truth.as_ref(), &readings(row, truth.as_ref()), found.as_ref());
        }
    }
}

/// Where sign or unit have columns of their own, a value may be given with them.
fn readings(row: &Indicator, truth: Option<&Printed>) -> Vec<String> {
    let Some(truth) = truth else { return Vec::new() };
    let (sign, unit) = (row.sign.as_deref().unwrap_or_default(), row.unit.as_deref().unwrap_or_default());
    vec![format!("{sign}{}", truth.0), format!("{}{unit}", truth.0), format!("{sign}{}{unit}", truth.0)]
}

fn groups(diff: &mut Diff, place: &str, truth: &Report, found: &Examination) {
    for group in &truth.group {
        let place = format!("{place} group {}", group.name);
        let got = found.report.groups.iter().find(|g| g.level == group.level && same(&g.name, &group.name));
        let Some(got) = got else {
            if group.level > 0 {
                diff.say(&place, "missing");
            }
            continue;
        };
        if group.subtotal_weight.is_none() {
            diff.figure(&place, "weight", group.weight.as_ref(), got.weight.as_ref());
        }
        diff.figure(&place, "score", group.score.as_ref(), got.score.as_ref());
    }
}

fn budget(diff: &mut Diff, place: &str, truth: &Report, found: &Examination) {
    for line in &truth.budget {
        let place = format!("{place} budget {} line {}", line.item, line.line);
        let on_line = |s: Option<&Stated<Measure>>| s.and_then(|s| s.at.spot.line);
        let got = found.report.budget.iter().find(|b| {
            b.at.spot.line == Some(line.line)
                || [&b.planned, &b.spent].iter().any(|s| on_line(s.as_ref()) == line.spent.as_ref().map(|p| p.1))
        });
        let Some(got) = got else {
            diff.say(&place, "missing");
            continue;
        };
        diff.text(&place, "unit", Some(&line.unit), Some(&got.unit));
        let parent = got.parent.and_then(|p| found.report.budget.get(p)).map(|p| p.item.as_str());
        if line.parent.is_some() {
            diff.text(&place, "parent", line.parent.as_deref(), parent);
        }
        diff.figure(&place, "initial", line.initial.as_ref(), got.initial.as_ref());
        diff.figure(&place, "planned", line.planned.as_ref(), got.planned.as_ref());
        diff.figure(&place, "spent", line.spent.as_ref(), got.spent.as_ref());
        diff.figure(&place, "rate", line.rate.as_ref(), got.rate.as_ref());
        diff.figure(&place, "weight", line.weight.as_ref(), got.weight.as_ref());
        diff.figure(&place, "score", line.score.as_ref(), got.score.as_ref());
    }
}

#[test]
fn findings_match_truth() {
    let mut diff = Diff::default();
    for sample in samples() {
        for (n, (truth, found)) in sample.truth.report.iter().zip(&examined(&sample)).enumerate() {
            let place = format!("{} #{}", sample.entry.name, n + 1);
            for planted in truth.finding.iter().filter(|p| !p.optional) {
                if !found.findings.iter().any(|f| is_planted(planted, f)) {
                    diff.say(&place, format!("not found: {} line {} {}", planted.code, planted.line, planted.what));
                }
            }
            for finding in &found.findings {
                let expected = truth.finding.iter().any(|p| is_planted(p, finding));
                let severe = finding.severity == Severity::Error
                    || (truth.finding.is_empty() && finding.severity == Severity::Warning);
                if severe && !expected {
                    let (code, severity) = (finding.check.0, finding.severity.name());
                    let lines = lines_of(finding);
                    diff.say(&place, format!("false {severity}: {code} lines {lines:?} {}", finding.message.zh));
                }
            }
        }
    }
    diff.check();
}

fn is_planted(planted: &Planted, finding: &fuhe::model::Finding) -> bool {
    let lines = lines_of(finding);
    let said = [finding.message.zh.as_str(), finding.stated.as_ref().map_or("", |s| &s.raw)].join(" ");
    planted.code.split('|').any(|c| c == finding.check.0)
        && planted.severity.split('|').any(|s| s == finding.severity.name())
        && (lines.contains(&planted.line) || planted.also.iter().any(|l| lines.contains(l)))
        && planted
            .stated
            .as_ref()
            .is_none_or(|s| sample::numbers(s).is_subset(&sample::numbers(&said)) || planted.severity.contains('|'))
}
