//! The outline: blocks in, headings and list items with their nesting out.
//!
//! Nesting follows the styles that are open, never fixed levels: a number continues the innermost open list that expects
//! it, and a list that starts anew nests below what is open. Markdown's `#` count is not used. Whether the numbers are in
//! order is for a check to say.

use super::outline_lines::{Line, Shape, inline_number, read_line};
use crate::lexicon::{Lexicon, Marker, Sections, printed};
use crate::model::{Block, Document, Section};
use std::ops::Range;

/// How many paragraphs before a number are searched for the number before it.
const LOOK_BACK: usize = 3;

/// How many lists may be open at once; deeper ones are no outline.
const DEEPEST: usize = 12;

/// How far a number may lie ahead of its list before another style is thought to continue.
const SMALL_GAP: u32 = 2;

/// The headings and list items of some blocks, in order.
pub(super) fn outline(document: &Document, blocks: Range<u32>, lexicon: &Lexicon) -> Vec<Section> {
    let mut outline = Outline::new(&lexicon.sections);
    let lines: Vec<(u32, Option<Line>)> = blocks
        .filter_map(|index| {
            let block = document.blocks.get(index as usize)?;
            let text = match block {
                Block::Table(_) => return Some((index, None)),
                Block::Heading(text) | Block::Paragraph(text) => text,
            };
            let is_heading = matches!(block, Block::Heading(_));
            let line = read_line(text, printed(document, index), is_heading, &lexicon.sections);
            line.map(|line| (index, Some(line)))
        })
        .collect();
    for (position, (index, line)) in lines.iter().enumerate() {
        let Some(line) = line else {
            outline.plain();
            continue;
        };
        let before = &lines[position.saturating_sub(LOOK_BACK)..position];
        let next = lines.get(position + 1).and_then(|(_, line)| line.as_ref());
        outline.take(document, *index, line, before, next, position + 1 < lines.len());
    }
    outline.finish()
}

/// An open list of numbered lines.
struct Frame {
    /// The styles its numbers were printed in; usually one.
    styles: Vec<u8>,
    /// The style of the last number.
    style: Option<u8>,
    /// The rank of the first style; unnumbered headings have none.
    rank: Option<u8>,
    /// The last ordinal.
    last: u32,
    /// The last entry.
    section: usize,
    /// Index of the list.
    list: usize,
    level: u8,
    /// Lines that look like headings minus lines that look like items.
    balance: i32,
}

/// A line of the outline before it is known to be a heading.
struct Entry {
    section: Section,
    shape: Shape,
    list: usize,
    /// Text or a deeper number follows before the next line of the list.
    has_content: bool,
}

struct Outline<'a> {
    words: &'a Sections,
    frames: Vec<Frame>,
    entries: Vec<Entry>,
    lists: usize,
    /// Whether the line before is the last entry.
    immediate: bool,
}

/// Where a number belongs.
enum Place {
    /// In the open list at this index of the stack.
    Join(usize),
    /// In a new list below the first so many frames.
    Below(usize),
}

impl<'a> Outline<'a> {
    fn new(words: &'a Sections) -> Self {
        Self { words, frames: Vec::new(), entries: Vec::new(), lists: 0, immediate: false }
    }

    /// Text or a table that is no part of the outline.
    fn plain(&mut self) {
        self.immediate = false;
        if let Some(entry) = self.entries.last_mut() {
            entry.has_content = true;
        }
    }

    fn take(
        &mut self,
        document: &Document,
        index: u32,
        line: &Line,
        before: &[(u32, Option<Line>)],
        next: Option<&Line>,
        more: bool,
    ) {
        let Some(text) = document.blocks.get(index as usize).and_then(Block::text) else { return };
        let section = |marker: Option<&Marker>| Section {
            level: 1,
            style: marker.map(|m| m.style),
            ordinal: marker.map(|m| m.ordinal),
            number: marker.map(|m| text.locate(index, None, m.start..m.end)),
            title: text.locate(index, None, line.title.clone()),
            parent: None,
            is_item: false,
        };
        if line.attachment {
            // An attachment stands beside the chapters, which may go on after it.
            let chapters = usize::from(self.frames.first().is_some_and(|f| f.rank.is_some()));
            self.frames.truncate(chapters);
            if line.marker.is_none() {
                if !self.entries.is_empty() && line.shape == Shape::Title {
                    self.push_plain_heading(section(None), chapters);
                    self.raise_to_top();
                } else {
                    self.immediate = false;
                }
                return;
            }
        }
        if let Some(marker) = &line.marker {
            self.supply_inline(document, marker, before);
            self.push_numbered(section(Some(marker)), marker, line.shape);
            return;
        }
        let opens_text = more && next.is_none_or(|next| next.shape != Shape::Colon || next.marker.is_some());
        let leads_list = next.and_then(|n| n.marker.as_ref()).is_some_and(|m| m.ordinal > 1);
        match line.shape {
            Shape::Heading | Shape::Colon if !self.entries.is_empty() && opens_text && !leads_list => {
                while self.frames.last().is_some_and(|f| f.rank.is_none() || f.balance < 0) {
                    self.frames.pop();
                }
                self.push_plain_heading(section(None), self.frames.len());
            }
            _ => self.plain(),
        }
    }

    /// A heading without a number, below the first `keep` frames.
    fn push_plain_heading(&mut self, mut section: Section, keep: usize) {
        self.frames.truncate(keep);
        section.parent = self.frames.last().map(|f| f.section);
        section.level = self.frames.last().map_or(1, |f| f.level.saturating_add(1));
        let list = self.new_list();
        self.frames.push(Frame {
            styles: Vec::new(),
            style: None,
            rank: None,
            last: 0,
            section: self.entries.len(),
            list,
            level: section.level,
            balance: 1,
        });
        self.entries.push(Entry { section, shape: Shape::Title, list, has_content: true });
        self.immediate = true;
    }

    /// Puts the last entry beside the chapters.
    fn raise_to_top(&mut self) {
        if let (Some(entry), Some(frame)) = (self.entries.last_mut(), self.frames.last_mut()) {
            entry.section.parent = None;
            entry.section.level = 1;
            frame.level = 1;
        }
    }

    fn push_numbered(&mut self, mut section: Section, marker: &Marker, shape: Shape) {
        let vote = if matches!(shape, Shape::Sentence | Shape::Long) { -1 } else { 1 };
        match self.place(marker, shape) {
            Place::Join(at) => self.frames.truncate(at + 1),
            Place::Below(keep) => {
                self.frames.truncate(keep);
                let list = self.new_list();
                let level = self.frames.last().map_or(1, |f| f.level.saturating_add(1));
                self.frames.push(Frame {
                    styles: vec![marker.style],
                    style: Some(marker.style),
                    rank: Some(marker.rank),
                    last: 0,
                    section: 0,
                    list,
                    level,
                    balance: 0,
                });
            }
        }
        let depth = self.frames.len();
        section.parent = depth.checked_sub(2).and_then(|i| self.frames.get(i)).map(|f| f.section);
        // What stands below an entry is content of it.
        if let Some(parent) = section.parent.and_then(|p| self.entries.get_mut(p)) {
            parent.has_content = true;
        }
        let Some(frame) = self.frames.last_mut() else { return };
        if !frame.styles.contains(&marker.style) {
            frame.styles.push(marker.style);
        }
        frame.style = Some(marker.style);
        frame.last = marker.ordinal;
        frame.section = self.entries.len();
        frame.balance += vote;
        section.level = frame.level;
        self.entries.push(Entry { section, shape, list: frame.list, has_content: false });
        self.immediate = shape == Shape::Title;
    }

    fn place(&self, marker: &Marker, shape: Shape) -> Place {
        let frames = &self.frames;
        let holds = |f: &Frame| f.styles.contains(&marker.style);
        if marker.ordinal > 1 {
            if let Some(at) = frames.iter().rposition(|f| holds(f) && f.last + 1 == marker.ordinal) {
                return Place::Join(at);
            }
            let nearest = (0..frames.len())
                .rev()
                .filter(|&i| holds(&frames[i]))
                .min_by_key(|&i| frames[i].last.abs_diff(marker.ordinal));
            let small_gap = frames
                .iter()
                .rfind(|f| holds(f))
                .is_some_and(|f| (f.last..=f.last + SMALL_GAP).contains(&marker.ordinal));
            if let Some(at) = self.other_style(marker).filter(|_| !small_gap) {
                return Place::Join(at);
            }
            if let Some(at) = nearest {
                return Place::Join(at);
            }
            return Place::Below(self.by_rank(marker.rank));
        }
        match frames.iter().rposition(|f| f.style == Some(marker.style)) {
            Some(at) if at + 1 == frames.len() && !self.immediate || frames.len() >= DEEPEST => Place::Below(at),
            Some(_) => Place::Below(frames.len()),
            None => {
                let deeper = frames.last().is_none_or(|f| f.rank.is_none_or(|rank| marker.rank > rank));
                let item = matches!(shape, Shape::Sentence | Shape::Long);
                let keep = if self.immediate || deeper || item { frames.len() } else { self.by_rank(marker.rank) };
                Place::Below(keep.min(DEEPEST))
            }
        }
    }

    /// The list that a number continues although its style is another: a slip of the writer or of a conversion.
    fn other_style(&self, marker: &Marker) -> Option<usize> {
        let expecting = |f: &Frame| f.rank.is_some() && f.last + 1 == marker.ordinal;
        let outermost = self.frames.first().is_some_and(|f| f.rank.is_none_or(|rank| marker.rank <= rank));
        if outermost {
            return self.frames.iter().position(expecting);
        }
        let chinese = |style: u8| style < 2;
        let kindred = |f: &Frame| f.styles.iter().any(|&s| chinese(s) == chinese(marker.style));
        self.frames.iter().rposition(|f| expecting(f) && kindred(f))
    }

    /// How many frames stay open above a new list of a rank.
    fn by_rank(&self, rank: u8) -> usize {
        self.frames.iter().position(|f| f.rank.is_some_and(|r| r >= rank)).unwrap_or(self.frames.len())
    }

    /// A list that goes on with 3 may have its 1 and 2 inside the paragraph before: the last of them becomes an item.
    fn supply_inline(&mut self, document: &Document, marker: &Marker, before: &[(u32, Option<Line>)]) {
        let wanted = marker.ordinal.saturating_sub(1);
        let expected = self.frames.iter().any(|f| f.styles.contains(&marker.style) && f.last + 1 == marker.ordinal);
        if wanted == 0 || expected {
            return;
        }
        let found = before.iter().rev().find_map(|(index, _)| {
            let text = document.blocks.get(*index as usize)?.text()?;
            inline_number(printed(document, *index), marker.style, wanted, self.words).map(|m| (*index, text, m))
        });
        if let Some((index, text, m)) = found {
            let section = Section {
                level: 1,
                style: Some(m.style),
                ordinal: Some(m.ordinal),
                number: Some(text.locate(index, None, m.start..m.end)),
                title: text.locate(index, None, m.end..m.end),
                parent: None,
                is_item: true,
            };
            self.push_numbered(section, &m, Shape::Long);
        }
    }

    fn new_list(&mut self) -> usize {
        self.lists += 1;
        self.lists - 1
    }

    /// Tells items from headings: by the line itself, and by what most lines of its list are.
    fn finish(mut self) -> Vec<Section> {
        let mut balance = vec![0i32; self.lists];
        let like_heading = |entry: &Entry| match entry.shape {
            Shape::Title | Shape::Colon | Shape::Heading | Shape::Lead => true,
            Shape::Sentence => entry.has_content,
            Shape::Long => false,
        };
        for entry in &self.entries {
            if let Some(sum) = balance.get_mut(entry.list) {
                *sum += if like_heading(entry) { 1 } else { -1 };
            }
        }
        for entry in &mut self.entries {
            let list_of_items = balance.get(entry.list).is_some_and(|&sum| sum < 0);
            entry.section.is_item = entry.section.is_item || list_of_items || !like_heading(entry);
        }
        self.entries.into_iter().map(|e| Section { level: e.section.level.max(1), ..e.section }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::model::offset;

    /// Level, number and title of each heading; items are left out.
    fn headings(source: &str) -> Vec<(u8, String, String)> {
        let document = sample::document(source);
        let blocks = 0..offset(document.blocks.len());
        let quote = |at: &crate::model::Location| document.quote(at);
        outline(&document, blocks, Lexicon::builtin())
            .iter()
            .filter(|s| !s.is_item)
            .map(|s| (s.level, s.number.as_ref().map(quote).unwrap_or_default(), quote(&s.title)))
            .collect()
    }

    fn check(source: &str, expected: &[(u8, &str, &str)]) {
        let found = headings(source);
        let found: Vec<_> = found.iter().map(|(level, number, title)| (*level, &**number, &**title)).collect();
        assert_eq!(found, expected, "{source}");
    }

    #[test]
    fn styles_nest_by_what_is_open() {
        check(
            "一、概况\n（一）职能\n1、宣传。组织全县宣传工作，办好栏目。\n2、培训。组织业务培训两期，效果良好。\n（二）机构\n二 、绩效\n1.预算\n①编制：按规定编制预算。",
            &[
                (1, "一、", "概况"),
                (2, "（一）", "职能"),
                (3, "1、", "宣传"),
                (3, "2、", "培训"),
                (2, "（二）", "机构"),
                (1, "二 、", "绩效"),
                (2, "1.", "预算"),
                (3, "①", "编制"),
            ],
        );
    }

    #[test]
    fn a_style_used_again_below_itself_and_hash_marks_that_mean_nothing() {
        check(
            "## 一、概况\n# (一)职能\n#### 一、年度工作：\n完成清淤。\n二、重点工作：\n完成加固。\n### （二）机构\n## 二、绩效",
            &[
                (1, "一、", "概况"),
                (2, "(一)", "职能"),
                (3, "一、", "年度工作"),
                (3, "二、", "重点工作"),
                (2, "（二）", "机构"),
                (1, "二、", "绩效"),
            ],
        );
    }

    #[test]
    fn mixed_and_wrong_numbers_keep_their_place() {
        check(
            "1、概况\n（一）职能\n1、编制\n文字。\n2、资产\n文字。\n2、支出\n（一）基本支出\n文字。\n三、问题\n（一）进度\n文字。\n（三）资产\n文字。\n三、建议",
            &[
                (1, "1、", "概况"),
                (2, "（一）", "职能"),
                (3, "1、", "编制"),
                (3, "2、", "资产"),
                (1, "2、", "支出"),
                (2, "（一）", "基本支出"),
                (1, "三、", "问题"),
                (2, "（一）", "进度"),
                (2, "（三）", "资产"),
                (1, "三、", "建议"),
            ],
        );
    }

    #[test]
    fn items_are_told_from_headings() {
        check(
            "一、职能\n我局的主要职责是：\n1、贯彻执行国家有关水利工作的方针政策，拟订全县水利发展规划和年度计划并组织实施。\n2、负责水资源管理。\n3、承办县政府交办的其他事项。\n内设机构：\n设办公室、工程股。\n二、绩效",
            &[(1, "一、", "职能"), (2, "", "内设机构"), (1, "二、", "绩效")],
        );
    }

    #[test]
    fn a_score_statement_ends_a_title() {
        check(
            "（1）产出指标总分值为40分，自评分值为38分\n（2）效益指标总分值30分，自评分30分。全年水质稳定。",
            &[(1, "（1）", "产出指标"), (1, "（2）", "效益指标")],
        );
    }

    #[test]
    fn numbers_inside_a_paragraph_count() {
        let document =
            sample::document("存在问题：1、进度偏慢；2、资料不全。\n3、绩效目标不够量化，个别指标缺少依据。");
        let found = outline(&document, 0..2, Lexicon::builtin());
        let ordinals: Vec<_> = found.iter().filter_map(|s| s.ordinal).collect();
        assert_eq!(ordinals, [1, 2, 3]);
    }

    #[test]
    fn hostile_input_is_read_in_time() {
        let source = "（2）".repeat(200_000) + "\n" + &"一、\n（一）\n".repeat(20_000);
        let document = sample::document(&source);
        assert!(!outline(&document, 0..offset(document.blocks.len()), Lexicon::builtin()).is_empty());
    }
}
