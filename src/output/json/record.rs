//! The shape of the record: write-only types whose fields stand in the order of the keys.
//!
//! A field marked `absent` is a key that is left out when it says nothing; one without is always there and may be `null`.

use super::write::{Json, Writer};
use rust_decimal::Decimal;
use std::borrow::Cow;

type Text<'a> = Cow<'a, str>;

/// An exact decimal, written with its own digits: `586.00` stays `586.00`.
#[derive(Clone, Copy)]
pub(super) struct Exact(pub(super) Decimal);

/// Types of objects: a name, and the keys with the types of their values.
macro_rules! records {
    ($($(#[$about:meta])* $name:ident $(<$life:lifetime>)? {
        $($(#[$remark:meta])* $([$absent:ident])? $key:ident: $value:ty,)*
    })*) => {$(
        $(#[$about])*
        pub(super) struct $name $(<$life>)? {
            $($(#[$remark])* pub(super) $key: $value,)*
        }

        impl $(<$life>)? Json for $name $(<$life>)? {
            fn write(&self, writer: &mut Writer) {
                writer.open('{');
                $(if concat!($(stringify!($absent))?).is_empty() || self.$key.says_something() {
                    writer.key(concat!(",\"", stringify!($key), "\":"));
                    self.$key.write(writer);
                })*
                writer.close('}');
            }
        }
    )*};
}

records! {
    Record<'a> {
        schema: &'static str,
        source: Source<'a>,
        report: Head<'a>,
        sections: Vec<Section<'a>>,
        tables: Vec<Table<'a>>,
        groups: Vec<Group<'a>>,
        indicators: Vec<Indicator<'a>>,
        budget: Vec<BudgetLine<'a>>,
        figures: Vec<Figure<'a>>,
        relations: Vec<Relation>,
        findings: Vec<Finding<'a>>,
    }

    ErrorRecord<'a> {
        schema: &'static str,
        source: UnreadSource<'a>,
        error: Failure,
    }

    UnreadSource<'a> {
        path: &'a str,
    }

    Failure {
        kind: &'static str,
        message: String,
    }

    Source<'a> {
        path: &'a str,
        sha256: &'a str,
        bytes: u64,
        format: &'static str,
        [absent] encoding: Option<&'a str>,
        [absent] pages: Option<u32>,
        [absent] part: Option<String>,
    }

    Head<'a> {
        title: Option<Text<'a>>,
        organization: Option<Text<'a>>,
        year: Option<u16>,
        kind: &'static str,
        [absent] project: Option<Text<'a>>,
        total_score: Option<Q<'a>>,
        full_score: Option<Q<'a>>,
        grade: Option<Text<'a>>,
        stated_scores: Vec<StatedScore<'a>>,
    }

    StatedScore<'a> {
        value: Q<'a>,
        at: At,
    }

    /// A stated quantity.
    Q<'a> {
        text: Text<'a>,
        value: Option<Exact>,
        [absent] upper: Option<Exact>,
        unit: Option<&'a str>,
        /// Where it is another than value and unit.
        [absent] base: Option<Base<'a>>,
        comparator: Option<&'static str>,
        approx: Option<&'a str>,
        [absent] doubtful: bool,
        at: At,
    }

    /// A recomputed value.
    I {
        low: Exact,
        high: Exact,
        text: String,
    }

    /// A place.
    #[derive(Clone, Default)]
    At {
        [absent] line: Option<u32>,
        [absent] column: Option<u32>,
        [absent] page: Option<u32>,
        [absent] bbox: Option<[Exact; 4]>,
        [absent] sheet: Option<String>,
        [absent] cell: Option<String>,
        [absent] block: Option<u32>,
        [absent] table: Option<u32>,
        [absent] row: Option<u32>,
        [absent] col: Option<u32>,
    }

    Section<'a> {
        level: u8,
        number: Option<Text<'a>>,
        title: Text<'a>,
        at: At,
    }

    Table<'a> {
        kind: &'static str,
        [absent] caption: Option<String>,
        [absent] unit: Option<String>,
        rows: usize,
        cols: u32,
        cells: Vec<Cell<'a>>,
        at: At,
    }

    Cell<'a> {
        row: u32,
        col: u32,
        row_span: u32,
        col_span: u32,
        text: Text<'a>,
        at: At,
    }

    Group<'a> {
        level: u8,
        name: &'a str,
        path: &'a [String],
        weight: Option<Q<'a>>,
        score: Option<Q<'a>>,
        at: At,
    }

    Indicator<'a> {
        level1: Option<Text<'a>>,
        level2: Option<Text<'a>>,
        level3: Option<Text<'a>>,
        [absent] task: Option<Text<'a>>,
        weight: Option<Q<'a>>,
        target: Option<Q<'a>>,
        actual: Option<Q<'a>>,
        score: Option<Q<'a>>,
        rubric: Option<Rubric<'a>>,
        [absent] note: Option<Text<'a>>,
        key: Key<'a>,
        at: At,
    }

    /// The names by which indicators of different forms are compared.
    Key<'a> {
        level1: Option<&'a str>,
        level2: Option<&'a str>,
        level3: Option<&'a str>,
    }

    Rubric<'a> {
        text: Text<'a>,
        /// `form` where the form states the rule once for all rows like this one.
        [absent] scope: Option<&'static str>,
        [absent] form: Option<String>,
        verdict: &'static str,
        recomputed: Option<I>,
        [absent] why: Option<String>,
    }

    BudgetLine<'a> {
        item: &'a str,
        [absent] parent: Option<&'a str>,
        unit: Option<&'a str>,
        initial: Option<Q<'a>>,
        planned: Option<Q<'a>>,
        spent: Option<Q<'a>>,
        rate: Option<Q<'a>>,
        prior: Option<Q<'a>>,
        weight: Option<Q<'a>>,
        score: Option<Q<'a>>,
        at: At,
    }

    Figure<'a> {
        label: &'a str,
        text: Text<'a>,
        value: Exact,
        [absent] upper: Option<Exact>,
        unit: Option<&'a str>,
        [absent] approx: Option<&'a str>,
        [absent] comparator: Option<&'static str>,
        base: Option<Base<'a>>,
        status: &'static str,
        [absent] doubtful: bool,
        by: Vec<&'static str>,
        at: At,
    }

    Base<'a> {
        value: Exact,
        unit: Option<&'a str>,
    }

    Relation {
        kind: &'static str,
        whole: u32,
        parts: Vec<u32>,
        verdict: &'static str,
        recomputed: Option<I>,
    }

    Finding<'a> {
        check: &'static str,
        name: &'static str,
        severity: &'static str,
        message: &'a str,
        stated: Option<Q<'a>>,
        recomputed: Option<I>,
        at: At,
        related: Vec<Related<'a>>,
    }

    Related<'a> {
        role: &'static str,
        text: Text<'a>,
        at: At,
    }
}
