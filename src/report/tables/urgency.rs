//! The table of which units come first, and why.

use crate::{
    model::{Fen, RegionSummary, RequirementInfo, Urgent, UrgentReason, percent},
    report::{
        tables::{Kind, Table},
        words,
    },
    text::Catalog,
};

/// Why a unit stands where it stands.
fn why(urgent: &Urgent, infos: &[RequirementInfo], catalog: &Catalog) -> String {
    let title = |id: &str| words::requirement(infos, id).to_owned();
    let one = |reason: &UrgentReason| {
        let say = |key: &str, args: &[(&str, &str)]| catalog.say(&format!("urgent.{key}"), args);
        match reason {
            UrgentReason::Unreachable { requirement } => say("unreachable", &[("requirement", &title(requirement))]),
            UrgentReason::Fails { requirement, gap_fen } => {
                say("fails", &[("requirement", &title(requirement)), ("gap", &Fen(*gap_fen).yuan())])
            }
            UrgentReason::Undetermined { lines } => say("undetermined", &[("lines", &lines.to_string())]),
            UrgentReason::NoData => say("no_data", &[]),
            UrgentReason::InARow { verdict, months } => {
                say("in_a_row", &[("verdict", &verdict.word(catalog)), ("months", &months.to_string())])
            }
            UrgentReason::Behind { requirement } => say("behind", &[("requirement", &title(requirement))]),
            UrgentReason::FellWithinAYear {
                requirement,
                before_bp,
                now_bp,
            } => say(
                "fell",
                &[
                    ("requirement", &title(requirement)),
                    ("before", &percent(*before_bp)),
                    ("now", &percent(*now_bp)),
                ],
            ),
            UrgentReason::OldFindings { count, months } => {
                say("old_findings", &[("count", &count.to_string()), ("months", &months.to_string())])
            }
        }
    };
    urgent
        .reasons
        .iter()
        .map(one)
        .collect::<Vec<_>>()
        .join(catalog.get("urgent.joiner"))
}

/// Which units come first, and why.
pub(crate) fn table<'a>(summary: &'a RegionSummary, catalog: &'a Catalog) -> Table<'a> {
    Table::of(catalog, "urgent", (1_u64..).zip(&summary.urgent))
        .column("order", 7.0, Kind::Count, |(order, _)| order)
        .column("county", 10.0, Kind::Text, |(_, u)| u.county.as_deref())
        .column("unit", 26.0, Kind::Wrap, |(_, u)| &*u.unit)
        .column("verdict", 10.0, Kind::Centre, |(_, u)| u.verdict.word(catalog))
        .column("why", 80.0, Kind::Wrap, |(_, u)| why(u, &summary.policy.requirements, catalog))
        .table()
}
