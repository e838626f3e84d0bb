//! OFD: real files cell by cell, and the characters of every file against what its XML says. What lies beside the
//! repository is skipped, with a line that says so, where it is absent.
#![allow(clippy::print_stdout, reason = "a skipped test says that it is skipped, and the scores are worth seeing")]

mod sample;

#[allow(dead_code, reason = "records are a matter of PDF")]
#[path = "pdf/cells.rs"]
mod cells;

use cells::{Truth, differences, load};
use fuhe::model::Block;
use fuhe::read::{Limits, Source};
use sample::{bare, files, root};
use std::collections::HashMap;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use zip::ZipArchive;

/// The part of the characters of all files together that must be read.
const RECALL: f64 = 0.99;

fn name_of(path: &Path) -> String {
    path.file_stem().expect("a name").to_string_lossy().into_owned()
}

#[test]
fn cells_of_real_files() {
    let folder = root().join("../shared/real");
    if !folder.exists() {
        println!("skipped: {} is absent", folder.display());
        return;
    }
    let mut wrong = Vec::new();
    for path in files(&root().join("golden/real"), ".toml").iter().filter(|p| name_of(p).starts_with("ofd-")) {
        let truth: Truth = load(path);
        let source = Source::from_path(&folder.join(name_of(path) + ".ofd"), &Limits::DEFAULT).expect("a file");
        let found = differences(&truth, fuhe::read::read(&source, &Limits::DEFAULT));
        println!("{}: {} cells, {} difference(s)", name_of(path), truth.cells(), found.len());
        wrong.extend(found.iter().map(|difference| format!("{}: {difference}", name_of(path))));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The files beside the repository.
fn all_files() -> Vec<PathBuf> {
    ["real", "robust"].iter().flat_map(|part| files(&root().join("../shared").join(part), ".ofd")).collect()
}

/// The characters of a text, counted; white space and what a file cannot state left out.
fn counted(text: &str) -> HashMap<char, usize> {
    let mut counts = HashMap::new();
    for c in bare(text).chars() {
        *counts.entry(c).or_default() += 1;
    }
    counts
}

/// The characters of the pages, with those of the templates that they use, straight from the XML: an independent and
/// naive way of reading, which knows no places.
fn dumped(bytes: &[u8]) -> Option<String> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let names: Vec<String> = zip.file_names().filter_map(Result::ok).map(std::borrow::Cow::into_owned).collect();
    let mut text_of = |wanted: &str| {
        let wanted = wanted.trim_start_matches('/');
        let name = names.iter().filter(|name| name.ends_with(wanted)).min_by_key(|name| name.len())?;
        let mut text = String::new();
        zip.by_name(name).ok()?.read_to_string(&mut text).ok()?;
        Some(text)
    };
    let document = text_of("Document.xml")?;
    let base = |element: &str| attribute(element, "BaseLoc");
    let templates: HashMap<String, String> =
        elements(&document, "TemplatePage").filter_map(|e| Some((attribute(e, "ID")?, base(e)?))).collect();
    let mut out = String::new();
    for page in elements(&document, "Page").filter_map(base) {
        let Some(page) = text_of(&page) else { continue };
        let used = elements(&page, "Template").filter_map(|e| templates.get(&attribute(e, "TemplateID")?));
        let used: Vec<String> = used.cloned().collect();
        out += &codes(&page);
        for template in used {
            out += &text_of(&template).map(|t| codes(&t)).unwrap_or_default();
        }
    }
    Some(out)
}

/// The start tags of elements of that name.
fn elements<'a>(xml: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    xml.split('<').skip(1).filter(move |tag| {
        let full = tag.split([' ', '>', '/', '\n', '\r', '\t']).next().unwrap_or_default();
        full.rsplit(':').next() == Some(name)
    })
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let tag = tag.split('>').next()?;
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    Some(tag[start..].split('"').next()?.to_owned())
}

/// The contents of all text codes.
fn codes(xml: &str) -> String {
    let content = |tag: &str| tag.split_once('>').map(|(_, text)| text.to_owned()).unwrap_or_default();
    let text: String = elements(xml, "TextCode").map(content).collect();
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}

#[test]
fn every_character_is_read() {
    let paths = all_files();
    if paths.is_empty() {
        println!("skipped: ../shared is absent");
        return;
    }
    let (mut all, mut recalled) = (0, 0);
    for path in &paths {
        let source = Source::from_path(path, &Limits::DEFAULT).expect("a file");
        let Some(wanted) = dumped(&source.bytes) else { continue };
        let read = match fuhe::read::read(&source, &Limits::DEFAULT) {
            Ok(outcome) => outcome.value,
            Err(error) => panic!("{error}"),
        };
        let mut text = String::new();
        for block in &read.blocks {
            match block {
                Block::Table(table) => text.extend(table.cells.iter().map(|c| c.text.content.as_str())),
                other => text += other.text().map(|t| t.content.as_str()).unwrap_or_default(),
            }
        }
        let (wanted, got) = (counted(&wanted), counted(&text));
        let total: usize = wanted.values().sum();
        let found: usize = wanted.iter().map(|(c, n)| (*n).min(got.get(c).copied().unwrap_or(0))).sum();
        if found < total {
            let lost: String =
                wanted.iter().filter(|(c, n)| got.get(c).is_none_or(|g| g < n)).map(|(c, _)| *c).collect();
            println!("{}: {found} of {total}, lost {lost}", name_of(path));
        }
        all += total;
        recalled += found;
    }
    println!("{recalled} of {all} characters in {} files", paths.len());
    #[allow(clippy::cast_precision_loss, reason = "counts of characters")]
    let share = recalled as f64 / all as f64;
    assert!(share >= RECALL, "{share}");
}
