//! What pages are made of: the XML of a page, template or composite unit in, its objects out, in the order in which
//! they are drawn. Nothing is placed on a page here.

use crate::read::xml::{Element, Event, Fault, Xml};
use hayro_interpret::kurbo::{Affine, Rect};

/// Line width when none is stated, in millimeters.
const LINE_WIDTH: f64 = 0.353;

/// An object of a page.
#[derive(Clone, Debug)]
pub(super) struct Object {
    /// From the object's own space to the one it stands in.
    pub(super) place: Affine,
    /// The area that it takes there.
    pub(super) boundary: Rect,
    pub(super) shape: Shape,
}

#[derive(Clone, Debug)]
pub(super) enum Shape {
    Text(Text),
    Path(Path),
    Image,
    /// A composite unit of the resources, by its identifier.
    Composite(String),
    /// A layer or block of objects.
    Group(Vec<Object>),
}

/// A text object.
#[derive(Clone, Debug, Default)]
pub(super) struct Text {
    pub(super) font: String,
    pub(super) size: f64,
    /// Widths are multiplied by it.
    pub(super) stretch: f64,
    /// By how many degrees each character is turned, clockwise.
    pub(super) turn: f64,
    /// Whether lines run down or up the page.
    pub(super) upright: bool,
    pub(super) visible: bool,
    pub(super) codes: Vec<Code>,
    pub(super) swaps: Vec<Swap>,
}

/// Characters with their places.
#[derive(Clone, Debug, Default)]
pub(super) struct Code {
    pub(super) x: Option<f64>,
    pub(super) y: Option<f64>,
    pub(super) dx: Steps,
    pub(super) dy: Steps,
    pub(super) content: String,
}

/// Characters that are drawn with given glyphs of the font.
#[derive(Clone, Debug)]
pub(super) struct Swap {
    /// Of the characters of all [`Code`]s together.
    pub(super) from: usize,
    pub(super) characters: usize,
    pub(super) glyphs: usize,
    pub(super) ids: Vec<u32>,
}

/// Distances from character to character, as runs of equal ones.
#[derive(Clone, Debug, Default)]
pub(super) struct Steps(Vec<(u32, f64)>);

impl Steps {
    /// `g n d` stands for `n` times `d`.
    fn read(text: &str) -> Self {
        let mut words = words(text);
        let mut runs = Vec::new();
        while let Some(word) = words.next() {
            let run = if word.eq_ignore_ascii_case("g") {
                let count = words.next().and_then(|n| n.parse().ok());
                count.zip(words.next().and_then(number))
            } else {
                number(word).map(|step| (1, step))
            };
            runs.extend(run);
        }
        Self(runs)
    }

    /// Whether no step leads anywhere.
    pub(super) fn are_none(&self) -> bool {
        self.0.iter().all(|(count, step)| *count == 0 || *step == 0.0)
    }

    /// One after the other; the last one repeats without end.
    pub(super) fn iter(&self) -> impl Iterator<Item = f64> {
        let last = self.0.last().map_or(0.0, |(_, step)| *step);
        let all = self.0.iter().flat_map(|&(count, step)| std::iter::repeat_n(step, count as usize));
        all.chain(std::iter::repeat(last))
    }
}

/// A path object.
#[derive(Clone, Debug, Default)]
pub(super) struct Path {
    pub(super) data: String,
    /// Width of the line, if one is drawn that can be seen.
    pub(super) stroke: Option<f64>,
    /// Whether it is filled with a color that can be seen.
    pub(super) filled: bool,
}

/// Reads objects, no more than a limit.
pub(super) struct Reader<'x, 'a> {
    xml: &'x mut Xml<'a>,
    /// Objects that may still be read.
    left: &'x mut usize,
}

impl<'x, 'a> Reader<'x, 'a> {
    pub(super) fn new(xml: &'x mut Xml<'a>, left: &'x mut usize) -> Self {
        Self { xml, left }
    }

    /// The objects inside the element that began last; ends after it.
    pub(super) fn objects(&mut self) -> Result<Vec<Object>, Fault> {
        let mut objects = Vec::new();
        while let Some(element) = self.child()? {
            objects.extend(self.object(&element)?);
        }
        Ok(objects)
    }

    /// The objects in the content of the composite unit that began last; ends after it.
    pub(super) fn content(&mut self) -> Result<Vec<Object>, Fault> {
        let mut objects = Vec::new();
        while let Some(element) = self.child()? {
            if element.name() == "Content" {
                objects.extend(self.objects()?);
            } else {
                self.xml.skip()?;
            }
        }
        Ok(objects)
    }

    /// The next element inside the one that began last; `None` at its end.
    fn child(&mut self) -> Result<Option<Element<'a>>, Fault> {
        loop {
            match self.xml.next()? {
                Some(Event::Text(_)) => {}
                Some(Event::Open(element)) => return Ok(Some(element)),
                Some(Event::Close) | None => return Ok(None),
            }
        }
    }

    fn object(&mut self, element: &Element<'a>) -> Result<Option<Object>, Fault> {
        *self.left = self.left.checked_sub(1).ok_or_else(|| Fault::TooLarge("对象过多 / too many objects".into()))?;
        let seen = element.attribute("Visible").is_none_or(|v| v != "false") && opaque(element);
        let shape = match element.name() {
            "Layer" | "PageBlock" => return Ok(Some(Object::group(self.objects()?))),
            "TextObject" => Shape::Text(self.text(element, seen)?),
            "PathObject" => Shape::Path(self.path(element, seen)?),
            "ImageObject" | "CompositeObject" => {
                self.xml.skip()?;
                match element.attribute("ResourceID") {
                    _ if !seen => return Ok(None),
                    Some(id) if element.name() == "CompositeObject" => Shape::Composite(id.into_owned()),
                    _ => Shape::Image,
                }
            }
            _ => {
                self.xml.skip()?;
                return Ok(None);
            }
        };
        let boundary = area(element, "Boundary").unwrap_or_default();
        let own =
            element.attribute("CTM").and_then(|m| numbers(&m).try_into().ok()).map_or(Affine::IDENTITY, Affine::new);
        let place = Affine::translate(boundary.origin().to_vec2()) * own;
        Ok(Some(Object { place, boundary, shape }))
    }

    fn text(&mut self, element: &Element<'a>, seen: bool) -> Result<Text, Fault> {
        let value = |name: &str| element.attribute(name).and_then(|v| number(v.trim()));
        let mut text = Text {
            font: element.attribute("Font").unwrap_or_default().into_owned(),
            size: value("Size").unwrap_or_default(),
            stretch: value("HScale").filter(|s| *s > 0.0).unwrap_or(1.0),
            turn: value("CharDirection").unwrap_or_default(),
            upright: matches!(element.number("ReadDirection"), Some(90 | 270)),
            visible: seen,
            ..Text::default()
        };
        while let Some(child) = self.child()? {
            let value = |name: &str| child.attribute(name).and_then(|v| number(v.trim()));
            let count = |name: &str| child.number(name).map_or(1, |n| n as usize);
            match child.name() {
                "TextCode" => {
                    let steps = |name: &str| child.attribute(name).map(|v| Steps::read(&v)).unwrap_or_default();
                    let (x, y, dx, dy) = (value("X"), value("Y"), steps("DeltaX"), steps("DeltaY"));
                    text.codes.push(Code { x, y, dx, dy, content: self.xml.text()?.into_owned() });
                }
                "CGTransform" => {
                    let from = child.number("CodePosition").unwrap_or(0) as usize;
                    let (characters, glyphs) = (count("CodeCount"), count("GlyphCount"));
                    let mut ids = Vec::new();
                    while let Some(inner) = self.child()? {
                        if inner.name() == "Glyphs" {
                            ids = words(&self.xml.text()?).filter_map(|id| id.parse().ok()).collect();
                        } else {
                            self.xml.skip()?;
                        }
                    }
                    text.swaps.push(Swap { from, characters, glyphs, ids });
                }
                "FillColor" => {
                    text.visible &= opaque(&child);
                    self.xml.skip()?;
                }
                _ => self.xml.skip()?,
            }
        }
        text.swaps.sort_by_key(|swap| swap.from);
        Ok(text)
    }

    fn path(&mut self, element: &Element<'a>, seen: bool) -> Result<Path, Fault> {
        let is = |name: &str, usual: bool| element.attribute(name).map_or(usual, |v| v.trim() == "true");
        let (mut stroked, mut filled) = (is("Stroke", true) && seen, is("Fill", false) && seen);
        let mut data = String::new();
        while let Some(child) = self.child()? {
            match child.name() {
                "AbbreviatedData" => {
                    data = self.xml.text()?.into_owned();
                    continue;
                }
                "FillColor" => filled &= shows(&child),
                "StrokeColor" => stroked &= shows(&child),
                _ => {}
            }
            self.xml.skip()?;
        }
        let width = element.attribute("LineWidth").and_then(|w| number(w.trim())).unwrap_or(LINE_WIDTH);
        Ok(Path { data, stroke: stroked.then_some(width), filled })
    }
}

impl Object {
    /// Objects that stand in the space of what holds them.
    fn group(objects: Vec<Self>) -> Self {
        Self { place: Affine::IDENTITY, boundary: Rect::ZERO, shape: Shape::Group(objects) }
    }
}

/// Least opacity of 255 that a person sees.
const FAINT: f64 = 13.0;

fn opaque(element: &Element<'_>) -> bool {
    element.attribute("Alpha").and_then(|alpha| number(alpha.trim())).is_none_or(|alpha| alpha >= FAINT)
}

/// Whether a color can be seen on white paper. Colors of one and of three channels are known; others are ink.
fn shows(color: &Element<'_>) -> bool {
    let channels = color.attribute("Value").map(|v| numbers(&v)).unwrap_or_default();
    let white = matches!(channels.len(), 1 | 3) && channels.iter().all(|&channel| channel >= 250.0);
    opaque(color) && !white
}

/// An area in an attribute: left, top, width, height.
pub(super) fn area(element: &Element<'_>, name: &str) -> Option<Rect> {
    rect(&element.attribute(name)?)
}

/// An area: left, top, width, height.
pub(super) fn rect(text: &str) -> Option<Rect> {
    let [x, y, width, height] = numbers(text).try_into().ok()?;
    Some(Rect::new(x, y, x + width, y + height))
}

fn numbers(text: &str) -> Vec<f64> {
    words(text).filter_map(number).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '\t', '\r', '\n', ',']).filter(|word| !word.is_empty())
}

fn number(word: &str) -> Option<f64> {
    word.parse().ok().filter(|n: &f64| n.is_finite())
}
