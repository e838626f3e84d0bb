//! Automatic numbering: the numbering part and the paragraphs in order in, labels as they are printed (一、 （一） 1. ①)
//! out. Bullets are ornaments and give none.

use super::stream::is_on;
use crate::read::Limits;
use crate::read::numerals::Numerals;
use crate::read::xml::{Element, Event, Fault, Xml};
use std::collections::{HashMap, HashSet};

/// Levels of a list.
const LEVELS: usize = 9;

/// How one level of a list is counted and printed.
#[derive(Clone, Debug, Default)]
struct Level {
    start: Option<u32>,
    numerals: Numerals,
    bullet: bool,
    /// The label, with `%1` for the number of the first level, and so on.
    text: String,
    /// What parts the label from the text: `tab` when absent.
    suffix: Option<String>,
    /// Whether all numbers in the label are decimal.
    legal: bool,
    /// The level (1-based) at or above which counting begins again; 0 for never; usually any level above.
    restart: Option<u32>,
    /// The paragraph style that stands for this level.
    style: Option<String>,
}

/// A list definition.
#[derive(Clone, Debug, Default)]
struct Definition {
    levels: [Level; LEVELS],
    /// The style that names the list which this definition stands for.
    link: Option<String>,
}

/// A list in use: a definition with changes.
#[derive(Debug, Default)]
struct List {
    definition: u32,
    starts: [Option<u32>; LEVELS],
    levels: [Option<Level>; LEVELS],
}

/// The lists of a document, and how far each has been counted.
#[derive(Debug, Default)]
pub(super) struct Lists {
    definitions: HashMap<u32, Definition>,
    used: HashMap<u32, List>,
    /// Numbers reached, by definition: lists of one definition count on.
    reached: HashMap<u32, [Option<u32>; LEVELS]>,
    /// Lists and levels that have begun.
    begun: HashSet<(u32, usize)>,
}

impl Lists {
    /// Reads the numbering part. `list_of_style` gives the list that a style names.
    ///
    /// # Errors
    /// When the markup is broken.
    pub(super) fn read(
        text: &str,
        limits: &Limits,
        list_of_style: impl Fn(&str) -> Option<u32>,
    ) -> Result<Self, Fault> {
        let mut lists = Self::default();
        let mut xml = Xml::new(text, limits);
        while let Some(event) = xml.next()? {
            let Event::Open(element) = event else { continue };
            match element.name() {
                "abstractNum" => {
                    let id = element.number("abstractNumId");
                    let definition = read_definition(&mut xml)?;
                    lists.definitions.extend(id.map(|id| (id, definition)));
                }
                "num" => {
                    let id = element.number("numId");
                    let list = read_list(&mut xml)?;
                    lists.used.extend(id.map(|id| (id, list)));
                }
                _ => {}
            }
        }
        let meant = |(id, list): (&u32, &List)| {
            let style = lists.definitions.get(&list.definition)?.link.as_deref()?;
            Some((*id, lists.used.get(&list_of_style(style)?)?.definition))
        };
        let linked: Vec<(u32, u32)> = lists.used.iter().filter_map(meant).collect();
        for (id, definition) in linked {
            if let Some(list) = lists.used.get_mut(&id) {
                list.definition = definition;
            }
        }
        Ok(lists)
    }

    /// The level of a list that stands for a paragraph style.
    pub(super) fn level_of_style(&self, list: u32, style: &str) -> Option<u32> {
        let definition = self.definitions.get(&self.used.get(&list)?.definition)?;
        let at = definition.levels.iter().position(|l| l.style.as_deref() == Some(style))?;
        u32::try_from(at).ok()
    }

    /// Counts a paragraph of a list and gives its label with what parts it from the text; `None` when nothing is printed.
    pub(super) fn label(&mut self, list_id: u32, level: u32) -> Option<String> {
        let at = (level as usize).min(LEVELS - 1);
        let list = self.used.get(&list_id)?;
        let definition = self.definitions.get(&list.definition)?;
        let levels: Vec<&Level> =
            definition.levels.iter().zip(&list.levels).map(|(usual, own)| own.as_ref().unwrap_or(usual)).collect();
        let start = |i: usize| list.starts[i].or(levels[i].start).unwrap_or(1);
        let reached = self.reached.entry(list.definition).or_default();
        let begins = self.begun.insert((list_id, at)) && list.starts[at].is_some();
        reached[at] = Some(match reached[at] {
            Some(number) if !begins => number.saturating_add(1),
            _ => start(at),
        });
        for deeper in at + 1..LEVELS {
            let restarts = match levels[deeper].restart {
                Some(0) => false,
                Some(from) => at < from as usize,
                None => true,
            };
            if restarts {
                reached[deeper] = None;
            }
        }
        let own = levels[at];
        if own.bullet {
            return None;
        }
        let number = |i: usize| {
            let numerals = if own.legal && levels[i].numerals != Numerals::Hidden {
                Numerals::Decimal
            } else {
                levels[i].numerals
            };
            numerals.write(reached[i].unwrap_or_else(|| start(i)))
        };
        let label = filled(&own.text, number);
        let ascii = label.chars().next_back()?.is_ascii();
        Some(match own.suffix.as_deref() {
            Some("nothing") => label,
            Some("space") => label + " ",
            // A tab leaves a gap; only after a digit or point would the text run on as part of the number.
            _ if ascii => label + " ",
            _ => label,
        })
    }
}

/// A label with its numbers put in.
fn filled(text: &str, number: impl Fn(usize) -> String) -> String {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let level = chars.peek().and_then(|d| d.to_digit(10)).filter(|d| c == '%' && (1..=9).contains(d));
        match level {
            Some(level) => {
                chars.next();
                out.push_str(&number(level as usize - 1));
            }
            None => out.push(c),
        }
    }
    out.trim_start().to_owned()
}

fn read_definition(xml: &mut Xml<'_>) -> Result<Definition, Fault> {
    let mut definition = Definition::default();
    let mut at = 0;
    xml.inside(|depth, element| match (depth, element.name()) {
        (1, "lvl") => at = index(element),
        (1, "numStyleLink") => definition.link = element.attribute("val").map(std::borrow::Cow::into_owned),
        (2, _) => definition.levels[at].set(element),
        _ => {}
    })?;
    Ok(definition)
}

fn read_list(xml: &mut Xml<'_>) -> Result<List, Fault> {
    let mut list = List::default();
    let mut at = 0;
    xml.inside(|depth, element| match (depth, element.name()) {
        (1, "abstractNumId") => list.definition = element.number("val").unwrap_or_default(),
        (1, "lvlOverride") => at = index(element),
        (2, "startOverride") => list.starts[at] = element.number("val"),
        (2, "lvl") => list.levels[at] = Some(Level::default()),
        (3, _) => {
            if let Some(level) = &mut list.levels[at] {
                level.set(element);
            }
        }
        _ => {}
    })?;
    Ok(list)
}

/// The level that an element is about.
fn index(element: &Element<'_>) -> usize {
    (element.number("ilvl").unwrap_or_default() as usize).min(LEVELS - 1)
}

impl Level {
    fn set(&mut self, element: &Element<'_>) {
        let value = || element.attribute("val").unwrap_or_default();
        match element.name() {
            "start" => self.start = element.number("val"),
            "numFmt" => {
                self.numerals = Numerals::of_ooxml(&value());
                self.bullet = value() == "bullet";
            }
            "lvlText" => self.text = value().into_owned(),
            "suff" => self.suffix = Some(value().into_owned()),
            "isLgl" => self.legal = is_on(element),
            "lvlRestart" => self.restart = element.number("val"),
            "pStyle" => self.style = Some(value().into_owned()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(ilvl: u32, format: &str, text: &str, more: &str) -> String {
        format!(
            "<w:lvl w:ilvl='{ilvl}'><w:start w:val='1'/><w:numFmt w:val='{format}'/><w:lvlText w:val='{text}'/>{more}</w:lvl>"
        )
    }

    fn lists(definitions: &[String], lists: &str) -> Lists {
        let wrap =
            |(n, levels): (usize, &String)| format!("<w:abstractNum w:abstractNumId='{n}'>{levels}</w:abstractNum>");
        let text: String = definitions.iter().enumerate().map(wrap).collect();
        let text = format!("<w:numbering>{text}{lists}</w:numbering>");
        Lists::read(&text, &Limits::DEFAULT, |style| (style == "Linked").then_some(1)).expect("well-formed")
    }

    fn labels(lists: &mut Lists, of: &[(u32, u32)]) -> Vec<String> {
        of.iter().map(|(list, level)| lists.label(*list, *level).unwrap_or_else(|| "–".to_owned())).collect()
    }

    const ONE: &str = "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>";

    #[test]
    fn levels_of_an_official_document() {
        let levels = [
            level(0, "chineseCounting", "%1、", "<w:suff w:val='nothing'/>"),
            level(1, "chineseCounting", "（%2）", ""),
            level(2, "decimal", "%3.", ""),
            level(3, "decimalEnclosedCircle", "%4", "<w:suff w:val='space'/>"),
            level(4, "bullet", "\u{f06c}", ""),
        ];
        let mut lists = lists(&[levels.concat()], ONE);
        let order = [(1, 0), (1, 1), (1, 1), (1, 2), (1, 3), (1, 3), (1, 4), (1, 0), (1, 1), (1, 3)];
        let wanted = ["一、", "（一）", "（二）", "1. ", "① ", "② ", "–", "二、", "（一）", "① "];
        assert_eq!(labels(&mut lists, &order), wanted);
    }

    #[test]
    fn several_numbers_in_a_label() {
        let levels = [
            level(0, "chineseCounting", "第%1章", ""),
            level(1, "decimal", "%1.%2", "<w:isLgl/>"),
            level(2, "decimal", "%2-%3", "<w:lvlRestart w:val='0'/>"),
            level(3, "none", "", ""),
        ];
        let mut lists = lists(&[levels.concat()], ONE);
        let order = [(1, 1), (1, 0), (1, 1), (1, 2), (1, 1), (1, 2), (1, 0), (1, 2), (1, 3)];
        let wanted = ["1.1 ", "第一章", "1.1 ", "1-1 ", "1.2 ", "2-2 ", "第二章", "1-3 ", "–"];
        assert_eq!(labels(&mut lists, &order), wanted);
    }

    #[test]
    fn lists_of_one_definition_count_on_unless_told_otherwise() {
        let two = "<w:num w:numId='2'><w:abstractNumId w:val='0'/></w:num>\
            <w:num w:numId='3'><w:abstractNumId w:val='0'/>\
            <w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride></w:num>\
            <w:num w:numId='4'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'>\
            <w:lvl w:ilvl='0'><w:numFmt w:val='upperLetter'/><w:lvlText w:val='%1)'/></w:lvl></w:lvlOverride></w:num>\
            <w:num w:numId='5'><w:abstractNumId w:val='1'/></w:num>";
        let link = "<w:numStyleLink w:val='Linked'/>".to_owned();
        let mut lists = lists(&[level(0, "decimal", "%1", ""), link], &format!("{ONE}{two}"));
        let order = [(1, 0), (2, 0), (3, 0), (3, 0), (4, 0), (5, 0), (9, 0)];
        assert_eq!(labels(&mut lists, &order), ["1 ", "2 ", "5 ", "6 ", "G) ", "8 ", "–"]);
    }
}
