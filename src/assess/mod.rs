//! Assessing (达标测算): from classified lines to intervals, verdicts, gap and pace. Pure.
//!
//! In: one unit's lines, the policy in force, what the registry says of the unit. Out: [`crate::model::results::UnitAssessment`].

pub mod combine;
pub(crate) mod gap;
mod intervals;
mod open_amounts;
pub(crate) mod own_base;
pub(crate) mod pace;
pub(crate) mod purchase_plan;
mod reservation;
mod scope;
pub(crate) mod terms;
pub mod unit;
