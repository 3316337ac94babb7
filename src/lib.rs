//! bangfu (帮扶): audits canteens' food purchases against the shares that must come from areas lifted out of poverty.
//!
//! ```text
//! inbox → formats → tables → rows → units → policy → assess → checks → UnitReport → report
//! bytes   cells     regions  lines  whose   standing  verdict  findings              html xlsx docx json
//!                                 all units → checks across units, suppliers, summary → report
//!                                 everything is published at once, at the end
//! ```
//!
//! Data flows one way; CONTRIBUTING.md lists the rooms in their order. `policy`, `assess` and `checks` look at no file and no clock, and
//! `report` computes nothing. What a figure means stands in docs/figures.md, how a table is read in docs/tables.md.

pub mod after;
pub mod assess;
pub mod checks;
pub mod cli;
pub(crate) mod decisions;
pub mod formats;
pub mod inbox;
pub(crate) mod ledger;
pub mod model;
pub mod policy;
pub(crate) mod prices;
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
