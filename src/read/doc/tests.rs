//! Whole files, made byte by byte: what a reader of the printed page sees is what comes out.
#![allow(clippy::cast_possible_truncation, reason = "made files are small")]

use super::super::{Limits, Source, read};
use super::modifiers::code;
use crate::model::{Block, Error, ErrorKind, Format};
use encoding_rs::GB18030;
use std::io::{Cursor, Write as _};

/// Where the text starts; the block before it is as long as the lists of either version need.
const TEXT: usize = 0x600;

/// A file in the making.
#[derive(Default)]
struct Made {
    six: bool,
    flags: u16,
    text: Vec<u8>,
    /// Ends of paragraphs and runs in `text`, with their modifiers.
    paragraphs: Vec<(usize, Vec<u8>)>,
    runs: Vec<(usize, Vec<u8>)>,
    /// Lengths of the stories in characters.
    lengths: [u32; 8],
    /// Further lists: number, bytes, and bytes that follow without being counted.
    lists: Vec<(usize, Vec<u8>, Vec<u8>)>,
    data: Vec<u8>,
}

impl Made {
    /// Adds a paragraph with its mark; `story` is where its characters count.
    fn paragraph(&mut self, story: usize, text: &str, modifiers: &[u8]) -> &mut Self {
        self.run(story, text, &[]);
        self.paragraphs.push((self.text.len(), modifiers.to_vec()));
        self
    }

    /// Adds characters of the same look.
    fn run(&mut self, story: usize, text: &str, modifiers: &[u8]) -> &mut Self {
        let bytes: Vec<u8> = if self.six {
            GB18030.encode(text).0.into_owned()
        } else {
            text.encode_utf16().flat_map(u16::to_le_bytes).collect()
        };
        self.lengths[story] += bytes.len() as u32 / if self.six { 1 } else { 2 };
        self.text.extend(bytes);
        self.runs.push((self.text.len(), modifiers.to_vec()));
        self
    }

    fn row(&mut self, cells: &[&str], modifiers: &[u8], depth: u8) -> &mut Self {
        for cell in cells {
            self.paragraph(0, &format!("{cell}{}", if depth > 1 { '\r' } else { '\u{7}' }), &in_cell(depth));
        }
        let end: &[u8] = if depth > 1 { &[0x4C, 0x24, 1] } else { &[0x17, 0x24, 1] };
        let mark = if depth > 1 { "\r" } else { "\u{7}" };
        self.paragraph(0, mark, &[&in_table(depth), end, modifiers].concat())
    }

    /// One formatted page for each run, and the list that names them.
    fn pages(&self, document: &mut Vec<u8>, runs: &[(usize, Vec<u8>)], paragraphs: bool) -> Vec<u8> {
        let (mut places, mut numbers): (Vec<u8>, Vec<u8>) = Default::default();
        let mut start = TEXT;
        for (end, modifiers) in runs {
            document.resize(document.len().next_multiple_of(512), 0);
            let number = (document.len() / 512) as u32;
            let mut page = vec![0; 512];
            page[0..4].copy_from_slice(&(start as u32).to_le_bytes());
            page[4..8].copy_from_slice(&((TEXT + end) as u32).to_le_bytes());
            let content = if paragraphs {
                // A style, then the modifiers, in words; the first byte is one of them.
                let mut content = vec![0, 0];
                content.extend(modifiers);
                content.resize(content.len() | 1, 0);
                content.insert(0, content.len().div_ceil(2) as u8);
                content
            } else {
                [&[modifiers.len() as u8], modifiers.as_slice()].concat()
            };
            let at = (511 - content.len()) / 2 * 2;
            page[at..at + content.len()].copy_from_slice(&content);
            (page[8], page[511]) = ((at / 2) as u8, 1);
            document.extend(page);
            places.extend((start as u32).to_le_bytes());
            numbers.extend(&number.to_le_bytes()[..if self.six { 2 } else { 4 }]);
            start = TEXT + end;
        }
        places.extend((start as u32).to_le_bytes());
        places.extend(numbers);
        places
    }

    fn bytes(&self) -> Vec<u8> {
        let mut document = vec![0; TEXT];
        let mut put = |at: usize, bytes: &[u8]| document[at..at + bytes.len()].copy_from_slice(bytes);
        put(0, &if self.six { 0xA5DC_u16 } else { 0xA5EC }.to_le_bytes());
        put(2, &if self.six { 0x65_u16 } else { 0xC1 }.to_le_bytes());
        put(6, &0x0804_u16.to_le_bytes());
        put(10, &(self.flags | 0x0200).to_le_bytes());
        put(0x18, &(TEXT as u32).to_le_bytes());
        put(0x1C, &((TEXT + self.text.len()) as u32).to_le_bytes());
        for (i, length) in self.lengths.iter().enumerate() {
            put(if self.six { 0x34 } else { 0x4C } + i * 4, &length.to_le_bytes());
        }
        document.extend(&self.text);
        let mut lists = self.lists.clone();
        lists.push((12, self.pages(&mut document, &self.runs, false), Vec::new()));
        lists.push((13, self.pages(&mut document, &self.paragraphs, true), Vec::new()));
        if !self.six {
            let characters = (self.text.len() / 2) as u32;
            let piece = [&[2u8, 16, 0, 0, 0][..], &[0; 4], &characters.to_le_bytes(), &[0; 2]].concat();
            lists.push((33, [&piece[..], &(TEXT as u32).to_le_bytes(), &[0; 2]].concat(), Vec::new()));
        }
        let mut table = if self.six { document.clone() } else { Vec::new() };
        for (number, bytes, behind) in &lists {
            let at = if self.six { 0x58 } else { 0x9A } + number * 8;
            let head = if self.six { &mut table } else { &mut document };
            let place = if self.six { head.len() } else { 0 };
            head[at + 4..at + 8].copy_from_slice(&(bytes.len() as u32).to_le_bytes());
            let place = if self.six { place } else { table.len() } as u32;
            let head = if self.six { &mut table } else { &mut document };
            head[at..at + 4].copy_from_slice(&place.to_le_bytes());
            table.extend(bytes);
            table.extend(behind);
        }
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a container");
        let streams =
            [("WordDocument", if self.six { &table } else { &document }), ("1Table", &table), ("Data", &self.data)];
        for (name, content) in streams {
            file.create_stream(name).expect("a stream").write_all(content).expect("written");
        }
        file.into_inner().into_inner()
    }

    fn shown(&self) -> Vec<String> {
        blocks(self.bytes()).expect("readable")
    }
}

fn blocks(bytes: Vec<u8>) -> Result<Vec<String>, Error> {
    let outcome = read(&Source { path: "x.doc".into(), part: None, bytes }, &Limits::DEFAULT)?;
    assert_eq!(outcome.value.origin.format, Format::Doc);
    let block = |block: Block| match block {
        Block::Heading(text) => format!("# {}", text.content),
        Block::Paragraph(text) => text.content,
        Block::Table(table) => {
            let cell = |c: &crate::model::Cell| {
                let span = if (c.row_span, c.col_span) == (1, 1) {
                    String::new()
                } else {
                    format!(" {}×{}", c.row_span, c.col_span)
                };
                format!("{}@{},{}{span}", c.text.content, c.row, c.col)
            };
            table.cells.iter().map(cell).collect::<Vec<_>>().join("|")
        }
    };
    Ok(outcome.value.blocks.into_iter().map(block).collect())
}

fn in_table(depth: u8) -> Vec<u8> {
    let mut out = vec![0x16, 0x24, 1];
    if depth > 1 {
        out.extend([0x49, 0x66, depth, 0, 0, 0]);
    }
    out
}

fn in_cell(depth: u8) -> Vec<u8> {
    let inner: &[u8] = if depth > 1 { &[0x4B, 0x24, 1] } else { &[] };
    [&in_table(depth), inner].concat()
}

/// The modifier of a row: edges, then flags of cells.
fn cells(edges: &[i16], flags: &[u16]) -> Vec<u8> {
    let mut operand = vec![edges.len() as u8 - 1];
    operand.extend(edges.iter().flat_map(|e| e.to_le_bytes()));
    for flag in flags {
        operand.extend(flag.to_le_bytes());
        operand.extend([0; 18]);
    }
    let mut out = code::ROW.to_le_bytes().to_vec();
    out.extend((operand.len() as u16 + 1).to_le_bytes());
    out.extend(operand);
    out
}

const DELETED: [u8; 3] = [0x00, 0x08, 1];
const HIDDEN: [u8; 3] = [0x3C, 0x08, 1];
const OUTLINE: [u8; 3] = [0x40, 0x26, 0];

#[test]
fn paragraphs_fields_and_what_is_not_shown() {
    let mut made = Made::default();
    made.paragraph(0, "单位自评\r", &OUTLINE);
    made.run(0, "共", &[]).run(0, "删", &DELETED).run(0, "藏", &HIDDEN).paragraph(
        0,
        "\u{13}REF x\u{14}三\u{15}项\u{b}续\r",
        &[],
    );
    // The mark of the first paragraph is deleted, so both are one.
    made.run(0, "前", &[]).run(0, "\r", &DELETED);
    made.paragraphs.push((made.text.len(), Vec::new()));
    made.paragraph(0, "后\u{1e}完\r", &[]);
    let mut font = vec![1, 0, 0, 0, 59, 0, 0, 0, 2];
    font.resize(44, 0);
    font.extend("Wingdings\0".encode_utf16().flat_map(u16::to_le_bytes));
    made.lists.push((15, font, Vec::new()));
    made.run(0, "(", &[0x55, 0x08, 1, 0x09, 0x6A, 0, 0, 0xFE, 0xF0]).paragraph(0, "是\u{c}", &[]);
    made.paragraph(0, "\r", &[]);
    assert_eq!(made.shown(), ["# 单位自评", "共三项\n续", "前后-完", "☑是"]);
}

#[test]
fn tables_with_merges() {
    let mut made = Made::default();
    made.row(&["一级", "二级", "得分"], &cells(&[0, 1000, 2000, 3000], &[0x60, 0, 0]), 1);
    made.row(&["", "合计", ""], &cells(&[0, 1000, 2005, 3000], &[0x20, 1, 2]), 1);
    made.row(&["备注", "无"], &cells(&[0, 2000, 3000], &[]), 1);
    made.paragraph(0, "完\r", &[]);
    let expected = "一级@0,0 2×1|二级@0,1|得分@0,2|合计@1,1 1×2|备注@2,0 1×2|无@2,2";
    assert_eq!(made.shown(), [expected, "完"]);
}

#[test]
fn rows_whose_description_lies_elsewhere_or_was_deleted() {
    let mut made = Made::default();
    let row = cells(&[0, 1000, 2000], &[]);
    made.data = [&(row.len() as u16).to_le_bytes()[..], &row].concat();
    made.row(&["a", "b"], &[0x46, 0x66, 0, 0, 0, 0], 1);
    made.row(&["c"], &cells(&[0, 2000], &[]), 1);
    for (text, end) in [("d\u{7}", &[][..]), ("\u{7}", &[0x17, 0x24, 1][..])] {
        made.run(0, text, &DELETED);
        made.paragraphs.push((made.text.len(), [&in_table(1), end].concat()));
    }
    assert_eq!(made.shown(), ["a@0,0|b@0,1|c@1,0 1×2"]);
}

#[test]
fn tables_in_cells() {
    let mut made = Made::default();
    made.paragraph(0, "外\r", &in_table(1));
    made.row(&["内", "里"], &cells(&[0, 500, 900], &[]), 2);
    made.row(&["", "邻"], &cells(&[0, 1000, 2000], &[]), 1);
    assert_eq!(made.shown(), ["外\n内\t里@0,0|邻@0,1"]);
}

#[test]
fn text_boxes_and_notes() {
    let mut made = Made::default();
    made.paragraph(0, "正文\u{8}\u{2}\r", &[]).paragraph(0, "第二段\r", &[]);
    made.paragraph(1, "\u{2}脚注\r", &[]).paragraph(2, "页眉\r", &[]).paragraph(6, "框内\r", &[]).paragraph(
        6,
        "散框\r",
        &[],
    );
    let place = |numbers: &[u32]| -> Vec<u8> { numbers.iter().flat_map(|n| n.to_le_bytes()).collect() };
    let shape = |at: usize, size: usize, id: u32| {
        let mut entry = vec![0; size];
        entry[at..at + 4].copy_from_slice(&id.to_le_bytes());
        entry
    };
    made.lists.push((40, [place(&[2, 9]), shape(0, 26, 1025)].concat(), Vec::new()));
    made.lists.push((2, [place(&[3, 9]), vec![0; 2]].concat(), Vec::new()));
    made.lists.push((3, place(&[0, 4, 4]), Vec::new()));
    made.lists.push((56, [place(&[0, 3, 6]), shape(14, 22, 1025), shape(14, 22, 7)].concat(), Vec::new()));
    assert_eq!(made.shown(), ["正文", "框内", "脚注", "第二段", "散框"]);
}

#[test]
fn labels_of_lists() {
    let level = |code: u8, label: &[u16]| {
        let mut level = vec![1, 0, 0, 0, code];
        level.resize(28, 0);
        level[15] = 2;
        level.extend((label.len() as u16).to_le_bytes());
        level.extend(label.iter().flat_map(|unit| unit.to_le_bytes()));
        level
    };
    let mut head = vec![1, 0, 9, 0, 0, 0];
    head.resize(30, 0);
    let mut levels = [level(37, &[0, '、' as u16]), level(37, &['（' as u16, 1, '）' as u16])].concat();
    (2..9).for_each(|n| levels.extend(level(0, &[n, '.' as u16])));
    let mut overrides = vec![1, 0, 0, 0, 9, 0, 0, 0];
    overrides.resize(20, 0);
    overrides.extend([0xFF; 4]);
    let lists = vec![(73, head, levels), (74, overrides, Vec::new())];
    let mut made = Made { lists, ..Made::default() };
    let item = |level: u8| [0x0B, 0x46, 1, 0, 0x0A, 0x26, level];
    for (text, level) in [("概况\r", 0), ("职能\r", 1), ("机构\r", 1), ("目标\r", 0), ("细目\r", 2)] {
        made.paragraph(0, text, &item(level));
    }
    assert_eq!(made.shown(), ["一、概况", "（一）职能", "（二）机构", "二、目标", "1.细目"]);
}

#[test]
fn word_95_in_gbk() {
    let mut made = Made { six: true, ..Made::default() };
    made.paragraph(0, "绩效 95 分\r", &[]);
    // Word 6: in table, end of a row, and a row of two cells with flags of ten bytes.
    for cell in ["预算\u{7}", "执行\u{7}"] {
        made.paragraph(0, cell, &[24, 1]);
    }
    let row = [&[24, 1, 25, 1, 190, 8, 0, 2][..], &[0, 0, 232, 3, 208, 7]].concat();
    made.paragraph(0, "\u{7}", &row).paragraph(0, "完\r", &[]);
    assert_eq!(made.shown(), ["绩效 95 分", "预算@0,0|执行@0,1", "完"]);
}

#[test]
fn files_that_cannot_be_read() {
    let kind = |bytes: Vec<u8>| blocks(bytes).expect_err("an error").kind;
    let mut made = Made { flags: 0x0100, ..Made::default() };
    made.paragraph(0, "秘\r", &[]);
    assert_eq!(kind(made.bytes()), ErrorKind::Encrypted);
    let mut lost = vec![0; 4096];
    lost[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    lost[512..514].copy_from_slice(&0xA5EC_u16.to_le_bytes());
    assert_eq!(kind(lost), ErrorKind::Damaged);
    let blank = Made::default();
    assert_eq!(blank.shown(), Vec::<String>::new());
}

#[test]
fn damage_gives_less_and_never_a_panic() {
    let mut made = Made::default();
    made.paragraph(0, "标题\r", &OUTLINE);
    made.row(&["甲", "乙"], &cells(&[0, 1000, 2000], &[0, 0]), 1);
    made.paragraph(0, "完\r", &[]);
    let bytes = made.bytes();
    let known = [ErrorKind::Damaged, ErrorKind::UnknownFormat, ErrorKind::Encrypted, ErrorKind::TooLarge];
    let sound = |error: Error| assert!(known.contains(&error.kind), "{error}");
    let mut whole = 0;
    for end in (1..bytes.len()).step_by(53) {
        blocks(bytes[..end].to_vec()).map_or_else(sound, |blocks| whole += usize::from(blocks.len() == 3));
    }
    assert!(whole > 0, "a file that lost its last bytes is read whole");
    let mut seed = 7u32;
    for _ in 0..400 {
        let mut broken = bytes.clone();
        for _ in 0..8 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let at = (seed >> 8) as usize % broken.len();
            broken[at] = (seed >> 3) as u8;
        }
        // Damage may make it a file of no known format, which is an error as well.
        let source = Source { path: "x.doc".into(), part: None, bytes: broken };
        if let Err(error) = read(&source, &Limits::DEFAULT) {
            assert!(!error.detail.contains("panicked") && error.kind != ErrorKind::Io, "{error}");
            assert!(!error.detail.contains("index out of"), "{error}");
        }
    }
}
