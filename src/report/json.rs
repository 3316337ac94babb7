//! `report.json` and `summary.json`: the report itself, two spaces of indent, keys in the declared order, a newline at the end.

use serde::Serialize;

use super::{RegionSummary, RenderError, UnitReport};

/// `report.json` of a unit.
///
/// # Errors
/// [`RenderError::Json`] when a value cannot be serialised.
pub fn render_unit(report: &UnitReport) -> Result<Vec<u8>, RenderError> {
    pretty(report)
}

/// `summary.json` of the region.
///
/// # Errors
/// [`RenderError::Json`] when a value cannot be serialised.
pub fn render_summary(summary: &RegionSummary) -> Result<Vec<u8>, RenderError> {
    pretty(summary)
}

fn pretty(value: &impl Serialize) -> Result<Vec<u8>, RenderError> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}
