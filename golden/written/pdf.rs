//! A document as PDF with a font that is not embedded, as printers of office programs write it: text by the character map
//! UniGB-UCS2-H, borders as lines.

use super::drawn::{Mark, PAGE, SIZE, pages};
use fuhe::model::Document;
use std::fmt::Write as _;

/// Points in a millimeter.
const POINT: f64 = 72.0 / 25.4;

/// Objects before those of the pages: the catalog, the list of pages, the font and the parts of it.
const FIRST_PAGE: usize = 6;

/// The document as a file.
pub(crate) fn write(document: &Document) -> Vec<u8> {
    let contents: Vec<String> = pages(document).iter().map(|page| page.iter().map(operators).collect()).collect();
    let kids: Vec<String> = (0..contents.len()).map(|n| format!("{} 0 R", FIRST_PAGE + 2 * n)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Kids[{}]/Count {}>>", kids.join(" "), contents.len()),
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>".to_owned(),
        // The characters of ASCII are half as wide as the others.
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)\
         /Supplement 4>>/DW 1000/W[1 95 500]/FontDescriptor 5 0 R>>"
            .to_owned(),
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880\
         /Descent -120/CapHeight 880/StemV 93>>"
            .to_owned(),
    ];
    for (n, content) in contents.iter().enumerate() {
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {} {}]/Resources<</Font<</F1 3 0 R>>>>/Contents {} 0 R>>",
            PAGE.0 * POINT,
            PAGE.1 * POINT,
            FIRST_PAGE + 2 * n + 1
        ));
        objects.push(format!("<</Length {}>>stream\n{content}\nendstream", content.len()));
    }
    file(&objects)
}

/// A file of objects, numbered from 1.
fn file(objects: &[String]) -> Vec<u8> {
    let mut out = "%PDF-1.4\n".to_owned();
    let mut starts = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        starts.push(out.len());
        let _ = writeln!(out, "{} 0 obj\n{object}\nendobj", n + 1);
    }
    let table = out.len();
    let _ = writeln!(out, "xref\n0 {}\n0000000000 65535 f ", objects.len() + 1);
    for start in starts {
        let _ = writeln!(out, "{start:010} 00000 n ");
    }
    let _ = writeln!(out, "trailer<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF", objects.len() + 1);
    out.into_bytes()
}

/// What is drawn, as operators of a page's content.
fn operators(mark: &Mark) -> String {
    let up = |y: f64| (PAGE.1 - y) * POINT;
    match mark {
        Mark::Text { x, y, line } => {
            let mut codes = String::new();
            for unit in line.encode_utf16() {
                let _ = write!(codes, "{unit:04X}");
            }
            let base = up(y + 0.88 * SIZE + 0.4);
            format!("BT /F1 {:.3} Tf {:.3} {base:.3} Td <{codes}> Tj ET\n", SIZE * POINT, x * POINT)
        }
        Mark::Across { y, left, right } => {
            format!("0.5 w {:.3} {:.3} m {:.3} {:.3} l S\n", left * POINT, up(*y), right * POINT, up(*y))
        }
        Mark::Down { x, top, bottom } => {
            format!("0.5 w {:.3} {:.3} m {:.3} {:.3} l S\n", x * POINT, up(*top), x * POINT, up(*bottom))
        }
    }
}
