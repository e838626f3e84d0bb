//! Tables of filled cells: the sides of shaded areas in, the tables whose cells they are out.
//!
//! Where no line is drawn but every cell is an area of its own, with a seam of paper between neighbors, the seams part
//! the cells. Areas that touch part nothing that a reader would see, and bands behind whole rows part no columns.

use super::edges::edges;
use super::sheets::{Sheet, sheets};
use crate::read::page::{Box2, Drawn, Rule};

/// The least width of a seam that is seen, in points.
const SEEN: f32 = 0.2;
/// The greatest width of a seam, in glyph sizes.
const WIDEST: f32 = 0.6;
/// Fewest rows and columns.
const FEWEST: usize = 2;

/// More areas than this on one page are a drawing.
const MOST: usize = 2_000;

/// The tables whose cells are filled areas, outside others that lines draw.
pub(super) fn tables<'a>(rules: &[Rule], others: &[Sheet<'a>], em: f32, page: u32) -> Vec<Sheet<'a>> {
    let outside = |area: &Box2| others.iter().all(|s| !s.area.contains(area.center(), em));
    let sides: Vec<&Rule> = rules.iter().filter(|r| r.drawn == Drawn::Side && outside(&r.area)).collect();
    let areas = areas(&sides);
    if areas.is_empty() || areas.len() > MOST {
        return Vec::new();
    }
    let parts = |r: &&Rule| r.drawn == Drawn::Blank && areas.iter().any(|a| a.0.contains(r.area.center(), SEEN));
    let drawn: Vec<&Rule> = areas.iter().flat_map(|a| a.1).copied().chain(rules.iter().filter(parts)).collect();
    let found = sheets(&edges(drawn.iter().copied(), em), em, page);
    found.into_iter().filter(|sheet| is_tiled(sheet) && is_parted(sheet, &drawn, em)).collect()
}

/// The filled boxes, each with its sides, without those inside others: the ground of a text in its cell.
fn areas<'r, 's>(sides: &'s [&'r Rule]) -> Vec<(Box2, &'s [&'r Rule])> {
    let mut boxes: Vec<(Box2, &[&Rule])> = Vec::new();
    let mut rest = sides;
    while let Some(four) = rest.get(..4) {
        let all = four.iter().fold(four[0].area, |a, r| a.around(&r.area));
        let is_side = |r: &&Rule| r.area.width() >= all.width() - SEEN || r.area.height() >= all.height() - SEEN;
        let is_box = four.iter().all(is_side) && all.width() > SEEN && all.height() > SEEN;
        boxes.extend(is_box.then_some((all, four)));
        rest = &rest[if is_box { 4 } else { 1 }..];
    }
    if boxes.len() > 2 * MOST {
        return Vec::new();
    }
    let inside =
        |a: &Box2, b: &Box2| a.size() < b.size() && b.contains((a.x0, a.y0), SEEN) && b.contains((a.x1, a.y1), SEEN);
    boxes.iter().filter(|a| !boxes.iter().any(|b| inside(&a.0, &b.0))).copied().collect()
}

/// Whether cells cover the whole table.
fn is_tiled(sheet: &Sheet<'_>) -> bool {
    let covered: usize = sheet.slots.iter().map(|s| s.row_span * s.col_span).sum();
    sheet.rows() >= FEWEST && sheet.cols() >= FEWEST && covered == sheet.rows() * sheet.cols()
}

/// Whether a seam is seen between all rows and all columns: a gap, or a white line.
fn is_parted(sheet: &Sheet<'_>, drawn: &[&Rule], em: f32) -> bool {
    let seam = |at: f32, place: fn(&Box2) -> f32, level: bool| {
        let along =
            |r: &&&Rule| (r.area.width() > r.area.height()) == level && (place(&r.area) - at).abs() <= WIDEST * em;
        let (mut least, mut most, mut white) = (f32::MAX, f32::MIN, false);
        for rule in drawn.iter().filter(along) {
            (least, most) = (least.min(place(&rule.area)), most.max(place(&rule.area)));
            white |= rule.drawn == Drawn::Blank;
        }
        white || most - least >= SEEN
    };
    let inner = |lines: &[f32]| lines.get(1..lines.len().saturating_sub(1)).unwrap_or_default().to_vec();
    inner(&sheet.xs).into_iter().all(|x| seam(x, |a| a.center().0, false))
        && inner(&sheet.ys).into_iter().all(|y| seam(y, |a| a.center().1, true))
}

#[cfg(test)]
mod tests {
    use crate::read::grid::sample::{Sketch, shown};
    use crate::read::page::{Box2, Drawn, Rule};

    const XS: [f32; 4] = [60.0, 160.0, 260.0, 360.0];
    const YS: [f32; 4] = [100.0, 130.0, 160.0, 190.0];

    /// A table without lines, each cell an area that keeps so far off its neighbors, as wide as so many columns.
    fn filled(seam: f32, wide: usize) -> Sketch {
        let rows: [&[&str]; 3] = [&["项目", "预算数", "决算数"], &["基本支出", "", ""], &["项目支出", "", "8.00"]];
        let mut sketch = Sketch::new(1).cells(&XS, &YS, &rows);
        for y in YS.windows(2) {
            for x in XS.windows(wide + 1).step_by(wide) {
                let (x0, x1, y0, y1) = (x[0] + seam, x[wide] - seam, y[0] + seam, y[1] - seam);
                for (a, b) in [((x0, y0), (x1, y0)), ((x1, y0), (x1, y1)), ((x0, y1), (x1, y1)), ((x0, y0), (x0, y1))] {
                    sketch.0.rules.push(Rule { area: Box2::new(a, b), drawn: Drawn::Side });
                }
            }
        }
        sketch
    }

    #[test]
    fn cells_that_are_areas() {
        assert_eq!(shown(vec![filled(0.5, 1)]), ["项目│预算数│决算数\n基本支出││\n项目支出││8.00"]);
        assert!(!shown(vec![filled(0.0, 1)]).iter().any(|b| b.contains('│')), "no seam is seen");
        let white = Rule { area: Box2 { x0: 59.0, y0: 129.7, x1: 361.0, y1: 130.3 }, drawn: Drawn::Blank };
        let mut touching = filled(0.0, 1);
        for at in [100.0, 200.0] {
            touching
                .0
                .rules
                .push(Rule { area: Box2 { x0: 59.7 + at, y0: 99.0, x1: 60.3 + at, y1: 191.0 }, drawn: Drawn::Blank });
        }
        for y in [0.0, 30.0] {
            touching
                .0
                .rules
                .push(Rule { area: Box2 { y0: white.area.y0 + y, y1: white.area.y1 + y, ..white.area }, ..white });
        }
        assert_eq!(
            shown(vec![touching]),
            ["项目│预算数│决算数\n基本支出││\n项目支出││8.00"],
            "white lines over what is filled"
        );
        assert!(!shown(vec![filled(0.5, 3)]).iter().any(|b| b.contains('│')), "bands behind rows");
    }
}
