//! Any bytes as a workbook: no panic, every row accounted for. A panic that a run would turn into an outcome is a failure here.
#![no_main]

#[path = "../../tests/support/accounted.rs"]
#[allow(dead_code)]
mod accounted;
#[path = "../../tests/support/wrapped.rs"]
#[allow(dead_code)]
mod wrapped;

use std::sync::LazyLock;

use bangfu::intake::{Layouts, Limits};
use libfuzzer_sys::fuzz_target;

static LAYOUTS: LazyLock<Layouts> = LazyLock::new(Layouts::embedded);

/// Small, so that a round is quick and both sides of each limit are met.
const LIMITS: Limits = Limits {
    file_bytes: 1 << 20,
    inflated_bytes: 4 << 20,
    cells: 20_000,
    sheets: 16,
    xml_depth: 64,
    members: 64,
};

fuzz_target!(|bytes: &[u8]| {
    let Ok(reading) = accounted::read_accounted(&wrapped::unwrapped(bytes), &LIMITS, &LAYOUTS) else { return };
    // A row that is read holds a cell, and a line costs one at least.
    let rows: usize = reading.sheets.iter().map(|s| s.rows as usize).sum();
    assert!(reading.sheets.len() <= LIMITS.sheets && rows <= LIMITS.cells && reading.lines.len() <= LIMITS.cells);
});
