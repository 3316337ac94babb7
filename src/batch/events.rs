//! A run as seen from outside: a progress bar where a person watches, nothing where not, and a way to stop it.

use std::time::SystemTime;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{FileRecord, RunEvents, interrupt};

/// Progress on the terminal.
#[derive(Debug)]
pub struct Terminal {
    bar: ProgressBar,
    started: SystemTime,
}

impl Terminal {
    /// `quiet` or `machine` (JSON log lines) hide the bar; so does a stderr that is no terminal (cron).
    #[must_use]
    pub fn start(quiet: bool, machine: bool) -> Self {
        let target = if quiet || machine {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr_with_hz(5)
        };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {per_sec} {eta} {msg}") {
            bar.set_style(style);
        }
        Self {
            bar,
            started: SystemTime::now(),
        }
    }
}

impl RunEvents for Terminal {
    fn start(&self, files: usize) {
        self.bar.set_length(files as u64);
    }
    fn file_done(&self, file: &FileRecord) {
        tracing::debug!(event = "file_read", path = %file.path, rows = file.rows, lines = file.lines, reused = file.reused);
        self.bar.inc(1);
    }
    fn unit_done(&self, _index: usize) {
        self.bar.tick();
    }
    fn stopped(&self) -> bool {
        interrupt::requested()
    }
    fn started(&self) -> SystemTime {
        self.started
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
