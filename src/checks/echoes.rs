//! One slip, one finding: findings in, those that only echo another one taken out.
//!
//! A wrong figure takes part in several recomputations, and each of them fails. Where the correction that one finding asks
//! for makes another one hold, the first says so and the other goes. Arithmetic decides, never words; what goes is never
//! graver than what stays.

use crate::model::{FigureId, Finding, Interval, PlaceRole, Related, Report};
use rust_decimal::Decimal;

/// What to add to the cause, in Chinese and English, when the second finding only echoes it.
type Told = Option<(String, String)>;
type Echoes = fn(&Finding, &Finding, &Report) -> Told;

/// With more findings than these nothing is compared: a file that is misread gives thousands.
const MOST: usize = 400;

/// How a message begins to say what its correction heals.
const CORRECTED: &str = "；改正后合计";

/// How many times a correction must exceed its own room.
const NARROW: u32 = 4;

/// Takes the echoes out.
pub(super) fn without_echoes(mut findings: Vec<Finding>, report: &Report) -> Vec<Finding> {
    if findings.len() > MOST {
        return findings;
    }
    let pairs: [Echoes; 8] = [
        restated_again,
        correction,
        note_agrees,
        note_of_excess,
        total_stated_right,
        amount_of_rate,
        wrong_input,
        same_figure,
    ];
    let mut gone = vec![false; findings.len()];
    for echoes in pairs {
        for cause in 0..findings.len() {
            for echo in 0..findings.len() {
                let (Some(a), Some(b)) = (findings.get(cause), findings.get(echo)) else { continue };
                if cause == echo || gone[cause] || gone[echo] {
                    continue;
                }
                // A correction that heals what is proven wrong is as sure as that.
                let heals = || is(a, &["NR101", "BG101", "RB101"]) && is(b, &["BG102", "NR102", "SC102", "SC103"]);
                if a.severity < b.severity && !heals() {
                    continue;
                }
                let Some((zh, en)) = echoes(a, b, report) else { continue };
                let severity = if heals() { a.severity.max(b.severity) } else { a.severity };
                let place = Related { role: PlaceRole::Other, text: text(b), at: b.at.clone() };
                let figures = b.figures.clone();
                gone[echo] = true;
                if let Some(kept) = findings.get_mut(cause) {
                    kept.severity = severity;
                    if !kept.message.zh.ends_with(&zh) {
                        kept.message.zh.push_str(&zh);
                        kept.message.en.push_str(&en);
                    }
                    if place.at != kept.at {
                        kept.related.push(place);
                    }
                    kept.figures.extend(figures);
                }
            }
        }
    }
    for echo in 0..findings.len() {
        gone[echo] |= findings.get(echo).is_some_and(|echo| corrected_together(echo, &findings, &gone, report));
    }
    let mut keep = gone.iter().map(|gone| !gone);
    findings.retain(|_| keep.next().unwrap_or(true));
    findings
}

fn text(finding: &Finding) -> String {
    finding.stated.as_ref().map(|s| s.raw.clone()).unwrap_or_default()
}

fn is(finding: &Finding, codes: &[&str]) -> bool {
    codes.contains(&finding.check.0)
}

/// The figure that a finding says is wrong.
fn own(finding: &Finding) -> Option<FigureId> {
    finding.stated.as_ref()?.figure
}

fn stated(finding: &Finding) -> Option<Decimal> {
    finding.stated.as_ref()?.amount()
}

/// What is stated less what it should be.
fn gap(finding: &Finding) -> Option<Interval> {
    Interval::exact(stated(finding)?).minus(finding.recomputed?)
}

/// What stays says nothing of what goes.
fn silent() -> (String, String) {
    (String::new(), String::new())
}

/// The points of one group stated again at several places, all against the same sum; the innermost group of those whose
/// sums hold the same wrong part.
fn restated_again(cause: &Finding, echo: &Finding, _: &Report) -> Told {
    let sums = ["SC102", "SC103", "WT101"];
    let points = |f: &Finding| is(f, &["WT101"]);
    if !is(cause, &sums[..1]) && !points(cause) || !is(echo, &sums) || points(cause) != points(echo) {
        return None;
    }
    let inputs = |f: &Finding| -> Vec<FigureId> { f.figures.iter().skip(1).copied().collect() };
    let (inner, outer) = (inputs(cause), inputs(echo));
    let within = !inner.is_empty() && inner.iter().all(|id| outer.contains(id));
    let same = gap(cause).zip(gap(echo)).is_some_and(|(a, b)| a.meets(b));
    let earlier = inner.len() < outer.len()
        || stated(cause) == stated(echo) && cause.at < echo.at
        || cause.severity > echo.severity;
    (within && same && earlier).then(silent)
}

/// A score that its rule does not give, and a sum that holds once it is corrected.
fn correction(cause: &Finding, echo: &Finding, report: &Report) -> Told {
    if !is(echo, &["SC102", "SC103"]) || !change(cause, echo, report)?.meets(gap(echo)?) {
        return None;
    }
    // Once is enough: the group, the total and every place that states them again hold together.
    if cause.message.zh.contains(CORRECTED) {
        return Some(silent());
    }
    let total = text(echo);
    let total = total.trim().trim_end_matches('分').trim();
    Some((
        format!("{CORRECTED}即为所列的 {total} 分"),
        format!("; so corrected, the sum is the {total} that is printed"),
    ))
}

/// By how much a finding asks to change a score that a sum holds.
fn change(cause: &Finding, sum: &Finding, report: &Report) -> Option<Interval> {
    let figure = own(cause)?;
    sum.figures.iter().skip(1).find(|id| **id == figure)?;
    let right = cause.recomputed?;
    let right = match cause.check.0 {
        "RB101" | "RB102" => right,
        // What the note takes off leaves the score that was meant.
        "SC108" => Interval::exact(meant(cause, report)?),
        // Full marks are the least that the score must come down to; the form's own sum says so itself.
        "SC101" if !is_of_form(sum, report) => Interval::exact(right.high),
        _ => return None,
    };
    // A rule that leaves room for several scores asks for none of them.
    let change = right.minus(Interval::exact(stated(cause)?))?;
    let room = change.high.checked_sub(change.low)?.checked_mul(Decimal::from(NARROW))?;
    (room <= change.high.abs().max(change.low.abs())).then_some(change)
}

/// The score that a note's deduction leaves of the weight.
fn meant(cause: &Finding, report: &Report) -> Option<Decimal> {
    let named = report.figures.get(cause.figures.first()?.0 as usize)?.measure.quantity.amount;
    let lost = cause.recomputed?;
    let lost = lost.low.checked_add(lost.high)?.checked_div(Decimal::TWO)?;
    stated(cause)?.checked_add(lost)?.checked_sub(named)
}

/// Whether a sum is the one that the form prints, not one stated again elsewhere.
fn is_of_form(sum: &Finding, report: &Report) -> bool {
    report.groups.iter().any(|g| g.score.as_ref().is_some_and(|s| s.figure.is_some() && s.figure == own(sum)))
}

/// A sum that holds once all the scores are corrected that other findings ask to correct.
fn corrected_together(echo: &Finding, findings: &[Finding], gone: &[bool], report: &Report) -> bool {
    if !is(echo, &["SC102", "SC103"]) {
        return false;
    }
    let kept = findings.iter().zip(gone).filter(|(f, gone)| !**gone && f.severity >= echo.severity);
    let changes: Vec<Interval> = kept.filter_map(|(cause, _)| change(cause, echo, report)).collect();
    let sum = changes.iter().try_fold(Interval::exact(Decimal::ZERO), |sum, change| sum.plus(*change));
    changes.len() > 1 && sum.zip(gap(echo)).is_some_and(|(sum, gap)| sum.meets(gap))
}

/// Whether a finding is computed from the figure that another one says is wrong.
fn rests_on(cause: &Finding, echo: &Finding) -> bool {
    own(cause).is_some_and(|figure| echo.figures.iter().skip(1).any(|id| *id == figure))
}

/// A score by a rule, or a rate, that rests on a figure which another finding says is wrong.
fn wrong_input(cause: &Finding, echo: &Finding, report: &Report) -> Told {
    let figure = own(cause)?;
    if !rests_on(cause, echo) {
        return None;
    }
    let by_rate = is(cause, &["BG102", "NR102", "NR103", "NR104"]) && is(echo, &["RB101"]);
    let of_sum =
        is(cause, &["NR101"]) && is(echo, &["NR102", "BG102"]) && heals(echo, figure, cause.recomputed?, report);
    let of_points =
        is(cause, &["WT101", "SC102"]) && is(echo, &["NR102"]) && heals(echo, figure, cause.recomputed?, report);
    (by_rate || of_points || of_sum).then(silent)
}

/// Whether a rate holds with another value of one of its two sides.
fn heals(rate: &Finding, id: FigureId, changed: Interval, report: &Report) -> bool {
    let amount = |id: FigureId| report.figures.get(id.0 as usize)?.measure.quantity.base_amount();
    let sides = rate.figures.get(1..).unwrap_or_default();
    let Some(other) = sides.iter().find(|s| **s != id).and_then(|s| amount(*s)).map(Interval::exact) else {
        return false;
    };
    let Some(quantity) = rate.stated.as_ref().and_then(|s| s.quantity()) else { return false };
    let stated = Interval::printed(quantity.amount, quantity.decimals);
    // The rate is the part over the whole, whichever stands first, or by how much the one is more or less than the other.
    let hundred = Interval::exact(Decimal::ONE_HUNDRED);
    let fits = |r: Option<Interval>| {
        let rate = r.and_then(|r| r.scaled(Decimal::ONE_HUNDRED));
        let rates = [rate, rate.and_then(|r| r.minus(hundred)), rate.and_then(|r| hundred.minus(r))];
        rates.into_iter().flatten().any(|r| r.meets(stated))
    };
    sides.contains(&id) && [changed.ratio(other), other.ratio(changed)].into_iter().any(fits)
}

/// A score that neither its rule nor the deduction of its note gives, when both give the same.
fn note_agrees(cause: &Finding, echo: &Finding, report: &Report) -> Told {
    let same = is(cause, &["RB101"]) && is(echo, &["SC108"]) && own(cause)? == own(echo)?;
    let fits = same && cause.recomputed?.meets(Interval::exact(meant(echo, report)?));
    fits.then(|| ("；说明所写的扣分与规则一致".to_owned(), "; the deduction in the note follows the rule".to_owned()))
}

/// A score above its weight, whose note says what it should have been.
fn note_of_excess(cause: &Finding, echo: &Finding, report: &Report) -> Told {
    let same = is(cause, &["SC101"]) && is(echo, &["SC108"]) && own(cause)? == own(echo)?;
    let score = meant(echo, report).filter(|_| same)?.normalize();
    let fits = cause.recomputed?.meets(Interval::exact(score));
    fits.then(|| (format!("；按说明所写扣分应为 {score} 分"), format!("; by the deduction in the note it is {score}")))
}

/// A total that its scores do not give, and another statement of it that they do.
fn total_stated_right(cause: &Finding, echo: &Finding, _: &Report) -> Told {
    if !is(cause, &["SC103"]) || !is(echo, &["SC104"]) {
        return None;
    }
    let other = stated(echo)?;
    let right = cause.recomputed?.meets(Interval::exact(other));
    let against_it = echo.related.iter().any(|r| r.at == cause.at);
    (right && against_it).then(|| {
        (
            format!("；另一处所写总分 {other} 与各项合计一致"),
            format!("; the total of {other} stated elsewhere is their sum"),
        )
    })
}

/// An amount that breaks a sum and a rate, and heals both when it is what the sum leaves for it.
fn amount_of_rate(cause: &Finding, echo: &Finding, report: &Report) -> Told {
    if !is(cause, &["BG101"]) || !is(echo, &["BG102"]) {
        return None;
    }
    let amount = |id: FigureId| report.figures.get(id.0 as usize)?.measure.quantity.base_amount();
    let factor = report.figures.get(own(cause)?.0 as usize)?.measure.quantity.unit.factor;
    let (whole, parts) = cause.figures.split_first()?;
    let gap = gap(cause)?.scaled(factor)?;
    let right = |id: &FigureId| {
        let changed = match id == whole {
            true => Interval::exact(amount(*id)?).minus(gap)?,
            false if parts.contains(id) => Interval::exact(amount(*id)?).plus(gap)?,
            false => return None,
        };
        heals(echo, *id, changed, report).then_some(*id)
    };
    let id = echo.figures.iter().skip(1).find_map(right)?;
    let raw = &report.figures.get(id.0 as usize)?.raw;
    // As printed: what the sum leaves for it, not the middle of what that can stand for.
    let sum: Decimal = cause.arithmetic.as_ref()?.rsplit_once(" = ")?.1.parse().ok()?;
    let printed = stated(cause)?.checked_sub(sum)?;
    let own = report.figures.get(id.0 as usize)?.measure.quantity.amount;
    let right = if id == *whole { sum } else { own.checked_add(printed)? };
    let (raw, shown) = (raw.trim(), text(echo).trim().to_owned());
    Some((
        format!("；若 {raw} 应为 {right}，则合计与执行率 {shown} 都相符"),
        format!("; with {right} instead of {raw} both the sum and the rate {shown} hold"),
    ))
}

/// One figure that two checks find to be another, the same one.
fn same_figure(cause: &Finding, echo: &Finding, _: &Report) -> Told {
    let figures = ["BG102", "NR101", "NR102", "NR103", "NR104", "NR106", "SC101", "SC102", "SC103", "SC104", "RB101"];
    let same = own(cause)? == own(echo)? && cause.check != echo.check && is(cause, &figures) && is(echo, &figures);
    let meets = same && cause.recomputed?.meets(echo.recomputed?);
    // The bound of a score is told before what its rule gives.
    let bound = is(echo, &["SC101"]) && is(cause, &["RB101"]);
    let first = cause.severity > echo.severity || is(cause, &["SC101"]) || cause.check < echo.check;
    (meets && first && !bound).then(silent)
}
