//! The graphics state: what operators set, saved and restored as content asks for it.

use super::paint::Brush;
use crate::read::pdf::faces::Shown;
use hayro_interpret::kurbo::{Affine, Rect};

/// Most states that are saved at a time; what is saved beyond is counted only.
const DEEPEST: usize = 1 << 16;

/// One graphics state.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    pub(super) transform: Affine,
    pub(super) fill: Brush,
    pub(super) stroke: Brush,
    pub(super) line: f32,
    pub(super) text: Text,
    /// Whether a mask fades what is drawn.
    pub(super) masked: bool,
    /// Whether what is drawn is blended with what lies under it.
    pub(super) blended: bool,
    /// The clips there were when this state was saved.
    clips: usize,
}

/// How text is shown.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) font: Option<Shown>,
    pub(super) size: f32,
    pub(super) char_space: f32,
    pub(super) word_space: f32,
    /// In hundredths.
    pub(super) scaling: f32,
    pub(super) leading: f32,
    pub(super) rise: f32,
    pub(super) mode: Mode,
    pub(super) matrix: Affine,
    pub(super) line_matrix: Affine,
    /// What glyphs clip, in user space, until the text ends.
    pub(super) clip: Option<Rect>,
}

/// What is done with the shapes of glyphs.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mode {
    pub(super) fills: bool,
    pub(super) strokes: bool,
    pub(super) clips: bool,
}

impl Mode {
    /// The mode that a number stands for.
    pub(super) fn new(number: i64) -> Self {
        let number = if (0..=7).contains(&number) { number } else { 0 };
        Self { fills: matches!(number, 0 | 2 | 4 | 6), strokes: matches!(number, 1 | 2 | 5 | 6), clips: number >= 4 }
    }
}

impl Default for Text {
    fn default() -> Self {
        Self {
            font: None,
            size: 1.0,
            char_space: 0.0,
            word_space: 0.0,
            scaling: 100.0,
            leading: 0.0,
            rise: 0.0,
            mode: Mode::new(0),
            matrix: Affine::IDENTITY,
            line_matrix: Affine::IDENTITY,
            clip: None,
        }
    }
}

impl Text {
    /// Begins a line, so far from where the last one began.
    pub(super) fn next_line(&mut self, x: f64, y: f64) {
        self.line_matrix *= Affine::translate((x, y));
        self.matrix = self.line_matrix;
    }
}

/// The states of one page, and its clips.
#[derive(Debug)]
pub(super) struct Stack {
    pub(super) now: State,
    saved: Vec<State>,
    /// Saved states beyond the deepest.
    beyond: usize,
    /// Of each clip, whether the device knows it.
    clips: Vec<bool>,
    /// What the clips leave, one inside the other.
    boxes: Vec<Rect>,
    shown: Rect,
}

impl Stack {
    /// The state that a page begins with.
    pub(super) fn new(transform: Affine, shown: Rect) -> Self {
        let now = State { transform, line: 1.0, ..State::default() };
        Self { now, saved: Vec::new(), beyond: 0, clips: Vec::new(), boxes: Vec::new(), shown }
    }

    /// How many states are saved.
    pub(super) fn depth(&self) -> usize {
        self.saved.len() + self.beyond
    }

    /// Saves the state.
    pub(super) fn save(&mut self) {
        if self.saved.len() >= DEEPEST {
            self.beyond += 1;
            return;
        }
        self.saved.push(self.now.clone());
        self.now.clips = self.clips.len();
    }

    /// Restores the state saved last; gives how many clips the device must forget.
    pub(super) fn restore(&mut self) -> usize {
        if self.beyond > 0 {
            self.beyond -= 1;
            return 0;
        }
        let Some(saved) = self.saved.pop() else { return 0 };
        let known = self.clips.drain(self.now.clips.min(self.clips.len())..).filter(|known| *known).count();
        self.boxes.truncate(self.boxes.len() - known);
        self.now = saved;
        known
    }

    /// What the clips leave of the page.
    pub(super) fn clip(&self) -> Rect {
        self.boxes.last().copied().unwrap_or(self.shown)
    }

    /// Clips; `covers` when the clip takes nothing away, so that the device need not know it.
    pub(super) fn push_clip(&mut self, area: Rect, covers: bool) {
        self.clips.push(!covers);
        if !covers {
            self.boxes.push(self.clip().intersect(area));
        }
    }
}
