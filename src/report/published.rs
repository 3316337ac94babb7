//! The reports of a published OUT, read again: `summary.json`, a unit's `report.json`, and which unit a person means.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use crate::{
    model::{PolicyInfo, RegionSummary, SUMMARY_SCHEMA, UNIT_SCHEMA, UnitReport, UnitSummary},
    text::{Fault, Foreign, normal_name},
};

/// A data file of OUT.
pub(crate) fn read<T: serde::de::DeserializeOwned>(path: PathBuf, schema: &'static str) -> Result<T, Fault> {
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(cause) => return Err(Fault::usage("published.read").at(&path).because(cause)),
    };
    parse(&bytes, &path, schema)
}

/// Bytes of a data file of OUT.
pub(crate) fn parse<'b, T: serde::Deserialize<'b>>(bytes: &'b [u8], path: &Path, schema: &str) -> Result<T, Fault> {
    let wrong = |e| {
        Fault::usage("published.parse")
            .at(path)
            .with("schema", schema)
            .because(Foreign::of(e))
    };
    serde_json::from_slice(bytes).map_err(wrong)
}

/// `summary.json` of OUT.
pub(crate) fn summary(out: &Path) -> Result<RegionSummary, Fault> {
    read(out.join("summary.json"), SUMMARY_SCHEMA)
}

/// `report.json` of the unit.
pub(crate) fn unit_report(out: &Path, unit: &UnitSummary) -> Result<UnitReport, Fault> {
    read(out.join(&unit.path).join("report.json"), UNIT_SCHEMA)
}

/// The unit that `wanted` names: by name, code or folder; else the only one whose name contains it.
///
/// # Errors
/// [`Fault`] with the names that come near.
pub(crate) fn find_unit<'s>(out: &Path, summary: &'s RegionSummary, wanted: &str) -> Result<&'s UnitSummary, Fault> {
    let normal = normal_name(wanted);
    // As Explorer shows the folder, and below OUT as it is copied from there.
    let path = wanted.replace('\\', "/");
    let exact: Vec<&UnitSummary> = summary
        .units
        .iter()
        .filter(|u| normal_name(&u.unit) == normal || u.code.as_deref() == Some(wanted) || path.trim_end_matches('/') == u.path)
        .collect();
    let near: Vec<&UnitSummary> = if exact.is_empty() {
        summary.units.iter().filter(|u| normal_name(&u.unit).contains(&normal)).collect()
    } else {
        exact
    };
    match near[..] {
        [one] => Ok(one),
        [] => {
            let names = nearest(summary, &normal);
            let key = if names.is_empty() {
                "published.no_unit"
            } else {
                "published.no_unit_but_near"
            };
            let none = Fault::usage(key).at(out).with("wanted", wanted).with("units", summary.units.len());
            Err(none.with("names", names.join("、")))
        }
        ref many => {
            let folders = many.iter().map(|u| Fault::usage("published.unit_folder").with("folder", &u.path));
            let several = Fault::usage("published.several_units").at(out).with("wanted", wanted);
            Err(several.with("count", many.len()).each(folders.collect()))
        }
    }
}

/// Refuses a requirement that the policy does not have.
///
/// # Errors
/// It has none of that id.
pub(crate) fn ensure_requirement(policy: &PolicyInfo, id: &str) -> Result<(), Fault> {
    let known: Vec<&str> = policy.requirements.iter().map(|r| r.id.as_ref()).collect();
    if known.contains(&id) {
        return Ok(());
    }
    Err(Fault::usage("published.no_requirement")
        .with("id", id)
        .with("known", known.join(" ")))
}

/// The units whose names share most with `wanted`: neighbouring pairs of characters first, single characters next.
fn nearest<'s>(summary: &'s RegionSummary, wanted: &str) -> Vec<&'s str> {
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
    scored.into_iter().take(5).map(|(.., name)| name).collect()
}
