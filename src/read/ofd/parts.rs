//! The parts of an OFD package: the members that say what the documents are made of in, their pages, templates and
//! resources out.
//!
//! Elements are known by local name, so that any namespace will do. A reference counts from the folder of the member
//! that holds it, or from the root when it begins with `/`.

use super::fonts::Fonts;
use super::objects::{Object, Reader, rect};
use crate::model::{Error, ErrorKind};
use crate::read::package::{Package, resolved};
use crate::read::xml::{Event, Fault, Xml};
use crate::read::{Limits, encoding};
use hayro_interpret::kurbo::Rect;
use std::collections::HashMap;

/// The member where reading begins.
const ROOT: &str = "OFD.xml";

/// Members that only an encrypted package has (GM/T 0099).
const ENCRYPTED: &[&str] = &["encryptions.xml", "decryptseed.dat", "entriesmap.dat"];

/// A document of the package.
#[derive(Debug, Default)]
pub(super) struct Body {
    /// Members that hold the pages.
    pub(super) pages: Vec<String>,
    /// Members that hold templates, by identifier.
    pub(super) templates: HashMap<String, String>,
    /// The area of pages that state none.
    pub(super) area: Option<Rect>,
    pub(super) resources: Resources,
}

/// What pages refer to.
#[derive(Debug, Default)]
pub(super) struct Resources {
    pub(super) fonts: Fonts,
    pub(super) composites: HashMap<String, Vec<Object>>,
}

/// A page or template as it is written.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) area: Option<Rect>,
    /// Identifiers of templates.
    pub(super) templates: Vec<String>,
    /// Members with resources of this page only.
    pub(super) resources: Vec<String>,
    pub(super) objects: Vec<Object>,
}

/// Whether the package is encrypted by the rules for OFD.
pub(super) fn is_encrypted(package: &Package<'_>) -> bool {
    package.names().any(|name| {
        let file = name.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
        ENCRYPTED.contains(&file.as_str())
    })
}

/// The documents of a package, in order.
///
/// # Errors
/// When the package does not say where its documents are, or a limit is exceeded. A document that is missing or damaged
/// is left out unless it is the only one.
pub(super) fn bodies(
    package: &mut Package<'_>,
    path: &str,
    limits: &Limits,
    left: &mut usize,
) -> Result<Vec<Body>, Error> {
    let missing = |name: &str| Error::new(ErrorKind::Damaged, path, format!("缺少 {name} / no {name}"));
    let text = member(package, ROOT)?.ok_or_else(|| missing(ROOT))?;
    let roots = roots(&text, limits).map_err(|fault| fault.error(path))?;
    let mut bodies = Vec::new();
    let mut trouble = None;
    for root in roots {
        match body(package, &root, limits, left) {
            Ok(Some(body)) => bodies.push(body),
            Ok(None) => trouble = trouble.or(Some(missing(&root))),
            Err(fault @ Fault::TooLarge(_)) => return Err(fault.error(path)),
            Err(fault) => trouble = trouble.or(Some(fault.error(path))),
        }
    }
    match trouble {
        Some(trouble) if bodies.is_empty() => Err(trouble),
        None if bodies.is_empty() => Err(missing("DocRoot")),
        _ => Ok(bodies),
    }
}

/// The text of a member.
///
/// # Errors
/// When it is encrypted or too large. A damaged one counts as missing.
pub(super) fn member(package: &mut Package<'_>, name: &str) -> Result<Option<String>, Error> {
    match package.member(name) {
        Ok(bytes) => Ok(bytes.map(|bytes| encoding::decode(&bytes).0.into_owned())),
        Err(error) if error.kind == ErrorKind::Damaged => Ok(None),
        Err(error) => Err(error),
    }
}

/// The same where an error is about the document and not about the file.
fn part(package: &mut Package<'_>, name: &str) -> Result<Option<String>, Fault> {
    member(package, name).map_err(|error| match error.kind {
        ErrorKind::TooLarge => Fault::TooLarge(error.detail),
        _ => Fault::Damaged(error.detail),
    })
}

fn roots(text: &str, limits: &Limits) -> Result<Vec<String>, Fault> {
    let mut xml = Xml::new(text, limits);
    let mut roots = Vec::new();
    while let Some(event) = xml.next()? {
        if let Event::Open(element) = event
            && element.name() == "DocRoot"
        {
            roots.push(resolved("", xml.text()?.trim()));
        }
    }
    Ok(roots)
}

fn folder(member: &str) -> &str {
    member.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn body(package: &mut Package<'_>, root: &str, limits: &Limits, left: &mut usize) -> Result<Option<Body>, Fault> {
    let Some(text) = part(package, root)? else { return Ok(None) };
    let mut body = Body::default();
    let mut resources = Vec::new();
    let mut xml = Xml::new(&text, limits);
    while let Some(event) = xml.next()? {
        let Event::Open(element) = event else { continue };
        let base = || element.attribute("BaseLoc").map(|target| resolved(folder(root), target.trim()));
        match element.name() {
            "Page" => body.pages.extend(base()),
            "TemplatePage" => {
                let id = element.attribute("ID").map(|id| id.trim().to_owned());
                body.templates.extend(id.zip(base()));
            }
            "PhysicalBox" => body.area = body.area.or(rect(&xml.text()?)),
            "PublicRes" | "DocumentRes" => resources.push(resolved(folder(root), xml.text()?.trim())),
            _ => {}
        }
    }
    for member in resources {
        body.resources.load(package, &member, limits, left)?;
    }
    Ok(Some(body))
}

impl Resources {
    /// Adds what a member holds. A missing or damaged one adds what can be read of it.
    pub(super) fn load(
        &mut self,
        package: &mut Package<'_>,
        member: &str,
        limits: &Limits,
        left: &mut usize,
    ) -> Result<(), Fault> {
        let Some(text) = part(package, member)? else { return Ok(()) };
        match self.read(&text, folder(member), limits, left) {
            Err(Fault::Damaged(_)) => Ok(()),
            other => other,
        }
    }

    fn read(&mut self, text: &str, folder: &str, limits: &Limits, left: &mut usize) -> Result<(), Fault> {
        let mut xml = Xml::new(text, limits);
        let (mut base, mut id) = (folder.to_owned(), String::new());
        while let Some(event) = xml.next()? {
            let Event::Open(element) = event else { continue };
            if let Some(own) = element.attribute("ID") {
                own.trim().clone_into(&mut id);
            }
            match element.name() {
                "Res" => {
                    let target = element.attribute("BaseLoc").unwrap_or_default();
                    base = resolved(folder, target.trim());
                }
                "FontFile" => self.fonts.add(id.clone(), resolved(&base, xml.text()?.trim())),
                "CompositeGraphicUnit" => {
                    let objects = Reader::new(&mut xml, left).content()?;
                    self.composites.insert(id.clone(), objects);
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Reads a page or template; `member` is where it stands.
pub(super) fn sheet(text: &str, member: &str, limits: &Limits, left: &mut usize) -> Result<Sheet, Fault> {
    let mut sheet = Sheet::default();
    let mut xml = Xml::new(text, limits);
    while let Some(event) = xml.next()? {
        let Event::Open(element) = event else { continue };
        match element.name() {
            "PhysicalBox" => sheet.area = sheet.area.or(rect(&xml.text()?)),
            "Template" => sheet.templates.extend(element.attribute("TemplateID").map(|id| id.trim().to_owned())),
            "PageRes" => sheet.resources.push(resolved(folder(member), xml.text()?.trim())),
            "Content" => sheet.objects.extend(Reader::new(&mut xml, left).objects()?),
            _ => {}
        }
    }
    Ok(sheet)
}
