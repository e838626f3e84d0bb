//! What a stage may remark on without failing.

use super::layout::HeadKind;
use super::location::Location;

/// A stage's result with its remarks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome<T> {
    /// The result.
    pub value: T,
    /// The remarks, in order of place.
    pub notices: Vec<Notice>,
}

impl<T> Outcome<T> {
    /// A result without remarks.
    #[must_use]
    pub fn clean(value: T) -> Self {
        Self { value, notices: Vec::new() }
    }
}

/// Everything a stage may remark on. Closed: checks turn these into findings, and nothing else does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Bytes that the encoding does not define were replaced. How many, and where the first stands.
    UndecodableBytes {
        /// Number of replacements.
        count: u32,
        /// The first.
        at: Location,
    },
    /// A text in Chinese holds a lone foreign word where conversion leaves one (`and` for 和).
    ForeignWord {
        /// The word.
        at: Location,
    },
    /// A bracket or book-title mark has no partner.
    UnpairedMark {
        /// The mark.
        at: Location,
    },
    /// The text of a cell ends in mid sentence.
    CellCutOff {
        /// The last characters.
        at: Location,
    },
    /// A paragraph ends in mid sentence.
    SentenceCutOff {
        /// The last characters.
        at: Location,
    },
    /// An amount of money ends in 万 or 亿 while the amounts around it print the whole unit.
    UnitIncomplete {
        /// The amount.
        at: Location,
    },
    /// Digits seem to be lost: the same phrase stands complete elsewhere in the report.
    DigitsLost {
        /// What stands here.
        at: Location,
        /// The complete phrase elsewhere.
        model: Location,
    },
    /// A page has no text that can be read.
    NoTextLayer {
        /// The page, 1-based.
        page: u32,
        /// Whether it has a text that nobody sees, such as recognition lays under a scan. That text was not used.
        hidden: bool,
        /// The place of the page.
        at: Location,
    },
    /// Much of a page's text are characters that no Chinese text is made of; the file names other characters than it shows.
    GarbledText {
        /// The page, 1-based.
        page: u32,
        /// The place of the page.
        at: Location,
    },
    /// The text of a page was recognized from its picture, because the file states none that can be used.
    Recognized {
        /// The page, 1-based.
        page: u32,
        /// How many of its characters are not known.
        unknown: u32,
        /// The place of the page.
        at: Location,
    },
    /// A number could not be read as one value.
    AmbiguousNumber {
        /// The characters.
        at: Location,
    },
    /// A head field could not be told.
    HeadMissing(HeadKind),
    /// An announced attachment or table does not follow.
    AttachmentMissing {
        /// The announcement.
        at: Location,
    },
    /// Table numbers skip (表1-2, then 表1-5).
    TableNumberSkips {
        /// The last number before the gap.
        before: Location,
        /// The number after it.
        after: Location,
    },
    /// Template text that nobody filled in (`XX`, `是否…` left as a question).
    Placeholder {
        /// The characters.
        at: Location,
    },
    /// Something that belongs to the file was not read.
    NotRead {
        /// What it is.
        what: Unread,
        /// Where it would stand.
        at: Location,
    },
}

/// What was not read, although it belongs to the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// A hidden sheet of a workbook, by name.
    HiddenSheet(String),
    /// A file that a web page offers below or in its text, by the words of the link.
    Attachment(String),
    /// Something embedded in a text document that is no text of it.
    Embedded(Embedded),
    /// The document itself: the file is a web page under the name of another format. The page's title.
    Document(String),
}

/// What a text document may embed beside its own text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Embedded {
    /// A file that is to be put in its place when the document is opened.
    Chunk,
    /// A document of another program, by the name under which that program is registered: `Excel.Sheet.12`.
    Object(String),
    /// A chart.
    Chart,
    /// A diagram with text (SmartArt).
    Diagram,
}
