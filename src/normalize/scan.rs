//! Stand-in until the number scanner of part NUMBERS is merged: decimals with a unit of a short list.
use crate::lexicon::Lexicon;
use crate::model::{Dimension, Measure, Quantity, Unit};
use std::ops::Range;

#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) chars: Range<usize>,
    pub(super) number: Range<usize>,
    pub(super) measure: Measure,
}

pub(super) fn scan(text: &str, _lexicon: &Lexicon) -> Vec<Found> {
    const UNITS: [(&str, Dimension, u32, &str); 12] = [
        ("万元", Dimension::Money, 10000, "元"), ("亿元", Dimension::Money, 100_000_000, "元"), ("元", Dimension::Money, 1, "元"),
        ("%", Dimension::Percent, 1, "%"), ("分", Dimension::Point, 1, "分"), ("个", Dimension::Count, 1, "个"), ("人", Dimension::Count, 1, "人"),
        ("名", Dimension::Count, 1, "名"), ("条", Dimension::Count, 1, "条"), ("件", Dimension::Count, 1, "件"), ("份", Dimension::Count, 1, "份"), ("次", Dimension::Count, 1, "次"),
    ];
    let chars: Vec<char> = text.chars().collect();
    let mut out = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        while at < chars.len() && (chars[at].is_ascii_digit() || chars[at] == '.') {
            at += 1;
        }
        let number = start..at;
        let Ok(amount) = chars[start..at].iter().collect::<String>().parse::<rust_decimal::Decimal>() else { continue };
        while chars.get(at) == Some(&' ') {
            at += 1;
        }
        let rest: String = chars[at..].iter().take(3).collect();
        let Some(unit) = UNITS.iter().find(|u| rest.starts_with(u.0)) else { continue };
        at += unit.0.chars().count();
        let unit = Unit { text: unit.0.into(), dimension: unit.1, base: unit.3.into(), factor: unit.2.into() };
        out.push(Found { chars: start..at, number, measure: Measure::plain(Quantity { amount, decimals: amount.scale(), unit }) });
    }
    out
}
