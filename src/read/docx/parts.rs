//! The parts of a package and how they are found: relationships in, the content of parts out. Names of parts are free;
//! only relationships say which is which.

use crate::model::{Error, ErrorKind};
use crate::read::package::{Package, resolved};
use crate::read::xml::{Event, Fault, Xml};
use crate::read::{Limits, encoding};

/// Where the main part stands when no relationship names it.
const USUAL_MAIN: &str = "word/document.xml";

/// The parts that hold text or say how it is printed.
pub(super) struct Parts {
    pub(super) main: String,
    pub(super) styles: Option<String>,
    pub(super) numbering: Option<String>,
    pub(super) footnotes: Option<String>,
    pub(super) endnotes: Option<String>,
}

impl Parts {
    /// The parts of Word 2003 in XML, which stand one after the other in one text. Lists state their numbers, and notes
    /// stand where they are referred to.
    pub(super) fn of_flat(text: &str) -> Self {
        let part = |name: &str| {
            let start = text.find(&format!("<w:{name}"))?;
            let end = format!("</w:{name}>");
            // A part that breaks off is told of by who reads it.
            let length = text[start..].find(&end).map_or(text.len() - start, |at| at + end.len());
            text.get(start..start + length).map(str::to_owned)
        };
        let main = part("body").unwrap_or_default();
        Self { main, styles: part("styles"), numbering: None, footnotes: None, endnotes: None }
    }

    /// Reads the parts of a package.
    ///
    /// # Errors
    /// When the main part is missing or damaged, or a limit is exceeded. Other parts may be missing or damaged.
    pub(super) fn read(package: &mut Package<'_>, path: &str, limits: &Limits) -> Result<Self, Error> {
        let roots = relationships(package, "", limits)?;
        let name = roots.iter().find(|r| r.is("officeDocument")).map_or(USUAL_MAIN, |r| &r.target).to_owned();
        let missing = || Error::new(ErrorKind::Damaged, path, format!("没有正文部分 {name} / no main part {name}"));
        let main = package.member(&name)?.map(encoding::decode_owned).ok_or_else(missing)?;
        let related = relationships(package, &name, limits)?;
        let mut part = |kind: &str| match related.iter().find(|r| r.is(kind)) {
            Some(relationship) => secondary(package, &relationship.target),
            None => Ok(None),
        };
        let (styles, numbering) = (part("styles")?, part("numbering")?);
        Ok(Self { main, styles, numbering, footnotes: part("footnotes")?, endnotes: part("endnotes")? })
    }
}

/// One relationship of a part.
struct Relationship {
    kind: String,
    target: String,
}

impl Relationship {
    /// Whether it is of this type, in whichever of the namespaces for types.
    fn is(&self, kind: &str) -> bool {
        self.kind.rsplit('/').next() == Some(kind)
    }
}

/// The relationships of a part; of the package for an empty name. None when their part is missing or damaged.
fn relationships(package: &mut Package<'_>, part: &str, limits: &Limits) -> Result<Vec<Relationship>, Error> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let name = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
    let Some(text) = secondary(package, &name)? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let mut xml = Xml::new(&text, limits);
    // What stands before a broken place is good enough.
    while let Ok(Some(event)) = xml.next() {
        let Event::Open(element) = event else { continue };
        let outside = element.attribute("TargetMode").is_some_and(|mode| mode == "External");
        if let (false, Some(kind), Some(target)) = (outside, element.attribute("Type"), element.attribute("Target")) {
            found.push(Relationship { kind: kind.into_owned(), target: resolved(folder, &target) });
        }
    }
    Ok(found)
}

/// A part that the document can be read without.
fn secondary(package: &mut Package<'_>, name: &str) -> Result<Option<String>, Error> {
    match package.member(name) {
        Ok(bytes) => Ok(bytes.map(encoding::decode_owned)),
        Err(error) if error.kind == ErrorKind::Damaged => Ok(None),
        Err(error) => Err(error),
    }
}

/// What was read of a part that the document can be read without; nothing when it is broken.
pub(super) fn lenient<T: Default>(read: Result<T, Fault>) -> Result<T, Fault> {
    match read {
        Err(Fault::Damaged(_)) => Ok(T::default()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_relative_or_absolute() {
        let cases = [
            ("word", "styles.xml", "word/styles.xml"),
            ("word", "/word/styles.xml", "word/styles.xml"),
            ("", "word/document2.xml", "word/document2.xml"),
            ("a/b", "../c/./d.xml", "a/c/d.xml"),
            ("a", "..\\..\\x.xml", "x.xml"),
        ];
        for (folder, target, name) in cases {
            assert_eq!(resolved(folder, target), name, "{folder} {target}");
        }
    }
}
