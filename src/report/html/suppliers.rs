//! 供应商: who sells to the units, how much of it through the channels, what is in few hands, and which names a person has to look at.

use minijinja::{context, value::Serde};
use serde_json::json;

use crate::{
    model::{RegionSummary, SupplierReport},
    report::{
        RenderError,
        html::{
            page::page,
            paged_table::{self, linked},
        },
        tables::suppliers as tables,
        words,
    },
    text::Catalog,
};

/// Suppliers that the sentence at the top adds up.
const TOP: usize = 10;

/// `suppliers.html`.
///
/// # Errors
/// [`RenderError`] when a template does not hold.
pub fn render(report: &SupplierReport, summary: &RegionSummary, catalog: &Catalog) -> Result<Vec<u8>, RenderError> {
    let shown = tables::suppliers(report, catalog).only(&[
        "rank",
        "name",
        "spellings",
        "base",
        "share",
        "inside",
        "open",
        "outside",
        "units",
        "by_county",
        "first",
        "last",
        "unified",
    ]);
    let matrix = tables::suppliers(report, catalog).only(&["name", "base", "kind"]);
    let folders = report.suppliers.iter().flat_map(|s| &s.units).map(|part| Some(part.path.as_str()));
    let values = context! {
        run => Serde(&report.run),
        policy => Serde(&summary.policy),
        span => words::span(report.run.period, catalog),
        sentence => sentence(report, catalog),
        all => Serde(json!(report.all)),
        unnamed => Serde(json!(report.unnamed)),
        suppliers => paged_table::shared("suppliers", shown, &[]),
        matrix => paged_table::shared("matrix", matrix, &[]),
        units => linked("supplier-units", tables::units(report, catalog), &["county"], folders),
        kinds => paged_table::shared("kinds", tables::kinds(report, catalog), &["county", "kind"]),
        findings => paged_table::shared("few-hands", tables::findings(report, catalog), &["county"]),
        proposals => paged_table::shared("proposals", tables::proposals(report, catalog), &[]),
    };
    page("suppliers.html", values, &summary.policy, catalog)
}

fn sentence(report: &SupplierReport, catalog: &Catalog) -> String {
    let top: i64 = report
        .suppliers
        .iter()
        .take(TOP)
        .fold(0, |sum, s| sum.saturating_add(s.bought.base_fen));
    let share = |fen: i64| {
        let whole = i128::from(report.all.base_fen);
        let bp = (whole > 0).then(|| i64::try_from(i128::from(fen) * 10_000 / whole).unwrap_or(i64::MAX));
        words::share(bp)
    };
    let named = [
        ("suppliers", report.suppliers.len().to_string()),
        ("top", report.suppliers.len().min(TOP).to_string()),
        ("share", share(top)),
        ("unnamed", share(report.unnamed.base_fen)),
        ("proposals", report.proposals.len().to_string()),
        (
            "findings",
            report.findings.iter().filter(|f| f.finding.waived.is_none()).count().to_string(),
        ),
    ];
    catalog.say("suppliers.sentence", &named.each_ref().map(|(k, v)| (*k, v.as_str())))
}
