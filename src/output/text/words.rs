//! The words of the terminal report, in both languages.

use crate::model::{Lang, Location, PlaceRole, Severity};

/// The words in a language.
#[derive(Clone, Copy)]
pub(super) struct Words(pub(super) Lang);

impl Words {
    fn pick(self, zh: &'static str, en: &'static str) -> &'static str {
        match self.0 {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    pub(super) fn severity(self, severity: Severity) -> &'static str {
        match severity {
            Severity::Error => self.pick("错误", "error"),
            Severity::Warning => self.pick("警告", "warning"),
            Severity::Notice => self.pick("提示", "notice"),
        }
    }

    pub(super) fn unreadable(self) -> &'static str {
        self.pick("无法读取", "cannot read")
    }

    pub(super) fn nothing_found(self) -> &'static str {
        self.pick("未发现问题", "no problem found")
    }

    pub(super) fn no_figures(self) -> &'static str {
        self.pick(
            "没有读到可核对的数字，请确认这是绩效自评报告",
            "no figures found; check that this is a self-evaluation report",
        )
    }

    pub(super) fn stated(self) -> &'static str {
        self.pick("所列", "stated")
    }

    pub(super) fn recomputed(self) -> &'static str {
        self.pick("重算", "recomputed")
    }

    pub(super) fn arithmetic(self) -> &'static str {
        self.pick("算式", "from")
    }

    pub(super) fn semicolon(self) -> &'static str {
        self.pick("；", "; ")
    }

    pub(super) fn year(self, year: u16) -> String {
        match self.0 {
            Lang::Zh => format!("{year} 年"),
            Lang::En => year.to_string(),
        }
    }

    pub(super) fn figures(self, verified: usize, contradicted: usize, unchecked: usize) -> String {
        let all = verified + contradicted + unchecked;
        match self.0 {
            Lang::Zh => format!("数字 {all} 个：相符 {verified}、矛盾 {contradicted}、未能核对 {unchecked}"),
            Lang::En => {
                let figures = plural(all, "figure");
                format!("{figures}: {verified} verified, {contradicted} contradicted, {unchecked} not checkable")
            }
        }
    }

    pub(super) fn files(self, files: usize, unreadable: usize, reports: usize) -> String {
        match (self.0, unreadable) {
            (Lang::Zh, 0) => format!("{files} 个文件，{reports} 份报告"),
            (Lang::Zh, _) => format!("{files} 个文件（{unreadable} 个无法读取），{reports} 份报告"),
            (Lang::En, 0) => format!("{}, {}", plural(files, "file"), plural(reports, "report")),
            (Lang::En, _) => {
                format!("{} ({unreadable} unreadable), {}", plural(files, "file"), plural(reports, "report"))
            }
        }
    }

    pub(super) fn rules(self, [fully, partly, not, silent]: [usize; 4]) -> String {
        let all = fully + partly + not + silent;
        match self.0 {
            Lang::Zh => {
                format!("评分规则 {all} 条：读懂 {fully}、部分读懂 {partly}、未读懂 {not}、没有写明如何计分 {silent}")
            }
            Lang::En => format!(
                "{all} scoring rules: {fully} understood, {partly} partly, {not} not, {silent} saying nothing of points"
            ),
        }
    }

    pub(super) fn findings(self, [errors, warnings, notices]: [usize; 3]) -> String {
        match self.0 {
            Lang::Zh => format!("错误 {errors}、警告 {warnings}、提示 {notices}"),
            Lang::En => {
                format!("{}, {}, {}", plural(errors, "error"), plural(warnings, "warning"), plural(notices, "notice"))
            }
        }
    }

    /// A place as a person looks it up.
    pub(super) fn place(self, at: &Location, sheets: &[String]) -> String {
        let mut parts = Vec::new();
        let zh = self.0 == Lang::Zh;
        if let Some(page) = at.spot.page {
            parts.push(if zh { format!("第 {page} 页") } else { format!("page {page}") });
        }
        if let Some(line) = at.spot.line {
            parts.push(if zh { format!("第 {line} 行") } else { format!("line {line}") });
            if let Some(column) = at.spot.column {
                parts.push(if zh { format!("第 {column} 列") } else { format!("column {column}") });
            }
        }
        if let Some(cell) = at.spot.sheet {
            let sheet = sheets.get(usize::from(cell.sheet)).map_or("", String::as_str);
            let cell = cell.name();
            parts.push(if zh { format!("「{sheet}」{cell}") } else { format!("{sheet}!{cell}") });
        }
        if parts.is_empty() {
            // Formats without lines, pages and sheets: the paragraph or table counted from the start, and the cell.
            let block = at.block + 1;
            parts.push(if zh { format!("第 {block} 段") } else { format!("block {block}") });
            if let Some((row, col)) = at.cell {
                let (row, col) = (row + 1, col + 1);
                parts.push(if zh {
                    format!("表格第 {row} 行第 {col} 格")
                } else {
                    format!("row {row}, cell {col}")
                });
            }
        }
        parts.join(if zh { " " } else { ", " })
    }

    /// One related place: what stands there and its line or page.
    pub(super) fn item(self, text: &str, at: &Location, sheets: &[String]) -> String {
        let mut short = at.clone();
        if short.spot.line.is_some() {
            short.spot.column = None;
        }
        let place = self.place(&short, sheets);
        match (self.0, text.is_empty()) {
            (_, true) => place,
            (Lang::Zh, false) => format!("{text}（{place}）"),
            (Lang::En, false) => format!("{text} ({place})"),
        }
    }

    /// The related places of one role.
    pub(super) fn listed(self, role: PlaceRole, items: &[String]) -> String {
        match self.0 {
            Lang::Zh => format!("{}：{}", chinese(role), items.join("、")),
            Lang::En => format!("{}: {}", role.key(), items.join(", ")),
        }
    }

    pub(super) fn and_more(self, all: usize) -> String {
        match self.0 {
            Lang::Zh => format!(" 等 {all} 处"),
            Lang::En => format!(" and more, {all} places in all"),
        }
    }
}

fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

fn chinese(role: PlaceRole) -> &'static str {
    match role {
        PlaceRole::Part => "构成",
        PlaceRole::Whole => "合计",
        PlaceRole::First => "首次出现",
        PlaceRole::Other => "另一处",
        PlaceRole::Weight => "分值",
        PlaceRole::Coefficient => "得分系数",
        PlaceRole::Result => "完成情况",
        PlaceRole::Rule => "评分规则",
        PlaceRole::Note => "说明",
        PlaceRole::Header => "表头",
        PlaceRole::Sibling => "同级标题",
        PlaceRole::Model => "完整的写法",
        PlaceRole::Before => "前一处",
    }
}
