//! `fuhe dump`: what one stage gave.

use super::args::{Dump, Global, Stage};
use super::{Failure, Status, Words, fence, files, limits, terminal};
use fuhe::model::{Error, ErrorKind};
use fuhe::output::dump;

pub(super) fn run(args: &Dump, global: &Global) -> Result<Status, Failure> {
    let words = Words::load(global)?;
    let limits = limits(global, args.ocr)?;
    if args.path.is_dir() {
        return Err(Failure::Call("请给出一个文件，而不是文件夹".to_string(), "name a file, not a folder".to_string()));
    }
    let mut inputs = files::find(std::slice::from_ref(&args.path));
    let Some(input) = inputs.pop() else {
        return Err(Failure::Input(Error::new(ErrorKind::NotFound, files::shown(&args.path), "")));
    };
    if let Some((page, png)) = args.page.zip(args.png.as_ref()) {
        let drawing = fence::fenced(&input.shown(), || fuhe::read::drawing(&input.load(&limits)?, page, &limits));
        let drawing = drawing.map_err(Failure::Input)?;
        std::fs::write(png, drawing).map_err(|e| Failure::File(files::shown(png), e))?;
        return Ok(Status::Clean);
    }
    let Some(stage) = args.stage else { return Ok(Status::Clean) };
    let text = fence::fenced(&input.shown(), || {
        let source = input.load(&limits)?;
        // Only the stages up to the one asked for run, so that a later one cannot hide what it gave.
        match stage {
            Stage::Document => Ok(dump::document(&fuhe::read::read(&source, &limits)?.value)),
            Stage::Layout => {
                let document = fuhe::read::read(&source, &limits)?.value;
                let layouts = fuhe::locate::locate(&document, words.get());
                Ok(layouts.iter().map(|layout| dump::layout(&document, &layout.value)).collect::<Vec<_>>().join("\n"))
            }
            Stage::Report => {
                let examinations = fuhe::examine(&source, &limits, words.get())?;
                Ok(examinations.iter().map(dump::report).collect::<Vec<_>>().join("\n"))
            }
        }
    });
    terminal::print(&text.map_err(Failure::Input)?, global)?;
    Ok(Status::Clean)
}
