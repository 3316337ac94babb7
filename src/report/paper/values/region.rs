//! The values of the region's papers.

use serde_json::{Value as Json, json};

use crate::{
    model::{GroupSummary, RegionSummary, UnitSummary, Verdict},
    report::{
        letterhead::Letterhead,
        paper::values::{
            Record,
            matters::{Matters, finding},
            shared::{base, head, numbered, record, requirements},
        },
        tables::region::verdict_count,
        words,
    },
    text::Catalog,
};

/// How many units have each verdict, by these names.
const COUNTS: [(&str, Verdict); 5] = [
    ("达标单位数", Verdict::Pass),
    ("未达标单位数", Verdict::Fail),
    ("待核实单位数", Verdict::Undetermined),
    ("无数据单位数", Verdict::NoData),
    ("不适用单位数", Verdict::Exempt),
];

/// All of them.
pub fn values(summary: &RegionSummary, letterhead: &Letterhead, catalog: &Catalog) -> Record {
    let (policy, inputs) = (&summary.policy, &summary.inputs);
    let mut out = head(&summary.run, policy, letterhead, catalog);
    out.extend(record(json!({
        "单位数": summary.units.len(), "台账份数": inputs.files, "未读份数": inputs.quarantined, "采购笔数": inputs.lines,
        "待核实笔数": inputs.disputed_lines, "疑点条数": summary.findings_total, "有疑点": !summary.findings.is_empty(),
        "有系统": summary.groups.iter().any(|g| g.by == "system"),
    })));
    if let Some(region) = summary.groups.iter().find(|g| g.by == "region") {
        counts(&mut out, region);
        base(&mut out, &region.ytd);
        out.insert("指标".to_owned(), requirements(&region.ytd, policy, summary.run.period, catalog));
    }
    let of = |f: &crate::model::region_summary::RegionFinding| {
        let mut case = finding(&f.finding, catalog);
        case.extend(record(json!({"单位名称": f.unit, "县区": f.county.as_deref().unwrap_or_default()})));
        case
    };
    let mut matters = Matters::default();
    for f in &summary.findings {
        matters.finding(&f.finding, of(f));
    }
    let lists = [
        ("县区情况", groups(summary, "county", catalog)),
        ("领域情况", groups(summary, "sector", catalog)),
        ("系统情况", groups(summary, "system", catalog)),
        ("未达标单位", units(summary, Verdict::Fail, catalog)),
        ("待核实单位", units(summary, Verdict::Undetermined, catalog)),
        ("无数据单位", units(summary, Verdict::NoData, catalog)),
        ("疑点", numbered(summary.findings.iter().map(of))),
        ("事项", matters.finish(catalog)),
    ];
    out.extend(lists.map(|(name, list)| (name.to_owned(), list)));
    out
}

fn counts(into: &mut Record, group: &GroupSummary) {
    into.extend(COUNTS.map(|(name, verdict)| (name.to_owned(), verdict_count(group, verdict).into())));
}

/// Counties or sectors, in the order of the summary.
fn groups(summary: &RegionSummary, by: &str, catalog: &Catalog) -> Json {
    numbered(summary.groups.iter().filter(|g| g.by == by).map(|g| {
        let unknown = || catalog.get("xlsx.region.unknown").to_owned();
        let name = g.name.as_deref().map_or_else(unknown, |n| words::group(catalog, by, n));
        let mut out = record(json!({
            "名称": name, "单位数": g.units, "结论": g.verdict.map(|v| v.word(catalog)).unwrap_or_default(), "指标": requirements(&g.ytd, &summary.policy, summary.run.period, catalog)}));
        counts(&mut out, g);
        base(&mut out, &g.ytd);
        out
    }))
}

fn units(summary: &RegionSummary, verdict: Verdict, catalog: &Catalog) -> Json {
    let of = |u: &UnitSummary| {
        let mut out = record(json!({
            "单位名称": u.unit, "单位代码": u.code.as_deref().unwrap_or_default(), "县区": u.county.as_deref().unwrap_or_default(),
            "领域": words::sector(catalog, u.sector), "结论原因": words::note(catalog, u.note),
            "待核实笔数": u.disputed_lines, "疑点条数": u.findings.iter().map(|f| f.count).sum::<u64>(),
            "指标": requirements(&u.scopes.ytd, &summary.policy, summary.run.period, catalog),
        }));
        base(&mut out, &u.scopes.ytd);
        out
    };
    numbered(summary.units.iter().filter(|u| u.verdict == verdict).map(of))
}
