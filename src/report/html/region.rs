//! The region's page: how many pass and fail, who comes worst, how the units spread around each threshold, counties and sectors, what is to
//! be cleared up and what could not be read.

use minijinja::{Value, context, value::Serde};
use serde_json::{Value as Json, json};

use crate::{
    model::{Fen, GroupSummary, RegionSummary, RequirementResult, RunInfo, UnitSummary, Verdict},
    report::{
        RenderError,
        html::{
            escape::href,
            page::{link, page, paper_link, priced, reconciled, since_title, titled},
            paged_table::{self, Cell, Column, Kind, linked},
            svg::{self, DASH},
        },
        paper::Papers,
        rank::{VERDICTS, worst_first},
        render::{Beside, Format},
        tables::{self, region::verdict_count},
        words,
    },
    text::Catalog,
};

/// Units that sent nothing, named one by one; beyond them the ranking's filter shows all.
const SILENT: usize = 600;

/// The region's page.
///
/// # Errors
/// [`RenderError`] when a template does not hold.
pub fn render(summary: &RegionSummary, beside: Beside<'_>, catalog: &Catalog) -> Result<Vec<u8>, RenderError> {
    let region = summary.groups.iter().find(|g| g.by == "region");
    let count = |v: Verdict| region.map_or(0, |g| verdict_count(g, v));
    let verdicts: Vec<Json> = VERDICTS
        .iter()
        .map(|v| json!({"code": v.code(), "word": v.word(catalog), "count": count(*v)}))
        .collect();
    let ranked = worst_first(&summary.units);
    let silent: Vec<&&UnitSummary> = ranked.iter().filter(|u| u.verdict == Verdict::NoData).collect();
    let r = context! {
        run => Serde(&summary.run),
        policy => Serde(&summary.policy),
        units => summary.units.len(),
        findings => Serde(&summary.findings),
        findings_total => summary.findings_total,
    };
    let values = context! {
        r => r,
        span => words::span(summary.run.period, catalog),
        pending => words::pending(&summary.run, &summary.policy, catalog),
        verdicts => Serde(verdicts),
        sentence => sentence(summary, catalog),
        inputs => inputs(summary, catalog),
        bars => region.map(|g| svg::bars(&titled(&summary.policy, &g.ytd), catalog)).unwrap_or_default(),
        base => region.map(|g| json!([g.ytd.base_fen, g.ytd.base_disputed_fen])).map(Serde),
        spread => summary.policy.requirements.iter().map(|r| spread(summary, &r.id, &r.title, r.threshold_bp, catalog)).collect::<Vec<_>>(),
        history => beside.history.map(|h| catalog.say("history.link", &[("count", &h.earlier.len().to_string())])),
        suppliers => beside.suppliers.map(|s| catalog.say("suppliers.link", &[("count", &s.suppliers.len().to_string())])),
        files => Serde(files(summary, beside, catalog)),
        since => since(summary, beside, &ranked, catalog),
        units => units(&ranked, summary, beside, catalog),
        // Without scripts: the units after those that stand in the page.
        rest => Serde(ranked.iter().skip(paged_table::STATIC).map(|u| json!([u.unit, href(&u.path), u.verdict.word(catalog)])).collect::<Vec<_>>()),
        silent => Serde(silent.iter().take(SILENT).map(|u| json!([u.unit, href(&u.path), u.county, words::note(catalog, u.note)])).collect::<Vec<_>>()),
        silent_total => silent.len(),
        urgent => linked("urgent", tables::urgency::table(summary, catalog), &["county", "verdict"], summary.urgent.iter().map(|u| Some(u.path.as_str()))),
        groups => Serde(kinds(summary).map(|by| group_table(summary, by, catalog)).collect::<Vec<_>>()),
        problems => paged_table::shared("problems", tables::region::problems(summary, catalog), &["kind"]),
        prices => prices(summary, catalog),
        reconcile => reconciled(summary.reconciliation.iter().map(|r| (&*r.title, &*r.exports, &*r.covered, [&r.ledger, &r.platform])), catalog),
    };
    page("region.html", values, &summary.policy, catalog)
}

/// Purchases of all units beside prices; nothing where none was compared.
fn prices(summary: &RegionSummary, catalog: &Catalog) -> Option<Value> {
    let prices = summary.prices.as_ref()?;
    let tables = [
        ("prices_units", tables::prices::units(summary, catalog)),
        ("prices_sums", tables::prices::sums(&prices.items, &prices.suppliers, catalog)),
    ];
    Some(priced(prices.totals, tables, catalog))
}

/// The files of the region beside its page.
fn files(summary: &RegionSummary, beside: Beside<'_>, catalog: &Catalog) -> Vec<Json> {
    let has = |format| beside.formats.contains(&format);
    let files = [
        (has(Format::Xlsx), "summary.xlsx", "summary_xlsx"),
        (has(Format::Docx), "summary.docx", "summary_docx"),
        (beside.register, "待核实.xlsx", "register"),
        (!beside.formats.is_empty(), "summary.csv", "summary_csv"),
        (beside.suppliers.is_some(), "suppliers.json", "suppliers_json"),
        (beside.history.is_some(), "history.json", "history_json"),
    ];
    let written = files.into_iter().filter(|(written, ..)| *written);
    let subject = catalog.get("pages.region");
    let papers = beside.papers.into_iter().flat_map(Papers::of_region);
    written
        .map(|(_, address, key)| link(address, key, subject, &summary.run, catalog))
        .chain(papers.map(|paper| paper_link(&paper.name, subject, &summary.run, catalog)))
        .collect()
}

/// What changed since the run that this one is compared with: in numbers, and each unit that changed.
fn since(summary: &RegionSummary, beside: Beside<'_>, ranked: &[&UnitSummary], catalog: &Catalog) -> Option<Value> {
    let previous = beside.previous?;
    let counts = previous.counts(summary);
    if !counts.some() {
        return None;
    }
    let title = |id: &str| words::requirement(&summary.policy.requirements, id).to_owned();
    let columns = ["county", "unit", "changes"].map(|key| match key {
        "unit" => Column::new(catalog.get("html.unit"), Kind::A),
        "county" => Column::new(catalog.get("html.county"), Kind::D),
        _ => Column::new(catalog.get("pages.since.changes"), Kind::T),
    });
    let rows = ranked.iter().filter_map(|u| {
        let phrases = match previous.change(u) {
            None => vec![catalog.get("pages.since.new").to_owned()],
            Some(change) => change.phrases(title, catalog),
        };
        let joined = phrases.join(catalog.get("html.part_joiner"));
        let cells = [
            Cell::some(u.county.as_deref()),
            Cell::text(&u.unit).extra(href(&u.path)),
            Cell::text(joined),
        ];
        (!phrases.is_empty()).then(|| cells.into())
    });
    Some(context! {
        title => since_title(previous, catalog),
        says => counts.say(catalog),
        units => paged_table::table("since", &columns, &[], rows),
    })
}

/// How the region stands in one sentence.
fn sentence(summary: &RegionSummary, catalog: &Catalog) -> String {
    let count = |v: Verdict| summary.units.iter().filter(|u| u.verdict == v).count().to_string();
    let said = [
        ("span", words::span(summary.run.period, catalog)),
        ("units", summary.units.len().to_string()),
        ("pass", count(Verdict::Pass)),
        ("fail", count(Verdict::Fail)),
        ("undetermined", count(Verdict::Undetermined)),
        ("no_data", count(Verdict::NoData)),
        ("exempt", count(Verdict::Exempt)),
    ];
    catalog.say("html.region_says", &said.each_ref().map(|(k, v)| (*k, v.as_str())))
}

fn inputs(summary: &RegionSummary, catalog: &Catalog) -> String {
    let n = &summary.inputs;
    let said = [
        ("files", n.files),
        ("quarantined", n.quarantined),
        ("rows", n.rows),
        ("lines", n.lines),
        ("disputed", n.disputed_lines),
        ("rejected", n.rejected_rows),
    ]
    .map(|(k, v)| (k, v.to_string()));
    catalog.say("html.inputs", &said.each_ref().map(|(k, v)| (*k, v.as_str())))
}

fn spread(summary: &RegionSummary, id: &str, title: &str, threshold_bp: i64, catalog: &Catalog) -> String {
    let results: Vec<&RequirementResult> = summary
        .units
        .iter()
        .filter(|u| u.verdict != Verdict::Exempt)
        .filter_map(|u| u.scopes.ytd.requirements.iter().find(|r| &*r.id == id))
        .collect();
    svg::spread(title, threshold_bp, &results, catalog)
}

/// A mark beside a share, so that it is read without colour: ✓ meets, ✗ does not, ？ open.
fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "\u{a0}✓",
        Verdict::Fail => "\u{a0}✗",
        Verdict::Undetermined => "\u{a0}？",
        Verdict::NoData | Verdict::Exempt => "",
    }
}

/// What stands below a unit's name: why it has no verdict, or what persons decided about it.
fn remark(unit: &UnitSummary, catalog: &Catalog) -> String {
    let parts = [
        words::note(catalog, unit.note),
        words::decided(unit.decided.as_ref(), unit.verdict, catalog),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(catalog.get("word.joiner"))
}

/// A unit's working paper and notice.
fn unit_files(unit: &UnitSummary, run: &RunInfo, beside: Beside<'_>, catalog: &Catalog) -> Cell {
    let sent = [(Format::Xlsx, "xlsx"), (Format::Docx, "docx")];
    let written = sent.into_iter().filter(|(format, _)| beside.formats.contains(format));
    let (labels, files): (Vec<String>, Vec<String>) = written
        .map(|(format, key)| {
            let path = format!("{}/{}", unit.path, format.unit_file());
            let link = link(&path, key, &unit.unit, run, catalog);
            let text = |key: &str| link.get(key).and_then(Json::as_str).unwrap_or_default();
            (
                catalog.get(&format!("pages.file_short.{key}")).to_owned(),
                format!("{}\t{}", text("href"), text("name")),
            )
        })
        .unzip();
    Cell::text(labels.join(" ")).by(Json::Null).extra(files.join("\n"))
}

fn units(ranked: &[&UnitSummary], summary: &RegionSummary, beside: Beside<'_>, catalog: &Catalog) -> Value {
    let policy = &summary.policy;
    let with_files = beside.formats.iter().any(|f| matches!(f, Format::Xlsx | Format::Docx));
    let head = |key: &str, kind| Column::new(catalog.get(&format!("html.{key}")), kind);
    let mut columns = vec![
        head("rank", Kind::N),
        head("county", Kind::D),
        head("unit", Kind::A),
        head("sector", Kind::D),
        head("verdict", Kind::V),
    ];
    columns.extend(policy.requirements.iter().map(|r| Column::new(r.title.clone(), Kind::N)));
    columns.extend([
        head("base_yuan", Kind::N),
        head("worst_gap", Kind::N),
        head("disputed_lines", Kind::N),
        head("findings_count", Kind::N),
    ]);
    if with_files {
        columns.push(Column::new(catalog.get("pages.unit_files"), Kind::F));
    }
    let rows = (1_u64..).zip(ranked).map(|(rank, u)| {
        let ytd = &u.scopes.ytd;
        let by = u
            .represented_by
            .as_deref()
            .map(|by| catalog.say("html.represented", &[("value", by)]));
        let mut row = vec![
            Cell::count(rank),
            Cell::some(u.county.as_deref()),
            Cell::text(&u.unit)
                .extra(href(&u.path))
                .small(by.unwrap_or_else(|| remark(u, catalog))),
            Cell::text(words::sector(catalog, u.sector)),
            // Worst first within a verdict too.
            Cell::text(u.verdict.word(catalog)).by(json!(rank)).extra(u.verdict.code()),
        ];
        for info in &policy.requirements {
            let result = ytd.requirements.iter().find(|r| r.id == info.id);
            if u.verdict == Verdict::Exempt {
                row.push(Cell::text(u.verdict.word(catalog)).by(Json::Null));
                continue;
            }
            row.push(result.map_or_else(
                || Cell::text("—").by(Json::Null),
                |r| {
                    let shown = words::interval((r.ratio_low_bp, r.ratio_high_bp), DASH);
                    Cell::text(format!("{shown}{}", mark(r.verdict)))
                        .by(json!(r.ratio_low_bp))
                        .small(if r.unbounded { catalog.get("html.unbounded") } else { "" })
                },
            ));
        }
        let gap = ytd.requirements.iter().map(|r| r.shortfall_substitute_fen).max().unwrap_or(0);
        let amount = |fen| {
            if u.lines == 0 {
                Cell::text("—").by(Json::Null)
            } else {
                Cell::yuan(fen)
            }
        };
        row.extend([
            amount(ytd.base_fen),
            amount(gap),
            Cell::count(u.disputed_lines),
            Cell::count(u.findings.iter().map(|f| f.count).sum()),
        ]);
        if with_files {
            row.push(unit_files(u, &summary.run, beside, catalog));
        }
        row
    });
    paged_table::table("units", &columns, &[1, 3, 4], rows)
}

/// Counties, sectors and, where bureaus answer for their units together, systems.
fn kinds(summary: &RegionSummary) -> impl Iterator<Item = &'static str> {
    let some = |by: &&str| *by != "system" || summary.groups.iter().any(|g| g.by == "system");
    ["county", "sector", "system"].into_iter().filter(some)
}

/// Counties, sectors or systems, each share with its bar.
fn group_table(summary: &RegionSummary, by: &str, catalog: &Catalog) -> Json {
    let of = |g: &GroupSummary| {
        let name = match g.name.as_deref() {
            None => catalog.get("html.unknown").to_owned(),
            Some(name) => words::group(catalog, by, name),
        };
        let shares: Vec<Json> = summary
            .policy
            .requirements
            .iter()
            .map(|info| {
                g.ytd.requirements.iter().find(|r| r.id == info.id).map_or(Json::Null, |r| {
                    json!({"text": words::interval((r.ratio_low_bp, r.ratio_high_bp), DASH), "mark": mark(r.verdict), "key": r.ratio_low_bp, "unbounded": r.unbounded, "bar": svg::small(r)})
                })
            })
            .collect();
        let verdicts: Vec<u64> = VERDICTS.map(|v| verdict_count(g, v)).into();
        json!({"name": name, "units": g.units, "verdicts": verdicts, "base_fen": g.ytd.base_fen, "base": Fen(g.ytd.base_fen).yuan(), "shares": shares})
    };
    let rows: Vec<Json> = summary.groups.iter().filter(|g| g.by == by).map(of).collect();
    json!({"by": by, "rows": rows})
}
