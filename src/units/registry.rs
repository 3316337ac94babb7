//! 单位名册: who must report, under which names, with which plan and reserves. [`Registry::load`] stands in `registry_sheet`.

use std::{path::PathBuf, sync::Arc};

use crate::{
    formats::unreadable::Unreadable,
    model::unit::{ApprovedException, Canteen, Sector},
};

/// A unit as registered (预算单位).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisteredUnit {
    /// Name, trimmed, as written.
    pub name: Arc<str>,
    /// Code.
    pub code: Option<Arc<str>>,
    /// County.
    pub county: Option<Arc<str>>,
    /// Sector.
    pub sector: Option<Sector>,
    /// Canteen; `Own` when the column is missing or blank.
    pub canteen: Canteen,
    /// The unit that reports for a shared canteen.
    pub representative: Option<Arc<str>>,
    /// The bureau that it belongs to (主管部门).
    pub parent: Option<Arc<str>>,
    /// Aliases and former names.
    pub aliases: Vec<Arc<str>>,
    /// Planned annual canteen food procurement, fen.
    pub plan_fen: Option<i64>,
    /// Reserved, fen, by requirement id.
    pub reserved_fen: Vec<(Arc<str>, i64)>,
    /// Approved exceptions with document and date.
    pub exceptions: Vec<ApprovedException>,
    /// One-based row in the registry.
    pub row: u32,
}

/// All registered units, in the registry's order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Registry {
    /// Units.
    pub units: Vec<RegisteredUnit>,
}

/// Why a registry cannot be used. Exit status 2; nothing is written.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// Not there, or not readable.
    #[error("{}", path.display())]
    Unreadable {
        /// Registry file.
        path: PathBuf,
        /// Reason.
        source: Unreadable,
    },
    /// No header row with a name column.
    #[error("{}: no column for the unit's name (单位名称) in the first {searched} rows; found: {found}. Add a header 单位名称", path.display())]
    NoNameColumn {
        /// Registry file.
        path: PathBuf,
        /// Rows searched.
        searched: usize,
        /// Header-like texts found.
        found: String,
    },
    /// Rows that cannot be understood, all of them.
    #[error("{}:\n{}", path.display(), problems.join("\n"))]
    BadRows {
        /// Registry file.
        path: PathBuf,
        /// `SHEET › CELL: what was found, what to do`.
        problems: Vec<String>,
    },
}
