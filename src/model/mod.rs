//! Plain data that every stage shares: what comes out of reading, locating, normalizing, reconciling and checking; and
//! what is true of characters anywhere (ordinals, marks at the ends of lines).
//!
//! Nothing here reads files, knows a word of a form, or decides anything. Fields are public; methods only look things
//! up or do arithmetic on the value itself.

mod document;
mod error;
mod examination;
mod expression;
mod figure;
mod finding;
mod interval;
mod layout;
mod location;
mod marks;
mod memo;
mod notice;
mod quantity;
mod reconciliation;
mod report;
mod rubric;
mod said;
#[cfg(test)]
pub(crate) mod sample;

pub use document::{Block, Cell, Document, Format, Grid, Layer, Origin, Table, Text};
pub use error::{Error, ErrorKind};
pub use examination::{Examination, FigureStatus};
pub use expression::{Expression, Operator};
pub use figure::{Figure, FigureId, FigureRole, Relation, RelationKind, Wording};
pub use finding::{Code, Finding, Lang, Message, PlaceRole, Related, Severity};
pub use interval::Interval;
pub use layout::{
    CellRef, Field, HeadField, HeadKind, Layout, Repeat, RowKind, RowRole, ScoreLine, Section, TableKind, TableRole,
};
pub use location::{Anchor, Location, Rect, SheetCell, Spot};
pub use marks::{begins_no_line, ends_no_line};
pub use memo::Memo;
pub use notice::{Embedded, Notice, Outcome, Unread};
pub use quantity::{Approx, Comparator, Dimension, Measure, Quantity, Unit};
pub use reconciliation::{Convention, Reason, Reconciliation, Subject, Verdict};
pub use report::{
    BudgetLine, Grade, Group, Head, Indicator, Report, ReportKind, Restatement, ScoreClaim, Stated, StatedLoss,
};
pub use rubric::{
    Amount, Attainment, Award, Bound, Case, Condition, Damage, Definition, Edge, FormRule, Full, Measured, Part, Range,
    RowsOf, Rubric, Side, Step, StepUnit, Steps, Term, Understanding,
};
pub use said::{Checklist, Denial, Said, Whole};

/// The number from 1 to 10 that a Chinese numeral of one character stands for, as list items are numbered: `三` is 3.
#[must_use]
#[inline]
pub fn ordinal(c: char) -> Option<u32> {
    Some(match c {
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        _ => return None,
    })
}

/// The character offset as the `u32` that [`Location`] stores; offsets past four billion characters are clamped.
#[must_use]
pub fn offset(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
