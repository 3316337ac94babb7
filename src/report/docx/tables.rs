//! The tables that a template may name: columns and cells as text, from the report's own values.

use std::cmp::Reverse;

use crate::{
    model::{
        money::{Fen, percent},
        policy_info::RequirementInfo,
        region_summary::{GroupSummary, RegionSummary},
        results::{RequirementResult, ScopeResult, Verdict},
        source::Source,
        unit_report::{UnitReport, UnitSummary},
    },
    report::words,
    text::catalog::Catalog,
};

/// Names that a block of style `table` may bear.
pub const NAMES: &[&str] = &[
    "requirements",
    "plan",
    "disputed",
    "findings",
    "counties",
    "sectors",
    "failing",
    "open",
    "silent",
];

/// Longest table: what is left out is counted and stands in `report.xlsx`.
const LONGEST: usize = 50;

/// A column: its head, its share of the width, and whether it holds figures.
pub struct Column {
    pub head: String,
    pub width: usize,
    pub figures: bool,
}

/// A table as text.
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
    /// What was left out, in words.
    pub more: Option<String>,
}

fn column(head: impl Into<String>, width: usize, figures: bool) -> Column {
    Column {
        head: head.into(),
        width,
        figures,
    }
}

fn cut(catalog: &Catalog, columns: Vec<Column>, mut rows: Vec<Vec<String>>) -> Table {
    let left_out = rows.len().saturating_sub(LONGEST);
    rows.truncate(LONGEST);
    let more = (left_out > 0).then(|| catalog.say("docx.more", &[("count", &left_out.to_string())]));
    Table { columns, rows, more }
}

/// A table of a unit's document.
pub fn unit(name: &str, report: &UnitReport, catalog: &Catalog) -> Option<Table> {
    let word = |key: &str| catalog.get(&format!("docx.{key}")).to_owned();
    match name {
        "requirements" => Some(requirements(&report.scopes.ytd, &report.policy.requirements, catalog)),
        "plan" => plan(report, catalog),
        "disputed" => {
            let columns = vec![
                column(word("number"), 8, false),
                column(word("month"), 13, false),
                column(word("item"), 16, false),
                column(word("supplier"), 24, false),
                column(word("amount"), 15, true),
                column(word("why"), 26, false),
                column(word("source"), 28, false),
            ];
            let mut lines: Vec<_> = report.lines.iter().filter(|l| l.is_disputed()).collect();
            lines.sort_by_key(|l| Reverse(l.amount_fen.map_or(i64::MAX, i64::saturating_abs)));
            let text = |t: &Option<std::sync::Arc<str>>| t.as_deref().unwrap_or_default().to_owned();
            let amounts = report.scopes.ytd.open_amounts.iter().filter(|o| o.decision.is_none()).map(|o| {
                let why = words::open_kind(catalog, o.kind);
                (
                    [
                        report.run.period.to_string(),
                        String::new(),
                        String::new(),
                        Fen(o.fen()).yuan(),
                        why,
                    ],
                    &o.source,
                )
            });
            let lines = lines.into_iter().map(|l| {
                let amount = l.amount_fen.map_or_else(|| text(&l.amount_text), |f| Fen(f).yuan());
                let why = words::reasons(catalog, &l.reasons);
                ([l.period.to_string(), text(&l.item), text(&l.supplier), amount, why], &l.source)
            });
            let rows = (1..)
                .zip(amounts.chain(lines))
                .map(|(i, (said, source)): (usize, ([String; 5], &Source))| {
                    let mut row = vec![i.to_string()];
                    row.extend(said);
                    row.push(source.to_string());
                    row
                });
            Some(cut(catalog, columns, rows.collect()))
        }
        "findings" => {
            let columns = vec![
                column(word("number"), 8, false),
                column(word("finding"), 24, false),
                column(word("detail"), 70, false),
                column(word("amount"), 16, true),
            ];
            let rows = (1..).zip(&report.findings).map(|(i, f): (usize, _)| {
                vec![
                    i.to_string(),
                    f.title.clone(),
                    f.detail.clone(),
                    f.amount_fen.map_or_else(String::new, |a| Fen(a).yuan()),
                ]
            });
            Some(cut(catalog, columns, rows.collect()))
        }
        _ => None,
    }
}

/// What is reserved and how the year is going; an empty table where the registry gives no plan, which leaves no trace.
fn plan(report: &UnitReport, catalog: &Catalog) -> Option<Table> {
    let word = |key: &str| catalog.get(&format!("docx.{key}")).to_owned();
    let columns = vec![
        column(word("requirement"), 24, false),
        column(word("reserved"), 20, true),
        column(word("reserved_share"), 14, true),
        column(word("verdict"), 12, false),
        column(word("completion"), 13, true),
        column(word("needed"), 20, true),
        column(word("pace"), 16, false),
    ];
    let rows = report.scopes.ytd.requirements.iter().filter_map(|r| {
        let reserved = report
            .reservation
            .as_ref()
            .and_then(|x| x.requirements.iter().find(|q| q.id == r.id));
        let going = report.pace.as_ref().and_then(|p| p.iter().find(|q| q.id == r.id));
        (reserved.is_some() || going.is_some()).then(|| {
            vec![
                words::requirement(&report.policy.requirements, &r.id).to_owned(),
                words::yuan(reserved.and_then(|q| q.reserved_fen)),
                words::share(reserved.and_then(|q| q.ratio_bp)),
                reserved.map_or_else(String::new, |q| words::verdict(catalog, q.verdict)),
                words::share(going.and_then(|p| p.completion_bp)),
                words::yuan(going.and_then(|p| p.needed_monthly_fen)),
                going.map_or_else(String::new, |p| words::pace(catalog, p.state)),
            ]
        })
    });
    Some(cut(catalog, columns, rows.collect()))
}

fn requirements(scope: &ScopeResult, infos: &[RequirementInfo], catalog: &Catalog) -> Table {
    let word = |key: &str| catalog.get(&format!("docx.{key}")).to_owned();
    let columns = vec![
        column(word("requirement"), 24, false),
        column(word("counted"), 18, true),
        column(word("disputed"), 18, true),
        column(word("low"), 13, true),
        column(word("high"), 13, true),
        column(word("threshold"), 13, true),
        column(word("verdict"), 13, false),
    ];
    let rows = scope.requirements.iter().map(|r| {
        vec![
            words::requirement(infos, &r.id).to_owned(),
            Fen(r.counted_fen).yuan(),
            Fen(r.disputed_fen).yuan(),
            words::share(r.ratio_low_bp),
            words::share(r.ratio_high_bp),
            percent(r.threshold_bp),
            words::verdict(catalog, r.verdict),
        ]
    });
    Table {
        columns,
        rows: rows.collect(),
        more: None,
    }
}

/// A table of the region's bulletin.
pub fn region(name: &str, summary: &RegionSummary, catalog: &Catalog) -> Option<Table> {
    let infos = &summary.policy.requirements;
    match name {
        "requirements" => summary
            .groups
            .iter()
            .find(|g| g.by == "region")
            .map(|g| requirements(&g.ytd, infos, catalog)),
        "counties" => Some(groups(summary, catalog, "county")),
        "sectors" => Some(groups(summary, catalog, "sector")),
        "failing" => Some(units(summary, catalog, Verdict::Fail)),
        "open" => Some(units(summary, catalog, Verdict::Undetermined)),
        "silent" => Some(units(summary, catalog, Verdict::NoData)),
        "findings" => {
            let word = |key: &str| catalog.get(&format!("docx.{key}")).to_owned();
            let columns = vec![
                column(word("unit"), 24, false),
                column(word("finding"), 20, false),
                column(word("detail"), 60, false),
                column(word("amount"), 16, true),
            ];
            let rows = summary.findings.iter().map(|f| {
                let amount = f.finding.amount_fen.map_or_else(String::new, |a| Fen(a).yuan());
                vec![f.unit.to_string(), f.finding.title.clone(), f.finding.detail.clone(), amount]
            });
            Some(cut(catalog, columns, rows.collect()))
        }
        _ => None,
    }
}

fn groups(summary: &RegionSummary, catalog: &Catalog, by: &str) -> Table {
    let word = |key: &str| catalog.get(&format!("docx.{key}")).to_owned();
    let shown = [Verdict::Pass, Verdict::Fail, Verdict::Undetermined, Verdict::NoData];
    let mut columns = vec![column(word(by), 18, false), column(word("units"), 8, true)];
    columns.extend(shown.map(|v| column(words::verdict(catalog, v), 10, true)));
    columns.extend(
        summary
            .policy
            .requirements
            .iter()
            .map(|r| column(format!("{}{}", r.title, word("low")), 15, true)),
    );
    let row = |g: &GroupSummary| {
        let name = g.name.as_deref().map_or_else(|| word("unknown"), |n| words::group(catalog, by, n));
        let mut row = vec![name, g.units.to_string()];
        row.extend(shown.map(|v| g.verdicts.get(v.code()).copied().unwrap_or(0).to_string()));
        row.extend(
            summary
                .policy
                .requirements
                .iter()
                .map(|info| words::share(g.ytd.requirements.iter().find(|r| r.id == info.id).and_then(|r| r.ratio_low_bp))),
        );
        row
    };
    cut(catalog, columns, summary.groups.iter().filter(|g| g.by == by).map(row).collect())
}

fn units(summary: &RegionSummary, catalog: &Catalog, verdict: Verdict) -> Table {
    let word = |key: &str| catalog.get(&format!("docx.{key}")).to_owned();
    let mut columns = vec![
        column(word("number"), 8, false),
        column(word("unit"), 30, false),
        column(word("county"), 12, false),
    ];
    let with_ratios = verdict != Verdict::NoData;
    if with_ratios {
        columns.extend(summary.policy.requirements.iter().map(|r| column(r.title.as_str(), 24, true)));
    } else {
        columns.push(column(word("note"), 40, false));
    }
    let chosen = summary.units.iter().filter(|u| u.verdict == verdict);
    let row = |(i, u): (usize, &UnitSummary)| {
        let mut row = vec![
            i.to_string(),
            u.unit.to_string(),
            u.county.as_deref().unwrap_or_default().to_owned(),
        ];
        if with_ratios {
            for info in &summary.policy.requirements {
                let found = u.scopes.ytd.requirements.iter().find(|r| r.id == info.id);
                row.push(found.map_or_else(|| "—".to_owned(), interval));
            }
        } else {
            row.push(words::note(catalog, u.note));
        }
        row
    };
    cut(catalog, columns, (1..).zip(chosen).map(row).collect())
}

/// `9.58%～24.68%`, or one figure where both ends are the same.
pub fn interval(r: &RequirementResult) -> String {
    words::interval((r.ratio_low_bp, r.ratio_high_bp), "～")
}
