//! The article of a page, cut out of what the site puts around it: by how much of a block is links, by what its names
//! say it is for, and by where the text is. A page without navigation is all article.

use super::links::is_file;
use super::page::{Kind, Page};

/// What of a page is read.
pub(super) struct Article {
    /// The element that holds the article.
    pub(super) root: usize,
    /// Items that are left out, by number.
    pub(super) dropped: Vec<bool>,
    /// The title, when the page shows it outside of that element.
    pub(super) title: Option<String>,
}

/// What is in an item.
#[derive(Clone, Copy, Debug, Default)]
struct Mass {
    /// Characters, white space apart.
    text: usize,
    /// Those of them in links to other pages.
    linked: usize,
    /// Number of such links.
    links: usize,
    /// Ends of sentences.
    sentences: usize,
    /// Rows of tables without tables in them.
    rows: usize,
}

/// A page with fewer links to other pages has no navigation.
const FEWEST_LINKS: usize = 5;

/// Elements that sites mark navigation and the like with.
const AROUND: &[&str] = &["aside", "footer", "nav"];

/// Roles that do the same (WAI-ARIA).
const ROLES: &[&str] = &["banner", "complementary", "contentinfo", "navigation", "search"];

/// Words in the names of blocks that are no article, as makers of templates write them.
const WORDS: &[&str] = &[
    "banner",
    "breadcrumb",
    "breadcrumbs",
    "copyright",
    "crumb",
    "crumbs",
    "foot",
    "footer",
    "login",
    "menu",
    "nav",
    "navbar",
    "navigation",
    "pagination",
    "qrcode",
    "related",
    "search",
    "share",
    "sidebar",
    "sitemap",
    "toolbar",
];

/// Blocks that a page can be cut at.
const BLOCKS: &[&str] = &[
    "article", "aside", "center", "dd", "div", "dl", "footer", "form", "header", "li", "main", "nav", "ol", "p",
    "section", "table", "td", "tr", "ul",
];

/// Finds the article.
pub(super) fn find(page: &Page<'_>) -> Article {
    let count = page.items.len();
    let whole = Article { root: 0, dropped: vec![false; count], title: None };
    let before = masses(page, &whole.dropped);
    let Some(all) = before.first().copied() else { return whole };
    let site = all.links >= FEWEST_LINKS;
    let mut dropped = whole.dropped;
    // Nothing is cut out of a table of data: its rows would not be what they are.
    let mut in_data = vec![false; count];
    for index in 1..count {
        let parent = page.items[index].parent;
        dropped[index] = dropped[parent] || (!in_data[parent] && is_around(page, index, before[index], all, site));
        in_data[index] = in_data[parent] || (page.name(index) == "table" && !lays_out(page, index));
    }
    if !site {
        return Article { root: 0, dropped, title: None };
    }
    // A page of links only is kept whole: it is no report, and says so best itself.
    let masses = masses(page, &dropped);
    if masses.first().is_none_or(|left| left.text == 0) {
        return Article { root: 0, dropped: vec![false; count], title: None };
    }
    let root = narrowed(page, &masses, &dropped);
    let title = (root > 0).then(|| title(page, root, &dropped)).flatten();
    Article { root, dropped, title }
}

/// What is in each item, apart from what is left out.
fn masses(page: &Page<'_>, dropped: &[bool]) -> Vec<Mass> {
    let mut masses = vec![Mass::default(); page.items.len()];
    let mut in_link = vec![false; page.items.len()];
    for (index, item) in page.items.iter().enumerate().filter(|(i, _)| !dropped[*i]) {
        let mass = &mut masses[index];
        match item.kind {
            Kind::Text(text) => {
                in_link[index] = in_link[item.parent];
                mass.text = text.chars().filter(|c| !c.is_whitespace()).count();
                mass.linked = if in_link[index] { mass.text } else { 0 };
                mass.sentences = text.matches(['。', '；']).count();
            }
            Kind::Element(element) => {
                let to_page = |to: &str| !to.starts_with('#') && !is_file(to);
                let link = element.name() == "a" && element.attr("href").is_some_and(to_page);
                mass.links = usize::from(link);
                mass.rows = usize::from(element.name() == "tr");
                in_link[index] = link || index > 0 && in_link[item.parent];
            }
        }
    }
    for index in (1..masses.len()).rev() {
        let part = masses[index];
        let whole = &mut masses[page.items[index].parent];
        whole.text += part.text;
        whole.linked += part.linked;
        whole.links += part.links;
        whole.sentences += part.sentences;
        whole.rows += part.rows;
    }
    masses
}

/// Whether an item belongs to what is around the article. On a page without navigation (`site` is false) only what its
/// own element says counts.
fn is_around(page: &Page<'_>, index: usize, mass: Mass, all: Mass, site: bool) -> bool {
    let name = page.name(index);
    if !BLOCKS.contains(&name) || mass.text == 0 {
        return false;
    }
    let own = mass.text - mass.linked;
    // Lists of links, and the line that says where in the site a page stands.
    if site && mass.links >= 3 && mass.linked * 2 > mass.text && mass.sentences <= mass.links {
        return true;
    }
    if site && mass.links >= 2 && own <= 30 && mass.linked * 3 >= mass.text && mass.sentences == 0 {
        return true;
    }
    // What names say counts for small parts of the page only.
    let small = own * 3 <= all.text - all.linked;
    let role = page.attribute(index, "role").is_some_and(|role| ROLES.contains(&role));
    let named = || site && !matches!(name, "table" | "td" | "tr") && says_around(page, index);
    small && (AROUND.contains(&name) || role || named())
}

/// Whether the class or the id of an element has one of the [`WORDS`].
fn says_around(page: &Page<'_>, index: usize) -> bool {
    let names = ["class", "id"].into_iter().filter_map(|name| page.attribute(index, name));
    names.flat_map(words).any(|word| WORDS.contains(&word.as_str()))
}

/// The words of a name such as `page-footer`, `pageFooter`, `page_footer2`.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut lower = false;
    for c in name.chars() {
        if !c.is_ascii_alphabetic() || (c.is_ascii_uppercase() && lower) {
            words.push(String::new());
        }
        lower = c.is_ascii_lowercase();
        if let Some(word) = words.last_mut().filter(|_| c.is_ascii_alphabetic()) {
            word.push(c.to_ascii_lowercase());
        }
    }
    words
}

/// The innermost wrapper that holds the text: step by step into the element with three quarters of it, as long as nothing
/// beside that element reads like a part of the article.
fn narrowed(page: &Page<'_>, masses: &[Mass], dropped: &[bool]) -> usize {
    let wraps = |index: usize| {
        let name = page.name(index);
        matches!(name, "article" | "center" | "div" | "form" | "main" | "section")
            // Tables that lay out a page hold tables or blocks; those of data hold neither.
            || (matches!(name, "table" | "tbody" | "tr" | "td") && lays_out(page, index))
    };
    let mut root = 0;
    loop {
        let whole = masses[root];
        let children = || page.children(root).filter(|child| !dropped[*child]);
        let Some(next) = children().find(|child| masses[*child].text * 4 >= whole.text * 3 && wraps(*child)) else {
            return root;
        };
        let content =
            |child: usize| masses[child].sentences >= 2 || (masses[child].rows >= 2 && masses[child].text > 0);
        if children().any(|child| child != next && content(child)) {
            return root;
        }
        root = next;
    }
}

/// Whether a table, or a row or cell of one, holds tables or headings and paragraphs by themselves.
fn lays_out(page: &Page<'_>, index: usize) -> bool {
    let inside = index + 1..page.items[index].end;
    let count = |names: &[&str]| inside.clone().filter(|i| names.contains(&page.name(*i))).count();
    count(&["table"]) > 0 || (count(&["td"]) <= 3 && count(&["p", "div"]) >= 3)
}

/// The title that stands before the article: the last heading, or what the head of the page says, when the page shows
/// it there.
fn title(page: &Page<'_>, root: usize, dropped: &[bool]) -> Option<String> {
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let article = page.bare(root);
    let shown = |index: &usize| !dropped[*index] && page.items[*index].end <= root;
    let heading = (1..root).rev().filter(shown).find(|index| matches!(page.name(*index), "h1" | "h2" | "h3"));
    let heading = heading.map(|index| page.bare(index)).filter(|text| text.chars().count() >= 5);
    let head = page.title.as_deref().map(|title| title.split(['_', '|', '-', '–', '—']).next().unwrap_or(title).trim());
    let stated = page.article_title.as_deref().or(head).filter(|text| text.chars().count() >= 5);
    let seen = |text: &str| (1..root).filter(shown).any(|index| page.bare(index) == bare(text));
    let title =
        heading.or_else(|| stated.filter(|text| page.article_title.is_some() || seen(text)).map(str::to_owned))?;
    (!article.contains(&bare(&title))).then_some(title)
}
