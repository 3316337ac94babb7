//! 跟踪与历年: what became of earlier points, and how shares went over months and years.

use minijinja::{Value, context, value::Serde};
use serde_json::json;

use crate::{
    model::{Followed, HistoryReport, Point, RegionSummary, RequirementInfo, UnitPast},
    report::{
        RenderError,
        html::{
            line_chart,
            page::page,
            paged_table::{self, linked},
        },
        tables::history as tables,
        words,
    },
    text::Catalog,
};

/// `history.html`.
///
/// # Errors
/// [`RenderError`] when a template does not hold.
pub fn render(report: &HistoryReport, summary: &RegionSummary, catalog: &Catalog) -> Result<Vec<u8>, RenderError> {
    let infos = &summary.policy.requirements;
    let months: Vec<String> = report.earlier.iter().map(|m| m.words(catalog)).collect();
    let counts: Vec<serde_json::Value> = report
        .counts
        .iter()
        .map(|c| json!({"word": c.state.word(catalog), "findings": c.findings, "disputes": c.disputes}))
        .collect();
    let folders = report.units.iter().flat_map(|u| u.points.iter().map(|_| Some(u.path.as_str())));
    let values = context! {
        run => Serde(&report.run),
        policy => Serde(&summary.policy),
        span => words::span(report.run.period, catalog),
        earlier => catalog.say("history.earlier", &[("months", &months.join(catalog.get("word.name_joiner")))]),
        without_points => (report.with_points.len() < report.earlier.len()).then(|| catalog.get("history.without_points")),
        counts => Serde(counts),
        findings => followed("followed", &report.findings, false, catalog),
        disputes => followed("followed-disputes", &report.disputes, true, catalog),
        charts => charts(&report.region, infos, catalog),
        months => paged_table::shared("region-months", tables::months(&report.region, infos, catalog).only(&["month", "base", ""]), &[]),
        years => tables::years(&report.region, infos, catalog).map(|table| paged_table::shared("region-years", table, &[])),
        units => linked("unit-months", tables::units(report, summary, catalog), &["county", "month"], folders),
    };
    page("history.html", values, &summary.policy, catalog)
}

/// Findings, or disputed purchases, of all units.
fn followed(id: &'static str, list: &[Followed], disputes: bool, catalog: &Catalog) -> Value {
    let shown: &[&str] = if disputes {
        &[
            "state", "county", "unit", "goods", "reasons", "detail", "amount", "first", "last", "months", "answer",
        ]
    } else {
        &[
            "state", "county", "unit", "finding", "detail", "amount", "first", "last", "months", "answer", "key",
        ]
    };
    let table = tables::followed(list, disputes, catalog).only(shown);
    linked(id, table, &["state", "county"], list.iter().map(|f| f.path.as_deref()))
}

/// One chart a requirement.
fn charts(points: &[Point], infos: &[RequirementInfo], catalog: &Catalog) -> Vec<String> {
    let all = infos.iter().map(|info| line_chart::chart(&info.title, &info.id, points, catalog));
    all.filter(|svg| !svg.is_empty()).collect()
}

/// What a unit's page says of earlier months.
pub(crate) fn of_unit(past: &UnitPast, infos: &[RequirementInfo], catalog: &Catalog) -> Value {
    let findings = tables::followed(&past.findings, false, catalog)
        .only(&["state", "finding", "detail", "amount", "first", "months", "answer", "key"]);
    let disputes = tables::followed(&past.disputes, true, catalog)
        .only(&["state", "goods", "reasons", "detail", "amount", "first", "months", "answer"]);
    context! {
        charts => charts(&past.points, infos, catalog),
        months => paged_table::shared("past-months", tables::months(&past.points, infos, catalog), &[]),
        years => tables::years(&past.points, infos, catalog).map(|table| paged_table::shared("past-years", table, &[])),
        findings => paged_table::shared("past-findings", findings, &["state"]),
        disputes => paged_table::shared("past-disputes", disputes, &["state"]),
    }
}
