//! Paths to rules: what is painted goes in, horizontal and vertical lines come out.
//!
//! Curves and slanted lines are dropped. Lines are not joined, dashes stay pieces; the layout stage snaps them.

use super::page::{Box2, Drawn, Rule, narrow};
use hayro_interpret::kurbo::{Affine, PathEl, Point};

/// A filled box that is thinner than this, in points, is a line.
const THIN: f32 = 3.0;

/// How far the ends of a straight line may differ across it, in points, and as a part of its length.
const STRAIGHT: f32 = 0.5;

/// How a path is painted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Pen {
    /// Filled.
    Fill,
    /// Stroked with a line of that width in user space.
    Stroke(f64),
}

/// What a path is painted with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Ink {
    /// Anything that is seen on white paper.
    Seen,
    /// White, which is seen on colored ground only.
    White,
}

/// Collects the rules of a page.
pub(super) struct Rules {
    shown: Box2,
    most: usize,
    found: Vec<Rule>,
    outline: Vec<(f32, f32)>,
    ink: Ink,
}

impl Rules {
    /// No rules yet, for a page that shows that area and may hold `most` of them.
    pub(super) fn new(shown: Box2, most: usize) -> Self {
        Self { shown, most, found: Vec::new(), outline: Vec::new(), ink: Ink::Seen }
    }

    /// The rules in drawing order; none when there are more than a page of tables has.
    pub(super) fn finish(self) -> Vec<Rule> {
        if self.found.len() > self.most { Vec::new() } else { self.found }
    }

    /// Takes the rules out of a path.
    pub(super) fn draw(&mut self, path: &[PathEl], transform: &Affine, pen: Pen, ink: Ink, clip: &Box2) {
        self.ink = ink;
        let width = match pen {
            Pen::Fill => None,
            // Line width follows the transform; where it stretches unevenly, the mean is near enough.
            Pen::Stroke(width) => Some(narrow(width.abs() * transform.determinant().abs().sqrt())),
        };
        let place = |p: Point| {
            let p = *transform * p;
            (narrow(p.x), narrow(p.y))
        };
        let mut start = None;
        for element in path {
            match *element {
                PathEl::MoveTo(p) => {
                    self.end_outline(width, clip);
                    start = Some(place(p));
                    self.outline.extend(start);
                }
                PathEl::LineTo(p) => self.outline.push(place(p)),
                PathEl::QuadTo(_, p) | PathEl::CurveTo(_, _, p) => {
                    // A curve ends the straight part. Rounded corners leave the sides of their box.
                    self.end_open(width, clip);
                    self.outline.push(place(p));
                }
                PathEl::ClosePath => {
                    self.outline.extend(start);
                    self.end_outline(width, clip);
                }
            }
        }
        self.end_outline(width, clip);
    }

    /// Ends a part that a curve follows: only strokes leave lines there, an area bounded by curves is no bar.
    fn end_open(&mut self, width: Option<f32>, clip: &Box2) {
        match width {
            Some(width) => self.sides(width, Drawn::Stroke, clip),
            None => self.sides(0.0, Drawn::Side, clip),
        }
        self.outline.clear();
    }

    /// Ends a subpath.
    fn end_outline(&mut self, width: Option<f32>, clip: &Box2) {
        match width {
            Some(width) => self.sides(width, Drawn::Stroke, clip),
            None => self.filled(clip),
        }
        self.outline.clear();
    }

    /// A filled subpath: one bar when it is thin, its sides otherwise.
    fn filled(&mut self, clip: &Box2) {
        let Some(&first) = self.outline.first().filter(|_| self.outline.len() > 2) else { return };
        let mut area = Box2::new(first, first);
        for &(x, y) in &self.outline {
            area = area.around(&Box2::new((x, y), (x, y)));
        }
        if area.width().min(area.height()) <= THIN {
            self.add(area, Drawn::Bar, clip);
            return;
        }
        // What fills the page is its ground.
        if area.within(&self.shown).is_some_and(|seen| seen.size() > 0.95 * self.shown.size()) {
            return;
        }
        if self.outline.first() != self.outline.last() {
            self.outline.push(first);
        }
        self.sides(0.0, Drawn::Side, clip);
    }

    /// The straight horizontal and vertical sides of the outline.
    fn sides(&mut self, width: f32, drawn: Drawn, clip: &Box2) {
        let outline = std::mem::take(&mut self.outline);
        for pair in outline.windows(2) {
            if let [from, to] = *pair {
                let line = Box2::new(from, to);
                let (long, across) = (line.width().max(line.height()), line.width().min(line.height()));
                if long > 0.0 && across <= STRAIGHT.min(0.02 * long + 0.01) {
                    self.add(thickened(line, width), drawn, clip);
                }
            }
        }
        self.outline = outline;
    }

    fn add(&mut self, area: Box2, drawn: Drawn, clip: &Box2) {
        let drawn = match (self.ink, drawn) {
            (Ink::Seen, drawn) => drawn,
            (Ink::White, Drawn::Side) => return,
            (Ink::White, _) => Drawn::Blank,
        };
        // Half a point of slack keeps a border that is drawn on the edge of its clip.
        let clip = Box2 { x0: clip.x0 - 0.5, y0: clip.y0 - 0.5, x1: clip.x1 + 0.5, y1: clip.y1 + 0.5 };
        if let Some(area) = area.within(&clip)
            && self.found.len() <= self.most
        {
            self.found.push(Rule { area, drawn });
        }
    }
}

/// A line with its thickness, half of it on either side.
fn thickened(line: Box2, width: f32) -> Box2 {
    let half = width / 2.0;
    if line.width() >= line.height() {
        let y = f32::midpoint(line.y0, line.y1);
        Box2 { y0: y - half, y1: y + half, ..line }
    } else {
        let x = f32::midpoint(line.x0, line.x1);
        Box2 { x0: x - half, x1: x + half, ..line }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayro_interpret::kurbo::{BezPath, Rect, Shape as _};

    const PAGE: Box2 = Box2 { x0: 0.0, y0: 0.0, x1: 600.0, y1: 800.0 };

    fn drawn(svg: &str, pen: Pen, most: usize) -> Vec<(Drawn, [f32; 4])> {
        let path = BezPath::from_svg(svg).expect("a path");
        let mut rules = Rules::new(PAGE, most);
        rules.draw(path.elements(), &Affine::IDENTITY, pen, Ink::Seen, &PAGE);
        rules.finish().iter().map(|r| (r.drawn, [r.area.x0, r.area.y0, r.area.x1, r.area.y1])).collect()
    }

    #[test]
    fn lines_of_all_kinds() {
        type Found<'a> = &'a [(Drawn, [f32; 4])];
        let stroke = Pen::Stroke(1.0);
        let cases: &[(&str, Pen, Found<'_>)] = &[
            ("M10 20 L110 20", stroke, &[(Drawn::Stroke, [10.0, 19.5, 110.0, 20.5])]),
            ("M50 10 L50.1 90", stroke, &[(Drawn::Stroke, [49.55, 10.0, 50.55, 90.0])]),
            ("M10 10 L90 90", stroke, &[]),
            ("M10 10 Q50 90 90 10", stroke, &[]),
            // A bar, and two bars in one path.
            ("M10 10 H110 V10.5 H10 Z", Pen::Fill, &[(Drawn::Bar, [10.0, 10.0, 110.0, 10.5])]),
            (
                "M10 10 H60 V11 H10 Z M10 40 H11 V90 H10 Z",
                Pen::Fill,
                &[(Drawn::Bar, [10.0, 10.0, 60.0, 11.0]), (Drawn::Bar, [10.0, 40.0, 11.0, 90.0])],
            ),
            // The shading of a cell leaves its sides, the ground of the page nothing.
            (
                "M10 10 H60 V40 H10 Z",
                Pen::Fill,
                &[
                    (Drawn::Side, [10.0, 10.0, 60.0, 10.0]),
                    (Drawn::Side, [60.0, 10.0, 60.0, 40.0]),
                    (Drawn::Side, [10.0, 40.0, 60.0, 40.0]),
                    (Drawn::Side, [10.0, 10.0, 10.0, 40.0]),
                ],
            ),
            ("M0 0 H600 V800 H0 Z", Pen::Fill, &[]),
            // Off the page.
            ("M10 900 L110 900", stroke, &[]),
        ];
        for (svg, pen, expected) in cases {
            let found = drawn(svg, *pen, 100);
            let near = |a: &[f32; 4], b: &[f32; 4]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 0.01);
            let same = found.len() == expected.len()
                && found.iter().zip(*expected).all(|(f, e)| f.0 == e.0 && near(&f.1, &e.1));
            assert!(same, "{svg}: {found:?}");
        }
    }

    #[test]
    fn white_lines_part_what_is_filled() {
        let mut rules = Rules::new(PAGE, 10);
        let path = BezPath::from_svg("M10 10 H110 V10.5 H10 Z M10 40 H60 V90 H10 Z").expect("a path");
        rules.draw(path.elements(), &Affine::IDENTITY, Pen::Fill, Ink::White, &PAGE);
        let found: Vec<Drawn> = rules.finish().iter().map(|r| r.drawn).collect();
        assert_eq!(found, [Drawn::Blank], "the sides of a white area are not seen");
    }

    #[test]
    fn a_drawing_rules_nothing() {
        let hatched = (0..50).map(|i| format!("M10 {i} L90 {i}")).collect::<Vec<_>>().join(" ");
        assert_eq!(drawn(&hatched, Pen::Stroke(0.1), 50).len(), 50);
        assert!(drawn(&hatched, Pen::Stroke(0.1), 49).is_empty());
    }

    #[test]
    fn transformed_and_clipped() {
        let mut rules = Rules::new(PAGE, 10);
        let frame = Rect::new(1.0, 1.0, 10.0, 10.0).to_path(0.1);
        let clip = Box2 { x0: 0.0, y0: 0.0, x1: 600.0, y1: 150.0 };
        rules.draw(frame.elements(), &Affine::scale(20.0), Pen::Stroke(0.1), Ink::Seen, &clip);
        let found = rules.finish();
        assert_eq!(found.len(), 3, "the lower side is clipped away: {found:?}");
        assert!(found.iter().all(|r| r.area.y1 <= 150.5 && (r.area.width().min(r.area.height()) - 2.0).abs() < 0.01));
    }
}
