//! Text operators: strings in, runs of placed glyphs out.

use super::Interpreter;
use crate::read::pdf::device::{Placed, Run};
use crate::read::pdf::faces::EM;
use hayro_interpret::kurbo::{Affine, Vec2};
use hayro_syntax::object::{Array, Object};

impl Interpreter<'_, '_, '_> {
    /// Shows one string.
    pub(super) fn show(&mut self, bytes: &[u8]) {
        self.need_font();
        self.append(bytes);
        self.draw_run();
    }

    /// Shows strings with adjustments between them.
    pub(super) fn show_all(&mut self, strings: &Array<'_>) {
        self.need_font();
        for item in strings.iter::<Object<'_>>() {
            match item {
                Object::Number(number) => self.adjust(number.as_f32()),
                Object::String(string) => self.append(&string),
                _ => {}
            }
        }
        self.draw_run();
    }

    /// Text without a font is shown in Helvetica, as viewers do.
    fn need_font(&mut self) {
        if self.stack.now.text.font.is_none() {
            self.stack.now.text.font = self.faces.stand_in();
        }
    }

    fn is_vertical(&self) -> bool {
        // Without a font nothing is shown, whatever way.
        self.stack.now.text.font.is_none_or(|f| self.faces.is_vertical(f.face))
    }

    /// Moves by a part of the em, back along the line.
    fn adjust(&mut self, by: f32) {
        let vertical = self.is_vertical();
        let text = &mut self.stack.now.text;
        let scaling = if vertical { 1.0 } else { text.scaling / 100.0 };
        let by = f64::from(-by / EM * text.size * scaling);
        text.matrix *= Affine::translate(if vertical { (0.0, by) } else { (by, 0.0) });
    }

    /// Adds the glyphs of a string to the run.
    fn append(&mut self, bytes: &[u8]) {
        let Some(font) = self.stack.now.text.font else { return };
        let shows = self.layers.visible() && (!font.stands_in || bytes.is_ascii());
        let vertical = self.faces.is_vertical(font.face);
        let (page, state) = (self.stack.now.transform.as_coeffs(), &mut self.stack.now.text);
        let scaling = state.scaling / 100.0;
        let mut matrix = state.matrix.as_coeffs();
        let (size, rise) = (f64::from(state.size), f64::from(state.rise));
        let stretched = size * f64::from(scaling);
        let unit = 1.0 / f64::from(EM);
        // One unit of the glyph along the line and up, in user space and on the page.
        let along = [matrix[0] * stretched * unit, matrix[1] * stretched * unit];
        let up = [matrix[2] * size * unit, matrix[3] * size * unit];
        let on_page = |v: [f64; 2]| Vec2::new(page[0] * v[0] + page[2] * v[1], page[1] * v[0] + page[3] * v[1]);
        let plain = on_page(along) * f64::from(EM);
        if shows {
            self.run.up = on_page(up) * f64::from(EM);
            self.run.face = font.face;
            self.run.vertical = vertical;
        }
        let mut at = 0;
        while at < bytes.len() {
            let (code, length) = self.faces.read(font.face, bytes, at);
            at += length;
            let number = self.faces.number(font.face, code);
            let glyph = self.faces.glyph(font.face, number);
            if shows {
                let mut place = Vec2::new(matrix[2] * rise + matrix[4], matrix[3] * rise + matrix[5]);
                if vertical {
                    let Vec2 { x, y } = glyph.origin;
                    place += Vec2::new(along[0] * x + up[0] * y, along[1] * x + up[1] * y);
                }
                #[expect(clippy::float_cmp, reason = "exactly one means that nothing is stretched")]
                let plain_width = glyph.stretch == 1.0;
                let along = if plain_width { plain } else { on_page(along.map(|v| v * glyph.stretch)) * f64::from(EM) };
                let at = (on_page([place.x, place.y]) + Vec2::new(page[4], page[5])).to_point();
                self.run.glyphs.push(Placed { at, along, number, code });
            }
            let space = if code == 32 && length == 1 { state.word_space } else { 0.0 };
            let step = glyph.step / EM * state.size + state.char_space + space;
            let (step, axis) = if vertical { (f64::from(step), 2) } else { (f64::from(step * scaling), 0) };
            matrix[4] += matrix[axis] * step;
            matrix[5] += matrix[axis + 1] * step;
        }
        state.matrix = Affine::new(matrix);
    }

    /// Draws the run, and begins another one.
    fn draw_run(&mut self) {
        if self.run.glyphs.is_empty() {
            return;
        }
        let mut run = std::mem::take(&mut self.run);
        let state = &self.stack.now;
        let mode = state.text.mode;
        if mode.fills || !mode.strokes {
            self.device.glyphs(&run, self.faces, &state.fill.paint(), mode.fills);
        }
        if mode.strokes {
            self.device.glyphs(&run, self.faces, &state.stroke.paint(), true);
        }
        if mode.clips {
            self.clip_by(&run);
        }
        run.glyphs.clear();
        self.run = run;
    }

    /// Takes the shapes of glyphs into what the text will clip.
    fn clip_by(&mut self, run: &Run) {
        let page = self.stack.now.transform.inverse();
        for glyph in &run.glyphs {
            let Some(shape) = self.faces.shape(run.face, glyph.code) else { continue };
            let (along, up) = (glyph.along / f64::from(EM), run.up / f64::from(EM));
            let place = Affine::new([along.x, along.y, up.x, up.y, glyph.at.x, glyph.at.y]);
            let area = (page * place).transform_rect_bbox(shape);
            let clip = &mut self.stack.now.text.clip;
            *clip = Some(clip.map_or(area, |clip| clip.union(area)));
        }
    }

    /// Ends text: its shapes clip from now on.
    pub(super) fn end_text(&mut self) {
        if let Some(area) = self.stack.now.text.clip.take() {
            let area = self.stack.now.transform.transform_rect_bbox(area);
            self.stack.push_clip(area, false);
            self.device.push_clip(area);
        }
    }
}
