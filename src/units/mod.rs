//! Units: whose line it is and which month it belongs to.
//!
//! In: readings, the paths of their files, the registry (单位名册). Out: the units to report on ([`grouping`]) and, unit by unit, its lines,
//! stated totals, rejected rows and issues ([`assemble::UnitData`]).

pub mod assemble;
pub(crate) mod beside;
mod channel_evidence;
pub mod file_record;
pub mod grouping;
pub(crate) mod inspect;
pub(crate) mod names;
pub(crate) mod overlap;
pub(crate) mod owners;
pub mod placing;
pub(crate) mod records;
pub mod registry;
mod registry_sheet;
pub(crate) mod stated;
pub(crate) mod statements;
pub mod terms;
pub mod whose;
