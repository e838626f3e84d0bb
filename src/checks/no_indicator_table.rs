//! RD105: a self-evaluation report that states a total but shows no scored indicator, or a file without any figure.

use super::wording::{quote, remark};
use super::{Check, Evidence, declare_check};
use crate::model::{Block, Finding, Location, Notice, ReportKind};

declare_check! {
    /// # 检查什么
    /// 文件是绩效自评报告（写有自评总分，或标题可辨为自评报告），却既没有指标表，也没有逐项打分的文字；或者文件里没有文字、没有
    /// 任何可核对的数字（空白表、提纲、模板）。
    /// # 为什么
    /// 没有分项分值和得分，总分无从复核；指标表可能在另一个文件里。
    /// # 依据
    /// 《项目支出绩效评价管理办法》（财预〔2020〕10号）：单位自评以项目支出绩效自评表的形式反映。
    /// # 例
    /// 全文只有“自评得分92分”，没有任何分项得分。
    "RD105", "no-indicator-table", Notice, run,
    en: "A self-evaluation report states a total score, or is one by its title, but holds neither an indicator table nor scored statements; or a file holds no text or no figure at all: nothing can be recomputed.",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    let report = evidence.report;
    if evidence.shows_scoring() {
        return Vec::new();
    }
    let head = &report.head;
    let total = head.total_score.as_ref().or(head.stated_scores.first());
    if let Some(total) = total {
        let score = quote(evidence.document, &total.at);
        let zh = format!("报告自评总分为 {score}，但没有指标表和分项得分，总分无法复核，请补附自评表");
        let en =
            format!("the report states a total of {score} but no indicator table or scored item; attach the table");
        let mut finding = remark(check, &total.at, zh, en, Vec::new());
        finding.stated = Some(total.clone());
        return vec![finding];
    }
    let title: Option<&Location> = head.title.as_ref().map(|t| &t.at);
    match title.filter(|_| head.kind != ReportKind::Unknown) {
        Some(at) => {
            let zh = "自评报告中没有指标表、分项得分和总分，请补附自评表".to_owned();
            let en =
                "the self-evaluation report holds no indicator table, no scored item and no total; attach the table";
            vec![remark(check, at, zh, en.to_owned(), Vec::new())]
        }
        None => blank(check, evidence).into_iter().collect(),
    }
}

/// A file without a single figure, which silence would make look like a clean report. A page whose text could not be read
/// is told of by itself.
fn blank(check: &Check, evidence: &Evidence<'_>) -> Option<Finding> {
    let unread = |notice: &Notice| matches!(notice, Notice::NoTextLayer { .. } | Notice::GarbledText { .. });
    if !evidence.report.figures.is_empty() || evidence.notices.iter().any(unread) {
        return None;
    }
    let blocks = &evidence.document.blocks;
    let first = |(block, at): (&Block, u32)| match block {
        Block::Heading(text) | Block::Paragraph(text) => {
            (!text.content.trim().is_empty()).then(|| text.locate(at, None, 0..text.len_chars()))
        }
        Block::Table(table) => {
            let written = table.cells.iter().any(|cell| !cell.text.content.trim().is_empty());
            written.then(|| Location { block: at, spot: table.spot.clone(), ..Location::default() })
        }
    };
    let at = blocks.iter().zip(0u32..).find_map(first);
    let (zh, en) = if at.is_some() {
        (
            "没有读到可核对的数字，可能是空白表、提纲或模板，请确认这是填好的绩效自评报告",
            "no figure was found: a blank form, an outline or a template? make sure that this is a report filled in",
        )
    } else {
        ("文件里没有文字，请确认内容是否为空或全是图片", "the file holds no text: is it empty, or all pictures?")
    };
    Some(remark(check, &at.unwrap_or_default(), zh.to_owned(), en.to_owned(), Vec::new()))
}
