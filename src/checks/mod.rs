//! Checks: from everything the stages found out to findings.
//!
//! One check is one file. Checks see meaning, never words: they import `model` only. Only this folder mints findings.

mod amount_missing;
mod attachment_or_table_missing;
mod budget_sum_mismatch;
mod cell_cut_off;
mod characters_undecodable;
mod compose;
mod content_not_read;
mod declare;
mod deduction_mismatch;
mod deduction_without_reason;
mod digits_doubtful;
mod echoes;
mod execution_rate_mismatch;
mod figure_conflict;
mod grade_mismatch;
mod impossible_percentage;
mod narrative;
mod narrative_table_conflict;
mod no_indicator_table;
mod no_text_layer;
mod numbering_out_of_order;
mod parts_sum_mismatch;
mod placeholder_left;
mod rate_mismatch;
mod rubric_of_another_indicator;
mod rubric_points_mismatch;
mod rubric_range_empty;
mod rubric_ranges_overlap_or_gap;
mod rubric_target_mismatch;
mod score_exceeds_weight;
mod score_missing;
mod score_off_rubric;
mod score_out_of_band;
mod score_statement_conflict;
mod score_sum_mismatch;
mod sentence_cut_off;
mod text_repeated;
mod total_score_conflict;
mod total_score_mismatch;
mod unit_slip;
mod weight_sum_mismatch;
mod weight_total_mismatch;
mod wording;

use crate::model::{Code, Document, Finding, Layout, Notice, Reconciliation, Report, Severity, TableKind};
use declare::declare_check;

/// What a check may look at.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// The file as read.
    pub document: &'a Document,
    /// Which block is what.
    pub layout: &'a Layout,
    /// What the report says.
    pub report: &'a Report,
    /// What was recomputed.
    pub reconciliations: &'a [Reconciliation],
    /// What the stages remarked.
    pub notices: &'a [Notice],
}

impl Evidence<'_> {
    /// Whether anything was found that a total could be made of: a table of indicators, or scores stated in sentences.
    fn shows_scoring(&self) -> bool {
        let (layout, report) = (self.layout, self.report);
        report.indicators.iter().any(|i| i.score.is_some() || i.weight.is_some())
            || report.groups.iter().any(|g| g.level > 0)
            || layout.tables.iter().any(|t| t.kind == TableKind::Indicators)
            || !layout.score_lines.is_empty()
    }
}

/// A check: identity, documentation and the function that detects.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// The permanent code.
    pub code: Code,
    /// The name, which states the defect.
    pub name: &'static str,
    /// The severity of its findings unless a finding lowers it.
    pub severity: Severity,
    /// Documentation in Chinese: 检查什么, 为什么, 依据, 例.
    pub docs: &'static str,
    /// Documentation in English.
    pub docs_en: &'static str,
    /// Detects.
    pub run: fn(&Check, &Evidence<'_>) -> Vec<Finding>,
}

/// All checks, by code.
pub const CHECKS: &[Check] = &[
    budget_sum_mismatch::CHECK,
    execution_rate_mismatch::CHECK,
    amount_missing::CHECK,
    parts_sum_mismatch::CHECK,
    rate_mismatch::CHECK,
    figure_conflict::CHECK,
    narrative_table_conflict::CHECK,
    impossible_percentage::CHECK,
    unit_slip::CHECK,
    score_off_rubric::CHECK,
    score_out_of_band::CHECK,
    rubric_target_mismatch::CHECK,
    rubric_points_mismatch::CHECK,
    rubric_range_empty::CHECK,
    rubric_ranges_overlap_or_gap::CHECK,
    rubric_of_another_indicator::CHECK,
    no_text_layer::CHECK,
    digits_doubtful::CHECK,
    characters_undecodable::CHECK,
    cell_cut_off::CHECK,
    no_indicator_table::CHECK,
    content_not_read::CHECK,
    score_exceeds_weight::CHECK,
    score_sum_mismatch::CHECK,
    total_score_mismatch::CHECK,
    total_score_conflict::CHECK,
    score_missing::CHECK,
    deduction_without_reason::CHECK,
    grade_mismatch::CHECK,
    deduction_mismatch::CHECK,
    score_statement_conflict::CHECK,
    numbering_out_of_order::CHECK,
    text_repeated::CHECK,
    sentence_cut_off::CHECK,
    attachment_or_table_missing::CHECK,
    placeholder_left::CHECK,
    weight_sum_mismatch::CHECK,
    weight_total_mismatch::CHECK,
];

/// Runs every check. Findings come worst first, then by place, then by code.
#[must_use]
pub fn check(evidence: &Evidence<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = CHECKS.iter().flat_map(|check| (check.run)(check, evidence)).collect();
    findings.retain(|finding| !is_wording(finding) || !evidence.document.is_doubtful(&finding.at));
    for finding in &mut findings {
        doubt(finding, evidence);
    }
    let mut findings = echoes::without_echoes(findings, evidence.report);
    findings.sort_by(|a, b| {
        b.severity
            .cmp(&a.severity)
            .then_with(|| a.at.cmp(&b.at))
            .then_with(|| a.check.cmp(&b.check))
            .then_with(|| a.message.zh.cmp(&b.message.zh))
    });
    findings
}

/// Whether a finding is about single characters and marks; recognition loses those everywhere.
fn is_wording(finding: &Finding) -> bool {
    finding.check.0.starts_with("TX") || finding.check == cell_cut_off::CHECK.code
}

/// Makes a finding that rests on recognized text a warning, and one on restored cells a notice: what was read wrongly is
/// no error of the author.
fn doubt(finding: &mut Finding, evidence: &Evidence<'_>) {
    let figures = finding.figures.iter().filter_map(|id| evidence.report.figures.get(id.0 as usize)).map(|f| &f.at);
    let related = finding.related.iter().map(|r| &r.at);
    let stated = finding.stated.iter().map(|s| &s.at);
    let mut places = std::iter::once(&finding.at).chain(related).chain(figures).chain(stated);
    if finding.severity > Severity::Notice && places.clone().any(|at| evidence.document.is_restored(at)) {
        finding.severity = Severity::Notice;
        finding.message.zh.push_str("（该表的行列由文字还原，也可能是分错了格）");
        finding.message.en.push_str(" (the cells of this table were restored from text and may stand in wrong rows)");
        return;
    }
    if evidence.document.recognized.is_empty() || finding.severity < Severity::Warning {
        return;
    }
    if places.any(|at| evidence.document.is_doubtful(at)) {
        finding.severity = Severity::Warning;
        finding.message.zh.push_str("（该页由图片识别而来，也可能是认错或漏认）");
        finding.message.en.push_str(" (recognized from a picture: it may have been misread or missed)");
    }
}
