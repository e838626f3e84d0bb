//! TX101: headings or list items whose numbers skip, repeat, start late or change their form.

use super::wording::{other, quote, remark};
use super::{Check, Evidence, declare_check};
use crate::model::{Finding, Location, PlaceRole, Section};
use std::collections::BTreeMap;

declare_check! {
    /// # 检查什么
    /// 同一上级下的同级标题（或条目）序号缺号、重号、不从一开始，或其中一个换用了别的编号样式。
    /// 编号样式整体混用而次序完整的，不提示；跨页、跨表格的编号连续计算，工作簿的各工作表分别计算。
    /// # 为什么
    /// 序号错乱常常意味着漏写、重复粘贴或删改后未重新编号，也会使引用落空。
    /// # 依据
    /// 《党政机关公文格式》（GB/T 9704-2012）7.3.3：结构层次序数依次用“一、”“（一）”“1.”“（1）”。
    /// # 例
    /// （一）主要职责，（三）绩效分析：缺（二）。
    "TX101", "numbering-out-of-order", Notice, run,
    en: "Numbers of sibling headings or list items skip, repeat, start late, or one of them changes its form. A list that mixes forms throughout but is complete stays quiet.",
}

/// More faulty siblings than these are not listed.
const MOST_RELATED: usize = 20;

/// What is wrong with a number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    StartsLate,
    Skips,
    Repeats,
    OtherForm,
}

fn run(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    let sections = &evidence.layout.sections;
    lists(sections).iter().filter_map(|list| fault_of(check, evidence, list)).collect()
}

/// Sibling sections in order, a new list wherever the numbers start again.
fn lists(sections: &[Section]) -> Vec<Vec<&Section>> {
    let mut open: BTreeMap<Option<usize>, Vec<&Section>> = BTreeMap::new();
    let mut lists = Vec::new();
    for section in sections {
        let numbered = section.ordinal.is_some() && section.number.is_some();
        // Chapters go on behind an unnumbered heading beside them, such as that of an attachment.
        if !numbered {
            if section.parent.is_some() {
                lists.extend(open.remove(&section.parent));
            }
            continue;
        }
        let siblings = open.entry(section.parent).or_default();
        let last = siblings.last().and_then(|s| s.ordinal);
        let repeats_first = last == Some(1) && siblings.len() == 1 && siblings[0].style == section.style;
        let starts_again = section.ordinal == Some(1) && (!repeats_first || section.is_item);
        // Another form that does not go on either opens a list of its own, without its beginning.
        let unlike =
            siblings.iter().all(|s| s.style != section.style) && section.ordinal != last.map(|n| n.saturating_add(1));
        // A sheet of a workbook may go on with the numbers of the one before; it need not.
        let on_its_own = siblings.last().is_some_and(|s| sheet(s) != sheet(section))
            && section.ordinal != last.map(|n| n.saturating_add(1));
        if !siblings.is_empty() && (starts_again || unlike || on_its_own) {
            lists.push(std::mem::take(siblings));
        }
        siblings.push(section);
    }
    lists.extend(open.into_values());
    lists
}

/// The sheet of a workbook that a section stands on.
fn sheet(section: &Section) -> Option<u16> {
    section.title.spot.sheet.map(|cell| cell.sheet)
}

fn fault_of(check: &Check, evidence: &Evidence<'_>, list: &[&Section]) -> Option<Finding> {
    let document = evidence.document;
    let ordinal = |s: &Section| s.ordinal.unwrap_or(0);
    let mut faults: Vec<(Fault, usize)> = Vec::new();
    // Where the numbers before those of a later sheet stand, the order of the sheets does not tell.
    if list.first().is_some_and(|s| ordinal(s) > 1 && sheet(s).is_none_or(|n| n == 0)) {
        faults.push((Fault::StartsLate, 0));
    }
    for (at, pair) in list.windows(2).enumerate() {
        let (before, now) = (ordinal(pair[0]), ordinal(pair[1]));
        // A number that recurs because its paragraph is printed twice is TX102's.
        let printed_twice = evidence.layout.is_repeat(pair[1].title.block);
        if now == before && printed_twice {
            continue;
        }
        if now == before {
            faults.push((Fault::Repeats, at + 1));
        } else if now != before.saturating_add(1) {
            faults.push((Fault::Skips, at + 1));
        }
    }
    faults.extend(stray_form(list).map(|at| (Fault::OtherForm, at)));
    let &(fault, first) = faults.first()?;
    let at = list[first].number.as_ref()?;
    let shown = |s: &Section| s.number.as_ref().map(|n| quote(document, n)).unwrap_or_default();
    let printed = sequence(list, first).iter().map(|s| shown(s)).collect::<Vec<_>>().join(" ");
    let this = shown(list[first]);
    let (zh, en) = match fault {
        Fault::StartsLate => ("前面缺序号", "starts late"),
        Fault::Skips => ("与前一序号不相连", "does not follow the number before it"),
        Fault::Repeats => ("与前一序号重复", "repeats the number before it"),
        Fault::OtherForm => ("与同级编号样式不同", "has another form than its siblings"),
    };
    let zh = format!("同级序号依次为「{printed}」，「{this}」{zh}，请核对编号或是否漏写");
    let en =
        format!("siblings are numbered {printed}: {this} {en}; check the numbers and whether something is missing");
    let mut places: Vec<&Location> =
        faults.iter().skip(1).take(MOST_RELATED).filter_map(|&(_, i)| list[i].number.as_ref()).collect();
    let neighbours = [first.checked_sub(1), Some(first + 1)].into_iter().flatten();
    places.extend(neighbours.filter_map(|i| list.get(i)?.number.as_ref()));
    places.sort();
    places.dedup();
    places.retain(|place| *place != at);
    let related = places.into_iter().map(|place| other(document, PlaceRole::Sibling, place)).collect();
    Some(remark(check, at, zh, en, related))
}

/// The siblings that a message shows: all of a short list, those before and after the first fault of a long one.
fn sequence<'a, 'b>(list: &'b [&'a Section], first: usize) -> &'b [&'a Section] {
    const BEFORE: usize = 5;
    const SHOWN: usize = 12;
    let from = if list.len() > SHOWN { first.saturating_sub(BEFORE) } else { 0 };
    &list[from..list.len().min(from + SHOWN)]
}

/// The one sibling whose form differs from that of all others, when there are enough of them to tell.
fn stray_form(list: &[&Section]) -> Option<usize> {
    let usual = |style: Option<u8>| list.iter().filter(|s| s.style == style).count();
    let stray = list.iter().position(|s| usual(s.style) == 1)?;
    let rest = list.iter().enumerate().filter(|&(i, _)| i != stray).map(|(_, s)| s.style).collect::<Vec<_>>();
    (rest.len() >= 2 && rest.iter().all(|style| Some(style) == rest.first())).then_some(stray)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{SheetCell, Spot};

    fn section(sheet: Option<u16>, ordinal: u32) -> Section {
        let cell = sheet.map(|sheet| SheetCell { sheet, row: ordinal, col: 0 });
        let at = Location { spot: Spot { sheet: cell, ..Spot::default() }, ..Location::default() };
        let (number, title) = (Some(at.clone()), at);
        Section { level: 1, style: Some(0), ordinal: Some(ordinal), number, title, parent: None, is_item: false }
    }

    #[test]
    fn each_sheet_of_a_workbook_is_numbered_by_itself() {
        let lengths = |of: &[(Option<u16>, u32)]| {
            let sections: Vec<Section> = of.iter().map(|&(sheet, ordinal)| section(sheet, ordinal)).collect();
            lists(&sections).iter().map(Vec::len).collect::<Vec<_>>()
        };
        assert_eq!(lengths(&[(Some(0), 1), (Some(0), 2), (Some(1), 2), (Some(1), 3)]), [2, 2]);
        assert_eq!(lengths(&[(Some(0), 1), (Some(0), 2), (Some(1), 3)]), [3], "it goes on");
        assert_eq!(lengths(&[(None, 1), (None, 2), (None, 2)]), [3]);
    }
}
