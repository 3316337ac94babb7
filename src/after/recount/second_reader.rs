//! Cells of a workbook as calamine reads them, which shares no code with our readers. It allocates by numbers that stand in a file, and aborts
//! where they are wrong: so it runs in processes of its own (the hidden subcommand `second-reader`), which may die without harm.

use std::{
    collections::HashMap,
    io::{self, BufRead as _, BufReader, Cursor, Read as _, Write},
    panic::{AssertUnwindSafe, catch_unwind},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use calamine::{DataType, Ods, Reader, Xls, Xlsb, Xlsx};
use serde::{Deserialize, Serialize};

/// Seconds for one workbook: corrupt containers can lead in circles.
const LONGEST_SECONDS: u64 = 300;
/// Address space of a reading process, where the system can bound it.
#[cfg(unix)]
const MEMORY_BYTES: u64 = 4 << 30;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Seen {
    /// Nothing.
    Empty,
    /// The bits of a number, dates included: JSON would round it.
    Number(u64),
    /// A text.
    Text(String),
    /// A truth value, an error, a date as text.
    Other(String),
}

/// Formats that calamine reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Kind {
    Xlsx,
    Xlsb,
    Xls,
    Ods,
}

/// Places of a sheet, row and column from 0.
pub(super) type Places = (String, Vec<(u32, u32)>);

/// A workbook of so many bytes follows.
#[derive(Debug, Serialize, Deserialize)]
struct Request {
    kind: Kind,
    bytes: u64,
    places: Vec<Places>,
}

/// Reading processes that wait for work; as many as there were threads at once.
#[derive(Debug, Default)]
pub(super) struct SecondReader {
    idle: Mutex<Vec<Process>>,
}

#[derive(Debug)]
struct Process {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl SecondReader {
    /// What stands at the places, sheet by sheet.
    ///
    /// # Errors
    /// What calamine says, or how its process ended.
    pub fn read(&self, kind: Kind, bytes: &[u8], places: Vec<Places>) -> Result<Vec<Vec<Seen>>, String> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut process = idle.map_or_else(Process::start, Ok).map_err(|e| e.to_string())?;
        let answer = process
            .ask(kind, bytes, places)
            .map_err(|e| format!("the reading process ended: {e}"))?;
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(process);
        answer
    }
}

impl Process {
    fn start() -> io::Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg("second-reader")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (to, from) = child
            .stdin
            .take()
            .zip(child.stdout.take())
            .ok_or_else(|| io::Error::other("no pipe"))?;
        let from = BufReader::new(from);
        Ok(Self { child, to, from })
    }

    fn ask(&mut self, kind: Kind, bytes: &[u8], places: Vec<Places>) -> io::Result<Result<Vec<Vec<Seen>>, String>> {
        let request = Request {
            kind,
            bytes: bytes.len() as u64,
            places,
        };
        let mut head = serde_json::to_vec(&request)?;
        head.push(b'\n');
        self.to.write_all(&head)?;
        self.to.write_all(bytes)?;
        self.to.flush()?;
        let mut answer = String::new();
        self.from.read_line(&mut answer)?;
        Ok(serde_json::from_str(&answer)?)
    }
}

/// The reading process: workbooks from standard input, cells to standard output, until nothing more comes.
///
/// # Errors
/// Standard input or output breaks off.
pub(crate) fn serve() -> io::Result<()> {
    #[cfg(unix)]
    {
        let limit = rustix::process::Rlimit {
            current: Some(MEMORY_BYTES),
            maximum: Some(MEMORY_BYTES),
        };
        // Not every system knows it; the reading is then bounded by the machine.
        let _ = rustix::process::setrlimit(rustix::process::Resource::As, limit);
    }
    static SECONDS: AtomicU64 = AtomicU64::new(0);
    thread::spawn(|| {
        while SECONDS.fetch_add(1, Ordering::Relaxed) < LONGEST_SECONDS {
            thread::sleep(Duration::from_secs(1));
        }
        std::process::exit(1);
    });
    let (mut from, mut to) = (io::stdin().lock(), io::stdout().lock());
    loop {
        SECONDS.store(0, Ordering::Relaxed);
        let mut head = String::new();
        if from.read_line(&mut head)? == 0 {
            return Ok(());
        }
        let request: Request = serde_json::from_str(&head)?;
        let mut bytes = Vec::new();
        (&mut from).take(request.bytes).read_to_end(&mut bytes)?;
        SECONDS.store(0, Ordering::Relaxed);
        let read = catch_unwind(AssertUnwindSafe(|| cells(request.kind, bytes, &request.places)));
        let answer = read.unwrap_or_else(|_| Err("panicked".to_owned()));
        serde_json::to_writer(&mut to, &answer)?;
        to.write_all(b"\n")?;
        to.flush()?;
    }
}

fn cells(kind: Kind, bytes: Vec<u8>, places: &[Places]) -> Result<Vec<Vec<Seen>>, String> {
    let from = Cursor::new(bytes);
    match kind {
        Kind::Xlsx => {
            let mut book = Xlsx::new(from).map_err(text)?;
            each(places, |sheet, put| {
                // Cell by cell: its range of a sheet holds every empty cell between two that are far apart.
                let mut cells = book.worksheet_cells_reader(sheet).map_err(text)?;
                while let Some(cell) = cells.next_cell().map_err(text)? {
                    put(cell.get_position(), cell.get_value());
                }
                Ok(())
            })
        }
        Kind::Xlsb => {
            let mut book = Xlsb::new(from).map_err(text)?;
            each(places, |sheet, put| {
                let mut cells = book.worksheet_cells_reader(sheet).map_err(text)?;
                while let Some(cell) = cells.next_cell().map_err(text)? {
                    put(cell.get_position(), cell.get_value());
                }
                Ok(())
            })
        }
        Kind::Xls => ranges(Xls::new(from).map_err(text)?, places),
        Kind::Ods => ranges(Ods::new(from).map_err(text)?, places),
    }
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn ranges<R: Reader<Cursor<Vec<u8>>>>(mut book: R, places: &[Places]) -> Result<Vec<Vec<Seen>>, String>
where
    R::Error: std::fmt::Display,
{
    each(places, |sheet, put| {
        let range = book.worksheet_range(sheet).map_err(text)?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, col, value) in range.used_cells() {
            let at = |start: u32, below: usize| start.saturating_add(u32::try_from(below).unwrap_or(u32::MAX));
            put((at(top, row), at(left, col)), value);
        }
        Ok(())
    })
}

/// For every sheet what `read` puts at its places.
fn each(
    places: &[Places],
    mut read: impl FnMut(&str, &mut dyn FnMut((u32, u32), &dyn DataType)) -> Result<(), String>,
) -> Result<Vec<Vec<Seen>>, String> {
    let of_sheet = |(sheet, wanted): &Places| {
        let mut seen = vec![Seen::Empty; wanted.len()];
        let index: HashMap<(u32, u32), usize> = wanted.iter().copied().zip(0..).collect();
        read(sheet, &mut |place, value| {
            if let Some(slot) = index.get(&place).and_then(|at| seen.get_mut(*at)) {
                *slot = see(value);
            }
        })?;
        Ok(seen)
    };
    places.iter().map(of_sheet).collect()
}

#[allow(clippy::cast_precision_loss)]
fn see(value: &dyn DataType) -> Seen {
    let date = value.get_datetime().map(|d| d.as_f64());
    match (value.get_int().map(|i| i as f64).or(value.get_float()).or(date), value.get_string()) {
        _ if value.is_empty() => Seen::Empty,
        (Some(number), _) => Seen::Number(number.to_bits()),
        (None, Some(text)) => Seen::Text(text.to_owned()),
        (None, None) => Seen::Other(value.as_string().unwrap_or_default()),
    }
}
