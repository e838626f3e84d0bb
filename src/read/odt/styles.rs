//! Styles, as far as they decide what is printed: lists, indents, hidden text. The styles of a part in, answers by name
//! out, inherited properties included.

use crate::read::numerals::Numerals;
use crate::read::xml::{Element, Event, Fault, Xml};
use std::borrow::Cow;
use std::collections::HashMap;

/// Levels of a list.
pub(super) const LEVELS: usize = 10;

/// Longest chain of styles, each with the next as its parent, that is followed.
const LONGEST_CHAIN: usize = 32;

/// Styles of paragraphs that head the document, in every program's own naming.
const TITLE: &str = "Title";

/// A paragraph or text style without what it inherits.
#[derive(Debug, Default)]
struct Style {
    parent: Option<String>,
    list: Option<String>,
    hidden: Option<bool>,
    /// Where text begins, in half-width characters: the left edge and the first line against it.
    left: Option<i32>,
    first: Option<i32>,
}

/// How one level of a list is printed.
#[derive(Clone, Debug, Default)]
pub(super) struct Level {
    /// `None` for bullets and pictures.
    pub(super) numerals: Option<Numerals>,
    /// The label with `%1%` for the number of the first level, when the file states it whole.
    pub(super) format: Option<String>,
    pub(super) prefix: String,
    pub(super) suffix: String,
    pub(super) start: Option<u32>,
    /// How many levels the label shows.
    pub(super) shown: u32,
    /// What parts the label from the text: `listtab`, `space` or `nothing`.
    pub(super) followed_by: Option<String>,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_name: HashMap<String, Style>,
    lists: HashMap<String, [Level; LEVELS]>,
    /// Numbers of headings that stand in no list.
    pub(super) outline: [Level; LEVELS],
}

impl Styles {
    /// Reads the styles of a part up to its body; styles of the content have precedence when they are read last.
    ///
    /// # Errors
    /// When the markup is broken.
    pub(super) fn read(&mut self, xml: &mut Xml<'_>) -> Result<(), Fault> {
        while let Some(event) = xml.next()? {
            let Event::Open(element) = event else { continue };
            let name = element.attribute("name").map(Cow::into_owned);
            match element.name() {
                "style" | "default-style" => {
                    let family = element.attribute("family").unwrap_or_default().into_owned();
                    let style = read_style(xml, &element)?;
                    if matches!(family.as_str(), "paragraph" | "text") {
                        self.by_name.extend(name.map(|name| (name, style)));
                    }
                }
                "list-style" => {
                    let levels = read_levels(xml)?;
                    self.lists.extend(name.map(|name| (name, levels)));
                }
                "outline-style" => self.outline = read_levels(xml)?,
                "body" => return Ok(()),
                "master-styles" | "font-face-decls" => xml.skip()?,
                _ => {}
            }
        }
        Ok(())
    }

    /// The list style that a paragraph style names.
    pub(super) fn list(&self, style: Option<&str>) -> Option<&str> {
        self.chain(style).find_map(|s| s.list.as_deref()).filter(|list| !list.is_empty())
    }

    /// The levels of a list style.
    pub(super) fn levels(&self, list: &str) -> Option<&[Level; LEVELS]> {
        self.lists.get(list)
    }

    /// Whether text in a style is hidden.
    pub(super) fn hidden(&self, style: Option<&str>) -> bool {
        self.chain(style).find_map(|s| s.hidden).unwrap_or(false)
    }

    /// Where a paragraph begins, in half-width characters. Only what is set at the paragraph itself counts.
    pub(super) fn indent(&self, style: Option<&str>) -> usize {
        let Some(style) = style.and_then(|name| self.by_name.get(name)) else { return 0 };
        usize::try_from(style.left.unwrap_or(0) + style.first.unwrap_or(0)).unwrap_or(0)
    }

    /// Whether a paragraph style is that of titles.
    pub(super) fn is_title(&self, style: Option<&str>) -> bool {
        let named = style == Some(TITLE);
        named || self.chain(style).any(|s| s.parent.as_deref() == Some(TITLE))
    }

    fn chain(&self, style: Option<&str>) -> impl Iterator<Item = &Style> {
        let first = style.and_then(|name| self.by_name.get(name));
        let next = |style: &&Style| style.parent.as_ref().and_then(|name| self.by_name.get(name));
        std::iter::successors(first, next).take(LONGEST_CHAIN)
    }
}

fn read_style(xml: &mut Xml<'_>, element: &Element<'_>) -> Result<Style, Fault> {
    let owned = |name| element.attribute(name).map(Cow::into_owned);
    let mut style = Style { parent: owned("parent-style-name"), list: owned("list-style-name"), ..Style::default() };
    xml.inside(|_, element| match element.name() {
        "text-properties" => {
            if let Some(display) = element.attribute("display") {
                style.hidden = Some(display == "none");
            }
        }
        "paragraph-properties" => {
            let length = |name| element.attribute(name).and_then(|text| half_widths(&text));
            (style.left, style.first) = (length("margin-left"), length("text-indent"));
        }
        _ => {}
    })?;
    Ok(style)
}

/// A length as half-width characters of the usual size (5.25 points each).
pub(in crate::read) fn half_widths(length: &str) -> Option<i32> {
    const WIDEST: i32 = 40;
    let at = length.find(|c: char| c.is_ascii_alphabetic())?;
    let (number, unit) = length.split_at(at);
    let thousandths_of_points = match unit {
        "pt" => 1_000,
        "in" => 72_000,
        "cm" => 28_346,
        "mm" => 2_835,
        "pc" => 12_000,
        _ => return None,
    };
    // Two decimals of the number are enough, and exact.
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let negative = whole.starts_with('-');
    let whole: i64 = whole.trim_start_matches('-').parse().ok().filter(|w| *w < 10_000)?;
    let part: i64 = format!("{part:0<2}").get(..2)?.parse().ok()?;
    let columns = i32::try_from((whole * 100 + part) * thousandths_of_points / 100 / 5_250).ok()?.min(WIDEST);
    Some(if negative { -columns } else { columns })
}

fn read_levels(xml: &mut Xml<'_>) -> Result<[Level; LEVELS], Fault> {
    let mut levels: [Level; LEVELS] = Default::default();
    let mut at = 0;
    xml.inside(|_, element| {
        let text = |name| element.attribute(name).map(Cow::into_owned);
        match element.name() {
            "list-level-style-number" | "outline-level-style" => {
                at = element.number("level").unwrap_or(1).clamp(1, 10) as usize - 1;
                levels[at] = Level {
                    numerals: Some(Numerals::of_odf(&text("num-format").unwrap_or_default())),
                    format: text("num-list-format"),
                    prefix: text("num-prefix").unwrap_or_default(),
                    suffix: text("num-suffix").unwrap_or_default(),
                    start: element.number("start-value"),
                    shown: element.number("display-levels").unwrap_or(1),
                    followed_by: None,
                };
            }
            "list-level-style-bullet" | "list-level-style-image" => {
                at = element.number("level").unwrap_or(1).clamp(1, 10) as usize - 1;
                levels[at] = Level::default();
            }
            "list-level-label-alignment" => levels[at].followed_by = text("label-followed-by"),
            _ => {}
        }
    })?;
    Ok(levels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_as_characters() {
        let cases =
            [("0.1457in", Some(1)), ("10.5pt", Some(2)), ("-0.37cm", Some(-1)), ("1", None), ("9999999cm", None)];
        for (length, wanted) in cases {
            assert_eq!(half_widths(length), wanted, "{length}");
        }
    }
}
