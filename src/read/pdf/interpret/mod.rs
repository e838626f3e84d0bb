//! The content of a page: operators in, what they draw out, on a device.
//!
//! Only what a reader of text and rules needs is followed: no picture is decoded, no shape of a glyph, no shade of a
//! color. Deliberately absent: patterns and glyphs that are drawings, which paint nothing that is read.

mod layers;
mod objects;
mod paint;
mod path;
mod state;
mod text;

use super::device::{PageDevice, Run};
use super::faces::{Faces, Shown};
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};
use hayro_syntax::Pdf;
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::{Dict, Name, Number, Object, ObjectIdentifier, Stream, dict_or_stream};
use hayro_syntax::page::{Page, Resources};
use layers::Layers;
pub(super) use paint::Paint;
use path::Painting;
use state::{Mode, Stack};
use std::time::Instant;

/// Least opacity that lets nothing show through.
const OPAQUE: f32 = 0.95;
/// Operations between two looks at the clock.
const PATIENCE: u32 = 256;

/// The time is up.
#[derive(Debug)]
pub(super) struct Overrun;

/// Draws a page.
pub(super) fn interpret<'a>(
    pdf: &'a Pdf,
    page: &'a Page<'a>,
    transform: Affine,
    faces: &mut Faces<'a>,
    device: &mut PageDevice,
    deadline: Instant,
) -> Result<(), Overrun> {
    let (width, height) = page.render_dimensions();
    let shown = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let catalog = pdf.xref().get::<Dict<'a>>(pdf.xref().root_id());
    let mut interpreter = Interpreter {
        faces,
        device,
        layers: Layers::new(catalog),
        stack: Stack::new(transform, shown),
        path: BezPath::new(),
        start: Point::ZERO,
        last: Point::ZERO,
        clips: false,
        run: Run::default(),
        depth: 0,
        deadline,
        patience: PATIENCE,
    };
    if let Some(content) = page.page_stream() {
        interpreter.content(content, page.resources())?;
    }
    interpreter.annotations(page)
}

/// What is kept while content is read.
struct Interpreter<'d, 'f, 'a> {
    faces: &'f mut Faces<'a>,
    device: &'d mut PageDevice,
    layers: Layers,
    stack: Stack,
    path: BezPath,
    /// Where the part of the path begins, and where it has come to.
    start: Point,
    last: Point,
    /// Whether the path clips once it is painted.
    clips: bool,
    run: Run,
    /// How many forms deep the content stands.
    depth: u32,
    deadline: Instant,
    patience: u32,
}

/// The fonts that content has set by name.
type Named<'x> = Vec<(Name<'x>, Option<Shown>)>;

impl<'a> Interpreter<'_, '_, 'a> {
    /// Reads content to its end.
    fn content(&mut self, content: &[u8], resources: &Resources<'a>) -> Result<(), Overrun> {
        let depth = self.stack.depth();
        self.stack.save();
        let mut named = Named::new();
        let mut operations = TypedIter::new(content);
        while let Some(operation) = operations.next() {
            self.tick()?;
            match operation {
                Op::XObject(name) => {
                    if let Some(stream) = resources.get_x_object(name.0) {
                        self.x_object(&stream, resources)?;
                    }
                }
                Op::TextFont(font) => {
                    self.stack.now.text.size = font.1.as_f32();
                    let known = named.iter().find(|(name, _)| name == font.0).map(|(_, shown)| *shown);
                    self.stack.now.text.font = known.unwrap_or_else(|| {
                        let shown = self.faces.named(font.0, &resources.fonts);
                        named.push((font.0.clone(), shown));
                        shown
                    });
                }
                operation => self.operate(&operation, resources),
            }
        }
        // A path goes no further than the content that it begins in.
        self.path.truncate(0);
        self.clips = false;
        while self.stack.depth() > depth {
            self.restore();
        }
        Ok(())
    }

    fn tick(&mut self) -> Result<(), Overrun> {
        self.patience -= 1;
        if self.patience == 0 {
            self.patience = PATIENCE;
            if Instant::now() >= self.deadline {
                return Err(Overrun);
            }
        }
        Ok(())
    }

    fn restore(&mut self) {
        (0..self.stack.restore()).for_each(|_| self.device.pop_clip());
    }

    fn operate(&mut self, operation: &Op<'_, '_>, resources: &Resources<'a>) {
        let now = &mut self.stack.now;
        match operation {
            Op::SaveState(_) => self.stack.save(),
            Op::RestoreState(_) => self.restore(),
            Op::Transform(m) => now.transform *= affine([&m.0, &m.1, &m.2, &m.3, &m.4, &m.5]),
            Op::LineWidth(width) => now.line = width.0.as_f32(),
            Op::SetGraphicsState(name) => {
                if let Some(dict) = resources.get_ext_g_state(name.0) {
                    self.set_state(&dict);
                }
            }

            Op::StrokeColorDeviceGray(c) => now.stroke.device(&[c.0.as_f32()]),
            Op::StrokeColorDeviceRgb(c) => now.stroke.device(&[c.0, c.1, c.2].map(|n| n.as_f32())),
            Op::StrokeColorCmyk(c) => now.stroke.device(&[c.0, c.1, c.2, c.3].map(|n| n.as_f32())),
            Op::StrokeColor(c) => now.stroke.components(&floats(&c.0)),
            Op::StrokeColorNamed(c) => now.stroke.named(c.1, &floats(&c.0), resources),
            Op::ColorSpaceStroke(name) => now.stroke.space(name.0, resources),
            Op::NonStrokeColorDeviceGray(c) => now.fill.device(&[c.0.as_f32()]),
            Op::NonStrokeColorDeviceRgb(c) => now.fill.device(&[c.0, c.1, c.2].map(|n| n.as_f32())),
            Op::NonStrokeColorCmyk(c) => now.fill.device(&[c.0, c.1, c.2, c.3].map(|n| n.as_f32())),
            Op::NonStrokeColor(c) => now.fill.components(&floats(&c.0)),
            Op::NonStrokeColorNamed(c) => now.fill.named(c.1, &floats(&c.0), resources),
            Op::ColorSpaceNonStroke(name) => now.fill.space(name.0, resources),

            Op::RectPath(r) => self.rectangle([r.0, r.1, r.2, r.3].map(|n| n.as_f64())),
            Op::MoveTo(p) => self.move_to(point(p.0, p.1)),
            Op::LineTo(p) => self.line_to(point(p.0, p.1)),
            Op::CubicTo(c) => self.curve_to(Some(point(c.0, c.1)), point(c.2, c.3), point(c.4, c.5)),
            Op::CubicStartTo(c) => self.curve_to(None, point(c.0, c.1), point(c.2, c.3)),
            Op::CubicEndTo(c) => self.curve_to(Some(point(c.0, c.1)), point(c.2, c.3), point(c.2, c.3)),
            Op::ClosePath(_) => self.close(),
            Op::ClipNonZero(_) | Op::ClipEvenOdd(_) => self.clips = true,
            Op::EndPath(_) => self.paint(Painting { fills: false, strokes: false }),
            Op::StrokePath(_) => self.paint(Painting { fills: false, strokes: true }),
            Op::CloseAndStrokePath(_) => {
                self.close();
                self.paint(Painting { fills: false, strokes: true });
            }
            Op::FillPathEvenOdd(_) | Op::FillPathNonZero(_) | Op::FillPathNonZeroCompatibility(_) => {
                self.paint(Painting { fills: true, strokes: false });
            }
            Op::FillAndStrokeEvenOdd(_) | Op::FillAndStrokeNonZero(_) => {
                self.paint(Painting { fills: true, strokes: true });
            }
            Op::CloseFillAndStrokeEvenOdd(_) | Op::CloseFillAndStrokeNonZero(_) => {
                self.close();
                self.paint(Painting { fills: true, strokes: true });
            }
            Op::Shading(name) => {
                let shading = resources.get_shading(name.0);
                if shading.is_some_and(|s| dict_or_stream(&s).is_some()) {
                    self.shade();
                }
            }
            Op::InlineImage(image) => self.image(Stream::dict(image.0)),

            Op::BeginMarkedContent(_) => {
                self.layers.begin();
                self.device.begin_marked(None);
            }
            Op::BeginMarkedContentWithProperties(content) => self.begin_marked(content.1, resources),
            Op::EndMarkedContent(_) => {
                self.layers.end();
                self.device.end_marked();
            }
            operation => self.operate_on_text(operation),
        }
    }

    fn operate_on_text(&mut self, operation: &Op<'_, '_>) {
        let text = &mut self.stack.now.text;
        match operation {
            Op::BeginText(_) => (text.matrix, text.line_matrix) = (Affine::IDENTITY, Affine::IDENTITY),
            Op::EndText(_) => self.end_text(),
            Op::SetTextMatrix(m) => {
                text.line_matrix = affine([&m.0, &m.1, &m.2, &m.3, &m.4, &m.5]);
                text.matrix = text.line_matrix;
            }
            Op::NextLine(by) => text.next_line(by.0.as_f64(), by.1.as_f64()),
            Op::NextLineAndSetLeading(by) => {
                text.leading = -by.1.as_f32();
                text.next_line(by.0.as_f64(), by.1.as_f64());
            }
            Op::NextLineUsingLeading(_) => text.next_line(0.0, -f64::from(text.leading)),
            Op::ShowText(string) => self.show(string.0),
            Op::ShowTexts(strings) => self.show_all(strings.0),
            Op::NextLineAndShowText(string) => {
                text.next_line(0.0, -f64::from(text.leading));
                self.show(string.0);
            }
            Op::ShowTextWithParameters(shown) => {
                (text.word_space, text.char_space) = (shown.0.as_f32(), shown.1.as_f32());
                text.next_line(0.0, -f64::from(text.leading));
                self.show(shown.2);
            }
            Op::HorizontalScaling(scaling) => text.scaling = scaling.0.as_f32(),
            Op::TextLeading(leading) => text.leading = leading.0.as_f32(),
            Op::CharacterSpacing(space) => text.char_space = space.0.as_f32(),
            Op::WordSpacing(space) => text.word_space = space.0.as_f32(),
            Op::TextRise(rise) => text.rise = rise.0.as_f32(),
            Op::TextRenderingMode(mode) => text.mode = Mode::new(mode.0.as_i64()),
            _ => {}
        }
    }

    /// Begins marked content: its layer, and the text that it may state.
    fn begin_marked(&mut self, stated: &Object<'_>, resources: &Resources<'a>) {
        if let Object::Name(name) = stated {
            let named = resources.properties.get::<Dict<'a>>(name);
            match resources.properties.get_ref(name) {
                Some(id) => {
                    let layer = named.clone().unwrap_or_default();
                    self.layers.begin_in(&layer, Some(ObjectIdentifier::from(id)));
                }
                None => self.layers.begin(),
            }
            self.device.begin_marked(named.as_ref());
            return;
        }
        let stated = dict_or_stream(stated).map(|(dict, _)| dict);
        match stated.and_then(|dict| Some((dict.get_ref(b"OC")?, dict))) {
            Some((id, dict)) => {
                let layer = dict.get::<Dict<'_>>(b"OC").unwrap_or_default();
                self.layers.begin_in(&layer, Some(ObjectIdentifier::from(id)));
            }
            None => self.layers.begin(),
        }
        self.device.begin_marked(stated);
    }
}

fn point(x: Number, y: Number) -> Point {
    Point::new(x.as_f64(), y.as_f64())
}

fn affine(numbers: [&Number; 6]) -> Affine {
    Affine::new(numbers.map(Number::as_f64))
}

fn floats(numbers: &[Number]) -> Vec<f32> {
    numbers.iter().map(Number::as_f32).collect()
}
