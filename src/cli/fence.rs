//! The fence around one file: a panic becomes an error about that file, and the batch goes on.

use fuhe::model::{Error, ErrorKind};
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};

thread_local! {
    static FENCED: Cell<bool> = const { Cell::new(false) };
}

/// Keeps panics inside the fence from being printed; they are reported with the file. `RUST_BACKTRACE` prints them.
pub(super) fn quiet_panics() {
    if std::env::var_os("RUST_BACKTRACE").is_some_and(|value| value != "0") {
        return;
    }
    let print = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !FENCED.get() {
            print(info);
        }
    }));
}

/// Runs the work for one file.
pub(super) fn fenced<T>(path: &str, work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    let before = FENCED.replace(true);
    // Nothing that the work changes outlives a panic: it owns what it builds, and the lexicon is read only.
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    FENCED.set(before);
    result.unwrap_or_else(|payload| {
        let words = payload
            .downcast_ref::<&str>()
            .map(ToString::to_string)
            .or_else(|| payload.downcast_ref::<String>().cloned())
            .unwrap_or_default();
        Err(Error::new(ErrorKind::Damaged, path, words))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_about_its_file() {
        quiet_panics();
        let error = fenced::<()>("甲.txt", || panic!("index out of bounds")).expect_err("a panic");
        assert_eq!(error.kind, ErrorKind::Damaged);
        assert_eq!(error.path, "甲.txt");
        assert!(fenced("乙.txt", || Ok(1)).is_ok());
    }
}
