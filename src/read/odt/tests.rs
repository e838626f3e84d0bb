//! Each construct of the format in its smallest form, and what is printed for it.

use crate::model::{Block, Document, Error, ErrorKind};
use crate::read::{Limits, Source, read};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const STYLES: &str = "<s><office:styles><style:style style:name='Hidden' style:family='text'>\
    <style:text-properties text:display='none'/></style:style>\
    <style:style style:name='P1' style:family='paragraph' style:parent-style-name='Title'/>\
    <style:style style:name='In' style:family='paragraph'><style:paragraph-properties fo:margin-left='10.5pt'/></style:style>\
    <text:outline-style><text:outline-level-style text:level='1' style:num-format='一, 二, 三, ...' style:num-suffix='、'/>\
    </text:outline-style></office:styles></s>";
const LISTS: &str = "<office:automatic-styles><text:list-style style:name='L'>\
    <text:list-level-style-number text:level='1' style:num-format='一, 二, 三, ...' loext:num-list-format='（%1%）'>\
    <style:list-level-properties><style:list-level-label-alignment text:label-followed-by='nothing'/>\
    </style:list-level-properties></text:list-level-style-number>\
    <text:list-level-style-number text:level='2' style:num-format='1' style:num-suffix='.' text:display-levels='2'/>\
    <text:list-level-style-bullet text:level='3' text:bullet-char='•'/></text:list-style></office:automatic-styles>";

fn package(members: &[(&str, &str)]) -> Vec<u8> {
    packed(members, CompressionMethod::Stored)
}

fn packed(members: &[(&str, &str)], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    let mimetype = ("mimetype", "application/vnd.oasis.opendocument.text");
    for (name, content) in [mimetype].iter().chain(members) {
        writer.start_file(*name, options).expect("a member");
        writer.write_all(content.as_bytes()).expect("its content");
    }
    writer.finish().expect("a package").into_inner()
}

fn opened(bytes: Vec<u8>) -> Result<Document, Error> {
    let source = Source { path: "test.odt".into(), part: None, bytes };
    read(&source, &Limits::DEFAULT).map(|outcome| outcome.value)
}

/// The blocks, one line each: `#` for headings, and tables as `[cell | cell]` with row, column and spans.
fn body(content: &str) -> String {
    let text = format!(
        "<office:document-content>{LISTS}<office:body><office:text>{content}</office:text></office:body></office:document-content>"
    );
    let document = opened(package(&[("content.xml", &text), ("styles.xml", STYLES)])).expect(content);
    let cell = |c: &crate::model::Cell| {
        format!("{},{} {}×{} {}", c.row, c.col, c.row_span, c.col_span, c.text.content.replace('\n', "/"))
    };
    let block = |b: &Block| match b {
        Block::Heading(text) => format!("#{}", text.content),
        Block::Paragraph(text) => text.content.replace('\n', "/"),
        Block::Table(table) => format!("[{}]", table.cells.iter().map(cell).collect::<Vec<_>>().join(" | ")),
    };
    document.blocks.iter().map(block).collect::<Vec<_>>().join("\n")
}

fn p(content: &str) -> String {
    format!("<text:p>{content}</text:p>")
}

#[test]
fn characters() {
    let note = "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>注文</text:p></text:note-body></text:note>";
    let framed = "<draw:frame><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame>";
    let cases = [
        (p("预算<text:span>100</text:span>万元"), "预算100万元"),
        (p(" a  \n b<text:s text:c='2'/>c<text:tab/>d<text:line-break/>e"), "a b  c\td\ne"),
        (p("<text:s text:c='2'/>其中&amp;"), "  其中&"),
        (p("<text:span text:style-name='Hidden'>x</text:span>y"), "y"),
        (p(&format!("95%{note}。")), "95%。\n注文"),
        (p(&format!("文{framed}")), "文\n框"),
        (p("<draw:custom-shape><text:p>形</text:p></draw:custom-shape>"), "形"),
        (p("得<text:change text:change-id='c'/>9<office:annotation><text:p>批</text:p></office:annotation>"), "得9"),
        ("<text:tracked-changes><text:changed-region><text:deletion><text:p>旧</text:p></text:deletion></text:changed-region></text:tracked-changes>".to_owned() + &p("新"), "新"),
        (p("<text:ruby><text:ruby-base>绩</text:ruby-base><text:ruby-text>jì</text:ruby-text></text:ruby>"), "绩"),
        ("<text:section>".to_owned() + &p("a") + "</text:section><text:section text:display='none'>" + &p("b") + "</text:section>", "a"),
        ("<text:table-of-content><text:table-of-content-source><text:index-title-template>x</text:index-title-template></text:table-of-content-source><text:index-body>".to_owned() + &p("目录") + "</text:index-body></text:table-of-content>", "目录"),
        (p(""), ""),
    ];
    for (content, wanted) in cases {
        assert_eq!(body(&content), wanted, "{content}");
    }
}

#[test]
fn headings_and_lists() {
    let item = |content: &str| format!("<text:list-item>{content}</text:list-item>");
    let list = |more: &str, items: &str| format!("<text:list {more}>{items}</text:list>");
    let inner = list("", &(item(&p("x")) + &item(&p("y"))));
    let content = [
        "<text:h text:outline-level='1'>概况</text:h><text:p text:style-name='P1'>标题</text:p>".to_owned(),
        list("xml:id='l1' text:style-name='L'", &(item(&(p("甲") + &p("续"))) + &item(&(p("乙") + &inner)))),
        list("text:continue-list='l1' text:style-name='L'", &item(&p("丙"))),
        list("text:style-name='L'", &item(&p("丁"))),
        list("text:continue-numbering='true' text:style-name='L'", &item(&p("戊"))),
        list("text:style-name='L'", &format!("<text:list-header>{}</text:list-header>", p("己"))),
        list("text:style-name='L'", "<text:list-item text:start-value='5'><text:p>庚</text:p></text:list-item>"),
        list("text:style-name='L'", &item(&list("", &item(&list("", &item(&p("点"))))))),
        "<text:h text:outline-level='1'>结论</text:h><text:h text:is-list-header='true'>附</text:h>".to_owned(),
    ];
    let wanted = "#一、概况\n#标题\n（一）甲\n续\n（二）乙\n二.1. x\n二.2. y\n（三）丙\n（一）丁\n（二）戊\n己\n（五）庚\n点\n#二、结论\n#附";
    assert_eq!(body(&content.concat()), wanted);
}

#[test]
fn cells_and_their_spans() {
    let cell = |spans: &str, content: &str| format!("<table:table-cell {spans}>{content}</table:table-cell>");
    let wide = |n: u32| format!("table:number-columns-spanned='{n}'");
    let covered = "<table:covered-table-cell/>";
    let row = |cells: &str| format!("<table:table-row>{cells}</table:table-row>");
    let table = |rows: &str| format!("<table:table><table:table-column/>{rows}</table:table>");
    let nested = table(&row(&(cell("", &p("c")) + &cell("", &p("d")))));
    let cases = [
        (
            table(
                &(format!(
                    "<table:table-header-rows>{}</table:table-header-rows>",
                    row(&(cell(&wide(2), &p("a")) + covered + &cell("table:number-rows-spanned='2'", &p("b"))))
                ) + &row(&(cell("", &p("c")) + &cell("", &p("d")) + covered))),
            ),
            "[0,0 1×2 a | 0,2 2×1 b | 1,0 1×1 c | 1,1 1×1 d]",
        ),
        (
            table(&row(&(cell("table:number-columns-repeated='2'", "") + &cell("", &p("a"))))),
            "[0,0 1×1  | 0,1 1×1  | 0,2 1×1 a]",
        ),
        (
            table(
                "<table:table-row table:number-rows-repeated='2'><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>",
            ),
            "[0,0 1×1 a | 1,0 1×1 a]",
        ),
        (
            table(&row(&(cell("", &(p("a") + &nested + &p("b"))) + &cell("", &p("e"))))),
            "[0,0 1×1 a/c\td/b | 0,1 1×1 e]",
        ),
        (table(&row(&cell("", &(p("题") + &nested)))), "题\n[0,0 1×1 c | 0,1 1×1 d]"),
        (table(&row(&cell("", "<text:p text:style-name='In'>其中</text:p>"))), "[0,0 1×1   其中]"),
    ];
    for (content, wanted) in cases {
        assert_eq!(body(&content), wanted, "{content}");
    }
}

#[test]
fn a_type_that_is_compressed_is_a_type() {
    let content = "<c><office:body><text:p>甲</text:p></office:body></c>";
    let document = opened(packed(&[("content.xml", content)], CompressionMethod::Deflated)).expect("readable");
    assert_eq!(document.blocks.len(), 1);
}

#[test]
fn files_that_cannot_be_read() {
    let whole = package(&[("content.xml", "<a/>")]);
    let encrypted = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>";
    let endless = "<table:table-row table:number-rows-repeated='4000000000'><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>";
    let wide = "<table:table-row><table:table-cell table:number-columns-repeated='4000000000'/></table:table-row>";
    let table = |rows: &str| format!("<c><office:body><table:table>{rows}</table:table></office:body></c>");
    let cases = [
        (whole[..whole.len() / 2].to_vec(), ErrorKind::Damaged),
        (package(&[("content.xml", "<a><b>")]), ErrorKind::Damaged),
        (package(&[("other.xml", "")]), ErrorKind::Damaged),
        (package(&[("content.xml", "?"), ("META-INF/manifest.xml", encrypted)]), ErrorKind::Encrypted),
        (package(&[("content.xml", &"<text:section>".repeat(3_000))]), ErrorKind::TooLarge),
        (package(&[("content.xml", &table(endless))]), ErrorKind::TooLarge),
        (package(&[("content.xml", &table(wide))]), ErrorKind::TooLarge),
    ];
    for (n, (bytes, kind)) in cases.into_iter().enumerate() {
        let error = opened(bytes).expect_err("an error");
        assert_eq!(error.kind, kind, "case {n}: {error}");
    }
}

#[test]
fn one_flat_file() {
    let text = "<?xml version='1.0'?><office:document office:mimetype='application/vnd.oasis.opendocument.text'>\
        <office:styles/><office:master-styles><style:header><text:p>页眉</text:p></style:header></office:master-styles>\
        <office:body><office:text><text:h text:outline-level='1'>概况</text:h><text:p>支出<draw:frame><draw:image>\
        <office:binary-data>QUJD</office:binary-data></draw:image></draw:frame>1万元</text:p></office:text></office:body>\
        </office:document>";
    let document = opened(text.as_bytes().to_vec()).expect("a document");
    let shown: Vec<&str> = document.blocks.iter().filter_map(|b| b.text().map(|t| t.content.as_str())).collect();
    assert_eq!((document.origin.format.name(), shown.as_slice()), ("odt", ["概况", "支出1万元"].as_slice()));
}
