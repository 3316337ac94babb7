//! `summary.csv`: one row a unit, for a spreadsheet opened by double click (UTF-8 with BOM, CRLF) and for scripts.

use std::borrow::Cow;

use crate::{
    model::{
        money::{Fen, percent},
        region_summary::RegionSummary,
        results::{RequirementResult, ScopeResult},
        unit_report::UnitSummary,
    },
    report::{RenderError, words},
    text::catalog::Catalog,
    text::fault::{Fault, Foreign},
    text::visible::{is_hidden, shown},
};

/// Excel takes a file for UTF-8 only with this mark.
pub(crate) const BOM: &str = "\u{feff}";

/// `summary.csv`: amounts in yuan with two decimals, ratios rounded down in percent.
pub fn render_summary(summary: &RegionSummary, catalog: &Catalog) -> Result<Vec<u8>, RenderError> {
    let mut out = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
        .from_writer(BOM.as_bytes().to_vec());
    out.write_record(header(summary, catalog))?;
    for unit in &summary.units {
        out.write_record(record(unit, summary, catalog))?;
    }
    out.into_inner()
        .map_err(|e| Fault::stopped("report.write").with("what", "summary.csv").because(Foreign::of(e)))
}

/// A text from a workbook, made harmless.
fn text(value: &str) -> String {
    // A line break inside a field is legal CSV, but splits the record for many readers.
    let flat: String = shown(value).chars().map(|c| if is_hidden(c) { ' ' } else { c }).collect();
    guarded(Cow::Owned(flat)).into_owned()
}

/// A field that no spreadsheet runs as a formula.
pub(crate) fn guarded(text: Cow<'_, str>) -> Cow<'_, str> {
    let guard = text
        .trim_start_matches([' ', '\u{3000}'])
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if guard { Cow::Owned(format!("'{text}")) } else { text }
}

fn yuan(fen: i64) -> String {
    Fen(fen).plain_yuan()
}

fn header(summary: &RegionSummary, catalog: &Catalog) -> Vec<String> {
    let word = |key: &str| catalog.get(&format!("csv.{key}")).to_owned();
    let mut row: Vec<String> = [
        "unit",
        "code",
        "county",
        "sector",
        "canteen",
        "verdict",
        "note",
        "lines",
        "disputed_lines",
        "findings",
    ]
    .map(word)
    .to_vec();
    for scope in ["month", "ytd"] {
        let name = word(scope);
        row.extend(["base", "base_disputed"].map(|k| format!("{name} {}", word(k))));
        for requirement in &summary.policy.requirements {
            let title = text(&requirement.title);
            row.extend(
                [
                    "counted",
                    "disputed",
                    "threshold",
                    "low",
                    "high",
                    "verdict",
                    "substitute",
                    "additional",
                ]
                .map(|k| format!("{name} {title} {}", word(k))),
            );
        }
    }
    row.extend(["path", "decided"].map(word));
    row
}

fn record(unit: &UnitSummary, summary: &RegionSummary, catalog: &Catalog) -> Vec<String> {
    let mut row = vec![
        text(&unit.unit),
        text(unit.code.as_deref().unwrap_or_default()),
        text(unit.county.as_deref().unwrap_or_default()),
        words::sector(catalog, unit.sector),
        unit.canteen.word(catalog),
        unit.verdict.word(catalog),
        words::note(catalog, unit.note),
        unit.lines.to_string(),
        unit.disputed_lines.to_string(),
        unit.findings.iter().map(|f| f.count).sum::<u64>().to_string(),
    ];
    for scope in [&unit.scopes.month, &unit.scopes.ytd] {
        row.extend([yuan(scope.base_fen), yuan(scope.base_disputed_fen)]);
        for requirement in &summary.policy.requirements {
            row.extend(figures(scope, &requirement.id, catalog));
        }
    }
    row.push(text(&unit.path));
    row.push(text(&words::decided(unit.decided.as_ref(), unit.verdict, catalog)));
    row
}

/// The eight figures of one requirement; empty where the scope does not hold it.
fn figures(scope: &ScopeResult, id: &str, catalog: &Catalog) -> [String; 8] {
    let Some(r) = scope.requirements.iter().find(|r| &*r.id == id) else {
        return Default::default();
    };
    let RequirementResult {
        counted_fen,
        disputed_fen,
        threshold_bp,
        ratio_low_bp,
        ratio_high_bp,
        ..
    } = *r;
    [
        yuan(counted_fen),
        yuan(disputed_fen),
        percent(threshold_bp),
        ratio_low_bp.map_or_else(String::new, percent),
        ratio_high_bp.map_or_else(String::new, percent),
        r.verdict.word(catalog),
        yuan(r.shortfall_substitute_fen),
        yuan(r.shortfall_additional_fen),
    ]
}
