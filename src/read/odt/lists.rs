//! Automatic numbering: lists and their items in document order in, labels as they are printed out. Bullets are ornaments
//! and give none.

use super::styles::{LEVELS, Level, Styles};
use crate::read::numerals::Numerals;
use crate::read::xml::Element;
use std::borrow::Cow;
use std::collections::HashMap;

/// Numbers reached, by level.
type Reached = [Option<u32>; LEVELS];

/// The lists of a document.
#[derive(Default)]
pub(super) struct Lists {
    /// Each list that began, by its own count.
    counts: Vec<Reached>,
    by_id: HashMap<String, usize>,
    by_style: HashMap<String, usize>,
    /// The lists that are open, outermost first: their count and style.
    open: Vec<(usize, Option<String>)>,
    /// The item that is open, until its first paragraph has taken its number.
    item: Option<Item>,
    outline: Reached,
}

/// An item of a list that waits for its first paragraph.
#[derive(Clone, Copy)]
struct Item {
    /// The number that the file gives it, where counting does not.
    start: Option<u32>,
}

impl Lists {
    /// Begins a list.
    pub(super) fn begin(&mut self, element: &Element<'_>) {
        let own = element.attribute("style-name").map(Cow::into_owned);
        if let Some((count, style)) = self.open.last().cloned() {
            self.open.push((count, own.or(style)));
            return;
        }
        let goes_on = element.attribute("continue-numbering").is_some_and(|v| v == "true");
        let before = element.attribute("continue-list").and_then(|id| self.by_id.get(&*id).copied());
        let before = before.or_else(|| own.as_ref().filter(|_| goes_on).and_then(|s| self.by_style.get(s).copied()));
        let count = before.unwrap_or_else(|| {
            self.counts.push(Reached::default());
            self.counts.len() - 1
        });
        if let Some(id) = element.attribute("id") {
            self.by_id.insert(id.into_owned(), count);
        }
        self.by_style.extend(own.clone().map(|style| (style, count)));
        self.open.push((count, own));
    }

    /// Ends the list that began last.
    pub(super) fn end(&mut self) {
        self.open.pop();
        self.item = None;
    }

    /// Begins an item of the list that began last; a header of it is not numbered.
    pub(super) fn item(&mut self, element: &Element<'_>) {
        self.item = (element.name() == "list-item").then(|| Item { start: element.number("start-value") });
    }

    /// The label of the next paragraph, when it is the first of its item.
    pub(super) fn label(&mut self, style: Option<&str>, styles: &Styles) -> String {
        let Some(Item { start }) = self.item.take() else { return String::new() };
        let Some((count, list)) = self.open.last() else { return String::new() };
        let level = (self.open.len() - 1).min(LEVELS - 1);
        let of_list = list.as_deref().or_else(|| styles.list(style)).and_then(|list| styles.levels(list));
        let (Some(levels), Some(reached)) = (of_list, self.counts.get_mut(*count)) else { return String::new() };
        counted(levels, reached, level, start)
    }

    /// The label of a heading that stands in no list. `level` is 1-based.
    pub(super) fn outline_label(&mut self, level: u32, styles: &Styles) -> String {
        let level = (level.max(1) as usize - 1).min(LEVELS - 1);
        counted(&styles.outline, &mut self.outline, level, None)
    }

    /// Whether a list is open here.
    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Leaves the open lists for content that stands apart, such as a text box; gives them for [`Lists::enter`].
    pub(super) fn leave(&mut self) -> Outside {
        Outside { open: std::mem::take(&mut self.open), item: self.item.take() }
    }

    /// Goes on in the lists that were open.
    pub(super) fn enter(&mut self, outside: Outside) {
        (self.open, self.item) = (outside.open, outside.item);
    }
}

/// The lists around a text box, cell or note.
pub(super) struct Outside {
    open: Vec<(usize, Option<String>)>,
    item: Option<Item>,
}

/// Counts on and gives the label, with what parts it from the text.
fn counted(levels: &[Level; LEVELS], reached: &mut Reached, at: usize, start: Option<u32>) -> String {
    let first = |i: usize| levels[i].start.unwrap_or(1);
    reached[at] = Some(start.unwrap_or_else(|| reached[at].map_or_else(|| first(at), |n| n.saturating_add(1))));
    reached[at + 1..].fill(None);
    let own = &levels[at];
    let Some(numerals) = own.numerals else { return String::new() };
    let number = |i: usize| {
        let number = reached[i].unwrap_or_else(|| first(i));
        levels[i].numerals.map(|numerals| numerals.write(number)).unwrap_or_default()
    };
    let label = match &own.format {
        Some(format) => filled(format, number),
        None if numerals == Numerals::Hidden => format!("{}{}", own.prefix, own.suffix),
        None => {
            let from = (at + 1).saturating_sub(own.shown.max(1) as usize);
            let numbers: Vec<String> = (from..=at).map(number).filter(|n| !n.is_empty()).collect();
            format!("{}{}{}", own.prefix, numbers.join("."), own.suffix)
        }
    };
    let gap = match own.followed_by.as_deref() {
        Some("nothing") => "",
        Some("space") => " ",
        // A tab leaves a gap; only after a digit or point would the text run on as part of the number.
        _ if label.chars().next_back().is_some_and(|c| c.is_ascii()) => " ",
        _ => "",
    };
    label + gap
}

/// A label with its numbers put in for `%1%` and so on.
fn filled(format: &str, number: impl Fn(usize) -> String) -> String {
    let mut out = String::new();
    for (n, part) in format.split('%').enumerate() {
        match part.parse::<usize>() {
            Ok(level) if n % 2 == 1 && (1..=LEVELS).contains(&level) => out.push_str(&number(level - 1)),
            _ => out.push_str(part),
        }
    }
    out
}
