//! Small packages written here: how parts are found, where glyphs and rules come to stand, and what is bounded.

use super::*;
use crate::model::{Block, Notice};
use crate::read::page::{Direction, Origin};
use std::fmt::Write as _;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn source(members: &[(&str, &str)]) -> Source {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a member");
        writer.write_all(content.as_bytes()).expect("content");
    }
    let bytes = writer.finish().expect("a package").into_inner();
    Source { path: "test.ofd".into(), part: None, bytes }
}

const ROOT: (&str, &str) = ("OFD.xml", "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>");
const DOCUMENT: (&str, &str) = (
    "Doc_0/Document.xml",
    "<Document><CommonData><PageArea><PhysicalBox>0 0 100 50</PhysicalBox></PageArea><PublicRes>Res.xml</PublicRes>\
     <TemplatePage ID='7' BaseLoc='T.xml'/></CommonData><Pages><Page ID='1' BaseLoc='P.xml'/></Pages></Document>",
);

/// A page of these objects, 100 by 50 mm.
fn with_page(objects: &str) -> Source {
    let page = format!("<Page><Content><Layer>{objects}</Layer></Content></Page>");
    source(&[ROOT, DOCUMENT, ("Doc_0/P.xml", &page)])
}

fn drawn(source: &Source) -> Vec<Page> {
    Drawing::new(source, &Limits::DEFAULT).and_then(|mut d| d.pages()).expect("readable").pages
}

/// The glyphs of a page: characters, left end, baseline and width in millimeters.
fn glyphs(objects: &str) -> Vec<(String, [i32; 3])> {
    let page = drawn(&with_page(objects)).remove(0);
    #[expect(clippy::cast_possible_truncation, reason = "small")]
    let mm = |points: f32| (points * 25.4 / 72.0 * 10.0).round() as i32;
    let one =
        |g: &crate::read::page::Glyph| (g.text.chars().collect(), [mm(g.area.x0), mm(g.baseline), mm(g.area.width())]);
    page.glyphs.iter().map(one).collect()
}

/// What a reader sees: paragraphs, and cells of tables.
fn shown(source: &Source) -> Vec<String> {
    let document = read(source, &Limits::DEFAULT).expect("readable").value;
    let text = |block: &Block| match block {
        Block::Table(table) => table.cells.iter().map(|c| c.text.content.clone()).collect::<Vec<_>>().join("|"),
        other => other.text().map(|t| t.content.clone()).unwrap_or_default(),
    };
    document.blocks.iter().map(text).collect()
}

fn text(attributes: &str, inside: &str) -> String {
    format!("<TextObject Boundary='10 10 80 5' Font='3' Size='4' {attributes}>{inside}</TextObject>")
}

#[test]
fn glyphs_stand_where_their_steps_lead() {
    type Glyphs<'a> = &'a [(&'a str, [i32; 3])];
    let cases: &[(&str, &str, Glyphs<'_>)] = &[
        // Tenths of millimeters: left end, baseline, width.
        (
            "",
            "<TextCode X='1' Y='4' DeltaX='4 g 1 4'>年度表</TextCode>",
            &[("年", [110, 140, 40]), ("度", [150, 140, 40]), ("表", [190, 140, 40])],
        ),
        // The last step goes on.
        (
            "",
            "<TextCode X='0' Y='4' DeltaX='2'>123</TextCode>",
            &[("1", [100, 140, 20]), ("2", [120, 140, 20]), ("3", [140, 140, 20])],
        ),
        // No steps at all: by width. No coordinates: those of the code before.
        (
            "",
            "<TextCode X='2' Y='4'>甲1</TextCode><TextCode Y='9'>乙</TextCode>",
            &[("甲", [120, 140, 40]), ("1", [160, 140, 20]), ("乙", [120, 190, 40])],
        ),
        (
            "ReadDirection='90'",
            "<TextCode X='0' Y='4'>甲乙</TextCode>",
            &[("甲", [100, 140, 40]), ("乙", [100, 180, 40])],
        ),
        (
            "CTM='0.5 0 0 0.5 10 0'",
            "<TextCode X='0' Y='8' DeltaX='8'>甲乙</TextCode>",
            &[("甲", [200, 140, 20]), ("乙", [240, 140, 20])],
        ),
        ("HScale='0.5'", "<TextCode X='0' Y='4'>甲乙</TextCode>", &[("甲", [100, 140, 20]), ("乙", [120, 140, 20])]),
        // Two characters for one glyph, one for two, and the indents of a pretty printer.
        (
            "",
            "<CGTransform CodePosition='1' CodeCount='2' GlyphCount='1'><Glyphs>9</Glyphs></CGTransform>\
             <TextCode X='0' Y='4' DeltaX='4 3'>\n  甲fi乙\n</TextCode>",
            &[("甲", [100, 140, 40]), ("fi", [140, 140, 30]), ("乙", [170, 140, 40])],
        ),
        (
            "",
            "<CGTransform CodePosition='0' CodeCount='1' GlyphCount='2'><Glyphs>8 9</Glyphs></CGTransform>\
             <TextCode X='0' Y='4' DeltaX='4 4'>甲乙</TextCode>",
            &[("甲", [100, 140, 40]), ("乙", [180, 140, 40])],
        ),
        ("Visible='false'", "<TextCode X='0' Y='4'>甲</TextCode>", &[]),
        ("Alpha='0'", "<TextCode X='0' Y='4'>甲</TextCode>", &[]),
        ("", "<TextCode X='900' Y='4'>甲</TextCode>", &[]),
        ("", "<TextCode X='x' Y='4' DeltaX='g g 1 nan 2'>甲</TextCode>", &[("甲", [100, 140, 40])]),
    ];
    for (attributes, inside, expected) in cases {
        let expected: Vec<(String, [i32; 3])> = expected.iter().map(|(c, at)| ((*c).to_owned(), *at)).collect();
        assert_eq!(glyphs(&text(attributes, inside)), expected, "{attributes} {inside}");
    }
}

#[test]
fn turned_characters_and_private_ones() {
    let code = "<TextCode X='30' Y='20' DeltaY='4'>甲\u{E123}</TextCode>";
    let page = drawn(&with_page(&text("CharDirection='90'", code))).remove(0);
    assert!(page.glyphs.iter().all(|g| g.direction == Direction::Down), "{:?}", page.glyphs);
    assert!(page.glyphs.iter().all(|g| g.origin == Origin::Stated), "no font tells what the private one is");
    let slanted = text("CTM='0.7 0.7 -0.7 0.7 0 0'", "<TextCode X='10' Y='4'>密</TextCode>");
    assert_eq!(drawn(&with_page(&slanted))[0].glyphs[0].direction, Direction::Slanted);
}

#[test]
fn paths_rule_tables() {
    let line = |x0: f64, y0: f64, x1: f64, y1: f64| {
        format!(
            "<PathObject Boundary='0 0 100 50'><AbbreviatedData>M {x0} {y0} L {x1} {y1}</AbbreviatedData></PathObject>"
        )
    };
    let bar = |x: f64| {
        format!(
            "<PathObject Boundary='{x} 10 1 20' CTM='0.1 0 0 1 0 0' Stroke='false' Fill='true'>\
             <FillColor Value='0 0 0'/><AbbreviatedData>M 0 0 L 2 0 L 2 20 L 0 20 C</AbbreviatedData></PathObject>"
        )
    };
    let unseen = "<PathObject Boundary='0 0 100 50'><StrokeColor Value='255 255 255'/>\
                  <AbbreviatedData>M 10 15 L 90 15</AbbreviatedData></PathObject>";
    let mut objects: String = [10.0, 20.0, 30.0].iter().map(|y| line(10.0, *y, 90.0, *y)).collect();
    objects.extend([10.0, 50.0, 90.0].map(bar));
    objects += unseen;
    for (n, (x, y)) in [(12, 11), (52, 11), (12, 21), (52, 21)].into_iter().enumerate() {
        let _ = write!(
            objects,
            "<TextObject Boundary='{x} {y} 30 5' Font='3' Size='4'><TextCode X='0' Y='4'>格{n}</TextCode></TextObject>"
        );
    }
    assert_eq!(shown(&with_page(&objects)), ["格0|格1|格2|格3"]);
}

#[test]
fn parts_are_found_however_they_are_named() {
    let page = |objects: &str| {
        format!("<x:Page xmlns:x='urn:other'><x:Content><x:Layer>{objects}</x:Layer></x:Content></x:Page>")
    };
    let first = page(&text("", "<TextCode X='0' Y='4'>第一页</TextCode>"))
        .replace("<Text", "<x:Text")
        .replace("</Text", "</x:Text");
    let second = page(&text("", "<TextCode X='0' Y='4'>第二页</TextCode>")).replace(
        "<x:Content>",
        "<x:Template TemplateID='7'/><x:Area><x:PhysicalBox>5 5 90 40</x:PhysicalBox></x:Area><x:Content>",
    );
    let template = page(&text("", "<TextCode X='0' Y='24'>模板</TextCode>"));
    let members = [
        (
            "ofd.xml",
            "<OFD><DocBody><DocRoot> /doc_0/DOCUMENT.xml </DocRoot></DocBody><DocBody><DocRoot>./Doc_1\\D.xml</DocRoot></DocBody></OFD>",
        ),
        (
            "Doc_0/Document.xml",
            "<Document><Pages><Page ID='1' BaseLoc='/Doc_0/P.xml'/><Page ID='2' BaseLoc='./Pages/../Q.xml'/></Pages>\
          <CommonData><TemplatePage ID='7' BaseLoc='t.XML'/></CommonData></Document>",
        ),
        ("Doc_0/P.xml", first.as_str()),
        ("Doc_0/Q.xml", second.as_str()),
        ("Doc_0/T.xml", template.as_str()),
        ("Doc_1/D.xml", "<Document><Pages><Page ID='1' BaseLoc='../Doc_0/P.xml'/></Pages></Document>"),
    ];
    let source = source(&members);
    assert!(is_ofd(&source.bytes));
    assert_eq!(shown(&source), ["第一页", "第二页", "模板", "第一页"]);
    let pages = drawn(&source);
    let sizes: Vec<f32> = pages.iter().map(|p| (p.width * 25.4 / 72.0).round()).collect();
    assert_eq!((pages.iter().map(|p| p.number).collect::<Vec<_>>(), sizes), (vec![1, 2, 3], vec![210.0, 90.0, 210.0]));
}

#[test]
fn composites_are_drawn_in_place_and_never_without_end() {
    let objects = "<CompositeObject Boundary='20 0 50 50' CTM='2 0 0 2 0 0' ResourceID='5'/>";
    let page = format!("<Page><Content><Layer>{objects}</Layer></Content></Page>");
    let loops = "<CompositeObject Boundary='0 0 9 9' ResourceID='5'/>".repeat(10);
    let unit = text("", "<TextCode X='0' Y='4'>章</TextCode>");
    let resources = |inside: &str| {
        format!(
            "<Res><CompositeGraphicUnits><CompositeGraphicUnit ID='5'><Content>{inside}</Content>\
                 </CompositeGraphicUnit></CompositeGraphicUnits></Res>"
        )
    };
    let of = |inside: &str| source(&[ROOT, DOCUMENT, ("Doc_0/P.xml", &page), ("Doc_0/Res.xml", &resources(inside))]);
    let glyph = drawn(&of(&unit))[0].glyphs[0].clone();
    assert!((glyph.area.x0 * 25.4 / 72.0 - 40.0).abs() < 0.01 && (glyph.size * 25.4 / 72.0 - 8.0).abs() < 0.01);
    // Ten of itself in itself, eight deep: no page may be as large.
    let limits = Limits { objects: 100_000, ..Limits::DEFAULT };
    let bomb = of(&(unit + &loops));
    assert_eq!(read(&bomb, &limits).expect_err("too much").kind, ErrorKind::TooLarge);
}

#[test]
fn files_that_cannot_be_read() {
    let good = with_page(&text("", "<TextCode X='0' Y='4'>甲</TextCode>"));
    let page = |content: &str| source(&[ROOT, DOCUMENT, ("Doc_0/P.xml", content)]);
    let many = "<Page ID='1' BaseLoc='P.xml'/>".repeat(20);
    let pages = format!("<Document><Pages>{many}</Pages></Document>");
    let cases: &[(&str, Source, Limits, ErrorKind)] = &[
        ("no document", source(&[ROOT]), Limits::DEFAULT, ErrorKind::Damaged),
        ("no root", source(&[("OFD.xml", "<OFD/>")]), Limits::DEFAULT, ErrorKind::Damaged),
        ("broken root", source(&[("OFD.xml", "<OFD><DocBody>")]), Limits::DEFAULT, ErrorKind::Damaged),
        ("no pages", source(&[ROOT, (DOCUMENT.0, "<Document/>")]), Limits::DEFAULT, ErrorKind::Damaged),
        ("encrypted", source(&[ROOT, ("Encryptions.xml", "")]), Limits::DEFAULT, ErrorKind::Encrypted),
        ("deep", page(&"<Layer>".repeat(300)), Limits::DEFAULT, ErrorKind::TooLarge),
        ("pages", source(&[ROOT, (DOCUMENT.0, &pages)]), Limits { pages: 19, ..Limits::DEFAULT }, ErrorKind::TooLarge),
        ("objects", good.clone(), Limits { objects: 1, ..Limits::DEFAULT }, ErrorKind::TooLarge),
        ("glyphs", good.clone(), Limits { glyphs: 0, ..Limits::DEFAULT }, ErrorKind::TooLarge),
        ("all glyphs", good.clone(), Limits { glyphs_in_all: 0, ..Limits::DEFAULT }, ErrorKind::TooLarge),
        ("bytes", good.clone(), Limits { inflated: 200, ..Limits::DEFAULT }, ErrorKind::TooLarge),
    ];
    for (name, source, limits, kind) in cases {
        assert_eq!(read(source, limits).expect_err(name).kind, *kind, "{name}");
    }
}

#[test]
fn pages_without_text_are_remarked_on() {
    let image = "<ImageObject Boundary='0 0 100 50' CTM='100 0 0 50 0 0' ResourceID='6'/>";
    let entities = "<!DOCTYPE Page [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]><Page>&b;&b;&b;</Page>";
    for (name, source, pages) in [
        ("a picture", with_page(image), vec![1]),
        ("broken", source(&[ROOT, DOCUMENT, ("Doc_0/P.xml", "<Page><Content><Layer>")]), vec![1]),
        ("missing", source(&[ROOT, DOCUMENT]), vec![1]),
        ("blank", with_page(""), vec![]),
        ("entities", source(&[ROOT, DOCUMENT, ("Doc_0/P.xml", entities)]), vec![]),
    ] {
        let notices = read(&source, &Limits::DEFAULT).expect("readable").notices;
        let without: Vec<u32> = notices
            .iter()
            .filter_map(|n| if let Notice::NoTextLayer { page, .. } = n { Some(*page) } else { None })
            .collect();
        assert_eq!(without, pages, "{name}");
    }
}
