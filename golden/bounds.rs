//! Damaged, odd and hostile files of public test suites: each ends in a record or an error, within bounds. A format is
//! one test of a line. Skipped, with a line that says so, where the files are absent.
#![allow(clippy::print_stdout, reason = "a skipped test says that it is skipped, and the counts are worth seeing")]

mod sample;

use fuhe::lexicon::Lexicon;
use fuhe::read::{Limits, Source};
use sample::{files, root};
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// The reader's own bound is a minute per file; a debug build on a busy machine may need more for what follows.
const LONGEST: Duration = Duration::from_mins(2);

/// What one file came to.
enum News {
    Begins(PathBuf),
    Ends { path: PathBuf, took: Duration, ending: Ending },
}

enum Ending {
    Record,
    Error(&'static str),
    Panic,
}

fn examine(path: &Path) -> Ending {
    let result = catch_unwind(AssertUnwindSafe(|| {
        let source = Source::from_path(path, &Limits::DEFAULT)?;
        fuhe::examine(&source, &Limits::DEFAULT, Lexicon::builtin())
    }));
    match result {
        Ok(Ok(_)) => Ending::Record,
        Ok(Err(error)) => Ending::Error(error.kind.name()),
        Err(_) => Ending::Panic,
    }
}

#[test]
fn damaged_pdf_files_end_within_bounds() {
    end_within_bounds(&[".pdf"]);
}

#[test]
fn damaged_word_files_end_within_bounds() {
    end_within_bounds(&[".docx", ".docm", ".dotx", ".odt", ".doc", ".rtf"]);
}

#[test]
fn damaged_ofd_files_end_within_bounds() {
    end_within_bounds(&[".ofd"]);
}

/// Examines every file whose name ends so.
fn end_within_bounds(endings: &[&str]) {
    let folder = root().join("../shared/robust");
    let paths: Vec<PathBuf> = endings.iter().flat_map(|ending| files(&folder, ending)).collect();
    if paths.is_empty() {
        println!("skipped: {} is absent", folder.display());
        return;
    }
    let count = paths.len();
    // Not scoped threads: a hanging reader must not keep the test from failing.
    let queue: &'static Mutex<Vec<PathBuf>> = Box::leak(Box::new(Mutex::new(paths)));
    let (tell, news) = channel();
    for _ in 0..2 {
        let tell = tell.clone();
        std::thread::spawn(move || {
            loop {
                let next = queue.lock().ok().and_then(|mut q| q.pop());
                let Some(path) = next else { break };
                let started = Instant::now();
                let _ = tell.send(News::Begins(path.clone()));
                let ending = examine(&path);
                let _ = tell.send(News::Ends { path, took: started.elapsed(), ending });
            }
        });
    }
    drop(tell);
    let mut under_way: Vec<(PathBuf, Instant)> = Vec::new();
    let (mut records, mut errors, mut wrong, mut slowest) = (0, 0, Vec::new(), (Duration::ZERO, PathBuf::new()));
    loop {
        match news.recv_timeout(Duration::from_secs(1)) {
            Ok(News::Begins(path)) => under_way.push((path, Instant::now())),
            Ok(News::Ends { path, took, ending }) => {
                under_way.retain(|(p, _)| *p != path);
                match ending {
                    Ending::Record => records += 1,
                    Ending::Error(kind) => {
                        errors += 1;
                        if kind == "unknown-format" {
                            println!("{}: {kind}", path.display());
                        }
                    }
                    Ending::Panic => wrong.push(format!("{} panics", path.display())),
                }
                if took > slowest.0 {
                    slowest = (took, path);
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        for (path, started) in &under_way {
            assert!(started.elapsed() < LONGEST, "{} takes more than {LONGEST:?}", path.display());
        }
    }
    println!("{count} files: {records} records, {errors} errors; slowest {:?} {}", slowest.0, slowest.1.display());
    assert_eq!(records + errors + wrong.len(), count, "a worker was lost");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_folder_gives_one_record_per_file() {
    for (folder, ending) in [("pdfplumber", ".pdf"), ("docx4j", ".docx")] {
        let folder = root().join("../shared/robust").join(folder);
        let paths: BTreeSet<PathBuf> = files(&folder, ending).into_iter().collect();
        if paths.is_empty() {
            println!("skipped: {} is absent", folder.display());
            continue;
        }
        let run = Command::new(env!("CARGO_BIN_EXE_fuhe")).args(["extract", "--to", "jsonl"]).arg(&folder).output();
        let printed = String::from_utf8(run.expect("fuhe runs").stdout).expect("records are UTF-8");
        let mut recorded = BTreeSet::new();
        for line in printed.lines() {
            let record: serde_json::Value = serde_json::from_str(line).expect("one JSON object a line");
            let path = record["source"]["path"].as_str().expect("source.path").to_owned();
            recorded.insert(PathBuf::from(path));
        }
        let missing: Vec<&PathBuf> = paths.iter().filter(|p| !recorded.contains(*p)).collect();
        assert!(missing.is_empty(), "no record: {missing:?}");
    }
}

/// A PDF of one page whose content is a stream, named so many times.
fn page_of(content: &[u8], filter: &str, times: usize) -> Vec<u8> {
    let contents = "4 0 R ".repeat(times);
    let length = content.len();
    let head = format!(
        "%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n\
         3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents[{contents}]>> endobj\n\
         4 0 obj <</Length {length}{filter}>> stream\n"
    );
    [head.as_bytes(), content, b"\nendstream endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"].concat()
}

fn ending(bytes: Vec<u8>, limits: &Limits) -> &'static str {
    let source = Source { path: "bomb.pdf".into(), part: None, bytes };
    fuhe::read::read(&source, limits).map_or_else(|e| e.kind.name(), |_| "record")
}

/// A small file may stand for gigabytes: it is refused before they are made.
#[test]
fn what_decompresses_to_too_much_is_refused() {
    let limits = Limits { inflated: 32 << 20, ..Limits::DEFAULT };
    let deflated = |bytes: usize| {
        let mut out = Vec::with_capacity(bytes / 500 + 1_000);
        let mut deflater = flate2::Compress::new(flate2::Compression::best(), true);
        deflater.compress_vec(&vec![b' '; bytes], &mut out, flate2::FlushCompress::Finish).expect("fits");
        out
    };
    let flate = "/Filter/FlateDecode";
    let cases = [
        (deflated(3 << 20), flate, 1, "record"),
        (deflated(40 << 20), flate, 1, "too-large"),
        // One stream that is small enough, over and over.
        (deflated(3 << 20), flate, 30, "too-large"),
        (deflated(40 << 20), "/Type/XObject/Subtype/Image/Filter/FlateDecode", 1, "too-large"),
        (b"0 0 m ".repeat(1_000), "", 1, "record"),
        (b"0 0 m ".repeat(1_000), "", 2_000, "too-large"),
    ];
    for (i, (content, filter, times, expected)) in cases.into_iter().enumerate() {
        assert_eq!(ending(page_of(&content, filter, times), &limits), expected, "case {i}");
    }
}

/// A PDF of one page that draws form 1, with so many forms of that content after it; `N` in it is the number of the next
/// form, `S` its own.
fn page_of_forms(page: &str, count: usize, content: &str) -> Vec<u8> {
    let names: Vec<String> = (0..count).map(|n| format!("/X{n} {} 0 R", 5 + n)).collect();
    let resources = format!("<</XObject<<{}>>>>", names.concat());
    let mut file = format!(
        "%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n\
         3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources {resources}{page}>> endobj\n\
         4 0 obj <</Length 6>> stream\n/X0 Do\nendstream endobj\n"
    );
    for n in 0..count {
        let content = content.replace('N', &format!("/X{}", n + 1)).replace('S', &format!("/X{n}"));
        let head = format!("{} 0 obj <</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length {}", 5 + n, content.len());
        file.extend([&head, ">> stream\n", &content, "\nendstream endobj\n"]);
    }
    (file + "trailer <</Root 1 0 R>>\n%%EOF\n").into_bytes()
}

/// Forms count as often as they are drawn, so that a few lines cannot draw for ever.
#[test]
fn forms_that_draw_each_other_are_bounded() {
    let shown = "/Contents 4 0 R";
    let noted = "/Annots[<</Type/Annot/Subtype/Stamp/Rect[0 0 9 9]/AP<</N 5 0 R>>>>]";
    let cases = [
        (shown, 20, "N Do", "record"),
        (shown, 20, "N Do N Do N Do N Do N Do N Do N Do N Do N Do N Do", "too-large"),
        // Itself, once and twice; hayro follows it fifty deep.
        (shown, 1, "S Do", "record"),
        (shown, 1, "S Do S Do", "too-large"),
        (noted, 1, "S Do S Do", "too-large"),
        (noted, 1, "0 0 m 9 9 l S", "record"),
        // Two that draw each other, and many of which nobody draws a second.
        (shown, 3, "/X1 Do /X2 Do", "too-large"),
        (shown, 400, "0 0 m", "record"),
    ];
    for (page, count, content, expected) in cases {
        let started = Instant::now();
        assert_eq!(ending(page_of_forms(page, count, content), &Limits::DEFAULT), expected, "{page} {count} {content}");
        assert!(started.elapsed() < Duration::from_secs(20), "{page} {count} {content}");
    }
}
