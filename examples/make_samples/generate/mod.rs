//! The sample canteens: what they bought (records), how they wrote it down (books), and what the right answer is (truth).
//!
//! Nothing here uses the library: every record knows its own channel, amount and dispute, and the truth is summed from
//! the records, so that tests can hold the program's figures against it.

mod beside;
pub mod books;
mod catalogue;
mod files;
mod prices;
pub mod records;
mod registry;
mod stock;
pub mod truth;
pub mod units;

use std::{error::Error, path::Path};

/// A number generator that gives the same sequence everywhere (splitmix64).
pub struct Random(u64);

impl Random {
    /// Starts from a unit's number, so that one unit's change leaves the others' bytes alone.
    pub fn new(unit: u64) -> Self {
        Self(unit.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 20_240_331)
    }

    /// Next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub fn range(&mut self, low: i64, high: i64) -> i64 {
        low + i64::try_from(self.next() % u64::try_from(high - low + 1).unwrap_or(1)).unwrap_or(0)
    }

    /// One of several.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[usize::try_from(self.next() % from.len() as u64).unwrap_or(0)]
    }
}

/// Writes `inbox/`, `inbox-broken/`, `units.xlsx`, `prices.xlsx` and `truth.json` below a folder; gives the number of files.
///
/// # Errors
/// What the disk or the spreadsheet program says.
pub fn write_all(to: &Path, libreoffice: bool) -> Result<usize, Box<dyn Error>> {
    let units: Vec<_> = units::all().into_iter().map(|unit| (records::make(&unit), unit)).collect();
    let mut written = 0;
    for file in books::all(&units) {
        written += usize::from(files::write(&to.join("inbox"), &file, libreoffice)?);
    }
    files::save_xlsx(&to.join("units.xlsx"), &registry::book(&units))?;
    files::save_xlsx(&to.join("prices.xlsx"), &prices::book())?;
    let truth = truth::all(&units);
    std::fs::write(to.join("truth.json"), serde_json::to_string_pretty(&truth)? + "\n")?;
    std::fs::write(
        to.join("README.md"),
        include_str!("../readme.md")
            .replace("{units}\n", &truth::table(&truth))
            .replace("{planted}\n", &truth::planted_table(&truth)),
    )?;
    written += files::write_broken(&to.join("inbox-broken"), &books::all(&units))?;
    Ok(written + 4)
}
