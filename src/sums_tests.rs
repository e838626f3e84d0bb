//! Reports made by hand, reconciled and checked: which findings of the families SC, WT and BG follow, and which do not.
//!
//! Stands beside the stages because no stage may import another.

use crate::checks::{Evidence, check};
use crate::lexicon::Lexicon;
use crate::model::sample::Sample;
use crate::model::{Document, FigureRole, Finding, Grade, Layout, Reason, Reconciliation, Severity, Subject, Verdict};

fn reconcile(sample: &Sample) -> Vec<Reconciliation> {
    crate::reconcile::reconcile(&sample.report, Lexicon::builtin())
}

fn findings(sample: &Sample) -> Vec<Finding> {
    let (document, layout, reconciliations) = (Document::default(), Layout::default(), reconcile(sample));
    let report = &sample.report;
    let evidence =
        Evidence { document: &document, layout: &layout, report, reconciliations: &reconciliations, notices: &[] };
    // Other families are tested elsewhere.
    let ours = |f: &Finding| ["SC", "WT", "BG"].iter().any(|family| f.check.0.starts_with(family));
    check(&evidence).into_iter().filter(ours).collect()
}

/// Codes in order, `!` after those of severity error.
fn codes(sample: &Sample) -> Vec<String> {
    let mut codes: Vec<String> = findings(sample)
        .iter()
        .map(|f| format!("{}{}", f.check.0, if f.severity == Severity::Error { "!" } else { "" }))
        .collect();
    codes.sort();
    codes
}

fn verdict(sample: &Sample, subject: Subject) -> Option<Verdict> {
    reconcile(sample).into_iter().find(|r| r.subject == subject).map(|r| r.verdict)
}

fn arithmetic(sample: &Sample, subject: Subject) -> Option<String> {
    reconcile(sample).into_iter().find(|r| r.subject == subject).map(|r| r.arithmetic)
}

/// Full marks throughout.
fn full<'a>(weights: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    weights.iter().map(|w| (*w, *w)).collect()
}

#[test]
fn a_consistent_report_is_quiet_and_each_altered_figure_gives_its_finding() {
    type Rows = [(&'static str, &'static str); 4];
    type Case = (&'static str, Rows, [&'static str; 2], [&'static str; 2], &'static [&'static str]);
    let consistent: Rows = [("30", "30"), ("20", "20"), ("40", "40"), ("10", "10")];
    let cases: [Case; 9] = [
        ("consistent", consistent, ["50", "50"], ["50", "50"], &[]),
        (
            "leaf score",
            [("30", "29"), consistent[1], consistent[2], consistent[3]],
            ["50", "50"],
            ["50", "50"],
            &["SC102!", "SC106"],
        ),
        (
            "leaf score above",
            [("30", "31"), consistent[1], consistent[2], consistent[3]],
            ["50", "50"],
            ["50", "50"],
            &["SC101!", "SC102!"],
        ),
        (
            "leaf weight",
            [("31", "30"), consistent[1], consistent[2], consistent[3]],
            ["50", "50"],
            ["50", "50"],
            &["SC106", "WT101!"],
        ),
        ("group score", consistent, ["50", "50"], ["48", "50"], &["SC102!"]),
        ("group weight", consistent, ["55", "50"], ["50", "50"], &["WT101!", "WT102"]),
        (
            "missing score",
            [("30", ""), consistent[1], consistent[2], consistent[3]],
            ["50", "50"],
            ["50", "50"],
            &["SC105"],
        ),
        (
            "missing score that cannot fill the gap",
            [("30", ""), consistent[1], consistent[2], consistent[3]],
            ["50", "50"],
            ["51", "50"],
            &["SC101!", "SC102!", "SC105"],
        ),
        ("missing weight", [("", "30"), consistent[1], consistent[2], consistent[3]], ["50", "50"], ["50", "50"], &[]),
    ];
    for (what, rows, weights, scores, expected) in cases {
        let mut sample = Sample::default();
        let leaves = sample.leaves(&rows);
        sample.group(1, weights[0], scores[0], &leaves[..2], &[]);
        sample.group(1, weights[1], scores[1], &leaves[2..], &[]);
        sample.total("100", "100");
        assert_eq!(codes(&sample), expected, "{what}: {:#?}", findings(&sample));
    }
}

#[test]
fn without_groups_the_total_is_held_against_the_leaves() {
    for (rows, total, full, expected) in [
        (&[("60", "58.5"), ("40", "35")][..], "93.5", "100", &[][..]),
        (&[("60", "58.5"), ("40", "35")], "95.5", "100", &["SC103!"]),
        // 93.5 rounds to 94 and is cut to 93.
        (&[("60", "58.5"), ("40", "35")], "94", "100", &[]),
        // The weights do not prove that every row was read.
        (&[("60", "58"), ("20", "20")], "98", "100", &["SC103", "WT102"]),
        (&[("60", "60"), ("40", "40")], "100", "90", &["WT102!"]),
        (&[("60", "60"), ("0", "0"), ("40", "40")], "100", "100", &[]),
        (&[("33.33", "33.33"), ("33.33", "33.33"), ("33.33", "33.33")], "100", "100", &[]),
        (&[("60", "60"), ("40", "/")], "60", "100", &["SC105"]),
    ] {
        let mut sample = Sample::default();
        sample.leaves(rows);
        sample.total(total, full);
        let found: Vec<String> = codes(&sample).into_iter().filter(|c| c != "SC106").collect();
        assert_eq!(found, expected, "{rows:?} {total} {:#?}", findings(&sample));
    }
}

#[test]
fn rounded_and_cut_scores_are_no_mismatch() {
    // 2/3, 2/3 and 1/3 of 1 point: printed 0.67 and 0.33, or cut 0.66; the sum is 1.67 either way.
    for (scores, total, agrees) in [
        (["0.67", "0.67", "0.33"], "1.67", true),
        (["0.66", "0.66", "0.33"], "1.66", true),
        (["0.66", "0.66", "0.33"], "1.67", true),
        (["0.67", "0.67", "0.33"], "1.7", true),
        (["0.66", "0.66", "0.33"], "1.71", false),
        (["1", "1", "0.50"], "2.52", false),
    ] {
        let mut sample = Sample::default();
        for score in scores {
            sample.leaf("1", score);
        }
        sample.total(total, "3");
        let expected = if agrees { Verdict::Agrees } else { Verdict::Differs };
        assert_eq!(verdict(&sample, Subject::TotalScore), Some(expected), "{scores:?} {total}");
    }
}

#[test]
fn many_half_points_do_not_blur_a_sum_of_weights() {
    let mut sample = Sample::default();
    let leaves = sample.leaves(&full(&["0.5"; 60]));
    sample.group(1, "29", "", &leaves, &[]);
    assert_eq!(verdict(&sample, Subject::GroupWeight(0)), Some(Verdict::Suspicious(Reason::RoundingOfParts)));
    assert_eq!(arithmetic(&sample, Subject::GroupWeight(0)).as_deref(), Some("0.5 + 0.5 + … + 0.5 = 30.0 (n = 60)"));
}

#[test]
fn nested_groups_report_at_the_lowest_level_only() {
    let mut sample = Sample::default();
    let leaves = sample.leaves(&full(&["6", "4", "5"]));
    let child = sample.group(2, "10", "9", &leaves[..2], &[]);
    let other = sample.group(2, "5", "5", &leaves[2..], &[]);
    sample.group(1, "15", "14", &[], &[child, other]);
    sample.total("14", "15");
    assert_eq!(codes(&sample), ["SC102!"], "{:#?}", findings(&sample));
}

/// A level-1 group that prints 55 over 6 + 20 + 25 + 9, in a report whose leaves give 100 points and 94.5 scored.
#[test]
fn a_level_weight_that_its_parts_contradict() {
    let mut sample = Sample::default();
    let first = sample.leaves(&full(&["5", "5", "3", "7"]));
    let second = sample.leaves(&[("2", "2"), ("3", "3"), ("11", "11"), ("1", "0.5"), ("3", "2")]);
    let parts: [&[(&str, &str)]; 4] =
        [&[("6", "4")], &[("6", "4"), ("8", "8"), ("6", "6")], &[("25", "25")], &[("3", "3"), ("6", "6")]];
    let children: Vec<usize> = parts
        .iter()
        .zip(["6", "20", "25", "9"])
        .map(|(rows, weight)| {
            let leaves = sample.leaves(rows);
            sample.group(2, weight, "", &leaves, &[])
        })
        .collect();
    sample.group(1, "20", "", &first, &[]);
    let management = sample.group(1, "20", "", &second, &[]);
    let performance = sample.group(1, "55", "", &[], &children);
    sample.total("94.5", "");
    sample.statement("95");
    sample.claim(&[4, management], "");
    sample.claim(&[children[2]], "20");
    assert_eq!(arithmetic(&sample, Subject::GroupWeight(performance)).as_deref(), Some("6 + 20 + 25 + 9 = 60"));
    let found = findings(&sample);
    let told: Vec<String> = codes(&sample).into_iter().filter(|c| c != "SC106").collect();
    assert_eq!(told, ["SC101", "SC104!", "SC109", "WT101", "WT101!", "WT102"], "{found:#?}");
    let level = found.iter().find(|f| f.check.0 == "WT102").map(|f| f.message.zh.clone()).unwrap_or_default();
    assert!(level.contains("20 + 20 + 55 = 95") && level.contains("差额来自"), "{level}");
    let above = found.iter().find(|f| f.check.0 == "SC101").map(|f| f.message.zh.clone()).unwrap_or_default();
    assert!(above.contains("56") && above.contains("55"), "{above}");
}

/// Groups that state weight and score over leaves that state either or neither; the total is the sum of the groups.
#[test]
fn groups_scored_in_running_text() {
    let mut sample = Sample::default();
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for leaves in [
        &[("", "2"), ("", "2"), ("", "2"), ("", "0")][..],
        &[("2", "2"), ("", "3"), ("", "0"), ("5", "5"), ("2", "2"), ("3", "3")],
        &[
            ("2", "3"),
            ("2", "3"),
            ("3", "3"),
            ("3", "3"),
            ("3", "3"),
            ("3", "3"),
            ("3", ""),
            ("3", "3"),
            ("3", "3"),
            ("3", "3"),
        ],
        &[("10", "10"), ("10", "10"), ("10", "10")],
        &[("", "6")],
        &[("", "2"), ("", "5")],
    ] {
        rows.push(sample.leaves(leaves));
    }
    let planning = sample.group(2, "5", "", &rows[1][1..3], &[]);
    for (leaves, (weight, score)) in
        rows.iter().zip([("8", "6"), ("22", "20"), ("30", "30"), ("30", "30"), ("6", "6"), ("4", "4")])
    {
        let children: &[usize] = if weight == "22" { &[planning] } else { &[] };
        let own: Vec<usize> = if weight == "22" { [&leaves[..1], &leaves[3..]].concat() } else { leaves.clone() };
        sample.group(1, weight, score, &own, children);
    }
    sample.total("96", "");
    let told: Vec<String> = codes(&sample).into_iter().filter(|c| c != "SC106").collect();
    // Twice 3 of 2, and 5 of the 4 of a whole group; 7 for 4; the group whose weights and scores are both 5 short.
    assert_eq!(
        told,
        ["SC101!", "SC101!", "SC101!", "SC102", "SC102!", "SC105", "WT101", "WT101!"],
        "{:#?}",
        findings(&sample)
    );
    let cannot = Some(Verdict::CannotTell(Reason::InputMissing));
    assert_eq!(verdict(&sample, Subject::GroupScore(3)), cannot, "27 and the missing score may make 30");
    assert_eq!(verdict(&sample, Subject::TotalScore), Some(Verdict::Agrees));
    assert_eq!(arithmetic(&sample, Subject::TotalScore).as_deref(), Some("6 + 20 + 30 + 30 + 6 + 4 = 96"));
    assert_eq!(arithmetic(&sample, Subject::GroupWeight(2)).as_deref(), Some("5 + 2 + 5 + 2 + 3 = 17"));
}

#[test]
fn a_total_of_many_leaves_at_one_decimal() {
    let mut sample = Sample::default();
    let mut rows = full(&["1"; 70]);
    rows.extend([("10", "9.12"), ("10", "9.63"), ("5", "4.86"), ("5", "4.33")]);
    sample.leaves(&rows);
    sample.total("97.9", "100");
    sample.statement("97.94");
    assert_eq!(codes(&sample).iter().filter(|c| *c != "SC106").count(), 0, "{:#?}", findings(&sample));
}

#[test]
fn statements_of_the_total_agree_at_printed_decimals_only() {
    for (first, other, conflict) in [
        ("94.5", "95", true),
        ("97.9", "97.94", false),
        ("95", "95.0", false),
        ("96.3", "96.5", true),
        ("90", "90", false),
    ] {
        let mut sample = Sample::default();
        sample.leaf("100", first);
        sample.total(first, "100");
        sample.statement(other);
        sample.statement(other);
        let conflicts = findings(&sample).iter().filter(|f| f.check.0 == "SC104").count();
        assert_eq!(conflicts, usize::from(conflict), "{first} {other}");
    }
}

#[test]
fn the_scored_execution_rate_counts_in_the_total() {
    let mut sample = Sample::default();
    sample.leaves(&full(&["50", "30", "10"]));
    sample.money("年度资金总额", None, ["", "200", "160", "80%"]);
    sample.report.budget[0].weight = sample.stated("10", FigureRole::Weight);
    sample.report.budget[0].score = sample.stated("8", FigureRole::Score);
    sample.total("98", "100");
    assert_eq!(codes(&sample), Vec::<String>::new(), "{:#?}", findings(&sample));
    assert_eq!(arithmetic(&sample, Subject::TotalScore).as_deref(), Some("50 + 30 + 10 + 8 = 98"));
    sample.report.head.total_score = sample.stated("96", FigureRole::Total);
    assert!(codes(&sample).contains(&"SC103!".to_owned()));
}

#[test]
fn named_deductions_are_held_against_the_points_lost() {
    for (weight, score, named, expected) in [
        ("1", "0.5", &["0.5"][..], &[][..]),
        ("3", "2", &["0.5"], &["SC108!"]),
        ("3", "1.5", &["1", "0.5"], &[]),
        ("3", "2", &["1", "0.5"], &[]),
        ("3", "1", &["1", "0.5"], &["SC108"]),
        ("6", "4", &[], &[]),
    ] {
        let mut sample = Sample::default();
        sample.leaf(weight, score);
        sample.note("说明", named);
        assert_eq!(codes(&sample), expected, "{weight} {score} {named:?}");
    }
}

#[test]
fn reasons_are_asked_for_once_when_the_form_has_no_place_for_them() {
    let mut sample = Sample::default();
    sample.leaves(&[("10", "8"), ("10", "9"), ("10", "7.5"), ("70", "70")]);
    sample.report.indicators.iter_mut().for_each(|row| row.has_note_column = false);
    sample.total("94.5", "100");
    let found = findings(&sample);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found.iter().all(|f| f.severity == Severity::Notice && f.message.zh.contains("5.5")));
}

#[test]
fn amounts_that_are_missing() {
    let mut sample = Sample::default();
    sample.money("货物类", None, ["", "0.86", "", "100%"]);
    sample.money("服务类", None, ["", "0", "", "100%"]);
    sample.money("出国经费", None, ["", "0", "0", ""]);
    assert_eq!(codes(&sample), ["BG103"], "{:#?}", findings(&sample));
    // A ratio with full marks on a blank line.
    let mut sample = Sample::default();
    sample.money("公用经费", None, ["", "133.98", "131.8", ""]);
    sample.money("政府采购金额", None, ["", "", "", ""]);
    let leaf = sample.leaf("2", "2");
    if let Some(name) = &mut sample.report.indicators[leaf].path[2] {
        name.value = Some("政府采购执行率".to_owned());
    }
    assert_eq!(codes(&sample), ["BG103"], "{:#?}", findings(&sample));
}

#[test]
fn an_empty_report_is_quiet_and_of_a_total_alone_the_grade_is_held() {
    let mut sample = Sample::default();
    assert_eq!(codes(&sample), Vec::<String>::new());
    sample.total("90", "");
    sample.grade(Grade::Fair);
    assert_eq!(codes(&sample), ["SC107"]);
}

#[test]
fn an_item_read_under_the_wrong_group_is_not_blamed_on_the_author() {
    let mut sample = Sample::default();
    let leaves = sample.leaves(&full(&["30", "20", "40", "10"]));
    sample.group(1, "50", "", &leaves[..3], &[]);
    sample.group(1, "50", "", &leaves[3..], &[]);
    sample.total("100", "100");
    assert!(findings(&sample).iter().all(|f| f.check.0 != "WT101" || f.severity == Severity::Warning));
}

#[test]
fn a_column_on_another_scale_gives_no_flood() {
    let mut sample = Sample::default();
    sample.leaves(&[("10", "95"), ("20", "90"), ("30", "100"), ("40", "38")]);
    assert_eq!(codes(&sample).iter().filter(|c| c.starts_with("SC101")).count(), 0);
}

#[test]
fn every_code_is_registered_once_in_order() {
    let codes: Vec<&str> = crate::checks::CHECKS.iter().map(|c| c.code.0).collect();
    assert!(codes.windows(2).all(|pair| pair[0] < pair[1]), "{codes:?}");
}
