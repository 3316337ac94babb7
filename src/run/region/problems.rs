//! Inputs that need a look: quarantined, unplaced, copies, ignored; with the reason and what to do.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    checks::nearest_words,
    formats::Unreadable,
    inbox::unreadable_words::unreadable_words,
    model::InputProblem,
    run::region::RegionFacts,
    text::Catalog,
    units::{
        file_record::{FileOutcome, FileRecord},
        placing::{Placer, UnitKey},
    },
};

/// All of them: quarantined first, then unplaced, copies, overrides without effect, ignored; each kind in path order.
pub(crate) fn list(facts: &RegionFacts<'_>, exports: &[(Arc<str>, u64)]) -> Vec<InputProblem> {
    let RegionFacts {
        files, inputs, catalog, ..
    } = facts;
    let overrides = facts.loaded.overrides.as_ref();
    let of_files = files.iter().filter_map(|f| match &f.outcome {
        FileOutcome::Quarantined(reason) => Some((&f.path, reason)),
        _ => None,
    });
    let unread = inputs.quarantined.iter().map(|(path, reason)| (path, reason)).chain(of_files);
    let mut out: Vec<InputProblem> = unread.map(|(path, reason)| quarantined(path, reason, catalog)).collect();
    out.sort_by(|a, b| a.path.cmp(&b.path));
    let mut tell = |path: &str, kind: &str, reason: &str, args: &[(&str, &str)]| {
        out.push(InputProblem {
            path: path.to_owned(),
            kind: kind.to_owned(),
            reason: reason.to_owned(),
            message: catalog.say(&format!("problem.{reason}"), args),
        });
    };
    let read = || files.iter().filter(|f| f.outcome == FileOutcome::Read);
    for file in read() {
        if file.unplaced > 0 {
            tell(&file.path, "unplaced", "lines_unplaced", &[("lines", &file.unplaced.to_string())]);
        } else if file.units.is_empty() {
            tell(&file.path, "unplaced", "no_unit", &[]);
        }
    }
    for file in read().filter(|f| f.rejected > 0) {
        tell(
            &file.path,
            "rejected_rows",
            "rows_rejected",
            &[("rows", &file.rejected.to_string())],
        );
    }
    // Ledgers and lines of which nobody can tell whose they are.
    for file in read().filter(|f| !f.twins.is_empty()) {
        tell(
            &file.path,
            "same_ledger",
            "same_ledger_two_units",
            &[("others", &file.twins.join("、"))],
        );
    }
    for file in read().filter(|f| f.shared > 0) {
        tell(&file.path, "unit_conflict", "unit_conflict", &[("lines", &file.shared.to_string())]);
    }
    for (path, unit, near) in unregistered(files, facts.placer, catalog) {
        tell(path, "unregistered", "unregistered_unit", &[("unit", unit), ("near", &near)]);
    }
    for row in &facts.unowned {
        tell(
            &row.place,
            "rejected_rows",
            "row_of_no_unit",
            &[("reason", &row.reason), ("text", &row.text)],
        );
    }
    for file in read().filter(|f| f.broken_off) {
        tell(&file.path, "broken_off", "file_broken_off", &[]);
    }
    for file in read() {
        if let Some((role, found)) = &file.nothing_taken {
            let role = catalog.get(&format!("role.{}", role.code())).to_owned();
            tell(&file.path, "nothing_taken", "nothing_taken", &[("role", &role), ("found", found)]);
        } else if file.passed_over && !file.units.is_empty() {
            tell(&file.path, "nothing_taken", "nothing_read", &[]);
        }
    }
    for file in *files {
        if let FileOutcome::Duplicate(original) = file.outcome {
            tell(
                &file.path,
                "duplicate_file",
                "duplicate_file",
                &[("original", &files[original].path)],
            );
        }
    }
    for (path, rows) in exports {
        tell(path, "platform_export", "export_rows_rejected", &[("rows", &rows.to_string())]);
    }
    for unused in overrides.iter().flat_map(|o| o.unmatched()) {
        tell(&unused, "override", "override_unmatched", &[]);
    }
    for (place, reason) in overrides.iter().flat_map(|o| o.waivers().stale()) {
        tell(place, "override", reason, &[]);
    }
    out.extend(inputs.ignored.iter().map(|i| InputProblem {
        path: i.path.to_string(),
        kind: "ignored".to_owned(),
        reason: i.reason.clone(),
        message: catalog.get(&format!("ignored.{}.message", i.reason)).to_owned(),
    }));
    out
}

/// Units that the registry does not know, each once with its first file and the registered names that are near: beside a registered unit that then has
/// no data, a name in another writing is the likeliest mistake.
fn unregistered<'a>(files: &'a [FileRecord], placer: &Placer<'_>, catalog: &Catalog) -> Vec<(&'a str, &'a str, String)> {
    let mut seen = BTreeSet::new();
    let units = files.iter().flat_map(|f| f.units.iter().map(move |unit| (f, unit)));
    units
        .filter(|(_, unit)| placer.has_registry() && matches!(unit.key, UnitKey::Found { .. }) && seen.insert(&unit.key))
        .map(|(file, unit)| (&*file.path, &*unit.shown, nearest_words(&placer.nearest(&unit.shown), catalog)))
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
