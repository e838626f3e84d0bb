//! What content draws by name: forms, pictures, the looks of annotations; and the states that it sets by name.

use super::paint::blends;
use super::{Interpreter, Overrun};
use hayro_interpret::RectExt as _;
use hayro_interpret::kurbo::{Affine, Rect, Shape as _};
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Rect as PdfRect, Stream};
use hayro_syntax::page::{Page, Resources};

/// Forms that are drawn by forms are followed so deep.
const DEEPEST: u32 = 50;
/// Flags of annotations that are not shown.
const HIDDEN: u32 = 1 << 1 | 1 << 5;

impl<'a> Interpreter<'_, '_, 'a> {
    /// Draws a form or a picture.
    pub(super) fn x_object(&mut self, stream: &Stream<'a>, resources: &Resources<'a>) -> Result<(), Overrun> {
        match stream.dict().get::<Name<'_>>(b"Subtype").as_deref() {
            Some(b"Image") => self.image(stream.dict()),
            Some(b"Form") => return self.form(stream, resources),
            _ => {}
        }
        Ok(())
    }

    /// Draws a picture: only where it stands.
    pub(super) fn image(&mut self, dict: &Dict<'_>) {
        let size = |key: &[u8], short: &[u8]| dict.get::<u32>(short).or_else(|| dict.get::<u32>(key));
        let (Some(width @ 1..), Some(height @ 1..)) = (size(b"Width", b"W"), size(b"Height", b"H")) else { return };
        if !self.layers.visible() {
            return;
        }
        let in_layer = self.begin_layer(dict);
        if self.layers.visible() {
            let masked = [&b"SMaskInData"[..], b"SMask", b"Mask"].iter().any(|key| dict.contains_key(key));
            let stencil = dict.get::<bool>(b"IM").or_else(|| dict.get::<bool>(b"ImageMask")).unwrap_or(false);
            let state = &self.stack.now;
            // Whether something is seen through it.
            let faded = state.fill.alpha < super::OPAQUE || (state.masked && !masked) || state.blended;
            self.device.image((width, height), state.transform, !faded && !masked && !stencil);
        }
        if in_layer {
            self.layers.end();
        }
    }

    /// Draws a form.
    fn form(&mut self, stream: &Stream<'a>, resources: &Resources<'a>) -> Result<(), Overrun> {
        let dict = stream.dict();
        let Ok(content) = stream.decoded_data() else { return Ok(()) };
        let Some(bounds) = dict.get::<[f32; 4]>(b"BBox") else { return Ok(()) };
        if !self.layers.visible() || self.depth >= DEEPEST {
            return Ok(());
        }
        let in_layer = self.begin_layer(dict);
        let done = if self.layers.visible() {
            self.depth += 1;
            let done = self.form_content(dict, &content, bounds, resources);
            self.depth -= 1;
            done
        } else {
            Ok(())
        };
        if in_layer {
            self.layers.end();
        }
        done
    }

    fn form_content(
        &mut self,
        dict: &Dict<'a>,
        content: &[u8],
        bounds: [f32; 4],
        resources: &Resources<'a>,
    ) -> Result<(), Overrun> {
        self.path.truncate(0);
        self.stack.save();
        self.stack.now.transform *= matrix(dict);
        let is_group = dict.contains_key(b"Group") && dict.get::<Dict<'_>>(b"Group").is_some();
        if is_group {
            let state = &mut self.stack.now;
            self.device.push_group(state.fill.alpha < super::OPAQUE || state.masked || state.blended);
            (state.fill.alpha, state.stroke.alpha, state.masked, state.blended) = (1.0, 1.0, false, false);
        }
        let [x0, y0, x1, y1] = bounds.map(f64::from);
        let area = self.stack.now.transform * Rect::new(x0, y0, x1, y1).to_path(0.1);
        self.device.push_clip(area.bounding_box());
        let own = dict.get::<Dict<'a>>(b"Resources").map(Resources::new);
        self.content(content, own.as_ref().unwrap_or(resources))?;
        self.device.pop_clip();
        if is_group {
            self.device.pop_group();
        }
        self.restore();
        Ok(())
    }

    /// Begins the layer that an object belongs to, if it does to one.
    fn begin_layer(&mut self, dict: &Dict<'_>) -> bool {
        let Some(layer) = dict.get::<Dict<'_>>(b"OC") else { return false };
        self.layers.begin_in(&layer, dict.get_ref(b"OC").map(ObjectIdentifier::from));
        true
    }

    /// Draws the annotations of a page as they look.
    pub(super) fn annotations(&mut self, page: &Page<'a>) -> Result<(), Overrun> {
        let Some(annotations) = page.raw().get::<Array<'a>>(b"Annots") else { return Ok(()) };
        for annotation in annotations.iter::<Dict<'a>>() {
            if annotation.get::<u32>(b"F").unwrap_or(0) & HIDDEN != 0 {
                continue;
            }
            let Some(look) = look(&annotation) else { continue };
            let Some(rect) = annotation.get::<PdfRect>(b"Rect") else { continue };
            let Some([x0, y0, x1, y1]) = look.dict().get::<[f32; 4]>(b"BBox").map(|b| b.map(f64::from)) else {
                continue;
            };
            let (rect, own) = (rect.to_kurbo(), matrix(look.dict()) * Rect::new(x0, y0, x1, y1).to_path(0.1));
            let own = own.bounding_box();
            let (x, y) = (rect.width() / own.width(), rect.height() / own.height());
            self.stack.save();
            self.stack.now.transform *= Affine::new([x, 0.0, 0.0, y, rect.x0 - x * own.x0, rect.y0 - y * own.y0]);
            self.form(&look, page.resources())?;
            self.restore();
        }
        Ok(())
    }

    /// Sets what a named state says.
    pub(super) fn set_state(&mut self, dict: &Dict<'a>) {
        let number = |key: &[u8]| dict.get::<f32>(key);
        if let Some(width) = number(b"LW") {
            self.stack.now.line = width;
        }
        if let Some(alpha) = number(b"CA") {
            self.stack.now.stroke.alpha = alpha;
        }
        if let Some(alpha) = number(b"ca") {
            self.stack.now.fill.alpha = alpha;
        }
        match dict.get::<Object<'_>>(b"SMask") {
            Some(Object::Name(name)) if *name == *b"None" => self.stack.now.masked = false,
            Some(Object::Dict(mask)) => self.stack.now.masked = is_mask(&mask),
            _ => {}
        }
        if let Some(blended) = blends(dict) {
            self.stack.now.blended = blended;
        }
        if let Some(font) = dict.get::<Array<'a>>(b"Font") {
            let mut items = font.iter::<Object<'a>>();
            if let (Some(Object::Dict(font)), Some(Object::Number(size))) = (items.next(), items.next()) {
                self.stack.now.text.size = size.as_f32();
                self.stack.now.text.font = self.faces.of(&font, None);
            }
        }
    }
}

/// Whether a mask fades something: it has a form, and one of the two ways to fade by it.
fn is_mask(mask: &Dict<'_>) -> bool {
    let form = mask.get::<Stream<'_>>(b"G").is_some_and(|form| form.dict().contains_key(b"BBox"));
    form && mask.get::<Name<'_>>(b"S").is_some_and(|kind| matches!(&*kind, b"Luminosity" | b"Alpha"))
}

fn matrix(dict: &Dict<'_>) -> Affine {
    dict.get::<[f64; 6]>(b"Matrix").map_or(Affine::IDENTITY, Affine::new)
}

/// The form that shows an annotation.
fn look<'a>(annotation: &Dict<'a>) -> Option<Stream<'a>> {
    match annotation.get::<Dict<'a>>(b"AP")?.get::<Object<'a>>(b"N")? {
        Object::Stream(stream) => Some(stream),
        Object::Dict(states) => {
            let state = annotation.get::<Name<'a>>(b"AS").and_then(|state| states.get::<Stream<'a>>(state));
            state.or_else(|| states.get::<Stream<'a>>(b"Off"))
        }
        _ => None,
    }
}
