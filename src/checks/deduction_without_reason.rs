//! SC106: points were lost and no reason is given.

use super::compose::{finding, leaf_place, lost, points};
use super::{Check, Evidence, declare_check};
use crate::model::{Field, Finding, Indicator, PlaceRole, Related, Report, Severity, TableKind};

declare_check! {
    /// # 检查什么
    /// 得分低于分值的指标是否写明扣分（偏差）原因；表格没有原因栏的，合并提示一次。
    /// # 为什么
    /// 扣分原因是整改的依据，不写原因的自评无法使用。
    /// # 依据
    /// 《项目支出绩效评价管理办法》（财预〔2020〕10号）：未完成或偏离目标的应分析原因并提出改进措施。
    /// # 例
    /// 某指标分值 5、得分 4，偏差原因栏空白。
    "SC106", "deduction-without-reason", Warning, run,
    en: "An indicator that lost points must give the reason; when the form has no place for reasons, one remark covers the table.",
}

/// Rows that lost points without a reason from here on are reported in one finding when no row gives any.
const FEW: usize = 3;

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    let report = evidence.report;
    // Where scores stand in running text, so do the reasons; only tables are asked.
    // Points on top that were not given are none lost.
    let in_table = report.indicators.iter().filter(|leaf| leaf.at.cell.is_some() && !leaf.on_top);
    let short: Vec<&Indicator> = in_table.filter(|leaf| lost(leaf).is_some()).collect();
    let silent: Vec<&Indicator> = short.iter().copied().filter(|leaf| is_empty(leaf)).collect();
    let (asked, unasked): (Vec<&Indicator>, Vec<&Indicator>) = silent.iter().partition(|leaf| leaf.has_note_column);
    let mut out: Vec<Finding> = if asked.len() >= FEW && silent.len() == short.len() {
        together(check, report, &asked, true, None).into_iter().collect()
    } else {
        asked.into_iter().map(|leaf| one(check, leaf)).collect()
    };
    out.extend(together(check, report, &unasked, false, score_header(evidence)));
    out
}

/// Nothing, or only signs (`—`, `/`).
fn is_empty(leaf: &Indicator) -> bool {
    leaf.note.as_ref().is_none_or(|note| !note.raw.chars().any(char::is_alphanumeric))
}

fn one(check: &Check, leaf: &Indicator) -> Finding {
    let (name, w, s) = (leaf.name(), points(leaf.weight.as_ref()), points(leaf.score.as_ref()));
    let zh = format!("「{name}」分值 {w}、得分 {s}，没有写扣分原因，请补充；原因写在合并单元格或正文中的除外");
    let en =
        format!("{name}: weight {w}, score {s}, no reason given; add it, unless a merged cell or the text gives it");
    let mut made = finding(check, leaf.score.as_ref().map_or(&leaf.at, |s| &s.at), zh, en);
    made.stated.clone_from(&leaf.score);
    made
}

/// One finding for a table, at its total row or first row.
fn together(
    check: &Check,
    report: &Report,
    rows: &[&Indicator],
    has_column: bool,
    header: Option<Related>,
) -> Option<Finding> {
    let first = rows.first()?;
    let total = rows
        .iter()
        .filter_map(|&leaf| lost(leaf))
        .try_fold(rust_decimal::Decimal::ZERO, rust_decimal::Decimal::checked_add)?;
    let count = rows.len();
    let (zh, en) = if has_column {
        (
            format!("{count} 项指标共扣 {total} 分，原因栏均为空，请逐项补充"),
            format!("{count} indicators lost {total} points and no reason is given for any; add the reasons"),
        )
    } else {
        (
            format!("{count} 项指标共扣 {total} 分，表中没有扣分原因栏，请在表内或正文逐项说明"),
            format!(
                "{count} indicators lost {total} points and the form has no place for reasons; give them in the form or the text"
            ),
        )
    };
    // The total row's name is where a reader looks; a total in running text is not.
    let grand = report.groups.iter().find(|g| g.level == 0).map(|g| &g.at);
    let in_table = report.head.total_score.as_ref().map(|t| &t.at).filter(|at| at.cell.is_some());
    let mut made = finding(check, grand.or(in_table).unwrap_or(&first.at), zh, en);
    if !has_column {
        made.severity = Severity::Notice;
    }
    let places: Vec<Related> = rows.iter().map(|leaf| leaf_place(PlaceRole::Part, leaf)).collect();
    made.related = header.into_iter().chain(places).collect();
    Some(made)
}

/// The header of the score column, beside which the column of reasons is missing.
fn score_header(evidence: &Evidence<'_>) -> Option<Related> {
    let tables = evidence.layout.tables.iter().filter(|t| t.kind == TableKind::Indicators);
    let (_, cell) = tables.flat_map(|t| &t.header).find(|(field, _)| *field == Field::Score)?;
    let text = &evidence.document.blocks.get(cell.block as usize)?.table()?.cell(cell.row, cell.col)?.text;
    let at = text.locate(cell.block, Some((cell.row, cell.col)), 0..text.len_chars());
    Some(Related { role: PlaceRole::Header, text: text.content.trim().to_owned(), at })
}
