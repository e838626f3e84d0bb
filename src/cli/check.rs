//! `fuhe check`: findings on the terminal, and one line that sums up.

use super::args::{Check, Global};
use super::items::{Item, Items};
use super::{Failure, Status, Words, bulk, fence, files, limits, terminal};
use fuhe::checks::CHECKS;
use fuhe::model::Examination;
use fuhe::output::text::{self, Page, Tally};

pub(super) fn run(check: &Check, global: &Global) -> Result<Status, Failure> {
    let choice = Choice::of(check)?;
    let words = Words::load(global)?;
    let limits = limits(global, check.ocr)?;
    let page = Page { lang: global.lang.into(), columns: terminal::columns() };
    let items = Items::new(files::find(&check.paths), &limits);
    if items.inputs().is_empty() {
        return Err(nothing_found());
    }
    let lexicon = words.get();
    let work = |item: Item| {
        let path = item.path.clone();
        let mut tally = Tally { files: 1, ..Tally::default() };
        let examined = fence::fenced(&path, || {
            let examinations = fuhe::examine(&item.load(&limits)?, &limits, lexicon)?;
            let mut counts = Tally::default();
            let mut text = String::new();
            for mut examination in examinations {
                choice.apply(&mut examination);
                counts.count(&examination);
                text.push_str(&text::report(&examination, &page));
            }
            Ok((text, counts))
        });
        match examined {
            Ok((text, counts)) => {
                tally.add(&counts);
                (text, tally)
            }
            Err(error) => {
                tally.unreadable = 1;
                (text::unreadable(&path, &error, &page), tally)
            }
        }
    };
    let mut output = terminal::output(global);
    let progress = terminal::progress(&items);
    let mut all = Tally::default();
    let threads = bulk::threads(global.threads, &items);
    let hand_out = |take: &mut dyn FnMut(Item) -> Result<(), Failure>| items.hand_out(&limits, &progress, take);
    let done = bulk::run(threads, hand_out, work, |(text, tally)| {
        all.add(&tally);
        progress.inc(1);
        progress.suspend(|| output.print(&text))?;
        Ok(())
    });
    progress.finish_and_clear();
    done?;
    output.print(&text::summary(&all, &page))?;
    Ok(Status::of(&all, global))
}

/// The failure of a call whose folders hold no documents.
pub(super) fn nothing_found() -> Failure {
    Failure::Call(
        "文件夹中没有可读的文件（txt、md、tsv、pdf、docx 等）；其他文件请直接写出文件名".to_string(),
        "the folder holds no documents (txt, md, tsv, pdf, docx and the like); name other files themselves".to_string(),
    )
}

/// Which checks the call wants to see.
struct Choice<'a> {
    select: &'a [String],
    ignore: &'a [String],
}

impl<'a> Choice<'a> {
    /// Refuses a code that no check has: a slip of the pen must not silence anything.
    fn of(check: &'a Check) -> Result<Self, Failure> {
        for wanted in check.select.iter().chain(&check.ignore) {
            if !CHECKS.iter().any(|check| matches(wanted, check.code.0)) {
                return Err(Failure::Call(
                    format!("没有编码为 {wanted} 的检查项；fuhe checks 列出全部"),
                    format!("no check has the code {wanted}; fuhe checks lists them all"),
                ));
            }
        }
        Ok(Self { select: &check.select, ignore: &check.ignore })
    }

    fn apply(&self, examination: &mut Examination) {
        let named = |codes: &[String], code: &str| codes.iter().any(|wanted| matches(wanted, code));
        examination.findings.retain(|finding| {
            let code = finding.check.0;
            (self.select.is_empty() || named(self.select, code)) && !named(self.ignore, code)
        });
    }
}

/// Whether a code is the one wanted or begins with it, in either case of letters.
fn matches(wanted: &str, code: &str) -> bool {
    let wanted = wanted.trim();
    !wanted.is_empty() && code.get(..wanted.len()).is_some_and(|start| start.eq_ignore_ascii_case(wanted))
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn codes_match_by_their_beginning() {
        for (wanted, code, expected) in
            [("SC", "SC102", true), ("sc102", "SC102", true), ("SC1029", "SC102", false), ("", "SC102", false)]
        {
            assert_eq!(matches(wanted, code), expected, "{wanted} {code}");
        }
    }
}
