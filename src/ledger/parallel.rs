//! Threads for what works with polars.

use crate::text::{Fault, INTERRUPTED};
use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicUsize, Ordering},
};

/// Of a thread that reads or writes parts, or adds up frames.
const STACK_BYTES: usize = 8 << 20;

/// `f` of each item on threads of their own, in the items' order. Not on rayon's: polars has a pool of its own, and a rayon thread that waits for it
/// takes up further items meanwhile, one on top of the other, until its stack is full.
///
/// # Errors
/// The first error by the items' order; the items that were not begun by then are left out. [`Fault`] when `stopped` says so.
pub(crate) fn each<T: Sync, R: Send>(
    items: &[T],
    stopped: &(dyn Fn() -> bool + Sync),
    f: impl Fn(&T) -> Result<R, Fault> + Sync,
) -> Result<Vec<R>, Fault> {
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<(usize, Result<R, Fault>)>> = Mutex::new(Vec::with_capacity(items.len()));
    let work = || {
        loop {
            let i = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(i) else { return };
            let result = if stopped() { Err(Fault::stopped(INTERRUPTED)) } else { f(item) };
            if result.is_err() {
                next.store(items.len(), Ordering::Relaxed);
            }
            results.lock().unwrap_or_else(PoisonError::into_inner).push((i, result));
        }
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..rayon::current_num_threads().min(items.len()))
            .map(|_| std::thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, work))
            .collect();
        threads.into_iter().try_for_each(|thread| match thread {
            Ok(thread) => thread.join().map_err(|_| Fault::stopped("run.thread")),
            Err(e) => Err(Fault::stopped("run.thread").because(e)),
        })
    })?;
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|(i, _)| *i);
    results.into_iter().map(|(_, r)| r).collect()
}
