//! `fuhe dump`: what one stage gave for a file, or for each document in an archive.

use super::args::{Dump, Global, Stage};
use super::items::{Item, Items};
use super::{Failure, Status, Words, fence, files, limits, terminal};
use fuhe::lexicon::Lexicon;
use fuhe::model::Error;
use fuhe::output::dump;
use fuhe::read::Limits;
use indicatif::ProgressBar;

pub(super) fn run(args: &Dump, global: &Global) -> Result<Status, Failure> {
    let words = Words::load(global)?;
    let limits = limits(global, args.ocr)?;
    if args.path.is_dir() {
        return Err(Failure::Call("请给出一个文件，而不是文件夹".to_string(), "name a file, not a folder".to_string()));
    }
    let items = Items::new(files::find(std::slice::from_ref(&args.path)), &limits);
    let mut status = Status::Clean;
    let mut give = |item: Item| {
        let path = item.path.clone();
        let given = match (args.page.zip(args.png.as_ref()), args.stage) {
            (Some((page, png)), _) => {
                let drawing = fence::fenced(&path, || fuhe::read::drawing(&item.load(&limits)?, page, &limits));
                drawing.map(|drawing| std::fs::write(png, drawing).map_err(|e| Failure::File(files::shown(png), e)))
            }
            (None, Some(stage)) => fence::fenced(&path, || dumped(item, stage, &limits, words.get()))
                .map(|text| terminal::print(&text, global)),
            (None, None) => Ok(Ok(())),
        };
        match given {
            Ok(written) => written,
            Err(error) => {
                terminal::complain(&error.message(global.lang.into()));
                status = Status::Failed;
                Ok(())
            }
        }
    };
    items.hand_out(&limits, &ProgressBar::hidden(), &mut give)?;
    Ok(status)
}

/// Only the stages up to the one asked for run, so that a later one cannot hide what it gave.
fn dumped(item: Item, stage: Stage, limits: &Limits, lexicon: &Lexicon) -> Result<String, Error> {
    let source = item.load(limits)?;
    match stage {
        Stage::Document => Ok(dump::document(&fuhe::read::read(&source, limits)?.value)),
        Stage::Layout => {
            let document = fuhe::locate::restore(fuhe::read::read(&source, limits)?.value, lexicon);
            let layouts = fuhe::locate::locate(&document, lexicon);
            Ok(layouts.iter().map(|layout| dump::layout(&document, &layout.value)).collect::<Vec<_>>().join("\n"))
        }
        Stage::Report => {
            let examinations = fuhe::examine(&source, limits, lexicon)?;
            Ok(examinations.iter().map(dump::report).collect::<Vec<_>>().join("\n"))
        }
    }
}
