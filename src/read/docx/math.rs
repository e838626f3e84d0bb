//! Formulas (Office Math): markup in, one line of text out, with the operators that the layout stands for: a fraction is
//! `a/b`, brackets are characters. Pictures of formulas are not read.

use crate::read::xml::{Element, Event, Fault, Xml};

/// Writes the formula in the element that began last.
///
/// # Errors
/// When the markup is broken.
pub(super) fn write(xml: &mut Xml<'_>, out: &mut String) -> Result<(), Fault> {
    loop {
        match xml.next()? {
            Some(Event::Open(element)) => part(xml, &element, out)?,
            Some(Event::Text(_)) => {}
            Some(Event::Close) | None => return Ok(()),
        }
    }
}

fn part(xml: &mut Xml<'_>, element: &Element<'_>, out: &mut String) -> Result<(), Fault> {
    match element.name() {
        "t" => out.push_str(&xml.text()?),
        "f" => {
            let parts = parts(xml, |_, _| {})?;
            let bracketed = |part: &str| {
                let compound = part.chars().any(|c| matches!(c, '+' | '-' | '−' | '×' | '÷' | '/' | '*' | '±'));
                if compound { format!("({part})") } else { part.to_owned() }
            };
            let parts: Vec<String> = parts.iter().map(|p| bracketed(p)).collect();
            out.push_str(&parts.join("/"));
        }
        "d" => {
            let (mut begin, mut end, mut between) = ("(".to_owned(), ")".to_owned(), "|".to_owned());
            let parts = parts(xml, |name, value| match name {
                "begChr" => begin = value,
                "endChr" => end = value,
                "sepChr" => between = value,
                _ => {}
            })?;
            out.push_str(&(begin + &parts.join(&between) + &end));
        }
        "sSup" => out.push_str(&parts(xml, |_, _| {})?.join("^")),
        "rad" => {
            let parts = parts(xml, |_, _| {})?;
            let radicand = parts.last().map_or("", String::as_str);
            out.extend(["√(", radicand, ")"]);
        }
        "nary" => {
            let mut sign = "∫".to_owned();
            let parts = parts(xml, |name, value| {
                if name == "chr" {
                    sign = value;
                }
            })?;
            out.push_str(&(sign + parts.last().map_or("", String::as_str)));
        }
        // Deleted text, and properties: their names end so.
        "del" | "moveFrom" => xml.skip()?,
        name if name.ends_with("Pr") => xml.skip()?,
        _ => write(xml, out)?,
    }
    Ok(())
}

/// The parts of a built-up element, each as text. `property` gets the name and value of every property of it.
fn parts(xml: &mut Xml<'_>, mut property: impl FnMut(&str, String)) -> Result<Vec<String>, Fault> {
    let mut parts = Vec::new();
    loop {
        match xml.next()? {
            Some(Event::Open(element)) if element.name().ends_with("Pr") => xml.inside(|_, e| {
                property(e.name(), e.attribute("val").unwrap_or_default().into_owned());
            })?,
            Some(Event::Open(_)) => {
                let mut part = String::new();
                write(xml, &mut part)?;
                parts.push(part);
            }
            Some(Event::Text(_)) => {}
            Some(Event::Close) | None => return Ok(parts),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Limits;

    #[test]
    fn formulas_on_one_line() {
        let r = |text: &str| format!("<m:r><w:rPr/><m:t>{text}</m:t></m:r>");
        let fraction = |a: &str, b: &str| format!("<m:f><m:fPr/><m:num>{}</m:num><m:den>{}</m:den></m:f>", r(a), r(b));
        let bracket = |content: &str| format!("<m:d><m:dPr/><m:e>{content}</m:e></m:d>");
        let cases = [
            (r("执行率=") + &fraction("支出", "预算") + &r("×100%"), "执行率=支出/预算×100%"),
            (fraction("a-b", "c"), "(a-b)/c"),
            (bracket(&fraction("a", "b")), "(a/b)"),
            (
                format!("<m:d><m:dPr><m:begChr m:val='['/><m:endChr m:val=']'/></m:dPr><m:e>{}</m:e></m:d>", r("x")),
                "[x]",
            ),
            (format!("<m:sSup><m:e>{}</m:e><m:sup>{}</m:sup></m:sSup>", r("x"), r("2")), "x^2"),
            (
                format!(
                    "<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr><m:sub/><m:sup/><m:e>{}</m:e></m:nary>",
                    r("x")
                ),
                "∑x",
            ),
            (format!("<m:rad><m:radPr/><m:deg/><m:e>{}</m:e></m:rad>", r("x")), "√(x)"),
            (format!("<w:ins>{}</w:ins><w:del>{}</w:del>", r("a"), r("b")), "a"),
        ];
        for (markup, wanted) in cases {
            let text = format!("<m:oMath>{markup}</m:oMath>");
            let (mut xml, mut out) = (Xml::new(&text, &Limits::DEFAULT), String::new());
            assert!(matches!(xml.next(), Ok(Some(Event::Open(_)))));
            write(&mut xml, &mut out).expect("well-formed");
            assert_eq!(out, wanted);
        }
    }
}
