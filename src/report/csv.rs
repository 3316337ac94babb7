//! `summary.csv`: one row a unit, for a spreadsheet opened by double click (UTF-8 with BOM, CRLF) and for scripts.

use std::borrow::Cow;

use crate::{
    model::{Fen, RegionSummary, RequirementResult, UnitSummary, percent},
    report::{RenderError, words},
    text::{Catalog, Fault, Foreign, is_hidden, shown},
};

/// Excel takes a file for UTF-8 only with this mark.
pub(crate) const BOM: &str = "\u{feff}";

/// `summary.csv`: amounts in yuan with two decimals, ratios rounded down in percent.
///
/// # Errors
/// [`RenderError`] when a record cannot be written.
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
    let first = text.chars().find(|c| !matches!(c, ' ' | '\u{3000}'));
    let guard = matches!(first, Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'));
    if guard { Cow::Owned(format!("'{text}")) } else { text }
}

fn yuan(fen: i64) -> String {
    Fen(fen).plain_yuan()
}

/// What a column shows of its subject.
type Of<T> = fn(&T, &Catalog) -> String;

/// Columns of a unit, by the keys of their heads.
const UNIT: [(&str, Of<UnitSummary>); 10] = [
    ("unit", |u, _| text(&u.unit)),
    ("code", |u, _| text(u.code.as_deref().unwrap_or_default())),
    ("county", |u, _| text(u.county.as_deref().unwrap_or_default())),
    ("sector", |u, catalog| words::sector(catalog, u.sector)),
    ("canteen", |u, catalog| u.canteen.word(catalog)),
    ("verdict", |u, catalog| u.verdict.word(catalog)),
    ("note", |u, catalog| words::note(catalog, u.note)),
    ("lines", |u, _| u.lines.to_string()),
    ("disputed_lines", |u, _| u.disputed_lines.to_string()),
    ("findings", |u, _| u.findings.iter().map(|f| f.count).sum::<u64>().to_string()),
];

/// Those of a requirement in a scope; empty where the scope does not hold it.
const REQUIREMENT: [(&str, Of<RequirementResult>); 8] = [
    ("counted", |r, _| yuan(r.counted_fen)),
    ("disputed", |r, _| yuan(r.disputed_fen)),
    ("threshold", |r, _| percent(r.threshold_bp)),
    ("low", |r, _| r.ratio_low_bp.map_or_else(String::new, percent)),
    ("high", |r, _| r.ratio_high_bp.map_or_else(String::new, percent)),
    ("verdict", |r, catalog| r.verdict.word(catalog)),
    ("substitute", |r, _| yuan(r.shortfall_substitute_fen)),
    ("additional", |r, _| yuan(r.shortfall_additional_fen)),
];

fn header(summary: &RegionSummary, catalog: &Catalog) -> Vec<String> {
    let word = |key: &str| catalog.get(&format!("csv.{key}")).to_owned();
    let mut row: Vec<String> = UNIT.map(|(key, _)| word(key)).into();
    for scope in ["month", "ytd"] {
        let name = word(scope);
        row.extend(["base", "base_disputed"].map(|k| format!("{name} {}", word(k))));
        for requirement in &summary.policy.requirements {
            let title = text(&requirement.title);
            row.extend(REQUIREMENT.map(|(key, _)| format!("{name} {title} {}", word(key))));
        }
    }
    row.extend(["path", "decided"].map(word));
    row
}

fn record(unit: &UnitSummary, summary: &RegionSummary, catalog: &Catalog) -> Vec<String> {
    let mut row: Vec<String> = UNIT.map(|(_, of)| of(unit, catalog)).into();
    for scope in [&unit.scopes.month, &unit.scopes.ytd] {
        row.extend([yuan(scope.base_fen), yuan(scope.base_disputed_fen)]);
        for info in &summary.policy.requirements {
            let found = scope.requirements.iter().find(|r| r.id == info.id);
            row.extend(REQUIREMENT.map(|(_, of)| found.map(|r| of(r, catalog)).unwrap_or_default()));
        }
    }
    row.push(text(&unit.path));
    row.push(text(&words::decided(unit.decided.as_ref(), unit.verdict, catalog)));
    row
}
