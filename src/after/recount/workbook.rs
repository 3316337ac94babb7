//! summary.xlsx, read by the second reader, beside the figures of the recount.

use std::collections::BTreeMap;

use crate::{
    after::recount::{
        difference::{Difference, DifferenceKind},
        second_reader::{Kind, SecondReader, Seen},
    },
    model::{CellRef, GroupSummary, RegionSummary, RequirementResult},
    report::rank::{VERDICTS, worst_first},
    text::Catalog,
};

/// What a cell must show: hundredths of what stands there (fen of yuan), ten-thousandths (bp of a share), a count, a text.
enum Shown {
    Fen(i64),
    Bp(Option<i64>),
    Count(u64),
    Text(String),
}

/// Rows of the first sheet: the verdicts' counts, and the first requirement's.
const VERDICT_ROW: u32 = 5;
const FIRST_REQUIREMENT: u32 = 20;
/// Where the base stands below the requirements.
const BASE_COLUMN: u32 = 1;

/// Where summary.xlsx shows something else than the recount has; `language`: that of the run.
pub(super) fn compare(bytes: &[u8], again: &RegionSummary, language: &Catalog, reader: &SecondReader) -> Result<Vec<Difference>, String> {
    let name = |key: &str| language.get(&format!("xlsx.sheet.{key}")).to_owned();
    let mut sheets = vec![
        (name("overview"), overview(again, language)),
        (name("ranking"), ranking(again, language)),
        (name("county"), groups(again, "county", language)),
        (name("sector"), groups(again, "sector", language)),
    ];
    let systems = groups(again, "system", language);
    // Without a system there is no sheet of them.
    if !systems.is_empty() {
        sheets.push((name("system"), systems));
    }
    let places = sheets
        .iter()
        .map(|(sheet, cells)| (sheet.clone(), cells.keys().copied().collect()))
        .collect();
    let seen = reader.read(Kind::Xlsx, bytes, places)?;
    let mut differences = Vec::new();
    for ((sheet, cells), seen) in sheets.iter().zip(&seen) {
        for (((row, col), wanted), seen) in cells.iter().zip(seen) {
            let (stated, found) = (text_of(seen, wanted), wanted.text());
            if stated != found {
                differences.push(Difference {
                    kind: DifferenceKind::Figure,
                    place: format!("summary.xlsx › {sheet} › {}", CellRef { row: *row, col: *col }),
                    stated,
                    found,
                    touches: Vec::new(),
                });
            }
        }
    }
    Ok(differences)
}

impl Shown {
    fn text(&self) -> String {
        match self {
            Self::Fen(n) => n.to_string(),
            Self::Bp(bp) => bp.map_or_else(String::new, |bp| bp.to_string()),
            Self::Count(n) => n.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

/// What stands in a cell, in the measure of what must stand there.
fn text_of(seen: &Seen, wanted: &Shown) -> String {
    let scale = match wanted {
        Shown::Fen(_) => 100.0,
        Shown::Bp(_) => 10_000.0,
        Shown::Count(_) | Shown::Text(_) => 1.0,
    };
    match seen {
        Seen::Empty => String::new(),
        Seen::Number(bits) => format!("{:.0}", f64::from_bits(*bits) * scale),
        Seen::Text(text) | Seen::Other(text) => text.clone(),
    }
}

type Cells = BTreeMap<(u32, u32), Shown>;

fn put(cells: &mut Cells, row: u32, first: u32, shown: impl IntoIterator<Item = Shown>) {
    cells.extend((first..).zip(shown).map(|(col, shown)| ((row, col), shown)));
}

fn overview(summary: &RegionSummary, language: &Catalog) -> Cells {
    let mut cells = Cells::new();
    let Some(region) = summary.groups.iter().find(|g| g.by == "region") else {
        return cells;
    };
    put(&mut cells, VERDICT_ROW, 0, counts(region));
    let mut row = FIRST_REQUIREMENT;
    for r in &region.ytd.requirements {
        let shares = [Some(r.threshold_bp), r.ratio_low_bp, r.ratio_high_bp].map(Shown::Bp);
        let fen = [r.counted_fen, r.disputed_fen].map(Shown::Fen);
        let verdict = Shown::Text(r.verdict.word(language));
        put(&mut cells, row, 1, shares.into_iter().chain(fen).chain([verdict]));
        row += 1;
    }
    // Without results there is no table.
    if row == FIRST_REQUIREMENT {
        return cells;
    }
    for fen in [region.ytd.base_fen, region.ytd.base_disputed_fen] {
        put(&mut cells, row, BASE_COLUMN, [Shown::Fen(fen)]);
        row += 1;
    }
    cells
}

fn counts(group: &GroupSummary) -> impl Iterator<Item = Shown> {
    let of = |verdict: crate::model::results::Verdict| group.verdicts.get(verdict.code()).copied().unwrap_or(0);
    [group.units].into_iter().chain(VERDICTS.map(of)).map(Shown::Count)
}

fn shares<'a>(
    summary: &'a RegionSummary,
    results: &'a [RequirementResult],
    language: &'a Catalog,
) -> impl Iterator<Item = Shown> + use<'a> {
    let of = |id: &str| results.iter().find(|r| &*r.id == id);
    let each = summary.policy.requirements.iter().filter_map(move |info| of(&info.id));
    each.flat_map(|r| {
        [
            Shown::Bp(r.ratio_low_bp),
            Shown::Bp(r.ratio_high_bp),
            Shown::Text(r.verdict.word(language)),
        ]
    })
}

fn ranking(summary: &RegionSummary, language: &Catalog) -> Cells {
    let mut cells = Cells::new();
    for (row, unit) in (1_u32..).zip(worst_first(&summary.units)) {
        let ytd = &unit.scopes.ytd;
        let gap = ytd.requirements.iter().map(|r| r.shortfall_substitute_fen).max().unwrap_or(0);
        let counted = ytd.requirements.first().map_or(0, |r| r.counted_fen);
        let findings = unit.findings.iter().map(|f| f.count).sum();
        let verdict = Shown::Text(unit.verdict.word(language));
        let sums = [counted, ytd.base_fen, ytd.base_disputed_fen, gap].map(Shown::Fen);
        let counts = [unit.disputed_lines, findings].map(Shown::Count);
        let all = shares(summary, &ytd.requirements, language).chain(sums).chain(counts);
        put(&mut cells, row, 4, [verdict].into_iter().chain(all));
    }
    cells
}

fn groups(summary: &RegionSummary, by: &str, language: &Catalog) -> Cells {
    let mut cells = Cells::new();
    for (row, group) in (1_u32..).zip(summary.groups.iter().filter(|g| g.by == by)) {
        let base = [group.ytd.base_fen, group.ytd.base_disputed_fen].map(Shown::Fen);
        let all = counts(group).chain(base).chain(shares(summary, &group.ytd.requirements, language));
        put(&mut cells, row, 1, all);
    }
    cells
}
