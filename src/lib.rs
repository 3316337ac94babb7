//! bangfu (帮扶): audits canteens' food purchases against the shares that must come from areas lifted out of poverty.
//!
//! ```text
//! discover → read cells → find tables → rows into lines + issues → place (unit, month) → classify → assess → check
//!     → UnitReport → render (xlsx, html, docx, json)
//! all units → ledger frame (polars) → cross-unit checks, region summary → render;  everything published at once
//! ```
//!
//! Arrows point one way: `intake` knows nothing of policy, `policy` and `checks` know nothing of files, `report` computes nothing.

pub mod after;
pub mod assess;
pub mod checks;
pub mod cli;
pub(crate) mod decisions;
pub mod formats;
pub mod inbox;
pub mod ledger;
pub mod model;
pub mod policy;
pub mod publish;
pub mod reconcile;
pub mod report;
pub mod rows;
pub mod run;
pub(crate) mod sample;
pub mod tables;
pub(crate) mod templates;
pub mod text;
pub mod units;
pub mod values;
