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

/// The tables whose cells are filled areas, outside those that are ruled.
pub(super) fn tables<'a>(rules: &[Rule], ruled: &[Sheet<'a>], em: f32, page: u32) -> Vec<Sheet<'a>> {
    let outside = |area: &Box2| ruled.iter().all(|s| !s.area.contains(area.center(), em));
    let sides: Vec<Rule> = rules.iter().filter(|r| r.drawn == Drawn::Side && outside(&r.area)).copied().collect();
    if sides.is_empty() {
        return Vec::new();
    }
    let found = sheets(&edges(sides.iter(), em), em, page);
    found.into_iter().filter(|sheet| is_tiled(sheet) && is_parted(sheet, &sides, em)).collect()
}

/// Whether cells cover the whole table.
fn is_tiled(sheet: &Sheet<'_>) -> bool {
    let covered: usize = sheet.slots.iter().map(|s| s.row_span * s.col_span).sum();
    sheet.rows() >= FEWEST && sheet.cols() >= FEWEST && covered == sheet.rows() * sheet.cols()
}

/// Whether a seam is seen between all rows and all columns.
fn is_parted(sheet: &Sheet<'_>, sides: &[Rule], em: f32) -> bool {
    let seam = |at: f32, place: fn(&Box2) -> f32, level: bool| {
        let along = |r: &&Rule| (r.area.width() > r.area.height()) == level;
        let near = sides.iter().filter(along).map(|r| place(&r.area)).filter(|p| (p - at).abs() <= WIDEST * em);
        let (least, most) = near.fold((f32::MAX, f32::MIN), |(least, most), p| (least.min(p), most.max(p)));
        most - least >= SEEN
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
        assert!(!shown(vec![filled(0.5, 3)]).iter().any(|b| b.contains('│')), "bands behind rows");
    }
}
