//! Whole files: those that the repository holds, and collections beside it where they are present.

use super::*;
use std::path::{Path, PathBuf};

fn source(path: &Path) -> Source {
    let bytes = std::fs::read(path).expect("a readable file");
    Source { path: path.to_string_lossy().into_owned(), part: None, bytes }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut entries: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|e| e == "pdf") {
            found.push(path);
        }
    }
}

fn text(page: &Page) -> String {
    page.glyphs.iter().flat_map(|g| g.text.chars()).collect()
}

/// Prints what each file gives: for people, not a claim.
#[test]
#[ignore = "prints a survey of the files under FUHE_SURVEY"]
fn survey() {
    let Some(folder) = std::env::var_os("FUHE_SURVEY") else { return };
    let mut found = Vec::new();
    if Path::new(&folder).is_file() {
        found.push(PathBuf::from(&folder));
    }
    files(Path::new(&folder), &mut found);
    for path in found {
        let started = Instant::now();
        let drawn = draw_apart(&source(&path), Limits::DEFAULT);
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let took = started.elapsed().as_millis();
        match drawn {
            Ok(drawn) => {
                let count = |origin| drawn.pages.iter().flat_map(|p| &p.glyphs).filter(|g| g.origin == origin).count();
                use crate::read::page::Origin::{Collection, FontMap, GbkBytes, Stated, Unknown};
                let sources = [Stated, Collection, FontMap, GbkBytes, Unknown].map(count);
                let rules: usize = drawn.pages.iter().map(|p| p.rules.len()).sum();
                let images: usize = drawn.pages.iter().map(|p| p.images.len()).sum();
                println!(
                    "{took}ms {name} pages {} glyphs {sources:?} rules {rules} images {images} {:?}",
                    drawn.pages.len(),
                    drawn.faults
                );
                if std::env::var_os("FUHE_TEXT").is_some() {
                    for page in &drawn.pages {
                        for g in page.glyphs.iter().filter(|_| std::env::var_os("FUHE_GLYPHS").is_some()) {
                            println!(
                                "G {} {:?} {} {} {} {} {} {} {:?}",
                                page.number,
                                g.text.first,
                                g.area.x0,
                                g.area.y0,
                                g.area.x1,
                                g.area.y1,
                                g.baseline,
                                g.size,
                                g.direction
                            );
                        }
                        println!("--- {} {}x{}\n{}", page.number, page.width, page.height, text(page));
                    }
                }
            }
            Err(error) => println!("{took}ms {name} ERROR {error}"),
        }
    }
}
