//! The shape of the record: write-only types whose fields stand in the order of the keys.
//!
//! An `Option` with `skip` is a key that may be absent; one without is always there and may be `null`.

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::str::FromStr;

type Text<'a> = Cow<'a, str>;

/// An exact decimal, written with its own digits: `586.00` stays `586.00`.
#[derive(Clone, Copy)]
pub(super) struct Exact(pub(super) Decimal);

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Whole numbers need no detour over text; zero may carry a sign that an integer has not.
        if self.0.scale() == 0
            && !self.0.is_zero()
            && let Ok(whole) = i64::try_from(self.0)
        {
            return serializer.serialize_i64(whole);
        }
        match serde_json::Number::from_str(&self.0.to_string()) {
            Ok(number) => number.serialize(serializer),
            Err(_) => serializer.serialize_none(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct Record<'a> {
    pub(super) schema: &'static str,
    pub(super) source: Source<'a>,
    pub(super) report: Head<'a>,
    pub(super) sections: Vec<Section<'a>>,
    pub(super) tables: Vec<Table<'a>>,
    pub(super) groups: Vec<Group<'a>>,
    pub(super) indicators: Vec<Indicator<'a>>,
    pub(super) budget: Vec<BudgetLine<'a>>,
    pub(super) figures: Vec<Figure<'a>>,
    pub(super) relations: Vec<Relation>,
    pub(super) findings: Vec<Finding<'a>>,
}

#[derive(Serialize)]
pub(super) struct ErrorRecord<'a> {
    pub(super) schema: &'static str,
    pub(super) source: UnreadSource<'a>,
    pub(super) error: Failure,
}

#[derive(Serialize)]
pub(super) struct UnreadSource<'a> {
    pub(super) path: &'a str,
}

#[derive(Serialize)]
pub(super) struct Failure {
    pub(super) kind: &'static str,
    pub(super) message: String,
}

#[derive(Serialize)]
pub(super) struct Source<'a> {
    pub(super) path: &'a str,
    pub(super) sha256: &'a str,
    pub(super) bytes: u64,
    pub(super) format: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) encoding: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pages: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) part: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Head<'a> {
    pub(super) title: Option<Text<'a>>,
    pub(super) organization: Option<Text<'a>>,
    pub(super) year: Option<u16>,
    pub(super) kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) project: Option<Text<'a>>,
    pub(super) total_score: Option<Q<'a>>,
    pub(super) full_score: Option<Q<'a>>,
    pub(super) grade: Option<Text<'a>>,
    pub(super) stated_scores: Vec<StatedScore<'a>>,
}

#[derive(Serialize)]
pub(super) struct StatedScore<'a> {
    pub(super) value: Q<'a>,
    pub(super) at: At,
}

/// A stated quantity.
#[derive(Serialize)]
pub(super) struct Q<'a> {
    pub(super) text: Text<'a>,
    pub(super) value: Option<Exact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) upper: Option<Exact>,
    pub(super) unit: Option<&'a str>,
    /// Where it is another than value and unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) base: Option<Base<'a>>,
    pub(super) comparator: Option<&'static str>,
    pub(super) approx: Option<&'a str>,
    #[serde(skip_serializing_if = "is_false")]
    pub(super) doubtful: bool,
    pub(super) at: At,
}

/// A key that is written only when it holds.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn is_false(value: &bool) -> bool {
    !value
}

/// A recomputed value.
#[derive(Serialize)]
pub(super) struct I {
    pub(super) low: Exact,
    pub(super) high: Exact,
    pub(super) text: String,
}

/// A place.
#[derive(Clone, Default, Serialize)]
pub(super) struct At {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) column: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) page: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) bbox: Option<[Exact; 4]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sheet: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cell: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) block: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) table: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) row: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) col: Option<u32>,
}

#[derive(Serialize)]
pub(super) struct Section<'a> {
    pub(super) level: u8,
    pub(super) number: Option<Text<'a>>,
    pub(super) title: Text<'a>,
    pub(super) at: At,
}

#[derive(Serialize)]
pub(super) struct Table<'a> {
    pub(super) kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) caption: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unit: Option<String>,
    pub(super) rows: usize,
    pub(super) cols: u32,
    pub(super) cells: Vec<Cell<'a>>,
    pub(super) at: At,
}

#[derive(Serialize)]
pub(super) struct Cell<'a> {
    pub(super) row: u32,
    pub(super) col: u32,
    pub(super) row_span: u32,
    pub(super) col_span: u32,
    pub(super) text: Text<'a>,
    pub(super) at: At,
}

#[derive(Serialize)]
pub(super) struct Group<'a> {
    pub(super) level: u8,
    pub(super) name: &'a str,
    pub(super) path: &'a [String],
    pub(super) weight: Option<Q<'a>>,
    pub(super) score: Option<Q<'a>>,
    pub(super) at: At,
}

#[derive(Serialize)]
pub(super) struct Indicator<'a> {
    pub(super) level1: Option<Text<'a>>,
    pub(super) level2: Option<Text<'a>>,
    pub(super) level3: Option<Text<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) task: Option<Text<'a>>,
    pub(super) weight: Option<Q<'a>>,
    pub(super) target: Option<Q<'a>>,
    pub(super) actual: Option<Q<'a>>,
    pub(super) score: Option<Q<'a>>,
    pub(super) rubric: Option<Rubric<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<Text<'a>>,
    pub(super) key: Key<'a>,
    pub(super) at: At,
}

/// The names by which indicators of different forms are compared.
#[derive(Serialize)]
pub(super) struct Key<'a> {
    pub(super) level1: Option<&'a str>,
    pub(super) level2: Option<&'a str>,
    pub(super) level3: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct Rubric<'a> {
    pub(super) text: Text<'a>,
    /// `form` where the form states the rule once for all rows like this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) scope: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) form: Option<String>,
    pub(super) verdict: &'static str,
    pub(super) recomputed: Option<I>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) why: Option<String>,
}

#[derive(Serialize)]
pub(super) struct BudgetLine<'a> {
    pub(super) item: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) parent: Option<&'a str>,
    pub(super) unit: Option<&'a str>,
    pub(super) initial: Option<Q<'a>>,
    pub(super) planned: Option<Q<'a>>,
    pub(super) spent: Option<Q<'a>>,
    pub(super) rate: Option<Q<'a>>,
    pub(super) prior: Option<Q<'a>>,
    pub(super) weight: Option<Q<'a>>,
    pub(super) score: Option<Q<'a>>,
    pub(super) at: At,
}

#[derive(Serialize)]
pub(super) struct Figure<'a> {
    pub(super) label: &'a str,
    pub(super) text: Text<'a>,
    pub(super) value: Exact,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) upper: Option<Exact>,
    pub(super) unit: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) approx: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) comparator: Option<&'static str>,
    pub(super) base: Option<Base<'a>>,
    pub(super) status: &'static str,
    #[serde(skip_serializing_if = "is_false")]
    pub(super) doubtful: bool,
    pub(super) by: Vec<&'static str>,
    pub(super) at: At,
}

#[derive(Serialize)]
pub(super) struct Base<'a> {
    pub(super) value: Exact,
    pub(super) unit: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct Relation {
    pub(super) kind: &'static str,
    pub(super) whole: u32,
    pub(super) parts: Vec<u32>,
    pub(super) verdict: &'static str,
    pub(super) recomputed: Option<I>,
}

#[derive(Serialize)]
pub(super) struct Finding<'a> {
    pub(super) check: &'static str,
    pub(super) name: &'static str,
    pub(super) severity: &'static str,
    pub(super) message: &'a str,
    pub(super) stated: Option<Q<'a>>,
    pub(super) recomputed: Option<I>,
    pub(super) at: At,
    pub(super) related: Vec<Related<'a>>,
}

#[derive(Serialize)]
pub(super) struct Related<'a> {
    pub(super) role: &'static str,
    pub(super) text: Text<'a>,
    pub(super) at: At,
}
