//! The documentation of the checks: for one check, as a list, and as docs/checks.md.
//!
//! Comes in as plain text from the registry, so that this module needs no stage.

use super::width::{pad, width, wrap};
use crate::model::{Lang, Severity};
use anstyle::Style;
use std::fmt::Write;

const BOLD: Style = Style::new().bold();

/// What the documentation shows of a check.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The code.
    pub code: &'a str,
    /// The name.
    pub name: &'a str,
    /// The severity of its findings unless one lowers it.
    pub severity: Severity,
    /// Documentation in Chinese, as it stands in the doc comment: `# 检查什么` and text below.
    pub docs: &'a str,
    /// Documentation in English.
    pub docs_en: &'a str,
}

/// The page of one check.
#[must_use]
pub fn page(entry: &Entry<'_>, lang: Lang, columns: usize) -> String {
    let severity = severity(entry.severity, lang);
    let mut out = format!("{BOLD}{} {}{BOLD:#}  {severity}\n", entry.code, entry.name);
    let docs = match lang {
        Lang::Zh => entry.docs,
        Lang::En => entry.docs_en,
    };
    for line in doc_lines(docs) {
        match line.strip_prefix("# ") {
            Some(heading) => {
                let _ = writeln!(out, "\n{BOLD}{heading}{BOLD:#}");
            }
            None if line.is_empty() => {}
            None => {
                for line in wrap(line, columns.saturating_sub(2)) {
                    let _ = writeln!(out, "  {line}");
                }
            }
        }
    }
    out
}

/// One line per check: code, name, severity and the first sentence of its documentation.
#[must_use]
pub fn list(entries: &[Entry<'_>], lang: Lang) -> String {
    let names = entries.iter().map(|entry| width(entry.name)).max().unwrap_or_default();
    let mut out = String::new();
    for entry in entries {
        let docs = match lang {
            Lang::Zh => entry.docs,
            Lang::En => entry.docs_en,
        };
        let severity = pad(severity(entry.severity, lang), 7);
        let _ = writeln!(out, "{}  {}  {severity}  {}", entry.code, pad(entry.name, names), first_sentence(docs));
    }
    out
}

/// docs/checks.md.
#[must_use]
pub fn markdown(entries: &[Entry<'_>]) -> String {
    let mut out = String::from(
        "# 检查项 Checks\n\n<!-- Generated from src/checks; rewrite with FUHE_BLESS=1 cargo test. -->\n\n\
         | code | name | severity |\n|---|---|---|\n",
    );
    for entry in entries {
        let (code, name, severity) = (entry.code, entry.name, entry.severity.name());
        let _ = writeln!(out, "| [{code}](#{}-{name}) | {name} | {severity} |", code.to_lowercase());
    }
    for entry in entries {
        let _ = write!(out, "\n## {} {}\n", entry.code, entry.name);
        for line in doc_lines(entry.docs) {
            match line.strip_prefix("# ") {
                Some(heading) => {
                    let _ = write!(out, "\n### {heading}\n\n");
                }
                None if line.is_empty() => {}
                None => {
                    let _ = writeln!(out, "{line}");
                }
            }
        }
        out.push_str("\n### In English\n\n");
        for line in doc_lines(entry.docs_en) {
            let _ =
                writeln!(out, "{}", line.strip_prefix("# ").map_or_else(|| line.to_string(), |h| format!("**{h}**")));
        }
    }
    out
}

fn severity(severity: Severity, lang: Lang) -> &'static str {
    match (lang, severity) {
        (Lang::En, severity) => severity.name(),
        (Lang::Zh, Severity::Error) => "错误",
        (Lang::Zh, Severity::Warning) => "警告",
        (Lang::Zh, Severity::Notice) => "提示",
    }
}

/// The lines of a doc comment without the space after `///`; blank lines at either end dropped.
fn doc_lines(docs: &str) -> impl Iterator<Item = &str> {
    docs.trim().lines().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end())
}

/// The first sentence of the first paragraph, its lines joined; a list of what is looked for ends at its first part.
fn first_sentence(docs: &str) -> String {
    let lines = doc_lines(docs).skip_while(|line| line.is_empty() || line.starts_with('#'));
    let lines: Vec<&str> = lines.take_while(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let is_ascii = lines.iter().all(|line| line.is_ascii());
    let text = lines.join(if is_ascii { " " } else { "" });
    let end = text.find(['。', '；']).or_else(|| text.find(". "));
    match end {
        Some(end) => format!("{}{}", &text[..end], if is_ascii { "." } else { "。" }),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRY: Entry<'_> = Entry {
        code: "SC101",
        name: "score-exceeds-weight",
        severity: Severity::Error,
        docs: " # 检查什么\n 得分高于分值。每一行都看。\n\n # 为什么\n 得分以分值为限。\n",
        docs_en: "Looks for scores above their weight. A score cannot exceed it.",
    };

    #[test]
    fn a_page_has_headings_and_the_list_one_line() {
        let text = anstream::adapter::strip_str(&page(&ENTRY, Lang::Zh, 80)).to_string();
        assert_eq!(
            text,
            "SC101 score-exceeds-weight  错误\n\n检查什么\n  得分高于分值。每一行都看。\n\n为什么\n  得分以分值为限。\n"
        );
        assert_eq!(list(&[ENTRY], Lang::Zh), "SC101  score-exceeds-weight  错误     得分高于分值。\n");
        assert!(list(&[ENTRY], Lang::En).ends_with("error    Looks for scores above their weight.\n"));
        assert_eq!(first_sentence(" # 检查什么\n 得分高于分值，\n 每一行；还有合计。\n"), "得分高于分值，每一行。");
    }

    #[test]
    fn the_reference_page_links_and_holds_both_languages() {
        let text = markdown(&[ENTRY]);
        assert!(text.contains("| [SC101](#sc101-score-exceeds-weight) | score-exceeds-weight | error |"));
        assert!(text.contains("### 为什么\n\n得分以分值为限。\n"));
        assert!(text.contains("### In English\n\nLooks for scores"));
    }
}
