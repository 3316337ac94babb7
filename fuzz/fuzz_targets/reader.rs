//! Any bytes as a workbook: no panic, every row accounted for. A panic that a run would turn into an outcome is a failure here.
#![no_main]

#[path = "../../tests/support/accounted.rs"]
#[allow(dead_code)]
mod accounted;
#[path = "../../tests/support/wrapped.rs"]
#[allow(dead_code)]
mod wrapped;

use std::sync::LazyLock;

use accounted::NARROW;
use bangfu::tables::vocabulary::Vocabulary;
use libfuzzer_sys::fuzz_target;

static LAYOUTS: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::embedded);

fuzz_target!(|bytes: &[u8]| {
    let Ok(reading) = accounted::read_accounted(&wrapped::unwrapped(bytes), &NARROW, &LAYOUTS) else {
        return;
    };
    // A row that is read holds a cell, and a line costs one at least.
    let rows: usize = reading.sheets.iter().map(|s| s.rows as usize).sum();
    assert!(reading.sheets.len() <= NARROW.sheets && rows <= NARROW.cells && reading.lines.len() <= NARROW.cells);
});
