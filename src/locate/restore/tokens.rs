//! The pieces of lines that may be cells: parted by blanks, or a line each, or closed by a pipe each.

use crate::lexicon::{Lexicon, fold, label_key};
use crate::locate::shape::{Shape, shape};
use crate::model::{Block, Field, Text};
use std::ops::Range;

/// Longer pieces are no titles of columns, in bytes.
const LONGEST_TITLE: usize = 60;
/// Lines of one cell each are short, in bytes.
const SHORT_LINE: usize = 60;
/// No header has more titles.
const MOST_TITLES: usize = 48;
/// A title stands on at most so many lines.
const MOST_PIECES: usize = 3;
/// So many short lines in a row may be cells.
const FEWEST_LINES: usize = 5;
/// So many names of columns among them.
const FEWEST_NAMES: usize = 2;
/// So many blanks may part the cells of a row.
const FEWEST_BLANKS: usize = 3;

/// A piece that may be a cell.
pub(super) struct Token<'a> {
    /// The paragraph, counted in the run.
    pub(super) block: usize,
    /// Its characters there.
    pub(super) chars: Range<usize>,
    pub(super) text: &'a str,
    pub(super) shape: Shape,
    /// Whether it is the first of its line.
    pub(super) opens_line: bool,
}

/// The pieces of a run of lines.
pub(super) struct Tokens<'a> {
    pub(super) list: Vec<Token<'a>>,
    /// Whether blanks part them, so that a cell may be in several pieces.
    pub(super) spaced: bool,
    /// Whether empty cells are among them.
    pub(super) piped: bool,
}

/// Whether lines may be a table that lost its marks: names of columns, several on a line or among short lines. Asked of
/// every text, so it looks at few lines closely.
pub(super) fn worth_a_look(run: &[Block], lexicon: &Lexicon) -> bool {
    // 一级指标及分值 is a title as well.
    let level = |text: &str| matches!(lexicon.headers.field(text), Some(Field::Level1 | Field::Level2));
    let is_name = |text: &str| {
        (1..=LONGEST_TITLE).contains(&text.len()) && (lexicon.headers.exact(text).is_some() || level(text))
    };
    let (mut short, mut names) = (0, 0);
    texts(run).any(|(_, text)| {
        let content = text.content.as_str();
        if content.len() > SHORT_LINE {
            (short, names) = (0, 0);
        } else {
            short += 1;
            names += usize::from(is_name(content.trim_end_matches(['|', ' '])));
        }
        let cells = || content.split([' ', '|', '\u{3000}', '\u{a0}']);
        let parted = memchr::memchr2_iter(b' ', b'|', content.as_bytes()).nth(FEWEST_BLANKS - 1).is_some();
        (short >= FEWEST_LINES && names >= FEWEST_NAMES)
            || (parted && cells().filter(|cell| is_name(cell)).nth(FEWEST_NAMES - 1).is_some())
    })
}

impl<'a> Tokens<'a> {
    /// Pieces parted by blanks, or by tabs alone.
    pub(super) fn spaced(run: &'a [Block], tabbed: bool, lexicon: &Lexicon) -> Self {
        let parts = |c: char| if tabbed { c == '\t' } else { c.is_whitespace() };
        let mut tokens = Self { list: Vec::new(), spaced: true, piped: false };
        for (block, text) in texts(run) {
            let mut opens_line = true;
            let mut piece: Option<(usize, usize)> = None;
            let chars = text.content.char_indices().chain([(text.content.len(), '\t')]);
            for (at, (byte, c)) in chars.enumerate() {
                match (parts(c), piece) {
                    (true, Some((char, start))) => {
                        tokens.push(block, char..at, &text.content[start..byte], opens_line, lexicon);
                        (piece, opens_line) = (None, false);
                    }
                    (false, None) => piece = Some((at, byte)),
                    _ => {}
                }
            }
        }
        tokens
    }

    /// Lines, or the pieces of lines that pipes part.
    pub(super) fn lines(run: &'a [Block], lexicon: &Lexicon) -> Self {
        let closed = texts(run).filter(|(_, text)| text.content.trim_end().ends_with('|')).count();
        let piped = closed * 2 > run.len();
        let mut tokens = Self { list: Vec::new(), spaced: false, piped };
        for (block, text) in texts(run) {
            let content = text.content.trim_end().strip_suffix('|').unwrap_or(text.content.trim_end());
            let mut at = 0;
            for part in content.split('|') {
                let before = part.chars().take_while(|c| c.is_whitespace()).count();
                let text = part.trim();
                let start = at + if text.is_empty() { 0 } else { before };
                tokens.push(block, start..start + text.chars().count(), text, true, lexicon);
                at += part.chars().count() + 1;
            }
        }
        tokens
    }

    fn push(&mut self, block: usize, chars: Range<usize>, text: &'a str, opens_line: bool, lexicon: &Lexicon) {
        self.list.push(Token { block, chars, text, shape: shape(text, lexicon), opens_line });
    }

    /// What a piece names as the title of a column, and how many pieces the title takes: `一级` and `指标` on two lines.
    pub(super) fn title(&self, at: usize, lexicon: &Lexicon) -> Option<(Field, usize)> {
        let field = |text: &str| lexicon.headers.field(text);
        let token = self.list.get(at).filter(|t| t.text.len() <= LONGEST_TITLE && t.shape != Shape::Empty)?;
        if is_bracket(token.text) {
            return None;
        }
        let own = field(token.text);
        let mut joined = token.text.to_owned();
        for (taken, next) in (2..=MOST_PIECES).zip(&self.list[at + 1..]) {
            joined.push_str(next.text);
            if !next.opens_line
                || joined.len() > LONGEST_TITLE
                || next.text.is_empty()
                || next.text.contains(|c: char| c.is_ascii_digit())
            {
                break;
            }
            let alone = field(next.text);
            if let Some(whole) = lexicon.headers.exact(&joined)
                && own.is_none_or(|own| own == whole)
                && (own.is_none() || alone.is_none_or(|f| f == Field::Level3 || f == whole))
            {
                return Some((whole, taken));
            }
        }
        own.map(|field| (field, 1))
    }

    /// How many pieces from one on are titles of columns.
    pub(super) fn titles_from(&self, at: usize, lexicon: &Lexicon) -> usize {
        let mut end = at;
        while let Some((_, taken)) = self.title(end, lexicon).filter(|_| end - at < MOST_TITLES) {
            end += taken;
        }
        end - at
    }

    /// Whether a piece is a number.
    pub(super) fn is_number(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|token| token.shape == Shape::Bare)
    }

    /// Whether a piece is a sentence or more.
    pub(super) fn is_sentence(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|t| matches!(t.shape, Shape::Long { .. }) || t.text.ends_with('。'))
    }

    /// Whether a piece opens a line of several without a number or mark.
    pub(super) fn is_wordy_line(&self, at: usize) -> bool {
        let line = self.list[at + 1..].iter().take_while(|t| !t.opens_line);
        let number = |shape: Shape| matches!(shape, Shape::Bare | Shape::Dash | Shape::Quantity);
        let several = self.list.get(at + 1).is_some_and(|next| !next.opens_line);
        let in_lines = at > 0 && self.list.iter().filter(|t| t.opens_line).nth(1).is_some();
        self.spaced && in_lines && self.list[at].opens_line && several && !line.clone().any(|t| number(t.shape))
    }

    /// Whether a line of several pieces, numbers among them, stands below a piece, a few lines on.
    pub(super) fn row_follows(&self, at: usize) -> bool {
        const LINES: usize = 6;
        let opens = (at + 1..self.list.len()).filter(|&next| self.list[next].opens_line).take(LINES);
        opens.into_iter().any(|start| {
            let line = self.list[start + 1..].iter().take_while(|token| !token.opens_line);
            let (mut pieces, mut numbers) = (1, 0);
            for token in line {
                pieces += 1;
                numbers += usize::from(matches!(token.shape, Shape::Bare | Shape::Quantity));
            }
            pieces >= 4 && numbers >= 2
        })
    }

    /// Whether a piece opens a heading, a remark or running text.
    pub(super) fn opens_prose(&self, at: usize) -> bool {
        let token = &self.list[at];
        if !token.opens_line {
            return false;
        }
        let alone = self.list.get(at + 1).is_none_or(|next| next.opens_line);
        let mut chars = token.text.chars().filter(|c| !c.is_whitespace());
        let (one, two) = (chars.next().unwrap_or(' '), chars.next().unwrap_or(' '));
        // The name of a row may be numbered like a heading.
        let scored = (at + 1..at + 3).any(|next| self.is_number(next));
        let heads = crate::model::ordinal(one).is_some() && two == '、' && !scored
            || matches!((one, two), ('注', ':' | '：' | '1'));
        heads || (alone && self.spaced && matches!(token.shape, Shape::Long { .. }))
    }

    /// The text of neighboring pieces.
    pub(super) fn text(&self, run: &[Block], range: Range<usize>) -> Text {
        let mut text = Text::default();
        let tokens = self.list.get(range).unwrap_or_default();
        for part in tokens.chunk_by(|a, b| a.block == b.block) {
            let (Some(first), Some(last)) = (part.first(), part.last()) else { continue };
            if let Some(source) = run.get(first.block).and_then(Block::text) {
                text.append('\n', &source.cut(first.chars.start..last.chars.end));
            }
        }
        text
    }

    /// The lines between two pieces, as paragraphs; the first is included, the last is not.
    pub(super) fn text_between(&self, run: &[Block], from: usize, to: usize) -> Vec<Block> {
        let start =
            self.list.get(from).map_or((run.len(), 0), |t| (t.block, if t.opens_line { 0 } else { t.chars.start }));
        let end = self.list.get(to).map_or((run.len(), 0), |t| (t.block, if t.opens_line { 0 } else { t.chars.start }));
        let mut blocks = Vec::new();
        for (block, text) in texts(run).filter(|(block, _)| (start.0..=end.0).contains(block)) {
            let first = if block == start.0 { start.1 } else { 0 };
            let last = if block == end.0 { end.1 } else { text.len_chars() };
            let part = text.cut(first..last);
            if !part.is_blank() {
                blocks.push(Block::Paragraph(part));
            }
        }
        blocks
    }

    /// Whether the text of pieces goes on in the next: the name of a level on two lines, or its points in brackets.
    pub(super) fn goes_on(&self, text: &str, next: usize, lexicon: &Lexicon) -> bool {
        let Some(next) = self.list.get(next) else { return false };
        if !next.opens_line || next.text.is_empty() || text.len() > LONGEST_TITLE {
            return false;
        }
        let level = |text: &str| {
            let key = label_key(text);
            !key.is_empty() && [1, 2].iter().any(|&level| lexicon.frameworks.is_level(level, &key))
        };
        let joined = level(&format!("{text}{}", next.text)) && !(level(text) && level(next.text));
        joined || (level(text) && is_bracket(next.text))
    }

    /// Whether a piece is what a form prints where nothing was filled in: `……`, `指标2：`, the points of a lost name.
    pub(super) fn is_unused(&self, at: usize, lexicon: &Lexicon) -> bool {
        let token = &self.list[at];
        let alone = token.opens_line && self.list.get(at + 1).is_none_or(|next| next.opens_line);
        let dots = token.text.chars().all(|c| matches!(c, '…' | '.'));
        let number = token.text.trim_end_matches(|c: char| c.is_ascii_digit());
        let next_is_value =
            self.list.get(at + 1).is_some_and(|next| matches!(next.shape, Shape::Bare | Shape::Quantity));
        let numbered = alone
            && number.len() < token.text.len()
            && !next_is_value
            && lexicon.headers.exact(number) == Some(Field::Level3);
        let mut line = self.list[at..].iter().enumerate().take_while(|(n, t)| *n == 0 || !t.opens_line);
        let dashes = self.spaced && token.opens_line && line.all(|(_, t)| t.shape == Shape::Dash);
        let unnamed = token.text.rsplit_once([':', '：']).is_some_and(|(number, name)| match name {
            "" => alone && number.ends_with(|c: char| c.is_ascii_digit()),
            name => shape_of_marks(name),
        });
        !token.text.is_empty() && (dots || unnamed || numbered || dashes || is_bracket(token.text))
    }
}

/// Whether nothing but marks stands in a text.
fn shape_of_marks(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '/' | '-' | '—' | '…' | '*'))
}

/// Whether a text is a bracket and nothing else.
fn is_bracket(text: &str) -> bool {
    let folded = fold(text);
    // The opening bracket is easily lost.
    let opened = folded.starts_with('(') && folded.matches('(').count() == 1;
    folded.ends_with(')') && (opened || folded.starts_with(|c: char| c.is_ascii_digit()))
}

fn texts(run: &[Block]) -> impl Iterator<Item = (usize, &Text)> {
    run.iter().enumerate().filter_map(|(i, block)| Some((i, block.text()?)))
}
