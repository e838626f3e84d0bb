//! A thread of its own for a file: it has the stack that deep files need, and can be given up when the time is over.

use crate::model::{Error, ErrorKind};
use crate::read::{Limits, fenced};
use std::sync::mpsc::{self, Sender};
use std::time::{Duration, Instant};

/// Stack of the thread: forms in forms are followed by recursion, 50 deep, and so does hayro when it draws.
const STACK: usize = 64 << 20;

/// How long after the time limit the thread is given up. Time is up at a drawing operation; a page that decodes without
/// end comes to none.
const GRACE: Duration = Duration::from_secs(2);

/// What the thread tells the one that waits for it.
enum News<T> {
    /// Something begins that has time of its own.
    Longer(Duration),
    Done(Result<T, Error>),
}

/// How long work may take.
pub(super) struct Clock {
    /// When it must end.
    pub deadline: Instant,
    longer: Box<dyn Fn(Duration) + Send>,
}

impl Clock {
    /// Does what has time of its own, at most twice that long.
    pub(super) fn stopped<R>(&mut self, time: Duration, work: impl FnOnce() -> R) -> R {
        (self.longer)(2 * time);
        let started = Instant::now();
        let result = work();
        self.deadline += started.elapsed();
        result
    }
}

/// Runs work that may panic, overflow a small stack or never end.
pub(super) fn run<T: Send + 'static>(
    path: &str,
    limits: &Limits,
    work: impl FnOnce(&mut Clock) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let (send, receive) = mpsc::channel();
    let mut deadline = Instant::now() + Duration::from_secs(limits.seconds);
    let (own_path, own_deadline) = (path.to_owned(), deadline);
    let work = move || {
        let mut clock = Clock { deadline: own_deadline, longer: longer(&send) };
        let result = fenced(&own_path, || work(&mut clock));
        // Nobody listens any more when the time was up.
        let _ = send.send(News::Done(result));
    };
    std::thread::Builder::new()
        .name("pdf".into())
        .stack_size(STACK)
        .spawn(work)
        .map_err(|e| Error::new(ErrorKind::Io, path, e.to_string()).because(e))?;
    loop {
        match receive.recv_timeout((deadline + GRACE).saturating_duration_since(Instant::now())) {
            Ok(News::Done(result)) => return result,
            Ok(News::Longer(time)) => deadline += time,
            Err(_) => return Err(too_slow(path, limits)),
        }
    }
}

fn longer<T: Send + 'static>(send: &Sender<News<T>>) -> Box<dyn Fn(Duration) + Send> {
    let send = send.clone();
    Box::new(move |time| drop(send.send(News::Longer(time))))
}

/// The error of a file that takes too long.
pub(in crate::read) fn too_slow(path: &str, limits: &Limits) -> Error {
    let most = limits.seconds;
    Error::new(ErrorKind::TooLarge, path, format!("读取超过 {most} 秒 / reading took more than {most} s"))
}
