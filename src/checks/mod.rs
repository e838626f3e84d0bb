//! Checks: from everything the stages found out to findings.
//!
//! One check is one file. Checks see meaning, never words: they import `model` only. Only this folder mints findings.

mod amount_missing;
mod attachment_or_table_missing;
mod budget_sum_mismatch;
mod cell_cut_off;
mod characters_undecodable;
mod compose;
mod declare;
mod deduction_mismatch;
mod deduction_without_reason;
mod digits_doubtful;
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
mod score_exceeds_weight;
mod score_missing;
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

use crate::model::{Code, Document, Finding, Layout, Notice, Reconciliation, Report, Severity};
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
    no_text_layer::CHECK,
    digits_doubtful::CHECK,
    characters_undecodable::CHECK,
    cell_cut_off::CHECK,
    no_indicator_table::CHECK,
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
    findings.sort_by(|a, b| {
        b.severity
            .cmp(&a.severity)
            .then_with(|| a.at.cmp(&b.at))
            .then_with(|| a.check.cmp(&b.check))
            .then_with(|| a.message.zh.cmp(&b.message.zh))
    });
    findings
}
