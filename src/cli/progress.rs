//! Progress of a long run, only where a person watches: files done, time left. Nothing where stderr is no terminal (cron, a pipe).

use std::{io::IsTerminal as _, sync::Mutex, time::Duration};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::desk::one_line::OneLine;

/// The bar now on the terminal, so that log lines can step around it.
static SHOWN: Mutex<Option<ProgressBar>> = Mutex::new(None);

/// A progress bar that goes when it is dropped.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Hidden when `quiet`, or when stderr is no terminal.
    pub fn new(quiet: bool) -> Self {
        let shown = !quiet && std::io::stderr().is_terminal();
        let target = if shown {
            ProgressDrawTarget::term_like_with_hz(Box::new(OneLine::default()), 5)
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {human_pos}/{human_len} {eta}") {
            bar.set_style(style);
        }
        if shown {
            // The clock of the bar moves on while one large workbook is read.
            bar.enable_steady_tick(Duration::from_millis(500));
            if let Ok(mut slot) = SHOWN.lock() {
                *slot = Some(bar.clone());
            }
        }
        Self { bar }
    }

    /// A new phase of `total` steps, named for people.
    pub fn start(&self, name: &str, total: usize) {
        self.bar.reset();
        self.bar.set_message(name.to_owned());
        self.bar.set_length(total as u64);
    }

    /// One step is done.
    pub fn step(&self) {
        self.bar.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
        if let Ok(mut slot) = SHOWN.lock() {
            *slot = None;
        }
    }
}

/// Runs `write` with the bar off the screen, so that what it writes to stderr is not overwritten.
pub(crate) fn around<T>(write: impl FnOnce() -> T) -> T {
    let bar = SHOWN.lock().ok().and_then(|slot| slot.clone());
    match bar {
        Some(bar) => bar.suspend(write),
        None => write(),
    }
}
