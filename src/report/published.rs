//! The reports of a published OUT, read again: `summary.json`, a unit's `report.json`, and which unit a person means.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use crate::{
    model::{
        region_summary::{RegionSummary, SUMMARY_SCHEMA},
        unit_report::{UNIT_SCHEMA, UnitReport, UnitSummary},
    },
    text::names::normal_name,
};

/// Why a published folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PublishedError {
    /// A file is missing or cannot be read.
    #[error("{}: {cause}; is this the output of `bangfu audit` with json among its formats?", path.display())]
    Read {
        /// File.
        path: PathBuf,
        /// Cause.
        cause: std::io::Error,
    },
    /// A file is not what this version writes.
    #[error("{}: not readable as {schema}", path.display())]
    Parse {
        /// File.
        path: PathBuf,
        /// Schema id.
        schema: &'static str,
        /// Cause.
        source: serde_json::Error,
    },
    /// No unit of that name, code or folder.
    #[error("no unit `{wanted}` in {}; {hint}", out.display())]
    NoUnit {
        /// What was asked for.
        wanted: String,
        /// Folder.
        out: PathBuf,
        /// Near names.
        hint: String,
    },
}

/// A data file of OUT.
///
/// # Errors
/// [`PublishedError`].
pub(crate) fn read<T: serde::de::DeserializeOwned>(path: PathBuf, schema: &'static str) -> Result<T, PublishedError> {
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(cause) => return Err(PublishedError::Read { path, cause }),
    };
    serde_json::from_slice(&bytes).map_err(|source| PublishedError::Parse { path, schema, source })
}

/// `summary.json` of OUT.
///
/// # Errors
/// [`PublishedError`].
pub(crate) fn summary(out: &Path) -> Result<RegionSummary, PublishedError> {
    read(out.join("summary.json"), SUMMARY_SCHEMA)
}

/// `report.json` of the unit.
///
/// # Errors
/// [`PublishedError`].
pub(crate) fn unit_report(out: &Path, unit: &UnitSummary) -> Result<UnitReport, PublishedError> {
    read(out.join(&unit.path).join("report.json"), UNIT_SCHEMA)
}

/// The unit that `wanted` names: by name, code or folder; else the only one whose name contains it.
///
/// # Errors
/// [`PublishedError::NoUnit`] with the names that come near.
pub(crate) fn find_unit<'s>(out: &Path, summary: &'s RegionSummary, wanted: &str) -> Result<&'s UnitSummary, PublishedError> {
    let normal = normal_name(wanted);
    let exact: Vec<&UnitSummary> = summary
        .units
        .iter()
        .filter(|u| normal_name(&u.unit) == normal || u.code.as_deref() == Some(wanted) || u.path == wanted.trim_end_matches('/'))
        .collect();
    let near: Vec<&UnitSummary> = if exact.is_empty() {
        summary.units.iter().filter(|u| normal_name(&u.unit).contains(&normal)).collect()
    } else {
        exact
    };
    match near[..] {
        [one] => Ok(one),
        [] => Err(PublishedError::NoUnit {
            wanted: wanted.to_owned(),
            out: out.to_owned(),
            hint: nearest(summary, &normal),
        }),
        ref many => {
            let names: Vec<&str> = many.iter().take(8).map(|u| u.path.as_str()).collect();
            let hint = format!("{} come near, name one by its folder: {}", many.len(), names.join(", "));
            Err(PublishedError::NoUnit {
                wanted: wanted.to_owned(),
                out: out.to_owned(),
                hint,
            })
        }
    }
}

/// The units whose names share most with `wanted`: neighbouring pairs of characters first, single characters next.
fn nearest(summary: &RegionSummary, wanted: &str) -> String {
    let pairs = |t: &str| {
        let chars: Vec<char> = t.chars().collect();
        chars.windows(2).map(|w| (w[0], w[1])).collect::<BTreeSet<_>>()
    };
    let (want_pairs, want_chars) = (pairs(wanted), wanted.chars().collect::<BTreeSet<_>>());
    let mut scored: Vec<(usize, usize, &str)> = summary
        .units
        .iter()
        .map(|u| {
            let name = normal_name(&u.unit);
            let chars: BTreeSet<char> = name.chars().collect();
            let shared = pairs(&name).intersection(&want_pairs).count();
            (shared, chars.intersection(&want_chars).count(), u.unit.as_ref())
        })
        .filter(|(shared, chars, _)| *shared > 0 || *chars > 1)
        .collect();
    scored.sort_by(|a, b| (b.0, b.1, a.2).cmp(&(a.0, a.1, b.2)));
    let names: Vec<&str> = scored.iter().take(5).map(|(.., name)| *name).collect();
    let count = summary.units.len();
    if names.is_empty() {
        format!("{count} units there")
    } else {
        format!("{count} units there; near: {}", names.join(", "))
    }
}
