//! A document as OFD: every line of text an object with the places of its characters, every border of a cell a line or a
//! thin filled box.

use super::drawn::{LINE, Mark, PAGE, SIZE, pages, width};
use super::package::{packed, xml};
use fuhe::model::Document;
use std::fmt::Write as _;

const NAMESPACE: &str = "http://www.ofdspec.org/2016";

/// The document as a package.
pub(crate) fn write(document: &Document) -> Vec<u8> {
    let objects = |page: &Vec<Mark>| page.iter().map(object).collect::<String>();
    package(&pages(document).iter().map(objects).collect::<Vec<_>>())
}

/// A package of pages with these objects.
fn package(pages: &[String]) -> Vec<u8> {
    let entry = |n: usize| format!("<ofd:Page ID=\"{}\" BaseLoc=\"Pages/Page_{n}/Content.xml\"/>", n + 100);
    let entries: String = (0..pages.len()).map(entry).collect();
    let area = format!("<ofd:PhysicalBox>0 0 {} {}</ofd:PhysicalBox>", PAGE.0, PAGE.1);
    let root = |name: &str, content: &str| format!("<ofd:{name} xmlns:ofd=\"{NAMESPACE}\">{content}</ofd:{name}>");
    let mut members = vec![
        ("OFD.xml".to_owned(), root("OFD", "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>")),
        (
            "Doc_0/Document.xml".to_owned(),
            root(
                "Document",
                &format!(
                    "<ofd:CommonData><ofd:PageArea>{area}</ofd:PageArea></ofd:CommonData><ofd:Pages>{entries}</ofd:Pages>"
                ),
            ),
        ),
    ];
    for (n, objects) in pages.iter().enumerate() {
        let content = format!("<ofd:Content><ofd:Layer ID=\"{}\">{objects}</ofd:Layer></ofd:Content>", n + 1_000);
        members.push((format!("Doc_0/Pages/Page_{n}/Content.xml"), root("Page", &content)));
    }
    let members: Vec<(&str, &str)> = members.iter().map(|(name, content)| (name.as_str(), content.as_str())).collect();
    packed(&members)
}

/// What is drawn, as an object.
fn object(mark: &Mark) -> String {
    match mark {
        Mark::Text { x, y, line } => line_of_text(*x, *y, line),
        Mark::Across { y, left, right } => format!(
            "<ofd:PathObject Boundary=\"{left} {} {} 0.4\" LineWidth=\"0.2\"><ofd:AbbreviatedData>M 0 0.2 L {} 0.2\
             </ofd:AbbreviatedData></ofd:PathObject>",
            y - 0.2,
            right - left,
            right - left
        ),
        Mark::Down { x, top, bottom } => {
            let height = bottom - top;
            format!(
                "<ofd:PathObject Boundary=\"{} {top} 0.2 {height}\" Stroke=\"false\" Fill=\"true\"><ofd:AbbreviatedData>\
                 M 0 0 L 0.2 0 L 0.2 {height} L 0 {height} C</ofd:AbbreviatedData></ofd:PathObject>",
                x - 0.1
            )
        }
    }
}

/// A text object whose upper left corner is there. Every other one is written in points and scaled.
fn line_of_text(x: f64, y: f64, line: &str) -> String {
    const POINT: f64 = 25.4 / 72.0;
    let scaled = line.chars().count().is_multiple_of(2);
    let unit = if scaled { POINT } else { 1.0 };
    let matrix = if scaled { format!(" CTM=\"{POINT} 0 0 {POINT} 0 0\"") } else { String::new() };
    let mut steps = String::new();
    let mut run: Option<(f64, usize)> = None;
    let widths: Vec<f64> = line.chars().map(width).collect();
    for &w in widths.iter().take(widths.len().saturating_sub(1)).chain([&-1.0]) {
        match &mut run {
            Some((same, count)) if (*same - w).abs() < 1e-9 => *count += 1,
            _ => {
                if let Some((step, count)) = run.replace((w, 1)) {
                    let _ = write!(steps, "g {count} {} ", step / unit);
                }
            }
        }
    }
    let (whole, size) = (widths.iter().sum::<f64>(), SIZE / unit);
    format!(
        "<ofd:TextObject Boundary=\"{x} {y} {whole} {LINE}\"{matrix} Font=\"1\" Size=\"{size}\"><ofd:TextCode X=\"0\" Y=\
         \"{}\" DeltaX=\"{}\">{}</ofd:TextCode></ofd:TextObject>",
        (0.88 * SIZE + 0.4) / unit,
        steps.trim_end(),
        xml(line)
    )
}
