//! What auditors decide, with the real program: what is decided changes, stands beside the line, and nothing else does.

mod overrides;
mod register;
mod waivers;

use serde_json::Value;

use crate::support::program::{Place, find};

const UNIT: &str = "盐湖区甲小学";

/// Audits with the decisions given as CSV, whether or not all of them match a line; gives the unit's report.
fn decided(place: &Place, csv: &str) -> Value {
    place.write("decisions.csv", csv);
    let ran = place.audit("after", &["--format", "json", "--overrides", "decisions.csv"]);
    assert!([0, 3].contains(&ran.status), "{}", ran.err);
    place.report("after", UNIT)
}

/// Audits with decisions that stop the run; gives what is said.
fn refused(place: &Place, csv: &str) -> String {
    place.write("decisions.csv", csv);
    let said = place.audit("after", &["--overrides", "decisions.csv"]).refused();
    assert!(!place.at("after").exists(), "nothing is written");
    said
}

fn line<'r>(report: &'r Value, item: &str) -> &'r Value {
    find(&report["lines"], "item", item)
}

/// Base, disputed base, and of the requirement: counted, disputed.
fn ytd(report: &Value, id: &str) -> [i64; 4] {
    let scope = &report["scopes"]["ytd"];
    let r = find(&scope["requirements"], "id", id);
    [
        &scope["base_fen"],
        &scope["base_disputed_fen"],
        &r["counted_fen"],
        &r["disputed_fen"],
    ]
    .map(|v| v.as_i64().unwrap())
}
