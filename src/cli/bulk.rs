//! The bulk run: work in parallel, results in the order of the input, few of them in memory at any time.

use super::items::Items;
use std::collections::BTreeMap;
use std::sync::mpsc;

/// The most threads to a processor: more only wait for each other.
const MOST_PER_PROCESSOR: usize = 4;

/// The number of threads that a call asks for: 0 is one per processor. One file takes one.
pub(super) fn threads(asked: usize, items: &Items) -> usize {
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    match asked {
        _ if items.is_single() => 1,
        0 => processors,
        asked => asked.min(processors.saturating_mul(MOST_PER_PROCESSOR)),
    }
}

/// Does `work` on every item that `hand_out` gives, on `threads` threads, and hands the results to `emit` in the order of
/// the items.
///
/// At most twice as many items and results as threads exist at a time: a slow item holds back those after it. The first
/// failure of `emit` ends the run. `work` must not panic.
pub(super) fn run<T: Send, R: Send, E>(
    threads: usize,
    hand_out: impl FnOnce(&mut dyn FnMut(T) -> Result<(), E>) -> Result<(), E>,
    work: impl Fn(T) -> R + Sync,
    mut emit: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let pool = match threads {
        0 | 1 => None,
        // Without threads (a limit of the system) the run is slow and right.
        threads => rayon::ThreadPoolBuilder::new().num_threads(threads).build().ok(),
    };
    let Some(pool) = pool else {
        return hand_out(&mut |item| emit(work(item)));
    };
    let window = threads * 2;
    let work = &work;
    pool.in_place_scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        let mut line = Line { receiver, waiting: BTreeMap::new(), started: 0, due: 0 };
        hand_out(&mut |item| {
            while line.started - line.due >= window {
                line.next().map_or(Ok(()), &mut emit)?;
            }
            let (sender, index) = (sender.clone(), line.started);
            // The receiver is gone when `emit` failed; then nobody wants the result.
            scope.spawn(move |_| drop(sender.send((index, work(item)))));
            line.started += 1;
            Ok(())
        })?;
        while line.due < line.started {
            line.next().map_or(Ok(()), &mut emit)?;
        }
        Ok(())
    })
}

/// Results that come in any order and leave in that of their items.
struct Line<R> {
    receiver: mpsc::Receiver<(usize, R)>,
    /// Results that are here before their turn.
    waiting: BTreeMap<usize, R>,
    /// Items begun.
    started: usize,
    /// The item whose result is next.
    due: usize,
}

impl<R> Line<R> {
    /// The next result; `None` when it got lost with the thread that worked on it.
    fn next(&mut self) -> Option<R> {
        let result = loop {
            if let Some(result) = self.waiting.remove(&self.due) {
                break Some(result);
            }
            match self.receiver.recv() {
                Ok((index, result)) => drop(self.waiting.insert(index, result)),
                Err(_) => break None,
            }
        };
        self.due += 1;
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn results_come_in_order_and_never_many_at_a_time() {
        for threads in [1, 2, 5] {
            let alive = AtomicUsize::new(0);
            let most = AtomicUsize::new(0);
            let items: Vec<usize> = (0..200).collect();
            let mut seen = Vec::new();
            let done: Result<(), ()> = run(
                threads,
                |take| items.iter().try_for_each(take),
                |&item| {
                    most.fetch_max(alive.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    if item % 7 == 0 {
                        std::thread::sleep(std::time::Duration::from_millis(1));
                    }
                    item * 2
                },
                |result| {
                    alive.fetch_sub(1, Ordering::SeqCst);
                    seen.push(result);
                    Ok(())
                },
            );
            assert!(done.is_ok());
            assert_eq!(seen, items.iter().map(|i| i * 2).collect::<Vec<_>>());
            assert!(most.load(Ordering::SeqCst) <= threads * 2);
        }
    }

    #[test]
    fn a_failure_of_the_writer_ends_the_run() {
        let items = [1, 2, 3, 4, 5, 6, 7, 8];
        let mut written = 0;
        let done = run(
            2,
            |take| items.iter().try_for_each(take),
            |&item| item,
            |item| {
                written += 1;
                if item == 3 { Err("full") } else { Ok(()) }
            },
        );
        assert_eq!((done, written), (Err("full"), 3));
    }
}
