//! What a run knows of an input file.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    formats::unreadable::Unreadable,
    model::line::Role,
    text::hex::hex,
    units::placing::{PathHints, Placed, Placer},
};

/// What became of an input file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub enum FileOutcome {
    /// Read.
    #[default]
    Read,
    /// Byte-identical to the file of this index, which was read.
    Duplicate(usize),
    /// Could not be read.
    Quarantined(Unreadable),
}

/// One input file of the run, small enough to keep for all files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileRecord {
    /// Path below the inbox.
    pub path: Arc<str>,
    /// Content hash.
    pub sha256: [u8; 32],
    /// Bytes.
    pub size: u64,
    /// Outcome.
    pub outcome: FileOutcome,
    /// Rows that hold a cell.
    pub rows: u64,
    /// Lines.
    pub lines: u64,
    /// Rejected rows.
    pub rejected: u64,
    /// Some of these may be purchases: they do not stand below a header that shows that its figures are none.
    pub holds_rejected_money: bool,
    /// Rows by fate.
    pub fates: BTreeMap<String, u64>,
    /// What the path tells.
    pub hints: PathHints,
    /// Units that its lines (or, without lines, its own words and path) belong to.
    pub units: Vec<Placed>,
    /// Lines that nothing gives to a unit.
    pub unplaced: u64,
    /// It is damaged: what it held beside what was read nobody knows.
    pub broken_off: bool,
    /// Why nothing was taken from it though it holds money.
    pub nothing_taken: Option<(Role, Arc<str>)>,
    /// It holds rows with figures, and none of them is a purchase or was refused: they were taken for words or for stock.
    pub passed_over: bool,
    /// How often lines stand in a further unit's report ([`LineCounts`](crate::units::grouping::LineCounts)).
    pub shared: u64,
    /// Other units' files that are the same, byte for byte.
    pub twins: Vec<Arc<str>>,
}

impl FileRecord {
    /// Not one row of it could be used, and some look like data.
    #[must_use]
    pub fn is_unread(&self) -> bool {
        self.lines == 0 && (self.holds_rejected_money || self.passed_over)
    }

    /// The unit that the path of a file names of which nothing could be read because it breaks off.
    #[must_use]
    pub fn unit_of_broken(&self, placer: &Placer<'_>) -> Option<Placed> {
        let nothing = self.broken_off && matches!(self.outcome, FileOutcome::Quarantined(_));
        placer.of_path(&self.hints).filter(|_| nothing)
    }

    /// SHA-256 as hex.
    #[must_use]
    pub fn hex(&self) -> String {
        hex(&self.sha256)
    }
}
