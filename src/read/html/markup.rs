//! The markup of a page before it is parsed: which text is a page, what encoding it declares, and the same page without
//! what would cost a parser time and gives no text.
//!
//! Taken out: comments, scripts, styles, drawings, data in text areas, and start tags nested deeper than the limits
//! allow, because a parser looks through all open elements for each tag. Office programs put text boxes into comments
//! (`<!--[if gte vml 1]>…<v:textbox>`): their content is put in place. Prefixed tags (`<o:p>`) leave nothing.

use crate::read::Limits;

/// Elements that have no content and no end tag.
const VOID: &[&str] = &[
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link",
    "meta", "param", "source", "track", "wbr",
];

/// Elements whose end tag may be left out: they close each other, so that only what is around them nests.
const CLOSING: &[&str] = &[
    "body", "colgroup", "dd", "dt", "head", "html", "li", "optgroup", "option", "p", "rp", "rt", "tbody", "td",
    "tfoot", "th", "thead", "tr",
];

/// Elements whose content is no text of the page.
const SILENT: &[&str] = &[
    "iframe", "noembed", "noframes", "noscript", "object", "script", "select", "style", "svg", "template", "textarea",
    "xmp",
];

/// Tags that open a page or a piece of one.
const OPENINGS: &[&str] = &[
    "article", "body", "center", "div", "form", "h1", "h2", "h3", "h4", "head", "html", "link", "main", "meta", "ol",
    "section", "table", "title", "ul",
];

/// Most attributes of a tag that are kept; a parser compares each with all before.
const MOST_ATTRIBUTES: usize = 200;

/// Whether a text that starts with markup is a page.
pub(super) fn is_page(text: &str) -> bool {
    let mut rest = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    loop {
        let lower = rest.get(..9).map(str::to_ascii_lowercase).unwrap_or_default();
        if lower == "<!doctype" {
            return rest
                .get(9..200.min(rest.len()))
                .is_none_or(|t| t.trim_start().to_ascii_lowercase().starts_with("html"));
        }
        let comment = rest.starts_with("<!--");
        if !comment && !rest.starts_with("<?xml") && !rest.starts_with("<style") && !rest.starts_with("<script") {
            break;
        }
        // A comment, an XML declaration, a style or a script before the first tag says nothing yet.
        let end = if comment {
            "-->"
        } else if rest.starts_with("<?") {
            "?>"
        } else {
            "</"
        };
        let Some(at) = rest.find(end) else { return false };
        rest = rest[at + end.len()..].trim_start_matches("style>").trim_start_matches("script>").trim_start();
    }
    let name = rest.strip_prefix('<').map(tag_name).unwrap_or_default();
    OPENINGS.iter().any(|opening| name.eq_ignore_ascii_case(opening))
}

/// The encoding that the start of a page names in a `<meta>` tag or an XML declaration.
pub(super) fn charset(bytes: &[u8]) -> Option<String> {
    let lower: Vec<u8> = bytes.iter().filter(|b| **b != 0).map(u8::to_ascii_lowercase).collect();
    let text = String::from_utf8_lossy(&lower);
    let value = |rest: &str| {
        let rest = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).unwrap_or(rest.len());
        (end > 0).then(|| rest[..end].to_owned())
    };
    let in_meta = text.match_indices("charset").filter(|(at, _)| {
        // Inside a tag that opens with `<meta`.
        text[..*at].rfind('<').is_some_and(|open| text[open..].starts_with("<meta") && !text[open..*at].contains('>'))
    });
    let declaration = text.starts_with("<?xml").then(|| text.find("encoding")).flatten();
    let mut places = in_meta.map(|(at, word)| at + word.len()).chain(declaration.map(|at| at + "encoding".len()));
    places.find_map(|at| value(&text[at..]))
}

fn tag_name(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || ":-_".contains(c))).unwrap_or(text.len());
    &text[..end]
}

/// A page that costs a parser no more than its length.
pub(super) fn bounded(page: &str, limits: &Limits) -> String {
    let mut writer = Writer { out: String::with_capacity(page.len()), open: Vec::new(), depth: limits.depth };
    writer.write(page, 0);
    writer.out
}

struct Writer<'a> {
    out: String,
    /// Names of the open elements that can nest.
    open: Vec<&'a str>,
    depth: usize,
}

/// How deep text boxes in text boxes are looked for.
const BOXES: usize = 4;

impl<'a> Writer<'a> {
    fn write(&mut self, page: &'a str, boxes: usize) {
        let mut rest = page;
        while let Some(at) = rest.find('<') {
            self.out.push_str(&rest[..at]);
            rest = &rest[at..];
            rest = if let Some(comment) = rest.strip_prefix("<!--") {
                self.comment(comment, boxes)
            } else if rest.starts_with("<!") || rest.starts_with("<?") {
                let end = rest.find('>').map_or(rest.len(), |end| end + 1);
                if rest.get(2..9).is_some_and(|word| word.eq_ignore_ascii_case("doctype")) {
                    self.out.push_str(&rest[..end]);
                }
                &rest[end..]
            } else if let Some(end) = rest.strip_prefix("</") {
                self.end(rest, end)
            } else if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
                self.start(rest)
            } else {
                self.out.push('<');
                &rest[1..]
            };
        }
        self.out.push_str(rest);
    }

    /// Leaves a comment out, but for the text boxes in it; gives what follows it.
    fn comment(&mut self, comment: &'a str, boxes: usize) -> &'a str {
        // `<!-->` and `<!--->` are whole comments.
        if let Some(rest) = comment.strip_prefix('>').or_else(|| comment.strip_prefix("->")) {
            return rest;
        }
        let end = comment.find("-->").unwrap_or(comment.len());
        let mut inside = &comment[..end];
        if inside.trim_start().starts_with("[if") && boxes < BOXES {
            while let Some(at) = inside.find("<v:textbox") {
                let Some(open) = inside[at..].find('>') else { break };
                let content = &inside[at + open + 1..];
                let close = content.find("</v:textbox").unwrap_or(content.len());
                self.out.push_str("<div>");
                self.write(&content[..close], boxes + 1);
                self.out.push_str("</div>");
                inside = &content[close..];
            }
        }
        comment.get(end + 3..).unwrap_or_default()
    }

    /// An end tag; gives what follows it.
    fn end(&mut self, whole: &'a str, tag: &'a str) -> &'a str {
        let close = whole.find('>').map_or(whole.len(), |at| at + 1);
        let name = tag_name(tag);
        if name.is_empty() || name.contains(':') {
            return &whole[close..];
        }
        // The element is closed with all that is open in it; an end tag without a start closes nothing.
        if let Some(at) = self.open.iter().rposition(|open| open.eq_ignore_ascii_case(name)) {
            self.open.truncate(at);
        } else if !is(CLOSING, name) && !is(VOID, name) {
            return &whole[close..];
        }
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
        &whole[close..]
    }

    /// A start tag, with the content of elements that are left out; gives what follows.
    fn start(&mut self, whole: &'a str) -> &'a str {
        let name = tag_name(&whole[1..]);
        let (tag, attributes) = tag(whole);
        let rest = &whole[tag.len()..];
        if name.contains(':') {
            return rest;
        }
        let empty = tag.ends_with("/>");
        if is(SILENT, name) {
            return if empty { rest } else { after_end(rest, name) };
        }
        let nests = !is(VOID, name) && !is(CLOSING, name);
        if nests && self.open.len() >= self.depth {
            return rest;
        }
        if attributes > MOST_ATTRIBUTES || !tag.ends_with('>') {
            self.out.push('<');
            self.out.push_str(name);
            self.out.push('>');
        } else {
            self.out.push_str(tag);
        }
        if nests && empty {
            // Written as XML: nothing is inside. Browsers would take all that follows for its content.
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        } else if nests {
            self.open.push(name);
        }
        rest
    }
}

fn is(names: &[&str], name: &str) -> bool {
    names.iter().any(|n| n.eq_ignore_ascii_case(name))
}

/// A start tag up to its `>`, which may stand in quotes before, and roughly how many attributes it has.
fn tag(whole: &str) -> (&str, usize) {
    let (mut quote, mut attributes, mut before) = (None, 0, b'<');
    for (at, byte) in whole.bytes().enumerate() {
        match (quote, byte) {
            (Some(q), b) if q == b => quote = None,
            (Some(_), _) => {}
            // A quote opens a value behind `=` only.
            (None, b'"' | b'\'') if before == b'=' => quote = Some(byte),
            (None, b'>') => return (&whole[..=at], attributes),
            (None, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' | b'/') => attributes += usize::from(before > b' '),
            _ => {}
        }
        if byte > b' ' || before != b'=' {
            before = byte;
        }
    }
    (whole, attributes)
}

/// What follows the end tag of an element whose content is left out.
fn after_end<'a>(rest: &'a str, name: &str) -> &'a str {
    let mut from = 0;
    while let Some(at) = rest[from..].find("</") {
        let tag = &rest[from + at + 2..];
        if tag.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name)) {
            return tag.find('>').map_or("", |end| &tag[end + 1..]);
        }
        from += at + 2;
    }
    ""
}
