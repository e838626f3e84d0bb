//! The real reports that stand beside the repository, scored against their hand-verified truth: no score may fall below
//! the floor of `seed-floor.toml`. Skipped, with a line that says so, where they are absent.
#![allow(clippy::print_stdout, reason = "a skipped test says that it is skipped, and the scores are worth seeing")]

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

type Floor = BTreeMap<String, BTreeMap<String, u32>>;

#[test]
fn scores_stay_above_the_floor() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = root.join("../shared");
    let score_py = shared.join("tools/score.py");
    if !score_py.exists() {
        println!("skipped: {} is absent", score_py.display());
        return;
    }
    let records = Command::new(env!("CARGO_BIN_EXE_fuhe"))
        .args(["extract", "--to", "jsonl"])
        .arg(shared.join("seeds"))
        .output()
        .expect("fuhe runs")
        .stdout;
    let mut python = Command::new("python3")
        .arg(&score_py)
        .args(["--json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 runs");
    python.stdin.take().expect("a pipe").write_all(&records).expect("the records can be piped");
    let printed = python.wait_with_output().expect("the scorer ends").stdout;
    let printed = String::from_utf8_lossy(&printed).into_owned();
    // The scorer remarks on missing records before the JSON, which is its last line.
    let scores: serde_json::Value =
        serde_json::from_str(printed.lines().last().unwrap_or_default()).unwrap_or(serde_json::Value::Null);
    let floor = std::fs::read_to_string(root.join("golden/seed-floor.toml")).expect("seed-floor.toml");
    let floor: Floor = toml::from_str(&floor).expect("seed-floor.toml");
    let mut fallen = Vec::new();
    for (report, fields) in &floor {
        for (field, least) in fields {
            let got = scores[report][field][0].as_u64().unwrap_or_default();
            println!("{report} {field}: {got}, floor {least}, of {}", scores[report][field][1]);
            if got < u64::from(*least) {
                fallen.push(format!("{report} {field}: {got}, floor {least}"));
            }
        }
    }
    // A false error costs more than a miss: every error on the real reports must be a right one.
    let errors = &scores["all"]["errors that are right"];
    if errors[0] != errors[1] {
        fallen.push(format!("errors that are right: {errors}"));
    }
    assert!(fallen.is_empty(), "\n{}", fallen.join("\n"));
}
