//! Inputs that need a look: quarantined, unplaced, copies, ignored; with the reason and what to do.

use std::collections::BTreeSet;

use crate::{
    checks::nearest_words,
    formats::unreadable::Unreadable,
    inbox::unreadable_words::unreadable_words,
    model::region_summary::InputProblem,
    run::region::RegionFacts,
    text::catalog::Catalog,
    units::{
        file_record::{FileOutcome, FileRecord},
        placing::{Placer, UnitKey},
    },
};

/// All of them: quarantined first, then unplaced, copies, overrides without effect, ignored; each kind in path order.
pub(crate) fn list(facts: &RegionFacts<'_>, exports: &[(std::sync::Arc<str>, u64)]) -> Vec<InputProblem> {
    let RegionFacts {
        files, inputs, catalog, ..
    } = facts;
    let overrides = facts.loaded.overrides.as_ref();
    let mut out: Vec<InputProblem> = inputs
        .quarantined
        .iter()
        .map(|(path, reason)| quarantined(path, reason, catalog))
        .collect();
    for file in *files {
        if let FileOutcome::Quarantined(reason) = &file.outcome {
            out.push(quarantined(&file.path, reason, catalog));
        }
    }
    out.sort_by(|a, b| a.path.cmp(&b.path));
    let problem = |path: &str, kind: &str, reason: &str, args: &[(&str, &str)]| InputProblem {
        path: path.to_owned(),
        kind: kind.to_owned(),
        reason: reason.to_owned(),
        message: catalog.say(&format!("problem.{reason}"), args),
    };
    for file in files.iter().filter(|f| f.outcome == FileOutcome::Read) {
        if file.unplaced > 0 {
            out.push(problem(
                &file.path,
                "unplaced",
                "lines_unplaced",
                &[("lines", &file.unplaced.to_string())],
            ));
        } else if file.units.is_empty() {
            out.push(problem(&file.path, "unplaced", "no_unit", &[]));
        }
    }
    for file in files.iter().filter(|f| f.outcome == FileOutcome::Read && f.rejected > 0) {
        out.push(problem(
            &file.path,
            "rejected_rows",
            "rows_rejected",
            &[("rows", &file.rejected.to_string())],
        ));
    }
    out.extend(of_two_units(files, catalog));
    out.extend(unregistered(files, facts.placer, catalog));
    out.extend(facts.unowned.iter().cloned());
    for file in files.iter().filter(|f| f.outcome == FileOutcome::Read && f.broken_off) {
        out.push(problem(&file.path, "broken_off", "file_broken_off", &[]));
    }
    for file in files.iter().filter(|f| f.outcome == FileOutcome::Read) {
        if let Some((role, found)) = &file.nothing_taken {
            let key = format!("role.{}", role.code());
            let role = catalog.get(&key);
            out.push(problem(
                &file.path,
                "nothing_taken",
                "nothing_taken",
                &[("role", role), ("found", found)],
            ));
        }
    }
    for file in *files {
        if let FileOutcome::Duplicate(original) = file.outcome {
            out.push(problem(
                &file.path,
                "duplicate_file",
                "duplicate_file",
                &[("original", &files[original].path)],
            ));
        }
    }
    for (path, rows) in exports {
        out.push(problem(
            path,
            "platform_export",
            "export_rows_rejected",
            &[("rows", &rows.to_string())],
        ));
    }
    for unused in overrides.iter().flat_map(|o| o.unmatched()) {
        out.push(problem(&unused, "override", "override_unmatched", &[]));
    }
    for (place, reason) in overrides.iter().flat_map(|o| o.waivers().stale()) {
        out.push(problem(place, "override", reason, &[]));
    }
    out.extend(inputs.ignored.iter().map(|i| InputProblem {
        path: i.path.to_string(),
        kind: "ignored".to_owned(),
        reason: i.reason.clone(),
        message: catalog.get(&format!("ignored.{}.message", i.reason)).to_owned(),
    }));
    out
}

/// Ledgers and lines of which nobody can tell whose they are.
fn of_two_units(files: &[FileRecord], catalog: &Catalog) -> Vec<InputProblem> {
    let problem = |file: &FileRecord, kind: &str, reason: &str, args: &[(&str, &str)]| InputProblem {
        path: file.path.to_string(),
        kind: kind.to_owned(),
        reason: reason.to_owned(),
        message: catalog.say(&format!("problem.{reason}"), args),
    };
    let read = || files.iter().filter(|f| f.outcome == FileOutcome::Read);
    let twins = read()
        .filter(|f| !f.twins.is_empty())
        .map(|f| problem(f, "same_ledger", "same_ledger_two_units", &[("others", &f.twins.join("、"))]));
    let shared = read()
        .filter(|f| f.shared > 0)
        .map(|f| problem(f, "unit_conflict", "unit_conflict", &[("lines", &f.shared.to_string())]));
    twins.chain(shared).collect()
}

/// Units that the registry does not know, each once with its first file and the registered names that are near: beside a registered unit that then has
/// no data, a name in another writing is the likeliest mistake.
fn unregistered(files: &[FileRecord], placer: &Placer<'_>, catalog: &Catalog) -> Vec<InputProblem> {
    let mut seen = BTreeSet::new();
    let units = files.iter().flat_map(|f| f.units.iter().map(move |unit| (f, unit)));
    let unknown = units.filter(|(_, unit)| placer.has_registry() && matches!(unit.key, UnitKey::Found { .. }));
    unknown
        .filter(|(_, unit)| seen.insert(&unit.key))
        .map(|(file, unit)| InputProblem {
            path: file.path.to_string(),
            kind: "unregistered".to_owned(),
            reason: "unregistered_unit".to_owned(),
            message: catalog.say(
                "problem.unregistered_unit",
                &[
                    ("unit", &*unit.shown),
                    ("near", &nearest_words(&placer.nearest(&unit.shown), catalog)),
                ],
            ),
        })
        .collect()
}

fn quarantined(path: &str, reason: &Unreadable, catalog: &Catalog) -> InputProblem {
    let code = reason.code();
    let (message, fix) = unreadable_words(reason, catalog);
    InputProblem {
        path: path.to_owned(),
        kind: "quarantined".to_owned(),
        reason: code.to_owned(),
        message: format!("{message} {fix}"),
    }
}
