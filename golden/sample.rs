//! The sample reports of `corpus/` with their hand-written truth, for the tests that use them.
//!
//! In: `corpus/manifest.toml`, `corpus/truth/*.toml`, the reports. Out: plain values. Judges nothing.

#![allow(dead_code, reason = "each test target uses a part of this module")]

use fuhe::lexicon::{Lexicon, fold};
use fuhe::model::{Examination, Finding, Location};
use fuhe::read::{Limits, Source};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A printed figure: its text, line and column (1-based, in characters).
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Printed(pub(crate) String, pub(crate) u32, pub(crate) u32);

#[derive(Debug, Deserialize)]
pub(crate) struct Truth {
    pub(crate) report: Vec<Report>,
}

/// One report as a careful reader sees it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Report {
    pub(crate) title: String,
    pub(crate) organization: String,
    pub(crate) project: Option<String>,
    pub(crate) year: String,
    pub(crate) kind: String,
    pub(crate) total_score: Option<Printed>,
    pub(crate) full_score: Option<String>,
    pub(crate) grade: Option<String>,
    pub(crate) part: Option<u32>,
    #[serde(default)]
    pub(crate) budget: Vec<Budget>,
    #[serde(default)]
    pub(crate) group: Vec<Group>,
    #[serde(default)]
    pub(crate) indicator: Vec<Indicator>,
    #[serde(default)]
    pub(crate) finding: Vec<Planted>,
    #[serde(default)]
    pub(crate) relation: Vec<Relation>,
}

/// Arithmetic between figures that the report prints: `whole` follows from `parts`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Relation {
    pub(crate) kind: Arithmetic,
    pub(crate) whole: Printed,
    pub(crate) parts: Vec<Printed>,
    /// What the parts' result is multiplied by when the whole is printed in another unit: 0.0001 for 元 and 万元.
    pub(crate) scale: Option<String>,
}

/// How a figure follows from others.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Arithmetic {
    /// The parts added up.
    Sum,
    /// The first part less the second.
    Difference,
    /// The first part as a percentage of the second.
    Percent,
    /// What the first part has grown or shrunk from the second, as a percentage of the second.
    Change,
    /// By how many per cent the first part has grown when the second is what it grew by.
    Rise,
    /// By how many per cent the first part has shrunk when the second is what it shrank by.
    Fall,
    /// The first part divided by the second.
    Average,
    /// The first part as many times as the second says.
    Product,
    /// The first part with the second added and the third taken away.
    Balance,
    /// What the parts, which are percentages, leave of a hundred.
    Hundred,
    /// The one part itself.
    Same,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Budget {
    pub(crate) item: String,
    pub(crate) line: u32,
    pub(crate) unit: String,
    pub(crate) parent: Option<String>,
    pub(crate) initial: Option<Printed>,
    pub(crate) planned: Option<Printed>,
    pub(crate) spent: Option<Printed>,
    pub(crate) rate: Option<Printed>,
    pub(crate) prior: Option<Printed>,
    pub(crate) weight: Option<Printed>,
    pub(crate) score: Option<Printed>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Group {
    pub(crate) level: u8,
    pub(crate) name: String,
    pub(crate) line: u32,
    pub(crate) parent: Option<String>,
    pub(crate) weight: Option<Printed>,
    pub(crate) score: Option<Printed>,
    /// The weight once more, on the row that prints the group's subtotal.
    pub(crate) subtotal_weight: Option<Printed>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Indicator {
    pub(crate) level1: Option<String>,
    pub(crate) level2: Option<String>,
    pub(crate) level3: String,
    pub(crate) task: Option<String>,
    pub(crate) line: u32,
    pub(crate) weight: Option<Printed>,
    pub(crate) target: Option<Printed>,
    pub(crate) actual: Option<Printed>,
    pub(crate) score: Option<Printed>,
    /// 指标性质, where the sign has a column of its own.
    pub(crate) sign: Option<String>,
    /// 度量单位, where the unit has a column of its own.
    pub(crate) unit: Option<String>,
}

/// A planted error: any of the codes and severities (separated by `|`) at or beside the line.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Planted {
    pub(crate) code: String,
    pub(crate) severity: String,
    pub(crate) line: u32,
    pub(crate) what: String,
    #[serde(default)]
    pub(crate) also: Vec<u32>,
    pub(crate) stated: Option<String>,
    /// It follows from another planted error; it may be said and need not be.
    #[serde(default)]
    pub(crate) optional: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Manifest {
    pub(crate) file: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) family: String,
    pub(crate) encoding: String,
    pub(crate) line_ends: String,
    pub(crate) consistent: bool,
    pub(crate) shows: String,
    /// Written after the rules for sentences; the share of slips caught in it is counted apart.
    #[serde(default)]
    pub(crate) later: bool,
    #[serde(default)]
    pub(crate) planted: Vec<ManifestPlanted>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct ManifestPlanted {
    pub(crate) code: String,
    pub(crate) line: u32,
    pub(crate) what: String,
}

/// A sample report with its bytes, its text and its truth.
#[derive(Debug)]
pub(crate) struct Sample {
    pub(crate) entry: Entry,
    pub(crate) bytes: Vec<u8>,
    pub(crate) text: String,
    pub(crate) truth: Truth,
}

/// The repository's root.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All sample reports, in the manifest's order.
pub(crate) fn samples() -> Vec<Sample> {
    let folder = root().join("corpus");
    let manifest: Manifest = toml::from_str(&read_text(&folder.join("manifest.toml"))).expect("manifest.toml");
    let load = |entry: Entry| {
        let bytes = std::fs::read(folder.join(&entry.name)).expect("a report of the manifest");
        let text = decode(&bytes, &entry.encoding);
        let stem = Path::new(&entry.name).file_stem().expect("a name").to_string_lossy().into_owned();
        let path = folder.join("truth").join(stem + ".toml");
        let truth = toml::from_str(&read_text(&path)).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        Sample { entry, bytes, text, truth }
    };
    manifest.file.into_iter().map(load).collect()
}

fn decode(bytes: &[u8], encoding: &str) -> String {
    let encoding = match encoding {
        "UTF-8" => encoding_rs::UTF_8,
        "GB18030" => encoding_rs::GB18030,
        "UTF-16LE with BOM" => encoding_rs::UTF_16LE,
        other => panic!("manifest.toml names an encoding the tests do not know: {other}"),
    };
    let (text, damaged) = encoding.decode_with_bom_removal(bytes);
    assert!(!damaged, "a report is not in the encoding that the manifest names");
    text.into_owned()
}

/// A file's text.
pub(crate) fn read_text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The files below a folder whose name ends so, sorted. An absent folder has none.
pub(crate) fn files(folder: &Path, suffix: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|e| e.file_type().is_file() && e.file_name().to_string_lossy().ends_with(suffix))
        .map(walkdir::DirEntry::into_path)
        .collect();
    found.sort();
    found
}

/// Examines bytes as a file of that name.
pub(crate) fn examine(name: &str, bytes: &[u8]) -> Vec<Examination> {
    let source = Source { path: name.to_owned(), part: None, bytes: bytes.to_vec() };
    fuhe::examine(&source, &Limits::DEFAULT, Lexicon::builtin()).unwrap_or_else(|e| panic!("{e}"))
}

/// The lines (of a format without lines: the pages) a finding names: its own first, then those of the places that take
/// part.
pub(crate) fn lines_of(finding: &Finding) -> Vec<u32> {
    let line = |at: &Location| at.spot.line.or(at.spot.page).unwrap_or_default();
    std::iter::once(line(&finding.at)).chain(finding.related.iter().map(|r| line(&r.at))).collect()
}

/// The numbers in a text, widths folded.
pub(crate) fn numbers(text: &str) -> BTreeSet<String> {
    let folded: String = text.chars().map(|c| fuhe::lexicon::fold_char(c).unwrap_or(' ')).collect();
    folded
        .split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .map(|n| n.trim_matches('.').to_owned())
        .filter(|n| !n.is_empty())
        .collect()
}

/// Whether two texts are the same but for white space and widths.
pub(crate) fn same(a: &str, b: &str) -> bool {
    fold(a) == fold(b)
}

/// A text without white space.
pub(crate) fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).map(|c| if c == '²' { '2' } else { c }).collect()
}
