//! The bulk run: work in parallel, results in the order of the input, few of them in memory at any time.

use std::collections::BTreeMap;
use std::sync::mpsc;

/// The number of threads that a call asks for: 0 is one per processor.
pub(super) fn threads(asked: usize) -> usize {
    if asked > 0 { asked } else { std::thread::available_parallelism().map_or(1, std::num::NonZero::get) }
}

/// Does `work` on every item on `threads` threads and hands the results to `emit` in the order of the items.
///
/// At most twice as many results as threads exist at a time: a slow item holds back those after it. The first failure
/// of `emit` ends the run. `work` must not panic.
pub(super) fn run<T: Sync, R: Send, E>(
    items: &[T],
    threads: usize,
    work: impl Fn(&T) -> R + Sync,
    mut emit: impl FnMut(&T, R) -> Result<(), E>,
) -> Result<(), E> {
    let pool = match threads.min(items.len()) {
        0 | 1 => None,
        // Without threads (a limit of the system) the run is slow and right.
        threads => rayon::ThreadPoolBuilder::new().num_threads(threads).build().ok(),
    };
    let Some(pool) = pool else {
        return items.iter().try_for_each(|item| emit(item, work(item)));
    };
    let window = threads * 2;
    let work = &work;
    pool.in_place_scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        let mut waiting = BTreeMap::new();
        let mut started = items.iter().enumerate();
        let mut in_flight = 0;
        for (due, item) in items.iter().enumerate() {
            while in_flight < window
                && let Some((index, item)) = started.next()
            {
                let sender = sender.clone();
                // The receiver is gone when `emit` failed; then nobody wants the result.
                scope.spawn(move |_| drop(sender.send((index, work(item)))));
                in_flight += 1;
            }
            let result = loop {
                if let Some(result) = waiting.remove(&due) {
                    break result;
                }
                match receiver.recv() {
                    Ok((index, result)) => drop(waiting.insert(index, result)),
                    Err(_) => return Ok(()),
                }
            };
            in_flight -= 1;
            emit(item, result)?;
        }
        Ok(())
    })
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
                &items,
                threads,
                |&item| {
                    most.fetch_max(alive.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    if item % 7 == 0 {
                        std::thread::sleep(std::time::Duration::from_millis(1));
                    }
                    item * 2
                },
                |_, result| {
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
            &items,
            2,
            |&item| item,
            |_, item| {
                written += 1;
                if item == 3 { Err("full") } else { Ok(()) }
            },
        );
        assert_eq!((done, written), (Err("full"), 3));
    }
}
