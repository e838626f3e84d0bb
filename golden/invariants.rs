//! Rules of the repository that no compiler keeps: who may import whom, that every check has documentation and cases, that
//! patterns carry examples, that files stay small and documented.
#![allow(clippy::print_stdout, reason = "a skipped part says that it is skipped")]

mod sample;

use fuhe::checks::CHECKS;
use sample::{files, read_text, root};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn sources() -> Vec<PathBuf> {
    files(&root().join("src"), ".rs")
}

/// The sources without the files that only tests compile: those whose `mod` line stands below `#[cfg(test)]`.
fn shipped_sources() -> Vec<PathBuf> {
    let mut tests = HashSet::new();
    for path in sources() {
        let text = read_text(&path);
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        for pair in lines.windows(2).filter(|p| p[0] == "#[cfg(test)]") {
            let Some(name) = pair[1].strip_suffix(';').and_then(|l| l.rsplit(' ').next()) else { continue };
            let folder = if path.ends_with("mod.rs") || path.ends_with("lib.rs") || path.ends_with("main.rs") {
                path.parent().map(Path::to_path_buf).unwrap_or_default()
            } else {
                path.with_extension("")
            };
            tests.insert(folder.join(name));
        }
    }
    let is_test = |p: &PathBuf| tests.iter().any(|t| p.starts_with(t) || *p == t.with_extension("rs"));
    sources().into_iter().filter(|p| !is_test(p)).collect()
}

/// A path below the root, with forward slashes.
fn short(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// The lines of a source file before its tests, without comments.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let end = text.find("#[cfg(test)]\nmod ").unwrap_or(text.len());
    text[..end].lines().enumerate().filter(|(_, l)| !l.trim_start().starts_with("//")).map(|(n, l)| (n + 1, l))
}

/// The folder or file of a stage, and what it may import of ours besides itself.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("lexicon", &["model"]),
    ("read", &["model"]),
    ("checks", &["model"]),
    ("locate", &["model", "lexicon"]),
    ("normalize", &["model", "lexicon"]),
    ("reconcile", &["model", "lexicon"]),
    ("output", &["model"]),
];

/// What `output` may name beyond the rule: the registry of checks, which is documentation and no stage's result.
const REGISTRY: (&str, &str) = ("output", "checks");

#[test]
fn stages_import_what_they_may() {
    let mut wrong = Vec::new();
    let shipped = shipped_sources();
    for (stage, allowed) in MAY_IMPORT {
        for path in files(&root().join("src").join(stage), ".rs").iter().filter(|p| shipped.contains(p)) {
            let text = read_text(path);
            for (n, line) in code_lines(&text) {
                for name in line.split("crate::").skip(1).flat_map(first_names) {
                    let fine =
                        name == *stage || allowed.contains(&name.as_str()) || (*stage, name.as_str()) == REGISTRY;
                    if !fine && name != "Error" {
                        wrong.push(format!("{}:{n}: {stage} may not import {name}", short(path)));
                    }
                }
            }
        }
    }
    for path in files(&root().join("src/cli"), ".rs").into_iter().chain([root().join("src/main.rs")]) {
        for (n, line) in code_lines(&read_text(&path)) {
            let inner = line.split("crate::").skip(1).flat_map(first_names).any(|name| name != "cli");
            if inner && !short(&path).starts_with("src/cli/") {
                wrong.push(format!("{}:{n}: the binary uses the library only, as fuhe::…", short(&path)));
            }
        }
    }
    assert_none(&wrong);
}

/// The first name of a path after `crate::`, or the first names of a braced list.
fn first_names(rest: &str) -> Vec<String> {
    let name = |s: &str| s.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let names = match rest.strip_prefix('{') {
        Some(list) => list.split(',').map(|s| name(s.trim())).collect(),
        None => vec![name(rest)],
    };
    names.into_iter().filter(|n: &String| !n.is_empty()).collect()
}

#[test]
fn only_the_binary_prints_or_exits() {
    let mut wrong = Vec::new();
    for path in shipped_sources() {
        let place = short(&path);
        if place == "src/main.rs" || place.starts_with("src/cli/") {
            continue;
        }
        for (n, line) in code_lines(&read_text(&path)) {
            if ["println!", "eprintln!", "print!(", "process::exit"].iter().any(|w| line.contains(w)) {
                wrong.push(format!("{place}:{n}: {}", line.trim()));
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn files_are_documented_small_and_do_not_unwrap() {
    let mut wrong = Vec::new();
    let shipped = shipped_sources();
    for path in sources() {
        let (place, text) = (short(&path), read_text(&path));
        if !text.starts_with("//!") {
            wrong.push(format!("{place}: opens without //!"));
        }
        let lines = text.lines().count();
        if lines > 700 {
            wrong.push(format!("{place}: {lines} lines, the cap is 700"));
        }
        let unwraps = code_lines(&text).filter(|(_, l)| shipped.contains(&path) && l.contains(".unwrap()"));
        for (n, line) in unwraps {
            wrong.push(format!("{place}:{n}: {}", line.trim()));
        }
        for word in ["utils", "helpers", "common", "manager"] {
            if path.components().any(|c| c.as_os_str().to_string_lossy().trim_end_matches(".rs") == word) {
                wrong.push(format!("{place}: a name says what a module holds"));
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn checks_are_unique_sorted_and_documented() {
    let mut wrong = Vec::new();
    for pair in CHECKS.windows(2) {
        if pair[0].code >= pair[1].code {
            wrong.push(format!("{} stands before {}", pair[0].code.0, pair[1].code.0));
        }
    }
    let mut names = HashSet::new();
    for check in CHECKS {
        let code = check.code.0;
        let shape = code.len() == 5
            && code[..2].bytes().all(|b| b.is_ascii_uppercase())
            && code[2..].bytes().all(|b| b.is_ascii_digit());
        if !shape {
            wrong.push(format!("{code}: two letters and three digits"));
        }
        if !names.insert(check.name) || !check.name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') {
            wrong.push(format!("{code}: the name {} is used twice or not kebab-case", check.name));
        }
        for heading in ["检查什么", "为什么", "依据", "例"] {
            if !check.docs.lines().any(|l| l.trim().trim_start_matches('#').trim() == heading) {
                wrong.push(format!("{code}: no heading {heading}"));
            }
        }
        if check.docs_en.trim().is_empty() {
            wrong.push(format!("{code}: no English documentation"));
        }
    }
    assert_none(&wrong);
}

#[test]
fn every_check_has_a_firing_and_a_quiet_case() {
    let folder = root().join("golden/checks");
    let mut wrong = Vec::new();
    for check in CHECKS {
        let path = folder.join(format!("{}-{}.md", check.code.0, check.name));
        let Ok(text) = std::fs::read_to_string(&path) else {
            wrong.push(format!("{} is missing", short(&path)));
            continue;
        };
        let fires = |section: &str| section.lines().any(|l| l.starts_with(&format!("- {} ", check.code.0)));
        let sections: Vec<&str> = text.split("\n## ").skip(1).collect();
        if !sections.iter().any(|s| fires(s)) || sections.iter().all(|s| fires(s)) {
            wrong.push(format!("{}: needs a firing and a quiet section", short(&path)));
        }
    }
    for path in files(&folder, ".md") {
        let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        if !CHECKS.iter().any(|c| stem == format!("{}-{}", c.code.0, c.name)) {
            wrong.push(format!("{}: no such check", short(&path)));
        }
    }
    assert_none(&wrong);
}

#[test]
fn messages_keep_the_house_style() {
    let mut wrong = Vec::new();
    for sample in sample::samples() {
        for examination in sample::examine(&sample.entry.name, &sample.bytes) {
            for finding in &examination.findings {
                let (zh, en) = (&finding.message.zh, &finding.message.en);
                let chinese = |t: &str| t.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
                let bad = zh.ends_with(['。', '.'])
                    || en.ends_with('.')
                    || zh.contains('\n')
                    || en.contains('\n')
                    || !chinese(zh)
                    || en.trim().is_empty()
                    || !CHECKS.iter().any(|c| c.code == finding.check && c.name == finding.name);
                if bad {
                    wrong.push(format!("{}: {zh} / {en}", finding.check.0));
                }
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    assert_none(&wrong);
}

#[test]
fn patterns_carry_examples_and_sources() {
    let mut wrong = Vec::new();
    for path in files(&root().join("patterns"), ".toml") {
        let (place, text) = (short(&path), read_text(&path));
        let table: toml::Table = match toml::from_str(&text) {
            Ok(table) => table,
            Err(e) => {
                wrong.push(format!("{place}: {e}"));
                continue;
            }
        };
        if !text.lines().any(|l| l.starts_with('#')) {
            wrong.push(format!("{place}: cites no source"));
        }
        for (key, value) in &table {
            entries(&mut wrong, &place, key, value);
        }
    }
    assert_none(&wrong);
}

/// Every entry of an array of tables, and every table that holds no tables itself, has `examples` (or a key such as
/// `score_examples`). A table that maps words to words needs none: each line of it is one.
fn entries(wrong: &mut Vec<String>, place: &str, key: &str, value: &toml::Value) {
    let is_example = |key: &str| key.contains("example");
    let filled = |value: &toml::Value| match value {
        toml::Value::Array(list) => !list.is_empty(),
        toml::Value::Table(pairs) => !pairs.is_empty(),
        _ => true,
    };
    match value {
        _ if is_example(key) => {}
        toml::Value::Table(table) => {
            let examples: Vec<_> = table.iter().filter(|(k, _)| is_example(k)).collect();
            let maps_words = table.keys().all(|k| !k.is_ascii());
            let inner: Vec<_> = table.iter().filter(|(k, v)| !is_example(k) && holds_tables(v)).collect();
            if examples.iter().any(|(_, v)| !filled(v)) || (examples.is_empty() && !maps_words && inner.is_empty()) {
                wrong.push(format!("{place}: [{key}] has no examples"));
            }
            if examples.is_empty() {
                for (name, value) in inner {
                    entries(wrong, place, &format!("{key}.{name}"), value);
                }
            }
        }
        toml::Value::Array(list) => {
            for (n, item) in list.iter().enumerate().filter(|(_, v)| v.is_table()) {
                entries(wrong, place, &format!("{key}#{}", n + 1), item);
            }
        }
        _ => {}
    }
}

fn holds_tables(value: &toml::Value) -> bool {
    value.is_table() || value.as_array().is_some_and(|a| a.iter().any(toml::Value::is_table))
}

#[test]
fn readmes_name_both_commands_and_docs_are_there() {
    let mut wrong = Vec::new();
    for readme in ["README.md", "README.zh.md"] {
        let text = std::fs::read_to_string(root().join(readme)).unwrap_or_default();
        for command in ["cargo run --release -- check corpus", "cargo test"] {
            if !text.lines().any(|l| l.trim() == command) {
                wrong.push(format!("{readme}: no line `{command}`"));
            }
        }
    }
    for file in
        ["CONTRIBUTING.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE", "docs/ARCHITECTURE.md", "docs/glossary.md"]
    {
        if !root().join(file).is_file() {
            wrong.push(format!("{file} is missing"));
        }
    }
    assert_none(&wrong);
}

#[test]
fn nothing_names_the_place_it_was_built_in() {
    // Written apart, so that this file does not hold what it forbids.
    let forbidden = [["/wo", "rk/"].concat(), [".libr", "ary"].concat()];
    let mut wrong = Vec::new();
    for folder in ["src", "patterns", "golden", "corpus", "docs", "benches", ".ci"] {
        for path in files(&root().join(folder), "") {
            let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap_or_default()).into_owned();
            wrong.extend(forbidden.iter().filter(|w| text.contains(*w)).map(|w| format!("{}: {w}", short(&path))));
        }
    }
    assert_none(&wrong);
}

#[test]
fn no_sentence_of_the_real_reports_is_copied() {
    const RUN: usize = 22;
    let seeds = files(&root().join("../shared/seeds"), ".txt");
    if seeds.is_empty() {
        println!("skipped: ../shared/seeds is absent");
        return;
    }
    let bare = |path: &Path| -> Vec<char> {
        let text = String::from_utf8_lossy(&std::fs::read(path).unwrap_or_default()).into_owned();
        text.chars().filter(|c| !c.is_whitespace() && *c != '|').collect()
    };
    let chinese = |run: &[char]| run.iter().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(*c)).count() >= 16;
    let texts: Vec<Vec<char>> = seeds.iter().map(|p| bare(p)).collect();
    let known: HashSet<&[char]> = texts.iter().flat_map(|t| t.windows(RUN)).filter(|r| chinese(r)).collect();
    let mut wrong = Vec::new();
    for folder in ["src", "patterns", "golden", "corpus", "docs", "benches"] {
        for path in files(&root().join(folder), "") {
            if let Some(run) = bare(&path).windows(RUN).find(|r| known.contains(r)) {
                wrong.push(format!("{}: {}", short(&path), run.iter().collect::<String>()));
            }
        }
    }
    assert_none(&wrong);
}
