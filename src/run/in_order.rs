//! Work shared by threads, its results taken in order.

use std::panic::resume_unwind;
use std::sync::{Condvar, Mutex, PoisonError};

use crate::Result;

/// How far the work is.
struct Turns<S, D> {
    source: Mutex<(S, usize)>,
    sink: Mutex<(D, Turn)>,
    passed: Condvar,
}

/// Whose results are taken next, or why no more are.
#[derive(Default)]
struct Turn {
    next: usize,
    stopped: Option<Result<()>>,
}

/// Takes every item of `source`, works on it and hands the result to `sink`, in the order of the items;
/// what `sink` gives back is for `after`, in any order, which gathers it in something of the thread's own.
/// Each of the threads does all four, and takes no new item before its last result is handed over: no
/// more items than threads are in memory. One thread works without starting another. Gives what each
/// thread gathered.
///
/// # Errors
/// The first one of `sink`; nothing is handed over after it.
pub(super) fn in_order<T, R, K, G: Default + Send>(
    threads: usize,
    source: impl FnMut() -> Option<T> + Send,
    work: impl Fn(T) -> R + Sync,
    sink: impl FnMut(R) -> Result<K> + Send,
    after: impl Fn(&mut G, K) + Sync,
) -> Result<Vec<G>> {
    let turns = Turns {
        source: Mutex::new((source, 0)),
        sink: Mutex::new((sink, Turn::default())),
        passed: Condvar::new(),
    };
    let run = || {
        let mut gathered = G::default();
        while let Some(kept) = turns.step(&work) {
            after(&mut gathered, kept);
        }
        gathered
    };
    let gathered = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(run)).collect();
        let mut gathered = vec![run()];
        for other in others {
            gathered.push(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        gathered
    });
    let (_, turn) = turns
        .sink
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    turn.stopped.unwrap_or(Ok(())).map(|()| gathered)
}

impl<S, D> Turns<S, D> {
    /// One item from source to sink, and what the sink gives back; none where there is no other or
    /// the work was stopped.
    fn step<T, R, K>(&self, work: &impl Fn(T) -> R) -> Option<K>
    where
        S: FnMut() -> Option<T>,
        D: FnMut(R) -> Result<K>,
    {
        // Where another thread panicked, the panic goes on as soon as all threads are joined.
        let mut source = self.source.lock().ok()?;
        let item = (source.0)()?;
        let number = source.1;
        source.1 += 1;
        drop(source);
        let _guard = StopOnPanic(self);
        let result = work(item);
        self.hand_over(number, result)
    }

    fn hand_over<R, K>(&self, number: usize, result: R) -> Option<K>
    where
        D: FnMut(R) -> Result<K>,
    {
        let sink = self.sink.lock().ok()?;
        let is_early = |(_, turn): &mut (D, Turn)| turn.next != number && turn.stopped.is_none();
        let mut sink = self.passed.wait_while(sink, is_early).ok()?;
        if sink.1.stopped.is_some() {
            return None;
        }
        let handed = (sink.0)(result);
        sink.1.next += 1;
        let kept = match handed {
            Ok(kept) => Some(kept),
            Err(error) => {
                sink.1.stopped = Some(Err(error));
                None
            }
        };
        self.passed.notify_all();
        kept
    }
}

/// Lets no thread wait for the turn of one that panicked.
struct StopOnPanic<'a, S, D>(&'a Turns<S, D>);

impl<S, D> Drop for StopOnPanic<'_, S, D> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let sink = self.0.sink.lock();
            let (_, turn) = &mut *sink.unwrap_or_else(PoisonError::into_inner);
            turn.stopped.get_or_insert(Ok(()));
            self.0.passed.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    /// Doubles the numbers below `end` with these many threads; the sink refuses `refused`.
    fn check(threads: usize, end: u64, refused: u64, expected: &[u64]) -> bool {
        let mut numbers = 0..end;
        let mut taken = Vec::new();
        let slow_when_even = |number: u64| {
            std::thread::sleep(std::time::Duration::from_micros(300 * (1 - number % 2)));
            number * 2
        };
        let sink = |number| {
            if number == refused {
                return Err(Error::Usage("refused".to_owned()));
            }
            taken.push(number);
            Ok(number)
        };
        let after = |gathered: &mut Vec<u64>, number| gathered.push(number);
        let done = in_order(threads, || numbers.next(), slow_when_even, sink, after);
        assert_eq!(taken, expected);
        let Ok(gathered) = done else {
            return false;
        };
        let mut gathered = gathered.concat();
        gathered.sort_unstable();
        assert_eq!(gathered, expected);
        true
    }

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let doubled: Vec<u64> = (0..100).map(|number| number * 2).collect();
        for threads in [1, 2, 5] {
            assert!(check(threads, 100, 1000, &doubled));
        }
        assert!(check(3, 0, 0, &[]));
    }

    #[test]
    fn nothing_is_taken_after_an_error() {
        for threads in [1, 2, 5] {
            assert!(!check(threads, 100, 6, &[0, 2, 4]));
        }
    }

    #[test]
    fn a_panic_ends_the_work() {
        let work = |number: u64| assert!(number != 7, "seven");
        let mut numbers = 0..100;
        let sink = |()| Ok(());
        let all = move || in_order(3, || numbers.next(), work, sink, |(), ()| ());
        assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(all)).is_err());
    }
}
