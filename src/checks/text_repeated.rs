//! TX102: a passage printed twice.

use super::wording::{other, quote, remark};
use super::{Check, Evidence, declare_check};
use crate::model::{Block, Document, Finding, Location, PlaceRole};

declare_check! {
    /// # 检查什么
    /// 整段文字、连续多段文字或整张表格在报告中重复出现，或换页处把上一段的末尾又印了一遍。
    /// 标题、短句和仅仅相似的表格行不算重复。
    /// # 为什么
    /// 重复部分的得分和数据如果再读一遍，就会被重复计算；重复也常是误粘贴。
    /// # 依据
    /// 《项目支出绩效评价管理办法》（财预〔2020〕10号）要求自评结果内容完整、表述准确。
    /// # 例
    /// 同一组“产出指标总分值为40分，自评分值为38分……”在两章各印一遍。
    "TX102", "text-repeated", Notice, run,
    en: "A long paragraph, a run of paragraphs or a whole table stands twice, or a page break printed the end of a paragraph again. The second printing is not read, so that nothing counts twice.",
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    let document = evidence.document;
    let find = |repeat: &crate::model::Repeat| {
        let first = place_of(document, repeat.first.start)?;
        let blocks = repeat.again.len();
        let words = quote(document, &repeat.at);
        let zh = if blocks > 1 {
            format!("自「{words}」起连续 {blocks} 段与前文重复，请核对是否误粘贴，避免重复计算")
        } else {
            format!("「{words}」与前文重复，请核对是否误粘贴或换页所致")
        };
        let en = if blocks > 1 {
            format!("{blocks} paragraphs from “{words}” on repeat earlier text; check for a pasting slip")
        } else {
            format!("“{words}” repeats earlier text; check for a pasting slip or a page break")
        };
        Some(remark(check, &repeat.at, zh, en, vec![other(document, PlaceRole::First, &first)]))
    };
    evidence.layout.repeats.iter().filter_map(find).collect()
}

fn place_of(document: &Document, block: u32) -> Option<Location> {
    match document.blocks.get(block as usize)? {
        Block::Table(table) => {
            table.cells.first().map(|c| c.text.locate(block, Some((c.row, c.col)), 0..c.text.len_chars()))
        }
        other => other.text().map(|t| t.locate(block, None, 0..t.len_chars())),
    }
}
