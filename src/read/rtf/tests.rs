//! Whole files: what a reader of the printed page sees is what comes out.

use super::super::{Limits, Source, read};
use crate::model::{Block, Cell, ErrorKind, Format};

fn shown(body: &[u8]) -> Vec<String> {
    let bytes = [b"{\\rtf1\\ansi\\ansicpg936\\deff0 ", body, b"}"].concat();
    let outcome = read(&Source { path: "x.rtf".into(), part: None, bytes }, &Limits::DEFAULT).expect("readable");
    assert_eq!(outcome.value.origin.format, Format::Rtf);
    let block = |block: Block| match block {
        Block::Heading(text) => format!("# {}", text.content),
        Block::Paragraph(text) => text.content,
        Block::Table(table) => {
            let cell = |c: &Cell| {
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
    outcome.value.blocks.into_iter().map(block).collect()
}

#[test]
fn characters() {
    let cases: &[(&[u8], &str)] = &[
        (b"\\'bc\\'a8\\'d0\\'a7 a\\par", "绩效 a"),
        (b"\xBC\xA8\\'d0\xA7", "绩效"),
        // The second byte of a character may be a letter or an escaped sign.
        (b"\\'81@\\'81\\\\", "丂乗"),
        (b"\\u-32767\\'3f\\u8217 ?x", "\u{8001}’x"),
        (b"\\uc2\\u32489\\'bc\\'a8{\\uc0\\u25928}\\u25928\\'d0\\'a7.", "绩效效."),
        (b"\\uc0\\u-10179\\u-8704", "😀"),
        (b"a\\~b\\_c\\-d\\emdash e\\tab f\\line g", "a\u{a0}b-cd—e\tf\ng"),
        (b"a{\\v secret}b{\\deleted gone}c{\\v0 d}", "abcd"),
        (b"{\\field{\\*\\fldinst PAGE}{\\fldrslt 7}} of 9", "7 of 9"),
        (b"{\\listtext\\'d2\\'bb\\'a1\\'a2}x", "一、x"),
        (b"{\\upr{old}{\\*\\ud{new}}}{\\*\\unknown x}{\\pict 00}", "new"),
        (b"a{\\header no}{\\info{\\title no}}{\\bin3 }}}}b", "ab"),
        (
            b"{\\fonttbl{\\f0\\fcharset134 ;}{\\f1\\fcharset204 ;}{\\f2\\fcharset2 Wingdings;}}\\f1\\'e0\\f0\\'d6\\'d0\\f2\\'fe",
            "а中☑",
        ),
        (b"{\\fonttbl{\\f0\\fcharset0 ;}{\\f3\\fcharset136 ;}}\\loch\\af0\\dbch\\af3\\'a4\\'a4", "中"),
        (b"a}}trailing", "a"),
    ];
    for (body, expected) in cases {
        assert_eq!(shown(body), [*expected], "{}", String::from_utf8_lossy(body));
    }
}

#[test]
fn paragraphs() {
    let body = b"{\\stylesheet{\\s1\\outlinelevel0 heading;}{\\s2 body;}}\\pard\\s1 one\\par\\pard\\s2 two\\par\
        \\pard\\outlinelevel2 three\\par\\pard four{\\v\\par}five\\par\\page six{\\footnote note\\par more}\\par seven";
    assert_eq!(shown(body), ["# one", "two", "# three", "fourfive", "six", "note", "more", "seven"]);
}

#[test]
fn text_boxes_follow_their_paragraph() {
    let body = b"before{\\shp{\\*\\shpinst{\\sp{\\sn x}{\\sv 1}}{\\shptxt in\\par box}}{\\shprslt no}} after\\par last";
    assert_eq!(shown(body), ["before after", "in", "box", "last"]);
}

#[test]
fn tables() {
    let merged =
        b"\\trowd\\clvmgf\\cellx1000\\clmgf\\cellx2000\\clmrg\\cellx3000\\pard\\intbl a\\cell b\\cell\\cell\\row\
        \\trowd\\clvmrg\\cellx1000\\cellx2000\\cellx3005\\pard\\intbl\\cell\\li210 c\\par\\pard\\intbl d\\cell e\\cell\\row\\pard end";
    assert_eq!(shown(merged), ["a@0,0 2×1|b@0,1 1×2|  c\nd@1,1|e@1,2", "end"]);
    let described_once = b"\\trowd\\cellx10\\cellx900\\cellx1800 \\pard\\intbl{a\\cell b\\cell c\\cell}{\\row}{d\\cell e\\cell f\\cell\\row}";
    assert_eq!(shown(described_once), ["a@0,0|b@0,1|c@0,2|d@1,0|e@1,1|f@1,2"]);
}

#[test]
fn tables_in_cells() {
    let body = b"\\trowd\\cellx1000\\cellx2000\\pard\\intbl x\\par\\pard\\intbl\\itap2 i\\nestcell j\\nestcell\
        {\\*\\nesttableprops\\trowd\\cellx300\\cellx600\\nestrow}{\\nonesttables\\par}\\pard\\intbl y\\cell z\\cell\\row\\pard end";
    assert_eq!(shown(body), ["x\ni\tj\ny@0,0|z@0,1", "end"]);
}

#[test]
fn files_that_are_cut_off() {
    let bytes = b"{\\rtf1 a{\\b c".to_vec();
    let found = read(&Source { path: "x.rtf".into(), part: None, bytes }, &Limits::DEFAULT).expect_err("an error");
    assert_eq!(found.kind, ErrorKind::Damaged);
}

#[test]
fn deep_nesting_is_bounded() {
    let body = [vec![b'{'; 300_000], b"deep".to_vec(), vec![b'}'; 300_000], b"end".to_vec()].concat();
    assert_eq!(shown(&body), ["deepend"]);
    let rows = b"\\itap99999\\nestcell".repeat(100);
    assert!(shown(&rows).len() < 300);
}
