//! Styles, as far as they decide what is printed: outline level, list, hidden text. The styles part in, answers by style
//! out, inherited properties included.

use super::stream::is_on;
use crate::read::Limits;
use crate::read::xml::{Event, Fault, Xml};
use std::collections::HashMap;

/// Longest chain of styles, each based on the next, that is followed.
const LONGEST_CHAIN: usize = 32;

/// A style without what it inherits.
#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    outline: Option<u32>,
    /// List and level.
    list: Option<u32>,
    level: Option<u32>,
    hidden: Option<bool>,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    /// The style of paragraphs that name none.
    usual: Option<String>,
}

impl Styles {
    /// Reads the styles part.
    ///
    /// # Errors
    /// When the markup is broken.
    pub(super) fn read(text: &str, limits: &Limits) -> Result<Self, Fault> {
        let mut styles = Self::default();
        let mut xml = Xml::new(text, limits);
        while let Some(event) = xml.next()? {
            let Event::Open(element) = event else { continue };
            match element.name() {
                "style" => {
                    let Some(id) = element.attribute("styleId").map(std::borrow::Cow::into_owned) else { continue };
                    let is_default = element.attribute("default").is_some_and(|v| matches!(&*v, "1" | "true" | "on"));
                    let kind = element.attribute("type").unwrap_or_default();
                    if kind == "table" {
                        // Most of a styles part, and none of it is asked for.
                        xml.pass(&element)?;
                        continue;
                    }
                    let of_paragraph = kind == "paragraph";
                    let style = read_style(&mut xml)?;
                    if is_default && of_paragraph {
                        styles.usual = Some(id.clone());
                    }
                    styles.by_id.insert(id, style);
                }
                "docDefaults" | "latentStyles" => xml.pass(&element)?,
                _ => {}
            }
        }
        Ok(styles)
    }

    /// The outline level of a paragraph style, 0-based.
    pub(super) fn outline(&self, style: Option<&str>) -> Option<u32> {
        self.chain(style).find_map(|s| s.outline)
    }

    /// The list of a paragraph style, and the level when the style names one.
    pub(super) fn list(&self, style: Option<&str>) -> Option<(u32, Option<u32>)> {
        let list = self.chain(style).find_map(|s| s.list)?;
        Some((list, self.chain(style).find_map(|s| s.level)))
    }

    /// Whether text in a style is hidden.
    pub(super) fn hidden(&self, style: Option<&str>) -> bool {
        self.chain(style).find_map(|s| s.hidden).unwrap_or(false)
    }

    /// A style and those it is based on, or the usual one.
    fn chain(&self, style: Option<&str>) -> impl Iterator<Item = &Style> {
        let first = style.or(self.usual.as_deref()).and_then(|id| self.by_id.get(id));
        let next = |style: &&Style| style.based_on.as_ref().and_then(|id| self.by_id.get(id));
        std::iter::successors(first, next).take(LONGEST_CHAIN)
    }
}

fn read_style(xml: &mut Xml<'_>) -> Result<Style, Fault> {
    let mut style = Style::default();
    xml.inside(|depth, element| match (depth, element.name()) {
        (1, "basedOn") => style.based_on = element.attribute("val").map(std::borrow::Cow::into_owned),
        // The name, unlike the identifier, is the same in every language. A title heads the document.
        (1, "name") if element.attribute("val").is_some_and(|v| v.eq_ignore_ascii_case("title")) => {
            style.outline = style.outline.or(Some(0));
        }
        (1, "name") => {
            let name = element.attribute("val").unwrap_or_default().to_ascii_lowercase();
            let level = name.strip_prefix("heading ").and_then(|n| n.trim().parse::<u32>().ok());
            style.outline = style.outline.or(level.and_then(|n| n.checked_sub(1)));
        }
        (2, "outlineLvl") => style.outline = element.number("val").or(style.outline),
        (3, "numId") => style.list = element.number("val"),
        (3, "ilvl") => style.level = element.number("val"),
        (2, "vanish") => style.hidden = Some(is_on(element)),
        _ => {}
    })?;
    Ok(style)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_inherited() {
        let text = "<w:styles><w:docDefaults><w:rPrDefault/></w:docDefaults>\
            <w:style w:type='paragraph' w:default='1' w:styleId='a'><w:name w:val='Normal'/></w:style>\
            <w:style w:styleId='1'><w:name w:val='heading 1'/><w:basedOn w:val='a'/>\
            <w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='7'/></w:numPr></w:pPr></w:style>\
            <w:style w:styleId='x'><w:basedOn w:val='1'/><w:rPr><w:vanish/></w:rPr></w:style>\
            <w:style w:styleId='y'><w:basedOn w:val='x'/><w:pPr><w:outlineLvl w:val='9'/></w:pPr>\
            <w:rPr><w:vanish w:val='0'/></w:rPr></w:style>\
            <w:style w:styleId='loop'><w:basedOn w:val='loop'/></w:style></w:styles>";
        let styles = Styles::read(text, &Limits::DEFAULT).expect("well-formed");
        let of = |id| (styles.outline(Some(id)), styles.list(Some(id)), styles.hidden(Some(id)));
        assert_eq!(of("1"), (Some(0), Some((7, Some(0))), false));
        assert_eq!(of("x"), (Some(0), Some((7, Some(0))), true));
        assert_eq!(of("y"), (Some(9), Some((7, Some(0))), false));
        assert_eq!(of("loop"), (None, None, false));
        assert_eq!(styles.outline(None), None);
    }
}
