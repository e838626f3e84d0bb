//! Workbooks built in the test.

use super::*;
use crate::model::{Block, Cell, Table};
use crate::read::read as read_any;
use std::io::{Cursor, Write as _};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const LINKS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const KINDS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn packed(members: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a member");
        writer.write_all(content.as_bytes()).expect("its content");
    }
    writer.finish().expect("a package").into_inner()
}

/// A workbook of sheets: name, state, content. Style 0 is plain, 1 ruled, 2 `0.00%`, 3 ruled `0.00%`, 4 `0.00`, 5 a date,
/// 6 amounts in 万元, 7 set in by two steps.
fn workbook(sheets: &[(&str, &str, &str)]) -> Vec<u8> {
    let list = |part: fn(usize, &(&str, &str, &str)) -> String| -> String {
        (1..).zip(sheets).map(|(n, sheet)| part(n, sheet)).collect()
    };
    let listed = list(|n, (name, state, _)| format!("<sheet name='{name}' sheetId='{n}' {state} r:id='r{n}'/>"));
    let links = list(|n, _| format!("<Relationship Id='r{n}' Type='{KINDS}/worksheet' Target='worksheets/s{n}.xml'/>"));
    let styles = format!(
        "<styleSheet xmlns='{MAIN}'><numFmts><numFmt numFmtId='176' formatCode='0!.0,&quot;万元&quot;'/></numFmts><fonts><font/></fonts>\
         <fills><fill/></fills><borders><border/><border><left style='thin'/><top style='thin'/></border></borders><cellXfs>\
         <xf numFmtId='0' borderId='0'/><xf numFmtId='0' borderId='1'/><xf numFmtId='10' borderId='0'/><xf numFmtId='10' borderId='1'/>\
         <xf numFmtId='2' borderId='0'/><xf numFmtId='31' borderId='0'/><xf numFmtId='176' borderId='0'/>\
         <xf borderId='0'><alignment horizontal='left' indent='2'/></xf></cellXfs></styleSheet>"
    );
    let main = format!(
        "<Relationships xmlns='{LINKS}'><Relationship Id='a' Type='{KINDS}/officeDocument' Target='xl/workbook.xml'/></Relationships>"
    );
    let book = format!("<workbook xmlns='{MAIN}' xmlns:r='{KINDS}'><sheets>{listed}</sheets></workbook>");
    let links = format!(
        "<Relationships xmlns='{LINKS}'>{links}<Relationship Id='s' Type='{KINDS}/styles' Target='styles.xml'/></Relationships>"
    );
    let mut members = vec![
        ("_rels/.rels".to_owned(), main),
        ("xl/workbook.xml".to_owned(), book),
        ("xl/_rels/workbook.xml.rels".to_owned(), links),
        ("xl/styles.xml".to_owned(), styles),
    ];
    for (n, (_, _, content)) in (1..).zip(sheets) {
        members.push((format!("xl/worksheets/s{n}.xml"), format!("<worksheet xmlns='{MAIN}'>{content}</worksheet>")));
    }
    packed(&members.iter().map(|(n, c)| (n.as_str(), c.as_str())).collect::<Vec<_>>())
}

/// Cells as XML: place, style, and a number, or a text behind a quote.
fn data(cells: &[(&str, u32, &str)]) -> String {
    let cell = |(place, style, value): &(&str, u32, &str)| match value.strip_prefix('\'') {
        Some(text) => format!("<c r='{place}' s='{style}' t='inlineStr'><is><t>{text}</t></is></c>"),
        None if value.is_empty() => format!("<c r='{place}' s='{style}'/>"),
        None => format!("<c r='{place}' s='{style}'><v>{value}</v></c>"),
    };
    format!("<sheetData><row>{}</row></sheetData>", cells.iter().map(cell).collect::<String>())
}

fn read_bytes(bytes: Vec<u8>) -> Result<Outcome<Document>, Error> {
    read_any(&Source { path: "book".into(), part: None, bytes }, &Limits::DEFAULT)
}

fn grid(table: &Table) -> Vec<String> {
    let cell = |c: &Cell| {
        let spans =
            if (c.row_span, c.col_span) == (1, 1) { String::new() } else { format!("{}×{}", c.row_span, c.col_span) };
        let place = c.text.spot(0).sheet.map(SheetCell::name).unwrap_or_default();
        format!("{place}:{}{spans}", c.text.content)
    };
    (0..table.rows).map(|row| format!("| {}", table.row(row).map(cell).collect::<Vec<_>>().join(" "))).collect()
}

fn lines(document: &Document) -> Vec<String> {
    let mut out = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Heading(text) | Block::Paragraph(text) => out.push(text.content.clone()),
            Block::Table(table) => out.extend(grid(table)),
        }
    }
    out
}

fn shown(content: &str) -> Vec<String> {
    lines(&read_bytes(workbook(&[("表", "", content)])).expect("a workbook").value)
}

#[test]
fn figures_are_those_on_the_screen() {
    let cells = [
        ("A1", 0, "'项目"),
        ("B1", 2, "0.92859999999999998"),
        ("C1", 4, "586"),
        ("D1", 4, "0"),
        ("E1", 5, "45419"),
        ("F1", 6, "123456"),
        ("G1", 0, "97.45"),
        ("H1", 2, "'≥95%"),
    ];
    assert_eq!(
        shown(&data(&cells)),
        ["| A1:项目 B1:92.86% C1:586.00 D1:0.00 E1:2024年5月7日 F1:12.3万元 G1:97.45 H1:≥95%"]
    );
    let others = "<sheetData><row><c r='A1' t='b'><v>1</v></c><c r='B1' t='e'><v>#DIV/0!</v></c>\
        <c r='C1' t='str'><f>A1&amp;B1</f><v>合计</v></c><c r='D1' s='4'><f>1+1</f><v>2</v></c><c r='E1'><f>1/3</f></c></row></sheetData>";
    assert_eq!(shown(others), ["| A1:TRUE B1:#DIV/0! C1:合计 D1:2.00"]);
}

#[test]
fn titles_tables_and_notes() {
    // A title over ruled rows, a line with two cells, a blank ruled row in the form, notes, and a second table.
    let cells = [
        ("A1", 0, "'绩效自评表"),
        ("A2", 0, "'单位：某局"),
        ("C2", 0, "'单位：万元"),
        ("A3", 1, "'指标"),
        ("B3", 1, "'分值"),
        ("C3", 1, "'得分"),
        ("A4", 1, ""),
        ("B4", 1, ""),
        ("C4", 1, ""),
        ("A5", 1, "'产出"),
        ("B5", 1, "10"),
        ("C5", 1, ""),
        ("A6", 0, "'注：说明"),
        ("B9", 0, "'甲"),
        ("C9", 0, "'乙"),
        ("B10", 0, "1"),
        ("C10", 0, "2"),
    ];
    let merged = "<mergeCells><mergeCell ref='A1:C1'/><mergeCell ref='A3:A5'/></mergeCells>";
    // What a merged cell covers is not shown.
    assert_eq!(
        shown(&(data(&cells) + merged)),
        [
            "绩效自评表",
            "单位：某局  单位：万元",
            "| A3:指标3×1 B3:分值 C3:得分",
            "| B4: C4:",
            "| B5:10 C5:",
            "注：说明",
            "| B9:甲 C9:乙",
            "| B10:1 C10:2"
        ]
    );
    // Without ruling lines, rows of one cell around the others.
    let bare =
        [("A1", 0, "'标题"), ("A2", 0, "'甲"), ("B2", 0, "'乙"), ("A3", 0, "1"), ("B3", 0, "2"), ("A4", 0, "'备注")];
    assert_eq!(shown(&data(&bare)), ["标题", "| A2:甲 B2:乙", "| A3:1 B3:2", "备注"]);
    // Running text in one column.
    let prose = [("B1", 0, "'一、概况"), ("B2", 0, "'说明文字"), ("B4", 0, "'二、结论")];
    assert_eq!(shown(&data(&prose)), ["一、概况", "说明文字", "二、结论"]);
}

#[test]
fn sheets_are_named_and_hidden_ones_not_read() {
    let one = data(&[("A1", 0, "'甲"), ("B1", 0, "'乙")]);
    let bytes = workbook(&[
        ("封面", "", &one),
        ("底稿", "state='hidden'", &one),
        ("附表", "", &one),
        ("参数", "state='veryHidden'", &one),
    ]);
    let read = read_bytes(bytes).expect("a workbook");
    assert_eq!(read.value.origin.sheets, ["封面", "底稿", "附表", "参数"]);
    let sheets: Vec<u16> = read.value.blocks.iter().filter_map(|b| Some(b.table()?.spot.sheet?.sheet)).collect();
    assert_eq!(sheets, [0, 2]);
    let hidden: Vec<String> = read.notices.iter().map(|n| format!("{n:?}")).collect();
    assert!(hidden.len() == 2 && hidden[0].contains("底稿") && hidden[1].contains("参数"), "{hidden:?}");
    let empty = read_bytes(workbook(&[("空", "", "<sheetData/>")])).expect("a workbook");
    assert_eq!((empty.value.blocks.len(), empty.notices.len()), (0, 0));
}

#[test]
fn odd_and_hostile_workbooks() {
    // Cells far apart, merged cells over whole sheets and over each other.
    let far = data(&[("A1", 0, "'甲"), ("XFD1", 0, "'乙"), ("A1048576", 0, "1")]);
    let merged = "<mergeCells><mergeCell ref='A1:XFD1048576'/><mergeCell ref='B2:C3'/></mergeCells>";
    assert_eq!(shown(&(far.clone() + merged)), ["甲"]);
    assert_eq!(shown(&far).len(), 2);
    let bomb = format!("<sheetData>{}</sheetData>", " ".repeat(1 << 20));
    let small = Limits { inflated: 1 << 19, ..Limits::DEFAULT };
    let source = Source { path: "bomb".into(), part: None, bytes: workbook(&[("表", "", &bomb)]) };
    assert_eq!(read_any(&source, &small).expect_err("a bomb").kind, ErrorKind::TooLarge);
    let few = Limits { cells: 2, ..Limits::DEFAULT };
    let source = Source {
        path: "cells".into(),
        part: None,
        bytes: workbook(&[("表", "", &data(&[("A1", 0, "1"), ("B1", 0, "2"), ("C1", 0, "3")]))]),
    };
    assert_eq!(read_any(&source, &few).expect_err("too many").kind, ErrorKind::TooLarge);
    assert_eq!(read_bytes(packed(&[("xl/workbook.xml", "<workbook")])).expect_err("damaged").kind, ErrorKind::Damaged);
    let binary = read_bytes(packed(&[("[Content_Types].xml", ""), ("xl/workbook.bin", "")])).expect_err("not read");
    assert!(binary.kind == ErrorKind::UnknownFormat && binary.detail.contains("XLSB"), "{binary}");
    let mut locked = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a container");
    locked.create_stream("EncryptedPackage").expect("a stream");
    assert_eq!(read_bytes(locked.into_inner().into_inner()).expect_err("locked").kind, ErrorKind::Encrypted);
}

/// Records of an XLS workbook.
#[derive(Default)]
struct Records(Vec<u8>);

impl Records {
    fn add(&mut self, kind: u16, data: &[&[u8]]) -> &mut Self {
        let data = data.concat();
        self.0.extend(kind.to_le_bytes());
        self.0.extend(u16::try_from(data.len()).expect("short").to_le_bytes());
        self.0.extend(data);
        self
    }

    fn cell(&mut self, kind: u16, row: u16, col: u16, style: u16, data: &[u8]) -> &mut Self {
        self.add(kind, &[&row.to_le_bytes(), &col.to_le_bytes(), &style.to_le_bytes(), data])
    }

    fn contained(&self, stream: &str) -> Vec<u8> {
        let mut container = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a container");
        container.create_stream(stream).expect("a stream").write_all(&self.0).expect("its content");
        container.into_inner().into_inner()
    }
}

/// The style record: number of the format, lines on the left and at the top.
fn style(format: u16, unicode: bool, ruled: bool) -> Vec<u8> {
    let mut data = vec![0; if unicode { 20 } else { 16 }];
    data[2..4].copy_from_slice(&format.to_le_bytes());
    if ruled && unicode {
        data[10..12].copy_from_slice(&0x0101u16.to_le_bytes());
    } else if ruled {
        data[12..14].copy_from_slice(&0b001_001u16.to_le_bytes());
    }
    data
}

fn xls(unicode: bool) -> Vec<u8> {
    let text = |t: &str, short: bool| -> Vec<u8> {
        let body: Vec<u8> = if unicode {
            [1].into_iter().chain(t.encode_utf16().flat_map(u16::to_le_bytes)).collect()
        } else {
            encoding_rs::GBK.encode(t).0.into_owned()
        };
        let length = u8::try_from(if unicode { t.encode_utf16().count() } else { body.len() }).expect("short");
        let mut out = if short { vec![length] } else { vec![length, 0] };
        out.extend(body);
        out
    };
    let begin = if unicode { [0x00, 0x06, 0x05, 0x00] } else { [0x00, 0x05, 0x05, 0x00] };
    let sheets = ["表一", "底稿"];
    // The place of the first sheet is known once the records before it are written: two passes.
    let mut at = 0u32;
    loop {
        let mut book = Records::default();
        book.add(biff::BEGIN, &[&begin]);
        book.add(biff::CODE_PAGE, &[&936u16.to_le_bytes()]);
        book.add(biff::FORMAT, &[&164u16.to_le_bytes(), &text("0.0\"万元\"", !unicode)]);
        for (format, ruled) in [(0, false), (10, true), (164, false), (2, true)] {
            book.add(biff::STYLE, &[&style(format, unicode, ruled)]);
        }
        for (n, name) in sheets.iter().enumerate() {
            book.add(biff::SHEET, &[&at.to_le_bytes(), &[u8::try_from(n).expect("few"), 0], &text(name, true)]);
        }
        if unicode {
            book.add(biff::SHARED_TEXTS, &[&[2, 0, 0, 0, 2, 0, 0, 0], &text("执行率", false), &text("得", false)]);
        }
        book.add(biff::END, &[]);
        let here = u32::try_from(book.0.len()).expect("short");
        if at != here {
            at = here;
            continue;
        }
        book.add(biff::BEGIN, &[&begin]);
        if unicode {
            book.cell(biff::SHARED_TEXT, 0, 0, 1, &0u32.to_le_bytes());
        } else {
            book.cell(biff::TEXT, 0, 0, 1, &text("执行率", false));
        }
        book.cell(biff::NUMBER, 0, 1, 1, &0.9286f64.to_le_bytes());
        book.cell(biff::RK, 0, 2, 2, &(1234u32 << 2 | 3).to_le_bytes());
        // A chart within the sheet has cells of its own.
        book.add(biff::BEGIN, &[&begin]).cell(biff::NUMBER, 5, 5, 0, &9f64.to_le_bytes()).add(biff::END, &[]);
        book.add(
            biff::MUL_RK,
            &[&[1, 0, 0, 0], &[3, 0], &(5u32 << 2 | 2).to_le_bytes(), &[3, 0], &(7u32 << 2 | 2).to_le_bytes(), &[1, 0]],
        );
        let result = |bytes: [u8; 8]| -> Vec<u8> { [&bytes[..], &[0; 8]].concat() };
        book.cell(biff::FORMULA, 1, 2, 3, &result(2.5f64.to_le_bytes()));
        book.cell(biff::FORMULA, 2, 0, 0, &result([0, 0, 0, 0, 0, 0, 0xFF, 0xFF]));
        book.add(biff::FORMULA_TEXT, &[&text("合计", false)]);
        book.cell(biff::FORMULA, 2, 1, 0, &result([2, 0, 0x07, 0, 0, 0, 0xFF, 0xFF]));
        book.cell(biff::TRUTH_OR_ERROR, 2, 2, 0, &[1, 0]);
        book.add(biff::MUL_BLANK, &[&[3, 0, 0, 0], &[1, 0], &[1, 0], &[1, 0]]);
        book.add(biff::MERGED, &[&[1, 0], &[0, 0, 1, 0, 0, 0, 0, 0]]);
        book.add(biff::END, &[]);
        return book.contained(if unicode { "Workbook" } else { "Book" });
    }
}

#[test]
fn workbooks_of_both_old_generations() {
    for unicode in [true, false] {
        let read = read_bytes(xls(unicode)).expect("a workbook");
        assert_eq!(read.value.origin.sheets, ["表一", "底稿"], "{unicode}");
        assert_eq!(
            lines(&read.value),
            ["| A1:执行率2×1 B1:92.86% C1:12.3万元", "| B2:7.00 C2:2.50", "| A3:合计 B3:#DIV/0! C3:TRUE"],
            "{unicode}"
        );
        assert_eq!(read.notices.len(), 1, "{:?}", read.notices);
    }
    let mut locked = Records::default();
    locked.add(biff::BEGIN, &[&[0, 6, 5, 0]]).add(biff::PASSWORD, &[&[1, 0]]);
    assert_eq!(read_bytes(locked.contained("Workbook")).expect_err("locked").kind, ErrorKind::Encrypted);
    // Cut at any place, it is read as far as it goes or an error.
    let whole = xls(true);
    for length in (0..whole.len()).step_by(37) {
        let _ = read_bytes(whole[..length].to_vec());
    }
}

const CELLS: [&str; 4] = ["预算执行率", "92.86%", "586.00", "2031/3/7"];

/// What is seen of the sheets that the tests of both formats write: a title over all columns, ruled rows, a hidden sheet.
fn seen(outcome: &Outcome<Document>) -> Vec<String> {
    let blocks = outcome.value.blocks.iter().map(|block| match block {
        Block::Table(table) => grid(table).join("\n"),
        other => other.text().map(|t| t.content.clone()).unwrap_or_default(),
    });
    let unread = outcome.notices.iter().map(|notice| format!("{notice:?}")).filter(|n| n.contains("附表"));
    blocks.chain(unread.map(|_| "附表".to_owned())).collect()
}

#[test]
fn ods_packed_and_flat() {
    let cell =
        |text: &str| format!("<table:table-cell table:style-name='R'><text:p>{text}</text:p></table:table-cell>");
    let styles = "<office:automatic-styles><style:style style:name='R' style:family='table-cell'>\
        <style:table-cell-properties fo:border='0.5pt solid #000'/></style:style>\
        <style:style style:name='I' style:family='table-cell' style:parent-style-name='R'>\
        <style:paragraph-properties fo:margin-left='21pt'/></style:style>\
        <style:style style:name='H' style:family='table'><style:table-properties table:display='false'/></style:style>\
        </office:automatic-styles>";
    let cells: String = CELLS.iter().map(|text| cell(text)).collect();
    let value = cell("<text:span>1</text:span>.5<office:annotation><text:p>注</text:p></office:annotation>");
    let body = format!(
        "<office:body><office:spreadsheet><table:table table:name='表'><table:table-column table:number-columns-repeated='16384'/>\
         <table:table-row><table:table-cell table:number-columns-spanned='4'><text:p>项目<text:s text:c='2'/>支出</text:p>\
         </table:table-cell><table:covered-table-cell table:number-columns-repeated='3'/></table:table-row>\
         <table:table-row>{cells}</table:table-row>\
         <table:table-row>{}{value}</table:table-row><table:table-row>{}{value}</table:table-row>\
         <table:table-row table:number-rows-repeated='1048572'><table:table-cell table:style-name='R' table:number-columns-repeated='16384'/>\
         </table:table-row></table:table><table:table table:name='附表' table:style-name='H'><table:table-row>{}</table:table-row>\
         </table:table></office:spreadsheet></office:body>",
        cell("甲"),
        cell("甲").replace("'R'", "'I'"),
        cell("藏"),
    );
    let content = format!("<office:document-content>{styles}{body}</office:document-content>");
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    let flat =
        format!("<?xml version='1.0'?><office:document office:mimetype='{kind}'>{styles}{body}</office:document>");
    let packed = packed(&[("mimetype", kind), ("content.xml", &content)]);
    for bytes in [packed, flat.into_bytes()] {
        let outcome = read_bytes(bytes).expect("a spreadsheet");
        assert_eq!(outcome.value.origin.format.name(), "ods");
        same(&seen(&outcome));
    }
}

/// That both formats give the same.
fn same(seen: &[String]) {
    let table = "| A2:预算执行率 B2:92.86% C2:586.00 D2:2031/3/7\n| A3:甲 B3:1.5 C3: D3:\n| A4:    甲 B4:1.5 C4: D4:";
    assert_eq!(seen, ["项目  支出", table, "附表"]);
}

#[test]
fn excel_2003_in_xml() {
    let namespace = "urn:schemas-microsoft-com:office:spreadsheet";
    let style = |id: &str, more: &str| format!("<Style ss:ID='{id}' ss:Parent='R'>{more}</Style>");
    let line = "<Border ss:LineStyle='Continuous'/>";
    let styles = [
        format!("<Style ss:ID='R'><Borders>{line}{line}{line}{line}</Borders></Style>"),
        style("P", "<NumberFormat ss:Format='Percent'/>"),
        style("F", "<NumberFormat ss:Format='Fixed'/>"),
        style("D", "<NumberFormat ss:Format='Short Date'/>"),
        style("I", "<Alignment ss:Horizontal='Left' ss:Indent='2'/>"),
    ]
    .concat();
    let cell = |style: &str, kind: &str, data: &str| {
        format!("<Cell ss:StyleID='{style}'><Data ss:Type='{kind}'>{data}</Data></Cell>")
    };
    let rows = [
        "<Row><Cell ss:MergeAcross='3'><ss:Data ss:Type='String'>项目  <B>支出</B></ss:Data></Cell></Row>".to_owned(),
        format!(
            "<Row>{}{}{}{}</Row>",
            cell("R", "String", CELLS[0]),
            cell("P", "Number", "0.9286"),
            cell("F", "Number", "586"),
            cell("D", "DateTime", "2031-03-07T00:00:00.000")
        ),
        format!("<Row>{}{}</Row>", cell("R", "String", "甲"), cell("R", "Number", "1.5")),
        format!("<Row ss:Index='4'>{}{}</Row>", cell("I", "String", "甲"), cell("R", "Number", "1.5")),
    ]
    .concat();
    let text = format!(
        "<?xml version='1.0'?>\n<?mso-application progid='Excel.Sheet'?>\n<Workbook xmlns='{namespace}' xmlns:ss='{namespace}'>\
         <Styles>{styles}</Styles><Worksheet ss:Name='表'><Table>{rows}</Table></Worksheet>\
         <Worksheet ss:Name='附表'><Table><Row>{}</Row></Table><WorksheetOptions><Visible>SheetHidden</Visible>\
         </WorksheetOptions></Worksheet></Workbook>",
        cell("R", "String", "藏")
    );
    let outcome = read_bytes(text.into_bytes()).expect("a workbook");
    assert_eq!(outcome.value.origin.format.name(), "xls");
    same(&seen(&outcome));
}

#[test]
fn text_that_is_set_in() {
    let cells = [("A1", 0, "'公用经费"), ("B1", 7, "3"), ("A2", 7, "'其中：办公费"), ("B2", 0, "2")];
    let outcome = read_bytes(workbook(&[("表", "", &data(&cells))])).expect("a workbook");
    assert_eq!(seen(&outcome), ["| A1:公用经费 B1:3\n| A2:    其中：办公费 B2:2"]);
}
