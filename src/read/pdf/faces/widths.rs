//! Widths as font objects state them.

use hayro_syntax::object::{Array, Dict};
use rustc_hash::FxHashMap;

/// Most entries of the widths of one font: every character of a collection several times.
const MOST: usize = 1 << 18;

/// The widths of a simple font.
#[derive(Debug)]
pub(super) struct Simple {
    /// By code; `None` for codes outside the stated range.
    widths: Vec<Option<f32>>,
    missing: f32,
}

impl Simple {
    /// The widths of a font that states them.
    pub(super) fn new(font: &Dict<'_>, descriptor: &Dict<'_>) -> Option<Self> {
        let (first, last) = (font.get::<usize>(b"FirstChar")?, font.get::<usize>(b"LastChar")?);
        let stated = font.get::<Array<'_>>(b"Widths")?;
        let count = last.checked_sub(first)?.checked_add(1)?;
        let mut widths = vec![None; first.min(256)];
        widths.extend(stated.iter::<f32>().take(count.min(256)).map(Some));
        Some(Self { widths, missing: descriptor.get::<f32>(b"MissingWidth").unwrap_or(0.0) })
    }

    pub(super) fn of(&self, code: u32) -> f32 {
        let stated = usize::try_from(code).ok().and_then(|code| *self.widths.get(code)?);
        stated.unwrap_or(self.missing)
    }
}

/// The widths of a composite font, by the number of the character.
#[derive(Debug)]
pub(super) struct Composite {
    default: f32,
    widths: FxHashMap<u32, f32>,
    /// For vertical writing: how far down the origin is, and the step.
    default_down: [f32; 2],
    down: FxHashMap<u32, [f32; 3]>,
}

impl Composite {
    pub(super) fn new(descendant: &Dict<'_>) -> Self {
        let array = |key: &[u8]| descendant.get::<Array<'_>>(key);
        Self {
            default: descendant.get::<f32>(b"DW").unwrap_or(1_000.0),
            widths: array(b"W").and_then(|a| spans(&a)).unwrap_or_default(),
            default_down: descendant.get::<[f32; 2]>(b"DW2").unwrap_or([880.0, -1_000.0]),
            down: array(b"W2").and_then(|a| spans_down(&a)).unwrap_or_default(),
        }
    }

    pub(super) fn of(&self, cid: u32) -> f32 {
        self.widths.get(&cid).copied().unwrap_or(self.default)
    }

    /// The step of vertical writing.
    pub(super) fn step_down(&self, cid: u32) -> f32 {
        self.down.get(&cid).map_or(self.default_down[1], |[step, ..]| *step)
    }

    /// Where a glyph of vertical writing begins, from where its step begins.
    pub(super) fn origin(&self, cid: u32) -> (f64, f64) {
        match self.down.get(&cid) {
            Some([_, x, y]) => (-f64::from(*x), -f64::from(*y)),
            None => (-f64::from(self.of(cid)) / 2.0, -f64::from(self.default_down[0])),
        }
    }
}

fn spans(array: &Array<'_>) -> Option<FxHashMap<u32, f32>> {
    let mut map = FxHashMap::default();
    let mut items = array.flex_iter();
    loop {
        if let Some((mut first, widths)) = items.next::<(u32, Array<'_>)>() {
            for width in widths.iter::<f32>() {
                map.insert(first, width);
                first = first.checked_add(1)?;
            }
        } else if let Some((first, last, width)) = items.next::<(u32, u32, f32)>() {
            fill(&mut map, first, last, width);
        } else {
            return Some(map);
        }
    }
}

fn spans_down(array: &Array<'_>) -> Option<FxHashMap<u32, [f32; 3]>> {
    let mut map = FxHashMap::default();
    let mut items = array.flex_iter();
    loop {
        if let Some((mut first, steps)) = items.next::<(u32, Array<'_>)>() {
            let mut steps = steps.iter::<f32>();
            while let Some(step) = steps.next() {
                map.insert(first, [step, steps.next()?, steps.next()?]);
                first = first.checked_add(1)?;
            }
        } else if let Some((first, last, step, x, y)) = items.next::<(u32, u32, f32, f32, f32)>() {
            fill(&mut map, first, last, [step, x, y]);
        } else {
            return Some(map);
        }
    }
}

/// Gives all numbers of a span one value, as long as the font does not state more than any font has.
fn fill<T: Copy>(map: &mut FxHashMap<u32, T>, first: u32, last: u32, value: T) {
    let room = MOST.saturating_sub(map.len());
    (first..=last).take(room).for_each(|cid| _ = map.insert(cid, value));
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayro_syntax::object::FromBytes as _;

    fn dict(text: &str) -> Dict<'_> {
        Dict::from_bytes(text.as_bytes()).expect("a dictionary")
    }

    #[test]
    #[expect(clippy::float_cmp, reason = "whole numbers are exact")]
    fn widths_by_code_and_number() {
        let simple = dict("<< /FirstChar 65 /LastChar 66 /Widths [500 600 700] >>");
        let simple = Simple::new(&simple, &dict("<< /MissingWidth 250 >>")).expect("widths");
        assert_eq!([64, 65, 66, 67].map(|code| simple.of(code)), [250.0, 500.0, 600.0, 250.0]);
        let composite = Composite::new(&dict("<< /DW 900 /W [1 [500 600] 10 12 700] /W2 [3 [-800 400 880]] >>"));
        assert_eq!([1, 2, 3, 10, 12, 13].map(|cid| composite.of(cid)), [500.0, 600.0, 900.0, 700.0, 700.0, 900.0]);
        assert_eq!((composite.step_down(3), composite.origin(3)), (-800.0, (-400.0, -880.0)));
        assert_eq!((composite.step_down(4), composite.origin(4)), (-1_000.0, (-450.0, -880.0)));
    }

    #[test]
    fn spans_without_end_are_bounded() {
        let endless = Composite::new(&dict("<< /W [0 4294967295 500 0 4294967295 600] >>"));
        assert!(endless.widths.len() <= MOST);
    }
}
