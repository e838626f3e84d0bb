//! How far a label reaches: which level-1, level-2 and task labels cover each indicator row.
//!
//! Flattening keeps a merged cell's text but not its height. What is known of how pages are printed decides:
//! - a label stands in the first row of its group, or, when a page break cuts the group, on the page where the middle of
//!   the merged cell lies, in the first row of the group on that page; so rows above a label at the top of a page may
//!   belong to it;
//! - some writers print the label in the middle row of its group; then the first rows of a table have none;
//! - a label in a lower column cannot reach over the border of a label in a higher one;
//! - names that share words with a label, or that published frameworks put below it, belong to it.

use crate::lexicon::{Lexicon, fold, label_key};
use crate::model::{CellRef, Document, Field, RowKind, TableRole};
use rust_decimal::Decimal;
use std::ops::Range;

/// A leaf row as reaching sees it.
struct Leaf {
    /// Index into `TableRole::rows`.
    row: usize,
    /// Which page (part) of the table it stands on.
    page: usize,
    /// Whether it is the first leaf of its page.
    top: bool,
    /// Whether a header is printed between it and the leaf before.
    after_header: bool,
    /// The indicator's name, as a label key.
    name: String,
    /// Its weight, and the weights printed for its level-1 and level-2 labels.
    weight: Option<Decimal>,
    group_weights: [Option<Decimal>; 2],
    /// Estimated height in text lines.
    height: u32,
    /// Its own label cells: level 1, level 2, task.
    own: [Option<CellRef>; 3],
    /// The keys of its own labels.
    keys: [String; 3],
}

/// The columns whose labels reach over rows.
const LABELS: [Field; 3] = [Field::Level1, Field::Level2, Field::Task];

/// How many leaves above its own row a label may start; a group is not so long.
const FARTHEST: usize = 200;

/// Fills `RowRole::labels` of every leaf row.
pub(super) fn reach(document: &Document, role: &mut TableRole, lexicon: &Lexicon) {
    let leaves = leaves(document, role);
    let marked = role
        .parts
        .first()
        .and_then(|&b| document.blocks.get(b as usize)?.table())
        .is_some_and(|t| t.certainty.has_spans());
    let level2 = if marked { forward(&leaves, 1) } else { starts(&leaves, 1, None, lexicon) };
    let borders: Vec<usize> = level2.iter().map(|s| s.0).collect();
    let mut last_task = None;
    let level1 = if marked { forward(&leaves, 0) } else { starts(&leaves, 0, Some(&borders), lexicon) };
    role.reach_is_guessed = is_guessed(&leaves, 0, &level1) || is_guessed(&leaves, 1, &level2);
    for (index, leaf) in leaves.iter().enumerate() {
        let labels = &mut role.rows[leaf.row].labels;
        if leaf.own[2].is_some() {
            last_task = Some(index);
        }
        // Groups start further and further down.
        let covering = |starts: &[(usize, usize)]| {
            let after = starts.partition_point(|(start, _)| *start <= index);
            starts.get(after.checked_sub(1)?).copied()
        };
        let above = covering(&level1);
        if let Some((_, at)) = above {
            labels[0].extend(leaves[at].own[0]);
        }
        let Some((group, at)) = covering(&level2) else { continue };
        // A level-2 label of an earlier level-1 group does not reach into the next one.
        let border = above.map_or(0, |(start, _)| start);
        if group >= border {
            labels[1].extend(leaves[at].own[1]);
        }
        // A task belongs to the group on whose row it stands, or starts its own stretch inside the group.
        let task = last_task
            .filter(|&task| task >= group)
            .or_else(|| (at >= index && leaves[at].own[2].is_some()).then_some(at));
        if let Some(task) = task {
            labels[2].extend(leaves[task].own[2]);
        }
    }
}

fn leaves(document: &Document, role: &TableRole) -> Vec<Leaf> {
    let mut leaves: Vec<Leaf> = Vec::new();
    let (mut page, mut block, mut after_header) = (0usize, None, false);
    let text = |cell: CellRef| {
        let table = document.blocks.get(cell.block as usize)?.table()?;
        table.cell(cell.row, cell.col).map(|c| c.text.content.as_str())
    };
    // Where the header above a row prints the label columns: pages of one table may print different headers.
    let mut columns: [Option<u32>; 3] = [None; 3];
    let mut in_header = false;
    for (index, row) in role.rows.iter().enumerate() {
        if block != Some(row.block) {
            page += usize::from(block.is_some());
            block = Some(row.block);
        }
        match row.kind {
            RowKind::Header => {
                after_header = true;
                if !std::mem::replace(&mut in_header, true) {
                    columns = [None; 3];
                }
                for (column, label) in columns.iter_mut().zip(LABELS) {
                    let printed = row.cells.iter().find(|(f, _)| *f == label).map(|(_, c)| c.col);
                    *column = column.or(printed);
                }
            }
            RowKind::Leaf => {
                let cell = |field: Field| row.cells.iter().find(|(f, _)| *f == field).map(|(_, c)| *c);
                in_header = false;
                let [one, two, task] = LABELS.map(cell);
                // A name merged over the column of the label beside it is no label.
                let covering = |col: Option<u32>| {
                    spanned(document, role, index, col?).filter(|c| !row.cells.iter().any(|(_, own)| own == c))
                };
                let own = [
                    one.or_else(|| covering(columns[0])),
                    two.or_else(|| covering(columns[1])),
                    task.or_else(|| covering(columns[2])),
                ];
                let key = |c: Option<CellRef>| c.and_then(text).map(|t| label_key(t).into_owned()).unwrap_or_default();
                let number = |c: Option<CellRef>| c.and_then(text).and_then(decimal);
                let named = |c: Option<CellRef>| c.and_then(text).and_then(weight_in_name);
                let widest = row.cells.iter().filter_map(|(f, c)| Some((*f, text(*c)?.chars().count())));
                // Names stand in columns of about six characters, rules in columns of about 25.
                let height = widest
                    .map(|(f, n)| {
                        if matches!(f, Field::Rubric | Field::Definition | Field::Note) {
                            n.div_ceil(25)
                        } else {
                            n.div_ceil(6)
                        }
                    })
                    .max();
                leaves.push(Leaf {
                    row: index,
                    page,
                    top: leaves.last().is_none_or(|l| l.page != page),
                    after_header: std::mem::take(&mut after_header) && !leaves.is_empty(),
                    name: key(cell(Field::Level3)),
                    weight: number(cell(Field::Weight)),
                    group_weights: [
                        number(cell(Field::Level1Weight)).or_else(|| named(own[0])),
                        number(cell(Field::Level2Weight)).or_else(|| named(own[1])),
                    ],
                    height: u32::try_from(height.unwrap_or(1).max(1)).unwrap_or(u32::MAX),
                    own,
                    keys: own.map(key),
                });
            }
            _ => in_header = false,
        }
    }
    leaves
}

/// A cell that holds a plain number, 分 allowed.
fn decimal(text: &str) -> Option<Decimal> {
    let folded = fold(text);
    folded.strip_suffix('分').unwrap_or(&folded).parse().ok()
}

/// The number in the bracket that closes a label: `过程（40分）`.
fn weight_in_name(text: &str) -> Option<Decimal> {
    let folded = fold(text);
    let inner = folded.strip_suffix(')')?.rsplit_once('(')?.1;
    decimal(inner)
}

/// The cell of a column that covers a row from above by its span.
fn spanned(document: &Document, role: &TableRole, index: usize, col: u32) -> Option<CellRef> {
    let row = &role.rows[index];
    let table = document.blocks.get(row.block as usize)?.table()?;
    if !table.certainty.has_spans() {
        return None;
    }
    table.covering(row.row, col).filter(|c| !c.text.is_blank()).map(|c| CellRef {
        block: row.block,
        row: c.row,
        col: c.col,
    })
}

/// Groups as (first leaf, leaf that prints the label), for grids whose spans are known.
fn forward(leaves: &[Leaf], level: usize) -> Vec<(usize, usize)> {
    (0..leaves.len())
        .filter(|&i| leaves[i].own[level].is_some() && (i == 0 || leaves[i].own[level] != leaves[i - 1].own[level]))
        .map(|i| (i, i))
        .collect()
}

/// Whether the weights of some rows add up to the weight printed for a label.
fn weighs_right(leaves: &[Leaf], level: usize, rows: Range<usize>, at: usize) -> bool {
    let Some(printed) = leaves[at].group_weights.get(level).copied().flatten() else { return false };
    let weights = leaves[rows.start..rows.end.max(rows.start)].iter().map(|l| l.weight);
    weights.sum::<Option<Decimal>>() == Some(printed)
}

/// Whether the border above a label that reaches up is one that no printed weight confirms, on either side of it.
fn is_guessed(leaves: &[Leaf], level: usize, groups: &[(usize, usize)]) -> bool {
    let rows = |k: usize| groups[k].0..groups.get(k + 1).map_or(leaves.len(), |next| next.0);
    let confirmed = |k: usize| weighs_right(leaves, level, rows(k), groups[k].1);
    (1..groups.len()).any(|k| groups[k].0 < groups[k].1 && !confirmed(k) && !confirmed(k - 1))
}

/// Groups as (first leaf, leaf that prints the label). `borders` are the only leaves where a group may start. Where weights
/// are printed for the labels they tell whether labels stand in the middle of their groups.
fn starts(leaves: &[Leaf], level: usize, borders: Option<&[usize]>, lexicon: &Lexicon) -> Vec<(usize, usize)> {
    let centered = prints_in_the_middle(leaves, level);
    let usual = starts_when(leaves, level, borders, centered, lexicon);
    let right = |groups: &[(usize, usize)]| {
        let end = |k: usize| groups.get(k + 1).map_or(leaves.len(), |next| next.0);
        (0..groups.len()).filter(|&k| weighs_right(leaves, level, groups[k].0..end(k), groups[k].1)).count()
    };
    let weighed = usual.iter().filter(|(_, at)| leaves[*at].group_weights.get(level).copied().flatten().is_some());
    let found = right(&usual);
    if found == weighed.count() {
        return usual;
    }
    let other = starts_when(leaves, level, borders, !centered, lexicon);
    if right(&other) > found { other } else { usual }
}

fn starts_when(
    leaves: &[Leaf],
    level: usize,
    borders: Option<&[usize]>,
    centered: bool,
    lexicon: &Lexicon,
) -> Vec<(usize, usize)> {
    let printed: Vec<usize> = (0..leaves.len()).filter(|&i| leaves[i].own[level].is_some()).collect();
    // Only a writer that prints a label on the page of its group's middle leaves the first row of a table without one.
    let late_print = leaves.first().is_some_and(|l| l.own[0].is_none() || l.own[1].is_none());
    let mut groups: Vec<(usize, usize)> = Vec::new();
    for (k, &at) in printed.iter().enumerate() {
        let Some(&(start, before)) = groups.last() else {
            // Every indicator has a label: the first one reaches up to the first row, unless a group above it belongs to
            // another one, whose label was lost.
            let lost = if level == 0 { lost_above(leaves, at, lexicon) } else { 0 };
            groups.push((lost, at));
            continue;
        };
        // A label that is printed again at the top of a page goes on.
        let late = centered || leaves[at].top;
        let end = printed.get(k + 1).copied().unwrap_or(leaves.len());
        let lowest = (before + 1).max(at.saturating_sub(FARTHEST));
        let mut choice =
            Choice { leaves, level, start, before, at, end, centered, late_print, lexicon, lowest, gains: Vec::new() };
        let allowed = |i: &usize| *i == at || borders.is_none_or(|b| b.binary_search(i).is_ok());
        let first = if late {
            choice.gains = choice.gains();
            (lowest..=at).filter(allowed).min_by_key(|&i| (choice.cost(i), at - i)).unwrap_or(at)
        } else {
            at
        };
        groups.push((first, at));
    }
    groups
}

/// The first leaf that the first level-1 label can cover: groups that published frameworks put below another label of
/// level 1 do not belong to it.
fn lost_above(leaves: &[Leaf], at: usize, lexicon: &Lexicon) -> usize {
    let label = &leaves[at].keys[0];
    if !lexicon.frameworks.is_level(1, label) {
        return 0;
    }
    let foreign = |leaf: &Leaf| lexicon.frameworks.is_parent(label, &leaf.keys[1]) == Some(false);
    let Some(last) = leaves[..at].iter().rposition(foreign) else { return 0 };
    (last + 1..=at).find(|&i| i == at || leaves[i].own[1].is_some()).unwrap_or(at)
}

/// Whether labels stand in the middle row of their group: then the first row of the table has no level-1 label although
/// its page prints it further down, or a level-1 label stands on a row that has no level-2 label.
fn prints_in_the_middle(leaves: &[Leaf], level: usize) -> bool {
    let first_label = leaves.iter().position(|l| l.own[level].is_some()).unwrap_or(0);
    let first_page = first_label > 0 && leaves[first_label].page == leaves[0].page;
    let has_level2 = leaves.iter().any(|l| l.own[1].is_some());
    let alone = has_level2
        && leaves.iter().filter(|l| l.own[0].is_some() && l.own[1].is_none()).count() * 2
            > leaves.iter().filter(|l| l.own[0].is_some()).count();
    // A row below a label of level 2 that opens a group has one of level 1, and the row below has neither.
    let inside = leaves.windows(3).any(|rows| match rows {
        [a, b, c] => {
            let one = b.own[0].is_some() && b.own[1].is_none();
            one && a.own[1].is_some() && a.own[0].is_none() && c.own[0].is_none() && c.page == a.page
        }
        _ => false,
    });
    first_page || (level == 0 && (alone || inside))
}

/// Where the border between the group printed at `before` (from `start`) and the one printed at `at` (up to `end`) lies.
struct Choice<'a> {
    leaves: &'a [Leaf],
    level: usize,
    start: usize,
    before: usize,
    at: usize,
    end: usize,
    centered: bool,
    late_print: bool,
    lexicon: &'a Lexicon,
    /// The first leaf where the later group may start.
    lowest: usize,
    /// What it costs in names to give the first so many leaves from `lowest` on to the earlier group.
    gains: Vec<i32>,
}

impl Choice<'_> {
    /// How much more the names between the two labels speak for the later one, summed up.
    fn gains(&self) -> Vec<i32> {
        let (earlier, later) = (&self.leaves[self.before].keys[self.level], &self.leaves[self.at].keys[self.level]);
        let one = |index: usize| self.affinity(index, later) - self.affinity(index, earlier);
        let sums = (self.lowest..self.at).scan(0, |sum, index| {
            *sum += one(index);
            Some(*sum)
        });
        std::iter::once(0).chain(sums).collect()
    }

    /// The cost, in tenths, of letting the later group start at `border`.
    fn cost(&self, border: usize) -> i32 {
        // Without other evidence a label starts where it is printed.
        let mut cost = i32::try_from(self.at - border).unwrap_or(i32::MAX / 4).saturating_mul(4);
        if self.centered {
            cost = off_center(self.start, border, self.before) + off_center(border, self.end, self.at);
        } else if self.late_print {
            cost += self.off_page(self.start, border, self.before, 30);
            cost += self.off_page(border, self.end, self.at, 20);
        }
        cost -= 60 * i32::from(weighs_right(self.leaves, self.level, self.start..border, self.before));
        cost -= 60 * i32::from(weighs_right(self.leaves, self.level, border..self.end, self.at));
        if border != self.at && self.leaves[border].after_header {
            // A form that declares its columns anew, often with one more, begins a new part.
            cost -= if self.level == 0 { 60 } else { 40 };
        }
        // Each name costs what it speaks for the other group more than for the one it is given to.
        let all = self.gains.last().copied().unwrap_or(0);
        let given = self.gains.get(border - self.lowest).copied().unwrap_or(all);
        cost + 2 * given - all
    }

    /// What it costs that the middle of the group, by estimated height, lies off the page where the label is printed:
    /// `most` when it is clearly off, in proportion when it is off by less than a tenth of the group, since heights are
    /// estimates.
    fn off_page(&self, start: usize, end: usize, at: usize, most: u64) -> i32 {
        let rows = &self.leaves[start..end.max(start)];
        let page = self.leaves[at].page;
        let height = |keep: fn(usize, usize) -> bool| -> u64 {
            rows.iter().filter(|l| keep(l.page, page)).map(|l| u64::from(l.height)).sum()
        };
        let (total, before, to_its_end) = (height(|_, _| true), height(|a, b| a < b), height(|a, b| a <= b));
        // Twice the distance from the middle to the page, so that halves stay whole.
        let distance = (2 * before).saturating_sub(total) + total.saturating_sub(2 * to_its_end);
        let cost = (distance * 5 * most).checked_div(total).unwrap_or(0).min(most);
        i32::try_from(cost).unwrap_or(i32::MAX / 4)
    }

    /// How much a row's name speaks for a label, in tenths.
    fn affinity(&self, index: usize, label: &str) -> i32 {
        let leaf = &self.leaves[index];
        // At level 1 the names to compare are those of the level-2 groups as well.
        let names = [leaf.name.as_str(), if self.level == 0 { leaf.keys[1].as_str() } else { "" }];
        names.iter().filter(|n| !n.is_empty()).map(|name| self.one_affinity(name, label)).max().unwrap_or(0)
    }

    fn one_affinity(&self, name: &str, label: &str) -> i32 {
        let known = match self.lexicon.frameworks.is_parent(label, name) {
            Some(true) => 20,
            Some(false) => -6,
            None => 0,
        };
        let shared = common_run(name, label);
        let whole = label.chars().count();
        let words = if whole >= 2 && shared == whole { 12 } else { 2 * i32::try_from(shared).unwrap_or(0) };
        known + words
    }
}

/// How far the label's row is from the middle row of its group, in tenths.
fn off_center(start: usize, end: usize, at: usize) -> i32 {
    let (above, below) = (at - start.min(at), end.saturating_sub(1).max(at) - at);
    // An even number of rows has no middle one.
    match i32::try_from(above.abs_diff(below)).unwrap_or(i32::MAX / 4) {
        0 => 0,
        off => off.saturating_sub(1).saturating_mul(5).saturating_add(1),
    }
}

/// The length of the longest run of characters that both texts hold.
fn common_run(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(40).collect(), b.chars().take(40).collect());
    let mut best = 0;
    let mut row = vec![0usize; b.len() + 1];
    for &x in &a {
        for j in (0..b.len()).rev() {
            row[j + 1] = if x == b[j] { row[j] + 1 } else { 0 };
            best = best.max(row[j + 1]);
        }
    }
    if best == 1 { 0 } else { best }
}
