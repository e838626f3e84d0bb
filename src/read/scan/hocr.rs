//! hOCR, the XHTML in which Tesseract writes what it recognized: characters with their places and its confidence.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// A recognized character.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Character {
    pub(super) text: char,
    /// Left and right end in dots of its image.
    pub(super) x: (usize, usize),
    /// How sure recognition is, in hundredths.
    pub(super) confidence: f32,
    /// The number of its word.
    pub(super) word: usize,
}

/// The characters of each page; pages without any are there too.
pub(super) fn pages(hocr: &str) -> Vec<Vec<Character>> {
    let mut reader = Reader::from_str(hocr);
    let mut pages: Vec<Vec<Character>> = Vec::new();
    let (mut word, mut place) = (0, None);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => match attribute(&tag, "class").as_deref() {
                Some("ocr_page") => pages.push(Vec::new()),
                Some("ocrx_word") => word += 1,
                Some("ocrx_cinfo") => place = attribute(&tag, "title").as_deref().and_then(box_and_confidence),
                _ => {}
            },
            Ok(Event::Text(text)) => {
                // White space between elements is no character.
                if !text.trim().is_empty() {
                    add(&mut pages, text.trim().chars(), place.take(), word);
                }
            }
            Ok(Event::GeneralRef(entity)) => {
                let c = entity.resolve_char_ref().ok().flatten().or_else(|| named(&entity));
                add(&mut pages, c.into_iter(), place.take(), word);
            }
            Ok(Event::Eof) | Err(_) => return pages,
            Ok(_) => {}
        }
    }
}

fn named(entity: &str) -> Option<char> {
    match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

fn add(
    pages: &mut [Vec<Character>],
    text: impl Iterator<Item = char>,
    place: Option<((usize, usize), f32)>,
    word: usize,
) {
    let Some((page, (x, confidence))) = pages.last_mut().zip(place) else { return };
    page.extend(text.map(|text| Character { text, x, confidence, word }));
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let value = tag.attributes().flatten().find(|a| a.key.as_ref() == name)?.value;
    Some(value.into_owned())
}

/// `x_bboxes 15 11 30 47; x_conf 98.1` as left and right end, and confidence.
fn box_and_confidence(title: &str) -> Option<((usize, usize), f32)> {
    let mut fields = title.split(';').map(str::trim);
    let area = fields.clone().find_map(|f| f.strip_prefix("x_bboxes "))?;
    let mut area = area.split_ascii_whitespace().map(str::parse::<usize>);
    let (x0, _, x1) = (area.next()?.ok()?, area.next()?.ok()?, area.next()?.ok()?);
    let confidence = fields.find_map(|f| f.strip_prefix("x_conf ")).and_then(|c| c.parse().ok()).unwrap_or(0.0);
    Some(((x0, x1), confidence))
}
