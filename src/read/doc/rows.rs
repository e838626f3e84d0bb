//! The modifiers of a row's end in, where the cells of the row lie out.

use super::super::edged::{Extent, Merge, RowShape};
use super::bytes::{i16_at, part, u8_at, u16_at};
use super::fib::Version;
use super::modifiers::{Modifier, code};

/// Most cells that a row can state.
const MOST: usize = 64;

/// A row while its modifiers are applied.
#[derive(Debug, Default)]
pub(super) struct RowBuilder {
    /// The edges, one more than there are cells.
    edges: Vec<i32>,
    cells: Vec<Flags>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Flags {
    /// 0 when the cell is not merged across; which of the other values begins a merge differs between writers.
    across: u16,
    down: Merge,
}

impl RowBuilder {
    /// Applies a modifier.
    pub(super) fn apply(&mut self, (opcode, operand): Modifier<'_>, version: Version) {
        // Nothing to apply when the operand is cut off.
        let _ = match opcode {
            code::ROW => self.define(operand, version),
            code::ROW_LEFT => self.move_to(operand),
            code::MERGED_DOWN => self.merge_down(operand),
            code::CELLS_MERGED => self.merge(operand),
            code::CELLS_SPLIT => self.split(operand),
            code::CELLS_INSERTED => self.insert(operand),
            code::CELLS_DELETED => self.delete(operand),
            code::CELL_WIDTH => self.resize(operand),
            _ => None,
        };
    }

    /// The row.
    pub(super) fn finish(self) -> RowShape {
        let mut first = 0;
        let mut before = 0;
        let mut cells = Vec::with_capacity(self.cells.len());
        for (cell, right) in self.cells.iter().zip(self.edges.iter().skip(1)) {
            let across = match (before, cell.across) {
                (_, 0) => Merge::No,
                (0, _) => Merge::First,
                (_, value) if value == first => Merge::First,
                _ => Merge::Continued,
            };
            if across == Merge::First {
                first = cell.across;
            }
            before = cell.across;
            cells.push(Extent { right: *right, across, down: cell.down });
        }
        RowShape { left: self.edges.first().copied().unwrap_or(0), cells }
    }

    /// The whole row: the number of cells, their edges, their flags.
    fn define(&mut self, operand: &[u8], version: Version) -> Option<()> {
        let count = usize::from(u8_at(operand, 0)?).min(MOST);
        let edges: Vec<i32> = (0..=count).map_while(|i| i16_at(operand, 1 + i * 2).map(i32::from)).collect();
        let size = if version == Version::Six { 10 } else { 20 };
        let flags = |i: usize| {
            // A row may state fewer flags than cells.
            let flags = u16_at(operand, 1 + (count + 1) * 2 + i * size).unwrap_or(0);
            let down = match (flags & 0x20 != 0, flags & 0x40 != 0) {
                _ if version == Version::Six => Merge::No,
                (_, true) => Merge::First,
                (true, false) => Merge::Continued,
                (false, false) => Merge::No,
            };
            Flags { across: flags & 3, down }
        };
        self.cells = (0..edges.len().saturating_sub(1)).map(flags).collect();
        self.edges = edges;
        Some(())
    }

    fn move_to(&mut self, operand: &[u8]) -> Option<()> {
        let by = i32::from(i16_at(operand, 0)?) - self.edges.first()?;
        for edge in &mut self.edges {
            *edge += by;
        }
        Some(())
    }

    fn merge_down(&mut self, operand: &[u8]) -> Option<()> {
        let cell = self.cells.get_mut(usize::from(u8_at(operand, 0)?))?;
        cell.down = match u8_at(operand, 1)? & 3 {
            0 => Merge::No,
            1 => Merge::Continued,
            _ => Merge::First,
        };
        Some(())
    }

    /// The cells from the first operand to before the second.
    fn range(&mut self, operand: &[u8]) -> Option<&mut [Flags]> {
        let end = usize::from(u8_at(operand, 1)?).min(self.cells.len());
        self.cells.get_mut(usize::from(u8_at(operand, 0)?)..end)
    }

    fn merge(&mut self, operand: &[u8]) -> Option<()> {
        let range = self.range(operand)?;
        let (first, others) = range.split_first_mut()?;
        first.across = 1;
        for cell in others {
            cell.across = 2;
        }
        Some(())
    }

    fn split(&mut self, operand: &[u8]) -> Option<()> {
        for cell in self.range(operand)? {
            cell.across = 0;
        }
        Some(())
    }

    fn insert(&mut self, operand: &[u8]) -> Option<()> {
        let (at, count) = (usize::from(u8_at(operand, 0)?), usize::from(u8_at(operand, 1)?));
        let width = i32::from(i16_at(operand, 2)?).max(0);
        if self.edges.is_empty() {
            self.edges.push(0);
        }
        for _ in 0..count.min(MOST.saturating_sub(self.cells.len())) {
            let at = at.min(self.cells.len());
            let left = *self.edges.get(at)?;
            self.cells.insert(at, Flags::default());
            self.edges.insert(at, left);
            self.edges.iter_mut().skip(at + 1).for_each(|edge| *edge += width);
        }
        Some(())
    }

    fn delete(&mut self, operand: &[u8]) -> Option<()> {
        let end = usize::from(u8_at(operand, 1)?).min(self.cells.len());
        let start = usize::from(u8_at(operand, 0)?).min(end);
        let width = self.edges.get(end)? - self.edges.get(start)?;
        self.cells.drain(start..end);
        self.edges.drain(start..end);
        self.edges.iter_mut().skip(start).for_each(|edge| *edge -= width);
        Some(())
    }

    fn resize(&mut self, operand: &[u8]) -> Option<()> {
        let end = usize::from(u8_at(operand, 1)?).min(self.cells.len());
        let width = i32::from(i16_at(part(operand, 2..4), 0)?).max(0);
        for cell in usize::from(u8_at(operand, 0)?)..end {
            let by = width - (self.edges.get(cell + 1)? - self.edges.get(cell)?);
            self.edges.iter_mut().skip(cell + 1).for_each(|edge| *edge += by);
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::cast_possible_truncation, reason = "made files are small")]

    use super::*;

    fn row(edges: &[i16], flags: &[u16], size: usize) -> Vec<u8> {
        let mut out = vec![edges.len() as u8 - 1];
        out.extend(edges.iter().flat_map(|e| e.to_le_bytes()));
        for flag in flags {
            out.extend(flag.to_le_bytes());
            out.resize(out.len() + size - 2, 0);
        }
        out
    }

    fn shown(modifiers: &[Modifier<'_>], version: Version) -> String {
        let mut builder = RowBuilder::default();
        for modifier in modifiers {
            builder.apply(*modifier, version);
        }
        let shape = builder.finish();
        let sign = |merge: Merge, signs: [&'static str; 2]| match merge {
            Merge::No => "",
            Merge::First => signs[0],
            Merge::Continued => signs[1],
        };
        let cell = |c: &Extent| format!("{}{}{}", c.right, sign(c.across, ["H", "h"]), sign(c.down, ["V", "v"]));
        let cells: Vec<String> = shape.cells.iter().map(cell).collect();
        format!("{}: {}", shape.left, cells.join(" "))
    }

    #[test]
    fn rows_and_what_changes_them() {
        let three = row(&[-100, 900, 1900, 2900], &[0x60, 0, 0x20], 20);
        let define = (code::ROW, &three[..]);
        let merged = row(&[0, 10, 20, 30, 40], &[1, 2, 2, 1], 20);
        let merged_otherwise = row(&[0, 10, 20, 30, 40], &[2, 1, 1, 0], 20);
        let six = row(&[0, 10, 20], &[1, 2], 10);
        let cases: &[(&[Modifier<'_>], Version, &str)] = &[
            (&[define], Version::Eight, "-100: 900V 1900 2900v"),
            (&[define, (code::CELLS_MERGED, &[0, 2])], Version::Eight, "-100: 900HV 1900h 2900v"),
            (
                &[define, (code::CELLS_MERGED, &[0, 2]), (code::CELLS_SPLIT, &[0, 9])],
                Version::Eight,
                "-100: 900V 1900 2900v",
            ),
            (&[define, (code::CELLS_INSERTED, &[1, 1, 50, 0])], Version::Eight, "-100: 900V 950 1950 2950v"),
            (&[define, (code::CELLS_DELETED, &[0, 1])], Version::Eight, "-100: 900 1900v"),
            (&[define, (code::CELL_WIDTH, &[0, 2, 100, 0])], Version::Eight, "-100: 0V 100 1100v"),
            (&[define, (code::ROW_LEFT, &[0, 0])], Version::Eight, "0: 1000V 2000 3000v"),
            (&[define, (code::MERGED_DOWN, &[1, 3])], Version::Eight, "-100: 900V 1900V 2900v"),
            (&[(code::ROW, &merged)], Version::Eight, "0: 10H 20h 30h 40H"),
            (&[(code::ROW, &merged_otherwise)], Version::Eight, "0: 10H 20h 30h 40"),
            (&[(code::ROW, &six)], Version::Six, "0: 10H 20h"),
            (&[(code::ROW, &three[..5])], Version::Eight, "-100: 900"),
            (&[(code::CELLS_INSERTED, &[9, 255, 255, 255]), (code::CELLS_DELETED, &[0, 255])], Version::Eight, "0: "),
            (&[(code::CELLS_DELETED, &[3, 1]), (code::CELLS_MERGED, &[3, 1])], Version::Eight, "0: "),
        ];
        for (modifiers, version, expected) in cases {
            assert_eq!(shown(modifiers, *version), *expected, "{modifiers:?}");
        }
    }
}
