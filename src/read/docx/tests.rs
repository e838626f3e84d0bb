//! Each construct of the format in its smallest form, and what is printed for it.

use crate::model::{Block, Document, Embedded, Error, ErrorKind, Notice, Unread};
use crate::read::{Limits, Source, read};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const RELATIONS: &str = "<Relationships><Relationship Type='http://x/relationships/officeDocument' \
    Target='word/document2.xml'/></Relationships>";
const RELATED: &str = "<Relationships><Relationship Type='http://x/styles' Target='styles.xml'/>\
    <Relationship Type='http://x/numbering' Target='/word/numbering.xml'/>\
    <Relationship Type='http://x/footnotes' Target='notes/foot.xml'/></Relationships>";
const STYLES: &str = "<w:styles><w:style w:type='paragraph' w:styleId='h'><w:name w:val='heading 1'/><w:pPr><w:numPr>\
    <w:numId w:val='1'/></w:numPr><w:outlineLvl w:val='0'/></w:pPr></w:style><w:style w:type='character' w:styleId='gone'>\
    <w:rPr><w:vanish/></w:rPr></w:style></w:styles>";
const NUMBERING: &str = "<w:numbering><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='1'/>\
    <w:numFmt w:val='chineseCounting'/><w:suff w:val='nothing'/><w:lvlText w:val='%1、'/></w:lvl><w:lvl w:ilvl='1'>\
    <w:numFmt w:val='decimal'/><w:lvlText w:val='%2.'/></w:lvl></w:abstractNum>\
    <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>";
const FOOTNOTES: &str = "<w:footnotes><w:footnote w:type='separator' w:id='0'><w:p/></w:footnote>\
    <w:footnote w:id='2'><w:p><w:r><w:footnoteRef/><w:t>注文</w:t></w:r></w:p></w:footnote></w:footnotes>";

fn package(members: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a member");
        writer.write_all(content.as_bytes()).expect("its content");
    }
    writer.finish().expect("a package").into_inner()
}

fn with_main(main: &str) -> Vec<u8> {
    package(&[
        ("_rels/.rels", RELATIONS),
        ("word/_rels/document2.xml.rels", RELATED),
        ("word/document2.xml", main),
        ("word/styles.xml", STYLES),
        ("word/numbering.xml", NUMBERING),
        ("word/notes/foot.xml", FOOTNOTES),
    ])
}

fn opened(bytes: Vec<u8>) -> Result<Document, Error> {
    let source = Source { path: "test.docx".into(), part: None, bytes };
    read(&source, &Limits::DEFAULT).map(|outcome| outcome.value)
}

/// The blocks, one line each: `#` for headings, and tables as `[row | row]` with `text*rows*columns` for merged cells.
fn shown(document: &Document) -> String {
    let cell = |c: &crate::model::Cell| {
        let spans =
            if (c.row_span, c.col_span) == (1, 1) { String::new() } else { format!("*{}*{}", c.row_span, c.col_span) };
        format!("{}@{}{spans}", c.text.content.replace('\n', "/"), c.col)
    };
    let block = |b: &Block| match b {
        Block::Heading(text) => format!("#{}", text.content),
        Block::Paragraph(text) => text.content.replace('\n', "/"),
        Block::Table(table) => {
            let rows: Vec<String> =
                (0..table.rows).map(|r| table.row(r).map(cell).collect::<Vec<_>>().join(" ")).collect();
            format!("[{}]", rows.join(" | "))
        }
    };
    document.blocks.iter().map(block).collect::<Vec<_>>().join("\n")
}

fn body(content: &str) -> String {
    shown(
        &opened(with_main(&format!("<w:document><w:body>{content}<w:sectPr/></w:body></w:document>"))).expect(content),
    )
}

fn p(content: &str) -> String {
    format!("<w:p>{content}</w:p>")
}

fn r(text: &str) -> String {
    format!("<w:r><w:t>{text}</w:t></w:r>")
}

fn tc(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(&r(text)))
}

fn table(rows: &[&[String]]) -> String {
    let row = |cells: &&[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    format!("<w:tbl><w:tblPr/><w:tblGrid/>{}</w:tbl>", rows.iter().map(row).collect::<String>())
}

#[test]
fn runs_and_their_signs() {
    let cases = [
        (p(&(r("预算") + &r("100"))), "预算100"),
        (p("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>c</w:t></w:r>"), "a\tb-c"),
        (p("<w:r><w:t>a</w:t><w:br w:clear='all'/><w:t>b</w:t><w:cr/><w:t>c</w:t></w:r>"), "a\nb\nc"),
        (p(&r("R&amp;D &#x2265;&lt;5")), "R&D ≥<5"),
        (
            p("<w:r><w:sym w:font='Wingdings' w:char='F0FE'/><w:sym w:font='Symbol' w:char='F0B3'/><w:t>9</w:t></w:r>"),
            "☑≥9",
        ),
        (p("<w:r><w:rPr><w:rFonts w:ascii='Wingdings 2'/></w:rPr><w:t>R</w:t></w:r>"), "☑"),
        (p(&format!("<w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r>{}", r("y"))), "y"),
        (p("<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>x</w:t></w:r>"), "x"),
        (p("<w:r><w:rPr><w:rStyle w:val='gone'/></w:rPr><w:t>x</w:t></w:r>"), ""),
        (
            p(&format!(
                "<w:r><w:ruby><w:rubyPr/><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>",
                r("jì"),
                r("绩")
            )),
            "绩",
        ),
        (
            p(
                "<m:oMathPara><m:oMath><m:f><m:num><m:r><m:t>支出</m:t></m:r></m:num><m:den><m:r><m:t>预算</m:t></m:r></m:den></m:f></m:oMath></m:oMathPara>",
            ),
            "支出/预算",
        ),
        (p(""), ""),
        (p("<w:r><w:br w:type='page'/></w:r>"), ""),
    ];
    for (content, wanted) in cases {
        assert_eq!(body(&content), wanted, "{content}");
    }
}

#[test]
fn fields_revisions_and_wrappers() {
    let field = |instruction: &str, result: &str| {
        let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
        let instruction = format!("<w:r><w:instrText>{instruction}</w:instrText></w:r>");
        format!("{}{instruction}{}{}{}", mark("begin"), mark("separate"), r(result), mark("end"))
    };
    let deleted_mark = "<w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>";
    let boxed = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", p(&r(text)));
    let drawing = format!(
        "<w:drawing><wp:inline><a:p><a:t>no</a:t></a:p><wps:txbx>{}</wps:txbx></wp:inline></w:drawing>",
        boxed("框")
    );
    let pict = format!("<w:pict><v:shape><v:textbox>{}</v:textbox></v:shape></w:pict>", boxed("框"));
    let both = format!(
        "<mc:AlternateContent><mc:Choice>{drawing}</mc:Choice><mc:Fallback>{pict}</mc:Fallback></mc:AlternateContent>"
    );
    let cases = [
        (p(&(r("共") + &field("=SUM(ABOVE)", "12") + &r("分"))), "共12分"),
        (p(&field(&format!("IF {} = 1", "x"), "y")), "y"),
        (
            p(
                "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> eq \\o\\ac(○,2)</w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>",
            ),
            "②",
        ),
        (
            p(
                "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>",
            ),
            "☑",
        ),
        (p(&format!("<w:fldSimple w:instr='PAGE'>{}</w:fldSimple>", r("3"))), "3"),
        (
            p(&format!(
                "{}<w:ins>{}</w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:moveFrom>{}</w:moveFrom>",
                r("得"),
                r("9"),
                r("8")
            )),
            "得9",
        ),
        (p(&(deleted_mark.to_owned() + &r("上"))) + &p(&r("下")) + &p(&r("另")), "上下\n另"),
        (p(&(deleted_mark.to_owned() + &r("末"))), "末"),
        (
            format!(
                "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
                p(&r("a"))
            ),
            "a",
        ),
        (
            p(&format!(
                "<w:hyperlink><w:smartTag>{}</w:smartTag></w:hyperlink><w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
                r("a"),
                r("b")
            )),
            "ab",
        ),
        (p(&format!("{}<w:r>{drawing}</w:r>", r("文"))), "文\n框"),
        (p(&format!("<w:r>{pict}</w:r>")), "框"),
        (p(&format!("<w:r>{both}</w:r>")), "框"),
        (p(&format!("{}<w:r><w:footnoteReference w:id='2'/></w:r>{}", r("95%"), r("。"))), "95%。\n注文"),
    ];
    for (content, wanted) in cases {
        assert_eq!(body(&content), wanted, "{content}");
    }
}

#[test]
fn headings_and_numbers() {
    let set = |properties: &str, text: &str| p(&format!("<w:pPr>{properties}</w:pPr>{}", r(text)));
    let list = |level: u32| format!("<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='1'/></w:numPr>");
    let content = [
        set("<w:pStyle w:val='h'/>", "概况"),
        set(&list(1), "2023年"),
        set("<w:outlineLvl w:val='1'/>", "小结"),
        set("<w:outlineLvl w:val='9'/>", "正文"),
        set("<w:pStyle w:val='h'/>", "结论"),
        set("<w:pStyle w:val='h'/><w:numPr><w:numId w:val='0'/></w:numPr>", "附件"),
        set(&list(1), ""),
        set("<w:pPrChange><w:pPr><w:pStyle w:val='h'/></w:pPr></w:pPrChange>", "尾"),
    ];
    assert_eq!(body(&content.concat()), "#一、概况\n1. 2023年\n#小结\n正文\n#二、结论\n#附件\n1.\n尾");
}

#[test]
fn cells_and_their_spans() {
    let span = |n: u32| format!("<w:gridSpan w:val='{n}'/>");
    let (begins, goes_on) = ("<w:vMerge w:val='restart'/>", "<w:vMerge/>");
    let cell = |text: &str| tc("", text);
    let gone = "<w:tr><w:trPr><w:del w:id='3'/></w:trPr>".to_owned() + &cell("旧") + "</w:tr>";
    let nested = table(&[&[cell("c"), cell("d")], &[cell("e"), cell("f")]]);
    let holding = |content: &str| format!("<w:tc>{content}<w:p/></w:tc>");
    let cases = [
        (table(&[&[tc(&span(2), "a"), cell("b")], &[cell("c"), cell("d"), cell("e")]]), "[a@0*1*2 b@2 | c@0 d@1 e@2]"),
        (
            table(&[&[tc(begins, "a"), cell("b")], &[tc(goes_on, "x"), cell("c")], &[tc(begins, "d"), cell("e")]]),
            "[a@0*2*1 b@1 | c@1 | d@0 e@1]",
        ),
        (table(&[&[tc("<w:hMerge w:val='restart'/>", "a"), tc("<w:hMerge/>", ""), cell("b")]]), "[a@0*1*2 b@2]"),
        (
            "<w:tbl><w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>".to_owned()
                + &cell("a")
                + "</w:tr><w:tr>"
                + &cell("b")
                + &cell("c")
                + "</w:tr></w:tbl>",
            "[a@1 | b@0 c@1]",
        ),
        ("<w:tbl>".to_owned() + &gone + "<w:tr>" + &cell("新") + "</w:tr></w:tbl>", "[新@0]"),
        (
            format!(
                "<w:tbl><w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt></w:tr></w:sdtContent></w:sdt></w:tbl>",
                cell("a")
            ),
            "[a@0]",
        ),
        (table(&[&[holding(&(p(&r("a")) + &p("") + &p(&r("b"))))]]), "[a/b@0]"),
        (table(&[&[holding(&(p(&r("前")) + &nested + &p(&r("后")))), cell("g")]]), "[前/c\td/e\tf/后@0 g@1]"),
        (table(&[&[holding(&(p(&r("题")) + &nested))]]), "题\n[c@0 d@1 | e@0 f@1]"),
        (
            table(&[&[holding(&p(
                "<w:pPr><w:ind w:leftChars='100' w:left='210'/></w:pPr><w:r><w:t>其中</w:t></w:r>",
            ))]]),
            "[  其中@0]",
        ),
        (table(&[&[holding(&p("<w:r><w:t>9</w:t><w:footnoteReference w:id='2'/></w:r>"))]]), "[9@0]\n注文"),
        ("<w:tbl/>".to_owned(), ""),
    ];
    for (content, wanted) in cases {
        assert_eq!(body(&content), wanted, "{content}");
    }
}

#[test]
fn other_prefixes_and_places_of_the_main_part() {
    let foreign = "<ns0:document xmlns:ns0='http://purl.oclc.org/ooxml/wordprocessingml/main'><ns0:body><ns0:p><ns0:r>\
        <ns0:t>甲</ns0:t></ns0:r></ns0:p></ns0:body></ns0:document>";
    assert_eq!(shown(&opened(with_main(foreign)).expect("readable")), "甲");
    let plain = "<document><body><p><r><t>乙</t></r></p></body></document>";
    assert_eq!(shown(&opened(package(&[("word/document.xml", plain)])).expect("readable")), "乙");
    // A broken part besides the main one costs only what it says.
    let broken = [
        ("_rels/.rels", RELATIONS),
        ("word/_rels/document2.xml.rels", RELATED),
        ("word/document2.xml", plain),
        ("word/styles.xml", "<a><b"),
    ];
    assert_eq!(shown(&opened(package(&broken)).expect("readable")), "乙");
}

#[test]
fn files_that_cannot_be_read() {
    let whole = with_main("<w:document><w:body><w:p/></w:body></w:document>");
    let mut encrypted = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    encrypted.resize(128, 0);
    encrypted.extend("EncryptedPackage\0".encode_utf16().flat_map(u16::to_le_bytes));
    let deep = "<w:document><w:body>".to_owned() + &"<w:sdt><w:sdtContent>".repeat(5_000);
    let nested = "<w:document><w:body>".to_owned() + &"<w:tbl><w:tr><w:tc>".repeat(300);
    let wide =
        format!("<w:document><w:body><w:tbl><w:tr>{}</w:tr></w:tbl></w:body></w:document>", "<w:tc/>".repeat(2_000));
    let cases = [
        (whole[..whole.len() / 2].to_vec(), ErrorKind::Damaged),
        (with_main("<w:document><w:body><w:p>"), ErrorKind::Damaged),
        (with_main("<w:document><w:body></w:p></w:document>"), ErrorKind::Damaged),
        (package(&[("_rels/.rels", RELATIONS), ("word/other.xml", "")]), ErrorKind::Damaged),
        (encrypted, ErrorKind::Encrypted),
        (with_main(&deep), ErrorKind::TooLarge),
        (with_main(&nested), ErrorKind::TooLarge),
        (with_main(&wide), ErrorKind::TooLarge),
    ];
    for (n, (bytes, kind)) in cases.into_iter().enumerate() {
        let error = opened(bytes).expect_err("an error");
        assert_eq!(error.kind, kind, "case {n}: {error}");
    }
    let bomb = with_main(&format!("<w:document><!--{}--></w:document>", "a".repeat(1 << 20)));
    let source = Source { path: "bomb.docx".into(), part: None, bytes: bomb };
    let tight = Limits { inflated: 1 << 16, ..Limits::DEFAULT };
    assert_eq!(read(&source, &tight).expect_err("too large").kind, ErrorKind::TooLarge);
}

#[test]
fn hostile_spans_cost_nothing() {
    let huge = format!("{}{}", tc("<w:gridSpan w:val='4000000000'/>", "a"), tc("", "b"));
    let error =
        opened(with_main(&format!("<w:document><w:body><w:tbl><w:tr>{huge}</w:tr></w:tbl></w:body></w:document>")));
    assert_eq!(error.expect_err("an error").kind, ErrorKind::TooLarge);
}

#[test]
fn what_is_embedded_is_named() {
    let chart = "<w:drawing><a:graphic><a:graphicData><c:chart r:id='r1'/></a:graphicData></a:graphic></w:drawing>";
    let object =
        |program: &str| format!("<w:object><v:shape/><o:OLEObject Type='Embed' ProgID='{program}'/></w:object>");
    let cases = [
        (chart.to_owned(), vec![Embedded::Chart]),
        ("<w:drawing><dgm:relIds r:dm='r2'/></w:drawing>".to_owned(), vec![Embedded::Diagram]),
        (object("Excel.Sheet.12"), vec![Embedded::Object("Excel.Sheet.12".to_owned())]),
        (object("Equation.3") + "<w:drawing><pic:pic/></w:drawing>", Vec::new()),
    ];
    for (drawing, wanted) in cases {
        let main =
            format!("<w:document><w:body><w:p/><w:p><w:r>{drawing}<w:t>文</w:t></w:r></w:p></w:body></w:document>");
        assert_eq!(embedded(with_main(&main)), wanted, "{drawing}");
    }
    let main = "<w:document><w:body><w:p><w:r><w:t>文</w:t></w:r></w:p><w:altChunk r:id='r3'/></w:body></w:document>";
    assert_eq!(embedded(with_main(main)), [Embedded::Chunk]);
}

fn embedded(bytes: Vec<u8>) -> Vec<Embedded> {
    let source = Source { path: "test.docx".into(), part: None, bytes };
    let notices = read(&source, &Limits::DEFAULT).expect("a document").notices;
    let embedded = notices.into_iter().map(|notice| match notice {
        Notice::NotRead { what: Unread::Embedded(what), at } => {
            assert_eq!(at.block, 0);
            what
        }
        other => panic!("{other:?}"),
    });
    embedded.collect()
}

#[test]
fn word_2003_in_xml() {
    let item = |label: &str, font: &str, text: &str| {
        format!(
            "<w:p><w:pPr><w:listPr><w:ilvl w:val='0'/><w:ilfo w:val='1'/><wx:t wx:val='{label}'/><wx:font wx:val='{font}'/>\
             </w:listPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let text = format!(
        "<?xml version='1.0'?><?mso-application progid='Word.Document'?>\
         <w:wordDocument xmlns:w='http://schemas.microsoft.com/office/word/2003/wordml'><w:styles><w:style w:type='paragraph' \
         w:default='on' w:styleId='h'><w:pPr><w:outlineLvl w:val='9'/></w:pPr></w:style></w:styles><w:body><wx:sect>{}{}{}\
         <w:tbl><w:tr><w:tc><w:tcPr><w:vmerge w:val='restart'/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>\
         <w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vmerge/></w:tcPr><w:p/></w:tc>\
         <w:tc><w:p><w:r><w:t>2</w:t></w:r></w:p></w:tc></w:tr></w:tbl></wx:sect></w:body></w:wordDocument>",
        item("一、", "Times New Roman", "概况"),
        item("l", "Wingdings", "职责"),
        "<w:p><w:r><w:t>支出1万元</w:t></w:r><w:r><w:footnote><w:p><w:r><w:t>注文</w:t></w:r></w:p></w:footnote></w:r>\
         <aml:annotation w:type='Word.Deletion'><aml:content><w:r><w:delText>旧</w:delText></w:r></aml:content></aml:annotation></w:p>",
    );
    let document = opened(text.into_bytes()).expect("a document");
    assert_eq!(document.origin.format.name(), "docx");
    assert_eq!(shown(&document), "一、概况\n职责\n支出1万元\n注文\n[甲@0*2*1 1@1 | 2@1]");
}
