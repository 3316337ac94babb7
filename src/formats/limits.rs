//! Bounds of what is read from one file, and the errors where they are passed; and the memory that all threads together read with.

use std::sync::{OnceLock, PoisonError, RwLock};

use crate::formats::unreadable::Unreadable;

const MIB: u64 = 1 << 20;

/// Limits of one workbook; each has its own reason when passed, and an option to raise it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Limits {
    /// Bytes of the file itself.
    pub file_bytes: u64,
    /// Bytes after inflating, of all parts that are read together.
    pub inflated_bytes: u64,
    /// Non-empty cells of the book.
    pub cells: usize,
    /// Sheets.
    pub sheets: usize,
    /// Nesting depth of XML, and of tables in HTML.
    pub xml_depth: usize,
    /// Files in a zip of workbooks.
    pub members: usize,
    /// Bytes of memory that bound what is read beside the others' own bounds ([`within_memory`]).
    #[serde(skip)]
    pub memory: Option<u64>,
}

/// Of the memory for one file an eighth is for its bytes, which text is decoded from, a quarter for what they inflate to, and half for its cells.
const FILE_PART: u64 = 8;
const INFLATED_PART: u64 = 4;
/// Memory of one cell on its way to a line, about.
const CELL_BYTES: u64 = 256;
/// Name of the bound, as its option spells it.
const MAX_MEMORY: &str = "max-memory";

/// Memory for reading, and who reads: many files side by side with a share each, or one alone with all of it.
struct Memory {
    bytes: u64,
    lane: RwLock<()>,
}

/// Bytes for reading where the system does not say what it has.
const UNTOLD: u64 = 1024 * MIB;

static MEMORY: OnceLock<Memory> = OnceLock::new();

/// Sets what all threads together may take for reading, before anything is read. Half of what the machine or its control group has when not set.
pub(crate) fn set_memory(mib: u64) {
    let bytes = mib.saturating_mul(MIB);
    let _ = MEMORY.set(Memory {
        bytes,
        lane: RwLock::default(),
    });
}

fn memory() -> &'static Memory {
    MEMORY.get_or_init(|| {
        let mut system = sysinfo::System::new();
        system.refresh_memory();
        let bytes = match system.total_memory() {
            // No /proc in a sandbox: the question for the group would panic.
            0 => UNTOLD,
            machine => {
                let group = system.cgroup_limits().map(|limits| limits.total_memory).filter(|bytes| *bytes > 0);
                group.unwrap_or(u64::MAX).min(machine) / 2
            }
        };
        let lane = RwLock::default();
        Memory { bytes, lane }
    })
}

/// Bytes that all threads together may take for reading.
pub(crate) fn memory_bytes() -> u64 {
    memory().bytes
}

/// Reads one file within the memory that there is for all: beside others with the share of one thread; what does not fit waits until nobody else
/// reads, and has all of it then. `read` holds nothing that it has read when it gives an error, and asks no other thread for anything.
///
/// # Errors
/// As `read`; [`Unreadable::OverLimit`] of `max-memory` where the file does not fit even alone.
pub(crate) fn within_memory<T>(limits: &Limits, mut read: impl FnMut(&Limits) -> Result<T, Unreadable>) -> Result<T, Unreadable> {
    let memory = memory();
    let threads = u64::try_from(rayon::current_num_threads()).unwrap_or(1).max(1);
    {
        let _beside = memory.lane.read().unwrap_or_else(PoisonError::into_inner);
        match read(&limits.within(memory.bytes / threads)) {
            Err(Unreadable::OverLimit { limit, .. }) if limit == MAX_MEMORY && threads > 1 => {}
            done => return done,
        }
    }
    let _alone = memory.lane.write().unwrap_or_else(PoisonError::into_inner);
    read(&limits.within(memory.bytes))
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 256 * MIB,
            inflated_bytes: 1024 * MIB,
            cells: 8_000_000,
            sheets: 512,
            xml_depth: 256,
            members: 10_000,
            memory: None,
        }
    }
}

impl Limits {
    /// No wider than so much memory allows.
    fn within(&self, memory: u64) -> Self {
        let cells = usize::try_from(memory / 2 / CELL_BYTES).unwrap_or(usize::MAX);
        Self {
            file_bytes: self.file_bytes.min(memory / FILE_PART),
            inflated_bytes: self.inflated_bytes.min(memory / INFLATED_PART),
            cells: self.cells.min(cells),
            memory: Some(memory),
            ..*self
        }
    }

    /// The error where the memory is what bounds.
    fn beyond_memory(&self, bounds: impl FnOnce(u64) -> bool) -> Option<Unreadable> {
        let memory = self.memory.filter(|memory| bounds(*memory))?;
        Some(Unreadable::over_limit(MAX_MEMORY, memory / MIB + 1, memory / MIB))
    }

    /// The error of a file of at least so many bytes.
    pub(crate) fn file_too_large(&self, bytes: u64) -> Unreadable {
        self.beyond_memory(|memory| self.file_bytes == memory / FILE_PART)
            .unwrap_or_else(|| Unreadable::over_limit("max-file-mib", bytes.div_ceil(MIB), self.file_bytes.div_ceil(MIB)))
    }

    /// The error of parts that inflate to more than is allowed.
    pub(crate) fn inflates_too_far(&self) -> Unreadable {
        let allowed = self.inflated_bytes / MIB;
        self.beyond_memory(|memory| self.inflated_bytes == memory / INFLATED_PART)
            .unwrap_or_else(|| Unreadable::over_limit("max-inflated-mib", allowed + 1, allowed))
    }

    /// The error of a book with more cells than allowed.
    pub(crate) fn too_many_cells(&self) -> Unreadable {
        let allowed = self.cells as u64;
        self.beyond_memory(|memory| allowed == memory / 2 / CELL_BYTES)
            .unwrap_or_else(|| Unreadable::over_limit("max-cells", allowed + 1, allowed))
    }

    /// Refuses a book of more sheets than allowed.
    pub(crate) fn check_sheets(&self, found: usize) -> Result<(), Unreadable> {
        check("max-sheets", found, self.sheets)
    }

    /// Refuses elements nested deeper than allowed.
    pub(crate) fn check_depth(&self, found: usize) -> Result<(), Unreadable> {
        check("max-xml-depth", found, self.xml_depth)
    }
}

fn check(limit: &str, found: usize, allowed: usize) -> Result<(), Unreadable> {
    if found > allowed {
        return Err(Unreadable::over_limit(limit, found as u64, allowed as u64));
    }
    Ok(())
}
