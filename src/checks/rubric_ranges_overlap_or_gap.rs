//! RB106: tiers of a rule that overlap with different awards, or leave values out.

use super::compose::finding;
use super::{Check, Evidence, declare_check};
use crate::model::{
    Attainment, Award, Bound, Case, Condition, Edge, Finding, Full, Indicator, Measured, Part, Range, Severity,
};
use rust_decimal::Decimal;

declare_check! {
    /// # 检查什么
    /// 评分规则分档是否相互重叠且给分不同，或各档之间留有空缺；只写一端（95%以上、90%以上）的依次递减不算重叠，
    /// 端点没有写明含不含的不算重叠也不算空缺。
    /// # 为什么
    /// 重叠处有两个得分，空缺处没有得分，都无法按规则打分。
    /// # 依据
    /// 评分标准应能据以计分（财预〔2020〕10号：评价指标和标准应清晰、可衡量）。
    /// # 例
    /// “低于2个计0.5分，低于4个不得分”：1 个既得 0.5 分又不得分，且比 3 个得分还高。
    "RB106", "rubric-ranges-overlap-or-gap", Warning, run,
    en: "Tiers that overlap with different awards give two scores for one value, tiers with a hole between them give none. Thresholds that descend (95 and above, 90 and above) do not overlap.",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for leaf in &evidence.report.indicators {
        for part in leaf.rubric.iter().flat_map(|r| &r.parts) {
            let tiers = tiers(part);
            found.extend(overlap(check, leaf, part, &tiers));
            found.extend(gap(check, leaf, part, &tiers));
        }
    }
    found
}

/// A tier: a range with what it brings.
struct Tier<'a> {
    range: &'a Range,
    award: Decimal,
    case: &'a Case,
}

/// An end of a range, when it has one.
type End = Option<(Decimal, Edge)>;

/// An end as a number, and whether it belongs to the range.
fn end(bound: Option<&Bound>) -> End {
    bound.and_then(|b| Some((b.amount()?, b.edge)))
}

/// What a case brings, when it is an amount.
fn award(case: &Case, part: &Part) -> Option<Decimal> {
    let full = match part.full {
        Full::Points(points) => points,
        Full::Weight => Decimal::ONE,
    };
    match &case.then {
        Award::Full => Some(full),
        Award::Zero => Some(Decimal::ZERO),
        Award::Amount(amount) => amount.points(full),
        _ => None,
    }
}

fn tiers(part: &Part) -> Vec<Tier<'_>> {
    let mut all = Vec::new();
    for case in &part.cases {
        if let Condition::Within(_, range) = &case.when
            && let Some(award) = award(case, part)
        {
            all.push(Tier { range, award, case });
        }
    }
    all
}

fn shown(tier: &Tier<'_>) -> String {
    let range = format!("{}", Condition::Within(Measured::Own, tier.range.clone())).replacen('a', "x", 1);
    format!("{range} → {}", tier.award.normalize())
}

fn overlap(check: &Check, leaf: &Indicator, part: &Part, tiers: &[Tier<'_>]) -> Option<Finding> {
    // The most that is brought by something else than a threshold in this direction, or what lies still further that way.
    let best = |downward: bool, extreme: Decimal| {
        let same = |t: &&Tier<'_>| t.range.low.is_none() == downward && t.range.high.is_some() == downward;
        let further = |t: &&Tier<'_>| {
            let (low, high) = (end(t.range.low.as_ref()), end(t.range.high.as_ref()));
            if downward { high.is_some_and(|h| h.0 <= extreme) } else { low.is_some_and(|l| l.0 >= extreme) }
        };
        let passed: Vec<&Case> = tiers.iter().filter(|t| same(t) || further(t)).map(|t| t.case).collect();
        let reached = |c: &Case| {
            !downward
                && matches!(c.when, Condition::TargetMet | Condition::Attained(Attainment::Met) | Condition::Fact(_))
        };
        let others = part.cases.iter().filter(|c| !passed.contains(c) && c.when != Condition::Otherwise && !reached(c));
        others.filter_map(|c| award(c, part)).max()
    };
    for (n, one) in tiers.iter().enumerate() {
        for two in &tiers[n + 1..] {
            let Some(kind) = meeting(one, two, &best) else { continue };
            let (a, b) = (shown(one), shown(two));
            let zh = format!("「{}」评分规则的两档“{a}”“{b}”有重叠而给分不同，请核对规则", leaf.name());
            let en =
                format!("{}: the tiers “{a}” and “{b}” overlap with different awards; check the rule", leaf.name());
            let mut made = finding(check, &two.case.at, zh, en);
            made.severity = kind;
            return Some(made);
        }
    }
    None
}

/// Whether two tiers contradict each other.
fn meeting(one: &Tier<'_>, two: &Tier<'_>, best: &impl Fn(bool, Decimal) -> Option<Decimal>) -> Option<Severity> {
    if one.award == two.award {
        return None;
    }
    let ends = |t: &Tier<'_>| (end(t.range.low.as_ref()), end(t.range.high.as_ref()));
    let ((a_low, a_high), (b_low, b_high)) = (ends(one), ends(two));
    let unread = |r: &Range, low: Option<_>, high: Option<_>| {
        r.low.is_some() != low.is_some() || r.high.is_some() != high.is_some()
    };
    if unread(one.range, a_low, a_high) || unread(two.range, b_low, b_high) {
        return None;
    }
    match ((a_low, a_high), (b_low, b_high)) {
        // Two thresholds in one direction: the more extreme one is meant first. It must not earn more than the milder one
        // while the rest earns more than both.
        ((None, Some(a)), (None, Some(b))) | ((Some(a), None), (Some(b), None)) if a.0 != b.0 => {
            let downward = a_low.is_none();
            let (extreme, mild, at) = if (a.0 < b.0) == downward { (one, two, a.0) } else { (two, one, b.0) };
            let rest = best(downward, at);
            (extreme.award > mild.award && rest > Some(extreme.award)).then_some(Severity::Warning)
        }
        _ => {
            let low = a_low.max_by_value(b_low);
            let high = a_high.min_by_value(b_high);
            match (low, high) {
                (Some(low), Some(high)) if low.0 < high.0 => Some(Severity::Warning),
                // `2个`, `2个以下`: 以下 is often meant without the number itself.
                (Some(low), Some(high)) if low.0 == high.0 && low.1 == Edge::Closed && high.1 == Edge::Closed => {
                    let closed = |e: Option<(Decimal, Edge)>| e.is_none_or(|(v, e)| v != low.0 || e == Edge::Closed);
                    [a_low, a_high, b_low, b_high].into_iter().all(closed).then_some(Severity::Notice)
                }
                _ => None,
            }
        }
    }
}

/// The tighter of two ends.
trait Tighter: Sized {
    fn max_by_value(self, other: Self) -> Self;
    fn min_by_value(self, other: Self) -> Self;
}

impl Tighter for End {
    fn max_by_value(self, other: Self) -> Self {
        match (self, other) {
            (Some(a), Some(b)) => Some(if a.0 >= b.0 { a } else { b }),
            (a, b) => a.or(b),
        }
    }

    fn min_by_value(self, other: Self) -> Self {
        match (self, other) {
            (Some(a), Some(b)) => Some(if a.0 <= b.0 { a } else { b }),
            (a, b) => a.or(b),
        }
    }
}

/// A hole between two tiers. What lies beyond the first and the last is left to the reader.
fn gap(check: &Check, leaf: &Indicator, part: &Part, tiers: &[Tier<'_>]) -> Option<Finding> {
    // Every case must be a tier: 否则 and words cover what the numbers leave out.
    if tiers.len() < 2 || tiers.len() != part.cases.len() {
        return None;
    }
    let mut ranges: Vec<(End, End, &Tier<'_>)> =
        tiers.iter().map(|t| (end(t.range.low.as_ref()), end(t.range.high.as_ref()), t)).collect();
    ranges.sort_by_key(|r| (r.0.map(|l| l.0), r.1.map(|h| h.0)));
    let counted = tiers.iter().any(|t| [&t.range.low, &t.range.high].into_iter().flatten().any(|b| !b.unit.is_empty()));
    for pair in ranges.windows(2) {
        let (Some(high), Some(low)) = (pair[0].1, pair[1].0) else { continue };
        let hole = if counted {
            // Counts have no values between whole numbers.
            let first = if high.1 == Edge::Open { high.0.ceil() } else { high.0.floor() + Decimal::ONE };
            let last = if low.1 == Edge::Open { low.0.floor() } else { low.0.ceil() - Decimal::ONE };
            first <= last
        } else {
            high.0 < low.0 || (high.0 == low.0 && high.1 == Edge::Open && low.1 == Edge::Open)
        };
        if hole {
            let (a, b) = (shown(pair[0].2), shown(pair[1].2));
            let zh = format!("「{}」评分规则的两档“{a}”“{b}”之间有空缺，请核对规则", leaf.name());
            let en = format!("{}: the tiers “{a}” and “{b}” leave values between them; check the rule", leaf.name());
            let mut made = finding(check, &pair[1].2.case.at, zh, en);
            made.severity = Severity::Notice;
            return Some(made);
        }
    }
    None
}
