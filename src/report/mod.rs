//! Reports: everything a reader sees is a value in [`UnitReport`] or [`RegionSummary`]; the formats are views of them and compute nothing.
//!
//! In: finished reports. Out: bytes of json, csv, xlsx, html, docx. No paths, no clock.

pub mod model;

pub use model::*;
