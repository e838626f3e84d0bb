//! Path data of OFD in, the elements of a path out.
//!
//! `M` and `S` begin a part, `L` draws a line, `Q`, `B` and `A` draw curves, `C` closes. An arc is kept as a curve to its
//! end: only that it is curved matters here.

use hayro_interpret::kurbo::{PathEl, Point};

/// Reads path data; what cannot be read ends it.
pub(super) fn elements(data: &str) -> Vec<PathEl> {
    let mut words = Words { rest: data };
    let mut out = Vec::new();
    while let Some(letter) = words.letter() {
        let element = match letter {
            'M' | 'S' => words.point().map(PathEl::MoveTo),
            'L' => words.point().map(PathEl::LineTo),
            'Q' => words.point().zip(words.point()).map(|(a, end)| PathEl::QuadTo(a, end)),
            'B' => match (words.point(), words.point(), words.point()) {
                (Some(a), Some(b), Some(end)) => Some(PathEl::CurveTo(a, b, end)),
                _ => None,
            },
            // Radii, angle, the two flags, the end.
            'A' => {
                let skipped = (0..5).all(|_| words.number().is_some());
                words.point().filter(|_| skipped).map(|end| PathEl::QuadTo(end, end))
            }
            'C' => Some(PathEl::ClosePath),
            _ => None,
        };
        let Some(element) = element else { break };
        out.push(element);
    }
    out
}

/// What is left of path data. Letters and numbers need nothing between them.
struct Words<'a> {
    rest: &'a str,
}

impl Words<'_> {
    fn skip(&mut self) {
        self.rest = self.rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
    }

    fn letter(&mut self) -> Option<char> {
        self.skip();
        let letter = self.rest.chars().next().filter(char::is_ascii_alphabetic)?;
        self.rest = &self.rest[letter.len_utf8()..];
        Some(letter)
    }

    fn number(&mut self) -> Option<f64> {
        self.skip();
        let mut previous = ' ';
        let ends = |c: char| {
            let goes_on = match c {
                '0'..='9' | '.' => true,
                'e' | 'E' => previous.is_ascii_digit() || previous == '.',
                '+' | '-' => matches!(previous, ' ' | 'e' | 'E'),
                _ => false,
            };
            previous = c;
            !goes_on
        };
        let end = self.rest.find(ends).unwrap_or(self.rest.len());
        let (number, rest) = self.rest.split_at(end);
        self.rest = rest;
        number.parse().ok().filter(|n: &f64| n.is_finite())
    }

    fn point(&mut self) -> Option<Point> {
        Some(Point::new(self.number()?, self.number()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_of_all_kinds() {
        let p = Point::new;
        let cases = [
            ("M 1 2 L 3 4 C", vec![PathEl::MoveTo(p(1.0, 2.0)), PathEl::LineTo(p(3.0, 4.0)), PathEl::ClosePath]),
            ("M1,2L-3-4.5", vec![PathEl::MoveTo(p(1.0, 2.0)), PathEl::LineTo(p(-3.0, -4.5))]),
            ("S 1e1 2E-1", vec![PathEl::MoveTo(p(10.0, 0.2))]),
            ("Q 1 2 3 4", vec![PathEl::QuadTo(p(1.0, 2.0), p(3.0, 4.0))]),
            ("B 1 2 3 4 5 6", vec![PathEl::CurveTo(p(1.0, 2.0), p(3.0, 4.0), p(5.0, 6.0))]),
            ("A 1 1 0 0 1 7 8", vec![PathEl::QuadTo(p(7.0, 8.0), p(7.0, 8.0))]),
            ("M 1 2 L 3", vec![PathEl::MoveTo(p(1.0, 2.0))]),
            ("M 1 2 X 3 4", vec![PathEl::MoveTo(p(1.0, 2.0))]),
            ("M 1 nan", vec![]),
            ("绩", vec![]),
            ("", vec![]),
        ];
        for (data, expected) in cases {
            assert_eq!(elements(data), expected, "{data}");
        }
    }
}
