//! Paths: their parts in, what is painted and clipped by them out.

use super::Interpreter;
use crate::read::paths::Pen;
use hayro_interpret::kurbo::{Affine, PathEl, Point, Rect, Shape as _, Vec2};

/// What is nearer than this is taken as equal, as hayro does.
const NEAR: f64 = 1.0 / 256.0;

/// What is done with a path.
#[derive(Clone, Copy)]
pub(super) struct Painting {
    pub(super) fills: bool,
    pub(super) strokes: bool,
}

impl Interpreter<'_, '_, '_> {
    pub(super) fn rectangle(&mut self, [x, y, width, height]: [f64; 4]) {
        for element in rectangle(Rect::new(x, y, x + width, y + height)) {
            self.path.push(element);
        }
        (self.start, self.last) = (Point::new(x, y), Point::new(x, y));
    }

    pub(super) fn move_to(&mut self, p: Point) {
        (self.start, self.last) = (p, p);
        self.path.move_to(p);
    }

    pub(super) fn line_to(&mut self, mut p: Point) {
        if self.path.elements().is_empty() {
            return;
        }
        let dot = self.last == p;
        self.last = p;
        if dot {
            // A line of no length is a dot where it has a width.
            p.x += 0.0001;
        }
        self.path.line_to(p);
    }

    /// Adds a curve; without a first handle it leaves from where the path has come to.
    pub(super) fn curve_to(&mut self, first: Option<Point>, second: Point, end: Point) {
        if !self.path.elements().is_empty() {
            self.path.curve_to(first.unwrap_or(self.last), second, end);
            self.last = end;
        }
    }

    pub(super) fn close(&mut self) {
        if !self.path.elements().is_empty() && self.path.elements().last() != Some(&PathEl::ClosePath) {
            self.path.close_path();
            self.last = self.start;
        }
    }

    /// Paints the path, clips by it if that was asked for, and begins another one.
    pub(super) fn paint(&mut self, painting: Painting) {
        if self.layers.visible() {
            if painting.fills {
                self.fill();
            }
            if painting.strokes {
                self.stroke();
            }
        }
        if std::mem::take(&mut self.clips) && !self.path.elements().is_empty() {
            self.path.apply_affine(self.stack.now.transform);
            self.clip();
        }
        self.path.truncate(0);
    }

    fn fill(&mut self) {
        let state = &self.stack.now;
        let (paint, transform) = (state.fill.paint(), &state.transform);
        let bounds = bounds(self.path.elements());
        let to = transform.as_coeffs();
        let (x, y) = (Vec2::new(to[0], to[1]).hypot(), Vec2::new(to[2], to[3]).hypot());
        if near(bounds.width() * x, 0.0) || near(bounds.height() * y, 0.0) {
            // Viewers show an area of no width as the thinnest line.
            let line = [PathEl::MoveTo(bounds.origin()), PathEl::LineTo(Point::new(bounds.x1, bounds.y1))];
            let width = if x.max(y) > 0.0 { 1.0 / x.max(y) } else { 0.001 };
            self.device.path(&line, transform, &paint, Pen::Stroke(width));
        } else if let Some(rect) = as_rectangle(self.path.elements()) {
            self.device.path(&rectangle(rect), transform, &paint, Pen::Fill);
        } else {
            self.device.path(self.path.elements(), transform, &paint, Pen::Fill);
        }
    }

    fn stroke(&mut self) {
        let state = &self.stack.now;
        let (paint, pen) = (state.stroke.paint(), Pen::Stroke(f64::from(state.line)));
        match as_rectangle(self.path.elements()) {
            Some(rect) => self.device.path(&rectangle(rect), &state.transform, &paint, pen),
            None => self.device.path(self.path.elements(), &state.transform, &paint, pen),
        }
    }

    /// Clips by the path, which is in points of the page already.
    fn clip(&mut self) {
        let rect = as_rectangle(self.path.elements());
        let now = self.stack.clip();
        let covers = rect.is_some_and(|r| {
            let beyond = |a: f64, b: f64| near(a, b) || a > b;
            beyond(now.x0, r.x0) && beyond(now.y0, r.y0) && beyond(r.x1, now.x1) && beyond(r.y1, now.y1)
        });
        let area = rect.unwrap_or_else(|| self.path.bounding_box());
        self.stack.push_clip(area, covers);
        if !covers {
            self.device.push_clip(area);
        }
    }

    /// Fills what the clips leave.
    pub(super) fn shade(&mut self) {
        if self.layers.visible() {
            let area = rectangle(self.stack.clip());
            self.device.path(&area, &Affine::IDENTITY, &super::Paint::Pattern, Pen::Fill);
        }
    }
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= NEAR
}

fn rectangle(rect: Rect) -> [PathEl; 5] {
    let p = Point::new;
    [
        PathEl::MoveTo(p(rect.x0, rect.y0)),
        PathEl::LineTo(p(rect.x1, rect.y0)),
        PathEl::LineTo(p(rect.x1, rect.y1)),
        PathEl::LineTo(p(rect.x0, rect.y1)),
        PathEl::ClosePath,
    ]
}

/// The box around all points of a path, handles of curves included.
fn bounds(path: &[PathEl]) -> Rect {
    let mut around: Option<Rect> = None;
    let mut include = |p: Point| around = Some(around.map_or(Rect::from_points(p, p), |r| r.union_pt(p)));
    for element in path {
        match *element {
            PathEl::MoveTo(p) | PathEl::LineTo(p) => include(p),
            PathEl::QuadTo(p, q) => [p, q].into_iter().for_each(&mut include),
            PathEl::CurveTo(p, q, r) => [p, q, r].into_iter().for_each(&mut include),
            PathEl::ClosePath => {}
        }
    }
    around.unwrap_or(Rect::ZERO)
}

/// The rectangle that a path draws, if it draws one and nothing else.
fn as_rectangle(path: &[PathEl]) -> Option<Rect> {
    use PathEl::{ClosePath, LineTo, MoveTo};
    let same = |a: f64, b: f64| near(a, b);
    let [MoveTo(first), LineTo(second), LineTo(third), LineTo(fourth), end] = *path else { return None };
    let last = match end {
        ClosePath => first,
        LineTo(last) if same(first.x, last.x) && same(first.y, last.y) => last,
        _ => return None,
    };
    let corners = [first, second, third, fourth, last];
    let mut before = None;
    for edge in corners.windows(2) {
        let [from, to] = *edge else { return None };
        let upright = same(from.x, to.x);
        if upright == same(from.y, to.y) || before == Some(upright) {
            return None;
        }
        before = Some(upright);
    }
    Some(bounds(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayro_interpret::kurbo::BezPath;

    #[test]
    fn rectangles() {
        let cases = [
            ("M0 0 L10 0 L10 5 L0 5 Z", true),
            ("M0 0 L0 5 L10 5 L10 0 L0 0", true),
            ("M0 0 L10 0 L10 5 L0 5", false),
            ("M0 0 L10 1 L10 5 L0 5 Z", false),
            ("M0 0 L10 0 L5 0 L0 5 Z", false),
            ("M0 0 L10 0 L10 5 L0 5 Z M1 1 L2 2", false),
        ];
        for (svg, expected) in cases {
            let path = BezPath::from_svg(svg).expect("a path");
            let found = as_rectangle(path.elements());
            assert_eq!(found, expected.then(|| Rect::new(0.0, 0.0, 10.0, 5.0)), "{svg}");
        }
    }
}
