//! Tesseract, run as a program: pictures of lines in, recognized characters out. Nothing here is started unless a user
//! asked for recognition.

use super::agreement;
use super::hocr::{self, Character};
use super::picture::Picture;
use super::tiff::{self, Image};
use crate::model::{Error, ErrorKind};
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// The program, found as the system finds programs.
const PROGRAM: &str = "tesseract";
/// Its data for simplified Chinese; alone it takes a lone `1` for a stroke.
const CHINESE: &str = "chi_sim";
/// Its data for Western text, which every installation has.
const WESTERN: &str = "eng";
/// Its data for the orientation of pages.
const ORIENTATION: &str = "osd";
/// Reads a picture as one line of text, after finding where the line runs.
const LINE: &str = "7";
/// Reads a picture as one line of text as it is.
const RAW_LINE: &str = "13";
/// How long listing its languages may take.
const LISTING: Duration = Duration::from_secs(20);
/// Between two looks at whether it has ended.
const TICK: Duration = Duration::from_millis(5);

/// Why recognition cannot work on this machine: `None` when it can.
pub(in crate::read) fn missing() -> Option<Error> {
    let mut command = Command::new(PROGRAM);
    command.arg("--list-langs");
    let missing = |detail: &str| Some(Error::new(ErrorKind::ToolMissing, PROGRAM, detail));
    let Some(listed) = run(command, Vec::new(), LISTING) else {
        return missing("没有找到可运行的 tesseract / no tesseract to run");
    };
    let has = |language: &str| listed.lines().any(|l| l.trim() == language);
    match [CHINESE, WESTERN].into_iter().find(|l| !has(l)) {
        Some(language) => missing(&format!("缺少语言数据 {language} / its data {language} is missing")),
        None => None,
    }
}

/// What it says about how a page was laid in; `None` when it cannot tell, or its data for that is not installed.
pub(super) fn orientation(picture: &Picture, time: Duration) -> Option<String> {
    let mut command = Command::new(PROGRAM);
    command.args(["stdin", "stdout", "-l", ORIENTATION, "--psm", "0", "--dpi", "300"]);
    let image = Image { width: picture.width, height: picture.height, gray: picture.gray.clone() };
    run(command, tiff::pages(&[image]), time)
}

/// What stands on each picture; `None` when the program failed or the time was up.
///
/// Figures are read twice, the second time as Western text: where the two differ they are doubtful.
pub(super) fn recognize(images: &[Image], deadline: Instant) -> Option<Vec<Vec<Character>>> {
    let both = format!("{CHINESE}+{WESTERN}");
    let mut pages = once(images, &both, LINE, deadline)?;
    // Short lines are sometimes given up before they are read.
    let blank = |page: &[Character]| page.is_empty();
    again(images, &mut pages, &both, RAW_LINE, deadline, blank, |page, second| *page = second)?;
    // Ideographs are sometimes taken for words in Western letters.
    let letters = |page: &[Character]| page.iter().any(|c| c.text.is_ascii_alphabetic());
    let more = |page: &mut Vec<Character>, second: Vec<Character>| {
        if wide(&second) > wide(page) {
            *page = second;
        }
    };
    again(images, &mut pages, CHINESE, LINE, deadline, letters, more)?;
    let figures = |page: &[Character]| page.iter().any(|c| c.text.is_ascii_digit());
    again(images, &mut pages, WESTERN, LINE, deadline, figures, |page, second| agreement::doubt(page, &second))?;
    Some(pages)
}

/// How many ideographs a reading has.
fn wide(page: &[Character]) -> usize {
    page.iter().filter(|c| ('\u{2E80}'..='\u{9FFF}').contains(&c.text)).count()
}

/// Reads some of the pictures again.
fn again(
    images: &[Image],
    pages: &mut [Vec<Character>],
    languages: &str,
    mode: &str,
    deadline: Instant,
    wanted: fn(&[Character]) -> bool,
    merge: fn(&mut Vec<Character>, Vec<Character>),
) -> Option<()> {
    let chosen: Vec<usize> = (0..pages.len()).filter(|&i| pages.get(i).is_some_and(|p| wanted(p))).collect();
    let some: Vec<Image> = chosen.iter().filter_map(|&i| images.get(i).cloned()).collect();
    for (i, second) in chosen.into_iter().zip(once(&some, languages, mode, deadline)?) {
        if let Some(page) = pages.get_mut(i) {
            merge(page, second);
        }
    }
    Some(())
}

/// Reads pictures in one call.
fn once(images: &[Image], languages: &str, mode: &str, deadline: Instant) -> Option<Vec<Vec<Character>>> {
    if images.is_empty() {
        return Some(Vec::new());
    }
    let mut command = Command::new(PROGRAM);
    command.args(["stdin", "stdout", "-l", languages, "--psm", mode, "--dpi", "300"]);
    command.args(["-c", "tessedit_create_hocr=1", "-c", "hocr_char_boxes=1"]);
    let left = deadline.saturating_duration_since(Instant::now());
    let pages = hocr::pages(&run(command, tiff::pages(images), left)?);
    (pages.len() == images.len()).then_some(pages)
}

/// Runs a program with that input and gives its output, unless it fails or takes longer than it may.
fn run(mut command: Command, input: Vec<u8>, time: Duration) -> Option<String> {
    // More threads than one make it slower on small pictures, and files are read in parallel already.
    command.env("OMP_THREAD_LIMIT", "1");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
    let (writer, reader) = (child.stdin.take()?, child.stdout.take()?);
    // It may end before it has read everything; its status tells whether that was a failure.
    let feeding = thread::spawn(move || drop({ writer }.write_all(&input)));
    let reading = thread::spawn(move || {
        let mut output = Vec::new();
        { reader }.read_to_end(&mut output).map(|_| output)
    });
    let succeeded = ended(&mut child, Instant::now() + time);
    feeding.join().ok()?;
    let output = reading.join().ok()?.ok()?;
    succeeded.then(|| String::from_utf8_lossy(&output).into_owned())
}

/// Waits for a program; when the time is up it is stopped, and has failed.
fn ended(child: &mut Child, deadline: Instant) -> bool {
    while Instant::now() < deadline {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) => thread::sleep(TICK),
            Err(_) => break,
        }
    }
    // Both may fail only because it has just ended by itself.
    let _ = child.kill();
    let _ = child.wait();
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_does_not_end_is_stopped() {
        if cfg!(windows) {
            return;
        }
        let mut sleep = Command::new("sleep");
        sleep.arg("60");
        let started = Instant::now();
        assert_eq!(run(sleep, Vec::new(), Duration::from_millis(50)), None);
        assert!(started.elapsed() < Duration::from_secs(30));
        assert_eq!(run(Command::new("no-such-program-anywhere"), Vec::new(), LISTING), None);
        assert_eq!(run(Command::new("cat"), b"text".to_vec(), LISTING).as_deref(), Some("text"));
    }

    #[test]
    fn nothing_to_read_starts_nothing() {
        assert_eq!(recognize(&[], Instant::now()), Some(Vec::new()));
    }
}
