//! The record of the hand-built sample, and that this record and those of the sample reports are what the schema says.

use super::*;
use crate::model::ErrorKind;
use crate::output::{sample, schema};
use serde_json::Value;

fn sample_record() -> Value {
    serde_json::from_str(&record(&sample::examination(), Lang::Zh, Form::Line)).expect("JSON")
}

fn at<'a>(value: &'a Value, pointer: &str) -> &'a Value {
    value.pointer(pointer).unwrap_or_else(|| panic!("nothing at {pointer}"))
}

#[test]
fn keys_stand_in_the_order_of_the_contract() {
    let text = record(&sample::examination(), Lang::Zh, Form::Line);
    assert_eq!(text.matches('\n').count(), 1, "one line");
    let keys = [
        "{\"schema\":\"fuhe.report/1\",\"source\":{\"path\":",
        ",\"report\":{\"title\":",
        ",\"sections\":[",
        ",\"tables\":[",
        ",\"groups\":[",
        ",\"indicators\":[",
        ",\"budget\":[",
        ",\"figures\":[",
        ",\"relations\":[",
        ",\"findings\":[",
    ];
    let mut from = 0;
    for key in keys {
        from += text[from..].find(key).unwrap_or_else(|| panic!("{key} is missing or out of order"));
    }
}

#[test]
fn values_keep_their_digits_words_and_places() {
    let record = sample_record();
    for (pointer, expected) in [
        ("/report/organization", r#""示例市整理局""#),
        ("/report/year", "2031"),
        ("/report/total_score/value", "96"),
        ("/sections/0/number", r#""一、""#),
        ("/budget/0/spent/value", "586.00"),
        ("/budget/0/spent/at", r#"{"line":7,"column":10,"table":0,"row":1,"col":2}"#),
        ("/budget/1/parent", r#""资金总额""#),
        ("/indicators/0/level3", r#""整理档案数量""#),
        ("/indicators/0/target/comparator", r#""≥""#),
        ("/indicators/0/target/unit", r#""卷""#),
        ("/indicators/2/actual/value", "null"),
        ("/indicators/2/actual/text", r#""基本达成""#),
        ("/indicators/2/weight/at", r#"{"line":13,"column":13,"table":1,"row":3,"col":2}"#),
        ("/indicators/0/rubric", "null"),
        ("/figures/3/base", r#"{"value":5860000,"unit":"元"}"#),
        ("/figures/2/status", r#""verified""#),
        ("/figures/2/by", r#"["BG102"]"#),
        ("/figures/3/status", r#""unchecked""#),
        ("/figures/3/at", r#"{"line":3,"column":7}"#),
        ("/relations/0/verdict", r#""cannot_tell""#),
        ("/relations/1/kind", r#""ratio""#),
        ("/relations/1/recomputed/text", r#""97.67""#),
        ("/relations/2/verdict", r#""differs""#),
        ("/findings/0/recomputed", r#"{"low":95,"high":95,"text":"95"}"#),
        ("/findings/0/related/2/at/row", "3"),
        ("/tables/1/cells/7/text", r#""整理档案数量""#),
        ("/tables/2/kind", r#""other""#),
    ] {
        // Numbers compare by their digits, so that 586.00 is not 586.
        let expected: Value = serde_json::from_str(expected).expect("JSON");
        assert_eq!(at(&record, pointer), &expected, "{pointer}");
    }
    assert!(record.pointer("/report/project").is_none(), "an optional key is absent");
    assert!(at(&record, "/report/grade").is_null(), "a required one is null");
}

#[test]
fn records_are_what_the_schema_says() {
    let rules: Value = serde_json::from_str(schema::RECORD).expect("the schema is JSON");
    check(&rules, at(&rules, "/$defs/record"), &sample_record(), "record");
    let error = Error::new(ErrorKind::Empty, "空.txt", "");
    let text = error_record("空.txt", &error, Lang::En, Form::Pretty);
    let failed: Value = serde_json::from_str(&text).expect("JSON");
    check(&rules, at(&rules, "/$defs/error_record"), &failed, "error record");
    assert_eq!(at(&failed, "/error/kind"), "empty");
}

/// The hand-built sample has a value for few of the optional keys; reports have the others.
#[test]
fn records_of_the_sample_reports_are_what_the_schema_says() {
    let rules: Value = serde_json::from_str(schema::RECORD).expect("the schema is JSON");
    let (limits, lexicon) = (crate::Limits::DEFAULT, crate::Lexicon::builtin());
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus")).expect("the sample reports") {
        let path = entry.expect("an entry").path();
        if !path.extension().is_some_and(|e| e == "txt" || e == "md") {
            continue;
        }
        let source = crate::Source::from_path(&path, &limits).expect("a file");
        for examination in crate::examine(&source, &limits, lexicon).expect("a report") {
            let value: Value = serde_json::from_str(&record(&examination, Lang::Zh, Form::Line)).expect("JSON");
            check(&rules, at(&rules, "/$defs/record"), &value, &path.display().to_string());
        }
    }
}

#[test]
#[should_panic(expected = "is not one of")]
fn the_validator_of_this_test_finds_what_is_wrong() {
    let rules: Value = serde_json::from_str(schema::RECORD).expect("the schema is JSON");
    let mut wrong = sample_record();
    wrong["findings"][0]["severity"] = "fatal".into();
    check(&rules, at(&rules, "/$defs/record"), &wrong, "record");
}

/// Checks the part of JSON Schema that the record's schema uses.
fn check(root: &Value, rule: &Value, value: &Value, path: &str) {
    if let Some(reference) = rule.get("$ref").and_then(Value::as_str) {
        return check(root, at(root, reference.trim_start_matches('#')), value, path);
    }
    if let Some(choices) = rule.get("anyOf").and_then(Value::as_array) {
        // Below the top the schema chooses between one thing and null only.
        if !value.is_null() {
            check(root, &choices[0], value, path);
        }
        return;
    }
    check_type(rule, value, path);
    if let Some(allowed) = rule.get("enum").and_then(Value::as_array) {
        assert!(allowed.contains(value), "{path}: {value} is not one of {allowed:?}");
    }
    if let Some(constant) = rule.get("const") {
        assert_eq!(value, constant, "{path}");
    }
    if let (Some(items), Some(values)) = (rule.get("items"), value.as_array()) {
        for (index, item) in values.iter().enumerate() {
            check(root, items, item, &format!("{path}/{index}"));
        }
    }
    let (Some(properties), Some(object)) = (rule.get("properties").and_then(Value::as_object), value.as_object())
    else {
        return;
    };
    for key in rule.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
        assert!(object.contains_key(key), "{path}: {key} is missing");
    }
    for (key, inner) in object {
        match properties.get(key) {
            Some(rule) => check(root, rule, inner, &format!("{path}/{key}")),
            None => assert_ne!(rule.get("additionalProperties"), Some(&Value::Bool(false)), "{path}: {key} is unknown"),
        }
    }
}

fn check_type(rule: &Value, value: &Value, path: &str) {
    let names: Vec<&str> = match rule.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => return,
    };
    let fits = |name: &&str| match *name {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_u64() || value.is_i64(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{path}: the schema names the type {other}"),
    };
    assert!(names.iter().any(fits), "{path}: {value} is not {names:?}");
}

#[test]
fn lines_of_a_cell_are_one_and_words_and_numbers_stay_apart() {
    assert_eq!(build::unbroken("92.8\n6%"), "92.86%");
    assert_eq!(build::unbroken("1002.\n59"), "1002.59");
    assert_eq!(build::unbroken("满意\r\n度"), "满意度");
    assert_eq!(build::unbroken("HKSCC\nNOMINEES"), "HKSCC NOMINEES");
    assert_eq!(build::unbroken("LED\n屏3\nm"), "LED屏3m");
    assert_eq!(build::unbroken("16\n230"), "16 230");
    assert_eq!(build::unbroken("3.50\n4.20"), "3.50 4.20");
}
