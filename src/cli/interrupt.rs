//! Ctrl-C and SIGTERM: the run stops within a second, OUT stays as it was; once OUT is being exchanged the run ends as it would have.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU8, Ordering},
    },
    time::Duration,
};

use crate::text::{Fault, Foreign};

const RUNNING: u8 = 0;
const STOPPED: u8 = 1;
const PUBLISHED: u8 = 2;

static STATE: AtomicU8 = AtomicU8::new(RUNNING);

/// Whether it has been said that the run stopped.
static TOLD: Mutex<bool> = Mutex::new(false);

/// How long a run has to end by itself after a signal. A single workbook can take longer than that to read, so the process then ends
/// anyway: every file that it may leave behind is removed by the next run.
const PATIENCE: Duration = Duration::from_millis(800);

/// Listens for Ctrl-C, SIGTERM and SIGHUP. Call once, in the binary. `say` tells people that the run stopped.
///
/// # Errors
/// The system refuses the handler.
pub(crate) fn listen(say: impl Fn() + Send + 'static) -> Result<(), Fault> {
    ctrlc::set_handler(move || {
        if signalled(&STATE) != STOPPED {
            return;
        }
        tell(&say);
        std::thread::sleep(PATIENCE);
        std::process::exit(1);
    })
    .map_err(|e| Fault::stopped("run.thread").because(Foreign::of(e)))
}

/// Says once that the run stopped: the run may end before the handler comes to it, and must not end while it speaks.
pub(crate) fn tell(say: impl Fn()) {
    let mut told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
    if !*told {
        *told = true;
        say();
    }
}

/// What a signal makes of the state: nothing stops a run that publishes.
fn signalled(state: &AtomicU8) -> u8 {
    let changed = state.compare_exchange(RUNNING, STOPPED, Ordering::SeqCst, Ordering::SeqCst);
    changed.map_or_else(|same| same, |_| STOPPED)
}

/// Whether a signal came; looked at between files and units.
pub(crate) fn requested() -> bool {
    STATE.load(Ordering::Relaxed) == STOPPED
}

/// From here on the run is published and signals no longer stop it. `false` when a signal came first.
pub(crate) fn commit() -> bool {
    STATE
        .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |state| (state != STOPPED).then_some(PUBLISHED))
        .is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signal_stops_a_run_and_not_one_that_publishes() {
        for (was, becomes) in [(RUNNING, STOPPED), (STOPPED, STOPPED), (PUBLISHED, PUBLISHED)] {
            let state = AtomicU8::new(was);
            assert_eq!(signalled(&state), becomes);
            assert_eq!(state.load(Ordering::SeqCst), becomes);
        }
    }
}
