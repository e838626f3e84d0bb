//! The items of an article as blocks: headings, paragraphs, lists with their numbers, tables.

use super::article::Article;
use super::links::file_name;
use super::page::{Kind, Page};
use super::text::{Line, placed};
use crate::model::{Block, ordinal};
use crate::read::Limits;

/// Elements that hold lines of their own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hgroup",
    "legend",
    "main",
    "nav",
    "p",
    "section",
    "summary",
    "td",
    "th",
    "tr",
];

/// The blocks of an article and the words of its links to files; `None` when they are more than the limits allow.
pub(super) fn blocks(page: &Page<'_>, article: &Article, limits: &Limits) -> Option<(Vec<Block>, Vec<String>)> {
    let mut flow = Flow {
        page,
        dropped: &article.dropped,
        blocks: Vec::new(),
        line: Line::default(),
        label: None,
        lists: Vec::new(),
        as_is: false,
        in_cell: false,
        links: Vec::new(),
        lines: limits.lines,
        cells: limits.cells,
        excess: false,
    };
    if let Some(title) = &article.title {
        flow.blocks.push(Block::Heading(placed(title.clone())));
    }
    flow.inside(article.root);
    flow.end_paragraph();
    (!flow.excess).then_some((flow.blocks, flow.links))
}

/// What has been read of an article.
pub(super) struct Flow<'p> {
    pub(super) page: &'p Page<'p>,
    dropped: &'p [bool],
    pub(super) blocks: Vec<Block>,
    line: Line,
    /// What a list puts before the next line.
    label: Option<String>,
    lists: Vec<List>,
    /// Whether white space counts.
    as_is: bool,
    /// Whether this is the content of a cell.
    in_cell: bool,
    links: Vec<String>,
    /// How many lines and cells may still come.
    lines: usize,
    cells: usize,
    excess: bool,
}

impl Flow<'_> {
    /// Reads the content of an item.
    pub(super) fn inside(&mut self, index: usize) {
        let page = self.page;
        for child in page.children(index) {
            if !self.dropped[child] && !self.excess {
                self.item(child);
            }
        }
    }

    fn item(&mut self, index: usize) {
        match self.page.items[index].kind {
            Kind::Text(text) if self.as_is => self.line.push_as_is(text),
            Kind::Text(text) => self.line.push(text),
            Kind::Element(element) => match element.name() {
                "br" => self.line.end_line(),
                "hr" => self.end_paragraph(),
                "a" => self.link(index),
                "table" => {
                    self.end_paragraph();
                    self.table(index);
                }
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(index),
                "ol" | "ul" | "menu" | "dir" => {
                    self.end_paragraph();
                    self.lists.push(List::new(self.page, index));
                    self.inside(index);
                    self.end_paragraph();
                    self.lists.pop();
                }
                "li" => {
                    self.end_paragraph();
                    let value = self.page.attribute(index, "value").and_then(|v| v.trim().parse().ok());
                    self.label = self.lists.last_mut().and_then(|list| list.next(value));
                    self.inside(index);
                    self.end_paragraph();
                    self.label = None;
                }
                "pre" | "listing" => {
                    self.end_paragraph();
                    let outer = std::mem::replace(&mut self.as_is, true);
                    self.inside(index);
                    self.as_is = outer;
                    self.end_paragraph();
                }
                name if BLOCKS.contains(&name) || shown_as_block(element.attr("style")) => {
                    self.end_paragraph();
                    if self.in_cell {
                        self.line.indent(element.attr("style").map_or(0, indent));
                    }
                    self.inside(index);
                    self.end_paragraph();
                }
                _ => self.inside(index),
            },
        }
    }

    /// A heading; with a table or list in it, it is no heading but a wrapper.
    fn heading(&mut self, index: usize) {
        self.end_paragraph();
        let inside = index + 1..self.page.items[index].end;
        let wraps = inside.into_iter().any(|i| matches!(self.page.name(i), "table" | "ol" | "ul"));
        let before = self.blocks.len();
        self.inside(index);
        if !wraps {
            let lines: Vec<String> =
                self.blocks.drain(before..).filter_map(|b| b.text().map(|t| t.content.clone())).collect();
            let lines: Vec<String> = lines.into_iter().chain(self.line.take()).collect();
            if !lines.is_empty() {
                self.add(Block::Heading(placed(lines.join("\n"))));
            }
        }
        self.end_paragraph();
    }

    /// A link. One to a file without words of its own shows the name of the file.
    fn link(&mut self, index: usize) {
        let name = self.page.attribute(index, "href").and_then(file_name);
        if let Some(name) = name {
            let words = self.page.bare(index);
            let title = self.page.attribute(index, "title").map(str::trim).filter(|t| !t.is_empty());
            if words.is_empty() {
                let shown = title.unwrap_or(name);
                self.line.push(shown);
                self.links.push(shown.to_owned());
                return;
            }
            let mut words = Line::default();
            for item in &self.page.items[index..self.page.items[index].end] {
                if let Kind::Text(text) = item.kind {
                    words.push(text);
                }
            }
            self.links.push(words.take().join(" "));
        }
        self.inside(index);
    }

    /// Ends a paragraph: each of its lines is one block.
    pub(super) fn end_paragraph(&mut self) {
        let lines = if self.in_cell { self.line.take_indented() } else { self.line.take() };
        for line in lines {
            let label = self.label.take().filter(|_| !is_numbered(&line));
            self.add(Block::Paragraph(placed(label.unwrap_or_default() + &line)));
        }
    }

    fn add(&mut self, block: Block) {
        match self.lines.checked_sub(1) {
            Some(left) => {
                self.lines = left;
                self.blocks.push(block);
            }
            None => self.excess = true,
        }
    }

    /// Counts cells against the limit.
    pub(super) fn count_cell(&mut self) {
        match self.cells.checked_sub(1) {
            Some(left) => self.cells = left,
            None => self.excess = true,
        }
    }

    /// The blocks of a cell by themselves.
    pub(super) fn cell(&mut self, index: usize) -> Vec<Block> {
        let outer = std::mem::take(&mut self.blocks);
        let (line, label, lists) = (std::mem::take(&mut self.line), self.label.take(), std::mem::take(&mut self.lists));
        let in_cell = std::mem::replace(&mut self.in_cell, true);
        self.inside(index);
        self.end_paragraph();
        (self.line, self.label, self.lists, self.in_cell) = (line, label, lists, in_cell);
        std::mem::replace(&mut self.blocks, outer)
    }

    /// A block of a cell that is none. In running text an indent shows nothing.
    pub(super) fn outside(&self, block: Block) -> Block {
        match block {
            Block::Paragraph(text) if !self.in_cell => Block::Paragraph(placed(text.content.trim_start().to_owned())),
            block => block,
        }
    }

    /// Whether an item is left out.
    pub(super) fn is_dropped(&self, index: usize) -> bool {
        self.dropped[index]
    }
}

/// Where the first line of a block begins by its style, in half-width characters of the usual size.
fn indent(style: &str) -> usize {
    const WIDEST: f32 = 40.0;
    // Points of a unit of length; half a character of the usual size takes 5.25.
    const UNITS: [(&str, f32); 6] =
        [("pt", 1.0), ("px", 0.75), ("em", 10.5), ("cm", 28.35), ("mm", 2.835), ("in", 72.0)];
    let points = |value: &str| {
        let (unit, points) = UNITS.into_iter().find(|(unit, _)| value.ends_with(unit))?;
        value.strip_suffix(unit)?.trim().parse::<f32>().ok().map(|n| n * points)
    };
    let rules = style.split(';').filter_map(|rule| rule.split_once(':'));
    let lengths = rules.filter(|(name, _)| matches!(name.trim(), "margin-left" | "text-indent"));
    let sum: f32 = lengths.filter_map(|(_, value)| points(value.trim())).sum();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 40")]
    let columns = (sum / 5.25).clamp(0.0, WIDEST) as usize;
    columns
}

fn shown_as_block(style: Option<&str>) -> bool {
    let Some(style) = style else { return false };
    style
        .split(';')
        .filter_map(|rule| rule.split_once(':'))
        .any(|(name, value)| name.trim().eq_ignore_ascii_case("display") && value.trim().eq_ignore_ascii_case("block"))
}

/// Whether a line has a number of its own, so that the list shows none.
fn is_numbered(line: &str) -> bool {
    let chars: Vec<char> = line.chars().take(4).collect();
    match chars.as_slice() {
        ['（' | '(', ..] => true,
        ['①'..='⑳' | '⑴'..='⒛', ..] => true,
        [c, rest @ ..] if c.is_ascii_digit() || ordinal(*c).is_some() => {
            let after = rest.iter().find(|c| !c.is_ascii_digit() && ordinal(**c).is_none());
            after.is_some_and(|c| "、.．)）".contains(*c))
        }
        _ => false,
    }
}

/// A list that is being read.
struct List {
    style: Style,
    next: i64,
    step: i64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    None,
    Decimal,
    Letter(u8),
    Roman(bool),
    Chinese,
}

impl List {
    fn new(page: &Page<'_>, index: usize) -> Self {
        let attribute = |name| page.attribute(index, name);
        let style = attribute("style").unwrap_or_default().to_ascii_lowercase();
        let kind = match attribute("type").unwrap_or_default() {
            "a" => Style::Letter(b'a'),
            "A" => Style::Letter(b'A'),
            "i" => Style::Roman(false),
            "I" => Style::Roman(true),
            _ => Style::Decimal,
        };
        let styled = style
            .split(';')
            .filter_map(|rule| rule.split_once(':'))
            .find(|(name, _)| matches!(name.trim(), "list-style-type" | "list-style"));
        let style = match styled.map(|(_, value)| value.trim()) {
            _ if page.name(index) != "ol" => Style::None,
            Some(value) if value.starts_with("none") => Style::None,
            Some(value) if value.starts_with("lower-alpha") || value.starts_with("lower-latin") => Style::Letter(b'a'),
            Some(value) if value.starts_with("upper-alpha") || value.starts_with("upper-latin") => Style::Letter(b'A'),
            Some(value) if value.starts_with("lower-roman") => Style::Roman(false),
            Some(value) if value.starts_with("upper-roman") => Style::Roman(true),
            Some(value) if value.starts_with("cjk-ideographic") || value.starts_with("simp-chinese") => Style::Chinese,
            Some(value) if value.starts_with("decimal") => Style::Decimal,
            _ => kind,
        };
        let start = attribute("start").and_then(|v| v.trim().parse().ok());
        let reversed = attribute("reversed").is_some();
        let count = || page.children(index).filter(|child| page.name(*child) == "li").count();
        let next = start.unwrap_or_else(|| if reversed { i64::try_from(count()).unwrap_or(1) } else { 1 });
        Self { style, next, step: if reversed { -1 } else { 1 } }
    }

    /// What stands before the next line of the list.
    fn next(&mut self, value: Option<i64>) -> Option<String> {
        let number = value.unwrap_or(self.next);
        self.next = number.saturating_add(self.step);
        let counted = u32::try_from(number).ok().filter(|n| (1..=3_999).contains(n));
        match (self.style, counted) {
            (Style::None, _) => None,
            (Style::Letter(first), Some(n)) => Some(format!("{}. ", letters(n, first))),
            (Style::Roman(capital), Some(n)) => Some(format!("{}. ", roman(n, capital))),
            (Style::Chinese, Some(n)) if n < 100 => Some(format!("{}、", chinese(n))),
            _ => Some(format!("{number}. ")),
        }
    }
}

fn letters(mut number: u32, first: u8) -> String {
    let mut out = Vec::new();
    while number > 0 {
        out.push(first + u8::try_from((number - 1) % 26).unwrap_or(0));
        number = (number - 1) / 26;
    }
    out.iter().rev().map(|b| char::from(*b)).collect()
}

fn roman(mut number: u32, capital: bool) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1_000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            out.push_str(sign);
            number -= value;
        }
    }
    if capital { out.to_ascii_uppercase() } else { out }
}

fn chinese(number: u32) -> String {
    let digit = |n: u32| "〇一二三四五六七八九".chars().nth(n as usize).unwrap_or_default().to_string();
    match (number / 10, number % 10) {
        (0, ones) => digit(ones),
        (tens, ones) => {
            let tens = if tens == 1 { String::new() } else { digit(tens) };
            let ones = if ones == 0 { String::new() } else { digit(ones) };
            format!("{tens}十{ones}")
        }
    }
}
