//! The terminal report of `fuhe check`: an examination in, lines to read out.
//!
//! Grouped by report, worst finding first; each finding shows what, where, the source's own words, both figures and the
//! arithmetic. Widths count double-width characters. Colours are ANSI sequences that the binary may strip.

mod quote;
mod words;

use super::numbers;
use super::width::{clean, head, wrap};
use crate::model::{
    Error, Examination, FigureStatus, Finding, Lang, PlaceRole, Related, Severity, Stated, Understanding,
};
use anstyle::{AnsiColor, Style};
use std::fmt::Write;
use words::Words;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default().bold();
const DOUBTFUL: Style = AnsiColor::Yellow.on_default().bold();
const REMARK: Style = AnsiColor::Cyan.on_default().bold();

/// Related places that are listed before the rest is only counted.
const RELATED_SHOWN: usize = 8;

/// How to render.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// The language of the words around the source's own.
    pub lang: Lang,
    /// Columns of the terminal.
    pub columns: usize,
}

/// What a run found, for its last line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Files tried.
    pub files: usize,
    /// Files that could not be read.
    pub unreadable: usize,
    /// Reports found in them.
    pub reports: usize,
    /// Figures that a recomputation confirms.
    pub verified: usize,
    /// Figures that one contradicts.
    pub contradicted: usize,
    /// Figures that nothing was recomputed with.
    pub unchecked: usize,
    /// Findings by severity: error, warning, notice.
    pub findings: [usize; 3],
    /// Scoring rules: understood, partly understood, not understood; and wordings that say nothing of points.
    pub rules: [usize; 4],
}

impl Tally {
    /// Counts a report.
    pub fn count(&mut self, examination: &Examination) {
        self.reports += 1;
        for status in examination.figure_statuses() {
            match status {
                FigureStatus::Verified => self.verified += 1,
                FigureStatus::Contradicted => self.contradicted += 1,
                FigureStatus::Unchecked => self.unchecked += 1,
            }
        }
        for finding in &examination.findings {
            self.findings[rank(finding.severity)] += 1;
        }
        for rubric in examination.report.indicators.iter().filter_map(|i| i.rubric.as_ref()) {
            let place = match rubric.understanding() {
                Understanding::Fully => 0,
                Understanding::Partly => 1,
                Understanding::Nothing => 2,
                Understanding::Silent => 3,
            };
            self.rules[place] += 1;
        }
    }

    /// Adds what another run found.
    pub fn add(&mut self, other: &Self) {
        self.files += other.files;
        self.unreadable += other.unreadable;
        self.reports += other.reports;
        self.verified += other.verified;
        self.contradicted += other.contradicted;
        self.unchecked += other.unchecked;
        for (mine, theirs) in self.findings.iter_mut().zip(other.findings) {
            *mine += theirs;
        }
        for (mine, theirs) in self.rules.iter_mut().zip(other.rules) {
            *mine += theirs;
        }
    }

    /// The number of findings at or above a severity.
    #[must_use]
    pub fn at_least(&self, severity: Severity) -> usize {
        self.findings.iter().take(rank(severity) + 1).sum()
    }
}

fn rank(severity: Severity) -> usize {
    match severity {
        Severity::Error => 0,
        Severity::Warning => 1,
        Severity::Notice => 2,
    }
}

fn style(severity: Severity) -> Style {
    match severity {
        Severity::Error => BAD,
        Severity::Warning => DOUBTFUL,
        Severity::Notice => REMARK,
    }
}

fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// The findings of one report, with a blank line at the end.
#[must_use]
pub fn report(examination: &Examination, page: &Page) -> String {
    let words = Words(page.lang);
    let mut out = title(examination, page);
    let mut tally = Tally::default();
    tally.count(examination);
    let _ = writeln!(out, "  {}", standing(&tally, words));
    for finding in &examination.findings {
        out.push('\n');
        out.push_str(&one(finding, examination, page));
    }
    out.push('\n');
    out
}

/// The message about a file that could not be read, in the place of its report.
#[must_use]
pub fn unreadable(path: &str, error: &Error, page: &Page) -> String {
    let words = Words(page.lang);
    let mut out = format!("{} {}\n", paint(BAD, words.unreadable()), paint(BOLD, &clean(path)));
    let message = clean(&error.message(page.lang));
    // The path stands above; a message that opens with it would say it twice.
    let message = message.strip_prefix(&clean(path)).unwrap_or(&message);
    for line in wrap(message.trim_start_matches(['：', ':', ' ']), page.columns.saturating_sub(2)) {
        let _ = writeln!(out, "  {line}");
    }
    out.push('\n');
    out
}

/// The last line of a run.
#[must_use]
pub fn summary(tally: &Tally, page: &Page) -> String {
    let words = Words(page.lang);
    let mut parts = vec![words.files(tally.files, tally.unreadable, tally.reports)];
    parts.push(words.figures(tally.verified, tally.contradicted, tally.unchecked));
    if tally.rules != [0; 4] {
        parts.push(words.rules(tally.rules));
    }
    parts.push(words.findings(tally.findings));
    let style = match tally.findings {
        [0, 0, _] if tally.unreadable == 0 => GOOD,
        [0, _, _] if tally.unreadable == 0 => DOUBTFUL,
        _ => BAD,
    };
    format!("{}\n", paint(style, &parts.join(words.semicolon())))
}

fn title(examination: &Examination, page: &Page) -> String {
    let origin = &examination.document.origin;
    let head_fields = &examination.report.head;
    let text = |stated: &Stated<String>| clean(stated.value.as_deref().unwrap_or(&stated.raw)).trim().to_string();
    let title = head_fields.title.as_ref().map(text).filter(|t| !t.is_empty());
    let mut about: Vec<String> = head_fields.organization.as_ref().map(text).into_iter().collect();
    about.extend(head_fields.project.as_ref().map(text));
    about.extend(head_fields.year.as_ref().and_then(|y| y.value).map(|year| Words(page.lang).year(year)));
    let mut path = clean(&origin.path);
    if let Some(part) = examination.layout.part {
        let _ = write!(path, " #{part}");
    }
    let mut out = String::new();
    match title {
        Some(title) => {
            about.push(path);
            for line in wrap(&title, page.columns) {
                let _ = writeln!(out, "{}", paint(BOLD, &line));
            }
        }
        None => {
            let _ = writeln!(out, "{}", paint(BOLD, &path));
        }
    }
    if !about.is_empty() {
        for line in wrap(&about.join(" · "), page.columns.saturating_sub(2)) {
            let _ = writeln!(out, "  {}", paint(DIM, &line));
        }
    }
    out
}

/// The counts under a report's title.
fn standing(tally: &Tally, words: Words) -> String {
    let figures = words.figures(tally.verified, tally.contradicted, tally.unchecked);
    let findings = if tally.verified + tally.contradicted + tally.unchecked == 0 && tally.findings == [0, 0, 0] {
        // Silence is no agreement: a file that is no report must not look like a clean one.
        paint(DOUBTFUL, words.no_figures())
    } else if tally.findings == [0, 0, 0] {
        paint(GOOD, words.nothing_found())
    } else {
        [Severity::Error, Severity::Warning, Severity::Notice]
            .into_iter()
            .map(|severity| (severity, tally.findings[rank(severity)]))
            .filter(|(_, count)| *count > 0)
            .map(|(severity, count)| paint(style(severity), &format!("{} {count}", words.severity(severity))))
            .collect::<Vec<_>>()
            .join(" · ")
    };
    format!("{findings}{}{figures}", words.semicolon())
}

fn one(finding: &Finding, examination: &Examination, page: &Page) -> String {
    let words = Words(page.lang);
    let mut out = format!(
        "{} {}  {}\n",
        paint(style(finding.severity), &format!("{}[{}]", words.severity(finding.severity), finding.check.0)),
        paint(BOLD, finding.name),
        paint(DIM, &words.place(&finding.at, &examination.document.origin.sheets)),
    );
    let columns = page.columns.saturating_sub(2);
    for line in wrap(&clean(finding.message.text(page.lang)), columns) {
        let _ = writeln!(out, "  {line}");
    }
    if let Some(quote) = quote::quote(&examination.document, &finding.at, columns) {
        let gutter = finding.at.spot.line.map(|line| line.to_string()).unwrap_or_default();
        let blank = " ".repeat(gutter.len());
        let [before, target, after] = &quote.text;
        let painted = format!("{before}{}{after}", paint(style(finding.severity), target));
        let _ = writeln!(out, "  {} {painted}", paint(DIM, &format!("{gutter} │")));
        if !quote.marks.is_empty() {
            let marks = paint(style(finding.severity), &quote.marks);
            let _ = writeln!(out, "  {} {}{marks}", paint(DIM, &format!("{blank} │")), " ".repeat(quote.indent));
        }
    }
    if let Some(figures) = figures(finding, words) {
        for line in wrap(&figures, columns) {
            let _ = writeln!(out, "  {line}");
        }
    }
    if !finding.related.is_empty() {
        for line in wrap(&related(&finding.related, words, &examination.document.origin.sheets), columns) {
            let _ = writeln!(out, "  {}", paint(DIM, &line));
        }
    }
    out
}

/// Both figures and the arithmetic.
fn figures(finding: &Finding, words: Words) -> Option<String> {
    let mut parts = Vec::new();
    if let Some(stated) = &finding.stated {
        parts.push(format!("{} {}", words.stated(), clean(&stated.raw).trim()));
    }
    if let Some(recomputed) = &finding.recomputed {
        let quantity = finding.stated.as_ref().and_then(Stated::quantity);
        let unit = quantity.map_or("", |q| q.unit.text.as_str());
        let text = numbers::interval(recomputed, quantity.map_or(0, |q| q.decimals));
        parts.push(format!("{} {text}{unit}", words.recomputed()));
    }
    if let Some(arithmetic) = &finding.arithmetic {
        parts.push(format!("{} {}", words.arithmetic(), clean(arithmetic)));
    }
    (!parts.is_empty()).then(|| parts.join("  "))
}

/// The other places, by role in the order in which the roles appear.
fn related(related: &[Related], words: Words, sheets: &[String]) -> String {
    let mut roles: Vec<(PlaceRole, Vec<String>)> = Vec::new();
    for place in related.iter().take(RELATED_SHOWN) {
        let item = words.item(&head(clean(&place.text).trim(), 28), &place.at, sheets);
        match roles.iter_mut().find(|(role, _)| *role == place.role) {
            Some((_, items)) => items.push(item),
            None => roles.push((place.role, vec![item])),
        }
    }
    let mut text =
        roles.iter().map(|(role, items)| words.listed(*role, items)).collect::<Vec<_>>().join(words.semicolon());
    if related.len() > RELATED_SHOWN {
        text.push_str(&words.and_more(related.len()));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::super::width::width;
    use super::*;
    use crate::model::ErrorKind;

    const PAGE: Page = Page { lang: Lang::Zh, columns: 80 };

    fn plain(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    #[test]
    fn a_finding_shows_what_where_quote_figures_and_related_places() {
        let expected = "\
示例市整理局2031年度部门整体绩效自评表
  示例市整理局 · 2031 年 · 样本/示例.txt
  错误 1；数字 17 个：相符 3、矛盾 4、未能核对 10

错误[SC103] total-score-mismatch  第 14 行 第 11 列
  各项得分之和 95 与所列总分 96 不一致，请核对各项得分和总分
  14 │ 合计 │ 100 │ 96
     │              ^^
  所列 96  重算 95  算式 45 + 20 + 30 = 95
  构成：45（第 10 行）、20（第 11 行）、30（第 13 行）

";
        assert_eq!(plain(&report(&sample::examination(), &PAGE)), expected);
    }

    #[test]
    fn every_language_and_width_keeps_to_the_columns() {
        for lang in [Lang::Zh, Lang::En] {
            for columns in [70, 80, 120] {
                let mut examination = sample::examination();
                let finding = &mut examination.findings[0];
                finding.related = std::iter::repeat_n(finding.related[0].clone(), 30).collect();
                finding.arithmetic = Some("45 + 20 + 30 + ".repeat(20));
                let text = plain(&report(&examination, &Page { lang, columns }));
                for line in text.lines().filter(|line| !line.contains("total-score-mismatch")) {
                    assert!(width(line) <= columns + 2, "{columns}: {line}");
                }
            }
        }
    }

    #[test]
    fn a_quiet_report_says_so_with_its_counts() {
        let mut examination = sample::examination();
        examination.findings.clear();
        examination.reconciliations.truncate(1);
        let text = plain(&report(&examination, &PAGE));
        assert!(text.contains("未发现问题；数字 17 个：相符 3、矛盾 0、未能核对 14"), "{text}");
        let text = plain(&report(&examination, &Page { lang: Lang::En, columns: 80 }));
        assert!(text.contains("no problem found; 17 figures: 3 verified, 0 contradicted, 14 not checkable"), "{text}");
    }

    #[test]
    fn a_file_without_figures_does_not_look_clean() {
        let mut examination = sample::examination();
        examination.findings.clear();
        examination.reconciliations.clear();
        examination.report = crate::model::Report::default();
        let text = plain(&report(&examination, &PAGE));
        assert!(text.contains("没有读到可核对的数字") && !text.contains("未发现问题"), "{text}");
    }

    #[test]
    fn what_a_source_holds_cannot_steer_the_terminal() {
        let mut examination = sample::examination();
        examination.findings[0].related[0].text = "\u{1b}]0;x\u{7}45".to_string();
        let text = report(&examination, &PAGE);
        assert!(!text.contains('\u{7}') && !text.contains("\u{1b}]"), "{text:?}");
    }

    #[test]
    fn one_line_sums_up_and_unreadable_files_speak_for_themselves() {
        let mut tally = Tally { files: 2, unreadable: 1, ..Tally::default() };
        tally.count(&sample::examination());
        assert_eq!(
            plain(&summary(&tally, &PAGE)),
            "2 个文件（1 个无法读取），1 份报告；数字 17 个：相符 3、矛盾 4、未能核对 10；错误 1、警告 0、提示 0\n"
        );
        assert_eq!(tally.at_least(Severity::Notice), 1);
        let error = Error::new(ErrorKind::Empty, "空.txt", "");
        assert_eq!(
            plain(&unreadable("空.txt", &error, &PAGE)),
            "无法读取 空.txt\n  文件为空（0 字节）；请重新取得该文件\n\n"
        );
    }
}
