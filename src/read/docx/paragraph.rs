//! One paragraph: its runs in, a heading or paragraph out, followed by the text boxes anchored in it and the notes it
//! refers to.

use super::body::Body;
use super::fields::CheckBox;
use super::math;
use super::stream::{Stream, is_on};
use crate::model::{Block, Embedded};
use crate::read::contents::{lines_of, text_of};
use crate::read::symbols::SymbolFont;
use crate::read::xml::{Element, Event, Fault};

/// Outline levels of headings; the next one says body text.
const HEADING_LEVELS: u32 = 9;

/// A paragraph that is being read.
#[derive(Default)]
struct Paragraph {
    style: Option<String>,
    list: Option<u32>,
    level: Option<u32>,
    outline: Option<u32>,
    /// The automatic number, where the file states it as it is printed.
    printed: Option<String>,
    /// How far in it begins, in half-width characters.
    indent: usize,
    /// Whether revision has deleted the mark that ends it.
    joined: bool,
    text: String,
    /// Text boxes and notes, which stand after it.
    after: Vec<Block>,
}

/// How a run is set.
#[derive(Default)]
struct Look {
    hidden: Option<bool>,
    style: Option<String>,
    symbols: Option<SymbolFont>,
}

impl Body<'_> {
    /// Reads the paragraph that began last.
    ///
    /// # Errors
    /// When the markup is broken or a limit is exceeded.
    pub(super) fn paragraph(&mut self, stream: &mut Stream<'_>, out: &mut Vec<Block>) -> Result<(), Fault> {
        self.paragraphs += 1;
        self.limits.paragraphs_fit(self.paragraphs)?;
        let mut paragraph = Paragraph::default();
        while let Some(event) = stream.next()? {
            match event {
                Event::Open(element) => match element.name() {
                    "pPr" if stream.ahead(&element).is_some_and(|p| !says_any(p, OF_PARAGRAPHS)) => {
                        stream.pass(&element)?;
                    }
                    "pPr" => paragraph.set(stream)?,
                    "r" => self.run(stream, &mut paragraph)?,
                    "oMath" => self.formula(stream, &mut paragraph)?,
                    _ => stream.skip()?,
                },
                Event::Text(_) => {}
                Event::Close => break,
            }
        }
        self.fields.end_paragraph();
        self.close(paragraph, out);
        Ok(())
    }

    fn close(&mut self, paragraph: Paragraph, out: &mut Vec<Block>) {
        let Paragraph { joined, text, after, .. } = &paragraph;
        if *joined {
            // What follows the deleted mark decides how the whole is set.
            self.carried.push_str(text);
            out.extend(after.iter().cloned());
            return;
        }
        let label = self.label(&paragraph);
        let carried = std::mem::take(&mut self.carried);
        let style = paragraph.style.as_deref();
        // In forms, the indent of an item shows what it is part of. In running text it shows nothing.
        let indent = " ".repeat(if self.inside > 0 { paragraph.indent } else { 0 });
        if let Some(text) = text_of(&[&indent, &label, carried.as_str(), text].concat()) {
            let outline = paragraph.outline.or_else(|| self.styles.outline(style));
            let is_heading = outline.is_some_and(|level| level < HEADING_LEVELS);
            if self.inside > 0 { out.push(Block::Paragraph(text)) } else { out.extend(lines_of(text, is_heading)) }
        }
        out.extend(paragraph.after);
    }

    /// The automatic number of a paragraph, from itself or its style. Empty paragraphs are counted too.
    fn label(&mut self, paragraph: &Paragraph) -> String {
        if let Some(label) = &paragraph.printed {
            return label.clone();
        }
        let style = paragraph.style.as_deref();
        let of_style = self.styles.list(style);
        let Some(list) = paragraph.list.or(of_style.map(|(list, _)| list)) else { return String::new() };
        let of_list = || style.and_then(|style| self.lists.level_of_style(list, style));
        let level = paragraph.level.or_else(of_list).or(of_style.and_then(|(_, level)| level));
        self.lists.label(list, level.unwrap_or_default()).unwrap_or_default()
    }

    fn run(&mut self, stream: &mut Stream<'_>, paragraph: &mut Paragraph) -> Result<(), Fault> {
        let mut look = Look::default();
        let mut hidden = self.styles.hidden(paragraph.style.as_deref());
        while let Some(event) = stream.next()? {
            let element = match event {
                Event::Open(element) => element,
                Event::Text(_) => continue,
                Event::Close => break,
            };
            let is_printed = !hidden && self.fields.is_visible();
            match element.name() {
                "rPr" if stream.ahead(&element).is_some_and(|p| !says_any(p, OF_RUNS)) => {
                    stream.pass(&element)?;
                }
                "rPr" => {
                    look.set(stream)?;
                    let of_style = look.style.as_deref().map(|style| self.styles.hidden(Some(style)));
                    hidden = look.hidden.or(of_style.filter(|hidden| *hidden)).unwrap_or(hidden);
                }
                "t" => {
                    let text = stream.text()?;
                    match look.symbols.filter(|_| is_printed) {
                        Some(font) => paragraph.text.push_str(&font.text(&text)),
                        None if is_printed => paragraph.text.push_str(&text),
                        None => {}
                    }
                }
                "instrText" => {
                    let text = stream.text()?;
                    self.fields.instruction(&text);
                }
                "fldChar" => {
                    let kind = element.attribute("fldCharType").unwrap_or_default();
                    let mut check_box = CheckBox::default();
                    stream.inside(|_, element| check_box.set(element))?;
                    match &*kind {
                        "begin" => self.fields.begin(check_box),
                        "separate" => self.fields.separate(),
                        "end" => {
                            let drawn = self.fields.end().filter(|_| !hidden && self.fields.is_visible());
                            paragraph.text.extend(drawn);
                        }
                        _ => {}
                    }
                }
                "sym" => {
                    let font = element.attribute("font").and_then(|name| SymbolFont::named(&name));
                    let code = element.attribute("char").and_then(|code| u32::from_str_radix(&code, 16).ok());
                    let sign = code.and_then(|code| font.map_or(char::from_u32(code), |font| font.sign(code)));
                    paragraph.text.extend(sign.filter(|_| is_printed));
                    stream.skip()?;
                }
                "footnote" | "endnote" => {
                    let blocks = self.apart(|body, blocks| body.content(stream, blocks))?;
                    self.after(blocks, paragraph);
                }
                "drawing" | "pict" | "object" => self.text_boxes(stream, paragraph)?,
                "r" => self.run(stream, paragraph)?,
                "oMath" => self.formula(stream, paragraph)?,
                name => {
                    let note = match name {
                        "footnoteReference" => Some("footnote"),
                        "endnoteReference" => Some("endnote"),
                        _ => None,
                    };
                    let sign = match name {
                        "tab" | "ptab" => Some('\t'),
                        "br" | "cr" => Some('\n'),
                        "noBreakHyphen" => Some('-'),
                        _ => None,
                    };
                    if let Some(kind) = note.filter(|_| is_printed) {
                        let id = element.attribute("id").unwrap_or_default().into_owned();
                        let blocks = self.notes.remove(&(kind, id)).unwrap_or_default();
                        self.after(blocks, paragraph);
                    }
                    paragraph.text.extend(sign.filter(|_| is_printed));
                    stream.skip()?;
                }
            }
        }
        Ok(())
    }

    /// Keeps notes until the paragraph, or the table it stands in, has ended.
    fn after(&mut self, notes: Vec<Block>, paragraph: &mut Paragraph) {
        if self.inside > 0 { self.waiting.extend(notes) } else { paragraph.after.extend(notes) }
    }

    fn formula(&mut self, stream: &mut Stream<'_>, paragraph: &mut Paragraph) -> Result<(), Fault> {
        let mut text = String::new();
        math::write(stream.below(), &mut text)?;
        if self.fields.is_visible() {
            paragraph.text.push_str(&text);
        }
        Ok(())
    }

    /// The text boxes in the drawing that began last. What else holds text or figures is noted as not read.
    fn text_boxes(&mut self, stream: &mut Stream<'_>, paragraph: &mut Paragraph) -> Result<(), Fault> {
        let mut open = 1usize;
        while open > 0 {
            match stream.next()? {
                Some(Event::Open(element)) if element.name() == "txbxContent" => {
                    let blocks = self.apart(|body, blocks| body.content(stream, blocks))?;
                    paragraph.after.extend(blocks);
                }
                Some(Event::Open(element)) => {
                    self.unread.extend(embedded(&element));
                    open += 1;
                }
                Some(Event::Close) => open -= 1,
                Some(Event::Text(_)) => {}
                None => break,
            }
        }
        Ok(())
    }
}

/// Programs whose objects are documents of their own; others draw formulas and pictures.
const DOCUMENTS: &[&str] = &["Excel", "Word", "PowerPoint", "ET", "WPS", "KET", "KWPS", "AcroExch", "Package"];

/// What an element of a drawing embeds, if it is a document, a chart or a diagram.
fn embedded(element: &Element<'_>) -> Option<Embedded> {
    match element.name() {
        "chart" => Some(Embedded::Chart),
        "relIds" => Some(Embedded::Diagram),
        "OLEObject" => {
            let program = element.attribute("ProgID")?;
            let name = program.split('.').next().unwrap_or_default();
            DOCUMENTS.contains(&name).then(|| Embedded::Object(program.clone().into_owned()))
        }
        _ => None,
    }
}

/// What the properties of a run must hold to decide what is printed: hiding, a style, a symbol font, or properties of
/// their own, as revisions have. They stand at every run, and most are about size and color.
const OF_RUNS: &[&str] = &["vanish", "rStyle", "ings", "Symbol", "rPr"];

/// The same for paragraphs.
const OF_PARAGRAPHS: &[&str] = &["pStyle", "num", "outline", "ind", "del", "move", "pPr", "listPr"];

/// Whether properties, as markup, hold one of these words.
pub(super) fn says_any(properties: &str, words: &[&str]) -> bool {
    words.iter().any(|word| properties.contains(word))
}

impl Paragraph {
    fn set(&mut self, stream: &mut Stream<'_>) -> Result<(), Fault> {
        // Former properties, which revision marks keep, lie deeper.
        stream.inside(|depth, element| match (depth, element.name()) {
            (1, "pStyle") => self.style = element.attribute("val").map(std::borrow::Cow::into_owned),
            (1, "ind") => self.indent = indent(element),
            (1, "outlineLvl") => self.outline = element.number("val"),
            (2, "numId") => self.list = element.number("val"),
            (2, "ilvl") => self.level = element.number("val"),
            (2, "del" | "moveFrom") => self.joined = true,
            // Word 2003 states the number itself; a sign of a symbol font is a bullet.
            (2, "t") => self.printed = element.attribute("val").map(std::borrow::Cow::into_owned),
            (2, "font") if element.attribute("val").is_some_and(|font| SymbolFont::named(&font).is_some()) => {
                self.printed = Some(String::new());
            }
            _ => {}
        })?;
        // So is a sign alone; empty, the label keeps the list from counting.
        if self.printed.as_ref().is_some_and(|label| !label.contains(char::is_alphanumeric)) {
            self.printed = Some(String::new());
        }
        Ok(())
    }
}

/// Where the first line begins, in half-width characters: indents are counted in hundredths of a character, or in
/// twentieths of a point, of which a half-width character of the usual size takes 105.
fn indent(element: &Element<'_>) -> usize {
    const WIDEST: u32 = 40;
    let columns = |hundredths: &str, twentieths: &str| match element.number(hundredths) {
        Some(hundredths) if hundredths > 0 => hundredths / 50,
        _ => element.number(twentieths).unwrap_or_default() / 105,
    };
    let left = columns("leftChars", "left").max(columns("startChars", "start"));
    let first = left.saturating_add(columns("firstLineChars", "firstLine"));
    first.saturating_sub(columns("hangingChars", "hanging")).min(WIDEST) as usize
}

impl Look {
    fn set(&mut self, stream: &mut Stream<'_>) -> Result<(), Fault> {
        stream.inside(|depth, element| match (depth, element.name()) {
            (1, "vanish") => self.hidden = Some(is_on(element)),
            (1, "rStyle") => self.style = element.attribute("val").map(std::borrow::Cow::into_owned),
            (1, "rFonts") => {
                let font = element.attribute("ascii").or_else(|| element.attribute("hAnsi"));
                self.symbols = font.and_then(|name| SymbolFont::named(&name));
            }
            _ => {}
        })
    }
}
