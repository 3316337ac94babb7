//! bangfu (帮扶): audits canteens' food purchases against the shares that must come from areas lifted out of poverty.
//!
//! ```text
//! discover → read cells → find tables → rows into lines + issues → place (unit, month) → classify → assess → check
//!     → UnitReport → render (xlsx, html, docx, json)
//! all units → ledger frame (polars) → cross-unit checks, region summary → render;  everything published at once
//! ```
//!
//! Arrows point one way: `intake` knows nothing of policy, `policy` and `checks` know nothing of files, `report` computes nothing.

pub mod batch;
pub mod checks;
pub mod cli;
pub mod dates;
pub mod error;
mod hash;
pub mod intake;
#[cfg(feature = "region")]
pub mod ledger;
mod memory;
pub mod model;
pub mod money;
mod nfkc;
pub mod place;
pub mod policy;
pub mod published;
pub mod reconcile;
pub mod registry;
pub mod report;
pub mod sample;
pub mod settings;
pub mod shell;
pub mod table;
pub mod templates;
pub mod text;
