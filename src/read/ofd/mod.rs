//! OFD files (GB/T 33190): a package of XML in, a document out, through pages of glyphs and rules and the layout that
//! PDF goes through too.
//!
//! Several documents of one package come one after the other, their pages numbered through. Templates are drawn under
//! their pages. Annotations, among them stamps and signatures, are no part of the text.

mod canvas;
mod fonts;
mod glyphs;
mod objects;
mod outline;
mod parts;
#[cfg(test)]
mod tests;

use super::package::Package;
use super::page::Page;
use super::pdf::quality::{self, Fault};
use super::pdf::{place, too_many_glyphs, too_slow};
use super::xml::Fault as XmlFault;
use super::{Limits, Source, grid, lost, signatures};
use crate::model::{Document, Error, ErrorKind, Outcome, offset};
use canvas::{Canvas, Overrun};
use hayro_interpret::kurbo::Rect;
use parts::{Body, Sheet};
use std::collections::HashMap;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// The area of a page when nothing states it: A4, in millimeters.
const A4: Rect = Rect::new(0.0, 0.0, 210.0, 297.0);

/// Whether the content is an OFD package.
pub(super) fn is_ofd(bytes: &[u8]) -> bool {
    signatures::is_package_of(bytes, "OFD")
}

/// Reads an OFD file.
pub(super) fn read(source: &Source, limits: &Limits) -> Result<Outcome<Document>, Error> {
    let Drawn { pages, faults } = Drawing::new(source, limits)?.pages()?;
    let (blocks, mut notices) = grid::blocks(&pages);
    let mut document = Document { blocks, ..Document::default() };
    document.origin.pages = Some(offset(pages.len()));
    notices.extend(faults.into_iter().map(|(page, fault)| fault.notice(page, place(&document, page))));
    notices.extend(lost::undecodable(&document));
    Ok(Outcome { value: document, notices })
}

/// The pages of a file, and what is wrong with some of them.
#[derive(Debug)]
struct Drawn {
    pages: Vec<Page>,
    faults: Vec<(u32, Fault)>,
}

/// A package whose pages are being drawn.
struct Drawing<'a> {
    package: Package<'a>,
    path: &'a str,
    limits: &'a Limits,
    deadline: Instant,
    /// Objects that may still be read.
    left: usize,
}

impl<'a> Drawing<'a> {
    fn new(source: &'a Source, limits: &'a Limits) -> Result<Self, Error> {
        let package = Package::open(source, limits)?;
        if parts::is_encrypted(&package) {
            return Err(Error::new(ErrorKind::Encrypted, &source.path, ""));
        }
        let deadline = Instant::now() + Duration::from_secs(limits.seconds);
        Ok(Self { package, path: &source.path, limits, deadline, left: limits.objects })
    }

    /// Draws every page.
    fn pages(&mut self) -> Result<Drawn, Error> {
        let mut bodies = parts::bodies(&mut self.package, self.path, self.limits, &mut self.left)?;
        let count = bodies.iter().map(|body| body.pages.len()).sum::<usize>();
        if count > self.limits.pages {
            let most = self.limits.pages;
            let detail = format!("共 {count} 页，上限 {most} 页 / {count} pages, limit {most}");
            return Err(Error::new(ErrorKind::TooLarge, self.path, detail));
        }
        if count == 0 {
            return Err(Error::new(ErrorKind::Damaged, self.path, "没有可读的页面 / no page can be read"));
        }
        let mut drawn = Drawn { pages: Vec::with_capacity(count), faults: Vec::new() };
        let mut glyphs = 0;
        for body in &mut bodies {
            let mut templates = HashMap::new();
            for member in body.pages.clone() {
                let number = offset(drawn.pages.len()) + 1;
                let (page, fault) = self.page(number, &member, body, &mut templates)?;
                glyphs += page.glyphs.len();
                if glyphs > self.limits.glyphs_in_all {
                    return Err(too_many_glyphs(self.path, self.limits.glyphs_in_all));
                }
                drawn.pages.push(page);
                drawn.faults.extend(fault.map(|fault| (number, fault)));
            }
        }
        Ok(drawn)
    }

    fn page(
        &mut self,
        number: u32,
        member: &str,
        body: &mut Body,
        known: &mut HashMap<String, Option<Rc<Sheet>>>,
    ) -> Result<(Page, Option<Fault>), Error> {
        let sheet = self.sheet(member)?;
        let mut templates = Vec::new();
        for id in sheet.iter().flat_map(|sheet| &sheet.templates) {
            let Some(member) = body.templates.get(id) else { continue };
            if !known.contains_key(id) {
                known.insert(id.clone(), self.sheet(member)?.map(Rc::new));
            }
            templates.extend(known.get(id).cloned().flatten());
        }
        for member in sheet.iter().flat_map(|sheet| &sheet.resources) {
            let loaded = body.resources.load(&mut self.package, member, self.limits, &mut self.left);
            loaded.map_err(|fault| fault.error(self.path))?;
        }
        let stated = sheet.as_ref().and_then(|sheet| sheet.area).or(body.area);
        let area = stated.filter(|area| area.width() > 0.0 && area.height() > 0.0).unwrap_or(A4);
        let resources = &mut body.resources;
        let limits = (self.limits, self.deadline);
        let mut canvas = Canvas::new(number, area, &resources.composites, &mut resources.fonts, limits);
        for sheet in templates.iter().map(|sheet| &**sheet).chain(&sheet) {
            canvas.draw(&sheet.objects, area, &mut self.package).map_err(|overrun| match overrun {
                Overrun::Glyphs => too_many_glyphs(self.path, self.limits.glyphs),
                Overrun::Time => too_slow(self.path, self.limits),
            })?;
        }
        let (page, curved) = canvas.finish();
        match sheet {
            Some(_) => Ok(quality::judge(page, curved)),
            // What a template shows is no page.
            None => Ok((Page { glyphs: Vec::new(), rules: Vec::new(), ..page }, Some(Fault::Broken))),
        }
    }

    /// A page or template; `None` when it is missing or damaged.
    fn sheet(&mut self, member: &str) -> Result<Option<Sheet>, Error> {
        let Some(text) = parts::member(&mut self.package, member)? else { return Ok(None) };
        match parts::sheet(&text, member, self.limits, &mut self.left) {
            Ok(sheet) => Ok(Some(sheet)),
            Err(XmlFault::Damaged(_)) => Ok(None),
            Err(fault) => Err(fault.error(self.path)),
        }
    }
}
