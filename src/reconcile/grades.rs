//! The grade against the total, on the printed scale or on the national one.
//!
//! A grade on a scale that the report does not print is never a proven error: rival scales are in use, and grades may be
//! given by somebody else than the author.

use super::precision;
use super::sums::amount;
use super::totals::{full_score, total};
use crate::model::{Grade, Interval, Reason, Reconciliation, Report, Subject, Verdict};
use rust_decimal::Decimal;

/// Lowest percentage for 优, 良 and 中: the national scale (财预〔2020〕10号), then one shipped in reporting software.
const SCALES: [[i64; 3]; 2] = [[90, 80, 60], [80, 70, 60]];

/// How near to an edge a percentage counts as near, when the scale is not printed: one point (89.5 lies between 80–89
/// and 90–100 in scales worded in whole points).
const NEAR: Decimal = Decimal::ONE;

/// Holds the grade against the total.
pub(super) fn grade(report: &Report) -> Option<Reconciliation> {
    let stated = report.head.grade.as_ref()?.value?;
    let of = total(report)?;
    let reading = precision::printed(of)?;
    let (verdict, arithmetic) = if report.head.grade_scale.is_empty() {
        let full = amount(full_score(report)).unwrap_or(Decimal::ONE_HUNDRED);
        let factor = Decimal::ONE_HUNDRED.checked_div(full).filter(|f| *f > Decimal::ZERO)?;
        let percent = reading.printed.checked_mul(factor)?;
        (on_usual_scales(stated, percent), scale_text(&national()))
    } else {
        (on_printed_scale(stated, reading.likely, &report.head.grade_scale), scale_text(&report.head.grade_scale))
    };
    Some(Reconciliation {
        subject: Subject::Grade,
        figure: None,
        stated: Some(reading.likely),
        recomputed: None,
        inputs: of.figure.into_iter().collect(),
        arithmetic,
        verdict,
    })
}

fn national() -> Vec<(Grade, Decimal)> {
    [Grade::Excellent, Grade::Good, Grade::Fair].into_iter().zip(SCALES[0].map(Decimal::from)).collect()
}

/// `优 ≥ 90，良 ≥ 80`.
fn scale_text(scale: &[(Grade, Decimal)]) -> String {
    let step = |(grade, low): &(Grade, Decimal)| format!("{} ≥ {low}", letter(*grade));
    scale.iter().map(step).collect::<Vec<_>>().join("，")
}

fn letter(grade: Grade) -> &'static str {
    match grade {
        Grade::Excellent => "优",
        Grade::Good => "良",
        Grade::Fair => "中",
        Grade::Poor => "差",
    }
}

/// The grade that a score earns: the best step it reaches, or 差 below all of them.
fn earned(score: Decimal, scale: &[(Grade, Decimal)]) -> Grade {
    let reached = scale.iter().filter(|(_, low)| score >= *low).map(|(grade, _)| *grade);
    reached.max().unwrap_or(Grade::Poor)
}

fn on_printed_scale(stated: Grade, score: Interval, scale: &[(Grade, Decimal)]) -> Verdict {
    let (low, high) = (earned(score.low, scale), earned(score.high, scale));
    let known = scale.iter().any(|(grade, _)| *grade == stated) || scale.iter().all(|(grade, _)| *grade > stated);
    if low == stated && high == stated {
        Verdict::Agrees
    } else if (low..=high).contains(&stated) || !known {
        Verdict::CannotTell(Reason::NearEdge)
    } else {
        Verdict::Differs
    }
}

fn on_usual_scales(stated: Grade, percent: Decimal) -> Verdict {
    let national = national();
    let fits = |scale: [i64; 3]| {
        let steps: Vec<_> =
            [Grade::Excellent, Grade::Good, Grade::Fair].into_iter().zip(scale.map(Decimal::from)).collect();
        earned(percent, &steps) == stated
    };
    let near = national.iter().any(|(_, edge)| (percent - edge).abs() < NEAR && percent != *edge);
    if earned(percent, &national) == stated {
        Verdict::Agrees
    } else if near || SCALES.into_iter().any(fits) {
        Verdict::CannotTell(Reason::NearEdge)
    } else {
        Verdict::Suspicious(Reason::NearEdge)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::sample::Sample;

    #[test]
    fn grades_are_held_against_the_printed_scale_only_strictly() {
        let printed: &[(Grade, i64)] = &[(Grade::Excellent, 95), (Grade::Good, 85), (Grade::Fair, 60)];
        for (total, grade, scale, verdict) in [
            ("97.9", Grade::Excellent, &[][..], Verdict::Agrees),
            ("89.5", Grade::Excellent, &[], Verdict::CannotTell(Reason::NearEdge)),
            ("85", Grade::Excellent, &[], Verdict::CannotTell(Reason::NearEdge)),
            ("72", Grade::Excellent, &[], Verdict::Suspicious(Reason::NearEdge)),
            ("97", Grade::Good, &[], Verdict::Suspicious(Reason::NearEdge)),
            ("92.5", Grade::Excellent, printed, Verdict::Differs),
            ("94.96", Grade::Good, printed, Verdict::Agrees),
            ("95.0", Grade::Good, printed, Verdict::CannotTell(Reason::NearEdge)),
            ("50", Grade::Poor, printed, Verdict::Agrees),
        ] {
            let mut sample = Sample::default();
            sample.total(total, "100");
            sample.grade(grade);
            sample.report.head.grade_scale = scale.iter().map(|(g, low)| (*g, Decimal::from(*low))).collect();
            assert_eq!(super::grade(&sample.report).map(|r| r.verdict), Some(verdict), "{total} {grade:?} {scale:?}");
        }
    }
}
