//! Small helpers that checks share: sums, shares, texts and places of what they flag.

use std::sync::Arc;

use crate::{
    model::{FieldCells, Line, Ratio, Source, Standing},
    text::Catalog,
};

/// The registered names that are near to one that is not registered, in words.
pub(crate) fn nearest_words(names: &[Arc<str>], catalog: &Catalog) -> String {
    if names.is_empty() {
        return catalog.get("checks.unregistered_unit.no_nearest").to_owned();
    }
    catalog.say("checks.unregistered_unit.nearest", &[("names", &names.join("、"))])
}

/// Share in basis points, rounded down; 0 when the whole is not positive.
pub(super) fn share_bp(part: i64, whole: i64) -> i64 {
    Ratio::of(part, whole).floor_bp().unwrap_or(0)
}

/// Sum of the readable amounts, fen.
pub(super) fn sum(lines: &[&Line]) -> i64 {
    lines.iter().filter_map(|l| l.amount_fen).fold(0_i64, i64::saturating_add)
}

/// Where the lines stand.
pub(super) fn sources(lines: &[&Line]) -> Vec<Source> {
    lines.iter().map(|l| l.source.clone()).collect()
}

/// A whole file as evidence.
pub(super) fn place_of_file(path: &Arc<str>) -> Source {
    Source {
        file: path.clone(),
        sheet: Arc::from(""),
        row: 0,
        cells: FieldCells::default(),
    }
}

/// Whether a line counts towards some requirement.
pub(super) fn in_channel(line: &Line) -> bool {
    line.requirements.values().any(|s| *s == Standing::Counted)
}
