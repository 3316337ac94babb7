//! The run log: one line an event, text or JSON, on stderr and as `run.log` beside the manifest. Event names are stable; scripts may rely on them.
//!
//! | event | fields |
//! |---|---|
//! | `run_started` | `period`, `policy`, `files` |
//! | `file_read` | `path`, `rows`, `lines` |
//! | `file_quarantined` | `path`, `reason` |
//! | `unit_assessed` | `unit`, `verdict` |
//! | `run_published` | `units`, `pass`, `fail`, `undetermined`, `no_data`, `exempt`, `files`, `quarantined`, `lines`, `seconds` |
//! | `run_stopped` | `reason` |
//! | `reports_open` | `detail` |
//! | `files_kept`, `files_left_behind`, `previous_not_removed`, `published_beside` | `path` or `folder`, `detail` |

use std::{
    fmt,
    fs::File,
    io::{self, BufWriter, Write},
    sync::{Arc, Mutex, PoisonError},
};

use tracing_subscriber::{
    EnvFilter, Layer as _, filter::LevelFilter, fmt::MakeWriter, layer::SubscriberExt as _, util::SubscriberInitExt as _,
};

use crate::{
    cli::{desk::output::print_part_err, progress},
    text::escaped,
};

/// Shape of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// Bytes kept until the build exists; what a run logs before that is little.
const HELD_BYTES: usize = 1 << 20;

/// Where `run.log`'s lines go: held until [`RunLog::attach`], then a file. Cheap to clone; clones share it.
#[derive(Clone, Default)]
pub(crate) struct RunLog(Arc<Mutex<Sink>>);

enum Sink {
    Held(Vec<u8>),
    /// A killed run's log goes with its build: nobody misses what was not written yet.
    File(BufWriter<File>),
    Closed,
}

impl Default for Sink {
    fn default() -> Self {
        Self::Held(Vec::new())
    }
}

impl fmt::Debug for RunLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RunLog")
    }
}

impl RunLog {
    /// Writes what was held and all that follows into `file`.
    pub fn attach(&self, file: File) {
        let mut file = BufWriter::new(file);
        let mut sink = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Sink::Held(held) = &*sink {
            let _ = file.write_all(held);
        }
        *sink = Sink::File(file);
    }

    /// Closes the file: nothing more is written, and Windows can rename its folder. Call before publishing.
    pub fn close(&self) {
        let sink = std::mem::replace(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner), Sink::Closed);
        if let Sink::File(mut file) = sink {
            let _ = file.flush();
        }
    }
}

impl Write for RunLog {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let line = String::from_utf8_lossy(bytes);
        let line = escaped(&line);
        match &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            Sink::Held(held) if held.len() < HELD_BYTES => held.extend_from_slice(line.as_bytes()),
            Sink::Held(_) | Sink::Closed => {}
            // A log that cannot be written (disk full) must not stop the run: the reports then fail by themselves.
            Sink::File(file) => {
                let _ = file.write_all(line.as_bytes());
            }
        }
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for RunLog {
    type Writer = RunLog;
    fn make_writer(&'a self) -> Self::Writer {
        self.clone()
    }
}

/// stderr, stepping around the progress bar.
#[derive(Debug, Clone, Copy)]
struct Screen(LogFormat);

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(bytes);
        match self.0 {
            LogFormat::Text => print_part_err(&text),
            LogFormat::Json => progress::around(|| io::stderr().write_all(escaped(&text).as_bytes()))?,
        }
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}

/// Starts logging for the process: to stderr (warnings as text, all events as JSON, errors alone when `quiet`; `BANGFU_LOG` overrides, in the
/// syntax of `RUST_LOG`) and to the returned run log (all events). A second call changes nothing and gives a log that nobody writes.
pub(crate) fn init(format: LogFormat, quiet: bool) -> RunLog {
    let log = RunLog::default();
    let level = match (quiet, format) {
        (true, _) => "error",
        (false, LogFormat::Text) => "warn",
        (false, LogFormat::Json) => "bangfu=info,warn",
    };
    let filter = EnvFilter::try_from_env("BANGFU_LOG").unwrap_or_else(|_| EnvFilter::new(level));
    let own = || tracing_subscriber::filter::Targets::new().with_target("bangfu", LevelFilter::INFO);
    let registry = tracing_subscriber::registry();
    let started = match format {
        LogFormat::Text => registry
            .with(text().with_writer(move || Screen(format)).with_filter(filter))
            .with(text().with_writer(log.clone()).with_filter(own()))
            .try_init(),
        LogFormat::Json => registry
            .with(json().with_writer(move || Screen(format)).with_filter(filter))
            .with(json().with_writer(log.clone()).with_filter(own()))
            .try_init(),
    };
    // Only a second call fails; the first subscriber goes on.
    let _ = started;
    log
}

fn text<S>() -> tracing_subscriber::fmt::Layer<S> {
    tracing_subscriber::fmt::layer().with_target(false).with_ansi(false)
}

fn json<S>() -> tracing_subscriber::fmt::Layer<
    S,
    tracing_subscriber::fmt::format::JsonFields,
    tracing_subscriber::fmt::format::Format<tracing_subscriber::fmt::format::Json>,
>
where
    S: tracing::Subscriber + for<'a> tracing_subscriber::registry::LookupSpan<'a>,
{
    tracing_subscriber::fmt::layer()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_span_list(false)
        .with_target(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_before_the_file_are_held_and_none_follow_the_close() {
        let dir = tempfile::TempDir::new().unwrap();
        let path = dir.path().join("run.log");
        let log = RunLog::default();
        let mut writer = log.make_writer();
        writer.write_all(b"early\n").unwrap();
        log.attach(File::create(&path).unwrap());
        writer.write_all(b"late\n").unwrap();
        log.close();
        writer.write_all(b"lost\n").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "early\nlate\n");
    }

    #[test]
    fn json_lines_carry_the_stable_event_name_at_the_top() {
        let log = RunLog::default();
        let subscriber = tracing_subscriber::registry().with(json().with_writer(log.clone()));
        tracing::subscriber::with_default(subscriber, || {
            tracing::info!(event = "file_read", path = "夏县/一中.xlsx", rows = 12, lines = 10);
            tracing::info!(event = "file_quarantined", path = "坏.xlsx", reason = "damaged");
        });
        let Sink::Held(held) = &*log.0.lock().unwrap() else {
            panic!("held")
        };
        let lines: Vec<serde_json::Value> = std::str::from_utf8(held)
            .unwrap()
            .lines()
            .map(|l| serde_json::from_str(l).unwrap())
            .collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(
            (&lines[0]["event"], &lines[0]["rows"], &lines[0]["path"]),
            (&"file_read".into(), &12.into(), &"夏县/一中.xlsx".into())
        );
        assert_eq!(
            (&lines[1]["event"], &lines[1]["reason"]),
            (&"file_quarantined".into(), &"damaged".into())
        );
    }
}
