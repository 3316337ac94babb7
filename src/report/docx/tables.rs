//! The tables that a template may name, from those that all formats share: cells as text.

use crate::{
    decisions::register,
    model::{
        policy_info::RequirementInfo,
        region_summary::RegionSummary,
        results::{RequirementResult, ScopeResult, Verdict},
        unit_report::{UnitReport, UnitSummary},
    },
    report::{
        one_cause::OneCause,
        tables::{self, Cell, Column, Kind, Table, columns},
        words,
    },
    text::catalog::Catalog,
};

/// Names that a block of style `table` may bear.
pub const NAMES: &[&str] = &[
    "requirements",
    "plan",
    "purchase_plan",
    "disputed",
    "findings",
    "overpaid",
    "same_cause",
    "counties",
    "sectors",
    "systems",
    "failing",
    "open",
    "silent",
];

/// Longest table: what is left out is counted and stands in `report.xlsx`.
const LONGEST: usize = 50;

/// A table as text.
#[derive(Default)]
pub struct Printed {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
    /// What was left out, in words.
    pub more: Option<String>,
}

fn printed(table: Table<'_>, catalog: &Catalog) -> Printed {
    let mut all = table.rows;
    let text = |row: Vec<Cell<'_>>| row.iter().map(|cell| cell.shown().into_owned()).collect();
    let rows = all.by_ref().take(LONGEST).map(text).collect();
    let left_out = all.count();
    Printed {
        columns: table.columns,
        rows,
        more: (left_out > 0).then(|| catalog.say("docx.more", &[("count", &left_out.to_string())])),
    }
}

/// A table of a unit's document.
pub fn unit(name: &str, report: &UnitReport, catalog: &Catalog) -> Option<Printed> {
    let number = catalog.get("docx.number");
    let cause = OneCause::of(report);
    let sends_back = cause.as_ref().is_some_and(OneCause::sends_back);
    Some(match name {
        // Where nothing is judged there is no page of zeros.
        "requirements" | "plan" | "purchase_plan" if report.is_bare() => Printed::default(),
        "requirements" | "purchase_plan" if sends_back => Printed::default(),
        "requirements" => requirements(&report.scopes.ytd, &report.policy.requirements, catalog),
        "plan" => {
            let keys = ["requirement", "reserved", "share", "verdict", "completion", "needed", "state"];
            let plan = tables::unit::plan(report, catalog).map(|plan| printed(plan.only(&keys), catalog));
            plan.unwrap_or_default()
        }
        "purchase_plan" => {
            let plan = tables::unit::purchase_plan(report, catalog);
            plan.map(|plan| printed(plan, catalog)).unwrap_or_default()
        }
        // A ledger that goes back for a column is not looked into line by line.
        "disputed" if sends_back => Printed::default(),
        "disputed" => {
            let open = register::open(report, catalog);
            let keys = ["period", "item", "supplier", "amount", "reasons", "source"];
            printed(tables::unit::disputed(&open, catalog).only(&keys).numbered(number), catalog)
        }
        "same_cause" if !sends_back => Printed::default(),
        "same_cause" => cause.map_or_else(Printed::default, |cause| printed(cause.table(catalog).numbered(number), catalog)),
        "findings" => {
            let findings = tables::unit::findings(report, catalog).only(&["title", "detail", "amount"]);
            printed(findings.numbered(number), catalog)
        }
        "overpaid" => {
            let keys = ["period", "item", "supplier", "paid", "price", "overpaid", "basis"];
            let overpaid = report.prices.as_ref().filter(|p| !p.lines.is_empty());
            let table = overpaid.map(|prices| tables::prices::overpaid(prices, catalog).only(&keys).numbered(number));
            table.map(|table| printed(table, catalog)).unwrap_or_default()
        }
        _ => return None,
    })
}

fn requirements(scope: &ScopeResult, infos: &[RequirementInfo], catalog: &Catalog) -> Printed {
    let columns = columns(
        catalog,
        "calc",
        [
            ("requirement", 24.0, Kind::Text),
            ("counted", 18.0, Kind::Yuan),
            ("disputed", 18.0, Kind::Yuan),
            ("low", 13.0, Kind::Percent),
            ("high", 13.0, Kind::Percent),
            ("threshold", 13.0, Kind::Percent),
            ("verdict", 13.0, Kind::Text),
        ],
    );
    let rows = scope.requirements.iter().map(|r| {
        vec![
            Cell::text(Some(words::requirement(infos, &r.id))),
            Cell::Yuan(r.counted_fen),
            Cell::Yuan(r.disputed_fen),
            Cell::percent(r.ratio_low_bp),
            Cell::percent(r.ratio_high_bp),
            Cell::Percent(r.threshold_bp),
            Cell::owned(words::verdict(catalog, r.verdict)),
        ]
    });
    let unbounded = scope.requirements.iter().any(|r| r.unbounded);
    Printed {
        more: unbounded.then(|| catalog.get("pages.note_unbounded").to_owned()),
        ..printed(Table::new(columns, rows.collect::<Vec<_>>()), catalog)
    }
}

/// A table of the region's bulletin.
pub fn region(name: &str, summary: &RegionSummary, catalog: &Catalog) -> Option<Printed> {
    let infos = &summary.policy.requirements;
    let groups = |by| {
        let verdicts = [Verdict::Pass, Verdict::Fail, Verdict::Undetermined, Verdict::NoData].map(Verdict::code);
        let keys: Vec<&str> = ["name", "units"].into_iter().chain(verdicts).chain(["low"]).collect();
        printed(tables::region::groups(summary, by, catalog).only(&keys), catalog)
    };
    Some(match name {
        "requirements" => {
            let region = summary.groups.iter().find(|g| g.by == "region")?;
            requirements(&region.ytd, infos, catalog)
        }
        "counties" => groups("county"),
        "sectors" => groups("sector"),
        "systems" => groups("system"),
        "failing" => units(summary, catalog, Verdict::Fail),
        "open" => units(summary, catalog, Verdict::Undetermined),
        "silent" => units(summary, catalog, Verdict::NoData),
        "findings" => {
            let keys = ["unit", "title", "detail", "amount"];
            printed(tables::region::findings(summary, catalog).only(&keys), catalog)
        }
        _ => return None,
    })
}

fn units(summary: &RegionSummary, catalog: &Catalog, verdict: Verdict) -> Printed {
    let infos = &summary.policy.requirements;
    let mut all = columns(catalog, "region", [("unit", 30.0, Kind::Text), ("county", 12.0, Kind::Text)]);
    let with_ratios = verdict != Verdict::NoData;
    if with_ratios {
        all.extend(infos.iter().map(|r| Column::new(r.title.as_str(), 24.0, Kind::General)));
    } else {
        all.extend(columns(catalog, "region", [("note", 40.0, Kind::Text)]));
    }
    let row = |u: &UnitSummary| {
        let mut row = vec![
            Cell::owned(u.unit.to_string()),
            Cell::owned(u.county.as_deref().unwrap_or_default().to_owned()),
        ];
        if with_ratios {
            let found = |info: &RequirementInfo| u.scopes.ytd.requirements.iter().find(|r| r.id == info.id);
            let share = |info| Cell::owned(found(info).map_or_else(|| "—".to_owned(), |r| ratio(r, catalog)));
            row.extend(infos.iter().map(share));
        } else {
            row.push(Cell::owned(words::note(catalog, u.note)));
        }
        row
    };
    let chosen: Vec<_> = summary.units.iter().filter(|u| u.verdict == verdict).map(row).collect();
    printed(Table::new(all, chosen).numbered(catalog.get("docx.number")), catalog)
}

/// `9.58%～24.68%`, one figure where both ends are the same, and whether an amount that nobody can read leaves it without an end.
pub fn ratio(r: &RequirementResult, catalog: &Catalog) -> String {
    let ends = words::interval((r.ratio_low_bp, r.ratio_high_bp), "～");
    if r.unbounded {
        catalog.say("pages.ratio_unbounded", &[("ends", &ends)])
    } else {
        ends
    }
}
