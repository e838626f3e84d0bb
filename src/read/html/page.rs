//! A parsed page as a flat list: elements and texts in the order of the document, each with where its content ends.
//! What is hidden or is no text of the page is left out.

use crate::read::Limits;
use scraper::node::Element;
use scraper::{Html, Node};

/// An element or a text.
pub(super) struct Item<'h> {
    pub(super) kind: Kind<'h>,
    /// The element it stands in; the first item stands in itself.
    pub(super) parent: usize,
    /// One past the last item of its content.
    pub(super) end: usize,
}

/// What an item is.
pub(super) enum Kind<'h> {
    Element(&'h Element),
    Text(&'h str),
}

/// The items of a page, the body first.
pub(super) struct Page<'h> {
    pub(super) items: Vec<Item<'h>>,
    /// The title in the head of the page.
    pub(super) title: Option<String>,
    /// What the page calls its article (`ArticleTitle`, a tag that pages of government sites must carry: 国办发〔2017〕
    /// 47号 附件2).
    pub(super) article_title: Option<String>,
}

/// Elements that show nothing of their content, or nothing that is text of the page.
const SILENT: &[&str] = &[
    "audio", "button", "canvas", "datalist", "head", "input", "map", "progress", "rp", "rt", "select", "template",
    "textarea", "title", "video",
];

impl<'h> Page<'h> {
    /// The items of a parsed page. What is nested deeper than the limits allow loses its elements, not its text.
    pub(super) fn new(html: &'h Html, limits: &Limits) -> Self {
        let root = html.root_element();
        let mut elements = root.descendent_elements();
        let title = elements.find(|e| e.value().name() == "title").map(|e| e.text().collect::<String>());
        let mut elements = root.descendent_elements();
        let article = elements.find(|e| {
            e.value().name() == "meta" && e.attr("name").is_some_and(|name| name.eq_ignore_ascii_case("ArticleTitle"))
        });
        let article_title = article.and_then(|e| e.attr("content")).map(str::to_owned);
        let body = root.child_elements().find(|e| e.value().name() == "body").unwrap_or(root);
        let mut page = Self { items: Vec::new(), title: stated(title), article_title: stated(article_title) };
        page.items.push(Item { kind: Kind::Element(body.value()), parent: 0, end: 0 });
        // The open elements: the items that their content belongs to.
        let mut open = vec![0];
        let mut node = body.first_child();
        while let Some(current) = node {
            let parent = open.last().copied().unwrap_or(0);
            let mut inside = None;
            match current.value() {
                Node::Text(text) => page.push(Kind::Text(text), parent),
                Node::Element(element) if !is_hidden(element) => {
                    let deep = open.len() > limits.depth;
                    let item = if deep { parent } else { page.items.len() };
                    if !deep {
                        page.push(Kind::Element(element), parent);
                    }
                    inside = current.first_child().map(|child| (child, item));
                }
                _ => {}
            }
            if let Some((child, item)) = inside {
                open.push(item);
                node = Some(child);
                continue;
            }
            // Up to the next one that has a sibling.
            let mut last = current;
            node = loop {
                if let Some(next) = last.next_sibling() {
                    break Some(next);
                }
                open.pop();
                match last.parent().filter(|_| !open.is_empty()) {
                    Some(up) => last = up,
                    None => break None,
                }
            };
        }
        page.close();
        page
    }

    fn push(&mut self, kind: Kind<'h>, parent: usize) {
        let end = self.items.len() + 1;
        self.items.push(Item { kind, parent, end });
    }

    /// Sets the ends: an item reaches as far as the last one in it.
    fn close(&mut self) {
        for index in (1..self.items.len()).rev() {
            let (parent, end) = (self.items[index].parent, self.items[index].end);
            let reach = &mut self.items[parent].end;
            *reach = end.max(*reach);
        }
        if let Some(body) = self.items.first_mut() {
            body.end = body.end.max(1);
        }
    }

    /// The items directly in an item.
    pub(super) fn children(&self, index: usize) -> impl Iterator<Item = usize> + use<'_, 'h> {
        let end = self.items[index].end;
        let first = Some(index + 1).filter(|child| *child < end);
        std::iter::successors(first, move |child| Some(self.items[*child].end).filter(|next| *next < end))
    }

    /// The name of an element; empty for a text.
    pub(super) fn name(&self, index: usize) -> &'h str {
        match self.items[index].kind {
            Kind::Element(element) => element.name(),
            Kind::Text(_) => "",
        }
    }

    /// An attribute of an element.
    pub(super) fn attribute(&self, index: usize, name: &str) -> Option<&'h str> {
        match self.items[index].kind {
            Kind::Element(element) => element.attr(name),
            Kind::Text(_) => None,
        }
    }

    /// All text in an item, without white space.
    pub(super) fn bare(&self, index: usize) -> String {
        let texts = self.items[index..self.items[index].end].iter().filter_map(|item| match item.kind {
            Kind::Text(text) => Some(text),
            Kind::Element(_) => None,
        });
        texts.flat_map(str::chars).filter(|c| !c.is_whitespace()).collect()
    }
}

/// A text with single spaces, when it says something.
fn stated(text: Option<String>) -> Option<String> {
    let text = text?.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// Whether an element shows nothing, by its name or by its own style.
fn is_hidden(element: &Element) -> bool {
    if SILENT.contains(&element.name()) || element.attr("hidden").is_some() {
        return true;
    }
    // Headers and footers of pages that office programs write for print.
    if element.name() == "div" && matches!(element.attr("title"), Some("header" | "footer")) {
        return true;
    }
    let Some(style) = element.attr("style") else { return false };
    style.split(';').filter_map(|rule| rule.split_once(':')).any(|(name, value)| {
        let value = value.trim().trim_end_matches("!important").trim_end();
        match name.trim().to_ascii_lowercase().as_str() {
            "display" => value.eq_ignore_ascii_case("none"),
            "visibility" => value.eq_ignore_ascii_case("hidden"),
            "mso-hide" => value.eq_ignore_ascii_case("all"),
            _ => false,
        }
    })
}
