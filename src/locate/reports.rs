//! Where one report of a file ends and the next begins.
//!
//! Conservative: a department's report with its attached forms is one report. A file is cut only at forms for other
//! projects or bodies: a new value of 项目名称 (or a new title of the same kind for another body), each with a header
//! of indicators of its own.

use super::head::{Candidate, candidates};
use super::labels;
use crate::lexicon::{Lexicon, fold, folded};
use crate::model::{Block, Document, Field, HeadKind, Table, offset};
use std::collections::BTreeSet;
use std::ops::Range;

/// A head row or line that starts a form: the block, what it is about.
struct Start {
    block: u32,
    about: String,
}

/// The reports of a document as ranges of blocks that cover it. A file with one report, or none, gives one range.
pub(super) fn split(document: &Document, lexicon: &Lexicon) -> Vec<Range<u32>> {
    let all = 0..offset(document.blocks.len());
    let titles = candidates(document, all.clone(), &lexicon.forms);
    let cuts =
        project_cuts(document, &titles, lexicon).or_else(|| title_cuts(document, &titles, lexicon)).unwrap_or_default();
    let starts = std::iter::once(0).chain(cuts.iter().copied());
    let ends = cuts.iter().copied().chain(std::iter::once(all.end));
    starts.zip(ends).map(|(start, end)| start..end).collect()
}

/// Forms back to back: each names its project, and each has indicators before the next name.
fn project_cuts(document: &Document, titles: &[Candidate], lexicon: &Lexicon) -> Option<Vec<u32>> {
    let mut starts: Vec<Start> = Vec::new();
    for (block, content) in (0u32..).zip(&document.blocks) {
        let names = match content {
            Block::Heading(text) | Block::Paragraph(text) => {
                labels::in_line(block, None, text, folded(document, block), lexicon)
            }
            Block::Table(_) => labels::fields(document, block..block + 1, lexicon),
        };
        for field in names.iter().filter(|f| f.kind == HeadKind::Project) {
            let about = fold(&document.quote(&field.value)).into_owned();
            if starts.last().is_none_or(|s| s.about != about) {
                starts.push(Start { block, about });
            }
        }
    }
    let has_indicators = |range: Range<u32>| {
        range.clone().filter_map(|b| document.blocks.get(b as usize)?.table()).any(|t| is_indicator_table(t, lexicon))
    };
    // The part before the first form is a report of its own when its title outranks a form's, or when it is a form with
    // indicators itself.
    let first = opening(document, titles, starts.first()?.block, 0);
    let before = || titles.iter().filter(|t| t.block < first);
    let led_by_text = before().any(|t| t.rank > FORM_RANK);
    let led_by_form = before().find(|t| t.rank == FORM_RANK).is_some_and(|t| has_indicators(t.block..first));
    let led_by_report = led_by_text || led_by_form;
    if let [only] = starts.as_slice() {
        let has_title = titles.iter().any(|t| (first..=only.block).contains(&t.block));
        let two_forms =
            led_by_form && !led_by_text && has_title && has_indicators(first..offset(document.blocks.len()));
        return if two_forms { Some(vec![first]) } else { headless(document, titles, only.block, lexicon) };
    }
    let mut cuts: Vec<u32> = if led_by_report { Vec::new() } else { vec![0] };
    let mut floor = 0;
    let mut scored = starts.iter().zip(starts.iter().skip(1).map(|s| s.block).chain([offset(document.blocks.len())]));
    if !scored.all(|(start, end)| has_indicators(start.block..end.max(start.block + 1))) {
        return None;
    }
    for start in starts.iter().skip(usize::from(!led_by_report)) {
        let cut = opening(document, titles, start.block, floor);
        if cuts.last() != Some(&cut) && cut > 0 {
            cuts.push(cut);
        }
        floor = start.block + 1;
    }
    cuts.retain(|&cut| cut > 0);
    (!cuts.is_empty()).then_some(cuts)
}

/// The cut before the only form that names its project, when the file begins within a form that lost its head: with a
/// table of indicators that no title precedes.
fn headless(document: &Document, titles: &[Candidate], named: u32, lexicon: &Lexicon) -> Option<Vec<u32>> {
    let cut = opening(document, titles, named, 0);
    let mut before = document.blocks.get(..cut as usize)?.iter().map(Block::table);
    let begins = before.clone().next()?.is_some() && titles.iter().all(|t| t.block >= cut);
    (begins && before.all(|table| table.is_some_and(|t| is_indicator_table(t, lexicon)))).then(|| vec![cut])
}

/// The rank of a form's own title, as [`Candidate`] ranks it.
const FORM_RANK: i8 = 2;

/// The block where the form around `block` opens: its title line and the lines between, no further up than `floor`.
fn opening(document: &Document, titles: &[Candidate], block: u32, floor: u32) -> u32 {
    const HEAD_LINES: u32 = 8;
    let lowest = floor.max(block.saturating_sub(HEAD_LINES));
    // Titles stand in order, so that only the last one down to the block can be near enough.
    let last = titles.partition_point(|t| t.block <= block).checked_sub(1).and_then(|i| titles.get(i));
    let title = last.map(|t| t.block).filter(|b| *b >= lowest);
    let mut start = title.unwrap_or(block);
    // 附件N stands on the line above the title.
    while start > floor {
        let above = document.blocks.get(start as usize - 1).and_then(Block::text).map(|t| fold(&t.content));
        match above {
            Some(text) if text.starts_with("附件") && text.chars().count() <= 6 => start -= 1,
            _ => break,
        }
    }
    start
}

/// Whether a table has a header of indicators: a column of levels or indicators, and one of points or values.
fn is_indicator_table(table: &Table, lexicon: &Lexicon) -> bool {
    (0..table.rows).any(|row| {
        let fields = || table.row(row).filter_map(|cell| lexicon.headers.field(&cell.text.content));
        let is_level = |field| matches!(field, Field::Level1 | Field::Level2 | Field::Level3);
        let is_value = |field| matches!(field, Field::Weight | Field::Score | Field::Target | Field::Actual);
        fields().any(is_level) && fields().any(is_value)
    })
}

/// Several reports with a title of their own each: the same kind of title again, about another body or project.
fn title_cuts(document: &Document, titles: &[Candidate], lexicon: &Lexicon) -> Option<Vec<u32>> {
    let best = titles.iter().map(|t| t.rank).max()?;
    let mut starts: Vec<Start> = Vec::new();
    let mut seen = BTreeSet::new();
    for title in titles.iter().filter(|t| t.rank == best) {
        let Some(about) = about(document, title, lexicon) else { continue };
        if seen.insert(about.clone()) {
            starts.push(Start { block: title.block, about });
        }
    }
    let mut cuts = Vec::new();
    let mut floor = 0;
    for start in &starts {
        let cut = opening(document, titles, start.block, floor);
        if floor > 0 {
            cuts.push(cut);
        }
        floor = start.block + 1;
    }
    (!cuts.is_empty()).then_some(cuts)
}

/// What a title is about, when it or the lines below it name a body.
fn about(document: &Document, title: &Candidate, lexicon: &Lexicon) -> Option<String> {
    const HEAD_LINES: u32 = 6;
    let end = (title.block + HEAD_LINES).min(offset(document.blocks.len()));
    let below = labels::fields(document, title.block..end, lexicon);
    let named = below.iter().find(|f| matches!(f.kind, HeadKind::Organization | HeadKind::Project));
    if let Some(field) = named {
        return Some(fold(&document.quote(&field.value)).into_owned());
    }
    super::head::body_of(&title.folded, &lexicon.forms)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locate::sample::document;

    fn firsts(source: &str) -> Vec<String> {
        let document = document(source);
        let ranges = split(&document, Lexicon::builtin());
        let text = |b: u32| match &document.blocks[b as usize] {
            Block::Table(t) => t.cells.first().map(|c| c.text.content.clone()).unwrap_or_default(),
            block => block.text().map(|t| t.content.clone()).unwrap_or_default(),
        };
        assert_eq!(ranges.first().map(|r| r.start), Some(0));
        assert_eq!(ranges.last().map(|r| r.end), Some(offset(document.blocks.len())));
        assert!(ranges.windows(2).all(|w| w[0].end == w[1].start));
        ranges.iter().map(|r| text(r.start)).collect()
    }

    fn form(project: &str) -> String {
        format!(
            "项目名称\t{project}\t\t\n主管部门\t云江县水务局\t实施单位\t云江县供水站\n一级指标\t三级指标\t分值\t得分\n产出\t改造户数\t50\t48\n"
        )
    }

    #[test]
    fn project_forms_back_to_back_are_reports_of_their_own() {
        let (a, b, c) = (form("管网改造"), form("水质监测"), form("水源保护"));
        let titled = format!(
            "项目支出绩效自评表\n（2023年度）\n{a}\n项目支出绩效自评表\n（2023年度）\n{b}\n附件3\n项目支出绩效自评表\n{c}"
        );
        assert_eq!(firsts(&titled), ["项目支出绩效自评表", "项目支出绩效自评表", "附件3"]);
        let bare = format!("{a}\n{b}");
        assert_eq!(firsts(&bare), ["项目名称", "项目名称"]);
        let after_report = format!(
            "2023年度云江县水务局部门整体支出绩效自评报告\n一、概况\n整体较好。\n附件1\n项目支出绩效自评表\n{a}\n附件2\n项目支出绩效自评表\n{b}"
        );
        assert_eq!(firsts(&after_report), ["2023年度云江县水务局部门整体支出绩效自评报告", "附件1", "附件2"]);
    }

    #[test]
    fn one_report_stays_one() {
        let a = form("管网改造");
        let cases = [
            format!("2023年度云江县水务局部门整体支出绩效自评报告\n一、概况\n附件1\n部门整体支出绩效自评基础数据表\n填报单位：云江县水务局\n附件2\n部门整体支出绩效自评表\n{a}"),
            // A form that a page break cut repeats its head.
            format!("项目支出绩效自评表\n{a}\n项目支出绩效自评表\n{a}"),
            "附件1\n部门整体支出绩效自评基础数据表\n填报单位：云江县水务局\n附件2\n部门整体支出绩效自评表\n附件3\n2023年度云江县水务局整体支出绩效\n自评报告".to_owned(),
            "序号\t项目名称\t预算数\t执行数\n1\t管网改造\t5\t5\n2\t水质监测\t6\t6".to_owned(),
            "项目名称：管网改造\n改造管网12公里。\n项目名称：水质监测\n监测48次。".to_owned(),
            "没有任何标题的一段话。".to_owned(),
        ];
        for source in cases {
            assert_eq!(firsts(&source).len(), 1, "{source}");
        }
        let whole = split(&Document::default(), Lexicon::builtin());
        assert_eq!((whole.len(), whole[0].clone()), (1, 0..0));
    }

    #[test]
    fn reports_of_several_bodies_are_parted() {
        let source = "2023年度云江县水务局部门整体支出绩效自评报告\n一、概况\n较好。\n2023年度云江县民政局部门整体支出绩效自评报告\n一、概况\n良好。";
        assert_eq!(firsts(source).len(), 2);
    }
}
